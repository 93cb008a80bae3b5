//! All token sources of a process.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use url::Url;

use super::endpoint::Registration;
use super::source::Inner;
use super::{Rotation, TokenKey, TokenSet, TokenSource, TokenSourceConfig, TokenStore};
use crate::error::{Error, Result};

/// The token sources in use, one per connection: clients of the same connection share the refresh. A source goes when
/// its last client does.
#[derive(Clone, Default)]
pub struct TokenSources(Arc<Mutex<Sources>>);

#[derive(Default)]
struct Sources {
    live: HashMap<TokenKey, Weak<Inner>>,
    /// Which connection began with a consent, where its refresh token is replaced by every use.
    consents: HashMap<String, TokenKey>,
    /// By client id and accounts server: thousands of connections have the same.
    registrations: HashMap<(String, Url), Weak<Registration>>,
    /// The size at which sources that went are swept out.
    sweep_at: usize,
    refreshes: Arc<AtomicU64>,
}

impl TokenSources {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The source of this connection. One that is in use already is given again, with the store, clock and limits that
    /// it was made with; initial tokens are offered to it.
    ///
    /// # Errors
    /// `Config` if it is in use for another application, accounts server or grant, or with tokens of another consent:
    /// two accounts under one name; or if its initial refresh token, which the platform replaces with every use, is in
    /// use under another name: each would rotate it away from the other.
    pub fn open(&self, config: TokenSourceConfig) -> Result<TokenSource> {
        let mut sources = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(inner) = sources.live.get(&config.key).and_then(Weak::upgrade) {
            let registration = &inner.endpoint.registration;
            let same = registration.app.client_id == config.app.client_id
                && registration.accounts == config.accounts
                && inner.grant == config.grant;
            if !same {
                let text =
                    format!("{} is in use with another application, accounts server or grant", config.key);
                return Err(Error::config(text));
            }
            let source = TokenSource(inner);
            if let Some(initial) = config.initial {
                source.offer(initial)?;
            }
            return Ok(source);
        }
        if sources.live.len() >= sources.sweep_at {
            let Sources { live, consents, registrations, .. } = &mut *sources;
            live.retain(|_, source| source.strong_count() > 0);
            registrations.retain(|_, registration| registration.strong_count() > 0);
            consents.retain(|_, key| live.contains_key(key));
            sources.sweep_at = (sources.live.len() * 2).max(64);
        }
        let key = config.key.clone();
        if config.oauth.rotation != Rotation::None
            && let Some(consent) = config.initial.as_ref().and_then(TokenSet::consent)
        {
            if let Some(other) = sources.consents.get(&consent).filter(|other| **other != key)
                && sources.live.get(other).is_some_and(|source| source.strong_count() > 0)
            {
                let text = format!(
                    "the refresh token of {key} is in use as {other}: give both the same connection name"
                );
                return Err(Error::config(text));
            }
            sources.consents.insert(consent, key.clone());
        }
        let Sources { registrations, refreshes, .. } = &mut *sources;
        let source = TokenSource::counted(config, Arc::clone(refreshes), |new| shared(registrations, new));
        sources.live.insert(key, Arc::downgrade(&source.0));
        Ok(source)
    }

    /// Saves the tokens of a new consent over whatever `store` has, and lets clients that are in use call with them.
    pub async fn save(&self, store: &dyn TokenStore, key: &TokenKey, tokens: TokenSet) -> Result<()> {
        match self.get(key) {
            Some(source) => source.replace(tokens).await,
            None => store.replace(key, &tokens).await.map(drop),
        }
    }

    /// The source of a connection that is in use.
    #[must_use]
    pub fn get(&self, key: &TokenKey) -> Option<TokenSource> {
        let sources = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sources.live.get(key)?.upgrade().map(TokenSource)
    }

    /// How many refreshes its sources have made.
    #[must_use]
    pub fn refreshes(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).refreshes.load(Ordering::Relaxed)
    }
}

/// The registration that is there already, if it is the same in all.
fn shared(known: &mut HashMap<(String, Url), Weak<Registration>>, new: Registration) -> Arc<Registration> {
    let place = known.entry((new.app.client_id.clone(), new.accounts.clone())).or_default();
    match place.upgrade().filter(|old| old.oauth == new.oauth && old.app == new.app) {
        Some(old) => old,
        None => {
            let new = Arc::new(new);
            *place = Arc::downgrade(&new);
            new
        }
    }
}

impl fmt::Debug for TokenSources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sources = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        f.debug_struct("TokenSources").field("known", &sources.live.len()).finish()
    }
}
