//! Products: what a shop sells, with options and variants.

mod duplicate;
mod input;
mod model;
mod set_input;

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub use self::duplicate::Duplicate;
pub use self::input::{
    Identifier, OptionInput, OptionValueInput, ProductInput, ProductUpdateInput, VariantOptionValue,
};
pub(crate) use self::model::PRODUCT;
pub use self::model::{Category, OptionValue, PriceRange, Product, ProductOption, ProductStatus};
pub use self::set_input::{FileSetInput, ProductSetInput, VariantQuantity, VariantSetInput};
use crate::changes::{self, Followed};
use crate::graphql::{self, Document};
use crate::media::MediaInput;
use crate::records::{self, Countable, Deletable, Gettable, Listable, Record, Searchable, Spec};
use crate::webhooks::Topic;
use crate::{Gid, Shopify};

const GET_BY: Document = Document::query(
    "query ProductGetByIdentifier($identifier: ProductIdentifierInput!) { \
     productByIdentifier(identifier: $identifier) { ...Product } }",
)
.with(PRODUCT);

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

impl Record for Product {
    const RESOURCE: &'static str = "product";
    const READ: &'static [&'static str] = &["read_products"];
    const WRITE: &'static [&'static str] = &["write_products"];
}

impl Gettable for Product {
    const GET: Spec = Spec::new(
        Document::query("query ProductGet($id: ID!) { product(id: $id) { ...Product } }").with(PRODUCT),
        "Get a product",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/product",
    );
}

impl Listable for Product {
    const LIST: Spec = Spec::new(
        Document::query(
            "query ProductList($first: Int!, $after: String, $query: String, $sort_key: ProductSortKeys, $reverse: Boolean) { \
             products(first: $first, after: $after, query: $query, sortKey: $sort_key, reverse: $reverse) { \
             nodes { ...Product } pageInfo { hasNextPage endCursor } } }",
        )
        .with(PRODUCT),
        "List products",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/products",
    );
    type SortKey = SortKey;
}

impl Searchable for Product {
    const SEARCH: &'static str = "Search products";
}

impl Countable for Product {
    const COUNT: Spec = Spec::new(
        Document::query(
            "query ProductCount($query: String) { productsCount(query: $query, limit: null) { count precision } }",
        ),
        "Count products",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/productsCount",
    );
}

impl Deletable for Product {
    const DELETE: Spec = Spec::new(
        Document::mutation(
            "mutation ProductDelete($id: ID!) { \
             productDelete(input: { id: $id }) { deletedProductId userErrors { field message } } }",
        ),
        "Delete a product with its variants",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/productDelete",
    );
}

impl Followed for Product {
    const A: &'static str = "a product";
    const CREATED: &'static [Topic] = &[Topic::ProductsCreate];
    const UPDATED: &'static [Topic] = &[Topic::ProductsUpdate];
    type List = List;

    fn list(query: String) -> List {
        List::new().query(query).sort_key(SortKey::UpdatedAt)
    }

    fn moments(&self) -> (&Gid, DateTime<Utc>, DateTime<Utc>) {
        (&self.id, self.created_at, self.updated_at)
    }
}

/// `product.created`: new products.
pub type Created = changes::Created<Product>;
/// `product.updated`: products that were changed, their stock and prices included.
pub type Updated = changes::Updated<Product>;
/// `product.created_or_updated`: products that were made or changed.
pub type CreatedOrUpdated = changes::CreatedOrUpdated<Product>;

/// `product.get`: one product.
pub type Get = records::Get<Product>;
/// `product.list`: all products, or those that a query finds.
pub type List = records::List<Product>;
/// `product.search`: products that fit a text, the best first.
pub type Search = records::Search<Product>;
/// `product.count`: how many products there are.
pub type Count = records::Count<Product>;
/// `product.delete`: removes a product with all its variants.
pub type Delete = records::Delete<Product>;

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
        .scopes(Product::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/productByIdentifier");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        GET_BY.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Product> {
        graphql::one(&response)
    }
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
        .scopes(Product::WRITE)
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
        .scopes(Product::WRITE)
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
        .scopes(Product::WRITE)
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
