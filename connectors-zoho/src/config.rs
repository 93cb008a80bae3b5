//! Where an account lives and what it pays for: data centres, environments, editions, base URLs.

use std::collections::BTreeMap;

use connectors_core::auth::{ApiKey, OAuthApp};
use connectors_core::{ClientBuilder, Error, ErrorKind, Facts, Result, Root};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::auth::{ACCOUNTS_SERVER, TOKEN_WORD};

/// The version of the API that this crate speaks. Zoho keeps older versions addressable and has published no end date
/// for any of them.
pub const VERSION: &str = "v8";

/// The root of bulk jobs.
pub(crate) const BULK: Root = Root("bulk");

/// The organisation's data centre. An organisation answers in its own data centre only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum DataCenter {
    /// United States.
    Us,
    /// Europe.
    Eu,
    /// India.
    In,
    /// Australia.
    Au,
    /// China.
    Cn,
    /// Japan.
    Jp,
    /// Canada.
    Ca,
    /// Saudi Arabia.
    Sa,
}

/// Which of the organisation's environments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Environment {
    /// The real data.
    #[default]
    Production,
    /// The organisation's sandbox.
    Sandbox,
    /// A developer edition.
    Developer,
}

/// One row of Zoho's hosts.
struct Hosts {
    center: DataCenter,
    /// Production, sandbox, developer.
    api: [&'static str; 3],
    accounts: &'static str,
    upload: &'static str,
    /// Where the answers to imports lie. The United States' is in the vendor's documentation, Europe's and India's were
    /// seen elsewhere, the others follow the pattern.
    download: &'static str,
}

/// Zoho CRM Node.js SDK 8.0 (`lib/routes/dc`). A table, because hosts do not follow from one another: Canada's API and
/// accounts server have different domains.
#[rustfmt::skip]
const HOSTS: [Hosts; 8] = {
    use DataCenter::{Au, Ca, Cn, Eu, In, Jp, Sa, Us};
    const fn row(center: DataCenter, api: [&'static str; 3], accounts: &'static str, upload: &'static str, download: &'static str) -> Hosts {
        Hosts { center, api, accounts, upload, download }
    }
    [
        row(Us, ["www.zohoapis.com", "sandbox.zohoapis.com", "developer.zohoapis.com"], "accounts.zoho.com", "content.zohoapis.com", "download-accl.zoho.com"),
        row(Eu, ["www.zohoapis.eu", "sandbox.zohoapis.eu", "developer.zohoapis.eu"], "accounts.zoho.eu", "content.zohoapis.eu", "download-accl.zoho.eu"),
        row(In, ["www.zohoapis.in", "sandbox.zohoapis.in", "developer.zohoapis.in"], "accounts.zoho.in", "content.zohoapis.in", "download-accl.zoho.in"),
        row(Au, ["www.zohoapis.com.au", "sandbox.zohoapis.com.au", "developer.zohoapis.com.au"], "accounts.zoho.com.au", "content.zohoapis.com.au", "download-accl.zoho.com.au"),
        row(Cn, ["www.zohoapis.com.cn", "sandbox.zohoapis.com.cn", "developer.zohoapis.com.cn"], "accounts.zoho.com.cn", "content.zohoapis.com.cn", "download-accl.zoho.com.cn"),
        row(Jp, ["www.zohoapis.jp", "sandbox.zohoapis.jp", "developer.zohoapis.jp"], "accounts.zoho.jp", "content.zohoapis.jp", "download-accl.zoho.jp"),
        row(Ca, ["www.zohoapis.ca", "sandbox.zohoapis.ca", "developer.zohoapis.ca"], "accounts.zohocloud.ca", "upload.zohocloud.ca", "download-accl.zohocloud.ca"),
        row(Sa, ["www.zohoapis.sa", "sandbox.zohoapis.sa", "developer.zohoapis.sa"], "accounts.zoho.sa", "files.zoho.sa", "download-accl.zoho.sa"),
    ]
};

/// The accounts hosts of all data centres: those that a callback may name.
pub(crate) const ACCOUNTS_HOSTS: [&str; HOSTS.len()] = {
    let mut hosts = [""; HOSTS.len()];
    let mut i = 0;
    while i < HOSTS.len() {
        hosts[i] = HOSTS[i].accounts;
        i += 1;
    }
    hosts
};

/// The same by what a callback calls their data centres (`location`).
pub(crate) const ACCOUNTS_WORDS: [(&str, &str); HOSTS.len()] = {
    let mut words = [("", ""); HOSTS.len()];
    let mut i = 0;
    while i < HOSTS.len() {
        words[i] = (HOSTS[i].center.word(), HOSTS[i].accounts);
        i += 1;
    }
    words
};

impl DataCenter {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Us, Self::Eu, Self::In, Self::Au, Self::Cn, Self::Jp, Self::Ca, Self::Sa];

    const fn word(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Eu => "eu",
            Self::In => "in",
            Self::Au => "au",
            Self::Cn => "cn",
            Self::Jp => "jp",
            Self::Ca => "ca",
            Self::Sa => "sa",
        }
    }

