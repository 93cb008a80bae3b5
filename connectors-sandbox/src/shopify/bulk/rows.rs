//! The rows of a query's result: each record of a connection on its own, with its parent's id.

use apollo_compiler::executable::SelectionSet;
use serde_json::{Map, Value, json};

use crate::shopify::graphql::Request;

/// The rows of an answer, and how many of them are of no other record. `group` has children follow their parents; without it all
/// records of a level stand together.
pub(super) fn of(request: &Request, data: Value, group: bool) -> (Vec<Value>, usize) {
    let mut rows = Rows { request, rows: Vec::new() };
    if let (Some(operation), Value::Object(mut data)) = (request.operation(), data) {
        rows.take(&operation.selection_set, &mut data, None, 0);
    }
    let mut rows = rows.rows;
    if !group {
        rows.sort_by_key(|(depth, _)| *depth);
    }
    let roots = rows.iter().filter(|(depth, _)| *depth == 0).count();
    (rows.into_iter().map(|(_, row)| row).collect(), roots)
}

struct Rows<'r> {
    request: &'r Request,
    rows: Vec<(usize, Value)>,
}

impl Rows<'_> {
    /// Takes the connections out of an object, and makes rows of what is in them.
    fn take(
        &mut self,
        set: &SelectionSet,
        object: &mut Map<String, Value>,
        parent: Option<&str>,
        depth: usize,
    ) {
        for field in self.request.fields_of(set) {
            let key = field.response_key().as_str();
            if let Some(Value::Object(inner)) =
                object.get_mut(key).filter(|_| !self.request.is_connection(field))
            {
                self.take(&field.selection_set, inner, parent, depth);
                continue;
            }
            let (true, Some(node)) = (self.request.is_connection(field), self.request.node_of(field)) else {
                continue;
            };
            let Some(mut connection) = object.remove(key) else { continue };
            let edges = self.request.fields_of(&field.selection_set);
            let edges =
                edges.iter().find(|field| field.name == "edges").map(|field| field.response_key().as_str());
            let edges = edges.and_then(|key| connection.get_mut(key)).map(Value::take);
            let Some(Value::Array(edges)) = edges else { continue };
            for mut edge in edges {
                let key = node.response_key().as_str();
                let Some(Value::Object(record)) = edge.get_mut(key).map(Value::take) else { continue };
                self.row(&node.selection_set, record, parent, depth);
            }
        }
    }

    fn row(
        &mut self,
        set: &SelectionSet,
        mut record: Map<String, Value>,
        parent: Option<&str>,
        depth: usize,
    ) {
        let at = self.rows.len();
        let id = record.get("id").and_then(Value::as_str).map(str::to_owned);
        self.rows.push((depth, Value::Null));
        self.take(set, &mut record, id.as_deref(), depth + 1);
        if let Some(parent) = parent {
            record.insert("__parentId".to_owned(), json!(parent));
        }
        if let Some((_, row)) = self.rows.get_mut(at) {
            *row = Value::Object(record);
        }
    }
}
