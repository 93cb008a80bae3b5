//! Definitions of metafields: what values of a name are, on a kind of record.

mod input;
mod model;

use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub use self::input::{Constraints, DefinitionInput, DefinitionUpdateInput, Identifier, ValidationInput};
pub use self::model::{
    Access, AdminAccess, Capabilities, Capability, CustomerAccountAccess, Definition, OwnerType,
    StorefrontAccess, Type, Validation, ValidationStatus,
};
use crate::graphql::{self, Document};
use crate::{Gid, Shopify};

/// The selection of [`Definition`].
const DEFINITION: &str = "fragment MetafieldDefinition on MetafieldDefinition { id name namespace key ownerType description \
    type { name category } validations { name type value } validationStatus pinnedPosition \
    useAsCollectionCondition access { admin storefront customerAccount } capabilities { adminFilterable \
    { enabled } analyticsQueryable { enabled } cartToOrderCopyable { enabled } smartCollectionCondition \
    { enabled } uniqueValues { enabled } } }";

const GET: Document = Document::query(
    "query MetafieldDefinitionGet($identifier: MetafieldDefinitionIdentifierInput!) { \
     metafieldDefinition(identifier: $identifier) { ...MetafieldDefinition } }",
)
.with(&[DEFINITION]);

const LIST: Document = Document::query(
    "query MetafieldDefinitionList($first: Int!, $after: String, $owner_type: MetafieldOwnerType!, \
     $namespace: String, $key: String, $pinned_status: MetafieldDefinitionPinnedStatus, \
     $constraint_status: MetafieldDefinitionConstraintStatus, $query: String, $sort_key: \
     MetafieldDefinitionSortKeys, $reverse: Boolean) { metafieldDefinitions(first: $first, after: $after, \
     ownerType: $owner_type, namespace: $namespace, key: $key, pinnedStatus: $pinned_status, \
     constraintStatus: $constraint_status, query: $query, sortKey: $sort_key, reverse: $reverse) { nodes \
     { ...MetafieldDefinition } pageInfo { hasNextPage endCursor } } }",
)
.with(&[DEFINITION]);

const CREATE: Document = Document::mutation(
    "mutation MetafieldDefinitionCreate($definition: MetafieldDefinitionInput!) { \
     metafieldDefinitionCreate(definition: $definition) { createdDefinition { ...MetafieldDefinition } \
     userErrors { field message code } } }",
)
.with(&[DEFINITION]);

const UPDATE: Document = Document::mutation(
    "mutation MetafieldDefinitionUpdate($definition: MetafieldDefinitionUpdateInput!) { \
     metafieldDefinitionUpdate(definition: $definition) { updatedDefinition { ...MetafieldDefinition } \
     userErrors { field message code } } }",
)
.with(&[DEFINITION])
.repeatable();

const DELETE: Document = Document::mutation(
    "mutation MetafieldDefinitionDelete($identifier: MetafieldDefinitionIdentifierInput!, \
     $delete_all_associated_metafields: Boolean) { metafieldDefinitionDelete(identifier: $identifier, \
     deleteAllAssociatedMetafields: $delete_all_associated_metafields) { deletedDefinitionId userErrors { \
     field message code } } }",
)
.repeatable();

/// What definitions are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// Its id.
    Id,
    /// Its name.
    Name,
    /// Its place among those that are shown first.
    PinnedPosition,
    /// How well it fits the query.
    Relevance,
}

/// Whether a definition is shown first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum PinnedStatus {
    /// Whether or not.
    Any,
    /// It is.
    Pinned,
    /// It is not.
    Unpinned,
}

/// Whether a definition is for some records only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ConstraintStatus {
    /// Whether or not.
    ConstrainedAndUnconstrained,
    /// It is.
    ConstrainedOnly,
    /// It is not.
    UnconstrainedOnly,
}

/// `metafield_definition.get`: one definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The definition.
    pub identifier: Identifier,
}

impl Get {
    /// This definition.
    #[must_use]
    pub fn new(identifier: Identifier) -> Self {
        Self { identifier }
    }
}

impl Action for Get {
    type Connector = Shopify;
    type Output = Definition;
    const META: Meta = Meta::read("metafield_definition", "get")
        .title("Get a definition of metafields")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/metafieldDefinition");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        GET.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Definition> {
        graphql::one(&response)
    }
}

