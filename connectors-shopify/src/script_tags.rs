//! Script tags: scripts of the application in the pages of the online shop.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Document};
use crate::records::{self, Deletable, Gettable, Record, Spec};
use crate::{Gid, Shopify};

/// The selection of [`ScriptTag`].
const SCRIPT_TAG: &str = "fragment ScriptTag on ScriptTag { id src displayScope cache createdAt updatedAt }";

const LIST: Document = Document::query(
    "query ScriptTagList($first: Int!, $after: String, $src: URL, $query: String, $reverse: Boolean) { \
     scriptTags(first: $first, after: $after, src: $src, query: $query, reverse: $reverse) { nodes { \
     ...ScriptTag } pageInfo { hasNextPage endCursor } } }",
)
.with(&[SCRIPT_TAG]);

const CREATE: Document = Document::mutation(
    "mutation ScriptTagCreate($input: ScriptTagInput!) { scriptTagCreate(input: $input) { scriptTag { \
     ...ScriptTag } userErrors { field message } } }",
)
.with(&[SCRIPT_TAG]);

const UPDATE: Document = Document::mutation(
    "mutation ScriptTagUpdate($id: ID!, $input: ScriptTagInput!) { scriptTagUpdate(id: $id, input: \
     $input) { scriptTag { ...ScriptTag } userErrors { field message } } }",
)
.with(&[SCRIPT_TAG])
.repeatable();

/// A script tag.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ScriptTag {
    /// Its id.
    pub id: Gid,
    /// Where the script is.
    pub src: String,
    /// On which pages it is.
    pub display_scope: Open<DisplayScope>,
    /// Whether Shopify keeps a copy.
    pub cache: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl ScriptTag {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(src: String, display_scope: Open<DisplayScope>, cache: bool, created_at: DateTime<Utc>, updated_at: DateTime<Utc>);
}

/// On which pages a script is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum DisplayScope {
    /// On those of the online shop.
    OnlineStore,
}

/// A script tag as it is to be. What is not said of one that exists stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ScriptTagInput {
    /// Where the script is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub src: Option<String>,
    /// On which pages it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_scope: Option<Open<DisplayScope>>,
    /// Whether Shopify keeps a copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache: Option<bool>,
}

impl ScriptTagInput {
    /// Nothing so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(src: Option<String>, display_scope: Option<Open<DisplayScope>>, cache: Option<bool>);
}

impl Record for ScriptTag {
    const RESOURCE: &'static str = "script_tag";
    const READ: &'static [&'static str] = &["read_script_tags"];
    const WRITE: &'static [&'static str] = &["write_script_tags"];
}

impl Gettable for ScriptTag {
    const GET: Spec = Spec::new(
        Document::query("query ScriptTagGet($id: ID!) { scriptTag(id: $id) { ...ScriptTag } }")
            .with(&[SCRIPT_TAG]),
        "Get a script tag",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/scriptTag",
    );
}

impl Deletable for ScriptTag {
    const DELETE: Spec = Spec::new(
        Document::mutation(
            "mutation ScriptTagDelete($id: ID!) { scriptTagDelete(id: $id) { deletedScriptTagId userErrors { \
             field message } } }",
        ),
        "Delete a script tag",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/scriptTagDelete",
    );
}

/// `script_tag.get`: one script tag.
pub type Get = records::Get<ScriptTag>;

/// `script_tag.delete`: removes a script tag.
pub type Delete = records::Delete<ScriptTag>;

/// `script_tag.list`: the script tags of the application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Only that of this script.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub src: Option<String>,
    /// Which ones, in Shopify's search syntax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
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

    setters!(src: Option<String>, query: Option<String>, reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<ScriptTag>;
    const META: Meta = Meta::read("script_tag", "list")
        .title("List script tags")
        .scopes(ScriptTag::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/scriptTags");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<ScriptTag>> {
        graphql::page(&response)
    }
}

impl PagedAction for List {
    type Item = ScriptTag;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `script_tag.create`: a new script tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The script tag.
    pub input: ScriptTagInput,
}

impl Create {
    /// This script tag.
    #[must_use]
    pub fn new(input: ScriptTagInput) -> Self {
        Self { input }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = ScriptTag;
    const META: Meta = Meta::write("script_tag", "create")
        .title("Create a script tag")
        .scopes(ScriptTag::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/scriptTagCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<ScriptTag> {
        graphql::written(&response)
    }
}

/// `script_tag.update`: changes a script tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The script tag.
    pub id: Gid,
    /// What changes.
    pub input: ScriptTagInput,
}

impl Update {
    /// This, of this script tag.
    #[must_use]
    pub fn new(id: impl Into<Gid>, input: ScriptTagInput) -> Self {
        Self { id: id.into(), input }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = ScriptTag;
    const META: Meta = Meta::write("script_tag", "update")
        .title("Update a script tag")
        .scopes(ScriptTag::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/scriptTagUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<ScriptTag> {
        graphql::written(&response)
    }
}
