//! The descriptions of each platform, and what is peculiar to them as data.

mod hubspot;
#[cfg(feature = "graphql")]
mod shopify;

use std::path::Path;

use serde_json::json;

use crate::openapi::{
    Change::{self, Rename, Set},
    Correction, EnvelopeKey, LoadError, OpenApi, Options, StatusJudge, StatusRule,
};

pub use hubspot::hubspot;
#[cfg(feature = "graphql")]
pub use shopify::shopify;

/// Zoho CRM API v8. Dates carry an offset, as the declared formats want them.
///
/// # Errors
/// As [`OpenApi::load`].
pub fn zoho_crm(specs: &Path) -> Result<OpenApi, LoadError> {
    let options = Options {
        formats: vec!["date-time", "date"],
        ignore_patterns: true,
        overlapping_responses: true,
        silent_defaults: false,
        corrections: zoho_corrections(),
        statuses: zoho_statuses(),
        envelope: Vec::new(),
    };
    OpenApi::load("zoho-crm/v8.0", &specs.join("zoho-crm/v8.0"), &[], options)
}

/// Most operations declare the status 200 only.
fn zoho_statuses() -> Vec<StatusRule> {
    let errors = [401, 403, 404, 405, 500].map(|status| {
        let judge = StatusJudge::Schema("record.json#/components/schemas/API_Exception");
        StatusRule { status, judge, reason: "one error format for all calls; record.json, API_Exception" }
    });
    let writes = [201, 202, 207, 400].map(|status| {
        let reason =
            "the 200 of record.json lists success and errors side by side; the status tells them apart";
        StatusRule { status, judge: StatusJudge::As(200), reason }
    });
    let empty = [204, 304].map(|status| {
        let reason = "nothing found, nothing changed: users.json declares 204, record.json If-Modified-Since";
        StatusRule { status, judge: StatusJudge::Empty, reason }
    });
    let throttled = StatusRule {
        status: 429,
        judge: StatusJudge::Unspecified,
        reason: "TOO_MANY_REQUESTS is in no schema of the description",
    };
    errors.into_iter().chain(writes).chain(empty).chain([throttled]).collect()
}

fn zoho_corrections() -> Vec<Correction> {
    let correction = |file, pointer, change: Change, reason| Correction { file, pointer, change, reason };
    let null =
        "null where there is no such page; the absence of a value has no other form (not verified live)";
    let model = "not marked as required in sdk-json-details-v8; Accounts, Contacts optional in Convert Lead";
    let references = ZOHO_NULL_REFERENCES.iter().map(|(file, pointer, target)| {
        let reason = "null where there is no such thing: OpenAPI 3.0 cannot say so beside a reference, and the \
                      file says it of the properties that are none";
        let schema = json!({ "allOf": [{ "$ref": target }], "nullable": true });
        correction(file, pointer, Set(schema), reason)
    });
    let others = [
        correction(
            "record.json",
            "/components/schemas/Info/properties/next_page_token/nullable",
            Set(json!(true)),
            null,
        ),
        correction(
            "record.json",
            "/components/schemas/Info/properties/previous_page_token/nullable",
            Set(json!(true)),
            null,
        ),
        correction(
            "record.json",
            "/components/schemas/Info/properties/page_token_expiry/nullable",
            Set(json!(true)),
            null,
        ),
        correction(
            "record.json",
            "/components/schemas/Success_Response/properties/duplicate_field/nullable",
            Set(json!(true)),
            "null where no field was found to be a duplicate (not verified live)",
        ),
        correction(
            "convert_lead.json",
            "/paths/~1crm~1v8~1Leads~1{lead_id}~1actions~1convert/post/requestBody/content/application~1json/schema",
            Set(json!({
                "type": "object",
                "required": ["data"],
                "properties": {
                    "data": { "type": "array", "items": { "$ref": "#/components/schemas/Lead_Converter" } }
                }
            })),
            "the file has the schema Lead_Converter, but the operation does not refer to it",
        ),
        correction("convert_lead.json", "/components/schemas/Lead_Converter/required", Set(json!([])), model),
        correction(
            "convert_lead.json",
            "/components/schemas/Successful_Convert/properties/Deals",
            Set(
                json!({ "allOf": [{ "$ref": "./record.json#/components/schemas/Record" }], "nullable": true }),
            ),
            "null where no deal was asked for (not verified live)",
        ),
        correction(
            "users.json",
            "/components/schemas/Minified_User/required",
            Set(json!([])),
            "not marked as required in sdk-json-details-v8; a user is written by its id alone",
        ),
        correction(
            "users.json",
            "/components/schemas/users/properties/time_zone/type",
            Set(json!("string")),
            "the name of a zone; org.json declares its time_zone so, and nothing declares such an object",
        ),
        correction(
            "record.json",
            "/paths/~1crm~1v8~1{module_api_name}~1actions~1count/get/responses/200/content/application~1json/schema\
             /oneOf/0/properties/count/type",
            Set(json!("integer")),
            "@zohocrm/nodejs-sdk-8.0 takes a number here and fails on text; zohocrmsdk8-0 takes both",
        ),
        correction(
            "related_lists.json",
            "/components/schemas/related_list/properties/visible",
            Set(json!({ "type": "boolean" })),
            "required in this file, which does not declare it; a Boolean in sdk-json-details-v8",
        ),
    ];
    references.chain(others).collect()
}

