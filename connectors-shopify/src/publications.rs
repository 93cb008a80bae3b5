//! Publications: where products and collections are offered, such as the online shop; and putting them there.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Connection, Document};
use crate::records::{self, Gettable, Record, Spec};
use crate::{Gid, Ref, Shopify};

/// The selection of [`Publication`].
const PUBLICATION: &[&str] =
    &["fragment Publication on Publication { id autoPublish supportsFuturePublishing \
    catalog { id title status } \
    channels(first: 5) { nodes { id name handle } pageInfo { hasNextPage endCursor } } }"];

const LIST: Document = Document::query(
    "query PublicationList($first: Int!, $after: String, $catalog_type: CatalogType, $reverse: Boolean) { \
     publications(first: $first, after: $after, catalogType: $catalog_type, reverse: $reverse) { \
     nodes { ...Publication } pageInfo { hasNextPage endCursor } } }",
)
.with(PUBLICATION);

const LIST_CHANNELS: Document = Document::query(
    "query SalesChannelList($first: Int!, $after: String, $reverse: Boolean) { \
     channels(first: $first, after: $after, reverse: $reverse) { \
     nodes { id name handle } pageInfo { hasNextPage endCursor } } }",
);

const PUBLISH: Document = Document::mutation(
    "mutation ResourcePublish($id: ID!, $publications: [PublicationInput!]!) { \
     publishablePublish(id: $id, input: $publications) { \
     publishable { ... on Node { id } } userErrors { field message } } }",
)
.repeatable();

const UNPUBLISH: Document = Document::mutation(
    "mutation ResourceUnpublish($id: ID!, $publications: [PublicationInput!]!) { \
     publishableUnpublish(id: $id, input: $publications) { \
     publishable { ... on Node { id } } userErrors { field message } } }",
)
.repeatable();

impl Record for Publication {
    const RESOURCE: &'static str = "publication";
    const READ: &'static [&'static str] = &["read_publications"];
    const WRITE: &'static [&'static str] = &["write_publications"];
}

impl Gettable for Publication {
    const GET: Spec = Spec::new(
        Document::query("query PublicationGet($id: ID!) { publication(id: $id) { ...Publication } }")
            .with(PUBLICATION),
        "Get a publication",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/publication",
    );
}

/// `publication.get`: one publication.
pub type Get = records::Get<Publication>;

/// Where products and collections are offered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Publication {
    /// Its id.
    pub id: Gid,
    /// Whether new products are offered there by themselves.
    pub auto_publish: bool,
    /// Whether a day can be set for it.
    pub supports_future_publishing: bool,
    /// The catalog that it is of: products and prices for certain customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalog: Option<CatalogRef>,
    /// The first five of the channels that it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channels: Option<Connection<Channel>>,
}

impl Publication {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(auto_publish: bool, supports_future_publishing: bool, catalog: Option<CatalogRef>, channels: Option<Connection<Channel>>);
}

/// A catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct CatalogRef {
    /// Its id.
    pub id: Gid,
    /// What it is called.
    pub title: String,
    /// Whether it is in use.
    pub status: Open<CatalogStatus>,
}

impl CatalogRef {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(title: String, status: Open<CatalogStatus>);
}

/// Whether a catalog is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum CatalogStatus {
    /// It is.
    Active,
    /// No longer.
    Archived,
    /// Not yet.
    Draft,
}

/// A channel: the online shop, the till, a market place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Channel {
    /// Its id.
    pub id: Gid,
    /// What it is called.
    pub name: String,
    /// Its name for programs.
    pub handle: String,
}

impl Channel {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: String, handle: String);
}

/// `publication.list`: where products and collections are offered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Only those of such catalogs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalog_type: Option<Open<CatalogType>>,
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

impl List {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(catalog_type: Option<Open<CatalogType>>, reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<Publication>;
    const META: Meta = Meta::read("publication", "list")
        .title("List publications")
        .scopes(Publication::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/publications");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Publication>> {
        graphql::page(&response)
    }
}

impl PagedAction for List {
    type Item = Publication;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// Whom a catalog is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum CatalogType {
    /// Applications: the channels.
    App,
    /// Companies.
    CompanyLocation,
    /// Markets.
    Market,
    /// Nobody in particular.
    None,
}

/// `sales_channel.list`: the channels that the shop sells through.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ListChannels {
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

impl ListChannels {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for ListChannels {
    type Connector = Shopify;
    type Output = Page<Channel>;
    const META: Meta = Meta::read("sales_channel", "list")
        .title("List sales channels")
        .scopes(Publication::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/channels");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST_CHANNELS.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Channel>> {
        graphql::page(&response)
    }
}

impl PagedAction for ListChannels {
    type Item = Channel;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `resource.publish`: offers a product or collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Publish {
    /// The product or collection.
    pub id: Gid,
    /// Where, and from when on.
    pub publications: Vec<PublicationInput>,
}

impl Publish {
    /// This, there.
    #[must_use]
    pub fn new(id: impl Into<Gid>, publications: impl IntoIterator<Item = PublicationInput>) -> Self {
        Self { id: id.into(), publications: publications.into_iter().collect() }
    }
}

impl Action for Publish {
    type Connector = Shopify;
    type Output = Ref;
    const META: Meta = Meta::write("resource", "publish")
        .title("Publish a product or collection")
        .scopes(Publication::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/publishablePublish");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        PUBLISH.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Ref> {
        graphql::written(&response)
    }
}

/// `resource.unpublish`: offers a product or collection no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Unpublish {
    /// The product or collection.
    pub id: Gid,
    /// Where.
    pub publications: Vec<PublicationInput>,
}

impl Unpublish {
    /// This, there.
    #[must_use]
    pub fn new(id: impl Into<Gid>, publications: impl IntoIterator<Item = PublicationInput>) -> Self {
        Self { id: id.into(), publications: publications.into_iter().collect() }
    }
}

impl Action for Unpublish {
    type Connector = Shopify;
    type Output = Ref;
    const META: Meta = Meta::write("resource", "unpublish")
        .title("Unpublish a product or collection")
        .scopes(Publication::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/publishableUnpublish");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UNPUBLISH.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Ref> {
        graphql::written(&response)
    }
}

/// Where something is offered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct PublicationInput {
    /// The publication.
    pub publication_id: Gid,
    /// From when on: at once, if nothing is said. Only the online shop knows later days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publish_date: Option<DateTime<Utc>>,
}

impl PublicationInput {
    /// There.
    #[must_use]
    pub fn new(publication_id: impl Into<Gid>) -> Self {
        Self { publication_id: publication_id.into(), ..Self::default() }
    }

    setters!(publish_date: Option<DateTime<Utc>>);
}
