//! Connecting an account.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use connectors_core::auth::{Begun, Flow, OAuth, OAuthApp, Pending, Rotation, TokenSource};
use connectors_core::transport::Reply;
use connectors_core::{Delivery, ErrorKind};
use secrecy::ExposeSecret;
use serde_json::json;
use sha2::{Digest, Sha256};
use url::Url;

use super::world::{HOUR, MINUTE, Odd, World, bearer, form};

fn flow_of(world: &World) -> Flow {
    let accounts = "https://accounts.example.com".parse().unwrap();
    let clock = std::sync::Arc::new(world.clock.clone());
    Flow::new(
        world.oauth.clone(),
        accounts,
        World::app(),
        std::sync::Arc::new(world.transport.clone()),
        clock,
    )
    .unwrap()
}

fn parameters(url: &Url) -> HashMap<String, String> {
    url.query_pairs().into_owned().collect()
}

/// What the platform sends the person back with.
fn back(begun: &Begun, more: &str) -> String {
    format!("https://app.example.com/back?state={}&{more}", parameters(&begun.url)["state"])
}

#[tokio::test(start_paused = true)]
async fn a_person_is_sent_to_the_platform_and_comes_back_with_tokens() {
    let mut world = World::new(Rotation::Strict);
    world.oauth.scope_separator = ",";
    world.oauth.authorize_parameters = &[("access_type", "offline")];
    let flow = flow_of(&world);
    let begun = flow.begin(["read", "write"]).unwrap();
    let asked = parameters(&begun.url);
    assert_eq!(begun.url.as_str().split('?').next(), Some("https://accounts.example.com/oauth/authorize"));
    assert_eq!(asked["response_type"], "code");
    assert_eq!(asked["client_id"], "client-id");
    assert_eq!(asked["redirect_uri"], "https://app.example.com/back");
    assert_eq!(asked["scope"], "read,write");
    assert_eq!(asked["access_type"], "offline");
    assert_eq!(asked["code_challenge_method"], "S256");
    assert!(asked["state"].len() >= 16);
    assert!(!begun.url.as_str().contains("client-secret"));

    // It is kept in the person's session meanwhile.
    let kept = serde_json::to_string(&begun.pending).unwrap();
    let pending: Pending = serde_json::from_str(&kept).unwrap();
    let tokens = flow.finish(&pending, &back(&begun, "code=code-1")).await.unwrap();
    assert_eq!(tokens.access.expose_secret(), "access-1");
    assert_eq!(tokens.refresh.as_ref().unwrap().expose_secret(), "refresh-1");
    assert_eq!(tokens.scopes, ["read", "write"]);

    let form = form(&world.transport.seen()[0]);
    assert_eq!(form["grant_type"], "authorization_code");
    assert_eq!(form["code"], "code-1");
    assert_eq!(form["redirect_uri"], "https://app.example.com/back");
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(form["code_verifier"].as_bytes()));
    assert_eq!(challenge, asked["code_challenge"]);

    // And they work.
    let source = TokenSource::new(world.config().initial(tokens));
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
    world.sleep(HOUR).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-2");
}

#[tokio::test(start_paused = true)]
async fn each_consent_has_its_own_state_and_verifier() {
    let world = World::new(Rotation::None);
    let flow = flow_of(&world);
    let (one, two) = (flow.begin(["a"]).unwrap(), flow.begin(["a"]).unwrap());
    let (one, two) = (parameters(&one.url), parameters(&two.url));
    assert_ne!(one["state"], two["state"]);
    assert_ne!(one["code_challenge"], two["code_challenge"]);
}

#[tokio::test(start_paused = true)]
async fn without_pkce_there_is_neither_challenge_nor_verifier() {
    let mut world = World::new(Rotation::None);
    world.oauth.pkce = false;
    let flow = flow_of(&world);
    let begun = flow.begin([""; 0]).unwrap();
    assert!(!parameters(&begun.url).contains_key("code_challenge"));
    assert!(!parameters(&begun.url).contains_key("scope"));
    flow.finish(&begun.pending, &back(&begun, "code=c")).await.unwrap();
    assert!(!form(&world.transport.seen()[0]).contains_key("code_verifier"));
}

