//! What a platform module provides. The engine does the rest.

use chrono::{DateTime, Utc};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use url::Url;

use crate::clock::SandboxClock;
use crate::deliveries::Outbox;
use crate::http::{Params, Reply, Request};
use crate::idempotency::{IdempotencyRules, KeyProblem};
use crate::ids::Ids;
use crate::limits::{Demand, Limit, Standing, Throttle};
use crate::oauth::{Caller, Issued, Known, OAuthRules, TokenProblem, TokenTerms};

/// A simulated platform: tables of facts, its formats, and its resources.
///
/// Methods are synchronous: a platform keeps its records behind a mutex of its own and never waits.
pub trait Platform: Send + Sync + 'static {
    /// The platform's name in faults, logs and on the control endpoints: `xero`.
    fn name(&self) -> &'static str;

    /// Its name for people.
    fn title(&self) -> &'static str {
        self.name()
    }

    /// Its authorization server.
    fn oauth(&self) -> OAuthRules;

    /// Its limits.
    fn limits(&self) -> Vec<Limit>;

    /// How it honours idempotency keys, if it does.
    fn idempotency(&self) -> Option<IdempotencyRules> {
        None
    }

    /// The largest request body in bytes.
    fn max_body(&self) -> usize {
        10 * 1024 * 1024
    }

    /// Throws all records away and makes the seeded ones. Called at the start and by a reset.
    fn reset(&self, setup: &Setup<'_>);

    /// Answers requests that need no token, a discovery document for one. `None` sends them on to authentication.
    fn open(&self, request: &Request, base: &str) -> Option<Reply> {
        let _ = (request, base);
        None
    }

    /// What a request shows as its token, in the form of an `Authorization` header.
    fn authorization(&self, request: &Request) -> Option<String> {
        request.header("authorization").map(str::to_owned)
    }

    /// Whether an answer tells that a limit is reached.
    fn is_throttle(&self, reply: &Reply) -> bool {
        reply.status == StatusCode::TOO_MANY_REQUESTS
    }

    /// What a call takes from which limits.
    fn demands(&self, request: &Request, caller: &Caller) -> Vec<Demand>;

    /// Does the work of an authenticated call that is within the limits.
    fn handle(&self, call: &Call<'_>) -> Reply;

    /// Says no in the vendor's format.
    fn refuse(&self, refusal: &Refusal) -> Reply;

    /// Adds the vendor's headers about limits to an answer.
    fn finish(&self, standings: &[Standing], reply: &mut Reply) {
        let _ = (standings, reply);
    }

    /// The text of a new access token.
    fn access_token(&self, issued: &Issued, ids: &Ids) -> String {
        let _ = issued;
        ids.token(48)
    }

    /// The parameters of a request to the token endpoint, by their names in RFC 6749.
    fn token_params(&self, request: &Request) -> Params {
        request.params()
    }

    /// How long the tokens live that such a request gets, if not as the [rules](OAuthRules) say.
    fn token_terms(&self, params: &Params) -> Option<TokenTerms> {
        let _ = params;
        None
    }

    /// Whether a request with a code may have it: it names the address again that the code was sent to.
    fn is_code_for(&self, params: &Params, redirect_uri: &str) -> bool {
        params.get("redirect_uri") == Some(redirect_uri)
    }

    /// Whose token a grant of a kind that only this platform has is for. `None` if it knows no such kind; `known` tells of
    /// tokens that are good.
    ///
    /// # Errors
    /// Why it gets none.
    fn own_grant(
        &self,
        params: &Params,
        known: &dyn Fn(&str) -> Option<Known>,
        now: DateTime<Utc>,
    ) -> Option<Result<Caller, TokenProblem>> {
        let _ = (params, known, now);
        None
    }

    /// The token endpoint's answer.
    fn token_answer(&self, issued: &Issued) -> Value {
        issued.standard()
    }

    /// What the authorization server tells at this path about a token, which is not good if it is not `known`.
    fn about_token(&self, path: &str, token: &str, known: Option<&Known>) -> Reply {
        let _ = (path, token, known);
        Reply::empty(StatusCode::NOT_FOUND)
    }

    /// The revocation endpoint's answer when the token is good no more; empty, as RFC 7009 has it.
    fn revoked(&self) -> Reply {
        Reply::empty(StatusCode::OK)
    }

    /// What the authorization endpoint's redirect carries besides `code` and `state`.
    fn redirect_extra(&self, base: &str) -> Vec<(&'static str, String)> {
        let _ = base;
        Vec::new()
    }

    /// The last touch to the URL that a person is sent back to: a signature, for one.
    fn finish_redirect(&self, target: &mut Url, now: DateTime<Utc>) {
        let _ = (target, now);
    }

    /// The account that the seeded credentials are for.
    fn default_account(&self) -> String {
        "demo".to_owned()
    }

    /// The scopes of the seeded account's consent, and (`machine`) of an app that gets a token for itself and names
    /// none.
    fn default_scopes(&self, machine: bool) -> &'static [&'static str] {
        let _ = machine;
        &[]
    }

    /// Which account a consenting user connects. `request` is the one to the authorization endpoint.
    fn account(&self, request: &Request) -> String {
        let _ = request;
        self.default_account()
    }

    /// The accounts that a person may choose from on the consent page. None by default: there is nothing to choose.
    fn choices(&self) -> Choices {
        Choices::default()
    }

    /// A person agreed, for these of the [`choices`](Self::choices); for all if they were not asked. `grant` names the
    /// consent, as [`Caller::grant`] does.
    fn consented(&self, chosen: &[String], grant: &str, now: DateTime<Utc>) {
        let _ = (chosen, grant, now);
    }

    /// `POST /_sandbox/{name}/{action}`: what a person would do at the platform's own screen.
    ///
    /// # Errors
    /// What is wrong with the input.
    fn control(&self, action: &str, input: &Value, now: DateTime<Utc>) -> Option<Result<Value, String>> {
        let _ = (action, input, now);
        None
    }

    /// How many records of which kind there are.
    fn summary(&self) -> Value {
        json!({})
    }

    /// The base URLs and credentials that a program needs, by the vendor's names for them.
    fn describe(&self, base: &str, credentials: &Credentials) -> Value;
}

