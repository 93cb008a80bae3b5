//! What a token source is made of.

use std::sync::Arc;

use url::Url;

use super::{OAuth, OAuthApp, TokenKey, TokenSet, TokenStore};
use crate::clock::Clock;
use crate::limits::{LimitKey, Limiter, Window};
use crate::transport::Transport;

/// A limiter, and the counters in it that a call to the token endpoint needs one of each.
pub type TokenLimits = (Limiter, Vec<(LimitKey, Arc<Window>)>);

/// How an account's tokens are obtained.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Grant {
    /// With the refresh token of a person's consent.
    Refresh,
    /// By the application itself, for these scopes.
    ClientCredentials {
        /// What to ask for; may be empty.
        scopes: Vec<String>,
    },
}

/// What a [`TokenSource`](super::TokenSource) is made of.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TokenSourceConfig {
    /// Names the connection in the store.
    pub key: TokenKey,
    /// How the platform does OAuth.
    pub oauth: OAuth,
    /// The platform's accounts server.
    pub accounts: Url,
    /// The application.
    pub app: OAuthApp,
    /// How tokens are obtained.
    pub grant: Grant,
    /// How to reach the token endpoint.
    pub transport: Arc<dyn Transport>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where tokens are kept.
    pub store: Arc<dyn TokenStore>,
    /// The limits of the token endpoint: each call to it asks for one of each.
    pub limits: Option<TokenLimits>,
    /// Tokens to begin with. The store wins: they are used only if it has none, or if what it has lost its consent and
    /// these come from another one. [`TokenSource::replace`](super::TokenSource::replace) overrides the store.
    pub initial: Option<TokenSet>,
}

impl TokenSourceConfig {
    /// What cannot be left out; refresh grant, no limits, nothing to begin with.
    #[must_use]
    pub fn new(
        key: TokenKey,
        oauth: OAuth,
        accounts: Url,
        app: OAuthApp,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
        store: Arc<dyn TokenStore>,
    ) -> Self {
        let (grant, limits, initial) = (Grant::Refresh, None, None);
        Self { key, oauth, accounts, app, grant, transport, clock, store, limits, initial }
    }

    /// How tokens are obtained.
    #[must_use]
    pub fn grant(mut self, grant: Grant) -> Self {
        self.grant = grant;
        self
    }

    /// The limits of the token endpoint.
    #[must_use]
    pub fn limits(mut self, limiter: Limiter, windows: Vec<(LimitKey, Arc<Window>)>) -> Self {
        self.limits = Some((limiter, windows));
        self
    }

    /// Tokens to begin with.
    #[must_use]
    pub fn initial(mut self, tokens: TokenSet) -> Self {
        self.initial = Some(tokens);
        self
    }
}
