//! Edits of orders: an order is taken up, changed as if on paper, and all of that is done at once in the end.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::lines::{Discount, allocate, discounts, line, portion, taxes, worth};
use super::wanted;
use crate::shopify::json::{amount, dec, decimal, flag, given, list, map, object, objects, text, whole};
use crate::shopify::mutations::{Done, Mutation, UserError, wrong};
use crate::shopify::{Cx, fulfilling};
use crate::store::Record;

pub(in crate::shopify) const MUTATIONS: &[(&str, Mutation)] = &[
    ("orderEditBegin", begin),
    ("orderEditAddVariant", add_variant),
    ("orderEditAddCustomItem", add_custom_item),
    ("orderEditSetQuantity", set_quantity),
    ("orderEditAddLineItemDiscount", add_discount),
    ("orderEditAddShippingLine", add_shipping),
    ("orderEditRemoveShippingLine", remove_shipping),
    ("orderEditCommit", commit),
];

/// The amount of a `MoneyInput`.
fn money(input: &Record, field: &str) -> Option<Decimal> {
    object(input, field)?.get("amount").and_then(decimal)
}

fn begin(cx: &mut Cx<'_>, args: &Record) -> Done {
    let order = wanted(cx, text(args, "id"), "id")?;
    if !cx.store.text(&order, "cancelledAt").is_empty() {
        return Err(wrong("id", "The order cannot be edited: it is cancelled.").into());
    }
    let id = cx.store.id("CalculatedOrder");
    let lines: Vec<Value> = cx
        .store
        .find("LineItem", "order", &order)
        .map(|line| {
            let mut shown = line.clone();
            let own = text(line, "id").replace("/LineItem/", "/CalculatedLineItem/");
            let (current, open) = (whole(line, "currentQuantity"), whole(line, "unfulfilledQuantity"));
            shown.extend(map(json!({ "id": own, "line": text(line, "id"), "before": current, "now": current, "open": open, "restock": false })));
            Value::Object(shown)
        })
        .collect();
    let shipping: Vec<Value> = cx
        .store
        .find("ShippingLine", "order", &order)
        .filter(|line| !flag(line, "isRemoved"))
        .map(|line| {
            let own = text(line, "id").replace("/ShippingLine/", "/CalculatedShippingLine/");
            let price = line.get("currentDiscountedPriceSet");
            json!({ "id": own, "line": line.get("id"), "title": line.get("title"), "price": price, "stagedStatus": "NONE" })
        })
        .collect();
    let edit = json!({ "id": id, "originalOrder": order, "lines": lines, "shippingLines": shipping });
    cx.store.put(edit);
    Ok(answer(cx, &id, None))
}

/// An edit that is under way, and what was taken up of it.
fn edit(cx: &Cx<'_>, args: &Record) -> Result<Record, UserError> {
    let id = text(args, "id").replace("/OrderEditSession/", "/CalculatedOrder/");
    let known = cx.store.get(&id).filter(|_| id.contains("/CalculatedOrder/")).cloned();
    known.ok_or_else(|| wrong("id", "The calculated order does not exist.").code("INVALID"))
}

/// What a step of an edit answers.
fn answer(cx: &Cx<'_>, id: &str, line: Option<&str>) -> Value {
    let shown = line.and_then(|line| {
        let edit = cx.store.get(id)?;
        objects(edit, "lines").find(|one| text(one, "id") == line).map(|line| told(cx, line))
    });
    json!({
        "calculatedOrder": id, "calculatedLineItem": shown,
        "orderEditSession": { "id": id.replace("/CalculatedOrder/", "/OrderEditSession/") },
    })
}

/// A line of an edit as it is shown.
fn told(cx: &Cx<'_>, line: &Record) -> Value {
    let now = whole(line, "now");
    let quantity = whole(line, "quantity").max(1);
    let net = worth(line).1;
    let locked = now - editable(line);
    let part = |units: i64| dec(portion(net, quantity, 0, units));
    let each = |total: Decimal| dec((total / Decimal::from(quantity)).round_dp(2));
    let variant = cx.store.get(text(line, "variant"));
    json!({
        "id": text(line, "id"), "title": line.get("title"), "variantTitle": line.get("variantTitle"), "sku": line.get("sku"),
        "variant": line.get("variant"), "quantity": now, "editableQuantity": editable(line),
        "editableQuantityBeforeChanges": whole(line, "open"), "editableSubtotalSet": part(editable(line)),
        "uneditableSubtotalSet": part(locked), "originalUnitPriceSet": line.get("originalUnitPriceSet"),
        "discountedUnitPriceSet": each(net), "customAttributes": list(line, "customAttributes"), "restocking": flag(line, "restock"),
        "restockable": variant.is_some(), "hasStagedLineItemDiscount": flag(line, "discounted"), "stagedChanges": [],
        "image": variant.map(|variant| crate::shopify::resolve::value(cx, "ProductVariant", variant, "image")),
    })
}

