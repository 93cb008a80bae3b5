//! The actions that can be parts by name.

use connectors_core::{Action, Cx, Delivery, Error, ErrorKind, Outcome, Request, Response, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::parts::outcome;
use crate::module::Record;
use crate::{Zoho, coql, leads, records, related, tags};

/// An action by its id, with its input. Records of any module are meant by their module's name.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "action", content = "input")]
#[non_exhaustive]
pub enum Part {
    /// Reads a record.
    #[serde(rename = "record.get")]
    Get(records::Get<Record>),
    /// Lists records: one page, with the cursor of the next.
    #[serde(rename = "record.list")]
    List(records::List<Record>),
    /// Searches records: one page, with the cursor of the next.
    #[serde(rename = "record.search")]
    Search(records::Search<Record>),
    /// Counts records.
    #[serde(rename = "record.count")]
    Count(records::Count<Record>),
    /// Makes a record.
    #[serde(rename = "record.create")]
    Create(records::Create<Record>),
    /// Makes records.
    #[serde(rename = "record.create_many")]
    CreateMany(records::CreateMany<Record>),
    /// Changes a record.
    #[serde(rename = "record.update")]
    Update(records::Update<Record>),
    /// Changes records.
    #[serde(rename = "record.update_many")]
    UpdateMany(records::UpdateMany<Record>),
    /// Makes or changes a record.
    #[serde(rename = "record.upsert")]
    Upsert(records::Upsert<Record>),
    /// Makes or changes records.
    #[serde(rename = "record.upsert_many")]
    UpsertMany(records::UpsertMany<Record>),
    /// Deletes a record.
    #[serde(rename = "record.delete")]
    Delete(records::Delete<Record>),
    /// Rows of a query: one page, with the cursor of the next.
    #[serde(rename = "coql.query")]
    Query(coql::Query<Record>),
    /// Converts a lead.
    #[serde(rename = "lead.convert")]
    Convert(Box<leads::Convert>),
    /// Lists related records: one page, with the cursor of the next.
    #[serde(rename = "related_record.list")]
    ListRelated(related::List<Record>),
    /// Relates records.
    #[serde(rename = "related_record.link")]
    Link(related::Link),
    /// Puts tags on records.
    #[serde(rename = "tag.add")]
    AddTags(tags::Add),
    /// Takes tags off records.
    #[serde(rename = "tag.remove")]
    RemoveTags(tags::Remove),
}

/// An action whose output is JSON.
pub(super) trait Erased {
    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request>;
    fn outcome(&self, answer: Outcome<Response>) -> Outcome<Value>;
}

impl<A: Action<Connector = Zoho, Output: Serialize>> Erased for A {
    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        Action::request(self, cx)
    }

    fn outcome(&self, answer: Outcome<Response>) -> Outcome<Value> {
        let written = match outcome(self, answer) {
            Outcome::Done(output) => serde_json::to_value(output),
            Outcome::Failed(error) => return Outcome::Failed(error),
            Outcome::Unknown(error) => return Outcome::Unknown(error),
            Outcome::NotSent(error) => return Outcome::NotSent(error),
        };
        written.map_or_else(
            |_| {
                let error = Error::new(ErrorKind::Decode, "the output cannot be written as JSON");
                Outcome::of_failed_call(error.with_delivery(Delivery::Accepted))
            },
            Outcome::Done,
        )
    }
}

impl Part {
    pub(super) fn action(&self) -> &dyn Erased {
        match self {
            Self::Get(action) => action,
            Self::List(action) => action,
            Self::Search(action) => action,
            Self::Count(action) => action,
            Self::Create(action) => action,
            Self::CreateMany(action) => action,
            Self::Update(action) => action,
            Self::UpdateMany(action) => action,
            Self::Upsert(action) => action,
            Self::UpsertMany(action) => action,
            Self::Delete(action) => action,
            Self::Query(action) => action,
            Self::Convert(action) => &**action,
            Self::ListRelated(action) => action,
            Self::Link(action) => action,
            Self::AddTags(action) => action,
            Self::RemoveTags(action) => action,
        }
    }
}
