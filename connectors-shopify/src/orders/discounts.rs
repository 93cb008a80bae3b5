//! The discounts of an order, and the part of each that a line has.

use connectors_core::setters;
use connectors_core::types::{Open, money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::MoneyBag;

/// A discount of an order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Discount {
    /// Its number, by which lines say their part of it.
    pub index: i64,
    /// How it is spread.
    pub allocation_method: Open<AllocationMethod>,
    /// What it is for.
    pub target_type: Open<TargetType>,
    /// Which of these.
    pub target_selection: Open<TargetSelection>,
    /// The code, of one that was typed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What it is called, of all others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Why, of one that somebody gave by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How much it is.
    pub value: DiscountValue,
}

impl Discount {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(index: i64, allocation_method: Open<AllocationMethod>, target_type: Open<TargetType>, target_selection: Open<TargetSelection>, code: Option<String>, title: Option<String>, description: Option<String>, value: DiscountValue);
}

/// How much a discount is: a part, or an amount.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct DiscountValue {
    /// Its part of the price, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percentage: Option<f64>,
    /// The amount.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub amount: Option<Decimal>,
    /// Its currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_code: Option<String>,
}

impl DiscountValue {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(percentage: Option<f64>, amount: Option<Decimal>, currency_code: Option<String>);
}

/// The part of a discount that a line has.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct DiscountAllocation {
    /// How much.
    #[serde(rename = "allocatedAmountSet")]
    pub allocated_amount: MoneyBag,
    /// Of which.
    pub discount_application: DiscountNumber,
}

impl DiscountAllocation {
    /// As tests need it.
    #[must_use]
    pub fn new(index: i64, allocated_amount: MoneyBag) -> Self {
        Self { allocated_amount, discount_application: DiscountNumber { index } }
    }
}

/// Which discount of the order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct DiscountNumber {
    /// Its number among those of the order: [`Discount::index`].
    pub index: i64,
}

/// How a discount is spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum AllocationMethod {
    /// Over all that it is for.
    Across,
    /// Each thing is cheaper.
    Each,
}

/// Which things a discount is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum TargetSelection {
    /// All.
    All,
    /// Those that its rules name.
    Entitled,
    /// Those that were picked.
    Explicit,
}

/// What a discount is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum TargetType {
    /// Things.
    LineItem,
    /// Shipping.
    ShippingLine,
}
