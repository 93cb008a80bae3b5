//! Webhooks: subscriptions by the API, and what is posted to them.
//!
//! Shopify's documentation ("Updates to webhook retry mechanism"): five seconds to answer, eight more tries within four hours, and
//! the payload as it was at first. That a subscription is deleted after eight failures in succession is second-hand.

mod events;
mod payloads;
mod shapes;
mod subscriptions;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::SecondsFormat;
use http::HeaderName;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

pub(super) use self::subscriptions::MUTATIONS;
use super::json::{given, text, texts};
use super::state::State;
use super::{Cx, DOMAIN, Shopify, search, versions};
use crate::deliveries::{Delivery, DeliveryRules};
use crate::http::Reply;
use crate::lock;
use crate::store::Record;

const fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

/// Eight tries within four hours, each after twice the time; the steps are not documented.
const PAUSES: &[Duration] =
    &[minutes(1), minutes(2), minutes(4), minutes(8), minutes(16), minutes(32), minutes(64), minutes(113)];

const RULES: DeliveryRules =
    DeliveryRules { time_limit: Duration::from_secs(5), pauses: PAUSES, judge, again: |_| true };

/// Any success is one; a redirect is none.
fn judge(reply: &Reply) -> Result<(), String> {
    if reply.status.is_success() { Ok(()) } else { Err(format!("answered {}", reply.status.as_u16())) }
}

/// Something that happened, in the form of the REST API.
pub(super) struct Event {
    /// As it stands in headers: `orders/create`.
    topic: &'static str,
    /// The record that it is about, for its metafields; empty if it is gone.
    id: String,
    payload: Value,
}

/// What is to be posted to one subscription.
#[derive(Debug)]
pub(super) struct Letter {
    subscription: String,
    url: String,
    body: String,
    headers: Vec<(&'static str, String)>,
    /// Whether it goes although the subscription is over.
    last: bool,
}

/// The topic that ends all others.
const UNINSTALLED: &str = "app/uninstalled";

/// `ORDERS_CREATE` for `orders/create`.
fn constant(topic: &str) -> String {
    topic.replace(['/', '.'], "_").to_uppercase()
}

impl Cx<'_> {
    /// Tells subscriptions of what was changed since the step began.
    pub(super) fn tell(&mut self) {
        if self.store.count("WebhookSubscription") > 0 {
            let events = events::of(self);
            self.raise(events);
        }
    }

    /// Tells subscriptions of one event that no change of a record is.
    pub(super) fn tell_one(&mut self, topic: &'static str, id: &str) {
        let payload = payloads::of_id(self, id);
        self.raise(vec![Event { topic, id: id.to_owned(), payload }]);
    }

    /// Writes a letter to each subscription that wants one of these.
    fn raise(&mut self, events: Vec<Event>) {
        if events.is_empty() {
            return;
        }
        let together = self.ids.uuid();
        let at = self.now.to_rfc3339_opts(SecondsFormat::Nanos, true);
        let version = versions::supported(self.now).last().unwrap_or_default();
        let mut letters = Vec::new();
        for Event { topic, id, payload } in events {
            let wanted = constant(topic);
            let all = self.store.all("WebhookSubscription");
            for subscription in all.filter(|one| text(one, "topic") == wanted) {
                let filter = given(subscription, "filter").map(search::parse);
                if filter.is_some_and(|filter| !filter.fits_json(self, &payload)) {
                    continue;
                }
                let mut headers = vec![
                    ("topic", topic.to_owned()),
                    ("shop-domain", DOMAIN.to_owned()),
                    ("api-version", version.clone()),
                    ("webhook-id", self.ids.uuid()),
                    ("event-id", together.clone()),
                    ("triggered-at", at.clone()),
                ];
                headers.extend(given(subscription, "name").map(|name| ("name", name.to_owned())));
                letters.push(Letter {
                    subscription: text(subscription, "id").to_owned(),
                    url: text(subscription, "uri").to_owned(),
                    body: self.body(subscription, &id, &payload).to_string(),
                    headers,
                    last: topic == UNINSTALLED,
                });
            }
        }
        self.desk.letters.extend(letters);
    }

    /// What of a payload a subscription wants, and the metafields that it wants with it.
    fn body(&self, subscription: &Record, id: &str, payload: &Value) -> Value {
        let mut body = match texts(subscription, "includeFields").as_slice() {
            [] => payload.clone(),
            fields => fields.iter().fold(json!({}), |mut body, path| {
                include(payload, &mut body, path);
                body
            }),
        };
        let namespaces = texts(subscription, "metafieldNamespaces");
        let named: Vec<&Record> = super::json::objects(subscription, "metafields").collect();
        if namespaces.is_empty() && named.is_empty() {
            return body;
        }
        let wanted = |one: &&Record| {
            let is = |named: &&Record| {
                text(named, "key") == text(one, "key") && text(named, "namespace") == text(one, "namespace")
            };
            namespaces.iter().any(|name| name == text(one, "namespace")) || named.iter().any(is)
        };
        let all = self.store.find("Metafield", "owner", id).filter(wanted);
        body["metafields"] = all.map(|one| payloads::of(self, "Metafield", one)).collect();
        body
    }
}

