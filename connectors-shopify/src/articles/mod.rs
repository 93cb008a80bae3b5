//! Articles of blogs.

mod input;
mod model;

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub use self::input::{ArticleInput, ArticleUpdateInput, AuthorInput, ImageInput};
pub use self::model::{Article, Author, Image};
use crate::changes::{self, Followed};
use crate::graphql::{self, Document};
use crate::records::{self, Deletable, Gettable, Listable, Record, Spec};
use crate::webhooks::Topic;
use crate::{Gid, Shopify};

/// The selection of [`Article`].
const ARTICLE: &str = "fragment Article on Article { id title handle body summary tags isPublished publishedAt \
    templateSuffix author { name } blog { id } image { id url altText width height } createdAt updatedAt \
    }";

const CREATE: Document = Document::mutation(
    "mutation ArticleCreate($article: ArticleCreateInput!) { articleCreate(article: $article) { article { \
     ...Article } userErrors { field message code } } }",
)
.with(&[ARTICLE]);

const UPDATE: Document = Document::mutation(
    "mutation ArticleUpdate($id: ID!, $article: ArticleUpdateInput!) { articleUpdate(id: $id, article: \
     $article) { article { ...Article } userErrors { field message code } } }",
)
.with(&[ARTICLE])
.repeatable();

impl Record for Article {
    const RESOURCE: &'static str = "article";
    const READ: &'static [&'static str] = &["read_content", "read_online_store_pages"];
    const WRITE: &'static [&'static str] = &["write_content", "write_online_store_pages"];
}

impl Gettable for Article {
    const GET: Spec = Spec::new(
        Document::query("query ArticleGet($id: ID!) { article(id: $id) { ...Article } }").with(&[ARTICLE]),
        "Get an article",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/article",
    );
}

impl Listable for Article {
    const LIST: Spec = Spec::new(
        Document::query(
            "query ArticleList($first: Int!, $after: String, $query: String, $sort_key: ArticleSortKeys, \
             $reverse: Boolean) { articles(first: $first, after: $after, query: $query, sortKey: $sort_key, \
             reverse: $reverse) { nodes { ...Article } pageInfo { hasNextPage endCursor } } }",
        )
        .with(&[ARTICLE]),
        "List articles",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/articles",
    );
    type SortKey = SortKey;
}

impl Deletable for Article {
    const DELETE: Spec = Spec::new(
        Document::mutation(
            "mutation ArticleDelete($id: ID!) { articleDelete(id: $id) { deletedArticleId userErrors { field \
             message code } } }",
        ),
        "Delete an article",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/articleDelete",
    );
}

impl Followed for Article {
    const A: &'static str = "an article";
    const CREATED: &'static [Topic] = &[];
    const UPDATED: &'static [Topic] = &[];
    type List = List;

    fn list(query: String) -> List {
        List::new().query(query).sort_key(SortKey::UpdatedAt)
    }

    fn moments(&self) -> (&Gid, DateTime<Utc>, DateTime<Utc>) {
        (&self.id, self.created_at, self.updated_at.unwrap_or(self.created_at))
    }
}

/// `article.created`: new ones.
pub type Created = changes::Created<Article>;
/// `article.updated`: those that were changed.
pub type Updated = changes::Updated<Article>;
/// `article.created_or_updated`: those that were made or changed.
pub type CreatedOrUpdated = changes::CreatedOrUpdated<Article>;

/// `article.get`: one article.
pub type Get = records::Get<Article>;

/// `article.list`: all articles, or those that a query finds: `blog_id:1 tag:cup`.
pub type List = records::List<Article>;

/// `article.delete`: removes an article.
pub type Delete = records::Delete<Article>;

/// What articles are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// Who wrote it.
    Author,
    /// The title of its blog.
    BlogTitle,
    /// Its id.
    Id,
    /// When it was published.
    PublishedAt,
    /// Its title.
    Title,
    /// When it was changed last.
    UpdatedAt,
}

/// `article.create`: a new article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The article.
    pub article: ArticleInput,
}

impl Create {
    /// This article.
    #[must_use]
    pub fn new(article: ArticleInput) -> Self {
        Self { article }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Article;
    const META: Meta = Meta::write("article", "create")
        .title("Create an article")
        .scopes(Article::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/articleCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Article> {
        graphql::written(&response)
    }
}

/// `article.update`: changes an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The article.
    pub id: Gid,
    /// What changes.
    pub article: ArticleUpdateInput,
}

impl Update {
    /// This, of this article.
    #[must_use]
    pub fn new(id: impl Into<Gid>, article: ArticleUpdateInput) -> Self {
        Self { id: id.into(), article }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Article;
    const META: Meta = Meta::write("article", "update")
        .title("Update an article")
        .scopes(Article::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/articleUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Article> {
        graphql::written(&response)
    }
}

const AUTHORS: Document = Document::query(
    "query ArticleAuthorList($first: Int!, $after: String, $reverse: Boolean) { articleAuthors(first: \
     $first, after: $after, reverse: $reverse) { nodes { name } pageInfo { hasNextPage endCursor } } }",
);

/// `article_author.list`: who writes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListAuthors {
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

impl ListAuthors {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for ListAuthors {
    type Connector = Shopify;
    type Output = Page<Author>;
    const META: Meta = Meta::read("article_author", "list")
        .title("List authors of articles")
        .scopes(Article::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/articleAuthors");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        AUTHORS.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Author>> {
        graphql::page(&response)
    }
}

impl PagedAction for ListAuthors {
    type Item = Author;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

const TAGS: Document = Document::query(
    "query ArticleTagList($limit: Int!, $sort: ArticleTagSort) { articleTags(limit: $limit, sort: $sort) \
     }",
);

/// In which order tags come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum TagSort {
    /// By the alphabet.
    Alphabetical,
    /// Those of many articles first.
    Popular,
}

/// `article_tag.list`: the tags of all articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListTags {
    /// How many at most.
    pub limit: u32,
    /// In which order: by the alphabet, unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<Open<TagSort>>,
}

impl ListTags {
    /// So many at most.
    #[must_use]
    pub fn new(limit: u32) -> Self {
        Self { limit, sort: None }
    }

    setters!(sort: Option<Open<TagSort>>);
}

impl Action for ListTags {
    type Connector = Shopify;
    type Output = Vec<String>;
    const META: Meta = Meta::read("article_tag", "list")
        .title("List tags of articles")
        .scopes(Article::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/articleTags");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        TAGS.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<String>> {
        graphql::one(&response)
    }
}
