//! Money spent and received at the bank without an invoice.
//!
//! A bank transaction has no number of its own: an upsert finds it by Xero's id only, and outcomes of a batch come by
//! order. Its description says that every write names type, bank account and lines, a change too.
//!
//! Money for which there is no invoice yet, or too much of it, makes a [prepayment](crate::prepayments) or an
//! [overpayment](crate::overpayments) by its type. Transfers are made by [`bank_transfers`](crate::bank_transfers).

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::setters;
use connectors_core::types::{Open, Patch, money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::accounts::{Account, AccountRef};
use crate::auth::scopes::{FOR_BANK_TRANSACTIONS, TO_READ_BANK_TRANSACTIONS};
use crate::contacts::{Contact, ContactRef};
use crate::dates;
use crate::invoices::LineAmountTypes;
use crate::line_items::LineItem;
use crate::parents::ParentKind;
use crate::records::{self, Changeable, Dated, Entity, Followed, Made, Paged, Record};
use crate::wire::{clearable, null_is_empty};

/// A bank transaction, as Xero answers it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct BankTransaction {
    /// Xero's id.
    #[serde(rename = "BankTransactionID")]
    pub bank_transaction_id: Option<String>,
    /// Spent or received.
    #[serde(rename = "Type")]
    pub transaction_type: Option<Open<BankTransactionType>>,
    /// To or from whom: a few fields only.
    pub contact: Option<Box<Contact>>,
    /// From or to which bank account: a few fields only.
    pub bank_account: Option<Account>,
    /// Date.
    #[serde(with = "dates::date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub date: Option<NaiveDate>,
    /// Status.
    pub status: Option<Open<BankTransactionStatus>>,
    /// Whether it is matched with a bank statement.
    pub is_reconciled: Option<bool>,
    /// Whether line amounts include tax.
    pub line_amount_types: Option<Open<LineAmountTypes>>,
    /// Lines.
    #[serde(deserialize_with = "null_is_empty")]
    pub line_items: Vec<LineItem>,
    /// Reference.
    pub reference: Option<String>,
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
    /// The prepayment that it made.
    #[serde(rename = "PrepaymentID")]
    pub prepayment_id: Option<String>,
    /// The overpayment that it made.
    #[serde(rename = "OverpaymentID")]
    pub overpayment_id: Option<String>,
    /// Whether files are attached.
    pub has_attachments: Option<bool>,
    /// When it was last changed.
    #[serde(rename = "UpdatedDateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub updated_date_utc: Option<DateTime<Utc>>,
}

impl BankTransaction {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        bank_transaction_id: Option<String>,
        transaction_type: Option<Open<BankTransactionType>>,
        contact: Option<Box<Contact>>,
        bank_account: Option<Account>,
        date: Option<NaiveDate>,
        status: Option<Open<BankTransactionStatus>>,
        is_reconciled: Option<bool>,
        line_amount_types: Option<Open<LineAmountTypes>>,
        line_items: Vec<LineItem>,
        reference: Option<String>,
        url: Option<String>,
        currency_code: Option<String>,
        currency_rate: Option<Decimal>,
        sub_total: Option<Decimal>,
        total_tax: Option<Decimal>,
        total: Option<Decimal>,
        prepayment_id: Option<String>,
        overpayment_id: Option<String>,
        has_attachments: Option<bool>,
        updated_date_utc: Option<DateTime<Utc>>,
    );
}

/// What may be written of a bank transaction. What is not set stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct BankTransactionInput {
    /// Xero's id; says which bank transaction is meant.
    #[serde(rename = "BankTransactionID", skip_serializing_if = "Option::is_none")]
    pub bank_transaction_id: Option<String>,
    /// Spent or received.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub transaction_type: Option<Open<BankTransactionType>>,
    /// To or from whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactRef>,
    /// From or to which bank account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_account: Option<AccountRef>,
    /// Date: today in the organisation's zone unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Status: approved unless set; deletes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<BankTransactionStatus>>,
    /// Marks it as matched with a bank statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_reconciled: Option<bool>,
    /// Whether line amounts include tax: exclusive unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_amount_types: Option<Open<LineAmountTypes>>,
    /// Lines. They replace those that are stored.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub line_items: Vec<LineItem>,
    /// Reference.
    #[serde(with = "clearable", skip_serializing_if = "Patch::is_leave")]
    #[cfg_attr(feature = "schema", schemars(with = "Patch<String>"))]
    pub reference: Patch<String>,
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
}

