//! What an invoice consists of.

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::setters;
use connectors_core::types::{Open, Patch, money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::contacts::{Contact, ContactRef};
use crate::credit_notes::CreditNote;
use crate::dates;
use crate::line_items::LineItem;
use crate::overpayments::Overpayment;
use crate::payments::Payment;
use crate::prepayments::Prepayment;
use crate::wire::{Message, clearable, null_is_empty};

/// A sales invoice or a bill, as Xero answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Invoice {
    /// Xero's id.
    #[serde(rename = "InvoiceID")]
    pub invoice_id: Option<String>,
    /// Number, at most 255 characters. Unique among sales invoices; bills may share one.
    pub invoice_number: Option<String>,
    /// Sales invoice or bill.
    #[serde(rename = "Type")]
    pub invoice_type: Option<Open<InvoiceType>>,
    /// Who it goes to or comes from: a few fields only.
    pub contact: Option<Box<Contact>>,
    /// Date.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub date: Option<NaiveDate>,
    /// When it is due.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub due_date: Option<NaiveDate>,
    /// Status.
    pub status: Option<Open<InvoiceStatus>>,
    /// Whether line amounts include tax.
    pub line_amount_types: Option<Open<LineAmountTypes>>,
    /// Lines; empty in summaries.
    #[serde(deserialize_with = "null_is_empty")]
    pub line_items: Vec<LineItem>,
    /// Reference.
    pub reference: Option<String>,
    /// Branding theme.
    #[serde(rename = "BrandingThemeID")]
    pub branding_theme_id: Option<String>,
    /// Link to the source of the document.
    pub url: Option<String>,
    /// Currency.
    pub currency_code: Option<String>,
    /// Rate to the base currency.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub currency_rate: Option<Decimal>,
    /// Sum without tax.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub sub_total: Option<Decimal>,
    /// Tax.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub total_tax: Option<Decimal>,
    /// Sum with tax.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub total: Option<Decimal>,
    /// Discounts.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub total_discount: Option<Decimal>,
    /// What is still to pay.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub amount_due: Option<Decimal>,
    /// What was paid.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub amount_paid: Option<Decimal>,
    /// What was credited.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub amount_credited: Option<Decimal>,
    /// Deduction under the Construction Industry Scheme.
    #[serde(rename = "CISDeduction", with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub cis_deduction: Option<Decimal>,
    /// Whether it is marked as sent.
    pub sent_to_contact: Option<bool>,
    /// When payment by the customer is expected.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub expected_payment_date: Option<NaiveDate>,
    /// When payment to the supplier is planned.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub planned_payment_date: Option<NaiveDate>,
    /// When it was paid in full.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub fully_paid_on_date: Option<NaiveDate>,
    /// Payments: a few fields only.
    #[serde(deserialize_with = "null_is_empty")]
    pub payments: Vec<Payment>,
    /// Credit notes that were applied: a few fields only, without allocations.
    #[serde(deserialize_with = "null_is_empty")]
    pub credit_notes: Vec<CreditNote>,
    /// Overpayments that were applied: a few fields only.
    #[serde(deserialize_with = "null_is_empty")]
    pub overpayments: Vec<Overpayment>,
    /// Prepayments that were applied: a few fields only.
    #[serde(deserialize_with = "null_is_empty")]
    pub prepayments: Vec<Prepayment>,
    /// Whether it has discounts.
    pub is_discounted: Option<bool>,
    /// Whether files are attached.
    pub has_attachments: Option<bool>,
    /// The repeating invoice that made it.
    #[serde(rename = "RepeatingInvoiceID")]
    pub repeating_invoice_id: Option<String>,
    /// What Xero found odd when it was written.
    #[serde(deserialize_with = "null_is_empty")]
    pub warnings: Vec<Message>,
    /// When it was last changed.
    #[serde(rename = "UpdatedDateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub updated_date_utc: Option<DateTime<Utc>>,
}

impl Invoice {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        invoice_id: Option<String>,
        invoice_number: Option<String>,
        invoice_type: Option<Open<InvoiceType>>,
        contact: Option<Box<Contact>>,
        date: Option<NaiveDate>,
        due_date: Option<NaiveDate>,
        status: Option<Open<InvoiceStatus>>,
        line_amount_types: Option<Open<LineAmountTypes>>,
        line_items: Vec<LineItem>,
        reference: Option<String>,
        branding_theme_id: Option<String>,
        url: Option<String>,
        currency_code: Option<String>,
        currency_rate: Option<Decimal>,
        sub_total: Option<Decimal>,
        total_tax: Option<Decimal>,
        total: Option<Decimal>,
        total_discount: Option<Decimal>,
        amount_due: Option<Decimal>,
        amount_paid: Option<Decimal>,
        amount_credited: Option<Decimal>,
        cis_deduction: Option<Decimal>,
        sent_to_contact: Option<bool>,
        expected_payment_date: Option<NaiveDate>,
        planned_payment_date: Option<NaiveDate>,
        fully_paid_on_date: Option<NaiveDate>,
        payments: Vec<Payment>,
        credit_notes: Vec<CreditNote>,
        overpayments: Vec<Overpayment>,
        prepayments: Vec<Prepayment>,
        is_discounted: Option<bool>,
        has_attachments: Option<bool>,
        repeating_invoice_id: Option<String>,
        warnings: Vec<Message>,
        updated_date_utc: Option<DateTime<Utc>>,
    );
}

