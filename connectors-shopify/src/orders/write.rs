//! What is done to orders.

use connectors_core::{Action, Cx, Meta, Request, Response, Result};
use serde::{Deserialize, Serialize};

use super::model::{ORDER, Order};
use super::{ADDRESS, MONEY_BAG};
use crate::graphql::{self, Document};
use crate::records::Record;
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
