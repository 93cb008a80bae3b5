//! A product made like another.

use connectors_core::types::Open;
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::model::{PRODUCT, Product, ProductStatus};
use crate::graphql::{self, Document};
use crate::records::Record;
use crate::{Gid, Shopify};

const DUPLICATE: Document = Document::mutation(
    "mutation ProductDuplicate($product_id: ID!, $new_title: String!, $new_status: ProductStatus, \
     $include_images: Boolean, $include_translations: Boolean) { productDuplicate(productId: $product_id, \
     newTitle: $new_title, newStatus: $new_status, includeImages: $include_images, \
     includeTranslations: $include_translations) { newProduct { ...Product } userErrors { field message } } }",
)
.with(PRODUCT);

/// `product.duplicate`: a new product like another, with its variants. With images, Shopify goes on copying them after it answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Duplicate {
    /// The product.
    pub product_id: Gid,
    /// What the new one is called.
    pub new_title: String,
    /// Whether it can be bought: as the other, unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_status: Option<Open<ProductStatus>>,
    /// Whether it gets the images too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub include_images: bool,
    /// Whether it gets the translations too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub include_translations: bool,
}

impl Duplicate {
    /// One like this product, with this title.
    #[must_use]
    pub fn new(product_id: impl Into<Gid>, new_title: impl Into<String>) -> Self {
        Self {
            product_id: product_id.into(),
            new_title: new_title.into(),
            new_status: None,
            include_images: false,
            include_translations: false,
        }
    }

    setters!(new_status: Option<Open<ProductStatus>>, include_images: bool, include_translations: bool);
}

impl Action for Duplicate {
    type Connector = Shopify;
    type Output = Product;
    const META: Meta = Meta::write("product", "duplicate")
        .title("Duplicate a product")
        .scopes(Product::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/productDuplicate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        DUPLICATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Product> {
        graphql::written(&response)
    }
}
