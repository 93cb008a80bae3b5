//! Contact groups, tracking, accounts, currencies, themes, users, budgets.
#![allow(clippy::unwrap_used, reason = "tests")]

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::support::{Books, answer, invoice, messages, strings};

fn id(record: &Value, field: &str) -> String {
    record[field].as_str().unwrap().to_owned()
}

/// The message with which a call on one record is refused.
async fn refused(books: &Books, method: Method, path: &str) -> String {
    let (status, answer) = books.call(method, path, &Value::Null).await;
    assert_eq!((status, &answer["Type"]), (400, &json!("ValidationException")), "{answer}");
    messages(&answer["Elements"][0]).remove(0)
}

#[tokio::test]
async fn a_group_has_contacts_and_contacts_show_their_groups() {
    let books = Books::open().await;
    let made = books.put("Contacts", json!([{ "Name": "A" }, { "Name": "B" }, { "Name": "C" }])).await;
    let group = books.put("ContactGroups", json!([{ "Name": "VIP" }])).await.remove(0);
    assert_eq!((&group["Status"], &group["Contacts"]), (&json!("ACTIVE"), &json!([])));
    let path = format!("ContactGroups/{}", id(&group, "ContactGroupID"));
    let members = format!("{path}/Contacts");
    let both =
        json!({ "Contacts": [{ "ContactID": made[0]["ContactID"] }, { "ContactID": made[1]["ContactID"] }] });
    for _ in 0..2 {
        assert_eq!(books.call(Method::PUT, &members, &both).await.0, 200, "twice is once");
    }
    let read = books.get(&path).await["ContactGroups"][0].clone();
    assert_eq!(strings(&read["Contacts"], "Name"), ["A", "B"]);
    assert_eq!(
        books.get("ContactGroups").await["ContactGroups"][0]["Contacts"],
        json!([]),
        "not in the list"
    );
    let of = async |n: usize| {
        let contact = books.get(&format!("Contacts/{}", id(&made[n], "ContactID"))).await;
        strings(&contact["Contacts"][0]["ContactGroups"], "Name")
    };
    assert_eq!((of(0).await, of(2).await), (vec!["VIP".to_owned()], vec![]));

    let (status, _) =
        books.call(Method::DELETE, &format!("{members}/{}", id(&made[0], "ContactID")), &Value::Null).await;
    assert_eq!((status, of(0).await.len(), of(1).await.len()), (204, 0, 1));
    let (status, _) =
        books.call(Method::DELETE, &format!("{members}/{}", id(&made[0], "ContactID")), &Value::Null).await;
    assert_eq!(status, 404, "it is not in it");
    let (status, _) = books.call(Method::DELETE, &members, &Value::Null).await;
    assert_eq!((status, of(1).await.len()), (204, 0));
    let nobody = json!({ "Contacts": [{ "ContactID": made[0]["ContactID"] }, { "ContactID": "x" }] });
    assert!(books.refused(Method::PUT, &members, nobody).await[0].contains("no active contact"));
    assert_eq!(books.get(&path).await["ContactGroups"][0]["Contacts"], json!([]), "all or none");
}

#[tokio::test]
async fn a_deleted_group_is_gone_and_its_name_free() {
    let books = Books::open().await;
    let group = books.put("ContactGroups", json!([{ "Name": "VIP" }])).await.remove(0);
    let path = format!("ContactGroups/{}", id(&group, "ContactGroupID"));
    let same = json!({ "ContactGroups": [{ "Name": "vip" }] });
    assert!(books.refused(Method::PUT, "ContactGroups", same.clone()).await[0].contains("already exists"));
    let renamed = books.post(&path, "ContactGroups", json!([{ "Name": "Best" }])).await.remove(0);
    assert_eq!((&renamed["Name"], &renamed["ContactGroupID"]), (&json!("Best"), &group["ContactGroupID"]));
    books.post(&path, "ContactGroups", json!([{ "Name": "vip", "Status": "DELETED" }])).await;
    assert_eq!(books.get("ContactGroups").await["ContactGroups"], json!([]));
    assert_eq!(books.call(Method::GET, &path, &Value::Null).await.0, 404);
    assert_eq!(books.call(Method::PUT, "ContactGroups", &same).await.0, 200);
}

async fn category(books: &Books, body: Value) -> (u16, Value) {
    books.call(Method::PUT, "TrackingCategories", &body).await
}

