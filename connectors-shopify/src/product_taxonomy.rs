//! Shopify's taxonomy: the categories that products can have.

use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Connection, Document};
use crate::{Gid, Shopify};

const SEARCH: Document = Document::query(
    "query ProductTaxonomySearch($first: Int!, $after: String, $search: String, $children_of: ID, \
     $descendants_of: ID, $siblings_of: ID) { taxonomy { categories(first: $first, after: $after, search: $search, \
     childrenOf: $children_of, descendantsOf: $descendants_of, siblingsOf: $siblings_of) { \
     nodes { id name fullName level parentId isLeaf isRoot isArchived childrenIds ancestorIds } \
     pageInfo { hasNextPage endCursor } } } }",
);

/// `product_taxonomy.search`: categories that fit a text, or that stand near another. Those at the top, if nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Search {
    /// Words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Only those right below this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub children_of: Option<Gid>,
    /// Only those below this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub descendants_of: Option<Gid>,
    /// Only those beside this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub siblings_of: Option<Gid>,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl Search {
    /// Those at the top.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(search: Option<String>, children_of: Option<Gid>, descendants_of: Option<Gid>, siblings_of: Option<Gid>, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for Search {
    type Connector = Shopify;
    type Output = Page<TaxonomyCategory>;
    const META: Meta = Meta::read("product_taxonomy", "search")
        .title("Search Shopify's taxonomy")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Taxonomy");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        SEARCH.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<TaxonomyCategory>> {
        graphql::within::<Connection<TaxonomyCategory>>(&response).map(Page::from)
    }
}

impl PagedAction for Search {
    type Item = TaxonomyCategory;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// A category of Shopify's taxonomy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct TaxonomyCategory {
    /// Its id, which products name.
    pub id: Gid,
    /// What it is called.
    pub name: String,
    /// Its name, with those of the categories above it.
    pub full_name: String,
    /// How far below the top it is.
    pub level: i64,
    /// The one above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<Gid>,
    /// Whether there is none below it.
    pub is_leaf: bool,
    /// Whether there is none above it.
    pub is_root: bool,
    /// Whether it is no longer to be used.
    pub is_archived: bool,
    /// Those right below it.
    pub children_ids: Vec<Gid>,
    /// Those above it, the nearest first.
    pub ancestor_ids: Vec<Gid>,
}

impl TaxonomyCategory {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: String, full_name: String, level: i64, parent_id: Option<Gid>, is_leaf: bool, is_root: bool, is_archived: bool, children_ids: Vec<Gid>, ancestor_ids: Vec<Gid>);
}
