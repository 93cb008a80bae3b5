//! Edits of orders: nothing is changed until the end, then everything.

use connectors_sandbox::shopify::Shopify;
use serde_json::{Value, json};

use crate::harness::World;
use crate::orders::{amount, paid_order, read, stock, variants};

fn step(name: &str, arguments: &str, pass: &str) -> String {
    format!(
        "mutation($id: ID!{arguments}) {{ {name}(id: $id{pass}) {{ calculatedOrder {{ id totalPriceSet {{ shopMoney {{ amount }} }}
         totalOutstandingSet {{ shopMoney {{ amount }} }} lineItems(first: 5) {{ nodes {{ id quantity editableQuantity }} }} }} userErrors {{ message field }} }} }}"
    )
}

#[tokio::test]
async fn an_edit_is_done_at_once_or_not_at_all() {
    let world = World::of(Shopify::new().products(2, 1)).await;
    let variants = variants(&world).await;
    let order = paid_order(&world, &variants[0]).await;
    let begun =
        world.done(&step("orderEditBegin", "", ""), json!({ "id": order["id"] })).await["calculatedOrder"]
            .clone();
    let id = &begun["id"];
    assert_eq!(
        (amount(&begun, "totalPriceSet").as_str(), amount(&begun, "totalOutstandingSet").as_str()),
        ("27.0", "0.0")
    );
    let set = step(
        "orderEditSetQuantity",
        ", $line: ID!, $quantity: Int!",
        ", lineItemId: $line, quantity: $quantity, restock: true",
    );
    let line = &begun["lineItems"]["nodes"][0]["id"];
    let fewer = world.done(&set, json!({ "id": id, "line": line, "quantity": 1 })).await;
    assert_eq!(amount(&fewer["calculatedOrder"], "totalPriceSet"), "16.0");
    let add = step(
        "orderEditAddVariant",
        ", $variant: ID!, $quantity: Int!",
        ", variantId: $variant, quantity: $quantity",
    );
    let twice = world.payload(&add, json!({ "id": id, "variant": variants[0], "quantity": 1 })).await;
    assert_eq!(twice["userErrors"][0]["field"], json!(["variantId"]));
    // The second product costs 31.00.
    let more = world.done(&add, json!({ "id": id, "variant": variants[1], "quantity": 2 })).await;
    assert_eq!(amount(&more["calculatedOrder"], "totalPriceSet"), "78.0");
    assert_eq!(amount(&more["calculatedOrder"], "totalOutstandingSet"), "51.0");
    let before = read(&world, &order["id"]).await;
    assert_eq!(
        (amount(&before, "currentTotalPriceSet").as_str(), stock(&world, &variants[0]).await),
        ("27.0", (98, 2))
    );

    let commit = "mutation($id: ID!) { orderEditCommit(id: $id) { order { edited } successMessages userErrors { message } } }";
    assert_eq!(world.done(commit, json!({ "id": id })).await["order"]["edited"], true);
    let after = read(&world, &order["id"]).await;
    assert_eq!(
        (amount(&after, "currentTotalPriceSet").as_str(), amount(&after, "totalOutstandingSet").as_str()),
        ("78.0", "51.0")
    );
    assert_eq!(after["displayFinancialStatus"], "PARTIALLY_PAID");
    let quantities: Vec<(&Value, &Value)> = after["lineItems"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["quantity"], &one["currentQuantity"]))
        .collect();
    assert_eq!(quantities, [(&json!(2), &json!(1)), (&json!(2), &json!(2))]);
    assert_eq!(stock(&world, &variants[0]).await, (99, 1));
    let again = world.payload(commit, json!({ "id": id })).await;
    assert_eq!(again["userErrors"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_line_grows_at_its_own_price_and_tax() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let variant = variants(&world).await.remove(0);
    let order = paid_order(&world, &variant).await;
    let begun =
        world.done(&step("orderEditBegin", "", ""), json!({ "id": order["id"] })).await["calculatedOrder"]
            .clone();
    let set = step(
        "orderEditSetQuantity",
        ", $line: ID!, $quantity: Int!",
        ", lineItemId: $line, quantity: $quantity",
    );
    let line = &begun["lineItems"]["nodes"][0]["id"];
    let grown = world.done(&set, json!({ "id": begun["id"], "line": line, "quantity": 3 })).await;
    assert_eq!(amount(&grown["calculatedOrder"], "totalPriceSet"), "38.0");
    world
        .done(
            "mutation($id: ID!) { orderEditCommit(id: $id) { order { id } userErrors { message } } }",
            json!({ "id": begun["id"] }),
        )
        .await;
    let after = read(&world, &order["id"]).await;
    assert_eq!(
        (amount(&after, "totalPriceSet").as_str(), amount(&after, "currentTotalPriceSet").as_str()),
        ("38.0", "38.0")
    );
    let planned: i64 = after["fulfillmentOrders"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|plan| plan["lineItems"]["nodes"].as_array().unwrap())
        .map(|line| line["remainingQuantity"].as_i64().unwrap())
        .sum();
    assert_eq!(planned, 3);
}
