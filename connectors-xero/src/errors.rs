//! Xero's errors: three formats, one table.
//!
//! - The Accounting API answers 400 with `Type`, `Message` and `Elements`: the submitted records, each with its
//!   `ValidationErrors`. They are sentences without codes and without field names.
//! - What stands before it answers in the style of RFC 9457: `Title`, `Detail`, `Instance`.
//! - 404 and some gateways answer plain text.
//!
//! Sources: "OAS" is `xero_accounting.yaml`; the rest is named in the rows.

use connectors_core::{Delivery, Error, ErrorKind, Fault, FieldError, Head};
use http::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use crate::limits;

/// What an answer means. The first row that fits decides; where none fits, the status does.
struct Row {
    status: u16,
    /// `Type` of the accounting format, the word before the colon of `Detail` of the problem format, or the error of
    /// `WWW-Authenticate`, without regard to case; empty fits all.
    code: &'static str,
    kind: ErrorKind,
    /// Read by people.
    #[cfg_attr(not(test), allow(dead_code))]
    source: &'static str,
}

const fn row(status: u16, code: &'static str, kind: ErrorKind, source: &'static str) -> Row {
    Row { status, code, kind, source }
}

/// What a 403 says where the tenant is the reason; a 401 says it too, and means the token.
const NO_TENANT: &str = "AuthenticationUnsuccessful";

const TABLE: &[Row] = &[
    row(400, "ValidationException", ErrorKind::Validation, "OAS, 400Error"),
    row(400, "PostDataInvalidException", ErrorKind::Validation, "not verified"),
    row(400, "QueryParseException", ErrorKind::Validation, "not verified"),
    row(400, "", ErrorKind::Validation, "OAS, 400Error"),
    row(401, "insufficient_scope", ErrorKind::Permission, "RFC 6750, 3.1"),
    row(401, "", ErrorKind::Auth, "RFC 6750, 3.1"),
    row(403, NO_TENANT, ErrorKind::Permission, "tenant missing or not connected; not verified"),
    row(403, "", ErrorKind::Permission, "scope or tier; not verified"),
    row(404, "", ErrorKind::NotFound, "RFC 9110"),
    row(412, "", ErrorKind::Conflict, "organisation offline or changed meanwhile; not verified"),
    row(413, "", ErrorKind::Validation, "file too large: github.com/XeroAPI/Xero-Java, issue 349"),
    row(500, "", ErrorKind::Server, "RFC 9110"),
    row(501, "", ErrorKind::Server, "RFC 9110"),
    row(503, "", ErrorKind::Server, "developer.xero.com, Xero API limits"),
];

/// Parts of sentences that say that a unique value is taken: Xero has no code for it. None is verified. A sentence
/// that is missed makes the error a `Validation`, nothing worse; what is taken for a duplicate should be read back.
const DUPLICATE: &[&str] = &[
    "already exists",
    "must be unique",
    "enter a unique",
    "already assigned",
    "already in use",
    "already been used",
];

/// Words that sentences begin with, and the field that they mean; longer ones first.
///
/// Allocations: waynerobinson/xeroizer, issue 320, and calcinai/xero-php, issue 335. Debits: `xero_accounting.yaml`,
/// example of `createManualJournals`.
const FIELDS: &[(&str, &str)] = &[
    ("credit note cannot be allocated as amount", "Amount"),
    ("overpayment cannot be allocated as amount", "Amount"),
    ("prepayment cannot be allocated as amount", "Amount"),
    ("credit note cannot be allocated", "Invoice"),
    ("overpayment cannot be allocated", "Invoice"),
    ("prepayment cannot be allocated", "Invoice"),
    ("total debits", "JournalLines"),
    ("invoice number", "InvoiceNumber"),
    ("invoice #", "InvoiceNumber"),
    ("invoice type", "Type"),
    ("invoice status", "Status"),
    ("contact number", "ContactNumber"),
    ("contact name", "Name"),
    ("email address", "EmailAddress"),
    ("due date", "DueDate"),
    ("expected payment date", "ExpectedPaymentDate"),
    ("planned payment date", "PlannedPaymentDate"),
    ("one or more line items", "LineItems"),
    ("line items", "LineItems"),
    ("line item", "LineItems"),
    ("line amount types", "LineAmountTypes"),
    ("line amount", "LineAmount"),
    ("account code", "AccountCode"),
    ("account number", "AccountNumber"),
    ("item code", "ItemCode"),
    ("price list item", "ItemCode"),
    ("tax type", "TaxType"),
    ("taxtype code", "TaxType"),
    ("tax rate", "TaxType"),
    ("unit amount", "UnitAmount"),
    ("currency code", "CurrencyCode"),
    ("currency rate", "CurrencyRate"),
    ("branding theme", "BrandingThemeID"),
    ("payment amount", "Amount"),
    ("payment date", "Date"),
    ("document date", "Date"),
    ("account", "Account"),
    ("amount", "Amount"),
    ("code", "Code"),
    ("contact", "Contact"),
    ("currency", "CurrencyCode"),
    ("date", "Date"),
    ("description", "Description"),
    ("invoice", "Invoice"),
    ("name", "Name"),
    ("quantity", "Quantity"),
    ("reference", "Reference"),
    ("status", "Status"),
    ("total", "Total"),
    ("type", "Type"),
    ("url", "Url"),
];

