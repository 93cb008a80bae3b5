//! One account's configuration: portal, plan, kind of application, versions of the APIs, base URLs.

use std::collections::BTreeMap;

use connectors_core::auth::{ApiKey, NoCredential, OAuthApp};
use connectors_core::{ClientBuilder, Error, Request, Result, Root};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use url::Url;

/// Where forms are submitted to.
pub(crate) const FORMS: Root = Root("forms");

const API: &str = "https://api.hubapi.com";
const SUBMISSIONS: &str = "https://api.hsforms.com";

/// One HubSpot account (a "portal").
///
/// ```
/// use connectors_hubspot::{HubSpot, Plan, Version};
///
/// let account = HubSpot::new().portal("33000001").plan(Plan::Starter).version(Version::V2026_03);
/// // This account calls the custom object otherwise.
/// let account = account.object("subscriptions", "2-1234567");
/// ```
///
/// It can be serialised: it is what an application keeps of a connected account, beside its name for the connection. Other
/// base URLs than HubSpot's are not part of that.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
#[must_use]
pub struct HubSpot {
    pub(crate) portal: Option<String>,
    pub(crate) plan: Plan,
    pub(crate) distribution: Distribution,
    pub(crate) limit_increases: u8,
    pub(crate) version: Version,
    objects: BTreeMap<String, String>,
    /// Shown by nothing; the account's configuration is kept without it.
    #[serde(skip)]
    developer_key: Option<SecretString>,
    #[serde(skip)]
    url: Option<String>,
}

/// What the account pays for; the limits of privately distributed applications depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Plan {
    /// Free tools.
    #[default]
    Free,
    /// Starter.
    Starter,
    /// Professional.
    Professional,
    /// Enterprise.
    Enterprise,
}

/// How an application comes to its users.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Distribution {
    /// It is made for certain accounts: a private app, a project app that is distributed privately.
    #[default]
    Private,
    /// Any account may install it by OAuth.
    Public,
}

/// The versions of HubSpot's APIs that requests are made for.
///
/// HubSpot names a version after the month in which it comes, two in a year. One is current for six months and supported
/// for 18; what came before this scheme (v1 to v4) is supported until September 2027. Sources: developers.hubspot.com,
/// "Developer platform and API versioning", migration guide.
///
/// | version | since | supported until |
/// |---|---|---|
/// | [`Legacy`](Self::Legacy): v3, associations v4 | | September 2027 |
/// | [`V2026_03`](Self::V2026_03) | 30 March 2026 | September 2027 |
/// | [`V2026_09`](Self::V2026_09) | 8 September 2026 | March 2028 |
///
/// Ended or about to end, and not used here: contact lists v1 (30 April 2026), pipelines v1 (4 December 2026), OAuth v1
/// (16 February 2027). OAuth is asked for in 2026-03, or in the version that is chosen here. Where no dated path of an API
/// is known to us (pipelines, lists, labels of associations, deal splits, rules for values, imports, exports, forms, marketing
/// e-mails, subscriptions, files, users, custom events that are reported) its v3 or v4 is used whatever is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Version {
    /// v3 and v4: what HubSpot's descriptions, and the checks of this crate, are for.
    #[default]
    #[serde(rename = "legacy")]
    Legacy,
    /// 2026-03.
    #[serde(rename = "2026-03")]
    V2026_03,
    /// 2026-09. From it on HubSpot holds writes against the validation rules that administrators set.
    #[serde(rename = "2026-09")]
    V2026_09,
}

impl Version {
    /// As it stands in paths; `None` for the legacy ones, where each API has its own.
    #[must_use]
    pub const fn segment(self) -> Option<&'static str> {
        match self {
            Self::Legacy => None,
            Self::V2026_03 => Some("2026-03"),
            Self::V2026_09 => Some("2026-09"),
        }
    }
}

/// The APIs, each with its path in the legacy version, and before and after the dated one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Api {
    legacy: &'static [&'static str],
    dated: Option<(&'static [&'static str], &'static [&'static str])>,
}

