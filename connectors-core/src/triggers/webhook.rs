//! Platforms that report what happens.

use crate::connector::Connector;

/// A platform that reports what happens by webhooks.
pub trait Webhook: Connector {
    /// What a delivery tells of one event. Kinds that are not known are kept in it, not dropped.
    type Event: Send + 'static;
}
