//! Balance transactions: what Shopify Payments owes the shop, and what it took and paid out.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Connection, Document};
use crate::{Gid, Money, Shopify};

const READ: &[&str] = &["read_shopify_payments", "read_shopify_payments_accounts"];

const LIST: Document = Document::query(
    "query BalanceTransactionList($first: Int!, $after: String, $query: String, $sort_key: \
     BalanceTransactionSortKeys, $reverse: Boolean, $hide_transfers: Boolean) { \
     shopifyPaymentsAccount { balanceTransactions(first: $first, after: $after, query: $query, \
     sortKey: $sort_key, reverse: $reverse, hideTransfers: $hide_transfers) { nodes { \
     ...BalanceTransaction } pageInfo { hasNextPage endCursor } } } }",
)
.with(&[BALANCE]);

/// The selection of [`BalanceTransaction`].
const BALANCE: &str = "fragment BalanceTransaction on ShopifyPaymentsBalanceTransaction { \
    id type transactionDate amount { amount currencyCode } fee { amount currencyCode } net { amount \
    currencyCode } test sourceType sourceId sourceOrderTransactionId adjustmentReason \
    associatedOrder { id name } associatedPayout { id status } adjustmentsOrders { name link amount { \
    amount currencyCode } fees { amount currencyCode } net { amount currencyCode } orderTransactionId \
    } }";

/// What changed the balance.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct BalanceTransaction {
    /// Its id.
    pub id: Gid,
    /// What it is: `CHARGE`, `REFUND`, `TRANSFER`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it happened.
    #[serde(rename = "transactionDate")]
    pub date: DateTime<Utc>,
    /// How much.
    pub amount: Money,
    /// The fee of that.
    pub fee: Money,
    /// What is left.
    pub net: Money,
    /// Whether it is only a test.
    pub test: bool,
    /// What it comes from: `CHARGE`, `DISPUTE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_type: Option<String>,
    /// The number of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    /// The number of the order's transaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_order_transaction_id: Option<String>,
    /// Why it was adjusted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adjustment_reason: Option<String>,
    /// The order.
    #[serde(rename = "associatedOrder", skip_serializing_if = "Option::is_none")]
    pub order: Option<OfOrder>,
    /// The payout.
    #[serde(rename = "associatedPayout")]
    pub payout: Payout,
    /// The orders that an adjustment is about.
    #[serde(rename = "adjustmentsOrders")]
    pub adjusted_orders: Vec<AdjustedOrder>,
}

impl BalanceTransaction {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(kind: String, date: DateTime<Utc>, amount: Money, fee: Money, net: Money, test: bool, source_type: Option<String>, source_id: Option<String>, source_order_transaction_id: Option<String>, adjustment_reason: Option<String>, order: Option<OfOrder>, payout: Payout, adjusted_orders: Vec<AdjustedOrder>);
}

/// The order that it is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct OfOrder {
    /// Its id.
    pub id: Gid,
    /// What it is called: `#1001`.
    pub name: String,
}

impl OfOrder {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: String);
}

/// The payout that it is in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Payout {
    /// Its id; none before it is made up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Gid>,
    /// How far it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<PayoutStatus>>,
}

impl Payout {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<Gid>, status: Option<Open<PayoutStatus>>);
}

/// An order that an adjustment is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct AdjustedOrder {
    /// What it is called: `#1001`.
    pub name: String,
    /// Its page.
    pub link: String,
    /// How much it is.
    pub amount: Money,
    /// The fees of that.
    pub fees: Money,
    /// What is left.
    pub net: Money,
    /// The number of the order's transaction.
    pub order_transaction_id: String,
}

impl AdjustedOrder {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(name: String, link: String, amount: Money, fees: Money, net: Money, order_transaction_id: String);
}

/// `balance_transaction.list`: what changed the balance of the shop at Shopify Payments. A shop that has no account there is
/// [`NotFound`](connectors_core::ErrorKind::NotFound).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Which ones, in Shopify's search syntax: `payout_date:>'2026-01-31'`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// In which order: by when they happened unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_key: Option<Open<SortKey>>,
    /// Whether the order is turned round.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reverse: bool,
    /// Whether payouts themselves are left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub hide_transfers: bool,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(query: Option<String>, sort_key: Option<Open<SortKey>>, reverse: bool, hide_transfers: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<BalanceTransaction>;
    const META: Meta = Meta::read("balance_transaction", "list")
        .title("List balance transactions")
        .scopes(READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/ShopifyPaymentsAccount");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<BalanceTransaction>> {
        graphql::within::<Connection<BalanceTransaction>>(&response).map(Page::from)
    }
}

impl PagedAction for List {
    type Item = BalanceTransaction;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// How far a payout is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum PayoutStatus {
    /// The shop is to do something.
    ActionRequired,
    /// It was taken back.
    Canceled,
    /// It failed.
    Failed,
    /// It was paid.
    Paid,
    /// It is not made up yet.
    Pending,
    /// It is to be paid.
    Scheduled,
}

/// What lists of balance transactions are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// The amount.
    Amount,
    /// The fee.
    Fee,
    /// The id.
    Id,
    /// What is left.
    Net,
    /// The name of the order.
    OrderName,
    /// How it was paid.
    PaymentMethodName,
    /// When it is paid out.
    PayoutDate,
    /// How far the payout is.
    PayoutStatus,
    /// When it happened.
    ProcessedAt,
    /// What it is.
    TransactionType,
}
