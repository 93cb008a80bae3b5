//! Edits of orders: an order is taken up, changed as if on paper, and all of that is done at once in the end.

mod commit;
mod discounts;

use rust_decimal::Decimal;
use serde_json::{Value, json};

pub(in crate::shopify) use self::commit::add_line;
use super::lines::{self, line, portion, taxes, worth};
use super::wanted;
use crate::shopify::Cx;
use crate::shopify::json::{amount, dec, decimal, flag, given, list, map, object, objects, text, whole};
use crate::shopify::mutations::{Done, Mutation, UserError, wrong};
use crate::store::Record;

pub(in crate::shopify) const MUTATIONS: &[(&str, Mutation)] = &[
    ("orderEditBegin", begin),
    ("orderEditAddVariant", add_variant),
    ("orderEditAddCustomItem", add_custom_item),
    ("orderEditSetQuantity", set_quantity),
    ("orderEditAddLineItemDiscount", discounts::add),
    ("orderEditUpdateDiscount", discounts::update),
    ("orderEditRemoveDiscount", discounts::remove),
    ("orderEditAddShippingLine", add_shipping),
    ("orderEditUpdateShippingLine", update_shipping),
    ("orderEditRemoveShippingLine", remove_shipping),
    ("orderEditCommit", commit::commit),
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
            shown.extend(map(json!({
                "id": own, "line": text(line, "id"), "before": current, "now": current, "open": open, "restock": false,
                "discountAllocations": discounts::named(&order, line),
            })));
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
        "restockable": variant.is_some(), "hasStagedLineItemDiscount": !list(line, "staged").is_empty(), "stagedChanges": [],
        "calculatedDiscountAllocations": discounts::allocations(line),
        "image": variant.map(|variant| crate::shopify::resolve::value(cx, "ProductVariant", variant, "image")),
    })
}

/// How many units of a line can still be taken out.
fn editable(line: &Record) -> i64 {
    whole(line, "open") + whole(line, "now") - whole(line, "before")
}

/// Changes an edit's line.
fn change(
    cx: &mut Cx<'_>,
    args: &Record,
    with: impl FnOnce(&Cx<'_>, &mut Record) -> Result<(), UserError>,
) -> Done {
    let mut edit = edit(cx, args)?;
    let wanted = text(args, "lineItemId").replace("/LineItem/", "/CalculatedLineItem/");
    let mut lines = list(&edit, "lines").to_vec();
    let found = lines.iter_mut().filter_map(Value::as_object_mut).find(|line| text(line, "id") == wanted);
    with(cx, found.ok_or_else(|| wrong("lineItemId", "The line item does not exist."))?)?;
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
    change(cx, args, |cx, line| {
        let least = whole(line, "now") - editable(line);
        if quantity < least || quantity < 0 {
            let message = format!("The quantity cannot be less than the {least} that are fulfilled.");
            return Err(wrong("quantity", message));
        }
        if given(line, "line").is_none() {
            line.insert("quantity".to_owned(), json!(quantity));
            discounts::take_off(cx, line);
        }
        line.insert("now".to_owned(), json!(quantity));
        line.insert("restock".to_owned(), json!(restock));
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

/// Changes a line of the delivery.
fn change_shipping(
    cx: &mut Cx<'_>,
    args: &Record,
    with: impl FnOnce(&mut Record) -> Result<(), UserError>,
) -> Done {
    let mut edit = edit(cx, args)?;
    let wanted = text(args, "shippingLineId").replace("/ShippingLine/", "/CalculatedShippingLine/");
    let mut lines = list(&edit, "shippingLines").to_vec();
    let found = lines.iter_mut().filter_map(Value::as_object_mut).find(|line| text(line, "id") == wanted);
    let missing = || wrong("shippingLineId", "The shipping line does not exist.").code("INVALID");
    with(found.ok_or_else(missing)?)?;
    edit.insert("shippingLines".to_owned(), Value::Array(lines));
    let id = cx.store.put(Value::Object(edit));
    Ok(answer(cx, &id, None))
}

fn remove_shipping(cx: &mut Cx<'_>, args: &Record) -> Done {
    change_shipping(cx, args, |line| {
        line.insert("stagedStatus".to_owned(), json!("REMOVED"));
        Ok(())
    })
}

fn update_shipping(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let stated = object(args, "shippingLine").unwrap_or(&none);
    change_shipping(cx, args, |line| {
        if text(line, "stagedStatus") != "ADDED" {
            let message = "Only a shipping line that the edit adds can be changed.";
            return Err(wrong("shippingLineId", message).code("INVALID"));
        }
        if let Some(title) = given(stated, "title") {
            line.insert("title".to_owned(), json!(title));
        }
        if let Some(price) = money(stated, "price") {
            line.insert("price".to_owned(), dec(price));
        }
        Ok(())
    })
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
        "cartDiscountAmountSet" => dec(of(|line| lines::discounts(line).1)),
        "subtotalPriceSet" => dec(subtotal),
        "totalPriceSet" => dec(total),
        "totalOutstandingSet" => dec(total - amount(order, "netPaymentSet")),
        "notificationPreviewTitle" => json!("Your order was changed"),
        "taxLines" => json!(list(order, "currentTaxLines")),
        _ => return None,
    })
}
