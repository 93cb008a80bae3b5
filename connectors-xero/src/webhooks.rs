//! What Xero reports: webhooks of contacts, invoices and credit notes, proven and read.
//!
//! They are set up by hand, for the whole application, in Xero's developer portal: an address, the categories, and a signing
//! key that Xero shows. There are no subscriptions to make or renew.
//!
//! ```
//! use connectors_core::webhooks::{Inbound, Verdict, Webhook};
//! use connectors_xero::Xero;
//! use connectors_xero::webhooks::{self, Category, EventType, Sequence};
//! use secrecy::SecretString;
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> connectors_core::Result<()> {
//! let verifier = webhooks::verifier(SecretString::from("the signing key as Xero shows it"));
//! # let verifier = webhooks::verifier(SecretString::from("xero-webhook-signing-key-0001"));
//! # let body = r#"{"events":[{"resourceUrl":"https://api.xero.com/api.xro/2.0/Contacts/717f2bfc-c6d4-41fd-b238-3f2f0c0cf777","resourceId":"717f2bfc-c6d4-41fd-b238-3f2f0c0cf777","tenantId":"c2cc9b6e-9458-4c7d-93cc-f02b81b0594f","tenantType":"ORGANISATION","eventCategory":"CONTACT","eventType":"UPDATE","eventDateUtc":"2026-06-21T01:15:39.902"}],"firstEventSequence":1,"lastEventSequence":1,"entropy":"MNBVCXZLKJHGFDSAPOIU"}"#;
//! # let signature = http::HeaderValue::from_static("5G87cflgeAqkFzpVy4uQcQmXBF/Mfc3j3q+6V3xglHE=");
//! // With `connectors_core::webhooks::Route` axum does the rest; here it is done by hand.
//! let inbound = Inbound::post("https://app.example.com/hooks/xero", body)
//!     .with_header(http::HeaderName::from_static("x-xero-signature"), signature);
//! let Verdict::Delivery(verified) = verifier.verify(inbound).await? else { return Ok(()) };
//!
//! let mut sequence = Sequence::new(); // kept with your own data
//! for event in Xero::events(&verified)? {
//!     assert_eq!(event.account, "c2cc9b6e-9458-4c7d-93cc-f02b81b0594f"); // the tenant
//!     assert_eq!(event.data.category, Category::Contact);
//!     assert_eq!(event.data.event_type, EventType::Update);
//!     if let Some(missed) = sequence.note(&event.data) {
//!         println!("{missed:?} did not come, or not yet: look for what changed");
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! # What is proven
//!
//! The signature proves that the body is Xero's, and its tenant with it. There is no time in it: a delivery that somebody
//! recorded stays good for ever, so put a [`ReplayGuard`](connectors_core::webhooks::ReplayGuard) behind it, as the route
//! does. Events carry ids only: the triggers take them as a reason to look, and read the record from Xero.
//!
//! # What Xero wants
//!
//! - An answer within five seconds, with status 200, without a body, without cookies; https on port 443.
//! - Before it sends events it sends some deliveries without any, signed right and wrong (the intent to receive): 200 for
//!   the right ones and 401 for the others. The verifier, and a route with it, does just that.
//! - What is answered otherwise is sent again, less and less often, for 24 hours. Then Xero disables the webhook, and
//!   somebody has to enable it again in the portal: what happened meanwhile is found by polls alone.
//!
//! `connectors_core::webhooks::Route` (feature `axum` of `connectors-core`) with its usual settings answers so.
//!
//! Not verified: that the key is used as text although it looks like base64; that numbers go on when a webhook is disabled
//! and enabled again. Sources: Xero's `xero-webhooks.yaml` (16.1.0) and its documentation, "Configuring your server".

use std::ops::RangeInclusive;

use chrono::{DateTime, Utc};
use connectors_core::triggers::Event;
use connectors_core::types::Open;
use connectors_core::webhooks::{Hmac, Place, Scheme, Secrets, Verified, Verifier, Webhook};
use connectors_core::{Head, Response, Result};
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::credit_notes::CreditNoteType;
use crate::invoices::InvoiceStatus;
use crate::{Xero, dates};

/// How Xero proves its deliveries: by a signature over the body.
pub const SCHEME: Scheme = Scheme::Hmac(Hmac::base64(Place::Header("x-xero-signature")));

/// A verifier of Xero's deliveries. The secret is the webhook's signing key, as Xero shows it; while it is being replaced,
/// the old one and the new one.
pub fn verifier(signing_keys: impl Secrets) -> Verifier {
    Verifier::new(SCHEME, signing_keys)
}

/// What Xero tells of one event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Notification {
    /// What it is about.
    #[serde(rename = "eventCategory")]
    pub category: Open<Category>,
    /// What happened to it.
    pub event_type: Open<EventType>,
    /// Xero's id of the record.
    pub resource_id: String,
    /// Where the record is read.
    pub resource_url: String,
    /// Whose it is: an organisation's id, or for subscriptions the application's.
    pub tenant_id: String,
    /// Which of the two.
    pub tenant_type: Open<TenantType>,
    /// When it happened.
    #[serde(rename = "eventDateUtc", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub date_utc: Option<DateTime<Utc>>,
    /// What else is told; of credit notes see [`credit_note`](Self::credit_note).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
    /// Its number among all events of the webhook, if the delivery's numbers fit its events: see [`Sequence`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<u64>,
}

