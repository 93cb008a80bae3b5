//! What is done to fulfillment orders.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::{FULFILLMENT_ORDER, FulfillmentOrder, Hold, HoldReason};
use crate::graphql::{self, Document};
use crate::records::Record;
use crate::{Gid, Shopify};

const HOLD: Document = Document::mutation(
    "mutation FulfillmentOrderHold($id: ID!, $hold: FulfillmentOrderHoldInput!) { \
     fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) { \
     fulfillmentHold { id handle reason reasonNotes displayReason heldByRequestingApp } \
     fulfillmentOrder { ...FulfillmentOrder } remainingFulfillmentOrder { ...FulfillmentOrder } \
     userErrors { field message code } } }",
)
.with(FULFILLMENT_ORDER);

const RELEASE: Document = Document::mutation(
    "mutation FulfillmentOrderReleaseHold($id: ID!, $hold_ids: [ID!], $external_id: String) { \
     fulfillmentOrderReleaseHold(id: $id, holdIds: $hold_ids, externalId: $external_id) { \
     fulfillmentOrder { ...FulfillmentOrder } userErrors { field message code } } }",
)
.with(FULFILLMENT_ORDER)
.repeatable();

const MOVE: Document = Document::mutation(
    "mutation FulfillmentOrderMove($id: ID!, $new_location_id: ID!, $lines: [FulfillmentOrderLineItemInput!]) { \
     fulfillmentOrderMove(id: $id, newLocationId: $new_location_id, fulfillmentOrderLineItems: $lines) { \
     movedFulfillmentOrder { ...FulfillmentOrder } originalFulfillmentOrder { ...FulfillmentOrder } \
     remainingFulfillmentOrder { ...FulfillmentOrder } userErrors { field message code } } }",
)
.with(FULFILLMENT_ORDER);

const CANCEL: Document = Document::mutation(
    "mutation FulfillmentOrderCancel($id: ID!) { fulfillmentOrderCancel(id: $id) { \
     fulfillmentOrder { ...FulfillmentOrder } replacementFulfillmentOrder { ...FulfillmentOrder } \
     userErrors { field message code } } }",
)
.with(FULFILLMENT_ORDER);

const DEADLINE: Document = Document::mutation(
    "mutation FulfillmentOrderSetDeadline($ids: [ID!]!, $deadline: DateTime!) { \
     fulfillmentOrdersSetFulfillmentDeadline(fulfillmentOrderIds: $ids, fulfillmentDeadline: $deadline) { \
     success userErrors { field message code } } }",
)
.repeatable();

/// A line of a fulfillment order, and how many of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct LineInput {
    /// The line.
    pub id: Gid,
    /// How many.
    pub quantity: i64,
}

impl LineInput {
    /// So many of this line.
    #[must_use]
    pub fn new(id: impl Into<Gid>, quantity: i64) -> Self {
        Self { id: id.into(), quantity }
    }
}

/// `fulfillment_order.hold`: makes a fulfillment order wait, all of it or some lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PutOnHold {
    /// The fulfillment order.
    pub id: Gid,
    /// Why.
    pub hold: HoldInput,
}

impl PutOnHold {
    /// This one, for this reason.
    #[must_use]
    pub fn new(id: impl Into<Gid>, hold: HoldInput) -> Self {
        Self { id: id.into(), hold }
    }
}

impl Action for PutOnHold {
    type Connector = Shopify;
    type Output = Held;
    const META: Meta = Meta::write("fulfillment_order", "hold")
        .title("Hold a fulfillment order")
        .scopes(FulfillmentOrder::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fulfillmentOrderHold");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        // A hold that has a name is there once.
        let document = if self.hold.handle.is_some() { HOLD.repeatable() } else { HOLD };
        document.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Held> {
        graphql::payload(&response)
    }
}

/// Why a fulfillment order waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct HoldInput {
    /// The reason.
    pub reason: Open<HoldReason>,
    /// What else is said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_notes: Option<String>,
    /// What the application calls the reason. Of each application every reason is there once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// What the program is called that will end it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Whether the shop is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_merchant: Option<bool>,
    /// Which lines wait, and how many of them: all, if nothing is said. The others become a fulfillment order of their own.
    #[serde(default, rename = "fulfillmentOrderLineItems", skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineInput>,
}

impl HoldInput {
    /// For this reason.
    #[must_use]
    pub fn new(reason: impl Into<Open<HoldReason>>) -> Self {
        Self {
            reason: reason.into(),
            reason_notes: None,
            handle: None,
            external_id: None,
            notify_merchant: None,
            lines: Vec::new(),
        }
    }

    setters!(reason_notes: Option<String>, handle: Option<String>, external_id: Option<String>, notify_merchant: Option<bool>, lines: Vec<LineInput>);
}

