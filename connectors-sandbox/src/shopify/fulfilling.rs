//! Deliveries: what is to leave from where, and what has left.

mod holds;
mod parcels;
mod plans;
mod requests;

use serde_json::{Value, json};

use super::json::{amount, dec, flag, given, object, text, whole};
use super::mutations::{Mutation, UserError, wrong};
use super::orders::stock;
use super::{Cx, inventory};
use crate::store::Record;

pub(super) const MUTATIONS: &[(&str, Mutation)] = &[
    ("fulfillmentCreate", parcels::create),
    ("fulfillmentCancel", parcels::cancel),
    ("fulfillmentTrackingInfoUpdate", parcels::update_tracking),
    ("fulfillmentEventCreate", parcels::create_event),
    ("fulfillmentOrderHold", holds::hold),
    ("fulfillmentOrderReleaseHold", holds::release),
    ("fulfillmentOrderMove", plans::relocate),
    ("fulfillmentOrderSplit", plans::split),
    ("fulfillmentOrderCancel", plans::cancel),
    ("fulfillmentOrderClose", plans::close),
    ("fulfillmentOrderOpen", plans::reopen),
    ("fulfillmentOrderReportProgress", plans::report_progress),
    ("fulfillmentOrderReschedule", plans::reschedule),
    ("fulfillmentOrdersSetFulfillmentDeadline", plans::set_deadline),
    ("fulfillmentOrderSubmitFulfillmentRequest", requests::submit),
    ("fulfillmentOrderAcceptFulfillmentRequest", requests::accept),
    ("fulfillmentOrderRejectFulfillmentRequest", requests::reject),
    ("fulfillmentOrderSubmitCancellationRequest", requests::submit_cancellation),
    ("fulfillmentOrderAcceptCancellationRequest", requests::accept_cancellation),
    ("fulfillmentOrderRejectCancellationRequest", requests::reject_cancellation),
];

/// The delivery that a mutation is about.
fn wanted(cx: &Cx<'_>, id: &str, path: &str) -> Result<Record, UserError> {
    let known = cx.store.get(id).filter(|_| id.contains("/FulfillmentOrder/")).cloned();
    known.ok_or_else(|| wrong(path, "Fulfillment order does not exist.").code("FULFILLMENT_ORDER_NOT_FOUND"))
}

/// Lines of a delivery with units, as an input names them; all that is left, if it names none.
fn chosen(
    cx: &Cx<'_>,
    delivery: &str,
    inputs: &[Value],
    path: &str,
) -> Result<Vec<(Record, i64)>, UserError> {
    let all = || cx.store.find("FulfillmentOrderLineItem", "fulfillmentOrder", delivery);
    if inputs.is_empty() {
        let left = all().map(|line| (line.clone(), whole(line, "remainingQuantity")));
        return Ok(left.filter(|(_, left)| *left > 0).collect());
    }
    let mut lines: Vec<(Record, i64)> = Vec::new();
    for (at, input) in inputs.iter().filter_map(Value::as_object).enumerate() {
        let at = |field: &str| format!("{path}.{at}.{field}");
        let Some(line) = all().find(|line| text(line, "id") == text(input, "id")) else {
            let message = "Fulfillment order line item does not exist.";
            return Err(wrong(&at("id"), message).code("INVALID_LINE_ITEM_QUANTITY"));
        };
        let quantity = whole(input, "quantity");
        if quantity < 1 {
            let message = "Quantity must be greater than 0.";
            return Err(wrong(&at("quantity"), message).code("GREATER_THAN_ZERO"));
        }
        let twice = lines.iter().any(|(known, _)| known.get("id") == line.get("id"));
        if quantity > whole(line, "remainingQuantity") || twice {
            let message = "Invalid fulfillment order line item quantity requested.";
            return Err(wrong(&at("quantity"), message).code("INVALID_LINE_ITEM_QUANTITY"));
        }
        lines.push((line.clone(), quantity));
    }
    Ok(lines)
}

