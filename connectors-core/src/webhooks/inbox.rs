//! From the route to whoever works on what came: bounded, by account, nothing dropped.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

use super::{ReplayGuard, Ticket, Verified, Webhook};
use crate::error::{Error, ErrorKind, Result};
use crate::triggers::{Event, Hints, PollingTrigger, WebhookTrigger};

/// New events of one account in one delivery.
///
/// Say [`confirm`](Self::confirm) when they are worked on, and not before: until then they count as under way, and come again
/// when the platform sends them again after the lease. Dropping it says nothing, as a crash would.
#[must_use = "a delivery that is not confirmed comes again, if the platform sends it again"]
pub struct Received<E> {
    /// The events that were not confirmed before.
    pub events: Vec<Event<E>>,
    /// The delivery that they came in, with its raw body.
    pub verified: Arc<Verified>,
    /// Why its events could not be read, if they could not: the platform may have a new form. Look for what happened
    /// ([`Hints::look`](crate::triggers::Hints::look)).
    pub unread: Option<Error>,
    pub(super) claims: Claims,
}

/// What a delivery has claimed.
#[derive(Default)]
pub(super) struct Claims {
    pub(super) guard: Option<Arc<dyn ReplayGuard>>,
    pub(super) tickets: Vec<Ticket>,
    /// Who waits for it to be confirmed, if anybody does.
    pub(super) told: Mutex<Option<oneshot::Sender<()>>>,
}

impl Claims {
    async fn confirm(&self) -> Result<()> {
        for (guard, ticket) in self.each() {
            guard.confirm(ticket).await?;
        }
        if let Some(told) = self.take_told() {
            // Nobody waits any more: the platform was answered meanwhile, and will be told the next time.
            let _ = told.send(());
        }
        Ok(())
    }

    pub(super) async fn release(&self) -> Result<()> {
        drop(self.take_told());
        for (guard, ticket) in self.each() {
            guard.release(ticket).await?;
        }
        Ok(())
    }

    fn take_told(&self) -> Option<oneshot::Sender<()>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn each(&self) -> impl Iterator<Item = (&Arc<dyn ReplayGuard>, &Ticket)> {
        self.guard.iter().flat_map(|guard| self.tickets.iter().map(move |ticket| (guard, ticket)))
    }
}

impl<E> Received<E> {
    /// A delivery for tests of what works on it: nothing is remembered of it.
    pub fn new(events: Vec<Event<E>>, verified: Arc<Verified>) -> Self {
        Self { events, verified, unread: None, claims: Claims::default() }
    }

    /// The work is done: the events are not given again.
    ///
    /// # Errors
    /// The replay guard failed: they may be given again. Confirm again to make that less likely.
    pub fn confirm(&self) -> impl Future<Output = Result<()>> + Send {
        // Of the claims alone: events need not be `Sync`.
        self.claims.confirm()
    }

    /// The work failed: the next delivery of the events gets them at once.
    ///
    /// # Errors
    /// The replay guard failed: the events are given again when the lease has ended, unless another release succeeds.
    pub fn release(&self) -> impl Future<Output = Result<()>> + Send {
        self.claims.release()
    }
}

impl<E> Received<E> {
    /// Tells a trigger what came; that its events could not be read is a reason to look, too.
    pub fn tell<C, T>(&self, hints: &Hints<T>)
    where
        C: Webhook<Event = E>,
        T: PollingTrigger + WebhookTrigger<Connector = C>,
    {
        self.events.iter().for_each(|event| hints.tell(event));
        if self.unread.is_some() {
            hints.look();
        }
    }
}

impl<E> fmt::Debug for Received<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("events", &self.events.iter().map(|event| &event.key).collect::<Vec<_>>())
            .field("unread", &self.unread)
            .finish_non_exhaustive()
    }
}

/// What one delivery has in one line.
type Parts<E> = Vec<Received<E>>;

/// Where deliveries arrive, oldest first.
#[derive(Debug)]
pub struct Deliveries<E> {
    receiver: mpsc::Receiver<Parts<E>>,
    /// What is there already of the delivery that is being given.
    rest: VecDeque<Received<E>>,
    /// The route holds it: with the route, the lines end.
    inbox: Weak<Inbox<E>>,
    /// Of one account alone.
    own: bool,
}

impl<E> Deliveries<E> {
    pub(super) fn new(capacity: usize) -> (Arc<Inbox<E>>, Self) {
        let (all, receiver) = mpsc::channel(capacity.max(1));
        let inbox = Arc::new(Inbox { all, accounts: RwLock::default(), closed: AtomicBool::new(false) });
        let deliveries = Self { receiver, rest: VecDeque::new(), inbox: Arc::downgrade(&inbox), own: false };
        (inbox, deliveries)
    }

