//! One call to a platform's token endpoint: the request, the many forms of the answer, and what a failure means.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method};
use secrecy::{ExposeSecret, SecretString};
use url::Url;
use zeroize::Zeroizing;

use super::answer::{Answer, Parts};
use super::keys::basic_header;
use super::{ClientAuth, OAuth, OAuthApp, TokenBody, TokenLimits};
use crate::body::Body;
use crate::clock::{self, Clock};
use crate::connector::Facts;
use crate::error::{Delivery, Error, ErrorKind, Result};
use crate::limits::{Demand, Feedback, LimitKey, Priority, Window};
use crate::pipeline::retry_after;
use crate::resolve::secure;
use crate::response::{Head, Response};
use crate::transport::{self, ReadError, Transport};

/// How long one attempt may take.
const ATTEMPT: Duration = Duration::from_secs(30);
/// The same in real time, however fast the clock runs.
const ATTEMPT_FLOOR: Duration = Duration::from_secs(10);
/// How long to wait for a permit at most.
const PERMIT: Duration = Duration::from_secs(60);
/// A token answer is small; a larger one is not a token answer.
const MAX_BODY: usize = 1 << 20;
/// How long a throttled token endpoint is left alone when it does not say.
const THROTTLED: Duration = Duration::from_secs(60);

/// An application as a platform's accounts server knows it: the same for all of its connections.
#[derive(Debug)]
pub(crate) struct Registration {
    pub(crate) oauth: OAuth,
    pub(crate) accounts: Url,
    pub(crate) app: OAuthApp,
}

/// A platform's token endpoint, for one application.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    pub(crate) registration: Arc<Registration>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) limits: Option<TokenLimits>,
}

/// Why there is no token.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// Nothing was done: not sent, or refused for the moment.
    NotDone(Error),
    /// Asked too often. The error says when to come back.
    Throttled(Error),
    /// It may have been done, and the answer is lost.
    Lost(Error),
    /// The consent is gone; with the platform's code.
    Dead(Error, String),
    /// Refused, and it will be refused again: the application or the request is wrong.
    Refused(Error),
}

impl Failure {
    pub(crate) fn error(&self) -> &Error {
        match self {
            Self::NotDone(e) | Self::Throttled(e) | Self::Lost(e) | Self::Dead(e, _) | Self::Refused(e) => e,
        }
    }
}

/// The members of a token request.
type Form<'a> = Vec<(&'a str, &'a str)>;

impl Endpoint {
    /// The accounts server that this account is at: the one that its callback named, if the platform has several.
    pub(crate) fn server(&self, facts: &Facts) -> Result<Url> {
        match self.registration.oauth.accounts_parameter.and_then(|name| facts.get(name)) {
            Some(named) => self.accounts_server(named),
            None => secure(self.registration.accounts.clone()),
        }
    }

