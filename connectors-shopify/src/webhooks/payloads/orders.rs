//! Orders.

use chrono::{DateTime, FixedOffset};
use connectors_core::setters;
use connectors_core::types::money;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::customers::Customer;
use super::fulfillments::Fulfillment;
use super::parts::{Address, DiscountCode, LineItem, MoneySet, Property, ShippingLine, TaxLine, gid};
use super::refunds::Refund;
use super::{or_default, properties, tags};
use crate::Gid;

/// An order, as `orders/*` tell it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Order {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_graphql_api_id: Option<Gid>,
    /// Its number as customers see it, `#1001`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its number from one on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    /// Its number from 1001 on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_number: Option<i64>,
    /// What it is known by in addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The customer's e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The customer's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What was noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What applications noted.
    #[serde(deserialize_with = "properties", skip_serializing_if = "Vec::is_empty")]
    pub note_attributes: Vec<Property>,
    /// Its tags.
    #[serde(skip_serializing_if = "Vec::is_empty", with = "tags")]
    pub tags: Vec<String>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<FixedOffset>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<FixedOffset>>,
    /// When it was placed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processed_at: Option<DateTime<FixedOffset>>,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<DateTime<FixedOffset>>,
    /// When it was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<DateTime<FixedOffset>>,
    /// Why it was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancel_reason: Option<String>,
    /// How far it is paid: `paid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub financial_status: Option<String>,
    /// How far it is delivered; nothing yet, if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfillment_status: Option<String>,
    /// The shop's currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The customer's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presentment_currency: Option<String>,
    /// The price of its lines, less discounts.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub subtotal_price: Option<Decimal>,
    /// The same in both currencies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtotal_price_set: Option<MoneySet>,
    /// The price of its lines.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub total_line_items_price: Option<Decimal>,
    /// Its discounts.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub total_discounts: Option<Decimal>,
    /// The same in both currencies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_discounts_set: Option<MoneySet>,
    /// Its taxes.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub total_tax: Option<Decimal>,
    /// The same in both currencies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_tax_set: Option<MoneySet>,
    /// What shipping costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_shipping_price_set: Option<MoneySet>,
    /// What it cost when it was placed.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub total_price: Option<Decimal>,
    /// The same in both currencies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_price_set: Option<MoneySet>,
    /// What it costs now, after changes and refunds.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub current_total_price: Option<Decimal>,
    /// The same in both currencies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_total_price_set: Option<MoneySet>,
    /// What is left to be paid.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub total_outstanding: Option<Decimal>,
    /// What it weighs, in grams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_weight: Option<i64>,
    /// Whether prices hold the tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taxes_included: Option<bool>,
    /// Whether it is a test.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<bool>,
    /// Where it came from: `web`, `pos`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_name: Option<String>,
    /// The number of the location where it was sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_id: Option<u64>,
    /// The number of who sold it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<u64>,
    /// The number of the application that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_id: Option<u64>,
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
    /// How it is shipped.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub shipping_lines: Vec<ShippingLine>,
    /// Its taxes.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub tax_lines: Vec<TaxLine>,
    /// The codes that were used.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub discount_codes: Vec<DiscountCode>,
    /// How it was paid.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub payment_gateway_names: Vec<String>,
    /// Its deliveries.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub fulfillments: Vec<Fulfillment>,
    /// What was paid back.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub refunds: Vec<Refund>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Order {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<u64>, admin_graphql_api_id: Option<Gid>, name: Option<String>, number: Option<i64>, order_number: Option<i64>, token: Option<String>, email: Option<String>, phone: Option<String>, note: Option<String>, note_attributes: Vec<Property>, tags: Vec<String>, created_at: Option<DateTime<FixedOffset>>, updated_at: Option<DateTime<FixedOffset>>, processed_at: Option<DateTime<FixedOffset>>, closed_at: Option<DateTime<FixedOffset>>, cancelled_at: Option<DateTime<FixedOffset>>, cancel_reason: Option<String>, financial_status: Option<String>, fulfillment_status: Option<String>, currency: Option<String>, presentment_currency: Option<String>, subtotal_price: Option<Decimal>, subtotal_price_set: Option<MoneySet>, total_line_items_price: Option<Decimal>, total_discounts: Option<Decimal>, total_discounts_set: Option<MoneySet>, total_tax: Option<Decimal>, total_tax_set: Option<MoneySet>, total_shipping_price_set: Option<MoneySet>, total_price: Option<Decimal>, total_price_set: Option<MoneySet>, current_total_price: Option<Decimal>, current_total_price_set: Option<MoneySet>, total_outstanding: Option<Decimal>, total_weight: Option<i64>, taxes_included: Option<bool>, test: Option<bool>, source_name: Option<String>, location_id: Option<u64>, user_id: Option<u64>, app_id: Option<u64>, customer: Option<Customer>, billing_address: Option<Address>, shipping_address: Option<Address>, line_items: Vec<LineItem>, shipping_lines: Vec<ShippingLine>, tax_lines: Vec<TaxLine>, discount_codes: Vec<DiscountCode>, payment_gateway_names: Vec<String>, fulfillments: Vec<Fulfillment>, refunds: Vec<Refund>, rest: Map<String, Value>);
}

impl Order {
    /// Its id: what it is asked for by.
    #[must_use]
    pub fn gid(&self) -> Option<Gid> {
        gid(self.admin_graphql_api_id.as_ref(), "Order", self.id)
    }
}
