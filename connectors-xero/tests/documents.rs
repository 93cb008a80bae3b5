//! Requests of documents as they go over the wire, and what is read of their answers.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use chrono::NaiveDate;
use connectors_core::transport::Reply;
use connectors_core::types::Patch;
use connectors_core::{Action, Connector, Cx, Delivery, ErrorKind, Idempotency, Outcome};
use connectors_xero::accounts::AccountRef;
use connectors_xero::allocations::AllocationInput;
use connectors_xero::bank_transfers::{self, BankTransferInput};
use connectors_xero::batch_payments::{self, BatchPaymentInput, BatchPaymentType, BatchedPayment};
use connectors_xero::contacts::ContactRef;
use connectors_xero::credit_notes::{self, CreditNoteRef};
use connectors_xero::invoices::{self, InvoiceRef, InvoiceStatus};
use connectors_xero::linked_transactions::{self, LinkedTransactionInput, LinkedTransactionStatus};
use connectors_xero::manual_journals::{self, ManualJournalInput, ManualJournalLine, ManualJournalStatus};
use connectors_xero::overpayments::{self, OverpaymentRef, OverpaymentType};
use connectors_xero::payments::{self, PaymentInput};
use connectors_xero::prepayments::{self, PrepaymentType};
use connectors_xero::quotes::{self, QuoteInput, QuoteLineAmountTypes, QuoteStatus};
use connectors_xero::repeating_invoices::{self, DueDateType, RepeatingInvoiceInput, Schedule, ScheduleUnit};
use connectors_xero::{LineItem, Tracking, Xero, purchase_orders};
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Value, json};

mod support;
use support::{ID, TENANT, body, client, query, request_of, xero};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Method and path below the API, and the body.
fn sent<A: Action<Connector = Xero> + Serialize>(action: &A) -> (String, Value) {
    let request = request_of(action);
    let path = request.uri().path().strip_prefix("/api.xro/2.0").unwrap();
    (format!("{} {path}", request.method()), body(&request))
}

/// The field that the action is refused for.
fn refused<A: Action<Connector = Xero> + Serialize>(action: &A) -> String {
    let input = serde_json::to_value(action).unwrap();
    let error = Xero::catalog().request(&A::META.id.to_string(), &xero(), input).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    error.field_errors()[0].field.clone()
}

#[test]
fn a_batch_of_payments_names_account_day_and_each_invoice() {
    let batch = BatchPaymentInput::new(
        AccountRef::with_code("090"),
        day("2026-02-01"),
        [BatchedPayment::new(InvoiceRef::id(ID), Decimal::new(55, 1)).details("Order 7")],
    );
    let (to, sent_body) = sent(&batch_payments::Create::new(batch.clone().particulars("January")));
    assert_eq!(to, "PUT /BatchPayments");
    let payments = json!([{ "Invoice": { "InvoiceID": ID }, "Amount": 5.5, "Details": "Order 7" }]);
    assert_eq!(
        sent_body,
        json!({ "BatchPayments": [{
            "Account": { "Code": "090" }, "Date": "2026-02-01", "Payments": payments, "Particulars": "January",
        }] })
    );
    let many = request_of(&batch_payments::CreateMany::new([batch.clone(), batch.clone()]));
    assert_eq!(query(&many), [("summarizeErrors".to_owned(), "false".to_owned())]);
    let list = request_of(&batch_payments::List::new());
    assert_eq!(list.uri().query(), None, "it does not page");
    assert_eq!(refused(&batch_payments::Create::new(BatchPaymentInput::default())), "Payments");
    assert_eq!(refused(&batch_payments::Create::new(batch.narrative("nineteen characters"))), "Narrative");
    assert_eq!(json!(BatchPaymentType::RecBatch), "RECBATCH");
}

