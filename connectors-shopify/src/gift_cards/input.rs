//! Gift cards as they are written.

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::setters;
use connectors_core::types::Patch;
use serde::{Deserialize, Serialize};

use super::Code;
use crate::{Gid, Money};

/// A new gift card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct GiftCardInput {
    /// What is on it.
    pub initial_amount: Money,
    /// Its code: 8 to 20 letters and digits. Shopify makes one, if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<Gid>,
    /// Its last day; none, if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<NaiveDate>,
    /// What the shop notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Which template of the theme shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_suffix: Option<String>,
    /// Who gets it as a present.
    #[serde(default, rename = "recipientAttributes", skip_serializing_if = "Option::is_none")]
    pub recipient: Option<RecipientInput>,
}

impl GiftCardInput {
    /// With this on it.
    #[must_use]
    pub fn new(initial_amount: Money) -> Self {
        Self {
            initial_amount,
            code: None,
            customer_id: None,
            expires_on: None,
            note: None,
            template_suffix: None,
            recipient: None,
        }
    }

    setters!(code: Option<Code>, customer_id: Option<Gid>, expires_on: Option<NaiveDate>, note: Option<String>, template_suffix: Option<String>, recipient: Option<RecipientInput>);
}

/// What changes of a gift card. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct GiftCardUpdateInput {
    /// Whose it is: only where it was nobody's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<Gid>,
    /// Its last day.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub expires_on: Patch<NaiveDate>,
    /// What the shop notes.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub note: Patch<String>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub template_suffix: Patch<String>,
    /// Who gets it as a present.
    #[serde(rename = "recipientAttributes", skip_serializing_if = "Option::is_none")]
    pub recipient: Option<RecipientInput>,
}

impl GiftCardUpdateInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(customer_id: Option<Gid>, expires_on: Patch<NaiveDate>, note: Patch<String>, template_suffix: Patch<String>, recipient: Option<RecipientInput>);
}

/// Who gets a gift card as a present.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct RecipientInput {
    /// The customer.
    pub id: Gid,
    /// What is written to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// How they are called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_name: Option<String>,
    /// When they are told: at once, if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_notification_at: Option<DateTime<Utc>>,
}

impl RecipientInput {
    /// This customer.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), message: None, preferred_name: None, send_notification_at: None }
    }

    setters!(message: Option<String>, preferred_name: Option<String>, send_notification_at: Option<DateTime<Utc>>);
}
