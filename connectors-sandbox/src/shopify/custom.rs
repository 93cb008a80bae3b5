//! Metafields, metaobjects, and their definitions.

mod definitions;
mod metaobjects;
mod types;
mod values;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::Cx;
use super::json::{given, object, objects, text};
use super::mutations::{Done, Mutation, UserError, wrong};
use super::store::kind_of;
use crate::store::Record;

pub(super) const MUTATIONS: &[(&str, Mutation)] = &[
    ("metafieldsSet", set),
    ("metafieldsDelete", delete),
    ("metafieldDefinitionCreate", definitions::create),
    ("metafieldDefinitionUpdate", definitions::update),
    ("metafieldDefinitionDelete", definitions::delete),
    ("metafieldDefinitionPin", definitions::pin),
    ("metafieldDefinitionUnpin", definitions::unpin),
    ("metaobjectCreate", metaobjects::create),
    ("metaobjectUpdate", metaobjects::update),
    ("metaobjectUpsert", metaobjects::upsert),
    ("metaobjectDelete", metaobjects::delete),
    ("metaobjectBulkDelete", metaobjects::delete_all),
    ("metaobjectDefinitionCreate", types::create),
    ("metaobjectDefinitionUpdate", types::update),
    ("metaobjectDefinitionDelete", types::delete),
];

/// The most metafields in one call.
const MOST: usize = 25;
/// The namespace of an app's own metafields, whatever they are called in.
const OWN: &str = "app--1160452";

/// What a type is called as the owner of metafields.
fn owner_type(kind: &str) -> String {
    match kind {
        "CompanyLocation" => "COMPANY_LOCATION".to_owned(),
        discount if discount.starts_with("Discount") => "DISCOUNT".to_owned(),
        kind => kind.to_uppercase(),
    }
}

fn namespace(stated: Option<&str>) -> String {
    stated.unwrap_or("$app").replace("$app", OWN)
}

impl Cx<'_> {
    /// The metafield of an owner by its names.
    pub(super) fn metafield(&self, owner: &str, stated: Option<&str>, key: &str) -> Option<&Record> {
        let namespace = namespace(stated);
        let mut all = self.store.find("Metafield", "owner", owner);
        all.find(|one| text(one, "key") == key && text(one, "namespace") == namespace)
    }

    /// The record of a type that has this value in a metafield.
    pub(super) fn by_custom_id(&self, kind: &str, custom: &Record) -> Option<String> {
        let namespace = namespace(given(custom, "namespace"));
        let mut all = self.store.all("Metafield").filter(|one| kind_of(text(one, "owner")) == Some(kind));
        let found = all.find(|one| {
            text(one, "key") == text(custom, "key")
                && text(one, "namespace") == namespace
                && text(one, "value") == text(custom, "value")
        });
        found.map(|one| text(one, "owner").to_owned())
    }

    /// Gives a record the metafield by which it is known.
    pub(super) fn set_custom_id(&mut self, owner: &str, custom: &Record) -> Result<(), UserError> {
        let mut input = custom.clone();
        input.insert("type".to_owned(), json!("id"));
        self.set_metafield(owner, &input).map(drop)
    }

    /// Sets the metafields that an input states beside other things.
    pub(super) fn set_metafields(&mut self, owner: &str, inputs: &[Value]) -> Result<(), Vec<UserError>> {
        for (at, input) in inputs.iter().filter_map(Value::as_object).enumerate() {
            self.set_metafield(owner, input).map_err(|error| error.under(&format!("metafields.{at}")))?;
        }
        Ok(())
    }

    fn set_metafield(&mut self, owner: &str, input: &Record) -> Result<String, UserError> {
        let by_id = given(input, "id").and_then(|id| self.store.get(id)).cloned();
        let key = by_id.as_ref().map_or(text(input, "key"), |known| text(known, "key")).to_owned();
        let namespace = match &by_id {
            Some(known) => text(known, "namespace").to_owned(),
            None => namespace(given(input, "namespace")),
        };
        if key.is_empty() {
            return Err(wrong("key", "Key can't be blank").code("BLANK"));
        }
        let kind = kind_of(owner).unwrap_or_default().to_owned();
        let known = self.metafield(owner, Some(&namespace), &key).cloned();
        let definition = self.definition(&owner_type(&kind), &namespace, &key);
        let stated = definition
            .as_ref()
            .map(|id| self.store.value(id, "type")["name"].as_str().unwrap_or_default().to_owned());
        let stated = stated.or_else(|| given(input, "type").map(str::to_owned));
        let Some(value_type) = stated.or_else(|| known.as_ref().map(|known| text(known, "type").to_owned()))
        else {
            return Err(wrong("type", "Type can't be blank").code("BLANK"));
        };
        let value = text(input, "value").to_owned();
        if values::described(&value_type).is_none() {
            return Err(wrong("type", format!("{value_type} is not a valid type.")).code("INVALID_TYPE"));
        }
        if let (Some(stated), Some(_)) = (given(input, "type"), &definition)
            && stated != value_type
        {
            let message = format!("Type must be {value_type}, as the definition has it.");
            return Err(wrong("type", message).code("INVALID_TYPE"));
        }
        let defined = definition.as_ref().and_then(|id| self.store.get(id)).cloned().unwrap_or_default();
        if let Some(problem) = values::problem(self, &value_type, &value, &defined) {
            return Err(wrong("value", problem).code("INVALID_VALUE"));
        }
        let unique = value_type == "id"
            || defined.get("capabilities").is_some_and(|all| all["uniqueValues"]["enabled"] == true);
        let other = Record::from_iter([
            ("namespace".to_owned(), json!(namespace)),
            ("key".to_owned(), json!(key)),
            ("value".to_owned(), json!(value)),
        ]);
        if unique && self.by_custom_id(&kind, &other).is_some_and(|other| other != owner) {
            return Err(wrong("value", "Value has already been assigned to another metafield.").code("TAKEN"));
        }
        if let Some(digest) = input.get("compareDigest") {
            let now = known.as_ref().map(|known| digest_of(text(known, "value")));
            if digest.as_str() != now.as_deref() {
                let message = "The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.";
                return Err(wrong("compareDigest", message).code("STALE_OBJECT"));
            }
        }
        let now = self.stamp();
        if let Some(known) = known {
            let id = text(&known, "id").to_owned();
            self.store.set(&id, json!({ "value": value, "type": value_type }));
            return Ok(id);
        }
        let id = self.store.id("Metafield");
        Ok(self.store.put(json!({
            "id": id, "namespace": namespace, "key": key, "type": value_type, "value": value, "owner": owner,
            "ownerType": owner_type(&kind), "definition": definition, "createdAt": now, "updatedAt": now,
        })))
    }

    /// The definition of a metafield.
    pub(super) fn definition(&self, owner_type: &str, namespace: &str, key: &str) -> Option<String> {
        let mut all = self.store.all("MetafieldDefinition");
        let found = all.find(|one| {
            text(one, "ownerType") == owner_type
                && text(one, "namespace") == namespace
                && text(one, "key") == key
        });
        found.map(|one| text(one, "id").to_owned())
    }
}

