//! A bucket that restores itself: points (`Bucket`) and paces (`Pace`).
//!
//! This is GCRA, the arithmetic of `governor`, written out because `governor` cannot do what is asked here: give back
//! what was not used, take the true cost afterwards, learn a size and a rate from answers, and follow an injected
//! (scaled, paused) clock in the same step that decides about all other windows of a call. With amounts set aside until
//! a call is sent, a pace can be given back like anything else and need not be asked last.

use std::time::Duration;

/// How much has been taken out of a bucket and not been restored yet.
#[derive(Debug, Default)]
pub(super) struct Leaky {
    debt: f64,
    /// Restoring goes on from here. It may lie in the future: see [`spend`](Self::spend).
    since: Duration,
}

impl Leaky {
    /// What is missing to a full bucket that restores `rate` per second.
    pub(super) fn backlog(&self, now: Duration, rate: f64) -> f64 {
        let restored = now.saturating_sub(self.since).as_secs_f64() * rate;
        (self.debt - restored).max(0.0)
    }

    /// Takes `amount` out. The call may reach the platform as late as `margin` from now, and a full bucket there begins
    /// to restore only then: so does ours.
    pub(super) fn spend(&mut self, now: Duration, amount: f64, rate: f64, margin: Duration) {
        let reaches = now.saturating_add(margin);
        if self.since.as_secs_f64() + self.debt / rate < reaches.as_secs_f64() {
            *self = Self { debt: self.backlog(now, rate), since: reaches };
        }
        self.debt += amount;
    }

    /// Gives back `amount`, but not what was taken after it (`spent_since`): that is owed whatever the earlier call cost.
    pub(super) fn refund(&mut self, now: Duration, amount: f64, spent_since: f64, rate: f64) {
        let backlog = self.backlog(now, rate);
        self.set(now, (backlog - amount).max(spent_since.min(backlog)));
    }

    /// Corrects what is missing.
    pub(super) fn set(&mut self, now: Duration, backlog: f64) {
        *self = Self { debt: backlog.max(0.0), since: now };
    }

    /// When the bucket will be full; `None` if it is.
    pub(super) fn full_at(&self, now: Duration, rate: f64) -> Option<Duration> {
        let backlog = self.backlog(now, rate);
        (backlog > 0.0).then(|| now.saturating_add(seconds(backlog / rate)))
    }
}

/// Held at the end of time instead of overflowing.
pub(super) fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARGIN: Duration = Duration::from_millis(50);

    #[test]
    fn a_full_bucket_begins_to_restore_when_the_call_has_arrived_at_the_latest() {
        let mut leaky = Leaky::default();
        leaky.spend(Duration::ZERO, 10.0, 10.0, MARGIN);
        assert_eq!(leaky.backlog(MARGIN, 10.0), 10.0);
        assert_eq!(leaky.backlog(MARGIN + Duration::from_millis(500), 10.0), 5.0);
        assert_eq!(leaky.backlog(MARGIN + Duration::from_secs(2), 10.0), 0.0);
    }

    #[test]
    fn a_bucket_that_is_nearly_full_keeps_the_rest_of_its_debt() {
        let mut leaky = Leaky::default();
        leaky.spend(Duration::ZERO, 10.0, 10.0, Duration::ZERO);
        let nearly = Duration::from_millis(980);
        leaky.spend(nearly, 5.0, 10.0, MARGIN);
        assert!(leaky.backlog(nearly, 10.0) >= 5.19, "{}", leaky.backlog(nearly, 10.0));
    }
}
