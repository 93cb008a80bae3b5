//! Orders as Shopify sends them.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use super::details::{
    Attribution, BoughtFor, CashRounding, OrderApp, OrderCustomer, PaymentTerms, ReturnSummary, Shipment,
    ShippingLine,
};
use super::discounts::Discount;
use super::line_items::{LineItem, TaxLine};
use super::risk::Risk;
use super::status::{CancelReason, FinancialStatus, FulfillmentStatus, ReturnStatus};
use crate::addresses::Address;
use crate::graphql::Connection;
use crate::refunds::Refund;
use crate::transactions::Transaction;
use crate::{Attribute, Count, Gid, MoneyBag, Ref};

/// The selection of [`Order`], but for its details and lines. It uses those of addresses and money.
pub(crate) const ORDER: &str = "fragment Order on Order { \
    id legacyResourceId name number confirmationNumber email phone note poNumber tags test confirmed \
    closed edited createdAt updatedAt processedAt cancelledAt cancelReason closedAt \
    displayFinancialStatus displayFulfillmentStatus returnStatus fullyPaid unpaid capturable \
    refundable requiresShipping taxesIncluded taxExempt estimatedTaxes dutiesIncluded currencyCode \
    presentmentCurrencyCode customerLocale customerAcceptsMarketing sourceName sourceIdentifier \
    registeredSourceUrl statusPageUrl discountCodes paymentGatewayNames subtotalLineItemsQuantity \
    currentSubtotalLineItemsQuantity totalWeight customAttributes { key value } customer { id \
    legacyResourceId displayName firstName lastName locale taxExempt } app { id name } \
    shippingAddress { ...Address } billingAddress { ...Address } totalPriceSet { ...MoneyBag } \
    currentTotalPriceSet { ...MoneyBag } subtotalPriceSet { ...MoneyBag } totalTaxSet { ...MoneyBag } \
    totalDiscountsSet { ...MoneyBag } totalShippingPriceSet { ...MoneyBag } totalReceivedSet { \
    ...MoneyBag } totalRefundedSet { ...MoneyBag } totalOutstandingSet { ...MoneyBag } }";

/// The details of an order.
pub(super) const DETAILS: &str = "fragment OrderDetails on Order { \
    currentSubtotalPriceSet { ...MoneyBag } currentTotalTaxSet { ...MoneyBag } \
    currentTotalDiscountsSet { ...MoneyBag } currentShippingPriceSet { ...MoneyBag } \
    currentTotalDutiesSet { ...MoneyBag } originalTotalDutiesSet { ...MoneyBag } \
    currentTotalAdditionalFeesSet { ...MoneyBag } netPaymentSet { ...MoneyBag } totalCapturableSet { \
    ...MoneyBag } totalTipReceivedSet { ...MoneyBag } totalCashRoundingAdjustment { paymentSet { \
    ...MoneyBag } refundSet { ...MoneyBag } } attribution { handle displayName } taxLines { ...TaxLine \
    } currentTaxLines { ...TaxLine } discountApplications(first: 10) { nodes { index allocationMethod \
    targetType targetSelection value { ... on MoneyV2 { amount currencyCode } \
    ... on PricingPercentageValue { percentage } } ... on DiscountCodeApplication { code } \
    ... on ManualDiscountApplication { title description } ... on AutomaticDiscountApplication { title \
    } ... on ScriptDiscountApplication { title } } pageInfo { hasNextPage endCursor } } \
    shippingLines(first: 3) { nodes { ...ShippingLine } pageInfo { hasNextPage endCursor } } \
    transactions(first: 5) { ...Transaction } refunds(first: 5) { ...Refund } \
    transactionsCount { count precision } fulfillmentsCount { count precision } fulfillments(first: 10) { id name status displayStatus createdAt updatedAt deliveredAt totalQuantity trackingInfo { \
    company number url } } risk { ...Risk } }";

