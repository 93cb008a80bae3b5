//! Walks through the operations of one topic each, for [`contract`](crate::contract).

use std::time::Duration;

use http::Method;
use serde_json::json;

use crate::bulk;
use crate::harness::{Answer, World, form};

fn all_are(answers: &[(Answer, u16)]) {
    for (answer, status) in answers {
        assert_eq!(answer.status, *status, "{:?}", answer.body);
    }
}

pub(crate) async fn attachments(world: &World, lead: &str) {
    let list = format!("/Leads/{lead}/Attachments");
    let large = vec![b'x'; 20 * 1024 * 1024 + 1];
    let added = world.upload(&list, "a.txt", b"x").await.id();
    let photo = format!("/Leads/{lead}/photo");
    all_are(&[
        (world.upload(&list, "b.txt", &large).await, 413),
        (world.get(&format!("{list}?fields=File_Name")).await, 200),
        (world.get(&format!("{list}/{added}")).await, 200),
        (world.delete(&format!("{list}/{added}")).await, 200),
        (world.send(form(world.request(Method::POST, "/files"), &[("b", &large)])).await, 415),
        (world.upload("/files", "a.txt", b"x").await, 200),
        (world.upload(&photo, "a.png", b"x").await, 200),
        (world.get(&photo).await, 200),
        (world.delete(&photo).await, 200),
    ]);
}

pub(crate) async fn tags(world: &World, lead: &str) {
    let named = json!({ "tags": [{ "name": "Warm" }] });
    let made = world
        .post("/settings/tags?module=Leads", json!({ "tags": [{ "name": "A" }, { "name": "B" }] }))
        .await;
    let id = |index: usize| made.body["tags"][index]["details"]["id"].as_str().unwrap().to_owned();
    let (a, b) = (id(0), id(1));
    let mixed = json!({ "tags": [{ "name": "B" }], "ids": [lead, "1"] });
    let written = json!({ "data": [{ "Tag": [{ "name": "C" }] }] });
    all_are(&[
        (world.put(&format!("/settings/tags/{a}?module=Leads"), named.clone()).await, 200),
        (world.post(&format!("/Leads/{lead}/actions/add_tags"), named.clone()).await, 200),
        (world.post("/Leads/actions/add_tags", mixed).await, 200),
        (
            world
                .post(&format!("/settings/tags/{a}/actions/merge"), json!({ "tags": [{ "conflict_id": b }] }))
                .await,
            200,
        ),
        (world.get(&format!("/settings/tags/{a}/actions/records_count?module=Leads")).await, 200),
        (world.get("/settings/tags?module=Leads").await, 200),
        (world.post(&format!("/Leads/{lead}/actions/remove_tags"), named).await, 200),
        (world.put(&format!("/Leads/{lead}"), written).await, 200),
        (world.get(&format!("/Leads/{lead}")).await, 200),
        (world.get("/Leads/search?criteria=(Tag:equals:C)").await, 200),
        (world.delete(&format!("/settings/tags/{a}")).await, 200),
    ]);
}

pub(crate) async fn bulk(world: &World) {
    let query = json!({ "module": { "api_name": "Leads" }, "fields": ["Last_Name"] });
    let read = bulk::create(world, "read", json!({ "query": query })).await;
    let read = format!("/crm/bulk/v8/read/{}", read.id());
    let file = bulk::upload(world, "Name,Firm\nA,B\n").await;
    let mut mappings = bulk::mappings(&["Last_Name", "Company"]);
    mappings.as_array_mut().unwrap().push(json!({ "api_name": "City", "default_value": { "value": "X" } }));
    let resource = json!({ "module": { "api_name": "Leads" }, "file_id": file, "field_mappings": mappings });
    let write = bulk::create(world, "write", json!({ "operation": "insert", "resource": [resource] })).await;
    let write = format!("/crm/bulk/v8/write/{}", write.body["details"]["id"].as_str().unwrap());
    let early = [(bulk::get(world, &read).await, 200), (bulk::get(world, &write).await, 200)];
    world.sandbox.advance(Duration::from_secs(20));
    let late = [
        (bulk::get(world, &read).await, 200),
        (bulk::get(world, &format!("{read}/result")).await, 200),
        (bulk::get(world, &write).await, 200),
    ];
    all_are(&early);
    all_are(&late);
}

pub(crate) async fn watch(world: &World) {
    let path = "/actions/watch";
    let channel = json!({ "channel_id": 1, "events": ["Leads.all"], "notify_url": "https://example.com" });
    let body = json!({ "watch": [channel] });
    let less = json!({ "watch": [{ "channel_id": 1, "events": ["Leads.all"], "_delete_events": true }] });
    all_are(&[
        (world.post(path, body.clone()).await, 201),
        (world.put(path, body).await, 200),
        (world.get(path).await, 200),
        (world.delete(&format!("{path}?channel_ids=1")).await, 200),
        (world.send(world.request(Method::PATCH, path).json(&less)).await, 202),
    ]);
}

