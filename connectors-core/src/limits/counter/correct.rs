//! What answers teach a counter.

use std::time::Duration;

use super::{Counter, Hold, Meter, Warning};
use crate::limits::jitter::Jitter;
use crate::limits::log::Reset;
use crate::limits::{Kind, Reading};

impl Counter {
    /// An answer said what the call that was sent at `sent` really cost.
    pub(in crate::limits) fn true_cost(
        &mut self,
        now: Duration,
        sent: Duration,
        hold: &mut Hold,
        cost: u64,
        jitter: Jitter,
    ) {
        if matches!(self.meter, Meter::Slots) {
            return;
        }
        if let Some(more) = cost.checked_sub(hold.amount) {
            self.spend(now, more, jitter);
            hold.charged = hold.charged.saturating_add(more.into());
        } else {
            let less = hold.amount - cost;
            let (spent_since, rate) = (self.charged.saturating_sub(hold.charged) as f64, self.rate());
            self.sent = self.sent.saturating_sub(less.into());
            match &mut self.meter {
                Meter::Log(log) => log.refund(sent, less),
                Meter::Leaky(leaky) => leaky.refund(now, less as f64, spent_since, rate),
                Meter::Slots => {}
            }
        }
        hold.amount = cost;
    }

    /// Corrects the counter by what the answer to a call, sent at `sent`, said.
    ///
    /// The platform counted while that call was under way; calls that were under way at the same time may or may not be
    /// in its number. So what is spent lies between the number (`low`) and the number plus those calls (`high`). Inside
    /// that range we keep our own count; below it somebody else spends too, and we take the worst; above it the platform
    /// has forgotten more than we dared to. Answers overtake each other: one that was asked for before an opposite
    /// correction does not undo it.
    pub(in crate::limits) fn correct(
        &mut self,
        now: Duration,
        sent: Duration,
        hold: &Hold,
        reading: &Reading,
        jitter: Jitter,
    ) -> Option<Warning> {
        // Nought would end all calls, and with them all readings that could correct it; and it often means "no limit".
        if let Some(limit) = reading.limit.filter(|limit| *limit > 0) {
            self.limit = (limit != self.window.limit).then_some(limit);
        }
        if let Some(restore) = reading.restore.filter(|rate| rate.is_finite() && *rate > 0.0) {
            self.restore = Some(restore);
        }
        let overlapping = self.sent.saturating_sub(hold.answered).saturating_sub(hold.amount.into());
        if let Some(resets_in) = reading.resets_in {
            self.learn_reset(now, sent, resets_in, overlapping, jitter);
        }
        self.advance(now, jitter);
        if let Some(remaining) = reading.remaining {
            let used = u128::from(self.limit().saturating_sub(remaining));
            self.believe(now, sent, used, used.saturating_add(overlapping), hold);
        }
        self.warning(now)
    }

    fn believe(&mut self, now: Duration, sent: Duration, low: u128, high: u128, hold: &Hold) {
        let rate = self.rate();
        let (may_raise, may_drop) = (hold.drops == self.drops, hold.raises == self.raises);
        match (&mut self.meter, self.window.kind) {
            (Meter::Log(log), _) => {
                let total = log.total();
                if total < low && may_raise {
                    log.insert(sent, u64::try_from(high - total).unwrap_or(u64::MAX));
                    self.raises += 1;
                } else if total > high && may_drop {
                    log.forget_oldest(total - high);
                    self.drops += 1;
                }
            }
            (Meter::Leaky(leaky), Kind::Bucket { .. }) => {
                let restored = rate * now.saturating_sub(sent).as_secs_f64();
                let backlog = leaky.backlog(now, rate);
                if backlog < low as f64 - restored && may_raise {
                    leaky.set(now, high as f64);
                    self.raises += 1;
                } else if backlog > high as f64 && may_drop {
                    leaky.set(now, high as f64);
                    self.drops += 1;
                }
            }
            // A pace has nothing that could remain.
            (Meter::Leaky(_) | Meter::Slots, _) => {}
        }
    }

    /// Only windows that the platform resets as a whole; for sliding ones the log knows better.
    fn learn_reset(
        &mut self,
        now: Duration,
        sent: Duration,
        resets_in: Duration,
        overlapping: u128,
        jitter: Jitter,
    ) {
        let (Meter::Log(log), Kind::Fixed(_) | Kind::Daily) = (&mut self.meter, self.window.kind) else {
            return;
        };
        // Whole seconds are rounded, nobody says which way.
        let rounding = if resets_in.subsec_nanos() == 0 { Duration::from_secs(1) } else { Duration::ZERO };
        let slack = jitter.margin(self.window.span().unwrap_or_default()).saturating_add(rounding);
        let at = now.saturating_add(resets_in).saturating_add(slack);
        let earliest = sent.saturating_add(resets_in).saturating_sub(slack);
        // The call that brings the news, and what was spent before it, counted in the old window in any case.
        let carry = if resets_in < slack { u64::try_from(overlapping).unwrap_or(u64::MAX) } else { 0 };
        log.learn_reset(Reset { at, cutoff: earliest.max(sent), carry });
    }
}