/// A fulfillment order that waits.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Held {
    /// Why.
    #[serde(rename = "fulfillmentHold", skip_serializing_if = "Option::is_none")]
    pub hold: Option<Hold>,
    /// What waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfillment_order: Option<FulfillmentOrder>,
    /// What does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remaining_fulfillment_order: Option<FulfillmentOrder>,
}

impl Held {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(hold: Option<Hold>, fulfillment_order: Option<FulfillmentOrder>, remaining_fulfillment_order: Option<FulfillmentOrder>);
}

/// `fulfillment_order.release_hold`: makes a fulfillment order wait no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReleaseHold {
    /// The fulfillment order.
    pub id: Gid,
    /// Which reasons to wait are gone: all, if nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hold_ids: Vec<Gid>,
    /// What the program is called that ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

impl ReleaseHold {
    /// This one.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), hold_ids: Vec::new(), external_id: None }
    }

    setters!(hold_ids: Vec<Gid>, external_id: Option<String>);
}

impl Action for ReleaseHold {
    type Connector = Shopify;
    type Output = FulfillmentOrder;
    const META: Meta = Meta::write("fulfillment_order", "release_hold")
        .title("Hold a fulfillment order no longer")
        .scopes(FulfillmentOrder::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fulfillmentOrderReleaseHold");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        RELEASE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<FulfillmentOrder> {
        graphql::written(&response)
    }
}

/// `fulfillment_order.move`: sends a fulfillment order, or some of it, from another location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Move {
    /// The fulfillment order.
    pub id: Gid,
    /// The location.
    pub new_location_id: Gid,
    /// Which lines, and how many of them: all that is left, if nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineInput>,
}

impl Move {
    /// All that is left of this one, from there.
    #[must_use]
    pub fn new(id: impl Into<Gid>, new_location_id: impl Into<Gid>) -> Self {
        Self { id: id.into(), new_location_id: new_location_id.into(), lines: Vec::new() }
    }

    setters!(lines: Vec<LineInput>);
}

impl Action for Move {
    type Connector = Shopify;
    type Output = Moved;
    const META: Meta = Meta::write("fulfillment_order", "move")
        .title("Send from another location")
        .scopes(FulfillmentOrder::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fulfillmentOrderMove");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        MOVE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Moved> {
        graphql::payload(&response)
    }
}

/// A fulfillment order that was moved.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Moved {
    /// What is sent from the new location.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_fulfillment_order: Option<FulfillmentOrder>,
    /// The one that it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_fulfillment_order: Option<FulfillmentOrder>,
    /// What is still sent from the old location.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remaining_fulfillment_order: Option<FulfillmentOrder>,
}

impl Moved {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(moved_fulfillment_order: Option<FulfillmentOrder>, original_fulfillment_order: Option<FulfillmentOrder>, remaining_fulfillment_order: Option<FulfillmentOrder>);
}

/// `fulfillment_order.cancel`: takes back a fulfillment order that a fulfillment service was asked for. Another takes its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Cancel {
    /// The fulfillment order.
    pub id: Gid,
}

impl Cancel {
    /// This one.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Cancel {
    type Connector = Shopify;
    type Output = Canceled;
    const META: Meta = Meta::destructive("fulfillment_order", "cancel")
        .title("Cancel a fulfillment order")
        .scopes(FulfillmentOrder::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fulfillmentOrderCancel");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CANCEL.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Canceled> {
        graphql::payload(&response)
    }
}

/// A fulfillment order that was cancelled.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Canceled {
    /// The one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfillment_order: Option<FulfillmentOrder>,
    /// What takes its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replacement_fulfillment_order: Option<FulfillmentOrder>,
}

impl Canceled {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(fulfillment_order: Option<FulfillmentOrder>, replacement_fulfillment_order: Option<FulfillmentOrder>);
}

/// `fulfillment_order.set_deadline`: says until when fulfillment orders have to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SetDeadline {
    /// The fulfillment orders.
    pub ids: Vec<Gid>,
    /// Until when they have to be sent.
    pub deadline: DateTime<Utc>,
}

impl SetDeadline {
    /// These, until then.
    #[must_use]
    pub fn new<I: Into<Gid>>(ids: impl IntoIterator<Item = I>, deadline: DateTime<Utc>) -> Self {
        Self { ids: ids.into_iter().map(Into::into).collect(), deadline }
    }
}

impl Action for SetDeadline {
    type Connector = Shopify;
    type Output = DeadlineSet;
    const META: Meta = Meta::write("fulfillment_order", "set_deadline")
        .title("Say until when things have to be sent")
        .scopes(FulfillmentOrder::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fulfillmentOrdersSetFulfillmentDeadline");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        DEADLINE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<DeadlineSet> {
        graphql::payload(&response)
    }
}

/// Whether deadlines were set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct DeadlineSet {
    /// Whether they were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success: Option<bool>,
}

impl DeadlineSet {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(success: Option<bool>);
}
