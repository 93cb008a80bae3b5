//! From the route to whoever works on what came: bounded, by account, nothing dropped.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

use super::{ReplayGuard, Ticket, Verified};
use crate::error::{Error, ErrorKind, Result};
use crate::triggers::Event;

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
    /// Why its events could not be read, if they could not: the platform may have a new form.
    pub unread: Option<Error>,
    pub(super) claims: Claims,
    pub(super) told: Option<oneshot::Sender<()>>,
}

/// What a delivery has claimed.
#[derive(Clone, Default)]
pub(super) struct Claims {
    pub(super) guard: Option<Arc<dyn ReplayGuard>>,
    pub(super) tickets: Vec<Ticket>,
}

impl Claims {
    pub(super) async fn release(&self) -> Result<()> {
        for (guard, ticket) in self.each() {
            guard.release(ticket).await?;
        }
        Ok(())
    }

    fn each(&self) -> impl Iterator<Item = (&Arc<dyn ReplayGuard>, &Ticket)> {
        self.guard.iter().flat_map(|guard| self.tickets.iter().map(move |ticket| (guard, ticket)))
    }
}

impl<E> Received<E> {
    /// The work is done: the events are not given again.
    ///
    /// # Errors
    /// The replay guard failed: they may be given again.
    pub async fn confirm(mut self) -> Result<()> {
        for (guard, ticket) in self.claims.each() {
            guard.confirm(ticket).await?;
        }
        if let Some(told) = self.told.take() {
            // Nobody waits any more: the platform was answered meanwhile, and will be told the next time.
            let _ = told.send(());
        }
        Ok(())
    }

    /// The work failed: the next delivery of the events gets them at once.
    ///
    /// # Errors
    /// The replay guard failed: the events are given again when the lease has ended.
    pub async fn release(self) -> Result<()> {
        self.claims.release().await
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

/// Where deliveries arrive, oldest first.
#[derive(Debug)]
pub struct Deliveries<E> {
    receiver: mpsc::Receiver<Received<E>>,
    inbox: Arc<Inbox<E>>,
}

impl<E> Deliveries<E> {
    pub(super) fn new(capacity: usize) -> (Arc<Inbox<E>>, Self) {
        let (all, receiver) = mpsc::channel(capacity.max(1));
        let inbox = Arc::new(Inbox { all, accounts: RwLock::default() });
        (Arc::clone(&inbox), Self { receiver, inbox })
    }

    /// The next delivery. `None` when the route is gone and all was given.
    pub async fn next(&mut self) -> Option<Received<E>> {
        self.receiver.recv().await
    }

    /// From now on this account's deliveries arrive here alone, in a line of their own: one that works slowly does not hold
    /// up the others. `account` is the platform's id of it. Dropped, they arrive with all others again.
    #[must_use]
    pub fn account(&self, account: impl Into<String>, capacity: usize) -> Self {
        let (sender, receiver) = mpsc::channel(capacity.max(1));
        let mut accounts = self.inbox.accounts.write().unwrap_or_else(PoisonError::into_inner);
        accounts.retain(|_, line| !line.is_closed());
        accounts.insert(account.into(), sender);
        Self { receiver, inbox: Arc::clone(&self.inbox) }
    }

    /// Takes no more: the route answers 503 from now on, and what was taken is still given.
    pub fn close(&mut self) {
        self.receiver.close();
    }
}

/// The lines that deliveries wait in.
#[derive(Debug)]
pub(super) struct Inbox<E> {
    all: mpsc::Sender<Received<E>>,
    accounts: RwLock<HashMap<String, mpsc::Sender<Received<E>>>>,
}

impl<E> Inbox<E> {
    /// A place in the line of an account. Until it is used, nothing has happened.
    pub(super) fn reserve(&self, account: &str) -> Result<mpsc::OwnedPermit<Received<E>>> {
        let line = self.accounts.read().unwrap_or_else(PoisonError::into_inner).get(account).cloned();
        let line = line.filter(|line| !line.is_closed()).unwrap_or_else(|| self.all.clone());
        line.try_reserve_owned().map_err(|refused| {
            let text = match refused {
                TrySendError::Full(_) => "the line of deliveries is full",
                TrySendError::Closed(_) => "nobody takes deliveries",
            };
            Error::new(ErrorKind::RateLimited, text).with_retryable(true)
        })
    }
}
