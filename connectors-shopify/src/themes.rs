//! Themes: what the online shop looks like. Their files are [theme files](crate::theme_files).

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Document};
use crate::records::{self, Deletable, Gettable, Record, Spec};
use crate::{Gid, Shopify};

/// The selection of [`Theme`].
const THEME: &str = "fragment OnlineStoreTheme on OnlineStoreTheme { id name role prefix processing processingFailed \
    themeStoreId createdAt updatedAt }";

const LIST: Document = Document::query(
    "query ThemeList($first: Int!, $after: String, $names: [String!], $roles: [ThemeRole!], $reverse: \
     Boolean) { themes(first: $first, after: $after, names: $names, roles: $roles, reverse: $reverse) { \
     nodes { ...OnlineStoreTheme } pageInfo { hasNextPage endCursor } } }",
)
.with(&[THEME]);

const CREATE: Document = Document::mutation(
    "mutation ThemeCreate($source: URL!, $name: String, $role: ThemeRole) { themeCreate(source: $source, \
     name: $name, role: $role) { theme { ...OnlineStoreTheme } userErrors { field message code } } }",
)
.with(&[THEME]);

const UPDATE: Document = Document::mutation(
    "mutation ThemeUpdate($id: ID!, $input: OnlineStoreThemeInput!) { themeUpdate(id: $id, input: $input) \
     { theme { ...OnlineStoreTheme } userErrors { field message code } } }",
)
.with(&[THEME])
.repeatable();

const PUBLISH: Document = Document::mutation(
    "mutation ThemePublish($id: ID!) { themePublish(id: $id) { theme { ...OnlineStoreTheme } userErrors { \
     field message code } } }",
)
.with(&[THEME])
.repeatable();

/// A theme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Theme {
    /// Its id.
    pub id: Gid,
    /// What it is called.
    pub name: String,
    /// Whether it is the one that is seen.
    pub role: Open<Role>,
    /// The beginning of the addresses of its files.
    pub prefix: String,
    /// Whether it is being worked on.
    pub processing: bool,
    /// Whether that failed.
    pub processing_failed: bool,
    /// Its number among the themes that Shopify offers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme_store_id: Option<i64>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl Theme {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: String, role: Open<Role>, prefix: String, processing: bool, processing_failed: bool, theme_store_id: Option<i64>, created_at: DateTime<Utc>, updated_at: DateTime<Utc>);
}

/// What a theme is in the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Role {
    /// One that was put away.
    Archived,
    /// One to be tried.
    Demo,
    /// One that is being made.
    Development,
    /// One that cannot be used until it is paid.
    Locked,
    /// The one that is seen.
    Main,
    /// One that is not seen.
    Unpublished,
}

/// What changes of a theme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ThemeInput {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl ThemeInput {
    /// Nothing so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(name: Option<String>);
}

impl Record for Theme {
    const RESOURCE: &'static str = "theme";
    const READ: &'static [&'static str] = &["read_themes"];
    const WRITE: &'static [&'static str] = &["write_themes"];
}

impl Gettable for Theme {
    const GET: Spec = Spec::new(
        Document::query("query ThemeGet($id: ID!) { theme(id: $id) { ...OnlineStoreTheme } }").with(&[THEME]),
        "Get a theme",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/theme",
    );
}

impl Deletable for Theme {
    const DELETE: Spec = Spec::new(
        Document::mutation(
            "mutation ThemeDelete($id: ID!) { themeDelete(id: $id) { deletedThemeId userErrors { field message \
             code } } }",
        ),
        "Delete a theme",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/themeDelete",
    );
}

/// `theme.get`: one theme.
pub type Get = records::Get<Theme>;

/// `theme.delete`: removes a theme.
pub type Delete = records::Delete<Theme>;

/// `theme.list`: the themes of the shop.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Only those that are called one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// Only those that are one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Open<Role>>,
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
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(names: Vec<String>, roles: Vec<Open<Role>>, reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<Theme>;
    const META: Meta = Meta::read("theme", "list")
        .title("List themes")
        .scopes(Theme::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/themes");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Theme>> {
        graphql::page(&response)
    }
}

impl PagedAction for List {
    type Item = Theme;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `theme.create`: a new theme from an archive. It is worked on after the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// Where the archive (ZIP) is.
    pub source: String,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is: not seen, unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Open<Role>>,
}

impl Create {
    /// From this archive.
    #[must_use]
    pub fn new(source: impl Into<String>) -> Self {
        Self { source: source.into(), name: None, role: None }
    }

    setters!(name: Option<String>, role: Option<Open<Role>>);
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Theme;
    const META: Meta = Meta::write("theme", "create")
        .title("Create a theme")
        .scopes(Theme::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/themeCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Theme> {
        graphql::written(&response)
    }
}

/// `theme.update`: changes the name of a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The theme.
    pub id: Gid,
    /// What changes.
    pub input: ThemeInput,
}

impl Update {
    /// This, of this theme.
    #[must_use]
    pub fn new(id: impl Into<Gid>, input: ThemeInput) -> Self {
        Self { id: id.into(), input }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Theme;
    const META: Meta = Meta::write("theme", "update")
        .title("Update a theme")
        .scopes(Theme::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/themeUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Theme> {
        graphql::written(&response)
    }
}

/// `theme.publish`: makes a theme the one that is seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Publish {
    /// The theme.
    pub id: Gid,
}

impl Publish {
    /// This theme.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Publish {
    type Connector = Shopify;
    type Output = Theme;
    const META: Meta = Meta::write("theme", "publish")
        .title("Publish a theme")
        .scopes(Theme::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/themePublish");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        PUBLISH.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Theme> {
        graphql::written(&response)
    }
}
