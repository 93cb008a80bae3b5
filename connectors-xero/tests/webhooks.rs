//! Xero's deliveries: proven, read, and joined with polls; by the sandbox over real HTTP.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use chrono::DateTime;
use connectors_core::ErrorKind;
use connectors_core::triggers::{Event, Events, Hint, PollCursor, WebhookTrigger};
use connectors_core::webhooks::{Inbound, Proof, Route, Verdict, Verified, Webhook};
use connectors_sandbox::Fault;
use connectors_sandbox::xero::{PayWhat, WebhookStatus};
use connectors_xero::contacts::{self, ContactInput};
use connectors_xero::invoices;
use connectors_xero::webhooks::{self, Category, EventType, Notification, SCHEME, Sequence};
use connectors_xero::{Xero, bills, credit_notes, payments, sales_invoices};
use http::{HeaderName, HeaderValue};
use secrecy::SecretString;
use serde_json::{Value, json};

mod support;
#[path = "support/world.rs"]
mod world;
use support::{ID, TENANT, xero};
use world::{World, sale};

const KEY: &str = "xero-webhook-signing-key-0001";
const SIGNATURE: HeaderName = HeaderName::from_static("x-xero-signature");
const EMPTY: &str =
    r#"{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"QWERTYUIOPASDFGHJKLZ"}"#;
const UPDATE: &str = r#"{"events":[{"resourceUrl":"https://api.xero.com/api.xro/2.0/Contacts/717f2bfc-c6d4-41fd-b238-3f2f0c0cf777","resourceId":"717f2bfc-c6d4-41fd-b238-3f2f0c0cf777","tenantId":"c2cc9b6e-9458-4c7d-93cc-f02b81b0594f","tenantType":"ORGANISATION","eventCategory":"CONTACT","eventType":"UPDATE","eventDateUtc":"2026-06-21T01:15:39.902"}],"firstEventSequence":1,"lastEventSequence":1,"entropy":"MNBVCXZLKJHGFDSAPOIU"}"#;

async fn verify(body: &str, signature: &str) -> connectors_core::Result<Verified> {
    let inbound = Inbound::post("https://app.example.com/xero", body.to_owned())
        .with_header(SIGNATURE, HeaderValue::from_str(signature).unwrap());
    match webhooks::verifier(SecretString::from(KEY)).verify(inbound).await? {
        Verdict::Delivery(verified) => Ok(verified),
        Verdict::Answer(answer) => panic!("{answer:?}"),
    }
}

fn signature(body: &str, key: &str) -> String {
    let inbound = Inbound::post("https://app.example.com/xero", body.to_owned());
    let signed = SCHEME.sign(inbound, &SecretString::from(key), DateTime::UNIX_EPOCH).unwrap();
    signed.headers()[SIGNATURE].to_str().unwrap().to_owned()
}

/// The events of a body.
async fn read(body: &Value) -> Vec<Event<Notification>> {
    let body = body.to_string();
    Xero::events(&verify(&body, &signature(&body, KEY)).await.unwrap()).unwrap()
}

fn told(category: &str, kind: &str) -> Value {
    json!({ "resourceUrl": format!("https://api.xero.com/api.xro/2.0/X/{ID}"), "resourceId": ID, "tenantId": TENANT,
        "tenantType": "ORGANISATION", "eventCategory": category, "eventType": kind, "eventDateUtc": "2026-01-31T09:30:00.123" })
}

fn delivery(events: &[Value], first: u64, last: u64) -> Value {
    json!({ "events": events, "firstEventSequence": first, "lastEventSequence": last, "entropy": "A" })
}

