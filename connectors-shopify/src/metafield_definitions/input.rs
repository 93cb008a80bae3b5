//! Definitions as they are written.

use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use super::model::{Access, Capabilities, OwnerType};

/// Which definition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Identifier {
    /// Its namespace; the application's own if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Its name in the namespace.
    pub key: String,
    /// Of what kind of records.
    pub owner_type: Open<OwnerType>,
}

impl Identifier {
    /// The one of this key in the namespace of the application.
    #[must_use]
    pub fn new(key: impl Into<String>, owner_type: impl Into<Open<OwnerType>>) -> Self {
        Self { key: key.into(), owner_type: owner_type.into(), ..Self::default() }
    }

    setters!(namespace: Option<String>);
}

/// What values have to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ValidationInput {
    /// What is checked: `min`, `max`, `regex`, …
    pub name: String,
    /// Against what, as text.
    pub value: String,
}

impl ValidationInput {
    /// This.
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// A new definition.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct DefinitionInput {
    /// What people call it.
    pub name: String,
    /// Its namespace; the application's own if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Its name in the namespace.
    pub key: String,
    /// Of what kind of records.
    pub owner_type: Open<OwnerType>,
    /// The type of its values, `single_line_text_field`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What values have to be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub validations: Vec<ValidationInput>,
    /// Whether it is shown first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin: Option<bool>,
    /// Who may read and write it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// What else it is good for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capabilities: Option<Capabilities>,
    /// Only for records of which that is so: products of a category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constraints: Option<Constraints>,
}

impl DefinitionInput {
    /// Values of this name, of these records, of this type.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        key: impl Into<String>,
        owner_type: impl Into<Open<OwnerType>>,
        kind: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            key: key.into(),
            owner_type: owner_type.into(),
            kind: kind.into(),
            ..Self::default()
        }
    }

    setters!(namespace: Option<String>, description: Option<String>, validations: Vec<ValidationInput>, pin: Option<bool>, access: Option<Access>, capabilities: Option<Capabilities>, constraints: Option<Constraints>);
}

/// A definition only for some of the records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Constraints {
    /// What they are told by: `category`.
    pub key: String,
    /// What that has to be.
    pub values: Vec<String>,
}

impl Constraints {
    /// Those of which this is one of these.
    #[must_use]
    pub fn new(key: impl Into<String>, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { key: key.into(), values: values.into_iter().map(Into::into).collect() }
    }
}

/// What changes of a definition. What is not said stays as it is; its type cannot be changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct DefinitionUpdateInput {
    /// Its namespace; the application's own if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Its name in the namespace.
    pub key: String,
    /// Of what kind of records.
    pub owner_type: Open<OwnerType>,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// All that values have to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validations: Option<Vec<ValidationInput>>,
    /// Whether it is shown first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin: Option<bool>,
    /// Who may read and write it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// What else it is good for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capabilities: Option<Capabilities>,
}

impl DefinitionUpdateInput {
    /// Nothing so far, of the definition of this key in the namespace of the application.
    #[must_use]
    pub fn new(key: impl Into<String>, owner_type: impl Into<Open<OwnerType>>) -> Self {
        Self { key: key.into(), owner_type: owner_type.into(), ..Self::default() }
    }

    setters!(namespace: Option<String>, name: Option<String>, description: Option<String>, validations: Option<Vec<ValidationInput>>, pin: Option<bool>, access: Option<Access>, capabilities: Option<Capabilities>);
}
