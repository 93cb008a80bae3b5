//! The schema that is served is a part of Shopify's own, and so are answers.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::{Arc, Mutex, OnceLock};

use apollo_compiler::Schema;
use apollo_compiler::schema::ExtendedType;
use connectors_contract::graphql::{Asked, GraphQl};
use connectors_contract::{locate, platforms};
use flate2::read::GzDecoder;
use serde_json::Value;

/// The vendor's schema, if it is at hand.
fn schema() -> Option<&'static GraphQl> {
    static SCHEMA: OnceLock<Option<GraphQl>> = OnceLock::new();
    let schema = SCHEMA.get_or_init(|| {
        let specs = locate().unwrap_or_else(|missing| panic!("{missing}")).or_say_skipped("shopify")?;
        Some(platforms::shopify(&specs).unwrap())
    });
    schema.as_ref()
}

/// In what an answer to a request does not fit the vendor's schema; nothing if that is not at hand, or if the request does not fit it.
pub(crate) fn misfits(request: &Value, answer: &Value) -> Vec<String> {
    /// Documents are read once, which takes long.
    static READ: Mutex<BTreeMap<String, Option<Arc<Asked<'static>>>>> = Mutex::new(BTreeMap::new());
    let Some(schema) = schema() else { return Vec::new() };
    let text = request["query"].as_str().unwrap_or_default().to_owned();
    let read = || schema.request(&request.to_string().into()).ok().map(Arc::new);
    let asked = READ.lock().unwrap().entry(text).or_insert_with(read).clone();
    asked.map(|asked| asked.answered(&answer["data"])).unwrap_or_default()
}

#[test]
fn an_answer_that_the_vendor_would_not_give_is_found() {
    if schema().is_none() {
        return;
    }
    let request = serde_json::json!({ "query": "{ shop { name currencyCode } }" });
    let answer = |shop: Value| serde_json::json!({ "data": { "shop": shop } });
    let good = serde_json::json!({ "name": "A", "currencyCode": "USD" });
    assert_eq!(misfits(&request, &answer(good)), [""; 0]);
    let bad = serde_json::json!({ "name": null, "currencyCode": "Dollars" });
    assert_eq!(misfits(&request, &answer(bad)).len(), 2);
}

fn vendors() -> Option<Schema> {
    let specs = locate().unwrap_or_else(|missing| panic!("{missing}")).or_say_skipped("shopify")?;
    let packed = std::fs::read(specs.join("shopify/admin-2026-10.graphql.gz")).unwrap();
    let mut text = String::new();
    GzDecoder::new(packed.as_slice()).read_to_string(&mut text).unwrap();
    Some(Schema::parse(text, "admin.graphql").unwrap_or_else(|problem| problem.partial))
}

#[test]
fn every_type_field_argument_and_word_is_as_shopify_has_it() {
    let Some(vendors) = vendors() else { return };
    let ours = Schema::parse(connectors_sandbox::shopify::sdl(), "ours.graphql").unwrap();
    let mut wrong = Vec::new();
    let mut stated = 0;
    for (name, ours) in &ours.types {
        if name.starts_with("__") || ours.is_built_in() {
            continue;
        }
        let Some(theirs) = vendors.types.get(name) else {
            wrong.push(format!("{name}: no such type"));
            continue;
        };
        let mut fields = |ours: Vec<(String, String, Vec<String>)>,
                          theirs: Vec<(String, String, Vec<String>)>| {
            for (field, ty, arguments) in ours {
                stated += 1;
                match theirs.iter().find(|(known, ..)| *known == field) {
                    None => wrong.push(format!("{name}.{field}: no such field")),
                    Some((_, known, _)) if *known != ty => {
                        wrong.push(format!("{name}.{field}: {ty}, but {known}"))
                    }
                    Some((.., known)) => {
                        let unknown = arguments.iter().filter(|one| !known.contains(one));
                        wrong.extend(unknown.map(|one| format!("{name}.{field}({one}): {known:?}")));
                    }
                }
            }
        };
        match (ours, theirs) {
            (ExtendedType::Object(ours), ExtendedType::Object(theirs)) => {
                fields(
                    ours.fields.values().map(field).collect(),
                    theirs.fields.values().map(field).collect(),
                );
                for interface in &ours.implements_interfaces {
                    if !theirs.implements_interfaces.contains(&interface.name) {
                        wrong.push(format!("{name} is no {}", interface.name));
                    }
                }
            }
            (ExtendedType::Interface(ours), ExtendedType::Interface(theirs)) => {
                fields(
                    ours.fields.values().map(field).collect(),
                    theirs.fields.values().map(field).collect(),
                );
            }
            (ExtendedType::InputObject(ours), ExtendedType::InputObject(theirs)) => {
                let field = |one: &apollo_compiler::ast::InputValueDefinition| {
                    (one.name.to_string(), one.ty.to_string(), Vec::new())
                };
                fields(
                    ours.fields.values().map(|one| field(one)).collect(),
                    theirs.fields.values().map(|one| field(one)).collect(),
                );
            }
            (ExtendedType::Enum(ours), ExtendedType::Enum(theirs)) => {
                let unknown = ours.values.keys().filter(|word| !theirs.values.contains_key(*word));
                wrong.extend(unknown.map(|word| format!("{name}.{word}: no such word")));
            }
            (ExtendedType::Union(ours), ExtendedType::Union(theirs)) => {
                let unknown = ours.members.iter().filter(|one| !theirs.members.contains(*one));
                wrong.extend(unknown.map(|one| format!("{} is no {name}", one.name)));
            }
            (ExtendedType::Scalar(_), ExtendedType::Scalar(_)) => {}
            _ => wrong.push(format!("{name}: another kind of type")),
        }
    }
    assert!(wrong.is_empty(), "{} of {stated}:\n{}", wrong.len(), wrong.join("\n"));
}

fn field(
    field: &apollo_compiler::schema::Component<apollo_compiler::ast::FieldDefinition>,
) -> (String, String, Vec<String>) {
    let arguments = field.arguments.iter().map(|one| {
        let default = one.default_value.as_ref().map(|value| format!(" = {value}")).unwrap_or_default();
        format!("{}: {}{default}", one.name, one.ty)
    });
    (field.name.to_string(), field.ty.to_string(), arguments.collect())
}
