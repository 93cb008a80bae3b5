//! What the accounts of one process share.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::auth::{MemoryTokenStore, TokenKey, TokenSet, TokenSources, TokenStore, UsedStates};
use crate::catalog::Catalog;
use crate::clock::{Clock, SystemClock};
use crate::connector::Connector;
use crate::error::Result;
use crate::limits::{Learned, LimitStore, Limiter, Window};
use crate::stats::{Counters, Stats};
use crate::transport::Transport;

/// What all accounts of a process share: transport, limits, tokens, clock. Cheap to clone.
///
/// Make one, and hand it to every client: then accounts that share a limit share its counter, and connections are
/// reused. A client that is given none makes its own.
#[derive(Clone)]
pub struct Shared(Arc<Inner>);

struct Inner {
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    limiter: Limiter,
    tokens: Arc<dyn TokenStore>,
    sources: TokenSources,
    used_states: UsedStates,
    catalogs: Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
    counters: Counters,
    learned: Learned,
    windows: Mutex<Vec<Arc<[Arc<Window>]>>>,
}

impl Shared {
    /// The standard parts: HTTP over reqwest, the system's clock, everything else in memory.
    pub fn new() -> Result<Self> {
        Self::builder().build()
    }

    /// Chooses the parts.
    pub fn builder() -> SharedBuilder {
        SharedBuilder::default()
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }

    /// The limiter.
    #[must_use]
    pub fn limiter(&self) -> &Limiter {
        &self.0.limiter
    }

    /// The token store.
    #[must_use]
    pub fn tokens(&self) -> &Arc<dyn TokenStore> {
        &self.0.tokens
    }

    /// Keeps the tokens of a new consent as those of this platform's `connection`, over whatever the store has. Clients
    /// that use the connection go on with them; calls that failed for want of consent work again.
    pub async fn save_tokens<C: Connector>(&self, connection: &str, tokens: TokenSet) -> Result<()> {
        self.0.sources.save(&*self.0.tokens, &TokenKey::new(C::ID, connection), tokens).await
    }

    /// What happened so far, over all clients.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.0.counters.stats(self.0.sources.refreshes())
    }

    pub(crate) fn transport(&self) -> &Arc<dyn Transport> {
        &self.0.transport
    }

    pub(crate) fn sources(&self) -> &TokenSources {
        &self.0.sources
    }

    pub(crate) fn used_states(&self) -> &UsedStates {
        &self.0.used_states
    }

    /// These limits, kept once for all accounts that have the same.
    pub(crate) fn windows(&self, windows: Vec<Window>) -> Arc<[Arc<Window>]> {
        let mut known = self.0.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(same) = known.iter().find(|same| same.iter().map(|w| &**w).eq(&windows)) {
            return Arc::clone(same);
        }
        let new: Arc<[Arc<Window>]> = windows.into_iter().map(Arc::new).collect();
        known.push(Arc::clone(&new));
        new
    }

    pub(crate) fn counters(&self) -> &Counters {
        &self.0.counters
    }

    /// What calls cost, as answers told.
    pub(crate) fn learned(&self) -> &Learned {
        &self.0.learned
    }

    /// The platform's own catalog, made once for all its accounts.
    pub(crate) fn catalog<C: Connector>(&self) -> Arc<Catalog<C>> {
        let mut catalogs = self.0.catalogs.lock().unwrap_or_else(PoisonError::into_inner);
        let any = catalogs.entry(TypeId::of::<C>()).or_insert_with(|| Arc::new(C::catalog())).clone();
        any.downcast().unwrap_or_else(|_| Arc::new(C::catalog()))
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared")
            .field("transport", &self.0.transport)
            .field("clock", &self.0.clock)
            .finish_non_exhaustive()
    }
}

/// Chooses the parts of a [`Shared`].
#[derive(Debug, Default)]
#[must_use]
pub struct SharedBuilder {
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    limits: Option<Arc<dyn LimitStore>>,
    tokens: Option<Arc<dyn TokenStore>>,
}

impl SharedBuilder {
    /// Sends requests through this.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Tells time by this.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Keeps the counters of limits here.
    pub fn limit_store(mut self, store: Arc<dyn LimitStore>) -> Self {
        self.limits = Some(store);
        self
    }

    /// Keeps tokens here. Without a store that outlives the process, every restart needs the refresh tokens again.
    pub fn token_store(mut self, store: impl TokenStore) -> Self {
        self.tokens = Some(Arc::new(store));
        self
    }

    /// Puts them together.
    pub fn build(self) -> Result<Shared> {
        let clock = self.clock.unwrap_or_else(|| Arc::new(SystemClock::new()));
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        let limiter = match self.limits {
            Some(store) => Limiter::new(store, Arc::clone(&clock)),
            None => Limiter::in_memory(Arc::clone(&clock)),
        };
        Ok(Shared(Arc::new(Inner {
            transport,
            clock,
            limiter,
            tokens: self.tokens.unwrap_or_else(|| Arc::new(MemoryTokenStore::new())),
            sources: TokenSources::default(),
            used_states: UsedStates::default(),
            catalogs: Mutex::default(),
            counters: Counters::default(),
            learned: Learned::default(),
            windows: Mutex::default(),
        })))
    }
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Result<Arc<dyn Transport>> {
    Ok(Arc::new(crate::transport::ReqwestTransport::new()?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Result<Arc<dyn Transport>> {
    Err(crate::Error::config("no transport: give one, or build with the feature `reqwest`"))
}
