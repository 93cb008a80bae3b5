//! What object types are.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use serde::{Deserialize, Serialize};

use crate::properties::Property;

/// An object type, as it is defined.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Schema {
    /// Its id.
    pub id: String,
    /// Its number, `2-1234567`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_type_id: Option<String>,
    /// Its name.
    pub name: String,
    /// Its name with the account in front: `p123_cars`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fully_qualified_name: Option<String>,
    /// What people call it.
    pub labels: Labels,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The property by which people know a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_display_property: Option<String>,
    /// Further ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub secondary_display_properties: Vec<String>,
    /// The properties that every record must have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required_properties: Vec<String>,
    /// The properties that searches look at by default.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub searchable_properties: Vec<String>,
    /// Its properties.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<Property>,
    /// What it may be associated with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub associations: Vec<Association>,
    /// Whether it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl Schema {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>, labels: Labels) -> Self {
        Self { id: id.into(), name: name.into(), labels, ..Self::default() }
    }

    setters!(object_type_id: Option<String>, fully_qualified_name: Option<String>, description: Option<String>, primary_display_property: Option<String>, secondary_display_properties: Vec<String>, required_properties: Vec<String>, searchable_properties: Vec<String>, properties: Vec<Property>, associations: Vec<Association>, archived: Option<bool>, created_at: Option<DateTime<Utc>>, updated_at: Option<DateTime<Utc>>);
}

/// What people call an object type.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Labels {
    /// One.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub singular: Option<String>,
    /// Several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plural: Option<String>,
}

impl Labels {
    /// No names yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(singular: Option<String>, plural: Option<String>);
}

/// How two object types may be associated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Association {
    /// Its id.
    pub id: String,
    /// From which.
    pub from_object_type_id: String,
    /// To which.
    pub to_object_type_id: String,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Association {
    /// As tests need it.
    #[must_use]
    pub fn new(
        id: impl Into<String>,
        from_object_type_id: impl Into<String>,
        to_object_type_id: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            from_object_type_id: from_object_type_id.into(),
            to_object_type_id: to_object_type_id.into(),
            ..Self::default()
        }
    }

    setters!(name: Option<String>);
}
