//! What is in an order that is made: lines, shipping, taxes, discounts.

use connectors_core::setters;
use connectors_core::types::money;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::inventory_items::Weight;
use crate::{Gid, Money};

/// A line of an order: a variant, or anything with a title and a price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct LineItemInput {
    /// How many.
    pub quantity: i64,
    /// The variant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant_id: Option<Gid>,
    /// The product; that of the variant, unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_id: Option<Gid>,
    /// What it is called; that of the product, unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What the variant is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant_title: Option<String>,
    /// Its number in the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Who makes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// What one costs.
    #[serde(rename = "priceSet", default, skip_serializing_if = "Option::is_none")]
    pub price: Option<MoneyBagInput>,
    /// Whether it is taxed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taxable: Option<bool>,
    /// Its taxes; not where the order has some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tax_lines: Vec<TaxLineInput>,
    /// Whether it is shipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requires_shipping: Option<bool>,
    /// Whether it is a gift card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_card: Option<bool>,
    /// What one weighs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
    /// Who delivers it: the handle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfillment_service: Option<String>,
    /// What is noted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<Property>,
}

impl LineItemInput {
    /// So many; of what is to be said yet.
    #[must_use]
    pub fn new(quantity: i64) -> Self {
        Self {
            quantity,
            variant_id: None,
            product_id: None,
            title: None,
            variant_title: None,
            sku: None,
            vendor: None,
            price: None,
            taxable: None,
            tax_lines: Vec::new(),
            requires_shipping: None,
            gift_card: None,
            weight: None,
            fulfillment_service: None,
            properties: Vec::new(),
        }
    }

    setters!(variant_id: Option<Gid>, product_id: Option<Gid>, title: Option<String>, variant_title: Option<String>, sku: Option<String>, vendor: Option<String>, price: Option<MoneyBagInput>, taxable: Option<bool>, tax_lines: Vec<TaxLineInput>, requires_shipping: Option<bool>, gift_card: Option<bool>, weight: Option<Weight>, fulfillment_service: Option<String>, properties: Vec<Property>);
}

/// What is noted on a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Property {
    /// The name.
    pub name: String,
    /// The text.
    pub value: String,
}

impl Property {
    /// This text under this name.
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// How an order is shipped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ShippingLineInput {
    /// What it is called.
    pub title: String,
    /// What it costs.
    #[serde(rename = "priceSet")]
    pub price: MoneyBagInput,
    /// What it is called by who offers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Who offers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Its taxes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tax_lines: Vec<TaxLineInput>,
}

impl ShippingLineInput {
    /// This, at this price.
    #[must_use]
    pub fn new(title: impl Into<String>, price: MoneyBagInput) -> Self {
        Self { title: title.into(), price, code: None, source: None, tax_lines: Vec::new() }
    }

    setters!(code: Option<String>, source: Option<String>, tax_lines: Vec<TaxLineInput>);
}

/// A tax.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct TaxLineInput {
    /// What it is called.
    pub title: String,
    /// Its part of the price: 0.19.
    #[serde(with = "money::text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub rate: Decimal,
    /// How much it is.
    #[serde(rename = "priceSet", default, skip_serializing_if = "Option::is_none")]
    pub price: Option<MoneyBagInput>,
    /// Whether the sales channel pays it to the state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_liable: Option<bool>,
}

impl TaxLineInput {
    /// This tax, of this part of the price.
    #[must_use]
    pub fn new(title: impl Into<String>, rate: impl Into<Decimal>) -> Self {
        Self { title: title.into(), rate: rate.into(), price: None, channel_liable: None }
    }

    setters!(price: Option<MoneyBagInput>, channel_liable: Option<bool>);
}

/// An amount in the shop's currency and, where the customer's is another, in that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct MoneyBagInput {
    /// In the shop's currency.
    pub shop_money: Money,
    /// In the customer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presentment_money: Option<Money>,
}

impl MoneyBagInput {
    /// This, in the shop's currency.
    #[must_use]
    pub fn new(shop_money: Money) -> Self {
        Self { shop_money, presentment_money: None }
    }

    setters!(presentment_money: Option<Money>);
}

/// The discount code of an order that is made: one of these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum DiscountCodeInput {
    /// It takes an amount off items.
    ItemFixedDiscountCode(FixedCode),
    /// It takes a part off items.
    ItemPercentageDiscountCode(PercentageCode),
    /// It makes shipping free.
    FreeShippingDiscountCode(FreeShippingCode),
}

/// A discount code that takes off an amount.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct FixedCode {
    /// The code.
    pub code: String,
    /// How much it takes off.
    #[serde(rename = "amountSet", default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<MoneyBagInput>,
}

impl FixedCode {
    /// This code.
    #[must_use]
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), amount: None }
    }

    setters!(amount: Option<MoneyBagInput>);
}

/// A discount code that takes off a part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PercentageCode {
    /// The code.
    pub code: String,
    /// How much it takes off, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percentage: Option<f64>,
}

impl PercentageCode {
    /// This code.
    #[must_use]
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), percentage: None }
    }

    setters!(percentage: Option<f64>);
}

/// A discount code that makes shipping free.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct FreeShippingCode {
    /// The code.
    pub code: String,
}

impl FreeShippingCode {
    /// This code.
    #[must_use]
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into() }
    }
}
