//! Returns: of what was sent, once, with stock and money.

use connectors_sandbox::shopify::Shopify;
use serde_json::{Value, json};

use crate::harness::World;
use crate::orders::{amount, paid_order, read, stock, variants};

const CREATE: &str = "mutation($input: ReturnInput!) { returnCreate(returnInput: $input) { return { id name status totalQuantity
    returnLineItems(first: 5) { nodes { id quantity processableQuantity returnReason } } } userErrors { code field } } }";

struct Sent {
    world: World,
    variant: Value,
    order: Value,
    /// The line of the parcel.
    line: Value,
}

/// An order of two units, paid and sent.
async fn sent() -> Sent {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let variant = variants(&world).await.remove(0);
    let order = paid_order(&world, &variant).await;
    let plan = read(&world, &order["id"]).await["fulfillmentOrders"]["nodes"][0]["id"].clone();
    let send = "mutation($id: ID!) { fulfillmentCreate(fulfillment: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: $id }] }) { fulfillment { fulfillmentLineItems(first: 1) { nodes { id } } } userErrors { message } } }";
    let parcel = world.done(send, json!({ "id": plan })).await;
    let line = parcel["fulfillment"]["fulfillmentLineItems"]["nodes"][0]["id"].clone();
    Sent { world, variant, order, line }
}

impl Sent {
    fn input(&self, quantity: i64) -> Value {
        json!({ "input": { "orderId": self.order["id"], "returnLineItems": [{ "fulfillmentLineItemId": self.line, "quantity": quantity, "returnReason": "DEFECTIVE" }] } })
    }
}

#[tokio::test]
async fn what_was_sent_is_returned_once_and_paid_back() {
    let sent = sent().await;
    let world = &sent.world;
    let can = "query($id: ID!) { returnableFulfillments(orderId: $id, first: 5) { nodes { returnableFulfillmentLineItems(first: 5) { nodes { quantity fulfillmentLineItem { id } } } } } }";
    let shown = world.data(can, json!({ "id": sent.order["id"] })).await;
    assert_eq!(
        shown["returnableFulfillments"]["nodes"][0]["returnableFulfillmentLineItems"]["nodes"],
        json!([{ "quantity": 2, "fulfillmentLineItem": { "id": sent.line } }])
    );
    let made = world.done(CREATE, sent.input(1)).await["return"].clone();
    assert_eq!(
        (&made["name"], &made["status"], &made["totalQuantity"]),
        (&json!("#1001-R1"), &json!("OPEN"), &json!(1))
    );
    let much = world.payload(CREATE, sent.input(2)).await;
    assert_eq!(
        much["userErrors"],
        json!([{ "code": "INVALID", "field": ["returnInput", "returnLineItems", "0", "quantity"] }])
    );
    let state = "query($id: ID!) { order(id: $id) { returnStatus returns(first: 5) { nodes { id status refunds(first: 5) { nodes { totalRefundedSet { shopMoney { amount } } } } } } } }";
    assert_eq!(
        world.data(state, json!({ "id": sent.order["id"] })).await["order"]["returnStatus"],
        "IN_PROGRESS"
    );
    let process = "mutation($input: ReturnProcessInput!) { returnProcess(input: $input) { return { status } userErrors { code message } } }";
    let input = json!({
        "returnId": made["id"],
        "returnLineItems": [{ "id": made["returnLineItems"]["nodes"][0]["id"], "quantity": 1,
            "dispositions": [{ "reverseFulfillmentOrderLineItemId": "gid://shopify/ReverseFulfillmentOrderLineItem/1", "quantity": 1, "dispositionType": "RESTOCKED" }] }],
        "financialTransfer": { "issueRefund": { "orderTransactions": [{ "parentId": sent.order["transactions"][0]["id"], "transactionAmount": { "amount": "11.00", "currencyCode": "USD" } }] } },
    });
    assert_eq!(world.done(process, json!({ "input": input })).await["return"]["status"], "CLOSED");
    assert_eq!(stock(world, &sent.variant).await, (99, 0));
    let shown = world.data(state, json!({ "id": sent.order["id"] })).await["order"].clone();
    assert_eq!(shown["returnStatus"], "RETURNED");
    assert_eq!(amount(&shown["returns"]["nodes"][0]["refunds"]["nodes"][0], "totalRefundedSet"), "11.0");
    let order = read(world, &sent.order["id"]).await;
    assert_eq!(
        (amount(&order, "currentTotalPriceSet").as_str(), amount(&order, "totalOutstandingSet").as_str()),
        ("16.0", "0.0")
    );
    let again = world.payload(process, json!({ "input": input })).await;
    assert_eq!(again["userErrors"][0]["code"], "INVALID_STATE");
}

