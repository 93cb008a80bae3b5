//! Webhooks: subscriptions, what is posted, signatures, tries, and what people do at the screen.

use std::time::Duration;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use connectors_sandbox::hubspot::HubSpot;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::harness::{Answer, World};
use crate::receiver::{Answer as Receives, Received, Receiver};

async fn watched(receiver: &Receiver, events: &[&str]) -> World {
    World::of(
        HubSpot::new().indexed_after(Duration::ZERO).webhook(&receiver.url("/in?who=a%40b&x=1%202"), events),
    )
    .await
}

/// All events that arrived, delivery by delivery.
async fn told(world: &World, receiver: &Receiver) -> Vec<Vec<Value>> {
    world.sandbox.settled().await;
    receiver.take().into_iter().map(|one| one.body.as_array().unwrap().clone()).collect()
}

fn words(events: &[Value]) -> Vec<String> {
    let word = |event: &Value| match event["propertyName"].as_str() {
        Some(property) => format!("{property}={}", event["propertyValue"].as_str().unwrap()),
        None => event["subscriptionType"].as_str().unwrap().to_owned(),
    };
    events.iter().map(word).collect()
}

#[tokio::test]
async fn what_the_app_is_subscribed_to_arrives_and_nothing_else() {
    let receiver = Receiver::saying(200).await;
    let events =
        ["contact.creation", "contact.deletion", "contact.propertyChange:email", "contact.privacyDeletion"];
    let world = watched(&receiver, &events).await;
    let id = world.make("contacts", json!({ "email": "a@example.com", "phone": "1" })).await;
    world.make("companies", json!({ "name": "C" })).await;
    let first = told(&world, &receiver).await;
    assert_eq!(first.len(), 1, "one call, one delivery");
    assert_eq!(words(&first[0]), ["contact.creation", "email=a@example.com"]);
    let event = &first[0][0];
    assert_eq!(event["objectId"], id.parse::<u64>().unwrap());
    assert_eq!(
        (&event["portalId"], &event["attemptNumber"], &event["changeSource"]),
        (&json!(44_001_234), &json!(0), &json!("INTEGRATION"))
    );
    assert_eq!(event["sourceId"], "1160452", "the app knows its own changes by this");
    let path = format!("/crm/v3/objects/contacts/{id}");
    world.patch(&path, json!({ "properties": { "email": "a@example.com" } })).await.expect(200);
    assert!(told(&world, &receiver).await.is_empty(), "nothing changed");
    world.post("/crm/v3/objects/contacts/gdpr-delete", json!({ "objectId": id })).await.expect(204);
    assert_eq!(
        words(&told(&world, &receiver).await.concat()),
        ["contact.deletion", "contact.privacyDeletion"]
    );
}

fn is_signed(one: &Received, url: &str, secret: &str) -> bool {
    let header = |name: &str| one.headers.get(name).unwrap().to_str().unwrap();
    let body = std::str::from_utf8(&one.bytes).unwrap();
    let v1: String =
        Sha256::digest(format!("{secret}{body}")).iter().map(|byte| format!("{byte:02x}")).collect();
    let text = format!("POST{url}{body}{}", header("x-hubspot-request-timestamp"));
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let v3 = BASE64_STANDARD.encode(hmac::sign(&key, text.as_bytes()));
    header("x-hubspot-signature") == v1
        && header("x-hubspot-signature-version") == "v1"
        && header("x-hubspot-signature-v3") == v3
}

