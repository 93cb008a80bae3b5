//! Variants, media, collections and stock: what their documents alone do not tell.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use connectors_core::transport::Reply;
use connectors_core::triggers::{Event, PollCursor, WebhookTrigger};
use connectors_core::types::Patch;
use connectors_core::{Delivery, ErrorKind};
use connectors_shopify::collections::{self, CollectionUpdateInput, Condition, ConditionsUpdateInput};
use connectors_shopify::inventory_levels::Of;
use connectors_shopify::media::{MediaInput, Move};
use connectors_shopify::product_options::{OptionOrder, OptionUpdateInput};
use connectors_shopify::product_variants::{VariantPosition, VariantUpdateInput};
use connectors_shopify::webhooks::Notification;
use connectors_shopify::{
    collection_products, files, inventory_items, inventory_levels, product_media, product_options,
    product_variants,
};
use rust_decimal::Decimal;
use serde_json::{Value, json};

mod support;
use support::{body, client, data, request, shopify};

const PRODUCT: &str = "gid://shopify/Product/1";

fn page(nodes: &[Value], end: Option<&str>) -> Value {
    json!({ "nodes": nodes, "pageInfo": { "hasNextPage": end.is_some(), "endCursor": end } })
}

fn variables(request: &connectors_core::Request) -> Value {
    body(request)["variables"].clone()
}

#[tokio::test(start_paused = true)]
async fn changes_of_a_list_without_order_are_read_to_the_end_and_told_once() {
    let variant = |number: u32, created: &str, updated: &str| json!({ "id": format!("gid://shopify/ProductVariant/{number}"), "price": "1.00", "createdAt": created, "updatedAt": updated });
    let late = variant(1, "2026-11-01T12:00:00Z", "2026-11-01T12:00:00Z");
    let early = variant(2, "2026-10-01T00:00:00Z", "2026-11-01T10:00:00Z");
    let (client, transport) = client(move |seen| match seen.json()["variables"].get("after") {
        None => data(&json!({ "productVariants": page(std::slice::from_ref(&late), Some("x")) })),
        Some(_) => data(&json!({ "productVariants": page(std::slice::from_ref(&early), None) })),
    });
    let since = PollCursor::since("2026-11-01T09:00:00Z".parse().unwrap());
    let batch = client.poll(product_variants::CreatedOrUpdated::new(), &since).await.unwrap();
    let ids: Vec<_> = batch.events.iter().filter_map(|event| event.data.id.number()).collect();
    assert_eq!(ids, [1, 2], "both pages");
    let asked = transport.seen()[0].json()["variables"].clone();
    assert_eq!(asked["query"], "updated_at:>='2026-11-01T09:00:00Z'");
    assert!(asked.get("sort_key").is_none(), "variants have no such key: {asked}");
    let again = client.poll(product_variants::CreatedOrUpdated::new(), &batch.cursor).await.unwrap();
    assert!(again.events.is_empty());
    let new = client.poll(product_variants::Created::new(), &since).await.unwrap();
    assert_eq!(new.events.len(), 1);
}

#[test]
fn a_price_that_is_cleared_is_sent_as_null_and_one_that_stays_is_not_sent() {
    let change = VariantUpdateInput::new("gid://shopify/ProductVariant/1").price(Decimal::new(1250, 2));
    let sent = |change: VariantUpdateInput| {
        variables(&request(&product_variants::Update::new(PRODUCT, [change])))["variants"][0].clone()
    };
    assert_eq!(sent(change.clone()), json!({ "id": "gid://shopify/ProductVariant/1", "price": "12.50" }));
    assert_eq!(sent(change.compare_at_price(Patch::Clear))["compareAtPrice"], Value::Null);
    let sent = sent(VariantUpdateInput::new("x").compare_at_price(Decimal::new(20, 1)).barcode(Patch::Clear));
    assert_eq!(sent, json!({ "id": "x", "compareAtPrice": "2.0", "barcode": null }));
}

#[tokio::test(start_paused = true)]
async fn media_that_are_added_come_back_and_no_others() {
    let (client, transport) = client(|_| {
        let nodes = [
            json!({ "__typename": "MediaImage", "id": "gid://shopify/MediaImage/8", "fileStatus": "UPLOADED" }),
        ];
        data(&json!({ "productUpdate": { "product": { "media": { "nodes": nodes } }, "userErrors": [] } }))
    });
    let media = [MediaInput::image("https://images.example.com/a.jpg")];
    let added = client.call(product_media::Add::new(PRODUCT, media)).await.unwrap();
    assert_eq!(added[0].kind, files::FileKind::MediaImage);
    assert_eq!(transport.seen()[0].json()["variables"]["added"], 1);
}

