//! Refunds: what comes back, and the money that is given for it.

use std::collections::HashMap;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::lines::{portion, taxes, worth};
use super::payments::{self, Payment};
use super::{stock, wanted};
use crate::shopify::json::{amount, dec, decimal, flag, given, object, objects, text, whole};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::shopify::{Cx, fulfilling};
use crate::store::Record;

/// What a refund takes back, before it is put down.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) lines: Vec<Record>,
    pub(super) shipping: Vec<Value>,
    /// What all of that is worth.
    pub(super) worth: Decimal,
}

/// What the lines and the delivery of a `RefundInput` are worth. Nothing is changed.
pub(super) fn draft(cx: &Cx<'_>, order: &str, input: &Record) -> Result<Draft, Vec<UserError>> {
    let included = cx.store.get(order).is_some_and(|order| flag(order, "taxesIncluded"));
    let with_tax = |tax: Decimal| if included { Decimal::ZERO } else { tax };
    let mut draft = Draft::default();
    let mut asked: HashMap<&str, i64> = HashMap::new();
    for (at, stated) in objects(input, "refundLineItems").enumerate() {
        let path = format!("refundLineItems.{at}");
        let id = text(stated, "lineItemId");
        let Some(line) = cx.store.get(id).filter(|line| text(line, "order") == order) else {
            return Err(wrong(&format!("{path}.lineItemId"), "Line item does not belong to the order").into());
        };
        let quantity = whole(stated, "quantity");
        if quantity < 1 {
            return Err(wrong(&format!("{path}.quantity"), "Quantity must be greater than 0").into());
        }
        let earlier = asked.entry(id).or_default();
        let left = whole(line, "refundableQuantity") - *earlier;
        if quantity > left {
            let message = "Quantity cannot refund more items than were purchased";
            return Err(wrong(&format!("{path}.quantity"), message).into());
        }
        let restock = given(stated, "restockType").unwrap_or("NO_RESTOCK");
        if restock == "LEGACY_RESTOCK" {
            let message = "Restock type LEGACY_RESTOCK is not accepted for new refunds";
            return Err(wrong(&format!("{path}.restockType"), message).into());
        }
        if restock == "CANCEL" && quantity > whole(line, "unfulfilledQuantity") {
            let message = "Quantity cannot cancel more items than are unfulfilled";
            return Err(wrong(&format!("{path}.quantity"), message).into());
        }
        if given(stated, "locationId").is_some_and(|place| cx.store.get(place).is_none()) {
            return Err(wrong(&format!("{path}.locationId"), "Location does not exist").into());
        }
        let bought = whole(line, "quantity");
        let gone = bought - whole(line, "refundableQuantity") + *earlier;
        *earlier += quantity;
        let subtotal = portion(worth(line).1, bought, gone, quantity);
        let tax = portion(taxes(line), bought, gone, quantity);
        draft.worth += subtotal + with_tax(tax);
        let told = json!({
            "lineItem": id, "quantity": quantity, "restockType": restock, "location": stated.get("locationId"),
            "priceSet": dec((subtotal / Decimal::from(quantity)).round_dp(2)), "subtotalSet": dec(subtotal),
            "totalTaxSet": dec(tax), "gross": dec(amount(line, "originalUnitPriceSet") * Decimal::from(quantity)),
        });
        draft.lines.push(crate::shopify::json::map(told));
    }
    if let Some(stated) = object(input, "shipping") {
        shipping(cx, order, stated, with_tax, &mut draft)?;
    }
    Ok(draft)
}

/// What of the delivery was not given back: for each line the sum, and the tax on it.
pub(super) fn shipping_left(cx: &Cx<'_>, order: &str) -> Vec<(String, Decimal, Decimal)> {
    let back = |id: &str, field: &str| -> Decimal {
        let refunds = cx.store.find("Refund", "order", order);
        let lines = refunds.flat_map(|refund| objects(refund, "refundShippingLines"));
        lines.filter(|line| text(line, "shippingLine") == id).map(|line| amount(line, field)).sum()
    };
    let lines = cx.store.find("ShippingLine", "order", order).filter(|line| !flag(line, "isRemoved"));
    lines
        .map(|line| {
            let id = text(line, "id");
            let left = amount(line, "discountedPriceSet") - back(id, "subtotalAmountSet");
            (id.to_owned(), left, taxes(line) - back(id, "taxAmountSet"))
        })
        .collect()
}

