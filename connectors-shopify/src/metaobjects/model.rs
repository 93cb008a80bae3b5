//! Metaobjects as they are read.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Gid;

/// A metaobject.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Metaobject {
    /// Its id.
    pub id: Gid,
    /// Its type, `author`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its name among those of the type.
    pub handle: String,
    /// What people call it.
    pub display_name: String,
    /// Its values.
    pub fields: Vec<Field>,
    /// Whether and how it is seen.
    pub capabilities: MetaobjectCapabilities,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl Metaobject {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(kind: String, handle: String, display_name: String, fields: Vec<Field>, capabilities: MetaobjectCapabilities, created_at: DateTime<Utc>, updated_at: DateTime<Utc>);
}

impl Metaobject {
    /// Its value of this field, if it has that.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

/// A value of a metaobject.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Field {
    /// The name of the field.
    pub key: String,
    /// The type of the value.
    #[serde(rename = "type")]
    pub kind: String,
    /// The value, as text whatever its type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The same as JSON: a number, a list, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json_value: Option<Value>,
}

impl Field {
    /// As tests need it.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), ..Self::default() }
    }

    setters!(kind: String, value: Option<String>, json_value: Option<Value>);
}

/// What the capabilities of the definition hold of one metaobject.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct MetaobjectCapabilities {
    /// Whether it is seen, if its definition lets that be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publishable: Option<Publishable>,
    /// How the online shop shows it, if it has pages of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub online_store: Option<OnlineStore>,
}

impl MetaobjectCapabilities {
    /// Nothing said so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(publishable: Option<Publishable>, online_store: Option<OnlineStore>);
}

/// Whether a metaobject is seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Publishable {
    /// Whether it is seen.
    pub status: Open<Status>,
}

impl Publishable {
    /// Like this.
    #[must_use]
    pub fn new(status: impl Into<Open<Status>>) -> Self {
        Self { status: status.into() }
    }
}

/// Whether a metaobject is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Status {
    /// It is.
    Active,
    /// It is not.
    Draft,
}

/// How the online shop shows a metaobject.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct OnlineStore {
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_suffix: Option<String>,
}

impl OnlineStore {
    /// As all of its type.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(template_suffix: Option<String>);
}
