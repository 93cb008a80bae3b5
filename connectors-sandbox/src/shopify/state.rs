//! What a running shop holds, and the one way to work with it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors_core::clock::Clock as _;

use super::cost::Bucket;
use super::cx::{Cx, Desk, Keys};
use super::store::Store;
use super::{DOMAIN, Shopify, bulk, webhooks};
use crate::clock::SandboxClock;
use crate::deliveries::Outbox;
use crate::ids::Ids;
use crate::lock;
use crate::oauth::Caller;
use crate::platform::Setup;

pub(super) struct State {
    pub(super) store: Store,
    keys: Keys,
    pub(super) desk: Desk,
    buckets: HashMap<String, Bucket>,
    pub(super) ids: Ids,
    pub(super) clock: Option<SandboxClock>,
    outbox: Option<Outbox>,
    base: String,
    bulk_time: Duration,
    pub(super) client_id: String,
    /// The app's secret, which signs callbacks and deliveries.
    pub(super) secret: String,
    /// Whether the merchant has the app.
    pub(super) installed: bool,
}

impl State {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            store: Store::default(),
            keys: Keys::default(),
            desk: Desk::default(),
            buckets: HashMap::new(),
            ids: Ids::new(seed, "shopify/answers"),
            clock: None,
            outbox: None,
            base: String::new(),
            bulk_time: Duration::ZERO,
            client_id: String::new(),
            secret: String::new(),
            installed: true,
        }
    }

    pub(super) fn of(setup: &Setup<'_>, bulk_time: Duration) -> Self {
        Self {
            bulk_time,
            base: setup.base.to_owned(),
            clock: Some(setup.clock.clone()),
            outbox: Some(setup.outbox.clone()),
            client_id: setup.credentials.client_id.clone(),
            secret: setup.credentials.client_secret.clone(),
            ..Self::new(setup.seed)
        }
    }

    /// The time that has passed.
    pub(super) fn elapsed(&self) -> Duration {
        self.clock.as_ref().map(|clock| clock.elapsed()).unwrap_or_default()
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.as_ref().map(|clock| clock.now()).unwrap_or_default()
    }

    /// Does `work` with the records, and tells the names in searches that mean nothing.
    fn work<T>(
        &mut self,
        caller: &Caller,
        now: DateTime<Utc>,
        version: &str,
        work: impl FnOnce(Cx<'_>) -> T,
    ) -> (T, Vec<String>) {
        let Self { store, keys, desk, ids, base, bulk_time, .. } = self;
        let (warnings, bulk_time) = (RefCell::default(), *bulk_time);
        let cx = Cx { store, keys, desk, ids, now, base, caller, version, bulk_time, warnings: &warnings };
        let done = work(cx);
        (done, warnings.into_inner())
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").finish_non_exhaustive()
    }
}

impl Shopify {
    /// Does `work` with the shop's records, once what has come due is done.
    pub(super) fn work<T>(
        &self,
        caller: &Caller,
        now: DateTime<Utc>,
        version: &str,
        work: impl FnOnce(Cx<'_>) -> T,
    ) -> (T, Vec<String>) {
        self.run_due();
        let mut state = lock(&self.inner);
        let done = state.work(caller, now, version, work);
        self.send(&mut state);
        done
    }

    /// Does the work of bulk operations whose time has come.
    pub(super) fn run_due(&self) {
        let mut state = lock(&self.inner);
        let now = state.now();
        while let Some(job) = state.desk.jobs.next_due(now) {
            let (caller, version, due) = (job.caller.clone(), job.version.clone(), job.due);
            state.work(&caller, due, &version, |mut cx| bulk::run(&mut cx, job));
        }
        self.send(&mut state);
    }

    /// Posts what was written meanwhile, and sees to it that bulk operations are run when they are due.
    fn send(&self, state: &mut State) {
        let letters = std::mem::take(&mut state.desk.letters);
        let appointments = std::mem::take(&mut state.desk.appointments);
        webhooks::recall(state);
        let Some(outbox) = state.outbox.clone() else { return };
        for letter in letters {
            if let Some(delivery) = webhooks::delivery(self, state, letter) {
                outbox.post(delivery);
            }
        }
        let (now, elapsed) = (state.now(), state.elapsed());
        for due in appointments {
            let shop = self.clone();
            let wait = (due - now).to_std().unwrap_or_default();
            outbox.at(elapsed.saturating_add(wait), move || shop.run_due());
        }
    }

    /// The points of whoever calls, and the time.
    pub(super) fn with_bucket<T>(
        &self,
        caller: &Caller,
        use_it: impl FnOnce(&mut Bucket, Duration) -> T,
    ) -> T {
        let mut state = lock(&self.inner);
        let now = state.elapsed();
        let plan = self.plan;
        let key = format!("{}/{}", caller.client_id, caller.account);
        let bucket = state.buckets.entry(key).or_insert_with(|| Bucket::new(plan.size(), plan.rate(), now));
        use_it(bucket, now)
    }

    pub(super) fn request_id(&self) -> String {
        lock(&self.inner).ids.uuid()
    }
}

/// The shop itself, where nobody calls.
pub(super) fn nobody() -> Caller {
    Caller {
        client_id: String::new(),
        account: DOMAIN.to_owned(),
        scopes: Vec::new(),
        grant: String::new(),
        machine: true,
    }
}
