//! Lists of what changed since a moment, as a stream of events without gaps.

use std::collections::HashSet;
use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{StreamExt, stream};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::walk::{Reading, Walk};
use super::{Batch, Event, PollCursor};
use crate::action::PagedAction;
use crate::client::Client;
use crate::error::{Error, Result};

/// How often a reading of several pages is repeated until two agree.
const READINGS: usize = 5;
/// How many moments of creation are asked for at once.
const ASKED_AT_ONCE: usize = 4;

type BornFuture<'a> = Pin<Box<dyn Future<Output = Result<Option<DateTime<Utc>>>> + Send + 'a>>;
type Born<'a> = Box<dyn Fn(String) -> BornFuture<'a> + Send + Sync + 'a>;

/// A platform's list of what changed since a moment, and what is known of that list. Most polling triggers are one.
///
/// Each poll reads from a little before the latest change that it has met, and leaves out what was given. Of a list that
/// is ordered by change it reads one page, so that a first reading of any length is done in small batches: the next
/// page starts at the moment where the last one ended, not at a number, so nothing slips through when records move
/// meanwhile, and no cap of the platform on how far a list goes is reached. Where a page ends in the moment in which it
/// began (ties), and of lists in no order, it reads on by pages, and again until two readings agree.
pub struct Feed<'a, L> {
    name: String,
    list: L,
    ascending: bool,
    late: Duration,
    tick: Duration,
    news: News,
    making: TimeDelta,
    born: Option<Born<'a>>,
}

/// Which changes of its records a trigger gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// New records: each once, whatever happens to it later. Of what does not tell when it was made, the change that is met
    /// counts.
    Created,
    /// Records that were changed after they were made, or do not tell when that was.
    Updated,
    /// Both: each change that is met.
    CreatedOrUpdated,
}

impl News {
    /// Of a trigger that gives new records, or changed ones, or (where neither is said) all.
    #[must_use]
    pub const fn of(created: bool, updated: bool) -> Self {
        match (created, updated) {
            (true, false) => Self::Created,
            (false, true) => Self::Updated,
            _ => Self::CreatedOrUpdated,
        }
    }
}

type State = (String, Option<DateTime<Utc>>, Option<String>);

/// A record in a list of changes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Change<T> {
    id: String,
    at: Option<DateTime<Utc>>,
    born: Option<DateTime<Utc>>,
    print: Option<String>,
    data: Option<T>,
}

impl<T> Change<T> {
    /// A record that changed at this moment. Without a moment it is given whenever it looks new.
    pub fn new(id: impl Into<String>, at: impl Into<Option<DateTime<Utc>>>, data: T) -> Self {
        Self { id: id.into(), at: at.into(), born: None, print: None, data: Some(data) }
    }

    /// A record that is nothing to this trigger, but shows how far the list is.
    pub fn passed_over(id: impl Into<String>, at: impl Into<Option<DateTime<Utc>>>) -> Self {
        Self { id: id.into(), at: at.into(), born: None, print: None, data: None }
    }

    /// When the record was made, which feeds of [`News::Created`] and [`News::Updated`] ask for.
    #[must_use]
    pub fn born(mut self, at: DateTime<Utc>) -> Self {
        self.born = Some(at);
        self
    }

    /// Tells two states of a record apart that have the same moment: platforms whose clocks count seconds or minutes give
    /// that to several changes.
    #[must_use]
    pub fn print(mut self, record: &impl Serialize) -> Self {
        let text = serde_json::to_vec(record).unwrap_or_default();
        self.print = Some(URL_SAFE_NO_PAD.encode(&Sha256::digest(&text)[..9]));
        self
    }

    /// The key of its event: what a [`Hint::Event`](super::Hint::Event) of the same must have. That of a new record is its
    /// id alone.
    #[must_use]
    pub fn key(&self) -> String {
        let mut key = self.id.clone();
        if let Some(at) = self.at {
            key.push_str(&format!("@{}", at.timestamp_millis()));
        }
        if let Some(print) = &self.print {
            key.push_str(&format!("#{print}"));
        }
        key
    }

    /// Which state of which record it is, whatever the event is.
    fn state(&self) -> State {
        (self.id.clone(), self.at, self.print.clone())
    }
}

