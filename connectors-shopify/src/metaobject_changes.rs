//! Metaobjects of a type that are made and changed, as events.

use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors_core::triggers::{
    Batch, Change, Event, Feed, Hint, News, PollCursor, PollingTrigger, Trigger, WebhookTrigger,
};
use connectors_core::types::ConstText;
use connectors_core::{Client, Meta, Result, setters};
use serde::{Deserialize, Serialize};

use crate::Shopify;
use crate::changes::{LATE, and, changed_since};
use crate::metaobjects::{List, Metaobject, SortKey};
use crate::records::Record;
use crate::webhooks::{Notification, Topic};

/// `metaobject.created`: new metaobjects of a type, each once.
pub type Created = MetaobjectChanges<true, false>;

/// `metaobject.updated`: metaobjects of a type that were changed after they were made.
pub type Updated = MetaobjectChanges<false, true>;

/// `metaobject.created_or_updated`: metaobjects of a type that were made or changed.
pub type CreatedOrUpdated = MetaobjectChanges<true, true>;

/// Metaobjects that were made (`CREATED`) or changed (`UPDATED`); use it by its names [`Created`], [`Updated`] and [`CreatedOrUpdated`].
///
/// Webhooks make it look at once. Shopify wants a filter by the type, `type:author`, in subscriptions to `metaobjects/*` (not verified).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "MetaobjectChanges"))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct MetaobjectChanges<const CREATED: bool, const UPDATED: bool> {
    /// The type, `author`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Only those that fit this too, in Shopify's search syntax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// How late a change may show up in the search: [`LATE`] unless said otherwise. In JSON whole seconds, `late_seconds`.
    #[serde(rename = "late_seconds", default = "late", with = "connectors_core::types::seconds")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub late: Duration,
}

const fn late() -> Duration {
    LATE
}

impl<const CREATED: bool, const UPDATED: bool> MetaobjectChanges<CREATED, UPDATED> {
    /// Of all of this type.
    #[must_use]
    pub fn new(kind: impl Into<String>) -> Self {
        Self { kind: kind.into(), query: None, late: LATE }
    }

    setters!(query: Option<String>, late: Duration);

    const TITLE: ConstText = ConstText::new("When a metaobject").add(match News::of(CREATED, UPDATED) {
        News::Created => " is created",
        News::Updated => " is updated",
        News::CreatedOrUpdated => " is created or updated",
    });
    const VERB: &'static str = match News::of(CREATED, UPDATED) {
        News::Created => "created",
        News::Updated => "updated",
        News::CreatedOrUpdated => "created_or_updated",
    };
}

impl<const CREATED: bool, const UPDATED: bool> Trigger for MetaobjectChanges<CREATED, UPDATED> {
    type Connector = Shopify;
    type Event = Metaobject;
    const META: Meta = Meta::read("metaobject", Self::VERB)
        .title(ConstText::as_str(&Self::TITLE))
        .scopes(Metaobject::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/metaobjects");
}

impl<const CREATED: bool, const UPDATED: bool> PollingTrigger for MetaobjectChanges<CREATED, UPDATED> {
    async fn poll(&self, client: &Client<Shopify>, cursor: &PollCursor) -> Result<Batch<Metaobject>> {
        let mut name = format!("{} of {}", Self::META.id, self.kind);
        if let Some(query) = &self.query {
            name = format!("{name} {query}");
        }
        let list = |since: DateTime<Utc>| {
            let query = and(&changed_since(since), self.query.as_deref());
            List::new(self.kind.as_str()).query(query).sort_key(SortKey::UpdatedAt)
        };
        let read = |one: Metaobject| {
            let (id, born, at) = (one.id.to_string(), one.created_at, one.updated_at);
            Ok(Change::new(id, at, one).born(born))
        };
        let feed = Feed::ascending(name, list).late(self.late).news(News::of(CREATED, UPDATED));
        feed.poll(client, cursor, read).await
    }
}

impl<const CREATED: bool, const UPDATED: bool> WebhookTrigger for MetaobjectChanges<CREATED, UPDATED> {
    fn hint(&self, shopify: &Shopify, event: &Event<Notification>) -> Option<Hint<Metaobject>> {
        let wanted = |topic: &Topic| match topic {
            Topic::MetaobjectsCreate => CREATED,
            Topic::MetaobjectsUpdate => UPDATED,
            _ => false,
        };
        let here = event.account == shopify.shop().as_str();
        let fits = here && event.data.topic.known().is_some_and(wanted);
        let id = Some(event.id.clone()).filter(|id| !id.is_empty());
        fits.then_some(Hint::Look { id, at: event.at })
    }
}
