//! Batches: every record has an outcome, and it is its own.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use connectors_core::response::Head;
use connectors_core::transport::Reply;
use connectors_core::{Action, Connector, Delivery, ErrorKind, Outcome, Response};
use connectors_xero::LineItem;
use connectors_xero::accounts::AccountRef;
use connectors_xero::contacts::{self, Contact, ContactInput, ContactRef};
use connectors_xero::invoices::{self, Invoice, InvoiceInput, InvoiceRef};
use connectors_xero::payments::{self, PaymentInput};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

mod support;
use support::{ID, client, xero};

const OTHER: &str = "2a6d1c3e-9b0f-4c55-8f0a-7f6f0f0f1a22";
const NO_ID: &str = "00000000-0000-0000-0000-000000000000";

fn answer(status: StatusCode, body: &Value) -> Response {
    Response::new(Head::new(status, HeaderMap::new()), body.to_string())
}

fn numbered(number: &str) -> InvoiceInput {
    InvoiceInput::sale(ContactRef::id(ID)).invoice_number(number)
}

fn outcomes(inputs: impl IntoIterator<Item = InvoiceInput>, records: Value) -> Vec<Outcome<Invoice>> {
    let body = json!({ "Invoices": records });
    invoices::CreateMany::new(inputs).response(answer(StatusCode::OK, &body)).unwrap()
}

fn done(outcome: &Outcome<Invoice>) -> &str {
    outcome.done().and_then(|invoice| invoice.invoice_id.as_deref()).unwrap_or("not done")
}

#[test]
fn outcomes_go_to_their_records_by_number_whatever_the_order() {
    let outcomes = outcomes(
        [numbered("A"), numbered("B"), numbered("C")],
        json!([
            { "InvoiceNumber": "C", "InvoiceID": "id-c", "StatusAttributeString": "OK" },
            { "InvoiceNumber": "A", "InvoiceID": "id-a", "StatusAttributeString": "OK" },
        ]),
    );
    assert_eq!(done(&outcomes[0]), "id-a");
    assert!(matches!(&outcomes[1], Outcome::Unknown(e) if e.delivery() == Delivery::Unknown));
    assert_eq!(done(&outcomes[2]), "id-c");
}

#[test]
fn outcomes_go_to_their_records_by_id_in_any_case() {
    let by_id = |id: &str| ContactInput::default().contact_id(id.to_uppercase());
    let body = json!({ "Contacts": [{ "ContactID": OTHER, "Name": "B" }, { "ContactID": ID, "Name": "A" }] });
    let upsert = contacts::UpsertMany::new([by_id(ID), by_id(OTHER)]);
    let outcomes = upsert.response(answer(StatusCode::OK, &body)).unwrap();
    let name = |o: &Outcome<Contact>| o.done().unwrap().name.clone().unwrap();
    assert_eq!((name(&outcomes[0]), name(&outcomes[1])), ("A".into(), "B".into()));
}

#[test]
fn records_without_a_number_are_taken_in_order_if_all_were_answered() {
    let anonymous = || InvoiceInput::bill(ContactRef::id(ID));
    let all = json!([{ "InvoiceID": "1" }, { "InvoiceID": "n", "InvoiceNumber": "N" }, { "InvoiceID": "2" }]);
    let outcomes_of_all = outcomes([anonymous(), numbered("N"), anonymous()], all);
    assert_eq!(outcomes_of_all.iter().map(done).collect::<Vec<_>>(), ["1", "n", "2"]);
    let some = json!([{ "InvoiceID": "1" }, { "InvoiceID": "n", "InvoiceNumber": "N" }]);
    let outcomes_of_some = outcomes([anonymous(), numbered("N"), anonymous()], some);
    assert!(matches!(outcomes_of_some[0], Outcome::Unknown(_)));
    assert_eq!(done(&outcomes_of_some[1]), "n");
    assert!(matches!(outcomes_of_some[2], Outcome::Unknown(_)));
}

