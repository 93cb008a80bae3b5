//! Fulfillment orders as Shopify sends them.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use crate::graphql::Connection;
use crate::{Gid, Ref};

/// The selection of [`FulfillmentOrder`].
pub(crate) const FULFILLMENT_ORDER: &[&str] = &[
    "fragment FulfillmentOrder on FulfillmentOrder { id orderId orderName orderProcessedAt status requestStatus \
     createdAt updatedAt fulfillAt fulfillBy assignedLocation { name countryCode location { id } } \
     destination { firstName lastName company address1 address2 zip city province countryCode email phone } \
     deliveryMethod { methodType presentedName serviceCode minDeliveryDateTime maxDeliveryDateTime } \
     fulfillmentHolds { id handle reason reasonNotes displayReason heldByRequestingApp } supportedActions { action } \
     lineItems(first: 20) { nodes { ...FulfillmentOrderLine } pageInfo { hasNextPage endCursor } } }",
    LINE,
];

/// The selection of [`FulfillmentOrderLine`].
pub(super) const LINE: &str = "fragment FulfillmentOrderLine on FulfillmentOrderLineItem { \
    id sku productTitle variantTitle vendor requiresShipping totalQuantity remainingQuantity inventoryItemId lineItem { id } }";

/// A fulfillment order: what of an order is to be sent from a location.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct FulfillmentOrder {
    /// Its id.
    pub id: Gid,
    /// The order.
    pub order_id: Gid,
    /// What the order is called: `#1001`.
    pub order_name: String,
    /// When the order was placed.
    pub order_processed_at: DateTime<Utc>,
    /// How far it is.
    pub status: Open<FulfillmentOrderStatus>,
    /// Whether a fulfillment service was asked to send it.
    pub request_status: Open<RequestStatus>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// When it can be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfill_at: Option<DateTime<Utc>>,
    /// Until when it has to be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfill_by: Option<DateTime<Utc>>,
    /// Where it is sent from.
    pub assigned_location: AssignedLocation,
    /// Where it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<Destination>,
    /// How it goes there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_method: Option<DeliveryMethod>,
    /// Why it waits.
    #[serde(rename = "fulfillmentHolds")]
    pub holds: Vec<Hold>,
    /// What can be done with it.
    pub supported_actions: Vec<SupportedAction>,
    /// What is to be sent: the first 20 lines ([`ListLineItems`](super::ListLineItems) has all).
    pub line_items: Connection<FulfillmentOrderLine>,
}

impl FulfillmentOrder {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(order_id: Gid, order_name: String, order_processed_at: DateTime<Utc>, status: Open<FulfillmentOrderStatus>, request_status: Open<RequestStatus>, created_at: DateTime<Utc>, updated_at: DateTime<Utc>, fulfill_at: Option<DateTime<Utc>>, fulfill_by: Option<DateTime<Utc>>, assigned_location: AssignedLocation, destination: Option<Destination>, delivery_method: Option<DeliveryMethod>, holds: Vec<Hold>, supported_actions: Vec<SupportedAction>, line_items: Connection<FulfillmentOrderLine>);
}

/// What is to be sent of a line of the order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct FulfillmentOrderLine {
    /// Its id.
    pub id: Gid,
    /// The number of the variant in the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// The product.
    pub product_title: String,
    /// The variant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant_title: Option<String>,
    /// Who makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// Whether it is shipped.
    pub requires_shipping: bool,
    /// How many were to be sent.
    pub total_quantity: i64,
    /// How many are still to be sent.
    pub remaining_quantity: i64,
    /// What is taken from stock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inventory_item_id: Option<Gid>,
    /// The line of the order.
    pub line_item: Ref,
}

impl FulfillmentOrderLine {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(sku: Option<String>, product_title: String, variant_title: Option<String>, vendor: Option<String>, requires_shipping: bool, total_quantity: i64, remaining_quantity: i64, inventory_item_id: Option<Gid>, line_item: Ref);
}

/// Where something is sent from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct AssignedLocation {
    /// What the location is called.
    pub name: String,
    /// Its country, two letters.
    pub country_code: String,
    /// The location, if it is still there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Ref>,
}

impl AssignedLocation {
    /// As tests need it.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    setters!(country_code: String, location: Option<Ref>);
}

/// Where something goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Destination {
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
    /// The country, two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// The email address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

impl Destination {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(first_name: Option<String>, last_name: Option<String>, company: Option<String>, address1: Option<String>, address2: Option<String>, zip: Option<String>, city: Option<String>, province: Option<String>, country_code: Option<String>, email: Option<String>, phone: Option<String>);
}