impl BankTransactionInput {
    /// A transaction of this type with this contact, from or to this bank account.
    pub fn new(transaction_type: BankTransactionType, contact: ContactRef, bank_account: AccountRef) -> Self {
        let (contact, bank_account) = (Some(contact), Some(bank_account));
        Self { transaction_type: Some(transaction_type.into()), contact, bank_account, ..Self::default() }
    }

    /// Money spent: paid to this contact, from this bank account.
    pub fn spent(contact: ContactRef, bank_account: AccountRef) -> Self {
        Self::new(BankTransactionType::Spend, contact, bank_account)
    }

    /// Money received: from this contact, into this bank account.
    pub fn received(contact: ContactRef, bank_account: AccountRef) -> Self {
        Self::new(BankTransactionType::Receive, contact, bank_account)
    }

    setters!(
        bank_transaction_id: Option<String>,
        transaction_type: Option<Open<BankTransactionType>>,
        contact: Option<ContactRef>,
        bank_account: Option<AccountRef>,
        date: Option<NaiveDate>,
        status: Option<Open<BankTransactionStatus>>,
        is_reconciled: Option<bool>,
        line_amount_types: Option<Open<LineAmountTypes>>,
        line_items: Vec<LineItem>,
        reference: Patch<String>,
        url: Patch<String>,
        currency_code: Option<String>,
        currency_rate: Option<Decimal>,
    );
}

/// What happened at the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
#[non_exhaustive]
pub enum BankTransactionType {
    /// Money received.
    Receive,
    /// An overpayment by a customer.
    ReceiveOverpayment,
    /// A prepayment by a customer.
    ReceivePrepayment,
    /// The receiving side of a transfer; not written.
    ReceiveTransfer,
    /// Money spent.
    Spend,
    /// An overpayment to a supplier.
    SpendOverpayment,
    /// A prepayment to a supplier.
    SpendPrepayment,
    /// The paying side of a transfer; not written.
    SpendTransfer,
}

/// Whether it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum BankTransactionStatus {
    /// It counts.
    Authorised,
    /// It was deleted.
    Deleted,
    /// It was voided.
    Voided,
}

impl Entity for BankTransaction {
    type Lists = Paged;
    const RESOURCE: &'static str = "bank_transaction";
    const ONE: &'static str = "a bank transaction";
    const MANY: &'static str = "bank transactions";
    const PLURAL: &'static str = "BankTransactions";
    const ID: &'static str = "BankTransactionID";
    const PRICED: bool = true;
    const TO_READ: &'static [&'static str] = TO_READ_BANK_TRANSACTIONS;
    const TO_WRITE: &'static [&'static str] = FOR_BANK_TRANSACTIONS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/banktransactions";
}

impl Followed for BankTransaction {
    type Record = Self;
    type List = List;

    fn id(record: &Self) -> Option<&str> {
        record.bank_transaction_id.as_deref()
    }

    fn changed(record: &Self) -> Option<DateTime<Utc>> {
        record.updated_date_utc
    }
}

impl Dated for BankTransaction {
    const MADE: Made<Self> = Made::History(ParentKind::BankTransaction);
}

impl Record for BankTransactionInput {
    type Entity = BankTransaction;

    fn id(&self) -> Option<&str> {
        self.bank_transaction_id.as_deref()
    }
}

impl Changeable for BankTransactionInput {
    // Lines that are there are replaced.
    const UPSERT: &'static str = "Create or overwrite";
}

/// `bank_transaction.list`: bank transactions that meet all that is set.
pub type List = records::List<BankTransaction>;
/// `bank_transaction.get`: one bank transaction.
pub type Get = records::Get<BankTransaction>;
/// `bank_transaction.create`
pub type Create = records::Create<BankTransactionInput>;
/// `bank_transaction.create_many`: outcomes come by order.
pub type CreateMany = records::CreateMany<BankTransactionInput>;
/// `bank_transaction.update`
pub type Update = records::Update<BankTransactionInput>;
/// `bank_transaction.upsert`
pub type Upsert = records::Upsert<BankTransactionInput>;
/// `bank_transaction.upsert_many`
pub type UpsertMany = records::UpsertMany<BankTransactionInput>;

/// `bank_transaction.created_or_updated`
pub type CreatedOrUpdated = records::CreatedOrUpdated<BankTransaction>;
/// `bank_transaction.created`
pub type Created = records::Created<BankTransaction>;
/// `bank_transaction.updated`
pub type Updated = records::Updated<BankTransaction>;
