//! Stock at a location that changes, as events.

use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors_core::triggers::{
    Batch, Change, Event, Feed, Hint, PollCursor, PollingTrigger, Trigger, WebhookTrigger,
};
use connectors_core::{Client, Meta, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{InventoryLevel, List, Of};
use crate::changes::{LATE, changed_since};
use crate::records::Record;
use crate::webhooks::{Notification, Topic};
use crate::{Gid, Shopify};

/// `inventory_level.updated`: levels at a location whose quantities changed, and those of items that are stocked there, or no longer.
/// Each comes as it is when it is found: of several changes between two polls, the last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Updated {
    /// The location.
    pub location_id: Gid,
    /// How late a change may show up in the search: [`LATE`] unless said otherwise. In JSON whole seconds, `late_seconds`.
    #[serde(rename = "late_seconds", with = "connectors_core::types::seconds", default = "late")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub late: Duration,
}

fn late() -> Duration {
    LATE
}

impl Updated {
    /// The topics that make it look: what to subscribe to
    /// ([`webhook_subscriptions::ensure`](crate::webhook_subscriptions::ensure)).
    pub const TOPICS: &[Topic] =
        &[Topic::InventoryLevelsConnect, Topic::InventoryLevelsDisconnect, Topic::InventoryLevelsUpdate];

    /// At this location.
    #[must_use]
    pub fn new(location_id: impl Into<Gid>) -> Self {
        Self { location_id: location_id.into(), late: LATE }
    }

    /// Sets `late`.
    #[must_use]
    pub fn late(mut self, late: Duration) -> Self {
        self.late = late;
        self
    }
}

impl Trigger for Updated {
    type Connector = Shopify;
    type Event = InventoryLevel;
    const META: Meta = Meta::read("inventory_level", "updated")
        .title("When stock at a location is updated")
        .scopes(InventoryLevel::READ)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/InventoryLevel");
}

impl PollingTrigger for Updated {
    async fn poll(&self, client: &Client<Shopify>, cursor: &PollCursor) -> Result<Batch<InventoryLevel>> {
        let name = format!("{} at {}", Self::META.id, self.location_id);
        let list = |since: DateTime<Utc>| {
            List::new(Of::Location(self.location_id.clone()))
                .query(changed_since(since))
                .include_inactive(true)
        };
        let read = |level: InventoryLevel| Ok(Change::new(level.id.to_string(), level.updated_at, level));
        // The list has no sort keys.
        Feed::unordered(name, list).late(self.late).poll(client, cursor, read).await
    }
}

impl WebhookTrigger for Updated {
    fn hint(&self, shopify: &Shopify, event: &Event<Notification>) -> Option<Hint<InventoryLevel>> {
        let topic = event.data.topic.known().is_some_and(|topic| Self::TOPICS.contains(topic));
        let here = event.account == shopify.shop().as_str();
        let location = event.data.payload.get("location_id").and_then(Value::as_u64);
        // One that does not say where it happened may have happened here.
        let at_location = location.is_none() || location == self.location_id.number();
        let id = Some(event.id.clone()).filter(|id| !id.is_empty());
        (topic && here && at_location).then_some(Hint::Look { id, at: event.at })
    }
}
