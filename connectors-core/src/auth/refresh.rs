//! The work behind a refresh: look in the store, lock, look again, ask the platform.

use std::sync::Arc;
use std::time::Duration;

use super::answer::Answer;
use super::endpoint::Failure;
use super::live::{self, Live};
use super::source::Inner;
use super::{ConsentLost, Grant, Lock, LockGuard, Rotation, Saved, Stored, TokenSet, Version};
use crate::clock;
use crate::error::{Delivery, Error, ErrorKind, Result};

/// How often one refresh asks the platform, where asking again is safe.
const ATTEMPTS: u32 = 3;
/// How often it starts over because somebody else changed the store.
const ROUNDS: u32 = 3;
/// How long a lock outlives the process that held it. Longer than a refresh with all its attempts can take.
const LOCK_TTL: Duration = Duration::from_secs(10 * 60);
/// How long to wait for a lock that somebody else holds.
const LOCK_WAIT: Duration = Duration::from_secs(60);
/// How long one use of the store may take.
const STORE: Duration = Duration::from_secs(5);
/// How long an application that was refused for itself waits: nobody's new consent would show in the store.
const REFUSED: Duration = Duration::from_secs(5 * 60);
/// After a lost answer that must not be asked for again at once.
const AFTER_LOST: Duration = Duration::from_secs(30);

/// What there is to call with.
enum Found {
    /// A token that is good.
    Good(Arc<Live>),
    /// Tokens to be refreshed, and their version in the store.
    Stale(Option<Version>, TokenSet),
}

impl Inner {
    /// A newer token than the present one. The error is told to all callers who wait, and to those who come too soon.
    ///
    /// Every step has its own time limit, so that this ends; it has none as a whole, which could strike between the
    /// platform's answer and saving it.
    pub(super) async fn refreshed(self: Arc<Self>) -> Result<Arc<Live>> {
        self.newer().await.map_err(|error| self.told(error))
    }

    /// Saves tokens over whatever there is, and goes on with them.
    pub(super) async fn replaced(self: Arc<Self>, tokens: TokenSet) -> Result<Arc<Live>> {
        self.in_time(self.store.replace(&self.key, &tokens)).await.map_err(|error| self.told(error))?;
        self.state().start_over();
        self.refreshed().await
    }

    /// Revokes what there is and forgets it.
    pub(super) async fn disconnect(&self) -> Result<()> {
        // What could not be saved is what has to be revoked. If it still cannot be, forgetting fails too, and says so.
        let _ = self.flush().await;
        let stored = self.in_time(self.store.load(&self.key)).await?;
        if let Some(Stored { tokens, lost: None, .. }) = stored
            && self.endpoint.registration.oauth.revoke.is_some()
        {
            let server = self.endpoint.server(&tokens.facts)?;
            self.endpoint.revoke(&server, tokens.refresh.as_ref().unwrap_or(&tokens.access)).await?;
        }
        self.in_time(self.store.forget(&self.key)).await?;
        self.state().start_over();
        Ok(())
    }

    async fn newer(self: &Arc<Self>) -> Result<Arc<Live>> {
        // Told by the status if it fails again; the refresh is not held up by it.
        let _ = self.flush().await;
        if let Found::Good(live) = self.look().await? {
            return Ok(live);
        }
        let guard = self.lock().await?;
        let outcome = self.renewed().await;
        if let Some(guard) = guard {
            clock::timeout(self.clock(), self.limit(), guard.release()).await;
        }
        outcome
    }

