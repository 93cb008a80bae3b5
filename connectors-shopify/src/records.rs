//! What most resources have: a record by its id, all that a query finds, how many these are, and removing one.
//!
//! Each is one action for all resources. A resource says what it is by the traits here, and gives the actions names of its
//! own: `products::List` is [`List`] of [`Product`](crate::products::Product).

use std::fmt::Debug;
use std::marker::PhantomData;

use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Document};
use crate::{Gid, Shopify, types};

/// A kind of record.
pub trait Record: Clone + Debug + Default + PartialEq + DeserializeOwned + Send + Sync + 'static {
    /// Its name in ids of actions: `product`.
    const RESOURCE: &'static str;
    /// The scopes that let it be read, any of which will do.
    const READ: &'static [&'static str];
    /// The scopes that let it be written.
    const WRITE: &'static [&'static str];
}

/// What an action on a resource is made of.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    document: Document,
    title: &'static str,
    docs: &'static str,
}

impl Spec {
    /// This document, called like this, and described there.
    pub(crate) const fn new(document: Document, title: &'static str, docs: &'static str) -> Self {
        Self { document, title, docs }
    }

    const fn describe(self, meta: Meta, scopes: &'static [&'static str]) -> Meta {
        meta.title(self.title).scopes(scopes).docs(self.docs)
    }
}

/// A record that is had by its id.
pub trait Gettable: Record {
    /// A query with the variable `$id`, which gives the record.
    const GET: Spec;
}

/// Records that are listed.
pub trait Listable: Record {
    /// A query with the variables `$first`, `$after`, `$query`, `$sort_key` and `$reverse`, which gives a connection.
    const LIST: Spec;
    /// What they can be ordered by.
    type SortKey: Clone + Debug + PartialEq + DeserializeOwned + Send + Sync + 'static;
}

/// Records that are searched for.
pub trait Searchable: Listable {
    /// What the action is called. Its document is that of the list.
    const SEARCH: &'static str;
}

/// Records that are counted.
pub trait Countable: Record {
    /// A query with the variable `$query`, which gives a count.
    const COUNT: Spec;
}

/// Records that can be removed.
pub trait Deletable: Record {
    /// A mutation with the variable `$id`, which gives the id of what was removed.
    const DELETE: Spec;
}

/// `*.get`: one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(bound = "", rename = "Get"))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Get<R> {
    /// The record.
    pub id: Gid,
    #[serde(skip)]
    record: PhantomData<fn() -> R>,
}

impl<R> Get<R> {
    /// The one with this id.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), record: PhantomData }
    }
}

impl<R: Gettable> Action for Get<R> {
    type Connector = Shopify;
    type Output = R;
    const META: Meta = R::GET.describe(Meta::read(R::RESOURCE, "get"), R::READ);

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        R::GET.document.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<R> {
        graphql::one(&response)
    }
}

/// `*.list`: all records, or those that a query finds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(bound = "", rename = "List"))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct List<R: Listable> {
    /// Which ones, in Shopify's search syntax: `status:active updated_at:>'2026-01-31T10:00:00Z'`. Values from elsewhere belong in
    /// quotes: [`quoted`](crate::search::quoted).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// In which order: as Shopify has it, unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_key: Option<Open<R::SortKey>>,
    /// Whether the order is turned round.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reverse: bool,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl<R: Listable> Default for List<R> {
    fn default() -> Self {
        Self { query: None, sort_key: None, reverse: false, first: None, cursor: None }
    }
}

impl<R: Listable> List<R> {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    connectors_core::setters!(query: Option<String>, sort_key: Option<Open<R::SortKey>>, reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl<R: Listable> Action for List<R> {
    type Connector = Shopify;
    type Output = Page<R>;
    const META: Meta = R::LIST.describe(Meta::read(R::RESOURCE, "list"), R::READ);

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        R::LIST.document.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<R>> {
        graphql::page(&response)
    }
}

impl<R: Listable> PagedAction for List<R> {
    type Item = R;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `*.search`: records that fit a text, the best first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(bound = "", rename = "Search"))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Search<R> {
    /// Words, or Shopify's search syntax.
    pub query: String,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    #[serde(skip)]
    record: PhantomData<fn() -> R>,
}

impl<R> Search<R> {
    /// Those that fit this.
    #[must_use]
    pub fn new(query: impl Into<String>) -> Self {
        Self { query: query.into(), first: None, cursor: None, record: PhantomData }
    }

    connectors_core::setters!(first: Option<u32>, cursor: Option<Cursor>);
}

impl<R: Searchable> Action for Search<R> {
    type Connector = Shopify;
    type Output = Page<R>;
    const META: Meta = Meta::read(R::RESOURCE, "search").title(R::SEARCH).scopes(R::READ).docs(R::LIST.docs);

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        let list = List { query: Some(self.query.clone()), first: self.first, ..List::<R>::new() };
        let list = List { sort_key: Some(Open::from_wire("RELEVANCE")), ..list };
        R::LIST.document.list(&list, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<R>> {
        graphql::page(&response)
    }
}

impl<R: Searchable> PagedAction for Search<R> {
    type Item = R;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `*.count`: how many records there are, or how many a query finds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(bound = "", rename = "Count"))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Count<R> {
    /// Which ones, in Shopify's search syntax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    #[serde(skip)]
    record: PhantomData<fn() -> R>,
}

impl<R> Default for Count<R> {
    fn default() -> Self {
        Self { query: None, record: PhantomData }
    }
}

impl<R> Count<R> {
    /// Of all of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    connectors_core::setters!(query: Option<String>);
}

impl<R: Countable> Action for Count<R> {
    type Connector = Shopify;
    type Output = types::Count;
    const META: Meta = R::COUNT.describe(Meta::read(R::RESOURCE, "count"), R::READ);

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        R::COUNT.document.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<types::Count> {
        graphql::one(&response)
    }
}

/// `*.delete`: removes a record. Gives its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(bound = "", rename = "Delete"))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Delete<R> {
    /// The record.
    pub id: Gid,
    #[serde(skip)]
    record: PhantomData<fn() -> R>,
}

impl<R> Delete<R> {
    /// The one with this id.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), record: PhantomData }
    }
}

impl<R: Deletable> Action for Delete<R> {
    type Connector = Shopify;
    type Output = Gid;
    const META: Meta = R::DELETE.describe(Meta::destructive(R::RESOURCE, "delete"), R::WRITE);

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        R::DELETE.document.repeatable().request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Gid> {
        graphql::written(&response)
    }
}
