//! Companies as they are written.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Patch;
use serde::{Deserialize, Serialize};

/// A company as it is written. In an update, what is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CompanyInput {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its number in another system.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub external_id: Patch<String>,
    /// What the shop notes.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub note: Patch<String>,
    /// Since when it is a customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_since: Option<DateTime<Utc>>,
}

impl CompanyInput {
    /// Called like this.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::default() }
    }

    /// Nothing, so far: for an update.
    #[must_use]
    pub fn change() -> Self {
        Self::default()
    }

    setters!(external_id: Patch<String>, note: Patch<String>, customer_since: Option<DateTime<Utc>>);
}

/// Who buys for a company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ContactInput {
    /// The first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The email address. If a customer has it, that is the one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What they do there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Their language, `en`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

impl ContactInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(first_name: Option<String>, last_name: Option<String>, email: Option<String>, phone: Option<String>, title: Option<String>, locale: Option<String>);
}

/// A place of a company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LocationInput {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its number in another system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// What the shop notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Its language, `en`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Its number for taxes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_registration_id: Option<String>,
    /// Whether it pays no tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_exempt: Option<bool>,
    /// The taxes that it does not pay.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tax_exemptions: Vec<String>,
    /// Where things go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<CompanyAddressInput>,
    /// Whether bills go there too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_same_as_shipping: Option<bool>,
    /// Where bills go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_address: Option<CompanyAddressInput>,
}

impl LocationInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(name: Option<String>, external_id: Option<String>, note: Option<String>, phone: Option<String>, locale: Option<String>, tax_registration_id: Option<String>, tax_exempt: Option<bool>, tax_exemptions: Vec<String>, shipping_address: Option<CompanyAddressInput>, billing_same_as_shipping: Option<bool>, billing_address: Option<CompanyAddressInput>);
}

/// An address of a company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CompanyAddressInput {
    /// Who gets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// The first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address1: Option<String>,
    /// What else belongs to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address2: Option<String>,
    /// The postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    /// The city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The code of the state or province.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone_code: Option<String>,
    /// The country, two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

impl CompanyAddressInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(recipient: Option<String>, first_name: Option<String>, last_name: Option<String>, address1: Option<String>, address2: Option<String>, zip: Option<String>, city: Option<String>, zone_code: Option<String>, country_code: Option<String>, phone: Option<String>);
}
