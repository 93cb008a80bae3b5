//! `/crm/v3/lists`: lists and who is in them. A dynamic list reckons its members from its filters whenever it is asked.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::list_filters::fits;
use super::store::{State, iso};
use super::write::number;
use crate::http::Reply;

const USUAL_PAGE: usize = 100;
const LARGEST_PAGE: usize = 250;
/// The most ids in one call (not verified live).
const MOST_IDS: usize = 100_000;

#[derive(Clone, Debug)]
pub(super) struct List {
    id: u64,
    name: String,
    kind: usize,
    /// `MANUAL`, `DYNAMIC` or `SNAPSHOT`.
    processing: String,
    filter: Value,
    made: DateTime<Utc>,
    changed: DateTime<Utc>,
    deleted: Option<DateTime<Utc>>,
    /// Records, and when each was added.
    members: BTreeMap<u64, DateTime<Utc>>,
}

impl List {
    pub(super) fn members(&self, state: &State) -> BTreeMap<u64, DateTime<Utc>> {
        let kind = state.kind(self.kind);
        if self.processing != "DYNAMIC" {
            let living = |id: &u64| kind.objects.get(id).is_some_and(|object| object.archived.is_none());
            return self.members.iter().filter(|(id, _)| living(id)).map(|(id, at)| (*id, *at)).collect();
        }
        let fitting = kind.living().filter(|object| fits(kind, object, &self.filter));
        fitting.map(|object| (object.id, object.created.max(self.made))).collect()
    }

    /// What was this record is that one now.
    pub(super) fn hand_over(&mut self, id: u64, into: u64) {
        if let Some(at) = self.members.remove(&id) {
            self.members.entry(into).or_insert(at);
        }
    }

    fn json(&self, cx: &Cx<'_>, filters: bool) -> Value {
        let mut shown = json!({
            "listId": self.id.to_string(), "name": self.name, "objectTypeId": cx.state.kind(self.kind).type_id,
            "processingType": self.processing, "processingStatus": "COMPLETE", "listVersion": 1,
            "createdAt": iso(self.made), "updatedAt": iso(self.changed), "filtersUpdatedAt": iso(self.changed),
            "size": self.members(cx.state).len(),
        });
        if let Some(deleted) = self.deleted {
            shown["deletedAt"] = json!(iso(deleted));
        }
        if filters && !self.filter.is_null() {
            shown["filterBranch"] = self.filter.clone();
        }
        shown
    }
}

