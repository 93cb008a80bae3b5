//! What forms are.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Form {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What kind it is: `hubspot`, `captured`, `flow`, `blog_comment`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form_type: Option<String>,
    /// Its fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub field_groups: Vec<FieldGroup>,
    /// How it behaves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<Value>,
    /// How it looks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_options: Option<Value>,
    /// What people agree to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_consent_options: Option<Value>,
    /// Whether it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// When it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<DateTime<Utc>>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl Form {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), ..Self::default() }
    }

    setters!(form_type: Option<String>, field_groups: Vec<FieldGroup>, configuration: Option<Value>, display_options: Option<Value>, legal_consent_options: Option<Value>, archived: Option<bool>, archived_at: Option<DateTime<Utc>>, created_at: Option<DateTime<Utc>>, updated_at: Option<DateTime<Utc>>);
}

/// Fields that stand together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct FieldGroup {
    /// How they are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_type: Option<String>,
    /// What kind of text stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rich_text_type: Option<String>,
    /// A text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rich_text: Option<String>,
    /// The fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FormField>,
}

impl FieldGroup {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(group_type: Option<String>, rich_text_type: Option<String>, rich_text: Option<String>, fields: Vec<FormField>);
}

/// A field of a form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct FormField {
    /// The property that it fills.
    pub name: String,
    /// Of which object type, by its number: `0-1`.
    pub object_type_id: String,
    /// What people see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// How it is filled in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field_type: Option<String>,
    /// Whether it must be filled in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// Whether people do not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<bool>,
    /// What stands there at first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_value: Option<String>,
    /// What is shown while it is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What can be chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<FormOption>,
    /// What it must be like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validation: Option<Value>,
    /// Fields that are shown for some values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dependent_fields: Vec<Value>,
}

impl FormField {
    /// As tests need it.
    #[must_use]
    pub fn new(name: impl Into<String>, object_type_id: impl Into<String>) -> Self {
        Self { name: name.into(), object_type_id: object_type_id.into(), ..Self::default() }
    }

    setters!(label: Option<String>, field_type: Option<String>, required: Option<bool>, hidden: Option<bool>, default_value: Option<String>, placeholder: Option<String>, description: Option<String>, options: Vec<FormOption>, validation: Option<Value>, dependent_fields: Vec<Value>);
}

/// What can be chosen in a field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct FormOption {
    /// What is submitted.
    pub value: String,
    /// What people see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_order: Option<i64>,
}

impl FormOption {
    /// As tests need it.
    #[must_use]
    pub fn new(value: impl Into<String>) -> Self {
        Self { value: value.into(), ..Self::default() }
    }

    setters!(label: Option<String>, display_order: Option<i64>);
}
