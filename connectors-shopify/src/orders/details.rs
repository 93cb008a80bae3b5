//! What orders have within them.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use serde::{Deserialize, Serialize};

use super::discounts::DiscountAllocation;
use super::line_items::TaxLine;
use crate::graphql::Connection;
use crate::{Gid, Money, MoneyBag, Ref};

/// The customer of an order. Customers' data may be kept from an application that was not approved for them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct OrderCustomer {
    /// Its id.
    pub id: Gid,
    /// Its number in the REST API and in webhooks.
    pub legacy_resource_id: String,
    /// What it is called.
    pub display_name: String,
    /// The first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The language, `en-GB`.
    pub locale: String,
    /// Whether it pays no tax.
    pub tax_exempt: bool,
}

impl OrderCustomer {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(legacy_resource_id: String, display_name: String, first_name: Option<String>, last_name: Option<String>, locale: String, tax_exempt: bool);
}

/// The application that an order came by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct OrderApp {
    /// Its id.
    pub id: Gid,
    /// What it is called: `Online Store`, `Point of Sale`.
    pub name: String,
}

impl OrderApp {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: String);
}

/// The channel that an order is counted for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Attribution {
    /// Its handle.
    pub handle: String,
    /// What it is called.
    pub display_name: String,
}

impl Attribution {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(handle: String, display_name: String);
}

/// The selection of [`ShippingLine`]. It uses those of taxes and money.
pub(crate) const SHIPPING_LINE: &str = "fragment ShippingLine on ShippingLine { \
    id title code source carrierIdentifier deliveryCategory phone custom isRemoved originalPriceSet { \
    ...MoneyBag } discountedPriceSet { ...MoneyBag } currentDiscountedPriceSet { ...MoneyBag } \
    discountAllocations { allocatedAmountSet { ...MoneyBag } discountApplication { index } } \
    taxLines { ...TaxLine } }";

/// How an order is shipped, and what that costs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ShippingLine {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Gid>,
    /// What it is called.
    pub title: String,
    /// What it is called by who offers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Who offers it: `shopify`, `UPS`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The carrier's application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier_identifier: Option<String>,
    /// What kind of delivery it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_category: Option<String>,
    /// The phone number for the delivery.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Whether it was made by hand.
    pub custom: bool,
    /// Whether it was taken away.
    pub is_removed: bool,
    /// What it cost.
    #[serde(rename = "originalPriceSet")]
    pub original_price: MoneyBag,
    /// What it cost less discounts.
    #[serde(rename = "discountedPriceSet")]
    pub discounted_price: MoneyBag,
    /// The same less refunds.
    #[serde(rename = "currentDiscountedPriceSet")]
    pub current_price: MoneyBag,
    /// Its part of each discount.
    pub discount_allocations: Vec<DiscountAllocation>,
    /// Its taxes.
    pub tax_lines: Vec<TaxLine>,
}

impl ShippingLine {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<Gid>, title: String, code: Option<String>, source: Option<String>, carrier_identifier: Option<String>, delivery_category: Option<String>, phone: Option<String>, custom: bool, is_removed: bool, original_price: MoneyBag, discounted_price: MoneyBag, current_price: MoneyBag, discount_allocations: Vec<DiscountAllocation>, tax_lines: Vec<TaxLine>);
}

/// A delivery of an order, in short.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Shipment {
    /// Its id.
    pub id: Gid,
    /// What it is called: `#1001-F1`.
    pub name: String,
    /// How it is: `SUCCESS`, `CANCELLED`.
    pub status: String,
    /// How far it is: `IN_TRANSIT`, `DELIVERED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_status: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// When it arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<DateTime<Utc>>,
    /// How many things are in it.
    pub total_quantity: i64,
    /// Where it can be followed.
    #[serde(rename = "trackingInfo")]
    pub tracking: Vec<Tracking>,
}

impl Shipment {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: String, status: String, display_status: Option<String>, created_at: DateTime<Utc>, updated_at: DateTime<Utc>, delivered_at: Option<DateTime<Utc>>, total_quantity: i64, tracking: Vec<Tracking>);
}

/// Where a delivery can be followed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Tracking {
    /// The carrier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Its number there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl Tracking {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(company: Option<String>, number: Option<String>, url: Option<String>);
}

/// A return of an order, in short.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ReturnSummary {
    /// Its id.
    pub id: Gid,
    /// What it is called: `#1001-R1`.
    pub name: String,
    /// How far it is: `OPEN`, `CLOSED`.
    pub status: String,
    /// How many things come back.
    pub total_quantity: i64,
}

impl ReturnSummary {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: String, status: String, total_quantity: i64);
}

/// The selection of [`PaymentTerms`].
pub(crate) const PAYMENT_TERMS: &str = "fragment PaymentTerms on PaymentTerms { \
    id paymentTermsName paymentTermsType dueInDays overdue paymentSchedules(first: 5) { nodes { id \
    issuedAt dueAt completedAt due totalBalance { amount currencyCode } balanceDue { amount \
    currencyCode } } pageInfo { hasNextPage endCursor } } }";

/// When an order is to be paid.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct PaymentTerms {
    /// Its id.
    pub id: Gid,
    /// What the term is called: `Net 30`.
    #[serde(rename = "paymentTermsName")]
    pub name: String,
    /// What kind it is: `NET`, `FIXED`, `RECEIPT`.
    #[serde(rename = "paymentTermsType")]
    pub kind: String,
    /// In how many days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_in_days: Option<i64>,
    /// Whether it is late.
    pub overdue: bool,
    /// The payments.
    #[serde(rename = "paymentSchedules")]
    pub schedules: Connection<PaymentSchedule>,
}

impl PaymentTerms {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: String, kind: String, due_in_days: Option<i64>, overdue: bool, schedules: Connection<PaymentSchedule>);
}

/// A payment that is due.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct PaymentSchedule {
    /// Its id.
    pub id: Gid,
    /// From when the term counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<DateTime<Utc>>,
    /// When it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// When it was paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<DateTime<Utc>>,
    /// Whether it is due.
    pub due: bool,
    /// How much it is.
    #[serde(rename = "totalBalance")]
    pub total: Money,
    /// How much of it is left.
    pub balance_due: Money,
}

impl PaymentSchedule {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(issued_at: Option<DateTime<Utc>>, due_at: Option<DateTime<Utc>>, completed_at: Option<DateTime<Utc>>, due: bool, total: Money, balance_due: Money);
}

/// The company that an order was bought for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct BoughtFor {
    /// The company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<Ref>,
    /// Its branch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Ref>,
    /// Who bought it there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Ref>,
}

impl BoughtFor {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(company: Option<Ref>, location: Option<Ref>, contact: Option<Ref>);
}

/// What was rounded, of cash.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct CashRounding {
    /// When it was paid.
    #[serde(rename = "paymentSet")]
    pub payment: MoneyBag,
    /// When it was paid back.
    #[serde(rename = "refundSet")]
    pub refund: MoneyBag,
}

impl CashRounding {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(payment: MoneyBag, refund: MoneyBag);
}
