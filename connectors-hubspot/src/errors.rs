//! HubSpot's errors: one format, one table.
//!
//! `{"status":"error","message":…,"category":…,"correlationId":…,"errors":[…],"context":{…}}`, every member of it missing
//! somewhere. Elements of a batch that failed have the same in `errors` of the answer. Source: developers.hubspot.com, "Error
//! handling". The categories but INVALID_AUTHENTICATION, and all sentences, are not verified; where they are otherwise the
//! status decides.

use std::collections::BTreeMap;

use connectors_core::{Delivery, Error, ErrorKind, Fault, FieldError, Head};
use serde::Deserialize;
use serde_json::Value;

use crate::limits;

/// Categories and what they mean.
const TABLE: &[(&str, ErrorKind)] = &[
    ("VALIDATION_ERROR", ErrorKind::Validation),
    ("OBJECT_NOT_FOUND", ErrorKind::NotFound),
    ("CONFLICT", ErrorKind::Conflict),
    ("OBJECT_ALREADY_EXISTS", ErrorKind::Duplicate),
    ("MISSING_SCOPES", ErrorKind::Permission),
    ("INVALID_AUTHENTICATION", ErrorKind::Auth),
    ("EXPIRED_AUTHENTICATION", ErrorKind::Auth),
    ("RATE_LIMITS", ErrorKind::RateLimited),
];

/// Parts of sentences, and a code, that say that a unique value is taken. A sentence that is missed makes the error a
/// `Conflict` or `Validation`, nothing worse.
const DUPLICATE: &[&str] = &["already exists", "already has that value", "conflicting_unique_value"];

/// What stands before the id of the record that is there already.
const EXISTING: &str = "Existing ID:";

/// The format.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Body {
    message: Option<String>,
    category: Option<String>,
    error_type: Option<String>,
    policy_name: Option<String>,
    pub(crate) id: Option<Value>,
    errors: Vec<Detail>,
    pub(crate) context: BTreeMap<String, Value>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Detail {
    message: Option<String>,
    /// Of forms `errorType`.
    #[serde(alias = "errorType")]
    code: Option<String>,
    r#in: Option<String>,
    context: BTreeMap<String, Value>,
}

/// A property whose value was refused, as it stands in the message of a validation error.
#[derive(Deserialize)]
struct Invalid {
    name: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    error: Option<String>,
}

/// The texts of a member of `context`: a list of them, or one.
pub(crate) fn texts(value: &Value) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    match value {
        Value::Array(list) => list.iter().filter_map(text).collect(),
        one => text(one).into_iter().collect(),
    }
}

impl Body {
    fn kind(&self) -> Option<ErrorKind> {
        let category = self.category.as_deref()?;
        TABLE.iter().find(|(known, _)| *known == category).map(|(_, kind)| *kind)
    }

    fn says_duplicate(&self) -> bool {
        let texts = self.errors.iter().flat_map(|detail| [&detail.message, &detail.code]);
        let mut texts = texts.chain([&self.message]).flatten().map(|text| text.to_lowercase());
        texts.any(|text| DUPLICATE.iter().any(|part| text.contains(part)))
    }

    /// Where the message goes over into a list of properties, and that list.
    fn listed(&self) -> Option<(usize, Vec<Invalid>)> {
        let message = self.message.as_deref()?;
        let at = message.find("[{")?;
        let mut values = serde_json::Deserializer::from_str(&message[at..]).into_iter::<Vec<Invalid>>();
        Some((at, values.next()?.ok()?))
    }

    /// What is wrong with which field, each once: HubSpot says some in `errors` and in its message.
    fn fields(&self) -> Vec<FieldError> {
        let listed = self.listed().map(|(_, listed)| listed).unwrap_or_default();
        let listed = listed.into_iter().map(|Invalid { name, message, error }| {
            let field = FieldError::new(name, message);
            match error {
                Some(code) => field.with_code(code),
                None => field,
            }
        });
        let told = self.errors.iter().filter_map(Detail::field);
        let contexts = self.errors.iter().map(|detail| &detail.context).chain([&self.context]);
        told.chain(listed).chain(contexts.flat_map(scopes)).fold(Vec::new(), |mut fields, field| {
            let same = |known: &FieldError| known.field == field.field && known.message == field.message;
            if !fields.iter().any(same) {
                fields.push(field);
            }
            fields
        })
    }

