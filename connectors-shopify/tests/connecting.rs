//! Installing, consents, exchanges of tokens.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests")]

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use connectors_core::auth::{Flow, OAuthApp, TokenKey};
use connectors_core::clock::{Clock, TestClock};
use connectors_core::transport::{Reply, ScriptedTransport, Seen};
use connectors_core::webhooks::{Inbound, Verdict};
use connectors_core::{Connector, ErrorKind, Shared};
use connectors_shopify::auth::{self, Access, SessionToken};
use connectors_shopify::{Shopify, shop};
use hmac::{KeyInit, Mac};
use http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

mod support;
use support::{cost, shopify};

const SECRET: &str = "shpss_test_secret_0001";

fn sign(text: &str) -> Vec<u8> {
    let mut mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn app() -> OAuthApp {
    OAuthApp::new("client").secret(SECRET.to_owned()).redirect_uri("https://app.example.com/back")
}

#[tokio::test]
async fn the_query_of_an_installation_is_proven_and_names_the_shop() {
    let signed = "code=0907a61c0c8d55e99db179b68161bc00&host=YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvYWNtZQ\
                  &hmac=79c67481daa637d2a1e140c1962aec98d4a93d7c3de39c8b6d9220bbd75b3503\
                  &shop=acme-test.myshopify.com&state=0.6784241404160823&timestamp=1337178173";
    let verify = |query: String, now: &str| {
        let verifier =
            auth::verifier(SecretString::from(SECRET)).clock(Arc::new(TestClock::at(now.parse().unwrap())));
        async move {
            verifier
                .verify(Inbound::new(Method::GET, format!("https://app.example.com/install?{query}")))
                .await
        }
    };
    let Verdict::Delivery(verified) = verify(signed.to_owned(), "2012-05-16T14:24:00Z").await.unwrap() else {
        panic!("no handshake")
    };
    assert_eq!(auth::shop_of(&verified).unwrap().as_str(), "acme-test.myshopify.com");
    for (query, now) in [
        (signed.replace("acme-test", "evil"), "2012-05-16T14:24:00Z"),
        (signed.to_owned(), "2012-05-16T14:26:00Z"),
    ] {
        assert_eq!(verify(query, now).await.unwrap_err().kind(), ErrorKind::Webhook);
    }
}

/// Shopify's token endpoint, and its API for who asks who it is.
fn platform(seen: &Seen) -> Reply {
    if seen.path() == "/admin/oauth/access_token" {
        let asked = seen.json();
        assert_eq!((&asked["client_id"], &asked["client_secret"]), (&json!("client"), &json!(SECRET)));
        return Reply::json(
            200,
            &json!({ "access_token": format!("shpat_{}", seen.number), "scope": "read_products,read_orders",
                "expires_in": 3600, "refresh_token": format!("shprt_{}", seen.number),
                "refresh_token_expires_in": 7_776_000 }),
        );
    }
    assert!(seen.headers["x-shopify-access-token"].to_str().unwrap().starts_with("shpat_"));
    let shop =
        json!({ "id": "gid://shopify/Shop/1", "name": "Acme", "myshopifyDomain": "acme.myshopify.com" });
    Reply::json(200, &json!({ "data": { "shop": shop }, "extensions": { "cost": cost(1, 1, 1_999) } }))
}

fn world() -> (TestClock, ScriptedTransport, Shared) {
    let clock = TestClock::at("2026-11-01T12:00:00Z".parse().unwrap());
    let transport = ScriptedTransport::new(Arc::new(clock.clone()), platform);
    let shared =
        Shared::builder().transport(transport.clone()).clock(Arc::new(clock.clone())).build().unwrap();
    (clock, transport, shared)
}

#[tokio::test(start_paused = true)]
async fn a_person_agrees_and_the_shop_is_connected_and_stays_so() {
    let (clock, transport, shared) = world();
    let flow = Flow::new(shopify(), app(), &shared).unwrap();
    let begun = flow.begin("acme", ["read_products", "read_orders"]).unwrap();
    let asked: std::collections::HashMap<_, _> = begun.url.query_pairs().into_owned().collect();
    assert!(begun.url.as_str().starts_with("https://acme.myshopify.com/admin/oauth/authorize?"));
    assert_eq!(asked["scope"], "read_products,read_orders");
    assert!(!asked.contains_key("code_challenge"));

    let back = |shop: &str| {
        let timestamp = clock.now().timestamp();
        let query = format!("code=abc&host=x&shop={shop}&state={}&timestamp={timestamp}", asked["state"]);
        format!("{query}&hmac={}", hex::encode(sign(&query)))
    };
    let other = flow.finish(&begun.pending, &back("other.myshopify.com")).await.unwrap_err();
    assert_eq!(other.kind(), ErrorKind::Auth);
    let connected = flow.finish(&begun.pending, &back("acme.myshopify.com")).await.unwrap();
    assert_eq!(connected.accounts[0].identity.id, "acme.myshopify.com");
    assert_eq!(connected.scopes, ["read_products", "read_orders"]);
    assert_eq!(transport.seen()[0].json()["expiring"], "1");

    let client = shopify().oauth(app()).connection("acme").shared(&shared).connect().unwrap();
    clock.sleep(Duration::from_secs(3_600)).await;
    client.call(shop::Get::new()).await.unwrap();
    let seen = transport.seen();
    let refresh = seen.iter().rev().find(|seen| seen.path() == "/admin/oauth/access_token").unwrap().json();
    assert_eq!(
        (&refresh["grant_type"], &refresh["refresh_token"]),
        (&json!("refresh_token"), &json!("shprt_0"))
    );
    let stored = shared.tokens().load(&TokenKey::new(Shopify::ID, "acme")).await.unwrap().unwrap();
    assert!(stored.tokens.refresh.unwrap().expose_secret() != "shprt_0");
}

#[tokio::test(start_paused = true)]
async fn session_tokens_and_old_tokens_are_exchanged() {
    let (_, transport, shared) = world();
    let flow = Flow::new(shopify(), app(), &shared).unwrap();
    let token = SecretString::from("a.session.token");
    auth::exchange(&flow, &token, Access::Offline).await.unwrap();
    auth::exchange(&flow, &token, Access::Online).await.unwrap();
    auth::migrate(&flow, &SecretString::from("shpat_old")).await.unwrap();
    let kind = "urn:shopify:params:oauth:token-type:";
    let asked: Vec<Value> = transport.seen().iter().map(Seen::json).collect();
    for (asked, (subject, of, wanted, expiring)) in asked.iter().zip([
        ("a.session.token", "urn:ietf:params:oauth:token-type:id_token".to_owned(), "offline", "1"),
        ("a.session.token", "urn:ietf:params:oauth:token-type:id_token".to_owned(), "online", "0"),
        ("shpat_old", format!("{kind}offline-access-token"), "offline", "1"),
    ]) {
        assert_eq!(asked["grant_type"], "urn:ietf:params:oauth:grant-type:token-exchange");
        assert_eq!((&asked["subject_token"], &asked["subject_token_type"]), (&json!(subject), &json!(of)));
        assert_eq!(asked["requested_token_type"], format!("{kind}{wanted}-access-token"));
        assert_eq!(asked["expiring"], expiring);
    }
}

#[tokio::test(start_paused = true)]
async fn an_application_gets_its_tokens_by_itself() {
    let (_, transport, shared) = world();
    let client = shopify().client_credentials(app()).shared(&shared).connect().unwrap();
    assert_eq!(client.check().await.unwrap().name, "Acme");
    assert_eq!(transport.seen()[0].json()["grant_type"], "client_credentials");
    assert!(transport.seen()[0].json().get("scope").is_none());
}

fn session_token(header: &Value, change: impl Fn(&mut Value)) -> String {
    let mut claims = json!({
        "iss": "https://acme.myshopify.com/admin", "dest": "https://acme.myshopify.com", "aud": "client", "sub": "42",
        "exp": 1_793_534_460, "nbf": 1_793_534_400, "iat": 1_793_534_400, "jti": "one", "sid": "session",
    });
    change(&mut claims);
    let encode = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let signed = format!("{}.{}", encode(header), encode(&claims));
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(sign(&signed)))
}

