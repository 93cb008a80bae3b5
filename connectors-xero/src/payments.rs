//! Payments of invoices and bills, and refunds of credit notes, overpayments and prepayments.

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::triggers::{Batch, Event, Hint, PollCursor, PollingTrigger, Trigger, WebhookTrigger};
use connectors_core::types::{Open, money};
use connectors_core::{Client, Error, Meta, Result, setters};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::accounts::{Account, AccountRef};
use crate::auth::scopes::{FOR_PAYMENTS, TO_READ_PAYMENTS};
use crate::credit_notes::{CreditNote, CreditNoteRef};
use crate::invoices::{Invoice, InvoiceRef};
use crate::overpayments::{Overpayment, OverpaymentRef};
use crate::parents::ParentKind;
use crate::prepayments::{Prepayment, PrepaymentRef};
use crate::records::{self, Announced, Dated, Entity, Followed, Made, Paged, Record, changes};
use crate::webhooks::{Category, Notification};
use crate::wire::{Message, null_is_empty};
use crate::{Xero, dates};

/// A payment or refund, as Xero answers it. One of `invoice`, `credit_note`, `overpayment` and `prepayment` is set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Payment {
    /// Xero's id.
    #[serde(rename = "PaymentID")]
    pub payment_id: Option<String>,
    /// What was paid: a few fields only.
    pub invoice: Option<Box<Invoice>>,
    /// What was refunded: a few fields only.
    pub credit_note: Option<Box<CreditNote>>,
    /// What was refunded: a few fields only.
    pub overpayment: Option<Box<Overpayment>>,
    /// What was refunded: a few fields only.
    pub prepayment: Option<Box<Prepayment>>,
    /// From or to which account: a few fields only.
    pub account: Option<Account>,
    /// Date.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub date: Option<NaiveDate>,
    /// Amount, in the document's currency.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub amount: Option<Decimal>,
    /// Amount in the bank account's currency.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub bank_amount: Option<Decimal>,
    /// Rate to the base currency.
    #[serde(with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub currency_rate: Option<Decimal>,
    /// Reference.
    pub reference: Option<String>,
    /// Whether it is matched with a bank statement.
    pub is_reconciled: Option<bool>,
    /// Status.
    pub status: Option<Open<PaymentStatus>>,
    /// What was paid.
    pub payment_type: Option<Open<PaymentType>>,
    /// The batch that it is part of.
    #[serde(rename = "BatchPaymentID")]
    pub batch_payment_id: Option<String>,
    /// What Xero found odd when it was written.
    #[serde(deserialize_with = "null_is_empty")]
    pub warnings: Vec<Message>,
    /// When it was last changed.
    #[serde(rename = "UpdatedDateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub updated_date_utc: Option<DateTime<Utc>>,
}

impl Payment {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        payment_id: Option<String>,
        invoice: Option<Box<Invoice>>,
        credit_note: Option<Box<CreditNote>>,
        overpayment: Option<Box<Overpayment>>,
        prepayment: Option<Box<Prepayment>>,
        account: Option<Account>,
        date: Option<NaiveDate>,
        amount: Option<Decimal>,
        bank_amount: Option<Decimal>,
        currency_rate: Option<Decimal>,
        reference: Option<String>,
        is_reconciled: Option<bool>,
        status: Option<Open<PaymentStatus>>,
        payment_type: Option<Open<PaymentType>>,
        batch_payment_id: Option<String>,
        warnings: Vec<Message>,
        updated_date_utc: Option<DateTime<Utc>>,
    );
}

/// What may be written of a payment. Payments cannot be changed afterwards, only deleted.
///
/// One of `invoice`, `credit_note`, `overpayment` and `prepayment` is set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct PaymentInput {
    /// What is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice: Option<InvoiceRef>,
    /// What is refunded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_note: Option<CreditNoteRef>,
    /// What is refunded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overpayment: Option<OverpaymentRef>,
    /// What is refunded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prepayment: Option<PrepaymentRef>,
    /// From or to which account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountRef>,
    /// Date: today in the organisation's zone unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Amount, in the document's currency; at most what is due or left.
    #[serde(with = "money::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub amount: Option<Decimal>,
    /// Rate to the base currency: that of the day unless set.
    #[serde(with = "money::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub currency_rate: Option<Decimal>,
    /// Reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Marks it as matched with a bank statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_reconciled: Option<bool>,
}

impl PaymentInput {
    /// A payment of this amount for this invoice, from or to this account.
    pub fn new(invoice: InvoiceRef, account: AccountRef, amount: impl Into<Decimal>) -> Self {
        let (invoice, account, amount) = (Some(invoice), Some(account), Some(amount.into()));
        Self { invoice, account, amount, ..Self::default() }
    }

    /// A refund of this amount, from or to this account. Set what is refunded:
    /// [`credit_note`](Self::credit_note), [`overpayment`](Self::overpayment) or [`prepayment`](Self::prepayment).
    pub fn refund(account: AccountRef, amount: impl Into<Decimal>) -> Self {
        Self { account: Some(account), amount: Some(amount.into()), ..Self::default() }
    }

