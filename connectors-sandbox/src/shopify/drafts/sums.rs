//! What a draft costs.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::shopify::Cx;
use crate::shopify::json::{amount, dec, decimal, given, map, object, objects, text, whole};
use crate::shopify::mutations::UserError;
use crate::shopify::orders::{allocate, discounts, line, of_draft, spread, worth};
use crate::store::Record;

/// The amount of a `MoneyInput`.
fn money(input: &Record, field: &str) -> Option<Decimal> {
    object(input, field)?.get("amount").and_then(decimal)
}

/// A line of a draft as an order would state it.
pub(super) fn bought(input: &Record) -> Value {
    let own = || {
        given(input, "variantId").is_none().then(|| money(input, "originalUnitPriceWithCurrency")).flatten()
    };
    let mut line = input.clone();
    if let Some(price) = money(input, "priceOverride").or_else(own) {
        line.insert("priceSet".to_owned(), json!({ "shopMoney": { "amount": dec(price) } }));
    }
    line.insert("discount".to_owned(), input.get("appliedDiscount").cloned().unwrap_or_default());
    Value::Object(line)
}

/// A discount with what it takes off.
fn applied(input: &Record, off: Decimal) -> Value {
    json!({
        "title": input.get("title"), "description": text(input, "description"), "value": input.get("value"),
        "valueType": text(input, "valueType"), "amountSet": dec(off),
    })
}

pub(super) struct Sums {
    pub(super) lines: Vec<Record>,
    discount: Value,
    shipping: Option<(String, Decimal)>,
}

impl Sums {
    /// # Errors
    /// What is wrong with the lines.
    pub(super) fn of(cx: &Cx<'_>, stated: &Record) -> Result<Self, UserError> {
        let mut lines = Vec::new();
        for (at, input) in objects(stated, "lineItems").enumerate() {
            let as_bought = map(bought(input));
            let mut line = line(cx, &as_bought, &format!("lineItems.{at}"))?;
            let mut shown = Value::Null;
            if let Some(discount) = object(input, "appliedDiscount") {
                let off = of_draft(discount, "EXPLICIT").times(whole(&line, "quantity")).of(worth(&line).0);
                allocate(&mut line, off, &Value::Null);
                shown = applied(discount, off);
            }
            line.insert("appliedDiscount".to_owned(), shown);
            line.insert("uuid".to_owned(), input.get("uuid").cloned().unwrap_or_default());
            tell(&mut line);
            lines.push(line);
        }
        let mut discount = Value::Null;
        if let Some(stated) = object(stated, "appliedDiscount") {
            let off = of_draft(stated, "ALL").of(lines.iter().map(|line| worth(line).1).sum());
            spread(&mut lines, off, &Value::Null);
            discount = applied(stated, off);
        }
        let shipping = object(stated, "shippingLine").filter(|line| given(line, "title").is_some());
        let shipping = shipping.map(|line| {
            (text(line, "title").to_owned(), money(line, "priceWithCurrency").unwrap_or_default())
        });
        Ok(Self { lines, discount, shipping })
    }

    /// The sums as fields of a draft.
    pub(super) fn told(&self, cx: &mut Cx<'_>) -> Record {
        let sum = |of: fn(&Record) -> Decimal| -> Decimal { self.lines.iter().map(of).sum() };
        let gross = sum(|line| worth(line).0);
        let net = sum(|line| worth(line).1);
        let off = sum(|line| discounts(line).0);
        let units: i64 = self.lines.iter().map(|line| whole(line, "quantity")).sum();
        let grams = sum(|line| amount(line, "grams") * Decimal::from(whole(line, "quantity")));
        let shipping = self.shipping.as_ref().map_or(Decimal::ZERO, |(_, price)| *price);
        let line = self.shipping.as_ref().map(|(title, price)| {
            json!({
                "id": cx.store.id("ShippingLine"), "title": title, "custom": true, "isRemoved": false, "originalPriceSet": dec(*price),
                "discountedPriceSet": dec(*price), "currentDiscountedPriceSet": dec(*price), "taxLines": [],
            })
        });
        let due = dec(net + shipping);
        map(json!({
            "appliedDiscount": self.discount, "shippingLine": line, "lineItemsSubtotalPrice": dec(sum(|line| amount(line, "discountedTotalSet"))),
            "subtotalPriceSet": dec(net), "totalPriceSet": due, "totalTaxSet": "0.0", "totalDiscountsSet": dec(off),
            "totalLineItemsPriceSet": dec(gross), "totalShippingPriceSet": dec(shipping), "totalQuantityOfLineItems": units,
            "totalWeight": grams.round().to_string(), "taxLines": [], "amountDueNowSet": due, "amountDueLaterSet": "0.0",
        }))
    }
}

/// What a line costs, in its own fields.
fn tell(line: &mut Record) {
    let (gross, net) = worth(line);
    let each = (net / Decimal::from(whole(line, "quantity").max(1))).round_dp(2);
    line.extend(map(json!({
        "originalTotalSet": dec(gross), "discountedTotalSet": dec(net), "totalDiscountSet": dec(gross - net),
        "approximateDiscountedUnitPriceSet": dec(each), "custom": given(line, "variant").is_none(),
        "weight": { "value": line.get("grams"), "unit": "GRAMS" },
    })));
}
