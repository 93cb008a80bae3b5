//! Metafields as they are written.

use connectors_core::setters;
use connectors_core::types::Patch;
use serde::{Deserialize, Serialize};

use crate::Gid;

/// A metafield as it is written with its record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct MetafieldInput {
    /// Its namespace; the application's own if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Its name in the namespace.
    pub key: String,
    /// The type of its value, `single_line_text_field`; not needed where the metafield is defined.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its value, as text whatever its type.
    pub value: String,
}

impl MetafieldInput {
    /// This value under this name.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into(), ..Self::default() }
    }

    setters!(namespace: Option<String>, kind: Option<String>);
}

/// A metafield whose values are unique, and one of them: it names a record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct UniqueMetafield {
    /// Its namespace; the application's own if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Its name in the namespace.
    pub key: String,
    /// Its value.
    pub value: String,
}

impl UniqueMetafield {
    /// The record that has this value.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { namespace: None, key: key.into(), value: value.into() }
    }

    setters!(namespace: Option<String>);
}

/// A metafield as it is set, whatever record it is of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct MetafieldValue {
    /// The record.
    pub owner_id: Gid,
    /// Its namespace; the application's own if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Its name in the namespace.
    pub key: String,
    /// The type of its value, `single_line_text_field`; not needed where the metafield is defined.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its value, as text whatever its type.
    pub value: String,
    /// What [`Metafield::compare_digest`](super::Metafield::compare_digest) has to be before; cleared (in JSON `null`), there must be none yet.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub compare_digest: Patch<String>,
}

impl MetafieldValue {
    /// This value under this name, on this record.
    #[must_use]
    pub fn new(owner_id: impl Into<Gid>, key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { owner_id: owner_id.into(), key: key.into(), value: value.into(), ..Self::default() }
    }

    setters!(namespace: Option<String>, kind: Option<String>, compare_digest: Patch<String>);
}

/// Which metafield.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct MetafieldIdentifier {
    /// The record.
    pub owner_id: Gid,
    /// Its namespace.
    pub namespace: String,
    /// Its name in the namespace.
    pub key: String,
}

impl MetafieldIdentifier {
    /// The one of this name, on this record.
    #[must_use]
    pub fn new(owner_id: impl Into<Gid>, namespace: impl Into<String>, key: impl Into<String>) -> Self {
        Self { owner_id: owner_id.into(), namespace: namespace.into(), key: key.into() }
    }
}
