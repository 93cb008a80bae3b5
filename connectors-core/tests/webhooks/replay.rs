//! The replay guard in memory.

use std::sync::Arc;
use std::time::Duration;

use connectors_core::ErrorKind;
use connectors_core::clock::TestClock;
use connectors_core::webhooks::{Claim, MemoryReplayGuard, ReplayGuard, Ticket};

const LEASE: Duration = Duration::from_secs(60);

fn guard() -> MemoryReplayGuard {
    MemoryReplayGuard::new(Arc::new(TestClock::at("2025-11-01T12:00:00Z".parse().unwrap())))
}

async fn claim(guard: &MemoryReplayGuard, key: &str) -> Claim {
    guard.claim(key, LEASE).await.unwrap()
}

async fn won(guard: &MemoryReplayGuard, key: &str) -> Ticket {
    match claim(guard, key).await {
        Claim::New(ticket) => ticket,
        other => panic!("{key}: {other:?}"),
    }
}

async fn pass(seconds: u64) {
    tokio::time::advance(Duration::from_secs(seconds)).await;
}

#[tokio::test(start_paused = true)]
async fn a_delivery_is_claimed_once_and_done_when_it_is_confirmed() {
    let guard = guard();
    let ticket = won(&guard, "a").await;
    pass(20).await;
    assert_eq!(claim(&guard, "a").await, Claim::InProgress { retry_in: Duration::from_secs(40) });
    won(&guard, "b").await;
    guard.confirm(&ticket).await.unwrap();
    guard.confirm(&ticket).await.unwrap();
    assert_eq!(claim(&guard, "a").await, Claim::Done);
    guard.release(&ticket).await.unwrap();
    assert_eq!(claim(&guard, "a").await, Claim::Done);
}

#[tokio::test(start_paused = true)]
async fn a_crash_between_claim_and_confirm_loses_nothing() {
    let guard = guard();
    drop(won(&guard, "a").await);
    pass(59).await;
    assert!(matches!(claim(&guard, "a").await, Claim::InProgress { .. }));
    pass(1).await;
    won(&guard, "a").await;
}

#[tokio::test(start_paused = true)]
async fn released_work_can_be_claimed_at_once() {
    let guard = guard();
    let ticket = won(&guard, "a").await;
    guard.release(&ticket).await.unwrap();
    won(&guard, "a").await;
}

#[tokio::test(start_paused = true)]
async fn a_late_release_does_not_free_what_somebody_else_holds_but_a_late_confirm_counts() {
    let guard = guard();
    let late = won(&guard, "a").await;
    pass(60).await;
    let second = won(&guard, "a").await;
    guard.release(&late).await.unwrap();
    assert!(matches!(claim(&guard, "a").await, Claim::InProgress { .. }));
    guard.confirm(&late).await.unwrap();
    assert_eq!(claim(&guard, "a").await, Claim::Done);
    guard.confirm(&second).await.unwrap();
    guard.release(&second).await.unwrap();
    assert_eq!(claim(&guard, "a").await, Claim::Done);

    let alone = won(&guard, "b").await;
    pass(3600).await;
    guard.confirm(&alone).await.unwrap();
    assert_eq!(claim(&guard, "b").await, Claim::Done);
}

#[tokio::test(start_paused = true)]
async fn what_is_done_is_forgotten_after_its_time() {
    let guard = guard().remember(Duration::from_secs(100));
    guard.confirm(&won(&guard, "a").await).await.unwrap();
    pass(50).await;
    guard.confirm(&won(&guard, "b").await).await.unwrap();
    pass(49).await;
    assert_eq!(claim(&guard, "a").await, Claim::Done);
    pass(1).await;
    won(&guard, "a").await;
    assert_eq!(claim(&guard, "b").await, Claim::Done);
}

#[tokio::test(start_paused = true)]
async fn a_full_guard_forgets_the_oldest_that_is_done_and_never_a_claim() {
    let guard = guard().capacity(3);
    for key in ["a", "b"] {
        guard.confirm(&won(&guard, key).await).await.unwrap();
    }
    let held = won(&guard, "c").await;
    won(&guard, "d").await;
    assert_eq!(claim(&guard, "b").await, Claim::Done);
    won(&guard, "e").await;
    let error = guard.claim("f", LEASE).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.is_retryable(), error.retry_after()),
        (ErrorKind::Storage, true, Some(LEASE))
    );
    assert!(matches!(claim(&guard, "c").await, Claim::InProgress { .. }));
    guard.confirm(&held).await.unwrap();
    won(&guard, "f").await;
    pass(60).await;
    for key in ["g", "h", "i"] {
        won(&guard, key).await;
    }
}

#[tokio::test(start_paused = true)]
async fn of_many_claims_at_once_one_is_new() {
    let guard = guard();
    let claims = (0..100).map(|_| {
        let guard = guard.clone();
        tokio::spawn(async move { claim(&guard, "a").await })
    });
    let claims = futures_util::future::join_all(claims).await;
    let new = claims.into_iter().filter(|claim| matches!(claim, Ok(Claim::New(_)))).count();
    assert_eq!(new, 1);
}

#[tokio::test(start_paused = true)]
async fn it_stays_as_large_as_it_is_said_to_be() {
    let guard = guard().capacity(10).remember(Duration::from_secs(30));
    for number in 0..1001 {
        let ticket = won(&guard, &number.to_string()).await;
        if number % 3 == 0 {
            guard.release(&ticket).await.unwrap();
        } else {
            guard.confirm(&ticket).await.unwrap();
        }
        pass(1).await;
    }
    assert!(format!("{guard:?}").contains("claimed: 0, done: 10"), "{guard:?}");
}
