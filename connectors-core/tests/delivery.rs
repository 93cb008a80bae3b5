//! What an error says about whether the platform has acted, where that is not plain to see.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use connectors_core::auth::Basic;
use connectors_core::body::{Body, ByteStream};
use connectors_core::clock::{Clock, TestClock};
use connectors_core::transport::{Reply, Transport, TransportError};
use connectors_core::{
    Action, ClientBuilder, Content, Cx, Delivery, Error, ErrorKind, Meta, Request, Response, Result,
    RetryPolicy, Shared,
};
use futures_util::{StreamExt, stream};
use http::StatusCode;
use support::{Export, Rig, Toy, create, create_keyed, secs, thing, upload};

/// A write whose reading says no more than what is wrong with the answer.
#[derive(Clone, Debug)]
struct Terse;

impl Action for Terse {
    type Connector = Toy;
    type Output = ();
    const META: Meta = Meta::write("thing", "terse");

    fn request(&self, _: &Cx<'_, Toy>) -> Result<Request> {
        Ok(Request::post(["things"]))
    }

    fn response(&self, _: Response) -> Result<()> {
        Err(Error::new(ErrorKind::Decode, "the answer names no id"))
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_was_answered_never_counts_as_not_sent() {
    let rig = Rig::replies([thing("1")]);
    let error = rig.client().call(Terse).await.unwrap_err();
    assert_eq!((error.delivery(), error.attempts()), (Delivery::Accepted, 1));
}

#[tokio::test(start_paused = true)]
async fn a_job_that_is_not_done_in_time_was_started_all_the_same() {
    let rig = Rig::replies([thing("x1"), Reply::json(200, &serde_json::json!({ "state": "running" }))]);
    let error = rig.client().start(Export {}).await.unwrap().wait(secs(10)).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Timeout, Delivery::Accepted));
    assert_eq!(error.action().unwrap().to_string(), "export.status");
}

/// Answers with this status and a body that breaks off.
#[derive(Debug)]
struct BreaksOff(u16);

#[async_trait]
impl Transport for BreaksOff {
    async fn send(&self, _: http::Request<Body>) -> Result<http::Response<ByteStream>, TransportError> {
        let chunks = [Ok(Bytes::from_static(b"{\"err")), Err(std::io::ErrorKind::ConnectionReset.into())];
        let mut response = http::Response::new(stream::iter(chunks).boxed());
        *response.status_mut() = StatusCode::from_u16(self.0).unwrap();
        Ok(response)
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_breaks_off_is_still_a_refusal() {
    let clock = Arc::new(TestClock::at("2026-01-01T00:00:00Z".parse().unwrap()));
    for (status, kind, delivery) in [
        (400, ErrorKind::Validation, Delivery::Rejected),
        (404, ErrorKind::NotFound, Delivery::Rejected),
        (500, ErrorKind::Server, Delivery::Unknown),
        (200, ErrorKind::Transport, Delivery::Unknown),
    ] {
        let shared = Shared::builder().clock(clock.clone()).transport(BreaksOff(status)).build().unwrap();
        let client = Rig::replies([thing("1")]).builder(Toy::new()).shared(&shared).connect().unwrap();
        let error = client.call(create("a")).await.unwrap_err();
        assert_eq!((error.kind(), error.delivery()), (kind, delivery), "{status}");
        assert_eq!(error.status().unwrap().as_u16(), status);
    }
}

#[tokio::test(start_paused = true)]
async fn a_wall_clock_that_jumps_back_does_not_end_the_life_of_a_key() {
    let rig = Rig::replies([Reply::cut(), thing("1")]);
    let clock = rig.clock.clone();
    let jump = async move {
        clock.sleep(secs(0)).await;
        clock.jump(chrono::TimeDelta::hours(-1));
    };
    let client = rig.client();
    let (answer, ()) = tokio::join!(async { client.call(create_keyed("a")).await }, jump);
    assert_eq!(answer.unwrap().id, "1");
    assert_eq!(rig.seen().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_wall_clock_that_jumps_back_does_not_lengthen_the_life_of_a_key() {
    // The platform honours a key for 600 s. It is first sent at 0, and what comes next is known only after its life.
    let rig = Rig::replies([Reply::cut(), Reply::not_sent().after(secs(700)), thing("2")]);
    let clock = rig.clock.clone();
    let jump = async move {
        clock.sleep(secs(300)).await;
        clock.jump(chrono::TimeDelta::hours(-1));
    };
    let client = rig.client();
    let call = async { client.call(create_keyed("a")).timeout(secs(900)).deadline(secs(3_000)).await };
    let (answer, ()) = tokio::join!(call, jump);
    assert_eq!(answer.unwrap_err().delivery(), Delivery::Unknown);
    assert_eq!(rig.seen().len(), 2, "the first may have been done, and its key is forgotten");
}

#[tokio::test(start_paused = true)]
async fn the_key_of_an_earlier_call_ages_though_the_wall_clock_jumps_back() {
    let rig = Rig::replies([Reply::cut(), Reply::not_sent().after(secs(700)), thing("2")]);
    let client = rig.client();
    let first = client.call(create_keyed("a")).retry(RetryPolicy::never()).await.unwrap_err();
    let clock = rig.clock.clone();
    let jump = async move {
        clock.sleep(secs(300)).await;
        clock.jump(chrono::TimeDelta::hours(-1));
    };
    let later = client.call(create_keyed("a")).sent_key(first.sent_key().unwrap().clone());
    let later = async { later.timeout(secs(900)).deadline(secs(3_000)).await };
    let (answer, ()) = tokio::join!(later, jump);
    answer.unwrap_err();
    assert_eq!(rig.seen().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn content_that_was_read_already_is_refused_before_anything_is_tried() {
    let rig = Rig::replies([Reply::status(200)]);
    let client = rig.client();
    let content = Content::once(stream::iter([Ok(Bytes::from_static(b"picture"))]));
    client.upload(upload("a"), content.clone()).await.unwrap();
    for _ in 0..20 {
        let error = client.upload(upload("a"), content.clone()).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Validation, 0), "{error}");
    }
    assert_eq!(rig.seen().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_error_quotes_neither_a_password_nor_its_encoding() {
    for echo in
        ["user-key-1234:x-password-9876", "x-password-9876", "dXNlci1rZXktMTIzNDp4LXBhc3N3b3JkLTk4NzY="]
    {
        let rig = Rig::new(move |_| {
            Reply::json(
                403,
                &serde_json::json!({ "error": { "code": "NO", "message": format!("who is {echo}?") } }),
            )
        });
        let credential = Basic::new("user-key-1234", "x-password-9876".to_owned());
        let client = rig.prepared(ClientBuilder::with_credential(Toy::new(), credential)).connect().unwrap();
        let error = client.call(create("a")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Permission);
        let text = format!("{error} {error:?}");
        assert!(!text.contains("9876") && !text.contains("NzY="), "{text}");
    }
}
