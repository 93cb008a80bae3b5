//! What a validator finds in a JSON value, as places with a sentence each.

use jsonschema::{ValidationError, Validator, error::ValidationErrorKind};
use serde_json::Value;

/// One thing that is wrong.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Finding {
    /// The JSON pointer of the key or value that is wrong; for a missing key the place where it belongs.
    pub(super) pointer: String,
    pub(super) what: String,
}

/// What is said about a key that the schema does not declare.
pub(super) const UNDECLARED: &str = "not declared";

impl Finding {
    fn new(pointer: String, what: impl Into<String>) -> Self {
        Self { pointer, what: what.into() }
    }

    fn depth(&self) -> usize {
        self.pointer.matches('/').count()
    }
}

/// All findings, in the order of their pointers.
pub(super) fn findings(validator: &Validator, value: &Value) -> Vec<Finding> {
    let mut findings: Vec<_> = validator.iter_errors(value).flat_map(|error| of(&error)).collect();
    findings.sort_by(|one, other| one.pointer.cmp(&other.pointer));
    findings
}

fn of(error: &ValidationError<'_>) -> Vec<Finding> {
    let pointer = error.instance_path().as_str().to_owned();
    match error.kind() {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            closest(context).unwrap_or_else(|| vec![Finding::new(pointer, "fits no alternative")])
        }
        ValidationErrorKind::OneOfMultipleValid { .. } => {
            vec![Finding::new(pointer, "fits more than one alternative")]
        }
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            let undeclared = |key: &String| Finding::new(below(&pointer, key), UNDECLARED);
            unexpected.iter().map(undeclared).collect()
        }
        ValidationErrorKind::Required { property } => {
            vec![Finding::new(
                below(&pointer, property.as_str().unwrap_or_default()),
                "required, but missing",
            )]
        }
        ValidationErrorKind::FalseSchema => {
            vec![Finding::new(pointer, "declared for the other direction only (readOnly or writeOnly)")]
        }
        ValidationErrorKind::Enum { options } => {
            let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
            let what =
                format!("{} is none of the {} values declared", brief(error.instance()), options.len());
            vec![Finding::new(pointer, what)]
        }
        _ => vec![Finding::new(pointer, cut(error.to_string()))],
    }
}

/// Of several alternatives the one that was probably meant: it fits deepest into the value, with the fewest findings.
fn closest(alternatives: &[Vec<ValidationError<'static>>]) -> Option<Vec<Finding>> {
    let findings = alternatives.iter().map(|errors| errors.iter().flat_map(of).collect::<Vec<_>>());
    findings.filter(|found| !found.is_empty()).min_by_key(|found| {
        let shallowest = found.iter().map(Finding::depth).min().unwrap_or_default();
        (std::cmp::Reverse(shallowest), found.len())
    })
}

fn below(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

fn brief(value: &Value) -> String {
    cut(value.to_string())
}

fn cut(text: String) -> String {
    const LONGEST: usize = 160;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
