//! Orders: their sums, states, and what they do to the stock.

use connectors_sandbox::shopify::Shopify;
use serde_json::{Value, json};

use crate::harness::World;

pub(crate) const CREATE: &str = "mutation($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) {
  orderCreate(order: $order, options: $options) { order { id name email displayFinancialStatus displayFulfillmentStatus
    subtotalPriceSet { shopMoney { amount currencyCode } } totalPriceSet { shopMoney { amount } } totalTaxSet { shopMoney { amount } }
    totalDiscountsSet { shopMoney { amount } } totalOutstandingSet { shopMoney { amount } } netPaymentSet { shopMoney { amount } }
    lineItems(first: 5) { nodes { id name sku quantity variant { id } discountedTotalSet { shopMoney { amount } } taxLines { title priceSet { shopMoney { amount } } } } }
    transactions { id kind status gateway } customer { id numberOfOrders } }
    userErrors { code field message } } }";

pub(crate) fn usd(amount: &str) -> Value {
    json!({ "shopMoney": { "amount": amount, "currencyCode": "USD" } })
}

pub(crate) fn amount(order: &Value, field: &str) -> String {
    order[field]["shopMoney"]["amount"].as_str().unwrap_or_else(|| panic!("{field}: {order:#}")).to_owned()
}

/// Ids of the first variants.
pub(crate) async fn variants(world: &World) -> Vec<Value> {
    let data = world.data("{ productVariants(first: 10) { nodes { id } } }", json!({})).await;
    data["productVariants"]["nodes"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect()
}

/// Available and committed of a variant, at the first place that keeps it.
pub(crate) async fn stock(world: &World, variant: &Value) -> (i64, i64) {
    let query = "query($id: ID!) { productVariant(id: $id) { inventoryItem { inventoryLevels(first: 1) { nodes { quantities(names: [\"available\", \"committed\"]) { quantity } } } } } }";
    let data = world.data(query, json!({ "id": variant })).await;
    let both = &data["productVariant"]["inventoryItem"]["inventoryLevels"]["nodes"][0]["quantities"];
    (both[0]["quantity"].as_i64().unwrap(), both[1]["quantity"].as_i64().unwrap())
}

/// Two units of a variant at 10.00 with tax of 10 %, delivered for 5.00, paid: 27.00.
pub(crate) async fn paid_order(world: &World, variant: &Value) -> Value {
    let tax = json!([{ "title": "Tax", "rate": "0.1" }]);
    let order = json!({
        "email": "a@example.com",
        "lineItems": [{ "variantId": variant, "quantity": 2, "priceSet": usd("10.00"), "taxLines": tax }],
        "shippingLines": [{ "title": "Standard", "priceSet": usd("5.00") }],
        "transactions": [{ "amountSet": usd("27.00"), "gateway": "bogus" }],
    });
    let options = json!({ "inventoryBehaviour": "DECREMENT_OBEYING_POLICY" });
    world.done(CREATE, json!({ "order": order, "options": options })).await["order"].clone()
}

pub(crate) async fn read(world: &World, id: &Value) -> Value {
    let query = "query($id: ID!) { order(id: $id) { name updatedAt closed cancelledAt cancelReason displayFinancialStatus displayFulfillmentStatus fullyPaid unpaid
      totalPriceSet { shopMoney { amount } } currentTotalPriceSet { shopMoney { amount } } currentSubtotalPriceSet { shopMoney { amount } }
      currentTotalTaxSet { shopMoney { amount } } currentShippingPriceSet { shopMoney { amount } } totalRefundedSet { shopMoney { amount } }
      totalReceivedSet { shopMoney { amount } } netPaymentSet { shopMoney { amount } } totalOutstandingSet { shopMoney { amount } }
      refundDiscrepancySet { shopMoney { amount } } totalCapturableSet { shopMoney { amount } }
      lineItems(first: 5) { nodes { id quantity currentQuantity refundableQuantity unfulfilledQuantity } }
      transactions { id kind amountSet { shopMoney { amount } } parentTransaction { id } }
      fulfillmentOrders(first: 5) { nodes { id status lineItems(first: 5) { nodes { id remainingQuantity totalQuantity } } } }
      refunds { id } } }";
    world.data(query, json!({ "id": id })).await["order"].clone()
}

