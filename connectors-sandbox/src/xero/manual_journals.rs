//! Manual journals: entries by hand, between any accounts but those that the documents and the bank keep.

use http::Method;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::books::{Books, Input, Mode, Moment, shown};
use super::documents::{Transitions, is_dead, may_change, next_status, put_plain_date};
use super::errors::{Invalid, No};
use super::lines::tax;
use super::list::{ListRules, Selected, is_paged, select};
use super::wire::{amount, date_of, number, round, text, touch};
use super::write::write;
use super::{Answer, Desk};
use crate::store::Record;

const NOUN: &str = "manual journal";

static RULES: ListRules = ListRules {
    plural: "ManualJournals",
    id: "ManualJournalID",
    paged: true,
    fields: &[
        "ManualJournalID",
        "Narration",
        "Date",
        "Status",
        "LineAmountTypes",
        "ShowOnCashBasisReports",
        "Url",
        "HasAttachments",
        "UpdatedDateUTC",
    ],
};

const TRANSITIONS: Transitions = &[
    ("", &["DRAFT", "POSTED"]),
    ("DRAFT", &["DRAFT", "POSTED", "DELETED"]),
    ("POSTED", &["POSTED", "VOIDED"]),
];

/// System accounts that no journal by hand can be made to.
const KEPT: [&str; 2] = ["DEBTORS", "CREDITORS"];

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => {
            let journals = desk.books.manual_journals.iter();
            let lookup = |journal: &Record, path: &str| journal.get(path).cloned().unwrap_or_default();
            let Selected { records, pagination } = select(desk.request(), &RULES, journals, &lookup)?;
            let whole = is_paged(desk.request());
            let views = records.iter().map(|journal| {
                let mut view = shown(journal);
                if !whole {
                    view.insert("JournalLines".to_owned(), json!([]));
                }
                Value::Object(view)
            });
            Ok(desk.many(RULES.plural, views.collect(), pagination))
        }
        (&Method::GET, [id]) => {
            let journal = desk.books.manual_journals.get(&id.to_lowercase()).ok_or(No::NotFound)?;
            Ok(desk.one(RULES.plural, shown(journal)))
        }
        (&Method::PUT, []) => write(desk, RULES.plural, &Mode::Create, Books::write_manual_journal),
        (&Method::POST, []) => write(desk, RULES.plural, &Mode::Upsert, Books::write_manual_journal),
        (&Method::POST, [id]) => {
            let id = id.to_lowercase();
            desk.books.manual_journals.get(&id).ok_or(No::NotFound)?;
            write(desk, RULES.plural, &Mode::Update(id), Books::write_manual_journal)
        }
        _ => Err(No::NotFound),
    }
}

