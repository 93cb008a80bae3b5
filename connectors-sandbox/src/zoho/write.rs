//! Writing records: insert, update, upsert, delete; each record succeeds or fails by itself.

use http::StatusCode;
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::inventory;
use super::locks;
use super::modules::Module;
use super::records;
use super::store::{ADMIN, id as id_of, is_converted, stamp, text};
use super::tables::PIPELINE;
use super::timeline;
use super::validate::{Checked, RowChange, check};
use super::watch::notify;
use crate::http::Reply;
use crate::store::Record;

/// The most records in one request.
const MOST: usize = 100;

/// The elements of `data`.
pub(super) fn elements(cx: &Cx<'_>) -> Result<(Value, Vec<Value>), Problem> {
    let body = cx.call.request.json().map_err(|_| Problem::body())?;
    if !body.is_object() {
        return Err(Problem::body());
    }
    let data = match body.get("data") {
        None | Some(Value::Null) => return Err(Problem::mandatory("data", "$.data")),
        Some(Value::Array(data)) => data.clone(),
        Some(_) => return Err(Problem::wrong_type("data", "$.data", "jsonarray")),
    };
    match data.len() {
        0 => Err(Problem::mandatory("data", "$.data")),
        1..=MOST => Ok((body, data)),
        _ => Err(Problem::too_long("data", "$.data", MOST)),
    }
}

