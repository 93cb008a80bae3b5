//! Markets: where a shop sells, and how.

mod input;

use connectors_core::types::Open;
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

pub use self::input::{
    ConditionsInput, ConditionsUpdateInput, CurrencySettingsInput, MarketInput, MarketUpdateInput,
    RegionInput, RegionsInput,
};
use crate::graphql::{self, Connection, Document};
use crate::records::{self, Deletable, Gettable, Listable, Record, Spec};
use crate::{Gid, Shopify};

/// The selection of [`Market`].
const MARKET: &[&str] = &["fragment Market on Market { id name handle status type \
    currencySettings { localCurrencies roundingEnabled baseCurrency { currencyCode } } \
    conditions { conditionTypes regionsCondition { applicationLevel regions(first: 30) { \
    nodes { id name ... on MarketRegionCountry { code } } pageInfo { hasNextPage endCursor } } } } }"];

const CREATE: Document = Document::mutation(
    "mutation MarketCreate($market: MarketCreateInput!) { marketCreate(input: $market) { \
     market { ...Market } userErrors { field message code } } }",
)
.with(MARKET);

const UPDATE: Document = Document::mutation(
    "mutation MarketUpdate($id: ID!, $market: MarketUpdateInput!) { marketUpdate(id: $id, input: $market) { \
     market { ...Market } userErrors { field message code } } }",
)
.with(MARKET)
.repeatable();

impl Record for Market {
    const RESOURCE: &'static str = "market";
    const READ: &'static [&'static str] = &["read_markets"];
    const WRITE: &'static [&'static str] = &["write_markets"];
}

impl Gettable for Market {
    const GET: Spec = Spec::new(
        Document::query("query MarketGet($id: ID!) { market(id: $id) { ...Market } }").with(MARKET),
        "Get a market",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/market",
    );
}

impl Listable for Market {
    const LIST: Spec = Spec::new(
        Document::query(
            "query MarketList($first: Int!, $after: String, $query: String, $sort_key: MarketsSortKeys, $reverse: Boolean) { \
             markets(first: $first, after: $after, query: $query, sortKey: $sort_key, reverse: $reverse) { \
             nodes { ...Market } pageInfo { hasNextPage endCursor } } }",
        )
        .with(MARKET),
        "List markets",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/queries/markets",
    );
    type SortKey = SortKey;
}

impl Deletable for Market {
    const DELETE: Spec = Spec::new(
        Document::mutation(
            "mutation MarketDelete($id: ID!) { marketDelete(id: $id) { deletedId userErrors { field message code } } }",
        ),
        "Delete a market",
        "https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/marketDelete",
    );
}

/// `market.get`: one market.
pub type Get = records::Get<Market>;
/// `market.list`: all markets, or those that a query finds.
pub type List = records::List<Market>;
/// `market.delete`: removes a market.
pub type Delete = records::Delete<Market>;

/// A market.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Market {
    /// Its id.
    pub id: Gid,
    /// What it is called.
    pub name: String,
    /// Its name in addresses.
    pub handle: String,
    /// Whether it is used.
    pub status: Open<MarketStatus>,
    /// What decides who is in it.
    #[serde(rename = "type")]
    pub kind: Open<MarketType>,
    /// Which currencies there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_settings: Option<CurrencySettings>,
    /// Who is in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditions: Option<Conditions>,
}

impl Market {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: String, handle: String, status: Open<MarketStatus>, kind: Open<MarketType>, currency_settings: Option<CurrencySettings>, conditions: Option<Conditions>);
}

/// Whether a market is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum MarketStatus {
    /// Yes.
    Active,
    /// Not yet.
    Draft,
}

/// What decides who is in a market.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum MarketType {
    /// The channel.
    Channel,
    /// The company that buys.
    CompanyLocation,
    /// The shop that is visited.
    Location,
    /// Nothing: nobody is.
    None,
    /// The country or region.
    Region,
}

/// The currencies of a market.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct CurrencySettings {
    /// Whether everybody sees the currency of the country.
    pub local_currencies: bool,
    /// Whether prices are rounded.
    pub rounding_enabled: bool,
    /// The market's own.
    pub base_currency: Currency,
}

impl CurrencySettings {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(local_currencies: bool, rounding_enabled: bool, base_currency: Currency);
}

/// A currency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Currency {
    /// Its code (ISO 4217).
    pub currency_code: String,
}

impl Currency {
    /// As tests need it.
    #[must_use]
    pub fn new(currency_code: impl Into<String>) -> Self {
        Self { currency_code: currency_code.into() }
    }
}

/// Who is in a market.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Conditions {
    /// What it is decided by.
    pub condition_types: Vec<Open<MarketType>>,
    /// Where they are.
    #[serde(rename = "regionsCondition", skip_serializing_if = "Option::is_none")]
    pub regions: Option<Regions>,
}

impl Conditions {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(condition_types: Vec<Open<MarketType>>, regions: Option<Regions>);
}

/// Where those are who are in a market.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Regions {
    /// Whether that is everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_level: Option<Open<ApplicationLevel>>,
    /// The countries and regions, the first 30.
    pub regions: Connection<Region>,
}

impl Regions {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(application_level: Option<Open<ApplicationLevel>>, regions: Connection<Region>);
}

/// Whether something holds for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ApplicationLevel {
    /// For all.
    All,
    /// For those that are named.
    Specified,
}

/// A country or region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Region {
    /// Its id.
    pub id: Gid,
    /// What it is called.
    pub name: String,
    /// Of a country: two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl Region {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), ..Self::default() }
    }

    setters!(code: Option<String>);
}

/// What lists of markets are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortKey {
    /// When it was made.
    CreatedAt,
    /// Its id.
    Id,
    /// What decides who is in it.
    MarketConditionTypes,
    /// What kind of market it is.
    MarketType,
    /// Its name.
    Name,
    /// Whether it is used.
    Status,
    /// When it was changed last.
    UpdatedAt,
}

/// `market.create`: a new market.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The market.
    pub market: MarketInput,
}

impl Create {
    /// This market.
    #[must_use]
    pub fn new(market: MarketInput) -> Self {
        Self { market }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Market;
    const META: Meta = Meta::write("market", "create")
        .title("Create a market")
        .scopes(Market::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/marketCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Market> {
        graphql::written(&response)
    }
}

/// `market.update`: changes a market.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Update {
    /// The market.
    pub id: Gid,
    /// What changes.
    pub market: MarketUpdateInput,
}

impl Update {
    /// This, of this market.
    #[must_use]
    pub fn new(id: impl Into<Gid>, market: MarketUpdateInput) -> Self {
        Self { id: id.into(), market }
    }
}

impl Action for Update {
    type Connector = Shopify;
    type Output = Market;
    const META: Meta = Meta::write("market", "update")
        .title("Update a market")
        .scopes(Market::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/marketUpdate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Request> {
        UPDATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Market> {
        graphql::written(&response)
    }
}
