//! The status page, what it asks for, and that it shows no secret.
#![allow(clippy::unwrap_used, reason = "tests")]

#[allow(dead_code, reason = "each test file uses its part")]
mod toy;

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use connectors_sandbox::{Fault, LimitKind, Sandbox};
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::toy::{MINUTE, Toy};

const BROWSER: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

async fn ask(sandbox: &Sandbox, method: Method, path: &str, accept: &str) -> Response {
    let request = Client::new().request(method, format!("{}{path}", sandbox.url("toy")));
    request.header("accept", accept).send().await.unwrap()
}

async fn control(sandbox: &Sandbox, path: &str) -> Value {
    ask(sandbox, Method::GET, &format!("/_sandbox/{path}"), "*/*").await.json().await.unwrap()
}

async fn note(sandbox: &Sandbox, text: &str) -> u16 {
    let token = format!("Toy-Token {}", sandbox.access_token("toy").unwrap());
    let request = Client::new().post(format!("{}/notes", sandbox.url("toy"))).header("authorization", token);
    request.body(text.to_owned()).send().await.unwrap().status().as_u16()
}

/// What stands between two marks.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    text.split_once(from).unwrap().1.split_once(to).unwrap().0
}

#[tokio::test]
async fn a_browser_finds_the_page_at_the_root_and_it_needs_nothing_from_elsewhere() {
    let sandbox = Toy::new().start().await;
    for path in ["/", "/_sandbox/"] {
        let answer = ask(&sandbox, Method::GET, path, BROWSER).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8");
        let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
        let html = answer.text().await.unwrap();
        assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"), "{policy}");
        for (from, to) in [("<style>", "</style>"), ("<script>", "</script>")] {
            let hash = BASE64_STANDARD.encode(Sha256::digest(between(&html, from, to)));
            assert!(policy.contains(&format!("'sha256-{hash}'")), "{from} is not what the policy allows");
        }
        for elsewhere in ["http:", "https:", "src=", "@import", "url("] {
            assert!(!html.contains(elsewhere), "{elsewhere}");
        }
        // What programs and platforms say goes in as text.
        for way in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "setHTML"] {
            assert!(!html.contains(way), "{way}");
        }
    }
    assert_eq!(sandbox.counters("toy").calls, 0, "looking is no call");
}

#[tokio::test]
async fn the_root_belongs_to_the_platform_for_all_others() {
    let sandbox = Toy::new().start().await;
    assert_eq!(ask(&sandbox, Method::GET, "/", "application/json").await.status(), 401);
    assert_eq!(ask(&sandbox, Method::GET, "/", "*/*").await.status(), 401);
    assert_eq!(ask(&sandbox, Method::POST, "/", BROWSER).await.status(), 401);
    assert_eq!(ask(&sandbox, Method::GET, "/notes", BROWSER).await.status(), 401);
    assert_eq!(sandbox.counters("toy").calls, 4);
}

#[tokio::test]
async fn the_state_tells_what_is_left_of_each_limit_and_which_faults_are_in_force() {
    let sandbox = Toy::new()
        .limit("minute", LimitKind::Fixed { limit: 3, window: MINUTE })
        .limit("at once", LimitKind::Concurrency(5))
        .start()
        .await;
    let left = |state: &Value, number: usize| state["platforms"]["toy"]["limits"][number].clone();
    let unused = json!({ "limit": "minute", "key": null, "size": 3, "remaining": 3, "window_seconds": 60 });
    assert_eq!(left(&control(&sandbox, "state").await, 0), unused);

    note(&sandbox, "one").await;
    let state = control(&sandbox, "state").await;
    assert_eq!((&left(&state, 0)["key"], &left(&state, 0)["remaining"]), (&json!("demo"), &json!(2)));
    assert_eq!(
        (&left(&state, 1)["remaining"], &left(&state, 1)["window_seconds"]),
        (&json!(5), &json!(null))
    );
    let toy = &state["platforms"]["toy"];
    assert_eq!((&toy["title"], &toy["url"]), (&json!("toy"), &json!(sandbox.url("toy"))));
    assert_eq!((&state["scale"], &state["logged"], &state["faults"]), (&json!(1.0), &json!(1), &json!([])));
    sandbox.advance(Duration::from_secs(60));
    assert_eq!(left(&control(&sandbox, "state").await, 0)["remaining"], 3);

    sandbox.fault(Fault::status(503).on("POST", "/notes").times(2));
    note(&sandbox, "two").await;
    let fault = &control(&sandbox, "state").await["faults"][0];
    assert_eq!(
        (&fault["fault"], &fault["path"], &fault["times"]),
        (&json!("status"), &json!("/notes"), &json!(1))
    );
}

#[tokio::test]
async fn only_calls_that_are_new_need_be_asked_for() {
    let sandbox = Toy::new().start().await;
    for text in ["one", "two", "three"] {
        note(&sandbox, text).await;
    }
    let numbers = |log: Value| -> Vec<u64> {
        log["calls"].as_array().unwrap().iter().map(|call| call["number"].as_u64().unwrap()).collect()
    };
    assert_eq!(numbers(control(&sandbox, "calls?after=1").await), [2, 3]);
    assert_eq!(numbers(control(&sandbox, "calls?after=0&last=1").await), [3]);
    assert!(numbers(control(&sandbox, "calls?after=3").await).is_empty());
}

#[tokio::test]
async fn what_the_page_shows_holds_no_secret() {
    let sandbox = Toy::new().start().await;
    let app = sandbox.credentials("toy").unwrap();
    let at = |path: &str| format!("{}{path}", sandbox.url("toy"));
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let asked = [
        ("response_type", "code"),
        ("client_id", &app.client_id),
        ("redirect_uri", "http://127.0.0.1:9/back"),
        ("state", "the-state"),
        ("scope", "offline_access"),
    ];
    let back = client.get(at("/authorize")).query(&asked).send().await.unwrap();
    let back = reqwest::Url::parse(back.headers()["location"].to_str().unwrap()).unwrap();
    let code = back.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let exchange = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", "http://127.0.0.1:9/back"),
        ("client_id", &app.client_id),
        ("client_secret", &app.client_secret),
    ];
    let answer = client.post(at("/token")).form(&exchange).send().await.unwrap();
    let answer: Value = answer.json().await.unwrap();
    let (access, refresh) =
        (answer["access_token"].as_str().unwrap(), answer["refresh_token"].as_str().unwrap());
    // A token where it does not belong, and one to be ended.
    client.get(at("/notes")).query(&[("access_token", access)]).send().await.unwrap();
    client.get(at("/notes")).header("authorization", format!("Toy-Token {access}")).send().await.unwrap();
    client.post(at("/revoke")).form(&[("token", refresh)]).send().await.unwrap();

    let shown = format!("{}{}", control(&sandbox, "calls").await, control(&sandbox, "state").await);
    for secret in [access, refresh, &code, &app.client_secret, &app.refresh_token, "the-state"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    for masked in ["code=***", "client_secret=***", "state=***", "access_token=***", "token=***"] {
        assert!(shown.contains(masked), "{masked}");
    }
}
