//! Where the platforms are, and who this application is to them.
//!
//! `--live` reads `ZOHO_DATA_CENTER` (`US`, `EU`, …: where the application is registered; its people may be elsewhere),
//! `ZOHO_CLIENT_ID`, `ZOHO_CLIENT_SECRET`, `XERO_CLIENT_ID`, `XERO_CLIENT_SECRET`, and for the store that keeps the
//! tokens from run to run `CONNECTORS_TOKENS` (a folder) and `CONNECTORS_TOKENS_KEY` (32 bytes in Base64). The list of
//! accounts is kept in that folder too, as `accounts.json`.

use std::path::PathBuf;
use std::sync::Arc;

use connectors_core::auth::{FileTokenStore, OAuthApp, StoreKey};
use connectors_core::{Error, Result, Shared};
use connectors_sandbox::{Sandbox, xero, zoho};
use connectors_xero::Xero;
use connectors_xero::auth::scopes;
use connectors_zoho::{DataCenter, Zoho};
use serde_json::Value;

use crate::accounts::Accounts;
use crate::platforms::{Platform, PlatformDoor};
use crate::sessions::Sessions;
use crate::web::App;

/// What this product does with an account: as little as it needs.
const ZOHO_SCOPES: &[&str] = &["ZohoCRM.org.READ", "ZohoCRM.modules.READ"];
const XERO_SCOPES: &[&str] = &[scopes::OFFLINE, scopes::SETTINGS_READ, scopes::CONTACTS_READ];

/// The application, ready to be served.
pub(crate) struct Setup {
    pub(crate) app: Arc<App>,
    /// What to say when it is up.
    pub(crate) notes: Vec<String>,
}

/// Simulated platforms in this process.
pub(crate) async fn simulated(url: &str) -> Result<Setup> {
    let sandbox = Sandbox::builder()
        .platform(zoho::Zoho::new().deals(20))
        .platform(xero::Xero::new().organisations(3).unconnected())
        .start()
        .await
        .map_err(|e| Error::config(e.to_string()))?;
    let shared = Shared::builder().clock(sandbox.clock()).build()?;
    let known = |platform| sandbox.credentials(platform).ok_or_else(|| Error::config("it is not served"));
    let app = |platform: Platform| {
        let known = known(platform.word())?;
        Ok::<_, Error>(application(url, platform, known.client_id, known.client_secret))
    };
    let (at_zoho, at_xero) = (sandbox.url("zoho").to_owned(), sandbox.url("xero").to_owned());
    let notes = vec![format!("What the simulated platforms see: {at_zoho}")];
    let zoho = PlatformDoor::new(
        Platform::Zoho,
        Zoho::new(DataCenter::Us),
        move |zoho: Zoho| zoho.base_urls(&at_zoho, &at_zoho),
        app(Platform::Zoho)?,
        ZOHO_SCOPES,
        &shared,
    )?;
    let xero = PlatformDoor::new(
        Platform::Xero,
        Xero::new(),
        move |xero: Xero| xero.base_urls(&at_xero, &at_xero),
        app(Platform::Xero)?,
        XERO_SCOPES,
        &shared,
    )?;
    let sessions = Sessions::new(url, sandbox.clock());
    let app = App::new(zoho, xero, Accounts::default(), sessions, Some(sandbox));
    Ok(Setup { app: Arc::new(app), notes })
}

/// The real platforms.
pub(crate) fn live(url: &str) -> Result<Setup> {
    let folder = PathBuf::from(variable("CONNECTORS_TOKENS")?);
    let store = FileTokenStore::open(&folder, &StoreKey::from_base64(&variable("CONNECTORS_TOKENS_KEY")?)?)?;
    let shared = Shared::builder().token_store(store).build()?;
    let center: DataCenter = serde_json::from_value(Value::String(variable("ZOHO_DATA_CENTER")?))
        .map_err(|e| Error::config(e.to_string()))?;
    let app = application(url, Platform::Zoho, variable("ZOHO_CLIENT_ID")?, variable("ZOHO_CLIENT_SECRET")?);
    let zoho = PlatformDoor::new(Platform::Zoho, Zoho::new(center), |zoho| zoho, app, ZOHO_SCOPES, &shared)?;
    let app = application(url, Platform::Xero, variable("XERO_CLIENT_ID")?, variable("XERO_CLIENT_SECRET")?);
    let xero = PlatformDoor::new(Platform::Xero, Xero::new(), |xero| xero, app, XERO_SCOPES, &shared)?;
    let sessions = Sessions::new(url, Arc::clone(shared.clock()));
    let app = App::new(zoho, xero, Accounts::in_file(folder.join("accounts.json"))?, sessions, None);
    let notes =
        Platform::ALL.map(|platform| format!("{platform} sends people back to {}", callback(url, platform)));
    Ok(Setup { app: Arc::new(app), notes: notes.to_vec() })
}

fn application(url: &str, platform: Platform, id: String, secret: String) -> OAuthApp {
    OAuthApp::new(id).secret(secret).redirect_uri(callback(url, platform))
}

fn callback(url: &str, platform: Platform) -> String {
    format!("{url}/callback/{}", platform.word())
}

fn variable(name: &str) -> Result<String> {
    std::env::var(name).map_err(|_| Error::config(format!("--live needs {name} in the environment")))
}
