//! The authorization server: codes with PKCE, client credentials, refresh with rotation, lifetimes, revocation.

mod consent;
mod endpoints;

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

pub use self::endpoints::TokenProblem;
pub(crate) use self::endpoints::{Answered, Moment};
use crate::ids::Ids;
use crate::lock;
use crate::platform::{AuthProblem, Credentials, Platform};

/// The facts of a platform's authorization server.
#[derive(Clone, Copy, Debug)]
pub struct OAuthRules {
    /// Path of the authorization endpoint. A browser is shown a consent page; other programs are redirected at once, as
    /// by a person who agrees to everything.
    pub authorize: &'static str,
    /// Paths of the token endpoint, one for each of its versions.
    pub token: &'static [&'static str],
    /// Paths of the revocation endpoint.
    pub revoke: &'static [&'static str],
    /// Paths that tell about a token: one that ends with a slash has the token behind it, and `DELETE` there revokes it;
    /// the others take it as `token` from an app that shows its secret.
    pub about: &'static [&'static str],
    /// How the token begins that a private app of the account has: it needs no authorization and does not expire.
    pub private_app: Option<&'static str>,
    /// Whether the authorization request may leave `response_type` out.
    pub response_type_optional: bool,
    /// The word before the token in the `Authorization` header.
    pub scheme: &'static str,
    /// How long an access token lives.
    pub access_life: Duration,
    /// How long a refresh token lives unused.
    pub refresh_life: Option<Duration>,
    /// What a refresh does to the refresh token.
    pub rotation: Rotation,
    /// At most so many access tokens per refresh token in any such time.
    pub issue_limit: Option<(usize, Duration)>,
    /// At most so many living access tokens per refresh token; one more ends the oldest.
    pub max_living: Option<usize>,
    /// The authorization request's parameter, and the word in it, that asks for a refresh token; none if there always is
    /// one.
    pub offline: Option<(&'static str, &'static str)>,
    /// Whether an app may get a token for itself.
    pub client_credentials: bool,
}

/// What a refresh does to the refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// It stays good.
    None,
    /// It stays good, and the answer repeats it.
    Repeated,
    /// A new one is issued; the old one can be used again for this long after its first use.
    Grace(Duration),
    /// The same, but it ends once the new one is used.
    UntilUsed(Duration),
    /// A new one is issued; using the old one again revokes the whole grant.
    Strict,
}

/// How long the tokens of one answer live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenTerms {
    /// The access token; for ever if none.
    pub access_life: Option<Duration>,
    /// Whether there is a refresh token beside it.
    pub refresh: bool,
}

/// Who makes a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The app.
    pub client_id: String,
    /// The account that the app is connected to.
    pub account: String,
    /// The scopes that were granted.
    pub scopes: Vec<String>,
    /// The consent (or the app's own login) that the token comes from; the platform may show it.
    pub grant: String,
    /// Whether the app acts for itself, without a user.
    pub machine: bool,
}

/// A token that is good, as the platform is asked to tell about it.
#[derive(Clone, Debug)]
pub struct Known {
    /// Who it is for.
    pub caller: Caller,
    /// Whether it is a refresh token.
    pub refresh: bool,
    /// How long it is good yet, if there is an end.
    pub left: Option<Duration>,
}

/// A token that was just issued.
#[derive(Clone)]
pub struct Issued {
    /// Who it is for.
    pub caller: Caller,
    /// The access token; empty while the platform makes its text.
    pub access_token: String,
    /// The refresh token to hand out, if any.
    pub refresh_token: Option<String>,
    /// How long the access token lives; `Duration::MAX` if there is no end.
    pub expires_in: Duration,
    /// When it was issued.
    pub at: DateTime<Utc>,
    /// Whether it answers a refresh.
    pub refresh: bool,
    /// How long the refresh token lives unused.
    pub refresh_life: Option<Duration>,
    /// Where the platform is served.
    pub base: String,
    /// The path of the endpoint that issued it; empty if none did.
    pub path: String,
    /// What the authorization request asked to be repeated in an `id_token`.
    pub nonce: Option<String>,
}

