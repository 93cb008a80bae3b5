//! The descriptions of each platform and what is peculiar to them.

use std::path::Path;

use crate::openapi::{LoadError, OpenApi, Options};

/// Zoho CRM API v8.
///
/// # Errors
/// As [`OpenApi::load`].
pub fn zoho_crm(specs: &Path) -> Result<OpenApi, LoadError> {
    let options = Options {
        formats: vec!["date-time", "date"],
        ignore_patterns: true,
        overlapping_responses: true,
        ..Options::default()
    };
    OpenApi::load("zoho-crm/v8.0", &specs.join("zoho-crm/v8.0"), &[], options)
}

/// Xero: accounting and identity.
///
/// # Errors
/// As [`OpenApi::load`].
pub fn xero(specs: &Path) -> Result<OpenApi, LoadError> {
    let files = ["xero_accounting.openapi.json", "xero-identity.openapi.json"];
    OpenApi::load(
        "xero",
        &specs.join("xero"),
        &files,
        Options { formats: vec!["uuid"], ..Options::default() },
    )
}
