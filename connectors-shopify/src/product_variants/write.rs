//! What is done to variants. All of a call are of one product, and all are changed or none.

use connectors_core::types::Open;
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::ProductVariant;
use super::input::{VariantInput, VariantMedia, VariantPosition, VariantUpdateInput};
use super::model::VARIANT;
use crate::graphql::{self, Document};
use crate::media::MediaInput;
use crate::records::Record;
use crate::{Gid, Ref, Shopify};

const CREATE: Document = Document::mutation(
    "mutation ProductVariantCreate($product_id: ID!, $variants: [ProductVariantsBulkInput!]!, \
     $media: [CreateMediaInput!], $strategy: ProductVariantsBulkCreateStrategy) { \
     productVariantsBulkCreate(productId: $product_id, variants: $variants, media: $media, strategy: $strategy) { \
     productVariants { ...Variant } userErrors { field message code } } }",
)
.with(VARIANT);

const UPDATE: Document = Document::mutation(
    "mutation ProductVariantUpdate($product_id: ID!, $variants: [ProductVariantsBulkInput!]!, \
     $media: [CreateMediaInput!]) { \
     productVariantsBulkUpdate(productId: $product_id, variants: $variants, media: $media) { \
     productVariants { ...Variant } userErrors { field message code } } }",
)
.with(VARIANT);

const DELETE: Document = Document::mutation(
    "mutation ProductVariantDelete($product_id: ID!, $ids: [ID!]!) { \
     productVariantsBulkDelete(productId: $product_id, variantsIds: $ids) { \
     product { id } userErrors { field message code } } }",
)
.repeatable();

/// Places are taken one after the other, so that doing it twice may give another order.
const REORDER: Document = Document::mutation(
    "mutation ProductVariantReorder($product_id: ID!, $positions: [ProductVariantPositionInput!]!) { \
     productVariantsBulkReorder(productId: $product_id, positions: $positions) { \
     product { id } userErrors { field message code } } }",
);

const ATTACH_MEDIA: Document = Document::mutation(
    "mutation ProductVariantAttachMedia($product_id: ID!, $variant_media: [ProductVariantAppendMediaInput!]!) { \
     productVariantAppendMedia(productId: $product_id, variantMedia: $variant_media) { \
     productVariants { ...Variant } userErrors { field message code } } }",
)
.with(VARIANT)
.repeatable();

const DETACH_MEDIA: Document = Document::mutation(
    "mutation ProductVariantDetachMedia($product_id: ID!, $variant_media: [ProductVariantDetachMediaInput!]!) { \
     productVariantDetachMedia(productId: $product_id, variantMedia: $variant_media) { \
     productVariants { ...Variant } userErrors { field message code } } }",
)
.with(VARIANT)
.repeatable();

/// `product_variant.create`: new variants of a product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The product.
    pub product_id: Gid,
    /// The variants; at most 250.
    pub variants: Vec<VariantInput>,
    /// What becomes of the variant that a product without options has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strategy: Option<Open<CreateStrategy>>,
    /// Images and videos that are added to the product.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<MediaInput>,
}

impl Create {
    /// These variants of this product.
    #[must_use]
    pub fn new(product_id: impl Into<Gid>, variants: impl IntoIterator<Item = VariantInput>) -> Self {
        Self {
            product_id: product_id.into(),
            variants: variants.into_iter().collect(),
            strategy: None,
            media: Vec::new(),
        }
    }

    setters!(strategy: Option<Open<CreateStrategy>>, media: Vec<MediaInput>);
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Vec<ProductVariant>;
    const META: Meta = Meta::write("product_variant", "create")
        .title("Create variants")
        .scopes(ProductVariant::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/productVariantsBulkCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<ProductVariant>> {
        graphql::written(&response)
    }
}

/// What becomes of the variant that a product without options has, once it gets others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum CreateStrategy {
    /// It is removed if it stands alone and was not changed.
    Default,
    /// It stays.
    PreserveStandaloneVariant,
    /// It is removed.
    RemoveStandaloneVariant,
}

/// `product_variant.update`: changes variants of a product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The product.
    pub product_id: Gid,
    /// What changes of which variants; at most 250.
    pub variants: Vec<VariantUpdateInput>,
    /// Images and videos that are added to the product.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<MediaInput>,
}

