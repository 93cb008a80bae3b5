//! What the ledger says of accounts: sums by account, over time, under tracking options.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::Value;

use super::super::books::Books;
use super::super::ledger::{Basis, Line, Posting};
use super::super::wire::text;
use crate::store::Record;

/// One figure for each column of a report.
pub(super) type Figures = Vec<Decimal>;

/// Types of accounts by the part of a statement in which they stand.
pub(super) const INCOME: &[&str] = &["REVENUE", "SALES"];
pub(super) const OTHER_INCOME: &[&str] = &["OTHERINCOME"];
pub(super) const COST_OF_SALES: &[&str] = &["DIRECTCOSTS"];
pub(super) const EXPENSES: &[&str] = &["EXPENSE", "OVERHEADS", "DEPRECIATN"];
pub(super) const BANK: &[&str] = &["BANK"];
pub(super) const CURRENT_ASSETS: &[&str] = &["CURRENT", "INVENTORY", "PREPAYMENT"];
pub(super) const FIXED_ASSETS: &[&str] = &["FIXED"];
pub(super) const OTHER_ASSETS: &[&str] = &["NONCURRENT"];
pub(super) const CURRENT_LIABILITIES: &[&str] = &["CURRLIAB", "PAYG"];
pub(super) const TERM_LIABILITIES: &[&str] = &["LIABILITY", "TERMLIAB"];
pub(super) const EQUITY: &[&str] = &["EQUITY"];

/// Lines under one option of a tracking category; without an option, those that are under none of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Under {
    pub(super) category: Option<String>,
    pub(super) option: Option<String>,
}

impl Under {
    fn takes(&self, line: &Line) -> bool {
        let tracked = line.tracking.as_array().into_iter().flatten();
        let is = |value: &Value, wanted: &Option<String>| {
            wanted
                .as_ref()
                .is_none_or(|wanted| value.as_str().is_some_and(|it| it.eq_ignore_ascii_case(wanted)))
        };
        let mut under = tracked.filter(|tracked| is(&tracked["TrackingCategoryID"], &self.category));
        match &self.option {
            Some(_) => under.any(|tracked| is(&tracked["TrackingOptionID"], &self.option)),
            None => under.next().is_none(),
        }
    }
}

/// What one column of a report is about.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) title: String,
    /// From the beginning, if it does not say.
    pub(super) from: Option<NaiveDate>,
    pub(super) to: NaiveDate,
    pub(super) under: Vec<Under>,
}

/// Sums of the ledger by account for the columns of a report.
pub(super) struct Sums<'a> {
    books: &'a Books,
    postings: Vec<&'a Posting>,
}

impl<'a> Sums<'a> {
    pub(super) fn new(books: &'a Books, basis: Basis) -> Self {
        Self { books, postings: books.ledgers.on(basis).postings() }
    }

    /// The sums by account id, debits positive. Lines that stand against those under an option are mostly under none: what
    /// is missing so is put to the account of transfers between options (not verified live).
    pub(super) fn of(&self, column: &Column) -> HashMap<&str, Decimal> {
        let mut sums = HashMap::new();
        for posting in &self.postings {
            if column.from.is_some_and(|from| posting.date < from) || posting.date > column.to {
                continue;
            }
            for line in posting.lines.iter().filter(|line| column.under.iter().all(|under| under.takes(line)))
            {
                *sums.entry(line.account.as_str()).or_default() += line.net;
            }
        }
        if column.under.is_empty() {
            return sums;
        }
        let missing = -sums.values().sum::<Decimal>();
        if let Some(transfers) = self.books.system_account("TRACKINGTRANSFERS") {
            *sums.entry(text(transfers, "AccountID")).or_default() += missing;
        }
        sums
    }

    /// What went into and out of these accounts together. What moves between them does neither.
    pub(super) fn turnover(&self, accounts: &[&str], from: NaiveDate, to: NaiveDate) -> (Decimal, Decimal) {
        let within = self.postings.iter().filter(|posting| (from..=to).contains(&posting.date));
        let moved = within.map(|posting| {
            let lines = posting.lines.iter().filter(|line| accounts.contains(&line.account.as_str()));
            lines.map(|line| line.net).sum::<Decimal>()
        });
        moved.fold((Decimal::ZERO, Decimal::ZERO), |(received, spent), moved| {
            if moved.is_sign_negative() { (received, spent - moved) } else { (received + moved, spent) }
        })
    }

    /// The accounts of these types by name, each with its figures: those that have one.
    pub(super) fn accounts(
        &self,
        sums: &[HashMap<&str, Decimal>],
        types: &[&str],
        sign: Decimal,
    ) -> Vec<(&'a Record, Figures)> {
        let of_types = self.books.accounts.iter().filter(|account| types.contains(&text(account, "Type")));
        let figures = |account: &&'a Record| -> Figures {
            let id = text(account, "AccountID");
            sums.iter().map(|sums| sums.get(id).copied().unwrap_or_default() * sign).collect()
        };
        let mut found: Vec<_> = of_types.map(|account| (account, figures(&account))).collect();
        found.retain(|(_, figures)| figures.iter().any(|figure| !figure.is_zero()));
        found.sort_by_key(|(account, _)| text(account, "Name"));
        found
    }

    /// The sum over all accounts of these types.
    pub(super) fn total(&self, sums: &HashMap<&str, Decimal>, types: &[&str]) -> Decimal {
        let of_types = self.books.accounts.iter().filter(|account| types.contains(&text(account, "Type")));
        of_types.filter_map(|account| sums.get(text(account, "AccountID"))).sum()
    }

    /// What all income exceeds all costs by, from day to day.
    pub(super) fn profit(&self, from: Option<NaiveDate>, to: NaiveDate, under: &[Under]) -> Decimal {
        let column = Column { title: String::new(), from, to, under: under.to_vec() };
        let sums = self.of(&column);
        let types = [INCOME, OTHER_INCOME, COST_OF_SALES, EXPENSES];
        -types.iter().map(|types| self.total(&sums, types)).sum::<Decimal>()
    }
}

/// Adds figures up, column by column.
pub(super) fn add<'a>(figures: impl Iterator<Item = &'a Figures>, columns: usize) -> Figures {
    figures.fold(vec![Decimal::ZERO; columns], |sum, figures| plus(&sum, figures))
}

pub(super) fn plus(left: &Figures, right: &Figures) -> Figures {
    left.iter().zip(right).map(|(left, right)| left + right).collect()
}

pub(super) fn minus(left: &Figures, right: &Figures) -> Figures {
    left.iter().zip(right).map(|(left, right)| left - right).collect()
}