/// What may be written of an invoice. What is not set stays as it is.
///
/// [`Patch::Clear`] empties a field: a text is sent empty, a date as `null`. That Xero clears every field so is not
/// verified: the answer shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct InvoiceInput {
    /// Xero's id; says which invoice is meant.
    #[serde(rename = "InvoiceID", skip_serializing_if = "Option::is_none")]
    pub invoice_id: Option<String>,
    /// Number, at most 255 characters; says which sales invoice is meant where there is no id. Xero numbers by itself if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_number: Option<String>,
    /// Sales invoice or bill. A new one needs it.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub invoice_type: Option<Open<InvoiceType>>,
    /// Who it goes to or comes from. A new one needs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactRef>,
    /// Date: today in the organisation's zone unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// When it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_date: Option<NaiveDate>,
    /// Status: a draft unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<InvoiceStatus>>,
    /// Whether line amounts include tax: exclusive unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_amount_types: Option<Open<LineAmountTypes>>,
    /// Lines. They replace those that are stored; empty leaves them, but Xero may give them new ids
    /// (xero.uservoice.com, 50252319).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub line_items: Vec<LineItem>,
    /// Reference; sales invoices only.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub reference: Patch<String>,
    /// Branding theme.
    #[serde(rename = "BrandingThemeID", skip_serializing_if = "Option::is_none")]
    pub branding_theme_id: Option<String>,
    /// Link to the source of the document.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub url: Patch<String>,
    /// Currency: the base currency unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_code: Option<String>,
    /// Rate to the base currency: that of the day unless set.
    #[serde(with = "money::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub currency_rate: Option<Decimal>,
    /// Marks it as sent; approved ones only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_to_contact: Option<bool>,
    /// When payment by the customer is expected.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub expected_payment_date: Patch<NaiveDate>,
    /// When payment to the supplier is planned.
    #[serde(skip_serializing_if = "Patch::is_leave")]
    pub planned_payment_date: Patch<NaiveDate>,
}

impl InvoiceInput {
    /// An invoice of this type for this contact.
    pub fn new(invoice_type: InvoiceType, contact: ContactRef) -> Self {
        Self { invoice_type: Some(invoice_type.into()), contact: Some(contact), ..Self::default() }
    }

    /// A sales invoice for this contact.
    pub fn sale(contact: ContactRef) -> Self {
        Self::new(InvoiceType::AccRec, contact)
    }

    /// A bill from this contact.
    pub fn bill(contact: ContactRef) -> Self {
        Self::new(InvoiceType::AccPay, contact)
    }

    setters!(
        invoice_id: Option<String>,
        invoice_number: Option<String>,
        invoice_type: Option<Open<InvoiceType>>,
        contact: Option<ContactRef>,
        date: Option<NaiveDate>,
        due_date: Option<NaiveDate>,
        status: Option<Open<InvoiceStatus>>,
        line_amount_types: Option<Open<LineAmountTypes>>,
        line_items: Vec<LineItem>,
        reference: Patch<String>,
        branding_theme_id: Option<String>,
        url: Patch<String>,
        currency_code: Option<String>,
        currency_rate: Option<Decimal>,
        sent_to_contact: Option<bool>,
        expected_payment_date: Patch<NaiveDate>,
        planned_payment_date: Patch<NaiveDate>,
    );
}

/// Says which invoice is meant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct InvoiceRef {
    /// Xero's id.
    #[serde(rename = "InvoiceID", skip_serializing_if = "Option::is_none")]
    pub invoice_id: Option<String>,
    /// Number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_number: Option<String>,
}

impl InvoiceRef {
    /// By Xero's id.
    pub fn id(id: impl Into<String>) -> Self {
        Self { invoice_id: Some(id.into()), ..Self::default() }
    }

    /// By number.
    pub fn number(number: impl Into<String>) -> Self {
        Self { invoice_number: Some(number.into()), ..Self::default() }
    }

    setters!(
        invoice_id: Option<String>,
        invoice_number: Option<String>,
    );
}

/// What kind of document it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum InvoiceType {
    /// A sales invoice.
    AccRec,
    /// A bill.
    AccPay,
    /// A credit note to a customer.
    AccRecCredit,
    /// A credit note from a supplier.
    AccPayCredit,
    /// An overpayment by a customer.
    ArOverpayment,
    /// An overpayment to a supplier.
    ApOverpayment,
    /// A prepayment by a customer.
    ArPrepayment,
    /// A prepayment to a supplier.
    ApPrepayment,
}

/// How far a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum InvoiceStatus {
    /// Being written.
    Draft,
    /// Waiting for approval.
    Submitted,
    /// Approved, waiting for payment.
    Authorised,
    /// Paid.
    Paid,
    /// Voided after approval.
    Voided,
    /// Deleted before approval.
    Deleted,
}

/// Whether line amounts include tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub enum LineAmountTypes {
    /// Tax is added.
    Exclusive,
    /// Tax is in them.
    Inclusive,
    /// There is no tax.
    NoTax,
}
