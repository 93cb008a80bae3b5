//! Fulfillment orders: what of an order is to be sent from which location. Shopify makes them when an order is placed;
//! [`fulfillments`](crate::fulfillments) are made of them, and [`fulfillment_requests`](crate::fulfillment_requests) ask a
//! fulfillment service to send them.
//!
//! An application sees those that its scopes are for: of the shop's own locations, of its own fulfillment services, of others'.

mod lists;
mod model;
mod write;

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub use self::lists::{
    AssignmentStatus, ListAssigned, ListByOrder, ListLineItems, ListMoveLocations, MoveLocation,
};
pub(crate) use self::model::FULFILLMENT_ORDER;
pub use self::model::{
    AssignedLocation, DeliveryMethod, Destination, FulfillmentOrder, FulfillmentOrderAction,
    FulfillmentOrderLine, FulfillmentOrderStatus, Hold, HoldReason, MethodType, RequestStatus,
    SupportedAction,
};
pub use self::write::{
    Cancel, Canceled, DeadlineSet, Held, HoldInput, LineInput, Move, Moved, PutOnHold, ReleaseHold,
    SetDeadline,
};
use crate::changes::{self, Followed};
use crate::graphql::{self, Document};
use crate::records::{self, Gettable, Record, Spec};
use crate::webhooks::Topic;
use crate::{Gid, Shopify};

const LIST: Document = Document::query(
    "query FulfillmentOrderList($first: Int!, $after: String, $query: String, $include_closed: Boolean, \
     $sort_key: FulfillmentOrderSortKeys, $reverse: Boolean) { fulfillmentOrders(first: $first, after: $after, \
     query: $query, includeClosed: $include_closed, sortKey: $sort_key, reverse: $reverse) { \
     nodes { ...FulfillmentOrder } pageInfo { hasNextPage endCursor } } }",
)
.with(FULFILLMENT_ORDER);

impl Record for FulfillmentOrder {
    const RESOURCE: &'static str = "fulfillment_order";
    const READ: &'static [&'static str] = &[
        "read_merchant_managed_fulfillment_orders",
        "read_assigned_fulfillment_orders",
        "read_third_party_fulfillment_orders",
    ];
    const WRITE: &'static [&'static str] = &[
        "write_merchant_managed_fulfillment_orders",
        "write_assigned_fulfillment_orders",
        "write_third_party_fulfillment_orders",
    ];
}

impl Gettable for FulfillmentOrder {
    const GET: Spec = Spec::new(
        Document::query(
            "query FulfillmentOrderGet($id: ID!) { fulfillmentOrder(id: $id) { ...FulfillmentOrder } }",
        )
        .with(FULFILLMENT_ORDER),
        "Get a fulfillment order",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/fulfillmentOrder",
    );
}

impl Followed for FulfillmentOrder {
    const A: &'static str = "a fulfillment order";
    const CREATED: &'static [Topic] = &[
        Topic::FulfillmentOrdersOrderRoutingComplete,
        Topic::FulfillmentOrdersSplit,
        Topic::FulfillmentOrdersMoved,
    ];
    const UPDATED: &'static [Topic] = &[
        Topic::FulfillmentsCreate,
        Topic::FulfillmentsUpdate,
        Topic::FulfillmentOrdersCancelled,
        Topic::FulfillmentOrdersCancellationRequestAccepted,
        Topic::FulfillmentOrdersCancellationRequestRejected,
        Topic::FulfillmentOrdersCancellationRequestSubmitted,
        Topic::FulfillmentOrdersFulfillmentRequestAccepted,
        Topic::FulfillmentOrdersFulfillmentRequestRejected,
        Topic::FulfillmentOrdersFulfillmentRequestSubmitted,
        Topic::FulfillmentOrdersFulfillmentServiceFailedToComplete,
        Topic::FulfillmentOrdersHoldReleased,
        Topic::FulfillmentOrdersMerged,
        Topic::FulfillmentOrdersMoved,
        Topic::FulfillmentOrdersPlacedOnHold,
        Topic::FulfillmentOrdersProgressReported,
        Topic::FulfillmentOrdersRescheduled,
        Topic::FulfillmentOrdersScheduledFulfillmentOrderReady,
        Topic::FulfillmentOrdersSplit,
    ];
    type List = List;

    fn list(query: String) -> List {
        List::new().query(query).include_closed(true).sort_key(SortKey::UpdatedAt)
    }

    fn moments(&self) -> (&Gid, DateTime<Utc>, DateTime<Utc>) {
        (&self.id, self.created_at, self.updated_at)
    }
}

/// `fulfillment_order.created`: new fulfillment orders.
pub type Created = changes::Created<FulfillmentOrder>;
/// `fulfillment_order.updated`: fulfillment orders that were changed, sent, moved, held or asked for.
pub type Updated = changes::Updated<FulfillmentOrder>;
/// `fulfillment_order.created_or_updated`: fulfillment orders that were made or changed.
pub type CreatedOrUpdated = changes::CreatedOrUpdated<FulfillmentOrder>;

/// `fulfillment_order.get`: one fulfillment order.
pub type Get = records::Get<FulfillmentOrder>;

/// `fulfillment_order.list`: what is to be sent, of all orders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Which ones, in Shopify's search syntax: `status:open assigned_location_id:1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Whether those that are closed come too.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub include_closed: bool,
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

impl List {
    /// All that are not closed.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(query: Option<String>, include_closed: bool, sort_key: Option<Open<SortKey>>, reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<FulfillmentOrder>;
    const META: Meta = Meta::read("fulfillment_order", "list")
        .title("List fulfillment orders")
        .scopes(FulfillmentOrder::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/fulfillmentOrders");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<FulfillmentOrder>> {
        graphql::page(&response)
    }
}

impl PagedAction for List {
    type Item = FulfillmentOrder;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// What lists of fulfillment orders are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// Its id.
    Id,
    /// When it was changed last.
    UpdatedAt,
}
