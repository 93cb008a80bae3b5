//! Subscriptions that end, kept alive.

use std::collections::BTreeMap;
use std::fmt::{self, Debug};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use crate::clock::{self, Clock};
use crate::error::{Error, ErrorKind, Result};

/// The part of a life after which it is renewed.
const RENEW_AT: f64 = 0.8;
/// The first pause after a renewal that failed; it doubles. Never longer than a quarter of what is left of the life, …
const PAUSE: Duration = Duration::from_secs(30);
/// … nor than this.
const LONGEST_PAUSE: Duration = Duration::from_secs(60 * 60);
/// The shortest pause, however little is left.
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);
/// How long one renewal may take: one that hangs must not let the others die.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How long it sleeps at most: wall time may jump meanwhile.
const LONGEST_SLEEP: Duration = Duration::from_secs(5 * 60);

/// From when to when a subscription lives. Keep it beside the subscription: after a restart
/// [`Renewals::add`] wants it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Life {
    /// When it was made or renewed last.
    pub since: DateTime<Utc>,
    /// When it ends; `None`: never.
    pub until: Option<DateTime<Utc>>,
}

impl Life {
    /// A life.
    #[must_use]
    pub fn new(since: DateTime<Utc>, until: Option<DateTime<Utc>>) -> Self {
        Self { since, until }
    }
}

/// A subscription at a platform, as something that can be kept alive.
#[async_trait]
pub trait Subscription: Debug + Send + Sync + 'static {
    /// Makes it live longer, and tells until when; `None`: for ever. `now` is the time to count from. An error of kind
    /// [`NotFound`](ErrorKind::NotFound) says that it is gone; it is made anew then.
    async fn renew(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>>;

    /// Makes it anew after it has ended, and tells until when it lives. The same as renewing, unless the platform has
    /// another call for it.
    async fn create(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
        self.renew(now).await
    }
}

/// What became of a subscription.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Renewal {
    /// It lives longer.
    Renewed {
        /// What [`Renewals::add`] was told.
        name: String,
        /// Its new life: keep it.
        life: Life,
    },
    /// It could not be renewed. It is tried again.
    Failed {
        /// What [`Renewals::add`] was told.
        name: String,
        /// Why.
        error: Error,
        /// When it ends, or when it ended.
        until: DateTime<Utc>,
    },
    /// It had ended, or was gone before its time, and was made anew. What happened between was reported to nobody: poll
    /// from your last cursor, or tell [`Hints::look`](super::Hints::look).
    Missed {
        /// What [`Renewals::add`] was told.
        name: String,
        /// When it had ended. If it was gone before its time: since when nobody knows that it was there.
        ended: DateTime<Utc>,
        /// Its new life: keep it.
        life: Life,
    },
}

/// Renews subscriptions when four fifths of their lives are over, and tells what became of them.
///
/// It works while [`next`](Self::next) is awaited: give it a task of its own. Clones are the same renewals.
///
/// ```no_run
/// # use connectors_core::triggers::{Life, Renewal, Renewals, Subscription};
/// # fn show(clock: std::sync::Arc<dyn connectors_core::clock::Clock>, channel: impl Subscription, life: Life,
/// #     look: impl Fn() + Send + 'static) {
/// let renewals = Renewals::new(clock);
/// renewals.add("customer-7", channel, life);
/// tokio::spawn(async move {
///     loop {
///         match renewals.next().await {
///             Renewal::Renewed { name, life, .. } => println!("{name} lives until {:?}", life.until), // keep it
///             Renewal::Missed { .. } => look(), // poll from the last cursor
///             Renewal::Failed { name, error, .. } => eprintln!("{name} is not renewed: {error}"),
///             _ => {}
///         }
///     }
/// });
/// # }
/// ```
#[derive(Clone)]
pub struct Renewals(Arc<Inner>);

