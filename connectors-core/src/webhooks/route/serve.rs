//! From a request to its answer.

use std::collections::{BTreeMap, HashSet};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_LENGTH, RETRY_AFTER};
use http::request::Parts;
use sha2::{Digest, Sha256};
use tokio::sync::oneshot;
use tracing::Instrument;

use super::{AnswerWhen, Route};
use crate::clock;
use crate::error::{Error, ErrorKind, Result};
use crate::limits::{Demand, LimitKey, Priority};
use crate::triggers::Event;
use crate::webhooks::extract::head;
use crate::webhooks::inbox::{Claims, Received};
use crate::webhooks::verifier::whole_seconds;
use crate::webhooks::{Claim, Verdict, Verified, Verifier, Webhook};

/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(10);
/// How long a platform is asked to wait, at most, for work that is under way.
const UNDER_WAY: Duration = Duration::from_secs(30);
/// How long a platform is asked to wait when there is no room.
const NO_ROOM: Duration = Duration::from_secs(5);

impl<C: Webhook> Route<C> {
    pub(super) async fn serve(self: Arc<Self>, request: Request) -> Response {
        match self.take(request).await {
            Ok(answer) => answer,
            Err(error) => {
                // Strangers can cause the former as often as they like.
                if error.kind() == ErrorKind::Webhook || error.status() == Some(StatusCode::TOO_MANY_REQUESTS)
                {
                    tracing::debug!(platform = C::ID, %error, "a delivery is refused");
                } else {
                    tracing::warn!(platform = C::ID, %error, "a delivery is not taken");
                }
                refusal(&error)
            }
        }
    }

    async fn take(self: &Arc<Self>, request: Request) -> Result<Response> {
        let (mut parts, body) = request.into_parts();
        self.within_rate(&parts).await?;
        if let Some(url) = &self.public_url {
            parts.extensions.insert(url.clone());
        }
        let inbound = head(&mut parts).await;
        let reading = self.reading.try_acquire();
        let reading = reading.map_err(|_| busy("too many deliveries are being read", NO_ROOM))?;
        let body = self.body(&parts, body).await?;
        let verified = match self.verifier.verify(inbound.with_body(body)).await? {
            Verdict::Answer(answer) => return Ok(answer.map(Body::from)),
            Verdict::Delivery(verified) => Arc::new(verified),
        };
        drop(reading);
        // In a task: if the platform hangs up meanwhile, nothing is left claimed that nobody works on.
        let route = Arc::clone(self);
        let placed = tokio::spawn(async move { route.put_in_line(&verified).await }.in_current_span()).await;
        let waiting = placed.map_err(|_| Error::config("the task that reads the delivery ended early"))??;
        if let AnswerWhen::Confirmed(within) = self.answer {
            let all = futures_util::future::try_join_all(waiting);
            if !matches!(clock::timeout(&*self.clock, within, all).await, Some(Ok(_))) {
                return Err(busy("the delivery is not confirmed yet", NO_ROOM));
            }
        }
        Ok(self.success.into_response())
    }

