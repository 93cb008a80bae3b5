//! Markets as they are written.

use connectors_core::setters;
use connectors_core::types::{Open, money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{ApplicationLevel, MarketStatus};
use crate::Gid;

/// A new market.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct MarketInput {
    /// What it is called.
    pub name: String,
    /// Its name in addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Whether it is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<MarketStatus>>,
    /// Who is in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<ConditionsInput>,
    /// Which currencies there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency_settings: Option<CurrencySettingsInput>,
    /// What is sold there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub catalogs: Vec<Gid>,
    /// Where it is seen on the web.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub web_presences: Vec<Gid>,
    /// Its discounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Gid>,
    /// Whether markets that have the same conditions are used no longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub make_duplicate_unique_markets_draft: Option<bool>,
}

impl MarketInput {
    /// Called like this.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            handle: None,
            status: None,
            conditions: None,
            currency_settings: None,
            catalogs: Vec::new(),
            web_presences: Vec::new(),
            discounts: Vec::new(),
            make_duplicate_unique_markets_draft: None,
        }
    }

    setters!(handle: Option<String>, status: Option<Open<MarketStatus>>, conditions: Option<ConditionsInput>, currency_settings: Option<CurrencySettingsInput>, catalogs: Vec<Gid>, web_presences: Vec<Gid>, discounts: Vec<Gid>, make_duplicate_unique_markets_draft: Option<bool>);
}

/// What changes of a market. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct MarketUpdateInput {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its name in addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Whether it is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<MarketStatus>>,
    /// Who is in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditions: Option<ConditionsUpdateInput>,
    /// Which currencies there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_settings: Option<CurrencySettingsInput>,
    /// Whether its currencies are those of the market above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remove_currency_settings: Option<bool>,
    /// What is sold there besides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub catalogs_to_add: Vec<Gid>,
    /// What is sold there no longer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub catalogs_to_delete: Vec<Gid>,
    /// Where it is seen on the web besides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub web_presences_to_add: Vec<Gid>,
    /// Where it is seen no longer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub web_presences_to_delete: Vec<Gid>,
    /// Discounts that it gets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub discounts_to_add: Vec<Gid>,
    /// Discounts that it loses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub discounts_to_delete: Vec<Gid>,
    /// Whether markets that have the same conditions are used no longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub make_duplicate_unique_markets_draft: Option<bool>,
}

impl MarketUpdateInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(name: Option<String>, handle: Option<String>, status: Option<Open<MarketStatus>>, conditions: Option<ConditionsUpdateInput>, currency_settings: Option<CurrencySettingsInput>, remove_currency_settings: Option<bool>, catalogs_to_add: Vec<Gid>, catalogs_to_delete: Vec<Gid>, web_presences_to_add: Vec<Gid>, web_presences_to_delete: Vec<Gid>, discounts_to_add: Vec<Gid>, discounts_to_delete: Vec<Gid>, make_duplicate_unique_markets_draft: Option<bool>);
}

/// How it changes who is in a market.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ConditionsUpdateInput {
    /// Who else is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditions_to_add: Option<ConditionsInput>,
    /// Who is no longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditions_to_delete: Option<ConditionsInput>,
}

impl ConditionsUpdateInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(conditions_to_add: Option<ConditionsInput>, conditions_to_delete: Option<ConditionsInput>);
}

/// Who is in a market.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ConditionsInput {
    /// Where they are.
    #[serde(rename = "regionsCondition", skip_serializing_if = "Option::is_none")]
    pub regions: Option<RegionsInput>,
}

impl ConditionsInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(regions: Option<RegionsInput>);
}

/// Where those are who are in a market: one of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum RegionsInput {
    /// Everywhere, or in the regions that it has.
    ApplicationLevel(Open<ApplicationLevel>),
    /// In these regions of a market.
    RegionIds(Vec<Gid>),
    /// In these countries.
    Regions(Vec<RegionInput>),
}

/// A country, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct RegionInput {
    /// The country, two letters.
    pub country_code: String,
    /// The part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subdivision: Option<String>,
}

impl RegionInput {
    /// All of this country.
    #[must_use]
    pub fn new(country_code: impl Into<String>) -> Self {
        Self { country_code: country_code.into(), subdivision: None }
    }

    setters!(subdivision: Option<String>);
}

/// The currencies of a market.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CurrencySettingsInput {
    /// The market's own (ISO 4217).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_currency: Option<String>,
    /// What one unit of the shop's currency is in it, if not as everywhere.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub base_currency_manual_rate: Option<Decimal>,
    /// Whether everybody sees the currency of the country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_currencies: Option<bool>,
    /// Whether prices are rounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounding_enabled: Option<bool>,
}

impl CurrencySettingsInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(base_currency: Option<String>, base_currency_manual_rate: Option<Decimal>, local_currencies: Option<bool>, rounding_enabled: Option<bool>);
}
