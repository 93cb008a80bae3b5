//! Triggers: what happens on a platform, as events that are neither lost nor given twice.
//!
//! A [`Trigger`] is a plain value, like an action. A [`PollingTrigger`] is asked for what is new since a
//! [`PollCursor`]: plain data that you keep, and that moves only when you keep the next one. A [`WebhookTrigger`] is told by
//! the platform ([`webhooks`](crate::webhooks)); where both exist, [`Client::events`] joins them: a delivery makes
//! the poll happen now instead of later, and a delivery that is lost, late, doubled or out of order changes nothing in what
//! comes out.
//!
//! ```no_run
//! # use connectors_core::{Client, Connector, Result};
//! # use connectors_core::triggers::{PollCursor, PollingTrigger};
//! # async fn load() -> Option<PollCursor> { None }
//! # async fn save(cursor: &PollCursor) -> Result<()> { Ok(()) }
//! # async fn work_on<T>(event: T) -> Result<()> { Ok(()) }
//! # async fn show<C: Connector, T: PollingTrigger<Connector = C> + Clone>(client: Client<C>, changed: T) -> Result<()> {
//! // From where we were; the first time, from now on.
//! let mut cursor = load().await.unwrap_or_else(|| PollCursor::since(client.shared().clock().now()));
//! loop {
//!     let batch = client.poll(changed.clone(), &cursor).await?;
//!     for event in batch.events {
//!         work_on(event).await?;
//!     }
//!     cursor = batch.cursor;
//!     save(&cursor).await?; // had we ended before this line, the same events would come again
//!     if !batch.more {
//!         break; // and again in a minute, say
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! # What is promised
//!
//! - **At least once.** Each change is given, and given again until you keep a cursor that is past it. Of a record that
//!   changes several times between two polls the last state is given: the others are nowhere to be read.
//! - **Never a gap**, while the list of a platform is read that changes meanwhile: ties at the borders of pages, clocks that
//!   count whole seconds or minutes, records that show up late. How late is a statement of the trigger ([`Feed::late`]);
//!   what shows up later than that is missed. A difference between the clocks of the platform's servers counts too.
//! - **A record that does not fit** the type of the events stops nothing: it is told apart, by its id ([`Batch::unread`]; of
//!   [`Events`] an error, once), and the others are given.
//! - **Once per [`Event::key`]** as long as the cursors are kept: a cursor remembers what was given of the time that the next
//!   poll looks at again. What is older is known to have been given.

mod cursor;
pub(crate) mod erased;
mod events;
mod feed;
mod renewals;
mod walk;

use std::fmt::Debug;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use self::cursor::PollCursor;
pub use self::events::{Events, Hints};
pub use self::feed::{Change, Feed, News};
pub use self::renewals::{Life, Renewal, Renewals, Subscription};
use crate::action::{ActionId, Meta};
use crate::client::Client;
use crate::connector::Connector;
use crate::error::{Error, Result};
use crate::webhooks::Webhook;

/// Something that happens on a platform. The value says what exactly: which module, which fields.
pub trait Trigger: Debug + Send + Sync + 'static {
    /// The platform.
    type Connector: Connector;
    /// What an event carries.
    type Event: Send + 'static;
    /// Its name (`contact.created`), scopes and documentation.
    const META: Meta;
}

/// A trigger that is asked.
pub trait PollingTrigger: Trigger {
    /// What is new since `cursor`, or a part of it; [`Client::poll`] is this. Most are a [`Feed`].
    fn poll(
        &self,
        client: &Client<Self::Connector>,
        cursor: &PollCursor,
    ) -> impl Future<Output = Result<Batch<Self::Event>>> + Send;
}

/// A trigger that a platform's deliveries tell of.
pub trait WebhookTrigger: Trigger<Connector: Webhook> {
    /// What an event of a delivery means for this trigger at the account that `connector` is of; `None`: nothing.
    fn hint(
        &self,
        connector: &Self::Connector,
        event: &Event<<Self::Connector as Webhook>::Event>,
    ) -> Option<Hint<Self::Event>>;
}

