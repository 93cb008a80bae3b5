//! Writing records: what is checked before, and what a write leaves behind (values with their history, links, events).

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::Cx;
use super::errors::{Detail, Problem};
use super::events::{Event, What};
use super::links::{End, LinkType};
use super::rules;
use super::store::{Kind, Object, iso};
use super::subscriptions;

/// Checked values by the names of their properties.
pub(super) type Values = BTreeMap<String, String>;

/// Values of unique properties that inputs of one batch want.
pub(super) type Claims = HashSet<(String, String)>;

/// A new record, ready to be put in.
pub(super) struct Draft {
    pub(super) values: Values,
    pub(super) links: Vec<(End, LinkType)>,
    pub(super) trace: Option<String>,
}

/// Checks `properties` of an input for the object `id`, or for a new one.
pub(super) fn checked(
    cx: &Cx<'_>,
    kind: usize,
    id: Option<u64>,
    properties: &Value,
    claims: &mut Claims,
) -> Result<Values, Problem> {
    let Some(properties) = properties.as_object() else {
        return Err(Problem::field("properties", "is missing or not an object"));
    };
    let definition = cx.state.kind(kind);
    let mut values = Values::new();
    let mut details = Vec::new();
    for (name, value) in properties {
        match value_of(cx, definition, name, value) {
            Ok(value) => drop(values.insert(name.to_lowercase(), value)),
            Err((code, message)) => details.push(Detail { code, message, property: name.clone() }),
        }
    }
    if id.is_none() {
        add_defaults(definition, &mut values);
        for name in definition.required.iter().filter(|name| values.get(*name).is_none_or(String::is_empty)) {
            let message =
                format!("Error creating {}. Some required properties were not set.", definition.singular);
            details.push(Detail { code: "REQUIRED_PROPERTY", message, property: name.clone() });
        }
    }
    check_stage(definition, id, &values, &mut details);
    rules::broken(cx, definition, &values, &mut details);
    if !details.is_empty() {
        return Err(Problem::properties(details));
    }
    check_unique(cx, definition, id, &values, claims)?;
    Ok(values)
}

fn value_of(cx: &Cx<'_>, kind: &Kind, name: &str, value: &Value) -> Result<String, (&'static str, String)> {
    let property = kind.properties.get(&name.to_lowercase()).filter(|property| property.archived.is_none());
    let Some(property) = property else {
        return Err(("PROPERTY_DOESNT_EXIST", format!("Property \"{name}\" does not exist")));
    };
    if property.read_only {
        let message = format!("\"{name}\" is a read only property; its value cannot be set.");
        return Err(("READ_ONLY_VALUE", message));
    }
    let value = property.normalized(value)?;
    if name == "hubspot_owner_id"
        && !value.is_empty()
        && !cx.state.owners.iter().any(|owner| owner.id == value)
    {
        return Err(("INVALID_OWNER_ID", format!("Owner with ID {value} does not exist")));
    }
    Ok(value)
}

/// A record with a stage but without a pipeline is in the first one.
fn add_defaults(kind: &Kind, values: &mut Values) {
    if let (Some((pipeline, stage)), Some(first)) = (kind.pipeline, kind.pipelines.first())
        && values.get(stage).is_some_and(|stage| !stage.is_empty())
    {
        values.entry(pipeline.to_owned()).or_insert_with(|| first.id.clone());
    }
}

