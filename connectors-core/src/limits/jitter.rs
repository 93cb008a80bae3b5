//! The way to the platform takes time, and not always the same.

use std::time::Duration;

use super::leaky::seconds;

/// How late a call may reach the platform after it was sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Jitter {
    /// 50 ms of real time, in the clock's time.
    pub(super) floor: Duration,
}

impl Jitter {
    pub(super) fn new(clock_scale: f64) -> Self {
        Self { floor: seconds(0.05 * clock_scale.max(1.0)) }
    }

    /// A window is kept this much longer than the platform counts: 1 % of its length, at most 1 s, but never less than
    /// 50 ms of real time.
    pub(super) fn margin(self, span: Duration) -> Duration {
        (span / 100).min(Duration::from_secs(1)).max(self.floor)
    }

    pub(super) fn keep(self, span: Duration) -> Duration {
        span.saturating_add(self.margin(span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_margin_is_a_hundredth_within_bounds_and_never_less_than_the_real_way_takes() {
        let (minute, day) = (Duration::from_secs(60), Duration::from_secs(86_400));
        assert_eq!(Jitter::new(1.0).margin(minute), Duration::from_millis(600));
        assert_eq!(Jitter::new(1.0).margin(Duration::from_secs(1)), Duration::from_millis(50));
        assert_eq!(Jitter::new(1.0).margin(day), Duration::from_secs(1));
        assert_eq!(Jitter::new(60.0).margin(minute), Duration::from_secs(3));
        assert_eq!(Jitter::new(f64::INFINITY).margin(minute), Duration::MAX);
    }
}