/// Does the same to all elements of the body.
fn each(
    cx: &mut Cx<'_>,
    mut write: impl FnMut(&mut Cx<'_>, &Record, &str) -> Result<Value, Problem>,
) -> Result<Vec<Result<Value, Problem>>, Problem> {
    let (_, data) = elements(cx)?;
    let written = data.iter().enumerate().map(|(index, element)| {
        let path = format!("$.data[{index}]");
        match element.as_object() {
            Some(input) => write(cx, input, &path),
            None => Err(Problem::wrong_type("data", &path, "jsonobject")),
        }
    });
    Ok(written.collect())
}

/// One answer for all: 207 if some succeeded and some failed, 400 if all failed.
pub(super) fn summary(results: &[Result<Value, Problem>], success: StatusCode) -> Reply {
    let failed = results.iter().filter(|result| result.is_err()).count();
    let status = match failed {
        0 => success,
        failed if failed == results.len() => StatusCode::BAD_REQUEST,
        _ => StatusCode::MULTI_STATUS,
    };
    let data = results.iter().map(|result| match result {
        Ok(value) => value.clone(),
        Err(problem) => problem.element(),
    });
    Reply::json(status, &json!({ "data": data.collect::<Vec<_>>() }))
}

/// `POST /crm/v8/{module}`.
pub(super) fn insert(cx: &mut Cx<'_>, module: &'static Module) -> Answer {
    let results = each(cx, |cx, input, path| {
        let id = add(cx, module, input, path)?;
        Ok(done(cx, module, &id, "record added"))
    })?;
    Ok(summary(&results, StatusCode::CREATED))
}

/// `PUT /crm/v8/{module}`.
pub(super) fn update(cx: &mut Cx<'_>, module: &'static Module) -> Answer {
    let results = each(cx, |cx, input, path| {
        let id =
            input.get("id").and_then(id_of).ok_or_else(|| Problem::mandatory("id", &format!("{path}.id")))?;
        change(cx, module, &id, input, path)?;
        Ok(done(cx, module, &id, "record updated"))
    })?;
    Ok(summary(&results, StatusCode::OK))
}

/// `PUT /crm/v8/{module}/{id}`.
pub(super) fn update_one(cx: &mut Cx<'_>, module: &'static Module, id: &str) -> Answer {
    if cx.state.get(module.name, id).is_none() {
        return Err(Problem::path_id());
    }
    let results = each(cx, |cx, input, path| {
        change(cx, module, id, input, path)?;
        Ok(done(cx, module, id, "record updated"))
    })?;
    Ok(summary(&results, StatusCode::OK))
}

/// `POST /crm/v8/{module}/upsert`.
pub(super) fn upsert(cx: &mut Cx<'_>, module: &'static Module) -> Answer {
    let (body, _) = elements(cx)?;
    let fields = duplicate_check(module, &body)?;
    let mut inserted = true;
    let results = each(cx, |cx, input, path| {
        let (found, field) = match input.get("id").and_then(id_of) {
            Some(id) => (Some(id), None),
            None => existing(cx, module, input, &fields),
        };
        inserted &= found.is_none();
        let (mut value, action) = match found {
            Some(id) => {
                change(cx, module, &id, input, path)?;
                (done(cx, module, &id, "record updated"), "update")
            }
            None => {
                let id = add(cx, module, input, path)?;
                (done(cx, module, &id, "record added"), "insert")
            }
        };
        value["action"] = json!(action);
        value["duplicate_field"] = json!(field);
        Ok(value)
    })?;
    Ok(summary(&results, if inserted { StatusCode::CREATED } else { StatusCode::OK }))
}

/// The fields by which an upsert looks for a record: those that the request names, else the system's, then the
/// organisation's unique ones.
fn duplicate_check(module: &'static Module, body: &Value) -> Result<Vec<&'static str>, Problem> {
    let custom = module.fields.iter().filter(|field| field.unique).map(|field| field.name);
    let mut known: Vec<_> = module.system_unique.to_vec();
    known.extend(custom.filter(|name| !module.system_unique.contains(name)));
    let named = match body.get("duplicate_check_fields") {
        None | Some(Value::Null) => return Ok(known),
        Some(named) => named.as_array(),
    };
    let path = "$.duplicate_check_fields";
    let named = named.ok_or_else(|| Problem::wrong_type("duplicate_check_fields", path, "jsonarray"))?;
    let fields = named.iter().enumerate().map(|(index, name)| {
        let found = known.iter().find(|known| name == **known).copied();
        found.ok_or_else(|| Problem::invalid("duplicate_check_fields", &format!("{path}[{index}]")))
    });
    fields.collect()
}

/// The record that an upsert finds, and by which field.
fn existing(
    cx: &Cx<'_>,
    module: &Module,
    input: &Record,
    fields: &[&'static str],
) -> (Option<String>, Option<&'static str>) {
    let hit = fields.iter().find_map(|field| {
        let value = input.get(*field)?.as_str().filter(|value| !value.is_empty())?;
        let mut records = cx.state.find(module.name, field, value).filter(|record| !is_converted(record));
        Some((text(records.next()?, "id").to_owned(), *field))
    });
    hit.unzip()
}

/// `DELETE /crm/v8/{module}?ids=`.
pub(super) fn delete(cx: &mut Cx<'_>, module: &'static Module) -> Answer {
    let ids = records::ids(cx)?.ok_or_else(|| Problem::param_missing("ids"))?;
    let results: Vec<_> = ids
        .iter()
        .map(|id| {
            let answer = deleted(cx, module, id);
            cx.delete(module, id)?;
            Ok(answer)
        })
        .collect();
    Ok(summary(&results, StatusCode::OK))
}

/// `DELETE /crm/v8/{module}/{id}`.
pub(super) fn delete_one(cx: &mut Cx<'_>, module: &'static Module, id: &str) -> Answer {
    if cx.state.get(module.name, id).is_none() {
        return Err(Problem::not_deleted_path());
    }
    let answer = deleted(cx, module, id);
    cx.delete(module, id)?;
    Ok(Reply::json(StatusCode::OK, &json!({ "data": [answer] })))
}

/// The answer for a record that is about to go. A note says once more what it was.
fn deleted(cx: &Cx<'_>, module: &Module, id: &str) -> Value {
    if module.name == "Notes" {
        return done(cx, module, id, "record deleted");
    }
    json!({ "code": "SUCCESS", "details": { "id": id }, "message": "record deleted", "status": "success" })
}

pub(super) fn done(cx: &Cx<'_>, module: &Module, id: &str, message: &str) -> Value {
    let empty = Record::new();
    let record = cx.state.get(module.name, id).unwrap_or(&empty);
    let mut details = json!({
        "Modified_Time": text(record, "Modified_Time"),
        "Modified_By": cx.state.user(text(record, "Modified_By")),
        "Created_Time": text(record, "Created_Time"),
        "id": id,
        "Created_By": cx.state.user(text(record, "Created_By")),
    });
    if module.name != "Notes" {
        details["$approval_state"] = json!("approved");
    }
    json!({ "code": "SUCCESS", "details": details, "message": message, "status": "success" })
}

pub(super) fn add(
    cx: &mut Cx<'_>,
    module: &'static Module,
    input: &Record,
    path: &str,
) -> Result<String, Problem> {
    let checked = check(cx.state, module, input, path, None)?;
    Ok(create(cx, module, checked))
}

pub(super) fn change(
    cx: &mut Cx<'_>,
    module: &'static Module,
    id: &str,
    input: &Record,
    path: &str,
) -> Result<(), Problem> {
    let record = cx.state.get(module.name, id);
    let record = record.ok_or_else(|| Problem::body_id("id", &format!("{path}.id")))?;
    if is_converted(record) {
        return Err(Problem::converted_record(id));
    }
    locks::check(cx, id)?;
    let checked = check(cx.state, module, input, path, Some(id))?;
    amend(cx, module, id, checked);
    Ok(())
}

/// Makes a record.
pub(super) fn create(cx: &mut Cx<'_>, module: &'static Module, checked: Checked) -> String {
    let id = cx.state.new_id();
    let now = stamp(cx.now());
    let mut record = settled(cx, module, checked.values);
    if module.parent.is_none() && record.get("Owner").is_none_or(Value::is_null) {
        record.insert("Owner".to_owned(), json!(ADMIN));
    }
    for (field, value) in [
        ("id", id.as_str()),
        ("Created_By", ADMIN),
        ("Created_Time", &now),
        ("Modified_By", ADMIN),
        ("Modified_Time", &now),
    ] {
        record.insert(field.to_owned(), json!(value));
    }
    derive(module, &mut record);
    note(cx, module, None, &record, &checked.rows);
    cx.state.put(module, record);
    apply_rows(cx, &id, checked.rows);
    inventory::total(cx.state, module, &id);
    id
}

/// Changes a record that is there.
pub(super) fn amend(cx: &mut Cx<'_>, module: &'static Module, id: &str, checked: Checked) {
    let Some(before) = cx.state.get(module.name, id).cloned() else { return };
    let mut record = before.clone();
    record.extend(settled(cx, module, checked.values));
    record.insert("Modified_By".to_owned(), json!(ADMIN));
    record.insert("Modified_Time".to_owned(), json!(stamp(cx.now())));
    derive(module, &mut record);
    note(cx, module, Some(&before), &record, &checked.rows);
    cx.state.put(module, record);
    apply_rows(cx, id, checked.rows);
    inventory::total(cx.state, module, id);
}

/// Lets those know who keep an account of what happens to records.
fn note(
    cx: &mut Cx<'_>,
    module: &'static Module,
    before: Option<&Record>,
    after: &Record,
    rows: &[(&'static Module, RowChange)],
) {
    timeline::note(cx, module, before, after);
    let rows: Vec<_> = rows.iter().map(|(rows, _)| *rows).collect();
    notify::note_write(cx, module, before, after, &rows);
}

/// The values of a record as they are kept: tags are named when they are written, and kept by their ids.
fn settled(cx: &mut Cx<'_>, module: &'static Module, mut values: Record) -> Record {
    let now = cx.now();
    if let Some(tags) = values.get_mut("Tag") {
        *tags = cx.state.tag_ids(module.name, tags, now);
    }
    values
}

fn apply_rows(cx: &mut Cx<'_>, parent: &str, rows: Vec<(&'static Module, RowChange)>) {
    for (module, change) in rows {
        match change {
            RowChange::Remove(id) => cx.state.remove_row(module.name, &id),
            RowChange::Update(id, values) => amend(cx, module, &id, Checked { values, rows: Vec::new() }),
            RowChange::Insert(mut values) => {
                values.insert("Parent_Id".to_owned(), json!(parent));
                create(cx, module, Checked { values, rows: Vec::new() });
            }
        }
    }
}

/// What follows from other fields.
fn derive(module: &Module, record: &mut Record) {
    match module.name {
        "Leads" | "Contacts" => {
            let name = format!("{} {}", text(record, "First_Name"), text(record, "Last_Name"));
            record.insert("Full_Name".to_owned(), json!(name.trim()));
        }
        "Deals" => {
            record.entry("Pipeline").or_insert_with(|| json!(PIPELINE));
            let number = |field: &str| record.get(field).and_then(Value::as_f64);
            let revenue = number("Amount").zip(number("Probability"));
            let revenue = revenue.map(|(amount, chance)| (amount * chance).round() / 100.0);
            record.insert("Expected_Revenue".to_owned(), json!(revenue));
        }
        _ => {}
    }
}
