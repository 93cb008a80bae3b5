//! Products and variants.

use chrono::{DateTime, FixedOffset};
use connectors_core::setters;
use connectors_core::types::money;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::parts::gid;
use super::{or_default, tags};
use crate::Gid;

/// A product, as `products/*` tell it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Product {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_graphql_api_id: Option<Gid>,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its name in addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Its description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_html: Option<String>,
    /// Who makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// What kind of thing it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_type: Option<String>,
    /// Whether it can be bought: `active`, `draft`, `archived`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Its tags.
    #[serde(skip_serializing_if = "Vec::is_empty", with = "tags")]
    pub tags: Vec<String>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<DateTime<FixedOffset>>,
    /// Where: `web`, `global`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_scope: Option<String>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_suffix: Option<String>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<FixedOffset>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<FixedOffset>>,
    /// What its variants differ in.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<ProductOption>,
    /// Its variants; if there are many, only those that changed.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// The ids of its variants, and when each was changed.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub variant_gids: Vec<VariantRef>,
    /// Its first image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Its images.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<Image>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Product {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<u64>, admin_graphql_api_id: Option<Gid>, title: Option<String>, handle: Option<String>, body_html: Option<String>, vendor: Option<String>, product_type: Option<String>, status: Option<String>, tags: Vec<String>, published_at: Option<DateTime<FixedOffset>>, published_scope: Option<String>, template_suffix: Option<String>, created_at: Option<DateTime<FixedOffset>>, updated_at: Option<DateTime<FixedOffset>>, options: Vec<ProductOption>, variants: Vec<Variant>, variant_gids: Vec<VariantRef>, image: Option<Image>, images: Vec<Image>, rest: Map<String, Value>);
}

impl Product {
    /// Its id: what it is asked for by.
    #[must_use]
    pub fn gid(&self) -> Option<Gid> {
        gid(self.admin_graphql_api_id.as_ref(), "Product", self.id)
    }
}

/// A variant, as products hold it and `variants/*` tell it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Variant {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_graphql_api_id: Option<Gid>,
    /// The product's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id: Option<u64>,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its number in the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Its bar code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub barcode: Option<String>,
    /// What it costs.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub price: Option<Decimal>,
    /// What it cost before.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub compare_at_price: Option<Decimal>,
    /// Its place among the variants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<i64>,
    /// Its value of the first option.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option1: Option<String>,
    /// Of the second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option2: Option<String>,
    /// Of the third.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option3: Option<String>,
    /// Whether it is taxed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taxable: Option<bool>,
    /// The number of what is kept in stock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inventory_item_id: Option<u64>,
    /// How many there are, at all locations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inventory_quantity: Option<i64>,
    /// Whether it is sold when none is left: `deny`, `continue`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inventory_policy: Option<String>,
    /// The number of its image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_id: Option<u64>,
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

impl Variant {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<u64>, admin_graphql_api_id: Option<Gid>, product_id: Option<u64>, title: Option<String>, sku: Option<String>, barcode: Option<String>, price: Option<Decimal>, compare_at_price: Option<Decimal>, position: Option<i64>, option1: Option<String>, option2: Option<String>, option3: Option<String>, taxable: Option<bool>, inventory_item_id: Option<u64>, inventory_quantity: Option<i64>, inventory_policy: Option<String>, image_id: Option<u64>, created_at: Option<DateTime<FixedOffset>>, updated_at: Option<DateTime<FixedOffset>>, rest: Map<String, Value>);
}

impl Variant {
    /// Its id: what it is asked for by.
    #[must_use]
    pub fn gid(&self) -> Option<Gid> {
        gid(self.admin_graphql_api_id.as_ref(), "ProductVariant", self.id)
    }
}

impl Variant {
    /// The id of what is kept in stock.
    #[must_use]
    pub fn inventory_item_gid(&self) -> Option<Gid> {
        self.inventory_item_id.map(|number| Gid::of("InventoryItem", number))
    }
}

/// A variant of which only the id is told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct VariantRef {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_graphql_api_id: Option<Gid>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<FixedOffset>>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl VariantRef {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(admin_graphql_api_id: Option<Gid>, updated_at: Option<DateTime<FixedOffset>>, rest: Map<String, Value>);
}

/// What variants differ in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ProductOption {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its place among the options.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<i64>,
    /// What it can be.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl ProductOption {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<u64>, name: Option<String>, position: Option<i64>, values: Vec<String>, rest: Map<String, Value>);
}

/// An image.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Image {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_graphql_api_id: Option<Gid>,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub src: Option<String>,
    /// What it shows, for those who do not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// Its width.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<i64>,
    /// Its height.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<i64>,
    /// Its place among the images.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<i64>,
    /// The numbers of the variants that it shows.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub variant_ids: Vec<u64>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Image {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<u64>, admin_graphql_api_id: Option<Gid>, src: Option<String>, alt: Option<String>, width: Option<i64>, height: Option<i64>, position: Option<i64>, variant_ids: Vec<u64>, rest: Map<String, Value>);
}
