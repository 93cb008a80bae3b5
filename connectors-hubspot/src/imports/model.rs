//! What imports are.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum State {
    /// It began.
    Started,
    /// It is under way.
    Processing,
    /// It is done.
    Done,
    /// It failed.
    Failed,
    /// It was cancelled.
    Canceled,
    /// It waits for others.
    Deferred,
    /// It was taken back.
    Reverted,
}

/// An import.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Import {
    /// Its id.
    pub id: String,
    /// How far it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Open<State>>,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import_name: Option<String>,
    /// Where it was started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import_source: Option<String>,
    /// Whether it lists people who unsubscribed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opt_out_import: Option<bool>,
    /// The object types that it writes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mapped_object_type_ids: Vec<String>,
    /// What it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// When it was started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl Import {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(state: Option<Open<State>>, import_name: Option<String>, import_source: Option<String>, opt_out_import: Option<bool>, mapped_object_type_ids: Vec<String>, metadata: Option<Metadata>, created_at: Option<DateTime<Utc>>, updated_at: Option<DateTime<Utc>>);
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Metadata {
    /// How many rows, objects and errors there were, by kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counters: Option<Map<String, Value>>,
    /// Its files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub file_ids: Vec<String>,
    /// Lists of the objects that it wrote.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub object_lists: Vec<Value>,
}

impl Metadata {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(counters: Option<Map<String, Value>>, file_ids: Vec<String>, object_lists: Vec<Value>);
}
