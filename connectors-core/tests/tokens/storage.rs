//! A store that fails between the platform's answer and the next refresh.

use std::sync::atomic::Ordering;
use std::time::Duration;

use connectors_core::ErrorKind;
use connectors_core::auth::{Rotation, TokenSet, TokenSource, TokenStore};
use connectors_core::clock::Clock;
use secrecy::ExposeSecret;

use super::world::{HOUR, MINUTE, World, bearer};

async fn stored_refresh(world: &World) -> String {
    world.stored().await.tokens.refresh.unwrap().expose_secret().to_owned()
}

#[tokio::test(start_paused = true)]
async fn new_tokens_are_saved_before_they_are_used() {
    let (world, source) = World::connected(Rotation::Strict).await;
    world.sleep(HOUR).await;
    *world.store.slow.lock().unwrap() = Duration::from_secs(1);
    let call = tokio::spawn({
        let source = source.clone();
        async move { bearer(&source).await }
    });
    // Two looks, an answer, and half of the saving.
    world.sleep(Duration::from_millis(2600)).await;
    assert_eq!(world.asked(), 1);
    assert!(!call.is_finished());
    assert_eq!(call.await.unwrap().unwrap(), "access-1");
    assert_eq!(stored_refresh(&world).await, "refresh-1");
}

