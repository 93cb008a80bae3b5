//! Collections as they are written.

use connectors_core::setters;
use connectors_core::types::{Open, Patch};
use serde::{Deserialize, Serialize};

use super::conditions::{Condition, ExclusionCondition, MatchType};
use super::model::SortOrder;
use super::sources::{Excluded, Selection, SourceInput};
use crate::metafields::MetafieldInput;
use crate::{Gid, Seo};

/// A new collection.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CollectionInput {
    /// What it is called.
    pub title: String,
    /// Its name in addresses; made of the title if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Its description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_html: Option<String>,
    /// Its image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<ImageInput>,
    /// The order of its products.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_order: Option<Open<SortOrder>>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_suffix: Option<String>,
    /// What search engines are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seo: Option<Seo>,
    /// Its metafields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
    /// Where its products come from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceInput>,
}

impl CollectionInput {
    /// A collection with this title.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    setters!(handle: Option<String>, description_html: Option<String>, image: Option<ImageInput>, sort_order: Option<Open<SortOrder>>, template_suffix: Option<String>, seo: Option<Seo>, metafields: Vec<MetafieldInput>, sources: Vec<SourceInput>);
}

/// An image.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ImageInput {
    /// Where it is: an address that Shopify can read, or what a staged upload gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub src: Option<String>,
    /// What it shows, for those who cannot see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt_text: Option<String>,
}

impl ImageInput {
    /// None, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(src: Option<String>, alt_text: Option<String>);
}

/// What changes of a collection. What is not said stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CollectionUpdateInput {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its name in addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// Whether the old address leads to the new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_new_handle: Option<bool>,
    /// Its description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_html: Option<String>,
    /// Its image.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub image: Patch<ImageInput>,
    /// The order of its products.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_order: Option<Open<SortOrder>>,
    /// Which template of the theme shows it.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub template_suffix: Patch<String>,
    /// What search engines are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seo: Option<Seo>,
    /// Metafields that are set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metafields: Vec<MetafieldInput>,
    /// Sources of products that are added.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources_to_create: Vec<SourceInput>,
    /// Sources of products that change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources_to_update: Vec<SourceUpdateInput>,
    /// Sources of products that are removed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources_to_delete: Vec<Gid>,
}

impl CollectionUpdateInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(title: Option<String>, handle: Option<String>, redirect_new_handle: Option<bool>, description_html: Option<String>, image: Patch<ImageInput>, sort_order: Option<Open<SortOrder>>, template_suffix: Patch<String>, seo: Option<Seo>, metafields: Vec<MetafieldInput>, sources_to_create: Vec<SourceInput>, sources_to_update: Vec<SourceUpdateInput>, sources_to_delete: Vec<Gid>);
}

/// What changes of a source of products.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum SourceUpdateInput {
    /// Of products that are chosen by hand, or fit conditions.
    Condition(Box<ConditionsUpdateInput>),
    /// Of those of other collections.
    SubCollections(SubCollectionsUpdateInput),
}

impl From<ConditionsUpdateInput> for SourceUpdateInput {
    fn from(changes: ConditionsUpdateInput) -> Self {
        Self::Condition(Box::new(changes))
    }
}

impl From<SubCollectionsUpdateInput> for SourceUpdateInput {
    fn from(changes: SubCollectionsUpdateInput) -> Self {
        Self::SubCollections(changes)
    }
}

/// What changes of a source whose products are chosen by hand, or fit conditions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ConditionsUpdateInput {
    /// The source.
    pub id: Gid,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The products that are in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inclusion: Option<InclusionUpdate>,
    /// Those of them that are out again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclusion: Option<ExclusionUpdate>,
}

impl ConditionsUpdateInput {
    /// Nothing of this source, so far.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(title: Option<String>, description: Option<String>, inclusion: Option<InclusionUpdate>, exclusion: Option<ExclusionUpdate>);
}

/// What changes of a source whose products are those of other collections.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SubCollectionsUpdateInput {
    /// The source.
    pub id: Gid,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// All of the collections.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub collection_ids: Vec<Gid>,
}

impl SubCollectionsUpdateInput {
    /// Nothing of this source, so far.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(title: Option<String>, description: Option<String>, collection_ids: Vec<Gid>);
}

/// What changes of the products that are in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct InclusionUpdate {
    /// Those that are chosen by hand now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub selections_to_add: Vec<Selection>,
    /// Those that are no longer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub selections_to_remove: Vec<Selection>,
    /// Conditions that are added.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions_to_create: Vec<Condition>,
    /// Conditions that are removed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions_to_delete: Vec<Gid>,
    /// Whether they must fit all conditions, or any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_type: Option<Open<MatchType>>,
}

impl InclusionUpdate {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(selections_to_add: Vec<Selection>, selections_to_remove: Vec<Selection>, conditions_to_create: Vec<Condition>, conditions_to_delete: Vec<Gid>, match_type: Option<Open<MatchType>>);
}

/// What changes of the products that are out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ExclusionUpdate {
    /// Those that are left out by hand now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub selections_to_add: Vec<Excluded>,
    /// Those that are no longer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub selections_to_remove: Vec<Excluded>,
    /// Conditions that are added.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions_to_create: Vec<ExclusionCondition>,
    /// Conditions that are removed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions_to_delete: Vec<Gid>,
    /// Whether they must fit all conditions, or any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_type: Option<Open<MatchType>>,
}

impl ExclusionUpdate {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(selections_to_add: Vec<Excluded>, selections_to_remove: Vec<Excluded>, conditions_to_create: Vec<ExclusionCondition>, conditions_to_delete: Vec<Gid>, match_type: Option<Open<MatchType>>);
}
