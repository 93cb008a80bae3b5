//! Refunds as they are written.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::{Open, money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::model::{RestockType, SuggestedTransaction};
use crate::transactions::TransactionKind;
use crate::{Gid, Money};

/// A refund that is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct RefundInput {
    /// The order.
    pub order_id: Gid,
    /// The items.
    #[serde(rename = "refundLineItems", default, skip_serializing_if = "Vec::is_empty")]
    pub line_items: Vec<LineItemInput>,
    /// Shipping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<ShippingInput>,
    /// Duties.
    #[serde(rename = "refundDuties", default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<DutyInput>,
    /// By which transactions. Without any nothing is paid back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transactions: Vec<TransactionInput>,
    /// In which other ways it is paid back.
    #[serde(rename = "refundMethods", default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<MethodInput>,
    /// The customer's currency; needed where it is not the shop's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What the shop notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether the customer is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify: Option<bool>,
    /// When it counts as done; now, unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processed_at: Option<DateTime<Utc>>,
    /// Why it is more or less than was calculated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discrepancy_reason: Option<Open<DiscrepancyReason>>,
    /// Whether more may be paid back than was paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_over_refunding: Option<bool>,
}

impl RefundInput {
    /// Of this order; what is paid back is to be said yet.
    #[must_use]
    pub fn new(order_id: impl Into<Gid>) -> Self {
        Self {
            order_id: order_id.into(),
            line_items: Vec::new(),
            shipping: None,
            duties: Vec::new(),
            transactions: Vec::new(),
            methods: Vec::new(),
            currency: None,
            note: None,
            notify: None,
            processed_at: None,
            discrepancy_reason: None,
            allow_over_refunding: None,
        }
    }

    setters!(line_items: Vec<LineItemInput>, shipping: Option<ShippingInput>, duties: Vec<DutyInput>, transactions: Vec<TransactionInput>, methods: Vec<MethodInput>, currency: Option<String>, note: Option<String>, notify: Option<bool>, processed_at: Option<DateTime<Utc>>, discrepancy_reason: Option<Open<DiscrepancyReason>>, allow_over_refunding: Option<bool>);
}

/// A line that is paid back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct LineItemInput {
    /// The line of the order.
    pub line_item_id: Gid,
    /// How many.
    pub quantity: i64,
    /// What becomes of them: nothing goes back into stock, unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restock_type: Option<Open<RestockType>>,
    /// Where they go back into stock; needed if they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_id: Option<Gid>,
}

impl LineItemInput {
    /// So many of this line.
    #[must_use]
    pub fn new(line_item_id: impl Into<Gid>, quantity: i64) -> Self {
        Self { line_item_id: line_item_id.into(), quantity, restock_type: None, location_id: None }
    }

    setters!(restock_type: Option<Open<RestockType>>, location_id: Option<Gid>);
}

/// Shipping that is paid back: all, or so much.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ShippingInput {
    /// Whether all of it is paid back.
    #[serde(rename = "fullRefund", skip_serializing_if = "Option::is_none")]
    pub full: Option<bool>,
    /// How much, in the customer's currency.
    #[serde(with = "money::text::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub amount: Option<Decimal>,
}

impl ShippingInput {
    /// Nothing, so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(full: Option<bool>, amount: Option<Decimal>);
}

/// A duty that is paid back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct DutyInput {
    /// The duty.
    pub duty_id: Gid,
    /// How much of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund_type: Option<Open<DutyRefund>>,
}

impl DutyInput {
    /// This duty.
    #[must_use]
    pub fn new(duty_id: impl Into<Gid>) -> Self {
        Self { duty_id: duty_id.into(), refund_type: None }
    }

    setters!(refund_type: Option<Open<DutyRefund>>);
}

/// A transaction that pays back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct TransactionInput {
    /// The order.
    pub order_id: Gid,
    /// What it does: a refund.
    pub kind: Open<TransactionKind>,
    /// Who does it.
    pub gateway: String,
    /// How much, in the customer's currency.
    #[serde(with = "money::text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub amount: Decimal,
    /// The payment that it pays back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<Gid>,
}

impl TransactionInput {
    /// So much, by this gateway.
    #[must_use]
    pub fn new(order_id: impl Into<Gid>, gateway: impl Into<String>, amount: impl Into<Decimal>) -> Self {
        Self {
            order_id: order_id.into(),
            kind: TransactionKind::Refund.into(),
            gateway: gateway.into(),
            amount: amount.into(),
            parent_id: None,
        }
    }

    setters!(parent_id: Option<Gid>);

    /// What Shopify suggests. `None` if it names no gateway.
    #[must_use]
    pub fn from_suggested(order_id: impl Into<Gid>, suggested: &SuggestedTransaction) -> Option<Self> {
        let amount = suggested.amount.presentment_money.amount;
        let input = Self::new(order_id, suggested.gateway.clone()?, amount);
        Some(Self {
            parent_id: suggested.parent_transaction.as_ref().map(|parent| parent.id.clone()),
            ..input
        })
    }
}

/// Another way to pay back than a transaction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum MethodInput {
    /// As credit in the shop.
    StoreCreditRefund(StoreCredit),
}

/// Credit in the shop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct StoreCredit {
    /// How much.
    pub amount: Money,
    /// Until when it can be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
}

impl StoreCredit {
    /// So much.
    #[must_use]
    pub fn new(amount: Money) -> Self {
        Self { amount, expires_at: None }
    }

    setters!(expires_at: Option<DateTime<Utc>>);
}

/// Why more or less is paid back than was calculated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum DiscrepancyReason {
    /// The customer.
    Customer,
    /// Damage.
    Damage,
    /// Something else.
    Other,
    /// A fee for taking things back.
    Restock,
}

/// How much of a duty is paid back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum DutyRefund {
    /// All.
    Full,
    /// As much as of the items.
    Proportional,
}

/// How it is paid back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum MethodAllocation {
    /// As it was paid.
    OriginalPaymentMethods,
    /// As credit in the shop.
    StoreCredit,
}
