//! Definitions of metaobjects: what records of a type of your own have.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Document};
use crate::metafield_definitions::{
    Capability, CustomerAccountAccess, StorefrontAccess, Type, Validation, ValidationInput,
};
use crate::records::{self, Deletable, Gettable, Record, Spec};
use crate::{Gid, Shopify};

/// The selection of [`Definition`].
const DEFINITION: &str = "fragment MetaobjectDefinition on MetaobjectDefinition { id type name description displayNameKey \
    hasThumbnailField metaobjectsCount access { admin storefront customerAccount } capabilities { \
    publishable { enabled } translatable { enabled } renderable { enabled data { metaTitleKey \
    metaDescriptionKey } } onlineStore { enabled data { urlHandle } } } fieldDefinitions { key name \
    description required type { name category } validations { name type value } capabilities { \
    adminFilterable { enabled } } } createdAt updatedAt }";

const BY_TYPE: Document = Document::query(
    "query MetaobjectDefinitionGetByType($type: String!) { metaobjectDefinitionByType(type: $type) { \
     ...MetaobjectDefinition } }",
)
.with(&[DEFINITION]);

const LIST: Document = Document::query(
    "query MetaobjectDefinitionList($first: Int!, $after: String, $reverse: Boolean) { \
     metaobjectDefinitions(first: $first, after: $after, reverse: $reverse) { nodes { \
     ...MetaobjectDefinition } pageInfo { hasNextPage endCursor } } }",
)
.with(&[DEFINITION]);

const CREATE: Document = Document::mutation(
    "mutation MetaobjectDefinitionCreate($definition: MetaobjectDefinitionCreateInput!) { \
     metaobjectDefinitionCreate(definition: $definition) { metaobjectDefinition { ...MetaobjectDefinition \
     } userErrors { field message code } } }",
)
.with(&[DEFINITION]);

const UPDATE: Document = Document::mutation(
    "mutation MetaobjectDefinitionUpdate($id: ID!, $definition: MetaobjectDefinitionUpdateInput!) { \
     metaobjectDefinitionUpdate(id: $id, definition: $definition) { metaobjectDefinition { \
     ...MetaobjectDefinition } userErrors { field message code } } }",
)
.with(&[DEFINITION]);

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

impl Record for Definition {
    const RESOURCE: &'static str = "metaobject_definition";
    const READ: &'static [&'static str] = &["read_metaobject_definitions"];
    const WRITE: &'static [&'static str] = &["write_metaobject_definitions"];
}

impl Gettable for Definition {
    const GET: Spec = Spec::new(
        Document::query(
            "query MetaobjectDefinitionGet($id: ID!) { metaobjectDefinition(id: $id) { ...MetaobjectDefinition } \
             }",
        ).with(&[DEFINITION]),
        "Get a definition of metaobjects",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/metaobjectDefinition",
    );
}

impl Deletable for Definition {
    const DELETE: Spec = Spec::new(
        Document::mutation(
            "mutation MetaobjectDefinitionDelete($id: ID!) { metaobjectDefinitionDelete(id: $id) { deletedId \
             userErrors { field message code } } }",
        ),
        "Delete a definition of metaobjects, and all metaobjects of it",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/metaobjectDefinitionDelete",
    );
}

/// `metaobject_definition.get`: one definition.
pub type Get = records::Get<Definition>;

/// `metaobject_definition.delete`: removes a definition, and all metaobjects of it.
pub type Delete = records::Delete<Definition>;

/// `metaobject_definition.get_by_type`: one definition, by the type that it defines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GetByType {
    /// The type, `author`.
    #[serde(rename = "type")]
    pub kind: String,
}

impl GetByType {
    /// Of this type.
    #[must_use]
    pub fn new(kind: impl Into<String>) -> Self {
        Self { kind: kind.into() }
    }
}

impl Action for GetByType {
    type Connector = Shopify;
    type Output = Definition;
    const META: Meta = Meta::read("metaobject_definition", "get_by_type")
        .title("Get a definition of metaobjects by type")
        .scopes(Definition::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/metaobjectDefinitionByType");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        BY_TYPE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Definition> {
        graphql::one(&response)
    }
}

/// `metaobject_definition.list`: all definitions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Whether the order is turned round.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reverse: bool,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<Definition>;
    const META: Meta = Meta::read("metaobject_definition", "list")
        .title("List definitions of metaobjects")
        .scopes(Definition::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/metaobjectDefinitions");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Definition>> {
        graphql::page(&response)
    }
}

impl PagedAction for List {
    type Item = Definition;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `metaobject_definition.create`: a new definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The definition.
    pub definition: DefinitionInput,
}

impl Create {
    /// This definition.
    #[must_use]
    pub fn new(definition: DefinitionInput) -> Self {
        Self { definition }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Definition;
    const META: Meta = Meta::write("metaobject_definition", "create")
        .title("Create a definition of metaobjects")
        .scopes(Definition::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/metaobjectDefinitionCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Definition> {
        graphql::written(&response)
    }
}

/// `metaobject_definition.update`: changes a definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The definition.
    pub id: Gid,
    /// What changes.
    pub definition: DefinitionUpdateInput,
}

impl Update {
    /// This, of this definition.
    #[must_use]
    pub fn new(id: impl Into<Gid>, definition: DefinitionUpdateInput) -> Self {
        Self { id: id.into(), definition }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Definition;
    const META: Meta = Meta::write("metaobject_definition", "update")
        .title("Update a definition of metaobjects")
        .scopes(Definition::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/metaobjectDefinitionUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Definition> {
        graphql::written(&response)
    }
}