#[test]
fn a_record_is_not_given_what_belongs_to_another_number() {
    let outcomes =
        outcomes([numbered("A"), numbered("B")], json!([{ "InvoiceNumber": "A" }, { "InvoiceNumber": "X" }]));
    assert!(matches!(outcomes[0], Outcome::Done(_)));
    assert!(matches!(outcomes[1], Outcome::Unknown(_)));
}

#[test]
fn two_records_of_one_number_are_taken_in_order() {
    let outcomes = outcomes(
        [numbered("A"), numbered("A")],
        json!([
            { "InvoiceNumber": "A", "InvoiceID": "first" },
            { "InvoiceNumber": "A", "InvoiceID": NO_ID, "HasErrors": true,
              "ValidationErrors": [{ "Message": "Invoice # must be unique." }] },
        ]),
    );
    assert_eq!(done(&outcomes[0]), "first");
    assert_eq!(outcomes[1].error().unwrap().kind(), ErrorKind::Duplicate);
}

#[test]
fn a_refused_record_says_why_and_which_field() {
    let outcomes = outcomes(
        [numbered("A"), numbered("B"), numbered("C"), numbered("D")],
        json!([
            { "InvoiceNumber": "A", "StatusAttributeString": "ERROR", "HasErrors": true, "Date": "soon",
              "ValidationErrors": [{ "Message": "Account code '999' is not a valid code for this document." },
                                   { "Message": "Something else is wrong" }] },
            { "InvoiceNumber": "B", "StatusAttributeString": "ERROR", "ValidationErrors": [],
              "LineItems": [{}, { "ValidationErrors": [{ "Message": "Tax type is wrong" }] }] },
            { "InvoiceNumber": "C", "StatusAttributeString": "ERROR" },
            { "InvoiceNumber": "D", "StatusAttributeString": "WARNING", "HasErrors": false,
              "ValidationErrors": [{ "Message": "not one really" }], "Warnings": [{ "Message": "Odd" }] },
        ]),
    );
    let failed = |at: usize| match &outcomes[at] {
        Outcome::Failed(error) => error,
        other => panic!("{other:?}"),
    };
    let fields = |at: usize| failed(at).field_errors().iter().map(|f| f.field.clone()).collect::<Vec<_>>();
    assert_eq!((failed(0).kind(), failed(0).delivery()), (ErrorKind::Validation, Delivery::Rejected));
    assert_eq!(fields(0), ["AccountCode", ""]);
    assert_eq!(fields(1), ["LineItems[1].TaxType"]);
    assert_eq!(failed(1).message(), "Tax type is wrong");
    assert_eq!(failed(2).kind(), ErrorKind::Validation);
    assert_eq!(outcomes[3].done().unwrap().warnings[0].message, "Odd");
}

#[test]
fn a_record_that_cannot_be_read_does_not_spoil_the_others() {
    let outcomes = outcomes(
        [numbered("A"), numbered("B")],
        json!([{ "InvoiceNumber": "A", "Total": "much" }, { "InvoiceNumber": "B", "Total": 1.5 }]),
    );
    let Outcome::Unknown(error) = &outcomes[0] else { panic!("{outcomes:?}") };
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Decode, Delivery::Accepted));
    assert!(error.to_string().contains("Total"), "{error}");
    assert!(outcomes[1].done().is_some());
}

