//! Webhooks: subscriptions, what is posted, tries, and the end of a subscription.

use std::time::Duration;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use connectors_sandbox::shopify::Shopify;
use serde_json::{Value, json};

use crate::harness::World;
use crate::orders::{CREATE as ORDER, paid_order, read, usd, variants};
use crate::receiver::{Answer, Received, Receiver};
use crate::refunds::REFUND;

const CREATE: &str = "mutation($topic: WebhookSubscriptionTopic!, $input: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $input) {
    webhookSubscription { id topic uri format filter name includeFields apiVersion { handle } }
    userErrors { field message } } }";
const PRODUCT: &str = "mutation($product: ProductCreateInput!) {
  productCreate(product: $product) { product { id handle variants(first: 1) { nodes { id inventoryItem { id } } } } userErrors { field message } } }";

async fn subscribe(world: &World, topic: &str, mut input: Value, receiver: &Receiver) -> Value {
    input["uri"] = json!(receiver.url("/in"));
    let made = world.done(CREATE, json!({ "topic": topic, "input": input })).await;
    made["webhookSubscription"].clone()
}

async fn told(world: &World, receiver: &Receiver) -> Vec<Received> {
    world.sandbox.settled().await;
    receiver.take()
}

fn topic(received: &Received) -> &str {
    received.headers["x-shopify-topic"].to_str().unwrap()
}

fn topics(received: &[Received]) -> Vec<&str> {
    received.iter().map(topic).collect()
}

async fn make(world: &World, input: Value) -> Value {
    world.done(PRODUCT, json!({ "product": input })).await["product"].clone()
}

#[tokio::test]
async fn a_delivery_is_signed_and_says_what_it_is_and_has_the_form_of_the_rest_api() {
    let receiver = Receiver::saying(200).await;
    let world = World::new().await;
    let made = subscribe(&world, "PRODUCTS_CREATE", json!({ "name": "mine" }), &receiver).await;
    let old = "{ webhookSubscriptions(first: 1) { nodes { endpoint { ... on WebhookHttpEndpoint { callbackUrl } } } } }";
    let old = world.data(old, json!({})).await;
    assert_eq!(old["webhookSubscriptions"]["nodes"][0]["endpoint"]["callbackUrl"], made["uri"]);
    let product =
        make(&world, json!({ "title": "Caf\u{e9} \"x\"", "tags": ["b", "a"], "status": "DRAFT" })).await;
    let all = told(&world, &receiver).await;
    assert_eq!(all.len(), 1);
    let one = &all[0];
    let header = |name: &str| one.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
    let key = world.sandbox.credentials("shopify").unwrap().client_secret;
    let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes());
    let signature = BASE64_STANDARD.encode(hmac::sign(&key, &one.bytes));
    assert_eq!(header("x-shopify-hmac-sha256"), Some(signature));
    assert_eq!(topic(one), "products/create");
    assert_eq!(header("x-shopify-shop-domain").as_deref(), Some("sandbox-store.myshopify.com"));
    assert_eq!(header("x-shopify-api-version").as_deref(), made["apiVersion"]["handle"].as_str());
    assert_eq!(header("x-shopify-name").as_deref(), Some("mine"));
    assert!(header("x-shopify-triggered-at").unwrap().ends_with('Z'));
    assert_ne!(header("x-shopify-webhook-id").unwrap(), header("x-shopify-event-id").unwrap());
    assert_eq!(header("content-type").as_deref(), Some("application/json"));
    let id = product["id"].as_str().unwrap();
    assert_eq!(one.body["admin_graphql_api_id"], id);
    assert_eq!(one.body["id"].to_string(), id.rsplit('/').next().unwrap());
    assert_eq!(
        (&one.body["tags"], &one.body["status"], &one.body["title"]),
        (&json!("a, b"), &json!("draft"), &json!("Caf\u{e9} \"x\""))
    );
    assert!(one.body["created_at"].as_str().unwrap().ends_with("-05:00"), "{}", one.body);
    assert_eq!(one.body["variants"][0]["price"], "0.00");
    assert_eq!(one.body["variants"][0]["product_id"], one.body["id"]);
}

