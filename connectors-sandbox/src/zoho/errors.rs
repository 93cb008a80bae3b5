//! Errors in Zoho CRM's format: `code`, `message`, `details`, `status`, for a whole call or for one record of it.
//!
//! Codes and messages: Zoho CRM API v8, `record.json` (API_Exception) where it has them; those of paging by tokens are
//! not in that file and follow Zoho's documentation of Get Records v8.

use http::StatusCode;
use serde_json::{Value, json};

use crate::http::Reply;

/// What a call comes to.
pub(super) type Answer = Result<Reply, Problem>;

/// One error.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    status: StatusCode,
    code: &'static str,
    message: &'static str,
    details: Value,
}

impl Problem {
    pub(super) fn new(status: StatusCode, code: &'static str, message: &'static str, details: Value) -> Self {
        Self { status, code, message, details }
    }

    pub(super) fn bad(code: &'static str, message: &'static str, details: Value) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message, details)
    }

    /// As the answer to the whole call.
    pub(super) fn reply(&self) -> Reply {
        Reply::json(self.status, &self.element())
    }

    /// As one element of `data`.
    pub(super) fn element(&self) -> Value {
        json!({ "code": self.code, "details": self.details, "message": self.message, "status": "error" })
    }

    /// As the only element of `data`.
    pub(super) fn wrapped(&self) -> Reply {
        Reply::json(self.status, &json!({ "data": [self.element()] }))
    }

    pub(super) fn no_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "AUTHENTICATION_FAILURE", "Authentication failed", json!({}))
    }

    pub(super) fn bad_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "INVALID_TOKEN", "invalid oauth token", json!({}))
    }

    pub(super) fn scope() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "OAUTH_SCOPE_MISMATCH", "permission denied", json!({}))
    }

    /// Either limiter; the platform does not say which.
    pub(super) fn too_many_requests() -> Self {
        let message = "too many requests fired in the given time";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_REQUESTS", message, json!({}))
    }

    pub(super) fn server(status: StatusCode) -> Self {
        Self::new(status, "INTERNAL_ERROR", "Internal server error occurred.", json!({}))
    }

    pub(super) fn too_large() -> Self {
        let message = "Please check whether the input values are correct";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "FILE_SIZE_MORE_THAN_ALLOWED_SIZE", message, json!({}))
    }

    /// The body is not a form in parts.
    pub(super) fn not_multipart() -> Self {
        let details = json!({ "expected_type": "multipart" });
        Self::bad("INVALID_REQUEST", "unable to process the request: it is no multipart form", details)
    }

    pub(super) fn no_file() -> Self {
        let details = json!({ "param_name": "file", "param": "file" });
        Self::bad("REQUIRED_PARAM_MISSING", "the request does not contain any file", details)
    }

    pub(super) fn file_too_large(status: StatusCode) -> Self {
        let message = "the file is larger than allowed";
        Self::new(status, "FILE_SIZE_MORE_THAN_ALLOWED_SIZE", message, json!({}))
    }

    pub(super) fn no_upload() -> Self {
        Self::bad("INVALID_DATA", "the request does not contain any file", json!({}))
    }

    pub(super) fn unknown_file() -> Self {
        Self::bad("INVALID_DATA", "the id given seems to be invalid", json!({}))
    }

    pub(super) fn no_image() -> Self {
        Self::bad("INVALID_DATA", "invalid file type", json!({}))
    }

    /// The attachment in the path is not one of the record's.
    pub(super) fn attachment() -> Self {
        let details = json!({ "related_status": "invalid", "resource_path_index": 3 });
        Self::bad("INVALID_DATA", "the related id given seems to be invalid", details)
    }

    /// The tag in the path is none of the module's.
    pub(super) fn tag() -> Self {
        Self::bad("INVALID_DATA", "the id given seems to be invalid", json!({ "resource_path_index": 2 }))
    }

    /// The record whose lock is meant is not there.
    pub(super) fn lock_path() -> Self {
        Self::bad("INVALID_DATA", "Invalid data", json!({ "resource_path_index": 1 }))
    }

    pub(super) fn url() -> Self {
        let message = "Please check if the URL trying to access is a correct one";
        Self::new(StatusCode::NOT_FOUND, "INVALID_URL_PATTERN", message, json!({}))
    }

    pub(super) fn method() -> Self {
        let message = "The http request method type is not a valid one";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "INVALID_REQUEST_METHOD", message, json!({}))
    }

    pub(super) fn module() -> Self {
        let message = "The module name given seems to be invalid";
        Self::bad("INVALID_MODULE", message, json!({ "resource_path_index": 0 }))
    }

    /// The module that metadata is asked for is not known; each resource says so with other details.
    pub(super) fn metadata_module(details: Value) -> Self {
        Self::bad("INVALID_MODULE", "The module name given seems to be invalid", details)
    }

    /// The type of users that is asked for is not known.
    pub(super) fn user_type() -> Self {
        let message = "Please check whether the input values are correct";
        Self::bad("PATTERN_NOT_MATCHED", message, json!({ "api_name": "type" }))
    }

    /// The id in the path is not that of a record. The place counts the segments behind the version.
    pub(super) fn path_id() -> Self {
        let details = json!({ "resource_path_index": 1 });
        Self::bad("INVALID_DATA", "the id given seems to be invalid", details)
    }

    /// The same where the path goes on behind the id.
    pub(super) fn inner_path_id() -> Self {
        Self::bad("INVALID_DATA", "invalid data", json!({ "resource_path_index": 1 }))
    }

    pub(super) fn related_id() -> Self {
        let details = json!({ "resource_path_index": 3 });
        Self::bad("INVALID_DATA", "the related id given seems to be invalid", details)
    }

    pub(super) fn relation() -> Self {
        let details = json!({ "resource_path_index": 2 });
        Self::bad("INVALID_DATA", "The relation name given seems to be invalid", details)
    }

    /// The related list in the path can be read only.
    pub(super) fn fixed_relation() -> Self {
        Self::bad("CANNOT_BE_UPDATED", "invalid data", json!({ "resource_path_index": 2 }))
    }

    pub(super) fn not_related(id: &str) -> Self {
        Self::bad("INVALID_DATA", "the related id given seems to be invalid", json!({ "id": id }))
    }

    pub(super) fn param_missing(name: &str) -> Self {
        let details = json!({ "param_name": name });
        Self::bad("REQUIRED_PARAM_MISSING", "One of the expected parameter is missing", details)
    }

    /// The same with the name in two places, as most files but `record.json` have it.
    pub(super) fn metadata_param_missing(name: &str) -> Self {
        let details = json!({ "param_name": name, "param": name });
        Self::bad("REQUIRED_PARAM_MISSING", "One of the expected parameter is missing", details)
    }

    /// The same for tags.
    pub(super) fn tag_param_missing(name: &str) -> Self {
        let details = json!({ "param": name });
        Self::bad("REQUIRED_PARAM_MISSING", "One of the expected parameter is missing", details)
    }

    pub(super) fn param(name: &str) -> Self {
        let details = json!({ "param_name": name });
        Self::bad("INVALID_DATA", "Please check whether the input values are correct", details)
    }

    pub(super) fn param_limit(name: &str, limit: usize) -> Self {
        let details = json!({ "limit": limit, "param_name": name });
        Self::bad("LIMIT_EXCEEDED", "Max field limit exceeded", details)
    }

    /// Pages by number end here.
    pub(super) fn needs_page_token(limit: usize) -> Self {
        let message = "only the first 2000 records can be had without page_token";
        Self::bad("DISCRETE_PAGINATION_LIMIT_EXCEEDED", message, json!({ "limit": limit }))
    }

    pub(super) fn page_and_token() -> Self {
        let due = json!([{ "param_name": "page" }, { "param_name": "page_token" }]);
        let message = "page and page_token exclude each other";
        Self::bad("AMBIGUITY_DURING_PROCESSING", message, json!({ "ambiguity_due_to": due }))
    }

    /// A count by a view and by something else.
    pub(super) fn view_and_search() -> Self {
        let message =
            "Please use either Cvid or Search Params. Combination of both the params is not allowed";
        let due = json!([{ "param_name": "cvid" }]);
        Self::bad("AMBIGUITY_DURING_PROCESSING", message, json!({ "ambiguity_due_to": due }))
    }

    pub(super) fn token_mismatch() -> Self {
        let message = "the page_token is not good, or another parameter was changed";
        Self::bad("TOKEN_BOUND_DATA_MISMATCH", message, json!({ "param_name": "page_token" }))
    }

    pub(super) fn token_expired() -> Self {
        let details = json!({ "api_name": "page_token", "json_path": "$.query.page_token" });
        Self::bad("EXPIRED_VALUE", "the page_token is too old", details)
    }

    /// Search results end here.
    pub(super) fn search_cap(limit: usize) -> Self {
        Self::bad("LIMIT_REACHED", "Record count exceeded", json!({ "limit": limit, "param_name": "page" }))
    }

    pub(super) fn criteria(reason: &'static str, field: &str) -> Self {
        let details = json!({ "reason": reason, "api_name": field });
        Self::bad("INVALID_QUERY", "invalid query formed", details)
    }

    /// The body is not a JSON object.
    pub(super) fn body() -> Self {
        Self::bad("INVALID_DATA", "body", json!({ "expected_data_type": "jsonobject" }))
    }

    pub(super) fn mandatory(api_name: &str, json_path: &str) -> Self {
        let details = json!({ "api_name": api_name, "json_path": json_path });
        Self::bad("MANDATORY_NOT_FOUND", "required field not found", details)
    }

    pub(super) fn invalid(api_name: &str, json_path: &str) -> Self {
        let details = json!({ "api_name": api_name, "json_path": json_path });
        Self::bad("INVALID_DATA", "invalid data", details)
    }

    pub(super) fn wrong_type(api_name: &str, json_path: &str, expected: &str) -> Self {
        let details = json!({ "expected_data_type": expected, "api_name": api_name, "json_path": json_path });
        Self::bad("INVALID_DATA", "invalid data", details)
    }

    pub(super) fn too_long(api_name: &str, json_path: &str, most: usize) -> Self {
        let details = json!({ "maximum_length": most, "api_name": api_name, "json_path": json_path });
        Self::bad("INVALID_DATA", "invalid data", details)
    }

    /// An id inside a body that is not that of a record.
    pub(super) fn body_id(api_name: &str, json_path: &str) -> Self {
        let details = json!({ "api_name": api_name, "json_path": json_path });
        Self::bad("INVALID_DATA", "the id given seems to be invalid", details)
    }

    pub(super) fn duplicate(api_name: &str, json_path: &str, other: &str, record: Value) -> Self {
        let details = json!({
            "api_name": api_name, "json_path": json_path, "id": other, "duplicate_record": record
        });
        Self::bad("DUPLICATE_DATA", "duplicate data", details)
    }

    /// A deal's stage that its pipeline does not have.
    pub(super) fn stage(json_path: &str) -> Self {
        let details = json!({ "mapped_field": "Pipeline", "api_name": "Stage", "json_path": json_path });
        Self::bad("MAPPING_MISMATCH", "Pipeline doesn't contain the Stage", details)
    }

    /// The same in Convert Lead, whose message is spelt with another apostrophe.
    pub(super) fn conversion_stage(mut self) -> Self {
        if self.code == "MAPPING_MISMATCH" {
            self.message = "Pipeline doesn`t contain the Stage";
        }
        self
    }

    pub(super) fn converted_record(id: &str) -> Self {
        Self::bad("CONVERTED_RECORD", "can't update the converted record", json!({ "id": id }))
    }

    pub(super) fn already_converted() -> Self {
        Self::bad("ID_ALREADY_CONVERTED", "id already converted", json!({ "resource_path_index": 1 }))
    }

    pub(super) fn not_deleted(id: &str) -> Self {
        Self::bad("INVALID_DATA", "record not deleted", json!({ "id": id }))
    }

    pub(super) fn not_deleted_path() -> Self {
        Self::bad("INVALID_DATA", "record not deleted", json!({ "resource_path_index": 1 }))
    }

    pub(super) fn coql_syntax(line: usize, column: usize, near: &str) -> Self {
        let details = json!({ "line": line, "column": column, "near": near });
        Self::bad("SYNTAX_ERROR", "error occurred while parsing the query", details)
    }

    pub(super) fn coql_clause(clause: &str) -> Self {
        Self::bad("SYNTAX_ERROR", "missing clause", json!({ "clause": clause }))
    }

    pub(super) fn coql_column(column: &str) -> Self {
        let details = json!({ "column_name": column });
        Self::bad("INVALID_QUERY", "column given seems to be invalid", details)
    }

    pub(super) fn coql_alias(alias: &str) -> Self {
        Self::bad("DUPLICATE_ALIAS", "the alias stands twice", json!({ "alias": alias }))
    }

    pub(super) fn coql_twice(column: &str) -> Self {
        Self::bad("DUPLICATE_DATA", "the column stands twice", json!({ "column_name": column }))
    }

    pub(super) fn coql_module(module: &str) -> Self {
        Self::bad("INVALID_QUERY", "invalid query formed", json!({ "module": module }))
    }

    pub(super) fn coql_limit(clause: &str, limit: usize) -> Self {
        let details = json!({ "clause": clause, "limit": limit });
        Self::bad("LIMIT_EXCEEDED", "limit exceeded", details)
    }
}
