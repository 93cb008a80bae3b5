//! A vendor's limits, enforced: calls in progress, fixed windows, rolling windows with costs.
//!
//! One acquire takes all demands or none. A refused call uses nothing up.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::Serialize;

use crate::lock;

/// One limit of a platform.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// The platform module's name for it, used in [`Demand`]s.
    pub name: &'static str,
    /// What it counts.
    pub kind: LimitKind,
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitKind {
    /// So many calls in progress, from the first byte of work to the last byte of the answer.
    Concurrency(u64),
    /// So much in each window; a key's windows follow each other from its first use.
    Fixed {
        /// How much.
        limit: u64,
        /// How long a window is.
        window: Duration,
    },
    /// So much in any stretch of this length.
    Rolling {
        /// How much.
        limit: u64,
        /// How long.
        window: Duration,
    },
}

impl LimitKind {
    /// The most that the limit allows.
    #[must_use]
    pub fn size(self) -> u64 {
        match self {
            Self::Concurrency(limit) | Self::Fixed { limit, .. } | Self::Rolling { limit, .. } => limit,
        }
    }
}

/// What one call takes from one limit.
#[derive(Clone, Debug)]
pub struct Demand {
    /// Which limit.
    pub limit: &'static str,
    /// Whose: a tenant, an app, a user …
    pub key: String,
    /// How much; a concurrency limit counts calls and ignores it.
    pub cost: u64,
}

impl Demand {
    /// One call against `limit` of `key`.
    #[must_use]
    pub fn new(limit: &'static str, key: impl Into<String>) -> Self {
        Self { limit, key: key.into(), cost: 1 }
    }

    /// With this cost.
    #[must_use]
    pub fn cost(mut self, cost: u64) -> Self {
        self.cost = cost;
        self
    }
}

/// How a limit stands after a call took its share, or was refused one.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Which limit.
    pub limit: &'static str,
    /// Its size.
    pub size: u64,
    /// What is left.
    pub remaining: u64,
}

impl Standing {
    fn new(limit: &'static str, kind: LimitKind, used: u64) -> Self {
        let size = kind.size();
        Self { limit, size, remaining: size.saturating_sub(used) }
    }
}

/// What one user of a limit has left of it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Left {
    limit: &'static str,
    /// Whose; none if nobody has used it yet.
    key: Option<String>,
    size: u64,
    remaining: u64,
    window_seconds: Option<u64>,
}

/// A call was refused: which limit, and when it makes sense to come again (unknown for concurrency).
#[derive(Clone, Debug)]
pub struct Throttle {
    /// Which limit.
    pub limit: &'static str,
    /// How long to wait.
    pub retry_after: Option<Duration>,
}

/// How many users of a limit are told about.
const MOST_KEYS: usize = 10;

#[derive(Debug, Default)]
struct Count {
    in_progress: u64,
    /// When the present fixed window began and what was used in it.
    window: Option<(Duration, u64)>,
    /// What was used when, for rolling windows.
    uses: VecDeque<(Duration, u64)>,
    used: u64,
}

/// The counts of all limits and keys of one platform.
#[derive(Debug)]
pub(crate) struct Limits {
    rules: HashMap<&'static str, LimitKind>,
    counts: Mutex<HashMap<(&'static str, String), Count>>,
    leases: AtomicUsize,
}

/// Gives the concurrency slots back when the answer has been sent.
#[derive(Debug)]
pub(crate) struct Lease {
    limits: Arc<Limits>,
    slots: Vec<(&'static str, String)>,
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.limits.leases.fetch_sub(1, Ordering::SeqCst);
        let mut counts = lock(&self.limits.counts);
        for slot in &self.slots {
            if let Some(count) = counts.get_mut(slot) {
                count.in_progress = count.in_progress.saturating_sub(1);
            }
        }
    }
}

impl Limits {
    pub(crate) fn new(limits: &[Limit]) -> Arc<Self> {
        let rules = limits.iter().map(|limit| (limit.name, limit.kind)).collect();
        Arc::new(Self { rules, counts: Mutex::default(), leases: AtomicUsize::new(0) })
    }

    /// How many calls are in progress.
    pub(crate) fn in_progress(&self) -> usize {
        self.leases.load(Ordering::SeqCst)
    }

    /// What is left of a limit, least first, for at most [`MOST_KEYS`].
    pub(crate) fn left(&self, limit: Limit, now: Duration) -> Vec<Left> {
        let size = limit.kind.size();
        let window_seconds = match limit.kind {
            LimitKind::Concurrency(_) => None,
            LimitKind::Fixed { window, .. } | LimitKind::Rolling { window, .. } => Some(window.as_secs()),
        };
        let left = |key, remaining| Left { limit: limit.name, key, size, remaining, window_seconds };
        let mut counts = lock(&self.counts);
        let mut known: Vec<Left> = counts
            .iter_mut()
            .filter(|((name, _), _)| *name == limit.name)
            .map(|((_, key), count)| {
                count.roll(limit.kind, now);
                left(Some(key.clone()), size.saturating_sub(count.used(limit.kind)))
            })
            .collect();
        known.sort_by(|a, b| (a.remaining, &a.key).cmp(&(b.remaining, &b.key)));
        known.truncate(MOST_KEYS);
        if known.is_empty() { vec![left(None, size)] } else { known }
    }

