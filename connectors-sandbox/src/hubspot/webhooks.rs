//! The app's webhook: where it goes, what it is subscribed to, and what is posted, signed anew for each try.
//!
//! Not verified live: how many events a delivery has at most, that a record that is made tells of its properties as well, and
//! the pauses between the ten further tries in about 24 hours.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Utc};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::events::{Event, What};
use super::store::State;
use super::{APP_ID, PORTAL};
use crate::deliveries::{Delivery, DeliveryRules, Ended, Outbox};
use crate::http::Reply;

/// The most events in one delivery.
const MOST_EVENTS: usize = 100;

const fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

const RULES: DeliveryRules = DeliveryRules {
    time_limit: Duration::from_secs(5),
    pauses: &[
        minutes(1),
        minutes(5),
        minutes(15),
        minutes(30),
        minutes(60),
        minutes(120),
        minutes(180),
        minutes(240),
        minutes(360),
        minutes(420),
    ],
    judge,
    again: |reply| !reply.status.is_client_error() || reply.status == http::StatusCode::TOO_MANY_REQUESTS,
};

fn judge(reply: &Reply) -> Ended {
    if reply.status.is_success() { Ok(()) } else { Err(format!("answered {}", reply.status.as_u16())) }
}

/// What the app wants to be told of.
#[derive(Clone, Debug)]
pub(super) struct Subscription {
    pub(super) id: u64,
    /// `contact.propertyChange`
    pub(super) event: String,
    pub(super) property: Option<String>,
    /// Whose, of a subscription to `object.…`.
    pub(super) object_type: Option<String>,
    pub(super) active: bool,
    pub(super) made: DateTime<Utc>,
    pub(super) changed: DateTime<Utc>,
}

/// Where events go.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) url: String,
    pub(super) concurrent: u64,
    pub(super) made: DateTime<Utc>,
    pub(super) changed: DateTime<Utc>,
}

/// The app's webhook.
#[derive(Clone, Debug, Default)]
pub(super) struct Hooks {
    pub(super) target: Option<Target>,
    pub(super) subscriptions: Vec<Subscription>,
    next_subscription: u64,
    next_event: u64,
    /// Set when the target is another: nothing more is sent to the old one.
    over: Arc<AtomicBool>,
}

impl Hooks {
    /// Sends events elsewhere, or nowhere.
    pub(super) fn set_target(&mut self, url: Option<&str>, concurrent: u64, now: DateTime<Utc>) {
        self.over.store(true, Ordering::Release);
        self.over = Arc::default();
        let made = self.target.as_ref().map_or(now, |target| target.made);
        self.target = url.map(|url| Target { url: url.to_owned(), concurrent, made, changed: now });
    }

    /// The id of a new subscription.
    pub(super) fn subscribe(
        &mut self,
        event: &str,
        property: Option<&str>,
        object_type: Option<&str>,
        active: bool,
        now: DateTime<Utc>,
    ) -> u64 {
        self.next_subscription += 1;
        let id = 500 + self.next_subscription;
        let (event, property, object_type) =
            (event.to_owned(), property.map(str::to_owned), object_type.map(str::to_owned));
        self.subscriptions.push(Subscription {
            id,
            event,
            property,
            object_type,
            active,
            made: now,
            changed: now,
        });
        id
    }
}

/// The word for what happened, as in `contact.creation`.
fn word(what: &What) -> &'static str {
    match what {
        What::Created => "creation",
        What::Deleted => "deletion",
        What::Restored => "restore",
        What::Message { .. } => "newMessage",
        What::Forgotten => "privacyDeletion",
        What::Changed { .. } => "propertyChange",
        What::Merged { .. } => "merge",
        What::Linked { .. } => "associationChange",
    }
}

impl Subscription {
    fn wants(&self, state: &State, event: &Event) -> bool {
        let Some((whose, wanted)) = self.event.split_once('.') else { return false };
        let kind = state.kind(event.kind);
        let of_type = if whose == "object" {
            let named = self.object_type.as_deref().and_then(|name| state.kind_named(name));
            named == Some(event.kind)
        } else {
            whose == kind.singular
        };
        let property = match &event.what {
            What::Changed { property, .. } => self.property.as_deref() == Some(property),
            _ => true,
        };
        self.active && of_type && wanted == word(&event.what) && property
    }

    fn event(&self, state: &State, number: u64, event: &Event) -> Value {
        let kind = state.kind(event.kind);
        let mut body = json!({
            "eventId": number, "subscriptionId": self.id, "portalId": PORTAL, "appId": APP_ID,
            "occurredAt": event.at.timestamp_millis(), "subscriptionType": self.event,
            "attemptNumber": 0, "objectId": event.id, "changeSource": event.source.name(),
        });
        if let Some(id) = event.source.id() {
            body["sourceId"] = json!(id);
        }
        let generic = self.event.starts_with("object.");
        if generic {
            body["objectTypeId"] = json!(kind.type_id);
            body["isSensitive"] = json!(false);
        }
        match &event.what {
            What::Created => body["changeFlag"] = json!("CREATED"),
            What::Deleted | What::Forgotten => body["changeFlag"] = json!("DELETED"),
            What::Restored => {}
            What::Message { number } => {
                body["messageId"] = json!(number.to_string());
                body["messageType"] = json!("MESSAGE");
            }
            What::Changed { property, value } => {
                body["propertyName"] = json!(property);
                body["propertyValue"] = json!(value);
            }
            What::Merged { primary, merged, moved } => {
                body["primaryObjectId"] = json!(primary);
                body["mergedObjectIds"] = json!([merged]);
                body["newObjectId"] = json!(event.id);
                body["numberOfPropertiesMoved"] = json!(moved);
            }
            What::Linked { to: (other, to), link, removed } => {
                let other = state.kind(*other);
                let name = format!("{}_TO_{}", kind.singular, other.singular).to_uppercase();
                let label = state.links.types(&kind.type_id, &other.type_id).find(|one| one.id == *link);
                let primary = label.is_some_and(|link| link.label.as_deref() == Some("Primary"));
                body["fromObjectId"] = json!(event.id);
                body["toObjectId"] = json!(to);
                body["associationType"] = json!(name);
                body["associationRemoved"] = json!(removed);
                body["isPrimaryAssociation"] = json!(primary);
                if generic {
                    body["fromObjectTypeId"] = json!(kind.type_id);
                    body["toObjectTypeId"] = json!(other.type_id);
                    body["associationTypeId"] = json!(link);
                }
            }
        }
        body
    }
}

