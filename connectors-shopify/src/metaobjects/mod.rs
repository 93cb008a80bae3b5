//! Metaobjects: records of your own, of types that you [define](crate::metaobject_definitions).

mod input;
mod model;

use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub use self::input::{
    FieldInput, Handle, MetaobjectInput, MetaobjectUpdateInput, MetaobjectUpsertInput, Where,
};
pub use self::model::{Field, Metaobject, MetaobjectCapabilities, OnlineStore, Publishable, Status};
use crate::graphql::{self, Document};
use crate::jobs::Job;
use crate::records::{self, Deletable, Gettable, Record, Spec};
use crate::{Gid, Shopify};

/// The selection of [`Metaobject`].
const METAOBJECT: &str = "fragment Metaobject on Metaobject { id type handle displayName fields { key type value jsonValue } \
    capabilities { publishable { status } onlineStore { templateSuffix } } createdAt updatedAt }";

const BY_HANDLE: Document = Document::query(
    "query MetaobjectGetByHandle($handle: MetaobjectHandleInput!) { metaobjectByHandle(handle: $handle) { \
     ...Metaobject } }",
)
.with(&[METAOBJECT]);

const LIST: Document = Document::query(
    "query MetaobjectList($first: Int!, $after: String, $type: String!, $query: String, $sort_key: \
     String, $reverse: Boolean) { metaobjects(first: $first, after: $after, type: $type, query: $query, \
     sortKey: $sort_key, reverse: $reverse) { nodes { ...Metaobject } pageInfo { hasNextPage endCursor } \
     } }",
)
.with(&[METAOBJECT]);

const CREATE: Document = Document::mutation(
    "mutation MetaobjectCreate($metaobject: MetaobjectCreateInput!) { metaobjectCreate(metaobject: \
     $metaobject) { metaobject { ...Metaobject } userErrors { field message code } } }",
)
.with(&[METAOBJECT]);

const UPDATE: Document = Document::mutation(
    "mutation MetaobjectUpdate($id: ID!, $metaobject: MetaobjectUpdateInput!) { metaobjectUpdate(id: $id, \
     metaobject: $metaobject) { metaobject { ...Metaobject } userErrors { field message code } } }",
)
.with(&[METAOBJECT])
.repeatable();

const UPSERT: Document = Document::mutation(
    "mutation MetaobjectUpsert($handle: MetaobjectHandleInput!, $metaobject: MetaobjectUpsertInput!) { \
     metaobjectUpsert(handle: $handle, metaobject: $metaobject) { metaobject { ...Metaobject } userErrors \
     { field message code } } }",
)
.with(&[METAOBJECT]);

impl Record for Metaobject {
    const RESOURCE: &'static str = "metaobject";
    const READ: &'static [&'static str] = &["read_metaobjects"];
    const WRITE: &'static [&'static str] = &["write_metaobjects"];
}

impl Gettable for Metaobject {
    const GET: Spec = Spec::new(
        Document::query("query MetaobjectGet($id: ID!) { metaobject(id: $id) { ...Metaobject } }")
            .with(&[METAOBJECT]),
        "Get a metaobject",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/metaobject",
    );
}

impl Deletable for Metaobject {
    const DELETE: Spec = Spec::new(
        Document::mutation(
            "mutation MetaobjectDelete($id: ID!) { metaobjectDelete(id: $id) { deletedId userErrors { field \
             message code } } }",
        ),
        "Delete a metaobject",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/metaobjectDelete",
    );
}

/// `metaobject.get`: one metaobject.
pub type Get = records::Get<Metaobject>;

/// `metaobject.delete`: removes a metaobject.
pub type Delete = records::Delete<Metaobject>;

/// What metaobjects are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SortKey {
    /// Its id.
    Id,
    /// Its type.
    Type,
    /// When it was changed last.
    UpdatedAt,
    /// What people call it.
    DisplayName,
}

/// `metaobject.get_by_handle`: one metaobject, by its type and its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GetByHandle {
    /// Which.
    pub handle: Handle,
}

impl GetByHandle {
    /// This one.
    #[must_use]
    pub fn new(handle: Handle) -> Self {
        Self { handle }
    }
}

