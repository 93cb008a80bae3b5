//! Requests and the sandbox's answers, held against Zoho's own description.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod support;

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use connectors_contract::{Checker, locate, platforms};
use connectors_core::Connector;
use connectors_sandbox::{Exchange, Sandbox, zoho as simulated};
use connectors_zoho::{DataCenter, Zoho};
use support::samples;

fn checker() -> Option<Checker> {
    let specs = locate().unwrap().or_say_skipped("zoho-crm")?;
    Some(Checker::new(platforms::zoho_crm(&specs).unwrap()))
}

#[test]
fn every_action_sends_what_the_description_wants() {
    let Some(checker) = checker() else { return };
    let zoho = Zoho::new(DataCenter::Us);
    for (id, sample) in samples() {
        let request = Zoho::catalog().request(&id, &zoho, sample).unwrap();
        let (parts, body) = request.into_parts();
        checker.request(&http::Request::from_parts(parts, body.as_bytes().cloned().unwrap_or_default()));
    }
    checker.finish().unwrap().say();
}

#[tokio::test]
async fn the_sandbox_answers_every_action_as_the_description_says() {
    let Some(checker) = checker() else { return };
    let seen: Arc<Mutex<Vec<Exchange>>> = Arc::default();
    for (id, sample) in samples() {
        let log = Arc::clone(&seen);
        let sandbox = Sandbox::builder()
            .platform(simulated::Zoho::new().deals(0))
            .observer(move |exchange| log.lock().unwrap().push(exchange.clone()))
            .start()
            .await
            .unwrap();
        support::run(&sandbox, &id, &sample).await;
    }
    for exchange in seen.lock().unwrap().iter().filter(|exchange| exchange.uri.starts_with("/crm/")) {
        let mut request = http::Request::new(exchange.request_body.clone());
        *request.method_mut() = exchange.method.clone();
        *request.uri_mut() = exchange.uri.parse().unwrap();
        *request.headers_mut() = exchange.request_headers.clone();
        checker.request(&request);
        let mut response = http::Response::new(Bytes::clone(&exchange.body));
        *response.status_mut() = exchange.status;
        *response.headers_mut() = exchange.headers.clone();
        checker.response(&exchange.method, request.uri().path(), &response);
    }
    checker.finish().unwrap().say();
}