fn check_stage(kind: &Kind, id: Option<u64>, values: &Values, details: &mut Vec<Detail>) {
    let Some((pipeline, stage)) = kind.pipeline else { return };
    let object = id.and_then(|id| kind.objects.get(&id));
    let present = |name: &str| object.and_then(|object| object.value(name)).map(str::to_owned);
    let wanted = |name: &str| values.get(name).filter(|value| !value.is_empty()).cloned();
    if wanted(pipeline).is_none() && wanted(stage).is_none() {
        return;
    }
    let home = wanted(pipeline).or_else(|| present(pipeline));
    let found = kind.pipelines.iter().find(|pipeline| home.as_ref() == Some(&pipeline.id));
    let Some(found) = found else {
        let message = format!("{} was not one of the pipelines", home.unwrap_or_default());
        details.push(Detail { code: "INVALID_OPTION", message, property: pipeline.to_owned() });
        return;
    };
    let wrong = wanted(stage).or_else(|| present(stage));
    if let Some(wrong) = wrong.filter(|wanted| !found.stages.iter().any(|stage| stage.id == *wanted)) {
        let message = format!("{wrong} was not one of the stages of pipeline {}", found.id);
        details.push(Detail { code: "INVALID_OPTION", message, property: stage.to_owned() });
    }
}

fn check_unique(
    cx: &Cx<'_>,
    kind: &Kind,
    id: Option<u64>,
    values: &Values,
    claims: &mut Claims,
) -> Result<(), Problem> {
    let unique = || values.iter().filter(|(name, value)| kind.is_unique(name) && !value.is_empty());
    for (name, value) in unique() {
        let claimed = claims.contains(&(name.clone(), value.to_lowercase()));
        let holder = kind.with_unique(name, value).filter(|holder| Some(*holder) != id);
        if name == "email" && cx.state.forgotten.contains(value) {
            return Err(Problem::invalid(format!(
                "{value} was deleted for privacy and cannot be used again"
            )));
        }
        if holder.is_none() && !claimed {
            continue;
        }
        let title = super::store::title(&kind.singular);
        return Err(match holder {
            Some(holder) if name == "email" => {
                Problem::conflict(format!("{title} already exists. Existing ID: {holder}"))
            }
            _ => Problem::properties(vec![Detail {
                code: "CONFLICTING_UNIQUE_VALUE",
                message: format!("Another {} already has the value {value}.", kind.singular),
                property: name.clone(),
            }]),
        });
    }
    claims.extend(unique().map(|(name, value)| (name.clone(), value.to_lowercase())));
    Ok(())
}

/// Checks a new record with its links.
pub(super) fn draft(cx: &Cx<'_>, kind: usize, input: &Value, claims: &mut Claims) -> Result<Draft, Problem> {
    let links = input.get("associations").filter(|links| !links.is_null());
    let links =
        links.map(|links| links.as_array().ok_or_else(|| Problem::field("associations", "is not an array")));
    let mut checked_links = Vec::new();
    for link in links.transpose()?.into_iter().flatten() {
        let types = link["types"].as_array().filter(|types| !types.is_empty());
        let types = types.ok_or_else(|| Problem::field("associations.types", "is missing"))?;
        for spec in types {
            checked_links.push(checked_link(cx, kind, &link["to"]["id"], spec)?);
        }
    }
    let values = checked(cx, kind, None, &input["properties"], claims)?;
    Ok(Draft { values, links: checked_links, trace: trace(input) })
}

/// What an input wants to be known by.
pub(super) fn trace(input: &Value) -> Option<String> {
    input["objectWriteTraceId"].as_str().map(str::to_owned)
}

/// The other end is found by the kind of the link: a link's id names both types.
fn checked_link(cx: &Cx<'_>, kind: usize, to: &Value, spec: &Value) -> Result<(End, LinkType), Problem> {
    let from = &cx.state.kind(kind).type_id;
    let (category, id) = (spec["associationCategory"].as_str(), spec["associationTypeId"].as_u64());
    let link =
        cx.state.links.types.iter().find(|link| {
            link.from == *from && Some(link.category) == category && Some(u64::from(link.id)) == id
        });
    let link = link
        .ok_or_else(|| Problem::invalid(format!("No association type exists between the objects: {spec}")))?;
    let to = number(to).ok_or_else(|| Problem::field("associations.to.id", "is not an id"))?;
    let to = cx.state.resolve(to);
    let other = cx.state.kinds.iter().find(|kind| kind.type_id == link.to);
    let living = other.and_then(|kind| kind.objects.get(&to)).is_some_and(|object| object.archived.is_none());
    if !living {
        return Err(Problem::invalid(format!("One or more associations are not valid: no {} {to}", link.to)));
    }
    Ok(((link.to.clone(), to), link.clone()))
}

