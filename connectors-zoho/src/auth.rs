//! How Zoho does OAuth 2.0.

use connectors_core::auth::OAuth;

use crate::config::{ACCOUNTS_HOSTS, API_DOMAIN};

/// The token answer says `Bearer`; the API refuses that.
pub(crate) const TOKEN_WORD: &str = "Zoho-oauthtoken";

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
    oauth.accounts_parameter = Some("accounts-server");
    oauth.accounts_hosts = &ACCOUNTS_HOSTS;
    // What Zoho calls a refresh token that was revoked.
    oauth.lost_codes = &["invalid_code", "invalid_grant"];
    // Not documented, but seen when more tokens are asked for than the window allows.
    oauth.throttle_codes = &["Access Denied", "access_denied"];
    oauth
}
