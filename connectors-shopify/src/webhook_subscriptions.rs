//! Subscriptions: which topics Shopify tells to which address.
//!
//! [`ensure`] is the short way: what is missing is made, what is there stays.
//!
//! ```no_run
//! use connectors_shopify::{orders, webhook_subscriptions};
//!
//! # async fn run(shop: connectors_core::Client<connectors_shopify::Shopify>) -> connectors_core::Result<()> {
//! let trigger = orders::CreatedOrUpdated::new();
//! webhook_subscriptions::ensure(&shop, "https://hooks.example.org/shopify", trigger.topics()).await?;
//! # Ok(()) }
//! ```
//!
//! An application has subscriptions in each shop of its own; it sees those that it made by the API, and not those of its
//! configuration file. They do not end, but Shopify deletes one whose deliveries are not answered: run [`ensure`] now and then.
//! Requests about privacy ([`Topic::PRIVACY`]) cannot be subscribed to by the API.

use chrono::{DateTime, Utc};
use connectors_core::types::{Open, Patch};
use connectors_core::{
    Action, Client, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};

use crate::graphql::{self, Document};
use crate::records::{self, Countable, Deletable, Gettable, Record, Spec};
use crate::webhooks::Topic;
use crate::{Gid, Shopify};

/// The selection of [`Subscription`].
const SUBSCRIPTION: &str = "fragment WebhookSubscription on WebhookSubscription { id topic uri format name filter includeFields \
    metafieldNamespaces metafields { namespace key } apiVersion { handle } createdAt updatedAt }";

const LIST: Document = Document::query(
    "query WebhookSubscriptionList($first: Int!, $after: String, $topics: [WebhookSubscriptionTopic!], \
     $uri: String, $format: WebhookSubscriptionFormat, $query: String, $sort_key: \
     WebhookSubscriptionSortKeys, $reverse: Boolean) { webhookSubscriptions(first: $first, after: $after, \
     topics: $topics, uri: $uri, format: $format, query: $query, sortKey: $sort_key, reverse: $reverse) { \
     nodes { ...WebhookSubscription } pageInfo { hasNextPage endCursor } } }",
)
.with(&[SUBSCRIPTION]);

const CREATE: Document = Document::mutation(
    "mutation WebhookSubscriptionCreate($topic: WebhookSubscriptionTopic!, $subscription: \
     WebhookSubscriptionInput!) { webhookSubscriptionCreate(topic: $topic, webhookSubscription: \
     $subscription) { webhookSubscription { ...WebhookSubscription } userErrors { field message } } }",
)
.with(&[SUBSCRIPTION]);

const UPDATE: Document = Document::mutation(
    "mutation WebhookSubscriptionUpdate($id: ID!, $subscription: WebhookSubscriptionInput!) { \
     webhookSubscriptionUpdate(id: $id, webhookSubscription: $subscription) { webhookSubscription { \
     ...WebhookSubscription } userErrors { field message } } }",
)
.with(&[SUBSCRIPTION])
.repeatable();

/// Sees to it that these topics are told to this address, and gives the subscriptions that do it. Those that are there stay as
/// they are, whatever their filter; no other is touched.
///
/// # Errors
/// What listing or making them says. Those that were made until then stay: ask again.
pub async fn ensure(
    client: &Client<Shopify>,
    uri: impl Into<String>,
    topics: impl IntoIterator<Item = Topic>,
) -> Result<Vec<Subscription>> {
    let uri = uri.into();
    let mut wanted: Vec<Topic> = Vec::new();
    for topic in topics {
        if !wanted.contains(&topic) {
            wanted.push(topic);
        }
    }
    let mut subscriptions = Vec::new();
    if wanted.is_empty() {
        return Ok(subscriptions);
    }
    let mut there = client.items(List::new().uri(uri.as_str()).topics(wanted.iter().copied()));
    while let Some(subscription) = there.next().await {
        let subscription = subscription?;
        // What is asked for is compared once more: an address that is ignored would make it seem that all are there.
        if subscription.uri == uri && wanted.iter().any(|topic| subscription.topic == *topic) {
            subscriptions.push(subscription);
        }
    }
    for topic in wanted {
        if !subscriptions.iter().any(|subscription| subscription.topic == topic) {
            let made = Create::new(topic, SubscriptionInput::new().uri(uri.as_str()));
            subscriptions.push(client.call(made).await?);
        }
    }
    Ok(subscriptions)
}

