//! Limits as data, and what answers say about them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::time::Duration;

use connectors_core::limits::{Kind, Scope, Window};
use connectors_core::{Connector, ErrorKind, Head};
use connectors_hubspot::{Distribution, HubSpot, Plan};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

const TEN: Kind = Kind::Sliding(Duration::from_secs(10));

fn of(hubspot: &HubSpot) -> Vec<(&'static str, Kind, u64)> {
    hubspot.limits().iter().map(|window: &Window| (window.name, window.kind, window.limit)).collect()
}

#[test]
fn the_table_of_plans() {
    let searches = ("searches", Kind::Sliding(Duration::from_secs(1)), 5);
    for (plan, increases, burst, day) in [
        (Plan::Free, 0, 100, 250_000),
        (Plan::Starter, 0, 100, 250_000),
        (Plan::Professional, 0, 190, 625_000),
        (Plan::Enterprise, 0, 190, 1_000_000),
        (Plan::Professional, 1, 250, 1_625_000),
        (Plan::Enterprise, 3, 250, 3_000_000),
    ] {
        let windows = of(&HubSpot::new().plan(plan).limit_increases(increases));
        assert_eq!(windows, [("ten-seconds", TEN, burst), ("day", Kind::Daily, day), searches], "{plan:?}");
    }
    let public = HubSpot::new().plan(Plan::Enterprise).limit_increases(2).distribution(Distribution::Public);
    assert_eq!(of(&public), [("ten-seconds", TEN, 110), searches]);
    // The ten seconds are an application's own, the rest is all applications' together.
    for window in public.limits().into_iter().chain(HubSpot::new().limits()) {
        let scope = if window.name == "ten-seconds" { Scope::Installation } else { Scope::Account };
        assert_eq!(window.scope, scope, "{}", window.name);
    }
}

fn head(status: u16, headers: &[(&'static str, &'static str)]) -> Head {
    let headers = headers.iter().map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v)));
    Head::new(StatusCode::from_u16(status).unwrap(), headers.collect::<HeaderMap>())
}

#[test]
fn headers_correct_what_is_left_and_how_large_a_window_is() {
    let head = head(
        200,
        &[
            ("x-hubspot-ratelimit-interval-milliseconds", "10000"),
            ("x-hubspot-ratelimit-max", "190"),
            ("x-hubspot-ratelimit-remaining", "180"),
            ("x-hubspot-ratelimit-daily", "625000"),
            ("x-hubspot-ratelimit-daily-remaining", "600000"),
        ],
    );
    let readings = |hubspot: HubSpot| {
        let readings = hubspot.feedback(&head, b"").readings;
        readings.into_iter().map(|r| (r.window, r.remaining, r.limit)).collect::<Vec<_>>()
    };
    let burst = ("ten-seconds", Some(180), Some(190));
    assert_eq!(readings(HubSpot::new()), [burst, ("day", Some(600_000), Some(625_000))]);
    // Applications that anybody may install have no daily limit.
    assert_eq!(readings(HubSpot::new().distribution(Distribution::Public)), [burst]);
    let other = self::head(
        200,
        &[("x-hubspot-ratelimit-interval-milliseconds", "1000"), ("x-hubspot-ratelimit-remaining", "1")],
    );
    assert!(HubSpot::new().feedback(&other, b"").readings.is_empty());
}

#[test]
fn a_throttle_pauses_the_window_that_it_names_as_long_as_it_says() {
    let seconds = Duration::from_secs;
    for (policy, retry_after, window, wait, kind) in [
        ("TEN_SECONDLY_ROLLING", None, "ten-seconds", 10, ErrorKind::RateLimited),
        ("TEN_SECONDLY_ROLLING", Some("3"), "ten-seconds", 3, ErrorKind::RateLimited),
        ("SECONDLY", None, "searches", 1, ErrorKind::RateLimited),
        ("DAILY", None, "day", 3_600, ErrorKind::QuotaExhausted),
        ("SOMETHING_NEW", None, "ten-seconds", 10, ErrorKind::RateLimited),
    ] {
        let headers: Vec<_> = retry_after.map(|value| ("retry-after", value)).into_iter().collect();
        let head = head(429, &headers);
        let body = format!(
            r#"{{"status":"error","message":"no","errorType":"RATE_LIMIT","policyName":"{policy}"}}"#
        );
        let pause = HubSpot::new().feedback(&head, body.as_bytes()).pause.unwrap();
        assert_eq!((pause.window, pause.wait), (Some(window), seconds(wait)), "{policy}");
        let fault = HubSpot::new().fault(&head, body.as_bytes()).unwrap();
        assert_eq!((fault.kind, fault.retry_after), (kind, Some(seconds(wait))), "{policy}");
        assert_eq!(fault.code.as_deref(), Some(policy));
    }
}

#[test]
fn a_locked_record_and_a_moving_account_are_waited_for() {
    let fault = |status, headers: &[_]| HubSpot::new().fault(&head(status, headers), b"").unwrap();
    let locked = fault(423, &[]);
    assert_eq!((locked.kind, locked.retry_after), (ErrorKind::RateLimited, Some(Duration::from_secs(2))));
    let moving = fault(477, &[("retry-after", "7200")]);
    assert_eq!((moving.kind, moving.retry_after), (ErrorKind::RateLimited, Some(Duration::from_secs(7_200))));
    let pause = HubSpot::new().feedback(&head(477, &[("retry-after", "7200")]), b"").pause.unwrap();
    assert_eq!((pause.window, pause.wait), (None, Duration::from_secs(7_200)));
}
