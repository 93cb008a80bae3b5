//! What lists are.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How a list comes to its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ProcessingType {
    /// They are added and removed.
    Manual,
    /// HubSpot looks for those that fit.
    Dynamic,
    /// Those that fitted when it was made, and what was added and removed since.
    Snapshot,
}

/// A list of records.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ContactList {
    /// Its id.
    pub list_id: String,
    /// Its name.
    pub name: String,
    /// Of which object type its members are, by its number: `0-1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_type_id: Option<String>,
    /// How it comes to its members.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processing_type: Option<Open<ProcessingType>>,
    /// How far HubSpot is with that: `COMPLETE`, `PROCESSING`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processing_status: Option<String>,
    /// How many members it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    /// Its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list_version: Option<i64>,
    /// The conditions of a dynamic list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter_branch: Option<Value>,
    /// What else was asked for: `hs_list_size`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_properties: Option<Map<String, Value>>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
    /// When its conditions were changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filters_updated_at: Option<DateTime<Utc>>,
    /// When it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<DateTime<Utc>>,
    /// The user who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by_id: Option<String>,
    /// The user who changed it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_by_id: Option<String>,
}

impl ContactList {
    /// As tests need it.
    #[must_use]
    pub fn new(list_id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { list_id: list_id.into(), name: name.into(), ..Self::default() }
    }

    setters!(object_type_id: Option<String>, processing_type: Option<Open<ProcessingType>>, processing_status: Option<String>, size: Option<i64>, list_version: Option<i64>, filter_branch: Option<Value>, additional_properties: Option<Map<String, Value>>, created_at: Option<DateTime<Utc>>, updated_at: Option<DateTime<Utc>>, filters_updated_at: Option<DateTime<Utc>>, deleted_at: Option<DateTime<Utc>>, created_by_id: Option<String>, updated_by_id: Option<String>);
}
