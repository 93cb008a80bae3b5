//! What became of each element of a batch.

use std::collections::{BTreeMap, HashSet};

use connectors_core::{Delivery, Error, ErrorKind, Outcome, Response, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::Object;
use crate::errors::{self, Body};
use crate::text;

/// The ids that an object had which others were merged into: HubSpot gives it by each of them, under its new one. Source:
/// developers.hubspot.com, changelog, "Updated merge functionality for contacts and companies".
pub(super) const MERGED: &str = "hs_merged_object_ids";
/// The further addresses of a contact, by which it is found, too.
pub(super) const ADDRESSES: &str = "hs_additional_emails";

/// What an element is known by before it is sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Input {
    /// The mark that it was given, which HubSpot gives back.
    pub(crate) trace: Option<String>,
    /// The object's id.
    pub(crate) id: Option<String>,
    /// A unique property and its value.
    pub(crate) unique: Option<(String, String)>,
}

/// The answer to a batch.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    #[serde(default)]
    results: Vec<Box<RawValue>>,
    #[serde(default)]
    errors: Vec<Body>,
}

/// What a result is known by.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stamp {
    id: String,
    #[serde(default)]
    object_write_trace_id: Option<String>,
    #[serde(default, deserialize_with = "text::values")]
    properties: BTreeMap<String, String>,
}

impl Stamp {
    /// Whether this value stands in a list of values.
    fn names(&self, list: &str, value: &str) -> bool {
        self.properties.get(list).is_some_and(|list| list.split(';').any(|one| same(one, value)))
    }

    fn is(&self, input: &Input) -> bool {
        // The mark is there for nothing else; without it what follows decides.
        if let (Some(mine), Some(given)) = (&input.trace, &self.object_write_trace_id) {
            return mine == given;
        }
        let by_id = input.id.as_ref().is_some_and(|id| *id == self.id || self.names(MERGED, id));
        by_id
            || input.unique.as_ref().is_some_and(|(name, value)| {
                let given = self.properties.get(name).is_some_and(|given| same(given, value));
                given || (name == "email" && self.names(ADDRESSES, value))
            })
    }
}

/// HubSpot writes e-mail addresses in lower case.
fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// Whether an error is about this element.
fn is_about(error: &Body, input: &Input) -> bool {
    let said = |names: &[&str], wanted: &str| {
        let values = names.iter().filter_map(|name| error.context.get(*name)).flat_map(errors::texts);
        values.into_iter().any(|value| same(&value, wanted))
    };
    let traces = ["objectWriteTraceId", "objectWriteTraceIds"];
    if traces.iter().any(|name| error.context.contains_key(*name)) {
        return input.trace.as_ref().is_some_and(|trace| said(&traces, trace));
    }
    let names = ["ids", "id", "objectId"];
    let own = error.id.as_ref().map(errors::texts).unwrap_or_default();
    let is = |value: &str| said(&names, value) || own.iter().any(|own| same(own, value));
    input.id.as_ref().is_some_and(|id| is(id))
        || input.unique.as_ref().is_some_and(|(name, value)| is(value) || said(&[name], value))
}

/// What became of each of `inputs`, by their marks, ids or unique values, never by their place.
pub(crate) fn outcomes<P: DeserializeOwned>(
    response: &Response,
    inputs: &[Input],
) -> Result<Vec<Outcome<Object<P>>>> {
    let Answer { results, errors } =
        response.json_opt()?.unwrap_or(Answer { results: Vec::new(), errors: Vec::new() });
    let mut outcomes: Vec<Option<Outcome<Object<P>>>> = inputs.iter().map(|_| None).collect();
    for raw in &results {
        let stamp: Stamp = decoded(response, raw)?;
        for (input, outcome) in inputs.iter().zip(&mut outcomes) {
            if outcome.is_none() && stamp.is(input) {
                // It was done, but what it gave cannot be read.
                let object = decoded(response, raw);
                *outcome = Some(object.map_or_else(Outcome::Unknown, Outcome::Done));
            }
        }
    }
    let mut unclaimed = Vec::new();
    for error in errors {
        let about: HashSet<_> = (0..inputs.len()).filter(|at| is_about(&error, &inputs[*at])).collect();
        let error_of_it = error.into_error();
        if about.is_empty() {
            unclaimed.push(error_of_it.clone());
        }
        for at in about {
            outcomes[at].get_or_insert_with(|| Outcome::Failed(error_of_it.clone()));
        }
    }
    // An error that names nobody is that of the only one whose fate is open.
    let open = outcomes.iter().filter(|outcome| outcome.is_none()).count();
    if let ([error], 1) = (unclaimed.as_slice(), open) {
        outcomes.iter_mut().for_each(|outcome| {
            outcome.get_or_insert_with(|| Outcome::Failed(error.clone()));
        });
    }
    Ok(outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(unanswered)).collect())
}

fn decoded<T: DeserializeOwned>(response: &Response, raw: &RawValue) -> Result<T> {
    Response::new(response.head.clone(), raw.get().as_bytes().to_vec()).json()
}

fn unanswered<T>() -> Outcome<T> {
    let text = "HubSpot's answer does not say what became of this element";
    Outcome::Unknown(Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Unknown))
}
