//! What the tests share.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::sync::Arc;

use connectors_core::body::Body;
use connectors_core::clock::{Clock, SystemClock};
use connectors_core::transport::{Reply, ScriptedTransport, Seen};
use connectors_core::{Action, Client, Connector, Shared};
use connectors_xero::Xero;
use serde::Serialize;
use serde_json::Value;

/// A tenant id.
pub(crate) const TENANT: &str = "0b1c9a5e-4f4e-4a3c-9a9e-3d5d9f3f1a10";
/// An id of anything.
pub(crate) const ID: &str = "1f7b2f5e-57ae-4f6c-9c3c-5c5d1c3b2a10";

/// The account that requests are made for.
pub(crate) fn xero() -> Xero {
    Xero::new().tenant(TENANT)
}

/// The whole request of an action, through JSON and the catalog.
pub(crate) fn request_of<A>(action: &A) -> http::Request<Body>
where
    A: Action<Connector = Xero> + Serialize,
{
    let input = serde_json::to_value(action).unwrap();
    Xero::catalog().request(&A::META.id.to_string(), &xero(), input).unwrap()
}

/// Its query, decoded.
pub(crate) fn query(request: &http::Request<Body>) -> Vec<(String, String)> {
    let query = request.uri().query().unwrap_or_default();
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// Its body as JSON; `null` if there is none.
pub(crate) fn body(request: &http::Request<Body>) -> Value {
    request.body().as_bytes().map(|bytes| serde_json::from_slice(bytes).unwrap()).unwrap_or_default()
}

/// The sample input of an action.
pub(crate) fn sample(id: &str) -> Value {
    let path = format!("{}/tests/samples/{id}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_slice(&text).unwrap()
}

/// A client in memory whose platform answers by `script`, and what it saw.
pub(crate) fn client(
    xero: Xero,
    script: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
) -> (Client<Xero>, ScriptedTransport) {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let transport = ScriptedTransport::new(Arc::clone(&clock), script);
    let shared = Shared::builder().transport(transport.clone()).clock(clock).build().unwrap();
    let client = xero.access_token("token".to_owned()).shared(&shared).connect().unwrap();
    (client, transport)
}
