//! The deliveries to one URL: one at a time, in their order. What has to wait (for another try, or for a fault) steps
//! aside and lets the others pass.

use std::collections::VecDeque;
use std::mem;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors_core::clock::{self, Clock as _};
use tokio::sync::Notify;

use super::{Ended, Letter, send};
use crate::engine::{Shared, duration};
use crate::faults::{Effect, Fault, Struck};
use crate::lock;
use crate::log::{self, LoggedDelivery};

/// How long a delivery is held back for the next one that may overtake it.
const HELD: Duration = Duration::from_secs(30);

/// A delivery, and how far it is.
pub(super) struct Parcel {
    platform: &'static str,
    letter: Letter,
    ended: Option<Box<dyn FnOnce(Ended) + Send>>,
    /// Counts up from 1.
    attempt: usize,
    /// The faults that are still to be felt in this attempt; none while it was not asked for them.
    struck: Option<VecDeque<Fault>>,
    felt: Vec<&'static str>,
    /// The second one of a pair: nobody waits for its answer.
    double: bool,
}

impl Parcel {
    pub(super) fn new(
        platform: &'static str,
        letter: Letter,
        ended: Option<Box<dyn FnOnce(Ended) + Send>>,
    ) -> Self {
        Self { platform, letter, ended, attempt: 1, struck: None, felt: Vec::new(), double: false }
    }

    fn double(&self) -> Self {
        let (letter, felt, attempt) = (self.letter.clone(), self.felt.clone(), self.attempt);
        let struck = Some(VecDeque::new());
        Self { platform: self.platform, letter, ended: None, attempt, struck, felt, double: true }
    }

    fn end(self, how: Ended) {
        if let Some(ended) = self.ended {
            ended(how);
        }
    }
}

struct Waiting {
    due: Duration,
    /// Until another one has gone, if that is sooner.
    held: bool,
    parcel: Parcel,
}

#[derive(Default)]
struct Queue {
    ready: VecDeque<Parcel>,
    waiting: Vec<Waiting>,
    busy: bool,
}

impl Queue {
    /// Those have waited long enough.
    fn release_due(&mut self, now: Duration) {
        let due = self.take_waiting(|waiting| waiting.due <= now);
        self.ready.extend(due);
    }

    /// One has gone: those that were held back for it are next.
    fn release_held(&mut self) {
        for parcel in self.take_waiting(|waiting| waiting.held).into_iter().rev() {
            self.ready.push_front(parcel);
        }
    }

    fn take_waiting(&mut self, goes: impl Fn(&Waiting) -> bool) -> Vec<Parcel> {
        let (mut go, stay): (Vec<_>, Vec<_>) = mem::take(&mut self.waiting).into_iter().partition(goes);
        self.waiting = stay;
        go.sort_by_key(|waiting| waiting.due);
        go.into_iter().map(|waiting| waiting.parcel).collect()
    }
}

/// The deliveries to one URL.
#[derive(Default)]
pub(super) struct Lane {
    queue: Mutex<Queue>,
    added: Notify,
}

/// What came of a try.
struct Tried {
    status: Option<u16>,
    verdict: Ended,
    /// Whether another try may help.
    again: bool,
}

impl Lane {
    pub(super) fn add(&self, parcel: Parcel) {
        lock(&self.queue).ready.push_back(parcel);
        self.added.notify_one();
    }

    /// How many are to be sent now or are being sent, and how many wait for their time.
    pub(super) fn standing(&self, now: Duration) -> (usize, usize) {
        let queue = lock(&self.queue);
        let due = queue.waiting.iter().filter(|waiting| waiting.due <= now).count();
        (queue.ready.len() + usize::from(queue.busy) + due, queue.waiting.len() - due)
    }

    pub(super) async fn run(self: Arc<Self>, shared: Arc<Shared>) {
        loop {
            let (parcel, next) = self.next(shared.clock.elapsed());
            if let Some(parcel) = parcel {
                self.deliver(&shared, parcel).await;
                continue;
            }
            shared.post.idle.notify_waiters();
            match next {
                None => self.added.notified().await,
                Some(due) => tokio::select! {
                    () = self.added.notified() => {}
                    () = shared.clock.sleep_until(due) => {}
                },
            }
        }
    }

    /// The parcel whose turn it is, and when the next one has waited long enough.
    fn next(&self, now: Duration) -> (Option<Parcel>, Option<Duration>) {
        let mut queue = lock(&self.queue);
        queue.release_due(now);
        let parcel = queue.ready.pop_front();
        queue.busy = parcel.is_some();
        let next = queue.waiting.iter().map(|waiting| waiting.due).min();
        (parcel, next)
    }

