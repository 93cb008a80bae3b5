//! When tokens are refreshed, and by whom.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use connectors_core::ErrorKind;
use connectors_core::auth::{Credential, Grant, Rotation, TokenSet, TokenSource, TokenSources};
use connectors_core::clock::Clock;
use connectors_core::limits::{LimitKey, Limiter, Window};
use connectors_core::transport::Reply;
use futures_util::future::join_all;
use serde_json::json;

use super::world::{HOUR, MINUTE, Odd, World, bearer};

#[tokio::test(start_paused = true)]
async fn a_thousand_calls_on_an_expired_token_make_one_refresh_per_expiry() {
    let (world, source) = World::connected(Rotation::Strict).await;
    for expiry in 1..=3 {
        world.sleep(HOUR + MINUTE).await;
        let calls = (0..1000).map(|_| {
            let source = source.clone();
            tokio::spawn(async move { bearer(&source).await })
        });
        for call in join_all(calls).await {
            assert_eq!(call.unwrap().unwrap(), format!("access-{expiry}"));
        }
        assert_eq!(world.asked(), expiry);
        assert_eq!(source.refreshes(), expiry as u64);
    }
}

#[tokio::test(start_paused = true)]
async fn each_account_refreshes_once_for_itself() {
    let world = World::new(Rotation::None);
    let accounts: Vec<_> = ["a", "b", "c"]
        .map(|name| {
            let mut config = world.config();
            config.key = connectors_core::auth::TokenKey::new("toy", name);
            TokenSource::new(config.initial(TokenSet::from_refresh_token("refresh-0".to_owned())))
        })
        .into();
    let calls = accounts.iter().flat_map(|source| (0..300).map(|_| bearer(source)));
    for call in join_all(calls).await {
        call.unwrap();
    }
    assert_eq!(world.asked(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_is_cancelled_in_mid_refresh_loses_nothing() {
    let (world, source) = World::connected(Rotation::Strict).await;
    *world.platform.delay.lock().unwrap() = Duration::from_secs(5);
    world.sleep(HOUR).await;
    let caller = tokio::spawn({
        let source = source.clone();
        async move { bearer(&source).await }
    });
    world.sleep(Duration::from_secs(1)).await;
    assert_eq!(world.asked(), 1);
    caller.abort();
    // All clients go, too.
    drop(source);
    world.sleep(Duration::from_secs(10)).await;
    let stored = world.stored().await;
    assert_eq!(secrecy::ExposeSecret::expose_secret(&stored.tokens.refresh.unwrap()), "refresh-1");
    assert_eq!(bearer(&world.source()).await.unwrap(), "access-1");
    assert_eq!(world.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_refreshed_early_while_calls_go_on_with_the_old_one() {
    let (world, source) = World::connected(Rotation::None).await;
    world.sleep(Duration::from_secs(3600 - 361)).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-0");
    world.sleep(Duration::from_secs(1)).await;
    assert_eq!(world.asked(), 0, "six minutes before the end is too early");
    world.sleep(Duration::from_secs(61)).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-0", "nobody waits for an early refresh");
    world.sleep(Duration::from_secs(1)).await;
    assert_eq!(world.asked(), 1);
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
}

#[tokio::test(start_paused = true)]
async fn a_short_token_is_refreshed_a_sixth_of_its_life_before_its_end() {
    let world = World::new(Rotation::None);
    world.save("access-0", "refresh-0", MINUTE).await;
    let source = world.source();
    world.sleep(Duration::from_secs(47)).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-0");
    world.sleep(Duration::from_secs(1)).await;
    assert_eq!(world.asked(), 0);
    world.sleep(Duration::from_secs(3)).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-0");
    world.sleep(Duration::from_secs(1)).await;
    assert_eq!(world.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_failing_refresh_with_a_still_valid_token_stops_no_call_and_is_not_tried_by_every_call() {
    let (world, source) = World::connected(Rotation::None).await;
    world.next_answers((0..1000).map(|_| Odd::Instead(Reply::status(503))));
    world.sleep(HOUR - 4 * MINUTE).await;
    for _ in 0..600 {
        assert_eq!(bearer(&source).await.unwrap(), "access-0");
        world.sleep(Duration::from_millis(100)).await;
    }
    let asked = world.asked();
    assert!((3..30).contains(&asked), "asked {asked} times in a minute");
    assert!(source.status().failure.is_some());
    // Then the old token ends, too.
    world.sleep(4 * MINUTE).await;
    let error = bearer(&source).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server);
    assert!(error.is_retryable());
    // And when the platform is back, so are we, within the pause that the error told.
    world.platform.odd.lock().unwrap().clear();
    world.sleep(Duration::from_secs(31)).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
    assert!(source.status().failure.is_none());
}

#[tokio::test(start_paused = true)]
async fn callers_who_wait_share_a_failure_and_those_who_come_at_once_are_told_when_to_return() {
    let (world, source) = World::connected(Rotation::None).await;
    world.next_answers((0..3).map(|_| Odd::Instead(Reply::not_sent())));
    world.sleep(HOUR).await;
    for outcome in join_all((0..100).map(|_| bearer(&source))).await {
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Transport);
    }
    assert_eq!(world.asked(), 3, "three attempts for all");
    let error = bearer(&source).await.unwrap_err();
    assert_eq!(world.asked(), 3);
    world.sleep(error.retry_after().unwrap()).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_hangs_ends() {
    let (world, source) = World::connected(Rotation::None).await;
    world.next_answers((0..3).map(|_| Odd::Instead(Reply::hang())));
    world.sleep(HOUR).await;
    let began = world.clock.elapsed();
    let error = bearer(&source).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.is_retryable());
    assert!(world.clock.elapsed() - began < 2 * MINUTE);
    world.sleep(Duration::from_secs(2)).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
}

#[tokio::test(start_paused = true)]
async fn a_store_that_hangs_does_not_hold_calls_for_ever() {
    let (world, source) = World::connected(Rotation::Strict).await;
    world.store.hanging.store(true, std::sync::atomic::Ordering::SeqCst);
    let error = bearer(&source).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
    assert!(world.clock.elapsed() < MINUTE);
}

#[tokio::test(start_paused = true)]
async fn a_late_401_does_not_throw_a_fresh_token_away() {
    let (world, source) = World::connected(Rotation::None).await;
    let old = source.authorize().await.unwrap().generation;
    world.sleep(HOUR).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
    assert!(source.refused(old).await.unwrap(), "there is something newer to try");
    assert_eq!(world.asked(), 1);
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
}

#[tokio::test(start_paused = true)]
async fn several_401s_of_the_same_token_make_one_refresh() {
    let (world, source) = World::connected(Rotation::None).await;
    let generation = source.authorize().await.unwrap().generation;
    for outcome in join_all((0..100).map(|_| source.refused(generation))).await {
        assert!(outcome.unwrap());
    }
    assert_eq!(world.asked(), 1);
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_refused_again_at_once_is_not_refreshed_again_at_once() {
    let (world, source) = World::connected(Rotation::None).await;
    assert!(source.refused(source.authorize().await.unwrap().generation).await.unwrap());
    assert!(!source.refused(source.authorize().await.unwrap().generation).await.unwrap());
    assert_eq!(world.asked(), 1);
    world.sleep(MINUTE).await;
    assert!(source.refused(source.authorize().await.unwrap().generation).await.unwrap());
    assert_eq!(world.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_not_used_while_its_successor_cannot_be_had() {
    let (world, source) = World::connected(Rotation::None).await;
    world.next_answers((0..3).map(|_| Odd::Instead(Reply::status(500))));
    let generation = source.authorize().await.unwrap().generation;
    assert_eq!(source.refused(generation).await.unwrap_err().kind(), ErrorKind::Server);
    assert_eq!(bearer(&source).await.unwrap_err().kind(), ErrorKind::Server);
}

#[tokio::test(start_paused = true)]
async fn a_wall_clock_that_jumps_back_does_not_keep_an_ended_token() {
    let world = World::new(Rotation::None);
    let source =
        TokenSource::new(world.config().initial(TokenSet::from_refresh_token("refresh-0".to_owned())));
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
    world.clock.jump(TimeDelta::hours(-5));
    world.sleep(HOUR - 7 * MINUTE).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
    assert_eq!(world.asked(), 1);
    world.sleep(7 * MINUTE).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-2");
}

#[tokio::test(start_paused = true)]
async fn a_wall_clock_that_jumps_forward_costs_one_refresh() {
    let (world, source) = World::connected(Rotation::None).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-0");
    world.clock.jump(TimeDelta::days(2));
    for _ in 0..10 {
        assert_eq!(bearer(&source).await.unwrap(), "access-1");
    }
    world.clock.jump(TimeDelta::days(-2));
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
    assert_eq!(world.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn stored_tokens_are_not_trusted_for_longer_than_they_were_given_for() {
    let (world, source) = World::connected(Rotation::None).await;
    // The machine that reads them has a clock that is a day slow.
    world.clock.jump(TimeDelta::days(-1));
    assert_eq!(bearer(&source).await.unwrap(), "access-0");
    world.sleep(HOUR).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
}

#[tokio::test(start_paused = true)]
async fn a_token_that_never_ends_is_not_refreshed() {
    let world = World::new(Rotation::None);
    let source =
        TokenSource::new(world.config().initial(TokenSet::new("access-x".to_owned(), world.clock.now())));
    world.sleep(1000 * HOUR).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-x");
    assert_eq!(world.asked(), 0);
    let error = source.refused(1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConsentNeeded);
}

#[tokio::test(start_paused = true)]
async fn tokens_of_the_application_itself_are_obtained_anew_with_the_same_care() {
    let world = World::new(Rotation::Strict);
    let grant = Grant::ClientCredentials { scopes: vec!["a".into(), "b".into()] };
    let source = TokenSource::new(world.config().grant(grant.clone()));
    for outcome in join_all((0..100).map(|_| bearer(&source))).await {
        assert_eq!(outcome.unwrap(), "access-1");
    }
    world.sleep(HOUR).await;
    // A lost answer loses nothing here, whatever refresh tokens do on this platform.
    world.next_answers([Odd::Lost(Reply::cut())]);
    assert_eq!(bearer(&source).await.unwrap(), "access-3");
    let asked = world.transport.seen();
    assert_eq!(asked.len(), 3);
    let form = super::world::form(&asked[0]);
    assert_eq!((form["grant_type"].as_str(), form["scope"].as_str()), ("client_credentials", "a b"));
    // Another process finds the token in the store.
    let other = TokenSource::new(world.config().grant(grant));
    assert_eq!(bearer(&other).await.unwrap(), "access-3");
    assert_eq!(world.asked(), 3);
}

#[tokio::test(start_paused = true)]
async fn an_application_that_is_refused_leaves_the_token_endpoint_alone_for_a_while() {
    let world = World::new(Rotation::None);
    let grant = Grant::ClientCredentials { scopes: Vec::new() };
    let source = TokenSource::new(world.config().grant(grant));
    world.next_answers((0..9).map(|_| Odd::Instead(Reply::json(401, &json!({"error": "invalid_client"})))));
    for _ in 0..100 {
        let error = bearer(&source).await.unwrap_err();
        assert_eq!((error.kind(), error.vendor_code()), (ErrorKind::Config, Some("invalid_client")));
        assert!(!error.is_retryable());
    }
    assert_eq!(world.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn clients_of_one_connection_share_the_refresh_and_a_source_goes_with_its_last_client() {
    let world = World::new(Rotation::Strict);
    world.save("access-0", "refresh-0", HOUR).await;
    world.sleep(HOUR).await;
    let sources = TokenSources::new();
    let clients: Vec<_> = (0..50).map(|_| sources.open(world.config()).unwrap()).collect();
    for outcome in join_all(clients.iter().map(bearer)).await {
        assert_eq!(outcome.unwrap(), "access-1");
    }
    assert_eq!(world.asked(), 1);
    assert!(sources.get(&World::key()).is_some());
    drop(clients);
    tokio::task::yield_now().await;
    assert!(sources.get(&World::key()).is_none());
}

#[tokio::test(start_paused = true)]
async fn one_connection_cannot_belong_to_two_applications() {
    let world = World::new(Rotation::None);
    let sources = TokenSources::new();
    let _first = sources.open(world.config()).unwrap();
    let mut other = world.config();
    other.app = connectors_core::auth::OAuthApp::new("other");
    assert_eq!(sources.open(other).unwrap_err().kind(), ErrorKind::Config);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_token_that_is_replaced_by_use_cannot_be_given_to_two_connections() {
    let open = |sources: &TokenSources, world: &World, name: &str| {
        let mut config = world.config().initial(TokenSet::from_refresh_token("refresh-0".to_owned()));
        config.key = connectors_core::auth::TokenKey::new("toy", name);
        sources.open(config)
    };
    let (rotating, sources) = (World::new(Rotation::Strict), TokenSources::new());
    let first = open(&sources, &rotating, "one").unwrap();
    let error = open(&sources, &rotating, "two").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("toy/one"), "{error}");
    assert!(!format!("{error:?}").contains("refresh-0"));
    open(&sources, &rotating, "one").unwrap();
    drop(first);
    open(&sources, &rotating, "two").unwrap();

    let (lasting, sources) = (World::new(Rotation::None), TokenSources::new());
    let _one = open(&sources, &lasting, "one").unwrap();
    open(&sources, &lasting, "two").unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_token_endpoint_has_limits_of_its_own_that_accounts_share() {
    let world = World::new(Rotation::None);
    let limiter = Limiter::in_memory(Arc::new(world.clock.clone()));
    let window = Arc::new(Window::sliding("token", 5, MINUTE));
    let sources: Vec<_> = (0..12)
        .map(|n| {
            let mut config = world.config();
            config.key = connectors_core::auth::TokenKey::new("toy", &n.to_string());
            let limits = vec![(LimitKey::new("toy", "client-id", "token", None), Arc::clone(&window))];
            let config = config.initial(TokenSet::from_refresh_token("refresh-0".to_owned()));
            TokenSource::new(config.limits(limiter.clone(), limits))
        })
        .collect();
    for (n, outcome) in join_all(sources.iter().map(bearer)).await.into_iter().enumerate() {
        // Ten come within a minute of waiting; the others are told to return.
        if let Err(error) = outcome {
            assert_eq!(error.kind(), ErrorKind::RateLimited, "{n}: {error}");
            assert!(error.is_retryable());
        }
    }
    let times: Vec<_> = world.transport.seen().iter().map(|seen| seen.at).collect();
    assert!(times.len() >= 5);
    for window in times.windows(6) {
        assert!(window[5] - window[0] >= MINUTE, "{window:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_throttled_token_endpoint_is_left_alone_for_as_long_as_it_says() {
    let (world, source) = World::connected(Rotation::None).await;
    world.next_answers([Odd::Instead(Reply::json(429, &json!({})).header("retry-after", "90"))]);
    world.sleep(HOUR).await;
    let error = bearer(&source).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    for _ in 0..89 {
        world.sleep(Duration::from_secs(1)).await;
        let error = bearer(&source).await.unwrap_err();
        assert!(error.retry_after().unwrap() <= Duration::from_secs(90));
    }
    assert_eq!(world.asked(), 1);
    world.sleep(Duration::from_secs(2)).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
}

#[tokio::test(start_paused = true)]
async fn an_application_whose_own_grant_is_gone_does_not_ask_every_few_seconds() {
    let world = World::new(Rotation::None);
    let source = TokenSource::new(world.config().grant(Grant::ClientCredentials { scopes: Vec::new() }));
    world.next_answers((0..99).map(|_| Odd::Instead(Reply::json(400, &json!({"error": "invalid_grant"})))));
    for _ in 0..60 {
        assert_eq!(bearer(&source).await.unwrap_err().kind(), ErrorKind::ConsentNeeded);
        world.sleep(Duration::from_secs(10)).await;
    }
    assert_eq!(world.asked(), 2);
    world.platform.odd.lock().unwrap().clear();
    world.sleep(5 * MINUTE).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
}

#[tokio::test(start_paused = true)]
async fn a_store_that_panics_does_not_shut_the_account_out_for_ever() {
    let (world, source) = World::connected(Rotation::None).await;
    world.store.panicking.store(true, std::sync::atomic::Ordering::SeqCst);
    let error = bearer(&source).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
    assert!(error.is_retryable());
    world.store.panicking.store(false, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(bearer(&source).await.unwrap(), "access-0");
}

#[tokio::test(start_paused = true)]
async fn another_accounts_refresh_token_is_not_taken_for_a_connection_in_use() {
    let world = World::new(Rotation::None);
    let open = |sources: &TokenSources, refresh: &str| {
        sources.open(world.config().initial(TokenSet::from_refresh_token(refresh.to_owned())))
    };
    // Nobody gave the accounts names, so both are the default one.
    let sources = TokenSources::new();
    let ada = open(&sources, "refresh-0").unwrap();
    for _ in 0..2 {
        let error = open(&sources, "refresh-of-grace").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("toy/first"), "{error}");
        assert!(!format!("{error:?}").contains("refresh-of-grace"));
        open(&sources, "refresh-0").unwrap();
        assert_eq!(bearer(&ada).await.unwrap(), "access-1");
    }
}

#[tokio::test(start_paused = true)]
async fn a_restart_of_one_client_with_the_configuration_of_old_is_no_other_account() {
    let world = World::new(Rotation::Strict);
    let sources = TokenSources::new();
    let config = || world.config().initial(TokenSet::from_refresh_token("refresh-0".to_owned()));
    let first = sources.open(config()).unwrap();
    assert_eq!(bearer(&first).await.unwrap(), "access-1");
    world.sleep(HOUR).await;
    assert_eq!(bearer(&first).await.unwrap(), "access-2");
    assert_eq!(bearer(&sources.open(config()).unwrap()).await.unwrap(), "access-2");
}

#[tokio::test(start_paused = true)]
async fn refreshes_of_sources_that_went_are_still_counted() {
    let world = World::new(Rotation::Strict);
    world.save("access-0", "refresh-0", HOUR).await;
    world.sleep(HOUR).await;
    let sources = TokenSources::new();
    let source = sources.open(world.config()).unwrap();
    bearer(&source).await.unwrap();
    assert_eq!(sources.refreshes(), 1);
    drop(source);
    tokio::task::yield_now().await;
    assert_eq!(sources.refreshes(), 1);
    world.sleep(HOUR).await;
    bearer(&sources.open(world.config()).unwrap()).await.unwrap();
    assert_eq!(sources.refreshes(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_wants_to_be_left_alone_for_ever_breaks_nothing() {
    let (world, source) = World::connected(Rotation::None).await;
    world.sleep(HOUR).await;
    world.next_answers([Odd::Instead(Reply::status(429).header("retry-after", "18446744073709549568"))]);
    for _ in 0..2 {
        let error = bearer(&source).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::RateLimited);
        assert!(error.retry_after().unwrap() > HOUR);
    }
    assert_eq!(world.asked(), 1);
}
