//! One attempt: breaker, permit, authorization, URL, transport, feedback, fault.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream;
use http::header::{ACCEPT, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method};
use tracing::Instrument;
use tracing::field::Empty;
use url::Url;

use super::retry::error_of;
use super::{Call, Payload};
use crate::auth::Authorization;
use crate::body::{Body, ByteStream};
use crate::clock;
use crate::connector::Fault;
use crate::error::{Delivery, Error, ErrorKind, SentKey};
use crate::limits::{Feedback, Permit};
use crate::request::Idempotency;
use crate::resolve::{self, Resolved};
use crate::response::Head;
use crate::transport::{ReadError, read_all};

/// Sockets do not run faster on a scaled clock: an attempt has at least this much real time.
const REAL_FLOOR: Duration = Duration::from_secs(10);
/// A refusal is read up to here; what comes after it is of no use.
const MAX_FAULT: usize = 1 << 20;
const AGENT: &str = concat!("connectors/", env!("CARGO_PKG_VERSION"));

/// Why an attempt ended, and with which token, if one was shown.
pub(super) struct Failed {
    pub(super) error: Error,
    pub(super) generation: Option<u64>,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { error, generation: None }
    }
}

impl Call<'_> {
    pub(super) async fn attempt(&mut self) -> Result<(Head, Payload), Failed> {
        let span = tracing::debug_span!(
            "attempt",
            number = self.trail.attempts + 1,
            status = Empty,
            request_id = Empty,
            waited_ms = Empty,
            spent_ms = Empty,
        );
        let inside = span.clone();
        self.attempt_in(inside).instrument(span).await
    }

    async fn attempt_in(&mut self, span: tracing::Span) -> Result<(Head, Payload), Failed> {
        let account = self.account;
        let place = account.place_of(&self.job.request.target);
        let leave = account.breakers.check(&place, self.now()).map_err(|wait| {
            Error::new(ErrorKind::CircuitOpen, format!("{place} failed too often in a row: not tried"))
                .with_retry_after(wait)
                .with_retryable(true)
        })?;
        let demands = account.demands(&self.job.request);
        let permit =
            account.shared.limiter().acquire(demands, self.job.options.priority, Some(self.deadline)).await;
        let mut permit = permit?;
        self.trail.waited += permit.waited();
        span.record("waited_ms", millis(permit.waited()));
        // Whatever became of a call to the token endpoint, this call was not sent.
        let authorization = self.within_deadline(account.credential.authorize()).await;
        let authorization = authorization.map_err(|error| error.with_delivery(Delivery::NotSent))?;
        let resolved = resolve::resolve(
            &self.job.request,
            &|root| account.base(root, &authorization),
            account.connector.signed_hosts(),
        )?;
        let request = self.request(&resolved, &authorization);
        // The waits before may have outlived the key.
        self.check_key()?;
        let left = self.deadline.saturating_sub(self.now());
        if left.is_zero() {
            return Err(self.too_late().into());
        }
        let timeout = clock::with_real_floor(account.clock(), self.timeout(), REAL_FLOOR);
        let limit = clock::with_real_floor(account.clock(), self.timeout().min(left), REAL_FLOOR);

        let began = self.now();
        permit.sent().await;
        self.trail.attempts += 1;
        account.count(|c| c.attempt());
        if matches!(self.job.request.idempotency, Idempotency::Key { .. }) && self.trail.sent_key.is_none() {
            let (first_sent, _) = *self.first_sent.get_or_insert_with(|| (account.clock().now(), began));
            self.trail.sent_key = Some(SentKey { key: self.job.options.key.get().to_owned(), first_sent });
        }
        let outcome = match clock::timeout(account.clock(), limit, self.exchange(request, timeout)).await {
            Some(outcome) => outcome,
            None => {
                Err(Error::new(ErrorKind::Timeout, format!("no answer within {:.1} s", limit.as_secs_f64()))
                    .with_delivery(Delivery::Unknown))
            }
        };
        span.record("spent_ms", millis(self.now().saturating_sub(began)));
        let Exchanged { head, body, redirected } = match outcome {
            Ok(exchanged) => exchanged,
            Err(error) => {
                // An answer that is too large is still an answer.
                match error.delivery() {
                    Delivery::Accepted => leave.succeeded(),
                    _ => leave.failed(self.now()),
                }
                // Nothing is known of the cost: the counters keep what was set aside.
                permit.settle(&Feedback::none()).await;
                return Err(error.into());
            }
        };
        span.record("status", head.status.as_u16());
        self.trail.request_id =
            account.connector.request_id_headers().iter().find_map(|h| head.header(h)).map(Into::into);
        if let Some(id) = &self.trail.request_id {
            span.record("request_id", id.as_str());
        }
        if head.status.is_server_error() && !redirected {
            leave.failed(self.now());
        } else {
            leave.succeeded();
        }
        // A stream has nothing to look at yet; only its head speaks.
        let seen = match &body {
            Read::All(bytes) => bytes.clone(),
            Read::Stream(_) => Bytes::new(),
        };
        let error = if redirected {
            // What another host says is no word of the platform's about limits, nor about a token that it was not shown.
            permit.settle(&Feedback::none()).await;
            Fault::from_status(&head).map(|fault| error_of(fault, &head, account.clock().now()))
        } else {
            self.read_answer(&head, &seen, &mut permit).await
        };
        match (error, body) {
            (Some(error), _) => {
                let error = scrub(error, &resolved, &authorization);
                let shown = resolved.credentials && !redirected;
                Err(Failed { error, generation: shown.then_some(authorization.generation) })
            }
            (None, Read::All(body)) => Ok((head, Payload::Bytes(body))),
            (None, Read::Stream(stream)) => Ok((head, Payload::Stream(stream, permit))),
        }
    }

    /// Tells the limiter what the answer says, and makes the error if it is a refusal.
    async fn read_answer(&self, head: &Head, body: &[u8], permit: &mut Permit) -> Option<Error> {
        let account = self.account;
        let mut feedback = account.connector.feedback(head, body);
        if let Some(key) = self.job.request.asks.alike {
            for (unit, amount) in &feedback.asked {
                account.shared.learned().learn(account.connector.id(), key, *unit, *amount);
            }
        }
        let error = (self.job.fault)(head, body).map(|fault| error_of(fault, head, account.clock().now()));
        if let Some(error) = &error
            && error.kind() == ErrorKind::RateLimited
        {
            account.count(|c| c.throttled());
            if feedback.pause.is_none() {
                // All who share the bucket wait, not only the call that met the throttle.
                let wait = error.retry_after().unwrap_or(account.defaults.retry.first);
                feedback = feedback.pause(None, wait);
            }
        }
        permit.settle(&feedback).await;
        error
    }

    fn timeout(&self) -> Duration {
        self.job.options.timeout.unwrap_or(match self.job.request.body {
            Body::Content(_) => self.account.defaults.upload_timeout,
            _ => self.account.defaults.timeout,
        })
    }

    fn request(&self, resolved: &Resolved, authorization: &Authorization) -> http::Request<Body> {
        let job = &self.job.request;
        let mut request = http::Request::new(job.body.clone());
        *request.method_mut() = job.method.clone();
        *request.uri_mut() = uri(&resolved.url);
        request.extensions_mut().insert(resolved.url.clone());
        let mut headers = job.headers.clone();
        job.body.describe(&mut headers);
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static("application/json"));
        headers.entry(USER_AGENT).or_insert(HeaderValue::from_static(AGENT));
        if resolved.credentials {
            for (name, value) in &authorization.headers {
                headers.insert(name.clone(), value.clone());
            }
        }
        *request.headers_mut() = headers;
        request
    }

    /// Sends and reads. The time limit is the caller's; of a stream, `idle` is that between its chunks.
    async fn exchange(&self, request: http::Request<Body>, idle: Duration) -> Result<Exchanged, Error> {
        let from = self.job.streamed.then(|| request.uri().clone());
        let (mut head, mut stream) = self.send(request).await?;
        let mut redirected = false;
        if let Some(from) = from
            && head.status.is_redirection()
            && let Some(location) = head.header(LOCATION.as_str())
        {
            // Rare, and large.
            (head, stream) = Box::pin(self.send(download_hop(&from, location)?)).await?;
            redirected = true;
        }
        if self.job.streamed && head.status.is_success() {
            return Ok(Exchanged { head, body: Read::Stream(self.watched(stream, idle)), redirected });
        }
        let most = if head.status.is_success() { self.account.defaults.max_body } else { MAX_FAULT };
        match read_all(stream, most).await {
            Ok(bytes) => Ok(Exchanged { head, body: Read::All(bytes), redirected }),
            // A refusal that is too large, or breaks off, is still a refusal.
            Err(_) if !head.status.is_success() => {
                Ok(Exchanged { head, body: Read::All(Bytes::new()), redirected })
            }
            Err(ReadError::TooLarge) => {
                let text = format!("the answer is larger than {most} bytes");
                Err(Error::new(ErrorKind::Decode, text)
                    .with_delivery(Delivery::Accepted)
                    .with_status(head.status))
            }
            Err(ReadError::Broken(error)) => {
                let text = format!("the connection broke while the answer was read: {}", error.kind());
                Err(Error::new(ErrorKind::Transport, text)
                    .with_delivery(Delivery::Unknown)
                    .with_status(head.status))
            }
        }
    }

    async fn send(&self, request: http::Request<Body>) -> Result<(Head, ByteStream), Error> {
        let response = self.account.shared.transport().send(request).await?;
        let (parts, stream) = response.into_parts();
        Ok((Head::new(parts.status, parts.headers), stream))
    }

    /// A stream that ends with an error when nothing comes for `idle`.
    fn watched(&self, stream: ByteStream, idle: Duration) -> ByteStream {
        let clock = self.account.shared.clock().clone();
        stream::unfold(Some((stream, clock)), move |state| async move {
            let (mut stream, clock) = state?;
            match clock::timeout(&*clock, idle, stream.next()).await {
                Some(Some(Ok(chunk))) => Some((Ok(chunk), Some((stream, clock)))),
                Some(Some(Err(error))) => Some((Err(error), None)),
                Some(None) => None,
                None => Some((Err(std::io::ErrorKind::TimedOut.into()), None)),
            }
        })
        .boxed()
    }
}

