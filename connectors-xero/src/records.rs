//! What all records of the Accounting API have in common, and the writes that are the same for all of them.
//!
//! `PUT /Invoices` creates, `POST /Invoices` changes or creates, `POST /Invoices/{id}` changes: so it is for every
//! resource. Each module has aliases: [`invoices::Create`](crate::invoices::Create) is [`Create`]`<InvoiceInput>`.
//! Implement [`Entity`] and [`Record`] for types of your own to write what this crate does not cover yet.
//!
//! Every write carries an `Idempotency-Key` by itself, so that one whose answer was lost can be sent again. The key is
//! trusted for five minutes; Xero is said to keep it for six, which is not verified.

use std::fmt::Debug;
use std::ops::Range;

use connectors_core::{
    Action, BatchAction, Cx, Fault, Head, Meta, Outcome, Request, Response, Result, setters,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Xero;
use crate::batch::{self, Key};
use crate::envelope::{self, UNIT_DECIMALS};

/// A kind of record, as Xero answers it.
pub trait Entity: DeserializeOwned + Send + 'static {
    /// What its path and the envelope's member are called: `Invoices`.
    const PLURAL: &'static str;
    /// The member with Xero's id: `InvoiceID`.
    const ID: &'static str;
    /// The member with the unique number or code that users choose, if there is one: `InvoiceNumber`.
    const NUMBER: Option<&'static str>;
}

/// What may be written of a record.
pub trait Record: Clone + Debug + Serialize + Send + Sync + 'static {
    /// What Xero answers.
    type Entity: Entity;
    /// What is known of [`Create`].
    const CREATE: Meta;
    /// What is known of [`CreateMany`].
    const CREATE_MANY: Meta;
    /// Whether it has unit prices, which Xero rounds to two decimals unless asked for four.
    const PRICED: bool = false;

    /// Xero's id, if it is set.
    fn id(&self) -> Option<&str> {
        None
    }

    /// The value of [`Entity::NUMBER`], if it is set.
    fn number(&self) -> Option<&str> {
        None
    }

    /// Refuses what Xero would refuse anyway.
    ///
    /// # Errors
    /// Names the field.
    fn check(&self) -> Result<()> {
        Ok(())
    }
}

/// A record that can be changed once it is there.
pub trait Changeable: Record {
    /// What is known of [`Update`].
    const UPDATE: Meta;
    /// What is known of [`Upsert`].
    const UPSERT: Meta;
    /// What is known of [`UpsertMany`].
    const UPSERT_MANY: Meta;
}

fn plural<R: Record>() -> &'static str {
    R::Entity::PLURAL
}

fn priced<R: Record>(request: Request) -> Request {
    if R::PRICED { request.query(UNIT_DECIMALS.0, UNIT_DECIMALS.1) } else { request }
}

fn write<R: Record>(request: Request, record: &R, cx: &Cx<'_, Xero>) -> Result<Request> {
    record.check()?;
    envelope::write::<R::Entity>(priced::<R>(request), std::slice::from_ref(record), cx)
}

fn write_many<R: Record>(request: Request, records: &[R], cx: &Cx<'_, Xero>) -> Result<Request> {
    records.iter().try_for_each(Record::check)?;
    batch::write::<R::Entity>(priced::<R>(request), records, cx)
}

fn outcomes<R: Record>(records: &[R], response: &Response) -> Result<Vec<Outcome<R::Entity>>> {
    let keys: Vec<_> =
        records.iter().map(|record| Key::of::<R::Entity>(record.id(), record.number())).collect();
    batch::outcomes(&keys, response)
}

/// Creates a record. One whose unique number is taken is refused as a duplicate.
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
    const META: Meta = R::CREATE;

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        write(Request::put([plural::<R>()]), &self.record, cx)
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}

/// Changes a record: what is set.
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
    const META: Meta = R::UPDATE;

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        write(Request::post([plural::<R>(), &self.id]), &self.record, cx)
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}

/// Changes the record with the same id or number, or creates it.
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
    const META: Meta = R::UPSERT;

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        write(Request::post([plural::<R>()]), &self.record, cx)
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}

/// Creates records, each with an outcome of its own: 50 in one call, any number by
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
    const META: Meta = R::CREATE_MANY;

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        write_many(Request::put([plural::<R>()]), &self.records, cx)
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

/// Changes or creates records, each with an outcome of its own. See [`CreateMany`].
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
    const META: Meta = R::UPSERT_MANY;

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        write_many(Request::post([plural::<R>()]), &self.records, cx)
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
