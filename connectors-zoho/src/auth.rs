//! How Zoho does OAuth 2.0.

use connectors_core::auth::{ConnectedAccount, OAuth, TokenSet};
use connectors_core::{Client, Result};

use crate::config::{ACCOUNTS_HOSTS, ACCOUNTS_WORDS, API_DOMAIN};
use crate::{Zoho, organization};

/// The token answer says `Bearer`; the API refuses that.
pub(crate) const TOKEN_WORD: &str = "Zoho-oauthtoken";

/// The callback parameter with the address of the person's accounts server.
pub(crate) const ACCOUNTS_SERVER: &str = "accounts-server";

/// Zoho's OAuth 2.0 as data.
///
/// Refresh tokens neither rotate nor expire, and there may be 20 of them for each user: the 21st silently ends the
/// oldest. So connect an account once and keep its token.
pub(crate) fn oauth() -> OAuth {
    let mut oauth = OAuth::new(&["oauth", "v2", "auth"], &["oauth", "v2", "token"]);
    oauth.revoke = Some(&["oauth", "v2", "token", "revoke"]);
    // Zoho does not document PKCE for server applications.
    oauth.pkce = false;
    oauth.scope_separator = ",";
    // Without them there is no refresh token.
    oauth.authorize_parameters = &[("access_type", "offline"), ("prompt", "consent")];
    oauth.token_word = TOKEN_WORD;
    oauth.facts = &[API_DOMAIN];
    // Older answers count `expires_in` in milliseconds and have seconds beside it (Zoho CRM Node.js SDK 8.0).
    oauth.milliseconds_marker = Some("expires_in_sec");
    oauth.accounts_parameter = Some(ACCOUNTS_SERVER);
    // The address is not documented for every case; the word for the data centre is.
    oauth.accounts_words = Some(("location", &ACCOUNTS_WORDS));
    oauth.accounts_hosts = &ACCOUNTS_HOSTS;
    // What Zoho calls a refresh token that was revoked.
    oauth.lost_codes = &["invalid_code", "invalid_grant"];
    // Not documented, but seen when more tokens are asked for than the window allows.
    oauth.throttle_codes = &["Access Denied", "access_denied"];
    oauth
}

/// The one organisation that a token is for: where it lives by the token answer, what it pays for by its own record.
pub(crate) async fn connected(
    client: &Client<Zoho>,
    tokens: &TokenSet,
) -> Result<Vec<ConnectedAccount<Zoho>>> {
    let organization = client.call(organization::Get::new()).await?;
    let mut zoho = client.connector().clone();
    if let Some(center) = zoho.center_told_by(&tokens.facts) {
        zoho.data_center = center;
    }
    if let Some(edition) = organization.edition() {
        zoho.edition = edition;
    }
    let licence = organization.license_details.as_ref();
    if let Some(users) = licence.and_then(|licence| licence.users_license_purchased) {
        zoho.users = users;
    }
    if !organization.zgid.is_empty() {
        zoho.organization = Some(organization.zgid.clone());
    }
    Ok(vec![ConnectedAccount::new(organization.into(), zoho)])
}
