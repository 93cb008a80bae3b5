//! Events on records: reported by programs, and read.

use serde_json::json;

use crate::harness::World;

#[tokio::test]
async fn events_that_programs_report_are_read_by_record_kind_and_time() {
    let world = World::new().await;
    let ada = world.make("contacts", json!({ "email": "a@example.com" })).await;
    let deal = world.make("deals", json!({ "dealname": "D" })).await;
    let send = "/events/v3/send";
    let early = json!({ "eventName": "pe1_seen", "email": "A@example.com", "occurredAt": "2026-01-01T00:00:00Z",
        "properties": { "title": "T" } });
    world.post(send, early).await.expect(204);
    world.post(send, json!({ "eventName": "pe1_seen" })).await.expect(400);
    let many = json!({ "inputs": [
        { "eventName": "pe1_seen", "objectId": ada, "occurredAt": "2026-02-01T00:00:00Z" },
        { "eventName": "pe1_bought", "objectId": deal, "occurredAt": "2026-03-01T00:00:00Z" },
        { "eventName": "pe1_seen", "email": "nobody@example.com" },
    ] });
    world.post(&format!("{send}/batch"), many).await.expect(204);

    let list = "/events/v3/events";
    let of_ada = world.get(&format!("{list}?objectType=contact&objectId={ada}&limit=1")).await.expect(200);
    assert_eq!(of_ada.results()[0]["occurredAt"], "2026-02-01T00:00:00.000Z", "the newest first");
    let after = of_ada.body["paging"]["next"]["after"].as_str().unwrap();
    let rest = world.get(&format!("{list}?objectType=contact&after={after}")).await.expect(200);
    assert_eq!(rest.results()[0]["properties"]["title"], "T");
    for (filter, count) in [
        ("eventType=pe1_bought", 1),
        ("objectType=deal", 1),
        ("occurredAfter=2026-01-15T00:00:00Z", 2),
        ("occurredBefore=2026-01-15T00:00:00Z", 1),
        ("objectType=company", 0),
    ] {
        assert_eq!(
            world.get(&format!("{list}?{filter}")).await.expect(200).results().len(),
            count,
            "{filter}"
        );
    }
    let types = world.get(&format!("{list}/event-types")).await.expect(200);
    assert_eq!(
        types.body["eventTypes"],
        json!(["e_submitted_form", "e_visited_page", "pe1_bought", "pe1_seen"])
    );
}
