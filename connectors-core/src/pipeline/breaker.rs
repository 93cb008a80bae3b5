//! Stops calling a host that keeps failing.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
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

/// Leave to make one attempt. A probe that ends without a word of the host (it was cancelled, or got no permit or no
/// token) leaves the next one to another call.
#[derive(Debug)]
#[must_use]
pub(crate) struct Leave<'a> {
    breakers: &'a Breakers,
    host: &'a str,
    probe: bool,
}

impl Leave<'_> {
    /// The host answered, well or with a refusal.
    pub(crate) fn succeeded(self) {
        self.breakers.lock().remove(self.host);
    }

    /// The host failed: no connection, no answer, or 5xx.
    pub(crate) fn failed(self, now: Duration) {
        self.breakers.failed(self.host, now);
    }
}

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        if self.probe
            && let Some(breaker @ Breaker::HalfOpen { .. }) = self.breakers.lock().get_mut(self.host)
        {
            *breaker = Breaker::Open { until: Duration::ZERO };
        }
    }
}

impl Breakers {
    /// `Err` with the time to wait while the host is left alone. After the cool-down one caller is let through to
    /// probe; if it takes too long, another one is after a second cool-down.
    pub(crate) fn check<'a>(&'a self, host: &'a str, now: Duration) -> Result<Leave<'a>, Duration> {
        let leave = |probe| Leave { breakers: self, host, probe };
        let mut breakers = self.lock();
        let Some(breaker) = breakers.get_mut(host) else { return Ok(leave(false)) };
        let until = match breaker {
            Breaker::Closed { .. } => return Ok(leave(false)),
            Breaker::Open { until } | Breaker::HalfOpen { probe_until: until } => *until,
        };
        if now < until {
            return Err(until - now);
        }
        *breaker = Breaker::HalfOpen { probe_until: now + COOL_DOWN };
        Ok(leave(true))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Breaker>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self, host: &str, now: Duration) {
        let mut breakers = self.lock();
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

    fn wait(breakers: &Breakers, host: &str, at: u64) -> Option<Duration> {
        breakers.check(host, seconds(at)).err()
    }

    #[test]
    fn it_opens_after_ten_failures_in_a_row_half_opens_and_closes() {
        let breakers = Breakers::default();
        for _ in 0..9 {
            breakers.check(HOST, seconds(0)).unwrap().failed(seconds(0));
        }
        breakers.check(HOST, seconds(0)).unwrap().failed(seconds(1));
        assert_eq!(wait(&breakers, HOST, 11), Some(seconds(20)));
        let probe = breakers.check(HOST, seconds(31)).unwrap();
        assert!(wait(&breakers, HOST, 31).is_some(), "one probe after the cool-down, but only one");
        probe.succeeded();
        assert_eq!(wait(&breakers, HOST, 31), None);
    }

    #[test]
    fn a_failed_probe_opens_it_again() {
        let breakers = Breakers::default();
        (0..10).for_each(|_| breakers.failed(HOST, seconds(0)));
        breakers.check(HOST, seconds(30)).unwrap().failed(seconds(32));
        assert_eq!(wait(&breakers, HOST, 32), Some(seconds(30)));
    }

    #[test]
    fn a_probe_that_takes_too_long_is_not_waited_for() {
        let breakers = Breakers::default();
        (0..10).for_each(|_| breakers.failed(HOST, seconds(0)));
        let _slow = breakers.check(HOST, seconds(30)).unwrap();
        assert_eq!(wait(&breakers, HOST, 59), Some(seconds(1)));
        assert_eq!(wait(&breakers, HOST, 60), None);
    }

    #[test]
    fn a_success_in_between_starts_the_count_anew() {
        let breakers = Breakers::default();
        for _ in 0..3 {
            (0..9).for_each(|_| breakers.failed(HOST, seconds(0)));
            breakers.check(HOST, seconds(0)).unwrap().succeeded();
        }
        assert_eq!(wait(&breakers, HOST, 0), None);
    }

    #[test]
    fn another_host_is_not_touched() {
        let breakers = Breakers::default();
        (0..10).for_each(|_| breakers.failed(HOST, seconds(0)));
        assert_eq!(wait(&breakers, "files.example.com", 0), None);
    }
}
