//! Calls in progress, credits, throttling.

use std::time::Duration;

use connectors_core::clock::{Clock as _, SystemClock};
use connectors_sandbox::zoho::{Edition, Zoho};
use connectors_sandbox::{Fault, Sandbox};
use http::StatusCode;
use serde_json::{Value, json};

use crate::harness::World;

const HOUR: Duration = Duration::from_secs(3600);

/// How many of so many calls at once are refused.
async fn refused(zoho: Zoho, path: &str, calls: usize) -> usize {
    let builder = Sandbox::builder().platform(zoho).service_time(HOUR);
    let sandbox = builder.start().await.unwrap();
    let header = format!("Zoho-oauthtoken {}", sandbox.access_token("zoho").unwrap());
    let client = reqwest::Client::new();
    let url = format!("{}/crm/v8{path}", sandbox.url("zoho"));
    let send = || tokio::spawn(client.get(&url).header("authorization", &header).send());
    let sent: Vec<_> = (0..calls).map(|_| send()).collect();
    let clock = SystemClock::new();
    let in_progress = || sandbox.state()["platforms"]["zoho"]["in_progress"].as_u64().unwrap();
    while in_progress() + sandbox.counters("zoho").throttled < calls as u64 {
        assert!(clock.elapsed() < Duration::from_secs(20), "the calls do not arrive");
        clock.sleep(Duration::from_millis(2)).await;
    }
    sandbox.advance(HOUR);
    let mut refused = 0;
    for call in sent {
        let response = call.await.unwrap().unwrap();
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            refused += 1;
            assert_eq!(response.headers().get("retry-after"), None);
            let body: Value = response.json().await.unwrap();
            assert_eq!((&body["code"], &body["status"]), (&json!("TOO_MANY_REQUESTS"), &json!("error")));
        }
    }
    refused
}

#[tokio::test]
async fn the_edition_decides_how_many_calls_may_be_in_progress() {
    for (edition, most) in [
        (Edition::Free, 5),
        (Edition::Standard, 10),
        (Edition::Professional, 15),
        (Edition::Enterprise, 20),
        (Edition::Ultimate, 25),
    ] {
        let zoho = Zoho::new().deals(0).edition(edition);
        assert_eq!(refused(zoho, "/Leads?fields=Email", most + 3).await, 3, "{edition:?}");
    }
}

#[tokio::test]
async fn heavy_calls_have_a_limit_of_their_own() {
    for path in ["/Leads/search?word=abc", "/Leads?fields=Email&sort_by=Modified_Time"] {
        assert_eq!(refused(Zoho::new().deals(0), path, 12).await, 2, "{path}");
    }
}

/// How many credits are left, by the header.
fn left(answer: &crate::harness::Answer) -> Option<u64> {
    answer.headers.get("x-api-credits-remaining").map(|left| left.to_str().unwrap().parse().unwrap())
}

#[tokio::test]
async fn the_credits_left_are_told_once_half_of_them_is_used() {
    let world = World::of(Zoho::new().deals(0).credits(6)).await;
    let mut told = Vec::new();
    for _ in 0..6 {
        told.push(left(&world.get("/org").await));
    }
    assert_eq!(told, [None, None, Some(3), Some(2), Some(1), Some(0)]);
    let refused = world.get("/org").await;
    assert_eq!((refused.status, refused.code()), (429, "TOO_MANY_REQUESTS"));
}

#[tokio::test]
async fn credits_come_back_after_twenty_four_hours() {
    let mut world = World::of(Zoho::new().deals(0).credits(2)).await;
    world.get("/org").await;
    world.sandbox.advance(12 * HOUR);
    world.token = world.sandbox.access_token("zoho").unwrap();
    world.get("/org").await;
    assert_eq!(world.get("/org").await.status, 429);
    world.sandbox.advance(12 * HOUR);
    world.token = world.sandbox.access_token("zoho").unwrap();
    assert_eq!(world.get("/org").await.status, 200, "the first is a day old");
    assert_eq!(world.get("/org").await.status, 429, "the second is not");
}

#[tokio::test]
async fn calls_cost_what_they_cost() {
    let world = World::of(Zoho::new().deals(0).credits(1_000)).await;
    // Half is used up, so that every answer tells what is left.
    for _ in 0..500 {
        world.get("/org").await;
    }
    let mut before = left(&world.get("/org").await).unwrap();
    let mut cost = |answer: &crate::harness::Answer| {
        let now = left(answer).unwrap();
        std::mem::replace(&mut before, now) - now
    };
    let leads = |count: usize| json!({ "data": vec![json!({ "Last_Name": "A", "Company": "C" }); count] });
    let query =
        |limit: &str| json!({ "select_query": format!("select id from Leads where id is not null {limit}") });
    assert_eq!(cost(&world.get("/Leads?fields=Email").await), 1);
    for (count, credits) in [(1, 1), (10, 1), (11, 2), (100, 10)] {
        assert_eq!(cost(&world.post("/Leads", leads(count)).await), credits, "{count}");
        assert_eq!(cost(&world.post("/Leads/upsert", leads(count)).await), credits, "{count}");
    }
    for (limit, credits) in
        [("", 1), ("limit 200", 1), ("limit 201", 2), ("limit 1000", 2), ("limit 1001", 3), ("limit 2000", 3)]
    {
        assert_eq!(cost(&world.post("/coql", query(limit)).await), credits, "{limit}");
    }
    let lead = world.get("/Leads?fields=Email").await;
    cost(&lead);
    let id = lead.data()[0]["id"].as_str().unwrap();
    let convert = world.post(&format!("/Leads/{id}/actions/convert"), json!({ "data": [{}] })).await;
    assert_eq!(cost(&convert), 5);
}

#[tokio::test]
async fn credits_grow_with_edition_and_licences() {
    for (edition, licences, credits) in [
        (Edition::Free, 3, 5_000_u64),
        (Edition::Standard, 1, 50_250),
        (Edition::Standard, 1_000, 100_000),
        (Edition::Enterprise, 2, 52_000),
    ] {
        use connectors_sandbox::{LimitKind, Platform as _};
        let limits = Zoho::new().edition(edition).licences(licences).limits();
        let rolling = limits.iter().find(|limit| matches!(limit.kind, LimitKind::Rolling { .. })).unwrap();
        assert_eq!(rolling.kind.size(), credits, "{edition:?}");
    }
}

#[tokio::test]
async fn faults_look_like_the_platforms_own_errors() {
    let world = World::empty().await;
    world.sandbox.fault(Fault::throttle(None).times(1));
    let throttled = world.get("/org").await;
    assert_eq!((throttled.status, throttled.code()), (429, "TOO_MANY_REQUESTS"));
    world.sandbox.fault(Fault::status(500).times(1));
    let broken = world.get("/org").await;
    assert_eq!((broken.status, broken.code()), (500, "INTERNAL_ERROR"));
    world.sandbox.fault(Fault::cut_after_write().times(1));
    let lead = json!({ "data": [{ "Last_Name": "A", "Company": "C" }] });
    assert!(world.request(http::Method::POST, "/Leads").json(&lead).send().await.is_err());
    assert_eq!(world.get("/Leads/actions/count").await.body["count"], 1, "the write was done");
}