#[test]
fn payments_batches_and_transfers_are_deleted_by_a_bare_status() {
    let bare = json!({ "Status": "DELETED" });
    assert_eq!(sent(&payments::Delete::new(ID)), (format!("POST /Payments/{ID}"), bare.clone()));
    assert_eq!(sent(&batch_payments::Delete::new(ID)), (format!("POST /BatchPayments/{ID}"), bare.clone()));
    assert_eq!(sent(&bank_transfers::Delete::new(ID)), (format!("POST /BankTransfers/{ID}"), bare));
    assert_eq!(bank_transfers::Delete::META.title, "Delete a bank transfer");
    let template = json!({ "RepeatingInvoices": [{ "RepeatingInvoiceID": ID, "Status": "DELETED" }] });
    let delete = repeating_invoices::Delete::new(ID);
    assert_eq!(sent(&delete), (format!("POST /RepeatingInvoices/{ID}"), template));
}

#[test]
fn a_bank_transfer_tracks_each_side_by_ids() {
    let (from, to) = (AccountRef::with_code("090"), AccountRef::with_code("091"));
    let transfer = BankTransferInput::new(from, to, Decimal::new(5025, 2));
    assert_eq!(
        sent(&bank_transfers::Create::new(transfer.clone().date(day("2026-02-01")))),
        (
            "PUT /BankTransfers".to_owned(),
            json!({ "BankTransfers": [{
                "FromBankAccount": { "Code": "090" }, "ToBankAccount": { "Code": "091" },
                "Amount": 50.25, "Date": "2026-02-01",
            }] })
        )
    );
    let by_name = transfer.to_tracking([Tracking::new("Region", "North")]);
    assert_eq!(refused(&bank_transfers::Create::new(by_name)), "ToTracking[0]");
    let list = request_of(&bank_transfers::List::new().include_deleted(true));
    assert_eq!(list.uri().query(), Some("includeDeleted=true"));
    let missing =
        Xero::catalog().request("bank_transfer.create", &xero(), json!({ "record": { "Amount": 1 } }));
    assert!(missing.unwrap_err().to_string().contains("FromBankAccount"));
}

#[tokio::test]
async fn deleted_bank_transfers_answer_each_for_itself_by_id() {
    let (client, transport) = client(xero(), |_| {
        let refusal = [json!({ "Message": "A reconciled transfer cannot be deleted" })];
        Reply::json(
            200,
            &json!({ "BankTransfers": [
                { "BankTransferID": TENANT, "StatusAttributeString": "ERROR", "ValidationErrors": refusal },
                { "BankTransferID": ID, "Status": "DELETED", "ValidationErrors": [] },
            ] }),
        )
    });
    let outcomes = client.batch(bank_transfers::DeleteMany::new([ID, TENANT])).await;
    assert!(
        matches!(&outcomes[0], Outcome::Done(transfer) if transfer.bank_transfer_id.as_deref() == Some(ID))
    );
    assert_eq!(outcomes[1].error().unwrap().delivery(), Delivery::Rejected);
    let deleted = |id| json!({ "BankTransferID": id, "Status": "DELETED" });
    assert_eq!(transport.seen()[0].json(), json!({ "BankTransfers": [deleted(ID), deleted(TENANT)] }));

    assert_eq!(refused(&bank_transfers::DeleteMany::new([ID, ""])), "ids[1]");
    assert_eq!(refused(&bank_transfers::DeleteMany::new([""; 0])), "ids");
    assert_eq!(refused(&bank_transfers::DeleteMany::new(vec![ID; 51])), "ids");
}

#[test]
fn credits_are_allocated_with_a_key_and_taken_back_by_path() {
    let allocation = AllocationInput::new(InvoiceRef::id(ID), 20, day("2026-02-01"));
    let of_overpayment = overpayments::Allocate::new(TENANT, allocation.clone());
    let (to, allocations) = sent(&of_overpayment);
    assert_eq!(to, format!("PUT /Overpayments/{TENANT}/Allocations"));
    assert_eq!(
        allocations,
        json!({ "Allocations": [{ "Invoice": { "InvoiceID": ID }, "Amount": 20, "Date": "2026-02-01" }] })
    );
    let connector = xero();
    let request = of_overpayment.request(&Cx::new(&connector, "k")).unwrap();
    assert!(matches!(request.idempotency_ref(), Idempotency::Key { .. }));
    let (to, _) = sent(&prepayments::Allocate::new(TENANT, allocation));
    assert_eq!(to, format!("PUT /Prepayments/{TENANT}/Allocations"));

    let path = |plural: &str| (format!("DELETE /{plural}/{TENANT}/Allocations/{ID}"), Value::Null);
    assert_eq!(sent(&credit_notes::Unallocate::new(TENANT, ID)), path("CreditNotes"));
    assert_eq!(sent(&overpayments::Unallocate::new(TENANT, ID)), path("Overpayments"));
    assert_eq!(sent(&prepayments::Unallocate::new(TENANT, ID)), path("Prepayments"));
    assert_eq!(refused(&prepayments::Unallocate::new(TENANT, "")), "id");
    assert_eq!(prepayments::Unallocate::META.title, "Unallocate a prepayment");
}

