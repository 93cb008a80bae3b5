//! Changes of objects that are there.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use connectors_core::{
    Action, BatchAction, Cx, Error, Idempotency, Meta, Outcome, Request, Response, Result, setters,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::create::mark;
use super::verb::{self, Verb};
use super::{Input, MOST, Object, at, key, many, object, outcomes, word};
use crate::crm_object::CrmObject;
use crate::{HubSpot, text};

/// What a change writes: what is set in the record, and empty texts for what is cleared.
pub(super) fn changed(
    place: &str,
    record: &impl Serialize,
    clear: &[String],
) -> Result<BTreeMap<String, String>> {
    let mut texts = text::write(place, record)?;
    for name in clear {
        texts.insert(word("clear", name)?.to_owned(), String::new());
    }
    Ok(texts)
}

/// `<resource>.update`: changes one object: what is set in `record` is written, what is named in `clear` is made empty,
/// everything else stays.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update<O> {
    /// The object type, where it is not that of the Rust type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The object's id, or the value of `id_property`.
    pub id: String,
    /// A unique property by which it is found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_property: Option<String>,
    /// What to write.
    pub record: O,
    /// Properties to make empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clear: Vec<String>,
}

impl<O> Update<O> {
    /// Writes what is set in `record` to the object with this id.
    #[must_use]
    pub fn new(id: impl Into<String>, record: O) -> Self {
        Self { object: None, id: id.into(), id_property: None, record, clear: Vec::new() }
    }

    setters!(object: Option<String>, id_property: Option<String>, clear: Vec<String>);
}

impl<O: CrmObject + Serialize + DeserializeOwned> Action for Update<O> {
    type Connector = HubSpot;
    type Output = Object<O>;
    const META: Meta = Verb::<O, { verb::UPDATE }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let key = key("id", &self.id, self.id_property.as_deref())?;
        let body = json!({ "properties": changed("record", &self.record, &self.clear)? });
        let request = Request::patch(at(cx, object::<O>(self.object.as_deref(), cx)?, &[key]));
        let request = request.query_opt("idProperty", self.id_property.as_ref()).json(&body);
        Ok(request.idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Object<O>> {
        response.json()
    }
}

/// A change of an object in a batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Change<O> {
    /// The object's id, or the value of the batch's `id_property`.
    pub id: String,
    /// What to write.
    pub record: O,
    /// Properties to make empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clear: Vec<String>,
}

impl<O> Change<O> {
    /// Writes what is set in `record` to the object with this id.
    #[must_use]
    pub fn new(id: impl Into<String>, record: O) -> Self {
        Self { id: id.into(), record, clear: Vec::new() }
    }

    setters!(clear: Vec<String>);
}

/// `<resource>.update_many`: changes objects, 100 in a call, and tells what became of each. See [`Update`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct UpdateMany<O> {
    /// The object type, where it is not that of the Rust type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// A unique property by which the objects are found; of contacts not `email`, which HubSpot does not take here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_property: Option<String>,
    /// The changes, one for each object.
    pub records: Vec<Change<O>>,
}

impl<O> UpdateMany<O> {
    /// Makes these changes.
    #[must_use]
    pub fn new(records: impl IntoIterator<Item = Change<O>>) -> Self {
        Self { object: None, id_property: None, records: records.into_iter().collect() }
    }

    setters!(object: Option<String>, id_property: Option<String>);
}

/// Two elements of a call about one object: which comes last is not said.
pub(super) fn distinct<'a>(ids: impl Iterator<Item = &'a str>) -> Result<()> {
    let mut seen = HashSet::new();
    for id in ids {
        if !seen.insert(id.trim().to_lowercase()) {
            return Err(Error::validation("records", "are two for one object: put them together"));
        }
    }
    Ok(())
}

impl<O: CrmObject + Serialize + DeserializeOwned> Action for UpdateMany<O> {
    type Connector = HubSpot;
    type Output = Vec<Outcome<Object<O>>>;
    const META: Meta = Verb::<O, { verb::UPDATE_MANY }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let by = self.id_property.as_deref();
        let object = object::<O>(self.object.as_deref(), cx)?;
        if by == Some("email") && ["contacts", "contact", "0-1"].contains(&object) {
            let text = "cannot be `email` here, which HubSpot takes in `UpsertMany` and `Update`: say ids";
            return Err(Error::validation("id_property", text));
        }
        let mut inputs = many("records", &self.records, |place, change| {
            let properties = changed(&format!("{place}.record"), &change.record, &change.clear)?;
            let mut input =
                json!({ "id": key(&format!("{place}.id"), &change.id, by)?, "properties": properties });
            if let Some(property) = by {
                input["idProperty"] = property.into();
            }
            Ok(input)
        })?;
        distinct(self.records.iter().map(|change| change.id.as_str()))?;
        inputs.iter_mut().enumerate().for_each(|(i, input)| input["objectWriteTraceId"] = mark(i).into());
        let request = Request::post(at(cx, object, &["batch", "update"])).json(&json!({ "inputs": inputs }));
        Ok(request.idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let inputs = self.records.iter().enumerate();
        let inputs = inputs.map(|(i, change)| known(i, &change.id, self.id_property.as_deref()));
        outcomes(&response, &inputs.collect::<Vec<_>>())
    }
}

/// What an element is known by.
pub(super) fn known(place: usize, id: &str, by: Option<&str>) -> Input {
    let unique = by.map(|property| (property.to_owned(), id.to_owned()));
    let id = by.is_none().then(|| id.to_owned());
    Input { trace: Some(mark(place)), id, unique }
}

impl<O: CrmObject + Serialize + DeserializeOwned> BatchAction for UpdateMany<O> {
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
