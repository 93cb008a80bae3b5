//! Each delivery once, though platforms send it again and attackers may.

use std::fmt::{self, Debug};
use std::time::Duration;

use async_trait::async_trait;

use crate::error::Result;

/// Remembers which deliveries were worked on, so that each is worked on once.
///
/// It takes two steps. A delivery is *claimed* before the work and *confirmed* after it: had it been marked first, a crash
/// in between would lose it. A claim is a lease: when its holder dies, the next delivery of the same event gets a new one.
/// Work that outlives its lease may therefore be done twice, never not at all.
///
/// Keys must tell platforms and accounts apart, such as `shopify/acme/<webhook id>`.
#[async_trait]
pub trait ReplayGuard: Debug + Send + Sync + 'static {
    /// Takes the delivery `key` for at most `lease`.
    async fn claim(&self, key: &str, lease: Duration) -> Result<Claim>;

    /// The work is done: whoever claims the key from now on gets [`Claim::Done`], also if the lease has ended meanwhile.
    async fn confirm(&self, ticket: &Ticket) -> Result<()>;

    /// The work failed: the next one to claim the key gets it at once. Does nothing if the lease has ended and somebody
    /// else holds the key.
    async fn release(&self, ticket: &Ticket) -> Result<()>;
}

/// What became of a [`ReplayGuard::claim`].
#[derive(Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is ours. Do the work, then confirm; release if it failed.
    New(Ticket),
    /// Somebody else is working on it. Answer so that the platform sends it again after this time.
    InProgress {
        /// When their lease ends.
        retry_in: Duration,
    },
    /// It was done before. Answer as if it had been done now.
    Done,
}

/// Says who holds a claim.
#[derive(Clone, PartialEq, Eq)]
pub struct Ticket {
    key: String,
    number: u64,
}

impl Ticket {
    /// The claim `number` of `key`, no two claims of a key having the same number. For those who write a [`ReplayGuard`].
    pub fn new(key: impl Into<String>, number: u64) -> Self {
        Self { key: key.into(), number }
    }

    /// The key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Which claim of the key it is.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }
}

impl Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ticket({} #{})", self.key, self.number)
    }
}
