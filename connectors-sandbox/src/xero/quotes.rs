//! Quotes: what was offered to a customer, until when. Found by status, contact, number and dates, and always in pages of
//! a hundred.

use http::Method;
use serde_json::{Value, json};

use super::books::{Books, CONTACT, Input, Mode, Moment};
use super::documents::{self, Form, Kind};
use super::errors::{Invalid, No};
use super::list::{ListRules, Selected, a_hundred, dates, select, words};
use super::wire::{date_of, put_date, text};
use super::{Answer, Desk};
use crate::store::Record;

pub(super) static KIND: Kind = Kind {
    noun: "quote",
    rules: ListRules {
        plural: "Quotes",
        id: "QuoteID",
        paged: false,
        fields: &[
            "QuoteID",
            "QuoteNumber",
            "Reference",
            "Date",
            "ExpiryDate",
            "Status",
            "Title",
            "SubTotal",
            "TotalTax",
            "Total",
            "CurrencyCode",
            "UpdatedDateUTC",
            "Contact.ContactID",
            "Contact.Name",
        ],
    },
    number: Some(("QuoteNumber", "QU")),
    types: &[("", true)],
    // Not verified live.
    transitions: &[
        ("", &["DRAFT", "SENT"]),
        ("DRAFT", &["DRAFT", "SENT", "DELETED"]),
        ("SENT", &["SENT", "DRAFT", "ACCEPTED", "DECLINED", "DELETED"]),
        ("ACCEPTED", &["ACCEPTED", "SENT", "DECLINED", "INVOICED", "DELETED"]),
        ("DECLINED", &["DECLINED", "SENT", "ACCEPTED", "DELETED"]),
        ("INVOICED", &["INVOICED", "ACCEPTED"]),
    ],
    texts: &[
        ("QuoteNumber", 255),
        ("Reference", 4000),
        ("Terms", 4000),
        ("Title", 100),
        ("Summary", 3000),
        ("BrandingThemeID", 36),
    ],
    dates: &["ExpiryDate"],
    table: |books| &books.quotes,
    table_mut: |books| &mut books.quotes,
    finish: |_, input: &mut Input<'_>, quote| {
        for field in ["Date", "ExpiryDate"] {
            if let Some(date) = date_of(quote, field) {
                put_date(quote, field, date);
            }
        }
        if date_of(quote, "ExpiryDate").is_some_and(|expiry| Some(expiry) < date_of(quote, "Date")) {
            input.invalid.add("ExpiryDate must not be before Date");
        }
    },
    show: |_, quote, view| {
        view.remove("HasAttachments"); // quotes do not say
        let types = text(quote, "LineAmountTypes").to_uppercase();
        view.insert("LineAmountTypes".to_owned(), json!(types));
    },
};

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => list(desk),
        _ => documents::route_writing(desk, path, &KIND, Books::write_quote),
    }
}

fn list(desk: &Desk<'_>) -> Answer {
    let request = desk.request();
    // The description knows no such parameter; one that is passed over would look like a list of all.
    if request.query.get_ignore_case("where").is_some() {
        let message =
            "Quotes: where is not a parameter of this list: use Status, ContactID, QuoteNumber and dates";
        return Err(No::BadQuery(message.to_owned()));
    }
    let issued = dates(request, "Quotes", "DateFrom", "DateTo")?;
    let expiring = dates(request, "Quotes", "ExpiryDateFrom", "ExpiryDateTo")?;
    let filters = [("Status", "Status"), ("ContactID", CONTACT), ("QuoteNumber", "QuoteNumber")];
    let filters = filters.map(|(name, field)| (field, words(request, name)));
    let books = &*desk.books;
    let quotes = books.quotes.iter().filter(|quote| {
        issued(date_of(quote, "Date"))
            && expiring(date_of(quote, "ExpiryDate"))
            && filters.iter().all(|(field, wanted)| {
                wanted.as_ref().is_none_or(|wanted| wanted.contains(&text(quote, field).to_lowercase()))
            })
    });
    let lookup = |quote: &Record, path: &str| books.document_field(quote, path);
    let Selected { records, .. } = select(request, &KIND.rules, quotes, &lookup)?;
    let places = desk.moment().unit_places;
    let views = a_hundred(request, "Quotes", records)?.into_iter();
    let views = views.map(|quote| Value::Object(books.kind_view(&KIND, quote, Form::Listed, places)));
    Ok(desk.many("Quotes", views.collect(), None))
}

impl Books {
    /// A quote writes its kinds of line amounts in capitals.
    fn write_quote(&mut self, sent: &Record, mode: &Mode, at: Moment) -> Result<Record, Invalid> {
        let mut sent = sent.clone();
        sent.remove("Type");
        if let Some(Value::String(types)) = sent.get_mut("LineAmountTypes") {
            let known = ["Exclusive", "Inclusive", "NoTax"];
            if let Some(known) = known.iter().find(|known| known.to_uppercase() == *types) {
                *types = (*known).to_owned();
            }
        }
        self.write_document(&KIND, &sent, mode, at)
    }
}
