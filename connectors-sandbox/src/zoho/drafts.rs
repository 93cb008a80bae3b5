//! Drafts of e-mails about a record.

use http::StatusCode;
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::modules::Module;
use super::store::{id as id_of, stamp};
use crate::http::Reply;
use crate::store::Record;

/// A draft of an e-mail about a record.
#[derive(Clone)]
pub(super) struct Draft {
    id: String,
    record: String,
    values: Record,
    created: String,
    modified: String,
}

impl Draft {
    pub(super) fn is_of(&self, record: &str) -> bool {
        self.record == record
    }
}

const DRAFTS: &str = "__email_drafts";

fn details(draft: &Draft) -> Value {
    let mut details = json!({
        "id": draft.id, "created_time": draft.created, "modified_time": draft.modified, "from": "admin@example.com",
        "to": [], "reply_to": null, "cc": [], "bcc": [], "template": null, "inventory_details": null,
        "attachments": [], "schedule_details": null, "rich_text": true, "email_opt_out": false, "subject": null,
        "content": null,
    });
    if let Some(details) = details.as_object_mut() {
        details.extend(draft.values.clone());
    }
    let content = details["content"].as_str().unwrap_or_default();
    details["summary"] = json!(content.chars().take(100).collect::<String>());
    details
}

/// `GET /crm/v8/{module}/{record}/__email_drafts` and `…/{draft}`.
pub(super) fn list(cx: &Cx<'_>, module: &Module, record: &str, id: Option<&str>) -> Answer {
    cx.state.get(module.name, record).ok_or_else(Problem::inner_path_id)?;
    let of = cx.state.drafts.iter().filter(|draft| draft.record == record);
    let found: Vec<Value> = of.filter(|draft| id.is_none_or(|id| draft.id == id)).map(details).collect();
    if found.is_empty() {
        return Ok(Reply::empty(StatusCode::NO_CONTENT));
    }
    Ok(Reply::json(StatusCode::OK, &json!({ DRAFTS: found })))
}

fn elements(cx: &Cx<'_>) -> Result<Vec<Record>, Problem> {
    let body = cx.call.request.json().map_err(|_| Problem::body())?;
    let path = format!("$.{DRAFTS}");
    let drafts = body[DRAFTS].as_array().filter(|drafts| !drafts.is_empty());
    let drafts = drafts.ok_or_else(|| Problem::mandatory(DRAFTS, &path))?;
    let drafts = drafts.iter().map(|draft| {
        draft.as_object().cloned().ok_or_else(|| Problem::wrong_type(DRAFTS, &path, "jsonobject"))
    });
    drafts.collect()
}

fn done(id: &str, message: &str) -> Value {
    json!({ "code": "SUCCESS", "message": message, "details": { "id": id }, "status": "success" })
}

/// `POST /crm/v8/{module}/{record}/__email_drafts`.
pub(super) fn add(cx: &mut Cx<'_>, module: &Module, record: &str) -> Answer {
    cx.state.get(module.name, record).ok_or_else(Problem::inner_path_id)?;
    let mut answers = Vec::new();
    for (index, mut values) in elements(cx)?.into_iter().enumerate() {
        if values.get("from").is_none_or(Value::is_null) {
            return Err(Problem::mandatory("from", &format!("$.{DRAFTS}[{index}].from")));
        }
        values.remove("id");
        let (id, now) = (cx.state.new_id(), stamp(cx.now()));
        answers.push(done(&id, "Draft created successfully"));
        let draft = Draft { id, record: record.to_owned(), values, created: now.clone(), modified: now };
        cx.state.drafts.push(draft);
    }
    Ok(Reply::json(StatusCode::CREATED, &json!({ DRAFTS: answers })))
}

/// `PUT /crm/v8/{module}/{record}/__email_drafts` and `…/{draft}`.
pub(super) fn change(cx: &mut Cx<'_>, module: &Module, record: &str, id: Option<&str>) -> Answer {
    cx.state.get(module.name, record).ok_or_else(Problem::inner_path_id)?;
    let now = stamp(cx.now());
    let mut answers = Vec::new();
    for (index, mut values) in elements(cx)?.into_iter().enumerate() {
        let given = values.remove("id");
        let wanted = id.map(str::to_owned).or_else(|| given.as_ref().and_then(id_of)).unwrap_or_default();
        let draft = cx.state.drafts.iter_mut().find(|draft| draft.record == record && draft.id == wanted);
        let draft = draft.ok_or_else(|| match id {
            Some(_) => Problem::related_id(),
            None => Problem::invalid("id", &format!("$.{DRAFTS}[{index}].id")),
        })?;
        draft.values.extend(values);
        draft.modified.clone_from(&now);
        answers.push(done(&wanted, "Draft updated successfully"));
    }
    Ok(Reply::json(StatusCode::OK, &json!({ DRAFTS: answers })))
}

/// `DELETE /crm/v8/{module}/{record}/__email_drafts/{draft}`.
pub(super) fn remove(cx: &mut Cx<'_>, module: &Module, record: &str, id: &str) -> Answer {
    cx.state.get(module.name, record).ok_or_else(Problem::inner_path_id)?;
    let before = cx.state.drafts.len();
    cx.state.drafts.retain(|draft| !(draft.record == record && draft.id == id));
    if cx.state.drafts.len() == before {
        return Err(Problem::related_id());
    }
    Ok(Reply::json(StatusCode::OK, &json!({ DRAFTS: [done(id, "Draft deleted successfully")] })))
}
