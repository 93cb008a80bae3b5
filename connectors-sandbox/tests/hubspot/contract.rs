//! One walk through what the description is wrong about, in which every waiver is needed.

use http::Method;
use serde_json::{Value, json};

use crate::harness::World;
use crate::webhooks::managed;

#[tokio::test]
async fn every_waiver_is_needed() {
    let world = World::new().await;
    let contact = world.make("contacts", json!({})).await;
    let company = world.make("companies", json!({})).await;
    let links = format!("/crm/v4/objects/contacts/{contact}/associations");
    world.put(&format!("{links}/default/companies/{company}"), Value::Null).await.expect(200);
    world.get(&format!("{links}/companies")).await.expect(200);
    let read = json!({ "inputs": [{ "id": contact }] });
    world.post("/crm/v4/associations/contacts/companies/batch/read", read).await.expect(200);
    world.get("/crm/v4/associations/contacts/companies/labels").await.expect(200);
    let limits = "/crm/v4/associations/definitions/configurations/contacts/companies";
    let limit = json!({ "inputs": [{ "category": "HUBSPOT_DEFINED", "typeId": 279, "maxToObjectIds": 1 }] });
    world.post(&format!("{limits}/batch/create"), limit).await.expect(201);
    world.get(limits).await.expect(200);

    let settings =
        json!({ "targetUrl": "http://127.0.0.1:9/in", "throttling": { "maxConcurrentRequests": 10 } });
    managed(&world, Method::PUT, "/settings", settings).await.expect(200);
    managed(&world, Method::GET, "/settings", Value::Null).await.expect(200);
    let wish = json!({ "eventType": "contact.creation", "active": false });
    let made = managed(&world, Method::POST, "/subscriptions", wish).await.expect(201);
    let id = made.body["id"].as_str().unwrap();
    let off = json!({ "inputs": [{ "id": id.parse::<u64>().unwrap(), "active": false }] });
    managed(&world, Method::POST, "/subscriptions/batch/update", off).await.expect(200);
    managed(&world, Method::GET, "/subscriptions", Value::Null).await.expect(200);
    let one = format!("/subscriptions/{id}");
    managed(&world, Method::GET, &one, Value::Null).await.expect(200);
    managed(&world, Method::PATCH, &one, json!({ "active": false })).await.expect(200);
    managed(&world, Method::DELETE, &one, Value::Null).await.expect(204);
    managed(&world, Method::DELETE, "/settings", Value::Null).await.expect(204);
    world.get("/settings/v3/users").await.expect(200);
    let Some(checker) = world.checker() else { return };
    checker.finish().unwrap();
}
