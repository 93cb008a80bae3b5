//! Definitions of metafields: what values of a name are, on a kind of record.

use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

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

/// A definition.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Definition {
    /// Its id.
    pub id: Gid,
    /// What people call it.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// Its name in the namespace.
    pub key: String,
    /// Of what kind of records.
    pub owner_type: Open<OwnerType>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The type of its values.
    #[serde(rename = "type")]
    pub kind: Type,
    /// What values have to be.
    pub validations: Vec<Validation>,
    /// Whether all values are that.
    pub validation_status: Open<ValidationStatus>,
    /// Its place among those that are shown first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned_position: Option<i64>,
    /// Whether collections can be made by it.
    pub use_as_collection_condition: bool,
    /// Who may read and write it.
    pub access: Access,
    /// What else it is good for.
    pub capabilities: Capabilities,
}

impl Definition {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: String, namespace: String, key: String, owner_type: Open<OwnerType>, description: Option<String>, kind: Type, validations: Vec<Validation>, validation_status: Open<ValidationStatus>, pinned_position: Option<i64>, use_as_collection_condition: bool, access: Access, capabilities: Capabilities);
}

/// A type of values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Type {
    /// Its name, `single_line_text_field`.
    pub name: String,
    /// What it is like: `TEXT`.
    pub category: String,
}

impl Type {
    /// As tests need it.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    setters!(category: String);
}

/// What values have to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Validation {
    /// What is checked: `min`, `max`, `regex`, …
    pub name: String,
    /// The type of the bound.
    #[serde(rename = "type")]
    pub kind: String,
    /// Against what, as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Validation {
    /// As tests need it.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    setters!(kind: String, value: Option<String>);
}

/// Whether all values are what they have to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ValidationStatus {
    /// They are.
    AllValid,
    /// They are being checked.
    InProgress,
    /// Some are not.
    SomeInvalid,
}

/// Who may read and write values, besides the application. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Access {
    /// The staff, in the admin.
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

/// What the online shop may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum StorefrontAccess {
    /// Nothing.
    None,
    /// Read.
    PublicRead,
}

/// What customers may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum CustomerAccountAccess {
    /// Nothing.
    None,
    /// Read.
    Read,
    /// Read and write.
    ReadWrite,
}

/// What a definition is good for. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Capabilities {
    /// Whether records can be filtered by it in the admin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_filterable: Option<Capability>,
    /// Whether reports can ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub analytics_queryable: Option<Capability>,
    /// Whether it goes from a cart to its order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cart_to_order_copyable: Option<Capability>,
    /// Whether collections can be made by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smart_collection_condition: Option<Capability>,
    /// Whether no two records have the same value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unique_values: Option<Capability>,
}

impl Capabilities {
    /// Nothing said so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(admin_filterable: Option<Capability>, analytics_queryable: Option<Capability>, cart_to_order_copyable: Option<Capability>, smart_collection_condition: Option<Capability>, unique_values: Option<Capability>);
}

/// Whether it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Capability {
    /// Whether it is.
    pub enabled: bool,
}

impl Capability {
    /// Whether it is.
    #[must_use]
    pub fn new(enabled: bool) -> Self {
        Self { enabled }
    }
}

/// Kinds of records that have metafields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum OwnerType {
    /// An application in the shop.
    ApiPermission,
    /// An article.
    Article,
    /// A blog.
    Blog,
    /// A function that changes carts.
    Carttransform,
    /// A collection.
    Collection,
    /// A company.
    Company,
    /// A place of a company.
    CompanyLocation,
    /// A customer.
    Customer,
    /// A function that changes how is delivered.
    DeliveryCustomization,
    /// A discount.
    Discount,
    /// A draft order.
    Draftorder,
    /// A function that says what is delivered together.
    FulfillmentConstraintRule,
    /// A transaction of a gift card.
    GiftCardTransaction,
    /// A location.
    Location,
    /// A market.
    Market,
    /// An order.
    Order,
    /// A function that says from where is delivered.
    OrderRoutingLocationRule,
    /// A page.
    Page,
    /// A function that changes how is paid.
    PaymentCustomization,
    /// A product.
    Product,
    /// A variant.
    Productvariant,
    /// A selling plan.
    SellingPlan,
    /// The shop.
    Shop,
    /// A transfer of stock.
    Transfer,
    /// A function that checks carts.
    Validation,
}

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
