//! What many records have: ids, money, counts.

use std::fmt;

use connectors_core::types::{Open, money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The global id of a record, `gid://shopify/Product/1`.
///
/// ```
/// use connectors_shopify::Gid;
///
/// let id = Gid::of("Product", 1);
/// assert_eq!(id.as_str(), "gid://shopify/Product/1");
/// assert_eq!((id.kind(), id.number()), (Some("Product"), Some(1)));
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Gid(String);

impl Gid {
    /// Of a kind of record, and its number: webhooks and the REST API have numbers.
    #[must_use]
    pub fn of(kind: &str, number: u64) -> Self {
        Self(format!("gid://shopify/{kind}/{number}"))
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What kind of record it is of: `Product`.
    #[must_use]
    pub fn kind(&self) -> Option<&str> {
        self.parts().map(|(kind, _)| kind)
    }

    /// Its number, if it has one.
    #[must_use]
    pub fn number(&self) -> Option<u64> {
        let (_, number) = self.parts()?;
        // Some have parameters: `gid://shopify/InventoryLevel/1?inventory_item_id=2`.
        number.split('?').next()?.parse().ok()
    }

    fn parts(&self) -> Option<(&str, &str)> {
        self.0.strip_prefix("gid://shopify/")?.split_once('/')
    }
}

impl From<String> for Gid {
    fn from(id: String) -> Self {
        Self(id)
    }
}

impl From<&str> for Gid {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl From<&Gid> for Gid {
    fn from(id: &Gid) -> Self {
        id.clone()
    }
}

impl fmt::Display for Gid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Gid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Another record, of which only the id was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Ref {
    /// Its id.
    pub id: Gid,
}

impl Ref {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

/// What an application noted on an order, a line or a cart: a name and a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Attribute {
    /// The name.
    pub key: String,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Attribute {
    /// This text under this name.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: Some(value.into()) }
    }
}

/// An amount and its currency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Money {
    /// The amount.
    #[serde(with = "money::text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub amount: Decimal,
    /// Its currency (ISO 4217).
    pub currency_code: String,
}

impl Money {
    /// This much.
    #[must_use]
    pub fn new(amount: impl Into<Decimal>, currency_code: impl Into<String>) -> Self {
        Self { amount: amount.into(), currency_code: currency_code.into() }
    }
}

/// An amount in the shop's currency, and in the one that the customer saw.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MoneyBag {
    /// In the shop's currency.
    pub shop_money: Money,
    /// In the customer's.
    pub presentment_money: Money,
}

impl MoneyBag {
    /// The same in both, as tests need it.
    #[must_use]
    pub fn new(money: Money) -> Self {
        Self { shop_money: money.clone(), presentment_money: money }
    }
}

/// The selection of [`MoneyBag`].
pub(crate) const MONEY_BAG: &str = "fragment MoneyBag on MoneyBag { \
    shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }";

/// What search engines are told of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Seo {
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Seo {
    /// Nothing of its own: titles and descriptions are made of the page's.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    connectors_core::setters!(title: Option<String>, description: Option<String>);
}

/// How many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Count {
    /// The number.
    pub count: u64,
    /// Whether it is exact.
    pub precision: Open<CountPrecision>,
}

impl Count {
    /// Exactly so many.
    #[must_use]
    pub fn new(count: u64) -> Self {
        Self { count, precision: CountPrecision::Exact.into() }
    }
}

/// Whether a [`Count`] is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum CountPrecision {
    /// So many.
    Exact,
    /// So many or more: the limit of counting was reached.
    AtLeast,
}
