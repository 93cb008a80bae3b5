//! Places, and which items are kept at them.

use serde_json::{Value, json};

use super::quantities::{change, count};
use super::{connect, fill_item, level};
use crate::shopify::Cx;
use crate::shopify::json::{copy, flag, given, list, object, objects, text};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::store::Record;

fn known(cx: &Cx<'_>, id: &str, kind: &str, path: &str) -> Result<(), UserError> {
    let found = id.contains(&format!("/{kind}/")) && cx.store.get(id).is_some();
    if found { Ok(()) } else { Err(wrong(path, format!("{kind} does not exist")).code("LOCATION_NOT_FOUND")) }
}

pub(super) fn activate_item(cx: &mut Cx<'_>, args: &Record) -> Done {
    let (item, location) = (text(args, "inventoryItemId"), text(args, "locationId"));
    known(cx, item, "InventoryItem", "inventoryItemId")?;
    known(cx, location, "Location", "locationId")?;
    let there = level(cx, item, location);
    let active = there.as_ref().and_then(|id| cx.store.get(id)).is_some_and(|level| flag(level, "isActive"));
    let (available, on_hand) =
        (args.get("available").and_then(Value::as_i64), args.get("onHand").and_then(Value::as_i64));
    if active && (available.is_some() || on_hand.is_some()) {
        return Err(wrong(
            "available",
            "Not allowed to set available quantity when the item is already active at the location.",
        )
        .into());
    }
    let level = connect(cx, item, location);
    if let Some(quantity) = available.or(on_hand) {
        change(cx, &level, "available", quantity);
    }
    Ok(json!({ "inventoryLevel": level }))
}

/// Keeps an item at a place no more.
fn drop_level(cx: &mut Cx<'_>, id: &str) -> Result<(), UserError> {
    let Some(record) = cx.store.get(id) else {
        return Err(wrong("inventoryLevelId", "Inventory level does not exist").code("LOCATION_NOT_FOUND"));
    };
    if count(record, "committed") != 0 {
        let message = "The product couldn't be unstocked because it has committed inventory.";
        return Err(wrong("inventoryLevelId", message).code("COMMITTED_INVENTORY_AT_LOCATION"));
    }
    let item = text(record, "item").to_owned();
    if cx.store.find("InventoryLevel", "item", &item).filter(|level| flag(level, "isActive")).count() < 2 {
        let message = "The product couldn't be unstocked because products need to be stocked at a minimum of 1 location.";
        return Err(wrong("inventoryLevelId", message).code("CANNOT_DEACTIVATE_FROM_ONLY_LOCATION"));
    }
    cx.store.remove(id);
    Ok(())
}

pub(super) fn deactivate_item(cx: &mut Cx<'_>, args: &Record) -> Done {
    drop_level(cx, text(args, "inventoryLevelId"))?;
    Ok(json!({}))
}

pub(super) fn toggle_items(cx: &mut Cx<'_>, args: &Record) -> Done {
    let item = text(args, "inventoryItemId");
    known(cx, item, "InventoryItem", "inventoryItemId")
        .map_err(|error| error.code("INVENTORY_ITEM_NOT_FOUND"))?;
    let mut levels = Vec::new();
    for wish in objects(args, "inventoryItemUpdates") {
        let location = text(wish, "locationId");
        known(cx, location, "Location", "inventoryItemUpdates")?;
        if flag(wish, "activate") {
            levels.push(connect(cx, item, location));
        } else if let Some(level) = level(cx, item, location) {
            drop_level(cx, &level)?;
        }
    }
    Ok(json!({ "inventoryItem": item, "inventoryLevels": levels }))
}

pub(super) fn update_item(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = text(args, "id");
    known(cx, id, "InventoryItem", "id")?;
    if let Some(input) = object(args, "input") {
        fill_item(cx, id, input);
    }
    Ok(json!({ "inventoryItem": id }))
}

