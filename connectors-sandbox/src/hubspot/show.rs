//! Records as answers show them: which properties, their histories, and what is linked.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::Cx;
use super::errors::Problem;
use super::store::{Kind, Object, State, iso};
use crate::http::Params;

/// What a request wants to see of records.
#[derive(Clone, Debug, Default)]
pub(super) struct Wish {
    /// Nothing: the defaults.
    pub(super) properties: Vec<String>,
    pub(super) history: Vec<String>,
    pub(super) links: Vec<String>,
}

impl Wish {
    pub(super) fn of_query(query: &Params) -> Self {
        let list =
            |wanted: &str| words(query.iter().filter(|(name, _)| *name == wanted).map(|(_, value)| value));
        Self {
            properties: list("properties"),
            history: list("propertiesWithHistory"),
            links: list("associations"),
        }
    }

    pub(super) fn of_body(body: &Value) -> Self {
        let list = |name: &str| words(body[name].as_array().into_iter().flatten().filter_map(Value::as_str));
        Self { properties: list("properties"), history: list("propertiesWithHistory"), links: Vec::new() }
    }
}

/// Names with commas between are as good as names one by one.
fn words<'a>(values: impl Iterator<Item = &'a str>) -> Vec<String> {
    let words = values.flat_map(|value| value.split(',')).map(|word| word.trim().to_owned());
    words.filter(|word| !word.is_empty()).collect()
}

/// A record as it was at this time.
pub(super) fn object(state: &State, kind: &Kind, object: &Object, wish: &Wish, at: DateTime<Utc>) -> Value {
    let always = ["hs_object_id", kind.times.0, kind.times.1];
    let asked =
        if wish.properties.is_empty() && wish.history.is_empty() { &kind.defaults } else { &wish.properties };
    let names = always
        .into_iter()
        .chain(asked.iter().map(String::as_str))
        .chain(wish.history.iter().map(String::as_str));
    // Names that there are not are passed over.
    let names = names.filter(|name| kind.properties.contains_key(*name));
    let properties = names.map(|name| (name.to_owned(), json!(kind.value_at(object, name, at))));
    let mut shown = json!({
        "id": object.id.to_string(),
        "properties": properties.collect::<Map<_, _>>(),
        "createdAt": iso(object.created),
        "updatedAt": iso(object.updated.min(at)),
        "archived": object.archived.is_some_and(|archived| archived <= at),
    });
    if let Some(archived) = object.archived.filter(|archived| *archived <= at) {
        shown["archivedAt"] = json!(iso(archived));
    }
    if !wish.history.is_empty() {
        let names = wish.history.iter().filter(|name| kind.properties.contains_key(*name));
        let history = names.map(|name| (name.clone(), history(object, name)));
        shown["propertiesWithHistory"] = history.collect::<Map<_, _>>().into();
    }
    let links: Map<String, Value> =
        wish.links.iter().filter_map(|name| linked(state, kind, object, name)).collect();
    if !links.is_empty() {
        shown["associations"] = links.into();
    }
    shown
}

/// Newest first.
fn history(object: &Object, name: &str) -> Value {
    let versions = object.values.get(name).into_iter().flatten().rev();
    let versions = versions.map(|version| {
        let mut shown = json!({
            "value": version.value, "timestamp": iso(version.at), "sourceType": version.source.name(),
        });
        if let Some(id) = version.source.id() {
            shown["sourceId"] = json!(id);
        }
        shown
    });
    versions.collect()
}

/// The links to records of one type, under the type's name; nothing if there are none.
fn linked(state: &State, kind: &Kind, object: &Object, name: &str) -> Option<(String, Value)> {
    let to = state.kind(state.kind_named(name)?);
    let from = (kind.type_id.clone(), object.id);
    let mut results = Vec::new();
    for (id, kinds) in state.links.of(&from, &to.type_id) {
        for (category, link) in kinds {
            let label = state.links.named(&kind.type_id, &to.type_id, category, *link);
            let label = label.and_then(|link| link.label.as_deref());
            results.push(json!({ "id": id.to_string(), "type": link_name(kind, to, label) }));
        }
    }
    (!results.is_empty()).then(|| (to.name.clone(), json!({ "results": results })))
}

/// What the third version calls a kind of link: `contact_to_company`, `contact_to_company_primary`.
pub(super) fn link_name(from: &Kind, to: &Kind, label: Option<&str>) -> String {
    let name = format!("{}_to_{}", from.singular, to.singular);
    label.map_or(name.clone(), |label| format!("{name}_{}", label.to_lowercase().replace(' ', "_")))
}

impl Cx<'_> {
    /// The answer to a write: the defaults and what was written.
    pub(super) fn written(&self, kind: usize, id: u64, names: &[String]) -> Value {
        let kind = self.state.kind(kind);
        let Some(record) = kind.objects.get(&id) else { return Value::Null };
        let properties = kind.defaults.iter().chain(names).cloned().collect();
        let mut shown = object(self.state, kind, record, &Wish { properties, ..Wish::default() }, self.now);
        if let Some(trace) = &record.trace {
            shown["objectWriteTraceId"] = json!(trace);
        }
        shown
    }

    /// The record that an id, or a value of the property `by`, names.
    pub(super) fn find(
        &self,
        kind: usize,
        id: &str,
        by: Option<&str>,
        archived: bool,
    ) -> Result<u64, Problem> {
        let definition = self.state.kind(kind);
        let found = match by.filter(|by| *by != "hs_object_id" && *by != "id") {
            Some(by) if definition.is_unique(by) => definition.with_unique(by, id),
            Some(by) => {
                return Err(Problem::invalid(format!(
                    "{by} is not a unique property of {}",
                    definition.name
                )));
            }
            None => id.parse().ok().map(|id| self.state.resolve(id)),
        };
        let object = found.and_then(|found| definition.objects.get(&found));
        let object = object.filter(|object| object.archived.is_some() == archived);
        object.map(|object| object.id).ok_or_else(|| Problem::no_object(id))
    }
}