#[tokio::test]
async fn tracking_categories_are_two_at_most_and_four_with_archived_ones() {
    let books = Books::open().await;
    let (_, made) =
        category(&books, json!({ "Name": "Team", "Options": [{ "Name": "Red" }, { "Name": "Blue" }] })).await;
    let made = &made["TrackingCategories"][0];
    assert_eq!(strings(&made["Options"], "Name"), ["Red", "Blue"]);
    let third = category(&books, json!({ "Name": "Third" })).await;
    assert_eq!(third.0, 400, "{third:?}");
    let path = format!("TrackingCategories/{}", id(made, "TrackingCategoryID"));
    for name in ["Third", "Fourth"] {
        let active =
            books.get("TrackingCategories?where=Name!%3D%22Region%22").await["TrackingCategories"][0].clone();
        let active = format!("TrackingCategories/{}", id(&active, "TrackingCategoryID"));
        books.call(Method::POST, &active, &json!({ "Status": "ARCHIVED" })).await;
        assert_eq!(category(&books, json!({ "Name": name })).await.0, 200, "{name}");
    }
    assert_eq!(
        strings(&books.get("TrackingCategories").await["TrackingCategories"], "Name"),
        ["Region", "Fourth"]
    );
    let all = books.get("TrackingCategories?includeArchived=true").await;
    assert_eq!(strings(&all["TrackingCategories"], "Name"), ["Region", "Team", "Third", "Fourth"]);
    assert_eq!(category(&books, json!({ "Name": "Fifth" })).await.0, 400);
    let back = json!({ "TrackingCategories": [{ "Status": "ACTIVE" }] });
    assert!(books.refused(Method::POST, &path, back).await[0].contains("active"));
    assert_eq!(
        books.call(Method::DELETE, &path, &Value::Null).await.1["TrackingCategories"][0]["Status"],
        "DELETED"
    );
    assert_eq!(books.call(Method::GET, &path, &Value::Null).await.0, 404);
    assert_eq!(category(&books, json!({ "Name": "Region" })).await.0, 400, "the name is taken");
    assert_eq!(category(&books, json!({})).await.0, 400, "no name");
}

#[tokio::test]
async fn what_lines_count_under_is_renamed_and_archived_but_not_deleted() {
    let books = Books::open().await;
    let region = books.get("TrackingCategories").await["TrackingCategories"][0].clone();
    let path = format!("TrackingCategories/{}", id(&region, "TrackingCategoryID"));
    let option =
        |n: usize| format!("{path}/Options/{}", region["Options"][n]["TrackingOptionID"].as_str().unwrap());
    let mut sent = invoice("INV-1", 10.0);
    sent["LineItems"][0]["Tracking"] = json!([{ "Name": "Region", "Option": "North" }]);
    books.put("Invoices", json!([sent])).await;
    assert!(refused(&books, Method::DELETE, &path).await.contains("archive"));
    assert!(refused(&books, Method::DELETE, &option(1)).await.contains("archive"));
    let (status, gone) = books.call(Method::DELETE, &option(0), &Value::Null).await;
    assert_eq!((status, &gone["Options"][0]["Status"]), (200, &json!("DELETED")));

    books.call(Method::POST, &path, &json!({ "Name": "Area" })).await;
    let (_, renamed) = books.call(Method::POST, &option(1), &json!({ "Name": "Far north" })).await;
    assert_eq!(renamed["Options"][0]["Name"], "Far north");
    let line = books.get("Invoices/INV-1").await["Invoices"][0]["LineItems"][0].clone();
    assert_eq!(
        (&line["Tracking"][0]["Name"], &line["Tracking"][0]["Option"]),
        (&json!("Area"), &json!("Far north"))
    );

    books.call(Method::POST, &option(1), &json!({ "Status": "ARCHIVED" })).await;
    let (_, made) = books.call(Method::PUT, &format!("{path}/Options"), &json!({ "Name": "Islands" })).await;
    assert_eq!(
        (made["Options"].as_array().unwrap().len(), &made["Options"][0]["Status"]),
        (1, &json!("ACTIVE"))
    );
    let shown = |answer: Value| strings(&answer["TrackingCategories"][0]["Options"], "Name");
    assert_eq!(shown(books.get("TrackingCategories").await), ["South", "West Coast", "Islands"]);
    assert_eq!(
        shown(books.get("TrackingCategories?includeArchived=true").await),
        ["Far north", "South", "West Coast", "Islands"]
    );
    sent["InvoiceNumber"] = json!("INV-2");
    sent["LineItems"][0]["Tracking"] = json!([{ "Name": "Area", "Option": "Far north" }]);
    let late = books.refused(Method::PUT, "Invoices", json!({ "Invoices": [sent] })).await;
    assert!(late[0].contains("Far north"), "{late:?}");
    let (status, _) = books.call(Method::PUT, &format!("{path}/Options"), &json!({ "Name": "south" })).await;
    assert_eq!(status, 400, "the name is taken");
}

