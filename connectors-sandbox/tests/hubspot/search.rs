//! Searches: operators, groups, order, pages, limits, and an index that lags behind.

use std::time::Duration;

use connectors_sandbox::hubspot::HubSpot;
use serde_json::{Value, json};

use crate::harness::World;

fn where_(property: &str, operator: &str, more: Value) -> Value {
    let mut filter = json!({ "propertyName": property, "operator": operator });
    filter.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({ "filterGroups": [{ "filters": [filter] }] })
}

async fn found(world: &World, search: Value) -> Vec<String> {
    let answer = world.search("contacts", search).await.expect(200);
    let names =
        answer.results().iter().map(|one| one["properties"]["firstname"].as_str().unwrap().to_owned());
    names.collect()
}

#[tokio::test]
async fn every_operator_means_what_it_says() {
    let world = World::new().await;
    for (name, revenue, company) in
        [("A", "9", "Alder Works"), ("B", "10", "Birch and Sons"), ("C", "", "Cedar")]
    {
        let properties = json!({ "firstname": name, "annualrevenue": revenue, "company": company });
        world.make("contacts", properties).await;
    }
    for (property, operator, more, want) in [
        ("firstname", "EQ", json!({ "value": "a" }), "A"),
        ("firstname", "NEQ", json!({ "value": "A" }), "BC"),
        ("annualrevenue", "LT", json!({ "value": "10" }), "A"),
        ("annualrevenue", "LTE", json!({ "value": "10" }), "AB"),
        ("annualrevenue", "GT", json!({ "value": "9" }), "B"),
        ("annualrevenue", "GTE", json!({ "value": "9.0" }), "AB"),
        ("annualrevenue", "BETWEEN", json!({ "value": "9.5", "highValue": "10" }), "B"),
        ("firstname", "IN", json!({ "values": ["a", "c"] }), "AC"),
        ("firstname", "IN", json!({ "values": ["A", "C"] }), ""),
        ("firstname", "NOT_IN", json!({ "values": ["a", "c"] }), "B"),
        ("annualrevenue", "HAS_PROPERTY", json!({}), "AB"),
        ("annualrevenue", "NOT_HAS_PROPERTY", json!({}), "C"),
        ("company", "CONTAINS_TOKEN", json!({ "value": "sons" }), "B"),
        ("company", "CONTAINS_TOKEN", json!({ "value": "ald*" }), "A"),
        ("company", "CONTAINS_TOKEN", json!({ "value": "ald" }), ""),
        ("company", "NOT_CONTAINS_TOKEN", json!({ "value": "*dar" }), "AB"),
    ] {
        let names = found(&world, where_(property, operator, more.clone())).await.concat();
        assert_eq!(names, want, "{property} {operator} {more}");
        world.sandbox.advance(Duration::from_secs(1));
    }
}

#[tokio::test]
async fn groups_are_alternatives_and_filters_conditions() {
    let world = World::new().await;
    for (name, city) in [("A", "X"), ("B", "X"), ("C", "Y")] {
        world.make("contacts", json!({ "firstname": name, "city": city })).await;
    }
    let is =
        |property: &str, value: &str| json!({ "propertyName": property, "operator": "EQ", "value": value });
    let search = json!({ "filterGroups": [
        { "filters": [is("city", "X"), is("firstname", "B")] }, { "filters": [is("city", "Y")] },
    ] });
    assert_eq!(found(&world, search).await.concat(), "BC");
    assert_eq!(found(&world, json!({ "query": "b" })).await.concat(), "B");
}

#[tokio::test]
async fn one_sort_orders_and_pages_follow_it() {
    let world = World::new().await;
    for (name, revenue) in [("A", "100"), ("B", "20"), ("C", "3")] {
        world.make("contacts", json!({ "firstname": name, "annualrevenue": revenue })).await;
    }
    let sort = |direction: &str| json!([{ "propertyName": "annualrevenue", "direction": direction }]);
    let first = world.search("contacts", json!({ "sorts": sort("ASCENDING"), "limit": 2 })).await.expect(200);
    assert_eq!((&first.body["total"], &first.body["paging"]["next"]["after"]), (&json!(3), &json!("2")));
    let second = json!({ "sorts": sort("ASCENDING"), "limit": 2, "after": "2" });
    assert_eq!(found(&world, second).await, ["A"]);
    assert_eq!(found(&world, json!({ "sorts": sort("DESCENDING") })).await.concat(), "ABC");
    world.sandbox.advance(Duration::from_secs(1));
    let two = json!({ "sorts": [{ "propertyName": "email", "direction": "ASCENDING" }, { "propertyName": "city", "direction": "ASCENDING" }] });
    world.search("contacts", two).await.expect(400);
}

