//! Metafields: values of your own on any record.
//!
//! A name is a namespace and a key. A [definition](crate::metafield_definitions) says what type the values of a name have.
//!
//! Who may read or write metafields is who may read or write the record.

mod input;
mod owners;

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{
    Action, Cursor, Cx, Delivery, Error, ErrorKind, Meta, Page, PagedAction, Request, Response, Result,
    setters,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::input::{MetafieldIdentifier, MetafieldInput, MetafieldValue, UniqueMetafield};
pub use self::owners::*;
use crate::graphql::{self, Connection, Document};
use crate::metafield_definitions::OwnerType;
use crate::{Gid, Shopify};

/// The selection of [`Metafield`].
const METAFIELD: &str = "fragment Metafield on Metafield { id namespace key type value jsonValue compareDigest ownerType \
    createdAt updatedAt }";

const GET: Document =
    Document::query("query MetafieldGet($id: ID!) { node(id: $id) { ...Metafield } }").with(&[METAFIELD]);

const LIST: Document = Document::query(
    "query MetafieldList($owner_id: ID!, $first: Int!, $after: String, $namespace: String, $keys: \
     [String!], $reverse: Boolean) { node(id: $owner_id) { ... on HasMetafields { metafields(first: \
     $first, after: $after, namespace: $namespace, keys: $keys, reverse: $reverse) { nodes { ...Metafield \
     } pageInfo { hasNextPage endCursor } } } } }",
)
.with(&[METAFIELD]);

const SET: Document = Document::mutation(
    "mutation MetafieldsSet($metafields: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $metafields) \
     { metafields { ...Metafield } userErrors { field message code } } }",
)
.with(&[METAFIELD]);

const DELETE: Document = Document::mutation(
    "mutation MetafieldsDelete($metafields: [MetafieldIdentifierInput!]!) { metafieldsDelete(metafields: \
     $metafields) { deletedMetafields { ownerId namespace key } userErrors { field message } } }",
)
.repeatable();

/// A metafield.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Metafield {
    /// Its id.
    pub id: Gid,
    /// Its namespace.
    pub namespace: String,
    /// Its name in the namespace.
    pub key: String,
    /// The type of its value: `single_line_text_field`, `number_decimal`, `list.product_reference`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// Its value, as text whatever its type.
    pub value: String,
    /// The same as JSON: a number, a list, …
    pub json_value: Value,
    /// What changes whenever the value does: see [`MetafieldValue`].
    pub compare_digest: String,
    /// What kind of record it is of.
    pub owner_type: Open<OwnerType>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl Metafield {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(namespace: String, key: String, kind: String, value: String, json_value: Value, compare_digest: String, owner_type: Open<OwnerType>, created_at: DateTime<Utc>, updated_at: DateTime<Utc>);
}

/// `metafield.get`: one metafield.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The metafield.
    pub id: Gid,
}

impl Get {
    /// The one with this id.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Get {
    type Connector = Shopify;
    type Output = Metafield;
    const META: Meta = Meta::read("metafield", "get")
        .title("Get a metafield")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Metafield");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        GET.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Metafield> {
        let metafield: Metafield = graphql::one(&response)?;
        // Of another kind of record nothing is selected.
        if metafield.id.as_str().is_empty() {
            Err(none("this is the id of no metafield"))
        } else {
            Ok(metafield)
        }
    }
}

/// `metafield.list`: the metafields of a record, of whatever kind it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The record.
    pub owner_id: Gid,
    /// Only those in this namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Only these: each a namespace and a key, `erp.number`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
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
    /// Of this record.
    #[must_use]
    pub fn new(owner_id: impl Into<Gid>) -> Self {
        Self {
            owner_id: owner_id.into(),
            namespace: None,
            keys: Vec::new(),
            reverse: false,
            first: None,
            cursor: None,
        }
    }

    setters!(namespace: Option<String>, keys: Vec<String>, reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<Metafield>;
    const META: Meta = Meta::read("metafield", "list")
        .title("List the metafields of a record")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Metafield");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Metafield>> {
        #[derive(Deserialize)]
        struct Owner {
            metafields: Option<Connection<Metafield>>,
        }
        let owner: Owner = graphql::one(&response)?;
        owner.metafields.map(Page::from).ok_or_else(|| none("records of this kind have no metafields"))
    }
}

impl PagedAction for List {
    type Item = Metafield;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

fn none(text: &'static str) -> Error {
    Error::new(ErrorKind::NotFound, text).with_delivery(Delivery::Accepted)
}

/// `metafield.set`: sets metafields, of one record or of several: all of them or, if one cannot be set, none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Set {
    /// The metafields; at most 25.
    pub metafields: Vec<MetafieldValue>,
}

impl Set {
    /// These.
    #[must_use]
    pub fn new(metafields: impl IntoIterator<Item = impl Into<MetafieldValue>>) -> Self {
        Self { metafields: metafields.into_iter().map(Into::into).collect() }
    }
}

impl Action for Set {
    type Connector = Shopify;
    type Output = Vec<Metafield>;
    const META: Meta = Meta::write("metafield", "set")
        .title("Set metafields")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/metafieldsSet");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        // Done once, the value is no longer what it has to be before.
        let compared = self.metafields.iter().any(|metafield| !metafield.compare_digest.is_leave());
        let document = if compared { SET } else { SET.repeatable() };
        document.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<Metafield>> {
        graphql::written(&response)
    }
}

/// `metafield.delete`: removes metafields. Gives which; none in the place of one that was not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The metafields.
    pub metafields: Vec<MetafieldIdentifier>,
}

impl Delete {
    /// These.
    #[must_use]
    pub fn new(metafields: impl IntoIterator<Item = impl Into<MetafieldIdentifier>>) -> Self {
        Self { metafields: metafields.into_iter().map(Into::into).collect() }
    }
}

impl Action for Delete {
    type Connector = Shopify;
    type Output = Vec<Option<MetafieldIdentifier>>;
    const META: Meta = Meta::destructive("metafield", "delete")
        .title("Delete metafields")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/metafieldsDelete");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        DELETE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<Option<MetafieldIdentifier>>> {
        graphql::written(&response)
    }
}
