//! The authorization server: codes, PKCE, rotation, lifetimes, limits of the token endpoint.
#![allow(clippy::unwrap_used, reason = "tests")]

#[allow(dead_code, reason = "each test file uses its part")]
mod toy;

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use connectors_sandbox::{Credentials, Fault, Rotation, Sandbox};
use reqwest::{Client, redirect};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;

use crate::toy::{MINUTE, Toy};

const REDIRECT: &str = "http://127.0.0.1:9/callback";
const VERIFIER: &str = "0123456789012345678901234567890123456789abc";

fn credentials(sandbox: &Sandbox) -> Credentials {
    sandbox.credentials("toy").unwrap()
}

/// What the user's browser is sent back with.
async fn consent(sandbox: &Sandbox, extra: &[(&str, &str)]) -> Vec<(String, String)> {
    let browser = Client::builder().redirect(redirect::Policy::none()).build().unwrap();
    let client_id = credentials(sandbox).client_id;
    let mut url = Url::parse(sandbox.url("toy")).unwrap().join("/authorize").unwrap();
    url.query_pairs_mut().extend_pairs([
        ("response_type", "code"),
        ("client_id", client_id.as_str()),
        ("redirect_uri", REDIRECT),
        ("state", "s 1"),
        ("scope", "notes.read offline_access"),
    ]);
    url.query_pairs_mut().extend_pairs(extra);
    let response = browser.get(url).send().await.unwrap();
    assert_eq!(response.status(), 302);
    let target = Url::parse(response.headers()["location"].to_str().unwrap()).unwrap();
    assert!(target.as_str().starts_with(REDIRECT));
    target.query_pairs().into_owned().collect()
}

async fn code(sandbox: &Sandbox, challenge: Option<&str>) -> String {
    let extra =
        challenge.map(|challenge| vec![("code_challenge", challenge), ("code_challenge_method", "S256")]);
    let pairs = consent(sandbox, &extra.unwrap_or_default()).await;
    assert_eq!(pairs[1], ("state".to_owned(), "s 1".to_owned()));
    pairs[0].1.clone()
}