    fn wait(&self, due: Duration, held: bool, parcel: Parcel) {
        lock(&self.queue).waiting.push(Waiting { due, held, parcel });
    }

    /// One try, or what a fault makes of it.
    async fn deliver(&self, shared: &Shared, mut parcel: Parcel) {
        if parcel.letter.is_recalled() {
            return;
        }
        let path = send::path(&parcel.letter.url);
        let mut struck = parcel.struck.take().unwrap_or_else(|| {
            lock(&shared.faults)
                .strike(Struck::Delivery, parcel.platform, "POST", &path, &shared.delivery_dice)
                .into()
        });
        let mut cut = false;
        while let Some(fault) = struck.pop_front() {
            parcel.felt.push(fault.label());
            let now = shared.clock.elapsed();
            match fault.effect {
                Effect::LoseDelivery => {
                    note(shared, &parcel, shared.clock.now(), None, Some("lost on the way".to_owned()), None);
                    lock(&self.queue).release_held();
                    return parcel.end(Ok(()));
                }
                Effect::DelayDelivery { seconds } => {
                    parcel.struck = Some(struck);
                    return self.wait(now.saturating_add(duration(seconds)), false, parcel);
                }
                Effect::ReorderDelivery => {
                    parcel.struck = Some(struck);
                    return self.wait(now.saturating_add(HELD), true, parcel);
                }
                Effect::RepeatDelivery => lock(&self.queue).ready.push_front(parcel.double()),
                Effect::CutDelivery => cut = true,
                _ => {}
            }
        }
        self.attempt(shared, parcel, cut).await;
    }

    async fn attempt(&self, shared: &Shared, mut parcel: Parcel, cut: bool) {
        let at = shared.clock.now();
        parcel.letter.write(parcel.attempt, at);
        let Tried { status, verdict, again } = tried(shared, &parcel.letter, cut).await;
        let pause = parcel.letter.rules.pauses.get(parcel.attempt - 1);
        let pause = pause.filter(|_| verdict.is_err() && again && !parcel.double);
        let retry_at = pause.map(|pause| clock::add(shared.clock.now(), *pause));
        note(shared, &parcel, at, status, verdict.clone().err(), retry_at);
        match pause {
            Some(pause) => {
                parcel.attempt += 1;
                parcel.felt.clear();
                self.wait(shared.clock.elapsed().saturating_add(*pause), false, parcel);
            }
            None => parcel.end(verdict),
        }
        lock(&self.queue).release_held();
    }
}

async fn tried(shared: &Shared, letter: &Letter, cut: bool) -> Tried {
    let target = match send::target(&letter.url) {
        Ok(target) => target,
        Err(refused) => return Tried { status: None, verdict: Err(refused), again: false },
    };
    let answer = send::post(&target, letter.headers.clone(), letter.body.clone());
    let limit = letter.rules.time_limit.mul_f64(shared.clock.scale().max(1.0));
    let answer = tokio::select! {
        answer = answer => answer,
        () = shared.clock.sleep(limit) => Err(format!("no answer within {:?}", letter.rules.time_limit)),
    };
    match answer {
        Ok(_) if cut => {
            let verdict = Err("the connection was closed before the answer was read".to_owned());
            Tried { status: None, verdict, again: true }
        }
        Ok(reply) => {
            let verdict = (letter.rules.judge)(&reply);
            Tried { status: Some(reply.status.as_u16()), verdict, again: (letter.rules.again)(&reply) }
        }
        Err(problem) => Tried { status: None, verdict: Err(problem), again: true },
    }
}

/// Puts a try into the log, without secrets.
fn note(
    shared: &Shared,
    parcel: &Parcel,
    at: DateTime<Utc>,
    status: Option<u16>,
    problem: Option<String>,
    retry_at: Option<DateTime<Utc>>,
) {
    let letter = &parcel.letter;
    let url = match letter.url.split_once('?') {
        Some((url, query)) => format!("{url}?{}", log::query_text(query, true)),
        None => letter.url.clone(),
    };
    let headers = letter.headers.iter();
    let headers =
        headers.filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
    let delivery = LoggedDelivery {
        number: 0,
        at,
        platform: parcel.platform,
        url,
        attempt: parcel.attempt,
        headers: headers.collect(),
        body: log::body_text(&letter.body, true),
        status,
        problem,
        retry_at,
        faults: parcel.felt.clone(),
    };
    lock(&shared.log).add_delivery(delivery);
}
