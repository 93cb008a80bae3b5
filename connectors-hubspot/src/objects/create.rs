//! New objects.

use std::ops::Range;

use connectors_core::{Action, BatchAction, Cx, Meta, Outcome, Request, Response, Result, setters};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::verb::{self, Verb};
use super::{Input, MOST, Object, at, id, many, object, outcomes};
use crate::associations::AssociationType;
use crate::crm_object::CrmObject;
use crate::{HubSpot, text};

/// An association that a new object gets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Associate {
    /// The id of the other object.
    pub to: String,
    /// How they are associated.
    pub types: Vec<AssociationType>,
}

impl Associate {
    /// With the object of this id, in these ways.
    #[must_use]
    pub fn new(to: impl Into<String>, types: impl IntoIterator<Item = AssociationType>) -> Self {
        Self { to: to.into(), types: types.into_iter().collect() }
    }
}

fn associations(place: &str, associations: &[Associate]) -> Result<Vec<Value>> {
    let one = |(i, one): (usize, &Associate)| {
        let to = id(&format!("{place}[{i}].to"), &one.to)?;
        Ok(json!({ "to": { "id": to }, "types": AssociationType::wire(&one.types) }))
    };
    associations.iter().enumerate().map(one).collect()
}

/// `<resource>.create`: makes one object.
///
/// When the answer is lost, nothing is sent again. Where a unique property tells the object,
/// [`Upsert`](super::Upsert) is safe to repeat. Of an object that is there already,
/// [`existing_id`](crate::existing_id) tells the id.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create<O> {
    /// The object type, where it is not that of the Rust type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// Its properties.
    pub record: O,
    /// What it is associated with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub associations: Vec<Associate>,
}

impl<O> Create<O> {
    /// Makes an object with these properties.
    #[must_use]
    pub fn new(record: O) -> Self {
        Self { object: None, record, associations: Vec::new() }
    }

    setters!(object: Option<String>, associations: Vec<Associate>);
}

impl<O: CrmObject + Serialize + DeserializeOwned> Action for Create<O> {
    type Connector = HubSpot;
    type Output = Object<O>;
    const META: Meta = Verb::<O, { verb::CREATE }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let mut body = json!({ "properties": text::write("record", &self.record)? });
        if !self.associations.is_empty() {
            body["associations"] = associations("associations", &self.associations)?.into();
        }
        Ok(Request::post(at(cx, object::<O>(self.object.as_deref(), cx)?, &[])).json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Object<O>> {
        response.json()
    }
}

/// An object of a batch that is to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NewObject<O> {
    /// Its properties.
    pub record: O,
    /// What it is associated with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub associations: Vec<Associate>,
}

impl<O> NewObject<O> {
    /// An object with these properties.
    #[must_use]
    pub fn new(record: O) -> Self {
        Self { record, associations: Vec::new() }
    }

    setters!(associations: Vec<Associate>);
}

impl<O> From<O> for NewObject<O> {
    fn from(record: O) -> Self {
        Self::new(record)
    }
}

/// `<resource>.create_many`: makes objects, 100 in a call, and tells what became of each. One that is refused does not keep
/// the others from being made.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CreateMany<O> {
    /// The object type, where it is not that of the Rust type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The objects.
    pub records: Vec<NewObject<O>>,
}

impl<O> CreateMany<O> {
    /// Makes these objects.
    #[must_use]
    pub fn new<R: Into<NewObject<O>>>(records: impl IntoIterator<Item = R>) -> Self {
        Self { object: None, records: records.into_iter().map(Into::into).collect() }
    }

    setters!(object: Option<String>);
}

impl<O: CrmObject + Serialize + DeserializeOwned> Action for CreateMany<O> {
    type Connector = HubSpot;
    type Output = Vec<Outcome<Object<O>>>;
    const META: Meta = Verb::<O, { verb::CREATE_MANY }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let mut inputs = many("records", &self.records, |place, new| {
            let mut input = json!({ "properties": text::write(&format!("{place}.record"), &new.record)? });
            if !new.associations.is_empty() {
                input["associations"] =
                    associations(&format!("{place}.associations"), &new.associations)?.into();
            }
            Ok(input)
        })?;
        // With a mark for each HubSpot makes those that it can and tells of the others; without, one that is wrong refuses all.
        inputs.iter_mut().enumerate().for_each(|(i, input)| input["objectWriteTraceId"] = mark(i).into());
        let object = object::<O>(self.object.as_deref(), cx)?;
        Ok(Request::post(at(cx, object, &["batch", "create"])).json(&json!({ "inputs": inputs })))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        outcomes(&response, &marked(self.records.len()))
    }
}

/// The mark of an element of a call.
pub(super) fn mark(place: usize) -> String {
    place.to_string()
}

fn marked(elements: usize) -> Vec<Input> {
    (0..elements).map(|i| Input { trace: Some(mark(i)), ..Input::default() }).collect()
}

impl<O: CrmObject + Serialize + DeserializeOwned> BatchAction for CreateMany<O> {
    type Item = Object<O>;
    const MAX: usize = MOST;
    const REFUSED_WHOLE: bool = true;

    fn len(&self) -> usize {
        self.records.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { object: self.object.clone(), records: self.records.get(range).unwrap_or_default().to_vec() }
    }
}
