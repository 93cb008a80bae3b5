//! How a platform does OAuth 2.0, as data.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use crate::webhooks::Hmac;

/// A platform's OAuth 2.0, as data. Paths are segments below [`Root::ACCOUNTS`](crate::Root::ACCOUNTS).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OAuth {
    /// Path of the authorization page. It may live on a host of its own: see [`authorize_url`](Self::authorize_url).
    pub authorize: &'static [&'static str],
    /// The whole URL of the authorization page, where it is not below the accounts root.
    pub authorize_url: Option<&'static str>,
    /// Path of the token endpoint.
    pub token: &'static [&'static str],
    /// Path of the revocation endpoint.
    pub revoke: Option<&'static [&'static str]>,
    /// How the application shows who it is.
    pub client_auth: ClientAuth,
    /// How the token endpoint is asked.
    pub token_body: TokenBody,
    /// Further members of the exchange of a code.
    pub exchange_parameters: &'static [(&'static str, &'static str)],
    /// What a refresh does to the refresh token.
    pub rotation: Rotation,
    /// Whether PKCE (S256) is used; always harmless where the platform supports it.
    pub pkce: bool,
    /// What stands between scopes: a space by the standard.
    pub scope_separator: &'static str,
    /// Further parameters of the authorization page.
    pub authorize_parameters: &'static [(&'static str, &'static str)],
    /// The word before the token in the `Authorization` header.
    pub token_word: &'static str,
    /// The header that calls carry the token in, alone, where it is not `Authorization`.
    pub token_header: Option<&'static str>,
    /// Members of the token answer that are kept as [`Facts`](crate::Facts).
    pub facts: &'static [&'static str],
    /// How long an access token lives if the answer does not say; [`Duration::MAX`] where it then does not end.
    pub lifetime: Duration,
    /// A member of the token answer whose presence means that `expires_in` counts milliseconds.
    pub milliseconds_marker: Option<&'static str>,
    /// The callback parameter that names the accounts server to exchange the code at, if there is one.
    pub accounts_parameter: Option<&'static str>,
    /// A callback parameter that names it by a short word, and the hosts by word: where the other one is missing. A
    /// word that is not listed names nothing.
    pub accounts_words: Option<(&'static str, &'static [(&'static str, &'static str)])>,
    /// How a callback is signed, with the application's secret, if it is.
    pub callback_signature: Option<Hmac>,
    /// The callback parameter that names the account, which must be the connector's own
    /// ([`realm`](crate::Connector::realm)).
    pub callback_realm: Option<&'static str>,
    /// Accounts hosts that a callback may name.
    pub accounts_hosts: &'static [&'static str],
    /// Error codes of the token endpoint that mean that the consent is gone and a person must connect again.
    pub lost_codes: &'static [&'static str],
    /// Error codes of the token endpoint that mean that it was asked too often, where it does not say so by status.
    pub throttle_codes: &'static [&'static str],
}

impl OAuth {
    /// The standard: client credentials in the body, PKCE, no rotation, `Bearer`, one hour.
    #[must_use]
    pub const fn new(authorize: &'static [&'static str], token: &'static [&'static str]) -> Self {
        Self {
            authorize,
            authorize_url: None,
            token,
            revoke: None,
            client_auth: ClientAuth::Body,
            token_body: TokenBody::Form,
            exchange_parameters: &[],
            rotation: Rotation::None,
            pkce: true,
            scope_separator: " ",
            authorize_parameters: &[],
            token_word: "Bearer",
            token_header: None,
            facts: &[],
            lifetime: Duration::from_secs(3600),
            milliseconds_marker: None,
            accounts_parameter: None,
            accounts_words: None,
            callback_signature: None,
            callback_realm: None,
            accounts_hosts: &[],
            lost_codes: &["invalid_grant"],
            throttle_codes: &["slow_down"],
        }
    }
}

/// An application as it is registered with a platform. `Debug` does not show the secret.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OAuthApp {
    /// Its client id.
    pub client_id: String,
    /// Its secret; public clients have none.
    pub client_secret: Option<SecretString>,
    /// Where the platform sends people back to, exactly as registered. Only connecting needs it.
    pub redirect_uri: Option<String>,
}

impl PartialEq for OAuthApp {
    fn eq(&self, other: &Self) -> bool {
        let secrets = [self, other].map(|app| app.client_secret.as_ref().map(ExposeSecret::expose_secret));
        let [ours, theirs] = secrets;
        self.client_id == other.client_id && self.redirect_uri == other.redirect_uri && ours == theirs
    }
}

impl Eq for OAuthApp {}

impl OAuthApp {
    /// A public client: no secret.
    pub fn new(client_id: impl Into<String>) -> Self {
        Self { client_id: client_id.into(), client_secret: None, redirect_uri: None }
    }

    /// With its secret.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.client_secret = Some(secret.into());
        self
    }

    /// With where people are sent back to.
    #[must_use]
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uri = Some(uri.into());
        self
    }
}

/// How an application shows who it is at the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientAuth {
    /// `client_id` and `client_secret` in the form.
    Body,
    /// HTTP Basic.
    Basic,
}

/// How a token endpoint is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenBody {
    /// With a form, as the standard has it.
    Form,
    /// With a JSON object.
    Json,
}

/// What a refresh does to the refresh token, and so what a lost answer of the token endpoint means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// It stays: a lost answer loses nothing.
    None,
    /// It is replaced; the old one works for this long, so that a lost answer can be asked for again.
    Grace(Duration),
    /// It is replaced and the old one is dead at once: a lost answer may have lost the account.
    Strict,
}
