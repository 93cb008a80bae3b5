//! What a platform gave us to call it with.

use std::fmt;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::clock;
use crate::connector::Facts;
use crate::error::{Error, ErrorKind, Result};

/// An access token, what renews it, and what the platform said about it.
///
/// `Debug` shows no secret, and it is not `Serialize`: a store that has to write it down says so with
/// [`expose_json`](Self::expose_json) and encrypts the result.
#[derive(Clone)]
#[non_exhaustive]
pub struct TokenSet {
    /// What calls are sent with. Empty if only a refresh token is known yet.
    pub access: SecretString,
    /// What gets the next access token; none for client credentials.
    pub refresh: Option<SecretString>,
    /// When `access` ends by the wall clock; `None` if it does not end.
    pub expires_at: Option<DateTime<Utc>>,
    /// When the platform gave it to us.
    pub obtained_at: DateTime<Utc>,
    /// What it allows, as far as the platform said.
    pub scopes: Vec<String>,
    /// What else the token answer said.
    pub facts: Facts,
    /// Fingerprint of the refresh token that the consent began with: tells a new consent from an old one that has
    /// been refreshed since.
    pub(crate) origin: Option<String>,
}

impl TokenSet {
    /// An access token that was obtained now and does not end.
    pub fn new(access: impl Into<SecretString>, now: DateTime<Utc>) -> Self {
        Self {
            access: access.into(),
            refresh: None,
            expires_at: None,
            obtained_at: now,
            scopes: Vec::new(),
            facts: Facts::new(),
            origin: None,
        }
    }

    /// A refresh token alone, as a self client hands it out: the access token is fetched with it when it is needed.
    pub fn from_refresh_token(refresh: impl Into<SecretString>) -> Self {
        let long_ago = DateTime::UNIX_EPOCH;
        Self { expires_at: Some(long_ago), ..Self::new(String::new(), long_ago) }.refresh(refresh)
    }

    /// With a refresh token.
    #[must_use]
    pub fn refresh(mut self, refresh: impl Into<SecretString>) -> Self {
        self.refresh = Some(refresh.into());
        self
    }

    /// With the time that it lives from [`obtained_at`](Self::obtained_at).
    #[must_use]
    pub fn lives(mut self, lifetime: Duration) -> Self {
        self.expires_at = Some(clock::add(self.obtained_at, lifetime));
        self
    }

    /// With the moment when it ends.
    #[must_use]
    pub fn expires_at(mut self, at: DateTime<Utc>) -> Self {
        self.expires_at = Some(at);
        self
    }

    /// With what it allows.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// With what else the token answer said.
    #[must_use]
    pub fn facts(mut self, facts: Facts) -> Self {
        self.facts = facts;
        self
    }

    /// How long the access token was given for; `None` if it does not end.
    #[must_use]
    pub fn lifetime(&self) -> Option<Duration> {
        Some((self.expires_at? - self.obtained_at).to_std().unwrap_or_default())
    }

    /// Whether there is an access token at all.
    #[must_use]
    pub fn has_access(&self) -> bool {
        !self.access.expose_secret().is_empty()
    }

    /// **Everything, secrets included**, as JSON, for a [`TokenStore`](super::TokenStore) to encrypt and keep.
    pub fn expose_json(&self) -> Result<Zeroizing<Vec<u8>>> {
        serde_json::to_vec(&Exposed::from(self))
            .map(Zeroizing::new)
            .map_err(|_| Error::new(ErrorKind::Storage, "the tokens cannot be written as JSON"))
    }

    /// What [`expose_json`](Self::expose_json) wrote.
    pub fn from_json(json: &[u8]) -> Result<Self> {
        // Nothing of serde's message: it may quote the value.
        let exposed: Exposed = serde_json::from_slice(json)
            .map_err(|_| Error::new(ErrorKind::Storage, "the stored tokens are not what was written"))?;
        Ok(exposed.into())
    }

    /// The fingerprint that tells this consent from another one.
    pub(crate) fn consent(&self) -> Option<String> {
        self.origin.clone().or_else(|| self.refresh_print())
    }

    /// Stands for the refresh token.
    pub(crate) fn refresh_print(&self) -> Option<String> {
        self.refresh.as_ref().map(fingerprint)
    }
}

/// A digest that stands for a secret where only sameness matters.
fn fingerprint(secret: &SecretString) -> String {
    STANDARD_NO_PAD.encode(Sha256::digest(secret.expose_secret().as_bytes()))
}

impl fmt::Debug for TokenSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSet")
            .field("expires_at", &self.expires_at)
            .field("obtained_at", &self.obtained_at)
            .field("scopes", &self.scopes)
            .field("refreshable", &self.refresh.is_some())
            .finish_non_exhaustive()
    }
}

/// The form that stores write. Its strings are wiped when it goes.
#[derive(Serialize, Deserialize)]
pub(crate) struct Exposed {
    access: Zeroizing<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refresh: Option<Zeroizing<String>>,
    expires_at: Option<DateTime<Utc>>,
    obtained_at: DateTime<Utc>,
    #[serde(default)]
    scopes: Vec<String>,
    #[serde(default)]
    facts: Facts,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    origin: Option<String>,
}

impl From<&TokenSet> for Exposed {
    fn from(set: &TokenSet) -> Self {
        let copy = |secret: &SecretString| Zeroizing::new(secret.expose_secret().to_owned());
        Self {
            access: copy(&set.access),
            refresh: set.refresh.as_ref().map(copy),
            expires_at: set.expires_at,
            obtained_at: set.obtained_at,
            scopes: set.scopes.clone(),
            facts: set.facts.clone(),
            origin: set.origin.clone(),
        }
    }
}

impl From<Exposed> for TokenSet {
    fn from(exposed: Exposed) -> Self {
        Self {
            access: exposed.access.as_str().into(),
            refresh: exposed.refresh.as_ref().map(|refresh| refresh.as_str().into()),
            expires_at: exposed.expires_at,
            obtained_at: exposed.obtained_at,
            scopes: exposed.scopes,
            facts: exposed.facts,
            origin: exposed.origin,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_store_writes_it_reads_back() {
        let now = DateTime::UNIX_EPOCH;
        let mut set = TokenSet::new("access".to_owned(), now).refresh("refresh".to_owned());
        set = set.lives(Duration::from_secs(60)).scopes(["a", "b"]).facts(Facts::new().with("domain", "x"));
        set.origin = set.consent();
        let read = TokenSet::from_json(&set.expose_json().unwrap()).unwrap();
        assert_eq!(read.access.expose_secret(), "access");
        assert_eq!(read.refresh_print(), set.refresh_print());
        assert_eq!((read.expires_at, read.obtained_at), (set.expires_at, set.obtained_at));
        assert_eq!((read.scopes, read.facts, read.origin), (set.scopes, set.facts, set.origin));
    }

    #[test]
    fn a_broken_record_is_refused_without_quoting_it() {
        let error = TokenSet::from_json(br#"{"access":{"a":"secret-token"}}"#).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Storage);
        assert!(!format!("{error} {error:?}").contains("secret-token"));
    }
}
