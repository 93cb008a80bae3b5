//! Zoho's limits by edition.
//!
//! | edition | calls at once | credits in any 24 hours |
//! |---|---|---|
//! | Free | 5 | 5,000 |
//! | Standard | 10 | 50,000 + 250 per user, at most 100,000 |
//! | Professional | 15 | 50,000 + 500 per user, at most 3,000,000 |
//! | Enterprise, Zoho One | 20 | 50,000 + 1,000 per user, at most 5,000,000 |
//! | Ultimate, CRM Plus | 25 | 50,000 + 2,000 per user |
//!
//! Besides, heavy calls (search, COQL, conversion, lists that are sorted or filtered by a view) may be ten at once in
//! every edition, ten access tokens may be made in ten minutes, and ten exports downloaded in a minute. A call costs one
//! credit; writes cost one for every ten records, a conversion five, COQL up to three by its LIMIT, an export 50, an
//! import 500. A composite call is counted as the sum of its parts.
//!
//! Sources: Zoho CRM API v8, "API Limits", "Bulk Read" (limitations); Zoho Accounts, "Refresh access token". What an
//! export costs is second-hand. Which calls are heavy is not documented completely; counting too many as heavy only
//! makes them wait for each other.

use std::time::Duration;

use connectors_core::TOKEN_BUCKET;
use connectors_core::limits::{Feedback, Reading, Scope, Unit, Window};
use connectors_core::{Head, Request};

use crate::config::{Edition, Zoho};

/// The sub-limit of heavy calls.
pub(crate) const HEAVY: &str = "heavy";

/// The sub-limit of downloads of exports.
pub(crate) const EXPORTS: &str = "exports";

const CREDITS: &str = "credits";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long everybody waits after a throttle. Zoho does not say; calls in progress end within seconds.
const THROTTLED: Duration = Duration::from_secs(1);

struct Plan {
    edition: Edition,
    concurrency: u64,
    credits: u64,
    per_user: u64,
    most: u64,
}

#[rustfmt::skip]
const PLANS: [Plan; 5] = {
    use Edition::{Enterprise, Free, Professional, Standard, Ultimate};
    [
        Plan { edition: Free,         concurrency: 5,  credits: 5_000,  per_user: 0,     most: 5_000 },
        Plan { edition: Standard,     concurrency: 10, credits: 50_000, per_user: 250,   most: 100_000 },
        Plan { edition: Professional, concurrency: 15, credits: 50_000, per_user: 500,   most: 3_000_000 },
        Plan { edition: Enterprise,   concurrency: 20, credits: 50_000, per_user: 1_000, most: 5_000_000 },
        Plan { edition: Ultimate,     concurrency: 25, credits: 50_000, per_user: 2_000, most: u64::MAX },
    ]
};

impl Edition {
    fn plan(self) -> &'static Plan {
        // Every variant has its row (held by a test); the smallest stands in for the impossible.
        PLANS.iter().find(|plan| plan.edition == self).unwrap_or(&PLANS[0])
    }

    /// How many calls may be under way at once.
    #[must_use]
    pub fn concurrency(self) -> u64 {
        self.plan().concurrency
    }

    /// How many credits may be spent in any 24 hours.
    #[must_use]
    pub fn credits(self, users: u32) -> u64 {
        let plan = self.plan();
        plan.most.min(plan.credits + plan.per_user * u64::from(users))
    }
}

pub(crate) fn windows(zoho: &Zoho) -> Vec<Window> {
    vec![
        Window::sliding(CREDITS, zoho.edition.credits(zoho.users), DAY).unit(Unit::Credits),
        Window::concurrency("concurrency", zoho.edition.concurrency()),
        Window::concurrency("sub-concurrency", 10).bucket(HEAVY),
        Window::sliding("exports", 10, Duration::from_secs(60)).bucket(EXPORTS),
        Window::sliding("tokens", 10, Duration::from_secs(600)).scope(Scope::User).bucket(TOKEN_BUCKET),
    ]
}

/// The header appears only from half of the window on.
pub(crate) fn remaining(head: &Head) -> Option<u64> {
    head.number("x-api-credits-remaining")
}

pub(crate) fn feedback(head: &Head) -> Feedback {
    let feedback = match remaining(head) {
        Some(left) => Feedback::none().reading(Reading::of(CREDITS).remaining(left)),
        None => Feedback::none(),
    };
    if head.status.as_u16() == 429 { feedback.pause(None, THROTTLED) } else { feedback }
}

/// What a write of this many records costs.
pub(crate) fn write(request: Request, records: usize) -> Request {
    request.costs(Unit::Credits, records.div_ceil(10).max(1) as u64)
}

/// A heavy call that costs this much.
pub(crate) fn heavy(request: Request, credits: u64) -> Request {
    request.bucket(HEAVY).costs(Unit::Credits, credits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderValue, StatusCode};

    #[test]
    fn the_table_of_editions() {
        use Edition::{Enterprise, Free, Professional, Standard, Ultimate};
        // edition, users, calls at once, credits
        let rows = [
            (Free, 3, 5, 5_000),
            (Standard, 1, 10, 50_250),
            (Standard, 1_000, 10, 100_000),
            (Professional, 10, 15, 55_000),
            (Professional, 100_000, 15, 3_000_000),
            (Enterprise, 10, 20, 60_000),
            (Enterprise, 100_000, 20, 5_000_000),
            (Ultimate, 10, 25, 70_000),
            (Ultimate, 100_000, 25, 200_050_000),
        ];
        for (edition, users, concurrency, credits) in rows {
            assert_eq!(edition.plan().edition, edition);
            assert_eq!(
                (edition.concurrency(), edition.credits(users)),
                (concurrency, credits),
                "{edition:?} {users}"
            );
        }
    }

    #[test]
    fn the_header_corrects_the_credits_and_a_throttle_pauses() {
        let headers = HeaderMap::from_iter([(
            "x-api-credits-remaining".parse().unwrap(),
            HeaderValue::from_static("1234"),
        )]);
        let ok = feedback(&Head::new(StatusCode::OK, headers.clone()));
        assert_eq!((ok.readings[0].window, ok.readings[0].remaining, ok.pause), (CREDITS, Some(1234), None));
        let throttled = feedback(&Head::new(StatusCode::TOO_MANY_REQUESTS, headers));
        assert_eq!(throttled.pause.unwrap().wait, THROTTLED);
    }
}
