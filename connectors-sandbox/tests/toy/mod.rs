//! A platform with nothing but notes: it shows what the engine does by itself.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use connectors_sandbox::{
    Call, Caller, Credentials, Delivery, DeliveryRules, Demand, IdempotencyRules, Limit, LimitKind,
    OAuthRules, Outbox, Platform, Refusal, Reply, Request, Rotation, Sandbox, Setup, Standing,
};
use http::{Method, StatusCode};
use serde_json::{Value, json};

/// Notes are posted and listed; the platform's facts can be chosen per test.
#[derive(Clone)]
pub(crate) struct Toy {
    pub(crate) rotation: Rotation,
    pub(crate) limits: Vec<Limit>,
    pub(crate) issue_limit: Option<(usize, Duration)>,
    pub(crate) notes: Arc<Mutex<Vec<String>>>,
    pub(crate) outbox: Arc<Mutex<Option<Outbox>>>,
}

/// Three tries in all, a minute between them.
const DELIVERIES: DeliveryRules = DeliveryRules {
    time_limit: Duration::from_secs(5),
    pauses: &[MINUTE, MINUTE],
    judge: |reply| if reply.status == StatusCode::OK { Ok(()) } else { Err("not 200".to_owned()) },
    again: |_| true,
};

pub(crate) const MINUTE: Duration = Duration::from_secs(60);

impl Toy {
    pub(crate) fn new() -> Self {
        Self {
            rotation: Rotation::None,
            limits: Vec::new(),
            issue_limit: None,
            notes: Arc::default(),
            outbox: Arc::default(),
        }
    }

    pub(crate) fn limit(mut self, name: &'static str, kind: LimitKind) -> Self {
        self.limits.push(Limit { name, kind });
        self
    }

    pub(crate) fn rotation(mut self, rotation: Rotation) -> Self {
        self.rotation = rotation;
        self
    }

    /// Posts a webhook.
    pub(crate) fn deliver(&self, url: &str, text: &str) {
        let body = json!({ "text": text, "token": "hidden" }).to_string();
        self.outbox.lock().unwrap().as_ref().unwrap().post(Delivery::new(url, body, DELIVERIES));
    }

    pub(crate) fn count(&self) -> usize {
        self.notes.lock().unwrap().len()
    }

    pub(crate) async fn start(&self) -> Sandbox {
        Sandbox::builder().platform(self.clone()).start().await.unwrap()
    }
}

impl Platform for Toy {
    fn name(&self) -> &'static str {
        "toy"
    }

    fn oauth(&self) -> OAuthRules {
        OAuthRules {
            authorize: "/authorize",
            token: &["/token"],
            revoke: &["/revoke"],
            about: &[],
            private_app: None,
            response_type_optional: false,
            scheme: "Toy-Token",
            access_life: Duration::from_secs(600),
            refresh_life: Some(Duration::from_secs(86_400)),
            rotation: self.rotation,
            issue_limit: self.issue_limit,
            max_living: Some(2),
            offline: Some(("scope", "offline_access")),
            client_credentials: true,
        }
    }

    fn limits(&self) -> Vec<Limit> {
        self.limits.clone()
    }

    fn idempotency(&self) -> Option<IdempotencyRules> {
        Some(IdempotencyRules { header: "Idempotency-Key", life: Duration::from_secs(360), max_length: 20 })
    }

    fn max_body(&self) -> usize {
        1000
    }

    fn reset(&self, setup: &Setup<'_>) {
        *self.outbox.lock().unwrap() = Some(setup.outbox.clone());
        self.notes.lock().unwrap().clear();
    }

    fn demands(&self, request: &Request, caller: &Caller) -> Vec<Demand> {
        let cost = request.query.get("cost").and_then(|cost| cost.parse().ok()).unwrap_or(1);
        self.limits.iter().map(|limit| Demand::new(limit.name, &caller.account).cost(cost)).collect()
    }

    fn handle(&self, call: &Call<'_>) -> Reply {
        let mut notes = self.notes.lock().unwrap();
        match call.request.path()[..] {
            ["notes"] if *call.method() == Method::POST => {
                notes.push(String::from_utf8_lossy(&call.request.body).into_owned());
                Reply::json(StatusCode::CREATED, &json!({ "number": notes.len() }))
            }
            ["notes"] => Reply::json(StatusCode::OK, &json!(*notes)),
            ["who"] => Reply::json(
                StatusCode::OK,
                &json!({ "account": call.caller.account, "scopes": call.caller.scopes }),
            ),
            _ => Reply::empty(StatusCode::NOT_FOUND),
        }
    }

    fn refuse(&self, refusal: &Refusal) -> Reply {
        match refusal {
            Refusal::Throttled(throttle) => {
                let reply = Reply::empty(StatusCode::TOO_MANY_REQUESTS).header("x-limit", throttle.limit);
                match throttle.retry_after {
                    Some(wait) => reply.header("retry-after", wait.as_secs_f64().ceil()),
                    None => reply,
                }
            }
            Refusal::Token(problem) => {
                Reply::json(StatusCode::BAD_REQUEST, &json!({ "error": problem.code() }))
            }
            Refusal::Server(status) => Reply::json(*status, &json!({ "error": "server" })),
            Refusal::Unauthorized(why) => {
                Reply::json(StatusCode::UNAUTHORIZED, &json!({ "why": format!("{why:?}") }))
            }
            Refusal::Key(why) => Reply::json(StatusCode::BAD_REQUEST, &json!({ "why": format!("{why:?}") })),
            Refusal::TooLarge => Reply::empty(StatusCode::PAYLOAD_TOO_LARGE),
        }
    }

    fn finish(&self, standings: &[Standing], reply: &mut Reply) {
        for standing in standings {
            reply.set(&format!("x-{}-remaining", standing.limit), standing.remaining);
        }
    }

    fn describe(&self, base: &str, credentials: &Credentials) -> Value {
        json!({ "api": base, "client_id": credentials.client_id })
    }
}
