//! What a search looks for, and in which order it gives it.

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::types::Open;
use connectors_core::{Error, Result};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::word;

/// What a filter compares with, as HubSpot wants it: numbers and booleans as their text, moments in milliseconds, dates as
/// their first moment in UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term(String);

/// Types that are written as their text.
macro_rules! terms {
    ($($type:ty),*) => { $(
        impl From<$type> for Term {
            fn from(value: $type) -> Self {
                Self(value.to_string())
            }
        }
    )* };
}

terms!(&str, String, bool, i32, i64, u32, u64, f64, Decimal);

impl From<DateTime<Utc>> for Term {
    fn from(moment: DateTime<Utc>) -> Self {
        Self(moment.timestamp_millis().to_string())
    }
}

impl From<NaiveDate> for Term {
    fn from(date: NaiveDate) -> Self {
        date.and_time(chrono::NaiveTime::MIN).and_utc().into()
    }
}

/// How a filter compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Operator {
    /// Equal.
    Eq,
    /// Not equal.
    Neq,
    /// Less.
    Lt,
    /// Less or equal.
    Lte,
    /// Greater.
    Gt,
    /// Greater or equal.
    Gte,
    /// From `value` to `high_value`, both included.
    Between,
    /// One of `values`.
    In,
    /// None of `values`.
    NotIn,
    /// There is a value.
    HasProperty,
    /// There is none.
    NotHasProperty,
    /// The word is in it; `*` stands for any letters.
    ContainsToken,
    /// It is not.
    NotContainsToken,
}

/// One condition of a search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Filter {
    /// The property.
    pub property: String,
    /// How it is compared.
    pub operator: Open<Operator>,
    /// With what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// With which of several. Of properties that are texts they must be in lower case (not verified).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The upper end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high_value: Option<String>,
}

impl Filter {
    /// A condition without a value.
    #[must_use]
    pub fn new(property: impl Into<String>, operator: Operator) -> Self {
        let property = property.into();
        Self { property, operator: operator.into(), value: None, values: Vec::new(), high_value: None }
    }

    fn with(property: impl Into<String>, operator: Operator, value: impl Into<Term>) -> Self {
        Self { value: Some(value.into().0), ..Self::new(property, operator) }
    }

    fn with_all<T: Into<Term>>(
        property: impl Into<String>,
        operator: Operator,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        let values = values.into_iter().map(|value| value.into().0).collect();
        Self { values, ..Self::new(property, operator) }
    }

    /// The property has this value.
    #[must_use]
    pub fn eq(property: impl Into<String>, value: impl Into<Term>) -> Self {
        Self::with(property, Operator::Eq, value)
    }

    /// The property has another value.
    #[must_use]
    pub fn neq(property: impl Into<String>, value: impl Into<Term>) -> Self {
        Self::with(property, Operator::Neq, value)
    }

    /// The property is less than this, or before it.
    #[must_use]
    pub fn lt(property: impl Into<String>, value: impl Into<Term>) -> Self {
        Self::with(property, Operator::Lt, value)
    }

    /// The property is this or less.
    #[must_use]
    pub fn lte(property: impl Into<String>, value: impl Into<Term>) -> Self {
        Self::with(property, Operator::Lte, value)
    }

    /// The property is greater than this, or after it.
    #[must_use]
    pub fn gt(property: impl Into<String>, value: impl Into<Term>) -> Self {
        Self::with(property, Operator::Gt, value)
    }

    /// The property is this or greater.
    #[must_use]
    pub fn gte(property: impl Into<String>, value: impl Into<Term>) -> Self {
        Self::with(property, Operator::Gte, value)
    }

    /// The property is from one to the other, both included.
    #[must_use]
    pub fn between(property: impl Into<String>, from: impl Into<Term>, to: impl Into<Term>) -> Self {
        Self { high_value: Some(to.into().0), ..Self::with(property, Operator::Between, from) }
    }

    /// The property has one of these values.
    #[must_use]
    pub fn one_of<T: Into<Term>>(property: impl Into<String>, values: impl IntoIterator<Item = T>) -> Self {
        Self::with_all(property, Operator::In, values)
    }

    /// The property has none of these values.
    #[must_use]
    pub fn none_of<T: Into<Term>>(property: impl Into<String>, values: impl IntoIterator<Item = T>) -> Self {
        Self::with_all(property, Operator::NotIn, values)
    }

    /// The property has a value.
    #[must_use]
    pub fn has(property: impl Into<String>) -> Self {
        Self::new(property, Operator::HasProperty)
    }

    /// The property has no value.
    #[must_use]
    pub fn has_not(property: impl Into<String>) -> Self {
        Self::new(property, Operator::NotHasProperty)
    }

    /// This word is in the property.
    #[must_use]
    pub fn contains(property: impl Into<String>, word: impl Into<Term>) -> Self {
        Self::with(property, Operator::ContainsToken, word)
    }

    /// This word is not in the property.
    #[must_use]
    pub fn contains_not(property: impl Into<String>, word: impl Into<Term>) -> Self {
        Self::with(property, Operator::NotContainsToken, word)
    }

    pub(super) fn wire(&self, place: &str) -> Result<Value> {
        let missing = |what: &str| Err(Error::validation(format!("{place}.{what}"), "is missing"));
        match self.operator.known() {
            Some(Operator::In | Operator::NotIn) if self.values.is_empty() => return missing("values"),
            Some(Operator::In | Operator::NotIn | Operator::HasProperty | Operator::NotHasProperty) => {}
            Some(Operator::Between) if self.high_value.is_none() => return missing("high_value"),
            Some(_) if self.value.is_none() => return missing("value"),
            _ => {}
        }
        let property = word(&format!("{place}.property"), &self.property)?;
        let mut filter = json!({ "propertyName": property, "operator": self.operator });
        if let Some(value) = &self.value {
            filter["value"] = value.as_str().into();
        }
        if let Some(value) = &self.high_value {
            filter["highValue"] = value.as_str().into();
        }
        if !self.values.is_empty() {
            filter["values"] = self.values.clone().into();
        }
        Ok(filter)
    }
}

/// Conditions of which all must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Group(pub Vec<Filter>);

/// In which order objects are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SortOrder {
    /// The least first.
    Ascending,
    /// The greatest first.
    Descending,
}

/// By what objects are ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Sort {
    /// The property.
    pub property: String,
    /// Which way.
    pub order: SortOrder,
}

impl Sort {
    /// The least first.
    #[must_use]
    pub fn ascending(property: impl Into<String>) -> Self {
        Self { property: property.into(), order: SortOrder::Ascending }
    }

    /// The greatest first.
    #[must_use]
    pub fn descending(property: impl Into<String>) -> Self {
        Self { property: property.into(), order: SortOrder::Descending }
    }

    pub(super) fn wire(&self) -> Result<Value> {
        let property = word("sort.property", &self.property)?;
        Ok(json!({ "propertyName": property, "direction": self.order }))
    }
}
