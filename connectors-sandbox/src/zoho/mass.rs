//! Changes to many records: at once by their ids, or as a job for all that a view shows.

use http::StatusCode;
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::jobs::{self, Phase, Work};
use super::modules::Module;
use super::store::{id as id_of, text};
use super::views;
use super::write;
use crate::http::Reply;
use crate::store::Record;

/// The most ids in one request.
const MOST: usize = 500;

/// A change to all records of a view.
#[derive(Clone)]
pub(super) struct Mass {
    module: &'static Module,
    act: Act,
    view: String,
    changed: usize,
    failed: usize,
}

#[derive(Clone)]
pub(super) enum Act {
    Update(Record),
    Delete,
    /// To another owner.
    Owner(String),
}

impl Mass {
    /// Changes what the view shows when the job comes due.
    pub(super) fn run(mut self, cx: &mut Cx<'_>) -> Self {
        let test = views::test(self.module, &self.view).flatten();
        let records = cx.state.records(self.module);
        let shown = records
            .filter(|record| test.as_ref().is_none_or(|test| test.matches(cx.state, self.module, record)));
        let ids: Vec<String> = shown.map(|record| text(record, "id").to_owned()).collect();
        for id in ids {
            match apply(cx, self.module, &self.act, &id) {
                Ok(()) => self.changed += 1,
                Err(_) => self.failed += 1,
            }
        }
        self
    }
}

fn apply(cx: &mut Cx<'_>, module: &'static Module, act: &Act, id: &str) -> Result<(), Problem> {
    match act {
        Act::Update(values) => write::change(cx, module, id, values, "$.data[0]"),
        Act::Owner(owner) => {
            let values = Record::from_iter([("Owner".to_owned(), json!({ "id": owner }))]);
            write::change(cx, module, id, &values, "$")
        }
        Act::Delete => cx.delete(module, id),
    }
}

fn body(cx: &Cx<'_>) -> Result<Value, Problem> {
    cx.call.request.json().ok().filter(Value::is_object).ok_or_else(Problem::body)
}

/// The ids in the body, if it names any.
fn ids(body: &Value) -> Result<Option<Vec<String>>, Problem> {
    let Some(ids) = body.get("ids").filter(|ids| !ids.is_null()) else { return Ok(None) };
    let ids = ids.as_array().ok_or_else(|| Problem::wrong_type("ids", "$.ids", "jsonarray"))?;
    if ids.len() > MOST {
        return Err(Problem::too_long("ids", "$.ids", MOST));
    }
    Ok(Some(ids.iter().filter_map(id_of).collect()))
}

/// Starts the job; its id.
fn start(cx: &mut Cx<'_>, module: &'static Module, body: &Value, act: Act) -> Result<String, Problem> {
    let wrong = || {
        let details = json!({ "api_name": "cvid", "json_path": "$.cvid" });
        Problem::bad("INVALID_DATA", "the cvid given seems to be invalid", details)
    };
    let missing = || {
        let details = json!({ "api_name": "cvid", "expected_data_type": "bigint" });
        Problem::bad("MANDATORY_NOT_FOUND", "required field not found", details)
    };
    let view = body.get("cvid").filter(|view| !view.is_null()).ok_or_else(missing)?;
    let view = id_of(view).filter(|view| views::test(module, view).is_some()).ok_or_else(wrong)?;
    Ok(jobs::add(cx, Work::Mass(Mass { module, act, view, changed: 0, failed: 0 })))
}

/// `POST /crm/v8/{module}/actions/mass_update`.
pub(super) fn update(cx: &mut Cx<'_>, module: &'static Module) -> Answer {
    let body = body(cx)?;
    let values = body.pointer("/data/0").and_then(Value::as_object).filter(|values| !values.is_empty());
    let values = values.cloned().ok_or_else(|| Problem::mandatory("data", "$.data"))?;
    match ids(&body)? {
        Some(ids) => {
            let results: Vec<_> = ids
                .iter()
                .map(|id| {
                    write::change(cx, module, id, &values, "$.data[0]")?;
                    let mut done = write::done(cx, module, id, "record updated");
                    if let Some(details) = done["details"].as_object_mut() {
                        details.remove("$approval_state");
                    }
                    Ok(done)
                })
                .collect();
            Ok(write::summary(&results, StatusCode::OK))
        }
        None => {
            // What no record could take is refused before there is a job.
            super::validate::check(cx.state, module, &values, "$.data[0]", Some("")).map(drop)?;
            let job = start(cx, module, &body, Act::Update(values))?;
            Ok(scheduled("mass update scheduled successfully", &json!({ "job_id": job })))
        }
    }
}