    /// The accounts server that a person's answer names by address or, failing that, by the platform's word for it.
    pub(crate) fn named_server<'a>(&self, answer: impl Fn(&str) -> Option<&'a str>) -> Result<Option<Url>> {
        if let Some(named) = self.registration.oauth.accounts_parameter.and_then(&answer) {
            return self.accounts_server(named).map(Some);
        }
        let host = self.registration.oauth.accounts_words.and_then(|(parameter, words)| {
            let word = answer(parameter)?;
            words.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, host)| *host)
        });
        host.map(|host| self.accounts_server(&format!("https://{host}"))).transpose()
    }

    /// The accounts server that was named, if the platform's table has it.
    pub(crate) fn accounts_server(&self, named: &str) -> Result<Url> {
        let refuse =
            || Error::new(ErrorKind::Auth, "the accounts server that was named is not one of the platform's");
        let url = Url::parse(named).map_err(|_| refuse())?;
        if url.origin() == self.registration.accounts.origin() {
            return secure(self.registration.accounts.clone());
        }
        let listed =
            url.host_str().is_some_and(|host| self.registration.oauth.accounts_hosts.contains(&host));
        let plain = url.username().is_empty() && url.password().is_none() && url.port().is_none();
        if !(listed && plain && url.scheme() == "https") {
            return Err(refuse());
        }
        let mut server = self.registration.accounts.clone();
        server.set_scheme("https").and_then(|()| server.set_port(None)).map_err(|()| refuse())?;
        server.set_host(url.host_str()).map_err(|_| refuse())?;
        Ok(server)
    }

    /// Asks for an access token with a refresh token.
    pub(crate) async fn refresh(&self, server: &Url, refresh: &SecretString) -> Result<Answer, Failure> {
        let form = vec![("grant_type", "refresh_token"), ("refresh_token", refresh.expose_secret())];
        self.token(server, form).await
    }

    /// Asks for an access token as the application itself.
    pub(crate) async fn client_credentials(
        &self,
        server: &Url,
        scopes: &[String],
    ) -> Result<Answer, Failure> {
        let scope = scopes.join(self.registration.oauth.scope_separator);
        let mut form = vec![("grant_type", "client_credentials")];
        if !scope.is_empty() {
            form.push(("scope", &scope));
        }
        self.token(server, form).await
    }

    /// Asks the token endpoint.
    pub(crate) async fn token(&self, server: &Url, form: Form<'_>) -> Result<Answer, Failure> {
        let secrets: Vec<&str> =
            form.iter().filter(|(name, _)| SECRET.contains(name)).map(|(_, v)| *v).collect();
        let request =
            self.request(below(server, self.registration.oauth.token), &form).map_err(Failure::Refused)?;
        let response = self.send(request).await?;
        let mut parts = Parts::of(&response).unwrap_or_default();
        if parts.has_access() {
            Ok(parts.answer(&self.registration.oauth, (self.clock.now(), self.clock.elapsed())))
        } else {
            Err(self.refusal(&response, &parts, &secrets))
        }
    }

    /// Asks the platform to end a token. Answers that say that it is unknown count as done.
    pub(crate) async fn revoke(&self, server: &Url, token: &SecretString) -> Result<()> {
        let Some(path) = self.registration.oauth.revoke else {
            return Err(Error::config("this platform has no endpoint to revoke a token at"));
        };
        let token = token.expose_secret();
        let request = self.request(below(server, path), &[("token", token)])?;
        let response = self.send(request).await.map_err(|failure| failure.error().clone())?;
        let parts = Parts::of(&response).unwrap_or_default();
        let code = parts.code();
        if response.status().is_success() && code.is_none() {
            return Ok(());
        }
        if code
            .is_some_and(|code| listed(self.registration.oauth.lost_codes, code) || code == "invalid_token")
        {
            return Ok(());
        }
        Err(self.refusal(&response, &parts, &[token]).error().clone())
    }

    fn request(&self, url: Url, form: &[(&str, &str)]) -> Result<http::Request<Body>> {
        let secret = self.registration.app.client_secret.as_ref().map(ExposeSecret::expose_secret);
        let mut form = form.to_vec();
        let mut basic = None;
        match (self.registration.oauth.client_auth, secret) {
            (ClientAuth::Basic, Some(secret)) => {
                // RFC 6749, 2.3.1: both are form-encoded first.
                let encode = |text: &str| {
                    Zeroizing::new(url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>())
                };
                basic = Some(basic_header(&encode(&self.registration.app.client_id), &encode(secret))?);
            }
            (_, secret) => {
                form.push(("client_id", &self.registration.app.client_id));
                form.extend(secret.map(|secret| ("client_secret", secret)));
            }
        }
        let (body, kind) = match self.registration.oauth.token_body {
            TokenBody::Form => (as_form(&form), "application/x-www-form-urlencoded"),
            TokenBody::Json => (as_json(&form)?, "application/json"),
        };
        let body = Bytes::from_owner(body);
        let mut request = http::Request::new(Body::Bytes(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() =
            url.as_str().parse().map_err(|_| Error::config("the accounts server's URL is not a URI"))?;
        let headers = request.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.extend(basic.map(|value| (AUTHORIZATION, value)));
        Ok(request)
    }

    /// Sends under the endpoint's limits and a time limit. The permit is held until the body is read.
    async fn send(&self, request: http::Request<Body>) -> Result<Response, Failure> {
        let clock = &*self.clock;
        let mut permit = match &self.limits {
            Some((limiter, windows)) => {
                let demand = |(key, window): &(LimitKey, Arc<Window>)| Demand {
                    key: key.clone(),
                    window: Arc::clone(window),
                    amount: 1,
                };
                let until = clock.elapsed() + PERMIT;
                let demands = windows.iter().map(demand).collect();
                Some(limiter.acquire(demands, Priority::High, Some(until)).await.map_err(|error| {
                    if error.retry_after().is_some() {
                        Failure::Throttled(error)
                    } else {
                        Failure::NotDone(error)
                    }
                })?)
            }
            None => None,
        };
        if let Some(permit) = &mut permit {
            permit.sent().await;
        }
        let limit = clock::with_real_floor(clock, ATTEMPT, ATTEMPT_FLOOR);
        let response = clock::timeout(clock, limit, self.exchange(request)).await.unwrap_or_else(|| {
            let text = "the token endpoint did not answer in time";
            Err(Failure::Lost(Error::new(ErrorKind::Timeout, text).with_delivery(Delivery::Unknown)))
        });
        if let (Some(permit), Ok(response)) = (&mut permit, &response) {
            // Accounts that share this endpoint's limit share its throttle.
            let throttled = response.status().as_u16() == 429;
            let wait = throttled.then(|| self.retry_after(response).unwrap_or(THROTTLED));
            permit.settle(&wait.map_or_else(Feedback::none, |wait| Feedback::none().pause(None, wait))).await;
        }
        response
    }

    async fn exchange(&self, request: http::Request<Body>) -> Result<Response, Failure> {
        let lost = |text: String| {
            Failure::Lost(Error::new(ErrorKind::Transport, text).with_delivery(Delivery::Unknown))
        };
        let response = self.transport.send(request).await.map_err(|error| match error.delivery {
            Delivery::NotSent => Failure::NotDone(Error::from(error)),
            _ => Failure::Lost(Error::from(error)),
        })?;
        let (head, body) = response.into_parts();
        let body = transport::read_all(body, MAX_BODY).await.map_err(|error| match error {
            ReadError::TooLarge => lost("the answer of the token endpoint is too large".to_owned()),
            ReadError::Broken(error) => {
                lost(format!("the answer of the token endpoint broke off: {}", error.kind()))
            }
        })?;
        Ok(Response::new(Head::new(head.status, head.headers), body))
    }

    /// What an answer without an access token means, whatever its status.
    fn refusal(&self, response: &Response, parts: &Parts, secrets: &[&str]) -> Failure {
        let status = response.status();
        let code = parts.code().map(|code| self.tidy(code, secrets));
        let mut text = "the token endpoint refused".to_owned();
        if let Some(description) = parts.description() {
            text = format!("{text}: {}", self.tidy(description, secrets));
        }
        let error = |kind: ErrorKind, text: String| {
            let error = Error::new(kind, text).with_status(status).with_delivery(Delivery::Rejected);
            match &code {
                Some(code) => error.with_vendor_code(code.clone()),
                None => error,
            }
        };
        if let Some(code) = &code {
            if listed(self.registration.oauth.lost_codes, code) {
                return Failure::Dead(error(ErrorKind::ConsentNeeded, text), code.clone());
            }
            if listed(self.registration.oauth.throttle_codes, code) {
                let wait = self.retry_after(response).unwrap_or(THROTTLED);
                return Failure::Throttled(error(ErrorKind::RateLimited, text).with_retry_after(wait));
            }
        }
        match status.as_u16() {
            429 => {
                let wait = self.retry_after(response).unwrap_or(THROTTLED);
                Failure::Throttled(error(ErrorKind::RateLimited, text).with_retry_after(wait))
            }
            503 if self.retry_after(response).is_some() => {
                let wait = self.retry_after(response).unwrap_or(THROTTLED);
                Failure::Throttled(error(ErrorKind::Server, text).with_retry_after(wait))
            }
            // A refusal that it states is none that it may have done; a failure may have come after the doing.
            500.. => Failure::Lost(error(ErrorKind::Server, text).with_delivery(Delivery::Unknown)),
            408 => Failure::Lost(error(ErrorKind::Timeout, text).with_delivery(Delivery::Unknown)),
            ..400 if code.is_none() => {
                let text = "the answer of the token endpoint holds no access token".to_owned();
                Failure::Lost(error(ErrorKind::Decode, text).with_delivery(Delivery::Unknown))
            }
            _ => match code.as_deref() {
                Some("temporarily_unavailable" | "server_error") => {
                    Failure::Lost(error(ErrorKind::Server, text).with_delivery(Delivery::Unknown))
                }
                Some("invalid_client" | "unauthorized_client") => Failure::Refused(error(
                    ErrorKind::Config,
                    format!("{text}; check the application's credentials"),
                )),
                _ => Failure::Refused(error(ErrorKind::Auth, text)),
            },
        }
    }
}

impl Endpoint {
    fn retry_after(&self, response: &Response) -> Option<Duration> {
        retry_after(&response.head, self.clock.now())
    }

    /// A platform's text as it may be logged: short, in one line, without anything that we sent in confidence.
    fn tidy(&self, text: &str, secrets: &[&str]) -> String {
        let ours = self.registration.app.client_secret.as_ref().map(ExposeSecret::expose_secret);
        if secrets.iter().copied().chain(ours).any(|secret| !secret.is_empty() && text.contains(secret)) {
            return "(not shown: it quotes a secret)".to_owned();
        }
        text.chars().take(200).map(|c| if c.is_control() { ' ' } else { c }).collect()
    }
}

/// Members of a token request that are secrets.
const SECRET: &[&str] =
    &["refresh_token", "code", "code_verifier", "client_secret", "token", "subject_token", "assertion"];

// Room for all of it from the beginning: a buffer that grows leaves copies of the secrets behind.

fn as_form(members: &[(&str, &str)]) -> Zeroizing<Vec<u8>> {
    let length = members.iter().map(|(name, value)| name.len() + 3 * value.len() + 2).sum();
    let mut text = Zeroizing::new(String::with_capacity(length));
    url::form_urlencoded::Serializer::new(&mut *text).extend_pairs(members);
    Zeroizing::new(std::mem::take(&mut *text).into_bytes())
}

fn as_json(members: &[(&str, &str)]) -> Result<Zeroizing<Vec<u8>>> {
    let length = members.iter().map(|(name, value)| name.len() + 6 * value.len() + 6).sum::<usize>() + 2;
    let mut text = Zeroizing::new(Vec::with_capacity(length));
    let members: BTreeMap<_, _> = members.iter().copied().collect();
    serde_json::to_writer(&mut *text, &members)
        .map_err(|_| Error::config("what the token endpoint is asked cannot be written as JSON"))?;
    Ok(text)
}

fn listed(codes: &[&str], code: &str) -> bool {
    codes.iter().any(|listed| listed.eq_ignore_ascii_case(code))
}

/// `base` with these segments after its path.
pub(crate) fn below(base: &Url, path: &[&str]) -> Url {
    let mut url = base.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
    url
}
