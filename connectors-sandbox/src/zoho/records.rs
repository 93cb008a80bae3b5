//! Reading records: lists, single records, deleted ones, counts.

use chrono::{DateTime, Utc};
use http::StatusCode;
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::modules::{Field, Module};
use super::paging;
use super::search;
use super::store::{ADMIN, is_converted, moment, stamp, text};
use super::views;
use crate::http::Reply;
use crate::store::Record;

/// The most fields in one request.
const MOST_FIELDS: usize = 50;
/// The most ids in one request.
pub(super) const MOST_IDS: usize = 100;

/// The `fields` that a list has to name.
pub(super) fn fields(cx: &Cx<'_>) -> Result<Vec<String>, Problem> {
    chosen_fields(cx)?.ok_or_else(|| Problem::param_missing("fields"))
}

/// The `fields`, if the request names any.
pub(super) fn chosen_fields(cx: &Cx<'_>) -> Result<Option<Vec<String>>, Problem> {
    let Some(text) = cx.param("fields").filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    let fields: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
    if fields.len() > MOST_FIELDS {
        return Err(Problem::param_limit("fields", MOST_FIELDS));
    }
    Ok(Some(fields))
}

/// The moment of `If-Modified-Since`.
pub(super) fn since(cx: &Cx<'_>) -> Result<Option<DateTime<Utc>>, Problem> {
    match cx.call.request.header("if-modified-since") {
        None => Ok(None),
        Some(text) => moment(text).map(Some).ok_or_else(|| Problem::param("If-Modified-Since")),
    }
}

pub(super) fn changed_since(record: &Record, since: Option<DateTime<Utc>>) -> bool {
    since.is_none_or(|since| moment(text(record, "Modified_Time")).is_some_and(|time| time >= floor(since)))
}

/// Times are known to the second, and the boundary is included.
fn floor(time: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp(time.timestamp(), 0).unwrap_or(time)
}

/// Comma-separated ids.
pub(super) fn ids(cx: &Cx<'_>) -> Result<Option<Vec<String>>, Problem> {
    let Some(text) = cx.param("ids") else { return Ok(None) };
    let ids: Vec<String> = text.split(',').map(|id| id.trim().to_owned()).collect();
    if ids.len() > MOST_IDS { Err(Problem::param_limit("ids", MOST_IDS)) } else { Ok(Some(ids)) }
}

/// Nothing to show: 304 if the request asked for changes, else 204.
pub(super) fn nothing(since: Option<DateTime<Utc>>) -> Reply {
    Reply::empty(if since.is_some() { StatusCode::NOT_MODIFIED } else { StatusCode::NO_CONTENT })
}

fn sorting<'a>(cx: &Cx<'a>) -> Result<(&'a str, &'a str), Problem> {
    let sort_by = cx.param("sort_by").unwrap_or("id");
    let order = cx.param("sort_order").unwrap_or("desc");
    if !["id", "Created_Time", "Modified_Time"].contains(&sort_by) {
        return Err(Problem::param("sort_by"));
    }
    if !["asc", "desc"].contains(&order) {
        return Err(Problem::param("sort_order"));
    }
    Ok((sort_by, order))
}

