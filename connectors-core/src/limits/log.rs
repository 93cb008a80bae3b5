//! A sliding log of what was spent when.

use std::collections::VecDeque;
use std::time::Duration;

/// Into how many slots a span is divided at the most. Limits up to this are counted call by call; larger ones in
/// slots that count as spent at their last moment, so that memory stays small and the error is on the safe side:
/// an amount comes back at most a 128th of the span late.
const SLOTS: u32 = 128;

/// What was spent in a span of time, oldest first.
#[derive(Debug, Default)]
pub(super) struct Log {
    slots: VecDeque<Slot>,
    total: u128,
    reset: Option<Reset>,
}

#[derive(Debug)]
struct Slot {
    first: Duration,
    last: Duration,
    amount: u64,
}

/// The platform has said when its window ends. It is known only to lie between two moments.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reset {
    /// The latest: from then on a new window has begun.
    pub(super) at: Duration,
    /// What was sent until here counted in the old window; what was sent later may belong to the new one.
    pub(super) cutoff: Duration,
    /// How much of what was sent until then may yet belong to the new one, since it was under way.
    pub(super) carry: u64,
}

impl Log {
    /// How much was spent, as of the last [`advance`](Self::advance).
    pub(super) fn total(&self) -> u128 {
        self.total
    }

    /// Forgets what was spent more than `keep` ago, or before a reset that has come.
    pub(super) fn advance(&mut self, now: Duration, keep: Duration) {
        if let Some(reset) = self.reset
            && reset.at <= now
        {
            self.apply(reset);
            self.reset = None;
        }
        self.forget(|slot| slot.last.saturating_add(keep) <= now);
    }

    fn apply(&mut self, reset: Reset) {
        let before = self.total;
        self.forget(|slot| slot.last <= reset.cutoff);
        let carry = u128::from(reset.carry).min(before);
        if self.total < carry {
            self.insert(reset.cutoff, u64::try_from(carry - self.total).unwrap_or(u64::MAX));
        }
    }

    fn forget(&mut self, over: impl Fn(&Slot) -> bool) {
        while let Some(slot) = self.slots.front()
            && over(slot)
        {
            self.total -= u128::from(slot.amount);
            self.slots.pop_front();
        }
    }

    /// Spends `amount` now, of `limit` in any `span`.
    pub(super) fn spend(&mut self, now: Duration, amount: u64, span: Duration, limit: u64) {
        if amount == 0 {
            return;
        }
        let grain = if limit <= u64::from(SLOTS) { Duration::ZERO } else { span / SLOTS };
        if let Some(slot) = self.slots.back_mut()
            && now.saturating_sub(slot.first) <= grain
        {
            let before = slot.amount;
            slot.amount = before.saturating_add(amount);
            slot.last = now;
            self.total += u128::from(slot.amount - before);
            return;
        }
        self.slots.push_back(Slot { first: now, last: now, amount });
        self.total += u128::from(amount);
    }

    /// Counts `amount` as spent at an earlier moment.
    pub(super) fn insert(&mut self, sent: Duration, amount: u64) {
        let index = self.slots.partition_point(|slot| slot.last < sent);
        if self.slots.get(index).is_none_or(|slot| slot.first > sent) {
            self.slots.insert(index, Slot { first: sent, last: sent, amount: 0 });
        }
        if let Some(slot) = self.slots.get_mut(index) {
            let before = slot.amount;
            slot.amount = before.saturating_add(amount);
            self.total += u128::from(slot.amount - before);
        }
    }

    /// Gives back `amount` of what was spent at `sent`, if that is still counted.
    pub(super) fn refund(&mut self, sent: Duration, amount: u64) {
        let index = self.slots.partition_point(|slot| slot.last < sent);
        if let Some(slot) = self.slots.get_mut(index)
            && slot.first <= sent
        {
            let back = slot.amount.min(amount);
            slot.amount -= back;
            self.total -= u128::from(back);
        }
    }

    /// Forgets the oldest `amount`.
    pub(super) fn forget_oldest(&mut self, mut amount: u128) {
        while amount > 0
            && let Some(slot) = self.slots.front_mut()
        {
            let part = u128::from(slot.amount).min(amount);
            self.total -= part;
            amount -= part;
            if part == u128::from(slot.amount) {
                self.slots.pop_front();
            } else {
                slot.amount = u64::try_from(u128::from(slot.amount) - part).unwrap_or(slot.amount);
            }
        }
    }