/// A subscription.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Subscription {
    /// Its id.
    pub id: Gid,
    /// What it tells. In JSON as Shopify spells it: `ORDERS_CREATE`.
    #[serde(with = "names")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub topic: Open<Topic>,
    /// Where to: an address, `pubsub://project:topic`, or the name (ARN) of an event source of `EventBridge`.
    pub uri: String,
    /// How payloads are written.
    pub format: Open<Format>,
    /// What it is called; deliveries say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Which events only, in Shopify's search syntax over the payload: `total_price:>100`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Which members of the payload only; all if there are none.
    pub include_fields: Vec<String>,
    /// The namespaces whose metafields come with it.
    pub metafield_namespaces: Vec<String>,
    /// The metafields that come with it.
    pub metafields: Vec<MetafieldName>,
    /// The version that its payloads are written in.
    pub api_version: ApiVersion,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl Subscription {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(topic: Open<Topic>, uri: String, format: Open<Format>, name: Option<String>, filter: Option<String>, include_fields: Vec<String>, metafield_namespaces: Vec<String>, metafields: Vec<MetafieldName>, api_version: ApiVersion, created_at: DateTime<Utc>, updated_at: DateTime<Utc>);
}

/// A version of the API.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct ApiVersion {
    /// Its name, `2026-10`.
    pub handle: String,
}

impl ApiVersion {
    /// As tests need it.
    #[must_use]
    pub fn new(handle: impl Into<String>) -> Self {
        Self { handle: handle.into() }
    }
}

/// How a metafield is called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct MetafieldName {
    /// Its namespace; the application's own if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Its name in the namespace.
    pub key: String,
}

impl MetafieldName {
    /// With this name.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), ..Self::default() }
    }

    setters!(namespace: Option<String>);
}

/// How payloads are written. This crate reads JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Format {
    /// JSON.
    Json,
    /// XML.
    Xml,
}

/// A subscription as it is to be. What is not said of one that exists stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SubscriptionInput {
    /// Where to: an address (`https`), `pubsub://project:topic`, or the name (ARN) of an event source of `EventBridge`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// How payloads are written: JSON unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<Open<Format>>,
    /// What it is called; one of its kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Which events only, in Shopify's search syntax over the payload: `total_price:>100`.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub filter: Patch<String>,
    /// Which members of the payload only. Leave `id` and `admin_graphql_api_id` among them: by these a record is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_fields: Option<Vec<String>>,
    /// The namespaces whose metafields come with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metafield_namespaces: Option<Vec<String>>,
    /// The metafields that come with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metafields: Option<Vec<MetafieldName>>,
}

impl SubscriptionInput {
    /// Nothing said so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(uri: Option<String>, format: Option<Open<Format>>, name: Option<String>, filter: Patch<String>, include_fields: Option<Vec<String>>, metafield_namespaces: Option<Vec<String>>, metafields: Option<Vec<MetafieldName>>);
}

impl Record for Subscription {
    const RESOURCE: &'static str = "webhook_subscription";
    // Each topic wants the scope of what it tells.
    const READ: &'static [&'static str] = &[];
    const WRITE: &'static [&'static str] = &[];
}

impl Gettable for Subscription {
    const GET: Spec = Spec::new(
        Document::query(
            "query WebhookSubscriptionGet($id: ID!) { webhookSubscription(id: $id) { ...WebhookSubscription } }",
        ).with(&[SUBSCRIPTION]),
        "Get a webhook subscription",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/webhookSubscription",
    );
}

impl Countable for Subscription {
    const COUNT: Spec = Spec::new(
        Document::query(
            "query WebhookSubscriptionCount($query: String) { webhookSubscriptionsCount(query: $query, limit: \
             null) { count precision } }",
        ),
        "Count webhook subscriptions",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/webhookSubscriptionsCount",
    );
}

