//! Reading: lists, pages, changes, single and deleted records, counts.

use std::time::Duration;

use connectors_sandbox::zoho::Zoho;
use serde_json::{Value, json};

use crate::harness::{Answer, World};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Makes `count` leads, a hundred at a time.
async fn leads(world: &World, count: usize) {
    let numbers: Vec<usize> = (1..=count).collect();
    for chunk in numbers.chunks(100) {
        let data: Vec<Value> =
            chunk.iter().map(|n| json!({ "Last_Name": format!("{n:04}"), "Company": "C" })).collect();
        assert_eq!(world.post("/Leads", json!({ "data": data })).await.status, 201);
    }
}

fn token(answer: &Answer) -> String {
    answer.body["info"]["next_page_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_list_has_to_name_its_fields_and_no_more_than_fifty() {
    let world = World::empty().await;
    leads(&world, 1).await;
    let missing = world.get("/Leads").await;
    assert_eq!((missing.status, missing.code()), (400, "REQUIRED_PARAM_MISSING"));
    assert_eq!(missing.details(), &json!({ "param_name": "fields" }));
    let many = ["Email"; 51].join(",");
    let many = world.get_with("/Leads", &[("fields", &many)]).await;
    assert_eq!((many.status, many.code()), (400, "LIMIT_EXCEEDED"));
    assert_eq!(many.details(), &json!({ "limit": 50, "param_name": "fields" }));
    let some = world.get("/Leads?fields=Last_Name,Nothing").await;
    let record = some.data()[0].as_object().unwrap();
    assert_eq!(record.keys().collect::<Vec<_>>(), ["Last_Name", "id"], "unknown fields are passed over");
    assert!(record["id"].as_str().unwrap().len() == 19);
}

#[tokio::test]
async fn nothing_to_list_is_204_without_a_body() {
    let world = World::empty().await;
    let answer = world.get("/Leads?fields=Email").await;
    assert_eq!((answer.status, answer.body), (204, Value::Null));
}

#[tokio::test]
async fn pages_by_number_end_after_two_thousand_records() {
    let world = World::empty().await;
    leads(&world, 2_300).await;
    let page =
        async |n: usize| world.get_with("/Leads", &[("fields", "Last_Name"), ("page", &n.to_string())]).await;
    let first = page(1).await;
    let info = &first.body["info"];
    assert_eq!(first.data().len(), 200);
    assert_eq!(
        (&info["count"], &info["page"], &info["per_page"], &info["more_records"]),
        (&json!(200), &json!(1), &json!(200), &json!(true))
    );
    assert_eq!(first.all("Last_Name")[0], "2300", "the newest comes first");
    let tenth = page(10).await;
    assert_eq!((tenth.status, tenth.data().len()), (200, 200));
    let eleventh = page(11).await;
    assert_eq!((eleventh.status, eleventh.code()), (400, "DISCRETE_PAGINATION_LIMIT_EXCEEDED"));
    assert_eq!(eleventh.details()["limit"], 2000);

    let path = format!("/Leads?fields=Last_Name&page_token={}", token(&tenth));
    let beyond = world.get(&path).await;
    assert_eq!(beyond.all("Last_Name")[0], "0300");
    assert_eq!(beyond.body["info"]["page"], 11);
    let last = world.get(&format!("/Leads?fields=Last_Name&page_token={}", token(&beyond))).await;
    assert_eq!((last.all("Last_Name")[0], last.data().len()), ("0100", 100));
    let info = &last.body["info"];
    assert_eq!(info["more_records"], false);
    assert!(info["next_page_token"].is_null() && info["page_token_expiry"].is_null());
}

#[tokio::test]
async fn a_page_token_is_bound_to_its_request_and_lives_for_a_day() {
    let world = World::empty().await;
    leads(&world, 5).await;
    let start = "/Leads?fields=Last_Name&per_page=2";
    let first = world.get(start).await;
    let next = token(&first);
    let path = |extra: &str| format!("{start}&page_token={next}{extra}");
    assert_eq!(world.get(&path("")).await.all("Last_Name"), ["0003", "0002"]);
    assert_eq!(world.get(&path("")).await.all("Last_Name"), ["0003", "0002"], "it can be used again");
    let both = world.get(&path("&page=2")).await;
    assert_eq!((both.status, both.code()), (400, "AMBIGUITY_DURING_PROCESSING"));
    for changed in [
        path("&sort_order=asc"),
        format!("/Leads?fields=Last_Name&per_page=3&page_token={next}"),
        format!("/Leads?fields=Email&per_page=2&page_token={next}"),
        format!("/Contacts?fields=Last_Name&per_page=2&page_token={next}"),
        format!("{start}&page_token=made-up"),
    ] {
        let answer = world.get(&changed).await;
        assert_eq!((answer.status, answer.code()), (400, "TOKEN_BOUND_DATA_MISMATCH"), "{changed}");
    }
    let since = world.since(&path(""), "2020-01-01T00:00:00+00:00").await;
    assert_eq!(since.code(), "TOKEN_BOUND_DATA_MISMATCH");

    let mut world = world;
    world.sandbox.advance(DAY);
    world.token = world.sandbox.access_token("zoho").unwrap();
    let late = world.get(&path("")).await;
    assert_eq!((late.status, late.code()), (400, "EXPIRED_VALUE"));
}

#[tokio::test]
async fn records_made_or_removed_between_two_pages_repeat_and_skip_nothing() {
    let world = World::empty().await;
    leads(&world, 6).await;
    let start = "/Leads?fields=Last_Name&per_page=2&sort_order=asc&sort_by=id";
    let first = world.get(start).await;
    assert_eq!(first.all("Last_Name"), ["0001", "0002"]);
    let gone = first.data()[0]["id"].as_str().unwrap();
    assert_eq!(world.delete(&format!("/Leads/{gone}")).await.status, 200);
    leads(&world, 1).await;
    let second = world.get(&format!("{start}&page_token={}", token(&first))).await;
    assert_eq!(second.all("Last_Name"), ["0003", "0004"]);
}

#[tokio::test]
async fn a_list_is_sorted_by_id_or_time_and_by_nothing_else() {
    let world = World::empty().await;
    leads(&world, 3).await;
    let ids = world.get("/Leads?fields=Last_Name&sort_order=asc").await;
    let first = ids.data()[0]["id"].as_str().unwrap();
    world.sandbox.advance(Duration::from_secs(5));
    world.put(&format!("/Leads/{first}"), json!({ "data": [{ "City": "X" }] })).await;
    let by_time = world.get("/Leads?fields=Last_Name&sort_by=Modified_Time&sort_order=desc").await;
    assert_eq!(by_time.all("Last_Name"), ["0001", "0003", "0002"]);
    assert_eq!(by_time.body["info"]["sort_by"], "Modified_Time");
    for wrong in ["sort_by=Last_Name", "sort_order=up", "per_page=201", "per_page=0", "page=0", "page=x"] {
        let answer = world.get(&format!("/Leads?fields=Last_Name&{wrong}")).await;
        assert_eq!((answer.status, answer.code()), (400, "INVALID_DATA"), "{wrong}");
        assert_eq!(answer.details()["param_name"], wrong.split('=').next().unwrap());
    }
}

#[tokio::test]
async fn changes_since_a_moment_include_that_moment() {
    let world = World::empty().await;
    leads(&world, 2).await;
    let both = world.get("/Leads?fields=Last_Name,Modified_Time&sort_order=asc").await;
    let first = both.data()[0]["id"].as_str().unwrap();
    world.sandbox.advance(Duration::from_secs(60));
    let update = world.put(&format!("/Leads/{first}"), json!({ "data": [{ "City": "X" }] })).await;
    let time = update.details()["Modified_Time"].as_str().unwrap().to_owned();
    assert!(time.ends_with("+05:30") && time.len() == 25, "{time}: to the second, with an offset");
    assert_ne!(time, both.data()[0]["Modified_Time"].as_str().unwrap());

    let list = "/Leads?fields=Last_Name";
    assert_eq!(world.since(list, &time).await.all("Last_Name"), ["0001"]);
    let utc = chrono::DateTime::parse_from_rfc3339(&time).unwrap().to_utc();
    assert_eq!(world.since(list, &utc.to_rfc3339()).await.all("Last_Name"), ["0001"], "any offset will do");
    let later = (utc + chrono::TimeDelta::seconds(1)).to_rfc3339();
    let none = world.since(list, &later).await;
    assert_eq!((none.status, none.body), (304, Value::Null));
    let one = world.since(&format!("/Leads/{first}"), &later).await;
    assert_eq!((one.status, one.body), (304, Value::Null));
    let wrong = world.since(list, "yesterday").await;
    assert_eq!((wrong.status, wrong.code()), (400, "INVALID_DATA"));
}

#[tokio::test]
async fn a_list_can_be_of_chosen_ids() {
    let world = World::empty().await;
    leads(&world, 3).await;
    let all = world.get("/Leads?fields=Last_Name").await;
    let ids = [all.data()[0]["id"].as_str().unwrap(), all.data()[2]["id"].as_str().unwrap(), "1"].join(",");
    let some = world.get_with("/Leads", &[("fields", "Last_Name"), ("ids", &ids)]).await;
    assert_eq!(some.all("Last_Name"), ["0003", "0001"]);
    let many = ["1"; 101].join(",");
    let many = world.get_with("/Leads", &[("fields", "Last_Name"), ("ids", &many)]).await;
    assert_eq!((many.status, many.code()), (400, "LIMIT_EXCEEDED"));
}

#[tokio::test]
async fn a_record_is_read_with_its_lookups_system_fields_and_rows() {
    let world = World::empty().await;
    let account = world.make("Accounts", json!({ "Account_Name": "Customer 0001" })).await;
    let product = world.make("Products", json!({ "Product_Name": "Product 001" })).await;
    let deal = json!({
        "Deal_Name": "D", "Stage": "Closed Won", "Account_Name": { "id": account }, "Amount": 20.5, "Probability": 10,
        "Products_Sold": [{ "Product": { "id": product }, "Quantity": 2, "Unit_Price": 10.25 }],
    });
    let id = world.make("Deals", deal).await;
    let deal = world.read("Deals", &id).await;
    assert_eq!(deal["Account_Name"], json!({ "name": "Customer 0001", "id": account }));
    assert_eq!((&deal["Amount"], &deal["Expected_Revenue"]), (&json!(20.5), &json!(2.05)));
    assert!(deal["Contact_Name"].is_null());
    assert_eq!(deal["Pipeline"], "Standard (Standard)");
    assert_eq!(deal["Tag"], json!([]));
    assert_eq!(deal["$approved"], true);
    for user in ["Owner", "Created_By", "Modified_By"] {
        assert_eq!(deal[user]["email"], "admin@example.com", "{user}");
    }
    assert_eq!(deal["Created_Time"], deal["Modified_Time"]);
    let row = &deal["Products_Sold"][0];
    assert_eq!(row["Product"], json!({ "name": "Product 001", "id": product }));
    assert_eq!((&row["Quantity"], &row["Unit_Price"]), (&json!(2), &json!(10.25)));
    assert_eq!(row["Parent_Id"], json!({ "name": "D", "id": id }));

    let some = world.get(&format!("/Deals/{id}?fields=Deal_Name")).await;
    assert_eq!(some.body["data"], json!([{ "Deal_Name": "D", "id": id }]));
    let listed = world.get("/Deals?fields=Deal_Name,Products_Sold").await;
    assert_eq!(listed.body["data"], json!([{ "Deal_Name": "D", "id": id }]), "lists do not show subforms");
    let rows = world.get("/Products_Sold?fields=Parent_Id,Quantity").await;
    assert_eq!(rows.data()[0]["Parent_Id"]["id"], json!(id), "but their rows can be listed");
    let written = world.post("/Products_Sold", json!({ "data": [{ "Quantity": 1 }] })).await;
    assert_eq!((written.status, written.code()), (405, "INVALID_REQUEST_METHOD"));
}

#[tokio::test]
async fn what_is_not_there_is_told_by_its_place_in_the_path() {
    let world = World::empty().await;
    let module = world.get("/Nothing?fields=id").await;
    assert_eq!((module.status, module.code()), (400, "INVALID_MODULE"));
    assert_eq!(module.details(), &json!({ "resource_path_index": 0 }));
    for id in ["5550000000000999999", "not-an-id"] {
        let record = world.get(&format!("/Leads/{id}")).await;
        assert_eq!((record.status, record.code()), (400, "INVALID_DATA"));
        assert_eq!(record.details(), &json!({ "resource_path_index": 1 }));
    }
    let version = world.send(
        world
            .client
            .get(world.url("/crm/v99/Leads"))
            .header("authorization", format!("Zoho-oauthtoken {}", world.token)),
    );
    assert_eq!(version.await.code(), "INVALID_URL_PATTERN");
    let method = world.delete("/Leads/search").await;
    assert_eq!((method.status, method.code()), (405, "INVALID_REQUEST_METHOD"));
}

#[tokio::test]
async fn deleted_records_are_listed_until_and_after_the_recycle_bin_is_emptied() {
    let world = World::empty().await;
    leads(&world, 2).await;
    assert_eq!(world.get("/Leads/deleted?type=all").await.status, 204);
    let all = world.get("/Leads?fields=Full_Name&sort_order=asc").await;
    let ids: Vec<String> = all.all("id").iter().map(|id| (*id).to_owned()).collect();
    world.delete(&format!("/Leads/{}", ids[0])).await;
    world.sandbox.advance(Duration::from_secs(10));
    world.delete(&format!("/Leads/{}", ids[1])).await;

    let deleted = world.get("/Leads/deleted?type=recycle").await;
    assert_eq!(deleted.all("id"), [&ids[0], &ids[1]]);
    let second = &deleted.data()[1];
    assert_eq!((&second["display_name"], &second["type"]), (&json!("0002"), &json!("recycle")));
    assert_eq!(second["deleted_by"]["name"], "First Administrator");
    let since = second["deleted_time"].as_str().unwrap();
    assert_eq!(world.since("/Leads/deleted?type=all", since).await.all("id"), [&ids[1]]);
    let paged = world.get("/Leads/deleted?type=all&per_page=1&page=2").await;
    assert_eq!(
        (paged.all("id"), &paged.body["info"]["more_records"]),
        (vec![ids[1].as_str()], &json!(false))
    );
    assert_eq!(world.get("/Leads/deleted?type=permanent").await.status, 204);
    let empty = world.client.post(world.url("/_sandbox/zoho/empty_recycle_bin"));
    assert_eq!(world.send(empty).await.status, 200);
    assert_eq!(world.get("/Leads/deleted?type=permanent").await.data()[0]["type"], "permanent");
    assert_eq!(world.get("/Contacts/deleted?type=all").await.status, 204, "of this module only");
}

#[tokio::test]
async fn records_are_counted_all_or_those_that_a_search_finds() {
    let world = World::of(Zoho::new().deals(100)).await;
    assert_eq!(world.get("/Deals/actions/count").await.body, json!({ "count": 110 }));
    let won = [("criteria", "(Stage:equals:Closed Won)")];
    assert_eq!(world.get_with("/Deals/actions/count", &won).await.body, json!({ "count": 100 }));
}
