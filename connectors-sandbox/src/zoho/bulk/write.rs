//! Bulk write: the rows of an uploaded file become records, or change those that are there.

use bytes::Bytes;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::super::Cx;
use super::super::errors::{Answer, Problem};
use super::super::files;
use super::super::jobs::{self, Job, Phase, Work};
use super::super::modules::{Field, Module};
use super::super::settings::ORG;
use super::super::store::{ADMIN, stamp};
use super::row::{Columns, Operation, Row};
use super::{check_callback, download_path, unknown_job, wanted_module, zip};
use crate::csv;
use crate::http::Reply;

/// The largest file that can be uploaded.
const MOST_BYTES: usize = 25 * 1024 * 1024;
/// The most rows of a file.
const MOST_ROWS: usize = 25_000;
/// How many of the mapped columns the result shows.
const SHOWN: usize = 3;

/// A bulk write.
#[derive(Clone)]
pub(in super::super) struct Write {
    operation: Operation,
    /// What the request asked for, given back as it came.
    body: Map<String, Value>,
    resources: Vec<Resource>,
    result: Option<Bytes>,
    failed: bool,
}

/// One file for one module.
#[derive(Clone)]
struct Resource {
    module: &'static Module,
    /// What the request says about it.
    input: Map<String, Value>,
    columns: Columns,
    file_name: String,
    text: String,
    outcome: Option<Outcome>,
}

/// What became of a file.
#[derive(Clone, Default)]
struct Outcome {
    added: usize,
    updated: usize,
    skipped: usize,
    /// Why the file as a whole was not taken.
    code: Option<&'static str>,
}

/// `POST /crm/v8/upload`, on Zoho's side at a host of its own.
pub(in super::super) fn upload(cx: &mut Cx<'_>) -> Answer {
    let header = |name: &str| cx.call.request.header(name);
    if header("feature") != Some("bulk-write") || header("x-crm-org") != Some(ORG) {
        let body = json!({
            "status": "error", "ERROR_CODE": 400, "ERROR_MESSAGE": "Bad Request",
            "x-error": "check if headers [feature, X-CRM-ORG] are present and valid",
        });
        return Ok(Reply::json(StatusCode::BAD_REQUEST, &body));
    }
    let file = files::uploaded(cx)?.pop().ok_or_else(Problem::no_upload)?;
    if file.content.len() > MOST_BYTES {
        return Err(Problem::bad("FILE_TOO_LARGE", "File size too large to process", json!({})));
    }
    if zip::unzip(&file.content).is_none() {
        let message = "invalid file format. only zip format is supported";
        return Err(Problem::bad("INVALID_FILE_FORMAT", message, json!({})));
    }
    let id = cx.state.new_id();
    cx.state.bulk_files.insert(id.clone(), file.content);
    let details = json!({ "file_id": id, "created_time": stamp(cx.now()) });
    let body = json!({ "status": "success", "code": "FILE_UPLOAD_SUCCESS", "message": "file uploaded.", "details": details });
    Ok(Reply::json(StatusCode::OK, &body))
}

/// `POST /crm/bulk/v8/write`.
pub(super) fn create(cx: &mut Cx<'_>) -> Answer {
    let body = cx.call.request.json().ok().and_then(|body| body.as_object().cloned());
    let body = body.ok_or_else(|| Problem::bad("INVALID_FORMAT", "the body cannot be read", json!({})))?;
    let whole = Value::Object(body.clone());
    let operation = match body.get("operation").and_then(Value::as_str) {
        Some("insert") => Operation::Insert,
        Some("update") => Operation::Update,
        Some("upsert") => Operation::Upsert,
        Some(_) => return Err(Problem::invalid("operation", "$.operation")),
        None => return Err(Problem::mandatory("operation", "$.operation")),
    };
    check_callback(&whole)?;
    let inputs = body.get("resource").and_then(Value::as_array).filter(|resources| !resources.is_empty());
    let inputs = inputs.ok_or_else(|| Problem::mandatory("resource", "$.resource"))?;
    let mut resources = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        let ignore = body.get("ignore_empty").and_then(Value::as_bool).unwrap_or(false);
        resources.push(resource(cx, operation, input, &format!("$.resource[{index}]"), ignore)?);
    }
    let write = Write { operation, body, resources, result: None, failed: false };
    let id = jobs::add(cx, Work::Write(write));
    let details = json!({ "id": id, "created_by": cx.state.user(ADMIN) });
    let body = json!({ "status": "success", "code": "SUCCESS", "message": "success", "details": details });
    Ok(Reply::json(StatusCode::CREATED, &body))
}

fn resource(
    cx: &Cx<'_>,
    operation: Operation,
    input: &Value,
    path: &str,
    ignore_empty: bool,
) -> Result<Resource, Problem> {
    let module = wanted_module(&input["module"])?;
    let file_id = input["file_id"].as_str().unwrap_or_default();
    let improper = || Problem::bad("INVALID_FILE_ID", "improper file id", json!({ "file_id": file_id }));
    let file = cx.state.bulk_files.get(file_id).ok_or_else(improper)?;
    let files = zip::unzip(file).ok_or_else(improper)?;
    let named = input["file_names"][0].as_str();
    let mut sheets = files.into_iter().filter(|(name, _)| {
        named.map_or_else(|| name.to_lowercase().ends_with(".csv"), |wanted| name == wanted)
    });
    let (file_name, content) = sheets.next().ok_or_else(|| {
        Problem::bad("FILE_NOT_SUPPORTED", "File not supported for bulk write", json!({ "file_id": file_id }))
    })?;
    let text = String::from_utf8(content).map_err(|_| {
        Problem::bad("INVALID_FILE_FORMAT", "invalid file format. only zip format is supported", json!({}))
    })?;
    let ignore_empty = input["ignore_empty"].as_bool().unwrap_or(ignore_empty);
    let columns = Columns::new(module, operation, input, path, ignore_empty)?;
    let input = input.as_object().cloned().unwrap_or_default();
    Ok(Resource { module, input, columns, file_name, text, outcome: None })
}

