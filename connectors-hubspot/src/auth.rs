//! How HubSpot does OAuth 2.0, and its scopes.
//!
//! Authorization code. Access tokens live 30 minutes; their length is not fixed. A refresh token stays the same and does not
//! end unless the application is uninstalled (that it never ends is not verified; what comes back is stored). Endpoints of
//! 2026-03 are used, or of the [`Version`] that is chosen: those of v1 end on 16 February 2027. Source:
//! developers.hubspot.com, "Manage OAuth tokens".
//!
//! HubSpot refuses to be installed where the account's plan lacks a scope that is asked for. It knows scopes that may be lacking:
//! append them to the URL, as `optional_scope`, separated by spaces.
//!
//! The token answer says which portal it is for: [`Flow::finish`](connectors_core::auth::Flow::finish) gives a connector that
//! has it.
//!
//! ```no_run
//! use connectors_core::auth::{Flow, OAuthApp, Pending};
//! use connectors_core::{Client, Result, Shared};
//! use connectors_hubspot::{HubSpot, auth::scopes};
//!
//! fn begin(app: OAuthApp, shared: &Shared) -> Result<(url::Url, Pending)> {
//!     let flow = Flow::new(HubSpot::new(), app, shared)?;
//!     let begun = flow.begin("customer-7", [scopes::OAUTH, scopes::CONTACTS_READ, scopes::CONTACTS_WRITE])?;
//!     Ok((begun.url, begun.pending)) // send the person there; keep the other in their session
//! }
//!
//! async fn finish(app: OAuthApp, shared: &Shared, pending: Pending, query: &str) -> Result<Client<HubSpot>> {
//!     let flow = Flow::new(HubSpot::new(), app.clone(), shared)?;
//!     let connected = flow.finish(&pending, query).await?;
//!     let portal = connected.accounts.into_iter().next().map(|account| account.connector).unwrap_or_default();
//!     portal.oauth(app).connection("customer-7").shared(shared).connect()
//! }
//! ```

use std::time::Duration;

use connectors_core::auth::{ConnectedAccount, OAuth, OAuthApp, TokenSet};
use connectors_core::{
    Action, Client, Cx, Error, Idempotency, Identity, Meta, Request, Response, Result, Root,
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::HubSpot;
use crate::config::Version;

const DOCS: &str =
    "https://developers.hubspot.com/docs/api-reference/latest/authentication/manage-oauth-tokens";

/// Paths of the token endpoint and of what stands below it.
type Paths = [&'static [&'static str]; 3];

const fn paths(version: Version) -> Paths {
    match version {
        Version::Legacy | Version::V2026_03 => [
            &["oauth", "2026-03", "token"],
            &["oauth", "2026-03", "token", "revoke"],
            &["oauth", "2026-03", "token", "introspect"],
        ],
        Version::V2026_09 => [
            &["oauth", "2026-09", "token"],
            &["oauth", "2026-09", "token", "revoke"],
            &["oauth", "2026-09", "token", "introspect"],
        ],
    }
}

/// HubSpot's OAuth as data.
pub(crate) fn oauth(hubspot: &HubSpot) -> OAuth {
    let [token, revoke, _] = paths(hubspot.version);
    let mut oauth = OAuth::new(&["oauth", "authorize"], token);
    // The page where people agree has a host of its own.
    oauth.authorize_url = (!hubspot.has_own_url()).then_some("https://app.hubspot.com/oauth/authorize");
    oauth.revoke = Some(revoke);
    oauth.lifetime = Duration::from_secs(30 * 60);
    oauth.facts = &["hub_id", "user_id"];
    // The second is v1's, and not verified.
    oauth.lost_codes = &["invalid_grant", "BAD_REFRESH_TOKEN"];
    oauth
}

/// The portal that the tokens are for.
pub(crate) async fn connected(
    client: &Client<HubSpot>,
    tokens: &TokenSet,
) -> Result<Vec<ConnectedAccount<HubSpot>>> {
    let identity = match tokens.facts.get("hub_id") {
        Some(portal) => Identity::new(portal, portal),
        None => client.check().await?,
    };
    let connector = client.connector().clone().portal(&identity.id);
    Ok(vec![ConnectedAccount::new(identity, connector)])
}

