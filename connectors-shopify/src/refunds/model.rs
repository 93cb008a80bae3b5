//! Refunds as Shopify sends them.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use crate::graphql::Connection;
use crate::transactions::Transaction;
use crate::{Gid, MoneyBag, Ref};

/// What [`REFUND`] leaves out. It uses those of lines, transactions and money.
pub(super) const PARTS: &str = "fragment RefundParts on Refund { \
    refundLineItems(first: 10) { nodes { ...RefundLine } pageInfo { hasNextPage endCursor } } \
    refundShippingLines(first: 3) { nodes { id shippingLine { id title } subtotalAmountSet { \
    ...MoneyBag } taxAmountSet { ...MoneyBag } } pageInfo { hasNextPage endCursor } } \
    orderAdjustments(first: 3) { nodes { id amountSet { ...MoneyBag } taxAmountSet { ...MoneyBag } \
    reason } pageInfo { hasNextPage endCursor } } transactions(first: 5) { nodes { ...Transaction } \
    pageInfo { hasNextPage endCursor } } }";

/// The selection of [`Refund`]. It uses that of money.
pub(crate) const REFUND: &str = "fragment Refund on Refund { \
    id legacyResourceId order { id } createdAt processedAt updatedAt note totalRefundedSet { \
    ...MoneyBag } duties { amountSet { ...MoneyBag } originalDuty { id } } }";

/// A refund.
///
/// Items, transactions and what else was paid back come with [`Get`](super::Get), [`List`](super::List) and [`Create`](super::Create), not with
/// an order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Refund {
    /// Its id.
    pub id: Gid,
    /// Its number in the REST API and in webhooks.
    pub legacy_resource_id: String,
    /// The order.
    pub order: Ref,
    /// When it was made; nothing while it is under way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it counts as done.
    pub processed_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// What the shop notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What was paid back.
    #[serde(rename = "totalRefundedSet")]
    pub total_refunded: MoneyBag,
    /// Duties that were paid back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duties: Option<Vec<RefundedDuty>>,
    /// The items, if they were asked for: the first ten ([`ListLineItems`](super::ListLineItems) has all).
    #[serde(rename = "refundLineItems", skip_serializing_if = "Option::is_none")]
    pub line_items: Option<Connection<LineItem>>,
    /// Shipping, if it was asked for: the first three lines.
    #[serde(rename = "refundShippingLines", skip_serializing_if = "Option::is_none")]
    pub shipping_lines: Option<Connection<ShippingLine>>,
    /// What was paid back more or less than all this, if it was asked for: the first three.
    #[serde(rename = "orderAdjustments", skip_serializing_if = "Option::is_none")]
    pub adjustments: Option<Connection<Adjustment>>,
    /// By which transactions, if they were asked for: the first five ([`transactions::List`](crate::transactions::List) has all of the order).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transactions: Option<Connection<Transaction>>,
}

impl Refund {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(legacy_resource_id: String, order: Ref, created_at: Option<DateTime<Utc>>, processed_at: DateTime<Utc>, updated_at: DateTime<Utc>, note: Option<String>, total_refunded: MoneyBag, duties: Option<Vec<RefundedDuty>>, line_items: Option<Connection<LineItem>>, shipping_lines: Option<Connection<ShippingLine>>, adjustments: Option<Connection<Adjustment>>, transactions: Option<Connection<Transaction>>);
}

/// The selection of [`LineItem`]. It uses that of money.
pub(super) const LINE: &str = "fragment RefundLine on RefundLineItem { \
    id lineItem { id } quantity restockType restocked subtotalSet { ...MoneyBag } totalTaxSet { \
    ...MoneyBag } }";

/// A line of an order, as far as it is paid back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct LineItem {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Gid>,
    /// The line of the order.
    pub line_item: Ref,
    /// How many are paid back.
    pub quantity: i64,
    /// What becomes of them.
    pub restock_type: Open<RestockType>,
    /// Whether they went back into stock.
    pub restocked: bool,
    /// What is paid back for them, without taxes that are not in prices.
    #[serde(rename = "subtotalSet")]
    pub subtotal: MoneyBag,
    /// The tax of that.
    #[serde(rename = "totalTaxSet")]
    pub total_tax: MoneyBag,
}

impl LineItem {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<Gid>, line_item: Ref, quantity: i64, restock_type: Open<RestockType>, restocked: bool, subtotal: MoneyBag, total_tax: MoneyBag);
}

/// Shipping that is paid back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ShippingLine {
    /// Its id.
    pub id: Gid,
    /// The shipping line of the order.
    #[serde(rename = "shippingLine")]
    pub of: Shipping,
    /// How much, without taxes that are not in prices.
    #[serde(rename = "subtotalAmountSet")]
    pub subtotal: MoneyBag,
    /// The tax of that.
    #[serde(rename = "taxAmountSet")]
    pub tax: MoneyBag,
}

impl ShippingLine {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(of: Shipping, subtotal: MoneyBag, tax: MoneyBag);
}

/// A shipping line of an order, in short.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Shipping {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Gid>,
    /// What it is called.
    pub title: String,
}

impl Shipping {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<Gid>, title: String);
}

