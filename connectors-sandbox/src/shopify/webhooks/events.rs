//! What a step has changed, as the events that Shopify tells.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{Event, payloads};
use crate::shopify::json::{flag, object, text, texts, whole};
use crate::shopify::store::kind_of;
use crate::shopify::{Cx, inventory, resolve};
use crate::store::Record;

type Topic = Option<&'static str>;

/// What is told of records of a type that are new, otherwise than before, and gone.
const TOPICS: &[(&str, Topic, Topic, Topic)] = &[
    ("Collection", Some("collections/create"), Some("collections/update"), Some("collections/delete")),
    ("Customer", Some("customers/create"), Some("customers/update"), Some("customers/delete")),
    ("DraftOrder", Some("draft_orders/create"), Some("draft_orders/update"), Some("draft_orders/delete")),
    ("Fulfillment", Some("fulfillments/create"), Some("fulfillments/update"), None),
    ("FulfillmentEvent", Some("fulfillment_events/create"), None, Some("fulfillment_events/delete")),
    (
        "InventoryItem",
        Some("inventory_items/create"),
        Some("inventory_items/update"),
        Some("inventory_items/delete"),
    ),
    ("InventoryLevel", Some("inventory_levels/connect"), None, Some("inventory_levels/disconnect")),
    ("Location", Some("locations/create"), Some("locations/update"), Some("locations/delete")),
    ("Market", Some("markets/create"), Some("markets/update"), Some("markets/delete")),
    (
        "MetafieldDefinition",
        Some("metafield_definitions/create"),
        Some("metafield_definitions/update"),
        Some("metafield_definitions/delete"),
    ),
    ("Metaobject", Some("metaobjects/create"), Some("metaobjects/update"), Some("metaobjects/delete")),
    ("Order", Some("orders/create"), Some("orders/updated"), Some("orders/delete")),
    ("OrderTransaction", Some("order_transactions/create"), None, None),
    ("Product", Some("products/create"), Some("products/update"), Some("products/delete")),
    ("Refund", Some("refunds/create"), None, None),
    ("Return", Some("returns/request"), Some("returns/update"), None),
    ("Shop", None, Some("shop/update"), None),
    ("TenderTransaction", Some("tender_transactions/create"), None, None),
];

/// Records whose change is one of another record, which a field of theirs names.
const PARTS: &[(&str, &str)] = &[
    ("DraftOrderLineItem", "draftOrder"),
    ("Fulfillment", "order"),
    ("LineItem", "order"),
    ("MailingAddress", "customer"),
    ("Metafield", "owner"),
    ("OrderTransaction", "order"),
    ("ProductVariant", "product"),
    ("Refund", "order"),
];

/// What is told beside, when a field comes to be of a value (`*` for any): type, field, value, topic.
const REACHED: &[(&str, &str, &str, &str)] = &[
    ("Customer", "state", "DISABLED", "customers/disable"),
    ("Customer", "state", "ENABLED", "customers/enable"),
    ("InventoryLevel", "isActive", "false", "inventory_levels/disconnect"),
    ("InventoryLevel", "isActive", "true", "inventory_levels/connect"),
    ("Location", "isActive", "false", "locations/deactivate"),
    ("Location", "isActive", "true", "locations/activate"),
    ("Order", "cancelledAt", "*", "orders/cancelled"),
    ("Order", "displayFinancialStatus", "PAID", "orders/paid"),
    ("Order", "displayFulfillmentStatus", "FULFILLED", "orders/fulfilled"),
    ("Order", "displayFulfillmentStatus", "PARTIALLY_FULFILLED", "orders/partially_fulfilled"),
    ("Return", "status", "CANCELED", "returns/cancel"),
    ("Return", "status", "CLOSED", "returns/close"),
    ("Return", "status", "DECLINED", "returns/decline"),
    ("Return", "status", "OPEN", "returns/approve"),
];

/// A record that was changed, or a part of it.
struct Touched {
    id: String,
    before: Option<Record>,
    after: Option<Record>,
}

pub(super) fn of(cx: &Cx<'_>) -> Vec<Event> {
    let changes = cx.store.changes();
    let mut touched: Vec<Touched> = Vec::new();
    let mut parents = Vec::new();
    let mut levels = Vec::new();
    for change in changes {
        let after = cx.store.get(&change.id).cloned();
        if after == change.before {
            continue;
        }
        let kind = kind_of(&change.id).unwrap_or_default();
        let parent = PARTS.iter().find(|(part, _)| *part == kind).and_then(|(_, field)| {
            after.as_ref().or(change.before.as_ref()).map(|record| text(record, field).to_owned())
        });
        parents.extend(parent);
        if kind == "InventoryLevel" {
            levels.push((change.before.clone(), after.clone()));
        }
        touched.push(Touched { id: change.id, before: change.before, after });
    }
    let mut known: HashSet<String> = touched.iter().map(|one| one.id.clone()).collect();
    for parent in parents {
        if let (true, Some(record)) = (known.insert(parent.clone()), cx.store.get(&parent)) {
            let (before, after) = (Some(record.clone()), Some(record.clone()));
            touched.push(Touched { id: parent, before, after });
        }
    }
    let mut events: Vec<Event> = touched.iter().flat_map(|one| told(cx, one)).collect();
    events.extend(stock(cx, &levels));
    events
}