impl std::fmt::Debug for Issued {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Issued").field("caller", &self.caller).field("at", &self.at).finish_non_exhaustive()
    }
}

impl Issued {
    /// The answer of RFC 6749 §5.1.
    #[must_use]
    pub fn standard(&self) -> Value {
        let mut answer = json!({
            "access_token": self.access_token,
            "expires_in": self.expires_in.as_secs(),
            "token_type": "Bearer",
            "scope": self.caller.scopes.join(" "),
        });
        if let (Some(token), Some(map)) = (&self.refresh_token, answer.as_object_mut()) {
            map.insert("refresh_token".to_owned(), json!(token));
        }
        answer
    }
}

#[derive(Clone, Debug)]
struct Grant {
    caller: Caller,
    /// When access tokens were issued, for the issue limit.
    issued: VecDeque<Duration>,
    living: VecDeque<String>,
    revoked: bool,
    /// It came about without the app's secret, and goes on without it.
    public: bool,
}

#[derive(Clone, Debug)]
struct Access {
    grant: String,
    until: Duration,
}

#[derive(Clone, Debug)]
struct Refresh {
    grant: String,
    /// Good until then if not used.
    until: Option<Duration>,
    /// When it was exchanged for a new one.
    used: Option<Duration>,
    /// The one that it took the place of.
    before: Option<String>,
}

#[derive(Clone, Debug)]
struct Code {
    client_id: String,
    redirect_uri: String,
    challenge: Option<String>,
    caller: Caller,
    nonce: Option<String>,
    offline: bool,
    until: Duration,
}

#[derive(Debug, Default)]
struct State {
    grants: HashMap<String, Grant>,
    access: HashMap<String, Access>,
    refresh: HashMap<String, Refresh>,
    codes: HashMap<String, Code>,
}

/// The authorization server of one platform.
pub(crate) struct OAuth {
    pub(crate) rules: OAuthRules,
    client_id: String,
    client_secret: String,
    /// The first grant's refresh token.
    seeded: String,
    /// The token of the account's private app.
    private_app: Option<String>,
    account: String,
    /// What the seeded account's user consented to.
    scopes: Vec<String>,
    ids: Ids,
    state: Mutex<State>,
}

const CODE_LIFE: Duration = Duration::from_secs(300);

impl OAuth {
    pub(crate) fn new(platform: &dyn Platform, seed: u64) -> Self {
        let name = platform.name();
        let credentials = Ids::new(seed, &format!("{name}/credentials"));
        let rules = platform.oauth();
        Self {
            client_id: credentials.hex(32).to_uppercase(),
            client_secret: credentials.token(48),
            seeded: credentials.token(43),
            private_app: rules.private_app.map(|begin| format!("{begin}{}", credentials.uuid())),
            rules,
            account: platform.default_account(),
            scopes: owned(platform.default_scopes(false)),
            ids: Ids::new(seed, &format!("{name}/oauth")),
            state: Mutex::default(),
        }
    }

    /// Forgets all tokens but the seeded refresh token.
    pub(crate) fn reset(&self, now: Duration) {
        self.ids.restart();
        let grant = self.ids.uuid();
        let mut state = lock(&self.state);
        *state = State::default();
        state.refresh.insert(self.seeded.clone(), self.fresh(&grant, now));
        state.grants.insert(grant.clone(), Grant::new(self.seeded_caller(grant), false));
        if let Some(token) = &self.private_app {
            let grant = self.ids.uuid();
            let caller = Caller { machine: true, scopes: Vec::new(), ..self.seeded_caller(grant.clone()) };
            let caller = Caller { client_id: "private-app".to_owned(), ..caller };
            state.grants.insert(grant.clone(), Grant::new(caller, false));
            state.access.insert(token.clone(), Access { grant, until: Duration::MAX });
        }
    }

