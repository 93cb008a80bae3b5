//! What associations are.

use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Who defined a way of being associated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Category {
    /// HubSpot.
    HubspotDefined,
    /// Somebody in the account.
    UserDefined,
    /// An application.
    IntegratorDefined,
    /// HubSpot, for tasks of work queues.
    Work,
}

/// A way of being associated, which has a direction: [`association_types`](crate::association_types) lists those of two object
/// types.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AssociationType {
    /// Who defined it.
    pub category: Open<Category>,
    /// Its number.
    pub id: u32,
}

impl AssociationType {
    /// Of this category and number.
    #[must_use]
    pub fn new(category: impl Into<Open<Category>>, id: u32) -> Self {
        Self { category: category.into(), id }
    }
}

impl AssociationType {
    /// One that HubSpot defined, by its number.
    #[must_use]
    pub fn hubspot(id: u32) -> Self {
        Self::new(Category::HubspotDefined, id)
    }

    /// One that somebody in the account defined, by its number.
    #[must_use]
    pub fn user(id: u32) -> Self {
        Self::new(Category::UserDefined, id)
    }

    /// As HubSpot wants them.
    pub(crate) fn wire(types: &[Self]) -> Value {
        let wire = |one: &Self| json!({ "associationCategory": one.category, "associationTypeId": one.id });
        types.iter().map(wire).collect()
    }
}

/// An associated object.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Association {
    /// Its id.
    #[serde(deserialize_with = "crate::text::id")]
    pub to_object_id: String,
    /// In which ways it is associated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub association_types: Vec<Label>,
}

impl Association {
    /// As tests need it.
    #[must_use]
    pub fn new(to_object_id: impl Into<String>) -> Self {
        Self { to_object_id: to_object_id.into(), ..Self::default() }
    }

    setters!(association_types: Vec<Label>);
}

/// A way in which two objects are associated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Label {
    /// Who defined it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Open<Category>>,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_id: Option<u32>,
    /// What people call it; none if it has no name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

impl Label {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(category: Option<Open<Category>>, type_id: Option<u32>, label: Option<String>);
}
