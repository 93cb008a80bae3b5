//! Bodies that stream: uploads, downloads, and answers that are larger or slower than they should be.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use connectors_core::auth::ApiKey;
use connectors_core::body::{Body, ByteStream};
use connectors_core::clock::{Clock, TestClock};
use connectors_core::limits::Window;
use connectors_core::transport::{Reply, ReqwestTransport, Seen, Transport, TransportError};
use connectors_core::{Client, ClientBuilder, Content, Delivery, ErrorKind, Request, RetryPolicy, Shared};
use futures_util::{StreamExt, stream};
use serde_json::json;
use support::server::{Server, answer, drain, listen, streamed, text};
use support::{Rig, SECRET, SignedUpload, Toy, create, download, get, secs, thing, upload};

fn picture() -> ByteStream {
    stream::iter([Ok("pic".into()), Ok("ture".into())]).boxed()
}

#[tokio::test(start_paused = true)]
async fn content_states_its_length_and_media_type() {
    let rig = Rig::replies([Reply::status(200)]);
    let client = rig.client();
    client.upload(upload("a"), Content::once(picture()).length(7).media_type("image/png")).await.unwrap();
    client.upload(upload("a"), Bytes::from("picture")).await.unwrap();
    client.upload(upload("a"), Content::once(picture())).await.unwrap();
    let seen = rig.seen();
    assert!(seen.iter().all(|seen| seen.text() == "picture"));
    let headers =
        |seen: &Seen| (seen.header("content-length").to_owned(), seen.header("content-type").to_owned());
    assert_eq!(headers(&seen[0]), ("7".into(), "image/png".into()));
    assert_eq!(headers(&seen[1]), ("7".into(), String::new()));
    assert_eq!(headers(&seen[2]), (String::new(), String::new()));
}

#[tokio::test(start_paused = true)]
async fn content_that_can_be_opened_again_is_sent_again() {
    let rig = Rig::replies([Reply::cut(), Reply::status(503), Reply::status(200)]);
    rig.client().upload(upload("a"), Content::reopening(picture)).await.unwrap();
    assert_eq!(rig.seen().iter().map(Seen::text).collect::<Vec<_>>(), ["picture"; 3]);
}

#[tokio::test(start_paused = true)]
async fn content_that_can_be_read_once_is_not_sent_again() {
    for reply in [Reply::cut(), Reply::status(503)] {
        let rig = Rig::replies([reply, Reply::status(200)]);
        let error = rig.client().upload(upload("a"), Content::once(picture())).await.unwrap_err();
        assert_eq!((error.delivery(), error.attempts(), rig.seen().len()), (Delivery::Unknown, 1, 1));
        assert!(error.is_exhausted() && error.is_retryable(), "with new content, that is: {error:?}");
    }
}

/// A transport that cannot connect a few times.
#[derive(Debug)]
struct Unreachable<T> {
    refusals: AtomicU64,
    inner: T,
}

#[async_trait]
impl<T: Transport> Transport for Unreachable<T> {
    async fn send(&self, request: http::Request<Body>) -> Result<http::Response<ByteStream>, TransportError> {
        if self.refusals.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
        {
            return Err(TransportError::not_sent("cannot connect"));
        }
        self.inner.send(request).await
    }
}

#[tokio::test(start_paused = true)]
async fn content_that_can_be_read_once_is_sent_when_no_connection_was_made_before() {
    let rig = Rig::replies([Reply::status(200)]);
    let transport = Unreachable { refusals: AtomicU64::new(2), inner: rig.transport.clone() };
    let client = over(transport, rig.clock.clone());
    client.upload(upload("a"), Content::once(picture())).await.unwrap();
    assert_eq!(rig.seen()[0].text(), "picture");
}

