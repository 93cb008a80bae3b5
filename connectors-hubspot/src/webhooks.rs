//! What HubSpot reports: webhooks of an application's subscriptions, proven and read.
//!
//! The address and the subscriptions are one for the whole application: project apps and private apps state them in their
//! settings, others make them with [`webhook_subscriptions`](crate::webhook_subscriptions). One delivery holds events of several
//! accounts: each [`Event::account`] is the portal's id.
//!
//! ```
//! use connectors_core::webhooks::{Inbound, Verdict, Webhook};
//! use connectors_hubspot::HubSpot;
//! use connectors_hubspot::webhooks::{self, EventKind};
//! use http::{HeaderName, HeaderValue};
//! use secrecy::SecretString;
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> connectors_core::Result<()> {
//! let verifier = webhooks::verifier(SecretString::from("the application's client secret"));
//! # let verifier = webhooks::verifier(SecretString::from("2f1c0de5-aaaa-bbbb-cccc-0123456789ab"));
//! # let body = r#"[{"eventId":100,"subscriptionId":51,"portalId":33,"appId":1160452,"occurredAt":1762000000000,"subscriptionType":"contact.propertyChange","attemptNumber":0,"objectId":9001,"propertyName":"firstname","propertyValue":"Zoë","changeSource":"CRM_UI"}]"#;
//! # let headers = [("x-hubspot-signature", "f1f78a42b5f6890e4fc78e611c76640a0a75d6d6dd1863d7abb64cbad9fac380"), ("x-hubspot-signature-version", "v1")];
//! // With `connectors_core::webhooks::Route` axum does the rest; here it is done by hand.
//! let mut inbound = Inbound::post("https://hooks.example.org/hubspot/in", body);
//! # for (name, value) in headers {
//! #     inbound = inbound.with_header(HeaderName::from_static(name), HeaderValue::from_static(value));
//! # }
//! let Verdict::Delivery(verified) = verifier.verify(inbound).await? else { return Ok(()) };
//! for event in HubSpot::events(&verified)? {
//!     assert_eq!((event.account.as_str(), event.id.as_str()), ("33", "9001"));
//!     assert_eq!(event.data.object.as_deref(), Some("contact"));
//!     assert_eq!(event.data.kind, EventKind::PropertyChange);
//!     assert_eq!(event.data.property_name.as_deref(), Some("firstname"));
//! }
//! # Ok(()) }
//! ```
//!
//! # What is proven
//!
//! | signature | of what | sent again by somebody else |
//! |---|---|---|
//! | [`V3`] | method, URL, body and time | refused after five minutes |
//! | [`V2`] | method, URL and body | good for ever |
//! | [`V1`] | body | good for ever |
//!
//! [`verifier`] takes any of them, since HubSpot sends the old ones beside the new one: where v3 is there it decides, and a bad
//! one is not made up for by a good one of another version. [`verifier_v3`] takes v3 alone. Put a
//! [`ReplayGuard`](connectors_core::webhooks::ReplayGuard) behind it, as the route does.
//!
//! **The URL** of v2 and v3 is that which HubSpot called, scheme and host included: behind a proxy say it to the route
//! (`PublicUrl`). HubSpot documents that it signs v3 over the URL with some characters decoded; its own libraries do not decode
//! them. [`Decoding`] is the switch: as documented, or as the libraries do.
//!
//! # What HubSpot wants
//!
//! An answer within five seconds. What is not answered by success comes again up to ten times in 24 hours; most answers of 4xx
//! end that. Up to 100 events come in a delivery; neither their order nor that their ids are unique is promised. Sources:
//! developers.hubspot.com, "Validating requests from HubSpot", "Webhooks API"; times and numbers are second-hand.

use chrono::{DateTime, Utc};
use connectors_core::triggers::Event;
use connectors_core::types::Open;
use connectors_core::webhooks::{Hmac, Part, Place, Scheme, Secrets, Timestamp, Verified, Verifier, Webhook};
use connectors_core::{Head, Response, Result};
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::HubSpot;

const OLD: Place = Place::Header("x-hubspot-signature");
const VERSION: Place = Place::Header("x-hubspot-signature-version");
const NEW: Hmac = Hmac::base64(Place::Header("x-hubspot-signature-v3"))
    .timestamp(Timestamp::millis(Place::Header("x-hubspot-request-timestamp")))
    .allow_empty_body();

/// Version 3, the URL decoded as documented.
pub const V3: Scheme =
    Scheme::Hmac(NEW.parts(&[Part::Method, Part::UrlDecoding(":/?@!$'()*,;"), Part::Body, Part::Timestamp]));

/// Version 3, the URL as it was called.
pub const V3_RAW: Scheme = Scheme::Hmac(NEW.parts(&[Part::Method, Part::Url, Part::Body, Part::Timestamp]));

/// Version 2, of workflows and cards.
pub const V2: Scheme = Scheme::Hmac(
    Hmac::hex(OLD)
        .when(VERSION, "v2")
        .secret_first()
        .parts(&[Part::Method, Part::Url, Part::Body])
        .allow_empty_body(),
);

/// Version 1, of CRM objects.
pub const V1: Scheme = Scheme::Hmac(Hmac::hex(OLD).when(VERSION, "v1").secret_first());

/// How the URL of a signature of version 3 is taken. It matters only where the address has a query with escaped characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Decoding {
    /// As HubSpot documents it: `%3A %2F %3F %40 %21 %24 %27 %28 %29 %2A %2C %3B` are decoded, all else stays.
    #[default]
    Documented,
    /// As HubSpot's libraries do it: as it was called.
    Raw,
}

