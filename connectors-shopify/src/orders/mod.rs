//! Orders: what customers bought.
//!
//! Without the scope `read_all_orders` an application sees the orders of the last 60 days only (not verified).

mod create;
mod create_lines;
mod create_parts;
mod details;
mod discounts;
mod find;
mod line_items;
mod model;
mod risk;
mod status;
mod update;
mod write;

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub use self::create::{Create, CreateOptions, ImportedFulfillment, InventoryBehavior, OrderInput};
pub use self::create_lines::{
    DiscountCodeInput, FixedCode, FreeShippingCode, LineItemInput, MoneyBagInput, PercentageCode, Property,
    ShippingLineInput, TaxLineInput,
};
pub use self::create_parts::{
    AssociatedCustomer, CustomerAddressInput, CustomerInput, FulfillmentInput, OriginAddress,
    TransactionInput, UpsertedCustomer,
};
pub use self::details::{
    Attribution, BoughtFor, CashRounding, OrderApp, OrderCustomer, PaymentSchedule, PaymentTerms,
    ReturnSummary, Shipment, ShippingLine, Tracking,
};
pub(crate) use self::details::{PAYMENT_TERMS, SHIPPING_LINE};
pub use self::discounts::{
    AllocationMethod, Discount, DiscountAllocation, DiscountNumber, DiscountValue, TargetSelection,
    TargetType,
};
pub use self::find::{GetByIdentifier, Identifier, ListByCustomer};
use self::line_items::LINE_ITEM;
pub(crate) use self::line_items::TAX_LINE;
pub use self::line_items::{LineItem, ListLineItems, TaxLine};
pub(crate) use self::model::ORDER;
pub use self::model::Order;
use self::model::{DETAILS, RELATED};
pub(crate) use self::risk::RISK;
pub use self::risk::{Risk, RiskAssessment, RiskFact, RiskLevel, RiskRecommendation, Sentiment};
pub use self::status::{CancelReason, FinancialStatus, FulfillmentStatus, ReturnStatus};
pub use self::update::{LocalizedField, OrderUpdateInput, Update};
pub use self::write::{Cancel, Cancellation, Close, Delete, MarkPaid, RefundMethod, Reopen, StoreCreditTerm};
use crate::addresses::ADDRESS;
use crate::changes::{self, Followed};
use crate::graphql::{self, Document};
use crate::records::{self, Countable, Record, Spec};
use crate::refunds::REFUND;
use crate::transactions::TRANSACTION;
use crate::types::MONEY_BAG;
use crate::webhooks::Topic;
use crate::{Gid, Shopify};

/// How many lines come with an order unless said otherwise.
const LINES: u32 = 20;

/// An order and its lines.
const LEAN: &[&str] = &[ORDER, LINE_ITEM, TAX_LINE, ADDRESS, MONEY_BAG];

/// All that can be asked for of an order.
const WHOLE: &[&str] = &[
    ORDER,
    DETAILS,
    RELATED,
    LINE_ITEM,
    TAX_LINE,
    SHIPPING_LINE,
    PAYMENT_TERMS,
    RISK,
    TRANSACTION,
    REFUND,
    ADDRESS,
    MONEY_BAG,
];

const GET: Document = Document::query(
    "query OrderGet($id: ID!, $line_items: Int!) { order(id: $id) { ...Order \
     lineItems(first: $line_items) { nodes { ...LineItem } pageInfo { hasNextPage endCursor } } } }",
)
.with(LEAN);

const GET_WHOLE: Document = Document::query(
    "query OrderGetWhole($id: ID!, $line_items: Int!, $details: Boolean = false, $related: Boolean = false) { \
     order(id: $id) { ...Order ...OrderDetails @include(if: $details) ...OrderRelated @include(if: $related) \
     lineItems(first: $line_items) { nodes { ...LineItem } pageInfo { hasNextPage endCursor } } } }",
)
.with(WHOLE);

