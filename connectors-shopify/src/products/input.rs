//! Products as they are written.

use connectors_core::setters;
use connectors_core::types::{Open, Patch};
use serde::{Deserialize, Serialize};

use super::ProductStatus;
use crate::metafields::MetafieldInput;
use crate::{Gid, Seo};

/// How a product is named: by one of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Identifier {
    /// By its id.
    Id(Gid),
    /// By its handle.
    Handle(String),
    /// By a metafield of your own, whose values are unique.
    CustomId(crate::metafields::UniqueMetafield),
}

/// A new product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ProductInput {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its name in addresses; made of the title if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Whether it can be bought: at once, unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<ProductStatus>>,
    /// Who makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// What kind of thing it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_type: Option<String>,
    /// Its tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Its description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_html: Option<String>,
    /// Its category in Shopify's taxonomy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Gid>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_suffix: Option<String>,
    /// Whether it is a gift card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gift_card: Option<bool>,
    /// What search engines are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seo: Option<Seo>,
    /// Its metafields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
    /// The collections that it is put in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub collections_to_join: Vec<Gid>,
    /// What its variants will differ in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub product_options: Vec<OptionInput>,
}

impl ProductInput {
    /// A product with this title.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: Some(title.into()), ..Self::default() }
    }

    setters!(title: Option<String>, handle: Option<String>, status: Option<Open<ProductStatus>>, vendor: Option<String>, product_type: Option<String>, tags: Vec<String>, description_html: Option<String>, category: Option<Gid>, template_suffix: Option<String>, gift_card: Option<bool>, seo: Option<Seo>, metafields: Vec<MetafieldInput>, collections_to_join: Vec<Gid>, product_options: Vec<OptionInput>);
}

/// What changes of a product. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ProductUpdateInput {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its name in addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Whether the old address leads to the new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_new_handle: Option<bool>,
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
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub category: Patch<Gid>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub template_suffix: Patch<String>,
    /// What search engines are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seo: Option<Seo>,
    /// Metafields that are set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
    /// Collections that it is put in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub collections_to_join: Vec<Gid>,
    /// Collections that it is taken out of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub collections_to_leave: Vec<Gid>,
}

impl ProductUpdateInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// All its tags.
    #[must_use]
    pub fn tags<S: Into<String>>(mut self, tags: impl IntoIterator<Item = S>) -> Self {
        self.tags = Some(tags.into_iter().map(Into::into).collect());
        self
    }

    setters!(title: Option<String>, handle: Option<String>, redirect_new_handle: Option<bool>, status: Option<Open<ProductStatus>>, vendor: Option<String>, product_type: Option<String>, description_html: Option<String>, category: Patch<Gid>, template_suffix: Patch<String>, seo: Option<Seo>, metafields: Vec<MetafieldInput>, collections_to_join: Vec<Gid>, collections_to_leave: Vec<Gid>);
}

/// What variants differ in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct OptionInput {
    /// What it is called.
    pub name: String,
    /// Its place among the options, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
    /// What can be chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<OptionValueInput>,
}

impl OptionInput {
    /// An option with these values.
    #[must_use]
    pub fn new<V: Into<OptionValueInput>>(
        name: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        Self { name: name.into(), position: None, values: values.into_iter().map(Into::into).collect() }
    }

    setters!(position: Option<u32>, values: Vec<OptionValueInput>);
}

/// What can be chosen of an option.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OptionValueInput {
    /// What it is called.
    pub name: String,
}

impl From<&str> for OptionValueInput {
    fn from(name: &str) -> Self {
        Self { name: name.to_owned() }
    }
}

impl From<String> for OptionValueInput {
    fn from(name: String) -> Self {
        Self { name }
    }
}

/// A variant's value of an option.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct VariantOptionValue {
    /// The option.
    pub option_name: String,
    /// The value.
    pub name: String,
}

impl VariantOptionValue {
    /// This value of this option.
    #[must_use]
    pub fn new(option_name: impl Into<String>, name: impl Into<String>) -> Self {
        Self { option_name: option_name.into(), name: name.into() }
    }
}
