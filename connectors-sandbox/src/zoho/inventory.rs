//! What follows from the lines of a quote, an order or an invoice: the totals, which nobody writes. A line without a price
//! has that of its product.

use serde_json::{Value, json};

use super::modules::{Kind, Module, module};
use super::store::{State, text};
use crate::store::Record;

/// Reckons the totals of each line, and of them all.
pub(super) fn total(state: &mut State, of: &'static Module, id: &str) {
    let lines = of.fields.iter().find_map(|field| match field.kind {
        Kind::Subform(rows) => module(rows).filter(|rows| rows.field("List_Price").is_some()),
        _ => None,
    });
    let Some(lines) = lines else { return };
    let rows: Vec<Record> = state.find(lines.name, "Parent_Id", id).cloned().collect();
    let mut sum = 0.0;
    for mut row in rows {
        let price = number(&row, "List_Price").or_else(|| {
            let product = state.get("Products", text(&row, "Product_Name"))?;
            number(product, "Unit_Price")
        });
        let part = |field| number(&row, field).unwrap_or_default();
        let total = price.unwrap_or_default() * part("Quantity");
        let net = total - part("Discount") + part("Tax");
        sum += net;
        for (field, value) in [("List_Price", price), ("Total", Some(total)), ("Net_Total", Some(net))] {
            row.insert(field.to_owned(), json!(value.map(cents)));
        }
        state.put(lines, row);
    }
    let Some(mut record) = state.get(of.name, id).cloned() else { return };
    let part = |field| number(&record, field).unwrap_or_default();
    let grand = sum - part("Discount") + part("Tax") + part("Adjustment");
    record.insert("Sub_Total".to_owned(), json!(cents(sum)));
    record.insert("Grand_Total".to_owned(), json!(cents(grand)));
    state.put(of, record);
}

fn number(record: &Record, field: &str) -> Option<f64> {
    record.get(field).and_then(Value::as_f64)
}

fn cents(amount: f64) -> f64 {
    (amount * 100.0).round() / 100.0
}
