//! Clocks: scaled, jumping, and what hangs on them.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use connectors_core::auth::ApiKey;
use connectors_core::clock::{self, Clock, ScaledClock, TestClock};
use connectors_core::limits::Window;
use connectors_core::transport::{Reply, ScriptedTransport};
use connectors_core::{Client, ClientBuilder, ErrorKind, Shared};
use support::{Toy, get, secs, thing};

/// A client whose clock runs `factor` times as fast as the (paused) real time, which `real` tells.
fn scaled(factor: f64, reply: Reply, windows: impl Into<Vec<Window>>) -> (TestClock, Client<Toy>) {
    let real = TestClock::at("2026-01-01T00:00:00Z".parse().unwrap());
    let clock = Arc::new(ScaledClock::new(factor));
    // The network does not run faster.
    let transport = ScriptedTransport::new(Arc::new(real.clone()), move |_| reply.clone());
    let shared = Shared::builder().clock(clock).transport(transport).build().unwrap();
    let toy = Toy::new().windows(windows);
    let builder = ClientBuilder::with_credential(toy, ApiKey::bearer("a-token".to_owned()));
    (real, builder.shared(&shared).connect().unwrap())
}

#[tokio::test(start_paused = true)]
async fn an_hour_passes_in_a_minute() {
    let (real, fast) = (TestClock::at("2026-01-01T00:00:00Z".parse().unwrap()), ScaledClock::new(60.0));
    let began = fast.now();
    fast.sleep(secs(3_600)).await;
    let passed = real.elapsed();
    assert!(passed >= secs(60) && passed < secs(61), "{passed:?}");
    assert!(fast.elapsed() >= secs(3_600) && fast.elapsed() < secs(3_660));
    assert!((fast.now() - began).num_seconds() >= 3_600);
}

#[tokio::test(start_paused = true)]
async fn limits_of_a_minute_are_over_in_a_second_and_never_exceeded_on_the_way() {
    let (real, client) = scaled(60.0, thing("1"), [Window::sliding("minute", 1, secs(60))]);
    client.call(get("1")).await.unwrap();
    client.call(get("1")).await.unwrap();
    let passed = real.elapsed();
    // A second, and 50 ms because the way to the platform is as long as ever.
    assert!(passed >= Duration::from_millis(1_050) && passed < Duration::from_millis(1_200), "{passed:?}");
}

#[tokio::test(start_paused = true)]
async fn an_attempt_has_ten_real_seconds_however_fast_the_clock_runs() {
    let (real, client) = scaled(600.0, thing("1").after(secs(9)), []);
    client.call(get("1")).await.unwrap();
    assert_eq!(real.elapsed().as_secs(), 9);
    let (_, client) = scaled(600.0, Reply::hang(), []);
    let error = client.call(get("1")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test(start_paused = true)]
async fn a_factor_that_is_no_factor_counts_as_one_and_an_absurd_one_breaks_nothing() {
    for factor in [0.0, -3.0, f64::NAN, f64::INFINITY] {
        assert_eq!(ScaledClock::new(factor).scale(), 1.0);
    }
    for factor in [f64::MAX, f64::MIN_POSITIVE] {
        let clock = ScaledClock::new(factor);
        tokio::task::yield_now().await;
        let _ = (clock.elapsed(), clock.now());
        let nap = clock::timeout(&TestClock::at(clock.now()), secs(1), clock.sleep(secs(60))).await;
        assert_eq!(nap.is_some(), factor > 1.0);
        assert!(clock::with_real_floor(&clock, secs(1), secs(10)) >= secs(1));
        let _ = (clock.elapsed(), clock.now());
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_comes_with_the_end_of_its_time_counts() {
    let clock = TestClock::at("2026-01-01T00:00:00Z".parse().unwrap());
    assert_eq!(clock::timeout(&clock, Duration::ZERO, async { 7 }).await, Some(7));
    assert_eq!(clock::timeout(&clock, secs(1), std::future::pending::<()>()).await, None);
}

#[tokio::test(start_paused = true)]
async fn a_jump_of_wall_time_moves_neither_limits_nor_deadlines_nor_pauses() {
    let rig = support::Rig::replies([Reply::status(503), thing("1")]);
    let client = rig.client_of(Toy::new().windows([Window::sliding("calls", 1, secs(60))]));
    let clock = rig.clock.clone();
    for hours in [-48, 48] {
        clock.jump(chrono::TimeDelta::hours(hours));
        let before = clock.elapsed();
        client.call(get("1")).deadline(secs(100)).await.unwrap();
        assert!(clock.elapsed() - before < secs(70), "{:?}", clock.elapsed() - before);
    }
    assert!(clock.elapsed() > secs(120), "three calls need two windows: {:?}", clock.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_scaled_clock_can_begin_where_another_is() {
    let epoch = "2030-01-01T00:00:00Z".parse().unwrap();
    let clock = ScaledClock::at(epoch, 60.0);
    assert_eq!(clock.now(), epoch);
    clock.sleep(secs(3_600)).await;
    assert_eq!(clock.now(), epoch + secs(3_600));
}
