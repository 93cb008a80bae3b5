//! Channels of notifications.

use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use http::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, World};

const WATCH: &str = "/actions/watch";

async fn patch(world: &World, body: Value) -> Answer {
    world.send(world.request(Method::PATCH, WATCH).json(&body)).await
}

fn channel(id: u64, events: &[&str]) -> Value {
    json!({ "channel_id": id, "events": events, "notify_url": "https://example.com/notify?from=zoho", "token": "t" })
}

fn one(channel: Value) -> Value {
    json!({ "watch": [channel] })
}

/// How many minutes a channel lives, as its first event says.
fn minutes(world: &World, answer: &Answer) -> i64 {
    let expiry = answer.body["watch"][0]["details"]["events"][0]["channel_expiry"].as_str().unwrap();
    let left = DateTime::parse_from_rfc3339(expiry).unwrap().to_utc() - world.sandbox.clock().now();
    (left + TimeDelta::seconds(30)).num_minutes()
}

#[tokio::test]
async fn a_channel_is_enabled_listed_and_disabled() {
    let world = World::empty().await;
    assert_eq!(world.get(WATCH).await.status, 204);
    let made = world
        .post(WATCH, one(channel(1_000_000_068_001, &["Leads.create", "Deals.all", "Leads.edit"])))
        .await;
    assert_eq!((made.status, &made.body["watch"][0]["code"]), (201, &json!("SUCCESS")));
    let events = made.body["watch"][0]["details"]["events"].as_array().unwrap();
    let names: Vec<_> = events.iter().map(|event| event["resource_name"].as_str().unwrap()).collect();
    assert_eq!((names, &events[0]["channel_id"]), (vec!["Leads", "Deals"], &json!("1000000068001")));

    let listed = world.get(WATCH).await;
    let elements = listed.body["watch"].as_array().unwrap();
    assert_eq!((elements.len(), &elements[0]["events"]), (2, &json!(["Leads.create", "Leads.edit"])));
    assert_eq!(elements[0]["notify_url"], "https://example.com/notify?from=zoho");
    assert_eq!(world.get(&format!("{WATCH}?module=Deals")).await.body["info"]["count"], 1);
    assert_eq!(world.get(&format!("{WATCH}?channel_id=7")).await.status, 204);

    let gone = world.delete(&format!("{WATCH}?channel_ids=1000000068001")).await;
    assert_eq!(
        (gone.status, &gone.body["watch"][0]["details"]["channel_id"]),
        (200, &json!("1000000068001"))
    );
    assert_eq!(world.get(WATCH).await.status, 204);
    let again = world.delete(&format!("{WATCH}?channel_ids=1000000068001")).await;
    assert_eq!((again.status, &again.body["watch"][0]["code"]), (202, &json!("NOT_SUBSCRIBED")));
}

#[tokio::test]
async fn a_channel_lives_an_hour_or_up_to_a_week() {
    let mut world = World::empty().await;
    let clock = world.sandbox.clock();
    let until = |hours: i64| {
        let mut channel = channel(1, &["Leads.all"]);
        channel["channel_expiry"] = json!((clock.now() + TimeDelta::hours(hours)).to_rfc3339());
        one(channel)
    };
    assert_eq!(minutes(&world, &world.post(WATCH, one(channel(1, &["Leads.all"]))).await), 60);
    assert_eq!(minutes(&world, &world.post(WATCH, until(24)).await), 24 * 60);
    assert_eq!(
        minutes(&world, &world.post(WATCH, until(7 * 24 + 1)).await),
        60,
        "more than a week is an hour"
    );
    let past = world.post(WATCH, until(-1)).await;
    assert_eq!((past.status, &past.body["watch"][0]["code"]), (202, &json!("INVALID_DATA")));
    world.sandbox.advance(Duration::from_secs(59 * 60));
    assert_eq!(world.get(WATCH).await.status, 200);
    world.sandbox.advance(Duration::from_secs(2 * 60));
    world.token = world.sandbox.access_token("zoho").unwrap();
    assert_eq!(world.get(WATCH).await.status, 204);
    assert_eq!(patch(&world, until(1)).await.body["watch"][0]["code"], "NOT_SUBSCRIBED");
}

#[tokio::test]
async fn put_replaces_and_patch_merges() {
    let world = World::empty().await;
    world.post(WATCH, one(channel(1, &["Leads.all", "Deals.all"]))).await;
    let patched = patch(&world, one(json!({ "channel_id": "1", "events": ["Contacts.edit"] }))).await;
    assert_eq!(patched.status, 200);
    let listed = world.get(WATCH).await;
    assert_eq!(
        (&listed.body["watch"][0]["events"], &listed.body["watch"][0]["token"]),
        (&json!(["Contacts.edit"]), &json!("t"))
    );
    let mut without = channel(1, &["Leads.create", "Leads.edit"]);
    without.as_object_mut().unwrap().remove("token");
    assert_eq!(world.put(WATCH, one(without)).await.status, 200);
    assert_eq!(world.get(WATCH).await.body["watch"][0]["token"], Value::Null, "what is not said is gone");
    let fewer = json!({ "channel_id": 1, "events": ["Leads.edit"], "_delete_events": true });
    assert_eq!(patch(&world, one(fewer)).await.status, 200);
    assert_eq!(world.get(WATCH).await.body["watch"][0]["events"], json!(["Leads.create"]));
    let unknown = world.put(WATCH, one(channel(2, &["Leads.all"]))).await;
    assert_eq!((unknown.status, &unknown.body["watch"][0]["code"]), (202, &json!("NOT_SUBSCRIBED")));
}

#[tokio::test]
async fn a_channel_that_cannot_be_says_why() {
    let world = World::empty().await;
    for (field, value, code) in [
        ("channel_id", Value::Null, "MANDATORY_NOT_FOUND"),
        ("events", json!([]), "MANDATORY_NOT_FOUND"),
        ("events", json!(["Leads.read"]), "INVALID_DATA"),
        ("events", json!(["Nothing.all"]), "INVALID_DATA"),
        ("notify_url", Value::Null, "MANDATORY_NOT_FOUND"),
        ("notify_url", json!("nowhere"), "INVALID_DATA"),
        ("token", json!("x".repeat(51)), "INVALID_DATA"),
        ("channel_expiry", json!("soon"), "INVALID_DATA"),
    ] {
        let mut input = channel(1, &["Leads.all"]);
        input[field] = value;
        let answer = world.post(WATCH, one(input)).await;
        let element = &answer.body["watch"][0];
        assert_eq!((answer.status, &element["code"]), (202, &json!(code)), "{field}");
        assert!(
            element["details"]["json_path"].as_str().unwrap().starts_with(&format!("$.watch[0].{field}"))
        );
    }
    assert_eq!(world.delete(WATCH).await.code(), "REQUIRED_PARAM_MISSING");
}
