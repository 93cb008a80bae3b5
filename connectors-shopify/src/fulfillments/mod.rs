//! Fulfillments: what was sent of an order.
//!
//! What is to be sent are [`fulfillment_orders`](crate::fulfillment_orders); a fulfillment is made of them. What happens on the way
//! are [`fulfillment_events`](crate::fulfillment_events).

mod input;
mod model;

use connectors_core::{
    Action, Connector, Cursor, Cx, Fault, Head, Meta, Page, PagedAction, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};

pub use self::input::{FulfillmentInput, FulfillmentOrderLines, OriginAddress, TrackingInput};
use self::model::FULFILLMENT;
pub use self::model::{DisplayStatus, Fulfillment, FulfillmentLine, FulfillmentStatus, Service, Tracking};
use crate::graphql::{self, Connection, Document};
use crate::records::{self, Gettable, Record, Spec};
use crate::{Gid, Shopify, errors};

const LIST: Document = Document::query(
    "query FulfillmentList($order_id: ID!) { order(id: $order_id) { fulfillments { ...Fulfillment } } }",
)
.with(FULFILLMENT);

const LINES: Document = Document::query(
    "query FulfillmentListLineItems($id: ID!, $first: Int!, $after: String) { fulfillment(id: $id) { \
     fulfillmentLineItems(first: $first, after: $after) { nodes { id quantity lineItem { id } } \
     pageInfo { hasNextPage endCursor } } } }",
);

const CREATE: Document = Document::mutation(
    "mutation FulfillmentCreate($fulfillment: FulfillmentInput!, $message: String) { \
     fulfillmentCreate(fulfillment: $fulfillment, message: $message) { \
     fulfillment { ...Fulfillment } userErrors { field message } } }",
)
.with(FULFILLMENT);

const CANCEL: Document = Document::mutation(
    "mutation FulfillmentCancel($id: ID!) { \
     fulfillmentCancel(id: $id) { fulfillment { ...Fulfillment } userErrors { field message } } }",
)
.with(FULFILLMENT)
.repeatable();

const TRACKING: Document = Document::mutation(
    "mutation FulfillmentUpdateTracking($id: ID!, $tracking: FulfillmentTrackingInput!, $notify_customer: Boolean) { \
     fulfillmentTrackingInfoUpdate(fulfillmentId: $id, trackingInfoInput: $tracking, notifyCustomer: $notify_customer) { \
     fulfillment { ...Fulfillment } userErrors { field message } } }",
)
.with(FULFILLMENT);

impl Record for Fulfillment {
    const RESOURCE: &'static str = "fulfillment";
    const READ: &'static [&'static str] = &[
        "read_orders",
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

impl Gettable for Fulfillment {
    const GET: Spec = Spec::new(
        Document::query("query FulfillmentGet($id: ID!) { fulfillment(id: $id) { ...Fulfillment } }")
            .with(FULFILLMENT),
        "Get a fulfillment",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/fulfillment",
    );
}

/// `fulfillment.get`: one fulfillment.
pub type Get = records::Get<Fulfillment>;

/// `fulfillment.list`: all fulfillments of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The order.
    pub order_id: Gid,
}

impl List {
    /// Of this order.
    #[must_use]
    pub fn new(order_id: impl Into<Gid>) -> Self {
        Self { order_id: order_id.into() }
    }
}

impl Action for List {
    type Connector = Shopify;
    type Output = Vec<Fulfillment>;
    const META: Meta = Meta::read("fulfillment", "list")
        .title("List the fulfillments of an order")
        .scopes(Fulfillment::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Order");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<Fulfillment>> {
        graphql::within(&response)
    }
}

/// `fulfillment.list_line_items`: what is in a fulfillment. It goes on where the lines that came with the fulfillment end ([`Connection::all`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListLineItems {
    /// The fulfillment.
    pub id: Gid,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl ListLineItems {
    /// Of this fulfillment.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), first: None, cursor: None }
    }

    setters!(first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for ListLineItems {
    type Connector = Shopify;
    type Output = Page<FulfillmentLine>;
    const META: Meta = Meta::read("fulfillment", "list_line_items")
        .title("List what is in a fulfillment")
        .scopes(Fulfillment::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Fulfillment");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LINES.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<FulfillmentLine>> {
        graphql::within::<Connection<FulfillmentLine>>(&response).map(Page::from)
    }
}

impl PagedAction for ListLineItems {
    type Item = FulfillmentLine;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `fulfillment.create`: sends what fulfillment orders of one order and one location want sent, all of it or some.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// What is sent, and how.
    pub fulfillment: FulfillmentInput,
    /// A message for who sends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl Create {
    /// This.
    #[must_use]
    pub fn new(fulfillment: FulfillmentInput) -> Self {
        Self { fulfillment, message: None }
    }

    setters!(message: Option<String>);
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Fulfillment;
    const META: Meta = Meta::write("fulfillment", "create")
        .title("Fulfill what is to be sent")
        .scopes(Fulfillment::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fulfillmentCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    fn fault(&self, shopify: &Shopify, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::of_making(shopify.fault(head, body), body)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Fulfillment> {
        graphql::written(&response)
    }
}

/// `fulfillment.cancel`: cancels a fulfillment. What was in it is to be sent again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Cancel {
    /// The fulfillment.
    pub id: Gid,
}

impl Cancel {
    /// This fulfillment.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Cancel {
    type Connector = Shopify;
    type Output = Fulfillment;
    const META: Meta = Meta::destructive("fulfillment", "cancel")
        .title("Cancel a fulfillment")
        .scopes(Fulfillment::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fulfillmentCancel");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CANCEL.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Fulfillment> {
        graphql::written(&response)
    }
}

/// `fulfillment.update_tracking`: says how a fulfillment is tracked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct UpdateTracking {
    /// The fulfillment.
    pub id: Gid,
    /// How it is tracked. It takes the place of all that was said before.
    pub tracking: TrackingInput,
    /// Whether the customer is told. Not unless said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_customer: Option<bool>,
}

impl UpdateTracking {
    /// So, of this fulfillment.
    #[must_use]
    pub fn new(id: impl Into<Gid>, tracking: TrackingInput) -> Self {
        Self { id: id.into(), tracking, notify_customer: None }
    }

    setters!(notify_customer: Option<bool>);
}

impl Action for UpdateTracking {
    type Connector = Shopify;
    type Output = Fulfillment;
    const META: Meta = Meta::write("fulfillment", "update_tracking")
        .title("Say how a fulfillment is tracked")
        .scopes(Fulfillment::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fulfillmentTrackingInfoUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        // The customer would be told twice.
        let document = if self.notify_customer == Some(true) { TRACKING } else { TRACKING.repeatable() };
        document.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Fulfillment> {
        graphql::written(&response)
    }
}
