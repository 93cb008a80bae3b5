//! The consent page that a browser is shown, and what comes of a person's choice.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::HashMap;

use connectors_sandbox::xero::Xero;
use connectors_sandbox::zoho::Zoho;
use connectors_sandbox::{Platform, Sandbox};
use reqwest::{Client, Response, Url, redirect};
use serde_json::{Value, json};

const BROWSER: &str = "text/html,*/*;q=0.8";
const BACK: &str = "http://127.0.0.1:9/back";

fn browser() -> Client {
    Client::builder().redirect(redirect::Policy::none()).build().unwrap()
}

async fn start(platform: impl Platform) -> Sandbox {
    Sandbox::builder().platform(platform).start().await.unwrap()
}

/// Where an application sends a person.
fn page(sandbox: &Sandbox, platform: &str, scope: &str) -> Url {
    let path = if platform == "xero" { "/identity/connect/authorize" } else { "/oauth/v2/auth" };
    let mut url = Url::parse(sandbox.url(platform)).unwrap().join(path).unwrap();
    let client_id = sandbox.credentials(platform).unwrap().client_id;
    let asked = [
        ("response_type", "code"),
        ("client_id", &client_id),
        ("redirect_uri", BACK),
        ("state", "s"),
        ("scope", scope),
    ];
    url.query_pairs_mut().extend_pairs(asked);
    url
}

async fn look(url: &Url) -> Response {
    browser().get(url.clone()).header("accept", BROWSER).send().await.unwrap()
}

async fn decide(url: &Url, form: &[(&str, &str)]) -> Response {
    browser().post(url.clone()).header("accept", BROWSER).form(form).send().await.unwrap()
}

/// What the browser is sent back with.
fn sent_back(answer: &Response) -> HashMap<String, String> {
    let target = Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    assert!(target.as_str().starts_with(BACK), "{target}");
    target.query_pairs().into_owned().collect()
}

async fn access_token(sandbox: &Sandbox, code: &str) -> String {
    let app = sandbox.credentials("xero").unwrap();
    let form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", BACK)];
    let request = browser().post(format!("{}/connect/token", sandbox.url("xero"))).form(&form);
    let answer = request.basic_auth(app.client_id, Some(app.client_secret)).send().await.unwrap();
    let answer: Value = answer.json().await.unwrap();
    answer["access_token"].as_str().unwrap().to_owned()
}

async fn connections(sandbox: &Sandbox, token: &str, query: &str) -> Vec<Value> {
    let request = browser().get(format!("{}/connections{query}", sandbox.url("xero"))).bearer_auth(token);
    request.send().await.unwrap().json().await.unwrap()
}

fn names(connections: &[Value]) -> Vec<&str> {
    connections.iter().map(|connection| connection["tenantName"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_browser_is_asked_and_told_by_whom_and_for_what() {
    let sandbox = start(Zoho::new().deals(0)).await;
    let url = page(&sandbox, "zoho", "ZohoCRM.org.READ,<script>alert(1)</script>");
    let answer = look(&url).await;
    assert_eq!(answer.status(), 200);
    let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("script-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    let html = answer.text().await.unwrap();
    let client_id = sandbox.credentials("zoho").unwrap().client_id;
    for told in [
        "Connect Zoho CRM?",
        &client_id,
        "http://127.0.0.1:9",
        "ZohoCRM.org.READ",
        "type=\"radio\"",
        "Allow",
        "Deny",
    ] {
        assert!(html.contains(told), "{told}");
    }
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !html.contains("<script"), "{html}");
}

#[tokio::test]
async fn who_does_not_allow_is_sent_back_without_a_code() {
    let sandbox = start(Zoho::new().deals(0)).await;
    let answer = decide(&page(&sandbox, "zoho", "ZohoCRM.org.READ"), &[("decision", "deny")]).await;
    assert_eq!(answer.status(), 303);
    let back = sent_back(&answer);
    assert_eq!(
        (back["error"].as_str(), back["state"].as_str(), back.get("code")),
        ("access_denied", "s", None)
    );
}

#[tokio::test]
async fn a_program_that_asks_for_no_page_is_sent_back_at_once() {
    let sandbox = start(Zoho::new().deals(0)).await;
    let answer = browser().get(page(&sandbox, "zoho", "ZohoCRM.org.READ")).send().await.unwrap();
    assert_eq!(answer.status(), 302);
    assert_eq!(sent_back(&answer)["location"], "us");
}

#[tokio::test]
async fn the_organisations_that_a_person_chooses_are_connected_by_that_consent() {
    let xero = Xero::new().organisations(3).unconnected();
    let sandbox = start(xero.clone()).await;
    let tenants = xero.tenants();
    let url = page(&sandbox, "xero", "accounting.settings");

    let first =
        decide(&url, &[("decision", "allow"), ("account", &tenants[0]), ("account", &tenants[2])]).await;
    let first = access_token(&sandbox, &sent_back(&first)["code"]).await;
    let connected = connections(&sandbox, &first, "").await;
    assert_eq!(names(&connected), ["Demo Company 1", "Demo Company 3"]);

    // A second consent adds one and confirms one; what each consent connected can be told apart.
    sandbox.advance(std::time::Duration::from_secs(60));
    let second =
        decide(&url, &[("decision", "allow"), ("account", &tenants[1]), ("account", &tenants[2])]).await;
    let second = access_token(&sandbox, &sent_back(&second)["code"]).await;
    let all = connections(&sandbox, &second, "").await;
    assert_eq!(names(&all), ["Demo Company 1", "Demo Company 2", "Demo Company 3"]);
    assert_eq!(all[0]["authEventId"], connected[0]["authEventId"]);
    assert_eq!(all[1]["authEventId"], all[2]["authEventId"]);
    assert_ne!(all[0]["authEventId"], all[1]["authEventId"]);
    assert_eq!(all[2]["createdDateUtc"], connected[1]["createdDateUtc"]);
    assert_ne!(all[2]["updatedDateUtc"], connected[1]["updatedDateUtc"]);
    let event = all[1]["authEventId"].as_str().unwrap();
    let new = connections(&sandbox, &second, &format!("?authEventId={event}")).await;
    assert_eq!(names(&new), ["Demo Company 2", "Demo Company 3"]);
}

#[tokio::test]
async fn what_cannot_be_chosen_is_refused_and_who_chooses_nothing_is_asked_again() {
    let sandbox = start(Xero::new().organisations(2)).await;
    let url = page(&sandbox, "xero", "accounting.settings");
    let again = decide(&url, &[("decision", "allow")]).await;
    assert_eq!(again.status(), 200);
    let html = again.text().await.unwrap();
    assert!(html.contains("Choose at least one") && html.contains("type=\"checkbox\""), "{html}");
    let refused = decide(&url, &[("decision", "allow"), ("account", "another")]).await;
    assert_eq!(refused.status(), 400);
    assert_eq!(refused.json::<Value>().await.unwrap()["error"], json!("invalid_request"));
    assert_eq!(decide(&url, &[]).await.status(), 400);
}
