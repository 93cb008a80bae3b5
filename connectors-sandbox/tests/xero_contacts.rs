//! Contacts and the settings that documents refer to.
#![allow(clippy::unwrap_used, reason = "tests")]

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Books, messages, strings};

#[tokio::test]
async fn a_contact_is_made_with_its_blank_parts() {
    let books = Books::open().await;
    let sent = json!([{
        "Name": "Example Ltd",
        "ContactNumber": "crm-1",
        "EmailAddress": "office@example.com",
        "Addresses": [{ "AddressType": "POBOX", "City": "Wellington" }],
        "Phones": [{ "PhoneType": "MOBILE", "PhoneNumber": "555" }],
        "ContactPersons": [{ "FirstName": "Ada", "EmailAddress": "ada@example.com" }],
        "PaymentTerms": { "Sales": { "Day": 20, "Type": "OFFOLLOWINGMONTH" } },
    }]);
    let made = books.put("Contacts", sent).await.remove(0);
    assert_eq!((&made["ContactStatus"], &made["IsCustomer"]), (&json!("ACTIVE"), &json!(false)));
    assert_eq!(strings(&made["Addresses"], "AddressType"), ["STREET", "POBOX"]);
    assert_eq!(made["Addresses"][1]["City"], "Wellington");
    assert_eq!(made["Phones"][3]["PhoneNumber"], "555");
    assert_eq!(made["ContactPersons"][0]["IncludeInEmails"], false);
    assert_eq!(made["PaymentTerms"]["Sales"], json!({ "Day": 20, "Type": "OFFOLLOWINGMONTH" }));
    let id = made["ContactID"].as_str().unwrap();
    assert_eq!(books.get(&format!("Contacts/{id}")).await["Contacts"][0], made);
    assert_eq!(books.get("Contacts/crm-1").await["Contacts"][0], made);
}

#[tokio::test]
async fn put_refuses_a_taken_name_or_number() {
    let books = Books::open().await;
    books.put("Contacts", json!([{ "Name": "Example Ltd", "ContactNumber": "1" }])).await;
    let same_name =
        books.refused(Method::PUT, "Contacts", json!({ "Contacts": [{ "Name": "EXAMPLE ltd" }] })).await;
    assert!(same_name[0].contains("already assigned"));
    let same_number = json!({ "Contacts": [{ "Name": "Other", "ContactNumber": "1" }] });
    assert!(books.refused(Method::PUT, "Contacts", same_number).await[0].contains("already exists"));
    assert_eq!(books.refused(Method::PUT, "Contacts", json!({ "Contacts": [{}] })).await.len(), 1);
}