    fn hosts(self) -> &'static Hosts {
        // Every variant has its row (held by a test); the first stands in for the impossible.
        HOSTS.iter().find(|row| row.center == self).unwrap_or(&HOSTS[0])
    }

    /// The host of its API.
    #[must_use]
    pub fn api_host(self, environment: Environment) -> &'static str {
        self.hosts().api[environment as usize]
    }

    /// The host of its OAuth server.
    #[must_use]
    pub fn accounts_host(self) -> &'static str {
        self.hosts().accounts
    }

    /// The host that takes files for bulk writes.
    #[must_use]
    pub fn upload_host(self) -> &'static str {
        self.hosts().upload
    }
}

/// What the organisation pays for. It decides the limits: see [`limits`](crate::limits).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Edition {
    /// Free, and the developer edition.
    Free,
    /// Standard: what is assumed unless said otherwise.
    #[default]
    Standard,
    /// Professional.
    Professional,
    /// Enterprise, Zoho One.
    Enterprise,
    /// Ultimate, CRM Plus.
    Ultimate,
}

/// Zoho CRM, one organisation: where it lives and what it pays for.
///
/// ```
/// use connectors_zoho::{DataCenter, Edition, Zoho};
///
/// let zoho = Zoho::new(DataCenter::Eu).edition(Edition::Enterprise).users(40);
/// assert_eq!(zoho.edition.credits(zoho.users), 90_000);
/// ```
///
/// It can be serialised: it is what an application keeps of a connected organisation, beside its name for the
/// connection. Other base URLs than Zoho's are not part of that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Zoho {
    /// The data centre. What the token answer says wins over it.
    pub data_center: DataCenter,
    /// The environment.
    #[serde(default)]
    pub environment: Environment,
    /// The edition; `organization.get` tells it.
    #[serde(default)]
    pub edition: Edition,
    /// How many user licences the organisation has: with the edition it decides the daily credits.
    #[serde(default = "one")]
    pub users: u32,
    /// The organisation's id (`zgid`). Accounts with the same id share their limits.
    #[serde(default)]
    pub organization: Option<String>,
    /// What modules are called in this organisation, by the name that record types know them by.
    #[serde(default)]
    pub modules: BTreeMap<String, String>,
    #[serde(skip)]
    urls: Option<(String, String)>,
}

fn one() -> u32 {
    1
}

impl Zoho {
    /// An organisation in this data centre: production, Standard edition, one user.
    #[must_use]
    pub fn new(data_center: DataCenter) -> Self {
        Self {
            data_center,
            environment: Environment::default(),
            edition: Edition::default(),
            users: 1,
            organization: None,
            modules: BTreeMap::new(),
            urls: None,
        }
    }

    connectors_core::setters!(environment: Environment, edition: Edition, organization: Option<String>);

    /// Sets `users`.
    #[must_use]
    pub fn users(mut self, users: u32) -> Self {
        self.users = users;
        self
    }

    /// Says what this organisation calls a module: custom modules may have another API name in each organisation.
    #[must_use]
    pub fn module(mut self, known_as: impl Into<String>, api_name: impl Into<String>) -> Self {
        self.modules.insert(known_as.into(), api_name.into());
        self
    }

