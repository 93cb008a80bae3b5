//! Fulfillments as Shopify sends them.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use crate::graphql::Connection;
use crate::{Gid, Ref};

/// The selection of [`Fulfillment`].
pub(super) const FULFILLMENT: &[&str] = &["fragment Fulfillment on Fulfillment { \
    id legacyResourceId name status displayStatus totalQuantity requiresShipping createdAt updatedAt inTransitAt \
    deliveredAt estimatedDeliveryAt order { id } location { id } service { id handle serviceName } \
    trackingInfo { company number url } \
    fulfillmentLineItems(first: 20) { nodes { id quantity lineItem { id } } pageInfo { hasNextPage endCursor } } }"];

/// A fulfillment: what was sent of an order, and how.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Fulfillment {
    /// Its id.
    pub id: Gid,
    /// Its number in the REST API and in webhooks.
    pub legacy_resource_id: String,
    /// What it is called: `#1001-F1`.
    pub name: String,
    /// Whether it was done.
    pub status: Open<FulfillmentStatus>,
    /// How far it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_status: Option<Open<DisplayStatus>>,
    /// How many things are in it.
    pub total_quantity: i64,
    /// Whether anything in it is shipped.
    pub requires_shipping: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// When it was on its way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_transit_at: Option<DateTime<Utc>>,
    /// When it arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<DateTime<Utc>>,
    /// When it should arrive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_delivery_at: Option<DateTime<Utc>>,
    /// The order.
    pub order: Ref,
    /// Where it was sent from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Ref>,
    /// Who sends it, unless the shop itself does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
    /// How it is tracked.
    pub tracking_info: Vec<Tracking>,
    /// What is in it: the first 20 lines ([`ListLineItems`](super::ListLineItems) has all).
    #[serde(rename = "fulfillmentLineItems")]
    pub line_items: Connection<FulfillmentLine>,
}

impl Fulfillment {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(legacy_resource_id: String, name: String, status: Open<FulfillmentStatus>, display_status: Option<Open<DisplayStatus>>, total_quantity: i64, requires_shipping: bool, created_at: DateTime<Utc>, updated_at: DateTime<Utc>, in_transit_at: Option<DateTime<Utc>>, delivered_at: Option<DateTime<Utc>>, estimated_delivery_at: Option<DateTime<Utc>>, order: Ref, location: Option<Ref>, service: Option<Service>, tracking_info: Vec<Tracking>, line_items: Connection<FulfillmentLine>);
}

/// What is in a fulfillment of a line of the order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct FulfillmentLine {
    /// Its id.
    pub id: Gid,
    /// How many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    /// The line of the order.
    pub line_item: Ref,
}

impl FulfillmentLine {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(quantity: Option<i64>, line_item: Ref);
}

/// Who sends for a shop.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Service {
    /// Its id.
    pub id: Gid,
    /// Its name in addresses.
    pub handle: String,
    /// What it is called.
    pub service_name: String,
}

impl Service {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(handle: String, service_name: String);
}

/// How a parcel is tracked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Tracking {
    /// Who carries it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Its number there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Where to see how far it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl Tracking {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(company: Option<String>, number: Option<String>, url: Option<String>);
}

/// Whether a fulfillment was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum FulfillmentStatus {
    /// It was cancelled.
    Cancelled,
    /// There was an error.
    Error,
    /// It failed.
    Failure,
    /// Yes.
    Success,
}

/// How far a fulfillment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum DisplayStatus {
    /// Nobody was there to take it.
    AttemptedDelivery,
    /// It was cancelled.
    Canceled,
    /// The carrier has it.
    CarrierPickedUp,
    /// The carrier knows of it.
    Confirmed,
    /// It is late.
    Delayed,
    /// It arrived.
    Delivered,
    /// It failed.
    Failure,
    /// It was sent.
    Fulfilled,
    /// It is on its way.
    InTransit,
    /// Its label was printed.
    LabelPrinted,
    /// Its label was bought.
    LabelPurchased,
    /// Its label was given back.
    LabelVoided,
    /// Somebody said that it was sent.
    MarkedAsFulfilled,
    /// It did not arrive.
    NotDelivered,
    /// It arrives today.
    OutForDelivery,
    /// The customer has it.
    PickedUp,
    /// The customer can come for it.
    ReadyForPickup,
    /// Somebody was asked to send it.
    Submitted,
}
