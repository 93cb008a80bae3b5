//! HubSpot's limits, and what its answers say about them.
//!
//! | application | calls in any 10 seconds | calls a day |
//! |---|---|---|
//! | private, plan Free or Starter | 100 | 250,000 |
//! | private, Professional | 190 | 625,000 |
//! | private, Enterprise | 190 | 1,000,000 |
//! | … with the API Limit Increase | 250 | 1,000,000 more, at most twice |
//! | public, by OAuth | 110 for each account | |
//!
//! Searches may be five a second for each account, whoever makes them, and tell nothing of what is left. The day ends at
//! midnight in the account's time zone. Source: developers.hubspot.com, "API usage guidelines and limits". Whether searches count
//! among all calls too is not documented; counting them can only slow down, and headers of other answers correct it.

use std::time::Duration;

use connectors_core::limits::{Feedback, Reading, Scope, Window};
use connectors_core::{ErrorKind, Head};

use crate::config::{Distribution, HubSpot, Plan};

/// The sub-limit of searches.
pub(crate) const SEARCH: &str = "search";

const BURST: &str = "ten-seconds";
const PER_DAY: &str = "day";
const SEARCHES: &str = "searches";

const SECOND: Duration = Duration::from_secs(1);
const TEN_SECONDS: Duration = Duration::from_secs(10);
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Calls in ten seconds and calls a day, by plan.
const PLANS: [(Plan, u64, u64); 4] = [
    (Plan::Free, 100, 250_000),
    (Plan::Starter, 100, 250_000),
    (Plan::Professional, 190, 625_000),
    (Plan::Enterprise, 190, 1_000_000),
];

const PUBLIC: u64 = 110;
const INCREASED: u64 = 250;
const INCREASE: u64 = 1_000_000;

/// Each application has ten seconds of its own in an account.
fn ten_seconds(calls: u64) -> Window {
    Window::sliding(BURST, calls, TEN_SECONDS).scope(Scope::Installation)
}

pub(crate) fn windows(hubspot: &HubSpot) -> Vec<Window> {
    let searches = Window::sliding(SEARCHES, 5, SECOND).bucket(SEARCH);
    if hubspot.distribution == Distribution::Public {
        return vec![ten_seconds(PUBLIC), searches];
    }
    let (_, burst, day) =
        PLANS.into_iter().find(|(plan, ..)| *plan == hubspot.plan).unwrap_or((Plan::Free, 100, 250_000));
    let increases = u64::from(hubspot.limit_increases.min(2));
    let burst = if increases > 0 { INCREASED } else { burst };
    let day = day + increases * INCREASE;
    vec![ten_seconds(burst), Window::daily(PER_DAY, day), searches]
}

/// A refusal's `policyName`; what is not known here counts as one of the ten seconds.
struct Policy {
    name: &'static str,
    window: &'static str,
    /// How long to wait where `Retry-After` is missing.
    otherwise: Duration,
    kind: ErrorKind,
}

const POLICIES: [Policy; 3] = [
    Policy {
        name: "TEN_SECONDLY_ROLLING",
        window: BURST,
        otherwise: TEN_SECONDS,
        kind: ErrorKind::RateLimited,
    },
    Policy { name: "SECONDLY", window: SEARCHES, otherwise: SECOND, kind: ErrorKind::RateLimited },
    Policy { name: "DAILY", window: PER_DAY, otherwise: HOUR, kind: ErrorKind::QuotaExhausted },
];

/// What a throttle is: its kind and how long to wait; `None` for all other statuses.
pub(crate) fn throttle(head: &Head, policy: Option<&str>) -> Option<(ErrorKind, Duration)> {
    let wait = |otherwise| head.number("retry-after").map_or(otherwise, Duration::from_secs);
    match head.status.as_u16() {
        429 => {
            let policy = named(policy);
            Some((policy.kind, wait(policy.otherwise)))
        }
        // A record is locked for a moment.
        423 => Some((ErrorKind::RateLimited, wait(SECOND * 2))),
        // The account moves to another data centre, which may take a day.
        477 => Some((ErrorKind::RateLimited, wait(HOUR))),
        _ => None,
    }
}

fn named(policy: Option<&str>) -> &'static Policy {
    POLICIES.iter().find(|known| Some(known.name) == policy).unwrap_or(&POLICIES[0])
}

pub(crate) fn feedback(hubspot: &HubSpot, head: &Head, body: &[u8]) -> Feedback {
    let reading = |window, remaining: &str, limit: &str| {
        let reading = Reading::of(window).remaining(head.number(remaining)?);
        Some(head.number(limit).map_or(reading.clone(), |limit| reading.limit(limit)))
    };
    // A window of another length would be another limit.
    let ten = head.number("x-hubspot-ratelimit-interval-milliseconds").is_none_or(|ms| ms == 10_000);
    let burst = reading(BURST, "x-hubspot-ratelimit-remaining", "x-hubspot-ratelimit-max").filter(|_| ten);
    let day = reading(PER_DAY, "x-hubspot-ratelimit-daily-remaining", "x-hubspot-ratelimit-daily");
    let day = day.filter(|_| hubspot.distribution == Distribution::Private);
    let feedback = burst.into_iter().chain(day).fold(Feedback::none(), Feedback::reading);
    match head.status.as_u16() {
        429 => {
            let policy = named(crate::errors::policy(body).as_deref());
            let wait = head.number("retry-after").map_or(policy.otherwise, Duration::from_secs);
            // A quota that is not among ours stops all calls.
            let public = hubspot.distribution == Distribution::Public && policy.window == PER_DAY;
            feedback.pause((!public).then_some(policy.window), wait)
        }
        477 => feedback.pause(None, head.number("retry-after").map_or(HOUR, Duration::from_secs)),
        _ => feedback,
    }
}
