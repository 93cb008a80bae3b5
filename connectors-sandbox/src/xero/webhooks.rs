//! Webhooks: what happens to contacts, invoices and credit notes is posted to the app's URL, signed.
//!
//! Xero's webhook description and documentation: categories, bodies, signature, the intent to receive, what an answer has
//! to be, and that a delivery is tried again less and less often for 24 hours, after which the webhook is disabled.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Utc};
use http::header::{CONTENT_TYPE, SET_COOKIE};
use http::{HeaderName, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::books::Books;
use super::wire::text;
use super::{State, Xero};
use crate::deliveries::{Delivery, DeliveryRules, Ended, Outbox};
use crate::http::Reply;
use crate::ids::Ids;
use crate::lock;
use crate::platform::Setup;
use crate::store::{Record, Table};

const SIGNATURE: HeaderName = HeaderName::from_static("x-xero-signature");

const TIME_LIMIT: Duration = Duration::from_secs(5);

const fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

/// Xero says 24 hours and "decreasing frequency"; the steps between are not documented.
const PAUSES: &[Duration] = &[
    minutes(1),
    minutes(4),
    minutes(10),
    minutes(15),
    minutes(30),
    minutes(60),
    minutes(120),
    minutes(240),
    minutes(480),
    minutes(480),
];

const EVENTS: DeliveryRules = DeliveryRules {
    time_limit: TIME_LIMIT,
    pauses: PAUSES,
    judge: |reply| judge(StatusCode::OK, reply),
    again: |_| true,
};

/// The intent to receive: what is signed right, and how it has to be answered. Xero sends several of both kinds; how many
/// is not documented.
const HANDSHAKE: [(bool, DeliveryRules); 4] = [
    (true, DeliveryRules { pauses: &[], ..EVENTS }),
    (false, REFUSED),
    (true, DeliveryRules { pauses: &[], ..EVENTS }),
    (false, REFUSED),
];

const REFUSED: DeliveryRules = DeliveryRules {
    pauses: &[],
    judge: |reply| judge(StatusCode::UNAUTHORIZED, reply),
    again: |_| true,
    time_limit: TIME_LIMIT,
};

/// An answer has to be of this status, without a body and without cookies.
fn judge(wanted: StatusCode, reply: &Reply) -> Ended {
    let problem = if reply.status != wanted {
        format!("answered {} instead of {}", reply.status.as_u16(), wanted.as_u16())
    } else if !reply.body.is_empty() {
        "answered with a body".to_owned()
    } else if reply.headers.contains_key(SET_COOKIE) {
        "answered with a cookie".to_owned()
    } else {
        return Ok(());
    };
    Err(problem)
}

/// Something that is reported: the word for it, its path in the API, and where it is kept. The category `SUBSCRIPTION` is
/// about the app's own customers in Xero's app store, which the sandbox does not have.
struct Category {
    name: &'static str,
    path: &'static str,
    table: fn(&Books) -> &Table,
    data: fn(&Record) -> Option<Value>,
}

const CATEGORIES: [Category; 3] = [
    Category { name: "CONTACT", path: "Contacts", table: |books| &books.contacts, data: |_| None },
    Category { name: "INVOICE", path: "Invoices", table: |books| &books.invoices, data: |_| None },
    Category {
        name: "CREDITNOTE",
        path: "CreditNotes",
        table: |books| &books.credit_notes,
        data: |note| Some(json!({ "Type": text(note, "Type"), "Status": text(note, "Status") })),
    },
];

/// What changed: place among the categories, id, and whether it is new.
pub(super) type Changes = Vec<(usize, String, bool)>;

impl Books {
    /// Notes which records are otherwise than they were when the work that can still be undone began; each once.
    pub(super) fn note_changes(&mut self) {
        let mut changes = std::mem::take(&mut self.changes);
        for (index, category) in CATEGORIES.iter().enumerate() {
            let table = (category.table)(self);
            for (id, before) in table.changes().filter(|(id, before)| table.get(id) != *before) {
                if !changes.iter().any(|(other, known, _)| *other == index && known == id) {
                    changes.push((index, id.to_owned(), before.is_none()));
                }
            }
        }
        self.changes = changes;
    }
}

/// Whether a webhook gets events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WebhookStatus {
    /// None is set up.
    None,
    /// The receiver has still to show that it checks signatures.
    Pending,
    /// It gets events.
    Active,
    /// The receiver did not check signatures, or did not take a delivery for 24 hours.
    Disabled,
}

