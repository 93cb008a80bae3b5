//! Returns as Shopify sends them.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use crate::graphql::Connection;
use crate::{Gid, Money, MoneyBag, Ref};

/// The selection of [`ReturnLine`]. It uses that of money.
pub(super) const LINE: &str = "fragment ReturnLine on ReturnLineItemType { \
    id quantity processableQuantity processedQuantity unprocessedQuantity refundableQuantity refundedQuantity \
    returnReasonNote customerNote returnReasonDefinition { id handle name } \
    ... on ReturnLineItem { fulfillmentLineItem { id lineItem { id } } restockingFee { id percentage amountSet { ...MoneyBag } } \
    withCodeDiscountedTotalPriceSet { ...MoneyBag } } \
    ... on UnverifiedReturnLineItem { unitPrice { amount currencyCode } } }";

/// The selection of [`Return`]. It uses those of lines and money.
pub(super) const RETURN: &str = "fragment Return on Return { \
    id name status order { id } createdAt requestApprovedAt closedAt totalQuantity decline { reason \
    note } returnShippingFees { id amountSet { ...MoneyBag } } refunds(first: 5) { nodes { id } \
    pageInfo { hasNextPage endCursor } } returnLineItems(first: 20) { nodes { ...ReturnLine } \
    pageInfo { hasNextPage endCursor } } exchangeLineItems(first: 10) { nodes { id quantity \
    processedQuantity unprocessedQuantity title variantTitle variantSku variantId productId } \
    pageInfo { hasNextPage endCursor } } }";

/// A return.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Return {
    /// Its id.
    pub id: Gid,
    /// What it is called: `#1001-R1`.
    pub name: String,
    /// How far it is.
    pub status: Open<ReturnStatus>,
    /// The order.
    pub order: Ref,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was approved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_approved_at: Option<DateTime<Utc>>,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<DateTime<Utc>>,
    /// How many things come back.
    pub total_quantity: i64,
    /// Why it was declined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decline: Option<Declined>,
    /// What the customer pays for sending things back.
    #[serde(rename = "returnShippingFees")]
    pub shipping_fees: Vec<ShippingFee>,
    /// What was paid back.
    pub refunds: Connection<Ref>,
    /// What comes back, the first 20 lines ([`ListLineItems`](super::ListLineItems) has all).
    #[serde(rename = "returnLineItems")]
    pub line_items: Connection<ReturnLine>,
    /// What the customer gets instead, the first ten lines.
    #[serde(rename = "exchangeLineItems")]
    pub exchange_lines: Connection<ExchangeLine>,
}

impl Return {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: String, status: Open<ReturnStatus>, order: Ref, created_at: DateTime<Utc>, request_approved_at: Option<DateTime<Utc>>, closed_at: Option<DateTime<Utc>>, total_quantity: i64, decline: Option<Declined>, shipping_fees: Vec<ShippingFee>, refunds: Connection<Ref>, line_items: Connection<ReturnLine>, exchange_lines: Connection<ExchangeLine>);
}

/// A line of a return.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ReturnLine {
    /// Its id.
    pub id: Gid,
    /// How many come back.
    pub quantity: i64,
    /// How many of them can be dealt with.
    pub processable_quantity: i64,
    /// How many were dealt with.
    pub processed_quantity: i64,
    /// How many were not.
    pub unprocessed_quantity: i64,
    /// How many can be paid back.
    pub refundable_quantity: i64,
    /// How many were paid back.
    pub refunded_quantity: i64,
    /// Why.
    #[serde(rename = "returnReasonDefinition", skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReasonDefinition>,
    /// What the shop notes to that.
    #[serde(rename = "returnReasonNote")]
    pub reason_note: String,
    /// What the customer says to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_note: Option<String>,
    /// The delivered line, of one that Shopify knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfillment_line_item: Option<ReturnableLine>,
    /// What the shop takes for taking it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restocking_fee: Option<RestockingFee>,
    /// What all of it cost less discounts.
    #[serde(rename = "withCodeDiscountedTotalPriceSet", skip_serializing_if = "Option::is_none")]
    pub discounted_total: Option<MoneyBag>,
    /// What one cost, of a line that Shopify does not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Money>,
}