/// All formats in one; names as the accounting format and the problem format spell them.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Body {
    #[serde(alias = "type")]
    r#type: Option<String>,
    message: Option<String>,
    #[serde(alias = "title")]
    title: Option<String>,
    #[serde(alias = "detail")]
    detail: Option<String>,
    elements: Vec<Value>,
}

pub(crate) fn fault(head: &Head, body: &[u8]) -> Option<Fault> {
    let by_status = Fault::from_status(head)?;
    // What is not JSON says no more than its status.
    let body: Body = serde_json::from_slice(body).unwrap_or_default();
    if let Some(problem) = limits::problem(head) {
        let name = problem.names.first().copied().unwrap_or_default();
        let text = format!("Xero's limit is reached: {name}");
        return Some(Fault::new(problem.kind, text).code(name).retry_after(limits::wait(head, problem)));
    }
    let code = code(head, &body);
    let kind = kind(head.status, code.as_deref()).unwrap_or(by_status.kind);
    let judged = judge(&body.elements);
    if kind == ErrorKind::Permission && code.as_deref() == Some(NO_TENANT) {
        // The answer says no more than this word.
        let text =
            "Xero refuses the tenant: it was disconnected, this consent does not cover it, or none is named";
        return Some(Fault::new(kind, text).code(NO_TENANT));
    }
    let text = [judged.as_ref().map(|j| j.text.clone()), body.message, body.detail, body.title];
    let text = text.into_iter().flatten().find(|text| !text.trim().is_empty()).unwrap_or(by_status.message);
    let mut fault = Fault::new(kind, text);
    fault.code = code;
    if let Some(judged) = judged {
        if judged.duplicate && kind == ErrorKind::Validation {
            fault.kind = ErrorKind::Duplicate;
        }
        fault.fields = judged.fields;
    }
    Some(fault)
}

fn kind(status: StatusCode, code: Option<&str>) -> Option<ErrorKind> {
    let fits = |row: &&Row| {
        row.status == status.as_u16()
            && (row.code.is_empty() || code.is_some_and(|code| code.eq_ignore_ascii_case(row.code)))
    };
    TABLE.iter().find(fits).map(|row| row.kind)
}

fn code(head: &Head, body: &Body) -> Option<String> {
    if head.header("www-authenticate").is_some_and(|text| text.contains("insufficient_scope")) {
        return Some("insufficient_scope".to_owned());
    }
    // `TokenExpired: …` begins with a code, `An error occurred` does not.
    let code = |text: &String| {
        let word = text.split(':').next().unwrap_or_default().trim();
        (!word.contains(' ')).then(|| word.to_owned())
    };
    // `Type` of the problem format is a URL or null.
    let accounting = body.r#type.clone().filter(|text| !text.contains(':'));
    let code = accounting.or_else(|| body.detail.as_ref().and_then(code)).or_else(|| body.title.clone());
    code.filter(|code| !code.is_empty())
}

/// What the validation errors of some records say together.
pub(crate) struct Judged {
    text: String,
    fields: Vec<FieldError>,
    duplicate: bool,
}

impl Judged {
    /// As the error of one record that was refused.
    pub(crate) fn into_error(self) -> Error {
        let kind = if self.duplicate { ErrorKind::Duplicate } else { ErrorKind::Validation };
        Error::new(kind, self.text).with_fields(self.fields).with_delivery(Delivery::Rejected)
    }
}

/// Reads the validation errors of refused records; `None` if they have none.
///
/// They are a duplicate if every record that has errors says that it is one.
pub(crate) fn judge(elements: &[Value]) -> Option<Judged> {
    let mut fields = Vec::new();
    let mut duplicate = true;
    for element in elements {
        let mut found = Vec::new();
        collect("", element, &mut found);
        duplicate &= found.is_empty() || found.iter().any(|f| says_duplicate(&f.message));
        fields.append(&mut found);
    }
    let mut texts: Vec<&str> = Vec::new();
    for field in &fields {
        if !texts.contains(&field.message.as_str()) {
            texts.push(&field.message);
        }
    }
    (!texts.is_empty()).then(|| Judged { text: texts.join("; "), duplicate, fields: fields.clone() })
}

