//! Overpayments and prepayments: made by bank transactions, whose ids they share; read and allocated here.

use http::Method;
use serde_json::json;

use super::allocations::{self, CREDITS, Credit};
use super::books::{ACCOUNT, Books, Moment};
use super::documents::{self, Kind};
use super::errors::No;
use super::list::{ListRules, words};
use super::wire::{text, touch};
use super::{Answer, Desk};

static OVERPAYMENTS: Kind = Kind {
    noun: "overpayment",
    rules: ListRules { plural: "Overpayments", id: "OverpaymentID", paged: true, fields: &FIELDS },
    number: None,
    types: &[],
    transitions: &[],
    texts: &[],
    dates: &[],
    table: |books| &books.overpayments,
    table_mut: |books| &mut books.overpayments,
    finish: |_, _, _| {},
    show: |books, record, view| books.show_settlements(&CREDITS[1], record, view),
};

static PREPAYMENTS: Kind = Kind {
    noun: "prepayment",
    rules: ListRules { plural: "Prepayments", id: "PrepaymentID", paged: true, fields: &FIELDS },
    number: None,
    types: &[],
    transitions: &[],
    texts: &[],
    dates: &[],
    table: |books| &books.prepayments,
    table_mut: |books| &mut books.prepayments,
    finish: |_, _, _| {},
    show: |books, record, view| books.show_settlements(&CREDITS[2], record, view),
};

const FIELDS: [&str; 18] = [
    "OverpaymentID",
    "PrepaymentID",
    "Type",
    "Status",
    "Reference",
    "InvoiceNumber",
    "Date",
    "LineAmountTypes",
    "SubTotal",
    "TotalTax",
    "Total",
    "RemainingCredit",
    "CurrencyCode",
    "CurrencyRate",
    "UpdatedDateUTC",
    "HasAttachments",
    "Contact.ContactID",
    "Contact.Name",
];

/// What a credit has of the bank transaction that makes it.
const COPIED: [&str; 14] = [
    "_contact",
    "Type",
    "Date",
    "Reference",
    "LineAmountTypes",
    "LineItems",
    "SubTotal",
    "TotalTax",
    "Total",
    "CurrencyCode",
    "CurrencyRate",
    "HasAttachments",
    "OverpaymentID",
    "PrepaymentID",
];

pub(super) fn overpayments(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    route(desk, path, &OVERPAYMENTS, &CREDITS[1])
}

pub(super) fn prepayments(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    route(desk, path, &PREPAYMENTS, &CREDITS[2])
}

fn route(desk: &mut Desk<'_>, path: &[&str], kind: &'static Kind, credit: &'static Credit) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => {
            let references = words(desk.request(), "References");
            documents::list(desk, kind, &|record| {
                let reference = text(record, "Reference").to_lowercase();
                references.as_ref().is_none_or(|wanted| wanted.contains(&reference))
            })
        }
        (&Method::GET, [_]) => documents::route(desk, path, kind),
        (&Method::PUT, [id, "Allocations"]) => {
            let id = id.to_lowercase();
            (credit.table)(desk.books).get(&id).ok_or(No::NotFound)?;
            allocations::put(desk, credit, &id)
        }
        (&Method::DELETE, [id, "Allocations", allocation]) => {
            allocations::delete(desk, credit, id, allocation)
        }
        _ => Err(No::NotFound),
    }
}

impl Books {
    /// Makes the overpayment or prepayment of a bank transaction, or voids it with that.
    pub(super) fn credit_follows(&mut self, transaction: &str, at: Moment) {
        let Some(transaction) = self.bank_transactions.get(transaction).cloned() else { return };
        let Some(credit) = Credit::made_by(&transaction) else { return };
        let known = (credit.table)(self).get(text(&transaction, credit.id)).cloned();
        let is_new = known.is_none();
        let mut record = known.unwrap_or_default();
        let copied =
            COPIED.iter().filter_map(|field| Some(((*field).to_owned(), transaction.get(*field)?.clone())));
        record.extend(copied);
        if text(&record, "Type") == "RECEIVE-PREPAYMENT" {
            if is_new {
                let number = self.next_invoice_number();
                record.insert("InvoiceNumber".to_owned(), json!(number));
            }
            // It has no reference of its own.
            let number = record.get("InvoiceNumber").cloned().unwrap_or_default();
            record.insert("Reference".to_owned(), number);
        }
        if text(&transaction, "Status") == "DELETED" {
            record.insert("Status".to_owned(), json!("VOIDED"));
        } else if is_new {
            record.insert("Status".to_owned(), json!("AUTHORISED"));
        }
        self.settle_credit(credit, &mut record);
        touch(&mut record, at.now, true);
        debug_assert!(!record.contains_key(ACCOUNT), "the bank account is the transaction's");
        (credit.table_mut)(self).put(record);
    }
}
