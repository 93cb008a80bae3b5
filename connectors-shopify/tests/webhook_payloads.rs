//! Payloads of deliveries, held against examples and schemas of them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use connectors_contract::locate;
use connectors_shopify::webhooks::payloads::{MoneySet, Payload};
use connectors_shopify::webhooks::{Notification, Topic};
use connectors_shopify::{Gid, Money, MoneyBag};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

fn delivery(topic: &str, payload: &Value) -> Notification {
    serde_json::from_value(json!({ "topic": topic, "payload": payload })).unwrap()
}

fn typed(topic: &str, payload: &Value) -> Payload {
    delivery(topic, payload).typed().unwrap_or_else(|error| panic!("{topic}: {error}"))
}

fn file(name: &str) -> Option<BTreeMap<String, Value>> {
    let specs = locate().unwrap_or_else(|missing| panic!("{missing}")).or_say_skipped("shopify")?;
    let text = std::fs::read(specs.join("shopify").join(name)).unwrap();
    Some(serde_json::from_slice(&text).unwrap())
}

/// All values with the names of their places; numbers, amounts and times by what they mean.
fn leaves(value: &Value) -> BTreeSet<String> {
    fn collect(place: &str, value: &Value, into: &mut BTreeSet<String>) {
        match value {
            Value::Null => {}
            // No tags.
            Value::String(text) if text.is_empty() => {}
            Value::Bool(bool) => drop(into.insert(format!("{place}: {bool}"))),
            Value::Number(number) => collect(place, &number.to_string().into(), into),
            Value::String(text) => {
                let number = text.parse::<Decimal>().map(|number| number.normalize().to_string());
                let time = || text.parse::<DateTime<Utc>>().map(|time| time.to_string());
                into.insert(format!("{place}: {}", number.or_else(|_| time()).unwrap_or(text.clone())));
            }
            Value::Array(list) => list.iter().for_each(|value| collect(place, value, into)),
            Value::Object(members) => {
                members.iter().for_each(|(name, value)| collect(&format!("{place}.{name}"), value, into));
            }
        }
    }
    let mut leaves = BTreeSet::new();
    collect("", value, &mut leaves);
    leaves
}

/// A payload that a schema allows: whole, with all null that may be, or with nothing in its lists.
fn made(schema: &Value, round: usize, number: &mut u64) -> Value {
    let any = schema["anyOf"].as_array();
    if let Some(any) = any {
        return made(&any[round % any.len()], round, number);
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(types) => types.iter().map(|one| one.as_str().unwrap()).collect(),
        _ => Vec::new(),
    };
    let ty = if round == 1 && types.contains(&"null") { Some("null") } else { None };
    let ty = ty.or_else(|| types.iter().copied().find(|one| *one != "null"));
    *number += 1;
    match ty {
        Some("object") => {
            let members = schema["properties"].as_object().cloned().unwrap_or_default();
            let member = |(name, one): (String, Value)| {
                // Checkouts call their times texts.
                let time = json!({ "type": "string", "format": "date-time" });
                let is_time = name.ends_with("_at") && one["type"] == "string";
                let value = made(if is_time { &time } else { &one }, round, number);
                (name, value)
            };
            Value::Object(members.into_iter().map(member).collect())
        }
        Some("array") if round != 2 && schema["items"].is_object() => {
            json!([made(&schema["items"], round, number), made(&schema["items"], round, number)])
        }
        Some("array") => json!([]),
        Some("integer") => json!(9_007_199_254_740_993 + *number),
        Some("number") => json!(*number as f64 + 0.25),
        Some("boolean") => json!(number.is_multiple_of(2)),
        Some("string") => match schema["format"].as_str() {
            Some("date-time") => json!(format!("2026-01-31T10:00:{:02}-05:00", *number % 60)),
            Some("uri") => json!(format!("gid://shopify/Thing/{number}")),
            // Amounts are texts, and a text may be one.
            _ => json!(number.to_string()),
        },
        _ => Value::Null,
    }
}

