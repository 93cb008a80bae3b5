//! The end of an edit: all of it is done at once.

use serde_json::{Value, json};

use super::super::agreements::{self, Part};
use super::super::lines::portion;
use super::edit;
use crate::shopify::json::{amount, dec, flag, given, list, objects, text, whole};
use crate::shopify::mutations::Done;
use crate::shopify::{Cx, fulfilling};
use crate::store::Record;

pub(super) fn commit(cx: &mut Cx<'_>, args: &Record) -> Done {
    let edit = edit(cx, args)?;
    let order = text(&edit, "originalOrder").to_owned();
    let mut notes = Vec::new();
    for line in objects(&edit, "lines") {
        notes.extend(settle_line(cx, &order, line));
    }
    for line in objects(&edit, "shippingLines") {
        match (text(line, "stagedStatus"), given(line, "line")) {
            ("ADDED", None) => {
                let id = cx.store.id("ShippingLine");
                let price = line.get("price");
                let put = cx.store.put(json!({
                    "id": id, "order": order, "title": line.get("title"), "code": line.get("title"), "source": "shopify", "custom": true,
                    "isRemoved": false, "originalPriceSet": price, "discountedPriceSet": price, "currentDiscountedPriceSet": price,
                    "discountAllocations": [], "taxLines": [],
                }));
                notes.push(delivery(cx, &put).note(cx, &put));
            }
            ("REMOVED", Some(id)) => {
                notes.push(delivery(cx, id).back().note(cx, id));
                cx.store.set(id, json!({ "isRemoved": true }));
            }
            _ => {}
        }
    }
    agreements::note(cx, &order, notes);
    cx.store.set(&order, json!({ "edited": true }));
    cx.store.remove(text(&edit, "id"));
    Ok(json!({ "order": order, "successMessages": ["Order updated"] }))
}

/// A line of the delivery as it is charged.
fn delivery(cx: &Cx<'_>, id: &str) -> Part {
    cx.store.get(id).map(Part::delivery).unwrap_or_default()
}

/// Does to an order's line what the edit says, and notes it.
fn settle_line(cx: &mut Cx<'_>, order: &str, edited: &Record) -> Option<Value> {
    let (before, now) = (whole(edited, "before"), whole(edited, "now"));
    let Some(id) = given(edited, "line") else {
        if now == 0 {
            return None;
        }
        let mut line = edited.clone();
        for field in ["line", "before", "now", "open", "restock", "staged"] {
            line.remove(field);
        }
        return Some(put_line(cx, order, line));
    };
    let line = cx.store.get(id).cloned()?;
    let quantity = whole(&line, "quantity");
    if now < before {
        let part = Part::of(&line, quantity - before, before - now);
        let removed = whole(&line, "removed") + before - now;
        cx.store.set(id, json!({ "removed": removed }));
        fulfilling::take_off(cx, id, before - now, flag(edited, "restock"));
        return Some(part.back().note(cx, id));
    }
    if now > before {
        grow(cx, &line, now - before);
        fulfilling::open_line(cx, order, &line, now - before);
        let grown = cx.store.get(id).cloned()?;
        let all = Part::of(&grown, 0, quantity + now - before);
        return Some(all.less(Part::of(&line, 0, quantity)).note(cx, id));
    }
    None
}

/// Puts a new line into an order, to be delivered with the others.
fn put_line(cx: &mut Cx<'_>, order: &str, mut line: Record) -> Value {
    let id = cx.store.id("LineItem");
    line.insert("id".to_owned(), json!(id));
    line.insert("order".to_owned(), json!(order));
    apply(cx, order, &mut line);
    cx.store.put(Value::Object(line.clone()));
    let quantity = whole(&line, "quantity");
    fulfilling::open_line(cx, order, &line, quantity);
    Part::of(&line, 0, quantity).note(cx, &id)
}

/// Adds a line to an order without an edit.
pub(in crate::shopify) fn add_line(cx: &mut Cx<'_>, order: &str, line: Record) {
    let note = put_line(cx, order, line);
    agreements::note(cx, order, vec![note]);
}

/// The discounts of a new line become those of its order.
fn apply(cx: &mut Cx<'_>, order: &str, line: &mut Record) {
    let known = cx.store.get(order).map(|order| list(order, "discountApplications").to_vec());
    let mut applications = known.unwrap_or_default();
    let mut allocations = list(line, "discountAllocations").to_vec();
    for one in &mut allocations {
        one["discountApplication"]["index"] = json!(applications.len());
        applications.push(one["discountApplication"].clone());
    }
    line.insert("discountAllocations".to_owned(), Value::Array(allocations));
    cx.store.set(order, json!({ "discountApplications": applications }));
}

/// A line of which more is ordered: each new unit costs what the others do, and is taxed as they are.
fn grow(cx: &mut Cx<'_>, line: &Record, more: i64) {
    let quantity = whole(line, "quantity").max(1);
    let scaled = |one: &Record, field: &str| {
        let mut one = one.clone();
        let sum = amount(&one, field);
        one.insert(field.to_owned(), dec(sum + portion(sum, quantity, 0, more)));
        Value::Object(one)
    };
    let taxed: Vec<Value> = objects(line, "taxLines").map(|one| scaled(one, "priceSet")).collect();
    let off: Vec<Value> =
        objects(line, "discountAllocations").map(|one| scaled(one, "allocatedAmountSet")).collect();
    let grown =
        json!({ "quantity": whole(line, "quantity") + more, "taxLines": taxed, "discountAllocations": off });
    cx.store.set(text(line, "id"), grown);
}
