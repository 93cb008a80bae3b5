//! The attachments of records: files, and links to pages elsewhere.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::files::{self, File, MOST_BYTES};
use super::modules::Module;
use super::paging;
use super::records;
use super::store::{ADMIN, State, stamp};
use super::write::summary;
use crate::http::Reply;

/// An attachment of a record.
#[derive(Clone)]
pub(super) struct Attachment {
    pub(super) id: String,
    pub(super) module: &'static str,
    pub(super) parent: String,
    /// By which `GET /crm/v8/files` finds it.
    pub(super) file_id: String,
    pub(super) time: String,
    pub(super) content: Content,
}

#[derive(Clone)]
pub(super) enum Content {
    File(File),
    Link { title: String, url: String },
}

impl Attachment {
    pub(super) fn file(&self) -> Option<&File> {
        match &self.content {
            Content::File(file) => Some(file),
            Content::Link { .. } => None,
        }
    }

    /// All that `attachments.json` declares.
    pub(super) fn details(&self, state: &State) -> Map<String, Value> {
        let (name, size, kind, link) = match &self.content {
            Content::File(file) => (&file.name, file.content.len(), "Attachment", None),
            Content::Link { title, url } => (title, 0, "Link URL", Some(url)),
        };
        let user = state.user(ADMIN);
        let details = json!({
            "id": self.id, "File_Name": name, "Size": size.to_string(), "Owner": user, "Created_By": user,
            "Modified_By": user, "Created_Time": self.time, "Modified_Time": self.time,
            "Parent_Id": state.reference(self.module, &self.parent),
            "$file_id": self.file_id, "$type": kind, "$se_module": self.module, "$link_url": link,
            "$attachment_type": usize::from(link.is_some()), "$state": "save", "$editable": true,
            "$sharing_permission": "full_access",
        });
        details.as_object().cloned().unwrap_or_default()
    }
}

/// The attachments of a record, oldest first.
pub(super) fn of<'a>(state: &'a State, parent: &'a str) -> impl Iterator<Item = &'a Attachment> {
    state.attachments.iter().filter(move |attachment| attachment.parent == parent)
}

fn check_parent(cx: &Cx<'_>, module: &Module, id: &str) -> Result<(), Problem> {
    cx.state.get(module.name, id).map(|_| ()).ok_or_else(Problem::inner_path_id)
}

/// `GET /crm/v8/{module}/{id}/Attachments`.
pub(super) fn list(cx: &Cx<'_>, module: &Module, id: &str) -> Answer {
    check_parent(cx, module, id)?;
    let fields = records::chosen_fields(cx)?.ok_or_else(|| Problem::metadata_param_missing("fields"))?;
    let wanted = paging::numbers(cx)?;
    let ids = records::ids(cx)?;
    let all: Vec<_> = of(cx.state, id)
        .filter(|attachment| ids.as_ref().is_none_or(|ids| ids.contains(&attachment.id)))
        .collect();
    let rest = all.get(wanted.skip()..).unwrap_or_default();
    let page = rest.get(..wanted.per_page).unwrap_or(rest);
    if page.is_empty() {
        return Ok(Reply::empty(StatusCode::NO_CONTENT));
    }
    let data = page.iter().map(|attachment| {
        let mut details = attachment.details(cx.state);
        details.retain(|name, _| name == "id" || fields.contains(name));
        Value::Object(details)
    });
    let data: Vec<Value> = data.collect();
    let info = paging::short_info(&wanted, data.len(), rest.len() > page.len());
    Ok(Reply::json(StatusCode::OK, &json!({ "data": data, "info": info })))
}

/// `POST /crm/v8/{module}/{id}/Attachments`: a file in a form, or a link in the form or the query.
pub(super) fn add(cx: &mut Cx<'_>, module: &'static Module, id: &str) -> Answer {
    check_parent(cx, module, id)?;
    let params = cx.call.request.params();
    let content = match params.get("attachmentUrl") {
        Some(url) => {
            let title = params.get("title").unwrap_or(url).to_owned();
            Content::Link { title, url: url.to_owned() }
        }
        None => {
            let file = files::uploaded(cx)?.pop().ok_or_else(Problem::no_file)?;
            if file.content.len() > MOST_BYTES {
                return Err(Problem::file_too_large(StatusCode::PAYLOAD_TOO_LARGE));
            }
            Content::File(file)
        }
    };
    let attachment = Attachment {
        id: cx.state.new_id(),
        module: module.name,
        parent: id.to_owned(),
        file_id: cx.ids.hex(64),
        time: stamp(cx.now()),
        content,
    };
    let message = match attachment.content {
        Content::File(_) => "attachment uploaded successfully",
        Content::Link { .. } => "attachment link created successfully",
    };
    let user = cx.state.user(ADMIN);
    let element = json!({
        "code": "SUCCESS", "message": message, "status": "success",
        "details": {
            "id": attachment.id, "Created_Time": attachment.time, "Modified_Time": attachment.time,
            "Created_By": user, "Modified_By": user,
        },
    });
    cx.state.attachments.push(attachment);
    Ok(Reply::json(StatusCode::OK, &json!({ "data": [element] })))
}

/// `GET /crm/v8/{module}/{id}/Attachments/{attachment}`: the file itself.
pub(super) fn get(cx: &Cx<'_>, module: &Module, id: &str, attachment: &str) -> Answer {
    check_parent(cx, module, id)?;
    let found = of(cx.state, id).find(|other| other.id == attachment);
    let file = found.and_then(Attachment::file).ok_or_else(Problem::attachment)?;
    Ok(file.download())
}

/// `DELETE /crm/v8/{module}/{id}/Attachments?ids=`.
pub(super) fn delete(cx: &mut Cx<'_>, module: &Module, id: &str) -> Answer {
    check_parent(cx, module, id)?;
    let ids = records::ids(cx)?.ok_or_else(|| Problem::metadata_param_missing("ids"))?;
    let remove = |attachment: &String| match remove(cx.state, id, attachment) {
        true => Ok(deleted(attachment)),
        false => Err(Problem::not_deleted(attachment)),
    };
    let results: Vec<_> = ids.iter().map(remove).collect();
    Ok(summary(&results, StatusCode::OK))
}

/// `DELETE /crm/v8/{module}/{id}/Attachments/{attachment}`.
pub(super) fn delete_one(cx: &mut Cx<'_>, module: &Module, id: &str, attachment: &str) -> Answer {
    check_parent(cx, module, id)?;
    if !remove(cx.state, id, attachment) {
        return Err(Problem::attachment());
    }
    Ok(Reply::json(StatusCode::OK, &json!({ "data": [deleted(attachment)] })))
}

fn remove(state: &mut State, parent: &str, id: &str) -> bool {
    let before = state.attachments.len();
    state.attachments.retain(|attachment| !(attachment.parent == parent && attachment.id == id));
    state.attachments.len() < before
}

fn deleted(id: &str) -> Value {
    json!({ "code": "SUCCESS", "details": { "id": id }, "message": "record deleted", "status": "success" })
}
