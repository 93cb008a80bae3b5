//! Metaobjects: records of types that the merchant or an app defines.

use serde_json::{Value, json};

use super::{OWN, values};
use crate::shopify::Cx;
use crate::shopify::json::{flag, given, list, map, object, objects, slug, text, texts};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::shopify::store::kind_of;
use crate::store::Record;

/// A type's full name: one of an app's own begins with its id.
pub(super) fn type_name(stated: &str) -> String {
    stated.replace("$app", OWN)
}

pub(super) fn definition_of(cx: &Cx<'_>, stated: &str) -> Option<String> {
    cx.store.ids("MetaobjectDefinition", "type", &type_name(stated)).into_iter().next()
}

fn known(cx: &Cx<'_>, id: &str) -> Result<Record, UserError> {
    let found = cx.store.get(id).filter(|_| kind_of(id) == Some("Metaobject"));
    found.cloned().ok_or_else(|| wrong("id", "Record not found").code("RECORD_NOT_FOUND"))
}

pub(super) fn by_handle(cx: &Cx<'_>, identifier: &Record) -> Option<String> {
    let (kind, handle) = (type_name(text(identifier, "type")), text(identifier, "handle"));
    cx.store
        .find("Metaobject", "handle", handle)
        .find(|one| text(one, "type") == kind)
        .map(|one| text(one, "id").to_owned())
}

/// The values of an input by their keys: as a list, or in one object.
fn stated(args: &Record, input: &Record) -> Vec<(String, Value)> {
    let fields = objects(input, "fields").map(|one| (text(one, "key").to_owned(), json!(text(one, "value"))));
    let whole = object(input, "values").or_else(|| object(args, "values"));
    let written = |value: &Value| match value {
        Value::String(_) | Value::Null => value.clone(),
        other => json!(other.to_string()),
    };
    let whole = whole.into_iter().flatten().map(|(key, value)| (key.clone(), written(value)));
    fields.chain(whole).collect()
}

/// Sets the values and the handle of a metaobject, and puts it in.
fn fill(
    cx: &mut Cx<'_>,
    mut record: Record,
    input: &Record,
    values: &[(String, Value)],
) -> Result<String, UserError> {
    let definition = cx.store.get(text(&record, "definition")).cloned().unwrap_or_default();
    let mut kept = object(&record, "data").cloned().unwrap_or_default();
    for (at, (key, value)) in values.iter().enumerate() {
        let place = |error: UserError| error.under(&format!("fields.{at}"));
        let Some(field) = objects(&definition, "fieldDefinitions").find(|field| text(field, "key") == key)
        else {
            let message = format!("Field definition \"{key}\" does not exist");
            return Err(place(wrong("", message).code("UNDEFINED_OBJECT_FIELD")));
        };
        if values[..at].iter().any(|(known, _)| known == key) {
            let message = format!("Field \"{key}\" is stated twice");
            return Err(place(wrong("", message).code("DUPLICATE_FIELD_INPUT")));
        }
        let name = field["type"]["name"].as_str().unwrap_or_default();
        match value.as_str().filter(|value| !value.is_empty()) {
            Some(value) => {
                if let Some(problem) = values::problem(cx, name, value, field) {
                    return Err(place(wrong("value", problem).code("INVALID_VALUE")));
                }
                kept.insert(key.clone(), json!(value));
            }
            None => drop(kept.remove(key)),
        }
    }
    let missing = objects(&definition, "fieldDefinitions")
        .find(|field| flag(field, "required") && !kept.contains_key(text(field, "key")));
    if let Some(missing) = missing {
        let message = format!("{} can't be blank", text(missing, "name"));
        return Err(wrong("", message).code("OBJECT_FIELD_REQUIRED"));
    }
    let id = text(&record, "id").to_owned();
    if let Some(handle) = given(input, "handle").map(slug) {
        let wish = Record::from_iter([
            ("type".to_owned(), json!(text(&record, "type"))),
            ("handle".to_owned(), json!(handle)),
        ]);
        if by_handle(cx, &wish).is_some_and(|other| other != id) {
            return Err(wrong("handle", "Handle has already been taken").code("TAKEN"));
        }
        record.insert("handle".to_owned(), json!(handle));
    }
    if let Some(status) = object(input, "capabilities").and_then(|all| object(all, "publishable")) {
        record.insert("status".to_owned(), json!(text(status, "status")));
    }
    record.insert("data".to_owned(), Value::Object(kept));
    if !record.contains_key("handle") {
        let shown = display_name(cx, &record);
        let wish = slug(shown.as_deref().unwrap_or(text(&record, "type")));
        let handle = cx.free("Metaobject", &wish);
        record.insert("handle".to_owned(), json!(handle));
    }
    Ok(cx.store.put(Value::Object(record)))
}

