//! What happened to a record: that it was added, and which of its fields were changed from what to what.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::modules::Module;
use super::paging;
use super::settings::field_id;
use super::store::{ADMIN, stamp, text};
use crate::http::Reply;
use crate::store::Record;

/// Something that happened.
#[derive(Clone)]
pub(super) struct Event {
    id: String,
    record: String,
    action: &'static str,
    time: String,
    /// Fields with what they were and what they are.
    changes: Vec<(&'static str, Value, Value)>,
}

/// Fields with what they were and what they are, where that is not the same.
pub(super) fn differences(
    module: &'static Module,
    before: &Record,
    after: &Record,
) -> Vec<(&'static str, Value, Value)> {
    let fields = module.all_fields().filter(|field| !field.name.starts_with("Modified_"));
    let differences = fields.filter_map(|field| {
        let value = |of: &Record| of.get(field.name).cloned().unwrap_or_default();
        let (old, new) = (value(before), value(after));
        (old != new).then_some((field.name, old, new))
    });
    differences.collect()
}

/// Notes that a record is there, or is otherwise than it was. Rows of subforms have no timeline.
pub(super) fn note(cx: &mut Cx<'_>, module: &'static Module, before: Option<&Record>, after: &Record) {
    if module.parent.is_some() {
        return;
    }
    let changes = before.map(|before| differences(module, before, after)).unwrap_or_default();
    if before.is_some() && changes.is_empty() {
        return;
    }
    let event = Event {
        id: cx.state.new_id(),
        record: text(after, "id").to_owned(),
        action: if before.is_some() { "updated" } else { "added" },
        time: stamp(cx.now()),
        changes,
    };
    cx.state.events.push(event);
}

/// `GET /crm/v8/{module}/{record}/__timeline`, newest first unless asked otherwise.
pub(super) fn list(cx: &Cx<'_>, module: &'static Module, id: &str) -> Answer {
    cx.state.get(module.name, id).ok_or_else(|| {
        let details = json!({ "resource_path_index": 1 });
        Problem::bad("INVALID_DATA", "the related id given seems to be invalid", details)
    })?;
    let wanted = paging::numbers(cx)?;
    let mut all: Vec<&Event> = cx.state.events.iter().filter(|event| event.record == id).collect();
    if cx.param("sort_order") != Some("asc") {
        all.reverse();
    }
    let rest = all.get(wanted.skip()..).unwrap_or_default();
    let page = rest.get(..wanted.per_page).unwrap_or(rest);
    let user = cx.state.user(ADMIN);
    let events = page.iter().map(|event| {
        let history = event.changes.iter().filter_map(|(name, old, new)| {
            let field = module.field(name)?;
            Some(json!({
                "data_type": field.kind.data_type(), "enable_colour_code": false, "pick_list_values": [],
                "field_label": name.replace('_', " "), "api_name": name, "id": field_id(module, name),
                "_value": values(old, new),
            }))
        });
        json!({
            "audited_time": event.time, "action": event.action, "id": event.id, "source": "crm_api",
            "done_by": { "name": user["name"], "id": user["id"] },
            "record": {
                "name": cx.state.name(module, id), "id": id,
                "module": { "api_name": module.name, "id": module.id() },
            },
            "field_history": history.collect::<Vec<_>>(),
        })
    });
    let events: Vec<Value> = events.collect();
    let info = paging::short_info(&wanted, events.len(), rest.len() > page.len());
    Ok(Reply::json(StatusCode::OK, &json!({ "__timeline": events, "info": info })))
}

/// `{old, new}` as text; what was or is nothing is left out.
fn values(old: &Value, new: &Value) -> Value {
    let sides = [("old", old), ("new", new)].into_iter().filter(|(_, value)| !value.is_null());
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Value::Object(sides.map(|(name, value)| (name.to_owned(), json!(plain(value)))).collect::<Map<_, _>>())
}