    /// The seeded account is connected once more: its credentials with a refresh token of a new consent.
    pub(crate) fn connect_again(&self, now: Duration) -> Credentials {
        let (grant, token) = (self.ids.uuid(), self.ids.token(43));
        let mut state = lock(&self.state);
        state.refresh.insert(token.clone(), self.fresh(&grant, now));
        state.grants.insert(grant.clone(), Grant::new(self.seeded_caller(grant), false));
        Credentials { refresh_token: token, ..self.credentials() }
    }

    fn seeded_caller(&self, grant: String) -> Caller {
        Caller {
            client_id: self.client_id.clone(),
            account: self.account.clone(),
            scopes: self.scopes.clone(),
            grant,
            machine: false,
        }
    }

    pub(crate) fn credentials(&self) -> Credentials {
        Credentials {
            client_id: self.client_id.clone(),
            client_secret: self.client_secret.clone(),
            refresh_token: self.seeded.clone(),
            account: self.account.clone(),
            private_app: self.private_app.clone(),
        }
    }

    fn fresh(&self, grant: &str, now: Duration) -> Refresh {
        let until = self.rules.refresh_life.map(|life| now.saturating_add(life));
        Refresh { grant: grant.to_owned(), until, used: None, before: None }
    }

    /// Who the bearer of this `Authorization` header is.
    pub(crate) fn authenticate(&self, header: Option<&str>, now: Duration) -> Result<Caller, AuthProblem> {
        let (scheme, token) = header.and_then(|h| h.trim().split_once(' ')).ok_or(AuthProblem::Missing)?;
        if !scheme.eq_ignore_ascii_case(self.rules.scheme) {
            return Err(AuthProblem::Scheme);
        }
        let state = lock(&self.state);
        let access = state.access.get(token.trim()).ok_or(AuthProblem::Unknown)?;
        let grant = state.grants.get(&access.grant).filter(|grant| !grant.revoked);
        let grant = grant.ok_or(AuthProblem::Unknown)?;
        if access.until <= now {
            return Err(AuthProblem::Expired);
        }
        Ok(grant.caller.clone())
    }

    /// Ends the life of every access token at this moment.
    pub(crate) fn expire_access(&self, now: Duration) {
        for (token, access) in &mut lock(&self.state).access {
            if Some(token) != self.private_app.as_ref() {
                access.until = access.until.min(now);
            }
        }
    }

    /// What a token that is good stands for.
    pub(crate) fn known(&self, token: &str, now: Duration) -> Option<Known> {
        let state = lock(&self.state);
        let (grant, until, refresh) = match (state.access.get(token), state.refresh.get(token)) {
            (Some(access), _) => (&access.grant, Some(access.until), false),
            (None, Some(refresh)) => (&refresh.grant, refresh.until, true),
            (None, None) => return None,
        };
        let left = until.map(|until| until.saturating_sub(now));
        let grant = state.grants.get(grant).filter(|grant| !grant.revoked && left != Some(Duration::ZERO))?;
        Some(Known { caller: grant.caller.clone(), refresh, left })
    }

    /// Revokes the grant that this refresh or access token belongs to; false if there is none.
    pub(crate) fn revoke(&self, token: &str) -> bool {
        let mut state = lock(&self.state);
        let refresh = state.refresh.get(token).map(|refresh| refresh.grant.clone());
        let Some(grant) = refresh.or_else(|| state.access.get(token).map(|access| access.grant.clone()))
        else {
            return false;
        };
        state.grants.get_mut(&grant).map(|grant| grant.revoked = true).is_some()
    }

    /// How many access tokens live.
    pub(crate) fn living(&self, now: Duration) -> usize {
        lock(&self.state).access.values().filter(|access| access.until > now).count()
    }
}

fn owned(scopes: &[&str]) -> Vec<String> {
    scopes.iter().map(|scope| (*scope).to_owned()).collect()
}

impl Grant {
    fn new(caller: Caller, public: bool) -> Self {
        Self { caller, issued: VecDeque::new(), living: VecDeque::new(), revoked: false, public }
    }
}
