//! One account's token, shared by all who call with it.

use std::fmt;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tokio::sync::watch;
use tracing::Instrument;

use super::endpoint::{Endpoint, Registration};
use super::live::{Live, Standing};
use super::{
    Authorization, ConsentLost, Credential, Grant, TokenKey, TokenSet, TokenSourceConfig, TokenStore, Version,
};
use crate::clock::Clock;
use crate::error::{Error, ErrorKind, Result};

/// A token that was forced and refused again within this time is not forced once more: the token is not what is wrong.
const FORCED_EVERY: Duration = Duration::from_secs(60);

/// One account's token, shared by all who call with it; clones are the same source.
///
/// It is refreshed a sixth of its life before it ends, five minutes at most, once for all who wait, in a task of its
/// own that no cancelled caller stops. As long as the old token lives, calls go on with it; only when it has ended do
/// they wait. The new tokens are saved before they are used.
///
/// - **A store that fails after a refresh** does not lose tokens silently: they are used from memory, saving is tried
///   again until it succeeds, the failure is logged as an error and told by [`status`](Self::status). Call
///   [`flush`](Self::flush) before the process ends.
/// - **A store that cannot be read** stops refreshing where the platform replaces refresh tokens: no refresh token is
///   spent whose successor may have no place to go.
/// - **A lost answer** of the token endpoint is asked for again as far as the platform's
///   [`Rotation`](super::Rotation) allows. Where it does not, nothing is sent until the access token has ended; then
///   one more try is all that is left, and the error names the lost answer.
/// - **A lost consent** is marked in the store: no client, in this or another process or after a restart, asks the
///   platform again until new tokens are saved. Calls fail with [`ErrorKind::ConsentNeeded`].
#[derive(Clone)]
pub struct TokenSource(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) key: TokenKey,
    pub(super) grant: Grant,
    pub(super) endpoint: Endpoint,
    pub(super) store: Arc<dyn TokenStore>,
    pub(super) refreshes: AtomicU64,
    /// The refreshes of all sources that were opened together.
    total: Arc<AtomicU64>,
    state: Mutex<State>,
}

/// What a refresh, and all who wait for it, ends with.
type Outcome = Result<Arc<Live>>;
type Flight = watch::Receiver<Option<Outcome>>;

#[derive(Default)]
pub(super) struct State {
    pub(super) live: Option<Arc<Live>>,
    /// The store's version of `live`, or the one that `live` is to replace while it is unsaved.
    pub(super) version: Option<Version>,
    /// Why `live` is not in the store, if it is not.
    pub(super) unsaved: Option<Error>,
    /// When the first answer to a refresh was lost, and the fingerprint of the refresh token that was sent.
    pub(super) answer_lost: Option<(Duration, String)>,
    /// The consent that was lost, and the fingerprint of its refresh token: the store may not have taken the mark.
    pub(super) lost: Option<Box<(String, ConsentLost)>>,
    /// Whether a task is trying to save `live`.
    pub(super) saving: bool,
    pub(super) initial: Option<TokenSet>,
    pub(super) generations: u64,
    refused: Option<u64>,
    forced: Option<Duration>,
    flight: Option<Flight>,
    failures: u32,
    /// After a failure: nobody tries again before this moment, and what they are told until then.
    pause: Option<(Duration, Error)>,
}

/// How an account's token stands.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct TokenStatus {
    /// How many tokens this source has used so far; 0 before first use.
    pub generation: u64,
    /// When the present access token ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// How many times this source obtained a token.
    pub refreshes: u64,
    /// Why the present tokens could not be saved: they live in memory only, and saving is being tried again.
    pub unsaved: Option<Error>,
    /// Why the last refresh failed, if it did.
    pub failure: Option<Error>,
}

enum Step {
    Use(Arc<Live>),
    Wait(Flight),
    Fail(Error),
}

impl TokenSource {
    /// A source; nothing is read or sent until it is used. Within a process use one source per connection, which
    /// [`TokenSources`](super::TokenSources) takes care of.
    #[must_use]
    pub fn new(config: TokenSourceConfig) -> Self {
        Self::counted(config, Arc::default(), Arc::new)
    }

    /// A source that counts its refreshes in `total` too. `share` may give an equal registration that is there already.
    pub(super) fn counted(
        config: TokenSourceConfig,
        total: Arc<AtomicU64>,
        share: impl FnOnce(Registration) -> Arc<Registration>,
    ) -> Self {
        let TokenSourceConfig { key, oauth, accounts, app, grant, transport, clock, store, limits, initial } =
            config;
        let registration = share(Registration { oauth, accounts, app });
        let endpoint = Endpoint { registration, transport, clock, limits };
        let state = Mutex::new(State { initial, ..State::default() });
        Self(Arc::new(Inner { key, grant, endpoint, store, refreshes: AtomicU64::new(0), total, state }))
    }

