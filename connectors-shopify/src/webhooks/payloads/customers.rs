//! Customers.

use chrono::{DateTime, FixedOffset};
use connectors_core::setters;
use connectors_core::types::money;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::parts::gid;
use super::{or_default, tags};
use crate::Gid;

/// A customer, as `customers/*` tell them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Customer {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_graphql_api_id: Option<Gid>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Whether they have an account: `enabled`, `disabled`, `invited`, `declined`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// What was noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Their tags; not among what `customers/*` tell.
    #[serde(skip_serializing_if = "Vec::is_empty", with = "tags")]
    pub tags: Vec<String>,
    /// The currency of their last order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Whether the e-mail address is theirs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified_email: Option<bool>,
    /// Whether they pay no tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_exempt: Option<bool>,
    /// Which taxes they do not pay.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub tax_exemptions: Vec<String>,
    /// How many orders they placed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orders_count: Option<i64>,
    /// What they spent.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub total_spent: Option<Decimal>,
    /// Their first address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_address: Option<CustomerAddress>,
    /// Their addresses.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<CustomerAddress>,
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

impl Customer {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<u64>, admin_graphql_api_id: Option<Gid>, email: Option<String>, phone: Option<String>, first_name: Option<String>, last_name: Option<String>, state: Option<String>, note: Option<String>, tags: Vec<String>, currency: Option<String>, verified_email: Option<bool>, tax_exempt: Option<bool>, tax_exemptions: Vec<String>, orders_count: Option<i64>, total_spent: Option<Decimal>, default_address: Option<CustomerAddress>, addresses: Vec<CustomerAddress>, created_at: Option<DateTime<FixedOffset>>, updated_at: Option<DateTime<FixedOffset>>, rest: Map<String, Value>);
}

impl Customer {
    /// Its id: what it is asked for by.
    #[must_use]
    pub fn gid(&self) -> Option<Gid> {
        gid(self.admin_graphql_api_id.as_ref(), "Customer", self.id)
    }
}

/// An address of a customer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CustomerAddress {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// The customer's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<u64>,
    /// The first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Both names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address1: Option<String>,
    /// What else belongs to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address2: Option<String>,
    /// The city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    /// The state or province.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// Its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province_code: Option<String>,
    /// The country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Its code, two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Whether it is the first.
    #[serde(rename = "default", skip_serializing_if = "Option::is_none")]
    pub is_default: Option<bool>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl CustomerAddress {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<u64>, customer_id: Option<u64>, first_name: Option<String>, last_name: Option<String>, name: Option<String>, company: Option<String>, address1: Option<String>, address2: Option<String>, city: Option<String>, zip: Option<String>, province: Option<String>, province_code: Option<String>, country: Option<String>, country_code: Option<String>, phone: Option<String>, is_default: Option<bool>, rest: Map<String, Value>);
}

/// Two customers who became one, as `customers/merge` tells it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CustomerMerge {
    /// Who stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_graphql_api_customer_kept_id: Option<Gid>,
    /// Who went into them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_graphql_api_customer_deleted_id: Option<Gid>,
    /// The job that did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_graphql_api_job_id: Option<Gid>,
    /// Whether it succeeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Why it did not.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Value>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl CustomerMerge {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(admin_graphql_api_customer_kept_id: Option<Gid>, admin_graphql_api_customer_deleted_id: Option<Gid>, admin_graphql_api_job_id: Option<Gid>, status: Option<String>, errors: Vec<Value>, rest: Map<String, Value>);
}
