//! Requests as they go over the wire.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use chrono::NaiveDate;
use connectors_core::auth::OAuthApp;
use connectors_core::transport::Reply;
use connectors_core::types::Patch;
use connectors_core::{Action, Connector, Cx, ErrorKind, Idempotency, catalog};
use connectors_xero::accounts::AccountRef;
use connectors_xero::allocations::AllocationInput;
use connectors_xero::bank_transactions::{self, BankTransactionInput, BankTransactionType};
use connectors_xero::contacts::{self, ContactInput, ContactRef, ContactStatus};
use connectors_xero::credit_notes;
use connectors_xero::invoices::{self, InvoiceInput, InvoiceRef, InvoiceStatus, LineAmountTypes};
use connectors_xero::items::{self, ItemInput};
use connectors_xero::payments::{self, PaymentInput};
use connectors_xero::purchase_orders::{self, PurchaseOrderInput, PurchaseOrderStatus};
use connectors_xero::records::{self, Changeable, Entity, Paged, Record};
use connectors_xero::{LineItem, Tracking, Xero, organisations, tenants, tracking_categories};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::json;

mod support;
use support::{ID, TENANT, body, client, query, request_of, xero};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn creating_an_invoice_puts_it_alone_in_its_envelope() {
    let invoice = InvoiceInput::sale(ContactRef::number("CRM-1"))
        .invoice_number("CRM-5001")
        .date(day("2026-01-15"))
        .due_date(day("2026-02-20"))
        .status(InvoiceStatus::Authorised)
        .line_amount_types(LineAmountTypes::NoTax)
        .line_items([LineItem::of_item("HOURS", 3)
            .unit_amount(Decimal::new(1_201_234, 4))
            .tracking([Tracking::new("Region", "North")])]);
    let request = request_of(&invoices::Create::new(invoice));
    assert_eq!(request.method(), "PUT");
    assert_eq!(request.uri().to_string(), "https://api.xero.com/api.xro/2.0/Invoices?unitdp=4");
    assert_eq!(request.headers()["xero-tenant-id"], TENANT);
    assert_eq!(request.headers()["accept"], "application/json");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(
        body(&request),
        json!({ "Invoices": [{
            "Type": "ACCREC",
            "Contact": { "ContactNumber": "CRM-1" },
            "InvoiceNumber": "CRM-5001",
            "Date": "2026-01-15",
            "DueDate": "2026-02-20",
            "Status": "AUTHORISED",
            "LineAmountTypes": "NoTax",
            "LineItems": [{
                "ItemCode": "HOURS", "Quantity": 3, "UnitAmount": 120.1234,
                "Tracking": [{ "Name": "Region", "Option": "North" }],
            }],
        }] })
    );
}

#[test]
fn batches_ask_for_an_outcome_of_each() {
    let bill = || InvoiceInput::bill(ContactRef::id(ID));
    let create = request_of(&invoices::CreateMany::new([bill(), bill()]));
    assert_eq!((create.method().as_str(), create.uri().path()), ("PUT", "/api.xro/2.0/Invoices"));
    assert!(query(&create).contains(&("summarizeErrors".into(), "false".into())));
    assert_eq!(body(&create)["Invoices"].as_array().unwrap().len(), 2);
    let upsert = request_of(&contacts::UpsertMany::new([ContactInput::new("Example")]));
    assert_eq!((upsert.method().as_str(), upsert.uri().path()), ("POST", "/api.xro/2.0/Contacts"));
    assert_eq!(query(&upsert), [("summarizeErrors".to_owned(), "false".to_owned())]);
}

