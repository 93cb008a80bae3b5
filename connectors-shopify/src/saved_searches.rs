//! Saved searches: queries that the staff keeps by a name.

use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Document};
use crate::records::{self, Deletable, Record, Spec};
use crate::{Gid, Shopify};

/// The selection of [`SavedSearch`].
const SAVED_SEARCH: &str =
    "fragment SavedSearch on SavedSearch { id name query searchTerms filters { key value } resourceType }";

/// A saved search.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct SavedSearch {
    /// Its id.
    pub id: Gid,
    /// What it is called.
    pub name: String,
    /// What it finds, in Shopify's search syntax: lists take it.
    pub query: String,
    /// The words in that.
    pub search_terms: String,
    /// The filters in that.
    pub filters: Vec<Filter>,
    /// What it finds.
    pub resource_type: Open<ResourceType>,
}

impl SavedSearch {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: String, query: String, search_terms: String, filters: Vec<Filter>, resource_type: Open<ResourceType>);
}

/// A filter of a search.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Filter {
    /// What is looked at.
    pub key: String,
    /// What that has to be.
    pub value: String,
}

impl Filter {
    /// As tests need it.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), ..Self::default() }
    }

    setters!(value: String);
}

/// What a search finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ResourceType {
    /// Articles.
    Article,
    /// Transactions of the balance.
    BalanceTransaction,
    /// Blogs.
    Blog,
    /// Collections.
    Collection,
    /// Customers.
    Customer,
    /// Codes.
    DiscountRedeemCode,
    /// Draft orders.
    DraftOrder,
    /// Files.
    File,
    /// Transfers of stock.
    InventoryTransfer,
    /// Orders.
    Order,
    /// Pages.
    Page,
    /// Discounts.
    PriceRule,
    /// Products.
    Product,
    /// Redirects.
    UrlRedirect,
}

impl Record for SavedSearch {
    const RESOURCE: &'static str = "saved_search";
    // Each wants the scope of what it finds.
    const READ: &'static [&'static str] = &[];
    const WRITE: &'static [&'static str] = &[];
}

impl Deletable for SavedSearch {
    const DELETE: Spec = Spec::new(
        Document::mutation(
            "mutation SavedSearchDelete($id: ID!) { savedSearchDelete(input: { id: $id }) { deletedSavedSearchId \
             userErrors { field message } } }",
        ),
        "Delete a saved search",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/savedSearchDelete",
    );
}

/// `saved_search.delete`: removes a saved search.
pub type Delete = records::Delete<SavedSearch>;

/// What the searches of a list are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Of {
    /// Automatic discounts.
    AutomaticDiscount,
    /// Discounts by code.
    CodeDiscount,
    /// Collections.
    Collection,
    /// Codes.
    DiscountRedeemCode,
    /// Draft orders.
    DraftOrder,
    /// Files.
    File,
    /// Orders.
    Order,
    /// Products.
    Product,
    /// Redirects.
    UrlRedirect,
}

macro_rules! list {
    ($root:literal) => {
        Document::query(concat!(
            "query SavedSearchList($first: Int!, $after: String, $reverse: Boolean) { ",
            $root,
            "(first: $first, after: $after, reverse: $reverse) { \
             nodes { ...SavedSearch } pageInfo { hasNextPage endCursor } } }"
        ))
        .with(&[SAVED_SEARCH])
    };
}

impl Of {
    const fn document(self) -> Document {
        match self {
            Self::AutomaticDiscount => list!("automaticDiscountSavedSearches"),
            Self::CodeDiscount => list!("codeDiscountSavedSearches"),
            Self::Collection => list!("collectionSavedSearches"),
            Self::DiscountRedeemCode => list!("discountRedeemCodeSavedSearches"),
            Self::DraftOrder => list!("draftOrderSavedSearches"),
            Self::File => list!("fileSavedSearches"),
            Self::Order => list!("orderSavedSearches"),
            Self::Product => list!("productSavedSearches"),
            Self::UrlRedirect => list!("urlRedirectSavedSearches"),
        }
    }
}

/// `saved_search.list`: the searches for one kind of thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// What they are for.
    pub of: Of,
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
    /// For these.
    #[must_use]
    pub fn new(of: Of) -> Self {
        Self { of, reverse: false, first: None, cursor: None }
    }

    setters!(reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<SavedSearch>;
    const META: Meta = Meta::read("saved_search", "list")
        .title("List saved searches")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/SavedSearch");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        #[derive(Serialize)]
        struct Variables {
            reverse: bool,
            #[serde(skip_serializing_if = "Option::is_none")]
            first: Option<u32>,
        }
        let variables = Variables { reverse: self.reverse, first: self.first };
        self.of.document().list(&variables, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<SavedSearch>> {
        graphql::page(&response)
    }
}

impl PagedAction for List {
    type Item = SavedSearch;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
