//! Definitions of metaobjects: what records of a type of your own have.

mod input;
mod model;

use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub use self::input::{
    DefinitionInput, DefinitionUpdateInput, FieldChange, FieldDefinitionInput, FieldDefinitionUpdateInput,
    FieldKey,
};
pub use self::model::{
    Access, AdminAccess, Capabilities, Definition, FieldCapabilities, FieldDefinition, OnlineStore,
    OnlineStoreData, Renderable, RenderableData,
};
use crate::graphql::{self, Document};
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
