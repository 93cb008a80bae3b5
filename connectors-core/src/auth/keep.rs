//! Saving refreshed tokens: before they are used, by compare-and-swap, again and again if need be.

use std::sync::Arc;
use std::time::Duration;

use super::live::{self, Live};
use super::refresh::backoff;
use super::source::Inner;
use super::{Rotation, Saved, Stored, TokenSet, Version};
use crate::error::{Error, ErrorKind, Result};

/// How often saving is tried before the tokens are used all the same.
const SAVES: u32 = 4;
/// The longest pause between later tries.
const LONGEST: Duration = Duration::from_secs(60);

/// Whose tokens stay after two were saved at the same time.
enum Conflict {
    /// Ours are newer: write over this version.
    Overwrite(Version),
    /// What is stored; it may be our own writing, of which the store did not tell.
    Theirs(Stored),
    /// The connection was forgotten meanwhile.
    Gone,
}

impl Inner {
    /// Saves `tokens` in place of `expected`, and uses what then counts. `None` if somebody else's count and have ended
    /// already.
    pub(super) async fn keep(
        self: &Arc<Self>,
        expected: Option<Version>,
        old: &TokenSet,
        tokens: TokenSet,
        at: Duration,
    ) -> Result<Option<Arc<Live>>> {
        let mut expected = expected;
        for attempt in 1.. {
            match self.in_time(self.store.save(&self.key, expected, &tokens)).await {
                Ok(Saved::Stored(version)) => {
                    return self.adopt(tokens, Some(version), Some(at), None).map(Some);
                }
                Ok(Saved::Conflict(winner)) => match self.settle(winner, &tokens) {
                    Conflict::Overwrite(version) => expected = Some(version),
                    Conflict::Theirs(stored) => return self.yielded(stored),
                    Conflict::Gone => return Err(gone()),
                },
                Err(_) if attempt < SAVES => self.clock().sleep(backoff(attempt)).await,
                Err(error) => {
                    if old.refresh_print() == tokens.refresh_print() {
                        tracing::warn!(%error, "a new access token could not be saved; it is used from memory");
                    } else {
                        tracing::error!(
                            %error,
                            "A NEW REFRESH TOKEN COULD NOT BE SAVED: it lives in this process only until saving succeeds"
                        );
                    }
                    let live = self.adopt(tokens, expected, Some(at), Some(error))?;
                    self.keep_trying();
                    return Ok(Some(live));
                }
            }
        }
        Ok(None)
    }

    /// Tries once to save what could not be saved.
    pub(super) async fn flush(&self) -> Result<()> {
        loop {
            let (live, expected) = {
                let state = self.state();
                match (&state.live, &state.unsaved) {
                    (Some(live), Some(_)) => (Arc::clone(live), state.version),
                    _ => return Ok(()),
                }
            };
            let saved = self.in_time(self.store.save(&self.key, expected, &live.tokens)).await;
            let version = match saved {
                Ok(Saved::Stored(version)) => version,
                Ok(Saved::Conflict(winner)) => match self.settle(winner, &live.tokens) {
                    Conflict::Overwrite(version) => {
                        self.if_present(&live, |state| state.version = Some(version));
                        continue;
                    }
                    Conflict::Theirs(stored) => {
                        self.if_present(&live, |state| state.unsaved = None);
                        return self.yielded(stored).map(drop);
                    }
                    Conflict::Gone => {
                        self.if_present(&live, super::source::State::start_over);
                        return Err(gone());
                    }
                },
                Err(error) => {
                    self.if_present(&live, |state| state.unsaved = Some(error.clone()));
                    return Err(error);
                }
            };
            tracing::info!("tokens that could not be saved before are saved now");
            self.if_present(&live, |state| (state.version, state.unsaved) = (Some(version), None));
            return Ok(());
        }
    }

    /// Starts to save again and again until it succeeds. The task keeps the tokens alive, though all clients go.
    fn keep_trying(self: &Arc<Self>) {
        if std::mem::replace(&mut self.state().saving, true) {
            return;
        }
        let inner = Arc::clone(self);
        tokio::spawn(async move {
            let mut pause = Duration::from_secs(5);
            loop {
                inner.clock().sleep(pause).await;
                pause = (pause * 2).min(LONGEST);
                if let Err(error) = inner.flush().await {
                    tracing::error!(%error, connection = %inner.key, "the tokens can still not be saved");
                }
                let mut state = inner.state();
                if state.unsaved.is_none() {
                    state.saving = false;
                    return;
                }
            }
        });
    }

    /// Uses `tokens` from now on. `at` is the clock's elapsed time when the platform gave them, if it was to us.
    pub(super) fn adopt(
        &self,
        tokens: TokenSet,
        version: Option<Version>,
        at: Option<Duration>,
        unsaved: Option<Error>,
    ) -> Result<Arc<Live>> {
        let mut state = self.state();
        let generation = state.generations + 1;
        let oauth = &self.endpoint.registration.oauth;
        let live = Arc::new(Live::new(tokens, generation, oauth, self.clock(), at)?);
        state.generations = generation;
        state.live = Some(Arc::clone(&live));
        (state.version, state.unsaved, state.answer_lost) = (version, unsaved, None);
        Ok(live)
    }

    /// Somebody else's tokens stay: they are used if they are still good.
    fn yielded(&self, stored: Stored) -> Result<Option<Arc<Live>>> {
        tracing::debug!("somebody else saved tokens first; theirs are used");
        if stored.lost.is_some() || live::left(&stored.tokens, self.clock()).is_zero() {
            return Ok(None);
        }
        self.adopt(stored.tokens, Some(stored.version), None, None).map(Some)
    }

    /// Who wins when two processes refreshed at once. The first to save does, so that all end up with the same tokens.
    /// Where the platform forgives the repeated use of a replaced refresh token, it may hold the later answer for the
    /// valid one: there the later one stays.
    fn settle(&self, winner: Option<Box<Stored>>, ours: &TokenSet) -> Conflict {
        match winner {
            None => Conflict::Gone,
            Some(stored) => match self.endpoint.registration.oauth.rotation {
                Rotation::Grace(_) if stored.tokens.obtained_at < ours.obtained_at => {
                    Conflict::Overwrite(stored.version)
                }
                _ => Conflict::Theirs(*stored),
            },
        }
    }

    /// Changes the state if `live` is still what is used.
    fn if_present(&self, live: &Arc<Live>, change: impl FnOnce(&mut super::source::State)) {
        let mut state = self.state();
        if state.live.as_ref().is_some_and(|present| present.generation == live.generation) {
            change(&mut state);
        }
    }
}

fn gone() -> Error {
    Error::new(
        ErrorKind::ConsentNeeded,
        "the connection was removed from the store while its token was refreshed",
    )
}
