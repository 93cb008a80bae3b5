//! Currencies that customers of the shop may pay in.

use chrono::{DateTime, Utc};
use connectors_core::types::money;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Shopify;
use crate::graphql::{self, Connection, Document};

const LIST: Document = Document::query(
    "query EnabledCurrencyList($first: Int!, $after: String, $reverse: Boolean) { shop { \
     currencySettings(first: $first, after: $after, reverse: $reverse) { nodes { currencyCode \
     currencyName enabled manualRate rateUpdatedAt } pageInfo { hasNextPage endCursor } } } }",
);

/// A currency that the shop has settings of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Currency {
    /// Its code (ISO 4217).
    pub currency_code: String,
    /// What it is called.
    pub currency_name: String,
    /// Whether customers may pay in it.
    pub enabled: bool,
    /// What the shop says it is worth; otherwise the market does.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub manual_rate: Option<Decimal>,
    /// When its worth was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_updated_at: Option<DateTime<Utc>>,
}

impl Currency {
    /// As tests need it.
    #[must_use]
    pub fn new(currency_code: impl Into<String>) -> Self {
        Self { currency_code: currency_code.into(), ..Self::default() }
    }

    setters!(currency_name: String, enabled: bool, manual_rate: Option<Decimal>, rate_updated_at: Option<DateTime<Utc>>);
}

/// `enabled_currency.list`: the currencies that the shop has settings of; each says whether customers may pay in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Whether the order is turned round.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reverse: bool,
    /// How many on a page: at most 250; unless said otherwise as many as a call can pay for with ease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(reverse: bool, first: Option<u32>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Shopify;
    type Output = Page<Currency>;
    const META: Meta = Meta::read("enabled_currency", "list")
        .title("List currencies")
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/objects/CurrencySetting");

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        LIST.list(self, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Currency>> {
        graphql::within::<Connection<Currency>>(&response).map(Page::from)
    }
}

impl PagedAction for List {
    type Item = Currency;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
