//! Parameters in path, query and headers.

use serde_json::Value;

use super::{
    Options,
    body::findings,
    load::{Documents, follow},
    schema::{Direction, Schema},
};

/// A declared parameter.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) at: At,
    pub(super) required: bool,
    pub(super) schema: Schema,
    /// Whether a list is one value per element; otherwise the elements stand in one value, with commas between them.
    explode: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    Path,
    Query,
    Header,
    Cookie,
}

impl Parameter {
    pub(super) fn read(documents: &Documents, file: &str, value: &Value) -> Option<Self> {
        let at = match value.get("in")?.as_str()? {
            "path" => At::Path,
            "query" => At::Query,
            "header" => At::Header,
            "cookie" => At::Cookie,
            _ => return None,
        };
        // `content` holds JSON in one value; its text is all that is looked at.
        let schema = match (value.get("schema"), value.get("content")) {
            (Some(schema), _) => {
                let (file, _) = documents.get_key_value(file)?;
                follow(documents, file, schema).ok()?;
                Schema::new(file, schema, Direction::Request)
            }
            (None, Some(_)) => Schema::new(file, &Value::Bool(true), Direction::Request),
            (None, None) => return None,
        };
        let style = value.get("style").and_then(Value::as_str);
        let is_form = style.map_or(matches!(at, At::Query | At::Cookie), |style| style == "form");
        Some(Self {
            name: value.get("name")?.as_str()?.to_owned(),
            required: value.get("required").and_then(Value::as_bool).unwrap_or(false),
            explode: value.get("explode").and_then(Value::as_bool).unwrap_or(is_form),
            schema,
            at,
        })
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.at == other.at && self.name == other.name
    }

    /// What is wrong with the values sent under this name.
    pub(super) fn fault(&self, documents: &Documents, options: &Options, sent: &[&str]) -> Option<String> {
        let validator = match self.schema.validator(documents, options) {
            Ok(validator) => validator,
            Err(error) => return Some(format!("the schema does not compile: {error}")),
        };
        let candidates = if self.schema.items(documents).is_some() {
            let elements: Vec<_> = match sent {
                [one] if !self.explode => one.split(',').collect(),
                _ if !self.explode => {
                    return Some("sent more than once instead of as one list with commas".into());
                }
                many => many.to_vec(),
            };
            let texts = elements.iter().map(|&element| Value::from(element)).collect();
            let typed = elements.iter().map(|&element| typed(element)).collect();
            [Value::Array(texts), Value::Array(typed)]
        } else {
            match sent {
                [one] => [Value::from(*one), typed(one)],
                _ => return Some("sent more than once".into()),
            }
        };
        if candidates.iter().any(|candidate| validator.is_valid(candidate)) {
            return None;
        }
        // A value that reads as a number or a boolean was probably meant as one.
        let [texts, typed] = &candidates;
        let meant = if typed == texts { texts } else { typed };
        let what =
            findings(validator, meant).into_iter().map(|finding| finding.what).collect::<Vec<_>>().join("; ");
        // Headers may carry secrets, and what is found quotes the value.
        Some(if self.at == At::Header { "does not fit its schema".into() } else { what })
    }
}

/// What a text in a URL stands for when it is not meant as a string.
fn typed(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(value @ (Value::Number(_) | Value::Bool(_))) => value,
        _ => Value::from(text),
    }
}