/// How many units of a line can still be taken out.
fn editable(line: &Record) -> i64 {
    whole(line, "open") + whole(line, "now") - whole(line, "before")
}

/// Changes an edit's line.
fn change(cx: &mut Cx<'_>, args: &Record, with: impl FnOnce(&mut Record) -> Result<(), UserError>) -> Done {
    let mut edit = edit(cx, args)?;
    let wanted = text(args, "lineItemId").replace("/LineItem/", "/CalculatedLineItem/");
    let mut lines = list(&edit, "lines").to_vec();
    let found = lines.iter_mut().filter_map(Value::as_object_mut).find(|line| text(line, "id") == wanted);
    with(found.ok_or_else(|| wrong("lineItemId", "The line item does not exist."))?)?;
    edit.insert("lines".to_owned(), Value::Array(lines));
    let id = cx.store.put(Value::Object(edit));
    Ok(answer(cx, &id, Some(&wanted)))
}

fn add(cx: &mut Cx<'_>, args: &Record, stated: &Record) -> Done {
    let mut edit = edit(cx, args)?;
    let mut line = line(cx, stated, "lineItem")?;
    let own = cx.store.id("CalculatedLineItem");
    let quantity = whole(&line, "quantity");
    line.extend(map(json!({ "id": own, "line": null, "before": 0, "now": quantity, "open": 0 })));
    let mut lines = list(&edit, "lines").to_vec();
    lines.push(Value::Object(line));
    edit.insert("lines".to_owned(), Value::Array(lines));
    let id = cx.store.put(Value::Object(edit));
    Ok(answer(cx, &id, Some(&own)))
}

fn add_variant(cx: &mut Cx<'_>, args: &Record) -> Done {
    let known = edit(cx, args)?;
    let there = objects(&known, "lines")
        .any(|line| given(line, "variant") == given(args, "variantId") && whole(line, "now") > 0);
    if there && !flag(args, "allowDuplicates") {
        return Err(wrong("variantId", "The variant is already on the order.").into());
    }
    let stated = map(json!({ "variantId": text(args, "variantId"), "quantity": whole(args, "quantity") }));
    add(cx, args, &stated)
}

fn add_custom_item(cx: &mut Cx<'_>, args: &Record) -> Done {
    let price = money(args, "price").unwrap_or_default();
    let stated = map(json!({
        "title": text(args, "title"), "quantity": whole(args, "quantity"), "requiresShipping": flag(args, "requiresShipping"),
        "taxable": flag(args, "taxable"), "priceSet": { "shopMoney": { "amount": dec(price) } },
    }));
    add(cx, args, &stated)
}

fn set_quantity(cx: &mut Cx<'_>, args: &Record) -> Done {
    let (quantity, restock) = (whole(args, "quantity"), flag(args, "restock"));
    change(cx, args, |line| {
        let least = whole(line, "now") - editable(line);
        if quantity < least || quantity < 0 {
            let message = format!("The quantity cannot be less than the {least} that are fulfilled.");
            return Err(wrong("quantity", message));
        }
        if given(line, "line").is_none() {
            line.insert("quantity".to_owned(), json!(quantity));
        }
        line.insert("now".to_owned(), json!(quantity));
        line.insert("restock".to_owned(), json!(restock));
        Ok(())
    })
}

fn add_discount(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let stated = object(args, "discount").unwrap_or(&none);
    let discount = Discount {
        code: None,
        title: given(stated, "description").unwrap_or("Discount"),
        percentage: stated.get("percentValue").and_then(decimal),
        fixed: money(stated, "fixedValue").unwrap_or_default(),
        selection: "EXPLICIT",
        target: "LINE_ITEM",
    };
    let application = discount.application(cx, 0);
    change(cx, args, |line| {
        if given(line, "line").is_some() {
            return Err(wrong("lineItemId", "Only lines that the edit adds can be discounted."));
        }
        let off = discount.times(whole(line, "quantity")).of(worth(line).1);
        allocate(line, off, &application);
        line.insert("discounted".to_owned(), json!(true));
        Ok(())
    })
}

fn add_shipping(cx: &mut Cx<'_>, args: &Record) -> Done {
    let mut edit = edit(cx, args)?;
    let none = Record::new();
    let stated = object(args, "shippingLine").unwrap_or(&none);
    let own = cx.store.id("CalculatedShippingLine");
    let price = money(stated, "price").unwrap_or_default();
    let line = json!({ "id": own, "line": null, "title": text(stated, "title"), "price": dec(price), "stagedStatus": "ADDED" });
    let mut lines = list(&edit, "shippingLines").to_vec();
    lines.push(line.clone());
    edit.insert("shippingLines".to_owned(), Value::Array(lines));
    let id = cx.store.put(Value::Object(edit));
    let mut answer = answer(cx, &id, None);
    answer["calculatedShippingLine"] = line;
    Ok(answer)
}

