//! Who buys an order that is made, how it is paid, and how it is delivered.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use super::create_lines::MoneyBagInput;
use crate::Gid;
use crate::transactions::{TransactionKind, TransactionStatus};

/// The customer of an order that is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum CustomerInput {
    /// One that is there.
    ToAssociate(AssociatedCustomer),
    /// One that is changed, or made.
    ToUpsert(UpsertedCustomer),
}

impl CustomerInput {
    /// The one with this id.
    #[must_use]
    pub fn id(id: impl Into<Gid>) -> Self {
        Self::ToAssociate(AssociatedCustomer::new().id(id))
    }
}

/// A customer that is there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AssociatedCustomer {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Gid>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl AssociatedCustomer {
    /// Which one is to be said yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<Gid>, email: Option<String>);
}

/// A customer that is changed, or made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct UpsertedCustomer {
    /// Its id, of one that is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Gid>,
    /// The e-mail address, by which one that is there is found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The phone number, by which one that is there is found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<CustomerAddressInput>,
    /// Tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What the shop notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether it pays no tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_exempt: Option<bool>,
    /// What it is called in your own login.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multipass_identifier: Option<String>,
}

impl UpsertedCustomer {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<Gid>, email: Option<String>, phone: Option<String>, first_name: Option<String>, last_name: Option<String>, addresses: Vec<CustomerAddressInput>, tags: Vec<String>, note: Option<String>, tax_exempt: Option<bool>, multipass_identifier: Option<String>);
}

/// An address of a customer that is made with an order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CustomerAddressInput {
    /// The first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
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
    /// The state or province.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// The country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

impl CustomerAddressInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(first_name: Option<String>, last_name: Option<String>, company: Option<String>, address1: Option<String>, address2: Option<String>, zip: Option<String>, city: Option<String>, province: Option<String>, country: Option<String>, phone: Option<String>);
}

/// A payment of an order that is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct TransactionInput {
    /// How much.
    #[serde(rename = "amountSet")]
    pub amount: MoneyBagInput,
    /// What it does: it sets aside and takes at once, unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Open<TransactionKind>>,
    /// How it went: done, unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<TransactionStatus>>,
    /// By what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gateway: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processed_at: Option<DateTime<Utc>>,
    /// What the gateway calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_code: Option<String>,
    /// The gift card that paid it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_card_id: Option<Gid>,
    /// The till.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_id: Option<Gid>,
    /// The place of the till.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_id: Option<Gid>,
    /// Who took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Gid>,
    /// What the gateway said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt_json: Option<serde_json::Value>,
    /// Whether it is only a test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test: Option<bool>,
}

impl TransactionInput {
    /// So much.
    #[must_use]
    pub fn new(amount: MoneyBagInput) -> Self {
        Self {
            amount,
            kind: None,
            status: None,
            gateway: None,
            processed_at: None,
            authorization_code: None,
            gift_card_id: None,
            device_id: None,
            location_id: None,
            user_id: None,
            receipt_json: None,
            test: None,
        }
    }

    setters!(kind: Option<Open<TransactionKind>>, status: Option<Open<TransactionStatus>>, gateway: Option<String>, processed_at: Option<DateTime<Utc>>, authorization_code: Option<String>, gift_card_id: Option<Gid>, device_id: Option<Gid>, location_id: Option<Gid>, user_id: Option<Gid>, receipt_json: Option<serde_json::Value>, test: Option<bool>);
}

/// The delivery of an order that is brought: of all its lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct FulfillmentInput {
    /// Where it comes from.
    pub location_id: Gid,
    /// How far it is: `IN_TRANSIT`, `DELIVERED`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipment_status: Option<String>,
    /// The carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_company: Option<String>,
    /// Its number there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_number: Option<String>,
    /// Its numbers there, if there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tracking_numbers: Vec<String>,
    /// Where it starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin_address: Option<OriginAddress>,
    /// Whether the customer is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_customer: Option<bool>,
}

impl FulfillmentInput {
    /// From this location.
    #[must_use]
    pub fn new(location_id: impl Into<Gid>) -> Self {
        Self {
            location_id: location_id.into(),
            shipment_status: None,
            tracking_company: None,
            tracking_number: None,
            tracking_numbers: Vec::new(),
            origin_address: None,
            notify_customer: None,
        }
    }

    setters!(shipment_status: Option<String>, tracking_company: Option<String>, tracking_number: Option<String>, tracking_numbers: Vec<String>, origin_address: Option<OriginAddress>, notify_customer: Option<bool>);
}

/// Where a delivery starts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct OriginAddress {
    /// The country, two letters.
    pub country_code: String,
    /// Street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address1: Option<String>,
    /// What else belongs to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address2: Option<String>,
    /// The postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    /// The city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The code of the state or province.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub province_code: Option<String>,
}

impl OriginAddress {
    /// In this country.
    #[must_use]
    pub fn new(country_code: impl Into<String>) -> Self {
        Self {
            country_code: country_code.into(),
            address1: None,
            address2: None,
            zip: None,
            city: None,
            province_code: None,
        }
    }

    setters!(address1: Option<String>, address2: Option<String>, zip: Option<String>, city: Option<String>, province_code: Option<String>);
}