impl Update {
    /// These changes, of variants of this product.
    #[must_use]
    pub fn new(product_id: impl Into<Gid>, variants: impl IntoIterator<Item = VariantUpdateInput>) -> Self {
        Self { product_id: product_id.into(), variants: variants.into_iter().collect(), media: Vec::new() }
    }

    setters!(media: Vec<MediaInput>);
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Vec<ProductVariant>;
    const META: Meta = Meta::write("product_variant", "update")
        .title("Update variants")
        .scopes(ProductVariant::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/productVariantsBulkUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        // Media are added, a second time too.
        let document = if self.media.is_empty() { UPDATE.repeatable() } else { UPDATE };
        document.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<ProductVariant>> {
        graphql::written(&response)
    }
}

/// `product_variant.delete`: removes variants. Gives the product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The product.
    pub product_id: Gid,
    /// The variants.
    pub ids: Vec<Gid>,
}

impl Delete {
    /// These variants of this product.
    #[must_use]
    pub fn new<I: Into<Gid>>(product_id: impl Into<Gid>, ids: impl IntoIterator<Item = I>) -> Self {
        Self { product_id: product_id.into(), ids: ids.into_iter().map(Into::into).collect() }
    }
}

impl Action for Delete {
    type Connector = Shopify;
    type Output = Ref;
    const META: Meta = Meta::destructive("product_variant", "delete")
        .title("Delete variants")
        .scopes(ProductVariant::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/productVariantsBulkDelete");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        DELETE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Ref> {
        graphql::written(&response)
    }
}

/// `product_variant.reorder`: puts variants in another order. Gives the product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Reorder {
    /// The product.
    pub product_id: Gid,
    /// The places of those that move, one after the other.
    pub positions: Vec<VariantPosition>,
}

impl Reorder {
    /// These places of variants of this product.
    #[must_use]
    pub fn new(product_id: impl Into<Gid>, positions: impl IntoIterator<Item = VariantPosition>) -> Self {
        Self { product_id: product_id.into(), positions: positions.into_iter().collect() }
    }
}

impl Action for Reorder {
    type Connector = Shopify;
    type Output = Ref;
    const META: Meta = Meta::write("product_variant", "reorder")
        .title("Reorder variants")
        .scopes(ProductVariant::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/productVariantsBulkReorder");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        REORDER.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Ref> {
        graphql::written(&response)
    }
}

/// `product_variant.attach_media`: shows variants by media that their product has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AttachMedia {
    /// The product.
    pub product_id: Gid,
    /// Which media show which variants.
    pub variant_media: Vec<VariantMedia>,
}

impl AttachMedia {
    /// These media of this product.
    #[must_use]
    pub fn new(product_id: impl Into<Gid>, variant_media: impl IntoIterator<Item = VariantMedia>) -> Self {
        Self { product_id: product_id.into(), variant_media: variant_media.into_iter().collect() }
    }
}

impl Action for AttachMedia {
    type Connector = Shopify;
    type Output = Vec<ProductVariant>;
    const META: Meta = Meta::write("product_variant", "attach_media")
        .title("Attach media to variants")
        .scopes(ProductVariant::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/productVariantAppendMedia");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        ATTACH_MEDIA.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<ProductVariant>> {
        graphql::written(&response)
    }
}

/// `product_variant.detach_media`: shows variants by these media no longer; the product keeps them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DetachMedia {
    /// The product.
    pub product_id: Gid,
    /// Which media show which variants no longer.
    pub variant_media: Vec<VariantMedia>,
}

impl DetachMedia {
    /// These media of this product.
    #[must_use]
    pub fn new(product_id: impl Into<Gid>, variant_media: impl IntoIterator<Item = VariantMedia>) -> Self {
        Self { product_id: product_id.into(), variant_media: variant_media.into_iter().collect() }
    }
}

impl Action for DetachMedia {
    type Connector = Shopify;
    type Output = Vec<ProductVariant>;
    const META: Meta = Meta::write("product_variant", "detach_media")
        .title("Detach media from variants")
        .scopes(ProductVariant::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/productVariantDetachMedia");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        DETACH_MEDIA.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<ProductVariant>> {
        graphql::written(&response)
    }
}
