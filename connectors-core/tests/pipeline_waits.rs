//! Waiting: what the platform asks for, deadlines, attempt timeouts, permits, the retry budget.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::HashSet;
use std::future::IntoFuture;
use std::sync::Mutex;

use connectors_core::limits::Window;
use connectors_core::transport::Reply;
use connectors_core::{Content, Delivery, ErrorKind, RetryPolicy};
use futures_util::future::join_all;
use support::{Rig, Toy, create, get, refusal, secs, thing, upload};

#[tokio::test(start_paused = true)]
async fn retry_after_is_obeyed_in_seconds_and_as_a_date() {
    for (value, wait) in [("17", 17), ("0", 0), ("Thu, 01 Jan 2026 00:01:30 GMT", 90)] {
        for status in [429, 503] {
            let rig = Rig::replies([Reply::status(status).header("retry-after", value), thing("1")]);
            rig.client().call(get("1")).await.unwrap();
            assert_eq!(rig.times(), [0, wait], "{status} {value}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_that_says_nothing_is_answered_with_our_own_pause() {
    let rig = Rig::replies([Reply::status(429).header("retry-after", "soon"), thing("1")]);
    rig.client().call(get("1")).await.unwrap();
    assert_eq!(rig.times(), [0, 1]);
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_fails_at_once_and_says_how_long_it_would_have_been() {
    let rig = Rig::replies([Reply::status(429).header("retry-after", "400")]);
    let error = rig.client().call(get("1")).await.unwrap_err();
    assert_eq!(rig.now(), 0, "five minutes are the default deadline");
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, Some(secs(400))));
    assert!(error.is_retryable() && error.is_exhausted());
    assert!(error.to_string().contains("try again in 400.0 s"), "{error}");

    let rig = Rig::replies([Reply::status(429).header("retry-after", "400"), thing("1")]);
    rig.client().call(get("1")).deadline(secs(401)).await.unwrap();
    assert_eq!(rig.times(), [0, 400]);
}

#[tokio::test(start_paused = true)]
async fn a_wait_for_a_permit_beyond_the_deadline_fails_at_once_and_says_how_long_it_would_have_been() {
    let rig = Rig::replies([thing("1")]);
    let client = rig.client_of(Toy::new().windows([Window::fixed("calls", 1, secs(100))]));
    client.call(get("1")).await.unwrap();
    let error = client.call(get("2")).deadline(secs(60)).await.unwrap_err();
    assert_eq!((rig.now(), rig.seen().len()), (0, 1));
    assert_eq!(
        (error.kind(), error.delivery(), error.attempts()),
        (ErrorKind::RateLimited, Delivery::NotSent, 0)
    );
    let wait = error.retry_after().unwrap();
    assert!(wait >= secs(100) && wait <= secs(102), "{wait:?}");
    assert!(error.to_string().contains("calls"), "names the limit: {error}");
}

#[tokio::test(start_paused = true)]
async fn a_used_up_quota_says_so_and_when_it_is_back() {
    let rig = Rig::replies([thing("1")]);
    let client = rig.client_of(Toy::new().windows([Window::daily("day", 1)]));
    client.call(get("1")).await.unwrap();
    let error = client.call(get("2")).await.unwrap_err();
    assert_eq!((error.kind(), rig.seen().len(), rig.now()), (ErrorKind::QuotaExhausted, 1, 0));
    assert!(error.retry_after().unwrap() > secs(23 * 3600));
    assert!(error.is_retryable(), "later, that is");
}

#[tokio::test(start_paused = true)]
async fn a_permit_that_does_not_come_in_time_ends_the_call_at_its_deadline() {
    let rig = Rig::replies([thing("1").after(secs(25)), thing("2")]);
    let client = rig.client_of(Toy::new().windows([Window::concurrency("slots", 1)]));
    let (slow, late) = tokio::join!(client.call(get("1")).into_future(), async {
        let error = client.call(get("2")).deadline(secs(10)).await.unwrap_err();
        (error, rig.now())
    });
    slow.unwrap();
    let (error, at) = late;
    assert_eq!((error.kind(), error.delivery(), at), (ErrorKind::RateLimited, Delivery::NotSent, 10));
    assert_eq!(rig.seen().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn backoff_lies_outside_the_attempt_timeout() {
    let rig = Rig::replies([Reply::status(503).header("retry-after", "20"), thing("1").after(secs(1))]);
    let answered = rig.client().call(get("1")).timeout(secs(2)).with_meta().await.unwrap();
    assert_eq!(rig.times(), [0, 20]);
    assert_eq!((answered.meta.waited.as_secs(), answered.meta.spent.as_secs()), (20, 21));
}

#[tokio::test(start_paused = true)]
async fn waiting_for_a_permit_counts_against_the_deadline_and_not_the_attempt_timeout() {
    let rig = Rig::replies([thing("1").after(secs(1))]);
    let client = rig.client_of(Toy::new().windows([Window::sliding("calls", 1, secs(60))]));
    client.call(get("1")).await.unwrap();
    let answered = client.call(get("2")).timeout(secs(2)).with_meta().await.unwrap();
    assert!(answered.meta.waited > secs(58), "{:?}", answered.meta.waited);
    assert_eq!(answered.meta.attempts, 1);
}

#[tokio::test(start_paused = true)]
async fn an_attempt_without_an_answer_ends_after_its_timeout_and_is_tried_again() {
    let rig = Rig::replies([Reply::hang(), thing("1")]);
    rig.client().call(get("1")).timeout(secs(5)).await.unwrap();
    assert_eq!(rig.times(), [0, 6]);
}

#[tokio::test(start_paused = true)]
async fn an_attempt_has_thirty_seconds_and_an_upload_fifteen_minutes_unless_said_otherwise() {
    let rig = Rig::replies([thing("1").after(secs(31)), thing("1").after(secs(29))]);
    rig.client().call(get("1")).await.unwrap();
    assert_eq!(rig.times(), [0, 31]);

    let rig = Rig::replies([thing("1").after(secs(901)), thing("1").after(secs(899))]);
    rig.client().upload(upload("a"), Content::bytes("abc")).deadline(secs(3_000)).await.unwrap();
    assert_eq!(rig.times(), [0, 901]);
}

#[tokio::test(start_paused = true)]
async fn the_deadline_ends_an_attempt_under_way() {
    let rig = Rig::replies([Reply::hang()]);
    let error = rig.client().call(create("a")).deadline(secs(5)).await.unwrap_err();
    assert_eq!(rig.now(), 5);
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Timeout, Delivery::Unknown));
}

#[tokio::test(start_paused = true)]
async fn the_clients_own_timeout_and_deadline_hold_for_calls_that_say_nothing() {
    let rig = Rig::replies([Reply::hang()]);
    let client = rig.builder(Toy::new()).timeout(secs(4)).deadline(secs(10)).connect().unwrap();
    let error = client.call(get("1")).await.unwrap_err();
    // 4 s, a pause of 1 s, 4 s; the pause of 2 s after it would pass the deadline.
    assert_eq!((rig.times(), rig.now()), (vec![0, 5], 9));
    assert!(error.is_exhausted());
}

/// A failure that the breaker does not count, since the host answers.
fn busy() -> Reply {
    refusal(200, "BUSY")
}

#[tokio::test(start_paused = true)]
async fn the_retry_budget_stops_a_storm_and_does_not_starve_a_quiet_account() {
    let known = Mutex::new(HashSet::new());
    let rig = Rig::new(move |seen| {
        let first = known.lock().unwrap().insert(seen.path().to_owned());
        if first || !seen.path().starts_with("/things/quiet") { busy() } else { thing("1") }
    });
    let (stormy, quiet) =
        (rig.client_of(Toy::new().realm("stormy")), rig.client_of(Toy::new().realm("quiet")));
    let storm = join_all((0..200).map(|n| stormy.call(get(n.to_string())).into_future())).await;
    assert!(storm.iter().all(|result| result.as_ref().is_err_and(|e| e.is_exhausted() && e.is_retryable())));
    assert_eq!(rig.seen().len(), 200 + 40, "one retry for five calls, not three for each");

    let answers = join_all((0..10).map(|n| quiet.call(get(format!("quiet-{n}"))).into_future())).await;
    assert!(answers.iter().all(Result::is_ok), "each needs one retry: {answers:?}");

    rig.sleep(61).await;
    let before = rig.seen().len();
    stormy.call(get("1")).await.unwrap_err();
    assert_eq!(rig.seen().len() - before, 4, "a minute later it may retry again");
}

#[tokio::test(start_paused = true)]
async fn throttled_calls_do_not_use_the_retry_budget_up() {
    // Each call is throttled once, as when a limit is smaller than we were told.
    let rig = Rig::new(|seen| if seen.number < 100 { refusal(429, "THROTTLED") } else { thing("1") });
    let client = rig.client();
    let results = join_all((0..100).map(|n| client.call(create(&n.to_string())).into_future())).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(client.stats().throttled, 100);
}

#[tokio::test(start_paused = true)]
async fn many_who_failed_together_do_not_come_back_together() {
    let rig = Rig::new(|seen| if seen.number < 8 { Reply::not_sent() } else { thing("1") });
    let client = rig.builder(Toy::new()).retry(RetryPolicy::standard()).connect().unwrap();
    join_all((0..8).map(|n| client.call(get(n.to_string())).into_future())).await;
    let mut pauses: Vec<_> = rig.seen()[8..].iter().map(|seen| seen.at.as_millis()).collect();
    assert!(pauses.iter().all(|pause| *pause <= 1_001), "{pauses:?}");
    pauses.dedup();
    assert!(pauses.len() > 4, "{pauses:?}");
}
