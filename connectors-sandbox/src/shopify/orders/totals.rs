//! What follows for an order from its lines, payments, deliveries and refunds: all its sums and states. They are reckoned after
//! every change and stand in its record, so that searches and lists need not.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::lines::{discounts, portion, taxes, worth};
use crate::shopify::json::{amount, dec, flag, given, list, objects, text, whole};
use crate::shopify::store::kind_of;
use crate::shopify::{Cx, returns};
use crate::store::Record;

/// Reckons the orders that a mutation changed, themselves or in what belongs to them.
pub(in crate::shopify) fn settle(cx: &mut Cx<'_>) {
    let mut orders: BTreeMap<String, bool> = BTreeMap::new();
    for change in cx.store.changes() {
        if kind_of(&change.id) == Some("Order") {
            orders
                .entry(change.id)
                .and_modify(|new| *new |= change.before.is_none())
                .or_insert(change.before.is_none());
            continue;
        }
        let order = cx.store.get(&change.id).or(change.before.as_ref()).map(|record| text(record, "order"));
        if let Some(order) = order.filter(|order| !order.is_empty()) {
            orders.entry(order.to_owned()).or_default();
        }
    }
    let now = cx.stamp();
    for (order, new) in orders {
        let done = cx.store.get(&order).is_some_and(|order| flag(order, "done"));
        reckon(cx, &order);
        if new {
            continue;
        }
        cx.store.set(&order, json!({ "updatedAt": now }));
        // An order that is paid and delivered is put away.
        let record = cx.store.get(&order);
        if !done && record.is_some_and(|order| flag(order, "done") && given(order, "closedAt").is_none()) {
            cx.store.set(&order, json!({ "closedAt": now }));
        }
    }
}

/// How many units of each line went which way.
#[derive(Default)]
struct Units {
    refunded: HashMap<String, i64>,
    cancelled: HashMap<String, i64>,
    fulfilled: HashMap<String, i64>,
}

impl Units {
    fn of(cx: &Cx<'_>, order: &str) -> Self {
        let mut units = Self::default();
        for line in
            cx.store.find("Refund", "order", order).flat_map(|refund| objects(refund, "refundLineItems"))
        {
            let (id, quantity) = (text(line, "lineItem").to_owned(), whole(line, "quantity"));
            if text(line, "restockType") == "CANCEL" {
                *units.cancelled.entry(id.clone()).or_default() += quantity;
            }
            *units.refunded.entry(id).or_default() += quantity;
        }
        let sent =
            cx.store.find("Fulfillment", "order", order).filter(|one| text(one, "status") == "SUCCESS");
        let lines = sent.flat_map(|one| cx.store.find("FulfillmentLineItem", "fulfillment", text(one, "id")));
        for line in lines {
            *units.fulfilled.entry(text(line, "lineItem").to_owned()).or_default() += whole(line, "quantity");
        }
        units
    }
}

/// Sums over the lines of an order.
#[derive(Default)]
struct Sums {
    gross: Decimal,
    net: Decimal,
    net_now: Decimal,
    off: Decimal,
    off_now: Decimal,
    off_order: Decimal,
    off_order_now: Decimal,
    tax: Decimal,
    tax_now: Decimal,
    grams: Decimal,
    grams_now: Decimal,
    units: i64,
    units_now: i64,
    fulfilled: i64,
    unfulfilled: i64,
    shipped: bool,
    taxes: BTreeMap<String, (Value, Decimal, Decimal)>,
}

impl Sums {
    fn tax_lines(&mut self, record: &Record, whole: i64, gone: i64) {
        for line in objects(record, "taxLines") {
            let price = amount(line, "priceSet");
            let now = price - portion(price, whole, 0, gone);
            let key = format!("{}/{}", text(line, "title"), text(line, "rate"));
            let sum = self
                .taxes
                .entry(key)
                .or_insert_with(|| (Value::Object(line.clone()), Decimal::ZERO, Decimal::ZERO));
            sum.1 += price;
            sum.2 += now;
            self.tax += price;
            self.tax_now += now;
        }
    }