/// `POST /crm/v8/{module}/actions/mass_delete`.
pub(super) fn delete(cx: &mut Cx<'_>, module: &'static Module) -> Answer {
    let body = body(cx)?;
    if let Some(ids) = ids(&body)? {
        let results: Vec<_> = ids
            .iter()
            .map(|id| {
                cx.delete(module, id)?;
                Ok(element("record is deleted", &json!({ "id": id })))
            })
            .collect();
        return Ok(write::summary(&results, StatusCode::OK));
    }
    match start(cx, module, &body, Act::Delete) {
        Ok(job) => Ok(scheduled("mass delete scheduled successfully", &json!({ "job_id": job }))),
        Err(problem) => Ok(problem.wrapped()),
    }
}

/// `POST /crm/v8/{module}/actions/mass_change_owner`.
pub(super) fn owner(cx: &mut Cx<'_>, module: &'static Module) -> Answer {
    let body = body(cx)?;
    let owner = new_owner(cx, &body)?;
    let job = start(cx, module, &body, Act::Owner(owner))?;
    Ok(scheduled("owner is successfully updated", &json!({ "job_id": job })))
}

/// `POST /crm/v8/{module}/{id}/actions/change_owner`, and `…/{module}/actions/change_owner` for several records.
pub(super) fn change_owner(cx: &mut Cx<'_>, module: &'static Module, id: Option<&str>) -> Answer {
    let body = body(cx)?;
    let owner = new_owner(cx, &body)?;
    let ids = match id {
        Some(id) if cx.state.get(module.name, id).is_none() => return Err(Problem::inner_path_id()),
        Some(id) => vec![id.to_owned()],
        None => ids(&body)?.ok_or_else(|| Problem::mandatory("ids", "$.ids"))?,
    };
    let results: Vec<_> = ids
        .iter()
        .map(|id| {
            apply(cx, module, &Act::Owner(owner.clone()), id)?;
            Ok(element("owner is successfully updated", &json!({ "id": id })))
        })
        .collect();
    Ok(write::summary(&results, StatusCode::ACCEPTED))
}

fn new_owner(cx: &Cx<'_>, body: &Value) -> Result<String, Problem> {
    let id =
        body.pointer("/owner/id").and_then(id_of).ok_or_else(|| Problem::mandatory("owner", "$.owner.id"))?;
    let known = cx.state.users.iter().any(|user| user.active && user.id == id);
    if known { Ok(id) } else { Err(Problem::invalid("id", "$.owner.id")) }
}

fn element(message: &str, details: &Value) -> Value {
    json!({ "code": "SUCCESS", "details": details, "message": message, "status": "success" })
}

fn scheduled(message: &str, details: &Value) -> Reply {
    Reply::json(StatusCode::OK, &json!({ "data": [element(message, details)] }))
}

/// `GET /crm/v8/{module}/actions/mass_…?job_id=`.
pub(super) fn status(cx: &Cx<'_>, kind: &str) -> Answer {
    let id = cx.param("job_id").ok_or_else(|| Problem::param_missing("job_id"))?;
    let job = jobs::find(cx, id).ok_or_else(|| Problem::param("job_id"))?;
    let Work::Mass(mass) = &job.work else { return Err(Problem::param("job_id")) };
    let status = match job.phase(cx.now()) {
        Phase::Added if kind != "mass_delete" => "SCHEDULED",
        Phase::Added | Phase::InProgress => "RUNNING",
        Phase::Done => "COMPLETED",
    };
    let mut data =
        json!({ "Status": status, "Failed_Count": mass.failed, "Total_Count": mass.changed + mass.failed });
    match mass.act {
        Act::Delete => data["Deleted_Count"] = json!(mass.changed),
        Act::Update(_) | Act::Owner(_) => {
            data["Updated_Count"] = json!(mass.changed);
            data["Not_Updated_Count"] = json!(0);
        }
    }
    Ok(Reply::json(StatusCode::OK, &json!({ "data": [data] })))
}
