//! What a shop and its customer agreed on: the order as it was placed, each edit of it, each refund, with what each of them sold or
//! took back. All sales of an order add up to what it costs now.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::lines::{portion, taxes, worth};
use crate::shopify::Cx;
use crate::shopify::json::{amount, dec, flag, list, map, objects, text, whole};
use crate::shopify::store::number_of;
use crate::store::Record;

/// A part of a line, or of the delivery, with what it costs: after what was taken off, and without what the tax adds.
#[derive(Clone, Copy, Default)]
pub(super) struct Part {
    pub(super) units: i64,
    net: Decimal,
    off: Decimal,
    tax: Decimal,
}

impl Part {
    /// So many units of a line after those `before`.
    pub(super) fn of(line: &Record, before: i64, units: i64) -> Self {
        let quantity = whole(line, "quantity");
        let (gross, net) = worth(line);
        let share = |total: Decimal| portion(total, quantity, before, units);
        Self { units, net: share(net), off: share(gross - net), tax: share(taxes(line)) }
    }

    /// A line of the delivery.
    pub(super) fn delivery(line: &Record) -> Self {
        let net = amount(line, "discountedPriceSet");
        Self { units: 1, net, off: amount(line, "originalPriceSet") - net, tax: taxes(line) }
    }

    pub(super) fn back(self) -> Self {
        Self { units: -self.units, net: -self.net, off: -self.off, tax: -self.tax }
    }

    pub(super) fn less(self, other: Self) -> Self {
        Self {
            units: self.units - other.units,
            net: self.net - other.net,
            off: self.off - other.off,
            tax: self.tax - other.tax,
        }
    }

    /// As an edit notes what it did to a line or to the delivery, which is named `of`.
    pub(super) fn note(self, cx: &mut Cx<'_>, of: &str) -> Value {
        json!({
            "number": cx.store.number(), "of": of, "units": self.units, "net": dec(self.net), "off": dec(self.off), "tax": dec(self.tax),
        })
    }

    fn noted(note: &Record) -> Self {
        let [net, off, tax] = ["net", "off", "tax"].map(|field| amount(note, field));
        Self { units: whole(note, "units"), net, off, tax }
    }
}

/// Says what was sold in the words of an order's sales.
struct Teller<'c, 'a> {
    cx: &'c Cx<'a>,
    included: bool,
}

impl Teller<'_, '_> {
    /// The sale of a part of a line, or of the delivery.
    fn sale(&self, number: u64, of: &str, part: Part) -> Value {
        let none = Record::new();
        let line = self.cx.store.get(of).unwrap_or(&none);
        let delivery = of.contains("/ShippingLine/");
        let (kind, word) = match () {
            () if delivery => ("ShippingLineSale", "SHIPPING"),
            () if flag(line, "isGiftCard") => ("GiftCardSale", "GIFT_CARD"),
            () => ("ProductSale", "PRODUCT"),
        };
        let back = part.net < Decimal::ZERO || part.units < 0;
        let bare = if self.included { part.net - part.tax } else { part.net };
        let rate = if bare.is_zero() { Decimal::ZERO } else { part.tax / bare };
        let (before, after) = if self.included {
            ((part.off / (Decimal::ONE + rate)).round_dp(2), part.off)
        } else {
            (part.off, (part.off * (Decimal::ONE + rate)).round_dp(2))
        };
        json!({
            "__typename": kind, "id": format!("gid://shopify/{kind}/{number}"), "actionType": if back { "RETURN" } else { "ORDER" },
            "lineType": word, "quantity": (!delivery).then_some(part.units), "lineItem": (!delivery).then_some(of),
            "shippingLine": delivery.then_some(of), "totalAmount": dec(bare + part.tax), "totalTaxAmount": dec(part.tax),
            "totalDiscountAmountBeforeTaxes": dec(before), "totalDiscountAmountAfterTaxes": dec(after),
            "taxes": spread_tax(line, number, part.tax),
        })
    }

    /// What a refund gave back more or less than what it took back is worth.
    fn adjustment(&self, adjustment: &Record) -> Value {
        let sum = dec(amount(adjustment, "amountSet"));
        let number = number_of(text(adjustment, "id"));
        json!({
            "__typename": "AdjustmentSale", "id": format!("gid://shopify/AdjustmentSale/{number}"), "actionType": "UPDATE",
            "lineType": "ADJUSTMENT", "quantity": null, "totalAmount": sum, "totalTaxAmount": "0.0", "taxes": [],
            "totalDiscountAmountBeforeTaxes": "0.0", "totalDiscountAmountAfterTaxes": "0.0",
        })
    }

