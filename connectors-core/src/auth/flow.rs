//! Connecting an account, as values: no web framework, no session.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use http::Method;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use tokio::runtime::Handle;
use url::Url;

use super::consent::{Begun, Callback, Connected, ConnectedAccount, Pending};
use super::endpoint::{Endpoint, Failure, Registration, below};
use super::random::{challenge, unguessable};
use super::refresh::backoff;
use super::{OAuthApp, TokenKey, TokenSet, TokenSource};
use crate::client::{Client, ClientBuilder};
use crate::clock;
use crate::connector::{Connector, Facts};
use crate::error::{Delivery, Error, ErrorKind, Result};
use crate::request::Root;
use crate::resolve::secure;
use crate::shared::Shared;
use crate::webhooks::Inbound;

/// How long a person has to agree.
const PATIENCE: Duration = Duration::from_secs(15 * 60);
/// How often saving new tokens is tried: the code that they came for works once.
const SAVES: u32 = 4;

/// Connects accounts: [`begin`](Self::begin) gives a URL to send the person to and a [`Pending`] to keep for their
/// session; [`finish`](Self::finish) turns what they come back with into saved tokens and says who was connected;
/// [`disconnect`](Self::disconnect) ends it.
///
/// ```no_run
/// # use connectors_core::auth::{Connected, Flow, OAuthApp, Pending};
/// # use connectors_core::{Client, ClientBuilder, Connector, Error, Result, Shared};
/// # use url::Url;
/// /// The first request: the person wants to connect. Keep the text in their session, send them to the URL.
/// fn connect<C: Connector + Clone>(flow: &Flow<C>) -> Result<(Url, String)> {
///     let begun = flow.begin("customer-7", ["the.scopes", "you.need"])?;
///     let pending = serde_json::to_string(&begun.pending).map_err(|e| Error::config(e.to_string()))?;
///     Ok((begun.url, pending))
/// }
///
/// /// The second request: they are back, with this query. Take the text out of their session first.
/// async fn back<C: Connector + Clone>(flow: &Flow<C>, pending: &str, query: &str) -> Result<Connected<C>> {
///     let pending: Pending = serde_json::from_str(pending).map_err(|e| Error::config(e.to_string()))?;
///     flow.finish(&pending, query).await
/// }
///
/// /// From now on, and after each restart: the tokens are in the store.
/// fn client<C: Connector>(account: C, app: OAuthApp, shared: &Shared) -> Result<Client<C>> {
///     ClientBuilder::with_oauth(account, app).connection("customer-7").account("customer-7").shared(shared).connect()
/// }
/// ```
///
/// # What protects the callback
///
/// - **Whose answer it is:** the state is compared with that of the [`Pending`], which the application keeps in the
///   person's own session. The platform and the connection's name are in it too: an answer cannot be turned to another.
/// - **Once only:** a state that was answered is remembered by [`Shared`] until it expires, and refused. Several
///   processes do not share that memory; there, take the `Pending` out of the session before `finish`, in one step if
///   the session store has one. The platform is the last guard: it takes a code once, and with PKCE only together with
///   the verifier that is in the `Pending`. Some platforms end what a code gave when it is shown again.
/// - **From the platform, and for this account**, where the platform signs what it sends the person back with: the signature is
///   checked, and the account that it names.
/// - **In time:** it is good for 15 minutes.
/// - **Where the code goes:** to the configured accounts server, or another one of the platform's own table.
pub struct Flow<C> {
    connector: C,
    endpoint: Endpoint,
    shared: Shared,
}

impl<C: Connector + Clone> Flow<C> {
    /// The flow of a platform for an application, over the transport, clock and token store of `shared`. The connector
    /// says where the platform is; what is particular to an account comes back from [`finish`](Self::finish).
    ///
    /// # Errors
    /// `Config` if the connector has no OAuth, or its accounts server is not reached by https (loopback excepted).
    pub fn new(connector: C, app: OAuthApp, shared: &Shared) -> Result<Self> {
        let oauth = connector.oauth().ok_or_else(|| Error::config(format!("{} has no OAuth", C::ID)))?;
        let accounts = secure(connector.base(Root::ACCOUNTS, &Facts::new())?)?;
        let (transport, clock) = (Arc::clone(shared.transport()), Arc::clone(shared.clock()));
        let registration = Arc::new(Registration { oauth, accounts, app });
        let endpoint = Endpoint { registration, transport, clock, limits: None };
        Ok(Self { connector, endpoint, shared: shared.clone() })
    }