/// What is related to an order, which needs more scopes than orders.
pub(super) const RELATED: &str = "fragment OrderRelated on Order { \
    publication { id } retailLocation { id } purchasingEntity { ... on PurchasingCompany { company { \
    id } location { id } contact { id } } } paymentTerms { ...PaymentTerms } returns(first: 10) { \
    nodes { id name status totalQuantity } pageInfo { hasNextPage endCursor } } }";

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
    /// What the customer was told it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmation_number: Option<String>,
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
    /// Whether nothing was paid.
    pub unpaid: bool,
    /// Whether money is set aside for it that can be taken.
    pub capturable: bool,
    /// Whether it can be paid back.
    pub refundable: bool,
    /// Whether anything in it is shipped.
    pub requires_shipping: bool,
    /// Whether its prices hold the tax.
    pub taxes_included: bool,
    /// Whether it is free of tax.
    pub tax_exempt: bool,
    /// Whether its taxes may still change.
    pub estimated_taxes: bool,
    /// Whether its prices hold the duties.
    pub duties_included: bool,
    /// The shop's currency.
    pub currency_code: String,
    /// The customer's currency.
    pub presentment_currency_code: String,
    /// The customer's language, `en-GB`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_locale: Option<String>,
    /// Whether the customer wants news.
    pub customer_accepts_marketing: bool,
    /// Where it came from: `web`, `pos`, an application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_name: Option<String>,
    /// What it is called there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_identifier: Option<String>,
    /// Its page there.
    #[serde(rename = "registeredSourceUrl", skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
    /// Where the customer sees how far it is.
    pub status_page_url: String,
    /// The discount codes that were used.
    pub discount_codes: Vec<String>,
    /// How it was paid.
    pub payment_gateway_names: Vec<String>,
    /// How many things were in it.
    #[serde(rename = "subtotalLineItemsQuantity")]
    pub total_quantity: i64,
    /// How many are in it after changes and refunds.
    #[serde(rename = "currentSubtotalLineItemsQuantity")]
    pub current_quantity: i64,
    /// What it weighs, in grams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_weight: Option<String>,
    /// What applications noted.
    pub custom_attributes: Vec<Attribute>,
    /// The customer, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<OrderCustomer>,
    /// The application that it came by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app: Option<OrderApp>,
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
    /// What its lines cost after all changes, returns and refunds. This and all that follows comes with its details.
    #[serde(rename = "currentSubtotalPriceSet", skip_serializing_if = "Option::is_none")]
    pub current_subtotal_price: Option<MoneyBag>,
    /// Its tax after them.
    #[serde(rename = "currentTotalTaxSet", skip_serializing_if = "Option::is_none")]
    pub current_total_tax: Option<MoneyBag>,
    /// All discounts after them.
    #[serde(rename = "currentTotalDiscountsSet", skip_serializing_if = "Option::is_none")]
    pub current_total_discounts: Option<MoneyBag>,
    /// What shipping costs after them.
    #[serde(rename = "currentShippingPriceSet", skip_serializing_if = "Option::is_none")]
    pub current_shipping_price: Option<MoneyBag>,
    /// Its duties after them.
    #[serde(rename = "currentTotalDutiesSet", skip_serializing_if = "Option::is_none")]
    pub current_total_duties: Option<MoneyBag>,
    /// Its duties when it was made.
    #[serde(rename = "originalTotalDutiesSet", skip_serializing_if = "Option::is_none")]
    pub original_total_duties: Option<MoneyBag>,
    /// What else was charged, after them.
    #[serde(rename = "currentTotalAdditionalFeesSet", skip_serializing_if = "Option::is_none")]
    pub current_total_additional_fees: Option<MoneyBag>,
    /// What was paid, less what was paid back.
    #[serde(rename = "netPaymentSet", skip_serializing_if = "Option::is_none")]
    pub net_payment: Option<MoneyBag>,
    /// What is set aside and can be taken.
    #[serde(rename = "totalCapturableSet", skip_serializing_if = "Option::is_none")]
    pub total_capturable: Option<MoneyBag>,
    /// Tips.
    #[serde(rename = "totalTipReceivedSet", skip_serializing_if = "Option::is_none")]
    pub total_tip_received: Option<MoneyBag>,
    /// What was rounded, of cash.
    #[serde(rename = "totalCashRoundingAdjustment", skip_serializing_if = "Option::is_none")]
    pub cash_rounding: Option<CashRounding>,
    /// The channel that it is counted for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<Attribution>,
    /// All taxes when it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_lines: Option<Vec<TaxLine>>,
    /// All taxes after changes, returns and refunds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_tax_lines: Option<Vec<TaxLine>>,
    /// The discounts, the first ten.
    #[serde(rename = "discountApplications", skip_serializing_if = "Option::is_none")]
    pub discounts: Option<Connection<Discount>>,
    /// How it is shipped, the first three lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_lines: Option<Connection<ShippingLine>>,
    /// The transactions, at most five ([`transactions::List`](crate::transactions::List) has all).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transactions: Option<Vec<Transaction>>,
    /// How many transactions there are in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transactions_count: Option<Count>,
    /// The refunds in short, at most five: where there are five there may be more ([`refunds::List`](crate::refunds::List) has all, and
    /// what is in them).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refunds: Option<Vec<Refund>>,
    /// The deliveries in short, at most ten ([`fulfillments::List`](crate::fulfillments::List) has all).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfillments: Option<Vec<Shipment>>,
    /// How many deliveries there are in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfillments_count: Option<Count>,
    /// The risk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk: Option<Risk>,
    /// The sales channel. This and all that follows comes with what is related to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publication: Option<Ref>,
    /// The place where it was sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retail_location: Option<Ref>,
    /// The company that it was bought for; nothing in it if it was bought by a customer.
    #[serde(rename = "purchasingEntity", skip_serializing_if = "Option::is_none")]
    pub bought_for: Option<BoughtFor>,
    /// When it is to be paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_terms: Option<PaymentTerms>,
    /// The returns in short.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returns: Option<Connection<ReturnSummary>>,
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

    setters!(legacy_resource_id: String, name: String, number: i64, confirmation_number: Option<String>, email: Option<String>, phone: Option<String>, note: Option<String>, po_number: Option<String>, tags: Vec<String>, test: bool, confirmed: bool, closed: bool, edited: bool, created_at: DateTime<Utc>, updated_at: DateTime<Utc>, processed_at: DateTime<Utc>, cancelled_at: Option<DateTime<Utc>>, cancel_reason: Option<Open<CancelReason>>, closed_at: Option<DateTime<Utc>>, financial_status: Option<Open<FinancialStatus>>, fulfillment_status: Open<FulfillmentStatus>, return_status: Open<ReturnStatus>, fully_paid: bool, unpaid: bool, capturable: bool, refundable: bool, requires_shipping: bool, taxes_included: bool, tax_exempt: bool, estimated_taxes: bool, duties_included: bool, currency_code: String, presentment_currency_code: String, customer_locale: Option<String>, customer_accepts_marketing: bool, source_name: Option<String>, source_identifier: Option<String>, source_url: Option<String>, status_page_url: String, discount_codes: Vec<String>, payment_gateway_names: Vec<String>, total_quantity: i64, current_quantity: i64, total_weight: Option<String>, custom_attributes: Vec<Attribute>, customer: Option<OrderCustomer>, app: Option<OrderApp>, shipping_address: Option<Address>, billing_address: Option<Address>, total_price: MoneyBag, current_total_price: MoneyBag, subtotal_price: Option<MoneyBag>, total_tax: Option<MoneyBag>, total_discounts: Option<MoneyBag>, total_shipping_price: MoneyBag, total_received: MoneyBag, total_refunded: MoneyBag, total_outstanding: MoneyBag, current_subtotal_price: Option<MoneyBag>, current_total_tax: Option<MoneyBag>, current_total_discounts: Option<MoneyBag>, current_shipping_price: Option<MoneyBag>, current_total_duties: Option<MoneyBag>, original_total_duties: Option<MoneyBag>, current_total_additional_fees: Option<MoneyBag>, net_payment: Option<MoneyBag>, total_capturable: Option<MoneyBag>, total_tip_received: Option<MoneyBag>, cash_rounding: Option<CashRounding>, attribution: Option<Attribution>, tax_lines: Option<Vec<TaxLine>>, current_tax_lines: Option<Vec<TaxLine>>, discounts: Option<Connection<Discount>>, shipping_lines: Option<Connection<ShippingLine>>, transactions: Option<Vec<Transaction>>, transactions_count: Option<Count>, refunds: Option<Vec<Refund>>, fulfillments: Option<Vec<Shipment>>, fulfillments_count: Option<Count>, risk: Option<Risk>, publication: Option<Ref>, retail_location: Option<Ref>, bought_for: Option<BoughtFor>, payment_terms: Option<PaymentTerms>, returns: Option<Connection<ReturnSummary>>, line_items: Option<Connection<LineItem>>);
}
