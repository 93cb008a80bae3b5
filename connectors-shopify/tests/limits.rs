//! The bucket of points.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::sync::Mutex;
use std::time::Duration;

use connectors_core::limits::{Kind, Unit};
use connectors_core::transport::{Reply, Seen};
use connectors_core::{Connector, ErrorKind, RetryPolicy};
use connectors_shopify::{Plan, products};
use futures_util::StreamExt;
use serde_json::{Value, json};

mod support;
use support::{client, client_of, cost, sample, shopify};

#[test]
fn the_table_of_plans() {
    for (plan, restore, size) in [
        (Plan::Standard, 100.0, 2_000),
        (Plan::Advanced, 200.0, 4_000),
        (Plan::Plus, 1_000.0, 20_000),
        (Plan::Enterprise, 2_000.0, 40_000),
    ] {
        let windows = shopify().plan(plan).limits();
        assert_eq!(windows.len(), 1);
        assert_eq!(
            (windows[0].kind, windows[0].unit, windows[0].limit),
            (Kind::Bucket { restore }, Unit::Points, size)
        );
    }
}

/// A shop's bucket as Shopify keeps it: full at first; what a call asks for must be there, and what it did not use comes back.
struct Bucket {
    size: f64,
    rate: f64,
    /// What is left, and since when.
    state: Mutex<(f64, Duration)>,
}

impl Bucket {
    fn new(size: f64, rate: f64) -> Self {
        Self { size, rate, state: Mutex::new((size, Duration::ZERO)) }
    }

    /// Takes a call: what it asks for, and what it really costs.
    fn take(&self, seen: &Seen, asked: f64, actual: f64, data: Value) -> Reply {
        let mut state = self.state.lock().unwrap();
        let now = seen.at;
        let left = (state.0 + (now - state.1).as_secs_f64() * self.rate).min(self.size);
        let granted = asked <= left;
        let left = if granted { left - actual } else { left };
        *state = (left, now);
        let status = json!({ "maximumAvailable": self.size, "currentlyAvailable": left.floor(), "restoreRate": self.rate });
        let cost = json!({ "requestedQueryCost": asked, "actualQueryCost": granted.then_some(actual), "throttleStatus": status });
        if granted {
            Reply::json(200, &json!({ "data": data, "extensions": { "cost": cost } }))
        } else {
            let error = json!({ "message": "Throttled", "extensions": { "code": "THROTTLED" } });
            Reply::json(200, &json!({ "errors": [error], "extensions": { "cost": cost } }))
        }
    }
}

fn page(seen: &Seen, pages: usize) -> Value {
    let next = seen.number + 1;
    let page_info = json!({ "hasNextPage": next < pages, "endCursor": next.to_string() });
    json!({ "products": { "nodes": [{ "id": "gid://shopify/Product/1", "title": "Cup" }], "pageInfo": page_info } })
}

#[tokio::test(start_paused = true)]
async fn a_long_reading_uses_nearly_all_points_and_is_never_throttled() {
    // Another size and rate than the plan's, and another cost than the estimate.
    const PAGES: usize = 200;
    let bucket = Bucket::new(1_000.0, 50.0);
    let (client, transport) = client(move |seen| bucket.take(seen, 460.0, 380.0, page(seen, PAGES)));
    let products = client.items(products::List::new()).collect().await.unwrap();
    assert_eq!(products.len(), PAGES);
    assert_eq!(client.stats().throttled, 0);
    // What had to be had: all but what the bucket held, and the last page's points that came back.
    let allowed = 1_000.0 + 50.0 * transport.seen().last().unwrap().at.as_secs_f64();
    let used = 380.0 * PAGES as f64;
    assert!(used / allowed > 0.98, "{used} of {allowed} points");
}

#[tokio::test(start_paused = true)]
async fn calls_side_by_side_share_the_points_and_none_is_throttled() {
    let bucket = Bucket::new(2_000.0, 100.0);
    let (client, transport) = client(move |seen| bucket.take(seen, 300.0, 120.0, page(seen, 0)));
    let calls = (0..100).map(|_| client.call(products::List::new()).deadline(Duration::from_secs(3_600)));
    let calls: Vec<_> = calls.map(IntoFuture::into_future).collect();
    let results = futures_util::stream::iter(calls).buffer_unordered(20).collect::<Vec<_>>().await;
    assert!(results.iter().all(Result::is_ok));
    let throttled = client.stats().throttled;
    assert!(throttled <= 1, "{throttled}: only the first calls, of which nobody knew the cost");
    let allowed = 2_000.0 + 100.0 * transport.seen().last().unwrap().at.as_secs_f64();
    assert!(120.0 * 100.0 / allowed > 0.9, "of {allowed} points");
}

#[tokio::test(start_paused = true)]
async fn a_throttle_is_waited_out_for_as_long_as_the_points_need_whatever_its_status() {
    for status in [200, 429] {
        let (client, transport) = client(move |seen| match seen.number {
            0 => Reply::json(
                status,
                &json!({ "errors": [{ "message": "Throttled", "extensions": { "code": "THROTTLED" } }],
                    "extensions": { "cost": cost(700, Value::Null, 200) } }),
            ),
            _ => Reply::json(
                200,
                &json!({ "data": page(seen, 0), "extensions": { "cost": cost(700, 10, 690) } }),
            ),
        });
        client.call(products::List::new()).await.unwrap();
        let seen = transport.seen();
        let waited = (seen[1].at - seen[0].at).as_secs_f64();
        assert!((5.0..5.5).contains(&waited), "{status}: (700 - 200) / 100 s, not {waited}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_throttle_of_something_else_than_points_is_told_and_tried_again() {
    let (client, _) = client_of(shopify(), |_| {
        Reply::json(
            200,
            &json!({ "errors": [{ "message": "Throttled", "extensions": { "code": "THROTTLED" } }] }),
        )
    });
    let error =
        client.run("product.create", sample("product.create")).retry(RetryPolicy::never()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert!(error.is_retryable());
}
