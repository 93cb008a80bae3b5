//! Composite requests: up to five calls in one, which may use each other's answers, all or nothing if that is wished.
//!
//! Zoho CRM API v8, Composite API: what counts for the status is whether calls were made, not how they ended, unless all
//! are to be undone when one fails. Calls are made one after the other here, also where they could be made in parallel.

use http::{Method, StatusCode};
use serde_json::{Map, Value, json};
use url::form_urlencoded::Serializer;

use super::Cx;
use super::errors::{Answer, Problem};
use super::routes::route;
use crate::http::{Reply, Request};
use crate::platform::Call;

const MOST: usize = 5;
/// The most records that a call in here reads, and that it reads unasked.
const MOST_READ: usize = 25;
/// The most records that a call in here writes.
const MOST_WRITTEN: usize = 1;
const ALL: &str = "__composite_requests";

/// `POST /crm/v8/__composite_requests`.
pub(super) fn run(cx: &mut Cx<'_>) -> Answer {
    let body = cx.call.request.json().map_err(|_| Problem::body())?;
    let path = format!("$.{ALL}");
    let wanted = match body.get(ALL) {
        Some(Value::Array(wanted)) if !wanted.is_empty() => wanted,
        None | Some(Value::Null | Value::Array(_)) => return Err(Problem::mandatory(ALL, &path)),
        Some(_) => return Err(Problem::wrong_type(ALL, &path, "jsonarray")),
    };
    if wanted.len() > MOST {
        return Err(Problem::too_long(ALL, &path, MOST));
    }
    check_ids(wanted)?;
    let flag = |name: &str| body.get(name) == Some(&json!(true));
    let parallel = ["concurrent_execution", "parallel_execution"].into_iter().find(|name| flag(name));
    if let (true, Some(parallel)) = (flag("rollback_on_fail"), parallel) {
        let due = ["rollback_on_fail", parallel]
            .map(|name| json!({ "api_name": name, "json_path": format!("$.{name}") }));
        let message = "all or nothing, and all at once, exclude each other";
        return Err(Problem::bad("AMBIGUITY_DURING_PROCESSING", message, json!({ "ambiguity_due_to": due })));
    }
    Ok(if flag("rollback_on_fail") { all_or_nothing(cx, wanted) } else { each(cx, wanted) })
}

fn check_ids(wanted: &[Value]) -> Result<(), Problem> {
    let ids: Vec<_> = wanted.iter().map(|one| one["sub_request_id"].as_str()).collect();
    for (index, id) in ids.iter().enumerate() {
        let same: Vec<_> =
            (0..ids.len()).filter(|other| id.is_some() && ids.get(*other) == Some(id)).collect();
        if same.len() > 1 {
            let path = format!("$.{ALL}[{index}].sub_request_id");
            let details =
                json!({ "api_name": "sub_request_id", "json_path": path, "sub_request_indexes": same });
            return Err(Problem::bad("DUPLICATE_DATA", "the sub_request_id stands twice", details));
        }
    }
    Ok(())
}

/// What a call came to.
struct Done {
    id: Option<String>,
    status: StatusCode,
    body: Value,
    element: Value,
}

fn each(cx: &mut Cx<'_>, wanted: &[Value]) -> Reply {
    let mut done: Vec<Done> = Vec::new();
    let mut elements = Vec::new();
    for (index, one) in wanted.iter().enumerate() {
        match call(cx, one, index, &done) {
            Ok(answer) => {
                elements.push(answer.element.clone());
                done.push(answer);
            }
            Err(problem) => elements.push(problem.element()),
        }
    }
    let status = match done.len() {
        0 => StatusCode::BAD_REQUEST,
        made if made < wanted.len() => StatusCode::MULTI_STATUS,
        _ => StatusCode::OK,
    };
    Reply::json(status, &json!({ ALL: elements }))
}

fn all_or_nothing(cx: &mut Cx<'_>, wanted: &[Value]) -> Reply {
    let before = cx.state.clone();
    let mut done: Vec<Done> = Vec::new();
    for (index, one) in wanted.iter().enumerate() {
        let element = match call(cx, one, index, &done) {
            Ok(answer) if answer.status.as_u16() < 400 => {
                done.push(answer);
                continue;
            }
            Ok(answer) => answer.element,
            Err(problem) => problem.element(),
        };
        *cx.state = before;
        let stopped = |code: &'static str| {
            let message = "another call of the same transaction failed";
            Problem::bad(code, message, json!({ "rollbacked_by_sub_request_index": index })).element()
        };
        let elements: Vec<Value> = (0..wanted.len())
            .map(|other| match other.cmp(&index) {
                std::cmp::Ordering::Less => stopped("ROLLBACK_PERFORMED"),
                std::cmp::Ordering::Equal => element.clone(),
                std::cmp::Ordering::Greater => stopped("PROCESSING_STOPPED"),
            })
            .collect();
        return Reply::json(StatusCode::BAD_REQUEST, &json!({ ALL: elements }));
    }
    let elements: Vec<Value> = done.into_iter().map(|done| done.element).collect();
    Reply::json(StatusCode::OK, &json!({ ALL: elements }))
}