impl Write {
    /// Writes the records.
    pub(in super::super) fn run(mut self, cx: &mut Cx<'_>) -> Self {
        let mut report = None;
        let mut resources = std::mem::take(&mut self.resources);
        for resource in &mut resources {
            let outcome = match resource.run(cx, self.operation) {
                Ok((outcome, rows)) => {
                    // There is one file of results; it is about the first module.
                    report.get_or_insert((format!("{}-{}", resource.module.name, resource.file_name), rows));
                    outcome
                }
                Err(code) => Outcome { code: Some(code), ..Outcome::default() },
            };
            resource.outcome = Some(outcome);
        }
        self.resources = resources;
        self.failed = report.is_none();
        self.result = report.map(|(name, rows)| zip::zip(&name, rows.as_bytes()));
        self
    }
}

impl Resource {
    /// Takes the rows one by one: each succeeds or fails by itself. Also the result, as a file.
    fn run(&self, cx: &mut Cx<'_>, operation: Operation) -> Result<(Outcome, String), &'static str> {
        let rows = csv::parse(&self.text).ok_or("INVALID_FORMAT")?;
        let (header, rows) = rows.split_first().ok_or("INVALID_FORMAT")?;
        if rows.len() > MOST_ROWS {
            return Err("LIMIT_EXCEEDED");
        }
        let heading = |index: usize| header.get(index).map_or("", String::as_str);
        let shown: Vec<usize> = self.columns.indexes().take(SHOWN).collect();
        let mut report = String::new();
        csv::write(
            &mut report,
            shown.iter().map(|index| heading(*index)).chain(["STATUS", "RECORD_ID", "ERRORS"]),
        );
        let mut outcome = Outcome::default();
        for cells in rows {
            let cell = |index: usize| cells.get(index).map_or("", String::as_str);
            let row = self.columns.write(cx, self.module, operation, cells);
            let (count, status, id, error) = match row {
                Row::Added(id) => (&mut outcome.added, "ADDED", id, String::new()),
                Row::Updated(id) => (&mut outcome.updated, "UPDATED", id, String::new()),
                Row::Skipped(code, field) => {
                    let column = self
                        .columns
                        .column_of(&field)
                        .map_or_else(|| field.clone(), |at| heading(at).to_owned());
                    (&mut outcome.skipped, "SKIPPED", String::new(), format!("{code}-{column}"))
                }
            };
            *count += 1;
            let cells = shown.iter().map(|index| cell(*index)).chain([status, id.as_str(), error.as_str()]);
            csv::write(&mut report, cells);
        }
        Ok((outcome, report))
    }

    fn details(&self, phase: Phase) -> Value {
        let mut details = self.input.clone();
        details.insert("module".to_owned(), json!({ "api_name": self.module.name, "id": self.module.id() }));
        details.insert("type".to_owned(), json!("data"));
        let outcome = self.outcome.clone().unwrap_or_default();
        let status = if outcome.code.is_some() { "FAILED" } else { phase.name() };
        let total = outcome.added + outcome.updated + outcome.skipped;
        details.insert("status".to_owned(), json!(status));
        if let Some(code) = outcome.code {
            details.insert("code".to_owned(), json!(code));
        }
        let file = json!({
            "status": status, "name": self.file_name, "added_count": outcome.added, "skipped_count": outcome.skipped,
            "updated_count": outcome.updated, "total_count": total,
        });
        details.insert("file".to_owned(), file);
        Value::Object(details)
    }
}

/// The bulk write with this id.
fn find<'a>(cx: &'a Cx<'_>, id: &str) -> Option<(&'a Job, &'a Write)> {
    let job = jobs::find(cx, id)?;
    match &job.work {
        Work::Write(write) => Some((job, write)),
        _ => None,
    }
}

/// `GET /crm/bulk/v8/write/{job}`.
pub(super) fn details(cx: &Cx<'_>, id: &str) -> Answer {
    let (job, write) = find(cx, id).ok_or_else(|| unknown_job(StatusCode::BAD_REQUEST, id))?;
    let phase = job.phase(cx.now());
    let resources: Vec<Value> = write.resources.iter().map(|resource| resource.details(phase)).collect();
    let mut details = json!({
        "status": if write.failed { "FAILED" } else { phase.name() }, "character_encoding": "UTF-8",
        "resource": resources, "id": job.id, "created_by": cx.state.user(ADMIN),
        "operation": write.body.get("operation"), "created_time": stamp(job.created),
    });
    if let Some(callback) = write.body.get("callback").filter(|callback| !callback.is_null()) {
        details["callback"] = callback.clone();
    }
    if write.result.is_some() {
        details["result"] = json!({ "download_url": format!("{}{}", cx.call.base, download_path(id)) });
    }
    Ok(Reply::json(StatusCode::OK, &details))
}

/// The result of a bulk write.
pub(in super::super) fn result(cx: &Cx<'_>, id: &str) -> Answer {
    let result = find(cx, id).and_then(|(_, write)| write.result.as_ref());
    let result = result.ok_or_else(|| unknown_job(StatusCode::BAD_REQUEST, id))?;
    let reply = Reply::bytes(StatusCode::OK, "application/octet-stream", result.clone());
    Ok(reply.header("content-disposition", format!("attachment; filename={id}.zip")))
}

/// Whether a field can be a column.
pub(super) fn is_column(field: &Field) -> bool {
    !matches!(field.kind, super::super::modules::Kind::Subform(_))
}
