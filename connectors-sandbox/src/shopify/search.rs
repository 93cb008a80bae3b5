//! The search language of `query` arguments: `title:shirt (vendor:a OR vendor:b) -tag:old updated_at:>'2026-01-01'`.
//!
//! What stands side by side is all wanted. A name that the type does not have filters nothing, and the answer warns of it.

use std::cmp::Ordering;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde_json::Value;

use super::store::{kind_of, number_of};
use super::{Cx, resolve, tables};
use crate::store::Record;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Query {
    All(Vec<Query>),
    Any(Vec<Query>),
    Not(Box<Query>),
    Term { field: Option<String>, sign: Sign, text: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Is,
    Below,
    AtMost,
    Above,
    AtLeast,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Open,
    Close,
    And,
    Or,
    Not,
    Term(Option<String>, Sign, String),
}

/// Reads a search; what cannot be read is taken as text.
pub(super) fn parse(text: &str) -> Query {
    let tokens = tokens(text);
    let mut rest = tokens.as_slice();
    any(&mut rest)
}

fn any(rest: &mut &[Token]) -> Query {
    let mut parts = vec![all(rest)];
    while let [Token::Or, tail @ ..] = rest {
        *rest = tail;
        parts.push(all(rest));
    }
    if parts.len() == 1 { parts.remove(0) } else { Query::Any(parts) }
}

fn all(rest: &mut &[Token]) -> Query {
    let mut parts = Vec::new();
    loop {
        match rest {
            [] | [Token::Or | Token::Close, ..] => break,
            [Token::And, tail @ ..] => *rest = tail,
            _ => parts.push(one(rest)),
        }
    }
    if parts.len() == 1 { parts.remove(0) } else { Query::All(parts) }
}

fn one(rest: &mut &[Token]) -> Query {
    let Some((first, tail)) = rest.split_first() else { return Query::All(Vec::new()) };
    *rest = tail;
    match first {
        Token::Not => Query::Not(Box::new(one(rest))),
        Token::Open => {
            let inner = any(rest);
            if let [Token::Close, tail @ ..] = rest {
                *rest = tail;
            }
            inner
        }
        Token::Term(field, sign, text) => {
            Query::Term { field: field.clone(), sign: *sign, text: text.clone() }
        }
        Token::Close | Token::And | Token::Or => Query::All(Vec::new()),
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(&char) = chars.peek() {
        match char {
            ' ' | '\t' | '\n' => drop(chars.next()),
            '(' => {
                chars.next();
                tokens.push(Token::Open);
            }
            ')' => {
                chars.next();
                tokens.push(Token::Close);
            }
            '-' => {
                chars.next();
                tokens.push(Token::Not);
            }
            _ => {
                let (word, quoted) = word(&mut chars, true);
                if !quoted && chars.peek() == Some(&':') {
                    chars.next();
                    let sign = sign(&mut chars);
                    let (value, _) = self::word(&mut chars, false);
                    tokens.push(Token::Term(Some(word), sign, value));
                    continue;
                }
                tokens.push(match word.as_str() {
                    "AND" if !quoted => Token::And,
                    "OR" if !quoted => Token::Or,
                    "NOT" if !quoted => Token::Not,
                    _ => Token::Term(None, Sign::Is, word),
                });
            }
        }
    }
    tokens
}

type Chars<'t> = std::iter::Peekable<std::str::Chars<'t>>;

fn sign(chars: &mut Chars<'_>) -> Sign {
    let (plain, with_equal) = match chars.peek() {
        Some('<') => (Sign::Below, Sign::AtMost),
        Some('>') => (Sign::Above, Sign::AtLeast),
        _ => return Sign::Is,
    };
    chars.next();
    if chars.next_if_eq(&'=').is_some() { with_equal } else { plain }
}

/// The next word, and whether it stood in quotes. A name ends at a colon.
fn word(chars: &mut Chars<'_>, name: bool) -> (String, bool) {
    let mut text = String::new();
    if let Some(quote) = chars.next_if(|char| ['\'', '"'].contains(char)) {
        while let Some(char) = chars.next() {
            match char {
                '\\' => text.extend(chars.next()),
                _ if char == quote => break,
                _ => text.push(char),
            }
        }
        return (text, true);
    }
    while let Some(char) =
        chars.next_if(|char| !(char.is_whitespace() || "()".contains(*char) || (name && *char == ':')))
    {
        if char == '\\' { text.extend(chars.next()) } else { text.push(char) }
    }
    (text, false)
}

impl Query {
    /// The names that records of this type do not have.
    pub(super) fn unknown(&self, kind: &str) -> Vec<String> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(|part| part.unknown(kind)).collect(),
            Self::Not(part) => part.unknown(kind),
            Self::Term { field: Some(name), .. } if path(kind, name).is_none() => vec![name.clone()],
            Self::Term { .. } => Vec::new(),
        }
    }

    /// Whether what is searched for holds, where `term` says it of a term.
    fn holds(&self, term: &impl Fn(Option<&str>, Sign, &str) -> bool) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(term)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(term)),
            Self::Not(part) => !part.holds(term),
            Self::Term { field, sign, text } => term(field.as_deref(), *sign, text),
        }
    }

    /// Whether a record is what is searched for.
    pub(super) fn fits(&self, cx: &Cx<'_>, kind: &str, record: &Record) -> bool {
        self.holds(&|field, sign, text| match field {
            None => {
                let paths = tables::searched_by_default(kind);
                let mut values = paths.iter().flat_map(|path| values(cx, kind, record, path));
                values.any(|value| has_word(&value, text))
            }
            Some(name) => {
                if let Some(fits) = special(kind, name, record, text) {
                    return fits;
                }
                let Some(path) = path(kind, name) else { return true };
                any_is(cx, &values(cx, kind, record, &path), sign, text)
            }
        })
    }

    /// Whether JSON is what is searched for: names are paths in it.
    pub(super) fn fits_json(&self, cx: &Cx<'_>, json: &Value) -> bool {
        self.holds(&|path, sign, text| any_is(cx, &inside(json, path.unwrap_or_default()), sign, text))
    }
}

