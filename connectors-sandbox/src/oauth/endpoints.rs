//! The authorization server's three endpoints.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use http::{Method, StatusCode};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use url::Url;

use super::consent::{self, Decision};
use super::{Access, CODE_LIFE, Caller, Code, Grant, Issued, OAuth, Rotation, State, owned};
use crate::http::{Params, Reply, Request};
use crate::lock;
use crate::platform::{Platform, Refusal};

/// Why the authorization server says no, by the names of RFC 6749.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenProblem {
    /// A parameter is missing or wrong.
    InvalidRequest,
    /// The app is unknown or its secret is wrong.
    InvalidClient,
    /// The code is not good: unknown, used, too old, for another app or redirect, or with a wrong verifier.
    InvalidCode,
    /// The refresh token is not good.
    InvalidRefreshToken,
    /// The kind of grant is not known here.
    UnsupportedGrant,
    /// Too many access tokens in a short time.
    TooMany,
}

impl TokenProblem {
    /// The error code of RFC 6749 §5.2.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidCode | Self::InvalidRefreshToken => "invalid_grant",
            Self::UnsupportedGrant => "unsupported_grant_type",
            Self::TooMany => "temporarily_unavailable",
        }
    }
}

/// An endpoint's answer, and the token if one was issued.
pub(crate) struct Answered {
    pub(crate) reply: Reply,
    pub(crate) issued: Option<Issued>,
}

/// When a request comes.
#[derive(Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) elapsed: Duration,
    pub(crate) now: DateTime<Utc>,
}

impl OAuth {
    pub(crate) fn is_mine(&self, path: &str) -> bool {
        let rules = &self.rules;
        path == rules.authorize
            || rules.token.contains(&path)
            || rules.revoke.contains(&path)
            || self.about(path).is_some()
    }

