//! What a customer gets in exchange for what comes back.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::shopify::Cx;
use crate::shopify::json::{amount, given, object, objects, text, whole};
use crate::shopify::mutations::{UserError, wrong};
use crate::shopify::orders::{self, Discount};
use crate::store::Record;

/// Puts down what a return names to be given in exchange.
pub(super) fn put(cx: &mut Cx<'_>, id: &str, input: &Record, path: &str) -> Result<(), UserError> {
    for (at, stated) in objects(input, "exchangeLineItems").enumerate() {
        let path = format!("{path}.exchangeLineItems.{at}");
        let line = orders::line(cx, stated, &path)?;
        let own = cx.store.id("ExchangeLineItem");
        let sku = line.get("sku");
        cx.store.put(json!({
            "id": own, "return": id, "stated": stated, "quantity": line.get("quantity"), "processedQuantity": 0,
            "title": line.get("title"), "variantTitle": line.get("variantTitle"), "variantSku": sku,
            "variantId": line.get("variant"), "productId": line.get("product"),
        }));
    }
    Ok(())
}

/// Adds what is given in exchange to the order.
pub(super) fn process(cx: &mut Cx<'_>, order: &str, id: &str, input: &Record) -> Result<(), UserError> {
    for (at, asked) in objects(input, "exchangeLineItems").enumerate() {
        let path = format!("input.exchangeLineItems.{at}");
        let known = cx.store.get(text(asked, "id")).filter(|one| text(one, "return") == id).cloned();
        let missing = || wrong(&path, "Exchange line item not found.").code("NOT_FOUND");
        let known = known.ok_or_else(missing)?;
        let (quantity, done) = (whole(asked, "quantity"), whole(&known, "processedQuantity"));
        let left = whole(&known, "quantity") - done;
        if quantity < 1 || quantity > left {
            let message = format!("Quantity must be from 1 to the {left} that are left.");
            return Err(wrong(&path, message).code("INVALID"));
        }
        let mut stated = object(&known, "stated").cloned().unwrap_or_default();
        stated.insert("quantity".to_owned(), json!(quantity));
        let mut line = orders::line(cx, &stated, &path)?;
        if let Some(given) = object(&stated, "appliedDiscount") {
            take_off(cx, &mut line, given);
        }
        orders::add_line(cx, order, line);
        cx.store.set(text(&known, "id"), json!({ "processedQuantity": done + quantity }));
    }
    Ok(())
}

fn take_off(cx: &Cx<'_>, line: &mut Record, stated: &Record) {
    let none = Record::new();
    let discount = Discount {
        code: None,
        title: given(stated, "description").unwrap_or("Discount"),
        percentage: Some(amount(object(stated, "value").unwrap_or(&none), "percentage")),
        fixed: Decimal::ZERO,
        selection: "EXPLICIT",
        target: "LINE_ITEM",
    };
    let application = discount.application(cx, 0);
    orders::allocate(line, discount.of(orders::worth(line).0), &application);
}

pub(super) fn field(field: &str, record: &Record) -> Option<Value> {
    (field == "unprocessedQuantity")
        .then(|| json!(whole(record, "quantity") - whole(record, "processedQuantity")))
}
