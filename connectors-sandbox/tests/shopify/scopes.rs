//! What a token may read and write, and other limits of what is asked.

use std::time::Duration;

use connectors_sandbox::shopify::Shopify;
use serde_json::{Value, json};

use crate::harness::World;

/// The world as an app sees it whose merchant has agreed to these scopes.
async fn with_scopes(shop: Shopify, scopes: &str) -> World {
    let mut world = World::of(shop).await;
    let known = world.sandbox.credentials("shopify").unwrap();
    let person = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let base = world.sandbox.url("shopify");
    let url = format!(
        "{base}/admin/oauth/authorize?client_id={}&scope={scopes}&redirect_uri=http%3A%2F%2Flocalhost%2Fback&state=a",
        known.client_id
    );
    let answer = person.get(&url).send().await.unwrap();
    let back = url::Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    let code = back.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let body = json!({ "client_id": known.client_id, "client_secret": known.client_secret, "code": code });
    let answer =
        world.client.post(format!("{base}/admin/oauth/access_token")).json(&body).send().await.unwrap();
    let tokens: Value = answer.json().await.unwrap();
    tokens["access_token"].as_str().unwrap().clone_into(&mut world.token);
    world
}

const ORDER: &str = "mutation { orderCreate(order: { lineItems: [{ title: \"A\", quantity: 1, priceSet: { shopMoney: { amount: \"1\", currencyCode: USD } } }], customer: { toUpsert: { email: \"a@example.com\" } } }) { order { id } userErrors { field message } } }";

#[tokio::test]
async fn what_a_scope_is_lacking_for_is_denied_by_its_name() {
    let world = with_scopes(Shopify::new().products(1, 1), "read_products,write_orders").await;
    let body = world.ask("{ products(first: 1) { nodes { title } } shop { name } }", json!({})).await;
    assert!(body["errors"].is_null(), "{body}");
    let denied = world
        .ask("mutation { productCreate(product: { title: \"A\" }) { userErrors { message } } }", json!({}))
        .await;
    let extensions = &denied["errors"][0]["extensions"];
    assert_eq!(
        (&extensions["code"], &extensions["requiredAccess"]),
        (&json!("ACCESS_DENIED"), &json!("`write_products` access scope."))
    );
    assert_eq!(denied["data"]["productCreate"], Value::Null);
    assert_eq!(
        denied["errors"][0]["message"],
        "Access denied for productCreate field. Required access: `write_products` access scope."
    );
    let count = world.ask("{ customersCount { count } }", json!({})).await;
    assert_eq!(count["errors"][0]["extensions"]["code"], "ACCESS_DENIED");
    // Who writes may read; a part of what is asked may be denied.
    world.done(ORDER, json!({})).await;
    let part = world.ask("{ orders(first: 1) { nodes { name customer { id } } } }", json!({})).await;
    assert_eq!(part["errors"][0]["path"], json!(["orders", "nodes", 0, "customer"]));
    assert_eq!(part["data"]["orders"]["nodes"][0]["customer"], Value::Null);
    assert_eq!(part["data"]["orders"]["nodes"][0]["name"], "#1001");
}

#[tokio::test]
async fn a_bulk_query_of_what_is_denied_fails() {
    let world = with_scopes(Shopify::new(), "read_products").await;
    let run = "mutation { bulkOperationRunQuery(query: \"{ customers { edges { node { id } } } }\", groupObjects: false) { bulkOperation { id } userErrors { message } } }";
    let id = world.done(run, json!({})).await["bulkOperation"]["id"].clone();
    world.sandbox.advance(Duration::from_secs(2));
    let data = world
        .data("query($id: ID!) { bulkOperation(id: $id) { status errorCode } }", json!({ "id": id }))
        .await;
    assert_eq!(data["bulkOperation"], json!({ "status": "FAILED", "errorCode": "ACCESS_DENIED" }));
}

#[tokio::test]
async fn orders_of_more_than_sixty_days_need_a_scope_of_their_own() {
    for (scopes, seen) in [("write_orders,read_customers", false), ("write_orders,read_all_orders", true)] {
        let world = with_scopes(Shopify::new(), scopes).await;
        let id = world.done(ORDER, json!({})).await["order"]["id"].clone();
        let query = "query($id: ID!) { order(id: $id) { id } orders(first: 5) { nodes { id } } }";
        let of = async || world.data(query, json!({ "id": id })).await;
        assert_eq!(of().await["order"]["id"], id);
        world.sandbox.advance(Duration::from_secs(61 * 24 * 60 * 60));
        let later = of().await;
        assert_eq!(!later["order"].is_null(), seen, "{scopes}");
        assert_eq!(later["orders"]["nodes"].as_array().unwrap().len(), usize::from(seen), "{scopes}");
    }
}

#[tokio::test]
async fn an_identifier_is_one_thing_and_not_two_or_none() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let query = "query($by: ProductIdentifierInput!) { productByIdentifier(identifier: $by) { handle } }";
    let found = world.data(query, json!({ "by": { "handle": "product-00001" } })).await;
    assert_eq!(found["productByIdentifier"]["handle"], "product-00001");
    for wrong in
        [json!({}), json!({ "handle": "a", "id": "gid://shopify/Product/1" }), json!({ "handle": null })]
    {
        let body = world.ask(query, json!({ "by": wrong })).await;
        let message = body["errors"][0]["message"].as_str().unwrap_or_default();
        assert!(message.contains("exactly one key"), "{body}");
    }
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let world = World::of(Shopify::new().products(1, 1).token_life(Duration::from_secs(7 * 86_400))).await;
    let item = world
        .data("{ inventoryItems(first: 1) { nodes { id } } locations(first: 1) { nodes { id } } }", json!({}))
        .await;
    let adjust = "mutation($input: InventoryAdjustQuantitiesInput!) { inventoryAdjustQuantities(input: $input) @idempotent(key: \"k\") {
        inventoryAdjustmentGroup { changes { quantityAfterChange } } userErrors { message } } }";
    let (item, place) = (&item["inventoryItems"]["nodes"][0]["id"], &item["locations"]["nodes"][0]["id"]);
    let change =
        json!({ "delta": 1, "inventoryItemId": item, "locationId": place, "changeFromQuantity": null });
    let input = json!({ "input": { "name": "available", "reason": "correction", "changes": [change] } });
    for (hours, quantity) in [(0, 101), (23, 101), (2, 102)] {
        world.sandbox.advance(Duration::from_secs(hours * 3600));
        let done = world.done(adjust, input.clone()).await;
        assert_eq!(done["inventoryAdjustmentGroup"]["changes"][0]["quantityAfterChange"], quantity);
    }
}
