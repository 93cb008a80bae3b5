//! Records that are made and changed, as events.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use connectors_core::triggers::{Event, Hint, PollCursor, WebhookTrigger};
use connectors_core::types::Open;
use connectors_shopify::webhooks::{Notification, Topic};
use connectors_shopify::{fulfillment_orders, metaobject_changes, orders, products};
use serde_json::{Value, json};

mod support;
use support::{client, data, shopify};

fn product(number: u32, created: &str, updated: &str) -> Value {
    json!({ "id": format!("gid://shopify/Product/{number}"), "createdAt": created, "updatedAt": updated })
}

fn list(products: &[Value]) -> Value {
    json!({ "products": { "nodes": products, "pageInfo": { "hasNextPage": false } } })
}

#[tokio::test(start_paused = true)]
async fn what_changed_is_asked_for_in_order_and_told_once() {
    let products = [
        product(1, "2026-10-01T00:00:00Z", "2026-11-01T10:00:00Z"),
        product(2, "2026-11-01T11:00:00Z", "2026-11-01T11:00:00Z"),
    ];
    let (client, transport) = client(move |_| data(&list(&products)));
    let since = PollCursor::since("2026-11-01T09:00:00Z".parse().unwrap());
    let ids = |batch: connectors_core::triggers::Batch<products::Product>| -> Vec<Option<u64>> {
        batch.events.iter().map(|event| event.data.id.number()).collect()
    };
    let all = client.poll(products::CreatedOrUpdated::new(), &since).await.unwrap();
    let cursor = all.cursor.clone();
    assert_eq!(ids(all), [Some(1), Some(2)]);
    assert!(ids(client.poll(products::CreatedOrUpdated::new(), &cursor).await.unwrap()).is_empty());
    assert_eq!(ids(client.poll(products::Created::new(), &since).await.unwrap()), [Some(2)]);
    assert_eq!(ids(client.poll(products::Updated::new(), &since).await.unwrap()), [Some(1)]);

    client.poll(products::Updated::new().query("vendor:Acme OR vendor:Ajax"), &since).await.unwrap();
    let seen = transport.seen();
    let asked = |number: usize| seen[number].json()["variables"].clone();
    assert_eq!(asked(0)["sort_key"], "UPDATED_AT");
    assert_eq!(asked(0)["query"], "updated_at:>='2026-11-01T09:00:00Z'", "the moment included");
    let last = asked(seen.len() - 1)["query"].as_str().unwrap().to_owned();
    assert!(last.ends_with(" AND (vendor:Acme OR vendor:Ajax)"), "{last}");
}

fn told(shop: &str, topic: &str) -> Event<Notification> {
    let data = json!({ "topic": topic, "api_version": null, "webhook_id": "w", "event_id": null, "name": null, "payload": {} });
    Event::new(shop, "gid://shopify/Order/1", "w", serde_json::from_value(data).unwrap())
}

#[test]
fn a_delivery_of_this_shop_and_topic_is_a_reason_to_look() {
    let created = |event: &Event<Notification>| orders::Created::new().hint(&shopify(), event);
    let updated = |event: &Event<Notification>| orders::Updated::new().hint(&shopify(), event);
    let here = |topic: Topic| told("acme.myshopify.com", Open::from(topic).as_str());
    let look = Hint::Look { id: Some("gid://shopify/Order/1".to_owned()), at: None };
    assert_eq!(created(&here(Topic::OrdersCreate)), Some(look.clone()));
    assert_eq!(updated(&here(Topic::OrdersCreate)), None);
    assert_eq!(updated(&here(Topic::RefundsCreate)), Some(look.clone()));
    assert_eq!(created(&here(Topic::ProductsCreate)), None);
    assert_eq!(created(&told("other.myshopify.com", "orders/create")), None);
    assert_eq!(created(&told("acme.myshopify.com", "pigeons/fly")), None);
}

#[tokio::test(start_paused = true)]
async fn a_query_of_nothing_but_blanks_is_none() {
    let (client, transport) = client(|_| data(&list(&[])));
    let since = PollCursor::since("2026-11-01T09:00:00Z".parse().unwrap());
    client.poll(products::Updated::new().query(" "), &since).await.unwrap();
    assert_eq!(transport.seen()[0].json()["variables"]["query"], "updated_at:>='2026-11-01T09:00:00Z'");
}

#[test]
fn a_delivery_about_what_belongs_to_a_record_makes_it_look_for_that_record() {
    let about = |topic: &str, id: &str, payload: Value| {
        let mut event = told("acme.myshopify.com", topic);
        id.clone_into(&mut event.id);
        event.data.payload = serde_json::from_value(payload).unwrap();
        event
    };
    let looked_for = |hint: Option<Hint<orders::Order>>| match hint {
        Some(Hint::Look { id, .. }) => id,
        other => panic!("{other:?}"),
    };
    let order = Some("gid://shopify/Order/7".to_owned());
    let refund = about("refunds/create", "gid://shopify/Refund/1", json!({ "id": 1, "order_id": 7 }));
    assert_eq!(looked_for(orders::Updated::new().hint(&shopify(), &refund)), order);
    let edited = about("orders/edited", "", json!({ "order_edit": { "id": 1, "order_id": 7 } }));
    assert_eq!(looked_for(orders::Updated::new().hint(&shopify(), &edited)), order);
    let held =
        json!({ "fulfillment_order": { "id": "gid://shopify/FulfillmentOrder/3", "status": "on_hold" } });
    let held = about("fulfillment_orders/placed_on_hold", "", held);
    let hint = fulfillment_orders::Updated::new().hint(&shopify(), &held);
    let Some(Hint::Look { id, .. }) = hint else { panic!("{hint:?}") };
    assert_eq!(id.as_deref(), Some("gid://shopify/FulfillmentOrder/3"));
}

#[tokio::test(start_paused = true)]
async fn metaobjects_are_followed_by_their_type() {
    let one = |number: u32, created: &str| {
        json!({ "id": format!("gid://shopify/Metaobject/{number}"), "type": "author", "createdAt": created,
            "updatedAt": "2026-11-01T10:00:00Z" })
    };
    let all = [one(1, "2026-10-01T00:00:00Z"), one(2, "2026-11-01T10:00:00Z")];
    let (client, transport) = client(move |_| {
        data(&json!({ "metaobjects": { "nodes": all, "pageInfo": { "hasNextPage": false } } }))
    });
    let since = PollCursor::since("2026-11-01T09:00:00Z".parse().unwrap());
    let batch =
        client.poll(metaobject_changes::Created::new("author").query("display_name:Ada"), &since).await;
    let told: Vec<_> = batch.unwrap().events.iter().map(|event| event.data.id.number()).collect();
    assert_eq!(told, [Some(2)]);
    let asked = transport.seen()[0].json()["variables"].clone();
    assert_eq!((&asked["type"], &asked["sort_key"]), (&json!("author"), &json!("updated_at")));
    assert_eq!(asked["query"], "updated_at:>='2026-11-01T09:00:00Z' AND (display_name:Ada)");

    let hint = |topic: &str| {
        metaobject_changes::Updated::new("author").hint(&shopify(), &self::told("acme.myshopify.com", topic))
    };
    assert!(hint("metaobjects/update").is_some());
    assert!(hint("metaobjects/create").is_none() && hint("metaobjects/delete").is_none());
}
