//! Whether a failed attempt may be sent again, and when.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use chrono::{DateTime, Utc};

use crate::connector::Fault;
use crate::error::{Delivery, Error, ErrorKind, shorten};
use crate::request::Idempotency;
use crate::response::Head;

/// How often, and how far apart, a call is tried again.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Retries after the first attempt.
    pub retries: u32,
    /// The first pause; each further one is twice as long.
    pub first: Duration,
    /// The longest pause.
    pub longest: Duration,
    /// Whether pauses are drawn at random between nothing and their full length, so that many clients that failed
    /// together do not return together.
    pub jitter: bool,
}

impl RetryPolicy {
    /// No retries.
    #[must_use]
    pub const fn never() -> Self {
        Self { retries: 0, ..Self::standard() }
    }

    /// Three retries after 1 s, 2 s and 4 s, with full jitter.
    #[must_use]
    pub const fn standard() -> Self {
        Self { retries: 3, first: Duration::from_secs(1), longest: Duration::from_secs(30), jitter: true }
    }

    /// This many retries.
    #[must_use]
    pub const fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// The first pause.
    #[must_use]
    pub const fn first(mut self, pause: Duration) -> Self {
        self.first = pause;
        self
    }

    /// The longest pause.
    #[must_use]
    pub const fn longest(mut self, pause: Duration) -> Self {
        self.longest = pause;
        self
    }

    /// Whether pauses are drawn at random.
    #[must_use]
    pub const fn jitter(mut self, jitter: bool) -> Self {
        self.jitter = jitter;
        self
    }

    /// The pauses, one for each retry.
    pub(crate) fn pauses(&self) -> Pauses {
        let builder = ExponentialBuilder::new()
            .with_min_delay(self.first.min(self.longest))
            .with_max_delay(self.longest)
            .with_factor(2.0)
            .with_max_times(usize::try_from(self.retries).unwrap_or(usize::MAX));
        Pauses { backoff: builder.build(), jitter: self.jitter }
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::standard()
    }
}

/// backon's jitter adds to the delay; full jitter draws from zero, so it is drawn here.
#[derive(Debug)]
pub(crate) struct Pauses {
    backoff: ExponentialBackoff,
    jitter: bool,
}

impl Iterator for Pauses {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        let pause = self.backoff.next()?;
        Some(if self.jitter { pause.mul_f64(fastrand::f64()) } else { pause })
    }
}

/// The table: may an attempt that ended with this error be sent again? `key_alive` says whether the key of a request
/// that has one is still honoured.
pub(crate) fn may_resend(error: &Error, idempotency: Idempotency, key_alive: bool) -> bool {
    let transient = matches!(
        error.kind(),
        ErrorKind::Transport | ErrorKind::Timeout | ErrorKind::Server | ErrorKind::RateLimited
    );
    let repeatable = match idempotency {
        Idempotency::Safe | Idempotency::Idempotent => true,
        Idempotency::Key { .. } => key_alive,
        Idempotency::None => false,
    };
    match error.delivery() {
        Delivery::NotSent => transient,
        // A throttled call was refused: nothing was done, whatever it was.
        Delivery::Rejected => transient && (error.kind() == ErrorKind::RateLimited || repeatable),
        Delivery::Unknown => transient && repeatable,
        Delivery::Accepted => false,
    }
}

/// The error of an answer that the connector calls a fault.
pub(crate) fn error_of(fault: Fault, head: &Head, now: DateTime<Utc>) -> Error {
    let status = head.status;
    // 408 says that the request did not arrive whole; any other 4xx, an error inside 2xx, and a limit by whatever
    // status, that it was refused.
    let limited = matches!(fault.kind, ErrorKind::RateLimited | ErrorKind::QuotaExhausted);
    // A platform that failed may have got half way, whatever the status that it says so with.
    let broken = matches!(fault.kind, ErrorKind::Server | ErrorKind::Timeout) && status.as_u16() != 408;
    let failed = (status.is_server_error() || broken) && !limited;
    let told = if failed { Delivery::Unknown } else { Delivery::Rejected };
    let delivery = fault.delivery.unwrap_or(told);
    let mut error =
        Error::new(fault.kind, shorten(fault.message)).with_delivery(delivery).with_status(status);
    if let Some(code) = fault.code {
        error = error.with_vendor_code(code);
    }
    if !fault.fields.is_empty() {
        error = error.with_fields(fault.fields);
    }
    match fault.retry_after.or_else(|| retry_after(head, now)) {
        Some(wait) => error.with_retry_after(wait),
        None => error,
    }
}