/// Bodies and signatures that were computed by other means than this project's.
#[tokio::test]
async fn what_xero_signed_is_taken_and_nothing_else() {
    let good = verify(EMPTY, "4qzZOXqBB0g+B8ztSKxIf55hg827EuJaPPAyNm84NZc=").await.unwrap();
    assert_eq!((good.proof(), Xero::events(&good).unwrap().len()), (Proof::Body, 0));
    verify(&format!("{EMPTY}\n"), "YqjsJTXCap7yX4uawSXUDACsU4Ywz38Ja5gz2jyANNY=").await.unwrap();
    let good = verify(UPDATE, "5G87cflgeAqkFzpVy4uQcQmXBF/Mfc3j3q+6V3xglHE=").await.unwrap();
    let events = Xero::events(&good).unwrap();
    assert_eq!(events.len(), 1);
    for (body, signature) in [
        (format!("{EMPTY}\n"), "4qzZOXqBB0g+B8ztSKxIf55hg827EuJaPPAyNm84NZc=".to_owned()),
        (UPDATE.to_owned(), "4qzZOXqBB0g+B8ztSKxIf55hg827EuJaPPAyNm84NZc=".to_owned()),
        (UPDATE.replace("c2cc9b6e", "d2cc9b6e"), "5G87cflgeAqkFzpVy4uQcQmXBF/Mfc3j3q+6V3xglHE=".to_owned()),
        (EMPTY.to_owned(), signature(EMPTY, "another key")),
        (EMPTY.to_owned(), String::new()),
    ] {
        let error = verify(&body, &signature).await.unwrap_err();
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Webhook, 401));
    }
}

#[tokio::test]
async fn while_the_key_is_replaced_both_are_good() {
    let keys = vec![SecretString::from("the new one"), SecretString::from(KEY)];
    for key in ["the new one", KEY] {
        let inbound = Inbound::post("https://app.example.com/xero", EMPTY)
            .with_header(SIGNATURE, HeaderValue::from_str(&signature(EMPTY, key)).unwrap());
        webhooks::verifier(keys.clone()).verify(inbound).await.unwrap();
    }
}

#[tokio::test]
async fn events_are_read_with_all_that_is_told_and_unknown_kinds_are_kept() {
    let mut note = told("CREDITNOTE", "CREATE");
    note["data"] = json!({ "Type": "ACCPAYCREDIT", "Status": "DRAFT" });
    let mut newer = told("QUOTE", "ARCHIVE");
    newer["data"] = json!(["whatever"]);
    let events = read(&delivery(&[told("INVOICE", "UPDATE"), note, newer], 76, 78)).await;
    let first = &events[0];
    assert_eq!((&*first.account, &*first.id), (TENANT, ID));
    assert_eq!(first.at, "2026-01-31T09:30:00.123Z".parse().ok());
    assert_eq!(first.data.category, Category::Invoice);
    assert_eq!(first.data.event_type, EventType::Update);
    assert_eq!(first.data.tenant_type.as_str(), "ORGANISATION");
    let made = Notification::new(Category::Invoice, EventType::Update, ID, TENANT)
        .resource_url(first.data.resource_url.clone())
        .date_utc(first.at.unwrap())
        .sequence(76);
    assert_eq!(first.data, made, "an application's tests can make what comes");
    assert!(first.data.resource_url.ends_with(ID) && first.data.credit_note().is_none());
    let data = events[1].data.credit_note().unwrap();
    let (bill, draft) = (credit_notes::CreditNoteType::AccPayCredit, invoices::InvoiceStatus::Draft);
    assert_eq!(data, webhooks::CreditNoteData::new(bill, draft));
    assert_eq!((events[2].data.category.known(), events[2].data.category.as_str()), (None, "QUOTE"));
    assert_eq!(events[2].data.data, Some(json!(["whatever"])));
    assert_eq!(
        events.iter().map(|event| event.data.sequence).collect::<Vec<_>>(),
        [Some(76), Some(77), Some(78)]
    );

    let alone = read(&delivery(&[told("INVOICE", "UPDATE")], 500, 500)).await;
    assert_eq!(alone[0].key, first.key, "sent again with others, it is the same event");
    let other = [told("INVOICE", "CREATE"), told("CONTACT", "UPDATE")];
    for event in read(&delivery(&other, 0, 7)).await {
        assert_ne!(event.key, first.key);
        assert_eq!(event.data.sequence, None, "the numbers do not fit");
    }
    let text = serde_json::to_string(&events[1].data).unwrap();
    assert_eq!(serde_json::from_str::<Notification>(&text).unwrap(), events[1].data);
}

