//! Authorization on the way of a call: on every attempt anew, and what a refused token leads to.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use connectors_core::auth::{Authorization, Credential, OAuthApp};
use connectors_core::clock::{Clock, TestClock};
use connectors_core::limits::Window;
use connectors_core::transport::{Reply, Seen};
use connectors_core::{Client, ClientBuilder, Content, Delivery, ErrorKind, Result};
use futures_util::{StreamExt, stream};
use http::HeaderName;
use serde_json::json;
use support::{Rig, SignedUpload, Toy, create, get, secs, thing, upload};

/// A credential that numbers what it gives, and remembers what happened.
#[derive(Clone, Debug)]
struct Numbered {
    clock: Arc<TestClock>,
    /// Whether there is something newer after a refusal.
    renews: bool,
    log: Arc<Mutex<Log>>,
}

#[derive(Debug, Default)]
struct Log {
    authorized_at: Vec<u64>,
    generation: u64,
    refused: Vec<u64>,
}

impl Numbered {
    fn new(rig: &Rig, renews: bool) -> Self {
        Self { clock: rig.clock.clone(), renews, log: Arc::default() }
    }

    fn connect(&self, rig: &Rig, toy: Toy) -> Client<Toy> {
        rig.prepared(ClientBuilder::with_credential(toy, self.clone())).connect().unwrap()
    }

    fn refused(&self) -> Vec<u64> {
        self.log.lock().unwrap().refused.clone()
    }
}

#[async_trait]
impl Credential for Numbered {
    async fn authorize(&self) -> Result<Authorization> {
        let mut log = self.log.lock().unwrap();
        log.authorized_at.push(self.clock.elapsed().as_secs());
        let value = format!("{}/{}", log.generation, log.authorized_at.len());
        let header = (HeaderName::from_static("x-auth"), value.parse().unwrap());
        Ok(Authorization::new([header]).generation(log.generation))
    }

    async fn refused(&self, generation: u64) -> Result<bool> {
        let mut log = self.log.lock().unwrap();
        log.refused.push(generation);
        log.generation += u64::from(self.renews);
        Ok(self.renews)
    }
}

fn shown(rig: &Rig) -> Vec<String> {
    rig.seen().iter().map(|seen| seen.header("x-auth").to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn each_attempt_is_authorized_anew() {
    let rig = Rig::replies([Reply::status(503), Reply::cut(), thing("1")]);
    let credential = Numbered::new(&rig, false);
    credential.connect(&rig, Toy::new()).call(get("1")).await.unwrap();
    assert_eq!(shown(&rig), ["0/1", "0/2", "0/3"]);
    assert!(rig.seen().iter().all(|seen| seen.headers["x-auth"].is_sensitive()), "whoever made the header");
}

#[tokio::test(start_paused = true)]
async fn authorization_comes_after_the_wait_for_a_permit() {
    let rig = Rig::replies([thing("1")]);
    let credential = Numbered::new(&rig, false);
    let client = credential.connect(&rig, Toy::new().windows([Window::fixed("calls", 1, secs(100))]));
    client.call(get("1")).await.unwrap();
    client.call(get("2")).await.unwrap();
    let at = credential.log.lock().unwrap().authorized_at.clone();
    assert_eq!(at.len(), 2);
    assert!(at[1] >= 100, "a token that was fetched before the wait might have ended in it: {at:?}");
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_renewed_once_and_the_call_replayed_at_once_whatever_it_is() {
    for write in [false, true] {
        let rig = Rig::replies([Reply::status(401), thing("1")]);
        let credential = Numbered::new(&rig, true);
        let client = credential.connect(&rig, Toy::new());
        match write {
            true => client.call(create("a")).await.unwrap(),
            false => client.call(get("1")).await.unwrap(),
        };
        assert_eq!((shown(&rig), credential.refused()), (vec!["0/1".to_owned(), "1/2".into()], vec![0]));
        assert_eq!((rig.now(), client.stats().retries), (0, 0), "it is no retry");
    }
}

#[tokio::test(start_paused = true)]
async fn a_renewed_token_that_is_refused_too_ends_the_call() {
    let rig = Rig::replies([Reply::status(401)]);
    let credential = Numbered::new(&rig, true);
    let error = credential.connect(&rig, Toy::new()).call(create("a")).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery(), error.attempts()), (ErrorKind::Auth, Delivery::Rejected, 2));
    assert_eq!(credential.refused(), [0], "one renewal, not one for each refusal");
}

#[tokio::test(start_paused = true)]
async fn without_anything_newer_a_refused_call_is_not_replayed() {
    let rig = Rig::replies([Reply::status(401)]);
    let error = rig.client().call(get("1")).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), rig.seen().len()), (ErrorKind::Auth, 1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_refused_upload_is_replayed_only_if_its_content_can_be_opened_again() {
    let chunks = || stream::iter([Ok("pic".into()), Ok("ture".into())]).boxed();

    let rig = Rig::replies([Reply::status(401), Reply::status(200)]);
    let client = Numbered::new(&rig, true).connect(&rig, Toy::new());
    client.upload(upload("a"), Content::reopening(chunks)).await.unwrap();
    assert_eq!(rig.seen().iter().map(Seen::text).collect::<Vec<_>>(), ["picture", "picture"]);

    let rig = Rig::replies([Reply::status(401), Reply::status(200)]);
    let client = Numbered::new(&rig, true).connect(&rig, Toy::new());
    let error = client.upload(upload("a"), Content::once(chunks())).await.unwrap_err();
    assert_eq!((error.kind(), rig.seen().len()), (ErrorKind::Auth, 1));
}

#[tokio::test(start_paused = true)]
async fn a_signed_host_neither_sees_the_token_nor_speaks_about_it() {
    let rig = Rig::replies([Reply::status(401)]);
    let credential = Numbered::new(&rig, true);
    let url = "https://eu.storage.example/a?sig=1".parse().unwrap();
    let call = credential.connect(&rig, Toy::new()).upload(SignedUpload { url }, Content::bytes("x"));
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Auth);
    assert_eq!((shown(&rig), credential.refused()), (vec![String::new()], vec![]));
}