#[tokio::test]
async fn newer_names_of_headers_may_be_wished() {
    let receiver = Receiver::saying(200).await;
    let world = World::of(Shopify::new().plain_webhook_headers()).await;
    subscribe(&world, "PRODUCTS_CREATE", json!({ "name": "mine" }), &receiver).await;
    make(&world, json!({ "title": "A" })).await;
    let all = told(&world, &receiver).await;
    assert_eq!(all[0].headers["shopify-topic"], "products/create");
    assert_eq!(all[0].headers["shopify-handle"], "mine");
    assert!(!all[0].headers.contains_key("x-shopify-hmac-sha256"));
}

#[tokio::test]
async fn each_change_is_told_once_with_what_it_changed_beside() {
    let receiver = Receiver::saying(200).await;
    let world = World::new().await;
    let product = make(&world, json!({ "title": "A" })).await;
    for topic in [
        "PRODUCTS_UPDATE",
        "PRODUCTS_DELETE",
        "INVENTORY_LEVELS_UPDATE",
        "INVENTORY_ITEMS_UPDATE",
        "INVENTORY_ITEMS_DELETE",
        "VARIANTS_IN_STOCK",
        "VARIANTS_OUT_OF_STOCK",
    ] {
        subscribe(&world, topic, json!({}), &receiver).await;
    }
    let id = &product["id"];
    let rename = "mutation($product: ProductUpdateInput!) { productUpdate(product: $product) { userErrors { message } } }";
    world.done(rename, json!({ "product": { "id": id, "title": "B" } })).await;
    let all = told(&world, &receiver).await;
    assert_eq!((topics(&all), &all[0].body["title"]), (vec!["products/update"], &json!("B")));
    world.done(rename, json!({ "product": { "id": id, "title": "B" } })).await;
    assert!(told(&world, &receiver).await.is_empty(), "nothing changed");

    let variant = &product["variants"]["nodes"][0];
    let bulk = "mutation($id: ID!, $variants: [ProductVariantsBulkInput!]!) {
        productVariantsBulkUpdate(productId: $id, variants: $variants) { userErrors { message } } }";
    let input = json!({ "id": id, "variants": [{ "id": variant["id"], "price": "12.5", "inventoryItem": { "sku": "X" } }] });
    world.done(bulk, input).await;
    let all = told(&world, &receiver).await;
    let mut told_of = topics(&all);
    told_of.sort_unstable();
    assert_eq!(told_of, ["inventory_items/update", "products/update"]);
    let of = |all: &[Received], wanted: &str| all.iter().find(|one| topic(one) == wanted).unwrap().clone();
    assert_eq!(of(&all, "products/update").body["variants"][0]["price"], "12.50");
    let id_of = |one: &Received| one.headers["x-shopify-event-id"].clone();
    assert_eq!(id_of(&all[0]), id_of(&all[1]), "one action, one event id");

    let places = world.data("{ locations(first: 1) { nodes { id } } }", json!({})).await;
    let place = &places["locations"]["nodes"][0]["id"];
    let set = "mutation($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) @idempotent(key: \"KEY\") { userErrors { message } } }";
    for (quantity, wanted) in [(3, "variants/in_stock"), (4, ""), (0, "variants/out_of_stock")] {
        let item = &variant["inventoryItem"]["id"];
        let input = json!({ "name": "available", "reason": "correction", "quantities": [{ "inventoryItemId": item, "locationId": place, "quantity": quantity, "changeFromQuantity": null }] });
        world.done(&set.replace("KEY", &quantity.to_string()), json!({ "input": input })).await;
        let all = told(&world, &receiver).await;
        let level = of(&all, "inventory_levels/update");
        assert_eq!(level.body["available"], quantity);
        let others: Vec<&str> =
            topics(&all).into_iter().filter(|topic| topic.starts_with("variants/")).collect();
        assert_eq!(others, if wanted.is_empty() { vec![] } else { vec![wanted] });
    }
    let delete = "mutation($id: ID!) { productDelete(input: { id: $id }) { userErrors { message } } }";
    world.done(delete, json!({ "id": id })).await;
    let all = told(&world, &receiver).await;
    let gone = of(&all, "products/delete");
    let number: u64 = id.as_str().unwrap().rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(gone.body, json!({ "id": number }));
    assert!(topics(&all).contains(&"inventory_items/delete"));
    assert!(!topics(&all).contains(&"products/update"));
}

