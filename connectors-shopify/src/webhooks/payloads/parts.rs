//! What many payloads have: money, addresses, lines.

use connectors_core::setters;
use connectors_core::types::money;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{or_default, properties};
use crate::{Gid, Money, MoneyBag};

/// The number of a record as an id.
pub(super) fn gid(known: Option<&Gid>, kind: &str, number: Option<u64>) -> Option<Gid> {
    known.cloned().or_else(|| number.map(|number| Gid::of(kind, number)))
}

/// An amount in the shop's currency and in the customer's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MoneySet {
    /// In the shop's currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shop_money: Option<Price>,
    /// In the customer's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presentment_money: Option<Price>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl MoneySet {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(shop_money: Option<Price>, presentment_money: Option<Price>, rest: Map<String, Value>);
}

impl MoneySet {
    /// Both, if both are there.
    #[must_use]
    pub fn bag(&self) -> Option<MoneyBag> {
        let money = |price: &Option<Price>| price.as_ref().and_then(Price::money);
        Some(MoneyBag {
            shop_money: money(&self.shop_money)?,
            presentment_money: money(&self.presentment_money)?,
        })
    }
}

/// An amount.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Price {
    /// How much.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub amount: Option<Decimal>,
    /// Its currency (ISO 4217).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_code: Option<String>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Price {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(amount: Option<Decimal>, currency_code: Option<String>, rest: Map<String, Value>);
}

impl Price {
    /// As the API has it.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        Some(Money::new(self.amount?, self.currency_code.clone()?))
    }
}

/// What was noted: a name and a value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Property {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The value, a text as a rule.
    pub value: Value,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Property {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(name: Option<String>, value: Value, rest: Map<String, Value>);
}

/// An address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Address {
    /// The first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Both names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address1: Option<String>,
    /// What else belongs to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address2: Option<String>,
    /// The city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    /// The state or province.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// Its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province_code: Option<String>,
    /// The country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Its code, two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Address {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(first_name: Option<String>, last_name: Option<String>, name: Option<String>, company: Option<String>, address1: Option<String>, address2: Option<String>, city: Option<String>, zip: Option<String>, province: Option<String>, province_code: Option<String>, country: Option<String>, country_code: Option<String>, phone: Option<String>, rest: Map<String, Value>);
}

/// A tax.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TaxLine {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its part of the price: 0.19.
    #[serde(with = "money::option", skip_serializing_if = "Option::is_none")]
    pub rate: Option<Decimal>,
    /// How much it is.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub price: Option<Decimal>,
    /// The same in both currencies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_set: Option<MoneySet>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl TaxLine {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(title: Option<String>, rate: Option<Decimal>, price: Option<Decimal>, price_set: Option<MoneySet>, rest: Map<String, Value>);
}

/// A part of a discount.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct DiscountAllocation {
    /// How much it is.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub amount: Option<Decimal>,
    /// The same in both currencies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_set: Option<MoneySet>,
    /// Which of the order's discounts it is a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_application_index: Option<i64>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl DiscountAllocation {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(amount: Option<Decimal>, amount_set: Option<MoneySet>, discount_application_index: Option<i64>, rest: Map<String, Value>);
}

/// A line of an order, of a delivery or of a draft.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct LineItem {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_graphql_api_id: Option<Gid>,
    /// The titles of the product and of its variant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The product's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The variant's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant_title: Option<String>,
    /// Its number in the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Who makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// The product's number, unless it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id: Option<u64>,
    /// The variant's number, unless it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant_id: Option<u64>,
    /// How many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    /// How many are left of these, after changes and refunds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_quantity: Option<i64>,
    /// How many can be delivered yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfillable_quantity: Option<i64>,
    /// How far the delivery is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfillment_status: Option<String>,
    /// What one costs.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub price: Option<Decimal>,
    /// The same in both currencies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_set: Option<MoneySet>,
    /// The discount of all.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub total_discount: Option<Decimal>,
    /// The same in both currencies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_discount_set: Option<MoneySet>,
    /// What one weighs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grams: Option<i64>,
    /// Whether it is shipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requires_shipping: Option<bool>,
    /// Whether it is taxed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taxable: Option<bool>,
    /// Whether it is a gift card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gift_card: Option<bool>,
    /// What the customer or an application noted.
    #[serde(deserialize_with = "properties", skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<Property>,
    /// Its taxes.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub tax_lines: Vec<TaxLine>,
    /// Its parts of discounts.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub discount_allocations: Vec<DiscountAllocation>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl LineItem {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<u64>, admin_graphql_api_id: Option<Gid>, name: Option<String>, title: Option<String>, variant_title: Option<String>, sku: Option<String>, vendor: Option<String>, product_id: Option<u64>, variant_id: Option<u64>, quantity: Option<i64>, current_quantity: Option<i64>, fulfillable_quantity: Option<i64>, fulfillment_status: Option<String>, price: Option<Decimal>, price_set: Option<MoneySet>, total_discount: Option<Decimal>, total_discount_set: Option<MoneySet>, grams: Option<i64>, requires_shipping: Option<bool>, taxable: Option<bool>, gift_card: Option<bool>, properties: Vec<Property>, tax_lines: Vec<TaxLine>, discount_allocations: Vec<DiscountAllocation>, rest: Map<String, Value>);
}

impl LineItem {
    /// Its id: what it is asked for by.
    #[must_use]
    pub fn gid(&self) -> Option<Gid> {
        gid(self.admin_graphql_api_id.as_ref(), "LineItem", self.id)
    }
}

impl LineItem {
    /// The variant's id.
    #[must_use]
    pub fn variant_gid(&self) -> Option<Gid> {
        self.variant_id.map(|number| Gid::of("ProductVariant", number))
    }

    /// The product's id.
    #[must_use]
    pub fn product_gid(&self) -> Option<Gid> {
        self.product_id.map(|number| Gid::of("Product", number))
    }
}

/// How an order is shipped, and what that costs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ShippingLine {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Who made the offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What it costs.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub price: Option<Decimal>,
    /// The same in both currencies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_set: Option<MoneySet>,
    /// What it costs less discounts.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub discounted_price: Option<Decimal>,
    /// The same in both currencies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discounted_price_set: Option<MoneySet>,
    /// Its taxes.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub tax_lines: Vec<TaxLine>,
    /// Its parts of discounts.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub discount_allocations: Vec<DiscountAllocation>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl ShippingLine {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<u64>, title: Option<String>, code: Option<String>, source: Option<String>, price: Option<Decimal>, price_set: Option<MoneySet>, discounted_price: Option<Decimal>, discounted_price_set: Option<MoneySet>, tax_lines: Vec<TaxLine>, discount_allocations: Vec<DiscountAllocation>, rest: Map<String, Value>);
}

/// A discount code that was used.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct DiscountCode {
    /// The code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What it is worth.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub amount: Option<Decimal>,
    /// Of what kind it is.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl DiscountCode {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(code: Option<String>, amount: Option<Decimal>, kind: Option<String>, rest: Map<String, Value>);
}