    /// For a path that tells about a token: the token, if it stands behind the path.
    fn about<'a>(&self, path: &'a str) -> Option<Option<&'a str>> {
        let token = |about: &&str| {
            if about.ends_with('/') {
                path.strip_prefix(*about).map(Some)
            } else {
                (path == *about).then_some(None)
            }
        };
        self.rules.about.iter().find_map(token)
    }

    /// The path as the log may show it.
    pub(crate) fn log_path(&self, path: &str) -> String {
        match self.about(path) {
            Some(Some(token)) => format!("{}***", path.strip_suffix(token).unwrap_or_default()),
            _ => path.to_owned(),
        }
    }

    /// `None` if the request is not for one of the endpoints.
    pub(crate) fn serve(
        &self,
        platform: &dyn Platform,
        request: &Request,
        at: Moment,
        base: &str,
    ) -> Option<Answered> {
        let path = request.path.as_str();
        let answer = if path == self.rules.authorize && [Method::GET, Method::POST].contains(&request.method)
        {
            self.authorize(platform, request, at, base)
        } else if self.rules.token.contains(&path) && request.method == Method::POST {
            match self.token(platform, request, at, base) {
                Ok(issued) => {
                    let reply = Reply::json(StatusCode::OK, &platform.token_answer(&issued))
                        .header("cache-control", "no-store");
                    return Some(Answered { reply, issued: Some(issued) });
                }
                Err(problem) => Err(problem),
            }
        } else if self.rules.revoke.contains(&path) && request.method == Method::POST {
            self.revoke_endpoint(platform, request)
        } else if let Some(token) = self.about(path) {
            self.tell_about(platform, request, token, at)?
        } else {
            return None;
        };
        let reply = answer.unwrap_or_else(|problem| platform.refuse(&Refusal::Token(problem)));
        Some(Answered { reply, issued: None })
    }

    /// Shows the consent page, or redirects back: with a code from a person who agrees, without one from who does not.
    fn authorize(
        &self,
        platform: &dyn Platform,
        request: &Request,
        at: Moment,
        base: &str,
    ) -> Result<Reply, TokenProblem> {
        let params = &request.query;
        let client_id = params.get("client_id").filter(|id| *id == self.client_id);
        let client_id = client_id.ok_or(TokenProblem::InvalidClient)?.to_owned();
        let redirect_uri = params.get("redirect_uri").ok_or(TokenProblem::InvalidRequest)?;
        let mut target = Url::parse(redirect_uri).map_err(|_| TokenProblem::InvalidRequest)?;
        let method = params.get("code_challenge_method");
        let wanted = params.get("response_type").or(self.rules.response_type_optional.then_some("code"));
        if wanted != Some("code") || method.is_some_and(|method| method != "S256") {
            return Err(TokenProblem::InvalidRequest);
        }
        let scopes = split_scopes(params.get("scope").unwrap_or_default());
        match Decision::of(platform, request)? {
            Decision::Ask => return Ok(consent::ask(platform, request, &target, &scopes)),
            Decision::Deny => {
                target.query_pairs_mut().append_pair("error", "access_denied");
            }
            Decision::Allow(chosen) => {
                let asked = |(name, word): (&str, &str)| {
                    params.get(name).is_some_and(|value| value.split([' ', ',']).any(|w| w == word))
                };
                let grant = self.ids.uuid();
                platform.consented(&chosen, &grant, at.now);
                let code = Code {
                    client_id: client_id.clone(),
                    redirect_uri: redirect_uri.to_owned(),
                    challenge: params.get("code_challenge").map(str::to_owned),
                    caller: Caller {
                        client_id,
                        account: platform.account(request),
                        scopes,
                        grant,
                        machine: false,
                    },
                    nonce: params.get("nonce").map(str::to_owned),
                    offline: self.rules.offline.is_none_or(asked),
                    until: at.elapsed.saturating_add(CODE_LIFE),
                };
                let text = self.ids.token(43);
                target.query_pairs_mut().append_pair("code", &text);
                for (key, value) in platform.redirect_extra(base) {
                    target.query_pairs_mut().append_pair(key, &value);
                }
                lock(&self.state).codes.insert(text, code);
            }
        }
        if let Some(state) = params.get("state") {
            target.query_pairs_mut().append_pair("state", state);
        }
        platform.finish_redirect(&mut target, at.now);
        // After a form, the browser goes on with GET.
        let status = if request.method == Method::POST { StatusCode::SEE_OTHER } else { StatusCode::FOUND };
        Ok(Reply::empty(status).header("location", target))
    }

    fn token(
        &self,
        platform: &dyn Platform,
        request: &Request,
        at: Moment,
        base: &str,
    ) -> Result<Issued, TokenProblem> {
        let params = platform.token_params(request);
        let grant_type = params.get("grant_type").ok_or(TokenProblem::InvalidRequest)?;
        let proven = self.check_client(request, &params)?;
        let terms = platform.token_terms(&params);
        let known = |token: &str| self.known(token, at.elapsed);
        let own = platform.own_grant(&params, &known, at.now).transpose()?;
        let mut state = lock(&self.state);
        let mut nonce = None;
        let (grant, mut refresh_token, refresh) = match grant_type {
            _ if own.is_some() => {
                let caller = own.ok_or(TokenProblem::UnsupportedGrant)?;
                (state.admit(caller, self.ids.uuid()), None, false)
            }
            "authorization_code" => self.exchange(platform, &mut state, &params, proven, at, &mut nonce)?,
            "refresh_token" => self.refresh(&mut state, &params, proven, at)?,
            "client_credentials" if self.rules.client_credentials => {
                if !proven {
                    return Err(TokenProblem::InvalidClient);
                }
                let scopes = params.get("scope").map(split_scopes);
                let caller = Caller {
                    client_id: self.client_id.clone(),
                    account: self.account.clone(),
                    scopes: scopes.unwrap_or_else(|| owned(platform.default_scopes(true))),
                    grant: self.ids.uuid(),
                    machine: true,
                };
                let id = caller.grant.clone();
                (state.admit(caller, id), None, false)
            }
            _ => return Err(TokenProblem::UnsupportedGrant),
        };
        if let Some(terms) = terms {
            if !terms.refresh {
                refresh_token = None;
            } else if refresh_token.is_none() {
                refresh_token = Some(self.new_refresh(&mut state, &grant, at.elapsed));
            }
        }
        let caller = state.grants.get(&grant).map(|grant| grant.caller.clone());
        let mut issued = Issued {
            caller: caller.ok_or(TokenProblem::InvalidRefreshToken)?,
            access_token: String::new(),
            refresh_token,
            expires_in: self.rules.access_life,
            refresh_life: self.rules.refresh_life,
            at: at.now,
            refresh,
            base: base.to_owned(),
            path: request.path.clone(),
            nonce,
        };
        if let Some(terms) = terms {
            issued.expires_in = terms.access_life.unwrap_or(Duration::MAX);
        }
        issued.access_token = platform.access_token(&issued, &self.ids);
        self.keep(&mut state, &grant, &issued, at);
        Ok(issued)
    }

    /// The app, by HTTP Basic or by parameters; false if it named itself without a secret, as a native app does.
    fn check_client(&self, request: &Request, params: &Params) -> Result<bool, TokenProblem> {
        let basic =
            request.header("authorization").and_then(|header| header.strip_prefix("Basic ")).map(basic);
        let (id, secret) = match basic {
            Some(pair) => pair.map(|(id, secret)| (id, Some(secret))).ok_or(TokenProblem::InvalidClient)?,
            None => {
                let id = params.get("client_id").ok_or(TokenProblem::InvalidClient)?;
                (id.to_owned(), params.get("client_secret").map(str::to_owned))
            }
        };
        let proven = secret.is_some();
        let right = secret.is_none_or(|secret| secret.as_bytes().ct_eq(self.client_secret.as_bytes()).into());
        if id == self.client_id && right { Ok(proven) } else { Err(TokenProblem::InvalidClient) }
    }

    fn exchange(
        &self,
        platform: &dyn Platform,
        state: &mut State,
        params: &Params,
        proven: bool,
        at: Moment,
        nonce: &mut Option<String>,
    ) -> Result<(String, Option<String>, bool), TokenProblem> {
        let text = params.get("code").ok_or(TokenProblem::InvalidRequest)?;
        // A code is good for one try.
        let code = state.codes.remove(text).ok_or(TokenProblem::InvalidCode)?;
        let verified = match (&code.challenge, params.get("code_verifier")) {
            (Some(challenge), Some(verifier)) => {
                BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) == *challenge
            }
            (Some(_), None) => false,
            (None, _) => true,
        };
        if !verified
            || code.until <= at.elapsed
            || code.client_id != self.client_id
            || !platform.is_code_for(params, &code.redirect_uri)
        {
            return Err(TokenProblem::InvalidCode);
        }
        if !proven && code.challenge.is_none() {
            return Err(TokenProblem::InvalidClient);
        }
        *nonce = code.nonce;
        let grant = code.caller.grant.clone();
        state.grants.insert(grant.clone(), Grant::new(code.caller, !proven));
        let refresh_token = code.offline.then(|| self.new_refresh(state, &grant, at.elapsed));
        Ok((grant, refresh_token, false))
    }

    fn refresh(
        &self,
        state: &mut State,
        params: &Params,
        proven: bool,
        at: Moment,
    ) -> Result<(String, Option<String>, bool), TokenProblem> {
        let invalid = TokenProblem::InvalidRefreshToken;
        let text = params.get("refresh_token").ok_or(TokenProblem::InvalidRequest)?;
        let refresh = state.refresh.get_mut(text).ok_or(invalid)?;
        let grant_id = refresh.grant.clone();
        let grant = state.grants.get_mut(&grant_id).filter(|grant| !grant.revoked).ok_or(invalid)?;
        if !proven && !grant.public {
            return Err(TokenProblem::InvalidClient);
        }
        let reused_too_late = match (self.rules.rotation, refresh.used) {
            (Rotation::None | Rotation::Repeated, _) | (_, None) => false,
            (Rotation::Grace(grace) | Rotation::UntilUsed(grace), Some(used)) => {
                used.saturating_add(grace) <= at.elapsed
            }
            (Rotation::Strict, Some(_)) => {
                grant.revoked = true;
                true
            }
        };
        let too_old = refresh.used.is_none() && refresh.until.is_some_and(|until| until <= at.elapsed);
        if reused_too_late || too_old {
            return Err(invalid);
        }
        if let Some((most, window)) = self.rules.issue_limit {
            while grant.issued.front().is_some_and(|then| then.saturating_add(window) <= at.elapsed) {
                grant.issued.pop_front();
            }
            if grant.issued.len() >= most {
                return Err(TokenProblem::TooMany);
            }
            grant.issued.push_back(at.elapsed);
        }
        if matches!(self.rules.rotation, Rotation::None | Rotation::Repeated) {
            refresh.until = self.rules.refresh_life.map(|life| at.elapsed.saturating_add(life));
            let repeated = (self.rules.rotation == Rotation::Repeated).then(|| text.to_owned());
            return Ok((grant_id, repeated, true));
        }
        refresh.used.get_or_insert(at.elapsed);
        let before = refresh.before.take();
        if matches!(self.rules.rotation, Rotation::UntilUsed(_))
            && let Some(before) = before
        {
            state.refresh.remove(&before);
        }
        let token = self.new_refresh(state, &grant_id, at.elapsed);
        if let Some(refresh) = state.refresh.get_mut(&token) {
            refresh.before = Some(text.to_owned());
        }
        Ok((grant_id, Some(token), true))
    }

    fn new_refresh(&self, state: &mut State, grant: &str, now: Duration) -> String {
        let token = self.ids.token(43);
        state.refresh.insert(token.clone(), self.fresh(grant, now));
        token
    }

    fn keep(&self, state: &mut State, grant_id: &str, issued: &Issued, at: Moment) {
        let token = issued.access_token.as_str();
        let until = at.elapsed.saturating_add(issued.expires_in);
        state.access.insert(token.to_owned(), Access { grant: grant_id.to_owned(), until });
        let Some(grant) = state.grants.get_mut(grant_id) else { return };
        grant.living.push_back(token.to_owned());
        while self.rules.max_living.is_some_and(|most| grant.living.len() > most) {
            if let Some(oldest) = grant.living.pop_front() {
                state.access.remove(&oldest);
            }
        }
    }

    /// What the platform says about a token; `None` if nobody may ask in this way.
    fn tell_about(
        &self,
        platform: &dyn Platform,
        request: &Request,
        token: Option<&str>,
        at: Moment,
    ) -> Option<Result<Reply, TokenProblem>> {
        let Some(token) = token else {
            let params = request.params();
            let shown = || -> Result<Reply, TokenProblem> {
                if !self.check_client(request, &params)? {
                    return Err(TokenProblem::InvalidClient);
                }
                let token = params.get("token").ok_or(TokenProblem::InvalidRequest)?;
                Ok(platform.about_token(&request.path, token, self.known(token, at.elapsed).as_ref()))
            };
            return (request.method == Method::POST).then(shown);
        };
        let known = self.known(token, at.elapsed);
        match request.method {
            Method::GET => Some(Ok(platform.about_token(&request.path, token, known.as_ref()))),
            Method::DELETE if known.is_some() => {
                self.revoke(token);
                Some(Ok(Reply::empty(StatusCode::NO_CONTENT)))
            }
            Method::DELETE => Some(Ok(platform.about_token(&request.path, token, None))),
            _ => None,
        }
    }

    /// RFC 7009: a token that is not known is as good as revoked.
    fn revoke_endpoint(&self, platform: &dyn Platform, request: &Request) -> Result<Reply, TokenProblem> {
        let params = request.params();
        let token = params.get("token").ok_or(TokenProblem::InvalidRequest)?;
        let named = request.header("authorization").is_some() || params.get("client_id").is_some();
        if named {
            self.check_client(request, &params)?;
        }
        self.revoke(token);
        Ok(platform.revoked())
    }

    /// An access token of the seeded account, for tests that do not care about authorization.
    pub(crate) fn access_token(&self, platform: &dyn Platform, at: Moment, base: &str) -> Option<String> {
        let mut state = lock(&self.state);
        let grant = state.refresh.get(&self.seeded)?.grant.clone();
        let mut issued = Issued {
            caller: state.grants.get(&grant)?.caller.clone(),
            access_token: String::new(),
            refresh_token: None,
            expires_in: self.rules.access_life,
            refresh_life: None,
            at: at.now,
            refresh: false,
            base: base.to_owned(),
            path: String::new(),
            nonce: None,
        };
        issued.access_token = platform.access_token(&issued, &self.ids);
        self.keep(&mut state, &grant, &issued, at);
        Some(issued.access_token)
    }
}

impl State {
    fn admit(&mut self, caller: Caller, id: String) -> String {
        let caller = Caller { grant: id.clone(), ..caller };
        self.grants.insert(id.clone(), Grant::new(caller, false));
        id
    }
}

fn basic(encoded: &str) -> Option<(String, String)> {
    let bytes = BASE64_STANDARD.decode(encoded.trim()).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (id, secret) = text.split_once(':')?;
    let decode = |part: &str| percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned();
    Some((decode(id), decode(secret)))
}

fn split_scopes(scopes: &str) -> Vec<String> {
    scopes.split([' ', ',']).filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
}