impl ReturnLine {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(quantity: i64, processable_quantity: i64, processed_quantity: i64, unprocessed_quantity: i64, refundable_quantity: i64, refunded_quantity: i64, reason: Option<ReasonDefinition>, reason_note: String, customer_note: Option<String>, fulfillment_line_item: Option<ReturnableLine>, restocking_fee: Option<RestockingFee>, discounted_total: Option<MoneyBag>, unit_price: Option<Money>);
}

/// A reason to send something back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ReasonDefinition {
    /// Its id.
    pub id: Gid,
    /// Its handle: `size-too-small`.
    pub handle: String,
    /// What it is called.
    pub name: String,
}

impl ReasonDefinition {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(handle: String, name: String);
}

/// What the shop takes for taking a thing back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct RestockingFee {
    /// Its id.
    pub id: Gid,
    /// Its part of the price, in percent.
    pub percentage: f64,
    /// How much it is.
    #[serde(rename = "amountSet")]
    pub amount: MoneyBag,
}

impl RestockingFee {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(percentage: f64, amount: MoneyBag);
}

/// What the customer gets instead.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ExchangeLine {
    /// Its id.
    pub id: Gid,
    /// How many.
    pub quantity: i64,
    /// How many were dealt with.
    pub processed_quantity: i64,
    /// How many were not.
    pub unprocessed_quantity: i64,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What the variant is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant_title: Option<String>,
    /// Its number in the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant_sku: Option<String>,
    /// The variant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant_id: Option<Gid>,
    /// The product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id: Option<Gid>,
}

impl ExchangeLine {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(quantity: i64, processed_quantity: i64, unprocessed_quantity: i64, title: Option<String>, variant_title: Option<String>, variant_sku: Option<String>, variant_id: Option<Gid>, product_id: Option<Gid>);
}

/// Why the shop will not have it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Declined {
    /// Why.
    pub reason: Open<DeclineReason>,
    /// What the shop says to that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Declined {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(reason: Open<DeclineReason>, note: Option<String>);
}

/// What the customer pays for sending things back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ShippingFee {
    /// Its id.
    pub id: Gid,
    /// How much it is.
    #[serde(rename = "amountSet")]
    pub amount: MoneyBag,
}

impl ShippingFee {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(amount: MoneyBag);
}

/// What of a delivery can be sent back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Returnable {
    /// Its id.
    pub id: Gid,
    /// The delivery.
    pub fulfillment: Ref,
    /// What can be sent back of it, so many lines as were asked for ([`ListReturnable::items`](super::ListReturnable::items)).
    #[serde(rename = "returnableFulfillmentLineItems")]
    pub items: Connection<ReturnableItem>,
}

impl Returnable {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(fulfillment: Ref, items: Connection<ReturnableItem>);
}

/// How many of a delivered line can be sent back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ReturnableItem {
    /// How many.
    pub quantity: i64,
    /// The delivered line.
    #[serde(rename = "fulfillmentLineItem")]
    pub line: ReturnableLine,
}

impl ReturnableItem {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(quantity: i64, line: ReturnableLine);
}

/// A delivered line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ReturnableLine {
    /// Its id, by which returns name it.
    pub id: Gid,
    /// The line of the order.
    pub line_item: Ref,
}

impl ReturnableLine {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(line_item: Ref);
}

/// How far a return is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ReturnStatus {
    /// It was taken back.
    Canceled,
    /// It is done.
    Closed,
    /// The shop will not have it.
    Declined,
    /// Things are to come.
    Open,
    /// The customer asks for it.
    Requested,
}

/// Why a return is declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum DeclineReason {
    /// It was sold for good.
    FinalSale,
    /// Something else.
    Other,
    /// It is too late.
    ReturnPeriodEnded,
}
