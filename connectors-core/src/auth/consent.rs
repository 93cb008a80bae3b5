//! What a consent consists of: what is kept while a person decides, what they come back with, and who was connected.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use url::Url;
use zeroize::Zeroizing;

use crate::catalog::Identity;
use crate::connector::Facts;

/// A consent that has been asked for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Begun {
    /// Where to send the person.
    pub url: Url,
    /// What to keep until they come back.
    pub pending: Pending,
}

/// What has to be kept between the two halves of a consent. Serialise it into the person's own session on the server
/// or an encrypted cookie: it holds a secret, and it is what ties the answer to the person who asked.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Pending {
    /// Which platform is asked.
    pub connector: String,
    /// The name that the tokens will be saved under.
    pub connection: String,
    pub(super) state: Zeroizing<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) verifier: Option<Zeroizing<String>>,
    pub(super) redirect_uri: String,
    /// What was asked for.
    pub scopes: Vec<String>,
    /// Until when the person may come back.
    pub expires_at: DateTime<Utc>,
}

impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending")
            .field("connector", &self.connector)
            .field("connection", &self.connection)
            .field("scopes", &self.scopes)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// Who was connected. The tokens are saved.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Connected<C> {
    /// The name that the tokens are saved under.
    pub connection: String,
    /// What was granted, as far as the platform says: it may be less than was asked for.
    pub scopes: Vec<String>,
    /// What the token answer said besides: an API domain, the accounts server.
    pub facts: Facts,
    /// The accounts that the consent covers. Most platforms have one; where there are several, the person chooses.
    pub accounts: Vec<ConnectedAccount<C>>,
}

/// One account that a consent covers.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConnectedAccount<C> {
    /// The platform's own id and name of it.
    pub identity: Identity,
    /// The configuration to call it with: start its client from this, with the same connection name.
    pub connector: C,
    /// Whether this consent added it, and not an earlier one of the same person. True where the platform does not tell.
    pub added: bool,
}

impl<C> ConnectedAccount<C> {
    /// An account that this consent added.
    pub fn new(identity: Identity, connector: C) -> Self {
        Self { identity, connector, added: true }
    }

    /// Sets `added`.
    #[must_use]
    pub fn added(mut self, added: bool) -> Self {
        self.added = added;
        self
    }
}

/// The parameters that a person came back with.
pub(super) struct Callback(Vec<(String, Zeroizing<String>)>);

impl Callback {
    /// Of a whole URL or its query.
    pub(super) fn parse(text: &str) -> Self {
        let query = text.split_once('?').map_or(text, |(_, query)| query);
        let query = query.split_once('#').map_or(query, |(query, _)| query);
        let pairs = url::form_urlencoded::parse(query.as_bytes());
        Self(pairs.map(|(name, value)| (name.into_owned(), Zeroizing::new(value.into_owned()))).collect())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The states that were used, until they would have expired.
#[derive(Default)]
pub(crate) struct UsedStates(Mutex<HashMap<String, DateTime<Utc>>>);

impl UsedStates {
    /// Uses the state of `pending`; false if it was used before.
    pub(super) fn claim(&self, pending: &Pending, now: DateTime<Utc>) -> bool {
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|_, until| *until > now);
        used.insert(pending.state.to_string(), pending.expires_at).is_none()
    }

    /// It was not used after all.
    pub(super) fn release(&self, pending: &Pending) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&*pending.state);
    }
}