/// What is told of one record.
fn told(cx: &Cx<'_>, Touched { id, before, after }: &Touched) -> Vec<Event> {
    let kind = kind_of(id).unwrap_or_default();
    let stated = TOPICS.iter().find(|(known, ..)| *known == kind);
    let (made, changed, gone) =
        stated.map_or((None, None, None), |(_, made, changed, gone)| (*made, *changed, *gone));
    let Some(record) = after else {
        let payload = |record| payloads::of_gone(cx, kind, record);
        let event = gone.zip(before.as_ref()).map(|(topic, record)| Event {
            topic,
            id: String::new(),
            payload: payload(record),
        });
        return event.into_iter().collect();
    };
    let mut topics: Vec<&'static str> = Vec::new();
    topics.extend(if before.is_some() { changed } else { made });
    for (_, field, value, topic) in REACHED.iter().filter(|(known, ..)| *known == kind) {
        let is = |record: &Record| match resolve::value(cx, kind, record, field) {
            Value::Null => false,
            Value::Bool(flag) => flag.to_string() == *value,
            found => *value == "*" || found == *value,
        };
        let was = match before {
            Some(before) => is(before),
            // What is so from the start is told only of orders: they may come paid.
            None => kind != "Order",
        };
        if !was && is(record) {
            topics.push(topic);
        }
    }
    if let (true, Some(before)) = (kind == "InventoryLevel" && flag(record, "isActive"), before) {
        let count = |level: &Record| object(level, "counts").map_or(0, |counts| whole(counts, "available"));
        if count(before) != count(record) {
            topics.push("inventory_levels/update");
        }
    }
    let event = |topic: &'static str| {
        let payload = match topic {
            "inventory_levels/disconnect" => payloads::of_gone(cx, kind, record),
            _ => payloads::of(cx, kind, record),
        };
        Event { topic, id: id.clone(), payload }
    };
    let mut events: Vec<Event> = topics.into_iter().map(event).collect();
    if let (true, Some(before)) = (kind == "Customer", before) {
        events.extend(tags(cx, id, before, record));
    }
    events
}

/// The tags that a customer has got and lost.
fn tags(cx: &Cx<'_>, id: &str, before: &Record, after: &Record) -> Vec<Event> {
    let (before, after) = (texts(before, "tags"), texts(after, "tags"));
    let new = |from: &[String], to: &[String]| -> Vec<String> {
        to.iter().filter(|tag| !from.contains(tag)).cloned().collect()
    };
    let both =
        [("customer.tags_added", new(&before, &after)), ("customer.tags_removed", new(&after, &before))];
    let event = |(topic, tags): (&'static str, Vec<String>)| {
        let at = payloads::precise(cx.now);
        let payload = json!({ "customerId": id, "tags": tags, "occurredAt": at });
        (!tags.is_empty()).then(|| Event { topic, id: id.to_owned(), payload })
    };
    both.into_iter().filter_map(event).collect()
}

/// Variants that are to be had again, and those that are so no more.
fn stock(cx: &Cx<'_>, levels: &[(Option<Record>, Option<Record>)]) -> Vec<Event> {
    let available = |level: &Option<Record>| {
        let level = level.as_ref().filter(|level| flag(level, "isActive"));
        level.and_then(|level| object(level, "counts")).map_or(0, |counts| whole(counts, "available"))
    };
    let item = |(before, after): &(Option<Record>, Option<Record>)| {
        after.as_ref().or(before.as_ref()).map(|level| text(level, "item").to_owned()).unwrap_or_default()
    };
    let items: std::collections::BTreeSet<String> = levels.iter().map(item).collect();
    let mut events = Vec::new();
    for id in items {
        let changes = levels.iter().filter(|level| item(level) == id);
        let change: i64 = changes.map(|(before, after)| available(after) - available(before)).sum();
        let now = inventory::available(cx, &id);
        let topic = match (now - change > 0, now > 0) {
            (false, true) => "variants/in_stock",
            (true, false) => "variants/out_of_stock",
            _ => continue,
        };
        for variant in cx.store.find("ProductVariant", "inventoryItem", &id) {
            let payload = payloads::of(cx, "ProductVariant", variant);
            events.push(Event { topic, id: text(variant, "id").to_owned(), payload });
        }
    }
    events
}

#[cfg(test)]
mod tests {
    use super::{REACHED, TOPICS};
    use crate::shopify::schema::served;

    #[test]
    fn every_topic_is_in_the_schema() {
        let schema = &served().unwrap().schema;
        let words = schema.get_enum("WebhookSubscriptionTopic").unwrap();
        let of_records =
            TOPICS.iter().flat_map(|(_, made, changed, gone)| [*made, *changed, *gone]).flatten();
        for topic in of_records.chain(REACHED.iter().map(|(.., topic)| *topic)) {
            assert!(words.values.contains_key(super::super::constant(topic).as_str()), "{topic}");
        }
    }
}
