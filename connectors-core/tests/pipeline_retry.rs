//! What is sent again, what is not, and what the error says about it: idempotency × delivery through the whole client.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use connectors_core::limits::Window;
use connectors_core::transport::Reply;
use connectors_core::{CallOptions, Delivery, ErrorKind, RetryPolicy, SentKey};
use support::{KEY_LIFE, Replace, Rig, Toy, create, create_keyed, get, refusal, secs, thing};

fn replace() -> Replace {
    Replace { id: "1".into() }
}

#[tokio::test(start_paused = true)]
async fn a_write_whose_answer_was_lost_is_not_sent_again_and_says_that_it_may_have_been_done() {
    let lost = [
        (Reply::cut(), ErrorKind::Transport),
        (Reply::hang(), ErrorKind::Timeout),
        (Reply::status(500), ErrorKind::Server),
        (Reply::status(503).header("retry-after", "1"), ErrorKind::Server),
    ];
    for (reply, kind) in lost {
        let rig = Rig::replies([reply, thing("1")]);
        let error = rig.client().call(create("a")).await.unwrap_err();
        assert_eq!((error.kind(), error.delivery()), (kind, Delivery::Unknown));
        assert_eq!((error.attempts(), rig.seen().len()), (1, 1), "{kind:?}");
        assert!(!error.is_retryable() && !error.is_exhausted(), "{error:?}");
        assert!(error.to_string().starts_with("thing.create: "), "{error}");
        assert!(error.to_string().ends_with("it may have been done"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn with_a_key_a_lost_write_is_sent_again_with_the_same_key() {
    for reply in [Reply::cut(), Reply::hang(), Reply::status(500)] {
        let rig = Rig::replies([reply, thing("1")]);
        let answered = rig.client().call(create_keyed("a")).with_meta().await.unwrap();
        let seen = rig.seen();
        assert_eq!(seen.len(), 2);
        assert!(!seen[0].header("idempotency-key").is_empty());
        assert_eq!(seen[0].header("idempotency-key"), seen[1].header("idempotency-key"));
        let sent = answered.meta.sent_key.unwrap();
        assert_eq!(sent.key, seen[0].header("idempotency-key"));
        assert_eq!((answered.output.id.as_str(), answered.meta.attempts), ("1", 2));
    }
}

#[tokio::test(start_paused = true)]
async fn every_call_has_a_key_of_its_own_unless_one_is_given() {
    let rig = Rig::replies([thing("1")]);
    let client = rig.client();
    client.call(create_keyed("a")).await.unwrap();
    client.call(create_keyed("a")).await.unwrap();
    client.call(create_keyed("a")).idempotency_key("order-17").await.unwrap();
    let keys: Vec<_> = rig.seen().iter().map(|seen| seen.header("idempotency-key").to_owned()).collect();
    assert_ne!(keys[0], keys[1]);
    assert_eq!(keys[2], "order-17");
}

#[tokio::test(start_paused = true)]
async fn a_key_is_sent_again_until_its_life_is_over() {
    let rig = Rig::replies([Reply::hang()]);
    let call = rig.client().call(create_keyed("a")).timeout(secs(400)).deadline(secs(3_000));
    let error = call.await.unwrap_err();
    // Sent at 0, lost at 400, sent again at 401; lost at 801, and the key is 600 s at the most.
    assert_eq!(rig.times(), [0, 401]);
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Timeout, Delivery::Unknown));
    assert!(!error.is_retryable(), "a dead key does not protect: {error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_lost_write_whose_key_dies_while_it_waits_is_not_sent_again() {
    let throttle = Reply::status(429).header("retry-after", "700");
    for second in [throttle, Reply::not_sent().after(secs(650))] {
        let rig = Rig::replies([Reply::cut(), second, thing("2")]);
        let error =
            rig.client().call(create_keyed("a")).timeout(secs(900)).deadline(secs(3_000)).await.unwrap_err();
        assert_eq!(rig.seen().len(), 2, "the first may have been done, and its key is forgotten");
        assert_eq!(error.delivery(), Delivery::Unknown);
        assert!(!error.is_retryable(), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_write_whose_key_dies_while_it_waits_for_a_permit_is_not_sent_again() {
    let rig = Rig::replies([Reply::cut(), thing("2")]);
    let client = rig.client_of(Toy::new().windows([Window::fixed("calls", 1, secs(700))]));
    let error = client.call(create_keyed("a")).deadline(secs(3_000)).await.unwrap_err();
    assert_eq!(rig.seen().len(), 1);
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Conflict, Delivery::Unknown));
}

#[tokio::test(start_paused = true)]
async fn a_write_that_was_surely_not_done_is_sent_again_however_old_its_key_is() {
    let rig = Rig::replies([Reply::status(429).header("retry-after", "700"), thing("1")]);
    rig.client().call(create_keyed("a")).deadline(secs(3_000)).await.unwrap();
    assert_eq!(rig.times(), [0, 700]);
}

#[tokio::test(start_paused = true)]
async fn the_key_of_a_failed_call_is_used_by_a_later_call_and_refused_after_its_life() {
    let rig = Rig::replies([Reply::cut(), thing("1")]);
    let client = rig.client();
    let error = client.call(create_keyed("a")).retry(RetryPolicy::never()).await.unwrap_err();
    let kept = serde_json::to_string(error.sent_key().unwrap()).unwrap();
    let sent: SentKey = serde_json::from_str(&kept).unwrap();

    rig.sleep(KEY_LIFE.as_secs() - 1).await;
    client.call(create_keyed("a")).sent_key(sent.clone()).await.unwrap();
    assert_eq!(rig.seen()[1].header("idempotency-key"), sent.key);

    rig.sleep(2).await;
    let refused =
        client.call(create_keyed("a")).options(CallOptions::new().sent_key(sent)).await.unwrap_err();
    assert_eq!((refused.kind(), refused.attempts()), (ErrorKind::Conflict, 0));
    assert_eq!(rig.seen().len(), 2, "nothing was sent with a dead key");
}

#[tokio::test(start_paused = true)]
async fn a_later_call_does_not_lengthen_the_life_of_a_key() {
    let rig = Rig::replies([Reply::cut(), Reply::cut()]);
    let client = rig.client();
    let first = client.call(create_keyed("a")).retry(RetryPolicy::never()).await.unwrap_err();
    rig.sleep(100).await;
    let second = client
        .call(create_keyed("a"))
        .sent_key(first.sent_key().unwrap().clone())
        .retry(RetryPolicy::never());
    let second = second.await.unwrap_err();
    assert_eq!(second.sent_key(), first.sent_key());
}

#[tokio::test(start_paused = true)]
async fn a_throttled_write_is_sent_again() {
    let throttles = [
        Reply::status(429).header("retry-after", "5"),
        refusal(200, "THROTTLED"),
        // Some platforms throttle by 503; the connector knows which.
        refusal(503, "THROTTLED"),
    ];
    for throttle in throttles {
        let rig = Rig::replies([throttle, thing("1")]);
        let client = rig.client();
        client.call(create("a")).await.unwrap();
        assert_eq!(rig.seen().len(), 2);
        let stats = client.stats();
        assert_eq!((stats.calls, stats.attempts, stats.retries, stats.throttled), (1, 2, 1, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn a_failure_of_the_platform_is_asked_again_where_that_is_harmless() {
    for status in [500, 502, 503, 504] {
        let rig = Rig::replies([Reply::status(status), thing("1")]);
        rig.client().call(get("1")).await.unwrap();
        let rig = Rig::replies([Reply::status(status), thing("1")]);
        rig.client().call(replace()).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_not_sent_is_always_sent_again() {
    let rig = Rig::replies([Reply::not_sent(), Reply::not_sent(), thing("1")]);
    rig.client().call(create("a")).await.unwrap();
    assert_eq!(rig.times(), [0, 1, 3]);
}

#[tokio::test(start_paused = true)]
async fn used_up_retries_are_told() {
    let rig = Rig::replies([Reply::not_sent()]);
    let client = rig.client();
    let error = client.call(create("a")).await.unwrap_err();
    assert_eq!(rig.times(), [0, 1, 3, 7]);
    assert_eq!(
        (error.kind(), error.delivery(), error.attempts()),
        (ErrorKind::Transport, Delivery::NotSent, 4)
    );
    assert!(error.is_exhausted() && error.is_retryable());
    let stats = client.stats();
    assert_eq!((stats.calls, stats.attempts, stats.retries), (1, 4, 3));
    assert_eq!(stats.errors[&ErrorKind::Transport], 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_may_forgo_retries() {
    let rig = Rig::replies([Reply::status(500)]);
    let error = rig.client().call(get("1")).retry(RetryPolicy::never()).await.unwrap_err();
    assert_eq!((error.attempts(), rig.seen().len()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_not_sent_again() {
    for (status, kind) in [
        (400, ErrorKind::Validation),
        (403, ErrorKind::Permission),
        (404, ErrorKind::NotFound),
        (409, ErrorKind::Conflict),
    ] {
        let rig = Rig::replies([Reply::status(status)]);
        let error = rig.client().call(get("1")).await.unwrap_err();
        assert_eq!((error.kind(), error.delivery(), rig.seen().len()), (kind, Delivery::Rejected, 1));
        assert!(!error.is_retryable() && !error.is_exhausted());
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_cannot_be_read_says_that_the_call_was_done_and_is_not_repeated() {
    let unreadable =
        || Rig::replies([Reply::json(200, &serde_json::json!({ "ID": 5 })).header("x-request-id", "r-1")]);

    let rig = unreadable();
    let error = rig.client().call(get("1")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery(), rig.seen().len()),
        (ErrorKind::Decode, Delivery::Accepted, 1)
    );
    assert_eq!(
        (error.status().unwrap().as_u16(), error.request_id(), error.attempts()),
        (200, Some("r-1"), 1)
    );
    assert!(error.to_string().contains("missing field `id`"), "{error}");

    let rig = unreadable();
    let client = rig.client();
    let error = client.call(create_keyed("a")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery(), rig.seen().len()),
        (ErrorKind::Decode, Delivery::Accepted, 1)
    );
    assert_eq!(
        error.sent_key().unwrap().key,
        rig.seen()[0].header("idempotency-key"),
        "to ask for the answer again"
    );
    assert_eq!(client.stats().errors[&ErrorKind::Decode], 1);
}

#[tokio::test(start_paused = true)]
async fn doubt_about_an_earlier_attempt_survives_a_later_refusal() {
    let rig = Rig::replies([Reply::cut(), refusal(400, "DUPLICATE")]);
    let error = rig.client().call(create_keyed("a")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery(), error.attempts()),
        (ErrorKind::Duplicate, Delivery::Unknown, 2)
    );

    let rig = Rig::replies([Reply::cut(), Reply::not_sent()]);
    let error = rig.client().call(replace()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery(), error.attempts()),
        (ErrorKind::Transport, Delivery::Unknown, 4)
    );
}

#[tokio::test(start_paused = true)]
async fn there_is_no_doubt_about_a_call_that_changes_nothing() {
    let rig = Rig::replies([Reply::cut(), Reply::status(404)]);
    let error = rig.client().call(get("1")).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::NotFound, Delivery::Rejected));
}

#[tokio::test(start_paused = true)]
async fn an_error_tells_the_platforms_code_field_and_request_id() {
    let body = serde_json::json!({ "error": { "code": "BAD", "message": "too long", "field": "name" } });
    let rig = Rig::replies([Reply::json(400, &body).header("x-request-id", "r-7")]);
    let error = rig.client().call(create("a")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert_eq!((error.vendor_code(), error.request_id()), (Some("BAD"), Some("r-7")));
    assert_eq!(
        (error.field_errors()[0].field.as_str(), error.field_errors()[0].message.as_str()),
        ("name", "too long")
    );
    assert_eq!(error.to_string(), "thing.create: too long [BAD] (HTTP 400)");
}