#[test]
fn a_session_token_is_taken_only_if_all_of_it_is_right() {
    let now = "2026-11-01T12:00:30Z".parse().unwrap();
    let header = json!({ "alg": "HS256", "typ": "JWT" });
    let good = session_token(&header, |_| {});
    let token = SessionToken::verify(&good, &app(), now).unwrap();
    assert_eq!((token.shop.as_str(), token.user.as_str()), ("acme.myshopify.com", "42"));

    let changed =
        |name: &'static str, value: Value| session_token(&header, move |claims| claims[name] = value.clone());
    for bad in [
        String::new(),
        "a.b.c".to_owned(),
        good.replace('.', ""),
        good.replacen("eyJ", "eyK", 1),
        format!("{good}A"),
        session_token(&json!({ "alg": "none" }), |_| {}),
        session_token(&json!({ "alg": "HS512" }), |_| {}),
        changed("aud", json!("other")),
        changed("exp", json!(1_793_534_420)),
        changed("nbf", json!(1_793_534_441)),
        changed("dest", json!("https://acme.example.com")),
        changed("dest", json!("http://acme.myshopify.com")),
        changed("iss", json!("https://other.myshopify.com/admin")),
        changed("exp", json!(i64::MAX)),
        changed("sub", Value::Null),
    ] {
        let error = SessionToken::verify(&bad, &app(), now).expect_err(&bad);
        assert_eq!(error.kind(), ErrorKind::Auth, "{bad}");
        assert!(bad.is_empty() || !error.to_string().contains(&bad), "{error}");
    }
    let other = OAuthApp::new("client").secret("another".to_owned());
    assert_eq!(SessionToken::verify(&good, &other, now).unwrap_err().kind(), ErrorKind::Auth);
    assert_eq!(
        SessionToken::verify(&good, &OAuthApp::new("client"), now).unwrap_err().kind(),
        ErrorKind::Config
    );
}

#[test]
fn neither_secrets_nor_tokens_are_shown() {
    let builder = shopify().access_token("shpat_secret".to_owned());
    assert!(!format!("{builder:?} {:?}", app()).contains("secret_"));
    assert!(!format!("{builder:?}").contains("shpat_secret"));
}
