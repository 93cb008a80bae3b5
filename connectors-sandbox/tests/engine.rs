//! What the engine does for every platform.
#![allow(clippy::unwrap_used, reason = "tests")]

#[allow(dead_code, reason = "each test file uses its part")]
mod toy;
mod waiting;

use std::time::Duration;

use connectors_sandbox::{Fault, LimitKind, Sandbox};
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};

use crate::toy::{MINUTE, Toy};
use crate::waiting::until;

fn token(sandbox: &Sandbox) -> String {
    format!("Toy-Token {}", sandbox.access_token("toy").unwrap())
}

async fn post(sandbox: &Sandbox, text: &str) -> Response {
    try_post(sandbox, text).await.unwrap()
}

async fn try_post(sandbox: &Sandbox, text: &str) -> reqwest::Result<Response> {
    let url = format!("{}/notes", sandbox.url("toy"));
    Client::new().post(url).header("authorization", token(sandbox)).body(text.to_owned()).send().await
}

async fn keyed(sandbox: &Sandbox, key: &str, text: &str) -> Response {
    let url = format!("{}/notes", sandbox.url("toy"));
    let request =
        Client::new().post(url).header("authorization", token(sandbox)).header("idempotency-key", key);
    request.body(text.to_owned()).send().await.unwrap()
}

