//! Short ways into JSON.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::store::Record;

/// The text of a field; empty if there is none.
pub(super) fn text<'r>(record: &'r Record, field: &str) -> &'r str {
    record.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// The text of a field that is there and not blank.
pub(super) fn given<'r>(record: &'r Record, field: &str) -> Option<&'r str> {
    record.get(field).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
}

pub(super) fn whole(record: &Record, field: &str) -> i64 {
    record.get(field).and_then(Value::as_i64).unwrap_or_default()
}

pub(super) fn flag(record: &Record, field: &str) -> bool {
    record.get(field).and_then(Value::as_bool).unwrap_or_default()
}

pub(super) fn list<'r>(record: &'r Record, field: &str) -> &'r [Value] {
    record.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The objects of a list.
pub(super) fn objects<'r>(record: &'r Record, field: &str) -> impl Iterator<Item = &'r Record> + use<'r> {
    list(record, field).iter().filter_map(Value::as_object)
}

/// The texts of a list.
pub(super) fn texts(record: &Record, field: &str) -> Vec<String> {
    list(record, field).iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

pub(super) fn object<'r>(record: &'r Record, field: &str) -> Option<&'r Record> {
    record.get(field).and_then(Value::as_object)
}

pub(super) fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// An amount, as a text or a number.
pub(super) fn decimal(value: &Value) -> Option<Decimal> {
    match value {
        Value::String(text) => Decimal::from_str(text.trim()).ok(),
        Value::Number(number) => Decimal::from_str(&number.to_string()).ok(),
        _ => None,
    }
}

/// The amount of a field; zero if there is none.
pub(super) fn amount(record: &Record, field: &str) -> Decimal {
    record.get(field).and_then(decimal).unwrap_or_default()
}

/// An amount as `Decimal` writes it: `12.5`, `12.0`.
pub(super) fn dec(amount: Decimal) -> Value {
    let text = amount.normalize().to_string();
    Value::String(if text.contains('.') { text } else { format!("{text}.0") })
}

/// An amount as `Money` writes it: `12.50`.
pub(super) fn money(amount: Decimal) -> Value {
    Value::String(format!("{:.2}", amount.round_dp(2)))
}

/// Copies the fields that are there from an input; those that are null, too, which clears them.
pub(super) fn copy(from: &Record, to: &mut Record, fields: &[&str]) {
    for field in fields {
        if let Some(value) = from.get(*field) {
            to.insert((*field).to_owned(), value.clone());
        }
    }
}

/// A text without its marks of HTML.
pub(super) fn plain(html: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for char in html.chars() {
        match char {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if !inside => plain.push(char),
            _ => {}
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a title becomes in an address.
pub(super) fn slug(title: &str) -> String {
    let words = title.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// Tags, each once, in order.
pub(super) fn tags(tags: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for tag in tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty()) {
        if !kept.iter().any(|known| known.eq_ignore_ascii_case(tag)) {
            kept.push(tag.to_owned());
        }
    }
    kept.sort_by_key(|tag| tag.to_lowercase());
    kept
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{dec, money, slug, tags};

    #[test]
    fn amounts_are_written_as_their_types_do() {
        assert_eq!((dec(Decimal::new(1250, 2)), dec(Decimal::new(12, 0))), ("12.5".into(), "12.0".into()));
        assert_eq!((money(Decimal::new(125, 1)), money(Decimal::ZERO)), ("12.50".into(), "0.00".into()));
    }

    #[test]
    fn a_tag_is_there_once_and_a_handle_has_no_blanks() {
        assert_eq!(tags(&["b".into(), " A".into(), "B".into()]), ["A", "b"]);
        assert_eq!(slug("  The Blue/Shirt! "), "the-blue-shirt");
    }
}
