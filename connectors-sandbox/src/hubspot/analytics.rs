//! `/events/v3`: what happened on records. Programs report custom events, whose names need no definition here; pages that
//! were seen and the like never happen.

use chrono::{DateTime, Utc};
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::Cx;
use super::batch;
use super::errors::{Answer, Problem};
use super::property::moment;
use super::store::iso;
use super::write::number;
use crate::http::Reply;

const USUAL_PAGE: usize = 10;
/// The largest page and the largest batch (not verified live).
const LARGEST_PAGE: usize = 1_000;
const MOST: usize = 500;

/// The kinds of events that each account has; custom ones come with their first event.
const TYPES: &[&str] = &["e_submitted_form", "e_visited_page"];

#[derive(Clone, Debug)]
pub(super) struct Occurrence {
    id: String,
    name: String,
    /// Object type and id.
    of: (usize, u64),
    at: DateTime<Utc>,
    properties: Value,
}

/// `/events/v3/events`.
pub(super) fn occurrences(cx: &Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    match (method, rest) {
        (&Method::GET, []) => list(cx),
        (&Method::GET, ["event-types"]) => {
            let seen = cx.state.occurrences.iter().map(|one| one.name.as_str());
            let mut types: Vec<&str> = TYPES.iter().copied().chain(seen).collect();
            types.sort_unstable();
            types.dedup();
            Ok(Reply::json(StatusCode::OK, &json!({ "eventTypes": types })))
        }
        (_, [] | ["event-types"]) => Err(Problem::method()),
        _ => Err(Problem::path()),
    }
}

/// `/events/v3/send`: custom events, one or many.
pub(super) fn send(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    if !matches!(rest, [] | ["batch"]) {
        return Err(Problem::path());
    }
    if *method != Method::POST {
        return Err(Problem::method());
    }
    let body = cx.body()?;
    let events = match rest {
        [] => vec![checked(cx, &body)?],
        _ => batch::inputs(&body, MOST)?.iter().map(|input| checked(cx, input)).collect::<Result<_, _>>()?,
    };
    cx.state.occurrences.extend(events.into_iter().flatten());
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

/// The event that a request reports; none if nobody knows whom it happened to.
fn checked(cx: &Cx<'_>, input: &Value) -> Result<Option<Occurrence>, Problem> {
    let name = input["eventName"].as_str().ok_or_else(|| Problem::field("eventName", "is missing"))?;
    let contacts = cx.kind("contacts")?;
    let of = match (input["email"].as_str(), number(&input["objectId"])) {
        (Some(email), _) => cx.state.kind(contacts).with_unique("email", email).map(|id| (contacts, id)),
        (None, Some(id)) => {
            let id = cx.state.resolve(id);
            let kind = cx.state.kinds.iter().position(|kind| kind.objects.contains_key(&id));
            kind.map(|kind| (kind, id))
        }
        (None, None) if input["utk"].is_string() => None,
        (None, None) => return Err(Problem::invalid("one of email, objectId and utk has to be set")),
    };
    let at = match input["occurredAt"].as_str() {
        Some(text) => moment(text).ok_or_else(|| Problem::field("occurredAt", "is not a time"))?,
        None => cx.now,
    };
    let id = input["uuid"].as_str().map_or_else(|| cx.ids.uuid(), str::to_owned);
    let (name, properties) = (name.to_owned(), input["properties"].clone());
    Ok(of.map(|of| Occurrence { id, name, of, at, properties }))
}

/// The newest first.
fn list(cx: &Cx<'_>) -> Answer {
    let limit = cx.page_size(USUAL_PAGE, LARGEST_PAGE)?;
    let skip: usize = cx.param("after").and_then(|after| after.parse().ok()).unwrap_or_default();
    let kind = cx.param("objectType").map(|name| cx.kind(name)).transpose()?;
    let time = |name: &str| {
        let wrong = || Problem::invalid(format!("{name} is not a time"));
        cx.param(name).map(|text| moment(text).ok_or_else(wrong)).transpose()
    };
    let (after, before) = (time("occurredAfter")?, time("occurredBefore")?);
    let (id, name) = (cx.param("objectId"), cx.param("eventType"));
    let fits = |one: &&Occurrence| {
        kind.is_none_or(|kind| one.of.0 == kind)
            && id.is_none_or(|id| one.of.1.to_string() == id)
            && name.is_none_or(|name| one.name == name)
            && after.is_none_or(|after| one.at > after)
            && before.is_none_or(|before| one.at < before)
    };
    let mut found: Vec<&Occurrence> = cx.state.occurrences.iter().filter(fits).collect();
    found.sort_by_key(|one| std::cmp::Reverse(one.at));
    let results = found.iter().skip(skip).take(limit).map(|one| {
        let mut shown = json!({
            "id": one.id, "eventType": one.name, "objectType": cx.state.kind(one.of.0).singular.to_uppercase(),
            "objectId": one.of.1.to_string(), "occurredAt": iso(one.at),
        });
        if one.properties.is_object() {
            shown["properties"] = one.properties.clone();
        }
        shown
    });
    let next = (skip + limit < found.len()).then(|| (skip + limit).to_string());
    Ok(Reply::json(StatusCode::OK, &cx.page(results.collect(), next)))
}
