//! How Shopify knows who calls: consents, exchanges of tokens, and admin tokens.
//!
//! | application | how it gets in |
//! |---|---|
//! | custom app of one shop | its admin token: [`Shopify::access_token`] |
//! | app of one's own organisation | by itself: [`Shopify::client_credentials`] |
//! | public app | a person's consent ([`Flow`]), or, embedded in the admin, the session token ([`exchange`]); then [`Shopify::oauth`] |
//!
//! Tokens of a consent end after an hour and are renewed with a refresh token, which lives 90 days and is replaced each time;
//! the old one works until the new one is used, for 30 days at most. Tokens that do not end are for custom apps; those of
//! public apps are changed by [`migrate`], which cannot be taken back. Sources: shopify.dev, "About offline access tokens",
//! "Offline access tokens now support expiry and refresh", "More resilient refreshes".
//!
//! The query that a person comes back with, and the one of the first request of an installation, are signed: [`Flow::finish`]
//! checks the one, [`verifier`] the other.
//!
//! ```no_run
//! use connectors_core::auth::{Flow, OAuthApp, Pending};
//! use connectors_core::webhooks::{Inbound, Verdict};
//! use connectors_core::{Client, Result, Shared};
//! use connectors_shopify::{Shopify, auth};
//! use secrecy::SecretString;
//!
//! /// The first request, from Shopify's admin: `…/install?hmac=…&host=…&shop=acme.myshopify.com&timestamp=…`.
//! async fn install(app: OAuthApp, secret: SecretString, shared: &Shared, inbound: Inbound) -> Result<(url::Url, Pending)> {
//!     let Verdict::Delivery(verified) = auth::verifier(secret).verify(inbound).await? else { unreachable!() };
//!     let shop = auth::shop_of(&verified)?;
//!     let begun = Flow::new(Shopify::from(shop.clone()), app, shared)?.begin(shop.as_str(), ["read_products"])?;
//!     Ok((begun.url, begun.pending)) // send the person there; keep the other in their session
//! }
//!
//! /// The person is back.
//! async fn back(app: OAuthApp, shared: &Shared, pending: Pending, query: &str) -> Result<Client<Shopify>> {
//!     let shop = Shopify::new(&pending.connection)?;
//!     Flow::new(shop.clone(), app.clone(), shared)?.finish(&pending, query).await?;
//!     shop.oauth(app).connection(pending.connection).shared(shared).connect()
//! }
//! ```

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use connectors_core::auth::{Flow, OAuth, OAuthApp, Rotation, TokenBody, TokenSet};
use connectors_core::webhooks::{
    Hmac, Part, Place, QueryForm, Scheme, Secrets, Timestamp, Verified, Verifier,
};
use connectors_core::{ClientBuilder, Error, ErrorKind, Result};
use hmac::{KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use crate::{Shop, Shopify};

/// The header that carries the access token.
pub(crate) const TOKEN_HEADER: &str = "x-shopify-access-token";

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

const SIGNATURE: Hmac = Hmac::hex(Place::Query("hmac"))
    .parts(&[Part::Query { without: &["hmac", "signature"], between: "&", form: QueryForm::Encoded }])
    .timestamp(Timestamp::seconds(Place::Query("timestamp")).within(Duration::from_secs(90)))
    .hint(Place::Query("shop"));

/// How the queries of an installation and of a callback are signed.
pub const QUERY: Scheme = Scheme::Hmac(SIGNATURE);

/// Shopify's OAuth as data.
pub(crate) fn oauth() -> OAuth {
    let mut oauth = OAuth::new(&["admin", "oauth", "authorize"], &["admin", "oauth", "access_token"]);
    oauth.pkce = false;
    oauth.scope_separator = ",";
    oauth.token_body = TokenBody::Json;
    oauth.exchange_parameters = &[("expiring", "1")];
    oauth.token_header = Some(TOKEN_HEADER);
    // What says nothing of an end has none.
    oauth.lifetime = Duration::MAX;
    oauth.rotation = Rotation::Grace(DAY.saturating_mul(30));
    oauth.callback_signature = Some(SIGNATURE);
    oauth.callback_realm = Some("shop");
    oauth
}

impl Shopify {
    /// A client of an application with a person's consent, or after an [`exchange`]: the token store has its tokens, or go on
    /// with [`tokens`](ClientBuilder::tokens).
    pub fn oauth(self, app: OAuthApp) -> ClientBuilder<Self> {
        ClientBuilder::with_oauth(self, app)
    }

    /// A client of an application of one's own organisation, which gets its tokens by itself. They live a day (not verified; the
    /// answer says how long).
    pub fn client_credentials(self, app: OAuthApp) -> ClientBuilder<Self> {
        ClientBuilder::with_client_credentials(self, app, [""; 0])
    }
}

/// Checks the query of an installation's first request; the secret is the application's, while it is being replaced both.
pub fn verifier(client_secrets: impl Secrets) -> Verifier {
    Verifier::new(QUERY, client_secrets)
}

/// The shop that a signed query names.
///
/// # Errors
/// `Validation` if it names none.
pub fn shop_of(verified: &Verified) -> Result<Shop> {
    let shop = verified.query("shop");
    shop.ok_or_else(|| Error::validation("shop", "is not in the query"))?.parse()
}

/// Which token is wanted for a session token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Access {
    /// The application's: it is renewed, and works while nobody is there.
    #[default]
    Offline,
    /// The person's: it ends with their session.
    Online,
}

const EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const ID_TOKEN: &str = "urn:ietf:params:oauth:token-type:id_token";
const OFFLINE: &str = "urn:shopify:params:oauth:token-type:offline-access-token";
const ONLINE: &str = "urn:shopify:params:oauth:token-type:online-access-token";

/// Tokens of the shop of `flow` for the session token of an embedded application, without sending the person anywhere. Keep them
/// with [`Shared::save_tokens`](connectors_core::Shared::save_tokens).
///
/// Verify the session token first ([`SessionToken::verify`]): it names the shop.
///
/// # Errors
/// What the token endpoint's refusal is.
pub async fn exchange(
    flow: &Flow<Shopify>,
    session_token: &SecretString,
    access: Access,
) -> Result<TokenSet> {
    let (wanted, expiring) = match access {
        Access::Offline => (OFFLINE, "1"),
        Access::Online => (ONLINE, "0"),
    };
    flow.grant(&[
        ("grant_type", EXCHANGE),
        ("subject_token", session_token.expose_secret()),
        ("subject_token_type", ID_TOKEN),
        ("requested_token_type", wanted),
        ("expiring", expiring),
    ])
    .await
}

/// Tokens that end and are renewed, for one that does not end. **It cannot be taken back**: the old one is dead. Keep what comes with
/// [`Shared::save_tokens`](connectors_core::Shared::save_tokens) before anything else is done.
///
/// # Errors
/// What the token endpoint's refusal is. If the answer was lost ([`Delivery::Unknown`](connectors_core::Delivery::Unknown)) the old
/// token may be dead and the shop has to be connected again.
pub async fn migrate(flow: &Flow<Shopify>, token: &SecretString) -> Result<TokenSet> {
    flow.grant(&[
        ("grant_type", EXCHANGE),
        ("subject_token", token.expose_secret()),
        ("subject_token_type", OFFLINE),
        ("requested_token_type", OFFLINE),
        ("expiring", "1"),
    ])
    .await
}

/// What an embedded application's session token says, once it is known to be Shopify's. Shopify makes one for each request of the
/// admin's page; it lives a minute.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionToken {
    /// The shop.
    pub shop: Shop,
    /// The person's id in the shop.
    pub user: String,
    /// Their session.
    pub session: Option<String>,
    /// The token's own id.
    pub id: Option<String>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    dest: String,
    aud: String,
    sub: String,
    exp: i64,
    nbf: i64,
    jti: Option<String>,
    sid: Option<String>,
}

impl SessionToken {
    /// How far the clocks may differ.
    const LEEWAY: TimeDelta = TimeDelta::seconds(10);

    /// Checks a session token: that Shopify made it, with this application's secret, for this application, for a shop, for now.
    ///
    /// # Errors
    /// `Auth`, saying what is wrong; `Config` if the application has no secret.
    pub fn verify(token: &str, app: &OAuthApp, now: DateTime<Utc>) -> Result<Self> {
        let refused = |why: &str| Error::new(ErrorKind::Auth, format!("the session token is refused: {why}"));
        let secret = app.client_secret.as_ref().filter(|secret| !secret.expose_secret().is_empty());
        let secret = secret.ok_or_else(|| Error::config("the application has no secret"))?;
        let (signed, signature) = token.rsplit_once('.').ok_or_else(|| refused("it is no token"))?;
        let (header, claims) = signed.split_once('.').ok_or_else(|| refused("it is no token"))?;
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| refused("it is no token"));
        // One kind of signature: a token that says it has another, or none, is none of Shopify's.
        let header: Header =
            serde_json::from_slice(&decode(header)?).map_err(|_| refused("it is no token"))?;
        if header.alg != "HS256" {
            return Err(refused("it is signed in another way"));
        }
        let mut mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(secret.expose_secret().as_bytes())
            .map_err(|_| Error::config("the application's secret is no key"))?;
        mac.update(signed.as_bytes());
        mac.verify_slice(&decode(signature)?).map_err(|_| refused("its signature is not good"))?;
        let claims: Claims =
            serde_json::from_slice(&decode(claims)?).map_err(|_| refused("it does not say what it must"))?;
        let time =
            |seconds| DateTime::from_timestamp(seconds, 0).ok_or_else(|| refused("its times are none"));
        let expires_at = time(claims.exp)?;
        if now >= expires_at + Self::LEEWAY {
            return Err(refused("it has ended"));
        }
        if now < time(claims.nbf)? - Self::LEEWAY {
            return Err(refused("it is not good yet"));
        }
        if claims.aud != app.client_id {
            return Err(refused("it is for another application"));
        }
        let host = claims.dest.strip_prefix("https://").ok_or_else(|| refused("it names no shop"))?;
        let shop: Shop = host.parse().map_err(|_| refused("it names no shop"))?;
        let issuer = claims.iss.strip_prefix("https://").and_then(|iss| iss.split('/').next());
        if issuer != Some(host) {
            return Err(refused("its maker is another than its shop"));
        }
        Ok(Self { shop, user: claims.sub, session: claims.sid, id: claims.jti, expires_at })
    }
}
