//! Where Zoho's description is wrong or silent, and how one knows.

use connectors_contract::Waiver;

const PAGING: &str = "paging by token: Zoho CRM API v8, Get Records, names codes that record.json lacks";
const LENGTH: &str =
    "a number in common.json (MaxLengthDetails) and in convert_lead.json, text in record.json";
const RELATED: &str =
    "`fields` is mandatory (Zoho CRM API v8, Get Related Records); the error is the usual one";
const USERS: &str = "the types of Zoho CRM API v8, Get Users; users.json has six of them";
const FORM: &str =
    "attachments.json describes links only; Zoho CRM API v8, Upload an Attachment, has files in forms";
const DOWNLOAD: &str = "any file, not only pictures; files.json has this type for the same thing";
const CHOSEN: &str =
    "the fields that were asked for, no others; the description has one schema for all requests";
const FILE_SIZE: &str = "the status of API v8, Status Codes, for what is too large";

const UPLOADED: &str =
    "one schema for an upload and a job; Zoho CRM API v8, Upload File (Bulk Write), has these two keys";
const ANY_VALUE: &str = "declared as an object, by which the description means any value";
const LATER: &str = "not yet there, or not asked for; the schema does not say what can be absent";
const JOB_OR_RECORD: &str = "a job has the one, a record the other";
const COMPOSED: &str =
    "Zoho CRM API v8, Composite API, has LIMIT_EXCEEDED, and the failed call's own answer among those undone";
const TAG: &str = "records have id, name and colour of their tags; tags.json has one schema for all tags";
const MIXED: &str = "some records succeeded and some did not; the description has all of them or none";

const ATTACHMENTS: &str = "/crm/v8/{module}/{record_id}/Attachments";
const FILES: &str = "/crm/v8/files";
const UPLOAD: &str = "/crm/v8/upload";
const READ_JOB: &str = "/crm/bulk/v8/read/{job}";
const WRITE_JOB: &str = "/crm/bulk/v8/write/{job}";
const ADD_TAGS: &str = "/crm/v8/{module}/actions/add_tags";
const COMPOSITE: &str = "/crm/v8/__composite_requests";
const DRAFTS: &str = "/crm/v8/{module}/{record}/__email_drafts";
const DRAFT: &str = "/crm/v8/{module}/{record}/__email_drafts/{draft}";
const RECORD: &str = "/crm/v8/{module}/{id}";
const SEARCH: &str = "/crm/v8/{module}/search";
const MODULE: &str = "/crm/v8/{module}";
const RELATED_LIST: &str = "/crm/v8/{module}/{id}/{list}";

/// Method, template, place, reason.
type Row = (&'static str, &'static str, &'static str, &'static str);

const REQUESTS: &[Row] = &[
    ("GET", "/crm/v8/users", "query type", USERS),
    ("GET", ATTACHMENTS, "query ids", "then the attachments of a record could not be listed"),
    ("POST", ATTACHMENTS, "query attachmentUrl", FORM),
    ("POST", ATTACHMENTS, "body", FORM),
    ("PUT", RECORD, "body /data/*/Tag/*/id", TAG),
    ("PUT", RECORD, "body /data/*/Tag/*/color_code", TAG),
    ("PUT", RECORD, "body /data/*/Tag/*/created_by", TAG),
    ("PUT", RECORD, "body /data/*/Tag/*/created_time", TAG),
    ("PUT", RECORD, "body /data/*/Tag/*/modified_by", TAG),
    ("PUT", RECORD, "body /data/*/Tag/*/modified_time", TAG),
];

