//! What happens to orders after they were made.

use serde_json::{Value, json};

use super::payments::{self, MANUAL};
use super::{refunds, wanted};
use crate::shopify::json::{copy, flag, given, list, map, object, tags, text, texts, whole};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::shopify::{Cx, addresses, customers, fulfilling};
use crate::store::Record;

pub(super) fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    let id = wanted(cx, text(input, "id"), "id")?;
    let mut order = cx.store.get(&id).cloned().unwrap_or_default();
    copy(input, &mut order, &["note", "poNumber", "customAttributes"]);
    type Read = fn(&str) -> Option<String>;
    for (field, name, read) in
        [("email", "Email", customers::mail as Read), ("phone", "Phone", customers::phone)]
    {
        match (input.get(field), given(input, field)) {
            (None, _) => {}
            (Some(_), None) => drop(order.insert(field.to_owned(), Value::Null)),
            (Some(_), Some(stated)) => {
                let address = read(stated).ok_or_else(|| wrong(field, format!("{name} is invalid")))?;
                order.insert(field.to_owned(), json!(address));
            }
        }
    }
    if input.contains_key("tags") {
        order.insert("tags".to_owned(), json!(tags(&texts(input, "tags"))));
    }
    if let Some(stated) = object(input, "shippingAddress") {
        let before = object(&order, "shippingAddress").cloned();
        let known = before.as_ref().and_then(|before| given(before, "id")).map(str::to_owned);
        let address = known.unwrap_or_else(|| cx.store.id("MailingAddress"));
        order.insert("shippingAddress".to_owned(), addresses::address(&address, stated, before.as_ref()));
    }
    cx.store.put(Value::Object(order));
    cx.set_metafields(&id, list(input, "metafields"))?;
    Ok(json!({ "order": id }))
}

fn of_input(cx: &Cx<'_>, args: &Record) -> Result<String, UserError> {
    wanted(cx, object(args, "input").map_or("", |input| text(input, "id")), "id")
}

pub(super) fn close(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = of_input(cx, args)?;
    let now = cx.stamp();
    if cx.store.text(&id, "closedAt").is_empty() {
        cx.store.set(&id, json!({ "closedAt": now }));
    }
    Ok(json!({ "order": id }))
}

pub(super) fn open(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = of_input(cx, args)?;
    if !cx.store.text(&id, "cancelledAt").is_empty() {
        return Err(wrong("id", "Cancelled orders cannot be opened").into());
    }
    cx.store.set(&id, json!({ "closedAt": null }));
    Ok(json!({ "order": id }))
}

/// What belongs to an order and goes with it.
const PARTS: &[&str] = &[
    "LineItem",
    "ShippingLine",
    "OrderTransaction",
    "TenderTransaction",
    "Refund",
    "FulfillmentOrder",
    "Fulfillment",
    "Return",
];
const PARTS_OF_PARTS: &[(&str, &str)] = &[
    ("FulfillmentOrderLineItem", "fulfillmentOrder"),
    ("FulfillmentLineItem", "fulfillment"),
    ("FulfillmentEvent", "fulfillment"),
    ("ReturnLineItem", "return"),
];

pub(super) fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = wanted(cx, text(args, "orderId"), "orderId")?;
    let order = cx.store.get(&id).cloned().unwrap_or_default();
    let elsewhere = texts(&order, "paymentGatewayNames").iter().any(|gateway| gateway != MANUAL);
    if elsewhere && given(&order, "cancelledAt").is_none() && !flag(&order, "test") {
        let message = "Order cannot be deleted: it was paid through a gateway and is not cancelled.";
        return Err(wrong("orderId", message).code("INVALID").into());
    }
    fulfilling::cancel_all(cx, &id, true);
    for part in PARTS.iter().flat_map(|kind| cx.store.ids(kind, "order", &id)).collect::<Vec<_>>() {
        for (kind, field) in PARTS_OF_PARTS {
            for one in cx.store.ids(kind, field, &part) {
                cx.store.remove(&one);
            }
        }
        cx.forget(&part);
    }
    cx.forget(&id);
    Ok(json!({ "deletedId": id }))
}

/// The longest staff note.
const NOTE: usize = 255;

pub(super) fn cancel(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = wanted(cx, text(args, "orderId"), "orderId")?;
    let order = cx.store.get(&id).cloned().unwrap_or_default();
    let refuse = |field: &str, message: &str| Err(vec![wrong(field, message).code("INVALID")]);
    if given(&order, "cancelledAt").is_some() {
        return refuse("orderId", "Cannot cancel an order that has already been canceled");
    }
    if text(args, "staffNote").chars().count() > NOTE {
        return refuse("staffNote", "Staff note is too long (maximum is 255 characters)");
    }
    if cx.store.find("Fulfillment", "order", &id).any(|one| text(one, "status") == "SUCCESS") {
        return refuse(
            "orderId",
            "Cannot cancel an order with fulfilled items: cancel its fulfillments first",
        );
    }
    if cx.store.find("Return", "order", &id).any(|one| text(one, "status") == "OPEN") {
        return refuse("orderId", "Cannot cancel an order with a return in progress");
    }
    let now = cx.stamp();
    for (authorization, _) in payments::open_authorizations(cx, &id) {
        payments::call_back(cx, &id, &authorization);
    }
    let restock = flag(args, "restock");
    let lines: Vec<Value> = cx
        .store
        .find("LineItem", "order", &id)
        .filter(|line| whole(line, "currentQuantity") > 0)
        .map(|line| json!({ "lineItemId": line.get("id"), "quantity": line.get("currentQuantity"), "restockType": "CANCEL" }))
        .collect();
    let money = flag(args, "refund")
        || object(args, "refundMethod").is_some_and(|how| flag(how, "originalPaymentMethodsRefund"));
    if !lines.is_empty() {
        let refund =
            map(json!({ "orderId": id, "refundLineItems": lines, "shipping": { "fullRefund": true } }));
        refunds::cancelled(cx, &id, &refund, restock, money)?;
    }
    fulfilling::cancel_all(cx, &id, restock);
    let note = given(args, "staffNote");
    cx.store.set(
        &id,
        json!({
            "cancelledAt": now, "cancelReason": text(args, "reason"), "cancellation": { "staffNote": note },
            "closedAt": given(&order, "closedAt").unwrap_or(&now),
        }),
    );
    Ok(json!({ "job": cx.job() }))
}
