//! A replay guard that lives as long as the process.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use sha2::{Digest, Sha256};

use super::{Claim, ReplayGuard, Ticket};
use crate::clock::Clock;
use crate::error::{Error, ErrorKind, Result};

/// Remembers deliveries in memory, at most so many and for at most so long. Clones share.
///
/// - **Age.** What was confirmed is forgotten after [`remember`](Self::remember), three days if nothing is said; a
///   delivery that comes again later counts as new. Choose it longer than the platform goes on to retry. It does not help
///   against an attacker who kept a signed delivery that long: only a signed timestamp does.
/// - **Number.** At the [`capacity`](Self::capacity), 100,000 if nothing is said, what was confirmed longest ago is
///   forgotten to make room. What is claimed is never forgotten: when all that is remembered is being worked on, the next
///   claim fails with [`ErrorKind::Storage`], which is retryable.
/// - **Restart.** All is forgotten. Several processes need a guard that they share.
///
/// A key takes some hundred bytes, however long it is.
#[derive(Clone)]
pub struct MemoryReplayGuard {
    inner: Arc<Mutex<Inner>>,
    clock: Arc<dyn Clock>,
    capacity: usize,
    remember: Duration,
}

/// Keys are told apart by their digests: they are short and of one size.
type Key = [u8; 32];

#[derive(Default)]
struct Inner {
    entries: HashMap<Key, Entry>,
    /// The claims, the one that ends first in front.
    leases: BTreeMap<(Duration, u64), Key>,
    /// What is done and when, the oldest in front. A key is in it once.
    done: VecDeque<(Duration, Key)>,
    claims: u64,
}

#[derive(Clone, Copy)]
enum Entry {
    Claimed { until: Duration, number: u64 },
    Done,
}

impl MemoryReplayGuard {
    /// A guard for 100,000 deliveries and three days.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let remember = Duration::from_secs(3 * 24 * 60 * 60);
        Self { inner: Arc::default(), clock, capacity: 100_000, remember }
    }

    /// How many deliveries are remembered; at least one.
    #[must_use]
    pub fn capacity(mut self, deliveries: usize) -> Self {
        self.capacity = deliveries.max(1);
        self
    }

    /// How long a confirmed delivery is remembered.
    #[must_use]
    pub fn remember(mut self, time: Duration) -> Self {
        self.remember = time;
        self
    }

    /// What is there now, without what has had its time.
    fn inner(&self) -> (MutexGuard<'_, Inner>, Duration) {
        let now = self.clock.elapsed();
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.forget(now, self.remember);
        (inner, now)
    }
}

impl Inner {
    fn forget(&mut self, now: Duration, remember: Duration) {
        // An ended lease means what no entry means: the next one to claim gets it.
        while let Some(lease) = self.leases.first_entry().filter(|lease| lease.key().0 <= now) {
            self.entries.remove(&lease.remove());
        }
        while self.done.front().is_some_and(|(at, _)| now.saturating_sub(*at) >= remember) {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) -> bool {
        let oldest = self.done.pop_front();
        oldest.is_some_and(|(_, key)| self.entries.remove(&key).is_some())
    }

    fn make_room(&mut self, capacity: usize) -> bool {
        while self.entries.len() >= capacity {
            if !self.forget_oldest() {
                return false;
            }
        }
        true
    }
}

#[async_trait]
impl ReplayGuard for MemoryReplayGuard {
    async fn claim(&self, key: &str, lease: Duration) -> Result<Claim> {
        let digest = digest(key);
        let (mut inner, now) = self.inner();
        match inner.entries.get(&digest) {
            Some(Entry::Done) => return Ok(Claim::Done),
            Some(Entry::Claimed { until, .. }) => {
                return Ok(Claim::InProgress { retry_in: until.saturating_sub(now) });
            }
            None => {}
        }
        if !inner.make_room(self.capacity) {
            let first_end = inner.leases.first_key_value().map_or(now, |((until, _), _)| *until);
            let message = "the replay guard is full of deliveries that are being worked on";
            return Err(Error::new(ErrorKind::Storage, message)
                .with_retryable(true)
                .with_retry_after(first_end.saturating_sub(now)));
        }
        inner.claims += 1;
        let (until, number) = (now.saturating_add(lease), inner.claims);
        inner.entries.insert(digest, Entry::Claimed { until, number });
        inner.leases.insert((until, number), digest);
        Ok(Claim::New(Ticket::new(key, number)))
    }

    async fn confirm(&self, ticket: &Ticket) -> Result<()> {
        let digest = digest(ticket.key());
        let (mut inner, now) = self.inner();
        match inner.entries.get(&digest).copied() {
            Some(Entry::Done) => return Ok(()),
            // Whoever holds it now: the work is done.
            Some(Entry::Claimed { until, number }) => {
                inner.leases.remove(&(until, number));
            }
            // The lease has ended. If there is no room to remember that the work is done, it may be done once more.
            None if !inner.make_room(self.capacity) => return Ok(()),
            None => {}
        }
        inner.entries.insert(digest, Entry::Done);
        inner.done.push_back((now, digest));
        Ok(())
    }

    async fn release(&self, ticket: &Ticket) -> Result<()> {
        let digest = digest(ticket.key());
        let (mut inner, _) = self.inner();
        if let Some(&Entry::Claimed { until, number }) = inner.entries.get(&digest)
            && number == ticket.number()
        {
            inner.entries.remove(&digest);
            inner.leases.remove(&(until, number));
        }
        Ok(())
    }
}

impl fmt::Debug for MemoryReplayGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (inner, _) = self.inner();
        f.debug_struct("MemoryReplayGuard")
            .field("claimed", &inner.leases.len())
            .field("done", &inner.done.len())
            .field("capacity", &self.capacity)
            .field("remember", &self.remember)
            .finish_non_exhaustive()
    }
}

fn digest(key: &str) -> Key {
    Sha256::digest(key).into()
}
