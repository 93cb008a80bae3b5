//! Orders as Shopify sends them.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use super::line_items::LineItem;
use crate::addresses::Address;
use crate::graphql::Connection;
use crate::types::MoneyBag;
use crate::{Attribute, Gid, Ref};

/// The selection of [`Order`], but for its line items. It uses those of addresses and money.
pub(super) const ORDER: &str = "fragment Order on Order { \
    id legacyResourceId name number email phone note poNumber tags test confirmed closed edited \
    createdAt updatedAt processedAt cancelledAt cancelReason closedAt \
    displayFinancialStatus displayFulfillmentStatus returnStatus fullyPaid taxesIncluded taxExempt \
    currencyCode presentmentCurrencyCode sourceName sourceIdentifier statusPageUrl discountCodes paymentGatewayNames \
    customAttributes { key value } customer { id } \
    shippingAddress { ...Address } billingAddress { ...Address } \
    totalPriceSet { ...MoneyBag } currentTotalPriceSet { ...MoneyBag } subtotalPriceSet { ...MoneyBag } \
    totalTaxSet { ...MoneyBag } totalDiscountsSet { ...MoneyBag } totalShippingPriceSet { ...MoneyBag } \
    totalReceivedSet { ...MoneyBag } totalRefundedSet { ...MoneyBag } totalOutstandingSet { ...MoneyBag } }";

/// An order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Order {
    /// Its id.
    pub id: Gid,
    /// Its number in the REST API and in webhooks.
    pub legacy_resource_id: String,
    /// What it is called: `#1001`.
    pub name: String,
    /// The number in its name.
    pub number: i64,
    /// The customer's e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The customer's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What the shop notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The customer's number of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub po_number: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whether it is only a test.
    pub test: bool,
    /// Whether stock is set aside for it.
    pub confirmed: bool,
    /// Whether it is closed: all is done.
    pub closed: bool,
    /// Whether it was changed after it was made.
    pub edited: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// When it was placed: earlier than made, if it was imported.
    pub processed_at: DateTime<Utc>,
    /// When it was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<DateTime<Utc>>,
    /// Why it was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancel_reason: Option<Open<CancelReason>>,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<DateTime<Utc>>,
    /// How far it is paid.
    #[serde(rename = "displayFinancialStatus", skip_serializing_if = "Option::is_none")]
    pub financial_status: Option<Open<FinancialStatus>>,
    /// How far it is delivered.
    #[serde(rename = "displayFulfillmentStatus")]
    pub fulfillment_status: Open<FulfillmentStatus>,
    /// How far it was sent back.
    pub return_status: Open<ReturnStatus>,
    /// Whether it is paid in full.
    pub fully_paid: bool,
    /// Whether its prices hold the tax.
    pub taxes_included: bool,
    /// Whether it is free of tax.
    pub tax_exempt: bool,
    /// The shop's currency.
    pub currency_code: String,
    /// The customer's currency.
    pub presentment_currency_code: String,
    /// Where it came from: `web`, `pos`, an application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_name: Option<String>,
    /// What it is called there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_identifier: Option<String>,
    /// Where the customer sees how far it is.
    pub status_page_url: String,
    /// The discount codes that were used.
    pub discount_codes: Vec<String>,
    /// How it was paid.
    pub payment_gateway_names: Vec<String>,
    /// What applications noted.
    pub custom_attributes: Vec<Attribute>,
    /// The customer, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<Ref>,
    /// Where it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<Address>,
    /// Who pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_address: Option<Address>,
    /// What it cost when it was made.
    #[serde(rename = "totalPriceSet")]
    pub total_price: MoneyBag,
    /// What it costs after all changes, returns and refunds.
    #[serde(rename = "currentTotalPriceSet")]
    pub current_total_price: MoneyBag,
    /// What its lines cost, less discounts.
    #[serde(rename = "subtotalPriceSet", skip_serializing_if = "Option::is_none")]
    pub subtotal_price: Option<MoneyBag>,
    /// Its tax.
    #[serde(rename = "totalTaxSet", skip_serializing_if = "Option::is_none")]
    pub total_tax: Option<MoneyBag>,
    /// All discounts.
    #[serde(rename = "totalDiscountsSet", skip_serializing_if = "Option::is_none")]
    pub total_discounts: Option<MoneyBag>,
    /// What shipping costs.
    #[serde(rename = "totalShippingPriceSet")]
    pub total_shipping_price: MoneyBag,
    /// What was paid, less refunds not taken off.
    #[serde(rename = "totalReceivedSet")]
    pub total_received: MoneyBag,
    /// What was paid back.
    #[serde(rename = "totalRefundedSet")]
    pub total_refunded: MoneyBag,
    /// What is still to be paid.
    #[serde(rename = "totalOutstandingSet")]
    pub total_outstanding: MoneyBag,
    /// Its lines, if they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_items: Option<Connection<LineItem>>,
}