#[tokio::test]
async fn a_subscription_may_want_a_part_and_only_what_fits() {
    let receiver = Receiver::saying(200).await;
    let world = World::new().await;
    let input = json!({ "includeFields": ["id", "variants.price"], "filter": "vendor:Acme AND variants.price:>=10", "metafieldNamespaces": ["custom"] });
    subscribe(&world, "PRODUCTS_UPDATE", input, &receiver).await;
    let bulk = "mutation($id: ID!, $variants: [ProductVariantsBulkInput!]!) {
        productVariantsBulkUpdate(productId: $id, variants: $variants) { userErrors { message } } }";
    for (vendor, price) in [("Acme", "9.00"), ("Other", "10.00"), ("Acme", "10.00")] {
        let meta =
            json!([{ "namespace": "custom", "key": "k", "type": "single_line_text_field", "value": "v" }]);
        let product = make(
            &world,
            json!({ "title": format!("{vendor} {price}"), "vendor": vendor, "metafields": meta }),
        )
        .await;
        let variants = json!([{ "id": product["variants"]["nodes"][0]["id"], "price": price }]);
        world.done(bulk, json!({ "id": product["id"], "variants": variants })).await;
    }
    let all = told(&world, &receiver).await;
    assert_eq!(all.len(), 1);
    let body = all[0].body.as_object().unwrap();
    assert_eq!(body.keys().collect::<Vec<_>>(), ["id", "metafields", "variants"]);
    assert_eq!(
        (&body["variants"], &body["metafields"][0]["value"]),
        (&json!([{ "price": "10.00" }]), &json!("v"))
    );
}

#[tokio::test]
async fn subscriptions_are_read_changed_and_deleted_and_addresses_have_rules() {
    let receiver = Receiver::saying(200).await;
    let world = World::new().await;
    let refused = async |topic: &str, input: Value| {
        let payload = world.payload(CREATE, json!({ "topic": topic, "input": input })).await;
        assert_eq!(payload["webhookSubscription"], Value::Null);
        payload["userErrors"][0]["message"].as_str().unwrap().to_owned()
    };
    assert_eq!(refused("SHOP_UPDATE", json!({})).await, "Address can't be blank");
    let plain = refused("SHOP_UPDATE", json!({ "uri": "http://example.com/in" })).await;
    assert_eq!(plain, "Address protocol http:// is not supported");
    let own = refused("SHOP_UPDATE", json!({ "uri": "https://acme.myshopify.com/in" })).await;
    assert_eq!(own, "Address cannot be a Shopify or an internal domain");
    let made = subscribe(&world, "PRODUCTS_CREATE", json!({}), &receiver).await;
    let again = refused("PRODUCTS_CREATE", json!({ "uri": receiver.url("/in") })).await;
    assert_eq!(again, "Address for this topic has already been taken");
    subscribe(&world, "PRODUCTS_UPDATE", json!({}), &receiver).await;
    let queue = json!({ "uri": "pubsub://project:topic" });
    world.done(CREATE, json!({ "topic": "ORDERS_CREATE", "input": queue })).await;

    let list = "query($topics: [WebhookSubscriptionTopic!], $uri: String) {
        webhookSubscriptions(first: 10, topics: $topics, uri: $uri) { nodes { topic uri } } webhookSubscriptionsCount { count } }";
    let of = async |variables: Value| {
        let data = world.data(list, variables).await;
        assert_eq!(data["webhookSubscriptionsCount"]["count"], 3);
        data["webhookSubscriptions"]["nodes"].as_array().unwrap().len()
    };
    assert_eq!(of(json!({})).await, 3);
    assert_eq!(of(json!({ "topics": ["PRODUCTS_CREATE", "ORDERS_CREATE"] })).await, 2);
    assert_eq!(of(json!({ "uri": receiver.url("/in") })).await, 2);

    let update = "mutation($id: ID!, $input: WebhookSubscriptionInput!) {
        webhookSubscriptionUpdate(id: $id, webhookSubscription: $input) { webhookSubscription { id uri } userErrors { message } } }";
    let id = &made["id"];
    world.done(update, json!({ "id": id, "input": { "uri": receiver.url("/other") } })).await;
    make(&world, json!({ "title": "A" })).await;
    let all = told(&world, &receiver).await;
    assert_eq!(all.iter().map(|one| one.uri.as_str()).collect::<Vec<_>>(), ["/other"]);
    let delete = "mutation($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { message } } }";
    assert_eq!(world.done(delete, json!({ "id": id })).await["deletedWebhookSubscriptionId"], *id);
    let gone = world.payload(delete, json!({ "id": id })).await;
    assert_eq!(gone["userErrors"][0]["message"], "Webhook subscription does not exist");
    make(&world, json!({ "title": "B" })).await;
    assert!(told(&world, &receiver).await.is_empty());
}