/// How something is delivered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct DeliveryMethod {
    /// In which way.
    pub method_type: Open<MethodType>,
    /// What the customer saw.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presented_name: Option<String>,
    /// What the carrier calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_code: Option<String>,
    /// When it should arrive at the earliest.
    #[serde(rename = "minDeliveryDateTime", skip_serializing_if = "Option::is_none")]
    pub min_delivery_at: Option<DateTime<Utc>>,
    /// When it should arrive at the latest.
    #[serde(rename = "maxDeliveryDateTime", skip_serializing_if = "Option::is_none")]
    pub max_delivery_at: Option<DateTime<Utc>>,
}

impl DeliveryMethod {
    /// As tests need it.
    #[must_use]
    pub fn new(method_type: impl Into<Open<MethodType>>) -> Self {
        Self { method_type: method_type.into(), ..Self::default() }
    }

    setters!(presented_name: Option<String>, service_code: Option<String>, min_delivery_at: Option<DateTime<Utc>>, max_delivery_at: Option<DateTime<Utc>>);
}

/// In which way something is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum MethodType {
    /// By the shop itself.
    Local,
    /// Not at all.
    None,
    /// The customer comes for it to a shop nearby.
    PickupPoint,
    /// The customer comes for it.
    PickUp,
    /// The customer has it already.
    Retail,
    /// By a carrier.
    Shipping,
}

/// Why a fulfillment order waits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Hold {
    /// Its id.
    pub id: Gid,
    /// What the application that holds it calls the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// The reason.
    pub reason: Open<HoldReason>,
    /// What else is said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason_notes: Option<String>,
    /// The reason, as staff reads it.
    pub display_reason: String,
    /// Whether this application holds it.
    pub held_by_requesting_app: bool,
}

impl Hold {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(handle: Option<String>, reason: Open<HoldReason>, reason_notes: Option<String>, display_reason: String, held_by_requesting_app: bool);
}

/// Why something waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum HoldReason {
    /// It is not paid.
    AwaitingPayment,
    /// Something has to come back before.
    AwaitingReturnItems,
    /// It may be a fraud.
    HighRiskOfFraud,
    /// The address is wrong.
    IncorrectAddress,
    /// There is not enough in stock.
    InventoryOutOfStock,
    /// The customer may still add to it.
    OnlineStorePostPurchaseCrossSell,
    /// Something else.
    Other,
    /// Nobody knows when it can be delivered.
    UnknownDeliveryDate,
}

/// What can be done with a fulfillment order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct SupportedAction {
    /// What.
    pub action: Open<FulfillmentOrderAction>,
}

impl SupportedAction {
    /// As tests need it.
    #[must_use]
    pub fn new(action: impl Into<Open<FulfillmentOrderAction>>) -> Self {
        Self { action: action.into() }
    }
}

/// What can be done with a fulfillment order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum FulfillmentOrderAction {
    /// It can be cancelled.
    CancelFulfillmentOrder,
    /// It can be fulfilled.
    CreateFulfillment,
    /// It can be fulfilled elsewhere.
    External,
    /// It can be held.
    Hold,
    /// It can be opened.
    MarkAsOpen,
    /// It can be put together with others.
    Merge,
    /// It can be moved to another location.
    Move,
    /// It can be held no longer.
    ReleaseHold,
    /// It can be told how far it is.
    ReportProgress,
    /// The fulfillment service can be asked not to send it.
    RequestCancellation,
    /// The fulfillment service can be asked to send it.
    RequestFulfillment,
    /// It can be split.
    Split,
}

/// How far a fulfillment order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum FulfillmentOrderStatus {
    /// It was cancelled.
    Cancelled,
    /// All was sent.
    Closed,
    /// It could not be sent as asked for.
    Incomplete,
    /// It is being packed.
    InProgress,
    /// It waits.
    OnHold,
    /// It can be sent.
    Open,
    /// It can be sent later.
    Scheduled,
}

/// Whether a fulfillment service was asked to send something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum RequestStatus {
    /// It was asked, and will.
    Accepted,
    /// It was asked not to, and will not.
    CancellationAccepted,
    /// It was asked not to, and will.
    CancellationRejected,
    /// It was asked not to.
    CancellationRequested,
    /// It gave up.
    Closed,
    /// It was asked, and will not.
    Rejected,
    /// It was asked.
    Submitted,
    /// No.
    Unsubmitted,
}
