//! One organisation's books: its tables, and how they are read and changed together.

use std::collections::HashMap;

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::errors::Invalid;
use super::ledger::Ledgers;
use super::webhooks::Changes;
use super::wire::{decimal, parse_time};
use crate::ids::Ids;
use crate::store::{Record, Table};

/// The keys under which documents, payments and allocations keep the ids of what they belong to. Keys that begin with
/// `_` are never shown.
pub(super) const CONTACT: &str = "_contact";
pub(super) const INVOICE: &str = "_invoice";
pub(super) const CREDIT_NOTE: &str = "_credit_note";
pub(super) const OVERPAYMENT: &str = "_overpayment";
pub(super) const PREPAYMENT: &str = "_prepayment";
pub(super) const BATCH: &str = "_batch";
pub(super) const ACCOUNT: &str = "_account";
pub(super) const PARENT: &str = "_parent";

/// The books of one organisation.
#[derive(Debug)]
pub(super) struct Books {
    pub(super) ids: Ids,
    pub(super) organisation: Record,
    pub(super) contacts: Table,
    pub(super) invoices: Table,
    pub(super) payments: Table,
    pub(super) batch_payments: Table,
    pub(super) credit_notes: Table,
    pub(super) overpayments: Table,
    pub(super) prepayments: Table,
    pub(super) allocations: Table,
    pub(super) bank_transactions: Table,
    pub(super) bank_transfers: Table,
    pub(super) manual_journals: Table,
    pub(super) ledgers: Ledgers,
    pub(super) published_reports: Table,
    pub(super) purchase_orders: Table,
    pub(super) items: Table,
    pub(super) accounts: Table,
    pub(super) tax_rates: Table,
    pub(super) tracking: Table,
    pub(super) contact_groups: Table,
    pub(super) currencies: Table,
    pub(super) users: Table,
    pub(super) branding_themes: Table,
    pub(super) payment_services: Table,
    pub(super) budgets: Table,
    pub(super) receipts: Table,
    pub(super) expense_claims: Table,
    pub(super) quotes: Table,
    pub(super) repeating_invoices: Table,
    pub(super) linked_transactions: Table,
    pub(super) history: Table,
    pub(super) attachments: Table,
    /// What is attached, by attachment id.
    pub(super) files: HashMap<String, Bytes>,
    pub(super) next_invoice: u64,
    /// What nobody was told of yet.
    pub(super) changes: Changes,
}

impl Books {
    pub(super) fn new(ids: Ids, organisation: Record) -> Self {
        Self {
            ids,
            organisation,
            contacts: Table::new("ContactID", &["ContactNumber", "Name"]),
            invoices: Table::new("InvoiceID", &["InvoiceNumber", CONTACT]),
            payments: Table::new("PaymentID", &[INVOICE, CREDIT_NOTE, OVERPAYMENT, PREPAYMENT, BATCH]),
            batch_payments: Table::new("BatchPaymentID", &[]),
            credit_notes: Table::new("CreditNoteID", &["CreditNoteNumber"]),
            overpayments: Table::new("OverpaymentID", &[]),
            prepayments: Table::new("PrepaymentID", &[]),
            allocations: Table::new("AllocationID", &[INVOICE, CREDIT_NOTE, OVERPAYMENT, PREPAYMENT]),
            bank_transactions: Table::new("BankTransactionID", &[]),
            bank_transfers: Table::new("BankTransferID", &[]),
            manual_journals: Table::new("ManualJournalID", &[]),
            ledgers: Ledgers::default(),
            published_reports: Table::new("ReportID", &[]),
            purchase_orders: Table::new("PurchaseOrderID", &["PurchaseOrderNumber"]),
            items: Table::new("ItemID", &["Code"]),
            accounts: Table::new("AccountID", &["Code", "Name", "SystemAccount"]),
            tax_rates: Table::new("TaxType", &["TaxType", "Name"]),
            tracking: Table::new("TrackingCategoryID", &["Name"]),
            contact_groups: Table::new("ContactGroupID", &["Name"]),
            currencies: Table::new("Code", &["Code"]),
            users: Table::new("UserID", &[]),
            branding_themes: Table::new("BrandingThemeID", &[]),
            payment_services: Table::new("PaymentServiceID", &[]),
            budgets: Table::new("BudgetID", &[]),
            receipts: Table::new("ReceiptID", &[]),
            expense_claims: Table::new("ExpenseClaimID", &[]),
            quotes: Table::new("QuoteID", &["QuoteNumber"]),
            repeating_invoices: Table::new("RepeatingInvoiceID", &[]),
            linked_transactions: Table::new("LinkedTransactionID", &[]),
            history: Table::new("_id", &[PARENT]),
            attachments: Table::new("AttachmentID", &[PARENT]),
            files: HashMap::new(),
            next_invoice: 1,
            changes: Changes::default(),
        }
    }

