//! Fulfillment orders of an order or of fulfillment services, and what is within them.

use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::model::LINE;
use super::{FULFILLMENT_ORDER, FulfillmentOrder, FulfillmentOrderLine, SortKey};
use crate::graphql::{self, Connection, Document};
use crate::records::Record;
use crate::{Gid, Ref, Shopify};

const ASSIGNED: Document = Document::query(
    "query FulfillmentOrderListAssigned($first: Int!, $after: String, $location_ids: [ID!], \
     $assignment_status: FulfillmentOrderAssignmentStatus, $sort_key: FulfillmentOrderSortKeys, $reverse: Boolean) { \
     assignedFulfillmentOrders(first: $first, after: $after, locationIds: $location_ids, \
     assignmentStatus: $assignment_status, sortKey: $sort_key, reverse: $reverse) { \
     nodes { ...FulfillmentOrder } pageInfo { hasNextPage endCursor } } }",
)
.with(FULFILLMENT_ORDER);

const OF_ORDER: Document = Document::query(
    "query FulfillmentOrderListByOrder($order_id: ID!, $first: Int!, $after: String, $query: String) { \
     order(id: $order_id) { fulfillmentOrders(first: $first, after: $after, query: $query) { \
     nodes { ...FulfillmentOrder } pageInfo { hasNextPage endCursor } } } }",
)
.with(FULFILLMENT_ORDER);

const LINES: Document = Document::query(
    "query FulfillmentOrderListLineItems($id: ID!, $first: Int!, $after: String) { fulfillmentOrder(id: $id) { \
     lineItems(first: $first, after: $after) { nodes { ...FulfillmentOrderLine } \
     pageInfo { hasNextPage endCursor } } } }",
)
.with(&[LINE]);

const MOVE_LOCATIONS: Document = Document::query(
    "query FulfillmentOrderListMoveLocations($id: ID!, $line_item_ids: [ID!], $first: Int!, $after: String) { \
     fulfillmentOrder(id: $id) { locationsForMove(first: $first, after: $after, lineItemIds: $line_item_ids) { \
     nodes { movable message location { id } availableLineItemsCount { count precision } } \
     pageInfo { hasNextPage endCursor } } } }",
);

/// `fulfillment_order.list_by_order`: what is to be sent of an order, and from where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListByOrder {
    /// The order.
    pub order_id: Gid,
    /// Which ones, in Shopify's search syntax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl ListByOrder {
    /// Of this order.
    #[must_use]
    pub fn new(order_id: impl Into<Gid>) -> Self {
        Self { order_id: order_id.into(), query: None, first: None, cursor: None }
    }

    setters!(query: Option<String>, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for ListByOrder {
    type Connector = Shopify;
    type Output = Page<FulfillmentOrder>;
    const META: Meta = Meta::read("fulfillment_order", "list_by_order")
        .title("List the fulfillment orders of an order")
        .scopes(FulfillmentOrder::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Order");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        OF_ORDER.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<FulfillmentOrder>> {
        graphql::within::<Connection<FulfillmentOrder>>(&response).map(Page::from)
    }
}

impl PagedAction for ListByOrder {
    type Item = FulfillmentOrder;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `fulfillment_order.list_assigned`: what is to be sent by the application's own fulfillment services.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ListAssigned {
    /// At these locations; at all, if nothing is said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub location_ids: Vec<Gid>,
    /// Those that wait for this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignment_status: Option<Open<AssignmentStatus>>,
    /// In which order: by id, unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_key: Option<Open<SortKey>>,
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

impl ListAssigned {
    /// All of it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(location_ids: Vec<Gid>, assignment_status: Option<Open<AssignmentStatus>>, sort_key: Option<Open<SortKey>>, reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for ListAssigned {
    type Connector = Shopify;
    type Output = Page<FulfillmentOrder>;
    const META: Meta = Meta::read("fulfillment_order", "list_assigned")
        .title("List what the own fulfillment services are to send")
        .scopes(&["read_assigned_fulfillment_orders"])
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/assignedFulfillmentOrders");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        ASSIGNED.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<FulfillmentOrder>> {
        graphql::page(&response)
    }
}

impl PagedAction for ListAssigned {
    type Item = FulfillmentOrder;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// What a fulfillment service was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum AssignmentStatus {
    /// Not to send it.
    CancellationRequested,
    /// To send it, and it will.
    FulfillmentAccepted,
    /// To send it.
    FulfillmentRequested,
    /// Nothing yet.
    FulfillmentUnsubmitted,
}

/// `fulfillment_order.list_line_items`: the lines of a fulfillment order. It goes on where the lines that came with it end ([`Connection::all`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListLineItems {
    /// The fulfillment order.
    pub id: Gid,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl ListLineItems {
    /// Of this fulfillment order.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), first: None, cursor: None }
    }

    setters!(first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for ListLineItems {
    type Connector = Shopify;
    type Output = Page<FulfillmentOrderLine>;
    const META: Meta = Meta::read("fulfillment_order", "list_line_items")
        .title("List the lines of a fulfillment order")
        .scopes(FulfillmentOrder::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/FulfillmentOrder");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LINES.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<FulfillmentOrderLine>> {
        graphql::within::<Connection<FulfillmentOrderLine>>(&response).map(Page::from)
    }
}

impl PagedAction for ListLineItems {
    type Item = FulfillmentOrderLine;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `fulfillment_order.list_move_locations`: where a fulfillment order can be moved to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListMoveLocations {
    /// The fulfillment order.
    pub id: Gid,
    /// Of which only these lines are moved; all, if nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub line_item_ids: Vec<Gid>,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl ListMoveLocations {
    /// This fulfillment order.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), line_item_ids: Vec::new(), first: None, cursor: None }
    }

    setters!(line_item_ids: Vec<Gid>, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for ListMoveLocations {
    type Connector = Shopify;
    type Output = Page<MoveLocation>;
    const META: Meta = Meta::read("fulfillment_order", "list_move_locations")
        .title("List where a fulfillment order can be moved to")
        .scopes(FulfillmentOrder::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/FulfillmentOrder");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        MOVE_LOCATIONS.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<MoveLocation>> {
        graphql::within::<Connection<MoveLocation>>(&response).map(Page::from)
    }
}

impl PagedAction for ListMoveLocations {
    type Item = MoveLocation;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// Where a fulfillment order may be moved to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct MoveLocation {
    /// Whether it can be moved there.
    pub movable: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The location.
    pub location: Ref,
    /// How many of its lines are there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_line_items_count: Option<crate::Count>,
}

impl MoveLocation {
    /// As tests need it.
    #[must_use]
    pub fn new(location: Ref) -> Self {
        Self { location, ..Self::default() }
    }

    setters!(movable: bool, message: Option<String>, available_line_items_count: Option<crate::Count>);
}
