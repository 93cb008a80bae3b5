//! What documents cost, and what happens without the points.

use std::time::Duration;

use connectors_sandbox::Fault;
use connectors_sandbox::shopify::{Plan, Shopify};
use serde_json::{Value, json};

use crate::harness::World;

const PAGE: &str =
    "query($n: Int!) { products(first: $n) { edges { node { id title } } pageInfo { endCursor } } }";

#[tokio::test]
async fn pages_cost_what_they_may_hold_and_are_charged_what_they_held() {
    let world = World::of(Shopify::new().products(10, 1)).await;
    let body = world.ask(PAGE, json!({ "n": 250 })).await;
    let cost = &body["extensions"]["cost"];
    assert_eq!((&cost["requestedQueryCost"], &cost["actualQueryCost"]), (&json!(252), &json!(12)));
    let status = &cost["throttleStatus"];
    assert_eq!((&status["maximumAvailable"], &status["restoreRate"]), (&json!(2000.0), &json!(100.0)));
    assert!(status["currentlyAvailable"].as_u64().unwrap() <= 1988 + 100, "{status}");
    let nested = "{ products(first: 100) { nodes { variants(first: 20) { nodes { id } } } } }";
    let dear = world.ask(nested, json!({})).await;
    assert_eq!(
        dear["errors"][0]["extensions"],
        json!({ "code": "MAX_COST_EXCEEDED", "cost": 2302, "maxCost": 1000 })
    );
    let shop = world.ask("{ shop { name } }", json!({})).await;
    assert_eq!(shop["extensions"]["cost"]["requestedQueryCost"], 1);
}

#[tokio::test]
async fn without_points_a_call_is_throttled_until_they_are_back() {
    let world = World::of(Shopify::new().products(250, 1)).await;
    let mut spent = 0;
    let throttled = loop {
        let body = world.ask(PAGE, json!({ "n": 250 })).await;
        spent += 1;
        assert!(spent < 100, "the bucket has a bottom");
        if !body["errors"].is_null() {
            break body;
        }
    };
    assert_eq!(throttled["errors"][0]["extensions"]["code"], "THROTTLED");
    let cost = &throttled["extensions"]["cost"];
    assert_eq!((&cost["actualQueryCost"], &cost["requestedQueryCost"]), (&Value::Null, &json!(252)));
    assert!(throttled["data"].is_null());
    assert_eq!(world.sandbox.counters("shopify").throttled, 1);
    world.sandbox.advance(Duration::from_secs(3));
    assert!(world.ask(PAGE, json!({ "n": 250 })).await["errors"].is_null());
}

#[tokio::test]
async fn a_plan_says_how_fast_points_come_back_and_a_fault_throttles() {
    let world = World::of(Shopify::new().plan(Plan::Plus)).await;
    let body = world.ask("{ shop { plan { shopifyPlus } } }", json!({})).await;
    assert_eq!(body["extensions"]["cost"]["throttleStatus"]["restoreRate"], 1000.0);
    assert_eq!(body["data"]["shop"]["plan"]["shopifyPlus"], true);
    world.sandbox.fault(Fault::throttle(Some(Duration::from_secs(2))).times(1));
    let body = world.ask("{ shop { name } }", json!({})).await;
    assert_eq!(body["errors"][0]["extensions"]["code"], "THROTTLED");
}