#[tokio::test]
async fn a_body_of_another_shape_is_told_by_its_place() {
    let body = r#"{"events":[{"resourceId":7}]}"#;
    let error = Xero::events(&verify(body, &signature(body, KEY)).await.unwrap()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("events[0].resourceId"), "{error}");
}

#[tokio::test]
async fn a_gap_in_the_numbers_is_told_once() {
    let mut sequence = Sequence::new();
    let mut note = async |first: u64, last: u64| {
        let count = usize::try_from(last - first).unwrap() + 1;
        let events = read(&delivery(&vec![told("CONTACT", "UPDATE"); count], first, last)).await;
        let gaps: Vec<_> = events.iter().filter_map(|event| sequence.note(&event.data)).collect();
        sequence = serde_json::from_str(&serde_json::to_string(&sequence).unwrap()).unwrap();
        gaps
    };
    assert_eq!(note(7, 8).await, [], "nothing is known of before");
    assert_eq!(note(9, 9).await, []);
    assert_eq!(note(12, 13).await, [10..=11]);
    assert_eq!(note(10, 10).await, [], "late");
    assert_eq!(note(12, 13).await, [], "again");
    assert_eq!(note(14, 14).await, []);
    let unnumbered = &read(&delivery(&[told("CONTACT", "UPDATE")], 0, 0)).await[0];
    assert_eq!((unnumbered.data.sequence, sequence.note(&unnumbered.data)), (None, None));
}

#[tokio::test]
async fn a_trigger_looks_for_what_is_its_own() {
    let event =
        async |category: &str, kind: &str| read(&delivery(&[told(category, kind)], 1, 1)).await.remove(0);
    fn looks<T: WebhookTrigger<Connector = Xero>>(trigger: &T, event: &Event<Notification>) -> Option<bool>
    where
        T::Event: std::fmt::Debug,
    {
        match trigger.hint(&xero(), event)? {
            Hint::Look { id, at } => {
                assert_eq!(at, event.at);
                Some(id.is_some())
            }
            hint => panic!("{hint:?}"),
        }
    }
    let (created, updated) = (event("INVOICE", "CREATE").await, event("INVOICE", "UPDATE").await);
    assert_eq!(looks(&invoices::CreatedOrUpdated::new(), &created), Some(true));
    assert_eq!(looks(&invoices::CreatedOrUpdated::new(), &updated), Some(true));
    assert_eq!(looks(&sales_invoices::Created::new(), &created), Some(true));
    assert_eq!(looks(&sales_invoices::Created::new(), &updated), None);
    assert_eq!(looks(&bills::Updated::new(), &updated), Some(true));
    assert_eq!(looks(&bills::Updated::new(), &created), None);
    assert_eq!(looks(&contacts::CreatedOrUpdated::new(), &updated), None);
    assert_eq!(looks(&contacts::Created::new(), &event("CONTACT", "CREATE").await), Some(true));
    assert_eq!(looks(&credit_notes::Updated::new(), &event("CREDITNOTE", "UPDATE").await), Some(true));
    // A kind of event that nobody knows yet may be either.
    assert_eq!(looks(&contacts::Created::new(), &event("CONTACT", "MERGE").await), Some(true));
    // Payments are told by what they pay.
    assert_eq!(looks(&payments::Created::new(), &updated), Some(false));
    assert_eq!(looks(&payments::Reconciled::new(), &updated), Some(false));
    assert_eq!(looks(&payments::CreatedOrUpdated::new(), &event("CREDITNOTE", "UPDATE").await), Some(false));
    assert_eq!(looks(&payments::Created::new(), &created), None);
    // Another organisation's.
    let mut foreign = created;
    foreign.account = "another".to_owned();
    assert_eq!(looks(&invoices::CreatedOrUpdated::new(), &foreign), None);
    assert!(invoices::CreatedOrUpdated::new().hint(&Xero::new(), &foreign).is_some(), "of whom nobody chose");
}

