//! Orders by what they are called, and by their customer.

use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::{ADDRESS, MONEY_BAG, ORDER, Order};
use crate::graphql::{self, Connection, Document};
use crate::metafields::UniqueMetafield;
use crate::records::Record;
use crate::{Gid, Shopify};

const GET_BY: Document = Document::query(
    "query OrderGetByIdentifier($identifier: OrderIdentifierInput!) { orderByIdentifier(identifier: \
     $identifier) { ...Order } }",
)
.with(&[ORDER, ADDRESS, MONEY_BAG]);

const OF_CUSTOMER: Document = Document::query(
    "query OrderListByCustomer($customer_id: ID!, $first: Int!, $after: String, $query: String, \
     $reverse: Boolean) { customer(id: $customer_id) { orders(first: $first, after: $after, query: \
     $query, reverse: $reverse) { nodes { ...Order } pageInfo { hasNextPage endCursor } } } }",
)
.with(&[ORDER, ADDRESS, MONEY_BAG]);

/// `order.get_by_identifier`: one order, by a metafield of your own that is unique; without its lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GetByIdentifier {
    /// Which order.
    pub identifier: Identifier,
}

impl GetByIdentifier {
    /// This order.
    #[must_use]
    pub fn new(identifier: Identifier) -> Self {
        Self { identifier }
    }
}

impl Action for GetByIdentifier {
    type Connector = Shopify;
    type Output = Order;
    const META: Meta = Meta::read("order", "get_by_identifier")
        .title("Get an order by your own id")
        .scopes(Order::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/orderByIdentifier");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        GET_BY.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Order> {
        graphql::one(&response)
    }
}

/// How an order is named: by one of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Identifier {
    /// By its id.
    Id(Gid),
    /// By a metafield of your own, whose values are unique.
    CustomId(UniqueMetafield),
}

/// `order.list_by_customer`: the orders of a customer, without their lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListByCustomer {
    /// The customer.
    pub customer_id: Gid,
    /// Which ones, in Shopify's search syntax.
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

impl ListByCustomer {
    /// Of this customer.
    #[must_use]
    pub fn new(customer_id: impl Into<Gid>) -> Self {
        Self { customer_id: customer_id.into(), query: None, reverse: false, first: None, cursor: None }
    }

    setters!(query: Option<String>, reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for ListByCustomer {
    type Connector = Shopify;
    type Output = Page<Order>;
    const META: Meta = Meta::read("order", "list_by_customer")
        .title("List the orders of a customer")
        .scopes(Order::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Customer");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        OF_CUSTOMER.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Order>> {
        graphql::within::<Connection<Order>>(&response).map(Page::from)
    }
}

impl PagedAction for ListByCustomer {
    type Item = Order;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