#[track_caller]
fn holds(topic: &str, payload: &Value) {
    let shown = match typed(topic, payload) {
        // Of what is no more, the id is what counts.
        Payload::Deleted(id) => return assert_eq!(Some(id), delivery(topic, payload).gid(), "{topic}"),
        Payload::Other(kept) => return assert_eq!(&Value::Object(kept), payload, "{topic}"),
        typed => {
            if let Some(id) = payload.get("admin_graphql_api_id").and_then(Value::as_str) {
                assert_eq!(typed.gid(), Some(Gid::from(id)), "{topic}");
            }
            serde_json::to_value(&typed).unwrap()
        }
    };
    let (said, shown) = (leaves(payload), leaves(&shown));
    let lost: Vec<_> = said.difference(&shown).collect();
    let made_up: Vec<_> = shown.difference(&said).collect();
    assert!(lost.is_empty() && made_up.is_empty(), "{topic}: lost {lost:?}, made up {made_up:?}");
}

#[test]
fn every_example_of_every_topic_is_read_and_shown_again_in_full() {
    let Some(topics) = file("webhook-topics-2026-07.metadata.json") else { return };
    assert!(topics.len() > 150);
    for (topic, about) in &topics {
        if about["response"].is_object() {
            holds(topic, &about["response"]);
        }
    }
}

#[test]
fn every_payload_that_the_schemas_allow_is_read_and_shown_again_in_full() {
    let Some(schemas) = file("webhook-payloads-2026-07.thirdparty.schemas.json") else { return };
    assert!(schemas.len() > 150);
    for (topic, schema) in &schemas {
        for round in 0..8 {
            let payload = made(schema, round, &mut 0);
            if payload.is_object() {
                holds(topic, &payload);
            }
        }
    }
}

/// What members of which type hold something here, and which do not.
fn held(typed: &Payload, into: &mut BTreeMap<String, bool>) {
    let mut types = Vec::new();
    for line in format!("{typed:#?}").lines().map(str::trim) {
        let (name, value) = line.split_once(": ").unwrap_or(("", line));
        if let (Some(ty), false) = (types.last(), name.is_empty() || name.contains('"')) {
            *into.entry(format!("{ty}.{name}")).or_default() |= !["None,", "[],", "Null,"].contains(&value);
        }
        match value.trim_end_matches(['(', '{', '[']).trim() {
            _ if value.starts_with(['}', ')', ']']) => drop(types.pop()),
            ty if value.ends_with(['(', '{', '[']) => {
                // What wraps a value or a list is not of a name of its own.
                let ty = if ["Some", ""].contains(&ty) {
                    types.last().cloned().unwrap_or_default()
                } else {
                    ty.to_owned()
                };
                types.push(ty);
            }
            _ => {}
        }
    }
}

#[test]
fn every_member_that_a_type_names_is_one_that_deliveries_have() {
    let Some(schemas) = file("webhook-payloads-2026-07.thirdparty.schemas.json") else { return };
    let Some(topics) = file("webhook-topics-2026-07.metadata.json") else { return };
    let mut all = BTreeMap::new();
    for (topic, schema) in &schemas {
        held(&typed(topic, &made(schema, 0, &mut 0)), &mut all);
    }
    for (topic, about) in topics.iter().filter(|(_, about)| about["response"].is_object()) {
        held(&typed(topic, &about["response"]), &mut all);
    }
    assert!(all["Order.total_price"] && all["Transaction.payment_id"] && all["Image.src"]);
    // Lists whose elements the schemas do not tell.
    let untold = [
        "InventoryItem.country_harmonized_system_codes",
        "Order.refunds",
        "ShippingLine.discount_allocations",
    ];
    all.retain(|name, held| !*held && !name.ends_with(".rest") && !untold.contains(&name.as_str()));
    assert!(all.is_empty(), "{all:?}");
}

#[test]
fn topics_of_sales_stock_and_customers_have_types() {
    let empty = json!({});
    for topic in Topic::ALL.iter().map(|topic| topic.as_str()) {
        let resource = topic.split('/').next().unwrap();
        let named =
            ["refunds", "fulfillments", "products", "variants", "inventory_items", "inventory_levels"];
        let named = named.into_iter().chain(["draft_orders", "checkouts", "bulk_operations"]);
        if named.into_iter().any(|one| one == resource) && !topic.ends_with("/delete") {
            assert!(!matches!(typed(topic, &empty), Payload::Other(_)), "{topic}");
        }
    }
    for (topic, kind) in [
        ("orders/delete", "Order"),
        ("products/delete", "Product"),
        ("customers/delete", "Customer"),
        ("draft_orders/delete", "DraftOrder"),
        ("inventory_items/delete", "InventoryItem"),
        ("collections/delete", "Collection"),
        ("locations/delete", "Location"),
    ] {
        assert_eq!(typed(topic, &json!({ "id": 7 })), Payload::Deleted(Gid::of(kind, 7)), "{topic}");
    }
    let kept = typed("teapots/boil", &json!({ "id": 7 }));
    assert_eq!(kept, Payload::Other(Map::from_iter([("id".to_owned(), json!(7))])));
}

