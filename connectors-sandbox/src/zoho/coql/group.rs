//! Rows that stand for several records: aggregates, with and without `group by`.

use std::cmp::Ordering;

use serde_json::{Map, Value, json};

use super::super::filter::{self, resolve};
use super::super::modules::{Kind, Module};
use super::super::store::State;
use super::parse::{Column, Query};
use super::shown;
use crate::store::Record;

/// What an aggregate makes of the values of its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Count,
    Sum,
    Avg,
    Min,
    Max,
}

impl Function {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name.to_uppercase().as_str() {
            "COUNT" => Self::Count,
            "SUM" => Self::Sum,
            "AVG" => Self::Avg,
            "MIN" => Self::Min,
            "MAX" => Self::Max,
            _ => return None,
        })
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Count => "COUNT",
            Self::Sum => "SUM",
            Self::Avg => "AVG",
            Self::Min => "MIN",
            Self::Max => "MAX",
        }
    }

    /// Whether it can be made of values of this kind.
    pub(super) fn takes(self, kind: Kind) -> bool {
        match self {
            Self::Count | Self::Min | Self::Max => true,
            Self::Sum | Self::Avg => matches!(kind, Kind::Integer | Kind::Double | Kind::Currency),
        }
    }

    fn of(self, kind: Kind, values: &[Value]) -> Value {
        let numbers = || values.iter().filter_map(Value::as_f64);
        let number = |number: f64| {
            // Whole numbers stay whole.
            let whole = matches!(kind, Kind::Integer) && number.fract() == 0.0;
            if whole { json!(number as i64) } else { json!(number) }
        };
        match self {
            Self::Count => json!(values.len()),
            Self::Sum => number(numbers().sum()),
            Self::Avg if values.is_empty() => Value::Null,
            Self::Avg => json!(numbers().sum::<f64>() / values.len() as f64),
            Self::Min => values.iter().min_by(|a, b| filter::order(a, b)).cloned().unwrap_or_default(),
            Self::Max => values.iter().max_by(|a, b| filter::order(a, b)).cloned().unwrap_or_default(),
        }
    }
}

/// One row for each group of records, in the order that the query wants. Without `group by` all are one group.
pub(super) fn rows(state: &State, module: &'static Module, query: &Query, found: &[&Record]) -> Vec<Value> {
    let key = |record: &Record| -> Vec<Value> {
        let value =
            |path: &String| resolve(state, module, record, path).map_or(Value::Null, |(_, value)| value);
        query.group.iter().map(value).collect()
    };
    let mut groups: Vec<(Vec<Value>, Vec<&Record>)> = Vec::new();
    for record in found {
        let key = key(record);
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, members)) => members.push(record),
            None => groups.push((key, vec![record])),
        }
    }
    if groups.is_empty() && query.group.is_empty() {
        groups.push((Vec::new(), Vec::new()));
    }
    let mut rows: Vec<Map<String, Value>> = groups
        .iter()
        .map(|(_, members)| {
            let columns = query.columns.iter();
            columns.map(|column| (column.name.clone(), value(state, module, column, members))).collect()
        })
        .collect();
    rows.sort_by(|left, right| {
        let orders = query.order.iter().map(|(name, descending)| {
            let null = Value::Null;
            let order = filter::order(left.get(name).unwrap_or(&null), right.get(name).unwrap_or(&null));
            if *descending { order.reverse() } else { order }
        });
        orders.fold(Ordering::Equal, Ordering::then)
    });
    rows.into_iter().map(Value::Object).collect()
}

fn value(state: &State, module: &'static Module, column: &Column, members: &[&Record]) -> Value {
    let Some(function) = column.function else {
        return members.first().map_or(Value::Null, |record| shown(state, module, record, &column.path));
    };
    let kind = module.path(&column.path).map_or(Kind::Text, |field| field.kind);
    let values = members.iter().filter_map(|record| resolve(state, module, record, &column.path));
    let values: Vec<Value> = values.map(|(_, value)| value).filter(|value| !value.is_null()).collect();
    function.of(kind, &values)
}
