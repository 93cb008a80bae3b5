//! Customers, deliveries and prices: what their actions do besides asking.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use connectors_core::ErrorKind;
use connectors_core::transport::Reply;
use connectors_core::triggers::PollCursor;
use connectors_shopify::customers::{self, CustomerSetInput, CustomerUpdateInput, SetIdentifier};
use connectors_shopify::fulfillments::{self, TrackingInput};
use connectors_shopify::{
    automatic_discounts, discount_codes, discount_redeem_codes, discounts, fulfillment_orders, gift_cards,
};
use serde_json::{Value, json};

mod support;
use support::{body, client, data, refused, request, sample};

/// How often a call is sent whose first answer is lost.
async fn sent(id: &str, input: Value) -> usize {
    let (client, transport) = client(|seen| match seen.number {
        0 => Reply::cut(),
        _ => Reply::status(404),
    });
    client.run(id, input).await.unwrap_err();
    transport.seen().len()
}

#[tokio::test]
async fn what_would_be_there_or_told_twice_is_not_sent_again() {
    let without = |id: &str, path: &str| {
        let mut input = sample(id);
        let (at, member) = path.rsplit_once('/').unwrap();
        input.pointer_mut(at).unwrap().as_object_mut().unwrap().remove(member).unwrap();
        input
    };
    for (id, input, attempts) in [
        ("customer.create", sample("customer.create"), 1),
        ("customer.update", sample("customer.update"), 2),
        ("customer.set", sample("customer.set"), 2),
        ("customer.set", without("customer.set", "/identifier"), 1),
        ("customer.send_invite", sample("customer.send_invite"), 1),
        ("customer_address.create", sample("customer_address.create"), 1),
        ("fulfillment.create", sample("fulfillment.create"), 1),
        ("fulfillment.update_tracking", sample("fulfillment.update_tracking"), 1),
        ("fulfillment.update_tracking", without("fulfillment.update_tracking", "/notify_customer"), 2),
        ("fulfillment_order.hold", sample("fulfillment_order.hold"), 2),
        ("fulfillment_order.hold", without("fulfillment_order.hold", "/hold/handle"), 1),
        ("fulfillment_order.move", sample("fulfillment_order.move"), 1),
        ("gift_card.create", sample("gift_card.create"), 1),
        ("discount_code_basic.create", sample("discount_code_basic.create"), 1),
        ("discount_code_basic.update", sample("discount_code_basic.update"), 2),
    ] {
        assert_eq!(sent(id, input.clone()).await, attempts, "{id}: {input}");
    }
}

#[test]
fn what_is_said_of_a_customer_changes_and_what_is_not_stays() {
    let update = CustomerUpdateInput::new("gid://shopify/Customer/1")
        .note("Pays late")
        .phone(connectors_core::types::Patch::Clear)
        .tags([""; 0]);
    let sent = body(&request(&customers::Update::new(update)));
    let expected =
        json!({ "id": "gid://shopify/Customer/1", "note": "Pays late", "phone": null, "tags": [] });
    assert_eq!(sent["variables"], json!({ "customer": expected }));

    let set = customers::Set::new(CustomerSetInput::new().last_name("Lovelace"))
        .identifier(SetIdentifier::Email("ada@example.com".to_owned()));
    let expected =
        json!({ "identifier": { "email": "ada@example.com" }, "customer": { "lastName": "Lovelace" } });
    assert_eq!(body(&request(&set))["variables"], expected);
}

#[test]
fn tracking_is_replaced_as_a_whole() {
    let tracking = TrackingInput::new().company("Posten").numbers(["N1", "N2"]);
    let sent = body(&request(&fulfillments::UpdateTracking::new("gid://shopify/Fulfillment/1", tracking)));
    let expected = json!({ "company": "Posten", "numbers": ["N1", "N2"] });
    assert_eq!(sent["variables"], json!({ "id": "gid://shopify/Fulfillment/1", "tracking": expected }));
}