/// An OAuth client whose first refresh token is there already.
fn oauth(rig: &Rig) -> Client<Toy> {
    let app = OAuthApp::new("app-1").secret("app-secret");
    rig.prepared(ClientBuilder::with_oauth(Toy::new(), app).account("one"))
        .refresh_token("refresh-0")
        .connect()
        .unwrap()
}

/// The answer of the token endpoint that gives this access token.
fn token(access: &str) -> Reply {
    Reply::json(200, &json!({ "access_token": access, "expires_in": 3600 }))
}

#[tokio::test(start_paused = true)]
async fn a_call_fetches_the_token_that_it_needs_and_marks_it_as_a_secret() {
    let rig = Rig::new(|seen| if seen.path() == "/token" { token("tok-1") } else { thing("1") });
    let client = oauth(&rig);
    client.call(get("1")).await.unwrap();
    client.call(get("2")).await.unwrap();
    let seen = rig.seen();
    assert_eq!(seen.iter().map(Seen::path).collect::<Vec<_>>(), ["/token", "/things/1", "/things/2"]);
    assert!(seen[0].text().contains("refresh_token=refresh-0"));
    assert_eq!(seen[1].header("authorization"), "Bearer tok-1");
    assert!(seen[1].headers["authorization"].is_sensitive());
    assert_eq!((client.stats().refreshes, client.stats().attempts), (1, 2));
}

#[tokio::test(start_paused = true)]
async fn a_late_refusal_of_an_old_token_does_not_throw_the_fresh_one_away() {
    let rig = Rig::new(|seen| match (seen.path(), seen.header("authorization")) {
        ("/token", _) => token(if seen.number == 0 { "tok-1" } else { "tok-2" }),
        ("/things/late", "Bearer tok-1") => Reply::status(401).after(secs(20)),
        (_, "Bearer tok-1") => Reply::status(401),
        _ => thing("1"),
    });
    let client = oauth(&rig);
    let (late, early) =
        tokio::join!(client.call(get("late")).into_future(), client.call(create("a")).into_future());
    late.unwrap();
    early.unwrap();
    let at = rig.times();
    assert_eq!((at[at.len() - 2], at[at.len() - 1]), (0, 20), "replayed when its refusal came: {at:?}");
    assert_eq!(client.stats().refreshes, 2, "{:?}", rig.seen());
}

#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_is_away_for_a_moment_does_not_fail_the_call() {
    let rig = Rig::new(|seen| match seen.path() {
        "/token" if seen.number < 4 => Reply::not_sent(),
        "/token" => token("tok-1"),
        _ => thing("1"),
    });
    oauth(&rig).call(create("a")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_deadline_covers_the_token_and_nothing_was_sent() {
    let rig = Rig::replies([Reply::hang()]);
    let error = oauth(&rig).call(create("a")).deadline(secs(5)).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery(), error.attempts()),
        (ErrorKind::Timeout, Delivery::NotSent, 0)
    );
    assert_eq!(rig.now(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_lost_consent_is_told_and_nothing_is_sent() {
    let rig = Rig::new(|_| Reply::json(400, &json!({ "error": "invalid_grant" })));
    let client = oauth(&rig);
    for _ in 0..3 {
        let error = client.call(get("1")).await.unwrap_err();
        assert_eq!((error.kind(), error.delivery()), (ErrorKind::ConsentNeeded, Delivery::NotSent));
        assert!(!error.is_retryable());
    }
    assert_eq!(rig.seen().iter().map(Seen::path).collect::<Vec<_>>(), ["/token"], "asked once");
}
