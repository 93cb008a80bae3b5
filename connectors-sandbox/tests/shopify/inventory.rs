//! Quantities: compared before they change, and changed once for a key.

use connectors_sandbox::shopify::Shopify;
use serde_json::{Value, json};

use crate::harness::World;

const ADJUST: &str = "mutation($input: InventoryAdjustQuantitiesInput!, $key: String!) {
  inventoryAdjustQuantities(input: $input) @idempotent(key: $key) {
    inventoryAdjustmentGroup { reason changes { name delta quantityAfterChange item { sku } location { name } } }
    userErrors { code field message }
  } }";

async fn item_and_place(world: &World) -> (Value, Value) {
    let query = "{ inventoryItems(first: 1) { nodes { id } } locations(first: 1) { nodes { id } } }";
    let data = world.data(query, json!({})).await;
    (data["inventoryItems"]["nodes"][0]["id"].clone(), data["locations"]["nodes"][0]["id"].clone())
}

async fn quantities(world: &World, item: &Value) -> Vec<i64> {
    let query = "query($id: ID!) { inventoryItem(id: $id) { inventoryLevels(first: 5) { nodes { quantities(names: [\"available\", \"on_hand\", \"committed\"]) { name quantity } } } } }";
    let data = world.data(query, json!({ "id": item })).await;
    let level = &data["inventoryItem"]["inventoryLevels"]["nodes"][0]["quantities"];
    level.as_array().unwrap().iter().map(|one| one["quantity"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn a_key_adjusts_once_and_a_wrong_comparison_does_not() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let (item, place) = item_and_place(&world).await;
    let input = |delta: i64, from: Value| json!({ "name": "available", "reason": "correction", "changes": [{ "delta": delta, "inventoryItemId": item, "locationId": place, "changeFromQuantity": from }] });
    let first = world.done(ADJUST, json!({ "input": input(-3, json!(100)), "key": "a" })).await;
    assert_eq!(first["inventoryAdjustmentGroup"]["changes"][0]["quantityAfterChange"], 97);
    let again = world.done(ADJUST, json!({ "input": input(-3, json!(100)), "key": "a" })).await;
    assert_eq!(again, first);
    assert_eq!(quantities(&world, &item).await, [97, 97, 0]);
    let other = world.payload(ADJUST, json!({ "input": input(-4, Value::Null), "key": "a" })).await;
    assert_eq!(other["userErrors"][0]["code"], "IDEMPOTENCY_KEY_PARAMETER_MISMATCH");
    let stale = world.payload(ADJUST, json!({ "input": input(1, json!(100)), "key": "b" })).await;
    assert_eq!(stale["userErrors"][0]["code"], "CHANGE_FROM_QUANTITY_STALE");
    assert_eq!(quantities(&world, &item).await, [97, 97, 0]);

    let without = ADJUST.replace(", $key: String!", "").replace("@idempotent(key: $key)", "");
    let refused = world.ask(&without, json!({ "input": input(1, Value::Null) })).await;
    assert!(refused["errors"][0]["message"].as_str().unwrap().contains("@idempotent"), "{refused}");
    assert_eq!(refused["data"]["inventoryAdjustQuantities"], Value::Null);
    let old = world
        .send("2026-01", json!({ "query": without, "variables": { "input": input(1, Value::Null) } }))
        .await;
    assert_eq!(old.body["data"]["inventoryAdjustQuantities"]["userErrors"], json!([]));
}

#[tokio::test]
async fn what_is_set_is_so_at_that_place_alone() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let (item, place) = item_and_place(&world).await;
    let set = "mutation($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) @idempotent(key: \"1\") {
        inventoryAdjustmentGroup { changes { name delta } } userErrors { code field } } }";
    let input = json!({ "name": "on_hand", "reason": "cycle_count_available", "quantities": [{ "inventoryItemId": item, "locationId": place, "quantity": 5, "changeFromQuantity": 100 }] });
    let done = world.done(set, json!({ "input": input })).await;
    assert_eq!(
        done["inventoryAdjustmentGroup"]["changes"],
        json!([{ "name": "on_hand", "delta": -95 }, { "name": "available", "delta": -95 }])
    );
    assert_eq!(quantities(&world, &item).await, [5, 5, 0]);
}
