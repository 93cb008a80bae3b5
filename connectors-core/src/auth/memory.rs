//! A token store that lives as long as the process.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;

use super::{ConsentLost, Lock, LockGuard, Saved, Stored, TokenKey, TokenSet, TokenStore, Version};
use crate::error::Result;

/// Keeps tokens in memory: for tests, and for credentials that can be obtained again at each start. Clones share.
#[derive(Clone, Default)]
pub struct MemoryTokenStore(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    kept: HashMap<TokenKey, Stored>,
    locked: HashSet<TokenKey>,
}

impl MemoryTokenStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for MemoryTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryTokenStore").field("connections", &self.inner().kept.len()).finish()
    }
}

#[async_trait]
impl TokenStore for MemoryTokenStore {
    async fn load(&self, key: &TokenKey) -> Result<Option<Stored>> {
        Ok(self.inner().kept.get(key).cloned())
    }

    async fn save(&self, key: &TokenKey, expected: Option<Version>, tokens: &TokenSet) -> Result<Saved> {
        let mut inner = self.inner();
        let present = inner.kept.get(key);
        if present.map(|stored| stored.version) != expected {
            return Ok(Saved::Conflict(present.cloned().map(Box::new)));
        }
        let version = expected.map_or_else(Version::first, Version::next);
        inner.kept.insert(key.clone(), Stored::new(version, tokens.clone()));
        Ok(Saved::Stored(version))
    }

    async fn mark_lost(&self, key: &TokenKey, version: Version, lost: &ConsentLost) -> Result<()> {
        if let Some(stored) = self.inner().kept.get_mut(key).filter(|stored| stored.version == version) {
            stored.lost = Some(lost.clone());
        }
        Ok(())
    }

    async fn forget(&self, key: &TokenKey) -> Result<()> {
        self.inner().kept.remove(key);
        Ok(())
    }

    async fn lock(&self, key: &TokenKey, _ttl: Duration) -> Result<Lock> {
        if self.inner().locked.insert(key.clone()) {
            Ok(Lock::Held(Box::new(Guard { store: self.clone(), key: key.clone() })))
        } else {
            Ok(Lock::Busy)
        }
    }
}

#[derive(Debug)]
struct Guard {
    store: MemoryTokenStore,
    key: TokenKey,
}

impl LockGuard for Guard {}

impl Drop for Guard {
    fn drop(&mut self) {
        self.store.inner().locked.remove(&self.key);
    }
}
