//! Files, history and notes, and the paper form of records.
#![allow(clippy::unwrap_used, reason = "tests")]

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::support::{Books, answer, invoice, strings};

const API: &str = "/api.xro/2.0";

/// Sends a file; the status and the answer.
async fn send(books: &Books, method: Method, path: &str, kind: &str, file: Vec<u8>) -> (u16, Value) {
    let request = books.request(method, &format!("{API}/{path}")).header("content-type", kind).body(file);
    answer(request.send().await.unwrap()).await
}

/// Fetches a file: its type and its bytes.
async fn fetch(books: &Books, path: &str) -> (String, Vec<u8>) {
    let request = books.raw(Method::GET, &format!("{API}/{path}")).header("xero-tenant-id", books.tenant());
    let response = request.header("contentType", "image/png").send().await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
    (kind, response.bytes().await.unwrap().to_vec())
}

async fn history(books: &Books, path: &str) -> Vec<String> {
    strings(&books.get(&format!("{path}/History")).await["HistoryRecords"], "Changes")
}

#[tokio::test]
async fn a_file_comes_back_as_it_was_sent_by_name_and_by_id() {
    let books = Books::open().await;
    let made = books.approved("INV-1", 10.0).await;
    assert_eq!(made["HasAttachments"], false);
    let path = format!("Invoices/{}/Attachments", made["InvoiceID"].as_str().unwrap());
    let file: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let name = "pl%C3%A4n%20%231%20(a%26b).png";
    let (status, sent) =
        send(&books, Method::PUT, &format!("{path}/{name}"), "image/png", file.clone()).await;
    let sent = &sent["Attachments"][0];
    assert_eq!((status, &sent["FileName"]), (200, &json!("plän #1 (a&b).png")));
    assert_eq!((&sent["MimeType"], &sent["ContentLength"]), (&json!("image/png"), &json!(100_000)));
    assert!(sent["Url"].as_str().unwrap().ends_with("/pl%C3%A4n%20%231%20(a&b).png"), "{sent}");

    assert_eq!(books.get(&path).await["Attachments"], json!([sent]));
    let id = sent["AttachmentID"].as_str().unwrap();
    for last in [name, id] {
        assert_eq!(fetch(&books, &format!("{path}/{last}")).await, ("image/png".to_owned(), file.clone()));
    }
    let url = sent["Url"].as_str().unwrap();
    let by_url = url.strip_prefix(books.sandbox.url("xero")).unwrap().strip_prefix("/api.xro/2.0/").unwrap();
    assert_eq!(fetch(&books, by_url).await.1.len(), 100_000);
    assert_eq!(books.get("Invoices/INV-1").await["Invoices"][0]["HasAttachments"], true);
    let listed = books.get("Invoices?where=HasAttachments%3D%3Dtrue").await;
    assert_eq!(listed["Invoices"].as_array().unwrap().len(), 1);
    assert_eq!(books.call(Method::GET, &format!("{path}/other.png"), &Value::Null).await.0, 404);
}

#[tokio::test]
async fn a_file_of_the_same_name_takes_the_place_of_the_first() {
    let books = Books::open().await;
    books.put("Contacts", json!([{ "Name": "Example Ltd", "ContactNumber": "C1" }])).await;
    let path = "Contacts/C1/Attachments/notes.TXT";
    let first = send(&books, Method::PUT, path, "application/octet-stream", b"one".to_vec()).await.1;
    let then = send(&books, Method::POST, path, "application/pdf", b"three".to_vec()).await.1;
    assert_eq!(first["Attachments"][0]["MimeType"], "text/plain");
    assert_eq!(then["Attachments"][0]["AttachmentID"], first["Attachments"][0]["AttachmentID"]);
    assert_eq!(books.get("Contacts/C1/Attachments").await["Attachments"], then["Attachments"]);
    assert_eq!(fetch(&books, path).await, ("application/pdf".to_owned(), b"three".to_vec()));
}

