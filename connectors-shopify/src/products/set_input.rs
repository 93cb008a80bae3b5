//! Products as they are to be, whole.

use connectors_core::setters;
use connectors_core::types::{Open, money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::ProductStatus;
use super::input::{OptionInput, VariantOptionValue};
use crate::files::{Duplicates, FileContentType};
use crate::inventory_items::InventoryItemInput;
use crate::metafields::MetafieldInput;
use crate::product_variants::InventoryPolicy;
use crate::{Gid, Seo};

/// A product as it is to be.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ProductSetInput {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its name in addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Whether it can be bought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<ProductStatus>>,
    /// Who makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// What kind of thing it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_type: Option<String>,
    /// All its tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Its description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_html: Option<String>,
    /// Its category in Shopify's taxonomy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Gid>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_suffix: Option<String>,
    /// Whether it is a gift card; said when it is made, and never changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gift_card: Option<bool>,
    /// Whether the old address leads to the new one, if its name in addresses changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_new_handle: Option<bool>,
    /// What search engines are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seo: Option<Seo>,
    /// All its images, videos and models.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<FileSetInput>>,
    /// Its metafields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
    /// All collections that it is put in by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collections: Option<Vec<Gid>>,
    /// What its variants differ in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub product_options: Vec<OptionInput>,
    /// All its variants.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<VariantSetInput>,
}

impl ProductSetInput {
    /// A product with this title.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: Some(title.into()), ..Self::default() }
    }

    /// All its tags.
    #[must_use]
    pub fn tags<S: Into<String>>(mut self, tags: impl IntoIterator<Item = S>) -> Self {
        self.tags = Some(tags.into_iter().map(Into::into).collect());
        self
    }

    /// All its images, videos and models.
    #[must_use]
    pub fn files(mut self, files: impl IntoIterator<Item = FileSetInput>) -> Self {
        self.files = Some(files.into_iter().collect());
        self
    }

    /// All collections that it is put in by hand.
    #[must_use]
    pub fn collections<I: Into<Gid>>(mut self, collections: impl IntoIterator<Item = I>) -> Self {
        self.collections = Some(collections.into_iter().map(Into::into).collect());
        self
    }

    setters!(title: Option<String>, handle: Option<String>, status: Option<Open<ProductStatus>>, vendor: Option<String>, product_type: Option<String>, description_html: Option<String>, category: Option<Gid>, template_suffix: Option<String>, gift_card: Option<bool>, redirect_new_handle: Option<bool>, seo: Option<Seo>, metafields: Vec<MetafieldInput>, product_options: Vec<OptionInput>, variants: Vec<VariantSetInput>);
}

/// A variant of a product as it is to be.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct VariantSetInput {
    /// The variant; a new one, or the one with these values of options, if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Gid>,
    /// Its value of each option.
    pub option_values: Vec<VariantOptionValue>,
    /// What it costs.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub price: Option<Decimal>,
    /// What it cost before.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub compare_at_price: Option<Decimal>,
    /// Its number in the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Its barcode: ISBN, UPC, GTIN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub barcode: Option<String>,
    /// Whether it is taxed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taxable: Option<bool>,
    /// Its code for services that reckon taxes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<String>,
    /// Whether it can be bought when there is none left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inventory_policy: Option<Open<InventoryPolicy>>,
    /// Whether it is sold only as a bundle of others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requires_components: Option<bool>,
    /// Whether the price of a unit is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_unit_price: Option<bool>,
    /// The image that shows it: one of those of the product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<FileSetInput>,
    /// Its place among the variants, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
    /// What is kept in stock of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inventory_item: Option<InventoryItemInput>,
    /// How many there are, at each location.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inventory_quantities: Vec<VariantQuantity>,
    /// Its metafields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
}

impl VariantSetInput {
    /// The variant with these values of options.
    #[must_use]
    pub fn new(option_values: impl IntoIterator<Item = VariantOptionValue>) -> Self {
        Self { option_values: option_values.into_iter().collect(), ..Self::default() }
    }

    setters!(id: Option<Gid>, option_values: Vec<VariantOptionValue>, price: Option<Decimal>, compare_at_price: Option<Decimal>, sku: Option<String>, barcode: Option<String>, taxable: Option<bool>, tax_code: Option<String>, inventory_policy: Option<Open<InventoryPolicy>>, requires_components: Option<bool>, show_unit_price: Option<bool>, file: Option<FileSetInput>, position: Option<u32>, inventory_item: Option<InventoryItemInput>, inventory_quantities: Vec<VariantQuantity>, metafields: Vec<MetafieldInput>);
}

/// How many of a variant there are at a location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct VariantQuantity {
    /// The location.
    pub location_id: Gid,
    /// Which quantity: `available` or `on_hand`.
    pub name: String,
    /// How many.
    pub quantity: i64,
}

impl VariantQuantity {
    /// So many are available.
    #[must_use]
    pub fn available(location_id: impl Into<Gid>, quantity: i64) -> Self {
        Self { location_id: location_id.into(), name: "available".to_owned(), quantity }
    }
}

/// An image, video or model of a product: a file of the shop, or a new one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct FileSetInput {
    /// The file; a new one if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Gid>,
    /// Where a new one is: an address that Shopify can read, or what a staged upload gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_source: Option<String>,
    /// What a new one is; found out if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<Open<FileContentType>>,
    /// What a new one is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
    /// What it shows, for those who cannot see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// What happens if there is one with its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate_resolution_mode: Option<Open<Duplicates>>,
}

impl FileSetInput {
    /// The file with this id.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: Some(id.into()), ..Self::default() }
    }

    /// A new one, from this address.
    #[must_use]
    pub fn from_source(original_source: impl Into<String>) -> Self {
        Self { original_source: Some(original_source.into()), ..Self::default() }
    }

    setters!(content_type: Option<Open<FileContentType>>, filename: Option<String>, alt: Option<String>, duplicate_resolution_mode: Option<Open<Duplicates>>);
}
