//! Bulk operations: queries and mutations that the shop works off by itself. Each takes the time that [`Shopify::bulk_time`] says; its
//! work is done when that is over.
//!
//! shopify.dev, "Perform bulk operations with the GraphQL Admin API": five of each at once, ten days for each, results for seven
//! days, one to five connections, which stand in each other two deep. That this means three of them with the outermost one is not
//! verified.

mod rows;
mod rules;

use std::collections::VecDeque;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::Shopify;
use super::cx::{Cx, stamp};
use super::endpoint::Asked;
use super::graphql::Request;
use super::json::{given, text};
use super::mutations::{Done, Mutation, UserError, wrong};
use crate::lock;
use crate::oauth::Caller;
use crate::store::Record;

pub(super) const MUTATIONS: &[(&str, Mutation)] = &[
    ("bulkOperationRunQuery", run_query),
    ("bulkOperationRunMutation", run_mutation),
    ("bulkOperationCancel", cancel),
];

/// How many of a kind an app may have under way in a shop.
const AT_ONCE: usize = 5;
const LONGEST: TimeDelta = TimeDelta::days(10);
const RESULT_LIFE: TimeDelta = TimeDelta::days(7);
pub(super) const FINISH: &str = "bulk_operations/finish";

/// An operation that is under way.
#[derive(Debug)]
pub(super) struct Job {
    id: String,
    pub(super) caller: Caller,
    pub(super) version: String,
    pub(super) due: DateTime<Utc>,
    work: Work,
    end: End,
}

#[derive(Clone, Debug)]
enum Work {
    Query { group: bool },
    Mutation { lines: Bytes },
}

/// How it is going to end.
#[derive(Clone, Debug)]
enum End {
    Completed,
    Expired,
    /// It was cancelled when this part of its time was over.
    Canceled(f64),
}

/// The operations that are under way, and failures that are to come.
#[derive(Debug, Default)]
pub(super) struct Jobs {
    jobs: Vec<Job>,
    failures: VecDeque<Failure>,
}

/// A failure that somebody wished for.
#[derive(Debug)]
struct Failure {
    code: String,
    rows: usize,
}

impl Jobs {
    /// The next one whose time has come.
    pub(super) fn next_due(&mut self, now: DateTime<Utc>) -> Option<Job> {
        let due = self.jobs.iter().enumerate().filter(|(_, job)| job.due <= now);
        let (at, _) = due.min_by_key(|(_, job)| job.due)?;
        Some(self.jobs.remove(at))
    }
}

impl Shopify {
    /// The next bulk operation that is done fails instead, with `code` (`TIMEOUT`, `INTERNAL_SERVER_ERROR` or `ACCESS_DENIED`), after
    /// it has given so many rows.
    pub fn fail_bulk_operation(&self, code: &str, rows: usize) {
        lock(&self.inner).desk.jobs.failures.push_back(Failure { code: code.to_owned(), rows });
    }
}

fn run_query(cx: &mut Cx<'_>, args: &Record) -> Done {
    let invalid = |message: String| wrong("query", message).code("INVALID");
    let query = text(args, "query");
    let request = read(query).map_err(|message| invalid(format!("Invalid bulk query: {message}")))?;
    rules::check(&request).map_err(|message| invalid(message.to_owned()))?;
    let group = super::json::flag(args, "groupObjects");
    start(cx, "QUERY", query, None, Work::Query { group })
}

fn run_mutation(cx: &mut Cx<'_>, args: &Record) -> Done {
    let invalid = |message: String| wrong("mutation", message).code("INVALID_MUTATION");
    let mutation = text(args, "mutation");
    let request = read(mutation).map_err(invalid)?;
    rules::check_mutation(&request).map_err(|message| invalid(message.to_owned()))?;
    let lines = cx.desk.files.uploaded(text(args, "stagedUploadPath")).cloned();
    let lines = lines.ok_or_else(|| {
        wrong("stagedUploadPath", "The JSONL file could not be found. Try uploading the file again, and check that you've entered the URL correctly for the stagedUploadPath mutation argument.")
            .code("NO_SUCH_FILE")
    })?;
    if let Some(at) = each_line(&lines).position(|line| serde_json::from_slice::<Record>(line).is_err()) {
        let message = format!("Line {} of the file is no JSON object", at + 1);
        return Err(wrong("stagedUploadPath", message).code("INVALID_STAGED_UPLOAD_FILE").into());
    }
    start(cx, "MUTATION", mutation, given(args, "clientIdentifier"), Work::Mutation { lines })
}

