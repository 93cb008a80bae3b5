//! Variants as Shopify sends them.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::{Open, money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Gid, Ref};

/// The selection of [`ProductVariant`].
pub(super) const VARIANT: &[&str] = &["fragment Variant on ProductVariant { \
    id legacyResourceId title displayName sku barcode price compareAtPrice position availableForSale taxable \
    inventoryPolicy inventoryQuantity sellableOnlineQuantity requiresComponents createdAt updatedAt \
    selectedOptions { name value } product { id } inventoryItem { id tracked } }"];

/// A variant of a product: what is bought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ProductVariant {
    /// Its id.
    pub id: Gid,
    /// Its number in the REST API and in webhooks.
    pub legacy_resource_id: String,
    /// Its values of the options: `Red / S`.
    pub title: String,
    /// The titles of the product and of the variant.
    pub display_name: String,
    /// Its number in the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Its barcode: ISBN, UPC, GTIN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub barcode: Option<String>,
    /// What it costs, in the shop's currency.
    #[serde(with = "money::text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub price: Decimal,
    /// What it cost before.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub compare_at_price: Option<Decimal>,
    /// Its place among the variants, from 1.
    pub position: i64,
    /// Whether it can be bought.
    pub available_for_sale: bool,
    /// Whether it is taxed.
    pub taxable: bool,
    /// Whether it can be bought when there is none left.
    pub inventory_policy: Open<InventoryPolicy>,
    /// How many can be sold, at all locations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inventory_quantity: Option<i64>,
    /// How many can be sold in the online shop.
    pub sellable_online_quantity: i64,
    /// Whether it is sold only as a bundle of others.
    pub requires_components: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Its value of each option.
    pub selected_options: Vec<SelectedOption>,
    /// The product.
    pub product: Ref,
    /// What is kept in stock of it.
    pub inventory_item: StockedItem,
}

impl ProductVariant {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(legacy_resource_id: String, title: String, display_name: String, sku: Option<String>, barcode: Option<String>, price: Decimal, compare_at_price: Option<Decimal>, position: i64, available_for_sale: bool, taxable: bool, inventory_policy: Open<InventoryPolicy>, inventory_quantity: Option<i64>, sellable_online_quantity: i64, requires_components: bool, created_at: DateTime<Utc>, updated_at: DateTime<Utc>, selected_options: Vec<SelectedOption>, product: Ref, inventory_item: StockedItem);
}

/// A value of an option.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct SelectedOption {
    /// The option.
    pub name: String,
    /// The value.
    pub value: String,
}

impl SelectedOption {
    /// This value of this option.
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// What is kept in stock of a variant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct StockedItem {
    /// Its id.
    pub id: Gid,
    /// Whether stock is counted.
    pub tracked: bool,
}

impl StockedItem {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(tracked: bool);
}

/// Whether a variant can be bought when there is none left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum InventoryPolicy {
    /// It can.
    Continue,
    /// It cannot.
    Deny,
}