impl Books {
    pub(super) fn write_manual_journal(
        &mut self,
        sent: &Record,
        mode: &Mode,
        at: Moment,
    ) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let id = match mode {
            Mode::Create => None,
            Mode::Update(id) => Some(id.clone()),
            Mode::Upsert => input.filled(RULES.id).map(|id| id.to_lowercase()),
        };
        let existing = match &id {
            Some(id) => {
                let known = self.manual_journals.get(id).cloned();
                Some(known.ok_or_else(|| Invalid::one(format!("There is no {NOUN} {id}")))?)
            }
            None => None,
        };
        if let Some(existing) = &existing {
            may_change(NOUN, TRANSITIONS, existing, &mut input)?;
        }
        let status = next_status(NOUN, TRANSITIONS, &mut input, existing.as_ref());
        let mut journal = existing.unwrap_or_else(|| self.new_manual_journal());
        journal.insert("Status".to_owned(), json!(status));
        input.copy_texts(&mut journal, &[("Narration", 4000), ("Url", 2048)]);
        if text(&journal, "Narration").is_empty() {
            input.invalid.add("A manual journal needs a Narration");
        }
        if let Some(types) = input.word("LineAmountTypes", &["Exclusive", "Inclusive", "NoTax"]) {
            journal.insert("LineAmountTypes".to_owned(), json!(types));
        }
        if let Some(cash) = input.flag("ShowOnCashBasisReports") {
            journal.insert("ShowOnCashBasisReports".to_owned(), json!(cash));
        }
        let date = input.date("Date").or_else(|| date_of(&journal, "Date")).unwrap_or_else(|| at.today());
        put_plain_date(&mut journal, "Date", date);
        self.unlocked(&mut input, date);
        if !is_dead(&status) {
            self.lines_of_journal(&mut input, &mut journal);
        }
        input.invalid.check()?;
        touch(&mut journal, at.now, false);
        self.manual_journals.put(journal.clone());
        Ok(shown(&journal))
    }

    fn new_manual_journal(&self) -> Record {
        let mut journal = Record::new();
        for (field, value) in [
            (RULES.id, json!(self.ids.uuid())),
            ("LineAmountTypes", json!("NoTax")),
            ("ShowOnCashBasisReports", json!(true)),
            ("HasAttachments", json!(false)),
            ("JournalLines", json!([])),
        ] {
            journal.insert(field.to_owned(), value);
        }
        journal
    }

    /// The lines. Debits (positive) and credits (negative) must be equal, with the tax that comes on top of them.
    fn lines_of_journal(&self, input: &mut Input<'_>, journal: &mut Record) {
        let kept = journal.get("JournalLines").and_then(Value::as_array).cloned().unwrap_or_default();
        let sent = input.records("JournalLines");
        let sent = sent.unwrap_or_else(|| kept.iter().filter_map(Value::as_object).collect());
        let amounts = text(journal, "LineAmountTypes").to_owned();
        let mut lines = Vec::new();
        for sent in sent {
            match self.line_of_journal(sent, &amounts) {
                Ok(line) => lines.push(line),
                Err(mut problems) => input.invalid.0.append(&mut problems.0),
            }
        }
        if lines.len() < 2 && input.invalid.0.is_empty() {
            input.invalid.add("A manual journal needs two JournalLines at least");
        }
        let whole = |line: &Record| {
            let tax = if amounts == "Inclusive" { Decimal::ZERO } else { amount(line, "TaxAmount") };
            amount(line, "LineAmount") + tax
        };
        let side = |debit: bool| {
            let amounts = lines.iter().map(whole).filter(|amount| amount.is_sign_negative() != debit);
            amounts.sum::<Decimal>()
        };
        let (debits, credits) = (side(true), side(false));
        if input.invalid.0.is_empty() && debits != -credits {
            input
                .invalid
                .add(format!("The total debits ({debits:.2}) must equal total credits ({credits:.2})"));
        }
        journal.insert("JournalLines".to_owned(), json!(lines));
    }

    fn line_of_journal(&self, sent: &Record, amounts: &str) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let mut line = Record::new();
        input.copy_texts(&mut line, &[("Description", 4000)]);
        let line_amount = input.decimal("LineAmount").map(|amount| round(amount, 2));
        if line_amount.is_none() {
            input.invalid.add("A journal line needs a LineAmount");
        }
        let line_amount = line_amount.unwrap_or_default();
        line.insert("LineAmount".to_owned(), number(line_amount));
        let (id, code) = (input.filled("AccountID").map(|id| id.to_lowercase()), input.filled("AccountCode"));
        let account = match (&id, &code) {
            (Some(id), _) => self.accounts.get(id),
            (None, code) => self.accounts.find("Code", code.as_deref().unwrap_or_default()).next(),
        };
        let account = account.filter(|account| {
            text(account, "Status") == "ACTIVE"
                && text(account, "Type") != "BANK"
                && !KEPT.contains(&text(account, "SystemAccount"))
        });
        let Some(account) = account else {
            let named = id.or(code).unwrap_or_default();
            input.invalid.add(format!("Account code {named} is not a valid code for this document"));
            return Err(input.invalid);
        };
        line.insert("AccountID".to_owned(), json!(text(account, "AccountID")));
        line.insert("AccountCode".to_owned(), json!(text(account, "Code")));
        let default = text(account, "TaxType");
        let tax_type = input.filled("TaxType").unwrap_or_else(|| default.to_owned());
        let tax_type = if amounts == "NoTax" || tax_type.is_empty() { "NONE".to_owned() } else { tax_type };
        let rate = self.tax_rates.get(&tax_type).filter(|rate| text(rate, "Status") == "ACTIVE");
        match rate {
            Some(rate) => {
                let computed = tax(line_amount, amount(rate, "EffectiveRate"), amounts);
                let sent = input.decimal("TaxAmount").filter(|_| amounts != "NoTax");
                let tax = sent.map_or(computed, |sent| round(sent, 2));
                line.insert("TaxAmount".to_owned(), number(tax));
            }
            None => input.invalid.add(format!("TaxType {tax_type} does not exist")),
        }
        line.insert("TaxType".to_owned(), json!(tax_type));
        self.line_tracking(&mut input, &mut line);
        line.entry("Tracking".to_owned()).or_insert_with(|| json!([]));
        line.insert("IsBlank".to_owned(), json!(false));
        input.invalid.check()?;
        Ok(line)
    }
}