    /// Asks for a person's consent to `scopes`. Its tokens will be saved as those of `connection`: the application's
    /// own name for it, which clients give to [`ClientBuilder::connection`].
    ///
    /// # Errors
    /// `Config` if the application has no (valid) redirect URI, `Validation` if the name is empty.
    pub fn begin<S: Into<String>>(
        &self,
        connection: impl Into<String>,
        scopes: impl IntoIterator<Item = S>,
    ) -> Result<Begun> {
        let Endpoint { registration, clock, .. } = &self.endpoint;
        let Registration { oauth, accounts, app } = &**registration;
        let connection = connection.into();
        if connection.is_empty() {
            return Err(Error::validation("connection", "is empty"));
        }
        let redirect_uri = app.redirect_uri.clone();
        let redirect_uri = redirect_uri
            .ok_or_else(|| Error::config("the application has no redirect URI to come back to"))?;
        if Url::parse(&redirect_uri).is_err() {
            return Err(Error::config("the redirect URI is not a URL"));
        }
        let mut url = match oauth.authorize_url {
            Some(page) => {
                Url::parse(page).map_err(|_| Error::config("the authorization page's URL is not one"))?
            }
            None => below(accounts, oauth.authorize),
        };
        let scopes: Vec<String> = scopes.into_iter().map(Into::into).collect();
        let state = unguessable()?;
        let verifier = if oauth.pkce { Some(unguessable()?) } else { None };
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", &app.client_id)
            .append_pair("redirect_uri", &redirect_uri)
            .append_pair("state", &state);
        if !scopes.is_empty() {
            query.append_pair("scope", &scopes.join(oauth.scope_separator));
        }
        if let Some(verifier) = &verifier {
            query.append_pair("code_challenge", &challenge(verifier));
            query.append_pair("code_challenge_method", "S256");
        }
        query.extend_pairs(oauth.authorize_parameters);
        drop(query);
        let pending = Pending {
            connector: C::ID.to_owned(),
            connection,
            state,
            verifier,
            redirect_uri,
            scopes,
            expires_at: clock::add(clock.now(), PATIENCE),
        };
        Ok(Begun { url, pending })
    }

    /// Takes what the person came back with, the URL or its query: checks it, exchanges the code, saves the tokens over
    /// whatever the connection had (clients in use go on with them), and asks who was connected.
    ///
    /// A person who is asked again may agree for another account than before. Its tokens are the connection's from then
    /// on, so compare [`accounts`](Connected::accounts) with the one that the connection is known for.
    ///
    /// Exchange and saving are a task of their own: a caller that goes away does not lose the tokens. Only the end of
    /// the process between the two does; then the person is asked again.
    ///
    /// # Errors
    /// - `Auth` if the state is not that of `pending` (somebody else's answer), or the accounts server that the answer
    ///   names is not the platform's;
    /// - `Conflict` if this state was answered before: the connection is there, or was refused for what the first
    ///   `finish` told;
    /// - `ConsentNeeded` if it came too late, or the person (`access_denied`) or the platform said no, with its code;
    /// - `Validation` if there is no code in it;
    /// - what the token endpoint's failure is. If the code was not sent, or refused only for the moment, the state is
    ///   not used up and the same call may be made again; otherwise begin again, because a code works once;
    /// - `Storage` with `Delivery::Accepted` if the tokens could not be saved: they are lost, begin again;
    /// - what the platform's failure is, with an [`action`](Error::action), if it could not say who was connected. The
    ///   tokens are saved by then: [`accounts`](Self::accounts) asks again.
    pub async fn finish(&self, pending: &Pending, callback: &str) -> Result<Connected<C>> {
        let exchange = self.checked(pending, callback)?;
        let task = Handle::try_current()
            .map_err(|_| Error::config("a code is exchanged in a task: finish inside a tokio runtime"))?
            .spawn(exchange.run::<C>(self.shared.clone()));
        let tokens = task.await.map_err(|_| {
            let text = "the exchange of the code ended without an outcome";
            Error::new(ErrorKind::Storage, text).with_delivery(Delivery::Unknown)
        })??;
        let accounts = C::connected(&self.client(&pending.connection)?, &tokens).await?;
        let (connection, TokenSet { scopes, facts, .. }) = (pending.connection.clone(), tokens);
        Ok(Connected { connection, scopes, facts, accounts })
    }