#[tokio::test]
async fn an_allocation_is_taken_back_whatever_shape_the_answer_has() {
    for (answer, gone) in [
        (json!({ "AllocationId": ID, "Invoice": [{ "InvoiceID": ID }], "IsDeleted": true }), true),
        (json!({ "Allocations": [{ "AllocationID": ID, "IsDeleted": true }] }), true),
        (json!({ "Allocations": [] }), true),
        (json!({ "AllocationID": ID, "IsDeleted": false }), false),
        (json!({ "Allocations": [{ "ValidationErrors": [{ "Message": "No" }] }] }), false),
    ] {
        let reply = answer.clone();
        let (client, _) = client(xero(), move |_| Reply::json(200, &reply));
        let result = client.call(credit_notes::Unallocate::new(TENANT, ID)).await;
        assert_eq!(result.is_ok(), gone, "{answer}: {result:?}");
    }
}

#[tokio::test]
async fn an_allocation_of_too_much_is_told_by_its_amount() {
    for (sentence, field) in [
        ("Credit Note cannot be allocated as amount is greater than amount outstanding", "Amount"),
        ("Overpayment cannot be allocated as amount is greater than amount outstanding", "Amount"),
        ("The invoice you are trying to allocate to has already been paid off", "Invoice"),
    ] {
        let (client, _) = client(xero(), move |_| {
            let errors = [json!({ "Message": sentence })];
            let body = json!({ "ErrorNumber": 10, "Type": "ValidationException",
                "Message": "A validation exception occurred", "Elements": [{ "ValidationErrors": errors }] });
            Reply::json(400, &body)
        });
        let allocation = AllocationInput::new(InvoiceRef::id(ID), 20, day("2026-02-01"));
        let error = client.call(overpayments::Allocate::new(TENANT, allocation)).await.unwrap_err();
        assert_eq!((error.kind(), error.delivery()), (ErrorKind::Validation, Delivery::Rejected));
        assert_eq!(error.field_errors()[0].field, field, "{error}");
    }
}

#[test]
fn lists_of_credits_ask_for_four_decimals_and_a_single_one_does_not() {
    let list = request_of(&overpayments::List::new().references(["A 1", "A 2"]));
    assert_eq!(list.uri().query(), Some("References=A+1%2CA+2&page=1&pageSize=100&unitdp=4"));
    let list = request_of(&prepayments::List::new().invoice_numbers(["PRE-1"]).page_size(500));
    assert_eq!(list.uri().query(), Some("InvoiceNumbers=PRE-1&page=1&pageSize=500&unitdp=4"));
    assert_eq!(request_of(&overpayments::Get::new(ID)).uri().query(), None);
    assert_eq!(request_of(&prepayments::Get::new(ID)).uri().query(), None);
    assert_eq!(json!(OverpaymentType::ReceiveOverpayment), "RECEIVE-OVERPAYMENT");
    assert_eq!(json!(OverpaymentType::ArOverpayment), "AROVERPAYMENT");
    assert_eq!(json!(PrepaymentType::ApPrepayment), "APPREPAYMENT");
}

#[test]
fn a_refund_names_what_is_refunded_and_nothing_besides() {
    let refund = PaymentInput::refund(AccountRef::with_code("090"), 5);
    let (to, refund_body) = sent(&payments::Create::new(refund.clone().overpayment(OverpaymentRef::id(ID))));
    assert_eq!(to, "PUT /Payments");
    assert_eq!(
        refund_body,
        json!({ "Payments": [{
            "Overpayment": { "OverpaymentID": ID }, "Account": { "Code": "090" }, "Amount": 5,
        }] })
    );
    assert_eq!(refused(&payments::Create::new(refund.clone())), "Invoice");
    let both = refund.invoice(InvoiceRef::id(ID)).credit_note(CreditNoteRef::number("CN-1"));
    assert_eq!(refused(&payments::Create::new(both)), "Invoice");
}