/// The app's webhook and how it stands.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Webhook {
    /// Where events go; empty if no webhook is set up.
    pub url: String,
    /// What they are signed by: a made-up key, good nowhere else.
    pub key: String,
    /// Whether it gets events.
    pub status: WebhookStatus,
    /// Why it is disabled.
    pub reason: Option<String>,
    /// The number of the last event that was sent.
    pub last_event: u64,
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook")
            .field("status", &self.status)
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

impl Xero {
    /// The app's webhook, as it is set up in the developer portal: from the start on, Xero makes sure that the receiver at
    /// `url` checks signatures by `key`, and then sends events.
    #[must_use]
    pub fn webhook(mut self, url: &str, key: &str) -> Self {
        self.webhook = Some((url.to_owned(), key.to_owned()));
        self
    }

    /// Sets the app's webhook up anew while the sandbox runs: another URL, another key (without one it stays), or the
    /// same ones again after it was disabled. What was to go to the old one is not sent any more.
    pub fn set_webhook(&self, url: &str, key: Option<&str>) -> Webhook {
        self.webhooks.set_up(url, key);
        self.webhooks.shown()
    }

    /// How the app's webhook stands.
    #[must_use]
    pub fn webhook_state(&self) -> Webhook {
        self.webhooks.shown()
    }

    /// Tells the webhook of what has changed. Those who are not connected to the app are none of its business.
    pub(super) fn tell(&self, state: &mut State, now: DateTime<Utc>) {
        let events = state.organisations.iter_mut().flat_map(|organisation| {
            let events = self.webhooks.events(&organisation.tenant, &mut organisation.books, now);
            if organisation.connected { events } else { Vec::new() }
        });
        self.webhooks.send(events.collect());
    }
}

/// What the control endpoint takes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    pub(super) url: Option<String>,
    pub(super) key: Option<String>,
}

/// The app's webhook, from within. Clones are the same one.
#[derive(Clone, Debug, Default)]
pub(super) struct Webhooks(Arc<Mutex<Hook>>);

#[derive(Debug)]
struct Hook {
    outbox: Option<Outbox>,
    base: String,
    ids: Ids,
    shown: Webhook,
    /// How many answers to the intent to receive were good.
    proven: usize,
    /// Set when this webhook is another or disabled: nothing more is sent for it.
    over: Arc<AtomicBool>,
}

impl Default for Hook {
    fn default() -> Self {
        let (url, key, reason, last_event) = (String::new(), String::new(), None, 0);
        let shown = Webhook { url, key, status: WebhookStatus::None, reason, last_event };
        let ids = Ids::new(0, "xero/webhooks");
        Self { outbox: None, base: String::new(), ids, shown, proven: 0, over: Arc::default() }
    }
}

impl Webhooks {
    pub(super) fn reset(&self, setup: &Setup<'_>) {
        let ids = Ids::new(setup.seed, "xero/webhooks");
        let mut hook = lock(&self.0);
        hook.over.store(true, Ordering::Release);
        let (outbox, base) = (Some(setup.outbox.clone()), setup.base.to_owned());
        *hook = Hook { outbox, base, ids, ..Hook::default() };
        // Real keys look like base64, too, and are used as they stand.
        hook.shown.key = BASE64_STANDARD.encode(hook.ids.token(64));
    }

    pub(super) fn shown(&self) -> Webhook {
        lock(&self.0).shown.clone()
    }

    /// Another URL or key, or the same again: the receiver has to show that it checks signatures.
    pub(super) fn set_up(&self, url: &str, key: Option<&str>) {
        let mut hook = lock(&self.0);
        hook.over.store(true, Ordering::Release);
        hook.over = Arc::default();
        url.clone_into(&mut hook.shown.url);
        if let Some(key) = key {
            key.clone_into(&mut hook.shown.key);
        }
        (hook.shown.status, hook.shown.reason, hook.proven) = (WebhookStatus::Pending, None, 0);
        for (right, rules) in HANDSHAKE {
            let body = hook.body(&[], 0, 0);
            let key = if right { hook.shown.key.clone() } else { hook.ids.token(64) };
            self.post(&hook, body, &key, rules, move |hook, ended| match ended {
                Ok(()) => hook.prove(),
                Err(problem) => {
                    let kind = if right { "right" } else { "wrong" };
                    hook.disable(format!("intent to receive, signed {kind}: {problem}"));
                }
            });
        }
    }