/// Gives units of a delivery a delivery of their own, at a place; none if they are all of it and stay where they are.
fn divide(cx: &mut Cx<'_>, delivery: &Record, lines: &[(Record, i64)], place: &str) -> Option<String> {
    let id = text(delivery, "id");
    let from = location(cx, id);
    let left = cx.store.find("FulfillmentOrderLineItem", "fulfillmentOrder", id);
    let left: i64 = left.map(|line| whole(line, "totalQuantity")).sum();
    let all = lines.iter().map(|(_, quantity)| quantity).sum::<i64>() == left;
    let moved = place != from;
    if moved {
        for (line, quantity) in lines {
            stock::move_claim(cx, line, &from, place, whole(line, "claimed").min(*quantity));
        }
    }
    if all {
        if moved {
            let assigned = assigned(cx, place);
            cx.store.set(id, json!({ "assignedLocation": assigned }));
        }
        return None;
    }
    let method =
        object(delivery, "deliveryMethod").map_or("SHIPPING", |how| text(how, "methodType")).to_owned();
    let other = new(cx, text(delivery, "order"), place, &method);
    for (line, quantity) in lines {
        let claimed = whole(line, "claimed").min(*quantity);
        let own = cx.store.id("FulfillmentOrderLineItem");
        let mut part = line.clone();
        part.insert("id".to_owned(), json!(own));
        part.insert("fulfillmentOrder".to_owned(), json!(other));
        part.insert("totalQuantity".to_owned(), json!(quantity));
        part.insert("remainingQuantity".to_owned(), json!(quantity));
        part.insert("claimed".to_owned(), json!(claimed));
        cx.store.put(Value::Object(part));
        let total = whole(line, "totalQuantity") - quantity;
        if total == 0 {
            cx.store.remove(text(line, "id"));
            continue;
        }
        let rest = json!({
            "totalQuantity": total, "remainingQuantity": whole(line, "remainingQuantity") - quantity,
            "claimed": whole(line, "claimed") - claimed,
        });
        cx.store.set(text(line, "id"), rest);
    }
    close_if_done(cx, id);
    Some(other)
}

/// The place that a delivery leaves from.
pub(super) fn location(cx: &Cx<'_>, id: &str) -> String {
    let order = cx.store.get(id);
    order
        .and_then(|order| object(order, "assignedLocation"))
        .map_or("", |place| text(place, "location"))
        .to_owned()
}

/// The first place that is in use.
pub(super) fn first_place(cx: &Cx<'_>) -> Option<String> {
    let mut places = cx.store.all("Location").filter(|place| flag(place, "isActive"));
    places.next().map(|place| text(place, "id").to_owned())
}

/// Where a line of an order is best sent from: where there is enough, or where it is kept at all.
fn place_for(cx: &Cx<'_>, line: &Record) -> Option<String> {
    let item = cx.store.text(text(line, "variant"), "inventoryItem");
    let usable = |place: &&Record| flag(place, "isActive") && flag(place, "fulfillsOnlineOrders");
    let kept: Vec<&str> = cx
        .store
        .all("Location")
        .filter(usable)
        .map(|place| text(place, "id"))
        .filter(|place| inventory::level(cx, &item, place).is_some())
        .collect();
    let enough = |place: &&&str| {
        let level = inventory::level(cx, &item, place).and_then(|level| cx.store.get(&level));
        level.is_some_and(|level| inventory::count(level, "available") >= whole(line, "quantity"))
    };
    kept.iter().find(enough).or(kept.first()).map(|place| (*place).to_owned()).or_else(|| first_place(cx))
}

/// A place as a delivery names it.
fn assigned(cx: &Cx<'_>, place: &str) -> Value {
    let none = Record::new();
    let record = cx.store.get(place).unwrap_or(&none);
    let address = object(record, "address").unwrap_or(&none);
    json!({
        "name": record.get("name"), "location": place, "address1": address.get("address1"), "city": address.get("city"),
        "countryCode": given(address, "countryCode").unwrap_or("US"), "zip": address.get("zip"), "province": address.get("province"),
    })
}

