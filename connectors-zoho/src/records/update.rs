//! Changes of records that are there.

use std::collections::HashSet;
use std::ops::Range;

use connectors_core::types::Open;
use connectors_core::{
    Action, BatchAction, Cx, Error, Fault, Head, Idempotency, Meta, Outcome, Request, Response, Result,
    setters,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::create::many;
use super::verb::{self, Verb};
use super::written::{Trigger, Written, adds, body, fields_of, one, outcomes};
use super::{MOST_RECORDS, api_name, module, record_id};
use crate::module::Module;
use crate::{Zoho, errors, limits};

/// A change of one record: what is set in `record` is written, what is named in `clear` is made empty, everything
/// else stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Change<M> {
    /// The record's id.
    pub id: String,
    /// What to write.
    pub record: M,
    /// API names of fields to make empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clear: Vec<String>,
}

impl<M> Change<M> {
    /// Writes what is set in `record` to the record with this id.
    #[must_use]
    pub fn new(id: impl Into<String>, record: M) -> Self {
        Self { id: id.into(), record, clear: Vec::new() }
    }

    setters!(clear: Vec<String>);
}

/// The fields that a change writes, without the id.
fn changed(place: &str, record: &impl Serialize, clear: &[String]) -> Result<Map<String, Value>> {
    let mut fields = fields_of(place, record)?;
    fields.remove("id");
    for name in clear {
        fields.insert(api_name("clear", name)?.to_owned(), Value::Null);
    }
    Ok(fields)
}

/// The request that makes these changes.
fn request(put: Request, records: Vec<Map<String, Value>>, trigger: Option<&[Open<Trigger>]>) -> Request {
    let count = records.len();
    let idempotency = if records.iter().any(adds) { Idempotency::None } else { Idempotency::Idempotent };
    limits::write(put.json(&body(records, trigger)).idempotency(idempotency), count)
}

/// `<resource>.update`: changes one record. What is not set stays as it is; what is to be made empty is named in
/// `clear`.
///
/// A change that adds rows (lines without an id) is not sent again when its answer is lost: they would be there twice.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update<M> {
    /// The module's API name, where it is not the record type's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// The record's id.
    pub id: String,
    /// What to write.
    pub record: M,
    /// API names of fields to make empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clear: Vec<String>,
    /// The automation that it starts: Zoho's default unless said, none if empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<Vec<Open<Trigger>>>,
}

impl<M> Update<M> {
    /// Writes what is set in `record` to the record with this id.
    #[must_use]
    pub fn new(id: impl Into<String>, record: M) -> Self {
        Self { module: None, id: id.into(), record, clear: Vec::new(), trigger: None }
    }

    setters!(module: Option<String>, clear: Vec<String>);

    /// Starts this automation only; none, if there is nothing in it.
    #[must_use]
    pub fn trigger(mut self, triggers: impl IntoIterator<Item = Trigger>) -> Self {
        self.trigger = Some(triggers.into_iter().map(Open::from).collect());
        self
    }
}

impl<M: Module + Serialize> Action for Update<M> {
    type Connector = Zoho;
    type Output = Written;
    const META: Meta = Verb::<M, { verb::UPDATE }>::META;

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let record = changed("record", &self.record, &self.clear)?;
        let path = [module::<M>(self.module.as_deref(), cx)?, record_id("id", &self.id)?];
        Ok(request(Request::put(path), vec![record], self.trigger.as_deref()))
    }

    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

/// `<resource>.update_many`: changes records, 100 in a call, and tells what became of each.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct UpdateMany<M> {
    /// The module's API name, where it is not the record type's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// The changes; no record twice in one call.
    pub records: Vec<Change<M>>,
    /// The automation that they start: Zoho's default unless said, none if empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<Vec<Open<Trigger>>>,
}

impl<M> UpdateMany<M> {
    /// Makes these changes.
    #[must_use]
    pub fn new(changes: impl IntoIterator<Item = Change<M>>) -> Self {
        Self { module: None, records: changes.into_iter().collect(), trigger: None }
    }

    setters!(module: Option<String>);

    /// Starts this automation only; none, if there is nothing in it.
    #[must_use]
    pub fn trigger(mut self, triggers: impl IntoIterator<Item = Trigger>) -> Self {
        self.trigger = Some(triggers.into_iter().map(Open::from).collect());
        self
    }
}

impl<M: Module + Serialize> Action for UpdateMany<M> {
    type Connector = Zoho;
    type Output = Vec<Outcome<Written>>;
    const META: Meta = Verb::<M, { verb::UPDATE_MANY }>::META;

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let records = many(&self.records, |place, change| {
            let id = record_id(&format!("{place}.id"), &change.id)?;
            let mut fields = changed(&format!("{place}.record"), &change.record, &change.clear)?;
            fields.insert("id".to_owned(), id.into());
            Ok(fields)
        })?;
        let mut seen = HashSet::new();
        if let Some(twice) = self.records.iter().find(|change| !seen.insert(change.id.as_str())) {
            return Err(Error::validation("records", format!("change the record {} twice", twice.id)));
        }
        let path = [module::<M>(self.module.as_deref(), cx)?];
        Ok(request(Request::put(path), records, self.trigger.as_deref()))
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        let ids: Vec<_> = self.records.iter().map(|change| change.id.as_str()).collect();
        outcomes(&response, ids.len(), Some(&ids))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_many(head, body)
    }
}

impl<M: Module + Serialize> BatchAction for UpdateMany<M> {
    type Item = Written;
    const MAX: usize = MOST_RECORDS;

    fn len(&self) -> usize {
        self.records.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        let records = self.records.get(range).unwrap_or_default().to_vec();
        Self { module: self.module.clone(), records, trigger: self.trigger.clone() }
    }
}