fn address(input: &Record, before: Option<&Record>) -> Value {
    let mut address = before.cloned().unwrap_or_default();
    copy(
        input,
        &mut address,
        &["address1", "address2", "city", "zip", "phone", "provinceCode", "countryCode"],
    );
    if let Some(code) = given(input, "countryCode") {
        address.insert("country".to_owned(), json!(crate::shopify::addresses::country(code)));
    }
    let lines =
        ["address1", "address2", "city", "zip", "country"].iter().filter_map(|field| given(&address, field));
    let lines: Vec<&str> = lines.collect();
    let lines = json!(lines);
    address.insert("formatted".to_owned(), lines);
    Value::Object(address)
}

/// A name is one place's.
fn named(cx: &Cx<'_>, name: &str, id: &str) -> Result<(), UserError> {
    if name.trim().is_empty() {
        return Err(wrong("input.name", "Add a location name").code("BLANK"));
    }
    let taken = cx.store.all("Location").any(|place| text(place, "name") == name && text(place, "id") != id);
    if taken {
        Err(wrong("input.name", "You already have a location with this name").code("TAKEN"))
    } else {
        Ok(())
    }
}

pub(super) fn add(cx: &mut Cx<'_>, args: &Record) -> Done {
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    let name = text(input, "name");
    named(cx, name, "")?;
    let id = cx.store.id("Location");
    let now = cx.stamp();
    let address = address(object(input, "address").unwrap_or(&none), None);
    cx.store.put(json!({
        "id": id, "name": name, "isActive": true, "address": address, "fulfillsOnlineOrders": flag(input, "fulfillsOnlineOrders"),
        "shipsInventory": true, "createdAt": now, "updatedAt": now,
    }));
    cx.set_metafields(&id, list(input, "metafields"))?;
    Ok(json!({ "location": id }))
}

pub(super) fn edit(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = text(args, "id");
    known(cx, id, "Location", "id").map_err(|error| error.code("NOT_FOUND"))?;
    let none = Record::new();
    let input = object(args, "input").unwrap_or(&none);
    if let Some(name) = input.get("name").and_then(Value::as_str) {
        named(cx, name, id)?;
        cx.store.set(id, json!({ "name": name }));
    }
    if let Some(stated) = object(input, "address") {
        let before = cx.store.get(id).and_then(|place| object(place, "address")).cloned();
        let address = address(stated, before.as_ref());
        cx.store.set(id, json!({ "address": address }));
    }
    if let Some(online) = input.get("fulfillsOnlineOrders").filter(|value| value.is_boolean()) {
        cx.store.set(id, json!({ "fulfillsOnlineOrders": online }));
    }
    cx.set_metafields(id, list(input, "metafields"))?;
    Ok(json!({ "location": id }))
}

pub(super) fn activate(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = text(args, "locationId");
    known(cx, id, "Location", "locationId")?;
    cx.store.set(id, json!({ "isActive": true, "deactivatedAt": null }));
    Ok(json!({ "location": id }))
}

pub(super) fn deactivate(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = text(args, "locationId");
    known(cx, id, "Location", "locationId")?;
    let levels: Vec<Record> = cx.store.find("InventoryLevel", "location", id).cloned().collect();
    let stocked = levels.iter().any(|level| count(level, "on_hand") != 0);
    let target = given(args, "destinationLocationId").map(str::to_owned);
    if stocked && target.is_none() {
        let message = "Location could not be deactivated without specifying where to relocate inventory.";
        return Err(wrong("locationId", message).code("HAS_ACTIVE_INVENTORY_ERROR").into());
    }
    for before in &levels {
        if let Some(target) = &target {
            let moved = connect(cx, text(before, "item"), target);
            change(cx, &moved, "available", count(before, "available"));
        }
        cx.store.remove(text(before, "id"));
    }
    let now = cx.stamp();
    cx.store.set(id, json!({ "isActive": false, "deactivatedAt": now }));
    Ok(json!({ "location": id }))
}