#[test]
fn quotes_spell_their_line_amounts_in_capitals_and_page_without_a_size() {
    let quote = QuoteInput::new(ContactRef::id(ID))
        .quote_number("QU-1")
        .line_amount_types(QuoteLineAmountTypes::NoTax)
        .line_items([LineItem::new("Consulting").quantity(1).unit_amount(20)])
        .title("Offer");
    assert_eq!(
        sent(&quotes::Create::new(quote.clone())),
        (
            "PUT /Quotes".to_owned(),
            json!({ "Quotes": [{
                "QuoteNumber": "QU-1", "Contact": { "ContactID": ID }, "Title": "Offer",
                "LineAmountTypes": "NOTAX",
                "LineItems": [{ "Description": "Consulting", "Quantity": 1, "UnitAmount": 20 }],
            }] })
        )
    );
    let change = QuoteInput::default().expiry_date(Patch::Clear).summary(Patch::Clear);
    let cleared = json!({ "Quotes": [{ "ExpiryDate": null, "Summary": "" }] });
    assert_eq!(sent(&quotes::Update::new(ID, change)), (format!("POST /Quotes/{ID}"), cleared));
    let list = quotes::List::new().status(QuoteStatus::Sent).contact_id(ID).expiry_date_to(day("2026-03-01"));
    assert_eq!(
        request_of(&list).uri().query(),
        Some(&*format!("page=1&Status=SENT&ContactID={ID}&ExpiryDateTo=2026-03-01"))
    );
    assert_eq!(refused(&quotes::Create::new(quote.title("x".repeat(101)))), "Title");
}

#[tokio::test]
async fn a_list_without_a_page_size_ends_with_the_page_that_is_not_full() {
    let (client, transport) = client(xero(), |seen| {
        let page = seen.uri.query().and_then(|query| query.split('&').find_map(|p| p.strip_prefix("page=")));
        let quotes = if page == Some("3") { 7 } else { 100 };
        Reply::json(200, &json!({ "Quotes": vec![json!({ "QuoteID": ID }); quotes] }))
    });
    assert_eq!(client.items(quotes::List::new()).collect().await.unwrap().len(), 207);
    assert_eq!(transport.seen().len(), 3);
}

#[test]
fn a_manual_journal_debits_and_credits() {
    let journal =
        ManualJournalInput::new("Fees of January").status(ManualJournalStatus::Posted).journal_lines([
            ManualJournalLine::debit("404", 20).description("Fees"),
            ManualJournalLine::credit("200", 20),
        ]);
    let (to, sent_body) = sent(&manual_journals::Create::new(journal));
    assert_eq!(to, "PUT /ManualJournals");
    assert_eq!(
        sent_body,
        json!({ "ManualJournals": [{
            "Narration": "Fees of January", "Status": "POSTED",
            "JournalLines": [
                { "LineAmount": 20, "AccountCode": "404", "Description": "Fees" },
                { "LineAmount": -20, "AccountCode": "200" },
            ],
        }] })
    );
    assert_eq!(refused(&manual_journals::Update::new(ID, ManualJournalInput::new(""))), "Narration");
    let list = request_of(&manual_journals::List::new().page_size(20));
    assert_eq!(list.uri().query(), Some("page=1&pageSize=20"));
}

#[test]
fn a_change_does_not_name_two_records() {
    const OTHER: &str = "0b1c9a5e-4f4e-4a3c-9a9e-3d5d9f3f1a10";
    let of = |id: &str| ManualJournalInput::new("Fees").manual_journal_id(id);
    assert_eq!(refused(&manual_journals::Update::new(ID, of(OTHER))), "ManualJournalID");
    let (to, sent_body) = sent(&manual_journals::Update::new(ID, of(&ID.to_uppercase())));
    assert_eq!(to, format!("POST /ManualJournals/{ID}"));
    assert_eq!(sent_body["ManualJournals"][0]["ManualJournalID"], ID.to_uppercase());
    // In the path a number may stand for the id.
    let by_number = quotes::Update::new("QU-0001", QuoteInput::default().quote_id(ID));
    assert_eq!(sent(&by_number).0, "POST /Quotes/QU-0001");
}

