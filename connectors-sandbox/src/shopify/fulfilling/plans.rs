//! Plans for deliveries: from where, when, in how many parts.

use serde_json::{Value, json};

use super::{chosen, divide, location, new, wanted};
use crate::shopify::json::{flag, list, object, objects, text, texts, whole};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::shopify::{Cx, inventory};
use crate::store::Record;

/// What can be done with a delivery, by its state.
pub(super) fn actions(delivery: &Record) -> &'static [&'static str] {
    match (text(delivery, "status"), text(delivery, "requestStatus")) {
        ("OPEN", "UNSUBMITTED" | "REJECTED" | "CANCELLATION_ACCEPTED") => {
            &["CREATE_FULFILLMENT", "REPORT_PROGRESS", "MOVE", "HOLD", "SPLIT"]
        }
        ("OPEN" | "IN_PROGRESS", "SUBMITTED" | "ACCEPTED") => &["CREATE_FULFILLMENT", "REQUEST_CANCELLATION"],
        ("IN_PROGRESS", _) => &["CREATE_FULFILLMENT", "MARK_AS_OPEN"],
        ("ON_HOLD", _) => &["RELEASE_HOLD", "HOLD", "MOVE"],
        ("SCHEDULED", _) => &["MARK_AS_OPEN", "MOVE"],
        _ => &[],
    }
}

/// Whether a place has what is left of a delivery.
fn stocks(cx: &Cx<'_>, lines: &[(Record, i64)], place: &str) -> bool {
    lines.iter().all(|(line, _)| match text(line, "inventoryItemId") {
        "" => true,
        item => inventory::level(cx, item, place).is_some(),
    })
}

/// Where a delivery could be moved to.
pub(super) fn places(cx: &Cx<'_>, delivery: &Record) -> Value {
    let id = text(delivery, "id");
    let here = location(cx, id);
    let lines = chosen(cx, id, &[], "").unwrap_or_default();
    let others =
        cx.store.all("Location").filter(|place| flag(place, "isActive") && text(place, "id") != here);
    let told = |place: &Record| {
        let has = |line: &(Record, i64)| stocks(cx, std::slice::from_ref(line), text(place, "id"));
        let (there, missing): (Vec<_>, Vec<_>) = lines.iter().partition(|line| has(line));
        let ids = |lines: &[&(Record, i64)]| -> Value {
            lines.iter().map(|(line, _)| json!(text(line, "id"))).collect()
        };
        let movable = !there.is_empty();
        let message = (!movable).then_some("None of the items are stocked at this location.");
        json!({
            "location": text(place, "id"), "movable": movable, "message": message, "availableLineItems": ids(&there),
            "availableLineItemsCount": there.len(), "unavailableLineItems": ids(&missing), "unavailableLineItemsCount": missing.len(),
        })
    };
    others.map(told).collect()
}

pub(super) fn relocate(cx: &mut Cx<'_>, args: &Record) -> Done {
    let delivery = wanted(cx, text(args, "id"), "id")?;
    let id = text(&delivery, "id").to_owned();
    let place = text(args, "newLocationId");
    if !cx.store.get(place).is_some_and(|place| flag(place, "isActive")) {
        return Err(wrong("newLocationId", "Location does not exist or is not active.").into());
    }
    if !["OPEN", "ON_HOLD", "SCHEDULED"].contains(&text(&delivery, "status")) {
        return Err(wrong("id", "The fulfillment order is not in a state in which it can be moved.").into());
    }
    if ["SUBMITTED", "ACCEPTED", "CANCELLATION_REQUESTED", "CANCELLATION_REJECTED"]
        .contains(&text(&delivery, "requestStatus"))
    {
        return Err(wrong("id", "The fulfillment order awaits action by a fulfillment service.").into());
    }
    if location(cx, &id) == place {
        return Err(wrong("newLocationId", "The fulfillment order is assigned to this location.").into());
    }
    let lines = chosen(cx, &id, list(args, "fulfillmentOrderLineItems"), "fulfillmentOrderLineItems")?;
    if !stocks(cx, &lines, place) {
        return Err(wrong("newLocationId", "None of the items are stocked at the new location.").into());
    }
    Ok(match divide(cx, &delivery, &lines, place) {
        Some(moved) => {
            json!({ "movedFulfillmentOrder": moved, "originalFulfillmentOrder": id, "remainingFulfillmentOrder": id })
        }
        None => {
            json!({ "movedFulfillmentOrder": id, "originalFulfillmentOrder": id, "remainingFulfillmentOrder": null })
        }
    })
}