impl<'a, L> Feed<'a, L> {
    fn new(name: impl Into<String>, list: L, ascending: bool) -> Self {
        let late = Duration::from_secs(5 * 60);
        Self {
            name: name.into(),
            list,
            ascending,
            late,
            tick: Duration::from_secs(1),
            news: News::CreatedOrUpdated,
            making: TimeDelta::zero(),
            born: None,
        }
    }

    /// A list that is ordered by the moment of change, oldest first. `list` makes the action that lists what changed at a
    /// moment or later; it must include the moment. `name` tells cursors of this trigger from those of others: its id, and
    /// what it is about (a module).
    pub fn ascending(name: impl Into<String>, list: L) -> Self {
        Self::new(name, list, true)
    }

    /// A list in another order, or in none. Every poll reads it to its end.
    pub fn unordered(name: impl Into<String>, list: L) -> Self {
        Self::new(name, list, false)
    }

    /// How long after its moment a change may show up in the list: five minutes unless said otherwise. Everything of this
    /// last span is read again by each poll.
    #[must_use]
    pub fn late(mut self, late: Duration) -> Self {
        self.late = late;
        self
    }

    /// What the platform's clock counts: whole seconds unless said otherwise.
    #[must_use]
    pub fn tick(mut self, tick: Duration) -> Self {
        self.tick = tick;
        self
    }

    /// Which changes it gives: all of them unless said otherwise.
    #[must_use]
    pub fn news(mut self, news: News) -> Self {
        self.news = news;
        self
    }

    /// How long the platform goes on making a record: a change within this time after it was made is no change of
    /// [`News::Updated`]. Nothing unless said otherwise, which leaves out a change of the same moment.
    #[must_use]
    pub fn making(mut self, making: Duration) -> Self {
        self.making = TimeDelta::from_std(making).unwrap_or(TimeDelta::MAX);
        self
    }

