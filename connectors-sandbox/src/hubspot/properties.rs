//! `/crm/v3/properties/{type}`: properties and their groups, and how many more an account may make (`/crm/v3/limits`).

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::Cx;
use super::batch;
use super::errors::{Answer, Problem};
use super::property::{Choice, Property};
use crate::http::Reply;

const TYPES: &[&str] = &["string", "number", "date", "datetime", "enumeration", "bool"];
const FIELDS: &[&str] = &[
    "textarea",
    "text",
    "date",
    "file",
    "number",
    "select",
    "radio",
    "checkbox",
    "booleancheckbox",
    "calculation_equation",
    "html",
    "phonenumber",
];

/// How many properties of its own an account makes for one object type (not verified live).
const MOST_OWN: usize = 1_000;
const MOST_IN_BATCH: usize = 100;

/// Properties that stand together.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) order: i64,
}

impl Group {
    fn json(&self) -> Value {
        json!({ "name": self.name, "label": self.label, "displayOrder": self.order, "archived": false })
    }
}

pub(super) fn route(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    let [name, rest @ ..] = rest else { return Err(Problem::path()) };
    let kind = cx.kind(name)?;
    match (method, rest) {
        (_, ["groups", rest @ ..]) => groups(cx, method, kind, rest),
        (&Method::GET, []) => {
            let archived = cx.flag("archived");
            let all = cx.state.kind(kind).properties.values();
            let results: Vec<Value> =
                all.filter(|one| one.archived.is_some() == archived).map(Property::json).collect();
            Ok(Reply::json(StatusCode::OK, &json!({ "results": results })))
        }
        (&Method::POST, []) => {
            let body = cx.body()?;
            Ok(Reply::json(StatusCode::CREATED, &create(cx, kind, &body)?))
        }
        (&Method::POST, ["batch", what @ ("read" | "create" | "archive")]) => many(cx, kind, what),
        (&Method::GET, [name]) => {
            Ok(Reply::json(StatusCode::OK, &named(cx, kind, name, cx.flag("archived"))?.json()))
        }
        (&Method::PATCH, [name]) => update(cx, kind, name),
        (&Method::DELETE, [name]) => {
            archive(cx, kind, name)?;
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        _ => Err(Problem::path()),
    }
}

fn named<'s>(cx: &'s Cx<'_>, kind: usize, name: &str, archived: bool) -> Result<&'s Property, Problem> {
    let found = cx.state.kind(kind).properties.get(name).filter(|one| one.archived.is_some() == archived);
    found.ok_or_else(|| Problem::not_found(format!("Property {name} does not exist")))
}

fn text<'b>(body: &'b Value, name: &str) -> Result<&'b str, Problem> {
    let text = body[name].as_str().filter(|text| !text.is_empty());
    text.ok_or_else(|| Problem::field(name, "is missing"))
}

fn one_of<'b>(body: &'b Value, name: &str, words: &[&str]) -> Result<&'b str, Problem> {
    let word = text(body, name)?;
    if words.contains(&word) {
        Ok(word)
    } else {
        Err(Problem::field(name, &format!("is not one of {words:?}")))
    }
}

fn options(body: &Value) -> Result<Vec<Choice>, Problem> {
    let options = body["options"].as_array().into_iter().flatten().map(|option| {
        let (label, value) = (text(option, "label")?.to_owned(), text(option, "value")?.to_owned());
        Ok(Choice { label, value, hidden: option["hidden"] == true })
    });
    options.collect()
}

