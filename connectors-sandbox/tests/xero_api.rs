//! What surrounds Xero's resources: tenants, limits, keys, lists, formats.
#![allow(clippy::unwrap_used, reason = "tests")]

#[allow(dead_code, reason = "each test file uses its part")]
mod support;
mod waiting;

use std::time::Duration;

use connectors_sandbox::Sandbox;
use connectors_sandbox::xero::Xero;
use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::support::{Books, answer, invoice, strings};
use crate::waiting::until;

#[tokio::test]
async fn a_call_needs_a_connected_tenant() {
    let books = Books::open().await;
    let path = "/api.xro/2.0/Organisation";
    let without = books.raw(Method::GET, path).header("accept", "application/json").send().await.unwrap();
    let (status, problem) = answer(without).await;
    assert_eq!((status, &problem["Detail"]), (403, &json!("AuthenticationUnsuccessful")));
    let with = async || books.request(Method::GET, path).send().await.unwrap().status().as_u16();
    assert_eq!(with().await, 200);

    let list = books.raw(Method::GET, "/connections").send().await.unwrap().json::<Value>().await.unwrap();
    assert_eq!(
        (&list[0]["tenantId"], &list[0]["tenantType"]),
        (&json!(books.tenant()), &json!("ORGANISATION"))
    );
    let date = list[0]["createdDateUtc"].as_str().unwrap();
    assert_eq!((date.len(), date.as_bytes()[19]), (27, b'.'));
    let other = list[0]["authEventId"].as_str().unwrap().replace(|_| true, "0");
    let filtered = books.raw(Method::GET, &format!("/connections?authEventId={other}")).send().await.unwrap();
    assert_eq!(filtered.json::<Value>().await.unwrap(), json!([]));

    let connection = format!("/connections/{}", list[0]["id"].as_str().unwrap());
    assert_eq!(books.raw(Method::DELETE, &connection).send().await.unwrap().status(), 204);
    assert_eq!(books.raw(Method::DELETE, &connection).send().await.unwrap().status(), 404);
    assert_eq!(with().await, 403);
}

#[tokio::test]
async fn an_app_that_acts_for_itself_needs_no_tenant_header() {
    let books = Books::open().await;
    let app = books.sandbox.credentials("xero").unwrap();
    let request = Client::new().post(format!("{}/connect/token", books.sandbox.url("xero")));
    let request = request.basic_auth(app.client_id, Some(app.client_secret));
    let token = request.form(&[("grant_type", "client_credentials"), ("scope", "accounting.settings.read")]);
    let token: Value = token.send().await.unwrap().json().await.unwrap();
    assert_eq!((&token["expires_in"], &token["token_type"]), (&json!(1800), &json!("Bearer")));
    let ask = async |method: Method, path: &str| {
        let url = format!("{}/api.xro/2.0/{path}", books.sandbox.url("xero"));
        let request = Client::new().request(method, url).bearer_auth(token["access_token"].as_str().unwrap());
        request.header("accept", "application/json").body("{}").send().await.unwrap().status().as_u16()
    };
    assert_eq!(ask(Method::GET, "Organisation").await, 200);
    assert_eq!(ask(Method::GET, "Invoices").await, 403, "the scope is not granted");
    assert_eq!(ask(Method::PUT, "Items").await, 403, "the scope is for reading");
}