/// Plans the delivery of a new order: one for each place and way.
pub(super) fn open(cx: &mut Cx<'_>, order: &str) {
    let lines: Vec<Record> = cx.store.find("LineItem", "order", order).cloned().collect();
    for line in lines {
        open_line(cx, order, &line, whole(&line, "quantity"));
    }
}

/// Plans the delivery of so many units of a line.
pub(super) fn open_line(cx: &mut Cx<'_>, order: &str, line: &Record, quantity: i64) -> String {
    let place = place_for(cx, line).unwrap_or_default();
    let method = if flag(line, "requiresShipping") { "SHIPPING" } else { "NONE" };
    let fits = |one: &&Record| {
        text(one, "status") == "OPEN"
            && object(one, "assignedLocation").is_some_and(|at| text(at, "location") == place)
            && object(one, "deliveryMethod").is_some_and(|how| text(how, "methodType") == method)
    };
    let known =
        cx.store.find("FulfillmentOrder", "order", order).find(fits).map(|one| text(one, "id").to_owned());
    let delivery = known.unwrap_or_else(|| new(cx, order, &place, method));
    let id = cx.store.id("FulfillmentOrderLineItem");
    let item = cx.store.value(text(line, "variant"), "inventoryItem");
    cx.store.put(json!({
        "id": id, "fulfillmentOrder": delivery, "lineItem": text(line, "id"), "totalQuantity": quantity,
        "remainingQuantity": quantity, "claimed": 0, "requiresShipping": flag(line, "requiresShipping"),
        "productTitle": text(line, "title"), "variantTitle": line.get("variantTitle"), "variant": line.get("variant"),
        "vendor": line.get("vendor"), "sku": line.get("sku"), "inventoryItemId": item,
    }))
}

fn new(cx: &mut Cx<'_>, order: &str, place: &str, method: &str) -> String {
    let id = cx.store.id("FulfillmentOrder");
    let how = cx.store.id("DeliveryMethod");
    let now = cx.stamp();
    let none = Record::new();
    let bought = cx.store.get(order).cloned().unwrap_or_default();
    let address = object(&bought, "shippingAddress").unwrap_or(&none);
    let destination = (!address.is_empty()).then(|| {
        let mut to = address.clone();
        to.insert("id".to_owned(), json!(id.replace("FulfillmentOrder", "FulfillmentOrderDestination")));
        to.insert("email".to_owned(), bought.get("email").cloned().unwrap_or_default());
        to.insert("countryCode".to_owned(), address.get("countryCodeV2").cloned().unwrap_or_default());
        to
    });
    let assigned = assigned(cx, place);
    cx.store.put(json!({
        "id": id, "order": order, "orderId": order, "orderName": text(&bought, "name"), "orderProcessedAt": text(&bought, "processedAt"),
        "status": "OPEN", "requestStatus": "UNSUBMITTED", "assignedLocation": assigned, "destination": destination,
        "deliveryMethod": { "id": how, "methodType": method }, "fulfillmentHolds": [], "fulfillAt": now, "createdAt": now,
        "updatedAt": now,
    }))
}

/// What is left to be sent of a line of an order, over all its deliveries.
fn waiting(cx: &Cx<'_>, line: &str) -> Vec<Record> {
    let all = cx.store.find("FulfillmentOrderLineItem", "lineItem", line);
    all.filter(|one| whole(one, "remainingQuantity") > 0).cloned().collect()
}

/// Takes units of a line off what is to be sent, into the stock again if `back`; the place where that was.
pub(super) fn take_off(cx: &mut Cx<'_>, line: &str, quantity: i64, back: bool) -> Option<String> {
    let mut left = quantity;
    let mut place = None;
    for one in waiting(cx, line) {
        let part = left.min(whole(&one, "remainingQuantity"));
        if part == 0 {
            break;
        }
        left -= part;
        let delivery = text(&one, "fulfillmentOrder").to_owned();
        place.get_or_insert_with(|| location(cx, &delivery));
        stock::let_go(cx, &one, part, back);
        let (total, remaining) =
            (whole(&one, "totalQuantity") - part, whole(&one, "remainingQuantity") - part);
        cx.store.set(text(&one, "id"), json!({ "totalQuantity": total, "remainingQuantity": remaining }));
        close_if_done(cx, &delivery);
    }
    place
}

