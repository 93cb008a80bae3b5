//! Agreements of orders: what was sold, changed, taken back and paid back, when, and how much that was. The ledger of an order.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Connection, Document};
use crate::orders::Order;
use crate::records::Record;
use crate::types::MONEY_BAG;
use crate::{Gid, MoneyBag, Ref, Shopify};

const LIST: Document = Document::query(
    "query OrderAgreementList($order_id: ID!, $first: Int!, $after: String, $query: String) { \
     order(id: $order_id) { agreements(first: $first, after: $after, query: $query) { nodes { \
     ...Agreement } pageInfo { hasNextPage endCursor } } } }",
)
.with(&[AGREEMENT, SALE, MONEY_BAG]);

/// `order_agreement.list`: the agreements of an order, the oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The order.
    pub order_id: Gid,
    /// Which ones, in Shopify's search syntax: `happened_at:>'2026-01-31T10:00:00Z'`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// Of this order.
    #[must_use]
    pub fn new(order_id: impl Into<Gid>) -> Self {
        Self { order_id: order_id.into(), query: None, first: None, cursor: None }
    }

    setters!(query: Option<String>, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<Agreement>;
    const META: Meta = Meta::read("order_agreement", "list")
        .title("List the agreements of an order")
        .scopes(Order::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/SalesAgreement");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Agreement>> {
        graphql::within::<Connection<Agreement>>(&response).map(Page::from)
    }
}

impl PagedAction for List {
    type Item = Agreement;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// The selection of [`Agreement`]. It uses those of sales and money.
const AGREEMENT: &str = "fragment Agreement on SalesAgreement { \
    id happenedAt reason sales(first: 25) { nodes { ...Sale } pageInfo { hasNextPage endCursor } } \
    ... on RefundAgreement { refund { id } } }";

/// An agreement of an order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Agreement {
    /// Its id.
    pub id: Gid,
    /// When it was made.
    pub happened_at: DateTime<Utc>,
    /// What it is about.
    pub reason: Open<Reason>,
    /// What it changes, the first 25.
    pub sales: Connection<Sale>,
    /// The refund, of one that is about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund: Option<Ref>,
}

impl Agreement {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(happened_at: DateTime<Utc>, reason: Open<Reason>, sales: Connection<Sale>, refund: Option<Ref>);
}

/// The selection of [`Sale`]. It uses that of money.
const SALE: &str = "fragment Sale on Sale { \
    id actionType lineType quantity totalAmount { ...MoneyBag } totalTaxAmount { ...MoneyBag } \
    totalDiscountAmountBeforeTaxes { ...MoneyBag } totalDiscountAmountAfterTaxes { ...MoneyBag } \
    taxes { id amount { ...MoneyBag } taxLine { title rate } } \
    ... on ProductSale { lineItem { id } } ... on GiftCardSale { lineItem { id } } ... on TipSale { lineItem { id } } }";

/// What changes what a customer owes: a thing, shipping, a fee. Below nought for what is taken back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Sale {
    /// Its id.
    pub id: Gid,
    /// What it does.
    #[serde(rename = "actionType")]
    pub action: Open<SaleAction>,
    /// What it is of.
    pub line_type: Open<SaleLine>,
    /// How many; none for what is not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    /// How much it is, with taxes, less discounts.
    pub total_amount: MoneyBag,
    /// Its taxes.
    pub total_tax_amount: MoneyBag,
    /// Its discounts, without taxes.
    #[serde(rename = "totalDiscountAmountBeforeTaxes")]
    pub total_discount: MoneyBag,
    /// Its discounts, with taxes.
    #[serde(rename = "totalDiscountAmountAfterTaxes")]
    pub total_discount_with_tax: MoneyBag,
    /// Each of its taxes.
    pub taxes: Vec<SaleTax>,
    /// The line of the order, of products, gift cards and tips.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_item: Option<Ref>,
}

impl Sale {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(action: Open<SaleAction>, line_type: Open<SaleLine>, quantity: Option<i64>, total_amount: MoneyBag, total_tax_amount: MoneyBag, total_discount: MoneyBag, total_discount_with_tax: MoneyBag, taxes: Vec<SaleTax>, line_item: Option<Ref>);
}

/// A tax of a sale.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct SaleTax {
    /// Its id.
    pub id: Gid,
    /// How much it is.
    pub amount: MoneyBag,
    /// Which tax.
    #[serde(rename = "taxLine")]
    pub of: TaxName,
}

impl SaleTax {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(amount: MoneyBag, of: TaxName);
}

/// What a tax is called, and its rate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct TaxName {
    /// What it is called.
    pub title: String,
    /// Its part of the price: 0.19.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
}

impl TaxName {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(title: String, rate: Option<f64>);
}

/// What an agreement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Reason {
    /// The order was placed.
    Order,
    /// It was edited.
    OrderEdit,
    /// Something was paid back.
    Refund,
    /// Something is to come back.
    Return,
    /// Nobody knows.
    Unknown,
}

/// What a sale does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SaleAction {
    /// It sells.
    Order,
    /// It takes back.
    Return,
    /// Nobody knows.
    Unknown,
    /// It changes what was sold.
    Update,
}

/// What a sale is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SaleLine {
    /// A fee of the order.
    AdditionalFee,
    /// What was paid back more or less.
    Adjustment,
    /// A duty.
    Duty,
    /// A fee.
    Fee,
    /// A gift card.
    GiftCard,
    /// A product.
    Product,
    /// Shipping.
    Shipping,
    /// A tip.
    Tip,
    /// Nobody knows.
    Unknown,
}
