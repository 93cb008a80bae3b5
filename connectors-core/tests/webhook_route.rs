//! The route that takes deliveries: what it answers, and what waits in line.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests on paused time")]

mod support;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use bytes::Bytes;
use connectors_core::clock::{Clock, TestClock};
use connectors_core::limits::Window;
use connectors_core::triggers::Event;
use connectors_core::webhooks::{
    AnswerWhen, Claim, Deliveries, Handshake, Hmac, Inbound, MemoryReplayGuard, Part, Place, PublicUrl,
    Received, ReplayGuard, Route, Scheme, SharedValue, Ticket, Verdict, Verified, Verifier, Webhook, by_hint,
};
use connectors_core::{Error, ErrorKind, Result};
use futures_util::stream;
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use secrecy::SecretString;
use serde::Deserialize;
use tower::ServiceExt;

use crate::support::Toy;

const SECRET: &str = "a webhook's secret";
const SCHEME: Scheme = Scheme::Hmac(Hmac::hex(Place::Header("x-toy-signature")));

#[derive(Debug, Deserialize)]
struct Told {
    account: String,
    id: String,
}

impl Webhook for Toy {
    type Event = String;

    fn events(delivery: &Verified) -> Result<Vec<Event<String>>> {
        let told: Vec<Told> = serde_json::from_slice(delivery.body())
            .map_err(|_| Error::new(ErrorKind::Decode, "it is no list of events"))?;
        Ok(told
            .into_iter()
            .map(|told| Event::new(told.account, &told.id, &told.id, "made".to_owned()))
            .collect())
    }
}

fn secret() -> SecretString {
    SecretString::from(SECRET)
}

fn clock() -> Arc<TestClock> {
    Arc::new(TestClock::at("2026-01-01T00:00:00Z".parse().unwrap()))
}

fn route(capacity: usize) -> (Route<Toy>, Deliveries<String>, Arc<TestClock>) {
    let clock = clock();
    let (route, deliveries) = Route::<Toy>::new(Verifier::new(SCHEME, secret()), capacity);
    (route.clock(clock.clone()), deliveries, clock)
}

fn app(route: Route<Toy>) -> Router {
    Router::new().route("/hooks", route.into_method_router())
}

/// A signed delivery of these events, each an account and an id.
fn signed(events: &[(&str, &str)]) -> Request<Body> {
    let events: Vec<_> =
        events.iter().map(|(account, id)| serde_json::json!({ "account": account, "id": id })).collect();
    signed_body(serde_json::to_vec(&events).unwrap())
}

fn signed_body(body: Vec<u8>) -> Request<Body> {
    let inbound = Inbound::post("https://app.example.com/hooks", body);
    let inbound = SCHEME.sign(inbound, &secret(), "2026-01-01T00:00:00Z".parse().unwrap()).unwrap();
    let mut request = Request::post("/hooks").body(Body::from(inbound.body().clone())).unwrap();
    request.headers_mut().extend(inbound.headers().clone());
    request
}

async fn send(app: &Router, request: Request<Body>) -> Response<Body> {
    app.clone().oneshot(request).await.unwrap()
}

async fn status(app: &Router, request: Request<Body>) -> u16 {
    send(app, request).await.status().as_u16()
}

fn retry_after(answer: &Response<Body>) -> u64 {
    answer.headers()["retry-after"].to_str().unwrap().parse().unwrap()
}

/// What waits in line, without waiting for more.
async fn waiting(deliveries: &mut Deliveries<String>) -> Option<Vec<String>> {
    let next = tokio::time::timeout(Duration::from_millis(1), deliveries.next()).await.ok()??;
    let ids = next.events.iter().map(|event| event.id.clone()).collect();
    next.confirm().await.unwrap();
    Some(ids)
}

