//! Tender transactions: money that moved between customers and the shop.

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Document};
use crate::orders::Order;
use crate::records::Record;
use crate::{Gid, Money, Ref, Shopify};

const LIST: Document = Document::query(
    "query TenderTransactionList($first: Int!, $after: String, $query: String, $reverse: Boolean) { \
     tenderTransactions(first: $first, after: $after, query: $query, reverse: $reverse) { nodes { \
     ...TenderTransaction } pageInfo { hasNextPage endCursor } } }",
)
.with(&[TENDER]);

/// The selection of [`TenderTransaction`].
const TENDER: &str = "fragment TenderTransaction on TenderTransaction { \
    id amount { amount currencyCode } paymentMethod processedAt remoteReference test order { id } \
    transactionDetails { ... on TenderTransactionCreditCardDetails { creditCardCompany \
    creditCardNumber } } }";

/// Money that moved: to the shop, or below nought to the customer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct TenderTransaction {
    /// Its id.
    pub id: Gid,
    /// How much.
    pub amount: Money,
    /// How: `cash`, `credit_card`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processed_at: Option<DateTime<Utc>>,
    /// What it is called by who moved it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_reference: Option<String>,
    /// Whether it is only a test.
    pub test: bool,
    /// The order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Ref>,
    /// The card, if there was one.
    #[serde(rename = "transactionDetails", skip_serializing_if = "Option::is_none")]
    pub card: Option<Card>,
}

impl TenderTransaction {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(amount: Money, payment_method: Option<String>, processed_at: Option<DateTime<Utc>>, remote_reference: Option<String>, test: bool, order: Option<Ref>, card: Option<Card>);
}

/// The card that was used.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Card {
    /// Who issued it.
    #[serde(rename = "creditCardCompany", skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Its number, all but the last digits hidden.
    #[serde(rename = "creditCardNumber", skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

impl Card {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(company: Option<String>, number: Option<String>);
}

/// `tender_transaction.list`: all money that moved between customers and the shop.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Which ones, in Shopify's search syntax: `processed_at:>'2026-01-31T10:00:00Z'`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Whether the order is turned round.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reverse: bool,
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

    setters!(query: Option<String>, reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<TenderTransaction>;
    const META: Meta = Meta::read("tender_transaction", "list")
        .title("List tender transactions")
        .scopes(Order::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/tenderTransactions");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<TenderTransaction>> {
        graphql::page(&response)
    }
}

impl PagedAction for List {
    type Item = TenderTransaction;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