#[tokio::test]
async fn real_http_does_not_touch_the_content_before_it_is_connected() {
    let (listener, closed) = listen().await;
    drop(listener);
    let content = Content::once(picture());
    let request = http::Request::put(closed).body(Body::Content(content.clone())).unwrap();
    let error = ReqwestTransport::new().unwrap().send(request).await.err().unwrap();
    assert_eq!(error.delivery, Delivery::NotSent);

    let server = Server::start(async |request| answer(200, text(request.into_body()).await)).await;
    let client = over_http(&server).connect().unwrap();
    let sent = client.send(Request::put(["a"]).body(Body::Content(content))).await.unwrap();
    assert_eq!(sent.body, "picture");
}

#[tokio::test(start_paused = true)]
async fn a_signed_upload_goes_without_credentials_and_counts_against_no_limit() {
    let rig = Rig::replies([Reply::status(200)]);
    let client = rig.client_of(Toy::new().windows([Window::fixed("calls", 1, secs(600))]));
    client.call(get("1")).await.unwrap_err();
    let url: url::Url = "https://eu.storage.example/b/1?sig=abc%2Fd%3D".parse().unwrap();
    client.upload(SignedUpload { url: url.clone() }, Content::bytes("picture")).await.unwrap();
    let seen = &rig.seen()[1];
    assert_eq!((seen.header("authorization"), seen.uri.to_string()), ("", url.to_string()));
}

