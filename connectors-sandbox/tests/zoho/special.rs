//! What is particular to some modules: notes, meetings, the lines of quotes.

use serde_json::{Value, json};

use crate::harness::World;

fn one(record: Value) -> Value {
    json!({ "data": [record] })
}

#[tokio::test]
async fn a_note_is_answered_as_notes_are() {
    let world = World::empty().await;
    let lead = world.make("Leads", json!({ "Last_Name": "A", "Company": "C" })).await;
    let parent = json!({ "module": { "api_name": "Leads" }, "id": lead });
    let note = json!({ "Note_Title": "T", "Note_Content": "text", "Parent_Id": parent });
    let note = world.make("Notes", note).await;
    assert_eq!(world.upload(&format!("/Notes/{note}/Attachments"), "a.txt", b"x").await.status, 200);
    let read = world.read("Notes", &note).await;
    assert_eq!((&read["$size"], &read["$attachments"][0]["File_Name"]), (&json!("4"), &json!("a.txt")));
    assert_eq!(read["Parent_Id"]["module"]["api_name"], "Leads");
    let all = "Note_Title,Note_Content,Parent_Id,Owner,Created_By,Created_Time,Modified_By,Modified_Time,$attachments,\
               $editable,$is_shared_to_client,$size,$state,$voice_note";
    let list = world.get(&format!("/Notes?fields={all}")).await;
    assert_eq!((list.status, list.data()[0]["$voice_note"].clone()), (200, json!(false)));
    assert_eq!(list.body["info"].get("next_page_token"), None);
    let change = one(json!({ "Note_Content": "longer text" }));
    assert_eq!(world.put(&format!("/Notes/{note}"), change).await.status, 200);
    let gone = world.delete(&format!("/Notes/{note}")).await;
    assert_eq!((gone.status, &gone.data()[0]["message"]), (200, &json!("record deleted")));
    assert!(gone.details()["Created_Time"].is_string());
}

#[tokio::test]
async fn a_meeting_has_participants_and_says_what_it_is_about() {
    let world = World::empty().await;
    let contact = world.make("Contacts", json!({ "Last_Name": "A", "Email": "a@example.com" })).await;
    let deal = world.make("Deals", json!({ "Deal_Name": "D", "Stage": "Qualification" })).await;
    let mut event = json!({ "Event_Title": "E", "Start_DateTime": "2026-01-01T10:00:00Z", "End_DateTime": "2026-01-01T11:00:00Z",
        "What_Id": { "id": deal }, "$se_module": "Deals",
        "Participants": [{ "type": "contact", "participant": contact }, { "type": "email", "participant": "b@example.com", "invited": true }] });
    let id = world.make("Events", event.clone()).await;
    let read = world.read("Events", &id).await;
    assert_eq!(read["$se_module"], "Deals");
    let wanted = json!([
        { "participant": contact, "type": "contact", "name": "A", "Email": "a@example.com", "invited": false, "status": "not_known" },
        { "participant": "b@example.com", "type": "email", "name": null, "Email": "b@example.com", "invited": true, "status": "not_known" },
    ]);
    assert_eq!(read["Participants"], wanted);
    event["$se_module"] = json!("Accounts");
    let wrong = world.post("/Events", one(event.clone())).await;
    assert_eq!((wrong.status, wrong.details()["json_path"].clone()), (400, json!("$.data[0].What_Id.id")));
    event["$se_module"] = json!("Deals");
    event["Participants"] = json!([{ "type": "contact", "participant": "1" }]);
    let nobody = world.post("/Events", one(event)).await;
    assert_eq!(nobody.details()["json_path"], "$.data[0].Participants[0].participant");
}

#[tokio::test]
async fn lines_keep_their_order_and_are_added_up() {
    let world = World::empty().await;
    let product = world.make("Products", json!({ "Product_Name": "P", "Unit_Price": 2.5 })).await;
    let line = |quantity: u64| json!({ "Product_Name": { "id": product }, "Quantity": quantity });
    let mut priced = line(2);
    priced["List_Price"] = json!(10);
    priced["Discount"] = json!(1);
    priced["Line_Tax"] = json!([{ "name": "VAT", "percentage": 20, "value": 3.8 }]);
    let quote =
        json!({ "Subject": "Q", "Quoted_Items": [priced, line(4), line(1)], "Tax": 3.8, "Adjustment": -0.3 });
    let quote = world.make("Quotes", quote).await;
    let path = format!("/Quotes/{quote}");
    let read = world.read("Quotes", &quote).await;
    let totals = |quote: &Value| -> Vec<Value> {
        quote["Quoted_Items"].as_array().unwrap().iter().map(|line| line["Net_Total"].clone()).collect()
    };
    assert_eq!(totals(&read), [json!(19.0), json!(10.0), json!(2.5)]);
    assert_eq!(
        (&read["Sub_Total"], &read["Grand_Total"], &read["Tax"]),
        (&json!(31.5), &json!(35.0), &json!(3.8))
    );
    assert_eq!(read["Quoted_Items"][0]["Line_Tax"][0]["name"], "VAT");
    let first = read["Quoted_Items"][0]["id"].clone();
    let change = one(json!({ "Quoted_Items": [{ "id": first, "Quantity": 3 }] }));
    assert_eq!(world.put(&path, change).await.status, 200);
    let read = world.read("Quotes", &quote).await;
    assert_eq!(totals(&read), [json!(29.0), json!(10.0), json!(2.5)], "the changed line stays the first");
    assert_eq!(read["Grand_Total"], 45.0);
    let book = json!({ "Price_Book_Name": "B", "Pricing_Model": "Differential",
        "Pricing_Details": [{ "from_range": 1, "to_range": 10, "discount": 5 }] });
    let book = world.make("Price_Books", book).await;
    assert_eq!(world.read("Price_Books", &book).await["Pricing_Details"][0]["discount"], 5);
}
