//! What products have to be like to be in a collection, as it is written.

use connectors_core::setters;
use connectors_core::types::{Open, money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Gid;
use crate::inventory_items::Weight;
use crate::types::Money;

/// How many of several have to fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum MatchType {
    /// All of them.
    All,
    /// One of them.
    Any,
}

/// What a product has to be like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Condition {
    /// A metafield that is yes or no.
    MetafieldBoolean(MetafieldIs<bool>),
    /// A metafield that is a decimal number.
    MetafieldDecimal(MetafieldIs<Exact>),
    /// A metafield that is a whole number.
    MetafieldInteger(MetafieldIs<i64>),
    /// A metafield that names a metaobject.
    MetafieldMetaobject(MetafieldIs<Gid>),
    /// A metafield that names metaobjects.
    MetafieldMetaobjectList(MetafieldIn),
    /// A metafield that is a text.
    MetafieldString(MetafieldIn),
    /// A metafield that is several texts.
    MetafieldStringList(MetafieldIn),
    /// Its category in Shopify's taxonomy.
    ProductCategory(In<CategoryInput>),
    /// Whether it can be bought: `ACTIVE`.
    ProductStatus(In<String>),
    /// Its tags.
    ProductTag(In<String>),
    /// Its title.
    ProductTitle(In<String>),
    /// Its type.
    ProductType(In<String>),
    /// Its vendor.
    ProductVendor(In<String>),
    /// What a variant cost before; no value if it is asked whether there is one.
    VariantCompareAtPrice(MaybeIs<Money>),
    /// How many there are of a variant.
    VariantInventory(Is<i64>),
    /// What a variant costs.
    VariantPrice(Is<Money>),
    /// The title of a variant.
    VariantTitle(In<String>),
    /// What a variant weighs.
    VariantWeight(Is<Weight>),
}

impl Condition {
    /// It has one of these tags.
    #[must_use]
    pub fn tagged<S: Into<String>>(tags: impl IntoIterator<Item = S>) -> Self {
        Self::ProductTag(In::any(Relation::TaggedWith, tags))
    }

    /// It is of one of these vendors.
    #[must_use]
    pub fn vendor<S: Into<String>>(vendors: impl IntoIterator<Item = S>) -> Self {
        Self::ProductVendor(In::any(Relation::Equals, vendors))
    }

    /// It is of one of these types.
    #[must_use]
    pub fn product_type<S: Into<String>>(types: impl IntoIterator<Item = S>) -> Self {
        Self::ProductType(In::any(Relation::Equals, types))
    }
}

/// What leaves a product out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ExclusionCondition {
    /// It is in one of these collections.
    Collection(Among),
    /// Its category in Shopify's taxonomy.
    ProductCategory(In<CategoryInput>),
    /// Its tags.
    ProductTag(In<String>),
    /// Its type.
    ProductType(In<String>),
    /// Its vendor.
    ProductVendor(In<String>),
}

/// How a value and what is asked for have to stand to each other. Each condition knows some of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Relation {
    /// It is in it.
    Contains,
    /// It is not in it.
    DoesNotContain,
    /// It ends with it.
    EndsWith,
    /// They are the same.
    Equals,
    /// It is more.
    GreaterThan,
    /// It is among them.
    Includes,
    /// There is none.
    IsNotSet,
    /// There is one.
    IsSet,
    /// It is less.
    LessThan,
    /// They are not the same.
    NotEquals,
    /// It is no tag of it.
    NotTaggedWith,
    /// It starts with it.
    StartsWith,
    /// It is a tag of it.
    TaggedWith,
}

/// A value, and what it has to be like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Is<T> {
    /// How they stand to each other.
    pub relation: Open<Relation>,
    /// What is asked for.
    pub value: T,
}

impl<T> Is<T> {
    /// It stands like this to that.
    #[must_use]
    pub fn new(relation: impl Into<Open<Relation>>, value: T) -> Self {
        Self { relation: relation.into(), value }
    }
}

/// A value that there may be, and what it has to be like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct MaybeIs<T> {
    /// How they stand to each other.
    pub relation: Open<Relation>,
    /// What is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<T>,
}

impl<T> MaybeIs<T> {
    /// It stands like this to that.
    #[must_use]
    pub fn new(relation: impl Into<Open<Relation>>, value: Option<T>) -> Self {
        Self { relation: relation.into(), value }
    }
}

/// A value, and those that it has to be like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct In<T> {
    /// How they stand to each other.
    pub relation: Open<Relation>,
    /// Whether it has to fit all values, or any.
    pub match_type: Open<MatchType>,
    /// What is asked for.
    pub values: Vec<T>,
}

impl<T> In<T> {
    /// It stands like this to one of these.
    #[must_use]
    pub fn any<V: Into<T>>(relation: impl Into<Open<Relation>>, values: impl IntoIterator<Item = V>) -> Self {
        Self::new(relation, MatchType::Any, values)
    }

    /// It stands like this to all of these, or to any.
    #[must_use]
    pub fn new<V: Into<T>>(
        relation: impl Into<Open<Relation>>,
        match_type: impl Into<Open<MatchType>>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        Self { relation: relation.into(), match_type: match_type.into(), values }
    }
}

/// A metafield, and what it has to be like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct MetafieldIs<T> {
    /// The definition of the metafield.
    pub definition_id: Gid,
    /// How they stand to each other.
    pub relation: Open<Relation>,
    /// What is asked for.
    pub value: T,
}

impl<T> MetafieldIs<T> {
    /// It stands like this to that.
    #[must_use]
    pub fn new(definition_id: impl Into<Gid>, relation: impl Into<Open<Relation>>, value: T) -> Self {
        Self { definition_id: definition_id.into(), relation: relation.into(), value }
    }
}

/// A metafield, and the values that it has to be like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct MetafieldIn {
    /// The definition of the metafield.
    pub definition_id: Gid,
    /// How they stand to each other.
    pub relation: Open<Relation>,
    /// Whether it has to fit all values, or any.
    pub match_type: Open<MatchType>,
    /// What is asked for.
    pub values: Vec<String>,
}

impl MetafieldIn {
    /// It stands like this to all of these, or to any.
    #[must_use]
    pub fn new<V: Into<String>>(
        definition_id: impl Into<Gid>,
        relation: impl Into<Open<Relation>>,
        match_type: impl Into<Open<MatchType>>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        Self {
            definition_id: definition_id.into(),
            relation: relation.into(),
            match_type: match_type.into(),
            values: values.into_iter().map(Into::into).collect(),
        }
    }
}

/// A category in Shopify's taxonomy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct CategoryInput {
    /// The category.
    pub category_id: Gid,
    /// Whether those below it count too.
    #[serde(default)]
    pub include_descendants: bool,
}

impl CategoryInput {
    /// This one, with those below it.
    #[must_use]
    pub fn new(category_id: impl Into<Gid>) -> Self {
        Self { category_id: category_id.into(), include_descendants: true }
    }

    setters!(include_descendants: bool);
}

/// Collections.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Among {
    /// The collections.
    pub values: Vec<Gid>,
}

impl Among {
    /// These.
    #[must_use]
    pub fn new<I: Into<Gid>>(values: impl IntoIterator<Item = I>) -> Self {
        Self { values: values.into_iter().map(Into::into).collect() }
    }
}

/// A decimal number with all its digits: as text in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Exact(
    /// The number.
    #[serde(with = "money::text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub Decimal,
);