    /// Learns when the platform's window ends.
    pub(super) fn learn_reset(&mut self, new: Reset) {
        self.reset = Some(match self.reset {
            // A late answer, from a window that is over.
            Some(old) if new.at <= old.cutoff => old,
            Some(old) if old.at <= new.cutoff => {
                self.apply(old);
                new
            }
            // Two bounds on the same moment: take the narrower of each.
            Some(old) => Reset {
                at: old.at.min(new.at),
                cutoff: old.cutoff.max(new.cutoff),
                carry: old.carry.max(new.carry),
            },
            None => new,
        });
    }

    /// How long until `amount` of it is forgotten; `None` if there is not as much.
    pub(super) fn wait_for(&self, amount: u128, now: Duration, keep: Duration) -> Option<Duration> {
        let mut freed = 0;
        let mut wait = Duration::ZERO;
        for slot in &self.slots {
            if freed >= amount {
                break;
            }
            freed += u128::from(slot.amount);
            wait = wait.max(self.expiry(slot, keep).saturating_sub(now));
        }
        (freed >= amount).then_some(wait)
    }

    /// When all of it will be forgotten; `None` if there is nothing.
    pub(super) fn empty_at(&self, keep: Duration) -> Option<Duration> {
        self.slots.back().map(|slot| self.expiry(slot, keep))
    }

    fn expiry(&self, slot: &Slot, keep: Duration) -> Duration {
        let at = slot.last.saturating_add(keep);
        match self.reset {
            Some(reset) if slot.last <= reset.cutoff => at.min(reset.at),
            _ => at,
        }
    }

    #[cfg(test)]
    pub(super) fn slots(&self) -> usize {
        self.slots.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPAN: Duration = Duration::from_secs(60);

    const fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_large_limit_takes_bounded_memory_and_comes_back_late_rather_than_early() {
        let mut log = Log::default();
        for millis in 0..60_000 {
            log.spend(Duration::from_millis(millis), 1, SPAN, 1_000_000);
        }
        assert_eq!(log.total(), 60_000);
        assert!(log.slots() <= 130, "{}", log.slots());
        log.advance(secs(90), SPAN);
        let exact = 60_000 - 30_001;
        assert!(log.total() >= exact && log.total() <= exact + 60_000 / 128 + 2, "{}", log.total());
    }

    #[test]
    fn a_refund_finds_its_own_call_and_no_other() {
        let mut log = Log::default();
        log.spend(secs(1), 5, SPAN, 100);
        log.spend(secs(2), 5, SPAN, 100);
        log.refund(secs(1), 9);
        assert_eq!(log.total(), 5);
        log.refund(secs(7), 9);
        assert_eq!(log.total(), 5);
        log.advance(secs(61), SPAN);
        assert_eq!(log.total(), 5);
    }

    #[test]
    fn a_reset_keeps_what_was_under_way_and_what_came_after() {
        let mut log = Log::default();
        log.spend(secs(1), 10, SPAN, 100);
        log.spend(secs(3), 7, SPAN, 100);
        log.learn_reset(Reset { at: secs(4), cutoff: secs(2), carry: 3 });
        log.advance(secs(4), SPAN);
        assert_eq!(log.total(), 7);

        let mut log = Log::default();
        log.spend(secs(1), 10, SPAN, 100);
        log.learn_reset(Reset { at: secs(4), cutoff: secs(2), carry: 3 });
        log.advance(secs(4), SPAN);
        assert_eq!(log.total(), 3);
        log.advance(secs(62), SPAN);
        assert_eq!(log.total(), 0);
    }

    #[test]
    fn a_late_word_of_a_reset_that_is_over_is_not_heard() {
        let mut log = Log::default();
        let next = Reset { at: secs(120), cutoff: secs(118), carry: 0 };
        log.learn_reset(next);
        log.learn_reset(Reset { at: secs(60), cutoff: secs(58), carry: 0 });
        log.spend(secs(50), 10, SPAN, 100);
        log.advance(secs(60), secs(1_000));
        assert_eq!(log.total(), 10);
        log.advance(secs(120), secs(1_000));
        assert_eq!(log.total(), 0);
    }
}