#[tokio::test(start_paused = true)]
async fn changes_of_fulfillment_orders_are_told_of_the_closed_too() {
    let (client, transport) = client(|_| {
        let closed = json!({
            "id": "gid://shopify/FulfillmentOrder/1", "status": "CLOSED", "requestStatus": "CLOSED",
            "createdAt": "2026-10-01T00:00:00Z", "updatedAt": "2026-11-01T10:00:00Z",
        });
        let page = json!({ "nodes": [closed], "pageInfo": { "hasNextPage": false, "endCursor": null } });
        data(&json!({ "fulfillmentOrders": page }))
    });
    let since = PollCursor::since("2026-11-01T09:00:00Z".parse().unwrap());
    let changed = client.poll(fulfillment_orders::Updated::new(), &since).await.unwrap();
    assert_eq!(changed.events.len(), 1);
    let asked = transport.seen()[0].json()["variables"].clone();
    assert_eq!((&asked["include_closed"], &asked["sort_key"]), (&json!(true), &json!("UPDATED_AT")));
}

#[test]
fn a_discount_is_deleted_by_the_kind_that_its_id_tells() {
    let delete = |kind: &str| discounts::Delete::new(format!("gid://shopify/{kind}/1"));
    let asked = |kind: &str| body(&request(&delete(kind)))["query"].as_str().unwrap().to_owned();
    assert!(asked("DiscountCodeNode").contains("discountCodeDelete("));
    assert!(asked("DiscountAutomaticNode").contains("discountAutomaticDelete("));
    let error = refused(&delete("DiscountNode"));
    assert_eq!((error.kind(), error.field_errors()[0].field.as_str()), (ErrorKind::Validation, "id"));
}

#[test]
fn discounts_with_codes_are_found_among_all_whatever_the_query() {
    let query = |list: discount_codes::List| body(&request(&list))["variables"]["query"].clone();
    assert_eq!(query(discount_codes::List::new()), "method:code");
    let either = discount_codes::List::new().query("status:active OR status:scheduled");
    assert_eq!(query(either), "method:code AND (status:active OR status:scheduled)");
}

#[tokio::test(start_paused = true)]
async fn a_discount_without_codes_has_an_empty_list_of_them() {
    let (client, _) = client(|_| data(&json!({ "discountNode": { "discount": {} } })));
    let list = discount_redeem_codes::List::new("gid://shopify/DiscountAutomaticNode/1");
    assert!(client.items(list).next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn the_code_of_a_gift_card_is_told_once_and_never_printed() {
    let (client, transport) = client(|_| {
        let made = json!({ "giftCard": { "id": "gid://shopify/GiftCard/1" }, "giftCardCode": "abcd1234efgh5678", "userErrors": [] });
        data(&json!({ "giftCardCreate": made }))
    });
    let create: gift_cards::Create = serde_json::from_value(sample("gift_card.create")).unwrap();
    assert!(!format!("{create:?}").contains("1234567890123456"), "{create:?}");
    let made = client.call(create).await.unwrap();
    assert!(!format!("{made:?}").contains("abcd1234efgh5678"), "{made:?}");
    assert_eq!(made.code.unwrap().expose(), "abcd1234efgh5678");
    assert_eq!(transport.seen()[0].json()["variables"]["gift_card"]["code"], "1234567890123456");
}

#[test]
fn kinds_of_discounts_are_told_apart() {
    let terms = |kind: &str| {
        let terms = json!({ "__typename": kind, "title": "x" });
        let terms: discounts::Terms = serde_json::from_value(terms).unwrap();
        terms.kind.known().copied()
    };
    assert_eq!(terms("DiscountCodeBxgy"), Some(discounts::DiscountKind::CodeBxgy));
    assert_eq!(terms("DiscountAutomaticApp"), Some(discounts::DiscountKind::AutomaticApp));
    assert_eq!(terms("DiscountOfTomorrow"), None);
    let free = automatic_discounts::free_shipping::Create::new(
        serde_json::from_value(json!({ "destination": { "all": true } })).unwrap(),
    );
    let sent = body(&request(&free))["variables"].clone();
    assert_eq!(sent, json!({ "discount": { "destination": { "all": true } } }));
}