#[test]
fn media_are_taken_from_a_product_and_stay_files_of_the_shop() {
    let request = request(&product_media::Delete::new(
        PRODUCT,
        ["gid://shopify/MediaImage/1", "gid://shopify/Video/2"],
    ));
    assert_eq!(
        variables(&request),
        json!({ "files": [
            { "id": "gid://shopify/MediaImage/1", "referencesToRemove": [PRODUCT] },
            { "id": "gid://shopify/Video/2", "referencesToRemove": [PRODUCT] },
        ] })
    );
    assert!(body(&request)["query"].as_str().unwrap().contains("fileUpdate"));
}

#[tokio::test(start_paused = true)]
async fn what_media_are_refused_for_is_an_error_whatever_the_list_is_called() {
    let (client, _) = client(|_| {
        let error = json!({ "field": ["moves", "0", "id"], "message": "Media does not exist", "code": "MEDIA_DOES_NOT_EXIST" });
        data(&json!({ "productReorderMedia": { "job": null, "userErrors": [error] } }))
    });
    let moves = [Move::new("gid://shopify/MediaImage/1", 0)];
    let error = client.call(product_media::Reorder::new(PRODUCT, moves)).await.unwrap_err();
    assert_eq!((error.kind(), error.field_errors()[0].field.as_str()), (ErrorKind::NotFound, "moves[0].id"));
}

#[tokio::test(start_paused = true)]
async fn a_record_of_another_kind_is_no_file() {
    let (client, _) = client(|_| data(&json!({ "node": {} })));
    let error = client.call(files::Get::new(PRODUCT)).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::NotFound, Delivery::Accepted));
}

#[tokio::test(start_paused = true)]
async fn that_an_item_is_no_longer_stocked_is_known_only_if_shopify_says_so() {
    let level = "gid://shopify/InventoryLevel/2?inventory_item_id=1";
    let answers = [
        json!({ "inventoryDeactivate": { "userErrors": [] } }),
        json!({ "inventoryDeactivate": { "userErrors": [{ "field": null, "message": "Has committed inventory" }] } }),
        json!({ "inventoryDeactivate": null }),
    ];
    let (client, _) = client(move |seen| data(&answers[seen.number]));
    let call = || client.call(inventory_items::DeactivateAtLocation::new(level));
    call().await.unwrap();
    assert_eq!(call().await.unwrap_err().kind(), ErrorKind::Validation);
    let error = call().await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Decode, Delivery::Unknown));
}