#[test]
fn a_template_says_how_often_and_when_its_documents_are_due() {
    let schedule = Schedule::new(2, ScheduleUnit::Weekly, day("2026-03-01"))
        .due_date(20)
        .due_date_type(DueDateType::OfFollowingMonth);
    let template =
        RepeatingInvoiceInput::sale(ContactRef::id(ID), schedule).status(InvoiceStatus::Authorised);
    assert_eq!(
        sent(&repeating_invoices::Create::new(template.include_pdf(true))),
        (
            "PUT /RepeatingInvoices".to_owned(),
            json!({ "RepeatingInvoices": [{
                "Type": "ACCREC", "Contact": { "ContactID": ID }, "Status": "AUTHORISED", "IncludePDF": true,
                "Schedule": { "Period": 2, "Unit": "WEEKLY", "StartDate": "2026-03-01",
                    "DueDate": 20, "DueDateType": "OFFOLLOWINGMONTH" },
            }] })
        )
    );
}

#[test]
fn a_linked_transaction_is_created_bare_and_changed_in_the_envelope() {
    let create = linked_transactions::Create::new(LinkedTransactionInput::new(ID, TENANT));
    let bare = json!({ "SourceTransactionID": ID, "SourceLineItemID": TENANT });
    assert_eq!(sent(&create), ("PUT /LinkedTransactions".to_owned(), bare));
    let target = LinkedTransactionInput::default().contact_id(ID).target_transaction_id(TENANT);
    let (to, sent_body) = sent(&linked_transactions::Update::new(ID, target));
    assert_eq!(to, format!("POST /LinkedTransactions/{ID}"));
    assert_eq!(sent_body["LinkedTransactions"][0], json!({ "ContactID": ID, "TargetTransactionID": TENANT }));
    let delete = (format!("DELETE /LinkedTransactions/{ID}"), Value::Null);
    assert_eq!(sent(&linked_transactions::Delete::new(ID)), delete);
    let list = linked_transactions::List::new().status(LinkedTransactionStatus::OnDraft);
    assert_eq!(refused(&list), "status");
    let list = request_of(&list.contact_id(ID));
    assert_eq!(list.uri().query(), Some(&*format!("page=1&ContactID={ID}&Status=ONDRAFT")));
}

#[test]
fn what_is_printed_is_asked_for_by_path_and_type() {
    for (plural, request) in [
        ("CreditNotes", request_of(&credit_notes::DownloadPdf::new(ID))),
        ("PurchaseOrders", request_of(&purchase_orders::DownloadPdf::new(ID))),
        ("Quotes", request_of(&quotes::DownloadPdf::new(ID))),
    ] {
        assert_eq!(request.uri().path(), format!("/api.xro/2.0/{plural}/{ID}/pdf"));
        assert_eq!(request.headers()["accept"], "application/pdf");
    }
    assert_eq!(quotes::DownloadPdf::META.title, "Download a quote as PDF");
}

#[tokio::test]
async fn an_invoice_without_an_address_online_is_told_as_not_found() {
    for (answer, url) in [
        (json!([{ "OnlineInvoiceUrl": "https://example.com/i/1" }]), Some("https://example.com/i/1")),
        (json!([{ "OnlineInvoiceUrl": "" }]), None),
        (json!([{}]), None),
        (json!([]), None),
    ] {
        let reply = json!({ "Status": "OK", "OnlineInvoices": answer });
        let (client, transport) = client(xero(), move |_| Reply::json(200, &reply));
        match client.call(invoices::GetOnlineUrl::new(ID)).await {
            Ok(found) => assert_eq!(Some(&*found), url),
            Err(error) => assert_eq!((error.kind(), url), (ErrorKind::NotFound, None), "{error}"),
        }
        assert_eq!(transport.seen()[0].uri.path(), format!("/api.xro/2.0/Invoices/{ID}/OnlineInvoice"));
    }
}
