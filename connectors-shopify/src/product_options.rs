//! Options of products: what variants differ in.

use connectors_core::types::Open;
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Document};
use crate::products::{OptionInput, OptionValueInput, Product, ProductOption};
use crate::records::Record;
use crate::{Gid, Shopify};

/// The selection of [`ProductOption`]s in a product.
const OPTIONS: &[&str] =
    &["fragment Options on Product { options { id name position optionValues { id name hasVariants } } }"];

const CREATE: Document = Document::mutation(
    "mutation ProductOptionCreate($product_id: ID!, $options: [OptionCreateInput!]!, \
     $variant_strategy: ProductOptionCreateVariantStrategy) { \
     productOptionsCreate(productId: $product_id, options: $options, variantStrategy: $variant_strategy) { \
     product { ...Options } userErrors { field message code } } }",
)
.with(OPTIONS);

const UPDATE: Document = Document::mutation(
    "mutation ProductOptionUpdate($product_id: ID!, $option: OptionUpdateInput!, \
     $option_values_to_add: [OptionValueCreateInput!], $option_values_to_update: [OptionValueUpdateInput!], \
     $option_values_to_delete: [ID!], $variant_strategy: ProductOptionUpdateVariantStrategy) { \
     productOptionUpdate(productId: $product_id, option: $option, optionValuesToAdd: $option_values_to_add, \
     optionValuesToUpdate: $option_values_to_update, optionValuesToDelete: $option_values_to_delete, \
     variantStrategy: $variant_strategy) { product { ...Options } userErrors { field message code } } }",
)
.with(OPTIONS);

const DELETE: Document = Document::mutation(
    "mutation ProductOptionDelete($product_id: ID!, $options: [ID!]!, $strategy: ProductOptionDeleteStrategy) { \
     productOptionsDelete(productId: $product_id, options: $options, strategy: $strategy) { \
     deletedOptionsIds userErrors { field message code } } }",
)
.repeatable();

const REORDER: Document = Document::mutation(
    "mutation ProductOptionReorder($product_id: ID!, $options: [OptionReorderInput!]!) { \
     productOptionsReorder(productId: $product_id, options: $options) { \
     product { ...Options } userErrors { field message code } } }",
)
.with(OPTIONS)
.repeatable();

/// `product_option.create`: new options of a product. Gives all of its options.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The product.
    pub product_id: Gid,
    /// The options, with their values. A product has at most three.
    pub options: Vec<OptionInput>,
    /// Whether variants are made of the new values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant_strategy: Option<Open<CreateVariants>>,
}

impl Create {
    /// These options of this product.
    #[must_use]
    pub fn new(product_id: impl Into<Gid>, options: impl IntoIterator<Item = OptionInput>) -> Self {
        Self { product_id: product_id.into(), options: options.into_iter().collect(), variant_strategy: None }
    }

    setters!(variant_strategy: Option<Open<CreateVariants>>);
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Vec<ProductOption>;
    const META: Meta = Meta::write("product_option", "create")
        .title("Create options of a product")
        .scopes(Product::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/productOptionsCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<ProductOption>> {
        graphql::written_within(&response)
    }
}

/// Whether variants are made of new options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum CreateVariants {
    /// One of each combination of values.
    Create,
    /// None: those that there are get the first value of each new option.
    LeaveAsIs,
}

/// `product_option.update`: changes an option and its values. Gives all options of the product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The product.
    pub product_id: Gid,
    /// The option, and what changes of it.
    pub option: OptionUpdateInput,
    /// Values that are added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub option_values_to_add: Vec<OptionValueInput>,
    /// Values that change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub option_values_to_update: Vec<OptionValueUpdateInput>,
    /// Values that are removed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub option_values_to_delete: Vec<Gid>,
    /// Whether variants are made and removed with their values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant_strategy: Option<Open<UpdateVariants>>,
}

impl Update {
    /// This, of an option of this product.
    #[must_use]
    pub fn new(product_id: impl Into<Gid>, option: OptionUpdateInput) -> Self {
        Self {
            product_id: product_id.into(),
            option,
            option_values_to_add: Vec::new(),
            option_values_to_update: Vec::new(),
            option_values_to_delete: Vec::new(),
            variant_strategy: None,
        }
    }

