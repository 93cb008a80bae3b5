//! The way of a request through a sandbox: faults → token → limits → service time → key → the platform → faults.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use connectors_core::clock::Clock;
use http::StatusCode;
use tokio::runtime::Handle;

use crate::clock::SandboxClock;
use crate::deliveries::{Outbox, Post};
use crate::faults::{Effect, Fault, Faults, Struck, throttled_limit};
use crate::http::{Reply, Request};
use crate::idempotency::{Keyed, Keys};
use crate::ids::Ids;
use crate::limits::{Lease, Left, Limit, Limits, Standing, Throttle};
use crate::lock;
use crate::log::{self, Exchange, Log, LoggedCall, Observer};
use crate::oauth::{Answered, Moment, OAuth};
use crate::platform::{Call, Platform, Refusal, Setup};

/// What all platforms of a sandbox share.
pub(crate) struct Shared {
    pub(crate) clock: SandboxClock,
    pub(crate) seed: u64,
    pub(crate) dice: Ids,
    /// Deliveries happen beside the calls: their chances are their own.
    pub(crate) delivery_dice: Ids,
    pub(crate) post: Post,
    pub(crate) service_time: Duration,
    pub(crate) faults: Mutex<Faults>,
    pub(crate) log: Mutex<Log>,
    pub(crate) observers: Vec<Observer>,
}

impl Shared {
    /// Deliveries are made in `runtime`.
    pub(crate) fn new(clock: Arc<dyn Clock>, seed: u64, runtime: Handle) -> Self {
        Self {
            clock: SandboxClock::new(clock),
            seed,
            dice: Ids::new(seed, "faults"),
            delivery_dice: Ids::new(seed, "faults/deliveries"),
            post: Post::new(runtime),
            service_time: Duration::ZERO,
            faults: Mutex::default(),
            log: Mutex::default(),
            observers: Vec::new(),
        }
    }
}

/// One platform, served.
pub(crate) struct Served {
    pub(crate) platform: Arc<dyn Platform>,
    pub(crate) base: String,
    pub(crate) oauth: OAuth,
    pub(crate) shared: Arc<Shared>,
    rules: Vec<Limit>,
    pub(crate) limits: Arc<Limits>,
    keys: Keys,
}

/// What goes back over the wire.
pub(crate) enum Outcome {
    Answer {
        reply: Reply,
        damage: Option<Damage>,
        lease: Option<Lease>,
    },
    /// Nothing: the connection is closed.
    Cut,
}

/// What a fault does to an answer on its way.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Damage {
    Malformed,
    Truncated,
    Huge(u64),
}

/// An answer on its way out, with what the log wants to know about it.
struct Answer {
    reply: Reply,
    standings: Vec<Standing>,
    lease: Option<Lease>,
    account: Option<String>,
    replayed: bool,
}

impl Answer {
    fn plain(reply: Reply) -> Self {
        Self { reply, standings: Vec::new(), lease: None, account: None, replayed: false }
    }
}

impl Served {
    pub(crate) fn new(platform: Arc<dyn Platform>, base: String, shared: Arc<Shared>) -> Self {
        let rules = platform.limits();
        let oauth = OAuth::new(&*platform, shared.seed);
        let limits = Limits::new(&rules);
        let served = Self { platform, base, oauth, shared, rules, limits, keys: Keys::default() };
        served.reset();
        served
    }

    /// Back to the seeded state.
    pub(crate) fn reset(&self) {
        let outbox = Outbox::new(self.platform.name(), &self.shared);
        let setup = Setup {
            base: &self.base,
            seed: self.shared.seed,
            clock: &self.shared.clock,
            outbox: &outbox,
            credentials: &self.oauth.credentials(),
        };
        self.platform.reset(&setup);
        self.oauth.reset(self.shared.clock.elapsed());
        self.limits.clear();
        self.keys.clear();
    }

    /// What is left of each limit, for whoever uses it.
    pub(crate) fn limits_left(&self) -> Vec<Left> {
        let now = self.shared.clock.elapsed();
        self.rules.iter().flat_map(|rule| self.limits.left(*rule, now)).collect()
    }

    pub(crate) fn moment(&self) -> Moment {
        Moment { elapsed: self.shared.clock.elapsed(), now: self.shared.clock.now() }
    }

    pub(crate) async fn serve(&self, request: Request) -> Outcome {
        let struck = lock(&self.shared.faults).strike(
            Struck::Call,
            self.platform.name(),
            request.method.as_str(),
            &request.path,
            &self.shared.dice,
        );
        lock(&self.shared.log).count(self.platform.name()).faults += u64::from(!struck.is_empty());
        let mut answer = match self.before(&struck).await {
            Before::Go => self.answer(&request).await,
            Before::Instead(reply) => Answer::plain(reply),
            Before::Cut => {
                self.note(&request, None, &struck);
                return Outcome::Cut;
            }
        };
        self.platform.finish(&answer.standings, &mut answer.reply);
        let mut damage = None;
        for fault in struck.iter().filter(|fault| fault.after_write) {
            match fault.effect {
                Effect::Delay { seconds } => self.shared.clock.sleep(duration(seconds)).await,
                Effect::Status { status } => answer.reply = self.server_error(status),
                Effect::Cut => {
                    self.note(&request, None, &struck);
                    return Outcome::Cut;
                }
                _ => {}
            }
        }
        for fault in &struck {
            damage = damage.or(match fault.effect {
                Effect::MalformedBody => Some(Damage::Malformed),
                Effect::Truncated => Some(Damage::Truncated),
                Effect::HugeBody { bytes } => Some(Damage::Huge(bytes)),
                _ => None,
            });
        }
        self.note(&request, Some(&answer), &struck);
        let Answer { reply, lease, .. } = answer;
        Outcome::Answer { reply, damage, lease }
    }

