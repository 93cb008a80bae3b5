//! One listener per platform: HTTP/1.1 on loopback, with answers that can be damaged or left out.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use connectors_core::clock::Clock as _;
use http::header::{CONTENT_LENGTH, DATE};
use http::{HeaderValue, Response};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::control::Control;
use crate::engine::{Damage, Outcome, Served};
use crate::http::{Reply, Request};
use crate::limits::Lease;
use crate::platform::Refusal;
use crate::status;

/// Whatever a platform says about large bodies, the sandbox keeps no more than this in memory.
const MOST_BODY: usize = 64 * 1024 * 1024;

/// Serves one platform until dropped.
pub(crate) async fn serve(listener: TcpListener, served: Arc<Served>, control: Arc<Control>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    connections.spawn(connection(stream, Arc::clone(&served), Arc::clone(&control)));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, served: Arc<Served>, control: Arc<Control>) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        // In a task of its own: what has arrived is done, even if the client does not wait for the answer.
        let work = tokio::spawn(respond(request, Arc::clone(&served), Arc::clone(&control)));
        async move { work.await.unwrap_or(Err(Cut)) }
    });
    // The connection ends with an error if it was cut, or if the client went away: both are the caller's affair.
    let _ =
        http1::Builder::new().auto_date_header(false).serve_connection(TokioIo::new(stream), service).await;
}

async fn respond(
    request: http::Request<Incoming>,
    served: Arc<Served>,
    control: Arc<Control>,
) -> Result<Response<Payload>, Cut> {
    let (head, body) = request.into_parts();
    let body = match Limited::new(body, MOST_BODY).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => {
            return Ok(response(served.platform.refuse(&Refusal::TooLarge), None, None, &served));
        }
        Err(_) => return Err(Cut),
    };
    let request = Request::new(&head, body);
    if let Some(page) = status::serve(&request) {
        return Ok(response(page, None, None, &served));
    }
    if request.segments.first().is_some_and(|segment| segment == "_sandbox") {
        return Ok(response(control.serve(&request), None, None, &served));
    }
    match served.serve(request).await {
        Outcome::Cut => Err(Cut),
        Outcome::Answer { reply, damage, lease } => Ok(response(reply, damage, lease, &served)),
    }
}

fn response(
    reply: Reply,
    damage: Option<Damage>,
    lease: Option<Lease>,
    served: &Served,
) -> Response<Payload> {
    let length = reply.body.len();
    let content = match damage {
        None => Content::Whole(reply.body),
        Some(Damage::Malformed) => Content::Whole(Bytes::from_static(b"{\"unexpected\": <end")),
        Some(Damage::Truncated) => Content::Half(reply.body.slice(..length / 2)),
        Some(Damage::Huge(bytes)) => Content::Filler(bytes),
    };
    let mut headers = reply.headers;
    if matches!(content, Content::Half(_)) {
        // An answer without a body has nothing to lose: it promises one byte that never comes.
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length.max(1)));
    }
    let date = served.shared.clock.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(date) = HeaderValue::from_str(&date) {
        headers.insert(DATE, date);
    }
    let mut response = Response::new(Payload { content, _lease: lease });
    *response.status_mut() = reply.status;
    *response.headers_mut() = headers;
    response
}

/// The error that makes the server close a connection.
#[derive(Debug)]
struct Cut;

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("connection cut on purpose")
    }
}

impl std::error::Error for Cut {}

impl From<Infallible> for Cut {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

enum Content {
    Whole(Bytes),
    Half(Bytes),
    /// Nothing for one turn, so that what came before is flushed, and then the end of the connection.
    Broken {
        flushed: bool,
    },
    Filler(u64),
    End,
}

/// A body; the call counts as in progress until it is dropped.
struct Payload {
    content: Content,
    _lease: Option<Lease>,
}

const FILLER: &[u8] = &[b' '; 16 * 1024];

impl Body for Payload {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        let this = self.get_mut();
        let (frame, next) = match std::mem::replace(&mut this.content, Content::End) {
            Content::End => return Poll::Ready(None),
            Content::Broken { flushed: true } => return Poll::Ready(Some(Err(Cut))),
            Content::Broken { flushed: false } => {
                this.content = Content::Broken { flushed: true };
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            Content::Whole(bytes) => (bytes, Content::End),
            Content::Half(bytes) => (bytes, Content::Broken { flushed: false }),
            Content::Filler(left) => {
                let take = usize::try_from(left).unwrap_or(usize::MAX).min(FILLER.len());
                let left = left.saturating_sub(take as u64);
                let next = if left == 0 { Content::End } else { Content::Filler(left) };
                (Bytes::from_static(FILLER.get(..take).unwrap_or_default()), next)
            }
        };
        this.content = next;
        Poll::Ready(Some(Ok(Frame::data(frame))))
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::End => true,
            Content::Whole(bytes) => bytes.is_empty(),
            Content::Filler(left) => *left == 0,
            Content::Half(_) | Content::Broken { .. } => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::End => SizeHint::with_exact(0),
            Content::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Content::Filler(left) => SizeHint::with_exact(*left),
            Content::Half(_) | Content::Broken { .. } => SizeHint::default(),
        }
    }
}
