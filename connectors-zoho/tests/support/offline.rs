//! Actions without a server: what they send, and how they read an answer.
#![allow(dead_code, reason = "each test uses a part")]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use connectors_core::{Action, Connector, Cx, Error, Head, Request, Response};
use connectors_zoho::{DataCenter, Zoho};
use http::{HeaderMap, StatusCode};
use serde_json::Value;

pub(crate) fn zoho() -> Zoho {
    Zoho::new(DataCenter::Us)
}

pub(crate) fn request<A: Action<Connector = Zoho>>(action: &A) -> Request {
    let zoho = zoho();
    action.request(&Cx::new(&zoho, "key")).unwrap()
}

pub(crate) fn refused<A: Action<Connector = Zoho>>(action: &A) -> Error {
    let zoho = zoho();
    action.request(&Cx::new(&zoho, "key")).unwrap_err()
}

/// The field that the refusal of an action names.
pub(crate) fn refused_field<A: Action<Connector = Zoho>>(action: &A) -> String {
    refused(action).field_errors()[0].field.clone()
}

/// The request by the action's id, as it goes over the wire.
pub(crate) fn wire(id: &str, input: Value) -> (String, HeaderMap, Value) {
    let request = Zoho::catalog().request(id, &zoho(), input).unwrap();
    let target = request.uri().path_and_query().unwrap().as_str();
    let target = format!("{} {}", request.method(), target.strip_prefix("/crm/v8").unwrap());
    let body = request.body().as_bytes().map_or(Value::Null, |body| serde_json::from_slice(body).unwrap());
    (target, request.headers().clone(), body)
}

pub(crate) fn body(request: &Request) -> Value {
    serde_json::from_slice(request.body_ref().as_bytes().unwrap()).unwrap()
}

pub(crate) fn answer(status: u16, body: &Value) -> Response {
    let head = Head::new(StatusCode::from_u16(status).unwrap(), HeaderMap::new());
    Response::new(head, if body.is_null() { String::new() } else { body.to_string() })
}
