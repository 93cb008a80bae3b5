//! Objects that are made, or changed if they are there.

use std::ops::Range;

use connectors_core::{
    Action, BatchAction, Cx, Delivery, Error, ErrorKind, Idempotency, Meta, Outcome, Request, Response,
    Result, setters,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::create::mark;
use super::update::{changed, distinct, known};
use super::verb::{self, Verb};
use super::{MOST, Object, at, key, many, object, outcomes};
use crate::HubSpot;
use crate::crm_object::CrmObject;

/// `<resource>.upsert`: changes the object whose unique property has this value, or makes one. [`Object::made`] says which.
/// It can be sent again when its answer was lost, and is.
///
/// `id_property` is `email` of contacts, or a property of your own that has unique values. Companies' domains are not unique.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Upsert<O> {
    /// The object type, where it is not that of the Rust type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The unique property by which it is found.
    pub id_property: String,
    /// The value of that property.
    pub id: String,
    /// What to write.
    pub record: O,
    /// Properties to make empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clear: Vec<String>,
}

impl<O> Upsert<O> {
    /// Writes what is set in `record` to the object whose unique property has this value.
    #[must_use]
    pub fn new(id_property: impl Into<String>, id: impl Into<String>, record: O) -> Self {
        Self { object: None, id_property: id_property.into(), id: id.into(), record, clear: Vec::new() }
    }

    setters!(object: Option<String>, clear: Vec<String>);
}

/// One element as it is sent. The unique property stands among the properties, too: that HubSpot takes it from the id when it
/// makes the object is not verified.
fn input(place: &str, by: &str, id: &str, record: &impl Serialize, clear: &[String]) -> Result<Value> {
    let inside = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
    let id = key(&inside("id"), id, Some(by))?;
    let mut properties = changed(&inside("record"), record, clear)?;
    properties.entry(by.to_owned()).or_insert_with(|| id.to_owned());
    Ok(json!({ "id": id, "idProperty": by, "properties": properties }))
}

fn request(cx: &Cx<'_, HubSpot>, object: &str, mut inputs: Vec<Value>) -> Request {
    inputs.iter_mut().enumerate().for_each(|(i, input)| input["objectWriteTraceId"] = mark(i).into());
    let request = Request::post(at(cx, object, &["batch", "upsert"])).json(&json!({ "inputs": inputs }));
    request.idempotency(Idempotency::Idempotent)
}

impl<O: CrmObject + Serialize + DeserializeOwned> Action for Upsert<O> {
    type Connector = HubSpot;
    type Output = Object<O>;
    const META: Meta = Verb::<O, { verb::UPSERT }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let input = input("", &self.id_property, &self.id, &self.record, &self.clear)?;
        Ok(request(cx, object::<O>(self.object.as_deref(), cx)?, vec![input]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Object<O>> {
        let outcome = outcomes(&response, &[known(0, &self.id, Some(&self.id_property))])?.pop();
        let nothing =
            || Error::new(ErrorKind::Decode, "the answer is empty").with_delivery(Delivery::Accepted);
        outcome.map_or_else(|| Err(nothing()), Outcome::into_result)
    }
}

/// An object of a batch with the value of its unique property.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Keyed<O> {
    /// The value of the unique property.
    pub id: String,
    /// What to write.
    pub record: O,
    /// Properties to make empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clear: Vec<String>,
}

impl<O> Keyed<O> {
    /// Writes what is set in `record` to the object whose unique property has this value.
    #[must_use]
    pub fn new(id: impl Into<String>, record: O) -> Self {
        Self { id: id.into(), record, clear: Vec::new() }
    }

    setters!(clear: Vec<String>);
}

/// `<resource>.upsert_many`: the same for many objects, 100 in a call; tells what became of each. See [`Upsert`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct UpsertMany<O> {
    /// The object type, where it is not that of the Rust type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The unique property by which they are found.
    pub id_property: String,
    /// The objects.
    pub records: Vec<Keyed<O>>,
}

impl<O> UpsertMany<O> {
    /// Makes or changes these objects.
    #[must_use]
    pub fn new(id_property: impl Into<String>, records: impl IntoIterator<Item = Keyed<O>>) -> Self {
        Self { object: None, id_property: id_property.into(), records: records.into_iter().collect() }
    }

    setters!(object: Option<String>);
}

impl<O: CrmObject + Serialize + DeserializeOwned> Action for UpsertMany<O> {
    type Connector = HubSpot;
    type Output = Vec<Outcome<Object<O>>>;
    const META: Meta = Verb::<O, { verb::UPSERT_MANY }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let inputs = many("records", &self.records, |place, keyed| {
            input(place, &self.id_property, &keyed.id, &keyed.record, &keyed.clear)
        })?;
        distinct(self.records.iter().map(|keyed| keyed.id.as_str()))?;
        Ok(request(cx, object::<O>(self.object.as_deref(), cx)?, inputs))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let inputs = self.records.iter().enumerate();
        let inputs = inputs.map(|(i, keyed)| known(i, &keyed.id, Some(&self.id_property)));
        outcomes(&response, &inputs.collect::<Vec<_>>())
    }
}

impl<O: CrmObject + Serialize + DeserializeOwned> BatchAction for UpsertMany<O> {
    type Item = Object<O>;
    const MAX: usize = MOST;
    const REFUSED_WHOLE: bool = true;

    fn len(&self) -> usize {
        self.records.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self {
            object: self.object.clone(),
            id_property: self.id_property.clone(),
            records: self.records.get(range).unwrap_or_default().to_vec(),
        }
    }
}
