//! Organisation, users, metadata.

use connectors_sandbox::zoho::{Edition, Zoho};
use serde_json::{Value, json};

use crate::harness::World;

#[tokio::test]
async fn the_organisation_tells_its_edition() {
    for (edition, paid) in [(Edition::Enterprise, "enterprise"), (Edition::Free, "free")] {
        let world = World::of(Zoho::new().deals(0).edition(edition).licences(7)).await;
        let org = world.get("/org").await;
        let org = &org.body["org"][0];
        assert_eq!(org["license_details"]["paid_type"], paid);
        assert_eq!(org["license_details"]["users_license_purchased"], 7);
        assert_eq!((&org["max_per_page"], &org["iso_code"]), (&json!(200), &json!("USD")));
    }
}

#[tokio::test]
async fn users_are_listed_by_type() {
    let world = World::empty().await;
    for (kind, count) in [
        ("AllUsers", 3),
        ("ActiveUsers", 2),
        ("DeactiveUsers", 1),
        ("AdminUsers", 1),
        ("CurrentUser", 1),
        ("ActiveConfirmedUsers", 2),
    ] {
        let answer = world.get(&format!("/users?type={kind}")).await;
        assert_eq!(answer.body["users"].as_array().unwrap().len(), count, "{kind}");
        assert_eq!(answer.body["info"]["count"], count);
    }
    assert_eq!(world.get("/users?type=NotConfirmedUsers").await.status, 204);
    assert_eq!(world.get("/users?type=Nothing").await.status, 400);
    let one = world.get("/users/5550000000000020002").await;
    assert_eq!(one.body["users"][0]["full_name"], "Second Seller");
    assert_eq!(world.get("/users/1").await.status, 204);
}

#[tokio::test]
async fn modules_are_described() {
    let world = World::empty().await;
    let answer = world.get("/settings/modules").await;
    let modules = answer.body["modules"].as_array().unwrap();
    let names: Vec<_> = modules.iter().map(|module| module["api_name"].as_str().unwrap()).collect();
    for name in ["Leads", "Contacts", "Accounts", "Deals", "Products", "Sales_Orders", "Products_Sold"] {
        assert!(names.contains(&name), "{name}");
    }
    assert!(
        modules.iter().all(|module| module["api_supported"] == true && module["generated_type"].is_string())
    );
    let one = world.get("/settings/modules/Deals").await;
    let one = &one.body["modules"][0];
    assert_eq!(
        (&one["singular_label"], &one["display_field"]["api_name"]),
        (&json!("Deal"), &json!("Deal_Name"))
    );
    let unknown = world.get("/settings/modules/Nothing").await;
    assert_eq!((unknown.status, unknown.code()), (400, "INVALID_MODULE"));
}

#[tokio::test]
async fn fields_are_described_with_their_types() {
    let world = World::empty().await;
    let answer = world.get("/settings/fields?module=Deals").await;
    let fields = answer.body["fields"].as_array().unwrap();
    let field = |name: &str| fields.iter().find(|field| field["api_name"] == name).unwrap();
    for (name, data_type, json_type) in [
        ("id", "bigint", "string"),
        ("Deal_Name", "text", "string"),
        ("Amount", "currency", "double"),
        ("Closing_Date", "date", "string"),
        ("Stage", "picklist", "string"),
        ("Account_Name", "lookup", "jsonobject"),
        ("Owner", "ownerlookup", "jsonobject"),
        ("Modified_Time", "datetime", "string"),
        ("Products_Sold", "subform", "jsonarray"),
    ] {
        let field = field(name);
        assert_eq!(
            (&field["data_type"], &field["json_type"]),
            (&json!(data_type), &json!(json_type)),
            "{name}"
        );
    }
    assert_eq!(field("Deal_Name")["system_mandatory"], true);
    assert_eq!(field("Deal_Name")["length"], 120);
    assert_eq!(field("Expected_Revenue")["read_only"], true);
    assert_eq!(field("Account_Name")["lookup"]["module"]["api_name"], "Accounts");
    assert_eq!(field("Products_Sold")["subform"]["module"], "Products_Sold");
    assert_eq!(field("Products_Sold")["associated_module"]["module"], "Products_Sold");
    assert_eq!(field("External_Deal_ID")["unique"], json!({ "casesensitive": "false" }));
    assert_eq!((&field("Amount")["unique"], &field("Amount")["custom_field"]), (&json!({}), &json!(false)));
    let values = field("Stage")["pick_list_values"].as_array().unwrap();
    assert!(values.iter().any(|value| value["display_value"] == "Closed Won"));

    let id = field("Amount")["id"].as_str().unwrap();
    let one = world.get(&format!("/settings/fields/{id}?module=Deals")).await;
    assert_eq!(one.body["fields"].as_array().unwrap().len(), 1);
    assert_eq!(one.body["fields"][0]["api_name"], "Amount");
    let missing = world.get("/settings/fields").await;
    assert_eq!((missing.status, missing.code()), (400, "REQUIRED_PARAM_MISSING"));
    let unknown = world.get("/settings/fields?module=Nothing").await;
    assert_eq!((unknown.status, unknown.code()), (400, "INVALID_MODULE"));
    assert_eq!(world.get("/settings/fields/1?module=Deals").await.status, 204);
}