struct Exchanged {
    head: Head,
    body: Read,
    /// Another host gave it, to which the platform sent us.
    redirected: bool,
}

enum Read {
    All(Bytes),
    Stream(ByteStream),
}

/// The one redirect that is followed: to where a file lies, without credentials.
fn download_hop(from: &http::Uri, location: &str) -> Result<http::Request<Body>, Error> {
    let refused = |why: &str| {
        let text = format!("the download's redirect was not followed: {why}");
        Error::new(ErrorKind::Vendor, text).with_delivery(Delivery::Accepted)
    };
    let from = Url::parse(&from.to_string()).map_err(|_| refused("it does not come from a URL"))?;
    let url = from.join(location).map_err(|_| refused("it is no URL"))?;
    let url = resolve::redirected(&from, url).map_err(|error| refused(error.message()))?;
    let mut request = http::Request::new(Body::Empty);
    *request.method_mut() = Method::GET;
    *request.uri_mut() = uri(&url);
    *request.headers_mut() = HeaderMap::from_iter([(USER_AGENT, HeaderValue::from_static(AGENT))]);
    Ok(request)
}

fn uri(url: &Url) -> http::Uri {
    // A parsed URL is always a URI; the root is a harmless answer to the impossible.
    url.as_str().parse().unwrap_or_default()
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// A platform that echoes what it was shown in confidence must not bring it into an error: neither the credentials
/// nor, of a signed URL, the query.
fn scrub(error: Error, resolved: &Resolved, authorization: &Authorization) -> Error {
    let mut secrets: Vec<String> = if resolved.credentials {
        let shown = authorization.headers.iter().filter_map(|(_, value)| value.to_str().ok());
        shown.flat_map(str::split_whitespace).flat_map(written_ways).collect()
    } else {
        let written = resolved.url.query().unwrap_or_default().split(['&', '=']).map(str::to_owned);
        written.chain(resolved.url.query_pairs().map(|(_, value)| value.into_owned())).collect()
    };
    // Short words are no secrets, and would mangle the message. The longest first: one may be part of another.
    secrets.retain(|secret| secret.len() >= 8);
    secrets.sort_unstable_by_key(|secret| std::cmp::Reverse(secret.len()));
    let clean = |text: &str| {
        secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret, "[credential]"))
    };
    error.with_texts(clean)
}

/// A word of a credential, and what Basic hides in it.
fn written_ways(word: &str) -> Vec<String> {
    let pair = STANDARD.decode(word).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    let parts = pair.split(':').map(str::to_owned).collect::<Vec<_>>();
    [vec![word.to_owned()], parts].concat()
}
