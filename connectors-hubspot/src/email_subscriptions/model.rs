//! What subscriptions are.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

/// Why somebody may be written to: in the European Union one must be able to say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum LegalBasis {
    /// They are likely to buy.
    LegitimateInterestPql,
    /// They are a customer.
    LegitimateInterestClient,
    /// A contract wants it.
    PerformanceOfContract,
    /// They agreed, and know to what.
    ConsentWithNotice,
    /// The law does not apply to them.
    NonGdpr,
    /// They agreed that what is known of them is kept.
    ProcessAndStore,
    /// Another interest.
    LegitimateInterestOther,
}

/// Whether somebody gets what a subscription is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Status {
    /// They do.
    Subscribed,
    /// They do not.
    NotSubscribed,
}

/// What a status comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Source {
    /// From their status for all e-mails of the account.
    PortalWideStatus,
    /// From their status for a brand.
    BrandWideStatus,
    /// From this subscription itself.
    SubscriptionStatus,
}

/// A kind of e-mails that people can subscribe to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Definition {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Why it is sent: `Marketing`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// How it is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub communication_method: Option<String>,
    /// Whether it is in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_active: Option<bool>,
    /// Whether HubSpot made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_default: Option<bool>,
    /// Whether HubSpot itself uses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_internal: Option<bool>,
    /// The brand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_unit_id: Option<i64>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl Definition {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), ..Self::default() }
    }

    setters!(description: Option<String>, purpose: Option<String>, communication_method: Option<String>, is_active: Option<bool>, is_default: Option<bool>, is_internal: Option<bool>, business_unit_id: Option<i64>, created_at: Option<DateTime<Utc>>, updated_at: Option<DateTime<Utc>>);
}

/// Whether somebody gets a kind of e-mails.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Subscription {
    /// The id of the subscription.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether they get it. What is not known is not "subscribed".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<Status>>,
    /// What that comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_of_status: Option<Open<Source>>,
    /// Why they may be written to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<Open<LegalBasis>>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_basis_explanation: Option<String>,
    /// The group that it is shown in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preference_group_name: Option<String>,
    /// The brand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand_id: Option<i64>,
}

impl Subscription {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), ..Self::default() }
    }

    setters!(description: Option<String>, status: Option<Open<Status>>, source_of_status: Option<Open<Source>>, legal_basis: Option<Open<LegalBasis>>, legal_basis_explanation: Option<String>, preference_group_name: Option<String>, brand_id: Option<i64>);
}

impl Subscription {
    /// Whether they may be sent this kind of e-mails: only if HubSpot says so.
    #[must_use]
    pub fn is_subscribed(&self) -> bool {
        self.status.as_ref().is_some_and(|status| *status == Status::Subscribed)
    }
}
