//! What properties are.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use serde::{Deserialize, Serialize};

/// What records of a type have, as it is defined.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Property {
    /// Its name, which records are read and written by.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// `string`, `number`, `date`, `datetime`, `enumeration`, `bool`, …
    #[serde(rename = "type")]
    pub data_type: String,
    /// How people fill it in: `text`, `select`, …
    pub field_type: String,
    /// The group that it is shown in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The values of an enumeration.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choice>,
    /// Its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_order: Option<i64>,
    /// Whether two records cannot have the same value: those can be found and upserted by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_unique_value: Option<bool>,
    /// Whether people do not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<bool>,
    /// Whether forms may have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form_field: Option<bool>,
    /// Whether HubSpot computes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calculated: Option<bool>,
    /// Whether the options come from elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_options: Option<bool>,
    /// How it is computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calculation_formula: Option<String>,
    /// Of whom the options are: `OWNER`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referenced_object_type: Option<String>,
    /// Whether HubSpot made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hubspot_defined: Option<bool>,
    /// Whether its values are sensitive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_sensitivity: Option<String>,
    /// What may be changed of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modification_metadata: Option<Modifiable>,
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

impl Property {
    /// As tests need it.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        label: impl Into<String>,
        data_type: impl Into<String>,
        field_type: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            data_type: data_type.into(),
            field_type: field_type.into(),
            ..Self::default()
        }
    }

    setters!(group_name: Option<String>, description: Option<String>, options: Vec<Choice>, display_order: Option<i64>, has_unique_value: Option<bool>, hidden: Option<bool>, form_field: Option<bool>, calculated: Option<bool>, external_options: Option<bool>, calculation_formula: Option<String>, referenced_object_type: Option<String>, hubspot_defined: Option<bool>, data_sensitivity: Option<String>, modification_metadata: Option<Modifiable>, archived: Option<bool>, created_at: Option<DateTime<Utc>>, updated_at: Option<DateTime<Utc>>);
}

/// What may be changed of a property.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Modifiable {
    /// Whether it may be deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archivable: Option<bool>,
    /// Whether its definition stays as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_only_definition: Option<bool>,
    /// Whether its values stay as they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_only_value: Option<bool>,
    /// Whether its options stay as they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_only_options: Option<bool>,
}

impl Modifiable {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(archivable: Option<bool>, read_only_definition: Option<bool>, read_only_value: Option<bool>, read_only_options: Option<bool>);
}

/// A value of an enumeration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Choice {
    /// What people see.
    pub label: String,
    /// What stands in records.
    pub value: String,
    /// Its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_order: Option<i64>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it cannot be chosen.
    #[serde(default)]
    pub hidden: bool,
}

impl Choice {
    /// A value with what people see.
    #[must_use]
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            display_order: None,
            description: None,
            hidden: false,
        }
    }

    setters!(display_order: Option<i64>, description: Option<String>, hidden: bool);
}

/// What a property holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum DataType {
    /// Text.
    String,
    /// A number.
    Number,
    /// A date.
    Date,
    /// A moment.
    Datetime,
    /// One or several of some values.
    Enumeration,
    /// Yes or no.
    Bool,
}

/// How people fill a property in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FieldType {
    /// A line.
    Text,
    /// Several lines.
    Textarea,
    /// A number.
    Number,
    /// A date.
    Date,
    /// One of a list.
    Select,
    /// One of several buttons.
    Radio,
    /// Several of a list.
    Checkbox,
    /// Yes or no.
    Booleancheckbox,
    /// A file.
    File,
    /// Formatted text.
    Html,
    /// A telephone number.
    Phonenumber,
    /// Computed.
    CalculationEquation,
}