/// A delivery of which nothing is left is closed, or cancelled if nothing of it was sent.
fn close_if_done(cx: &mut Cx<'_>, delivery: &str) {
    let lines = || cx.store.find("FulfillmentOrderLineItem", "fulfillmentOrder", delivery);
    if lines().any(|line| whole(line, "remainingQuantity") > 0) {
        return;
    }
    let sent = lines().any(|line| whole(line, "totalQuantity") > 0);
    cx.store.set(delivery, json!({ "status": if sent { "CLOSED" } else { "CANCELLED" } }));
}

/// Nothing of an order is to be sent any more.
pub(super) fn cancel_all(cx: &mut Cx<'_>, order: &str, back: bool) {
    for line in cx.store.ids("LineItem", "order", order) {
        take_off(cx, &line, i64::MAX, back);
    }
}

/// The place that units of a line left from.
pub(super) fn sent_from(cx: &Cx<'_>, line: &str) -> Option<String> {
    let mut sent = cx.store.find("FulfillmentLineItem", "lineItem", line);
    let from = sent.next().map(|one| cx.store.text(text(one, "fulfillment"), "location"))?;
    (!from.is_empty()).then_some(from)
}

/// What is sent of one delivery: its id, and units of its lines.
struct Parcel {
    delivery: String,
    lines: Vec<(Record, i64)>,
}

/// Sends parcels, which have to be of one order and place.
fn send(cx: &mut Cx<'_>, order: &str, parcels: Vec<Parcel>, tracking: Vec<Value>) -> String {
    let id = cx.store.id("Fulfillment");
    let now = cx.stamp();
    let number = cx.store.find("Fulfillment", "order", order).count() + 1;
    let name = format!("{}-F{number}", cx.store.text(order, "name"));
    let place = parcels.first().map(|parcel| location(cx, &parcel.delivery)).unwrap_or_default();
    let mut total = 0;
    let mut ships = false;
    let mut deliveries = Vec::new();
    for Parcel { delivery, lines } in parcels {
        for (line, quantity) in lines {
            let own = cx.store.id("FulfillmentLineItem");
            let bought = cx.store.get(text(&line, "lineItem")).cloned().unwrap_or_default();
            let part = |field: &str| {
                super::orders::portion(amount(&bought, field), whole(&bought, "quantity"), 0, quantity)
            };
            cx.store.put(json!({
                "id": own, "fulfillment": id, "lineItem": text(&line, "lineItem"), "quantity": quantity,
                "originalTotalSet": dec(part("originalTotalSet")), "discountedTotalSet": dec(part("discountedTotalSet")),
                "source": text(&line, "id"),
            }));
            let claimed = stock::let_go(cx, &line, quantity, false);
            cx.store.set(&own, json!({ "claimed": claimed }));
            cx.store.set(
                text(&line, "id"),
                json!({ "remainingQuantity": whole(&line, "remainingQuantity") - quantity }),
            );
            total += quantity;
            ships |= flag(&line, "requiresShipping");
        }
        close_if_done(cx, &delivery);
        if cx.store.text(&delivery, "status") == "OPEN" {
            cx.store.set(&delivery, json!({ "status": "IN_PROGRESS" }));
        }
        deliveries.push(delivery);
    }
    cx.store.put(json!({
        "id": id, "order": order, "name": name, "status": "SUCCESS", "displayStatus": "FULFILLED", "location": place,
        "requiresShipping": ships, "totalQuantity": total, "trackingInfo": tracking, "fulfillmentOrders": deliveries,
        "createdAt": now, "updatedAt": now,
    }))
}

