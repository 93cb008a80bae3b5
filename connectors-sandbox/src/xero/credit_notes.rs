//! Credit notes, and how they are allocated to invoices and bills.

use http::{Method, StatusCode};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::books::{Books, CONTACT, CREDIT_NOTE, INVOICE, Input, Mode, Moment, shown};
use super::documents::{self, Kind, put_plain_date};
use super::errors::{Invalid, No};
use super::invoices::TRANSITIONS;
use super::list::ListRules;
use super::wire::{amount, date_of, number, round, text, touch};
use super::write::write;
use super::{Answer, Desk};
use crate::http::Reply;
use crate::store::Record;

static KIND: Kind = Kind {
    noun: "credit note",
    rules: ListRules {
        plural: "CreditNotes",
        id: "CreditNoteID",
        paged: true,
        fields: &[
            "CreditNoteID",
            "CreditNoteNumber",
            "Type",
            "Status",
            "Reference",
            "Date",
            "DueDate",
            "FullyPaidOnDate",
            "SubTotal",
            "TotalTax",
            "Total",
            "RemainingCredit",
            "CurrencyCode",
            "CurrencyRate",
            "LineAmountTypes",
            "SentToContact",
            "UpdatedDateUTC",
            "HasAttachments",
            "Contact.ContactID",
            "Contact.Name",
            "Contact.ContactNumber",
        ],
    },
    number: Some(("CreditNoteNumber", "CN")),
    types: &[("ACCRECCREDIT", true), ("ACCPAYCREDIT", false)],
    transitions: TRANSITIONS,
    texts: &[("CreditNoteNumber", 255), ("Reference", 255), ("BrandingThemeID", 36)],
    dates: &["DueDate"],
    table: |books| &books.credit_notes,
    table_mut: |books| &mut books.credit_notes,
    finish: |books, _, note| {
        note.insert("SentToContact".to_owned(), json!(false));
        note.insert("HasErrors".to_owned(), json!(false));
        books.settle_credit_note(note);
    },
    show: |books, note, view| {
        view.remove("TotalDiscount"); // orders and invoices show it
        let of_note = books.allocations.find(CREDIT_NOTE, text(note, "CreditNoteID"));
        let allocations = of_note.map(|allocation| Value::Object(books.allocation_view(allocation)));
        view.insert("Allocations".to_owned(), allocations.collect());
        view.insert("Payments".to_owned(), json!([]));
    },
};

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::PUT, [id, "Allocations"]) => {
            let note = desk.books.document(&KIND, id).ok_or(No::NotFound)?;
            let note = text(note, "CreditNoteID").to_owned();
            write(
                desk,
                "Allocations",
                &Mode::Create,
                |books: &mut Books, sent: &Record, _: &Mode, at: Moment| books.allocate(&note, sent, at),
            )
        }
        (&Method::DELETE, [id, "Allocations", allocation]) => {
            let allocation = desk.books.allocations.get(&allocation.to_lowercase()).ok_or(No::NotFound)?;
            let of_note = text(allocation, CREDIT_NOTE).eq_ignore_ascii_case(id);
            let allocation = if of_note { allocation.clone() } else { return Err(No::NotFound) };
            let mut view = desk.books.allocation_view(&allocation);
            desk.books.allocations.remove(text(&allocation, "AllocationID"));
            desk.books.allocation_changed(&allocation, desk.moment());
            view.insert("IsDeleted".to_owned(), json!(true));
            Ok(Reply::json(StatusCode::OK, &Value::Object(view)))
        }
        _ => documents::route(desk, path, &KIND),
    }
}

impl Books {
    fn allocation_view(&self, allocation: &Record) -> Record {
        let mut view = shown(allocation);
        let mut brief = json!({ "InvoiceID": text(allocation, INVOICE) });
        if let Some(invoice) = self.invoices.get(text(allocation, INVOICE)) {
            brief["InvoiceNumber"] = invoice.get("InvoiceNumber").cloned().unwrap_or_default();
        }
        view.insert("Invoice".to_owned(), brief);
        view
    }

