//! What orders do to the stock: what was bought is committed to an order, and leaves with its delivery.

use serde_json::json;

use crate::shopify::json::{flag, text, whole};
use crate::shopify::mutations::{UserError, wrong};
use crate::shopify::{Cx, fulfilling, inventory};
use crate::store::Record;

/// The item of a variant, if it is counted.
fn counted(cx: &Cx<'_>, variant: &str) -> Option<String> {
    let item = cx.store.text(variant, "inventoryItem");
    cx.store.get(&item).filter(|item| flag(item, "tracked")).map(|_| item)
}

/// Commits what an order's delivery needs, if the behaviour says so.
pub(super) fn claim(cx: &mut Cx<'_>, order: &str, behaviour: &str) -> Result<(), UserError> {
    if behaviour == "BYPASS" {
        return Ok(());
    }
    for delivery in cx.store.ids("FulfillmentOrder", "order", order) {
        let location = fulfilling::location(cx, &delivery);
        for line in cx.store.ids("FulfillmentOrderLineItem", "fulfillmentOrder", &delivery) {
            let (variant, quantity) = match cx.store.get(&line) {
                Some(line) => (text(line, "variant").to_owned(), whole(line, "remainingQuantity")),
                None => continue,
            };
            let Some(item) = counted(cx, &variant) else { continue };
            let denied = cx.store.text(&variant, "inventoryPolicy") != "CONTINUE";
            let obeys = behaviour == "DECREMENT_OBEYING_POLICY";
            if obeys && denied && inventory::available(cx, &item) < quantity {
                let message = "Unable to claim inventory: there is not enough of an item.";
                return Err(wrong("lineItems", message).code("INVENTORY_CLAIM_FAILED"));
            }
            commit(cx, &line, &item, &location, quantity);
        }
    }
    Ok(())
}

fn commit(cx: &mut Cx<'_>, line: &str, item: &str, location: &str, quantity: i64) {
    let level = inventory::connect(cx, item, location);
    inventory::change(cx, &level, "available", -quantity);
    inventory::change(cx, &level, "committed", quantity);
    let claimed = cx.store.get(line).map_or(0, |line| whole(line, "claimed"));
    cx.store.set(line, json!({ "claimed": claimed + quantity }));
}

/// Of a line that is to be delivered, so many are not committed any more; they are available again if `back`. How many of them
/// were committed.
pub(in crate::shopify) fn let_go(cx: &mut Cx<'_>, line: &Record, quantity: i64, back: bool) -> i64 {
    let Some(item) = counted(cx, text(line, "variant")) else { return 0 };
    let location = fulfilling::location(cx, text(line, "fulfillmentOrder"));
    let claimed = whole(line, "claimed").min(quantity);
    let level = inventory::connect(cx, &item, &location);
    inventory::change(cx, &level, "committed", -claimed);
    if back {
        inventory::change(cx, &level, "available", quantity);
    }
    cx.store.set(text(line, "id"), json!({ "claimed": whole(line, "claimed") - claimed }));
    claimed
}

/// Units that had left are there again, committed to the same order.
pub(in crate::shopify) fn commit_again(cx: &mut Cx<'_>, line: &Record, quantity: i64) {
    let Some(item) = counted(cx, text(line, "variant")) else { return };
    let location = fulfilling::location(cx, text(line, "fulfillmentOrder"));
    let level = inventory::connect(cx, &item, &location);
    inventory::change(cx, &level, "committed", quantity);
    cx.store.set(text(line, "id"), json!({ "claimed": whole(line, "claimed") + quantity }));
}

/// Commits at another place what was committed at one.
pub(in crate::shopify) fn move_claim(cx: &mut Cx<'_>, line: &Record, from: &str, to: &str, quantity: i64) {
    let Some(item) = counted(cx, text(line, "variant")) else { return };
    for (place, sign) in [(from, -1), (to, 1)] {
        let level = inventory::connect(cx, &item, place);
        inventory::change(cx, &level, "committed", sign * quantity);
        inventory::change(cx, &level, "available", -sign * quantity);
    }
}

/// Something that had left comes back.
pub(in crate::shopify) fn take_back(cx: &mut Cx<'_>, variant: &str, location: &str, quantity: i64) {
    if let Some(item) = counted(cx, variant) {
        let level = inventory::connect(cx, &item, location);
        inventory::change(cx, &level, "available", quantity);
    }
}
