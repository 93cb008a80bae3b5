//! How many deliveries a second go through the route: verified, read, claimed, put in line, answered, confirmed; against a
//! bare axum route that checks the HMAC and drops the body.
//!
//! ```text
//! cargo run --release -p connectors-benches --bin deliveries
//! ```

#![allow(clippy::disallowed_methods, reason = "a measuring program, in real time")]

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::routing::post;
use bytes::Bytes;
use connectors_benches::deliveries;
use connectors_core::limits::Window;
use connectors_core::webhooks::{Inbound, Route};
use connectors_xero::Xero;
use futures_util::{StreamExt, stream};
use http::{HeaderMap, StatusCode};
use tokio::net::TcpListener;

/// How many are sent in a round, and how many at once.
const DELIVERIES: usize = 20_000;
const AT_ONCE: usize = 64;
const ROUNDS: usize = 5;
/// Events in each: about 1 KB.
const EVENTS: usize = 3;

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let (route, mut inbox) =
        Route::<Xero>::new(connectors_xero::webhooks::verifier(deliveries::key()), 1_000);
    // One sender sends more than any platform would.
    let route = route.rate(Window::pace("webhook", 1_000_000, std::time::Duration::from_secs(1), 1_000_000));
    tokio::spawn(async move {
        while let Some(delivery) = inbox.next().await {
            if delivery.confirm().await.is_err() {
                break;
            }
        }
    });
    let by_hand = post(|headers: HeaderMap, body: Bytes| async move {
        let good =
            headers.get(deliveries::SIGNATURE).is_some_and(|it| deliveries::is_good_by_hand(&body, it));
        if good { StatusCode::OK } else { StatusCode::UNAUTHORIZED }
    });
    let app = Router::new().route("/ours", route.into_method_router()).route("/by-hand", by_hand);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let base = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, app).await });

    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let made: Arc<[Inbound]> =
            (0..DELIVERIES).map(|at| deliveries::inbound(round * DELIVERIES + at, EVENTS)).collect();
        theirs.push(send(&format!("{base}/by-hand"), &made).await?);
        ours.push(send(&format!("{base}/ours"), &made).await?);
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!(
        "through the route {ours:.0} a second, by hand {theirs:.0}: {:.2} times the time",
        theirs / ours
    );
    Ok(())
}

/// Sends all of them, and tells how many a second were answered with 200.
async fn send(url: &str, made: &[Inbound]) -> Result<f64, Failure> {
    let http = reqwest::Client::new();
    let began = Instant::now();
    let answers = stream::iter(made).map(|inbound| {
        let signature = inbound.headers()[deliveries::SIGNATURE].clone();
        let request = http.post(url).header(deliveries::SIGNATURE, signature).body(inbound.body().clone());
        async move { Ok::<_, reqwest::Error>(request.send().await?.status()) }
    });
    let mut answers = answers.buffer_unordered(AT_ONCE);
    let mut good = 0_u32;
    while let Some(status) = answers.next().await {
        match status? {
            StatusCode::OK => good += 1,
            other => return Err(format!("{url} answered {other}").into()),
        }
    }
    Ok(f64::from(good) / began.elapsed().as_secs_f64())
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
