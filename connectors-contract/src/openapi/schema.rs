//! From OpenAPI schemas to JSON Schema 2020-12, for one direction and closed against undeclared keys.
//!
//! Every schema stands in one of two positions. *Whole*: it alone describes a place in the body, so object keys that
//! it does not declare are refused. *Part*: it is one of several that together describe the place; the schema around
//! them is closed with the keys that any of the parts declares. A referenced schema is therefore converted at most
//! once for each position.

use std::{
    collections::{BTreeSet, HashMap},
    sync::OnceLock,
};

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

use super::{
    Options,
    load::{Documents, LoadError, follow, resolve},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Request,
    Response,
}

/// A schema in its file, compiled when it is first needed.
#[derive(Debug)]
pub(super) struct Schema {
    file: String,
    value: Value,
    direction: Direction,
    compiled: OnceLock<Result<Validator, String>>,
}

impl Schema {
    pub(super) fn new(file: &str, value: &Value, direction: Direction) -> Self {
        Self { file: file.to_owned(), value: value.clone(), direction, compiled: OnceLock::new() }
    }

    pub(super) fn validator(&self, documents: &Documents, options: &Options) -> Result<&Validator, String> {
        let compiled = self.compiled.get_or_init(|| {
            let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", self.file);
            let schema = Conversion::run(documents, options, self).map_err(|error| failed(&error))?;
            jsonschema::options()
                .with_draft(Draft::Draft202012)
                .should_validate_formats(true)
                .build(&schema)
                .map_err(|error| failed(&error))
        });
        compiled.as_ref().map_err(Clone::clone)
    }

    /// Whether values are arrays, and of what.
    pub(super) fn items(&self, documents: &Documents) -> Option<Value> {
        let (_, schema) = follow(documents, self.file_in(documents)?, &self.value).ok()?;
        (schema.get("type")? == "array").then(|| schema.get("items").cloned().unwrap_or(Value::Bool(true)))
    }

    fn file_in<'d>(&self, documents: &'d Documents) -> Option<&'d str> {
        documents.get_key_value(&self.file).map(|(file, _)| file.as_str())
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Position {
    Whole,
    Part,
}

/// Keywords whose value is taken as it is.
const PLAIN: [&str; 17] = [
    "type",
    "enum",
    "const",
    "multipleOf",
    "maximum",
    "minimum",
    "maxLength",
    "minLength",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
    "maxContains",
    "minContains",
    "dependentRequired",
    "unevaluatedProperties",
];
/// Keywords of which any makes a schema more than "an object" or "anything".
const STRUCTURE: [&str; 14] = [
    "$ref",
    "properties",
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "if",
    "enum",
    "const",
    "required",
    "dependentSchemas",
];
const COMPOSITION: [&str; 7] = ["allOf", "oneOf", "anyOf", "if", "then", "else", "dependentSchemas"];

struct Conversion<'d> {
    documents: &'d Documents,
    options: &'d Options,
    direction: Direction,
    /// The name of each referenced schema by file, address and position.
    names: HashMap<(&'d str, *const Value, Position), String>,
    /// Those that are still to be converted.
    open: Vec<(String, &'d str, &'d Value, Position)>,
}

impl<'d> Conversion<'d> {
    fn run(documents: &'d Documents, options: &'d Options, schema: &'d Schema) -> Result<Value, LoadError> {
        let mut conversion =
            Self { documents, options, direction: schema.direction, names: HashMap::new(), open: Vec::new() };
        let root = conversion.schema(&schema.file, &schema.value, Position::Whole)?;
        let mut definitions = Map::new();
        while let Some((name, file, value, position)) = conversion.open.pop() {
            let converted = conversion.schema(file, value, position)?;
            definitions.insert(name, converted);
        }
        Ok(json!({ "allOf": [root], "$defs": definitions }))
    }

