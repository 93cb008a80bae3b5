//! What Shopify reports: deliveries of subscriptions, proven and read.
//!
//! ```
//! use connectors_core::webhooks::{Inbound, Verdict, Webhook};
//! use connectors_shopify::Shopify;
//! use connectors_shopify::webhooks::{self, Topic};
//! use http::{HeaderName, HeaderValue};
//! use secrecy::SecretString;
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> connectors_core::Result<()> {
//! let verifier = webhooks::verifier(SecretString::from("the application's client secret"));
//! # let verifier = webhooks::verifier(SecretString::from("shpss_test_secret_0001"));
//! # let body = "{\"id\":820982911946154508,\"email\":\"jo@example.org\",\"total_price\":\"12.50\",\"note\":\"caf\u{e9} \u{2615}\"}";
//! # let headers = [("x-shopify-hmac-sha256", "4zAcr3x5akJvBLHKW4fnieZumfFXr8AB4OUrtdywAyQ="), ("x-shopify-topic", "orders/create"),
//! #     ("x-shopify-shop-domain", "acme.myshopify.com"), ("x-shopify-webhook-id", "w-1"), ("x-shopify-triggered-at", "2026-11-01T12:00:00.5Z")];
//! // With `connectors_core::webhooks::Route` axum does the rest; here it is done by hand.
//! let mut inbound = Inbound::post("https://hooks.example.org/shopify", body);
//! # for (name, value) in headers {
//! #     inbound = inbound.with_header(HeaderName::from_static(name), HeaderValue::from_static(value));
//! # }
//! let Verdict::Delivery(verified) = verifier.verify(inbound).await? else { return Ok(()) };
//! for event in Shopify::events(&verified)? {
//!     assert_eq!((event.account.as_str(), event.key.as_str()), ("acme.myshopify.com", "w-1"));
//!     assert_eq!(event.id, "gid://shopify/Order/820982911946154508");
//!     assert_eq!(event.data.topic, Topic::OrdersCreate);
//!     assert_eq!(event.data.payload["total_price"], "12.50");
//! }
//! # Ok(()) }
//! ```
//!
//! # What is proven
//!
//! The body. **Not the headers**: who has seen one delivery of an application can send its body again with another shop's name or topic.
//! Behind a [`ReplayGuard`](connectors_core::webhooks::ReplayGuard), as the route has one, the same delivery is worked on once;
//! before anything is done that cannot be taken back, read the record again.
//!
//! Privacy requests ([`Topic::PRIVACY`]) come the same way; [`Notification::privacy`] reads them. A public application has to answer
//! them, and to do what they ask within 30 days.
//!
//! # What Shopify wants
//!
//! A connection within one second and an answer within five. What is not answered by success comes again up to eight times within
//! four hours, with what it held at first; then a subscription that was made by the API is deleted. Deliveries are neither in order nor
//! once only. Sources: shopify.dev, "Updates to webhook retry mechanism"; the deletion is second-hand.

pub mod payloads;
mod privacy;
mod topics;

use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors_core::triggers::Event;
use connectors_core::types::Open;
use connectors_core::webhooks::{
    Hmac, Part, Place, QueryForm, Scheme, Secrets, Timestamp, Verified, Verifier, Webhook,
};
use connectors_core::{Head, Response, Result};
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use self::payloads::Payload;
pub use self::privacy::{CustomerIdentity, DataRequest, Privacy};
pub use self::topics::Topic;
use crate::{Gid, Shopify};

const SHOP: [&str; 2] = ["x-shopify-shop-domain", "shopify-shop-domain"];

/// How the body of a delivery is signed; newer deliveries have headers without `x-`.
pub const SCHEME: Scheme = Scheme::Hmac(
    Hmac::base64(Place::AnyHeader(&["x-shopify-hmac-sha256", "shopify-hmac-sha256"]))
        .hint(Place::AnyHeader(&SHOP)),
);

/// How the query of a request through an app proxy is signed.
pub const APP_PROXY: Scheme = Scheme::Hmac(
    Hmac::hex(Place::Query("signature"))
        .parts(&[Part::Query { without: &["signature"], between: "", form: QueryForm::Decoded }])
        .timestamp(Timestamp::seconds(Place::Query("timestamp")).within(Duration::from_secs(90)))
        .hint(Place::Query("shop")),
);

/// A verifier of deliveries. The secret is the application's client secret; while it is being replaced, the old one and the new one.
/// Subscriptions that a merchant made in the admin have a secret of their own.
pub fn verifier(client_secrets: impl Secrets) -> Verifier {
    Verifier::new(SCHEME, client_secrets)
}

/// A verifier of requests through an app proxy.
pub fn app_proxy_verifier(client_secrets: impl Secrets) -> Verifier {
    Verifier::new(APP_PROXY, client_secrets)
}

/// What Shopify tells of one event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Notification {
    /// What it is about.
    pub topic: Open<Topic>,
    /// The version of the API that it is written in.
    pub api_version: Option<String>,
    /// The same for all deliveries of one subscription's event: what it is known by.
    pub webhook_id: Option<String>,
    /// The same for all events that one action caused.
    pub event_id: Option<String>,
    /// The subscription's name, if it has one.
    pub name: Option<String>,
    /// The record as it was then, in the form of the REST API: names with underscores, times with the shop's offset, prices as texts.
    pub payload: Map<String, Value>,
}

