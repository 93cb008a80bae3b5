//! Accounts of different platforms in one map.

use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;

use crate::catalog::{Identity, Summary};
use crate::client::{CallOptions, Client};
use crate::connector::Connector;
use crate::error::Result;
use crate::limits::Usage;
use crate::stats::Stats;
use crate::triggers::{Batch, PollCursor};

/// A client whose platform is not known at compile time: actions by name, JSON in and out.
///
/// ```
/// use std::collections::HashMap;
/// use connectors_core::AnyClient;
///
/// let accounts: HashMap<String, Box<dyn AnyClient>> = HashMap::new();
/// ```
#[async_trait]
pub trait AnyClient: Debug + Send + Sync {
    /// The platform's short name.
    fn connector(&self) -> &'static str;

    /// What the application calls the account.
    fn account(&self) -> &str;

    /// One line about each action and trigger.
    fn actions(&self) -> Vec<Summary>;

    /// One call by name.
    async fn run(&self, id: &str, input: Value, options: CallOptions) -> Result<Value>;

    /// What is new by a trigger's name, since `cursor`.
    async fn poll(&self, id: &str, input: Value, cursor: &PollCursor) -> Result<Batch<Value>>;

    /// Proves that the credentials work, and says who we are.
    async fn check(&self) -> Result<Identity>;

    /// What is left of each limit.
    async fn usage(&self) -> Result<Vec<Usage>>;

    /// What happened so far.
    fn stats(&self) -> Stats;
}

#[async_trait]
impl<C: Connector> AnyClient for Client<C> {
    fn connector(&self) -> &'static str {
        C::ID
    }

    fn account(&self) -> &str {
        Self::account(self)
    }

    fn actions(&self) -> Vec<Summary> {
        self.catalog().summary()
    }

    async fn run(&self, id: &str, input: Value, options: CallOptions) -> Result<Value> {
        Self::run(self, id, input).options(options).await
    }

    async fn poll(&self, id: &str, input: Value, cursor: &PollCursor) -> Result<Batch<Value>> {
        Self::run_poll(self, id, input, cursor).await
    }

    async fn check(&self) -> Result<Identity> {
        Self::check(self).await
    }

    async fn usage(&self) -> Result<Vec<Usage>> {
        Self::usage(self).await
    }

    fn stats(&self) -> Stats {
        Self::stats(self)
    }
}

impl<C: Connector> From<Client<C>> for Arc<dyn AnyClient> {
    fn from(client: Client<C>) -> Self {
        Arc::new(client)
    }
}
