//! What recipients of e-mails want, in both versions, and which of them undoes an opt-out.

use std::time::Duration;

use connectors_sandbox::hubspot::HubSpot;
use serde_json::{Value, json};

use crate::harness::{Answer, World};

const V3: &str = "/communication-preferences/v3";
const V4: &str = "/communication-preferences/v4";

fn wish(id: &str) -> Value {
    json!({ "emailAddress": "a@example.com", "subscriptionId": id, "legalBasis": "CONSENT_WITH_NOTICE", "legalBasisExplanation": "asked" })
}

async fn status(world: &World, id: &str) -> Value {
    let all = world.get(&format!("{V3}/status/email/a@example.com")).await.expect(200);
    let all = all.body["subscriptionStatuses"].as_array().unwrap().clone();
    all.into_iter().find(|one| one["id"] == id).unwrap()
}

#[tokio::test]
async fn an_opt_out_of_one_type_stays_whatever_a_program_says_in_the_third_version() {
    let world = World::new().await;
    let id = world.make("contacts", json!({ "email": "a@example.com" })).await;
    assert_eq!(
        world.get(&format!("{V3}/definitions")).await.expect(200).body["subscriptionDefinitions"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    world.post(&format!("{V3}/subscribe"), wish("1001")).await.expect(200);
    assert_eq!(status(&world, "1001").await["status"], "SUBSCRIBED");
    world.post(&format!("{V3}/unsubscribe"), wish("1001")).await.expect(200);
    assert_eq!(status(&world, "1001").await["status"], "NOT_SUBSCRIBED");
    assert_eq!(world.value("contacts", &id, "hs_email_optout_1001").await, "true");
    world.post(&format!("{V3}/subscribe"), wish("1001")).await.expect(400);
    world.post(&format!("{V3}/subscribe"), wish("1002")).await.expect(200);
    world.post(&format!("{V3}/subscribe"), wish("7")).await.expect(400);
    let opt_out = json!({ "properties": { "hs_email_optout_1001": "false" } });
    assert_eq!(
        world.patch(&format!("/crm/v3/objects/contacts/{id}"), opt_out).await.expect(400).codes(),
        ["READ_ONLY_VALUE"]
    );
    // The recipient may.
    world.hubspot.subscribe("A@example.com", "1001").unwrap();
    assert_eq!(status(&world, "1001").await["status"], "SUBSCRIBED");
    assert_eq!(world.value("contacts", &id, "hs_email_optout_1001").await, "false");
}

#[tokio::test]
async fn an_opt_out_of_all_is_one_of_each_and_waits_for_the_contact() {
    let world = World::new().await;
    world.hubspot.unsubscribe("a@example.com", None).unwrap();
    let all = status(&world, "1002").await;
    assert_eq!(
        (&all["status"], &all["sourceOfStatus"]),
        (&json!("NOT_SUBSCRIBED"), &json!("PORTAL_WIDE_STATUS"))
    );
    let id = world.make("contacts", json!({ "email": "A@example.com" })).await;
    assert_eq!(world.value("contacts", &id, "hs_email_optout").await, "true");
    world.post(&format!("{V3}/subscribe"), wish("1002")).await.expect(400);
}

fn statuses(answer: &Answer) -> Vec<&str> {
    answer.results().iter().map(|one| one["status"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_fourth_version_has_batches_and_an_opt_out_of_all() {
    let world = World::new().await;
    let input = |email: &str, state: &str| json!({ "subscriberIdString": email, "channel": "EMAIL", "statusState": state, "subscriptionId": 1002 });
    let inputs = json!({ "inputs": [input("a@example.com", "UNSUBSCRIBED"), input("b@example.com", "SUBSCRIBED"), input("c", "SUBSCRIBED")] });
    let part = world.post(&format!("{V4}/statuses/batch/write"), inputs).await.expect(207);
    assert_eq!((part.results().len(), &part.body["numErrors"]), (2, &json!(1)));
    let one = world.get(&format!("{V4}/statuses/a@example.com?channel=EMAIL")).await.expect(200);
    assert_eq!(statuses(&one), ["NOT_SPECIFIED", "UNSUBSCRIBED", "NOT_SPECIFIED"]);
    world.get(&format!("{V4}/statuses/a@example.com")).await.expect(400);
    let both = json!({ "inputs": ["a@example.com", "b@example.com"] });
    let read = world.post(&format!("{V4}/statuses/batch/read?channel=EMAIL"), both.clone()).await.expect(200);
    assert_eq!(read.results()[1]["statuses"][1]["status"], "SUBSCRIBED");
    let out = format!("{V4}/statuses/b@example.com/unsubscribe-all?channel=EMAIL");
    assert_eq!(statuses(&world.get(&out).await.expect(200)), ["NOT_SPECIFIED"]);
    assert_eq!(statuses(&world.post(&out, json!({})).await.expect(200)), ["UNSUBSCRIBED"]);
    let read = format!("{V4}/statuses/batch/unsubscribe-all/read?channel=EMAIL");
    assert_eq!(statuses(&world.post(&read, both).await.expect(200)), ["NOT_SPECIFIED", "UNSUBSCRIBED"]);
}

#[tokio::test]
async fn the_third_version_refuses_what_is_so_already() {
    let world = World::new().await;
    for (what, state) in [("subscribe", "subscribed to"), ("unsubscribe", "unsubscribed from")] {
        let path = format!("{V3}/{what}");
        world.post(&path, wish("1001")).await.expect(200);
        let again = world.post(&path, wish("1001")).await.expect(400);
        assert_eq!(again.category(), "VALIDATION_ERROR");
        assert_eq!(again.body["message"], format!("a@example.com is already {state} subscription 1001"));
    }
}

#[tokio::test]
async fn the_fourth_version_subscribes_whoever_unsubscribed_and_says_so() {
    let world = World::new().await;
    world.hubspot.unsubscribe("a@example.com", None).unwrap();
    let path = format!("{V4}/statuses/a@example.com");
    let wish = json!({ "channel": "EMAIL", "statusState": "SUBSCRIBED", "subscriptionId": 1001 });
    let back = world.post(&path, wish.clone()).await.expect(200);
    assert_eq!(
        (&back.body["status"], &back.body["setStatusSuccessReason"]),
        (&json!("SUBSCRIBED"), &json!("RESUBSCRIBE_OCCURRED"))
    );
    let all = world.get(&format!("{path}?channel=EMAIL")).await.expect(200);
    assert_eq!(statuses(&all), ["SUBSCRIBED", "UNSUBSCRIBED", "UNSUBSCRIBED"], "the others stay out");
    assert_eq!(world.post(&path, wish).await.expect(200).body.get("setStatusSuccessReason"), None);
}

#[tokio::test]
async fn an_opt_out_of_all_is_taken_again_unless_the_account_refuses() {
    for (refuses, status) in [(false, 200), (true, 400)] {
        let world = World::of(HubSpot::new().refuses_repeated_opt_outs(refuses)).await;
        let out = format!("{V4}/statuses/b@example.com/unsubscribe-all?channel=EMAIL");
        world.post(&out, json!({})).await.expect(200);
        world.post(&out, json!({})).await.expect(status);
    }
}

#[tokio::test]
async fn a_contact_shows_an_opt_out_when_its_time_has_come() {
    let world = World::of(HubSpot::new().opt_outs_shown_after(Duration::from_secs(5))).await;
    let id = world.make("contacts", json!({ "email": "a@example.com" })).await;
    world.hubspot.unsubscribe("a@example.com", None).unwrap();
    assert_eq!(status(&world, "1001").await["status"], "NOT_SUBSCRIBED");
    assert_eq!(world.value("contacts", &id, "hs_email_optout").await, Value::Null);
    world.sandbox.advance(Duration::from_secs(6));
    assert_eq!(world.value("contacts", &id, "hs_email_optout").await, "true");
}
