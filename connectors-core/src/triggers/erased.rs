//! Triggers by name, JSON in and out.

use async_trait::async_trait;
use serde::Serialize;
use serde_json::Value;

use super::{Batch, PollCursor, PollingTrigger, poll};
use crate::client::Client;
use crate::connector::Connector;
use crate::error::Result;
use crate::operation::to_json;

/// A trigger whose type is not known.
#[async_trait]
pub(crate) trait Poll<C>: Send + Sync {
    async fn poll(&self, client: &Client<C>, cursor: &PollCursor) -> Result<Batch<Value>>;
}

pub(crate) type BoxPoll<C> = Box<dyn Poll<C>>;

/// A trigger whose events are given as JSON.
pub(crate) struct Polled<T>(pub(crate) T);

#[async_trait]
impl<T> Poll<T::Connector> for Polled<T>
where
    T: PollingTrigger,
    T::Event: Serialize,
{
    async fn poll(&self, client: &Client<T::Connector>, cursor: &PollCursor) -> Result<Batch<Value>> {
        Ok(poll(&self.0, client, cursor).await?.read(to_json).of_trigger(T::META.id))
    }
}

impl<C: Connector> Client<C> {
    /// What is new by a trigger's name: its JSON in, events with JSON out. See [`poll`](Self::poll).
    ///
    /// # Errors
    /// `Validation` if there is no such trigger, or a member of `input` is wrong, which is named; else those of `poll`.
    pub async fn run_poll(&self, id: &str, input: Value, cursor: &PollCursor) -> Result<Batch<Value>> {
        self.catalog().bind_poll(id, input)?.poll(self, cursor).await
    }
}
