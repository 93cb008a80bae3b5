//! Limits: ten seconds by plan and kind of app, searches in a second, the day.

use std::time::Duration;

use connectors_sandbox::hubspot::{HubSpot, Plan};
use serde_json::json;

use crate::harness::World;

const OWNERS: &str = "/crm/v3/owners";

#[tokio::test]
async fn a_private_app_has_what_the_plan_gives_in_ten_seconds() {
    let world = World::of(HubSpot::new().plan(Plan::Free)).await;
    for left in (0..100).rev() {
        let answer = world.get(OWNERS).await.expect(200);
        assert_eq!(answer.header("x-hubspot-ratelimit-remaining"), Some(left.to_string().as_str()));
    }
    let refused = world.get(OWNERS).await.expect(429);
    assert_eq!(refused.body["policyName"], "TEN_SECONDLY_ROLLING");
    assert_eq!(refused.body["errorType"], "RATE_LIMIT");
    assert_eq!(refused.header("x-hubspot-ratelimit-max"), Some("100"));
    assert_eq!(refused.header("x-hubspot-ratelimit-interval-milliseconds"), Some("10000"));
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    world.sandbox.advance(Duration::from_secs(wait));
    world.get(OWNERS).await.expect(200);
}

#[tokio::test]
async fn a_public_app_has_the_same_on_every_plan_and_no_daily_limit() {
    let mut world = World::of(HubSpot::new().plan(Plan::Enterprise)).await;
    let private = world.get(OWNERS).await;
    assert_eq!(private.header("x-hubspot-ratelimit-max"), Some("190"));
    assert_eq!(private.header("x-hubspot-ratelimit-daily"), Some("1000000"));
    world.token = world.sandbox.access_token("hubspot").unwrap();
    let public = world.get(OWNERS).await;
    assert_eq!(public.header("x-hubspot-ratelimit-max"), Some("110"));
    assert_eq!(public.header("x-hubspot-ratelimit-daily"), None);
}

#[tokio::test]
async fn five_searches_in_a_second_count_for_themselves() {
    let mut world = World::new().await;
    for number in 0..5 {
        // All apps of the account together.
        world.token = match number {
            0..3 => world.token.clone(),
            _ => world.sandbox.access_token("hubspot").unwrap(),
        };
        let answer = world.search("contacts", json!({})).await.expect(200);
        assert_eq!(answer.header("x-hubspot-ratelimit-remaining"), None);
    }
    let refused = world.search("companies", json!({})).await.expect(429);
    assert_eq!((&refused.body["policyName"], refused.header("retry-after")), (&json!("SECONDLY"), None));
    world.post("/crm/v3/lists/search", json!({})).await.expect(429);
    world.get(OWNERS).await.expect(200);
    world.sandbox.advance(Duration::from_secs(1));
    world.search("companies", json!({})).await.expect(200);
}

#[tokio::test]
async fn the_day_ends_at_midnight() {
    let world = World::of(HubSpot::new().daily_calls(2)).await;
    let now = world.sandbox.clock().now();
    let midnight = (now + chrono::TimeDelta::days(1)).date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
    // Shortly before midnight.
    world.sandbox.advance((midnight - now - chrono::TimeDelta::minutes(5)).to_std().unwrap_or_default());
    world.get(OWNERS).await.expect(200);
    assert_eq!(world.get(OWNERS).await.expect(200).header("x-hubspot-ratelimit-daily-remaining"), Some("0"));
    assert_eq!(world.get(OWNERS).await.expect(429).body["policyName"], "DAILY");
    world.sandbox.advance(Duration::from_secs(6 * 60));
    world.get(OWNERS).await.expect(200);
}
