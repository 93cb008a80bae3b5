//! How many retries an account may spend: a storm must not multiply itself.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

const SLOT: Duration = Duration::from_secs(10);
const SLOTS: u64 = 6;
/// Retries that are always allowed in a minute, so that a quiet account can retry at all.
const ALWAYS: u64 = 10;
/// One retry for so many calls.
const CALLS_PER_RETRY: u64 = 5;

/// Counts calls and retries of the last minute. An account that retries nothing holds at most six slots.
#[derive(Debug, Default)]
pub(crate) struct Budget(Mutex<VecDeque<Slot>>);

#[derive(Debug)]
struct Slot {
    number: u64,
    calls: u64,
    retries: u64,
}

impl Budget {
    /// A call started.
    pub(crate) fn call(&self, now: Duration) {
        self.with(now, |slots, number| current(slots, number).calls += 1);
    }

    /// Takes one retry, if there is one left.
    pub(crate) fn retry(&self, now: Duration) -> bool {
        self.with(now, |slots, number| {
            let calls: u64 = slots.iter().map(|s| s.calls).sum();
            let retries: u64 = slots.iter().map(|s| s.retries).sum();
            let allowed = retries < ALWAYS.max(calls / CALLS_PER_RETRY);
            if allowed {
                current(slots, number).retries += 1;
            }
            allowed
        })
    }

    fn with<T>(&self, now: Duration, work: impl FnOnce(&mut VecDeque<Slot>, u64) -> T) -> T {
        let number = now.as_secs() / SLOT.as_secs();
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while slots.front().is_some_and(|s| s.number + SLOTS <= number) {
            slots.pop_front();
        }
        work(&mut slots, number)
    }
}

fn current(slots: &mut VecDeque<Slot>, number: u64) -> &mut Slot {
    if slots.back().is_none_or(|s| s.number != number) {
        slots.push_back(Slot { number, calls: 0, retries: 0 });
    }
    let last = slots.len() - 1;
    &mut slots[last]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn granted(budget: &Budget, tries: u32, at: u64) -> u32 {
        (0..tries).filter(|_| budget.retry(Duration::from_secs(at))).count() as u32
    }

    #[test]
    fn a_storm_gets_one_retry_for_five_calls() {
        let budget = Budget::default();
        (0..1_000).for_each(|_| budget.call(Duration::from_secs(1)));
        assert_eq!(granted(&budget, 3_000, 2), 200);
    }

    #[test]
    fn a_quiet_account_always_has_ten() {
        let budget = Budget::default();
        budget.call(Duration::ZERO);
        assert_eq!(granted(&budget, 100, 0), 10);
    }

    #[test]
    fn what_was_spent_comes_back_after_a_minute() {
        let budget = Budget::default();
        assert_eq!(granted(&budget, 100, 0), 10);
        assert_eq!(granted(&budget, 100, 59), 0);
        assert_eq!(granted(&budget, 100, 60), 10);
    }
}
