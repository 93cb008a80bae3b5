//! Discounts as Shopify sends them.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use super::values::{CombinesWith, CustomerBuys, CustomerGets, DestinationSelection, Minimum, Who};
use crate::discount_redeem_codes::RedeemCode;
use crate::graphql::Connection;
use crate::{Count, Gid, Money};

const MINIMUM: &str = "fragment DiscountMinimum on DiscountMinimumRequirement { \
    ... on DiscountMinimumQuantity { greaterThanOrEqualToQuantity } ... on DiscountMinimumSubtotal { \
    greaterThanOrEqualToSubtotal { amount currencyCode } } }";

const GETS: &str = "fragment DiscountGets on DiscountCustomerGets { \
    items { __typename } value { __typename ... on DiscountAmount { amount { amount currencyCode } \
    appliesOnEachItem } ... on DiscountPercentage { percentage } ... on DiscountOnQuantity { quantity { \
    quantity } effect { __typename ... on DiscountAmount { amount { amount currencyCode } appliesOnEachItem } \
    ... on DiscountPercentage { percentage } } } } }";

const BUYS: &str = "fragment DiscountBuys on DiscountCustomerBuys { \
    items { __typename } value { __typename ... on DiscountPurchaseAmount { amount } ... on DiscountQuantity \
    { quantity } } }";

const DESTINATION: &str = "fragment DiscountDestination on DiscountShippingDestinationSelection { \
    ... on DiscountCountries { countries includeRestOfWorld } ... on DiscountCountryAll { allCountries } }";

const CODE_TERMS: &str = "fragment CodeTerms on DiscountCode { \
    __typename \
    ... on DiscountCodeBasic { title status startsAt endsAt createdAt updatedAt asyncUsageCount \
    discountClasses tags context { __typename } combinesWith { orderDiscounts productDiscounts \
    shippingDiscounts } usageLimit appliesOncePerCustomer totalSales { amount currencyCode } codesCount { \
    count precision } codes(first: 3) { nodes { id code asyncUsageCount } pageInfo { hasNextPage endCursor } \
    } summary minimumRequirement { ...DiscountMinimum } customerGets { ...DiscountGets } } \
    ... on DiscountCodeBxgy { title status startsAt endsAt createdAt updatedAt asyncUsageCount \
    discountClasses tags context { __typename } combinesWith { orderDiscounts productDiscounts \
    shippingDiscounts } usageLimit appliesOncePerCustomer totalSales { amount currencyCode } codesCount { \
    count precision } codes(first: 3) { nodes { id code asyncUsageCount } pageInfo { hasNextPage endCursor } \
    } summary customerGets { ...DiscountGets } customerBuys { ...DiscountBuys } usesPerOrderLimit } \
    ... on DiscountCodeFreeShipping { title status startsAt endsAt createdAt updatedAt asyncUsageCount \
    discountClasses tags context { __typename } combinesWith { orderDiscounts productDiscounts \
    shippingDiscounts } usageLimit appliesOncePerCustomer totalSales { amount currencyCode } codesCount { \
    count precision } codes(first: 3) { nodes { id code asyncUsageCount } pageInfo { hasNextPage endCursor } \
    } summary minimumRequirement { ...DiscountMinimum } maximumShippingPrice { amount currencyCode } \
    destinationSelection { ...DiscountDestination } } \
    ... on DiscountCodeApp { title status startsAt endsAt createdAt updatedAt asyncUsageCount discountClasses \
    tags context { __typename } combinesWith { orderDiscounts productDiscounts shippingDiscounts } usageLimit \
    appliesOncePerCustomer totalSales { amount currencyCode } codesCount { count precision } codes(first: 3) \
    { nodes { id code asyncUsageCount } pageInfo { hasNextPage endCursor } } } }";

const AUTOMATIC_TERMS: &str = "fragment AutomaticTerms on DiscountAutomatic { \
    __typename \
    ... on DiscountAutomaticBasic { title status startsAt endsAt createdAt updatedAt asyncUsageCount \
    discountClasses tags context { __typename } combinesWith { orderDiscounts productDiscounts \
    shippingDiscounts } summary minimumRequirement { ...DiscountMinimum } customerGets { ...DiscountGets } } \
    ... on DiscountAutomaticBxgy { title status startsAt endsAt createdAt updatedAt asyncUsageCount \
    discountClasses tags context { __typename } combinesWith { orderDiscounts productDiscounts \
    shippingDiscounts } summary customerGets { ...DiscountGets } customerBuys { ...DiscountBuys } \
    usesPerOrderLimit } \
    ... on DiscountAutomaticFreeShipping { title status startsAt endsAt createdAt updatedAt asyncUsageCount \
    discountClasses tags context { __typename } combinesWith { orderDiscounts productDiscounts \
    shippingDiscounts } summary minimumRequirement { ...DiscountMinimum } maximumShippingPrice { amount \
    currencyCode } destinationSelection { ...DiscountDestination } } \
    ... on DiscountAutomaticApp { title status startsAt endsAt createdAt updatedAt asyncUsageCount \
    discountClasses tags context { __typename } combinesWith { orderDiscounts productDiscounts \
    shippingDiscounts } } }";

