//! What discounts give, and for what.

use connectors_core::setters;
use connectors_core::types::{Open, money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Money;

/// Who may use a discount: which kind of people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Who {
    /// Which.
    #[serde(rename = "__typename")]
    pub kind: Open<WhoKind>,
}

impl Who {
    /// As tests need it.
    #[must_use]
    pub fn new(kind: impl Into<Open<WhoKind>>) -> Self {
        Self { kind: kind.into() }
    }
}

/// What a discount holds for: which kind of things.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Items {
    /// Which.
    #[serde(rename = "__typename")]
    pub kind: Open<ItemsKind>,
}

impl Items {
    /// As tests need it.
    #[must_use]
    pub fn new(kind: impl Into<Open<ItemsKind>>) -> Self {
        Self { kind: kind.into() }
    }
}

/// Who may use a discount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum WhoKind {
    /// Everybody.
    #[serde(rename = "DiscountBuyerSelectionAll")]
    Everybody,
    /// Some customers.
    #[serde(rename = "DiscountCustomers")]
    Customers,
    /// Segments of customers.
    #[serde(rename = "DiscountCustomerSegments")]
    Segments,
    /// Those in some markets.
    #[serde(rename = "DiscountMarkets")]
    Markets,
}

/// What a discount holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum ItemsKind {
    /// Everything.
    #[serde(rename = "AllDiscountItems")]
    All,
    /// What is in some collections.
    #[serde(rename = "DiscountCollections")]
    Collections,
    /// Some products or variants.
    #[serde(rename = "DiscountProducts")]
    Products,
}

/// Which other discounts can be used with one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct CombinesWith {
    /// Those of orders.
    pub order_discounts: bool,
    /// Those of products.
    pub product_discounts: bool,
    /// Those of shipping.
    pub shipping_discounts: bool,
}

impl CombinesWith {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(order_discounts: bool, product_discounts: bool, shipping_discounts: bool);
}

/// What has to be bought: so many things, or so much.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Minimum {
    /// How many things.
    #[serde(rename = "greaterThanOrEqualToQuantity", skip_serializing_if = "Option::is_none")]
    pub quantity: Option<String>,
    /// How much.
    #[serde(rename = "greaterThanOrEqualToSubtotal", skip_serializing_if = "Option::is_none")]
    pub subtotal: Option<Money>,
}

impl Minimum {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(quantity: Option<String>, subtotal: Option<Money>);
}

/// What the customer gets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct CustomerGets {
    /// Of what.
    pub items: Items,
    /// How much less it is.
    pub value: DiscountValue,
}

impl CustomerGets {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(items: Items, value: DiscountValue);
}

/// What the customer buys to get something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct CustomerBuys {
    /// Of what.
    pub items: Items,
    /// How much of it.
    pub value: BuysValue,
}

impl CustomerBuys {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(items: Items, value: BuysValue);
}

/// How much less something is: a part, an amount, or either for so many things.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct DiscountValue {
    /// Which part of the price: 0.2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percentage: Option<f64>,
    /// Which amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// Whether that is for each thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_on_each_item: Option<bool>,
    /// For so many things.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// How much less these are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
}

impl DiscountValue {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(percentage: Option<f64>, amount: Option<Money>, applies_on_each_item: Option<bool>, quantity: Option<Quantity>, effect: Option<Effect>);
}

/// How many things.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Quantity {
    /// How many.
    pub quantity: String,
}

impl Quantity {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(quantity: String);
}

/// How much less something is: a part or an amount.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Effect {
    /// Which part of the price: 0.2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percentage: Option<f64>,
    /// Which amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// Whether that is for each thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_on_each_item: Option<bool>,
}

impl Effect {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(percentage: Option<f64>, amount: Option<Money>, applies_on_each_item: Option<bool>);
}

/// How much the customer buys: so many things, or for so much.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct BuysValue {
    /// How many things.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<String>,
    /// For how much, in the currency of the shop.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub amount: Option<Decimal>,
}

impl BuysValue {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(quantity: Option<String>, amount: Option<Decimal>);
}

/// Where shipping is free.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct DestinationSelection {
    /// Everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_countries: Option<bool>,
    /// In these countries, two letters each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub countries: Option<Vec<String>>,
    /// And wherever the shop sends without naming the country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_rest_of_world: Option<bool>,
}

impl DestinationSelection {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `countries`.
    #[must_use]
    pub fn countries<S: Into<String>>(mut self, values: impl IntoIterator<Item = S>) -> Self {
        self.countries = Some(values.into_iter().map(Into::into).collect());
        self
    }

    setters!(all_countries: Option<bool>, include_rest_of_world: Option<bool>);
}
