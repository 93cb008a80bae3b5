//! The token that calls go out with, and how long it lasts.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};
use secrecy::ExposeSecret;

use super::keys::{named_header, secret_header};
use super::{Authorization, OAuth, TokenSet};
use crate::clock::Clock;
use crate::connector::Facts;
use crate::error::Result;

/// How long before its end a token is refreshed, at most …
const EARLY: Duration = Duration::from_secs(300);
/// … and as a part of its life.
const EARLY_PART: u32 = 6;
/// How much that varies, so that accounts which were connected together are not refreshed together for ever.
const JITTER: f64 = 0.2;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Fresh,
    /// Still good, and time to get the next one.
    Early,
    Ended,
}

/// A token in use.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) tokens: TokenSet,
    pub(super) generation: u64,
    header: (HeaderName, HeaderValue),
    facts: Arc<Facts>,
    ends: Option<Ends>,
}

/// When a token ends. The wall clock may jump and the monotonic one may stand still while a machine sleeps: whichever
/// says so first.
#[derive(Debug)]
struct Ends {
    wall: DateTime<Utc>,
    elapsed: Duration,
    margin: Duration,
}

impl Live {
    /// `tokens` as obtained when the clock's elapsed time was `at`; `None` if they come from a store, which knows wall
    /// time only.
    pub(super) fn new(
        tokens: TokenSet,
        generation: u64,
        oauth: &OAuth,
        clock: &dyn Clock,
        at: Option<Duration>,
    ) -> Result<Self> {
        let ends = tokens.expires_at.zip(tokens.lifetime()).map(|(wall, lifetime)| Ends {
            wall,
            elapsed: match at {
                Some(at) => at.saturating_add(lifetime),
                None => clock.elapsed().saturating_add(left(&tokens, clock)),
            },
            margin: EARLY.min(lifetime / EARLY_PART).mul_f64(1.0 + JITTER * fastrand::f64()),
        });
        let access = tokens.access.expose_secret();
        let header = match oauth.token_header {
            Some(name) => named_header(name, access)?,
            None => (AUTHORIZATION, secret_header(oauth.token_word, access)?),
        };
        let facts = Arc::new(tokens.facts.clone());
        Ok(Self { tokens, generation, header, facts, ends })
    }

    pub(super) fn standing(&self, clock: &dyn Clock) -> Standing {
        let Some(ends) = &self.ends else { return Standing::Fresh };
        let wall = (ends.wall - clock.now()).to_std().unwrap_or_default();
        let left = wall.min(ends.elapsed.saturating_sub(clock.elapsed()));
        if left.is_zero() {
            Standing::Ended
        } else if left <= ends.margin {
            Standing::Early
        } else {
            Standing::Fresh
        }
    }

    pub(super) fn authorization(&self) -> Authorization {
        Authorization::new([self.header.clone()]).facts(Arc::clone(&self.facts)).generation(self.generation)
    }
}

/// How long stored tokens still live, going by the wall clock, but never longer than they were given for.
pub(super) fn left(tokens: &TokenSet, clock: &dyn Clock) -> Duration {
    match (tokens.expires_at, tokens.lifetime()) {
        _ if !tokens.has_access() => Duration::ZERO,
        (Some(at), Some(lifetime)) => (at - clock.now()).to_std().unwrap_or_default().min(lifetime),
        _ => Duration::MAX,
    }
}
