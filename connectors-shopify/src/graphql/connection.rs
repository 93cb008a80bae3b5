//! Connections: lists that come page by page, also within other records.

use connectors_core::{Client, Cursor, Page, PagedAction};
use futures_util::stream::{self, StreamExt};
use serde::{Deserialize, Serialize};

use crate::{Elements, Shopify};

/// One page of a list: what a list's answer is, and what a record has of a list within it.
///
/// Of a list within a record the first page comes with the record. [`all`](Self::all) goes on from there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Connection<T> {
    /// The elements.
    pub nodes: Vec<T>,
    /// Whether there are more.
    pub page_info: PageInfo,
}

/// Whether a list has more, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PageInfo {
    /// Whether there are more.
    pub has_next_page: bool,
    /// Where this page ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_cursor: Option<String>,
}

impl<T> Connection<T> {
    /// A whole list, as tests need it.
    #[must_use]
    pub fn new(nodes: Vec<T>) -> Self {
        Self { nodes, page_info: PageInfo::default() }
    }

    /// Where the next page is; `None` if this was the last.
    #[must_use]
    pub fn next(&self) -> Option<Cursor> {
        self.page_info.end_cursor.clone().filter(|_| self.page_info.has_next_page).map(Cursor::Token)
    }

    /// All elements: those that are here, and then those that `rest`, the list of the same elements, gives from here on.
    pub fn all<A>(self, client: &Client<Shopify>, rest: A) -> Elements<T>
    where
        A: PagedAction<Connector = Shopify, Item = T>,
        T: Send + 'static,
    {
        let next = self.next().map(|cursor| client.items(rest.at(cursor)));
        Elements::new(stream::iter(self.nodes).map(Ok).chain(stream::iter(next).flatten()))
    }
}

impl<T> Default for Connection<T> {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl<T> From<Connection<T>> for Page<T> {
    fn from(connection: Connection<T>) -> Self {
        let next = connection.next();
        Self::new(connection.nodes, next)
    }
}
