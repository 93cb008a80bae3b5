//! The parts of a contact.

use connectors_core::setters;
use connectors_core::types::{Open, money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A person at a contact.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct ContactPerson {
    /// First name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_address: Option<String>,
    /// Whether invoices are sent to them too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_in_emails: Option<bool>,
}

impl ContactPerson {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        first_name: Option<String>,
        last_name: Option<String>,
        email_address: Option<String>,
        include_in_emails: Option<bool>,
    );
}

/// An address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Address {
    /// What the address is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_type: Option<Open<AddressType>>,
    /// First line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_line1: Option<String>,
    /// Second line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_line2: Option<String>,
    /// Third line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_line3: Option<String>,
    /// Fourth line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_line4: Option<String>,
    /// City.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Region or state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// Country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Person or department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attention_to: Option<String>,
}

impl Address {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        address_type: Option<Open<AddressType>>,
        address_line1: Option<String>,
        address_line2: Option<String>,
        address_line3: Option<String>,
        address_line4: Option<String>,
        city: Option<String>,
        region: Option<String>,
        postal_code: Option<String>,
        country: Option<String>,
        attention_to: Option<String>,
    );
}

/// A phone number.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Phone {
    /// What the number is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_type: Option<Open<PhoneType>>,
    /// The number without its codes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// Area code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_area_code: Option<String>,
    /// Country code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_country_code: Option<String>,
}

impl Phone {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        phone_type: Option<Open<PhoneType>>,
        phone_number: Option<String>,
        phone_area_code: Option<String>,
        phone_country_code: Option<String>,
    );
}

/// When payments are due.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct PaymentTerms {
    /// For bills from them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bills: Option<PaymentTerm>,
    /// For invoices to them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sales: Option<PaymentTerm>,
}

impl PaymentTerms {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        bills: Option<PaymentTerm>,
        sales: Option<PaymentTerm>,
    );
}

/// When a payment is due.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct PaymentTerm {
    /// A day of the month or a number of days, by `type`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<i32>,
    /// What `day` counts.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub term_type: Option<Open<PaymentTermType>>,
}

impl PaymentTerm {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        day: Option<i32>,
        term_type: Option<Open<PaymentTermType>>,
    );
}

/// What is owed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Balances {
    /// What they owe.
    pub accounts_receivable: Option<Balance>,
    /// What is owed to them.
    pub accounts_payable: Option<Balance>,
}

impl Balances {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        accounts_receivable: Option<Balance>,
        accounts_payable: Option<Balance>,
    );
}

/// An amount, in the base currency.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Balance {
    /// Open.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub outstanding: Option<Decimal>,
    /// Due already.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub overdue: Option<Decimal>,
}

impl Balance {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        outstanding: Option<Decimal>,
        overdue: Option<Decimal>,
    );
}

/// A contact's part in the Construction Industry Scheme (CIS), of the United Kingdom.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct ContactCisSettings {
    /// Whether they are a subcontractor.
    #[serde(rename = "CISEnabled")]
    pub cis_enabled: Option<bool>,
    /// Deduction in percent.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub rate: Option<Decimal>,
}

impl ContactCisSettings {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(cis_enabled: Option<bool>, rate: Option<Decimal>);
}

/// What an address is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum AddressType {
    /// Postal, as printed on invoices.
    PoBox,
    /// Where they are.
    Street,
}

/// What a number is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum PhoneType {
    /// The usual one.
    Default,
    /// Direct.
    Ddi,
    /// Mobile.
    Mobile,
    /// Fax.
    Fax,
    /// Office.
    Office,
}

/// What the days of a payment term count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum PaymentTermType {
    /// Days after the date of the bill.
    DaysAfterBillDate,
    /// Days after the end of the month of the bill.
    DaysAfterBillMonth,
    /// A day of the same month.
    OfCurrentMonth,
    /// A day of the next month.
    OfFollowingMonth,
}