fn each_line(lines: &Bytes) -> impl Iterator<Item = &[u8]> {
    lines.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty())
}

fn read(text: &str) -> Result<Request, String> {
    let asked = Asked { query: text.to_owned(), operation: None, variables: json!({}) };
    Request::compile(&asked).map_err(|errors| {
        let message = errors.first().and_then(|error| error["message"].as_str().map(str::to_owned));
        message.unwrap_or_default()
    })
}

fn start(cx: &mut Cx<'_>, kind: &str, text: &str, name: Option<&str>, work: Work) -> Done {
    let same = |job: &&Job| {
        job.caller.client_id == cx.caller.client_id
            && matches!(job.work, Work::Query { .. }) == (kind == "QUERY")
    };
    if cx.desk.jobs.jobs.iter().filter(same).count() >= AT_ONCE {
        let message = format!(
            "A bulk {} operation for this app and shop is already in progress: at most {AT_ONCE} run at once.",
            kind.to_lowercase()
        );
        return Err(limit(&message).into());
    }
    let id = cx.store.id("BulkOperation");
    let time = TimeDelta::from_std(cx.bulk_time).unwrap_or(TimeDelta::MAX);
    let (end, time) = if time > LONGEST { (End::Expired, LONGEST) } else { (End::Completed, time) };
    let due = cx.now + time;
    cx.store.put(json!({
        "id": id, "type": kind, "status": "RUNNING", "errorCode": null, "query": text, "objectCount": "0", "rootObjectCount": "0",
        "fileSize": null, "url": null, "partialDataUrl": null, "createdAt": cx.stamp(), "completedAt": null,
        "clientIdentifier": name, "__from": cx.now.to_rfc3339(), "__due": due.to_rfc3339(),
    }));
    let (caller, version) = (cx.caller.clone(), cx.version.to_owned());
    cx.desk.jobs.jobs.push(Job { id: id.clone(), caller, version, due, work, end });
    cx.desk.appointments.push(due);
    Ok(json!({ "bulkOperation": id }))
}

fn limit(message: &str) -> UserError {
    wrong("", message).code("LIMIT_REACHED")
}

fn cancel(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = text(args, "id");
    let Some(operation) = cx.store.get(id).filter(|_| id.contains("/BulkOperation/")) else {
        return Err(wrong("id", "Bulk operation does not exist").into());
    };
    let (from, due) = (time(operation, "__from"), time(operation, "__due"));
    let now = cx.now;
    let Some(job) = cx.desk.jobs.jobs.iter_mut().find(|job| job.id == id) else {
        let status = text(operation, "status").to_lowercase();
        return Err(wrong("", format!("A bulk operation cannot be canceled when it is {status}")).into());
    };
    if !matches!(job.end, End::Canceled(_)) {
        let whole = (due - from).as_seconds_f64();
        let part = if whole > 0.0 { (now - from).as_seconds_f64() / whole } else { 1.0 };
        // It takes a moment, but no longer than it would have taken.
        job.due = (now + (due - from) / 4).min(job.due);
        job.end = End::Canceled(part.clamp(0.0, 1.0));
        cx.desk.appointments.push(job.due);
        cx.store.set(id, json!({ "status": "CANCELING" }));
    }
    Ok(json!({ "bulkOperation": id }))
}

fn time(operation: &Record, field: &str) -> DateTime<Utc> {
    text(operation, field).parse().unwrap_or_default()
}

/// The status of an operation that has only just begun is another one.
pub(super) fn field(cx: &Cx<'_>, field: &str, operation: &Record) -> Option<Value> {
    let (from, due) = (time(operation, "__from"), time(operation, "__due"));
    let begun =
        field == "status" && text(operation, "status") == "RUNNING" && cx.now < from + (due - from) / 4;
    begun.then(|| json!("CREATED"))
}

