//! One walk through all operations, held against Zoho's description, in which every waiver is needed.

use serde_json::{Value, json};

use crate::harness::World;
use crate::walks;

async fn reads(world: &World) {
    for path in [
        "/org",
        "/users?type=AllUsers",
        "/users/5550000000000020001",
        "/settings/modules",
        "/settings/modules/Deals",
        "/settings/fields?module=Deals",
        "/settings/fields/Deal_Name?module=Deals",
        "/settings/related_lists?module=Deals",
        "/Leads?fields=Last_Name,Email,Owner,Created_Time&sort_by=Modified_Time&sort_order=asc",
        "/Leads/search?word=alder",
        "/Leads/deleted?type=all",
        "/Leads/actions/count",
    ] {
        assert_eq!(world.get(path).await.status, 200, "{path}");
    }
    let query = "select Last_Name, Owner from Leads where id is not null";
    assert_eq!(world.post("/coql", json!({ "select_query": query })).await.status, 200);
}

async fn refusals(world: &World, deal: &str) {
    let next = world.get("/Leads?fields=Email&per_page=1").await.body["info"]["next_page_token"].clone();
    let next = next.as_str().unwrap();
    let long = json!({ "data": [{ "Last_Name": "x".repeat(81), "Company": "C" }] });
    assert_eq!(world.post("/Leads", long).await.status, 400);
    assert_eq!(world.post("/Leads", json!({ "data": vec![json!({}); 101] })).await.status, 400);
    for path in [
        "/Leads?fields=Email&page=11".to_owned(),
        format!("/Leads?fields=Email&per_page=1&page=2&page_token={next}"),
        format!("/Leads?fields=Email&per_page=2&page_token={next}"),
        "/Leads".to_owned(),
        "/Nothing?fields=Email".to_owned(),
        "/Leads/1".to_owned(),
        "/Leads/search".to_owned(),
        "/Leads/search?criteria=x".to_owned(),
        format!("/Deals/{deal}/Products"),
        format!("/Deals/{deal}/Nothing?fields=id"),
        "/users?type=Nothing".to_owned(),
        "/settings/fields?module=Nothing".to_owned(),
        "/settings/fields".to_owned(),
        "/settings/modules/Nothing".to_owned(),
        "/settings/related_lists?module=Nothing".to_owned(),
        "/settings/related_lists".to_owned(),
    ] {
        assert_eq!(world.get(&path).await.status, 400, "{path}");
    }
    for query in [
        "select",
        "select Nothing from Leads where id is not null",
        "select id from Leads where id is not null limit 9999",
    ] {
        assert_eq!(world.post("/coql", json!({ "select_query": query })).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn every_operation_answers_as_described_and_every_waiver_is_needed() {
    let world = World::empty().await;
    let account = world.make("Accounts", json!({ "Account_Name": "A" })).await;
    let product = world.make("Products", json!({ "Product_Name": "P" })).await;
    let deal = json!({ "Deal_Name": "D", "Stage": "Closed Won", "Account_Name": { "id": account },
        "Products_Sold": [{ "Product": { "id": product }, "Quantity": 1 }] });
    let deal = world.make("Deals", deal).await;
    let mut leads: Vec<String> = Vec::new();
    for _ in 0..4 {
        leads.push(world.make("Leads", json!({ "Last_Name": "Alder", "Company": "C" })).await);
    }
    let one = |record: Value| json!({ "data": [record] });
    let gone = [
        world.delete(&format!("/Leads/{}", leads[0])).await,
        world.delete(&format!("/Leads?ids={}", leads[1])).await,
    ];
    let change = json!({ "id": leads[2], "City": "X" });
    let written = [
        world.put("/Leads", one(change.clone())).await,
        world.put(&format!("/Leads/{}", leads[2]), one(json!({ "City": "Y" }))).await,
        world.post("/Leads/upsert", one(change)).await,
    ];
    let list = format!("/Deals/{deal}/Products");
    let related = [
        world.put(&list, one(json!({ "id": product }))).await,
        world.put(&format!("{list}/{product}"), one(json!({}))).await,
        world.get(&format!("{list}?fields=Product_Name")).await,
        world.get(&format!("{list}/{product}?fields=Product_Name")).await,
        world.delete(&format!("{list}/{product}")).await,
        world.get(&format!("/Deals/{deal}")).await,
        world.get("/Products_Sold?fields=Parent_Id,Product,Quantity").await,
    ];
    for answer in gone.iter().chain(&written).chain(&related) {
        assert_eq!(answer.status, 200, "{answer:?}");
    }
    reads(&world).await;
    walks::attachments(&world, &leads[2]).await;
    walks::tags(&world, &leads[2]).await;
    walks::bulk(&world).await;
    walks::watch(&world).await;
    walks::drafts(&world, &leads[2]).await;
    walks::composite(&world).await;
    walks::metadata(&world).await;
    walks::users(&world).await;
    refusals(&world, &deal).await;
    let convert = format!("/Leads/{}/actions/convert", leads[3]);
    let wish =
        json!({ "Deals": { "Deal_Name": "D", "Closing_Date": "2026-12-31", "Stage": "Qualification" } });
    for (wish, status) in [(json!({ "Deals": { "Deal_Name": "D" } }), 400), (wish, 200), (json!({}), 400)] {
        assert_eq!(world.post(&convert, one(wish)).await.status, status);
    }
    walks::actions(&world, &leads[2]).await;
    let Some(checker) = world.checker() else { return };
    checker.finish().unwrap().say();
}
