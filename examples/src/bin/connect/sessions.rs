//! A person's session: a cookie with a random name, and what belongs to it in this process's memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use chrono::{DateTime, TimeDelta, Utc};
use connectors_core::auth::Pending;
use connectors_core::clock::Clock;
use uuid::Uuid;

use crate::platforms::{Found, Platform};

const NAME: &str = "session";
/// How long a session is kept after its last use.
const LIFE: TimeDelta = TimeDelta::hours(8);

/// What belongs to a session.
#[derive(Default)]
pub(crate) struct Session {
    /// A secret that every form of ours carries: another site's form does not know it.
    pub(crate) form_token: String,
    /// The consents that this person was sent away for. Whoever comes back without one of them is not heard.
    pub(crate) pending: HashMap<Platform, Pending>,
    /// The accounts that the last consent covers, to choose from.
    pub(crate) found: Vec<Found>,
    /// What to tell the person on the next page.
    pub(crate) message: Option<String>,
    used_at: DateTime<Utc>,
}

/// All sessions.
pub(crate) struct Sessions {
    known: Mutex<HashMap<String, Session>>,
    clock: Arc<dyn Clock>,
    /// What the cookie says besides its value.
    attributes: &'static str,
}

impl Sessions {
    /// Sessions of a page at this address.
    pub(crate) fn new(url: &str, clock: Arc<dyn Clock>) -> Self {
        // Lax, not Strict: the platform sends the person back from another site.
        let attributes = match url.starts_with("https:") {
            true => "; HttpOnly; SameSite=Lax; Path=/; Secure",
            false => "; HttpOnly; SameSite=Lax; Path=/",
        };
        Self { known: Mutex::default(), clock, attributes }
    }

    /// The session that a request belongs to, if we know it.
    pub(crate) fn of(&self, headers: &HeaderMap) -> Option<String> {
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let id = pairs.find(|(name, _)| *name == NAME)?.1.to_owned();
        self.with(&id, |_| ()).map(|()| id)
    }

    /// The same, for a form that was sent: it has to carry the session's token.
    pub(crate) fn of_form(&self, headers: &HeaderMap, token: &str) -> Option<String> {
        let id = self.of(headers)?;
        self.with(&id, |session| session.form_token == token)?.then_some(id)
    }

    /// A new session: its id, and the cookie to set.
    pub(crate) fn start(&self) -> (String, String) {
        let secret = || format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        let (id, now) = (secret(), self.clock.now());
        let session = Session { form_token: secret(), used_at: now, ..Session::default() };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, session| now - session.used_at < LIFE);
        known.insert(id.clone(), session);
        let cookie = format!("{NAME}={id}{}", self.attributes);
        (id, cookie)
    }

    /// Reads or changes a session.
    pub(crate) fn with<T>(&self, id: &str, work: impl FnOnce(&mut Session) -> T) -> Option<T> {
        let now = self.clock.now();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let session = known.get_mut(id).filter(|session| now - session.used_at < LIFE)?;
        session.used_at = now;
        Some(work(session))
    }
}
