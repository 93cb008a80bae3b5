//! Fields of orders and their parts that are more than what their records hold.

use serde_json::{Value, json};

use super::suggest;
use crate::shopify::Cx;
use crate::shopify::json::{flag, given, object, text, whole};
use crate::store::Record;

pub(in crate::shopify) fn field(
    cx: &Cx<'_>,
    kind: &str,
    field: &str,
    record: &Record,
    args: &Record,
) -> Option<Value> {
    match kind {
        "Order" => order(cx, field, record, args),
        "LineItem" => match field {
            "image" => Some(cx.store.get(text(record, "variant")).map_or(Value::Null, |variant| {
                crate::shopify::resolve::value(cx, "ProductVariant", variant, "image")
            })),
            "weight" => Some(json!({ "value": record.get("grams"), "unit": "GRAMS" })),
            // What was bought may be gone.
            "product" | "variant" => {
                let id = text(record, field);
                Some(cx.store.get(id).map_or(Value::Null, |_| json!(id)))
            }
            _ => None,
        },
        _ => None,
    }
}

fn order(cx: &Cx<'_>, field: &str, record: &Record, args: &Record) -> Option<Value> {
    let id = text(record, "id");
    Some(match field {
        "closed" => json!(given(record, "closedAt").is_some()),
        "displayAddress" => {
            let address = object(record, "shippingAddress").or_else(|| object(record, "billingAddress"));
            address.map_or(Value::Null, |address| json!(address))
        }
        "billingAddressMatchesShippingAddress" => {
            let plain = |field: &str| {
                object(record, field).map(|address| (address.get("name"), address.get("formatted")))
            };
            json!(plain("billingAddress") == plain("shippingAddress"))
        }
        "shippingLines" => {
            let lines = cx.store.find("ShippingLine", "order", id);
            let shown = lines.filter(|line| flag(args, "includeRemovals") || !flag(line, "isRemoved"));
            shown.map(|line| json!(text(line, "id"))).collect()
        }
        "shippingLine" => {
            let mut lines = cx.store.find("ShippingLine", "order", id);
            json!(lines.find(|line| !flag(line, "isRemoved")).map(|line| text(line, "id")))
        }
        "nonFulfillableLineItems" => {
            let lines =
                cx.store.find("LineItem", "order", id).filter(|line| whole(line, "unfulfilledQuantity") == 0);
            let never = lines.filter(|line| whole(line, "nonFulfillableQuantity") == whole(line, "quantity"));
            never.map(|line| json!(text(line, "id"))).collect()
        }
        "fulfillmentsCount" => json!(cx.store.find("Fulfillment", "order", id).count()),
        "transactionsCount" => json!(cx.store.find("OrderTransaction", "order", id).count()),
        "suggestedRefund" => suggest::suggested(cx, record, args),
        "transactions" => transactions(cx, id, args),
        "customerName" => {
            let customer = cx.store.get(text(record, "customer"));
            json!(customer.map(|customer| crate::shopify::resolve::value(
                cx,
                "Customer",
                customer,
                "displayName"
            )))
        }
        "destination" => {
            json!(object(record, "shippingAddress").map(|address| text(address, "formattedArea")))
        }
        "customerJourneySummary" | "publication" => Value::Null,
        "risk" => object(record, "risk")
            .map_or_else(|| json!({ "recommendation": "NONE", "assessments": [] }), |risk| json!(risk)),
        _ => return None,
    })
}

fn transactions(cx: &Cx<'_>, order: &str, args: &Record) -> Value {
    let capturable = args.get("capturable").and_then(Value::as_bool);
    let most = args.get("first").and_then(Value::as_u64).map_or(usize::MAX, |first| first as usize);
    let all = cx.store.find("OrderTransaction", "order", order);
    let fits = |one: &&Record| capturable.is_none_or(|wanted| flag(one, "manuallyCapturable") == wanted);
    all.filter(fits).take(most).map(|one| json!(text(one, "id"))).collect()
}