#[tokio::test]
async fn ten_files_are_enough_and_some_are_too_large() {
    let books = Books::open().await;
    books.put("Contacts", json!([{ "Name": "Example Ltd", "ContactNumber": "C1" }])).await;
    for n in 0..10 {
        let path = format!("Contacts/C1/Attachments/{n}.txt");
        assert_eq!(send(&books, Method::PUT, &path, "text/plain", b"x".to_vec()).await.0, 200);
    }
    let more = "Contacts/C1/Attachments/10.txt";
    let (status, refused) = send(&books, Method::PUT, more, "text/plain", b"x".to_vec()).await;
    assert_eq!((status, &refused["Type"]), (400, &json!("ValidationException")));
    assert!(refused["Elements"][0]["ValidationErrors"][0]["Message"].as_str().unwrap().contains("10"));
    let again = "Contacts/C1/Attachments/3.txt";
    for (size, expected) in [(0, 400), (10 * 1024 * 1024, 200), (10 * 1024 * 1024 + 1, 413)] {
        assert_eq!(
            send(&books, Method::PUT, again, "text/plain", vec![b'x'; size]).await.0,
            expected,
            "{size}"
        );
    }
    let (status, _) = send(&books, Method::PUT, "Contacts", "application/json", vec![b' '; 3_500_001]).await;
    assert_eq!(status, 413, "what is no file must be smaller");
}

#[tokio::test]
async fn files_have_a_scope_of_their_own_and_not_all_records_have_files() {
    let books = Books::open().await;
    let app = books.sandbox.credentials("xero").unwrap();
    let request = Client::new().post(format!("{}/connect/token", books.sandbox.url("xero")));
    let form =
        [("grant_type", "client_credentials"), ("scope", "accounting.contacts accounting.attachments.read")];
    let request = request.basic_auth(app.client_id, Some(app.client_secret)).form(&form);
    let token = answer(request.send().await.unwrap()).await.1["access_token"].as_str().unwrap().to_owned();
    let made = books.put("Contacts", json!([{ "Name": "Example Ltd" }])).await.remove(0);
    let path = format!("{API}/Contacts/{}/Attachments", made["ContactID"].as_str().unwrap());
    let base = books.sandbox.url("xero");
    let ask = async |method: Method, path: &str| {
        let request = Client::new().request(method, format!("{base}{path}")).bearer_auth(&token).body("x");
        request.header("accept", "application/json").send().await.unwrap().status().as_u16()
    };
    assert_eq!(ask(Method::GET, &path).await, 200);
    assert_eq!(ask(Method::PUT, &format!("{path}/a.txt")).await, 403);
    let item = books.get("Items").await["Items"][0]["ItemID"].as_str().unwrap().to_owned();
    assert_eq!(
        send(&books, Method::PUT, &format!("Items/{item}/Attachments/a.txt"), "text/plain", vec![1]).await.0,
        404
    );
    assert_eq!(
        send(&books, Method::PUT, "Contacts/none/Attachments/a.txt", "text/plain", vec![1]).await.0,
        404
    );
}

#[tokio::test]
async fn a_key_sends_a_file_once() {
    let books = Books::open().await;
    books.put("Contacts", json!([{ "Name": "Example Ltd", "ContactNumber": "C1" }])).await;
    for _ in 0..2 {
        let request = books.request(Method::PUT, &format!("{API}/Contacts/C1/Attachments/a.txt")).body("x");
        let response = request.header("idempotency-key", "k").send().await.unwrap();
        assert_eq!(response.status(), 200);
    }
    assert_eq!(books.sandbox.counters("xero").replayed, 1);
    assert_eq!(history(&books, "Contacts/C1").await, ["Attached a file", "Created"]);
}

