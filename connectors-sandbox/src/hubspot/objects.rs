//! `/crm/v3/objects/{type}`: one record at a time, lists, merging, and deletion for privacy.

use http::StatusCode;
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::events::What;
use super::show::{self, Wish};
use super::store::{ADDRESSES, Source};
use super::tables::CONVERSATIONS;
use super::write::{self, Claims};
use crate::http::Reply;

/// The largest page, and the largest one with histories (not verified live).
const LARGEST_PAGE: usize = 100;
const LARGEST_PAGE_OF_HISTORIES: usize = 50;
const USUAL_PAGE: usize = 10;

pub(super) fn list(cx: &mut Cx<'_>, kind: usize) -> Answer {
    let wish = Wish::of_query(&cx.call.request.query);
    let largest = if wish.history.is_empty() { LARGEST_PAGE } else { LARGEST_PAGE_OF_HISTORIES };
    let limit = cx.page_size(USUAL_PAGE, largest)?;
    let after: u64 = match cx.param("after") {
        Some(after) => after.parse().map_err(|_| Problem::invalid("after is not a paging cursor"))?,
        None => 0,
    };
    let archived = cx.flag("archived");
    let definition = cx.state.kind(kind);
    let mut rest = definition.objects.range(after..).map(|(_, object)| object);
    let mut results = Vec::new();
    let wanted = |object: &&super::store::Object| object.archived.is_some() == archived;
    for object in rest.by_ref().filter(wanted).take(limit) {
        results.push(show::object(cx.state, definition, object, &wish, cx.now));
    }
    let next = rest.find(wanted).map(|object| object.id.to_string());
    Ok(Reply::json(StatusCode::OK, &cx.page(results, next)))
}

pub(super) fn get(cx: &mut Cx<'_>, kind: usize, id: &str) -> Answer {
    let id = cx.find(kind, id, cx.param("idProperty"), cx.flag("archived"))?;
    let wish = Wish::of_query(&cx.call.request.query);
    let definition = cx.state.kind(kind);
    let object = definition.objects.get(&id).ok_or_else(|| Problem::no_object(&id.to_string()))?;
    Ok(Reply::json(StatusCode::OK, &show::object(cx.state, definition, object, &wish, cx.now)))
}

pub(super) fn create(cx: &mut Cx<'_>, kind: usize) -> Answer {
    let body = cx.body()?;
    let draft = write::draft(cx, kind, &body, &mut Claims::new())?;
    let names: Vec<String> = draft.values.keys().cloned().collect();
    let id = write::create(cx, kind, draft);
    Ok(Reply::json(StatusCode::CREATED, &cx.written(kind, id, &names)))
}

pub(super) fn update(cx: &mut Cx<'_>, kind: usize, id: &str) -> Answer {
    let id = cx.find(kind, id, cx.param("idProperty"), false)?;
    let body = cx.body()?;
    let values = write::checked(cx, kind, Some(id), &body["properties"], &mut Claims::new())?;
    let names: Vec<String> = values.keys().cloned().collect();
    write::update(cx, kind, id, values, write::trace(&body));
    Ok(Reply::json(StatusCode::OK, &cx.written(kind, id, &names)))
}

/// Also what is not there is gone now.
pub(super) fn archive(cx: &mut Cx<'_>, kind: usize, id: &str) -> Answer {
    if let Ok(id) = cx.find(kind, id, None, false) {
        write::archive(cx, kind, id);
    }
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

/// A contact is forgotten: there is no trace of it, and its address cannot come back.
pub(super) fn gdpr_delete(cx: &mut Cx<'_>, kind: usize) -> Answer {
    let body = cx.body()?;
    if cx.state.kind(kind).name != "contacts" {
        return Err(Problem::path());
    }
    let id =
        body["objectId"].as_str().ok_or_else(|| Problem::field("objectId", "is missing or not a text"))?;
    let by = body["idProperty"].as_str();
    // An address nobody has is blocked all the same.
    let Ok(found) = cx.find(kind, id, by, false).or_else(|_| cx.find(kind, id, by, true)) else {
        if by != Some("email") {
            return Err(Problem::no_object(id));
        }
        cx.state.forgotten.push(id.to_lowercase());
        return Ok(Reply::empty(StatusCode::NO_CONTENT));
    };
    let object = cx.state.kind(kind).objects.get(&found);
    let values = ["email", ADDRESSES].map(|name| object.and_then(|object| object.value(name)));
    let addresses = values.into_iter().flatten().flat_map(|value| value.split(';'));
    let addresses: Vec<String> = addresses.map(str::to_lowercase).collect();
    write::archive(cx, kind, found);
    cx.state.kind_mut(kind).objects.remove(&found);
    cx.state.forgotten.extend(addresses);
    cx.event(kind, found, What::Forgotten);
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

impl<'a> Cx<'a> {
    pub(super) fn param(&self, name: &str) -> Option<&'a str> {
        let call = self.call;
        call.request.query.get(name)
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.param(name) == Some("true")
    }

    /// The body, which may be any JSON.
    pub(super) fn json(&self) -> Result<Value, Problem> {
        let request = self.call.request;
        let json = request.header("content-type").is_some_and(|kind| kind.contains("json"));
        if !json && !request.body.is_empty() {
            let message = "the body has to be application/json";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "VALIDATION_ERROR", message));
        }
        request.json().map_err(|error| {
            // The parser says `… at line 1 column 2`.
            let (what, place) = error.rsplit_once(" at ").unwrap_or((&error, "line 1 column 1"));
            Problem::invalid(format!(
                "Invalid input JSON on {}: {what}",
                place.replace(" column", ", column")
            ))
        })
    }

    /// The body, which has to be an object.
    pub(super) fn body(&self) -> Result<Value, Problem> {
        let body = self.json()?;
        if body.is_object() {
            Ok(body)
        } else {
            Err(Problem::invalid("Invalid input JSON on line 1, column 1: not an object"))
        }
    }

    /// The object type that a path or a body names.
    pub(super) fn kind(&self, name: &str) -> Result<usize, Problem> {
        // Conversations have an API of their own, which is not there.
        let seen =
            |kind: &usize| self.source == Source::Screen || self.state.kind(*kind).name != CONVERSATIONS;
        let kind = self.state.kind_named(name).filter(seen);
        kind.ok_or_else(|| Problem::invalid(format!("Unable to infer object type from: {name}")))
    }

    /// `limit`, checked.
    pub(super) fn page_size(&self, usual: usize, largest: usize) -> Result<usize, Problem> {
        let Some(limit) = self.param("limit") else { return Ok(usual) };
        let limit = limit.parse().ok().filter(|limit| (1..=largest).contains(limit));
        limit.ok_or_else(|| Problem::invalid(format!("limit must be from 1 to {largest}")))
    }

    /// A page of results, and where the next one begins.
    pub(super) fn page(&self, results: Vec<Value>, next: Option<String>) -> Value {
        let mut page = json!({ "results": results });
        if let Some(after) = next {
            let request = self.call.request;
            let mut link = format!("{}{}?", self.call.base, request.path);
            let others = request.query.iter().filter(|(name, _)| *name != "after");
            for (name, value) in others {
                link.push_str(&format!("{name}={value}&"));
            }
            page["paging"] = json!({ "next": { "after": after, "link": format!("{link}after={after}") } });
        }
        page
    }
}