const LIST: Document = Document::query(
    "query OrderList($first: Int!, $after: String, $query: String, $sort_key: OrderSortKeys, $reverse: Boolean, \
     $line_items: Int, $with_lines: Boolean!) { \
     orders(first: $first, after: $after, query: $query, sortKey: $sort_key, reverse: $reverse) { nodes { ...Order \
     lineItems(first: $line_items) @include(if: $with_lines) { nodes { ...LineItem } \
     pageInfo { hasNextPage endCursor } } } pageInfo { hasNextPage endCursor } } }",
)
.with(LEAN);

const LIST_WHOLE: Document = Document::query(
    "query OrderListWhole($first: Int!, $after: String, $query: String, $sort_key: OrderSortKeys, $reverse: Boolean, \
     $details: Boolean = false, $related: Boolean = false, $line_items: Int, $with_lines: Boolean!) { \
     orders(first: $first, after: $after, query: $query, sortKey: $sort_key, reverse: $reverse) { nodes { ...Order \
     ...OrderDetails @include(if: $details) ...OrderRelated @include(if: $related) \
     lineItems(first: $line_items) @include(if: $with_lines) { nodes { ...LineItem } \
     pageInfo { hasNextPage endCursor } } } pageInfo { hasNextPage endCursor } } }",
)
.with(WHOLE);

impl Record for Order {
    const RESOURCE: &'static str = "order";
    const READ: &'static [&'static str] = &["read_orders"];
    const WRITE: &'static [&'static str] = &["write_orders"];
}

impl Countable for Order {
    const COUNT: Spec = Spec::new(
        Document::query(
            "query OrderCount($query: String) { ordersCount(query: $query, limit: null) { count precision } }",
        ),
        "Count orders",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/ordersCount",
    );
}

impl Followed for Order {
    const A: &'static str = "an order";
    const CREATED: &'static [Topic] = &[Topic::OrdersCreate];
    const UPDATED: &'static [Topic] = &[
        Topic::OrdersUpdated,
        Topic::OrdersEdited,
        Topic::OrdersCancelled,
        Topic::OrdersPaid,
        Topic::OrdersFulfilled,
        Topic::OrdersPartiallyFulfilled,
        Topic::RefundsCreate,
    ];
    type List = List;

    fn list(query: String) -> List {
        List::new().query(query).sort_key(SortKey::UpdatedAt)
    }

    fn moments(&self) -> (&Gid, DateTime<Utc>, DateTime<Utc>) {
        (&self.id, self.created_at, self.updated_at)
    }
}

/// `order.created`: new orders, without their lines.
pub type Created = changes::Created<Order>;
/// `order.updated`: orders that were changed, paid, delivered, refunded or cancelled; without their lines.
pub type Updated = changes::Updated<Order>;
/// `order.created_or_updated`: orders that were made or changed, without their lines.
pub type CreatedOrUpdated = changes::CreatedOrUpdated<Order>;

/// `order.count`: how many orders there are, or how many a query finds.
pub type Count = records::Count<Order>;

/// `order.get`: one order, with its lines; with its details if they are asked for.
///
/// ```no_run
/// # async fn run(shop: connectors_core::Client<connectors_shopify::Shopify>) -> connectors_core::Result<()> {
/// use connectors_shopify::orders;
///
/// let order = shop.call(orders::Get::new("gid://shopify/Order/1")).await?;
/// // The first 20 came with it. All of them, however many there are:
/// let lines = order.line_items.unwrap_or_default();
/// let mut lines = lines.all(&shop, orders::ListLineItems::new(&order.id));
/// while let Some(line) = lines.next().await {
///     println!("{}", line?.name);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The order.
    pub id: Gid,
    /// How many of its lines come with it: 20 unless said otherwise. Each costs some 25 points of the 1,000 that a call may cost,
    /// an order with its details 350.
    #[serde(default = "lines")]
    pub line_items: u32,
    /// Whether its details come with it, as far as the scope of orders lets them be read: taxes, discounts, shipping, transactions,
    /// refunds, deliveries, risk.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub details: bool,
    /// Whether what is related to it comes with it: its channel, place of sale, company, payment terms and returns. These need the
    /// scopes of each (`read_publications`, `read_locations`, `read_companies`, `read_payment_terms`, `read_returns`; not verified).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub related: bool,
}

