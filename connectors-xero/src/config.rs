//! One account's configuration: tenant, tier, base URLs.

use connectors_core::auth::{ApiKey, OAuthApp};
use connectors_core::{ClientBuilder, Error, Result, Root};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use url::Url;

/// Where the list of connections lives: on the API's host, outside the Accounting API.
pub(crate) const CONNECTIONS: Root = Root("connections");

const API: &str = "https://api.xero.com";
const IDENTITY: &str = "https://identity.xero.com";
/// The Accounting API below the API's host. Version 2.0 is the only one and has no end date.
const ACCOUNTING: [&str; 2] = ["api.xro", "2.0"];

/// One Xero organisation, or, without a tenant, what comes before one is chosen.
///
/// A consent of a person may cover several organisations ("tenants"): [`tenants::List`](crate::tenants::List) names
/// them, and every call to the Accounting API says which it means. A custom connection (client credentials) covers
/// exactly one and names none.
///
/// **One consent, several tenants:** give the clients of all of them the same
/// [`connection`](ClientBuilder::connection) name and the same [`Shared`](connectors_core::Shared). They then use one
/// token. Each refresh replaces the refresh token, so that two clients that refresh separately disconnect each other.
///
/// ```
/// use connectors_xero::{Tier, Xero};
///
/// let account = Xero::new().tenant("0b1c9a5e-4f4e-4a3c-9a9e-3d5d9f3f1a10").tier(Tier::Starter);
/// ```
///
/// It can be serialised: it is what an application keeps of a connected organisation, beside its name for the
/// connection. Other base URLs than Xero's are not part of that.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
#[must_use]
pub struct Xero {
    pub(crate) tenant: Option<String>,
    pub(crate) tier: Tier,
    #[serde(skip)]
    urls: Option<(String, String)>,
    /// It is used under a person's consent, which may be for several organisations.
    #[serde(skip)]
    consent: bool,
}

/// The commercial tier of the application, which its daily limit depends on.
///
/// Source: developer.xero.com, "Pricing" and "OAuth 2.0 API limits". That Starter has less than the other tiers is
/// told by third parties only; whatever is chosen here, the headers of every answer correct it, in both directions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Tier {
    /// Free, five connections.
    Starter,
    /// The first that is paid.
    #[default]
    Core,
    /// Paid.
    Plus,
    /// Paid.
    Advanced,
    /// Paid.
    Enterprise,
}

impl Xero {
    /// No tenant yet, tier Core, the real Xero.
    pub fn new() -> Self {
        Self::default()
    }

    /// The organisation, by its tenant id: a GUID.
    pub fn tenant(mut self, id: impl Into<String>) -> Self {
        self.tenant = Some(id.into().to_ascii_lowercase());
        self
    }

    /// The application's tier.
    pub fn tier(mut self, tier: Tier) -> Self {
        self.tier = tier;
        self
    }

    /// Other base URLs than Xero's, for a sandbox or a proxy: of the API's host (`https://api.xero.com`, without
    /// `/api.xro/2.0`) and of the identity server, where the login page is then expected too. They must be https,
    /// loopback excepted; [`connect`](ClientBuilder::connect) tells if they are no URLs.
    pub fn base_urls(mut self, api: impl Into<String>, identity: impl Into<String>) -> Self {
        self.urls = Some((api.into(), identity.into()));
        self
    }

    /// A client with a person's consent: go on with [`refresh_token`](ClientBuilder::refresh_token) or
    /// [`tokens`](ClientBuilder::tokens), unless the token store has them.
    pub fn oauth(mut self, app: OAuthApp) -> ClientBuilder<Self> {
        self.consent = true;
        ClientBuilder::with_oauth(self, app)
    }

    /// A client of a custom connection (client credentials), which needs no person and no tenant.
    pub fn custom_connection<S: Into<String>>(
        self,
        app: OAuthApp,
        scopes: impl IntoIterator<Item = S>,
    ) -> ClientBuilder<Self> {
        ClientBuilder::with_client_credentials(self, app, scopes)
    }