#[tokio::test]
async fn users_and_modules_have_not_changed_since_the_organisation_was_made() {
    let world = World::empty().await;
    for path in ["/users?type=AllUsers", "/settings/modules", "/settings/modules/Deals"] {
        assert_eq!(world.since(path, "2024-01-01T09:00:00+05:30").await.status, 200, "{path}");
        assert_eq!(world.since(path, "2024-01-01T09:00:01+05:30").await.status, 304, "{path}");
    }
}

#[tokio::test]
async fn every_module_that_a_field_leads_to_has_fields_itself() {
    let world = World::empty().await;
    let modules = world.get("/settings/modules").await;
    let names: Vec<Value> =
        modules.body["modules"].as_array().unwrap().iter().map(|module| module["api_name"].clone()).collect();
    let mut ids = std::collections::HashSet::new();
    for name in &names {
        let answer = world.get(&format!("/settings/fields?module={}", name.as_str().unwrap())).await;
        for field in answer.body["fields"].as_array().unwrap() {
            assert!(ids.insert(field["id"].clone()), "{name} {}: its id is another's", field["api_name"]);
            let target = match field["data_type"].as_str().unwrap() {
                "lookup" => &field["lookup"]["module"]["api_name"],
                "subform" => &field["subform"]["module"],
                _ => continue,
            };
            assert!(names.contains(target) || target == "se_module", "{name} {} {target}", field["api_name"]);
        }
    }
}

#[tokio::test]
async fn related_lists_are_described() {
    let world = World::empty().await;
    let answer = world.get("/settings/related_lists?module=Deals").await;
    let lists = answer.body["related_lists"].as_array().unwrap();
    let products = lists.iter().find(|list| list["api_name"] == "Products").unwrap();
    assert_eq!(products["module"]["api_name"], "Products");
    assert_eq!(world.get("/settings/related_lists?module=Solutions").await.status, 204);
    assert_eq!(world.get("/settings/related_lists").await.code(), "REQUIRED_PARAM_MISSING");
    assert_eq!(world.get("/settings/related_lists?module=Nothing").await.code(), "INVALID_MODULE");
}

#[tokio::test]
async fn a_user_is_added_changed_and_deleted() {
    let world = World::empty().await;
    let user = |email: &str| {
        json!({ "users": [{ "last_name": "New", "email": email, "role": { "id": "5550000000000000034", "name": "Manager" },
            "profile": { "id": "5550000000000000029", "name": "Standard" } }] })
    };
    let made = world.post("/users", user("new@example.com")).await;
    assert_eq!(made.status, 201, "{made:?}");
    let id = made.body["users"][0]["details"]["id"].as_str().unwrap();
    assert_eq!(world.get("/users?type=ActiveUsers").await.body["info"]["count"], 3);
    let lead = json!({ "Last_Name": "A", "Company": "C", "Owner": { "id": id } });
    let lead = world.make("Leads", lead).await;
    world
        .put(&format!("/users/{id}"), json!({ "users": [{ "first_name": "Fourth", "country": "DE" }] }))
        .await;
    let read = world.get(&format!("/users/{id}")).await.body["users"][0].clone();
    assert_eq!((&read["full_name"], &read["country"]), (&json!("Fourth New"), &json!("DE")));
    assert_eq!(world.read("Leads", &lead).await["Owner"]["name"], "Fourth New");
    let twice = world.post("/users", user("new@example.com")).await;
    assert_eq!((twice.status, &twice.body["users"][0]["code"]), (400, &json!("DUPLICATE_DATA")));
    let nobody = world.post("/users", json!({ "users": [{ "last_name": "New" }] })).await;
    assert_eq!((nobody.status, nobody.code()), (400, "MANDATORY_NOT_FOUND"));
    assert_eq!(world.delete(&format!("/users/{id}")).await.status, 200);
    assert_eq!(world.get("/users?type=ActiveUsers").await.body["info"]["count"], 2);
}

#[tokio::test]
async fn layouts_have_the_fields_and_picklists_their_values() {
    let world = World::empty().await;
    let layout = world.get("/settings/layouts?module=Deals").await.body["layouts"][0].clone();
    let sections = layout["sections"].as_array().unwrap();
    let fields = |section: &Value| {
        section["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|field| field["api_name"].clone())
            .collect::<Vec<_>>()
    };
    assert!(fields(&sections[0]).contains(&json!("Deal_Name")));
    assert_eq!(
        (&sections[1]["isSubformSection"], fields(&sections[1])),
        (&json!(true), vec![json!("Products_Sold")])
    );
    assert_eq!(world.get("/settings/layouts/1?module=Deals").await.status, 204);
    let values = world.get("/settings/fields/Stage/pick_list_values?module=Deals").await;
    assert_eq!(values.body["pick_list_values"][0]["actual_value"], "Qualification");
    assert_eq!(world.get("/settings/fields/Amount/pick_list_values?module=Deals").await.status, 204);
    assert_eq!(world.get("/settings/roles").await.body["roles"][1]["reporting_to"]["name"], "CEO");
    let profile = world.get("/settings/profiles/5550000000000000026").await;
    assert_eq!(profile.body["profiles"][0]["permissions_details"][0]["module"], "Leads");
}
