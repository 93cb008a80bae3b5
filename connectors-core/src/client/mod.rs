//! The client: one handle per account, one verb per shape of call.

mod batch;
mod builder;
mod call;
mod download;
mod job;
mod pages;
mod visited;

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

pub use self::batch::Batch;
pub(crate) use self::builder::UNNAMED;
pub use self::builder::{ClientBuilder, TOKEN_BUCKET};
pub use self::call::{Answered, Call, CallMeta, CallOptions};
pub use self::download::Download;
pub use self::job::{Job, Start};
pub use self::pages::{Items, Pages};

use crate::account::Account;
use crate::action::{Action, BatchAction, JobAction, JobState, PagedAction};
use crate::auth::TokenSource;
use crate::body::Content;
use crate::catalog::{Catalog, Identity};
use crate::connector::Connector;
use crate::error::Result;
use crate::limits::Usage;
use crate::operation::{Raw, Streamed, typed};
use crate::request::Request;
use crate::response::Response;
use crate::shared::Shared;
use crate::stats::Stats;

/// One connected account. A few pointers: clone it freely.
///
/// ```no_run
/// # use connectors_core::{Action, Client, Connector, PagedAction, Result};
/// # async fn show<C: Connector, G: Action<Connector = C>, L: PagedAction<Connector = C>>(
/// #     client: Client<C>, get: G, list: L) -> Result<()> {
/// let record = client.call(get).await?;
/// let mut all = client.items(list); // every page, in order
/// while let Some(item) = all.next().await {
///     let item = item?;
/// }
/// # Ok(()) }
/// ```
pub struct Client<C> {
    connector: Arc<C>,
    account: Arc<Account>,
    catalog: Option<Arc<Catalog<C>>>,
}

impl<C: Connector> Client<C> {
    /// One call.
    pub fn call<A: Action<Connector = C>>(&self, action: A) -> Call<C, A::Output> {
        Call::new(self.clone(), Ok(typed(action)))
    }

    /// Every element of a list, in order, page by page as they are needed.
    pub fn items<A: PagedAction<Connector = C>>(&self, action: A) -> Items<A> {
        Items::new(self.pages(action))
    }

    /// A list page by page.
    pub fn pages<A: PagedAction<Connector = C>>(&self, action: A) -> Pages<A> {
        Pages::new(self.clone(), action)
    }

    /// Writes many records, split by what the platform takes at once, and tells what became of each.
    pub fn batch<A: BatchAction<Connector = C>>(&self, action: A) -> Batch<A> {
        Batch::new(self.clone(), action)
    }

    /// Sends `content` as the body that the action leaves open.
    pub fn upload<A: Action<Connector = C>>(
        &self,
        action: A,
        content: impl Into<Content>,
    ) -> Call<C, A::Output> {
        self.call(action).content(content)
    }

    /// Receives an answer as a stream, in constant memory.
    pub fn download<A: Action<Connector = C, Output = bytes::Bytes>>(&self, action: A) -> Call<C, Download> {
        Call::new(self.clone(), Ok(Box::new(Streamed(action))))
    }

    /// Starts work on the platform's side.
    pub fn start<A: JobAction<Connector = C>>(&self, action: A) -> Start<A> {
        Start::new(self.clone(), action)
    }

    /// Takes up work that was started before, from its status action.
    pub fn job<S, T>(&self, status: S) -> Job<S>
    where
        S: Action<Connector = C, Output = JobState<T>> + Clone,
        T: Send + 'static,
    {
        Job::new(self.clone(), status)
    }

    /// One call by name, JSON in and out.
    pub fn run(&self, id: &str, input: Value) -> Call<C, Value> {
        Call::new(self.clone(), self.catalog().bind(id, input))
    }

    /// One raw request, for what no action covers yet, with all the care that actions get. Its path is below the
    /// platform's API root, version included: `["Contacts"]`, not `["crm", "v8", "Contacts"]`.
    pub fn send(&self, request: Request) -> Call<C, Response> {
        Call::new(self.clone(), Ok(Box::new(Raw(request))))
    }

    /// Proves that the credentials work, and says who we are.
    pub fn check(&self) -> Call<C, Identity> {
        Call::new(self.clone(), self.catalog().check_operation())
    }

    /// What is left of each limit, as far as is known here.
    pub async fn usage(&self) -> Result<Vec<Usage>> {
        self.account.shared.limiter().usage(&self.account.limits()).await
    }

    /// What happened so far through this client and its clones.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.account.counters.stats(self.account.credential.refreshes())
    }

    /// The account's configuration.
    #[must_use]
    pub fn connector(&self) -> &C {
        &self.connector
    }

    /// What the application calls the account.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account.name
    }

    /// The keeper of the account's OAuth tokens, if it has any: to put in those of a new consent, to save before the
    /// process ends, to disconnect.
    #[must_use]
    pub fn tokens(&self) -> Option<&TokenSource> {
        self.account.tokens.as_ref()
    }

    /// What it shares with other accounts.
    #[must_use]
    pub fn shared(&self) -> &Shared {
        &self.account.shared
    }

    /// The actions that [`run`](Self::run) knows.
    #[must_use]
    pub fn catalog(&self) -> Arc<Catalog<C>> {
        self.catalog.clone().unwrap_or_else(|| self.account.shared.catalog())
    }
}

impl<C> Clone for Client<C> {
    fn clone(&self) -> Self {
        Self {
            connector: Arc::clone(&self.connector),
            account: Arc::clone(&self.account),
            catalog: self.catalog.clone(),
        }
    }
}

impl<C: Connector> fmt::Debug for Client<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("connector", &C::ID)
            .field("account", &self.account.name)
            .finish_non_exhaustive()
    }
}
