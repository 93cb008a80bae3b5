//! Segments: customers that have something in common, found by a query.

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Document};
use crate::records::{self, Gettable, Listable, Record, Spec};
use crate::{Gid, Shopify};

/// The selection of [`Segment`].
const SEGMENT: &[&str] = &["fragment Segment on Segment { id name query creationDate lastEditDate }"];

const COUNT: Document =
    Document::query("query CustomerSegmentCount { segmentsCount(limit: null) { count precision } }");

impl Record for Segment {
    const RESOURCE: &'static str = "customer_segment";
    const READ: &'static [&'static str] = &["read_customers"];
    const WRITE: &'static [&'static str] = &["write_customers"];
}

impl Gettable for Segment {
    const GET: Spec = Spec::new(
        Document::query("query CustomerSegmentGet($id: ID!) { segment(id: $id) { ...Segment } }")
            .with(SEGMENT),
        "Get a segment of customers",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/segment",
    );
}

impl Listable for Segment {
    const LIST: Spec = Spec::new(
        Document::query(
            "query CustomerSegmentList($first: Int!, $after: String, $query: String, $sort_key: SegmentSortKeys, $reverse: Boolean) { \
             segments(first: $first, after: $after, query: $query, sortKey: $sort_key, reverse: $reverse) { \
             nodes { ...Segment } pageInfo { hasNextPage endCursor } } }",
        )
        .with(SEGMENT),
        "List segments of customers",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/segments",
    );
    type SortKey = SortKey;
}

/// `customer_segment.get`: one segment of customers.
pub type Get = records::Get<Segment>;
/// `customer_segment.list`: all segments of customers, or those that a query finds.
pub type List = records::List<Segment>;

/// `customer_segment.count`: how many segments of customers there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Count {}

impl Count {
    /// Of all of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for Count {
    type Connector = Shopify;
    type Output = crate::Count;
    const META: Meta = Meta::read("customer_segment", "count")
        .title("Count segments of customers")
        .scopes(Segment::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/segmentsCount");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        COUNT.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<crate::Count> {
        graphql::one(&response)
    }
}

/// A segment of customers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Segment {
    /// Its id.
    pub id: Gid,
    /// What it is called.
    pub name: String,
    /// What its customers have in common: `number_of_orders >= 5`.
    pub query: String,
    /// When it was made.
    #[serde(rename = "creationDate")]
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    #[serde(rename = "lastEditDate")]
    pub updated_at: DateTime<Utc>,
}

impl Segment {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: String, query: String, created_at: DateTime<Utc>, updated_at: DateTime<Utc>);
}

/// What lists of segments are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// When it was made.
    CreationDate,
    /// Its id.
    Id,
    /// When it was changed last.
    LastEditDate,
    /// How well it fits the query.
    Relevance,
}