async fn token(sandbox: &Sandbox, form: &[(&str, &str)]) -> (u16, Value) {
    let app = credentials(sandbox);
    let request = Client::new().post(format!("{}/token", sandbox.url("toy"))).form(form);
    let response = request.basic_auth(app.client_id, Some(app.client_secret)).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

async fn exchange(sandbox: &Sandbox, code: &str, verifier: Option<&str>) -> (u16, Value) {
    let mut form = vec![("grant_type", "authorization_code"), ("code", code), ("redirect_uri", REDIRECT)];
    form.extend(verifier.map(|verifier| ("code_verifier", verifier)));
    token(sandbox, &form).await
}

async fn refresh(sandbox: &Sandbox, refresh_token: &str) -> (u16, Value) {
    token(sandbox, &[("grant_type", "refresh_token"), ("refresh_token", refresh_token)]).await
}

fn refused() -> (u16, Value) {
    (400, json!({ "error": "invalid_grant" }))
}

fn text(answer: &(u16, Value), field: &str) -> String {
    answer.1[field].as_str().unwrap().to_owned()
}

async fn status(sandbox: &Sandbox, access_token: &str) -> u16 {
    let request = Client::new().get(format!("{}/who", sandbox.url("toy")));
    request
        .header("authorization", format!("Toy-Token {access_token}"))
        .send()
        .await
        .unwrap()
        .status()
        .as_u16()
}

#[tokio::test]
async fn a_code_is_good_once_with_its_verifier_and_redirect() {
    let sandbox = Toy::new().start().await;
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    let fresh = async || code(&sandbox, Some(&challenge)).await;

    assert_eq!(exchange(&sandbox, &fresh().await, Some("another-verifier")).await, refused());
    assert_eq!(exchange(&sandbox, &fresh().await, None).await, refused());
    let code = fresh().await;
    let wrong =
        [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", "http://127.0.0.1:9/x")];
    assert_eq!(token(&sandbox, &wrong).await, refused());
    let late = fresh().await;
    sandbox.advance(Duration::from_secs(301));
    assert_eq!(exchange(&sandbox, &late, Some(VERIFIER)).await, refused());

    let code = fresh().await;
    let answer = exchange(&sandbox, &code, Some(VERIFIER)).await;
    assert_eq!(
        (answer.0, &answer.1["token_type"], &answer.1["expires_in"]),
        (200, &json!("Bearer"), &json!(600))
    );
    assert_eq!(answer.1["scope"], "notes.read offline_access");
    assert_eq!(exchange(&sandbox, &code, Some(VERIFIER)).await, refused(), "a code is good once");
    let who = Client::new().get(format!("{}/who", sandbox.url("toy")));
    let who = who
        .header("authorization", format!("Toy-Token {}", text(&answer, "access_token")))
        .send()
        .await
        .unwrap();
    let known = json!({ "account": "demo", "scopes": ["notes.read", "offline_access"] });
    assert_eq!(who.json::<Value>().await.unwrap(), known);
}

#[tokio::test]
async fn a_user_may_say_no() {
    let sandbox = Toy::new().start().await;
    let pairs = consent(&sandbox, &[("deny", "true")]).await;
    assert_eq!(pairs[0], ("error".to_owned(), "access_denied".to_owned()));
}

#[tokio::test]
async fn a_refresh_token_comes_only_when_asked_for() {
    let sandbox = Toy::new().start().await;
    let answer = token(&sandbox, &[("grant_type", "client_credentials"), ("scope", "a b")]).await;
    assert_eq!((answer.0, &answer.1["scope"], answer.1.get("refresh_token")), (200, &json!("a b"), None));
    assert_eq!(status(&sandbox, &text(&answer, "access_token")).await, 200);
    let unknown = token(&sandbox, &[("grant_type", "password")]).await;
    assert_eq!(unknown, (400, json!({ "error": "unsupported_grant_type" })));
}

#[tokio::test]
async fn the_app_may_name_itself_in_the_body_the_query_or_a_multipart_form() {
    let sandbox = Toy::new().start().await;
    let app = credentials(&sandbox);
    let pairs = [
        ("grant_type", "refresh_token"),
        ("client_id", app.client_id.as_str()),
        ("client_secret", app.client_secret.as_str()),
        ("refresh_token", app.refresh_token.as_str()),
    ];
    let url = format!("{}/token", sandbox.url("toy"));
    let multipart: String = pairs
        .iter()
        .map(|(name, value)| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        })
        .collect();
    let requests = [
        Client::new().post(&url).form(&pairs),
        Client::new().post(&url).query(&pairs),
        Client::new()
            .post(&url)
            .header("content-type", "multipart/form-data; boundary=b")
            .body(multipart + "--b--\r\n"),
    ];
    for request in requests {
        assert_eq!(request.send().await.unwrap().status(), 200);
    }
    let wrong = [pairs[0], pairs[1], ("client_secret", "wrong"), pairs[3]];
    let answer = Client::new().post(&url).form(&wrong).send().await.unwrap();
    assert_eq!(answer.json::<Value>().await.unwrap(), json!({ "error": "invalid_client" }));
}

#[tokio::test]
async fn without_rotation_the_refresh_token_stays() {
    let sandbox = Toy::new().start().await;
    let seeded = credentials(&sandbox).refresh_token;
    for _ in 0..3 {
        let answer = refresh(&sandbox, &seeded).await;
        assert_eq!((answer.0, answer.1.get("refresh_token")), (200, None));
    }
    assert_eq!((sandbox.counters("toy").tokens, sandbox.counters("toy").refreshes), (3, 3));
}

#[tokio::test]
async fn with_grace_the_old_token_is_good_for_a_while_after_its_use() {
    let sandbox = Toy::new().rotation(Rotation::Grace(30 * MINUTE)).start().await;
    let old = credentials(&sandbox).refresh_token;
    sandbox.advance(23 * 60 * MINUTE);
    let lost = refresh(&sandbox, &old).await;
    assert_ne!(text(&lost, "refresh_token"), old);
    sandbox.advance(29 * MINUTE);
    let again = refresh(&sandbox, &old).await;
    assert_eq!(again.0, 200);
    sandbox.advance(2 * MINUTE);
    assert_eq!(refresh(&sandbox, &old).await, refused());
    assert_eq!(refresh(&sandbox, &text(&again, "refresh_token")).await.0, 200);
}

#[tokio::test]
async fn with_strict_rotation_a_second_use_ends_the_grant() {
    let sandbox = Toy::new().rotation(Rotation::Strict).start().await;
    let old = credentials(&sandbox).refresh_token;
    let new = refresh(&sandbox, &old).await;
    assert_eq!(status(&sandbox, &text(&new, "access_token")).await, 200);
    assert_eq!(refresh(&sandbox, &old).await, refused());
    assert_eq!(refresh(&sandbox, &text(&new, "refresh_token")).await, refused());
    assert_eq!(status(&sandbox, &text(&new, "access_token")).await, 401);
}

#[tokio::test]
async fn a_lost_answer_of_the_token_endpoint_has_rotated_the_token() {
    let sandbox = Toy::new().rotation(Rotation::Strict).start().await;
    let app = credentials(&sandbox);
    sandbox.fault(Fault::cut_after_write().on("POST", "/token").times(1));
    let form = [("grant_type", "refresh_token"), ("refresh_token", app.refresh_token.as_str())];
    let request = Client::new().post(format!("{}/token", sandbox.url("toy"))).form(&form);
    let request = request.basic_auth(app.client_id, Some(app.client_secret));
    assert!(request.send().await.is_err());
    assert_eq!(refresh(&sandbox, &app.refresh_token).await, refused());
}

#[tokio::test]
async fn an_unused_refresh_token_dies_of_age() {
    let sandbox = Toy::new().start().await;
    sandbox.advance(25 * 60 * MINUTE);
    assert_eq!(refresh(&sandbox, &credentials(&sandbox).refresh_token).await, refused());
}

#[tokio::test]
async fn the_token_endpoint_has_a_limit_of_its_own() {
    let toy = Toy { issue_limit: Some((2, 10 * MINUTE)), ..Toy::new() };
    let sandbox = toy.start().await;
    let seeded = credentials(&sandbox).refresh_token;
    assert_eq!(refresh(&sandbox, &seeded).await.0, 200);
    sandbox.advance(5 * MINUTE);
    assert_eq!(refresh(&sandbox, &seeded).await.0, 200);
    assert_eq!(refresh(&sandbox, &seeded).await, (400, json!({ "error": "temporarily_unavailable" })));
    sandbox.advance(5 * MINUTE);
    assert_eq!(refresh(&sandbox, &seeded).await.0, 200);
    assert_eq!(refresh(&sandbox, &seeded).await.0, 400);
}

#[tokio::test]
async fn one_living_token_too_many_ends_the_oldest() {
    let sandbox = Toy::new().start().await;
    let tokens: Vec<String> = (0..3).map(|_| sandbox.access_token("toy").unwrap()).collect();
    let mut statuses = Vec::new();
    for token in &tokens {
        statuses.push(status(&sandbox, token).await);
    }
    assert_eq!(statuses, [401, 200, 200]);
}

#[tokio::test]
async fn revocation_ends_refresh_and_access_tokens() {
    let sandbox = Toy::new().start().await;
    let seeded = credentials(&sandbox).refresh_token;
    let access = text(&refresh(&sandbox, &seeded).await, "access_token");
    let revoke = Client::new().post(format!("{}/revoke", sandbox.url("toy"))).form(&[("token", &seeded)]);
    assert_eq!(revoke.send().await.unwrap().status(), 200);
    assert_eq!(refresh(&sandbox, &seeded).await, refused());
    assert_eq!(status(&sandbox, &access).await, 401);
    sandbox.reset();
    assert_eq!(refresh(&sandbox, &seeded).await.0, 200, "a reset brings the seeded credentials back");
}

#[tokio::test]
async fn only_an_app_that_began_without_a_secret_goes_on_without_it() {
    let sandbox = Toy::new().start().await;
    let app = credentials(&sandbox);
    let bare = async |form: &[(&str, &str)]| {
        let form: Vec<_> = form.iter().copied().chain([("client_id", app.client_id.as_str())]).collect();
        let request = Client::new().post(format!("{}/token", sandbox.url("toy"))).form(&form);
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.json::<Value>().await.unwrap())
    };
    let no_client = (400, json!({ "error": "invalid_client" }));
    let seeded = [("grant_type", "refresh_token"), ("refresh_token", app.refresh_token.as_str())];
    assert_eq!(bare(&seeded).await, no_client);
    assert_eq!(bare(&[("grant_type", "client_credentials")]).await, no_client);
    let plain = code(&sandbox, None).await;
    let plain = [("grant_type", "authorization_code"), ("code", &plain), ("redirect_uri", REDIRECT)];
    assert_eq!(bare(&plain).await, no_client);

    let code = code(&sandbox, Some(&BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER)))).await;
    let exchange = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
    ];
    let native = bare(&exchange).await;
    assert_eq!(native.0, 200);
    let refresh_token = text(&native, "refresh_token");
    assert_eq!(bare(&[("grant_type", "refresh_token"), ("refresh_token", &refresh_token)]).await.0, 200);
}
