//! What hangs on records of many kinds: attached files, history and notes, and the paper form.

use http::{Method, StatusCode};

use super::books::{Books, CONTACT};
use super::errors::No;
use super::wire::text;
use super::{Answer, Desk, attachments, credit_notes, history, pdf, purchase_orders, quotes};
use crate::http::Reply;
use crate::store::{Record, Table};

/// A kind of record, and what hangs on it.
pub(super) struct Parent {
    /// As in paths and envelopes.
    pub(super) plural: &'static str,
    /// The field with the id.
    pub(super) id: &'static str,
    /// By id in small letters, or what else a path may name it by.
    find: for<'b> fn(&'b Books, &str) -> Option<&'b Record>,
    pub(super) table: fn(&mut Books) -> &mut Table,
    pub(super) attachments: bool,
    pub(super) history: bool,
    /// What it is called on paper, and the field with its number.
    paper: Option<(&'static str, &'static str)>,
}

/// Xero's description: the paths that end in `Attachments`, `History` and `pdf`.
static PARENTS: &[Parent] = &[
    Parent {
        plural: "Accounts",
        id: "AccountID",
        find: |books, id| books.accounts.get(id),
        table: |books| &mut books.accounts,
        attachments: true,
        history: false,
        paper: None,
    },
    Parent {
        plural: "BankTransactions",
        id: "BankTransactionID",
        find: |books, id| books.bank_transactions.get(id),
        table: |books| &mut books.bank_transactions,
        attachments: true,
        history: true,
        paper: None,
    },
    Parent {
        plural: "Contacts",
        id: "ContactID",
        find: |books, id| books.contact_by_id_or_number(id),
        table: |books| &mut books.contacts,
        attachments: true,
        history: true,
        paper: None,
    },
    Parent {
        plural: "CreditNotes",
        id: "CreditNoteID",
        find: |books, id| books.document(&credit_notes::KIND, id),
        table: |books| &mut books.credit_notes,
        attachments: true,
        history: true,
        paper: Some(("Credit note", "CreditNoteNumber")),
    },
    Parent {
        plural: "Invoices",
        id: "InvoiceID",
        find: |books, id| books.invoice_by_id_or_number(id),
        table: |books| &mut books.invoices,
        attachments: true,
        history: true,
        paper: Some(("Invoice", "InvoiceNumber")),
    },
    Parent {
        plural: "Items",
        id: "ItemID",
        find: |books, id| books.items.get(id),
        table: |books| &mut books.items,
        attachments: false,
        history: true,
        paper: None,
    },
    Parent {
        plural: "Payments",
        id: "PaymentID",
        find: |books, id| books.payments.get(id),
        table: |books| &mut books.payments,
        attachments: false,
        history: true,
        paper: None,
    },
    Parent {
        plural: "PurchaseOrders",
        id: "PurchaseOrderID",
        find: |books, id| books.document(&purchase_orders::KIND, id),
        table: |books| &mut books.purchase_orders,
        attachments: true,
        history: true,
        paper: Some(("Purchase order", "PurchaseOrderNumber")),
    },
    Parent {
        plural: "Quotes",
        id: "QuoteID",
        find: |books, id| books.document(&quotes::KIND, id),
        table: |books| &mut books.quotes,
        attachments: true,
        history: true,
        paper: Some(("Quote", "QuoteNumber")),
    },
    Parent {
        plural: "RepeatingInvoices",
        id: "RepeatingInvoiceID",
        find: |books, id| books.repeating_invoices.get(id),
        table: |books| &mut books.repeating_invoices,
        attachments: true,
        history: true,
        paper: None,
    },
    Parent {
        plural: "Receipts",
        id: "ReceiptID",
        find: |books, id| books.receipts.get(id),
        table: |books| &mut books.receipts,
        attachments: true,
        history: true,
        paper: None,
    },
    Parent {
        plural: "ExpenseClaims",
        id: "ExpenseClaimID",
        find: |books, id| books.expense_claims.get(id),
        table: |books| &mut books.expense_claims,
        attachments: false,
        history: true,
        paper: None,
    },
    Parent {
        plural: "BatchPayments",
        id: "BatchPaymentID",
        find: |books, id| books.batch_payments.get(id),
        table: |books| &mut books.batch_payments,
        attachments: false,
        history: true,
        paper: None,
    },
    Parent {
        plural: "BankTransfers",
        id: "BankTransferID",
        find: |books, id| books.bank_transfers.get(id),
        table: |books| &mut books.bank_transfers,
        attachments: true,
        history: true,
        paper: None,
    },
    Parent {
        plural: "ManualJournals",
        id: "ManualJournalID",
        find: |books, id| books.manual_journals.get(id),
        table: |books| &mut books.manual_journals,
        attachments: true,
        history: true,
        paper: None,
    },
    Parent {
        plural: "Overpayments",
        id: "OverpaymentID",
        find: |books, id| books.overpayments.get(id),
        table: |books| &mut books.overpayments,
        attachments: false,
        history: true,
        paper: None,
    },
    Parent {
        plural: "Prepayments",
        id: "PrepaymentID",
        find: |books, id| books.prepayments.get(id),
        table: |books| &mut books.prepayments,
        attachments: false,
        history: true,
        paper: None,
    },
];

/// The kind by its name in paths, whatever the letters' case.
pub(super) fn named(plural: &str) -> Option<&'static Parent> {
    PARENTS.iter().find(|parent| parent.plural.eq_ignore_ascii_case(plural))
}

/// Whether the answer is a file, and not JSON.
pub(super) fn is_file(desk: &Desk<'_>, resource: &str, path: &[&str]) -> bool {
    let Some(parent) = named(resource).filter(|_| desk.method() == Method::GET) else { return false };
    match path {
        [_] => parent.paper.is_some() && desk.accepts("application/pdf"),
        [_, what] => parent.paper.is_some() && what.eq_ignore_ascii_case("pdf"),
        [_, what, _] => parent.attachments && what.eq_ignore_ascii_case("Attachments"),
        _ => false,
    }
}

/// Answers what is asked about what hangs on a record; `None` if it is asked about something else.
pub(super) fn route(desk: &mut Desk<'_>, resource: &str, path: &[&str]) -> Option<Answer> {
    let parent = named(resource)?;
    let (id, what, rest) = match path {
        [id] if is_file(desk, resource, path) => (id, "pdf", &[][..]),
        [id, what, rest @ ..] => (id, *what, rest),
        _ => return None,
    };
    let is = |name: &str| what.eq_ignore_ascii_case(name);
    let wanted = (is("Attachments") && parent.attachments)
        || (is("History") && parent.history && rest.is_empty())
        || (is("pdf") && parent.paper.is_some() && rest.is_empty());
    if !wanted {
        return None;
    }
    let Some(record) = (parent.find)(desk.books, &id.to_lowercase()) else { return Some(Err(No::NotFound)) };
    let id = text(record, parent.id).to_owned();
    Some(match parent.paper.filter(|_| is("pdf")) {
        Some(_) if desk.method() != Method::GET => Err(No::NotFound),
        Some((noun, number)) => {
            let contact = desk.books.contact_in_brief(text(record, CONTACT));
            let title = format!("{noun} {}", text(record, number));
            let bytes = pdf::document(&title, record, contact["Name"].as_str().unwrap_or_default());
            Ok(Reply::bytes(StatusCode::OK, "application/pdf", bytes))
        }
        None if is("History") => history::route(desk, &id),
        None => attachments::route(desk, parent, &id, rest),
    })
}
