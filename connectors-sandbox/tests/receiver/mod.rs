//! A program that gets webhooks: it keeps what arrives and answers as a test wants.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// One delivery.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) uri: String,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Bytes,
    pub(crate) body: Value,
}

impl Received {
    /// Whether the body is signed as Xero does.
    pub(crate) fn is_signed(&self, key: &str) -> bool {
        let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes());
        let signature = BASE64_STANDARD.encode(hmac::sign(&key, &self.bytes));
        self.headers.get("x-xero-signature").is_some_and(|sent| *sent == signature)
    }
}

/// How a delivery is answered.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Status(u16),
    /// With a header that should not be there.
    Cookie,
    /// With a body that should not be there.
    Text,
    /// Not before the connection ends.
    Never,
}

pub(crate) struct Receiver {
    base: String,
    received: Arc<Mutex<Vec<Received>>>,
    task: JoinHandle<()>,
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Receiver {
    /// Answers with this status, whatever comes.
    pub(crate) async fn saying(status: u16) -> Self {
        Self::answering(move |_| Answer::Status(status)).await
    }

    /// Checks signatures as Xero wants it.
    pub(crate) async fn checking(key: &'static str) -> Self {
        Self::answering(move |it| Answer::Status(if it.is_signed(key) { 200 } else { 401 })).await
    }

    pub(crate) async fn answering(answer: impl Fn(&Received) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::<Mutex<Vec<Received>>>::default();
        let (keep, answer) = (Arc::clone(&received), Arc::new(answer));
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (keep, answer) = (Arc::clone(&keep), Arc::clone(&answer));
                let service = service_fn(move |request: Request<Incoming>| {
                    let (keep, answer) = (Arc::clone(&keep), Arc::clone(&answer));
                    async move {
                        let (head, body) = request.into_parts();
                        let bytes = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
                        let body = serde_json::from_slice(&bytes).unwrap();
                        let received =
                            Received { uri: head.uri.to_string(), headers: head.headers, bytes, body };
                        let answer = answer(&received);
                        keep.lock().unwrap().push(received);
                        let response = match answer {
                            Answer::Status(status) => {
                                Response::builder().status(status).body(Full::default())
                            }
                            Answer::Cookie => {
                                Response::builder().header("set-cookie", "a=b").body(Full::default())
                            }
                            Answer::Text => {
                                Response::builder().body(Full::new(Bytes::from_static(b"thanks")))
                            }
                            Answer::Never => std::future::pending().await,
                        };
                        Ok::<_, Infallible>(response.unwrap())
                    }
                });
                tokio::spawn(async move {
                    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        Self { base, received, task }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(crate) fn all(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// What arrived since the last time.
    pub(crate) fn take(&self) -> Vec<Received> {
        std::mem::take(&mut *self.received.lock().unwrap())
    }

    pub(crate) fn count(&self) -> usize {
        self.received.lock().unwrap().len()
    }
}
