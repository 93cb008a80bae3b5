//! `/crm/v3/objects/{type}/batch/…`: up to a hundred records at a time, answered in no order.
//!
//! A batch with an input that is not right fails as a whole. Where records are made, and there alone, each input may have an
//! `objectWriteTraceId` of its own: then the others are done and the answer is a 207. Ids that are not there are a 207 always.

use std::collections::HashSet;

use http::StatusCode;
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::show::{self, Wish};
use super::store::iso;
use super::write::{self, Claims, Draft, Values};
use crate::http::Reply;

/// The largest batch.
const MOST: usize = 100;

/// An input of a write that is right.
enum Ready {
    New(Draft),
    Change { id: u64, values: Values, trace: Option<String> },
}

/// What a batch does to records.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Create,
    Update,
    Upsert,
}

pub(super) fn read(cx: &mut Cx<'_>, kind: usize) -> Answer {
    let body = cx.body()?;
    let inputs = inputs(&body, MOST)?;
    let (wish, by, archived) = (Wish::of_body(&body), body["idProperty"].as_str(), cx.flag("archived"));
    let definition = cx.state.kind(kind);
    let (mut results, mut seen, mut missing) = (Vec::new(), HashSet::new(), Vec::new());
    for input in inputs {
        let id = id_of(input)?;
        match cx.find(kind, &id, by, archived) {
            Ok(found) if seen.insert(found) => {
                let object = definition.objects.get(&found);
                results
                    .extend(object.map(|object| show::object(cx.state, definition, object, &wish, cx.now)));
            }
            Ok(_) => {}
            Err(problem) if problem.is_not_found() => missing.push(id),
            Err(problem) => return Err(problem),
        }
    }
    let errors = missing_ids(cx, kind, "get", &missing);
    Ok(answer(cx, StatusCode::OK, results, errors))
}

pub(super) fn create(cx: &mut Cx<'_>, kind: usize) -> Answer {
    let body = cx.body()?;
    let mut claims = Claims::new();
    let check = |cx: &Cx<'_>, input: &Value| Ok(Ready::New(write::draft(cx, kind, input, &mut claims)?));
    run(cx, kind, &body, Verb::Create, check)
}

pub(super) fn update(cx: &mut Cx<'_>, kind: usize) -> Answer {
    let body = cx.body()?;
    let mut claims = Claims::new();
    let check = |cx: &Cx<'_>, input: &Value| {
        let by = input["idProperty"].as_str();
        if by == Some("email") {
            // It names contacts in upserts and in calls for one.
            let message = format!(
                "Unable to perform update/upsert by non-unique {} property",
                cx.state.kind(kind).type_id
            );
            return Err(Problem::invalid(message));
        }
        let id = cx.find(kind, &id_of(input)?, by, false)?;
        let values = write::checked(cx, kind, Some(id), &input["properties"], &mut claims)?;
        Ok(Ready::Change { id, values, trace: write::trace(input) })
    };
    run(cx, kind, &body, Verb::Update, check)
}

/// A record that is not there is made, if the input names it by a unique property.
pub(super) fn upsert(cx: &mut Cx<'_>, kind: usize) -> Answer {
    let body = cx.body()?;
    let mut claims = Claims::new();
    let check = |cx: &Cx<'_>, input: &Value| {
        let (id, by) = (id_of(input)?, input["idProperty"].as_str());
        match cx.find(kind, &id, by, false) {
            Ok(found) => {
                let values = write::checked(cx, kind, Some(found), &input["properties"], &mut claims)?;
                Ok(Ready::Change { id: found, values, trace: write::trace(input) })
            }
            Err(problem) if problem.is_not_found() => {
                let Some(by) = by.filter(|by| cx.state.kind(kind).is_unique(by)) else { return Err(problem) };
                let mut input = input.clone();
                if let Some(properties) = input["properties"].as_object_mut() {
                    properties.entry(by).or_insert(json!(id));
                }
                Ok(Ready::New(write::draft(cx, kind, &input, &mut claims)?))
            }
            Err(problem) => Err(problem),
        }
    };
    run(cx, kind, &body, Verb::Upsert, check)
}