    async fn before(&self, struck: &[Fault]) -> Before {
        for fault in struck.iter().filter(|fault| !fault.after_write) {
            match fault.effect {
                Effect::Delay { seconds } => self.shared.clock.sleep(duration(seconds)).await,
                Effect::Cut => return Before::Cut,
                Effect::Status { status } => return Before::Instead(self.server_error(status)),
                Effect::Throttle { retry_after } => {
                    let limit = throttled_limit(&self.rules, retry_after.is_some());
                    let throttle = Throttle { limit, retry_after: retry_after.map(duration) };
                    return Before::Instead(self.refuse(Refusal::Throttled(throttle)));
                }
                _ => {}
            }
        }
        Before::Go
    }

    fn server_error(&self, status: u16) -> Reply {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        self.platform.refuse(&Refusal::Server(status))
    }

    fn refuse(&self, refusal: Refusal) -> Reply {
        match refusal {
            Refusal::Throttled(_) | Refusal::Token(_) => {}
            Refusal::Unauthorized(_) => lock(&self.shared.log).count(self.platform.name()).unauthorized += 1,
            Refusal::Key(_) | Refusal::TooLarge | Refusal::Server(_) => {}
        }
        self.platform.refuse(&refusal)
    }

    async fn answer(&self, request: &Request) -> Answer {
        if request.body.len() > self.platform.max_body() {
            return Answer::plain(self.refuse(Refusal::TooLarge));
        }
        if self.oauth.is_mine(&request.path) {
            self.shared.clock.sleep(self.shared.service_time).await;
            if let Some(Answered { reply, issued }) =
                self.oauth.serve(&*self.platform, request, self.moment(), &self.base)
            {
                if let Some(issued) = &issued {
                    let mut log = lock(&self.shared.log);
                    let counters = log.count(self.platform.name());
                    counters.tokens += 1;
                    counters.refreshes += u64::from(issued.refresh);
                }
                let account = issued.map(|issued| issued.caller.account);
                return Answer { account, ..Answer::plain(reply) };
            }
        }
        if let Some(reply) = self.platform.open(request, &self.base) {
            return Answer::plain(reply);
        }
        let at = self.moment();
        let caller =
            match self.oauth.authenticate(self.platform.authorization(request).as_deref(), at.elapsed) {
                Ok(caller) => caller,
                Err(problem) => return Answer::plain(self.refuse(Refusal::Unauthorized(problem))),
            };
        let account = Some(caller.account.clone());
        let demands = self.platform.demands(request, &caller);
        let (lease, standings) = match self.limits.acquire(&demands, at.elapsed) {
            Ok(granted) => granted,
            Err((throttle, standings)) => {
                let reply = self.refuse(Refusal::Throttled(throttle));
                return Answer { account, standings, ..Answer::plain(reply) };
            }
        };
        self.shared.clock.sleep(self.shared.service_time).await;
        let at = self.moment();
        let call = Call { request, caller: &caller, now: at.now, base: &self.base };
        let owner = format!("{}/{}", caller.client_id, caller.account);
        let rules = self.platform.idempotency();
        let (reply, replayed) =
            match self.keys.once(rules, &owner, request, at.elapsed, || self.platform.handle(&call)) {
                Keyed::Done(reply) => (reply, false),
                Keyed::Replayed(reply) => (reply, true),
                Keyed::Refused(problem) => (self.refuse(Refusal::Key(problem)), false),
            };
        Answer { reply, standings, lease: Some(lease), account, replayed }
    }

    fn note(&self, request: &Request, answer: Option<&Answer>, struck: &[Fault]) {
        let reply = answer.map(|answer| &answer.reply);
        let secrets = self.oauth.is_mine(&request.path);
        let mut log = lock(&self.shared.log);
        let counters = log.count(self.platform.name());
        counters.calls += 1;
        counters.throttled += u64::from(reply.is_some_and(|reply| self.platform.is_throttle(reply)));
        counters.replayed += u64::from(answer.is_some_and(|answer| answer.replayed));
        log.add(LoggedCall {
            number: 0,
            at: self.shared.clock.now(),
            platform: self.platform.name(),
            method: request.method.to_string(),
            path: self.oauth.log_path(&request.path),
            query: log::query_text(&request.raw_query, secrets),
            status: reply.map(|reply| reply.status.as_u16()),
            account: answer.and_then(|answer| answer.account.clone()),
            replayed: answer.is_some_and(|answer| answer.replayed),
            faults: struck.iter().map(Fault::label).collect(),
            request_body: log::body_text(&request.body, secrets),
            response_body: reply.map(|reply| log::body_text(&reply.body, secrets)).unwrap_or_default(),
        });
        drop(log);
        if let Some(reply) = reply {
            self.observe(request, reply, !struck.is_empty());
        }
    }

    fn observe(&self, request: &Request, reply: &Reply, faulted: bool) {
        if self.shared.observers.is_empty() {
            return;
        }
        let mut request_headers = request.headers.clone();
        request_headers.remove(http::header::AUTHORIZATION);
        request_headers.remove(http::header::COOKIE);
        let query = if request.raw_query.is_empty() { "" } else { "?" };
        let exchange = Exchange {
            platform: self.platform.name(),
            method: request.method.clone(),
            uri: format!("{}{query}{}", request.path, request.raw_query),
            request_headers,
            request_body: request.body.clone(),
            status: reply.status,
            headers: reply.headers.clone(),
            body: Bytes::clone(&reply.body),
            faulted,
        };
        for observer in &self.shared.observers {
            observer(&exchange);
        }
    }
}

enum Before {
    Go,
    Instead(Reply),
    Cut,
}

pub(crate) fn duration(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::ZERO)
}