/// Puts what is at a path of `from` to the same path of `to`; lists are walked.
fn include(from: &Value, to: &mut Value, path: &str) {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let Some(found) = from.get(first) else { return };
    let Some(rest) = rest else {
        to[first] = found.clone();
        return;
    };
    match found {
        Value::Array(items) => {
            if !to[first].is_array() {
                to[first] = json!(vec![json!({}); items.len()]);
            }
            for (at, item) in items.iter().enumerate() {
                include(item, &mut to[first][at], rest);
            }
        }
        Value::Object(_) => {
            if !to[first].is_object() {
                to[first] = json!({});
            }
            include(found, &mut to[first], rest);
        }
        _ => {}
    }
}

/// A letter as a delivery, signed; none if it goes to where the sandbox sends nothing.
pub(super) fn delivery(shop: &Shopify, state: &mut State, letter: Letter) -> Option<Delivery> {
    let Letter { subscription, url, body, headers, last } = letter;
    if !url.starts_with("http") {
        return None;
    }
    let signature = sign(&state.secret, body.as_bytes());
    let mut delivery = Delivery::new(&url, body, RULES).header(CONTENT_TYPE, "application/json");
    for (name, value) in headers.iter().chain([&("hmac-sha256", signature)]) {
        let name = match (shop.plain_headers, *name) {
            (false, name) => format!("x-shopify-{name}"),
            (true, "name") => "shopify-handle".to_owned(),
            (true, name) => format!("shopify-{name}"),
        };
        if let Ok(name) = HeaderName::try_from(name) {
            delivery = delivery.header(name, value);
        }
    }
    if last {
        return Some(delivery);
    }
    let over = Arc::clone(state.desk.living.entry(subscription.clone()).or_default());
    let inner = Arc::clone(&shop.inner);
    Some(delivery.unless(&over).then(move |ended| {
        if ended.is_err() {
            let mut state = lock(&inner);
            state.store.remove(&subscription);
            recall(&mut state);
        }
    }))
}

/// Nothing more is sent to subscriptions that are gone.
pub(super) fn recall(state: &mut State) {
    let State { store, desk, .. } = state;
    desk.living.retain(|id, over: &mut Arc<AtomicBool>| {
        let there = store.get(id).is_some();
        over.store(!there, Ordering::Release);
        there
    });
}

/// The base64 of the HMAC-SHA256 of the body; the secret is taken as text.
fn sign(secret: &str, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    BASE64_STANDARD.encode(hmac::sign(&key, body))
}

impl Shopify {
    /// The merchant removes the app: its webhooks hear of it, its subscriptions are gone, and no token of it is good any more until
    /// somebody consents again.
    pub fn uninstall(&self) {
        let now = lock(&self.inner).now();
        self.work(&super::state::nobody(), now, "", |mut cx| {
            cx.tell_one(UNINSTALLED, super::SHOP_ID);
            let all: Vec<Record> = cx.store.all("WebhookSubscription").cloned().collect();
            for one in all {
                cx.store.remove(text(&one, "id"));
            }
        });
        lock(&self.inner).installed = false;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{include, sign};

    /// Computed by other means than this crate's.
    #[test]
    fn a_delivery_is_signed_as_by_other_implementations() {
        let body = "{\"id\":820982911946154508,\"email\":\"jo@example.org\",\"total_price\":\"12.50\",\"note\":\"caf\u{e9} \u{2615}\"}";
        let signature = sign("shpss_test_secret_0001", body.as_bytes());
        assert_eq!(signature, "4zAcr3x5akJvBLHKW4fnieZumfFXr8AB4OUrtdywAyQ=");
    }

    #[test]
    fn a_part_of_a_payload_has_its_shape() {
        let whole =
            json!({ "id": 1, "a": { "b": 2, "c": 3 }, "d": [{ "e": 4, "f": 5 }, { "e": 6 }], "g": [7] });
        let mut part = json!({});
        for path in ["id", "a.c", "d.e", "d.f", "x.y", "g.h", "id.z"] {
            include(&whole, &mut part, path);
        }
        let wanted = json!({ "id": 1, "a": { "c": 3 }, "d": [{ "e": 4, "f": 5 }, { "e": 6 }], "g": [{}] });
        assert_eq!(part, wanted);
    }
}