    setters!(option_values_to_add: Vec<OptionValueInput>, option_values_to_update: Vec<OptionValueUpdateInput>, option_values_to_delete: Vec<Gid>, variant_strategy: Option<Open<UpdateVariants>>);
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Vec<ProductOption>;
    const META: Meta = Meta::write("product_option", "update")
        .title("Update an option of a product")
        .scopes(Product::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/productOptionUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        // Values are added, a second time too, or refused for it.
        let document = if self.option_values_to_add.is_empty() { UPDATE.repeatable() } else { UPDATE };
        document.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<ProductOption>> {
        graphql::written_within(&response)
    }
}

/// What changes of an option.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct OptionUpdateInput {
    /// The option.
    pub id: Gid,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its place among the options, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
}

impl OptionUpdateInput {
    /// Nothing of this option, so far.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: Option<String>, position: Option<u32>);
}

/// What changes of a value of an option.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct OptionValueUpdateInput {
    /// The value.
    pub id: Gid,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl OptionValueUpdateInput {
    /// Nothing of this value, so far.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: Option<String>);
}

/// Whether variants are made and removed with the values of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum UpdateVariants {
    /// No: a value that a variant has cannot be removed.
    LeaveAsIs,
    /// Yes.
    Manage,
}

/// `product_option.delete`: removes options. Gives their ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The product.
    pub product_id: Gid,
    /// The options.
    pub options: Vec<Gid>,
    /// What becomes of their variants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strategy: Option<Open<DeleteStrategy>>,
}

impl Delete {
    /// These options of this product.
    #[must_use]
    pub fn new<O: Into<Gid>>(product_id: impl Into<Gid>, options: impl IntoIterator<Item = O>) -> Self {
        Self {
            product_id: product_id.into(),
            options: options.into_iter().map(Into::into).collect(),
            strategy: None,
        }
    }

    setters!(strategy: Option<Open<DeleteStrategy>>);
}

impl Action for Delete {
    type Connector = Shopify;
    type Output = Vec<Gid>;
    const META: Meta = Meta::destructive("product_option", "delete")
        .title("Delete options of a product")
        .scopes(Product::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/productOptionsDelete");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        DELETE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<Gid>> {
        graphql::written(&response)
    }
}

/// What becomes of the variants of an option that is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum DeleteStrategy {
    /// Nothing: an option with several values cannot be removed.
    Default,
    /// Nothing: an option without which variants would be the same cannot be removed.
    NonDestructive,
    /// Of variants that would be the same, the first stays and the others are removed.
    Position,
}

/// `product_option.reorder`: puts options and their values in another order, and the variants with them. Gives all options of the product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Reorder {
    /// The product.
    pub product_id: Gid,
    /// All options, in their order.
    pub options: Vec<OptionOrder>,
}

impl Reorder {
    /// This order of the options of this product.
    #[must_use]
    pub fn new(product_id: impl Into<Gid>, options: impl IntoIterator<Item = OptionOrder>) -> Self {
        Self { product_id: product_id.into(), options: options.into_iter().collect() }
    }
}

impl Action for Reorder {
    type Connector = Shopify;
    type Output = Vec<ProductOption>;
    const META: Meta = Meta::write("product_option", "reorder")
        .title("Reorder options of a product")
        .scopes(Product::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/productOptionsReorder");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        REORDER.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<ProductOption>> {
        graphql::written_within(&response)
    }
}

/// An option, and the order of its values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct OptionOrder {
    /// The option.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Gid>,
    /// The option, if it is known by its name alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// All its values, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueOrder>,
}

impl OptionOrder {
    /// The option with this id.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: Some(id.into()), ..Self::default() }
    }

    /// The option with this name.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::default() }
    }

    setters!(values: Vec<ValueOrder>);
}

/// A value of an option.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ValueOrder {
    /// The value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Gid>,
    /// The value, if it is known by its name alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl ValueOrder {
    /// The value with this id.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: Some(id.into()), name: None }
    }

    /// The value with this name.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self { id: None, name: Some(name.into()) }
    }
}
