//! The lines of an order that is edited.

use connectors_core::{
    Action, Cursor, Cx, Delivery, Error, ErrorKind, Meta, Page, PagedAction, Request, Response, Result,
    setters,
};
use serde::{Deserialize, Serialize};

use super::{EDIT_LINE, EditLine};
use crate::graphql::{self, Connection, Document};
use crate::types::MONEY_BAG;
use crate::{Gid, Shopify};

const LIST: Document = Document::query(
    "query OrderEditLineItems($edit_id: ID!, $first: Int!, $after: String) { node(id: $edit_id) { \
     ... on CalculatedOrder { lineItems(first: $first, after: $after) { nodes { ...EditLine } \
     pageInfo { hasNextPage endCursor } } } } }",
)
.with(&[EDIT_LINE, MONEY_BAG]);

const LIST_ADDED: Document = Document::query(
    "query OrderEditAddedLineItems($edit_id: ID!, $first: Int!, $after: String) { node(id: $edit_id) { \
     ... on CalculatedOrder { lineItems: addedLineItems(first: $first, after: $after) { nodes { ...EditLine } \
     pageInfo { hasNextPage endCursor } } } } }",
)
.with(&[EDIT_LINE, MONEY_BAG]);

/// `order_edit.list_line_items`: the lines of an order that is edited, or those that the edit adds. It goes on where the lines that came
/// with the edit end ([`Connection::all`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListLineItems {
    /// The edit.
    pub edit_id: Gid,
    /// Whether those come that the edit adds, instead of those that were there before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub added: bool,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl ListLineItems {
    /// Of this edit.
    #[must_use]
    pub fn new(edit_id: impl Into<Gid>) -> Self {
        Self { edit_id: edit_id.into(), added: false, first: None, cursor: None }
    }

    setters!(added: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for ListLineItems {
    type Connector = Shopify;
    type Output = Page<EditLine>;
    const META: Meta = Meta::read("order_edit", "list_line_items")
        .title("List the lines of an edited order")
        .scopes(&["read_order_edits", "write_order_edits"])
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/CalculatedOrder");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        #[derive(Serialize)]
        struct Variables<'a> {
            edit_id: &'a Gid,
            #[serde(skip_serializing_if = "Option::is_none")]
            first: Option<u32>,
        }
        let document = if self.added { LIST_ADDED } else { LIST };
        document.list(&Variables { edit_id: &self.edit_id, first: self.first }, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<EditLine>> {
        #[derive(Deserialize)]
        struct Edit {
            #[serde(rename = "lineItems")]
            lines: Option<Connection<EditLine>>,
        }
        let edit: Edit = graphql::one(&response)?;
        let none = || {
            Error::new(ErrorKind::NotFound, "this is no edit of an order").with_delivery(Delivery::Accepted)
        };
        edit.lines.map(Page::from).ok_or_else(none)
    }
}

impl PagedAction for ListLineItems {
    type Item = EditLine;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
