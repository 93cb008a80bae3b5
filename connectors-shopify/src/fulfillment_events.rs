//! What happens to fulfillments on their way.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::fulfillments::Fulfillment;
use crate::graphql::{self, Connection, Document};
use crate::records::Record;
use crate::{Gid, Shopify};

/// The selection of [`FulfillmentEvent`].
const EVENT: &[&str] =
    &["fragment FulfillmentEvent on FulfillmentEvent { id status message happenedAt createdAt \
    estimatedDeliveryAt address1 zip city province country latitude longitude }"];

const LIST: Document = Document::query(
    "query FulfillmentEventList($fulfillment_id: ID!, $first: Int!, $after: String, $reverse: Boolean) { \
     fulfillment(id: $fulfillment_id) { events(first: $first, after: $after, reverse: $reverse) { \
     nodes { ...FulfillmentEvent } pageInfo { hasNextPage endCursor } } } }",
)
.with(EVENT);

const CREATE: Document = Document::mutation(
    "mutation FulfillmentEventCreate($event: FulfillmentEventInput!) { fulfillmentEventCreate(fulfillmentEvent: $event) { \
     fulfillmentEvent { ...FulfillmentEvent } userErrors { field message } } }",
)
.with(EVENT);

/// What happened to a fulfillment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct FulfillmentEvent {
    /// Its id.
    pub id: Gid,
    /// How far the fulfillment is since.
    pub status: Open<EventStatus>,
    /// What is said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// When it happened.
    pub happened_at: DateTime<Utc>,
    /// When it was written down.
    pub created_at: DateTime<Utc>,
    /// When the fulfillment should arrive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_delivery_at: Option<DateTime<Utc>>,
    /// Where it happened: street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address1: Option<String>,
    /// The postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    /// The city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The state or province.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// The country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// How far north.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    /// How far east.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
}

impl FulfillmentEvent {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(status: Open<EventStatus>, message: Option<String>, happened_at: DateTime<Utc>, created_at: DateTime<Utc>, estimated_delivery_at: Option<DateTime<Utc>>, address1: Option<String>, zip: Option<String>, city: Option<String>, province: Option<String>, country: Option<String>, latitude: Option<f64>, longitude: Option<f64>);
}

/// How far a fulfillment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum EventStatus {
    /// Nobody was there to take it.
    AttemptedDelivery,
    /// The carrier has it.
    CarrierPickedUp,
    /// The carrier knows of it.
    Confirmed,
    /// It is late.
    Delayed,
    /// It arrived.
    Delivered,
    /// It failed.
    Failure,
    /// It is on its way.
    InTransit,
    /// Its label was printed.
    LabelPrinted,
    /// Its label was bought.
    LabelPurchased,
    /// It arrives today.
    OutForDelivery,
    /// The customer can come for it.
    ReadyForPickup,
}

/// `fulfillment_event.list`: what happened to a fulfillment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The fulfillment.
    pub fulfillment_id: Gid,
    /// Whether the last comes first.
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
    /// To this fulfillment.
    #[must_use]
    pub fn new(fulfillment_id: impl Into<Gid>) -> Self {
        Self { fulfillment_id: fulfillment_id.into(), reverse: false, first: None, cursor: None }
    }

    setters!(reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<FulfillmentEvent>;
    const META: Meta = Meta::read("fulfillment_event", "list")
        .title("List what happened to a fulfillment")
        .scopes(Fulfillment::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Fulfillment");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<FulfillmentEvent>> {
        graphql::within::<Connection<FulfillmentEvent>>(&response).map(Page::from)
    }
}

impl PagedAction for List {
    type Item = FulfillmentEvent;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `fulfillment_event.create`: tells what happened to a fulfillment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// What happened.
    pub event: EventInput,
}

impl Create {
    /// This.
    #[must_use]
    pub fn new(event: EventInput) -> Self {
        Self { event }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = FulfillmentEvent;
    const META: Meta = Meta::write("fulfillment_event", "create")
        .title("Tell what happened to a fulfillment")
        .scopes(Fulfillment::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/fulfillmentEventCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<FulfillmentEvent> {
        graphql::written(&response)
    }
}

/// What happened to a fulfillment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct EventInput {
    /// The fulfillment.
    pub fulfillment_id: Gid,
    /// How far it is.
    pub status: Open<EventStatus>,
    /// What is said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// When it happened: now, unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub happened_at: Option<DateTime<Utc>>,
    /// When the fulfillment should arrive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated_delivery_at: Option<DateTime<Utc>>,
    /// Where it happened: street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address1: Option<String>,
    /// The postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    /// The city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The state or province.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// The country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// How far north.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    /// How far east.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
}

impl EventInput {
    /// This fulfillment is so far.
    #[must_use]
    pub fn new(fulfillment_id: impl Into<Gid>, status: impl Into<Open<EventStatus>>) -> Self {
        Self {
            fulfillment_id: fulfillment_id.into(),
            status: status.into(),
            message: None,
            happened_at: None,
            estimated_delivery_at: None,
            address1: None,
            zip: None,
            city: None,
            province: None,
            country: None,
            latitude: None,
            longitude: None,
        }
    }

    setters!(message: Option<String>, happened_at: Option<DateTime<Utc>>, estimated_delivery_at: Option<DateTime<Utc>>, address1: Option<String>, zip: Option<String>, city: Option<String>, province: Option<String>, country: Option<String>, latitude: Option<f64>, longitude: Option<f64>);
}
