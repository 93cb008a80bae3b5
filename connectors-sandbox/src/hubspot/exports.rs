//! `/crm/v3/exports/export/async`: the records of a list or of a search as a file, by a job.
//!
//! The file is made when the job is done, and can be had without a token for as long as its URL is not guessed. Spreadsheets
//! are not simulated: every file is CSV.

use std::time::Duration;

use chrono::{DateTime, Utc};
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::search::{filters, fit};
use super::store::{State, iso};
use crate::csv;
use crate::http::Reply;

/// How long a job takes.
pub(super) const JOB_TIME: Duration = Duration::from_secs(15);

/// Where files are.
const FILES: &str = "/crm/exports/files";

#[derive(Clone, Debug)]
pub(super) struct Export {
    id: String,
    /// What the file's URL ends in.
    key: String,
    asked: DateTime<Utc>,
    due: DateTime<Utc>,
    kind: usize,
    request: Value,
}

pub(super) fn route(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    match (method, rest) {
        (&Method::POST, ["export", "async"]) => ask(cx),
        (&Method::GET, ["export", "async", "tasks", id, "status"]) => {
            let export = cx.state.exports.iter().find(|export| export.id == *id);
            let export = export.ok_or_else(|| Problem::not_found(format!("no export {id}")))?;
            let done = export.due <= cx.now;
            let mut status = json!({
                "status": if done { "COMPLETE" } else { "PROCESSING" }, "requestedAt": iso(export.asked),
                "startedAt": iso(export.asked), "completedAt": iso(if done { export.due } else { cx.now }),
            });
            if done {
                status["result"] = json!(format!("{}{FILES}/{}.csv", cx.call.base, export.key));
            }
            Ok(Reply::json(StatusCode::OK, &status))
        }
        _ => Err(Problem::path()),
    }
}

fn ask(cx: &mut Cx<'_>) -> Answer {
    let body = cx.body()?;
    let text = |name: &str| body[name].as_str().ok_or_else(|| Problem::field(name, "is missing"));
    let kind = cx.kind(text("objectType")?)?;
    if text("format")? != "CSV" {
        return Err(Problem::field("format", "is not CSV, and the sandbox makes nothing else"));
    }
    text("exportName")?;
    let properties = body["objectProperties"].as_array().filter(|names| !names.is_empty());
    properties.ok_or_else(|| Problem::field("objectProperties", "is missing or empty"))?;
    match text("exportType")? {
        "VIEW" => drop(filters(cx.state, cx.state.kind(kind), &body["publicCrmSearchRequest"]["filters"])?),
        "LIST" => drop(cx.state.list(text("listId")?)?),
        _ => return Err(Problem::field("exportType", "is not VIEW or LIST")),
    }
    let due = cx.now + JOB_TIME;
    let id = cx.state.next_id().to_string();
    let export = Export { id: id.clone(), key: cx.ids.uuid(), asked: cx.now, due, kind, request: body };
    cx.state.exports.push(export);
    Ok(Reply::json(StatusCode::ACCEPTED, &json!({ "id": id })))
}

/// The file that a path names, if it is made.
pub(super) fn file(state: &State, path: &str, now: DateTime<Utc>) -> Option<Reply> {
    let key = path.strip_prefix(FILES)?.trim_start_matches('/').strip_suffix(".csv")?;
    let export = state.exports.iter().find(|export| export.key == key && export.due <= now)?;
    Some(Reply::bytes(StatusCode::OK, "text/csv; charset=utf-8", export.text(state)?))
}

impl Export {
    fn text(&self, state: &State) -> Option<String> {
        let kind = state.kind(self.kind);
        let names: Vec<&str> =
            self.request["objectProperties"].as_array()?.iter().filter_map(Value::as_str).collect();
        let internal = self.request["exportInternalValuesOptions"].as_array();
        let internal = internal.is_some_and(|options| options.iter().any(|option| option == "NAMES"));
        let title = |name: &&str| match kind.properties.get(*name).filter(|_| !internal) {
            Some(property) => property.label.clone(),
            None => (*name).to_owned(),
        };
        let titles: Vec<String> = names.iter().map(title).collect();
        let mut file = String::new();
        csv::write(&mut file, std::iter::once("Record ID").chain(titles.iter().map(String::as_str)));
        let listed = self.request["listId"].as_str().filter(|_| self.request["exportType"] == "LIST");
        let members = listed.and_then(|id| Some(state.lists[state.list(id).ok()?].members(state)));
        let wanted =
            filters(state, kind, &self.request["publicCrmSearchRequest"]["filters"]).unwrap_or_default();
        for object in kind.living() {
            let chosen = match &members {
                Some(members) => members.contains_key(&object.id),
                None => fit(&wanted, state, kind, object, object.updated),
            };
            if chosen {
                let cells =
                    names.iter().map(|name| kind.value_at(object, name, object.updated).unwrap_or_default());
                let cells: Vec<String> =
                    std::iter::once(object.id.to_string()).chain(cells.map(String::from)).collect();
                csv::write(&mut file, cells.iter().map(String::as_str));
            }
        }
        Some(file)
    }
}
