//! Where tokens are kept between refreshes, restarts and processes.

use std::fmt::{self, Debug};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::TokenSet;
use crate::error::Result;

/// Names one connection in a store: which connector, and what the application calls the connected account.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenKey(Arc<str>);

impl TokenKey {
    /// The connection `name` of `connector`.
    #[must_use]
    pub fn new(connector: &str, name: &str) -> Self {
        // A connector's id has no slash, so the first one ends it: no two pairs make the same key.
        Self(format!("{connector}/{name}").into())
    }

    /// As text, for stores.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which writing of a connection's tokens it is. Only sameness counts, not order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(pub u64);

impl Version {
    /// The version of a first writing. It starts anywhere, so that tokens that were forgotten and saved anew are never
    /// taken for the old ones.
    #[must_use]
    pub fn first() -> Self {
        Self(u64::from(fastrand::u32(1..)) << 16)
    }

    /// The version after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// What a store holds for a connection.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Stored {
    /// Which writing it is.
    pub version: Version,
    /// The tokens.
    pub tokens: TokenSet,
    /// Set when the platform said that the consent is gone: nobody asks it again until new tokens are saved.
    pub lost: Option<ConsentLost>,
}

impl Stored {
    /// These tokens in this version, alive.
    #[must_use]
    pub fn new(version: Version, tokens: TokenSet) -> Self {
        Self { version, tokens, lost: None }
    }

    /// With the mark that the consent is gone.
    #[must_use]
    pub fn lost(mut self, lost: Option<ConsentLost>) -> Self {
        self.lost = lost;
        self
    }
}

/// When and how a platform said that a consent is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ConsentLost {
    /// When we learned it.
    pub at: DateTime<Utc>,
    /// The platform's code, `invalid_grant` by the standard.
    pub code: String,
    /// What is known about how it came.
    pub message: String,
}

impl ConsentLost {
    /// Learned now, with this code.
    pub fn new(at: DateTime<Utc>, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { at, code: code.into(), message: message.into() }
    }
}

/// What became of a [`TokenStore::save`].
#[derive(Clone, Debug)]
pub enum Saved {
    /// It was written, as this version.
    Stored(Version),
    /// Somebody else wrote first; nothing was changed. `None` if it was forgotten in the meantime.
    Conflict(Option<Box<Stored>>),
}

/// What became of a [`TokenStore::lock`].
#[derive(Debug)]
pub enum Lock {
    /// It is ours until the guard goes.
    Held(Box<dyn LockGuard>),
    /// Somebody else has it.
    Busy,
    /// This store has no locks. Races between processes are then settled by compare-and-swap alone.
    Unsupported,
}

/// Holds a connection's lock. Dropping it gives the lock back; stores that need to await for that also do it in
/// [`release`](Self::release).
#[async_trait]
pub trait LockGuard: Debug + Send + Sync {
    /// Gives the lock back.
    async fn release(self: Box<Self>) {}
}

/// Keeps tokens. Implement it on your database; [`MemoryTokenStore`](super::MemoryTokenStore) forgets at the end of
/// the process, [`FileTokenStore`](super::FileTokenStore) encrypts them into files.
///
/// `save` is a compare-and-swap, and must be durable when it returns: a platform that replaces refresh tokens gives
/// each of them once. Errors should be of kind [`Storage`](crate::error::ErrorKind::Storage).
#[async_trait]
pub trait TokenStore: Debug + Send + Sync + 'static {
    /// What is kept for `key`.
    async fn load(&self, key: &TokenKey) -> Result<Option<Stored>>;

    /// Keeps `tokens` if the present version is `expected` (`None`: if there is nothing yet), and clears the mark of a
    /// lost consent.
    async fn save(&self, key: &TokenKey, expected: Option<Version>, tokens: &TokenSet) -> Result<Saved>;

    /// Marks the consent as lost if the present version is `version`. The version stays: whoever got new tokens at
    /// the same moment can still save them, which clears the mark.
    async fn mark_lost(&self, key: &TokenKey, version: Version, lost: &ConsentLost) -> Result<()>;

    /// Forgets the connection.
    async fn forget(&self, key: &TokenKey) -> Result<()>;

    /// Tries to be the only one, of all processes, that refreshes `key`; does not wait. The lock ends by itself after
    /// `ttl`, so that a dead process does not keep it.
    async fn lock(&self, _key: &TokenKey, _ttl: Duration) -> Result<Lock> {
        Ok(Lock::Unsupported)
    }

    /// Keeps `tokens` whatever was there before: what a new consent does.
    async fn replace(&self, key: &TokenKey, tokens: &TokenSet) -> Result<Version> {
        let mut expected = self.load(key).await?.map(|stored| stored.version);
        loop {
            match self.save(key, expected, tokens).await? {
                Saved::Stored(version) => return Ok(version),
                Saved::Conflict(winner) => expected = winner.map(|stored| stored.version),
            }
        }
    }
}