/// Whether one of these is what is wanted, or one of several that are.
fn any_is(cx: &Cx<'_>, values: &[Value], sign: Sign, text: &str) -> bool {
    if text == "*" {
        return values.iter().any(|value| !value.is_null());
    }
    let wanted: Vec<&str> = if sign == Sign::Is { text.split(',').collect() } else { vec![text] };
    values.iter().any(|value| wanted.iter().any(|text| compare(cx, value, sign, text.trim())))
}

/// All values at a path; lists are walked.
fn inside(json: &Value, path: &str) -> Vec<Value> {
    match json {
        Value::Array(items) => items.iter().flat_map(|item| inside(item, path)).collect(),
        other if path.is_empty() => vec![other.clone()],
        other => {
            let (first, rest) = path.split_once('.').unwrap_or((path, ""));
            other.get(first).map(|found| inside(found, rest)).unwrap_or_default()
        }
    }
}

/// Words that no field has as they are.
fn special(kind: &str, name: &str, record: &Record, text: &str) -> Option<bool> {
    let there = |field: &str| record.get(field).is_some_and(|value| !value.is_null());
    Some(match (kind, name) {
        ("Order", "status") => match text.to_lowercase().as_str() {
            "open" => !there("closedAt") && !there("cancelledAt"),
            "closed" => there("closedAt"),
            "cancelled" => there("cancelledAt"),
            "not_closed" => !there("closedAt"),
            _ => true,
        },
        ("Order", "fulfillment_status") => {
            let status =
                record.get("displayFulfillmentStatus").and_then(Value::as_str).unwrap_or("UNFULFILLED");
            match text.to_lowercase().as_str() {
                "shipped" | "fulfilled" => status == "FULFILLED",
                "partial" => status == "PARTIALLY_FULFILLED",
                "unshipped" => status == "UNFULFILLED",
                "unfulfilled" => ["UNFULFILLED", "PARTIALLY_FULFILLED"].contains(&status),
                "any" => true,
                other => status.eq_ignore_ascii_case(other),
            }
        }
        ("Location", "active") => record.get("isActive").and_then(Value::as_bool) == Some(text == "true"),
        _ => return None,
    })
}

/// The path of fields that a name means; none if the type has no such.
fn path(kind: &str, name: &str) -> Option<String> {
    // A discount is searched in the same words whatever its node is.
    let kind =
        if ["DiscountCodeNode", "DiscountAutomaticNode"].contains(&kind) { "DiscountNode" } else { kind };
    let stated =
        tables::SEARCHED.iter().find(|(of, known, _)| (*of == kind || of.is_empty()) && *known == name);
    if let Some((.., path)) = stated {
        return Some((*path).to_owned());
    }
    if special(kind, name, &Record::new(), "").is_some() {
        return Some(name.to_owned());
    }
    let field = tables::camel(name);
    resolve::field_type(kind, &field).map(|_| field)
}

