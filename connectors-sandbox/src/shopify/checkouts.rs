//! Checkouts that were begun and left.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::json::{dec, given, map, object, objects, text, whole};
use super::mutations::UserError;
use super::orders::{line, tax_lines, taxes, worth};
use super::{Cx, addresses};
use crate::store::Record;

/// A checkout of what an `OrderCreateOrderInput` names, by a known customer if there is one.
pub(super) fn abandon(cx: &mut Cx<'_>, input: &Record, customer: Option<&str>) -> Result<String, UserError> {
    let mut lines = Vec::new();
    for (at, stated) in objects(input, "lineItems").enumerate() {
        let mut line = line(cx, stated, &format!("lineItems.{at}"))?;
        let taxed = tax_lines(stated, worth(&line).1, false);
        line.insert("taxLines".to_owned(), taxed);
        lines.push(line);
    }
    let id = cx.store.id("AbandonedCheckout");
    let number = cx.store.serial("AbandonedCheckout");
    let now = cx.stamp();
    let net: Decimal = lines.iter().map(|line| worth(line).1).sum();
    let tax: Decimal = lines.iter().map(taxes).sum();
    let units: i64 = lines.iter().map(|line| whole(line, "quantity")).sum();
    let address = object(input, "shippingAddress").map(|stated| {
        let own = cx.store.id("MailingAddress");
        addresses::address(&own, stated, None)
    });
    cx.store.put(json!({
        "id": id, "name": format!("#{}", 10_000 + number), "abandonedCheckoutUrl": format!("{}/checkouts/{number}/recover", cx.base),
        "note": text(input, "note"), "customer": customer, "email": given(input, "email"), "customAttributes": [], "discountCodes": [],
        "shippingAddress": address, "billingAddress": address, "lineItemsQuantity": units, "subtotalPriceSet": dec(net),
        "totalPriceSet": dec(net + tax), "totalTaxSet": dec(tax), "totalDiscountSet": "0.0", "totalLineItemsPriceSet": dec(net),
        "taxesIncluded": false, "taxLines": [], "status": "open", "emailState": "not_sent", "completedAt": null, "createdAt": now,
        "updatedAt": now,
    }));
    for line in lines {
        let (gross, net) = worth(&line);
        let each = line.get("originalUnitPriceSet").cloned().unwrap_or_default();
        let mut line = line;
        let own = cx.store.id("AbandonedCheckoutLineItem");
        line.extend(map(json!({
            "id": own, "checkout": id, "originalTotalPriceSet": dec(gross), "discountedUnitPriceSet": each,
            "discountedTotalPriceSet": dec(net),
        })));
        cx.store.put(Value::Object(line));
    }
    Ok(id)
}