fn shipping(
    cx: &Cx<'_>,
    order: &str,
    stated: &Record,
    with_tax: impl Fn(Decimal) -> Decimal,
    draft: &mut Draft,
) -> Result<(), UserError> {
    let left = shipping_left(cx, order);
    let most: Decimal = left.iter().map(|(_, left, _)| *left).sum();
    let mut wish = match stated.get("amount").and_then(decimal) {
        _ if flag(stated, "fullRefund") => most,
        Some(amount) => amount,
        None => return Ok(()),
    };
    if wish < Decimal::ZERO || wish > most {
        let message = format!("Shipping amount cannot refund more than the {most} that is left of it");
        return Err(wrong("shipping.amount", message));
    }
    for (id, left, tax) in left {
        let part = wish.min(left);
        if part <= Decimal::ZERO {
            continue;
        }
        wish -= part;
        let tax = (tax * part / left).round_dp(2);
        draft.worth += part + with_tax(tax);
        draft
            .shipping
            .push(json!({ "shippingLine": id, "subtotalAmountSet": dec(part), "taxAmountSet": dec(tax) }));
    }
    Ok(())
}

/// The gateway of money that is given back as credit in the shop.
const CREDIT: &str = "shopify_store_credit";

/// Money to be given back, as an input states it.
fn payments<'i>(cx: &Cx<'_>, order: &str, input: &'i Record) -> Result<Vec<Payment<'i>>, UserError> {
    let left = payments::refundable(cx, order);
    let received: Decimal = left.iter().map(|(_, left)| *left).sum();
    let over = flag(input, "allowOverRefunding");
    let mut sums: HashMap<&str, Decimal> = HashMap::new();
    let mut paid = Vec::new();
    for (at, stated) in objects(input, "transactions").enumerate() {
        let path = |field: &str| format!("transactions.{at}.{field}");
        if text(stated, "kind") != "REFUND" {
            return Err(wrong(&path("kind"), "Transaction kind must be REFUND"));
        }
        if text(stated, "orderId") != order {
            return Err(wrong(&path("orderId"), "Transaction does not belong to the order"));
        }
        let amount = stated.get("amount").and_then(decimal).unwrap_or_default();
        if amount <= Decimal::ZERO {
            return Err(wrong(&path("amount"), "Amount must be greater than zero"));
        }
        let parent = given(stated, "parentId");
        if let Some(parent) = parent {
            let known = cx.store.get(parent).is_some_and(|one| {
                text(one, "order") == order && ["SALE", "CAPTURE"].contains(&text(one, "kind"))
            });
            if !known {
                return Err(wrong(&path("parentId"), "Parent transaction is invalid"));
            }
            let sum = sums.entry(parent).or_default();
            *sum += amount;
            let most = left.iter().find(|(id, _)| id == parent).map_or(Decimal::ZERO, |(_, left)| *left);
            if *sum > most && !over {
                let message =
                    format!("Refund amount cannot be greater than the {most} left of the transaction");
                return Err(wrong(&path("amount"), message));
            }
        }
        paid.push(Payment {
            parent,
            at: given(input, "processedAt"),
            ..Payment::new("REFUND", text(stated, "gateway"), amount)
        });
    }
    for (at, stated) in objects(input, "refundMethods").enumerate() {
        let credit = object(stated, "storeCreditRefund").and_then(|credit| object(credit, "amount"));
        let Some(sum) = credit.map(|money| amount(money, "amount")) else { continue };
        if sum <= Decimal::ZERO {
            let path = format!("refundMethods.{at}.storeCreditRefund.amount");
            return Err(wrong(&path, "Amount must be greater than zero"));
        }
        paid.push(Payment { at: given(input, "processedAt"), ..Payment::new("REFUND", CREDIT, sum) });
    }
    let total: Decimal = paid.iter().map(|one| one.amount).sum();
    if total > received && !over {
        return Err(wrong("transactions", "Refund cannot be greater than the net payment received"));
    }
    Ok(paid)
}

pub(super) fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    let order = wanted(cx, text(input, "orderId"), "orderId")?;
    let draft = draft(cx, &order, input)?;
    let payments = payments(cx, &order, input)?;
    if draft.lines.is_empty() && draft.shipping.is_empty() && payments.is_empty() {
        let message = "A refund needs line items, shipping or transactions";
        return Err(wrong("", message).into());
    }
    let id = put(cx, &order, input, draft, payments, true);
    Ok(json!({ "order": order, "refund": id }))
}

