//! Where Zoho's description asks for more than Zoho does: its schemas are one for requests and answers.

pub(crate) mod files;

use connectors_contract::Waiver;

/// What an answer has, and a request therefore "requires" too.
const OF_ANSWERS: &str = "only answers have it; the schema is one for requests and answers";
const OPTIONAL: &str = "optional in the documentation of the call; the schema requires every member";

const TAG: &[&str] = &["created_by", "created_time", "id", "modified_by", "modified_time"];
const DRAFT: &[&str] = &[
    "attachments",
    "bcc",
    "cc",
    "created_time",
    "email_opt_out",
    "inventory_details",
    "modified_time",
    "reply_to",
    "schedule_details",
    "summary",
    "template",
];
const MAIL: &[&str] = &[
    "attachments",
    "bcc",
    "cc",
    "consent_email",
    "data_subject_request",
    "in_reply_to",
    "inventory_details",
    "linked_record",
    "org_email",
    "reply_to",
    "scheduled_time",
    "template",
];

/// Method, path, the place, what is missing there, and why that is right.
type Row = (&'static str, &'static str, &'static str, &'static [&'static str], &'static str);

#[rustfmt::skip]
const MISSING: &[Row] = &[
    ("POST", "/crm/v8/settings/tags", "/tags/*", TAG, OF_ANSWERS),
    ("PUT", "/crm/v8/settings/tags/{id}", "/tags/*", TAG, OF_ANSWERS),
    ("POST", "/crm/v8/{module_api_name}/actions/add_tags", "/tags/*", TAG, OF_ANSWERS),
    ("POST", "/crm/v8/{module_api_name}/actions/add_tags", "/tags/*", &["color_code"], OPTIONAL),
    ("POST", "/crm/v8/{module_api_name}/actions/remove_tags", "/tags/*", &["id"], OPTIONAL),
    ("POST", "/crm/v8/users", "/users/*/profile", &["name"], OF_ANSWERS),
    ("POST", "/crm/v8/users", "/users/*/role", &["name"], OF_ANSWERS),
    ("POST", "/crm/v8/{module}/{record}/__email_drafts", "/__email_drafts/*", DRAFT, OPTIONAL),
    ("POST", "/crm/v8/{module}/{record}/__email_drafts", "/__email_drafts/*", &["id"], OF_ANSWERS),
    ("PUT", "/crm/v8/{module}/{record}/__email_drafts", "/__email_drafts/*", DRAFT, OPTIONAL),
    ("PUT", "/crm/v8/{module}/{record}/__email_drafts", "/__email_drafts/*", &["content", "to"], OPTIONAL),
    ("POST", "/crm/v8/{moduleName}/{id}/actions/send_mail", "/data/*", MAIL, OPTIONAL),
    ("POST", "/crm/v8/__composite_requests", "/__composite_requests/*", &["body", "headers", "params"], OPTIONAL),
];

/// Places whose schema is wrong or wanting.
const WRONG: &[(&str, &str, &str, &str)] = &[
    ("PATCH", "/crm/v8/actions/watch", "body /watch/*/channel_id", NUMBER),
    ("POST", "/crm/v8/actions/watch", "body /watch/*/channel_id", NUMBER),
    ("PUT", "/crm/v8/actions/watch", "body /watch/*/channel_id", NUMBER),
    ("DELETE", "/crm/v8/settings/recycle_bin", "query filters", FILTERS),
    ("GET", "/crm/v8/settings/recycle_bin", "query filters", FILTERS),
    (
        "POST",
        "/crm/v8/__composite_requests",
        "body /parallel_execution",
        "what the documentation of version 8 calls `concurrent_execution`",
    ),
];
const FILTERS: &str = "an alternative to ids";
const NUMBER: &str = "a number in the documentation; the description says object for \"anything\"";

/// What a layout and its fields have only if they are of a certain kind.
const LAYOUT: &[&str] = &["convert_mapping", "created_for"];
const SECTION: &[&str] = &["_delete", "properties"];
const FIELD: &[&str] = &[
    "_delete",
    "associated_module",
    "association_details",
    "autonumber",
    "convert_mapping",
    "crypt",
    "external",
    "hipaa_compliance",
    "history_tracking",
    "multiuserlookup",
    "refer_from_field",
    "sharing_properties",
    "sub_module",
    "textarea",
    "tooltip",
];

/// What answers do not have, or have otherwise.
#[rustfmt::skip]
const ANSWERS: &[Row] = &[
    ("GET", "/crm/v8/actions/watch", "/watch/*", &["channel_id"], NUMBER),
    ("GET", "/crm/v8/settings/custom_views", "/custom_views/*", &["criteria"], NONE),
    ("GET", "/crm/v8/settings/custom_views/{id}", "/custom_views/*", &["criteria"], NONE),
    ("GET", "/crm/v8/settings/layouts", "/layouts/*", LAYOUT, NONE),
    ("GET", "/crm/v8/settings/layouts", "/layouts/*/sections/*", SECTION, NONE),
    ("GET", "/crm/v8/settings/layouts", "/layouts/*/sections/*/fields/*", FIELD, NONE),
    ("GET", "/crm/v8/settings/layouts/{id}", "/layouts/*", LAYOUT, NONE),
    ("GET", "/crm/v8/settings/layouts/{id}", "/layouts/*/sections/*", SECTION, NONE),
    ("GET", "/crm/v8/settings/layouts/{id}", "/layouts/*/sections/*/fields/*", FIELD, NONE),
    ("GET", "/crm/v8/settings/roles", "/roles/*", &["forecast_manager", "reporting_to"], NONE),
    ("GET", "/crm/v8/settings/roles/{role_id}", "/roles/*", &["forecast_manager", "reporting_to"], NONE),
    ("GET", "/crm/v8/{module}/{record}/__email_drafts/{draft}", "/__email_drafts/*",
        &["inventory_details", "schedule_details", "template"], NONE),
    ("POST", "/crm/v8/{module}/actions/mass_change_owner", "/data/*/details", &["id"], JOB),
    ("POST", "/crm/v8/{module}/actions/mass_delete", "/data/*/details", &["id"], JOB),
];
const NONE: &str = "null where there is none: OpenAPI 3.0 cannot say so beside a reference";
const JOB: &str = "only deleted records have one, jobs have a job_id; the schema is one for both";

/// Each place of a row.
fn places(row: &Row) -> impl Iterator<Item = (&'static str, &'static str, &'static str, &'static str)> {
    let (method, path, place, members, reason) = *row;
    members.iter().map(move |member| (method, path, &*format!("body {place}/{member}").leak(), reason))
}

/// Those of the answers.
pub(crate) fn responses() -> Vec<Waiver> {
    let all = ANSWERS.iter().flat_map(places);
    all.map(|(method, path, place, reason)| Waiver::response(method, path, place, reason)).collect()
}

/// Those of the requests of settings, tags, users, e-mails, notifications and composite calls.
pub(crate) fn requests() -> Vec<Waiver> {
    let all = MISSING.iter().flat_map(places).chain(WRONG.iter().copied());
    all.map(|(method, path, place, reason)| Waiver::request(method, path, place, reason)).collect()
}