pub(super) fn split(cx: &mut Cx<'_>, args: &Record) -> Done {
    let mut done = Vec::new();
    for (at, stated) in objects(args, "fulfillmentOrderSplits").enumerate() {
        let path = format!("fulfillmentOrderSplits.{at}");
        let delivery = wanted(cx, text(stated, "fulfillmentOrderId"), &format!("{path}.fulfillmentOrderId"))?;
        let named = list(stated, "fulfillmentOrderLineItems");
        if named.is_empty() {
            let message = "No line items were provided to split.";
            return Err(wrong(&path, message).code("NO_LINE_ITEMS_PROVIDED_TO_SPLIT").into());
        }
        let id = text(&delivery, "id");
        let lines = chosen(cx, id, named, &format!("{path}.fulfillmentOrderLineItems"))?;
        let place = location(cx, id);
        let Some(rest) = divide(cx, &delivery, &lines, &place) else {
            let message = "All line items cannot be split off.";
            return Err(wrong(&path, message).code("INVALID_LINE_ITEM_QUANTITY").into());
        };
        done.push(json!({ "fulfillmentOrder": id, "remainingFulfillmentOrder": rest }));
    }
    Ok(json!({ "fulfillmentOrderSplits": done }))
}

/// A delivery that is given up is replaced: the order still waits for it.
pub(super) fn cancel(cx: &mut Cx<'_>, args: &Record) -> Done {
    let delivery = wanted(cx, text(args, "id"), "id")?;
    let id = text(&delivery, "id").to_owned();
    if !["OPEN", "IN_PROGRESS"].contains(&text(&delivery, "status")) {
        return Err(wrong("id", "The fulfillment order is not in a cancelable state.").into());
    }
    let lines = chosen(cx, &id, &[], "")?;
    let place = location(cx, &id);
    let method = object(&delivery, "deliveryMethod").map_or("SHIPPING", |how| text(how, "methodType"));
    let other = new(cx, text(&delivery, "order"), &place, method);
    let mut sent = false;
    for (line, left) in lines {
        let mut again = line.clone();
        again.insert("id".to_owned(), json!(cx.store.id("FulfillmentOrderLineItem")));
        again.insert("fulfillmentOrder".to_owned(), json!(other));
        again.insert("totalQuantity".to_owned(), json!(left));
        cx.store.put(Value::Object(again));
        let total = whole(&line, "totalQuantity") - left;
        sent |= total > 0;
        cx.store
            .set(text(&line, "id"), json!({ "totalQuantity": total, "remainingQuantity": 0, "claimed": 0 }));
    }
    cx.store.set(&id, json!({ "status": if sent { "CLOSED" } else { "CANCELLED" } }));
    Ok(json!({ "fulfillmentOrder": id, "replacementFulfillmentOrder": other }))
}

fn to_state(cx: &mut Cx<'_>, args: &Record, from: &[&str], to: &str, problem: UserError) -> Done {
    let delivery = wanted(cx, text(args, "id"), "id")?;
    if !from.contains(&text(&delivery, "status")) {
        return Err(problem.into());
    }
    cx.store.set(text(&delivery, "id"), json!({ "status": to }));
    Ok(json!({ "fulfillmentOrder": text(&delivery, "id") }))
}

pub(super) fn close(cx: &mut Cx<'_>, args: &Record) -> Done {
    let problem = wrong("id", "The fulfillment order must be in progress to be closed.");
    to_state(cx, args, &["IN_PROGRESS"], "INCOMPLETE", problem)
}

pub(super) fn reopen(cx: &mut Cx<'_>, args: &Record) -> Done {
    let problem = wrong("id", "The fulfillment order is not scheduled or in progress.");
    to_state(cx, args, &["SCHEDULED", "IN_PROGRESS", "INCOMPLETE"], "OPEN", problem)
}

pub(super) fn report_progress(cx: &mut Cx<'_>, args: &Record) -> Done {
    let problem = wrong("id", "The fulfillment order is not open.").code("FULFILLMENT_ORDER_STATUS_INVALID");
    to_state(cx, args, &["OPEN", "IN_PROGRESS"], "IN_PROGRESS", problem)
}

pub(super) fn reschedule(cx: &mut Cx<'_>, args: &Record) -> Done {
    let problem = wrong("id", "The fulfillment order is not scheduled.").code("FULFILLMENT_ORDER_NOT_FOUND");
    let done = to_state(cx, args, &["SCHEDULED"], "SCHEDULED", problem)?;
    cx.store.set(text(args, "id"), json!({ "fulfillAt": args.get("fulfillAt") }));
    Ok(done)
}

pub(super) fn set_deadline(cx: &mut Cx<'_>, args: &Record) -> Done {
    let ids = texts(args, "fulfillmentOrderIds");
    for id in &ids {
        wanted(cx, id, "fulfillmentOrderIds").map_err(|error| error.code("FULFILLMENT_ORDERS_NOT_FOUND"))?;
        cx.store.set(id, json!({ "fulfillBy": args.get("fulfillmentDeadline") }));
    }
    Ok(json!({ "success": true }))
}