#[tokio::test(start_paused = true)]
async fn a_wrong_or_missing_state_is_refused_before_anything_else() {
    let world = World::new(Rotation::None);
    let flow = flow_of(&world);
    let (begun, other) = (flow.begin(["a"]).unwrap(), flow.begin(["a"]).unwrap());
    for callback in [back(&other, "code=c"), "?code=c".into(), "state=&code=c".into(), String::new()] {
        let error = flow.finish(&begun.pending, &callback).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth, "{callback}");
        assert!(error.message().contains("state"));
    }
    assert_eq!(world.asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_comes_too_late_is_refused() {
    let world = World::new(Rotation::None);
    let flow = flow_of(&world);
    let begun = flow.begin(["a"]).unwrap();
    world.sleep(15 * MINUTE).await;
    let error = flow.finish(&begun.pending, &back(&begun, "code=c")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConsentNeeded);
    assert_eq!(world.asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_person_who_does_not_agree_is_told_apart() {
    let world = World::new(Rotation::None);
    let flow = flow_of(&world);
    let begun = flow.begin(["a"]).unwrap();
    let error = flow.finish(&begun.pending, &back(&begun, "error=access_denied")).await.unwrap_err();
    assert_eq!((error.kind(), error.vendor_code()), (ErrorKind::ConsentNeeded, Some("access_denied")));
    let error = flow.finish(&begun.pending, &back(&begun, "error=invalid_scope")).await.unwrap_err();
    assert_eq!(error.vendor_code(), Some("invalid_scope"));
    let error = flow.finish(&begun.pending, &back(&begun, "x=y")).await.unwrap_err();
    assert_eq!((error.kind(), error.field_errors()[0].field.as_str()), (ErrorKind::Validation, "code"));
}

fn many_servers() -> World {
    let mut oauth = OAuth::new(&["auth"], &["token"]);
    oauth.accounts_parameter = Some("accounts-server");
    oauth.accounts_hosts = &["accounts.example.com", "accounts.example.org"];
    World::with(oauth)
}

#[tokio::test(start_paused = true)]
async fn the_code_is_exchanged_and_the_token_refreshed_at_the_accounts_server_that_was_named() {
    let world = many_servers();
    let flow = flow_of(&world);
    let begun = flow.begin(["a"]).unwrap();
    // This platform gives its refresh token once, with the code.
    let first = json!({"access_token": "a", "refresh_token": "refresh-0", "expires_in": 3600});
    world.next_answers([Odd::Instead(Reply::json(200, &first))]);
    let callback = back(&begun, "code=c&accounts-server=https%3A%2F%2Faccounts.example.org");
    let tokens = flow.finish(&begun.pending, &callback).await.unwrap();
    let source = TokenSource::new(world.config().initial(tokens.clone()));
    world.sleep(HOUR).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
    world.sleep(HOUR).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-2");
    for seen in world.transport.seen() {
        assert_eq!(seen.uri, "https://accounts.example.org/token");
    }
}

#[tokio::test(start_paused = true)]
async fn an_accounts_server_that_is_not_the_platforms_gets_nothing() {
    let world = many_servers();
    let flow = flow_of(&world);
    let begun = flow.begin(["a"]).unwrap();
    for server in [
        "https://evil.example.net",
        "http://accounts.example.org",
        "https://accounts.example.org:8443",
        "https://accounts.example.org.evil.example.net",
        "https://user@accounts.example.org",
        "accounts.example.org",
        "",
    ] {
        let server: String = url::form_urlencoded::byte_serialize(server.as_bytes()).collect();
        let callback = back(&begun, &format!("code=c&accounts-server={server}"));
        let error = flow.finish(&begun.pending, &callback).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth, "{server}");
    }
    assert_eq!(world.asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_code_whose_answer_was_lost_is_not_sent_again() {
    let world = World::new(Rotation::None);
    let flow = flow_of(&world);
    let begun = flow.begin(["a"]).unwrap();
    world.next_answers([Odd::Lost(Reply::cut())]);
    let error = flow.finish(&begun.pending, &back(&begun, "code=c")).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(world.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_exchange_that_hangs_ends() {
    let world = World::new(Rotation::None);
    let flow = flow_of(&world);
    let begun = flow.begin(["a"]).unwrap();
    world.next_answers([Odd::Instead(Reply::hang())]);
    let error = flow.finish(&begun.pending, &back(&begun, "code=c")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_token_at_hand_becomes_tokens() {
    let world = World::new(Rotation::Strict);
    let tokens = flow_of(&world).refresh_token("refresh-0".to_owned()).await.unwrap();
    assert_eq!(tokens.access.expose_secret(), "access-1");
    assert_eq!(tokens.refresh.unwrap().expose_secret(), "refresh-1");
}

#[tokio::test(start_paused = true)]
async fn the_application_itself_gets_tokens() {
    let world = World::new(Rotation::None);
    let tokens = flow_of(&world).client_credentials(["a", "b"]).await.unwrap();
    assert_eq!(tokens.access.expose_secret(), "access-1");
    assert!(tokens.refresh.is_none());
    assert_eq!(tokens.scopes, ["a", "b"]);
}

#[tokio::test(start_paused = true)]
async fn tokens_are_revoked_and_ones_that_are_unknown_count_as_revoked() {
    let world = World::new(Rotation::None);
    let flow = flow_of(&world);
    let tokens = flow.refresh_token("refresh-0".to_owned()).await.unwrap();
    world.next_answers([
        Odd::Instead(Reply::status(200)),
        Odd::Instead(Reply::json(400, &json!({"error": "invalid_token"}))),
        Odd::Instead(Reply::status(500)),
    ]);
    flow.revoke(&tokens).await.unwrap();
    flow.revoke(&tokens).await.unwrap();
    assert_eq!(flow.revoke(&tokens).await.unwrap_err().kind(), ErrorKind::Server);
    let seen = &world.transport.seen()[1];
    assert_eq!((seen.path(), form(seen)["token"].as_str()), ("/oauth/revoke", "refresh-0"));
}

#[tokio::test(start_paused = true)]
async fn an_accounts_server_without_https_is_refused() {
    let world = World::new(Rotation::None);
    let clock = std::sync::Arc::new(world.clock.clone());
    let transport = std::sync::Arc::new(world.transport.clone());
    let flow = |url: &str| {
        Flow::new(world.oauth.clone(), url.parse().unwrap(), World::app(), transport.clone(), clock.clone())
    };
    assert_eq!(flow("http://accounts.example.com").unwrap_err().kind(), ErrorKind::Config);
    assert!(flow("http://127.0.0.1:9000").is_ok());
}

#[tokio::test(start_paused = true)]
async fn without_a_redirect_uri_nothing_begins() {
    let world = World::new(Rotation::None);
    let clock = std::sync::Arc::new(world.clock.clone());
    let transport = std::sync::Arc::new(world.transport.clone());
    let accounts: Url = "https://accounts.example.com".parse().unwrap();
    for app in [OAuthApp::new("id"), OAuthApp::new("id").redirect_uri("not a url")] {
        let flow =
            Flow::new(world.oauth.clone(), accounts.clone(), app, transport.clone(), clock.clone()).unwrap();
        assert_eq!(flow.begin(["a"]).unwrap_err().kind(), ErrorKind::Config);
    }
}