pub(super) fn archive(cx: &mut Cx<'_>, kind: usize) -> Answer {
    let body = cx.body()?;
    for input in inputs(&body, MOST)? {
        if let Ok(id) = cx.find(kind, &id_of(input)?, None, false) {
            write::archive(cx, kind, id);
        }
    }
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

/// Checks all inputs and then does those that are right.
fn run(
    cx: &mut Cx<'_>,
    kind: usize,
    body: &Value,
    verb: Verb,
    mut check: impl FnMut(&Cx<'_>, &Value) -> Result<Ready, Problem>,
) -> Answer {
    let inputs = inputs(body, MOST)?;
    no_doubles(inputs)?;
    let traced = verb == Verb::Create && are_traced(inputs);
    let (mut ready, mut errors, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    for input in inputs {
        match check(cx, input) {
            Ok(one) => ready.push(one),
            Err(problem) if traced => {
                let trace = write::trace(input).unwrap_or_default();
                errors.push(problem.with("objectWriteTraceId", &trace).in_batch());
            }
            Err(problem) if problem.is_not_found() => missing.push(id_of(input)?),
            Err(problem) => return Err(problem),
        }
    }
    errors.extend(missing_ids(cx, kind, "update", &missing));
    let mut results = Vec::new();
    for one in ready {
        let (names, new): (Vec<String>, bool) = match &one {
            Ready::New(draft) => (draft.values.keys().cloned().collect(), true),
            Ready::Change { values, .. } => (values.keys().cloned().collect(), false),
        };
        let id = match one {
            Ready::New(draft) => write::create(cx, kind, draft),
            Ready::Change { id, values, trace } => {
                write::update(cx, kind, id, values, trace);
                id
            }
        };
        let mut result = cx.written(kind, id, &names);
        if verb == Verb::Upsert {
            result["new"] = json!(new);
        }
        results.push(result);
    }
    let success = if verb == Verb::Create { StatusCode::CREATED } else { StatusCode::OK };
    Ok(answer(cx, success, results, errors))
}

pub(super) fn inputs(body: &Value, most: usize) -> Result<&Vec<Value>, Problem> {
    let inputs =
        body["inputs"].as_array().ok_or_else(|| Problem::field("inputs", "is missing or not an array"))?;
    if inputs.is_empty() {
        return Err(Problem::field("inputs", "is empty"));
    }
    if inputs.len() > most {
        return Err(Problem::invalid(format!("The maximum number of inputs supported in a batch is {most}")));
    }
    Ok(inputs)
}

fn id_of(input: &Value) -> Result<String, Problem> {
    let id = &input["id"];
    let id = id.as_str().map(str::to_owned).or_else(|| id.as_u64().map(|id| id.to_string()));
    id.ok_or_else(|| Problem::field("id", "is missing"))
}

fn no_doubles(inputs: &[Value]) -> Result<(), Problem> {
    let mut seen = HashSet::new();
    let double =
        inputs.iter().filter_map(|input| id_of(input).ok()).find(|id| !seen.insert(id.to_lowercase()));
    double.map_or(Ok(()), |id| {
        Err(Problem::invalid(format!("Duplicate IDs found in batch input: [{id}]. IDs must be unique")))
    })
}

/// Whether each input is known by something of its own.
fn are_traced(inputs: &[Value]) -> bool {
    let traces: HashSet<String> = inputs.iter().filter_map(write::trace).collect();
    traces.len() == inputs.len()
}

fn missing_ids(cx: &Cx<'_>, kind: usize, verb: &str, ids: &[String]) -> Vec<Value> {
    if ids.is_empty() {
        return Vec::new();
    }
    let name = cx.state.kind(kind).singular.to_uppercase();
    let message = format!(
        "Could not {verb} some {name} objects, they may be deleted or not exist. Check that ids are valid."
    );
    let problem = ids.iter().fold(Problem::not_found(message), |problem, id| problem.with("ids", id));
    vec![problem.in_batch()]
}

/// The answer to a batch: its results in some order, and what did not succeed.
pub(super) fn answer(cx: &Cx<'_>, success: StatusCode, mut results: Vec<Value>, errors: Vec<Value>) -> Reply {
    for at in (1..results.len()).rev() {
        let other = usize::try_from(cx.ids.below(at as u64 + 1)).unwrap_or(at);
        results.swap(at, other);
    }
    let now = iso(cx.now);
    let mut body = json!({
        "status": "COMPLETE", "results": results, "requestedAt": now, "startedAt": now, "completedAt": now,
    });
    if errors.is_empty() {
        return Reply::json(success, &body);
    }
    body["numErrors"] = json!(errors.len());
    body["errors"] = json!(errors);
    Reply::json(StatusCode::MULTI_STATUS, &body)
}
