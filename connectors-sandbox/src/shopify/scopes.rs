//! What a token's scopes let it read and write, as data. Source: the "access scopes" of shopify.dev's pages about types and
//! mutations, second-hand; where several scopes do, one of them is enough. What is not here needs none.

use super::Cx;
use super::json::text;
use super::store::kind_of;
use crate::oauth::Caller;
use crate::store::Record;

type Scopes = &'static [&'static str];

const ORDERS: Scopes = &["read_orders"];
const PRODUCTS: Scopes = &["read_products"];
const CONTENT: Scopes = &["read_content", "read_online_store_pages"];
const STOCK: Scopes = &["read_inventory", "read_products"];
const SENDING: Scopes = &[
    "read_orders",
    "read_assigned_fulfillment_orders",
    "read_merchant_managed_fulfillment_orders",
    "read_third_party_fulfillment_orders",
];
const TO_SEND: Scopes = &[
    "read_assigned_fulfillment_orders",
    "read_merchant_managed_fulfillment_orders",
    "read_third_party_fulfillment_orders",
];

/// What reading a type needs.
const TYPES: &[(&str, Scopes)] = &[
    ("AbandonedCheckout", ORDERS),
    ("Article", CONTENT),
    ("Blog", CONTENT),
    ("Collection", PRODUCTS),
    ("Comment", CONTENT),
    ("Company", &["read_companies", "read_customers"]),
    ("CompanyContact", &["read_companies", "read_customers"]),
    ("CompanyLocation", &["read_companies", "read_customers"]),
    ("Customer", &["read_customers"]),
    ("DiscountAutomaticNode", &["read_discounts"]),
    ("DiscountCodeNode", &["read_discounts"]),
    ("DiscountNode", &["read_discounts"]),
    ("DraftOrder", &["read_draft_orders"]),
    ("Fulfillment", SENDING),
    ("FulfillmentOrder", TO_SEND),
    ("GiftCard", &["read_gift_cards"]),
    ("InventoryItem", STOCK),
    ("InventoryLevel", STOCK),
    ("Location", &["read_locations", "read_inventory", "read_products"]),
    ("Market", &["read_markets"]),
    ("Metaobject", &["read_metaobjects"]),
    ("MetaobjectDefinition", &["read_metaobject_definitions", "read_metaobjects"]),
    ("Order", ORDERS),
    ("OrderTransaction", ORDERS),
    ("Page", CONTENT),
    ("Product", PRODUCTS),
    ("ProductVariant", PRODUCTS),
    ("Publication", &["read_publications"]),
    ("Refund", ORDERS),
    ("Return", &["read_returns"]),
    ("ScriptTag", &["read_script_tags"]),
    ("Segment", &["read_customers"]),
    ("TenderTransaction", ORDERS),
    ("UrlRedirect", &["read_online_store_navigation"]),
];

/// What writing by a mutation needs whose name begins so; the longest that fits.
const MUTATIONS: &[(&str, Scopes)] = &[
    ("article", &["write_content", "write_online_store_pages"]),
    ("blog", &["write_content", "write_online_store_pages"]),
    ("collection", &["write_products"]),
    ("comment", &["write_content", "write_online_store_pages"]),
    ("company", &["write_companies", "write_customers"]),
    ("customer", &["write_customers"]),
    ("draftOrder", &["write_draft_orders"]),
    ("discount", &["write_discounts"]),
    ("file", &["write_files", "write_products", "write_themes"]),
    (
        "fulfillment",
        &[
            "write_fulfillments",
            "write_assigned_fulfillment_orders",
            "write_merchant_managed_fulfillment_orders",
            "write_third_party_fulfillment_orders",
        ],
    ),
    ("giftCard", &["write_gift_cards"]),
    ("inventory", &["write_inventory"]),
    ("location", &["write_locations"]),
    ("market", &["write_markets"]),
    ("metaobject", &["write_metaobjects"]),
    ("metaobjectDefinition", &["write_metaobject_definitions", "write_metaobjects"]),
    ("order", &["write_orders"]),
    ("page", &["write_content", "write_online_store_pages"]),
    ("product", &["write_products"]),
    ("publication", &["write_publications"]),
    ("publishable", &["write_publications", "write_products"]),
    ("refund", &["write_orders"]),
    ("return", &["write_returns"]),
    ("scriptTag", &["write_script_tags"]),
    ("segment", &["write_customers"]),
    ("transaction", &["write_orders"]),
    ("urlRedirect", &["write_online_store_navigation"]),
];

/// How old orders are that anybody may read; older ones need `read_all_orders`.
const RECENT: chrono::TimeDelta = chrono::TimeDelta::days(60);

/// Whether a caller has a scope; whoever may write may read. The merchant's own app has all.
fn has(caller: &Caller, scope: &str) -> bool {
    let whole = caller.machine && caller.scopes.is_empty();
    let write = scope.strip_prefix("read_").map(|rest| format!("write_{rest}"));
    whole || caller.scopes.iter().any(|one| one == scope || write.as_ref() == Some(one))
}

fn lacking(caller: &Caller, needed: Scopes) -> Option<Scopes> {
    (!needed.iter().any(|scope| has(caller, scope))).then_some(needed)
}

/// The scopes that a caller would need to read records of this type, if they have none of them.
pub(super) fn lacking_to_read(caller: &Caller, kind: &str) -> Option<Scopes> {
    TYPES.iter().find(|(known, _)| *known == kind).and_then(|(_, needed)| lacking(caller, needed))
}

/// The same for a mutation.
pub(super) fn lacking_to_write(caller: &Caller, mutation: &str) -> Option<Scopes> {
    let fitting = MUTATIONS.iter().filter(|(begin, _)| mutation.starts_with(begin));
    fitting.max_by_key(|(begin, _)| begin.len()).and_then(|(_, needed)| lacking(caller, needed))
}

/// The words for scopes one of which is needed.
pub(super) fn words(scopes: Scopes) -> String {
    let named: Vec<String> = scopes.iter().map(|scope| format!("`{scope}`")).collect();
    format!("{} access scope.", named.join(" or "))
}

/// Whether a caller may see a record, if it may see its type.
pub(super) fn sees(cx: &Cx<'_>, id: &str) -> bool {
    if kind_of(id) != Some("Order") || has(cx.caller, "read_all_orders") {
        return true;
    }
    let made = |order: &Record| text(order, "createdAt").parse::<chrono::DateTime<chrono::Utc>>().ok();
    cx.store.get(id).and_then(made).is_none_or(|made| made > cx.now - RECENT)
}

#[cfg(test)]
mod tests {
    use super::{MUTATIONS, TYPES};
    use crate::shopify::schema::served;

    #[test]
    fn every_type_and_beginning_is_in_the_schema() {
        let schema = &served().unwrap().schema;
        for (kind, _) in TYPES {
            assert!(schema.get_object(kind).is_some(), "{kind}");
        }
        let mutation = schema.get_object("Mutation").unwrap();
        for (begin, _) in MUTATIONS {
            assert!(mutation.fields.keys().any(|name| name.starts_with(begin)), "{begin}");
        }
    }
}
