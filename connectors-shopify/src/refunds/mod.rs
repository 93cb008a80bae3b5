//! Refunds: what was taken back, and paid back.
//!
//! [`Calculate`] tells what Shopify would pay back, and by which transactions; [`Create`] does it, once for each call, however often
//! that is sent (`@idempotent`). Two calls are two refunds: who may be stopped between a call and its answer gives a key of their own,
//! the same to each try ([`Call::idempotency_key`](connectors_core::Call::idempotency_key)), or looks first what was paid back ([`List`]).
//!
//! ```no_run
//! # async fn run(shop: connectors_core::Client<connectors_shopify::Shopify>) -> connectors_core::Result<()> {
//! use connectors_shopify::refunds::{self, RefundInput, TransactionInput};
//!
//! let order = "gid://shopify/Order/1";
//! let back = refunds::LineItemInput::new("gid://shopify/LineItem/2", 1);
//! let Some(would) = shop.call(refunds::Calculate::new(order).line_items([back.clone()])).await? else { return Ok(()) };
//! // One that names no gateway cannot be done: then nothing is, rather than a part.
//! let by = would.transactions.iter().map(|one| TransactionInput::from_suggested(order, one));
//! let Some(by) = by.collect::<Option<Vec<_>>>() else { return Ok(()) };
//! let refund = RefundInput::new(order).line_items([back]).transactions(by);
//! let refund = refund.currency(would.amount.presentment_money.currency_code);
//! let refund = shop.call(refunds::Create::new(refund)).idempotency_key("return-4711").await?;
//! // Whether the money went tells the status of each transaction.
//! for transaction in refund.transactions.unwrap_or_default().nodes {
//!     println!("{:?} {:?}", transaction.kind, transaction.status);
//! }
//! # Ok(()) }
//! ```

mod input;
mod model;

use connectors_core::types::{Open, money};
use connectors_core::{
    Action, Connector, Cursor, Cx, Fault, Head, Meta, Page, PagedAction, Request, Response, Result, setters,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use self::input::{
    DiscrepancyReason, DutyInput, DutyRefund, LineItemInput, MethodAllocation, MethodInput, RefundInput,
    ShippingInput, StoreCredit, TransactionInput,
};
pub(crate) use self::model::REFUND;
pub use self::model::{
    Adjustment, AdjustmentReason, LineItem, Refund, RefundedDuty, RestockType, Shipping, ShippingLine,
    SuggestedMethod, SuggestedRefund, SuggestedShipping, SuggestedTransaction,
};
use self::model::{LINE, PARTS};
use crate::graphql::{self, Connection, Document};
use crate::orders::Order;
use crate::records::{self, Gettable, Record, Spec};
use crate::transactions::TRANSACTION;
use crate::types::MONEY_BAG;
use crate::{Gid, Shopify, errors};

const USED: &[&str] = &[REFUND, PARTS, LINE, TRANSACTION, MONEY_BAG];

const LIST: Document = Document::query(
    "query RefundList($order_id: ID!, $limit: Int) { order(id: $order_id) { refunds(first: \
     $limit) { ...Refund ...RefundParts } } }",
)
.with(USED);

const LINES: Document = Document::query(
    "query RefundLineItems($refund_id: ID!, $first: Int!, $after: String) { refund(id: \
     $refund_id) { refundLineItems(first: $first, after: $after) { nodes { ...RefundLine } \
     pageInfo { hasNextPage endCursor } } } }",
)
.with(&[LINE, MONEY_BAG]);

const CREATE: Document = Document::keyed(
    "mutation RefundCreate($input: RefundInput!, $key: String!) { refundCreate(input: $input) \
     @idempotent(key: $key) { refund { ...Refund ...RefundParts } userErrors { field message } } }",
)
.with(USED);

const CALCULATE: Document = Document::query(
    "query RefundCalculate($order_id: ID!, $line_items: [RefundLineItemInput!], $duties: \
     [RefundDutyInput!], $shipping: Boolean, $shipping_amount: Money, $full: Boolean, $allocation: \
     RefundMethodAllocation) { order(id: $order_id) { suggestedRefund(refundLineItems: $line_items, \
     refundDuties: $duties, refundShipping: $shipping, shippingAmount: $shipping_amount, \
     suggestFullRefund: $full, refundMethodAllocation: $allocation) { amountSet { ...MoneyBag } \
     subtotalSet { ...MoneyBag } discountedSubtotalSet { ...MoneyBag } totalCartDiscountAmountSet { \
     ...MoneyBag } totalTaxSet { ...MoneyBag } totalDutiesSet { ...MoneyBag } \
     maximumRefundableSet { ...MoneyBag } shipping { amountSet { ...MoneyBag } \
     maximumRefundableSet { ...MoneyBag } taxSet { ...MoneyBag } } refundLineItems { ...RefundLine \
     } refundDuties { amountSet { ...MoneyBag } originalDuty { id } } suggestedRefundMethods { \
     amount { ...MoneyBag } maximumRefundable { ...MoneyBag } } suggestedTransactions { kind \
     gateway formattedGateway accountNumber amountSet { ...MoneyBag } maximumRefundableSet { \
     ...MoneyBag } parentTransaction { id } } } } }",
)
.with(&[MONEY_BAG, LINE]);

impl Record for Refund {
    const RESOURCE: &'static str = "refund";
    const READ: &'static [&'static str] = Order::READ;
    const WRITE: &'static [&'static str] = Order::WRITE;
}

