//! The shop itself.

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cx, Identity, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::graphql::{Document, one};
use crate::{Gid, Shopify};

const GET: Document = Document::query(
    "query ShopGet { shop { id name email contactEmail myshopifyDomain primaryDomain { id host url } currencyCode \
     enabledPresentmentCurrencies ianaTimezone timezoneOffsetMinutes weightUnit unitSystem taxesIncluded taxShipping \
     orderNumberFormatPrefix orderNumberFormatSuffix createdAt updatedAt \
     plan { publicDisplayName partnerDevelopment shopifyPlus } \
     shopAddress { address1 address2 zip city provinceCode countryCodeV2 } } }",
);

/// `shop.get`: the shop.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {}

impl Get {
    /// The shop.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for Get {
    type Connector = Shopify;
    type Output = Shop;
    const META: Meta = Meta::read("shop", "get")
        .title("Get the shop")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/queries/shop");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        GET.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Shop> {
        one(&response)
    }
}

/// A shop.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Shop {
    /// Its id.
    pub id: Gid,
    /// Its name.
    pub name: String,
    /// Its owner's e-mail address, for Shopify.
    pub email: String,
    /// Its e-mail address for customers.
    pub contact_email: String,
    /// The domain that names it for good, `acme.myshopify.com`.
    pub myshopify_domain: String,
    /// The domain that customers see.
    pub primary_domain: Domain,
    /// Its currency.
    pub currency_code: String,
    /// The currencies that customers may pay in.
    pub enabled_presentment_currencies: Vec<String>,
    /// Its time zone, `Europe/Berlin`.
    pub iana_timezone: String,
    /// How far that is from UTC now, in minutes.
    pub timezone_offset_minutes: i32,
    /// The unit of weights.
    pub weight_unit: String,
    /// Metric or imperial.
    pub unit_system: String,
    /// Whether prices hold the tax.
    pub taxes_included: bool,
    /// Whether shipping is taxed.
    pub tax_shipping: bool,
    /// What stands before the numbers of orders.
    pub order_number_format_prefix: String,
    /// What stands after them.
    pub order_number_format_suffix: String,
    /// What it pays for.
    pub plan: Plan,
    /// Where it is.
    pub shop_address: Address,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

/// A domain of a shop.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Domain {
    /// Its id.
    pub id: Gid,
    /// The host.
    pub host: String,
    /// The whole address.
    pub url: String,
}

/// What a shop pays for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Plan {
    /// Its name.
    pub public_display_name: String,
    /// Whether it is a partner's shop for development.
    pub partner_development: bool,
    /// Whether it is Plus.
    pub shopify_plus: bool,
}

/// Where a shop is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Address {
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address1: Option<String>,
    /// What else belongs to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address2: Option<String>,
    /// The postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    /// The city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The state or province.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province_code: Option<String>,
    /// The country, two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code_v2: Option<String>,
}

impl Shop {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: String, email: String, contact_email: String, myshopify_domain: String, primary_domain: Domain, currency_code: String, enabled_presentment_currencies: Vec<String>, iana_timezone: String, timezone_offset_minutes: i32, weight_unit: String, unit_system: String, taxes_included: bool, tax_shipping: bool, order_number_format_prefix: String, order_number_format_suffix: String, plan: Plan, shop_address: Address, created_at: DateTime<Utc>, updated_at: DateTime<Utc>);
}

impl Domain {
    /// As tests need it.
    #[must_use]
    pub fn new(host: impl Into<String>) -> Self {
        Self { host: host.into(), ..Self::default() }
    }

    setters!(id: Gid, url: String);
}

impl Plan {
    /// As tests need it.
    #[must_use]
    pub fn new(public_display_name: impl Into<String>) -> Self {
        Self { public_display_name: public_display_name.into(), ..Self::default() }
    }

    setters!(partner_development: bool, shopify_plus: bool);
}

impl Address {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(address1: Option<String>, address2: Option<String>, zip: Option<String>, city: Option<String>, province_code: Option<String>, country_code_v2: Option<String>);
}

impl From<Shop> for Identity {
    fn from(shop: Shop) -> Self {
        Self::new(shop.myshopify_domain, shop.name)
    }
}