impl Order {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(legacy_resource_id: String, name: String, number: i64, email: Option<String>, phone: Option<String>, note: Option<String>, po_number: Option<String>, tags: Vec<String>, test: bool, confirmed: bool, closed: bool, edited: bool, created_at: DateTime<Utc>, updated_at: DateTime<Utc>, processed_at: DateTime<Utc>, cancelled_at: Option<DateTime<Utc>>, cancel_reason: Option<Open<CancelReason>>, closed_at: Option<DateTime<Utc>>, financial_status: Option<Open<FinancialStatus>>, fulfillment_status: Open<FulfillmentStatus>, return_status: Open<ReturnStatus>, fully_paid: bool, taxes_included: bool, tax_exempt: bool, currency_code: String, presentment_currency_code: String, source_name: Option<String>, source_identifier: Option<String>, status_page_url: String, discount_codes: Vec<String>, payment_gateway_names: Vec<String>, custom_attributes: Vec<Attribute>, customer: Option<Ref>, shipping_address: Option<Address>, billing_address: Option<Address>, total_price: MoneyBag, current_total_price: MoneyBag, subtotal_price: Option<MoneyBag>, total_tax: Option<MoneyBag>, total_discounts: Option<MoneyBag>, total_shipping_price: MoneyBag, total_received: MoneyBag, total_refunded: MoneyBag, total_outstanding: MoneyBag, line_items: Option<Connection<LineItem>>);
}

/// Why an order is cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum CancelReason {
    /// The customer wanted it.
    Customer,
    /// The payment was refused.
    Declined,
    /// It was a fraud.
    Fraud,
    /// There was not enough in stock.
    Inventory,
    /// Something else.
    Other,
    /// The shop made a mistake.
    Staff,
}

/// How far an order is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum FinancialStatus {
    /// The money is set aside.
    Authorized,
    /// It was set aside for too long.
    Expired,
    /// All.
    Paid,
    /// A part.
    PartiallyPaid,
    /// A part was paid back.
    PartiallyRefunded,
    /// Nothing yet.
    Pending,
    /// All was paid back.
    Refunded,
    /// What was set aside was given free.
    Voided,
}

/// How far an order is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum FulfillmentStatus {
    /// All.
    Fulfilled,
    /// There is nothing to deliver.
    FulfillmentNotRequired,
    /// It is being packed.
    InProgress,
    /// It is held back.
    OnHold,
    /// Nothing yet.
    Open,
    /// A part.
    PartiallyFulfilled,
    /// Somebody was asked to do it.
    PendingFulfillment,
    /// Those who were asked will not.
    RequestDeclined,
    /// It was taken back into stock.
    Restocked,
    /// Later.
    Scheduled,
    /// Nothing.
    Unfulfilled,
}

/// How far an order was sent back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ReturnStatus {
    /// What came back was looked at.
    InspectionComplete,
    /// It is under way.
    InProgress,
    /// Nothing.
    NoReturn,
    /// All that was to come back.
    Returned,
    /// It did not come back.
    ReturnFailed,
    /// The customer asks for it.
    ReturnRequested,
}