impl Api {
    const fn new(legacy: &'static [&'static str]) -> Self {
        Self { legacy, dated: None }
    }

    const fn dated(mut self, before: &'static [&'static str], after: &'static [&'static str]) -> Self {
        self.dated = Some((before, after));
        self
    }

    pub(crate) const OBJECTS: Self = Self::new(&["crm", "v3", "objects"]).dated(&["crm", "objects"], &[]);
    pub(crate) const ASSOCIATIONS: Self =
        Self::new(&["crm", "v4", "objects"]).dated(&["crm", "objects"], &[]);
    pub(crate) const ASSOCIATION_BATCHES: Self =
        Self::new(&["crm", "v4", "associations"]).dated(&["crm", "associations"], &[]);
    pub(crate) const LABELS: Self = Self::new(&["crm", "v4", "associations"]);
    pub(crate) const PROPERTIES: Self =
        Self::new(&["crm", "v3", "properties"]).dated(&["crm", "properties"], &[]);
    pub(crate) const PIPELINES: Self = Self::new(&["crm", "v3", "pipelines"]);
    pub(crate) const OWNERS: Self = Self::new(&["crm", "v3", "owners"]).dated(&["crm", "owners"], &[]);
    pub(crate) const EVENTS: Self =
        Self::new(&["events", "v3", "events"]).dated(&["events", "event-occurrences"], &[]);
    pub(crate) const SEND: Self = Self::new(&["events", "v3", "send"]);
    pub(crate) const LIMITS: Self = Self::new(&["crm", "v3", "limits"]).dated(&["crm", "limits"], &[]);
    pub(crate) const SCHEMAS: Self =
        Self::new(&["crm-object-schemas", "v3", "schemas"]).dated(&["crm-object-schemas"], &["schemas"]);
    pub(crate) const LISTS: Self = Self::new(&["crm", "v3", "lists"]);
    pub(crate) const IMPORTS: Self = Self::new(&["crm", "v3", "imports"]);
    pub(crate) const EXPORTS: Self = Self::new(&["crm", "v3", "exports", "export", "async"]);
    pub(crate) const FORMS: Self = Self::new(&["marketing", "v3", "forms"]);
    pub(crate) const SUBMISSIONS: Self = Self::new(&["form-integrations", "v1", "submissions", "forms"]);
    pub(crate) const EMAILS: Self = Self::new(&["marketing", "v3", "emails"]);
    pub(crate) const PREFERENCES: Self = Self::new(&["communication-preferences", "v3"]);
    pub(crate) const FILES: Self = Self::new(&["files", "v3", "files"]);
    pub(crate) const USERS: Self = Self::new(&["settings", "v3", "users"]);
    pub(crate) const WEBHOOKS: Self = Self::new(&["webhooks", "v3"]).dated(&["webhooks"], &[]);
    pub(crate) const ACCOUNT: Self = Self::new(&["account-info", "v3", "details"]);
}

impl HubSpot {
    /// No portal named, plan Free, privately distributed, legacy versions, the real HubSpot.
    pub fn new() -> Self {
        Self::default()
    }

    /// The account, by its portal id (`hub_id`, `portalId`). Webhooks are routed by it, submitting forms needs it, and clients
    /// of the same portal share their limits.
    pub fn portal(mut self, id: impl Into<String>) -> Self {
        self.portal = Some(id.into());
        self
    }

    /// The account's plan.
    pub fn plan(mut self, plan: Plan) -> Self {
        self.plan = plan;
        self
    }

    /// How many times the account bought HubSpot's "API Limit Increase": at most two count.
    pub fn limit_increases(mut self, times: u8) -> Self {
        self.limit_increases = times;
        self
    }

    /// How the application is distributed. [`oauth`](Self::oauth) takes it as public and
    /// [`private_app`](Self::private_app) as private: say otherwise after it, for a project app that is distributed privately,
    /// by [`private_oauth`](Self::private_oauth).
    pub fn distribution(mut self, distribution: Distribution) -> Self {
        self.distribution = distribution;
        self
    }

    /// The versions of the APIs.
    pub fn version(mut self, version: Version) -> Self {
        self.version = version;
        self
    }

    /// What an object type is called in this account: the id of a custom object (`2-1234567`) for the name that a
    /// [`CrmObject`](crate::CrmObject) has.
    pub fn object(mut self, name: impl Into<String>, is: impl Into<String>) -> Self {
        self.objects.insert(name.into(), is.into());
        self
    }

    /// Another base URL than HubSpot's, for a sandbox or a proxy; forms are submitted there too. It must be https, loopback
    /// excepted; [`connect`](ClientBuilder::connect) tells if it is no URL.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// A client with the token of a private app, or with a service key.
    pub fn private_app(mut self, token: impl Into<SecretString>) -> ClientBuilder<Self> {
        self.distribution = Distribution::Private;
        ClientBuilder::with_credential(self, ApiKey::bearer(token))
    }

    /// A client of a public application with a person's consent: go on with
    /// [`refresh_token`](ClientBuilder::refresh_token) or [`tokens`](ClientBuilder::tokens), unless the token store has them.
    pub fn oauth(mut self, app: OAuthApp) -> ClientBuilder<Self> {
        self.distribution = Distribution::Public;
        ClientBuilder::with_oauth(self, app)
    }

    /// The same of an application that is distributed privately: its limits are those of the account's plan.
    pub fn private_oauth(mut self, app: OAuthApp) -> ClientBuilder<Self> {
        self.distribution = Distribution::Private;
        ClientBuilder::with_oauth(self, app)
    }

