//! Files and notes: paths, names, and content that streams.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use bytes::Bytes;
use connectors_core::body::{Body, Content};
use connectors_core::catalog::Shape;
use connectors_core::transport::Reply;
use connectors_core::{Connector, Effect, ErrorKind};
use connectors_xero::attachments::Attachment;
use connectors_xero::{Parent, ParentKind, Xero, attachments, history};
use serde_json::{Value, json};

mod support;
use support::{ID, TENANT, body, client, query, request_of, xero};

fn invoice() -> Parent {
    Parent::new(ParentKind::Invoice, ID)
}

/// The field that is refused.
fn refused(id: &str, input: Value) -> String {
    let error = Xero::catalog().request(id, &xero(), input).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation, "{id}");
    error.field_errors()[0].field.clone()
}

#[test]
fn a_new_file_is_put_and_one_that_is_there_posted_over() {
    let upload = attachments::Upload::new(invoice(), "receipt.pdf");
    let request = request_of(&upload.clone().include_online(true));
    assert_eq!(request.method(), "PUT");
    assert_eq!(
        request.uri().to_string(),
        format!("https://api.xero.com/api.xro/2.0/Invoices/{ID}/Attachments/receipt.pdf?IncludeOnline=true")
    );
    assert!(matches!(request.body(), Body::Slot));
    assert!(request.headers().contains_key("idempotency-key"));
    let over = request_of(&upload.overwrite(true));
    assert_eq!((over.method().as_str(), over.uri().query()), ("POST", None));
}

#[test]
fn a_name_stays_one_encoded_segment() {
    for (name, segment) in [
        ("Delivery note #7.pdf", "Delivery%20note%20%237.pdf"),
        ("a&b?c=100%.pdf", "a%26b%3Fc%3D100%25.pdf"),
        ("[1] über.txt", "%5B1%5D%20%C3%BCber.txt"),
    ] {
        let request = request_of(&attachments::Upload::new(invoice(), name));
        assert_eq!(request.uri().path().rsplit('/').next(), Some(segment));
    }
}

#[test]
fn names_that_cannot_be_are_refused() {
    for name in ["", " ", "a.pdf ", "\ta.pdf", "a/b.pdf", "a\\b.pdf", "a\u{0}.pdf", "a\nb.pdf"] {
        let input = json!({ "parent": invoice(), "file_name": name });
        assert_eq!(refused("attachment.upload", input), "file_name", "{name:?}");
    }
}

#[test]
fn what_is_shown_online_is_a_new_file_of_an_invoice_or_credit_note() {
    let with = |kind: &str, overwrite: bool| {
        json!({ "parent": { "kind": kind, "id": ID }, "file_name": "a.pdf", "overwrite": overwrite,
            "include_online": true })
    };
    for kind in ["invoice", "credit_note"] {
        Xero::catalog().request("attachment.upload", &xero(), with(kind, false)).unwrap();
        assert_eq!(refused("attachment.upload", with(kind, true)), "include_online");
    }
    assert_eq!(refused("attachment.upload", with("contact", false)), "include_online");
}

#[test]
fn a_kind_without_files_or_history_is_refused() {
    let parent = |kind: &str| json!({ "parent": { "kind": kind, "id": ID } });
    for kind in ["payment", "item", "expense_claim", "batch_payment", "overpayment", "prepayment"] {
        assert_eq!(refused("attachment.list", parent(kind)), "parent.kind");
        Xero::catalog().request("history.list", &xero(), parent(kind)).unwrap();
    }
    assert_eq!(refused("history.list", parent("account")), "parent.kind");
    assert_eq!(refused("attachment.list", parent("budget")), "parent.kind");
}

