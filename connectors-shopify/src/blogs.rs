//! Blogs of the online shop; what is written in them are [articles](crate::articles).

use chrono::{DateTime, Utc};
use connectors_core::types::{Open, Patch};
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::changes::{self, Followed};
use crate::graphql::{self, Document};
use crate::metafields::MetafieldInput;
use crate::records::{self, Countable, Deletable, Gettable, Listable, Record, Spec};
use crate::webhooks::Topic;
use crate::{Gid, Shopify};

/// The selection of [`Blog`].
const BLOG: &str =
    "fragment Blog on Blog { id title handle commentPolicy tags templateSuffix createdAt updatedAt }";

const CREATE: Document = Document::mutation(
    "mutation BlogCreate($blog: BlogCreateInput!) { blogCreate(blog: $blog) { blog { ...Blog } userErrors \
     { field message code } } }",
)
.with(&[BLOG]);

const UPDATE: Document = Document::mutation(
    "mutation BlogUpdate($id: ID!, $blog: BlogUpdateInput!) { blogUpdate(id: $id, blog: $blog) { blog { \
     ...Blog } userErrors { field message code } } }",
)
.with(&[BLOG])
.repeatable();

/// A blog.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Blog {
    /// Its id.
    pub id: Gid,
    /// What it is called.
    pub title: String,
    /// Its name in addresses.
    pub handle: String,
    /// Whether readers may comment.
    pub comment_policy: Open<CommentPolicy>,
    /// The tags of the newest of its articles.
    pub tags: Vec<String>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_suffix: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl Blog {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(title: String, handle: String, comment_policy: Open<CommentPolicy>, tags: Vec<String>, template_suffix: Option<String>, created_at: DateTime<Utc>, updated_at: Option<DateTime<Utc>>);
}

/// Whether readers may comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum CommentPolicy {
    /// They may, and everyone sees it at once.
    AutoPublished,
    /// They may not.
    Closed,
    /// They may, and somebody looks at it before.
    Moderated,
}

/// A new blog.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct BlogInput {
    /// What it is called.
    pub title: String,
    /// Its name in addresses; made of the title if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Whether readers may comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment_policy: Option<Open<CommentPolicy>>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_suffix: Option<String>,
    /// Its metafields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
}

impl BlogInput {
    /// A blog with this title.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    setters!(handle: Option<String>, comment_policy: Option<Open<CommentPolicy>>, template_suffix: Option<String>, metafields: Vec<MetafieldInput>);
}

/// What changes of a blog. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct BlogUpdateInput {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its name in addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Whether the old address leads to the new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_new_handle: Option<bool>,
    /// Whether the old addresses of its articles do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_articles: Option<bool>,
    /// Whether readers may comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment_policy: Option<Open<CommentPolicy>>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub template_suffix: Patch<String>,
    /// Metafields that are set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
}

impl BlogUpdateInput {
    /// Nothing so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(title: Option<String>, handle: Option<String>, redirect_new_handle: Option<bool>, redirect_articles: Option<bool>, comment_policy: Option<Open<CommentPolicy>>, template_suffix: Patch<String>, metafields: Vec<MetafieldInput>);
}

impl Record for Blog {
    const RESOURCE: &'static str = "blog";
    const READ: &'static [&'static str] = &["read_content", "read_online_store_pages"];
    const WRITE: &'static [&'static str] = &["write_content", "write_online_store_pages"];
}

impl Gettable for Blog {
    const GET: Spec = Spec::new(
        Document::query("query BlogGet($id: ID!) { blog(id: $id) { ...Blog } }").with(&[BLOG]),
        "Get a blog",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/blog",
    );
}

impl Listable for Blog {
    const LIST: Spec = Spec::new(
        Document::query(
            "query BlogList($first: Int!, $after: String, $query: String, $sort_key: BlogSortKeys, $reverse: \
             Boolean) { blogs(first: $first, after: $after, query: $query, sortKey: $sort_key, reverse: $reverse) \
             { nodes { ...Blog } pageInfo { hasNextPage endCursor } } }",
        ).with(&[BLOG]),
        "List blogs",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/blogs",
    );
    type SortKey = SortKey;
}

impl Countable for Blog {
    const COUNT: Spec = Spec::new(
        Document::query(
            "query BlogCount($query: String) { blogsCount(query: $query, limit: null) { count precision } }",
        ),
        "Count blogs",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/blogsCount",
    );
}

impl Deletable for Blog {
    const DELETE: Spec = Spec::new(
        Document::mutation(
            "mutation BlogDelete($id: ID!) { blogDelete(id: $id) { deletedBlogId userErrors { field message code \
             } } }",
        ),
        "Delete a blog with its articles",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/blogDelete",
    );
}

impl Followed for Blog {
    const A: &'static str = "a blog";
    const CREATED: &'static [Topic] = &[];
    const UPDATED: &'static [Topic] = &[];
    const ORDERED: bool = false;
    type List = List;

    fn list(query: String) -> List {
        List::new().query(query)
    }

    fn moments(&self) -> (&Gid, DateTime<Utc>, DateTime<Utc>) {
        (&self.id, self.created_at, self.updated_at.unwrap_or(self.created_at))
    }
}

/// `blog.created`: new ones.
pub type Created = changes::Created<Blog>;
/// `blog.updated`: those that were changed.
pub type Updated = changes::Updated<Blog>;
/// `blog.created_or_updated`: those that were made or changed.
pub type CreatedOrUpdated = changes::CreatedOrUpdated<Blog>;

/// `blog.get`: one blog.
pub type Get = records::Get<Blog>;

/// `blog.list`: all blogs, or those that a query finds.
pub type List = records::List<Blog>;

/// `blog.count`: how many blogs there are.
pub type Count = records::Count<Blog>;

/// `blog.delete`: removes a blog with its articles.
pub type Delete = records::Delete<Blog>;

/// What blogs are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// Its name in addresses.
    Handle,
    /// Its id.
    Id,
    /// Its title.
    Title,
}

/// `blog.create`: a new blog.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The blog.
    pub blog: BlogInput,
}

impl Create {
    /// This blog.
    #[must_use]
    pub fn new(blog: BlogInput) -> Self {
        Self { blog }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Blog;
    const META: Meta = Meta::write("blog", "create")
        .title("Create a blog")
        .scopes(Blog::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/blogCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Blog> {
        graphql::written(&response)
    }
}

/// `blog.update`: changes a blog.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The blog.
    pub id: Gid,
    /// What changes.
    pub blog: BlogUpdateInput,
}

impl Update {
    /// This, of this blog.
    #[must_use]
    pub fn new(id: impl Into<Gid>, blog: BlogUpdateInput) -> Self {
        Self { id: id.into(), blog }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Blog;
    const META: Meta = Meta::write("blog", "update")
        .title("Update a blog")
        .scopes(Blog::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/blogUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Blog> {
        graphql::written(&response)
    }
}
