//! Fields that are more than what a record holds.

use serde_json::{Value, json};

use super::json::{object, text};
use super::{
    Cx, SHOP_ID, addresses, bulk, collections, companies, connection, content, custom, customers, discounts,
    events, fulfilling, gift_cards, inventory, markets, orders, products, publishing, resolve, returns,
    settings, store, terms,
};
use crate::store::Record;

/// What a field of a record is, if there is a rule for it: a value in the short form of [`resolve`], or the nodes of a
/// connection.
pub(super) fn field(cx: &Cx<'_>, kind: &str, field: &str, record: &Record, args: &Record) -> Option<Value> {
    let own = match kind {
        "QueryRoot" => query(cx, field, args),
        "Product" | "ProductVariant" | "ProductOption" | "ProductOptionValue" | "MediaImage" => {
            products::field(cx, kind, field, record, args)
                .or_else(|| of_product(cx, kind, field, record, args))
        }
        "InventoryItem" | "InventoryLevel" | "Location" => inventory::field(cx, kind, field, record, args),
        "Customer" => customers::field(cx, field, record),
        "Order" => orders::field(cx, field, record, args),
        "OrderTransaction" => orders::cards::of_payment(cx, field, record),
        "TenderTransaction" => orders::cards::of_tender(field, record),
        "ShopifyPaymentsAccount" if field == "balanceTransactions" => Some(orders::cards::balance(cx)),
        "ExchangeLineItem" | "ReturnLineItem" => returns::field(kind, field, record),
        "CalculatedOrder" => orders::edits::field(cx, field, record),
        "GiftCard" => gift_cards::field(cx, field, record),
        "Fulfillment" | "FulfillmentOrder" | "FulfillmentOrderLineItem" | "FulfillmentLineItem" => {
            fulfilling::field(cx, kind, field, record, args)
        }
        "BulkOperation" => bulk::field(cx, field, record),
        "Metafield" | "MetafieldDefinition" | "Metaobject" | "MetaobjectDefinition" => {
            custom::field(cx, kind, field, record, args)
        }
        "Collection" => {
            collections::field(cx, field, record, args).or_else(|| publishing::field(cx, field, record, args))
        }
        "DiscountNode" | "DiscountCodeNode" | "DiscountAutomaticNode" => discounts::field(cx, field, record),
        "Company" => companies::field(cx, field, record),
        "Market" => markets::field(field, record),
        "Taxonomy" => settings::field(kind, field, args),
        "Publication" => publishing::of_publication(cx, field, record, args),
        "BasicEvent" => events::field(cx, field, record),
        "Article" | "Blog" | "Comment" | "Page" => content::field(cx, kind, field, record),
        _ => None,
    };
    // A payload may have metafields as well, but they are not its own.
    let owner = Some(text(record, "id")).filter(|id| !id.is_empty() && kind != "MetafieldDefinition");
    own.or_else(|| custom::of_owner(cx, field, owner?, args)).or_else(|| common(cx, kind, field, record))
}

/// What a product owes to collections and publications.
fn of_product(cx: &Cx<'_>, kind: &str, field: &str, record: &Record, args: &Record) -> Option<Value> {
    let publishing = || publishing::field(cx, field, record, args);
    (kind == "Product")
        .then(|| collections::of_product(cx, field, record, args).or_else(publishing))
        .flatten()
}

/// Fields that many types have.
fn common(cx: &Cx<'_>, kind: &str, field: &str, record: &Record) -> Option<Value> {
    let id = || text(record, "id");
    let is_line = kind.ends_with("LineItem");
    Some(match field {
        "legacyResourceId" => resolve::legacy(id()),
        "defaultCursor" => json!(connection::cursor(&Value::Null, store::number_of(id()))),
        "shop" if kind.ends_with("Payload") => json!(SHOP_ID),
        "customerName" => json!(cx.store.get(text(record, "customer")).map(customers::display_name)),
        "billingAddressMatchesShippingAddress" => {
            let address = |field: &str| object(record, field).map(addresses::plain);
            json!(address("billingAddress") == address("shippingAddress"))
        }
        "image" if is_line => {
            let variant = cx.store.get(text(record, "variant"));
            json!(variant.map(|variant| resolve::value(cx, "ProductVariant", variant, "image")))
        }
        "weight" if is_line => json!({ "value": record.get("grams"), "unit": "GRAMS" }),
        // What was bought may be gone.
        "product" | "variant" if is_line => {
            let id = text(record, field);
            cx.store.get(id).map_or(Value::Null, |_| json!(id))
        }
        _ => return None,
    })
}

fn query(cx: &Cx<'_>, field: &str, args: &Record) -> Option<Value> {
    let known = |id: &Value| match id.as_str() {
        Some(id) if cx.store.get(id).is_some() => json!(id),
        _ => Value::Null,
    };
    Some(match field {
        "shop" => json!(SHOP_ID),
        "publicApiVersions" => {
            let version = |name: String| json!({ "handle": name, "displayName": name, "supported": true });
            super::versions::supported(cx.now).map(version).collect()
        }
        "node" => known(args.get("id")?),
        "nodes" => args.get("ids")?.as_array()?.iter().map(known).collect(),
        "location" if args.get("id").is_none_or(Value::is_null) => {
            json!(cx.store.all("Location").next().map(|location| text(location, "id")))
        }
        "shopifyPaymentsAccount" => json!({ "id": "gid://shopify/ShopifyPaymentsAccount/1" }),
        "currentBulkOperation" => bulk::current(cx, args),
        "job" => json!({ "id": args.get("id")?, "done": true, "query": {} }),
        _ => {
            return products::query(cx, field, args)
                .or_else(|| inventory::query(field))
                .or_else(|| customers::query(cx, field, args))
                .or_else(|| fulfilling::query(cx, field, args))
                .or_else(|| collections::query(cx, field, args))
                .or_else(|| content::query(cx, field, args))
                .or_else(|| custom::query(cx, field, args))
                .or_else(|| returns::query(cx, field, args))
                .or_else(|| discounts::query(cx, field, args))
                .or_else(|| settings::query(cx, field, args))
                .or_else(|| terms::query(field, args));
        }
    })
}
