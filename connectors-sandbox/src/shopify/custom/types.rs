//! Definitions of metaobjects.

use serde_json::{Value, json};

use super::definitions::validations;
use super::metaobjects::{definition_of, type_name};
use super::values;
use crate::shopify::Cx;
use crate::shopify::json::{copy, flag, given, list, map, object, objects, text};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::shopify::store::kind_of;
use crate::store::Record;

/// Fields of one definition.
const MOST: usize = 40;

fn known(cx: &Cx<'_>, id: &str) -> Result<Record, UserError> {
    let found = cx.store.get(id).filter(|_| kind_of(id) == Some("MetaobjectDefinition"));
    found.cloned().ok_or_else(|| wrong("id", "Record not found").code("RECORD_NOT_FOUND"))
}

/// A field's definition as it is kept.
fn field_of(input: &Record) -> Result<Value, UserError> {
    let (key, name) = (text(input, "key"), text(input, "type"));
    if key.chars().count() < 2 {
        return Err(wrong("key", "Key is too short (minimum is 2 characters)").code("TOO_SHORT"));
    }
    let Some(described) = values::described(name) else {
        return Err(wrong("type", format!("Type name {name} is not a valid type")).code("INCLUSION"));
    };
    Ok(json!({
        "key": key, "name": given(input, "name").unwrap_or(key), "description": input.get("description"),
        "required": flag(input, "required"), "type": described, "validations": validations(name, input)?,
        "capabilities": { "adminFilterable": { "enabled": false } },
    }))
}

fn capabilities(before: Option<&Record>, input: Option<&Record>) -> Value {
    let on = |from: Option<&Record>, name: &str| {
        from.and_then(|from| object(from, name)).map(|one| flag(one, "enabled"))
    };
    let one = |name: &&str| {
        let enabled = on(input, name).or_else(|| on(before, name)).unwrap_or_default();
        ((*name).to_owned(), json!({ "enabled": enabled }))
    };
    Value::Object(["publishable", "translatable", "renderable", "onlineStore"].iter().map(one).collect())
}

fn access(before: Option<&Record>, input: Option<&Record>) -> Value {
    let part = |name: &str, default: &str| {
        let stated = input.and_then(|input| given(input, name)).or_else(|| given(before?, name));
        json!(stated.unwrap_or(default))
    };
    json!({
        "admin": part("admin", "PUBLIC_READ_WRITE"), "storefront": part("storefront", "NONE"),
        "customerAccount": part("customerAccount", "NONE"),
    })
}

fn fill(record: &mut Record, input: &Record) -> Result<(), UserError> {
    copy(input, record, &["name", "description", "displayNameKey"]);
    let before = record.clone();
    record.insert("access".to_owned(), access(object(&before, "access"), object(input, "access")));
    let parts = capabilities(object(&before, "capabilities"), object(input, "capabilities"));
    record.insert("capabilities".to_owned(), parts);
    if list(record, "fieldDefinitions").len() > MOST {
        return Err(wrong("fieldDefinitions", format!("There are more than {MOST} fields"))
            .code("MAX_DEFINITIONS_EXCEEDED"));
    }
    let keys: Vec<&str> = objects(record, "fieldDefinitions").map(|field| text(field, "key")).collect();
    if let Some(twice) = keys.iter().enumerate().find(|(at, key)| keys[..*at].contains(key)) {
        return Err(wrong("fieldDefinitions", format!("Field \"{}\" is stated twice", twice.1))
            .code("DUPLICATE_FIELD_INPUT"));
    }
    if let Some(shown) = given(record, "displayNameKey").filter(|shown| !keys.contains(shown)) {
        let message = format!("Field definition \"{shown}\" does not exist");
        return Err(wrong("displayNameKey", message).code("UNDEFINED_OBJECT_FIELD"));
    }
    Ok(())
}

pub(super) fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    make(cx, args).map_err(|error| error.under("definition").into())
}