#[test]
fn a_file_is_asked_for_by_its_type() {
    let file = Attachment::new().attachment_id(TENANT).file_name("a.png").mime_type("image/png");
    let request = request_of(&attachments::Download::of(invoice(), &file));
    assert_eq!(request.uri().path(), format!("/api.xro/2.0/Invoices/{ID}/Attachments/{TENANT}"));
    assert_eq!(request.headers()["contenttype"], "image/png");
    assert_eq!(request.headers()["accept"], "application/octet-stream");
    let by_name = request_of(&attachments::Download::new(invoice(), "a b.png"));
    assert_eq!(by_name.uri().path(), format!("/api.xro/2.0/Invoices/{ID}/Attachments/a%20b.png"));
    assert_eq!(by_name.headers()["contenttype"], "application/octet-stream");
}

#[test]
fn a_note_is_put_to_the_history() {
    let note = history::Add::new(Parent::new(ParentKind::PurchaseOrder, ID), "Sent by courier");
    let request = request_of(&note);
    assert_eq!(
        (request.method().as_str(), request.uri().path()),
        ("PUT", &*format!("/api.xro/2.0/PurchaseOrders/{ID}/History"))
    );
    assert_eq!(body(&request), json!({ "HistoryRecords": [{ "Details": "Sent by courier" }] }));
    assert!(query(&request).is_empty());
    assert_eq!(refused("history.add", json!({ "parent": invoice(), "details": " " })), "details");
}

#[test]
fn the_catalog_says_what_brings_content_and_what_fetches_it() {
    let catalog = Xero::catalog();
    let shape = |id: &str| catalog.get(id).unwrap().shape();
    assert_eq!(shape("attachment.upload"), Shape::Upload);
    assert_eq!(shape("attachment.download"), Shape::Download);
    assert_eq!(catalog.get("attachment.upload").unwrap().meta().effect, Effect::Write);
}

#[tokio::test]
async fn content_goes_out_with_its_type_and_comes_back_as_a_stream() {
    let (client, transport) = client(xero(), |seen| {
        if seen.method == "GET" {
            return Reply::status(200).header("content-type", "image/png").body("cont").body("ent");
        }
        let file = json!({ "AttachmentID": TENANT, "FileName": "a.png", "MimeType": "image/png", "ContentLength": 7 });
        Reply::json(200, &json!({ "Status": "OK", "Attachments": [file] }))
    });
    let content = Content::bytes(Bytes::from_static(b"content")).media_type("image/png");
    let file = client.upload(attachments::Upload::new(invoice(), "a.png"), content).await.unwrap();
    assert_eq!((file.content_length, file.attachment_id.as_deref()), (Some(7), Some(TENANT)));
    let sent = &transport.seen()[0];
    assert_eq!((sent.header("content-type"), sent.body_len), ("image/png", 7));
    let download = client.download(attachments::Download::of(invoice(), &file)).await.unwrap();
    assert_eq!(download.media_type(), Some("image/png"));
    assert_eq!(download.bytes(100).await.unwrap(), "content");
}

#[tokio::test]
async fn a_file_that_is_refused_says_why() {
    let (client, _) = client(xero(), |seen| {
        if seen.path().ends_with("large.pdf") {
            // XeroAPI/Xero-Java, issue 349.
            let body =
                json!({ "Title": "RequestEntityTooLarge", "Status": 413, "Detail": "PayloadTooLarge" });
            return Reply::json(413, &body);
        }
        // XeroAPI/Xero-Java, issue 142.
        let text = "The file couldn't be uploaded because it isn't a supported file type.";
        let element = json!({ "AttachmentID": "00000000-0000-0000-0000-000000000000", "FileName": "file",
            "ValidationErrors": [{ "Message": text }] });
        let body = json!({ "ErrorNumber": 10, "Type": "ValidationException",
            "Message": "A validation exception occurred", "Elements": [element] });
        Reply::json(400, &body)
    });
    let send = |name: &str| client.upload(attachments::Upload::new(invoice(), name), vec![1, 2, 3]);
    let error = send("file").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert!(error.message().contains("supported file type"), "{error}");
    let error = send("large.pdf").await.unwrap_err();
    assert_eq!((error.kind(), error.vendor_code()), (ErrorKind::Validation, Some("PayloadTooLarge")));
}