#[tokio::test]
async fn only_invoices_and_credit_notes_have_a_page_that_customers_see() {
    let books = Books::open().await;
    books.approved("INV-1", 10.0).await;
    books.put("Contacts", json!([{ "Name": "Other", "ContactNumber": "C1" }])).await;
    let on = send(
        &books,
        Method::PUT,
        "Invoices/INV-1/Attachments/a.txt?IncludeOnline=true",
        "text/plain",
        vec![1],
    )
    .await
    .1;
    let off = send(&books, Method::PUT, "Invoices/INV-1/Attachments/b.txt", "text/plain", vec![1]).await.1;
    assert_eq!(
        (&on["Attachments"][0]["IncludeOnline"], &off["Attachments"][0]["IncludeOnline"]),
        (&json!(true), &json!(false))
    );
    let then = send(&books, Method::POST, "Invoices/INV-1/Attachments/a.txt", "text/plain", vec![2]).await.1;
    assert_eq!(then["Attachments"][0]["IncludeOnline"], true, "what is not said stays");
    let contact =
        send(&books, Method::PUT, "Contacts/C1/Attachments/a.txt?IncludeOnline=true", "text/plain", vec![1])
            .await
            .1;
    assert_eq!(contact["Attachments"][0].get("IncludeOnline"), None);
}

#[tokio::test]
async fn history_says_what_happened_newest_first() {
    let books = Books::open().await;
    let mut draft = invoice("INV-1", 10.0);
    draft["Status"] = json!("DRAFT");
    books.put("Invoices", json!([draft])).await;
    books.sandbox.advance(Duration::from_secs(60));
    books.post("Invoices/INV-1", "Invoices", json!([{ "Reference": "R" }])).await;
    books.post("Invoices/INV-1", "Invoices", json!([{ "Status": "AUTHORISED" }])).await;
    assert_eq!(books.call(Method::POST, "Invoices/INV-1/Email", &json!({})).await.0, 204);
    let pay = json!([{ "Invoice": { "InvoiceNumber": "INV-1" }, "Account": { "Code": "090" }, "Amount": 4 }]);
    let paid = books.put("Payments", pay).await.remove(0);
    let payment = format!("Payments/{}", paid["PaymentID"].as_str().unwrap());
    books.call(Method::POST, &payment, &json!({ "Status": "DELETED" })).await;
    let expected = ["Payment Deleted", "Payment", "Invoice sent", "Approved", "Edited", "Created"];
    assert_eq!(history(&books, "Invoices/INV-1").await, expected);
    assert_eq!(history(&books, &payment).await, ["Deleted", "Created"]);
    let records = books.get("Invoices/INV-1/history").await["HistoryRecords"].clone();
    let [newest, oldest] = [0, 5].map(|at| records[at]["DateUTCString"].as_str().unwrap().to_owned());
    assert!(newest > oldest, "{newest} {oldest}");
    assert_eq!((&records[5]["User"], records[5].get("_parent")), (&json!("System Generated"), None));
    assert!(records[5]["Details"].as_str().unwrap().contains("INV-1"));
}

#[tokio::test]
async fn what_failed_is_not_history() {
    let books = Books::open().await;
    let made = books.put("Contacts", json!([{ "Name": "A", "ContactNumber": "1" }])).await;
    let path = format!("Contacts/{}", made[0]["ContactID"].as_str().unwrap());
    let mixed = json!({ "Contacts": [{ "ContactNumber": "1", "FirstName": "X" }, { "Name": "" }] });
    assert_eq!(books.call(Method::POST, "Contacts", &mixed).await.0, 400);
    assert_eq!(history(&books, &path).await, ["Created"]);
    books.call(Method::POST, "Contacts?summarizeErrors=false", &mixed).await;
    assert_eq!(history(&books, &path).await, ["Edited", "Created"]);
}

