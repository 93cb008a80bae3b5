//! Definitions as they are written.

use connectors_core::setters;
use serde::{Deserialize, Serialize};

use super::model::{Access, Capabilities, FieldCapabilities};
use crate::metafield_definitions::ValidationInput;

/// A new definition.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct DefinitionInput {
    /// The type that it defines, `author`; of the application alone with `$app:` before.
    #[serde(rename = "type")]
    pub kind: String,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The field that says what people call a metaobject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name_key: Option<String>,
    /// Their fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub field_definitions: Vec<FieldDefinitionInput>,
    /// Who may read and write them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// What else they are good for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capabilities: Option<Capabilities>,
}

impl DefinitionInput {
    /// Of this type.
    #[must_use]
    pub fn new(kind: impl Into<String>) -> Self {
        Self { kind: kind.into(), ..Self::default() }
    }

    setters!(name: Option<String>, description: Option<String>, display_name_key: Option<String>, field_definitions: Vec<FieldDefinitionInput>, access: Option<Access>, capabilities: Option<Capabilities>);
}

/// A new field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct FieldDefinitionInput {
    /// Its name.
    pub key: String,
    /// The type of its values, `single_line_text_field`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether a metaobject has to have a value of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// What values have to be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub validations: Vec<ValidationInput>,
    /// What else it is good for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capabilities: Option<FieldCapabilities>,
}

impl FieldDefinitionInput {
    /// A field of this name and type.
    #[must_use]
    pub fn new(key: impl Into<String>, kind: impl Into<String>) -> Self {
        Self { key: key.into(), kind: kind.into(), ..Self::default() }
    }

    setters!(name: Option<String>, description: Option<String>, required: Option<bool>, validations: Vec<ValidationInput>, capabilities: Option<FieldCapabilities>);
}

/// What changes of a definition. What is not said stays as it is; its type cannot be changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct DefinitionUpdateInput {
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The field that says what people call a metaobject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name_key: Option<String>,
    /// Fields that are added, changed or removed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub field_definitions: Vec<FieldChange>,
    /// Whether the fields are to stand as they do here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset_field_order: Option<bool>,
    /// Who may read and write them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// What else they are good for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capabilities: Option<Capabilities>,
}

impl DefinitionUpdateInput {
    /// Nothing so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(name: Option<String>, description: Option<String>, display_name_key: Option<String>, field_definitions: Vec<FieldChange>, reset_field_order: Option<bool>, access: Option<Access>, capabilities: Option<Capabilities>);
}

/// What is done to a field of a type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum FieldChange {
    /// It is added.
    Create(FieldDefinitionInput),
    /// It is changed.
    Update(FieldDefinitionUpdateInput),
    /// It is removed, and all values of it.
    Delete(FieldKey),
}

/// What changes of a field. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct FieldDefinitionUpdateInput {
    /// Its name.
    pub key: String,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether a metaobject has to have a value of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// All that values have to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validations: Option<Vec<ValidationInput>>,
    /// What else it is good for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capabilities: Option<FieldCapabilities>,
}

impl FieldDefinitionUpdateInput {
    /// Nothing so far, of this field.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), ..Self::default() }
    }

    setters!(name: Option<String>, description: Option<String>, required: Option<bool>, validations: Option<Vec<ValidationInput>>, capabilities: Option<FieldCapabilities>);
}

/// Which field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct FieldKey {
    /// Its name.
    pub key: String,
}

impl FieldKey {
    /// This one.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into() }
    }
}