#[tokio::test(start_paused = true)]
async fn levels_are_listed_of_an_item_and_at_a_location() {
    let level = json!({ "id": "gid://shopify/InventoryLevel/1", "quantities": [{ "name": "available", "quantity": 7 }] });
    let (client, transport) = client(move |seen| {
        let levels = json!({ "inventoryLevels": page(std::slice::from_ref(&level), None) });
        match seen.json()["variables"]["id"].as_str() {
            Some("gid://shopify/InventoryItem/1") => data(&json!({ "inventoryItem": levels })),
            Some("gid://shopify/Location/2") => data(&json!({ "location": levels })),
            _ => data(&json!({ "location": null })),
        }
    });
    let list = |of: Of| client.call(inventory_levels::List::new(of));
    let item = list(Of::InventoryItem("gid://shopify/InventoryItem/1".into())).await.unwrap();
    assert_eq!(item.items[0].quantity("available"), Some(7));
    assert_eq!(item.items[0].quantity("incoming"), None);
    assert_eq!(list(Of::Location("gid://shopify/Location/2".into())).await.unwrap().items.len(), 1);
    let error = list(Of::Location("gid://shopify/Location/3".into())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let queries: Vec<_> =
        transport.seen().iter().map(|seen| seen.json()["query"].as_str().unwrap().to_owned()).collect();
    assert!(queries[0].contains("inventoryItem(") && queries[1].contains("location("));
}

#[test]
fn a_collection_is_named_among_its_changes() {
    let update =
        collections::Update::new("gid://shopify/Collection/1", CollectionUpdateInput::new().title("Cups"));
    assert_eq!(
        variables(&request(&update)),
        json!({ "collection": { "id": "gid://shopify/Collection/1", "title": "Cups" } })
    );
}

#[test]
fn conditions_are_written_as_the_one_member_that_they_are() {
    let condition = serde_json::to_value(Condition::tagged(["cup"])).unwrap();
    assert_eq!(
        condition,
        json!({ "productTag": { "relation": "TAGGED_WITH", "matchType": "ANY", "values": ["cup"] } })
    );
    assert_eq!(serde_json::from_value::<Condition>(condition).unwrap(), Condition::tagged(["cup"]));
}

/// How often a call is sent whose first answer is lost.
async fn attempts<A: connectors_core::Action<Connector = connectors_shopify::Shopify>>(action: A) -> usize {
    let (client, transport) = client(|seen| match seen.number {
        0 => Reply::cut(),
        _ => Reply::status(404),
    });
    assert!(client.call(action).await.is_err());
    transport.seen().len()
}

#[tokio::test(start_paused = true)]
async fn changes_are_sent_again_unless_they_add_something() {
    let collection = |changes| collections::Update::new("gid://shopify/Collection/1", changes);
    let title = CollectionUpdateInput::new().title("Cups");
    assert_eq!(attempts(collection(title.clone())).await, 2);
    let source = ConditionsUpdateInput::new("gid://shopify/CollectionConditionsSource/1");
    assert_eq!(attempts(collection(title.sources_to_update([source]))).await, 1);

    let size = OptionUpdateInput::new("gid://shopify/ProductOption/1").name("Size");
    let option = product_options::Update::new(PRODUCT, size);
    assert_eq!(attempts(option.clone()).await, 2);
    assert_eq!(attempts(option.option_values_to_add(["S"])).await, 1);

    let variant = VariantUpdateInput::new("gid://shopify/ProductVariant/1").taxable(true);
    let variants = product_variants::Update::new(PRODUCT, [variant]);
    assert_eq!(attempts(variants.clone()).await, 2);
    let image = MediaInput::image("https://images.example.com/a.jpg");
    assert_eq!(attempts(variants.media([image])).await, 1);
}

#[tokio::test(start_paused = true)]
async fn what_moves_step_by_step_is_not_sent_again() {
    let step = || Move::new("gid://shopify/MediaImage/1", 0);
    assert_eq!(attempts(product_media::Reorder::new(PRODUCT, [step()])).await, 1);
    assert_eq!(attempts(collection_products::Reorder::new("gid://shopify/Collection/1", [step()])).await, 1);
    let place = VariantPosition::new("gid://shopify/ProductVariant/1", 1);
    assert_eq!(attempts(product_variants::Reorder::new(PRODUCT, [place])).await, 1);
    // All options and values are named: that is the same a second time.
    let order = OptionOrder::named("Size");
    assert_eq!(attempts(product_options::Reorder::new(PRODUCT, [order])).await, 2);
}

#[tokio::test(start_paused = true)]
async fn stock_is_followed_at_its_location_and_told_once_for_each_change() {
    let (client, transport) = client(|seen| {
        let at = if seen.number < 2 { "2026-11-01T10:00:00Z" } else { "2026-11-01T10:30:00Z" };
        let level = json!({ "id": "gid://shopify/InventoryLevel/2?inventory_item_id=1", "updatedAt": at });
        data(&json!({ "location": { "inventoryLevels": page(&[level], None) } }))
    });
    let trigger = inventory_levels::Updated::new("gid://shopify/Location/2");
    let mut cursor = PollCursor::since("2026-11-01T09:00:00Z".parse().unwrap());
    let mut told = Vec::new();
    for _ in 0..4 {
        let batch = client.poll(trigger.clone(), &cursor).await.unwrap();
        told.push(batch.events.len());
        cursor = batch.cursor;
    }
    assert_eq!(told, [1, 0, 1, 0]);
    let asked = transport.seen()[0].json()["variables"].clone();
    assert_eq!(
        (&asked["id"], &asked["include_inactive"]),
        (&json!("gid://shopify/Location/2"), &json!(true))
    );
    assert_eq!(asked["query"], "updated_at:>='2026-11-01T09:00:00Z'");
    let elsewhere = inventory_levels::Updated::new("gid://shopify/Location/3");
    assert!(client.poll(elsewhere, &cursor).await.is_err(), "a cursor of another location");
}

#[test]
fn a_delivery_about_stock_is_a_reason_to_look_where_it_happened() {
    let told = |topic: &str, payload: Value| {
        let data = json!({ "topic": topic, "api_version": null, "webhook_id": "w", "event_id": null, "name": null,
            "payload": payload });
        let id = "gid://shopify/InventoryLevel/2?inventory_item_id=1";
        let event: Event<Notification> =
            Event::new("acme.myshopify.com", id, "w", serde_json::from_value(data).unwrap());
        inventory_levels::Updated::new("gid://shopify/Location/2").hint(&shopify(), &event).is_some()
    };
    assert!(told("inventory_levels/update", json!({ "location_id": 2 })));
    assert!(told("inventory_levels/connect", json!({})));
    assert!(!told("inventory_levels/update", json!({ "location_id": 3 })));
    assert!(!told("inventory_items/update", json!({ "location_id": 2 })));
}
