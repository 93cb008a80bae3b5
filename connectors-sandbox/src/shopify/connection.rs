//! Connections: which records are in one, in which order, and the page that is asked for.

use std::cmp::Ordering;
use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::store::{kind_of, number_of};
use super::{Cx, resolve, search, tables};
use crate::store::Record;

/// The most records on a page.
const MOST: u64 = 250;
/// So many records can be walked through page by page. Source: shopify.dev, "Shopify API limits"; how more is refused is not verified.
const FARTHEST: usize = 25_000;

/// A record of a connection with its place in it.
struct Entry {
    /// What it is ordered by, as it is and as it is compared.
    value: Value,
    key: Key,
    number: u64,
    node: Value,
}

impl Entry {
    fn new(value: Value, number: u64, node: Value) -> Self {
        Self { key: Key::of(&value), value, number, node }
    }
}

/// A value as others are compared with it: numbers before texts, whose letters' case does not count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Nothing,
    Flag(bool),
    Number(Decimal),
    Text(String),
}

impl Key {
    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Nothing,
            Value::Bool(flag) => Self::Flag(*flag),
            Value::String(text) => {
                Decimal::from_str(text).map_or_else(|_| Self::Text(text.to_lowercase()), Self::Number)
            }
            other => Decimal::from_str(&other.to_string())
                .map_or_else(|_| Self::Text(other.to_string()), Self::Number),
        }
    }
}

/// What may be wrong with the arguments.
pub(super) type Paged = Result<Value, String>;

/// The connection of these nodes (ids, or records as they are) as the arguments want it. `all` gives it whole.
pub(super) fn page(
    cx: &Cx<'_>,
    nodes: Vec<Value>,
    kind: &str,
    args: &Record,
    stored: bool,
    all: bool,
) -> Paged {
    let count = |name: &str| args.get(name).and_then(Value::as_i64);
    let (first, last) = (count("first"), count("last"));
    if !all {
        match (first, last) {
            (None, None) => return Err("you must provide one of first or last".to_owned()),
            (Some(_), Some(_)) => return Err("providing both first and last is not supported".to_owned()),
            (Some(count), None) | (None, Some(count)) if count < 0 => {
                return Err("first and last must not be negative".to_owned());
            }
            (Some(count), None) | (None, Some(count)) if count.unsigned_abs() > MOST => {
                return Err(format!("a page of {count} is more than the {MOST} that are allowed"));
            }
            _ => {}
        }
    }
    let mut entries = ordered(cx, filtered(cx, nodes, kind, args), kind, args, stored);
    let reverse = args.get("reverse").and_then(Value::as_bool).unwrap_or_default();
    if reverse {
        entries.reverse();
    }
    let place = |entry: &Entry, cursor: &(Key, u64)| {
        let order = entry.key.cmp(&cursor.0).then(entry.number.cmp(&cursor.1));
        if reverse { order.reverse() } else { order }
    };
    let whole = entries.len();
    let mut from = 0;
    let mut to = whole;
    if let Some(after) = args.get("after").and_then(Value::as_str) {
        let cursor = read_cursor(after).ok_or("the cursor is not valid")?;
        from = entries.partition_point(|entry| place(entry, &cursor) != Ordering::Greater);
    }
    if let Some(before) = args.get("before").and_then(Value::as_str) {
        let cursor = read_cursor(before).ok_or("the cursor is not valid")?;
        to = entries.partition_point(|entry| place(entry, &cursor) == Ordering::Less).max(from);
    }
    if !all && from >= FARTHEST {
        return Err(format!("only the first {FARTHEST} records can be paged through"));
    }
    let size = |count: i64| usize::try_from(count).unwrap_or_default();
    match (first, last) {
        (Some(first), _) => to = to.min(from.saturating_add(size(first))),
        (None, Some(last)) => from = from.max(to.saturating_sub(size(last))),
        (None, None) => {}
    }
    let page: Vec<Entry> = entries.drain(from..to).collect();
    let cursors: Vec<String> = page.iter().map(|entry| cursor(&entry.value, entry.number)).collect();
    let info = json!({
        "hasNextPage": to < whole, "hasPreviousPage": from > 0,
        "startCursor": cursors.first(), "endCursor": cursors.last(),
    });
    let edge = |(entry, cursor): (&Entry, &String)| json!({ "cursor": cursor, "node": entry.node });
    let edges: Vec<Value> = page.iter().zip(&cursors).map(edge).collect();
    let nodes: Vec<Value> = page.into_iter().map(|entry| entry.node).collect();
    Ok(json!({ "edges": edges, "nodes": nodes, "pageInfo": info }))
}

