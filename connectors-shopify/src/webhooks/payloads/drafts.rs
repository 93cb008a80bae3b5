//! Draft orders and checkouts: what may become an order.

use chrono::{DateTime, FixedOffset};
use connectors_core::setters;
use connectors_core::types::money;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::customers::Customer;
use super::parts::{Address, DiscountCode, LineItem, Property, TaxLine, gid};
use super::{number, or_default, properties, tags};
use crate::Gid;

/// A draft order, as `draft_orders/*` tell it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct DraftOrder {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_graphql_api_id: Option<Gid>,
    /// What it is called, `#D1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How far it is: `open`, `invoice_sent`, `completed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The customer's e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What was noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What applications noted.
    #[serde(deserialize_with = "properties", skip_serializing_if = "Vec::is_empty")]
    pub note_attributes: Vec<Property>,
    /// Its tags.
    #[serde(skip_serializing_if = "Vec::is_empty", with = "tags")]
    pub tags: Vec<String>,
    /// Its currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The number of the order that it became.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "number")]
    pub order_id: Option<u64>,
    /// Where it is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_url: Option<String>,
    /// When the invoice was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_sent_at: Option<DateTime<FixedOffset>>,
    /// When it became an order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<DateTime<FixedOffset>>,
    /// The price of its lines, less discounts.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub subtotal_price: Option<Decimal>,
    /// Its taxes.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub total_tax: Option<Decimal>,
    /// What it costs.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub total_price: Option<Decimal>,
    /// Whether prices hold the tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taxes_included: Option<bool>,
    /// Whether it is free of tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_exempt: Option<bool>,
    /// The customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<Customer>,
    /// Who pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_address: Option<Address>,
    /// Where it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<Address>,
    /// Its lines.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub line_items: Vec<LineItem>,
    /// Its taxes.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub tax_lines: Vec<TaxLine>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<FixedOffset>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<FixedOffset>>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl DraftOrder {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<u64>, admin_graphql_api_id: Option<Gid>, name: Option<String>, status: Option<String>, email: Option<String>, note: Option<String>, note_attributes: Vec<Property>, tags: Vec<String>, currency: Option<String>, order_id: Option<u64>, invoice_url: Option<String>, invoice_sent_at: Option<DateTime<FixedOffset>>, completed_at: Option<DateTime<FixedOffset>>, subtotal_price: Option<Decimal>, total_tax: Option<Decimal>, total_price: Option<Decimal>, taxes_included: Option<bool>, tax_exempt: Option<bool>, customer: Option<Customer>, billing_address: Option<Address>, shipping_address: Option<Address>, line_items: Vec<LineItem>, tax_lines: Vec<TaxLine>, created_at: Option<DateTime<FixedOffset>>, updated_at: Option<DateTime<FixedOffset>>, rest: Map<String, Value>);
}

impl DraftOrder {
    /// Its id: what it is asked for by.
    #[must_use]
    pub fn gid(&self) -> Option<Gid> {
        gid(self.admin_graphql_api_id.as_ref(), "DraftOrder", self.id)
    }
}

/// A checkout, as `checkouts/*` tell it. Its number is told when it is deleted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Checkout {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// What it is known by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// What its cart is known by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cart_token: Option<String>,
    /// Its number as customers see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The customer's e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The customer's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Where the customer can go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abandoned_checkout_url: Option<String>,
    /// The shop's currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The customer's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presentment_currency: Option<String>,
    /// The price of its lines, less discounts.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub subtotal_price: Option<Decimal>,
    /// The price of its lines.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub total_line_items_price: Option<Decimal>,
    /// Its discounts.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub total_discounts: Option<Decimal>,
    /// Its taxes.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub total_tax: Option<Decimal>,
    /// What it costs.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub total_price: Option<Decimal>,
    /// What it weighs, in grams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_weight: Option<i64>,
    /// Whether prices hold the tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taxes_included: Option<bool>,
    /// Whether the customer wants to be told of offers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buyer_accepts_marketing: Option<bool>,
    /// What was noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What applications noted.
    #[serde(deserialize_with = "properties", skip_serializing_if = "Vec::is_empty")]
    pub note_attributes: Vec<Property>,
    /// Where it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_name: Option<String>,
    /// The number of the location.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_id: Option<u64>,
    /// The number of who sells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<u64>,
    /// The customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<Customer>,
    /// Who pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_address: Option<Address>,
    /// Where it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<Address>,
    /// Its lines.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub line_items: Vec<CheckoutLine>,
    /// Its taxes.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub tax_lines: Vec<TaxLine>,
    /// The codes that were used.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub discount_codes: Vec<DiscountCode>,
    /// When it became an order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<DateTime<FixedOffset>>,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<DateTime<FixedOffset>>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<FixedOffset>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<FixedOffset>>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Checkout {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<u64>, token: Option<String>, cart_token: Option<String>, name: Option<String>, email: Option<String>, phone: Option<String>, abandoned_checkout_url: Option<String>, currency: Option<String>, presentment_currency: Option<String>, subtotal_price: Option<Decimal>, total_line_items_price: Option<Decimal>, total_discounts: Option<Decimal>, total_tax: Option<Decimal>, total_price: Option<Decimal>, total_weight: Option<i64>, taxes_included: Option<bool>, buyer_accepts_marketing: Option<bool>, note: Option<String>, note_attributes: Vec<Property>, source_name: Option<String>, location_id: Option<u64>, user_id: Option<u64>, customer: Option<Customer>, billing_address: Option<Address>, shipping_address: Option<Address>, line_items: Vec<CheckoutLine>, tax_lines: Vec<TaxLine>, discount_codes: Vec<DiscountCode>, completed_at: Option<DateTime<FixedOffset>>, closed_at: Option<DateTime<FixedOffset>>, created_at: Option<DateTime<FixedOffset>>, updated_at: Option<DateTime<FixedOffset>>, rest: Map<String, Value>);
}

/// A line of a checkout. It has no number, but a key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CheckoutLine {
    /// What it is known by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
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
    /// The product's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id: Option<u64>,
    /// The variant's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant_id: Option<u64>,
    /// How many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    /// What one costs.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub price: Option<Decimal>,
    /// What all cost.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub line_price: Option<Decimal>,
    /// What one cost before.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub compare_at_price: Option<Decimal>,
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
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl CheckoutLine {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(key: Option<String>, title: Option<String>, variant_title: Option<String>, sku: Option<String>, vendor: Option<String>, product_id: Option<u64>, variant_id: Option<u64>, quantity: Option<i64>, price: Option<Decimal>, line_price: Option<Decimal>, compare_at_price: Option<Decimal>, grams: Option<i64>, requires_shipping: Option<bool>, taxable: Option<bool>, gift_card: Option<bool>, properties: Vec<Property>, tax_lines: Vec<TaxLine>, rest: Map<String, Value>);
}