/// A verifier of all versions, v3 as documented. The secret is the application's client secret; while it is being replaced,
/// the old one and the new one.
pub fn verifier(client_secrets: impl Secrets) -> Verifier {
    verifier_v3(client_secrets, Decoding::default()).or(V2).or(V1)
}

/// A verifier of version 3 alone, whose deliveries nobody can send again after five minutes.
pub fn verifier_v3(client_secrets: impl Secrets, decoding: Decoding) -> Verifier {
    let scheme = match decoding {
        Decoding::Documented => V3,
        Decoding::Raw => V3_RAW,
    };
    Verifier::new(scheme, client_secrets)
}

/// What HubSpot tells of one event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Notification {
    /// The object type by its name, the first half of the kind of subscription: `contact`, `object` (any type), `conversation`.
    pub object: Option<String>,
    /// The object type by its number, `0-1`: where events are of any type.
    pub object_type_id: Option<String>,
    /// What happened.
    pub kind: Open<EventKind>,
    /// The kind of subscription as HubSpot writes it: `contact.propertyChange`.
    pub subscription_type: String,
    /// Which subscription.
    pub subscription_id: Option<String>,
    /// Which application's.
    pub app_id: Option<String>,
    /// The event's id, which is not sure to be unique.
    pub event_id: Option<String>,
    /// How often it was sent before.
    pub attempt: u64,
    /// What made the change: `CRM_UI`, `IMPORT`, … What applications write comes as `INTEGRATION`: see [`is_by`](Self::is_by).
    pub change_source: Option<String>,
    /// Which of these, where it is told.
    pub source_id: Option<String>,
    /// The property that changed.
    pub property_name: Option<String>,
    /// Its new value, as text.
    pub property_value: Option<String>,
    /// The change of an association.
    pub association: Option<AssociationChange>,
    /// Of a merge.
    pub merge: Option<MergeChange>,
    /// All members as they came.
    pub raw: Map<String, Value>,
}

impl Notification {
    /// Whether the application with this id made the change: what an application writes itself comes back to it. Second-hand,
    /// from captured deliveries; where HubSpot tells no source it is `false`.
    #[must_use]
    pub fn is_by(&self, app_id: &str) -> bool {
        self.change_source.as_deref() == Some("INTEGRATION") && self.source_id.as_deref() == Some(app_id)
    }
}

/// An association that was made or removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AssociationChange {
    /// The id of the object on one side.
    pub from: Option<String>,
    /// The id of the object on the other side.
    pub to: Option<String>,
    /// How they are associated: `CONTACT_TO_COMPANY`.
    pub association_type: Option<String>,
    /// Whether it was removed.
    pub removed: bool,
    /// Whether it is the primary one.
    pub primary: Option<bool>,
}

/// Objects that became one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MergeChange {
    /// The id of the object whose values were kept.
    pub primary: Option<String>,
    /// The ids of those that went up in it.
    pub merged: Vec<String>,
    /// The id of what came of them, if it is another one.
    pub new: Option<String>,
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum EventKind {
    /// An object was made.
    Creation,
    /// It was moved to the recycle bin.
    Deletion,
    /// A contact, or a conversation, was deleted for good.
    PrivacyDeletion,
    /// A property changed.
    PropertyChange,
    /// An association was made or removed.
    AssociationChange,
    /// It became one with others.
    Merge,
    /// It was restored from the recycle bin.
    Restore,
    /// A message came in a conversation.
    NewMessage,
}

