//! Every action's sample, and what the sandbox answers, held against Xero's own descriptions.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::collections::BTreeSet;

use bytes::Bytes;
use connectors_contract::{Checker, locate, platforms};
use connectors_core::Connector;
use connectors_core::body::Body;
use connectors_core::catalog::Kind;
use connectors_core::transport::{Reply, Seen};
use connectors_core::triggers::PollCursor;
use connectors_xero::Xero;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

mod support;
use support::{ID, client, sample, xero};

fn checker() -> Option<Checker> {
    let located = locate().unwrap_or_else(|missing| panic!("{missing}"));
    let specs = located.or_say_skipped("xero")?;
    Some(Checker::new(platforms::xero(&specs).unwrap()))
}

/// Checks the request that `input` makes; what an upload brings stands in its place.
fn check(checker: &Checker, id: &str, input: Value) {
    let mut request = Xero::catalog().request(id, &xero(), input).unwrap_or_else(|e| panic!("{id}: {e}"));
    if matches!(request.body(), Body::Slot) {
        *request.body_mut() = Body::Bytes(Bytes::from_static(b"content"));
        let media_type = HeaderValue::from_static("application/octet-stream");
        request.headers_mut().insert(CONTENT_TYPE, media_type);
    }
    checker.request(&request.map(|body| body.as_bytes().cloned().unwrap_or_else(Bytes::new)));
}

fn judge(checker: Checker) {
    let summary = checker.finish().unwrap_or_else(|failures| panic!("{failures}"));
    summary.say();
}

#[test]
fn every_request_fits_the_description() {
    let Some(checker) = checker() else { return };
    for entry in Xero::catalog().iter().filter(|entry| entry.kind() == Kind::Action) {
        let id = entry.id();
        check(&checker, &id, sample(&id));
    }
    judge(checker);
}

/// One record of whatever is asked for, of now; a history that knows of no making.
fn one_record(seen: &Seen) -> Reply {
    let segments: Vec<_> = seen.path().split('/').skip(3).collect();
    if segments.last() == Some(&"History") {
        return Reply::json(200, &json!({ "HistoryRecords": [] }));
    }
    let plural = segments[0];
    let first = seen.uri.query().unwrap_or_default().split('&').all(|pair| pair != "offset=7");
    let singular = plural.strip_suffix('s').unwrap();
    let record = json!({
        format!("{singular}ID"): ID,
        "Type": "ACCREC",
        "JournalNumber": 7,
        "UpdatedDateUTC": "/Date(1769850000123+0000)/",
        "CreatedDateUTC": "/Date(1769850000123+0000)/",
    });
    let records: Vec<_> = first.then_some(record).into_iter().collect();
    Reply::json(200, &json!({ plural: records }))
}

#[tokio::test]
async fn all_that_the_triggers_ask_fits_the_description() {
    let Some(checker) = checker() else { return };
    let since = PollCursor::since("2026-01-31T08:59:59.5Z".parse().unwrap());
    let mut asked = BTreeSet::new();
    for entry in Xero::catalog().iter().filter(|entry| entry.kind() == Kind::Trigger) {
        let id = entry.id();
        let (client, transport) = client(xero(), one_record);
        let batch = client.run_poll(&id, sample(&id), &since).await.unwrap_or_else(|e| panic!("{id}: {e}"));
        assert!(batch.events.len() <= 1, "{id}");
        let seen = transport.seen();
        assert!(seen[0].header("if-modified-since").starts_with("2026-01-31T08:59:58"), "{id}: {seen:?}");
        for seen in seen {
            let mut request = http::Request::new(seen.body.clone());
            (*request.method_mut(), *request.uri_mut()) = (seen.method.clone(), seen.uri.clone());
            *request.headers_mut() = seen.headers.clone();
            checker.request(&request);
            asked.insert(
                seen.path().split('/').skip(3).filter(|segment| *segment != ID).collect::<Vec<_>>().join("/"),
            );
        }
    }
    assert_eq!(asked.iter().filter(|path| !path.contains('/')).count(), 18, "{asked:?}");
    assert!(asked.contains("Invoices/History") && asked.contains("Payments/History"), "{asked:?}");
    judge(checker);
}

#[test]
fn files_and_notes_of_every_kind_of_record_fit_the_description() {
    let Some(checker) = checker() else { return };
    let both = ["bank_transaction", "bank_transfer", "contact", "credit_note", "invoice", "manual_journal"];
    let both = both.into_iter().chain(["purchase_order", "quote", "receipt", "repeating_invoice"]);
    let notes = ["batch_payment", "expense_claim", "item", "overpayment", "payment", "prepayment"];
    for kind in both.clone().chain(["account"]) {
        let parent = json!({ "kind": kind, "id": ID });
        check(&checker, "attachment.list", json!({ "parent": parent }));
        for overwrite in [false, true] {
            let upload = json!({ "parent": parent, "file_name": "a b.pdf", "overwrite": overwrite });
            check(&checker, "attachment.upload", upload);
        }
        for attachment in [ID, "a b.pdf"] {
            check(&checker, "attachment.download", json!({ "parent": parent, "attachment": attachment }));
        }
    }
    for kind in both.chain(notes) {
        let parent = json!({ "kind": kind, "id": ID });
        check(&checker, "history.list", json!({ "parent": parent }));
        check(&checker, "history.add", json!({ "parent": parent, "details": "x" }));
    }
    judge(checker);
}
