//! What the tests share.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::sync::Arc;

use connectors_core::catalog::Kind;
use connectors_core::clock::{Clock, SystemClock};
use connectors_core::transport::{Reply, ScriptedTransport, Seen};
use connectors_core::{Action, Client, ClientBuilder, Connector, Cx, Error, Head, Request, Response, Shared};
use connectors_hubspot::HubSpot;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

/// The account that requests are made for.
pub(crate) fn hubspot() -> HubSpot {
    HubSpot::new().portal("33")
}

/// The sample input of an action or trigger.
pub(crate) fn sample(id: &str) -> Value {
    let path = format!("{}/tests/samples/{id}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_slice(&text).unwrap()
}

/// The ids in the catalog.
pub(crate) fn ids(kind: Kind) -> Vec<String> {
    HubSpot::catalog().iter().filter(|entry| entry.kind() == kind).map(|entry| entry.id()).collect()
}

/// The request of an action, without a client.
pub(crate) fn request<A: Action<Connector = HubSpot>>(action: &A) -> Request {
    action.request(&Cx::new(&hubspot(), "key")).unwrap()
}

/// Why an action makes no request.
pub(crate) fn refused<A: Action<Connector = HubSpot>>(action: &A) -> Error {
    action.request(&Cx::new(&hubspot(), "key")).unwrap_err()
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

/// A client in memory whose platform answers by `script`, and what it saw.
pub(crate) fn client(
    script: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
) -> (Client<HubSpot>, ScriptedTransport) {
    client_of(hubspot().private_app("token".to_owned()), script)
}

/// The same with this account and credential.
pub(crate) fn client_of(
    builder: ClientBuilder<HubSpot>,
    script: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
) -> (Client<HubSpot>, ScriptedTransport) {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let transport = ScriptedTransport::new(Arc::clone(&clock), script);
    let shared = Shared::builder().transport(transport.clone()).clock(clock).build().unwrap();
    (builder.shared(&shared).connect().unwrap(), transport)
}

/// An object as HubSpot sends it.
pub(crate) fn object(id: &str, properties: Value) -> Value {
    let time = "2026-01-31T10:00:00.123Z";
    serde_json::json!({ "id": id, "properties": properties, "createdAt": time, "updatedAt": time, "archived": false })
}
