//! Xero's limits, and what its answers say about them.
//!
//! Source: developer.xero.com, "OAuth 2.0 API limits" (per tenant and application: 5 calls in progress, 60 a minute,
//! 5,000 a day; per application: 10,000 a minute; fixed windows). Calls for the list of connections go to the identity
//! service and count against none of them.

use std::time::Duration;

use connectors_core::limits::{Feedback, Reading, Scope, Window};
use connectors_core::{ErrorKind, Head};

use crate::Tier;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);

/// The largest request body: 3.5 MB (developer.xero.com, "Xero API limits").
pub(crate) const MAX_BODY: usize = 3_500_000;

/// Calls in progress, per tenant and application.
const CONCURRENCY: &str = "concurrency";
/// Calls a minute, per tenant and application.
const PER_MINUTE: &str = "minute";
/// Calls a day, per tenant and application.
const PER_DAY: &str = "day";
/// Calls a minute, per application.
const APP_PER_MINUTE: &str = "app-minute";

/// Calls a day by tier. What Starter has is told by third parties only.
const fn daily(tier: Tier) -> u64 {
    match tier {
        Tier::Starter => 1_000,
        Tier::Core | Tier::Plus | Tier::Advanced | Tier::Enterprise => 5_000,
    }
}

pub(crate) fn windows(tier: Tier) -> Vec<Window> {
    vec![
        Window::concurrency(CONCURRENCY, 5).scope(Scope::Installation),
        Window::fixed(PER_MINUTE, 60, MINUTE).scope(Scope::Installation),
        Window::daily(PER_DAY, daily(tier)).scope(Scope::Installation),
        Window::fixed(APP_PER_MINUTE, 10_000, MINUTE).scope(Scope::Application),
    ]
}

/// Headers that say how much is left.
const REMAINING: &[(&str, &str)] = &[
    ("x-minlimit-remaining", PER_MINUTE),
    ("x-daylimit-remaining", PER_DAY),
    ("x-appminlimit-remaining", APP_PER_MINUTE),
];

/// One value of `X-Rate-Limit-Problem`, compared without case. `Minute` and `Daily` are documented; of the other two
/// the spelling is not certain, and what is not known here counts as a short throttle of all the windows.
pub(crate) struct Problem {
    pub(crate) names: &'static [&'static str],
    window: &'static str,
    /// How long to wait where `Retry-After` is missing: Xero sends it for the minute and the day only.
    otherwise: Duration,
    pub(crate) kind: ErrorKind,
}

const PROBLEMS: &[Problem] = &[
    Problem { names: &["minute"], window: PER_MINUTE, otherwise: MINUTE, kind: ErrorKind::RateLimited },
    Problem { names: &["daily", "day"], window: PER_DAY, otherwise: HOUR, kind: ErrorKind::QuotaExhausted },
    Problem {
        names: &["concurrent", "concurrency"],
        window: CONCURRENCY,
        otherwise: Duration::from_secs(1),
        kind: ErrorKind::RateLimited,
    },
    Problem {
        names: &["appminute", "app minute", "app-minute"],
        window: APP_PER_MINUTE,
        otherwise: MINUTE,
        kind: ErrorKind::RateLimited,
    },
];

/// Which limit a refusal was for.
pub(crate) fn problem(head: &Head) -> Option<&'static Problem> {
    if head.status.as_u16() != 429 {
        return None;
    }
    let name = head.header("x-rate-limit-problem")?.trim();
    PROBLEMS.iter().find(|problem| problem.names.iter().any(|known| known.eq_ignore_ascii_case(name)))
}

/// How long a refusal asks us to wait.
pub(crate) fn wait(head: &Head, problem: &Problem) -> Duration {
    head.number("retry-after").map_or(problem.otherwise, Duration::from_secs)
}

pub(crate) fn feedback(tier: Tier, head: &Head) -> Feedback {
    let readings = REMAINING.iter().filter_map(|&(header, window)| {
        let remaining = head.number(header)?;
        let reading = Reading::of(window).remaining(remaining);
        // More is left than we thought there was at all: the application has a larger limit than its tier told us.
        let larger = window == PER_DAY && remaining >= daily(tier);
        Some(if larger { reading.limit(remaining.max(daily(Tier::Core))) } else { reading })
    });
    let feedback = readings.fold(Feedback::none(), Feedback::reading);
    match problem(head) {
        Some(problem) => feedback.pause(Some(problem.window), wait(head, problem)),
        None => feedback,
    }
}
