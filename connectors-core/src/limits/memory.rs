//! Counters in memory.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;

use super::counter::{Blocked, Counter, Hold, Warning};
use super::jitter::Jitter;
use super::window::KeyMap;
use super::{Decision, Demand, Feedback, LeaseId, LimitKey, LimitStore, Scope, Usage, Window};
use crate::Result;
use crate::clock::Clock;

/// Counters in this process' memory. A counter exists while something is spent, held or paused in it.
pub struct MemoryStore {
    clock: Arc<dyn Clock>,
    jitter: Jitter,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    counters: KeyMap<Counter>,
    leases: HashMap<LeaseId, Lease>,
    expiries: BTreeSet<(Duration, LeaseId)>,
    /// When to see whether a counter can go; one entry per counter.
    checkups: BinaryHeap<Reverse<(Duration, LimitKey)>>,
    last_lease: u128,
}

struct Lease {
    holds: Vec<Hold>,
    sent: Option<Duration>,
    answered: bool,
    expires: Duration,
}

/// Quotas that are nearly used up, to be logged once the lock is gone: a subscriber may do anything.
type Warnings = Vec<(LimitKey, Warning)>;

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let jitter = Jitter::new(clock.scale());
        Self { clock, jitter, state: Mutex::default() }
    }

    /// How many counters are held in memory.
    #[must_use]
    pub fn counters(&self) -> usize {
        self.lock().counters.len()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `step` on the state as one atomic step at one moment.
    fn step<T>(&self, step: impl FnOnce(&mut State, Duration, &mut Warnings) -> T) -> T {
        let mut warnings = Warnings::new();
        let mut state = self.lock();
        // Read under the lock, so that time never runs backwards for a counter.
        let now = self.clock.elapsed();
        state.end_expired(now, self.jitter, &mut warnings);
        let result = step(&mut state, now, &mut warnings);
        drop(state);
        for (key, warning) in warnings {
            warning.log(&key);
        }
        result
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("MemoryStore")
            .field("counters", &state.counters.len())
            .field("leases", &state.leases.len())
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl LimitStore for MemoryStore {
    async fn try_acquire(&self, demands: &[Demand], ttl: Duration) -> Result<Decision> {
        self.step(|state, now, _| {
            state.forget_idle(now, demands.len() + 2, self.jitter);
            match state.denied(demands, now, self.jitter)? {
                Some((key, Blocked::For(wait))) => Ok(Decision::Wait { key, wait, certain: true }),
                Some((key, Blocked::Busy)) => {
                    let wait = state.expiries.first().map_or(ttl, |(at, _)| at.saturating_sub(now));
                    Ok(Decision::Wait { key, wait: wait.max(Duration::from_millis(1)), certain: false })
                }
                None => Ok(Decision::Granted(state.grant(demands, now.saturating_add(ttl)))),
            }
        })
    }

    async fn mark_sent(&self, lease: LeaseId) -> Result<()> {
        self.step(|state, now, warnings| state.send(lease, now, self.jitter, warnings));
        Ok(())
    }

    async fn settle(&self, lease: LeaseId, demands: &[Demand], feedback: &Feedback) -> Result<()> {
        self.step(|state, now, warnings| {
            state.send(lease, now, self.jitter, warnings);
            state.correct(lease, demands, feedback, now, self.jitter, warnings);
            state.pause(demands, feedback, now);
        });
        Ok(())
    }

    fn release(&self, lease: LeaseId) {
        self.step(|state, _, _| state.end(lease));
    }

    async fn usage(&self, counters: &[(LimitKey, Arc<Window>)]) -> Result<Vec<Usage>> {
        Ok(self.step(|state, now, _| {
            let usage = |(key, window): &(LimitKey, Arc<Window>)| match state.counters.get_mut(key) {
                Some(counter) => counter.usage(now, self.jitter),
                None => Counter::new(window).usage(now, self.jitter),
            };
            counters.iter().map(usage).collect()
        }))
    }
}

impl State {
    fn counter(&mut self, demand: &Demand, now: Duration) -> &mut Counter {
        let Self { counters, checkups, .. } = self;
        let counter = counters.entry(demand.key.clone()).or_insert_with(|| {
            checkups.push(Reverse((now, demand.key.clone())));
            Counter::new(&demand.window)
        });
        counter.follow(&demand.window);
        counter
    }

    /// Which counter denies, of several the one that does so longest: a known wait before an unknown one, and of equal
    /// waits (a pause of several windows) the shortest window, since that is the likelier culprit.
    fn denied(
        &mut self,
        demands: &[Demand],
        now: Duration,
        jitter: Jitter,
    ) -> Result<Option<(LimitKey, Blocked)>> {
        let mut worst: Option<(&Demand, Blocked)> = None;
        for demand in demands {
            let Some(blocked) = self.counter(demand, now).check(now, demand.amount.into(), jitter)? else {
                continue;
            };
            let worse = match (&worst, &blocked) {
                (None, _) | (Some((_, Blocked::Busy)), Blocked::For(_)) => true,
                (Some((_, Blocked::For(_))), Blocked::Busy) | (Some((_, Blocked::Busy)), Blocked::Busy) => {
                    false
                }
                (Some((other, Blocked::For(old))), Blocked::For(new)) => {
                    new > old || (new == old && demand.window.span() < other.window.span())
                }
            };
            if worse {
                worst = Some((demand, blocked));
            }
        }
        Ok(worst.map(|(demand, blocked)| (demand.key.clone(), blocked)))
    }

    fn grant(&mut self, demands: &[Demand], expires: Duration) -> LeaseId {
        self.last_lease += 1;
        let id = LeaseId::new(self.last_lease);
        let mut holds = Vec::with_capacity(demands.len());
        for demand in demands {
            if let Some(counter) = self.counters.get_mut(&demand.key) {
                counter.hold(demand.amount);
                holds.push(Hold::new(demand.key.clone(), demand.amount));
            }
        }
        self.expiries.insert((expires, id));
        self.leases.insert(id, Lease { holds, sent: None, answered: false, expires });
        id
    }

    fn send(&mut self, id: LeaseId, now: Duration, jitter: Jitter, warnings: &mut Warnings) {
        let Some(lease) = self.leases.get_mut(&id).filter(|lease| lease.sent.is_none()) else { return };
        lease.sent = Some(now);
        for hold in &mut lease.holds {
            if let Some(counter) = self.counters.get_mut(&hold.key) {
                let warning = counter.send(now, hold, jitter);
                warnings.extend(warning.map(|warning| (hold.key.clone(), warning)));
            }
        }
    }

    fn correct(
        &mut self,
        id: LeaseId,
        demands: &[Demand],
        feedback: &Feedback,
        now: Duration,
        jitter: Jitter,
        warnings: &mut Warnings,
    ) {
        // An expired lease has no say any more: what it counted has been counted.
        let Some(lease) = self.leases.get_mut(&id) else { return };
        let sent = lease.sent.unwrap_or(now);
        for hold in &mut lease.holds {
            let Some(counter) = self.counters.get_mut(&hold.key) else { continue };
            let Some(window) = demands.iter().find(|d| d.key == hold.key).map(|d| &d.window) else {
                continue;
            };
            if let Some((_, cost)) = feedback.cost.iter().find(|(unit, _)| *unit == window.unit) {
                counter.true_cost(now, sent, hold, *cost, jitter);
            }
            if !lease.answered {
                counter.answered(hold);
            }
            for reading in feedback.readings.iter().filter(|reading| reading.window == window.name) {
                let warning = counter.correct(now, sent, hold, reading, jitter);
                warnings.extend(warning.map(|warning| (hold.key.clone(), warning)));
            }
        }
        lease.answered = true;
    }

    fn pause(&mut self, demands: &[Demand], feedback: &Feedback, now: Duration) {
        let Some(pause) = feedback.pause else { return };
        // Without a name it is the account that is throttled, or whatever comes closest among the call's windows.
        let closest = [Scope::Installation, Scope::Account, Scope::User, Scope::Application]
            .into_iter()
            .find(|scope| demands.iter().any(|demand| demand.window.scope == *scope));
        for demand in demands {
            let meant = match pause.window {
                Some(name) => demand.window.name == name,
                None => Some(demand.window.scope) == closest,
            };
            if meant {
                self.counter(demand, now).pause(now, pause.wait);
            }
        }
    }

    fn end(&mut self, id: LeaseId) {
        let Some(lease) = self.leases.remove(&id) else { return };
        self.expiries.remove(&(lease.expires, id));
        for hold in &lease.holds {
            if let Some(counter) = self.counters.get_mut(&hold.key) {
                if lease.sent.is_some() && !lease.answered {
                    counter.answered(hold);
                }
                counter.release(hold, lease.sent.is_some());
            }
        }
    }

    /// Ends leases that their holders forgot. One that was not marked as sent may have been sent for all we know: it
    /// is spent.
    fn end_expired(&mut self, now: Duration, jitter: Jitter, warnings: &mut Warnings) {
        while let Some((at, id)) = self.expiries.first().copied()
            && at <= now
        {
            self.send(id, now, jitter, warnings);
            self.end(id);
            self.expiries.remove(&(at, id));
        }
    }

    /// Looks at a few counters that may have become idle: bounded work per call, and every counter has its turn.
    fn forget_idle(&mut self, now: Duration, at_most: usize, jitter: Jitter) {
        for _ in 0..at_most {
            let Some(Reverse((due, _))) = self.checkups.peek() else { return };
            if *due > now {
                return;
            }
            let Some(Reverse((_, key))) = self.checkups.pop() else { return };
            let Some(counter) = self.counters.get_mut(&key) else { continue };
            let idle_at = counter.idle_at(now, jitter);
            if idle_at <= now {
                self.counters.remove(&key);
                self.give_back();
            } else {
                self.checkups.push(Reverse((idle_at, key)));
            }
        }
    }

    /// Keeps no room for the counters of a rush that is over.
    fn give_back(&mut self) {
        let used = self.counters.len().max(64);
        if self.counters.capacity() > 4 * used {
            self.counters.shrink_to(2 * used);
            self.checkups.shrink_to(2 * used);
        }
    }
}
