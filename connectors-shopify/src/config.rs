//! One shop's configuration: domain, plan, version, base URLs.

use std::fmt;
use std::str::FromStr;

use connectors_core::auth::ApiKey;
use connectors_core::{ClientBuilder, Error, Result, Root};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use url::Url;

/// The version of the Admin API that all documents of this crate are written and checked for.
///
/// A version comes each quarter and is supported for a year; what asks for one that has ended is answered by the oldest that
/// is supported. If Shopify answers in another version, a warning is logged, once in a process. Source: shopify.dev, "About
/// Shopify API versioning".
pub const VERSION: &str = "2026-10";

/// Hosts that shops have. Source: Shopify's own libraries, the validation of shops.
const HOSTS: [&str; 4] = ["myshopify.com", "shopify.com", "myshopify.io", "shop.dev"];

/// The admin's pages name the shop in their path.
const ADMIN: &str = "admin.shopify.com/store/";

/// A shop's domain, `acme.myshopify.com`: checked, so that no token goes anywhere but to Shopify.
///
/// ```
/// use connectors_shopify::Shop;
///
/// for text in ["acme", "acme.myshopify.com", "https://ACME.myshopify.com/", "https://admin.shopify.com/store/acme"] {
///     assert_eq!(text.parse::<Shop>()?.as_str(), "acme.myshopify.com");
/// }
/// assert!("acme.example.com".parse::<Shop>().is_err());
/// # Ok::<(), connectors_core::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Shop(String);

impl Shop {
    /// The domain.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Shop {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let text = text.trim().to_ascii_lowercase();
        let text = text.strip_prefix("https://").unwrap_or(&text).trim_end_matches('/');
        let text = text.strip_prefix(ADMIN).unwrap_or(text);
        let (name, host) = text.split_once('.').unwrap_or((text, HOSTS[0]));
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let named = name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(plain);
        if named && HOSTS.contains(&host) {
            return Ok(Self(format!("{name}.{host}")));
        }
        Err(Error::validation("shop", "is not the domain of a Shopify shop, such as acme.myshopify.com"))
    }
}

impl TryFrom<String> for Shop {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<Shop> for String {
    fn from(shop: Shop) -> Self {
        shop.0
    }
}

impl fmt::Display for Shop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Shop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the shop pays for: how fast its bucket of points fills.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Plan {
    /// Basic, Grow.
    #[default]
    Standard,
    /// Advanced.
    Advanced,
    /// Plus.
    Plus,
    /// Enterprise (Commerce Components).
    Enterprise,
}

/// One Shopify shop.
///
/// ```
/// use connectors_shopify::{Plan, Shopify};
///
/// let shop = Shopify::new("acme.myshopify.com")?.plan(Plan::Plus);
/// # Ok::<(), connectors_core::Error>(())
/// ```
///
/// It can be serialised: it is what an application keeps of a connected shop, beside its name for the connection. Another base
/// URL than Shopify's is not part of that.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[must_use]
pub struct Shopify {
    shop: Shop,
    #[serde(default)]
    pub(crate) plan: Plan,
    #[serde(default)]
    pub(crate) partial: bool,
    #[serde(skip)]
    url: Option<String>,
}

impl Shopify {
    /// This shop: plan Standard, the real Shopify.
    ///
    /// # Errors
    /// `Validation` if it is no domain that a shop can have.
    pub fn new(shop: impl AsRef<str>) -> Result<Self> {
        shop.as_ref().parse::<Shop>().map(Self::from)
    }

    /// The shop's plan. It is where the count of points begins; the first answer tells the true figures.
    pub fn plan(mut self, plan: Plan) -> Self {
        self.plan = plan;
        self
    }

    /// Takes answers in which something is missing because it may not be read (`ACCESS_DENIED`): what is missing is `None`, and
    /// a warning is logged. Otherwise that is an error, with what was denied in its
    /// [`field_errors`](connectors_core::Error::field_errors).
    ///
    /// An application that may read orders but not customers needs this, or a query of its own
    /// ([`graphql::Query`](crate::graphql::Query)).
    pub fn accept_partial(mut self, accept: bool) -> Self {
        self.partial = accept;
        self
    }

    /// Another base URL than `https://{shop}`, for a sandbox or a proxy. It must be https, loopback excepted;
    /// [`connect`](ClientBuilder::connect) tells if it is no URL.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// The shop's domain.
    #[must_use]
    pub fn shop(&self) -> &Shop {
        &self.shop
    }

    /// A client with the admin token of a custom app (`shpat_…`), or with one that somebody else keeps fresh.
    pub fn access_token(self, token: impl Into<SecretString>) -> ClientBuilder<Self> {
        ClientBuilder::with_credential(self, ApiKey::header(crate::auth::TOKEN_HEADER, token))
    }

    pub(crate) fn url_of(&self, root: Root) -> Result<Url> {
        let base = match &self.url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("https://{}", self.shop),
        };
        let url = match root {
            Root::API => format!("{base}/admin/api/{VERSION}"),
            Root::ACCOUNTS => base,
            other => return Err(Error::config(format!("Shopify has no root `{}`", other.0))),
        };
        Url::parse(&url).map_err(|e| Error::config(format!("the base URL is not a URL: {e}")))
    }
}

impl From<Shop> for Shopify {
    fn from(shop: Shop) -> Self {
        Self { shop, plan: Plan::default(), partial: false, url: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_of_shopify_are_shops() {
        for good in ["a", "a-b_1.myshopify.com", "x.shopify.com//", "x.myshopify.io", "x.shop.dev", " x "] {
            assert!(good.parse::<Shop>().is_ok(), "{good}");
        }
        for bad in [
            "",
            ".",
            "-a",
            "a.b",
            "a.myshopify.com.evil.example",
            "evil.example/a.myshopify.com",
            "a@b.myshopify.com",
            "a.myshopify.com:81",
            "a.myshopify.com/x",
            "a.myshopify.com?x",
            "a.myshopify.com#x",
            "http://a.myshopify.com",
            "a b.myshopify.com",
            "a.b.myshopify.com",
            "127.0.0.1",
            "é.myshopify.com",
            "a\n.myshopify.com",
        ] {
            assert!(bad.parse::<Shop>().is_err(), "{bad}");
            assert!(serde_json::from_value::<Shop>(bad.into()).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_roots_are_where_the_vendor_has_them() {
        let shop = Shopify::new("acme").unwrap();
        let url = |root| shop.url_of(root).unwrap().to_string();
        assert_eq!(url(Root::API), "https://acme.myshopify.com/admin/api/2026-10");
        assert_eq!(url(Root::ACCOUNTS), "https://acme.myshopify.com/");
        assert!(shop.url_of(Root::UPLOAD).is_err());
        let own = shop.clone().base_url("http://127.0.0.1:1/");
        assert_eq!(own.url_of(Root::API).unwrap().as_str(), "http://127.0.0.1:1/admin/api/2026-10");
        assert!(shop.base_url("x").url_of(Root::API).is_err());
    }
}