    /// The accounts that a connection covers now, from the tokens in the store.
    ///
    /// # Errors
    /// `ConsentNeeded` if there are none.
    pub async fn accounts(&self, connection: &str) -> Result<Vec<ConnectedAccount<C>>> {
        let stored = self.shared.tokens().load(&TokenKey::new(C::ID, connection)).await?;
        let stored = stored.ok_or_else(|| {
            Error::new(ErrorKind::ConsentNeeded, format!("{connection} is not connected to {}", C::ID))
        })?;
        C::connected(&self.client(connection)?, &stored.tokens).await
    }

    /// Ends a connection: revokes its tokens at the platform, where it has an endpoint for that, and forgets them. One
    /// that is not there, or whose consent is gone already, counts as ended. From now on its calls fail with
    /// `ConsentNeeded`; those of other processes when the platform refuses their access token, or it ends.
    ///
    /// Some platforms end with it what the same person connected under other names too; their crates say so.
    ///
    /// # Errors
    /// If the platform could not be asked; the tokens are kept then.
    pub async fn disconnect(&self, connection: &str) -> Result<()> {
        match self.live(connection) {
            Some(source) => source.disconnect().await,
            None => match self.client(connection)?.tokens() {
                Some(source) => source.disconnect().await,
                None => Ok(()),
            },
        }
    }

    /// Tokens for the application itself, without a person.
    pub async fn client_credentials<S: Into<String>>(
        &self,
        scopes: impl IntoIterator<Item = S>,
    ) -> Result<TokenSet> {
        let scopes: Vec<String> = scopes.into_iter().map(Into::into).collect();
        let answer = self.endpoint.client_credentials(&self.endpoint.registration.accounts, &scopes).await;
        Ok(answer.map_err(told)?.first(&scopes))
    }

    /// Tokens by a grant of the platform's own, such as an exchange of tokens (RFC 8693): what is asked, besides who the
    /// application is. Save what comes back with [`Shared::save_tokens`].
    pub async fn grant(&self, parameters: &[(&str, &str)]) -> Result<TokenSet> {
        let answer = self.endpoint.token(&self.endpoint.registration.accounts, parameters.to_vec()).await;
        Ok(answer.map_err(told)?.first(&[]))
    }

    /// Tokens from a refresh token that is at hand already. Where the platform replaces refresh tokens, the one given
    /// is spent by this: save what comes back with [`Shared::save_tokens`].
    pub async fn refresh_token(&self, token: impl Into<SecretString>) -> Result<TokenSet> {
        let old = TokenSet::from_refresh_token(token);
        let refresh = old.refresh.clone().unwrap_or_default();
        let answer =
            self.endpoint.refresh(&self.endpoint.registration.accounts, &refresh).await.map_err(told)?;
        Ok(answer.after(&old, &self.endpoint.registration.oauth))
    }

    /// Ends `tokens` at the platform. Ones that it does not know any more count as ended.
    pub async fn revoke(&self, tokens: &TokenSet) -> Result<()> {
        let server = self.endpoint.server(&tokens.facts)?;
        self.endpoint.revoke(&server, tokens.refresh.as_ref().unwrap_or(&tokens.access)).await
    }

    /// What is to be exchanged, once the answer is known to be the one to `pending`. Uses its state up.
    fn checked(&self, pending: &Pending, callback: &str) -> Result<Exchange> {
        let answer = Callback::parse(callback);
        // First of all: whose answer is it?
        let state = answer.get("state").unwrap_or_default();
        let same: bool = state.as_bytes().ct_eq(pending.state.as_bytes()).into();
        if !same || pending.connector != C::ID {
            let text = "the answer's state is not that of the consent that was asked for";
            return Err(Error::new(ErrorKind::Auth, text));
        }
        let now = self.endpoint.clock.now();
        self.signed(&answer, callback, now)?;
        if now >= pending.expires_at {
            let text = "the answer came too late: ask for the consent again";
            return Err(Error::new(ErrorKind::ConsentNeeded, text));
        }
        if !self.shared.used_states().claim(pending, now) {
            let text = "this consent was answered before: an answer is taken once";
            return Err(Error::new(ErrorKind::Conflict, text));
        }
        if let Some(code) = answer.get("error") {
            let text = match code {
                "access_denied" => "the person did not agree",
                _ => "the platform refused to ask the person",
            };
            let code: String = code.chars().filter(|c| !c.is_control()).take(100).collect();
            return Err(Error::new(ErrorKind::ConsentNeeded, text).with_vendor_code(code));
        }
        if answer.get("code").is_none_or(str::is_empty) {
            return Err(Error::validation("code", "is missing in the answer"));
        }
        let server = self.endpoint.named_server(|name| answer.get(name))?;
        Ok(Exchange { endpoint: self.endpoint.clone(), pending: pending.clone(), answer, server })
    }