impl Notification {
    /// What is told of a record of an organisation.
    #[must_use]
    pub fn new(
        category: impl Into<Open<Category>>,
        event_type: impl Into<Open<EventType>>,
        resource_id: impl Into<String>,
        tenant_id: impl Into<String>,
    ) -> Self {
        Self {
            category: category.into(),
            event_type: event_type.into(),
            resource_id: resource_id.into(),
            resource_url: String::new(),
            tenant_id: tenant_id.into(),
            tenant_type: TenantType::Organisation.into(),
            date_utc: None,
            data: None,
            sequence: None,
        }
    }

    connectors_core::setters!(resource_url: String, tenant_type: Open<TenantType>, date_utc: Option<DateTime<Utc>>,
        data: Option<Value>, sequence: Option<u64>);

    /// What is told of a credit note.
    #[must_use]
    pub fn credit_note(&self) -> Option<CreditNoteData> {
        if self.category != Category::CreditNote {
            return None;
        }
        CreditNoteData::deserialize(self.data.as_ref()?).ok()
    }
}

/// What events are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Category {
    /// A contact.
    Contact,
    /// An invoice or bill.
    Invoice,
    /// A credit note.
    CreditNote,
    /// A customer's subscription to the application in Xero's app store.
    Subscription,
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum EventType {
    /// It was made.
    Create,
    /// It was changed, archived among that.
    Update,
}

/// Whose an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum TenantType {
    /// An organisation's.
    Organisation,
    /// The application's: events of subscriptions.
    Application,
}

/// What an event tells of a credit note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct CreditNoteData {
    /// Whether it is a customer's or a supplier's.
    #[serde(rename = "Type")]
    pub credit_note_type: Open<CreditNoteType>,
    /// Its status.
    pub status: Open<InvoiceStatus>,
}

impl CreditNoteData {
    /// What is told of a credit note.
    #[must_use]
    pub fn new(
        credit_note_type: impl Into<Open<CreditNoteType>>,
        status: impl Into<Open<InvoiceStatus>>,
    ) -> Self {
        Self { credit_note_type: credit_note_type.into(), status: status.into() }
    }
}

/// Tells whether events of a webhook did not come. Plain data, to be kept with your own; one for the webhook, not one for
/// each organisation: Xero counts all its events.
///
/// A gap may be filled later, when deliveries come out of order or are sent again. It is a reason to look, at once, and no
/// more: [`Hints::look`](connectors_core::triggers::Hints::look).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sequence {
    /// The greatest number that came.
    last: Option<u64>,
}

impl Sequence {
    /// Nothing came so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes an event that came. If there are numbers between it and those before it, these are told, once. Before the first
    /// event nothing is known, and nothing told.
    pub fn note(&mut self, event: &Notification) -> Option<RangeInclusive<u64>> {
        let number = event.sequence?;
        let last = self.last.replace(self.last.map_or(number, |last| last.max(number)))?;
        let next = last.checked_add(1)?;
        (next < number).then(|| next..=number - 1)
    }
}

/// A delivery's body.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    events: Vec<Notification>,
    first_event_sequence: Option<u64>,
    last_event_sequence: Option<u64>,
}

impl Body {
    /// The number of the first event, if the numbers fit.
    fn first(&self) -> Option<u64> {
        let (first, last) = (self.first_event_sequence?, self.last_event_sequence?);
        let count = u64::try_from(self.events.len()).ok()?;
        (first > 0 && last.checked_sub(first)?.checked_add(1)? == count).then_some(first)
    }
}

impl Webhook for Xero {
    type Event = Notification;

    #[inline]
    fn events(delivery: &Verified) -> Result<Vec<Event<Notification>>> {
        // Read as answers are: what does not fit is told by its place, without what stands there.
        let head = Head::new(StatusCode::OK, HeaderMap::new());
        let body: Body = Response::new(head, delivery.body().clone()).json()?;
        let first = body.first();
        let numbers = (0..).map(|at: u64| first?.checked_add(at));
        let events = body.events.into_iter().zip(numbers);
        Ok(events.map(|(event, sequence)| numbered(event, sequence)).collect())
    }
}

fn numbered(mut told: Notification, sequence: Option<u64>) -> Event<Notification> {
    told.sequence = sequence;
    // Not by the number: it is not said whether an event keeps it when it is sent again with others.
    let moment = told.date_utc.map(|at| at.timestamp_millis()).unwrap_or_default();
    let (category, kind) = (told.category.as_str(), told.event_type.as_str());
    let key = format!("{category}/{kind}/{}@{moment}", told.resource_id);
    let at = told.date_utc;
    Event::new(told.tenant_id.clone(), told.resource_id.clone(), key, told).at(at)
}