fn remove_shipping(cx: &mut Cx<'_>, args: &Record) -> Done {
    let mut edit = edit(cx, args)?;
    let wanted = text(args, "shippingLineId").replace("/ShippingLine/", "/CalculatedShippingLine/");
    let mut lines = list(&edit, "shippingLines").to_vec();
    let Some(line) = lines.iter_mut().find(|line| line["id"] == wanted.as_str()) else {
        return Err(wrong("shippingLineId", "The shipping line does not exist.").code("INVALID").into());
    };
    line["stagedStatus"] = json!("REMOVED");
    edit.insert("shippingLines".to_owned(), Value::Array(lines));
    let id = cx.store.put(Value::Object(edit));
    Ok(answer(cx, &id, None))
}

fn commit(cx: &mut Cx<'_>, args: &Record) -> Done {
    let edit = edit(cx, args)?;
    let order = text(&edit, "originalOrder").to_owned();
    for line in objects(&edit, "lines") {
        settle_line(cx, &order, line);
    }
    for line in objects(&edit, "shippingLines") {
        match (text(line, "stagedStatus"), given(line, "line")) {
            ("ADDED", None) => {
                let id = cx.store.id("ShippingLine");
                let price = line.get("price");
                cx.store.put(json!({
                    "id": id, "order": order, "title": line.get("title"), "code": line.get("title"), "source": "shopify", "custom": true,
                    "isRemoved": false, "originalPriceSet": price, "discountedPriceSet": price, "currentDiscountedPriceSet": price,
                    "discountAllocations": [], "taxLines": [],
                }));
            }
            ("REMOVED", Some(id)) => drop(cx.store.set(id, json!({ "isRemoved": true }))),
            _ => {}
        }
    }
    cx.store.set(&order, json!({ "edited": true }));
    cx.store.remove(text(&edit, "id"));
    Ok(json!({ "order": order, "successMessages": ["Order updated"] }))
}

/// Does to an order's line what the edit says.
fn settle_line(cx: &mut Cx<'_>, order: &str, edited: &Record) {
    let (before, now) = (whole(edited, "before"), whole(edited, "now"));
    let Some(id) = given(edited, "line") else {
        if now > 0 {
            let id = cx.store.id("LineItem");
            let mut line = edited.clone();
            for field in ["line", "before", "now", "open", "restock", "discounted"] {
                line.remove(field);
            }
            line.insert("id".to_owned(), json!(id));
            line.insert("order".to_owned(), json!(order));
            cx.store.put(Value::Object(line.clone()));
            fulfilling::open_line(cx, order, &line, now);
        }
        return;
    };
    let Some(line) = cx.store.get(id).cloned() else { return };
    if now < before {
        let removed = whole(&line, "removed") + before - now;
        cx.store.set(id, json!({ "removed": removed }));
        fulfilling::take_off(cx, id, before - now, flag(edited, "restock"));
    } else if now > before {
        grow(cx, &line, now - before);
        fulfilling::open_line(cx, order, &line, now - before);
    }
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

/// Sums of an order that is being edited.
pub(in crate::shopify) fn field(cx: &Cx<'_>, field: &str, edit: &Record) -> Option<Value> {
    let lines = || objects(edit, "lines");
    let none = Record::new();
    let order = cx.store.get(text(edit, "originalOrder")).unwrap_or(&none);
    let of = |part: fn(&Record) -> Decimal| -> Decimal {
        lines().map(|line| portion(part(line), whole(line, "quantity").max(1), 0, whole(line, "now"))).sum()
    };
    let shipping: Decimal = objects(edit, "shippingLines")
        .filter(|line| text(line, "stagedStatus") != "REMOVED")
        .map(|line| amount(line, "price"))
        .sum();
    let subtotal = of(|line| worth(line).1);
    let tax = if flag(order, "taxesIncluded") { Decimal::ZERO } else { of(taxes) };
    let total = subtotal + tax + shipping;
    Some(match field {
        "lineItems" => lines().map(|line| told(cx, line)).collect(),
        "addedLineItems" => {
            lines().filter(|line| given(line, "line").is_none()).map(|line| told(cx, line)).collect()
        }
        "subtotalLineItemsQuantity" => json!(lines().map(|line| whole(line, "now")).sum::<i64>()),
        "cartDiscountAmountSet" => dec(of(|line| discounts(line).1)),
        "subtotalPriceSet" => dec(subtotal),
        "totalPriceSet" => dec(total),
        "totalOutstandingSet" => dec(total - amount(order, "netPaymentSet")),
        "notificationPreviewTitle" => json!("Your order was changed"),
        "taxLines" => json!(list(order, "currentTaxLines")),
        _ => return None,
    })
}
