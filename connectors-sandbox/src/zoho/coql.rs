//! Queries in COQL: `select … from … where … order by … limit …`, with columns of other modules through lookups.
//!
//! Limits: Zoho CRM API v8, "Query API - Limitations". Aggregates and `group by` are not simulated.

mod parse;

use http::StatusCode;
use serde_json::{Map, Value, json};

use self::parse::{Query, parse};
use super::Cx;
use super::errors::{Answer, Problem};
use super::filter::{self, Expr, resolve};
use super::modules::{Kind, Module, module};
use super::store::{State, text};
use crate::http::Reply;
use crate::store::Record;

const MOST_COLUMNS: usize = 50;
const MOST_TESTS: usize = 25;
const MOST_VALUES: usize = 50;
const MOST_ORDERS: usize = 10;
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
    let limit = query.limit.unwrap_or(DEFAULT_ROWS);

    let records = cx.state.records(module).filter(|record| query.test.matches(cx.state, module, record));
    let mut found: Vec<&Record> = records.collect();
    for (path, descending) in query.order.iter().rev() {
        let value = |record| resolve(cx.state, module, record, path).map_or(Value::Null, |(_, value)| value);
        found.sort_by(|left, right| {
            let order = filter::order(&value(left), &value(right));
            if *descending { order.reverse() } else { order }
        });
    }
    let rest = found.get(query.offset..).unwrap_or_default();
    let page = rest.get(..limit).unwrap_or(rest);
    if page.is_empty() {
        return Ok(Reply::empty(StatusCode::NO_CONTENT));
    }
    let data: Vec<Value> = page.iter().map(|record| row(cx.state, module, record, &query)).collect();
    let info = json!({ "count": data.len(), "more_records": rest.len() > page.len() });
    Ok(Reply::json(StatusCode::OK, &json!({ "data": data, "info": info })))
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
    let columns = query.columns.iter().map(|column| column.path.as_str());
    let orders = query.order.iter().map(|(path, _)| path.as_str());
    for path in columns.chain(query.test.fields()).chain(orders) {
        let field = module.path(path).ok_or_else(|| Problem::coql_column(path))?;
        if matches!(field.kind, Kind::Subform(_) | Kind::Tags) {
            return Err(Problem::coql_column(path));
        }
    }
    Ok(())
}

fn most_values(expr: &Expr) -> usize {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().map(most_values).max().unwrap_or_default(),
        Expr::Not(part) => most_values(part),
        Expr::Test { values, .. } => values.len(),
    }
}

fn row(state: &State, module: &'static Module, record: &Record, query: &Query) -> Value {
    let columns = query.columns.iter().map(|column| {
        let value = match resolve(state, module, record, &column.path) {
            Some((Kind::Lookup(target), Value::String(id))) => state.reference(target, &id),
            Some((Kind::User, Value::String(id))) => state.user(&id),
            Some((_, value)) => value,
            None => Value::Null,
        };
        (column.name.clone(), value)
    });
    let mut row: Map<String, Value> = columns.collect();
    row.insert("id".to_owned(), json!(text(record, "id")));
    Value::Object(row)
}
