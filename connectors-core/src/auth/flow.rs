//! Connecting an account, as values: no web framework, no session.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use oauth2::basic::BasicClient;
use oauth2::{AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, RedirectUrl, Scope};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use url::Url;
use zeroize::Zeroizing;

use super::endpoint::{Endpoint, Failure, below};
use super::{OAuth, OAuthApp, TokenSet};
use crate::clock::{self, Clock};
use crate::connector::Connector;
use crate::error::{Error, ErrorKind, Result};
use crate::request::Root;
use crate::resolve::secure;
use crate::shared::Shared;
use crate::transport::Transport;

/// How long a person has to agree.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// Connects accounts: [`begin`](Self::begin) gives a URL to send the person to and a [`Pending`] to keep for their
/// session; [`finish`](Self::finish) turns what they come back with into tokens. Save those with
/// [`Shared::save_tokens`], which also tells clients in use.
///
/// ```no_run
/// # use connectors_core::auth::{Flow, OAuthApp, Pending};
/// # use connectors_core::{Client, ClientBuilder, Connector, Error, Result, Shared};
/// # use url::Url;
/// /// The first request: the person wants to connect. Keep the text in their session, send them to the URL.
/// fn connect<C: Connector>(platform: &C, app: OAuthApp, shared: &Shared) -> Result<(Url, String)> {
///     let begun = Flow::of(platform, app, shared)?.begin(["the.scopes", "you.need"])?;
///     let pending = serde_json::to_string(&begun.pending).map_err(|e| Error::config(e.to_string()))?;
///     Ok((begun.url, pending))
/// }
///
/// /// The second request: they are back, with this query.
/// async fn back<C: Connector>(platform: C, app: OAuthApp, shared: &Shared, pending: &str, query: &str) -> Result<Client<C>> {
///     let pending: Pending = serde_json::from_str(pending).map_err(|e| Error::config(e.to_string()))?;
///     let tokens = Flow::of(&platform, app.clone(), shared)?.finish(&pending, query).await?;
///     shared.save_tokens::<C>("customer-7", tokens).await?;
///     let client = ClientBuilder::with_oauth(platform, app).account("customer-7").shared(shared).connect()?;
///     client.check().await?; // who is it?
///     Ok(client)
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Flow(Endpoint);

/// A consent that has been asked for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Begun {
    /// Where to send the person.
    pub url: Url,
    /// What to keep until they come back.
    pub pending: Pending,
}

/// What has to be kept between the two halves of a consent. Serialise it into the person's own session on the server
/// or an encrypted cookie: it holds a secret, and it is what ties the answer to the person who asked.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Pending {
    state: Zeroizing<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    verifier: Option<Zeroizing<String>>,
    redirect_uri: String,
    /// What was asked for.
    pub scopes: Vec<String>,
    /// Until when the person may come back.
    pub expires_at: DateTime<Utc>,
}

