//! Deliveries: planned with the order, sent in parts, moved, held, called back; the stock follows.

use connectors_sandbox::shopify::Shopify;
use serde_json::{Value, json};

use crate::harness::World;
use crate::orders::{paid_order, read, stock, variants};

const SEND: &str = "mutation($input: FulfillmentInput!) { fulfillmentCreate(fulfillment: $input) {
    fulfillment { id name status totalQuantity trackingInfo { number company url } fulfillmentLineItems(first: 5) { nodes { quantity lineItem { id } } } }
    userErrors { field message } } }";
const CALL_BACK: &str = "mutation($id: ID!) { fulfillmentCancel(id: $id) { fulfillment { status displayStatus } userErrors { field message } } }";

struct Bought {
    world: World,
    variant: Value,
    order: Value,
    delivery: Value,
    line: Value,
}

/// An order of two units, two of them committed.
async fn bought() -> Bought {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let variant = variants(&world).await.remove(0);
    let order = paid_order(&world, &variant).await["id"].clone();
    let planned = read(&world, &order).await["fulfillmentOrders"]["nodes"][0].clone();
    Bought {
        world,
        variant,
        order,
        delivery: planned["id"].clone(),
        line: planned["lineItems"]["nodes"][0]["id"].clone(),
    }
}

impl Bought {
    fn parcel(&self, quantity: Option<i64>) -> Value {
        let lines = quantity.map(|quantity| json!([{ "id": self.line, "quantity": quantity }]));
        json!({ "input": { "lineItemsByFulfillmentOrder": [{ "fulfillmentOrderId": self.delivery, "fulfillmentOrderLineItems": lines }],
            "trackingInfo": { "number": "1Z", "company": "UPS" } } })
    }

    async fn on_hand(&self) -> i64 {
        let (available, committed) = stock(&self.world, &self.variant).await;
        available + committed
    }
}

#[tokio::test]
async fn what_is_sent_leaves_the_stock_and_an_order_paid_and_sent_is_put_away() {
    let bought = bought().await;
    let world = &bought.world;
    let first = world.done(SEND, bought.parcel(Some(1))).await;
    assert_eq!(first["fulfillment"]["name"], "#1001-F1");
    assert_eq!(
        first["fulfillment"]["trackingInfo"],
        json!([{ "number": "1Z", "company": "UPS", "url": null }])
    );
    assert_eq!(stock(world, &bought.variant).await, (98, 1));
    let shown = read(world, &bought.order).await;
    assert_eq!(
        (&shown["displayFulfillmentStatus"], &shown["closed"]),
        (&json!("PARTIALLY_FULFILLED"), &json!(false))
    );
    assert_eq!(shown["lineItems"]["nodes"][0]["unfulfilledQuantity"], 1);
    let much = world.payload(SEND, bought.parcel(Some(2))).await;
    assert_eq!(much["userErrors"][0]["message"], "Invalid fulfillment order line item quantity requested.");
    world.done(SEND, bought.parcel(None)).await;
    let shown = read(world, &bought.order).await;
    assert_eq!((&shown["displayFulfillmentStatus"], &shown["closed"]), (&json!("FULFILLED"), &json!(true)));
    assert_eq!(shown["fulfillmentOrders"]["nodes"][0]["status"], "CLOSED");
    assert_eq!(stock(world, &bought.variant).await, (98, 0));
    let again = world.payload(SEND, bought.parcel(None)).await;
    assert!(
        again["userErrors"][0]["message"].as_str().unwrap().ends_with("unfulfillable status= closed."),
        "{again}"
    );
}

#[tokio::test]
async fn a_parcel_that_is_called_back_is_to_be_sent_again() {
    let bought = bought().await;
    let world = &bought.world;
    let sent = world.done(SEND, bought.parcel(None)).await["fulfillment"]["id"].clone();
    assert_eq!(bought.on_hand().await, 98);
    world.done(CALL_BACK, json!({ "id": sent })).await;
    assert_eq!(stock(world, &bought.variant).await, (98, 2));
    let shown = read(world, &bought.order).await;
    assert_eq!(shown["displayFulfillmentStatus"], "UNFULFILLED");
    let plans = shown["fulfillmentOrders"]["nodes"].as_array().unwrap();
    let open: Vec<&Value> = plans.iter().filter(|plan| plan["status"] == "OPEN").collect();
    assert_eq!(
        (plans.len(), open.len(), &open[0]["lineItems"]["nodes"][0]["remainingQuantity"]),
        (2, 1, &json!(2))
    );
    let again = world.payload(CALL_BACK, json!({ "id": sent })).await;
    assert_eq!(again["userErrors"][0]["field"], json!(["id"]));
    assert_eq!(bought.on_hand().await, 100);
}

