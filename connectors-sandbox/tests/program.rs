//! The program that serves the sandbox to others.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use reqwest::Client;
use serde_json::Value;

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn program(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connectors-sandbox"));
    command.args(args);
    command
}

fn start(args: &[&str]) -> (Running, String) {
    let mut child = program(args).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (Running(child), line)
}

#[tokio::test]
async fn one_line_of_json_is_all_that_a_client_needs() {
    let ports = ["--zoho-port", "0", "--xero-port", "0", "--hubspot-port", "0", "--shopify-port", "0"];
    let (_running, line) = start(&[&ports[..], &["--deals", "3", "--time-scale", "60", "--json"]].concat());
    let platforms: Value = serde_json::from_str(&line).unwrap();
    let text = |platform: &str, field: &str| platforms[platform][field].as_str().unwrap().to_owned();
    assert!(text("zoho", "api").starts_with("http://127.0.0.1:"));
    for (platform, url) in [
        ("zoho", format!("{}/oauth/v2/token", text("zoho", "accounts"))),
        ("xero", format!("{}/connect/token", text("xero", "identity"))),
        ("hubspot", format!("{}/oauth/v1/token", text("hubspot", "api"))),
    ] {
        let form = [
            ("grant_type", "refresh_token".to_owned()),
            ("client_id", text(platform, "client_id")),
            ("client_secret", text(platform, "client_secret")),
            ("refresh_token", text(platform, "refresh_token")),
        ];
        let answer: Value = Client::new().post(url).form(&form).send().await.unwrap().json().await.unwrap();
        assert!(answer["access_token"].is_string(), "{platform}: {answer}");
    }
    assert_eq!(text("xero", "tenant_id").len(), 36);
    let state = format!("{}/_sandbox/state", text("xero", "api"));
    let state: Value = Client::new().get(state).send().await.unwrap().json().await.unwrap();
    assert_eq!(state["platforms"]["zoho"]["refreshes"], 1);
}

#[test]
fn a_taken_port_is_one_clear_line_and_a_failure() {
    let (_running, line) = start(&[
        "--zoho-port",
        "0",
        "--xero-port",
        "0",
        "--hubspot-port",
        "0",
        "--shopify-port",
        "0",
        "--deals",
        "0",
        "--json",
    ]);
    let platforms: Value = serde_json::from_str(&line).unwrap();
    let port = platforms["xero"]["api"].as_str().unwrap().rsplit(':').next().unwrap().to_owned();
    let output = program(&["--zoho-port", "0", "--xero-port", &port]).output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.success(), message.lines().count()), (false, 1), "{message}");
    assert!(message.starts_with(&format!("error: xero: cannot listen on 127.0.0.1:{port}: ")), "{message}");
    assert!(output.stdout.is_empty());
}

#[test]
fn bad_arguments_are_refused() {
    for bad in [["--time-scale", "0"], ["--xero-port", "70000"], ["--deals", "-1"]] {
        assert!(!program(&bad).output().unwrap().status.success(), "{bad:?}");
    }
}