#[tokio::test]
async fn tokens_live_half_an_hour_and_rotate_with_grace() {
    let books = Books::open().await;
    let app = books.sandbox.credentials("xero").unwrap();
    let refresh = async |refresh_token: &str| {
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh_token),
            ("client_id", &app.client_id),
            ("client_secret", &app.client_secret),
        ];
        let request = Client::new().post(format!("{}/connect/token", books.sandbox.url("xero"))).form(&form);
        answer(request.send().await.unwrap()).await
    };
    let (status, first) = refresh(&app.refresh_token).await;
    assert_eq!(status, 200);
    assert_ne!(first["refresh_token"], app.refresh_token.as_str());
    books.sandbox.advance(Duration::from_secs(29 * 60));
    assert_eq!(refresh(&app.refresh_token).await.0, 200);
    books.sandbox.advance(Duration::from_secs(2 * 60));
    assert_eq!(refresh(&app.refresh_token).await, (400, json!({ "error": "invalid_grant" })));
    let expired = books.request(Method::GET, "/api.xro/2.0/Accounts").send().await.unwrap();
    let (status, problem) = answer(expired).await;
    assert_eq!((status, &problem["Status"]), (401, &json!(401)));
    assert!(problem["Detail"].as_str().unwrap().starts_with("TokenExpired"));
    let late = first["refresh_token"].as_str().unwrap();
    books.sandbox.advance(Duration::from_secs(61 * 86_400));
    assert_eq!(refresh(late).await.0, 400, "unused for sixty days");
}

#[tokio::test]
async fn the_minute_and_the_day_are_counted_per_tenant_and_told() {
    let books = Books::open().await;
    let ask = async || {
        books
            .raw(Method::GET, "/api.xro/2.0/TaxRates")
            .header("accept", "application/json")
            .header("xero-tenant-id", books.tenant())
            .send()
            .await
            .unwrap()
    };
    for left in (0..60).rev() {
        let response = ask().await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["x-minlimit-remaining"], left.to_string());
    }
    let refused = ask().await;
    assert_eq!(
        (refused.status().as_u16(), &refused.headers()["x-rate-limit-problem"]),
        (429, &"Minute".parse().unwrap())
    );
    let wait: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    books.sandbox.advance(Duration::from_secs(wait));
    let response = ask().await;
    assert_eq!(response.headers()["x-minlimit-remaining"], "59");
    assert_eq!(response.headers()["x-daylimit-remaining"], "4939");
    assert_eq!(response.headers()["x-appminlimit-remaining"], "9999");
}

#[tokio::test]
async fn the_sixth_call_at_once_is_refused_without_a_time_to_wait() {
    let xero = Xero::new();
    let hour = Duration::from_secs(3600);
    let sandbox = Sandbox::builder().platform(xero.clone()).service_time(hour / 4).start().await.unwrap();
    let token = sandbox.access_token("xero").unwrap();
    let ask = || {
        let request =
            Client::new().get(format!("{}/api.xro/2.0/Items", sandbox.url("xero"))).bearer_auth(&token);
        let request =
            request.header("accept", "application/json").header("xero-tenant-id", &xero.tenants()[0]);
        tokio::spawn(request.send())
    };
    let five: Vec<_> = (0..5).map(|_| ask()).collect();
    until(|| sandbox.state()["platforms"]["xero"]["in_progress"] == json!(5)).await;
    let sixth = ask().await.unwrap().unwrap();
    assert_eq!(
        (sixth.status().as_u16(), &sixth.headers()["x-rate-limit-problem"]),
        (429, &"Concurrent".parse().unwrap())
    );
    assert!(sixth.headers().get("retry-after").is_none());
    sandbox.advance(hour / 4);
    for call in five {
        assert_eq!(call.await.unwrap().unwrap().status(), 200);
    }
}