#[tokio::test]
async fn accounts_in_use_are_archived_and_not_deleted() {
    let books = Books::open().await;
    let made = books
        .call(Method::PUT, "Accounts", &json!({ "Code": "201", "Name": "Services", "Type": "SALES" }))
        .await
        .1;
    let path = format!("Accounts/{}", id(&made["Accounts"][0], "AccountID"));
    let mut sent = invoice("INV-1", 10.0);
    sent["LineItems"][0]["AccountCode"] = json!("201");
    books.put("Invoices", json!([sent])).await;
    assert!(refused(&books, Method::DELETE, &path).await.contains("archive"));
    let bank = id(&books.get("Accounts?where=Code%3D%3D%22091%22").await["Accounts"][0], "AccountID");
    let mut spent = json!({ "Type": "SPEND", "Contact": { "Name": "A" }, "BankAccount": { "Code": "091" } });
    spent["LineItems"] = json!([{ "Description": "Fee", "UnitAmount": 1, "AccountCode": "429" }]);
    books.put("BankTransactions", json!([spent])).await;
    assert!(refused(&books, Method::DELETE, &format!("Accounts/{bank}")).await.contains("archive"));
    let archived = books.post(&path, "Accounts", json!([{ "Status": "ARCHIVED" }])).await;
    assert_eq!(archived[0]["Status"], "ARCHIVED");
    let mut sent = invoice("INV-2", 10.0);
    sent["LineItems"][0]["AccountCode"] = json!("201");
    assert!(books.refused(Method::PUT, "Invoices", json!({ "Invoices": [sent] })).await[0].contains("201"));
    let receivable =
        id(&books.get("Accounts?where=SystemAccount%3D%3D%22DEBTORS%22").await["Accounts"][0], "AccountID");
    let path = format!("Accounts/{receivable}");
    assert!(refused(&books, Method::DELETE, &path).await.contains("system"));
    let archive = json!({ "Accounts": [{ "Status": "ARCHIVED" }] });
    assert!(books.refused(Method::POST, &path, archive).await[0].contains("system"));
}

