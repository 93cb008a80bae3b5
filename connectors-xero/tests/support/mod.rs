//! What the tests share.
#![allow(dead_code)]

use connectors_core::body::Body;
use connectors_core::{Action, Connector};
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
