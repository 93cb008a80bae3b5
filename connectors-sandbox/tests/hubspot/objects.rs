//! One record at a time: values, unknown and refused properties, uniqueness, what an answer shows, lists, merging, privacy.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::World;

#[tokio::test]
async fn values_are_text_whatever_they_were_written_as() {
    let mut world = World::new().await;
    world.strict = false; // HubSpot takes numbers, which the description does not know
    let written = json!({ "dealname": "D", "amount": 12.5, "dealstage": "closedwon", "closedate": 1_762_000_000_000_u64 });
    let id = world.make("deals", written).await;
    let deal = world.get(&format!("/crm/v3/objects/deals/{id}")).await.expect(200).body["properties"].clone();
    assert_eq!((&deal["amount"], &deal["closedate"]), (&json!("12.5"), &json!("2025-11-01T12:26:40.000Z")));
    assert_eq!(deal["pipeline"], "default", "a stage is one of the first pipeline");
    assert_eq!(deal["hs_object_id"], id.as_str());
    assert!(id.parse::<u64>().unwrap() > u64::from(u32::MAX));
}

#[tokio::test]
async fn only_the_defaults_come_back_unless_others_are_asked_for() {
    let world = World::new().await;
    let id = world.make("contacts", json!({ "email": "Ada@Example.com", "phone": "1" })).await;
    let path = format!("/crm/v3/objects/contacts/{id}");
    let names = |body: &Value| body["properties"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let defaults = world.get(&path).await.expect(200).body;
    let always = ["createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"];
    assert_eq!(names(&defaults), always);
    assert_eq!(
        (&defaults["properties"]["email"], &defaults["properties"]["lastname"]),
        (&json!("ada@example.com"), &Value::Null)
    );
    for query in ["properties=phone,nothing", "properties=phone&properties=nothing"] {
        let asked = world.get(&format!("{path}?{query}")).await.expect(200).body;
        assert_eq!(names(&asked), ["createdate", "hs_object_id", "lastmodifieddate", "phone"]);
    }
}

#[tokio::test]
async fn what_is_wrong_with_properties_is_told_one_by_one_and_nothing_is_written() {
    let world = World::new().await;
    let wrong = json!({
        "nothing": "x", "lifecyclestage": "leader", "annualrevenue": "much", "email": "no address",
        "hs_object_id": "1", "date_of_birth": "2024-01-01T05:00:00Z", "hubspot_owner_id": "7", "notes_last_contacted": "soon",
        "hs_buying_role": "CHAMPION;KING",
    });
    let answer = world.post("/crm/v3/objects/contacts", json!({ "properties": wrong })).await.expect(400);
    assert_eq!(answer.category(), "VALIDATION_ERROR");
    let mut codes = answer.codes();
    codes.sort_unstable();
    let want = [
        "INVALID_DATE",
        "INVALID_DATE",
        "INVALID_EMAIL",
        "INVALID_NUMBER",
        "INVALID_OPTION",
        "INVALID_OPTION",
        "INVALID_OWNER_ID",
        "PROPERTY_DOESNT_EXIST",
        "READ_ONLY_VALUE",
    ];
    assert_eq!(codes, want);
    let message = answer.body["message"].as_str().unwrap();
    let listed: Value = serde_json::from_str(message.split_once(": ").unwrap().1).unwrap();
    assert_eq!(listed.as_array().unwrap().len(), want.len(), "the message has it all as JSON");
    assert!(world.get("/crm/v3/objects/contacts").await.results().is_empty());
}

#[tokio::test]
async fn a_note_needs_its_time_and_a_ticket_its_stage() {
    let world = World::new().await;
    for (name, properties) in
        [("notes", json!({ "hs_note_body": "x" })), ("tickets", json!({ "subject": "x" }))]
    {
        let answer = world
            .post(&format!("/crm/v3/objects/{name}"), json!({ "properties": properties }))
            .await
            .expect(400);
        assert_eq!(answer.codes(), ["REQUIRED_PROPERTY"]);
    }
    world.make("notes", json!({ "hs_timestamp": "2026-01-01T00:00:00Z" })).await;
    world.make("tickets", json!({ "subject": "x", "hs_pipeline_stage": "1" })).await;
    let stage = json!({ "properties": { "dealname": "D", "dealstage": "nowhere" } });
    assert_eq!(world.post("/crm/v3/objects/deals", stage).await.expect(400).codes(), ["INVALID_OPTION"]);
}

#[tokio::test]
async fn an_address_belongs_to_one_contact_and_a_domain_to_many_companies() {
    let world = World::new().await;
    let first = world.make("contacts", json!({ "email": "ada@example.com" })).await;
    let second = world.make("contacts", json!({ "email": "ben@example.com" })).await;
    let taken = json!({ "properties": { "email": "ADA@example.com" } });
    let refused = world.post("/crm/v3/objects/contacts", taken.clone()).await.expect(409);
    assert_eq!(refused.body["message"], format!("Contact already exists. Existing ID: {first}"));
    assert_eq!(refused.category(), "CONFLICT");
    world.patch(&format!("/crm/v3/objects/contacts/{second}"), taken.clone()).await.expect(409);
    world.patch(&format!("/crm/v3/objects/contacts/{first}"), taken).await.expect(200);
    for _ in 0..2 {
        world.make("companies", json!({ "domain": "example.com" })).await;
    }
    // Who is archived has no address any more.
    world.delete(&format!("/crm/v3/objects/contacts/{first}")).await.expect(204);
    world.make("contacts", json!({ "email": "ada@example.com" })).await;
}

#[tokio::test]
async fn a_record_is_named_by_a_unique_property_too() {
    let world = World::new().await;
    let id = world.make("contacts", json!({ "email": "ada@example.com" })).await;
    let path = "/crm/v3/objects/contacts/ada@example.com?idProperty=email";
    assert_eq!(world.get(path).await.expect(200).body["id"], id.as_str());
    world.patch(path, json!({ "properties": { "phone": "1" } })).await.expect(200);
    assert_eq!(world.value("contacts", &id, "phone").await, "1");
    world.get("/crm/v3/objects/contacts/1?idProperty=phone").await.expect(400);
    world.get("/crm/v3/objects/contacts/none@example.com?idProperty=email").await.expect(404);
    world.get(&format!("/crm/v3/objects/companies/{id}")).await.expect(404);
    world.get("/crm/v3/objects/nothing").await.expect(400);
}

#[tokio::test]
async fn an_empty_text_clears_and_the_history_remembers() {
    let world = World::new().await;
    let id = world.make("contacts", json!({ "firstname": "Ada" })).await;
    let path = format!("/crm/v3/objects/contacts/{id}");
    world.sandbox.advance(Duration::from_secs(1));
    world.patch(&path, json!({ "properties": { "firstname": "Eve" } })).await.expect(200);
    world.patch(&path, json!({ "properties": { "firstname": "" } })).await.expect(200);
    world.patch(&path, json!({ "properties": { "firstname": "" } })).await.expect(200);
    let shown = world.get(&format!("{path}?propertiesWithHistory=firstname")).await.expect(200).body;
    assert_eq!(shown["properties"]["firstname"], Value::Null);
    let history = shown["propertiesWithHistory"]["firstname"].as_array().unwrap();
    let values: Vec<_> = history.iter().map(|version| version["value"].as_str().unwrap()).collect();
    assert_eq!(values, ["", "Eve", "Ada"], "newest first, and a write that changes nothing is none");
    assert_eq!(history[0]["sourceType"], "INTEGRATION");
}

#[tokio::test]
async fn a_list_goes_from_page_to_page_and_archived_records_have_their_own() {
    let world = World::new().await;
    let mut ids = Vec::new();
    for number in 0..5 {
        ids.push(world.make("companies", json!({ "name": number.to_string() })).await);
    }
    world.delete(&format!("/crm/v3/objects/companies/{}", ids[1])).await.expect(204);
    world.delete(&format!("/crm/v3/objects/companies/{}", ids[1])).await.expect(204);
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let page = world.get(&format!("/crm/v3/objects/companies?limit=2{after}")).await.expect(200);
        seen.extend(page.ids());
        match page.body["paging"]["next"]["after"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(seen, [&*ids[0], &ids[2], &ids[3], &ids[4]]);
    let archived = world.get("/crm/v3/objects/companies?archived=true").await.expect(200);
    assert_eq!(archived.ids(), [ids[1].as_str()]);
    assert!(archived.results()[0]["archivedAt"].is_string());
    let path = format!("/crm/v3/objects/companies/{}", ids[1]);
    world.get(&path).await.expect(404);
    world.get(&format!("{path}?archived=true")).await.expect(200);
    world.get("/crm/v3/objects/companies?limit=101").await.expect(400);
    world.get("/crm/v3/objects/companies?limit=51&propertiesWithHistory=name").await.expect(400);
}

#[tokio::test]
async fn a_merged_contact_is_a_new_one_that_all_ids_and_addresses_stand_for() {
    let world = World::new().await;
    let first = world.make("contacts", json!({ "firstname": "Ada", "email": "a@example.com" })).await;
    let second = json!({ "firstname": "Eve", "phone": "1", "email": "e@example.com" });
    let second = world.make("contacts", second).await;
    let company = world.make("companies", json!({})).await;
    let links = format!("/crm/v4/objects/contacts/{second}/associations/default/companies/{company}");
    world.put(&links, Value::Null).await.expect(200);
    let list = json!({ "name": "L", "objectTypeId": "0-1", "processingType": "MANUAL" });
    world.post("/crm/v3/lists", list).await.expect(200);
    world.put("/crm/v3/lists/1/memberships/add", json!([second])).await.expect(200);
    let both = json!({ "primaryObjectId": first, "objectIdToMerge": second });
    let merged = world.post("/crm/v3/objects/contacts/merge", both.clone()).await.expect(200);
    let id = merged.body["id"].as_str().unwrap();
    assert!(id != first && id != second);
    let asked = "properties=phone,firstname,email,hs_additional_emails,hs_merged_object_ids,hs_object_id";
    for name in [&first, &second, id] {
        let seen = world.get(&format!("/crm/v3/objects/contacts/{name}?{asked}")).await.expect(200).body;
        assert_eq!((&seen["id"], &seen["properties"]["phone"]), (&json!(id), &json!("1")));
        assert_eq!(seen["properties"]["firstname"], "Ada", "the primary record's value stays");
        assert_eq!(seen["properties"]["email"], "a@example.com");
        assert_eq!(seen["properties"]["hs_additional_emails"], "e@example.com");
        assert_eq!(seen["properties"]["hs_merged_object_ids"], format!("{first};{second}"));
        assert_eq!(seen["properties"]["hs_object_id"], id);
    }
    for address in ["a@example.com", "E@example.com"] {
        let path = format!("/crm/v3/objects/contacts/{address}?idProperty=email");
        assert_eq!(world.get(&path).await.expect(200).body["id"], id);
        let again = json!({ "properties": { "email": address } });
        assert_eq!(world.post("/crm/v3/objects/contacts", again).await.expect(409).category(), "CONFLICT");
    }
    assert_eq!(world.get("/crm/v3/lists/1/memberships").await.expect(200).results()[0]["recordId"], id);
    let links = world.get(&format!("/crm/v4/objects/contacts/{id}/associations/companies")).await.expect(200);
    assert_eq!(links.results()[0]["toObjectId"], company.as_str());
    assert_eq!(world.get("/crm/v3/objects/contacts").await.expect(200).ids(), [id]);
    world.post("/crm/v3/objects/contacts/merge", both).await.expect(400);
    world.delete(&format!("/crm/v3/objects/contacts/{id}")).await.expect(204);
    world.make("contacts", json!({ "email": "e@example.com" })).await;
}

#[tokio::test]
async fn of_merged_deals_the_primary_one_goes_on() {
    let world = World::new().await;
    let (first, second) =
        (world.make("deals", json!({})).await, world.make("deals", json!({ "amount": "5" })).await);
    let both = json!({ "primaryObjectId": first, "objectIdToMerge": second });
    let merged = world.post("/crm/v3/objects/deals/merge", both).await.expect(200);
    assert_eq!(merged.body["id"], first.as_str());
    assert_eq!(world.value("deals", &second, "amount").await, "5");
}

#[tokio::test]
async fn a_forgotten_contact_is_gone_and_its_address_does_not_come_back() {
    let world = World::new().await;
    let id = world.make("contacts", json!({ "email": "ada@example.com" })).await;
    let by = json!({ "objectId": "ada@example.com", "idProperty": "email" });
    world.post("/crm/v3/objects/contacts/gdpr-delete", by).await.expect(204);
    world.get(&format!("/crm/v3/objects/contacts/{id}?archived=true")).await.expect(404);
    let again = json!({ "properties": { "email": "ada@example.com" } });
    world.post("/crm/v3/objects/contacts", again).await.expect(400);
}

#[tokio::test]
async fn dated_paths_are_the_same_resources() {
    let world = World::new().await;
    for version in ["2026-03", "2026-09"] {
        let made = world
            .post(&format!("/crm/objects/{version}/0-1"), json!({ "properties": { "firstname": "A" } }))
            .await;
        let id = made.expect(201).body["id"].as_str().unwrap().to_owned();
        world.get(&format!("/crm/v3/objects/contact/{id}")).await.expect(200);
    }
    world.get("/crm/objects/2025-01/contacts").await.expect(404);
    world.get("/crm/v5/objects/contacts").await.expect(404);
}

#[tokio::test]
async fn what_is_no_call_at_all_is_refused_in_the_format_of_errors() {
    let mut world = World::new().await;
    world.strict = false;
    let broken = world.request(http::Method::POST, "/crm/v3/objects/contacts").body("{\"properties\": {");
    let broken = world.send(broken.header("content-type", "application/json")).await.expect(400);
    assert_eq!(broken.category(), "VALIDATION_ERROR");
    assert!(
        broken.body["message"].as_str().unwrap().starts_with("Invalid input JSON on line 1, column 16: ")
    );
    assert_eq!(broken.header("x-hubspot-correlation-id"), broken.body["correlationId"].as_str());
    let form =
        world.request(http::Method::POST, "/crm/v3/objects/contacts").form(&[("email", "a@example.com")]);
    world.send(form).await.expect(415);
    for (path, status) in
        [("/crm/v3/nothing", 404), ("/crm/v3/objects/contacts", 405), ("/crm/v3/objects/contacts/1", 405)]
    {
        let refused = world.put(path, json!({})).await.expect(status);
        assert!(refused.body["correlationId"].is_string(), "{path}");
    }
    let lacking = world.post("/crm/v3/objects/contacts/merge", json!({})).await.expect(400);
    assert!(lacking.body["message"].as_str().unwrap().contains("[primaryObjectId]"), "{lacking:?}");
}
