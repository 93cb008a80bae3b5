//! Products as Shopify sends them.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use crate::types::{Count, Money};
use crate::{Gid, Seo};

/// The selection of [`Product`].
pub(crate) const PRODUCT: &[&str] = &["fragment Product on Product { \
    id legacyResourceId title handle status vendor productType tags descriptionHtml templateSuffix isGiftCard \
    hasOnlyDefaultVariant totalInventory tracksInventory onlineStoreUrl createdAt updatedAt publishedAt \
    category { id fullName } seo { title description } \
    options { id name position optionValues { id name hasVariants } } variantsCount { count precision } \
    priceRangeV2 { minVariantPrice { amount currencyCode } maxVariantPrice { amount currencyCode } } }"];

/// A product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Product {
    /// Its id.
    pub id: Gid,
    /// Its number in the REST API and in webhooks.
    pub legacy_resource_id: String,
    /// What it is called.
    pub title: String,
    /// Its name in addresses, unique in the shop.
    pub handle: String,
    /// Whether it can be bought.
    pub status: Open<ProductStatus>,
    /// Who makes it.
    pub vendor: String,
    /// What kind of thing it is, in the shop's own words.
    pub product_type: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its description.
    pub description_html: String,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_suffix: Option<String>,
    /// Whether it is a gift card.
    pub is_gift_card: bool,
    /// Whether it has no options, and so the one variant that all products have.
    pub has_only_default_variant: bool,
    /// How many there are in stock, of all variants at all locations.
    pub total_inventory: i64,
    /// Whether stock is counted.
    pub tracks_inventory: bool,
    /// Its page; `None` while it is not published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub online_store_url: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<DateTime<Utc>>,
    /// Its category in Shopify's taxonomy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// What search engines are told.
    pub seo: Seo,
    /// What its variants differ in.
    pub options: Vec<ProductOption>,
    /// How many variants it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variants_count: Option<Count>,
    /// The lowest and highest price of its variants.
    #[serde(rename = "priceRangeV2")]
    pub price_range: PriceRange,
}

impl Product {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(legacy_resource_id: String, title: String, handle: String, status: Open<ProductStatus>, vendor: String, product_type: String, tags: Vec<String>, description_html: String, template_suffix: Option<String>, is_gift_card: bool, has_only_default_variant: bool, total_inventory: i64, tracks_inventory: bool, online_store_url: Option<String>, created_at: DateTime<Utc>, updated_at: DateTime<Utc>, published_at: Option<DateTime<Utc>>, category: Option<Category>, seo: Seo, options: Vec<ProductOption>, variants_count: Option<Count>, price_range: PriceRange);
}

/// Whether a product can be bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ProductStatus {
    /// Yes.
    Active,
    /// No longer.
    Archived,
    /// Not yet.
    Draft,
    /// By those who know its address.
    Unlisted,
}

/// A category in Shopify's taxonomy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Category {
    /// Its id.
    pub id: Gid,
    /// Its name, with those of the categories above it.
    pub full_name: String,
}

impl Category {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>, full_name: impl Into<String>) -> Self {
        Self { id: id.into(), full_name: full_name.into() }
    }
}

/// What variants differ in: colour, size.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ProductOption {
    /// Its id.
    pub id: Gid,
    /// What it is called.
    pub name: String,
    /// Its place among the options, from 1.
    pub position: i64,
    /// What can be chosen.
    pub option_values: Vec<OptionValue>,
}

impl ProductOption {
    /// As tests need it.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    setters!(id: Gid, position: i64, option_values: Vec<OptionValue>);
}

/// What can be chosen of an option.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct OptionValue {
    /// Its id.
    pub id: Gid,
    /// What it is called.
    pub name: String,
    /// Whether there is a variant that has it.
    pub has_variants: bool,
}

impl OptionValue {
    /// As tests need it.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    setters!(id: Gid, has_variants: bool);
}

/// The lowest and the highest price.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct PriceRange {
    /// The lowest.
    pub min_variant_price: Money,
    /// The highest.
    pub max_variant_price: Money,
}

impl PriceRange {
    /// From one price to another.
    #[must_use]
    pub fn new(min_variant_price: Money, max_variant_price: Money) -> Self {
        Self { min_variant_price, max_variant_price }
    }
}