/// `token.introspect`: what HubSpot knows of a token: its portal, user and scopes. Not in the catalog, since it holds secrets;
/// for [`Client::call`](connectors_core::Client::call).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Introspect {
    app: OAuthApp,
    token: SecretString,
}

impl Introspect {
    /// Of this access or refresh token, which was given to this application.
    pub fn new(app: OAuthApp, token: impl Into<SecretString>) -> Self {
        Self { app, token: token.into() }
    }
}

/// What HubSpot knows of a token.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TokenInfo {
    /// Whether it is good, if that is said.
    pub active: Option<bool>,
    /// The portal.
    pub hub_id: Option<u64>,
    /// The user who agreed.
    pub user_id: Option<u64>,
    /// What it allows.
    pub scopes: Vec<String>,
    /// What kind of token it is.
    pub token_use: Option<String>,
    /// How many seconds it has left.
    pub expires_in: Option<i64>,
}

impl Action for Introspect {
    type Connector = HubSpot;
    type Output = TokenInfo;
    const META: Meta = Meta::read("token", "introspect").title("Ask about a token").docs(DOCS);

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let secret = self.app.client_secret.as_ref();
        let secret =
            secret.ok_or_else(|| Error::validation("app", "has no secret, which HubSpot wants here"))?;
        let [_, _, introspect] = paths(cx.connector().version);
        let form = [
            ("client_id", self.app.client_id.as_str()),
            ("client_secret", secret.expose_secret()),
            ("token", self.token.expose_secret()),
        ];
        let request = Request::post(introspect.iter().copied()).root(Root::ACCOUNTS).form(form);
        Ok(request.idempotency(Idempotency::Safe))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<TokenInfo> {
        response.json()
    }
}

pub mod scopes {
    //! Scopes, in HubSpot's spelling. Those of an action stand in its [`Meta`](connectors_core::Meta).

    /// What every application needs.
    pub const OAUTH: &str = "oauth";
    /// Contacts, and engagements (calls, e-mails, meetings, notes, tasks), to read.
    pub const CONTACTS_READ: &str = "crm.objects.contacts.read";
    /// The same, to write.
    pub const CONTACTS_WRITE: &str = "crm.objects.contacts.write";
    /// Companies, to read.
    pub const COMPANIES_READ: &str = "crm.objects.companies.read";
    /// Companies, to write.
    pub const COMPANIES_WRITE: &str = "crm.objects.companies.write";
    /// Deals, to read.
    pub const DEALS_READ: &str = "crm.objects.deals.read";
    /// Deals, to write.
    pub const DEALS_WRITE: &str = "crm.objects.deals.write";
    /// Tickets.
    pub const TICKETS: &str = "tickets";
    /// Products.
    pub const PRODUCTS: &str = "e-commerce";
    /// Owners.
    pub const OWNERS_READ: &str = "crm.objects.owners.read";
    /// Custom objects, to read.
    pub const CUSTOM_READ: &str = "crm.objects.custom.read";
    /// Custom objects, to write.
    pub const CUSTOM_WRITE: &str = "crm.objects.custom.write";
    /// Lists, to read.
    pub const LISTS_READ: &str = "crm.lists.read";
    /// Lists, to write.
    pub const LISTS_WRITE: &str = "crm.lists.write";
    /// Forms.
    pub const FORMS: &str = "forms";
    /// Subscriptions to e-mails, to read.
    pub const PREFERENCES_READ: &str = "communication_preferences.read";
    /// Subscriptions to e-mails, to write.
    pub const PREFERENCES_WRITE: &str = "communication_preferences.read_write";
    /// Files.
    pub const FILES: &str = "files";
    /// Imports.
    pub const IMPORT: &str = "crm.import";
    /// Exports.
    pub const EXPORT: &str = "crm.export";
}