#[tokio::test]
async fn a_delivery_that_fails_comes_eight_times_more_as_it_was_and_then_the_subscription_is_gone() {
    let receiver = Receiver::answering(|_| Answer::Status(302)).await;
    let world = World::of(Shopify::new().token_life(Duration::from_secs(7 * 24 * 60 * 60))).await;
    let made = subscribe(&world, "PRODUCTS_CREATE", json!({}), &receiver).await;
    make(&world, json!({ "title": "A" })).await;
    let first = told(&world, &receiver).await;
    assert_eq!(first.len(), 1);
    let mut again = Vec::new();
    for _ in 0..8 {
        world.sandbox.advance(Duration::from_secs(113 * 60));
        again.extend(told(&world, &receiver).await);
    }
    assert_eq!(again.len(), 8);
    for one in &again {
        assert_eq!(
            (&one.bytes, &one.headers["x-shopify-webhook-id"]),
            (&first[0].bytes, &first[0].headers["x-shopify-webhook-id"])
        );
    }
    world.sandbox.advance(Duration::from_secs(24 * 60 * 60));
    assert!(told(&world, &receiver).await.is_empty());
    let data = world
        .data("query($id: ID!) { webhookSubscription(id: $id) { id } }", json!({ "id": made["id"] }))
        .await;
    assert_eq!(data["webhookSubscription"], Value::Null);
}

#[tokio::test]
async fn an_app_that_is_removed_hears_of_it_and_its_tokens_are_good_no_more() {
    let receiver = Receiver::saying(200).await;
    let world = World::new().await;
    subscribe(&world, "APP_UNINSTALLED", json!({}), &receiver).await;
    world.shop.uninstall();
    let all = told(&world, &receiver).await;
    assert_eq!(topics(&all), ["app/uninstalled"]);
    assert_eq!(all[0].body["myshopify_domain"], "sandbox-store.myshopify.com");
    let answer = world.send("2026-10", json!({ "query": "{ shop { name } }" })).await;
    assert_eq!(answer.status, 401);
}

/// What a payload lacks of what the vendor's examples have, and what is of another type there.
fn wrong(schema: &Value, found: &Value, path: &str, problems: &mut Vec<String>) {
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = match found {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    // Examples do not show all that may be nothing, nor what else may stand where they have nothing.
    let nothing = is == "null" || types.iter().all(|one| *one == "null");
    let number =
        ["integer", "number"].contains(&is) && types.iter().any(|one| ["integer", "number"].contains(one));
    if !(nothing || number || types.contains(&is)) {
        problems.push(format!("{path}: {is}, but {types:?}"));
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if found.is_object() && found.get(name).is_none() {
            problems.push(format!("{path}.{name} is missing"));
        }
    }
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(found) = found.get(name) {
            wrong(schema, found, &format!("{path}.{name}"), problems);
        }
    }
    for (at, found) in found.as_array().into_iter().flatten().enumerate() {
        if schema["items"].is_object() {
            wrong(&schema["items"], found, &format!("{path}[{at}]"), problems);
        }
    }
}

/// The descriptions of payloads that others have made of the vendor's examples.
fn schemas() -> Option<Value> {
    let specs = connectors_contract::locate()
        .unwrap_or_else(|missing| panic!("{missing}"))
        .or_say_skipped("shopify")?;
    let text = std::fs::read(specs.join("shopify/webhook-payloads-2026-07.thirdparty.schemas.json")).unwrap();
    Some(serde_json::from_slice(&text).unwrap())
}

