//! Clones, full data, counts, owners, locks, drafts, the recycle bin, views.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use crate::harness::World;

const SELLER: &str = "5550000000000020002";

async fn lead(world: &World, name: &str) -> String {
    world.make("Leads", json!({ "Last_Name": name, "Company": "C" })).await
}

async fn view(world: &World, module: &str, name: &str) -> String {
    let views = world.get(&format!("/settings/custom_views?module={module}")).await;
    let views = views.body["custom_views"].as_array().unwrap().clone();
    let found = views.iter().find(|view| view["name"] == name).unwrap_or_else(|| panic!("{views:?}"));
    found["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_clone_has_the_rows_and_tags_but_not_what_is_unique() {
    let world = World::empty().await;
    let deal = json!({ "Deal_Name": "D", "Stage": "Qualification", "External_Deal_ID": "1",
        "Products_Sold": [{ "Description": "a", "Quantity": 1 }, { "Description": "b", "Quantity": 2 }] });
    let deal = world.make("Deals", deal).await;
    world.post(&format!("/Deals/{deal}/actions/add_tags"), json!({ "tags": [{ "name": "T" }] })).await;
    let cloned = world.send(world.request(Method::POST, &format!("/Deals/{deal}/actions/clone"))).await;
    assert_eq!((cloned.status, &cloned.data()[0]["message"]), (201, &json!("record added")));
    let (first, second) = (world.read("Deals", &deal).await, world.read("Deals", &cloned.id()).await);
    assert_eq!((&second["Deal_Name"], &second["External_Deal_ID"]), (&json!("D"), &Value::Null));
    assert_eq!(first["Tag"], second["Tag"]);
    let rows = |deal: &Value| {
        deal["Products_Sold"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["Quantity"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(rows(&first), rows(&second));
    assert_ne!(first["Products_Sold"][0]["id"], second["Products_Sold"][0]["id"]);
}

#[tokio::test]
async fn the_whole_of_a_long_text_can_be_read() {
    let world = World::empty().await;
    let long = "x".repeat(30_000);
    let lead = world.make("Leads", json!({ "Last_Name": "A", "Company": "C", "Description": long })).await;
    let full = world.get(&format!("/Leads/{lead}/actions/fetch_full_data?fields=Description")).await;
    assert_eq!(full.data()[0], json!({ "id": lead, "Description": long }));
    let both = world.get(&format!("/Leads/actions/fetch_full_data?fields=Description&ids={lead},1")).await;
    assert_eq!(both.all("id"), [lead]);
    assert_eq!(world.get("/Leads/1/actions/fetch_full_data").await.status, 204);
}

#[tokio::test]
async fn records_are_counted_by_view_and_by_criteria() {
    let world = World::empty().await;
    for (name, stage) in [("a", "Closed Won"), ("b", "Qualification"), ("c", "Closed Won")] {
        world.make("Deals", json!({ "Deal_Name": name, "Stage": stage })).await;
    }
    let won = view(&world, "Deals", "Closed Won Deals").await;
    assert_eq!(world.get(&format!("/Deals/actions/count?cvid={won}")).await.body["count"], 2);
    assert_eq!(
        world.get(&format!("/Deals?fields=Deal_Name&cvid={won}&sort_order=asc")).await.all("Deal_Name"),
        ["a", "c"]
    );
    let both = world.get(&format!("/Deals/actions/count?cvid={won}&word=aa")).await;
    assert_eq!((both.status, both.code()), (400, "AMBIGUITY_DURING_PROCESSING"));
    let criteria = json!({ "field": { "api_name": "Deal_Name" }, "comparator": "equal", "value": "b" });
    assert_eq!(world.post("/Deals/actions/count", json!({ "criteria": criteria })).await.body["count"], 1);
    assert_eq!(world.get("/Deals?fields=Deal_Name&cvid=1").await.status, 400);
    let one = world.get(&format!("/settings/custom_views/{won}?module=Deals")).await;
    assert_eq!(one.body["custom_views"][0]["criteria"]["field"]["api_name"], "Stage");
}

#[tokio::test]
async fn records_get_another_owner() {
    let world = World::empty().await;
    let (one, two) = (lead(&world, "A").await, lead(&world, "B").await);
    let owner = json!({ "owner": { "id": SELLER }, "notify": false });
    let changed = world.post(&format!("/Leads/{one}/actions/change_owner"), owner).await;
    assert_eq!(
        (changed.status, &changed.data()[0]["message"]),
        (202, &json!("owner is successfully updated"))
    );
    let owners = json!({ "owner": { "id": SELLER }, "ids": [two] });
    assert_eq!(world.post("/Leads/actions/change_owner", owners).await.status, 202);
    for lead in [&one, &two] {
        assert_eq!(world.read("Leads", lead).await["Owner"]["id"], SELLER);
    }
    let nobody = json!({ "owner": { "id": "1" } });
    assert_eq!(
        world.post(&format!("/Leads/{one}/actions/change_owner"), nobody).await.code(),
        "INVALID_DATA"
    );
}

#[tokio::test]
async fn a_locked_record_stays_as_it_is() {
    let world = World::empty().await;
    let lead = lead(&world, "A").await;
    let path = format!("/Leads/{lead}/Locking_Information__s");
    assert_eq!(world.get(&path).await.status, 204);
    let locked = world.post(&path, json!({ "data": [{ "Locked_Reason__s": "audit" }] })).await;
    assert_eq!(locked.status, 201);
    let lock = format!("{path}/{}", locked.id());
    assert_eq!(world.get(&lock).await.data()[0]["locked_reason__s"], "audit");
    let change = json!({ "data": [{ "City": "X" }] });
    assert_eq!(world.put(&format!("/Leads/{lead}"), change.clone()).await.code(), "RECORD_LOCKED");
    assert_eq!(world.delete(&format!("/Leads/{lead}")).await.code(), "RECORD_LOCKED");
    assert_eq!(world.read("Leads", &lead).await["$locked_for_me"], true);
    assert_eq!(world.delete(&lock).await.status, 200);
    assert_eq!(world.put(&format!("/Leads/{lead}"), change).await.status, 200);
}

#[tokio::test]
async fn drafts_of_mails_are_kept_with_their_record() {
    let world = World::empty().await;
    let lead = lead(&world, "A").await;
    let path = format!("/Leads/{lead}/__email_drafts");
    assert_eq!(world.get(&path).await.status, 204);
    let draft = json!({ "from": "admin@example.com", "to": [{ "user_name": "A", "email": "a@example.com" }], "subject": "S", "content": "text" });
    let made = world.post(&path, json!({ "__email_drafts": [draft] })).await;
    assert_eq!(made.status, 201);
    let id = made.body["__email_drafts"][0]["details"]["id"].as_str().unwrap();
    let one = format!("{path}/{id}");
    assert_eq!(world.get(&path).await.body["__email_drafts"][0]["subject"], "S");
    let change = json!({ "__email_drafts": [{ "id": id, "subject": "T" }] });
    assert_eq!(world.put(&path, change).await.status, 200);
    assert_eq!(world.put(&one, json!({ "__email_drafts": [{ "content": "other" }] })).await.status, 200);
    let read = world.get(&one).await.body["__email_drafts"][0].clone();
    assert_eq!(
        (&read["subject"], &read["content"], &read["summary"]),
        (&json!("T"), &json!("other"), &json!("other"))
    );
    assert_eq!(world.delete(&one).await.status, 200);
    assert_eq!(world.get(&path).await.status, 204);
    let missing = world.post(&path, json!({ "__email_drafts": [{}] })).await;
    assert_eq!((missing.status, missing.code()), (400, "MANDATORY_NOT_FOUND"));
}

#[tokio::test]
async fn what_leaves_the_recycle_bin_is_gone_with_its_files() {
    let world = World::empty().await;
    let lead = lead(&world, "A").await;
    let file = world.upload(&format!("/Leads/{lead}/Attachments"), "a", b"x").await;
    assert_eq!(file.status, 200);
    world.delete(&format!("/Leads/{lead}")).await;
    let bin = world.get("/settings/recycle_bin").await;
    let element = &bin.body["recycle_bin"][0];
    assert_eq!((&element["id"], &element["module"]["api_name"]), (&json!(lead), &json!("Leads")));
    assert_eq!(world.delete(&format!("/settings/recycle_bin/{lead}")).await.status, 200);
    assert_eq!(world.get("/settings/recycle_bin").await.status, 204);
    assert_eq!(world.get("/Leads/deleted?type=permanent").await.all("id"), [lead.as_str()]);
    assert_eq!(world.delete(&format!("/settings/recycle_bin?ids={lead}")).await.status, 400);
}

#[tokio::test]
async fn many_records_are_changed_at_once_by_their_ids() {
    let world = World::empty().await;
    let (one, two) = (lead(&world, "A").await, lead(&world, "B").await);
    world.sandbox.advance(Duration::from_secs(10));
    let body = json!({ "data": [{ "City": "X" }], "ids": [one, two, "1"] });
    let changed = world.post("/Leads/actions/mass_update", body).await;
    assert_eq!((changed.status, changed.data().len()), (207, 3));
    let lead = world.read("Leads", &one).await;
    assert_eq!(lead["City"], "X");
    assert_ne!(lead["Modified_Time"], lead["Created_Time"]);
    let gone = world.post("/Leads/actions/mass_delete", json!({ "ids": [one] })).await;
    assert_eq!((gone.status, &gone.data()[0]["message"]), (200, &json!("record is deleted")));
    assert_eq!(world.get("/Leads/actions/count").await.body["count"], 1);
}

#[tokio::test]
async fn a_view_is_changed_by_a_job() {
    let world = World::empty().await;
    let mut deals = Vec::new();
    for (name, stage) in [("a", "Closed Won"), ("b", "Qualification"), ("c", "Closed Won")] {
        deals.push(world.make("Deals", json!({ "Deal_Name": name, "Stage": stage })).await);
    }
    let path = format!("/Deals/{}/Locking_Information__s", deals[2]);
    world.post(&path, json!({ "data": [{ "Locked_Reason__s": "audit" }] })).await;
    let won = view(&world, "Deals", "Closed Won Deals").await;
    let body = json!({ "cvid": won, "data": [{ "Next_Step": "Invoice" }] });
    let started = world.post("/Deals/actions/mass_update", body).await;
    assert_eq!(
        (started.status, &started.data()[0]["message"]),
        (200, &json!("mass update scheduled successfully"))
    );
    let job = started.details()["job_id"].as_str().unwrap();
    let status = format!("/Deals/actions/mass_update?job_id={job}");
    assert_eq!(world.get(&status).await.data()[0]["Status"], "SCHEDULED");
    world.sandbox.advance(Duration::from_secs(6));
    assert_eq!(world.get(&status).await.data()[0]["Status"], "RUNNING");
    assert_eq!(world.read("Deals", &deals[0]).await["Next_Step"], Value::Null, "not yet");
    world.sandbox.advance(Duration::from_secs(10));
    let wanted = json!({ "Status": "COMPLETED", "Failed_Count": 1, "Updated_Count": 1, "Not_Updated_Count": 0, "Total_Count": 2 });
    assert_eq!(world.get(&status).await.data()[0], wanted);
    assert_eq!(world.read("Deals", &deals[0]).await["Next_Step"], "Invoice");
    assert_eq!(world.read("Deals", &deals[1]).await["Next_Step"], Value::Null);

    let owner = json!({ "cvid": won, "owner": { "id": SELLER } });
    let owners = world.post("/Deals/actions/mass_change_owner", owner).await.details()["job_id"].clone();
    let deleted =
        world.post("/Deals/actions/mass_delete", json!({ "cvid": won })).await.details()["job_id"].clone();
    world.sandbox.advance(Duration::from_secs(20));
    let count = async |kind: &str, job: &Value, count: &str| {
        let status = world.get(&format!("/Deals/actions/{kind}?job_id={}", job.as_str().unwrap())).await;
        status.data()[0][count].clone()
    };
    assert_eq!(count("mass_change_owner", &owners, "Updated_Count").await, 1);
    assert_eq!(count("mass_delete", &deleted, "Deleted_Count").await, 1);
    assert_eq!(world.get("/Deals/actions/count").await.body["count"], 2);
}

#[tokio::test]
async fn a_mass_change_that_cannot_be_is_refused_at_once() {
    let world = World::empty().await;
    let all = view(&world, "Leads", "All Leads").await;
    for (body, code) in [
        (json!({ "cvid": all }), "MANDATORY_NOT_FOUND"),
        (json!({ "cvid": "1", "data": [{ "City": "X" }] }), "INVALID_DATA"),
        (json!({ "cvid": all, "data": [{ "Email": "nobody" }] }), "INVALID_DATA"),
        (json!({ "data": [{ "City": "X" }] }), "MANDATORY_NOT_FOUND"),
    ] {
        let answer = world.post("/Leads/actions/mass_update", body).await;
        assert_eq!((answer.status, answer.code()), (400, code));
    }
    let unknown = world.get("/Leads/actions/mass_update?job_id=1").await;
    assert_eq!((unknown.status, unknown.code()), (400, "INVALID_DATA"));
    let answer = world.send(world.request(Method::POST, "/Leads/actions/mass_delete").json(&json!({}))).await;
    assert_eq!(answer.code(), "MANDATORY_NOT_FOUND");
}

#[tokio::test]
async fn the_timeline_tells_what_was_changed() {
    let world = World::empty().await;
    let lead = lead(&world, "A").await;
    let path = format!("/Leads/{lead}");
    world.put(&path, json!({ "data": [{ "City": "X", "No_of_Employees": 5 }] })).await;
    world.put(&path, json!({ "data": [{ "City": "Y" }] })).await;
    world.put(&path, json!({ "data": [{ "City": "Y" }] })).await;
    let timeline = world.get(&format!("{path}/__timeline")).await;
    let events = timeline.body["__timeline"].as_array().unwrap();
    let actions: Vec<_> = events.iter().map(|event| event["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["updated", "updated", "added"], "writing the same again changes nothing");
    let history = &events[0]["field_history"];
    assert_eq!(
        (history.as_array().unwrap().len(), &history[0]["_value"]),
        (1, &json!({ "old": "X", "new": "Y" }))
    );
    let oldest = world.get(&format!("{path}/__timeline?sort_order=asc&per_page=1")).await;
    assert_eq!(
        (&oldest.body["__timeline"][0]["action"], &oldest.body["info"]["more_records"]),
        (&json!("added"), &json!(true))
    );
    assert_eq!(world.get("/Leads/1/__timeline").await.code(), "INVALID_DATA");
}
