//! Quantities and their changes. What is on hand is the sum of all that is there, whatever it is kept for.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{connect, level};
use crate::shopify::Cx;
use crate::shopify::json::{given, object, objects, text, whole};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::store::Record;

/// The names of quantities.
pub(super) const NAMES: &[&str] = &[
    "available",
    "committed",
    "damaged",
    "incoming",
    "on_hand",
    "quality_control",
    "reserved",
    "safety_stock",
];

/// What is on hand.
const HELD: &[&str] = &["available", "committed", "damaged", "quality_control", "reserved", "safety_stock"];

/// The most that a quantity may be.
const MOST: i64 = 1_000_000_000;

/// What there is of an item at a place, by a name.
pub(in crate::shopify) fn count(level: &Record, name: &str) -> i64 {
    let Some(counts) = object(level, "counts") else { return 0 };
    if name == "on_hand" { HELD.iter().map(|name| whole(counts, name)).sum() } else { whole(counts, name) }
}

/// What is available of an item, at all places.
pub(in crate::shopify) fn available(cx: &Cx<'_>, item: &str) -> i64 {
    let levels = cx.store.find("InventoryLevel", "item", item);
    levels.filter(|level| super::flag(level, "isActive")).map(|level| count(level, "available")).sum()
}

/// Changes a quantity; what is on hand changes what is available.
pub(in crate::shopify) fn change(cx: &mut Cx<'_>, level: &str, name: &str, delta: i64) -> i64 {
    let Some(record) = cx.store.get(level) else { return 0 };
    let mut counts = object(record, "counts").cloned().unwrap_or_default();
    let name = if name == "on_hand" { "available" } else { name };
    let after = whole(&counts, name) + delta;
    counts.insert(name.to_owned(), json!(after));
    let now = cx.stamp();
    cx.store.set(level, json!({ "counts": counts, "updatedAt": now }));
    after
}

/// Sets what is available of an item at a place, which it is kept at from now on.
pub(in crate::shopify) fn set_available(cx: &mut Cx<'_>, item: &str, location: &str, quantity: i64) {
    let level = connect(cx, item, location);
    let before = cx.store.get(&level).map_or(0, |level| count(level, "available"));
    change(cx, &level, "available", quantity - before);
}

/// One change of one quantity, as a mutation asks for it.
struct Step<'s> {
    name: &'s str,
    item: &'s str,
    location: &'s str,
    /// To change by this, or to be this.
    to: To,
    /// What it has to be before.
    from: Option<i64>,
    document: Option<&'s str>,
    path: String,
}

enum To {
    By(i64),
    Be(i64),
}

/// Makes a change; what was changed is told.
fn step(cx: &mut Cx<'_>, step: &Step<'_>) -> Result<Vec<Value>, UserError> {
    let at = |field: &str| format!("{}.{field}", step.path);
    if cx.store.get(step.item).is_none() {
        return Err(wrong(&at("inventoryItemId"), "The specified inventory item could not be found.")
            .code("INVALID_INVENTORY_ITEM"));
    }
    if cx.store.get(step.location).is_none() {
        return Err(
            wrong(&at("locationId"), "The specified location could not be found.").code("INVALID_LOCATION")
        );
    }
    let Some(level) = level(cx, step.item, step.location) else {
        let message = "The specified inventory item is not stocked at the location.";
        return Err(wrong(&at("locationId"), message).code("INVALID_LOCATION"));
    };
    let before = cx.store.get(&level).map_or(0, |level| count(level, step.name));
    if step.from.is_some_and(|from| from != before) {
        let message = format!("The quantity is {before} and not what it should change from.");
        return Err(wrong(&at("changeFromQuantity"), message).code("CHANGE_FROM_QUANTITY_STALE"));
    }
    let delta = match step.to {
        To::By(delta) => delta,
        To::Be(quantity) => quantity - before,
    };
    if before + delta > MOST {
        return Err(wrong(&at("quantity"), "The quantity is too high.").code("INVALID_QUANTITY_TOO_HIGH"));
    }
    if before + delta < -MOST {
        return Err(wrong(&at("quantity"), "The quantity is too low.").code("INVALID_QUANTITY_TOO_LOW"));
    }
    change(cx, &level, step.name, delta);
    // What is on hand follows what is available, and the other way round.
    let both: &[&str] = match step.name {
        "available" => &["available", "on_hand"],
        "on_hand" => &["on_hand", "available"],
        other => return Ok(vec![told(cx, step, &level, other, delta)]),
    };
    Ok(both.iter().map(|name| told(cx, step, &level, name, delta)).collect())
}

fn told(cx: &Cx<'_>, step: &Step<'_>, level: &str, name: &str, delta: i64) -> Value {
    json!({
        "name": name, "delta": delta, "item": step.item, "location": step.location, "ledgerDocumentUri": step.document,
        "quantityAfterChange": cx.store.get(level).map(|level| count(level, name)),
    })
}

