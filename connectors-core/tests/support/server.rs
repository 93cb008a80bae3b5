//! A small HTTP server on loopback, for what only real sockets show.

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::Stream;
use http::{Request, Response};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub(crate) type Answer = Response<UnsyncBoxBody<Bytes, Infallible>>;

/// A server that lives as long as this value.
pub(crate) struct Server {
    pub(crate) base: String,
    task: JoinHandle<()>,
}

impl Server {
    /// Answers every request by `handler`.
    pub(crate) async fn start<F>(
        handler: impl Fn(Request<Incoming>) -> F + Clone + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Answer> + Send,
    {
        let (listener, base) = listen().await;
        let task = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let handler = handler.clone();
                tokio::spawn(async move {
                    let service = service_fn(|request| {
                        let answer = handler(request);
                        async move { Ok::<_, Infallible>(answer.await) }
                    });
                    // A client that hangs up is part of some tests.
                    let _ = hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(socket), service)
                        .await;
                });
            }
        });
        Self { base, task }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A listener on a free port, and its URL.
pub(crate) async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    (listener, base)
}

pub(crate) fn answer(status: u16, body: impl Into<Bytes>) -> Answer {
    let mut answer = Response::new(Full::new(body.into()).boxed_unsync());
    *answer.status_mut() = status.try_into().unwrap();
    answer
}

pub(crate) fn streamed(body: impl Stream<Item = Bytes> + Send + 'static) -> Answer {
    use futures_util::StreamExt;
    Response::new(StreamBody::new(body.map(|chunk| Ok(Frame::data(chunk)))).boxed_unsync())
}

/// Reads a body to its end without keeping it; says how long it was.
pub(crate) async fn drain(mut body: Incoming, mut progress: impl FnMut(u64)) -> u64 {
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        length += frame.ok().and_then(|frame| frame.into_data().ok()).map_or(0, |data| data.len() as u64);
        progress(length);
    }
    length
}

/// The whole body as text.
pub(crate) async fn text(body: Incoming) -> String {
    String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap()
}