#[test]
fn an_update_sends_what_was_set_and_tells_leaving_from_clearing() {
    let contact = ContactInput::default().email_address("ada@example.com").tax_number(Patch::Clear);
    let request = request_of(&contacts::Update::new(ID, contact));
    assert_eq!(
        (request.method().as_str(), request.uri().path()),
        ("POST", &*format!("/api.xro/2.0/Contacts/{ID}"))
    );
    assert_eq!(
        body(&request),
        json!({ "Contacts": [{ "EmailAddress": "ada@example.com", "TaxNumber": "" }] })
    );
    let invoice = InvoiceInput::default().expected_payment_date(Patch::Clear).reference(Patch::Clear);
    let request = request_of(&invoices::Update::new(ID, invoice));
    assert_eq!(body(&request), json!({ "Invoices": [{ "ExpectedPaymentDate": null, "Reference": "" }] }));
}

#[test]
fn documents_are_taken_back_by_status() {
    let void = request_of(&invoices::Void::new(ID));
    assert_eq!(void.uri().path(), format!("/api.xro/2.0/Invoices/{ID}"));
    assert_eq!(body(&void), json!({ "Invoices": [{ "InvoiceID": ID, "Status": "VOIDED" }] }));
    let delete = request_of(&invoices::Delete::new(ID));
    assert_eq!(body(&delete)["Invoices"][0]["Status"], "DELETED");
    let payment = request_of(&payments::Delete::new(ID));
    assert_eq!(payment.method(), "POST");
    assert_eq!(body(&payment), json!({ "Status": "DELETED" }));
    let contact = request_of(&contacts::Archive::new(ID));
    assert_eq!(
        body(&contact)["Contacts"][0],
        json!({ "ContactID": ID, "ContactStatus": ContactStatus::Archived })
    );
}

#[test]
fn a_payment_names_invoice_account_and_amount() {
    let payment = PaymentInput::new(
        InvoiceRef::number("CRM-5001"),
        AccountRef::with_code("090"),
        Decimal::new(1005, 1),
    );
    let request = request_of(&payments::Create::new(payment.date(day("2026-02-01"))));
    assert_eq!((request.method().as_str(), request.uri().path()), ("PUT", "/api.xro/2.0/Payments"));
    assert_eq!(
        body(&request),
        json!({ "Payments": [{
            "Invoice": { "InvoiceNumber": "CRM-5001" }, "Account": { "Code": "090" },
            "Date": "2026-02-01", "Amount": 100.5,
        }] })
    );
}

#[test]
fn a_pdf_is_asked_for_by_path_and_type() {
    let request = request_of(&invoices::DownloadPdf::new(ID));
    assert_eq!(request.uri().path(), format!("/api.xro/2.0/Invoices/{ID}/pdf"));
    assert_eq!(request.headers()["accept"], "application/pdf");
}

#[test]
fn an_email_is_an_empty_object() {
    let request = request_of(&invoices::Email::new(ID));
    assert_eq!(body(&request), json!({}));
}

#[test]
fn connections_are_outside_the_accounting_api_and_without_a_tenant() {
    let list = request_of(&tenants::List::new());
    assert_eq!(list.uri().to_string(), "https://api.xero.com/connections");
    assert!(!list.headers().contains_key("xero-tenant-id"));
    let end = request_of(&tenants::Disconnect::new(ID));
    assert_eq!((end.method().as_str(), end.uri().path()), ("DELETE", &*format!("/connections/{ID}")));
}

#[test]
fn a_custom_connection_names_no_tenant() {
    let request = Xero::catalog().request("organisation.get", &Xero::new(), json!({})).unwrap();
    assert_eq!(request.uri().path(), "/api.xro/2.0/Organisation");
    assert!(!request.headers().contains_key("xero-tenant-id"));
}