/// Holds deliveries against the examples.
fn hold(schemas: &Value, all: &[Received]) {
    let mut problems = Vec::new();
    for one in all {
        wrong(&schemas[topic(one)], &one.body, topic(one), &mut problems);
    }
    problems.sort();
    problems.dedup();
    assert!(problems.is_empty(), "{problems:#?}");
}

#[tokio::test]
async fn payloads_are_as_the_vendors_examples() {
    let Some(schemas) = schemas() else { return };
    let receiver = Receiver::saying(200).await;
    let world = World::of(Shopify::new().products(1, 1)).await;
    let topics = [
        "PRODUCTS_CREATE",
        "PRODUCTS_UPDATE",
        "PRODUCTS_DELETE",
        "INVENTORY_ITEMS_CREATE",
        "INVENTORY_ITEMS_UPDATE",
        "INVENTORY_ITEMS_DELETE",
        "INVENTORY_LEVELS_CONNECT",
        "INVENTORY_LEVELS_UPDATE",
        "INVENTORY_LEVELS_DISCONNECT",
        "VARIANTS_OUT_OF_STOCK",
        "VARIANTS_IN_STOCK",
        "LOCATIONS_CREATE",
        "LOCATIONS_UPDATE",
        "LOCATIONS_DEACTIVATE",
        "LOCATIONS_ACTIVATE",
        "APP_UNINSTALLED",
    ];
    for topic in topics {
        subscribe(&world, topic, json!({}), &receiver).await;
    }
    let item = "{ inventoryItems(first: 1) { nodes { id variant { product { id } } inventoryLevels(first: 1) { nodes { location { id } } } } } }";
    let item = world.data(item, json!({})).await["inventoryItems"]["nodes"][0].clone();
    let media =
        json!([{ "originalSource": "https://example.com/a.png", "mediaContentType": "IMAGE", "alt": "a" }]);
    let product = "mutation($product: ProductCreateInput!, $media: [CreateMediaInput!]) { productCreate(product: $product, media: $media) { product { id } userErrors { message } } }";
    let option = json!([{ "name": "Size", "values": [{ "name": "S" }, { "name": "M" }] }]);
    world
        .done(product, json!({ "product": { "title": "New", "productOptions": option }, "media": media }))
        .await;
    let place = "mutation($input: LocationAddInput!) { locationAdd(input: $input) { location { id } userErrors { message } } }";
    let input = json!({ "name": "Third", "address": { "countryCode": "US", "provinceCode": "NY", "city": "Albany", "zip": "12201", "address1": "1 Example Street" } });
    let place = world.done(place, json!({ "input": input })).await["location"]["id"].clone();
    let first = &item["inventoryLevels"]["nodes"][0]["location"]["id"];
    let adjust = "mutation($input: InventoryAdjustQuantitiesInput!, $key: String!) { inventoryAdjustQuantities(input: $input) @idempotent(key: $key) { userErrors { message } } }";
    for (at, delta) in [-100, 1].into_iter().enumerate() {
        let change = json!({ "delta": delta, "inventoryItemId": item["id"], "locationId": first, "changeFromQuantity": null });
        let input = json!({ "name": "available", "reason": "correction", "changes": [change] });
        world.done(adjust, json!({ "input": input, "key": at.to_string() })).await;
    }
    for on in [true, false] {
        let toggle = "mutation($id: ID!, $updates: [InventoryBulkToggleActivationInput!]!) { inventoryBulkToggleActivation(inventoryItemId: $id, inventoryItemUpdates: $updates) { userErrors { message } } }";
        world
            .done(toggle, json!({ "id": item["id"], "updates": [{ "locationId": place, "activate": on }] }))
            .await;
    }
    let rename = "mutation($id: ID!, $input: LocationEditInput!) { locationEdit(id: $id, input: $input) { userErrors { message } } }";
    world.done(rename, json!({ "id": place, "input": { "name": "3rd" } })).await;
    for activate in ["locationDeactivate", "locationActivate"] {
        let activate = format!(
            "mutation($id: ID!) {{ {activate}(locationId: $id) @idempotent(key: \"{activate}\") {{ location {{ id }} }} }}"
        );
        world.data(&activate, json!({ "id": place })).await;
    }
    let update = "mutation($id: ID!) { inventoryItemUpdate(id: $id, input: { cost: \"1.5\" }) { userErrors { message } } }";
    world.done(update, json!({ "id": item["id"] })).await;
    let set = "mutation($product: ProductUpdateInput!) { productUpdate(product: $product) { userErrors { message } } }";
    world.done(set, json!({ "product": { "id": item["variant"]["product"]["id"], "title": "B" } })).await;
    let delete = "mutation($id: ID!) { productDelete(input: { id: $id }) { userErrors { message } } }";
    world.done(delete, json!({ "id": item["variant"]["product"]["id"] })).await;
    let mut all = told(&world, &receiver).await;
    world.shop.uninstall();
    all.extend(told(&world, &receiver).await);
    hold(&schemas, &all);
    let seen: std::collections::BTreeSet<String> =
        all.iter().map(|one| topic(one).replace('/', "_").to_uppercase()).collect();
    assert_eq!(seen, topics.into_iter().map(str::to_owned).collect());
}