    /// The taxes of the whole order, as they were or as they are.
    fn told(&self, now: bool) -> Value {
        let line = |(line, before, after): &(Value, Decimal, Decimal)| {
            let mut line = line.clone();
            line["priceSet"] = dec(if now { *after } else { *before });
            line
        };
        self.taxes.values().map(line).collect()
    }
}

fn line(cx: &mut Cx<'_>, id: &str, units: &Units, sums: &mut Sums) {
    let Some(record) = cx.store.get(id) else { return };
    let count = |of: &HashMap<String, i64>| of.get(id).copied().unwrap_or_default();
    let (quantity, removed) = (whole(record, "quantity"), whole(record, "removed"));
    let gone = count(&units.refunded) + removed;
    let fulfilled = count(&units.fulfilled);
    let current = quantity - gone;
    let unfulfilled = (quantity - removed - fulfilled - count(&units.cancelled)).max(0);
    let (gross, net) = worth(record);
    let (off, off_order) = discounts(record);
    let price = amount(record, "originalUnitPriceSet");
    let each = |total: Decimal| {
        if quantity == 0 { Decimal::ZERO } else { (total / Decimal::from(quantity)).round_dp(2) }
    };
    let now = |total: Decimal| total - portion(total, quantity, 0, gone);
    sums.gross += gross;
    sums.net += net;
    sums.net_now += now(net);
    sums.off += off;
    sums.off_now += now(off);
    sums.off_order += off_order;
    sums.off_order_now += now(off_order);
    let grams = amount(record, "grams");
    sums.grams += grams * Decimal::from(quantity);
    sums.grams_now += grams * Decimal::from(current);
    sums.units += quantity;
    sums.units_now += current;
    sums.fulfilled += fulfilled;
    sums.unfulfilled += unfulfilled;
    sums.shipped |= flag(record, "requiresShipping");
    let record = record.clone();
    sums.tax_lines(&record, quantity, gone);
    let line_net = net + off_order;
    cx.store.set(
        id,
        json!({
            "currentQuantity": current, "refundableQuantity": current, "unfulfilledQuantity": unfulfilled,
            "nonFulfillableQuantity": (quantity - fulfilled - unfulfilled).max(0), "originalTotalSet": dec(gross),
            "discountedTotalSet": dec(line_net), "totalDiscountSet": dec(off - off_order),
            "discountedUnitPriceSet": dec(each(line_net)), "discountedUnitPriceAfterAllDiscountsSet": dec(each(net)),
            "priceAfterAllDiscountsBeforeTaxesSet": dec(now(net)),
            "unfulfilledOriginalTotalSet": dec(price * Decimal::from(unfulfilled)),
            "unfulfilledDiscountedTotalSet": dec(portion(line_net, quantity, 0, unfulfilled)),
            "restockable": current > 0 && given(&record, "variant").is_some(), "merchantEditable": unfulfilled > 0,
        }),
    );
}

/// What was charged for the delivery, and what of it is not given back.
#[derive(Default)]
struct Shipping {
    stated: Decimal,
    charged: Decimal,
    now: Decimal,
    refunded: Decimal,
}

fn shipping(cx: &mut Cx<'_>, order: &str, sums: &mut Sums) -> Shipping {
    let mut refunded: HashMap<String, (Decimal, Decimal)> = HashMap::new();
    for refund in cx.store.find("Refund", "order", order) {
        for line in objects(refund, "refundShippingLines") {
            let sum = refunded.entry(text(line, "shippingLine").to_owned()).or_default();
            sum.0 += amount(line, "subtotalAmountSet");
            sum.1 += amount(line, "taxAmountSet");
        }
    }
    let mut shipping = Shipping::default();
    for id in cx.store.ids("ShippingLine", "order", order) {
        let Some(record) = cx.store.get(&id).filter(|line| !flag(line, "isRemoved")).cloned() else {
            continue;
        };
        let (back, tax_back) = refunded.get(&id).copied().unwrap_or_default();
        let charged = amount(&record, "discountedPriceSet");
        shipping.stated += amount(&record, "originalPriceSet");
        shipping.charged += charged;
        shipping.now += charged - back;
        shipping.refunded += back;
        let off = amount(&record, "originalPriceSet") - charged;
        sums.off += off;
        sums.off_now += off;
        sums.tax_lines(&record, 1, 0);
        sums.tax_now -= tax_back;
        cx.store.set(&id, json!({ "currentDiscountedPriceSet": dec(charged - back) }));
    }
    shipping
}