/// What came through the route.
type Came = Arc<Mutex<Vec<Event<Notification>>>>;

/// Serves a route and tells `tell` each event that comes; the URL, and what came.
async fn serve(tell: impl Fn(&Event<Notification>) + Send + 'static) -> (String, Came) {
    let (route, mut deliveries) = Route::<Xero>::new(webhooks::verifier(SecretString::from(KEY)), 100);
    let app: axum::Router = axum::Router::new().route("/hooks/xero", route.into_method_router());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hooks/xero", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    let came = Came::default();
    let kept = Arc::clone(&came);
    tokio::spawn(async move {
        while let Some(delivery) = deliveries.next().await {
            for event in &delivery.events {
                kept.lock().unwrap().push(event.clone());
                tell(event);
            }
            delivery.confirm().await.unwrap();
        }
    });
    (url, came)
}

async fn activate(world: &World, url: &str) {
    world.platform.set_webhook(url, Some(KEY));
    world.sandbox.settled().await;
    let webhook = world.platform.webhook_state();
    assert_eq!(webhook.status, WebhookStatus::Active, "{webhook:?}");
}

fn since_now(world: &World) -> PollCursor {
    world.sandbox.advance(Duration::from_secs(2));
    PollCursor::since(world.xero.shared().clock().now())
}

#[tokio::test]
async fn the_intent_to_receive_is_answered_so_that_events_come() {
    let world = World::new().await;
    let (url, came) = serve(|_| {}).await;
    activate(&world, &url).await;
    assert!(came.lock().unwrap().is_empty());
    let made = world.xero.call(contacts::Create::new(ContactInput::new("Ada Example"))).await.unwrap();
    world.sandbox.settled().await;
    until(|| !came.lock().unwrap().is_empty()).await;
    let event = came.lock().unwrap()[0].clone();
    assert_eq!((Some(&event.account), Some(event.id)), (world.platform.tenants().first(), made.contact_id));
    assert_eq!((event.at, event.data.sequence), (made.updated_date_utc, Some(1)));
    assert_eq!(
        (event.data.category, event.data.event_type),
        (Category::Contact.into(), EventType::Create.into())
    );
}

/// Lets other tasks go on until it holds.
async fn until(mut holds: impl FnMut() -> bool) {
    while !holds() {
        tokio::task::yield_now().await;
    }
}

type Payments = Events<payments::Created>;

async fn paid(payments: &mut Payments) -> String {
    let payment = payments.next().await.unwrap().unwrap();
    let invoice = payment.data.invoice.unwrap();
    invoice.invoice_number.unwrap()
}

/// Books with approved invoices, and the payments that are told through a route: nothing is polled in the next hour.
async fn books(invoices: usize) -> (World, Payments, Came) {
    let world = World::new().await;
    let ada = world.contact("CRM-1").await;
    for n in 0..invoices {
        world.xero.call(invoices::Create::new(sale(&ada, &format!("INV-{n}")))).await.unwrap();
    }
    let payments =
        world.xero.events(payments::Created::new(), since_now(&world)).every(Duration::from_secs(3600));
    let hints = payments.hints();
    let (url, came) = serve(move |event| hints.tell(event)).await;
    activate(&world, &url).await;
    (world, payments, came)
}

fn pay(world: &World, n: usize) -> String {
    let number = format!("INV-{n}");
    world.platform.pay(&PayWhat::Invoices(vec![number.clone()])).unwrap();
    number
}

#[tokio::test]
async fn a_payment_arrives_when_it_is_told_though_nothing_is_polled_for_an_hour() {
    let (world, mut payments, came) = books(2).await;
    let start = world.xero.shared().clock().now();
    for n in 0..2 {
        let number = pay(&world, n);
        assert_eq!(paid(&mut payments).await, number);
    }
    let waited = world.xero.shared().clock().now() - start;
    assert!(waited.num_seconds() < 3000, "no poll was due by itself: {waited}");
    assert_eq!(came.lock().unwrap().len(), 2);
    world.judged();
}

