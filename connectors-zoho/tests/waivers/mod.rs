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
    ("PATCH", "/crm/v8/actions/watch", "/watch/*/channel_id", NUMBER),
    ("POST", "/crm/v8/actions/watch", "/watch/*/channel_id", NUMBER),
    ("PUT", "/crm/v8/actions/watch", "/watch/*/channel_id", NUMBER),
    (
        "POST",
        "/crm/v8/__composite_requests",
        "/parallel_execution",
        "what the documentation of version 8 calls `concurrent_execution`",
    ),
];
const NUMBER: &str = "a number in the documentation; the description says object for \"anything\"";

/// What answers do not have, or have otherwise.
const ANSWERS: &[(&str, &str, &str, &str)] = &[
    ("GET", "/crm/v8/actions/watch", "/watch/*/channel_id", NUMBER),
    ("GET", "/crm/v8/settings/custom_views", "/custom_views/*/criteria", NONE),
    ("GET", "/crm/v8/settings/custom_views/{id}", "/custom_views/*/criteria", NONE),
    ("GET", "/crm/v8/{module}/{record}/__email_drafts/{draft}", "/__email_drafts/*/inventory_details", NONE),
    ("GET", "/crm/v8/{module}/{record}/__email_drafts/{draft}", "/__email_drafts/*/schedule_details", NONE),
    ("GET", "/crm/v8/{module}/{record}/__email_drafts/{draft}", "/__email_drafts/*/template", NONE),
    ("POST", "/crm/v8/{module}/actions/mass_change_owner", "/data/*/details/id", JOB),
    ("POST", "/crm/v8/{module}/actions/mass_delete", "/data/*/details/id", JOB),
];
const NONE: &str = "null where there is none: OpenAPI 3.0 cannot say so beside a reference";
const JOB: &str = "only deleted records have one, jobs have a job_id; the schema is one for both";

/// Those of the answers.
pub(crate) fn responses() -> Vec<Waiver> {
    let row = |(method, path, place, reason): &(&'static str, &'static str, &str, &'static str)| {
        Waiver::response(method, path, format!("body {place}").leak(), reason)
    };
    ANSWERS.iter().map(row).collect()
}

/// Those of the requests of settings, tags, users, e-mails, notifications and composite calls.
pub(crate) fn requests() -> Vec<Waiver> {
    let missing = MISSING.iter().flat_map(|(method, path, place, members, reason)| {
        members.iter().map(move |member| (*method, *path, format!("body {place}/{member}"), *reason))
    });
    let wrong =
        WRONG.iter().map(|(method, path, place, reason)| (*method, *path, format!("body {place}"), *reason));
    missing
        .chain(wrong)
        .map(|(method, path, place, reason)| Waiver::request(method, path, place.leak(), reason))
        .collect()
}
