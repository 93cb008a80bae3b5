//! Batches: all or nothing, parts of them, and an order that is not that of the inputs.

use serde_json::{Value, json};

use crate::harness::{Answer, World};

async fn batch(world: &World, what: &str, inputs: Value) -> Answer {
    let mut body = json!({ "inputs": inputs });
    if what == "read" {
        (body["properties"], body["propertiesWithHistory"]) = (json!(["firstname"]), json!([]));
    }
    world.post(&format!("/crm/v3/objects/contacts/batch/{what}"), body).await
}

fn named(names: impl IntoIterator<Item = usize>) -> Value {
    names.into_iter().map(|name| json!({ "properties": { "firstname": name.to_string(), "email": format!("{name}@example.com") } })).collect()
}

#[tokio::test]
async fn results_are_not_in_the_order_of_the_inputs() {
    let world = World::new().await;
    let made = batch(&world, "create", named(0..100)).await.expect(201);
    let names: Vec<&Value> = made.results().iter().map(|one| &one["properties"]["firstname"]).collect();
    let inputs: Vec<Value> = (0..100).map(|name| json!(name.to_string())).collect();
    assert_ne!(names, inputs.iter().collect::<Vec<_>>());
    assert!(inputs.iter().all(|name| names.contains(&name)));
    batch(&world, "create", named(0..101)).await.expect(400);
}

#[tokio::test]
async fn one_bad_input_fails_the_batch_unless_each_can_be_told_apart() {
    let world = World::new().await;
    let inputs = json!([{ "properties": { "firstname": "A" } }, { "properties": { "nothing": "B" } }]);
    assert_eq!(batch(&world, "create", inputs).await.expect(400).codes(), ["PROPERTY_DOESNT_EXIST"]);
    assert!(world.get("/crm/v3/objects/contacts").await.results().is_empty());

    let inputs = json!([
        { "properties": { "firstname": "A" }, "objectWriteTraceId": "1" },
        { "properties": { "nothing": "B" }, "objectWriteTraceId": "2" },
        { "properties": { "email": "c@example.com" }, "objectWriteTraceId": "3" },
        { "properties": { "email": "C@example.com" }, "objectWriteTraceId": "4" },
    ]);
    let part = batch(&world, "create", inputs).await.expect(207);
    let mut done: Vec<_> =
        part.results().iter().map(|one| one["objectWriteTraceId"].as_str().unwrap()).collect();
    done.sort_unstable();
    assert_eq!((done, &part.body["numErrors"]), (vec!["1", "3"], &json!(2)));
    let failed = part.body["errors"].as_array().unwrap();
    let traces: Vec<_> = failed.iter().map(|error| &error["context"]["objectWriteTraceId"][0]).collect();
    assert_eq!(traces, ["2", "4"]);
    assert_eq!(world.get("/crm/v3/objects/contacts").await.results().len(), 2);
}

#[tokio::test]
async fn ids_that_are_not_there_are_told_beside_those_that_are() {
    let world = World::new().await;
    let id = world.make("contacts", json!({ "firstname": "A" })).await;
    let read = batch(&world, "read", json!([{ "id": id }, { "id": "1" }, { "id": "2" }])).await.expect(207);
    assert_eq!(read.ids(), [id.as_str()]);
    assert_eq!(read.body["errors"][0]["context"]["ids"], json!(["1", "2"]));
    assert_eq!(read.body["errors"][0]["category"], "OBJECT_NOT_FOUND");
    let change = |id: &str| json!({ "id": id, "properties": { "firstname": "B" } });
    let changed = batch(&world, "update", json!([change(&id), change("1")])).await.expect(207);
    assert_eq!((changed.ids(), &changed.body["numErrors"]), (vec![id.clone()], &json!(1)));
    batch(&world, "update", json!([change(&id), change(&id)])).await.expect(400);
    batch(&world, "update", json!([])).await.expect(400);
}

#[tokio::test]
async fn an_upsert_makes_what_is_not_there_and_changes_what_is() {
    let world = World::new().await;
    let id = world.make("contacts", json!({ "email": "a@example.com", "phone": "1" })).await;
    let input =
        |email: &str| json!({ "id": email, "idProperty": "email", "properties": { "firstname": "N" } });
    let done =
        batch(&world, "upsert", json!([input("A@example.com"), input("b@example.com")])).await.expect(200);
    let old = done.results().iter().find(|one| one["new"] == false).unwrap();
    let new = done.results().iter().find(|one| one["new"] == true).unwrap();
    assert_eq!((&old["id"], &new["properties"]["email"]), (&json!(id), &json!("b@example.com")));
    assert_eq!(world.value("contacts", &id, "phone").await, "1");
    let wrong = json!([{ "id": "1", "idProperty": "phone", "properties": {} }]);
    batch(&world, "upsert", wrong).await.expect(400);
}

#[tokio::test]
async fn a_batch_reads_by_a_unique_property_and_archives_without_a_word() {
    let world = World::new().await;
    let id = world.make("contacts", json!({ "email": "a@example.com" })).await;
    let body = json!({ "inputs": [{ "id": "a@example.com" }], "idProperty": "email", "properties": [], "propertiesWithHistory": ["email"] });
    let read = world.post("/crm/v3/objects/contacts/batch/read", body).await.expect(200);
    assert_eq!(read.ids(), [id.as_str()]);
    assert_eq!(read.results()[0]["propertiesWithHistory"]["email"][0]["value"], "a@example.com");
    batch(&world, "archive", json!([{ "id": id }, { "id": "1" }])).await.expect(204);
    world.get(&format!("/crm/v3/objects/contacts/{id}")).await.expect(404);
}

#[tokio::test]
async fn a_bad_input_of_an_update_or_an_upsert_fails_the_batch_whatever_is_told_apart() {
    let world = World::new().await;
    let id = world.make("contacts", json!({ "email": "a@example.com" })).await;
    let input = |id: &str, by: Value, phone: &str, trace: &str| {
        let properties = json!({ "phone": phone, "annualrevenue": trace });
        json!({ "id": id, "idProperty": by, "properties": properties, "objectWriteTraceId": trace })
    };
    let email = json!("email");
    let inputs = json!([
        input("a@example.com", email.clone(), "1", "1"),
        input("b@example.com", email.clone(), "1", "x")
    ]);
    assert_eq!(batch(&world, "upsert", inputs).await.expect(400).codes(), ["INVALID_NUMBER"]);
    let other = world.make("contacts", json!({})).await;
    let inputs = json!([input(&id, Value::Null, "1", "1"), input(&other, Value::Null, "1", "x")]);
    batch(&world, "update", inputs).await.expect(400);
    assert_eq!(world.value("contacts", &id, "phone").await, Value::Null);
    let by_email =
        batch(&world, "update", json!([input("a@example.com", email, "1", "1")])).await.expect(400);
    assert_eq!(by_email.body["message"], "Unable to perform update/upsert by non-unique 0-1 property");
}