    /// The message for people. A list of properties in it is told by their names alone: what is wrong with each, and the value
    /// that was refused, stands in the fields.
    fn sentence(&self) -> Option<String> {
        let message = self.message.as_deref()?;
        let text = match self.listed() {
            Some((at, listed)) => {
                let names: Vec<_> = listed.iter().map(|invalid| invalid.name.as_str()).collect();
                message[..at].to_owned() + &names.join(", ")
            }
            None => message.to_owned(),
        };
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// As a refusal; `otherwise` is its kind if the table does not know it.
    fn into_fault(self, otherwise: ErrorKind, text: &str) -> Fault {
        let mut kind = self.kind().unwrap_or(otherwise);
        if matches!(kind, ErrorKind::Conflict | ErrorKind::Validation) && self.says_duplicate() {
            kind = ErrorKind::Duplicate;
        }
        let (fields, message) = (self.fields(), self.sentence());
        let code = self.category.or(self.error_type);
        let mut fault = Fault::new(kind, message.unwrap_or_else(|| text.to_owned()));
        (fault.code, fault.fields) = (code, fields);
        fault
    }

    /// The error of one element of a batch.
    pub(crate) fn into_error(self) -> Error {
        let fault = self.into_fault(ErrorKind::Vendor, "HubSpot refused this element and does not say why");
        let error =
            Error::new(fault.kind, fault.message).with_fields(fault.fields).with_delivery(Delivery::Rejected);
        match fault.code {
            Some(code) => error.with_vendor_code(code),
            None => error,
        }
    }
}

/// Where the names of scopes stand that are missing.
const SCOPES: [&str; 2] = ["missingScopes", "requiredGranularScopes"];

/// The scopes that a refusal says are missing: no message names them.
fn scopes(context: &BTreeMap<String, Value>) -> impl Iterator<Item = FieldError> {
    let named = SCOPES.iter().filter_map(|key| context.get(*key)).flat_map(texts);
    named.map(|scope| FieldError::new("scope", scope))
}

impl Detail {
    /// The field that an error of forms has in its message: `Error in 'fields.email'. …`.
    fn of_form(&self) -> Option<String> {
        let (_, rest) = self.message.as_deref()?.split_once("'fields.")?;
        Some(rest.split_once('\'')?.0.to_owned())
    }

    fn field(&self) -> Option<FieldError> {
        let named = ["propertyName", "name", "field"].iter().find_map(|key| self.context.get(*key));
        let named = named.and_then(|value| texts(value).into_iter().next());
        let field = named.or_else(|| self.of_form()).or_else(|| self.r#in.clone())?;
        let error = FieldError::new(field, self.message.clone().unwrap_or_default());
        Some(match &self.code {
            Some(code) => error.with_code(code),
            None => error,
        })
    }
}

pub(crate) fn fault(head: &Head, body: &[u8]) -> Option<Fault> {
    let by_status = Fault::from_status(head)?;
    // What is not JSON says no more than its status.
    let body: Body = serde_json::from_slice(body).unwrap_or_default();
    if let Some((kind, wait)) = limits::throttle(head, body.policy_name.as_deref()) {
        let code = body.policy_name.clone().or(body.error_type.clone()).or(body.category.clone());
        let mut fault = body.into_fault(kind, &by_status.message).retry_after(wait);
        (fault.kind, fault.code) = (kind, code);
        return Some(fault);
    }
    let mut fault = body.into_fault(by_status.kind, &by_status.message);
    // What a failing server says of itself does not make it something else.
    if head.status.is_server_error() {
        fault.kind = by_status.kind;
    }
    Some(fault)
}

/// Which limit a refusal was for.
pub(crate) fn policy(body: &[u8]) -> Option<String> {
    serde_json::from_slice::<Body>(body).ok()?.policy_name
}

/// The id of the record that is there already, from the error of a record that was to be made
/// ([`ErrorKind::Duplicate`]): HubSpot says it in its message. `None` if it does not.
#[must_use]
pub fn existing_id(error: &Error) -> Option<&str> {
    let (_, rest) = error.message().split_once(EXISTING)?;
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    Some(&rest[..end]).filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, StatusCode};

    fn judged(status: u16, body: &str) -> Fault {
        fault(&Head::new(StatusCode::from_u16(status).unwrap(), HeaderMap::new()), body.as_bytes()).unwrap()
    }

