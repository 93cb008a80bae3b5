//! Signatures in three versions, and what deliveries tell. The vectors are those of an independent computation.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::sync::Arc;

use connectors_core::clock::TestClock;
use connectors_core::triggers::{Event, Hint, WebhookTrigger};
use connectors_core::webhooks::{Inbound, Proof, Scheme, Verdict, Verified, Verifier, Webhook};
use connectors_core::{ErrorKind, Result};
use connectors_hubspot::webhooks::{self, Decoding, EventKind, Notification, V3, V3_RAW};
use connectors_hubspot::{HubSpot, contacts, deals, objects};
use http::{HeaderName, HeaderValue};
use secrecy::SecretString;
use serde_json::{Value, json};

const SECRET: &str = "2f1c0de5-aaaa-bbbb-cccc-0123456789ab";
const URL: &str = "https://hooks.example.org/hubspot/in";
const ENCODED: &str = "https://hooks.example.org/hubspot/in?next=https%3A%2F%2Fexample.org%2Fa%3Fb&who=jo%40example.org&q=a%20b";
const BODY: &str = r#"[{"eventId":100,"subscriptionId":51,"portalId":33,"appId":1160452,"occurredAt":1762000000000,"subscriptionType":"contact.propertyChange","attemptNumber":0,"objectId":9001,"propertyName":"firstname","propertyValue":"Zoë","changeSource":"CRM_UI"}]"#;

const V3_PLAIN: &str = "VXwj/hA5zc44RF3TTlQdt78kFjD6lHldF87jKHSlUgo=";
const V3_DECODED: &str = "LEEmnosimgeYgvVITqWfm4Xbal4f2sCmdNQr4aTRrY8=";
const V3_AS_CALLED: &str = "FBnWAHyiKRaOI6zHeMRaBOEqpXfxaMNIqJn3/gcLo60=";
const V1: &str = "f1f78a42b5f6890e4fc78e611c76640a0a75d6d6dd1863d7abb64cbad9fac380";
const V2: &str = "9c469d483d6d0d192e98a9a4d1f0b50523feb9988c0190e8fda2615745efb0e6";