    fn tables(&mut self) -> Vec<&mut Table> {
        vec![
            &mut self.contacts,
            &mut self.invoices,
            &mut self.payments,
            &mut self.batch_payments,
            &mut self.credit_notes,
            &mut self.overpayments,
            &mut self.prepayments,
            &mut self.allocations,
            &mut self.bank_transactions,
            &mut self.bank_transfers,
            &mut self.manual_journals,
            &mut self.purchase_orders,
            &mut self.items,
            &mut self.accounts,
            &mut self.tax_rates,
            &mut self.tracking,
            &mut self.contact_groups,
            &mut self.currencies,
            &mut self.users,
            &mut self.branding_themes,
            &mut self.payment_services,
            &mut self.budgets,
            &mut self.receipts,
            &mut self.expense_claims,
            &mut self.quotes,
            &mut self.repeating_invoices,
            &mut self.linked_transactions,
            &mut self.history,
            &mut self.attachments,
        ]
    }

    /// Does `work`, and books what it changed; if it fails, the books are as before.
    pub(super) fn atomically<T, E>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        self.tables().into_iter().for_each(Table::begin);
        let done = work(self);
        if done.is_ok() {
            self.book_changes();
            self.note_changes();
        }
        match &done {
            Ok(_) => self.tables().into_iter().for_each(Table::keep),
            Err(_) => self.tables().into_iter().for_each(Table::undo),
        }
        done
    }
}

/// When a piece of work is done, and with how many decimals unit prices are kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) now: DateTime<Utc>,
    pub(super) unit_places: u32,
}

impl Moment {
    /// The organisation's date. The demo organisation keeps UTC.
    pub(super) fn today(self) -> NaiveDate {
        self.now.date_naive()
    }
}

/// Whether an existing record may be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// PUT: the record must be new.
    Create,
    /// POST: found by id or unique name, or made.
    Upsert,
    /// POST to the id in the path.
    Update(String),
}

/// What a client sent for one element. Wrong types are collected as messages; `null` counts as not sent.
pub(super) struct Input<'a> {
    pub(super) fields: &'a Record,
    pub(super) invalid: Invalid,
}

impl<'a> Input<'a> {
    pub(super) fn new(fields: &'a Record) -> Self {
        Self { fields, invalid: Invalid::default() }
    }

    pub(super) fn raw(&self, field: &str) -> Option<&'a Value> {
        self.fields.get(field).filter(|value| !value.is_null())
    }

    pub(super) fn text(&mut self, field: &str) -> Option<String> {
        match self.raw(field)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => {
                self.invalid.add(format!("{field} must be text"));
                None
            }
        }
    }

    /// Text that is not empty.
    pub(super) fn filled(&mut self, field: &str) -> Option<String> {
        self.text(field).filter(|text| !text.is_empty())
    }

    pub(super) fn decimal(&mut self, field: &str) -> Option<Decimal> {
        let value = self.raw(field).filter(|value| value.as_str() != Some(""))?;
        let number = decimal(value);
        if number.is_none() {
            self.invalid.add(format!("{field} must be a number"));
        }
        number
    }

    pub(super) fn flag(&mut self, field: &str) -> Option<bool> {
        match self.raw(field)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => {
                self.invalid.add(format!("{field} must be true or false"));
                None
            }
        }
    }

    pub(super) fn date(&mut self, field: &str) -> Option<NaiveDate> {
        let text = self.filled(field)?;
        let date = parse_time(&text).map(|time| time.date_naive());
        if date.is_none() {
            self.invalid.add(format!("{field} is not a date: {text}"));
        }
        date
    }

    pub(super) fn record(&mut self, field: &str) -> Option<&'a Record> {
        match self.raw(field)? {
            Value::Object(map) => Some(map),
            _ => {
                self.invalid.add(format!("{field} must be an object"));
                None
            }
        }
    }

    pub(super) fn records(&mut self, field: &str) -> Option<Vec<&'a Record>> {
        let list = self.raw(field)?.as_array();
        let records = list.and_then(|list| list.iter().map(Value::as_object).collect());
        if records.is_none() {
            self.invalid.add(format!("{field} must be a list of objects"));
        }
        records
    }

    /// One of a few words; another one is invalid.
    pub(super) fn word(&mut self, field: &str, words: &[&str]) -> Option<String> {
        let text = self.filled(field)?;
        if words.contains(&text.as_str()) {
            return Some(text);
        }
        self.invalid.add(format!("{field} cannot be {text}"));
        None
    }

    /// Copies the text fields that were sent, if they are not too long.
    pub(super) fn copy_texts(&mut self, into: &mut Record, fields: &[(&str, usize)]) {
        for (field, most) in fields {
            let Some(text) = self.text(field) else { continue };
            if text.chars().count() > *most {
                self.invalid.add(format!("{field} must not be longer than {most} characters"));
            }
            into.insert((*field).to_owned(), Value::from(text));
        }
    }
}

/// A record as clients see it: without the keys of the sandbox's own.
pub(super) fn shown(record: &Record) -> Map<String, Value> {
    record
        .iter()
        .filter(|(key, _)| !key.starts_with('_'))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}
