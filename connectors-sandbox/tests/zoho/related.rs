//! Related lists.

use std::time::Duration;

use connectors_sandbox::zoho::Zoho;
use serde_json::json;

use crate::harness::World;

#[tokio::test]
async fn contacts_and_deals_of_an_account_are_listed() {
    let world = World::of(Zoho::new().deals(40)).await;
    let deal = world.get_with("/Deals/search", &[("criteria", "(Deal_Name:equals:Deal 0001)")]).await;
    let deal = &deal.data()[0];
    let account = deal["Account_Name"]["id"].as_str().unwrap();
    let contact = deal["Contact_Name"]["id"].as_str().unwrap();
    let contacts = world.get(&format!("/Accounts/{account}/Contacts?fields=Email")).await;
    assert_eq!(contacts.all("id"), [contact]);
    assert_eq!(contacts.body["info"]["more_records"], false);
    for path in [format!("/Accounts/{account}/Deals"), format!("/Contacts/{contact}/Deals")] {
        let deals = world.get(&format!("{path}?fields=Deal_Name")).await;
        assert!(deals.all("Deal_Name").contains(&"Deal 0001"));
        let page = world.get(&format!("{path}?fields=Deal_Name&per_page=1&page=2")).await;
        assert_eq!(page.all("id"), [deals.all("id")[1]]);
    }
}

#[tokio::test]
async fn a_related_list_needs_fields_and_can_be_asked_for_changes() {
    let world = World::empty().await;
    let account = world.make("Accounts", json!({ "Account_Name": "A" })).await;
    let list = format!("/Accounts/{account}/Contacts");
    let missing = world.get(&list).await;
    assert_eq!((missing.status, missing.code()), (400, "REQUIRED_PARAM_MISSING"));
    assert_eq!(world.get(&format!("{list}?fields=Email")).await.status, 204);
    let contact = json!({ "Last_Name": "C", "Account_Name": { "id": account } });
    let contact = world.make("Contacts", contact).await;
    let time = world.read("Contacts", &contact).await["Modified_Time"].as_str().unwrap().to_owned();
    assert_eq!(world.since(&format!("{list}?fields=Email"), &time).await.status, 200);
    let later = chrono::DateTime::parse_from_rfc3339(&time).unwrap() + chrono::TimeDelta::seconds(1);
    assert_eq!(world.since(&format!("{list}?fields=Email"), &later.to_rfc3339()).await.status, 304);
}

#[tokio::test]
async fn products_of_a_deal_are_linked_listed_and_unlinked() {
    let world = World::empty().await;
    let deal = world.make("Deals", json!({ "Deal_Name": "D", "Stage": "Qualification" })).await;
    let mut products = Vec::new();
    for code in ["1", "2", "3"] {
        let product = json!({ "Product_Name": format!("P{code}"), "Product_Code": code });
        products.push(world.make("Products", product).await);
    }
    let list = format!("/Deals/{deal}/Products");
    let link = world.put(&list, json!({ "data": [{ "id": products[0] }, { "id": products[1] }] })).await;
    assert_eq!((link.status, link.data().len()), (200, 2));
    assert_eq!(
        link.data()[0],
        json!({ "code": "SUCCESS", "details": { "id": products[0] }, "message": "relation added", "status": "success" })
    );
    let one = world.put(&format!("{list}/{}", products[2]), json!({ "data": [{}] })).await;
    assert_eq!((one.status, one.code()), (200, "SUCCESS"));
    let listed = world.get(&format!("{list}?fields=Product_Code")).await;
    assert_eq!(listed.all("Product_Code"), ["1", "2", "3"]);
    let single = world.get(&format!("{list}/{}?fields=Product_Code", products[1])).await;
    assert_eq!(single.all("Product_Code"), ["2"]);

    let cut = world.delete(&format!("{list}?ids={},{}", products[0], products[1])).await;
    assert_eq!((cut.status, &cut.data()[1]["message"]), (200, &json!("relation removed")));
    let again = world.delete(&format!("{list}?ids={},{}", products[0], products[2])).await;
    assert_eq!((again.status, again.code()), (207, "INVALID_DATA"));
    assert_eq!(world.get(&format!("{list}?fields=Product_Code")).await.status, 204);
    let gone = world.delete(&format!("{list}/{}", products[2])).await;
    assert_eq!((gone.status, gone.details()), (400, &json!({ "resource_path_index": 3 })));
    assert_eq!(world.read("Products", &products[0]).await["Product_Code"], "1", "only the relation is gone");
}

#[tokio::test]
async fn a_link_can_say_more_about_the_relation() {
    let world = World::empty().await;
    let product = world.make("Products", json!({ "Product_Name": "P" })).await;
    let book = json!({ "Price_Book_Name": "B", "Pricing_Model": "Flat" });
    let book = world.make("Price_Books", book).await;
    let path = format!("/Products/{product}/Price_Books");
    let link = world.put(&format!("{path}/{book}"), json!({ "data": [{ "list_price": 12.5 }] })).await;
    assert_eq!(link.status, 200);
    let listed = world.get(&format!("{path}?fields=Price_Book_Name")).await;
    let wanted = json!([{ "Price_Book_Name": "B", "id": book, "list_price": 12.5 }]);
    assert_eq!(listed.body["data"], wanted);
}

#[tokio::test]
async fn linking_a_contact_to_an_account_sets_its_lookup() {
    let world = World::empty().await;
    let account = world.make("Accounts", json!({ "Account_Name": "A" })).await;
    let contact = world.make("Contacts", json!({ "Last_Name": "C" })).await;
    let before = world.read("Contacts", &contact).await;
    world.sandbox.advance(Duration::from_secs(10));
    let path = format!("/Accounts/{account}/Contacts/{contact}");
    assert_eq!(world.put(&path, json!({ "data": [{}] })).await.status, 200);
    let linked = world.read("Contacts", &contact).await;
    assert_eq!(linked["Account_Name"]["id"], json!(account));
    assert_ne!(linked["Modified_Time"], before["Modified_Time"]);
    assert_eq!(world.delete(&path).await.status, 200);
    assert!(world.read("Contacts", &contact).await["Account_Name"].is_null());
}

#[tokio::test]
async fn what_does_not_exist_is_told_by_its_place_in_the_path() {
    let world = World::empty().await;
    let deal = world.make("Deals", json!({ "Deal_Name": "D", "Stage": "Qualification" })).await;
    for (path, index) in [
        ("/Deals/1/Products?fields=id".to_owned(), 1),
        (format!("/Deals/{deal}/Nothing?fields=id"), 2),
        (format!("/Deals/{deal}/Products/1?fields=id"), 3),
    ] {
        let answer = world.get(&path).await;
        assert_eq!((answer.status, answer.code()), (400, "INVALID_DATA"), "{path}");
        assert_eq!(answer.details(), &json!({ "resource_path_index": index }), "{path}");
    }
    let unknown = world.put(&format!("/Deals/{deal}/Products"), json!({ "data": [{ "id": "1" }] })).await;
    assert_eq!((unknown.status, unknown.details()), (400, &json!({ "id": "1" })));
    let task = world.make("Tasks", json!({ "Subject": "T" })).await;
    let fixed = world.put(&format!("/Deals/{deal}/Tasks/{task}"), json!({ "data": [{}] })).await;
    assert_eq!((fixed.status, fixed.code()), (400, "CANNOT_BE_UPDATED"));
}
