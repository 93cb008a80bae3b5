//! How far an order is.

use serde::{Deserialize, Serialize};

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
