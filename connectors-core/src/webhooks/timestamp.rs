//! When a delivery was signed.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Place, refused};
use crate::error::Result;

/// When a delivery was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamp {
    pub(super) at: Place,
    format: TimeFormat,
    tolerance: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TimeFormat {
    Seconds,
    Millis,
    Rfc3339,
}

impl Timestamp {
    const fn new(at: Place, format: TimeFormat) -> Self {
        Self { at, format, tolerance: Duration::from_secs(300) }
    }

    /// Seconds since 1970.
    #[must_use]
    pub const fn seconds(at: Place) -> Self {
        Self::new(at, TimeFormat::Seconds)
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub const fn millis(at: Place) -> Self {
        Self::new(at, TimeFormat::Millis)
    }

    /// Such as `2025-11-01T12:00:00Z`.
    #[must_use]
    pub const fn rfc3339(at: Place) -> Self {
        Self::new(at, TimeFormat::Rfc3339)
    }

    /// How far from now it may be, before or after; five minutes if nothing is said. It is also how long a delivery that
    /// somebody recorded can be sent again, unless a [`ReplayGuard`](super::ReplayGuard) stands behind.
    #[must_use]
    pub const fn within(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    fn parse(self, text: &[u8]) -> Option<DateTime<Utc>> {
        let text = std::str::from_utf8(text).ok()?;
        // Digits alone: where parts are joined without a mark in between, a looser reading could move the border.
        let number = || text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
        match self.format {
            TimeFormat::Seconds => DateTime::from_timestamp_secs(number()?),
            TimeFormat::Millis => DateTime::from_timestamp_millis(number()?),
            TimeFormat::Rfc3339 => DateTime::parse_from_rfc3339(text).ok().map(|time| time.to_utc()),
        }
    }

    #[cfg(feature = "test-util")]
    pub(super) fn write(self, time: DateTime<Utc>) -> String {
        match self.format {
            TimeFormat::Seconds => time.timestamp().to_string(),
            TimeFormat::Millis => time.timestamp_millis().to_string(),
            TimeFormat::Rfc3339 => time.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        }
    }

    /// The time, if it is near enough to now.
    pub(super) fn check(
        self,
        text: &[u8],
        now: DateTime<Utc>,
        tolerance: Option<Duration>,
    ) -> Result<DateTime<Utc>> {
        let time = self
            .parse(text)
            .ok_or_else(|| refused(format!("{} is not a time of the right form", self.at)))?;
        let tolerance = TimeDelta::from_std(tolerance.unwrap_or(self.tolerance)).unwrap_or(TimeDelta::MAX);
        let off = now.signed_duration_since(time);
        if off.abs() <= tolerance {
            return Ok(time);
        }
        let side = if off > TimeDelta::zero() { "old" } else { "far in the future" };
        Err(refused(format!(
            "the delivery is too {side}: signed {time}, more than {} s off",
            tolerance.num_seconds()
        )))
    }
}