fn new(cx: &mut Cx<'_>, stated: &str) -> Result<Record, UserError> {
    let Some(definition) = definition_of(cx, stated) else {
        let message = format!("No metaobject definition exists for type \"{stated}\"");
        return Err(wrong("type", message).code("UNDEFINED_OBJECT_TYPE"));
    };
    let id = cx.store.id("Metaobject");
    let now = cx.stamp();
    // What can be a draft is one at first.
    let status = if can_be_draft(cx, &definition) { "DRAFT" } else { "ACTIVE" };
    Ok(map(json!({
        "id": id, "definition": definition, "type": type_name(stated), "status": status, "createdAt": now, "updatedAt": now,
    })))
}

fn can_be_draft(cx: &Cx<'_>, definition: &str) -> bool {
    cx.store.value(definition, "capabilities")["publishable"]["enabled"] == true
}

pub(super) fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "metaobject").unwrap_or(&none);
    let make = |cx: &mut Cx<'_>| {
        let record = new(cx, text(input, "type"))?;
        fill(cx, record, input, &stated(args, input))
    };
    let id = make(cx).map_err(|error: UserError| error.under("metaobject"))?;
    Ok(json!({ "metaobject": id }))
}

pub(super) fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "metaobject").unwrap_or(&none);
    let record = known(cx, text(args, "id"))?;
    let id = fill(cx, record, input, &stated(args, input)).map_err(|error| error.under("metaobject"))?;
    Ok(json!({ "metaobject": id }))
}

pub(super) fn upsert(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "metaobject").unwrap_or(&none);
    let identifier = object(args, "handle").unwrap_or(&none);
    let record = match by_handle(cx, identifier).and_then(|id| cx.store.get(&id).cloned()) {
        Some(record) => record,
        None => {
            let mut record = new(cx, text(identifier, "type")).map_err(|error| error.under("handle"))?;
            record.insert("handle".to_owned(), json!(slug(text(identifier, "handle"))));
            record
        }
    };
    let id = fill(cx, record, input, &stated(args, input)).map_err(|error| error.under("metaobject"))?;
    Ok(json!({ "metaobject": id }))
}

pub(super) fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let record = known(cx, text(args, "id"))?;
    cx.forget(text(&record, "id"));
    Ok(json!({ "deletedId": text(&record, "id") }))
}

pub(super) fn delete_all(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let which = object(args, "where").unwrap_or(&none);
    let ids = match given(which, "type") {
        Some(kind) => match definition_of(cx, kind) {
            Some(definition) => cx.store.ids("Metaobject", "definition", &definition),
            None => {
                let message = format!("No metaobject definition exists for type \"{kind}\"");
                return Err(wrong("where.type", message).code("RECORD_NOT_FOUND").into());
            }
        },
        None => texts(which, "ids"),
    };
    for id in ids.iter().filter(|id| kind_of(id) == Some("Metaobject")) {
        cx.forget(id);
    }
    Ok(json!({ "job": cx.job() }))
}

fn display_name(cx: &Cx<'_>, record: &Record) -> Option<String> {
    let key = cx.store.text(text(record, "definition"), "displayNameKey");
    object(record, "data").and_then(|data| given(data, &key)).map(str::to_owned)
}

pub(super) fn query(cx: &Cx<'_>, field: &str, args: &Record) -> Option<Value> {
    Some(match field {
        "metaobjectByHandle" => json!(by_handle(cx, object(args, "handle")?)),
        "metaobjectDefinitionByType" => json!(definition_of(cx, text(args, "type"))),
        "metaobjects" => {
            let kind = type_name(text(args, "type"));
            cx.store.ids("Metaobject", "type", &kind).into_iter().map(Value::String).collect()
        }
        _ => return None,
    })
}

pub(super) fn field(cx: &Cx<'_>, field: &str, record: &Record, args: &Record) -> Option<Value> {
    let definition = cx.store.get(text(record, "definition"))?;
    let data = object(record, "data");
    let one = |defined: &Record| {
        let key = text(defined, "key");
        let name = defined["type"]["name"].as_str().unwrap_or_default();
        let value = data.and_then(|data| given(data, key));
        let listed = name.starts_with("list.") && name.ends_with("_reference");
        let references = value.filter(|_| listed).map(|value| values::parsed(name, value));
        json!({
            "key": key, "type": name, "value": value, "jsonValue": value.map(|value| values::parsed(name, value)),
            "definition": defined, "reference": value.filter(|value| value.starts_with("gid://")), "references": references,
        })
    };
    Some(match field {
        "displayName" => json!(display_name(cx, record).unwrap_or_else(|| text(record, "handle").to_owned())),
        "fields" => objects(definition, "fieldDefinitions").map(one).collect(),
        "field" => {
            let found =
                list(definition, "fieldDefinitions").iter().find(|one| one["key"] == text(args, "key"));
            found.and_then(Value::as_object).map(one).unwrap_or_default()
        }
        "values" => json!(data),
        "capabilities" if can_be_draft(cx, text(record, "definition")) => {
            json!({ "publishable": { "status": record.get("status") } })
        }
        "capabilities" => json!({}),
        "createdBy" | "createdByApp" => json!({ "title": "Sandbox App" }),
        _ => return None,
    })
}
