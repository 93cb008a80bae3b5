//! Products: what a shop sells, with options and variants.

mod input;
mod model;

use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub use self::input::{
    Identifier, OptionInput, OptionValueInput, ProductInput, ProductSetInput, ProductUpdateInput,
    VariantOptionValue, VariantQuantity, VariantSetInput,
};
use self::model::PRODUCT;
pub use self::model::{Category, OptionValue, PriceRange, Product, ProductOption, ProductStatus};
use crate::graphql::{self, Document};
use crate::media::MediaInput;
use crate::{Gid, Shopify, types};

const READ: &[&str] = &["read_products"];
const WRITE: &[&str] = &["write_products"];

const GET: Document =
    Document::query("query ProductGet($id: ID!) { product(id: $id) { ...Product } }").with(PRODUCT);

const GET_BY: Document = Document::query(
    "query ProductGetByIdentifier($identifier: ProductIdentifierInput!) { \
     productByIdentifier(identifier: $identifier) { ...Product } }",
)
.with(PRODUCT);

const LIST: Document = Document::query(
    "query ProductList($first: Int!, $after: String, $query: String, $sort_key: ProductSortKeys, $reverse: Boolean) { \
     products(first: $first, after: $after, query: $query, sortKey: $sort_key, reverse: $reverse) { \
     nodes { ...Product } pageInfo { hasNextPage endCursor } } }",
)
.with(PRODUCT);

const COUNT: Document = Document::query(
    "query ProductCount($query: String) { productsCount(query: $query, limit: null) { count precision } }",
);

const CREATE: Document = Document::mutation(
    "mutation ProductCreate($product: ProductCreateInput!, $media: [CreateMediaInput!]) { \
     productCreate(product: $product, media: $media) { product { ...Product } userErrors { field message } } }",
)
.with(PRODUCT);

const UPDATE: Document = Document::mutation(
    "mutation ProductUpdate($id: ID!, $product: ProductUpdateInput!, $media: [CreateMediaInput!]) { \
     productUpdate(identifier: { id: $id }, product: $product, media: $media) { \
     product { ...Product } userErrors { field message } } }",
)
.with(PRODUCT);

const SET: Document = Document::mutation(
    "mutation ProductSet($identifier: ProductSetIdentifiers, $product: ProductSetInput!) { \
     productSet(identifier: $identifier, input: $product, synchronous: true) { \
     product { ...Product } userErrors { field message code } } }",
)
.with(PRODUCT);

const DELETE: Document = Document::mutation(
    "mutation ProductDelete($id: ID!) { \
     productDelete(input: { id: $id }) { deletedProductId userErrors { field message } } }",
)
.repeatable();

/// `product.get`: one product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The product.
    pub id: Gid,
}

impl Get {
    /// The product with this id.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Get {
    type Connector = Shopify;
    type Output = Product;
    const META: Meta = Meta::read("product", "get")
        .title("Get a product")
        .scopes(READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/product");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        GET.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Product> {
        graphql::one(&response)
    }
}

/// `product.get_by_identifier`: one product, by its handle or by a metafield of your own that is unique.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GetByIdentifier {
    /// Which product.
    pub identifier: Identifier,
}

impl GetByIdentifier {
    /// The product with this handle.
    #[must_use]
    pub fn handle(handle: impl Into<String>) -> Self {
        Self::new(Identifier::Handle(handle.into()))
    }

    /// This product.
    #[must_use]
    pub fn new(identifier: Identifier) -> Self {
        Self { identifier }
    }
}

impl Action for GetByIdentifier {
    type Connector = Shopify;
    type Output = Product;
    const META: Meta = Meta::read("product", "get_by_identifier")
        .title("Get a product by handle or your own id")
        .scopes(READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/productByIdentifier");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        GET_BY.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Product> {
        graphql::one(&response)
    }
}

/// `product.list`: all products, or those that a query finds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Which ones, in Shopify's search syntax: `status:active updated_at:>'2026-01-31T10:00:00Z'`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// In which order: by id unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_key: Option<Open<SortKey>>,
    /// Whether the order is turned round.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reverse: bool,
    /// How many on a page: at most 250, as many as one call may ask for unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

