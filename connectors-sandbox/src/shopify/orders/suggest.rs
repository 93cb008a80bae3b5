//! What a refund would be, before it is made.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::payments;
use super::refunds::{draft, shipping_left};
use crate::shopify::Cx;
use crate::shopify::json::{amount, dec, decimal, flag, list, map, objects, text, whole};
use crate::store::Record;

/// `Order.suggestedRefund`; nothing if what is asked for cannot be refunded.
pub(super) fn suggested(cx: &Cx<'_>, order: &Record, args: &Record) -> Value {
    let id = text(order, "id");
    let lines = match flag(args, "suggestFullRefund") {
        true => cx
            .store
            .find("LineItem", "order", id)
            .filter(|line| whole(line, "refundableQuantity") > 0)
            .map(|line| json!({ "lineItemId": line.get("id"), "quantity": line.get("refundableQuantity"), "restockType": restock(line) }))
            .collect(),
        false => list(args, "refundLineItems").to_vec(),
    };
    let shipping = match args.get("shippingAmount").and_then(decimal) {
        Some(amount) => json!({ "amount": dec(amount) }),
        None => json!({ "fullRefund": flag(args, "refundShipping") || flag(args, "suggestFullRefund") }),
    };
    let input = map(json!({ "refundLineItems": lines, "shipping": shipping }));
    let Ok(draft) = draft(cx, id, &input) else { return Value::Null };
    let left = payments::refundable(cx, id);
    let most: Decimal = left.iter().map(|(_, left)| *left).sum();
    let back = draft.worth.min(most);
    let credit = (text(args, "refundMethodAllocation") == "STORE_CREDIT").then(|| {
        json!({ "__typename": "SuggestedStoreCreditRefund", "amount": dec(back), "maximumRefundable": dec(most) })
    });
    let mut wish = if credit.is_some() { Decimal::ZERO } else { back };
    let mut transactions = Vec::new();
    for (parent, left) in left {
        let part = wish.min(left);
        if part > Decimal::ZERO {
            wish -= part;
            let gateway = cx.store.text(&parent, "gateway");
            transactions.push(json!({
                "kind": "SUGGESTED_REFUND", "gateway": gateway, "formattedGateway": payments::formatted(&gateway),
                "amountSet": dec(part), "maximumRefundableSet": dec(left), "parentTransaction": parent,
            }));
        }
    }
    let sum = |field: &str| -> Decimal { draft.lines.iter().map(|line| amount(line, field)).sum() };
    let shipping = map(json!({ "lines": draft.shipping }));
    let ship = |field: &str| -> Decimal { objects(&shipping, "lines").map(|line| amount(line, field)).sum() };
    let shipping_most: Decimal = shipping_left(cx, id).iter().map(|(_, left, _)| *left).sum();
    json!({
        "amountSet": dec(back), "maximumRefundableSet": dec(most), "subtotalSet": dec(sum("subtotalSet")),
        "discountedSubtotalSet": dec(sum("subtotalSet")), "totalTaxSet": dec(sum("totalTaxSet") + ship("taxAmountSet")),
        "totalCartDiscountAmountSet": dec(sum("gross") - sum("subtotalSet")), "totalDutiesSet": "0.0",
        "shipping": { "amountSet": dec(ship("subtotalAmountSet")), "taxSet": dec(ship("taxAmountSet")), "maximumRefundableSet": dec(shipping_most) },
        "refundLineItems": draft.lines, "suggestedTransactions": transactions,
        "suggestedRefundMethods": credit.into_iter().collect::<Vec<_>>(),
    })
}

/// What would happen to the units of a line: those that did not leave are cancelled.
fn restock(line: &Record) -> &'static str {
    let unsent = whole(line, "unfulfilledQuantity") >= whole(line, "refundableQuantity");
    if unsent { "CANCEL" } else { "RETURN" }
}