#[tokio::test]
async fn a_token_is_needed_with_the_platforms_own_word() {
    let sandbox = Toy::new().start().await;
    let ask = async |header: Option<String>| {
        let mut request = Client::new().get(format!("{}/notes", sandbox.url("toy")));
        if let Some(header) = header {
            request = request.header("authorization", header);
        }
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    };
    let bearer = token(&sandbox).replace("Toy-Token", "Bearer");
    assert_eq!(ask(None).await, (401, r#"{"why":"Missing"}"#.to_owned()));
    assert_eq!(ask(Some(bearer)).await, (401, r#"{"why":"Scheme"}"#.to_owned()));
    assert_eq!(ask(Some("Toy-Token x".to_owned())).await, (401, r#"{"why":"Unknown"}"#.to_owned()));
    let good = token(&sandbox);
    assert_eq!(ask(Some(good.clone())).await.0, 200);
    sandbox.advance(Duration::from_secs(601));
    assert_eq!(ask(Some(good)).await, (401, r#"{"why":"Expired"}"#.to_owned()));
    let good = token(&sandbox);
    sandbox.expire_tokens();
    assert_eq!(ask(Some(good)).await, (401, r#"{"why":"Expired"}"#.to_owned()));
    assert_eq!(sandbox.counters("toy").unauthorized, 5);
}

#[tokio::test]
async fn a_fixed_window_refuses_until_it_ends() {
    let toy = Toy::new().limit("minute", LimitKind::Fixed { limit: 3, window: MINUTE });
    let sandbox = toy.start().await;
    for left in [2, 1, 0] {
        assert_eq!(post(&sandbox, "x").await.headers()["x-minute-remaining"], left.to_string());
    }
    let refused = post(&sandbox, "x").await;
    assert_eq!(
        (refused.status(), &refused.headers()["x-limit"]),
        (StatusCode::TOO_MANY_REQUESTS, &"minute".parse().unwrap())
    );
    assert_eq!(refused.headers()["x-minute-remaining"], "0");
    let wait: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait));
    sandbox.advance(Duration::from_secs(wait));
    assert_eq!(post(&sandbox, "x").await.status(), StatusCode::CREATED);
    assert_eq!(toy.count(), 4, "what was refused was not done");
    assert_eq!(sandbox.counters("toy").throttled, 1);
}

#[tokio::test]
async fn a_rolling_window_counts_costs_and_frees_them_one_by_one() {
    let toy = Toy::new().limit("credits", LimitKind::Rolling { limit: 10, window: MINUTE });
    let sandbox = toy.start().await;
    let spend = async |cost: u32| {
        let url = format!("{}/notes?cost={cost}", sandbox.url("toy"));
        Client::new()
            .get(url)
            .header("authorization", token(&sandbox))
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    assert_eq!(spend(6).await, 200);
    sandbox.advance(Duration::from_secs(30));
    assert_eq!(spend(4).await, 200);
    assert_eq!(spend(1).await, 429);
    sandbox.advance(Duration::from_secs(31));
    assert_eq!(spend(7).await, 429, "only the first six are a minute old");
    assert_eq!(spend(6).await, 200);
}

#[tokio::test]
async fn calls_in_progress_are_counted_while_they_are_served() {
    let toy = Toy::new().limit("parallel", LimitKind::Concurrency(2));
    let sandbox = Sandbox::builder()
        .platform(toy.clone())
        .service_time(Duration::from_secs(3600))
        .start()
        .await
        .unwrap();
    let (first, second) = (token(&sandbox), token(&sandbox));
    let url = format!("{}/notes", sandbox.url("toy"));
    let call =
        |token: &str| tokio::spawn(Client::new().get(&url).header("authorization", token.to_owned()).send());
    let calls = [call(&first), call(&second)];
    // The third is refused as soon as both others are inside; until then it would be served, so ask until then.
    until(|| sandbox.state()["platforms"]["toy"]["in_progress"] == json!(2)).await;
    let refused = call(&first).await.unwrap().unwrap();
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers().get("retry-after").is_none());
    sandbox.advance(Duration::from_secs(3600));
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap().status(), StatusCode::OK);
    }
    let url = url.clone();
    let after = tokio::spawn(Client::new().get(&url).header("authorization", token(&sandbox)).send());
    until(|| sandbox.state()["platforms"]["toy"]["in_progress"] == json!(1)).await;
    sandbox.advance(Duration::from_secs(3600));
    assert_eq!(after.await.unwrap().unwrap().status(), StatusCode::OK, "the slots came back");
}

#[tokio::test]
async fn an_idempotency_key_replays_the_first_answer_for_its_life() {
    let toy = Toy::new();
    let sandbox = toy.start().await;
    for _ in 0..3 {
        let answer = keyed(&sandbox, "k1", "one").await;
        assert_eq!(answer.status(), StatusCode::CREATED);
        assert_eq!(answer.json::<Value>().await.unwrap(), json!({ "number": 1 }));
    }
    assert_eq!((toy.count(), sandbox.counters("toy").replayed), (1, 2));
    let other = keyed(&sandbox, "k1", "two").await;
    assert_eq!(
        (other.status().as_u16(), other.text().await.unwrap()),
        (400, r#"{"why":"Reused"}"#.to_owned())
    );
    let long = keyed(&sandbox, "123456789012345678901", "x").await;
    assert_eq!(long.text().await.unwrap(), r#"{"why":"TooLong"}"#);
    sandbox.advance(Duration::from_secs(360));
    keyed(&sandbox, "k1", "two").await;
    assert_eq!(toy.count(), 2, "the key's life is over: it is a new request");
}

#[tokio::test]
async fn a_cut_after_the_write_leaves_the_write_done_and_the_key_knows_it() {
    let toy = Toy::new();
    let sandbox = toy.start().await;
    sandbox.fault(Fault::cut_after_write().on("POST", "/notes").times(2));
    assert!(try_post(&sandbox, "x").await.unwrap_err().is_request());
    assert_eq!(toy.count(), 1);
    let url = format!("{}/notes", sandbox.url("toy"));
    let with_key =
        || Client::new().post(&url).header("authorization", token(&sandbox)).header("idempotency-key", "k");
    assert!(with_key().send().await.is_err());
    assert_eq!(with_key().send().await.unwrap().json::<Value>().await.unwrap(), json!({ "number": 2 }));
    assert_eq!(toy.count(), 2);
    let calls = sandbox.calls();
    let statuses: Vec<_> = calls.iter().map(|call| (call.status, call.faults.as_slice())).collect();
    let cut: &[&str] = &["cut_after_write"];
    assert_eq!(statuses, [(None, cut), (None, cut), (Some(201), &[])]);
}

#[tokio::test]
async fn a_cut_before_leaves_nothing_done() {
    let toy = Toy::new();
    let sandbox = toy.start().await;
    sandbox.fault(Fault::cut_before().times(1));
    assert!(try_post(&sandbox, "x").await.is_err());
    assert_eq!(toy.count(), 0);
    assert_eq!(post(&sandbox, "x").await.status(), StatusCode::CREATED);
}

#[tokio::test]
async fn a_status_comes_before_the_work_or_after_it() {
    let toy = Toy::new();
    let sandbox = toy.start().await;
    sandbox.fault(Fault::status(503).skip(1).times(1));
    sandbox.fault(Fault::status(502).after_write().skip(1).times(1));
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push((post(&sandbox, "x").await.status().as_u16(), toy.count()));
    }
    assert_eq!(seen, [(201, 1), (503, 1), (502, 2), (201, 3)]);
}

#[tokio::test]
async fn bodies_can_be_malformed_truncated_or_huge() {
    let sandbox = Toy::new().start().await;
    sandbox.fault(Fault::malformed_body().times(1));
    sandbox.fault(Fault::truncated().times(1));
    sandbox.fault(Fault::huge_body(3_000_000).times(1));
    let malformed = post(&sandbox, "x").await;
    assert_eq!(malformed.status(), StatusCode::CREATED);
    assert!(malformed.json::<Value>().await.unwrap_err().is_decode());
    let truncated = post(&sandbox, "x").await;
    assert_eq!(truncated.status(), StatusCode::CREATED);
    assert!(truncated.bytes().await.is_err());
    assert_eq!(post(&sandbox, "x").await.bytes().await.unwrap().len(), 3_000_000);
}

#[tokio::test]
async fn a_throttle_on_demand_looks_like_the_platforms_own() {
    let toy = Toy::new()
        .limit("parallel", LimitKind::Concurrency(9))
        .limit("minute", LimitKind::Fixed { limit: 9, window: MINUTE });
    let sandbox = toy.start().await;
    sandbox.fault(Fault::throttle(Some(Duration::from_secs(7))).times(1));
    sandbox.fault(Fault::throttle(None).times(1));
    let timed = post(&sandbox, "x").await;
    assert_eq!(
        (&timed.headers()["x-limit"], &timed.headers()["retry-after"]),
        (&"minute".parse().unwrap(), &"7".parse().unwrap())
    );
    let untimed = post(&sandbox, "x").await;
    assert_eq!(&untimed.headers()["x-limit"], "parallel");
    assert_eq!((toy.count(), sandbox.counters("toy").throttled), (0, 2));
}

#[tokio::test]
async fn a_delay_ends_when_time_is_moved() {
    let toy = Toy::new();
    let sandbox = toy.start().await;
    sandbox.fault(Fault::delay(Duration::from_secs(3600)).after_write());
    let url = format!("{}/notes", sandbox.url("toy"));
    let call =
        tokio::spawn(Client::new().post(url).header("authorization", token(&sandbox)).body("x").send());
    until(|| toy.count() > 0).await;
    assert!(!call.is_finished());
    sandbox.advance(Duration::from_secs(3600));
    assert_eq!(call.await.unwrap().unwrap().status(), StatusCode::CREATED);
}

#[tokio::test]
async fn work_goes_on_when_the_client_does_not_wait_for_the_answer() {
    let toy = Toy::new();
    let sandbox = toy.start().await;
    sandbox.fault(Fault::delay(Duration::from_secs(60)));
    let url = format!("{}/notes", sandbox.url("toy"));
    let call =
        tokio::spawn(Client::new().post(url).header("authorization", token(&sandbox)).body("x").send());
    until(|| sandbox.counters("toy").faults > 0).await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    sandbox.advance(Duration::from_secs(60));
    until(|| toy.count() > 0).await;
}

#[tokio::test]
async fn the_same_seed_throws_the_same_dice() {
    let run = async |seed: u64| {
        let sandbox = Sandbox::builder().seed(seed).platform(Toy::new()).start().await.unwrap();
        sandbox.fault(Fault::status(500).probability(0.5));
        let mut statuses = Vec::new();
        for _ in 0..20 {
            statuses.push(post(&sandbox, "x").await.status().as_u16());
        }
        (statuses, sandbox.credentials("toy").unwrap().refresh_token)
    };
    let first = run(1).await;
    assert!(first.0.contains(&500) && first.0.contains(&201));
    assert_eq!(first, run(1).await);
    assert_ne!(first, run(2).await);
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let toy = Toy::new();
    let sandbox = toy.start().await;
    assert_eq!(post(&sandbox, &"x".repeat(1001)).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(toy.count(), 0);
}

#[tokio::test]
async fn a_dropped_sandbox_is_gone() {
    let sandbox = Toy::new().start().await;
    let client = Client::new();
    let url = format!("{}/_sandbox/state", sandbox.url("toy"));
    assert!(client.get(&url).send().await.is_ok());
    drop(sandbox);
    let mut tries = 0;
    // The connection is closed by a task that needs a turn.
    while client.get(&url).send().await.is_ok() {
        tries += 1;
        assert!(tries < 1000, "it still answers");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_taken_port_is_a_clear_error() {
    let first = Toy::new().start().await;
    let port: u16 = first.url("toy").rsplit(':').next().unwrap().parse().unwrap();
    let error = Sandbox::builder().platform_on(port, Toy::new()).start().await.unwrap_err();
    assert!(error.to_string().starts_with(&format!("toy: cannot listen on 127.0.0.1:{port}: ")));
}
