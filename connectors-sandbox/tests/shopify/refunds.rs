//! Refunds: to the cent, never more than there is, and back into the stock where that is asked for.

use connectors_sandbox::shopify::Shopify;
use serde_json::{Value, json};

use crate::harness::World;
use crate::orders::{CREATE, amount, paid_order, read, stock, usd, variants};

pub(crate) const REFUND: &str = "mutation($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) {
    refund { id note totalRefundedSet { shopMoney { amount } } refundLineItems(first: 5) { nodes { quantity restockType restocked location { id }
      subtotalSet { shopMoney { amount } } totalTaxSet { shopMoney { amount } } lineItem { id } } }
      refundShippingLines(first: 5) { nodes { subtotalAmountSet { shopMoney { amount } } shippingLine { title } } }
      orderAdjustments(first: 5) { nodes { reason amountSet { shopMoney { amount } } } } transactions(first: 5) { nodes { kind parentTransaction { id } } } order { id updatedAt } }
    userErrors { field message } } }";

fn money(order: &Value, amount: &str) -> Value {
    json!([{ "orderId": order["id"], "kind": "REFUND", "amount": amount, "gateway": "bogus", "parentId": order["transactions"][0]["id"] }])
}

#[tokio::test]
async fn a_refund_of_a_part_changes_the_order_and_the_stock_by_that_part_once() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let variant = variants(&world).await.remove(0);
    let order = paid_order(&world, &variant).await;
    let line = &order["lineItems"]["nodes"][0]["id"];
    let input = json!({ "orderId": order["id"], "note": "damaged", "transactions": money(&order, "11.00"),
        "refundLineItems": [{ "lineItemId": line, "quantity": 1, "restockType": "CANCEL" }] });
    let before = read(&world, &order["id"]).await;
    world.sandbox.advance(std::time::Duration::from_secs(60));
    let made = world.done(REFUND, json!({ "input": input, "key": "1" })).await;
    let again = world.done(REFUND, json!({ "input": input, "key": "1" })).await;
    assert_eq!(made, again);
    let told = &made["refund"]["refundLineItems"]["nodes"][0];
    assert_eq!((amount(told, "subtotalSet").as_str(), amount(told, "totalTaxSet").as_str()), ("10.0", "1.0"));
    assert_eq!(made["refund"]["orderAdjustments"]["nodes"], json!([]));
    assert_eq!(stock(&world, &variant).await, (99, 1));
    let shown = read(&world, &order["id"]).await;
    assert_ne!(shown["updatedAt"], before["updatedAt"], "an order is changed with its refunds");
    assert_eq!(shown["displayFinancialStatus"], "PARTIALLY_REFUNDED");
    for (field, sum) in [
        ("currentTotalPriceSet", "16.0"),
        ("netPaymentSet", "16.0"),
        ("totalRefundedSet", "11.0"),
        ("totalOutstandingSet", "0.0"),
        ("currentTotalTaxSet", "1.0"),
    ] {
        assert_eq!(amount(&shown, field), sum, "{field}");
    }
    let item = &shown["lineItems"]["nodes"][0];
    assert_eq!(
        (&item["currentQuantity"], &item["unfulfilledQuantity"], &item["quantity"]),
        (&json!(1), &json!(1), &json!(2))
    );
    assert_eq!(shown["refunds"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn no_more_comes_back_than_was_bought_or_paid() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let variant = variants(&world).await.remove(0);
    let order = paid_order(&world, &variant).await;
    let line = order["lineItems"]["nodes"][0]["id"].clone();
    let refused = async |more: Value| {
        let mut input = json!({ "orderId": order["id"] });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let key = input.to_string();
        let payload = world.payload(REFUND, json!({ "input": input, "key": key })).await;
        payload["userErrors"][0]["field"].clone()
    };
    let lines = |quantity: i64, restock: &str| json!([{ "lineItemId": line, "quantity": quantity, "restockType": restock }]);
    assert_eq!(
        refused(json!({ "refundLineItems": lines(3, "NO_RESTOCK") })).await,
        json!(["refundLineItems", "0", "quantity"])
    );
    assert_eq!(
        refused(json!({ "transactions": money(&order, "27.01") })).await,
        json!(["transactions", "0", "amount"])
    );
    assert_eq!(refused(json!({ "shipping": { "amount": "5.01" } })).await, json!(["shipping", "amount"]));
    assert_eq!(
        refused(json!({ "refundLineItems": lines(1, "LEGACY_RESTOCK") })).await,
        json!(["refundLineItems", "0", "restockType"])
    );
    let twice = json!([{ "lineItemId": line, "quantity": 2 }, { "lineItemId": line, "quantity": 1 }]);
    assert_eq!(
        refused(json!({ "refundLineItems": twice })).await,
        json!(["refundLineItems", "1", "quantity"])
    );
    assert_eq!(refused(json!({})).await, Value::Null);
    assert_eq!(amount(&read(&world, &order["id"]).await, "totalRefundedSet"), "0.0");
    let over =
        json!({ "orderId": order["id"], "transactions": money(&order, "30.00"), "allowOverRefunding": true });
    let made = world.done(REFUND, json!({ "input": over, "key": "over" })).await;
    assert_eq!(amount(&made["refund"]["orderAdjustments"]["nodes"][0], "amountSet"), "-30.0");
    let shown = read(&world, &order["id"]).await;
    assert_eq!(
        (amount(&shown, "netPaymentSet").as_str(), amount(&shown, "totalOutstandingSet").as_str()),
        ("-3.0", "0.0")
    );
}

#[tokio::test]
async fn what_is_suggested_can_be_refunded_and_leaves_nothing() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let variant = variants(&world).await.remove(0);
    let tax = json!([{ "title": "Tax", "rate": "0.07" }]);
    let order = json!({
        "lineItems": [{ "variantId": variant, "quantity": 3, "priceSet": usd("9.99"), "taxLines": tax }],
        "shippingLines": [{ "title": "Standard", "priceSet": usd("5.00"), "taxLines": tax }],
        "discountCode": { "itemFixedDiscountCode": { "code": "FIVE", "amountSet": usd("5.00") } },
        "transactions": [{ "amountSet": usd("20.00"), "gateway": "bogus" }, { "amountSet": usd("12.07"), "gateway": "gift_card" }],
    });
    let options = json!({ "inventoryBehaviour": "DECREMENT_IGNORING_POLICY" });
    let order = world.done(CREATE, json!({ "order": order, "options": options })).await["order"].clone();
    assert_eq!(
        (amount(&order, "totalPriceSet").as_str(), &order["displayFinancialStatus"]),
        ("32.07", &json!("PAID"))
    );
    let line = &order["lineItems"]["nodes"][0]["id"];
    // Unit by unit: the cents are those of the whole.
    let suggest = "query($id: ID!, $lines: [RefundLineItemInput!], $ship: Boolean) { order(id: $id) { suggestedRefund(refundLineItems: $lines, refundShipping: $ship) {
        amountSet { shopMoney { amount } } maximumRefundableSet { shopMoney { amount } } totalTaxSet { shopMoney { amount } }
        refundLineItems { quantity restockType subtotalSet { shopMoney { amount } } }
        suggestedTransactions { gateway amountSet { shopMoney { amount } } parentTransaction { id } } } } }";
    for unit in 0..3 {
        let lines = json!([{ "lineItemId": line, "quantity": 1, "restockType": "CANCEL" }]);
        let asked = json!({ "id": order["id"], "lines": lines, "ship": unit == 2 });
        let suggested = world.data(suggest, asked).await["order"]["suggestedRefund"].clone();
        let transactions: Vec<Value> = suggested["suggestedTransactions"].as_array().unwrap().iter().map(|one| json!({
            "orderId": order["id"], "kind": "REFUND", "gateway": one["gateway"], "parentId": one["parentTransaction"]["id"], "amount": amount(one, "amountSet"),
        })).collect();
        let input = json!({ "orderId": order["id"], "refundLineItems": lines, "transactions": transactions, "shipping": { "fullRefund": unit == 2 } });
        let made = world.done(REFUND, json!({ "input": input, "key": format!("{unit}") })).await;
        assert_eq!(amount(&made["refund"], "totalRefundedSet"), amount(&suggested, "amountSet"));
        assert_eq!(made["refund"]["orderAdjustments"]["nodes"], json!([]));
    }
    let shown = read(&world, &order["id"]).await;
    assert_eq!(shown["displayFinancialStatus"], "REFUNDED");
    for field in [
        "currentTotalPriceSet",
        "netPaymentSet",
        "totalOutstandingSet",
        "currentTotalTaxSet",
        "currentShippingPriceSet",
    ] {
        assert_eq!(amount(&shown, field), "0.0", "{field}");
    }
    assert_eq!(stock(&world, &variant).await, (100, 0));
}