/// Properties that are references and may be null: file, pointer, and what they refer to.
const ZOHO_NULL_REFERENCES: &[(&str, &str, &str)] = &[
    (
        "fields.json",
        "/components/schemas/fields/properties/associated_module",
        "./modules.json#/components/schemas/Minified_Module",
    ),
    (
        "fields.json",
        "/components/schemas/fields/properties/association_details",
        "#/components/schemas/association_details",
    ),
    ("fields.json", "/components/schemas/fields/properties/autonumber", "#/components/schemas/auto_number"),
    (
        "fields.json",
        "/components/schemas/fields/properties/convert_mapping",
        "#/components/schemas/Convert_Mapping",
    ),
    ("fields.json", "/components/schemas/fields/properties/crypt", "#/components/schemas/crypt"),
    ("fields.json", "/components/schemas/fields/properties/external", "#/components/schemas/external"),
    (
        "fields.json",
        "/components/schemas/fields/properties/hipaa_compliance",
        "#/components/schemas/hipaa_compliance",
    ),
    (
        "fields.json",
        "/components/schemas/fields/properties/history_tracking",
        "#/components/schemas/history_tracking",
    ),
    (
        "fields.json",
        "/components/schemas/fields/properties/multiuserlookup",
        "#/components/schemas/multiselectlookup",
    ),
    (
        "fields.json",
        "/components/schemas/fields/properties/refer_from_field",
        "#/components/schemas/refer_from_field",
    ),
    (
        "fields.json",
        "/components/schemas/fields/properties/sharing_properties",
        "./modules.json#/components/schemas/sharing_properties",
    ),
    (
        "fields.json",
        "/components/schemas/fields/properties/sub_module",
        "./modules.json#/components/schemas/Minified_Module",
    ),
    ("fields.json", "/components/schemas/fields/properties/textarea", "#/components/schemas/textarea"),
    ("fields.json", "/components/schemas/fields/properties/tooltip", "#/components/schemas/tooltip"),
    (
        "modules.json",
        "/components/schemas/modules/properties/custom_view",
        "./custom_views.json#/components/schemas/custom_views",
    ),
    (
        "modules.json",
        "/components/schemas/modules/properties/modified_by",
        "./users.json#/components/schemas/Minified_User",
    ),
    (
        "modules.json",
        "/components/schemas/modules/properties/related_list_properties/properties/sort_by",
        "./fields.json#/components/schemas/Minified_Field",
    ),
    (
        "related_lists.json",
        "/components/schemas/related_list/properties/sort_by",
        "#/components/schemas/field",
    ),
];

