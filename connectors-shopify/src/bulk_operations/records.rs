//! Rows of a result put together: children into their parents.

use std::collections::HashMap;

use connectors_core::{Delivery, Error, ErrorKind, Result};
use serde_json::{Map, Value, json};

/// No record with all that is in it is as large.
const MOST: usize = 256 << 20;

/// Which children a record has, and where they go: a row says only whose child it is.
///
/// ```
/// use connectors_shopify::bulk_operations::Children;
///
/// let children = Children::new().of("LineItem", "lineItems").of("Refund", "refunds");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Children(HashMap<String, String>);

impl Children {
    /// None so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Records of this kind (the word in their ids, `ProductVariant` in `gid://shopify/ProductVariant/1`) go to this connection of
    /// their parent. Their `id` has to be asked for.
    pub fn of(mut self, kind: impl Into<String>, connection: impl Into<String>) -> Self {
        self.0.insert(kind.into(), connection.into());
        self
    }
}

/// A record under way, and where in it the parents are whose children may follow.
#[derive(Default)]
pub(super) struct Assembly {
    root: Option<Map<String, Value>>,
    /// The path to each record in it that has an id.
    places: HashMap<String, Vec<Step>>,
    size: usize,
}

#[derive(Clone)]
struct Step {
    connection: String,
    index: usize,
}

impl Assembly {
    /// Takes the next row. If it begins a new record, the one before is whole.
    pub(super) fn take(&mut self, children: &Children, line: &[u8]) -> Result<Option<Value>> {
        let mut row: Map<String, Value> =
            serde_json::from_slice(line).map_err(|_| wrong("a line of the result is no row"))?;
        let Some(parent) = row.remove("__parentId") else {
            let whole = self.finish();
            self.size = line.len();
            if let Some(id) = row.get("id").and_then(Value::as_str) {
                self.places.insert(id.to_owned(), Vec::new());
            }
            self.root = Some(row);
            return Ok(whole);
        };
        self.size += line.len();
        if self.size > MOST {
            return Err(wrong("a record of the result is too large to be put together"));
        }
        let parent = parent.as_str().unwrap_or_default();
        let Some(place) = self.places.get(parent) else {
            return Err(wrong(
                "a row's parent does not stand before it: start the query with `group_objects`",
            ));
        };
        let id = row.get("id").and_then(Value::as_str).map(str::to_owned);
        let kind = id.as_deref().and_then(|id| id.strip_prefix("gid://shopify/")?.split('/').next());
        let kind = kind.or_else(|| row.get("__typename").and_then(Value::as_str));
        let kind =
            kind.ok_or_else(|| wrong("a row says neither its `id` nor its `__typename`: ask for them"))?;
        let connection = children.0.get(kind).cloned();
        let connection = connection.ok_or_else(|| wrong(format!("nobody said where rows of `{kind}` go")))?;
        let mut place = place.clone();
        let index = self.root.as_mut().and_then(|root| push(root, &place, &connection, row));
        let index = index.ok_or_else(|| wrong("a record has no room for its children"))?;
        place.push(Step { connection, index });
        self.places.extend(id.map(|id| (id, place)));
        Ok(None)
    }

    /// The last record.
    pub(super) fn finish(&mut self) -> Option<Value> {
        self.places.clear();
        self.root.take().map(Value::Object)
    }
}

/// Puts `row` into a connection of the record at `place`, and says where in it.
fn push(
    mut record: &mut Map<String, Value>,
    place: &[Step],
    connection: &str,
    row: Map<String, Value>,
) -> Option<usize> {
    for step in place {
        let nodes = record.get_mut(&step.connection)?.get_mut("nodes")?.as_array_mut()?;
        record = nodes.get_mut(step.index)?.as_object_mut()?;
    }
    let whole = || json!({ "nodes": [], "pageInfo": { "hasNextPage": false } });
    let nodes = record.entry(connection).or_insert_with(whole).get_mut("nodes")?.as_array_mut()?;
    nodes.push(Value::Object(row));
    Some(nodes.len() - 1)
}

fn wrong(text: impl Into<String>) -> Error {
    Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Accepted)
}