#[test]
fn a_refusal_of_all_records_is_told_for_each() {
    let body = json!({ "ErrorNumber": 10, "Type": "ValidationException", "Message": "x", "Elements": [
        { "InvoiceNumber": "B", "ValidationErrors": [] },
        { "InvoiceNumber": "A", "ValidationErrors": [{ "Message": "Date is wrong" }] },
    ] });
    let create = invoices::CreateMany::new([numbered("A"), numbered("B")]);
    let head = Head::new(StatusCode::BAD_REQUEST, HeaderMap::new());
    assert_eq!(create.fault(&xero(), &head, body.to_string().as_bytes()), None);
    let outcomes = create.response(answer(StatusCode::BAD_REQUEST, &body)).unwrap();
    let errors: Vec<_> = outcomes.iter().map(|outcome| outcome.error().unwrap()).collect();
    assert!(errors.iter().all(|error| error.delivery() == Delivery::Rejected));
    assert_eq!(errors[0].field_errors()[0].field, "Date");
    assert!(errors[1].field_errors().is_empty());
    // A refusal that lists some records only is one of the whole call.
    let one = invoices::CreateMany::new([numbered("A")]);
    assert!(one.fault(&xero(), &head, body.to_string().as_bytes()).is_some());
}

#[test]
fn payments_have_no_number_and_come_in_order() {
    let pay = |amount: i64| PaymentInput::new(InvoiceRef::id(ID), AccountRef::with_code("090"), amount);
    let body = json!({ "Payments": [{ "PaymentID": "1" }, { "HasValidationErrors": true,
        "ValidationErrors": [{ "Message": "Payment amount exceeds the amount outstanding on this document" }] }] });
    let outcomes =
        payments::CreateMany::new([pay(1), pay(2)]).response(answer(StatusCode::OK, &body)).unwrap();
    assert!(outcomes[0].done().is_some());
    assert_eq!(outcomes[1].error().unwrap().field_errors()[0].field, "Amount");
}

#[tokio::test]
async fn a_batch_is_split_by_number_and_by_size() {
    let (client, transport) = client(xero(), |seen| {
        let mut sent = seen.json();
        for record in sent["Invoices"].as_array_mut().unwrap() {
            record["StatusAttributeString"] = json!("OK");
        }
        Reply::json(200, &sent)
    });
    let small = client.batch(invoices::CreateMany::new((0..120).map(|n| numbered(&n.to_string())))).await;
    assert!(small.iter().enumerate().all(|(n, o)| o.done().unwrap().invoice_number == Some(n.to_string())));
    let sizes = |from: usize| -> Vec<usize> {
        transport.seen()[from..]
            .iter()
            .map(|seen| seen.json()["Invoices"].as_array().unwrap().len())
            .collect()
    };
    assert_eq!(sizes(0), [50, 50, 20]);
    let long = "x".repeat(200_000);
    let large = (0..40).map(|n| numbered(&n.to_string()).line_items([LineItem::new(&*long)]));
    let large = client.batch(invoices::CreateMany::new(large)).await;
    assert!(large.iter().all(|outcome| outcome.done().is_some()));
    assert!(transport.seen().iter().all(|seen| seen.body_len <= 3_500_000));
    let keys: std::collections::HashSet<_> =
        transport.seen().iter().map(|seen| seen.header("idempotency-key").to_owned()).collect();
    assert_eq!(keys.len(), transport.seen().len(), "each call has a key of its own");
}

#[tokio::test]
async fn a_batch_whose_answer_was_lost_is_sent_again_with_its_key() {
    let (client, transport) = client(xero(), |seen| match seen.number {
        0 => Reply::cut(),
        _ => Reply::json(200, &json!({ "Invoices": [{ "InvoiceNumber": "A" }] })),
    });
    let outcomes = client.batch(invoices::CreateMany::new([numbered("A")])).await;
    assert!(outcomes[0].done().is_some());
    let seen = transport.seen();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0].header("idempotency-key"), seen[1].header("idempotency-key"));
}

#[test]
fn too_many_records_in_one_call_are_refused() {
    let records: Vec<_> = (0..51).map(|n| json!({ "Name": n.to_string() })).collect();
    let error = connectors_xero::Xero::catalog()
        .request("contact.create_many", &xero(), json!({ "records": records }))
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert!(error.to_string().contains("one call takes 50"), "{error}");
}
