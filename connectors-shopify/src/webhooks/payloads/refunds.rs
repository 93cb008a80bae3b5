//! Refunds and payments.

use chrono::{DateTime, FixedOffset};
use connectors_core::setters;
use connectors_core::types::money;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::or_default;
use super::parts::{LineItem, MoneySet, gid};
use crate::Gid;

/// What was paid back, as `refunds/create` tells it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Refund {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_graphql_api_id: Option<Gid>,
    /// The order's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<u64>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<FixedOffset>>,
    /// When it took effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processed_at: Option<DateTime<FixedOffset>>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether what came back is in stock again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restock: Option<bool>,
    /// The number of who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<u64>,
    /// What came back.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub refund_line_items: Vec<RefundLineItem>,
    /// How it was paid back.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub transactions: Vec<Transaction>,
    /// What does not belong to lines, such as shipping.
    #[serde(deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
    pub order_adjustments: Vec<OrderAdjustment>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Refund {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<u64>, admin_graphql_api_id: Option<Gid>, order_id: Option<u64>, created_at: Option<DateTime<FixedOffset>>, processed_at: Option<DateTime<FixedOffset>>, note: Option<String>, restock: Option<bool>, user_id: Option<u64>, refund_line_items: Vec<RefundLineItem>, transactions: Vec<Transaction>, order_adjustments: Vec<OrderAdjustment>, rest: Map<String, Value>);
}

impl Refund {
    /// Its id: what it is asked for by.
    #[must_use]
    pub fn gid(&self) -> Option<Gid> {
        gid(self.admin_graphql_api_id.as_ref(), "Refund", self.id)
    }
}

impl Refund {
    /// The order's id.
    #[must_use]
    pub fn order_gid(&self) -> Option<Gid> {
        self.order_id.map(|number| Gid::of("Order", number))
    }
}

/// A line that came back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RefundLineItem {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// The line's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_item_id: Option<u64>,
    /// The line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_item: Option<LineItem>,
    /// How many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    /// What became of them: `return`, `cancel`, `no_restock`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restock_type: Option<String>,
    /// The number of the location where they are in stock again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_id: Option<u64>,
    /// What they cost.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub subtotal: Option<Decimal>,
    /// The same in both currencies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtotal_set: Option<MoneySet>,
    /// Their tax.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub total_tax: Option<Decimal>,
    /// The same in both currencies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_tax_set: Option<MoneySet>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl RefundLineItem {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<u64>, line_item_id: Option<u64>, line_item: Option<LineItem>, quantity: Option<i64>, restock_type: Option<String>, location_id: Option<u64>, subtotal: Option<Decimal>, subtotal_set: Option<MoneySet>, total_tax: Option<Decimal>, total_tax_set: Option<MoneySet>, rest: Map<String, Value>);
}

/// An amount of an order that does not belong to a line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct OrderAdjustment {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// How much it is.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub amount: Option<Decimal>,
    /// The same in both currencies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_set: Option<MoneySet>,
    /// Its tax.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub tax_amount: Option<Decimal>,
    /// The same in both currencies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_amount_set: Option<MoneySet>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl OrderAdjustment {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<u64>, kind: Option<String>, reason: Option<String>, amount: Option<Decimal>, amount_set: Option<MoneySet>, tax_amount: Option<Decimal>, tax_amount_set: Option<MoneySet>, rest: Map<String, Value>);
}

/// A payment, or one that went back, as `order_transactions/create` tells it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Transaction {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_graphql_api_id: Option<Gid>,
    /// The order's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<u64>,
    /// The number of the payment that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<u64>,
    /// What it is: `sale`, `authorization`, `capture`, `refund`, `void`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Whether it succeeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Who carries it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway: Option<String>,
    /// How much it is.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub amount: Option<Decimal>,
    /// In which currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What the carrier said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What went wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// Whether it is a test.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<bool>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<FixedOffset>>,
    /// When it took effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processed_at: Option<DateTime<FixedOffset>>,
    /// What it is known by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_id: Option<String>,
    /// What else was said of it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Transaction {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(id: Option<u64>, admin_graphql_api_id: Option<Gid>, order_id: Option<u64>, parent_id: Option<u64>, kind: Option<String>, status: Option<String>, gateway: Option<String>, amount: Option<Decimal>, currency: Option<String>, message: Option<String>, error_code: Option<String>, test: Option<bool>, created_at: Option<DateTime<FixedOffset>>, processed_at: Option<DateTime<FixedOffset>>, payment_id: Option<String>, rest: Map<String, Value>);
}

impl Transaction {
    /// Its id: what it is asked for by.
    #[must_use]
    pub fn gid(&self) -> Option<Gid> {
        gid(self.admin_graphql_api_id.as_ref(), "OrderTransaction", self.id)
    }
}