    /// The connection's name in the store.
    #[must_use]
    pub fn key(&self) -> &TokenKey {
        &self.0.key
    }

    /// How the token stands.
    #[must_use]
    pub fn status(&self) -> TokenStatus {
        let state = self.0.state();
        TokenStatus {
            generation: state.generations,
            expires_at: state.live.as_ref().and_then(|live| live.tokens.expires_at),
            refreshes: self.0.refreshes.load(Ordering::Relaxed),
            unsaved: state.unsaved.clone(),
            failure: state.pause.as_ref().map(|(_, error)| error.clone()),
        }
    }

    /// Saves these tokens over whatever the store has, and calls with them from now on: what a new consent does.
    /// Returns when an access token is there.
    pub async fn replace(&self, tokens: TokenSet) -> Result<()> {
        let flight = loop {
            let busy = {
                let mut state = self.0.state();
                match state.in_flight() {
                    Some(flight) => flight,
                    None => break self.0.start(&mut state, |inner| inner.replaced(tokens))?,
                }
            };
            let _ = landing(busy).await;
        };
        landing(flight).await.map(drop)
    }

    /// Saves tokens that could not be saved before. Call it before the process ends.
    pub async fn flush(&self) -> Result<()> {
        self.0.flush().await
    }

    /// Revokes the tokens at the platform, where it has an endpoint for that, and forgets them.
    pub async fn disconnect(&self) -> Result<()> {
        self.0.disconnect().await
    }

    /// Offers tokens to begin with, as [`TokenSourceConfig::initial`] does.
    ///
    /// # Errors
    /// `Config` if they are of another consent than those that the source uses or began with, and these are not lost.
    pub(super) fn offer(&self, tokens: TokenSet) -> Result<()> {
        let mut state = self.0.state();
        let lost = state.pause.as_ref().is_some_and(|(_, error)| error.kind() == ErrorKind::ConsentNeeded);
        let known = [state.initial.as_ref(), state.live.as_deref().map(|live| &live.tokens)];
        let known = known.map(|tokens| tokens.and_then(TokenSet::consent));
        let offered = tokens.consent();
        let other = offered.is_some() && known.iter().any(Option::is_some) && !known.contains(&offered);
        if other && !lost {
            return Err(Error::config(format!(
                "{} is in use with tokens of another consent: give each account a name of its own, or save those of a \
                 new consent first",
                self.0.key
            )));
        }
        state.initial = Some(tokens);
        if lost {
            state.pause = None;
        }
        Ok(())
    }
}

#[async_trait]
impl Credential for TokenSource {
    async fn authorize(&self) -> Result<Authorization> {
        let live = match self.0.due() {
            Step::Use(live) => live,
            Step::Wait(flight) => landing(flight).await?,
            Step::Fail(error) => return Err(error),
        };
        Ok(live.authorization())
    }

    async fn refused(&self, generation: u64) -> Result<bool> {
        match self.0.forced(generation) {
            Step::Use(live) => Ok(live.generation > generation),
            Step::Wait(flight) => Ok(landing(flight).await?.generation > generation),
            Step::Fail(error) => Err(error),
        }
    }

    fn refreshes(&self) -> u64 {
        self.0.refreshes.load(Ordering::Relaxed)
    }
}

