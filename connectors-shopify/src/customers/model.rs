//! Customers as Shopify sends them.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::Open;
use serde::{Deserialize, Serialize};

use crate::addresses::{ADDRESS, Address};
use crate::{Gid, Money};

/// The selection of [`Customer`].
pub(super) const CUSTOMER: &[&str] = &[
    "fragment Customer on Customer { \
     id legacyResourceId firstName lastName displayName note tags state verifiedEmail locale taxExempt numberOfOrders \
     createdAt updatedAt amountSpent { amount currencyCode } \
     defaultEmailAddress { emailAddress validFormat marketingState marketingOptInLevel marketingUpdatedAt } \
     defaultPhoneNumber { phoneNumber smsMarketingConsent { state optInLevel updatedAt } } \
     defaultAddress { ...Address } }",
    ADDRESS,
];

/// A customer. What is personal may be kept from an application that was not approved for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Customer {
    /// Its id.
    pub id: Gid,
    /// Its number in the REST API and in webhooks.
    pub legacy_resource_id: String,
    /// The first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// What it is called: the name, else the email address, else the phone number.
    pub display_name: String,
    /// What the shop notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whether it has an account.
    pub state: Open<CustomerState>,
    /// Whether its email address was verified.
    pub verified_email: bool,
    /// Its language, `en`.
    pub locale: String,
    /// Whether it pays no tax.
    pub tax_exempt: bool,
    /// How many orders it placed.
    pub number_of_orders: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// What it paid for all its orders.
    pub amount_spent: Money,
    /// Its email address.
    #[serde(rename = "defaultEmailAddress", skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// Its phone number.
    #[serde(rename = "defaultPhoneNumber", skip_serializing_if = "Option::is_none")]
    pub phone: Option<PhoneNumber>,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_address: Option<Address>,
}

impl Customer {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(legacy_resource_id: String, first_name: Option<String>, last_name: Option<String>, display_name: String, note: Option<String>, tags: Vec<String>, state: Open<CustomerState>, verified_email: bool, locale: String, tax_exempt: bool, number_of_orders: String, created_at: DateTime<Utc>, updated_at: DateTime<Utc>, amount_spent: Money, email: Option<EmailAddress>, phone: Option<PhoneNumber>, default_address: Option<Address>);
}

/// Whether a customer has an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum CustomerState {
    /// It was invited, and declined.
    Declined,
    /// No.
    Disabled,
    /// Yes.
    Enabled,
    /// It was invited.
    Invited,
}

/// A customer's email address, and whether advertising may be sent there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct EmailAddress {
    /// The address.
    #[serde(rename = "emailAddress")]
    pub address: String,
    /// Whether it looks like one.
    pub valid_format: bool,
    /// Whether advertising may be sent there.
    pub marketing_state: Open<EmailMarketingState>,
    /// How the customer agreed to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marketing_opt_in_level: Option<Open<OptInLevel>>,
    /// When the customer said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marketing_updated_at: Option<DateTime<Utc>>,
}

impl EmailAddress {
    /// As tests need it.
    #[must_use]
    pub fn new(address: impl Into<String>) -> Self {
        Self { address: address.into(), ..Self::default() }
    }

    setters!(valid_format: bool, marketing_state: Open<EmailMarketingState>, marketing_opt_in_level: Option<Open<OptInLevel>>, marketing_updated_at: Option<DateTime<Utc>>);
}

/// A customer's phone number, and whether advertising may be sent there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct PhoneNumber {
    /// The number.
    #[serde(rename = "phoneNumber")]
    pub number: String,
    /// Whether advertising may be sent there.
    pub sms_marketing_consent: SmsConsent,
}

impl PhoneNumber {
    /// As tests need it.
    #[must_use]
    pub fn new(number: impl Into<String>) -> Self {
        Self { number: number.into(), ..Self::default() }
    }

    setters!(sms_marketing_consent: SmsConsent);
}

/// Whether advertising may be sent to a phone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct SmsConsent {
    /// Whether it may.
    pub state: Open<ConsentState>,
    /// How the customer agreed to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opt_in_level: Option<Open<OptInLevel>>,
    /// When the customer said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl SmsConsent {
    /// As tests need it.
    #[must_use]
    pub fn new(state: impl Into<Open<ConsentState>>) -> Self {
        Self { state: state.into(), ..Self::default() }
    }

    setters!(opt_in_level: Option<Open<OptInLevel>>, updated_at: Option<DateTime<Utc>>);
}

/// Whether advertising may be sent to an email address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum EmailMarketingState {
    /// There is no such address.
    Invalid,
    /// The customer never said so.
    NotSubscribed,
    /// The customer was asked to confirm it.
    Pending,
    /// The customer's data were erased.
    Redacted,
    /// Yes.
    Subscribed,
    /// No longer.
    Unsubscribed,
}

/// Whether advertising may be sent to a phone, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SmsMarketingState {
    /// The customer never said so.
    NotSubscribed,
    /// The customer was asked to confirm it.
    Pending,
    /// The customer's data were erased.
    Redacted,
    /// Yes.
    Subscribed,
    /// No longer.
    Unsubscribed,
}

/// Whether advertising may be sent to a phone, as it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ConsentState {
    /// The customer never said so.
    NeverSubscribed,
    /// The customer was asked to confirm it.
    Pending,
    /// The customer's data were erased.
    Redacted,
    /// Yes.
    Subscribed,
    /// No longer.
    Unsubscribed,
}

/// How a customer agreed to advertising.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum OptInLevel {
    /// Twice: also by a link that was sent.
    ConfirmedOptIn,
    /// Once.
    SingleOptIn,
    /// Nobody knows.
    Unknown,
}