#[tokio::test]
async fn an_orders_sums_follow_from_its_lines_discounts_and_taxes() {
    let world = World::of(Shopify::new().products(2, 1)).await;
    let variants = variants(&world).await;
    let tax = json!([{ "title": "Tax", "rate": "0.2" }]);
    let order = json!({
        "customer": { "toUpsert": { "email": "A@example.com", "firstName": "Ada" } },
        "lineItems": [
            { "variantId": variants[0], "quantity": 3, "priceSet": usd("10.00"), "taxLines": tax },
            { "title": "Engraving", "quantity": 1, "priceSet": usd("3.33"), "sku": "ENG" },
        ],
        "shippingLines": [{ "title": "Standard", "priceSet": usd("5.00") }],
        "discountCode": { "itemPercentageDiscountCode": { "code": "TEN", "percentage": 10.0 } },
        "transactions": [{ "amountSet": usd("10.00"), "gateway": "bogus" }],
    });
    let made = world.done(CREATE, json!({ "order": order })).await;
    let order = &made["order"];
    assert_eq!((&order["name"], &order["email"]), (&json!("#1001"), &json!("a@example.com")));
    // 33.33 less 3.33, with tax on 27.00 and 5.00 of delivery.
    assert_eq!(amount(order, "subtotalPriceSet"), "30.0");
    assert_eq!(amount(order, "totalDiscountsSet"), "3.33");
    assert_eq!(amount(order, "totalTaxSet"), "5.4");
    assert_eq!(amount(order, "totalPriceSet"), "40.4");
    assert_eq!(amount(order, "totalOutstandingSet"), "30.4");
    assert_eq!(order["displayFinancialStatus"], "PARTIALLY_PAID");
    assert_eq!(order["lineItems"]["nodes"][0]["sku"], "SKU-00001-1");
    assert_eq!(order["lineItems"]["nodes"][1]["sku"], "ENG");
    assert_eq!(order["customer"]["numberOfOrders"], "1");
    let again = json!({ "customer": { "toUpsert": { "email": "a@example.com" } }, "lineItems": [{ "variantId": variants[1], "quantity": 1 }], "financialStatus": "PAID" });
    let again = world.done(CREATE, json!({ "order": again })).await;
    assert_eq!(again["order"]["name"], "#1002");
    assert_eq!(again["order"]["customer"], json!({ "id": order["customer"]["id"], "numberOfOrders": "2" }));
    assert_eq!(again["order"]["displayFinancialStatus"], "PAID", "as it was stated, though nothing was paid");
    assert_eq!(stock(&world, &variants[0]).await, (100, 0), "stock is left alone unless it is asked for");
}

#[tokio::test]
async fn what_is_wrong_with_an_order_is_told_by_its_field_and_nothing_is_made() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let variants = variants(&world).await;
    let refused = async |order: Value, behaviour: &str| {
        let payload = world
            .payload(CREATE, json!({ "order": order, "options": { "inventoryBehaviour": behaviour } }))
            .await;
        assert!(payload["order"].is_null(), "{payload}");
        (payload["userErrors"][0]["code"].clone(), payload["userErrors"][0]["field"].clone())
    };
    assert_eq!(
        refused(json!({ "lineItems": [] }), "BYPASS").await,
        (json!("INVALID"), json!(["order", "lineItems"]))
    );
    let unknown = json!({ "lineItems": [{ "variantId": "gid://shopify/ProductVariant/1", "quantity": 1 }] });
    assert_eq!(refused(unknown, "BYPASS").await.1, json!(["order", "lineItems", "0", "variantId"]));
    let none = json!({ "lineItems": [{ "variantId": variants[0], "quantity": 0 }] });
    assert_eq!(refused(none, "BYPASS").await.1, json!(["order", "lineItems", "0", "quantity"]));
    let much = json!({ "customer": { "toUpsert": { "email": "x@example.com" } }, "lineItems": [{ "variantId": variants[0], "quantity": 101 }] });
    assert_eq!(refused(much, "DECREMENT_OBEYING_POLICY").await.0, "INVENTORY_CLAIM_FAILED");
    assert_eq!(stock(&world, &variants[0]).await, (100, 0));
    let phoned = |email: &str| json!({ "customer": { "toUpsert": { "email": email, "phone": "+14155550100" } }, "lineItems": [{ "variantId": variants[0], "quantity": 1 }] });
    let counts = world.data("{ ordersCount { count } customersCount { count } }", json!({})).await;
    assert_eq!(counts, json!({ "ordersCount": { "count": 0 }, "customersCount": { "count": 0 } }));
    // What a customer's code says, an order's has no word for.
    world.done(CREATE, json!({ "order": phoned("a@example.com") })).await;
    let other = json!({ "customer": { "toUpsert": { "email": "b@example.com" } }, "lineItems": [{ "variantId": variants[0], "quantity": 1 }] });
    world.done(CREATE, json!({ "order": other })).await;
    assert_eq!(refused(phoned("b@example.com"), "BYPASS").await.0, "INVALID");
}