#[tokio::test]
async fn a_currency_is_used_after_it_was_added() {
    let books = Books::open().await;
    let mut foreign = invoice("INV-1", 10.0);
    foreign["CurrencyCode"] = json!("SGD");
    let body = json!({ "Invoices": [foreign] });
    assert!(books.refused(Method::PUT, "Invoices", body.clone()).await[0].contains("SGD"));
    let sgd = json!({ "Code": "SGD", "Description": "Singapore Dollar" });
    assert_eq!(books.call(Method::PUT, "Currencies", &sgd).await.1["Currencies"], json!([sgd]));
    assert_eq!(books.call(Method::PUT, "Invoices", &body).await.0, 200);
    let listed = books.get("Currencies").await;
    assert_eq!(strings(&listed["Currencies"], "Code"), ["NZD", "AUD", "EUR", "GBP", "USD", "SGD"]);
    let (status, _) = books.call(Method::PUT, "Currencies", &json!({ "Code": "XXX" })).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn documents_have_branding_themes_and_themes_payment_services() {
    let books = Books::open().await;
    let themes = books.get("BrandingThemes").await["BrandingThemes"].clone();
    let theme = id(&themes[1], "BrandingThemeID");
    let mut branded = invoice("INV-1", 10.0);
    branded["BrandingThemeID"] = json!(theme);
    assert_eq!(books.put("Invoices", json!([branded])).await[0]["BrandingThemeID"], theme.as_str());
    branded["BrandingThemeID"] = json!(books.tenant());
    assert!(
        books.refused(Method::POST, "Invoices", json!({ "Invoices": [branded] })).await[0].contains("theme")
    );

    let service = json!([{ "PaymentServiceName": "Pay", "PaymentServiceUrl": "https://pay.example.com/" }]);
    let made = books.put("PaymentServices", service).await.remove(0);
    assert_eq!(made["PaymentServiceType"], "Custom");
    let path = format!("BrandingThemes/{theme}/PaymentServices");
    assert_eq!(books.get(&path).await["PaymentServices"], json!([]));
    let other = format!("BrandingThemes/{}/PaymentServices", id(&themes[0], "BrandingThemeID"));
    for path in [&path, &other, &path] {
        books.post(path, "PaymentServices", json!([{ "PaymentServiceID": made["PaymentServiceID"] }])).await;
        assert_eq!(books.get(path).await["PaymentServices"], json!([made]));
    }
    let unknown = json!({ "PaymentServices": [{ "PaymentServiceID": books.tenant() }] });
    assert!(books.refused(Method::POST, &path, unknown).await[0].contains("no payment service"));
    let bad = json!({ "PaymentServices": [{ "PaymentServiceName": "Pay", "PaymentServiceUrl": "nowhere" }] });
    assert!(books.refused(Method::PUT, "PaymentServices", bad).await[0].contains("Url"));
}

#[tokio::test]
async fn users_are_found_and_the_organisation_says_what_an_app_may_do() {
    let books = Books::open().await;
    let found = books.get("Users?where=IsSubscriber%3D%3Dtrue").await["Users"].clone();
    assert_eq!(strings(&found, "EmailAddress"), ["user@example.com"]);
    let one = format!("Users/{}", id(&found[0], "UserID"));
    assert_eq!(books.get(&one).await["Users"][0], found[0]);

    let base = books.sandbox.url("xero");
    let app = books.sandbox.credentials("xero").unwrap();
    let form =
        [("grant_type", "client_credentials"), ("scope", "accounting.settings.read accounting.invoices")];
    let request = Client::new()
        .post(format!("{base}/connect/token"))
        .basic_auth(app.client_id, Some(app.client_secret));
    let token = answer(request.form(&form).send().await.unwrap()).await.1["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let request = Client::new().get(format!("{base}/api.xro/2.0/Organisation/Actions")).bearer_auth(token);
    let actions =
        answer(request.header("accept", "application/json").send().await.unwrap()).await.1["Actions"].clone();
    let status = |name: &str| {
        let action = actions.as_array().unwrap().iter().find(|action| action["Name"] == name).unwrap();
        action["Status"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        (status("CreateDraftInvoice"), status("CreateInvoicePayment")),
        ("ALLOWED".into(), "NOT-ALLOWED".into())
    );
    assert_eq!(
        books.get("InvoiceReminders/Settings").await["InvoiceReminders"],
        json!([{ "Enabled": false }])
    );
}

#[tokio::test]
async fn lists_of_records_without_a_time_of_change_do_not_ask_for_one() {
    let books = Books::open().await;
    books.put("ContactGroups", json!([{ "Name": "VIP" }])).await;
    for plural in ["ContactGroups", "TrackingCategories", "Currencies", "TaxRates", "BrandingThemes"] {
        let request = books.request(Method::GET, &format!("/api.xro/2.0/{plural}"));
        let request = request.header("if-modified-since", "2099-01-01T00:00:00");
        let (status, listed) = answer(request.send().await.unwrap()).await;
        assert!(status == 200 && !listed[plural].as_array().unwrap().is_empty(), "{plural}");
    }
    let request =
        books.request(Method::GET, "/api.xro/2.0/Users").header("if-modified-since", "2099-01-01T00:00:00");
    assert_eq!(answer(request.send().await.unwrap()).await.1["Users"], json!([]));
}

#[tokio::test]
async fn a_budget_shows_its_months_alone_and_within_dates() {
    let books = Books::open().await;
    let listed = books.get("Budgets").await["Budgets"][0].clone();
    assert_eq!((&listed["Type"], &listed["BudgetLines"]), (&json!("OVERALL"), &json!([])));
    let path = format!("Budgets/{}", id(&listed, "BudgetID"));
    let whole = books.get(&path).await["Budgets"][0]["BudgetLines"][0]["BudgetBalances"].clone();
    let periods = strings(&whole, "Period");
    assert!(periods.len() == 12 && periods[0].ends_with("-04"), "{periods:?}");
    let some = format!("{path}?DateFrom={}-15&DateTo={}-01", periods[2], periods[4]);
    let some = books.get(&some).await["Budgets"][0]["BudgetLines"][0]["BudgetBalances"].clone();
    assert_eq!(strings(&some, "Period"), periods[2..=4]);
    assert_eq!(books.call(Method::GET, &format!("{path}?DateFrom=soon"), &Value::Null).await.0, 400);
    let (_, by_id) = books.call(Method::GET, &format!("Budgets?IDs={}", books.tenant()), &Value::Null).await;
    assert_eq!(by_id["Budgets"], json!([]));
}
