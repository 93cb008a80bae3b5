//! Parcels: made, called back, followed on their way.

use serde_json::{Value, json};

use super::{Parcel, chosen, location, send, tracking, wanted};
use crate::shopify::Cx;
use crate::shopify::json::{copy, given, list, map, object, objects, text, whole};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::shopify::orders::stock;
use crate::store::Record;

/// States in which something can be sent.
const SENDABLE: &[&str] = &["OPEN", "IN_PROGRESS"];

pub(super) fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "fulfillment").unwrap_or(&none);
    let mut parcels = Vec::new();
    let mut order = None;
    let mut place = None;
    for (at, stated) in objects(input, "lineItemsByFulfillmentOrder").enumerate() {
        let path = format!("fulfillment.lineItemsByFulfillmentOrder.{at}");
        let delivery = wanted(cx, text(stated, "fulfillmentOrderId"), &format!("{path}.fulfillmentOrderId"))?;
        let (id, status) = (text(&delivery, "id").to_owned(), text(&delivery, "status"));
        if !SENDABLE.contains(&status) {
            let number = crate::shopify::store::number_of(&id);
            let message =
                format!("Fulfillment order {number} has an unfulfillable status= {}.", status.to_lowercase());
            return Err(wrong("fulfillment", message).into());
        }
        if parcels.iter().any(|known: &Parcel| known.delivery == id) {
            return Err(wrong(&path, "A fulfillment order may be named once.").into());
        }
        if order.get_or_insert_with(|| text(&delivery, "order").to_owned()) != text(&delivery, "order") {
            return Err(wrong(&path, "All fulfillment orders must belong to the same order.").into());
        }
        if *place.get_or_insert_with(|| location(cx, &id)) != location(cx, &id) {
            return Err(wrong(&path, "All fulfillment orders must be assigned to the same location.").into());
        }
        let lines = chosen(
            cx,
            &id,
            list(stated, "fulfillmentOrderLineItems"),
            &format!("{path}.fulfillmentOrderLineItems"),
        )?;
        parcels.push(Parcel { delivery: id, lines });
    }
    let Some(order) = order.filter(|_| parcels.iter().any(|parcel| !parcel.lines.is_empty())) else {
        return Err(wrong("fulfillment", "There is nothing to fulfill.").into());
    };
    let tracked =
        object(input, "trackingInfo").map(|stated| tracking(stated, "company", "number", "numbers"));
    let id = send(cx, &order, parcels, tracked.unwrap_or_default());
    Ok(json!({ "fulfillment": id }))
}

/// The parcel that a mutation is about.
fn parcel(cx: &Cx<'_>, id: &str, path: &str) -> Result<Record, UserError> {
    let known = cx.store.get(id).filter(|_| id.contains("/Fulfillment/")).cloned();
    known.ok_or_else(|| wrong(path, "Fulfillment does not exist"))
}

pub(super) fn cancel(cx: &mut Cx<'_>, args: &Record) -> Done {
    let parcel = parcel(cx, text(args, "id"), "id")?;
    let id = text(&parcel, "id");
    if text(&parcel, "status") == "CANCELLED" {
        return Err(wrong("id", "Fulfillment is already cancelled").into());
    }
    if text(&parcel, "displayStatus") == "DELIVERED" {
        return Err(wrong("id", "A delivered fulfillment cannot be cancelled").into());
    }
    cx.store.set(id, json!({ "status": "CANCELLED", "displayStatus": "CANCELED" }));
    for line in cx.store.ids("FulfillmentLineItem", "fulfillment", id) {
        let Some(sent) = cx.store.get(&line).cloned() else { continue };
        back(cx, text(&parcel, "order"), &sent);
    }
    Ok(json!({ "fulfillment": id }))
}

/// Units that were sent are to be sent again: by the same delivery if it is still open, by a new one otherwise.
fn back(cx: &mut Cx<'_>, order: &str, sent: &Record) {
    let quantity = whole(sent, "quantity");
    let source = cx.store.get(text(sent, "source")).cloned().unwrap_or_default();
    let delivery = text(&source, "fulfillmentOrder").to_owned();
    let open = SENDABLE.contains(&cx.store.text(&delivery, "status").as_str());
    let again = if open {
        let left = whole(&source, "remainingQuantity") + quantity;
        cx.store.set(text(&source, "id"), json!({ "remainingQuantity": left }));
        text(&source, "id").to_owned()
    } else {
        let line = cx.store.get(text(sent, "lineItem")).cloned().unwrap_or_default();
        super::open_line(cx, order, &line, quantity)
    };
    if let Some(line) = cx.store.get(&again).cloned() {
        stock::commit_again(cx, &line, whole(sent, "claimed"));
    }
}

pub(super) fn update_tracking(cx: &mut Cx<'_>, args: &Record) -> Done {
    let parcel = parcel(cx, text(args, "fulfillmentId"), "fulfillmentId")?;
    if text(&parcel, "status") == "CANCELLED" {
        return Err(wrong("fulfillmentId", "Tracking of a cancelled fulfillment cannot be changed").into());
    }
    let none = Record::new();
    let stated = object(args, "trackingInfoInput").unwrap_or(&none);
    let tracked = tracking(stated, "company", "number", "numbers");
    cx.store.set(text(&parcel, "id"), json!({ "trackingInfo": tracked }));
    Ok(json!({ "fulfillment": text(&parcel, "id") }))
}

const PLAIN: &[&str] = &[
    "status",
    "message",
    "estimatedDeliveryAt",
    "address1",
    "city",
    "province",
    "country",
    "zip",
    "latitude",
    "longitude",
];

pub(super) fn create_event(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "fulfillmentEvent").unwrap_or(&none);
    let parcel = parcel(cx, text(input, "fulfillmentId"), "fulfillmentEvent.fulfillmentId")?;
    let id = cx.store.id("FulfillmentEvent");
    let now = cx.stamp();
    let at = given(input, "happenedAt").unwrap_or(&now);
    let mut event =
        map(json!({ "id": id, "fulfillment": text(&parcel, "id"), "happenedAt": at, "createdAt": now }));
    copy(input, &mut event, PLAIN);
    cx.store.put(Value::Object(event));
    let mut state = map(json!({ "displayStatus": text(input, "status") }));
    match text(input, "status") {
        "DELIVERED" => drop(state.insert("deliveredAt".to_owned(), json!(at))),
        "IN_TRANSIT" => drop(state.insert("inTransitAt".to_owned(), json!(at))),
        _ => {}
    }
    copy(input, &mut state, &["estimatedDeliveryAt"]);
    cx.store.set(text(&parcel, "id"), Value::Object(state));
    Ok(json!({ "fulfillmentEvent": id }))
}