impl Deletable for Subscription {
    const DELETE: Spec = Spec::new(
        Document::mutation(
            "mutation WebhookSubscriptionDelete($id: ID!) { webhookSubscriptionDelete(id: $id) { \
             deletedWebhookSubscriptionId userErrors { field message } } }",
        ),
        "Delete a webhook subscription",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/webhookSubscriptionDelete",
    );
}

/// `webhook_subscription.get`: one subscription.
pub type Get = records::Get<Subscription>;

/// `webhook_subscription.count`: how many subscriptions there are.
pub type Count = records::Count<Subscription>;

/// `webhook_subscription.delete`: ends a subscription.
pub type Delete = records::Delete<Subscription>;

/// What subscriptions are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// When it was made.
    CreatedAt,
    /// Its id.
    Id,
}

/// `webhook_subscription.list`: the subscriptions that the application made by the API.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Only those of these topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "names::list")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub topics: Vec<Open<Topic>>,
    /// Only those that tell this address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// Only those in this format.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Open<Format>>,
    /// Which ones, in Shopify's search syntax: by `id`, `created_at` or `updated_at`.
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
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(topics: Vec<Open<Topic>>, uri: Option<String>, format: Option<Open<Format>>, query: Option<String>, sort_key: Option<Open<SortKey>>, reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<Subscription>;
    const META: Meta = Meta::read("webhook_subscription", "list")
        .title("List webhook subscriptions")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/webhookSubscriptions");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Subscription>> {
        graphql::page(&response)
    }
}

impl PagedAction for List {
    type Item = Subscription;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `webhook_subscription.create`: tells a topic to an address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// What is told. In JSON as in headers (`orders/create`) or as Shopify spells it (`ORDERS_CREATE`).
    #[serde(with = "names")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub topic: Open<Topic>,
    /// Where to, and how.
    pub subscription: SubscriptionInput,
}

impl Create {
    /// Tells this topic like this.
    #[must_use]
    pub fn new(topic: impl Into<Open<Topic>>, subscription: SubscriptionInput) -> Self {
        Self { topic: topic.into(), subscription }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Subscription;
    const META: Meta = Meta::write("webhook_subscription", "create")
        .title("Create a webhook subscription")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/webhookSubscriptionCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Subscription> {
        graphql::written(&response)
    }
}

/// `webhook_subscription.update`: changes where to and how. The topic stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The subscription.
    pub id: Gid,
    /// What changes.
    pub subscription: SubscriptionInput,
}

impl Update {
    /// This, of this subscription.
    #[must_use]
    pub fn new(id: impl Into<Gid>, subscription: SubscriptionInput) -> Self {
        Self { id: id.into(), subscription }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Subscription;
    const META: Meta = Meta::write("webhook_subscription", "update")
        .title("Update a webhook subscription")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/webhookSubscriptionUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Subscription> {
        graphql::written(&response)
    }
}

/// Topics as Shopify spells them in documents: `ORDERS_CREATE` is `orders/create` in headers.
mod names {
    use connectors_core::types::Open;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::webhooks::Topic;

    pub(super) fn written(topic: &Open<Topic>) -> String {
        topic.as_str().replace(['/', '.'], "_").to_ascii_uppercase()
    }

    fn read(name: String) -> Open<Topic> {
        let known = Topic::ALL.iter().find(|topic| written(&Open::from(**topic)) == name);
        known.map_or_else(|| Open::from_wire(name), |topic| (*topic).into())
    }

    pub(super) fn serialize<S: Serializer>(topic: &Open<Topic>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&written(topic))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Open<Topic>, D::Error> {
        String::deserialize(deserializer).map(read)
    }

    pub(super) mod list {
        use super::{Deserialize, Deserializer, Open, Serializer, Topic};

        pub(in super::super) fn serialize<S: Serializer>(
            topics: &[Open<Topic>],
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(topics.iter().map(super::written))
        }

        pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Vec<Open<Topic>>, D::Error> {
            let names: Vec<String> = Vec::deserialize(deserializer)?;
            Ok(names.into_iter().map(super::read).collect())
        }
    }
}
