//! Is a document, and are the values of its variables, what the schema wants?

use apollo_compiler::ast::{DirectiveList, Type, Value as Literal};
use apollo_compiler::executable::{Field, Operation};
use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema};
use serde_json::{Map, Value};

/// All that is wrong with a document that is valid so far.
pub(super) fn check(
    schema: &Valid<Schema>,
    document: &ExecutableDocument,
    operation: &Operation,
    variables: &Map<String, Value>,
) -> Vec<String> {
    let mut wrong = Vec::new();
    for field in operation.all_fields(document) {
        used_field(schema, field, &mut wrong);
    }
    for name in variables.keys() {
        if !operation.variables.iter().any(|variable| variable.name == name.as_str()) {
            wrong.push(format!("${name} is given, and the document has no such variable"));
        }
    }
    for variable in &operation.variables {
        if let Some(value) = variables.get(variable.name.as_str()) {
            used_value(schema, &variable.ty, value, &format!("${}", variable.name), &mut wrong);
        }
    }
    match serde_json::from_value(Value::Object(variables.clone())) {
        Ok(values) => {
            if let Err(error) = coerce_variable_values(schema, operation, &values) {
                wrong.push(error.message().to_string());
            }
        }
        Err(error) => wrong.push(error.to_string()),
    }
    wrong
}

fn deprecated(directives: &DirectiveList) -> bool {
    directives.has("deprecated")
}

fn used_field(schema: &Schema, field: &Field, wrong: &mut Vec<String>) {
    if deprecated(&field.definition.directives) {
        wrong.push(format!("{} is deprecated", field.name));
    }
    for argument in &field.arguments {
        let Some(definition) = field.definition.argument_by_name(&argument.name) else { continue };
        if deprecated(&definition.directives) {
            wrong.push(format!("{}({}:) is deprecated", field.name, argument.name));
        }
        used_literal(schema, &definition.ty, &argument.value, &argument.name, wrong);
    }
}

/// A value that stands in the document.
fn used_literal(schema: &Schema, ty: &Type, literal: &Literal, place: &str, wrong: &mut Vec<String>) {
    match (literal, schema.types.get(ty.inner_named_type())) {
        (Literal::List(list), _) => {
            list.iter().for_each(|element| used_literal(schema, ty, element, place, wrong));
        }
        (Literal::Object(members), Some(ExtendedType::InputObject(input))) => {
            for (name, value) in members {
                let Some(field) = input.fields.get(name) else { continue };
                if deprecated(&field.directives) {
                    wrong.push(format!("{place}.{name} is deprecated"));
                }
                used_literal(schema, &field.ty, value, &format!("{place}.{name}"), wrong);
            }
        }
        (Literal::Enum(value), Some(ExtendedType::Enum(values)))
            if values.values.get(value).is_some_and(|value| deprecated(&value.directives)) =>
        {
            wrong.push(format!("{place}: {value} is deprecated"));
        }
        _ => {}
    }
}

/// A value of a variable. Whether it fits at all is judged elsewhere.
fn used_value(schema: &Schema, ty: &Type, value: &Value, place: &str, wrong: &mut Vec<String>) {
    match (value, schema.types.get(ty.inner_named_type())) {
        (Value::Array(list), _) => {
            for (index, element) in list.iter().enumerate() {
                used_value(schema, ty, element, &format!("{place}[{index}]"), wrong);
            }
        }
        (Value::Object(members), Some(ExtendedType::InputObject(input))) => {
            if input.directives.has("oneOf") && members.len() != 1 {
                wrong.push(format!("{place} must have one member, and has {}", members.len()));
            }
            for (name, value) in members {
                let Some(field) = input.fields.get(name.as_str()) else { continue };
                if deprecated(&field.directives) {
                    wrong.push(format!("{place}.{name} is deprecated"));
                }
                used_value(schema, &field.ty, value, &format!("{place}.{name}"), wrong);
            }
        }
        (Value::String(text), Some(ExtendedType::Enum(values)))
            if values.values.get(text.as_str()).is_some_and(|value| deprecated(&value.directives)) =>
        {
            wrong.push(format!("{place}: {text} is deprecated"));
        }
        _ => {}
    }
}
