//! Zoho's error format, and what its codes mean.
//!
//! An error is `{"code", "message", "details", "status": "error"}`, for a whole call or for one element of `data`.
//! Elements fail inside answers of any status, 200 among them.

use connectors_core::{Delivery, Error, ErrorKind, Fault, FieldError, Head, Outcome};
use memchr::memmem;
use serde::Deserialize;
use serde_json::Value;

use crate::limits;

/// What a code means. Sources: Zoho CRM API v8, `record.json` (API_Exception), `coql.json`, `convert_lead.json`,
/// `related_records.json`, `bulk_read.json`, `bulk_write.json`, `files.json`, `composite_requests.json`, `notifications.json`; of users: "Update User"; the codes of paging by tokens: "Get Records"; `TOO_MANY_REQUESTS`: "API Limits"; the
/// others: the vendor's "Status Codes and Error Codes".
#[rustfmt::skip]
const CODES: &[(&str, ErrorKind)] = {
    use ErrorKind::{Auth, Conflict, Duplicate, NotFound, Permission, QuotaExhausted, RateLimited, Server, Timeout, Validation};
    &[
        ("INVALID_TOKEN", Auth),
        ("AUTHENTICATION_FAILURE", Auth),

        ("OAUTH_SCOPE_MISMATCH", Permission),
        ("NO_PERMISSION", Permission),
        ("FEATURE_NOT_SUPPORTED", Permission),
        ("NOT_ALLOWED", Permission),
        ("TERRITORY_NOT_ENABLED", Permission),
        ("AUTHORIZATION_FAILED", Permission),
        ("FEATURE_PERMISSION", Permission),

        ("INVALID_URL_PATTERN", NotFound),
        ("NOT_FOUND", NotFound),
        ("INVALID_MODULE", NotFound),
        ("NO_CONTENT", NotFound),
        ("NO_RECORDS_FOUND", NotFound),
        ("NOT_SUBSCRIBED", NotFound),
        ("MODULE_NOT_AVAILABLE", NotFound),
        ("RESOURCE_NOT_FOUND", NotFound),
        ("INVALID_FILE_ID", NotFound),
        // With a space: an answer to If-Modified-Since.
        ("Not Modified", NotFound),

        ("DUPLICATE_DATA", Duplicate),
        ("ALREADY_USED", Duplicate),

        ("INVALID_DATA", Validation),
        ("MANDATORY_NOT_FOUND", Validation),
        ("PATTERN_NOT_MATCHED", Validation),
        ("DEPENDENT_FIELD_MISSING", Validation),
        ("REQUIRED_PARAM_MISSING", Validation),
        ("EXPECTED_FIELD_MISSING", Validation),
        ("MAPPING_MISMATCH", Validation),
        ("DATA_MISMATCH", Validation),
        ("INVALID_REQUEST_METHOD", Validation),
        ("NOT_SUPPORTED", Validation),
        ("AMBIGUITY_DURING_PROCESSING", Validation),
        ("SYNTAX_ERROR", Validation),
        ("INVALID_QUERY", Validation),
        ("INVALID_ALIAS", Validation),
        ("DUPLICATE_ALIAS", Validation),
        // Too many fields, records or rows in one call, or too far into a list: another call, not another day.
        ("LIMIT_EXCEEDED", Validation),
        ("DISCRETE_PAGINATION_LIMIT_EXCEEDED", Validation),
        ("TOKEN_BOUND_DATA_MISMATCH", Validation),
        ("EXPIRED_VALUE", Validation),
        ("FILE_SIZE_MORE_THAN_ALLOWED_SIZE", Validation),
        ("INVALID_REQUEST", Validation),
        ("INVALID_REFERENCE", Validation),
        ("LOOPING_FOUND", Validation),
        ("EMAIL_UPDATE_NOT_ALLOWED", Validation),

        // Of bulk jobs and files.
        ("AMBIGUOUS_CRITERIA", Validation),
        ("AMBIGUOUS_GROUP_IN_CRITERIA", Validation),
        ("COEXISTENCE_NOT_ALLOWED", Validation),
        ("COLUMN_INDEX_NOT_FOUND", Validation),
        ("COMPARATOR_AND_ENCRYPTED_VALUE_IN_CRITERIA_NOT_COMPATIBLE", Validation),
        ("COMPARATOR_AND_VALUE_IN_CRITERIA_NOT_COMPATIBLE", Validation),
        ("CRITERIA_LIMIT_EXCEEDED", Validation),
        ("CRITERIA_NOT_SUPPORTED", Validation),
        ("CVID_NOT_SUPPORTED", Validation),
        ("DOWNLOAD_NOT_ALLOWED", Validation),
        ("FIELD_AND_COMPARATOR_IN_CRITERIA_NOT_COMPATIBLE", Validation),
        ("FIELD_AND_VALUE_IN_CRITERIA_NOT_COMPATIBLE", Validation),
        ("FIELD_COMPARATOR_IN_CRITERIA_NOT_SUPPORTED", Validation),
        ("FIELD_IN_CRITERIA_NOT_AVAILABLE", Validation),
        ("FIELD_IN_CRITERIA_NOT_SUPPORTED", Validation),
        ("FIELD_NOT_AVAILABLE", Validation),
        ("FIELD_NOT_SUPPORTED", Validation),
        ("FILE_NOT_SUPPORTED", Validation),
        ("FILE_TOO_LARGE", Validation),
        ("GROUP_OPERATOR_NOT_SUPPORTED", Validation),
        ("HEADER_LIMIT_EXCEEDED", Validation),
        ("INVALID_BULK_OPERATION", Validation),
        ("INVALID_CALLBACK_METHOD", Validation),
        ("INVALID_CALLBACK_URL", Validation),
        ("INVALID_CRITERIA", Validation),
        ("INVALID_FIELD", Validation),
        ("INVALID_FIELD_NAME", Validation),
        ("INVALID_FILE_FORMAT", Validation),
        ("INVALID_FORMAT", Validation),
        ("INVALID_SERVICE_NAME", Validation),
        ("JOB_NOT_SUPPORTED", Validation),
        ("JOIN_LIMIT_EXCEEDED", Validation),
        ("MANDATORY_FIELDS_NOT_MAPPED", Validation),
        ("MEDIA_TYPE_NOT_SUPPORTED", Validation),
        ("MISSING_REQUIRED_KEY", Validation),
        ("MODULE_NOT_SUPPORTED", Validation),
        ("NOT_SUPPORTED_FEATURE", Validation),
        ("PAGE_NOT_SUPPORTED", Validation),
        ("PAGE_RANGE_EXCEEDED", Validation),
        ("QUERY_NOT_SUPPORTED", Validation),
        ("REQUEST_BODY_IS_EMPTY", Validation),
        ("REQUEST_BODY_NOT_READABLE", Validation),
        ("REQUEST_BODY_NOT_SUPPORTED", Validation),
        ("VALUE_IN_CRITERIA_NOT_SUPPORTED", Validation),
        ("VALUE_LIMIT_EXCEEDED_IN_CRITERIA", Validation),
        ("VALUE_TYPE_NOT_SUPPORTED", Validation),
        ("VIRUS_DETECTED", Validation),

        ("BLOCKED_RECORD", Conflict),
        ("RECORD_LOCKED", Conflict),
        ("RECORD_IN_BLUEPRINT", Conflict),
        ("ID_ALREADY_CONVERTED", Conflict),
        ("CONVERTED_RECORD", Conflict),
        ("NOT_APPROVED", Conflict),
        ("RECORD_MODIFIED", Conflict),
        ("CANNOT_BE_UPDATED", Conflict),
        ("CANNOT_DELETE", Conflict),
        ("CANNOT_PERFORM_ACTION", Conflict),
        ("CANNOT_PROCESS", Conflict),
        ("ALREADY_SCHEDULED", Conflict),
        ("ID_ALREADY_DEACTIVATED", Conflict),
        ("ID_ALREADY_ACTIVE", Conflict),
        ("CANNOT_UPDATE_DELETED_USER", Conflict),
        // Parts of a composite call that were not made, or taken back, because another failed.
        ("PROCESSING_STOPPED", Conflict),
        ("ROLLBACK_PERFORMED", Conflict),
        ("REQUEST_TIMEOUT", Timeout),

        ("TOO_MANY_REQUESTS", RateLimited),
        ("LIMIT_REACHED", QuotaExhausted),
        ("LICENSE_LIMIT_EXCEEDED", QuotaExhausted),
        ("STORAGE_SPACE_EXCEEDED", QuotaExhausted),

        ("INTERNAL_ERROR", Server),
        ("INTERNAL_SERVER_ERROR", Server),
    ]
};

