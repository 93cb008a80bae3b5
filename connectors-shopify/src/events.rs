//! Events: what was done in the shop, as its timelines tell it.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use crate::Gid;
use crate::graphql::Document;
use crate::records::{self, Countable, Gettable, Listable, Record, Spec};

/// The selection of [`Event`].
const EVENT: &str = "fragment Event on Event { __typename id action message appTitle attributeToApp attributeToUser \
    criticalAlert createdAt ... on BasicEvent { subjectId subjectType author } ... on CommentEvent { \
    rawMessage edited } }";

/// Something that was done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Event {
    /// Its id.
    pub id: Gid,
    /// Its type in the schema: `BasicEvent`; `CommentEvent` if somebody wrote a comment.
    #[serde(rename = "__typename")]
    pub kind: String,
    /// What was done: `confirmed`.
    pub action: String,
    /// The same in a sentence (HTML).
    pub message: String,
    /// The record; comments do not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject_id: Option<Gid>,
    /// What kind of record it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject_type: Option<Open<SubjectType>>,
    /// Who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The application that did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_title: Option<String>,
    /// Whether an application did it.
    pub attribute_to_app: bool,
    /// Whether a person did it.
    pub attribute_to_user: bool,
    /// Whether somebody has to look at it.
    pub critical_alert: bool,
    /// What the comment says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw_message: Option<String>,
    /// Whether the comment was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited: Option<bool>,
    /// When it was done.
    pub created_at: DateTime<Utc>,
}

impl Event {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(kind: String, action: String, message: String, subject_id: Option<Gid>, subject_type: Option<Open<SubjectType>>, author: Option<String>, app_title: Option<String>, attribute_to_app: bool, attribute_to_user: bool, critical_alert: bool, raw_message: Option<String>, edited: Option<bool>, created_at: DateTime<Utc>);
}

/// Kinds of records that events are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SubjectType {
    /// An article.
    Article,
    /// A blog.
    Blog,
    /// A collection.
    Collection,
    /// A comment.
    Comment,
    /// A company.
    Company,
    /// A place of a company.
    CompanyLocation,
    /// A customer.
    Customer,
    /// An automatic discount of the kind "buy X, get Y".
    DiscountAutomaticBxgy,
    /// An automatic discount.
    DiscountAutomaticNode,
    /// A discount code.
    DiscountCodeNode,
    /// A discount.
    DiscountNode,
    /// A draft order.
    DraftOrder,
    /// A transfer of stock.
    InventoryTransfer,
    /// An order.
    Order,
    /// A page.
    Page,
    /// A price rule.
    PriceRule,
    /// A product.
    Product,
    /// A variant.
    ProductVariant,
    /// Another.
    Unknown,
}

impl Record for Event {
    const RESOURCE: &'static str = "event";
    // Each event wants the scope of what it is about.
    const READ: &'static [&'static str] = &["read_content", "read_products", "read_orders"];
    const WRITE: &'static [&'static str] = &[];
}

impl Gettable for Event {
    const GET: Spec = Spec::new(
        Document::query("query EventGet($id: ID!) { event(id: $id) { ...Event } }").with(&[EVENT]),
        "Get an event",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/event",
    );
}

impl Listable for Event {
    const LIST: Spec = Spec::new(
        Document::query(
            "query EventList($first: Int!, $after: String, $query: String, $sort_key: EventSortKeys, $reverse: \
             Boolean) { events(first: $first, after: $after, query: $query, sortKey: $sort_key, reverse: \
             $reverse) { nodes { ...Event } pageInfo { hasNextPage endCursor } } }",
        ).with(&[EVENT]),
        "List events",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/events",
    );
    type SortKey = SortKey;
}

impl Countable for Event {
    const COUNT: Spec = Spec::new(
        Document::query(
            "query EventCount($query: String) { eventsCount(query: $query) { count precision } }",
        ),
        "Count events",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/eventsCount",
    );
}

/// `event.get`: one event.
pub type Get = records::Get<Event>;

/// `event.list`: all events, or those that a query finds: `subject_type:ORDER action:confirmed`.
pub type List = records::List<Event>;

/// `event.count`: how many events there are.
pub type Count = records::Count<Event>;

/// What events are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// When it was done.
    CreatedAt,
    /// Its id.
    Id,
}
