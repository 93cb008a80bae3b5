//! The general ledger: what is booked, in double entry, debits positive and credits negative, in the organisation's
//! currency.
//!
//! Each document, payment, transfer and journal says what it should have booked ([`postings`]); after every write the
//! ledger books the difference: a new entry, an entry that takes an old one back, or both. Entries stay as they are. One
//! that takes another back has its date, so that the books at any date are those of the documents as they are now.

mod postings;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde_json::Value;

use super::allocations::CREDITS;
use super::books::{Books, INVOICE};
use super::wire::{text, updated};
use crate::ids::Ids;
use crate::store::Table;

/// When income and costs count: when they are invoiced, or when they are paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Basis {
    Accrual,
    Cash,
}

const BASES: [Basis; 2] = [Basis::Accrual, Basis::Cash];

/// What can have an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Origin {
    Invoice,
    CreditNote,
    Payment,
    BankTransaction,
    Transfer,
    Allocation,
    ManualJournal,
    ExpenseClaim,
}

/// One line of an entry.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// The id of the account.
    pub(super) account: String,
    pub(super) description: String,
    pub(super) net: Decimal,
    /// The tax that goes with it; it is booked in a line of its own.
    pub(super) tax: Decimal,
    pub(super) tax_type: String,
    pub(super) tracking: Value,
}

/// What belongs together. The sum of its lines is nothing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Posting {
    /// Xero's word for where it comes from.
    pub(super) kind: &'static str,
    /// The id of the record that it comes from.
    pub(super) source: String,
    pub(super) date: NaiveDate,
    pub(super) reference: String,
    pub(super) lines: Vec<Line>,
}

/// A posting in the ledger.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) number: u64,
    pub(super) id: String,
    pub(super) created: DateTime<Utc>,
    pub(super) posting: Posting,
}

impl Entry {
    /// The id of one of its lines: the entry's, with another last group for each line.
    pub(super) fn line_id(&self, at: usize) -> String {
        let (head, last) = self.id.split_at(self.id.len().saturating_sub(12));
        let last = u64::from_str_radix(last, 16).unwrap_or_default();
        format!("{head}{:012x}", (last + 1 + at as u64) % (1 << 48))
    }
}

/// The books of one organisation on either basis.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledgers {
    accrual: Ledger,
    cash: Ledger,
}

impl Ledgers {
    pub(super) fn on(&self, basis: Basis) -> &Ledger {
        match basis {
            Basis::Accrual => &self.accrual,
            Basis::Cash => &self.cash,
        }
    }

    fn on_mut(&mut self, basis: Basis) -> &mut Ledger {
        match basis {
            Basis::Accrual => &mut self.accrual,
            Basis::Cash => &mut self.cash,
        }
    }
}

/// Entries in the order of their numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    entries: Vec<Entry>,
    /// Which entry is the valid one of what.
    valid: HashMap<(Origin, String), usize>,
}

impl Ledger {
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The postings that were not taken back.
    pub(super) fn postings(&self) -> Vec<&Posting> {
        let mut valid: Vec<usize> = self.valid.values().copied().collect();
        valid.sort_unstable();
        valid.into_iter().filter_map(|at| Some(&self.entries.get(at)?.posting)).collect()
    }

    fn valid(&self, key: &(Origin, String)) -> Option<&Posting> {
        Some(&self.entries.get(*self.valid.get(key)?)?.posting)
    }

    /// Makes `wanted` the valid posting of its origin.
    fn book(&mut self, key: (Origin, String), wanted: Option<Posting>, created: DateTime<Utc>, ids: &Ids) {
        let valid = self.valid(&key);
        if valid == wanted.as_ref() {
            return;
        }
        let back = valid.map(Posting::reversed);
        self.valid.remove(&key);
        if let Some(back) = back {
            self.push(back, created, ids);
        }
        if let Some(wanted) = wanted {
            self.valid.insert(key, self.entries.len());
            self.push(wanted, created, ids);
        }
    }

    fn push(&mut self, posting: Posting, created: DateTime<Utc>, ids: &Ids) {
        debug_assert!(posting.is_balanced(), "{posting:?}");
        let number = self.entries.last().map_or(1, |last| last.number + 1);
        self.entries.push(Entry { number, id: ids.uuid(), created, posting });
    }
}

impl Posting {
    pub(super) fn is_balanced(&self) -> bool {
        self.lines.iter().map(|line| line.net).sum::<Decimal>().is_zero()
    }

    fn reversed(&self) -> Self {
        let mut reversed = self.clone();
        for line in &mut reversed.lines {
            line.net = -line.net;
            line.tax = -line.tax;
        }
        reversed
    }
}

/// Gives one of the tables.
type TableOf = fn(&Books) -> &Table;

/// The tables that are booked from, and as what.
const TABLES: [(Origin, TableOf); 7] = [
    (Origin::Invoice, |books| &books.invoices),
    (Origin::CreditNote, |books| &books.credit_notes),
    (Origin::BankTransaction, |books| &books.bank_transactions),
    (Origin::Payment, |books| &books.payments),
    (Origin::Transfer, |books| &books.bank_transfers),
    (Origin::ManualJournal, |books| &books.manual_journals),
    (Origin::ExpenseClaim, |books| &books.expense_claims),
];

impl Books {
    /// Books what follows from the changes that can still be undone.
    pub(super) fn book_changes(&mut self) {
        let mut due: Vec<(Origin, String, DateTime<Utc>)> = Vec::new();
        let mut add = |origin: Origin, id: &str, created: DateTime<Utc>| {
            if !due.iter().any(|(other, known, _)| *other == origin && known == id) {
                due.push((origin, id.to_owned(), created));
            }
        };
        let mut latest = DateTime::default();
        for (origin, table) in TABLES {
            for (id, created) in changed(table(self)) {
                add(origin, &id, created);
            }
        }
        // How much of a document each settlement takes depends on those before it.
        let credits = CREDITS.iter().map(|credit| (credit.key, (credit.table)(self)));
        for (key, table) in credits.chain([(INVOICE, &self.invoices)]) {
            for (id, created) in changed(table) {
                latest = created.max(latest);
                let payments =
                    self.payments.find(key, &id).map(|it| (Origin::Payment, text(it, "PaymentID")));
                let allocations = self.allocations.find(key, &id);
                let allocations = allocations.map(|it| (Origin::Allocation, text(it, "AllocationID")));
                payments.chain(allocations).for_each(|(origin, settlement)| add(origin, settlement, created));
            }
        }
        // And those that are gone.
        for allocation in self.allocations.changed() {
            add(Origin::Allocation, &allocation, latest);
        }
        for (origin, id, created) in due {
            for basis in BASES {
                let wanted = self.posting(origin, &id, basis);
                self.ledgers.on_mut(basis).book((origin, id.clone()), wanted, created, &self.ids);
            }
        }
    }
}

/// The ids of the table's records that are changed and there, and when they were.
fn changed(table: &Table) -> Vec<(String, DateTime<Utc>)> {
    let changed = table.changed().into_iter();
    changed.filter_map(|id| table.get(&id).map(updated).map(|created| (id, created))).collect()
}