#[tokio::test]
async fn a_search_has_its_limits() {
    let world = World::new().await;
    let filter = json!({ "propertyName": "email", "operator": "HAS_PROPERTY" });
    let groups = |groups: usize, filters: usize| json!({ "filterGroups": vec![json!({ "filters": vec![filter.clone(); filters] }); groups] });
    for (search, status) in [
        (groups(3, 6), 200),
        (groups(6, 1), 400),
        (groups(1, 7), 400),
        (groups(4, 5), 400),
        (json!({ "limit": 200 }), 200),
        (json!({ "limit": 201 }), 400),
        (json!({ "limit": 100, "after": "9900" }), 200),
        (json!({ "limit": 100, "after": "9901" }), 400),
        (json!({ "query": "x".repeat(3001) }), 400),
        (where_("nothing", "HAS_PROPERTY", json!({})), 400),
        (where_("email", "LIKE", json!({ "value": "x" })), 400),
        (where_("email", "EQ", json!({})), 400),
        (where_("annualrevenue", "EQ", json!({ "value": "much" })), 400),
    ] {
        world.search("contacts", search).await.expect(status);
        world.sandbox.advance(Duration::from_secs(1));
    }
}

#[tokio::test]
async fn the_index_lags_behind() {
    let world = World::of(HubSpot::new().indexed_after(Duration::from_secs(10))).await;
    let id = world.make("contacts", json!({ "firstname": "A" })).await;
    let all = || async { found(&world, json!({ "filterGroups": [] })).await.concat() };
    assert_eq!(all().await, "");
    world.sandbox.advance(Duration::from_secs(10));
    assert_eq!(all().await, "A");
    let path = format!("/crm/v3/objects/contacts/{id}");
    world.patch(&path, json!({ "properties": { "firstname": "B" } })).await.expect(200);
    assert_eq!(found(&world, where_("firstname", "EQ", json!({ "value": "A" }))).await, ["A"], "as it was");
    world.sandbox.advance(Duration::from_secs(10));
    assert_eq!(all().await, "B");
    world.delete(&path).await.expect(204);
    assert_eq!(all().await, "B", "what is gone is found yet");
    world.sandbox.advance(Duration::from_secs(10));
    assert_eq!(all().await, "");
}

#[tokio::test]
async fn changes_are_found_by_their_time() {
    let world = World::new().await;
    let first = world.make("contacts", json!({ "firstname": "A" })).await;
    world.make("contacts", json!({ "firstname": "B" })).await;
    world.sandbox.advance(Duration::from_secs(60));
    let path = format!("/crm/v3/objects/contacts/{first}");
    let changed = world.patch(&path, json!({ "properties": { "city": "X" } })).await.expect(200);
    let time = changed.body["properties"]["lastmodifieddate"].as_str().unwrap().to_owned();
    let millis = time.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis().to_string();
    for since in [time, millis] {
        assert_eq!(found(&world, where_("lastmodifieddate", "GTE", json!({ "value": since }))).await, ["A"]);
    }
}

#[tokio::test]
async fn filters_may_stand_alone_and_ask_for_linked_records() {
    let world = World::new().await;
    let linked = world.make("contacts", json!({ "firstname": "A" })).await;
    let alone = world.make("contacts", json!({ "firstname": "B" })).await;
    let company = world.make("companies", json!({})).await;
    let path = format!("/crm/v4/objects/contacts/{linked}/associations/default/companies/{company}");
    world.put(&path, serde_json::Value::Null).await.expect(200);
    for (operator, value, expected) in [
        ("EQ", json!({ "value": company }), vec![&linked]),
        ("NEQ", json!({ "value": company }), vec![&alone]),
        ("IN", json!({ "values": [company, "1"] }), vec![&linked]),
        ("HAS_PROPERTY", json!({}), vec![&linked]),
        ("NOT_HAS_PROPERTY", json!({}), vec![&alone]),
    ] {
        let mut filter = json!({ "propertyName": "associations.company", "operator": operator });
        filter.as_object_mut().unwrap().extend(value.as_object().unwrap().clone());
        let found =
            world.search("contacts", json!({ "filterGroups": [{ "filters": [filter] }] })).await.expect(200);
        assert_eq!(found.ids().iter().collect::<Vec<_>>(), expected, "{operator}");
        world.sandbox.advance(std::time::Duration::from_secs(1));
    }
    let mut world = world;
    world.strict = false; // the description knows groups alone
    let filter = json!({ "propertyName": "firstname", "operator": "EQ", "value": "b" });
    let found = world.search("contacts", json!({ "filters": [filter] })).await.expect(200);
    assert_eq!(found.ids(), [alone]);
    world
        .search(
            "contacts",
            json!({ "filters": [{ "propertyName": "associations.x", "operator": "EQ", "value": "1" }] }),
        )
        .await
        .expect(400);
}