/// Tells the webhook what happened since the last time.
pub(super) fn tell(state: &mut State, outbox: &Outbox, secret: &str) {
    let events = std::mem::take(&mut state.events);
    let Some(url) = state.hooks.target.as_ref().map(|target| target.url.clone()) else { return };
    let mut bodies = Vec::new();
    for event in &events {
        for subscription in state.hooks.subscriptions.iter().filter(|one| one.wants(state, event)) {
            let number = state.hooks.next_event + bodies.len() as u64 + 1;
            bodies.push(subscription.event(state, number, event));
        }
    }
    state.hooks.next_event += bodies.len() as u64;
    for batch in bodies.chunks(MOST_EVENTS) {
        let (batch, secret, to) = (batch.to_vec(), secret.to_owned(), url.clone());
        let write = move |attempt: usize, now: DateTime<Utc>| {
            let mut batch = batch.clone();
            for event in &mut batch {
                event["attemptNumber"] = json!(attempt.saturating_sub(1));
            }
            let body = Value::Array(batch).to_string();
            (signed(&secret, &to, &body, now), body.into())
        };
        let delivery = Delivery::new(&url, "", RULES).header(CONTENT_TYPE, "application/json");
        outbox.post(delivery.unless(&state.hooks.over).each_try(write));
    }
}

/// The headers of a try: the first version's signature, and the third one's with its time.
fn signed(secret: &str, url: &str, body: &str, now: DateTime<Utc>) -> HeaderMap {
    let time = now.timestamp_millis().to_string();
    let headers = [
        ("x-hubspot-signature", v1(secret, body)),
        ("x-hubspot-signature-version", "v1".to_owned()),
        ("x-hubspot-signature-v3", v3(secret, "POST", url, body, &time)),
        ("x-hubspot-request-timestamp", time),
    ];
    let headers = headers.into_iter().filter_map(|(name, value)| {
        Some((HeaderName::from_static(name), HeaderValue::from_str(&value).ok()?))
    });
    headers.collect()
}

fn v1(secret: &str, body: &str) -> String {
    Sha256::digest(format!("{secret}{body}")).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn v3(secret: &str, method: &str, url: &str, body: &str, time: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let text = format!("{method}{}{body}{time}", decoded(url));
    BASE64_STANDARD.encode(hmac::sign(&key, text.as_bytes()))
}

/// What is decoded in a URL before it is signed; the rest stays as it is.
const DECODED: &[(&str, &str)] = &[
    ("%3A", ":"),
    ("%2F", "/"),
    ("%3F", "?"),
    ("%40", "@"),
    ("%21", "!"),
    ("%24", "$"),
    ("%27", "'"),
    ("%28", "("),
    ("%29", ")"),
    ("%2A", "*"),
    ("%2C", ","),
    ("%3B", ";"),
];

fn decoded(url: &str) -> String {
    let mut parts = url.split('%');
    let mut decoded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..2).map(|code| format!("%{}", code.to_uppercase()));
        let known = code.and_then(|code| DECODED.iter().find(|(known, _)| *known == code));
        match known {
            Some((_, char)) => {
                decoded.push_str(char);
                decoded.push_str(part.get(2..).unwrap_or_default());
            }
            None => {
                decoded.push('%');
                decoded.push_str(part);
            }
        }
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::{v1, v3};

    /// Computed by other means than this crate's.
    #[test]
    fn signatures_are_those_of_other_implementations() {
        let secret = "2f1c0de5-aaaa-bbbb-cccc-0123456789ab";
        let body = r#"[{"eventId":100,"subscriptionId":51,"portalId":33,"appId":1160452,"occurredAt":1762000000000,"subscriptionType":"contact.propertyChange","attemptNumber":0,"objectId":9001,"propertyName":"firstname","propertyValue":"Zoë","changeSource":"CRM_UI"}]"#;
        assert_eq!(v1(secret, body), "f1f78a42b5f6890e4fc78e611c76640a0a75d6d6dd1863d7abb64cbad9fac380");
        let time = "1762000000123";
        let plain = "https://hooks.example.org/hubspot/in";
        assert_eq!(v3(secret, "POST", plain, body, time), "VXwj/hA5zc44RF3TTlQdt78kFjD6lHldF87jKHSlUgo=");
        let encoded = format!("{plain}?next=https%3A%2F%2fexample.org%2Fa%3Fb&who=jo%40example.org&q=a%20b");
        assert_eq!(v3(secret, "POST", &encoded, body, time), "LEEmnosimgeYgvVITqWfm4Xbal4f2sCmdNQr4aTRrY8=");
    }
}