/// What was paid back more or less than items and shipping cost.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Adjustment {
    /// Its id.
    pub id: Gid,
    /// How much, without tax: below nought for what was paid back more.
    #[serde(rename = "amountSet")]
    pub amount: MoneyBag,
    /// The tax of that.
    #[serde(rename = "taxAmountSet")]
    pub tax_amount: MoneyBag,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Open<AdjustmentReason>>,
}

impl Adjustment {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(amount: MoneyBag, tax_amount: MoneyBag, reason: Option<Open<AdjustmentReason>>);
}

/// A duty that is paid back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct RefundedDuty {
    /// How much.
    #[serde(rename = "amountSet")]
    pub amount: MoneyBag,
    /// The duty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_duty: Option<Ref>,
}

impl RefundedDuty {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(amount: MoneyBag, original_duty: Option<Ref>);
}

/// What Shopify would pay back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct SuggestedRefund {
    /// How much, all in all.
    #[serde(rename = "amountSet")]
    pub amount: MoneyBag,
    /// For the items.
    #[serde(rename = "subtotalSet")]
    pub subtotal: MoneyBag,
    /// For the items, less discounts of the whole order.
    #[serde(rename = "discountedSubtotalSet")]
    pub discounted_subtotal: MoneyBag,
    /// Those discounts.
    #[serde(rename = "totalCartDiscountAmountSet")]
    pub total_cart_discount: MoneyBag,
    /// Taxes.
    #[serde(rename = "totalTaxSet")]
    pub total_tax: MoneyBag,
    /// Duties.
    #[serde(rename = "totalDutiesSet")]
    pub total_duties: MoneyBag,
    /// How much it may be.
    #[serde(rename = "maximumRefundableSet")]
    pub maximum_refundable: MoneyBag,
    /// Shipping.
    pub shipping: SuggestedShipping,
    /// The items.
    #[serde(rename = "refundLineItems")]
    pub line_items: Vec<LineItem>,
    /// The duties.
    #[serde(rename = "refundDuties")]
    pub duties: Vec<RefundedDuty>,
    /// Ways to pay back.
    #[serde(rename = "suggestedRefundMethods")]
    pub methods: Vec<SuggestedMethod>,
    /// By which transactions.
    #[serde(rename = "suggestedTransactions")]
    pub transactions: Vec<SuggestedTransaction>,
}

impl SuggestedRefund {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(amount: MoneyBag, subtotal: MoneyBag, discounted_subtotal: MoneyBag, total_cart_discount: MoneyBag, total_tax: MoneyBag, total_duties: MoneyBag, maximum_refundable: MoneyBag, shipping: SuggestedShipping, line_items: Vec<LineItem>, duties: Vec<RefundedDuty>, methods: Vec<SuggestedMethod>, transactions: Vec<SuggestedTransaction>);
}

/// Shipping that could be paid back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct SuggestedShipping {
    /// How much.
    #[serde(rename = "amountSet")]
    pub amount: MoneyBag,
    /// How much it may be.
    #[serde(rename = "maximumRefundableSet")]
    pub maximum_refundable: MoneyBag,
    /// The tax of that.
    #[serde(rename = "taxSet")]
    pub tax: MoneyBag,
}

impl SuggestedShipping {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(amount: MoneyBag, maximum_refundable: MoneyBag, tax: MoneyBag);
}

/// A way to pay back, and how much.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct SuggestedMethod {
    /// How much.
    pub amount: MoneyBag,
    /// How much it may be.
    pub maximum_refundable: MoneyBag,
}

impl SuggestedMethod {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(amount: MoneyBag, maximum_refundable: MoneyBag);
}

/// A transaction that would pay back. It can be given to [`Create`](super::Create): [`TransactionInput::from_suggested`](super::TransactionInput::from_suggested).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct SuggestedTransaction {
    /// What it is: `SUGGESTED_REFUND`.
    pub kind: String,
    /// Who does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway: Option<String>,
    /// The same for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formatted_gateway: Option<String>,
    /// The account or card, all but the last digits hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_number: Option<String>,
    /// How much.
    #[serde(rename = "amountSet")]
    pub amount: MoneyBag,
    /// How much it may be.
    #[serde(rename = "maximumRefundableSet", skip_serializing_if = "Option::is_none")]
    pub maximum_refundable: Option<MoneyBag>,
    /// The payment that it pays back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_transaction: Option<Ref>,
}

impl SuggestedTransaction {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(kind: String, gateway: Option<String>, formatted_gateway: Option<String>, account_number: Option<String>, amount: MoneyBag, maximum_refundable: Option<MoneyBag>, parent_transaction: Option<Ref>);
}

/// What becomes of things that are paid back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum RestockType {
    /// They were not delivered, and go back into stock.
    Cancel,
    /// They went back into stock, which is all that is known.
    LegacyRestock,
    /// They do not go back into stock.
    NoRestock,
    /// They were delivered, and come back into stock.
    Return,
}

/// Why a refund is another than what was calculated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum AdjustmentReason {
    /// The customer.
    Customer,
    /// Damage.
    Damage,
    /// It balances a return of all.
    FullReturnBalancingAdjustment,
    /// A refund that is under way.
    PendingRefundDiscrepancy,
    /// More or less was paid back.
    RefundDiscrepancy,
    /// A fee for taking things back.
    Restock,
}
