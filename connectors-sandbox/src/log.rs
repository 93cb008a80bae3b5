//! The log of calls, the counters, and the observer. Tokens and secrets are masked before anything is kept.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::HeaderMap;
use serde::Serialize;
use serde_json::Value;

/// One request and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct LoggedCall {
    /// Counts up from 1 over all platforms.
    pub number: u64,
    /// When it came, in the sandbox's time.
    pub at: DateTime<Utc>,
    /// Which platform.
    pub platform: &'static str,
    /// The method.
    pub method: String,
    /// The path, still encoded.
    pub path: String,
    /// The query, secrets masked.
    pub query: String,
    /// The status; none if the connection was cut instead of an answer.
    pub status: Option<u16>,
    /// The account that the caller acts for, if the caller was known.
    pub account: Option<String>,
    /// The idempotency key's answer was given again.
    pub replayed: bool,
    /// The faults that hit it.
    pub faults: Vec<&'static str>,
    /// The request's body, secrets masked, cut to a bound.
    pub request_body: String,
    /// The answer's body, secrets masked, cut to a bound.
    pub response_body: String,
}

/// One try to deliver a webhook, and what became of it.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct LoggedDelivery {
    /// Counts up from 1 over all platforms.
    pub number: u64,
    /// When it was sent, in the sandbox's time.
    pub at: DateTime<Utc>,
    /// Which platform.
    pub platform: &'static str,
    /// Where to; secrets in the query masked.
    pub url: String,
    /// Which try it was, from 1 on.
    pub attempt: usize,
    /// The vendor's headers.
    pub headers: BTreeMap<String, String>,
    /// The body, secrets masked, cut to a bound.
    pub body: String,
    /// The status of the answer; none if there was none, or a fault kept it away.
    pub status: Option<u16>,
    /// Why the vendor does not take it for delivered, or that a fault lost it.
    pub problem: Option<String>,
    /// When it is tried again, if it is.
    pub retry_at: Option<DateTime<Utc>>,
    /// The faults that hit it.
    pub faults: Vec<&'static str>,
}

/// What happened on one platform since the start or the last reset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counters {
    /// Requests, the control endpoints' aside.
    pub calls: u64,
    /// Answers that refused for a limit.
    pub throttled: u64,
    /// Access tokens issued over the token endpoint.
    pub tokens: u64,
    /// Those of them that answered a refresh.
    pub refreshes: u64,
    /// Requests refused for their token.
    pub unauthorized: u64,
    /// Answers given again for an idempotency key.
    pub replayed: u64,
    /// Requests that a fault hit.
    pub faults: u64,
    /// Webhooks sent, each try of them.
    pub deliveries: u64,
    /// Those of them that did not arrive, or were not answered as the vendor wants.
    pub undelivered: u64,
}

/// A request and its answer as they went over the wire, for a check against the vendor's description.
/// The `Authorization` header and cookies are left out.
#[derive(Clone)]
pub struct Exchange {
    /// Which platform.
    pub platform: &'static str,
    /// The request's method.
    pub method: http::Method,
    /// The request's path and query.
    pub uri: String,
    /// The request's headers.
    pub request_headers: HeaderMap,
    /// The request's body.
    pub request_body: Bytes,
    /// The answer's status.
    pub status: http::StatusCode,
    /// The answer's headers.
    pub headers: HeaderMap,
    /// The answer's body.
    pub body: Bytes,
    /// Whether a fault changed the answer, so that it need not be what the vendor would say.
    pub faulted: bool,
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.uri.split('?').next().unwrap_or_default();
        write!(f, "{} {} {path} -> {}", self.platform, self.method, self.status)
    }
}

/// Sees every exchange of a sandbox.
pub type Observer = Arc<dyn Fn(&Exchange) + Send + Sync>;

const BODY_BOUND: usize = 4096;
const CALLS_BOUND: usize = 20_000;
/// What is a secret in the traffic of the authorization server …
const SECRET_NAMES: [&str; 9] = [
    "access_token",
    "refresh_token",
    "id_token",
    "client_secret",
    "client_assertion",
    "code",
    "code_verifier",
    "state",
    "token",
];
/// … and in any query: nobody means anything else by these names.
const ALWAYS_SECRET: [&str; 4] = ["access_token", "refresh_token", "id_token", "client_secret"];

/// The calls and counters of a sandbox.
#[derive(Debug, Default)]
pub(crate) struct Log {
    calls: VecDeque<LoggedCall>,
    number: u64,
    deliveries: VecDeque<LoggedDelivery>,
    delivery_number: u64,
    counters: BTreeMap<&'static str, Counters>,
}

impl Log {
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(crate) fn add(&mut self, mut call: LoggedCall) {
        self.number += 1;
        call.number = self.number;
        if self.calls.len() >= CALLS_BOUND {
            self.calls.pop_front();
        }
        self.calls.push_back(call);
    }

    pub(crate) fn calls(&self) -> impl Iterator<Item = &LoggedCall> {
        self.calls.iter()
    }

    pub(crate) fn add_delivery(&mut self, mut delivery: LoggedDelivery) {
        let counters = self.count(delivery.platform);
        counters.deliveries += 1;
        counters.undelivered += u64::from(delivery.problem.is_some());
        self.delivery_number += 1;
        delivery.number = self.delivery_number;
        if self.deliveries.len() >= CALLS_BOUND {
            self.deliveries.pop_front();
        }
        self.deliveries.push_back(delivery);
    }

    pub(crate) fn deliveries(&self) -> impl Iterator<Item = &LoggedDelivery> {
        self.deliveries.iter()
    }

    /// The number of the last delivery.
    pub(crate) fn last_delivery(&self) -> u64 {
        self.delivery_number
    }

    /// The number of the last call.
    pub(crate) fn last(&self) -> u64 {
        self.number
    }

    pub(crate) fn count(&mut self, platform: &'static str) -> &mut Counters {
        self.counters.entry(platform).or_default()
    }

    pub(crate) fn counters(&self, platform: &str) -> Counters {
        self.counters.get(platform).copied().unwrap_or_default()
    }
}

/// A body for the log. Only the authorization server's own traffic (`secrets`) has fields to mask: elsewhere `code`
/// is a business field, and masking it would hide what a reader looks for.
pub(crate) fn body_text(body: &[u8], secrets: bool) -> String {
    // No more of a file is read than is shown: a character has four bytes at most.
    let start = || body.get(..BODY_BOUND * 4 + 4).unwrap_or(body);
    let text = if secrets { masked(body) } else { String::from_utf8_lossy(start()).into_owned() };
    match text.char_indices().nth(BODY_BOUND) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

fn masked(body: &[u8]) -> String {
    if let Ok(Value::Object(mut map)) = serde_json::from_slice::<Value>(body) {
        for (name, value) in &mut map {
            if SECRET_NAMES.contains(&name.as_str()) {
                *value = Value::from("***");
            }
        }
        return Value::Object(map).to_string();
    }
    // Multipart or anything else that is not plain pairs is not shown at all.
    if body.starts_with(b"--") { "***".to_owned() } else { query_text(&String::from_utf8_lossy(body), true) }
}

/// A query or form for the log.
pub(crate) fn query_text(query: &str, secrets: bool) -> String {
    let names: &[&str] = if secrets { &SECRET_NAMES } else { &ALWAYS_SECRET };
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if names.contains(&name) => format!("{name}=***"),
        _ => pair.to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}
