//! Downloads on their way: where they lead, how long they last, and what they hold meanwhile.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use connectors_core::auth::OAuthApp;
use connectors_core::body::{Body, ByteStream};
use connectors_core::clock::{Clock, TestClock};
use connectors_core::limits::Window;
use connectors_core::transport::{Reply, Transport, TransportError};
use connectors_core::{Client, ClientBuilder, ErrorKind, Result, Shared};
use futures_util::{StreamExt, stream};
use support::{Rig, Toy, download, get, secs, thing};

#[tokio::test(start_paused = true)]
async fn a_redirect_does_not_lead_from_outside_into_this_machine() {
    for location in [
        "http://127.0.0.1:8080/admin",
        "http://localhost/admin",
        "http://[::1]/admin",
        "https://127.0.0.1/admin",
        "https://localhost/admin",
        "https://localhost./admin",
        "https://[::1]/admin",
        "https://[::ffff:127.0.0.1]/admin",
        "https://2130706433/admin",
        "https://0.0.0.0/admin",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.7/admin",
        "https://192.168.1.1/admin",
        "https://[fd00::1]/admin",
        "https://[fe80::1]/admin",
    ] {
        let rig = Rig::replies([Reply::status(302).header("location", location), thing("1")]);
        let error = rig.client().download(download("a")).await.unwrap_err();
        assert_eq!((error.kind(), rig.seen().len()), (ErrorKind::Vendor, 1), "{location}");
    }
    // A sandbox, which is in this machine itself, keeps its files here too.
    let rig = Rig::replies([
        Reply::status(302).header("location", "http://127.0.0.1:9001/f/1"),
        Reply::status(200).body("picture"),
    ]);
    let client = rig.client_of(Toy::at("http://127.0.0.1:9000"));
    assert_eq!(client.download(download("a")).await.unwrap().bytes(100).await.unwrap(), "picture");
}

#[tokio::test(start_paused = true)]
async fn what_a_foreign_host_says_is_no_word_about_our_token_or_our_limits() {
    let rig = Rig::new(|seen| match seen.path() {
        "/token" => Reply::json(200, &serde_json::json!({ "access_token": "a-token", "expires_in": 3600 })),
        "/files/a" => Reply::status(302).header("location", "https://cdn.example/f/a?sig=x"),
        "/files/b" => Reply::status(302).header("location", "https://cdn.example/f/b?sig=x"),
        "/f/a" => Reply::status(401),
        "/f/b" => Reply::status(429).header("retry-after", "200"),
        _ => thing("1"),
    });
    let toy = Toy::new().windows([Window::sliding("calls", 100, secs(60))]);
    let builder = ClientBuilder::with_oauth(toy, OAuthApp::new("app"))
        .refresh_token("r-token".to_owned())
        .account("one");
    let client = rig.prepared(builder).connect().unwrap();
    client.download(download("a")).await.unwrap_err();
    assert_eq!(client.stats().refreshes, 1, "the token was not shown to the one who refused");
    client.download(download("b")).deadline(secs(30)).await.unwrap_err();
    client.call(get("1")).deadline(secs(30)).await.unwrap();
}

/// Answers with chunks that come this far apart.
#[derive(Clone, Debug)]
struct Slow {
    clock: Arc<TestClock>,
    every: u64,
    chunks: usize,
}

#[async_trait]
impl Transport for Slow {
    async fn send(&self, _: http::Request<Body>) -> Result<http::Response<ByteStream>, TransportError> {
        let Self { clock, every, chunks } = self.clone();
        let chunks = stream::iter(0..chunks).then(move |_| {
            let clock = clock.clone();
            async move {
                clock.sleep(secs(every)).await;
                Ok(Bytes::from_static(b"x"))
            }
        });
        Ok(http::Response::new(chunks.boxed()))
    }
}

fn slow(every: u64, chunks: usize, windows: impl Into<Vec<Window>>) -> (Arc<TestClock>, Client<Toy>) {
    let clock = Arc::new(TestClock::at("2026-01-01T00:00:00Z".parse().unwrap()));
    let transport = Slow { clock: clock.clone(), every, chunks };
    let shared = Shared::builder().clock(clock.clone()).transport(transport).build().unwrap();
    let toy = Toy::new().windows(windows);
    (clock, Rig::replies([thing("1")]).builder(toy).shared(&shared).connect().unwrap())
}

#[tokio::test(start_paused = true)]
async fn a_download_keeps_its_slot_however_long_it_takes() {
    let (clock, client) = slow(20, 400, [Window::concurrency("slots", 1)]);
    let mut file = client.download(download("a")).await.unwrap();
    while clock.elapsed() < secs(7_000) {
        file.next().await.unwrap().unwrap();
    }
    let second = client.download(download("b")).deadline(secs(60)).await.unwrap_err();
    assert_eq!(second.kind(), ErrorKind::RateLimited);
    drop(file);
    client.download(download("b")).deadline(secs(60)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_download_that_began_late_has_the_same_time_between_its_chunks() {
    let (clock, client) = slow(20, 3, [Window::sliding("calls", 1, secs(100))]);
    let _first = client.download(download("a")).await.unwrap();
    let late = client.download(download("b")).deadline(secs(105)).await.unwrap();
    assert!(clock.elapsed() > secs(100));
    assert_eq!(late.bytes(10).await.unwrap(), "xxx");
}
