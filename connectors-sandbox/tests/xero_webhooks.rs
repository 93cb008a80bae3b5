//! Xero's webhooks: set up, signed, batched, tried again, disabled.
#![allow(clippy::unwrap_used, reason = "tests")]

#[allow(dead_code, reason = "each test file uses its part")]
mod receiver;
#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use connectors_contract::{Checker, Waiver, locate, platforms};
use connectors_sandbox::Sandbox;
use connectors_sandbox::xero::{PayWhat, WebhookStatus, Xero};
use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::receiver::{Answer, Received, Receiver};
use crate::support::{Books, bill, invoice};

const KEY: &str = "xero-webhook-signing-key-0001";

/// Books with an active webhook at `receiver`.
async fn active(receiver: &Receiver) -> Books {
    let books = Books::of(Xero::new().webhook(&receiver.url("/xero?a=b"), KEY)).await;
    books.sandbox.settled().await;
    assert_eq!(books.xero.webhook_state().status, WebhookStatus::Active, "{:?}", books.xero.webhook_state());
    books
}

/// Category, type and id of each event of a delivery.
fn events(delivery: &Received) -> Vec<(String, String, String)> {
    let text = |event: &Value, field: &str| event[field].as_str().unwrap().to_owned();
    let events = delivery.body["events"].as_array().unwrap().iter();
    events.map(|e| (text(e, "eventCategory"), text(e, "eventType"), text(e, "resourceId"))).collect()
}