    fn schema(&mut self, file: &'d str, value: &'d Value, position: Position) -> Result<Value, LoadError> {
        let Value::Object(schema) = value else { return Ok(value.clone()) };
        let is_3_0 = self.documents.get(file).is_some_and(|document| document.is_3_0);
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            // OpenAPI 3.0 ignores what stands beside a reference.
            let alone = is_3_0 || !schema.keys().any(|key| key != "$ref" && is_assertion(key));
            if alone {
                return self.reference(file, reference, position);
            }
        }
        let mut out = Map::new();
        for keyword in PLAIN {
            if let Some(value) = schema.get(keyword) {
                out.insert(keyword.to_owned(), value.clone());
            }
        }
        if let Some(pattern) = schema.get("pattern").filter(|_| !self.options.ignore_patterns) {
            out.insert("pattern".to_owned(), pattern.clone());
        }
        let format = schema.get("format").and_then(Value::as_str);
        if let Some(format) = format.filter(|format| self.options.formats.contains(format)) {
            out.insert("format".to_owned(), format.into());
        }
        bounds(schema, &mut out);
        self.object(file, schema, &mut out)?;
        self.nested(file, schema, position, &mut out)?;
        if position == Position::Whole {
            self.close(file, schema, &mut out)?;
        }
        let nullable = is_3_0 && schema.get("nullable") == Some(&Value::Bool(true));
        Ok(if nullable { or_null(out) } else { Value::Object(out) })
    }

    fn reference(&mut self, file: &str, reference: &str, position: Position) -> Result<Value, LoadError> {
        let (file, target) = resolve(self.documents, file, reference)?;
        let count = self.names.len();
        let name = match self.names.entry((file, std::ptr::from_ref(target), position)) {
            std::collections::hash_map::Entry::Occupied(known) => known.get().clone(),
            std::collections::hash_map::Entry::Vacant(new) => {
                let name = format!("s{count}");
                self.open.push((name.clone(), file, target, position));
                new.insert(name).clone()
            }
        };
        Ok(json!({ "$ref": format!("#/$defs/{name}") }))
    }

    /// `properties`, `required`, and what applies to further keys.
    fn object(
        &mut self,
        file: &'d str,
        schema: &'d Map<String, Value>,
        out: &mut Map<String, Value>,
    ) -> Result<(), LoadError> {
        let other_direction = match self.direction {
            Direction::Request => "readOnly",
            Direction::Response => "writeOnly",
        };
        let declared = object_at(schema, "properties");
        let mut properties = Map::new();
        let mut hidden = BTreeSet::new();
        for (name, property) in declared {
            let (_, target) = follow(self.documents, file, property)?;
            let is_hidden =
                [property, target].iter().any(|at| at.get(other_direction) == Some(&Value::Bool(true)));
            if is_hidden {
                hidden.insert(name.as_str());
            }
            let converted =
                if is_hidden { Value::Bool(false) } else { self.schema(file, property, Position::Whole)? };
            properties.insert(name.clone(), converted);
        }
        if !properties.is_empty() {
            out.insert("properties".to_owned(), Value::Object(properties));
        }
        if let Some(required) = schema.get("required").and_then(Value::as_array) {
            let is_asked = |name: &&Value| name.as_str().is_some_and(|name| !hidden.contains(name));
            out.insert("required".to_owned(), required.iter().filter(is_asked).cloned().collect());
        }
        let patterns = object_at(schema, "patternProperties");
        let patterns =
            patterns.map(|(name, value)| Ok((name.clone(), self.schema(file, value, Position::Whole)?)));
        let patterns = patterns.collect::<Result<Map<_, _>, LoadError>>()?;
        if !patterns.is_empty() {
            out.insert("patternProperties".to_owned(), Value::Object(patterns));
        }
        Ok(())
    }

    /// The keywords that hold schemas, other than those of objects.
    fn nested(
        &mut self,
        file: &'d str,
        schema: &'d Map<String, Value>,
        position: Position,
        out: &mut Map<String, Value>,
    ) -> Result<(), LoadError> {
        for keyword in ["items", "additionalProperties"] {
            if let Some(value) = schema.get(keyword) {
                out.insert(keyword.to_owned(), self.schema(file, value, Position::Whole)?);
            }
        }
        for keyword in ["not", "if", "then", "else", "contains", "propertyNames"] {
            if let Some(value) = schema.get(keyword) {
                out.insert(keyword.to_owned(), self.schema(file, value, Position::Part)?);
            }
        }
        if schema.contains_key("dependentSchemas") {
            let schemas = object_at(schema, "dependentSchemas");
            let schemas =
                schemas.map(|(name, value)| Ok((name.clone(), self.schema(file, value, Position::Part)?)));
            out.insert(
                "dependentSchemas".to_owned(),
                Value::Object(schemas.collect::<Result<_, LoadError>>()?),
            );
        }
        for keyword in ["prefixItems", "allOf", "anyOf", "oneOf"] {
            let Some(branches) = schema.get(keyword).and_then(Value::as_array) else { continue };
            let position = match keyword {
                "prefixItems" => Position::Whole,
                "oneOf" if position == Position::Whole && is_choice(schema) => Position::Whole,
                _ => Position::Part,
            };
            let branches = branches.iter().map(|branch| self.schema(file, branch, position));
            let mut branches = branches.collect::<Result<Vec<_>, _>>()?;
            let overlaps = self.direction == Direction::Response && self.options.overlapping_responses;
            let keyword = if keyword == "oneOf" && overlaps { "anyOf" } else { keyword };
            match out.get_mut(keyword).and_then(Value::as_array_mut) {
                // A schema with both `anyOf` and an overlapping `oneOf`: both have to hold.
                Some(_) => {
                    let both = out.entry("allOf").or_insert_with(|| json!([]));
                    both.as_array_mut()
                        .into_iter()
                        .for_each(|all| all.push(json!({ keyword: branches.split_off(0) })));
                }
                None => {
                    out.insert(keyword.to_owned(), Value::Array(branches));
                }
            }
        }
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let part = self.reference(file, reference, Position::Part)?;
            out.insert("$ref".to_owned(), part["$ref"].clone());
        }
        Ok(())
    }

    /// Refuses the keys that neither this schema nor any of its parts declares.
    fn close(
        &self,
        file: &'d str,
        schema: &'d Map<String, Value>,
        out: &mut Map<String, Value>,
    ) -> Result<(), LoadError> {
        let decided =
            ["additionalProperties", "unevaluatedProperties"].iter().any(|key| schema.contains_key(*key));
        if decided || is_choice(schema) {
            return Ok(());
        }
        let mut declared = Declared::default();
        self.declared(file, schema, &mut declared)?;
        if declared.open || (declared.names.is_empty() && declared.patterns.is_empty()) {
            return Ok(());
        }
        for (keyword, names) in [("properties", declared.names), ("patternProperties", declared.patterns)] {
            let own = out.entry(keyword).or_insert_with(|| json!({}));
            let Some(own) = own.as_object_mut() else { continue };
            for name in names {
                own.entry(name).or_insert(Value::Bool(true));
            }
        }
        out.insert("additionalProperties".to_owned(), Value::Bool(false));
        Ok(())
    }

    /// Collects the keys that a schema and its parts declare.
    fn declared(
        &self,
        file: &'d str,
        schema: &'d Map<String, Value>,
        declared: &mut Declared,
    ) -> Result<(), LoadError> {
        if !declared.seen.insert(std::ptr::from_ref(schema)) {
            return Ok(());
        }
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let (file, target) = resolve(self.documents, file, reference)?;
            if let Value::Object(target) = target {
                self.declared(file, target, declared)?;
            }
        }
        declared.names.extend(object_at(schema, "properties").map(|(name, _)| name.clone()));
        declared.patterns.extend(object_at(schema, "patternProperties").map(|(name, _)| name.clone()));
        declared.open |= ["additionalProperties", "unevaluatedProperties"]
            .iter()
            .any(|key| schema.get(*key).is_some_and(|value| *value != Value::Bool(false)));
        for keyword in COMPOSITION {
            let is_alternative = matches!(keyword, "oneOf" | "anyOf");
            for branch in branches(schema, keyword) {
                let (_, target) = follow(self.documents, file, branch)?;
                // An alternative that says nothing about the object's keys permits all of them.
                declared.open |= is_alternative && is_free_form(target);
                if let Value::Object(branch) = branch {
                    self.declared(file, branch, declared)?;
                }
            }
        }
        Ok(())
    }
}

