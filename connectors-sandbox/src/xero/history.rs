//! History and notes: what happened to a record, newest first. Notes are added; the rest the books write themselves.

use http::Method;
use serde_json::{Value, json};

use super::books::{Books, Input, Mode, Moment, PARENT, shown};
use super::errors::{Invalid, No};
use super::parents::{self, Parent};
use super::wire::{amount, ms_date, text};
use super::write::write;
use super::{Answer, Desk};
use crate::store::Record;

/// The longest note. Xero's page on history and notes.
const LONGEST: usize = 250;

/// The status that the record came to have, if it was made or changed as such.
const STATUS: &str = "_status";

/// A POST is a PUT: what is written stays as it is.
pub(super) fn route(desk: &mut Desk<'_>, parent: &str) -> Answer {
    match *desk.method() {
        Method::GET => {
            let records: Vec<_> = desk.books.history.find(PARENT, parent).map(shown).collect();
            let newest_first = records.into_iter().rev().map(Value::Object).collect();
            Ok(desk.many("HistoryRecords", newest_first, None))
        }
        Method::PUT | Method::POST => write(
            desk,
            "HistoryRecords",
            &Mode::Create,
            |books: &mut Books, sent: &Record, _: &Mode, at: Moment| {
                let mut input = Input::new(sent);
                let details = input.filled("Details").unwrap_or_default();
                if details.is_empty() {
                    input.invalid.add("A note needs Details");
                } else if details.chars().count() > LONGEST {
                    input.invalid.add(format!("Details must not be longer than {LONGEST} characters"));
                }
                input.invalid.check()?;
                let mut note = books.note(parent, "Note", details, at);
                note.remove("Changes");
                note.remove("User");
                Ok(note)
            },
        ),
        _ => Err(No::NotFound),
    }
}

impl Books {
    /// Writes down what happened to a record, and gives that as it is shown.
    pub(super) fn note(&mut self, parent: &str, changes: &str, details: String, at: Moment) -> Record {
        self.note_with_status(parent, changes, details, None, at)
    }

    fn note_with_status(
        &mut self,
        parent: &str,
        changes: &str,
        details: String,
        status: Option<&str>,
        at: Moment,
    ) -> Record {
        let mut entry = Record::new();
        for (field, value) in [
            ("_id", json!(self.history.len().to_string())),
            (PARENT, json!(parent)),
            ("Changes", json!(changes)),
            ("DateUTCString", json!(at.now.format("%Y-%m-%dT%H:%M:%S").to_string())),
            ("DateUTC", ms_date(at.now)),
            // So it says of all that comes over the API.
            ("User", json!("System Generated")),
            ("Details", json!(details)),
            (STATUS, json!(status)),
        ] {
            entry.insert(field.to_owned(), value);
        }
        let view = shown(&entry);
        self.history.put(entry);
        view
    }

    /// Does `work`, which makes or changes one record, and writes that down if there is a history of its kind.
    pub(super) fn noting(
        &mut self,
        plural: &str,
        at: Moment,
        work: impl FnOnce(&mut Self) -> Result<Record, Invalid>,
    ) -> Result<Record, Invalid> {
        let Some(parent) = parents::named(plural).filter(|parent| parent.history) else { return work(self) };
        let before = (parent.table)(self).len();
        let record = work(self)?;
        let made = (parent.table)(self).len() > before;
        self.note_change(parent, &record, made, at);
        Ok(record)
    }

    fn note_change(&mut self, parent: &Parent, record: &Record, made: bool, at: Moment) {
        let id = text(record, parent.id);
        let status = ["Status", "ContactStatus"].iter().find_map(|field| record.get(*field)?.as_str());
        let status = status.unwrap_or_default();
        let before = self.history.find(PARENT, id).filter_map(|entry| entry.get(STATUS)?.as_str()).last();
        let changes = match before {
            _ if made => "Created",
            Some(before) if before == status => "Edited",
            _ => CHANGES.iter().find(|(name, _)| *name == status).map_or("Edited", |(_, word)| word),
        };
        self.note_with_status(id, changes, details(record), Some(status), at);
    }
}

/// What it is called when a record comes to be of this status.
const CHANGES: &[(&str, &str)] = &[
    ("SUBMITTED", "Submitted"),
    ("AUTHORISED", "Approved"),
    ("POSTED", "Posted"),
    ("SENT", "Sent"),
    ("ACCEPTED", "Accepted"),
    ("DECLINED", "Declined"),
    ("INVOICED", "Invoiced"),
    ("BILLED", "Billed"),
    ("PAID", "Paid"),
    ("ARCHIVED", "Archived"),
    ("VOIDED", "Voided"),
    ("DELETED", "Deleted"),
];

/// Number, contact and amount, as far as the record has them.
fn details(record: &Record) -> String {
    let names = ["InvoiceNumber", "CreditNoteNumber", "PurchaseOrderNumber", "QuoteNumber", "Code", "Name"];
    let name = names.iter().map(|field| text(record, field)).find(|name| !name.is_empty());
    let contact = record.get("Contact").and_then(|contact| contact["Name"].as_str());
    let total = ["Total", "Amount"].into_iter().find(|field| record.contains_key(*field));
    let parts = [
        name.map(str::to_owned),
        contact.map(|contact| format!("to or from {contact}")),
        total.map(|field| format!("for {:.2}", amount(record, field))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