    /// Applies a part of a credit note to an invoice of the same contact and side.
    fn allocate(&mut self, note: &str, sent: &Record, at: Moment) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let note = self.credit_notes.get(note).cloned().unwrap_or_default();
        let invoice = self.invoice_named(&mut input, "The allocation");
        let applied = input.decimal("Amount").map(|amount| round(amount, 2)).unwrap_or_default();
        let date = input.date("Date").unwrap_or_else(|| at.today());
        if text(&note, "Status") != "AUTHORISED" {
            input.invalid.add("The credit note is not of a status that can be allocated");
        }
        if applied <= Decimal::ZERO {
            input.invalid.add("The Amount of an allocation must be greater than 0");
        }
        if applied > amount(&note, "RemainingCredit") {
            input.invalid.add("The amount exceeds the remaining credit of this credit note");
        }
        let Some(invoice) = invoice else { return Err(input.invalid) };
        if text(&invoice, "Status") != "AUTHORISED" {
            input.invalid.add("The invoice is not of a status that can be credited");
        } else if applied > amount(&invoice, "AmountDue") {
            input.invalid.add("The amount exceeds the amount outstanding on this document");
        }
        if text(&note, "Type").strip_suffix("CREDIT") != Some(text(&invoice, "Type")) {
            input.invalid.add("A credit note cannot be allocated to an invoice of the other side");
        }
        if text(&note, CONTACT) != text(&invoice, CONTACT) {
            input.invalid.add("The credit note and the invoice are not of the same contact");
        }
        input.invalid.check()?;
        let mut allocation = Record::new();
        for (field, value) in [
            ("AllocationID", json!(self.ids.uuid())),
            ("Amount", number(applied)),
            (CREDIT_NOTE, json!(text(&note, "CreditNoteID"))),
            (INVOICE, json!(text(&invoice, "InvoiceID"))),
        ] {
            allocation.insert(field.to_owned(), value);
        }
        put_plain_date(&mut allocation, "Date", date);
        self.allocations.put(allocation.clone());
        self.allocation_changed(&allocation, at);
        Ok(self.allocation_view(&allocation))
    }

    /// Computes anew what is left of the credit note, and what is due on the invoice.
    fn allocation_changed(&mut self, allocation: &Record, at: Moment) {
        if let Some(mut note) = self.credit_notes.get(text(allocation, CREDIT_NOTE)).cloned() {
            self.settle_credit_note(&mut note);
            touch(&mut note, at.now, false);
            self.credit_notes.put(note);
        }
        if let Some(mut invoice) = self.invoices.get(text(allocation, INVOICE)).cloned() {
            self.settle(&mut invoice);
            touch(&mut invoice, at.now, true);
            self.invoices.put(invoice);
        }
    }

    /// What is applied and left, and the status that follows from it.
    fn settle_credit_note(&self, note: &mut Record) {
        let of_note: Vec<_> = self.allocations.find(CREDIT_NOTE, text(note, "CreditNoteID")).collect();
        let applied: Decimal = of_note.iter().map(|allocation| amount(allocation, "Amount")).sum();
        let last = of_note.iter().filter_map(|allocation| date_of(allocation, "Date")).max();
        let status = text(note, "Status").to_owned();
        let total = if documents::is_dead(&status) { Decimal::ZERO } else { amount(note, "Total") };
        let left = total - applied;
        note.insert("AppliedAmount".to_owned(), number(applied));
        note.insert("RemainingCredit".to_owned(), number(left));
        match (status.as_str(), last) {
            ("AUTHORISED" | "PAID", Some(last)) if left.is_zero() => {
                note.insert("Status".to_owned(), json!("PAID"));
                put_plain_date(note, "FullyPaidOnDate", last);
            }
            ("PAID", _) => {
                note.insert("Status".to_owned(), json!("AUTHORISED"));
                note.remove("FullyPaidOnDate");
            }
            _ => {}
        }
    }
}
