//! Definitions as they are read.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use crate::Gid;
use crate::metafield_definitions::{Capability, CustomerAccountAccess, StorefrontAccess, Type, Validation};

/// A definition.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Definition {
    /// Its id.
    pub id: Gid,
    /// The type that it defines, `author`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The field that says what people call a metaobject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name_key: Option<String>,
    /// Whether a field is an image.
    pub has_thumbnail_field: bool,
    /// How many metaobjects there are.
    pub metaobjects_count: i64,
    /// Who may read and write them.
    pub access: Access,
    /// What else they are good for.
    pub capabilities: Capabilities,
    /// Their fields.
    pub field_definitions: Vec<FieldDefinition>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl Definition {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(kind: String, name: String, description: Option<String>, display_name_key: Option<String>, has_thumbnail_field: bool, metaobjects_count: i64, access: Access, capabilities: Capabilities, field_definitions: Vec<FieldDefinition>, created_at: DateTime<Utc>, updated_at: DateTime<Utc>);
}

/// A field of a type.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct FieldDefinition {
    /// Its name.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether a metaobject has to have a value of it.
    pub required: bool,
    /// The type of its values.
    #[serde(rename = "type")]
    pub kind: Type,
    /// What values have to be.
    pub validations: Vec<Validation>,
    /// What else it is good for.
    pub capabilities: FieldCapabilities,
}

impl FieldDefinition {
    /// As tests need it.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), ..Self::default() }
    }

    setters!(name: String, description: Option<String>, required: bool, kind: Type, validations: Vec<Validation>, capabilities: FieldCapabilities);
}

/// Who may read and write metaobjects, besides the application. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Access {
    /// The staff and other applications.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin: Option<Open<AdminAccess>>,
    /// The online shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storefront: Option<Open<StorefrontAccess>>,
    /// Customers, in their accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_account: Option<Open<CustomerAccountAccess>>,
}

impl Access {
    /// Nothing said so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(admin: Option<Open<AdminAccess>>, storefront: Option<Open<StorefrontAccess>>, customer_account: Option<Open<CustomerAccountAccess>>);
}

/// What metaobjects of a type are good for. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Capabilities {
    /// Whether each can be seen or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publishable: Option<Capability>,
    /// Whether they can be translated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translatable: Option<Capability>,
    /// Whether search engines are told of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renderable: Option<Renderable>,
    /// Whether the online shop has pages of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub online_store: Option<OnlineStore>,
}

impl Capabilities {
    /// Nothing said so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(publishable: Option<Capability>, translatable: Option<Capability>, renderable: Option<Renderable>, online_store: Option<OnlineStore>);
}

/// Whether search engines are told of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Renderable {
    /// Whether they are.
    pub enabled: bool,
    /// Of what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<RenderableData>,
}

impl Renderable {
    /// Whether they are.
    #[must_use]
    pub fn new(enabled: bool) -> Self {
        Self { enabled, ..Self::default() }
    }

    setters!(data: Option<RenderableData>);
}

/// What search engines are told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct RenderableData {
    /// The field that is the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta_title_key: Option<String>,
    /// The field that says what it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta_description_key: Option<String>,
}

impl RenderableData {
    /// Nothing said so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(meta_title_key: Option<String>, meta_description_key: Option<String>);
}

/// Whether the online shop has pages of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct OnlineStore {
    /// Whether it has.
    pub enabled: bool,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<OnlineStoreData>,
}

impl OnlineStore {
    /// Whether it has.
    #[must_use]
    pub fn new(enabled: bool) -> Self {
        Self { enabled, ..Self::default() }
    }

    setters!(data: Option<OnlineStoreData>);
}

/// Where the pages are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct OnlineStoreData {
    /// The part of their addresses that names the type.
    pub url_handle: String,
    /// When that is changed: whether old addresses lead to the new ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create_redirects: Option<bool>,
}

impl OnlineStoreData {
    /// There.
    #[must_use]
    pub fn new(url_handle: impl Into<String>) -> Self {
        Self { url_handle: url_handle.into(), ..Self::default() }
    }

    setters!(create_redirects: Option<bool>);
}

/// What a field is good for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct FieldCapabilities {
    /// Whether metaobjects can be filtered by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_filterable: Option<Capability>,
}

impl FieldCapabilities {
    /// Nothing said so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(admin_filterable: Option<Capability>);
}

/// What the staff and other applications may do. The first two can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum AdminAccess {
    /// The staff may read.
    MerchantRead,
    /// The staff may read and write.
    MerchantReadWrite,
    /// Only the application.
    Private,
    /// All may read.
    PublicRead,
    /// All may read and write.
    PublicReadWrite,
}