impl Action for GetByHandle {
    type Connector = Shopify;
    type Output = Metaobject;
    const META: Meta = Meta::read("metaobject", "get_by_handle")
        .title("Get a metaobject by handle")
        .scopes(Metaobject::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/metaobjectByHandle");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        BY_HANDLE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Metaobject> {
        graphql::one(&response)
    }
}

/// `metaobject.list`: the metaobjects of a type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The type, `author`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Which ones, in Shopify's search syntax: `display_name:Ada`, `fields.colour:blue` of fields that can be filtered by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// In which order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort_key: Option<Open<SortKey>>,
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
    /// All of this type.
    #[must_use]
    pub fn new(kind: impl Into<String>) -> Self {
        Self { kind: kind.into(), query: None, sort_key: None, reverse: false, first: None, cursor: None }
    }

    setters!(query: Option<String>, sort_key: Option<Open<SortKey>>, reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<Metaobject>;
    const META: Meta = Meta::read("metaobject", "list")
        .title("List metaobjects")
        .scopes(Metaobject::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/metaobjects");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Metaobject>> {
        graphql::page(&response)
    }
}

impl PagedAction for List {
    type Item = Metaobject;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `metaobject.create`: a new metaobject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The metaobject.
    pub metaobject: MetaobjectInput,
}

impl Create {
    /// This one.
    #[must_use]
    pub fn new(metaobject: MetaobjectInput) -> Self {
        Self { metaobject }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Metaobject;
    const META: Meta = Meta::write("metaobject", "create")
        .title("Create a metaobject")
        .scopes(Metaobject::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/metaobjectCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Metaobject> {
        graphql::written(&response)
    }
}

/// `metaobject.update`: changes a metaobject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The metaobject.
    pub id: Gid,
    /// What changes.
    pub metaobject: MetaobjectUpdateInput,
}

impl Update {
    /// This, of this one.
    #[must_use]
    pub fn new(id: impl Into<Gid>, metaobject: MetaobjectUpdateInput) -> Self {
        Self { id: id.into(), metaobject }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Metaobject;
    const META: Meta = Meta::write("metaobject", "update")
        .title("Update a metaobject")
        .scopes(Metaobject::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/metaobjectUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Metaobject> {
        graphql::written(&response)
    }
}

/// `metaobject.upsert`: makes a metaobject of this type and name, or changes it if it is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Upsert {
    /// Which.
    pub handle: Handle,
    /// As it is to be.
    pub metaobject: MetaobjectUpsertInput,
}

impl Upsert {
    /// This one, like this.
    #[must_use]
    pub fn new(handle: Handle, metaobject: MetaobjectUpsertInput) -> Self {
        Self { handle, metaobject }
    }
}

impl Action for Upsert {
    type Connector = Shopify;
    type Output = Metaobject;
    const META: Meta = Meta::write("metaobject", "upsert")
        .title("Create or update a metaobject")
        .scopes(Metaobject::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/metaobjectUpsert");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        // Once it has another name, the old one would make a second.
        let renamed = self.metaobject.handle.as_ref().is_some_and(|handle| *handle != self.handle.handle);
        let document = if renamed { UPSERT } else { UPSERT.repeatable() };
        document.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Metaobject> {
        graphql::written(&response)
    }
}

const BULK_DELETE: Document = Document::mutation(
    "mutation MetaobjectBulkDelete($where: MetaobjectBulkDeleteWhereCondition!) { \
     metaobjectBulkDelete(where: $where) { job { id done } userErrors { field message code } } }",
)
.repeatable();

/// `metaobject.bulk_delete`: removes many metaobjects. Shopify does it after the answer: [`jobs::Get`](crate::jobs::Get) tells when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct BulkDelete {
    /// Which ones.
    #[serde(rename = "where")]
    pub condition: Where,
}

impl BulkDelete {
    /// These.
    #[must_use]
    pub fn new(condition: Where) -> Self {
        Self { condition }
    }

    /// All of this type.
    #[must_use]
    pub fn of_type(kind: impl Into<String>) -> Self {
        Self::new(Where::Type(kind.into()))
    }
}

impl Action for BulkDelete {
    type Connector = Shopify;
    type Output = Job;
    const META: Meta = Meta::destructive("metaobject", "bulk_delete")
        .title("Delete many metaobjects")
        .scopes(Metaobject::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/metaobjectBulkDelete");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        BULK_DELETE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Job> {
        graphql::written(&response)
    }
}
