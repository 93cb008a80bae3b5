//! What a contact consists of.

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::{Open, Patch, money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::parts::{Address, Balances, ContactPerson, PaymentTerms, Phone};
use crate::contact_groups::ContactGroup;
use crate::dates;
use crate::wire::{clearable, null_is_empty};

/// A customer, a supplier, or both, as Xero answers it.
///
/// Inside an invoice only a few fields are there, in a summary none of the lists.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Contact {
    /// Xero's id.
    #[serde(rename = "ContactID")]
    pub contact_id: Option<String>,
    /// The id of another system, at most 50 characters, unique. Xero does not show it to people.
    pub contact_number: Option<String>,
    /// Account number, at most 50 characters.
    pub account_number: Option<String>,
    /// Active or archived.
    pub contact_status: Option<Open<ContactStatus>>,
    /// Name, at most 255 characters.
    pub name: Option<String>,
    /// First name of the person.
    pub first_name: Option<String>,
    /// Last name of the person.
    pub last_name: Option<String>,
    /// Company number.
    pub company_number: Option<String>,
    /// Address.
    pub email_address: Option<String>,
    /// Further people.
    #[serde(deserialize_with = "null_is_empty")]
    pub contact_persons: Vec<ContactPerson>,
    /// Bank account number.
    pub bank_account_details: Option<String>,
    /// Tax number.
    pub tax_number: Option<String>,
    /// Tax type of invoices to them.
    pub accounts_receivable_tax_type: Option<String>,
    /// Tax type of bills from them.
    pub accounts_payable_tax_type: Option<String>,
    /// Addresses. Xero also answers blank ones.
    #[serde(deserialize_with = "null_is_empty")]
    pub addresses: Vec<Address>,
    /// Numbers. Xero also answers blank ones.
    #[serde(deserialize_with = "null_is_empty")]
    pub phones: Vec<Phone>,
    /// Whether there are bills from them.
    pub is_supplier: Option<bool>,
    /// Whether there are invoices to them.
    pub is_customer: Option<bool>,
    /// Currency code.
    pub default_currency: Option<String>,
    /// Account code of invoices to them.
    pub sales_default_account_code: Option<String>,
    /// Account code of bills from them.
    pub purchases_default_account_code: Option<String>,
    /// When payments are due.
    pub payment_terms: Option<PaymentTerms>,
    /// Groups they are in.
    #[serde(deserialize_with = "null_is_empty")]
    pub contact_groups: Vec<ContactGroup>,
    /// Website.
    pub website: Option<String>,
    /// Default discount in percent.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub discount: Option<Decimal>,
    /// What is owed.
    pub balances: Option<Balances>,
    /// Key in the Xero network.
    pub xero_network_key: Option<String>,
    /// The contact that this one was merged into.
    #[serde(rename = "MergedToContactID")]
    pub merged_to_contact_id: Option<String>,
    /// Whether files are attached.
    pub has_attachments: Option<bool>,
    /// When it was last changed.
    #[serde(rename = "UpdatedDateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub updated_date_utc: Option<DateTime<Utc>>,
}

impl Contact {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        contact_id: Option<String>,
        contact_number: Option<String>,
        account_number: Option<String>,
        contact_status: Option<Open<ContactStatus>>,
        name: Option<String>,
        first_name: Option<String>,
        last_name: Option<String>,
        company_number: Option<String>,
        email_address: Option<String>,
        contact_persons: Vec<ContactPerson>,
        bank_account_details: Option<String>,
        tax_number: Option<String>,
        accounts_receivable_tax_type: Option<String>,
        accounts_payable_tax_type: Option<String>,
        addresses: Vec<Address>,
        phones: Vec<Phone>,
        is_supplier: Option<bool>,
        is_customer: Option<bool>,
        default_currency: Option<String>,
        sales_default_account_code: Option<String>,
        purchases_default_account_code: Option<String>,
        payment_terms: Option<PaymentTerms>,
        contact_groups: Vec<ContactGroup>,
        website: Option<String>,
        discount: Option<Decimal>,
        balances: Option<Balances>,
        xero_network_key: Option<String>,
        merged_to_contact_id: Option<String>,
        has_attachments: Option<bool>,
        updated_date_utc: Option<DateTime<Utc>>,
    );
}

/// What may be written of a contact. What is not set stays as it is.
///
/// [`Patch::Clear`] empties a text; Xero gets an empty one, which is not verified to clear every field: the answer shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ContactInput {
    /// Xero's id; says which contact is meant.
    #[serde(rename = "ContactID", skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<String>,
    /// The id of another system, at most 50 characters; says which contact is meant where there is no id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_number: Option<String>,
    /// Active or archived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_status: Option<Open<ContactStatus>>,
    /// Name, at most 255 characters, unique. A new contact needs one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Account number, at most 50 characters.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub account_number: Patch<String>,
    /// First name of the person.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub first_name: Patch<String>,
    /// Last name of the person.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub last_name: Patch<String>,
    /// Company number.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub company_number: Patch<String>,
    /// Address.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub email_address: Patch<String>,
    /// Further people, at most five. They replace those that are stored.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contact_persons: Vec<ContactPerson>,
    /// Bank account number.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub bank_account_details: Patch<String>,
    /// Tax number.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub tax_number: Patch<String>,
    /// Tax type of invoices to them.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub accounts_receivable_tax_type: Patch<String>,
    /// Tax type of bills from them.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub accounts_payable_tax_type: Patch<String>,
    /// Addresses, one of each type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Address>,
    /// Numbers, one of each type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Phone>,
    /// Currency code.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub default_currency: Patch<String>,
    /// Account code of invoices to them.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub sales_default_account_code: Patch<String>,
    /// Account code of bills from them.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub purchases_default_account_code: Patch<String>,
    /// When payments are due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_terms: Option<PaymentTerms>,
}

impl ContactInput {
    /// A contact of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::default() }
    }

    setters!(
        contact_id: Option<String>,
        contact_number: Option<String>,
        contact_status: Option<Open<ContactStatus>>,
        name: Option<String>,
        account_number: Patch<String>,
        first_name: Patch<String>,
        last_name: Patch<String>,
        company_number: Patch<String>,
        email_address: Patch<String>,
        contact_persons: Vec<ContactPerson>,
        bank_account_details: Patch<String>,
        tax_number: Patch<String>,
        accounts_receivable_tax_type: Patch<String>,
        accounts_payable_tax_type: Patch<String>,
        addresses: Vec<Address>,
        phones: Vec<Phone>,
        default_currency: Patch<String>,
        sales_default_account_code: Patch<String>,
        purchases_default_account_code: Patch<String>,
        payment_terms: Option<PaymentTerms>,
    );
}

/// Says which contact is meant: by id, by number, or by name. A name that Xero does not know makes a new contact.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ContactRef {
    /// Xero's id.
    #[serde(rename = "ContactID", skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<String>,
    /// The id of another system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_number: Option<String>,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl ContactRef {
    /// By Xero's id.
    pub fn id(id: impl Into<String>) -> Self {
        Self { contact_id: Some(id.into()), ..Self::default() }
    }

    /// By the id of another system.
    pub fn number(number: impl Into<String>) -> Self {
        Self { contact_number: Some(number.into()), ..Self::default() }
    }

    /// By name.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::default() }
    }

    setters!(
        contact_id: Option<String>,
        contact_number: Option<String>,
        name: Option<String>,
    );
}

/// Whether a contact is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum ContactStatus {
    /// In use.
    Active,
    /// Put away; cannot be used in documents.
    Archived,
    /// Made anonymous.
    GdprRequest,
}
