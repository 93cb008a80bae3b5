//! Queries in COQL: `select … from … where … order by … limit …`, with columns of other modules through lookups,
//!
//! and with aggregates of groups. Limits: Zoho CRM API v8, "Query API - Limitations".

mod group;
mod parse;

use std::collections::BTreeSet;

use http::StatusCode;
use serde_json::{Map, Value, json};

use self::parse::{Query, parse};
use super::Cx;
use super::errors::{Answer, Problem};
use super::filter::{self, Expr, resolve};
use super::modules::{Field, Kind, Module, module};
use super::store::{State, text};
use crate::http::Reply;
use crate::store::Record;

const MOST_COLUMNS: usize = 50;
const MOST_TESTS: usize = 25;
const MOST_VALUES: usize = 50;
const MOST_ORDERS: usize = 10;
const MOST_GROUPS: usize = 4;
const MOST_AGGREGATES: usize = 5;
const MOST_JOINS: usize = 5;
const MOST_ROWS: usize = 2_000;
const DEFAULT_ROWS: usize = 200;
/// How far `offset` goes.
const REACH: usize = 100_000;

/// How many rows a query asks for; its price depends on it.
pub(super) fn wanted_rows(body: &[u8]) -> usize {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let query = body["select_query"].as_str().and_then(|text| parse(text).ok());
    query.and_then(|query| query.limit).unwrap_or(DEFAULT_ROWS)
}

/// `POST /crm/v8/coql`.
pub(super) fn query(cx: &Cx<'_>) -> Answer {
    let body = cx.call.request.json().map_err(|_| Problem::coql_syntax(1, 1, ""))?;
    let text = body["select_query"].as_str().ok_or_else(|| Problem::coql_clause("select"))?;
    let query = parse(text)?;
    let module = module(&query.from).ok_or_else(|| Problem::coql_module(&query.from))?;
    check(module, &query)?;
    let records = cx.state.records(module).filter(|record| query.test.matches(cx.state, module, record));
    let mut found: Vec<&Record> = records.collect();
    if query.is_grouped() {
        return Ok(answer(&group::rows(cx.state, module, &query, &found), &query));
    }
    for (path, descending) in query.order.iter().rev() {
        let value = |record| resolve(cx.state, module, record, path).map_or(Value::Null, |(_, value)| value);
        found.sort_by(|left, right| {
            let order = filter::order(&value(left), &value(right));
            if *descending { order.reverse() } else { order }
        });
    }
    // One more than is asked for, so that it is known whether there is more.
    let wanted = query.offset + query.limit.unwrap_or(DEFAULT_ROWS) + 1;
    let rows: Vec<Value> =
        found.iter().take(wanted).map(|record| row(cx.state, module, record, &query)).collect();
    Ok(answer(&rows, &query))
}

fn answer(rows: &[Value], query: &Query) -> Reply {
    let rest = rows.get(query.offset..).unwrap_or_default();
    let page = rest.get(..query.limit.unwrap_or(DEFAULT_ROWS)).unwrap_or(rest);
    if page.is_empty() {
        return Reply::empty(StatusCode::NO_CONTENT);
    }
    let info = json!({ "count": page.len(), "more_records": rest.len() > page.len() });
    Reply::json(StatusCode::OK, &json!({ "data": page, "info": info }))
}

fn check(module: &'static Module, query: &Query) -> Result<(), Problem> {
    let most = |clause, found: usize, most| {
        if found > most { Err(Problem::coql_limit(clause, most)) } else { Ok(()) }
    };
    most("select", query.columns.len(), MOST_COLUMNS)?;
    most("where", query.test.tests(), MOST_TESTS)?;
    most("where", most_values(&query.test), MOST_VALUES)?;
    most("order by", query.order.len(), MOST_ORDERS)?;
    most("limit", query.limit.unwrap_or_default(), MOST_ROWS)?;
    most("offset", query.offset, REACH)?;
    most("group by", query.group.len(), MOST_GROUPS)?;
    let functions = query.columns.iter().filter(|column| column.function.is_some());
    most("select", functions.count(), MOST_AGGREGATES)?;
    check_names(query)?;
    let columns = query.columns.iter().map(|column| column.path.as_str());
    let columns = columns.chain(query.group.iter().map(String::as_str));
    // What groups are ordered by is a column of theirs, by its name.
    let grouped = query.is_grouped();
    let orders = query.order.iter().map(|(path, _)| path.as_str()).filter(|_| !grouped);
    let joined: BTreeSet<&str> = columns
        .clone()
        .chain(query.test.fields())
        .filter_map(|path| path.rsplit_once('.').map(|(lookup, _)| lookup))
        .collect();
    most("join", joined.len(), MOST_JOINS)?;
    for column in query.columns.iter().filter(|_| grouped) {
        let known = column.function.is_some() || query.group.contains(&column.path);
        let takes = |field: &Field| column.function.is_none_or(|function| function.takes(field.kind));
        if !known || !module.path(&column.path).is_none_or(takes) {
            return Err(Problem::coql_column(&column.path));
        }
    }
    let ordered = |name: &String| query.columns.iter().any(|column| column.name == *name);
    if let Some((name, _)) = query.order.iter().find(|(name, _)| grouped && !ordered(name)) {
        return Err(Problem::coql_column(name));
    }
    for path in columns.chain(query.test.fields()).chain(orders) {
        let field = module.path(path).ok_or_else(|| Problem::coql_column(path))?;
        if matches!(field.kind, Kind::Subform(_) | Kind::Tags) {
            return Err(Problem::coql_column(path));
        }
    }
    Ok(())
}

/// Each column of the answer has a name of its own.
fn check_names(query: &Query) -> Result<(), Problem> {
    let mut names = BTreeSet::new();
    match query.columns.iter().find(|column| !names.insert(column.name.to_lowercase())) {
        Some(column) if column.alias => Err(Problem::coql_alias(&column.name)),
        Some(column) => Err(Problem::coql_twice(&column.name)),
        None => Ok(()),
    }
}

fn most_values(expr: &Expr) -> usize {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().map(most_values).max().unwrap_or_default(),
        Expr::Not(part) => most_values(part),
        Expr::Test { values, .. } => values.len(),
    }
}

fn row(state: &State, module: &'static Module, record: &Record, query: &Query) -> Value {
    let columns = query.columns.iter();
    let columns = columns.map(|column| (column.name.clone(), shown(state, module, record, &column.path)));
    let mut row: Map<String, Value> = columns.collect();
    row.insert("id".to_owned(), json!(text(record, "id")));
    Value::Object(row)
}

/// A value as rows show it.
fn shown(state: &State, module: &'static Module, record: &Record, path: &str) -> Value {
    match resolve(state, module, record, path) {
        Some((Kind::Lookup(target), Value::String(id))) => state.reference(target, &id),
        Some((Kind::User, Value::String(id))) => state.user(&id),
        Some((_, value)) => value,
        None => Value::Null,
    }
}