/// What a person may choose from on the consent page.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Ids and names.
    pub accounts: Vec<(String, String)>,
    /// Whether one consent may be for several.
    pub several: bool,
}

/// What a platform needs to make its first records.
#[derive(Debug)]
pub struct Setup<'a> {
    /// The URL that the platform is served at.
    pub base: &'a str,
    /// The seed of the sandbox.
    pub seed: u64,
    /// The sandbox's clock, to keep.
    pub clock: &'a SandboxClock,
    /// Where the platform posts its webhooks, to keep.
    pub outbox: &'a Outbox,
    /// What it hands out to programs.
    pub credentials: &'a Credentials,
}

/// One authenticated call.
#[derive(Debug)]
pub struct Call<'a> {
    /// The request.
    pub request: &'a Request,
    /// Who calls.
    pub caller: &'a Caller,
    /// The sandbox's time.
    pub now: DateTime<Utc>,
    /// The URL that the platform is served at.
    pub base: &'a str,
}

impl Call<'_> {
    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.request.method
    }
}

/// Why a call is refused before the platform's resources see it.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// No token, or one that is not good.
    Unauthorized(AuthProblem),
    /// A limit is reached.
    Throttled(Throttle),
    /// Something about the idempotency key.
    Key(KeyProblem),
    /// The body is larger than the platform takes.
    TooLarge,
    /// The authorization server says no.
    Token(TokenProblem),
    /// The platform's server has a problem: an injected fault with this status.
    Server(StatusCode),
}

/// What is wrong with a request's token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthProblem {
    /// There is none.
    Missing,
    /// The header starts with another word than the platform's.
    Scheme,
    /// It was never issued, or was revoked.
    Unknown,
    /// It lived once.
    Expired,
}

/// What a program needs to talk to a platform of the sandbox.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The app's id.
    pub client_id: String,
    /// The app's secret: a made-up one, good nowhere else.
    pub client_secret: String,
    /// A refresh token of the seeded account.
    pub refresh_token: String,
    /// The seeded account.
    pub account: String,
    /// The token of a private app of the account, where the platform has such.
    pub private_app: Option<String>,
}
