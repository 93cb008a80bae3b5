//! What a document has to be like that is run in bulk.

use apollo_compiler::executable::{Field, SelectionSet};

use crate::shopify::graphql::Request;

/// The most connections in a query, and how deep they may stand in the outermost one.
const MOST: usize = 5;
const DEEPEST: usize = 2;

type Checked = Result<(), &'static str>;

/// Whether a query may be run over all records.
pub(super) fn check(request: &Request) -> Checked {
    let Some(operation) = request.operation().filter(|_| !request.is_mutation()) else {
        return Err("Bulk operations run by bulkOperationRunQuery must be queries.");
    };
    let root = request.fields_of(&operation.selection_set);
    if root.iter().any(|field| ["node", "nodes"].contains(&field.name.as_str())) {
        return Err("Bulk queries cannot contain a top level `node` or `nodes` field.");
    }
    let mut found = Found { request, count: 0 };
    found.walk(&operation.selection_set, None)?;
    match found.count {
        0 => Err("Bulk queries must contain at least one connection."),
        count if count > MOST => Err("Bulk queries cannot contain more than 5 connections."),
        _ => Ok(()),
    }
}

struct Found<'r> {
    request: &'r Request,
    count: usize,
}

impl Found<'_> {
    /// Looks for connections in a selection; `above` is how deep the one stands that it is in, if it is in one.
    fn walk(&mut self, set: &SelectionSet, above: Option<usize>) -> Checked {
        for field in self.request.fields_of(set) {
            if !self.request.is_connection(field) {
                let before = self.count;
                self.walk(&field.selection_set, above)?;
                if field.definition.ty.is_list() && self.count > before {
                    return Err("Bulk queries cannot contain a connection field within a list field.");
                }
                continue;
            }
            let depth = above.map_or(0, |above| above + 1);
            if depth > DEEPEST {
                return Err("Bulk queries cannot contain connections with a nesting depth greater than 2.");
            }
            self.count += 1;
            let node = self.request.node_of(field).ok_or(
                "Connection fields in bulk queries must select their records by `edges` and `node`.",
            )?;
            let before = self.count;
            self.walk(&node.selection_set, Some(depth))?;
            let plain = |field: &&Field| field.name == "id" && field.alias.is_none();
            if self.count > before && !self.request.fields_of(&node.selection_set).iter().any(plain) {
                return Err(
                    "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type.",
                );
            }
        }
        Ok(())
    }
}

/// Whether a mutation may be run for each line of a file.
pub(super) fn check_mutation(request: &Request) -> Checked {
    let Some(operation) = request.operation().filter(|_| request.is_mutation()) else {
        return Err("You must use the mutation operation.");
    };
    match request.fields_of(&operation.selection_set).as_slice() {
        [only] if only.name.starts_with("bulkOperation") => {
            Err("You can't use this mutation as a bulk mutation.")
        }
        [_] => Ok(()),
        _ => Err("You can only specify one mutation."),
    }
}