#[tokio::test]
async fn notes_are_added_and_too_long_ones_refused() {
    let books = Books::open().await;
    books.approved("INV-1", 10.0).await;
    let path = "Invoices/INV-1/History";
    let note = |text: String| json!({ "HistoryRecords": [{ "Details": text }] });
    for (method, text) in [(Method::PUT, "Called them"), (Method::POST, "Called again")] {
        let (status, made) = books.call(method, path, &note(text.to_owned())).await;
        assert_eq!((status, &made["HistoryRecords"][0]["Details"]), (200, &json!(text)));
        assert!(made["HistoryRecords"][0]["DateUTC"].as_str().unwrap().starts_with("/Date("));
    }
    let records = books.get(path).await["HistoryRecords"].clone();
    assert_eq!(strings(&records, "Details")[..2], ["Called again", "Called them"]);
    assert_eq!(strings(&records, "Changes"), ["Note", "Note", "Created"]);
    assert_eq!(books.call(Method::PUT, path, &note("x".repeat(250))).await.0, 200);
    assert!(books.refused(Method::PUT, path, note("x".repeat(251))).await[0].contains("250"));
    assert!(books.refused(Method::PUT, path, json!({ "HistoryRecords": [{}] })).await[0].contains("Details"));
}

#[tokio::test]
async fn documents_for_contacts_come_on_paper() {
    let books = Books::open().await;
    let line =
        json!([{ "Description": "Work (day)", "Quantity": 1, "UnitAmount": 40, "AccountCode": "200" }]);
    let contact = json!({ "Name": "Example Ltd" });
    let documents = [
        ("Invoices", json!({ "Type": "ACCREC", "InvoiceNumber": "N-1" })),
        ("CreditNotes", json!({ "Type": "ACCRECCREDIT", "CreditNoteNumber": "N-1" })),
        ("PurchaseOrders", json!({ "PurchaseOrderNumber": "N-1" })),
        ("Quotes", json!({ "QuoteNumber": "N-1", "ExpiryDate": "2099-05-01" })),
    ];
    for (plural, mut document) in documents {
        document["Contact"] = contact.clone();
        document["LineItems"] = line.clone();
        if plural == "PurchaseOrders" {
            document["LineItems"][0]["AccountCode"] = json!("429");
        }
        books.put(plural, json!([document])).await;
        for (path, accept) in
            [(format!("{plural}/N-1/pdf"), "application/json"), (format!("{plural}/N-1"), "application/pdf")]
        {
            let request = books.raw(Method::GET, &format!("{API}/{path}")).header("accept", accept);
            let response = request.header("xero-tenant-id", books.tenant()).send().await.unwrap();
            assert_eq!(response.headers()["content-type"], "application/pdf", "{path}");
            let text = String::from_utf8(response.bytes().await.unwrap().to_vec()).unwrap();
            assert!(
                text.starts_with("%PDF-") && text.contains("N-1") && text.contains("Example Ltd"),
                "{text}"
            );
        }
    }
    assert_eq!(books.call(Method::GET, "Invoices/none/pdf", &Value::Null).await.0, 404);
    let item = books.request(Method::GET, &format!("{API}/Items/HOURS/pdf")).send().await.unwrap();
    assert_eq!(item.status(), 404);
}

#[tokio::test]
async fn only_sales_invoices_that_are_more_than_drafts_are_sent() {
    let books = Books::open().await;
    let mut draft = invoice("INV-1", 10.0);
    draft["Status"] = json!("DRAFT");
    let mut bill = invoice("B-1", 10.0);
    bill["Type"] = json!("ACCPAY");
    bill["LineItems"][0]["AccountCode"] = json!("429");
    let made = books.put("Invoices", json!([draft, bill])).await;
    for (invoice, part) in made.iter().zip(["status", "type"]) {
        let path = format!("Invoices/{}/Email", invoice["InvoiceID"].as_str().unwrap());
        assert!(books.refused(Method::POST, &path, json!({})).await[0].contains(part));
    }
    assert_eq!(books.get("Invoices/INV-1").await["Invoices"][0]["SentToContact"], false);
    books.post("Invoices/INV-1", "Invoices", json!([{ "Status": "AUTHORISED" }])).await;
    assert_eq!(books.call(Method::POST, "Invoices/INV-1/Email", &json!({})).await.0, 204);
    assert_eq!(books.get("Invoices/INV-1").await["Invoices"][0]["SentToContact"], true);
}