fn lines() -> u32 {
    LINES
}

impl Get {
    /// The order with this id.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), line_items: LINES, details: false, related: false }
    }

    setters!(line_items: u32, details: bool, related: bool);
}

impl Action for Get {
    type Connector = Shopify;
    type Output = Order;
    const META: Meta = Meta::read("order", "get")
        .title("Get an order")
        .scopes(Order::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/order");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        // What is not asked for is not named: a denied field would deny the order.
        let document = if self.details || self.related { GET_WHOLE } else { GET };
        document.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Order> {
        graphql::one(&response)
    }
}

/// `order.list`: all orders, or those that a query finds; without their lines unless they are asked for, for these cost most
/// of the points.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Which ones, in Shopify's search syntax: `financial_status:paid updated_at:>'2026-01-31T10:00:00Z'`. Values from elsewhere belong
    /// in quotes: [`quoted`](crate::search::quoted).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// In which order: by when they were placed unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_key: Option<Open<SortKey>>,
    /// Whether the order is turned round.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reverse: bool,
    /// Whether their details come with them (see [`Get::details`]): some 300 points for each.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub details: bool,
    /// Whether what is related to them comes with them (see [`Get::related`]).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub related: bool,
    /// How many lines come with each; none unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_items: Option<u32>,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

/// What lists of orders are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// When it was made.
    CreatedAt,
    /// What it costs now.
    CurrentTotalPrice,
    /// The customer's name.
    CustomerName,
    /// Where it goes.
    Destination,
    /// How far it is paid.
    FinancialStatus,
    /// How far it is delivered.
    FulfillmentStatus,
    /// Its id.
    Id,
    /// Its number.
    OrderNumber,
    /// The customer's number of it.
    PoNumber,
    /// When it was placed.
    ProcessedAt,
    /// How well it fits the query.
    Relevance,
    /// How many things are in it.
    TotalItemsQuantity,
    /// What it cost.
    TotalPrice,
    /// When it was changed last.
    UpdatedAt,
}

impl List {
    /// All orders.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(query: Option<String>, sort_key: Option<Open<SortKey>>, reverse: bool, details: bool, related: bool, line_items: Option<u32>, first: Option<u32>, cursor: Option<Cursor>);

    fn page(&self, cursor: Option<&Cursor>) -> Result<Request> {
        #[derive(Serialize)]
        struct Variables<'a> {
            #[serde(flatten)]
            list: &'a List,
            with_lines: bool,
        }
        let document = if self.details || self.related { LIST_WHOLE } else { LIST };
        document.list(&Variables { list: self, with_lines: self.line_items.is_some() }, cursor)
    }
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<Order>;
    const META: Meta = Meta::read("order", "list")
        .title("List orders")
        .scopes(Order::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/orders");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        self.page(self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Order>> {
        graphql::page(&response)
    }
}

impl PagedAction for List {
    type Item = Order;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `order.search`: orders that fit a text, the best first; without their lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Search {
    /// Words, or Shopify's search syntax.
    pub query: String,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl Search {
    /// Orders that fit this.
    #[must_use]
    pub fn new(query: impl Into<String>) -> Self {
        Self { query: query.into(), first: None, cursor: None }
    }

    setters!(first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for Search {
    type Connector = Shopify;
    type Output = Page<Order>;
    const META: Meta = Meta::read("order", "search")
        .title("Search orders")
        .scopes(Order::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/orders");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        let list = List { first: self.first, ..List::new() }.query(&*self.query).sort_key(SortKey::Relevance);
        list.page(self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Order>> {
        graphql::page(&response)
    }
}

impl PagedAction for Search {
    type Item = Order;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