#[tokio::test]
async fn post_finds_by_id_then_number_then_name() {
    let books = Books::open().await;
    let made = books
        .post("Contacts", "Contacts", json!([{ "Name": "A", "ContactNumber": "1" }, { "Name": "B" }]))
        .await;
    let id = |n: usize| made[n]["ContactID"].as_str().unwrap().to_owned();
    let renamed = books.post("Contacts", "Contacts", json!([{ "ContactNumber": "1", "Name": "A2" }])).await;
    assert_eq!((renamed[0]["ContactID"].as_str(), &renamed[0]["Name"]), (Some(id(0).as_str()), &json!("A2")));
    let numbered = books.post("Contacts", "Contacts", json!([{ "Name": "B", "ContactNumber": "2" }])).await;
    assert_eq!(
        (numbered[0]["ContactID"].as_str(), &numbered[0]["ContactNumber"]),
        (Some(id(1).as_str()), &json!("2"))
    );
    let by_id = books
        .post("Contacts", "Contacts", json!([{ "ContactID": id(1), "EmailAddress": "b@example.com" }]))
        .await;
    assert_eq!((&by_id[0]["Name"], &by_id[0]["EmailAddress"]), (&json!("B"), &json!("b@example.com")));
    let path = format!("Contacts/{}", id(1));
    let by_path = books.post(&path, "Contacts", json!([{ "FirstName": "Bea" }])).await;
    assert_eq!(
        (&by_path[0]["FirstName"], &by_path[0]["EmailAddress"]),
        (&json!("Bea"), &json!("b@example.com"))
    );
    assert_eq!(books.get("Contacts").await["Contacts"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn two_customers_of_one_name_do_not_become_one() {
    let books = Books::open().await;
    books.put("Contacts", json!([{ "Name": "Example Ltd", "ContactNumber": "1" }])).await;
    let other = json!({ "Contacts": [{ "Name": "Example Ltd", "ContactNumber": "2" }] });
    assert!(books.refused(Method::POST, "Contacts", other).await[0].contains("already assigned"));
}

#[tokio::test]
async fn an_archived_contact_is_out_of_the_way() {
    let books = Books::open().await;
    let made = books.put("Contacts", json!([{ "Name": "Example Ltd" }])).await.remove(0);
    let path = format!("Contacts/{}", made["ContactID"].as_str().unwrap());
    books.post(&path, "Contacts", json!([{ "ContactStatus": "ARCHIVED" }])).await;
    assert_eq!(books.get("Contacts").await["Contacts"], json!([]));
    assert_eq!(books.get("Contacts?includeArchived=true").await["Contacts"].as_array().unwrap().len(), 1);
    books.put("Contacts", json!([{ "Name": "Example Ltd" }])).await;
    let back =
        books.refused(Method::POST, &path, json!({ "Contacts": [{ "ContactStatus": "ACTIVE" }] })).await;
    assert!(back[0].contains("already assigned"));
}

#[tokio::test]
async fn all_or_none_unless_each_is_asked_for() {
    let books = Books::open().await;
    let mixed =
        json!({ "Contacts": [{ "Name": "Good" }, { "Name": "", "EmailAddress": "x" }, { "Name": "Fine" }] });
    let (status, body) = books.call(Method::PUT, "Contacts", &mixed).await;
    assert_eq!((status, body["Elements"].as_array().unwrap().len()), (400, 1));
    let failed = &body["Elements"][0];
    assert_eq!((messages(failed).len(), &failed["HasValidationErrors"]), (2, &json!(true)));
    assert_eq!(failed["ContactID"], "00000000-0000-0000-0000-000000000000");
    assert_eq!(books.get("Contacts").await["Contacts"], json!([]), "nothing was kept");

    let (status, body) = books.call(Method::PUT, "Contacts?summarizeErrors=false", &mixed).await;
    assert_eq!(
        (status, strings(&body["Contacts"], "StatusAttributeString")),
        (200, vec!["OK".into(), "ERROR".into(), "OK".into()])
    );
    assert_eq!(messages(&body["Contacts"][1]).len(), 2);
    assert_eq!(strings(&books.get("Contacts").await["Contacts"], "Name"), ["Good", "Fine"]);
}

#[tokio::test]
async fn fields_have_their_lengths_and_words() {
    let books = Books::open().await;
    let bad = json!({ "Contacts": [{
        "Name": "x".repeat(256),
        "ContactNumber": "x".repeat(51),
        "EmailAddress": "nobody",
        "ContactStatus": "GONE",
        "Phones": [{ "PhoneType": "HOME" }, { "PhoneType": "DDI", "PhoneAreaCode": "12345678901" }],
        "PaymentTerms": { "Sales": { "Day": 1 } },
    }] });
    let found = books.refused(Method::PUT, "Contacts", bad).await;
    for part in [
        "Name",
        "ContactNumber",
        "EmailAddress",
        "ContactStatus",
        "PhoneType",
        "PhoneAreaCode",
        "PaymentTerms",
    ] {
        assert!(found.iter().any(|message| message.starts_with(part)), "{part}: {found:?}");
    }
}

#[tokio::test]
async fn contacts_are_searched_and_shown_in_brief() {
    let books = Books::open().await;
    let people = json!([{ "Name": "Alpha", "EmailAddress": "one@example.org" }, { "Name": "Beta" }]);
    let made = books.put("Contacts", people).await;
    assert_eq!(strings(&books.get("Contacts?searchTerm=EXAMPLE.org").await["Contacts"], "Name"), ["Alpha"]);
    let brief = books.get("Contacts?summaryOnly=true").await;
    assert!(brief["Contacts"][0].get("ContactPersons").is_none());
    let id = made[1]["ContactID"].as_str().unwrap();
    assert_eq!(strings(&books.get(&format!("Contacts?IDs={id}")).await["Contacts"], "Name"), ["Beta"]);
    assert_eq!(
        strings(&books.get("Contacts?where=Name.Contains(%22lph%22)").await["Contacts"], "Name"),
        ["Alpha"]
    );
}

#[tokio::test]
async fn the_demo_organisation_is_complete() {
    let books = Books::open().await;
    let organisation = books.get("Organisation").await["Organisations"][0].clone();
    assert_eq!(
        (&organisation["IsDemoCompany"], &organisation["BaseCurrency"]),
        (&json!(true), &json!("NZD"))
    );
    let accounts = books.get("Accounts").await;
    assert_eq!(accounts["Accounts"].as_array().unwrap().len(), 30);
    let bank = books.get("Accounts?where=Type%3D%3D%22BANK%22&order=Code").await;
    assert_eq!(
        (&bank["Accounts"][0]["Code"], &bank["Accounts"][0]["Class"]),
        (&json!("090"), &json!("ASSET"))
    );
    let rates = books.get("TaxRates/OUTPUT2").await;
    assert_eq!(rates["TaxRates"][0]["EffectiveRate"].to_string(), "15.0");
    assert_eq!(books.get("Items").await["Items"].as_array().unwrap().len(), 4);
    assert_eq!(books.get("Items/HOURS").await["Items"][0]["SalesDetails"]["UnitPrice"].to_string(), "120.0");
}

#[tokio::test]
async fn items_have_unique_codes_and_known_accounts() {
    let books = Books::open().await;
    let made = books
        .put(
            "Items",
            json!([{ "Code": "A", "SalesDetails": { "UnitPrice": "1.2345", "AccountCode": "200" } }]),
        )
        .await;
    assert_eq!(made[0]["SalesDetails"]["UnitPrice"].to_string(), "1.23");
    let item = json!({ "Items": [{ "Code": "A" }] });
    assert!(books.refused(Method::PUT, "Items", item).await[0].contains("already exists"));
    let unknown =
        json!({ "Items": [{ "Code": "B", "SalesDetails": { "AccountCode": "999", "TaxType": "X" } }] });
    assert_eq!(books.refused(Method::PUT, "Items", unknown).await.len(), 2);
    let exact = books
        .post("Items?unitdp=4", "Items", json!([{ "Code": "A", "SalesDetails": { "UnitPrice": 1.2345 } }]))
        .await;
    assert_eq!(
        (&exact[0]["ItemID"], exact[0]["SalesDetails"]["UnitPrice"].to_string().as_str()),
        (&made[0]["ItemID"], "1.2345")
    );
    let path = format!("Items/{}", made[0]["ItemID"].as_str().unwrap());
    assert_eq!(books.call(Method::DELETE, &path, &Value::Null).await, (204, json!("")));
    assert_eq!(books.call(Method::DELETE, &path, &Value::Null).await.0, 404);
}

#[tokio::test]
async fn accounts_and_tax_rates_can_be_made() {
    let books = Books::open().await;
    let (status, body) = books
        .call(Method::PUT, "Accounts", &json!({ "Code": "201", "Name": "Services", "Type": "SALES" }))
        .await;
    assert_eq!((status, &body["Accounts"][0]["Class"]), (200, &json!("REVENUE")));
    let twice = books
        .refused(Method::PUT, "Accounts", json!({ "Code": "201", "Name": "Services", "Type": "SALES" }))
        .await;
    assert_eq!(twice.len(), 2);
    let path = format!("Accounts/{}", body["Accounts"][0]["AccountID"].as_str().unwrap());
    assert_eq!(
        books.post(&path, "Accounts", json!([{ "Status": "ARCHIVED" }])).await[0]["Status"],
        "ARCHIVED"
    );
    assert_eq!(books.call(Method::DELETE, &path, &Value::Null).await.1["Accounts"][0]["Status"], "DELETED");

    let rate = json!([{ "Name": "City", "TaxComponents": [{ "Name": "A", "Rate": 5 }, { "Name": "B", "Rate": 10, "IsCompound": true }] }]);
    let made = books.put("TaxRates", rate).await;
    assert_eq!(
        (&made[0]["TaxType"], made[0]["EffectiveRate"].to_string().as_str()),
        (&json!("TAX001"), "15.5")
    );
    assert_eq!(made[0]["DisplayTaxRate"].to_string(), "15.0");
}