#[derive(Default)]
struct Declared {
    names: BTreeSet<String>,
    patterns: BTreeSet<String>,
    open: bool,
    seen: BTreeSet<*const Map<String, Value>>,
}

fn object_at<'v>(
    schema: &'v Map<String, Value>,
    key: &str,
) -> impl Iterator<Item = (&'v String, &'v Value)> + use<'v> {
    schema.get(key).and_then(Value::as_object).into_iter().flatten()
}

/// The schemas under a keyword of composition: an array of them, one, or one for each key.
fn branches<'v>(schema: &'v Map<String, Value>, keyword: &str) -> Vec<&'v Value> {
    match schema.get(keyword) {
        Some(Value::Array(branches)) => branches.iter().collect(),
        Some(Value::Object(branches)) if keyword == "dependentSchemas" => branches.values().collect(),
        Some(branch @ Value::Object(_)) => vec![branch],
        _ => Vec::new(),
    }
}

/// A schema that only offers alternatives: each of them is a whole.
fn is_choice(schema: &Map<String, Value>) -> bool {
    schema.contains_key("oneOf") && !STRUCTURE.iter().any(|key| *key != "oneOf" && schema.contains_key(*key))
}

/// "An object" or "anything", and nothing about its keys.
fn is_free_form(schema: &Value) -> bool {
    let Value::Object(schema) = schema else { return *schema == Value::Bool(true) };
    let may_be_object = match schema.get("type") {
        None => true,
        Some(Value::Array(types)) => types.iter().any(|name| name == "object"),
        Some(name) => name == "object",
    };
    may_be_object && !STRUCTURE.iter().any(|key| schema.contains_key(*key))
}