#[tokio::test]
async fn a_cancelled_order_gives_back_its_stock_and_its_money_once() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let variant = variants(&world).await.remove(0);
    let order = paid_order(&world, &variant).await;
    assert_eq!(order["displayFinancialStatus"], "PAID");
    assert_eq!(stock(&world, &variant).await, (98, 2));
    let cancel = "mutation($id: ID!, $refund: OrderCancelRefundMethodInput) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true, refundMethod: $refund) { job { id done } orderCancelUserErrors { code message } userErrors { message } } }";
    let variables = json!({ "id": order["id"], "refund": { "originalPaymentMethodsRefund": true } });
    assert_eq!(world.done(cancel, variables.clone()).await["job"]["done"], true);
    assert_eq!(stock(&world, &variant).await, (100, 0));
    let shown = read(&world, &order["id"]).await;
    assert_eq!(
        (&shown["cancelReason"], &shown["displayFinancialStatus"], &shown["closed"]),
        (&json!("CUSTOMER"), &json!("REFUNDED"), &json!(true))
    );
    assert_eq!(amount(&shown, "totalPriceSet"), "27.0");
    for (field, sum) in [
        ("currentTotalPriceSet", "0.0"),
        ("totalRefundedSet", "27.0"),
        ("netPaymentSet", "0.0"),
        ("totalOutstandingSet", "0.0"),
    ] {
        assert_eq!(amount(&shown, field), sum, "{field}");
    }
    assert_eq!(shown["lineItems"]["nodes"][0]["currentQuantity"], 0);
    assert_eq!(shown["fulfillmentOrders"]["nodes"][0]["status"], "CANCELLED");
    let again = world.payload(cancel, variables).await;
    assert_eq!(again["orderCancelUserErrors"][0]["code"], "INVALID");
    assert_eq!(stock(&world, &variant).await, (100, 0));
}

