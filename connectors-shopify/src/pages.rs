//! Pages of the online shop: what stands there besides products.

use chrono::{DateTime, Utc};
use connectors_core::types::Patch;
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::changes::{self, Followed};
use crate::graphql::{self, Document};
use crate::metafields::MetafieldInput;
use crate::records::{self, Deletable, Gettable, Listable, Record, Spec};
use crate::webhooks::Topic;
use crate::{Gid, Shopify};

/// The selection of [`Page`].
const PAGE: &str = "fragment Page on Page { id title handle body bodySummary isPublished publishedAt templateSuffix \
    createdAt updatedAt }";

const CREATE: Document = Document::mutation(
    "mutation PageCreate($page: PageCreateInput!) { pageCreate(page: $page) { page { ...Page } userErrors \
     { field message code } } }",
)
.with(&[PAGE]);

const UPDATE: Document = Document::mutation(
    "mutation PageUpdate($id: ID!, $page: PageUpdateInput!) { pageUpdate(id: $id, page: $page) { page { \
     ...Page } userErrors { field message code } } }",
)
.with(&[PAGE])
.repeatable();

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Page {
    /// Its id.
    pub id: Gid,
    /// What it is called.
    pub title: String,
    /// Its name in addresses.
    pub handle: String,
    /// What stands on it (HTML).
    pub body: String,
    /// The beginning of that, without marks.
    pub body_summary: String,
    /// Whether it is seen.
    pub is_published: bool,
    /// Since when, or from when on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<DateTime<Utc>>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_suffix: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl Page {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(title: String, handle: String, body: String, body_summary: String, is_published: bool, published_at: Option<DateTime<Utc>>, template_suffix: Option<String>, created_at: DateTime<Utc>, updated_at: DateTime<Utc>);
}

/// A new page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct PageInput {
    /// What it is called.
    pub title: String,
    /// Its name in addresses; made of the title if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// What stands on it (HTML).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Whether it is seen: at once, unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_published: Option<bool>,
    /// From when on it is seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publish_date: Option<DateTime<Utc>>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_suffix: Option<String>,
    /// Its metafields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
}

impl PageInput {
    /// A page with this title.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    setters!(handle: Option<String>, body: Option<String>, is_published: Option<bool>, publish_date: Option<DateTime<Utc>>, template_suffix: Option<String>, metafields: Vec<MetafieldInput>);
}

/// What changes of a page. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct PageUpdateInput {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its name in addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Whether the old address leads to the new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_new_handle: Option<bool>,
    /// What stands on it (HTML).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Whether it is seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_published: Option<bool>,
    /// From when on it is seen.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub publish_date: Patch<DateTime<Utc>>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub template_suffix: Patch<String>,
    /// Metafields that are set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
}

impl PageUpdateInput {
    /// Nothing so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(title: Option<String>, handle: Option<String>, redirect_new_handle: Option<bool>, body: Option<String>, is_published: Option<bool>, publish_date: Patch<DateTime<Utc>>, template_suffix: Patch<String>, metafields: Vec<MetafieldInput>);
}

impl Record for Page {
    const RESOURCE: &'static str = "page";
    const READ: &'static [&'static str] = &["read_content", "read_online_store_pages"];
    const WRITE: &'static [&'static str] = &["write_content", "write_online_store_pages"];
}

impl Gettable for Page {
    const GET: Spec = Spec::new(
        Document::query("query PageGet($id: ID!) { page(id: $id) { ...Page } }").with(&[PAGE]),
        "Get a page",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/page",
    );
}

impl Listable for Page {
    const LIST: Spec = Spec::new(
        Document::query(
            "query PageList($first: Int!, $after: String, $query: String, $sort_key: PageSortKeys, $reverse: \
             Boolean) { pages(first: $first, after: $after, query: $query, sortKey: $sort_key, reverse: $reverse) \
             { nodes { ...Page } pageInfo { hasNextPage endCursor } } }",
        ).with(&[PAGE]),
        "List pages",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/pages",
    );
    type SortKey = SortKey;
}

impl Deletable for Page {
    const DELETE: Spec = Spec::new(
        Document::mutation(
            "mutation PageDelete($id: ID!) { pageDelete(id: $id) { deletedPageId userErrors { field message code \
             } } }",
        ),
        "Delete a page",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/pageDelete",
    );
}

impl Followed for Page {
    const A: &'static str = "a page";
    const CREATED: &'static [Topic] = &[];
    const UPDATED: &'static [Topic] = &[];
    type List = List;

    fn list(query: String) -> List {
        List::new().query(query).sort_key(SortKey::UpdatedAt)
    }

    fn moments(&self) -> (&Gid, DateTime<Utc>, DateTime<Utc>) {
        (&self.id, self.created_at, self.updated_at)
    }
}

/// `page.created`: new ones.
pub type Created = changes::Created<Page>;
/// `page.updated`: those that were changed.
pub type Updated = changes::Updated<Page>;
/// `page.created_or_updated`: those that were made or changed.
pub type CreatedOrUpdated = changes::CreatedOrUpdated<Page>;

/// `page.get`: one page.
pub type Get = records::Get<Page>;

/// `page.list`: all pages, or those that a query finds.
pub type List = records::List<Page>;

/// `page.delete`: removes a page.
pub type Delete = records::Delete<Page>;

/// What pages are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// Its id.
    Id,
    /// When it was published.
    PublishedAt,
    /// Its title.
    Title,
    /// When it was changed last.
    UpdatedAt,
}

const COUNT: Document = Document::query("query PageCount { pagesCount(limit: null) { count precision } }");

/// `page.count`: how many pages there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Count {}

impl Count {
    /// Of all of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for Count {
    type Connector = Shopify;
    type Output = crate::Count;
    const META: Meta = Meta::read("page", "count")
        .title("Count pages")
        .scopes(Page::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/pagesCount");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        COUNT.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<crate::Count> {
        graphql::one(&response)
    }
}

/// `page.create`: a new page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The page.
    pub page: PageInput,
}

impl Create {
    /// This page.
    #[must_use]
    pub fn new(page: PageInput) -> Self {
        Self { page }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Page;
    const META: Meta = Meta::write("page", "create")
        .title("Create a page")
        .scopes(Page::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/pageCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page> {
        graphql::written(&response)
    }
}

/// `page.update`: changes a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The page.
    pub id: Gid,
    /// What changes.
    pub page: PageUpdateInput,
}

impl Update {
    /// This, of this page.
    #[must_use]
    pub fn new(id: impl Into<Gid>, page: PageUpdateInput) -> Self {
        Self { id: id.into(), page }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Page;
    const META: Meta = Meta::write("page", "update")
        .title("Update a page")
        .scopes(Page::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/pageUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page> {
        graphql::written(&response)
    }
}
