//! The limits engine, on paused time.

#![allow(clippy::unwrap_used, reason = "tests")]

mod feedback;
mod never_exceeded;
mod waiters;
mod windows;

use std::sync::Arc;
use std::time::Duration;

use chrono::DateTime;
use connectors_core::clock::{Clock, TestClock};
use connectors_core::limits::{
    Demand, Feedback, LimitKey, Limiter, MemoryStore, Permit, Priority, Usage, Window,
};

/// A limiter over an in-memory store, with its clock.
struct Rig {
    clock: Arc<TestClock>,
    store: Arc<MemoryStore>,
    limiter: Limiter,
}

impl Rig {
    fn new() -> Self {
        let clock = Arc::new(TestClock::at(DateTime::UNIX_EPOCH));
        let store = Arc::new(MemoryStore::new(clock.clone()));
        Self { limiter: Limiter::new(store.clone(), clock.clone()), store, clock }
    }

    fn now(&self) -> Duration {
        self.clock.elapsed()
    }

    async fn sleep(&self, millis: u64) {
        self.clock.sleep(ms(millis)).await;
    }

    /// A permit for these demands, however long it takes.
    async fn permit(&self, demands: Vec<Demand>) -> Permit {
        self.limiter.acquire(demands, Priority::Normal, None).await.unwrap()
    }

    /// A permit if there is one without waiting.
    async fn permit_now(&self, demands: Vec<Demand>) -> Option<Permit> {
        self.limiter.acquire(demands, Priority::Normal, Some(self.now())).await.ok()
    }

    /// A call that is answered at once.
    async fn call(&self, demands: Vec<Demand>, feedback: &Feedback) {
        let mut permit = self.permit(demands).await;
        permit.sent().await;
        permit.settle(feedback).await;
    }

    async fn usage(&self, window: &Window) -> Usage {
        let counters = [(key("account-1", window), Arc::new(window.clone()))];
        self.limiter.usage(&counters).await.unwrap().remove(0)
    }

    async fn remaining(&self, window: &Window) -> u64 {
        self.usage(window).await.remaining
    }
}

fn key(owner: &str, window: &Window) -> LimitKey {
    LimitKey::new("test", owner, window.name, None)
}

/// What `owner` asks of `window`.
fn of(owner: &str, window: &Window, amount: u64) -> Demand {
    Demand { key: key(owner, window), window: Arc::new(window.clone()), amount }
}

/// What the usual account asks of `window`.
fn ask(window: &Window, amount: u64) -> Vec<Demand> {
    vec![of("account-1", window, amount)]
}

const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}
