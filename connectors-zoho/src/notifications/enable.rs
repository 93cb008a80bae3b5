//! Channels that begin, change, go on.

use std::ops::Range;

use chrono::{DateTime, Utc};
use connectors_core::{
    Action, BatchAction, Cx, Error, Fault, Head, Idempotency, Meta, Outcome, Request, Response, Result,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::channel::{events, number};
use super::{Channel, MOST_CHANNELS, PATH, Subscribed, outcomes};
use crate::records::seconds;
use crate::{Zoho, errors};

/// The elements of a call, each with its place for errors.
fn elements<T>(elements: &[T], write: impl Fn(&str, &T) -> Result<Map<String, Value>>) -> Result<Value> {
    if elements.is_empty() || elements.len() > MOST_CHANNELS {
        let text = format!("are {}; one call takes from 1 to {MOST_CHANNELS}", elements.len());
        return Err(Error::validation("channels", text));
    }
    let elements = elements.iter().enumerate().map(|(i, element)| write(&format!("channels[{i}]"), element));
    Ok(json!({ "watch": elements.collect::<Result<Vec<_>>>()? }))
}

/// `notification.enable`: begins to watch, and tells what became of each channel. A number that is in use already gets
/// the new settings, so the call is safe to repeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Enable {
    /// The channels.
    pub channels: Vec<Channel>,
}

impl Enable {
    /// Begins these channels.
    #[must_use]
    pub fn new(channels: impl IntoIterator<Item = Channel>) -> Self {
        Self { channels: channels.into_iter().collect() }
    }
}

fn asked(channels: &[Channel]) -> Vec<(&str, Option<DateTime<Utc>>)> {
    channels.iter().map(|channel| (channel.channel_id.as_str(), Some(channel.channel_expiry))).collect()
}

impl Action for Enable {
    type Connector = Zoho;
    type Output = Vec<Outcome<Subscribed>>;
    const META: Meta = Meta::write("notification", "enable")
        .title("Enable notification channels")
        .scopes(&["ZohoCRM.notifications.ALL", "ZohoCRM.notifications.CREATE"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/notifications/enable.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let body = elements(&self.channels, |place, channel| channel.wire(place, cx.connector()))?;
        Ok(Request::post(PATH).json(&body).idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        outcomes(&response, &asked(&self.channels))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_many(head, body)
    }
}

impl BatchAction for Enable {
    type Item = Subscribed;
    const MAX: usize = MOST_CHANNELS;

    fn len(&self) -> usize {
        self.channels.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { channels: self.channels.get(range).unwrap_or_default().to_vec() }
    }
}

/// `notification.update`: replaces the settings of channels: what a channel had and is not said here is gone. To make
/// them live longer and no more there is [`Renew`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The channels as they are from now on.
    pub channels: Vec<Channel>,
}

impl Update {
    /// Makes the channels look like this.
    #[must_use]
    pub fn new(channels: impl IntoIterator<Item = Channel>) -> Self {
        Self { channels: channels.into_iter().collect() }
    }
}

impl Action for Update {
    type Connector = Zoho;
    type Output = Vec<Outcome<Subscribed>>;
    const META: Meta = Meta::write("notification", "update")
        .title("Replace the settings of notification channels")
        .scopes(&["ZohoCRM.notifications.ALL", "ZohoCRM.notifications.UPDATE"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/notifications/update-details.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let body = elements(&self.channels, |place, channel| channel.wire(place, cx.connector()))?;
        Ok(Request::put(PATH).json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        outcomes(&response, &asked(&self.channels))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_many(head, body)
    }
}

impl BatchAction for Update {
    type Item = Subscribed;
    const MAX: usize = MOST_CHANNELS;

    fn len(&self) -> usize {
        self.channels.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { channels: self.channels.get(range).unwrap_or_default().to_vec() }
    }
}

/// A channel that is to live longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Renewal {
    /// The channel's number.
    pub channel_id: String,
    /// The events that it watches. Whether Zoho wants to be told again is not documented; telling does no harm.
    pub events: Vec<String>,
    /// Until when: at most a week ahead.
    pub channel_expiry: DateTime<Utc>,
}

impl Renewal {
    /// The channel of this number, with its events, until this moment.
    #[must_use]
    pub fn new<S: Into<String>>(
        channel_id: impl Into<String>,
        events: impl IntoIterator<Item = S>,
        channel_expiry: DateTime<Utc>,
    ) -> Self {
        let events = events.into_iter().map(Into::into).collect();
        Self { channel_id: channel_id.into(), events, channel_expiry }
    }
}

impl From<&Channel> for Renewal {
    fn from(channel: &Channel) -> Self {
        Self::new(&channel.channel_id, &channel.events, channel.channel_expiry)
    }
}

/// `notification.renew`: makes channels live longer; their other settings stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Renew {
    /// The channels.
    pub channels: Vec<Renewal>,
}

impl Renew {
    /// Makes these channels live longer.
    #[must_use]
    pub fn new(channels: impl IntoIterator<Item = Renewal>) -> Self {
        Self { channels: channels.into_iter().collect() }
    }
}

impl Action for Renew {
    type Connector = Zoho;
    type Output = Vec<Outcome<Subscribed>>;
    const META: Meta = Meta::write("notification", "renew")
        .title("Renew notification channels")
        .scopes(&["ZohoCRM.notifications.ALL", "ZohoCRM.notifications.UPDATE"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/notifications/update-info.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let body = elements(&self.channels, |place, channel| {
            Ok(Map::from_iter([
                (
                    "channel_id".to_owned(),
                    number(&format!("{place}.channel_id"), &channel.channel_id)?.into(),
                ),
                ("events".to_owned(), events(&format!("{place}.events"), &channel.events, cx.connector())?),
                ("channel_expiry".to_owned(), seconds(channel.channel_expiry).into()),
            ]))
        })?;
        Ok(Request::patch(PATH).json(&body).idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let asked = self.channels.iter();
        let asked = asked.map(|channel| (channel.channel_id.as_str(), Some(channel.channel_expiry)));
        outcomes(&response, &asked.collect::<Vec<_>>())
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_many(head, body)
    }
}

impl BatchAction for Renew {
    type Item = Subscribed;
    const MAX: usize = MOST_CHANNELS;

    fn len(&self) -> usize {
        self.channels.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { channels: self.channels.get(range).unwrap_or_default().to_vec() }
    }
}
