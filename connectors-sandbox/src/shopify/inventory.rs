//! Inventory items, what there is of them where, and the places.

mod locations;
mod quantities;

use serde_json::{Value, json};

use super::Cx;
use super::json::{copy, dec, decimal, flag, given, map, object, text};
use super::mutations::Mutation;
use crate::store::Record;

pub(super) use self::quantities::{available, change, count, set_available};

pub(super) const MUTATIONS: &[(&str, Mutation)] = &[
    ("inventoryActivate", locations::activate_item),
    ("inventoryDeactivate", locations::deactivate_item),
    ("inventoryBulkToggleActivation", locations::toggle_items),
    ("inventoryAdjustQuantities", quantities::adjust),
    ("inventorySetQuantities", quantities::set),
    ("inventoryMoveQuantities", quantities::shift),
    ("inventoryItemUpdate", locations::update_item),
    ("locationAdd", locations::add),
    ("locationEdit", locations::edit),
    ("locationActivate", locations::activate),
    ("locationDeactivate", locations::deactivate),
];

/// An inventory item of a new variant.
pub(super) fn new_item(cx: &mut Cx<'_>) -> String {
    let id = cx.store.id("InventoryItem");
    let now = cx.stamp();
    let measurement = id.replace("InventoryItem", "InventoryItemMeasurement");
    cx.store.put(json!({
        "id": id, "sku": null, "tracked": true, "requiresShipping": true, "unitCost": null,
        "measurement": { "id": measurement, "weight": { "value": 0.0, "unit": "KILOGRAMS" } },
        "createdAt": now, "updatedAt": now,
    }))
}

/// Sets what an `InventoryItemInput` says.
pub(super) fn fill_item(cx: &mut Cx<'_>, id: &str, input: &Record) {
    if input.is_empty() {
        return;
    }
    let Some(mut record) = cx.store.get(id).cloned() else { return };
    const PLAIN: &[&str] = &[
        "sku",
        "tracked",
        "requiresShipping",
        "countryCodeOfOrigin",
        "provinceCodeOfOrigin",
        "harmonizedSystemCode",
    ];
    copy(input, &mut record, PLAIN);
    if let Some(cost) = input.get("cost") {
        record.insert("unitCost".to_owned(), decimal(cost).map_or(Value::Null, dec));
    }
    if let Some(weight) = object(input, "measurement").and_then(|one| one.get("weight")) {
        let mut measurement = object(&record, "measurement").cloned().unwrap_or_default();
        measurement.insert("weight".to_owned(), weight.clone());
        record.insert("measurement".to_owned(), Value::Object(measurement));
    }
    cx.store.put(Value::Object(record));
}

/// The level of an item at a place, if it is kept there.
pub(super) fn level(cx: &Cx<'_>, item: &str, location: &str) -> Option<String> {
    let mut levels = cx.store.find("InventoryLevel", "item", item);
    levels
        .find(|level| text(level, "location") == location)
        .and_then(|level| given(level, "id"))
        .map(str::to_owned)
}

/// Keeps an item at a place.
pub(super) fn connect(cx: &mut Cx<'_>, item: &str, location: &str) -> String {
    if let Some(level) = level(cx, item, location) {
        cx.store.set(&level, json!({ "isActive": true }));
        return level;
    }
    let number = cx.store.number();
    let id =
        format!("gid://shopify/InventoryLevel/{number}?inventory_item_id={}", super::store::number_of(item));
    let now = cx.stamp();
    let none = map(json!({}));
    cx.store.put(json!({
        "id": id, "item": item, "location": location, "isActive": true, "counts": none, "createdAt": now, "updatedAt": now,
    }))
}

/// Keeps an item at the first place, if it is kept nowhere.
pub(super) fn stock_somewhere(cx: &mut Cx<'_>, item: &str) {
    let first = cx
        .store
        .all("Location")
        .find(|place| flag(place, "isActive"))
        .map(|place| text(place, "id").to_owned());
    let kept = cx.store.find("InventoryLevel", "item", item).next().is_some();
    if let (false, Some(first)) = (kept, first) {
        connect(cx, item, &first);
    }
}

pub(super) fn query(field: &str) -> Option<Value> {
    let name = |name: &&str| json!({ "name": name, "displayName": name, "isInUse": true, "belongsTo": [], "comprises": [] });
    (field == "inventoryProperties")
        .then(|| json!({ "quantityNames": quantities::NAMES.iter().map(name).collect::<Vec<_>>() }))
}

pub(super) fn field(cx: &Cx<'_>, kind: &str, field: &str, record: &Record, args: &Record) -> Option<Value> {
    let id = text(record, "id");
    let active = |level: &&Record| flag(level, "isActive") || flag(args, "includeInactive");
    Some(match (kind, field) {
        ("InventoryItem", "inventoryLevel") => {
            let mut levels = cx.store.find("InventoryLevel", "item", id).filter(active);
            json!(levels.find(|level| text(level, "location") == text(args, "locationId")).and_then(|level| given(level, "id")))
        }
        ("InventoryItem", "locationsCount") => json!(cx.store.find("InventoryLevel", "item", id).filter(active).count()),
        ("InventoryItem", "variant") => json!(cx.store.ids("ProductVariant", "inventoryItem", id).first()),
        ("InventoryItem", "duplicateSkuCount") => match given(record, "sku") {
            Some(sku) => json!(cx.store.find("InventoryItem", "sku", sku).count().saturating_sub(1)),
            None => json!(0),
        },
        ("InventoryLevel", "quantities") => super::json::texts(args, "names")
            .iter()
            .map(|name| {
                json!({
                    "id": format!("gid://shopify/InventoryQuantity/{}?name={name}", super::store::number_of(id)),
                    "name": name, "quantity": quantities::count(record, name), "updatedAt": record.get("updatedAt"),
                })
            })
            .collect(),
        ("InventoryLevel", "canDeactivate") => json!(quantities::count(record, "committed") == 0),
        ("Location", "inventoryLevel") => json!(level(cx, text(args, "inventoryItemId"), id)),
        ("Location", "hasActiveInventory") => {
            json!(cx.store.find("InventoryLevel", "location", id).any(|level| quantities::count(level, "on_hand") > 0))
        }
        ("Location", "activatable") => json!(!flag(record, "isActive")),
        ("Location", "deactivatable") => json!(flag(record, "isActive") && cx.store.count("Location") > 1),
        ("Location", "isPrimary") => json!(cx.store.all("Location").next().is_some_and(|first| text(first, "id") == id)),
        ("Location", "hasUnfulfilledOrders") => {
            let open = cx.store.all("FulfillmentOrder").filter(|order| text(order, "status") == "OPEN");
            json!(open.into_iter().any(|order| object(order, "assignedLocation").is_some_and(|place| text(place, "location") == id)))
        }
        _ => return None,
    })
}
