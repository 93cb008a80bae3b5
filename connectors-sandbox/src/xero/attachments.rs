//! Attached files: sent and fetched as they are, by name. One name, one file.

use http::header::CONTENT_TYPE;
use http::{Method, StatusCode};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

use super::books::{Books, PARENT, shown};
use super::errors::{Invalid, No};
use super::facts::MOST_FILES;
use super::list::flag;
use super::parents::Parent;
use super::wire::text;
use super::{Answer, Desk};
use crate::http::Reply;
use crate::store::Record;

/// What is known by the end of a name, if the request does not say it.
const KINDS: &[(&str, &str)] = &[
    ("csv", "text/csv"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("gif", "image/gif"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("txt", "text/plain"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("zip", "application/zip"),
];

/// What says nothing about a file: what tools send when nothing was chosen.
const NO_KIND: [&str; 3] = ["", "application/octet-stream", "application/x-www-form-urlencoded"];

/// What a path segment cannot hold as it is.
const SEGMENT: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'/');

pub(super) fn route(desk: &mut Desk<'_>, parent: &Parent, id: &str, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => {
            let attached =
                desk.books.attached(id).map(|attachment| Value::Object(shown(attachment))).collect();
            Ok(desk.many("Attachments", attached, None))
        }
        (&Method::GET, [name]) => content(desk, id, name),
        (&Method::PUT | &Method::POST, [name]) => attach(desk, parent, id, name),
        _ => Err(No::NotFound),
    }
}

fn content(desk: &Desk<'_>, parent: &str, name: &str) -> Answer {
    let is_meant = |attachment: &&Record| {
        ["AttachmentID", "FileName"].iter().any(|field| text(attachment, field).eq_ignore_ascii_case(name))
    };
    let attachment = desk.books.attached(parent).find(is_meant).ok_or(No::NotFound)?;
    let file = desk.books.files.get(text(attachment, "AttachmentID")).ok_or(No::NotFound)?;
    let mut reply = Reply::empty(StatusCode::OK).header(CONTENT_TYPE.as_str(), text(attachment, "MimeType"));
    reply.body = file.clone();
    Ok(reply)
}

/// A file of a name that is there takes the place of that one.
fn attach(desk: &mut Desk<'_>, parent: &Parent, id: &str, name: &str) -> Answer {
    let request = desk.request();
    let known =
        desk.books.attached(id).find(|other| text(other, "FileName").eq_ignore_ascii_case(name)).cloned();
    let mut invalid = Invalid::default();
    if request.body.is_empty() {
        invalid.add("The file is empty");
    }
    if name.chars().count() > 255 || name.contains(['/', '\\']) || name.contains(char::is_control) {
        invalid.add(format!("The file name {name} is not valid"));
    }
    if known.is_none() && desk.books.attached(id).count() >= MOST_FILES {
        invalid.add(format!("There can be no more than {MOST_FILES} attachments to one record"));
    }
    if let Err(invalid) = invalid.check() {
        let element = [("FileName", json!(name)), ("ValidationErrors", invalid.messages())];
        let element = element.map(|(field, value)| (field.to_owned(), value));
        return Err(No::Invalid(vec![element.into_iter().collect()]));
    }
    let mut attachment = known.unwrap_or_else(|| {
        let new = [("AttachmentID", json!(desk.books.ids.uuid())), (PARENT, json!(id))];
        new.map(|(field, value)| (field.to_owned(), value)).into_iter().collect()
    });
    let url = format!(
        "{}/api.xro/2.0/{}/{id}/Attachments/{}",
        desk.call.base,
        parent.plural,
        utf8_percent_encode(name, SEGMENT)
    );
    for (field, value) in [
        ("FileName", json!(name)),
        ("Url", json!(url)),
        ("MimeType", json!(kind(request.header(CONTENT_TYPE.as_str()).unwrap_or_default(), name))),
        ("ContentLength", json!(request.body.len())),
    ] {
        attachment.insert(field.to_owned(), value);
    }
    // Only these have a page that the customer sees.
    if matches!(parent.plural, "Invoices" | "CreditNotes") {
        let said = request.query.get_ignore_case("IncludeOnline").is_some();
        let before = attachment.get("IncludeOnline").filter(|_| !said).cloned();
        let online = before.unwrap_or_else(|| json!(flag(request, "IncludeOnline")));
        attachment.insert("IncludeOnline".to_owned(), online);
    }
    let moment = desk.moment();
    let view = shown(&attachment);
    desk.books.files.insert(text(&attachment, "AttachmentID").to_owned(), request.body.clone());
    desk.books.attachments.put(attachment);
    (parent.table)(desk.books)
        .update(id, |record| drop(record.insert("HasAttachments".to_owned(), json!(true))));
    desk.books.note(id, "Attached a file", format!("Attached the file {name}"), moment);
    Ok(desk.one("Attachments", view))
}

/// The media type that the request names, or that follows from the file's name.
fn kind(sent: &str, name: &str) -> String {
    let sent = sent.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !NO_KIND.contains(&sent.as_str()) {
        return sent;
    }
    let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
    KINDS
        .iter()
        .find(|(known, _)| *known == end)
        .map_or("application/octet-stream", |(_, kind)| kind)
        .to_owned()
}

impl Books {
    fn attached<'a>(&'a self, parent: &str) -> impl Iterator<Item = &'a Record> + use<'a> {
        self.attachments.find(PARENT, parent)
    }
}
