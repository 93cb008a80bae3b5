//! A platform's limits as data.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher, RandomState};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

/// One limit of a platform, as its connector states it.
///
/// ```
/// use std::time::Duration;
/// use connectors_core::limits::{Scope, Unit, Window};
///
/// let minute = Window::fixed("minute", 60, Duration::from_secs(60));
/// let in_flight = Window::concurrency("concurrency", 5);
/// let app = Window::sliding("app-minute", 10_000, Duration::from_secs(60)).scope(Scope::Application);
/// let search = Window::sliding("search", 4, Duration::from_secs(1)).bucket("search");
/// let points = Window::bucket_of("points", 1_000, 50.0).unit(Unit::Points);
/// # let _ = (minute, in_flight, app, search, points);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Window {
    /// Its name, unique in its connector: feedback refers to it, and users see it in `usage()`.
    pub name: &'static str,
    /// How it counts.
    pub kind: Kind,
    /// What it counts.
    pub unit: Unit,
    /// How much of the unit is allowed (at once, per window, or as the size of the bucket).
    pub limit: u64,
    /// Whose calls it counts together.
    pub scope: Scope,
    /// Set for a sub-limit: only requests that name this bucket count.
    pub bucket: Option<&'static str>,
}

/// How a [`Window`] counts.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// `limit` per window of this length; the platform resets it at a moment that only feedback tells.
    Fixed(Duration),
    /// `limit` in any span of this length.
    Sliding(Duration),
    /// A bucket of `limit` that refills continuously, this much per second.
    Bucket {
        /// Units per second.
        restore: f64,
    },
    /// Evenly spaced: `limit` per `per`, at most `burst` at once.
    Pace {
        /// The span that `limit` counts for.
        per: Duration,
        /// How many may go at once.
        burst: u32,
    },
    /// `limit` calls in progress.
    Concurrency,
    /// `limit` per day.
    Daily,
}

/// What a [`Window`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unit {
    /// Calls; every call costs one.
    Calls,
    /// Credits; one per call unless the request says otherwise.
    Credits,
    /// Cost points; one per call unless the request says otherwise.
    Points,
    /// Bytes; none unless the request says otherwise.
    Bytes,
}

/// Whose calls a [`Window`] counts together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// All accounts that are connected through the same application (OAuth client).
    Application,
    /// One account: tenant, organisation, shop, portal.
    Account,
    /// One application in one account: others that are connected to the same account have counts of their own.
    Installation,
    /// One user of an account.
    User,
}

impl Window {
    const fn new(name: &'static str, kind: Kind, limit: u64) -> Self {
        Self { name, kind, unit: Unit::Calls, limit, scope: Scope::Account, bucket: None }
    }

    /// `limit` calls per fixed window of length `per`.
    #[must_use]
    pub const fn fixed(name: &'static str, limit: u64, per: Duration) -> Self {
        Self::new(name, Kind::Fixed(per), limit)
    }

    /// `limit` calls in any span of length `per`.
    #[must_use]
    pub const fn sliding(name: &'static str, limit: u64, per: Duration) -> Self {
        Self::new(name, Kind::Sliding(per), limit)
    }

    /// A bucket of `size` that refills by `restore` per second.
    #[must_use]
    pub const fn bucket_of(name: &'static str, size: u64, restore: f64) -> Self {
        Self::new(name, Kind::Bucket { restore }, size)
    }

    /// `limit` calls per `per`, evenly spaced, at most `burst` at once.
    #[must_use]
    pub const fn pace(name: &'static str, limit: u64, per: Duration, burst: u32) -> Self {
        Self::new(name, Kind::Pace { per, burst }, limit)
    }

    /// `limit` calls in progress.
    #[must_use]
    pub const fn concurrency(name: &'static str, limit: u64) -> Self {
        Self::new(name, Kind::Concurrency, limit)
    }

    /// `limit` calls per day.
    #[must_use]
    pub const fn daily(name: &'static str, limit: u64) -> Self {
        Self::new(name, Kind::Daily, limit)
    }

    /// Counts this instead of calls.
    #[must_use]
    pub const fn unit(mut self, unit: Unit) -> Self {
        self.unit = unit;
        self
    }

    /// Counts the calls of this scope together instead of an account's.
    #[must_use]
    pub const fn scope(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    /// The span that it counts over; `None` for kinds that have none.
    pub(super) fn span(&self) -> Option<Duration> {
        match self.kind {
            Kind::Fixed(span) | Kind::Sliding(span) => Some(span),
            Kind::Daily => Some(Duration::from_secs(24 * 60 * 60)),
            Kind::Bucket { .. } | Kind::Pace { .. } | Kind::Concurrency => None,
        }
    }

    /// It counts over an hour or more: being out of it is another thing than being throttled.
    pub(super) fn is_quota(&self) -> bool {
        self.span().is_some_and(|span| span >= Duration::from_secs(60 * 60))
    }

    /// Makes it a sub-limit: only requests that name this bucket count.
    #[must_use]
    pub const fn bucket(mut self, bucket: &'static str) -> Self {
        self.bucket = Some(bucket);
        self
    }
}

/// Names one counter in a limit store: the window, and whose it is. As text (`Display`) it is the same in every
/// process.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LimitKey {
    connector: &'static str,
    owner: Arc<str>,
    window: &'static str,
    detail: Option<Arc<str>>,
    /// Of all the others, since a call looks its counters up many times; the last, so that it has no say in the order,
    /// which is the same in every process.
    hash: u64,
}

