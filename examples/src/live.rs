//! The real platforms, by what the environment says.
//!
//! | variable | what it is |
//! |---|---|
//! | `CONNECTORS_TOKENS` | a folder in which tokens are kept from run to run, encrypted |
//! | `CONNECTORS_TOKENS_KEY` | the key to it: 32 bytes in Base64 (`openssl rand -base64 32`) |
//! | `ZOHO_DATA_CENTER` | `US`, `EU`, `IN`, … |
//! | `ZOHO_CLIENT_ID`, `ZOHO_CLIENT_SECRET` | the application, from Zoho's API console |
//! | `ZOHO_REFRESH_TOKEN` | what the application may do, and for whom |
//! | `ZOHO_API_URL`, `ZOHO_ACCOUNTS_URL` | both or neither: a stand-in for Zoho, such as a sandbox |

use connectors_core::auth::{FileTokenStore, OAuthApp, StoreKey};
use connectors_core::{Client, Error, Result, Shared};
use connectors_zoho::{DataCenter, Zoho};

use crate::sandbox::PATIENCE;

/// What the environment says.
///
/// # Errors
/// If it says nothing; the error names the variable.
pub fn variable(name: &str) -> Result<String> {
    optional(name).ok_or_else(|| Error::config(format!("--live needs {name} in the environment")))
}

/// The same where it need not be there.
#[must_use]
pub fn optional(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// What clients share, with a store that keeps tokens from run to run: Xero replaces its refresh token with every use, and
/// Zoho makes only so many access tokens in a while.
///
/// # Errors
/// If a variable is missing, or the store cannot be opened.
pub fn shared() -> Result<Shared> {
    let key = StoreKey::from_base64(&variable("CONNECTORS_TOKENS_KEY")?)?;
    let store = FileTokenStore::open(variable("CONNECTORS_TOKENS")?, &key)?;
    Shared::builder().token_store(store).build()
}

/// A client for Zoho CRM.
///
/// # Errors
/// If a variable is missing or wrong.
pub fn zoho(shared: &Shared) -> Result<Client<Zoho>> {
    let center = variable("ZOHO_DATA_CENTER")?;
    let center: DataCenter =
        serde_json::from_value(center.into()).map_err(|e| Error::config(format!("ZOHO_DATA_CENTER: {e}")))?;
    let app = OAuthApp::new(variable("ZOHO_CLIENT_ID")?).secret(variable("ZOHO_CLIENT_SECRET")?);
    let mut zoho = Zoho::new(center);
    if let Some(api) = optional("ZOHO_API_URL") {
        zoho = zoho.base_urls(api, variable("ZOHO_ACCOUNTS_URL")?);
    }
    let zoho = zoho.oauth(app).refresh_token(variable("ZOHO_REFRESH_TOKEN")?);
    zoho.account("zoho").retry(PATIENCE).shared(shared).connect()
}
