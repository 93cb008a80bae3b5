//! Drafts: reckoned before they are made, completed once.

use connectors_sandbox::shopify::Shopify;
use serde_json::{Value, json};

use crate::customers::customer;
use crate::harness::World;
use crate::orders::{amount, read, stock, variants};

const SHOWN: &str = "id name status email totalPriceSet { shopMoney { amount } } subtotalPriceSet { shopMoney { amount } } totalDiscountsSet { shopMoney { amount } }
    lineItems(first: 5) { nodes { id sku custom quantity discountedTotalSet { shopMoney { amount } } appliedDiscount { title amountSet { shopMoney { amount } } } } }
    order { id name } customer { id } shippingAddress { city } tags note2 completedAt invoiceSentAt";

fn mutation(name: &str, arguments: &str, pass: &str) -> String {
    format!(
        "mutation({arguments}) {{ {name}({pass}) {{ draftOrder {{ {SHOWN} }} userErrors {{ field message }} }} }}"
    )
}

async fn input(world: &World) -> Value {
    let ada = customer(
        world,
        json!({ "email": "ada@example.com", "addresses": [{ "city": "Bonn", "countryCode": "DE" }] }),
    )
    .await;
    let discount = |value: f64, kind: &str| json!({ "title": "Kind", "value": value, "valueType": kind });
    json!({
        "purchasingEntity": { "customerId": ada }, "useCustomerDefaultAddress": true, "tags": ["b", "a"], "note": "soon",
        "lineItems": [
            { "variantId": variants(world).await[0], "quantity": 2, "appliedDiscount": discount(1.0, "FIXED_AMOUNT") },
            { "title": "Engraving", "quantity": 1, "originalUnitPriceWithCurrency": { "amount": "10.00", "currencyCode": "USD" } },
        ],
        "appliedDiscount": discount(10.0, "PERCENTAGE"),
        "shippingLine": { "title": "Standard", "priceWithCurrency": { "amount": "5.00", "currencyCode": "USD" } },
    })
}

#[tokio::test]
async fn a_completed_draft_is_an_order_of_the_same_sums() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let input = input(&world).await;
    let calculate = "mutation($input: DraftOrderInput!) { draftOrderCalculate(input: $input) { calculatedDraftOrder { totalPriceSet { shopMoney { amount } }
        totalQuantityOfLineItems lineItems { sku title } } userErrors { message } } }";
    let reckoned = world.done(calculate, json!({ "input": input })).await["calculatedDraftOrder"].clone();
    let made = world
        .done(
            &mutation("draftOrderCreate", "$input: DraftOrderInput!", "input: $input"),
            json!({ "input": input }),
        )
        .await;
    let draft = &made["draftOrder"];
    assert_eq!(
        (&draft["name"], &draft["email"], &draft["shippingAddress"]["city"]),
        (&json!("#D1"), &json!("ada@example.com"), &json!("Bonn"))
    );
    // A variant of 21.00: twice 20.00 and once 10.00, less a tenth, and 5.00.
    assert_eq!(amount(draft, "subtotalPriceSet"), "45.0");
    assert_eq!(amount(draft, "totalPriceSet"), "50.0");
    assert_eq!(amount(&reckoned, "totalPriceSet"), "50.0");
    assert_eq!(amount(draft, "totalDiscountsSet"), "7.0");
    assert_eq!(amount(&draft["lineItems"]["nodes"][0], "discountedTotalSet"), "40.0");
    assert_eq!(stock(&world, &variants(&world).await[0]).await, (100, 0));

    let complete =
        mutation("draftOrderComplete", "$id: ID!, $pending: Boolean", "id: $id, paymentPending: $pending");
    let done = world.done(&complete, json!({ "id": draft["id"] })).await;
    assert_eq!(
        (&done["draftOrder"]["status"], &done["draftOrder"]["order"]["name"]),
        (&json!("COMPLETED"), &json!("#1001"))
    );
    let order = read(&world, &done["draftOrder"]["order"]["id"]).await;
    assert_eq!(
        (amount(&order, "totalPriceSet").as_str(), &order["displayFinancialStatus"]),
        ("50.0", &json!("PAID"))
    );
    assert_eq!(stock(&world, &variants(&world).await[0]).await, (98, 2));
    let again = world.payload(&complete, json!({ "id": draft["id"] })).await;
    assert_eq!(again["userErrors"][0]["message"], "Draft order has already been completed");
    let count = world.data("{ ordersCount { count } open: draftOrdersCount(query: \"status:open\") { count } done: draftOrdersCount(query: \"status:completed\") { count } }", json!({})).await;
    assert_eq!(
        count,
        json!({ "ordersCount": { "count": 1 }, "open": { "count": 0 }, "done": { "count": 1 } })
    );
}

#[tokio::test]
async fn a_draft_is_changed_sent_and_deleted_and_may_wait_for_its_money() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let input = input(&world).await;
    let create = mutation("draftOrderCreate", "$input: DraftOrderInput!", "input: $input");
    let nothing = world.payload(&create, json!({ "input": { "note": "x" } })).await;
    assert_eq!(
        nothing["userErrors"],
        json!([{ "field": ["lineItems"], "message": "Add at least 1 product" }])
    );
    let id = world.done(&create, json!({ "input": input })).await["draftOrder"]["id"].clone();
    let update = mutation("draftOrderUpdate", "$id: ID!, $input: DraftOrderInput!", "id: $id, input: $input");
    let change = json!({ "lineItems": [{ "title": "Other", "quantity": 3, "originalUnitPriceWithCurrency": { "amount": "1.00", "currencyCode": "USD" } }], "appliedDiscount": null });
    let changed = world.done(&update, json!({ "id": id, "input": change })).await["draftOrder"].clone();
    assert_eq!(
        (amount(&changed, "totalPriceSet").as_str(), &changed["note2"]),
        ("8.0", &json!("soon")),
        "what is not named stays"
    );
    assert_eq!(changed["lineItems"]["nodes"].as_array().unwrap().len(), 1);
    let send = mutation("draftOrderInvoiceSend", "$id: ID!", "id: $id");
    assert_eq!(world.done(&send, json!({ "id": id })).await["draftOrder"]["status"], "INVOICE_SENT");
    let copy = world.done(&mutation("draftOrderDuplicate", "$id: ID", "id: $id"), json!({ "id": id })).await
        ["draftOrder"]
        .clone();
    assert_eq!((&copy["name"], &copy["status"]), (&json!("#D2"), &json!("OPEN")));
    let complete = mutation("draftOrderComplete", "$id: ID!", "id: $id, paymentPending: true");
    let order = world.done(&complete, json!({ "id": copy["id"] })).await["draftOrder"]["order"]["id"].clone();
    assert_eq!(read(&world, &order).await["displayFinancialStatus"], "PENDING");
    let tag = "mutation($ids: [ID!]) { draftOrderBulkAddTags(ids: $ids, tags: [\"C\", \"A\"]) { job { done } userErrors { message } } }";
    world.done(tag, json!({ "ids": [id] })).await;
    let tags = world.data("query($id: ID!) { draftOrder(id: $id) { tags } }", json!({ "id": id })).await;
    assert_eq!(tags["draftOrder"]["tags"], json!(["a", "b", "C"]));
    let delete =
        "mutation($id: ID!) { draftOrderDelete(input: { id: $id }) { deletedId userErrors { message } } }";
    assert_eq!(world.done(delete, json!({ "id": id })).await["deletedId"], id);
    assert_eq!(
        world.payload(delete, json!({ "id": id })).await["userErrors"][0]["message"],
        "Draft order does not exist"
    );
}