fn is_assertion(keyword: &str) -> bool {
    PLAIN.contains(&keyword)
        || STRUCTURE.contains(&keyword)
        || [
            "items",
            "prefixItems",
            "contains",
            "propertyNames",
            "pattern",
            "format",
            "exclusiveMinimum",
            "exclusiveMaximum",
        ]
        .contains(&keyword)
}

/// OpenAPI 3.0 says with a boolean that `minimum` or `maximum` is exclusive.
fn bounds(schema: &Map<String, Value>, out: &mut Map<String, Value>) {
    for (exclusive, limit) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        match schema.get(exclusive) {
            Some(Value::Bool(true)) => {
                if let Some(limit) = out.remove(limit) {
                    out.insert(exclusive.to_owned(), limit);
                }
            }
            Some(number @ Value::Number(_)) => {
                out.insert(exclusive.to_owned(), number.clone());
            }
            _ => {}
        }
    }
}

/// What `nullable: true` means, with `null` among the values of an `enum` whether or not it is listed.
fn or_null(mut schema: Map<String, Value>) -> Value {
    if COMPOSITION.iter().any(|key| schema.contains_key(*key)) {
        return json!({ "anyOf": [schema, { "type": "null" }] });
    }
    if let Some(name @ Value::String(_)) = schema.get("type").cloned() {
        schema.insert("type".to_owned(), json!([name, "null"]));
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    Value::Object(schema)
}