/// `Retry-After`, in seconds or as a date.
pub(crate) fn retry_after(head: &Head, now: DateTime<Utc>) -> Option<Duration> {
    let text = head.header("retry-after")?.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = |name: &str| DateTime::parse_from_rfc2822(name).ok().map(|d| d.with_timezone(&Utc));
    let at = date(text)?;
    // Measured from the server's own clock where it tells: ours may be off.
    let from = head.header("date").and_then(date).unwrap_or(now);
    Some((at - from).to_std().unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderValue, StatusCode};

    fn head(headers: &[(&'static str, &'static str)]) -> Head {
        let map = headers
            .iter()
            .map(|(n, v)| (n.parse().unwrap(), HeaderValue::from_static(v)))
            .collect::<HeaderMap>();
        Head::new(StatusCode::TOO_MANY_REQUESTS, map)
    }

    #[test]
    fn retry_after_is_read_in_seconds_and_as_a_date() {
        let now = "2026-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(retry_after(&head(&[("retry-after", "17")]), now), Some(Duration::from_secs(17)));
        let date = head(&[("retry-after", "Thu, 01 Jan 2026 00:01:30 GMT")]);
        assert_eq!(retry_after(&date, now), Some(Duration::from_secs(90)));
        let past = head(&[("retry-after", "Wed, 31 Dec 2025 00:00:00 GMT")]);
        assert_eq!(retry_after(&past, now), Some(Duration::ZERO));
        assert_eq!(retry_after(&head(&[("retry-after", "soon")]), now), None);
        assert_eq!(retry_after(&head(&[("retry-after", "-1")]), now), None);
    }

    #[test]
    fn a_date_is_measured_from_the_servers_own_clock() {
        let ours_is_an_hour_late = "2026-01-01T01:00:00Z".parse().unwrap();
        let head = head(&[
            ("retry-after", "Thu, 01 Jan 2026 00:01:00 GMT"),
            ("date", "Thu, 01 Jan 2026 00:00:00 GMT"),
        ]);
        assert_eq!(retry_after(&head, ours_is_an_hour_late), Some(Duration::from_secs(60)));
    }

    #[test]
    fn the_retry_table() {
        use Delivery::{Accepted, NotSent, Rejected, Unknown};
        use ErrorKind::{RateLimited, Server, Timeout, Transport, Validation};
        let key = Idempotency::Key { valid_for: Duration::from_secs(360) };
        // kind, delivery, then: safe, with a living key, with a dead key, none
        let table = [
            (Transport, NotSent, [true, true, true, true]),
            (RateLimited, Rejected, [true, true, true, true]),
            (Timeout, Unknown, [true, true, false, false]),
            (Transport, Unknown, [true, true, false, false]),
            (Server, Unknown, [true, true, false, false]),
            (Validation, Rejected, [false; 4]),
            (ErrorKind::Decode, Accepted, [false; 4]),
            (ErrorKind::QuotaExhausted, Rejected, [false; 4]),
        ];
        for (kind, delivery, wanted) in table {
            let error = Error::new(kind, "x").with_delivery(delivery);
            let got = [
                may_resend(&error, Idempotency::Safe, true),
                may_resend(&error, key, true),
                may_resend(&error, key, false),
                may_resend(&error, Idempotency::None, true),
            ];
            assert_eq!(got, wanted, "{kind:?} {delivery:?}");
        }
    }

    #[test]
    fn what_failed_inside_the_platform_is_in_doubt_and_what_it_refused_is_not() {
        let delivery = |status: u16, kind| {
            let head = Head::new(StatusCode::from_u16(status).unwrap(), HeaderMap::new());
            error_of(Fault::new(kind, "x"), &head, DateTime::UNIX_EPOCH).delivery()
        };
        assert_eq!(delivery(500, ErrorKind::Server), Delivery::Unknown);
        assert_eq!(delivery(503, ErrorKind::Vendor), Delivery::Unknown);
        assert_eq!(delivery(503, ErrorKind::RateLimited), Delivery::Rejected);
        assert_eq!(delivery(503, ErrorKind::QuotaExhausted), Delivery::Rejected);
        assert_eq!(delivery(400, ErrorKind::Validation), Delivery::Rejected);
        assert_eq!(delivery(200, ErrorKind::Validation), Delivery::Rejected);
        // Failed is failed, whatever the status that it comes with.
        assert_eq!(delivery(200, ErrorKind::Server), Delivery::Unknown);
        assert_eq!(delivery(400, ErrorKind::Server), Delivery::Unknown);
    }

    #[test]
    fn no_pause_is_longer_than_the_longest() {
        let policy = RetryPolicy::standard().jitter(false).first(Duration::from_secs(60));
        let pauses: Vec<_> = policy.pauses().map(|p| p.as_secs()).collect();
        assert_eq!(pauses, [30, 30, 30]);
    }

    #[test]
    fn pauses_double_up_to_the_longest() {
        let policy = RetryPolicy::standard().jitter(false).retries(6).longest(Duration::from_secs(10));
        let pauses: Vec<_> = policy.pauses().map(|p| p.as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 10, 10]);
        assert_eq!(RetryPolicy::never().pauses().count(), 0);
    }

    #[test]
    fn full_jitter_never_waits_longer_than_the_pause() {
        for _ in 0..100 {
            let pauses: Vec<_> = RetryPolicy::standard().pauses().collect();
            assert!(
                pauses.iter().zip([1, 2, 4]).all(|(p, most)| *p <= Duration::from_secs(most)),
                "{pauses:?}"
            );
        }
    }
}