/// All values at a path: lists and relations are walked.
fn values(cx: &Cx<'_>, kind: &str, record: &Record, path: &str) -> Vec<Value> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let found = match tables::relation(kind, first) {
        Some((child, by)) => {
            let id = record.get("id").and_then(Value::as_str).unwrap_or_default();
            let Some(rest) = rest else { return Vec::new() };
            return cx.store.find(child, by, id).flat_map(|record| values(cx, child, record, rest)).collect();
        }
        None => resolve::value(cx, kind, record, first),
    };
    let found = match found {
        Value::Array(list) => list,
        one => vec![one],
    };
    let Some(rest) = rest else { return found };
    let inner = |value: Value| match value {
        Value::String(id) => match (kind_of(&id), cx.store.get(&id)) {
            (Some(kind), Some(record)) => values(cx, kind, record, rest),
            _ => Vec::new(),
        },
        Value::Object(record) => values(cx, "", &record, rest),
        _ => Vec::new(),
    };
    found.into_iter().flat_map(inner).collect()
}

fn has_word(value: &Value, text: &str) -> bool {
    let (Some(value), text) = (value.as_str().map(str::to_lowercase), text.to_lowercase()) else {
        return false;
    };
    let text = text.trim_end_matches('*');
    value == text
        || value.split(|char: char| !char.is_alphanumeric()).any(|word| word.starts_with(text))
        || value.contains(text)
}

fn compare(cx: &Cx<'_>, value: &Value, sign: Sign, text: &str) -> bool {
    let order = match value {
        Value::Null => return false,
        Value::Bool(flag) => return sign == Sign::Is && flag.to_string().eq_ignore_ascii_case(text),
        Value::Number(number) => decimal(&number.to_string()).zip(decimal(text)).map(|(a, b)| a.cmp(&b)),
        Value::String(value) if value.starts_with("gid://") => Some(number_of(value).cmp(&number_of(text))),
        Value::String(value) => match date(value).zip(asked_date(cx, text)) {
            Some((value, Asked::Day(day))) => Some(value.date_naive().cmp(&day)),
            Some((value, Asked::Time(time))) => Some(value.cmp(&time)),
            None if sign != Sign::Is => decimal(value).zip(decimal(text)).map(|(a, b)| a.cmp(&b)),
            None => return same_text(value, text),
        },
        Value::Object(_) | Value::Array(_) => return false,
    };
    let Some(order) = order else { return false };
    match sign {
        Sign::Is => order == Ordering::Equal,
        Sign::Below => order == Ordering::Less,
        Sign::AtMost => order != Ordering::Greater,
        Sign::Above => order == Ordering::Greater,
        Sign::AtLeast => order != Ordering::Less,
    }
}

fn same_text(value: &str, text: &str) -> bool {
    let (value, text) = (value.to_lowercase(), text.to_lowercase());
    if let Some(start) = text.strip_suffix('*') {
        return value.split_whitespace().any(|word| word.starts_with(start)) || value.starts_with(start);
    }
    if let (Some(value), Some(text)) = (decimal(&value), decimal(&text)) {
        return value == text;
    }
    value == text
        || value.trim_start_matches('#') == text
        || value.split_whitespace().any(|word| word == text)
}

fn decimal(text: &str) -> Option<Decimal> {
    Decimal::from_str(text).ok()
}

fn date(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|time| time.with_timezone(&Utc))
}

enum Asked {
    Day(NaiveDate),
    Time(DateTime<Utc>),
}

fn asked_date(cx: &Cx<'_>, text: &str) -> Option<Asked> {
    if text.eq_ignore_ascii_case("now") {
        return Some(Asked::Time(cx.now));
    }
    let time = date(text).or_else(|| date(&format!("{text}Z")));
    time.map(Asked::Time).or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Asked::Day))
}

#[cfg(test)]
mod tests {
    use super::{Query, Sign, parse};

    fn term(field: &str, sign: Sign, text: &str) -> Query {
        Query::Term { field: Some(field.to_owned()), sign, text: text.to_owned() }
    }

    #[test]
    fn and_binds_closer_than_or_and_a_minus_closest() {
        let a = term("tag", Sign::Is, "a b");
        let b = Query::Not(Box::new(term("id", Sign::AtLeast, "7")));
        let c = term("updated_at", Sign::Above, "2026-01-01T00:00:00Z");
        let read = parse("tag:'a b' -id:>=7 OR updated_at:>2026-01-01T00:00:00Z");
        assert_eq!(read, Query::Any(vec![Query::All(vec![a.clone(), b.clone()]), c.clone()]));
        let read = parse("tag:\"a b\" AND (NOT id:>=7 OR updated_at:>'2026-01-01T00:00:00Z')");
        assert_eq!(read, Query::All(vec![a, Query::Any(vec![b, c])]));
    }

    #[test]
    fn what_cannot_be_read_does_no_harm() {
        for odd in ["", ")", "(", "OR", "a OR", "NOT", "x:", ":y", "'open"] {
            parse(odd);
        }
    }
}