#[tokio::test]
async fn what_becomes_of_an_order_is_told_step_by_step() {
    let schemas = schemas();
    let receiver = Receiver::saying(200).await;
    let world = World::of(Shopify::new().products(1, 1)).await;
    for topic in [
        "CUSTOMERS_CREATE",
        "CUSTOMERS_UPDATE",
        "CUSTOMERS_DELETE",
        "CUSTOMER_TAGS_ADDED",
        "ORDERS_CREATE",
        "ORDERS_UPDATED",
        "ORDERS_PAID",
        "ORDERS_CANCELLED",
        "ORDERS_FULFILLED",
        "ORDERS_PARTIALLY_FULFILLED",
        "ORDERS_DELETE",
        "ORDER_TRANSACTIONS_CREATE",
        "REFUNDS_CREATE",
        "FULFILLMENTS_CREATE",
        "FULFILLMENTS_UPDATE",
    ] {
        subscribe(&world, topic, json!({}), &receiver).await;
    }
    let now = async |wanted: &[&str]| {
        let all = told(&world, &receiver).await;
        let mut topics = topics(&all);
        topics.sort_unstable();
        assert_eq!(topics, wanted);
        if let Some(schemas) = &schemas {
            hold(schemas, &all);
        }
        all
    };
    let variant = variants(&world).await.remove(0);
    let make = "mutation($input: CustomerInput!) { customerCreate(input: $input) { customer { id } userErrors { message } } }";
    let address = json!({ "address1": "1 Example Street", "city": "Albany", "zip": "12201", "countryCode": "US", "provinceCode": "NY" });
    let input =
        json!({ "email": "a@example.com", "firstName": "A", "lastName": "B", "addresses": [address] });
    let customer = world.done(make, json!({ "input": input })).await["customer"]["id"].clone();
    let all = now(&["customers/create"]).await;
    assert_eq!(
        (&all[0].body["email"], &all[0].body["default_address"]["city"]),
        (&json!("a@example.com"), &json!("Albany"))
    );
    let tag = "mutation($id: ID!) { tagsAdd(id: $id, tags: [\"vip\"]) { userErrors { message } } }";
    world.done(tag, json!({ "id": customer })).await;
    let all = now(&["customer.tags_added", "customers/update"]).await;
    assert!(all.iter().any(|one| one.body["tags"] == json!(["vip"]) && one.body["customerId"] == customer));

    let line = json!({ "variantId": variant, "quantity": 2, "priceSet": usd("10.00"), "taxLines": [{ "title": "Tax", "rate": "0.1" }] });
    let order = json!({ "email": "a@example.com", "customer": { "toAssociate": { "id": customer } }, "lineItems": [line], "tags": ["x"],
        "shippingAddress": address, "shippingLines": [{ "title": "Standard", "priceSet": usd("5.00") }] });
    let order = world.done(ORDER, json!({ "order": order })).await["order"].clone();
    let all = told(&world, &receiver).await;
    let created = all.iter().find(|one| topic(one) == "orders/create").unwrap().body.clone();
    if let Some(schemas) = &schemas {
        hold(schemas, &all);
    }
    assert_eq!(
        (
            &created["total_price"],
            &created["financial_status"],
            &created["fulfillment_status"],
            &created["order_number"]
        ),
        (&json!("27.00"), &json!("pending"), &Value::Null, &json!(1001))
    );
    assert_eq!(created["customer"]["id"], number(&customer));
    assert_eq!(
        (&created["line_items"][0]["price"], &created["line_items"][0]["quantity"]),
        (&json!("10.00"), &json!(2))
    );
    assert_eq!(created["total_tax_set"]["shop_money"], json!({ "amount": "2.00", "currency_code": "USD" }));
    assert_eq!(created["shipping_lines"][0]["price"], "5.00");
    let id = &order["id"];
    let pay = "mutation($id: ID!) { orderMarkAsPaid(input: { id: $id }) { userErrors { message } } }";
    world.done(pay, json!({ "id": id })).await;
    now(&["order_transactions/create", "orders/paid", "orders/updated"]).await;

    let planned = read(&world, id).await["fulfillmentOrders"]["nodes"][0].clone();
    let send = "mutation($input: FulfillmentInput!) { fulfillmentCreate(fulfillment: $input) { fulfillment { id } userErrors { message } } }";
    for (topics, last) in [("orders/partially_fulfilled", false), ("orders/fulfilled", true)] {
        let lines = json!([{ "id": planned["lineItems"]["nodes"][0]["id"], "quantity": 1 }]);
        let input = json!({ "lineItemsByFulfillmentOrder": [{ "fulfillmentOrderId": planned["id"], "fulfillmentOrderLineItems": lines }],
            "trackingInfo": { "number": "1Z", "company": "UPS" } });
        world.done(send, json!({ "input": input })).await;
        let all = now(&["fulfillments/create", topics, "orders/updated"]).await;
        let sent = all.iter().find(|one| topic(one) == "fulfillments/create").unwrap();
        assert_eq!(
            (&sent.body["tracking_number"], &sent.body["line_items"][0]["quantity"]),
            (&json!("1Z"), &json!(1))
        );
        let updated = all.iter().find(|one| topic(one) == "orders/updated").unwrap();
        assert_eq!(updated.body["fulfillment_status"], if last { "fulfilled" } else { "partial" });
    }
    let order = world.data("query($id: ID!) { order(id: $id) { transactions { id gateway } lineItems(first: 1) { nodes { id } } } }", json!({ "id": id })).await["order"].clone();
    let money = json!([{ "orderId": id, "kind": "REFUND", "amount": "11.00", "gateway": order["transactions"][0]["gateway"], "parentId": order["transactions"][0]["id"] }]);
    let input = json!({ "orderId": id, "note": "damaged", "transactions": money, "refundLineItems": [{ "lineItemId": order["lineItems"]["nodes"][0]["id"], "quantity": 1, "restockType": "NO_RESTOCK" }] });
    world.done(REFUND, json!({ "input": input, "key": "1" })).await;
    let all = now(&["order_transactions/create", "orders/updated", "refunds/create"]).await;
    let refund = all.iter().find(|one| topic(one) == "refunds/create").unwrap();
    assert_eq!(
        (&refund.body["refund_line_items"][0]["subtotal"], &refund.body["order_id"]),
        (&json!(10.0), &number(id))
    );
    assert_eq!(refund.body["transactions"][0]["amount"], "11.00");

    let second = paid_order(&world, &variant).await;
    let all = told(&world, &receiver).await;
    assert!(
        topics(&all).contains(&"orders/paid"),
        "one that is paid from the start is paid, too: {:?}",
        topics(&all)
    );
    let cancel = "mutation($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true) { orderCancelUserErrors { message } } }";
    world.done(cancel, json!({ "id": second["id"] })).await;
    now(&["orders/cancelled", "orders/updated", "refunds/create"]).await;
    let delete = "mutation($id: ID!) { orderDelete(orderId: $id) { deletedId userErrors { message } } }";
    world.done(delete, json!({ "id": second["id"] })).await;
    let all = now(&["orders/delete"]).await;
    assert_eq!(all[0].body, json!({ "id": number(&second["id"]) }));
}

/// The number in an id.
fn number(id: &Value) -> Value {
    json!(id.as_str().unwrap().rsplit('/').next().unwrap().parse::<u64>().unwrap())
}
