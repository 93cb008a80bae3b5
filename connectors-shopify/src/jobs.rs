//! Jobs: what Shopify goes on doing after it answered.

use serde::{Deserialize, Serialize};

use crate::Gid;
use crate::graphql::Document;
use crate::records::{self, Gettable, Record, Spec};

/// What Shopify goes on doing after it answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Job {
    /// Its id.
    pub id: Gid,
    /// Whether it is done.
    pub done: bool,
}

impl Job {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>, done: bool) -> Self {
        Self { id: id.into(), done }
    }
}

impl Record for Job {
    const RESOURCE: &'static str = "job";
    const READ: &'static [&'static str] = &[];
    const WRITE: &'static [&'static str] = &[];
}

impl Gettable for Job {
    const GET: Spec = Spec::new(
        Document::query("query JobGet($id: ID!) { job(id: $id) { id done } }"),
        "Ask whether a job is done",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/job",
    );
}

/// `job.get`: whether a job is done. Shopify knows none of those that were done long ago: they are not found.
pub type Get = records::Get<Job>;