fn kinds(delivery: &Received) -> Vec<(String, String)> {
    events(delivery).into_iter().map(|(category, kind, _)| (category, kind)).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[tokio::test]
async fn a_receiver_that_checks_signatures_gets_active_and_then_events() {
    let receiver = Receiver::checking(KEY).await;
    let books = active(&receiver).await;
    let handshake = receiver.all();
    let signed = handshake.iter().filter(|it| it.is_signed(KEY)).count();
    assert!(signed > 1 && signed < handshake.len() - 1, "several of both kinds");
    for delivery in &handshake {
        assert_eq!(delivery.uri, "/xero?a=b");
        assert_eq!(
            (
                &delivery.body["events"],
                &delivery.body["firstEventSequence"],
                &delivery.body["lastEventSequence"]
            ),
            (&json!([]), &json!(0), &json!(0))
        );
    }
    let made = books.approved("INV-1", 100.0).await;
    books.sandbox.settled().await;
    let delivery = receiver.all().pop().unwrap();
    assert!(delivery.is_signed(KEY));
    let events = delivery.body["events"].as_array().unwrap();
    assert_eq!(kinds(&delivery), pairs(&[("CONTACT", "CREATE"), ("INVOICE", "CREATE")]));
    let event = &events[1];
    assert_eq!(event["resourceId"], made["InvoiceID"]);
    assert_eq!((&event["tenantId"], &event["tenantType"]), (&json!(books.tenant()), &json!("ORGANISATION")));
    assert_eq!(
        (&delivery.body["firstEventSequence"], &delivery.body["lastEventSequence"]),
        (&json!(1), &json!(2))
    );
    let date = event["eventDateUtc"].as_str().unwrap();
    assert!(date.len() == 23 && !date.ends_with('Z'), "{date}: to the millisecond, without a zone");
    let path =
        event["resourceUrl"].as_str().unwrap().strip_prefix(books.sandbox.url("xero")).unwrap().to_owned();
    assert_eq!(
        books.get(path.strip_prefix("/api.xro/2.0/").unwrap()).await["Invoices"][0]["InvoiceNumber"],
        "INV-1"
    );
    assert_eq!(books.xero.webhook_state().last_event, 2);
}

#[tokio::test]
async fn a_receiver_that_checks_nothing_or_answers_with_more_than_a_status_is_disabled() {
    let refused: [(&str, Receiver); 5] = [
        ("answered 200 instead of 401", Receiver::saying(200).await),
        ("answered 401 instead of 200", Receiver::saying(401).await),
        ("with a cookie", Receiver::answering(|_| Answer::Cookie).await),
        ("with a body", Receiver::answering(|_| Answer::Text).await),
        ("answered 204 instead of 200", Receiver::saying(204).await),
    ];
    for (reason, receiver) in refused {
        let books = Books::of(Xero::new().webhook(&receiver.url("/"), KEY)).await;
        books.sandbox.settled().await;
        let webhook = books.xero.webhook_state();
        assert_eq!(webhook.status, WebhookStatus::Disabled);
        assert!(webhook.reason.as_ref().unwrap().contains(reason), "{webhook:?}");
        let count = receiver.count();
        books.approved("INV-1", 1.0).await;
        books.sandbox.settled().await;
        assert_eq!(receiver.count(), count, "nothing is sent to who is disabled");
    }
    let books = Books::of(Xero::new().webhook("http://example.com/", KEY)).await;
    books.sandbox.settled().await;
    assert!(books.xero.webhook_state().reason.unwrap().contains("example.com is not on loopback"));
}

#[tokio::test]
async fn what_touches_an_invoice_is_an_update_of_it_and_what_fails_is_nothing() {
    let receiver = Receiver::checking(KEY).await;
    let books = active(&receiver).await;
    let last = async || {
        books.sandbox.settled().await;
        kinds(&receiver.all().pop().unwrap())
    };
    let made = books.put("Invoices", json!([invoice("INV-1", 100.0), invoice("INV-2", 50.0)])).await;
    assert_eq!(last().await, pairs(&[("CONTACT", "CREATE"), ("INVOICE", "CREATE"), ("INVOICE", "CREATE")]));
    let update = pairs(&[("INVOICE", "UPDATE")]);
    let id = made[0]["InvoiceID"].as_str().unwrap();
    let payment = json!({ "Invoice": { "InvoiceID": id }, "Account": { "Code": "090" }, "Amount": 10 });
    books.put("Payments", json!([payment])).await;
    assert_eq!(last().await, update);
    books.xero.pay(&PayWhat::Invoices(vec!["INV-1".to_owned()])).unwrap();
    assert_eq!(last().await, update);
    assert_eq!(
        books
            .call(
                Method::POST,
                &format!("Invoices/{}/Email", made[1]["InvoiceID"].as_str().unwrap()),
                &json!({})
            )
            .await
            .0,
        204
    );
    assert_eq!(last().await, update);
    books
        .post(
            &format!("Invoices/{}", made[1]["InvoiceID"].as_str().unwrap()),
            "Invoices",
            json!([{ "Status": "VOIDED" }]),
        )
        .await;
    assert_eq!(last().await, update);
    let count = receiver.count();
    books.refused(Method::PUT, "Invoices", json!({ "Invoices": [{ "Type": "ACCREC" }] })).await;
    books.get("Invoices").await;
    books.put("Items", json!([{ "Code": "A" }])).await;
    books.sandbox.settled().await;
    assert_eq!(receiver.count(), count);
}

#[tokio::test]
async fn a_credit_note_says_its_type_and_status_and_an_allocation_touches_both() {
    let receiver = Receiver::checking(KEY).await;
    let books = active(&receiver).await;
    let made = books.approved("INV-1", 100.0).await;
    let mut note = invoice("CN-1", 30.0);
    note["Type"] = json!("ACCRECCREDIT");
    let note = books.put("CreditNotes", json!([note])).await.remove(0);
    books.sandbox.settled().await;
    let delivery = receiver.all().pop().unwrap();
    let event = delivery.body["events"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&event["eventCategory"], &event["eventType"]), (&json!("CREDITNOTE"), &json!("CREATE")));
    assert_eq!(event["data"], json!({ "Type": "ACCRECCREDIT", "Status": "AUTHORISED" }));
    let allocation = json!([{ "Invoice": { "InvoiceID": made["InvoiceID"] }, "Amount": 30 }]);
    let path = format!("CreditNotes/{}/Allocations", note["CreditNoteID"].as_str().unwrap());
    let (status, _) = books.call(Method::PUT, &path, &json!({ "Allocations": allocation })).await;
    assert_eq!(status, 200);
    books.sandbox.settled().await;
    let mut all = receiver.all();
    let delivery = all.pop().unwrap();
    assert_eq!(kinds(&delivery), pairs(&[("CREDITNOTE", "UPDATE")]), "in a delivery of its own");
    assert_eq!(delivery.body["events"][0]["data"]["Status"], "PAID");
    assert_eq!(kinds(&all.pop().unwrap()), pairs(&[("INVOICE", "UPDATE")]));
    books.put("Invoices", json!([bill(5.0)])).await;
    books.sandbox.settled().await;
    assert_eq!(kinds(&receiver.all().pop().unwrap()).last().unwrap().0, "INVOICE", "bills are invoices, too");
}

