//! The schema that is served: what the files in `schema/` state, and what follows from it by rules that hold everywhere.
//!
//! A field of a type `XConnection` takes the arguments of paging; that type and its edges are made of `X`. A type `XUserError` that
//! is not stated has a `code` of the enumeration `XUserErrorCode`.

use std::sync::OnceLock;

use apollo_compiler::ast::{FieldDefinition, InputValueDefinition, Type};
use apollo_compiler::collections::{HashMap, IndexSet};
use apollo_compiler::schema::{Component, ExtendedType, Implementers};
use apollo_compiler::validation::Valid;
use apollo_compiler::{Name, Node, Schema};

const FILES: &[(&str, &str)] = &[
    ("base.graphql", include_str!("schema/base.graphql")),
    ("catalog.graphql", include_str!("schema/catalog.graphql")),
    ("companies.graphql", include_str!("schema/companies.graphql")),
    ("content.graphql", include_str!("schema/content.graphql")),
    ("custom.graphql", include_str!("schema/custom.graphql")),
    ("customers.graphql", include_str!("schema/customers.graphql")),
    ("discounts.graphql", include_str!("schema/discounts.graphql")),
    ("drafts.graphql", include_str!("schema/drafts.graphql")),
    ("edits.graphql", include_str!("schema/edits.graphql")),
    ("inventory.graphql", include_str!("schema/inventory.graphql")),
    ("more.graphql", include_str!("schema/more.graphql")),
    ("orders.graphql", include_str!("schema/orders.graphql")),
    ("products.graphql", include_str!("schema/products.graphql")),
    ("settings.graphql", include_str!("schema/settings.graphql")),
    ("shipping.graphql", include_str!("schema/shipping.graphql")),
    ("shop.graphql", include_str!("schema/shop.graphql")),
    ("system.graphql", include_str!("schema/system.graphql")),
];

/// The arguments of every connection; the last one only of those that can be reversed.
const PAGING: &str =
    "type T { f(first: Int, after: String, last: Int, before: String, reverse: Boolean = false): Int }";

/// Stands on a connection that cannot be reversed.
const FORWARD: &str = "forward";

pub(super) struct Served {
    pub(super) schema: Valid<Schema>,
    pub(super) implementers: HashMap<Name, Implementers>,
}

/// The schema; none if the files are not right, which a test would tell.
pub(super) fn served() -> Option<&'static Served> {
    static SERVED: OnceLock<Option<Served>> = OnceLock::new();
    SERVED
        .get_or_init(|| {
            let schema = build().ok()?;
            let implementers = schema.implementers_map();
            Some(Served { schema, implementers })
        })
        .as_ref()
}

/// The schema that is served, in GraphQL's own language.
#[must_use]
pub fn sdl() -> String {
    served().map(|served| served.schema.to_string()).unwrap_or_default()
}

fn build() -> Result<Valid<Schema>, String> {
    let mut builder = Schema::builder();
    for (name, text) in FILES {
        builder = builder.parse(*text, *name);
    }
    let mut schema = builder.build().map_err(|problem| problem.errors.to_string())?;
    let paging = paging()?;
    let mut connections = IndexSet::default();
    let mut problems = IndexSet::default();
    for defined in schema.types.values_mut() {
        let fields = match defined {
            ExtendedType::Object(object) => &mut object.make_mut().fields,
            ExtendedType::Interface(interface) => &mut interface.make_mut().fields,
            _ => continue,
        };
        for field in fields.values_mut() {
            let named = field.ty.inner_named_type().clone();
            if named.ends_with("Connection") {
                add_paging(field, &paging);
                connections.insert(named);
            } else if named.ends_with("UserError") {
                problems.insert(named);
            }
        }
    }
    let mut made = String::new();
    for name in connections {
        let of = name.trim_end_matches("Connection");
        // What a metafield refers to may be gone.
        let must = if of == "MetafieldReference" { "" } else { "!" };
        made.push_str(&format!(
            "type {of}Connection {{ edges: [{of}Edge!]! nodes: [{of}{must}]! pageInfo: PageInfo! }}\n\
             type {of}Edge {{ cursor: String! node: {of}{must} }}\n"
        ));
    }
    for name in problems.iter().filter(|name| !schema.types.contains_key(name.as_str())) {
        made.push_str(&format!(
            "type {name} implements DisplayableError {{ code: {name}Code field: [String!] message: String! }}\n"
        ));
    }
    let made = Schema::builder().adopt_orphan_extensions().parse(made, "made.graphql");
    let made = made.build().map_err(|problem| problem.errors.to_string())?;
    for (name, defined) in made.types {
        if !schema.types.contains_key(&name) {
            schema.types.insert(name, defined);
        }
    }
    schema.directive_definitions.shift_remove(FORWARD);
    schema.validate().map_err(|problem| problem.errors.to_string())
}

fn paging() -> Result<Vec<Node<InputValueDefinition>>, String> {
    let parsed = Schema::parse(PAGING, "paging.graphql").map_err(|problem| problem.errors.to_string())?;
    let object = parsed.get_object("T").and_then(|object| object.fields.get("f"));
    Ok(object.map(|field| field.arguments.clone()).unwrap_or_default())
}

fn add_paging(field: &mut Component<FieldDefinition>, paging: &[Node<InputValueDefinition>]) {
    let field = field.make_mut();
    let forward = field.directives.get(FORWARD).is_some();
    field.directives.0.retain(|directive| directive.name != FORWARD);
    for argument in paging {
        if !(forward && argument.name == "reverse") {
            field.arguments.push(argument.clone());
        }
    }
}

/// The type of the nodes, if `ty` is a connection.
pub(super) fn nodes_of<'s>(schema: &'s Schema, ty: &Type) -> Option<&'s Name> {
    let name = ty.inner_named_type();
    if !name.ends_with("Connection") {
        return None;
    }
    Some(schema.get_object(name)?.fields.get("nodes")?.ty.inner_named_type())
}

/// The names of the object types that may stand where `name` is.
pub(super) fn concrete(served: &'static Served, name: &str) -> Vec<&'static str> {
    match served.schema.types.get(name) {
        Some(ExtendedType::Union(union)) => union.members.iter().map(|member| member.as_str()).collect(),
        Some(ExtendedType::Interface(_)) => {
            let of = served.implementers.get(name);
            of.into_iter().flat_map(|of| of.objects.iter()).map(Name::as_str).collect()
        }
        Some(ExtendedType::Object(object)) => vec![object.name.as_str()],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::build;

    #[test]
    fn the_stated_schema_is_valid() {
        if let Err(problem) = build() {
            panic!("{problem}");
        }
    }
}