/// `metafield_definition.list`: the definitions for a kind of record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The kind of record.
    pub owner_type: Open<OwnerType>,
    /// Only those in this namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Only the one of this key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Only those that are shown first, or that are not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned_status: Option<Open<PinnedStatus>>,
    /// Only those that are for some records, or that are not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraint_status: Option<Open<ConstraintStatus>>,
    /// Which ones, in Shopify's search syntax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// In which order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort_key: Option<Open<SortKey>>,
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
    /// All for this kind.
    #[must_use]
    pub fn new(owner_type: impl Into<Open<OwnerType>>) -> Self {
        Self {
            owner_type: owner_type.into(),
            namespace: None,
            key: None,
            pinned_status: None,
            constraint_status: None,
            query: None,
            sort_key: None,
            reverse: false,
            first: None,
            cursor: None,
        }
    }

    setters!(namespace: Option<String>, key: Option<String>, pinned_status: Option<Open<PinnedStatus>>, constraint_status: Option<Open<ConstraintStatus>>, query: Option<String>, sort_key: Option<Open<SortKey>>, reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<Definition>;
    const META: Meta = Meta::read("metafield_definition", "list")
        .title("List definitions of metafields")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/metafieldDefinitions");

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

/// `metafield_definition.create`: a new definition.
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
    const META: Meta = Meta::write("metafield_definition", "create")
        .title("Create a definition of metafields")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/metafieldDefinitionCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Definition> {
        graphql::written(&response)
    }
}

/// `metafield_definition.update`: changes a definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// Which, and what changes.
    pub definition: DefinitionUpdateInput,
}

impl Update {
    /// This.
    #[must_use]
    pub fn new(definition: DefinitionUpdateInput) -> Self {
        Self { definition }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Definition;
    const META: Meta = Meta::write("metafield_definition", "update")
        .title("Update a definition of metafields")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/metafieldDefinitionUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Definition> {
        graphql::written(&response)
    }
}

/// `metafield_definition.delete`: removes a definition. Gives its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The definition.
    pub identifier: Identifier,
    /// Whether its values go too; otherwise they stay, without a definition.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub delete_all_associated_metafields: bool,
}

impl Delete {
    /// This definition.
    #[must_use]
    pub fn new(identifier: Identifier) -> Self {
        Self { identifier, delete_all_associated_metafields: false }
    }

    setters!(delete_all_associated_metafields: bool);
}

impl Action for Delete {
    type Connector = Shopify;
    type Output = Gid;
    const META: Meta = Meta::destructive("metafield_definition", "delete")
        .title("Delete a definition of metafields")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/metafieldDefinitionDelete");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        DELETE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Gid> {
        graphql::written(&response)
    }
}

const PIN: Document = Document::mutation(
    "mutation MetafieldDefinitionPin($identifier: MetafieldDefinitionIdentifierInput!) { \
     metafieldDefinitionPin(identifier: $identifier) { pinnedDefinition { ...MetafieldDefinition } \
     userErrors { field message code } } }",
)
.with(&[DEFINITION])
.repeatable();

/// `metafield_definition.pin`: shows a definition first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Pin {
    /// The definition.
    pub identifier: Identifier,
}

impl Pin {
    /// This definition.
    #[must_use]
    pub fn new(identifier: Identifier) -> Self {
        Self { identifier }
    }
}

impl Action for Pin {
    type Connector = Shopify;
    type Output = Definition;
    const META: Meta = Meta::write("metafield_definition", "pin")
        .title("Show a definition of metafields first")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/metafieldDefinitionPin");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        PIN.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Definition> {
        graphql::written(&response)
    }
}

const UNPIN: Document = Document::mutation(
    "mutation MetafieldDefinitionUnpin($identifier: MetafieldDefinitionIdentifierInput!) { \
     metafieldDefinitionUnpin(identifier: $identifier) { unpinnedDefinition { ...MetafieldDefinition } \
     userErrors { field message code } } }",
)
.with(&[DEFINITION])
.repeatable();

/// `metafield_definition.unpin`: shows a definition no longer first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Unpin {
    /// The definition.
    pub identifier: Identifier,
}

impl Unpin {
    /// This definition.
    #[must_use]
    pub fn new(identifier: Identifier) -> Self {
        Self { identifier }
    }
}

impl Action for Unpin {
    type Connector = Shopify;
    type Output = Definition;
    const META: Meta = Meta::write("metafield_definition", "unpin")
        .title("Show a definition of metafields no longer first")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/metafieldDefinitionUnpin");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UNPIN.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Definition> {
        graphql::written(&response)
    }
}

const TYPES: Document =
    Document::query("query MetafieldDefinitionTypeList { metafieldDefinitionTypes { name category } }");

/// `metafield_definition_type.list`: the types that values can have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListTypes {}

impl ListTypes {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for ListTypes {
    type Connector = Shopify;
    type Output = Vec<Type>;
    const META: Meta = Meta::read("metafield_definition_type", "list")
        .title("List types of metafields")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/metafieldDefinitionTypes");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        TYPES.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<Type>> {
        graphql::one(&response)
    }
}
