//! Waiting for permits.

use std::sync::Arc;
use std::time::Duration;

use super::queue::{Lines, Place};
use super::store::{Decision, LeaseId, LimitStore};
use super::{Demand, Feedback, Kind, LimitKey, MemoryStore, Priority, Usage, Window};
use crate::clock::{self, Clock};
use crate::error::{Error, ErrorKind, Result};

/// How long a lease lives that nobody ends. Longer than calls take, so that no slot is freed under a running call.
const LEASE_TTL: Duration = Duration::from_secs(15 * 60);

/// The longest sleep before looking again, whatever the store says: keeps timers away from overflow.
const LONGEST_SLEEP: Duration = Duration::from_secs(24 * 60 * 60);

/// Hands out permits to call: first come, first served at each counter, with a lane for what cannot wait.
///
/// A caller stands in line only at the counter that denies it. It does not overtake others of its lane at any counter
/// that it needs, and only the head of a line looks at the store again. Cheap to clone; clones share lines and store.
#[derive(Clone, Debug)]
pub struct Limiter {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    store: Arc<dyn LimitStore>,
    clock: Arc<dyn Clock>,
    ttl: Duration,
    lines: Lines,
}

impl Limiter {
    /// A limiter over `store`.
    #[must_use]
    pub fn new(store: Arc<dyn LimitStore>, clock: Arc<dyn Clock>) -> Self {
        Self::with_lease_ttl(store, clock, LEASE_TTL)
    }

    /// A limiter whose leases end after `ttl` when nobody ends them. With a store that several processes share, this is
    /// how long the slots of a dead process stay taken; it must be longer than any call lasts.
    #[must_use]
    pub fn with_lease_ttl(store: Arc<dyn LimitStore>, clock: Arc<dyn Clock>, ttl: Duration) -> Self {
        Self { shared: Arc::new(Shared { store, clock, ttl, lines: Lines::default() }) }
    }

    /// A limiter with counters in memory. Its leases end with their permits, however long a download takes: nobody dies
    /// without the counters.
    #[must_use]
    pub fn in_memory(clock: Arc<dyn Clock>) -> Self {
        Self::with_lease_ttl(Arc::new(MemoryStore::new(Arc::clone(&clock))), clock, Duration::MAX)
    }

    /// Waits until all demands are granted, at most until the clock's [`elapsed`](Clock::elapsed) reaches `until`.
    /// Dropping the future leaves the line without a trace.
    ///
    /// # Errors
    /// [`RateLimited`](ErrorKind::RateLimited), or [`QuotaExhausted`](ErrorKind::QuotaExhausted) for windows of an
    /// hour or more: at once if the wait is known to be longer than `until` allows, saying how long it would
    /// have been. `Validation` or `QuotaExhausted` if no wait can help. `Storage` if the store failed.
    pub async fn acquire(
        &self,
        demands: Vec<Demand>,
        priority: Priority,
        until: Option<Duration>,
    ) -> Result<Permit> {
        let shared = &*self.shared;
        if demands.is_empty() {
            return Ok(Permit { held: None, waited: Duration::ZERO });
        }
        let demands = one_per_counter(demands);
        let began = shared.clock.elapsed();
        let mut place = shared.lines.arrive(priority);
        loop {
            if let Some(behind) = place.queue_behind(demands.iter().map(|d| &d.key)) {
                let denied = Denied { demands: &demands, key: &behind.key, until };
                denied.check(shared.clock.elapsed(), behind.retry_at)?;
                shared.wait(&place, None, &denied).await?;
                continue;
            }
            match shared.store.try_acquire(&demands, shared.ttl).await? {
                Decision::Granted(lease) => {
                    drop(place);
                    let waited = shared.clock.elapsed().saturating_sub(began);
                    let held = Held { limiter: self.clone(), lease, demands };
                    return Ok(Permit { held: Some(held), waited });
                }
                Decision::Wait { key, wait, certain } => {
                    let retry_at = shared.clock.elapsed().saturating_add(wait);
                    let denied = Denied { demands: &demands, key: &key, until };
                    denied.check(shared.clock.elapsed(), certain.then_some(retry_at))?;
                    // What was given back before we stood in line woke nobody: having joined, look once more.
                    if !place.queue_at(&key) {
                        place.will_retry(certain.then_some(retry_at));
                        shared.wait(&place, Some(wait), &denied).await?;
                    }
                }
            }
        }
    }

