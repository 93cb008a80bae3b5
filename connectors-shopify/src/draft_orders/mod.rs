//! Draft orders: what a customer may buy, made by the shop; offers, orders by phone, invoices.

mod input;
mod model;
mod write;

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub use self::input::{
    AppliedDiscountInput, BundledItem, Deposit, DraftInput, DraftLineInput, PaymentScheduleInput,
    PaymentTermsInput, Purchaser, PurchasingCompany, ShippingInput,
};
pub use self::model::{
    AppliedDiscount, CalculatedDraft, CalculatedLine, DiscountType, DraftLine, DraftOrder, DraftStatus,
    ShippingRate, Warning,
};
use self::model::{DRAFT, LINE};
pub use self::write::{Calculate, Complete, Create, Delete, Email, SendInvoice, Update};
use crate::addresses::ADDRESS;
use crate::changes::{self, Followed};
use crate::graphql::{self, Connection, Document};
use crate::orders::{SHIPPING_LINE, TAX_LINE};
use crate::records::{self, Countable, Listable, Record, Spec};
use crate::types::MONEY_BAG;
use crate::webhooks::Topic;
use crate::{Gid, Shopify};

/// How many lines come with a draft order.
const LINES: u32 = 20;

/// Its lines, and all that it uses.
const WHOLE: &[&str] = &[DRAFT, LINE, SHIPPING_LINE, TAX_LINE, ADDRESS, MONEY_BAG];

const GET: Document = Document::query(
    "query DraftOrderGet($id: ID!, $line_items: Int!) { draftOrder(id: $id) { ...DraftOrder \
     lineItems(first: $line_items) { nodes { ...DraftLine } pageInfo { hasNextPage endCursor } } } \
     }",
)
.with(WHOLE);

const LINE_ITEMS: Document = Document::query(
    "query DraftOrderLineItems($draft_order_id: ID!, $first: Int!, $after: String) { draftOrder(id: \
     $draft_order_id) { lineItems(first: $first, after: $after) { nodes { ...DraftLine } pageInfo { \
     hasNextPage endCursor } } } }",
)
.with(&[LINE, TAX_LINE, MONEY_BAG]);

impl Record for DraftOrder {
    const RESOURCE: &'static str = "draft_order";
    const READ: &'static [&'static str] = &["read_draft_orders"];
    const WRITE: &'static [&'static str] = &["write_draft_orders"];
}

impl Listable for DraftOrder {
    const LIST: Spec = Spec::new(
        Document::query(
            "query DraftOrderList($first: Int!, $after: String, $query: String, $sort_key: DraftOrderSortKeys, \
             $reverse: Boolean) { draftOrders(first: $first, after: $after, query: $query, sortKey: $sort_key, \
             reverse: $reverse) { nodes { ...DraftOrder } pageInfo { hasNextPage endCursor } } }",
        )
        .with(&[DRAFT, SHIPPING_LINE, TAX_LINE, ADDRESS, MONEY_BAG]),
        "List draft orders",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/draftOrders",
    );
    type SortKey = SortKey;
}

impl Countable for DraftOrder {
    const COUNT: Spec = Spec::new(
        Document::query(
            "query DraftOrderCount($query: String) { draftOrdersCount(query: $query, limit: null) { count precision } }",
        ),
        "Count draft orders",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/draftOrdersCount",
    );
}

impl Followed for DraftOrder {
    const A: &'static str = "a draft order";
    const CREATED: &'static [Topic] = &[Topic::DraftOrdersCreate];
    const UPDATED: &'static [Topic] = &[Topic::DraftOrdersUpdate];
    type List = List;

    fn list(query: String) -> List {
        List::new().query(query).sort_key(SortKey::UpdatedAt)
    }

    fn moments(&self) -> (&Gid, DateTime<Utc>, DateTime<Utc>) {
        (&self.id, self.created_at, self.updated_at)
    }
}

/// `draft_order.created`: new draft orders, without their lines.
pub type Created = changes::Created<DraftOrder>;
/// `draft_order.updated`: draft orders that were changed, sent or became orders; without their lines.
pub type Updated = changes::Updated<DraftOrder>;
/// `draft_order.created_or_updated`: draft orders that were made or changed, without their lines.
pub type CreatedOrUpdated = changes::CreatedOrUpdated<DraftOrder>;

/// `draft_order.list`: all draft orders, or those that a query finds; without their lines.
pub type List = records::List<DraftOrder>;
/// `draft_order.count`: how many draft orders there are, or how many a query finds.
pub type Count = records::Count<DraftOrder>;

/// What lists of draft orders are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// The customer's name.
    CustomerName,
    /// Its id.
    Id,
    /// Its number.
    Number,
    /// How well it fits the query.
    Relevance,
    /// How far it is.
    Status,
    /// What it costs.
    TotalPrice,
    /// When it was changed last.
    UpdatedAt,
}

/// `draft_order.get`: one draft order, with its lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The draft order.
    pub id: Gid,
    /// How many of its lines come with it: 20 unless said otherwise.
    #[serde(default = "lines")]
    pub line_items: u32,
}

fn lines() -> u32 {
    LINES
}

impl Get {
    /// The draft order with this id.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), line_items: LINES }
    }

    setters!(line_items: u32);
}

impl Action for Get {
    type Connector = Shopify;
    type Output = DraftOrder;
    const META: Meta = Meta::read("draft_order", "get")
        .title("Get a draft order")
        .scopes(DraftOrder::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/draftOrder");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        GET.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<DraftOrder> {
        graphql::one(&response)
    }
}

/// `draft_order.list_line_items`: the lines of a draft order. It goes on where the lines that came with the draft order end
/// ([`Connection::all`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListLineItems {
    /// The draft order.
    pub draft_order_id: Gid,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl ListLineItems {
    /// Of this draft order.
    #[must_use]
    pub fn new(draft_order_id: impl Into<Gid>) -> Self {
        Self { draft_order_id: draft_order_id.into(), first: None, cursor: None }
    }

    setters!(first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for ListLineItems {
    type Connector = Shopify;
    type Output = Page<DraftLine>;
    const META: Meta = Meta::read("draft_order", "list_line_items")
        .title("List the lines of a draft order")
        .scopes(DraftOrder::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/DraftOrder");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LINE_ITEMS.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<DraftLine>> {
        graphql::within::<Connection<DraftLine>>(&response).map(Page::from)
    }
}

impl PagedAction for ListLineItems {
    type Item = DraftLine;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