/// What was paid and given back.
#[derive(Default)]
struct Paid {
    received: Decimal,
    refunded: Decimal,
    open: Decimal,
    authorized: bool,
    voided: bool,
    gateways: BTreeSet<String>,
}

fn paid(cx: &mut Cx<'_>, order: &str) -> Paid {
    let mut paid = Paid::default();
    let mut settled: HashMap<String, Decimal> = HashMap::new();
    let good = |one: &&Record| text(one, "status") == "SUCCESS";
    for one in cx.store.find("OrderTransaction", "order", order).filter(good) {
        let sum = amount(one, "amountSet");
        paid.gateways.extend(given(one, "gateway").map(str::to_owned));
        match text(one, "kind") {
            "SALE" => paid.received += sum,
            "CAPTURE" => {
                paid.received += sum;
                *settled.entry(text(one, "parentTransaction").to_owned()).or_default() += sum;
            }
            "REFUND" => paid.refunded += sum,
            "VOID" => {
                paid.voided = true;
                settled.insert(text(one, "parentTransaction").to_owned(), Decimal::MAX);
            }
            _ => {}
        }
    }
    for id in cx.store.ids("OrderTransaction", "order", order) {
        let Some(one) = cx.store.get(&id) else { continue };
        if text(one, "kind") != "AUTHORIZATION" || text(one, "status") != "SUCCESS" {
            continue;
        }
        let open =
            (amount(one, "amountSet") - settled.get(&id).copied().unwrap_or_default()).max(Decimal::ZERO);
        paid.authorized |= open > Decimal::ZERO;
        paid.open += open;
        cx.store
            .set(&id, json!({ "totalUnsettledSet": dec(open), "manuallyCapturable": open > Decimal::ZERO }));
    }
    paid
}

/// How much refunds gave back more (negative) or less (positive) than what they took back is worth.
fn discrepancy(cx: &Cx<'_>, order: &str) -> Decimal {
    let refunds = cx.store.find("Refund", "order", order);
    refunds.flat_map(|refund| objects(refund, "orderAdjustments")).map(|one| amount(one, "amountSet")).sum()
}

fn financial(order: &Record, paid: &Paid, total: Decimal, due: Decimal) -> Value {
    if let Some(stated) = order.get("statedFinancialStatus").filter(|stated| !stated.is_null()) {
        return stated.clone();
    }
    json!(if paid.refunded > Decimal::ZERO {
        if paid.refunded >= paid.received { "REFUNDED" } else { "PARTIALLY_REFUNDED" }
    } else if paid.received > Decimal::ZERO {
        if due <= Decimal::ZERO { "PAID" } else { "PARTIALLY_PAID" }
    } else if paid.authorized {
        "AUTHORIZED"
    } else if paid.voided {
        "VOIDED"
    } else if total.is_zero() {
        "PAID"
    } else {
        "PENDING"
    })
}

