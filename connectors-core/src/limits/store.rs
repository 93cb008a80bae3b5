//! Where the counters live.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::{Demand, Feedback, LimitKey, Usage, Window};
use crate::Result;

/// Counters of limits. Decides atomically and never waits itself; waiting is the [`Limiter`](super::Limiter)'s.
///
/// A lease goes through three states. *Granted*: its amounts are set aside. *Sent* ([`mark_sent`](Self::mark_sent)):
/// they are spent, each in its window from that moment on. *Settled* ([`settle`](Self::settle)): the answer has
/// corrected them. [`release`](Self::release) ends it from any state.
#[async_trait]
pub trait LimitStore: Debug + Send + Sync + 'static {
    /// Takes what all demands ask for, or nothing, in one atomic step. No two demands may name the same key.
    ///
    /// # Errors
    /// A demand that no wait can satisfy: it asks for more than its window can ever hold.
    async fn try_acquire(&self, demands: &[Demand], ttl: Duration) -> Result<Decision>;

    /// The request goes out now: from here on only concurrency slots come back.
    ///
    /// # Errors
    /// The store failed.
    async fn mark_sent(&self, lease: LeaseId) -> Result<()>;

    /// Applies what the answer said: true cost, corrections, a pause for all who share these counters. The slot stays
    /// taken until [`release`](Self::release), for a streamed answer goes on. May be called again with more feedback.
    ///
    /// # Errors
    /// The store failed.
    async fn settle(&self, lease: LeaseId, demands: &[Demand], feedback: &Feedback) -> Result<()>;

    /// Ends the lease: before it was marked as sent everything is given back, afterwards only the slots. Best effort,
    /// since it runs on drop; a lease that is never released ends with its `ttl`.
    fn release(&self, lease: LeaseId);

    /// How much of these counters is used.
    ///
    /// # Errors
    /// The store failed.
    async fn usage(&self, counters: &[(LimitKey, Arc<Window>)]) -> Result<Vec<Usage>>;
}

/// Names a lease in its store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LeaseId(u128);

impl LeaseId {
    /// A lease under this number, which the store never uses again (a UUID, say).
    #[must_use]
    pub const fn new(id: u128) -> Self {
        Self(id)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u128 {
        self.0
    }
}

/// What a store answers to a list of demands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// All of it was granted.
    Granted(LeaseId),
    /// Nothing was taken.
    Wait {
        /// The counter that denies; of several, the one that does so longest.
        key: LimitKey,
        /// When to ask again.
        wait: Duration,
        /// `true`: only time helps, as in a used-up window. `false`: it hangs on others who may be done earlier or later
        /// (a concurrency slot), and `wait` only says when to look again unless the limiter hears of it before.
        certain: bool,
    },
}