#[tokio::test]
async fn payments_come_once_whatever_becomes_of_deliveries() {
    let (world, mut payments, _) = books(6).await;
    let minute = Duration::from_secs(60);
    let faults = [
        None,
        Some(Fault::lose_delivery()),
        Some(Fault::repeat_delivery()),
        Some(Fault::delay_delivery(minute)),
        Some(Fault::reorder_delivery()),
    ];
    for (n, fault) in faults.into_iter().enumerate() {
        fault.into_iter().for_each(|fault| world.sandbox.fault(fault.on("POST", "/hooks/xero").times(1)));
        let number = pay(&world, n);
        world.sandbox.settled().await;
        if matches!(n, 1 | 3 | 4) {
            // What does not come is found when it is asked for the next time, what is late when it comes.
            world.sandbox.advance(if n == 1 { Duration::from_secs(3600) } else { minute });
            world.sandbox.settled().await;
        }
        assert_eq!(paid(&mut payments).await, number, "{n}");
    }
    // Had any come twice, it would come before this one.
    let number = pay(&world, 5);
    assert_eq!(paid(&mut payments).await, number);
    world.judged();
}

#[tokio::test]
async fn forged_altered_and_replayed_deliveries_change_nothing() {
    let (url, came) = serve(|_| {}).await;
    let post = async |body: &str, signature: Option<String>| {
        let mut request = reqwest::Client::new().post(&url).body(body.to_owned());
        if let Some(signature) = signature {
            request = request.header(SIGNATURE, signature);
        }
        let answer = request.send().await.unwrap();
        assert!(!answer.headers().contains_key("set-cookie"));
        let status = answer.status().as_u16();
        assert_eq!(answer.bytes().await.unwrap(), Bytes::new(), "Xero wants no body");
        status
    };
    let body = delivery(&[told("INVOICE", "UPDATE")], 1, 1).to_string();
    assert_eq!(post(&body, None).await, 401);
    assert_eq!(post(&body, Some(signature(&body, "a guess"))).await, 401);
    assert_eq!(post(&body.replace(ID, TENANT), Some(signature(&body, KEY))).await, 401);
    assert!(came.lock().unwrap().is_empty());
    for _ in 0..3 {
        assert_eq!(post(&body, Some(signature(&body, KEY))).await, 200);
        until(|| !came.lock().unwrap().is_empty()).await;
    }
    assert_eq!(post(EMPTY, Some(signature(EMPTY, KEY))).await, 200);
    let other = delivery(&[told("CONTACT", "UPDATE")], 2, 2).to_string();
    assert_eq!(post(&other, Some(signature(&other, KEY))).await, 200);
    until(|| came.lock().unwrap().len() > 1).await;
    let categories: Vec<_> = came.lock().unwrap().iter().map(|event| event.data.category.clone()).collect();
    assert_eq!(categories, [Category::Invoice, Category::Contact], "each once");
}

#[tokio::test]
async fn a_delivery_that_is_lost_leaves_a_gap_in_the_numbers() {
    let world = World::new().await;
    let sequence = Mutex::new(Sequence::new());
    let gaps = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&gaps);
    let (url, came) = serve(move |event| {
        kept.lock().unwrap().extend(sequence.lock().unwrap().note(&event.data));
    })
    .await;
    activate(&world, &url).await;
    world.sandbox.fault(Fault::lose_delivery().on("POST", "/hooks/xero").skip(1).times(1));
    for n in 0..3 {
        world.contact(&format!("CRM-{n}")).await;
        world.sandbox.settled().await;
    }
    until(|| came.lock().unwrap().len() == 2).await;
    assert_eq!(*gaps.lock().unwrap(), [2..=2]);
}