    /// Under the lock, if the store has locks.
    async fn renewed(self: &Arc<Self>) -> Result<Arc<Live>> {
        for _ in 0..ROUNDS {
            let (version, old) = match self.look().await? {
                Found::Good(live) => return Ok(live),
                Found::Stale(version, tokens) => (version, tokens),
            };
            match self.ask(&old).await {
                Ok(answer) => {
                    self.count_refresh();
                    let at = answer.at;
                    let tokens = answer.after(&old, &self.endpoint.registration.oauth);
                    tracing::debug!(expires_at = ?tokens.expires_at, "a new access token");
                    if let Some(live) = self.keep(version, &old, tokens, at).await? {
                        return Ok(live);
                    }
                }
                Err(Failure::Dead(error, code)) if self.grant == Grant::Refresh => {
                    if !self.moved(version).await? {
                        return Err(self.consent_lost(version, &old, &error, &code).await);
                    }
                }
                Err(Failure::Dead(error, _)) => return Err(error.with_retry_after(REFUSED)),
                Err(failure) => return Err(failure.error().clone()),
            }
        }
        Err(Error::new(ErrorKind::Storage, "somebody else keeps changing the stored tokens"))
    }

    /// What the store has for us now. Whatever is new there is used.
    async fn look(&self) -> Result<Found> {
        let stored = match self.in_time(self.store.load(&self.key)).await {
            Ok(stored) => stored,
            Err(error) => return self.without_store(error),
        };
        let Some(stored) = stored else { return self.nothing_stored().await };
        let ours = {
            let state = self.state();
            let known = state.version == Some(stored.version);
            if known && state.unsaved.is_some() { state.live.clone() } else { None }
        };
        // Before the mark of a lost consent: whoever made it knows only what ours replaced.
        if let Some(live) = ours {
            return Ok(Found::Stale(Some(stored.version), live.tokens.clone()));
        }
        if let (Some(lost), Grant::Refresh) = (&stored.lost, &self.grant) {
            return match self.other_consent(&stored.tokens) {
                Some(initial) => self.seed(Some(stored.version), initial).await,
                None => Err(self.consent_needed(lost)),
            };
        }
        self.found(stored.version, stored.tokens)
    }

    fn found(&self, version: Version, tokens: TokenSet) -> Result<Found> {
        let known = self.state().version == Some(version);
        if !known && !live::left(&tokens, self.clock()).is_zero() {
            self.adopt(tokens, Some(version), None, None).map(Found::Good)
        } else {
            Ok(Found::Stale(Some(version), tokens))
        }
    }

    async fn nothing_stored(&self) -> Result<Found> {
        let (unsaved, initial) = {
            let state = self.state();
            (state.unsaved.is_some().then(|| state.live.clone()).flatten(), state.initial.clone())
        };
        match (&self.grant, unsaved, initial) {
            (_, Some(live), _) => Ok(Found::Stale(None, live.tokens.clone())),
            (_, None, Some(initial)) => self.seed(None, initial).await,
            (Grant::ClientCredentials { .. }, None, None) => {
                Ok(Found::Stale(None, TokenSet::new(String::new(), self.clock().now())))
            }
            (Grant::Refresh, None, None) => {
                Err(Error::new(ErrorKind::ConsentNeeded, "there are no tokens: connect the account first"))
            }
        }
    }

    /// Tokens to begin with, if they are of another consent than the one that was lost.
    fn other_consent(&self, lost: &TokenSet) -> Option<TokenSet> {
        let initial = self.state().initial.clone()?;
        let other = initial.consent() != lost.consent() && initial.refresh_print() != lost.refresh_print();
        other.then_some(initial)
    }

    async fn seed(&self, expected: Option<Version>, tokens: TokenSet) -> Result<Found> {
        match self.in_time(self.store.save(&self.key, expected, &tokens)).await? {
            Saved::Stored(version) => self.found(version, tokens),
            // Somebody else began at the same moment: theirs is as good.
            Saved::Conflict(Some(stored)) if stored.lost.is_none() => {
                self.found(stored.version, stored.tokens)
            }
            Saved::Conflict(_) => {
                Err(Error::new(ErrorKind::Storage, "the stored tokens changed at the same moment"))
            }
        }
    }

