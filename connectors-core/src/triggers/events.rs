//! A trigger that is told and asked: deliveries make it quick, polls make it complete.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_core::Stream;
use futures_util::stream;
use tokio::sync::Notify;

use super::{Batch, Event, Hint, PollCursor, PollingTrigger, WebhookTrigger};
use crate::client::Client;
use crate::clock::{self, Clock};
use crate::connector::Connector;
use crate::error::{Error, ErrorKind, Result};
use crate::webhooks::Webhook;

/// How often it is asked when nobody tells anything.
const EVERY: Duration = Duration::from_secs(5 * 60);
/// How long after a poll that a delivery caused the next such one may be: a burst of deliveries is one question.
const SPACING: Duration = Duration::from_secs(2);
/// When to look again for a record that was told of and is not in the list yet.
const LOOK_AGAIN: [Duration; 4] =
    [Duration::from_secs(2), Duration::from_secs(5), Duration::from_secs(15), Duration::from_secs(40)];
/// How much later than the record's own moment a delivery may say that it changed.
const SLACK: TimeDelta = TimeDelta::seconds(10);
/// How many hints are kept; of more than that only is kept that there is something to look for.
const MOST_HINTS: usize = 1_000;
/// How long an event is remembered where the cursor is a platform's token.
const MEMORY: TimeDelta = TimeDelta::hours(1);
/// The first pause after a poll that failed; it doubles, up to the time between polls.
const PAUSE: Duration = Duration::from_secs(2);

type Polling<D> = Pin<Box<dyn Future<Output = Result<Batch<D>>> + Send>>;

/// The events of a polling trigger, as they happen, for as long as you like.
///
/// It polls by itself, and at once when it is told to by [`hints`](Self::hints). Each event comes once per
/// [`key`](Event::key): the cursor remembers what was given for as long as the next poll looks at that time again, and
/// knows that everything older was given. After a crash, what was given since the last cursor that you kept comes again.
///
/// ```no_run
/// # use connectors_core::{Client, Connector, Result};
/// # use connectors_core::triggers::{PollCursor, PollingTrigger};
/// # async fn save(cursor: &PollCursor) -> Result<()> { Ok(()) }
/// # async fn work_on<T>(event: T) -> Result<()> { Ok(()) }
/// # async fn show<C: Connector, T: PollingTrigger<Connector = C> + Clone>(
/// #     client: Client<C>, changed: T, cursor: PollCursor) -> Result<()> {
/// let mut events = client.events(changed, cursor);
/// while let Some(event) = events.next().await {
///     match event {
///         Ok(event) => {
///             work_on(event).await?;
///             save(events.cursor()).await?;
///         }
///         Err(error) => eprintln!("{error}"), // asked again after a pause, unless no other try can help
///     }
/// }
/// # Ok(()) }
/// ```
#[must_use = "nothing is asked until the first event is awaited"]
pub struct Events<T: PollingTrigger> {
    client: Client<T::Connector>,
    trigger: T,
    every: Duration,
    spacing: Duration,
    /// Where it stands with all that was given.
    cursor: PollCursor,
    /// What is there to be given, and the cursor when all of it was.
    batch: VecDeque<Event<T::Event>>,
    unread: VecDeque<Event<Error>>,
    after: Option<PollCursor>,
    /// The poll that is under way. Kept here, so that a caller who waits for less long than it takes gets on.
    polling: Option<Polling<T::Event>>,
    inbox: Arc<Inbox<T::Event>>,
    looks: Vec<Look>,
    /// When the next poll is due whatever happens, and when one may be that hints ask for.
    due: Duration,
    earliest: Duration,
    failures: u32,
    over: bool,
}

/// Tells [`Events`] that something happened. Cheap to clone; it never waits.
pub struct Hints<T: PollingTrigger> {
    client: Client<T::Connector>,
    trigger: T,
    inbox: Arc<Inbox<T::Event>>,
}

struct Inbox<D> {
    hints: Mutex<VecDeque<Hint<D>>>,
    news: Notify,
}

/// A record that somebody told of.
#[derive(Clone, Debug)]
struct Look {
    id: Option<String>,
    at: Option<DateTime<Utc>>,
    /// How often it was looked for, and when to look next.
    tries: usize,
    next: Duration,
}