/// An event as it comes.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    #[serde(deserialize_with = "text")]
    portal_id: Option<String>,
    subscription_type: String,
    #[serde(default, deserialize_with = "text")]
    object_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    object_type_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    subscription_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    app_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    event_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    occurred_at: Option<String>,
    #[serde(default, deserialize_with = "text")]
    attempt_number: Option<String>,
    #[serde(default, deserialize_with = "text")]
    change_source: Option<String>,
    #[serde(default, deserialize_with = "text")]
    source_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    property_name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    property_value: Option<String>,
    #[serde(default, deserialize_with = "text")]
    from_object_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    to_object_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    association_type: Option<String>,
    #[serde(default)]
    association_removed: Option<bool>,
    #[serde(default)]
    is_primary_association: Option<bool>,
    #[serde(default, deserialize_with = "text")]
    primary_object_id: Option<String>,
    #[serde(default)]
    merged_object_ids: Vec<Value>,
    #[serde(default, deserialize_with = "text")]
    new_object_id: Option<String>,
}

/// An id or text: numbers in most samples, texts in some.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(text_of(&Value::deserialize(deserializer)?))
}

fn text_of(value: &Value) -> Option<String> {
    crate::errors::texts(value).into_iter().next()
}

impl Webhook for HubSpot {
    type Event = Notification;

    #[inline]
    fn events(delivery: &Verified) -> Result<Vec<Event<Notification>>> {
        // Read as answers are: what does not fit is told by its place, without what stands there.
        let head = Head::new(StatusCode::OK, HeaderMap::new());
        let response = Response::new(head, delivery.body().clone());
        let told: Vec<Told> = response.json()?;
        let raw: Vec<Map<String, Value>> = response.json()?;
        Ok(told.into_iter().zip(raw).map(|(told, raw)| event(told, raw)).collect())
    }
}

fn event(told: Told, raw: Map<String, Value>) -> Event<Notification> {
    let (object, kind) = told.subscription_type.split_once('.').unwrap_or(("", &told.subscription_type));
    let millis = told.occurred_at.as_deref().and_then(|text| text.parse::<i64>().ok());
    let at: Option<DateTime<Utc>> = millis.and_then(DateTime::from_timestamp_millis);
    let association = told.from_object_id.is_some() || told.to_object_id.is_some();
    let association = association.then(|| AssociationChange {
        from: told.from_object_id.clone(),
        to: told.to_object_id.clone(),
        association_type: told.association_type.clone(),
        removed: told.association_removed.unwrap_or(false),
        primary: told.is_primary_association,
    });
    let merge = (kind == "merge").then(|| MergeChange {
        primary: told.primary_object_id.clone(),
        merged: told.merged_object_ids.iter().filter_map(text_of).collect(),
        new: told.new_object_id.clone(),
    });
    let id = [&told.object_id, &told.new_object_id, &told.primary_object_id, &told.from_object_id];
    let id = id.into_iter().flatten().next().cloned().unwrap_or_default();
    // Neither by the event's id, which is not sure to be unique, nor by the attempt: the same event sent again is the same.
    let parts = [
        told.subscription_id.as_deref(),
        Some(&told.subscription_type),
        Some(&id),
        told.occurred_at.as_deref(),
        told.property_name.as_deref(),
        told.to_object_id.as_deref(),
        told.association_type.as_deref(),
    ];
    let key = parts.map(Option::unwrap_or_default).join("/");
    let data = Notification {
        object: Some(object.to_owned()).filter(|object| !object.is_empty()),
        object_type_id: told.object_type_id,
        kind: Open::from_wire(kind),
        attempt: told.attempt_number.and_then(|text| text.parse().ok()).unwrap_or_default(),
        subscription_id: told.subscription_id,
        app_id: told.app_id,
        event_id: told.event_id,
        change_source: told.change_source,
        source_id: told.source_id,
        property_name: told.property_name,
        property_value: told.property_value,
        association,
        merge,
        raw,
        subscription_type: told.subscription_type,
    };
    Event::new(told.portal_id.unwrap_or_default(), id, key, data).at(at)
}
