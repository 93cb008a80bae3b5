//! Triggers that are more than objects made and changed: values, submissions, members, and what deliveries alone tell.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use connectors_core::transport::Reply;
use connectors_core::triggers::{Event, Hint, PollCursor, WebhookTrigger};
use connectors_core::webhooks::{Inbound, Verdict, Webhook};
use connectors_hubspot::webhooks::{self, Notification};
use connectors_hubspot::{
    CrmObject, HubSpot, contacts, conversations, deals, form_submissions, list_members, objects, records,
};
use secrecy::SecretString;
use serde_json::{Value, json};

mod support;
use support::{client, hubspot};

fn since() -> PollCursor {
    PollCursor::since("2026-01-31T09:00:00Z".parse().unwrap())
}

fn list(results: &[Value]) -> Reply {
    Reply::json(200, &json!({ "total": results.len(), "results": results }))
}

/// A deal that has these values of its stage, the latest first.
fn deal(id: &str, stages: &[(&str, &str)]) -> Value {
    let entries =
        stages.iter().map(|(value, at)| json!({ "value": value, "timestamp": at, "sourceType": "CRM_UI" }));
    json!({
        "id": id,
        "properties": { "dealname": "Engine", "dealstage": stages[0].0, "hs_lastmodifieddate": stages[0].1 },
        "propertiesWithHistory": { "dealstage": entries.collect::<Vec<_>>() },
        "createdAt": "2026-01-01T00:00:00Z",
        "updatedAt": stages[0].1,
    })
}

const STAGES: [(&str, &str); 4] = [
    ("won", "2026-01-31T09:20:00.000Z"),
    ("offer", "2026-01-31T09:10:00.000Z"),
    ("talk", "2026-01-31T08:00:00.000Z"),
    ("new", "2026-01-01T00:00:00.000Z"),
];

#[tokio::test]
async fn each_value_that_a_property_got_is_told_once_with_the_one_before() {
    let deals = Arc::new(Mutex::new(vec![deal("7", &STAGES[1..])]));
    let there = Arc::clone(&deals);
    let (client, transport) = client(move |_| list(&there.lock().unwrap()));
    let trigger = deals::StageChanged::new();
    let first = client.poll(trigger.clone(), &since()).await.unwrap();
    let told =
        |batch: &connectors_core::triggers::Batch<_>| -> Vec<(String, Option<String>, Option<String>)> {
            let told =
                |event: &Event<connectors_hubspot::objects::PropertyChange<connectors_hubspot::Deal>>| {
                    (event.id.clone(), event.data.previous.clone(), event.data.entry.value.clone())
                };
            batch.events.iter().map(told).collect()
        };
    let text = |text: &str| Some(text.to_owned());
    // What was before the cursor is not told.
    assert_eq!(told(&first), [("7".to_owned(), text("talk"), text("offer"))]);
    let change = &first.events[0];
    assert_eq!(change.at, Some("2026-01-31T09:10:00Z".parse::<DateTime<Utc>>().unwrap()));
    assert_eq!(change.data.object.properties.dealname.as_deref(), Some("Engine"));
    *deals.lock().unwrap() = vec![deal("7", &STAGES)];
    let second = client.poll(trigger, &first.cursor).await.unwrap();
    assert_eq!(told(&second), [("7".to_owned(), text("offer"), text("won"))]);
    let seen = transport.seen();
    let paths: Vec<_> = seen.iter().take(2).map(|seen| seen.uri.path()).collect();
    assert_eq!(paths, ["/crm/v3/objects/deals/search", "/crm/v3/objects/deals/batch/read"]);
}

#[tokio::test]
async fn several_values_between_two_polls_are_told_from_the_oldest_on() {
    let (client, _) = client(|_| list(&[deal("7", &STAGES)]));
    let trigger = contacts::PropertyChanged::new(["dealstage"]).object("deals");
    let batch = client.poll(trigger, &since()).await.unwrap();
    let values: Vec<_> =
        batch.events.iter().map(|event| event.data.entry.value.as_deref().unwrap()).collect();
    assert_eq!(values, ["offer", "won"]);
    assert_ne!(batch.events[0].key, batch.events[1].key);
}

#[tokio::test]
async fn the_search_goes_on_after_the_values_of_its_first_page_were_read() {
    let (client, transport) = client(|seen| {
        let body: Value = serde_json::from_slice(seen.body.as_ref()).unwrap();
        let filtered = body.pointer("/filterGroups/0/filters/0/value").cloned();
        match (seen.uri.path().ends_with("/search"), filtered) {
            (true, Some(from)) if from.as_str().unwrap() < "1769850600000" => {
                let mut page = json!({ "total": 2, "results": [deal("7", &STAGES[1..])] });
                page["paging"] = json!({ "next": { "after": "1" } });
                Reply::json(200, &page)
            }
            (true, _) => list(&[deal("8", &STAGES)]),
            (false, _) => match body["inputs"][0]["id"].as_str().unwrap() {
                "7" => list(&[deal("7", &STAGES[1..])]),
                _ => list(&[deal("8", &STAGES)]),
            },
        }
    });
    let batch = client.poll(deals::StageChanged::new(), &since()).await.unwrap();
    let ids: Vec<_> = batch.events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids, ["7", "8", "8"]);
    let calls = transport.seen().iter().filter(|seen| seen.uri.path().ends_with("/search")).count();
    assert_eq!(calls, 4);
}

