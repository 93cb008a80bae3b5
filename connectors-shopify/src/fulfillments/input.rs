//! Fulfillments as they are written.

use connectors_core::setters;
use serde::{Deserialize, Serialize};

use crate::Gid;
use crate::fulfillment_orders::LineInput;

/// What is sent, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct FulfillmentInput {
    /// What is sent, by fulfillment orders. They are of one order and one location.
    pub line_items_by_fulfillment_order: Vec<FulfillmentOrderLines>,
    /// Whether the customer is told. Not unless said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_customer: Option<bool>,
    /// How it is tracked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_info: Option<TrackingInput>,
    /// Where it is sent from, for taxes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin_address: Option<OriginAddress>,
}

impl FulfillmentInput {
    /// This is sent.
    #[must_use]
    pub fn new(line_items_by_fulfillment_order: impl IntoIterator<Item = FulfillmentOrderLines>) -> Self {
        Self {
            line_items_by_fulfillment_order: line_items_by_fulfillment_order.into_iter().collect(),
            notify_customer: None,
            tracking_info: None,
            origin_address: None,
        }
    }

    setters!(notify_customer: Option<bool>, tracking_info: Option<TrackingInput>, origin_address: Option<OriginAddress>);
}

/// What is sent of a fulfillment order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct FulfillmentOrderLines {
    /// The fulfillment order.
    pub fulfillment_order_id: Gid,
    /// Which lines, and how many of them. All that is left, if nothing is said.
    #[serde(default, rename = "fulfillmentOrderLineItems", skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineInput>,
}

impl FulfillmentOrderLines {
    /// All that is left of this one.
    #[must_use]
    pub fn new(fulfillment_order_id: impl Into<Gid>) -> Self {
        Self { fulfillment_order_id: fulfillment_order_id.into(), lines: Vec::new() }
    }

    setters!(lines: Vec<LineInput>);
}

/// How it is tracked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct TrackingInput {
    /// Who carries it. Where Shopify knows the carrier, it makes the link of the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Its number there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Where to see how far it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The numbers, if there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<String>,
    /// The links, if there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub urls: Vec<String>,
}

impl TrackingInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(company: Option<String>, number: Option<String>, url: Option<String>, numbers: Vec<String>, urls: Vec<String>);
}

/// Where things are sent from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct OriginAddress {
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
    /// The country, two letters.
    pub country_code: String,
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
