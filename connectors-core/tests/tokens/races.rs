//! Two processes, one connection.

use std::sync::atomic::Ordering;
use std::time::Duration;

use connectors_core::ErrorKind;
use connectors_core::auth::{Credential, Lock, Rotation, TokenStore};
use connectors_core::clock::Clock;
use connectors_core::transport::Reply;
use secrecy::ExposeSecret;

use super::world::{HOUR, MINUTE, Odd, World, bearer};

async fn stored_refresh(world: &World) -> String {
    world.stored().await.tokens.refresh.unwrap().expose_secret().to_owned()
}

#[tokio::test(start_paused = true)]
async fn with_a_lock_the_second_process_uses_the_token_of_the_first_and_asks_nobody() {
    let (world, one) = World::connected(Rotation::Strict).await;
    let two = world.source();
    world.sleep(HOUR).await;
    let (one, two) = tokio::join!(bearer(&one), bearer(&two));
    assert_eq!((one.unwrap(), two.unwrap()), ("access-1".to_owned(), "access-1".to_owned()));
    assert_eq!(world.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn without_a_lock_the_loser_of_the_race_uses_the_winners_token() {
    // The loser's refresh token is dead by the time it asks: it looks again before it gives up.
    let (world, one) = World::connected(Rotation::Strict).await;
    world.store.without_locks.store(true, Ordering::SeqCst);
    let two = world.source();
    *world.store.slow.lock().unwrap() = Duration::from_millis(700);
    world.sleep(HOUR).await;
    let (one, two) = tokio::join!(bearer(&one), bearer(&two));
    assert_eq!((one.unwrap(), two.unwrap()), ("access-1".to_owned(), "access-1".to_owned()));
    assert_eq!(world.asked(), 2);
    assert!(world.stored().await.lost.is_none());
    assert_eq!(stored_refresh(&world).await, "refresh-1");
}

#[tokio::test(start_paused = true)]
async fn where_both_get_a_token_both_end_up_with_the_one_that_was_saved_first() {
    let (world, one) = World::connected(Rotation::None).await;
    world.store.without_locks.store(true, Ordering::SeqCst);
    let two = world.source();
    world.sleep(HOUR).await;
    let (one, two) = tokio::join!(bearer(&one), bearer(&two));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one, two);
    assert_eq!(world.stored().await.tokens.access.expose_secret(), one);
    assert_eq!(world.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn where_a_replaced_refresh_token_may_be_used_again_the_later_answer_stays() {
    let (world, one) = World::connected(Rotation::Grace(30 * MINUTE)).await;
    world.store.without_locks.store(true, Ordering::SeqCst);
    world.sleep(HOUR).await;
    // Another process spent the same refresh token before us, but is slower: its tokens are saved between our answer
    // and our saving.
    let before = world.clock.now();
    let ours = tokio::spawn({
        let one = one.clone();
        async move { bearer(&one).await }
    });
    world.sleep(Duration::from_millis(50)).await;
    let theirs = connectors_core::auth::TokenSet::new("access-theirs".to_owned(), before)
        .lives(HOUR)
        .refresh("refresh-theirs".to_owned());
    world.store.inner.replace(&World::key(), &theirs).await.unwrap();
    assert_eq!(ours.await.unwrap().unwrap(), "access-1");
    assert_eq!(stored_refresh(&world).await, "refresh-1");
    // They find it when they need it.
    assert_eq!(bearer(&world.source()).await.unwrap(), "access-1");
}

#[tokio::test(start_paused = true)]
async fn a_new_consent_during_a_refresh_is_not_written_over() {
    let (world, one) = World::connected(Rotation::Strict).await;
    *world.platform.delay.lock().unwrap() = Duration::from_secs(3);
    world.sleep(HOUR).await;
    let refresh = tokio::spawn({
        let one = one.clone();
        async move { bearer(&one).await }
    });
    world.sleep(Duration::from_secs(1)).await;
    world.save("access-new", "refresh-new", HOUR).await;
    assert_eq!(refresh.await.unwrap().unwrap(), "access-new");
    assert_eq!(stored_refresh(&world).await, "refresh-new");
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_was_removed_during_a_refresh_does_not_come_back() {
    let (world, one) = World::connected(Rotation::None).await;
    *world.platform.delay.lock().unwrap() = Duration::from_secs(3);
    world.sleep(HOUR).await;
    let refresh = tokio::spawn({
        let one = one.clone();
        async move { bearer(&one).await }
    });
    world.sleep(Duration::from_secs(1)).await;
    world.store.forget(&World::key()).await.unwrap();
    assert_eq!(refresh.await.unwrap().unwrap_err().kind(), ErrorKind::ConsentNeeded);
    assert!(world.store.inner.load(&World::key()).await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_process_that_hangs_with_the_lock_does_not_hold_others_for_ever() {
    let (world, source) = World::connected(Rotation::Strict).await;
    world.sleep(HOUR).await;
    let Lock::Held(guard) = world.store.lock(&World::key(), MINUTE).await.unwrap() else {
        panic!("not held")
    };
    let began = world.clock.elapsed();
    let error = bearer(&source).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
    assert!(error.is_retryable());
    assert!(world.clock.elapsed() - began < 2 * MINUTE);
    assert_eq!(world.asked(), 0);
    drop(guard);
    world.sleep(Duration::from_secs(31)).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
}

#[tokio::test(start_paused = true)]
async fn a_token_that_was_refused_is_not_refreshed_when_another_process_has_a_newer_one() {
    let (world, source) = World::connected(Rotation::Strict).await;
    let generation = source.authorize().await.unwrap().generation;
    world.save("access-newer", "refresh-newer", HOUR).await;
    let asked = world.asked();
    assert!(source.refused(generation).await.unwrap());
    assert_eq!(bearer(&source).await.unwrap(), "access-newer");
    assert_eq!(world.asked(), asked);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_asked_for_again_where_that_loses_nothing() {
    let (world, source) = World::connected(Rotation::None).await;
    world.sleep(HOUR).await;
    world.next_answers([Odd::Lost(Reply::cut()), Odd::Lost(Reply::status(502))]);
    assert_eq!(bearer(&source).await.unwrap(), "access-3");
    assert_eq!(world.asked(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_asked_for_again_while_the_platform_honours_the_old_refresh_token() {
    let (world, source) = World::connected(Rotation::Grace(30 * MINUTE)).await;
    world.sleep(HOUR).await;
    world.next_answers([Odd::Lost(Reply::cut()), Odd::Lost(Reply::hang()), Odd::Lost(Reply::status(504))]);
    let error = bearer(&source).await.unwrap_err();
    assert!(error.is_retryable());
    world.sleep(error.retry_after().unwrap_or(MINUTE)).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-4");
    assert_eq!(world.asked(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_not_asked_for_again_where_the_old_refresh_token_dies_at_once() {
    let (world, source) = World::connected(Rotation::Strict).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-0");
    world.sleep(HOUR - 4 * MINUTE).await;
    world.next_answers([Odd::Lost(Reply::cut())]);
    // As long as the access token lives, nothing is sent again.
    for _ in 0..230 {
        assert_eq!(bearer(&source).await.unwrap(), "access-0");
        world.sleep(Duration::from_secs(1)).await;
    }
    assert_eq!(world.asked(), 1);
    assert!(source.status().failure.unwrap().message().contains("was lost"));
    // When it has ended there is nothing left to lose: one more try tells how it stands.
    world.sleep(MINUTE).await;
    let error = bearer(&source).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConsentNeeded);
    assert!(error.message().contains("answer to an earlier refresh was lost"), "{error}");
    assert_eq!(world.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_never_reached_the_platform_is_made_good_though_its_answer_counted_as_lost() {
    let (world, source) = World::connected(Rotation::Strict).await;
    world.sleep(HOUR).await;
    world.next_answers([Odd::Instead(Reply::cut())]);
    let error = bearer(&source).await.unwrap_err();
    assert_eq!(world.asked(), 1);
    assert!(error.message().contains("may have to be connected again"), "{error}");
    world.sleep(error.retry_after().unwrap()).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
}
