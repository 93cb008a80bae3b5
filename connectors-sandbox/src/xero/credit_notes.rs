//! Credit notes.

use http::Method;
use serde_json::json;

use super::allocations::{self, CREDITS, Credit};
use super::documents::{self, Kind};
use super::errors::No;
use super::invoices::TRANSITIONS;
use super::list::ListRules;
use super::wire::text;
use super::{Answer, Desk};

pub(super) static KIND: Kind = Kind {
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
        books.settle_credit(CREDIT, note);
    },
    show: |books, note, view| {
        view.remove("TotalDiscount"); // orders and invoices show it
        books.show_settlements(CREDIT, note, view);
    },
};

static CREDIT: &Credit = &CREDITS[0];

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::PUT, [id, "Allocations"]) => {
            let note = desk.books.document(&KIND, id).ok_or(No::NotFound)?;
            let note = text(note, "CreditNoteID").to_owned();
            allocations::put(desk, CREDIT, &note)
        }
        (&Method::DELETE, [id, "Allocations", allocation]) => {
            allocations::delete(desk, CREDIT, id, allocation)
        }
        _ => documents::route(desk, path, &KIND),
    }
}