fn digest_of(value: &str) -> String {
    Sha256::digest(value.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn set(cx: &mut Cx<'_>, args: &Record) -> Done {
    let inputs: Vec<&Record> = objects(args, "metafields").collect();
    if inputs.len() > MOST {
        let message = format!("Exceeded the maximum metafields input limit of {MOST}.");
        return Err(wrong("metafields", message).code("LESS_THAN_OR_EQUAL_TO").into());
    }
    let mut metafields = Vec::new();
    for (at, input) in inputs.into_iter().enumerate() {
        let place = |error: UserError| error.under(&format!("metafields.{at}")).index(at);
        let owner = text(input, "ownerId");
        if cx.store.get(owner).is_none() {
            return Err(place(wrong("ownerId", "Owner does not exist.").code("INVALID")).into());
        }
        metafields.push(cx.set_metafield(owner, input).map_err(place)?);
    }
    Ok(json!({ "metafields": metafields }))
}

fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let mut deleted = Vec::new();
    for input in objects(args, "metafields") {
        let owner = text(input, "ownerId");
        let found = cx.metafield(owner, given(input, "namespace"), text(input, "key"));
        deleted.push(match found.map(|one| text(one, "id").to_owned()) {
            Some(id) => {
                cx.store.remove(&id);
                json!({ "ownerId": owner, "namespace": text(input, "namespace"), "key": text(input, "key") })
            }
            None => Value::Null,
        });
    }
    Ok(json!({ "deletedMetafields": deleted }))
}

pub(super) fn query(cx: &Cx<'_>, field: &str, args: &Record) -> Option<Value> {
    Some(match field {
        "metafieldDefinition" => {
            json!(definitions::identified(cx, given(args, "id"), object(args, "identifier")))
        }
        "metafieldDefinitions" => {
            let wanted = given(args, "namespace").map(|stated| namespace(Some(stated)));
            let fits = |one: &&Record| wanted.as_ref().is_none_or(|wanted| text(one, "namespace") == wanted);
            let all = cx.store.find("MetafieldDefinition", "ownerType", text(args, "ownerType"));
            all.filter(fits).map(|one| json!(text(one, "id"))).collect()
        }
        "metafieldDefinitionTypes" => values::all(),
        _ => return metaobjects::query(cx, field, args),
    })
}

pub(super) fn field(cx: &Cx<'_>, kind: &str, field: &str, record: &Record, args: &Record) -> Option<Value> {
    match kind {
        "Metaobject" => metaobjects::field(cx, field, record, args),
        "MetaobjectDefinition" => types::field(cx, field, record),
        "MetafieldDefinition" => definitions::field(cx, field, record),
        _ => metafield_field(field, record),
    }
}

fn metafield_field(field: &str, record: &Record) -> Option<Value> {
    let value = text(record, "value");
    Some(match field {
        "compareDigest" => json!(digest_of(value)),
        "sizeInBytes" => json!(value.len()),
        "jsonValue" => values::parsed(text(record, "type"), value),
        "reference" if value.starts_with("gid://") => json!(value),
        "references" => serde_json::from_str(value).unwrap_or_else(|_| json!([])),
        _ => return None,
    })
}

/// The metafields of an owner, one or some of them.
pub(super) fn of_owner(cx: &Cx<'_>, field: &str, owner: &str, args: &Record) -> Option<Value> {
    match field {
        "metafield" => {
            let found = cx.metafield(owner, given(args, "namespace"), text(args, "key"));
            Some(json!(found.map(|one| text(one, "id"))))
        }
        "metafields" => {
            let wanted = given(args, "namespace").map(|stated| namespace(Some(stated)));
            let keys = super::json::texts(args, "keys");
            let fits = |one: &&Record| {
                let full = format!("{}.{}", text(one, "namespace"), text(one, "key"));
                wanted.as_ref().is_none_or(|wanted| text(one, "namespace") == wanted)
                    && (keys.is_empty() || keys.iter().any(|key| *key == full || key == text(one, "key")))
            };
            Some(
                cx.store
                    .find("Metafield", "owner", owner)
                    .filter(fits)
                    .map(|one| json!(text(one, "id")))
                    .collect(),
            )
        }
        _ => None,
    }
}
