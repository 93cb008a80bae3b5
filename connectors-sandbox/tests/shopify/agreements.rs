//! What was agreed on, edit by edit: the sales of an order add up to what it costs.

use connectors_sandbox::shopify::Shopify;
use serde_json::{Value, json};

use crate::harness::World;
use crate::orders::{CREATE, amount, read, usd, variants};

const AGREED: &str = "query($id: ID!, $query: String) { order(id: $id) { agreements(first: 4, query: $query) { nodes { __typename id reason happenedAt
    ... on RefundAgreement { refund { id } }
    sales(first: 5) { nodes { __typename id actionType lineType quantity totalAmount { shopMoney { amount } } totalTaxAmount { shopMoney { amount } }
      totalDiscountAmountBeforeTaxes { shopMoney { amount } } totalDiscountAmountAfterTaxes { shopMoney { amount } }
      taxes { id amount { shopMoney { amount } } taxLine { title } } ... on ProductSale { lineItem { id } } } } } } } }";
const EDIT: &str = "fragment E on CalculatedOrder { id totalPriceSet { shopMoney { amount } } shippingLines { id stagedStatus }
    lineItems(first: 5) { nodes { id quantity hasStagedLineItemDiscount discountedUnitPriceSet { shopMoney { amount } } calculatedDiscountAllocations {
      allocatedAmountSet { shopMoney { amount } } discountApplication { __typename id description appliedTo value { ... on MoneyV2 { amount } ... on PricingPercentageValue { percentage } } } } } } }";

/// Two units at 10.00 less 10 % with a tax of 10 %, delivered for 5.00: 24.80.
async fn order(world: &World) -> Value {
    let variant = variants(world).await.remove(0);
    let order = json!({
        "lineItems": [{ "variantId": variant, "quantity": 2, "priceSet": usd("10.00"), "taxLines": [{ "title": "Tax", "rate": "0.1" }] }],
        "shippingLines": [{ "title": "Standard", "priceSet": usd("5.00") }],
        "discountCode": { "itemPercentageDiscountCode": { "code": "TEN", "percentage": 10.0 } },
        "transactions": [{ "amountSet": usd("24.80"), "gateway": "bogus" }],
    });
    world.done(CREATE, json!({ "order": order })).await["order"].clone()
}

async fn step(world: &World, name: &str, arguments: &str, variables: Value) -> Value {
    let stated: Vec<String> = variables
        .as_object()
        .unwrap()
        .keys()
        .map(|name| {
            let ty = match name.as_str() {
                "quantity" => "Int!",
                "discount" => "OrderEditAppliedDiscountInput!",
                "title" => "String!",
                "price" => "MoneyInput!",
                _ => "ID!",
            };
            format!("${name}: {ty}")
        })
        .collect();
    let query = format!(
        "mutation({}) {{ {name}({arguments}) {{ calculatedOrder {{ ...E }} userErrors {{ field message }} }} }} {EDIT}",
        stated.join(", ")
    );
    world.payload(&query, variables).await
}

async fn commit(world: &World, id: &Value) {
    let commit = "mutation($id: ID!) { orderEditCommit(id: $id) { order { id } userErrors { message } } }";
    world.done(commit, json!({ "id": id })).await;
}

fn sum(agreements: &Value) -> f64 {
    let sales =
        agreements.as_array().unwrap().iter().flat_map(|one| one["sales"]["nodes"].as_array().unwrap());
    sales.map(|sale| amount(sale, "totalAmount").parse::<f64>().unwrap()).sum()
}

