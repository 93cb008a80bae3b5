//! Bulk read: the records of a module, or those that fit criteria, as pages of comma-separated values.

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::super::Cx;
use super::super::criteria;
use super::super::errors::{Answer, Problem};
use super::super::filter::{Expr, resolve};
use super::super::jobs::{self, Job, Phase, Work};
use super::super::modules::{Kind, Module};
use super::super::store::{ADMIN, State, is_converted, stamp, text};
use super::{check_callback, unknown_job, wanted_module, zip};
use crate::csv;
use crate::http::Reply;
use crate::store::Record;

/// How far pages by number go, by `bulk_read.json`.
const MOST_PAGES: u64 = 50;
const MOST_TESTS: usize = 25;
const TOKEN_LIFE: TimeDelta = TimeDelta::hours(24);

/// A bulk read.
#[derive(Clone)]
pub(in super::super) struct Read {
    module: &'static Module,
    /// Columns besides the id, as paths of lookups.
    fields: Vec<String>,
    test: Option<Expr>,
    /// What the request asked for, given back as it came.
    query: Map<String, Value>,
    page: usize,
    result: Option<Page>,
}

/// A page that was read.
#[derive(Clone)]
struct Page {
    count: usize,
    more: bool,
    token: Option<String>,
    zip: Bytes,
}

/// What the token of a next page stands for.
#[derive(Clone)]
pub(in super::super) struct NextPage {
    module: &'static str,
    query: Map<String, Value>,
    page: usize,
    expires: DateTime<Utc>,
}

/// `POST /crm/bulk/v8/read`.
pub(super) fn create(cx: &mut Cx<'_>) -> Answer {
    let unreadable = || Problem::bad("REQUEST_BODY_NOT_READABLE", "the body cannot be read", json!({}));
    let body = cx.call.request.json().map_err(|_| unreadable())?;
    let query = body["query"].as_object().ok_or_else(unreadable)?;
    check_callback(&body)?;
    if body.get("file_type").is_some_and(|kind| kind != "csv") {
        let message = "the sandbox writes comma-separated values only";
        return Err(Problem::bad("NOT_SUPPORTED_FEATURE", message, json!({})));
    }
    let module = wanted_module(&body["query"]["module"])?;
    let read = wanted(cx, module, query)?;
    let id = jobs::add(cx, Work::Read(read));
    let details = json!({
        "id": id, "operation": "read", "state": Phase::Added.name(), "created_by": cx.state.user(ADMIN),
        "created_time": stamp(cx.now()),
    });
    let message = "Added successfully.";
    let element =
        json!({ "status": "success", "code": "ADDED_SUCCESSFULLY", "message": message, "details": details });
    Ok(Reply::json(StatusCode::CREATED, &json!({ "data": [element], "info": {} })))
}

fn wanted(cx: &Cx<'_>, module: &'static Module, query: &Map<String, Value>) -> Result<Read, Problem> {
    if let Some(token) = query.get("page_token").and_then(Value::as_str) {
        return next_page(cx, module, query, token);
    }
    let page = query.get("page").and_then(Value::as_u64).unwrap_or(1);
    if !(1..=MOST_PAGES).contains(&page) {
        let details = json!({ "max_limit": MOST_PAGES });
        return Err(Problem::bad("PAGE_RANGE_EXCEEDED", "there are no more pages by number", details));
    }
    let fields = match query.get("fields").and_then(Value::as_array).filter(|fields| !fields.is_empty()) {
        Some(fields) => chosen(module, fields)?,
        None => every(module),
    };
    let test = match query.get("criteria").filter(|criteria| !criteria.is_null()) {
        Some(criteria) => Some(test(module, criteria)?),
        None => None,
    };
    let page = usize::try_from(page).unwrap_or(1);
    Ok(Read { module, fields, test, query: query.clone(), page, result: None })
}

/// The page behind that of another job, by its token: the rest of the query may be left out, not changed.
fn next_page(
    cx: &Cx<'_>,
    module: &'static Module,
    query: &Map<String, Value>,
    token: &str,
) -> Result<Read, Problem> {
    let next =
        cx.state.bulk_pages.get(token).filter(|next| next.module == module.name && next.expires > cx.now());
    let changed = |next: &&NextPage| {
        query.iter().any(|(name, value)| name != "page_token" && next.query.get(name) != Some(value))
    };
    let next = next.filter(|next| !changed(next));
    let next = next.ok_or_else(|| {
        let message = "the page_token is not good, or another part of the query was changed";
        Problem::bad("INVALID_REQUEST", message, json!({ "api_name": "page_token", "module": module.name }))
    })?;
    let mut before = next.query.clone();
    before.remove("page");
    let mut read = wanted(cx, module, &before)?;
    read.query.insert("page_token".to_owned(), json!(token));
    read.page = next.page;
    Ok(read)
}

fn chosen(module: &'static Module, fields: &[Value]) -> Result<Vec<String>, Problem> {
    let mut paths = Vec::new();
    for field in fields {
        let path = field.as_str().unwrap_or_default();
        let details = json!({ "api_name": path, "module": module.name });
        match module.path(path) {
            None => {
                return Err(Problem::bad(
                    "FIELD_NOT_AVAILABLE",
                    "the requested field is not available",
                    details,
                ));
            }
            Some(field) if matches!(field.kind, Kind::Subform(_)) => {
                return Err(Problem::bad(
                    "FIELD_NOT_SUPPORTED",
                    "the requested field is not supported",
                    details,
                ));
            }
            // The id comes first whether it is asked for or not.
            Some(_) if path == "id" => {}
            Some(_) => paths.push(path.to_owned()),
        }
    }
    Ok(paths)
}

