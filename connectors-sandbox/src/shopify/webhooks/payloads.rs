//! Records in the form of the REST API, which is that of deliveries: names with underscores, numbers for ids, times with the shop's
//! offset, prices as texts. [`shapes`](super::shapes) states the members of the types that are met often; the others are put into that
//! form as they are stored.

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::shapes::{self, As, Shape};
use crate::shopify::json::{decimal, given, map, money, objects, text, whole};
use crate::shopify::store::{kind_of, number_of};
use crate::shopify::{Cx, SHOP_ID, resolve, tables};
use crate::store::Record;

/// A record that is there.
pub(super) fn of(cx: &Cx<'_>, kind: &str, record: &Record) -> Value {
    match shapes::of(kind) {
        Some(shape) => shaped(cx, kind, record, shape),
        None => generic(cx, record),
    }
}

/// A record by its id; nothing if it is gone.
pub(super) fn of_id(cx: &Cx<'_>, id: &str) -> Value {
    let record = cx.store.get(id).cloned().unwrap_or_default();
    of(cx, kind_of(id).unwrap_or_default(), &record)
}

/// What is told of a record that is gone.
pub(super) fn of_gone(cx: &Cx<'_>, kind: &str, record: &Record) -> Value {
    shaped(cx, kind, record, shapes::of_gone(kind))
}

pub(super) fn shaped(cx: &Cx<'_>, kind: &str, record: &Record, shape: Shape) -> Value {
    let member =
        |(name, path, form): &(&str, &str, As)| ((*name).to_owned(), formed(cx, kind, record, path, form));
    Value::Object(shape.iter().map(member).collect())
}

fn formed(cx: &Cx<'_>, kind: &str, record: &Record, path: &str, form: &As) -> Value {
    let found = || at(cx, kind, record, path);
    match form {
        As::Plain => found(),
        As::Number => found().as_str().map_or(Value::Null, |id| json!(number_of(id))),
        As::Time => found().as_str().map_or(Value::Null, |time| local(cx, time)),
        As::Word => found().as_str().map_or(Value::Null, |word| json!(word.to_lowercase())),
        As::Joined => {
            let words = found();
            let words = words.as_array().into_iter().flatten().filter_map(Value::as_str);
            json!(words.collect::<Vec<_>>().join(", "))
        }
        As::Text => found().as_str().map_or(json!(""), |text| json!(text)),
        As::Flag => json!(found().as_bool().unwrap_or_default()),
        As::Price => amount(&found()).map_or(Value::Null, money),
        As::Sum => price(&found()),
        As::Bag => bag(cx, &found()),
        As::Address => found().as_object().map_or(Value::Null, address),
        As::One(kind, shape) => each(cx, kind, &found(), shape).into_iter().next().unwrap_or_default(),
        As::Each(kind, shape) => match found() {
            Value::Array(items) => items.iter().flat_map(|one| each(cx, kind, one, shape)).collect(),
            _ => json!([]),
        },
        As::Always(json) => serde_json::from_str(json).unwrap_or_default(),
        As::By(own) => own(cx, record),
    }
}

/// A record that stands for itself, or by its id, in a shape.
fn each(cx: &Cx<'_>, kind: &str, found: &Value, shape: Shape) -> Option<Value> {
    match found {
        Value::String(id) => Some(shaped(cx, kind_of(id)?, cx.store.get(id)?, shape)),
        Value::Object(record) => Some(shaped(cx, kind, record, shape)),
        _ => None,
    }
}

/// What stands at a path of fields.
fn at(cx: &Cx<'_>, kind: &str, record: &Record, path: &str) -> Value {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let mut found = resolve::value(cx, kind, record, first);
    if let (Value::Null, Some((child, by))) = (&found, tables::relation(kind, first)) {
        found = json!(cx.store.ids(child, by, text(record, "id")));
    }
    match (rest, &found) {
        (None, _) => found,
        (Some(rest), Value::String(id)) => match (kind_of(id), cx.store.get(id)) {
            (Some(kind), Some(record)) => at(cx, kind, record, rest),
            _ => Value::Null,
        },
        (Some(rest), Value::Object(record)) => at(cx, "", record, rest),
        _ => Value::Null,
    }
}

