//! Rules that administrators set for values.

use serde_json::{Value, json};

use crate::harness::World;

#[tokio::test]
async fn writes_are_held_against_rules_since_the_version_that_does() {
    let world = World::new().await;
    let rules = "/crm/v3/property-validations/0-1";
    let set = |property: &str, rule: &str| format!("{rules}/{property}/rule-type/{rule}");
    for (property, rule, argument) in [
        ("zip", "MIN_LENGTH", "5"),
        ("zip", "ALPHANUMERIC", "NUMERIC_ONLY"),
        ("annualrevenue", "MAX_NUMBER", "100"),
        ("city", "MAX_LENGTH", "3"),
    ] {
        let body = json!({ "ruleArguments": [argument] });
        world.put(&set(property, rule), body).await.expect(204);
    }
    world.put(&set("zip", "NICE"), json!({ "ruleArguments": [] })).await.expect(400);
    let good = json!({ "properties": { "zip": "12345", "annualrevenue": "100", "city": "Ulm" } });
    for (property, wrong) in [("zip", "1234"), ("zip", "1234a"), ("annualrevenue", "101"), ("city", "Bonn")] {
        let mut record = good.clone();
        record["properties"][property] = json!(wrong);
        for old in ["/crm/v3/objects/contacts", "/crm/objects/2026-03/contacts"] {
            world.post(old, record.clone()).await.expect(201);
        }
        let refused = world.post("/crm/objects/2026-09/contacts", record).await.expect(400);
        assert_eq!(refused.codes(), ["FAILED_VALIDATION"], "{property}={wrong}");
    }
    world.post("/crm/objects/2026-09/contacts", good).await.expect(201);
    let all = world.get(rules).await.expect(200);
    let names: Vec<&Value> = all.results().iter().map(|one| &one["propertyName"]).collect();
    assert_eq!(names, ["annualrevenue", "city", "zip"]);
    let of_one = world.get("/crm/property-validations/2026-03/contacts/city").await.expect(200);
    assert_eq!(of_one.results()[0]["ruleArguments"], json!(["3"]));
}
