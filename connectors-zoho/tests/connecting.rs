//! Connecting an organisation: consent, who it is, disconnecting.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::sync::Arc;

use connectors_core::auth::{Begun, Flow, OAuthApp};
use connectors_core::clock::TestClock;
use connectors_core::transport::{Reply, ScriptedTransport};
use connectors_core::{ErrorKind, Shared};
use connectors_sandbox::Sandbox;
use connectors_zoho::{DataCenter, Edition, Zoho, contacts};
use serde_json::json;

mod support;

const SCOPES: [&str; 2] = ["ZohoCRM.org.READ", "ZohoCRM.modules.ALL"];

fn app(sandbox: &Sandbox) -> OAuthApp {
    let known = sandbox.credentials("zoho").unwrap();
    OAuthApp::new(known.client_id).secret(known.client_secret).redirect_uri("http://127.0.0.1:9/back")
}

/// What the person comes back with.
async fn agree(begun: &Begun) -> String {
    let browser = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let answer = browser.get(begun.url.clone()).send().await.unwrap();
    answer.headers()["location"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_organisation_is_connected_called_and_disconnected() {
    let sandbox = support::empty().await;
    let shared = Shared::builder().clock(sandbox.clock()).build().unwrap();
    let url = sandbox.url("zoho");
    let flow = Flow::new(Zoho::new(DataCenter::Eu).base_urls(url, url), app(&sandbox), &shared).unwrap();
    let begun = flow.begin("customer-7", SCOPES).unwrap();
    let callback = agree(&begun).await;
    let connected = flow.finish(&begun.pending, &callback).await.unwrap();
    assert_eq!(connected.scopes, SCOPES);
    assert_eq!(
        (connected.facts.get("api_domain"), connected.facts.get("accounts-server")),
        (Some(url), Some(url))
    );
    let [account] = &connected.accounts[..] else { panic!("{connected:?}") };
    assert_eq!((account.identity.name.as_str(), account.added), ("Sandbox", true));
    // What it pays for is known now: its limits are.
    assert_eq!(account.connector.organization.as_ref(), Some(&account.identity.id));
    assert_eq!(account.connector.edition, Edition::Enterprise);

    assert_eq!(flow.finish(&begun.pending, &callback).await.unwrap_err().kind(), ErrorKind::Conflict);

    let zoho = account.connector.clone().oauth(app(&sandbox)).connection("customer-7").shared(&shared);
    let zoho = zoho.connect().unwrap();
    assert_eq!(zoho.account(), account.identity.id);
    zoho.items(contacts::List::new()).collect().await.unwrap();

    flow.disconnect("customer-7").await.unwrap();
    let error = zoho.call(contacts::Get::new("1")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConsentNeeded);
    assert_eq!(sandbox.calls().iter().filter(|call| call.path == "/oauth/v2/token/revoke").count(), 1);
}

#[tokio::test]
async fn a_foreign_accounts_server_gets_no_code() {
    let sandbox = support::empty().await;
    let shared = Shared::builder().clock(sandbox.clock()).build().unwrap();
    let url = sandbox.url("zoho");
    let flow = Flow::new(Zoho::new(DataCenter::Us).base_urls(url, url), app(&sandbox), &shared).unwrap();
    let begun = flow.begin("customer-7", SCOPES).unwrap();
    let mut callback = url::Url::parse(&agree(&begun).await).unwrap();
    let pairs: Vec<(String, String)> = callback.query_pairs().into_owned().collect();
    let pairs = pairs.into_iter().map(|(name, value)| match &*name {
        "accounts-server" => (name, "https://accounts.zoho.com.evil.example".to_owned()),
        _ => (name, value),
    });
    let pairs: Vec<(String, String)> = pairs.collect();
    callback.query_pairs_mut().clear().extend_pairs(pairs);
    let error = flow.finish(&begun.pending, callback.as_str()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(sandbox.counters("zoho").tokens, 0);
}

/// A person of the European data centre; the application's own is the one in the United States.
async fn from_europe(named: &str) {
    let clock = Arc::new(TestClock::at("2026-01-01T00:00:00Z".parse().unwrap()));
    let transport = ScriptedTransport::new(clock.clone(), |seen| match seen.path() {
        "/oauth/v2/token" => Reply::json(
            200,
            &json!({ "access_token": "a", "refresh_token": "r", "expires_in": 3600,
                     "api_domain": "https://www.zohoapis.eu", "token_type": "Bearer" }),
        ),
        "/oauth/v2/token/revoke" => Reply::json(200, &json!({ "status": "success" })),
        _ => Reply::json(200, &json!({ "org": [{ "id": "1", "zgid": "2", "company_name": "Example" }] })),
    });
    let shared = Shared::builder().clock(clock).transport(transport.clone()).build().unwrap();
    let app = OAuthApp::new("id").secret("secret".to_owned()).redirect_uri("https://app.example.com/back");
    let flow = Flow::new(Zoho::new(DataCenter::Us), app.clone(), &shared).unwrap();
    let begun = flow.begin("customer-7", SCOPES).unwrap();
    assert_eq!(begun.url.host_str(), Some("accounts.zoho.com"));
    let state = begun.url.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    let connected = flow.finish(&begun.pending, &format!("code=c&state={state}&{named}")).await.unwrap();
    let zoho = connected.accounts[0].connector.clone();
    assert_eq!((zoho.data_center, zoho.organization.as_deref()), (DataCenter::Eu, Some("2")), "{named}");

    // Its client lives beside the flow, and the flow can end it.
    let client = zoho.oauth(app).connection("customer-7").shared(&shared).connect().unwrap();
    client.check().await.unwrap();
    flow.accounts("customer-7").await.unwrap();
    flow.disconnect("customer-7").await.unwrap();
    let hosts: Vec<String> =
        transport.seen().iter().map(|seen| seen.uri.host().unwrap().to_owned()).collect();
    let api = "www.zohoapis.eu";
    assert_eq!(hosts, ["accounts.zoho.eu", api, api, api, "accounts.zoho.eu"], "{named}");
}

#[tokio::test]
async fn a_person_of_another_data_centre_is_connected_there() {
    from_europe("location=eu&accounts-server=https%3A%2F%2Faccounts.zoho.eu").await;
    from_europe("location=eu").await;
}