pub(super) fn route(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    let filters = cx.flag("includeFilters");
    let reply = |value: &Value| Ok(Reply::json(StatusCode::OK, value));
    match (method, rest) {
        (&Method::POST, []) => create(cx),
        (&Method::GET, []) => {
            let ids: Vec<&str> = cx
                .call
                .request
                .query
                .iter()
                .filter(|(name, _)| *name == "listIds")
                .map(|(_, id)| id)
                .collect();
            let wanted = ids.iter().flat_map(|ids| ids.split(',')).filter_map(|id| cx.state.list(id).ok());
            reply(
                &json!({ "lists": wanted.map(|at| cx.state.lists[at].json(cx, filters)).collect::<Vec<_>>() }),
            )
        }
        (&Method::POST, ["search"]) => search(cx),
        (&Method::GET, ["object-type-id", name, "name", list]) => {
            let kind = cx.kind(name)?;
            let found = cx
                .state
                .lists
                .iter()
                .find(|one| one.kind == kind && one.name == *list && one.deleted.is_none());
            let found = found.ok_or_else(|| Problem::not_found(format!("no list {list}")))?;
            reply(&json!({ "list": found.json(cx, filters) }))
        }
        (&Method::GET, ["records", name, id, "memberships"]) => {
            let kind = cx.kind(name)?;
            let id = cx.find(kind, id, None, false)?;
            let lists = cx.state.lists.iter().filter(|list| list.kind == kind && list.deleted.is_none());
            let results = lists.filter_map(|list| {
                let at = iso(*list.members(cx.state).get(&id)?);
                Some(json!({ "listId": list.id.to_string(), "listVersion": 1, "firstAddedTimestamp": at, "lastAddedTimestamp": at }))
            });
            let results: Vec<Value> = results.collect();
            reply(&json!({ "total": results.len(), "results": results }))
        }
        (&Method::PUT, [id, "restore"]) => {
            let found = cx.state.lists.iter_mut().find(|list| list.id.to_string() == *id);
            found.ok_or_else(|| Problem::not_found(format!("no list {id}")))?.deleted = None;
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        (_, [id, rest @ ..]) => {
            let at = cx.state.list(id)?;
            one(cx, method, at, rest)
        }
        _ => Err(Problem::method()),
    }
}

impl State {
    /// The place of a list that is there.
    pub(super) fn list(&self, id: &str) -> Result<usize, Problem> {
        let found = self.lists.iter().position(|list| list.id.to_string() == id && list.deleted.is_none());
        found.ok_or_else(|| Problem::not_found(format!("List does not exist with ID {id}.")))
    }
}

fn create(cx: &mut Cx<'_>) -> Answer {
    let body = cx.body()?;
    let text = |name: &str| body[name].as_str().ok_or_else(|| Problem::field(name, "is missing"));
    let (name, kind, processing) = (text("name")?, cx.kind(text("objectTypeId")?)?, text("processingType")?);
    if !["MANUAL", "DYNAMIC", "SNAPSHOT"].contains(&processing) {
        return Err(Problem::field("processingType", "is not MANUAL, DYNAMIC or SNAPSHOT"));
    }
    if processing == "DYNAMIC" && body["filterBranch"].is_null() {
        return Err(Problem::field("filterBranch", "is missing, which a dynamic list needs"));
    }
    if cx.state.lists.iter().any(|list| list.name.eq_ignore_ascii_case(name) && list.deleted.is_none()) {
        return Err(Problem::invalid(format!("List name {name} is not unique")));
    }
    let id = cx.state.lists.len() as u64 + 1;
    let (name, processing, filter, now) =
        (name.to_owned(), processing.to_owned(), body["filterBranch"].clone(), cx.now);
    let mut list = List {
        id,
        name,
        kind,
        processing,
        filter,
        made: now,
        changed: now,
        deleted: None,
        members: BTreeMap::new(),
    };
    if list.processing == "SNAPSHOT" && !list.filter.is_null() {
        let definition = cx.state.kind(kind);
        let fitting = definition.living().filter(|object| fits(definition, object, &list.filter));
        list.members = fitting.map(|object| (object.id, now)).collect();
    }
    let shown = list.json(cx, false);
    cx.state.lists.push(list);
    Ok(Reply::json(StatusCode::OK, &json!({ "list": shown })))
}

fn search(cx: &Cx<'_>) -> Answer {
    let body = cx.body()?;
    // An empty list of words is none.
    let words = |name: &str| -> Option<Vec<&str>> {
        body[name]
            .as_array()
            .filter(|words| !words.is_empty())
            .map(|words| words.iter().filter_map(Value::as_str).collect())
    };
    let (ids, types) = (words("listIds"), words("processingTypes"));
    let query = body["query"].as_str().unwrap_or_default().to_lowercase();
    let offset = body["offset"].as_u64().and_then(|offset| usize::try_from(offset).ok()).unwrap_or(0);
    let count = body["count"].as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or(20).min(500);
    let found: Vec<&List> = cx
        .state
        .lists
        .iter()
        .filter(|list| {
            list.deleted.is_none()
                && list.name.to_lowercase().contains(&query)
                && ids.as_ref().is_none_or(|ids| ids.contains(&list.id.to_string().as_str()))
                && types.as_ref().is_none_or(|types| types.contains(&list.processing.as_str()))
        })
        .collect();
    let lists = found.iter().skip(offset).take(count).map(|list| {
        let mut shown = list.json(cx, false);
        shown["additionalProperties"] = json!({ "hs_list_size": shown["size"].to_string() });
        if let Some(shown) = shown.as_object_mut() {
            shown.remove("size");
        }
        shown
    });
    let lists: Vec<Value> = lists.collect();
    let next = offset + lists.len();
    let more = next < found.len();
    let body = json!({ "total": found.len(), "offset": next, "hasMore": more, "lists": lists });
    Ok(Reply::json(StatusCode::OK, &body))
}

fn one(cx: &mut Cx<'_>, method: &Method, at: usize, rest: &[&str]) -> Answer {
    let now = cx.now;
    let updated = |cx: &Cx<'_>| {
        let list = cx.state.lists[at].json(cx, cx.flag("includeFilters"));
        Ok(Reply::json(StatusCode::OK, &json!({ "updatedList": list })))
    };
    match (method, rest) {
        (&Method::GET, []) => {
            let list = cx.state.lists[at].json(cx, cx.flag("includeFilters"));
            Ok(Reply::json(StatusCode::OK, &json!({ "list": list })))
        }
        (&Method::DELETE, []) => {
            cx.state.lists[at].deleted = Some(now);
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        (&Method::PUT, ["update-list-name"]) => {
            let name = cx.param("listName").ok_or_else(|| Problem::field("listName", "is missing"))?;
            name.clone_into(&mut cx.state.lists[at].name);
            updated(cx)
        }
        (&Method::PUT, ["update-list-filters"]) => {
            let filter = cx.body()?["filterBranch"].clone();
            (cx.state.lists[at].filter, cx.state.lists[at].changed) = (filter, now);
            updated(cx)
        }
        (&Method::GET, ["memberships", order @ ..]) if order.is_empty() || order == ["join-order"] => {
            members(cx, at, !order.is_empty())
        }
        (&Method::PUT, ["memberships", "add"]) => {
            let ids = ids(&cx.json()?)?;
            change(cx, at, &ids, &BTreeSet::new())
        }
        (&Method::PUT, ["memberships", "remove"]) => {
            let ids = ids(&cx.json()?)?;
            change(cx, at, &BTreeSet::new(), &ids)
        }
        (&Method::PUT, ["memberships", "add-and-remove"]) => {
            let body = cx.body()?;
            let (add, remove) = (ids(&body["recordIdsToAdd"])?, ids(&body["recordIdsToRemove"])?);
            change(cx, at, &add, &remove)
        }
        (&Method::PUT, ["memberships", "add-from", other]) => {
            let other = cx.state.list(other)?;
            let ids = cx.state.lists[other].members(cx.state).into_keys().collect();
            change(cx, at, &ids, &BTreeSet::new())?;
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        (&Method::DELETE, ["memberships"]) => {
            let all = cx.state.lists[at].members(cx.state).into_keys().collect();
            change(cx, at, &BTreeSet::new(), &all)?;
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        _ => Err(Problem::path()),
    }
}

fn ids(body: &Value) -> Result<BTreeSet<u64>, Problem> {
    let ids =
        body.as_array().ok_or_else(|| Problem::invalid("Invalid input JSON: not an array of record ids"))?;
    if ids.len() > MOST_IDS {
        return Err(Problem::invalid(format!("at most {MOST_IDS} record ids in one call")));
    }
    ids.iter()
        .map(|id| number(id).ok_or_else(|| Problem::invalid(format!("{id} is not a record id"))))
        .collect()
}

/// The answer's `recordsIdsAdded` is HubSpot's spelling.
fn change(cx: &mut Cx<'_>, at: usize, add: &BTreeSet<u64>, remove: &BTreeSet<u64>) -> Answer {
    let now = cx.now;
    if cx.state.lists[at].processing == "DYNAMIC" {
        return Err(Problem::invalid("the members of a dynamic list are those that fit its filters"));
    }
    let kind = cx.state.kind(cx.state.lists[at].kind);
    let living = |id: &u64| kind.objects.get(id).is_some_and(|object| object.archived.is_none());
    let (there, missing): (Vec<u64>, Vec<u64>) = add.iter().chain(remove).partition(|id| living(id));
    let list = &mut cx.state.lists[at];
    let (mut added, mut removed) = (Vec::new(), Vec::new());
    for id in there {
        if remove.contains(&id) {
            removed.extend(list.members.remove(&id).map(|_| id));
        } else if let Entry::Vacant(place) = list.members.entry(id) {
            place.insert(now);
            added.push(id);
        }
    }
    list.changed = now;
    let texts = |ids: &[u64]| ids.iter().map(u64::to_string).collect::<Vec<_>>();
    let body = json!({
        "recordsIdsAdded": texts(&added), "recordIdsRemoved": texts(&removed), "recordIdsMissing": texts(&missing),
    });
    Ok(Reply::json(StatusCode::OK, &body))
}

fn members(cx: &Cx<'_>, at: usize, by_time: bool) -> Answer {
    let limit = cx.page_size(USUAL_PAGE, LARGEST_PAGE)?;
    let after: usize = cx.param("after").and_then(|after| after.parse().ok()).unwrap_or_default();
    let mut members: Vec<(u64, DateTime<Utc>)> = cx.state.lists[at].members(cx.state).into_iter().collect();
    if by_time {
        members.sort_by_key(|(id, at)| (*at, *id));
    }
    let page = members.iter().skip(after).take(limit);
    let results = page.map(|(id, at)| json!({ "recordId": id.to_string(), "membershipTimestamp": iso(*at) }));
    let next = (after + limit < members.len()).then(|| (after + limit).to_string());
    let mut page = cx.page(results.collect(), next);
    page["total"] = json!(members.len());
    Ok(Reply::json(StatusCode::OK, &page))
}
