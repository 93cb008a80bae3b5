//! Disputes: payments by Shopify Payments that a customer wants back from the bank.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Document};
use crate::records::{self, Gettable, Record, Spec};
use crate::{Gid, Money, Ref, Shopify};

const LIST: Document = Document::query(
    "query DisputeList($first: Int!, $after: String, $query: String, $reverse: Boolean) { \
     disputes(first: $first, after: $after, query: $query, reverse: $reverse) { nodes { ...Dispute \
     } pageInfo { hasNextPage endCursor } } }",
)
.with(&[DISPUTE]);

impl Record for Dispute {
    const RESOURCE: &'static str = "dispute";
    const READ: &'static [&'static str] = &["read_shopify_payments_disputes"];
    const WRITE: &'static [&'static str] = &["write_shopify_payments_disputes"];
}

impl Gettable for Dispute {
    const GET: Spec = Spec::new(
        Document::query("query DisputeGet($id: ID!) { dispute(id: $id) { ...Dispute } }").with(&[DISPUTE]),
        "Get a dispute",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/dispute",
    );
}

/// `dispute.get`: one dispute.
pub type Get = records::Get<Dispute>;

/// The selection of [`Dispute`].
const DISPUTE: &str = "fragment Dispute on ShopifyPaymentsDispute { \
    id legacyResourceId type status amount { amount currencyCode } reasonDetails { reason \
    networkReasonCode } initiatedAt evidenceDueBy evidenceSentOn finalizedOn order { id } }";

/// A dispute.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Dispute {
    /// Its id.
    pub id: Gid,
    /// Its number in the REST API and in webhooks.
    pub legacy_resource_id: String,
    /// What kind it is.
    #[serde(rename = "type")]
    pub kind: Open<DisputeKind>,
    /// How far it is.
    pub status: Open<DisputeStatus>,
    /// How much it is about.
    pub amount: Money,
    /// Why the customer wants it back.
    #[serde(rename = "reasonDetails")]
    pub reason: Reason,
    /// When it began.
    pub initiated_at: DateTime<Utc>,
    /// Until when the shop is to say something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence_due_by: Option<DateTime<Utc>>,
    /// When it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence_sent_on: Option<DateTime<Utc>>,
    /// When it was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finalized_on: Option<DateTime<Utc>>,
    /// The order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Ref>,
}

impl Dispute {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(legacy_resource_id: String, kind: Open<DisputeKind>, status: Open<DisputeStatus>, amount: Money, reason: Reason, initiated_at: DateTime<Utc>, evidence_due_by: Option<DateTime<Utc>>, evidence_sent_on: Option<DateTime<Utc>>, finalized_on: Option<DateTime<Utc>>, order: Option<Ref>);
}

/// Why a customer wants the money back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Reason {
    /// Why: `FRAUDULENT`, `PRODUCT_NOT_RECEIVED`.
    pub reason: String,
    /// What the network of the card calls it.
    #[serde(rename = "networkReasonCode", skip_serializing_if = "Option::is_none")]
    pub network_code: Option<String>,
}

impl Reason {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(reason: String, network_code: Option<String>);
}

/// `dispute.list`: all disputes, or those that a query finds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Which ones, in Shopify's search syntax: `status:needs_response`.
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
    type Output = Page<Dispute>;
    const META: Meta = Meta::read("dispute", "list")
        .title("List disputes")
        .scopes(Dispute::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/disputes");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Dispute>> {
        graphql::page(&response)
    }
}

impl PagedAction for List {
    type Item = Dispute;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// How far a dispute is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum DisputeStatus {
    /// The shop gave in.
    Accepted,
    /// The customer got the money back.
    Lost,
    /// The shop is to say something.
    NeedsResponse,
    /// It was paid back before.
    Prevented,
    /// The bank looks at it.
    UnderReview,
    /// The shop keeps the money.
    Won,
}

/// What kind a dispute is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum DisputeKind {
    /// The bank took the money.
    Chargeback,
    /// The bank only asks.
    Inquiry,
}
