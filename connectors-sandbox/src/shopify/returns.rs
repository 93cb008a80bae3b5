//! Returns: what was sent and comes back, asked for, agreed to, processed.

mod exchanges;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::json::{amount, dec, decimal, given, list, map, object, objects, text, whole};
use super::mutations::{Done, Mutation, UserError, wrong};
use super::{Cx, orders};
use crate::store::Record;

pub(super) const MUTATIONS: &[(&str, Mutation)] = &[
    ("returnCreate", create),
    ("returnRequest", request),
    ("returnApproveRequest", approve),
    ("returnDeclineRequest", decline),
    ("returnClose", close),
    ("returnReopen", reopen),
    ("returnCancel", cancel),
    ("returnProcess", process),
    ("removeFromReturn", remove),
];

/// The return that a mutation is about.
fn wanted(cx: &Cx<'_>, id: &str, path: &str) -> Result<Record, UserError> {
    let known = cx.store.get(id).filter(|_| id.contains("/Return/")).cloned();
    known.ok_or_else(|| wrong(path, "Return not found.").code("NOT_FOUND"))
}

/// Units that are in a return, whether they came yet or not, which cannot be in another one.
const HOLDING: &[&str] = &["OPEN", "REQUESTED", "CLOSED"];

/// How many units of a line of a parcel can still be returned.
fn returnable(cx: &Cx<'_>, line: &Record) -> i64 {
    let parcel = cx.store.text(text(line, "fulfillment"), "status");
    if parcel != "SUCCESS" {
        return 0;
    }
    let taken = cx.store.find("ReturnLineItem", "fulfillmentLineItem", text(line, "id"));
    let held = taken.filter(|one| HOLDING.contains(&cx.store.text(text(one, "return"), "status").as_str()));
    whole(line, "quantity") - held.map(|one| whole(one, "quantity")).sum::<i64>()
}

/// What the way back costs the customer.
fn shipping_fees(cx: &mut Cx<'_>, input: &Record) -> Vec<Value> {
    let stated = object(input, "returnShippingFee").and_then(|fee| object(fee, "amount"));
    let fee = stated.map(
        |money| json!({ "id": cx.store.id("ReturnShippingFee"), "amountSet": dec(amount(money, "amount")) }),
    );
    fee.into_iter().collect()
}

/// What it costs the customer that a line is put away again.
fn restocking_fee(cx: &mut Cx<'_>, input: &Record, worth: Decimal) -> Value {
    let Some(stated) = object(input, "restockingFee") else { return Value::Null };
    let percentage = amount(stated, "percentage");
    let sum = (worth * percentage / Decimal::ONE_HUNDRED).round_dp(2);
    json!({ "id": cx.store.id("RestockingFee"), "percentage": stated.get("percentage"), "amountSet": dec(sum) })
}

/// Makes a return in a state, of the lines that an input names at `path`.
fn new(cx: &mut Cx<'_>, input: &Record, path: &str, status: &str) -> Result<String, Vec<UserError>> {
    let order = text(input, "orderId");
    if !(order.contains("/Order/") && cx.store.get(order).is_some()) {
        return Err(wrong(&format!("{path}.orderId"), "Order not found.").code("NOT_FOUND").into());
    }
    if list(input, "returnLineItems").is_empty() {
        let message = "Return line items can't be blank";
        return Err(wrong(&format!("{path}.returnLineItems"), message).code("BLANK").into());
    }
    let id = cx.store.id("Return");
    let number = cx.store.find("Return", "order", order).count() + 1;
    let name = format!("{}-R{number}", cx.store.text(order, "name"));
    let now = cx.stamp();
    let fees = shipping_fees(cx, input);
    cx.store.put(json!({
        "id": id, "order": order, "name": name, "status": status, "totalQuantity": 0, "decline": null, "requestApprovedAt": null,
        "closedAt": null, "createdAt": given(input, "requestedAt").unwrap_or(&now), "returnShippingFees": fees,
    }));
    let mut total = 0;
    for (at, stated) in objects(input, "returnLineItems").enumerate() {
        let at = |field: &str| format!("{path}.returnLineItems.{at}.{field}");
        let sent = cx.store.get(text(stated, "fulfillmentLineItemId"));
        let sent = sent.filter(|line| cx.store.text(text(line, "fulfillment"), "order") == order).cloned();
        let Some(sent) = sent else {
            let message = "Fulfillment line item not found.";
            return Err(wrong(&at("fulfillmentLineItemId"), message).code("NOT_FOUND").into());
        };
        let quantity = whole(stated, "quantity");
        if quantity < 1 {
            return Err(wrong(&at("quantity"), "Quantity must be greater than 0")
                .code("GREATER_THAN")
                .into());
        }
        if quantity > returnable(cx, &sent) {
            let message = "Quantity is not available for return.";
            return Err(wrong(&at("quantity"), message).code("INVALID").into());
        }
        total += quantity;
        let own = cx.store.id("ReturnLineItem");
        let bought = cx.store.get(text(&sent, "lineItem")).cloned().unwrap_or_default();
        let net = orders::worth(&bought).1;
        let worth = orders::portion(net, whole(&bought, "quantity"), 0, quantity);
        let fee = restocking_fee(cx, stated, worth);
        cx.store.put(json!({
            "id": own, "return": id, "fulfillmentLineItem": text(&sent, "id"), "quantity": quantity, "processedQuantity": 0,
            "refundedQuantity": 0, "returnReason": given(stated, "returnReason").unwrap_or("UNKNOWN"),
            "returnReasonNote": text(stated, "returnReasonNote"), "customerNote": stated.get("customerNote"),
            "withCodeDiscountedTotalPriceSet": dec(worth), "restockingFee": fee,
        }));
    }
    exchanges::put(cx, &id, input, path)?;
    cx.store.set(&id, json!({ "totalQuantity": total }));
    Ok(id)
}

fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let id = new(cx, object(args, "returnInput").unwrap_or(&none), "returnInput", "OPEN")?;
    Ok(json!({ "return": id }))
}

fn request(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let id = new(cx, object(args, "input").unwrap_or(&none), "input", "REQUESTED")?;
    Ok(json!({ "return": id }))
}

/// Brings a return from one state to the next.
fn turn(cx: &mut Cx<'_>, id: &str, path: &str, from: &[&str], to: Value) -> Done {
    let known = wanted(cx, id, path)?;
    let status = text(&known, "status");
    if !from.contains(&status) {
        let message = format!("Return is not in a state in which this can be done: {status}.");
        return Err(wrong(path, message).code("INVALID_STATE").into());
    }
    cx.store.set(id, to);
    Ok(json!({ "return": id }))
}

fn approve(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = object(args, "input").map_or("", |input| text(input, "id"));
    let now = cx.stamp();
    turn(cx, id, "input.id", &["REQUESTED"], json!({ "status": "OPEN", "requestApprovedAt": now }))
}

fn decline(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    let why = json!({ "reason": text(input, "declineReason"), "note": input.get("declineNote") });
    turn(cx, text(input, "id"), "input.id", &["REQUESTED"], json!({ "status": "DECLINED", "decline": why }))
}

fn close(cx: &mut Cx<'_>, args: &Record) -> Done {
    let now = cx.stamp();
    turn(cx, text(args, "id"), "id", &["OPEN"], json!({ "status": "CLOSED", "closedAt": now }))
}

fn reopen(cx: &mut Cx<'_>, args: &Record) -> Done {
    turn(cx, text(args, "id"), "id", &["CLOSED"], json!({ "status": "OPEN", "closedAt": null }))
}

fn cancel(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = text(args, "id");
    if cx.store.find("ReturnLineItem", "return", id).any(|line| whole(line, "processedQuantity") > 0) {
        let message = "Return cannot be cancelled: items of it were processed.";
        return Err(wrong("id", message).code("INVALID_STATE").into());
    }
    turn(cx, id, "id", &["OPEN"], json!({ "status": "CANCELED" }))
}

/// A line of a return, of which so many units are left to be processed.
fn own_line(cx: &Cx<'_>, id: &str, line: &str, quantity: i64, path: &str) -> Result<Record, UserError> {
    let known = cx.store.get(line).filter(|known| text(known, "return") == id).cloned();
    let known = known.ok_or_else(|| wrong(path, "Return line item not found.").code("NOT_FOUND"))?;
    let left = whole(&known, "quantity") - whole(&known, "processedQuantity");
    if quantity < 1 || quantity > left {
        let message = format!("Quantity must be from 1 to the {left} that are left.");
        return Err(wrong(path, message).code("INVALID"));
    }
    Ok(known)
}

fn remove(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = text(args, "returnId");
    let known = wanted(cx, id, "returnId")?;
    let mut total = whole(&known, "totalQuantity");
    for (at, stated) in objects(args, "returnLineItems").enumerate() {
        let quantity = whole(stated, "quantity");
        let path = format!("returnLineItems.{at}");
        let line = own_line(cx, id, text(stated, "returnLineItemId"), quantity, &path)?;
        total -= quantity;
        let left = whole(&line, "quantity") - quantity;
        match left {
            0 => drop(cx.store.remove(text(&line, "id"))),
            left => drop(cx.store.set(text(&line, "id"), json!({ "quantity": left }))),
        }
    }
    cx.store.set(id, json!({ "totalQuantity": total }));
    Ok(json!({ "return": id }))
}