/// The selection of [`Discount`], whatever it is.
pub(crate) const DISCOUNT: &[&str] = &[
    "fragment Discount on DiscountNode { id terms: discount { ...CodeTerms ...AutomaticTerms } }",
    CODE_TERMS,
    AUTOMATIC_TERMS,
    MINIMUM,
    GETS,
    BUYS,
    DESTINATION,
];

/// The selection of [`Discount`], where it has a code.
pub(crate) const CODE_DISCOUNT: &[&str] = &[
    "fragment Discount on DiscountCodeNode { id terms: codeDiscount { ...CodeTerms } }",
    CODE_TERMS,
    MINIMUM,
    GETS,
    BUYS,
    DESTINATION,
];

/// The selection of [`Discount`], where it is automatic.
pub(crate) const AUTOMATIC_DISCOUNT: &[&str] = &[
    "fragment Discount on DiscountAutomaticNode { id terms: automaticDiscount { ...AutomaticTerms } }",
    AUTOMATIC_TERMS,
    MINIMUM,
    GETS,
    BUYS,
    DESTINATION,
];

/// A discount.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Discount {
    /// Its id.
    pub id: Gid,
    /// What it is.
    pub terms: Terms,
}

impl Discount {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(terms: Terms);
}

/// What a discount is. Which members there are depends on its kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Terms {
    /// Its kind.
    #[serde(rename = "__typename")]
    pub kind: Open<DiscountKind>,
    /// What it is called.
    pub title: String,
    /// Whether it can be used now.
    pub status: Open<DiscountStatus>,
    /// What it is, in words. Not of an application's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// From when it can be used.
    pub starts_at: DateTime<Utc>,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// How often it was used. It lags a little.
    #[serde(rename = "asyncUsageCount")]
    pub usage_count: i64,
    /// What becomes cheaper.
    pub discount_classes: Vec<Open<DiscountClass>>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Who may use it.
    pub context: Who,
    /// Which other discounts can be used with it.
    pub combines_with: CombinesWith,
    /// What has to be bought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_requirement: Option<Minimum>,
    /// What the customer gets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_gets: Option<CustomerGets>,
    /// What the customer buys to get it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_buys: Option<CustomerBuys>,
    /// How often it can be used in an order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uses_per_order_limit: Option<i64>,
    /// Where shipping is free.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_selection: Option<DestinationSelection>,
    /// Up to which price shipping is free.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_shipping_price: Option<Money>,
    /// How often it can be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_limit: Option<i64>,
    /// Whether each customer can use it once only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_once_per_customer: Option<bool>,
    /// What was sold with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_sales: Option<Money>,
    /// How many codes it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub codes_count: Option<Count>,
    /// Its codes: the first three ([`discount_redeem_codes::List`](crate::discount_redeem_codes::List) has all).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub codes: Option<Connection<RedeemCode>>,
}

impl Terms {
    /// As tests need it.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    setters!(kind: Open<DiscountKind>, status: Open<DiscountStatus>, summary: Option<String>, starts_at: DateTime<Utc>, ends_at: Option<DateTime<Utc>>, created_at: DateTime<Utc>, updated_at: DateTime<Utc>, usage_count: i64, discount_classes: Vec<Open<DiscountClass>>, tags: Vec<String>, context: Who, combines_with: CombinesWith, minimum_requirement: Option<Minimum>, customer_gets: Option<CustomerGets>, customer_buys: Option<CustomerBuys>, uses_per_order_limit: Option<i64>, destination_selection: Option<DestinationSelection>, maximum_shipping_price: Option<Money>, usage_limit: Option<i64>, applies_once_per_customer: Option<bool>, total_sales: Option<Money>, codes_count: Option<Count>, codes: Option<Connection<RedeemCode>>);
}

/// What kind of discount it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum DiscountKind {
    /// With a code: less to pay.
    #[serde(rename = "DiscountCodeBasic")]
    CodeBasic,
    /// With a code: buy some, get some.
    #[serde(rename = "DiscountCodeBxgy")]
    CodeBxgy,
    /// With a code: free shipping.
    #[serde(rename = "DiscountCodeFreeShipping")]
    CodeFreeShipping,
    /// With a code: what an application makes of it.
    #[serde(rename = "DiscountCodeApp")]
    CodeApp,
    /// By itself: less to pay.
    #[serde(rename = "DiscountAutomaticBasic")]
    AutomaticBasic,
    /// By itself: buy some, get some.
    #[serde(rename = "DiscountAutomaticBxgy")]
    AutomaticBxgy,
    /// By itself: free shipping.
    #[serde(rename = "DiscountAutomaticFreeShipping")]
    AutomaticFreeShipping,
    /// By itself: what an application makes of it.
    #[serde(rename = "DiscountAutomaticApp")]
    AutomaticApp,
}

/// Whether a discount can be used now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum DiscountStatus {
    /// Yes.
    Active,
    /// No longer.
    Expired,
    /// Not yet.
    Scheduled,
}

/// What becomes cheaper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum DiscountClass {
    /// The whole order.
    Order,
    /// Products.
    Product,
    /// Shipping.
    Shipping,
}
