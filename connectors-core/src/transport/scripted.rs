//! A transport in memory, for tests on paused time: real sockets and paused time do not go together.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, stream};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};

use super::{Transport, TransportError};
use crate::body::{Body, ByteStream};
use crate::clock::Clock;

type Script = dyn Fn(&Seen) -> Reply + Send + Sync;

/// Answers every request by a function, and remembers what it saw. Cheap to clone; clones share memory.
#[derive(Clone)]
pub struct ScriptedTransport {
    script: Arc<Script>,
    clock: Arc<dyn Clock>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

/// A request as it arrived.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Seen {
    /// How many came before it.
    pub number: usize,
    /// When it came, on the clock's `elapsed`.
    pub at: Duration,
    /// The method.
    pub method: Method,
    /// The URL.
    pub uri: Uri,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; of one that is streamed, only its length is in [`body_len`](Self::body_len).
    pub body: Bytes,
    /// The body's length.
    pub body_len: u64,
}

impl Seen {
    /// A header as text; empty if it is missing.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// The body as JSON; `null` if it is none.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The path.
    #[must_use]
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// What a script answers.
#[derive(Clone, Debug)]
#[must_use]
pub struct Reply {
    delay: Duration,
    kind: ReplyKind,
}

#[derive(Clone, Debug)]
enum ReplyKind {
    Answer { status: u16, headers: Vec<(&'static str, String)>, body: Vec<Bytes>, breaks_off: bool },
    Error(TransportError),
    Hang,
}

impl Reply {
    fn of(kind: ReplyKind) -> Self {
        Self { delay: Duration::ZERO, kind }
    }

    /// A status without a body.
    pub fn status(status: u16) -> Self {
        Self::of(ReplyKind::Answer { status, headers: Vec::new(), body: Vec::new(), breaks_off: false })
    }

    /// A status with JSON.
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::status(status).header("content-type", "application/json").body(body.to_string())
    }

    /// With a header.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if let ReplyKind::Answer { headers, .. } = &mut self.kind {
            headers.push((name, value.into()));
        }
        self
    }

    /// With another chunk of body.
    pub fn body(mut self, chunk: impl Into<Bytes>) -> Self {
        if let ReplyKind::Answer { body, .. } = &mut self.kind {
            body.push(chunk.into());
        }
        self
    }

    /// The connection breaks behind the body so far.
    pub fn breaks_off(mut self) -> Self {
        if let ReplyKind::Answer { breaks_off, .. } = &mut self.kind {
            *breaks_off = true;
        }
        self
    }

    /// No connection.
    pub fn not_sent() -> Self {
        Self::of(ReplyKind::Error(TransportError::not_sent("cannot connect")))
    }

    /// The connection breaks after the request was sent.
    pub fn cut() -> Self {
        Self::of(ReplyKind::Error(TransportError::interrupted("the connection broke")))
    }

    /// No answer, ever.
    pub fn hang() -> Self {
        Self::of(ReplyKind::Hang)
    }

    /// After this long.
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}

impl ScriptedTransport {
    /// Answers by `script`.
    pub fn new(clock: Arc<dyn Clock>, script: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self { script: Arc::new(script), clock, seen: Arc::default() }
    }

    /// What came so far.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn remember(&self, mut seen: Seen) -> Seen {
        let mut all = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.number = all.len();
        all.push(seen.clone());
        seen
    }
}

impl fmt::Debug for ScriptedTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ScriptedTransport")
    }
}

#[async_trait]
impl Transport for ScriptedTransport {
    async fn send(&self, request: http::Request<Body>) -> Result<http::Response<ByteStream>, TransportError> {
        let (parts, body) = request.into_parts();
        let (body, body_len) = drain(body).await?;
        let seen = self.remember(Seen {
            number: 0,
            at: self.clock.elapsed(),
            method: parts.method,
            uri: parts.uri,
            headers: parts.headers,
            body,
            body_len,
        });
        let reply = (self.script)(&seen);
        if !reply.delay.is_zero() {
            self.clock.sleep(reply.delay).await;
        }
        match reply.kind {
            ReplyKind::Hang => std::future::pending().await,
            ReplyKind::Error(error) => Err(error),
            ReplyKind::Answer { status, headers, body, breaks_off } => {
                let broken = breaks_off.then(|| Err(std::io::ErrorKind::ConnectionReset.into()));
                let stream: ByteStream = stream::iter(body.into_iter().map(Ok).chain(broken)).boxed();
                let mut response = http::Response::new(stream);
                *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::IM_A_TEAPOT);
                for (name, value) in headers {
                    if let Ok(value) = HeaderValue::from_str(&value) {
                        response.headers_mut().append(HeaderName::from_static(name), value);
                    }
                }
                Ok(response)
            }
        }
    }
}

/// A streamed body is counted, not kept: that is the point of streaming.
async fn drain(body: Body) -> Result<(Bytes, u64), TransportError> {
    const KEEP: usize = 1 << 20;
    let content = match body {
        Body::Empty | Body::Slot | Body::Form(_) => return Ok((Bytes::new(), 0)),
        Body::Bytes(bytes) => return Ok((bytes.clone(), bytes.len() as u64)),
        Body::Content(content) => content,
    };
    let mut stream =
        content.open().ok_or_else(|| TransportError::not_sent("the content was read already"))?;
    let (mut kept, mut len) = (BytesMut::new(), 0_u64);
    while let Some(chunk) = stream.next().await {
        let chunk =
            chunk.map_err(|e| TransportError::interrupted(format!("the content broke off: {}", e.kind())))?;
        len += chunk.len() as u64;
        if kept.len() < KEEP {
            kept.extend_from_slice(&chunk);
        }
    }
    Ok((kept.freeze(), len))
}
