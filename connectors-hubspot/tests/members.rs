//! The members of the standard types, each written to the sandbox and read back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use connectors_hubspot::CrmObject;
use connectors_hubspot::{
    Call, Cart, Communication, Company, Contact, Deal, Email, Goal, Invoice, Lead, LineItem, Meeting, Note,
    Order, PostalMail, Product, Quote, Task, Ticket,
};
use serde_json::{Map, Value, json};

#[path = "support/world.rs"]
mod world;
use world::World;

#[tokio::test]
async fn every_member_of_the_standard_types_is_written_and_read() {
    let world = World::new([], []).await;
    check::<Contact>(&world).await;
    check::<Company>(&world).await;
    check::<Deal>(&world).await;
    check::<Ticket>(&world).await;
    check::<Product>(&world).await;
    check::<LineItem>(&world).await;
    check::<Quote>(&world).await;
    check::<Lead>(&world).await;
    check::<Invoice>(&world).await;
    check::<Order>(&world).await;
    check::<Cart>(&world).await;
    check::<Goal>(&world).await;
    check::<Call>(&world).await;
    check::<Email>(&world).await;
    check::<Meeting>(&world).await;
    check::<Note>(&world).await;
    check::<Task>(&world).await;
    check::<Communication>(&world).await;
    check::<PostalMail>(&world).await;
    world.judged();
}

async fn check<O: CrmObject>(world: &World) {
    world.pass(5);
    let (object, resource) = (O::TYPE, O::RESOURCE);
    let known = world.hubspot.run("property.list", json!({ "object": object })).await.unwrap();
    let known = known["items"].as_array().unwrap();
    let mut record = Map::new();
    for name in O::PROPERTIES {
        let property = known.iter().find(|property| property["name"] == *name);
        let property = property.unwrap_or_else(|| panic!("{object} have no {name}"));
        if property["modificationMetadata"]["readOnlyValue"] == false {
            record.insert((*name).to_owned(), json!(value(object, name, property)));
        }
    }
    let input = json!({ "object": object, "record": record });
    let made = world.hubspot.run("record.create", input).await.unwrap_or_else(|e| panic!("{object}: {e:?}"));
    let read = world.hubspot.run(&format!("{resource}.get"), json!({ "id": made["id"] })).await;
    let read = read.unwrap_or_else(|error| panic!("{object}: {error:?}"));
    for name in record.keys() {
        assert!(!read["properties"][name].is_null(), "{object}: {name} of {read}");
    }
}

/// Something that the property takes.
fn value(object: &str, name: &str, property: &Value) -> String {
    let stage = match (object, name) {
        ("deals", "pipeline") => Some("default"),
        ("deals", "dealstage") => Some("closedwon"),
        ("tickets", "hs_pipeline") => Some("0"),
        ("tickets", "hs_pipeline_stage") => Some("1"),
        ("leads", "hs_pipeline") => Some("lead-pipeline-id"),
        ("leads", "hs_pipeline_stage") => Some("new-stage-id"),
        (_, "hubspot_owner_id") => Some("81234501"),
        (_, "email") => Some("ada@example.com"),
        _ => None,
    };
    let value =
        stage.or_else(|| property["options"][0]["value"].as_str()).or(match property["type"].as_str() {
            Some("number") => Some("5"),
            Some("bool") => Some("true"),
            Some("date") => Some("2026-06-30"),
            Some("datetime") => Some("2026-06-30T10:00:00Z"),
            _ => Some("7"),
        });
    value.unwrap().to_owned()
}
