//! Definitions of metafields.

use serde_json::{Value, json};

use super::{namespace, values};
use crate::shopify::Cx;
use crate::shopify::json::{flag, given, list, object, objects, text, whole};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::shopify::store::kind_of;
use crate::store::Record;

/// The most pinned definitions of one type of owner.
const MOST_PINNED: i64 = 20;

const SHORTEST: usize = 2;
const LONGEST: usize = 64;

/// Namespaces that are Shopify's own.
const RESERVED: &[&str] = &["protected", "shopify-l10n-fields", "shopify_standard"];

/// The rules of an input as they are kept.
pub(super) fn validations(name: &str, input: &Record) -> Result<Value, UserError> {
    let element = name.strip_prefix("list.").unwrap_or(name);
    let mut kept = Vec::new();
    for rule in objects(input, "validations") {
        let called = text(rule, "name");
        if !values::may_have(name, called) {
            let message = format!("Validations value for option {called} is invalid for the type {name}.");
            return Err(wrong("validations", message).code("INVALID_OPTION"));
        }
        if kept.iter().any(|known: &Value| known["name"] == called) {
            let message = format!("Validations has the option {called} twice.");
            return Err(wrong("validations", message).code("INVALID_OPTION"));
        }
        kept.push(json!({ "name": called, "type": values::rule_type(element, called), "value": text(rule, "value") }));
    }
    Ok(json!(kept))
}

/// A part of a definition that can be switched on.
pub(super) fn capabilities(before: Option<&Record>, input: Option<&Record>) -> Value {
    const ALL: &[&str] = &[
        "adminFilterable",
        "analyticsQueryable",
        "cartToOrderCopyable",
        "smartCollectionCondition",
        "uniqueValues",
    ];
    let on = |from: Option<&Record>, name: &str| {
        from.and_then(|from| object(from, name)).map(|one| flag(one, "enabled"))
    };
    let one = |name: &&str| {
        let enabled = on(input, name).or_else(|| on(before, name)).unwrap_or_default();
        let status = if enabled { "FILTERABLE" } else { "NOT_FILTERABLE" };
        ((*name).to_owned(), json!({ "enabled": enabled, "eligible": true, "status": status }))
    };
    Value::Object(ALL.iter().map(one).collect())
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

/// The definition that an id or an identifier means.
pub(super) fn identified(cx: &Cx<'_>, id: Option<&str>, identifier: Option<&Record>) -> Option<String> {
    if let Some(id) = id {
        let fits = kind_of(id) == Some("MetafieldDefinition") && cx.store.get(id).is_some();
        return fits.then(|| id.to_owned());
    }
    let identifier = identifier?;
    let namespace = namespace(given(identifier, "namespace"));
    cx.definition(text(identifier, "ownerType"), &namespace, text(identifier, "key"))
}

fn wanted(cx: &Cx<'_>, id: Option<&str>, identifier: Option<&Record>) -> Result<String, UserError> {
    let found = identified(cx, id, identifier);
    found.ok_or_else(|| wrong("", "Definition not found.").code("NOT_FOUND"))
}

fn check_name(field: &str, name: &str) -> Result<(), UserError> {
    let length = name.chars().count();
    if length < SHORTEST {
        return Err(wrong(field, format!("{field} is too short (minimum is {SHORTEST} characters)"))
            .code("TOO_SHORT"));
    }
    if length > LONGEST {
        return Err(
            wrong(field, format!("{field} is too long (maximum is {LONGEST} characters)")).code("TOO_LONG")
        );
    }
    if !name.chars().all(|char| char.is_ascii_alphanumeric() || "-_".contains(char)) {
        let message = format!("{field} contains one or more invalid characters.");
        return Err(wrong(field, message).code("INVALID_CHARACTER"));
    }
    Ok(())
}

pub(super) fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    make(cx, args).map_err(|error| error.under("definition").into())
}

fn make(cx: &mut Cx<'_>, args: &Record) -> Result<Value, UserError> {
    let none = Record::new();
    let input = object(args, "definition").unwrap_or(&none);
    let (owner, key) = (text(input, "ownerType"), text(input, "key"));
    let space = namespace(given(input, "namespace"));
    if given(input, "name").is_none() {
        return Err(wrong("name", "Name can't be blank").code("BLANK"));
    }
    check_name("key", key)?;
    check_name("namespace", &space)?;
    if RESERVED.contains(&space.as_str()) {
        return Err(
            wrong("namespace", format!("Namespace {space} is reserved.")).code("RESERVED_NAMESPACE_KEY")
        );
    }
    if cx.definition(owner, &space, key).is_some() {
        let message = format!("Key is in use for {owner} metafields on the '{space}' namespace.");
        return Err(wrong("key", message).code("TAKEN"));
    }
    let name = text(input, "type");
    let Some(described) = values::described(name) else {
        return Err(wrong("type", format!("Type {name} is not a valid type.")).code("INCLUSION"));
    };
    let rules = validations(name, input)?;
    let id = cx.store.id("MetafieldDefinition");
    let pinned = if flag(input, "pin") { json!(next_pin(cx, owner)?) } else { Value::Null };
    cx.store.put(json!({
        "id": id, "name": text(input, "name"), "namespace": space, "key": key, "description": input.get("description"),
        "ownerType": owner, "type": described, "validations": rules, "validationStatus": "ALL_VALID",
        "access": access(None, object(input, "access")), "capabilities": capabilities(None, object(input, "capabilities")),
        "pinnedPosition": pinned,
    }));
    adopt(cx, &id, owner, &space, key);
    Ok(json!({ "createdDefinition": id }))
}

