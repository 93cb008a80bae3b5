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

const ATTACHMENTS: &str = "/crm/v8/{module}/{record_id}/Attachments";
const FILES: &str = "/crm/v8/files";
const MODULE: &str = "/crm/v8/{module}";
const RELATED_LIST: &str = "/crm/v8/{module}/{id}/{list}";

/// Method, template, place, reason.
type Row = (&'static str, &'static str, &'static str, &'static str);

const REQUESTS: &[Row] = &[
    ("GET", "/crm/v8/users", "query type", USERS),
    ("GET", ATTACHMENTS, "query ids", "then the attachments of a record could not be listed"),
    ("POST", ATTACHMENTS, "query attachmentUrl", FORM),
    ("POST", ATTACHMENTS, "body", FORM),
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
    ("POST", ATTACHMENTS, "status 413", FILE_SIZE),
    ("POST", FILES, "status 415", FILE_SIZE),
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
    requests.chain(responses).chain(chosen).collect()
}
