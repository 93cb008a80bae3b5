//! Limits: what a platform allows, kept to the last call.
//!
//! A connector states its limits as [`Window`]s. Each attempt asks the [`Limiter`] for all that it needs at once (a
//! list of [`Demand`]s, all or none) and gets a [`Permit`], waiting in line if it must. What answers say about limits
//! ([`Feedback`]) corrects our counters. The counters live in a [`LimitStore`]: [`MemoryStore`] by default; a store
//! that several processes share keeps the limits for all of them together.

mod counter;
mod jitter;
mod leaky;
mod learned;
mod limiter;
mod log;
mod memory;
mod queue;
mod store;
mod window;

pub(crate) use learned::Learned;
pub use limiter::{Limiter, Permit};
pub use memory::MemoryStore;
pub use store::{Decision, LeaseId, LimitStore};
pub use window::{Demand, Feedback, Kind, LimitKey, Pause, Priority, Reading, Scope, Unit, Usage, Window};