#[tokio::test]
async fn the_sales_of_an_order_add_up_to_what_it_costs_after_each_change() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let order = order(&world).await;
    let agreed = async |query: Option<&str>| {
        let data = world.data(AGREED, json!({ "id": order["id"], "query": query })).await;
        data["order"]["agreements"]["nodes"].clone()
    };
    let costs = async || {
        let costs = amount(&read(&world, &order["id"]).await, "currentTotalPriceSet").parse::<f64>().unwrap();
        let sum = sum(&agreed(None).await);
        assert!((costs - sum).abs() < 0.001, "{costs} {sum}");
        costs
    };
    assert!((costs().await - 24.8).abs() < 0.001);
    let placed = agreed(None).await;
    let sale = &placed[0]["sales"]["nodes"][0];
    assert_eq!(
        (&placed[0]["reason"], &sale["lineType"], &sale["quantity"]),
        (&json!("ORDER"), &json!("PRODUCT"), &json!(2))
    );
    assert_eq!(
        (amount(sale, "totalAmount"), amount(&sale["taxes"][0], "amount")),
        ("19.8".into(), "1.8".into())
    );
    assert_eq!(
        (amount(sale, "totalDiscountAmountBeforeTaxes"), amount(sale, "totalDiscountAmountAfterTaxes")),
        ("2.0".into(), "2.2".into())
    );

    world.sandbox.advance(std::time::Duration::from_secs(60));
    let begun =
        step(&world, "orderEditBegin", "id: $id", json!({ "id": order["id"] })).await["calculatedOrder"]
            .clone();
    let (id, line) = (&begun["id"], &begun["lineItems"]["nodes"][0]["id"]);
    let set = "id: $id, lineItemId: $line, quantity: $quantity";
    step(&world, "orderEditSetQuantity", set, json!({ "id": id, "line": line, "quantity": 3 })).await;
    let price = json!({ "amount": "4.00", "currencyCode": "USD" });
    let add = "id: $id, title: $title, price: $price, quantity: $quantity";
    let added = json!({ "id": id, "title": "Bag", "price": price, "quantity": 2 });
    step(&world, "orderEditAddCustomItem", add, added).await;
    let ship = "id: $id, shippingLine: { title: $title, price: $price }";
    step(&world, "orderEditAddShippingLine", ship, json!({ "id": id, "title": "More", "price": price }))
        .await;
    commit(&world, id).await;
    // A unit more is 9.90, the bags are 8.00, the way is 4.00.
    assert!((costs().await - 46.7).abs() < 0.001);
    let after = agreed(None).await;
    assert_eq!(after[0], placed[0], "what was agreed on first stays");
    assert_eq!(after[1]["__typename"], "OrderEditAgreement");
    let kinds: Vec<&Value> =
        after[1]["sales"]["nodes"].as_array().unwrap().iter().map(|one| &one["__typename"]).collect();
    assert_eq!(kinds, ["ProductSale", "ProductSale", "ShippingLineSale"]);

    world.sandbox.advance(std::time::Duration::from_secs(60));
    let refund = "mutation($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: \"a\") { refund { id } userErrors { message } } }";
    let input = json!({
        "orderId": order["id"], "refundLineItems": [{ "lineItemId": order["lineItems"]["nodes"][0]["id"], "quantity": 1, "restockType": "CANCEL" }],
        "shipping": { "amount": "5.00" },
        "transactions": [{ "orderId": order["id"], "kind": "REFUND", "amount": "10.00", "gateway": "bogus", "parentId": order["transactions"][0]["id"] }],
    });
    let refund = world.done(refund, json!({ "input": input })).await["refund"].clone();
    // 14.90 came back, and 10.00 were given for it.
    assert!((costs().await - 36.7).abs() < 0.001);
    let last = agreed(None).await[2].clone();
    assert_eq!((&last["reason"], &last["refund"]), (&json!("REFUND"), &refund));
    let told: Vec<(&Value, &Value)> = last["sales"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["lineType"], &one["actionType"]))
        .collect();
    assert_eq!(
        told,
        [("PRODUCT", "RETURN"), ("SHIPPING", "RETURN"), ("ADJUSTMENT", "UPDATE")]
            .map(|(line, action)| (json!(line), json!(action)))
            .iter()
            .map(|(line, action)| (line, action))
            .collect::<Vec<_>>()
    );
    let since = format!("happened_at:>='{}'", last["happenedAt"].as_str().unwrap());
    assert_eq!(agreed(Some(&since)).await, json!([last]));

    world.sandbox.advance(std::time::Duration::from_secs(60));
    let begun =
        step(&world, "orderEditBegin", "id: $id", json!({ "id": order["id"] })).await["calculatedOrder"]
            .clone();
    let (id, line) = (&begun["id"], &begun["lineItems"]["nodes"][0]["id"]);
    step(&world, "orderEditSetQuantity", set, json!({ "id": id, "line": line, "quantity": 0 })).await;
    let more = &begun["shippingLines"][1]["id"];
    step(
        &world,
        "orderEditRemoveShippingLine",
        "id: $id, shippingLineId: $line",
        json!({ "id": id, "line": more }),
    )
    .await;
    commit(&world, id).await;
    costs().await;
}

