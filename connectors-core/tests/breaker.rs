//! Half-open: the one call that tries the host again.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use connectors_core::clock;
use connectors_core::limits::Window;
use connectors_core::transport::Reply;
use connectors_core::{Client, ErrorKind};
use support::{Rig, Toy, create, get, secs, thing};

/// A client whose host has failed ten times, and been left alone for as long as it takes.
async fn half_open(rig: &Rig, toy: Toy) -> Client<Toy> {
    let client = rig.client_of(toy);
    for _ in 0..10 {
        client.call(create("a")).await.unwrap_err();
    }
    rig.sleep(31).await;
    client
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_is_cancelled_leaves_the_next_one_to_another_call() {
    let rig = Rig::new(|seen| match seen.number {
        0..10 => Reply::status(500),
        10 => Reply::hang(),
        _ => thing("1"),
    });
    let client = half_open(&rig, Toy::new()).await;
    let cancelled = clock::timeout(&*rig.clock, secs(1), client.call(get("1")).with_meta()).await;
    assert!(cancelled.is_none());
    client.call(get("1")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_gets_no_permit_leaves_the_next_one_to_another_call() {
    let rig = Rig::new(|seen| if seen.number < 10 { Reply::status(500) } else { thing("1") });
    let client = half_open(&rig, Toy::new().windows([Window::sliding("calls", 10, secs(40))])).await;
    let error = client.call(get("1")).deadline(secs(1)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    client.call(get("1")).deadline(secs(20)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_too_large_closes_the_breaker_too() {
    let rig = Rig::new(|seen| match seen.number {
        0..10 => Reply::status(500),
        10 => Reply::status(200).body(vec![b' '; 2_000]),
        _ => thing("1"),
    });
    let client = rig.builder(Toy::new()).max_body(1_000).connect().unwrap();
    for _ in 0..10 {
        client.call(create("a")).await.unwrap_err();
    }
    rig.sleep(31).await;
    assert_eq!(client.call(get("1")).await.unwrap_err().kind(), ErrorKind::Decode);
    client.call(get("1")).await.unwrap();
}
