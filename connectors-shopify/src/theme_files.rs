//! Files of themes. Shopify lets only some applications write them.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{
    Action, Cursor, Cx, Delivery, Error, ErrorKind, Meta, Page, PagedAction, Request, Response, Result,
    setters,
};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Connection, Document};
use crate::records::Record;
use crate::themes::Theme;
use crate::{Gid, Shopify};

const LIST: Document = Document::query(
    "query ThemeFileList($theme_id: ID!, $first: Int!, $after: String, $filenames: [String!]) { theme(id: \
     $theme_id) { files(first: $first, after: $after, filenames: $filenames) { nodes { filename \
     contentType size checksumMd5 createdAt updatedAt } pageInfo { hasNextPage endCursor } } } }",
);

const GET: Document = Document::query(
    "query ThemeFileGet($theme_id: ID!, $filenames: [String!]!) { theme(id: $theme_id) { files(first: 50, \
     filenames: $filenames) { nodes { filename contentType size checksumMd5 createdAt updatedAt body { \
     ... on OnlineStoreThemeFileBodyText { content } ... on OnlineStoreThemeFileBodyBase64 { \
     contentBase64 } ... on OnlineStoreThemeFileBodyUrl { url } } } pageInfo { hasNextPage endCursor } } \
     } }",
);

const UPSERT: Document = Document::mutation(
    "mutation ThemeFilesUpsert($theme_id: ID!, $files: [OnlineStoreThemeFilesUpsertFileInput!]!) { \
     themeFilesUpsert(themeId: $theme_id, files: $files) { upsertedThemeFiles { filename size checksumMd5 \
     createdAt updatedAt } userErrors { field message code } } }",
)
.repeatable();

const DELETE: Document = Document::mutation(
    "mutation ThemeFilesDelete($theme_id: ID!, $files: [String!]!) { themeFilesDelete(themeId: $theme_id, \
     files: $files) { deletedThemeFiles { filename size checksumMd5 createdAt updatedAt } userErrors { \
     field message code } } }",
)
.repeatable();

/// A file of a theme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ThemeFile {
    /// Its path in the theme, `templates/index.json`.
    pub filename: String,
    /// What it is (MIME); not told of what was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// How many bytes it has.
    pub size: String,
    /// Its MD5 sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checksum_md5: Option<String>,
    /// What is in it, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl ThemeFile {
    /// As tests need it.
    #[must_use]
    pub fn new(filename: impl Into<String>) -> Self {
        Self { filename: filename.into(), ..Self::default() }
    }

    setters!(content_type: Option<String>, size: String, checksum_md5: Option<String>, body: Option<Body>, created_at: DateTime<Utc>, updated_at: DateTime<Utc>);
}

/// What is in a file: one of these.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Body {
    /// A text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// Bytes (Base64).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_base64: Option<String>,
    /// Where it is, if it is large.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl Body {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(content: Option<String>, content_base64: Option<String>, url: Option<String>);
}

/// A file as it is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct FileInput {
    /// Its path in the theme, `templates/index.json`.
    pub filename: String,
    /// What is in it.
    pub body: BodyInput,
}

impl FileInput {
    /// This in this file.
    #[must_use]
    pub fn new(filename: impl Into<String>, body: BodyInput) -> Self {
        Self { filename: filename.into(), body }
    }
}

/// What is in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct BodyInput {
    /// How that is said.
    #[serde(rename = "type")]
    pub kind: Open<BodyType>,
    /// A text, bytes (Base64), or an address.
    pub value: String,
}

impl BodyInput {
    /// This.
    #[must_use]
    pub fn new(kind: impl Into<Open<BodyType>>, value: impl Into<String>) -> Self {
        Self { kind: kind.into(), value: value.into() }
    }
}

/// How the content of a file is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum BodyType {
    /// As bytes (Base64).
    Base64,
    /// As text.
    Text,
    /// By an address.
    Url,
}

/// `theme_file.list`: the files of a theme, without what is in them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The theme.
    pub theme_id: Gid,
    /// Only these; `*` stands for anything: `templates/*`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filenames: Vec<String>,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// Of this theme.
    #[must_use]
    pub fn new(theme_id: impl Into<Gid>) -> Self {
        Self { theme_id: theme_id.into(), filenames: Vec::new(), first: None, cursor: None }
    }

    setters!(filenames: Vec<String>, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<ThemeFile>;
    const META: Meta = Meta::read("theme_file", "list")
        .title("List files of a theme")
        .scopes(Theme::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/OnlineStoreTheme");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<ThemeFile>> {
        let files: Option<Connection<ThemeFile>> = graphql::within(&response)?;
        files.map(Page::from).ok_or_else(|| {
            Error::new(ErrorKind::NotFound, "the theme has no files that can be read")
                .with_delivery(Delivery::Accepted)
        })
    }
}

impl PagedAction for List {
    type Item = ThemeFile;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `theme_file.get`: files of a theme with what is in them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The theme.
    pub theme_id: Gid,
    /// The files; at most 50.
    pub filenames: Vec<String>,
}

impl Get {
    /// These, of this theme.
    #[must_use]
    pub fn new(theme_id: impl Into<Gid>, filenames: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { theme_id: theme_id.into(), filenames: filenames.into_iter().map(Into::into).collect() }
    }
}

impl Action for Get {
    type Connector = Shopify;
    type Output = Vec<ThemeFile>;
    const META: Meta = Meta::read("theme_file", "get")
        .title("Get files of a theme")
        .scopes(Theme::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/OnlineStoreTheme");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        GET.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<ThemeFile>> {
        let files: Option<Connection<ThemeFile>> = graphql::within(&response)?;
        files.map(|files| files.nodes).ok_or_else(|| {
            Error::new(ErrorKind::NotFound, "the theme has no files that can be read")
                .with_delivery(Delivery::Accepted)
        })
    }
}

/// `theme_file.upsert`: writes files of a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Upsert {
    /// The theme.
    pub theme_id: Gid,
    /// The files; at most 50.
    pub files: Vec<FileInput>,
}

impl Upsert {
    /// These, of this theme.
    #[must_use]
    pub fn new(theme_id: impl Into<Gid>, files: impl IntoIterator<Item = impl Into<FileInput>>) -> Self {
        Self { theme_id: theme_id.into(), files: files.into_iter().map(Into::into).collect() }
    }
}

impl Action for Upsert {
    type Connector = Shopify;
    type Output = Vec<ThemeFile>;
    const META: Meta = Meta::write("theme_file", "upsert")
        .title("Write files of a theme")
        .scopes(Theme::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/themeFilesUpsert");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPSERT.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<ThemeFile>> {
        graphql::written(&response)
    }
}

/// `theme_file.delete`: removes files of a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The theme.
    pub theme_id: Gid,
    /// The files; at most 50.
    pub files: Vec<String>,
}

impl Delete {
    /// These, of this theme.
    #[must_use]
    pub fn new(theme_id: impl Into<Gid>, files: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { theme_id: theme_id.into(), files: files.into_iter().map(Into::into).collect() }
    }
}

impl Action for Delete {
    type Connector = Shopify;
    type Output = Vec<ThemeFile>;
    const META: Meta = Meta::destructive("theme_file", "delete")
        .title("Delete files of a theme")
        .scopes(Theme::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/themeFilesDelete");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        DELETE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<ThemeFile>> {
        graphql::written(&response)
    }
}
