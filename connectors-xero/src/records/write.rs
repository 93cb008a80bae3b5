//! One record written, or many.

use std::ops::Range;

use connectors_core::{
    Action, BatchAction, Cx, Error, Fault, Head, Meta, Outcome, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};

use super::title;
use super::{Changeable, Entity, Record, priced, write};
use crate::batch::{self, Key};
use crate::config::is_guid;
use crate::{Xero, envelope};

fn write_one<R: Record>(request: Request, record: &R, bare: bool, cx: &Cx<'_, Xero>) -> Result<Request> {
    record.check()?;
    let request = priced::<R::Entity>(request);
    if bare {
        return envelope::keyed(request.json(record), cx);
    }
    envelope::write::<R::Entity>(request, std::slice::from_ref(record), cx)
}

fn write_many<R: Record>(request: Request, records: &[R], cx: &Cx<'_, Xero>) -> Result<Request> {
    records.iter().try_for_each(Record::check)?;
    batch::write::<R::Entity>(priced::<R::Entity>(request), records, cx)
}

fn outcomes<R: Record>(records: &[R], response: &Response) -> Result<Vec<Outcome<R::Entity>>> {
    let keys: Vec<_> =
        records.iter().map(|record| Key::of::<R::Entity>(record.id(), record.number())).collect();
    batch::outcomes(&keys, response)
}

/// `<resource>.create`: creates a record. One whose unique number is taken is refused as a duplicate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create<R> {
    /// The record.
    pub record: R,
}

impl<R> Create<R> {
    /// Creates this record.
    #[must_use]
    pub fn new(record: R) -> Self {
        Self { record }
    }

    setters!(record: R);
}

impl<R: Record> Action for Create<R> {
    type Connector = Xero;
    type Output = R::Entity;
    const META: Meta =
        write::<R::Entity>("create").title(const { &title("Create", R::Entity::ONE) }.as_str());

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        write_one(Request::put([R::Entity::PLURAL]), &self.record, R::BARE, cx)
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}

/// `<resource>.update`: changes a record: what is set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update<R> {
    /// Xero's id of the record.
    pub id: String,
    /// What changes.
    pub record: R,
}

impl<R> Update<R> {
    /// Changes the record with this id.
    pub fn new(id: impl Into<String>, record: R) -> Self {
        Self { id: id.into(), record }
    }

    setters!(id: String, record: R);
}

impl<R: Changeable> Action for Update<R> {
    type Connector = Xero;
    type Output = R::Entity;
    const META: Meta =
        write::<R::Entity>("update").title(const { &title("Update", R::Entity::ONE) }.as_str());

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        // Which of the two Xero would change is not known. A number may stand for the id in the path.
        if let Some(inside) = self.record.id()
            && is_guid(inside)
            && is_guid(&self.id)
            && !inside.eq_ignore_ascii_case(&self.id)
        {
            return Err(Error::validation(
                R::Entity::ID,
                format!("is not the id of what is changed, {}", self.id),
            ));
        }
        write_one(Request::post([R::Entity::PLURAL, &self.id]), &self.record, R::UPDATE_BARE, cx)
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}

/// `<resource>.upsert`: changes the record with the same id or number, or creates it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Upsert<R> {
    /// The record.
    pub record: R,
}

impl<R> Upsert<R> {
    /// Writes this record.
    #[must_use]
    pub fn new(record: R) -> Self {
        Self { record }
    }

    setters!(record: R);
}

impl<R: Changeable> Action for Upsert<R> {
    type Connector = Xero;
    type Output = R::Entity;
    const META: Meta =
        write::<R::Entity>("upsert").title(const { &title(R::UPSERT, R::Entity::ONE) }.as_str());

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        write_one(Request::post([R::Entity::PLURAL]), &self.record, false, cx)
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}

/// `<resource>.create_many`: creates records, each with an outcome of its own: 50 in one call, any number by
/// [`Client::batch`](connectors_core::Client::batch).
///
/// An outcome is found by id or number where a record has one that no other has; otherwise by order, and only if Xero
/// answered as many records as were sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CreateMany<R> {
    /// The records.
    pub records: Vec<R>,
}

impl<R> CreateMany<R> {
    /// Creates these records.
    pub fn new(records: impl IntoIterator<Item = R>) -> Self {
        Self { records: records.into_iter().collect() }
    }

    setters!(records: Vec<R>);
}

impl<R: Record> Action for CreateMany<R> {
    type Connector = Xero;
    type Output = Vec<Outcome<R::Entity>>;
    const META: Meta =
        write::<R::Entity>("create_many").title(const { &title("Create", R::Entity::MANY) }.as_str());

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        write_many(Request::put([R::Entity::PLURAL]), &self.records, cx)
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        outcomes(&self.records, &response)
    }

    fn fault(&self, _: &Xero, head: &Head, body: &[u8]) -> Option<Fault> {
        batch::fault(head, body, self.records.len())
    }
}

impl<R: Record> BatchAction for CreateMany<R> {
    type Item = R::Entity;
    const MAX: usize = batch::MAX;

    fn len(&self) -> usize {
        self.records.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { records: self.records.get(range).unwrap_or_default().to_vec() }
    }
}

/// `<resource>.upsert_many`: changes or creates records, each with an outcome of its own. See [`CreateMany`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct UpsertMany<R> {
    /// The records.
    pub records: Vec<R>,
}

impl<R> UpsertMany<R> {
    /// Writes these records.
    pub fn new(records: impl IntoIterator<Item = R>) -> Self {
        Self { records: records.into_iter().collect() }
    }

    setters!(records: Vec<R>);
}

impl<R: Changeable> Action for UpsertMany<R> {
    type Connector = Xero;
    type Output = Vec<Outcome<R::Entity>>;
    const META: Meta =
        write::<R::Entity>("upsert_many").title(const { &title(R::UPSERT, R::Entity::MANY) }.as_str());

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        write_many(Request::post([R::Entity::PLURAL]), &self.records, cx)
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        outcomes(&self.records, &response)
    }

    fn fault(&self, _: &Xero, head: &Head, body: &[u8]) -> Option<Fault> {
        batch::fault(head, body, self.records.len())
    }
}

impl<R: Changeable> BatchAction for UpsertMany<R> {
    type Item = R::Entity;
    const MAX: usize = batch::MAX;

    fn len(&self) -> usize {
        self.records.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { records: self.records.get(range).unwrap_or_default().to_vec() }
    }
}