#[tokio::test(start_paused = true)]
async fn a_good_delivery_is_answered_and_waits_in_line() {
    let (route, mut deliveries, _) = route(10);
    let app = app(route);
    assert_eq!(status(&app, signed(&[("a", "1"), ("a", "2")])).await, 200);
    let delivery = deliveries.next().await.unwrap();
    let ids: Vec<_> = delivery.events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids, ["1", "2"]);
    assert!(delivery.verified.body().starts_with(b"["));
    delivery.confirm().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_forged_or_altered_delivery_is_refused_and_nothing_waits_in_line() {
    let (route, mut deliveries, _) = route(10);
    let app = app(route);
    let good = signed(&[("a", "1")]);
    let (parts, _) = good.into_parts();
    let altered = Request::from_parts(parts, Body::from(r#"[{"account":"a","id":"2"}]"#));
    assert_eq!(status(&app, altered).await, 401);
    let unsigned = Request::post("/hooks").body(Body::from(r#"[{"account":"a","id":"3"}]"#)).unwrap();
    let answer = send(&app, unsigned).await;
    assert_eq!(answer.status(), 401);
    assert!(axum::body::to_bytes(answer.into_body(), 100).await.unwrap().is_empty(), "it says nothing");
    assert_eq!(waiting(&mut deliveries).await, None);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_says_it_is_too_large_is_refused_unread() {
    let (route, _deliveries, _) = route(10);
    let app = app(route.max_body(100));
    let unread = Body::from_stream(stream::poll_fn(|_| -> std::task::Poll<Option<Result<Bytes, Error>>> {
        panic!("the body was read")
    }));
    let mut request = Request::post("/hooks").body(unread).unwrap();
    request.headers_mut().insert("content-length", HeaderValue::from_static("101"));
    assert_eq!(status(&app, request).await, 413);
}

#[tokio::test(start_paused = true)]
async fn a_body_of_unknown_length_is_read_up_to_the_limit() {
    let (route, _deliveries, _) = route(10);
    let app = app(route.max_body(100));
    let endless = stream::repeat_with(|| Ok::<_, Error>(Bytes::from_static(b"0123456789")));
    let request = Request::post("/hooks").body(Body::from_stream(endless)).unwrap();
    assert_eq!(status(&app, request).await, 413);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_arrive_is_not_waited_for() {
    let (route, _deliveries, clock) = route(10);
    let app = app(route);
    let never = stream::pending::<Result<Bytes, Error>>();
    let request = Request::post("/hooks").body(Body::from_stream(never)).unwrap();
    assert_eq!(status(&app, request).await, 408);
    assert_eq!(clock.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn so_many_bodies_are_read_at_once_and_no_more() {
    let (route, _deliveries, _) = route(10);
    let app = app(route);
    let slow = || {
        let never = stream::pending::<Result<Bytes, Error>>();
        let request = Request::post("/hooks").body(Body::from_stream(never)).unwrap();
        tokio::spawn(app.clone().oneshot(request))
    };
    let held: Vec<_> = (0..256).map(|_| slow()).collect();
    tokio::time::sleep(Duration::from_millis(1)).await;
    let refused = send(&app, signed(&[("a", "1")])).await;
    assert_eq!((refused.status().as_u16(), retry_after(&refused)), (503, 5));
    for one in held {
        assert_eq!(one.await.unwrap().unwrap().status(), 408);
    }
    assert_eq!(status(&app, signed(&[("a", "1")])).await, 200);
}

#[tokio::test(start_paused = true)]
async fn a_full_line_refuses_before_anything_is_confirmed_and_takes_the_delivery_later() {
    let (route, mut deliveries, _) = route(1);
    let app = app(route);
    assert_eq!(status(&app, signed(&[("a", "1")])).await, 200);
    let refused = send(&app, signed(&[("a", "2")])).await;
    assert_eq!((refused.status().as_u16(), retry_after(&refused)), (503, 5));
    assert_eq!(waiting(&mut deliveries).await.unwrap(), ["1"]);
    assert_eq!(status(&app, signed(&[("a", "2")])).await, 200);
    assert_eq!(waiting(&mut deliveries).await.unwrap(), ["2"]);
}

#[tokio::test(start_paused = true)]
async fn a_replayed_delivery_is_answered_and_given_once() {
    let (route, mut deliveries, _) = route(10);
    let app = app(route);
    assert_eq!(status(&app, signed(&[("a", "1")])).await, 200);
    assert_eq!(waiting(&mut deliveries).await.unwrap(), ["1"]);
    assert_eq!(status(&app, signed(&[("a", "1")])).await, 200);
    assert_eq!(waiting(&mut deliveries).await, None);
    // Of a delivery that is new in part, the new part is given.
    assert_eq!(status(&app, signed(&[("a", "1"), ("a", "2"), ("a", "2")])).await, 200);
    assert_eq!(waiting(&mut deliveries).await.unwrap(), ["2"]);
}

#[tokio::test(start_paused = true)]
async fn the_same_event_of_another_account_is_another_event() {
    let (route, mut deliveries, _) = route(10);
    let app = app(route);
    for account in ["a", "b"] {
        assert_eq!(status(&app, signed(&[(account, "1")])).await, 200);
        assert_eq!(waiting(&mut deliveries).await.unwrap(), ["1"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_delivery_under_way_is_asked_for_again_and_comes_again_after_a_crash() {
    let (route, mut deliveries, clock) = route(10);
    let app = app(route.lease(Duration::from_secs(60)));
    assert_eq!(status(&app, signed(&[("a", "1")])).await, 200);
    let under_way = deliveries.next().await.unwrap();
    let again = send(&app, signed(&[("a", "1")])).await;
    assert_eq!((again.status().as_u16(), retry_after(&again)), (503, 30));
    drop(under_way); // a crash
    assert_eq!(status(&app, signed(&[("a", "1")])).await, 503);
    clock.sleep(Duration::from_secs(61)).await;
    assert_eq!(status(&app, signed(&[("a", "1")])).await, 200);
    assert_eq!(waiting(&mut deliveries).await.unwrap(), ["1"]);
}

#[tokio::test(start_paused = true)]
async fn a_delivery_whose_work_failed_is_given_again_at_once() {
    let (route, mut deliveries, _) = route(10);
    let app = app(route);
    assert_eq!(status(&app, signed(&[("a", "1")])).await, 200);
    deliveries.next().await.unwrap().release().await.unwrap();
    assert_eq!(status(&app, signed(&[("a", "1")])).await, 200);
    assert_eq!(waiting(&mut deliveries).await.unwrap(), ["1"]);
}

#[tokio::test(start_paused = true)]
async fn an_account_with_a_line_of_its_own_holds_up_nobody_else() {
    let (route, mut others, _) = route(10);
    let mut slow = others.account("slow", 1);
    let app = app(route);
    assert_eq!(status(&app, signed(&[("slow", "1")])).await, 200);
    assert_eq!(status(&app, signed(&[("slow", "2")])).await, 503);
    assert_eq!(status(&app, signed(&[("quick", "3")])).await, 200);
    assert_eq!(waiting(&mut others).await.unwrap(), ["3"]);
    // One delivery for both: either both lines take it, or neither.
    assert_eq!(status(&app, signed(&[("quick", "4"), ("slow", "2")])).await, 503);
    assert_eq!(waiting(&mut others).await, None);
    assert_eq!(waiting(&mut slow).await.unwrap(), ["1"]);
    assert_eq!(status(&app, signed(&[("quick", "4"), ("slow", "2")])).await, 200);
    assert_eq!(waiting(&mut others).await.unwrap(), ["4"]);
    assert_eq!(waiting(&mut slow).await.unwrap(), ["2"]);
    drop(slow);
    assert_eq!(status(&app, signed(&[("slow", "5")])).await, 200);
    assert_eq!(waiting(&mut others).await.unwrap(), ["5"]);
}

#[tokio::test(start_paused = true)]
async fn a_delivery_for_more_accounts_than_the_line_is_long_has_one_place_in_it() {
    let (route, mut deliveries, _) = route(1);
    let app = app(route);
    assert_eq!(status(&app, signed(&[("a", "1"), ("b", "2"), ("c", "3")])).await, 200);
    assert_eq!(status(&app, signed(&[("a", "4")])).await, 503);
    for id in ["1", "2", "3"] {
        assert_eq!(waiting(&mut deliveries).await.unwrap(), [id]);
    }
    assert_eq!(status(&app, signed(&[("a", "4")])).await, 200);
}

#[tokio::test(start_paused = true)]
async fn what_waits_in_the_line_of_an_account_that_is_dropped_arrives_with_all_others() {
    let (route, mut others, _) = route(10);
    let own = others.account("a", 10);
    let app = app(route);
    for id in ["1", "2"] {
        assert_eq!(status(&app, signed(&[("a", id)])).await, 200);
    }
    drop(own);
    assert_eq!(waiting(&mut others).await.unwrap(), ["1"]);
    assert_eq!(waiting(&mut others).await.unwrap(), ["2"]);
}

/// Fails to confirm so many times.
#[derive(Debug)]
struct Failing(AtomicU32, MemoryReplayGuard);

#[async_trait::async_trait]
impl ReplayGuard for Failing {
    async fn claim(&self, key: &str, lease: Duration) -> Result<Claim> {
        self.1.claim(key, lease).await
    }

    async fn confirm(&self, ticket: &Ticket) -> Result<()> {
        match self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)) {
            Ok(_) => Err(Error::new(ErrorKind::Storage, "no connection")),
            Err(_) => self.1.confirm(ticket).await,
        }
    }

    async fn release(&self, ticket: &Ticket) -> Result<()> {
        self.1.release(ticket).await
    }
}

#[tokio::test(start_paused = true)]
async fn what_could_not_be_confirmed_can_be_confirmed_again() {
    let (route, mut deliveries, clock) = route(10);
    let guard = Failing(AtomicU32::new(2), MemoryReplayGuard::new(clock));
    let route = route.guard(guard).answer(AnswerWhen::Confirmed(Duration::from_secs(4)));
    let app = app(route);
    let work = async {
        let delivery = deliveries.next().await.unwrap();
        let mut failures = 0;
        while delivery.confirm().await.is_err() {
            failures += 1;
        }
        failures
    };
    let (answered, failures) = tokio::join!(status(&app, signed(&[("a", "1"), ("a", "2")])), work);
    assert_eq!((answered, failures), (200, 2));
    assert_eq!(status(&app, signed(&[("a", "1")])).await, 200);
    assert!(waiting(&mut deliveries).await.is_none(), "it was confirmed");
}

#[tokio::test(start_paused = true)]
async fn a_platform_is_not_kept_waiting_for_work_that_failed() {
    let (route, mut deliveries, clock) = route(10);
    let app = app(route.answer(AnswerWhen::Confirmed(Duration::from_secs(4))));
    let work = async {
        let delivery = deliveries.next().await.unwrap();
        delivery.release().await.unwrap();
        delivery
    };
    let (answered, _delivery) = tokio::join!(status(&app, signed(&[("a", "1")])), work);
    assert_eq!((answered, clock.elapsed().as_secs()), (503, 0));
}

/// Takes a second for each claim.
#[derive(Debug)]
struct Slow(Arc<TestClock>, MemoryReplayGuard);

#[async_trait::async_trait]
impl ReplayGuard for Slow {
    async fn claim(&self, key: &str, lease: Duration) -> Result<Claim> {
        self.0.sleep(Duration::from_secs(1)).await;
        self.1.claim(key, lease).await
    }

    async fn confirm(&self, ticket: &Ticket) -> Result<()> {
        self.1.confirm(ticket).await
    }

    async fn release(&self, ticket: &Ticket) -> Result<()> {
        self.1.release(ticket).await
    }
}

#[tokio::test(start_paused = true)]
async fn a_platform_that_hangs_up_early_leaves_no_claim_that_nobody_works_on() {
    let (route, mut deliveries, clock) = route(10);
    let guard = Slow(Arc::clone(&clock), MemoryReplayGuard::new(clock.clone()));
    let app = app(route.guard(guard));
    let answer = status(&app, signed(&[("a", "1"), ("a", "2")]));
    assert!(tokio::time::timeout(Duration::from_millis(1_500), answer).await.is_err(), "it hung up");
    clock.sleep(Duration::from_secs(1)).await;
    assert_eq!(waiting(&mut deliveries).await.unwrap(), ["1", "2"]);
}

#[tokio::test(start_paused = true)]
async fn a_delivery_whose_line_goes_away_while_it_is_claimed_is_not_answered_as_taken() {
    let (route, deliveries, clock) = route(10);
    let guard = Slow(Arc::clone(&clock), MemoryReplayGuard::new(clock.clone()));
    let app = app(route.guard(guard));
    let go = async {
        clock.sleep(Duration::from_millis(500)).await;
        drop(deliveries);
    };
    let (answered, ()) = tokio::join!(status(&app, signed(&[("a", "1")])), go);
    assert_eq!(answered, 503);
}

#[tokio::test(start_paused = true)]
async fn when_the_route_is_gone_the_lines_end_after_what_waits_in_them() {
    let (route, mut others, _) = route(10);
    let mut own = others.account("a", 1);
    let app = app(route);
    assert_eq!(status(&app, signed(&[("a", "1"), ("b", "2")])).await, 200);
    drop(app);
    for (line, id) in [(&mut own, "1"), (&mut others, "2")] {
        assert_eq!(waiting(line).await.unwrap(), [id]);
        let end = tokio::time::timeout(Duration::from_secs(60), line.next()).await;
        assert!(end.expect("it ends").is_none());
    }
}

#[tokio::test(start_paused = true)]
async fn a_part_under_way_leaves_no_claim_on_the_other_parts() {
    let (route, mut deliveries, _) = route(10);
    let app = app(route);
    assert_eq!(status(&app, signed(&[("b", "2")])).await, 200);
    let under_way = deliveries.next().await.unwrap();
    assert_eq!(status(&app, signed(&[("a", "1"), ("b", "2")])).await, 503);
    assert_eq!(waiting(&mut deliveries).await, None);
    under_way.confirm().await.unwrap();
    assert_eq!(status(&app, signed(&[("a", "1"), ("b", "2")])).await, 200);
    assert_eq!(waiting(&mut deliveries).await.unwrap(), ["1"]);
}

#[tokio::test(start_paused = true)]
async fn a_sender_that_sends_too_much_is_slowed_down_and_others_are_not() {
    let (route, _deliveries, clock) = route(100);
    let app = app(route.rate(Window::pace("webhook", 60, Duration::from_secs(60), 2)));
    let from = |address: &str, id: &str| {
        let mut request = signed(&[("a", id)]);
        request.extensions_mut().insert(ConnectInfo(address.parse::<SocketAddr>().unwrap()));
        request
    };
    assert_eq!(status(&app, from("127.0.0.1:1", "1")).await, 200);
    assert_eq!(status(&app, from("127.0.0.1:2", "2")).await, 200);
    let slowed = send(&app, from("127.0.0.1:3", "3")).await;
    assert_eq!(slowed.status(), 429);
    assert!((1..=2).contains(&retry_after(&slowed)));
    assert_eq!(status(&app, from("127.0.0.2:1", "4")).await, 200);
    clock.sleep(Duration::from_secs(2)).await;
    assert_eq!(status(&app, from("127.0.0.1:1", "3")).await, 200);
}

#[tokio::test(start_paused = true)]
async fn a_sender_with_a_network_of_addresses_is_one_sender() {
    let (route, _deliveries, _) = route(100);
    let app = app(route.rate(Window::pace("webhook", 60, Duration::from_secs(60), 1)));
    for (address, answered) in [
        ("[2001:db8:0:1::1]:1", 200),
        ("[2001:db8:0:1:ffff::2]:1", 429),
        ("[2001:db8:0:2::1]:1", 200),
        ("192.0.2.1:1", 200),
        ("[::ffff:192.0.2.1]:1", 429),
        ("[::ffff:192.0.2.2]:1", 200),
    ] {
        let mut request = signed(&[("a", address)]);
        request.extensions_mut().insert(ConnectInfo(address.parse::<SocketAddr>().unwrap()));
        assert_eq!(status(&app, request).await, answered, "{address}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_route_that_waits_for_the_work_answers_when_it_is_confirmed() {
    let (route, mut deliveries, clock) = route(10);
    let app = app(route.answer(AnswerWhen::Confirmed(Duration::from_secs(4))));
    let worker = tokio::spawn(async move {
        let first = deliveries.next().await.unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
        first.confirm().await.unwrap();
        drop(deliveries.next().await.unwrap()); // the work panics, say
        let slow = deliveries.next().await.unwrap();
        tokio::time::sleep(Duration::from_secs(10)).await;
        slow.confirm().await.unwrap();
        deliveries
    });
    assert_eq!(status(&app, signed(&[("a", "1")])).await, 200);
    assert_eq!(clock.elapsed().as_secs(), 1);
    assert_eq!(status(&app, signed(&[("a", "2")])).await, 503);
    assert_eq!(clock.elapsed().as_secs(), 1, "nobody waits for work that is dropped");
    assert_eq!(status(&app, signed(&[("a", "3")])).await, 503);
    assert_eq!(clock.elapsed().as_secs(), 5);
    let _deliveries = worker.await.unwrap();
    // The platform sends it again; it was done meanwhile.
    assert_eq!(status(&app, signed(&[("a", "3")])).await, 200);
}

#[tokio::test(start_paused = true)]
async fn when_nobody_takes_deliveries_any_more_the_platform_is_told_to_wait() {
    let (route, mut deliveries, _) = route(10);
    let app = app(route);
    assert_eq!(status(&app, signed(&[("a", "1")])).await, 200);
    let own = deliveries.account("own", 10);
    deliveries.close();
    assert_eq!(status(&app, signed(&[("a", "2")])).await, 503);
    assert_eq!(status(&app, signed(&[("own", "3")])).await, 503);
    drop(own);
    assert_eq!(waiting(&mut deliveries).await.unwrap(), ["1"], "what was taken is given");
}

#[tokio::test(start_paused = true)]
async fn a_verified_delivery_that_cannot_be_read_is_given_with_its_body() {
    let (route, mut deliveries, _) = route(10);
    let app = app(route);
    assert_eq!(status(&app, signed_body(b"{\"new\":\"form\"}".to_vec())).await, 200);
    let delivery = deliveries.next().await.unwrap();
    assert!(delivery.events.is_empty() && delivery.unread.is_some());
    assert_eq!(&delivery.verified.body()[..], b"{\"new\":\"form\"}");
    delivery.confirm().await.unwrap();
    assert_eq!(status(&app, signed_body(b"{\"new\":\"form\"}".to_vec())).await, 200);
    assert_eq!(waiting(&mut deliveries).await, None);
}

#[tokio::test(start_paused = true)]
async fn what_works_on_deliveries_can_be_tested_without_a_route() {
    let inbound = Inbound::post("https://app.example.com/hooks", "[]");
    let verdict = Verifier::new(Scheme::None, secret()).verify(inbound).await.unwrap();
    let Verdict::Delivery(verified) = verdict else { panic!("{verdict:?}") };
    let told = Event::new("a", "1", "1", "made".to_owned());
    let delivery = Received::new(vec![told.clone()], Arc::new(verified));
    assert_eq!(delivery.events, [told]);
    delivery.confirm().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_trial_without_events_is_answered_and_given_to_nobody() {
    let (route, mut deliveries, _) = route(1);
    let app = app(route.success(StatusCode::ACCEPTED));
    assert_eq!(status(&app, signed(&[])).await, 202);
    assert_eq!(waiting(&mut deliveries).await, None);
}

#[tokio::test(start_paused = true)]
async fn a_handshake_by_get_is_answered() {
    const HUB: Handshake = Handshake::Challenge {
        mode: ("hub.mode", "subscribe"),
        token: "hub.verify_token",
        challenge: "hub.challenge",
    };
    let verifier = Verifier::new(SCHEME, secret()).handshake(HUB).verify_token(SecretString::from("token"));
    let (route, _deliveries) = Route::<Toy>::new(verifier, 1);
    let app = app(route);
    let ask = |token: &str| {
        let uri = format!("/hooks?hub.mode=subscribe&hub.verify_token={token}&hub.challenge=42");
        Request::get(uri).body(Body::empty()).unwrap()
    };
    let answer = send(&app, ask("token")).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(&axum::body::to_bytes(answer.into_body(), 100).await.unwrap()[..], b"42");
    assert_eq!(status(&app, ask("wrong")).await, 403);
}

/// Signed over the URL that the platform called.
const OVER_URL: Scheme =
    Scheme::Hmac(Hmac::hex(Place::Header("x-toy-signature")).parts(&[Part::Method, Part::Url, Part::Body]));

fn over_url(url: &str) -> (HeaderName, HeaderValue) {
    let inbound =
        OVER_URL.sign(Inbound::post(url, "[]"), &secret(), "2026-01-01T00:00:00Z".parse().unwrap()).unwrap();
    let name = HeaderName::from_static("x-toy-signature");
    let value = inbound.headers()[&name].clone();
    (name, value)
}

#[tokio::test(start_paused = true)]
async fn the_signed_url_is_the_public_one_with_its_encodings_also_behind_a_proxy_and_in_a_nested_router() {
    let url = "https://app.example.com/in/hooks?next=https%3A%2F%2Fexample.org%2Fa&q=a%20b";
    let (route, _deliveries) = Route::<Toy>::new(Verifier::new(OVER_URL, secret()), 1);
    let app = Router::new().nest("/in", app(route.public_url("https://app.example.com/")));
    let (name, value) = over_url(url);
    let request = |path: &str| {
        Request::post(path).header("host", "10.0.0.7").header(&name, &value).body(Body::from("[]")).unwrap()
    };
    let path = url.strip_prefix("https://app.example.com").unwrap();
    assert_eq!(status(&app, request(path)).await, 200);
    assert_eq!(status(&app, request(&path.replace("%2F", "/"))).await, 401);
}

#[tokio::test(start_paused = true)]
async fn over_http_2_the_host_stands_in_the_uri() {
    let url = "https://app.example.com/hooks?a=1";
    let (route, _deliveries) = Route::<Toy>::new(Verifier::new(OVER_URL, secret()), 1);
    let (name, value) = over_url(url);
    let request = Request::post(url).header(&name, &value).body(Body::from("[]")).unwrap();
    assert_eq!(status(&app(route), request).await, 200);
}

#[tokio::test(start_paused = true)]
async fn without_a_public_url_it_is_the_host_that_was_called_by_https_unless_that_is_this_machine() {
    let (route, _deliveries) = Route::<Toy>::new(Verifier::new(OVER_URL, secret()), 1);
    let app = app(route);
    for (host, url) in [
        ("app.example.com", "https://app.example.com/hooks"),
        ("127.0.0.1:8080", "http://127.0.0.1:8080/hooks"),
        ("localhost", "http://localhost/hooks"),
        ("[::1]:80", "http://[::1]:80/hooks"),
        ("127.0.0.1.example.com", "https://127.0.0.1.example.com/hooks"),
    ] {
        let (name, value) = over_url(url);
        let request = Request::post("/hooks").header("host", host).header(name, value).body(Body::from("[]"));
        assert_eq!(status(&app, request.unwrap()).await, 200, "{host}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_parameter_of_the_path_is_the_hint_for_whose_secret_it_is() {
    const TOKEN: Scheme = Scheme::SharedValue(SharedValue::at(Place::Header("x-token")).hint(Place::Route));
    let secrets = by_hint(|hint: String| async move {
        Ok(if hint == "customer 7" { vec![SecretString::from("t")] } else { Vec::new() })
    });
    let (route, _deliveries) = Route::<Toy>::new(Verifier::new(TOKEN, secrets), 1);
    let app = Router::new().route("/hooks/{account}", route.into_method_router());
    let to = |path: &str| Request::post(path).header("x-token", "t").body(Body::from("[]")).unwrap();
    assert_eq!(status(&app, to("/hooks/customer%207")).await, 200);
    assert_eq!(status(&app, to("/hooks/customer%208")).await, 401);
}

#[tokio::test(start_paused = true)]
async fn secrets_that_cannot_be_read_refuse_nothing_for_good() {
    const HINTED: Scheme =
        Scheme::Hmac(Hmac::hex(Place::Header("x-toy-signature")).hint(Place::Body("/0/account")));
    let failing = by_hint(|_: String| async { Err(Error::new(ErrorKind::Storage, "the vault is closed")) });
    let (route, _deliveries) = Route::<Toy>::new(Verifier::new(HINTED, failing), 1);
    let answer = send(&app(route), signed(&[("a", "1")])).await;
    assert_eq!(answer.status(), 503);
    assert!(retry_after(&answer) >= 1);
}

#[tokio::test]
async fn the_extractor_gives_the_delivery_as_the_platform_sent_it() {
    let handler = |inbound: Inbound| async move {
        let mut seen = format!("{} {} {:?}", inbound.method(), inbound.url(), inbound.route());
        seen.push_str(&String::from_utf8_lossy(inbound.body()));
        seen
    };
    let app = Router::new()
        .route("/hooks/{account}", axum::routing::any(handler))
        .layer(axum::Extension(PublicUrl::new("https://app.example.com")));
    let request = Request::builder()
        .method(Method::PUT)
        .uri("/hooks/a%2Fb?x=%2F")
        .body(Body::from("\u{1}body"))
        .unwrap();
    let answer = send(&app, request).await;
    let body = axum::body::to_bytes(answer.into_body(), 1000).await.unwrap();
    assert_eq!(&body[..], b"PUT https://app.example.com/hooks/a%2Fb?x=%2F Some(\"a/b\")\x01body");
}
