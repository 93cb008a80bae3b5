//! Draft orders as Shopify sends them.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use crate::addresses::Address;
use crate::graphql::Connection;
use crate::orders::{OrderCustomer, ShippingLine, TaxLine};
use crate::{Attribute, Gid, Money, MoneyBag, Ref};

/// The selection of [`DraftOrder`]. It uses those of addresses, shipping, taxes and money.
pub(super) const DRAFT: &str = "fragment DraftOrder on DraftOrder { \
    id legacyResourceId name status email phone note2 poNumber tags createdAt updatedAt completedAt \
    invoiceSentAt invoiceUrl reserveInventoryUntil ready currencyCode presentmentCurrencyCode \
    taxesIncluded taxExempt visibleToCustomer allowDiscountCodesInCheckout acceptAutomaticDiscounts \
    discountCodes totalQuantityOfLineItems totalWeight customAttributes { key value } customer { id \
    legacyResourceId displayName firstName lastName locale taxExempt } order { id } shippingAddress { \
    ...Address } billingAddress { ...Address } appliedDiscount { title description value valueType \
    amountSet { ...MoneyBag } } shippingLine { ...ShippingLine } taxLines { ...TaxLine } \
    subtotalPriceSet { ...MoneyBag } totalDiscountsSet { ...MoneyBag } totalShippingPriceSet { \
    ...MoneyBag } totalTaxSet { ...MoneyBag } totalPriceSet { ...MoneyBag } warnings { errorCode field \
    message } }";

/// A draft order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct DraftOrder {
    /// Its id.
    pub id: Gid,
    /// Its number in the REST API and in webhooks.
    pub legacy_resource_id: String,
    /// What it is called: `#D1`.
    pub name: String,
    /// How far it is.
    pub status: Open<DraftStatus>,
    /// The customer's e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The customer's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What the shop notes.
    #[serde(rename = "note2", skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The customer's number of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub po_number: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// When it became an order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<DateTime<Utc>>,
    /// When the customer was asked to pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_sent_at: Option<DateTime<Utc>>,
    /// Where the customer pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_url: Option<String>,
    /// Until when stock is set aside for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reserve_inventory_until: Option<DateTime<Utc>>,
    /// Whether it can become an order: all is calculated.
    pub ready: bool,
    /// The shop's currency.
    pub currency_code: String,
    /// The customer's currency.
    pub presentment_currency_code: String,
    /// Whether its prices hold the tax.
    pub taxes_included: bool,
    /// Whether it is free of tax.
    pub tax_exempt: bool,
    /// Whether the customer sees it.
    pub visible_to_customer: bool,
    /// Whether the customer may use discount codes.
    pub allow_discount_codes_in_checkout: bool,
    /// Whether automatic discounts apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept_automatic_discounts: Option<bool>,
    /// The discount codes that are used.
    pub discount_codes: Vec<String>,
    /// How many things are in it.
    #[serde(rename = "totalQuantityOfLineItems")]
    pub total_quantity: i64,
    /// What it weighs, in grams.
    pub total_weight: String,
    /// What applications noted.
    pub custom_attributes: Vec<Attribute>,
    /// The customer, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<OrderCustomer>,
    /// The order that it became.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Ref>,
    /// Where it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<Address>,
    /// Who pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_address: Option<Address>,
    /// The discount on all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_discount: Option<AppliedDiscount>,
    /// How it is shipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_line: Option<ShippingLine>,
    /// Its taxes.
    pub tax_lines: Vec<TaxLine>,
    /// What its lines cost, less discounts.
    #[serde(rename = "subtotalPriceSet")]
    pub subtotal_price: MoneyBag,
    /// All discounts.
    #[serde(rename = "totalDiscountsSet")]
    pub total_discounts: MoneyBag,
    /// What shipping costs.
    #[serde(rename = "totalShippingPriceSet")]
    pub total_shipping_price: MoneyBag,
    /// Its tax.
    #[serde(rename = "totalTaxSet")]
    pub total_tax: MoneyBag,
    /// What it costs.
    #[serde(rename = "totalPriceSet")]
    pub total_price: MoneyBag,
    /// What is wrong with it.
    pub warnings: Vec<Warning>,
    /// Its lines, if they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_items: Option<Connection<DraftLine>>,
}