fn every(module: &'static Module) -> Vec<String> {
    let fields = module.all_fields().filter(|field| !matches!(field.kind, Kind::Subform(_) | Kind::Id));
    fields.map(|field| field.name.to_owned()).collect()
}

fn test(module: &'static Module, value: &Value) -> Result<Expr, Problem> {
    let expr = criteria::from_json(value);
    let expr =
        expr.ok_or_else(|| Problem::bad("INVALID_CRITERIA", "the criteria cannot be read", json!({})))?;
    if expr.tests() > MOST_TESTS {
        let details = json!({ "max_limit": MOST_TESTS });
        return Err(Problem::bad("CRITERIA_LIMIT_EXCEEDED", "there are too many criteria", details));
    }
    match expr.fields().into_iter().find(|path| module.path(path).is_none()) {
        Some(path) => {
            let details = json!({ "api_name": path, "module": module.name });
            let message = "the field in the criteria is not available";
            Err(Problem::bad("FIELD_IN_CRITERIA_NOT_AVAILABLE", message, details))
        }
        None => Ok(expr),
    }
}

impl Read {
    /// Writes the file.
    pub(in super::super) fn run(mut self, cx: &mut Cx<'_>) -> Self {
        let per_page = cx.zoho.bulk_page;
        let records = cx.state.records(self.module).filter(|record| {
            let fits = self.test.as_ref().is_none_or(|test| test.matches(cx.state, self.module, record));
            fits && !is_converted(record)
        });
        let mut records = records.skip((self.page - 1) * per_page).peekable();
        let mut file = String::new();
        csv::write(&mut file, std::iter::once("Id").chain(self.fields.iter().map(String::as_str)));
        let mut count = 0;
        while count < per_page {
            let Some(record) = records.next() else { break };
            let cells: Vec<_> =
                self.fields.iter().map(|path| cell(cx.state, self.module, record, path)).collect();
            csv::write(
                &mut file,
                std::iter::once(text(record, "id")).chain(cells.iter().map(String::as_str)),
            );
            count += 1;
        }
        let more = records.peek().is_some();
        drop(records);
        let token = more.then(|| cx.ids.token(64));
        if let Some(token) = &token {
            let mut query = self.query.clone();
            query.remove("page_token");
            let expires = cx.now() + TOKEN_LIFE;
            let next = NextPage { module: self.module.name, query, page: self.page + 1, expires };
            cx.state.bulk_pages.insert(token.clone(), next);
        }
        let zip = zip::zip(&format!("{}.csv", self.module.name), file.as_bytes());
        self.result = Some(Page { count, more, token, zip });
        self
    }
}

/// A value as a cell: records and users by their ids, several values with semicolons between.
fn cell(state: &State, module: &'static Module, record: &Record, path: &str) -> String {
    match resolve(state, module, record, path) {
        None | Some((_, Value::Null)) => String::new(),
        Some((Kind::Tags, value)) => state.tag_names(&value).join(","),
        Some((_, Value::String(text))) => text,
        Some((_, Value::Array(items))) => {
            let items = items.iter().map(|item| item.as_str().unwrap_or_default());
            items.collect::<Vec<_>>().join(";")
        }
        Some((_, value)) => value.to_string(),
    }
}

/// The bulk read with this id.
fn find<'a>(cx: &'a Cx<'_>, id: &str) -> Option<(&'a Job, &'a Read)> {
    let job = jobs::find(cx, id)?;
    match &job.work {
        Work::Read(read) => Some((job, read)),
        _ => None,
    }
}

/// `GET /crm/bulk/v8/read/{job}`.
pub(super) fn details(cx: &Cx<'_>, id: &str) -> Answer {
    let (job, read) = find(cx, id).ok_or_else(|| unknown_job(StatusCode::NOT_FOUND, id))?;
    let mut query = read.query.clone();
    query.insert("module".to_owned(), json!({ "api_name": read.module.name, "id": read.module.id() }));
    query.insert("page".to_owned(), json!(read.page));
    let mut details = json!({
        "id": job.id, "operation": "read", "state": job.phase(cx.now()).name(), "query": query,
        "created_by": cx.state.user(ADMIN), "created_time": stamp(job.created), "file_type": "csv",
    });
    if let Some(result) = &read.result {
        details["result"] = json!({
            "page": read.page, "count": result.count, "per_page": cx.zoho.bulk_page,
            "download_url": format!("/crm/bulk/v8/read/{id}/result"), "more_records": result.more,
            "next_page_token": result.token,
        });
    }
    Ok(Reply::json(StatusCode::OK, &json!({ "data": [details] })))
}

/// `GET /crm/bulk/v8/read/{job}/result`.
pub(super) fn result(cx: &Cx<'_>, id: &str) -> Answer {
    let result = find(cx, id).and_then(|(_, read)| read.result.as_ref());
    let result = result.ok_or_else(|| unknown_job(StatusCode::BAD_REQUEST, id))?;
    let reply = Reply::bytes(StatusCode::OK, "application/x-download;charset=UTF-8", result.zip.clone());
    Ok(reply.header("content-disposition", format!("attachment; filename={id}.zip")))
}