fn make(cx: &mut Cx<'_>, args: &Record) -> Result<Value, UserError> {
    let none = Record::new();
    let input = object(args, "definition").unwrap_or(&none);
    let kind = text(input, "type");
    if kind.trim().is_empty() {
        return Err(wrong("type", "Type can't be blank").code("BLANK"));
    }
    if definition_of(cx, kind).is_some() {
        return Err(wrong("type", "Type has already been taken").code("TAKEN"));
    }
    let mut fields = Vec::new();
    for (at, field) in objects(input, "fieldDefinitions").enumerate() {
        fields.push(field_of(field).map_err(|error| error.under(&format!("fieldDefinitions.{at}")))?);
    }
    let id = cx.store.id("MetaobjectDefinition");
    let now = cx.stamp();
    let mut record = map(json!({
        "id": id, "type": type_name(kind), "name": given(input, "name").unwrap_or(kind), "fieldDefinitions": fields,
        "createdAt": now, "updatedAt": now,
    }));
    fill(&mut record, input)?;
    Ok(json!({ "metaobjectDefinition": cx.store.put(Value::Object(record)) }))
}

pub(super) fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    let mut record = known(cx, text(args, "id"))?;
    change(cx, &mut record, args).map_err(|error| error.under("definition"))?;
    Ok(json!({ "metaobjectDefinition": cx.store.put(Value::Object(record)) }))
}

fn change(cx: &Cx<'_>, record: &mut Record, args: &Record) -> Result<(), UserError> {
    let none = Record::new();
    let input = object(args, "definition").unwrap_or(&none);
    let mut fields: Vec<Value> = list(record, "fieldDefinitions").to_vec();
    for (at, step) in objects(input, "fieldDefinitions").enumerate() {
        let place = |error: UserError| error.under(&format!("fieldDefinitions.{at}"));
        let unknown =
            || place(wrong("key", "Field definition does not exist").code("UNDEFINED_OBJECT_FIELD"));
        if let Some(stated) = object(step, "create") {
            fields.push(field_of(stated).map_err(place)?);
        } else if let Some(stated) = object(step, "update") {
            let found = fields.iter_mut().find(|field| field["key"] == text(stated, "key"));
            let Some(field) = found.and_then(Value::as_object_mut) else { return Err(unknown()) };
            copy(stated, field, &["name", "description", "required"]);
            if stated.contains_key("validations") {
                let name = field["type"]["name"].as_str().unwrap_or_default().to_owned();
                field.insert("validations".to_owned(), validations(&name, stated).map_err(place)?);
            }
        } else if let Some(stated) = object(step, "delete") {
            let before = fields.len();
            fields.retain(|field| field["key"] != text(stated, "key"));
            if fields.len() == before {
                return Err(unknown());
            }
        }
    }
    if flag(input, "resetFieldOrder") {
        let named = |step: &Record| {
            let step = ["create", "update"].iter().find_map(|verb| object(step, verb))?;
            Some(text(step, "key").to_owned())
        };
        let order: Vec<String> = objects(input, "fieldDefinitions").filter_map(named).collect();
        let place =
            |field: &Value| order.iter().position(|key| field["key"] == key.as_str()).unwrap_or(usize::MAX);
        fields.sort_by_key(place);
    }
    record.insert("fieldDefinitions".to_owned(), json!(fields));
    record.insert("updatedAt".to_owned(), json!(cx.stamp()));
    fill(record, input)
}

/// Takes a definition out, and with it all its metaobjects.
pub(super) fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let record = known(cx, text(args, "id"))?;
    let id = text(&record, "id");
    for metaobject in cx.store.ids("Metaobject", "definition", id) {
        cx.forget(&metaobject);
    }
    cx.store.remove(id);
    Ok(json!({ "deletedId": id }))
}

pub(super) fn field(cx: &Cx<'_>, field: &str, record: &Record) -> Option<Value> {
    Some(match field {
        "metaobjectsCount" => json!(cx.store.find("Metaobject", "definition", text(record, "id")).count()),
        "createdByApp" => json!({ "title": "Sandbox App" }),
        _ => return None,
    })
}