#[tokio::test(start_paused = true)]
async fn saving_is_tried_again_before_the_tokens_are_used() {
    let (world, source) = World::connected(Rotation::Strict).await;
    world.sleep(HOUR).await;
    world.store.failing_saves.store(3, Ordering::SeqCst);
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
    assert_eq!(stored_refresh(&world).await, "refresh-1");
    assert!(source.status().unsaved.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_store_that_fails_between_refresh_and_save_loses_no_rotated_token_silently() {
    let (world, source) = World::connected(Rotation::Strict).await;
    world.sleep(HOUR).await;
    world.store.failing_saves.store(u32::MAX, Ordering::SeqCst);
    assert_eq!(bearer(&source).await.unwrap(), "access-1", "calls go on");
    let unsaved = source.status().unsaved.unwrap();
    assert_eq!(unsaved.kind(), ErrorKind::Storage);
    assert_eq!(source.flush().await.unwrap_err().kind(), ErrorKind::Storage);
    assert_eq!(stored_refresh(&world).await, "refresh-0");
    // Saving goes on in the background, though no client is left, until the store is back.
    drop(source);
    world.sleep(10 * MINUTE).await;
    world.store.failing_saves.store(0, Ordering::SeqCst);
    world.sleep(2 * MINUTE).await;
    assert_eq!(stored_refresh(&world).await, "refresh-1");
    assert_eq!(bearer(&world.source()).await.unwrap(), "access-1");
    assert_eq!(world.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn tokens_that_could_not_be_saved_can_be_flushed_before_the_end() {
    let (world, source) = World::connected(Rotation::Strict).await;
    world.sleep(HOUR).await;
    world.store.failing_saves.store(4, Ordering::SeqCst);
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
    assert!(source.status().unsaved.is_some());
    source.flush().await.unwrap();
    assert!(source.status().unsaved.is_none());
    assert_eq!(stored_refresh(&world).await, "refresh-1");
}

#[tokio::test(start_paused = true)]
async fn with_a_store_that_stays_away_the_tokens_in_memory_are_refreshed_further() {
    let (world, source) = World::connected(Rotation::Strict).await;
    world.sleep(HOUR).await;
    world.store.failing_saves.store(u32::MAX, Ordering::SeqCst);
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
    world.store.failing_loads.store(true, Ordering::SeqCst);
    world.sleep(HOUR).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-2");
    world.store.failing_loads.store(false, Ordering::SeqCst);
    world.store.failing_saves.store(0, Ordering::SeqCst);
    world.sleep(2 * MINUTE).await;
    assert_eq!(stored_refresh(&world).await, "refresh-2");
}

#[tokio::test(start_paused = true)]
async fn no_refresh_token_is_spent_while_the_store_cannot_be_read() {
    let (world, source) = World::connected(Rotation::Strict).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-0");
    world.sleep(HOUR).await;
    world.store.failing_loads.store(true, Ordering::SeqCst);
    let error = bearer(&source).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
    assert!(error.is_retryable());
    assert_eq!(world.asked(), 0);
    world.store.failing_loads.store(false, Ordering::SeqCst);
    world.sleep(MINUTE).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
}

#[tokio::test(start_paused = true)]
async fn where_refresh_tokens_stay_a_store_that_cannot_be_read_stops_nothing() {
    let (world, source) = World::connected(Rotation::None).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-0");
    world.sleep(HOUR).await;
    world.store.failing_loads.store(true, Ordering::SeqCst);
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
}

#[tokio::test(start_paused = true)]
async fn a_save_that_was_done_though_the_store_says_no_is_recognised() {
    let (world, source) = World::connected(Rotation::Strict).await;
    world.sleep(HOUR).await;
    world.store.lying_saves.store(1, Ordering::SeqCst);
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
    assert!(source.status().unsaved.is_none());
    world.sleep(HOUR).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-2");
    assert_eq!(stored_refresh(&world).await, "refresh-2");
}

#[tokio::test(start_paused = true)]
async fn the_store_wins_over_initial_tokens() {
    let world = World::new(Rotation::Strict);
    let initial = TokenSet::from_refresh_token("refresh-0".to_owned());
    let first = TokenSource::new(world.config().initial(initial.clone()));
    assert_eq!(bearer(&first).await.unwrap(), "access-1");
    world.sleep(HOUR).await;
    // A restart with the same configuration, whose refresh token is spent by now.
    let second = TokenSource::new(world.config().initial(initial));
    assert_eq!(bearer(&second).await.unwrap(), "access-2");
    assert_eq!(stored_refresh(&world).await, "refresh-2");
}

#[tokio::test(start_paused = true)]
async fn initial_tokens_are_saved_before_they_are_refreshed() {
    let world = World::new(Rotation::Strict);
    world.store.failing_saves.store(1, Ordering::SeqCst);
    let initial = TokenSet::from_refresh_token("refresh-0".to_owned());
    let source = TokenSource::new(world.config().initial(initial));
    assert_eq!(bearer(&source).await.unwrap_err().kind(), ErrorKind::Storage);
    assert_eq!(world.asked(), 0);
    world.sleep(MINUTE).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
}

#[tokio::test(start_paused = true)]
async fn replacing_overrides_the_store_and_is_used_at_once() {
    let (world, source) = World::connected(Rotation::Strict).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-0");
    world.platform.consent("refresh-new");
    source.replace(TokenSet::from_refresh_token("refresh-new".to_owned())).await.unwrap();
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
    assert_eq!(stored_refresh(&world).await, "refresh-1");
}

#[tokio::test(start_paused = true)]
async fn disconnecting_revokes_and_forgets() {
    let (world, source) = World::connected(Rotation::None).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-0");
    world.next_answers([super::world::Odd::Instead(connectors_core::transport::Reply::status(200))]);
    source.disconnect().await.unwrap();
    let seen = world.transport.seen();
    assert_eq!(seen[0].path(), "/oauth/revoke");
    assert_eq!(super::world::form(&seen[0])["token"], "refresh-0");
    assert!(world.store.inner.load(&World::key()).await.unwrap().is_none());
    assert_eq!(bearer(&source).await.unwrap_err().kind(), ErrorKind::ConsentNeeded);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_was_ended_does_not_come_back_from_the_tokens_that_it_began_with() {
    let world = World::new(Rotation::None);
    let initial = TokenSet::from_refresh_token("refresh-0".to_owned());
    let source = TokenSource::new(world.config().initial(initial));
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
    world.next_answers([super::world::Odd::Instead(connectors_core::transport::Reply::status(200))]);
    source.disconnect().await.unwrap();
    let asked = world.asked();
    assert_eq!(bearer(&source).await.unwrap_err().kind(), ErrorKind::ConsentNeeded);
    assert_eq!(world.asked(), asked);
    assert!(world.store.inner.load(&World::key()).await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_consent_that_another_process_lost_over_our_unsaved_tokens_is_not_lost() {
    let (world, source) = World::connected(Rotation::Strict).await;
    world.sleep(HOUR).await;
    world.store.failing_saves.store(u32::MAX, Ordering::SeqCst);
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
    // Another process asks with the refresh token that we have used up, and marks what it is told.
    let version = world.stored().await.version;
    let lost = connectors_core::auth::ConsentLost::new(world.clock.now(), "invalid_grant", "gone");
    world.store.inner.mark_lost(&World::key(), version, &lost).await.unwrap();
    world.sleep(HOUR).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-2");
    world.store.failing_saves.store(0, Ordering::SeqCst);
    source.flush().await.unwrap();
    assert!(world.stored().await.lost.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_consent_that_is_lost_over_our_unsaved_tokens_is_not_asked_for_again_and_again() {
    let (world, source) = World::connected(Rotation::Strict).await;
    world.sleep(HOUR).await;
    world.store.failing_saves.store(u32::MAX, Ordering::SeqCst);
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
    world.platform.consent("another");
    world.sleep(HOUR).await;
    for _ in 0..100 {
        assert_eq!(bearer(&source).await.unwrap_err().kind(), ErrorKind::ConsentNeeded);
        world.sleep(MINUTE).await;
    }
    assert_eq!(world.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn ending_a_connection_revokes_the_refresh_token_that_could_not_be_saved_and_not_its_forerunner() {
    let (world, source) = World::connected(Rotation::Strict).await;
    world.sleep(HOUR).await;
    world.store.failing_saves.store(4, Ordering::SeqCst);
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
    assert_eq!(stored_refresh(&world).await, "refresh-0");
    world.next_answers([super::world::Odd::Instead(connectors_core::transport::Reply::status(200))]);
    source.disconnect().await.unwrap();
    let seen = world.transport.seen();
    assert_eq!(super::world::form(seen.last().unwrap())["token"], "refresh-1");
}