    /// Other base URLs than Zoho's, for a sandbox or a proxy: of the API's host (what the token answer calls
    /// `api_domain`, without `/crm/v8`) and of the accounts server. They must be https, loopback excepted;
    /// [`connect`](ClientBuilder::connect) tells if they are no URLs.
    #[must_use]
    pub fn base_urls(mut self, api: impl Into<String>, accounts: impl Into<String>) -> Self {
        self.urls = Some((api.into(), accounts.into()));
        self
    }

    /// A client with a person's consent: go on with [`refresh_token`](ClientBuilder::refresh_token) or
    /// [`tokens`](ClientBuilder::tokens), unless the token store has them.
    ///
    /// They come from a [`Flow`](connectors_core::auth::Flow), which also tells where the organisation is and what it
    /// pays for: people of any data centre may agree, whichever the flow was made with.
    ///
    /// ```no_run
    /// # use connectors_core::auth::{Flow, OAuthApp, Pending};
    /// # use connectors_core::{Client, Result, Shared};
    /// # use connectors_zoho::{DataCenter, Zoho};
    /// # async fn both(app: OAuthApp, shared: Shared, pending: Pending, query: &str) -> Result<Client<Zoho>> {
    /// let flow = Flow::new(Zoho::new(DataCenter::Us), app.clone(), &shared)?;
    /// // The first request: send the person to the URL, keep what is pending in their session.
    /// let begun = flow.begin("customer-7", ["ZohoCRM.org.READ", "ZohoCRM.modules.ALL"])?;
    /// println!("{}", begun.url);
    /// // The second: they are back, and Zoho says who they are. Without `ZohoCRM.org.READ` it does not.
    /// let connected = flow.finish(&pending, query).await?;
    /// let zoho = connected.accounts[0].connector.clone(); // what to keep of the organisation; it can be serialised
    /// println!("{} in {:?}", connected.accounts[0].identity.name, zoho.data_center);
    /// zoho.oauth(app).connection("customer-7").shared(&shared).connect()
    /// # }
    /// ```
    pub fn oauth(self, app: OAuthApp) -> ClientBuilder<Self> {
        ClientBuilder::with_oauth(self, app)
    }

    /// A client with an access token that somebody else keeps fresh. Zoho's live for an hour.
    pub fn access_token(self, token: impl Into<SecretString>) -> ClientBuilder<Self> {
        ClientBuilder::with_credential(self, ApiKey::bearer(token).word(TOKEN_WORD))
    }

    pub(crate) fn module_name<'a>(&'a self, known_as: &'a str) -> &'a str {
        self.modules.get(known_as).map_or(known_as, String::as_str)
    }

    /// The data centre that a token answer is from, if one of Zoho's: by the API's address, or by the accounts server.
    pub(crate) fn center_told_by(&self, facts: &Facts) -> Option<DataCenter> {
        let api = facts.get(API_DOMAIN).and_then(center_of).map(|(center, _)| center);
        api.or_else(|| {
            let server = Url::parse(facts.get(ACCOUNTS_SERVER)?).ok()?;
            HOSTS.iter().find(|row| Some(row.accounts) == server.host_str()).map(|row| row.center)
        })
    }

    pub(crate) fn root(&self, root: Root, facts: &Facts) -> Result<Url> {
        if root == Root::ACCOUNTS {
            return match &self.urls {
                Some((_, accounts)) => parsed("accounts server", accounts),
                None => https(self.data_center.accounts_host()),
            };
        }
        if let Some(row) = HOSTS.iter().find(|row| row.download == root.0) {
            return match &self.urls {
                Some((api, _)) => parsed("API", api),
                None => https(row.download),
            };
        }
        let domain = facts.get(API_DOMAIN);
        let (api, upload) = match &self.urls {
            Some((api, _)) => {
                let api = parsed("API", api)?;
                if domain.is_some_and(|domain| !at(&api, domain) && center_of(domain).is_none()) {
                    return Err(unknown_domain());
                }
                (api.clone(), api)
            }
            None => {
                let center = match domain.map(center_of) {
                    None => self.data_center,
                    Some(None) => return Err(unknown_domain()),
                    Some(Some((center, environment))) => {
                        self.check_environment(environment)?;
                        center
                    }
                };
                (https(center.api_host(self.environment))?, https(center.upload_host())?)
            }
        };
        let (base, path) = match root {
            Root::UPLOAD => (upload, ["crm", VERSION, ""]),
            BULK => (api, ["crm", "bulk", VERSION]),
            _ => (api, ["crm", VERSION, ""]),
        };
        below(base, path)
    }