/// What lists of products are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// When it was made.
    CreatedAt,
    /// Its id.
    Id,
    /// How many there are in stock.
    InventoryTotal,
    /// Its type.
    ProductType,
    /// When it was published.
    PublishedAt,
    /// How well it fits the query.
    Relevance,
    /// Its title.
    Title,
    /// When it was changed last.
    UpdatedAt,
    /// Its vendor.
    Vendor,
}

impl List {
    /// All products.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(query: Option<String>, sort_key: Option<Open<SortKey>>, reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<Product>;
    const META: Meta = Meta::read("product", "list")
        .title("List products")
        .scopes(READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/products");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Product>> {
        graphql::page(&response)
    }
}

impl PagedAction for List {
    type Item = Product;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `product.search`: products that fit a text, the best first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Search {
    /// Words, or Shopify's search syntax.
    pub query: String,
    /// How many on a page: at most 250, as many as one call may ask for unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl Search {
    /// Products that fit this.
    #[must_use]
    pub fn new(query: impl Into<String>) -> Self {
        Self { query: query.into(), first: None, cursor: None }
    }

    setters!(first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for Search {
    type Connector = Shopify;
    type Output = Page<Product>;
    const META: Meta = Meta::read("product", "search")
        .title("Search products")
        .scopes(READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/products");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        let list = List { first: self.first, ..List::new() }.query(&*self.query).sort_key(SortKey::Relevance);
        LIST.list(&list, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Product>> {
        graphql::page(&response)
    }
}

impl PagedAction for Search {
    type Item = Product;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `product.count`: how many products there are, or how many a query finds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Count {
    /// Which ones, in Shopify's search syntax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
}

impl Count {
    /// Of all products.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(query: Option<String>);
}

impl Action for Count {
    type Connector = Shopify;
    type Output = types::Count;
    const META: Meta = Meta::read("product", "count")
        .title("Count products")
        .scopes(READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/productsCount");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        COUNT.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<types::Count> {
        graphql::one(&response)
    }
}

/// `product.create`: a new product. It has one variant; [`Set`] makes a product with all of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The product.
    pub product: ProductInput,
    /// Its images and videos.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<MediaInput>,
}

impl Create {
    /// This product.
    #[must_use]
    pub fn new(product: ProductInput) -> Self {
        Self { product, media: Vec::new() }
    }

    setters!(media: Vec<MediaInput>);
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Product;
    const META: Meta = Meta::write("product", "create")
        .title("Create a product")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/productCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Product> {
        graphql::written(&response)
    }
}

/// `product.update`: changes a product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The product.
    pub id: Gid,
    /// What changes.
    pub product: ProductUpdateInput,
    /// Images and videos that are added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<MediaInput>,
}

impl Update {
    /// This, of this product.
    #[must_use]
    pub fn new(id: impl Into<Gid>, product: ProductUpdateInput) -> Self {
        Self { id: id.into(), product, media: Vec::new() }
    }

    setters!(media: Vec<MediaInput>);
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Product;
    const META: Meta = Meta::write("product", "update")
        .title("Update a product")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/productUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        // Media are added, a second time too.
        let document = if self.media.is_empty() { UPDATE.repeatable() } else { UPDATE };
        document.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Product> {
        graphql::written(&response)
    }
}

/// `product.set`: a product as it is to be, with its options and variants: made, or changed if it is there. Variants that are
/// not named are removed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Set {
    /// Which product; a new one if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<Identifier>,
    /// As it is to be.
    pub product: ProductSetInput,
}

impl Set {
    /// A product like this.
    #[must_use]
    pub fn new(product: ProductSetInput) -> Self {
        Self { identifier: None, product }
    }

    setters!(identifier: Option<Identifier>);
}

impl Action for Set {
    type Connector = Shopify;
    type Output = Product;
    const META: Meta = Meta::write("product", "set")
        .title("Create or replace a product with its variants")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/productSet");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        let document = if self.identifier.is_some() { SET.repeatable() } else { SET };
        document.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Product> {
        graphql::written(&response)
    }
}

/// `product.delete`: removes a product with all its variants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The product.
    pub id: Gid,
}

impl Delete {
    /// The product with this id.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Delete {
    type Connector = Shopify;
    type Output = Gid;
    const META: Meta = Meta::destructive("product", "delete")
        .title("Delete a product")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/productDelete");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        DELETE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Gid> {
        graphql::written(&response)
    }
}
