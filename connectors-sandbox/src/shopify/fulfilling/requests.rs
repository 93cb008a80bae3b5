//! What is asked of whoever sends the goods, and the answers.

use serde_json::{Value, json};

use super::{chosen, divide, location, wanted};
use crate::shopify::Cx;
use crate::shopify::json::{flag, given, list, text};
use crate::shopify::mutations::{Done, wrong};
use crate::store::Record;

fn asked(cx: &mut Cx<'_>, delivery: &str, kind: &str, args: &Record) {
    let id = cx.store.id("FulfillmentOrderMerchantRequest");
    let now = cx.stamp();
    let options = json!({ "notify_customer": flag(args, "notifyCustomer") });
    cx.store.put(json!({
        "id": id, "fulfillmentOrder": delivery, "kind": kind, "message": given(args, "message"), "requestOptions": options,
        "sentAt": now,
    }));
}

pub(super) fn submit(cx: &mut Cx<'_>, args: &Record) -> Done {
    let delivery = wanted(cx, text(args, "id"), "id")?;
    let id = text(&delivery, "id").to_owned();
    let free =
        ["UNSUBMITTED", "REJECTED", "CANCELLATION_ACCEPTED"].contains(&text(&delivery, "requestStatus"));
    if !(free && text(&delivery, "status") == "OPEN") {
        return Err(wrong("id", "The fulfillment order cannot be submitted in its state.").into());
    }
    let lines = chosen(cx, &id, list(args, "fulfillmentOrderLineItems"), "fulfillmentOrderLineItems")?;
    let place = location(cx, &id);
    let (submitted, rest) = match divide(cx, &delivery, &lines, &place) {
        Some(part) => (part, json!(id)),
        None => (id.clone(), Value::Null),
    };
    cx.store.set(&submitted, json!({ "requestStatus": "SUBMITTED" }));
    asked(cx, &submitted, "FULFILLMENT_REQUEST", args);
    Ok(
        json!({ "originalFulfillmentOrder": id, "submittedFulfillmentOrder": submitted, "unsubmittedFulfillmentOrder": rest }),
    )
}

/// An answer to a request: from which state to which, and what becomes of the delivery.
fn answer(cx: &mut Cx<'_>, args: &Record, from: &[&str], to: &str, status: Option<&str>) -> Done {
    let delivery = wanted(cx, text(args, "id"), "id")?;
    let id = text(&delivery, "id");
    if !from.contains(&text(&delivery, "requestStatus")) {
        let message = format!("The fulfillment order cannot become {} in its state.", to.to_lowercase());
        return Err(wrong("id", message).into());
    }
    let status = status.unwrap_or_else(|| text(&delivery, "status"));
    cx.store.set(id, json!({ "requestStatus": to, "status": status }));
    Ok(json!({ "fulfillmentOrder": id }))
}

pub(super) fn accept(cx: &mut Cx<'_>, args: &Record) -> Done {
    answer(cx, args, &["SUBMITTED"], "ACCEPTED", Some("IN_PROGRESS"))
}

pub(super) fn reject(cx: &mut Cx<'_>, args: &Record) -> Done {
    answer(cx, args, &["SUBMITTED"], "REJECTED", None)
}

pub(super) fn submit_cancellation(cx: &mut Cx<'_>, args: &Record) -> Done {
    let done = answer(
        cx,
        args,
        &["SUBMITTED", "ACCEPTED", "CANCELLATION_REJECTED"],
        "CANCELLATION_REQUESTED",
        None,
    )?;
    asked(cx, text(args, "id"), "CANCELLATION_REQUEST", args);
    Ok(done)
}

pub(super) fn accept_cancellation(cx: &mut Cx<'_>, args: &Record) -> Done {
    answer(cx, args, &["CANCELLATION_REQUESTED"], "CANCELLATION_ACCEPTED", Some("OPEN"))
}

pub(super) fn reject_cancellation(cx: &mut Cx<'_>, args: &Record) -> Done {
    answer(cx, args, &["CANCELLATION_REQUESTED"], "CANCELLATION_REJECTED", None)
}
