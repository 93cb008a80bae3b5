//! What answers say about limits reaches all who share them; and the breaker.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::future::IntoFuture;
use std::time::Duration;

use connectors_core::clock::timeout;
use connectors_core::limits::{Scope, Unit, Window};
use connectors_core::transport::Reply;
use connectors_core::{Delivery, ErrorKind, Priority, Request, RetryPolicy, Root};
use futures_util::future::join_all;
use serde_json::json;
use support::{Rig, Toy, create, download, get, secs, thing};

const MINUTE: Window = Window::sliding("calls", 1_000, secs(60));

#[tokio::test(start_paused = true)]
async fn a_throttle_pauses_all_who_share_the_bucket_and_nobody_else() {
    let rig = Rig::replies([Reply::status(429).header("retry-after", "30"), thing("1")]);
    let client = |realm, account: &str| {
        rig.builder(Toy::new().realm(realm).windows([MINUTE])).account(account).connect().unwrap()
    };
    let (ada, bob, eve) = (client("shop-1", "ada"), client("shop-1", "bob"), client("shop-2", "eve"));
    let throttled = ada.call(get("1")).retry(RetryPolicy::never()).await.unwrap_err();
    assert_eq!(throttled.kind(), ErrorKind::RateLimited);
    let when =
        async |call: connectors_core::Call<Toy, _>| call.await.map(|_: support::Thing| rig.now()).unwrap();
    let (ada, bob, eve) =
        tokio::join!(when(ada.call(get("1"))), when(bob.call(get("1"))), when(eve.call(get("1"))));
    assert_eq!((ada, bob, eve), (30, 30, 0));
}