fn delivered(cx: &Cx<'_>, order: &str, sums: &Sums) -> &'static str {
    if sums.fulfilled > 0 {
        return if sums.unfulfilled == 0 { "FULFILLED" } else { "PARTIALLY_FULFILLED" };
    }
    let any = |status: &str| {
        cx.store.find("FulfillmentOrder", "order", order).any(|one| text(one, "status") == status)
    };
    match () {
        () if any("ON_HOLD") => "ON_HOLD",
        () if any("IN_PROGRESS") => "IN_PROGRESS",
        () if any("SCHEDULED") && !any("OPEN") => "SCHEDULED",
        () => "UNFULFILLED",
    }
}

/// Reckons an order anew.
pub(in crate::shopify) fn reckon(cx: &mut Cx<'_>, id: &str) {
    let Some(order) = cx.store.get(id).cloned() else { return };
    let units = Units::of(cx, id);
    let mut sums = Sums::default();
    for one in cx.store.ids("LineItem", "order", id) {
        line(cx, &one, &units, &mut sums);
    }
    // Taxes may be stated for the order as a whole.
    let mut whole_order = Record::new();
    whole_order.insert("taxLines".to_owned(), json!(list(&order, "statedTaxLines")));
    if !taxes(&whole_order).is_zero() {
        sums.tax_lines(&whole_order, sums.units, sums.units - sums.units_now);
    }
    let shipping = shipping(cx, id, &mut sums);
    let paid = paid(cx, id);
    let included = flag(&order, "taxesIncluded");
    let with_tax = |tax: Decimal| if included { Decimal::ZERO } else { tax };
    let total = sums.net + shipping.charged + with_tax(sums.tax);
    let discrepancy = discrepancy(cx, id);
    let total_now = sums.net_now + shipping.now + with_tax(sums.tax_now) + discrepancy;
    let net = paid.received - paid.refunded;
    let due = total_now - net;
    let status = delivered(cx, id, &sums);
    let cancelled = given(&order, "cancelledAt").is_some();
    let open = sums.unfulfilled > 0 && !cancelled;
    let financial = financial(&order, &paid, total, due);
    let original = order.get("originalTotalPriceSet").cloned().unwrap_or_else(|| dec(total));
    let done = !cancelled
        && status == "FULFILLED"
        && ["PAID", "REFUNDED", "PARTIALLY_REFUNDED"].iter().any(|one| financial == *one);
    cx.store.set(
        id,
        json!({
            "subtotalPriceSet": dec(sums.net), "totalPriceSet": dec(total), "originalTotalPriceSet": original,
            "totalTaxSet": dec(sums.tax), "totalDiscountsSet": dec(sums.off), "cartDiscountAmountSet": dec(sums.off_order),
            "totalShippingPriceSet": dec(shipping.stated), "totalReceivedSet": dec(paid.received),
            "totalOutstandingSet": dec(due), "totalCapturableSet": dec(paid.open), "totalRefundedSet": dec(paid.refunded),
            "totalRefundedShippingSet": dec(shipping.refunded), "netPaymentSet": dec(net), "refundDiscrepancySet": dec(discrepancy),
            "currentSubtotalPriceSet": dec(sums.net_now), "currentTotalPriceSet": dec(total_now),
            "currentTotalTaxSet": dec(sums.tax_now), "currentTotalDiscountsSet": dec(sums.off_now),
            "currentCartDiscountAmountSet": dec(sums.off_order_now), "currentShippingPriceSet": dec(shipping.now),
            "currentSubtotalLineItemsQuantity": sums.units_now, "subtotalLineItemsQuantity": sums.units,
            "totalWeight": sums.grams.round().to_string(), "currentTotalWeight": sums.grams_now.round().to_string(),
            "taxLines": sums.told(false), "currentTaxLines": sums.told(true), "paymentGatewayNames": paid.gateways,
            "displayFinancialStatus": financial, "displayFulfillmentStatus": status, "requiresShipping": sums.shipped,
            "fullyPaid": due <= Decimal::ZERO, "unpaid": paid.received.is_zero() && due > Decimal::ZERO,
            "capturable": paid.open > Decimal::ZERO, "canMarkAsPaid": !cancelled && due > Decimal::ZERO && financial != "PAID",
            "canNotifyCustomer": given(&order, "email").is_some(), "fulfillable": open, "refundable": net > Decimal::ZERO,
            "restockable": sums.units_now > 0, "returnStatus": returns::of_order(cx, id), "done": done,
        }),
    );
}