    /// What changed in these books since they were asked last.
    pub(super) fn events(&self, tenant: &str, books: &mut Books, now: DateTime<Utc>) -> Vec<Value> {
        let changes = std::mem::take(&mut books.changes).into_iter();
        let events = changes.filter_map(|(index, id, new)| {
            let category = CATEGORIES.get(index)?;
            let mut event = json!({
                "resourceUrl": format!("{}/api.xro/2.0/{}/{id}", lock(&self.0).base, category.path),
                "resourceId": id,
                "tenantId": tenant,
                "tenantType": "ORGANISATION",
                "eventCategory": category.name,
                "eventType": if new { "CREATE" } else { "UPDATE" },
                "eventDateUtc": now.format("%Y-%m-%dT%H:%M:%S%.3f").to_string(),
            });
            if let Some(data) = (category.data)((category.table)(books).get(&id)?) {
                event["data"] = data;
            }
            Some(event)
        });
        events.collect()
    }

    /// Sends events in one delivery, if anybody listens. Credit notes have one of their own: in the description the
    /// others do not stand beside them.
    pub(super) fn send(&self, events: Vec<Value>) {
        let mut hook = lock(&self.0);
        let (notes, others): (Vec<_>, Vec<_>) =
            events.into_iter().partition(|event| event.get("data").is_some());
        for events in [others, notes] {
            self.send_batch(&mut hook, &events);
        }
    }

    fn send_batch(&self, hook: &mut Hook, events: &[Value]) {
        if events.is_empty() || hook.shown.status != WebhookStatus::Active {
            return;
        }
        let first = hook.shown.last_event + 1;
        hook.shown.last_event += events.len() as u64;
        let body = hook.body(events, first, hook.shown.last_event);
        self.post(hook, body, &hook.shown.key, EVENTS, |hook, ended| {
            if let Err(problem) = ended {
                hook.disable(format!("a delivery failed for 24 hours: {problem}"));
            }
        });
    }

    /// Posts a body, signed by `key`; `then` is told how that ended if the webhook is still the same.
    fn post(
        &self,
        hook: &Hook,
        body: String,
        key: &str,
        rules: DeliveryRules,
        then: impl FnOnce(&mut Hook, Ended) + Send + 'static,
    ) {
        let Some(outbox) = &hook.outbox else { return };
        let signature = sign(key, &body);
        let (this, over) = (self.clone(), Arc::clone(&hook.over));
        let delivery = Delivery::new(&hook.shown.url, body, rules)
            .header(CONTENT_TYPE, "application/json; charset=utf-8")
            .header(SIGNATURE, &signature)
            .unless(&hook.over)
            .then(move |ended| {
                let mut hook = lock(&this.0);
                if !over.load(Ordering::Acquire) {
                    then(&mut hook, ended);
                }
            });
        outbox.post(delivery);
    }
}

impl Hook {
    fn prove(&mut self) {
        self.proven += 1;
        if self.proven == HANDSHAKE.len() {
            self.shown.status = WebhookStatus::Active;
        }
    }

    fn disable(&mut self, reason: String) {
        self.over.store(true, Ordering::Release);
        (self.shown.status, self.shown.reason) = (WebhookStatus::Disabled, Some(reason));
    }

    fn body(&self, events: &[Value], first: u64, last: u64) -> String {
        let entropy = self.ids.token(20).to_ascii_uppercase();
        let body = json!({
            "events": events, "firstEventSequence": first, "lastEventSequence": last, "entropy": entropy,
        });
        body.to_string()
    }
}

/// The base64 of the HMAC-SHA256 of the body; the key is taken as text.
fn sign(key: &str, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes());
    BASE64_STANDARD.encode(hmac::sign(&key, body.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::sign;

    /// Computed by other means than this crate's.
    #[test]
    fn a_signature_is_over_the_raw_body_by_the_key_as_text() {
        let key = "xero-webhook-signing-key-0001";
        let body =
            r#"{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"QWERTYUIOPASDFGHJKLZ"}"#;
        assert_eq!(sign(key, body), "4qzZOXqBB0g+B8ztSKxIf55hg827EuJaPPAyNm84NZc=");
        assert_eq!(sign(key, &format!("{body}\n")), "YqjsJTXCap7yX4uawSXUDACsU4Ywz38Ja5gz2jyANNY=");
        let event = r#"{"events":[{"resourceUrl":"https://api.xero.com/api.xro/2.0/Contacts/717f2bfc-c6d4-41fd-b238-3f2f0c0cf777","resourceId":"717f2bfc-c6d4-41fd-b238-3f2f0c0cf777","tenantId":"c2cc9b6e-9458-4c7d-93cc-f02b81b0594f","tenantType":"ORGANISATION","eventCategory":"CONTACT","eventType":"UPDATE","eventDateUtc":"2026-06-21T01:15:39.902"}],"firstEventSequence":1,"lastEventSequence":1,"entropy":"MNBVCXZLKJHGFDSAPOIU"}"#;
        assert_eq!(sign(key, event), "5G87cflgeAqkFzpVy4uQcQmXBF/Mfc3j3q+6V3xglHE=");
    }
}
