//! Tags of products, orders, draft orders, customers, articles and discounts.

use connectors_core::{Action, Cx, Meta, Request, Response, Result};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Document};
use crate::{Gid, Ref, Shopify};

/// That of the record, whichever it is.
const WRITE: &[&str] = &[
    "write_products",
    "write_orders",
    "write_draft_orders",
    "write_customers",
    "write_content",
    "write_discounts",
];

const ADD: Document = Document::mutation(
    "mutation TagAdd($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { \
     node { id } userErrors { field message } } }",
)
.repeatable();

const REMOVE: Document = Document::mutation(
    "mutation TagRemove($id: ID!, $tags: [String!]!) { tagsRemove(id: $id, tags: $tags) { \
     node { id } userErrors { field message } } }",
)
.repeatable();

/// `tag.add`: puts tags on a record, beside those that it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Add {
    /// The record.
    pub id: Gid,
    /// The tags.
    pub tags: Vec<String>,
}

impl Add {
    /// These, on this record.
    #[must_use]
    pub fn new<T: Into<String>>(id: impl Into<Gid>, tags: impl IntoIterator<Item = T>) -> Self {
        Self { id: id.into(), tags: tags.into_iter().map(Into::into).collect() }
    }
}

impl Action for Add {
    type Connector = Shopify;
    type Output = Ref;
    const META: Meta = Meta::write("tag", "add")
        .title("Add tags")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/tagsAdd");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        ADD.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Ref> {
        graphql::written(&response)
    }
}

/// `tag.remove`: takes tags off a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Remove {
    /// The record.
    pub id: Gid,
    /// The tags.
    pub tags: Vec<String>,
}

impl Remove {
    /// These, off this record.
    #[must_use]
    pub fn new<T: Into<String>>(id: impl Into<Gid>, tags: impl IntoIterator<Item = T>) -> Self {
        Self { id: id.into(), tags: tags.into_iter().map(Into::into).collect() }
    }
}

impl Action for Remove {
    type Connector = Shopify;
    type Output = Ref;
    const META: Meta = Meta::destructive("tag", "remove")
        .title("Remove tags")
        .scopes(WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/tagsRemove");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        REMOVE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Ref> {
        graphql::written(&response)
    }
}