    /// The environment is the configuration's to say: a token of another one must not lead there by itself. Whether
    /// Zoho names the production host also for tokens of a sandbox is not documented, so that one is let pass.
    fn check_environment(&self, told: Environment) -> Result<()> {
        if told == Environment::Production || told == self.environment {
            return Ok(());
        }
        let text = format!(
            "the token is for the environment {told:?}, the configuration says {:?}",
            self.environment
        );
        Err(Error::config(text))
    }
}

/// The member of the token answer that names the API host.
pub(crate) const API_DOMAIN: &str = "api_domain";

/// Whose API `domain` is, if it is one of Zoho's.
fn center_of(domain: &str) -> Option<(DataCenter, Environment)> {
    const ENVIRONMENTS: [Environment; 3] =
        [Environment::Production, Environment::Sandbox, Environment::Developer];
    let url = Url::parse(domain).ok()?;
    let plain = url.scheme() == "https" && url.port().is_none() && url.username().is_empty();
    let host = url.host_str().filter(|_| plain && url.password().is_none())?;
    HOSTS.iter().find_map(|row| {
        let column = row.api.iter().position(|api| *api == host)?;
        Some((row.center, ENVIRONMENTS[column]))
    })
}

/// The root of one of Zoho's hosts for downloads, if `url` leads there.
pub(crate) fn download_root(url: &Url) -> Option<Root> {
    let plain = url.scheme() == "https" && url.port().is_none() && url.username().is_empty();
    let host = url.host_str().filter(|_| plain && url.password().is_none())?;
    HOSTS.iter().find(|row| row.download == host).map(|row| Root(row.download))
}

/// Whether `domain` is the server that the configuration names. By host alone where it is this machine: a test server
/// behind a forwarded port does not know its own number.
fn at(base: &Url, domain: &str) -> bool {
    let loopback = |url: &Url| matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let Ok(url) = Url::parse(domain) else { return false };
    url.origin() == base.origin() || (loopback(base) && loopback(&url))
}

fn unknown_domain() -> Error {
    Error::new(ErrorKind::Vendor, "the token answer names an api_domain that is none of Zoho's: not followed")
}

fn parsed(name: &str, url: &str) -> Result<Url> {
    Url::parse(url).map_err(|e| Error::config(format!("the base URL of the {name} is not a URL: {e}")))
}

fn https(host: &str) -> Result<Url> {
    Url::parse(&format!("https://{host}")).map_err(|_| Error::config(format!("{host} is not a host")))
}