    /// The store cannot be read. Going on from memory is right where nothing more can be lost by it: the refresh token
    /// stays what it is, or it is in memory only anyway.
    fn without_store(&self, error: Error) -> Result<Found> {
        let state = self.state();
        let harmless = self.endpoint.registration.oauth.rotation == Rotation::None || state.unsaved.is_some();
        match &state.live {
            Some(live) if harmless => {
                tracing::warn!(%error, "the token store cannot be read; refreshing from memory");
                Ok(Found::Stale(state.version, live.tokens.clone()))
            }
            _ => Err(error),
        }
    }

    /// Asks the platform, again where that is safe.
    async fn ask(&self, old: &TokenSet) -> Result<Answer, Failure> {
        let server = self.endpoint.server(&old.facts).map_err(Failure::Refused)?;
        self.dare(old)?;
        for attempt in 1.. {
            let failure = match (&self.grant, &old.refresh) {
                (Grant::ClientCredentials { scopes }, _) => {
                    self.endpoint.client_credentials(&server, scopes).await
                }
                (Grant::Refresh, Some(refresh)) => self.endpoint.refresh(&server, refresh).await,
                (Grant::Refresh, None) => {
                    let text =
                        "the access token has ended and there is no refresh token: connect the account again";
                    Err(Failure::Refused(Error::new(ErrorKind::ConsentNeeded, text)))
                }
            };
            let failure = match failure {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            tracing::debug!(error = %failure.error(), attempt, "the token endpoint gave no token");
            let again = match &failure {
                Failure::NotDone(_) => true,
                Failure::Lost(_) => self.answer_lost(old),
                Failure::Throttled(_) | Failure::Dead(..) | Failure::Refused(_) => false,
            };
            if !again || attempt >= ATTEMPTS {
                return Err(match failure {
                    Failure::Lost(error) if !again => Failure::Lost(lost_for_good(error)),
                    other => other,
                });
            }
            self.clock().sleep(backoff(attempt)).await;
        }
        Err(Failure::NotDone(Error::new(ErrorKind::Server, "the token endpoint gave no token")))
    }

    /// Does not ask with a refresh token that is known to be dead. Where an answer was lost that cannot be asked for
    /// again, waits until the access token has ended: until then nothing is gained by it, afterwards nothing is left to
    /// lose.
    fn dare(&self, old: &TokenSet) -> Result<(), Failure> {
        let (state, ours) = (self.state(), old.refresh_print());
        if let Some((print, lost)) = state.lost.as_deref()
            && ours.as_ref() == Some(print)
        {
            return Err(Failure::Refused(self.consent_needed(lost)));
        }
        match &state.answer_lost {
            Some((at, print)) if ours.as_ref() == Some(print) => {
                if self.may_repeat(*at) || !state.usable(self.clock()) {
                    return Ok(());
                }
                let text = "the answer to the last refresh was lost";
                Err(Failure::Lost(lost_for_good(Error::new(ErrorKind::Transport, text))))
            }
            _ => Ok(()),
        }
    }

    /// Remembers that an answer was lost; says whether it may be asked for again.
    fn answer_lost(&self, old: &TokenSet) -> bool {
        let Some(print) = old.refresh_print() else { return true };
        let now = self.clock().elapsed();
        let mut state = self.state();
        let first = match &state.answer_lost {
            Some((at, known)) if *known == print => *at,
            _ => now,
        };
        state.answer_lost = Some((first, print));
        self.may_repeat(first)
    }

    fn may_repeat(&self, first_lost: Duration) -> bool {
        match (&self.grant, self.endpoint.registration.oauth.rotation) {
            (Grant::ClientCredentials { .. }, _) | (_, Rotation::None) => true,
            (_, Rotation::Grace(grace)) => self.clock().elapsed().saturating_sub(first_lost) < grace,
            (_, Rotation::Strict) => false,
        }
    }

    /// Whether somebody else saved tokens since. The winner of a race may be about to: it is given a moment.
    async fn moved(&self, version: Option<Version>) -> Result<bool> {
        for pause in [0, 500, 1500] {
            self.clock().sleep(Duration::from_millis(pause)).await;
            let stored = self.in_time(self.store.load(&self.key)).await?;
            if stored.map(|stored| stored.version) != version {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn consent_lost(
        &self,
        version: Option<Version>,
        old: &TokenSet,
        error: &Error,
        code: &str,
    ) -> Error {
        let print = old.refresh_print();
        let answer_lost =
            self.state().answer_lost.as_ref().is_some_and(|(_, lost)| Some(lost) == print.as_ref());
        let why = if answer_lost { " (the answer to an earlier refresh was lost)" } else { "" };
        let lost = ConsentLost::new(self.clock().now(), code, format!("{}{why}", error.message()));
        tracing::error!(code, "the platform says that the consent is gone");
        self.state().lost = print.map(|print| Box::new((print, lost.clone())));
        if let Some(version) = version
            && let Err(error) = self.in_time(self.store.mark_lost(&self.key, version, &lost)).await
        {
            tracing::warn!(%error, "token store: could not mark the consent as lost");
        }
        let told = self.consent_needed(&lost);
        match error.status() {
            Some(status) => told.with_status(status),
            None => told,
        }
    }

    fn consent_needed(&self, lost: &ConsentLost) -> Error {
        let text = format!("its consent is gone: {}; connect the account again", lost.message);
        Error::new(ErrorKind::ConsentNeeded, text).with_vendor_code(lost.code.clone())
    }

    /// Waits for the store's lock on this connection; `None` if it has no locks.
    async fn lock(&self) -> Result<Option<Box<dyn LockGuard>>> {
        let until = self.clock().elapsed() + LOCK_WAIT;
        loop {
            match self.in_time(self.store.lock(&self.key, LOCK_TTL)).await {
                Ok(Lock::Held(guard)) => return Ok(Some(guard)),
                Ok(Lock::Unsupported) => return Ok(None),
                Ok(Lock::Busy) if self.clock().elapsed() < until => {
                    self.clock().sleep(Duration::from_millis(fastrand::u64(50..250))).await;
                }
                Ok(Lock::Busy) => {
                    let text = "somebody else has held the lock on these tokens for a minute";
                    return Err(Error::new(ErrorKind::Storage, text));
                }
                Err(error) => return self.without_store(error).map(|_| None),
            }
        }
    }

    /// The store's answer, or an error when it does not come.
    pub(super) async fn in_time<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let late = || Err(Error::new(ErrorKind::Storage, "the token store did not answer in time"));
        clock::timeout(self.clock(), self.limit(), work).await.unwrap_or_else(late)
    }

    fn limit(&self) -> Duration {
        clock::with_real_floor(self.clock(), STORE, STORE)
    }

    /// The error as callers see it: their call was not sent, and whether it is worth trying again.
    fn told(&self, error: Error) -> Error {
        use ErrorKind::{Decode, RateLimited, Server, Storage, Timeout, Transport};
        let passing = matches!(error.kind(), Decode | RateLimited | Server | Storage | Timeout | Transport);
        let text = format!("no token for {}: {}", self.key, error.message());
        error.with_message(text).with_delivery(Delivery::NotSent).with_retryable(passing)
    }
}

fn lost_for_good(error: Error) -> Error {
    let text = format!(
        "{}; this platform replaces the refresh token with each use, so the account may have to be connected again",
        error.message()
    );
    error.with_message(text).with_retry_after(AFTER_LOST)
}

/// 0.5 s, 1 s, 2 s …, up to a half less.
pub(super) fn backoff(attempt: u32) -> Duration {
    let full = Duration::from_millis(250 << attempt.min(8));
    full.mul_f64(0.5 + 0.5 * fastrand::f64())
}
