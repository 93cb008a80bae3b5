//! What users need for their own tests: every value that the library gives can be made, and every request read.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::time::Duration;

use async_trait::async_trait;
use connectors_core::auth::TokenStatus;
use connectors_core::catalog::{Kind, Summary};
use connectors_core::limits::{Unit, Usage, Window};
use connectors_core::triggers::{Batch, Event, PollCursor};
use connectors_core::{
    Action, ActionId, Answered, AnyClient, CallMeta, CallOptions, Cx, Delivery, Effect, Error, ErrorKind,
    Head, Identity, Request, Result, SentKey, Stats,
};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use support::{Toy, create_keyed, get};

/// An account as a user's test makes it up.
#[derive(Debug)]
struct Double;

#[async_trait]
impl AnyClient for Double {
    fn connector(&self) -> &'static str {
        "double"
    }

    fn account(&self) -> &str {
        "ada"
    }

    fn actions(&self) -> Vec<Summary> {
        let (id, title) = ("thing.get".to_owned(), "Get a thing");
        vec![Summary { connector: "double", id, kind: Kind::Action, effect: Effect::Read, title }]
    }

    async fn run(&self, id: &str, _: Value, _: CallOptions) -> Result<Value> {
        if id == "thing.get" { Ok(json!({ "id": "1" })) } else { Err(failure()) }
    }

    async fn poll(&self, _: &str, _: Value, cursor: &PollCursor) -> Result<Batch<Value>> {
        let event = Event::new("ada", "1", "1@0", json!({ "id": "1" })).at(cursor.start());
        Ok(Batch::new(vec![event], cursor.clone().at_token("next"), false))
    }

    async fn check(&self) -> Result<Identity> {
        Ok(Identity::new("1", "Example"))
    }

    async fn usage(&self) -> Result<Vec<Usage>> {
        Ok(vec![Usage::new(Window::sliding("minute", 60, Duration::from_secs(60)), 59)])
    }

    fn stats(&self) -> Stats {
        let mut stats = Stats::default();
        stats.calls = 7;
        stats
    }
}

/// The failure that an outer loop has to understand.
fn failure() -> Error {
    Error::new(ErrorKind::Server, "away")
        .with_action(ActionId { resource: "thing", verb: "create" })
        .with_status(StatusCode::BAD_GATEWAY)
        .with_delivery(Delivery::Unknown)
        .with_attempts(4)
        .with_exhausted()
        .with_sent_key(SentKey { key: "k".into(), first_sent: chrono::DateTime::UNIX_EPOCH })
}

#[tokio::test]
async fn a_client_can_be_stood_in_for_with_everything_that_it_gives() {
    let double: Box<dyn AnyClient> = Box::new(Double);
    assert_eq!(double.run("thing.get", Value::Null, CallOptions::new()).await.unwrap()["id"], "1");
    let error = double.run("thing.create", Value::Null, CallOptions::new()).await.unwrap_err();
    assert!(error.is_exhausted() && error.attempts() == 4 && error.sent_key().unwrap().key == "k");
    assert_eq!(error.to_string(), "thing.create: away (HTTP 502); it may have been done");
    let from = PollCursor::since(chrono::DateTime::UNIX_EPOCH);
    let batch = double.poll("thing.changed", Value::Null, &from).await.unwrap();
    assert_eq!((batch.events[0].key.as_str(), batch.cursor.token().unwrap()), ("1@0", Some("next")));
    let usage = double.usage().await.unwrap().remove(0);
    assert_eq!((usage.limit, usage.remaining), (60, 59));
    assert_eq!(double.check().await.unwrap().name, "Example");
    assert_eq!((double.stats().calls, double.actions().len()), (7, 1));
}

#[test]
fn what_a_call_gave_and_how_it_went_can_be_made() {
    let mut meta = CallMeta::new(Head::new(StatusCode::CREATED, HeaderMap::new()));
    meta.request_id = Some("r-1".into());
    let answered = Answered::new("thing", meta);
    assert_eq!((answered.meta.status, answered.meta.attempts), (StatusCode::CREATED, 1));
    assert_eq!(TokenStatus::default().refreshes, 0);
}

#[test]
fn a_request_can_be_held_against_what_is_expected_without_a_client() {
    let toy = Toy::new();
    let mut action = get("1");
    action.fields = vec!["a".into(), "b".into()];
    let request = action.request(&Cx::new(&toy, "key")).unwrap();
    assert_eq!(request.query_ref(), [("fields".to_owned(), "a,b".to_owned())]);
    let request = create_keyed("x").request(&Cx::new(&toy, "key")).unwrap();
    assert_eq!(request.headers()["idempotency-key"], "key");
}

#[test]
fn the_cost_that_was_stated_last_counts() {
    let request =
        Request::get(["things"]).costs(Unit::Credits, 1).costs(Unit::Credits, 5).costs(Unit::Points, 2);
    assert_eq!((request.cost_of(Unit::Credits), request.cost_of(Unit::Points)), (Some(5), Some(2)));
}