#[tokio::test]
async fn an_event_moves_a_parcel_on_and_tracking_can_be_corrected() {
    let bought = bought().await;
    let world = &bought.world;
    let sent = world.done(SEND, bought.parcel(None)).await["fulfillment"]["id"].clone();
    let event = "mutation($input: FulfillmentEventInput!) { fulfillmentEventCreate(fulfillmentEvent: $input) { fulfillmentEvent { id status happenedAt } userErrors { field } } }";
    let input = json!({ "fulfillmentId": sent, "status": "DELIVERED", "happenedAt": "2026-11-29T10:00:00Z" });
    world.done(event, json!({ "input": input })).await;
    let track = "mutation($id: ID!, $to: FulfillmentTrackingInput!) { fulfillmentTrackingInfoUpdate(fulfillmentId: $id, trackingInfoInput: $to) { fulfillment { trackingInfo { number url } } userErrors { field } } }";
    let to = json!({ "numbers": ["A", "B"], "urls": ["https://example.com/a", "https://example.com/b"] });
    let tracked = world.done(track, json!({ "id": sent, "to": to })).await;
    assert_eq!(
        tracked["fulfillment"]["trackingInfo"][1],
        json!({ "number": "B", "url": "https://example.com/b" })
    );
    let shown = world.data("query($id: ID!) { fulfillment(id: $id) { displayStatus deliveredAt events(first: 5) { nodes { status } } } }", json!({ "id": sent })).await;
    assert_eq!(
        shown["fulfillment"],
        json!({ "displayStatus": "DELIVERED", "deliveredAt": "2026-11-29T10:00:00Z", "events": { "nodes": [{ "status": "DELIVERED" }] } })
    );
    let late = world.payload(CALL_BACK, json!({ "id": sent })).await;
    assert_eq!(late["userErrors"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_delivery_is_held_in_part_and_moved_with_what_is_committed_to_it() {
    let bought = bought().await;
    let world = &bought.world;
    let hold = "mutation($id: ID!, $hold: FulfillmentOrderHoldInput!) { fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) {
        fulfillmentHold { id reason } fulfillmentOrder { id status supportedActions { action } } remainingFulfillmentOrder { id status } userErrors { code } } }";
    let part = json!({ "reason": "AWAITING_PAYMENT", "handle": "a", "fulfillmentOrderLineItems": [{ "id": bought.line, "quantity": 1 }] });
    let held = world.done(hold, json!({ "id": bought.delivery, "hold": part })).await;
    assert_eq!(held["fulfillmentOrder"]["status"], "ON_HOLD");
    assert_eq!(held["remainingFulfillmentOrder"], json!({ "id": bought.delivery, "status": "OPEN" }));
    let twice = world
        .payload(
            hold,
            json!({ "id": held["fulfillmentOrder"]["id"], "hold": { "reason": "OTHER", "handle": "a" } }),
        )
        .await;
    assert_eq!(twice["userErrors"][0]["code"], "DUPLICATE_FULFILLMENT_HOLD_HANDLE");
    let mut parcel = bought.parcel(None);
    parcel["input"]["lineItemsByFulfillmentOrder"][0]["fulfillmentOrderId"] =
        held["fulfillmentOrder"]["id"].clone();
    assert_eq!(world.payload(SEND, parcel.clone()).await["userErrors"].as_array().unwrap().len(), 1);
    let release = "mutation($id: ID!) { fulfillmentOrderReleaseHold(id: $id) { fulfillmentOrder { status } userErrors { code } } }";
    let released = world.done(release, json!({ "id": held["fulfillmentOrder"]["id"] })).await;
    assert_eq!(released["fulfillmentOrder"]["status"], "OPEN");

    // The second place does not keep it, until it is told to.
    let places = world
        .data("{ locations(first: 5) { nodes { id } } inventoryItems(first: 1) { nodes { id } } }", json!({}))
        .await;
    let (other, item) = (&places["locations"]["nodes"][1]["id"], &places["inventoryItems"]["nodes"][0]["id"]);
    let relocate = "mutation($id: ID!, $to: ID!) { fulfillmentOrderMove(id: $id, newLocationId: $to) { movedFulfillmentOrder { id assignedLocation { location { id } } } userErrors { message } } }";
    let to = json!({ "id": bought.delivery, "to": other });
    assert!(world.payload(relocate, to.clone()).await["movedFulfillmentOrder"].is_null());
    let keep = "mutation($item: ID!, $at: ID!) { inventoryActivate(inventoryItemId: $item, locationId: $at, available: 10) @idempotent(key: \"k\") { inventoryLevel { id } userErrors { message } } }";
    world.done(keep, json!({ "item": item, "at": other })).await;
    let moved = world.done(relocate, to).await;
    assert_eq!(moved["movedFulfillmentOrder"]["assignedLocation"]["location"]["id"], *other);
    let levels = world.data("query($id: ID!) { inventoryItem(id: $id) { inventoryLevels(first: 5) { nodes { quantities(names: [\"available\", \"committed\"]) { quantity } } } } }", json!({ "id": item })).await;
    let counts: Vec<(i64, i64)> = levels["inventoryItem"]["inventoryLevels"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|level| {
            (
                level["quantities"][0]["quantity"].as_i64().unwrap(),
                level["quantities"][1]["quantity"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(counts, [(99, 1), (9, 1)]);
}

#[tokio::test]
async fn a_service_is_asked_to_send_and_answers() {
    let bought = bought().await;
    let world = &bought.world;
    let ask = async |name: &str| {
        let field =
            if name.contains("SubmitFulfillment") { "submittedFulfillmentOrder" } else { "fulfillmentOrder" };
        let query = format!(
            "mutation($id: ID!) {{ {name}(id: $id) {{ {field} {{ status requestStatus }} userErrors {{ field }} }} }}"
        );
        let payload = world.payload(&query, json!({ "id": bought.delivery })).await;
        (payload[field]["requestStatus"].clone(), payload["userErrors"].as_array().unwrap().len())
    };
    assert_eq!(ask("fulfillmentOrderAcceptFulfillmentRequest").await, (Value::Null, 1));
    assert_eq!(ask("fulfillmentOrderSubmitFulfillmentRequest").await, (json!("SUBMITTED"), 0));
    let asked = world.data("{ assignedFulfillmentOrders(first: 5, assignmentStatus: FULFILLMENT_REQUESTED) { nodes { id merchantRequests(first: 5) { nodes { kind } } } } }", json!({})).await;
    assert_eq!(
        asked["assignedFulfillmentOrders"]["nodes"],
        json!([{ "id": bought.delivery, "merchantRequests": { "nodes": [{ "kind": "FULFILLMENT_REQUEST" }] } }])
    );
    assert_eq!(ask("fulfillmentOrderAcceptFulfillmentRequest").await, (json!("ACCEPTED"), 0));
    assert_eq!(ask("fulfillmentOrderSubmitCancellationRequest").await, (json!("CANCELLATION_REQUESTED"), 0));
    assert_eq!(ask("fulfillmentOrderAcceptCancellationRequest").await, (json!("CANCELLATION_ACCEPTED"), 0));
    let deadline = "mutation($ids: [ID!]!) { fulfillmentOrdersSetFulfillmentDeadline(fulfillmentOrderIds: $ids, fulfillmentDeadline: \"2026-12-24T12:00:00Z\") { success userErrors { code } } }";
    assert_eq!(world.done(deadline, json!({ "ids": [bought.delivery] })).await["success"], true);
    let unknown = world.payload(deadline, json!({ "ids": ["gid://shopify/FulfillmentOrder/1"] })).await;
    assert_eq!(unknown["userErrors"][0]["code"], "FULFILLMENT_ORDERS_NOT_FOUND");
}