/// A time with the shop's offset.
pub(super) fn local(cx: &Cx<'_>, time: &str) -> Value {
    let Ok(time) = DateTime::parse_from_rfc3339(time) else { return json!(time) };
    let minutes = cx.store.get(SHOP_ID).map_or(0, |shop| whole(shop, "timezoneOffsetMinutes"));
    match i32::try_from(minutes * 60).ok().and_then(FixedOffset::east_opt) {
        Some(offset) => json!(time.with_timezone(&offset).to_rfc3339_opts(SecondsFormat::Secs, false)),
        None => json!(time.to_rfc3339_opts(SecondsFormat::Secs, false)),
    }
}

/// A time as payloads have it that are not of the REST API.
pub(super) fn precise(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// An amount of the shop's currency, in any of its forms.
fn amount(found: &Value) -> Option<Decimal> {
    match found {
        Value::Object(record) => amount(record.get("shopMoney").or(record.get("amount"))?),
        other => decimal(other),
    }
}

/// An amount as the REST API writes it; zero if there is none.
pub(super) fn price(found: &Value) -> Value {
    money(amount(found).unwrap_or_default())
}

/// An amount in both currencies.
pub(super) fn bag(cx: &Cx<'_>, found: &Value) -> Value {
    let one = |name: &str| {
        let stated = found.get(name).unwrap_or(found);
        let amount = amount(stated).unwrap_or_default();
        let currency =
            stated.get("currencyCode").and_then(Value::as_str).map_or_else(|| cx.currency(), str::to_owned);
        json!({ "amount": money(amount), "currency_code": currency })
    };
    json!({ "shop_money": one("shopMoney"), "presentment_money": one("presentmentMoney") })
}

fn address(from: &Record) -> Value {
    let member =
        |(name, field): &(&str, &str)| ((*name).to_owned(), from.get(*field).cloned().unwrap_or_default());
    Value::Object(shapes::ADDRESS.iter().map(member).collect())
}

/// One of a customer's addresses, which has a number.
pub(super) fn of_customer(customer: &Record, from: &Record) -> Value {
    let mut address = address(from);
    let id = text(from, "id");
    address["id"] = json!(number_of(id));
    address["customer_id"] = json!(number_of(text(customer, "id")));
    address["country_name"] = address["country"].clone();
    address["default"] = json!(text(customer, "defaultAddress") == id);
    address
}

/// The names of a product's options with their values.
pub(super) fn options(_: &Cx<'_>, product: &Record) -> Value {
    let one = |(at, option): (usize, &Record)| {
        let values: Vec<&str> = objects(option, "optionValues").map(|value| text(value, "name")).collect();
        json!({
            "id": number_of(text(option, "id")), "product_id": number_of(text(product, "id")), "name": option.get("name"),
            "position": at + 1, "values": values,
        })
    };
    objects(product, "options").enumerate().map(one).collect()
}

/// A record as it is stored, in the form of the REST API.
fn generic(cx: &Cx<'_>, record: &Record) -> Value {
    let mut out = map(json!({}));
    for (name, value) in record.iter().filter(|(name, _)| !name.starts_with("__")) {
        let number = value.as_str().filter(|text| kind_of(text).is_some()).map(number_of);
        match (name.as_str(), number) {
            ("id", Some(number)) => {
                out.insert("id".to_owned(), json!(number));
                out.insert("admin_graphql_api_id".to_owned(), value.clone());
            }
            (_, Some(number)) => drop(out.insert(format!("{}_id", snake(name)), json!(number))),
            (name, None) if name.ends_with("At") => {
                let time = given(record, name).map_or(Value::Null, |time| local(cx, time));
                out.insert(snake(name), time);
            }
            (name, None) => drop(out.insert(snake(name), lowered(cx, value))),
        }
    }
    Value::Object(out)
}

fn lowered(cx: &Cx<'_>, value: &Value) -> Value {
    match value {
        Value::Object(record) => generic(cx, record),
        Value::Array(items) => items.iter().map(|item| lowered(cx, item)).collect(),
        other => other.clone(),
    }
}

/// `created_at` for `createdAt`.
fn snake(name: &str) -> String {
    name.chars().fold(String::new(), |mut all, letter| {
        if letter.is_uppercase() && !all.is_empty() {
            all.push('_');
        }
        all.extend(letter.to_lowercase());
        all
    })
}

#[cfg(test)]
mod tests {
    use super::snake;

    #[test]
    fn names_have_underscores() {
        assert_eq!((snake("updatedAt").as_str(), snake("id").as_str()), ("updated_at", "id"));
    }
}
