//! What is done to orders.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::model::{ORDER, Order};
use super::{ADDRESS, CancelReason, MONEY_BAG};
use crate::graphql::{self, Document};
use crate::records::{self, Deletable, Record, Spec};
use crate::{Gid, Shopify};

const USED: &[&str] = &[ORDER, ADDRESS, MONEY_BAG];

const CLOSE: Document = Document::mutation(
    "mutation OrderClose($id: ID!) { orderClose(input: { id: $id }) { order { ...Order } userErrors { field message } } }",
)
.with(USED)
.repeatable();

const OPEN: Document = Document::mutation(
    "mutation OrderOpen($id: ID!) { orderOpen(input: { id: $id }) { order { ...Order } userErrors { field message } } }",
)
.with(USED)
.repeatable();

const MARK_PAID: Document = Document::mutation(
    "mutation OrderMarkPaid($id: ID!) { orderMarkAsPaid(input: { id: $id }) { \
     order { ...Order } userErrors { field message } } }",
)
.with(USED)
.repeatable();

const CANCEL: Document = Document::mutation(
    "mutation OrderCancel($order_id: ID!, $reason: OrderCancelReason!, $restock: Boolean!, \
     $refund_method: OrderCancelRefundMethodInput, $notify_customer: Boolean, $staff_note: \
     String) { orderCancel(orderId: $order_id, reason: $reason, restock: $restock, refundMethod: \
     $refund_method, notifyCustomer: $notify_customer, staffNote: $staff_note) { job { id done } \
     userErrors: orderCancelUserErrors { field message code } } }",
);

/// `order.close`: all is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Close {
    /// The order.
    pub id: Gid,
}

impl Close {
    /// This order.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Close {
    type Connector = Shopify;
    type Output = Order;
    const META: Meta = Meta::write("order", "close")
        .title("Close an order")
        .scopes(Order::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderClose");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CLOSE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Order> {
        graphql::written(&response)
    }
}

/// `order.open`: opens an order that was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Reopen {
    /// The order.
    pub id: Gid,
}

impl Reopen {
    /// This order.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Reopen {
    type Connector = Shopify;
    type Output = Order;
    const META: Meta = Meta::write("order", "open")
        .title("Open a closed order")
        .scopes(Order::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderOpen");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        OPEN.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Order> {
        graphql::written(&response)
    }
}

/// `order.mark_paid`: the money came by another way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct MarkPaid {
    /// The order.
    pub id: Gid,
}

impl MarkPaid {
    /// This order.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for MarkPaid {
    type Connector = Shopify;
    type Output = Order;
    const META: Meta = Meta::write("order", "mark_paid")
        .title("Mark an order as paid")
        .scopes(Order::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderMarkAsPaid");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        MARK_PAID.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Order> {
        graphql::written(&response)
    }
}

/// `order.cancel`: cancels an order for good; it cannot be taken back. Shopify goes on with it after it answered: the order itself says
/// when it is cancelled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Cancel {
    /// The order.
    pub order_id: Gid,
    /// Why.
    pub reason: Open<CancelReason>,
    /// Whether its things go back into stock.
    pub restock: bool,
    /// How what was paid is paid back; it is not, unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund_method: Option<RefundMethod>,
    /// Whether the customer is told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub notify_customer: bool,
    /// What the shop notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_note: Option<String>,
}

impl Cancel {
    /// This order, for this reason.
    #[must_use]
    pub fn new(order_id: impl Into<Gid>, reason: impl Into<Open<CancelReason>>, restock: bool) -> Self {
        Self {
            order_id: order_id.into(),
            reason: reason.into(),
            restock,
            refund_method: None,
            notify_customer: false,
            staff_note: None,
        }
    }

    setters!(refund_method: Option<RefundMethod>, notify_customer: bool, staff_note: Option<String>);
}

impl Action for Cancel {
    type Connector = Shopify;
    type Output = Cancellation;
    const META: Meta = Meta::destructive("order", "cancel")
        .title("Cancel an order")
        .scopes(Order::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderCancel");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CANCEL.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Cancellation> {
        graphql::written(&response)
    }
}

/// How a cancelled order is paid back: by one of these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum RefundMethod {
    /// As it was paid, or not at all.
    OriginalPaymentMethodsRefund(bool),
    /// As credit in the shop.
    StoreCreditRefund(StoreCreditTerm),
}

/// How long credit in the shop can be used.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct StoreCreditTerm {
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
}

impl StoreCreditTerm {
    /// For ever, unless said otherwise.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(expires_at: Option<DateTime<Utc>>);
}

/// A cancellation that is under way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Cancellation {
    /// The id of its job.
    pub id: Gid,
    /// Whether it is done.
    pub done: bool,
}

impl Cancellation {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(done: bool);
}

impl Deletable for Order {
    const DELETE: Spec = Spec::new(
        Document::mutation(
            "mutation OrderDelete($id: ID!) { orderDelete(orderId: $id) { deletedId userErrors { field message code } } }",
        ),
        "Delete an order",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderDelete",
    );
}

/// `order.delete`: removes an order for good. Shopify lets only some be removed, such as tests; others can be cancelled.
pub type Delete = records::Delete<Order>;
