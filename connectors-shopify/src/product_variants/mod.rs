//! Variants of products: what is bought, with a price and a number of its own.

mod input;
mod model;
mod write;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use self::input::{VariantInput, VariantMedia, VariantPosition, VariantStock, VariantUpdateInput};
use self::model::VARIANT;
pub use self::model::{InventoryPolicy, ProductVariant, SelectedOption, StockedItem};
pub use self::write::{AttachMedia, Create, CreateStrategy, Delete, DetachMedia, Reorder, Update};
use crate::Gid;
use crate::changes::{self, Followed};
use crate::graphql::Document;
use crate::records::{self, Countable, Gettable, Listable, Record, Searchable, Spec};
use crate::webhooks::Topic;

impl Record for ProductVariant {
    const RESOURCE: &'static str = "product_variant";
    const READ: &'static [&'static str] = &["read_products"];
    const WRITE: &'static [&'static str] = &["write_products"];
}

impl Gettable for ProductVariant {
    const GET: Spec = Spec::new(
        Document::query("query ProductVariantGet($id: ID!) { productVariant(id: $id) { ...Variant } }")
            .with(VARIANT),
        "Get a variant",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/productVariant",
    );
}

impl Listable for ProductVariant {
    const LIST: Spec = Spec::new(
Document::query(
            "query ProductVariantList($first: Int!, $after: String, $query: String, \
             $sort_key: ProductVariantSortKeys, $reverse: Boolean) { productVariants(first: $first, after: $after, \
             query: $query, sortKey: $sort_key, reverse: $reverse) { \
             nodes { ...Variant } pageInfo { hasNextPage endCursor } } }",
        )
        .with(VARIANT),
"List variants",
"https://shopify.dev/docs/api/admin-graphql/2026-10/queries/productVariants",
);
    type SortKey = SortKey;
}

impl Searchable for ProductVariant {
    const SEARCH: &'static str = "Search variants";
}

impl Countable for ProductVariant {
    const COUNT: Spec = Spec::new(
        Document::query(
            "query ProductVariantCount($query: String) { \
             productVariantsCount(query: $query, limit: null) { count precision } }",
        ),
        "Count variants",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/productVariantsCount",
    );
}

impl Followed for ProductVariant {
    const A: &'static str = "a variant";
    const CREATED: &'static [Topic] = &[Topic::ProductsCreate, Topic::ProductsUpdate];
    const UPDATED: &'static [Topic] =
        &[Topic::ProductsUpdate, Topic::VariantsInStock, Topic::VariantsOutOfStock];
    // Its sort keys have no moment of change.
    const ORDERED: bool = false;
    type List = List;

    fn list(query: String) -> List {
        List::new().query(query)
    }

    fn moments(&self) -> (&Gid, DateTime<Utc>, DateTime<Utc>) {
        (&self.id, self.created_at, self.updated_at)
    }
}

/// `product_variant.created`: new variants.
pub type Created = changes::Created<ProductVariant>;
/// `product_variant.updated`: variants that were changed.
pub type Updated = changes::Updated<ProductVariant>;
/// `product_variant.created_or_updated`: variants that were made or changed.
pub type CreatedOrUpdated = changes::CreatedOrUpdated<ProductVariant>;

/// `product_variant.get`: one variant.
pub type Get = records::Get<ProductVariant>;
/// `product_variant.list`: all variants, or those that a query finds: `product_id:1`, `sku:CUP-RED`.
pub type List = records::List<ProductVariant>;
/// `product_variant.search`: variants that fit a text, the best first.
pub type Search = records::Search<ProductVariant>;
/// `product_variant.count`: how many variants there are.
pub type Count = records::Count<ProductVariant>;

/// What lists of variants are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// The titles of product and variant.
    FullTitle,
    /// Its id.
    Id,
    /// How many are available.
    InventoryLevelsAvailable,
    /// Who keeps count of it.
    InventoryManagement,
    /// Whether it can be bought when there is none left.
    InventoryPolicy,
    /// How many there are in stock.
    InventoryQuantity,
    /// Its name.
    Name,
    /// How often it is bought.
    Popular,
    /// Its place among the variants.
    Position,
    /// How well it fits the query.
    Relevance,
    /// Its number in the shop.
    Sku,
    /// Its title.
    Title,
}
