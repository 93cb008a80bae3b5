//! Where the products of a collection come from, as it is written.

use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use super::conditions::{Condition, ExclusionCondition, MatchType};
use crate::Gid;

/// A new source of products.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum SourceInput {
    /// Products that are chosen by hand, or fit conditions.
    Source(ConditionsInput),
    /// Those of other collections.
    SubCollections(SubCollectionsInput),
    /// A source that is there already and can be shared.
    ShareableSource(SharedSource),
}

impl SourceInput {
    /// These products, chosen by hand.
    #[must_use]
    pub fn products<P: Into<Selection>>(
        title: impl Into<String>,
        products: impl IntoIterator<Item = P>,
    ) -> Self {
        Self::Source(ConditionsInput::new(title).inclusion(Inclusion::new().selections(products)))
    }

    /// The products that fit all of these conditions.
    #[must_use]
    pub fn all(title: impl Into<String>, conditions: impl IntoIterator<Item = Condition>) -> Self {
        Self::matching(title, MatchType::All, conditions)
    }

    /// The products that fit any of these conditions.
    #[must_use]
    pub fn any(title: impl Into<String>, conditions: impl IntoIterator<Item = Condition>) -> Self {
        Self::matching(title, MatchType::Any, conditions)
    }

    fn matching(
        title: impl Into<String>,
        how: MatchType,
        conditions: impl IntoIterator<Item = Condition>,
    ) -> Self {
        let inclusion = Inclusion::new().match_type(how).conditions(conditions);
        Self::Source(ConditionsInput::new(title).inclusion(inclusion))
    }
}

/// Products that are chosen by hand, or fit conditions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ConditionsInput {
    /// What the source is called.
    pub title: String,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The products that are in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inclusion: Option<Inclusion>,
    /// Those of them that are out again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclusion: Option<Exclusion>,
    /// What conditions on variants take in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_type: Option<Open<TargetType>>,
}

impl ConditionsInput {
    /// A source of this name.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    setters!(description: Option<String>, inclusion: Option<Inclusion>, exclusion: Option<Exclusion>, target_type: Option<Open<TargetType>>);
}

/// What conditions on variants take in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum TargetType {
    /// The whole product.
    Products,
    /// The variants that fit.
    Variants,
}

/// The products of other collections.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SubCollectionsInput {
    /// What the source is called.
    pub title: String,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The collections.
    pub collection_ids: Vec<Gid>,
}

impl SubCollectionsInput {
    /// Those of these.
    #[must_use]
    pub fn new<C: Into<Gid>>(title: impl Into<String>, collection_ids: impl IntoIterator<Item = C>) -> Self {
        Self {
            title: title.into(),
            collection_ids: collection_ids.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }

    setters!(description: Option<String>);
}

/// A source that is there already and can be shared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SharedSource {
    /// The source.
    pub source_id: Gid,
}

impl SharedSource {
    /// This one.
    #[must_use]
    pub fn new(source_id: impl Into<Gid>) -> Self {
        Self { source_id: source_id.into() }
    }
}

/// The products that are in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Inclusion {
    /// Those that are chosen by hand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub selections: Vec<Selection>,
    /// Those that fit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
    /// Whether they must fit all conditions, or any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_type: Option<Open<MatchType>>,
}

impl Inclusion {
    /// None, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(selections: Vec<Selection>, conditions: Vec<Condition>, match_type: Option<Open<MatchType>>);
}

/// The products that are out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Exclusion {
    /// Those that are chosen by hand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub selections: Vec<Excluded>,
    /// Those that fit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<ExclusionCondition>,
    /// Whether they must fit all conditions, or any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_type: Option<Open<MatchType>>,
}

impl Exclusion {
    /// None, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(selections: Vec<Excluded>, conditions: Vec<ExclusionCondition>, match_type: Option<Open<MatchType>>);
}

/// A product that is chosen by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Selection {
    /// The product.
    pub product_id: Gid,
    /// Only these variants of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variant_ids: Vec<Gid>,
}

impl Selection {
    /// This product.
    #[must_use]
    pub fn new(product_id: impl Into<Gid>) -> Self {
        Self { product_id: product_id.into(), ..Self::default() }
    }

    setters!(variant_ids: Vec<Gid>);
}

impl<I: Into<Gid>> From<I> for Selection {
    fn from(product_id: I) -> Self {
        Self::new(product_id)
    }
}

/// A product that is left out by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Excluded {
    /// The product.
    pub product_id: Gid,
}

impl Excluded {
    /// This product.
    #[must_use]
    pub fn new(product_id: impl Into<Gid>) -> Self {
        Self { product_id: product_id.into() }
    }
}

impl<I: Into<Gid>> From<I> for Excluded {
    fn from(product_id: I) -> Self {
        Self::new(product_id)
    }
}
