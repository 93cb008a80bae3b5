//! `/crm-object-schemas/v3/schemas`: object types that the account makes.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::errors::{Answer, Problem};
use super::property::Property;
use super::store::{Kind, iso};
use super::{Cx, PORTAL, properties};
use crate::http::Reply;

const OWN: &str = "USER_DEFINED";

/// What an object type of the account's own has besides its properties.
#[derive(Clone, Debug, Default)]
pub(super) struct Schema {
    description: Option<String>,
    primary: Option<String>,
    secondary: Vec<String>,
    searchable: Vec<String>,
    archived: bool,
}

pub(super) fn route(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    match (method, rest) {
        (&Method::GET, []) => {
            let archived = cx.flag("archived");
            let own = cx
                .state
                .kinds
                .iter()
                .filter(|kind| kind.schema.as_ref().is_some_and(|it| it.archived == archived));
            let results: Vec<Value> = own.map(|kind| shown(cx, kind)).collect();
            Ok(Reply::json(StatusCode::OK, &json!({ "results": results })))
        }
        (&Method::POST, []) => create(cx),
        (&Method::GET, [name]) => {
            let kind = cx.kind(name)?;
            Ok(Reply::json(StatusCode::OK, &shown(cx, cx.state.kind(kind))))
        }
        (&Method::PATCH, [name]) => update(cx, name),
        (&Method::DELETE, [name]) => {
            let kind = own(cx, name)?;
            if cx.state.kind(kind).living().next().is_some() {
                return Err(Problem::invalid(format!("there are records of {name} yet")));
            }
            if let Some(schema) = &mut cx.state.kind_mut(kind).schema {
                schema.archived = true;
            }
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        (&Method::POST, [name, "associations"]) => {
            let (kind, body) = (own(cx, name)?, cx.body()?);
            let from = cx.state.kind(kind).type_id.clone();
            let to = body["toObjectTypeId"]
                .as_str()
                .ok_or_else(|| Problem::field("toObjectTypeId", "is missing"))?;
            let to = cx.state.kind(cx.kind(to)?).type_id.clone();
            let id = link(cx, &from, &to);
            let made = json!({ "id": id.to_string(), "fromObjectTypeId": from, "toObjectTypeId": to, "name": body["name"].as_str().unwrap_or_default() });
            Ok(Reply::json(StatusCode::CREATED, &made))
        }
        (&Method::DELETE, [name, "associations", id]) => {
            own(cx, name)?;
            let id: u32 = id.parse().map_err(|_| Problem::not_found(format!("no association {id}")))?;
            cx.state.links.types.retain(|link| link.category != OWN || (link.id != id && link.inverse != id));
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        _ => Err(Problem::path()),
    }
}

fn own(cx: &Cx<'_>, name: &str) -> Result<usize, Problem> {
    let kind = cx.kind(name)?;
    let own = cx.state.kind(kind).schema.is_some();
    own.then_some(kind).ok_or_else(|| Problem::invalid(format!("{name} is HubSpot's own")))
}

/// A new kind of association in both directions.
fn link(cx: &mut Cx<'_>, from: &str, to: &str) -> u32 {
    let links = &mut cx.state.links;
    let ids = (links.next_type(), links.next_type());
    links.define(from, to, OWN, ids, (None, None));
    ids.0
}

fn words(body: &Value, name: &str) -> Vec<String> {
    body[name].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn create(cx: &mut Cx<'_>) -> Answer {
    let body = cx.body()?;
    let name = body["name"].as_str().filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Problem::field("name", "is missing"))?.to_owned();
    let label = |which: &str| body["labels"][which].as_str().unwrap_or(&name).to_owned();
    let labels = (label("singular"), label("plural"));
    if cx.state.kind_named(&name).is_some() {
        return Err(Problem::new(
            StatusCode::CONFLICT,
            "OBJECT_ALREADY_EXISTS",
            format!("there is a type {name} already"),
        ));
    }
    let inputs = body["properties"].as_array().ok_or_else(|| Problem::field("properties", "is missing"))?;
    let named: Vec<&str> = inputs.iter().filter_map(|input| input["name"].as_str()).collect();
    let primary = body["primaryDisplayProperty"].as_str();
    let (required, searchable) = (words(&body, "requiredProperties"), words(&body, "searchableProperties"));
    let mentioned = primary.into_iter().chain(required.iter().chain(&searchable).map(String::as_str));
    if let Some(unknown) = mentioned.into_iter().find(|mentioned| !named.contains(mentioned)) {
        return Err(Problem::invalid(format!("there is no property {unknown} among the properties")));
    }
    let partners = words(&body, "associatedObjects");
    let partners = partners.iter().map(|name| Ok(cx.state.kind(cx.kind(name)?).type_id.clone()));
    let partners = partners.collect::<Result<Vec<_>, Problem>>()?;

    let number = cx.state.kinds.iter().filter(|kind| kind.schema.is_some()).count() as u64;
    let type_id = format!("2-{}", 3_300_001 + number);
    let mut kind = Kind::custom(type_id.clone(), name, labels, cx.now);
    kind.required = required;
    kind.defaults = primary.into_iter().map(str::to_owned).chain(searchable.clone()).collect();
    kind.schema = Some(Schema {
        description: body["description"].as_str().map(str::to_owned),
        primary: primary.map(str::to_owned),
        secondary: words(&body, "secondaryDisplayProperties"),
        searchable,
        archived: false,
    });
    cx.state.kinds.push(kind);
    let at = cx.state.kinds.len() - 1;
    for input in inputs {
        if let Err(problem) = properties::create(cx, at, input) {
            cx.state.kinds.pop();
            return Err(problem);
        }
    }
    for partner in partners {
        link(cx, &type_id, &partner);
    }
    Ok(Reply::json(StatusCode::CREATED, &shown(cx, cx.state.kind(at))))
}

fn update(cx: &mut Cx<'_>, name: &str) -> Answer {
    let (kind, body) = (own(cx, name)?, cx.body()?);
    let definition = cx.state.kind_mut(kind);
    if body["requiredProperties"].is_array() {
        definition.required = words(&body, "requiredProperties");
    }
    for (which, label) in [("singular", &mut definition.labels.0), ("plural", &mut definition.labels.1)] {
        if let Some(text) = body["labels"][which].as_str() {
            text.clone_into(label);
        }
    }
    if let Some(schema) = &mut definition.schema {
        for (name, field) in
            [("primaryDisplayProperty", &mut schema.primary), ("description", &mut schema.description)]
        {
            if let Some(text) = body[name].as_str() {
                *field = Some(text.to_owned());
            }
        }
        for (name, field) in [
            ("secondaryDisplayProperties", &mut schema.secondary),
            ("searchableProperties", &mut schema.searchable),
        ] {
            if body[name].is_array() {
                *field = words(&body, name);
            }
        }
    }
    let mut shown = shown(cx, cx.state.kind(kind));
    // The answer is about the type alone.
    if let Some(shown) = shown.as_object_mut() {
        shown.retain(|name, _| {
            !["properties", "associations", "createdByUserId", "updatedByUserId"].contains(&name.as_str())
        });
        shown.insert("portalId".to_owned(), json!(PORTAL));
    }
    Ok(Reply::json(StatusCode::OK, &shown))
}

fn shown(cx: &Cx<'_>, kind: &Kind) -> Value {
    let schema = kind.schema.clone().unwrap_or_default();
    let links =
        cx.state.links.types.iter().filter(|link| link.from == kind.type_id || link.to == kind.type_id);
    let links = links.map(|link| {
        json!({
            "id": link.id.to_string(), "fromObjectTypeId": link.from, "toObjectTypeId": link.to,
            "name": link.label.clone().unwrap_or_else(|| format!("{}_to_{}", link.from, link.to)),
        })
    });
    let mut shown = json!({
        "id": kind.type_id, "objectTypeId": kind.type_id, "name": kind.name,
        "fullyQualifiedName": if kind.made.is_some() { format!("p{PORTAL}_{}", kind.name) } else { kind.name.to_uppercase() },
        "labels": { "singular": kind.labels.0, "plural": kind.labels.1 }, "archived": schema.archived,
        "requiredProperties": kind.required, "searchableProperties": schema.searchable,
        "secondaryDisplayProperties": schema.secondary, "associations": links.collect::<Vec<_>>(),
        "properties": kind.properties.values().map(Property::json).collect::<Vec<_>>(),
    });
    for (name, text) in [("primaryDisplayProperty", schema.primary), ("description", schema.description)] {
        if let Some(text) = text {
            shown[name] = json!(text);
        }
    }
    for name in ["createdAt", "updatedAt"] {
        if let Some(made) = kind.made {
            shown[name] = json!(iso(made));
        }
    }
    shown
}