/// The nodes that the arguments of a connection leave in it.
pub(super) fn filtered(cx: &Cx<'_>, nodes: Vec<Value>, kind: &str, args: &Record) -> Vec<Value> {
    let query = args.get("query").and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let query = query.map(search::parse);
    if let Some(query) = &query {
        cx.warn(query.unknown(kind));
    }
    let fields: Vec<(&String, &Value)> =
        args.iter().filter(|(name, value)| !(value.is_null() || PAGING.contains(&name.as_str()))).collect();
    if query.is_none() && fields.is_empty() && args.get("savedSearchId").is_none_or(Value::is_null) {
        return nodes;
    }
    let saved = args.get("savedSearchId").and_then(Value::as_str);
    let fits = |node: &Value| {
        let Some((kind, record)) = record(cx, kind, node) else { return true };
        saved.is_none_or(|saved| cx.fits_saved(saved, kind, record))
            && query.as_ref().is_none_or(|query| query.fits(cx, kind, record))
            && fields.iter().all(|(name, wanted)| field_fits(record, name, wanted))
    };
    nodes.into_iter().filter(fits).collect()
}

/// Arguments that say how, not which.
const PAGING: &[&str] =
    &["first", "last", "after", "before", "reverse", "sortKey", "query", "savedSearchId", "limit"];

/// An argument that has the name of a field wants its value; one that has its plural form, one of several values.
fn field_fits(record: &Record, name: &str, wanted: &Value) -> bool {
    match (name, wanted) {
        ("includeInactive", Value::Bool(false)) => record.get("isActive") != Some(&Value::Bool(false)),
        ("includeClosed", Value::Bool(false)) => !["CLOSED", "CANCELLED"]
            .contains(&record.get("status").and_then(Value::as_str).unwrap_or_default()),
        ("pinnedStatus", Value::String(status)) => match status.as_str() {
            "PINNED" => record.get("pinnedPosition").is_some_and(|value| !value.is_null()),
            "UNPINNED" => record.get("pinnedPosition").is_none_or(Value::is_null),
            _ => true,
        },
        (_, Value::Array(several)) => {
            let singular = name.strip_suffix('s').unwrap_or(name);
            record.get(singular).is_none_or(|value| several.is_empty() || several.contains(value))
        }
        (_, one) => record.get(name).is_none_or(|value| value == one),
    }
}

/// The record of a node, which may be its id.
fn record<'r>(cx: &'r Cx<'_>, kind: &'r str, node: &'r Value) -> Option<(&'r str, &'r Record)> {
    match node {
        Value::String(id) => Some((kind_of(id)?, cx.store.get(id)?)),
        Value::Object(record) => Some((kind, record)),
        _ => None,
    }
}

/// Words of `sortKey` that mean the order in which a record names its own.
const AS_STORED: &[&str] = &["POSITION", "COLLECTION_DEFAULT", "MANUAL", "BEST_SELLING", "RELEVANCE", "ID"];

fn ordered(cx: &Cx<'_>, nodes: Vec<Value>, kind: &str, args: &Record, stored: bool) -> Vec<Entry> {
    let key = args.get("sortKey").and_then(Value::as_str).unwrap_or("ID");
    if stored && AS_STORED.contains(&key) {
        let entry = |(at, node): (usize, Value)| Entry::new(Value::Null, at as u64 + 1, node);
        return nodes.into_iter().enumerate().map(entry).collect();
    }
    let stated = tables::SORTED_BY.iter().find(|(of, word, _)| *of == kind && *word == key);
    let field = stated.map_or_else(|| tables::camel(key), |(.., field)| (*field).to_owned());
    let plain = ["id", "relevance"].contains(&field.as_str());
    let entry = |(at, node): (usize, Value)| {
        let found = if plain { None } else { record(cx, kind, &node) };
        let value = found.map_or(Value::Null, |(kind, record)| resolve::value(cx, kind, record, &field));
        let number = node.as_str().map_or(at as u64 + 1, number_of);
        Entry::new(value, number, node)
    };
    let mut entries: Vec<Entry> = nodes.into_iter().enumerate().map(entry).collect();
    entries.sort_by(|a, b| a.key.cmp(&b.key).then(a.number.cmp(&b.number)));
    entries
}

/// The place of a record in a connection; nobody but this module looks into it.
pub(super) fn cursor(key: &Value, number: u64) -> String {
    BASE64_STANDARD.encode(json!({ "last_id": number, "last_value": key }).to_string())
}

fn read_cursor(text: &str) -> Option<(Key, u64)> {
    let bytes = BASE64_STANDARD.decode(text).ok()?;
    let place: Value = serde_json::from_slice(&bytes).ok()?;
    Some((Key::of(place.get("last_value")?), place.get("last_id")?.as_u64()?))
}
