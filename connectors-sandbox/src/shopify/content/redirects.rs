//! Redirects from paths that are gone.

use serde_json::{Value, json};

use super::input;
use crate::shopify::Cx;
use crate::shopify::json::{given, text, texts};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::shopify::store::kind_of;
use crate::store::Record;

fn known(cx: &Cx<'_>, id: &str) -> Result<String, UserError> {
    match cx.store.get(id) {
        Some(_) if kind_of(id) == Some("UrlRedirect") => Ok(id.to_owned()),
        _ => Err(wrong("id", "URL redirect does not exist").code("DOES_NOT_EXIST")),
    }
}

fn fill(cx: &Cx<'_>, record: &mut Record, input: &Record, code: &'static str) -> Result<(), UserError> {
    let refused = |field: &str, message: &str| wrong(&format!("urlRedirect.{field}"), message).code(code);
    for field in ["path", "target"] {
        if let Some(stated) = given(input, field) {
            record.insert(field.to_owned(), json!(stated));
        }
        if given(record, field).is_none() {
            return Err(refused(field, &format!("{field} can't be blank")));
        }
    }
    let path = text(record, "path");
    let path = match path.split_once("://") {
        // Of an address only the path counts.
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]).to_owned(),
        None if path.starts_with('/') => path.to_owned(),
        None => format!("/{path}"),
    };
    if path == text(record, "target") {
        return Err(refused("target", "Target can't redirect to itself"));
    }
    let id = text(record, "id");
    if cx.store.ids("UrlRedirect", "path", &path).iter().any(|other| other != id) {
        return Err(refused("path", "Path has already been taken"));
    }
    record.insert("path".to_owned(), json!(path));
    Ok(())
}

pub(super) fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let id = cx.store.id("UrlRedirect");
    let mut record = Record::from_iter([("id".to_owned(), json!(id))]);
    fill(cx, &mut record, input(args, "urlRedirect", &none), "CREATE_FAILED")?;
    Ok(json!({ "urlRedirect": cx.store.put(Value::Object(record)) }))
}

pub(super) fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let id = known(cx, text(args, "id"))?;
    let mut record = cx.store.get(&id).cloned().unwrap_or_default();
    fill(cx, &mut record, input(args, "urlRedirect", &none), "UPDATE_FAILED")?;
    Ok(json!({ "urlRedirect": cx.store.put(Value::Object(record)) }))
}

pub(super) fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = known(cx, text(args, "id"))?;
    cx.forget(&id);
    Ok(json!({ "deletedUrlRedirectId": id }))
}

pub(super) fn delete_all(cx: &mut Cx<'_>, args: &Record) -> Done {
    let ids = texts(args, "ids");
    if ids.is_empty() {
        return Err(wrong("ids", "IDs can't be empty").code("IDS_EMPTY").into());
    }
    for id in ids.iter().filter(|id| kind_of(id) == Some("UrlRedirect")) {
        cx.store.remove(id);
    }
    Ok(json!({ "job": cx.job() }))
}
