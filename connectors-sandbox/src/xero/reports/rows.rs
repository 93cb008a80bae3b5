//! How reports are written down: rows of cells, all of them text.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::xero::wire::round;

/// An amount with its cents.
pub(super) fn money(amount: Decimal) -> String {
    fixed(amount, 2)
}

/// A number with so many decimals. Nothing has no sign.
pub(super) fn fixed(number: Decimal, places: u32) -> String {
    let rounded = round(number, places);
    let rounded = if rounded.is_zero() { Decimal::ZERO } else { rounded };
    format!("{rounded:.0$}", places as usize)
}

pub(super) fn cell(value: impl Into<String>) -> Value {
    json!({ "Value": value.into() })
}

/// A cell that says what it is of: `account`, `accountID` or `invoiceID`, and its id.
pub(super) fn cell_of(value: impl Into<String>, what: &str, id: &str) -> Value {
    json!({ "Value": value.into(), "Attributes": [attribute(what, id)] })
}

/// A figure of an account that is summed up from one day to another.
pub(super) fn cell_between(
    value: impl Into<String>,
    account: &str,
    from: Option<NaiveDate>,
    to: NaiveDate,
) -> Value {
    let date = |date: NaiveDate| date.format("%-m/%-d/%Y").to_string();
    json!({
        "Value": value.into(),
        "Attributes": [
            attribute("account", account),
            attribute("fromDate", &from.map(date).unwrap_or_default()),
            attribute("toDate", &date(to)),
        ],
    })
}

fn attribute(id: &str, value: &str) -> Value {
    json!({ "Value": value, "Id": id })
}

/// A row of some kind.
pub(super) fn row(kind: &str, cells: Vec<Value>) -> Value {
    json!({ "RowType": kind, "Cells": cells })
}

/// A row of plain texts.
pub(super) fn texts(kind: &str, values: impl IntoIterator<Item = String>) -> Value {
    row(kind, values.into_iter().map(cell).collect())
}

/// A title and a figure for each column.
pub(super) fn figures(kind: &str, title: &str, amounts: &[Decimal]) -> Value {
    texts(kind, std::iter::once(title.to_owned()).chain(amounts.iter().map(|amount| money(*amount))))
}

pub(super) fn section(title: &str, rows: Vec<Value>) -> Value {
    json!({ "RowType": "Section", "Title": title, "Rows": rows })
}
