//! For tests: one organisation that is spoken to by calls as they come from the wire, without a wire.

use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, TimeZone as _, Utc};
use connectors_core::clock::SystemClock;
use http::{HeaderMap, HeaderValue, Method};
use serde_json::{Value, json};

use super::{Books, Xero, facts};
use crate::deliveries::Outbox;
use crate::engine::Shared;
use crate::http::{Params, Request};
use crate::lock;
use crate::oauth::{Caller, OAuth};
use crate::platform::{Call, Platform as _, Setup};

const BASE: &str = "http://127.0.0.1";

pub(super) struct InProcess {
    xero: Xero,
    pub(super) now: DateTime<Utc>,
    pub(super) scopes: Vec<String>,
    pub(super) headers: HeaderMap,
}

impl InProcess {
    pub(super) fn new() -> Self {
        let now = Utc.with_ymd_and_hms(2024, 6, 14, 9, 30, 0).unwrap();
        let xero = Xero::new();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let shared = Shared::new(Arc::new(SystemClock::new()), 7, runtime.handle().clone());
        let shared = Arc::new(shared);
        let outbox = Outbox::new("xero", &shared);
        let credentials = OAuth::new(&xero, shared.seed).credentials();
        xero.reset(&Setup {
            base: BASE,
            seed: shared.seed,
            clock: &shared.clock,
            outbox: &outbox,
            credentials: &credentials,
        });
        let mut headers = HeaderMap::new();
        for header in ["accept", "content-type"] {
            headers.insert(header, HeaderValue::from_static("application/json"));
        }
        let scopes = facts::API_SCOPES.iter().map(|scope| (*scope).to_owned()).collect();
        Self { xero, now, scopes, headers }
    }

    pub(super) fn call(&self, method: Method, address: &str, body: &Value) -> (u16, Value) {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let path = format!("/api.xro/2.0/{path}");
        let request = Request {
            method,
            segments: path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect(),
            path,
            raw_query: query.to_owned(),
            query: Params::parse(query.as_bytes()),
            headers: self.headers.clone(),
            body: if body.is_null() { Bytes::new() } else { Bytes::from(body.to_string()) },
        };
        let caller = Caller {
            client_id: "app".to_owned(),
            account: "demo".to_owned(),
            scopes: self.scopes.clone(),
            grant: "grant".to_owned(),
            machine: true,
        };
        let reply = self.xero.handle(&Call { request: &request, caller: &caller, now: self.now, base: BASE });
        let body = serde_json::from_slice(&reply.body)
            .unwrap_or_else(|_| Value::from(String::from_utf8_lossy(&reply.body).into_owned()));
        (reply.status.as_u16(), body)
    }

    pub(super) fn get(&self, address: &str) -> Value {
        let (status, body) = self.call(Method::GET, address, &Value::Null);
        assert_eq!(status, 200, "{address}: {body}");
        body
    }

    /// Makes one record.
    pub(super) fn put(&self, plural: &str, element: &Value) -> Value {
        let (status, body) = self.call(Method::PUT, plural, &json!({ plural: [element] }));
        assert_eq!(status, 200, "{plural}: {body}");
        body[plural][0].clone()
    }

    /// Changes one record.
    pub(super) fn post(&self, path: &str, plural: &str, element: &Value) -> Value {
        let (status, body) = self.call(Method::POST, path, &json!({ plural: [element] }));
        assert_eq!(status, 200, "{path}: {body}");
        body[plural][0].clone()
    }

    /// Looks into the books themselves.
    pub(super) fn books<T>(&self, look: impl FnOnce(&Books) -> T) -> T {
        look(&lock(&self.xero.state).organisations[0].books)
    }
}
