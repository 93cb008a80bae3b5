//! One connected account, without its platform's type.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use url::Url;

use crate::auth::{Authorization, Credential, TokenSource};
use crate::clock::Clock;
use crate::connector::{Connector, Facts};
use crate::error::Result;
use crate::limits::{Demand, Feedback, Kind, LimitKey, Scope, Unit, Window};
use crate::pipeline::{Breakers, Budget, RetryPolicy};
use crate::request::{Asks, Request, Root, Target};
use crate::response::Head;
use crate::shared::Shared;
use crate::stats::Counters;

/// What the pipeline needs of a connector, object-safe.
pub(crate) trait Platform: fmt::Debug + Send + Sync {
    fn id(&self) -> &'static str;
    fn base(&self, root: Root, facts: &Facts) -> Result<Url>;
    fn feedback(&self, head: &Head, body: &[u8]) -> Feedback;
    fn request_id_headers(&self) -> &'static [&'static str];
    fn signed_hosts(&self) -> &'static [&'static str];
}

impl<C: Connector> Platform for C {
    fn id(&self) -> &'static str {
        C::ID
    }

    fn base(&self, root: Root, facts: &Facts) -> Result<Url> {
        Connector::base(self, root, facts)
    }

    fn feedback(&self, head: &Head, body: &[u8]) -> Feedback {
        Connector::feedback(self, head, body)
    }

    fn request_id_headers(&self) -> &'static [&'static str] {
        Connector::request_id_headers(self)
    }

    fn signed_hosts(&self) -> &'static [&'static str] {
        Connector::signed_hosts(self)
    }
}

/// What holds for every call of an account that does not say otherwise.
#[derive(Clone, Debug)]
pub(crate) struct Defaults {
    pub(crate) timeout: Duration,
    pub(crate) upload_timeout: Duration,
    pub(crate) deadline: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) max_body: usize,
}

impl Default for Defaults {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            upload_timeout: Duration::from_secs(15 * 60),
            deadline: Duration::from_secs(5 * 60),
            retry: RetryPolicy::standard(),
            max_body: 32 << 20,
        }
    }
}

/// Whose limits count: the names that counters are kept under.
#[derive(Clone, Debug)]
pub(crate) struct Owners {
    pub(crate) application: Arc<str>,
    pub(crate) account: Arc<str>,
    pub(crate) installation: Arc<str>,
    pub(crate) user: Arc<str>,
}

#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) shared: Shared,
    pub(crate) connector: Arc<dyn Platform>,
    pub(crate) name: String,
    pub(crate) credential: Arc<dyn Credential>,
    /// The same as `credential`, where that is OAuth.
    pub(crate) tokens: Option<TokenSource>,
    pub(crate) windows: Arc<[Arc<Window>]>,
    pub(crate) owners: Owners,
    pub(crate) defaults: Defaults,
    pub(crate) breakers: Breakers,
    pub(crate) budget: Budget,
    pub(crate) counters: Counters,
    pub(crate) roots: Mutex<Vec<Base>>,
}

/// A root's URL, and what it was made from.
#[derive(Debug)]
pub(crate) struct Base {
    root: Root,
    generation: u64,
    facts: Arc<Facts>,
    url: Url,
}

impl Account {
    pub(crate) fn clock(&self) -> &dyn Clock {
        &**self.shared.clock()
    }

    /// Counts for this account and for the process.
    pub(crate) fn count(&self, what: impl Fn(&Counters)) {
        what(&self.counters);
        what(self.shared.counters());
    }

    /// A root's URL for this token. Platforms put it together anew each time, so the last one is kept.
    pub(crate) fn base(&self, root: Root, authorization: &Authorization) -> Result<Url> {
        let Authorization { generation, facts, .. } = authorization;
        let mut roots = self.roots.lock().unwrap_or_else(PoisonError::into_inner);
        let known = roots.iter().find(|base| base.root == root);
        if let Some(base) = known.filter(|base| base.generation == *generation && base.facts == *facts) {
            return Ok(base.url.clone());
        }
        let url = self.connector.base(root, facts)?;
        roots.retain(|base| base.root != root);
        // Most accounts have one, and there are thousands of accounts.
        roots.reserve_exact(1);
        roots.push(Base { root, generation: *generation, facts: Arc::clone(facts), url: url.clone() });
        Ok(url)
    }

    /// The counters of the account, and their rules.
    pub(crate) fn limits(&self) -> Vec<(LimitKey, Arc<Window>)> {
        let id = self.connector.id();
        self.windows.iter().map(|window| (self.owners.key(id, window, None), Arc::clone(window))).collect()
    }

    /// What a request costs: what answers told of others like it, or what it states.
    fn amount(&self, unit: Unit, asks: &Asks) -> u64 {
        let told = asks.alike.and_then(|key| self.shared.learned().get(self.connector.id(), key, unit));
        let stated = || asks.costs.iter().find(|(u, _)| *u == unit).map(|(_, amount)| *amount);
        told.or_else(stated).unwrap_or(if unit == Unit::Bytes { 0 } else { 1 })
    }

    /// What breakers are kept by: the root, or the host of a link.
    pub(crate) fn place_of<'a>(&self, target: &'a Target) -> Cow<'a, str> {
        match target {
            Target::Path { root, .. } => root.0.into(),
            Target::NextLink(_) => Root::API.0.into(),
            Target::Signed(url) => url.host_str().unwrap_or_default().into(),
        }
    }

    /// What one attempt of `request` asks of the account's windows.
    pub(crate) fn demands(&self, request: &Request) -> Vec<Demand> {
        let asks = &request.asks;
        let mut demands = Vec::with_capacity(self.windows.len());
        if matches!(request.target, Target::Signed(_)) {
            return demands;
        }
        for window in &*self.windows {
            let amount = match window.kind {
                Kind::Concurrency => 1,
                _ => self.amount(window.unit, asks),
            };
            if amount == 0 {
                continue;
            }
            let detail = match window.bucket {
                None if asks.only_buckets => continue,
                None => None,
                Some(bucket) => match asks.buckets.iter().find(|(name, _)| *name == bucket) {
                    None => continue,
                    Some((_, detail)) => detail.as_deref(),
                },
            };
            let key = self.owners.key(self.connector.id(), window, detail);
            demands.push(Demand { key, window: Arc::clone(window), amount });
        }
        demands
    }
}

impl Owners {
    pub(crate) fn key(&self, connector: &'static str, window: &Window, detail: Option<&str>) -> LimitKey {
        let owner = match window.scope {
            Scope::Application => &self.application,
            Scope::Account => &self.account,
            Scope::Installation => &self.installation,
            Scope::User => &self.user,
        };
        LimitKey::new(connector, Arc::clone(owner), window.name, detail)
    }
}