    /// The next delivery. `None` when the route is gone and all was given. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Received<E>> {
        loop {
            if let Some(next) = self.rest.pop_front() {
                return Some(next);
            }
            self.rest = self.receiver.recv().await?.into();
        }
    }

    /// From now on this account's deliveries arrive here alone, in a line of their own, in place of one that it had: one that
    /// works slowly does not hold up the others. `account` is the platform's id of it; at least one waits in line. Dropped or
    /// closed, they arrive with all others again; so do those that wait here when it is dropped, as far as there is room.
    ///
    /// A full line answers 503 to whole deliveries, and platforms that have one webhook for all accounts (Xero, QuickBooks)
    /// count that against all of them; Xero disables it after a day. A line is for bursts. What takes longer belongs in
    /// a queue of your own, or follows from a hint and a poll ([`Hints`](Hints) never wait).
    #[must_use]
    pub fn account(&self, account: impl Into<String>, capacity: usize) -> Self {
        let (sender, receiver) = mpsc::channel(capacity.max(1));
        if let Some(inbox) = self.inbox.upgrade() {
            let mut accounts = inbox.accounts.write().unwrap_or_else(PoisonError::into_inner);
            accounts.retain(|_, line| !line.is_closed());
            accounts.insert(account.into(), sender);
        }
        Self { receiver, rest: VecDeque::new(), inbox: Weak::clone(&self.inbox), own: true }
    }

    /// Takes no more, and what was taken is still given. Of the route's own deliveries: it answers 503 from now on, for
    /// accounts with a line of their own, too.
    pub fn close(&mut self) {
        self.receiver.close();
        if let Some(inbox) = self.inbox.upgrade().filter(|_| !self.own) {
            inbox.closed.store(true, Ordering::Release);
        }
    }
}

impl<E> Drop for Deliveries<E> {
    fn drop(&mut self) {
        self.receiver.close();
        let Some(inbox) = self.inbox.upgrade() else { return };
        let mut left = vec![std::mem::take(&mut self.rest).into()];
        left.extend(std::iter::from_fn(|| self.receiver.try_recv().ok()));
        for parts in left.into_iter().filter(|parts: &Parts<E>| !parts.is_empty()) {
            if inbox.all.try_send(parts).is_err() {
                tracing::warn!("a delivery that was taken is dropped with the line that it waited in");
            }
        }
    }
}

/// The lines that deliveries wait in.
#[derive(Debug)]
pub(super) struct Inbox<E> {
    all: mpsc::Sender<Parts<E>>,
    accounts: RwLock<HashMap<String, mpsc::Sender<Parts<E>>>>,
    closed: AtomicBool,
}

impl<E> Inbox<E> {
    /// Places in the lines of these accounts. Until they are filled, nothing has happened.
    pub(super) fn reserve<'a>(&self, accounts: impl Iterator<Item = &'a String>) -> Result<Places<E>> {
        if self.closed.load(Ordering::Acquire) {
            return Err(no_place("nobody takes deliveries"));
        }
        let lines = self.accounts.read().unwrap_or_else(PoisonError::into_inner);
        let mut places = Places { all: None, own: HashMap::new() };
        for account in accounts {
            match lines.get(account).filter(|line| !line.is_closed()) {
                Some(line) => drop(places.own.insert(account.clone(), place(line)?)),
                None if places.all.is_none() => places.all = Some(place(&self.all)?),
                None => {}
            }
        }
        Ok(places)
    }
}

fn place<E>(line: &mpsc::Sender<Parts<E>>) -> Result<mpsc::OwnedPermit<Parts<E>>> {
    line.clone().try_reserve_owned().map_err(|refused| match refused {
        TrySendError::Full(_) => no_place("the line of deliveries is full"),
        TrySendError::Closed(_) => no_place("nobody takes deliveries"),
    })
}

fn no_place(text: &str) -> Error {
    Error::new(ErrorKind::RateLimited, text).with_retryable(true)
}

/// Places of one delivery: one with all others, however many accounts it is about, and one in each line of an account's own.
pub(super) struct Places<E> {
    all: Option<mpsc::OwnedPermit<Parts<E>>>,
    own: HashMap<String, mpsc::OwnedPermit<Parts<E>>>,
}

impl<E> Places<E> {
    /// Puts what the delivery has for each account in line. Fails if nobody may be there any more to take it.
    pub(super) fn fill(mut self, parts: Vec<(String, Received<E>)>) -> Result<()> {
        let mut filled = Vec::new();
        let mut shared = Vec::new();
        for (account, part) in parts {
            match self.own.remove(&account) {
                Some(place) => filled.push(place.send(vec![part])),
                None => shared.push(part),
            }
        }
        if let Some(place) = self.all.filter(|_| !shared.is_empty()) {
            filled.push(place.send(shared));
        }
        if filled.iter().any(mpsc::Sender::is_closed) {
            return Err(no_place("nobody takes deliveries any more"));
        }
        Ok(())
    }
}
