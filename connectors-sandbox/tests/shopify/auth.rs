//! Tokens, and who is let in.

use std::time::Duration;

use aws_lc_rs::hmac;
use serde_json::{Value, json};

use crate::harness::World;

async fn token(world: &World, body: Value) -> (u16, Value) {
    let url = format!("{}/admin/oauth/access_token", world.sandbox.url("shopify"));
    let response = world.client.post(url).json(&body).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

fn with(world: &World, more: Value) -> Value {
    let known = world.sandbox.credentials("shopify").unwrap();
    let mut body = json!({ "client_id": known.client_id, "client_secret": known.client_secret });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

async fn status(world: &World, token: &str) -> u16 {
    let url = format!("{}/admin/api/2026-10/graphql.json", world.sandbox.url("shopify"));
    let body = json!({ "query": "{ shop { name } }" });
    world
        .client
        .post(url)
        .header("x-shopify-access-token", token)
        .json(&body)
        .send()
        .await
        .unwrap()
        .status()
        .as_u16()
}

#[tokio::test]
async fn a_callback_is_signed_and_its_code_gives_tokens_that_end_if_asked_to() {
    let world = World::new().await;
    let known = world.sandbox.credentials("shopify").unwrap();
    let person = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let url = format!(
        "{}/admin/oauth/authorize?client_id={}&scope=write_products,read_orders&redirect_uri=http%3A%2F%2Flocalhost%2Fback&state=a%20b",
        world.sandbox.url("shopify"),
        known.client_id
    );
    let answer = person.get(&url).send().await.unwrap();
    let back = url::Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    let mut pairs: Vec<(String, String)> = back.query_pairs().into_owned().collect();
    let at = pairs.iter().position(|(name, _)| name == "hmac").unwrap();
    let (_, signature) = pairs.remove(at);
    pairs.sort();
    let text: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", value.replace(' ', "%20").replace('=', "%3D")))
        .collect();
    let key = hmac::Key::new(hmac::HMAC_SHA256, known.client_secret.as_bytes());
    let computed: String = hmac::sign(&key, text.join("&").as_bytes())
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(signature, computed);
    let code = &pairs.iter().find(|(name, _)| name == "code").unwrap().1;

    let (_, tokens) = token(&world, with(&world, json!({ "code": code, "expiring": "1" }))).await;
    assert_eq!(
        (&tokens["scope"], &tokens["expires_in"]),
        (&json!("write_products,read_orders"), &json!(3600))
    );
    assert_eq!(tokens["refresh_token_expires_in"], 90 * 86_400);
    let access = tokens["access_token"].as_str().unwrap();
    assert_eq!(status(&world, access).await, 200);
    let (again, _) = token(&world, with(&world, json!({ "code": code }))).await;
    assert_eq!(again, 400, "a code is good once");
    world.sandbox.advance(Duration::from_secs(3600));
    assert_eq!(status(&world, access).await, 401);
}

#[tokio::test]
async fn a_refresh_token_is_good_until_the_next_one_is_used() {
    let world = World::new().await;
    let first = world.sandbox.credentials("shopify").unwrap().refresh_token;
    let refresh = async |text: &str| {
        token(&world, with(&world, json!({ "grant_type": "refresh_token", "refresh_token": text }))).await
    };
    let (_, one) = refresh(&first).await;
    let (code, two) = refresh(&first).await;
    assert_eq!(code, 200, "its answer may have been lost");
    let (code, _) = refresh(one["refresh_token"].as_str().unwrap()).await;
    assert_eq!(code, 200);
    let (code, refused) = refresh(&first).await;
    assert_eq!((code, &refused["error"]), (400, &json!("invalid_grant")));
    assert_ne!(one["refresh_token"], two["refresh_token"]);
}

#[tokio::test]
async fn every_kind_of_grant_gives_its_kind_of_token() {
    let world = World::new().await;
    let (_, machine) = token(&world, with(&world, json!({ "grant_type": "client_credentials" }))).await;
    assert_eq!((&machine["expires_in"], &machine["refresh_token"]), (&json!(86_399), &Value::Null));
    let exchange = |token: &str, of: &str, expiring: &str| {
        json!({
            "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange", "subject_token": token, "subject_token_type": of,
            "requested_token_type": "urn:shopify:params:oauth:token-type:offline-access-token", "expiring": expiring,
        })
    };
    let session = "urn:ietf:params:oauth:token-type:id_token";
    let (_, lasting) = token(&world, with(&world, exchange(&world.shop.session_token(), session, "0"))).await;
    assert!(lasting["expires_in"].is_null() && lasting["refresh_token"].is_null(), "{lasting}");
    let offline = "urn:shopify:params:oauth:token-type:offline-access-token";
    let (_, ending) =
        token(&world, with(&world, exchange(lasting["access_token"].as_str().unwrap(), offline, "1"))).await;
    assert_eq!(ending["expires_in"], 3600);
    let (code, _) = token(&world, with(&world, exchange("a.b.c", session, "1"))).await;
    assert_eq!(code, 400);
    assert_eq!(
        status(&world, world.sandbox.credentials("shopify").unwrap().private_app.as_deref().unwrap()).await,
        200
    );
}

#[tokio::test]
async fn who_is_unknown_reads_a_text_and_versions_fall_forward() {
    let world = World::new().await;
    assert_eq!(status(&world, "shpat_nobody").await, 401);
    let answer = world.send("2020-01", json!({ "query": "{ shop { name } }" })).await;
    let used = answer.headers["x-shopify-api-version"].to_str().unwrap();
    assert_ne!(used, "2020-01");
    assert!(answer.headers.contains_key("x-request-id"));
    let answer = world.send("2020-02", json!({ "query": "{ shop { name } }" })).await;
    assert_eq!((answer.status, &answer.body), (404, &json!({ "errors": "Not Found" })));
    let answer = world.send("2026-10", json!({ "query": "{ shop { id nme } }" })).await;
    assert_eq!(answer.body["errors"][0]["extensions"]["code"], "undefinedField", "{}", answer.body);
    assert!(answer.body["data"].is_null());
}