#[tokio::test]
async fn an_authorization_is_captured_in_parts_or_voided_and_what_is_due_is_paid_by_hand() {
    let world = World::new().await;
    let order = json!({ "lineItems": [{ "title": "A", "quantity": 1, "priceSet": usd("20.00") }],
        "transactions": [{ "kind": "AUTHORIZATION", "amountSet": usd("15.00"), "gateway": "bogus" }] });
    let order = world.done(CREATE, json!({ "order": order })).await["order"].clone();
    assert_eq!(order["displayFinancialStatus"], "AUTHORIZED");
    let parent = &order["transactions"][0]["id"];
    let capture = "mutation($input: OrderCaptureInput!) { orderCapture(input: $input) { transaction { kind parentTransaction { id } } userErrors { field message } } }";
    let input = |amount: &str| json!({ "input": { "id": order["id"], "parentTransactionId": parent, "amount": amount } });
    assert_eq!(world.done(capture, input("5.00")).await["transaction"]["parentTransaction"]["id"], *parent);
    let shown = read(&world, &order["id"]).await;
    assert_eq!(
        (amount(&shown, "totalCapturableSet").as_str(), &shown["displayFinancialStatus"]),
        ("10.0", &json!("PARTIALLY_PAID"))
    );
    let more = world.payload(capture, input("10.01")).await;
    assert_eq!(more["userErrors"][0]["field"], json!(["amount"]));
    let void = "mutation($id: ID!) { transactionVoid(parentTransactionId: $id) { transaction { kind } userErrors { code } } }";
    let refused = world.payload(void, json!({ "id": parent })).await;
    assert_eq!(refused["userErrors"][0]["code"], "AUTH_NOT_VOIDABLE");
    let paid = "mutation($id: ID!) { orderMarkAsPaid(input: { id: $id }) { order { displayFinancialStatus } userErrors { message } } }";
    assert_eq!(
        world.done(paid, json!({ "id": order["id"] })).await["order"]["displayFinancialStatus"],
        "PAID"
    );
    let shown = read(&world, &order["id"]).await;
    let kinds: Vec<(&Value, String)> = shown["transactions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["kind"], amount(one, "amountSet")))
        .collect();
    assert_eq!(kinds[2..], [(&json!("CAPTURE"), "10.0".to_owned()), (&json!("SALE"), "5.0".to_owned())]);
    let again = world.payload(paid, json!({ "id": order["id"] })).await;
    assert_eq!(again["userErrors"][0]["message"], "Order cannot be marked as paid.");
}

#[tokio::test]
async fn orders_are_found_by_state_and_change_and_go_when_they_are_deleted() {
    let world = World::of(Shopify::new().products(5, 2).customers(4).orders(20)).await;
    let names = async |query: &str| -> Vec<String> {
        let data = world
            .data(
                "query($q: String!) { orders(first: 50, query: $q, sortKey: CREATED_AT) { nodes { name } } }",
                json!({ "q": query }),
            )
            .await;
        data["orders"]["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names("").await.len(), 20);
    assert_eq!(names("financial_status:pending").await, ["#1003", "#1013"]);
    assert_eq!(names("financial_status:authorized").await, ["#1007", "#1017"]);
    assert_eq!(names("name:#1004").await, ["#1004"]);
    assert_eq!(names("email:guest-00004@example.com").await, ["#1004"]);
    assert_eq!(names("fulfillment_status:shipped financial_status:paid").await.len(), 10);
    assert_eq!(names("status:open fulfillment_status:unshipped").await.len(), 10);
    let id = world
        .data("{ orders(first: 1, query: \"name:#1003\") { nodes { id updatedAt } } }", json!({}))
        .await["orders"]["nodes"][0]
        .clone();
    world.sandbox.advance(std::time::Duration::from_secs(60));
    let update = "mutation($input: OrderInput!) { orderUpdate(input: $input) { order { note tags email updatedAt shippingAddress { city zip } } userErrors { field message } } }";
    let input = json!({ "id": id["id"], "note": "wait", "tags": ["b", "a"], "email": "New@example.com", "shippingAddress": { "city": "Bonn" } });
    let updated = world.done(update, json!({ "input": input })).await;
    assert_eq!(
        (&updated["order"]["tags"], &updated["order"]["email"]),
        (&json!(["a", "b"]), &json!("new@example.com"))
    );
    let since = format!("updated_at:>'{}'", id["updatedAt"].as_str().unwrap());
    assert!(names(&since).await.contains(&"#1003".to_owned()));
    let delete = "mutation($id: ID!) { orderDelete(orderId: $id) { deletedId userErrors { code } } }";
    world.done(delete, json!({ "id": id["id"] })).await;
    assert_eq!(names("").await.len(), 19);
    let paid =
        world.data("{ orders(first: 1, query: \"name:#1001\") { nodes { id } } }", json!({})).await["orders"]
            ["nodes"][0]["id"]
            .clone();
    assert_eq!(world.payload(delete, json!({ "id": paid })).await["userErrors"][0]["code"], "INVALID");
}

#[tokio::test]
async fn a_customer_who_comes_with_an_order_has_the_addresses_that_it_names() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let variant = variants(&world).await.remove(0);
    let addresses = json!([{ "address1": "Main Street 1", "city": "Berlin", "country": "Germany" }, { "city": "Oslo", "country": "NO" }, { "city": "Atlantis", "country": "Nowhere" }]);
    let order = json!({ "customer": { "toUpsert": { "email": "a@example.com", "addresses": addresses } }, "lineItems": [{ "variantId": variant, "quantity": 1 }] });
    let made = world.done(CREATE, json!({ "order": order })).await;
    let query =
        "query($id: ID!) { customer(id: $id) { addressesV2(first: 5) { nodes { city countryCodeV2 } } } }";
    let shown = world.data(query, json!({ "id": made["order"]["customer"]["id"] })).await;
    assert_eq!(
        shown["customer"]["addressesV2"]["nodes"],
        json!([{ "city": "Berlin", "countryCodeV2": "DE" }, { "city": "Oslo", "countryCodeV2": "NO" }, { "city": "Atlantis", "countryCodeV2": null }])
    );
}
