//! Converting leads.

use serde_json::{Value, json};

use crate::harness::{Answer, World};

async fn lead(world: &World) -> String {
    let lead = json!({ "Last_Name": "Alder", "First_Name": "A", "Company": "Customer 0001", "Phone": "1",
        "Email": "alder@example.com", "City": "Example City" });
    world.make("Leads", lead).await
}

async fn convert(world: &World, lead: &str, wish: Value) -> Answer {
    world.post(&format!("/Leads/{lead}/actions/convert"), json!({ "data": [wish] })).await
}

fn deal() -> Value {
    json!({ "Deal_Name": "D", "Closing_Date": "2026-12-31", "Stage": "Qualification", "Amount": 12.5 })
}

#[tokio::test]
async fn a_lead_becomes_an_account_a_contact_and_a_deal() {
    let world = World::empty().await;
    let lead = lead(&world).await;
    let answer = convert(&world, &lead, json!({ "Deals": deal(), "overwrite": false })).await;
    assert_eq!((answer.status, answer.code()), (200, "SUCCESS"));
    let details = answer.details();
    let id = |module: &str| details[module]["id"].as_str().unwrap().to_owned();
    assert_eq!(details["Accounts"]["name"], "Customer 0001");
    let account = world.read("Accounts", &id("Accounts")).await;
    assert_eq!((&account["Phone"], &account["Billing_City"]), (&json!("1"), &json!("Example City")));
    let contact = world.read("Contacts", &id("Contacts")).await;
    assert_eq!((&contact["Full_Name"], &contact["Email"]), (&json!("A Alder"), &json!("alder@example.com")));
    assert_eq!(contact["Account_Name"]["id"], details["Accounts"]["id"]);
    let deal = world.read("Deals", &id("Deals")).await;
    assert_eq!((&deal["Amount"], &deal["Contact_Name"]["id"]), (&json!(12.5), &details["Contacts"]["id"]));
    assert_eq!(deal["Account_Name"]["id"], details["Accounts"]["id"]);

    let converted = world.read("Leads", &lead).await;
    assert_eq!(converted["$converted"], true);
    assert_eq!(converted["$converted_detail"]["deal"], details["Deals"]["id"]);
    assert_eq!(world.get("/Leads?fields=Email").await.status, 204, "converted leads are listed on demand");
    assert_eq!(world.get("/Leads?fields=Email&converted=true").await.all("id"), [&lead]);
    assert_eq!(world.get("/Leads?fields=Email&converted=both").await.data().len(), 1);
    let change = world.put(&format!("/Leads/{lead}"), json!({ "data": [{ "City": "X" }] })).await;
    assert_eq!((change.status, change.code()), (400, "CONVERTED_RECORD"));
    let again = json!({ "Last_Name": "Alder", "Company": "Other", "Email": "alder@example.com" });
    assert_ne!(world.make("Leads", again).await, lead, "a converted lead is no duplicate");
}

#[tokio::test]
async fn a_lead_is_converted_once() {
    let world = World::empty().await;
    let lead = lead(&world).await;
    let first = convert(&world, &lead, json!({})).await;
    assert_eq!((first.status, &first.details()["Deals"]), (200, &Value::Null));
    let second = convert(&world, &lead, json!({ "Deals": deal() })).await;
    assert_eq!((second.status, second.code()), (400, "ID_ALREADY_CONVERTED"));
    assert_eq!(second.body["details"], json!({ "resource_path_index": 1 }));
    assert_eq!(world.get("/Deals?fields=Stage").await.status, 204);
    assert_eq!(convert(&world, "1", json!({})).await.body["details"], json!({ "resource_path_index": 1 }));
}