/// What a delivery tells a trigger.
#[derive(Clone, Debug, PartialEq)]
pub enum Hint<T> {
    /// The event itself, under the key that a poll would give it. For platforms that send the whole record. Its account
    /// becomes what a poll would say, too.
    Event(Event<T>),
    /// Something happened: look. For platforms that send ids only, or whose deliveries prove little.
    Look {
        /// The record's id, if it is told: whoever looks too early looks again.
        id: Option<String>,
        /// When it happened, if it is told.
        at: Option<DateTime<Utc>>,
    },
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Event<T> {
    /// Whose account it is about: in deliveries the platform's id of it (a tenant, a portal, a shop), in polls what the
    /// application calls the account.
    pub account: String,
    /// The id of the record that it is about; empty if it is about none.
    pub id: String,
    /// The same for the same event, however often and by whichever way it comes.
    pub key: String,
    /// When it happened, by the platform's clock, as far as that tells.
    pub at: Option<DateTime<Utc>>,
    /// What the trigger gives of it.
    pub data: T,
}

impl<T> Event<T> {
    /// An event.
    pub fn new(account: impl Into<String>, id: impl Into<String>, key: impl Into<String>, data: T) -> Self {
        Self { account: account.into(), id: id.into(), key: key.into(), at: None, data }
    }

    /// With the moment when it happened.
    #[must_use]
    pub fn at(mut self, at: impl Into<Option<DateTime<Utc>>>) -> Self {
        self.at = at.into();
        self
    }

    /// The same event with other data.
    pub fn map<U>(self, data: impl FnOnce(T) -> U) -> Event<U> {
        Event { account: self.account, id: self.id, key: self.key, at: self.at, data: data(self.data) }
    }
}

/// What a poll gave.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Batch<T> {
    /// The events, oldest first as far as the platform's list is ordered.
    pub events: Vec<Event<T>>,
    /// The records that do not fit the type of the events, with what is wrong. [`cursor`](Self::cursor) is past them, too: note
    /// them, or change your type and poll again from the cursor that you have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Event<serde_json::Value>>", default))]
    pub unread: Vec<Event<Error>>,
    /// Where the next poll goes on. Keep it when you are done with the events, and not before.
    pub cursor: PollCursor,
    /// There is more to read: poll again at once.
    pub more: bool,
    /// The ids of all records that were looked at, given or not.
    #[serde(skip)]
    pub(crate) met: Vec<(String, Option<DateTime<Utc>>)>,
}

impl<T> Batch<T> {
    /// A batch, for triggers that are no [`Feed`].
    #[must_use]
    pub fn new(events: Vec<Event<T>>, cursor: PollCursor, more: bool) -> Self {
        let met = events.iter().map(|event| (event.id.clone(), event.at)).collect();
        Self { events, unread: Vec::new(), cursor, more, met }
    }

    /// The same batch with the data of its events read into another type. Those that do not fit become
    /// [`unread`](Self::unread).
    #[must_use]
    pub fn read<U>(self, mut read: impl FnMut(T) -> Result<U>) -> Batch<U> {
        let Self { events, mut unread, cursor, more, met } = self;
        let mut fit = Vec::with_capacity(events.len());
        for Event { account, id, key, at, data } in events {
            match read(data) {
                Ok(data) => fit.push(Event { account, id, key, at, data }),
                Err(error) => {
                    let whose = if id.is_empty() { String::new() } else { format!("record {id}: ") };
                    let text = whose + error.message();
                    unread.push(Event { account, id, key, at, data: error.with_message(text) });
                }
            }
        }
        Batch { events: fit, unread, cursor, more, met }
    }

    /// With the trigger's name in its errors.
    fn of_trigger(mut self, id: ActionId) -> Self {
        self.unread = self.unread.into_iter().map(|event| event.map(|error| error.of_action(id))).collect();
        self
    }
}

/// What a poll of this trigger gives. Its errors name the trigger, whatever it asked for.
async fn poll<T: PollingTrigger>(
    trigger: &T,
    client: &Client<T::Connector>,
    cursor: &PollCursor,
) -> Result<Batch<T::Event>> {
    let id = T::META.id;
    let polled = async { trigger.poll(client, &cursor.clone().of_account(client.account())?).await };
    let batch = polled.await.map_err(|error| error.of_action(id))?.of_trigger(id);
    for Event { id: record, data: error, .. } in &batch.unread {
        tracing::warn!(trigger = %id, record, %error, "a record does not fit the type of the trigger's events");
    }
    Ok(batch)
}

impl<C: Connector> Client<C> {
    /// What is new since `cursor`, or a part of it. Keep [`Batch::cursor`] when you are done with the events, and with what
    /// could not be read ([`Batch::unread`]).
    ///
    /// # Errors
    /// Those of the calls that it makes; `Validation` if the cursor is another trigger's or another account's. Nothing is lost by an error: the
    /// cursor is where it was.
    pub async fn poll<T>(&self, trigger: T, cursor: &PollCursor) -> Result<Batch<T::Event>>
    where
        T: PollingTrigger<Connector = C>,
    {
        poll(&trigger, self, cursor).await
    }
}
