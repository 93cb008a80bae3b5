//! What the tests share.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::sync::Arc;

use connectors_core::catalog::Kind;
use connectors_core::clock::{Clock, SystemClock};
use connectors_core::transport::{Reply, ScriptedTransport, Seen};
use connectors_core::{Action, Client, Connector, Cx, Error, Head, Request, Response, Shared};
use connectors_shopify::Shopify;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

/// The shop that requests are made for.
pub(crate) fn shopify() -> Shopify {
    Shopify::new("acme.myshopify.com").unwrap()
}

/// The sample input of an action or trigger.
pub(crate) fn sample(id: &str) -> Value {
    let path = format!("{}/tests/samples/{id}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_slice(&text).unwrap()
}

/// The ids in the catalog.
pub(crate) fn ids(kind: Kind) -> Vec<String> {
    Shopify::catalog().iter().filter(|entry| entry.kind() == kind).map(|entry| entry.id()).collect()
}

/// The request of an action, without a client.
pub(crate) fn request<A: Action<Connector = Shopify>>(action: &A) -> Request {
    action.request(&Cx::new(&shopify(), "key")).unwrap()
}

/// Why an action makes no request.
pub(crate) fn refused<A: Action<Connector = Shopify>>(action: &A) -> Error {
    action.request(&Cx::new(&shopify(), "key")).unwrap_err()
}

/// The body of a request.
pub(crate) fn body(request: &Request) -> Value {
    serde_json::from_slice(request.body_ref().as_bytes().unwrap()).unwrap()
}

/// An answer.
pub(crate) fn answer(status: u16, body: &Value) -> Response {
    let head = Head::new(StatusCode::from_u16(status).unwrap(), HeaderMap::new());
    Response::new(head, body.to_string().into_bytes())
}

/// An answer with this data, as Shopify sends it; it cost nothing.
pub(crate) fn data(data: &Value) -> Reply {
    Reply::json(200, &json!({ "data": data, "extensions": { "cost": cost(1, 0, 2_000) } }))
}

/// What an answer says of costs, in a shop of plan Standard.
pub(crate) fn cost(requested: u64, actual: impl Into<Value>, available: u64) -> Value {
    json!({ "requestedQueryCost": requested, "actualQueryCost": actual.into(), "throttleStatus": {
        "maximumAvailable": 2000.0, "currentlyAvailable": available, "restoreRate": 100.0 } })
}

/// A client in memory whose platform answers by `script`, and what it saw.
pub(crate) fn client(
    script: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
) -> (Client<Shopify>, ScriptedTransport) {
    client_of(shopify(), script)
}

/// The same for this shop.
pub(crate) fn client_of(
    shopify: Shopify,
    script: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
) -> (Client<Shopify>, ScriptedTransport) {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let transport = ScriptedTransport::new(Arc::clone(&clock), script);
    let shared = Shared::builder().transport(transport.clone()).clock(clock).build().unwrap();
    let client = shopify.access_token("shpat_token".to_owned()).shared(&shared).connect().unwrap();
    (client, transport)
}
