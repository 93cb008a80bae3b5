//! Tags: of modules, and on records.

use serde_json::{Value, json};

use crate::harness::World;

async fn lead(world: &World) -> String {
    world.make("Leads", json!({ "Last_Name": "A", "Company": "C" })).await
}

async fn tag(world: &World, name: &str) -> String {
    let made = world.post("/settings/tags?module=Leads", json!({ "tags": [{ "name": name }] })).await;
    assert_eq!(made.status, 201, "{made:?}");
    made.body["tags"][0]["details"]["id"].as_str().unwrap().to_owned()
}

async fn names(world: &World, lead: &str) -> Vec<String> {
    let lead = world.read("Leads", lead).await;
    lead["Tag"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap().to_owned()).collect()
}

fn named(names: &[&str]) -> Value {
    json!({ "tags": names.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>() })
}

#[tokio::test]
async fn tags_are_made_listed_renamed_and_deleted() {
    let world = World::empty().await;
    let input = json!({ "tags": [{ "name": "Warm", "color_code": "#F17574" }, { "name": "Cold" }] });
    let made = world.post("/settings/tags?module=Leads", input).await;
    assert_eq!((made.status, &made.body["tags"][0]["code"]), (201, &json!("SUCCESS")));
    let id = made.body["tags"][0]["details"]["id"].as_str().unwrap();
    let list = world.get("/settings/tags?module=Leads").await;
    assert_eq!(list.body["tags"][0]["name"], "Warm");
    assert_eq!(
        (&list.body["tags"][0]["color_code"], &list.body["info"]["count"]),
        (&json!("#F17574"), &json!(2))
    );
    assert_eq!(
        world.get("/settings/tags?module=Deals").await.body["info"]["count"],
        0,
        "each module has its own"
    );
    let renamed = world.put(&format!("/settings/tags/{id}?module=Leads"), named(&["Hot"])).await;
    assert_eq!(renamed.status, 200);
    let both = json!({ "tags": [{ "id": id, "name": "Hotter" }] });
    assert_eq!(world.put("/settings/tags?module=Leads", both).await.status, 200);
    assert_eq!(world.get("/settings/tags?module=Leads").await.body["tags"][0]["name"], "Hotter");
    assert_eq!(world.delete(&format!("/settings/tags/{id}")).await.status, 200);
    assert_eq!(world.get("/settings/tags?module=Leads").await.body["info"]["count"], 1);
}

#[tokio::test]
async fn a_tag_that_cannot_be_says_why() {
    let world = World::empty().await;
    tag(&world, "Warm").await;
    for (input, code) in [
        (json!({ "name": "WARM" }), "DUPLICATE_DATA"),
        (json!({ "name": "x".repeat(26) }), "INVALID_DATA"),
        (json!({ "name": 7 }), "INVALID_DATA"),
        (json!({}), "MANDATORY_NOT_FOUND"),
        (json!({ "name": "A", "color_code": "red" }), "INVALID_DATA"),
    ] {
        let answer = world.post("/settings/tags?module=Leads", json!({ "tags": [input] })).await;
        assert_eq!((answer.status, &answer.body["tags"][0]["code"]), (400, &json!(code)));
    }
    assert_eq!(world.get("/settings/tags").await.code(), "REQUIRED_PARAM_MISSING");
    assert_eq!(world.get("/settings/tags?module=Nothing").await.code(), "INVALID_MODULE");
    assert_eq!(world.delete("/settings/tags/1").await.code(), "INVALID_DATA");
}

#[tokio::test]
async fn records_have_tags_added_and_removed() {
    let world = World::empty().await;
    let lead = lead(&world).await;
    let add = format!("/Leads/{lead}/actions/add_tags");
    let added = world.post(&add, named(&["Warm", "Large"])).await;
    assert_eq!((added.status, &added.body["success_count"]), (200, &json!("1")));
    assert_eq!(added.data()[0]["details"]["tags"][0]["name"], "Warm");
    assert_eq!(names(&world, &lead).await, ["Warm", "Large"]);
    world.post(&add, named(&["warm", "Old"])).await;
    assert_eq!(names(&world, &lead).await, ["Warm", "Large", "Old"], "no tag twice");
    let removed = world.post(&format!("/Leads/{lead}/actions/remove_tags"), named(&["Large"])).await;
    assert_eq!(removed.status, 200);
    assert_eq!(names(&world, &lead).await, ["Warm", "Old"]);
    world.post(&format!("{add}?over_write=true"), named(&["New"])).await;
    assert_eq!(names(&world, &lead).await, ["New"]);
    assert_eq!(world.get("/settings/tags?module=Leads").await.body["info"]["count"], 4, "new ones were made");
    let found = world.get_with("/Leads/search", &[("criteria", "(Tag:equals:New)")]).await;
    assert_eq!(found.all("id"), [lead]);
}

#[tokio::test]
async fn several_records_get_a_tag_at_once() {
    let world = World::empty().await;
    let (one, two) = (lead(&world).await, lead(&world).await);
    let mut body = named(&["Warm"]);
    body["ids"] = json!([one, "1", two]);
    let answer = world.post("/Leads/actions/add_tags", body.clone()).await;
    let codes: Vec<_> = answer.data().iter().map(|element| element["code"].as_str().unwrap()).collect();
    assert_eq!((answer.status, codes), (200, vec!["SUCCESS", "INVALID_DATA", "SUCCESS"]));
    body["ids"] = json!([one]);
    assert_eq!(world.post("/Leads/actions/remove_tags", body).await.status, 200);
    assert_eq!((names(&world, &one).await.len(), names(&world, &two).await.len()), (0, 1));
}

#[tokio::test]
async fn records_follow_their_tags() {
    let world = World::empty().await;
    let (one, two) = (lead(&world).await, lead(&world).await);
    let (warm, hot) = (tag(&world, "Warm").await, tag(&world, "Hot").await);
    let written = json!({ "data": [{ "Tag": [{ "name": "Warm" }] }] });
    assert_eq!(world.put(&format!("/Leads/{one}"), written).await.status, 200);
    world.post(&format!("/Leads/{two}/actions/add_tags"), json!({ "tags": [{ "id": hot }] })).await;
    world.put(&format!("/settings/tags/{warm}?module=Leads"), named(&["Mild"])).await;
    assert_eq!(names(&world, &one).await, ["Mild"]);
    let count = format!("/settings/tags/{hot}/actions/records_count?module=Leads");
    assert_eq!(world.get(&count).await.body["count"], "1");
    let merge = json!({ "tags": [{ "conflict_id": warm }] });
    assert_eq!(world.post(&format!("/settings/tags/{hot}/actions/merge"), merge).await.status, 200);
    assert_eq!(
        (names(&world, &one).await, names(&world, &two).await),
        (vec!["Hot".into()], vec!["Hot".into()])
    );
    assert_eq!(world.get(&count).await.body["count"], "2");
    world.delete(&format!("/settings/tags/{hot}")).await;
    assert!(names(&world, &one).await.is_empty());
}