impl DraftOrder {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(legacy_resource_id: String, name: String, status: Open<DraftStatus>, email: Option<String>, phone: Option<String>, note: Option<String>, po_number: Option<String>, tags: Vec<String>, created_at: DateTime<Utc>, updated_at: DateTime<Utc>, completed_at: Option<DateTime<Utc>>, invoice_sent_at: Option<DateTime<Utc>>, invoice_url: Option<String>, reserve_inventory_until: Option<DateTime<Utc>>, ready: bool, currency_code: String, presentment_currency_code: String, taxes_included: bool, tax_exempt: bool, visible_to_customer: bool, allow_discount_codes_in_checkout: bool, accept_automatic_discounts: Option<bool>, discount_codes: Vec<String>, total_quantity: i64, total_weight: String, custom_attributes: Vec<Attribute>, customer: Option<OrderCustomer>, order: Option<Ref>, shipping_address: Option<Address>, billing_address: Option<Address>, applied_discount: Option<AppliedDiscount>, shipping_line: Option<ShippingLine>, tax_lines: Vec<TaxLine>, subtotal_price: MoneyBag, total_discounts: MoneyBag, total_shipping_price: MoneyBag, total_tax: MoneyBag, total_price: MoneyBag, warnings: Vec<Warning>, line_items: Option<Connection<DraftLine>>);
}

/// The selection of [`DraftLine`]. It uses those of taxes and money.
pub(super) const LINE: &str = "fragment DraftLine on DraftOrderLineItem { \
    id uuid name title variantTitle sku vendor quantity custom requiresShipping taxable isGiftCard \
    product { id } variant { id } customAttributes { key value } appliedDiscount { title description \
    value valueType amountSet { ...MoneyBag } } originalUnitPriceSet { ...MoneyBag } \
    approximateDiscountedUnitPriceSet { ...MoneyBag } originalTotalSet { ...MoneyBag } \
    discountedTotalSet { ...MoneyBag } totalDiscountSet { ...MoneyBag } taxLines { ...TaxLine } }";

/// A line of a draft order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct DraftLine {
    /// Its id.
    pub id: Gid,
    /// The same in what is written.
    pub uuid: String,
    /// The titles of the product and of its variant.
    pub name: String,
    /// The product's title.
    pub title: String,
    /// The variant's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant_title: Option<String>,
    /// Its number in the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Who makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// How many.
    pub quantity: i64,
    /// Whether it is no variant of the shop.
    pub custom: bool,
    /// Whether it is shipped.
    pub requires_shipping: bool,
    /// Whether it is taxed.
    pub taxable: bool,
    /// Whether it is a gift card.
    pub is_gift_card: bool,
    /// The product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<Ref>,
    /// The variant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<Ref>,
    /// What applications noted.
    pub custom_attributes: Vec<Attribute>,
    /// The discount on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_discount: Option<AppliedDiscount>,
    /// What one costs.
    #[serde(rename = "originalUnitPriceSet")]
    pub original_unit_price: MoneyBag,
    /// What one costs less discounts, about.
    #[serde(rename = "approximateDiscountedUnitPriceSet")]
    pub discounted_unit_price: MoneyBag,
    /// What all cost.
    #[serde(rename = "originalTotalSet")]
    pub original_total: MoneyBag,
    /// What all cost less discounts.
    #[serde(rename = "discountedTotalSet")]
    pub discounted_total: MoneyBag,
    /// The discount of all.
    #[serde(rename = "totalDiscountSet")]
    pub total_discount: MoneyBag,
    /// Its taxes.
    pub tax_lines: Vec<TaxLine>,
}

impl DraftLine {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(uuid: String, name: String, title: String, variant_title: Option<String>, sku: Option<String>, vendor: Option<String>, quantity: i64, custom: bool, requires_shipping: bool, taxable: bool, is_gift_card: bool, product: Option<Ref>, variant: Option<Ref>, custom_attributes: Vec<Attribute>, applied_discount: Option<AppliedDiscount>, original_unit_price: MoneyBag, discounted_unit_price: MoneyBag, original_total: MoneyBag, discounted_total: MoneyBag, total_discount: MoneyBag, tax_lines: Vec<TaxLine>);
}

/// A discount that somebody gave.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct AppliedDiscount {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Why it is given.
    pub description: String,
    /// How much: percent, or an amount.
    pub value: f64,
    /// Which of these.
    pub value_type: Open<DiscountType>,
    /// How much that is.
    #[serde(rename = "amountSet")]
    pub amount: MoneyBag,
}

impl AppliedDiscount {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(title: Option<String>, description: String, value: f64, value_type: Open<DiscountType>, amount: MoneyBag);
}

