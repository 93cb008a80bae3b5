//! What recipients of e-mails want, in both versions, and that no program undoes an opt-out.

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
async fn an_opt_out_of_one_type_stays_whatever_a_program_says() {
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
    let again = json!({ "channel": "EMAIL", "statusState": "SUBSCRIBED", "subscriptionId": 1001 });
    world.post(&format!("{V4}/statuses/a@example.com"), again).await.expect(400);
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