    #[test]
    fn every_row_of_the_table_decides() {
        for (category, kind) in TABLE {
            let body = format!(r#"{{"status":"error","message":"no","category":"{category}"}}"#);
            let judged = judged(418, &body);
            assert_eq!((judged.kind, judged.code.as_deref()), (*kind, Some(*category)));
            let element: Body = serde_json::from_str(&body).unwrap();
            assert_eq!(element.into_error().kind(), *kind);
        }
    }

    #[test]
    fn every_row_of_the_duplicates_makes_a_duplicate() {
        for part in DUPLICATE {
            let body =
                format!(r#"{{"message":"Contact {}.","category":"VALIDATION_ERROR"}}"#, part.to_uppercase());
            assert_eq!(judged(400, &body).kind, ErrorKind::Duplicate, "{part}");
        }
        assert_eq!(judged(409, r#"{"message":"locked","category":"CONFLICT"}"#).kind, ErrorKind::Conflict);
    }

    #[test]
    fn without_a_known_category_the_status_decides() {
        for (status, kind) in [
            (400, ErrorKind::Validation),
            (401, ErrorKind::Auth),
            (403, ErrorKind::Permission),
            (404, ErrorKind::NotFound),
            (415, ErrorKind::Validation),
            (502, ErrorKind::Server),
            (521, ErrorKind::Server),
        ] {
            assert_eq!(judged(status, "<html>").kind, kind, "{status}");
            assert_eq!(judged(status, r#"{"category":"NEW"}"#).kind, kind, "{status}");
        }
        assert_eq!(judged(503, r#"{"category":"VALIDATION_ERROR"}"#).kind, ErrorKind::Server);
    }

    #[test]
    fn wrong_properties_are_named() {
        let fault = judged(
            400,
            r#"{"message":"Property values were not valid: [{\"isValid\":false,\"message\":\"x is no e-mail address\",\"error\":\"INVALID_EMAIL\",\"name\":\"email\"}]","category":"VALIDATION_ERROR"}"#,
        );
        assert_eq!(
            fault.fields,
            [FieldError::new("email", "x is no e-mail address").with_code("INVALID_EMAIL")]
        );
        let fault = judged(
            400,
            r#"{"message":"no","errors":[{"message":"does not exist","code":"PROPERTY_DOESNT_EXIST","context":{"propertyName":["emial"]}},{"message":"bad","in":"limit"},{"message":"?"}]}"#,
        );
        let names: Vec<_> = fault.fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(names, ["emial", "limit"]);
    }

    #[test]
    fn a_refused_value_is_told_once_and_not_in_the_message() {
        let listed = r#"[{\"isValid\":false,\"message\":\"Email address nobody is invalid\",\"error\":\"INVALID_EMAIL\",\"name\":\"email\",\"localizedErrorMessage\":\"Email address nobody is invalid\"}]"#;
        let detail = r#"{"message":"Email address nobody is invalid","code":"INVALID_EMAIL","context":{"propertyName":["email"]}}"#;
        let fault = judged(
            400,
            &format!(
                r#"{{"message":"Property values were not valid: {listed}","errors":[{detail}],"category":"VALIDATION_ERROR"}}"#
            ),
        );
        assert_eq!(fault.message, "Property values were not valid: email");
        let told = FieldError::new("email", "Email address nobody is invalid").with_code("INVALID_EMAIL");
        assert_eq!(fault.fields, [told]);
    }

    #[test]
    fn a_refused_form_names_its_field() {
        let fault = judged(
            400,
            r#"{"message":"The request is not valid","errors":[{"message":"Error in 'fields.email'. Invalid email address","errorType":"INVALID_EMAIL"}]}"#,
        );
        let told = FieldError::new("email", "Error in 'fields.email'. Invalid email address")
            .with_code("INVALID_EMAIL");
        assert_eq!(fault.fields, [told]);
    }

    #[test]
    fn a_missing_scope_is_named_once() {
        for (inner, outer) in [
            (r#"{"requiredGranularScopes":["crm.lists.read"]}"#, "{}"),
            (r#"{"requiredGranularScopes":["crm.lists.read"]}"#, r#"{"missingScopes":["crm.lists.read"]}"#),
            ("{}", r#"{"missingScopes":["crm.lists.read"]}"#),
        ] {
            let body = format!(
                r#"{{"message":"not granted","category":"MISSING_SCOPES","errors":[{{"message":"no","context":{inner}}}],"context":{outer}}}"#
            );
            let fault = judged(403, &body);
            assert_eq!(fault.fields, [FieldError::new("scope", "crm.lists.read")]);
        }
    }

    #[test]
    fn the_record_that_is_there_is_told() {
        let error = |text: &str| Error::new(ErrorKind::Duplicate, text);
        let there = error("Contact already exists. Existing ID: 123");
        assert_eq!(existing_id(&there), Some("123"));
        assert_eq!(existing_id(&error("Contact already exists. Existing ID: ")), None);
        assert_eq!(existing_id(&error("no")), None);
    }
}
