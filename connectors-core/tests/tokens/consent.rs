//! A consent that is gone.

use std::sync::atomic::Ordering;
use std::time::Duration;

use connectors_core::ErrorKind;
use connectors_core::auth::{Credential, OAuth, Rotation, TokenSet, TokenSource, TokenSources};
use connectors_core::transport::Reply;
use serde_json::json;

use super::world::{HOUR, MINUTE, Odd, World, bearer};

/// A connection whose consent was revoked.
async fn revoked(rotation: Rotation) -> (World, TokenSource) {
    let (world, source) = World::connected(rotation).await;
    world.platform.consent("another");
    world.sleep(HOUR).await;
    (world, source)
}

#[tokio::test(start_paused = true)]
async fn invalid_grant_is_not_tried_again_until_new_consent() {
    let (world, source) = revoked(Rotation::None).await;
    for _ in 0..1000 {
        let error = bearer(&source).await.unwrap_err();
        assert_eq!((error.kind(), error.vendor_code()), (ErrorKind::ConsentNeeded, Some("invalid_grant")));
        assert!(!error.is_retryable());
        assert!(error.message().contains("connect the account again"), "{error}");
        world.sleep(MINUTE).await;
    }
    assert_eq!(world.asked(), 1);
    // A person connects the account again, in whatever process.
    world.save("access-new", "refresh-new", HOUR).await;
    world.sleep(Duration::from_secs(5)).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-new");
    assert!(world.stored().await.lost.is_none());
    assert_eq!(world.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_lost_consent_is_remembered_over_restarts_and_by_all_clients() {
    let (world, source) = revoked(Rotation::Grace(30 * MINUTE)).await;
    bearer(&source).await.unwrap_err();
    assert_eq!(world.stored().await.lost.unwrap().code, "invalid_grant");
    drop(source);
    let initial = TokenSet::from_refresh_token("refresh-0".to_owned());
    for _ in 0..10 {
        // Every restart offers the refresh token of its configuration: the one that is dead.
        let restarted = TokenSource::new(world.config().initial(initial.clone()));
        assert_eq!(bearer(&restarted).await.unwrap_err().kind(), ErrorKind::ConsentNeeded);
    }
    assert_eq!(world.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_token_of_another_consent_in_the_configuration_is_new_consent() {
    let (world, source) = revoked(Rotation::Strict).await;
    bearer(&source).await.unwrap_err();
    world.platform.consent("refresh-new");
    let initial = TokenSet::from_refresh_token("refresh-new".to_owned());
    let restarted = TokenSource::new(world.config().initial(initial));
    assert_eq!(bearer(&restarted).await.unwrap(), "access-1");
    assert!(world.stored().await.lost.is_none());
}

#[tokio::test(start_paused = true)]
async fn the_consent_that_a_rotated_chain_began_with_is_not_taken_for_a_new_one() {
    let world = World::new(Rotation::Strict);
    let initial = TokenSet::from_refresh_token("refresh-0".to_owned());
    let first = TokenSource::new(world.config().initial(initial.clone()));
    assert_eq!(bearer(&first).await.unwrap(), "access-1");
    world.sleep(HOUR).await;
    assert_eq!(bearer(&first).await.unwrap(), "access-2");
    world.platform.consent("another");
    world.sleep(HOUR).await;
    bearer(&first).await.unwrap_err();
    let asked = world.asked();
    let restarted = TokenSource::new(world.config().initial(initial));
    assert_eq!(bearer(&restarted).await.unwrap_err().kind(), ErrorKind::ConsentNeeded);
    assert_eq!(world.asked(), asked);
}

#[tokio::test(start_paused = true)]
async fn new_consent_saved_in_this_process_counts_at_once() {
    let world = World::new(Rotation::None);
    let sources = TokenSources::new();
    world.save("access-0", "refresh-dead", HOUR).await;
    world.sleep(HOUR).await;
    let source = sources.open(world.config()).unwrap();
    bearer(&source).await.unwrap_err();
    let tokens = TokenSet::from_refresh_token("refresh-0".to_owned());
    sources.save(&world.store.inner, &World::key(), tokens).await.unwrap();
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
}

#[tokio::test(start_paused = true)]
async fn a_client_made_with_new_tokens_revives_the_source_that_others_use() {
    let world = World::new(Rotation::None);
    let sources = TokenSources::new();
    world.save("access-0", "refresh-dead", HOUR).await;
    world.sleep(HOUR).await;
    let source = sources.open(world.config()).unwrap();
    bearer(&source).await.unwrap_err();
    let config = world.config().initial(TokenSet::from_refresh_token("refresh-0".to_owned()));
    let client = sources.open(config).unwrap();
    assert_eq!(bearer(&client).await.unwrap(), "access-1");
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
}

#[tokio::test(start_paused = true)]
async fn a_consent_lost_early_lets_the_old_token_live_to_its_end() {
    let (world, source) = World::connected(Rotation::None).await;
    world.platform.consent("another");
    world.sleep(HOUR - 4 * MINUTE).await;
    for _ in 0..200 {
        assert_eq!(bearer(&source).await.unwrap(), "access-0");
        world.sleep(Duration::from_secs(1)).await;
    }
    world.sleep(MINUTE).await;
    assert_eq!(bearer(&source).await.unwrap_err().kind(), ErrorKind::ConsentNeeded);
    assert_eq!(world.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_of_a_lost_consent_says_so() {
    let (world, source) = World::connected(Rotation::None).await;
    world.platform.consent("another");
    let generation = source.authorize().await.unwrap().generation;
    assert_eq!(source.refused(generation).await.unwrap_err().kind(), ErrorKind::ConsentNeeded);
    assert_eq!(world.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_account_that_was_never_connected_says_so() {
    let world = World::new(Rotation::None);
    let error = bearer(&world.source()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConsentNeeded);
    assert!(error.message().contains("toy/first"), "{error}");
    assert_eq!(world.asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_platform_can_have_its_own_code_for_it() {
    let mut oauth = OAuth::new(&["authorize"], &["token"]);
    oauth.lost_codes = &["invalid_code"];
    let world = World::with(oauth);
    world.save("access-0", "refresh-0", HOUR).await;
    world.sleep(HOUR).await;
    let source = world.source();
    world.next_answers((0..9).map(|_| Odd::Instead(Reply::json(200, &json!({"error": "invalid_code"})))));
    for _ in 0..10 {
        assert_eq!(bearer(&source).await.unwrap_err().kind(), ErrorKind::ConsentNeeded);
        world.sleep(MINUTE).await;
    }
    assert_eq!(world.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_store_that_cannot_take_the_mark_does_not_start_a_storm() {
    let (world, source) = revoked(Rotation::None).await;
    world.store.failing_saves.store(u32::MAX, Ordering::SeqCst);
    for _ in 0..100 {
        assert_eq!(bearer(&source).await.unwrap_err().kind(), ErrorKind::ConsentNeeded);
        world.sleep(MINUTE).await;
    }
    assert_eq!(world.asked(), 1);
}
