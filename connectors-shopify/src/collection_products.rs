//! The products of a collection.

use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Connection, Document};
use crate::jobs::Job;
use crate::media::Move;
use crate::products::{PRODUCT, Product};
use crate::records::Record;
use crate::{Gid, Shopify};

const LIST: Document = Document::query(
    "query CollectionProductList($collection_id: ID!, $first: Int!, $after: String, \
     $sort_key: ProductCollectionSortKeys, $reverse: Boolean) { collection(id: $collection_id) { \
     products(first: $first, after: $after, sortKey: $sort_key, reverse: $reverse) { \
     nodes { ...Product } pageInfo { hasNextPage endCursor } } } }",
)
.with(PRODUCT);

/// A move counts from where the moves before it led: doing them twice may give another order.
const REORDER: Document = Document::mutation(
    "mutation CollectionProductReorder($collection_id: ID!, $moves: [MoveInput!]!) { \
     collectionReorderProducts(id: $collection_id, moves: $moves) { job { id done } userErrors { field message code } } }",
);

/// `collection_product.list`: the products of a collection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The collection.
    pub collection_id: Gid,
    /// In which order: that of the collection, unless said otherwise.
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
    /// Of this collection.
    #[must_use]
    pub fn new(collection_id: impl Into<Gid>) -> Self {
        Self {
            collection_id: collection_id.into(),
            sort_key: None,
            reverse: false,
            first: None,
            cursor: None,
        }
    }

    setters!(sort_key: Option<Open<SortKey>>, reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<Product>;
    const META: Meta = Meta::read("collection_product", "list")
        .title("List the products of a collection")
        .scopes(Product::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Collection");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Product>> {
        graphql::within::<Connection<Product>>(&response).map(Page::from)
    }
}

impl PagedAction for List {
    type Item = Product;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// What the products of a collection are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// How often it is bought.
    BestSelling,
    /// As the collection has it.
    CollectionDefault,
    /// When it was made.
    Created,
    /// Its id.
    Id,
    /// By hand.
    Manual,
    /// What it costs.
    Price,
    /// How well it fits.
    Relevance,
    /// Its title.
    Title,
}

/// `collection_product.reorder`: puts the products of a collection in another order, if that is [`Manual`](crate::collections::SortOrder::Manual). Shopify goes on with it after it answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Reorder {
    /// The collection.
    pub collection_id: Gid,
    /// The moves, one after the other; at most 250.
    pub moves: Vec<Move>,
}

impl Reorder {
    /// These moves of products of this collection.
    #[must_use]
    pub fn new(collection_id: impl Into<Gid>, moves: impl IntoIterator<Item = Move>) -> Self {
        Self { collection_id: collection_id.into(), moves: moves.into_iter().collect() }
    }
}

impl Action for Reorder {
    type Connector = Shopify;
    type Output = Job;
    const META: Meta = Meta::write("collection_product", "reorder")
        .title("Reorder the products of a collection")
        .scopes(Product::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/collectionReorderProducts");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        REORDER.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Job> {
        graphql::written(&response)
    }
}