#[tokio::test]
async fn a_request_is_approved_or_declined_and_a_return_is_cancelled_while_nothing_came() {
    let sent = sent().await;
    let world = &sent.world;
    let request = "mutation($input: ReturnRequestInput!) { returnRequest(input: $input) { return { id status } userErrors { code } } }";
    let first = world.done(request, sent.input(1)).await["return"]["id"].clone();
    let decline = "mutation($id: ID!) { returnDeclineRequest(input: { id: $id, declineReason: FINAL_SALE, declineNote: \"no\" }) { return { status decline { reason note } } userErrors { code } } }";
    let declined = world.done(decline, json!({ "id": first })).await;
    assert_eq!(
        declined["return"],
        json!({ "status": "DECLINED", "decline": { "reason": "FINAL_SALE", "note": "no" } })
    );
    assert_eq!(
        world.payload(decline, json!({ "id": first })).await["userErrors"][0]["code"],
        "INVALID_STATE"
    );
    let second = world.done(request, sent.input(2)).await["return"]["id"].clone();
    let approve = "mutation($id: ID!) { returnApproveRequest(input: { id: $id }) { return { status } userErrors { code } } }";
    assert_eq!(world.done(approve, json!({ "id": second })).await["return"]["status"], "OPEN");
    let act = async |name: &str| {
        let query = format!(
            "mutation($id: ID!) {{ {name}(id: $id) {{ return {{ status }} userErrors {{ code }} }} }}"
        );
        world.payload(&query, json!({ "id": second })).await["return"]["status"].clone()
    };
    assert_eq!(act("returnClose").await, "CLOSED");
    assert_eq!(act("returnReopen").await, "OPEN");
    assert_eq!(act("returnCancel").await, "CANCELED");
    assert_eq!(act("returnReopen").await, Value::Null);
    world.done(CREATE, sent.input(2)).await;
}

#[tokio::test]
async fn what_a_return_costs_is_told_and_what_is_given_in_exchange_is_added_to_the_order() {
    let sent = sent().await;
    let world = &sent.world;
    let create = "mutation($input: ReturnInput!) { returnCreate(returnInput: $input) { return { id returnShippingFees { amountSet { shopMoney { amount } } }
        returnLineItems(first: 5) { nodes { id ... on ReturnLineItem { restockingFee { percentage amountSet { shopMoney { amount } } } } } }
        exchangeLineItems(first: 5) { nodes { id quantity processedQuantity unprocessedQuantity variantId title } } } userErrors { code field } } }";
    let mut input = sent.input(1);
    input["input"]["returnShippingFee"] = json!({ "amount": { "amount": "4.90", "currencyCode": "USD" } });
    input["input"]["returnLineItems"][0]["restockingFee"] = json!({ "percentage": 5.0 });
    let half = json!({ "value": { "percentage": 50.0 }, "description": "Sorry" });
    input["input"]["exchangeLineItems"] =
        json!([{ "variantId": sent.variant, "quantity": 2, "appliedDiscount": half }]);
    let made = world.done(create, input).await["return"].clone();
    assert_eq!(amount(&made["returnShippingFees"][0], "amountSet"), "4.9");
    let fee = &made["returnLineItems"]["nodes"][0]["restockingFee"];
    assert_eq!((&fee["percentage"], amount(fee, "amountSet").as_str()), (&json!(5.0), "0.5"));
    let new = &made["exchangeLineItems"]["nodes"][0];
    assert_eq!((&new["variantId"], &new["unprocessedQuantity"]), (&sent.variant, &json!(2)));

    let before = amount(&read(world, &sent.order["id"]).await, "currentTotalPriceSet");
    let process = "mutation($input: ReturnProcessInput!) { returnProcess(input: $input) { return { status exchangeLineItems(first: 5) { nodes { processedQuantity unprocessedQuantity } } refunds(first: 1) { nodes { id } } } userErrors { code field } } }";
    let ask = |quantity: i64| json!({ "input": { "returnId": made["id"], "exchangeLineItems": [{ "id": new["id"], "quantity": quantity }] } });
    let much = world.payload(process, ask(3)).await;
    assert_eq!(
        much["userErrors"],
        json!([{ "code": "INVALID", "field": ["input", "exchangeLineItems", "0"] }])
    );
    let done = world.done(process, ask(2)).await["return"].clone();
    assert_eq!(
        done["exchangeLineItems"]["nodes"],
        json!([{ "processedQuantity": 2, "unprocessedQuantity": 0 }])
    );
    assert_eq!((&done["status"], &done["refunds"]["nodes"]), (&json!("OPEN"), &json!([])));
    let after = read(world, &sent.order["id"]).await;
    let line = &after["lineItems"]["nodes"][1];
    assert_eq!((&line["quantity"], &line["unfulfilledQuantity"]), (&json!(2), &json!(2)));
    let price = world
        .data("query($id: ID!) { productVariant(id: $id) { price } }", json!({ "id": sent.variant }))
        .await;
    let price: f64 = price["productVariant"]["price"].as_str().unwrap().parse().unwrap();
    let more =
        amount(&after, "currentTotalPriceSet").parse::<f64>().unwrap() - before.parse::<f64>().unwrap();
    assert!((more - price).abs() < 0.001, "two at half their price: {more} {price}");
}
