//! Conditions on records: what the criteria of a search and the `where` of a query have in common.

use std::cmp::Ordering;

use serde_json::Value;

use super::modules::{Kind, Module, module};
use super::store::{State, moment};
use crate::store::Record;

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr {
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    Test { field: String, op: Op, values: Vec<String> },
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Equal,
    Less,
    Greater,
    /// At most.
    LessEqual,
    /// At least.
    GreaterEqual,
    In,
    Between,
    StartsWith,
    EndsWith,
    Contains,
    /// `%` stands for any characters.
    Like,
    IsNull,
}

impl Expr {
    pub(super) fn not(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// The fields that are tested.
    pub(super) fn fields(&self) -> Vec<&str> {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::fields).collect(),
            Self::Not(part) => part.fields(),
            Self::Test { field, .. } => vec![field],
        }
    }

    /// How many tests there are.
    pub(super) fn tests(&self) -> usize {
        self.fields().len()
    }

    pub(super) fn matches(&self, state: &State, module: &'static Module, record: &Record) -> bool {
        match self {
            Self::And(parts) => parts.iter().all(|part| part.matches(state, module, record)),
            Self::Or(parts) => parts.iter().any(|part| part.matches(state, module, record)),
            Self::Not(part) => !part.matches(state, module, record),
            Self::Test { field, op, values } => test(state, module, record, field, *op, values),
        }
    }
}

fn test(
    state: &State,
    module: &'static Module,
    record: &Record,
    path: &str,
    op: Op,
    values: &[String],
) -> bool {
    let Some((kind, value)) = resolve(state, module, record, path) else { return op == Op::IsNull };
    if value.is_null() || value == "" {
        return op == Op::IsNull;
    }
    // A lookup is known by its id and by its name.
    let name = match (kind, value.as_str()) {
        (Kind::Lookup(target), Some(id)) => super::modules::module(target).and_then(|m| state.name(m, id)),
        _ => None,
    };
    let name = name.map(Value::from);
    let value = if matches!(kind, Kind::Tags) { state.tag_names(&value).into() } else { value };
    let sides: Vec<&Value> = match &value {
        Value::Array(items) => items.iter().collect(),
        value => std::iter::once(value).chain(name.as_ref()).collect(),
    };
    sides.iter().any(|side| holds(kind, side, op, values))
}

/// The value at the end of a path of lookups, with its kind.
pub(super) fn resolve(
    state: &State,
    of: &'static Module,
    record: &Record,
    path: &str,
) -> Option<(Kind, Value)> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let field = of.field(first)?;
    let value = record.get(first).cloned().unwrap_or(Value::Null);
    match (rest, field.kind) {
        (None, kind) => Some((kind, value)),
        (Some("id"), Kind::User) => Some((Kind::Id, value)),
        (Some(rest), Kind::Lookup(target)) => {
            resolve(state, module(target)?, state.get(target, value.as_str()?)?, rest)
        }
        _ => None,
    }
}

fn holds(kind: Kind, value: &Value, op: Op, wanted: &[String]) -> bool {
    let order = |at: usize| wanted.get(at).and_then(|wanted| compare(kind, value, wanted));
    let lower = || value.as_str().unwrap_or_default().to_lowercase();
    let first = || wanted.first().map(|wanted| wanted.to_lowercase()).unwrap_or_default();
    match op {
        Op::Equal => order(0) == Some(Ordering::Equal),
        Op::Less => order(0) == Some(Ordering::Less),
        Op::Greater => order(0) == Some(Ordering::Greater),
        Op::LessEqual => order(0).is_some_and(Ordering::is_le),
        Op::GreaterEqual => order(0).is_some_and(Ordering::is_ge),
        Op::In => (0..wanted.len()).any(|at| order(at) == Some(Ordering::Equal)),
        Op::Between => order(0).is_some_and(Ordering::is_ge) && order(1).is_some_and(Ordering::is_le),
        Op::StartsWith => lower().starts_with(&first()),
        Op::EndsWith => lower().ends_with(&first()),
        Op::Contains => lower().contains(&first()),
        Op::Like => like(&first(), &lower()),
        Op::IsNull => false,
    }
}

/// How `value` stands to `wanted`; nothing if they cannot be compared.
fn compare(kind: Kind, value: &Value, wanted: &str) -> Option<Ordering> {
    match kind {
        Kind::Integer | Kind::Double | Kind::Currency => {
            value.as_f64()?.partial_cmp(&wanted.trim().parse().ok()?)
        }
        Kind::Boolean => Some(value.as_bool()?.cmp(&wanted.trim().parse().ok()?)),
        Kind::DateTime => Some(moment(value.as_str()?)?.cmp(&moment(wanted)?)),
        _ => Some(value.as_str()?.to_lowercase().cmp(&wanted.to_lowercase())),
    }
}

fn like(pattern: &str, text: &str) -> bool {
    match pattern.split_once('%') {
        None => pattern == text,
        Some((head, rest)) => text.strip_prefix(head).is_some_and(|text| {
            let mut starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            starts.any(|at| text.get(at..).is_some_and(|tail| like(rest, tail)))
        }),
    }
}

/// How records are ordered by a field: nothing first, then numbers, then text.
pub(super) fn order(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left.as_f64().partial_cmp(&right.as_f64()).unwrap_or(Ordering::Equal)
        }
        (Value::String(left), Value::String(right)) => left.to_lowercase().cmp(&right.to_lowercase()),
        (left, right) => rank(left).cmp(&rank(right)),
    }
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(false) => 1,
        Value::Bool(true) => 2,
        Value::Number(_) => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn a_percent_sign_stands_for_any_characters() {
        for (pattern, text) in [("%", ""), ("a%", "abc"), ("%c", "abc"), ("%b%", "abc"), ("a%c%e", "abcde")] {
            assert!(like(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("a", "ab"), ("%b", "abc"), ("b%", "abc"), ("a%d", "abc")] {
            assert!(!like(pattern, text), "{pattern} {text}");
        }
    }
}
