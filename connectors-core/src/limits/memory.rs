//! Counters in memory.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::{Decision, Demand, Feedback, LeaseId, LimitKey, LimitStore, Usage, Window};
use crate::Result;
use crate::clock::Clock;

/// Counters in this process' memory.
#[derive(Debug)]
pub struct MemoryStore {
    clock: Arc<dyn Clock>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock }
    }
}

#[async_trait]
impl LimitStore for MemoryStore {
    async fn try_acquire(&self, _: &[Demand], _: Duration) -> Result<Decision> {
        Ok(Decision::Granted(LeaseId::new(self.clock.elapsed().as_nanos())))
    }
    async fn mark_sent(&self, _: LeaseId) -> Result<()> {
        Ok(())
    }
    async fn settle(&self, _: LeaseId, _: &[Demand], _: &Feedback) -> Result<()> {
        Ok(())
    }
    fn release(&self, _: LeaseId) {}
    async fn usage(&self, _: &[(LimitKey, Arc<Window>)]) -> Result<Vec<Usage>> {
        Ok(Vec::new())
    }
}
