//! Requests and the sandbox's answers, held against Zoho's own description.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod support;
mod waivers;

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use connectors_contract::{Checker, Waiver, locate, platforms};
use connectors_core::clock::{Clock, SystemClock};
use connectors_core::transport::{Reply, ScriptedTransport};
use connectors_core::triggers::PollCursor;
use connectors_core::{Connector, Content, Shared};
use connectors_sandbox::{Exchange, Sandbox};
use connectors_zoho::{DataCenter, Zoho};
use support::{actions, triggers};

const NOTES: &str = "/crm/v8/Notes";
const NOTE: &str = "/crm/v8/Notes/{id}";

/// `notes.json` requires of a note that is sent all that an answer has, and of every answer all that a note has.
const OF_ANSWERS: &str = "only answers to a request for everything have it; the schema is one for all";

const SYSTEM: [&str; 11] = [
    "body /data/*/$attachments",
    "body /data/*/$editable",
    "body /data/*/$is_shared_to_client",
    "body /data/*/$size",
    "body /data/*/$state",
    "body /data/*/$voice_note",
    "body /data/*/Created_By",
    "body /data/*/Created_Time",
    "body /data/*/Modified_By",
    "body /data/*/Modified_Time",
    "body /data/*/Owner",
];

fn waived_requests() -> Vec<Waiver> {
    let (id, parent) = ("body /data/*/id", "body /data/*/Parent_Id");
    let missing = |method, path, more: &[&'static str]| {
        let places = SYSTEM.into_iter().chain(more.to_vec());
        places.map(|place| Waiver::request(method, path, place, OF_ANSWERS)).collect::<Vec<_>>()
    };
    let mut waivers =
        vec![Waiver::request("GET", NOTES, "query ids", "then no list of all notes could be asked for")];
    waivers.extend(missing("POST", NOTES, &[id, "body /data/*/Parent_Id/module/id"]));
    waivers.extend(missing("PUT", NOTES, &[parent]));
    waivers.extend(missing("PUT", NOTE, &[parent, id]));
    waivers
}

fn waived_answers() -> Vec<Waiver> {
    let of = |method, path, places: &[&'static str], reason| {
        places.iter().map(|place| Waiver::response(method, path, place, reason)).collect::<Vec<_>>()
    };
    [
        of("GET", NOTES, &SYSTEM, OF_ANSWERS),
        of("GET", NOTES, &["body /data/*/Note_Content"], OF_ANSWERS),
        of("GET", NOTE, &SYSTEM[..6], OF_ANSWERS),
    ]
    .concat()
}

fn since() -> PollCursor {
    PollCursor::since("2026-01-01T00:00:00Z".parse().unwrap())
}

fn checker() -> Option<Checker> {
    let specs = locate().unwrap().or_say_skipped("zoho-crm")?;
    let checker = Checker::new(platforms::zoho_crm(&specs).unwrap()).waive(waived_requests());
    Some(checker.waive(waivers::requests()).waive(waivers::files::requests()))
}

#[tokio::test]
async fn every_action_and_trigger_sends_what_the_description_wants() {
    let Some(checker) = checker() else { return };
    let checker = checker.undescribed(waivers::files::undescribed());
    let zoho = Zoho::new(DataCenter::Us);
    for (id, sample) in actions() {
        let request = Zoho::catalog().request(&id, &zoho, sample).unwrap();
        let (mut parts, mut body) = request.into_parts();
        if body.is_open() {
            body.fill(Content::bytes("content")).unwrap();
            body.describe(&mut parts.headers);
        }
        checker.request(&http::Request::from_parts(parts, body.collect().await.unwrap()));
    }
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let transport = ScriptedTransport::new(Arc::clone(&clock), |_| Reply::status(304));
    let shared = Shared::builder().transport(transport.clone()).clock(clock).build().unwrap();
    let client = zoho.access_token("token").shared(&shared).connect().unwrap();
    for (id, sample) in triggers() {
        let before = transport.seen().len();
        client.run_poll(&id, sample, &since()).await.unwrap_or_else(|e| panic!("{id}: {e}"));
        assert!(transport.seen().len() > before, "{id} asks nothing");
    }
    for seen in transport.seen() {
        let mut request = http::Request::new(seen.body);
        (*request.method_mut(), *request.uri_mut(), *request.headers_mut()) =
            (seen.method, seen.uri, seen.headers);
        checker.request(&request);
    }
    checker.finish().unwrap().say();
}

#[tokio::test]
async fn the_sandbox_answers_every_action_and_trigger_as_the_description_says() {
    let Some(checker) = checker() else { return };
    let checker =
        checker.waive(waived_answers()).waive(waivers::responses()).waive(waivers::files::responses());
    let seen: Arc<Mutex<Vec<Exchange>>> = Arc::default();
    let observed = async || {
        let log = Arc::clone(&seen);
        let observer = move |exchange: &Exchange| log.lock().unwrap().push(exchange.clone());
        Sandbox::builder().platform(support::simulated()).observer(observer).start().await.unwrap()
    };
    for (id, sample) in actions() {
        support::run(&observed().await, &id, &sample).await;
    }
    let sandbox = observed().await;
    let client = support::client(&sandbox);
    for (id, sample) in triggers() {
        client.run_poll(&id, sample, &since()).await.unwrap_or_else(|e| panic!("{id}: {e}"));
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
