//! Returns as they are written.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use super::model::DeclineReason;
use crate::{Gid, Money};

/// A return that is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ReturnInput {
    /// The order.
    pub order_id: Gid,
    /// What comes back.
    #[serde(rename = "returnLineItems")]
    pub line_items: Vec<ReturnLineInput>,
    /// What the customer gets instead.
    #[serde(rename = "exchangeLineItems", default, skip_serializing_if = "Vec::is_empty")]
    pub exchange_lines: Vec<ExchangeInput>,
    /// What the customer pays for sending things back.
    #[serde(rename = "returnShippingFee", default, skip_serializing_if = "Option::is_none")]
    pub shipping_fee: Option<ShippingFeeInput>,
    /// When the customer asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_at: Option<DateTime<Utc>>,
}

impl ReturnInput {
    /// Of these, of this order.
    #[must_use]
    pub fn new(order_id: impl Into<Gid>, line_items: impl IntoIterator<Item = ReturnLineInput>) -> Self {
        Self {
            order_id: order_id.into(),
            line_items: line_items.into_iter().collect(),
            exchange_lines: Vec::new(),
            shipping_fee: None,
            requested_at: None,
        }
    }

    setters!(exchange_lines: Vec<ExchangeInput>, shipping_fee: Option<ShippingFeeInput>, requested_at: Option<DateTime<Utc>>);
}

/// What comes back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ReturnLineInput {
    /// The delivered line: [`ReturnableLine::id`](super::ReturnableLine::id).
    pub fulfillment_line_item_id: Gid,
    /// How many.
    pub quantity: i64,
    /// Why.
    #[serde(rename = "returnReasonDefinitionId", default, skip_serializing_if = "Option::is_none")]
    pub reason_id: Option<Gid>,
    /// What the shop notes to that.
    #[serde(rename = "returnReasonNote", default, skip_serializing_if = "Option::is_none")]
    pub reason_note: Option<String>,
    /// What the shop takes for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restocking_fee: Option<RestockingFeeInput>,
}

impl ReturnLineInput {
    /// So many of this delivered line.
    #[must_use]
    pub fn new(fulfillment_line_item_id: impl Into<Gid>, quantity: i64) -> Self {
        Self {
            fulfillment_line_item_id: fulfillment_line_item_id.into(),
            quantity,
            reason_id: None,
            reason_note: None,
            restocking_fee: None,
        }
    }

    setters!(reason_id: Option<Gid>, reason_note: Option<String>, restocking_fee: Option<RestockingFeeInput>);
}

/// What the shop takes for taking a thing back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct RestockingFeeInput {
    /// Its part of the price, in percent.
    pub percentage: f64,
}

impl RestockingFeeInput {
    /// This part of the price, in percent.
    #[must_use]
    pub fn new(percentage: f64) -> Self {
        Self { percentage }
    }
}

/// What the customer gets instead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ExchangeInput {
    /// How many.
    pub quantity: i64,
    /// The variant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant_id: Option<Gid>,
    /// The discount on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applied_discount: Option<ExchangeDiscount>,
    /// The codes of gift cards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gift_card_codes: Vec<String>,
}

impl ExchangeInput {
    /// So many.
    #[must_use]
    pub fn new(quantity: i64) -> Self {
        Self { quantity, variant_id: None, applied_discount: None, gift_card_codes: Vec::new() }
    }

    setters!(variant_id: Option<Gid>, applied_discount: Option<ExchangeDiscount>, gift_card_codes: Vec<String>);
}

/// A discount on what the customer gets instead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ExchangeDiscount {
    /// How much.
    pub value: ExchangeDiscountValue,
    /// Why it is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl ExchangeDiscount {
    /// So much.
    #[must_use]
    pub fn new(value: ExchangeDiscountValue) -> Self {
        Self { value, description: None }
    }

    setters!(description: Option<String>);
}

/// How much a discount is: one of these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ExchangeDiscountValue {
    /// An amount off the price of one.
    Amount(Money),
    /// A part, in percent.
    Percentage(f64),
}

/// What the customer pays for sending things back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ShippingFeeInput {
    /// How much.
    pub amount: Money,
}

impl ShippingFeeInput {
    /// So much.
    #[must_use]
    pub fn new(amount: Money) -> Self {
        Self { amount }
    }
}

/// A return that a customer asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct RequestInput {
    /// The order.
    pub order_id: Gid,
    /// What is to come back.
    #[serde(rename = "returnLineItems")]
    pub line_items: Vec<RequestLineInput>,
    /// What the customer pays for sending things back.
    #[serde(rename = "returnShippingFee", default, skip_serializing_if = "Option::is_none")]
    pub shipping_fee: Option<ShippingFeeInput>,
}

impl RequestInput {
    /// Of these, of this order.
    #[must_use]
    pub fn new(order_id: impl Into<Gid>, line_items: impl IntoIterator<Item = RequestLineInput>) -> Self {
        Self { order_id: order_id.into(), line_items: line_items.into_iter().collect(), shipping_fee: None }
    }

    setters!(shipping_fee: Option<ShippingFeeInput>);
}

/// What a customer wants to send back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct RequestLineInput {
    /// The delivered line: [`ReturnableLine::id`](super::ReturnableLine::id).
    pub fulfillment_line_item_id: Gid,
    /// How many.
    pub quantity: i64,
    /// Why.
    #[serde(rename = "returnReasonDefinitionId", default, skip_serializing_if = "Option::is_none")]
    pub reason_id: Option<Gid>,
    /// What the customer says to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_note: Option<String>,
    /// What the shop takes for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restocking_fee: Option<RestockingFeeInput>,
}

impl RequestLineInput {
    /// So many of this delivered line.
    #[must_use]
    pub fn new(fulfillment_line_item_id: impl Into<Gid>, quantity: i64) -> Self {
        Self {
            fulfillment_line_item_id: fulfillment_line_item_id.into(),
            quantity,
            reason_id: None,
            customer_note: None,
            restocking_fee: None,
        }
    }

    setters!(reason_id: Option<Gid>, customer_note: Option<String>, restocking_fee: Option<RestockingFeeInput>);
}

/// Why a return is declined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct DeclineInput {
    /// The return.
    pub id: Gid,
    /// Why.
    #[serde(rename = "declineReason")]
    pub reason: Open<DeclineReason>,
    /// What the shop says to that.
    #[serde(rename = "declineNote", default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether the customer is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_customer: Option<bool>,
}

impl DeclineInput {
    /// This return, for this reason.
    #[must_use]
    pub fn new(id: impl Into<Gid>, reason: impl Into<Open<DeclineReason>>) -> Self {
        Self { id: id.into(), reason: reason.into(), note: None, notify_customer: None }
    }

    setters!(note: Option<String>, notify_customer: Option<bool>);
}