    /// Whether the platform made the answer, and made it for this account, where it proves that.
    fn signed(&self, answer: &Callback, callback: &str, now: DateTime<Utc>) -> Result<()> {
        let Registration { oauth, app, .. } = &*self.endpoint.registration;
        if let Some(signature) = &oauth.callback_signature {
            let secret = app.client_secret.clone().filter(|secret| !secret.expose_secret().is_empty());
            let secret = secret
                .ok_or_else(|| Error::config("the application has no secret to check the answer with"))?;
            let query = callback.split_once('?').map_or(callback, |(_, query)| query);
            let query = query.split_once('#').map_or(query, |(query, _)| query);
            let inbound = Inbound::new(Method::GET, format!("https://callback.invalid/?{query}"));
            signature.proves(&inbound, now, &[secret]).map_err(|refused| {
                let text = format!("the answer is not the platform's: {}", refused.message());
                Error::new(ErrorKind::Auth, text)
            })?;
        }
        let realm = oauth.callback_realm.zip(self.connector.realm());
        if realm.is_some_and(|(parameter, realm)| answer.get(parameter) != Some(realm)) {
            return Err(Error::new(ErrorKind::Auth, "the answer is for another account than was asked for"));
        }
        Ok(())
    }

    /// A client to ask with who was connected. One whose tokens are in use goes on with their source, which may have
    /// been made for another of the platform's accounts servers.
    fn client(&self, connection: &str) -> Result<Client<C>> {
        let (connector, app) = (self.connector.clone(), self.endpoint.registration.app.clone());
        let builder = match self.live(connection) {
            Some(source) => ClientBuilder::with_credential(connector, source).application(app.client_id),
            None => ClientBuilder::with_oauth(connector, app).connection(connection),
        };
        builder.account(connection).shared(&self.shared).connect()
    }

    fn live(&self, connection: &str) -> Option<TokenSource> {
        self.shared.sources().get(&TokenKey::new(C::ID, connection))
    }
}

/// A code that is good for tokens.
struct Exchange {
    endpoint: Endpoint,
    pending: Pending,
    answer: Callback,
    /// The accounts server that the answer names, if it names one.
    server: Option<Url>,
}

impl Exchange {
    async fn run<C: Connector>(self, shared: Shared) -> Result<TokenSet> {
        let Self { endpoint, pending, answer, server } = self;
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", answer.get("code").unwrap_or_default()),
            ("redirect_uri", &*pending.redirect_uri),
        ];
        form.extend(endpoint.registration.oauth.exchange_parameters);
        if let Some(verifier) = &pending.verifier {
            form.push(("code_verifier", verifier));
        }
        let exchanged =
            endpoint.token(server.as_ref().unwrap_or(&endpoint.registration.accounts), form).await;
        let mut tokens = match exchanged {
            Ok(answer) => answer.first(&pending.scopes),
            Err(failure) => {
                if matches!(failure, Failure::NotDone(_) | Failure::Throttled(_)) {
                    shared.used_states().release(&pending);
                }
                return Err(told(failure));
            }
        };
        if let (Some(name), Some(server)) = (endpoint.registration.oauth.accounts_parameter, server) {
            tokens.facts = tokens.facts.with(name, server.origin().ascii_serialization());
        }
        for attempt in 1.. {
            match shared.save_tokens::<C>(&pending.connection, tokens.clone()).await {
                Ok(()) => break,
                Err(_) if attempt < SAVES => endpoint.clock.sleep(backoff(attempt)).await,
                Err(error) => {
                    let text = "the person agreed, but the tokens could not be saved and are lost: ask again";
                    let lost = Error::new(ErrorKind::Storage, text).with_source(error);
                    return Err(lost.with_delivery(Delivery::Accepted));
                }
            }
        }
        Ok(tokens)
    }
}

#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
fn told(failure: Failure) -> Error {
    failure.error().clone()
}

impl<C: fmt::Debug> fmt::Debug for Flow<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flow")
            .field("connector", &self.connector)
            .field("app", &self.endpoint.registration.app)
            .finish_non_exhaustive()
    }
}
