//! Collections as Shopify sends them.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use crate::files::Picture;
use crate::types::Count;
use crate::{Gid, Seo};

/// The selection of [`Collection`].
pub(super) const COLLECTION: &[&str] = &["fragment Collection on Collection { \
    id legacyResourceId title handle descriptionHtml sortOrder templateSuffix updatedAt \
    image { url width height } seo { title description } productsCount { count precision } \
    sources { __typename id title description } }"];

/// A collection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Collection {
    /// Its id.
    pub id: Gid,
    /// Its number in the REST API and in webhooks.
    pub legacy_resource_id: String,
    /// What it is called.
    pub title: String,
    /// Its name in addresses, unique in the shop.
    pub handle: String,
    /// Its description.
    pub description_html: String,
    /// The order of its products.
    pub sort_order: Open<SortOrder>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_suffix: Option<String>,
    /// When it was changed last. When it was made is not told.
    pub updated_at: DateTime<Utc>,
    /// Its image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Picture>,
    /// What search engines are told.
    pub seo: Seo,
    /// How many products it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub products_count: Option<Count>,
    /// Where its products come from.
    pub sources: Vec<Source>,
}

impl Collection {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(legacy_resource_id: String, title: String, handle: String, description_html: String, sort_order: Open<SortOrder>, template_suffix: Option<String>, updated_at: DateTime<Utc>, image: Option<Picture>, seo: Seo, products_count: Option<Count>, sources: Vec<Source>);
}

/// Where products of a collection come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Source {
    /// What it is.
    #[serde(rename = "__typename")]
    pub kind: Open<SourceKind>,
    /// Its id.
    pub id: Gid,
    /// What it is called.
    pub title: String,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Source {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(kind: Open<SourceKind>, title: String, description: Option<String>);
}

/// What a source of products is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum SourceKind {
    /// Products that are chosen by hand, or fit conditions.
    CollectionConditionsSource,
    /// Those of other collections.
    CollectionSubCollectionsSource,
}

/// The order of the products in a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortOrder {
    /// By title.
    AlphaAsc,
    /// By title, from Z to A.
    AlphaDesc,
    /// By how often they are bought.
    BestSelling,
    /// By age, the oldest first.
    Created,
    /// By age, the newest first.
    CreatedDesc,
    /// By hand.
    Manual,
    /// By how well they fit.
    MostRelevant,
    /// By price, the lowest first.
    PriceAsc,
    /// By price, the highest first.
    PriceDesc,
}
