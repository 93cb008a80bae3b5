//! Marketing e-mails.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::World;

const EMAILS: &str = "/marketing/v3/emails";

#[tokio::test]
async fn an_email_is_made_changed_published_copied_and_deleted() {
    let mut world = World::new().await;
    assert_eq!(world.post(EMAILS, json!({ "name": "" })).await.expect(400).category(), "VALIDATION_ERROR");
    let made = world.post(EMAILS, json!({ "name": "June", "subject": "Hello" })).await.expect(201);
    assert_eq!((&made.body["state"], &made.body["subject"]), (&json!("DRAFT"), &json!("Hello")));
    let one = format!("{EMAILS}/{}", made.body["id"].as_str().unwrap());
    let changed = world.patch(&one, json!({ "subject": "Hi", "isPublished": true })).await.expect(200);
    assert_eq!((&changed.body["subject"], &changed.body["isPublished"]), (&json!("Hi"), &json!(false)));

    world.post(&format!("{one}/publish"), Value::Null).await.expect(204);
    let copy = json!({ "id": made.body["id"], "cloneName": "July" });
    let copy = world.post(&format!("{EMAILS}/clone"), copy).await.expect(200);
    assert_eq!(
        (&copy.body["name"], &copy.body["subject"], &copy.body["isPublished"], &copy.body["state"]),
        (&json!("July"), &json!("Hi"), &json!(false), &json!("DRAFT"))
    );
    let published = world.get(&format!("{EMAILS}?isPublished=true&includeStats=true")).await.expect(200);
    assert_eq!((&published.body["total"], published.ids().len()), (&json!(1), 1));
    assert_eq!(published.results()[0]["stats"]["counters"]["open"], 0);

    world.delete(&one).await.expect(204);
    world.get(&one).await.expect(404);
    world.get(&format!("{one}?archived=true")).await.expect(200);
    world.strict = false;
    world.put(&one, json!({})).await.expect(405);
}

#[tokio::test]
async fn emails_are_listed_by_their_times_page_by_page() {
    let world = World::new().await;
    for name in ["A", "B", "C"] {
        world.post(EMAILS, json!({ "name": name })).await.expect(201);
        world.sandbox.advance(Duration::from_secs(60));
    }
    let all = world.get(&format!("{EMAILS}?sort=-createdAt&limit=2")).await.expect(200);
    let names: Vec<&Value> = all.results().iter().map(|email| &email["name"]).collect();
    assert_eq!(names, ["C", "B"]);
    assert_eq!((&all.body["total"], &all.body["paging"]["next"]["after"]), (&json!(3), &json!("2")));
    let middle = all.results()[1]["createdAt"].as_str().unwrap();
    for (filter, expected) in [("createdAfter", "C"), ("updatedBefore", "A"), ("createdAt", "B")] {
        let found = world.get(&format!("{EMAILS}?{filter}={middle}")).await.expect(200);
        let names: Vec<&Value> = found.results().iter().map(|email| &email["name"]).collect();
        assert_eq!(names, [expected], "{filter}");
    }
    world.get(&format!("{EMAILS}?updatedAfter=soon")).await.expect(400);
}