/// What came back is put away and paid for.
fn process(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    let id = text(input, "returnId");
    let known = wanted(cx, id, "input.returnId")?;
    if text(&known, "status") != "OPEN" {
        return Err(wrong("input.returnId", "Return is not open.").code("INVALID_STATE").into());
    }
    let order = text(&known, "order");
    let mut lines = Vec::new();
    for (at, stated) in objects(input, "returnLineItems").enumerate() {
        let quantity = whole(stated, "quantity");
        let line = own_line(cx, id, text(stated, "id"), quantity, &format!("input.returnLineItems.{at}"))?;
        let sent = cx.store.get(text(&line, "fulfillmentLineItem")).cloned().unwrap_or_default();
        let back = objects(stated, "dispositions").find(|one| text(one, "dispositionType") == "RESTOCKED");
        let restock = if back.is_some() { "RETURN" } else { "NO_RESTOCK" };
        lines.push(json!({
            "lineItemId": text(&sent, "lineItem"), "quantity": quantity, "restockType": restock,
            "locationId": back.and_then(|back| given(back, "locationId")),
        }));
        let (processed, refunded) = (whole(&line, "processedQuantity"), whole(&line, "refundedQuantity"));
        let counts =
            json!({ "processedQuantity": processed + quantity, "refundedQuantity": refunded + quantity });
        cx.store.set(text(&line, "id"), counts);
    }
    let transfer = object(input, "financialTransfer").and_then(|transfer| object(transfer, "issueRefund"));
    let pay = |one: &Record| {
        let parent = text(one, "parentId");
        let sum = object(one, "transactionAmount").and_then(|money| money.get("amount"));
        json!({ "orderId": order, "kind": "REFUND", "gateway": cx.store.text(parent, "gateway"), "parentId": parent, "amount": sum })
    };
    let payments: Vec<Value> =
        transfer.into_iter().flat_map(|one| objects(one, "orderTransactions")).map(pay).collect();
    let shipping = object(input, "refundShipping").map(|stated| {
        let amount =
            object(stated, "shippingRefundAmount").and_then(|money| money.get("amount")).and_then(decimal);
        json!({ "fullRefund": stated.get("fullRefund"), "amount": amount.map(dec) })
    });
    let over = transfer.and_then(|one| one.get("allowOverRefunding"));
    let refund = map(json!({
        "orderId": order, "return": id, "note": input.get("note"), "refundLineItems": lines, "shipping": shipping,
        "transactions": payments, "allowOverRefunding": over,
    }));
    exchanges::process(cx, order, id, input)?;
    if !lines.is_empty() || !payments.is_empty() || shipping.is_some() {
        orders::take_back(cx, order, &refund)?;
    }
    let processed = |line: &Record| whole(line, "processedQuantity") == whole(line, "quantity");
    let done = cx.store.find("ReturnLineItem", "return", id).all(processed);
    if done {
        let now = cx.stamp();
        cx.store.set(id, json!({ "status": "CLOSED", "closedAt": now }));
    }
    Ok(json!({ "return": id }))
}

/// The state of an order's returns as a whole.
pub(super) fn of_order(cx: &Cx<'_>, order: &str) -> &'static str {
    let any = |status: &str| cx.store.find("Return", "order", order).any(|one| text(one, "status") == status);
    match () {
        () if any("REQUESTED") => "RETURN_REQUESTED",
        () if any("OPEN") => "IN_PROGRESS",
        () if any("CLOSED") => "RETURNED",
        () => "NO_RETURN",
    }
}

pub(super) fn field(kind: &str, field: &str, record: &Record) -> Option<Value> {
    if kind == "ExchangeLineItem" {
        return exchanges::field(field, record);
    }
    let left = whole(record, "quantity") - whole(record, "processedQuantity");
    Some(match field {
        "processableQuantity" | "unprocessedQuantity" => json!(left),
        "refundableQuantity" => json!(whole(record, "quantity") - whole(record, "refundedQuantity")),
        _ => return None,
    })
}

/// What can be returned of an order's parcels.
pub(super) fn query(cx: &Cx<'_>, field: &str, args: &Record) -> Option<Value> {
    if field != "returnableFulfillments" {
        return None;
    }
    let told = |parcel: &Record| {
        let id = text(parcel, "id");
        let lines = cx.store.find("FulfillmentLineItem", "fulfillment", id);
        let lines = lines.map(|line| (text(line, "id"), returnable(cx, line))).filter(|(_, left)| *left > 0);
        let lines: Vec<Value> =
            lines.map(|(id, left)| json!({ "fulfillmentLineItem": id, "quantity": left })).collect();
        let own = id.replace("/Fulfillment/", "/ReturnableFulfillment/");
        (!lines.is_empty())
            .then(|| json!({ "id": own, "fulfillment": id, "returnableFulfillmentLineItems": lines }))
    };
    Some(cx.store.find("Fulfillment", "order", text(args, "orderId")).filter_map(told).collect())
}