/// The operation of this kind that an app has started last.
pub(super) fn current(cx: &Cx<'_>, args: &Record) -> Value {
    let all = cx.store.all("BulkOperation").filter(|one| text(one, "type") == text(args, "type"));
    all.last().and_then(|one| one.get("id").cloned()).unwrap_or_default()
}

/// What an operation has given.
#[derive(Default)]
struct Given {
    rows: Vec<Value>,
    roots: usize,
    code: Option<String>,
}

/// Does the work of an operation whose time has come.
pub(super) fn run(cx: &mut Cx<'_>, job: Job) {
    let text = cx.store.text(&job.id, "query");
    let mut given = match (&job.work, &job.end) {
        (_, End::Expired) => Given::default(),
        (Work::Query { .. }, End::Canceled(_)) => Given::default(),
        (Work::Query { group }, End::Completed) => query(cx, &text, *group),
        (Work::Mutation { lines }, end) => {
            let part = if let End::Canceled(part) = end { *part } else { 1.0 };
            mutate(cx, &text, lines, part)
        }
    };
    let failure = matches!(job.end, End::Completed).then(|| cx.desk.jobs.failures.pop_front()).flatten();
    if let Some(Failure { code, rows }) = failure {
        given.code = Some(code);
        given.rows.truncate(rows);
        given.roots = given.roots.min(rows);
    }
    let status = match (&job.end, &given.code) {
        (End::Expired, _) => "EXPIRED",
        (End::Canceled(_), _) => "CANCELED",
        (End::Completed, Some(_)) => "FAILED",
        (End::Completed, None) => "COMPLETED",
    };
    let count = given.rows.len();
    let mut file = Vec::new();
    for row in given.rows {
        // A vector takes everything.
        let _ = serde_json::to_writer(&mut file, &row);
        file.push(b'\n');
    }
    let size = file.len();
    let name = format!("bulk-{}.jsonl", super::store::number_of(&job.id));
    let url = (count > 0).then(|| cx.keep_result(&name, Bytes::from(file), RESULT_LIFE));
    let (url, partial) = if status == "COMPLETED" { (url, None) } else { (None, url) };
    cx.store.set(
        &job.id,
        json!({
            "status": status, "errorCode": given.code, "objectCount": count.to_string(), "rootObjectCount": given.roots.to_string(),
            "fileSize": (count > 0).then(|| size.to_string()), "url": url, "partialDataUrl": partial, "completedAt": stamp(cx.now),
        }),
    );
    cx.tell_one(FINISH, &job.id);
}

fn query(cx: &mut Cx<'_>, text: &str, group: bool) -> Given {
    let failed = |code: &str| Given { code: Some(code.to_owned()), ..Given::default() };
    let Ok(request) = read(text) else { return failed("INTERNAL_SERVER_ERROR") };
    let mut answer = request.run(cx.again(), true);
    let denied = |error: &Value| error["extensions"]["code"] == "ACCESS_DENIED";
    match answer["errors"].as_array() {
        Some(errors) if errors.iter().any(denied) => return failed("ACCESS_DENIED"),
        Some(_) => return failed("INTERNAL_SERVER_ERROR"),
        None => {}
    }
    let (rows, roots) = rows::of(&request, answer["data"].take(), group);
    Given { rows, roots, code: None }
}

/// Runs a mutation for the first part of the lines.
fn mutate(cx: &mut Cx<'_>, text: &str, lines: &Bytes, part: f64) -> Given {
    let Ok(request) = read(text) else {
        return Given { code: Some("INTERNAL_SERVER_ERROR".to_owned()), ..Given::default() };
    };
    let all = each_line(lines).count();
    let most = (all as f64 * part) as usize;
    let mut rows = Vec::with_capacity(most);
    for (at, line) in each_line(lines).take(most).enumerate() {
        let variables = serde_json::from_slice(line).unwrap_or_default();
        let mut answer = match request.with(variables) {
            Ok(request) => request.run(cx.again(), false),
            Err(errors) => json!({ "errors": errors }),
        };
        answer["__lineNumber"] = json!(at);
        rows.push(answer);
    }
    Given { roots: rows.len(), rows, code: None }
}