impl Gettable for Refund {
    const GET: Spec = Spec::new(
        Document::query("query RefundGet($id: ID!) { refund(id: $id) { ...Refund ...RefundParts } }")
            .with(USED),
        "Get a refund",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/refund",
    );
}

/// `refund.get`: one refund, with its items and transactions.
pub type Get = records::Get<Refund>;

/// `refund.list`: the refunds of an order, with their items and transactions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The order.
    pub order_id: Gid,
    /// How many at most; all, unless said otherwise. Each that is asked for costs some 240 of the 1,000 points that a call may cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl List {
    /// Of this order.
    #[must_use]
    pub fn new(order_id: impl Into<Gid>) -> Self {
        Self { order_id: order_id.into(), limit: None }
    }

    setters!(limit: Option<u32>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Vec<Refund>;
    const META: Meta = Meta::read("refund", "list")
        .title("List the refunds of an order")
        .scopes(Order::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Order");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<Refund>> {
        graphql::within(&response)
    }
}

/// `refund.list_line_items`: the items of a refund. It goes on where those end that came with the refund
/// ([`Connection::all`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListLineItems {
    /// The refund.
    pub refund_id: Gid,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl ListLineItems {
    /// Of this refund.
    #[must_use]
    pub fn new(refund_id: impl Into<Gid>) -> Self {
        Self { refund_id: refund_id.into(), first: None, cursor: None }
    }

    setters!(first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for ListLineItems {
    type Connector = Shopify;
    type Output = Page<LineItem>;
    const META: Meta = Meta::read("refund", "list_line_items")
        .title("List the items of a refund")
        .scopes(Order::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Refund");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LINES.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<LineItem>> {
        graphql::within::<Connection<LineItem>>(&response).map(Page::from)
    }
}

impl PagedAction for ListLineItems {
    type Item = LineItem;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `refund.create`: pays back, and takes things back into stock. A gateway that refuses is no error: look at the status of the
/// refund's [`transactions`](Refund::transactions) (not verified).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// What is paid back.
    pub input: RefundInput,
}

impl Create {
    /// This.
    #[must_use]
    pub fn new(input: RefundInput) -> Self {
        Self { input }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Refund;
    const META: Meta = Meta::destructive("refund", "create")
        .title("Refund an order")
        .scopes(Order::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/refundCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    fn fault(&self, shopify: &Shopify, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::of_making(shopify.fault(head, body), body)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Refund> {
        graphql::written(&response)
    }
}

/// `refund.calculate`: what Shopify would pay back, and by which transactions. Nothing is done. `None` if there is
/// nothing to pay back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Calculate {
    /// The order.
    pub order_id: Gid,
    /// The items.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub line_items: Vec<LineItemInput>,
    /// Duties.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<DutyInput>,
    /// Whether all shipping is paid back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<bool>,
    /// How much of shipping is paid back.
    #[serde(default, with = "money::text::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub shipping_amount: Option<Decimal>,
    /// Whether all is paid back that can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full: Option<bool>,
    /// How: as it was paid, unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allocation: Option<Open<MethodAllocation>>,
}

impl Calculate {
    /// Of this order; what is paid back is to be said yet.
    #[must_use]
    pub fn new(order_id: impl Into<Gid>) -> Self {
        Self {
            order_id: order_id.into(),
            line_items: Vec::new(),
            duties: Vec::new(),
            shipping: None,
            shipping_amount: None,
            full: None,
            allocation: None,
        }
    }

    setters!(line_items: Vec<LineItemInput>, duties: Vec<DutyInput>, shipping: Option<bool>, shipping_amount: Option<Decimal>, full: Option<bool>, allocation: Option<Open<MethodAllocation>>);
}

impl Action for Calculate {
    type Connector = Shopify;
    type Output = Option<SuggestedRefund>;
    const META: Meta = Meta::read("refund", "calculate")
        .title("Calculate a refund")
        .scopes(Order::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/SuggestedRefund");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CALCULATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Option<SuggestedRefund>> {
        graphql::within(&response)
    }
}