    /// How much of these counters is used.
    ///
    /// # Errors
    /// The store failed.
    pub async fn usage(&self, counters: &[(LimitKey, Arc<Window>)]) -> Result<Vec<Usage>> {
        self.shared.store.usage(counters).await
    }
}

impl Shared {
    /// Sleeps for `wait`, or until our line is woken, or until the deadline, which is an error.
    async fn wait(&self, place: &Place<'_>, wait: Option<Duration>, denied: &Denied<'_>) -> Result<()> {
        let now = self.clock.elapsed();
        let left = denied.until.map(|until| until.saturating_sub(now));
        if left.is_some_and(|left| left.is_zero()) {
            return Err(denied.too_late(None));
        }
        let sleep = [wait, left, Some(LONGEST_SLEEP)].into_iter().flatten().min().unwrap_or(LONGEST_SLEEP);
        clock::timeout(&*self.clock, sleep, place.woken()).await;
        Ok(())
    }
}

/// Permission to make one call. Say [`sent`](Self::sent) right before the request goes out and
/// [`settle`](Self::settle) when it is answered; keep it until the answer's body has been read.
///
/// Dropped before `sent` it gives everything back, afterwards only the concurrency slot.
#[must_use = "dropping a permit gives it back"]
#[derive(Debug)]
pub struct Permit {
    held: Option<Held>,
    waited: Duration,
}

#[derive(Debug)]
struct Held {
    limiter: Limiter,
    lease: LeaseId,
    demands: Vec<Demand>,
}

impl Held {
    fn wake(&self) {
        self.limiter.shared.lines.wake(self.demands.iter().map(|d| &d.key));
    }
}

impl Permit {
    /// The request goes out now. Windows count from this moment, so do not say it before the token is refreshed.
    pub async fn sent(&mut self) {
        let Some(held) = &self.held else { return };
        if let Err(error) = held.limiter.shared.store.mark_sent(held.lease).await {
            tracing::warn!(%error, "limit store: could not mark a call as sent");
        }
        // From now on it is known when its windows open again. A slot's line learns nothing from it.
        let windows = held.demands.iter().filter(|demand| demand.window.kind != Kind::Concurrency);
        held.limiter.shared.lines.wake_unsure(windows.map(|demand| &demand.key));
    }

    /// The answer is there, or at least its head: corrects the counters by what it said.
    pub async fn settle(&mut self, feedback: &Feedback) {
        let Some(held) = &self.held else { return };
        if let Err(error) = held.limiter.shared.store.settle(held.lease, &held.demands, feedback).await {
            tracing::warn!(%error, "limit store: could not settle a call");
        }
        held.wake();
    }

    /// How long we waited for it.
    #[must_use]
    pub fn waited(&self) -> Duration {
        self.waited
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(held) = self.held.take() {
            held.limiter.shared.store.release(held.lease);
            held.wake();
        }
    }
}

/// Demands of the same counter as one.
fn one_per_counter(demands: Vec<Demand>) -> Vec<Demand> {
    let mut merged: Vec<Demand> = Vec::with_capacity(demands.len());
    for demand in demands {
        match merged.iter_mut().find(|other| other.key == demand.key) {
            Some(other) => other.amount = other.amount.saturating_add(demand.amount),
            None => merged.push(demand),
        }
    }
    merged
}

/// The counter that holds a call up, and how long the call may wait.
struct Denied<'a> {
    demands: &'a [Demand],
    key: &'a LimitKey,
    until: Option<Duration>,
}

impl Denied<'_> {
    /// Fails if the wait is known to pass the deadline.
    fn check(&self, now: Duration, retry_at: Option<Duration>) -> Result<()> {
        match (self.until, retry_at) {
            (Some(until), Some(at)) if at > until => Err(self.too_late(Some(at.saturating_sub(now)))),
            _ => Ok(()),
        }
    }

    fn too_late(&self, wait: Option<Duration>) -> Error {
        let window = self.demands.iter().find(|d| d.key == *self.key).map(|d| &*d.window);
        let quota = window.is_some_and(Window::is_quota);
        let kind = if quota { ErrorKind::QuotaExhausted } else { ErrorKind::RateLimited };
        let name = window.map_or("limit", |window| window.name);
        let text = match wait {
            Some(_) => format!("limit {name} is used up for longer than the call may wait"),
            None => format!("limit {name} was used up for as long as the call could wait"),
        };
        let error = Error::new(kind, text).with_retryable(true);
        match wait {
            Some(wait) => error.with_retry_after(wait),
            None => error,
        }
    }
}