#[tokio::test]
async fn records_that_are_there_are_linked_and_not_made_again() {
    let world = World::empty().await;
    let account = world.make("Accounts", json!({ "Account_Name": "customer 0001" })).await;
    let contact = world.make("Contacts", json!({ "Last_Name": "X", "Email": "alder@example.com" })).await;
    let first = lead(&world).await;
    let answer = convert(&world, &first, json!({ "add_to_existing_record": true })).await;
    assert_eq!(answer.details()["Accounts"]["id"], json!(account));
    assert_eq!(answer.details()["Contacts"]["id"], json!(contact));
    assert_eq!(world.read("Contacts", &contact).await["Account_Name"]["id"], json!(account));

    let other = world.make("Accounts", json!({ "Account_Name": "Other" })).await;
    let second = json!({ "Last_Name": "Y", "Company": "Customer 0002" });
    let second = world.make("Leads", second).await;
    let wish = json!({ "Accounts": { "id": other }, "assign_to": { "id": "5550000000000020002" } });
    let answer = convert(&world, &second, wish).await;
    assert_eq!(answer.details()["Accounts"]["id"], json!(other));
    let made = answer.details()["Contacts"]["id"].as_str().unwrap();
    assert_eq!(world.read("Contacts", made).await["Owner"]["name"], "Second Seller");
    assert_eq!(world.get("/Accounts/actions/count").await.body["count"], 2);
}

#[tokio::test]
async fn a_wrong_wish_changes_nothing() {
    let world = World::empty().await;
    let lead = lead(&world).await;
    let mut without_date = deal();
    without_date.as_object_mut().unwrap().remove("Closing_Date");
    let mut wrong_stage = deal();
    wrong_stage["Stage"] = json!("Nothing");
    let mut wrong_type = deal();
    wrong_type["Amount"] = json!("much");
    for (wish, code, path) in [
        (json!({ "Deals": without_date }), "MANDATORY_NOT_FOUND", "$.data[0].Deals.Closing_Date"),
        (json!({ "Deals": wrong_stage }), "MAPPING_MISMATCH", "$.data[0].Deals.Stage"),
        (json!({ "Deals": wrong_type }), "INVALID_DATA", "$.data[0].Deals.Amount"),
        (json!({ "Accounts": { "id": "1" } }), "INVALID_DATA", "$.data[0].Accounts.id"),
    ] {
        let answer = convert(&world, &lead, wish).await;
        assert_eq!((answer.status, answer.code()), (400, code));
        assert_eq!(answer.details()["json_path"], path);
    }
    assert_eq!(world.read("Leads", &lead).await["$converted"], false);
    assert_eq!(world.get("/Contacts?fields=Email").await.status, 204);
}

#[tokio::test]
async fn tags_and_attachments_go_where_the_request_wants_them() {
    let world = World::empty().await;
    let lead = lead(&world).await;
    let tags = json!({ "tags": [{ "name": "Warm" }, { "name": "Large" }] });
    world.post(&format!("/Leads/{lead}/actions/add_tags"), tags).await;
    world.upload(&format!("/Leads/{lead}/Attachments"), "a.txt", b"x").await;
    let wish = json!({ "Deals": deal(), "move_attachments_to": { "api_name": "Deals", "id": "5550000000000000300" },
        "carry_over_tags": { "Contacts": ["Warm"], "Deals": ["Warm", "Large", "Unknown"] } });
    let answer = convert(&world, &lead, wish).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let id = |module: &str| answer.details()[module]["id"].as_str().unwrap().to_owned();
    for (module, wanted) in
        [("Contacts", vec!["Warm"]), ("Deals", vec!["Warm", "Large"]), ("Accounts", vec![])]
    {
        let record = world.read(module, &id(module)).await;
        let names: Vec<_> =
            record["Tag"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
        assert_eq!(names, wanted, "{module}");
    }
    let files = world.get(&format!("/Deals/{}/Attachments?fields=File_Name", id("Deals"))).await;
    assert_eq!(files.all("File_Name"), ["a.txt"]);
    assert_eq!(world.get(&format!("/Leads/{lead}/Attachments?fields=File_Name")).await.status, 204);
}