impl LimitKey {
    /// The counter of `window` of `connector` for `owner` (an application, account or user), and for sub-limits that
    /// are counted apart (per mailbox, per pair of numbers) the `detail`.
    #[must_use]
    pub fn new(
        connector: &'static str,
        owner: impl Into<Arc<str>>,
        window: &'static str,
        detail: Option<&str>,
    ) -> Self {
        let owner = owner.into();
        let hash = SEED.hash_one((connector, &*owner, window, detail));
        Self { hash, connector, owner, window, detail: detail.map(Into::into) }
    }
}

/// One for the process, so that clones of a key agree.
static SEED: LazyLock<RandomState> = LazyLock::new(RandomState::new);

impl Hash for LimitKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

impl fmt::Display for LimitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A length before the name: no choice of names can make two counters one.
        write!(f, "{}|{}:{}|{}", self.connector, self.owner.len(), self.owner, self.window)?;
        match &self.detail {
            Some(detail) => write!(f, "|{detail}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for LimitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A map of counters. Keys bring their hash with them.
pub(super) type KeyMap<T> = HashMap<LimitKey, T, BuildHasherDefault<KeyHasher>>;

/// Takes the hash that a [`LimitKey`] brings.
#[derive(Debug, Default)]
pub(super) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(5) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// What one attempt asks of one counter.
#[derive(Clone, Debug)]
pub struct Demand {
    /// The counter.
    pub key: LimitKey,
    /// Its rule.
    pub window: Arc<Window>,
    /// How much is asked for, in the window's unit.
    pub amount: u64,
}

/// Which lane a call waits in when a limit is reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// Before all others: opt-outs, interactive calls.
    High,
    /// First come, first served.
    #[default]
    Normal,
}

/// What an answer said about limits: corrections for our counters. Made by the connector from headers or body.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Feedback {
    /// Corrections of single windows.
    pub readings: Vec<Reading>,
    /// What the call really cost, where the cost is known only afterwards.
    pub cost: Vec<(Unit, u64)>,
    /// What it was charged before that, where this was not known either.
    pub asked: Vec<(Unit, u64)>,
    /// A throttle: nobody who shares these windows should call before the time is over.
    pub pause: Option<Pause>,
}

impl Feedback {
    /// Nothing learned.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a correction.
    #[must_use]
    pub fn reading(mut self, reading: Reading) -> Self {
        self.readings.push(reading);
        self
    }

    /// Adds the true cost.
    #[must_use]
    pub fn cost(mut self, unit: Unit, amount: u64) -> Self {
        self.cost.push((unit, amount));
        self
    }

    /// Adds what the call was charged at the start: the next one like it
    /// ([`Request::costs_like`](crate::Request::costs_like)) asks for as much.
    #[must_use]
    pub fn asked(mut self, unit: Unit, amount: u64) -> Self {
        self.asked.push((unit, amount));
        self
    }

    /// Adds a pause of the named window, or of all windows of the call if `window` is `None`.
    #[must_use]
    pub fn pause(mut self, window: Option<&'static str>, wait: Duration) -> Self {
        self.pause = Some(Pause { window, wait });
        self
    }
}

/// What the platform says of one window.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Reading {
    /// [`Window::name`].
    pub window: &'static str,
    /// How much is left after this call.
    pub remaining: Option<u64>,
    /// How large the window is.
    pub limit: Option<u64>,
    /// How long until it is full again.
    pub resets_in: Option<Duration>,
    /// How fast it refills, units per second.
    pub restore: Option<f64>,
}

impl Reading {
    /// A reading of this window that says nothing yet.
    #[must_use]
    pub const fn of(window: &'static str) -> Self {
        Self { window, remaining: None, limit: None, resets_in: None, restore: None }
    }

    /// How much is left.
    #[must_use]
    pub const fn remaining(mut self, remaining: u64) -> Self {
        self.remaining = Some(remaining);
        self
    }

    /// How large the window is.
    #[must_use]
    pub const fn limit(mut self, limit: u64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// How long until it is full again.
    #[must_use]
    pub const fn resets_in(mut self, wait: Duration) -> Self {
        self.resets_in = Some(wait);
        self
    }

    /// How fast it refills, units per second.
    #[must_use]
    pub const fn restore(mut self, per_second: f64) -> Self {
        self.restore = Some(per_second);
        self
    }
}

/// A throttle by the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// The window that it is about, or `None` if the platform does not say: then all account windows of the call pause.
    pub window: Option<&'static str>,
    /// For how long.
    pub wait: Duration,
}

/// How much of one window is used, as [`Client::usage`](crate::Client::usage) tells.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Usage {
    /// The window.
    pub window: Window,
    /// How large it is, as far as is known (feedback may have corrected it).
    pub limit: u64,
    /// How much is left.
    pub remaining: u64,
    /// How long until all of it is free again.
    pub resets_in: Option<Duration>,
    /// How long everybody has been told to wait.
    pub paused_for: Option<Duration>,
}

impl Usage {
    /// That `remaining` of a window is left, as tests need it.
    #[must_use]
    pub fn new(window: Window, remaining: u64) -> Self {
        Self { limit: window.limit, window, remaining, resets_in: None, paused_for: None }
    }
}