fn below(mut base: Url, path: [&str; 3]) -> Result<Url> {
    base.path_segments_mut()
        .map_err(|()| Error::config("the base URL cannot have a path"))?
        .pop_if_empty()
        .extend(path.into_iter().filter(|segment| !segment.is_empty()));
    Ok(base)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api(zoho: &Zoho, domain: &str) -> Result<String> {
        zoho.root(Root::API, &Facts::new().with(API_DOMAIN, domain)).map(String::from)
    }

    #[test]
    fn every_data_centre_has_its_own_row() {
        for center in DataCenter::ALL {
            assert_eq!(center.hosts().center, center);
        }
        let mut hosts: Vec<_> = HOSTS.iter().flat_map(|row| row.api).chain(ACCOUNTS_HOSTS).collect();
        hosts.extend(HOSTS.iter().map(|row| row.download));
        hosts.sort_unstable();
        hosts.dedup();
        assert_eq!(hosts.len(), 8 * 5, "no host stands twice");
    }

    #[test]
    fn each_root_has_its_url() {
        let zoho = Zoho::new(DataCenter::Ca).environment(Environment::Sandbox);
        let url = |root| zoho.root(root, &Facts::new()).unwrap().to_string();
        assert_eq!(url(Root::API), "https://sandbox.zohoapis.ca/crm/v8");
        assert_eq!(url(Root::ACCOUNTS), "https://accounts.zohocloud.ca/");
        assert_eq!(url(Root::UPLOAD), "https://upload.zohocloud.ca/crm/v8");
        assert_eq!(url(BULK), "https://sandbox.zohoapis.ca/crm/bulk/v8");
    }

    #[test]
    fn the_data_centre_that_the_token_answer_names_wins() {
        let zoho = Zoho::new(DataCenter::Us);
        assert_eq!(api(&zoho, "https://www.zohoapis.in").unwrap(), "https://www.zohoapis.in/crm/v8");
    }

    #[test]
    fn the_data_centre_of_a_consent_is_told_by_the_api_domain_or_the_accounts_server() {
        let told = |name: &str, value: &str| {
            Zoho::new(DataCenter::Us).center_told_by(&Facts::new().with(name, value))
        };
        for center in DataCenter::ALL {
            let api = format!("https://{}", center.api_host(Environment::Production));
            assert_eq!(told(API_DOMAIN, &api), Some(center));
            assert_eq!(told(ACCOUNTS_SERVER, &format!("https://{}", center.accounts_host())), Some(center));
            let (word, host) = ACCOUNTS_WORDS[center as usize];
            assert_eq!(
                (word.to_uppercase(), host),
                (format!("{center:?}").to_uppercase(), center.accounts_host())
            );
        }
        assert_eq!(told(API_DOMAIN, "http://127.0.0.1:4210"), None);
        assert_eq!(told(ACCOUNTS_SERVER, "https://evil.example"), None);
    }

    #[test]
    fn what_is_kept_of_an_organisation_is_read_back_without_its_base_urls() {
        let zoho = Zoho::new(DataCenter::Eu).organization("1").users(3).module("Visits", "CustomModule1");
        let kept = serde_json::to_string(&zoho.clone().base_urls("http://127.0.0.1:1", "http://127.0.0.1:2"));
        assert_eq!(serde_json::from_str::<Zoho>(&kept.unwrap()).unwrap(), zoho);
        let least: Zoho = serde_json::from_str(r#"{"data_center":"EU"}"#).unwrap();
        assert_eq!(least, Zoho::new(DataCenter::Eu));
    }

    #[test]
    fn a_domain_that_is_none_of_zohos_is_not_followed() {
        for domain in [
            "https://www.zohoapis.com.evil.example",
            "http://www.zohoapis.com",
            "https://www.zohoapis.com:8443",
            "https://user@www.zohoapis.com",
            "https://evil.example/www.zohoapis.com",
            "http://127.0.0.1:9999",
            "www.zohoapis.com",
            "",
        ] {
            let error = api(&Zoho::new(DataCenter::Us), domain).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Vendor, "{domain}");
        }
    }

    #[test]
    fn a_token_of_another_environment_does_not_change_where_calls_go() {
        let sandbox = Zoho::new(DataCenter::Us).environment(Environment::Sandbox);
        assert_eq!(api(&sandbox, "https://www.zohoapis.eu").unwrap(), "https://sandbox.zohoapis.eu/crm/v8");
        let production = Zoho::new(DataCenter::Us);
        assert_eq!(api(&production, "https://sandbox.zohoapis.com").unwrap_err().kind(), ErrorKind::Config);
    }

    #[test]
    fn configured_servers_are_used_whatever_known_domain_the_token_answer_names() {
        let zoho = Zoho::new(DataCenter::Us).base_urls("http://127.0.0.1:4100", "http://127.0.0.1:4101/a");
        for domain in ["http://127.0.0.1:4100", "http://localhost:5000", "https://www.zohoapis.com"] {
            assert_eq!(api(&zoho, domain).unwrap(), "http://127.0.0.1:4100/crm/v8");
        }
        assert_eq!(zoho.root(Root::ACCOUNTS, &Facts::new()).unwrap().as_str(), "http://127.0.0.1:4101/a");
        assert_eq!(api(&zoho, "https://evil.example").unwrap_err().kind(), ErrorKind::Vendor);
    }
}