    /// A client of the application itself, with a developer key: for its [webhook subscriptions](crate::webhook_subscriptions) by
    /// the legacy paths, which take nothing else. The key goes in the query of these calls, as HubSpot wants it, and of no
    /// others; all others go out without credentials.
    pub fn developer(mut self, key: impl Into<SecretString>) -> ClientBuilder<Self> {
        self.developer_key = Some(key.into());
        ClientBuilder::with_credential(self, NoCredential)
    }

    /// A client of the application itself (client credentials), which needs no account: for its
    /// [webhook subscriptions](crate::webhook_subscriptions). Whether HubSpot takes such tokens for the legacy paths is not
    /// verified.
    pub fn application<S: Into<String>>(
        self,
        app: OAuthApp,
        scopes: impl IntoIterator<Item = S>,
    ) -> ClientBuilder<Self> {
        ClientBuilder::with_client_credentials(self, app, scopes)
    }

    /// A client with an access token that somebody else keeps fresh. HubSpot's live for 30 minutes.
    pub fn access_token(self, token: impl Into<SecretString>) -> ClientBuilder<Self> {
        ClientBuilder::with_credential(self, ApiKey::bearer(token))
    }

    /// What an object type is called in this account.
    pub(crate) fn object_name<'a>(&'a self, name: &'a str) -> &'a str {
        self.objects.get(name).map_or(name, String::as_str)
    }

    /// A path of an API in the chosen version.
    pub(crate) fn path<'a>(&self, api: Api, rest: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        let (before, version, after) = match (self.version.segment(), api.dated) {
            (Some(version), Some((before, after))) => (before, Some(version), after),
            _ => (api.legacy, None, &[][..]),
        };
        let api = before.iter().copied().chain(version).chain(after.iter().copied());
        api.chain(rest).map(str::to_owned).collect()
    }

    /// A request of the application's own, with the developer key if there is one.
    pub(crate) fn own(&self, request: Request) -> Result<Request> {
        match (&self.developer_key, self.version) {
            (None, _) => Ok(request),
            (Some(key), Version::Legacy) => Ok(request.query("hapikey", key.expose_secret())),
            (Some(_), _) => Err(Error::config("HubSpot takes developer keys for legacy paths alone")),
        }
    }

    pub(crate) fn has_own_url(&self) -> bool {
        self.url.is_some()
    }

    pub(crate) fn url_of(&self, root: Root) -> Result<Url> {
        let url = match (&self.url, root) {
            (Some(url), Root::API | Root::ACCOUNTS | FORMS) => url,
            (None, Root::API | Root::ACCOUNTS) => API,
            (None, FORMS) => SUBMISSIONS,
            (_, other) => return Err(Error::config(format!("HubSpot has no root `{}`", other.0))),
        };
        Url::parse(url).map_err(|e| Error::config(format!("the base URL is not a URL: {e}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_stands_where_each_api_has_it() {
        let path = |version, api| HubSpot::new().version(version).path(api, ["x"]).join("/");
        for (api, legacy, dated) in [
            (Api::OBJECTS, "crm/v3/objects/x", "crm/objects/2026-03/x"),
            (Api::ASSOCIATIONS, "crm/v4/objects/x", "crm/objects/2026-03/x"),
            (Api::ASSOCIATION_BATCHES, "crm/v4/associations/x", "crm/associations/2026-03/x"),
            (Api::PROPERTIES, "crm/v3/properties/x", "crm/properties/2026-03/x"),
            (Api::OWNERS, "crm/v3/owners/x", "crm/owners/2026-03/x"),
            (Api::LIMITS, "crm/v3/limits/x", "crm/limits/2026-03/x"),
            (Api::EVENTS, "events/v3/events/x", "events/event-occurrences/2026-03/x"),
            (Api::SCHEMAS, "crm-object-schemas/v3/schemas/x", "crm-object-schemas/2026-03/schemas/x"),
            (Api::WEBHOOKS, "webhooks/v3/x", "webhooks/2026-03/x"),
            (Api::LISTS, "crm/v3/lists/x", "crm/v3/lists/x"),
        ] {
            assert_eq!(path(Version::Legacy, api), legacy);
            assert_eq!(path(Version::V2026_03, api), dated);
        }
        assert_eq!(path(Version::V2026_09, Api::OBJECTS), "crm/objects/2026-09/x");
    }

    #[test]
    fn the_roots_are_where_the_vendor_has_them() {
        let url = |root| HubSpot::new().url_of(root).unwrap().to_string();
        assert_eq!(url(Root::API), "https://api.hubapi.com/");
        assert_eq!(url(Root::ACCOUNTS), "https://api.hubapi.com/");
        assert_eq!(url(FORMS), "https://api.hsforms.com/");
        let own = HubSpot::new().base_url("http://127.0.0.1:1");
        assert_eq!(own.url_of(FORMS).unwrap().as_str(), "http://127.0.0.1:1/");
        assert!(own.url_of(Root::UPLOAD).is_err());
        assert!(HubSpot::new().base_url("x").url_of(Root::API).is_err());
    }
}
