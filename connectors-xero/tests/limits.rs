//! Limits as data, and what answers say about them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::time::Duration;

use connectors_core::limits::{Kind, Pause, Scope};
use connectors_core::response::Head;
use connectors_core::transport::Reply;
use connectors_core::{Connector, ErrorKind};
use connectors_xero::{Tier, Xero, organisations, tenants};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::json;

mod support;
use support::{client, xero};

const TIERS: [(Tier, u64); 5] = [
    (Tier::Starter, 1_000),
    (Tier::Core, 5_000),
    (Tier::Plus, 5_000),
    (Tier::Advanced, 5_000),
    (Tier::Enterprise, 5_000),
];

fn head(status: u16, headers: &[(&'static str, &'static str)]) -> Head {
    let headers = headers.iter().map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v)));
    Head::new(StatusCode::from_u16(status).unwrap(), headers.collect::<HeaderMap>())
}

#[test]
fn the_windows_of_every_tier() {
    let minute = Duration::from_secs(60);
    for (tier, day) in TIERS {
        let windows = Xero::new().tier(tier).limits();
        let of = |window: &str| {
            let window = windows.iter().find(|w| w.name == window).unwrap();
            assert_eq!(window.bucket, None);
            (window.kind, window.limit, window.scope)
        };
        assert_eq!(windows.len(), 4);
        assert_eq!(of("concurrency"), (Kind::Concurrency, 5, Scope::Installation));
        assert_eq!(of("minute"), (Kind::Fixed(minute), 60, Scope::Installation));
        assert_eq!(of("day"), (Kind::Daily, day, Scope::Installation));
        assert_eq!(of("app-minute"), (Kind::Fixed(minute), 10_000, Scope::Application));
    }
}

#[test]
fn headers_correct_what_is_left() {
    let head = head(
        200,
        &[
            ("x-minlimit-remaining", "59"),
            ("x-daylimit-remaining", "4321"),
            ("x-appminlimit-remaining", "9999"),
        ],
    );
    let feedback = xero().feedback(&head, b"");
    let mut left: Vec<_> = feedback.readings.iter().map(|r| (r.window, r.remaining, r.limit)).collect();
    left.sort_unstable();
    assert_eq!(
        left,
        [("app-minute", Some(9999), None), ("day", Some(4321), None), ("minute", Some(59), None)]
    );
    assert_eq!(feedback.pause, None);
    assert_eq!(xero().feedback(&self::head(200, &[("x-minlimit-remaining", "many")]), b"").readings, []);
}

#[test]
fn a_day_with_more_left_than_the_tier_allows_is_a_larger_one() {
    let head = head(200, &[("x-daylimit-remaining", "4999")]);
    let limit = |tier: Tier| Xero::new().tier(tier).feedback(&head, b"").readings[0].limit;
    assert_eq!(limit(Tier::Starter), Some(5_000));
    assert_eq!(limit(Tier::Core), None);
}

#[test]
fn a_throttle_pauses_the_window_that_it_is_about() {
    for (problem, after, window, wait) in [
        ("Minute", Some("17"), "minute", 17),
        ("Daily", Some("66975"), "day", 66_975),
        ("day", Some("9"), "day", 9),
        ("Concurrent", None, "concurrency", 1),
        ("AppMinute", Some("3"), "app-minute", 3),
    ] {
        let mut headers = vec![("x-rate-limit-problem", problem)];
        headers.extend(after.map(|after| ("retry-after", after)));
        let pause = xero().feedback(&head(429, &headers), b"").pause.unwrap();
        let Pause { window: paused, wait: waits, .. } = pause;
        assert_eq!((paused, waits), (Some(window), Duration::from_secs(wait)), "{problem}");
    }
    // What is not known is left to the pipeline, which pauses all.
    assert_eq!(xero().feedback(&head(429, &[("x-rate-limit-problem", "Other")]), b"").pause, None);
    assert_eq!(xero().feedback(&head(200, &[("x-rate-limit-problem", "Minute")]), b"").pause, None);
}

fn organisation() -> Reply {
    Reply::json(200, &json!({ "Organisations": [{ "OrganisationID": "1", "Name": "Demo" }] }))
}

#[tokio::test]
async fn the_list_of_connections_takes_nothing_from_the_organisation() {
    let (client, _) = client(xero(), |seen| {
        if seen.path() == "/connections" { Reply::json(200, &json!([])) } else { organisation() }
    });
    client.call(tenants::List::new()).await.unwrap();
    let untouched = client.usage().await.unwrap();
    assert!(untouched.iter().all(|usage| usage.remaining == usage.limit), "{untouched:?}");
    client.call(organisations::Get::new()).await.unwrap();
    let left = client.usage().await.unwrap();
    let used: Vec<_> = left.iter().filter(|u| u.remaining + 1 == u.limit).map(|u| u.window.name).collect();
    assert_eq!(used, ["minute", "day", "app-minute"]);
}

#[tokio::test]
async fn a_day_that_is_used_up_is_told_from_a_minute_and_ends_the_call_at_once() {
    let (client, transport) = client(xero(), |_| {
        Reply::status(429).header("x-rate-limit-problem", "Day").header("retry-after", "40000")
    });
    let error = client.call(organisations::Get::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::QuotaExhausted);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(40_000)));
    assert_eq!(transport.seen().len(), 1);
    // Nobody asks again meanwhile.
    let error = client.call(organisations::Get::new()).await.unwrap_err();
    assert!(error.retry_after().is_some_and(|wait| wait > Duration::from_secs(39_000)), "{error}");
    assert_eq!(transport.seen().len(), 1);
}