#[test]
fn from_a_delivery_to_the_record_and_what_it_belongs_to() {
    // The number was rounded on its way, as programs with floating-point numbers do.
    let order = json!({ "id": 820_982_911_946_154_500_u64, "admin_graphql_api_id": "gid://shopify/Order/820982911946154508" });
    assert_eq!(typed("orders/paid", &order).gid(), Some(Gid::of("Order", 820_982_911_946_154_508)));
    let Payload::Refund(refund) = typed(
        "refunds/create",
        &json!({ "id": 1, "order_id": 2, "refund_line_items": [
        { "line_item": { "id": 3, "variant_id": 4 } }, { "line_item": null } ] }),
    ) else {
        panic!()
    };
    assert_eq!((refund.gid(), refund.order_gid()), (Some(Gid::of("Refund", 1)), Some(Gid::of("Order", 2))));
    let line = refund.refund_line_items[0].line_item.as_ref().unwrap();
    assert_eq!(
        (line.gid(), line.variant_gid()),
        (Some(Gid::of("LineItem", 3)), Some(Gid::of("ProductVariant", 4)))
    );
    let Payload::InventoryLevel(level) =
        typed("inventory_levels/disconnect", &json!({ "inventory_item_id": 5, "location_id": 6 }))
    else {
        panic!()
    };
    assert_eq!((level.gid(), level.available), (None, None));
    assert_eq!(level.inventory_item_gid(), Some(Gid::of("InventoryItem", 5)));
    assert_eq!(level.location_gid(), Some(Gid::of("Location", 6)));
}

#[test]
fn nulls_and_forms_that_differ_by_topic_are_read() {
    let Payload::Order(order) = typed(
        "orders/create",
        &json!({
        "tags": "VIP, web ,, late", "line_items": null, "total_price": 12.5, "created_at": "2026-01-31T19:00:00-05:00",
        "note_attributes": { "gift": "yes" }, "customer": null, "colour": "red" }),
    ) else {
        panic!()
    };
    assert_eq!(order.tags, ["VIP", "web", "late"]);
    assert_eq!(order.total_price, Some(Decimal::new(125, 1)));
    assert_eq!(order.created_at.unwrap().to_rfc3339(), "2026-01-31T19:00:00-05:00");
    assert_eq!(
        (order.note_attributes[0].name.as_deref(), &order.note_attributes[0].value),
        (Some("gift"), &json!("yes"))
    );
    assert_eq!(order.rest["colour"], "red");
    for (order_id, read) in
        [(json!(""), None), (json!("8"), Some(8)), (json!(8), Some(8)), (json!(null), None)]
    {
        let Payload::DraftOrder(draft) = typed("draft_orders/update", &json!({ "order_id": order_id }))
        else {
            panic!()
        };
        assert_eq!(draft.order_id, read);
    }
}

#[test]
fn an_amount_is_whole_or_none() {
    let price = |amount: &str| json!({ "amount": amount, "currency_code": "EUR" });
    let set = json!({ "shop_money": price("1.50"), "presentment_money": price("1.50") });
    let set: MoneySet = serde_json::from_value(set).unwrap();
    assert_eq!(set.bag(), Some(MoneyBag::new(Money::new(Decimal::new(150, 2), "EUR"))));
    let half: MoneySet = serde_json::from_value(json!({ "shop_money": price("1") })).unwrap();
    assert_eq!(half.bag(), None);
}

#[test]
fn what_does_not_fit_is_told_by_its_place_and_stays() {
    let delivery = delivery("orders/create", &json!({ "id": 1, "line_items": [{ "quantity": "many" }] }));
    let error = delivery.typed().unwrap_err();
    assert!(error.to_string().contains("line_items") && !error.to_string().contains("many"), "{error}");
    assert_eq!(delivery.payload["line_items"][0]["quantity"], "many");
    assert_eq!(delivery.gid(), Some(Gid::of("Order", 1)));
}
