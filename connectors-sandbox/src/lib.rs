//! Simulated business platforms on loopback ports: the vendors' real paths, payloads, paging, error bodies, limits and
//! token lifetimes, with faults on demand and a log of every call.
//!
//! A test starts a [`Sandbox`] in its own process; any program in any language can use the one that
//! `cargo run -p connectors-sandbox` serves.
//!
//! The engine knows no platform. A module implements [`Platform`]: tables of facts, formats, resources. The engine does
//! the authorization server ([`OAuthRules`]), the [limits](Limit), [idempotency keys](IdempotencyRules), [faults](Fault),
//! [time](SandboxClock) and the [log](LoggedCall).

mod clock;
mod control;
mod engine;
mod faults;
mod http;
mod idempotency;
mod ids;
mod jwt;
mod limits;
mod log;
mod oauth;
mod platform;
mod sandbox;
mod server;
mod store;
pub mod xero;
pub mod zoho;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use self::clock::SandboxClock;
pub use self::faults::Fault;
pub use self::http::{Params, Reply, Request};
pub use self::idempotency::{IdempotencyRules, KeyProblem};
pub use self::ids::Ids;
pub use self::limits::{Demand, Limit, LimitKind, Standing, Throttle};
pub use self::log::{Counters, Exchange, LoggedCall, Observer};
pub use self::oauth::{Caller, Issued, OAuthRules, Rotation, TokenProblem};
pub use self::platform::{AuthProblem, Call, Credentials, Platform, Refusal, Setup};
pub use self::sandbox::{Builder, Sandbox, StartError};
pub use self::store::{Record, Table};

impl Sandbox {
    /// Starts all platforms with their usual contents on free ports.
    ///
    /// # Errors
    /// If no port can be listened on.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().platform(zoho::Zoho::new()).platform(xero::Xero::new()).start().await
    }
}

/// Locks `mutex`; a panic of another holder (an observer of a test, say) does not spread.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