pub(crate) async fn actions(world: &World, lead: &str) {
    let views = world.get("/settings/custom_views?module=Leads").await;
    let view = views.body["custom_views"][1]["id"].clone();
    let owner = json!({ "owner": { "id": "5550000000000020002" } });
    let by_job =
        world.post("/Leads/actions/mass_update", json!({ "cvid": view, "data": [{ "City": "X" }] })).await;
    let job = by_job.details()["job_id"].as_str().unwrap().to_owned();
    let locks = format!("/Leads/{lead}/Locking_Information__s");
    let lock = world.post(&locks, json!({ "data": [{ "Locked_Reason__s": "R" }] })).await;
    let other = world.make("Leads", json!({ "Last_Name": "A", "Company": "C" })).await;
    let gone = world.make("Leads", json!({ "Last_Name": "A", "Company": "C" })).await;
    let of_view = json!({ "cvid": view, "owner": { "id": "5550000000000020002" } });
    let view = view.as_str().unwrap();
    all_are(&[
        (views, 200),
        (by_job, 200),
        (world.get(&format!("/settings/custom_views/{view}?module=Leads")).await, 200),
        (world.get(&format!("/Leads/actions/count?cvid={view}")).await, 200),
        (world.get(&locks).await, 200),
        (world.put(&format!("/Leads/{lead}"), json!({ "data": [{ "City": "Y" }] })).await, 400),
        (world.delete(&format!("{locks}/{}", lock.id())).await, 200),
        (world.send(world.request(Method::POST, &format!("/Leads/{lead}/actions/clone"))).await, 201),
        (world.get(&format!("/Leads/{lead}/actions/fetch_full_data?fields=Description")).await, 200),
        (world.post(&format!("/Leads/{lead}/actions/change_owner"), owner).await, 202),
        (
            world
                .post("/Leads/actions/mass_update", json!({ "ids": [lead], "data": [{ "City": "X" }] }))
                .await,
            200,
        ),
        (world.get(&format!("/Leads/actions/mass_update?job_id={job}")).await, 200),
        (world.post("/Leads/actions/mass_change_owner", of_view.clone()).await, 200),
        (world.post("/Leads/actions/mass_delete", json!({ "ids": [gone] })).await, 200),
        (world.post("/Leads/actions/mass_delete", of_view).await, 200),
        (world.get("/settings/recycle_bin").await, 200),
        (world.delete(&format!("/settings/recycle_bin/{gone}")).await, 200),
    ]);
    world.delete(&format!("/Leads/{other}")).await;
}

pub(crate) async fn drafts(world: &World, lead: &str) {
    let path = format!("/Leads/{lead}/__email_drafts");
    let body = json!({ "__email_drafts": [{ "from": "admin@example.com", "subject": "S" }] });
    let made = world.post(&path, body.clone()).await;
    let draft = format!("{path}/{}", made.body["__email_drafts"][0]["details"]["id"].as_str().unwrap());
    all_are(&[
        (made, 201),
        (world.put(&draft, body).await, 200),
        (world.get(&path).await, 200),
        (world.get(&draft).await, 200),
        (world.delete(&draft).await, 200),
    ]);
}

pub(crate) async fn composite(world: &World) {
    let call = |method: &str, uri: &str, size: u64| json!({ "method": method, "uri": uri, "params": { "fields": "City", "per_page": size }, "body": { "data": [{}] } });
    let run = |all_or_nothing: bool, calls: serde_json::Value| json!({ "rollback_on_fail": all_or_nothing, "__composite_requests": calls });
    let (read, large, write) =
        (call("GET", "/crm/v8/Leads", 1), call("GET", "/crm/v8/Leads", 26), call("POST", "/crm/v8/Leads", 1));
    let path = "/__composite_requests";
    all_are(&[
        (world.post(path, run(false, json!([read]))).await, 200),
        (world.post(path, run(false, json!([read, large]))).await, 207),
        (world.post(path, run(false, json!([large]))).await, 400),
        (world.post(path, run(true, json!([read, write]))).await, 400),
    ]);
}

pub(crate) async fn metadata(world: &World) {
    for path in [
        "layouts?module=Deals",
        "layouts/5550000000000000091?module=Deals",
        "fields/Stage/pick_list_values?module=Deals",
        "related_lists/5550000000000700000?module=Leads",
        "pipeline?layout_id=5550000000000000091",
        "pipeline/5550000000000800201?layout_id=5550000000000000091",
        "global_picklists",
        "global_picklists/5550000000000800001",
        "roles",
        "roles/5550000000000000034",
        "profiles",
        "profiles/5550000000000000026",
    ] {
        assert_eq!(world.get(&format!("/settings/{path}")).await.status, 200, "{path}");
    }
}

pub(crate) async fn users(world: &World) {
    let user = json!({ "last_name": "New", "email": "new@example.com", "role": { "id": "5550000000000000034", "name": "Manager" },
        "profile": { "id": "5550000000000000029", "name": "Standard" } });
    let made = world.post("/users", json!({ "users": [user] })).await;
    let id = made.body["users"][0]["details"]["id"].as_str().unwrap().to_owned();
    all_are(&[
        (made, 201),
        (world.put(&format!("/users/{id}"), json!({ "users": [{ "first_name": "A" }] })).await, 200),
        (world.put("/users", json!({ "users": [{ "id": id, "first_name": "B" }] })).await, 200),
        (world.get("/users/actions/count?type=ActiveUsers").await, 200),
        (world.delete(&format!("/users/{id}")).await, 200),
    ]);
}
