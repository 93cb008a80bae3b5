//! The control endpoints, the log and the observer.
#![allow(clippy::unwrap_used, reason = "tests")]

#[allow(dead_code, reason = "each test file uses its part")]
mod toy;

use std::sync::{Arc, Mutex};

use connectors_sandbox::{Exchange, Sandbox};
use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::toy::Toy;

async fn control(sandbox: &Sandbox, method: Method, path: &str, body: Value) -> (u16, Value) {
    let url = format!("{}/_sandbox/{path}", sandbox.url("toy"));
    let response = Client::new().request(method, url).json(&body).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

async fn post_note(sandbox: &Sandbox) -> u16 {
    let token = format!("Toy-Token {}", sandbox.access_token("toy").unwrap());
    let request =
        Client::new().post(format!("{}/notes?a=1", sandbox.url("toy"))).header("authorization", token);
    request.body("hello").send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn faults_are_set_listed_and_cleared_over_http() {
    let sandbox = Toy::new().start().await;
    let fault = json!({ "fault": "status", "status": 503, "method": "post", "path": "/no*" });
    assert_eq!(control(&sandbox, Method::POST, "faults", fault).await, (200, json!({})));
    assert_eq!(post_note(&sandbox).await, 503);
    let (_, listed) = control(&sandbox, Method::GET, "faults", json!(null)).await;
    assert_eq!((listed[0]["fault"].as_str(), listed[0]["path"].as_str()), (Some("status"), Some("/no*")));
    control(&sandbox, Method::DELETE, "faults", json!(null)).await;
    assert_eq!(post_note(&sandbox).await, 201);
    let (status, error) = control(&sandbox, Method::POST, "faults", json!({ "fault": "earthquake" })).await;
    assert_eq!(status, 400);
    assert!(error["error"].as_str().unwrap().contains("earthquake"));
}

#[tokio::test]
async fn time_tokens_and_state_can_be_changed_over_http() {
    let sandbox = Toy::new().start().await;
    let before = sandbox.clock().now();
    control(&sandbox, Method::POST, "advance", json!({ "seconds": 3600 })).await;
    assert!((sandbox.clock().now() - before).num_seconds() >= 3600);
    assert_eq!(control(&sandbox, Method::POST, "advance", json!({ "seconds": -1 })).await.0, 400);
    post_note(&sandbox).await;
    let (_, state) = control(&sandbox, Method::GET, "state", json!(null)).await;
    let toy = &state["platforms"]["toy"];
    assert_eq!((&toy["calls"], &toy["living_tokens"]), (&json!(1), &json!(1)));
    control(&sandbox, Method::POST, "expire-tokens", json!({})).await;
    assert_eq!(sandbox.state()["platforms"]["toy"]["living_tokens"], 0);
    let token = sandbox.credentials("toy").unwrap().refresh_token;
    assert_eq!(control(&sandbox, Method::POST, "revoke", json!({ "token": token })).await.0, 200);
    assert_eq!(control(&sandbox, Method::POST, "revoke", json!({ "token": "x" })).await.0, 400);
    assert_eq!(post_note(&sandbox).await, 401);
    control(&sandbox, Method::POST, "reset", json!({})).await;
    assert_eq!(sandbox.state()["platforms"]["toy"]["calls"], 0);
    assert!(sandbox.calls().is_empty());
    assert_eq!(control(&sandbox, Method::POST, "toy/dance", json!({})).await.0, 404);
    assert_eq!(control(&sandbox, Method::GET, "nowhere", json!({})).await.0, 404);
}

#[tokio::test]
async fn the_log_tells_calls_and_no_secrets() {
    let sandbox = Toy::new().start().await;
    let app = sandbox.credentials("toy").unwrap();
    let form = [
        ("grant_type", "refresh_token"),
        ("client_id", &app.client_id),
        ("client_secret", &app.client_secret),
        ("refresh_token", &app.refresh_token),
    ];
    let url = format!("{}/token", sandbox.url("toy"));
    let answer: Value = Client::new().post(&url).form(&form).send().await.unwrap().json().await.unwrap();
    Client::new().post(&url).query(&form).send().await.unwrap();
    post_note(&sandbox).await;

    let (_, log) = control(&sandbox, Method::GET, "calls?last=1&platform=toy", json!(null)).await;
    let call = &log["calls"][0];
    assert_eq!(
        (&call["method"], &call["path"], &call["query"]),
        (&json!("POST"), &json!("/notes"), &json!("a=1"))
    );
    assert_eq!((&call["status"], &call["request_body"]), (&json!(201), &json!("hello")));
    assert_eq!((&call["response_body"], &call["account"]), (&json!(r#"{"number":1}"#), &json!("demo")));

    let whole = serde_json::to_string(&sandbox.calls()).unwrap() + &format!("{:?}", sandbox.calls());
    for secret in [&app.client_secret, &app.refresh_token, answer["access_token"].as_str().unwrap()] {
        assert!(!whole.contains(secret));
    }
    assert!(whole.contains("refresh_token=***"));
}

#[tokio::test]
async fn an_observer_sees_heads_and_bodies_but_no_token() {
    let seen: Arc<Mutex<Vec<Exchange>>> = Arc::default();
    let sink = Arc::clone(&seen);
    let sandbox = Sandbox::builder()
        .platform(Toy::new())
        .observer(move |exchange| sink.lock().unwrap().push(exchange.clone()))
        .start()
        .await
        .unwrap();
    post_note(&sandbox).await;
    let seen = seen.lock().unwrap();
    let exchange = &seen[0];
    assert_eq!(
        (exchange.uri.as_str(), &exchange.request_body[..], exchange.status.as_u16()),
        ("/notes?a=1", &b"hello"[..], 201)
    );
    assert_eq!((&exchange.body[..], exchange.faulted), (&br#"{"number":1}"#[..], false));
    assert_eq!(exchange.headers["content-type"], "application/json; charset=utf-8");
    assert!(exchange.request_headers.get("authorization").is_none());
}