struct Inner {
    clock: Arc<dyn Clock>,
    kept: Mutex<BTreeMap<String, Kept>>,
    changed: Notify,
    /// Held by the one who works, so that two who wait do not renew the same twice.
    working: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
struct Kept {
    subscription: Arc<dyn Subscription>,
    life: Life,
    failures: u32,
    /// When to renew it, in the clock's monotonic time.
    due: Duration,
}

impl Renewals {
    /// None yet.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let inner = Inner {
            clock,
            kept: Mutex::default(),
            changed: Notify::new(),
            working: tokio::sync::Mutex::default(),
        };
        Self(Arc::new(inner))
    }

    /// Keeps a subscription alive under this name, in place of one that has it. One whose life is over is made anew at
    /// once, and told as [`Renewal::Missed`].
    pub fn add(&self, name: impl Into<String>, subscription: impl Subscription, life: Life) {
        let kept = Kept::new(Arc::new(subscription), life, &*self.0.clock);
        self.kept().insert(name.into(), kept);
        self.0.changed.notify_one();
    }

    /// Lets a subscription go; false if there is none of this name. It is not ended at the platform.
    pub fn remove(&self, name: &str) -> bool {
        let known = self.kept().remove(name).is_some();
        self.0.changed.notify_one();
        known
    }

    /// The lives as they are now, by name.
    #[must_use]
    pub fn lives(&self) -> BTreeMap<String, Life> {
        self.kept().iter().map(|(name, kept)| (name.clone(), kept.life)).collect()
    }

    /// Waits until a subscription is due, renews it, and tells what became of it. Dropping the future may leave a renewal
    /// made and not told; it is renewed again then.
    pub async fn next(&self) -> Renewal {
        let _working = self.0.working.lock().await;
        loop {
            let clock = &*self.0.clock;
            let (wait, due) = {
                let kept = self.kept();
                let due = kept.iter().filter_map(|(name, kept)| Some((kept.due_in(clock)?, name)));
                match due.min() {
                    None => (None, None),
                    // The one that has waited longest, so that those that fail do not keep the others from their turn.
                    Some((wait, name)) => match wait.to_std() {
                        Ok(wait) if !wait.is_zero() => (Some(wait.min(LONGEST_SLEEP)), None),
                        _ => {
                            (None, kept.get_key_value(name).map(|(name, kept)| (name.clone(), kept.clone())))
                        }
                    },
                }
            };
            match due {
                Some((name, kept)) => {
                    if let Some(told) = self.renew(name, kept).await {
                        return told;
                    }
                }
                None => {
                    let changed = self.0.changed.notified();
                    match wait {
                        Some(wait) => drop(clock::timeout(clock, wait, changed).await),
                        None => changed.await,
                    }
                }
            }
        }
    }

    /// Renews one; `None` if it was let go meanwhile.
    async fn renew(&self, name: String, before: Kept) -> Option<Renewal> {
        let now = self.0.clock.now();
        let until = before.life.until?;
        let mut ended = (until <= now).then_some(until);
        let mut renewed = match ended {
            Some(_) => self.in_time(before.subscription.create(now)).await,
            None => self.in_time(before.subscription.renew(now)).await,
        };
        let gone = |error: &Error| error.kind() == ErrorKind::NotFound;
        if ended.is_none() && renewed.as_ref().is_err_and(gone) {
            ended = Some(before.life.since);
            renewed = self.in_time(before.subscription.create(now)).await;
        }
        let mut all = self.kept();
        let kept = all.get_mut(&name).filter(|kept| Arc::ptr_eq(&kept.subscription, &before.subscription))?;
        match renewed {
            // A life that is over before it begins would be renewed without end.
            Ok(Some(new)) if new <= now => {
                let error =
                    Error::config(format!("the platform says that it lives until {new}, which is over"));
                kept.failed(&error, &*self.0.clock);
                Some(Renewal::Failed { name, error, until })
            }
            Ok(new) => {
                let life = Life::new(now, new);
                *kept = Kept::new(before.subscription, life, &*self.0.clock);
                Some(match ended {
                    Some(ended) => Renewal::Missed { name, ended, life },
                    None => Renewal::Renewed { name, life },
                })
            }
            Err(error) => {
                kept.failed(&error, &*self.0.clock);
                Some(Renewal::Failed { name, error, until })
            }
        }
    }

    async fn in_time<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let hung = || Err(Error::new(ErrorKind::Timeout, "the renewal got no answer").with_retryable(true));
        clock::timeout(&*self.0.clock, TIMEOUT, work).await.unwrap_or_else(hung)
    }

    fn kept(&self) -> MutexGuard<'_, BTreeMap<String, Kept>> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn new(subscription: Arc<dyn Subscription>, life: Life, clock: &dyn Clock) -> Self {
        let due = (renew_at(life) - clock.now()).to_std().unwrap_or_default();
        Self { subscription, life, failures: 0, due: clock.elapsed().saturating_add(due) }
    }

    /// How long until something is to be done, less than nothing if that is over; `None`: never.
    fn due_in(&self, clock: &dyn Clock) -> Option<TimeDelta> {
        self.life.until?;
        let signed = |time: Duration| TimeDelta::from_std(time).unwrap_or(TimeDelta::MAX);
        let due = signed(self.due).checked_sub(&signed(clock.elapsed()))?;
        // The earlier of what both clocks say: wall time may have been wrong then or be wrong now.
        Some(if self.failures == 0 { due.min(renew_at(self.life) - clock.now()) } else { due })
    }

    fn failed(&mut self, error: &Error, clock: &dyn Clock) {
        let left = self.life.until.and_then(|until| (until - clock.now()).to_std().ok());
        let most = left.map_or(LONGEST_PAUSE, |left| (left / 4).min(LONGEST_PAUSE)).max(SHORTEST_PAUSE);
        let pause = PAUSE.saturating_mul(2_u32.saturating_pow(self.failures)).min(most);
        self.failures = self.failures.saturating_add(1);
        let pause = error.retry_after().map_or(pause, |asked| asked.max(pause));
        self.due = clock.elapsed().saturating_add(pause);
    }
}

/// When a life is to be renewed. A platform that gives lives of no length is not asked without a pause.
fn renew_at(life: Life) -> DateTime<Utc> {
    let length = life.until.map(|until| until - life.since).and_then(|length| length.to_std().ok());
    clock::add(life.since, length.unwrap_or_default().mul_f64(RENEW_AT).max(PAUSE))
}

impl fmt::Debug for Renewals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Renewals").field("lives", &self.lives()).finish_non_exhaustive()
    }
}