/// Metafields that were there before belong to the definition now.
fn adopt(cx: &mut Cx<'_>, definition: &str, owner: &str, namespace: &str, key: &str) {
    let fits = |one: &&Record| {
        text(one, "ownerType") == owner && text(one, "namespace") == namespace && text(one, "key") == key
    };
    let found: Vec<String> =
        cx.store.all("Metafield").filter(fits).map(|one| text(one, "id").to_owned()).collect();
    for id in found {
        cx.store.set(&id, json!({ "definition": definition }));
    }
}

pub(super) fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    change(cx, args).map_err(|error| error.under("definition").into())
}

fn change(cx: &mut Cx<'_>, args: &Record) -> Result<Value, UserError> {
    let none = Record::new();
    let input = object(args, "definition").unwrap_or(&none);
    let id = wanted(cx, None, Some(input))?;
    let before = cx.store.get(&id).cloned().unwrap_or_default();
    if input.contains_key("name") && given(input, "name").is_none() {
        return Err(wrong("name", "Name can't be blank").code("BLANK"));
    }
    let mut record = before.clone();
    crate::shopify::json::copy(input, &mut record, &["name", "description"]);
    let mut job = Value::Null;
    if input.contains_key("validations") {
        let name = before["type"]["name"].as_str().unwrap_or_default();
        record.insert("validations".to_owned(), validations(name, input)?);
        job = cx.job();
    }
    record.insert("access".to_owned(), access(object(&before, "access"), object(input, "access")));
    let capabilities = capabilities(object(&before, "capabilities"), object(input, "capabilities"));
    record.insert("capabilities".to_owned(), capabilities);
    match input.get("pin").and_then(Value::as_bool) {
        Some(true) if whole(&before, "pinnedPosition") == 0 => {
            record.insert("pinnedPosition".to_owned(), json!(next_pin(cx, text(&before, "ownerType"))?));
        }
        Some(false) => drop(record.insert("pinnedPosition".to_owned(), Value::Null)),
        _ => {}
    }
    cx.store.put(Value::Object(record));
    Ok(json!({ "updatedDefinition": id, "validationJob": job }))
}

pub(super) fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = wanted(cx, given(args, "id"), object(args, "identifier"))?;
    let record = cx.store.get(&id).cloned().unwrap_or_default();
    let all = flag(args, "deleteAllAssociatedMetafields");
    if record["type"]["name"] == "id" && !all {
        let message =
            "Deleting an id type metafield definition requires deletion of its associated metafields.";
        return Err(wrong("", message).code("ID_TYPE_DELETION_ERROR").into());
    }
    for metafield in cx.store.ids("Metafield", "definition", &id) {
        if all {
            cx.store.remove(&metafield);
        } else {
            cx.store.set(&metafield, json!({ "definition": null }));
        }
    }
    cx.store.remove(&id);
    let gone = json!({ "ownerType": text(&record, "ownerType"), "namespace": text(&record, "namespace"), "key": text(&record, "key") });
    Ok(json!({ "deletedDefinitionId": id, "deletedDefinition": gone }))
}

/// The place of the next definition that is pinned.
fn next_pin(cx: &Cx<'_>, owner: &str) -> Result<i64, UserError> {
    let pins =
        cx.store.find("MetafieldDefinition", "ownerType", owner).map(|one| whole(one, "pinnedPosition"));
    let next = pins.max().unwrap_or_default() + 1;
    if next > MOST_PINNED {
        return Err(wrong("", "Limit of 20 pinned definitions.").code("PINNED_LIMIT_REACHED"));
    }
    Ok(next)
}

pub(super) fn pin(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = wanted(cx, given(args, "definitionId"), object(args, "identifier"))?;
    if !cx.store.value(&id, "pinnedPosition").is_null() {
        return Err(wrong("", "Definition already pinned.").code("ALREADY_PINNED").into());
    }
    let next = next_pin(cx, &cx.store.text(&id, "ownerType"))?;
    cx.store.set(&id, json!({ "pinnedPosition": next }));
    Ok(json!({ "pinnedDefinition": id }))
}

pub(super) fn unpin(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = wanted(cx, given(args, "definitionId"), object(args, "identifier"))?;
    if cx.store.value(&id, "pinnedPosition").is_null() {
        return Err(wrong("", "Definition isn't pinned.").code("NOT_PINNED").into());
    }
    cx.store.set(&id, json!({ "pinnedPosition": null }));
    Ok(json!({ "unpinnedDefinition": id }))
}

pub(super) fn field(cx: &Cx<'_>, field: &str, record: &Record) -> Option<Value> {
    Some(match field {
        "metafieldsCount" => json!(cx.store.find("Metafield", "definition", text(record, "id")).count()),
        "useAsCollectionCondition" => {
            let part = object(record, "capabilities").and_then(|all| object(all, "smartCollectionCondition"));
            json!(part.is_some_and(|part| flag(part, "enabled")))
        }
        "validations" => json!(list(record, "validations")),
        _ => return None,
    })
}