fn submission(id: &str, at: &str) -> Value {
    let at: DateTime<Utc> = at.parse().unwrap();
    json!({ "conversionId": id, "submittedAt": at.timestamp_millis(), "values": [{ "name": "email", "value": "a@example.com" }] })
}

#[tokio::test]
async fn submissions_are_told_once_and_the_list_is_read_no_further_than_the_cursor() {
    let (client, transport) = client(|_| {
        let results = [submission("c2", "2026-01-31T09:05:00Z"), submission("c1", "2026-01-31T08:00:00Z")];
        Reply::json(200, &json!({ "results": results, "paging": { "next": { "after": "2" } } }))
    });
    let trigger = form_submissions::Submitted::new("2b3a1c5e");
    let first = client.poll(trigger.clone(), &since()).await.unwrap();
    let ids: Vec<_> = first.events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids, ["c2"]);
    assert_eq!(transport.seen().len(), 1);
    assert!(client.poll(trigger, &first.cursor).await.unwrap().events.is_empty());
}

#[tokio::test]
async fn a_record_that_comes_into_a_list_again_is_told_again() {
    let member = |at: &str| json!({ "recordId": "9001", "membershipTimestamp": at });
    let members = Arc::new(Mutex::new(vec![member("2026-01-31T09:05:00Z")]));
    let there = Arc::clone(&members);
    let (client, _) = client(move |_| list(&there.lock().unwrap()));
    let trigger = list_members::Added::new("100");
    let first = client.poll(trigger.clone(), &since()).await.unwrap();
    assert_eq!(first.events[0].data.record_id, "9001");
    let second = client.poll(trigger.clone(), &first.cursor).await.unwrap();
    assert!(second.events.is_empty());
    *members.lock().unwrap() = vec![member("2026-01-31T09:30:00Z")];
    assert_eq!(client.poll(trigger, &second.cursor).await.unwrap().events.len(), 1);
}

/// What HubSpot delivers, proven and read.
async fn delivered(kind: &str, property: Option<&str>) -> Event<Notification> {
    let secret = SecretString::from("2f1c0de5-aaaa-bbbb-cccc-0123456789ab");
    let body = json!([{
        "eventId": 1, "subscriptionId": 51, "portalId": 33, "occurredAt": 1_762_000_000_000_i64,
        "subscriptionType": kind, "attemptNumber": 0, "objectId": 9001, "propertyName": property,
    }]);
    let inbound = Inbound::post("https://hooks.example.org/hubspot/in", body.to_string());
    let signed = webhooks::V1.sign(inbound, &secret, DateTime::UNIX_EPOCH).unwrap();
    let Verdict::Delivery(verified) = webhooks::verifier(secret).verify(signed).await.unwrap() else {
        panic!("no delivery");
    };
    HubSpot::events(&verified).unwrap().remove(0)
}

#[tokio::test]
async fn what_deliveries_alone_tell_is_an_event_of_its_trigger_and_of_no_other() {
    let message = delivered("conversation.newMessage", None).await;
    let Some(Hint::Event(event)) = conversations::NewMessage::new().hint(&hubspot(), &message) else {
        panic!("no event");
    };
    assert_eq!((event.id.as_str(), event.key == message.key), ("9001", true));
    assert!(conversations::Created::new().hint(&hubspot(), &message).is_none());
    let elsewhere = HubSpot::new().portal("34");
    assert!(conversations::NewMessage::new().hint(&elsewhere, &message).is_none());
    let gone = delivered("contact.privacyDeletion", None).await;
    assert!(contacts::PrivacyDeleted::new().hint(&hubspot(), &gone).is_some());
    assert!(conversations::PrivacyDeleted::new().hint(&hubspot(), &gone).is_none());
}

#[tokio::test]
async fn a_change_of_another_property_is_no_reason_to_look() {
    let stage = delivered("deal.propertyChange", Some("dealstage")).await;
    let name = delivered("deal.propertyChange", Some("dealname")).await;
    assert!(deals::StageChanged::new().hint(&hubspot(), &stage).is_some());
    assert!(deals::StageChanged::new().hint(&hubspot(), &name).is_none());
    let watched = deals::PropertyChanged::new(["dealname"]);
    assert!(watched.hint(&hubspot(), &stage).is_none());
    assert!(watched.hint(&hubspot(), &name).is_some());
}

#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
struct Person {
    email: Option<String>,
}

impl CrmObject for Person {
    const TYPE: &'static str = "contacts";
    const RESOURCE: &'static str = "person";
    const PROPERTIES: &'static [&'static str] = &["email"];
}

#[tokio::test]
async fn deliveries_of_a_standard_type_reach_whichever_rust_type_stands_for_it() {
    let changed = delivered("contact.propertyChange", Some("email")).await;
    assert!(objects::Updated::<Person>::new().hint(&hubspot(), &changed).is_some());
    assert!(records::Updated::new().object("0-1").hint(&hubspot(), &changed).is_some());
    assert!(records::Updated::new().object("deals").hint(&hubspot(), &changed).is_none());
}