fn group(cx: &mut Cx<'_>, input: &Record, changes: Vec<Value>) -> Value {
    // Nothing changed: there is no group.
    if changes.iter().all(|change| change["delta"] == 0) {
        return json!({ "inventoryAdjustmentGroup": null });
    }
    let id = cx.store.id("InventoryAdjustmentGroup");
    let now = cx.stamp();
    cx.store.put(json!({
        "id": id, "reason": text(input, "reason"), "referenceDocumentUri": input.get("referenceDocumentUri"),
        "createdAt": now, "changes": changes,
    }));
    json!({ "inventoryAdjustmentGroup": id })
}

/// Reasons that Shopify knows.
const REASONS: &[&str] = &[
    "correction",
    "cycle_count_available",
    "damaged",
    "movement_created",
    "movement_updated",
    "movement_received",
    "movement_canceled",
    "other",
    "promotion",
    "quality_control",
    "received",
    "reservation_created",
    "reservation_deleted",
    "reservation_updated",
    "restock",
    "safety_stock",
    "shrinkage",
];

fn reasoned(input: &Record) -> Result<(), UserError> {
    if REASONS.contains(&text(input, "reason")) {
        return Ok(());
    }
    Err(wrong("input.reason", "The specified reason is invalid.").code("INVALID_REASON"))
}

pub(super) fn adjust(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    reasoned(input)?;
    let name = text(input, "name");
    if !NAMES.contains(&name) || name == "on_hand" {
        return Err(wrong("input.name", "The specified quantity name is invalid.")
            .code("INVALID_QUANTITY_NAME")
            .into());
    }
    let mut changes = Vec::new();
    for (at, change) in objects(input, "changes").enumerate() {
        changes.extend(step(
            cx,
            &Step {
                name,
                item: text(change, "inventoryItemId"),
                location: text(change, "locationId"),
                to: To::By(whole(change, "delta")),
                from: change.get("changeFromQuantity").and_then(Value::as_i64),
                document: given(change, "ledgerDocumentUri"),
                path: format!("input.changes.{at}"),
            },
        )?);
    }
    Ok(group(cx, input, changes))
}

pub(super) fn set(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    reasoned(input)?;
    let name = text(input, "name");
    if !["available", "on_hand"].contains(&name) {
        return Err(wrong("input.name", "The quantity name must be either 'available' or 'on_hand'.")
            .code("INVALID_NAME")
            .into());
    }
    let mut pairs = HashSet::new();
    let mut changes = Vec::new();
    for (at, wish) in objects(input, "quantities").enumerate() {
        let (item, location) = (text(wish, "inventoryItemId"), text(wish, "locationId"));
        let path = format!("input.quantities.{at}");
        if !pairs.insert((item, location)) {
            let message = "The combination of inventory item and location is not unique.";
            return Err(wrong(&path, message).code("NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR").into());
        }
        changes.extend(step(
            cx,
            &Step {
                name,
                item,
                location,
                to: To::Be(whole(wish, "quantity")),
                from: wish.get("changeFromQuantity").and_then(Value::as_i64),
                document: None,
                path,
            },
        )?);
    }
    Ok(group(cx, input, changes))
}

pub(super) fn shift(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    reasoned(input)?;
    let mut changes = Vec::new();
    for (at, wish) in objects(input, "changes").enumerate() {
        let path = format!("input.changes.{at}");
        let (from, to) = (object(wish, "from").unwrap_or(&none), object(wish, "to").unwrap_or(&none));
        if text(from, "locationId") != text(to, "locationId") {
            return Err(wrong(&path, "The quantities can't be moved between different locations.")
                .code("DIFFERENT_LOCATIONS")
                .into());
        }
        if text(from, "name") == text(to, "name") {
            return Err(wrong(&path, "The quantity names for each change can't be the same.")
                .code("SAME_QUANTITY_NAME")
                .into());
        }
        let quantity = whole(wish, "quantity");
        if quantity < 0 {
            return Err(wrong(&path, "The quantity can't be negative.")
                .code("INVALID_QUANTITY_NEGATIVE")
                .into());
        }
        for (end, delta) in [(from, -quantity), (to, quantity)] {
            let name = text(end, "name");
            if !NAMES.contains(&name) || name == "on_hand" {
                return Err(wrong(&path, "The specified quantity name is invalid.")
                    .code("INVALID_QUANTITY_NAME")
                    .into());
            }
            let moved = Step {
                name,
                item: text(wish, "inventoryItemId"),
                location: text(end, "locationId"),
                to: To::By(delta),
                from: end.get("changeFromQuantity").and_then(Value::as_i64),
                document: given(end, "ledgerDocumentUri"),
                path: path.clone(),
            };
            let told = step(cx, &moved)?;
            // On hand there is as much as before.
            changes.extend(told.into_iter().filter(|change| change["name"] != "on_hand"));
        }
    }
    Ok(group(cx, input, changes))
}