/// A receiver that passes the intent to receive and then answers events as the number says.
async fn moody(mood: &Arc<AtomicU16>) -> Receiver {
    let mood = Arc::clone(mood);
    Receiver::answering(move |it| match mood.load(Ordering::SeqCst) {
        _ if !it.is_signed(KEY) => Answer::Status(401),
        _ if it.body["events"].as_array().unwrap().is_empty() => Answer::Status(200),
        0 => Answer::Never,
        status => Answer::Status(status),
    })
    .await
}

#[tokio::test]
async fn a_failed_delivery_is_tried_again_and_others_do_not_wait_for_it() {
    let mood = Arc::new(AtomicU16::new(500));
    let receiver = moody(&mood).await;
    let books = active(&receiver).await;
    let before = receiver.count();
    books.approved("INV-1", 1.0).await;
    books.sandbox.settled().await;
    mood.store(200, Ordering::SeqCst);
    books.approved("INV-2", 1.0).await;
    books.sandbox.settled().await;
    assert_eq!(receiver.count() - before, 2);
    books.sandbox.advance(Duration::from_secs(61));
    books.sandbox.settled().await;
    let all = receiver.all();
    assert_eq!(all.len() - before, 3);
    assert_eq!(all[before].bytes, all[before + 2].bytes, "the same once more");
    let log = books.sandbox.deliveries();
    let log: Vec<_> =
        log.iter().rev().take(3).map(|it| (it.attempt, it.status, it.retry_at.is_some())).collect();
    assert_eq!(log, [(2, Some(200), false), (1, Some(200), false), (1, Some(500), true)]);
    assert_eq!(books.xero.webhook_state().status, WebhookStatus::Active);
    assert_eq!(books.sandbox.counters("xero").undelivered, 1);
}

#[tokio::test]
async fn after_a_day_of_failures_the_webhook_is_disabled_until_it_is_set_up_again() {
    let mood = Arc::new(AtomicU16::new(500));
    let receiver = moody(&mood).await;
    let books = active(&receiver).await;
    books.approved("INV-1", 1.0).await;
    books.sandbox.settled().await;
    let started = books.sandbox.clock().elapsed();
    let mut gaps = Vec::new();
    while let Some(next) = books.sandbox.deliveries().pop().unwrap().retry_at {
        assert_eq!(books.xero.webhook_state().status, WebhookStatus::Active);
        let pause = (next - books.sandbox.clock().now()).to_std().unwrap() + Duration::from_secs(1);
        gaps.push(pause.as_secs());
        books.sandbox.advance(pause);
        books.sandbox.settled().await;
    }
    assert!(gaps.is_sorted(), "{gaps:?}: less and less often");
    let hours = (books.sandbox.clock().elapsed() - started).as_secs() / 3600;
    assert_eq!(hours, 24);
    let webhook = books.xero.webhook_state();
    assert_eq!(webhook.status, WebhookStatus::Disabled);
    assert!(webhook.reason.unwrap().contains("answered 500"));
    mood.store(200, Ordering::SeqCst);
    let count = receiver.count();
    books.later(1);
    books.approved("INV-2", 1.0).await;
    books.sandbox.settled().await;
    assert_eq!(receiver.count(), count);
    books.xero.set_webhook(&receiver.url("/again"), None);
    books.sandbox.settled().await;
    books.approved("INV-3", 1.0).await;
    books.sandbox.settled().await;
    let delivery = receiver.all().pop().unwrap();
    assert_eq!(
        (delivery.uri.as_str(), kinds(&delivery).last()),
        ("/again", pairs(&[("INVOICE", "CREATE")]).last())
    );
}

