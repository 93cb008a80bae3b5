//! New records.

use std::ops::Range;

use connectors_core::types::Open;
use connectors_core::{
    Action, BatchAction, Cx, Fault, Head, Meta, Outcome, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::verb::{self, Verb};
use super::written::{Trigger, Written, body, fields_of, one, outcomes};
use super::{MOST_RECORDS, module};
use crate::module::Module;
use crate::{Zoho, errors, limits};

/// `<resource>.create`: makes one record. An id in it is left out: Zoho gives a new one.
///
/// Zoho has no idempotency keys: when the answer is lost, nothing is sent again and the error says
/// [`Delivery::Unknown`](connectors_core::Delivery). Where a unique field tells the record, [`Upsert`](super::Upsert)
/// is safe to repeat.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create<M> {
    /// The module's API name, where it is not the record type's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// The record.
    pub record: M,
    /// The automation that it starts: Zoho's default unless said, none if empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<Vec<Open<Trigger>>>,
}

impl<M> Create<M> {
    /// Makes this record.
    #[must_use]
    pub fn new(record: M) -> Self {
        Self { module: None, record, trigger: None }
    }

    setters!(module: Option<String>);

    /// Starts this automation only; none, if there is nothing in it.
    #[must_use]
    pub fn trigger(mut self, triggers: impl IntoIterator<Item = Trigger>) -> Self {
        self.trigger = Some(triggers.into_iter().map(Open::from).collect());
        self
    }
}

impl<M: Module + Serialize> Action for Create<M> {
    type Connector = Zoho;
    type Output = Written;
    const META: Meta = Verb::<M, { verb::CREATE }>::META;

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let record = new_record("record", &self.record)?;
        let request = Request::post([module::<M>(self.module.as_deref(), cx)?]);
        Ok(limits::write(request.json(&body(vec![record], self.trigger.as_deref())), 1))
    }

    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

/// `<resource>.create_many`: makes records, 100 in a call, and tells what became of each. See [`Create`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CreateMany<M> {
    /// The module's API name, where it is not the record type's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// The records.
    pub records: Vec<M>,
    /// The automation that they start: Zoho's default unless said, none if empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<Vec<Open<Trigger>>>,
}

impl<M> CreateMany<M> {
    /// Makes these records.
    #[must_use]
    pub fn new(records: impl IntoIterator<Item = M>) -> Self {
        Self { module: None, records: records.into_iter().collect(), trigger: None }
    }

    setters!(module: Option<String>);

    /// Starts this automation only; none, if there is nothing in it.
    #[must_use]
    pub fn trigger(mut self, triggers: impl IntoIterator<Item = Trigger>) -> Self {
        self.trigger = Some(triggers.into_iter().map(Open::from).collect());
        self
    }
}

impl<M: Module + Serialize> Action for CreateMany<M> {
    type Connector = Zoho;
    type Output = Vec<Outcome<Written>>;
    const META: Meta = Verb::<M, { verb::CREATE_MANY }>::META;

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let records = many(&self.records, new_record)?;
        let request = Request::post([module::<M>(self.module.as_deref(), cx)?]);
        Ok(limits::write(request.json(&body(records, self.trigger.as_deref())), self.records.len()))
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        outcomes(&response, self.records.len(), None)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_many(head, body)
    }
}

impl<M: Module + Serialize> BatchAction for CreateMany<M> {
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

fn new_record(place: &str, record: &impl Serialize) -> Result<Map<String, Value>> {
    let mut fields = fields_of(place, record)?;
    fields.remove("id");
    Ok(fields)
}

/// The elements of a batch, each with its place in the input for errors.
pub(crate) fn many<T, U>(elements: &[T], write: impl Fn(&str, &T) -> Result<U>) -> Result<Vec<U>> {
    if elements.is_empty() || elements.len() > MOST_RECORDS {
        let text = format!("are {}; one call takes from 1 to {MOST_RECORDS}", elements.len());
        return Err(connectors_core::Error::validation("records", text));
    }
    elements.iter().enumerate().map(|(i, element)| write(&format!("records[{i}]"), element)).collect()
}
