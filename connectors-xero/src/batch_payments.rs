//! Several invoices, or several bills, paid in one go: one line on the bank statement.
//!
//! A batch has no number of its own: outcomes of [`CreateMany`] come by order. It cannot be changed, only deleted.

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::types::{Open, money};
use connectors_core::{Error, Result, setters};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::accounts::{Account, AccountRef};
use crate::auth::scopes::{FOR_PAYMENTS, TO_READ_PAYMENTS};
use crate::dates;
use crate::invoices::InvoiceRef;
use crate::payments::{Payment, PaymentStatus};
use crate::records::{self, Entity, Followed, Record, Whole};
use crate::wire::{at_most, null_is_empty};

/// A batch payment, as Xero answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct BatchPayment {
    /// Xero's id.
    #[serde(rename = "BatchPaymentID")]
    pub batch_payment_id: Option<String>,
    /// Of invoices or of bills.
    #[serde(rename = "Type")]
    pub batch_payment_type: Option<Open<BatchPaymentType>>,
    /// From or to which account: a few fields only.
    pub account: Option<Account>,
    /// Date.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub date: Option<NaiveDate>,
    /// Its payments: a few fields only; none once it is deleted.
    #[serde(deserialize_with = "null_is_empty")]
    pub payments: Vec<Payment>,
    /// Sum of its payments.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub total_amount: Option<Decimal>,
    /// Status.
    pub status: Option<Open<PaymentStatus>>,
    /// Whether it is matched with a bank statement.
    pub is_reconciled: Option<bool>,
    /// Reference; New Zealand only.
    pub reference: Option<String>,
    /// Particulars; New Zealand only.
    pub particulars: Option<String>,
    /// Code; New Zealand only.
    pub code: Option<String>,
    /// What the bank is told; everywhere but in New Zealand.
    pub details: Option<String>,
    /// What only the statement line in Xero shows; United Kingdom only.
    pub narrative: Option<String>,
    /// When it was last changed.
    #[serde(rename = "UpdatedDateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub updated_date_utc: Option<DateTime<Utc>>,
}

impl BatchPayment {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        batch_payment_id: Option<String>,
        batch_payment_type: Option<Open<BatchPaymentType>>,
        account: Option<Account>,
        date: Option<NaiveDate>,
        payments: Vec<Payment>,
        total_amount: Option<Decimal>,
        status: Option<Open<PaymentStatus>>,
        is_reconciled: Option<bool>,
        reference: Option<String>,
        particulars: Option<String>,
        code: Option<String>,
        details: Option<String>,
        narrative: Option<String>,
        updated_date_utc: Option<DateTime<Utc>>,
    );
}

/// What may be written of a batch payment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct BatchPaymentInput {
    /// From or to which account: a bank account, or one that payments are enabled for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountRef>,
    /// Date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Its payments: of invoices or of bills, not of both.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<BatchedPayment>,
    /// Reference, at most 255 characters; New Zealand only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Particulars, at most 12 characters; New Zealand only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub particulars: Option<String>,
    /// Code, at most 12 characters; New Zealand only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What the bank is told, at most 18 characters; everywhere but in New Zealand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
    /// What only the statement line in Xero shows, at most 18 characters; United Kingdom only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub narrative: Option<String>,
}

impl BatchPaymentInput {
    /// These payments from or to this account, on this day.
    pub fn new(
        account: AccountRef,
        date: NaiveDate,
        payments: impl IntoIterator<Item = BatchedPayment>,
    ) -> Self {
        let (account, date, payments) = (Some(account), Some(date), payments.into_iter().collect());
        Self { account, date, payments, ..Self::default() }
    }

    setters!(
        account: Option<AccountRef>,
        date: Option<NaiveDate>,
        payments: Vec<BatchedPayment>,
        reference: Option<String>,
        particulars: Option<String>,
        code: Option<String>,
        details: Option<String>,
        narrative: Option<String>,
    );
}

/// One payment of a batch.
///
/// What the bank of the supplier is told goes with bills only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct BatchedPayment {
    /// What is paid.
    pub invoice: InvoiceRef,
    /// Amount; at most what is due.
    #[serde(with = "money")]
    #[cfg_attr(feature = "schema", schemars(with = "f64"))]
    pub amount: Decimal,
    /// The supplier's bank account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_account_number: Option<String>,
    /// Particulars for the supplier; New Zealand only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub particulars: Option<String>,
    /// Code for the supplier; New Zealand only. The description gives this member of payments another meaning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Reference for the supplier; New Zealand only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What the supplier is told; everywhere but in New Zealand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
}

impl BatchedPayment {
    /// So much for this invoice or bill.
    pub fn new(invoice: InvoiceRef, amount: impl Into<Decimal>) -> Self {
        Self {
            invoice,
            amount: amount.into(),
            bank_account_number: None,
            particulars: None,
            code: None,
            reference: None,
            details: None,
        }
    }

    setters!(
        invoice: InvoiceRef,
        amount: Decimal,
        bank_account_number: Option<String>,
        particulars: Option<String>,
        code: Option<String>,
        reference: Option<String>,
        details: Option<String>,
    );
}

/// What is paid by a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum BatchPaymentType {
    /// Bills.
    PayBatch,
    /// Sales invoices.
    RecBatch,
}

impl Entity for BatchPayment {
    type Lists = Whole;
    const RESOURCE: &'static str = "batch_payment";
    const ONE: &'static str = "a batch payment";
    const MANY: &'static str = "batch payments";
    const PLURAL: &'static str = "BatchPayments";
    const ID: &'static str = "BatchPaymentID";
    const TO_READ: &'static [&'static str] = TO_READ_PAYMENTS;
    const TO_WRITE: &'static [&'static str] = FOR_PAYMENTS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/batchpayments";
}

impl Followed for BatchPayment {
    type Record = Self;
    type List = List;

    fn id(record: &Self) -> Option<&str> {
        record.batch_payment_id.as_deref()
    }

    fn changed(record: &Self) -> Option<DateTime<Utc>> {
        record.updated_date_utc
    }
}

impl Record for BatchPaymentInput {
    type Entity = BatchPayment;

    fn check(&self) -> Result<()> {
        if self.payments.is_empty() {
            return Err(Error::validation("Payments", "is empty: a batch needs a payment"));
        }
        at_most("Reference", self.reference.as_deref(), 255)?;
        at_most("Particulars", self.particulars.as_deref(), 12)?;
        at_most("Code", self.code.as_deref(), 12)?;
        at_most("Details", self.details.as_deref(), 18)?;
        at_most("Narrative", self.narrative.as_deref(), 18)
    }
}

/// `batch_payment.list`: batch payments that meet all that is set, all in one page. Deleted ones are listed, with their
/// status.
pub type List = records::ListWhole<BatchPayment>;
/// `batch_payment.get`: one batch payment, by Xero's id.
pub type Get = records::Get<BatchPayment>;
/// `batch_payment.create`
pub type Create = records::Create<BatchPaymentInput>;
/// `batch_payment.create_many`: outcomes come by order.
pub type CreateMany = records::CreateMany<BatchPaymentInput>;
/// `batch_payment.delete`: takes a batch and all its payments back, by status: it stays listed. Reconciled ones may be
/// refused.
pub type Delete = records::Delete<BatchPayment>;

/// `batch_payment.created_or_updated`
pub type CreatedOrUpdated = records::CreatedOrUpdated<BatchPayment>;
