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
