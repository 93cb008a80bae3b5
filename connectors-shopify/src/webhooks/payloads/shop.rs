//! The shop, and what Shopify worked on for it.

use chrono::{DateTime, FixedOffset};
use connectors_core::setters;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::parts::gid;
use crate::Gid;

/// The shop, as `app/uninstalled` and `shop/update` tell it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Shop {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The domain that customers see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The domain that names it for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub myshopify_domain: Option<String>,
    /// Its owner's e-mail address, for Shopify.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Its e-mail address for customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_email: Option<String>,
    /// Its owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shop_owner: Option<String>,
    /// Its phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What it pays for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_name: Option<String>,
    /// What that is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_display_name: Option<String>,
    /// Its currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Its time zone, `Europe/Berlin`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iana_timezone: Option<String>,
    /// Its country, two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// Its language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_locale: Option<String>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<FixedOffset>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<FixedOffset>>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Shop {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<u64>, name: Option<String>, domain: Option<String>, myshopify_domain: Option<String>, email: Option<String>, customer_email: Option<String>, shop_owner: Option<String>, phone: Option<String>, plan_name: Option<String>, plan_display_name: Option<String>, currency: Option<String>, iana_timezone: Option<String>, country_code: Option<String>, primary_locale: Option<String>, created_at: Option<DateTime<FixedOffset>>, updated_at: Option<DateTime<FixedOffset>>, rest: Map<String, Value>);
}

impl Shop {
    /// Its id.
    #[must_use]
    pub fn gid(&self) -> Option<Gid> {
        gid(None, "Shop", self.id)
    }
}

/// A bulk operation that has ended, as `bulk_operations/finish` tells it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct BulkOperation {
    /// Its id: ask for it by that, for its result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_graphql_api_id: Option<Gid>,
    /// How it ended: `completed`, `failed`, `canceled`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// Whether it read or wrote: `query`, `mutation`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<FixedOffset>>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<DateTime<FixedOffset>>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl BulkOperation {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(admin_graphql_api_id: Option<Gid>, status: Option<String>, error_code: Option<String>, kind: Option<String>, created_at: Option<DateTime<FixedOffset>>, completed_at: Option<DateTime<FixedOffset>>, rest: Map<String, Value>);
}
