//! What discounts are made of when they are written.

use connectors_core::setters;
use connectors_core::types::money;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Gid;

/// Who may use a discount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum WhoInput {
    /// Everybody.
    All(Everybody),
    /// These customers.
    Customers(IdChanges),
    /// Customers of these segments.
    CustomerSegments(IdChanges),
    /// Those in these markets.
    Markets(IdChanges),
}

impl WhoInput {
    /// Everybody.
    #[must_use]
    pub fn everybody() -> Self {
        Self::All(Everybody::All)
    }
}

/// Everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Everybody {
    /// Everybody.
    All,
}

/// Records that something holds for, and those that it no longer holds for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct IdChanges {
    /// Those that it holds for besides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub add: Vec<Gid>,
    /// Those that it no longer holds for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remove: Vec<Gid>,
}

impl IdChanges {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(add: Vec<Gid>, remove: Vec<Gid>);
}

/// What a discount holds for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ItemsInput {
    /// Everything.
    All(bool),
    /// What is in these collections.
    Collections(IdChanges),
    /// These products and variants.
    Products(ProductsInput),
}

/// Products and variants that a discount holds for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ProductsInput {
    /// Products that it holds for besides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub products_to_add: Vec<Gid>,
    /// Products that it no longer holds for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub products_to_remove: Vec<Gid>,
    /// Variants that it holds for besides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub product_variants_to_add: Vec<Gid>,
    /// Variants that it no longer holds for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub product_variants_to_remove: Vec<Gid>,
}

impl ProductsInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(products_to_add: Vec<Gid>, products_to_remove: Vec<Gid>, product_variants_to_add: Vec<Gid>, product_variants_to_remove: Vec<Gid>);
}

/// What the customer gets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct GetsInput {
    /// Of what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<ItemsInput>,
    /// How much less it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<ValueInput>,
    /// Whether of things that are bought once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_on_one_time_purchase: Option<bool>,
    /// Whether of subscriptions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_on_subscription: Option<bool>,
}

impl GetsInput {
    /// So much less, of these.
    #[must_use]
    pub fn new(items: ItemsInput, value: ValueInput) -> Self {
        Self { items: Some(items), value: Some(value), ..Self::default() }
    }

    setters!(applies_on_one_time_purchase: Option<bool>, applies_on_subscription: Option<bool>);
}

/// How much less something is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ValueInput {
    /// This part of the price: 0.2. Not where some are bought to get some.
    Percentage(f64),
    /// This amount. Not where some are bought to get some.
    DiscountAmount(AmountInput),
    /// For so many things.
    DiscountOnQuantity(OnQuantityInput),
}

/// An amount off, in the currency of the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct AmountInput {
    /// The amount.
    #[serde(with = "money::text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub amount: Decimal,
    /// Whether it is for each thing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub applies_on_each_item: bool,
}

impl AmountInput {
    /// This amount off the whole.
    #[must_use]
    pub fn new(amount: impl Into<Decimal>) -> Self {
        Self { amount: amount.into(), applies_on_each_item: false }
    }

    setters!(applies_on_each_item: bool);
}

/// Less for so many things.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct OnQuantityInput {
    /// How many.
    pub quantity: String,
    /// How much less they are.
    pub effect: EffectInput,
}

impl OnQuantityInput {
    /// So many for so much less.
    #[must_use]
    pub fn new(quantity: impl Into<String>, effect: EffectInput) -> Self {
        Self { quantity: quantity.into(), effect }
    }
}

/// How much less something is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum EffectInput {
    /// This part of the price: 1 is for nothing.
    Percentage(f64),
    /// This amount, in the currency of the shop.
    Amount(
        #[serde(with = "money::text")]
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        Decimal,
    ),
}

/// What the customer buys to get something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct BuysInput {
    /// Of what: not everything.
    pub items: ItemsInput,
    /// How much of it.
    pub value: BuysValueInput,
    /// Whether of things that are bought once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_one_time_purchase: Option<bool>,
    /// Whether of subscriptions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_subscription: Option<bool>,
}

impl BuysInput {
    /// So much of these.
    #[must_use]
    pub fn new(items: ItemsInput, value: BuysValueInput) -> Self {
        Self { items, value, is_one_time_purchase: None, is_subscription: None }
    }

    setters!(is_one_time_purchase: Option<bool>, is_subscription: Option<bool>);
}

/// How much the customer buys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum BuysValueInput {
    /// So many things.
    Quantity(String),
    /// For so much, in the currency of the shop.
    Amount(
        #[serde(with = "money::text")]
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        Decimal,
    ),
}

/// What has to be bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum MinimumInput {
    /// So many things.
    Quantity(MinimumQuantity),
    /// For so much.
    Subtotal(MinimumSubtotal),
}

/// So many things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct MinimumQuantity {
    /// How many at least.
    #[serde(rename = "greaterThanOrEqualToQuantity")]
    pub quantity: String,
}

impl MinimumQuantity {
    /// At least so many.
    #[must_use]
    pub fn new(quantity: impl Into<String>) -> Self {
        Self { quantity: quantity.into() }
    }
}

/// So much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct MinimumSubtotal {
    /// How much at least, in the currency of the shop.
    #[serde(rename = "greaterThanOrEqualToSubtotal", with = "money::text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub subtotal: Decimal,
}

impl MinimumSubtotal {
    /// At least so much.
    #[must_use]
    pub fn new(subtotal: impl Into<Decimal>) -> Self {
        Self { subtotal: subtotal.into() }
    }
}

/// Which other discounts can be used with one: none, unless said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CombinesWithInput {
    /// Those of orders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_discounts: Option<bool>,
    /// Those of products.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_discounts: Option<bool>,
    /// Those of shipping.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_discounts: Option<bool>,
}

impl CombinesWithInput {
    /// None.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(order_discounts: Option<bool>, product_discounts: Option<bool>, shipping_discounts: Option<bool>);
}

/// Where shipping is free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum DestinationInput {
    /// Everywhere.
    All(bool),
    /// In these countries.
    Countries(CountriesInput),
}

/// Countries where shipping is free, and those where it no longer is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CountriesInput {
    /// Those where it is besides, two letters each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub add: Vec<String>,
    /// Those where it no longer is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remove: Vec<String>,
    /// Whether it is wherever the shop sends without naming the country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_rest_of_world: Option<bool>,
}

impl CountriesInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(add: Vec<String>, remove: Vec<String>, include_rest_of_world: Option<bool>);
}