    /// A client with an access token that somebody else keeps fresh. Xero's live for 30 minutes.
    pub fn access_token(self, token: impl Into<SecretString>) -> ClientBuilder<Self> {
        ClientBuilder::with_credential(self, ApiKey::bearer(token))
    }

    /// The tenant, once it is known to be an id.
    pub(crate) fn checked_tenant(&self) -> Result<Option<&str>> {
        match self.tenant.as_deref() {
            Some(tenant) if !is_guid(tenant) => {
                Err(Error::validation("tenant", "is not a tenant id: a GUID, as `tenants::List` gives it"))
            }
            tenant => Ok(tenant),
        }
    }

    /// The tenant for a call to the Accounting API. An application's own login is for one organisation and names none.
    pub(crate) fn chosen_tenant(&self) -> Result<Option<&str>> {
        match self.checked_tenant()? {
            None if self.consent => {
                Err(Error::validation("tenant", "is not chosen: `tenants::List` gives those of the consent"))
            }
            tenant => Ok(tenant),
        }
    }

    pub(crate) fn has_own_urls(&self) -> bool {
        self.urls.is_some()
    }

    pub(crate) fn url_of(&self, root: Root) -> Result<Url> {
        let (api, identity) = match &self.urls {
            Some((api, identity)) => (api.as_str(), identity.as_str()),
            None => (API, IDENTITY),
        };
        match root {
            Root::API => {
                self.checked_tenant()?;
                let mut url = parsed("api", api)?;
                if let Ok(mut path) = url.path_segments_mut() {
                    path.pop_if_empty().extend(ACCOUNTING);
                }
                Ok(url)
            }
            Root::ACCOUNTS => parsed("identity", identity),
            CONNECTIONS => parsed("api", api),
            other => Err(Error::config(format!("Xero has no root `{}`", other.0))),
        }
    }
}

fn parsed(name: &str, url: &str) -> Result<Url> {
    Url::parse(url).map_err(|e| Error::config(format!("the base URL of the {name} is not a URL: {e}")))
}

/// Whether `text` is a GUID in the usual form with hyphens.
pub(crate) fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use connectors_core::ErrorKind;

    const TENANT: &str = "0b1c9a5e-4f4e-4a3c-9a9e-3d5d9f3f1a10";

    #[test]
    fn the_roots_are_where_the_vendor_has_them() {
        let xero = Xero::new().tenant(TENANT);
        let url = |root| xero.url_of(root).unwrap().to_string();
        assert_eq!(url(Root::API), "https://api.xero.com/api.xro/2.0");
        assert_eq!(url(CONNECTIONS), "https://api.xero.com/");
        assert_eq!(url(Root::ACCOUNTS), "https://identity.xero.com/");
        assert_eq!(xero.url_of(Root::UPLOAD).unwrap_err().kind(), ErrorKind::Config);
    }

    #[test]
    fn own_base_urls_may_have_a_path_and_a_slash_at_the_end() {
        let xero = Xero::new().base_urls("http://127.0.0.1:8081/xero/", "http://127.0.0.1:8082");
        assert_eq!(xero.url_of(Root::API).unwrap().as_str(), "http://127.0.0.1:8081/xero/api.xro/2.0");
        assert_eq!(xero.url_of(Root::ACCOUNTS).unwrap().as_str(), "http://127.0.0.1:8082/");
    }

    #[test]
    fn a_base_url_that_is_none_is_a_configuration_error() {
        let error = Xero::new().base_urls("not a url", "http://127.0.0.1").url_of(Root::API).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("api"), "{error}");
    }

    #[test]
    fn a_tenant_that_is_no_guid_is_refused_by_name() {
        for bad in
            ["", "Demo Company", "0b1c9a5e4f4e4a3c9a9e3d5d9f3f1a10", "0b1c9a5e-4f4e-4a3c-9a9e-3d5d9f3f1a1g"]
        {
            let error = Xero::new().tenant(bad).url_of(Root::API).unwrap_err();
            assert_eq!(error.field_errors()[0].field, "tenant", "{bad}");
        }
    }
}
