//! Files and bulk jobs: where the description asks for more than Zoho does, or does not know what it does.

use connectors_contract::{Undescribed, Waiver};

const ATTACHMENTS: &str = "/crm/v8/{module}/{record_id}/Attachments";
const READ: &str = "/crm/bulk/v8/read";
const READ_JOB: &str = "/crm/bulk/v8/read/{job_id}";
const UPLOAD: &str = "/crm/v8/upload";

const FORM: &str = "describes links only; \"Upload an Attachment\" has files in forms";
const ALL: &str = "then the attachments of a record could not be listed";
const OPTIONAL: &str = "optional in the documentation of the call; the schema requires every member";
const ANY_VALUE: &str = "declared as an object, by which the description means any value";
const CHOSEN: &str = "the fields that were asked for, no others; the schema is one for all requests";
const ANY_FILE: &str = "any file, not only pictures; files.json has this type for the same thing";
const UPLOADED: &str = "one schema for an upload and a job; \"Upload File\" of bulk writes has other members";

/// Method, path, place, reason.
type Row = (&'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const REQUESTS: &[Row] = &[
    ("GET", ATTACHMENTS, "query ids", ALL),
    ("POST", ATTACHMENTS, "query attachmentUrl", FORM),
    ("POST", ATTACHMENTS, "body", FORM),
    ("POST", READ, "body /query/cvid", OPTIONAL),
    ("POST", READ, "body /query/file_type", OPTIONAL),
    ("POST", READ, "body /query/module/id", OPTIONAL),
    ("POST", READ, "body /query/criteria/type", OPTIONAL),
    ("POST", READ, "body /query/criteria/group/*/type", OPTIONAL),
    ("POST", READ, "body /query/criteria/group/*/field/id", OPTIONAL),
    ("POST", READ, "body /query/criteria/group/*/value", ANY_VALUE),
    ("POST", "/crm/bulk/v8/write", "body /resource/*/module/id", OPTIONAL),
];

#[rustfmt::skip]
const RESPONSES: &[Row] = &[
    ("GET", ATTACHMENTS, "body /data/*/$editable", CHOSEN),
    ("GET", ATTACHMENTS, "body /data/*/$file_id", CHOSEN),
    ("GET", ATTACHMENTS, "body /data/*/$link_url", CHOSEN),
    ("GET", ATTACHMENTS, "body /data/*/$se_module", CHOSEN),
    ("GET", ATTACHMENTS, "body /data/*/$state", CHOSEN),
    ("GET", ATTACHMENTS, "body /data/*/$type", CHOSEN),
    ("GET", ATTACHMENTS, "body /data/*/Created_By", CHOSEN),
    ("GET", ATTACHMENTS, "body /data/*/Created_Time", CHOSEN),
    ("GET", ATTACHMENTS, "body /data/*/Modified_By", CHOSEN),
    ("GET", ATTACHMENTS, "body /data/*/Modified_Time", CHOSEN),
    ("GET", ATTACHMENTS, "body /data/*/Owner", CHOSEN),
    ("GET", ATTACHMENTS, "body /data/*/Parent_Id", CHOSEN),
    ("GET", "/crm/v8/{module}/{record_id}/Attachments/{id}", "content-type", ANY_FILE),
    ("GET", READ_JOB, "body /data/*/query/cvid", OPTIONAL),
    ("GET", READ_JOB, "body /data/*/query/file_type", OPTIONAL),
    ("GET", READ_JOB, "body /data/*/query/criteria/type", OPTIONAL),
    ("GET", READ_JOB, "body /data/*/query/criteria/group/*/type", OPTIONAL),
    ("GET", READ_JOB, "body /data/*/query/criteria/group/*/field/id", OPTIONAL),
    ("GET", READ_JOB, "body /data/*/query/criteria/group/*/value", ANY_VALUE),
    ("GET", READ_JOB, "body /data/*/result/next_page_token", OPTIONAL),
    ("POST", UPLOAD, "body /details/id", UPLOADED),
    ("POST", UPLOAD, "body /details/created_by", UPLOADED),
    ("POST", UPLOAD, "body /details/file_id", UPLOADED),
];

pub(crate) fn requests() -> Vec<Waiver> {
    REQUESTS
        .iter()
        .map(|(method, path, place, reason)| Waiver::request(method, path, place, reason))
        .collect()
}

pub(crate) fn responses() -> Vec<Waiver> {
    RESPONSES
        .iter()
        .map(|(method, path, place, reason)| Waiver::response(method, path, place, reason))
        .collect()
}

/// Calls that no description knows.
pub(crate) fn undescribed() -> Vec<Undescribed> {
    let path = "/v2/crm/{organization}/bulk-write/{job}/{file}";
    vec![Undescribed::new(
        "GET",
        path,
        "bulk_write.json has a host and a path of one segment; \"Download Bulk Write Result\" has these",
    )]
}
