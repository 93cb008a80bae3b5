//! Discounts that an edit gives on the lines that it adds.

use serde_json::{Value, json};

use super::super::lines::{Discount, allocate, worth};
use super::{answer, change, edit, money};
use crate::shopify::Cx;
use crate::shopify::json::{decimal, given, list, map, object, objects, text, whole};
use crate::shopify::mutations::{Done, wrong};
use crate::shopify::store::number_of;
use crate::store::Record;

/// What is taken off a line of an order, by discounts that have ids while the order is edited: the same one for all lines.
pub(super) fn named(order: &str, line: &Record) -> Vec<Value> {
    let name = |one: &Record| {
        let mut one = one.clone();
        if let Some(Value::Object(by)) = one.get_mut("discountApplication") {
            let number = number_of(order) * 100 + by.get("index").and_then(Value::as_u64).unwrap_or_default();
            let id = format!("gid://shopify/Calculated{}/{number}", text(by, "__typename"));
            by.insert("id".to_owned(), json!(id));
        }
        Value::Object(one)
    };
    objects(line, "discountAllocations").map(name).collect()
}

/// What is taken off a line of an edit, as it is shown.
pub(super) fn allocations(line: &Record) -> Vec<Value> {
    let shown = |one: &Record| {
        let by = object(one, "discountApplication")?;
        let level = if text(by, "targetSelection") == "ALL" { "ORDER" } else { "LINE" };
        let mut by = by.clone();
        let typename = format!("Calculated{}", text(&by, "__typename"));
        let description = given(&by, "description").or_else(|| given(&by, "title")).map(str::to_owned);
        by.extend(map(json!({ "__typename": typename, "description": description, "appliedTo": level })));
        Some(json!({ "allocatedAmountSet": one.get("allocatedAmountSet"), "discountApplication": by }))
    };
    objects(line, "discountAllocations").filter_map(shown).collect()
}

/// What a step states of a discount.
fn discount(stated: &Record) -> Discount<'_> {
    Discount {
        code: None,
        title: given(stated, "description").unwrap_or("Discount"),
        percentage: stated.get("percentValue").and_then(decimal),
        fixed: money(stated, "fixedValue").unwrap_or_default(),
        selection: "EXPLICIT",
        target: "LINE_ITEM",
    }
}

/// Takes the discounts that an edit gives on a line off it, as many units as it has by now.
pub(super) fn take_off(cx: &Cx<'_>, line: &mut Record) {
    line.insert("discountAllocations".to_owned(), json!([]));
    let staged: Vec<Record> = objects(line, "staged").cloned().collect();
    for stated in &staged {
        let mut application = discount(stated).application(cx, 0);
        application["id"] = json!(text(stated, "id"));
        application["description"] = stated.get("description").cloned().unwrap_or_default();
        let off = discount(stated).times(whole(line, "quantity")).of(worth(line).1);
        allocate(line, off, &application);
    }
}

pub(super) fn add(cx: &mut Cx<'_>, args: &Record) -> Done {
    let mut stated = object(args, "discount").cloned().unwrap_or_default();
    stated.insert("id".to_owned(), json!(cx.store.id("CalculatedManualDiscountApplication")));
    change(cx, args, |cx, line| {
        if given(line, "line").is_some() {
            return Err(wrong("lineItemId", "Only lines that the edit adds can be discounted."));
        }
        let mut staged = list(line, "staged").to_vec();
        staged.push(Value::Object(stated));
        line.insert("staged".to_owned(), Value::Array(staged));
        take_off(cx, line);
        Ok(())
    })
}

/// Changes a discount that the edit gives, or takes it away.
fn change_discount(cx: &mut Cx<'_>, args: &Record, with: impl Fn(&mut Record) -> bool) -> Done {
    let mut edit = edit(cx, args)?;
    let wanted = text(args, "discountApplicationId");
    let mut lines = list(&edit, "lines").to_vec();
    let has = |line: &&mut Record| objects(line, "staged").any(|one| text(one, "id") == wanted);
    let Some(line) = lines.iter_mut().filter_map(Value::as_object_mut).find(has) else {
        let message = "Only a discount that the edit gives can be changed.";
        return Err(wrong("discountApplicationId", message).code("INVALID").into());
    };
    let mut staged: Vec<Record> = objects(line, "staged").cloned().collect();
    staged.retain_mut(|one| text(one, "id") != wanted || with(one));
    line.insert("staged".to_owned(), json!(staged));
    take_off(cx, line);
    edit.insert("lines".to_owned(), Value::Array(lines));
    let id = cx.store.put(Value::Object(edit));
    Ok(answer(cx, &id, None))
}

pub(super) fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let stated = object(args, "discount").unwrap_or(&none);
    change_discount(cx, args, |one| {
        if stated.contains_key("percentValue") || stated.contains_key("fixedValue") {
            one.remove("percentValue");
            one.remove("fixedValue");
        }
        one.extend(stated.clone());
        true
    })
}

pub(super) fn remove(cx: &mut Cx<'_>, args: &Record) -> Done {
    change_discount(cx, args, |_| false)
}