impl Notification {
    /// The payload as a type of your own.
    ///
    /// # Errors
    /// `Decode` if it does not fit, by the place where it does not.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        let payload = serde_json::to_vec(&self.payload).unwrap_or_default();
        Response::new(Head::new(StatusCode::OK, HeaderMap::new()), payload).json()
    }

    /// The payload as the type of its topic; of topics that have none, as it came.
    ///
    /// # Errors
    /// `Decode` if it does not fit, by the place where it does not. It stays in [`payload`](Self::payload).
    pub fn typed(&self) -> Result<Payload> {
        Payload::of(self)
    }

    /// The id of the record that it is about, if it is about one.
    #[must_use]
    pub fn gid(&self) -> Option<Gid> {
        record_id(self.topic.as_str(), &self.payload)
    }

    /// What is asked for the sake of somebody's privacy, if it is that.
    ///
    /// # Errors
    /// `Decode` if it is, and cannot be read.
    pub fn privacy(&self) -> Result<Option<Privacy>> {
        Privacy::of(self)
    }
}

/// What records are called in ids, by the first half of their topic: deliveries about what was deleted have numbers only.
const KINDS: &[(&str, &str)] = &[
    ("collections", "Collection"),
    ("companies", "Company"),
    ("customers", "Customer"),
    ("draft_orders", "DraftOrder"),
    ("fulfillments", "Fulfillment"),
    ("inventory_items", "InventoryItem"),
    ("locations", "Location"),
    ("markets", "Market"),
    ("orders", "Order"),
    ("products", "Product"),
    ("refunds", "Refund"),
    ("shop", "Shop"),
];

impl Webhook for Shopify {
    type Event = Notification;

    #[inline]
    fn events(delivery: &Verified) -> Result<Vec<Event<Notification>>> {
        let header = |names: [&str; 2]| {
            let value = names.iter().find_map(|name| delivery.headers().get(*name))?.to_str().ok()?;
            Some(value.to_owned())
        };
        // Read as answers are: what does not fit is told by its place, without what stands there.
        let head = Head::new(StatusCode::OK, HeaderMap::new());
        let payload: Map<String, Value> = Response::new(head, delivery.body().clone()).json()?;
        let topic = header(["x-shopify-topic", "shopify-topic"]).unwrap_or_default();
        let at = header(["x-shopify-triggered-at", "shopify-triggered-at"]);
        let at = at.and_then(|at| at.parse::<DateTime<Utc>>().ok());
        let data = Notification {
            topic: Open::from_wire(topic.as_str()),
            api_version: header(["x-shopify-api-version", "shopify-api-version"]),
            webhook_id: header(["x-shopify-webhook-id", "shopify-webhook-id"]),
            event_id: header(["x-shopify-event-id", "shopify-event-id"]),
            name: header(["x-shopify-name", "shopify-handle"]),
            payload,
        };
        let id = data.gid().map(|id| id.to_string()).unwrap_or_default();
        let time = || at.map(|at| at.to_rfc3339()).unwrap_or_default();
        let key = data.webhook_id.clone().unwrap_or_else(|| format!("{topic}/{id}/{}", time()));
        Ok(vec![Event::new(header(SHOP).unwrap_or_default(), id, key, data).at(at)])
    }
}

/// The id of the record that a delivery is about.
fn record_id(topic: &str, payload: &Map<String, Value>) -> Option<Gid> {
    if let Some(id) = payload.get("admin_graphql_api_id").and_then(Value::as_str) {
        return Some(id.into());
    }
    let id = payload.get("id")?;
    match id.as_u64() {
        Some(number) => {
            let resource = topic.split('/').next()?;
            KINDS.iter().find(|(known, _)| *known == resource).map(|(_, kind)| Gid::of(kind, number))
        }
        None => id.as_str().filter(|id| id.starts_with("gid://")).map(Gid::from),
    }
}
