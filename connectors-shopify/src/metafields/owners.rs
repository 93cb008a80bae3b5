//! The metafields of a record of a kind that is known: what is asked for is that kind, and no other.

use std::fmt::{self, Debug};
use std::marker::PhantomData;

use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::{METAFIELD, Metafield};
use crate::graphql::{self, Connection, Document};
use crate::{Gid, Shopify};

/// A kind of record that has metafields.
pub trait Owner: Send + Sync + 'static {
    /// What its metafields are called in ids of actions: `metafield_product`.
    const RESOURCE: &'static str;
    /// What the action is called.
    const TITLE: &'static str;
    /// The scopes that let it be read.
    const READ: &'static [&'static str];
    /// A query with the variables `$owner_id`, `$first`, `$after`, `$namespace`, `$keys` and `$reverse`.
    const DOCUMENT: Document;
}

macro_rules! owners {
    ($($list:ident $owner:ident $root:literal $resource:literal $scope:literal $a:literal,)*) => {
        $(
            #[doc = concat!("Says that metafields are those of ", $a, ".")]
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub enum $owner {}

            #[doc = concat!("`", $resource, ".list`: the metafields of ", $a, ".")]
            pub type $list = ListOf<$owner>;

            impl Owner for $owner {
                const RESOURCE: &'static str = $resource;
                const TITLE: &'static str = concat!("List the metafields of ", $a);
                const READ: &'static [&'static str] = &[$scope];
                const DOCUMENT: Document = Document::query(concat!(
                    "query Metafields($owner_id: ID!, $first: Int!, $after: String, $namespace: String, $keys: [String!], \
                     $reverse: Boolean) { ",
                    $root,
                    "(id: $owner_id) { metafields(first: $first, after: $after, namespace: $namespace, keys: $keys, \
                     reverse: $reverse) { nodes { ...Metafield } pageInfo { hasNextPage endCursor } } } }"
                ))
                .with(&[METAFIELD]);
            }
        )*
    };
}

owners! {
    ListOfArticle ArticleOwner "article" "metafield_article" "read_content" "an article",
    ListOfBlog BlogOwner "blog" "metafield_blog" "read_content" "a blog",
    ListOfCollection CollectionOwner "collection" "metafield_collection" "read_products" "a collection",
    ListOfCustomer CustomerOwner "customer" "metafield_customer" "read_customers" "a customer",
    ListOfDraftOrder DraftOrderOwner "draftOrder" "metafield_draft_order" "read_draft_orders" "a draft order",
    ListOfLocation LocationOwner "location" "metafield_location" "read_locations" "a location",
    ListOfOrder OrderOwner "order" "metafield_order" "read_orders" "an order",
    ListOfPage PageOwner "page" "metafield_page" "read_content" "a page",
    ListOfProduct ProductOwner "product" "metafield_product" "read_products" "a product",
    ListOfProductVariant ProductVariantOwner "productVariant" "metafield_product_variant" "read_products" "a variant",
}

/// `metafield_*.list`: the metafields of a record of a kind. Use it by the name of the kind: [`ListOfProduct`].
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(bound = "", rename = "ListOf"))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct ListOf<O> {
    /// The record.
    pub owner_id: Gid,
    /// Only those in this namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Only these: each a namespace and a key, `erp.number`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// Whether the order is turned round.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reverse: bool,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    #[serde(skip)]
    owner: PhantomData<fn() -> O>,
}

impl<O> ListOf<O> {
    /// Of this record.
    #[must_use]
    pub fn new(owner_id: impl Into<Gid>) -> Self {
        Self {
            owner_id: owner_id.into(),
            namespace: None,
            keys: Vec::new(),
            reverse: false,
            first: None,
            cursor: None,
            owner: PhantomData,
        }
    }

    setters!(namespace: Option<String>, keys: Vec<String>, reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl<O> Clone for ListOf<O> {
    fn clone(&self) -> Self {
        Self {
            owner_id: self.owner_id.clone(),
            namespace: self.namespace.clone(),
            keys: self.keys.clone(),
            reverse: self.reverse,
            first: self.first,
            cursor: self.cursor.clone(),
            owner: PhantomData,
        }
    }
}

impl<O> Debug for ListOf<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListOf")
            .field("owner_id", &self.owner_id)
            .field("namespace", &self.namespace)
            .finish_non_exhaustive()
    }
}

impl<O: Owner> Action for ListOf<O> {
    type Connector = Shopify;
    type Output = Page<Metafield>;
    const META: Meta = Meta::read(O::RESOURCE, "list")
        .title(O::TITLE)
        .scopes(O::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Metafield");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        O::DOCUMENT.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Metafield>> {
        graphql::within::<Connection<Metafield>>(&response).map(Page::from)
    }
}

impl<O: Owner> PagedAction for ListOf<O> {
    type Item = Metafield;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

const OF_SHOP: Document = Document::query(
    "query MetafieldsOfShop($first: Int!, $after: String, $namespace: String, $keys: [String!], $reverse: \
     Boolean) { shop { metafields(first: $first, after: $after, namespace: $namespace, keys: $keys, \
     reverse: $reverse) { nodes { ...Metafield } pageInfo { hasNextPage endCursor } } } }",
)
.with(&[METAFIELD]);

/// `metafield_shop.list`: the metafields of the shop itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListOfShop {
    /// Only those in this namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Only these: each a namespace and a key, `erp.number`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
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

impl ListOfShop {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(namespace: Option<String>, keys: Vec<String>, reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for ListOfShop {
    type Connector = Shopify;
    type Output = Page<Metafield>;
    const META: Meta = Meta::read("metafield_shop", "list")
        .title("List the metafields of the shop")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Metafield");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        OF_SHOP.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Metafield>> {
        graphql::within::<Connection<Metafield>>(&response).map(Page::from)
    }
}

impl PagedAction for ListOfShop {
    type Item = Metafield;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
