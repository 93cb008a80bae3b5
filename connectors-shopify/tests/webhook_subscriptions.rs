//! What is subscribed to, and how topics are spelled.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use connectors_shopify::webhook_subscriptions::{Create, Subscription, SubscriptionInput, ensure};
use connectors_shopify::webhooks::Topic;
use connectors_shopify::{orders, products};
use serde_json::json;

mod support;
use support::{body, client, data, request};

const HERE: &str = "https://hooks.example.org/shopify";

#[test]
fn a_topic_is_spelled_as_the_schema_has_it_and_read_both_ways() {
    let spelled = |topic: Topic| {
        let create = Create::new(topic, SubscriptionInput::new().uri(HERE));
        body(&request(&create))["variables"]["topic"].as_str().unwrap().to_owned()
    };
    assert_eq!(spelled(Topic::OrdersCreate), "ORDERS_CREATE");
    assert_eq!(spelled(Topic::CustomerJoinedSegment), "CUSTOMER_JOINED_SEGMENT");
    for &topic in Topic::ALL {
        let read: Subscription = serde_json::from_value(json!({ "topic": spelled(topic) })).unwrap();
        assert_eq!(read.topic, topic);
        let read: Subscription = serde_json::from_value(json!({ "topic": topic.as_str() })).unwrap();
        assert_eq!(read.topic, topic);
    }
    let newer: Subscription = serde_json::from_value(json!({ "topic": "TEAPOTS_BOILED" })).unwrap();
    assert_eq!(serde_json::to_value(&newer).unwrap()["topic"], "TEAPOTS_BOILED");
}

#[tokio::test]
async fn only_what_is_missing_is_subscribed_to() {
    let one = |topic: &str, uri: &str| json!({ "id": format!("gid://shopify/WebhookSubscription/{topic}"), "topic": topic, "uri": uri });
    let (client, transport) = client(move |seen| {
        let sent = seen.json();
        let sent = &sent["variables"];
        match sent["after"].as_str() {
            _ if sent.get("topic").is_some() => {
                let made = one(sent["topic"].as_str().unwrap(), HERE);
                data(
                    &json!({ "webhookSubscriptionCreate": { "webhookSubscription": made, "userErrors": [] } }),
                )
            }
            // What lies on the second page, or goes elsewhere, counts as what it is.
            None => data(&json!({ "webhookSubscriptions": {
                "nodes": [one("PRODUCTS_CREATE", "https://elsewhere.example.org")],
                "pageInfo": { "hasNextPage": true, "endCursor": "next" } } })),
            Some(_) => data(&json!({ "webhookSubscriptions": {
                "nodes": [one("ORDERS_CREATE", HERE)], "pageInfo": { "hasNextPage": false } } })),
        }
    });
    let topics = orders::CreatedOrUpdated::new().topics().chain(products::Created::new().topics());
    let topics: Vec<Topic> = topics.collect();
    let told = ensure(&client, HERE, topics.iter().chain(&topics).copied()).await.unwrap();
    assert_eq!(told.len(), topics.len());
    assert!(topics.iter().all(|topic| told.iter().any(|one| one.topic == *topic && one.uri == HERE)));
    let made: Vec<_> =
        transport.seen().iter().filter_map(|seen| seen.json()["variables"].get("topic").cloned()).collect();
    assert_eq!(made.len(), topics.len() - 1);
    assert!(!made.contains(&json!("ORDERS_CREATE")) && made.contains(&json!("PRODUCTS_CREATE")));
}