/// Sends all that is open of an order, as an order that is taken over says; of the first line only, if `part`.
pub(super) fn ship_all(
    cx: &mut Cx<'_>,
    order: &str,
    stated: Option<&Record>,
    part: bool,
) -> Result<(), Vec<UserError>> {
    let none = Record::new();
    let stated = stated.unwrap_or(&none);
    let tracking = tracking(stated, "trackingCompany", "trackingNumber", "trackingNumbers");
    for delivery in cx.store.ids("FulfillmentOrder", "order", order) {
        let lines = cx.store.find("FulfillmentOrderLineItem", "fulfillmentOrder", &delivery);
        let open = lines.map(|line| (line.clone(), whole(line, "remainingQuantity")));
        let mut lines: Vec<(Record, i64)> = open.filter(|(_, left)| *left > 0).collect();
        if part {
            lines.truncate(1);
        }
        if !lines.is_empty() {
            send(cx, order, vec![Parcel { delivery, lines }], tracking.clone());
        }
        if part {
            break;
        }
    }
    Ok(())
}

/// What an input says of tracking: one number or several.
fn tracking(input: &Record, company: &str, number: &str, numbers: &str) -> Vec<Value> {
    let mut all = super::json::texts(input, numbers);
    if all.is_empty() {
        all.extend(given(input, number).map(str::to_owned));
    }
    let mut urls = super::json::texts(input, "urls");
    urls.extend(given(input, "url").map(str::to_owned));
    let count = all.len().max(urls.len()).max(usize::from(given(input, company).is_some()));
    (0..count)
        .map(|at| json!({ "number": all.get(at), "company": input.get(company), "url": urls.get(at) }))
        .collect()
}

pub(super) fn field(cx: &Cx<'_>, kind: &str, field: &str, record: &Record, _: &Record) -> Option<Value> {
    let id = text(record, "id");
    Some(match (kind, field) {
        ("FulfillmentOrder", "fulfillments") => {
            let all = cx.store.find("Fulfillment", "order", text(record, "order"));
            let of =
                |one: &&Record| super::json::texts(one, "fulfillmentOrders").iter().any(|known| known == id);
            all.filter(of).map(|one| json!(text(one, "id"))).collect()
        }
        ("FulfillmentOrder", "supportedActions") => {
            plans::actions(record).iter().map(|action| json!({ "action": action })).collect()
        }
        ("FulfillmentOrder", "locationsForMove") => plans::places(cx, record),
        ("FulfillmentOrder", "fulfillmentOrdersForMerge") => json!([]),
        ("FulfillmentOrder", "remainingLineItemsWeight") => {
            let lines = cx.store.find("FulfillmentOrderLineItem", "fulfillmentOrder", id);
            let grams = lines.map(|line| {
                let each = cx.store.get(text(line, "lineItem")).map(|bought| amount(bought, "grams"));
                each.unwrap_or_default() * rust_decimal::Decimal::from(whole(line, "remainingQuantity"))
            });
            json!({ "value": dec(grams.sum()), "unit": "GRAMS" })
        }
        ("FulfillmentOrderLineItem", "weight") => {
            json!({ "value": cx.store.value(text(record, "lineItem"), "grams"), "unit": "GRAMS" })
        }
        _ => return None,
    })
}

/// Lists of deliveries at the root.
pub(super) fn query(cx: &Cx<'_>, field: &str, args: &Record) -> Option<Value> {
    let places = super::json::texts(args, "locationIds");
    let fits = |one: &&Record| match field {
        "manualHoldsFulfillmentOrders" => text(one, "status") == "ON_HOLD",
        _ => {
            let asked = match text(args, "assignmentStatus") {
                "FULFILLMENT_REQUESTED" => "SUBMITTED",
                "FULFILLMENT_ACCEPTED" => "ACCEPTED",
                "CANCELLATION_REQUESTED" => "CANCELLATION_REQUESTED",
                _ => "",
            };
            let status = text(one, "requestStatus");
            let at = object(one, "assignedLocation").map_or("", |at| text(at, "location"));
            (if asked.is_empty() { status != "UNSUBMITTED" } else { status == asked })
                && (places.is_empty() || places.iter().any(|place| place == at))
        }
    };
    let known = ["manualHoldsFulfillmentOrders", "assignedFulfillmentOrders"].contains(&field);
    known.then(|| cx.store.all("FulfillmentOrder").filter(fits).map(|one| json!(text(one, "id"))).collect())
}
