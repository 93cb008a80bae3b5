//! Time, injected: nothing outside this module asks the system or tokio what time it is.
//!
//! A [`Clock`] tells wall time ([`Clock::now`], which may jump), monotonic time ([`Clock::elapsed`], which may
//! not) and sleeps. Three clocks are provided: [`SystemClock`], [`ScaledClock`] (a day in minutes, shared between
//! a client and a sandbox) and [`TestClock`] (follows tokio's paused time, its wall time can be made to jump).

use std::fmt::{self, Debug};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use pin_project_lite::pin_project;
use tokio::time::Instant;

/// A source of time. Cheap to share as `Arc<dyn Clock>`.
#[async_trait]
pub trait Clock: Debug + Send + Sync + 'static {
    /// Wall time, UTC. It may jump backwards or forwards: never measure a duration with it.
    fn now(&self) -> DateTime<Utc>;

    /// Monotonic time since the clock was made, in the clock's own (possibly scaled) seconds.
    fn elapsed(&self) -> Duration;

    /// Sleeps for `duration` of the clock's own time.
    async fn sleep(&self, duration: Duration);

    /// How many of the clock's seconds pass in one real second. 1 for all but scaled clocks.
    fn scale(&self) -> f64 {
        1.0
    }
}

/// The operating system's clock.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// A clock whose [`elapsed`](Clock::elapsed) starts now.
    #[must_use]
    pub fn new() -> Self {
        Self { start: instant() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        wall()
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    async fn sleep(&self, duration: Duration) {
        real_sleep(duration).await;
    }
}

/// A clock that runs `factor` times as fast as the system's: with 60, an hour passes in a minute.
#[derive(Clone, Copy, Debug)]
pub struct ScaledClock {
    start: Instant,
    epoch: DateTime<Utc>,
    factor: f64,
}

impl ScaledClock {
    /// A clock that starts at the present wall time. A `factor` that is not above zero counts as 1.
    #[must_use]
    pub fn new(factor: f64) -> Self {
        Self::at(wall(), factor)
    }

    /// The same from a moment on: that of another process's clock, whose signatures then look fresh.
    #[must_use]
    pub fn at(epoch: DateTime<Utc>, factor: f64) -> Self {
        let factor = if factor.is_finite() && factor > 0.0 { factor } else { 1.0 };
        Self { start: instant(), epoch, factor }
    }
}

#[async_trait]
impl Clock for ScaledClock {
    fn now(&self) -> DateTime<Utc> {
        add(self.epoch, self.elapsed())
    }

    fn elapsed(&self) -> Duration {
        times(self.start.elapsed(), self.factor)
    }

    async fn sleep(&self, duration: Duration) {
        real_sleep(times(duration, 1.0 / self.factor)).await;
    }

    fn scale(&self) -> f64 {
        self.factor
    }
}

/// A clock for tests: follows tokio's time, paused or not, and its wall time can be made to jump.
///
/// Make it inside the runtime whose time it follows.
#[derive(Clone, Debug)]
pub struct TestClock {
    start: Instant,
    epoch: DateTime<Utc>,
    offset_millis: Arc<AtomicI64>,
}

impl TestClock {
    /// A clock whose wall time starts at `epoch`.
    #[must_use]
    pub fn at(epoch: DateTime<Utc>) -> Self {
        Self { start: instant(), epoch, offset_millis: Arc::default() }
    }

    /// Moves wall time by `by` without moving monotonic time, as a corrected system clock does.
    pub fn jump(&self, by: TimeDelta) {
        self.offset_millis.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
    }
}

#[async_trait]
impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        let offset = TimeDelta::milliseconds(self.offset_millis.load(Ordering::SeqCst));
        add(self.epoch, self.elapsed()).checked_add_signed(offset).unwrap_or(self.epoch)
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    async fn sleep(&self, duration: Duration) {
        real_sleep(duration).await;
    }
}

/// Runs `future` for at most `limit` of the clock's time; `None` when the time is over.
///
/// A type and not an `async fn`, which would hold `future` twice: those of calls are large, and are moved.
pub fn timeout<F: Future>(clock: &dyn Clock, limit: Duration, future: F) -> Timeout<'_, F> {
    Timeout { future, clock, limit, sleep: None }
}

pin_project! {
    /// What [`timeout`] gives.
    #[must_use = "futures do nothing unless they are awaited"]
    pub struct Timeout<'a, F> {
        #[pin]
        future: F,
        clock: &'a dyn Clock,
        limit: Duration,
        // Made when it is needed: much of what has a time limit is done at once.
        sleep: Option<Pin<Box<dyn Future<Output = ()> + Send + 'a>>>,
    }
}

impl<F: Future> Future for Timeout<'_, F> {
    type Output = Option<F::Output>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        // The work first: an answer that is there counts, even when the time is over too.
        if let Poll::Ready(output) = this.future.poll(cx) {
            return Poll::Ready(Some(output));
        }
        let (clock, limit) = (*this.clock, *this.limit);
        this.sleep.get_or_insert_with(|| clock.sleep(limit)).as_mut().poll(cx).map(|()| None)
    }
}

impl<F> fmt::Debug for Timeout<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timeout").field("limit", &self.limit).finish_non_exhaustive()
    }
}

/// `limit`, but never less than `floor` of real time: sockets and processors do not run faster on a scaled clock.
#[must_use]
pub fn with_real_floor(clock: &dyn Clock, limit: Duration, floor: Duration) -> Duration {
    if clock.scale() > 1.0 { limit.max(times(floor, clock.scale())) } else { limit }
}

/// `duration * factor`, held at the longest there is instead of overflowing.
fn times(duration: Duration, factor: f64) -> Duration {
    Duration::try_from_secs_f64(duration.as_secs_f64() * factor).unwrap_or(Duration::MAX)
}

/// `time + by`, held at the end of time instead of overflowing.
#[must_use]
pub fn add(time: DateTime<Utc>, by: Duration) -> DateTime<Utc> {
    TimeDelta::from_std(by)
        .ok()
        .and_then(|by| time.checked_add_signed(by))
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}

#[allow(clippy::disallowed_methods, reason = "this is the clock")]
fn instant() -> Instant {
    Instant::now()
}

#[allow(clippy::disallowed_methods, reason = "this is the clock")]
fn wall() -> DateTime<Utc> {
    Utc::now()
}

#[allow(clippy::disallowed_methods, reason = "this is the clock")]
async fn real_sleep(duration: Duration) {
    tokio::time::sleep(duration).await;
}