impl<C: Connector> Client<C> {
    /// The events of a trigger as they happen, from `cursor` on.
    pub fn events<T>(&self, trigger: T, cursor: PollCursor) -> Events<T>
    where
        T: PollingTrigger<Connector = C> + Clone,
    {
        Events {
            client: self.clone(),
            trigger,
            every: EVERY,
            spacing: SPACING,
            cursor,
            batch: VecDeque::new(),
            unread: VecDeque::new(),
            after: None,
            polling: None,
            inbox: Arc::new(Inbox { hints: Mutex::default(), news: Notify::new() }),
            looks: Vec::new(),
            due: Duration::ZERO,
            earliest: Duration::ZERO,
            failures: 0,
            over: false,
        }
    }
}

impl<T: PollingTrigger + Clone> Events<T> {
    /// How often it is asked when nobody tells anything: every five minutes unless said otherwise.
    pub fn every(mut self, every: Duration) -> Self {
        self.every = every;
        self
    }

    /// How much time lies between two polls that hints ask for: two seconds unless said otherwise.
    pub fn spacing(mut self, spacing: Duration) -> Self {
        self.spacing = spacing;
        self
    }

    /// What tells it that something happened: hand it to whoever receives the deliveries.
    #[must_use]
    pub fn hints(&self) -> Hints<T> {
        Hints { client: self.client.clone(), trigger: self.trigger.clone(), inbox: Arc::clone(&self.inbox) }
    }

    /// Where it stands with all that was given, the last event among it: keep it when you are done with that.
    #[must_use]
    pub fn cursor(&self) -> &PollCursor {
        &self.cursor
    }

    /// The next event. Dropping the future loses nothing.
    ///
    /// A record that does not fit the type of the events comes once, as an error of the kind `Decode` that names its id; then
    /// the cursor is past it, and what follows is given.
    ///
    /// After an error that is worth another try ([`Error::is_retryable`]) it asks again after a pause. So it does where an
    /// answer as a whole cannot be read (`Decode`, too): nothing after it can be given until the platform, the record or your
    /// program has changed, and each try that fails is told. After any other error it is over, and `None` comes.
    pub async fn next(&mut self) -> Option<Result<Event<T::Event>>> {
        loop {
            if let Some(event) = self.try_next() {
                return Some(Ok(event));
            }
            if let Some(event) = self.unread.pop_front() {
                self.note(&event);
                return Some(Err(event.data));
            }
            self.finish_batch();
            if self.over {
                return None;
            }
            let clock = Arc::clone(self.client.shared().clock());
            if self.polling.is_none() {
                self.take_hints();
                if !self.batch.is_empty() {
                    continue;
                }
                let (now, due) = (clock.elapsed(), self.next_poll());
                if due > now {
                    let inbox = Arc::clone(&self.inbox);
                    clock::timeout(&*clock, due - now, inbox.news.notified()).await;
                    continue;
                }
            }
            let polled = self.poll().await;
            self.polling = None;
            match polled {
                Ok(batch) => self.polled(batch, &*clock),
                Err(error) => {
                    self.failed(&error, clock.elapsed());
                    return Some(Err(error));
                }
            }
        }
    }

    /// The next event of those that are there already; nothing is asked for it.
    pub fn try_next(&mut self) -> Option<Event<T::Event>> {
        let event = self.batch.pop_front()?;
        self.note(&event);
        Some(event)
    }

    /// Moves the cursor past what is given.
    fn note(&mut self, event: &Event<impl Sized>) {
        self.cursor.note(event, self.client.shared().clock().now());
        self.finish_batch();
    }

    /// Begins a poll, or goes on with the one that somebody began and did not wait for.
    fn poll(&mut self) -> &mut Polling<T::Event> {
        self.polling.get_or_insert_with(|| {
            let (client, trigger, cursor) = (self.client.clone(), self.trigger.clone(), self.cursor.clone());
            Box::pin(async move { client.poll(trigger, &cursor).await })
        })
    }

    /// The events as a stream, each with the cursor to keep when you are done with it.
    pub fn into_stream(self) -> impl Stream<Item = Result<(Event<T::Event>, PollCursor)>> + Send {
        stream::unfold(self, |mut events| async move {
            let next = events.next().await?;
            let next = next.map(|event| (event, events.cursor.clone()));
            Some((next, events))
        })
    }

    fn finish_batch(&mut self) {
        if self.batch.is_empty()
            && self.unread.is_empty()
            && let Some(after) = self.after.take()
        {
            self.cursor = after;
        }
    }

