//! PUT and POST: one element or many, all or none, or each for itself with `summarizeErrors=false`.

use http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use super::books::{Books, Mode, Moment};
use super::errors::{Invalid, NO_ID, No};
use super::{Answer, Desk, xml};
use crate::http::Request;
use crate::store::Record;

/// What shows in an answer's element that it is invalid, and where its id is.
const MARKS: &[(&str, &str, Option<&str>)] = &[
    ("Contacts", "ContactID", Some("HasValidationErrors")),
    ("Invoices", "InvoiceID", Some("HasErrors")),
    ("Payments", "PaymentID", Some("HasValidationErrors")),
    ("Items", "ItemID", None),
    ("Accounts", "AccountID", None),
    ("TaxRates", "TaxType", None),
    ("CreditNotes", "CreditNoteID", Some("HasErrors")),
    ("BankTransactions", "BankTransactionID", None),
    ("PurchaseOrders", "PurchaseOrderID", None),
    ("Allocations", "AllocationID", None),
    ("BatchPayments", "BatchPaymentID", None),
    ("BankTransfers", "BankTransferID", None),
    ("ManualJournals", "ManualJournalID", None),
    ("ContactGroups", "ContactGroupID", Some("HasValidationErrors")),
    ("Quotes", "QuoteID", None),
    ("RepeatingInvoices", "RepeatingInvoiceID", None),
    ("LinkedTransactions", "LinkedTransactionID", None),
    ("Receipts", "ReceiptID", None),
    ("ExpenseClaims", "ExpenseClaimID", None),
    ("PaymentServices", "PaymentServiceID", None),
    ("TrackingCategories", "TrackingCategoryID", None),
    ("Options", "TrackingOptionID", None),
];

/// Elements that do not say in a word whether they are good, but in their `ValidationErrors` alone.
const SILENT: [&str; 3] = ["BankTransfers", "BatchPayments", "RepeatingInvoices"];

/// `write` makes or changes one record and gives it as it is shown.
pub(super) fn write(
    desk: &mut Desk<'_>,
    plural: &'static str,
    mode: &Mode,
    write: impl Fn(&mut Books, &Record, &Mode, Moment) -> Result<Record, Invalid>,
) -> Answer {
    let sent = body(desk.request()).and_then(|body| elements(body, plural)).map_err(No::Unreadable)?;
    let moment = desk.moment();
    let write = |books: &mut Books, element: &Record, mode: &Mode, at: Moment| {
        books.noting(plural, at, |books| write(books, element, mode, at))
    };
    let each = matches!(mode, Mode::Create | Mode::Upsert)
        && desk
            .request()
            .query
            .get_ignore_case("summarizeErrors")
            .is_some_and(|v| v.eq_ignore_ascii_case("false"));
    if each {
        let stated = |mut element: Record, status: &str| {
            if !SILENT.contains(&plural) {
                element.insert("StatusAttributeString".to_owned(), json!(status));
            }
            Value::Object(element)
        };
        let written = sent.iter().map(|element| {
            match desk.books.atomically(|books| write(books, element, mode, moment)) {
                Ok(record) => stated(record, "OK"),
                Err(invalid) => stated(marked(plural, element, &invalid), "ERROR"),
            }
        });
        let written = written.collect();
        return Ok(desk.many(plural, written, None));
    }
    let written = desk.books.atomically(|books| {
        let mut written = Vec::new();
        let mut failed = Vec::new();
        for element in &sent {
            match write(books, element, mode, moment) {
                Ok(record) => written.push(Value::Object(record)),
                Err(invalid) => failed.push(marked(plural, element, &invalid)),
            }
        }
        if failed.is_empty() { Ok(written) } else { Err(failed) }
    });
    let written = written.map_err(No::Invalid)?;
    Ok(desk.many(plural, written, None))
}

/// The body, by its content type; by its looks if that says neither. A form is refused: that is what many tools call
/// a body whose type was forgotten.
fn body(request: &Request) -> Result<Value, String> {
    let kind = request.header(CONTENT_TYPE.as_str()).unwrap_or_default().to_ascii_lowercase();
    if kind.starts_with("application/x-www-form-urlencoded") {
        return Err("the body is called a form: send Content-Type: application/json".to_owned());
    }
    let looks_like_xml = request.body.trim_ascii_start().starts_with(b"<");
    if kind.contains("xml") || (looks_like_xml && !kind.contains("json")) {
        xml::read(&request.body)
    } else {
        request.json()
    }
}

/// The elements of a body: `{"Invoices": […]}`, a bare list, or one bare element.
fn elements(body: Value, plural: &str) -> Result<Vec<Record>, String> {
    let singular = plural.strip_suffix('s').unwrap_or(plural);
    let list = match body {
        Value::Array(list) => list,
        Value::Object(mut map) => match map.remove(plural).or_else(|| map.remove(singular)) {
            Some(Value::Array(list)) => list,
            Some(one @ Value::Object(_)) => vec![one],
            Some(_) => return Err(format!("{plural} must be a list")),
            None => vec![Value::Object(map)],
        },
        _ => return Err("the body must be an object".to_owned()),
    };
    if list.is_empty() {
        return Err(format!("{plural} is empty"));
    }
    let records = list.into_iter().map(|element| match element {
        Value::Object(map) => Ok(map),
        _ => Err(format!("each of {plural} must be an object")),
    });
    records.collect()
}

/// An element as it was sent, with what is wrong with it.
fn marked(plural: &str, sent: &Record, invalid: &Invalid) -> Map<String, Value> {
    let mut element = sent.clone();
    if let Some((_, id, has_errors)) = MARKS.iter().find(|mark| mark.0 == plural) {
        if *id != "TaxType" {
            element.entry((*id).to_owned()).or_insert_with(|| json!(NO_ID));
        }
        if let Some(flag) = has_errors {
            element.insert((*flag).to_owned(), json!(true));
        }
    }
    element.insert("ValidationErrors".to_owned(), invalid.messages());
    element
}
