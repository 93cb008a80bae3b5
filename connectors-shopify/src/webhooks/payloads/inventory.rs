//! What is kept in stock, and how much of it.

use chrono::{DateTime, FixedOffset};
use connectors_core::setters;
use connectors_core::types::money;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::or_default;
use super::parts::gid;
use crate::Gid;

/// A thing that is kept in stock, as `inventory_items/*` tell it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InventoryItem {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_graphql_api_id: Option<Gid>,
    /// Its number in the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Whether it is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracked: Option<bool>,
    /// Whether it is shipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requires_shipping: Option<bool>,
    /// What one costs the shop.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub cost: Option<Decimal>,
    /// What one weighs.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub weight_value: Option<Decimal>,
    /// In which unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight_unit: Option<String>,
    /// Where it is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code_of_origin: Option<String>,
    /// In which state or province.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province_code_of_origin: Option<String>,
    /// Its number for customs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub harmonized_system_code: Option<String>,
    /// Its numbers for the customs of single countries.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub country_harmonized_system_codes: Vec<Value>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<FixedOffset>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<FixedOffset>>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl InventoryItem {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<u64>, admin_graphql_api_id: Option<Gid>, sku: Option<String>, tracked: Option<bool>, requires_shipping: Option<bool>, cost: Option<Decimal>, weight_value: Option<Decimal>, weight_unit: Option<String>, country_code_of_origin: Option<String>, province_code_of_origin: Option<String>, harmonized_system_code: Option<String>, country_harmonized_system_codes: Vec<Value>, created_at: Option<DateTime<FixedOffset>>, updated_at: Option<DateTime<FixedOffset>>, rest: Map<String, Value>);
}

impl InventoryItem {
    /// Its id: what it is asked for by.
    #[must_use]
    pub fn gid(&self) -> Option<Gid> {
        gid(self.admin_graphql_api_id.as_ref(), "InventoryItem", self.id)
    }
}

/// How much of an item there is at a location, as `inventory_levels/*` tell it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InventoryLevel {
    /// The item's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inventory_item_id: Option<u64>,
    /// The location's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_id: Option<u64>,
    /// How many can be sold; unknown if it is not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available: Option<i64>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<FixedOffset>>,
    /// Its id; not told of one that was disconnected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_graphql_api_id: Option<Gid>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl InventoryLevel {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(inventory_item_id: Option<u64>, location_id: Option<u64>, available: Option<i64>, updated_at: Option<DateTime<FixedOffset>>, admin_graphql_api_id: Option<Gid>, rest: Map<String, Value>);
}

impl InventoryLevel {
    /// Its id.
    #[must_use]
    pub fn gid(&self) -> Option<Gid> {
        self.admin_graphql_api_id.clone()
    }

    /// The item's id.
    #[must_use]
    pub fn inventory_item_gid(&self) -> Option<Gid> {
        self.inventory_item_id.map(|number| Gid::of("InventoryItem", number))
    }

    /// The location's id.
    #[must_use]
    pub fn location_gid(&self) -> Option<Gid> {
        self.location_id.map(|number| Gid::of("Location", number))
    }
}
