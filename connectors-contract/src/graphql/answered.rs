//! An answer that came, held against its document and the schema.

use apollo_compiler::ast::Type;
use apollo_compiler::executable::{Field, Operation, Selection, SelectionSet};
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::{ExecutableDocument, Name};
use serde_json::{Map, Value, json};

use super::GraphQl;

/// All in which `data` does not fit.
pub(super) fn check(
    graphql: &GraphQl,
    document: &ExecutableDocument,
    operation: &Operation,
    data: &Value,
) -> Vec<String> {
    let reader = Reader { graphql, document };
    match data.as_object() {
        Some(data) => {
            reader.object(&operation.selection_set.ty, &[&operation.selection_set], data, "data".to_owned())
        }
        None => vec![format!("data: no object, but {data}")],
    }
}

const STRANGE: &str = "not asked for";

struct Reader<'a> {
    graphql: &'a GraphQl,
    document: &'a ExecutableDocument,
}

impl<'a> Reader<'a> {
    fn object(
        &self,
        ty: &str,
        sets: &[&'a SelectionSet],
        data: &Map<String, Value>,
        at: String,
    ) -> Vec<String> {
        let mut fields: Vec<(&Name, Vec<&'a Field>)> = Vec::new();
        sets.iter().for_each(|set| self.collect(ty, set, &mut fields));
        let mut wrong = Vec::new();
        for (key, same) in &fields {
            let at = format!("{at}.{key}");
            let first = same[0];
            let Some(value) = data.get(key.as_str()) else {
                let told = |field: &&Field| field.directives.has("include") || field.directives.has("skip");
                if !same.iter().all(told) {
                    wrong.push(format!("{at}: not there"));
                }
                continue;
            };
            if first.name == "__typename" {
                if value != ty {
                    wrong.push(format!("{at}: {value}, but it is {ty}"));
                }
                continue;
            }
            let inside: Vec<_> = same.iter().map(|field| &field.selection_set).collect();
            let definition = self.graphql.schema.type_field(ty, &first.name);
            let declared = definition.map_or_else(|_| first.ty().clone(), |known| known.ty.clone());
            wrong.extend(self.value(&declared, &inside, value, at));
        }
        let asked = |key: &str| fields.iter().any(|(known, _)| known.as_str() == key);
        wrong.extend(data.keys().filter(|key| !asked(key)).map(|key| format!("{at}.{key}: {STRANGE}")));
        wrong
    }

    fn collect(&self, ty: &str, set: &'a SelectionSet, fields: &mut Vec<(&'a Name, Vec<&'a Field>)>) {
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => {
                    let key = field.response_key();
                    match fields.iter_mut().find(|(known, _)| *known == key) {
                        Some((_, same)) => same.push(field),
                        None => fields.push((key, vec![field])),
                    }
                }
                Selection::InlineFragment(fragment) => {
                    if fragment.type_condition.as_ref().is_none_or(|condition| self.is(ty, condition)) {
                        self.collect(ty, &fragment.selection_set, fields);
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let Some(fragment) = spread.fragment_def(self.document) else { continue };
                    if self.is(ty, fragment.type_condition()) {
                        self.collect(ty, &fragment.selection_set, fields);
                    }
                }
            }
        }
    }

    fn is(&self, ty: &str, condition: &str) -> bool {
        ty == condition || self.graphql.schema.is_subtype(condition, ty)
    }

    fn value(&self, ty: &Type, inside: &[&'a SelectionSet], value: &Value, at: String) -> Vec<String> {
        if value.is_null() {
            return if ty.is_non_null() { vec![format!("{at}: null, but {ty}")] } else { Vec::new() };
        }
        match ty {
            Type::List(element) | Type::NonNullList(element) => match value.as_array() {
                Some(items) => {
                    let items = items.iter().enumerate();
                    items
                        .flat_map(|(n, item)| self.value(element, inside, item, format!("{at}.{n}")))
                        .collect()
                }
                None => vec![format!("{at}: no list, but {value}")],
            },
            Type::Named(name) | Type::NonNullNamed(name) => self.named(name, inside, value, at),
        }
    }

    fn named(&self, name: &Name, inside: &[&'a SelectionSet], value: &Value, at: String) -> Vec<String> {
        let schema = &self.graphql.schema;
        let good = match schema.types.get(name) {
            Some(ExtendedType::Enum(values)) => {
                value.as_str().is_some_and(|word| values.values.contains_key(word))
            }
            Some(ExtendedType::Object(_) | ExtendedType::Interface(_) | ExtendedType::Union(_)) => {
                let Some(data) = value.as_object() else {
                    return vec![format!("{at}: no object, but {value}")];
                };
                return self.one_of(name, inside, data, at);
            }
            _ => self.is_scalar(name, value),
        };
        if good { Vec::new() } else { vec![format!("{at}: {value} is no {name}")] }
    }

    /// An object of one of the types that may stand here. Without its name it is the type that fits best.
    fn one_of(
        &self,
        name: &Name,
        inside: &[&'a SelectionSet],
        data: &Map<String, Value>,
        at: String,
    ) -> Vec<String> {
        let schema = &self.graphql.schema;
        let possible = schema.types.iter().filter(|(ty, known)| known.is_object() && self.is(ty, name));
        let told = data.get("__typename").and_then(Value::as_str);
        let possible = possible.map(|(ty, _)| ty).filter(|ty| told.is_none_or(|told| ty.as_str() == told));
        let tried = possible.map(|ty| self.object(ty, inside, data, at.clone()));
        // Of two that fit as badly it is the one of which everything was asked for.
        let strange = |wrong: &[String]| wrong.iter().filter(|text| text.ends_with(STRANGE)).count();
        tried
            .min_by_key(|wrong| (wrong.len(), strange(wrong)))
            .unwrap_or_else(|| vec![format!("{at}: {} is no {name}", told.unwrap_or("it"))])
    }

    fn is_scalar(&self, name: &str, value: &Value) -> bool {
        match name {
            "Int" => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
            "Float" => value.is_number(),
            "Boolean" => value.is_boolean(),
            "JSON" => true,
            _ => {
                let example = (self.graphql.scalars)(name, 1).unwrap_or_else(|| json!(""));
                std::mem::discriminant(&example) == std::mem::discriminant(value)
            }
        }
    }
}
