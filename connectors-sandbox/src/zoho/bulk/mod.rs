//! Bulk jobs: reading a module into a file, and writing records from one.
//!
//! Figures: Zoho CRM API v8, "Bulk Read", "Bulk Write": pages of 200,000 rows, 25,000 rows and 25 MB per file written.
//! A callback's address is taken and kept, but nothing is sent there.

pub(super) mod read;
mod row;
pub(super) mod write;
mod zip;

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::modules::{Module, module};
use super::settings::ORG;

/// What stands behind `/crm/bulk/v8`.
pub(super) fn route(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    let (get, post) = (*method == Method::GET, *method == Method::POST);
    match rest {
        ["read"] if post => read::create(cx),
        ["read", id] if get => read::details(cx, id),
        ["read", id, "result"] if get => read::result(cx, id),
        ["write"] if post => write::create(cx),
        ["write", id] if get => write::details(cx, id),
        ["read" | "write", ..] => Err(Problem::method()),
        _ => Err(Problem::url()),
    }
}

/// Where the result of a bulk write is; on Zoho's side that is a host of its own.
pub(super) fn download_path(job: &str) -> String {
    format!("/v2/crm/{ORG}/bulk-write/{job}/{job}.zip")
}

/// The module that `{"api_name": "…"}` names.
fn wanted_module(value: &Value) -> Result<&'static Module, Problem> {
    let name = value["api_name"].as_str().unwrap_or_default();
    module(name).ok_or_else(|| {
        let message = "the requested module is not available";
        Problem::bad("MODULE_NOT_AVAILABLE", message, json!({ "module": name }))
    })
}

fn unknown_job(status: StatusCode, resource: &str) -> Problem {
    let details = json!({ "resource": resource });
    Problem::new(status, "RESOURCE_NOT_FOUND", "The requested resource doesn't exist.", details)
}

/// A callback, if there is one, has to be a call that can be made.
fn check_callback(body: &Value) -> Result<(), Problem> {
    let Some(callback) = body.get("callback").filter(|callback| !callback.is_null()) else { return Ok(()) };
    if callback["method"] != "post" {
        let details = json!({ "supported_callback_methods": ["post"] });
        return Err(Problem::bad(
            "INVALID_CALLBACK_METHOD",
            "the method of the callback is not supported",
            details,
        ));
    }
    match callback["url"].as_str().and_then(|url| url::Url::parse(url).ok()) {
        Some(_) => Ok(()),
        None => Err(Problem::bad("INVALID_CALLBACK_URL", "the URL of the callback is not valid", json!({}))),
    }
}
