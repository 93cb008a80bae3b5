//! Platforms that report what happens.

use super::Verified;
use crate::connector::Connector;
use crate::error::Result;
use crate::triggers::Event;

/// A platform that reports what happens by webhooks.
pub trait Webhook: Connector {
    /// What a delivery tells of one event. Kinds that this release does not know are kept in it, not dropped.
    type Event: Send + 'static;

    /// All events of a delivery; none, if it is only the platform's trial of the address.
    ///
    /// # Errors
    /// `Decode` if it is not of this platform's shape.
    fn events(delivery: &Verified) -> Result<Vec<Event<Self::Event>>>;
}
