//! How a call shows who it is.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use http::{HeaderName, HeaderValue};

use crate::connector::Facts;
use crate::error::Result;

/// Authorizes requests. Asked on every attempt, after the wait for a permit, so that the token is fresh.
#[async_trait]
pub trait Credential: fmt::Debug + Send + Sync + 'static {
    /// What to put on the request now.
    async fn authorize(&self) -> Result<Authorization>;

    /// The platform refused what `authorize` gave with this generation. `true` if there is something newer to try.
    async fn refused(&self, generation: u64) -> Result<bool>;

    /// How many times a token was refreshed, for [`Stats`](crate::Stats).
    fn refreshes(&self) -> u64 {
        0
    }
}

/// What goes on one attempt.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Authorization {
    /// Headers to set; their values are marked sensitive.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// What the token answer said.
    pub facts: Arc<Facts>,
    /// Which token this is: a refusal of an older one is no reason to throw a newer one away.
    pub generation: u64,
}

impl Authorization {
    /// Headers to set. Their values are marked sensitive here, so that no log shows them.
    #[must_use]
    pub fn new(headers: impl IntoIterator<Item = (HeaderName, HeaderValue)>) -> Self {
        let mut headers: Vec<_> = headers.into_iter().collect();
        headers.iter_mut().for_each(|(_, value)| value.set_sensitive(true));
        Self { headers, ..Self::default() }
    }

    /// With what the token answer said.
    #[must_use]
    pub fn facts(mut self, facts: Arc<Facts>) -> Self {
        self.facts = facts;
        self
    }

    /// With the token's generation.
    #[must_use]
    pub fn generation(mut self, generation: u64) -> Self {
        self.generation = generation;
        self
    }
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorization").field("generation", &self.generation).finish_non_exhaustive()
    }
}
