//! Shopify's limits, and what its answers say about them.
//!
//! Each application has a bucket of points in each shop. A call is charged at the start for all that it may give, and what it
//! did not give comes back.
//!
//! | plan | points a second | size of the bucket |
//! |---|---|---|
//! | Standard | 100 | 2,000 |
//! | Advanced | 200 | 4,000 |
//! | Plus | 1,000 | 20,000 |
//! | Enterprise | 2,000 | 40,000 |
//!
//! Source: shopify.dev, "GraphQL Admin API rate limits". The sizes are not verified; every answer tells the true ones.

use std::time::Duration;

use connectors_core::Head;
use connectors_core::limits::{Feedback, Reading, Scope, Unit, Window};
use serde::Deserialize;

use crate::config::{Plan, Shopify, VERSION};

const POINTS: &str = "points";

/// Points a second, and how many there are at most.
const PLANS: [(Plan, u32, u64); 4] = [
    (Plan::Standard, 100, 2_000),
    (Plan::Advanced, 200, 4_000),
    (Plan::Plus, 1_000, 20_000),
    (Plan::Enterprise, 2_000, 40_000),
];

pub(crate) fn windows(shopify: &Shopify) -> Vec<Window> {
    let (_, rate, size) = PLANS.into_iter().find(|(plan, ..)| *plan == shopify.plan).unwrap_or(PLANS[0]);
    vec![Window::bucket_of(POINTS, size, f64::from(rate)).unit(Unit::Points).scope(Scope::Installation)]
}

/// An answer's part about costs.
#[derive(Deserialize)]
struct Answer {
    extensions: Extensions,
}

#[derive(Deserialize)]
struct Extensions {
    cost: Cost,
}

/// Numbers come with and without a fraction.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cost {
    requested_query_cost: Option<f64>,
    actual_query_cost: Option<f64>,
    throttle_status: Option<ThrottleStatus>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ThrottleStatus {
    maximum_available: f64,
    currently_available: f64,
    restore_rate: f64,
}

impl Cost {
    fn of(body: &[u8]) -> Option<Self> {
        serde_json::from_slice::<Answer>(body).ok().map(|answer| answer.extensions.cost)
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "points are few and not below nought"
)]
fn points(number: f64) -> u64 {
    number.max(0.0) as u64
}

/// How long until a call that was throttled can be paid for: `None` if the answer does not tell.
pub(crate) fn throttled_for(body: &[u8]) -> Option<Duration> {
    let cost = Cost::of(body)?;
    let (asked, status) = (cost.requested_query_cost?, cost.throttle_status?);
    let missing = (asked - status.currently_available).max(0.0);
    Duration::try_from_secs_f64(missing / status.restore_rate).ok()
}

pub(crate) fn feedback(head: &Head, body: &[u8]) -> Feedback {
    warn_of_version(head);
    let Some(cost) = Cost::of(body) else { return Feedback::none() };
    let mut feedback = Feedback::none();
    if let Some(asked) = cost.requested_query_cost {
        feedback = feedback.asked(Unit::Points, points(asked.ceil()));
        // There is no true cost where a call was throttled: it was charged nothing.
        feedback = feedback.cost(Unit::Points, points(cost.actual_query_cost.unwrap_or(0.0).ceil()));
    }
    match cost.throttle_status {
        Some(status) => feedback.reading(
            Reading::of(POINTS)
                .remaining(points(status.currently_available))
                .limit(points(status.maximum_available))
                .restore(status.restore_rate),
        ),
        None => feedback,
    }
}

/// Says it once, not with every answer of every shop.
fn warn_of_version(head: &Head) {
    static SAID: std::sync::Once = std::sync::Once::new();
    if let Some(version) = head.header("x-shopify-api-version")
        && version != VERSION
    {
        SAID.call_once(|| {
            tracing::warn!(
                asked = VERSION,
                answered = version,
                "Shopify answers in another version of its API"
            );
        });
    }
}
