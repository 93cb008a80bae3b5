//! Which record a file or a note belongs to.

use connectors_core::{Error, Result, setters};
use serde::{Deserialize, Serialize};

/// The record that [attachments](crate::attachments) and [history](crate::history) are about.
///
/// ```
/// use connectors_xero::{Parent, ParentKind, attachments, history};
///
/// let invoice = Parent::new(ParentKind::Invoice, "1f7b2f5e-57ae-4f6c-9c3c-5c5d1c3b2a10");
/// let files = attachments::List::new(invoice.clone());
/// let note = history::Add::new(invoice, "Sent by courier");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Parent {
    /// What kind of record it is.
    pub kind: ParentKind,
    /// Xero's id of it.
    pub id: String,
}

impl Parent {
    /// The record of this kind with this id.
    pub fn new(kind: ParentKind, id: impl Into<String>) -> Self {
        Self { kind, id: id.into() }
    }

    setters!(kind: ParentKind, id: String);

    /// The path to its files.
    pub(crate) fn attachments(&self) -> Result<[&str; 3]> {
        let row = self.kind.row();
        if !row.attachments {
            return Err(Error::validation("parent.kind", "takes no attachments"));
        }
        Ok([row.path, &self.id, "Attachments"])
    }

    /// The path to its history.
    pub(crate) fn history(&self) -> Result<[&str; 3]> {
        let row = self.kind.row();
        if !row.history {
            return Err(Error::validation("parent.kind", "has no history"));
        }
        Ok([row.path, &self.id, "History"])
    }
}

/// A kind of record that has files or a history. Source: the paths of `xero_accounting.yaml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ParentKind {
    /// An account; files only.
    Account,
    /// A bank transaction.
    BankTransaction,
    /// A transfer between bank accounts.
    BankTransfer,
    /// A batch payment; history only.
    BatchPayment,
    /// A contact.
    Contact,
    /// A credit note.
    CreditNote,
    /// An expense claim; history only.
    ExpenseClaim,
    /// An invoice or bill.
    Invoice,
    /// An item; history only.
    Item,
    /// A manual journal.
    ManualJournal,
    /// An overpayment; history only.
    Overpayment,
    /// A payment; history only.
    Payment,
    /// A prepayment; history only.
    Prepayment,
    /// A purchase order.
    PurchaseOrder,
    /// A quote.
    Quote,
    /// A receipt of an expense claim.
    Receipt,
    /// A repeating invoice.
    RepeatingInvoice,
}

/// What the API has for a kind.
struct Row {
    path: &'static str,
    attachments: bool,
    history: bool,
}

const fn both(path: &'static str) -> Row {
    Row { path, attachments: true, history: true }
}

const fn files(path: &'static str) -> Row {
    Row { path, attachments: true, history: false }
}

const fn notes(path: &'static str) -> Row {
    Row { path, attachments: false, history: true }
}

impl ParentKind {
    const fn row(self) -> Row {
        match self {
            Self::Account => files("Accounts"),
            Self::BankTransaction => both("BankTransactions"),
            Self::BankTransfer => both("BankTransfers"),
            Self::BatchPayment => notes("BatchPayments"),
            Self::Contact => both("Contacts"),
            Self::CreditNote => both("CreditNotes"),
            Self::ExpenseClaim => notes("ExpenseClaims"),
            Self::Invoice => both("Invoices"),
            Self::Item => notes("Items"),
            Self::ManualJournal => both("ManualJournals"),
            Self::Overpayment => notes("Overpayments"),
            Self::Payment => notes("Payments"),
            Self::Prepayment => notes("Prepayments"),
            Self::PurchaseOrder => both("PurchaseOrders"),
            Self::Quote => both("Quotes"),
            Self::Receipt => both("Receipts"),
            Self::RepeatingInvoice => both("RepeatingInvoices"),
        }
    }

    /// Whether files may be attached to it with the online invoice.
    pub(crate) const fn is_shown_online(self) -> bool {
        matches!(self, Self::Invoice | Self::CreditNote)
    }
}