    async fn within_rate(&self, parts: &Parts) -> Result<()> {
        let sender =
            parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| sender(info.0.ip()).to_string());
        let key = LimitKey::new(C::ID, sender.unwrap_or_default(), self.rate.name, None);
        let demand = Demand { key, window: Arc::clone(&self.rate), amount: 1 };
        let now = self.clock.elapsed();
        let permit = self.limiter.acquire(vec![demand], Priority::default(), Some(now)).await;
        permit.map_err(|e| e.with_status(StatusCode::TOO_MANY_REQUESTS))?.sent().await;
        Ok(())
    }

    /// The body, of which no more is read than is allowed.
    async fn body(&self, parts: &Parts, body: Body) -> Result<Bytes> {
        let refused =
            |status: StatusCode, text: &str| Error::new(ErrorKind::Webhook, text).with_status(status);
        let too_large = || refused(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large");
        let length = parts.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if length.is_some_and(|length: u64| length > self.max_body as u64) {
            return Err(too_large());
        }
        let time = clock::with_real_floor(&*self.clock, BODY_TIME, BODY_TIME);
        match clock::timeout(&*self.clock, time, to_bytes(body, self.max_body)).await {
            Some(Ok(body)) => Ok(body),
            None => Err(refused(StatusCode::REQUEST_TIMEOUT, "the body did not arrive in time")),
            Some(Err(error)) if is_length_limit(&error) => Err(too_large()),
            Some(Err(_)) => Err(refused(StatusCode::BAD_REQUEST, "the body broke off")),
        }
    }

    /// Puts what is new in line, by account: all of it or nothing. Gives what will tell that it was confirmed, if anybody
    /// waits for that.
    async fn put_in_line(&self, verified: &Arc<Verified>) -> Result<Vec<oneshot::Receiver<()>>> {
        let (events, unread) = match C::events(verified) {
            Ok(events) => (events, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        let mut lines: BTreeMap<String, Vec<Event<C::Event>>> = BTreeMap::new();
        let mut keys = HashSet::new();
        for event in events {
            if keys.insert((event.account.clone(), event.key.clone())) {
                lines.entry(event.account.clone()).or_default().push(event);
            }
        }
        if unread.is_some() {
            lines.insert(String::new(), Vec::new());
        }
        let places = self.inbox.reserve(lines.keys())?;
        let mut parts: Vec<(String, Received<C::Event>)> = Vec::new();
        let mut waiting = Vec::new();
        for (account, events) in lines {
            let claimed = self.claim(&account, events, unread.as_ref().map(|_| verified.body())).await;
            let (events, mut claims) = match claimed {
                Ok(claimed) => claimed,
                Err(error) => {
                    for (_, part) in parts {
                        part.release().await?;
                    }
                    return Err(error);
                }
            };
            if claims.tickets.is_empty() {
                continue; // all of it was worked on before
            }
            if let AnswerWhen::Confirmed(_) = self.answer {
                let (told, confirmed) = oneshot::channel();
                claims.told = Mutex::new(Some(told));
                waiting.push(confirmed);
            }
            let (verified, unread) = (Arc::clone(verified), unread.clone());
            parts.push((account, Received { events, verified, unread, claims }));
        }
        places.fill(parts)?;
        Ok(waiting)
    }

    /// Claims an account's events, and leaves out those that were worked on before. `unread` is the body that stands for
    /// events that could not be read.
    async fn claim(
        &self,
        account: &str,
        events: Vec<Event<C::Event>>,
        unread: Option<&Bytes>,
    ) -> Result<(Vec<Event<C::Event>>, Claims)> {
        let mut claims = Claims { guard: Some(Arc::clone(&self.guard)), ..Claims::default() };
        let mut new = Vec::with_capacity(events.len());
        if let Some(body) = unread {
            self.claim_one(&mut claims, &format!("{}//{:x?}", C::ID, &Sha256::digest(body)[..])).await?;
        }
        for event in events {
            if self.claim_one(&mut claims, &format!("{}/{account}/{}", C::ID, event.key)).await? {
                new.push(event);
            }
        }
        Ok((new, claims))
    }

    /// Whether it is new. If it cannot be said, what was claimed so far is given back.
    async fn claim_one(&self, claims: &mut Claims, key: &str) -> Result<bool> {
        let error = match self.guard.claim(key, self.lease).await {
            Ok(Claim::New(ticket)) => {
                claims.tickets.push(ticket);
                return Ok(true);
            }
            Ok(Claim::Done) => return Ok(false),
            // As a rule it is done far sooner than its lease ends.
            Ok(Claim::InProgress { retry_in }) => {
                busy("the delivery is being worked on", retry_in.min(UNDER_WAY))
            }
            Err(error) => error,
        };
        claims.release().await?;
        Err(error)
    }
}

/// Who is one sender. Whoever has one address of an IPv6 network has all of it.
fn sender(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        address => address,
    }
}

fn busy(text: &str, wait: Duration) -> Error {
    Error::new(ErrorKind::RateLimited, text).with_retryable(true).with_retry_after(wait)
}

fn refusal(error: &Error) -> Response {
    let mut answer = Verifier::refusal(error).map(Body::from);
    if error.status() == Some(StatusCode::TOO_MANY_REQUESTS) {
        *answer.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        let wait = error.retry_after().unwrap_or(NO_ROOM);
        answer.headers_mut().insert(RETRY_AFTER, whole_seconds(wait));
    }
    answer
}

fn is_length_limit(error: &axum::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if inner.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        source = inner.source();
    }
    false
}