/// `GET /crm/v8/{module}`.
pub(super) fn list(cx: &mut Cx<'_>, module: &'static Module) -> Answer {
    let fields = fields(cx)?;
    let wanted = paging::wanted(cx)?;
    let (sort_by, order) = sorting(cx)?;
    let since = since(cx)?;
    let ids = ids(cx)?;
    let view = views::wanted(cx, module)?;
    let converted = cx.param("converted").unwrap_or("false");
    let descending = order == "desc";
    let key = |record: &Record| (text(record, sort_by).to_owned(), text(record, "id").to_owned());

    let matching = cx.state.records(module).filter(|record| {
        ids.as_ref().is_none_or(|ids| ids.iter().any(|id| id == text(record, "id")))
            && (converted == "both" || is_converted(record) == (converted == "true"))
            && changed_since(record, since)
            && view.as_ref().is_none_or(|view| view.matches(cx.state, module, record))
    });
    let mut keyed: Vec<_> = matching.map(|record| (key(record), record)).collect();
    keyed.sort_by(|(left, _), (right, _)| if descending { right.cmp(left) } else { left.cmp(right) });
    if let Some(after) = &wanted.after {
        keyed.retain(|(key, _)| if descending { key < after } else { key > after });
    }
    let rest = keyed.get(wanted.skip()..).unwrap_or_default();
    let page = rest.get(..wanted.per_page).unwrap_or(rest);
    let more = rest.len() > page.len();
    let Some((last, _)) = page.last() else { return Ok(nothing(since.filter(|_| wanted.page == 1))) };
    let last = last.clone();
    let data: Vec<Value> = page.iter().map(|(_, record)| cx.state.chosen(module, record, &fields)).collect();
    let token = if more { paging::next(cx, &wanted, last) } else { None };
    let mut info = paging::info(&wanted, data.len(), (sort_by, order), more, token);
    if let (Some(info), "Notes") = (info.as_object_mut(), module.name) {
        // Lists of notes say nothing about what there is not.
        info.retain(|name, value| !(value.is_null() || name == "call" || name == "email"));
    }
    Ok(Reply::json(StatusCode::OK, &json!({ "data": data, "info": info })))
}

/// `GET /crm/v8/{module}/{id}`.
pub(super) fn get(cx: &Cx<'_>, module: &'static Module, id: &str) -> Answer {
    let record = cx.state.get(module.name, id).ok_or_else(Problem::path_id)?;
    let since = since(cx)?;
    if !changed_since(record, since) {
        return Ok(nothing(since));
    }
    let mut value = cx.state.full(module, record);
    if let (Some(fields), Some(map)) = (chosen_fields(cx)?, value.as_object_mut()) {
        map.retain(|name, _| name == "id" || fields.iter().any(|field| field == name));
    }
    Ok(Reply::json(StatusCode::OK, &json!({ "data": [value] })))
}

/// `GET /crm/v8/{module}/deleted`.
pub(super) fn deleted(cx: &Cx<'_>, module: &'static Module) -> Answer {
    let wanted = paging::numbers(cx)?;
    let since = since(cx)?;
    let kind = cx.param("type").unwrap_or("all");
    if !["all", "recycle", "permanent"].contains(&kind) {
        return Err(Problem::param("type"));
    }
    let matching: Vec<_> = cx
        .state
        .deleted
        .iter()
        .filter(|deleted| deleted.module == module.name)
        .filter(|deleted| kind == "all" || deleted.permanent == (kind == "permanent"))
        .filter(|deleted| since.is_none_or(|since| deleted.time >= floor(since)))
        .collect();
    let rest = matching.get(wanted.skip()..).unwrap_or_default();
    let page = rest.get(..wanted.per_page).unwrap_or(rest);
    if page.is_empty() {
        return Ok(nothing(since));
    }
    let data = page.iter().map(|deleted| {
        json!({
            "deleted_by": cx.state.user(ADMIN),
            "id": deleted.id,
            "display_name": deleted.name,
            "type": if deleted.permanent { "permanent" } else { "recycle" },
            "created_by": cx.state.user(&deleted.created_by),
            "deleted_time": stamp(deleted.time),
        })
    });
    let data: Vec<Value> = data.collect();
    let info = paging::short_info(&wanted, data.len(), rest.len() > page.len());
    Ok(Reply::json(StatusCode::OK, &json!({ "data": data, "info": info })))
}

/// `GET /crm/v8/{module}/actions/count`.
pub(super) fn count(cx: &Cx<'_>, module: &'static Module) -> Answer {
    let test = search::test(cx, module)?;
    let view = views::wanted(cx, module)?;
    if test.is_some() && view.is_some() {
        return Err(Problem::view_and_search());
    }
    let live = cx.state.records(module).filter(|record| !is_converted(record));
    let fits = |record: &&Record| {
        test.as_ref().is_none_or(|test| test.holds(cx.state, module, record))
            && view.as_ref().is_none_or(|view| view.matches(cx.state, module, record))
    };
    let count = live.filter(fits).count();
    Ok(Reply::json(StatusCode::OK, &json!({ "count": count })))
}

/// Whether this is a field whose text a search by word looks at.
pub(super) fn is_searchable(field: &Field) -> bool {
    field.kind.is_text()
}
