//! Articles of blogs.

use chrono::{DateTime, Utc};
use connectors_core::types::{Open, Patch};
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::changes::{self, Followed};
use crate::graphql::{self, Document};
use crate::metafields::MetafieldInput;
use crate::records::{self, Deletable, Gettable, Listable, Record, Spec};
use crate::webhooks::Topic;
use crate::{Gid, Ref, Shopify};

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

/// An article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Article {
    /// Its id.
    pub id: Gid,
    /// What it is called.
    pub title: String,
    /// Its name in addresses.
    pub handle: String,
    /// What is written (HTML).
    pub body: String,
    /// What it is about (HTML).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whether it is seen.
    pub is_published: bool,
    /// Since when, or from when on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<DateTime<Utc>>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_suffix: Option<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// The blog that it is in.
    pub blog: Ref,
    /// Its image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl Article {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(title: String, handle: String, body: String, summary: Option<String>, tags: Vec<String>, is_published: bool, published_at: Option<DateTime<Utc>>, template_suffix: Option<String>, author: Option<Author>, blog: Ref, image: Option<Image>, created_at: DateTime<Utc>, updated_at: Option<DateTime<Utc>>);
}

/// Who wrote an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Author {
    /// The name.
    pub name: String,
}

impl Author {
    /// As tests need it.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }
}

/// An image.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Image {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Gid>,
    /// Where it is.
    pub url: String,
    /// What it shows, for those who do not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt_text: Option<String>,
    /// Its width.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<i64>,
    /// Its height.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<i64>,
}

impl Image {
    /// As tests need it.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), ..Self::default() }
    }

    setters!(id: Option<Gid>, alt_text: Option<String>, width: Option<i64>, height: Option<i64>);
}

/// Who wrote an article: a name, or somebody of the staff.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AuthorInput {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Somebody of the staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Gid>,
}

impl AuthorInput {
    /// Nobody so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(name: Option<String>, user_id: Option<Gid>);
}

/// An image of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ImageInput {
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What it shows, for those who do not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt_text: Option<String>,
}

impl ImageInput {
    /// Nothing so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(url: Option<String>, alt_text: Option<String>);
}

/// A new article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ArticleInput {
    /// What it is called.
    pub title: String,
    /// Who wrote it.
    pub author: AuthorInput,
    /// The blog that it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blog_id: Option<Gid>,
    /// Its name in addresses; made of the title if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// What is written (HTML).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// What it is about (HTML).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Its image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<ImageInput>,
    /// Whether it is seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_published: Option<bool>,
    /// From when on it is seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publish_date: Option<DateTime<Utc>>,
    /// Its tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_suffix: Option<String>,
    /// Its metafields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
}

impl ArticleInput {
    /// With this title, by this author.
    #[must_use]
    pub fn new(title: impl Into<String>, author: AuthorInput) -> Self {
        Self { title: title.into(), author, ..Self::default() }
    }

    setters!(blog_id: Option<Gid>, handle: Option<String>, body: Option<String>, summary: Option<String>, image: Option<ImageInput>, is_published: Option<bool>, publish_date: Option<DateTime<Utc>>, tags: Vec<String>, template_suffix: Option<String>, metafields: Vec<MetafieldInput>);
}

/// What changes of an article. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ArticleUpdateInput {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<AuthorInput>,
    /// The blog that it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blog_id: Option<Gid>,
    /// Its name in addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Whether the old address leads to the new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_new_handle: Option<bool>,
    /// What is written (HTML).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// What it is about (HTML).
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub summary: Patch<String>,
    /// Its image.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub image: Patch<ImageInput>,
    /// Whether it is seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_published: Option<bool>,
    /// From when on it is seen.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub publish_date: Patch<DateTime<Utc>>,
    /// All its tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub template_suffix: Patch<String>,
    /// Metafields that are set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
}

impl ArticleUpdateInput {
    /// Nothing so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(title: Option<String>, author: Option<AuthorInput>, blog_id: Option<Gid>, handle: Option<String>, redirect_new_handle: Option<bool>, body: Option<String>, summary: Patch<String>, image: Patch<ImageInput>, is_published: Option<bool>, publish_date: Patch<DateTime<Utc>>, tags: Option<Vec<String>>, template_suffix: Patch<String>, metafields: Vec<MetafieldInput>);
}

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
