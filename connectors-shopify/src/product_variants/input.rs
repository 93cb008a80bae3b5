//! Variants as they are written.

use connectors_core::setters;
use connectors_core::types::{Open, Patch, money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::model::InventoryPolicy;
use crate::Gid;
use crate::inventory_items::InventoryItemInput;
use crate::metafields::MetafieldInput;
use crate::products::VariantOptionValue;

/// A new variant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct VariantInput {
    /// Its value of each option.
    pub option_values: Vec<VariantOptionValue>,
    /// What it costs, in the shop's currency.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub price: Option<Decimal>,
    /// What it cost before.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub compare_at_price: Option<Decimal>,
    /// Its barcode: ISBN, UPC, GTIN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub barcode: Option<String>,
    /// What is kept in stock of it, its number in the shop (SKU) included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inventory_item: Option<InventoryItemInput>,
    /// Whether it can be bought when there is none left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inventory_policy: Option<Open<InventoryPolicy>>,
    /// How many there are, at each location.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inventory_quantities: Vec<VariantStock>,
    /// The image of the product that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_id: Option<Gid>,
    /// The same, by its address among the media that are added.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub media_src: Vec<String>,
    /// Its metafields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
    /// Whether it is taxed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taxable: Option<bool>,
    /// Its code for services that reckon taxes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<String>,
    /// Whether it is sold only as a bundle of others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requires_components: Option<bool>,
    /// Whether the price of a unit is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_unit_price: Option<bool>,
}

impl VariantInput {
    /// A variant with these values of options.
    #[must_use]
    pub fn new(option_values: impl IntoIterator<Item = VariantOptionValue>) -> Self {
        Self { option_values: option_values.into_iter().collect(), ..Self::default() }
    }

    setters!(price: Option<Decimal>, compare_at_price: Option<Decimal>, barcode: Option<String>, inventory_item: Option<InventoryItemInput>, inventory_policy: Option<Open<InventoryPolicy>>, inventory_quantities: Vec<VariantStock>, media_id: Option<Gid>, media_src: Vec<String>, metafields: Vec<MetafieldInput>, taxable: Option<bool>, tax_code: Option<String>, requires_components: Option<bool>, show_unit_price: Option<bool>);
}

/// What changes of a variant. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct VariantUpdateInput {
    /// The variant.
    pub id: Gid,
    /// Its value of each option that changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub option_values: Vec<VariantOptionValue>,
    /// What it costs, in the shop's currency.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub price: Option<Decimal>,
    /// What it cost before.
    #[serde(with = "money::text::patch", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub compare_at_price: Patch<Decimal>,
    /// Its barcode: ISBN, UPC, GTIN.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub barcode: Patch<String>,
    /// What is kept in stock of it, its number in the shop (SKU) included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inventory_item: Option<InventoryItemInput>,
    /// Whether it can be bought when there is none left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inventory_policy: Option<Open<InventoryPolicy>>,
    /// The image of the product that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_id: Option<Gid>,
    /// The same, by its address among the media that are added.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub media_src: Vec<String>,
    /// Metafields that are set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
    /// Whether it is taxed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taxable: Option<bool>,
    /// Its code for services that reckon taxes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<String>,
    /// Whether it is sold only as a bundle of others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requires_components: Option<bool>,
    /// Whether the price of a unit is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_unit_price: Option<bool>,
}

impl VariantUpdateInput {
    /// Nothing of this variant, so far.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(option_values: Vec<VariantOptionValue>, price: Option<Decimal>, compare_at_price: Patch<Decimal>, barcode: Patch<String>, inventory_item: Option<InventoryItemInput>, inventory_policy: Option<Open<InventoryPolicy>>, media_id: Option<Gid>, media_src: Vec<String>, metafields: Vec<MetafieldInput>, taxable: Option<bool>, tax_code: Option<String>, requires_components: Option<bool>, show_unit_price: Option<bool>);
}

/// How many of a new variant there are at a location.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct VariantStock {
    /// The location.
    pub location_id: Gid,
    /// How many.
    pub available_quantity: i64,
}

impl VariantStock {
    /// So many at this location.
    #[must_use]
    pub fn new(location_id: impl Into<Gid>, available_quantity: i64) -> Self {
        Self { location_id: location_id.into(), available_quantity }
    }
}

/// Media of a product that show a variant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct VariantMedia {
    /// The variant.
    pub variant_id: Gid,
    /// The media.
    pub media_ids: Vec<Gid>,
}

impl VariantMedia {
    /// These show this variant.
    #[must_use]
    pub fn new<M: Into<Gid>>(variant_id: impl Into<Gid>, media_ids: impl IntoIterator<Item = M>) -> Self {
        Self { variant_id: variant_id.into(), media_ids: media_ids.into_iter().map(Into::into).collect() }
    }
}

/// The place of a variant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct VariantPosition {
    /// The variant.
    pub id: Gid,
    /// Its place among the variants, from 1.
    pub position: u32,
}

impl VariantPosition {
    /// This variant at this place.
    #[must_use]
    pub fn new(id: impl Into<Gid>, position: u32) -> Self {
        Self { id: id.into(), position }
    }
}