#[tokio::test]
async fn each_try_has_its_number_and_is_signed_with_its_time() {
    let receiver = Receiver::saying(500).await;
    let world = watched(&receiver, &["contact.creation"]).await;
    world.make("contacts", json!({})).await;
    for _ in 0..12 {
        world.sandbox.settled().await;
        world.sandbox.advance(Duration::from_secs(420 * 60));
    }
    world.sandbox.settled().await;
    let all = receiver.take();
    let numbers: Vec<_> = all.iter().map(|one| one.body[0]["attemptNumber"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (0..11).collect::<Vec<_>>(), "ten more tries");
    let secret = world.sandbox.credentials("hubspot").unwrap().client_secret;
    let url = receiver.url("/in?who=a@b&x=1%202");
    let mut times = Vec::new();
    for one in &all {
        assert!(is_signed(one, &url, &secret) && !is_signed(one, &receiver.url("/in"), &secret));
        times.push(one.headers["x-hubspot-request-timestamp"].clone());
    }
    times.dedup();
    assert_eq!(times.len(), all.len());
}

#[tokio::test]
async fn what_a_receiver_refuses_is_not_sent_again_but_a_throttled_one_is() {
    for (status, tries) in [(404, 1), (429, 2), (503, 2), (204, 1)] {
        let receiver = Receiver::answering(move |_| Receives::Status(status)).await;
        let world = watched(&receiver, &["contact.creation"]).await;
        world.make("contacts", json!({})).await;
        world.sandbox.settled().await;
        world.sandbox.advance(Duration::from_secs(60));
        world.sandbox.settled().await;
        assert_eq!(receiver.count(), tries, "{status}");
    }
}

#[tokio::test]
async fn a_delivery_has_a_hundred_events_at_most() {
    let receiver = Receiver::saying(200).await;
    let world = watched(&receiver, &["contact.creation", "contact.propertyChange:firstname"]).await;
    let inputs = vec![json!({ "properties": { "firstname": "A" } }); 60];
    world.post("/crm/v3/objects/contacts/batch/create", json!({ "inputs": inputs })).await.expect(201);
    let sizes: Vec<_> = told(&world, &receiver).await.iter().map(Vec::len).collect();
    assert_eq!(sizes, [100, 20]);
}

#[tokio::test]
async fn merges_and_associations_are_told() {
    let receiver = Receiver::saying(200).await;
    let world =
        watched(&receiver, &["contact.merge", "contact.associationChange", "company.associationChange"])
            .await;
    let first = world.make("contacts", json!({})).await;
    let second = world.make("contacts", json!({ "phone": "1" })).await;
    let company = world.make("companies", json!({ "name": "C" })).await;
    let path = format!("/crm/v4/objects/contacts/{first}/associations/default/companies/{company}");
    world.put(&path, Value::Null).await.expect(200);
    let linked = told(&world, &receiver).await.concat();
    assert_eq!(words(&linked), ["contact.associationChange", "company.associationChange"]);
    assert_eq!(
        (&linked[0]["associationType"], &linked[0]["associationRemoved"]),
        (&json!("CONTACT_TO_COMPANY"), &json!(false))
    );
    assert_eq!(linked[0]["toObjectId"], company.parse::<u64>().unwrap());
    let both = json!({ "primaryObjectId": first, "objectIdToMerge": second });
    world.post("/crm/v3/objects/contacts/merge", both).await.expect(200);
    let merged = told(&world, &receiver).await.concat();
    let event = merged.iter().find(|event| event["subscriptionType"] == "contact.merge").unwrap();
    let new = world.get(&format!("/crm/v3/objects/contacts/{first}")).await.expect(200).body["id"].clone();
    assert_eq!(event["newObjectId"].to_string(), new.as_str().unwrap());
    assert_eq!(event["mergedObjectIds"], json!([second.parse::<u64>().unwrap()]));
    assert_eq!(
        (&event["primaryObjectId"], &event["numberOfPropertiesMoved"]),
        (&json!(first.parse::<u64>().unwrap()), &json!(1))
    );
}

/// A call with the developer's key.
pub(crate) async fn managed(world: &World, method: http::Method, path: &str, body: Value) -> Answer {
    let about = world.sandbox.describe()["hubspot"].clone();
    let (app, key) = (about["app_id"].clone(), about["developer_api_key"].as_str().unwrap().to_owned());
    let url = world.url(&format!("/webhooks/v3/{app}{path}?hapikey={key}"));
    let request = world.client.request(method, url);
    world.send(if body.is_null() { request } else { request.json(&body) }).await
}

#[tokio::test]
async fn the_developer_sets_the_webhook_up() {
    use http::Method;
    let receiver = Receiver::saying(200).await;
    let world = World::new().await;
    managed(&world, Method::GET, "/settings", Value::Null).await.expect(404);
    let settings = json!({ "targetUrl": receiver.url("/in"), "throttling": { "maxConcurrentRequests": 10 } });
    managed(&world, Method::PUT, "/settings", settings).await.expect(200);
    managed(&world, Method::GET, "/settings", Value::Null).await.expect(200);
    let wish = json!({ "eventType": "object.creation", "objectTypeId": "0-2" });
    let made = managed(&world, Method::POST, "/subscriptions", wish.clone()).await.expect(201);
    assert_eq!(made.body["active"], false, "unless it is said");
    managed(&world, Method::POST, "/subscriptions", wish).await.expect(409);
    for wrong in
        [json!({ "eventType": "contact.birthday" }), json!({ "eventType": "contact.propertyChange" })]
    {
        managed(&world, Method::POST, "/subscriptions", wrong).await.expect(400);
    }
    world.make("companies", json!({})).await;
    assert!(told(&world, &receiver).await.is_empty());
    let id = made.body["id"].as_str().unwrap().to_owned();
    let one = format!("/subscriptions/{id}");
    managed(&world, Method::PATCH, &one, json!({ "active": true })).await.expect(200);
    world.make("companies", json!({})).await;
    assert_eq!(told(&world, &receiver).await.concat()[0]["objectTypeId"], "0-2");
    let off = json!({ "inputs": [{ "id": id.parse::<u64>().unwrap(), "active": false }] });
    managed(&world, Method::POST, "/subscriptions/batch/update", off).await.expect(200);
    assert_eq!(managed(&world, Method::GET, &one, Value::Null).await.expect(200).body["active"], false);
    managed(&world, Method::DELETE, &one, Value::Null).await.expect(204);
    assert!(
        managed(&world, Method::GET, "/subscriptions", Value::Null).await.expect(200).results().is_empty()
    );
    managed(&world, Method::DELETE, "/settings", Value::Null).await.expect(204);
    world.get("/webhooks/v3/1160452/settings").await.expect(403);
    let none = world.client.get(world.url("/webhooks/v3/1160452/settings"));
    world.send(none).await.expect(401);
}

#[tokio::test]
async fn a_person_writes_archives_and_unsubscribes() {
    let receiver = Receiver::saying(200).await;
    let world = World::new().await;
    let events = [
        "contact.creation",
        "contact.deletion",
        "contact.propertyChange:phone",
        "contact.propertyChange:hs_email_optout",
    ];
    let control = async |action: &str, body: Value| {
        world.send(world.client.post(world.url(&format!("/_sandbox/hubspot/{action}"))).json(&body)).await
    };
    control("webhook", json!({ "url": receiver.url("/in"), "events": events })).await.expect(200);
    control("webhook", json!({ "url": receiver.url("/in"), "events": ["contact.birthday"] }))
        .await
        .expect(400);
    assert_eq!(control("webhook", json!({})).await.expect(200).body["events"], json!(events));
    let made = json!({ "object": "contacts", "properties": { "email": "a@example.com", "phone": "1" } });
    let id = control("write", made).await.expect(200).body["id"].as_str().unwrap().to_owned();
    control("write", json!({ "object": "contacts", "id": id, "properties": { "phone": "2" } }))
        .await
        .expect(200);
    control("write", json!({ "object": "contacts", "properties": { "nothing": "2" } })).await.expect(400);
    control("unsubscribe", json!({ "email": "A@example.com" })).await.expect(200);
    for _ in 0..2 {
        control("engage", json!({ "email": "a@example.com", "what": "open" })).await.expect(200);
    }
    control("engage", json!({ "email": "nobody@example.com", "what": "open" })).await.expect(400);
    assert_eq!(world.value("contacts", &id, "hs_email_open").await, "2");
    assert!(world.value("contacts", &id, "hs_email_last_open_date").await.is_string());
    control("archive", json!({ "object": "contacts", "id": id })).await.expect(200);
    control("archive", json!({ "object": "contacts", "id": id })).await.expect(400);
    control("dance", json!({})).await.expect(404);
    let all = told(&world, &receiver).await.concat();
    assert_eq!(
        words(&all),
        ["contact.creation", "phone=1", "phone=2", "hs_email_optout=true", "contact.deletion"]
    );
    assert!(all.iter().all(|event| event["changeSource"] == "CRM_UI"));
    let properties = json!({ "firstname": "B" });
    let same = world.hubspot.write("contact", None, properties.as_object().unwrap()).unwrap();
    assert_eq!(world.value("contacts", &same, "firstname").await, "B");
}

#[tokio::test]
async fn a_record_that_comes_back_is_told_of_unless_another_has_its_address() {
    let receiver = Receiver::saying(200).await;
    let world = watched(&receiver, &["contact.restore"]).await;
    let id = world.make("contacts", json!({ "email": "a@example.com" })).await;
    assert!(world.hubspot.restore("contacts", &id).is_err(), "it was not archived");
    world.hubspot.archive("contacts", &id).unwrap();
    world.hubspot.restore("contacts", &id).unwrap();
    let events = told(&world, &receiver).await.concat();
    assert_eq!(words(&events), ["contact.restore"]);
    assert_eq!(events[0]["sourceId"], "userId:9005001");
    assert_eq!(
        (&events[0]["objectId"], &events[0]["changeSource"]),
        (&json!(id.parse::<u64>().unwrap()), &json!("CRM_UI"))
    );
    assert_eq!(world.value("contacts", &id, "email").await, "a@example.com");
    world.hubspot.archive("contacts", &id).unwrap();
    world.make("contacts", json!({ "email": "a@example.com" })).await;
    assert!(world.hubspot.restore("contacts", &id).is_err());
}

#[tokio::test]
async fn conversations_are_told_of_and_are_no_records_of_the_api() {
    let receiver = Receiver::saying(200).await;
    let events = [
        "conversation.creation",
        "conversation.propertyChange:status",
        "conversation.newMessage",
        "conversation.deletion",
    ];
    let world = watched(&receiver, &events).await;
    let object = |value: Value| value.as_object().unwrap().clone();
    let id = world.hubspot.write("conversations", None, &object(json!({}))).unwrap();
    let message = world.hubspot.message(&id).unwrap();
    world.hubspot.write("conversations", Some(&id), &object(json!({ "status": "CLOSED" }))).unwrap();
    world.hubspot.archive("conversations", &id).unwrap();
    let events = told(&world, &receiver).await.concat();
    assert_eq!(
        words(&events),
        ["conversation.creation", "conversation.newMessage", "status=CLOSED", "conversation.deletion"]
    );
    assert_eq!((&events[1]["messageId"], &events[1]["messageType"]), (&json!(message), &json!("MESSAGE")));
    world.get("/crm/v3/objects/conversations").await.expect(400);
}