/// Makes one of the calls.
fn call(cx: &mut Cx<'_>, one: &Value, index: usize, done: &[Done]) -> Result<Done, Problem> {
    let at = |name: &str| format!("$.{ALL}[{index}].{name}");
    let one = resolved(one, &at("uri"), done)?;
    let text = |name: &'static str| one[name].as_str().ok_or_else(|| Problem::mandatory(name, &at(name)));
    let invalid = |name: &'static str| Problem::invalid(name, &at(name));
    let method: Method = text("method")?.parse().map_err(|_| invalid("method"))?;
    let uri = format!("/{}", text("uri")?.trim_start_matches('/'));
    let body = one.get("body").filter(|body| body.as_object().is_some_and(|body| !body.is_empty()));
    let query = query(&method, &uri, one["params"].as_object())?;
    check_size(&method, &uri, body)?;
    let mut request = http::Request::builder().method(&method).uri(format!("{uri}{query}"));
    for (name, value) in one["headers"].as_object().into_iter().flatten() {
        request = request.header(name, value.as_str().unwrap_or_default());
    }
    request = request.header("content-type", "application/json");
    let (head, ()) = request.body(()).map_err(|_| invalid("uri"))?.into_parts();
    let request = Request::new(&head, body.map(Value::to_string).unwrap_or_default().into());
    let allowed = matches!(request.path().as_slice(), ["crm", "v8", first, ..] if !["upload", "files", ALL].contains(first));
    // What is deleted has to be named in the path.
    let many = method == Method::DELETE && request.query.get("ids").is_some();
    if !allowed || many {
        let details = json!({ "allowed_services": ["crm"] });
        return Err(Problem::bad("NOT_SUPPORTED", "the call cannot be part of a composite request", details));
    }
    let call = Call { request: &request, caller: cx.call.caller, now: cx.now, base: cx.call.base };
    let mut inner = Cx { state: &mut *cx.state, call: &call, ids: cx.ids, zoho: cx.zoho, now: cx.now };
    let reply = route(&mut inner).unwrap_or_else(|problem| problem.reply());
    let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    let headers: Map<String, Value> = reply
        .headers
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), json!(value.to_str().ok()?))))
        .collect();
    let response = json!({ "status_code": reply.status.as_u16(), "headers": headers, "body": body });
    let element = json!({
        "code": "SUCCESS", "details": { "response": response },
        "message": "composite sub request executed successfully", "status": "success",
    });
    let id = one["sub_request_id"].as_str().map(str::to_owned);
    Ok(Done { id, status: reply.status, body, element })
}

/// The parameters of a call; lists are shorter in here.
fn query(method: &Method, uri: &str, params: Option<&Map<String, Value>>) -> Result<String, Problem> {
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut pairs: Vec<(String, String)> =
        params.into_iter().flatten().map(|(name, value)| (name.clone(), plain(value))).collect();
    if *method == Method::GET {
        match pairs.iter().find(|(name, _)| name == "per_page").map(|(_, value)| value.parse::<usize>()) {
            Some(Ok(rows)) if rows > MOST_READ => return Err(too_many("per_page", MOST_READ)),
            Some(_) => {}
            None if uri.contains("per_page=") => {}
            None => pairs.push(("per_page".to_owned(), MOST_READ.to_string())),
        }
    }
    if pairs.is_empty() {
        return Ok(String::new());
    }
    let query = Serializer::new(String::new()).extend_pairs(pairs).finish();
    Ok(format!("{}{query}", if uri.contains('?') { '&' } else { '?' }))
}

fn check_size(method: &Method, uri: &str, body: Option<&Value>) -> Result<(), Problem> {
    if uri.ends_with("/coql") {
        let rows = super::coql::wanted_rows(body.map(Value::to_string).unwrap_or_default().as_bytes());
        return if rows > MOST_READ { Err(too_many("limit", MOST_READ)) } else { Ok(()) };
    }
    let written = body.and_then(|body| body["data"].as_array()).map_or(0, Vec::len);
    if *method != Method::GET && written > MOST_WRITTEN {
        Err(too_many("data", MOST_WRITTEN))
    } else {
        Ok(())
    }
}

fn too_many(by: &str, limit: usize) -> Problem {
    Problem::bad("LIMIT_EXCEEDED", "limit exceeded", json!({ "by": by, "limit": limit }))
}

/// A call with the answers that it refers to, `@{id:$.data[0].details.id}`, put in their places.
fn resolved(value: &Value, path: &str, done: &[Done]) -> Result<Value, Problem> {
    Ok(match value {
        Value::String(text) => json!(filled(text, path, done)?),
        Value::Array(items) => {
            items.iter().map(|item| resolved(item, path, done)).collect::<Result<_, _>>()?
        }
        Value::Object(map) => {
            let pairs = map.iter().map(|(name, value)| Ok((name.clone(), resolved(value, path, done)?)));
            Value::Object(pairs.collect::<Result<_, Problem>>()?)
        }
        value => value.clone(),
    })
}

fn filled(text: &str, path: &str, done: &[Done]) -> Result<String, Problem> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, reference)) = rest.split_once("@{") {
        let (reference, behind) = reference.split_once('}').unwrap_or((reference, ""));
        let value = reference.split_once(':').and_then(|(id, place)| {
            let body = &done.iter().find(|done| done.id.as_deref() == Some(id))?.body;
            body.pointer(&pointer(place)?).filter(|value| !value.is_null())
        });
        let value = value.ok_or_else(|| {
            let details =
                json!({ "api_name": "uri", "json_path": path, "reference": format!("@{{{reference}}}") });
            Problem::bad("INVALID_REFERENCE", "the reference leads nowhere", details)
        })?;
        filled.push_str(before);
        filled.push_str(&value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        rest = behind;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// `$.data[0].id` as a JSON pointer.
fn pointer(path: &str) -> Option<String> {
    let path = path.strip_prefix('$')?;
    Some(
        path.replace('[', ".")
            .replace(']', "")
            .split('.')
            .filter(|key| !key.is_empty())
            .fold(String::new(), |pointer, key| pointer + "/" + key),
    )
}
