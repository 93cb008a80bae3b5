//! The standard transport over real sockets: what it makes of connections that fail, and what it leaves to the pipeline.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use connectors_core::auth::ApiKey;
use connectors_core::{Client, ClientBuilder, Delivery, Error, ErrorKind, RetryPolicy};
use support::server::{Server, answer, listen};
use support::{SECRET, Toy, create, get};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinHandle;

fn client(base: &str) -> Client<Toy> {
    let builder = ClientBuilder::with_credential(Toy::at(base), ApiKey::bearer(SECRET));
    builder.retry(RetryPolicy::standard().first(Duration::from_millis(1))).connect().unwrap()
}

/// A server that reads a request, answers these bytes and hangs up, and counts how often.
async fn hangs_up_after(bytes: &'static str) -> (String, Arc<AtomicUsize>, JoinHandle<()>) {
    let (listener, base) = listen().await;
    let count = Arc::new(AtomicUsize::new(0));
    let counter = count.clone();
    let task = tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            // A small request comes in one piece.
            let _ = socket.read(&mut [0; 8192]).await;
            counter.fetch_add(1, Ordering::SeqCst);
            let _ = socket.write_all(bytes.as_bytes()).await;
            let _ = socket.shutdown().await;
        }
    });
    (base, count, task)
}

fn facts(error: &Error) -> (ErrorKind, Delivery, u32) {
    (error.kind(), error.delivery(), error.attempts())
}

#[tokio::test]
async fn a_refused_connection_and_a_failed_handshake_have_sent_nothing() {
    let (listener, base) = listen().await;
    drop(listener);
    let error = client(&base).call(create("a")).await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Transport, Delivery::NotSent, 4));

    let server = Server::start(async |_| answer(200, "")).await;
    let error = client(&server.base.replace("http:", "https:")).call(create("a")).await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Transport, Delivery::NotSent, 4));
}

#[tokio::test]
async fn a_connection_that_ends_after_the_request_leaves_a_write_in_doubt() {
    for bytes in [
        "",
        "HTTP/1.1 200 OK\r\ncontent-le",
        "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"id\"",
        "no HTTP at all\r\n\r\n",
    ] {
        let (base, count, server) = hangs_up_after(bytes).await;
        let error = client(&base).call(create("a")).await.unwrap_err();
        assert_eq!(facts(&error), (ErrorKind::Transport, Delivery::Unknown, 1), "{bytes:?}: {error:?}");
        assert_eq!(count.load(Ordering::SeqCst), 1, "{bytes:?}: neither we nor the HTTP client repeat it");

        let error = client(&base).call(get("1")).await.unwrap_err();
        assert_eq!(facts(&error), (ErrorKind::Transport, Delivery::Unknown, 4), "{bytes:?}: {error:?}");
        assert_eq!(count.load(Ordering::SeqCst), 5, "{bytes:?}");
        server.abort();
    }
}

#[tokio::test]
async fn an_error_names_neither_the_url_nor_a_header() {
    let (base, _, server) = hangs_up_after("").await;
    let error = client(&base).call(get("needle")).retry(RetryPolicy::never()).await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("needle") && !shown.contains(SECRET) && !shown.contains(&base), "{shown}");
    server.abort();
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = count.clone();
    let server = Server::start(move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
        let mut answer = answer(307, "");
        answer.headers_mut().insert("location", "/elsewhere".parse().unwrap());
        async move { answer }
    })
    .await;
    let error = client(&server.base).call(get("1")).await.unwrap_err();
    assert_eq!((error.kind(), count.load(Ordering::SeqCst)), (ErrorKind::Vendor, 1));
}

#[tokio::test]
async fn an_answer_that_does_not_come_ends_with_a_timeout() {
    let server = Server::start(async |_| std::future::pending().await).await;
    let call = client(&server.base).call(create("a")).timeout(Duration::from_millis(50));
    assert_eq!(facts(&call.await.unwrap_err()), (ErrorKind::Timeout, Delivery::Unknown, 1));
}

#[tokio::test]
async fn a_plain_http_base_is_refused_but_on_loopback() {
    let builder = |base| ClientBuilder::with_credential(Toy::at(base), ApiKey::bearer(SECRET));
    for base in [
        "http://api.toy.example",
        "ftp://api.toy.example",
        "https://user:pw@api.toy.example",
        "http://192.168.0.1",
    ] {
        let error = builder(base).connect().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{base}");
        assert!(!format!("{error} {error:?}").contains("pw"), "{error}");
    }
    for base in ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:8080"] {
        builder(base).connect().unwrap();
    }
}