/// Makes a property as a request describes it; how it is shown.
pub(super) fn create(cx: &mut Cx<'_>, kind: usize, body: &Value) -> Result<Value, Problem> {
    let (name, label) = (text(body, "name")?, text(body, "label")?);
    let (value_type, field) = (one_of(body, "type", TYPES)?, one_of(body, "fieldType", FIELDS)?);
    let definition = cx.state.kind(kind);
    // A property of a new object type need not name a group.
    let group =
        body["groupName"].as_str().or_else(|| definition.groups.first().map(|group| group.name.as_str()));
    let group = group.filter(|name| definition.groups.iter().any(|group| group.name == *name));
    let group = group.ok_or_else(|| Problem::field("groupName", "is missing or names no group"))?;
    let good = name.starts_with(|char: char| char.is_ascii_lowercase())
        && name.chars().all(|char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_');
    if !good {
        return Err(Problem::field(
            "name",
            "must have small letters, digits and underscores, and begin with a letter",
        ));
    }
    if definition.properties.contains_key(name) {
        let message = format!("A property named '{name}' already exists.");
        return Err(Problem::new(StatusCode::CONFLICT, "OBJECT_ALREADY_EXISTS", message));
    }
    if definition.properties.values().filter(|property| property.made.is_some()).count() >= MOST_OWN {
        return Err(Problem::invalid(format!(
            "an object type has {MOST_OWN} properties of the account's own at most"
        )));
    }
    let options = options(body)?;
    if value_type == "enumeration" && options.is_empty() {
        return Err(Problem::field("options", "is missing, which an enumeration needs"));
    }
    let property = Property {
        name: name.to_owned(),
        label: label.to_owned(),
        description: body["description"].as_str().unwrap_or_default().to_owned(),
        kind: value_type.to_owned(),
        field: field.to_owned(),
        group: group.to_owned(),
        options,
        unique: body["hasUniqueValue"] == true,
        read_only: field == "calculation_equation",
        hidden: body["hidden"] == true,
        form_field: body["formField"] == true,
        order: body["displayOrder"].as_i64().unwrap_or(-1),
        rules: Vec::new(),
        made: Some(cx.now),
        archived: None,
    };
    let shown = property.json();
    cx.state.kind_mut(kind).properties.insert(property.name.clone(), property);
    Ok(shown)
}

/// What is said is changed. Neither the name nor whether values are unique can be.
fn update(cx: &mut Cx<'_>, kind: usize, name: &str) -> Answer {
    let body = cx.body()?;
    let before = named(cx, kind, name, false)?;
    if before.made.is_none() && body.get("type").is_some() {
        return Err(Problem::invalid(format!("{name} is HubSpot's own and has the type it has")));
    }
    let mut property = before.clone();
    for (name, field) in [
        ("label", &mut property.label),
        ("description", &mut property.description),
        ("groupName", &mut property.group),
    ] {
        if let Some(text) = body[name].as_str() {
            text.clone_into(field);
        }
    }
    if body.get("type").is_some() {
        one_of(&body, "type", TYPES)?.clone_into(&mut property.kind);
    }
    if body.get("fieldType").is_some() {
        one_of(&body, "fieldType", FIELDS)?.clone_into(&mut property.field);
    }
    if body.get("options").is_some() {
        property.options = options(&body)?;
    }
    for (name, field) in [("hidden", &mut property.hidden), ("formField", &mut property.form_field)] {
        if let Some(flag) = body[name].as_bool() {
            *field = flag;
        }
    }
    if let Some(order) = body["displayOrder"].as_i64() {
        property.order = order;
    }
    let shown = property.json();
    cx.state.kind_mut(kind).properties.insert(property.name.clone(), property);
    Ok(Reply::json(StatusCode::OK, &shown))
}

fn archive(cx: &mut Cx<'_>, kind: usize, name: &str) -> Result<(), Problem> {
    if named(cx, kind, name, false)?.made.is_none() {
        return Err(Problem::invalid(format!("{name} is HubSpot's own and cannot be archived")));
    }
    let now = cx.now;
    if let Some(property) = cx.state.kind_mut(kind).properties.get_mut(name) {
        property.archived = Some(now);
    }
    Ok(())
}

fn many(cx: &mut Cx<'_>, kind: usize, what: &str) -> Answer {
    let body = cx.body()?;
    let (mut results, mut errors) = (Vec::new(), Vec::new());
    for input in batch::inputs(&body, MOST_IN_BATCH)? {
        let done = match what {
            "create" => create(cx, kind, input),
            "read" => text(input, "name")
                .and_then(|name| Ok(named(cx, kind, name, body["archived"] == true)?.json())),
            _ => text(input, "name").and_then(|name| archive(cx, kind, name)).map(|()| Value::Null),
        };
        match done {
            Ok(shown) => results.push(shown),
            Err(problem) => errors.push(problem.in_batch()),
        }
    }
    if what == "archive" {
        return Ok(Reply::empty(StatusCode::NO_CONTENT));
    }
    let success = if what == "create" { StatusCode::CREATED } else { StatusCode::OK };
    Ok(batch::answer(cx, success, results, errors))
}

fn groups(cx: &mut Cx<'_>, method: &Method, kind: usize, rest: &[&str]) -> Answer {
    let place = |cx: &Cx<'_>, name: &str| {
        let place = cx.state.kind(kind).groups.iter().position(|group| group.name == name);
        place.ok_or_else(|| Problem::not_found(format!("Property group {name} does not exist")))
    };
    match (method, rest) {
        (&Method::GET, []) => {
            let results: Vec<Value> = cx.state.kind(kind).groups.iter().map(Group::json).collect();
            Ok(Reply::json(StatusCode::OK, &json!({ "results": results })))
        }
        (&Method::POST, []) => {
            let body = cx.body()?;
            let (name, label) = (text(&body, "name")?.to_owned(), text(&body, "label")?.to_owned());
            if place(cx, &name).is_ok() {
                let message = format!("Property group {name} already exists");
                return Err(Problem::new(StatusCode::CONFLICT, "OBJECT_ALREADY_EXISTS", message));
            }
            let group = Group { name, label, order: body["displayOrder"].as_i64().unwrap_or(-1) };
            let shown = group.json();
            cx.state.kind_mut(kind).groups.push(group);
            Ok(Reply::json(StatusCode::CREATED, &shown))
        }
        (&Method::GET, [name]) => {
            let at = place(cx, name)?;
            Ok(Reply::json(StatusCode::OK, &cx.state.kind(kind).groups[at].json()))
        }
        (&Method::PATCH, [name]) => {
            let (at, body) = (place(cx, name)?, cx.body()?);
            let group = &mut cx.state.kind_mut(kind).groups[at];
            if let Some(label) = body["label"].as_str() {
                label.clone_into(&mut group.label);
            }
            group.order = body["displayOrder"].as_i64().unwrap_or(group.order);
            Ok(Reply::json(StatusCode::OK, &group.json()))
        }
        (&Method::DELETE, [name]) => {
            let at = place(cx, name)?;
            let living = |property: &Property| property.archived.is_none() && property.group == *name;
            if cx.state.kind(kind).properties.values().any(living) {
                return Err(Problem::invalid(format!("Property group {name} has properties")));
            }
            cx.state.kind_mut(kind).groups.remove(at);
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        _ => Err(Problem::method()),
    }
}

/// `/crm/v3/limits/custom-properties`.
pub(super) fn limits(cx: &Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    if (method, rest) != (&Method::GET, &["custom-properties"]) {
        return Err(Problem::path());
    }
    let mut all = 0;
    let by_type: Vec<Value> = cx
        .state
        .kinds
        .iter()
        .map(|kind| {
            let usage = kind.properties.values().filter(|property| property.made.is_some()).count();
            all += usage;
            let percentage = usage as f64 * 100.0 / MOST_OWN as f64;
            json!({ "objectTypeId": kind.type_id, "limit": MOST_OWN, "usage": usage, "percentage": percentage })
        })
        .collect();
    let limit = MOST_OWN * by_type.len();
    let body = json!({ "byObjectType": by_type, "overallLimit": limit, "overallUsage": all });
    Ok(Reply::json(StatusCode::OK, &body))
}
