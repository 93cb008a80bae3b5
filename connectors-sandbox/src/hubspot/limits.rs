//! Limits: ten seconds by plan and kind of app, a day, and searches in a second.
//!
//! Figures: "API usage guidelines and limits". Whether a refused call says when to come again differs; here those of
//! ten seconds do and the others do not.

use std::time::Duration;

use chrono::{DateTime, Utc};
use http::StatusCode;
use serde_json::json;

use super::routes::Path;
use crate::http::{Reply, Request};
use crate::limits::{Demand, Limit, LimitKind, Standing, Throttle};
use crate::oauth::Caller;

const TEN_SECONDS: Duration = Duration::from_secs(10);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

const PRIVATE: &str = "ten seconds, private app";
const PUBLIC: &str = "ten seconds, public app";
const SEARCH: &str = "searches in a second";
const DAILY: &str = "day";

/// What a public app may do in ten seconds, whatever the account's plan.
const PUBLIC_BURST: u64 = 110;
/// All apps of an account together.
const SEARCHES: u64 = 5;

/// What an account has bought; it decides on the limits of private apps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Plan {
    /// Free or Starter: 100 calls in ten seconds, 250,000 a day.
    Free,
    /// 190 calls in ten seconds, 625,000 a day.
    #[default]
    Professional,
    /// 190 calls in ten seconds, 1,000,000 a day.
    Enterprise,
    /// Enterprise with the API limit increase: 250 calls in ten seconds, 2,000,000 a day.
    Increased,
}

impl Plan {
    fn burst(self) -> u64 {
        match self {
            Self::Free => 100,
            Self::Professional | Self::Enterprise => 190,
            Self::Increased => 250,
        }
    }

    pub(super) fn daily(self) -> u64 {
        match self {
            Self::Free => 250_000,
            Self::Professional => 625_000,
            Self::Enterprise => 1_000_000,
            Self::Increased => 2_000_000,
        }
    }
}

pub(super) fn limits(plan: Plan, daily: Option<u64>) -> Vec<Limit> {
    let rolling = |limit| LimitKind::Rolling { limit, window: TEN_SECONDS };
    let daily = daily.unwrap_or_else(|| plan.daily());
    vec![
        Limit { name: PUBLIC, kind: rolling(PUBLIC_BURST) },
        Limit { name: PRIVATE, kind: rolling(plan.burst()) },
        Limit { name: SEARCH, kind: LimitKind::Rolling { limit: SEARCHES, window: Duration::from_secs(1) } },
        Limit { name: DAILY, kind: LimitKind::Fixed { limit: daily, window: DAY } },
    ]
}

/// Searches count for themselves. A day of an account ends at midnight (UTC here): each has counts of its own.
pub(super) fn demands(request: &Request, caller: &Caller, now: DateTime<Utc>) -> Vec<Demand> {
    let search = Path::of(request).is_some_and(|path| path.is_search());
    if search {
        return vec![Demand::new(SEARCH, &caller.account)];
    }
    let app = format!("{}/{}", caller.account, caller.client_id);
    if !caller.machine {
        return vec![Demand::new(PUBLIC, app)];
    }
    vec![
        Demand::new(PRIVATE, app),
        Demand::new(DAILY, format!("{}/{}", caller.account, now.format("%Y-%m-%d"))),
    ]
}

pub(super) fn refusal(throttle: &Throttle, correlation: &str) -> Reply {
    let (words, policy) = match throttle.limit {
        SEARCH => ("secondly", "SECONDLY"),
        DAILY => ("daily", "DAILY"),
        _ => ("ten_secondly_rolling", "TEN_SECONDLY_ROLLING"),
    };
    let body = json!({
        "status": "error", "message": format!("You have reached your {words} limit."), "errorType": "RATE_LIMIT",
        "correlationId": correlation, "policyName": policy, "requestId": correlation,
    });
    let reply = Reply::json(StatusCode::TOO_MANY_REQUESTS, &body);
    match throttle.retry_after {
        Some(wait) if words == "ten_secondly_rolling" => {
            reply.header("Retry-After", wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
        }
        _ => reply,
    }
}

/// The headers about ten seconds and the day; answers of searches have none.
pub(super) fn finish(standings: &[Standing], reply: &mut Reply) {
    for standing in standings {
        match standing.limit {
            PRIVATE | PUBLIC => {
                reply.set("X-HubSpot-RateLimit-Interval-Milliseconds", TEN_SECONDS.as_millis());
                reply.set("X-HubSpot-RateLimit-Max", standing.size);
                reply.set("X-HubSpot-RateLimit-Remaining", standing.remaining);
            }
            DAILY => {
                reply.set("X-HubSpot-RateLimit-Daily", standing.size);
                reply.set("X-HubSpot-RateLimit-Daily-Remaining", standing.remaining);
            }
            _ => {}
        }
    }
}
