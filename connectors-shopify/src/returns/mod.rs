//! Returns: things that customers send back.
//!
//! A customer asks for a return ([`Request`]), which is approved or declined, or the shop makes one at once ([`Create`]). What can be
//! sent back tells [`ListReturnable`]. Money is paid back by [`refunds`](crate::refunds).

mod input;
mod model;
mod write;

use connectors_core::{
    Action, Cursor, Cx, Meta, Page, PagedAction, Request as Call, Response, Result, setters,
};
use serde::{Deserialize, Serialize};

pub use self::input::{
    DeclineInput, ExchangeDiscount, ExchangeDiscountValue, ExchangeInput, RequestInput, RequestLineInput,
    RestockingFeeInput, ReturnInput, ReturnLineInput, ShippingFeeInput,
};
pub use self::model::{
    DeclineReason, Declined, ExchangeLine, ReasonDefinition, RestockingFee, Return, ReturnLine, ReturnStatus,
    Returnable, ReturnableItem, ReturnableLine, ShippingFee,
};
use self::model::{LINE, RETURN};
pub use self::write::{Approve, Cancel, Close, Create, Decline, Reopen, Request};
use crate::graphql::{self, Connection, Document};
use crate::records::{self, Gettable, Record, Spec};
use crate::types::MONEY_BAG;
use crate::{Gid, Shopify};

/// How many lines of a delivery that can be sent back come with it.
const ITEMS: u32 = 50;

const USED: &[&str] = &[RETURN, LINE, MONEY_BAG];

const LIST: Document = Document::query(
    "query ReturnList($order_id: ID!, $first: Int!, $after: String, $query: String, $reverse: \
     Boolean) { order(id: $order_id) { returns(first: $first, after: $after, query: $query, \
     reverse: $reverse) { nodes { ...Return } pageInfo { hasNextPage endCursor } } } }",
)
.with(USED);

const LINES: Document = Document::query(
    "query ReturnLineItems($return_id: ID!, $first: Int!, $after: String) { return(id: \
     $return_id) { returnLineItems(first: $first, after: $after) { nodes { ...ReturnLine } \
     pageInfo { hasNextPage endCursor } } } }",
)
.with(&[LINE, MONEY_BAG]);

const RETURNABLE: Document = Document::query(
    "query ReturnableList($order_id: ID!, $items: Int!, $first: Int!, $after: String) { \
     returnableFulfillments(orderId: $order_id, first: $first, after: $after) { nodes { id \
     fulfillment { id } returnableFulfillmentLineItems(first: $items) { nodes { quantity \
     fulfillmentLineItem { id lineItem { id } } } pageInfo { hasNextPage endCursor } } } pageInfo { \
     hasNextPage endCursor } } }",
);

impl Record for Return {
    const RESOURCE: &'static str = "return";
    const READ: &'static [&'static str] = &["read_returns"];
    const WRITE: &'static [&'static str] = &["write_returns"];
}

impl Gettable for Return {
    const GET: Spec = Spec::new(
        Document::query("query ReturnGet($id: ID!) { return(id: $id) { ...Return } }").with(USED),
        "Get a return",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/return",
    );
}

/// `return.get`: one return, with its lines.
pub type Get = records::Get<Return>;

/// `return.list`: the returns of an order, with their lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The order.
    pub order_id: Gid,
    /// Which ones, in Shopify's search syntax: `status:open`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Whether the order is turned round.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reverse: bool,
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
        Self { order_id: order_id.into(), query: None, reverse: false, first: None, cursor: None }
    }

    setters!(query: Option<String>, reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<Return>;
    const META: Meta = Meta::read("return", "list")
        .title("List the returns of an order")
        .scopes(Return::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Order");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Call> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Return>> {
        graphql::within::<Connection<Return>>(&response).map(Page::from)
    }
}

impl PagedAction for List {
    type Item = Return;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `return.list_line_items`: the lines of a return. It goes on where the lines end that came with the return
/// ([`Connection::all`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListLineItems {
    /// The return.
    pub return_id: Gid,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl ListLineItems {
    /// Of this return.
    #[must_use]
    pub fn new(return_id: impl Into<Gid>) -> Self {
        Self { return_id: return_id.into(), first: None, cursor: None }
    }

    setters!(first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for ListLineItems {
    type Connector = Shopify;
    type Output = Page<ReturnLine>;
    const META: Meta = Meta::read("return", "list_line_items")
        .title("List the lines of a return")
        .scopes(Return::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Return");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Call> {
        LINES.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<ReturnLine>> {
        graphql::within::<Connection<ReturnLine>>(&response).map(Page::from)
    }
}

impl PagedAction for ListLineItems {
    type Item = ReturnLine;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `return.list_returnable`: what of the deliveries of an order can be sent back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListReturnable {
    /// The order.
    pub order_id: Gid,
    /// How many lines of each delivery come with it: 50 unless said otherwise, at most 250. There is no other way to have the rest.
    #[serde(default = "items")]
    pub items: u32,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

fn items() -> u32 {
    ITEMS
}

impl ListReturnable {
    /// Of this order.
    #[must_use]
    pub fn new(order_id: impl Into<Gid>) -> Self {
        Self { order_id: order_id.into(), items: ITEMS, first: None, cursor: None }
    }

    setters!(items: u32, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for ListReturnable {
    type Connector = Shopify;
    type Output = Page<Returnable>;
    const META: Meta = Meta::read("return", "list_returnable")
        .title("List what can be returned of an order")
        .scopes(Return::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/returnableFulfillments");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Call> {
        RETURNABLE.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Returnable>> {
        graphql::page(&response)
    }
}

impl PagedAction for ListReturnable {
    type Item = Returnable;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
