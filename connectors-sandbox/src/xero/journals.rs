//! Journals: the entries of the ledger, in the order of their numbers, 100 at a time. One that was changed or voided is
//! followed by its reversal; that both stay and that the reversal has the date of what it takes back is not verified live,
//! nor that those on the basis of cash have numbers of their own.

use http::Method;
use serde_json::{Value, json};

use super::errors::No;
use super::ledger::{Basis, Entry, Line};
use super::list::flag;
use super::wire::{midnight, ms_date, number, parse_time, text};
use super::{Answer, Desk};
use crate::xero::books::Books;

/// The most journals in one answer.
const MOST: usize = 100;

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => list(desk),
        (&Method::GET, [id]) => {
            let ledgers = &desk.books.ledgers;
            let (accrual, cash) = (ledgers.on(Basis::Accrual).entries(), ledgers.on(Basis::Cash).entries());
            // A number is one of the usual basis; ids are of either.
            let found = match id.parse::<u64>() {
                Ok(number) => accrual.iter().find(|entry| entry.number == number),
                Err(_) => accrual.iter().chain(cash).find(|entry| entry.id.eq_ignore_ascii_case(id)),
            };
            let view = desk.books.journal_view(found.ok_or(No::NotFound)?);
            Ok(desk.many("Journals", vec![view], None))
        }
        _ => Err(No::NotFound),
    }
}

fn list(desk: &Desk<'_>) -> Answer {
    let request = desk.request();
    let basis = if flag(request, "paymentsOnly") { Basis::Cash } else { Basis::Accrual };
    let offset = match request.query.get_ignore_case("offset").filter(|offset| !offset.is_empty()) {
        Some(offset) => offset
            .parse::<u64>()
            .map_err(|_| No::BadQuery("Journals: offset must be the number of a journal".to_owned()))?,
        None => 0,
    };
    let since = request.header("if-modified-since").and_then(parse_time);
    let entries = desk
        .books
        .ledgers
        .on(basis)
        .entries()
        .iter()
        .filter(|entry| entry.number > offset && since.is_none_or(|since| entry.created > since));
    let views = entries.take(MOST).map(|entry| desk.books.journal_view(entry)).collect();
    Ok(desk.many("Journals", views, None))
}

impl Books {
    fn journal_view(&self, entry: &Entry) -> Value {
        let posting = &entry.posting;
        let lines = posting.lines.iter().enumerate().map(|(at, line)| self.journal_line(entry, at, line));
        json!({
            "JournalID": entry.id,
            "JournalDate": ms_date(midnight(posting.date)),
            "JournalNumber": entry.number,
            "CreatedDateUTC": ms_date(entry.created),
            "Reference": posting.reference,
            "SourceID": posting.source,
            "SourceType": posting.kind,
            "JournalLines": lines.collect::<Value>(),
        })
    }

    fn journal_line(&self, entry: &Entry, at: usize, line: &Line) -> Value {
        let account = self.accounts.get(&line.account);
        let of_account = |field: &str| account.map(|account| text(account, field)).unwrap_or_default();
        let mut view = json!({
            "JournalLineID": entry.line_id(at),
            "AccountID": line.account,
            "AccountCode": of_account("Code"),
            "AccountType": of_account("Type"),
            "AccountName": of_account("Name"),
            "Description": line.description,
            "NetAmount": number(line.net),
            "GrossAmount": number(line.net + line.tax),
            "TaxAmount": number(line.tax),
            "TrackingCategories": line.tracking,
        });
        if let Some(rate) = self.tax_rates.get(&line.tax_type) {
            view["TaxType"] = json!(line.tax_type);
            view["TaxName"] = rate.get("Name").cloned().unwrap_or_default();
        }
        view
    }
}