#[tokio::test]
async fn what_was_to_go_to_another_url_is_not_sent_any_more() {
    let old = moody(&Arc::new(AtomicU16::new(500))).await;
    let books = active(&old).await;
    books.approved("INV-1", 1.0).await;
    books.sandbox.settled().await;
    let before = old.count();
    let new = Receiver::checking("another key").await;
    books.xero.set_webhook(&new.url("/"), Some("another key"));
    books.sandbox.settled().await;
    books.sandbox.advance(Duration::from_secs(86_400));
    books.sandbox.settled().await;
    assert_eq!(old.count(), before);
    assert_eq!(books.xero.webhook_state().status, WebhookStatus::Active);
}

#[tokio::test]
async fn no_answer_within_five_seconds_is_a_failure() {
    let mood = Arc::new(AtomicU16::new(0));
    let receiver = moody(&mood).await;
    let books = active(&receiver).await;
    let before = receiver.count();
    books.approved("INV-1", 1.0).await;
    while receiver.count() == before {
        tokio::task::yield_now().await;
    }
    books.sandbox.advance(Duration::from_secs(6));
    books.sandbox.settled().await;
    let failed = books.sandbox.deliveries().pop().unwrap();
    assert_eq!((failed.status, failed.problem.as_deref()), (None, Some("no answer within 5s")));
    mood.store(200, Ordering::SeqCst);
    books.sandbox.advance(Duration::from_secs(61));
    books.sandbox.settled().await;
    assert_eq!(books.sandbox.deliveries().pop().unwrap().status, Some(200));
}

#[tokio::test]
async fn a_webhook_is_set_up_and_looked_at_over_the_control_endpoint() {
    let sandbox = Sandbox::start().await.unwrap();
    let control = async |body: Value| {
        let url = format!("{}/_sandbox/xero/webhook", sandbox.url("zoho"));
        let answer = Client::new().post(url).json(&body).send().await.unwrap();
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap())
    };
    let (status, none) = control(json!({})).await;
    assert_eq!((status, &none["status"]), (200, &json!("none")));
    let key: &'static str = none["key"].as_str().unwrap().to_owned().leak();
    assert_eq!(sandbox.describe()["xero"]["webhook_key"], key, "known before it is set up");
    let receiver = Receiver::checking(key).await;
    let (_, pending) = control(json!({ "url": receiver.url("/") })).await;
    assert_eq!((&pending["status"], &pending["key"]), (&json!("pending"), &json!(key)));
    sandbox.settled().await;
    assert_eq!(control(json!({})).await.1["status"], "active");
    let (_, other) = control(json!({ "url": receiver.url("/"), "key": "another" })).await;
    assert_eq!(other["key"], "another");
    sandbox.settled().await;
    let (_, disabled) = control(json!({})).await;
    assert_eq!(disabled["status"], "disabled");
    assert!(disabled["reason"].as_str().unwrap().contains("401 instead of 200"));
    assert_eq!(control(json!({ "urls": 1 })).await.0, 400);
}