fn with(inbound: Inbound, headers: &[(&'static str, &str)]) -> Inbound {
    headers.iter().fold(inbound, |inbound, (name, value)| {
        inbound.with_header(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
    })
}

fn v3(url: &str, signature: &str) -> Inbound {
    let headers = [("x-hubspot-signature-v3", signature), ("x-hubspot-request-timestamp", "1762000000123")];
    with(Inbound::post(url, BODY), &headers)
}

fn old(version: &str, signature: &str) -> Inbound {
    let headers = [("x-hubspot-signature", signature), ("x-hubspot-signature-version", version)];
    with(Inbound::post(URL, BODY), &headers)
}

fn at(verifier: Verifier, time: &str) -> Verifier {
    verifier.clock(Arc::new(TestClock::at(time.parse().unwrap())))
}

fn soon(verifier: Verifier) -> Verifier {
    at(verifier, "2025-11-01T12:26:40.123Z")
}

fn secret() -> SecretString {
    SecretString::from(SECRET)
}

async fn verify(verifier: &Verifier, inbound: Inbound) -> Result<Verified> {
    match verifier.verify(inbound).await? {
        Verdict::Delivery(verified) => Ok(verified),
        Verdict::Answer(_) => panic!("there is no handshake"),
    }
}

#[tokio::test]
async fn each_version_proves_a_delivery_and_nothing_else_does() {
    let all = soon(webhooks::verifier(secret()));
    for good in [v3(URL, V3_PLAIN), v3(ENCODED, V3_DECODED), old("v1", V1), old("v2", V2)] {
        assert_eq!(verify(&all, good).await.unwrap().proof(), Proof::Body);
    }
    for bad in [
        v3(URL, V3_DECODED),
        v3(ENCODED, V3_AS_CALLED),
        old("v2", V1),
        old("v1", V2),
        Inbound::post(URL, BODY),
    ] {
        assert_eq!(verify(&all, bad).await.unwrap_err().kind(), ErrorKind::Webhook);
    }
    // A good old signature does not make up for a bad new one.
    let both = with(
        old("v1", V1),
        &[("x-hubspot-signature-v3", V3_DECODED), ("x-hubspot-request-timestamp", "1762000000123")],
    );
    assert_eq!(verify(&all, both).await.unwrap_err().kind(), ErrorKind::Webhook);
}

#[tokio::test]
async fn the_new_version_alone_takes_no_old_one_and_none_that_is_five_minutes_old() {
    let alone = || webhooks::verifier_v3(secret(), Decoding::Documented);
    verify(&soon(alone()), v3(URL, V3_PLAIN)).await.unwrap();
    verify(&soon(alone()), old("v1", V1)).await.unwrap_err();
    verify(&at(alone(), "2025-11-01T12:31:40.200Z"), v3(URL, V3_PLAIN)).await.unwrap_err();
}

#[tokio::test]
async fn how_the_url_is_taken_is_a_switch() {
    let raw = || soon(webhooks::verifier_v3(secret(), Decoding::Raw));
    verify(&raw(), v3(ENCODED, V3_AS_CALLED)).await.unwrap();
    verify(&raw(), v3(ENCODED, V3_DECODED)).await.unwrap_err();
    let either: [Scheme; 2] = [V3, V3_RAW];
    for (scheme, signature) in either.into_iter().zip([V3_DECODED, V3_AS_CALLED]) {
        verify(&soon(Verifier::new(scheme, secret())), v3(ENCODED, signature)).await.unwrap();
    }
}

async fn events(body: &Value) -> Vec<Event<Notification>> {
    let clock = "2026-01-31T10:00:00Z".parse().unwrap();
    let signed = V3.sign(Inbound::post(URL, body.to_string()), &secret(), clock).unwrap();
    let verified = verify(&at(webhooks::verifier(secret()), "2026-01-31T10:00:01Z"), signed).await.unwrap();
    HubSpot::events(&verified).unwrap()
}

fn told(kind: &str, more: Value) -> Value {
    let mut event = json!({ "eventId": 1, "subscriptionId": 51, "portalId": 33, "appId": 7, "occurredAt": 1_762_000_000_000_i64,
        "subscriptionType": kind, "attemptNumber": 0, "objectId": 9001, "changeSource": "CRM_UI" });
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    event
}

#[tokio::test]
async fn events_of_several_accounts_in_one_delivery_each_say_whose_they_are() {
    let delivery = json!([
        told("contact.creation", json!({ "changeFlag": "NEW" })),
        told(
            "deal.propertyChange",
            json!({ "portalId": "44", "objectId": "5", "propertyName": "dealstage", "propertyValue": "won" })
        ),
        told(
            "contact.associationChange",
            json!({ "objectId": null, "fromObjectId": 1, "toObjectId": 2,
            "associationType": "CONTACT_TO_COMPANY", "associationRemoved": true, "isPrimaryAssociation": false })
        ),
        told(
            "company.merge",
            json!({ "primaryObjectId": 10, "mergedObjectIds": [10, 11], "newObjectId": 12 })
        ),
        told("object.deletion", json!({ "objectTypeId": "2-1234567" })),
        told("conversation.newMessage", json!({ "messageId": "m", "messageType": "MESSAGE" })),
        told("contact.somethingNew", json!({})),
    ]);
    let events = events(&delivery).await;
    let accounts: Vec<_> = events.iter().map(|event| event.account.as_str()).collect();
    assert_eq!(accounts, ["33", "44", "33", "33", "33", "33", "33"]);
    assert_eq!((events[0].id.as_str(), events[1].id.as_str()), ("9001", "5"));
    assert_eq!(events[0].at.unwrap().timestamp_millis(), 1_762_000_000_000);
    assert_eq!(events[1].data.property_value.as_deref(), Some("won"));
    let association = events[2].data.association.as_ref().unwrap();
    assert_eq!(
        (association.from.as_deref(), association.to.as_deref(), association.removed),
        (Some("1"), Some("2"), true)
    );
    let merge = events[3].data.merge.as_ref().unwrap();
    assert_eq!(
        (merge.new.as_deref(), merge.merged.clone()),
        (Some("12"), vec!["10".to_owned(), "11".to_owned()])
    );
    assert_eq!(events[4].data.object_type_id.as_deref(), Some("2-1234567"));
    assert_eq!(events[5].data.kind, EventKind::NewMessage);
    assert_eq!(events[5].data.raw["messageId"], "m");
    assert_eq!((events[6].data.kind.known(), events[6].data.kind.as_str()), (None, "somethingNew"));
}

#[tokio::test]
async fn the_same_event_sent_again_has_the_same_key_and_another_has_another() {
    let key = async |more| events(&json!([told("contact.propertyChange", more)])).await[0].key.clone();
    let first = key(json!({ "propertyName": "email" })).await;
    assert_eq!(first, key(json!({ "propertyName": "email", "attemptNumber": 3, "eventId": 2 })).await);
    for other in [
        json!({ "propertyName": "phone" }),
        json!({ "propertyName": "email", "objectId": 9002 }),
        json!({ "propertyName": "email", "occurredAt": 1_762_000_000_001_i64 }),
        json!({ "propertyName": "email", "subscriptionId": 52 }),
    ] {
        assert_ne!(first, key(other).await);
    }
}

#[tokio::test]
async fn a_delivery_that_is_not_of_hubspots_shape_is_told_without_what_stands_in_it() {
    let signed = |body: &str| {
        V3.sign(Inbound::post(URL, body.to_owned()), &secret(), "2026-01-31T10:00:00Z".parse().unwrap())
            .unwrap()
    };
    for body in [r#"{"Hidden":1}"#, r#"[{"portalId":33,"Hidden":1}]"#, "Hidden"] {
        let verifier = at(webhooks::verifier(secret()), "2026-01-31T10:00:01Z");
        let verified = verify(&verifier, signed(body)).await.unwrap();
        let error = HubSpot::events(&verified).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(!format!("{error} {error:?}").contains("Hidden"), "{error:?}");
    }
}

#[tokio::test]
async fn triggers_look_when_an_event_is_of_their_account_type_and_kind() {
    let hubspot = HubSpot::new().portal("33").object("engines", "2-1234567");
    let looks = async |kind: &str, more: Value| {
        let event = events(&json!([told(kind, more)])).await.remove(0);
        let hints = [
            contacts::Created::new().hint(&hubspot, &event).is_some(),
            contacts::Updated::new().hint(&hubspot, &event).is_some(),
            contacts::Deleted::new().hint(&hubspot, &event).is_some(),
            deals::CreatedOrUpdated::new().hint(&hubspot, &event).is_some(),
            objects::Created::<connectors_hubspot::CustomObject>::new()
                .object("engines")
                .hint(&hubspot, &event)
                .is_some(),
        ];
        hints.map(u8::from)
    };
    assert_eq!(looks("contact.creation", json!({})).await, [1, 0, 0, 0, 0]);
    assert_eq!(looks("contact.propertyChange", json!({})).await, [0, 1, 0, 0, 0]);
    assert_eq!(looks("contact.deletion", json!({})).await, [0, 0, 1, 0, 0]);
    assert_eq!(looks("contact.somethingNew", json!({})).await, [1, 1, 1, 0, 0]);
    assert_eq!(looks("contact.creation", json!({ "portalId": 44 })).await, [0; 5]);
    assert_eq!(looks("deal.merge", json!({})).await, [0, 0, 0, 1, 0]);
    assert_eq!(looks("object.creation", json!({ "objectTypeId": "0-1" })).await, [1, 0, 0, 0, 0]);
    assert_eq!(looks("object.creation", json!({ "objectTypeId": "2-1234567" })).await, [0, 0, 0, 0, 1]);
    let event = events(&json!([told("contact.creation", json!({}))])).await.remove(0);
    let hint = contacts::Created::new().hint(&hubspot, &event).unwrap();
    assert_eq!(hint, Hint::Look { id: Some("9001".to_owned()), at: event.at });
}
