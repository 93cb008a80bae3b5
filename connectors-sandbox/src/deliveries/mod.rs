//! Webhooks on their way to a program: what a platform hands over is sent over real HTTP, one delivery after the other for
//! each URL, by the platform's rules for answers that do not come or are not good.
//!
//! Nothing leaves the machine: other hosts than loopback are refused.

mod lane;
mod send;

use std::collections::HashMap;
use std::fmt;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use connectors_core::clock::Clock as _;
use http::{HeaderMap, HeaderName, HeaderValue};
use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use self::lane::{Lane, Parcel};
use crate::engine::Shared;
use crate::http::Reply;
use crate::lock;

/// A vendor's rules for deliveries, as data.
#[derive(Clone, Copy, Debug)]
pub struct DeliveryRules {
    /// How long the receiver may take to answer. Where the sandbox's time runs faster than real time this does not: the
    /// receiver's work takes real time.
    pub time_limit: Duration,
    /// How long the vendor waits before each further try.
    pub pauses: &'static [Duration],
    /// Whether an answer is good, and what is wrong with it if not.
    pub judge: fn(&Reply) -> Result<(), String>,
    /// Whether an answer that is not good is worth another try.
    pub again: fn(&Reply) -> bool,
}

/// How a delivery ended: it was answered as the vendor wants (or lost by a fault, which the vendor does not know), or
/// what was wrong with the last try.
pub type Ended = Result<(), String>;

/// What a platform posts to a URL.
pub struct Delivery {
    letter: Letter,
    ended: Option<Box<dyn FnOnce(Ended) + Send>>,
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery").field("rules", &self.letter.rules).finish_non_exhaustive()
    }
}

#[derive(Clone)]
struct Letter {
    url: String,
    headers: HeaderMap,
    body: Bytes,
    rules: DeliveryRules,
    recalled: Option<Arc<AtomicBool>>,
    written: Option<Writer>,
}

/// Writes the headers and the body of a try, which is counted from 1.
type Writer = Arc<dyn Fn(usize, DateTime<Utc>) -> (HeaderMap, Bytes) + Send + Sync>;

impl Letter {
    fn is_recalled(&self) -> bool {
        self.recalled.as_ref().is_some_and(|recalled| recalled.load(Ordering::Acquire))
    }

    /// Writes what this try carries, if tries differ.
    fn write(&mut self, attempt: usize, now: DateTime<Utc>) {
        if let Some(written) = &self.written {
            let (headers, body) = written(attempt, now);
            self.headers.extend(headers);
            self.body = body;
        }
    }
}

impl Delivery {
    /// A `POST` of `body` to `url`.
    #[must_use]
    pub fn new(url: &str, body: impl Into<Bytes>, rules: DeliveryRules) -> Self {
        let (url, body) = (url.to_owned(), body.into());
        let letter = Letter { url, headers: HeaderMap::new(), body, rules, recalled: None, written: None };
        Self { letter, ended: None }
    }

    /// With this header. A value that no header can carry is left out.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.letter.headers.insert(name, value);
        }
        self
    }

    /// With headers and a body that `write` makes anew for each try, which is counted from 1: tries are numbered in the
    /// body, or signed with their time.
    #[must_use]
    pub fn each_try(
        mut self,
        write: impl Fn(usize, DateTime<Utc>) -> (HeaderMap, Bytes) + Send + Sync + 'static,
    ) -> Self {
        self.letter.written = Some(Arc::new(write));
        self
    }

    /// Is not sent, nor tried again, once `recalled` is set: its subscription is over.
    #[must_use]
    pub fn unless(mut self, recalled: &Arc<AtomicBool>) -> Self {
        self.letter.recalled = Some(Arc::clone(recalled));
        self
    }

    /// Calls `then` when it has ended. It is not called for what was recalled or dropped by a reset.
    #[must_use]
    pub fn then(mut self, then: impl FnOnce(Ended) + Send + 'static) -> Self {
        self.ended = Some(Box::new(then));
        self
    }
}

