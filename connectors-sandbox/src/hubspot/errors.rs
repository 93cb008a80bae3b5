//! Errors in HubSpot's format, for a whole call or for inputs of a batch.
//!
//! Keys: the descriptions' `Error` and `StandardError`. The words of categories are HubSpot's, as far as its documents
//! name them; `PROPERTY_DOESNT_EXIST` and the like are not verified live.

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::http::Reply;

/// What a call comes to.
pub(super) type Answer = Result<Reply, Problem>;

/// What is wrong with one property or field.
#[derive(Clone, Debug)]
pub(super) struct Detail {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) property: String,
}

/// One error.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    status: StatusCode,
    category: &'static str,
    message: String,
    details: Vec<Detail>,
    context: Map<String, Value>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, category: &'static str, message: impl Into<String>) -> Self {
        Self { status, category, message: message.into(), details: Vec::new(), context: Map::new() }
    }

    /// The request is not as it should be.
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "VALIDATION_ERROR", message)
    }

    /// A field of the request's body is not as it should be.
    pub(super) fn field(name: &str, what: &str) -> Self {
        let what = match what.starts_with("is missing") {
            true => format!("Some required fields were not set: [{name}]"),
            false => format!("{name} {what}"),
        };
        let message = format!("Invalid input JSON on line 1, column 1. {what}");
        Self::invalid(message).with("field", name)
    }

    /// Values of properties are refused; the message repeats it all as JSON, as HubSpot's does.
    pub(super) fn properties(details: Vec<Detail>) -> Self {
        let listed = details.iter().map(|detail| {
            json!({
                "isValid": false, "message": detail.message, "error": detail.code, "name": detail.property,
                "localizedErrorMessage": detail.message,
            })
        });
        let message = format!("Property values were not valid: {}", listed.collect::<Value>());
        Self { details, ..Self::invalid(message) }
    }

    /// There is no such thing.
    pub(super) fn not_found(what: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "OBJECT_NOT_FOUND", what)
    }

    /// There is no record with this id, or with this value of a unique property.
    pub(super) fn no_object(id: &str) -> Self {
        Self::not_found(format!("Object not found. objectId are usually numeric: {id}")).with("id", id)
    }

    /// There is one already.
    pub(super) fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "CONFLICT", message)
    }

    /// No such path.
    pub(super) fn path() -> Self {
        Self::new(StatusCode::NOT_FOUND, "OBJECT_NOT_FOUND", "resource not found")
    }

    /// The path knows other methods.
    pub(super) fn method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "VALIDATION_ERROR", "method not allowed")
    }

    /// None of the caller's scopes covers the call.
    pub(super) fn scope(wanted: &str) -> Self {
        let message = "This app hasn't been granted all required scopes to make this call.";
        Self::new(StatusCode::FORBIDDEN, "MISSING_SCOPES", message).with("requiredGranularScopes", wanted)
    }

    /// With this word about what it is about.
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        let words = self.context.entry(name).or_insert_with(|| json!([]));
        if let Some(words) = words.as_array_mut() {
            words.push(json!(value));
        }
        self
    }

    /// Whether one input of a batch may have it while the others are done: it is not there.
    pub(super) fn is_not_found(&self) -> bool {
        self.status == StatusCode::NOT_FOUND
    }

    /// What an import calls it.
    pub(super) fn import_error(&self) -> &'static str {
        match self.details.first().map(|detail| detail.code) {
            Some("INVALID_EMAIL") => "INVALID_EMAIL",
            Some("INVALID_OPTION") => "INVALID_ENUMERATION_OPTION",
            Some("INVALID_NUMBER") => "COULD_NOT_PARSE_NUMBER",
            Some("INVALID_DATE") => "COULD_NOT_PARSE_DATE",
            Some("INVALID_OWNER_ID") => "COULD_NOT_FIND_OWNER",
            Some("PROPERTY_DOESNT_EXIST") => "PROPERTY_DEFINITION_NOT_FOUND",
            Some("REQUIRED_PROPERTY") => "MISSING_REQUIRED_PROPERTY",
            Some("CONFLICTING_UNIQUE_VALUE") => "DUPLICATE_UNIQUE_PROPERTY_VALUE",
            Some(_) => "FAILED_VALIDATION",
            None if self.is_not_found() => "INVALID_OBJECT_ID",
            None => "UNKNOWN_BAD_REQUEST",
        }
    }

    /// The message.
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    fn errors(&self) -> Value {
        let details = self.details.iter().map(|detail| {
            json!({
                "message": detail.message, "code": detail.code, "context": { "propertyName": [detail.property] },
            })
        });
        details.collect()
    }

    /// As an answer of its own.
    pub(super) fn reply(&self, correlation: &str) -> Reply {
        let mut body = json!({
            "status": "error", "message": self.message, "correlationId": correlation, "category": self.category,
        });
        if !self.details.is_empty() {
            body["errors"] = self.errors();
        }
        if !self.context.is_empty() {
            body["context"] = Value::Object(self.context.clone());
        }
        Reply::json(self.status, &body).header("X-HubSpot-Correlation-Id", correlation)
    }

    /// As the answer to a form that was sent.
    pub(super) fn of_form(&self, correlation: &str) -> Reply {
        let errors = self.details.iter().map(|detail| {
            let message = match detail.code {
                "INVALID_EMAIL" => "Invalid email address",
                _ => &detail.message,
            };
            let message = format!("Error in 'fields.{}'. {message}", detail.property);
            json!({ "message": message, "errorType": detail.code })
        });
        let mut errors: Vec<Value> = errors.collect();
        if errors.is_empty() {
            errors.push(json!({ "message": self.message, "errorType": self.category }));
        }
        let body = json!({
            "status": "error", "message": "The request is not valid", "correlationId": correlation, "errors": errors,
        });
        Reply::json(self.status, &body)
    }

    /// As one of the errors of a batch.
    pub(super) fn in_batch(&self) -> Value {
        json!({
            "status": "error", "category": self.category, "message": self.message, "context": self.context,
            "errors": self.errors(), "links": {},
        })
    }
}