const RESPONSES: &[Row] = &[
    ("GET", MODULE, "body /code", PAGING),
    ("GET", MODULE, "body /message", PAGING),
    ("GET", MODULE, "body /details/ambiguity_due_to", PAGING),
    ("POST", MODULE, "body /data/*/details/maximum_length", LENGTH),
    ("POST", MODULE, "body /details/maximum_length", LENGTH),
    ("GET", RELATED_LIST, "body /code", RELATED),
    ("GET", RELATED_LIST, "body /message", RELATED),
    ("GET", "/crm/v8/{module}/{record_id}/Attachments/{id}", "content-type", DOWNLOAD),
    ("POST", UPLOAD, "body /details/id", UPLOADED),
    ("POST", UPLOAD, "body /details/created_by", UPLOADED),
    (
        "POST",
        UPLOAD,
        "body /details/file_id",
        "a string, as all ids; declared as a number that not all programs can hold",
    ),
    ("GET", READ_JOB, "body /data/*/result", LATER),
    ("GET", READ_JOB, "body /data/*/result/next_page_token", LATER),
    ("GET", READ_JOB, "body /data/*/query/cvid", LATER),
    ("GET", READ_JOB, "body /data/*/query/criteria", LATER),
    ("GET", READ_JOB, "body /data/*/query/file_type", LATER),
    ("GET", WRITE_JOB, "body /resource/*/field_mappings/*/default_value/value", ANY_VALUE),
    ("GET", "/crm/v8/actions/watch", "body /watch/*/channel_id", ANY_VALUE),
    ("POST", "/crm/v8/{module}/actions/mass_delete", "body /data/*/details/id", JOB_OR_RECORD),
    ("POST", "/crm/v8/{module}/actions/mass_delete", "body /data/*/details/job_id", JOB_OR_RECORD),
    ("POST", "/crm/v8/{module}/actions/mass_change_owner", "body /data/*/details/id", JOB_OR_RECORD),
    ("POST", COMPOSITE, "body /__composite_requests/*/code", COMPOSED),
    ("POST", COMPOSITE, "body /__composite_requests/*/status", COMPOSED),
    ("GET", DRAFTS, "body /__email_drafts/*/template", LATER),
    ("GET", DRAFTS, "body /__email_drafts/*/schedule_details", LATER),
    ("GET", DRAFTS, "body /__email_drafts/*/inventory_details", LATER),
    ("GET", DRAFT, "body /__email_drafts/*/template", LATER),
    ("GET", DRAFT, "body /__email_drafts/*/schedule_details", LATER),
    ("GET", DRAFT, "body /__email_drafts/*/inventory_details", LATER),
    ("GET", "/crm/v8/settings/roles", "body /roles/*/forecast_manager", NULL),
    ("GET", "/crm/v8/settings/roles", "body /roles/*/reporting_to", NULL),
    ("GET", "/crm/v8/settings/roles/{id}", "body /roles/*/forecast_manager", NULL),
    ("GET", "/crm/v8/settings/custom_views", "body /custom_views/*/criteria", LATER),
    ("POST", ADD_TAGS, "body /data/*/code", MIXED),
    ("POST", ADD_TAGS, "body /data/*/status", MIXED),
    ("POST", ADD_TAGS, "body /data/*/details/id", MIXED),
    ("POST", ADD_TAGS, "body /data/*/details/tags", MIXED),
    ("POST", ADD_TAGS, "body /data/*/details/api_name", MIXED),
    ("POST", ADD_TAGS, "body /data/*/details/json_path", MIXED),
    ("GET", RECORD, "body /data/*/Tag/*/created_by", TAG),
    ("GET", RECORD, "body /data/*/Tag/*/created_time", TAG),
    ("GET", RECORD, "body /data/*/Tag/*/modified_by", TAG),
    ("GET", RECORD, "body /data/*/Tag/*/modified_time", TAG),
    ("GET", SEARCH, "body /data/*/Tag/*/created_by", TAG),
    ("GET", SEARCH, "body /data/*/Tag/*/created_time", TAG),
    ("GET", SEARCH, "body /data/*/Tag/*/modified_by", TAG),
    ("GET", SEARCH, "body /data/*/Tag/*/modified_time", TAG),
    ("POST", ATTACHMENTS, "status 413", FILE_SIZE),
    ("POST", FILES, "status 415", FILE_SIZE),
];

const NULL: &str = "null where there is no such thing: OpenAPI 3.0 cannot say so beside a reference";
const LAYOUTS: [&str; 2] = ["/crm/v8/settings/layouts", "/crm/v8/settings/layouts/{id}"];
const LAYOUT_NULLS: &[&str] = &[
    "body /layouts/*/convert_mapping",
    "body /layouts/*/created_for",
    "body /layouts/*/sections/*/_delete",
    "body /layouts/*/sections/*/properties",
    "body /layouts/*/sections/*/fields/*/_delete",
    "body /layouts/*/sections/*/fields/*/associated_module",
    "body /layouts/*/sections/*/fields/*/association_details",
    "body /layouts/*/sections/*/fields/*/autonumber",
    "body /layouts/*/sections/*/fields/*/convert_mapping",
    "body /layouts/*/sections/*/fields/*/crypt",
    "body /layouts/*/sections/*/fields/*/external",
    "body /layouts/*/sections/*/fields/*/hipaa_compliance",
    "body /layouts/*/sections/*/fields/*/history_tracking",
    "body /layouts/*/sections/*/fields/*/multiuserlookup",
    "body /layouts/*/sections/*/fields/*/refer_from_field",
    "body /layouts/*/sections/*/fields/*/sharing_properties",
    "body /layouts/*/sections/*/fields/*/sub_module",
    "body /layouts/*/sections/*/fields/*/textarea",
    "body /layouts/*/sections/*/fields/*/tooltip",
];

/// Lists whose elements have only the fields that were asked for, with what is required all the same.
const CHOSEN_FIELDS: &[(&str, &[&str])] = &[(
    ATTACHMENTS,
    &[
        "body /data/*/$editable",
        "body /data/*/$file_id",
        "body /data/*/$link_url",
        "body /data/*/$se_module",
        "body /data/*/$state",
        "body /data/*/$type",
        "body /data/*/Created_By",
        "body /data/*/Created_Time",
        "body /data/*/Modified_By",
        "body /data/*/Modified_Time",
        "body /data/*/Owner",
        "body /data/*/Parent_Id",
        "body /data/*/Size",
    ],
)];

pub(crate) fn waivers() -> Vec<Waiver> {
    let requests =
        REQUESTS.iter().map(|(method, path, place, why)| Waiver::request(method, path, place, why));
    let responses =
        RESPONSES.iter().map(|(method, path, place, why)| Waiver::response(method, path, place, why));
    let chosen = CHOSEN_FIELDS
        .iter()
        .flat_map(|(path, fields)| fields.iter().map(|place| Waiver::response("GET", path, place, CHOSEN)));
    let layouts = LAYOUTS
        .iter()
        .flat_map(|path| LAYOUT_NULLS.iter().map(|place| Waiver::response("GET", path, place, NULL)));
    requests.chain(responses).chain(chosen).chain(layouts).collect()
}
