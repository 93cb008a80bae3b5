//! The sandbox's own time: the injected clock plus what [`Sandbox::advance`](crate::Sandbox::advance) added.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use connectors_core::clock::{self, Clock};
use futures_util::future::{Either, select};
use tokio::sync::Notify;

use crate::lock;

/// An injected clock that can be moved forward by hand. Sleepers wake when a move takes them past their hour.
#[derive(Clone, Debug)]
pub struct SandboxClock {
    inner: Arc<dyn Clock>,
    offset: Arc<Mutex<Duration>>,
    moved: Arc<Notify>,
}

impl SandboxClock {
    pub(crate) fn new(inner: Arc<dyn Clock>) -> Self {
        Self { inner, offset: Arc::default(), moved: Arc::default() }
    }

    /// Moves this clock forward by `by`, for everybody who shares it.
    pub fn advance(&self, by: Duration) {
        let mut offset = lock(&self.offset);
        *offset = offset.saturating_add(by);
        drop(offset);
        self.moved.notify_waiters();
    }

    fn offset(&self) -> Duration {
        *lock(&self.offset)
    }

    /// Sleeps until [`elapsed`](Clock::elapsed) is this far. Whoever decides how long to sleep by a look at the clock takes
    /// this: the time may be moved between the look and the sleep.
    pub(crate) async fn sleep_until(&self, end: Duration) {
        loop {
            let mut moved = std::pin::pin!(self.moved.notified());
            moved.as_mut().enable(); // before looking at the time, so that no move is missed
            let left = end.saturating_sub(self.elapsed());
            if left.is_zero() {
                return;
            }
            if let Either::Left(_) = select(self.inner.sleep(left), moved).await {
                return;
            }
        }
    }
}

#[async_trait]
impl Clock for SandboxClock {
    fn now(&self) -> DateTime<Utc> {
        clock::add(self.inner.now(), self.offset())
    }

    fn elapsed(&self) -> Duration {
        self.inner.elapsed().saturating_add(self.offset())
    }

    async fn sleep(&self, duration: Duration) {
        self.sleep_until(self.elapsed().saturating_add(duration)).await;
    }

    fn scale(&self) -> f64 {
        self.inner.scale()
    }
}