#[tokio::test(start_paused = true)]
async fn a_signed_url_to_a_host_that_is_not_listed_gets_nothing() {
    let rig = Rig::replies([Reply::status(200)]);
    for url in [
        "https://evil.example/b/1?sig=abc",
        "https://storage.example/b/1?sig=abc",
        "http://eu.storage.example/b/1?sig=abc",
        "http://127.0.0.1:9/b/1?sig=abc",
        "https://user:pw@eu.storage.example/b/1?sig=abc",
    ] {
        let call = rig.client().upload(SignedUpload { url: url.parse().unwrap() }, Content::bytes("picture"));
        let error = call.await.unwrap_err();
        assert_eq!((error.delivery(), error.attempts()), (Delivery::NotSent, 0), "{url}");
        assert!(!format!("{error} {error:?}").contains("sig=abc"), "{error}");
    }
    assert!(rig.seen().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_download_holds_its_slot_until_it_is_read_to_its_end_or_dropped() {
    for read in [true, false] {
        let rig = Rig::new(|seen| {
            if seen.path() == "/files/a" { Reply::status(200).body("pic").body("ture") } else { thing("1") }
        });
        let client = rig.client_of(Toy::new().windows([Window::concurrency("slots", 1)]));
        let mut file = client.download(download("a")).await.unwrap();
        assert_eq!(file.next().await.unwrap().unwrap(), "pic");
        let busy = client.call(get("1")).deadline(secs(5)).await.unwrap_err();
        assert_eq!(busy.kind(), ErrorKind::RateLimited);
        if read {
            assert_eq!(file.next().await.unwrap().unwrap(), "ture");
            assert!(file.next().await.is_none());
            client.call(get("1")).deadline(secs(5)).await.unwrap();
            drop(file);
        } else {
            drop(file);
            client.call(get("1")).deadline(secs(5)).await.unwrap();
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_download_into_memory_is_bounded() {
    let rig = Rig::replies([Reply::status(200).body("pic").body("ture").header("content-type", "image/png")]);
    let client = rig.client();
    let file = client.download(download("a")).await.unwrap();
    assert_eq!(file.media_type(), Some("image/png"));
    assert_eq!(file.bytes(7).await.unwrap(), "picture");
    let error = client.download(download("a")).await.unwrap().bytes(6).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Decode, Delivery::Accepted));
}

#[tokio::test(start_paused = true)]
async fn a_download_that_is_refused_is_an_error() {
    let rig = Rig::replies([Reply::status(503), Reply::json(404, &json!({ "error": { "code": "GONE" } }))]);
    let error = rig.client().download(download("a")).await.unwrap_err();
    assert_eq!((error.kind(), error.vendor_code(), error.attempts()), (ErrorKind::NotFound, Some("GONE"), 2));
}

#[tokio::test(start_paused = true)]
async fn a_download_follows_one_redirect_and_takes_no_credentials_along() {
    for location in ["https://cdn.example/f/1?sig=x", "/storage/f/1?sig=x"] {
        let rig = Rig::new(move |seen| match seen.path() {
            "/files/a" => Reply::status(302).header("location", location),
            _ => Reply::status(200).body("picture"),
        });
        let file = rig.client().download(download("a")).await.unwrap();
        assert_eq!(file.bytes(100).await.unwrap(), "picture");
        let seen = rig.seen();
        assert_eq!(seen[0].header("authorization"), format!("Bearer {SECRET}"));
        assert_eq!((seen.len(), seen[1].header("authorization")), (2, ""));
        assert!(seen[1].uri.to_string().ends_with("/f/1?sig=x"), "{}", seen[1].uri);
    }
}

#[tokio::test(start_paused = true)]
async fn a_second_redirect_is_not_followed_and_a_first_one_only_by_https() {
    let rig = Rig::replies([Reply::status(302).header("location", "https://cdn.example/f/1")]);
    let error = rig.client().download(download("a")).await.unwrap_err();
    assert_eq!((error.kind(), rig.seen().len()), (ErrorKind::Vendor, 2));

    for location in ["http://cdn.example/f/1", "ftp://cdn.example/f/1", "https://user:pw@cdn.example/f/1"] {
        let rig = Rig::replies([Reply::status(302).header("location", location)]);
        let error = rig.client().download(download("a")).await.unwrap_err();
        assert_eq!((error.kind(), rig.seen().len()), (ErrorKind::Vendor, 1), "{location}");
        assert!(!error.to_string().contains("pw"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn other_calls_follow_no_redirect() {
    let rig = Rig::replies([Reply::status(302).header("location", "https://evil.example/")]);
    let error = rig.client().call(get("1")).await.unwrap_err();
    assert_eq!((error.kind(), rig.seen().len()), (ErrorKind::Vendor, 1));
}

#[tokio::test(start_paused = true)]
async fn an_answer_beyond_the_limit_is_an_error_and_not_memory() {
    let body = || Reply::status(200).body(vec![b' '; 600]).body(vec![b' '; 600]);
    let rig = Rig::replies([body()]);
    let client = rig.builder(Toy::new()).max_body(1_000).connect().unwrap();
    for error in [client.call(get("1")).await.unwrap_err(), client.call(create("a")).await.unwrap_err()] {
        assert_eq!(
            (error.kind(), error.delivery(), error.attempts()),
            (ErrorKind::Decode, Delivery::Accepted, 1)
        );
        assert!(error.to_string().contains("larger than 1000 bytes"), "{error}");
    }
    assert_eq!(client.download(download("a")).await.unwrap().bytes(9_999).await.unwrap().len(), 1_200);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_is_too_large_is_still_a_refusal() {
    let rig = Rig::replies([Reply::status(404).body(vec![b' '; 2 << 20])]);
    assert_eq!(rig.client().call(get("1")).await.unwrap_err().kind(), ErrorKind::NotFound);
}

/// What a [`Trickle`] does after its chunks.
#[derive(Clone, Copy, Debug)]
enum End {
    Ends,
    Hangs,
    Breaks,
}

/// A transport whose answers come chunk by chunk, one each `every` seconds.
#[derive(Clone, Debug)]
struct Trickle {
    clock: Arc<TestClock>,
    every: u64,
    chunks: Vec<&'static str>,
    end: End,
    sent: Arc<AtomicU64>,
}

impl Trickle {
    fn new(every: u64, chunks: impl Into<Vec<&'static str>>, end: End) -> Self {
        let clock = Arc::new(TestClock::at("2026-01-01T00:00:00Z".parse().unwrap()));
        Self { clock, every, chunks: chunks.into(), end, sent: Arc::default() }
    }

    fn client(&self) -> Client<Toy> {
        over(self.clone(), self.clock.clone())
    }

    fn sent(&self) -> u64 {
        self.sent.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Transport for Trickle {
    async fn send(&self, _: http::Request<Body>) -> Result<http::Response<ByteStream>, TransportError> {
        self.sent.fetch_add(1, Ordering::SeqCst);
        let Self { clock, every, chunks, end, .. } = self.clone();
        let chunks = stream::iter(chunks).then(move |chunk| {
            let clock = clock.clone();
            async move {
                clock.sleep(secs(every)).await;
                Ok(Bytes::from(chunk))
            }
        });
        let rest = match end {
            End::Ends => stream::empty().boxed(),
            End::Hangs => stream::pending().boxed(),
            End::Breaks => stream::once(async { Err(std::io::ErrorKind::ConnectionReset.into()) }).boxed(),
        };
        Ok(http::Response::new(chunks.chain(rest).boxed()))
    }
}

/// A client over this transport, with a slot for one call.
fn over(transport: impl Transport, clock: Arc<TestClock>) -> Client<Toy> {
    let shared = Shared::builder().clock(clock).transport(transport).build().unwrap();
    let toy = Toy::new().windows([Window::concurrency("slots", 1)]);
    let builder = ClientBuilder::with_credential(toy, ApiKey::bearer(SECRET)).shared(&shared);
    builder.retry(RetryPolicy::standard().jitter(false)).connect().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_download_may_take_as_long_as_it_moves_on() {
    let trickle = Trickle::new(29, ["a"; 100], End::Ends);
    let file = trickle.client().download(download("a")).await.unwrap();
    assert_eq!(file.bytes(100).await.unwrap().len(), 100);
    assert!(trickle.clock.elapsed() > secs(2_800));
}

#[tokio::test(start_paused = true)]
async fn a_download_that_stalls_ends_with_a_timeout_and_frees_its_slot() {
    let trickle = Trickle::new(1, ["a"], End::Hangs);
    let client = trickle.client();
    let mut file = client.download(download("a")).timeout(secs(20)).await.unwrap();
    file.next().await.unwrap().unwrap();
    let error = file.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), trickle.clock.elapsed().as_secs()), (ErrorKind::Timeout, 21));
    assert!(file.next().await.is_none());
    client.download(download("a")).deadline(secs(1)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_download_that_breaks_off_says_so_and_does_not_look_complete() {
    let trickle = Trickle::new(1, ["a"], End::Breaks);
    let error = trickle.client().download(download("a")).await.unwrap().bytes(100).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.action().unwrap().to_string(), "file.download");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_does_not_end_is_cut_by_the_attempt_timeout() {
    let trickle = Trickle::new(1, ["{"], End::Hangs);
    let error = trickle.client().call(create("a")).timeout(secs(5)).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Timeout, Delivery::Unknown));
    assert_eq!((trickle.clock.elapsed().as_secs(), trickle.sent()), (5, 1));
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_breaks_off_is_asked_for_again_where_that_is_harmless() {
    let trickle = Trickle::new(1, ["{"], End::Breaks);
    let client = trickle.client();
    let write = client.call(create("a")).await.unwrap_err();
    assert_eq!((write.kind(), write.delivery()), (ErrorKind::Transport, Delivery::Unknown));
    assert_eq!((write.attempts(), write.status().unwrap().as_u16()), (1, 200));
    let read = client.call(get("1")).await.unwrap_err();
    assert_eq!((read.attempts(), trickle.sent()), (4, 5));
}

/// A client over real HTTP.
fn over_http(server: &Server) -> ClientBuilder<Toy> {
    ClientBuilder::with_credential(Toy::at(&server.base), ApiKey::bearer(SECRET))
        .deadline(Duration::from_secs(60))
}

const CHUNK: usize = 256 << 10;
const GIGABYTE: u64 = 1 << 30;

/// A stream of a gigabyte that counts what was taken from it.
fn gigabyte(taken: Arc<AtomicU64>) -> impl futures_util::Stream<Item = Bytes> + Send + 'static {
    let chunk = Bytes::from(vec![7; CHUNK]);
    stream::iter(0..GIGABYTE / CHUNK as u64).map(move |_| {
        taken.fetch_add(CHUNK as u64, Ordering::SeqCst);
        chunk.clone()
    })
}

/// Resident memory, where the system tells it.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}

/// The most that may be under way: buffers of sockets and of the HTTP client.
const UNDER_WAY: u64 = 64 << 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_of_a_gigabyte_keeps_memory_flat() {
    let (taken, most, peak) =
        (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let watch = (taken.clone(), most.clone(), peak.clone());
    let server = Server::start(move |request| {
        let (taken, most, peak) = watch.clone();
        async move {
            let mut next = 0;
            let received = drain(request.into_body(), |received| {
                most.fetch_max(taken.load(Ordering::SeqCst).saturating_sub(received), Ordering::SeqCst);
                if received >= next {
                    next = received + (16 << 20);
                    peak.fetch_max(resident().unwrap_or(0), Ordering::SeqCst);
                }
            });
            answer(200, received.await.to_string())
        }
    })
    .await;
    let client = over_http(&server).connect().unwrap();
    let before = resident().unwrap_or(0);
    let content = Content::once(gigabyte(taken.clone()).map(Ok)).length(GIGABYTE);
    client.upload(upload("a"), content).await.unwrap();
    assert_eq!(taken.load(Ordering::SeqCst), GIGABYTE);
    let most = most.load(Ordering::SeqCst);
    assert!(most < UNDER_WAY, "{most} bytes were read ahead of the socket");
    let grown = peak.load(Ordering::SeqCst).saturating_sub(before);
    assert!(grown < UNDER_WAY, "memory grew by {grown} bytes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_download_takes_only_what_is_read_of_it() {
    let given = Arc::new(AtomicU64::new(0));
    let counter = given.clone();
    let server = Server::start(move |_| {
        let body = gigabyte(counter.clone());
        async move { streamed(body) }
    })
    .await;
    let client = over_http(&server).connect().unwrap();
    let mut file = client.download(download("a")).await.unwrap();
    let mut read = 0;
    while read < (200 << 20) {
        read += file.next().await.unwrap().unwrap().len() as u64;
        let ahead = given.load(Ordering::SeqCst).saturating_sub(read);
        assert!(ahead < UNDER_WAY, "{ahead} bytes came that nobody asked for");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gzip_bomb_is_an_error_and_not_memory() {
    let bomb = {
        use std::io::Write;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        (0..16).for_each(|_| encoder.write_all(&[b' '; 1 << 20]).unwrap());
        Bytes::from(encoder.finish().unwrap())
    };
    assert!(bomb.len() < 1 << 18);
    let server = Server::start(move |_| {
        let mut answer = answer(200, bomb.clone());
        answer.headers_mut().insert("content-encoding", "gzip".parse().unwrap());
        async move { answer }
    })
    .await;
    let client = over_http(&server).max_body(1 << 20).connect().unwrap();
    let error = client.call(get("1")).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Decode, Delivery::Accepted));
    assert!(error.to_string().contains("larger than"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stated_length_is_sent_as_such_and_an_unknown_one_in_chunks() {
    let server = Server::start(|request| async move {
        let header = |name| request.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let framing = (header("content-length"), header("transfer-encoding"));
        let length = drain(request.into_body(), |_| {}).await;
        match framing {
            (Some(stated), None) if stated == length.to_string() => answer(200, ""),
            (None, Some(coding)) if coding == "chunked" => answer(200, ""),
            other => answer(400, format!(r#"{{"error":{{"code":"{other:?}"}}}}"#)),
        }
    })
    .await;
    let client = over_http(&server).connect().unwrap();
    client.upload(upload("a"), Content::once(picture()).length(7)).await.unwrap();
    client.upload(upload("a"), Content::once(picture())).await.unwrap();
    client.upload(upload("a"), Content::bytes("picture")).await.unwrap();
}