#[tokio::test(start_paused = true)]
async fn accounts_of_one_application_share_its_windows() {
    let app = Window::sliding("app", 2, secs(60)).scope(Scope::Application);
    let rig = Rig::replies([thing("1")]);
    let client = |realm| {
        rig.builder(Toy::new().realm(realm).windows([app.clone()])).application("app-1").connect().unwrap()
    };
    let (one, two) = (client("shop-1"), client("shop-2"));
    one.call(get("1")).await.unwrap();
    two.call(get("1")).await.unwrap();
    let error = one.call(get("1")).deadline(secs(30)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
}

#[tokio::test(start_paused = true)]
async fn an_installation_s_windows_are_those_of_one_application_in_one_account() {
    let own = Window::sliding("own", 2, secs(60)).scope(Scope::Installation);
    let rig = Rig::replies([thing("1")]);
    let client = |application: &str, realm| {
        rig.builder(Toy::new().realm(realm).windows([own.clone()]))
            .application(application)
            .connect()
            .unwrap()
    };
    let (one, same) = (client("app-1", "shop-1"), client("app-1", "shop-1"));
    one.call(get("1")).await.unwrap();
    same.call(get("1")).await.unwrap();
    let error = one.call(get("1")).deadline(secs(30)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    for (application, realm) in [("app-2", "shop-1"), ("app-1", "shop-2")] {
        client(application, realm).call(get("1")).deadline(secs(30)).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn headers_correct_what_is_left() {
    let rig = Rig::replies([thing("1").header("x-remaining", "0").header("x-reset", "45"), thing("2")]);
    let client = rig.client_of(Toy::new().windows([Window::fixed("calls", 1_000, secs(60))]));
    client.call(get("1")).await.unwrap();
    assert_eq!(client.usage().await.unwrap()[0].remaining, 0);
    client.call(get("2")).await.unwrap();
    let waited = rig.seen()[1].at;
    assert!(waited >= secs(45) && waited < secs(47), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn headers_of_a_refusal_count_too() {
    let rig = Rig::replies([Reply::status(404).header("x-remaining", "7")]);
    let client = rig.client_of(Toy::new().windows([MINUTE]));
    client.call(get("1")).await.unwrap_err();
    assert_eq!(client.usage().await.unwrap()[0].remaining, 7);
}

#[tokio::test(start_paused = true)]
async fn a_body_tells_what_is_left_and_what_the_call_has_cost() {
    let points = Window::bucket_of("points", 100, 1.0).unit(Unit::Points);
    let rig = Rig::replies([
        Reply::json(200, &json!({ "id": "1", "cost": 40 })),
        Reply::json(200, &json!({ "id": "2", "cost": 1, "left": 5 })),
    ]);
    let client = rig.client_of(Toy::new().windows([points]));
    client.call(get("1")).await.unwrap();
    assert_eq!(client.usage().await.unwrap()[0].remaining, 60, "it was set aside as one point");
    client.call(get("2")).await.unwrap();
    let usage = client.usage().await.unwrap().remove(0);
    assert_eq!((usage.window.name, usage.limit, usage.remaining), ("points", 100, 5));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_was_not_authorized_gives_its_permit_back() {
    let rig = Rig::replies([thing("1")]);
    let app = connectors_core::auth::OAuthApp::new("app-1");
    let builder =
        connectors_core::ClientBuilder::with_oauth(Toy::new().windows([MINUTE]), app).account("one");
    let client = rig.prepared(builder).connect().unwrap();
    let error = client.call(get("1")).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::ConsentNeeded, 0));
    assert_eq!(client.usage().await.unwrap()[0].remaining, 1_000);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_call_frees_its_slot() {
    let rig = Rig::replies([Reply::hang(), thing("2")]);
    let client = rig.client_of(Toy::new().windows([Window::concurrency("slots", 1)]));
    let cancelled = timeout(&*rig.clock, secs(3), client.call(get("1")).into_future()).await;
    assert!(cancelled.is_none());
    client.call(get("2")).await.unwrap();
    assert_eq!(rig.times(), [0, 3]);
}

#[tokio::test(start_paused = true)]
async fn calls_of_high_priority_go_before_those_that_wait() {
    let rig = Rig::new(|_| thing("1").after(secs(1)));
    let client = rig.client_of(Toy::new().windows([Window::concurrency("slots", 1)]));
    let call = |id: &str, priority| client.call(get(id)).priority(priority).into_future();
    let (bulk, urgent) = (Priority::Normal, Priority::High);
    join_all([call("1", bulk), call("2", bulk), call("3", bulk), call("4", urgent)]).await;
    let order: Vec<_> = rig.seen().iter().map(|seen| seen.path().to_owned()).collect();
    assert_eq!(order, ["/things/1", "/things/4", "/things/2", "/things/3"]);
}

#[tokio::test(start_paused = true)]
async fn a_sub_limit_counts_only_what_names_it() {
    let search = Window::sliding("search", 1, secs(60)).bucket("search");
    let rig = Rig::replies([thing("1")]);
    let client = rig.client_of(Toy::new().windows([search]));
    let search =
        |detail: &str| client.send(Request::get(["search"]).bucket_for("search", detail)).deadline(secs(30));
    search("ada").await.unwrap();
    client.call(get("1")).await.unwrap();
    search("bob").await.unwrap();
    assert_eq!(search("ada").await.unwrap_err().kind(), ErrorKind::RateLimited);
}

/// A client whose host has failed ten times in a row.
async fn broken(rig: &Rig) -> connectors_core::Client<Toy> {
    let client = rig.client();
    for _ in 0..10 {
        let error = client.call(create("a")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Server);
    }
    client
}

#[tokio::test(start_paused = true)]
async fn the_breaker_opens_after_ten_failures_in_a_row_and_then_nothing_is_sent() {
    let rig = Rig::replies([Reply::status(500)]);
    let client = broken(&rig).await;
    rig.sleep(10).await;
    let error = client.call(get("1")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery(), error.attempts()),
        (ErrorKind::CircuitOpen, Delivery::NotSent, 0)
    );
    assert_eq!(
        (error.retry_after(), rig.now()),
        (Some(secs(20)), 10),
        "it fails fast and says when to come back"
    );
    assert!(error.is_retryable(), "after that time");
    assert_eq!(rig.seen().len(), 10);
}

#[tokio::test(start_paused = true)]
async fn half_open_lets_one_call_through_and_a_good_answer_closes_it() {
    let rig = Rig::new(|seen| if seen.number < 10 { Reply::status(500) } else { thing("1").after(secs(1)) });
    let client = broken(&rig).await;
    rig.sleep(30).await;
    let results = join_all((0..5).map(|n| client.call(get(n.to_string())).into_future())).await;
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1, "one probe: {results:?}");
    assert_eq!(rig.seen().len(), 11);
    assert!(
        join_all((0..5).map(|n| client.call(get(n.to_string())).into_future()))
            .await
            .iter()
            .all(Result::is_ok)
    );
}

#[tokio::test(start_paused = true)]
async fn a_failed_probe_opens_the_breaker_again() {
    let rig = Rig::replies([Reply::status(500)]);
    let client = broken(&rig).await;
    rig.sleep(31).await;
    assert_eq!(client.call(create("a")).await.unwrap_err().kind(), ErrorKind::Server);
    let error = client.call(create("a")).await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::CircuitOpen, Some(secs(30))));
}

#[tokio::test(start_paused = true)]
async fn a_breaker_is_one_accounts_and_one_hosts() {
    let rig = Rig::new(|seen| match seen.uri.host() {
        Some("up.toy.example") => thing("1"),
        _ => Reply::status(500),
    });
    let client = broken(&rig).await;
    client.send(Request::get(["x"]).root(Root::UPLOAD)).await.unwrap();
    let other = rig.client().call(create("a")).await.unwrap_err();
    assert_eq!(other.kind(), ErrorKind::Server, "another account's call goes out");
}

#[tokio::test(start_paused = true)]
async fn refusals_and_answers_too_large_are_no_failures_of_the_host() {
    let rig = Rig::new(|seen| match seen.number {
        0..15 => Reply::status(404),
        15..30 => Reply::status(200).body(vec![b' '; 2_000]),
        30..45 => Reply::status(302).header("location", "//"),
        _ => thing("1"),
    });
    let client = rig.builder(Toy::new()).max_body(1_000).connect().unwrap();
    for _ in 0..15 {
        assert_eq!(client.call(get("1")).await.unwrap_err().kind(), ErrorKind::NotFound);
    }
    for _ in 0..15 {
        assert_eq!(client.call(get("1")).await.unwrap_err().kind(), ErrorKind::Decode);
    }
    for _ in 0..15 {
        assert_eq!(client.download(download("1")).await.unwrap_err().kind(), ErrorKind::Vendor);
    }
    client.call(get("1")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_burst_within_the_limits_is_not_slowed_down() {
    let rig = Rig::replies([thing("1")]);
    let client = rig.client_of(Toy::new().windows([MINUTE]));
    join_all((0..1_000).map(|n| client.call(get(n.to_string())).into_future())).await;
    assert_eq!((rig.seen().len(), rig.now()), (1_000, 0));
    let usage = client.usage().await.unwrap().remove(0);
    assert_eq!((usage.remaining, usage.paused_for), (0, None));
    assert!(usage.resets_in.unwrap() > Duration::from_secs(59));
}