#[tokio::test]
async fn money_may_come_back_as_credit_in_the_shop() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let variant = variants(&world).await.remove(0);
    let order = paid_order(&world, &variant).await;
    let query = "query($id: ID!, $by: RefundMethodAllocation) { order(id: $id) { suggestedRefund(suggestFullRefund: true, refundMethodAllocation: $by) { refundDuties { amountSet { shopMoney { amount } } }
        suggestedTransactions { kind } suggestedRefundMethods { __typename amount { shopMoney { amount } } maximumRefundable { shopMoney { amount } } } } } }";
    let ask = async |by: &str| {
        let data = world.data(query, json!({ "id": order["id"], "by": by })).await;
        data["order"]["suggestedRefund"].clone()
    };
    let back = ask("ORIGINAL_PAYMENT_METHODS").await;
    assert_eq!(
        (&back["suggestedRefundMethods"], back["suggestedTransactions"].as_array().unwrap().len()),
        (&json!([]), 1)
    );
    let credit = ask("STORE_CREDIT").await;
    assert_eq!(
        (&credit["suggestedTransactions"], amount(&credit["suggestedRefundMethods"][0], "amount").as_str()),
        (&json!([]), "27.0")
    );
    let create = "mutation($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: \"a\") { refund { totalRefundedSet { shopMoney { amount } } transactions(first: 2) { nodes { gateway } } } userErrors { field } } }";
    let input = |sum: &str| json!({ "input": { "orderId": order["id"], "refundMethods": [{ "storeCreditRefund": { "amount": { "amount": sum, "currencyCode": "USD" } } }] } });
    let done = world.done(create, input("5.00")).await["refund"].clone();
    assert_eq!(
        (amount(&done, "totalRefundedSet").as_str(), &done["transactions"]["nodes"][0]["gateway"]),
        ("5.0", &json!("shopify_store_credit"))
    );
    let create = create.replace("\"a\"", "\"b\"");
    assert_eq!(
        world.payload(&create, input("22.01")).await["userErrors"][0]["field"],
        json!(["transactions"])
    );
    assert_eq!(
        world.payload(&create.replace("\"b\"", "\"c\""), input("0.00")).await["userErrors"][0]["field"],
        json!(["refundMethods", "0", "storeCreditRefund", "amount"])
    );
}
