//! Clients and the connections whose tokens they use.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use connectors_core::auth::{OAuthApp, TokenSet};
use connectors_core::transport::{Reply, Seen};
use connectors_core::{Client, ClientBuilder, ErrorKind, Result};
use serde_json::json;
use support::{Rig, Toy, get, thing};

/// Gives each refresh token an access token of its own name; one of them is dead.
fn platform(seen: &Seen) -> Reply {
    if seen.path() != "/token" {
        return thing(seen.header("authorization"));
    }
    let form: std::collections::HashMap<_, _> = url::form_urlencoded::parse(&seen.body).collect();
    match form["refresh_token"].as_ref() {
        "refresh-dead" => Reply::json(400, &json!({ "error": "invalid_grant" })),
        token => Reply::json(200, &json!({ "access_token": format!("for-{token}"), "expires_in": 3600 })),
    }
}

fn builder(rig: &Rig, refresh: &str) -> ClientBuilder<Toy> {
    rig.prepared(
        ClientBuilder::with_oauth(Toy::new(), OAuthApp::new("app")).refresh_token(refresh.to_owned()),
    )
}

async fn shown(client: &Client<Toy>) -> Result<String> {
    client.call(get("1")).await.map(|thing| thing.id)
}

#[tokio::test(start_paused = true)]
async fn two_accounts_that_nobody_named_do_not_become_one() {
    let rig = Rig::new(platform);
    let nameless = builder(&rig, "refresh-of-ada").connect().unwrap_err();
    assert_eq!(nameless.field_errors()[0].field, "account");
    assert!(builder(&rig, "refresh-of-ada").account("").connect().is_err());
    let ada = builder(&rig, "refresh-of-ada").account("ada").connect().unwrap();
    let error = builder(&rig, "refresh-of-grace").account("ada").connect().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("a name of its own"), "{error}");
    let grace = builder(&rig, "refresh-of-grace").account("grace").connect().unwrap();
    assert_eq!(shown(&ada).await.unwrap(), "Bearer for-refresh-of-ada");
    assert_eq!(shown(&grace).await.unwrap(), "Bearer for-refresh-of-grace");
}

#[tokio::test(start_paused = true)]
async fn a_new_consent_revives_the_clients_in_use() {
    let rig = Rig::new(platform);
    let client = builder(&rig, "refresh-dead").account("ada").connect().unwrap();
    assert_eq!(shown(&client).await.unwrap_err().kind(), ErrorKind::ConsentNeeded);
    let tokens = TokenSet::from_refresh_token("refresh-new".to_owned());
    rig.shared.save_tokens::<Toy>("ada", tokens).await.unwrap();
    assert_eq!(shown(&client).await.unwrap(), "Bearer for-refresh-new");
}

#[tokio::test(start_paused = true)]
async fn tokens_of_a_consent_are_there_for_clients_made_later() {
    let rig = Rig::new(platform);
    let tokens = TokenSet::from_refresh_token("refresh-new".to_owned());
    rig.shared.save_tokens::<Toy>("ada", tokens).await.unwrap();
    let bare = ClientBuilder::with_oauth(Toy::new(), OAuthApp::new("app")).account("ada");
    let client = rig.prepared(bare).connect().unwrap();
    assert_eq!(shown(&client).await.unwrap(), "Bearer for-refresh-new");
}
