//! Deliveries that have to wait.

use serde_json::{Value, json};

use super::{chosen, divide, location, wanted};
use crate::shopify::Cx;
use crate::shopify::json::{given, list, object, objects, text, texts};
use crate::shopify::mutations::{Done, wrong};
use crate::store::Record;

/// The most holds of an app on one delivery.
const MOST: usize = 10;

pub(super) fn hold(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "fulfillmentHold").unwrap_or(&none);
    let delivery = wanted(cx, text(args, "id"), "id")?;
    let id = text(&delivery, "id").to_owned();
    if !["OPEN", "SCHEDULED", "ON_HOLD"].contains(&text(&delivery, "status")) {
        let message = "The fulfillment order is not in a state in which it can be held.";
        return Err(wrong("id", message).code("TAKEN").into());
    }
    let mut holds: Vec<Value> = list(&delivery, "fulfillmentHolds").to_vec();
    let handle = text(input, "handle");
    if objects(&delivery, "fulfillmentHolds").any(|one| text(one, "handle") == handle) {
        let message = "The handle is already in use by this app for another hold on this fulfillment order.";
        return Err(wrong("fulfillmentHold.handle", message)
            .code("DUPLICATE_FULFILLMENT_HOLD_HANDLE")
            .into());
    }
    if holds.len() >= MOST {
        let message = "The maximum number of holds for this fulfillment order has been reached.";
        return Err(wrong("id", message).code("FULFILLMENT_ORDER_HOLD_LIMIT_REACHED").into());
    }
    let wanted = list(input, "fulfillmentOrderLineItems");
    let lines = chosen(cx, &id, wanted, "fulfillmentHold.fulfillmentOrderLineItems")?;
    let place = location(cx, &id);
    // What is named is held, and the rest goes on by itself.
    let held = divide(cx, &delivery, &lines, &place);
    let (held, rest) = match held {
        Some(held) => (held, Some(id)),
        None => (id, None),
    };
    let own = cx.store.id("FulfillmentHold");
    let reason = text(input, "reason");
    let display = reason.to_lowercase().replace('_', " ");
    let hold = json!({
        "id": own, "reason": reason, "displayReason": display, "reasonNotes": input.get("reasonNotes"), "handle": handle,
        "externalId": input.get("externalId"), "heldByRequestingApp": true,
    });
    if rest.is_some() {
        holds.clear();
    }
    holds.push(hold.clone());
    cx.store.set(&held, json!({ "status": "ON_HOLD", "fulfillmentHolds": holds }));
    Ok(json!({ "fulfillmentHold": hold, "fulfillmentOrder": held, "remainingFulfillmentOrder": rest }))
}

pub(super) fn release(cx: &mut Cx<'_>, args: &Record) -> Done {
    let delivery = wanted(cx, text(args, "id"), "id")?;
    let id = text(&delivery, "id");
    if text(&delivery, "status") != "ON_HOLD" {
        return Err(wrong("id", "The fulfillment order is not on hold.").code("INVALID_ACCESS").into());
    }
    let (ids, external) = (texts(args, "holdIds"), given(args, "externalId"));
    let stays = |hold: &&Value| {
        let none = Record::new();
        let hold = hold.as_object().unwrap_or(&none);
        let named = ids.is_empty() || ids.iter().any(|known| known == text(hold, "id"));
        !(named && external.is_none_or(|external| external == text(hold, "externalId")))
    };
    let left: Vec<Value> = list(&delivery, "fulfillmentHolds").iter().filter(stays).cloned().collect();
    let status = if left.is_empty() { "OPEN" } else { "ON_HOLD" };
    cx.store.set(id, json!({ "status": status, "fulfillmentHolds": left }));
    Ok(json!({ "fulfillmentOrder": id }))
}
