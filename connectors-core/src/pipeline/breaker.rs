//! Stops calling a host that keeps failing.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Failures in a row after which a host is left alone.
const THRESHOLD: u32 = 10;
/// How long it is left alone before one call may try again.
const COOL_DOWN: Duration = Duration::from_secs(30);

/// One account's breakers, by host. A host that does not fail has no entry.
#[derive(Debug, Default)]
pub(crate) struct Breakers(Mutex<HashMap<String, Breaker>>);

#[derive(Debug)]
enum Breaker {
    Closed { failures: u32 },
    Open { until: Duration },
    HalfOpen { probe_until: Duration },
}

impl Breakers {
    /// `Err` with the time to wait while the host is left alone. After the cool-down one caller is let through to
    /// probe; if it never reports back, another one is after a second cool-down.
    pub(crate) fn check(&self, host: &str, now: Duration) -> Result<(), Duration> {
        let mut breakers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(breaker) = breakers.get_mut(host) else { return Ok(()) };
        let until = match breaker {
            Breaker::Closed { .. } => return Ok(()),
            Breaker::Open { until } | Breaker::HalfOpen { probe_until: until } => *until,
        };
        if now < until {
            return Err(until - now);
        }
        *breaker = Breaker::HalfOpen { probe_until: now + COOL_DOWN };
        Ok(())
    }

    /// The host answered, well or with a refusal.
    pub(crate) fn succeeded(&self, host: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(host);
    }

    /// The host failed: no connection, no answer, or 5xx.
    pub(crate) fn failed(&self, host: &str, now: Duration) {
        let mut breakers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let breaker = breakers.entry(host.to_owned()).or_insert(Breaker::Closed { failures: 0 });
        match breaker {
            Breaker::Closed { failures } if *failures + 1 < THRESHOLD => *failures += 1,
            // A straggler of before the opening must not prolong it.
            Breaker::Open { until } if now < *until => {}
            _ => *breaker = Breaker::Open { until: now + COOL_DOWN },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "api.example.com";

    fn seconds(s: u64) -> Duration {
        Duration::from_secs(s)
    }

    #[test]
    fn it_opens_after_ten_failures_in_a_row_half_opens_and_closes() {
        let breakers = Breakers::default();
        for _ in 0..9 {
            breakers.failed(HOST, seconds(0));
        }
        assert_eq!(breakers.check(HOST, seconds(0)), Ok(()));
        breakers.failed(HOST, seconds(1));
        assert_eq!(breakers.check(HOST, seconds(11)), Err(seconds(20)));
        assert_eq!(breakers.check(HOST, seconds(31)), Ok(()), "one probe after the cool-down");
        assert!(breakers.check(HOST, seconds(31)).is_err(), "but only one");
        breakers.succeeded(HOST);
        assert_eq!(breakers.check(HOST, seconds(31)), Ok(()));
    }

    #[test]
    fn a_failed_probe_opens_it_again() {
        let breakers = Breakers::default();
        (0..10).for_each(|_| breakers.failed(HOST, seconds(0)));
        assert_eq!(breakers.check(HOST, seconds(30)), Ok(()));
        breakers.failed(HOST, seconds(32));
        assert_eq!(breakers.check(HOST, seconds(32)), Err(seconds(30)));
    }

    #[test]
    fn a_success_in_between_starts_the_count_anew() {
        let breakers = Breakers::default();
        for _ in 0..3 {
            (0..9).for_each(|_| breakers.failed(HOST, seconds(0)));
            breakers.succeeded(HOST);
        }
        assert_eq!(breakers.check(HOST, seconds(0)), Ok(()));
    }

    #[test]
    fn another_host_is_not_touched() {
        let breakers = Breakers::default();
        (0..10).for_each(|_| breakers.failed(HOST, seconds(0)));
        assert_eq!(breakers.check("files.example.com", seconds(0)), Ok(()));
    }
}