    /// Forgets all uses; calls in progress stay counted.
    pub(crate) fn clear(&self) {
        for count in lock(&self.counts).values_mut() {
            *count = Count { in_progress: count.in_progress, ..Count::default() };
        }
    }

    pub(crate) fn acquire(
        self: &Arc<Self>,
        demands: &[Demand],
        now: Duration,
    ) -> Result<(Lease, Vec<Standing>), (Throttle, Vec<Standing>)> {
        let mut counts = lock(&self.counts);
        let mut refused = None;
        let mut standings = Vec::new();
        for demand in demands {
            let Some(kind) = self.rules.get(demand.limit) else { continue };
            let count = counts.entry((demand.limit, demand.key.clone())).or_default();
            count.roll(*kind, now);
            if let Some(retry_after) = count.refuses(*kind, demand.cost, now) {
                refused.get_or_insert(Throttle { limit: demand.limit, retry_after });
            }
            standings.push(Standing::new(demand.limit, *kind, count.used(*kind)));
        }
        if let Some(throttle) = refused {
            return Err((throttle, standings));
        }
        let mut slots = Vec::new();
        standings.clear();
        for demand in demands {
            let Some(kind) = self.rules.get(demand.limit) else { continue };
            let count = counts.entry((demand.limit, demand.key.clone())).or_default();
            count.take(*kind, demand.cost, now);
            if matches!(kind, LimitKind::Concurrency(_)) {
                slots.push((demand.limit, demand.key.clone()));
            }
            standings.push(Standing::new(demand.limit, *kind, count.used(*kind)));
        }
        drop(counts);
        self.leases.fetch_add(1, Ordering::SeqCst);
        Ok((Lease { limits: Arc::clone(self), slots }, standings))
    }
}

impl Count {
    fn roll(&mut self, kind: LimitKind, now: Duration) {
        match kind {
            LimitKind::Concurrency(_) => {}
            LimitKind::Fixed { window, .. } => {
                let (start, _) = *self.window.get_or_insert((now, 0));
                if now >= start.saturating_add(window) && !window.is_zero() {
                    let passed = (now - start).as_nanos() / window.as_nanos();
                    let passed = u32::try_from(passed).unwrap_or(u32::MAX);
                    self.window = Some((start.saturating_add(window.saturating_mul(passed)), 0));
                }
            }
            LimitKind::Rolling { window, .. } => {
                while let Some((at, cost)) = self.uses.front().copied() {
                    if at.saturating_add(window) > now {
                        break;
                    }
                    self.uses.pop_front();
                    self.used = self.used.saturating_sub(cost);
                }
            }
        }
    }

    /// `Some(when to come again)` if there is no room.
    #[allow(clippy::option_option, reason = "refused or not, and then with or without a time")]
    fn refuses(&self, kind: LimitKind, cost: u64, now: Duration) -> Option<Option<Duration>> {
        match kind {
            LimitKind::Concurrency(limit) => (self.in_progress >= limit).then_some(None),
            LimitKind::Fixed { limit, window } => {
                let (start, used) = self.window.unwrap_or((now, 0));
                let end = start.saturating_add(window);
                (used.saturating_add(cost) > limit).then(|| Some(end.saturating_sub(now)))
            }
            LimitKind::Rolling { limit, window } => {
                let mut over = self.used.saturating_add(cost).checked_sub(limit).filter(|over| *over > 0)?;
                let free = self.uses.iter().find(|(_, used)| {
                    over = over.saturating_sub(*used);
                    over == 0
                });
                Some(free.map(|(at, _)| at.saturating_add(window).saturating_sub(now)))
            }
        }
    }

    fn take(&mut self, kind: LimitKind, cost: u64, now: Duration) {
        match kind {
            LimitKind::Concurrency(_) => self.in_progress += 1,
            LimitKind::Fixed { .. } => self.window.get_or_insert((now, 0)).1 += cost,
            LimitKind::Rolling { .. } => {
                self.uses.push_back((now, cost));
                self.used += cost;
            }
        }
    }

    fn used(&self, kind: LimitKind) -> u64 {
        match kind {
            LimitKind::Concurrency(_) => self.in_progress,
            LimitKind::Fixed { .. } => self.window.map_or(0, |(_, used)| used),
            LimitKind::Rolling { .. } => self.used,
        }
    }
}
