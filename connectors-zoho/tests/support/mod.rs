//! What several tests need.
#![allow(dead_code, reason = "each test uses a part")]

use std::collections::BTreeMap;
use std::path::Path;

use connectors_core::{Client, Connector};
use connectors_sandbox::{Sandbox, zoho as simulated};
use connectors_zoho::{DataCenter, Edition, Zoho};
use serde_json::Value;

/// The ids that stand in samples for records.
pub const FIRST: &str = "4876876000000376001";
pub const SECOND: &str = "4876876000000376002";

/// All samples by the id of their action.
pub fn samples() -> BTreeMap<String, Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let files = std::fs::read_dir(folder).unwrap();
    let samples = files.map(|file| {
        let path = file.unwrap().path();
        let id = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        (id, serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
    });
    samples.collect()
}

/// The ids in the catalog.
pub fn ids() -> Vec<String> {
    Zoho::catalog().iter().map(|entry| entry.id()).collect()
}

/// An organisation without records.
pub async fn empty() -> Sandbox {
    Sandbox::builder().platform(simulated::Zoho::new().deals(0)).start().await.unwrap()
}

/// A connector that talks to the sandbox.
pub fn connector(sandbox: &Sandbox) -> Zoho {
    let url = sandbox.url("zoho");
    Zoho::new(DataCenter::Us).edition(Edition::Enterprise).base_urls(url, url)
}

/// A client of the seeded account, with a refresh token.
pub fn client(sandbox: &Sandbox) -> Client<Zoho> {
    let credentials = sandbox.credentials("zoho").unwrap();
    let app = connectors_core::auth::OAuthApp::new(credentials.client_id).secret(credentials.client_secret);
    connector(sandbox).oauth(app).refresh_token(credentials.refresh_token).connect().unwrap()
}