#[test]
fn prices_are_read_with_four_decimals() {
    for request in [
        request_of(&invoices::Get::new(ID)),
        request_of(&items::Get::new(ID)),
        request_of(&items::Upsert::new(ItemInput::new("X"))),
        request_of(&items::List::new()),
    ] {
        assert!(query(&request).contains(&("unitdp".into(), "4".into())), "{}", request.uri());
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Narrated {
    narration: String,
}

impl Entity for Narrated {
    type Lists = Paged;
    const RESOURCE: &'static str = "narrated";
    const ONE: &'static str = "a manual journal";
    const MANY: &'static str = "manual journals";
    const PLURAL: &'static str = "ManualJournals";
    const ID: &'static str = "ManualJournalID";
}

impl Record for Narrated {
    type Entity = Self;
}

impl Changeable for Narrated {}

#[test]
fn a_type_of_ones_own_is_listed_read_and_written_like_those_of_the_crate() {
    let catalog = Xero::catalog()
        .add(catalog::plain::list::<records::List<Narrated>>())
        .add(catalog::plain::action::<records::Get<Narrated>>())
        .add(catalog::plain::batch::<records::UpsertMany<Narrated>>());
    let sent = |id: &str, input| {
        let request = catalog.request(id, &xero(), input).unwrap();
        (catalog.get(id).unwrap().meta().title, request.method().clone(), request.uri().to_string())
    };
    let below = |rest: &str| format!("https://api.xero.com/api.xro/2.0/ManualJournals{rest}");
    let (title, method, url) = sent("narrated.list", json!({ "order": { "by": "Date" }, "page_size": 20 }));
    assert_eq!((title, method.as_str()), ("List manual journals", "GET"));
    assert_eq!(url, below("?page=1&pageSize=20&order=Date"));
    let (title, method, url) = sent("narrated.get", json!({ "id": ID }));
    assert_eq!((title, method.as_str(), url), ("Get a manual journal", "GET", below(&format!("/{ID}"))));
    let journals = json!({ "records": [{ "Narration": "Rent" }] });
    let (title, method, url) = sent("narrated.upsert_many", journals);
    assert_eq!((title, method.as_str()), ("Create or update manual journals", "POST"));
    assert_eq!(url, below("?summarizeErrors=false"));
}

#[test]
fn a_credit_note_is_applied_below_its_own_path() {
    let invoice = InvoiceRef::id(ID);
    let allocation = AllocationInput::new(invoice, Decimal::new(205, 1), day("2026-02-01"));
    let request = request_of(&credit_notes::Allocate::new(TENANT, allocation));
    assert_eq!(request.method(), "PUT");
    assert_eq!(
        request.uri().to_string(),
        format!("https://api.xero.com/api.xro/2.0/CreditNotes/{TENANT}/Allocations")
    );
    assert_eq!(
        body(&request),
        json!({ "Allocations": [{ "Invoice": { "InvoiceID": ID }, "Amount": 20.5, "Date": "2026-02-01" }] })
    );
    assert_eq!(credit_notes::Allocate::META.title, "Allocate a credit note");
}

#[test]
fn purchase_orders_are_listed_by_status_and_date_and_written_without_asking_for_decimals() {
    let list = purchase_orders::List::new()
        .status(PurchaseOrderStatus::Billed)
        .date_from(day("2026-01-01"))
        .date_to(day("2026-01-31"));
    let request = request_of(&list);
    assert_eq!(
        request.uri().query(),
        Some("page=1&pageSize=100&Status=BILLED&DateFrom=2026-01-01&DateTo=2026-01-31")
    );
    assert_eq!(request_of(&purchase_orders::List::new()).uri().query(), Some("page=1&pageSize=100"));
    let clear = PurchaseOrderInput::default().delivery_date(Patch::Clear).attention_to(Patch::Clear);
    let request = request_of(&purchase_orders::Update::new(ID, clear));
    assert_eq!(request.uri().query(), None);
    assert_eq!(body(&request), json!({ "PurchaseOrders": [{ "DeliveryDate": null, "AttentionTo": "" }] }));
}

#[test]
fn tracking_categories_are_listed_at_once_and_archived_ones_when_asked_for() {
    let request = request_of(&tracking_categories::List::new());
    assert_eq!(request.uri().to_string(), "https://api.xero.com/api.xro/2.0/TrackingCategories");
    let request = request_of(&tracking_categories::List::new().include_archived(true));
    assert_eq!(request.uri().query(), Some("includeArchived=true"));
}

#[test]
fn a_bank_transaction_names_type_contact_account_and_lines() {
    let spent = BankTransactionInput::spent(ContactRef::named("Example"), AccountRef::with_code("090"))
        .line_items([LineItem::new("Fee").unit_amount(Decimal::from(20)).account_code("404")]);
    let request = request_of(&bank_transactions::Create::new(spent));
    assert_eq!(request.uri().to_string(), "https://api.xero.com/api.xro/2.0/BankTransactions?unitdp=4");
    assert_eq!(
        body(&request),
        json!({ "BankTransactions": [{
            "Type": "SPEND",
            "Contact": { "Name": "Example" },
            "BankAccount": { "Code": "090" },
            "LineItems": [{ "Description": "Fee", "UnitAmount": 20, "AccountCode": "404" }],
        }] })
    );
    assert_eq!(json!(BankTransactionType::ReceiveOverpayment), "RECEIVE-OVERPAYMENT");
}

#[test]
fn a_number_with_strange_characters_stays_one_segment() {
    let request = request_of(&invoices::Get::new("INV/2026 #1?"));
    assert_eq!(request.uri().path(), "/api.xro/2.0/Invoices/INV%2F2026%20%231%3F");
}

#[test]
fn writes_may_be_repeated_with_their_key_for_less_time_than_it_lives() {
    let connector = xero();
    let create = contacts::Create::new(ContactInput::new("Example"));
    let request = create.request(&Cx::new(&connector, "k")).unwrap();
    let Idempotency::Key { valid_for } = request.idempotency_ref() else { panic!("{request:?}") };
    assert!(valid_for.as_secs() < 360, "{valid_for:?}");
    let too_long = create.request(&Cx::new(&connector, &"k".repeat(129))).unwrap_err();
    assert_eq!(too_long.field_errors()[0].field, "idempotency_key");
    let delete = items::Delete::new(ID).request(&Cx::new(&connector, "k")).unwrap();
    assert_eq!(delete.idempotency_ref(), Idempotency::Idempotent);
    let read = organisations::Get::new().request(&Cx::new(&connector, "k")).unwrap();
    assert_eq!(read.idempotency_ref(), Idempotency::Safe);
}

#[tokio::test]
async fn an_amount_that_json_cannot_carry_is_refused_by_its_place_and_not_rounded() {
    let (client, transport) = client(xero(), |_| Reply::status(500));
    let line = LineItem::new("x").unit_amount("12345678901234567.89".parse::<Decimal>().unwrap());
    let create = invoices::Create::new(InvoiceInput::sale(ContactRef::id(ID)).line_items([line]));
    let error = client.call(create).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert!(error.field_errors()[0].field.ends_with("LineItems[0].UnitAmount"), "{error}");
    assert!(transport.seen().is_empty());
}

#[tokio::test]
async fn a_wrong_configuration_is_told_when_the_client_is_made() {
    let refused = |xero: Xero| xero.access_token("token".to_owned()).connect().unwrap_err();
    let tenant = refused(Xero::new().tenant("Demo Company"));
    assert_eq!((tenant.kind(), tenant.field_errors()[0].field.as_str()), (ErrorKind::Validation, "tenant"));
    for url in ["http://api.example.com", "api.example.com", "", "https://user:word@example.com"] {
        let error = refused(Xero::new().base_urls(url, "https://example.com"));
        assert_eq!(error.kind(), ErrorKind::Config, "{url}");
    }
    let app = OAuthApp::new("client").secret("secret".to_owned());
    let identity = Xero::new().base_urls("https://example.com", "http://example.com").oauth(app).connect();
    assert_eq!(identity.unwrap_err().kind(), ErrorKind::Config);
}
