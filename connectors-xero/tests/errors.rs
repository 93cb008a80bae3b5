//! Xero's error formats, and what is made of them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::time::Duration;

use connectors_core::response::Head;
use connectors_core::transport::Reply;
use connectors_core::{Connector, Delivery, ErrorKind, Fault};
use connectors_xero::contacts::ContactRef;
use connectors_xero::invoices::{self, InvoiceInput};
use connectors_xero::payments;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};

mod support;
use support::{ID, client, xero};

fn head(status: u16, headers: &[(&'static str, &'static str)]) -> Head {
    let headers = headers.iter().map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v)));
    Head::new(StatusCode::from_u16(status).unwrap(), headers.collect::<HeaderMap>())
}

fn fault(status: u16, body: &str) -> Option<Fault> {
    xero().fault(&head(status, &[]), body.as_bytes())
}

fn exception(elements: Value) -> String {
    json!({ "ErrorNumber": 10, "Type": "ValidationException", "Message": "A validation exception occurred",
            "Elements": elements })
    .to_string()
}

fn errors(messages: &[&str]) -> Value {
    messages.iter().map(|message| json!({ "Message": message })).collect()
}

#[test]
fn good_answers_are_no_faults() {
    for status in [200, 201, 204, 304] {
        assert_eq!(fault(status, r#"{"Invoices":[{"HasErrors":true}]}"#), None, "{status}");
    }
}

#[test]
fn statuses_codes_and_formats() {
    use ErrorKind::{Auth, Conflict, NotFound, Permission, Server, Validation};
    let problem = |status: u16, title: &str, detail: &str| {
        json!({ "Type": null, "Title": title, "Status": status, "Detail": detail, "Instance": ID, "Extensions": {} })
            .to_string()
    };
    let table = [
        (
            401,
            problem(401, "Unauthorized", "TokenExpired: token expired at 01/01/2026"),
            Auth,
            Some("TokenExpired"),
        ),
        (
            401,
            problem(401, "Unauthorized", "AuthenticationUnsuccessful"),
            Auth,
            Some("AuthenticationUnsuccessful"),
        ),
        (
            403,
            problem(403, "Forbidden", "AuthenticationUnsuccessful"),
            Permission,
            Some("AuthenticationUnsuccessful"),
        ),
        (
            403,
            r#"{"title":"Forbidden","type":"https://example.org/problem"}"#.to_owned(),
            Permission,
            Some("Forbidden"),
        ),
        (404, "The resource you're looking for cannot be found".to_owned(), NotFound, None),
        (
            400,
            r#"{"ErrorNumber":14,"Type":"PostDataInvalidException","Message":"no JSON"}"#.to_owned(),
            Validation,
            Some("PostDataInvalidException"),
        ),
        (
            400,
            r#"{"ErrorNumber":16,"Type":"QueryParseException","Message":"no"}"#.to_owned(),
            Validation,
            Some("QueryParseException"),
        ),
        (400, "<html>".to_owned(), Validation, None),
        (412, String::new(), Conflict, None),
        (500, r#"{"Type":null,"Title":"An error occurred"}"#.to_owned(), Server, Some("An error occurred")),
        (503, "oauth_problem=rate limit exceeded".to_owned(), Server, None),
        (409, String::new(), Conflict, None),
    ];
    for (status, body, kind, code) in table {
        let fault = fault(status, &body).unwrap();
        assert_eq!((fault.kind, fault.code.as_deref()), (kind, code), "{status} {body}");
        assert!(!fault.message.is_empty(), "{status} {body}");
        assert!(!fault.message.contains("<html>"), "{status} {body}");
    }
}

#[test]
fn a_tenant_that_is_refused_is_told_in_words() {
    let body =
        |status: u16| json!({ "Title": "No", "Status": status, "Detail": "AuthenticationUnsuccessful" });
    let said = |status: u16| fault(status, &body(status).to_string()).unwrap().message;
    assert!(said(403).contains("tenant"), "{}", said(403));
    assert!(!said(401).contains("tenant"), "{}", said(401));
}

#[test]
fn what_is_wrong_is_told_by_field_and_place() {
    let body = exception(json!([{
        "InvoiceID": ID,
        "ValidationErrors": errors(&["Invoice Status is not valid", "Something is wrong"]),
        "LineItems": [{}, { "ValidationErrors": errors(&["Account code must be specified"]) }],
        "Contact": { "ValidationErrors": errors(&["Email address must be valid."]) },
    }]));
    let fault = fault(400, &body).unwrap();
    assert_eq!(fault.kind, ErrorKind::Validation);
    let mut fields: Vec<_> = fault.fields.iter().map(|f| f.field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["", "Contact.EmailAddress", "LineItems[1].AccountCode", "Status"]);
    assert!(fault.message.contains("Invoice Status is not valid; Something is wrong"), "{}", fault.message);
}

#[test]
fn a_taken_unique_value_is_a_duplicate_if_every_record_says_so() {
    let taken = json!({ "ValidationErrors": errors(&["Invoice # must be unique."]) });
    let both = json!({ "ValidationErrors": errors(&["Invoice # must be unique.", "Date is wrong"]) });
    let other = json!({ "ValidationErrors": errors(&["Date is wrong"]) });
    let kind = |elements: Value| fault(400, &exception(elements)).unwrap().kind;
    assert_eq!(kind(json!([taken])), ErrorKind::Duplicate);
    assert_eq!(kind(json!([both])), ErrorKind::Duplicate);
    assert_eq!(kind(json!([taken, { "ValidationErrors": [] }])), ErrorKind::Duplicate);
    assert_eq!(kind(json!([taken, other])), ErrorKind::Validation);
    assert_eq!(kind(json!([other])), ErrorKind::Validation);
}

#[test]
fn strange_bodies_are_told_by_their_status() {
    for body in
        ["", "null", "[]", "7", "{\"Elements\":7}", "{\"Elements\":[7,null]}", "{\"Type\":7}", "\u{fffd}"]
    {
        assert_eq!(fault(400, body).unwrap().kind, ErrorKind::Validation, "{body}");
        assert_eq!(fault(503, body).unwrap().kind, ErrorKind::Server, "{body}");
    }
}

#[test]
fn throttles_say_which_limit_and_how_long() {
    use ErrorKind::{QuotaExhausted, RateLimited};
    for (problem, after, kind, wait) in [
        ("Minute", Some("17"), RateLimited, 17),
        ("minute", None, RateLimited, 60),
        ("Day", Some("66975"), QuotaExhausted, 66_975),
        ("DAILY", None, QuotaExhausted, 3_600),
        ("Concurrent", None, RateLimited, 1),
        ("appminute", Some("3"), RateLimited, 3),
    ] {
        let mut headers = vec![("x-rate-limit-problem", problem)];
        headers.extend(after.map(|after| ("retry-after", after)));
        let fault = xero().fault(&head(429, &headers), b"").unwrap();
        assert_eq!((fault.kind, fault.retry_after), (kind, Some(Duration::from_secs(wait))), "{problem}");
        assert!(fault.code.is_some());
    }
    let unknown = xero().fault(&head(429, &[("x-rate-limit-problem", "Other")]), b"").unwrap();
    assert_eq!(unknown.kind, RateLimited);
}

#[tokio::test]
async fn a_refused_write_is_an_error_with_its_field_and_is_not_sent_again() {
    let (client, transport) = client(xero(), |_| {
        Reply::status(400).body(exception(json!([{ "ValidationErrors": errors(&["DueDate is wrong"]) }])))
    });
    let error = client.call(invoices::Create::new(InvoiceInput::sale(ContactRef::id(ID)))).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Validation, Delivery::Rejected));
    assert_eq!(error.field_errors()[0].field, "DueDate");
    assert_eq!(error.vendor_code(), Some("ValidationException"));
    assert_eq!(transport.seen().len(), 1);
}

#[tokio::test]
async fn a_refusal_inside_a_good_answer_is_an_error_too() {
    let (client, _) = client(xero(), |_| {
        Reply::json(
            200,
            &json!({ "Invoices": [{ "HasErrors": true, "ValidationErrors": errors(&["Date is wrong"]) }] }),
        )
    });
    let error = client.call(invoices::Create::new(InvoiceInput::sale(ContactRef::id(ID)))).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Validation, Delivery::Rejected));
    assert_eq!(error.field_errors()[0].field, "Date");
}

#[tokio::test]
async fn a_number_that_several_bills_have_is_not_guessed_at() {
    let (client, _) = client(xero(), |_| Reply::json(200, &json!({ "Invoices": [{}, {}] })));
    let error = client.call(invoices::Get::new("7")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
}

#[tokio::test]
async fn an_answer_without_the_record_is_told() {
    let (client, _) = client(xero(), |_| Reply::json(200, &json!({ "Payments": [] })));
    let error = client.call(payments::Get::new(ID)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let error = client.call(payments::Delete::new(ID)).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Decode, Delivery::Accepted));
}
