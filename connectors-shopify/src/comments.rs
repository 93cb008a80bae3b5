//! Comments on articles.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Document};
use crate::records::{self, Deletable, Gettable, Listable, Record, Spec};
use crate::{Gid, Ref, Shopify};

/// The selection of [`Comment`].
const COMMENT: &str = "fragment Comment on Comment { id status body bodyHtml isPublished publishedAt author { name email } \
    article { id } ip userAgent createdAt updatedAt }";

/// A comment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Comment {
    /// Its id.
    pub id: Gid,
    /// What became of it.
    pub status: Open<CommentStatus>,
    /// What is written, as text.
    pub body: String,
    /// The same (HTML).
    pub body_html: String,
    /// Whether everyone sees it.
    pub is_published: bool,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<DateTime<Utc>>,
    /// Who wrote it.
    pub author: Author,
    /// The article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<Ref>,
    /// Where it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// With which program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl Comment {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(status: Open<CommentStatus>, body: String, body_html: String, is_published: bool, published_at: Option<DateTime<Utc>>, author: Author, article: Option<Ref>, ip: Option<String>, user_agent: Option<String>, created_at: DateTime<Utc>, updated_at: Option<DateTime<Utc>>);
}

/// Who wrote a comment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Author {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
}

impl Author {
    /// As tests need it.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    setters!(email: String);
}

/// What became of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum CommentStatus {
    /// It is being looked at.
    Pending,
    /// Everyone sees it.
    Published,
    /// It was removed.
    Removed,
    /// It is spam.
    Spam,
    /// Somebody has to approve it.
    Unapproved,
}

impl Record for Comment {
    const RESOURCE: &'static str = "comment";
    const READ: &'static [&'static str] = &["read_content", "read_online_store_pages"];
    const WRITE: &'static [&'static str] = &["write_content", "write_online_store_pages"];
}

impl Gettable for Comment {
    const GET: Spec = Spec::new(
        Document::query("query CommentGet($id: ID!) { comment(id: $id) { ...Comment } }").with(&[COMMENT]),
        "Get a comment",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/comment",
    );
}

impl Listable for Comment {
    const LIST: Spec = Spec::new(
        Document::query(
            "query CommentList($first: Int!, $after: String, $query: String, $sort_key: CommentSortKeys, \
             $reverse: Boolean) { comments(first: $first, after: $after, query: $query, sortKey: $sort_key, \
             reverse: $reverse) { nodes { ...Comment } pageInfo { hasNextPage endCursor } } }",
        )
        .with(&[COMMENT]),
        "List comments",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/comments",
    );
    type SortKey = SortKey;
}

impl Deletable for Comment {
    const DELETE: Spec = Spec::new(
        Document::mutation(
            "mutation CommentDelete($id: ID!) { commentDelete(id: $id) { deletedCommentId userErrors { field \
             message code } } }",
        ),
        "Delete a comment",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/commentDelete",
    );
}

/// `comment.get`: one comment.
pub type Get = records::Get<Comment>;

/// `comment.list`: all comments, or those that a query finds.
pub type List = records::List<Comment>;

/// `comment.delete`: removes a comment.
pub type Delete = records::Delete<Comment>;

/// What comments are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// When it was made.
    CreatedAt,
    /// Its id.
    Id,
}

const APPROVE: Document = Document::mutation(
    "mutation CommentApprove($id: ID!) { commentApprove(id: $id) { comment { ...Comment } userErrors { \
     field message code } } }",
)
.with(&[COMMENT])
.repeatable();

/// `comment.approve`: lets everyone see a comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Approve {
    /// The comment.
    pub id: Gid,
}

impl Approve {
    /// This comment.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Approve {
    type Connector = Shopify;
    type Output = Comment;
    const META: Meta = Meta::write("comment", "approve")
        .title("Approve a comment")
        .scopes(Comment::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/commentApprove");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        APPROVE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Comment> {
        graphql::written(&response)
    }
}

const MARK_SPAM: Document = Document::mutation(
    "mutation CommentSpam($id: ID!) { commentSpam(id: $id) { comment { ...Comment } userErrors { field \
     message code } } }",
)
.with(&[COMMENT])
.repeatable();

/// `comment.mark_spam`: says that a comment is spam.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct MarkSpam {
    /// The comment.
    pub id: Gid,
}

impl MarkSpam {
    /// This comment.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for MarkSpam {
    type Connector = Shopify;
    type Output = Comment;
    const META: Meta = Meta::write("comment", "mark_spam")
        .title("Mark a comment as spam")
        .scopes(Comment::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/commentSpam");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        MARK_SPAM.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Comment> {
        graphql::written(&response)
    }
}

const MARK_NOT_SPAM: Document = Document::mutation(
    "mutation CommentNotSpam($id: ID!) { commentNotSpam(id: $id) { comment { ...Comment } userErrors { \
     field message code } } }",
)
.with(&[COMMENT])
.repeatable();

/// `comment.mark_not_spam`: says that a comment is no spam.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct MarkNotSpam {
    /// The comment.
    pub id: Gid,
}

impl MarkNotSpam {
    /// This comment.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for MarkNotSpam {
    type Connector = Shopify;
    type Output = Comment;
    const META: Meta = Meta::write("comment", "mark_not_spam")
        .title("Mark a comment as no spam")
        .scopes(Comment::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/commentNotSpam");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        MARK_NOT_SPAM.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Comment> {
        graphql::written(&response)
    }
}