    fn refund(&self, refund: &Record) -> Value {
        let line = |one: &Record| {
            let net = amount(one, "subtotalSet");
            let (off, tax) = (amount(one, "gross") - net, amount(one, "totalTaxSet"));
            let part = Part { units: whole(one, "quantity"), net, off, tax };
            self.sale(number_of(text(one, "id")), text(one, "lineItem"), part.back())
        };
        let delivery = |one: &Record| {
            let [net, tax] = ["subtotalAmountSet", "taxAmountSet"].map(|field| amount(one, field));
            let part = Part { units: 1, net, off: Decimal::ZERO, tax };
            self.sale(number_of(text(one, "id")), text(one, "shippingLine"), part.back())
        };
        let lines = objects(refund, "refundLineItems").map(line);
        let delivery = objects(refund, "refundShippingLines").map(delivery);
        let adjustments = objects(refund, "orderAdjustments").map(|one| self.adjustment(one));
        let id = text(refund, "id");
        agreement(
            "RefundAgreement",
            "REFUND",
            number_of(id),
            refund.get("createdAt"),
            json!({ "refund": id, "sales": lines.chain(delivery).chain(adjustments).collect::<Vec<_>>() }),
        )
    }

    fn edit(&self, edit: &Record) -> Value {
        let sale = |note: &Record| {
            let number = note.get("number").and_then(Value::as_u64).unwrap_or_default();
            self.sale(number, text(note, "of"), Part::noted(note))
        };
        let sales: Vec<Value> = objects(edit, "notes").map(sale).collect();
        let number = edit.get("number").and_then(Value::as_u64).unwrap_or_default();
        agreement(
            "OrderEditAgreement",
            "ORDER_EDIT",
            number,
            edit.get("happenedAt"),
            json!({ "sales": sales }),
        )
    }

    /// The order as it was placed: what is in it now, less what edits brought.
    fn placed(&self, order: &Record) -> Value {
        let id = text(order, "id");
        let notes = || objects(order, "edits").flat_map(|edit| objects(edit, "notes"));
        let brought = |of: &str| {
            let more = notes().filter(|note| text(note, "of") == of && whole(note, "units") > 0);
            more.map(Part::noted).collect::<Vec<_>>()
        };
        let first = |line: &Record, whole: Part| {
            let of = text(line, "id");
            let part = brought(of).into_iter().fold(whole, Part::less);
            (part.units > 0).then(|| self.sale(number_of(of), of, part))
        };
        let lines = self.cx.store.find("LineItem", "order", id);
        let lines = lines.filter_map(|line| first(line, Part::of(line, 0, whole(line, "quantity"))));
        let delivery = self.cx.store.find("ShippingLine", "order", id);
        let delivery = delivery.filter_map(|line| first(line, Part::delivery(line)));
        let sales: Vec<Value> = lines.chain(delivery).collect();
        agreement(
            "OrderAgreement",
            "ORDER",
            number_of(id),
            order.get("createdAt"),
            json!({ "order": id, "sales": sales }),
        )
    }
}

fn agreement(kind: &str, reason: &str, number: u64, at: Option<&Value>, more: Value) -> Value {
    let id = format!("gid://shopify/{kind}/{number}");
    let mut told = map(json!({ "__typename": kind, "id": id, "reason": reason, "happenedAt": at }));
    told.extend(map(more));
    Value::Object(told)
}

/// The taxes of a line, of which so much is told.
fn spread_tax(line: &Record, number: u64, part: Decimal) -> Vec<Value> {
    let all = taxes(line);
    if all.is_zero() {
        return Vec::new();
    }
    let (mut until, mut told) = (Decimal::ZERO, Decimal::ZERO);
    let each = |(at, tax): (usize, &Record)| {
        until += amount(tax, "priceSet");
        let share = (part * until / all).round_dp(2) - told;
        told += share;
        json!({ "id": format!("gid://shopify/SaleTax/{number}{at}"), "amount": dec(share), "taxLine": tax })
    };
    objects(line, "taxLines").enumerate().map(each).collect()
}

/// `Order.agreements`, oldest first.
pub(super) fn agreements(cx: &Cx<'_>, order: &Record) -> Value {
    let teller = Teller { cx, included: flag(order, "taxesIncluded") };
    let refunds = cx.store.find("Refund", "order", text(order, "id")).map(|refund| teller.refund(refund));
    let edits = objects(order, "edits").map(|edit| teller.edit(edit));
    let mut later: Vec<Value> = edits.chain(refunds).collect();
    later.sort_by(|a, b| a["happenedAt"].as_str().cmp(&b["happenedAt"].as_str()));
    std::iter::once(teller.placed(order)).chain(later).collect()
}

/// Notes what an edit did to an order.
pub(super) fn note(cx: &mut Cx<'_>, order: &str, notes: Vec<Value>) {
    let mut edits = cx.store.get(order).map(|order| list(order, "edits").to_vec()).unwrap_or_default();
    edits.push(json!({ "number": cx.store.number(), "happenedAt": cx.stamp(), "notes": notes }));
    cx.store.set(order, json!({ "edits": edits }));
}