    /// Asks when a record was made, for [`News::Created`] and [`News::Updated`] of a platform whose lists do not tell. It is
    /// asked once for each change that was not met yet, so it costs as many calls. A new record for which there is no answer
    /// is not given.
    ///
    /// Where such a call fails, a poll gives what was found out before, and its cursor knows that; the next one asks for the
    /// rest.
    #[must_use]
    pub fn born_by<F>(mut self, ask: impl Fn(String) -> F + Send + Sync + 'a) -> Self
    where
        F: Future<Output = Result<Option<DateTime<Utc>>>> + Send + 'a,
    {
        self.born = Some(Box::new(move |id| Box::pin(ask(id))));
        self
    }

    /// What is new since `cursor`: what [`PollingTrigger::poll`](super::PollingTrigger::poll) of such a trigger gives.
    ///
    /// # Errors
    /// Those of the calls; `Validation` if the cursor is another trigger's.
    pub async fn poll<A, T>(
        self,
        client: &Client<A::Connector>,
        cursor: &PollCursor,
        read: impl Fn(A::Item) -> Result<Change<T>> + Send + Sync,
    ) -> Result<Batch<T>>
    where
        A: PagedAction,
        L: Fn(DateTime<Utc>) -> A + Send + Sync,
        T: Send,
    {
        let clock = client.shared().clock();
        let cursor = cursor.clone().of(&self.name)?;
        let mut walk = Walk::begin(cursor, self.late, self.tick, clock)?;
        let position = walk.position();
        let mut reading = self.reading(client, position, &walk, &read).await?;
        // Between two pages by number, records that move or go away take others along, over the border and out of sight.
        let mut settled = reading.pages == 1;
        let mut changes = Vec::new();
        for _ in 1..READINGS {
            if settled {
                break;
            }
            let again = self.reading(client, position, &walk, &read).await?;
            settled = self.states(&reading) == self.states(&again);
            changes.append(&mut reading.changes);
            reading = again;
        }
        let Reading { changes: last, latest, at_end, .. } = reading;
        let known: HashSet<_> = last.iter().map(Change::state).collect();
        changes.retain(|change| !known.contains(&change.state()));
        changes.extend(last);
        let met: Vec<_> = changes.iter().map(|change| (change.id.clone(), change.at)).collect();
        let (changes, failed) = self.with_births(changes, &walk).await;
        if self.news == News::Created {
            walk.gives_births();
        }
        let (mut events, mut news) = (Vec::new(), false);
        for change in changes {
            let (key, at) = self.event(&change);
            let only_made = self.is_only_made(&change);
            let Some(data) = change.data else { continue };
            // What was asked for is noted, lest it be asked for again.
            if only_made && self.born.is_none() {
                continue;
            }
            news |= !walk.knows(&key);
            if walk.give(&key, at, change.at) && !only_made {
                events.push(Event::new(client.account(), change.id, key, data).at(at));
            }
        }
        let whole = failed.is_none();
        if let Some(error) = failed.filter(|_| !news) {
            return Err(error);
        }
        let (cursor, more) = walk.end(latest, at_end && whole, settled && whole, clock);
        Ok(Batch { events, unread: Vec::new(), cursor, more: more || !whole, met })
    }

    /// The key and the moment of the event that a change is.
    fn event<T>(&self, change: &Change<T>) -> (String, Option<DateTime<Utc>>) {
        match self.news {
            News::Created => (change.id.clone(), change.born.or(change.at)),
            _ => (change.key(), change.at),
        }
    }

    /// Whether a change is that the record was made, which is nothing to a trigger of changed ones.
    fn is_only_made<T>(&self, change: &Change<T>) -> bool {
        let age = change.at.zip(change.born).map(|(at, born)| at.signed_duration_since(born));
        self.news == News::Updated && age.is_some_and(|age| age <= self.making)
    }

    /// One reading from `position` on: to where the list leaves that moment, if it is ordered, or to its end.
    async fn reading<A, T>(
        &self,
        client: &Client<A::Connector>,
        position: DateTime<Utc>,
        walk: &Walk,
        read: &(impl Fn(A::Item) -> Result<Change<T>> + Send + Sync),
    ) -> Result<Reading<Change<T>>>
    where
        A: PagedAction,
        L: Fn(DateTime<Utc>) -> A + Send + Sync,
        T: Send,
    {
        let mut reading = Reading { changes: Vec::new(), pages: 0, latest: None, at_end: true };
        let mut pages = client.pages((self.list)(position));
        let mut in_order = self.ascending;
        while let Some(page) = pages.next().await {
            let page = page?;
            reading.pages += 1;
            for item in page.items {
                let change = read(item)?;
                in_order &= change.at.is_some() && change.at >= reading.latest;
                reading.latest = reading.latest.max(change.at);
                reading.changes.push(change);
            }
            let past = reading.latest.is_some_and(|latest| walk.is_past(latest, position));
            if page.next.is_some() && in_order && past {
                reading.at_end = false;
                break;
            }
        }
        Ok(reading)
    }

    /// What tells whether two readings agree; those of lists without an order do if they hold the same.
    fn states<T>(&self, reading: &Reading<Change<T>>) -> Vec<State> {
        let mut states: Vec<_> = reading.changes.iter().map(Change::state).collect();
        if !self.ascending {
            states.sort_unstable();
        }
        states
    }

    /// The changes with the moments when the records were made, where these must be asked for, up to the first failure.
    async fn with_births<T: Send>(
        &self,
        changes: Vec<Change<T>>,
        walk: &Walk,
    ) -> (Vec<Change<T>>, Option<Error>) {
        let Some(ask) = self.born.as_ref().filter(|_| self.news != News::CreatedOrUpdated) else {
            return (changes, None);
        };
        let asked = changes.into_iter().map(|mut change| async move {
            let (key, at) = self.event(&change);
            // What is known stays known.
            if change.data.is_none() || change.born.is_some() || walk.knows(&key) {
                return Ok(change);
            }
            // What changed before the beginning is no news, whenever it was made.
            if self.news == News::Created || walk.is_new(&key, at) {
                change.born = ask(change.id.clone()).await?;
            }
            if self.news == News::Created && change.born.is_none() {
                change.data = None;
            }
            Ok(change)
        });
        let (mut asked, mut found) = (stream::iter(asked).buffered(ASKED_AT_ONCE), Vec::new());
        while let Some(answer) = asked.next().await {
            match answer {
                Ok(change) => found.push(change),
                Err(error) => return (found, Some(error)),
            }
        }
        (found, None)
    }
}

impl<L> fmt::Debug for Feed<'_, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Feed")
            .field("name", &self.name)
            .field("ascending", &self.ascending)
            .field("late", &self.late)
            .field("tick", &self.tick)
            .field("news", &self.news)
            .finish_non_exhaustive()
    }
}
