//! Idempotency keys: the first answer is kept for a while and given again to the same request.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;
use std::time::Duration;

use http::Method;

use crate::http::{Reply, Request};
use crate::lock;

/// How a platform honours idempotency keys.
#[derive(Clone, Copy, Debug)]
pub struct IdempotencyRules {
    /// The header that carries the key.
    pub header: &'static str,
    /// How long an answer is kept, from the first request.
    pub life: Duration,
    /// The longest key.
    pub max_length: usize,
}

/// What is wrong with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyProblem {
    /// The key was used for another request before.
    Reused,
    /// The key is longer than allowed.
    TooLong,
}

#[derive(Debug)]
struct Kept {
    fingerprint: u64,
    until: Duration,
    reply: Reply,
}

/// The kept answers of one platform.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    kept: Mutex<HashMap<String, Kept>>,
}

/// What came of a call with a key.
pub(crate) enum Keyed {
    Done(Reply),
    Replayed(Reply),
    Refused(KeyProblem),
}

impl Keys {
    pub(crate) fn clear(&self) {
        lock(&self.kept).clear();
    }

    /// Does `work` once per key. The lock is held meanwhile: two requests with one key at the same moment are one
    /// piece of work and its replay.
    pub(crate) fn once(
        &self,
        rules: Option<IdempotencyRules>,
        owner: &str,
        request: &Request,
        now: Duration,
        work: impl FnOnce() -> Reply,
    ) -> Keyed {
        let key = rules.and_then(|rules| Some((rules, request.header(rules.header)?)));
        let Some((rules, key)) = key.filter(|_| request.method != Method::GET) else {
            return Keyed::Done(work());
        };
        if key.len() > rules.max_length {
            return Keyed::Refused(KeyProblem::TooLong);
        }
        let id = format!("{owner}\n{key}");
        let fingerprint = fingerprint(request);
        let mut kept = lock(&self.kept);
        kept.retain(|_, kept| kept.until > now);
        if let Some(first) = kept.get(&id) {
            return if first.fingerprint == fingerprint {
                Keyed::Replayed(first.reply.clone())
            } else {
                Keyed::Refused(KeyProblem::Reused)
            };
        }
        let reply = work();
        // What the server itself got wrong may be tried again with the same key.
        if !reply.status.is_server_error() {
            kept.insert(
                id,
                Kept { fingerprint, until: now.saturating_add(rules.life), reply: reply.clone() },
            );
        }
        Keyed::Done(reply)
    }
}

fn fingerprint(request: &Request) -> u64 {
    let mut hasher = DefaultHasher::new();
    (request.method.as_str(), &request.path, &request.raw_query, &request.body).hash(&mut hasher);
    hasher.finish()
}