/// What is wrong with a draft order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Warning {
    /// What it is.
    #[serde(rename = "errorCode")]
    pub code: String,
    /// Where.
    pub field: String,
    /// The same for people.
    pub message: String,
}

impl Warning {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(code: String, field: String, message: String);
}

/// What a draft order would cost.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct CalculatedDraft {
    /// The shop's currency.
    pub currency_code: String,
    /// The customer's currency.
    pub presentment_currency_code: String,
    /// Whether its prices hold the tax.
    pub taxes_included: bool,
    /// How many things would be in it.
    #[serde(rename = "totalQuantityOfLineItems")]
    pub total_quantity: i64,
    /// The discount codes that are used.
    pub discount_codes: Vec<String>,
    /// The discount on all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_discount: Option<AppliedDiscount>,
    /// How it could be shipped.
    #[serde(rename = "availableShippingRates")]
    pub shipping_rates: Vec<ShippingRate>,
    /// How it would be shipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_line: Option<ShippingLine>,
    /// Its taxes.
    pub tax_lines: Vec<TaxLine>,
    /// What its lines cost, less discounts.
    #[serde(rename = "subtotalPriceSet")]
    pub subtotal_price: MoneyBag,
    /// All discounts.
    #[serde(rename = "totalDiscountsSet")]
    pub total_discounts: MoneyBag,
    /// What shipping costs.
    #[serde(rename = "totalShippingPriceSet")]
    pub total_shipping_price: MoneyBag,
    /// Its tax.
    #[serde(rename = "totalTaxSet")]
    pub total_tax: MoneyBag,
    /// What it costs.
    #[serde(rename = "totalPriceSet")]
    pub total_price: MoneyBag,
    /// Its lines.
    pub line_items: Vec<CalculatedLine>,
    /// What is wrong with it.
    pub warnings: Vec<Warning>,
}

impl CalculatedDraft {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(currency_code: String, presentment_currency_code: String, taxes_included: bool, total_quantity: i64, discount_codes: Vec<String>, applied_discount: Option<AppliedDiscount>, shipping_rates: Vec<ShippingRate>, shipping_line: Option<ShippingLine>, tax_lines: Vec<TaxLine>, subtotal_price: MoneyBag, total_discounts: MoneyBag, total_shipping_price: MoneyBag, total_tax: MoneyBag, total_price: MoneyBag, line_items: Vec<CalculatedLine>, warnings: Vec<Warning>);
}

/// A line of a draft order that is not made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct CalculatedLine {
    /// What it is called in what is written.
    pub uuid: String,
    /// The titles of the product and of its variant.
    pub name: String,
    /// The product's title.
    pub title: String,
    /// Its number in the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// How many.
    pub quantity: i64,
    /// Whether it is no variant of the shop.
    pub custom: bool,
    /// The variant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<Ref>,
    /// The discount on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_discount: Option<AppliedDiscount>,
    /// What one costs.
    #[serde(rename = "originalUnitPriceSet")]
    pub original_unit_price: MoneyBag,
    /// What one costs less discounts, about.
    #[serde(rename = "approximateDiscountedUnitPriceSet")]
    pub discounted_unit_price: MoneyBag,
    /// What all cost.
    #[serde(rename = "originalTotalSet")]
    pub original_total: MoneyBag,
    /// What all cost less discounts.
    #[serde(rename = "discountedTotalSet")]
    pub discounted_total: MoneyBag,
    /// The discount of all.
    #[serde(rename = "totalDiscountSet")]
    pub total_discount: MoneyBag,
}

impl CalculatedLine {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(uuid: String, name: String, title: String, sku: Option<String>, quantity: i64, custom: bool, variant: Option<Ref>, applied_discount: Option<AppliedDiscount>, original_unit_price: MoneyBag, discounted_unit_price: MoneyBag, original_total: MoneyBag, discounted_total: MoneyBag, total_discount: MoneyBag);
}

/// A way to ship, and what it costs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ShippingRate {
    /// What it is called in what is written.
    pub handle: String,
    /// What it is called.
    pub title: String,
    /// What it costs.
    pub price: Money,
}

impl ShippingRate {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(handle: String, title: String, price: Money);
}

/// How far a draft order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum DraftStatus {
    /// It became an order.
    Completed,
    /// The customer was asked to pay.
    InvoiceSent,
    /// It is being made.
    Open,
}

/// What a discount is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum DiscountType {
    /// An amount.
    FixedAmount,
    /// Percent.
    Percentage,
}
