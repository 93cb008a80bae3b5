//! The GraphQL endpoint: what is asked for is read, paid for and answered.

use http::StatusCode;
use serde_json::{Value, json};

use super::{Shopify, graphql};
use crate::http::{Reply, Request};
use crate::platform::Call;

impl Shopify {
    pub(super) fn graphql(&self, call: &Call<'_>, version: &str) -> Reply {
        let asked = match Asked::of(call.request) {
            Ok(asked) => asked,
            Err(message) => return string_error(StatusCode::BAD_REQUEST, &message),
        };
        let request = match graphql::Request::read(&asked) {
            Ok(request) => request,
            Err(errors) => return Reply::json(StatusCode::OK, &json!({ "errors": errors })),
        };
        let requested = match request.requested() {
            Ok(requested) => requested,
            Err(errors) => return Reply::json(StatusCode::OK, &json!({ "errors": errors })),
        };
        let enough = self.with_bucket(call.caller, |bucket, now| {
            bucket.has(requested, now).then_some(()).ok_or(bucket.status())
        });
        if let Err(status) = enough {
            return Reply::json(StatusCode::OK, &throttled(requested, &status));
        }
        let (mut answer, warnings) = self.work(call.caller, call.now, version, |cx| request.run(cx, false));
        let actual = request.actual(&answer["data"]);
        let status = self.with_bucket(call.caller, |bucket, _| {
            bucket.take(actual);
            bucket.status()
        });
        let mut cost =
            json!({ "requestedQueryCost": requested, "actualQueryCost": actual, "throttleStatus": status });
        if call.request.header("shopify-graphql-cost-debug").is_some() {
            cost["fields"] = json!(request.fields(&answer["data"]));
        }
        answer["extensions"] = json!({ "cost": cost });
        if !warnings.is_empty() {
            let warning = |name: &String| json!({ "field": name, "message": "Invalid search field for this query.", "code": "invalid_field" });
            let warnings: Vec<Value> = warnings.iter().map(warning).collect();
            answer["extensions"]["search"] =
                json!([{ "path": [], "query": "", "parsed": {}, "warnings": warnings }]);
        }
        Reply::json(StatusCode::OK, &answer)
    }
}

/// The answer to a call for which there are not enough points.
pub(super) fn throttled(requested: u64, status: &Value) -> Value {
    json!({
        "errors": [{
            "message": "Throttled",
            "extensions": { "code": "THROTTLED", "documentation": "https://shopify.dev/api/usage/rate-limits" },
        }],
        "extensions": { "cost": { "requestedQueryCost": requested, "actualQueryCost": null, "throttleStatus": status } },
    })
}

/// A refusal before GraphQL: a text, not a list.
pub(super) fn string_error(status: StatusCode, message: &str) -> Reply {
    Reply::json(status, &json!({ "errors": message }))
}

/// What a shop says that cannot be used, or a server that has a problem.
pub(super) fn server_error(status: StatusCode) -> Reply {
    let message = match status {
        StatusCode::FORBIDDEN => "[API] This action requires merchant approval for the necessary scope.",
        StatusCode::PAYMENT_REQUIRED | StatusCode::LOCKED => "Unavailable Shop",
        _ => "Internal Server Error",
    };
    string_error(status, message)
}

/// The body of a GraphQL request.
pub(super) struct Asked {
    pub(super) query: String,
    pub(super) operation: Option<String>,
    pub(super) variables: Value,
}

impl Asked {
    fn of(request: &Request) -> Result<Self, String> {
        let content = request.header("content-type").unwrap_or_default();
        if content.starts_with("application/graphql") {
            let query = String::from_utf8_lossy(&request.body).into_owned();
            return Ok(Self { query, operation: None, variables: json!({}) });
        }
        let body = request.json()?;
        let query = body["query"].as_str().ok_or("Required parameter missing or invalid: query")?.to_owned();
        let operation = body["operationName"].as_str().map(str::to_owned);
        let variables = if body["variables"].is_object() { body["variables"].clone() } else { json!({}) };
        Ok(Self { query, operation, variables })
    }
}