/// Finds `ValidationErrors` in a record and in what it contains, with their place.
fn collect(place: &str, value: &Value, found: &mut Vec<FieldError>) {
    let inside = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
    let Value::Object(members) = value else { return };
    for (name, member) in members {
        match member {
            Value::Array(errors) if name == "ValidationErrors" => {
                for message in errors.iter().filter_map(|error| error.get("Message")?.as_str()) {
                    let field = field_of(message);
                    // A line's sentence may say again that it is about a line.
                    let field = if field.is_empty() || place.starts_with(&field) {
                        place.to_owned()
                    } else {
                        inside(&field)
                    };
                    found.push(FieldError::new(field, message));
                }
            }
            Value::Array(list) => {
                for (at, element) in list.iter().enumerate() {
                    collect(&inside(&format!("{name}[{at}]")), element, found);
                }
            }
            Value::Object(_) => collect(&inside(name), member, found),
            _ => {}
        }
    }
}

/// The field that a sentence begins with; empty if it begins with none.
fn field_of(message: &str) -> String {
    let message = message.trim();
    let first = message.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    // Nothing but a field is spelled like `DueDate`.
    if first.starts_with(char::is_uppercase)
        && first.chars().skip(1).any(char::is_lowercase)
        && first.chars().skip(1).any(char::is_uppercase)
    {
        return first.to_owned();
    }
    let text = message.to_lowercase();
    let text = ["a ", "an ", "the "].iter().find_map(|article| text.strip_prefix(article)).unwrap_or(&text);
    let begins = |words: &str| {
        text.strip_prefix(words).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    };
    FIELDS.iter().find(|(words, _)| begins(words)).map_or(String::new(), |(_, field)| (*field).to_owned())
}

fn says_duplicate(message: &str) -> bool {
    let message = message.to_lowercase();
    DUPLICATE.iter().any(|part| message.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderValue};

    #[test]
    fn every_row_of_the_table_decides_for_its_status_and_code() {
        for (at, row) in TABLE.iter().enumerate() {
            let status = StatusCode::from_u16(row.status).unwrap();
            assert_eq!(kind(status, Some(row.code)), Some(row.kind), "row {at}");
            assert_eq!(kind(status, Some(&row.code.to_uppercase())), Some(row.kind), "row {at}");
            assert!(!row.source.is_empty(), "row {at}");
            // A row that fits all codes comes after those that fit one.
            let later = TABLE[at + 1..].iter().any(|other| other.status == row.status);
            assert!(!row.code.is_empty() || !later, "row {at} hides the rows after it");
        }
        assert_eq!(kind(StatusCode::IM_A_TEAPOT, None), None);
    }

    #[test]
    fn every_row_of_the_duplicates_makes_a_duplicate() {
        for part in DUPLICATE {
            assert!(says_duplicate(&format!("This Code {}.", part.to_uppercase())), "{part}");
        }
        assert!(!says_duplicate("Account code '999' is not a valid code for this document."));
    }

    #[test]
    fn every_row_of_the_fields_is_reached() {
        for (words, field) in FIELDS {
            assert_eq!(field_of(&format!("The {words} is wrong")), *field, "{words}");
            assert_eq!(field_of(&format!("{} '1' is wrong", words.to_uppercase())), *field, "{words}");
        }
    }

    #[test]
    fn a_field_is_told_only_if_the_sentence_begins_with_it() {
        for (message, field) in [
            ("DueDate is not a date: soon", "DueDate"),
            ("Invoice # must be unique.", "InvoiceNumber"),
            ("A Contact must be specified for this type of transaction", "Contact"),
            ("Namely this", ""),
            ("Something about the Contact", ""),
            ("", ""),
            ("XERO failed", ""),
        ] {
            assert_eq!(field_of(message), field, "{message}");
        }
    }

    #[test]
    fn a_missing_scope_is_told_by_the_header() {
        let headers = HeaderMap::from_iter([(
            http::header::WWW_AUTHENTICATE,
            HeaderValue::from_static("Bearer error=\"insufficient_scope\""),
        )]);
        let fault = fault(&Head::new(StatusCode::UNAUTHORIZED, headers), b"").unwrap();
        assert_eq!((fault.kind, fault.code.as_deref()), (ErrorKind::Permission, Some("insufficient_scope")));
    }
}
