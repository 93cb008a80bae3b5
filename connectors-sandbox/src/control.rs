//! The control endpoints, on every listener under `/_sandbox/`, for programs in other processes and languages. The crate's
//! front page lists them.

use std::sync::Arc;
use std::time::Duration;

use connectors_core::clock::Clock as _;
use http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use crate::engine::{Served, Shared};
use crate::faults::Fault;
use crate::http::{Reply, Request};
use crate::lock;

/// The control endpoints of a sandbox, and what stands behind them.
pub(crate) struct Control {
    pub(crate) shared: Arc<Shared>,
    pub(crate) platforms: Vec<Arc<Served>>,
}

impl Control {
    pub(crate) fn serve(&self, request: &Request) -> Reply {
        match self.answer(request) {
            Ok(value) => Reply::json(StatusCode::OK, &value),
            Err((status, message)) => Reply::json(status, &json!({ "error": message })),
        }
    }

    fn answer(&self, request: &Request) -> Result<Value, (StatusCode, String)> {
        let bad = |message: String| (StatusCode::BAD_REQUEST, message);
        let get = request.method == Method::GET;
        let post = request.method == Method::POST;
        let path = request.path();
        match path.get(1..).unwrap_or_default() {
            ["state"] if get => Ok(self.state()),
            ["connect"] if post => Ok(self.connect()),
            ["time"] if get => {
                Ok(json!({ "now": self.shared.clock.now(), "scale": self.shared.clock.scale() }))
            }
            ["calls"] if get => {
                let log = lock(&self.shared.log);
                let calls = chosen(request, log.calls(), |call| (call.number, call.platform));
                Ok(json!({ "calls": calls }))
            }
            ["deliveries"] if get => {
                let log = lock(&self.shared.log);
                let deliveries = chosen(request, log.deliveries(), |one| (one.number, one.platform));
                Ok(json!({ "deliveries": deliveries }))
            }
            ["faults"] if get => {
                serde_json::to_value(lock(&self.shared.faults).list()).map_err(|e| bad(e.to_string()))
            }
            ["faults"] if post => {
                let fault: Fault = serde_json::from_slice(&request.body).map_err(|e| bad(e.to_string()))?;
                lock(&self.shared.faults).add(fault);
                Ok(json!({}))
            }
            ["faults"] if request.method == Method::DELETE => {
                lock(&self.shared.faults).clear();
                Ok(json!({}))
            }
            ["advance"] if post => {
                let seconds = request.json().map_err(bad)?["seconds"].as_f64();
                let by = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
                self.shared
                    .clock
                    .advance(by.ok_or_else(|| bad("seconds must be a number, 0 or more".to_owned()))?);
                Ok(json!({ "now": self.shared.clock.now() }))
            }
            ["expire-tokens"] if post => {
                self.expire_tokens();
                Ok(json!({}))
            }
            ["revoke"] if post => {
                let input = request.json().map_err(bad)?;
                let known = input["token"].as_str().is_some_and(|token| self.revoke(token));
                if known { Ok(json!({})) } else { Err(bad("no platform knows this token".to_owned())) }
            }
            ["reset"] if post => {
                self.reset();
                Ok(json!({}))
            }
            [name, action] if post => self.act(name, action, request),
            _ => Err((
                StatusCode::NOT_FOUND,
                format!("no control endpoint {} {}", request.method, request.path),
            )),
        }
    }

    fn act(&self, name: &str, action: &str, request: &Request) -> Result<Value, (StatusCode, String)> {
        let bad = |message: String| (StatusCode::BAD_REQUEST, message);
        let input = if request.body.is_empty() { json!({}) } else { request.json().map_err(bad)? };
        let platform = self.platforms.iter().find(|served| served.platform.name() == name);
        let done =
            platform.and_then(|served| served.platform.control(action, &input, self.shared.clock.now()));
        match done {
            Some(done) => done.map_err(bad),
            None => Err((StatusCode::NOT_FOUND, format!("{name} has no action {action}"))),
        }
    }

    fn connect(&self) -> Value {
        let now = self.shared.clock.elapsed();
        let describe = |served: &Arc<Served>| {
            let credentials = served.oauth.connect_again(now);
            (served.platform.name().to_owned(), served.platform.describe(&served.base, &credentials))
        };
        Value::Object(self.platforms.iter().map(describe).collect())
    }

    pub(crate) fn state(&self) -> Value {
        let now = self.shared.clock.elapsed();
        let (due, waiting) = self.shared.post.standing(now);
        let log = lock(&self.shared.log);
        let platforms: Map<String, Value> = self
            .platforms
            .iter()
            .map(|served| {
                let counters = log.counters(served.platform.name());
                let mut state = serde_json::to_value(counters).unwrap_or_default();
                if let Some(state) = state.as_object_mut() {
                    state.insert("title".to_owned(), json!(served.platform.title()));
                    state.insert("url".to_owned(), json!(served.base));
                    state.insert("in_progress".to_owned(), json!(served.limits.in_progress()));
                    state.insert("limits".to_owned(), json!(served.limits_left()));
                    state.insert("living_tokens".to_owned(), json!(served.oauth.living(now)));
                    state.insert("records".to_owned(), served.platform.summary());
                }
                (served.platform.name().to_owned(), state)
            })
            .collect();
        json!({
            "now": self.shared.clock.now(),
            "scale": self.shared.clock.scale(),
            "logged": log.last(),
            "deliveries": { "logged": log.last_delivery(), "due": due, "waiting": waiting },
            "faults": *lock(&self.shared.faults).list(),
            "platforms": platforms,
        })
    }

    pub(crate) fn expire_tokens(&self) {
        for served in &self.platforms {
            served.oauth.expire_access(self.shared.clock.elapsed());
        }
    }

    pub(crate) fn revoke(&self, token: &str) -> bool {
        self.platforms.iter().any(|served| served.oauth.revoke(token))
    }

    pub(crate) fn reset(&self) {
        self.shared.post.clear();
        lock(&self.shared.faults).clear();
        lock(&self.shared.log).clear();
        self.shared.dice.restart();
        self.shared.delivery_dice.restart();
        for served in &self.platforms {
            served.reset();
        }
    }
}

/// The entries of a log that the request asks for; `key` gives an entry's number and platform.
fn chosen<'a, T: 'a>(
    request: &Request,
    log: impl Iterator<Item = &'a T>,
    key: impl Fn(&T) -> (u64, &'static str),
) -> Vec<&'a T> {
    let platform = request.query.get("platform");
    let last = request.query.get("last").and_then(|last| last.parse().ok()).unwrap_or(usize::MAX);
    let after = request.query.get("after").and_then(|after| after.parse().ok()).unwrap_or(0);
    let fits = |entry: &&T| {
        let (number, name) = key(entry);
        number > after && platform.is_none_or(|platform| platform == name)
    };
    let mut entries: Vec<&T> = log.filter(fits).collect();
    entries.drain(..entries.len().saturating_sub(last));
    entries
}
