//! Answers to a document, made from the schema.

use std::collections::HashMap;

use apollo_compiler::ast::Type;
use apollo_compiler::collections::IndexMap;
use apollo_compiler::executable::{Field, Operation, Selection, SelectionSet};
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::{ExecutableDocument, Name};
use serde_json::{Map, Value, json};

use super::GraphQl;

/// More answers than this are not made, however many values an enumeration has.
const MOST: usize = 300;

/// Enumerations with more values than this are names of things outside, such as currencies and countries: models read them as text.
const NAMES: usize = 100;

/// So many values of such an enumeration do.
const FEW: usize = 10;

pub(super) fn answers(graphql: &GraphQl, document: &ExecutableDocument, operation: &Operation) -> Vec<Value> {
    let keeps = if operation.is_mutation() { 2 } else { 1 };
    let mut maker =
        Maker { graphql, document, keeps, round: Round::Length(0), number: 0, turns: HashMap::new() };
    let root = [&operation.selection_set];
    let mut answers = Vec::new();
    // Lists of none, of one, and of two elements as long as there are values that were not used yet.
    for length in 0..MOST {
        maker.round = Round::Length(length.min(2));
        answers.push(maker.object(&operation.selection_set.ty, &root, 0));
        if length >= 2 && maker.turns.values().all(|turn| turn.next >= turn.of) {
            break;
        }
    }
    maker.round = Round::Nulls;
    answers.push(maker.object(&operation.selection_set.ty, &root, 0));
    answers
}

#[derive(Clone, Copy, PartialEq)]
enum Round {
    /// Lists have so many elements.
    Length(usize),
    /// What may be null is.
    Nulls,
}

/// Whose turn it is among the values of an enumeration, or the types that may stand in a place.
struct Turn {
    next: usize,
    of: usize,
}

struct Maker<'a> {
    graphql: &'a GraphQl,
    document: &'a ExecutableDocument,
    /// How deep nothing is null.
    keeps: usize,
    round: Round,
    /// Makes all values differ, so that each can be found again.
    number: u64,
    turns: HashMap<String, Turn>,
}

impl<'a> Maker<'a> {
    /// An object of type `ty` with all that is selected in it.
    fn object(&mut self, ty: &str, selections: &[&'a SelectionSet], depth: usize) -> Value {
        let mut fields: IndexMap<Name, Vec<&'a Field>> = IndexMap::default();
        for selection in selections {
            self.collect(ty, selection, &mut fields);
        }
        let mut object = Map::new();
        for (key, same) in fields {
            let first = same[0];
            let value = if first.name == "__typename" {
                json!(ty)
            } else if (self.graphql.empty)(&key) {
                json!([])
            } else {
                let inside: Vec<_> = same.iter().map(|field| &field.selection_set).collect();
                // The type of the object knows better than the interface through which it is selected.
                let definition = self.graphql.schema.type_field(ty, &first.name);
                let declared = definition.map_or_else(|_| first.ty().clone(), |known| known.ty.clone());
                self.value(&declared, &inside, depth + 1)
            };
            object.insert(key.to_string(), value);
        }
        Value::Object(object)
    }

    fn collect(&self, ty: &str, set: &'a SelectionSet, fields: &mut IndexMap<Name, Vec<&'a Field>>) {
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => {
                    fields.entry(field.response_key().clone()).or_default().push(field);
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

    fn value(&mut self, ty: &Type, inside: &[&'a SelectionSet], depth: usize) -> Value {
        if self.round == Round::Nulls && !ty.is_non_null() && depth > self.keeps {
            return Value::Null;
        }
        match ty {
            Type::List(element) | Type::NonNullList(element) => {
                let length = match self.round {
                    Round::Length(length) => length,
                    Round::Nulls => 1,
                };
                (0..length).map(|_| self.value(element, inside, depth + 1)).collect()
            }
            Type::Named(name) | Type::NonNullNamed(name) => self.named(name, inside, depth),
        }
    }

    fn named(&mut self, name: &Name, inside: &[&'a SelectionSet], depth: usize) -> Value {
        let schema = &self.graphql.schema;
        match schema.types.get(name) {
            Some(ExtendedType::Enum(values)) => {
                let of = values.values.len();
                let turn = self.turn(name, if of > NAMES { FEW } else { of });
                values.values.get_index(turn).map_or(Value::Null, |(value, _)| json!(value.as_str()))
            }
            Some(ExtendedType::Interface(_) | ExtendedType::Union(_)) => {
                let types = self.types_of(name, inside);
                let turn = self.turn(&format!("{name} at {depth}"), types.len());
                types.get(turn).map_or(Value::Null, |ty| self.object(ty, inside, depth))
            }
            Some(ExtendedType::Object(_)) => self.object(name, inside, depth),
            _ => self.scalar(name),
        }
    }

    /// The types that the document tells apart in a place, and one of the others.
    fn types_of(&self, name: &Name, inside: &[&'a SelectionSet]) -> Vec<Name> {
        let schema = &self.graphql.schema;
        let possible = schema
            .types
            .iter()
            .filter(|(ty, definition)| definition.is_object() && schema.is_subtype(name, ty));
        let possible: Vec<&Name> = possible.map(|(ty, _)| ty).collect();
        let mut named = Vec::new();
        inside.iter().for_each(|set| self.conditions(set, &mut named));
        let told = |ty: &Name| named.iter().any(|condition| self.is(ty, condition) && *condition != name);
        let (mut apart, others): (Vec<_>, Vec<_>) = possible.into_iter().cloned().partition(|ty| told(ty));
        apart.extend(others.into_iter().next());
        apart
    }

    fn conditions(&self, set: &'a SelectionSet, into: &mut Vec<&'a Name>) {
        for selection in &set.selections {
            match selection {
                Selection::Field(_) => {}
                Selection::InlineFragment(fragment) => {
                    into.extend(&fragment.type_condition);
                    self.conditions(&fragment.selection_set, into);
                }
                Selection::FragmentSpread(spread) => {
                    let Some(fragment) = spread.fragment_def(self.document) else { continue };
                    into.push(fragment.type_condition());
                    self.conditions(&fragment.selection_set, into);
                }
            }
        }
    }

    fn turn(&mut self, what: &str, of: usize) -> usize {
        let turn = self.turns.entry(what.to_owned()).or_insert(Turn { next: 0, of });
        turn.next += 1;
        (turn.next - 1) % of.max(1)
    }

    fn scalar(&mut self, name: &str) -> Value {
        self.number += 1;
        let number = self.number;
        match name {
            "Int" => json!(1_000_000 + number),
            "Float" => json!(number as f64 + 0.5),
            "Boolean" => json!(number.is_multiple_of(2) && self.round != Round::Nulls),
            _ => (self.graphql.scalars)(name, number).unwrap_or_else(|| json!(format!("text {number}"))),
        }
    }
}
