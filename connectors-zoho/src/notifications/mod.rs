//! Notification channels: which changes Zoho reports to which URL, and until when.
//!
//! A channel has a number that you choose, watches events such as `Leads.create`, `Contacts.edit`, `Deals.delete` or
//! `Accounts.all`, and lives for at most a week ([`LONGEST`]): renew it before. Zoho does not sign what it sends; it
//! sends back the channel's [`token`](Channel::token), which should be hard to guess and another one for each channel:
//! [`ChannelToken::derive`]. A [`Watch`] keeps a channel alive; what it reports is read by [`webhooks`](crate::webhooks).
//!
//! ```no_run
//! # async fn show(zoho: connectors_core::Client<connectors_zoho::Zoho>) -> connectors_core::Result<()> {
//! use connectors_zoho::notifications::{self, Channel};
//!
//! let until = zoho.shared().clock().now() + notifications::LONGEST;
//! let channel = Channel::new("1000000068001", ["Leads.all"], "https://app.example.com/hooks/zoho", until)
//!     .token("a secret that belongs to this channel");
//! for outcome in zoho.batch(notifications::Enable::new([channel])).await {
//!     let subscribed = outcome.into_result()?;
//!     println!("channel {} watches {:?}", subscribed.channel_id, subscribed.events);
//! }
//! # Ok(()) }
//! ```
//!
//! Sources: Zoho CRM API v8, `notifications.json`, "Enable Notifications", "Update Specific Information of a
//! Notification".

mod channel;
mod disable;
mod enable;
mod list;
mod watch;

use chrono::{DateTime, TimeDelta, Utc};
use connectors_core::outcome::match_by_key;
use connectors_core::{Delivery, Error, ErrorKind, FieldError, Outcome, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub use self::channel::{Channel, ChannelToken, Condition};
pub use self::disable::{Disable, DisableEvents};
pub use self::enable::{Enable, Renew, Renewal, Update};
pub use self::list::List;
pub use self::watch::Watch;
use crate::errors::Element;
use crate::model::{maybe_number_or_text, number_or_text};
use crate::records::seconds;

/// How long a channel lives at most. Of one that is to live longer Zoho makes one of an hour, without a word; the
/// actions here turn that into an error.
pub const LONGEST: TimeDelta = match TimeDelta::try_days(7) {
    Some(week) => week,
    None => TimeDelta::MAX,
};

/// The path of all of them.
const PATH: [&str; 2] = ["actions", "watch"];
/// How many channels are put into one call. Zoho names no limit; fewer are always right.
const MOST_CHANNELS: usize = 50;

/// What a channel was told to watch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Subscribed {
    /// The channel's number.
    pub channel_id: String,
    /// What it watches, by module.
    pub events: Vec<Watched>,
}

impl Subscribed {
    /// The channel of this number.
    #[must_use]
    pub fn new(channel_id: impl Into<String>) -> Self {
        Self { channel_id: channel_id.into(), events: Vec::new() }
    }

    setters!(events: Vec<Watched>);
}

/// A module that a channel watches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Watched {
    /// The channel's number.
    #[serde(deserialize_with = "number_or_text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub channel_id: String,
    /// The module's API name.
    pub resource_name: Option<String>,
    /// The module's id.
    pub resource_id: Option<String>,
    /// Where its records are.
    pub resource_uri: Option<String>,
    /// Until when it is watched.
    pub channel_expiry: Option<DateTime<Utc>>,
    /// The events: `Leads.create`. Only lists tell.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<String>,
    /// Where they are reported to. Only lists tell.
    pub notify_url: Option<String>,
    /// What Zoho sends back with them. Only lists tell.
    pub token: Option<ChannelToken>,
}

impl Watched {
    /// A module that this channel watches.
    #[must_use]
    pub fn new(channel_id: impl Into<String>) -> Self {
        Self { channel_id: channel_id.into(), ..Self::default() }
    }

    setters!(resource_name: Option<String>, resource_id: Option<String>, resource_uri: Option<String>,
        channel_expiry: Option<DateTime<Utc>>, events: Vec<String>, notify_url: Option<String>,
        token: Option<ChannelToken>);
}

#[derive(Deserialize)]
struct Answers {
    watch: Vec<Element>,
}

#[derive(Deserialize)]
struct Details {
    #[serde(default)]
    events: Vec<Watched>,
    #[serde(default, deserialize_with = "maybe_number_or_text")]
    channel_id: Option<String>,
}

/// What became of each channel. `asked` are the channels of the call, each with the expiry that it asked for.
fn outcomes(
    response: &Response,
    asked: &[(&str, Option<DateTime<Utc>>)],
) -> Result<Vec<Outcome<Subscribed>>> {
    let answers: Answers = response.json()?;
    let answers = answers.watch.into_iter().map(|element| {
        if element.is_error() {
            return (None, element.failed(&response.head));
        }
        let Ok(Details { events, channel_id }) = Details::deserialize(&element.details) else {
            return (None, Outcome::Unknown(unreadable()));
        };
        let id = channel_id.or_else(|| events.first().map(|watched| watched.channel_id.clone()));
        let subscribed = Subscribed { channel_id: id.clone().unwrap_or_default(), events };
        (id, Outcome::Done(subscribed))
    });
    let answers: Vec<(Option<String>, Outcome<Subscribed>)> = answers.collect();
    let in_order = answers.len() == asked.len()
        && answers
            .iter()
            .zip(asked)
            .all(|((id, _), (wanted, _))| id.as_deref().is_none_or(|id| id == *wanted));
    let outcomes = if in_order {
        answers.into_iter().map(|(_, outcome)| outcome).collect()
    } else {
        let keyed = answers.into_iter().filter_map(|(id, outcome)| Some((id?, outcome)));
        match_by_key(asked.iter().map(|(id, _)| (*id).to_owned()), keyed)
    };
    Ok(outcomes.into_iter().zip(asked).map(|(outcome, (id, until))| checked(outcome, id, *until)).collect())
}

fn unreadable() -> Error {
    let text = "the answer does not say what became of the channel";
    Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Accepted)
}

/// A channel that ends before it was told to is not what was asked for.
fn checked(outcome: Outcome<Subscribed>, id: &str, asked: Option<DateTime<Utc>>) -> Outcome<Subscribed> {
    let Outcome::Done(mut subscribed) = outcome else { return outcome };
    subscribed.channel_id = id.to_owned();
    let ends = subscribed.events.iter().filter_map(|watched| watched.channel_expiry).min();
    match (asked, ends) {
        // Zoho may cut off the seconds.
        (Some(asked), Some(ends)) if ends < asked - TimeDelta::minutes(1) => {
            let text = format!(
                "the channel {id} is enabled until {} only: Zoho takes at most a week, and makes an hour of more",
                seconds(ends)
            );
            let error = Error::new(ErrorKind::Validation, format!("channel_expiry: {text}"))
                .with_fields(vec![FieldError::new("channel_expiry", text)]);
            Outcome::of_failed_call(error.with_delivery(Delivery::Accepted))
        }
        _ => Outcome::Done(subscribed),
    }
}
