//! What an order is made of: its lines, what is taken off their price, and the taxes on them.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::shopify::Cx;
use crate::shopify::json::{amount, dec, decimal, flag, given, list, object, objects, text, whole};
use crate::shopify::mutations::{UserError, wrong};
use crate::store::Record;

/// The title of the only variant of a product without options.
const DEFAULT: &str = "Default Title";

/// The amount in the shop's currency that an input of a money bag states.
pub(in crate::shopify) fn bag(input: &Record, field: &str) -> Option<Decimal> {
    object(object(input, field)?, "shopMoney")?.get("amount").and_then(decimal)
}

/// What `part` of `whole` is worth, if all is worth `total`; parts that follow each other add up to the total.
pub(in crate::shopify) fn portion(total: Decimal, whole: i64, before: i64, part: i64) -> Decimal {
    if whole == 0 {
        return Decimal::ZERO;
    }
    let until = |count: i64| (total * Decimal::from(count) / Decimal::from(whole)).round_dp(2);
    until(before + part) - until(before)
}

/// What is taken off a line's price, and how much of that by discounts on the order as a whole.
pub(in crate::shopify) fn discounts(line: &Record) -> (Decimal, Decimal) {
    let on_order = |one: &&Record| {
        object(one, "discountApplication").is_some_and(|by| text(by, "targetSelection") == "ALL")
    };
    let sum = |one: &Record| amount(one, "allocatedAmountSet");
    (
        objects(line, "discountAllocations").map(sum).sum(),
        objects(line, "discountAllocations").filter(on_order).map(sum).sum(),
    )
}

/// What a line costs before anything is taken off, and after.
pub(in crate::shopify) fn worth(line: &Record) -> (Decimal, Decimal) {
    let gross = amount(line, "originalUnitPriceSet") * Decimal::from(whole(line, "quantity"));
    (gross, gross - discounts(line).0)
}

/// The sum of the taxes on something.
pub(in crate::shopify) fn taxes(record: &Record) -> Decimal {
    objects(record, "taxLines").map(|line| amount(line, "priceSet")).sum()
}

/// Taxes as an input states them, on what costs so much.
pub(in crate::shopify) fn tax_lines(input: &Record, on: Decimal, included: bool) -> Value {
    let line = |line: &Record| {
        let rate = amount(line, "rate");
        let part = if included { on * rate / (Decimal::ONE + rate) } else { on * rate };
        let price = bag(line, "priceSet").unwrap_or_else(|| part.round_dp(2));
        json!({
            "title": text(line, "title"), "rate": dec(rate), "ratePercentage": dec(rate * Decimal::ONE_HUNDRED),
            "priceSet": dec(price), "channelLiable": line.get("channelLiable"),
        })
    };
    objects(input, "taxLines").map(line).collect()
}

/// Something that is bought: a line without discounts and taxes, as an order, a draft or an edit states it.
pub(in crate::shopify) fn line(cx: &Cx<'_>, input: &Record, path: &str) -> Result<Record, UserError> {
    let at = |field: &str| format!("{path}.{field}");
    let quantity = whole(input, "quantity");
    if quantity < 1 {
        return Err(wrong(&at("quantity"), "Quantity must be greater than 0").code("INVALID"));
    }
    let variant = match given(input, "variantId") {
        Some(id) => Some(
            cx.store
                .get(id)
                .filter(|_| id.contains("/ProductVariant/"))
                .ok_or_else(|| wrong(&at("variantId"), "Product variant does not exist").code("INVALID"))?,
        ),
        None => None,
    };
    let none = Record::new();
    let known = variant.unwrap_or(&none);
    let product = variant.map(|variant| text(variant, "product")).or_else(|| given(input, "productId"));
    let product = product.and_then(|id| cx.store.get(id)).unwrap_or(&none);
    let item = cx.store.get(text(known, "inventoryItem")).unwrap_or(&none);
    let title = given(product, "title").filter(|_| variant.is_some()).or_else(|| given(input, "title"));
    let Some(title) = title.or_else(|| given(product, "title")) else {
        return Err(wrong(&at("title"), "Title can't be blank").code("INVALID"));
    };
    let kind =
        given(known, "title").filter(|title| *title != DEFAULT).or_else(|| given(input, "variantTitle"));
    let stated = bag(input, "priceSet");
    if stated.is_some_and(|price| price < Decimal::ZERO) {
        return Err(wrong(&at("priceSet"), "Price must be greater than or equal to 0").code("INVALID"));
    }
    let price = stated.unwrap_or_else(|| amount(known, "price"));
    let attribute = |one: &Record| {
        let key = given(one, "key").or_else(|| given(one, "name")).unwrap_or_default();
        json!({ "key": key, "value": text(one, "value") })
    };
    let attributes = ["properties", "customAttributes"];
    let attributes: Vec<Value> =
        attributes.iter().flat_map(|field| objects(input, field)).map(attribute).collect();
    let line = json!({
        "title": title, "variantTitle": kind, "name": kind.map_or_else(|| title.to_owned(), |kind| format!("{title} - {kind}")),
        "vendor": given(product, "vendor").or_else(|| given(input, "vendor")),
        "sku": given(item, "sku").or_else(|| given(input, "sku")), "quantity": quantity,
        "product": product.get("id"), "variant": known.get("id"), "removed": 0,
        "isGiftCard": flag(input, "giftCard") || flag(product, "isGiftCard"),
        "requiresShipping": flag(input, "requiresShipping") || flag(item, "requiresShipping"),
        "taxable": input.get("taxable").and_then(Value::as_bool).unwrap_or_else(|| variant.is_none_or(|one| flag(one, "taxable"))),
        "customAttributes": attributes, "originalUnitPriceSet": dec(price), "grams": dec(grams(input, item)),
        "discountAllocations": [], "taxLines": [],
    });
    Ok(crate::shopify::json::map(line))
}

