//! Metaobjects as they are written.

use connectors_core::setters;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::model::MetaobjectCapabilities;
use crate::Gid;

/// Which metaobject, by a name of your own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Handle {
    /// Its type, `author`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its name among those of the type.
    pub handle: String,
}

impl Handle {
    /// The one of this type and name.
    #[must_use]
    pub fn new(kind: impl Into<String>, handle: impl Into<String>) -> Self {
        Self { kind: kind.into(), handle: handle.into() }
    }
}

/// A value of a metaobject.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct FieldInput {
    /// The name of the field.
    pub key: String,
    /// The value, as text whatever its type.
    pub value: String,
}

impl FieldInput {
    /// This value of this field.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into() }
    }
}

/// A new metaobject.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct MetaobjectInput {
    /// Its type, `author`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its name among those of the type; made of what people call it if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Its values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldInput>,
    /// Whether and how it is seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capabilities: Option<MetaobjectCapabilities>,
    /// All its values, as a JSON object by the keys of the fields; instead of `fields`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Value>,
}

impl MetaobjectInput {
    /// One of this type.
    #[must_use]
    pub fn new(kind: impl Into<String>) -> Self {
        Self { kind: kind.into(), ..Self::default() }
    }

    setters!(handle: Option<String>, fields: Vec<FieldInput>, capabilities: Option<MetaobjectCapabilities>, values: Option<Value>);
}

/// What changes of a metaobject. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct MetaobjectUpdateInput {
    /// Its name among those of the type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Whether the old address leads to the new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_new_handle: Option<bool>,
    /// Values that change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldInput>,
    /// Whether and how it is seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capabilities: Option<MetaobjectCapabilities>,
    /// All its values, as a JSON object by the keys of the fields; instead of `fields`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Value>,
}

impl MetaobjectUpdateInput {
    /// Nothing so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(handle: Option<String>, redirect_new_handle: Option<bool>, fields: Vec<FieldInput>, capabilities: Option<MetaobjectCapabilities>, values: Option<Value>);
}

/// A metaobject as it is to be. What is not said of one that is there stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct MetaobjectUpsertInput {
    /// Its new name among those of the type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Its values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldInput>,
    /// Whether and how it is seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capabilities: Option<MetaobjectCapabilities>,
}

impl MetaobjectUpsertInput {
    /// Nothing so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(handle: Option<String>, fields: Vec<FieldInput>, capabilities: Option<MetaobjectCapabilities>);
}

/// Which metaobjects: all of a type, or these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Where {
    /// All of this type.
    Type(String),
    /// These; at most 250.
    Ids(Vec<Gid>),
}
