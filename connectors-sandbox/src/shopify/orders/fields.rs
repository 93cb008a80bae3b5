//! Fields of orders that are more than what their records hold.

use serde_json::{Value, json};

use super::{agreements, suggest};
use crate::shopify::json::{flag, given, object, text, whole};
use crate::shopify::{Cx, terms};
use crate::store::Record;

pub(in crate::shopify) fn field(cx: &Cx<'_>, field: &str, record: &Record, args: &Record) -> Option<Value> {
    let id = text(record, "id");
    Some(match field {
        "closed" => json!(given(record, "closedAt").is_some()),
        "displayAddress" => {
            let address = object(record, "shippingAddress").or_else(|| object(record, "billingAddress"));
            address.map_or(Value::Null, |address| json!(address))
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
        "agreements" => agreements::agreements(cx, record),
        "paymentTerms" => terms::of_order(cx, record),
        "suggestedRefund" => suggest::suggested(cx, record, args),
        "transactions" => transactions(cx, id, args),
        "destination" => {
            json!(object(record, "shippingAddress").map(|address| text(address, "formattedArea")))
        }
        "disputes" => {
            let all = cx.store.find("ShopifyPaymentsDispute", "order", id);
            let told = |one: &Record| {
                let own = text(one, "id").replace("ShopifyPaymentsDispute", "OrderDisputeSummary");
                json!({ "id": own, "status": text(one, "status"), "initiatedAs": text(one, "type") })
            };
            all.map(told).collect()
        }
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