fn grams(input: &Record, item: &Record) -> Decimal {
    let own = object(item, "measurement").and_then(|one| object(one, "weight"));
    let Some(weight) = object(input, "weight").or(own) else { return Decimal::ZERO };
    let each = match text(weight, "unit") {
        "KILOGRAMS" => Decimal::ONE_THOUSAND,
        "POUNDS" => Decimal::new(45_359, 2),
        "OUNCES" => Decimal::new(2835, 2),
        _ => Decimal::ONE,
    };
    amount(weight, "value") * each
}

/// Takes `amount` off the lines, from each by what it costs.
pub(in crate::shopify) fn spread(lines: &mut [Record], amount: Decimal, application: &Value) {
    let nets: Vec<Decimal> = lines.iter().map(|line| worth(line).1).collect();
    let total: Decimal = nets.iter().sum();
    if total.is_zero() {
        return;
    }
    let amount = amount.min(total);
    let mut until = Decimal::ZERO;
    let mut given = Decimal::ZERO;
    for (line, net) in lines.iter_mut().zip(nets) {
        until += net;
        let part = (amount * until / total).round_dp(2) - given;
        given += part;
        allocate(line, part, application);
    }
}

/// Takes `amount` off one line.
pub(in crate::shopify) fn allocate(line: &mut Record, amount: Decimal, application: &Value) {
    let mut allocations = list(line, "discountAllocations").to_vec();
    allocations.push(json!({ "allocatedAmountSet": dec(amount), "discountApplication": application }));
    line.insert("discountAllocations".to_owned(), Value::Array(allocations));
}

/// An application of a discount: who gave it, on what, and how much it says.
pub(in crate::shopify) struct Discount<'d> {
    pub(in crate::shopify) code: Option<&'d str>,
    pub(in crate::shopify) title: &'d str,
    pub(in crate::shopify) percentage: Option<Decimal>,
    pub(in crate::shopify) fixed: Decimal,
    /// `ALL`, or `EXPLICIT` for one line.
    pub(in crate::shopify) selection: &'static str,
    /// `LINE_ITEM` or `SHIPPING_LINE`.
    pub(in crate::shopify) target: &'static str,
}

impl Discount<'_> {
    pub(in crate::shopify) fn application(&self, cx: &Cx<'_>, index: usize) -> Value {
        let value = match self.percentage {
            Some(percentage) => {
                json!({ "__typename": "PricingPercentageValue", "percentage": dec(percentage) })
            }
            None => {
                json!({ "__typename": "MoneyV2", "amount": dec(self.fixed), "currencyCode": cx.currency() })
            }
        };
        let kind = if self.code.is_some() { "DiscountCodeApplication" } else { "ManualDiscountApplication" };
        json!({
            "__typename": kind, "index": index, "code": self.code, "title": self.title, "allocationMethod": "ACROSS",
            "targetSelection": self.selection, "targetType": self.target, "value": value,
        })
    }

    /// The same for each of several units.
    pub(in crate::shopify) fn times(mut self, units: i64) -> Self {
        self.fixed *= Decimal::from(units);
        self
    }

    /// How much it takes off what costs `on`.
    pub(in crate::shopify) fn of(&self, on: Decimal) -> Decimal {
        let part = self.percentage.map_or(self.fixed, |percentage| on * percentage / Decimal::ONE_HUNDRED);
        part.round_dp(2).clamp(Decimal::ZERO, on.max(Decimal::ZERO))
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;
    use serde_json::json;

    use super::{portion, spread, worth};
    use crate::shopify::json::map;

    #[test]
    fn parts_add_up_to_the_whole() {
        let total = Decimal::new(1000, 2);
        let parts: Vec<Decimal> = (0..3).map(|before| portion(total, 3, before, 1)).collect();
        assert_eq!(parts.iter().sum::<Decimal>(), total);
        assert_eq!(parts, [Decimal::new(333, 2), Decimal::new(334, 2), Decimal::new(333, 2)]);
    }

    #[test]
    fn what_is_spread_is_taken_off_to_the_cent_and_never_more_than_there_is() {
        let line = |price: &str| {
            map(json!({ "originalUnitPriceSet": price, "quantity": 1, "discountAllocations": [] }))
        };
        let mut lines = vec![line("0.10"), line("0.10"), line("0.10")];
        spread(&mut lines, Decimal::new(10, 2), &json!({}));
        assert_eq!(lines.iter().map(|line| worth(line).1).sum::<Decimal>(), Decimal::new(20, 2));
        spread(&mut lines, Decimal::ONE, &json!({}));
        assert!(lines.iter().all(|line| worth(line).1.is_zero()), "{lines:?}");
    }
}
