//! Writing: insert, update, upsert, delete, and what is wrong with a record.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::World;

fn one(record: Value) -> Value {
    json!({ "data": [record] })
}

#[tokio::test]
async fn an_inserted_record_is_answered_with_its_id_and_times() {
    let world = World::empty().await;
    let answer =
        world.post("/Leads", one(json!({ "Last_Name": "A", "First_Name": "B", "Company": "C" }))).await;
    assert_eq!((answer.status, answer.code()), (201, "SUCCESS"));
    let element = &answer.data()[0];
    assert_eq!((&element["message"], &element["status"]), (&json!("record added"), &json!("success")));
    assert_eq!(element.get("action"), None, "only an upsert says what it did");
    let details = answer.details();
    assert_eq!(details["Created_By"]["name"], "First Administrator");
    assert_eq!(details["Created_Time"], details["Modified_Time"]);
    assert_eq!(world.read("Leads", &answer.id()).await["Full_Name"], "B A");
}

#[tokio::test]
async fn each_record_fails_by_itself_and_the_status_says_how_many_did() {
    let world = World::empty().await;
    let good = |name: &str| json!({ "Last_Name": name, "Company": "C" });
    let mixed =
        world.post("/Leads", json!({ "data": [good("A"), { "Last_Name": "B" }, good("C"), 7] })).await;
    assert_eq!(mixed.status, 207);
    let codes: Vec<_> = mixed.data().iter().map(|element| element["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["SUCCESS", "MANDATORY_NOT_FOUND", "SUCCESS", "INVALID_DATA"]);
    let missing = &mixed.data()[1];
    assert_eq!(missing["details"], json!({ "api_name": "Company", "json_path": "$.data[1].Company" }));
    assert_eq!(
        (&missing["status"], &missing["message"]),
        (&json!("error"), &json!("required field not found"))
    );
    let bad = world.post("/Leads", json!({ "data": [{}, {}] })).await;
    assert_eq!((bad.status, bad.data().len()), (400, 2));
    assert_eq!(world.get("/Leads/actions/count").await.body["count"], 2);
}

#[tokio::test]
async fn a_value_has_to_fit_its_field() {
    let world = World::empty().await;
    for (field, value, expected) in [
        ("Last_Name", json!(7), "text"),
        ("Email", json!("nobody"), "email"),
        ("No_of_Employees", json!("many"), "integer"),
        ("No_of_Employees", json!(1.5), "integer"),
        ("Annual_Revenue", json!("12.5"), "currency"),
        ("Email_Opt_Out", json!("yes"), "boolean"),
        ("Languages", json!("English"), "multiselectpicklist"),
    ] {
        let mut lead = json!({ "Last_Name": "A", "Company": "C" });
        lead[field] = value;
        let answer = world.post("/Leads", one(lead)).await;
        assert_eq!((answer.status, answer.code()), (400, "INVALID_DATA"), "{field}");
        let path = format!("$.data[0].{field}");
        assert_eq!(
            answer.details(),
            &json!({ "expected_data_type": expected, "api_name": field, "json_path": path })
        );
    }
    for (field, value, expected) in [
        ("Closing_Date", json!("31.12.2026"), "date"),
        ("Account_Name", json!(5), "jsonobject"),
        ("Products_Sold", json!({}), "jsonarray"),
    ] {
        let mut deal = json!({ "Deal_Name": "D", "Stage": "Qualification" });
        deal[field] = value;
        let answer = world.post("/Deals", one(deal)).await;
        assert_eq!(answer.details()["expected_data_type"], expected, "{field}");
    }
    let event =
        json!({ "Event_Title": "E", "Start_DateTime": "2026-01-01", "End_DateTime": "2026-01-01T10:00:00Z" });
    let answer = world.post("/Events", one(event)).await;
    assert_eq!(answer.details()["expected_data_type"], "datetime");
}

#[tokio::test]
async fn too_long_a_text_is_refused_with_the_length_that_fits() {
    let world = World::empty().await;
    let lead = |length: usize| one(json!({ "Last_Name": "é".repeat(length), "Company": "C" }));
    assert_eq!(world.post("/Leads", lead(80)).await.status, 201, "characters count, not bytes");
    let answer = world.post("/Leads", lead(81)).await;
    assert_eq!(answer.code(), "INVALID_DATA");
    assert_eq!(
        answer.details(),
        &json!({ "maximum_length": 80, "api_name": "Last_Name", "json_path": "$.data[0].Last_Name" })
    );
}

#[tokio::test]
async fn a_lookup_has_to_lead_somewhere() {
    let world = World::empty().await;
    let contact = |account: Value| one(json!({ "Last_Name": "A", "Account_Name": account }));
    let answer = world.post("/Contacts", contact(json!({ "id": "5550000000000999999" }))).await;
    assert_eq!((answer.status, answer.code()), (400, "INVALID_DATA"));
    assert_eq!(answer.details()["json_path"], "$.data[0].Account_Name.id");
    let account = world.make("Accounts", json!({ "Account_Name": "Customer 0001" })).await;
    for given in [json!({ "id": account }), json!(account), json!({ "name": "Customer 0001" })] {
        let answer = world.post("/Contacts", contact(given)).await;
        assert_eq!(world.read("Contacts", &answer.id()).await["Account_Name"]["id"], json!(account));
    }
    let owner = one(json!({ "Last_Name": "A", "Owner": { "id": "5550000000000020002" } }));
    let answer = world.post("/Contacts", owner).await;
    assert_eq!(world.read("Contacts", &answer.id()).await["Owner"]["name"], "Second Seller");
    let nobody = world.post("/Contacts", one(json!({ "Last_Name": "A", "Owner": { "id": "1" } }))).await;
    assert_eq!(nobody.details()["json_path"], "$.data[0].Owner.id");
}

#[tokio::test]
async fn a_deals_stage_has_to_be_one_of_its_pipeline() {
    let world = World::empty().await;
    let answer = world.post("/Deals", one(json!({ "Deal_Name": "D", "Stage": "Won" }))).await;
    assert_eq!((answer.status, answer.code()), (400, "MAPPING_MISMATCH"));
    let details = json!({ "mapped_field": "Pipeline", "api_name": "Stage", "json_path": "$.data[0].Stage" });
    assert_eq!(answer.details(), &details);
}

#[tokio::test]
async fn a_duplicate_of_a_unique_field_names_the_record_that_has_it() {
    let world = World::empty().await;
    let contact = |email: &str| json!({ "Last_Name": "A", "Email": email });
    let first = world.make("Contacts", contact("a@example.com")).await;
    let second = world.make("Contacts", contact("b@example.com")).await;
    let answer = world.post("/Contacts", one(contact("A@Example.com"))).await;
    assert_eq!((answer.status, answer.code()), (400, "DUPLICATE_DATA"));
    let details = answer.details();
    assert_eq!(
        (&details["id"], &details["api_name"], &details["json_path"]),
        (&json!(first), &json!("Email"), &json!("$.data[0].Email"))
    );
    assert_eq!(details["duplicate_record"]["module"]["api_name"], "Contacts");
    let twice = json!({ "data": [contact("c@example.com"), contact("c@example.com")] });
    assert_eq!(world.post("/Contacts", twice).await.status, 207, "within one request too");
    let path = format!("/Contacts/{second}");
    assert_eq!(world.put(&path, one(contact("a@example.com"))).await.code(), "DUPLICATE_DATA");
    assert_eq!(
        world.put(&path, one(contact("b@example.com"))).await.code(),
        "SUCCESS",
        "its own is not another's"
    );
    world.delete(&format!("/Contacts/{first}")).await;
    assert_eq!(world.post("/Contacts", one(contact("a@example.com"))).await.status, 201);
}

#[tokio::test]
async fn a_request_takes_a_hundred_records_and_no_more() {
    let world = World::empty().await;
    let data = |count: usize| json!({ "data": vec![json!({ "Last_Name": "A", "Company": "C" }); count] });
    assert_eq!(world.post("/Leads", data(100)).await.status, 201);
    let many = world.post("/Leads", data(101)).await;
    assert_eq!((many.status, many.code()), (400, "INVALID_DATA"));
    assert_eq!(many.details(), &json!({ "maximum_length": 100, "api_name": "data", "json_path": "$.data" }));
    for (body, code) in [
        (json!({ "data": [] }), "MANDATORY_NOT_FOUND"),
        (json!({}), "MANDATORY_NOT_FOUND"),
        (json!({ "data": {} }), "INVALID_DATA"),
        (json!([]), "INVALID_DATA"),
    ] {
        let answer = world.post("/Leads", body).await;
        assert_eq!((answer.status, answer.code()), (400, code));
    }
    assert_eq!(world.get("/Leads/actions/count").await.body["count"], 100);
}

#[tokio::test]
async fn an_update_changes_what_it_names_and_moves_the_time() {
    let world = World::empty().await;
    let lead = json!({ "Last_Name": "A", "Company": "C", "City": "X", "Phone": "1" });
    let id = world.make("Leads", lead).await;
    let before = world.read("Leads", &id).await;
    world.sandbox.advance(Duration::from_secs(30));
    let change =
        json!({ "City": "Y", "Phone": null, "Created_Time": "2000-01-01T00:00:00Z", "Nothing": 1, "id": id });
    let answer = world.put("/Leads", one(change)).await;
    assert_eq!((answer.status, &answer.data()[0]["message"]), (200, &json!("record updated")));
    let after = world.read("Leads", &id).await;
    assert_eq!(
        (&after["City"], &after["Phone"], &after["Company"]),
        (&json!("Y"), &Value::Null, &json!("C"))
    );
    assert_eq!((&after["Created_Time"], after.get("Nothing")), (&before["Created_Time"], None));
    assert_ne!(after["Modified_Time"], before["Modified_Time"]);
    assert_eq!(answer.details()["Modified_Time"], after["Modified_Time"]);

    let mandatory = world.put(&format!("/Leads/{id}"), one(json!({ "Company": null }))).await;
    assert_eq!(mandatory.code(), "MANDATORY_NOT_FOUND");
    let without = world.put("/Leads", one(json!({ "City": "Z" }))).await;
    assert_eq!(without.details(), &json!({ "api_name": "id", "json_path": "$.data[0].id" }));
    let unknown = json!({ "data": [{ "id": "1", "City": "Z" }, { "id": id, "City": "Z" }] });
    let unknown = world.put("/Leads", unknown).await;
    assert_eq!((unknown.status, unknown.code()), (207, "INVALID_DATA"));
    let path = world.put("/Leads/1", one(json!({ "City": "Z" }))).await;
    assert_eq!((path.status, path.details()), (400, &json!({ "resource_path_index": 1 })));
}

#[tokio::test]
async fn rows_of_a_subform_are_added_changed_and_ended_with_their_record() {
    let world = World::empty().await;
    let rows = json!([{ "Description": "one", "Quantity": 1 }, { "Description": "two", "Quantity": 2 }]);
    let id = world
        .make("Deals", json!({ "Deal_Name": "D", "Stage": "Qualification", "Products_Sold": rows }))
        .await;
    let deal = world.read("Deals", &id).await;
    let (one_row, two) = (&deal["Products_Sold"][0]["id"], &deal["Products_Sold"][1]["id"]);
    let rows =
        json!([{ "id": one_row, "_delete": null }, { "id": two, "Quantity": 5 }, { "Description": "three" }]);
    let answer = world.put(&format!("/Deals/{id}"), one(json!({ "Products_Sold": rows }))).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let deal = world.read("Deals", &id).await;
    let rows: Vec<_> = deal["Products_Sold"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (&row["Description"], &row["Quantity"]))
        .collect();
    assert_eq!(rows, [(&json!("two"), &json!(5)), (&json!("three"), &Value::Null)]);

    let wrong = json!([{ "Description": "four" }, { "Quantity": "x" }]);
    let answer = world.put(&format!("/Deals/{id}"), one(json!({ "Products_Sold": wrong }))).await;
    assert_eq!(answer.details()["json_path"], "$.data[0].Products_Sold[1].Quantity");
    let strange = world.put(&format!("/Deals/{id}"), one(json!({ "Products_Sold": [{ "id": "1" }] }))).await;
    assert_eq!(strange.details()["json_path"], "$.data[0].Products_Sold[0].id");
    assert_eq!(world.read("Deals", &id).await["Products_Sold"].as_array().unwrap().len(), 2);
    world.delete(&format!("/Deals/{id}")).await;
    assert_eq!(world.get("/Products_Sold?fields=Quantity").await.status, 204, "rows go with their record");
}

#[tokio::test]
async fn an_upsert_finds_by_the_systems_fields_or_by_those_it_names() {
    let world = World::empty().await;
    let record = |email: &str, name: &str| json!({ "Last_Name": name, "Email": email });
    let first = world.post("/Contacts/upsert", one(record("a@example.com", "A"))).await;
    assert_eq!(first.status, 201);
    assert_eq!(
        (&first.data()[0]["action"], &first.data()[0]["duplicate_field"]),
        (&json!("insert"), &Value::Null)
    );
    let both = json!({ "data": [record("a@example.com", "B"), record("b@example.com", "C")],
        "duplicate_check_fields": ["Email"] });
    let both = world.post("/Contacts/upsert", both).await;
    assert_eq!(both.status, 200);
    let updated = &both.data()[0];
    assert_eq!(
        (&updated["action"], &updated["duplicate_field"], &updated["message"]),
        (&json!("update"), &json!("Email"), &json!("record updated"))
    );
    assert_eq!(updated["details"]["id"], json!(first.id()));
    assert_eq!(both.data()[1]["action"], "insert");
    assert_eq!(world.read("Contacts", &first.id()).await["Last_Name"], "B");

    let product = json!({ "Product_Name": "P", "Product_Code": "1" });
    let product = world.make("Products", product).await;
    let named = json!({ "data": [{ "Product_Name": "P", "Product_Code": "2" }],
        "duplicate_check_fields": ["Product_Name"] });
    let named = world.post("/Products/upsert", named).await;
    assert_eq!((named.id(), &named.data()[0]["duplicate_field"]), (product.clone(), &json!("Product_Name")));
    let custom = json!({ "Deal_Name": "D", "Stage": "Qualification", "External_Deal_ID": "x-1" });
    let deal = world.make("Deals", custom).await;
    let custom = json!({ "data": [{ "Deal_Name": "E", "Stage": "Qualification", "External_Deal_ID": "x-1" }],
        "duplicate_check_fields": ["External_Deal_ID"] });
    assert_eq!(world.post("/Deals/upsert", custom).await.id(), deal, "by the organisation's own field");
    let by_id = world.post("/Products/upsert", one(json!({ "id": product, "Product_Name": "Q" }))).await;
    assert_eq!(by_id.data()[0]["action"], "update");
    let wrong = json!({ "data": [{ "Product_Name": "P" }], "duplicate_check_fields": ["Description"] });
    let wrong = world.post("/Products/upsert", wrong).await;
    assert_eq!((wrong.status, wrong.code()), (400, "INVALID_DATA"));
}

/// An id as a number: Zoho's own client libraries write ids so.
fn number(id: &str) -> Value {
    json!(id.parse::<u64>().unwrap())
}

#[tokio::test]
async fn ids_in_a_body_may_be_numbers() {
    let mut world = World::empty().await;
    world.strict = false;
    let account = world.make("Accounts", json!({ "Account_Name": "A" })).await;
    let product = world.make("Products", json!({ "Product_Name": "P" })).await;
    let deal = json!({ "Deal_Name": "D", "Stage": "Closed Won", "Account_Name": { "id": number(&account) },
        "Owner": { "id": 5_550_000_000_000_020_002_u64 },
        "Products_Sold": [{ "Product": { "id": number(&product) }, "Quantity": 1 }] });
    let deal = world.make("Deals", deal).await;
    let read = world.read("Deals", &deal).await;
    assert_eq!(
        (&read["Account_Name"]["name"], &read["Owner"]["name"]),
        (&json!("A"), &json!("Second Seller"))
    );

    let row = number(read["Products_Sold"][0]["id"].as_str().unwrap());
    let change = json!({ "id": number(&deal), "Products_Sold": [{ "id": row, "Quantity": 2 }] });
    assert_eq!(world.put("/Deals", one(change.clone())).await.status, 200);
    assert_eq!(world.post("/Deals/upsert", one(change)).await.status, 200);
    let rows = &world.read("Deals", &deal).await["Products_Sold"];
    assert_eq!((rows.as_array().unwrap().len(), &rows[0]["Quantity"]), (1, &json!(2)));

    let linked = world.put(&format!("/Deals/{deal}/Products"), one(json!({ "id": number(&product) }))).await;
    assert_eq!((linked.status, linked.id()), (200, product));

    let lead = world.make("Leads", json!({ "Last_Name": "L", "Company": "C" })).await;
    let wish = json!({ "Accounts": { "id": number(&account) }, "assign_to": { "id": 5_550_000_000_000_020_002_u64 } });
    let converted = world.post(&format!("/Leads/{lead}/actions/convert"), one(wish)).await;
    assert_eq!(converted.details()["Accounts"]["id"], account);
    let contact = converted.details()["Contacts"]["id"].as_str().unwrap();
    assert_eq!(world.read("Contacts", contact).await["Owner"]["name"], "Second Seller");
}

#[tokio::test]
async fn records_are_deleted_one_by_one_or_by_a_list_of_ids() {
    let world = World::empty().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(world.make("Leads", json!({ "Last_Name": "A", "Company": "C" })).await);
    }
    let mixed = world.delete(&format!("/Leads?ids={},1,{}", ids[0], ids[1])).await;
    assert_eq!(mixed.status, 207);
    let (gone, unknown) = (&mixed.data()[0], &mixed.data()[1]);
    assert_eq!((&gone["message"], &gone["details"]["id"]), (&json!("record deleted"), &json!(ids[0])));
    assert_eq!(
        (&unknown["message"], &unknown["details"]),
        (&json!("record not deleted"), &json!({ "id": "1" }))
    );
    assert_eq!(world.delete(&format!("/Leads/{}?wf_trigger=false", ids[2])).await.status, 200);
    let again = world.delete(&format!("/Leads/{}", ids[2])).await;
    assert_eq!((again.status, again.details()), (400, &json!({ "resource_path_index": 1 })));
    let nothing = world.delete("/Leads").await;
    assert_eq!((nothing.status, nothing.code()), (400, "REQUIRED_PARAM_MISSING"));
    assert_eq!(world.get("/Leads?fields=id").await.status, 204);
}

#[tokio::test]
async fn a_lookup_to_a_deleted_record_is_empty() {
    let world = World::empty().await;
    let account = world.make("Accounts", json!({ "Account_Name": "Customer 0001" })).await;
    let contact =
        world.make("Contacts", json!({ "Last_Name": "A", "Account_Name": { "id": account } })).await;
    world.delete(&format!("/Accounts/{account}")).await;
    assert!(world.read("Contacts", &contact).await["Account_Name"].is_null());
}

#[tokio::test]
async fn notes_and_tasks_belong_to_records_of_any_module() {
    let world = World::empty().await;
    let deal = world.make("Deals", json!({ "Deal_Name": "D", "Stage": "Qualification" })).await;
    let task = world
        .make("Tasks", json!({ "Subject": "T", "What_Id": { "id": deal }, "$se_module": "Deals" }))
        .await;
    let task = world.read("Tasks", &task).await;
    assert_eq!(
        (&task["What_Id"]["name"], &task["What_Id"]["module"]["api_name"]),
        (&json!("D"), &json!("Deals"))
    );
    let parent = json!({ "module": { "api_name": "Deals" }, "id": deal });
    let note = json!({ "Note_Title": "N", "Note_Content": "text", "Parent_Id": parent });
    let note = world.make("Notes", note).await;
    assert_eq!(world.read("Notes", &note).await["Parent_Id"]["id"], json!(deal));
    assert_eq!(world.get(&format!("/Deals/{deal}/Notes?fields=Note_Title")).await.all("Note_Title"), ["N"]);
    assert_eq!(world.get(&format!("/Deals/{deal}/Tasks?fields=Subject")).await.all("Subject"), ["T"]);
    let lost = world.post("/Tasks", one(json!({ "Subject": "T", "What_Id": { "id": "1" } }))).await;
    assert_eq!(lost.details()["json_path"], "$.data[0].What_Id.id");
}

#[tokio::test]
async fn a_quote_needs_lines_and_its_lines_need_products() {
    let world = World::empty().await;
    let product = world.make("Products", json!({ "Product_Name": "P" })).await;
    let quote = |items: Value| one(json!({ "Subject": "Q", "Quoted_Items": items }));
    let empty = world.post("/Quotes", quote(json!([]))).await;
    assert_eq!(empty.details()["json_path"], "$.data[0].Quoted_Items");
    let line = world.post("/Quotes", quote(json!([{ "Quantity": 1 }]))).await;
    assert_eq!(
        (line.code(), &line.details()["json_path"]),
        ("MANDATORY_NOT_FOUND", &json!("$.data[0].Quoted_Items[0].Product_Name"))
    );
    let item = json!([{ "Product_Name": { "id": product }, "Quantity": 2, "List_Price": 1.5 }]);
    let made = world.post("/Quotes", quote(item)).await;
    let quote = world.read("Quotes", &made.id()).await;
    assert_eq!(quote["Quoted_Items"][0]["Product_Name"]["name"], "P");
}
