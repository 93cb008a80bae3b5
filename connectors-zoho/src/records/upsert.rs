//! Records that are made, or changed if they are there.

use std::ops::Range;

use connectors_core::types::Open;
use connectors_core::{
    Action, BatchAction, Cx, Fault, Head, Idempotency, Meta, Outcome, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::create::many;
use super::verb::{self, Verb};
use super::written::{Trigger, Written, adds, body, fields_of, one, outcomes};
use super::{MOST_RECORDS, api_name, module};
use crate::module::Module;
use crate::{Zoho, errors, limits};

/// `<resource>.upsert`: changes the record with the same id or the same unique value, or makes one.
///
/// With `duplicate_check_fields` (or an id) the call can be sent again when its answer was lost, and is. Without them
/// Zoho looks at fields of its own choice, and whether a second sending finds the first cannot be known; and rows
/// without an id would be added twice.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Upsert<M> {
    /// The module's API name, where it is not the record type's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// The record.
    pub record: M,
    /// The fields by which Zoho finds a record that is there, the first first; they must be unique in the module.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duplicate_check_fields: Vec<String>,
    /// The automation that it starts: Zoho's default unless said, none if empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<Vec<Open<Trigger>>>,
}

impl<M> Upsert<M> {
    /// Makes this record or changes the one that it stands for.
    #[must_use]
    pub fn new(record: M) -> Self {
        Self { module: None, record, duplicate_check_fields: Vec::new(), trigger: None }
    }

    setters!(module: Option<String>, duplicate_check_fields: Vec<String>);

    /// Starts this automation only; none, if there is nothing in it.
    #[must_use]
    pub fn trigger(mut self, triggers: impl IntoIterator<Item = Trigger>) -> Self {
        self.trigger = Some(triggers.into_iter().map(Open::from).collect());
        self
    }
}

impl<M: Module + Serialize> Action for Upsert<M> {
    type Connector = Zoho;
    type Output = Written;
    const META: Meta = Verb::<M, { verb::UPSERT }>::META;

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let module = module::<M>(self.module.as_deref(), cx)?;
        let records = vec![fields_of("record", &self.record)?];
        request(module, records, &self.duplicate_check_fields, self.trigger.as_deref())
    }

    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

/// `<resource>.upsert_many`: the same for many records, 100 in a call; tells what became of each. See [`Upsert`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct UpsertMany<M> {
    /// The module's API name, where it is not the record type's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// The records.
    pub records: Vec<M>,
    /// The fields by which Zoho finds a record that is there, the first first; they must be unique in the module.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duplicate_check_fields: Vec<String>,
    /// The automation that they start: Zoho's default unless said, none if empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<Vec<Open<Trigger>>>,
}

impl<M> UpsertMany<M> {
    /// Makes these records or changes those that they stand for.
    #[must_use]
    pub fn new(records: impl IntoIterator<Item = M>) -> Self {
        let records = records.into_iter().collect();
        Self { module: None, records, duplicate_check_fields: Vec::new(), trigger: None }
    }

    setters!(module: Option<String>, duplicate_check_fields: Vec<String>);

    /// Starts this automation only; none, if there is nothing in it.
    #[must_use]
    pub fn trigger(mut self, triggers: impl IntoIterator<Item = Trigger>) -> Self {
        self.trigger = Some(triggers.into_iter().map(Open::from).collect());
        self
    }
}

impl<M: Module + Serialize> Action for UpsertMany<M> {
    type Connector = Zoho;
    type Output = Vec<Outcome<Written>>;
    const META: Meta = Verb::<M, { verb::UPSERT_MANY }>::META;

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let module = module::<M>(self.module.as_deref(), cx)?;
        let records = many(&self.records, fields_of)?;
        request(module, records, &self.duplicate_check_fields, self.trigger.as_deref())
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        outcomes(&response, self.records.len(), None)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_many(head, body)
    }
}

impl<M: Module + Serialize> BatchAction for UpsertMany<M> {
    type Item = Written;
    const MAX: usize = MOST_RECORDS;

    fn len(&self) -> usize {
        self.records.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        let records = self.records.get(range).unwrap_or_default().to_vec();
        Self {
            module: self.module.clone(),
            records,
            duplicate_check_fields: self.duplicate_check_fields.clone(),
            trigger: self.trigger.clone(),
        }
    }
}

fn request(
    module: &str,
    records: Vec<Map<String, Value>>,
    check: &[String],
    trigger: Option<&[Open<Trigger>]>,
) -> Result<Request> {
    for field in check {
        api_name("duplicate_check_fields", field)?;
    }
    let count = records.len();
    // Sent twice, a record is found the second time only by a value that is in it.
    let found_again = records.iter().all(|record| {
        let has = |field: &str| record.get(field).is_some_and(|value| !value.is_null() && value != "");
        !adds(record) && (has("id") || check.iter().any(|field| has(field)))
    });
    let mut body = body(records, trigger);
    if !check.is_empty() {
        body.insert("duplicate_check_fields".to_owned(), json!(check));
    }
    let request = Request::post([module, "upsert"]).json(&body);
    let idempotency = if found_again { Idempotency::Idempotent } else { Idempotency::None };
    Ok(limits::write(request.idempotency(idempotency), count))
}