#[tokio::test]
async fn a_key_makes_a_write_happen_once() {
    let books = Books::open().await;
    let send = async |body: Value| {
        let request =
            books.request(Method::PUT, "/api.xro/2.0/Contacts").header("idempotency-key", "one").json(&body);
        answer(request.send().await.unwrap()).await
    };
    let body = json!({ "Contacts": [{ "Name": "Example Ltd" }] });
    let first = send(body.clone()).await;
    assert_eq!((first.0, &send(body).await), (200, &first));
    assert_eq!(send(json!({ "Contacts": [{ "Name": "Other Ltd" }] })).await.0, 400);
    assert_eq!(books.get("Contacts").await["Contacts"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn lists_come_in_pages_that_say_how_many_there_are() {
    let books = Books::open().await;
    let contacts: Vec<Value> = (0..25).map(|n| json!({ "Name": format!("Contact {n:02}") })).collect();
    books.put("Contacts", json!(contacts)).await;
    let page = books.get("Contacts?page=3&pageSize=10&order=Name%20DESC").await;
    assert_eq!(page["pagination"], json!({ "page": 3, "pageSize": 10, "pageCount": 3, "itemCount": 25 }));
    assert_eq!(
        strings(&page["Contacts"], "Name"),
        ["Contact 04", "Contact 03", "Contact 02", "Contact 01", "Contact 00"]
    );
    assert_eq!(books.get("Contacts?page=4&pageSize=10").await["Contacts"], json!([]));
    let whole = books.get("Contacts").await;
    assert_eq!((whole["Contacts"].as_array().unwrap().len(), whole.get("pagination")), (25, None));
    assert_eq!((&whole["Status"], whole["Id"].as_str().unwrap().len()), (&json!("OK"), 36));
    for bad in ["page=0", "page=x", "pageSize=1001", "order=Nam", "where=Nam%3D%3D%221%22"] {
        let (status, body) = books.call(Method::GET, &format!("Contacts?{bad}"), &Value::Null).await;
        assert_eq!((status, &body["Type"]), (400, &json!("QueryParseException")), "{bad}");
    }
}

#[tokio::test]
async fn only_what_changed_since_then_is_listed() {
    let books = Books::open().await;
    books.put("Contacts", json!([{ "Name": "Early" }])).await;
    books.sandbox.advance(Duration::from_secs(10));
    let since = books.sandbox.clock().now().format("%Y-%m-%dT%H:%M:%S%.3f").to_string();
    books.sandbox.advance(Duration::from_secs(10));
    books.put("Contacts", json!([{ "Name": "Late" }])).await;
    let request = books.request(Method::GET, "/api.xro/2.0/Contacts").header("if-modified-since", since);
    let (_, changed) = answer(request.send().await.unwrap()).await;
    assert_eq!(strings(&changed["Contacts"], "Name"), ["Late"]);
}

#[tokio::test]
async fn what_is_not_there_is_not_found_in_words() {
    let books = Books::open().await;
    for path in ["Nonsense", "Invoices/INV-404", "Contacts/x", "Invoices/x/pdf", "Payments/x"] {
        let (status, body) = books.call(Method::GET, path, &Value::Null).await;
        assert_eq!((status, body.is_string()), (404, true), "{path}");
    }
}

#[tokio::test]
async fn who_does_not_ask_for_json_is_told() {
    let books = Books::open().await;
    let request = books.raw(Method::GET, "/api.xro/2.0/Items").header("xero-tenant-id", books.tenant());
    assert_eq!(request.send().await.unwrap().status(), 406);
}

#[tokio::test]
async fn a_body_that_is_too_large_or_not_json_is_refused() {
    let books = Books::open().await;
    let put = async |body: String| {
        let request = books.request(Method::PUT, "/api.xro/2.0/Invoices").body(body);
        answer(request.send().await.unwrap()).await
    };
    assert_eq!(put("x".repeat(3_500_001)).await.0, 413);
    let (status, body) = put("{".to_owned()).await;
    assert_eq!((status, &body["Type"]), (400, &json!("PostDataInvalidException")));
    assert_eq!(put(json!({ "Invoices": [] }).to_string()).await.0, 400);
}

#[tokio::test]
async fn the_same_seed_gives_the_same_ids() {
    let ids = async || {
        let books = Books::open().await;
        let made = books.put("Invoices", json!([invoice("INV-1", 10.0)])).await;
        (books.tenant(), made[0]["InvoiceID"].clone(), made[0]["LineItems"][0]["LineItemID"].clone())
    };
    assert_eq!(ids().await, ids().await);
}

#[tokio::test]
async fn a_reset_brings_the_seeded_books_back() {
    let books = Books::open().await;
    books.approved("INV-1", 10.0).await;
    let tenant = books.tenant();
    assert_eq!(books.sandbox.state()["platforms"]["xero"]["records"]["invoices"], 1);
    books.sandbox.reset();
    assert_eq!(books.sandbox.state()["platforms"]["xero"]["records"]["invoices"], 0);
    assert_eq!(books.tenant(), tenant);
}