    fn take_hints(&mut self) {
        let hints = std::mem::take(&mut *self.inbox.lock());
        for hint in hints {
            match hint {
                Hint::Event(mut event) => {
                    self.client.account().clone_into(&mut event.account);
                    let known = self.cursor.has_given(&event.key, event.at);
                    if !known && !self.batch.iter().any(|other| other.key == event.key) {
                        self.batch.push_back(event);
                    }
                }
                // That time is over: what happened then was given.
                Hint::Look { at: Some(at), .. } if at < self.cursor.reached() => {}
                Hint::Look { id, at } => {
                    let told = self.looks.iter().find(|look| look.id == id).and_then(|look| look.at);
                    self.looks.retain(|look| look.id != id);
                    self.looks.push(Look { id, at: at.max(told), tries: 0, next: Duration::ZERO });
                }
            }
        }
    }

    /// When to poll next, if nothing happens until then.
    fn next_poll(&self) -> Duration {
        let look = self.looks.iter().map(|look| look.next.max(self.earliest)).min();
        look.map_or(self.due, |look| look.min(self.due))
    }

    fn polled(&mut self, batch: Batch<T::Event>, clock: &dyn Clock) {
        let Batch { mut events, mut unread, mut cursor, more, met } = batch;
        // A trigger that follows a token does not look at what was given.
        events.retain(|event| !self.cursor.given.contains_key(&event.key));
        unread.retain(|event| !self.cursor.given.contains_key(&event.key));
        let time = clock.now();
        cursor.note_all(&events, time, time - MEMORY);
        let now = clock.elapsed();
        self.failures = 0;
        self.earliest = now.saturating_add(self.spacing);
        self.due = if more { now } else { now.saturating_add(self.every) };
        self.looks.retain_mut(|look| {
            let found = |id: &str| met.iter().any(|(met, at)| met == id && look.is_met_by(*at));
            if look.id.as_deref().is_none_or(found) {
                return false;
            }
            if more {
                return true;
            }
            let wait = LOOK_AGAIN.get(look.tries).copied();
            look.tries += 1;
            look.next = now.saturating_add(wait.unwrap_or_default());
            wait.is_some()
        });
        (self.batch, self.unread) = (events.into(), unread.into());
        self.after = Some(cursor);
    }

    fn failed(&mut self, error: &Error, now: Duration) {
        self.over = !error.is_retryable() && error.kind() != ErrorKind::Decode;
        let pause = PAUSE.saturating_mul(2_u32.saturating_pow(self.failures)).min(self.every.max(PAUSE));
        self.failures = self.failures.saturating_add(1);
        let pause = error.retry_after().map_or(pause, |asked| asked.max(pause));
        // A hint is no reason to ask earlier.
        self.due = now.saturating_add(pause);
        self.earliest = self.due;
    }
}

impl Look {
    fn is_met_by(&self, at: Option<DateTime<Utc>>) -> bool {
        match (self.at, at) {
            (Some(told), Some(met)) => met >= told - SLACK,
            _ => true,
        }
    }
}

impl<T: PollingTrigger> Hints<T> {
    /// What a delivery says.
    pub fn tell(&self, event: &Event<<T::Connector as Webhook>::Event>)
    where
        T: WebhookTrigger,
    {
        if let Some(hint) = self.trigger.hint(self.client.connector(), event) {
            self.hint(hint);
        }
    }

    /// Something happened that nobody knows more about: a subscription that had ended, a gap in the platform's numbers.
    pub fn look(&self) {
        self.hint(Hint::Look { id: None, at: None });
    }

    /// What somebody found out by other means.
    pub fn hint(&self, hint: Hint<T::Event>) {
        let mut hints = self.inbox.lock();
        if hints.len() < MOST_HINTS {
            hints.push_back(hint);
        } else if !hints.iter().any(|hint| matches!(hint, Hint::Look { id: None, .. })) {
            // The poll that it asks for finds what is dropped here.
            hints.push_back(Hint::Look { id: None, at: None });
        }
        drop(hints);
        self.inbox.news.notify_one();
    }
}

impl<D> Inbox<D> {
    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<Hint<D>>> {
        self.hints.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: PollingTrigger + Clone> Clone for Hints<T> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), trigger: self.trigger.clone(), inbox: Arc::clone(&self.inbox) }
    }
}

impl<T: PollingTrigger> fmt::Debug for Hints<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hints").field("trigger", &self.trigger).finish_non_exhaustive()
    }
}

impl<T: PollingTrigger> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("client", &self.client)
            .field("trigger", &self.trigger)
            .field("reached", &self.cursor.reached())
            .finish_non_exhaustive()
    }
}