#[tokio::test]
async fn a_reset_sets_the_webhook_up_again_and_drops_what_was_pending() {
    let mood = Arc::new(AtomicU16::new(500));
    let receiver = moody(&mood).await;
    let books = active(&receiver).await;
    books.approved("INV-1", 1.0).await;
    books.sandbox.settled().await;
    let before = receiver.count();
    books.sandbox.reset();
    books.sandbox.settled().await;
    books.sandbox.advance(Duration::from_secs(86_400));
    books.sandbox.settled().await;
    let new = receiver.all().split_off(before);
    assert!(new.len() == 4 && new.iter().all(|it| kinds(it).is_empty()), "the intent to receive alone");
    let webhook = books.xero.webhook_state();
    assert_eq!((webhook.status, webhook.last_event), (WebhookStatus::Active, 0));
    assert_eq!(books.sandbox.deliveries().len(), 4);
}

#[tokio::test]
async fn an_organisation_that_is_not_connected_is_none_of_the_apps_business() {
    let receiver = Receiver::checking(KEY).await;
    let books = active(&receiver).await;
    books.approved("INV-1", 1.0).await;
    books.sandbox.settled().await;
    let before = receiver.count();
    let connections: Value =
        books.raw(Method::GET, "/connections").send().await.unwrap().json().await.unwrap();
    let path = format!("/connections/{}", connections[0]["id"].as_str().unwrap());
    assert_eq!(books.raw(Method::DELETE, &path).send().await.unwrap().status(), 204);
    books.xero.pay(&PayWhat::Invoices(vec!["INV-1".to_owned()])).unwrap();
    books.sandbox.settled().await;
    assert_eq!(receiver.count(), before);
}

#[tokio::test]
async fn events_fit_the_vendors_description() -> Result<(), Box<dyn std::error::Error>> {
    let Some(specs) = locate()?.or_say_skipped("xero") else { return Ok(()) };
    let receiver = Receiver::checking(KEY).await;
    let books = active(&receiver).await;
    let handshake = receiver.take();
    let made = books.approved("INV-1", 100.0).await;
    let mut note = invoice("CN-1", 30.0);
    note["Type"] = json!("ACCRECCREDIT");
    let note = books.put("CreditNotes", json!([note])).await.remove(0);
    let allocation = json!([{ "Invoice": { "InvoiceID": made["InvoiceID"] }, "Amount": 30 }]);
    let path = format!("CreditNotes/{}/Allocations", note["CreditNoteID"].as_str().unwrap());
    books.call(Method::PUT, &path, &json!({ "Allocations": allocation })).await;
    books.xero.pay(&PayWhat::Fraction(1.0))?;
    books.put("Contacts", json!([{ "Name": "Other Ltd" }])).await;
    books.sandbox.settled().await;

    let zero = |place| {
        let reason = "0 in the intent to receive, as in the documentation's example";
        Waiver::request("POST", "/subscriptions", place, reason)
    };
    let waivers = ["body /firstEventSequence", "body /lastEventSequence"].map(zero);
    let data = Waiver::request(
        "POST",
        "/creditNotes",
        "body /events/*/data",
        "declared, and checked, in one half of the body's schema; the other half does not know it",
    );
    let checker = Checker::new(platforms::xero_webhooks(&specs)?).waive(waivers).waive([data]);
    let all = receiver.take();
    assert!(all.len() > 5);
    for delivery in handshake.iter().chain(&all) {
        let path = match delivery.body["events"][0]["eventCategory"].as_str() {
            Some("CREDITNOTE") => "/creditNotes",
            Some("INVOICE") => "/invoices",
            Some(_) => "/contacts",
            // The same body as the others', and no event of the sandbox's.
            None => "/subscriptions",
        };
        let mut request = http::Request::post(path);
        *request.headers_mut().unwrap() = delivery.headers.clone();
        checker.request(&request.body(delivery.bytes.clone())?);
    }
    checker.finish()?.say();
    Ok(())
}
