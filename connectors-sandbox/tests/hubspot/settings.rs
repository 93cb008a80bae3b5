//! Properties, groups, object types of the account's own, pipelines, owners, the account.

use serde_json::{Value, json};

use crate::harness::World;

fn property(name: &str, more: Value) -> Value {
    let mut property = json!({ "name": name, "label": name, "type": "string", "fieldType": "text", "groupName": "contactinformation" });
    property.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    property
}

#[tokio::test]
async fn a_property_of_the_accounts_own_is_made_used_and_archived() {
    let world = World::new().await;
    let path = "/crm/v3/properties/contacts";
    let made =
        world.post(path, property("customer_number", json!({ "hasUniqueValue": true }))).await.expect(201);
    assert_eq!((&made.body["hasUniqueValue"], &made.body["hubspotDefined"]), (&json!(true), &json!(false)));
    assert_eq!(
        world.post(path, property("customer_number", json!({}))).await.expect(409).category(),
        "OBJECT_ALREADY_EXISTS"
    );
    for wrong in [
        json!({ "name": "Bad Name" }),
        json!({ "type": "money" }),
        json!({ "groupName": "nothing" }),
        json!({ "type": "enumeration" }),
    ] {
        world.post(path, property("other", wrong)).await.expect(400);
    }
    let id = world.make("contacts", json!({ "customer_number": "K-1" })).await;
    let taken = world
        .post("/crm/v3/objects/contacts", json!({ "properties": { "customer_number": "k-1" } }))
        .await
        .expect(400);
    assert_eq!(taken.codes(), ["CONFLICTING_UNIQUE_VALUE"]);
    let found = world.get("/crm/v3/objects/contacts/K-1?idProperty=customer_number").await.expect(200);
    assert_eq!(found.body["id"], id.as_str());

    let one = format!("{path}/customer_number");
    assert_eq!(world.patch(&one, json!({ "label": "Number" })).await.expect(200).body["label"], "Number");
    world.delete(&one).await.expect(204);
    world.get(&one).await.expect(404);
    assert_eq!(world.get(&format!("{one}?archived=true")).await.expect(200).body["archived"], true);
    let gone = world
        .post("/crm/v3/objects/contacts", json!({ "properties": { "customer_number": "K-2" } }))
        .await
        .expect(400);
    assert_eq!(gone.codes(), ["PROPERTY_DOESNT_EXIST"]);
    world.delete(&format!("{path}/email")).await.expect(400);
    let all = world.get(path).await.expect(200);
    let email = all.results().iter().find(|one| one["name"] == "email").unwrap();
    assert_eq!(
        (&email["hasUniqueValue"], &email["modificationMetadata"]["readOnlyDefinition"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(
        world.get("/crm/v3/limits/custom-properties").await.expect(200).body["byObjectType"][0]["usage"],
        1
    );
}

#[tokio::test]
async fn properties_in_batches_and_in_groups() {
    let world = World::new().await;
    let path = "/crm/v3/properties/companies";
    let group = json!({ "name": "billing", "label": "Billing" });
    world.post(&format!("{path}/groups"), group.clone()).await.expect(201);
    world.post(&format!("{path}/groups"), group).await.expect(409);
    world.patch(&format!("{path}/groups/billing"), json!({ "label": "Invoices" })).await.expect(200);
    assert_eq!(world.get(&format!("{path}/groups/billing")).await.expect(200).body["label"], "Invoices");
    assert_eq!(world.get(&format!("{path}/groups")).await.expect(200).results().len(), 2);
    let options = json!([{ "label": "A", "value": "a", "hidden": false }, { "label": "B", "value": "b", "hidden": false }]);
    let tier = property(
        "tier",
        json!({ "groupName": "billing", "type": "enumeration", "fieldType": "select", "options": options }),
    );
    let inputs = json!({ "inputs": [tier.clone(), property("vat", json!({ "groupName": "billing" }))] });
    world.post(&format!("{path}/batch/create"), inputs).await.expect(201);
    world.post(&format!("{path}/batch/create"), json!({ "inputs": [tier] })).await.expect(207);
    let read = json!({ "archived": false, "inputs": [{ "name": "vat" }, { "name": "none" }] });
    assert_eq!(world.post(&format!("{path}/batch/read"), read).await.expect(207).results().len(), 1);
    world.make("companies", json!({ "tier": "a" })).await;
    let wrong =
        world.post("/crm/v3/objects/companies", json!({ "properties": { "tier": "c" } })).await.expect(400);
    assert_eq!(wrong.codes(), ["INVALID_OPTION"]);
    world.delete(&format!("{path}/groups/billing")).await.expect(400);
    world
        .post(&format!("{path}/batch/archive"), json!({ "inputs": [{ "name": "vat" }, { "name": "tier" }] }))
        .await
        .expect(204);
    world.delete(&format!("{path}/groups/billing")).await.expect(204);
}

#[tokio::test]
async fn an_account_makes_object_types() {
    let world = World::new().await;
    let path = "/crm-object-schemas/v3/schemas";
    let text = |name: &str, unique: bool| json!({ "name": name, "label": name, "type": "string", "fieldType": "text", "hasUniqueValue": unique });
    let car = json!({
        "name": "cars", "labels": { "singular": "Car", "plural": "Cars" }, "primaryDisplayProperty": "model",
        "requiredProperties": ["model"], "searchableProperties": ["model"], "associatedObjects": ["CONTACT"],
        "properties": [text("model", false), text("plate", true)],
    });
    let made = world.post(path, car.clone()).await.expect(201);
    world.post(path, car).await.expect(409);
    let (type_id, full) =
        (made.body["objectTypeId"].as_str().unwrap(), made.body["fullyQualifiedName"].as_str().unwrap());
    assert!(type_id.starts_with("2-") && full.ends_with("_cars"));
    let contact = world.make("contacts", json!({})).await;
    let plates = ["X-1", "X-2", "X-3"];
    let mut cars = Vec::new();
    for (name, plate) in ["cars", type_id, full].into_iter().zip(plates) {
        cars.push(world.make(name, json!({ "model": "M", "plate": plate })).await);
    }
    let wrong =
        world.post("/crm/v3/objects/cars", json!({ "properties": { "plate": "Y" } })).await.expect(400);
    assert_eq!(wrong.codes(), ["REQUIRED_PROPERTY"]);
    world.get("/crm/v3/objects/cars/X-1?idProperty=plate").await.expect(200);
    let link = format!("/crm/v4/objects/cars/{}/associations/default/contacts/{contact}", cars[0]);
    world.put(&link, Value::Null).await.expect(200);
    world
        .patch(&format!("{path}/{type_id}"), json!({ "labels": { "singular": "Auto", "plural": "Autos" } }))
        .await
        .expect(200);
    assert_eq!(world.get(&format!("{path}/cars")).await.expect(200).body["labels"]["plural"], "Autos");
    assert_eq!(world.get(path).await.expect(200).results().len(), 1);
    world.delete(&format!("{path}/cars")).await.expect(400);
    for car in cars {
        world.delete(&format!("/crm/v3/objects/cars/{car}")).await.expect(204);
    }
    world.delete(&format!("{path}/cars")).await.expect(204);
    assert!(world.get(path).await.expect(200).results().is_empty());
}

#[tokio::test]
async fn pipelines_have_stages_that_deals_stand_in() {
    let world = World::new().await;
    let path = "/crm/v3/pipelines/deals";
    let sales = world.get(&format!("{path}/default")).await.expect(200).body;
    assert_eq!(sales["stages"][0]["metadata"]["probability"], "0.2", "values are texts");
    let stage = |label: &str, order: u64| json!({ "label": label, "displayOrder": order, "metadata": { "probability": "0.5" } });
    let made = world
        .post(path, json!({ "label": "Renewals", "displayOrder": 1, "stages": [stage("One", 0)] }))
        .await
        .expect(201);
    let id = made.body["id"].as_str().unwrap().to_owned();
    let one = format!("{path}/{id}");
    let second = world.post(&format!("{one}/stages"), stage("Two", 1)).await.expect(201).body["id"]
        .as_str()
        .unwrap()
        .to_owned();
    world.make("deals", json!({ "dealname": "D", "pipeline": id, "dealstage": second })).await;
    let wrong = world
        .post("/crm/v3/objects/deals", json!({ "properties": { "pipeline": id, "dealstage": "closedwon" } }))
        .await
        .expect(400);
    assert_eq!(wrong.codes(), ["INVALID_OPTION"]);
    let two = format!("{one}/stages/{second}");
    assert_eq!(world.patch(&two, json!({ "label": "Three" })).await.expect(200).body["label"], "Three");
    world.put(&two, stage("Four", 2)).await.expect(200);
    assert_eq!(world.get(&format!("{one}/stages")).await.expect(200).results().len(), 2);
    world.get(&two).await.expect(200);
    world.delete(&two).await.expect(400);
    world.delete(&format!("{one}?validateReferencesBeforeDelete=true")).await.expect(400);
    world.patch(&one, json!({ "label": "Again" })).await.expect(200);
    world.put(&one, json!({ "label": "New", "displayOrder": 2, "stages": [] })).await.expect(200);
    world.delete(&one).await.expect(204);
    assert_eq!(world.get(path).await.expect(200).results().len(), 1);
}

#[tokio::test]
async fn owners_are_found_by_address_and_by_either_id() {
    let world = World::new().await;
    let all = world.get("/crm/v3/owners?limit=1").await.expect(200);
    let next = all.body["paging"]["next"]["after"].as_str().unwrap();
    let second = world.get(&format!("/crm/v3/owners?limit=1&after={next}")).await.expect(200);
    assert!(second.body["paging"].is_null() && second.ids() != all.ids());
    let ben = world.get("/crm/v3/owners?email=ben@example.com").await.expect(200).results()[0].clone();
    let by_user = format!("/crm/v3/owners/{}?idProperty=userId", ben["userId"]);
    assert_eq!(world.get(&by_user).await.expect(200).body["id"], ben["id"]);
    assert_eq!(world.get("/crm/v3/owners?archived=true").await.expect(200).results().len(), 1);
    let owned = world.make("contacts", json!({ "hubspot_owner_id": ben["id"] })).await;
    assert_eq!(world.value("contacts", &owned, "hubspot_owner_id").await, ben["id"]);
    assert_eq!(world.get("/account-info/v3/details").await.expect(200).body["portalId"], 44_001_234);
}

#[tokio::test]
async fn what_was_done_to_pipelines_and_stages_is_kept_the_newest_first() {
    let world = World::new().await;
    let path = "/crm/v3/pipelines/deals";
    let stage = json!({ "label": "New", "displayOrder": 0, "metadata": { "probability": "0.2" } });
    let made = json!({ "label": "Big", "displayOrder": 1, "stages": [stage] });
    let made = world.post(path, made).await.expect(201).body;
    let one = format!("{path}/{}", made["id"].as_str().unwrap());
    world.patch(&one, json!({ "label": "Bigger" })).await.expect(200);
    let audit = world.get(&format!("{one}/audit")).await.expect(200);
    let actions: Vec<_> = audit.results().iter().map(|one| &one["action"]).collect();
    assert_eq!(actions, ["UPDATE", "CREATE"]);
    assert_eq!(audit.results()[0]["rawObject"]["label"], "Bigger");
    let stage = format!("{one}/stages/{}", made["stages"][0]["id"].as_str().unwrap());
    world.patch(&stage, json!({ "label": "Newer" })).await.expect(200);
    assert_eq!(world.get(&format!("{stage}/audit")).await.expect(200).results()[0]["action"], "UPDATE");
}
