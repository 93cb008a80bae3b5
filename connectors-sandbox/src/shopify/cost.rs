//! What a document costs: an object one point, a scalar none, a connection two and what its nodes cost, each of them; a mutation
//! ten. Asked for before it runs, by the sizes of pages that it names; and counted after it, by what came.

use std::collections::HashMap;
use std::time::Duration;

use apollo_compiler::executable::{Field, Operation, Selection, SelectionSet};
use apollo_compiler::response::JsonMap;
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::{ExecutableDocument, Schema};
use serde_json::{Value, json};

use super::graphql::fields_of;
use super::schema::nodes_of;

/// A connection itself.
const CONNECTION: u64 = 2;
const MUTATION: u64 = 10;
/// One document costs no more.
pub(super) const MOST: u64 = 1000;

/// A document's cost with the variables of one request.
pub(super) struct Costs<'d> {
    pub(super) schema: &'d Schema,
    pub(super) document: &'d ExecutableDocument,
    pub(super) variables: &'d JsonMap,
}

impl Costs<'_> {
    /// What is asked for.
    pub(super) fn requested(&self, operation: &Operation) -> u64 {
        self.root(operation, None)
    }

    /// What was given.
    pub(super) fn actual(&self, operation: &Operation, data: &Value) -> u64 {
        self.root(operation, Some(data))
    }

    /// Each field of the root with what is asked for and what was given.
    pub(super) fn fields(&self, operation: &Operation, data: &Value) -> Vec<Value> {
        let mutation = operation.is_mutation();
        let field = |field: &&Field| {
            let key = field.response_key().as_str();
            let given = data.get(key).cloned().unwrap_or_default();
            json!({
                "path": [key], "definedCost": null, "requestedTotalCost": self.field(field, None, mutation),
                "requestedChildrenCost": self.field(field, None, mutation).saturating_sub(1),
                "actualTotalCost": self.field(field, Some(&given), mutation),
            })
        };
        self.of_set(&operation.selection_set).iter().map(field).collect()
    }

    fn root(&self, operation: &Operation, data: Option<&Value>) -> u64 {
        let fields = self.of_set(&operation.selection_set);
        let cost = |field: &&Field| {
            let given = data.map(|data| data.get(field.response_key().as_str()).cloned().unwrap_or_default());
            self.field(field, given.as_ref(), operation.is_mutation())
        };
        fields.iter().map(cost).sum()
    }

    fn field(&self, field: &Field, given: Option<&Value>, mutation: bool) -> u64 {
        if mutation {
            return MUTATION;
        }
        if field.name.starts_with("__") || !self.is_object(field) {
            return 0;
        }
        let count = |of: &Value| of.as_array().map_or(0, Vec::len) as u64;
        if nodes_of(self.schema, &field.definition.ty).is_some() {
            return match given {
                None => CONNECTION + self.page(field).saturating_mul(self.node(&field.selection_set, None)),
                Some(Value::Null) => 0,
                Some(given) => CONNECTION + self.node(&field.selection_set, Some(given)),
            };
        }
        match given {
            None => {
                let times = if field.definition.ty.is_list() { self.listed(field) } else { 1 };
                times.saturating_mul(1 + self.set(&field.selection_set, None))
            }
            Some(Value::Array(items)) => {
                count(&Value::Array(items.clone()))
                    + items.iter().map(|item| self.set(&field.selection_set, Some(item))).sum::<u64>()
            }
            Some(Value::Null) => 0,
            Some(given) => 1 + self.set(&field.selection_set, Some(given)),
        }
    }

    /// What the nodes of a connection cost: one of them before, all of them after.
    fn node(&self, set: &SelectionSet, given: Option<&Value>) -> u64 {
        let mut most = 0;
        for field in self.of_set(set) {
            let key = field.response_key().as_str();
            let inner =
                |path: &str| self.of_set(&field.selection_set).into_iter().find(|field| field.name == path);
            most = most.max(match (field.name.as_str(), given) {
                ("nodes", None) => 1 + self.set(&field.selection_set, None),
                ("nodes", Some(given)) => self.field(field, given.get(key), false),
                ("edges", None) => inner("node").map_or(0, |node| 1 + self.set(&node.selection_set, None)),
                ("edges", Some(given)) => {
                    let edges = given.get(key).and_then(Value::as_array).into_iter().flatten();
                    let node = inner("node");
                    let cost = |edge: &Value| {
                        node.map_or(0, |node| self.field(node, edge.get(node.response_key().as_str()), false))
                    };
                    edges.map(cost).sum()
                }
                _ => 0,
            });
        }
        most
    }

    /// What the fields of an object cost. Of several types that it may have, the dearest counts.
    fn set(&self, set: &SelectionSet, given: Option<&Value>) -> u64 {
        let mut own = 0;
        let mut by_type: HashMap<&str, u64> = HashMap::new();
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => {
                    own += self.field(
                        field,
                        given.map(|given| given.get(field.response_key().as_str()).unwrap_or(&Value::Null)),
                        false,
                    );
                }
                Selection::InlineFragment(fragment) => {
                    let kind = fragment.selection_set.ty.as_str();
                    *by_type.entry(kind).or_default() += self.set(&fragment.selection_set, given);
                }
                Selection::FragmentSpread(spread) => {
                    let Some(fragment) = self.document.fragments.get(&spread.fragment_name) else { continue };
                    *by_type.entry(fragment.type_condition().as_str()).or_default() +=
                        self.set(&fragment.selection_set, given);
                }
            }
        }
        let same = by_type.remove(set.ty.as_str()).unwrap_or_default();
        own + same + by_type.into_values().max().unwrap_or_default()
    }

    fn of_set<'s>(&'s self, set: &'s SelectionSet) -> Vec<&'s Field> {
        fields_of(self.document, set)
    }

    fn is_object(&self, field: &Field) -> bool {
        let kind = self.schema.types.get(field.definition.ty.inner_named_type());
        matches!(kind, Some(ExtendedType::Object(_) | ExtendedType::Interface(_) | ExtendedType::Union(_)))
    }

    /// The size of the page that a connection is asked for.
    fn page(&self, field: &Field) -> u64 {
        self.number(field, "first").or_else(|| self.number(field, "last")).unwrap_or_default()
    }

    /// How many elements a list may have, as far as the arguments tell.
    fn listed(&self, field: &Field) -> u64 {
        let ids = || self.argument(field, "ids").and_then(|ids| Some(ids.as_array()?.len() as u64));
        self.number(field, "first").or_else(ids).unwrap_or(1)
    }

    fn number(&self, field: &Field, name: &str) -> Option<u64> {
        self.argument(field, name)?.as_u64()
    }

    fn argument(&self, field: &Field, name: &str) -> Option<Value> {
        use apollo_compiler::ast::Value as Stated;
        let stated = field.specified_argument_by_name(name)?;
        match stated.as_ref() {
            Stated::Variable(name) => serde_json::to_value(self.variables.get(name.as_str())?).ok(),
            Stated::Int(number) => Some(json!(number.try_to_i32().ok()?)),
            Stated::List(items) => Some(json!(vec![0; items.len()])),
            _ => None,
        }
    }
}

/// The points that an app has left in a shop: they come back with time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bucket {
    size: f64,
    rate: f64,
    left: f64,
    at: Duration,
}

impl Bucket {
    pub(super) fn new(size: u64, rate: u64, at: Duration) -> Self {
        Self { size: size as f64, rate: rate as f64, left: size as f64, at }
    }

    /// Lets the points come back that have come back by now.
    fn restore(&mut self, now: Duration) {
        let passed = now.saturating_sub(self.at).as_secs_f64();
        self.left = (self.left + passed * self.rate).min(self.size);
        self.at = now;
    }

    /// Whether there are so many points now.
    pub(super) fn has(&mut self, points: u64, now: Duration) -> bool {
        self.restore(now);
        self.left >= points as f64
    }

    pub(super) fn take(&mut self, points: u64) {
        self.left = (self.left - points as f64).max(0.0);
    }

    pub(super) fn status(&self) -> Value {
        json!({
            "maximumAvailable": self.size, "currentlyAvailable": self.left.floor() as u64, "restoreRate": self.rate,
        })
    }
}
