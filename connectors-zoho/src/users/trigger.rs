//! Users who come or change, as events.

use std::time::Duration;

use connectors_core::triggers::{Batch, Change, Feed, PollCursor, PollingTrigger, Trigger};
use connectors_core::{Client, Meta, Result};
use serde::{Deserialize, Serialize};

use super::{DOCS, List, SCOPES, User};
use crate::Zoho;
use crate::records::LATE;

/// `user.created_or_updated`: users who are new or were changed, whether they may sign in or not. Zoho reports them by no
/// notification, and does not tell which were deleted.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CreatedOrUpdated {
    /// How late a change may show up in the list: [`LATE`] unless said otherwise. In JSON whole seconds, `late_seconds`.
    #[serde(rename = "late_seconds", with = "connectors_core::types::seconds")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub late: Duration,
}

impl Default for CreatedOrUpdated {
    fn default() -> Self {
        Self { late: LATE }
    }
}

impl CreatedOrUpdated {
    /// All users.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `late`.
    #[must_use]
    pub fn late(mut self, late: Duration) -> Self {
        self.late = late;
        self
    }
}

impl Trigger for CreatedOrUpdated {
    type Connector = Zoho;
    type Event = User;
    const META: Meta = Meta::read("user", "created_or_updated")
        .title("When a user is created or updated")
        .scopes(SCOPES)
        .docs(DOCS);
}

impl PollingTrigger for CreatedOrUpdated {
    #[inline]
    async fn poll(&self, client: &Client<Zoho>, cursor: &PollCursor) -> Result<Batch<User>> {
        let list = |since| List::new().modified_since(since);
        // In which order they come is not documented.
        let feed = Feed::unordered(Self::META.id.to_string(), list).late(self.late);
        feed.poll(client, cursor, |user| {
            Ok(Change::new(user.id.clone(), user.modified_time, user.clone()).print(&user))
        })
        .await
    }
}