    setters!(
        invoice: Option<InvoiceRef>,
        credit_note: Option<CreditNoteRef>,
        overpayment: Option<OverpaymentRef>,
        prepayment: Option<PrepaymentRef>,
        account: Option<AccountRef>,
        date: Option<NaiveDate>,
        amount: Option<Decimal>,
        currency_rate: Option<Decimal>,
        reference: Option<String>,
        is_reconciled: Option<bool>,
    );
}

/// Whether a payment counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum PaymentStatus {
    /// It counts.
    Authorised,
    /// It was deleted.
    Deleted,
}

/// What a payment is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum PaymentType {
    /// A sales invoice.
    AccRecPayment,
    /// A bill.
    AccPayPayment,
    /// A refund of a credit note to a customer.
    ArCreditPayment,
    /// A refund of a credit note from a supplier.
    ApCreditPayment,
    /// A refund of an overpayment by a customer.
    ArOverpaymentPayment,
    /// A refund of an overpayment to a supplier.
    ApOverpaymentPayment,
    /// A refund of a prepayment by a customer.
    ArPrepaymentPayment,
    /// A refund of a prepayment to a supplier.
    ApPrepaymentPayment,
}

impl Entity for Payment {
    type Lists = Paged;
    const RESOURCE: &'static str = "payment";
    const ONE: &'static str = "a payment";
    const MANY: &'static str = "payments";
    const PLURAL: &'static str = "Payments";
    const ID: &'static str = "PaymentID";
    const TO_READ: &'static [&'static str] = TO_READ_PAYMENTS;
    const TO_WRITE: &'static [&'static str] = FOR_PAYMENTS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/payments";
}

impl Followed for Payment {
    type Record = Self;
    type List = List;

    fn id(record: &Self) -> Option<&str> {
        record.payment_id.as_deref()
    }

    fn changed(record: &Self) -> Option<DateTime<Utc>> {
        record.updated_date_utc
    }
}

impl Dated for Payment {
    const MADE: Made<Self> = Made::History(ParentKind::Payment);
}

impl Announced for Payment {
    const CATEGORIES: &'static [Category] = &[Category::Invoice, Category::CreditNote];
    const BY_ID: bool = false;
}

impl Record for PaymentInput {
    type Entity = Payment;

    fn check(&self) -> Result<()> {
        let documents = [
            self.invoice.is_some(),
            self.credit_note.is_some(),
            self.overpayment.is_some(),
            self.prepayment.is_some(),
        ];
        match documents.iter().filter(|set| **set).count() {
            1 => Ok(()),
            _ => {
                let text = "one of Invoice, CreditNote, Overpayment and Prepayment must be set, and no other";
                Err(Error::validation("Invoice", text))
            }
        }
    }
}

/// `payment.create`
pub type Create = records::Create<PaymentInput>;
/// `payment.create_many`: outcomes come by order, because a payment has no number of its own.
pub type CreateMany = records::CreateMany<PaymentInput>;

/// `payment.list`: payments that meet all that is set. Deleted ones are listed, with their status.
pub type List = records::List<Payment>;

/// `payment.get`: one payment.
pub type Get = records::Get<Payment>;

/// `payment.created_or_updated`
pub type CreatedOrUpdated = records::CreatedOrUpdated<Payment>;
/// `payment.created`
pub type Created = records::Created<Payment>;

/// `payment.reconciled`: payments that are matched with a line of a bank statement.
///
/// Xero tells that a payment is matched, and when it was last changed, not when it was matched: one that is changed again
/// while it is matched comes again, under another [key](connectors_core::triggers::Event::key).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Reconciled {}

impl Reconciled {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Trigger for Reconciled {
    type Connector = Xero;
    type Event = Payment;
    const META: Meta = changes::meta::<Payment>("reconciled").title("When a payment is reconciled");
}

impl PollingTrigger for Reconciled {
    #[inline]
    async fn poll(&self, client: &Client<Xero>, cursor: &PollCursor) -> Result<Batch<Payment>> {
        let read: changes::Read<Payment> = |payment| {
            let deleted = payment.status.as_ref().is_some_and(|status| *status == PaymentStatus::Deleted);
            let matched = payment.is_reconciled == Some(true) && !deleted;
            if matched {
                changes::change::<Payment>(payment)
            } else {
                changes::passed_over::<Payment>(&payment)
            }
        };
        changes::feed::<Payment>(&Self::META).poll(client, cursor, read).await
    }
}

impl WebhookTrigger for Reconciled {
    fn hint(&self, xero: &Xero, event: &Event<Notification>) -> Option<Hint<Payment>> {
        CreatedOrUpdated::new().hint(xero, event)
    }
}

/// `payment.delete`: takes a payment back, by status: it stays listed. Reconciled ones may be refused.
pub type Delete = records::Delete<Payment>;