impl Flow {
    /// A flow of a platform, for an application.
    ///
    /// # Errors
    /// `Config` if the accounts server is not reached by https (loopback excepted).
    pub fn new(
        oauth: OAuth,
        accounts: Url,
        app: OAuthApp,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self> {
        let accounts = secure(accounts)?;
        Ok(Self(Endpoint { oauth, accounts, app, transport, clock, limits: None }))
    }

    /// The flow of a connector, over the transport and clock of `shared`.
    ///
    /// # Errors
    /// `Config` if the connector has no OAuth or no accounts server.
    pub fn of<C: Connector>(connector: &C, app: OAuthApp, shared: &Shared) -> Result<Self> {
        let oauth = connector.oauth().ok_or_else(|| Error::config(format!("{} has no OAuth", C::ID)))?;
        let accounts = connector.base(Root::ACCOUNTS, &crate::Facts::new())?;
        Self::new(oauth, accounts, app, Arc::clone(shared.transport()), Arc::clone(shared.clock()))
    }

    /// Asks for a person's consent to `scopes`.
    ///
    /// # Errors
    /// `Config` if the application has no (valid) redirect URI.
    pub fn begin<S: Into<String>>(&self, scopes: impl IntoIterator<Item = S>) -> Result<Begun> {
        let Endpoint { oauth, app, clock, .. } = &self.0;
        let redirect_uri = app.redirect_uri.clone();
        let redirect_uri = redirect_uri
            .ok_or_else(|| Error::config("the application has no redirect URI to come back to"))?;
        let page = match oauth.authorize_url {
            Some(url) => url.to_owned(),
            None => below(&self.0.accounts, oauth.authorize).into(),
        };
        let page =
            AuthUrl::new(page).map_err(|_| Error::config("the authorization page's URL is not one"))?;
        let redirect = RedirectUrl::new(redirect_uri.clone())
            .map_err(|_| Error::config("the redirect URI is not a URL"))?;
        let client = BasicClient::new(ClientId::new(app.client_id.clone()))
            .set_auth_uri(page)
            .set_redirect_uri(redirect);
        let mut request = client.authorize_url(CsrfToken::new_random);
        let scopes: Vec<String> = scopes.into_iter().map(Into::into).collect();
        if !scopes.is_empty() {
            // As one scope: the separator is the platform's.
            request = request.add_scope(Scope::new(scopes.join(oauth.scope_separator)));
        }
        for (name, value) in oauth.authorize_parameters {
            request = request.add_extra_param(*name, *value);
        }
        let mut verifier = None;
        if oauth.pkce {
            let (challenge, secret) = PkceCodeChallenge::new_random_sha256();
            request = request.set_pkce_challenge(challenge);
            verifier = Some(Zeroizing::new(secret.into_secret()));
        }
        let (url, state) = request.url();
        let pending = Pending {
            state: Zeroizing::new(state.into_secret()),
            verifier,
            redirect_uri,
            scopes,
            expires_at: clock::add(clock.now(), PATIENCE),
        };
        Ok(Begun { url, pending })
    }

    /// Turns what the person came back with, the URL or its query, into tokens.
    ///
    /// # Errors
    /// - `Auth` if the state is not that of `pending` (somebody else's answer), or the accounts server that the answer
    ///   names is not the platform's;
    /// - `ConsentNeeded` if it came too late, or the person (`access_denied`) or the platform said no, with its code;
    /// - `Validation` if there is no code in it;
    /// - what the token endpoint's failure is: with `Delivery::Unknown` begin again, a code works once.
    pub async fn finish(&self, pending: &Pending, callback: &str) -> Result<TokenSet> {
        let answer = Callback::parse(callback);
        // First of all: whose answer is it?
        let state = answer.get("state").unwrap_or_default();
        if !bool::from(state.as_bytes().ct_eq(pending.state.as_bytes())) {
            return Err(Error::new(
                ErrorKind::Auth,
                "the answer's state is not that of the consent that was asked for",
            ));
        }
        if self.0.clock.now() >= pending.expires_at {
            return Err(Error::new(
                ErrorKind::ConsentNeeded,
                "the answer came too late: ask for the consent again",
            ));
        }
        if let Some(code) = answer.get("error") {
            let text = match code {
                "access_denied" => "the person did not agree",
                _ => "the platform refused to ask the person",
            };
            let code: String = code.chars().filter(|c| !c.is_control()).take(100).collect();
            return Err(Error::new(ErrorKind::ConsentNeeded, text).with_vendor_code(code));
        }
        let code = answer.get("code").filter(|code| !code.is_empty());
        let code = code.ok_or_else(|| Error::validation("code", "is missing in the answer"))?;
        let named = self.0.oauth.accounts_parameter.and_then(|name| Some((name, answer.get(name)?)));
        let server = match named {
            Some((_, named)) => self.0.accounts_server(named)?,
            None => self.0.accounts.clone(),
        };
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &*pending.redirect_uri),
        ];
        if let Some(verifier) = &pending.verifier {
            form.push(("code_verifier", verifier));
        }
        let mut tokens = self.0.token(&server, form).await.map_err(told)?.first(&pending.scopes);
        if let Some((name, _)) = named {
            tokens.facts = tokens.facts.with(name, server.origin().ascii_serialization());
        }
        Ok(tokens)
    }

    /// Tokens for the application itself, without a person.
    pub async fn client_credentials<S: Into<String>>(
        &self,
        scopes: impl IntoIterator<Item = S>,
    ) -> Result<TokenSet> {
        let scopes: Vec<String> = scopes.into_iter().map(Into::into).collect();
        let answer = self.0.client_credentials(&self.0.accounts, &scopes).await.map_err(told)?;
        Ok(answer.first(&scopes))
    }

    /// Tokens from a refresh token that is at hand already. Where the platform replaces refresh tokens, the one given
    /// is spent by this: save what comes back.
    pub async fn refresh_token(&self, token: impl Into<SecretString>) -> Result<TokenSet> {
        let old = TokenSet::from_refresh_token(token);
        let refresh = old.refresh.clone().unwrap_or_default();
        let answer = self.0.refresh(&self.0.accounts, &refresh).await.map_err(told)?;
        Ok(answer.after(&old, &self.0.oauth))
    }

    /// Ends `tokens` at the platform. Ones that it does not know any more count as ended.
    pub async fn revoke(&self, tokens: &TokenSet) -> Result<()> {
        let server = self.0.server(&tokens.facts)?;
        self.0.revoke(&server, tokens.refresh.as_ref().unwrap_or(&tokens.access)).await
    }
}

#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
fn told(failure: Failure) -> Error {
    failure.error().clone()
}

/// The parameters that a person came back with.
struct Callback(Vec<(String, Zeroizing<String>)>);

impl Callback {
    fn parse(text: &str) -> Self {
        let query = text.split_once('?').map_or(text, |(_, query)| query);
        let query = query.split_once('#').map_or(query, |(query, _)| query);
        let pairs = url::form_urlencoded::parse(query.as_bytes());
        Self(pairs.map(|(name, value)| (name.into_owned(), Zeroizing::new(value.into_owned()))).collect())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending")
            .field("scopes", &self.scopes)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use oauth2::PkceCodeVerifier;

    use super::*;

    #[test]
    fn the_challenge_is_that_of_rfc_7636_appendix_b() {
        let verifier = PkceCodeVerifier::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned());
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        assert_eq!(challenge.as_str(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert_eq!(challenge.method().as_str(), "S256");
    }
}
