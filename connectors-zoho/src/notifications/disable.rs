//! Channels that end, whole or in part.

use std::ops::Range;

use connectors_core::{
    Action, BatchAction, Cx, Error, Fault, Head, Idempotency, Meta, Outcome, Request, Response, Result,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::channel::{events, number};
use super::{MOST_CHANNELS, PATH, Subscribed, outcomes};
use crate::{Zoho, errors};

/// `notification.disable`: ends channels, and tells what became of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Disable {
    /// The channels' numbers.
    pub channel_ids: Vec<String>,
}

impl Disable {
    /// Ends the channels of these numbers.
    #[must_use]
    pub fn new<S: Into<String>>(channel_ids: impl IntoIterator<Item = S>) -> Self {
        Self { channel_ids: channel_ids.into_iter().map(Into::into).collect() }
    }
}

impl Action for Disable {
    type Connector = Zoho;
    type Output = Vec<Outcome<Subscribed>>;
    const META: Meta = Meta::destructive("notification", "disable")
        .title("Disable notification channels")
        .scopes(&["ZohoCRM.notifications.ALL", "ZohoCRM.notifications.DELETE"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/notifications/disable.html");

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        if self.channel_ids.is_empty() || self.channel_ids.len() > MOST_CHANNELS {
            let text = format!("are {}; one call takes from 1 to {MOST_CHANNELS}", self.channel_ids.len());
            return Err(Error::validation("channel_ids", text));
        }
        let ids = self.channel_ids.iter().map(|id| number("channel_ids", id)).collect::<Result<Vec<_>>>()?;
        Ok(Request::delete(PATH).query_list("channel_ids", ids))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let asked: Vec<_> = self.channel_ids.iter().map(|id| (id.as_str(), None)).collect();
        outcomes(&response, &asked)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_many(head, body)
    }
}

impl BatchAction for Disable {
    type Item = Subscribed;
    const MAX: usize = MOST_CHANNELS;

    fn len(&self) -> usize {
        self.channel_ids.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { channel_ids: self.channel_ids.get(range).unwrap_or_default().to_vec() }
    }
}

/// `notification.disable_events`: stops watching some events of a channel; the others go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DisableEvents {
    /// The channel's number.
    pub channel_id: String,
    /// The events to stop watching, `Leads.create`.
    pub events: Vec<String>,
}

impl DisableEvents {
    /// Stops watching these events of the channel of this number.
    #[must_use]
    pub fn new<S: Into<String>>(channel_id: impl Into<String>, events: impl IntoIterator<Item = S>) -> Self {
        Self { channel_id: channel_id.into(), events: events.into_iter().map(Into::into).collect() }
    }
}

impl Action for DisableEvents {
    type Connector = Zoho;
    type Output = Subscribed;
    const META: Meta = Meta::destructive("notification", "disable_events")
        .title("Disable events of a notification channel")
        .scopes(&["ZohoCRM.notifications.ALL", "ZohoCRM.notifications.DELETE"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/notifications/specific-disable.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let body = json!({ "watch": [{
            "channel_id": number("channel_id", &self.channel_id)?,
            "events": events("events", &self.events, cx.connector())?,
            "_delete_events": true,
        }] });
        Ok(Request::patch(PATH).json(&body).idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Subscribed> {
        let outcomes = outcomes(&response, &[(&self.channel_id, None)])?;
        outcomes.into_iter().next().ok_or_else(super::unreadable)?.into_result()
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}