#[tokio::test]
async fn a_discount_of_an_edit_is_changed_follows_the_quantity_and_is_taken_away() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let order = order(&world).await;
    let begun =
        step(&world, "orderEditBegin", "id: $id", json!({ "id": order["id"] })).await["calculatedOrder"]
            .clone();
    let id = &begun["id"];
    let known = &begun["lineItems"]["nodes"][0]["calculatedDiscountAllocations"][0]["discountApplication"];
    assert_eq!(
        (&known["__typename"], &known["appliedTo"], &known["value"]["percentage"]),
        (&json!("CalculatedDiscountCodeApplication"), &json!("ORDER"), &json!(10.0))
    );
    let price = json!({ "amount": "4.00", "currencyCode": "USD" });
    let add = "id: $id, title: $title, price: $price, quantity: $quantity";
    let added = step(
        &world,
        "orderEditAddCustomItem",
        add,
        json!({ "id": id, "title": "Bag", "price": price, "quantity": 2 }),
    )
    .await;
    let line = &added["calculatedOrder"]["lineItems"]["nodes"][1]["id"];
    let give = "id: $id, lineItemId: $line, discount: $discount";
    let half = json!({ "percentValue": 50.0, "description": "Half" });
    let given = step(
        &world,
        "orderEditAddLineItemDiscount",
        give,
        json!({ "id": id, "line": line, "discount": half }),
    )
    .await;
    assert_eq!(amount(&given["calculatedOrder"], "totalPriceSet"), "28.8");
    let shown = &given["calculatedOrder"]["lineItems"]["nodes"][1];
    let by = &shown["calculatedDiscountAllocations"][0]["discountApplication"];
    assert_eq!((&shown["hasStagedLineItemDiscount"], &by["description"]), (&json!(true), &json!("Half")));
    let set = "id: $id, lineItemId: $line, quantity: $quantity";
    let fewer =
        step(&world, "orderEditSetQuantity", set, json!({ "id": id, "line": line, "quantity": 1 })).await;
    assert_eq!(amount(&fewer["calculatedOrder"], "totalPriceSet"), "26.8");
    let change = "id: $id, discountApplicationId: $line, discount: $discount";
    let less = json!({ "fixedValue": { "amount": "1.00", "currencyCode": "USD" } });
    let less = step(
        &world,
        "orderEditUpdateDiscount",
        change,
        json!({ "id": id, "line": by["id"], "discount": less }),
    )
    .await;
    assert_eq!(amount(&less["calculatedOrder"], "totalPriceSet"), "27.8");
    let now = &less["calculatedOrder"]["lineItems"]["nodes"][1]["calculatedDiscountAllocations"][0]["discountApplication"];
    assert_eq!(
        (&now["id"], &now["value"], &now["description"]),
        (&by["id"], &json!({ "amount": "1.0" }), &json!("Half"))
    );
    let take = "id: $id, discountApplicationId: $line";
    let other = step(&world, "orderEditRemoveDiscount", take, json!({ "id": id, "line": known["id"] })).await;
    assert_eq!(other["userErrors"][0]["field"], json!(["discountApplicationId"]));
    let none = step(&world, "orderEditRemoveDiscount", take, json!({ "id": id, "line": by["id"] })).await;
    assert_eq!(amount(&none["calculatedOrder"], "totalPriceSet"), "28.8");
    let again = step(&world, "orderEditRemoveDiscount", take, json!({ "id": id, "line": by["id"] })).await;
    assert_eq!(again["userErrors"][0]["field"], json!(["discountApplicationId"]));
}

#[tokio::test]
async fn a_way_that_an_edit_adds_can_be_changed_and_no_other() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let order = order(&world).await;
    let begun =
        step(&world, "orderEditBegin", "id: $id", json!({ "id": order["id"] })).await["calculatedOrder"]
            .clone();
    let id = &begun["id"];
    let price = |amount: &str| json!({ "amount": amount, "currencyCode": "USD" });
    let add = "id: $id, shippingLine: { title: $title, price: $price }";
    let added = step(
        &world,
        "orderEditAddShippingLine",
        add,
        json!({ "id": id, "title": "More", "price": price("4.00") }),
    )
    .await;
    assert_eq!(amount(&added["calculatedOrder"], "totalPriceSet"), "28.8");
    let lines = &added["calculatedOrder"]["shippingLines"];
    let change = "id: $id, shippingLineId: $line, shippingLine: { price: $price }";
    let changed = step(
        &world,
        "orderEditUpdateShippingLine",
        change,
        json!({ "id": id, "line": lines[1]["id"], "price": price("3.00") }),
    )
    .await;
    assert_eq!(amount(&changed["calculatedOrder"], "totalPriceSet"), "27.8");
    let other = step(
        &world,
        "orderEditUpdateShippingLine",
        change,
        json!({ "id": id, "line": lines[0]["id"], "price": price("3.00") }),
    )
    .await;
    assert_eq!(other["userErrors"][0]["field"], json!(["shippingLineId"]));
}