impl Inner {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.endpoint.clock
    }

    pub(super) fn count_refresh(&self) {
        self.refreshes.fetch_add(1, Ordering::Relaxed);
        self.total.fetch_add(1, Ordering::Relaxed);
    }

    /// What a call that wants to go out does about the token.
    fn due(self: &Arc<Self>) -> Step {
        let mut state = self.state();
        let standing = state.standing(self.clock());
        match (standing, state.live.clone()) {
            (Standing::Fresh, Some(live)) => Step::Use(live),
            (Standing::Early, Some(live)) => {
                // In the background; what becomes of it is the next caller's business.
                let _ = self.wait_or_start(&mut state);
                Step::Use(live)
            }
            _ => self.wait_or_start(&mut state),
        }
    }

    /// What a call does whose token was refused.
    fn forced(self: &Arc<Self>, generation: u64) -> Step {
        let mut state = self.state();
        let now = self.clock().elapsed();
        match state.live.clone() {
            Some(live) if live.generation > generation => return Step::Use(live),
            Some(live) if state.refused != Some(live.generation) => {
                if state.forced.is_some_and(|at| now.saturating_sub(at) < FORCED_EVERY)
                    && state.in_flight().is_none()
                {
                    return Step::Use(live);
                }
                state.refused = Some(live.generation);
                state.forced = Some(now);
            }
            _ => {}
        }
        self.wait_or_start(&mut state)
    }

    fn wait_or_start(self: &Arc<Self>, state: &mut State) -> Step {
        if let Some(flight) = state.in_flight() {
            return Step::Wait(flight);
        }
        let now = self.clock().elapsed();
        match &state.pause {
            // No waiting brings a consent back.
            Some((until, error)) if *until > now && error.kind() == ErrorKind::ConsentNeeded => {
                Step::Fail(error.clone())
            }
            Some((until, error)) if *until > now => Step::Fail(error.clone().with_retry_after(*until - now)),
            _ => match self.start(state, |inner| inner.refreshed()) {
                Ok(flight) => Step::Wait(flight),
                Err(error) => Step::Fail(error),
            },
        }
    }

    /// Starts the work that all callers wait for, in a task of its own: a caller that goes away does not stop it.
    fn start<F>(self: &Arc<Self>, state: &mut State, work: impl FnOnce(Arc<Self>) -> F) -> Result<Flight>
    where
        F: Future<Output = Outcome> + Send + 'static,
    {
        let runtime = tokio::runtime::Handle::try_current().map_err(|_| {
            Error::config("tokens are refreshed in a task: use the client inside a tokio runtime")
        })?;
        let (sender, flight) = watch::channel(None);
        let (inner, work) = (Arc::clone(self), work(Arc::clone(self)));
        let span = tracing::debug_span!(parent: None, "token refresh", connection = %self.key);
        span.follows_from(tracing::Span::current());
        let task = async move {
            let outcome = work.await;
            inner.land(&outcome);
            sender.send_replace(Some(outcome));
        };
        runtime.spawn(task.instrument(span));
        state.flight = Some(flight.clone());
        Ok(flight)
    }

    fn land(&self, outcome: &Outcome) {
        let now = self.clock().elapsed();
        let mut state = self.state();
        state.flight = None;
        match outcome {
            Ok(_) => (state.failures, state.pause) = (0, None),
            Err(error) => {
                let pause = pause_after(error, state.failures);
                state.failures = state.failures.saturating_add(1);
                state.pause = Some((now.saturating_add(pause), error.clone()));
            }
        }
    }
}

/// How long a failure keeps everybody from trying again.
fn pause_after(error: &Error, failures: u32) -> Duration {
    const LONGEST: Duration = Duration::from_secs(30);
    match (error.retry_after(), error.kind()) {
        (Some(wait), _) => wait.max(Duration::from_secs(1)),
        // Only the store is asked again: somebody may have connected the account anew.
        (None, ErrorKind::ConsentNeeded) => Duration::from_secs(5),
        (None, ErrorKind::Config | ErrorKind::Auth) => LONGEST,
        _ => Duration::from_secs(1 << failures.min(5)).min(LONGEST).mul_f64(0.75 + 0.25 * fastrand::f64()),
    }
}

impl State {
    fn standing(&self, clock: &dyn Clock) -> Standing {
        match &self.live {
            Some(live) if self.refused == Some(live.generation) => Standing::Ended,
            Some(live) => live.standing(clock),
            None => Standing::Ended,
        }
    }

    /// Whether calls can still go out with the present token.
    pub(super) fn usable(&self, clock: &dyn Clock) -> bool {
        self.standing(clock) != Standing::Ended
    }

    /// Forgets everything but the count of tokens: what the source began with too, which is over or ended.
    pub(super) fn start_over(&mut self) {
        *self = Self {
            generations: self.generations,
            flight: self.flight.take(),
            saving: self.saving,
            ..Self::default()
        };
    }

    fn in_flight(&mut self) -> Option<Flight> {
        // A task that died (a panic in a store, a runtime that ended) left no outcome: it is as if it had never begun.
        self.flight.take_if(|flight| flight.has_changed().is_err());
        self.flight.clone()
    }
}

async fn landing(mut flight: Flight) -> Outcome {
    let ended =
        || Error::new(ErrorKind::Storage, "the refresh ended without an outcome").with_retryable(true);
    let outcome = flight.wait_for(Option::is_some).await.map_err(|_| ended())?;
    outcome.clone().unwrap_or_else(|| Err(ended()))
}

impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSource")
            .field("key", &self.0.key)
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