/// Codes by which Zoho says that a list has nothing in it.
const NOTHING: &[&str] = &["NO_CONTENT", "NO_RECORDS_FOUND", "Not Modified"];

/// The kind of a code, if it is one that this crate knows.
pub(crate) fn kind_of(code: &str) -> Option<ErrorKind> {
    CODES.iter().find(|(known, _)| *known == code).map(|(_, kind)| *kind)
}

/// One error, or one element of a batch's answer.
#[derive(Debug, Deserialize)]
pub(crate) struct Element {
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    message: Option<String>,
    #[serde(default)]
    pub(crate) details: Value,
}

/// What stands around elements; the name depends on the resource.
#[derive(Deserialize)]
struct Envelope {
    #[serde(flatten)]
    own: Element,
    #[serde(
        default,
        alias = "users",
        alias = "org",
        alias = "tags",
        alias = "watch",
        alias = "__email_drafts",
        alias = "recycle_bin"
    )]
    data: Vec<Value>,
}

impl Element {
    pub(crate) fn is_error(&self) -> bool {
        self.status.as_deref() == Some("error")
    }

    fn detail(&self, name: &str) -> Option<&str> {
        self.details.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    /// The record that it is about.
    pub(crate) fn id(&self) -> Option<&str> {
        // A duplicate names the other record, not the one that was sent.
        if self.code.as_deref() == Some("DUPLICATE_DATA") { None } else { self.detail("id") }
    }

    fn kind(&self, head: &Head) -> ErrorKind {
        let by_status = || Fault::from_status(head).map_or(ErrorKind::Vendor, |fault| fault.kind);
        let kind = self.code.as_deref().and_then(kind_of).unwrap_or_else(by_status);
        match kind {
            // A record, module or relation in the path or in the list of ids that does not exist.
            ErrorKind::Validation
                if self.code.as_deref() == Some("INVALID_DATA") && self.names_a_record() =>
            {
                ErrorKind::NotFound
            }
            _ if head.status.as_u16() == 429 => match limits::remaining(head) {
                Some(0) => ErrorKind::QuotaExhausted,
                _ => ErrorKind::RateLimited,
            },
            kind => kind,
        }
    }

    fn names_a_record(&self) -> bool {
        let field = self.detail("api_name");
        self.details.get("resource_path_index").is_some()
            || (self.details.get("id").is_some() && field.is_none())
            || (field == Some("id") && self.detail("expected_data_type").is_none())
    }

    /// The wrong field, by its path within the record: `Email`, `Lines[1].Quantity`.
    fn field(&self) -> Option<FieldError> {
        let path = self.detail("json_path").map(|path| {
            let path = path.strip_prefix("$.").unwrap_or(path);
            let inside =
                path.strip_prefix("data[").and_then(|rest| rest.split_once("].")).map(|(_, field)| field);
            inside.unwrap_or(path)
        });
        let name = path.or_else(|| self.detail("api_name")).or_else(|| self.detail("param_name"))?;
        let mut message = self.message.clone().unwrap_or_default();
        if let Some(expected) = self.detail("expected_data_type") {
            message.push_str(&format!(", expected: {expected}"));
        }
        if let Some(most) = self.details.get("maximum_length") {
            message.push_str(&format!(", maximum length: {most}"));
        }
        if let Some(values) = self.details.get("supported_values").and_then(Value::as_array) {
            let values: Vec<_> = values.iter().filter_map(Value::as_str).collect();
            message.push_str(&format!(", allowed: {}", values.join(", ")));
        }
        let other = self.details.pointer("/duplicate_record/id").and_then(Value::as_str);
        if let Some(other) = other.or_else(|| self.detail("id")) {
            message.push_str(&format!(", record: {other}"));
        }
        let field = FieldError::new(name, message);
        Some(match &self.code {
            Some(code) => field.with_code(code),
            None => field,
        })
    }

    pub(crate) fn fault(&self, head: &Head) -> Fault {
        let field = self.field();
        let said = self.message.as_deref().or(self.code.as_deref()).unwrap_or("refused");
        let message = match &field {
            Some(field) => format!("{}: {}", field.field, field.message),
            None => said.to_owned(),
        };
        let mut fault = Fault::new(self.kind(head), message);
        if let Some(code) = &self.code {
            fault = fault.code(code);
        }
        match field {
            Some(field) => fault.field(field),
            None => fault,
        }
    }

    /// The outcome of an element that failed.
    pub(crate) fn failed<T>(&self, head: &Head) -> Outcome<T> {
        Outcome::Failed(refusal(self.fault(head), head))
    }
}

/// The error of something that was refused within an answer.
pub(crate) fn refusal(fault: Fault, head: &Head) -> Error {
    let error = Error::new(fault.kind, fault.message)
        .with_delivery(Delivery::Rejected)
        .with_status(head.status)
        .with_fields(fault.fields);
    match fault.code {
        Some(code) => error.with_vendor_code(code),
        None => error,
    }
}

/// An error is small: larger bodies of successful answers are data and not searched for one.
const LARGEST: usize = 16 * 1024;

fn envelope(body: &[u8]) -> Option<Envelope> {
    serde_json::from_slice(body).ok()
}

/// The refusal of a whole call.
pub(crate) fn fault(head: &Head, body: &[u8]) -> Option<Fault> {
    let success = head.status.is_success();
    // Most answers are good ones: they are not read twice.
    let is_data = || body.len() > LARGEST || memmem::find(body, br#""error""#).is_none();
    if head.status == http::StatusCode::NOT_MODIFIED || (success && is_data()) {
        return None;
    }
    let Some(found) = envelope(body) else { return Fault::from_status(head) };
    if found.own.is_error() {
        return Some(found.own.fault(head));
    }
    if success {
        return None;
    }
    first_error(&found).map_or_else(|| Fault::from_status(head), |element| Some(element.fault(head)))
}

/// The refusal of a call that writes one record: it may stand in an answer of any status.
pub(crate) fn fault_of_one(head: &Head, body: &[u8]) -> Option<Fault> {
    fault(head, body).or_else(|| first_error(&envelope(body)?).map(|element| element.fault(head)))
}

/// The refusal of a call that answers for each element: those that are answered for are outcomes, not faults.
pub(crate) fn fault_of_many(head: &Head, body: &[u8]) -> Option<Fault> {
    let answered =
        !head.status.is_server_error() && envelope(body).is_some_and(|found| !found.data.is_empty());
    if answered { None } else { fault(head, body) }
}

/// The refusal of a call that lists: that there is nothing is none.
pub(crate) fn fault_of_list(head: &Head, body: &[u8]) -> Option<Fault> {
    fault(head, body).filter(|fault| !fault.code.as_deref().is_some_and(|code| NOTHING.contains(&code)))
}

/// The refusal of a call that gives a file. That there is none is one.
pub(crate) fn fault_of_file(head: &Head, body: &[u8]) -> Option<Fault> {
    match head.status {
        http::StatusCode::NO_CONTENT => Some(Fault::new(ErrorKind::NotFound, "there is no such file")),
        // Whatever is in the file, it is no refusal.
        status if status.is_success() => None,
        _ => fault(head, body),
    }
}

fn first_error(found: &Envelope) -> Option<Element> {
    let elements = found.data.iter().filter_map(|value| Element::deserialize(value).ok());
    elements.into_iter().find(Element::is_error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderValue, StatusCode};
    use serde_json::json;

    fn head(status: u16) -> Head {
        Head::new(StatusCode::from_u16(status).unwrap(), HeaderMap::new())
    }

    fn error(code: &str, details: Value) -> Value {
        json!({ "code": code, "message": "no", "details": details, "status": "error" })
    }

    fn kind(status: u16, body: &Value) -> ErrorKind {
        fault(&head(status), body.to_string().as_bytes()).unwrap().kind
    }

    #[test]
    fn every_code_of_the_table_has_its_kind_at_the_top_and_in_an_element() {
        for (code, wanted) in CODES {
            let element = error(code, json!({}));
            assert_eq!(kind(400, &element), *wanted, "{code}");
            assert_eq!(kind(400, &json!({ "data": [element] })), *wanted, "{code}");
        }
        let mut codes: Vec<_> = CODES.iter().map(|(code, _)| code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), CODES.len(), "no code stands twice");
    }

    #[test]
    fn an_unknown_code_is_told_with_the_kind_of_its_status() {
        let fault = fault(&head(403), error("NEW_CODE", json!({})).to_string().as_bytes()).unwrap();
        assert_eq!((fault.kind, fault.code.as_deref()), (ErrorKind::Permission, Some("NEW_CODE")));
        assert_eq!(kind(200, &error("NEW_CODE", json!({}))), ErrorKind::Vendor);
    }

    #[test]
    fn bad_data_that_is_about_an_id_means_that_there_is_no_such_record() {
        for details in
            [json!({ "resource_path_index": 1 }), json!({ "id": "42" }), json!({ "api_name": "id" })]
        {
            assert_eq!(kind(400, &error("INVALID_DATA", details)), ErrorKind::NotFound);
        }
        let field = json!({ "api_name": "Email", "json_path": "$.data[0].Email" });
        assert_eq!(kind(400, &error("INVALID_DATA", field)), ErrorKind::Validation);
        let text = json!({ "api_name": "id", "expected_data_type": "bigint" });
        assert_eq!(kind(400, &error("INVALID_DATA", text)), ErrorKind::Validation);
    }

    #[test]
    fn a_scope_that_is_missing_is_no_reason_to_refresh_though_the_status_is_401() {
        assert_eq!(kind(401, &error("OAUTH_SCOPE_MISMATCH", json!({}))), ErrorKind::Permission);
        assert_eq!(kind(401, &json!({})), ErrorKind::Auth);
    }

    #[test]
    fn a_throttle_without_credits_left_is_the_quota() {
        let body = error("TOO_MANY_REQUESTS", json!({}));
        assert_eq!(kind(429, &body), ErrorKind::RateLimited);
        let mut head = head(429);
        for (left, wanted) in [("0", ErrorKind::QuotaExhausted), ("7", ErrorKind::RateLimited)] {
            head.headers.insert("x-api-credits-remaining", HeaderValue::from_static(left));
            assert_eq!(fault(&head, body.to_string().as_bytes()).unwrap().kind, wanted);
        }
    }

    #[test]
    fn the_field_is_named_by_its_path_within_the_record() {
        // details, the field, what its message holds
        let rows = [
            (json!({ "api_name": "Email", "json_path": "$.data[7].Email" }), "Email", "no"),
            (
                json!({ "api_name": "Quantity", "json_path": "$.data[0].Lines[1].Quantity" }),
                "Lines[1].Quantity",
                "no",
            ),
            (json!({ "api_name": "Stage" }), "Stage", "no"),
            (json!({ "param_name": "fields" }), "fields", "no"),
            (json!({ "api_name": "A", "expected_data_type": "integer" }), "A", "expected: integer"),
            (json!({ "api_name": "A", "maximum_length": 100 }), "A", "maximum length: 100"),
            (json!({ "api_name": "A", "supported_values": ["x", "y"] }), "A", "allowed: x, y"),
        ];
        for (details, name, message) in rows {
            let fault = fault(&head(400), error("INVALID_DATA", details).to_string().as_bytes()).unwrap();
            assert_eq!(fault.fields[0].field, name);
            assert!(fault.fields[0].message.contains(message), "{:?}", fault.fields);
            assert_eq!(fault.fields[0].code.as_deref(), Some("INVALID_DATA"));
        }
    }

    #[test]
    fn a_duplicate_names_the_record_that_is_there() {
        let details = json!({ "api_name": "Email", "json_path": "$.data[0].Email", "duplicate_record": { "id": "42" } });
        let fault = fault_of_one(
            &head(400),
            json!({ "data": [error("DUPLICATE_DATA", details)] }).to_string().as_bytes(),
        );
        let fault = fault.unwrap();
        assert_eq!(fault.kind, ErrorKind::Duplicate);
        assert!(fault.fields[0].message.contains("record: 42"), "{fault:?}");
    }

    #[test]
    fn an_element_that_failed_inside_success_is_an_error_for_one_record_and_an_outcome_for_many() {
        let failed =
            json!({ "data": [error("MANDATORY_NOT_FOUND", json!({ "api_name": "Last_Name" }))] }).to_string();
        for status in [200, 201, 202, 207] {
            assert_eq!(fault_of_one(&head(status), failed.as_bytes()).unwrap().kind, ErrorKind::Validation);
            assert_eq!(fault_of_many(&head(status), failed.as_bytes()), None);
            assert_eq!(fault(&head(status), failed.as_bytes()), None);
        }
        assert_eq!(fault_of_many(&head(400), failed.as_bytes()), None);
        assert!(fault_of_many(&head(500), failed.as_bytes()).is_some());
        assert!(
            fault_of_many(&head(400), error("INVALID_MODULE", json!({})).to_string().as_bytes()).is_some()
        );
    }

    #[test]
    fn nothing_found_is_no_error_for_a_list() {
        for code in NOTHING {
            assert_eq!(
                fault_of_list(&head(200), error(code, json!({})).to_string().as_bytes()),
                None,
                "{code}"
            );
        }
        for status in [204, 304] {
            assert_eq!(fault_of_list(&head(status), b""), None);
        }
    }

    #[test]
    fn a_body_that_is_not_json_is_judged_by_its_status() {
        assert_eq!(fault(&head(502), b"<html>").unwrap().kind, ErrorKind::Server);
        assert_eq!(fault(&head(404), b"").unwrap().kind, ErrorKind::NotFound);
        assert_eq!(fault(&head(200), b"<html>"), None);
    }
}