/// Where a platform posts its deliveries: it never waits for them.
#[derive(Clone)]
pub struct Outbox {
    platform: &'static str,
    shared: Arc<Shared>,
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbox").field("platform", &self.platform).finish_non_exhaustive()
    }
}

impl Outbox {
    pub(crate) fn new(platform: &'static str, shared: &Arc<Shared>) -> Self {
        Self { platform, shared: Arc::clone(shared) }
    }

    /// Posts `delivery`, after all that was posted to the same URL before.
    pub fn post(&self, delivery: Delivery) {
        let mut lanes = lock(&self.shared.post.lanes);
        let Some(Lanes { by_url, tasks, .. }) = lanes.as_mut() else { return };
        let lane = by_url.entry(delivery.letter.url.clone()).or_insert_with(|| {
            let lane = Arc::new(Lane::default());
            tasks.spawn_on(Arc::clone(&lane).run(Arc::clone(&self.shared)), &self.shared.post.runtime);
            lane
        });
        lane.add(Parcel::new(self.platform, delivery.letter, delivery.ended));
    }

    /// Does `work` when the sandbox's time is as far as `due`, unless a reset comes before. Whoever waits for deliveries waits for work
    /// that is due, too: it may post some.
    pub fn at(&self, due: Duration, work: impl FnOnce() + Send + 'static) {
        let mut lanes = lock(&self.shared.post.lanes);
        let Some(Lanes { tasks, appointments, .. }) = lanes.as_mut() else { return };
        let open = Arc::new(());
        appointments.retain(|(_, open)| open.strong_count() > 0);
        appointments.push((due, Arc::downgrade(&open)));
        let shared = Arc::clone(&self.shared);
        let wait = async move {
            shared.clock.sleep_until(due).await;
            work();
            drop(open);
            shared.post.idle.notify_waiters();
        };
        tasks.spawn_on(wait, &self.shared.post.runtime);
    }
}

/// All deliveries of a sandbox.
pub(crate) struct Post {
    runtime: Handle,
    /// None once the sandbox is gone.
    lanes: Mutex<Option<Lanes>>,
    /// Told whenever a lane has nothing to do.
    idle: Notify,
}

/// One lane for each URL, so that a slow receiver holds up no other.
#[derive(Default)]
struct Lanes {
    by_url: HashMap<String, Arc<Lane>>,
    tasks: JoinSet<()>,
    /// Work for later: when, and whether it is still to be done.
    appointments: Vec<(Duration, Weak<()>)>,
}

impl Post {
    pub(crate) fn new(runtime: Handle) -> Self {
        Self { runtime, lanes: Mutex::new(Some(Lanes::default())), idle: Notify::new() }
    }

    /// Drops whatever was not delivered yet.
    pub(crate) fn clear(&self) {
        if let Some(lanes) = lock(&self.lanes).as_mut() {
            *lanes = Lanes::default();
        }
        self.idle.notify_waiters();
    }

    /// Drops everything, for good.
    pub(crate) fn close(&self) {
        *lock(&self.lanes) = None;
        self.idle.notify_waiters();
    }

    /// How many deliveries are to be sent now or are being sent, and how many wait for their time; work for later among them.
    pub(crate) fn standing(&self, now: Duration) -> (usize, usize) {
        let lanes = lock(&self.lanes);
        let Some(Lanes { by_url, appointments, .. }) = lanes.as_ref() else { return (0, 0) };
        let open = appointments.iter().filter(|(_, open)| open.strong_count() > 0);
        let later = open.map(|(due, _)| if *due <= now { (1, 0) } else { (0, 1) });
        let sent = by_url.values().map(|lane| lane.standing(now));
        sent.chain(later).fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
    }
}

/// Waits until nothing is to be sent now and nothing is being sent.
pub(crate) async fn settled(shared: &Shared) {
    loop {
        let mut idle = pin!(shared.post.idle.notified());
        idle.as_mut().enable(); // before looking, so that no change is missed
        if shared.post.standing(shared.clock.elapsed()).0 == 0 {
            return;
        }
        idle.await;
    }
}