/// An id, as text or as a number.
pub(super) fn number(id: &Value) -> Option<u64> {
    id.as_u64().or_else(|| id.as_str()?.parse().ok())
}

/// Puts a new record in.
pub(super) fn create(cx: &mut Cx<'_>, kind: usize, draft: Draft) -> u64 {
    let (id, now, source) = (cx.state.next_id(), cx.now, cx.source);
    let times = cx.state.kind(kind).times;
    let object = Object {
        id,
        created: now,
        updated: now,
        archived: None,
        values: BTreeMap::new(),
        trace: draft.trace,
    };
    let definition = cx.state.kind_mut(kind);
    definition.objects.insert(id, object);
    for (name, value) in [
        ("hs_object_id", id.to_string()),
        (times.0, iso(now)),
        ("hs_object_source", source.name().to_owned()),
    ] {
        definition.set(id, name, &value, now, source);
    }
    cx.event(kind, id, What::Created);
    set_all(cx, kind, id, draft.values);
    for (end, link) in draft.links {
        super::associations::link(cx, &(cx.state.kind(kind).type_id.clone(), id), &end, &link);
    }
    let email = cx.state.kind(kind).objects.get(&id).and_then(|object| object.value("email"));
    if let Some(email) = email.map(str::to_owned) {
        subscriptions::mark(cx, &email);
    }
    id
}

/// Changes a record.
pub(super) fn update(cx: &mut Cx<'_>, kind: usize, id: u64, values: Values, trace: Option<String>) {
    set_all(cx, kind, id, values);
    if let Some(object) = cx.state.kind_mut(kind).objects.get_mut(&id) {
        object.trace = trace;
    }
}

/// Sets values, also such as programs may not; what is another one than before is an event.
pub(super) fn set_all(cx: &mut Cx<'_>, kind: usize, id: u64, values: Values) {
    for (property, value) in values {
        let (now, source) = (cx.now, cx.source);
        if cx.state.kind_mut(kind).set(id, &property, &value, now, source) {
            cx.event(kind, id, What::Changed { property, value });
        }
    }
}

/// Takes a record away; whether it was there.
pub(super) fn archive(cx: &mut Cx<'_>, kind: usize, id: u64) -> bool {
    let now = cx.now;
    let living = cx.state.kind(kind).objects.get(&id).is_some_and(|object| object.archived.is_none());
    if living {
        let end = (cx.state.kind(kind).type_id.clone(), id);
        for other in cx.state.links.partners(&end) {
            cx.state.links.remove(&end, &other, None);
        }
        cx.state.kind_mut(kind).set_archived(id, Some(now));
        cx.event(kind, id, What::Deleted);
    }
    living
}

/// Takes an archived record back; its associations stay gone.
pub(super) fn restore(cx: &mut Cx<'_>, kind: usize, id: u64) -> Result<(), Problem> {
    let definition = cx.state.kind(kind);
    let object = definition.objects.get(&id).ok_or_else(|| Problem::no_object(&id.to_string()))?;
    let values =
        definition.properties.keys().filter_map(|name| Some((name.clone(), object.value(name)?.to_owned())));
    check_unique(cx, definition, Some(id), &values.collect(), &mut Claims::new())?;
    cx.state.kind_mut(kind).set_archived(id, None);
    cx.event(kind, id, What::Restored);
    Ok(())
}

impl Cx<'_> {
    pub(super) fn event(&mut self, kind: usize, id: u64, what: What) {
        let event = Event { kind, id, what, at: self.now, source: self.source };
        self.state.events.push(event);
    }
}