/// Xero: accounting and identity. Of the formats only `uuid` is asserted: dates are `/Date(…)/` or lack a zone.
///
/// # Errors
/// As [`OpenApi::load`].
pub fn xero(specs: &Path) -> Result<OpenApi, LoadError> {
    let files = [XERO_ACCOUNTING, XERO_IDENTITY];
    let options = Options {
        formats: vec!["uuid"],
        ignore_patterns: false,
        overlapping_responses: false,
        silent_defaults: false,
        corrections: xero_corrections(),
        statuses: xero_statuses(),
        envelope: ["Id", "Status", "ProviderName", "DateTimeUTC"]
            .map(|name| EnvelopeKey {
                name,
                json_type: "string",
                reason: "around the response examples of the accounting description",
            })
            .into(),
    };
    OpenApi::load("xero", &specs.join("xero"), &files, options)
}

/// Xero's webhooks. Each is a `POST` to the receiver's URL; here it goes by the path of its name: `/invoices`. The times of
/// events lack a zone, so that `date-time` is not asserted.
///
/// # Errors
/// As [`OpenApi::load`].
pub fn xero_webhooks(specs: &Path) -> Result<OpenApi, LoadError> {
    const FILE: &str = "xero-webhooks.openapi.json";
    let rename = |pointer, name| {
        let reason = "webhooks have names in place of paths; the checks find operations by path";
        Correction { file: FILE, pointer, change: Rename(name), reason }
    };
    let options = Options {
        formats: vec!["uuid", "uri"],
        ignore_patterns: false,
        overlapping_responses: false,
        silent_defaults: false,
        corrections: vec![
            rename("/webhooks/contacts", "/contacts"),
            rename("/webhooks/invoices", "/invoices"),
            rename("/webhooks/creditNotes", "/creditNotes"),
            rename("/webhooks/subscriptions", "/subscriptions"),
            rename("/webhooks", "paths"),
        ],
        statuses: Vec::new(),
        envelope: Vec::new(),
    };
    OpenApi::load("xero", &specs.join("xero"), &[FILE], options)
}

const XERO_ACCOUNTING: &str = "xero_accounting.openapi.json";
const XERO_IDENTITY: &str = "xero-identity.openapi.json";

fn xero_statuses() -> Vec<StatusRule> {
    let unspecified = [401, 403, 404, 412, 429, 500, 503].map(|status| {
        let reason = "answered before the accounting API proper, in another format; the description has none";
        StatusRule { status, judge: StatusJudge::Unspecified, reason }
    });
    let empty = StatusRule {
        status: 304,
        judge: StatusJudge::Empty,
        reason: "what If-Modified-Since asks for; HTTP knows no body here",
    };
    unspecified.into_iter().chain([empty]).collect()
}

fn xero_corrections() -> Vec<Correction> {
    const EXAMPLES: &str = "in the response examples of the description";
    let rename = |pointer, name| Correction {
        file: XERO_IDENTITY,
        pointer,
        change: Rename(name),
        reason: "the service, its documentation and Xero's SDKs write the path in lower case",
    };
    let answered = |pointer, schema: serde_json::Value| Correction {
        file: XERO_ACCOUNTING,
        pointer,
        change: Set(schema),
        reason: EXAMPLES,
    };
    let date = || json!({ "type": "string", "readOnly": true });
    vec![
        rename("/paths/~1Connections", "/connections"),
        rename("/paths/~1Connections~1{id}", "/connections/{id}"),
        answered("/components/schemas/Element/additionalProperties", json!(true)),
        answered("/components/schemas/Invoice/properties/DateString", date()),
        answered("/components/schemas/Invoice/properties/DueDateString", date()),
        answered("/components/schemas/HistoryRecord/properties/DateUTCString", date()),
        answered(
            "/components/schemas/LineItem/properties/ValidationErrors",
            json!({ "type": "array", "readOnly": true, "items": { "$ref": "#/components/schemas/ValidationError" } }),
        ),
        answered(
            "/components/schemas/ContactGroup/properties/HasValidationErrors",
            json!({ "type": "boolean", "readOnly": true }),
        ),
    ]
}