/// The refund of a cancelled order: all that is left of it, with the money if `money`.
pub(super) fn cancelled(
    cx: &mut Cx<'_>,
    order: &str,
    input: &Record,
    restock: bool,
    money: bool,
) -> Result<(), Vec<UserError>> {
    let draft = draft(cx, order, input)?;
    let left = if money { payments::refundable(cx, order) } else { Vec::new() };
    let gateways: Vec<String> = left.iter().map(|(parent, _)| cx.store.text(parent, "gateway")).collect();
    let pay = |((parent, left), gateway): (&'_ (String, Decimal), &'_ String)| {
        (parent.clone(), *left, gateway.clone())
    };
    let all: Vec<(String, Decimal, String)> = left.iter().zip(&gateways).map(pay).collect();
    let payments = all
        .iter()
        .map(|(parent, amount, gateway)| Payment::new("REFUND", gateway, *amount).after(parent))
        .collect();
    put(cx, order, input, draft, payments, restock);
    Ok(())
}

/// Puts a refund down. What is taken back goes into the stock, if `restock`.
fn put(
    cx: &mut Cx<'_>,
    order: &str,
    input: &Record,
    draft: Draft,
    payments: Vec<Payment<'_>>,
    restock: bool,
) -> String {
    let id = cx.store.id("Refund");
    let now = cx.stamp();
    let mut lines = Vec::new();
    for mut line in draft.lines {
        let back = restock && text(&line, "restockType") != "NO_RESTOCK";
        let place = put_away(cx, &line, back);
        let own = cx.store.id("RefundLineItem");
        line.insert("id".to_owned(), json!(own));
        line.insert("restocked".to_owned(), json!(back));
        line.insert("location".to_owned(), json!(place));
        lines.push(Value::Object(line));
    }
    let named = |cx: &mut Cx<'_>, mut line: Value| {
        line["id"] = json!(cx.store.id("RefundShippingLine"));
        line
    };
    let shipping: Vec<Value> = draft.shipping.into_iter().map(|line| named(cx, line)).collect();
    let total: Decimal = payments.iter().map(|one| one.amount).sum();
    for payment in payments {
        Payment { refund: Some(&id), ..payment }.enter(cx, order);
    }
    let mut adjustments = Vec::new();
    if !total.is_zero() && total != draft.worth {
        let own = cx.store.id("OrderAdjustment");
        let reason = match text(input, "discrepancyReason") {
            reason @ ("RESTOCK" | "DAMAGE" | "CUSTOMER") => reason,
            _ => "REFUND_DISCREPANCY",
        };
        adjustments.push(json!({ "id": own, "amountSet": dec(draft.worth - total), "taxAmountSet": "0.0", "reason": reason }));
    }
    cx.store.put(json!({
        "id": id, "order": order, "note": input.get("note"), "return": input.get("return"), "refundLineItems": lines,
        "refundShippingLines": shipping, "orderAdjustments": adjustments, "totalRefundedSet": dec(total),
        "processedAt": given(input, "processedAt").unwrap_or(&now), "createdAt": now, "updatedAt": now,
    }))
}

/// Takes the units of a refund's line back; the place that they come to.
fn put_away(cx: &mut Cx<'_>, line: &Record, back: bool) -> Option<String> {
    let (item, quantity) = (text(line, "lineItem").to_owned(), whole(line, "quantity"));
    let stated = given(line, "location").map(str::to_owned);
    if text(line, "restockType") == "CANCEL" {
        return fulfilling::take_off(cx, &item, quantity, back).or(stated);
    }
    if !back {
        return stated;
    }
    let place =
        stated.or_else(|| fulfilling::sent_from(cx, &item)).or_else(|| fulfilling::first_place(cx))?;
    let variant = cx.store.text(&item, "variant");
    stock::take_back(cx, &variant, &place, quantity);
    Some(place)
}

/// A refund of what comes back by a return.
pub(in crate::shopify) fn take_back(
    cx: &mut Cx<'_>,
    order: &str,
    input: &Record,
) -> Result<String, Vec<UserError>> {
    let draft = draft(cx, order, input)?;
    let payments = payments(cx, order, input)?;
    Ok(put(cx, order, input, draft, payments, true))
}
