//! What token endpoints really answer.

use std::time::Duration;

use chrono::TimeDelta;
use connectors_core::ErrorKind;
use connectors_core::auth::{ClientAuth, Credential, OAuth, OAuthApp, TokenSource};
use connectors_core::clock::Clock;
use connectors_core::transport::Reply;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::world::{HOUR, Odd, World, bearer, form};

/// What is stored after a refresh that was answered so.
async fn after(oauth: OAuth, answer: Value) -> connectors_core::auth::TokenSet {
    let world = World::with(oauth);
    world.save("access-0", "refresh-0", HOUR).await;
    world.sleep(HOUR).await;
    world.next_answers([Odd::Instead(Reply::json(200, &answer))]);
    bearer(&world.source()).await.unwrap();
    world.stored().await.tokens
}

fn oauth() -> OAuth {
    OAuth::new(&["authorize"], &["token"])
}

fn lifetime(tokens: &connectors_core::auth::TokenSet) -> TimeDelta {
    tokens.expires_at.unwrap() - tokens.obtained_at
}

#[tokio::test(start_paused = true)]
async fn seconds_as_number_or_text_milliseconds_where_the_marker_says_so_and_the_default_where_nothing_does()
{
    let mut marked = oauth();
    marked.milliseconds_marker = Some("expires_in_sec");
    marked.lifetime = Duration::from_secs(1234);
    let table = [
        (json!({"expires_in": 1800}), 1800),
        (json!({"expires_in": "1800"}), 1800),
        (json!({"expires_in": 3_600_000, "expires_in_sec": 3600}), 3600),
        (json!({}), 1234),
        (json!({"expires_in": 0}), 1234),
        (json!({"expires_in": -5}), 1234),
        (json!({"expires_in": null}), 1234),
    ];
    for (mut answer, seconds) in table {
        answer["access_token"] = json!("x");
        let tokens = after(marked.clone(), answer.clone()).await;
        assert_eq!(lifetime(&tokens), TimeDelta::seconds(seconds), "{answer}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_answer_does_not_repeat_stays_as_it_was() {
    let mut oauth = oauth();
    oauth.facts = &["api_domain"];
    let world = World::with(oauth);
    let tokens = connectors_core::auth::TokenSet::new("a".to_owned(), world.clock.now())
        .lives(HOUR)
        .refresh("refresh-0".to_owned())
        .scopes(["one", "two"])
        .facts(connectors_core::Facts::new().with("api_domain", "https://api.example.com"));
    let source = TokenSource::new(world.config().initial(tokens));
    assert_eq!(bearer(&source).await.unwrap(), "a");
    world.sleep(HOUR).await;
    let authorization = source.authorize().await.unwrap();
    assert_eq!(authorization.facts.get("api_domain"), Some("https://api.example.com"));
    let stored = world.stored().await.tokens;
    assert_eq!(stored.refresh.unwrap().expose_secret(), "refresh-0");
    assert_eq!(stored.scopes, ["one", "two"]);
}

#[tokio::test(start_paused = true)]
async fn facts_and_scopes_of_the_answer_are_kept() {
    let mut oauth = oauth();
    oauth.facts = &["api_domain", "instance"];
    let answer = json!({"access_token": "x", "api_domain": "https://eu.example.com", "instance": 7, "other": "no",
        "scope": "a,b c"});
    let tokens = after(oauth, answer).await;
    assert_eq!(tokens.facts.get("api_domain"), Some("https://eu.example.com"));
    assert_eq!(tokens.facts.get("instance"), Some("7"));
    assert_eq!(tokens.facts.get("other"), None);
    assert_eq!(tokens.scopes, ["a", "b", "c"]);
}

#[tokio::test(start_paused = true)]
async fn an_error_in_a_200_is_an_error_and_a_token_without_type_in_another_content_type_is_a_token() {
    let world = World::with(oauth());
    world.save("access-0", "refresh-0", HOUR).await;
    world.sleep(HOUR).await;
    let source = world.source();
    let refused = json!({"error": "invalid_client_secret", "error_description": "no"});
    world.next_answers([
        Odd::Instead(Reply::json(200, &refused)),
        Odd::Instead(Reply::status(200).header("content-type", "text/html").body(r#"{"access_token":"x"}"#)),
    ]);
    let error = bearer(&source).await.unwrap_err();
    assert_eq!((error.kind(), error.vendor_code()), (ErrorKind::Auth, Some("invalid_client_secret")));
    assert_eq!(world.asked(), 1);
    world.sleep(Duration::from_secs(30)).await;
    assert_eq!(bearer(&source).await.unwrap(), "x");
}

#[tokio::test(start_paused = true)]
async fn answers_without_a_token_are_told_by_kind() {
    let large = "x".repeat(2 << 20);
    let table = [
        (Reply::status(200).body("<html>hello</html>"), ErrorKind::Decode),
        (Reply::json(200, &json!({"access_token": ""})), ErrorKind::Decode),
        (Reply::json(200, &json!([1])), ErrorKind::Decode),
        (Reply::status(200).body(large), ErrorKind::Transport),
        (Reply::status(500).body("oops"), ErrorKind::Server),
        (Reply::json(400, &json!({"error": "unsupported_grant_type"})), ErrorKind::Auth),
        (Reply::json(400, &json!({"error": {"message": "no", "code": "odd"}})), ErrorKind::Auth),
        (Reply::json(400, &json!({"error": "slow_down"})), ErrorKind::RateLimited),
        (Reply::json(401, &json!({"error": "invalid_client"})), ErrorKind::Config),
        (Reply::status(429), ErrorKind::RateLimited),
        (Reply::status(503).header("retry-after", "7"), ErrorKind::Server),
        (Reply::not_sent(), ErrorKind::Transport),
    ];
    for (reply, kind) in table {
        let world = World::with(oauth());
        world.save("access-0", "refresh-0", HOUR).await;
        world.sleep(HOUR).await;
        world.next_answers((0..3).map(|_| Odd::Instead(reply.clone())));
        let error = bearer(&world.source()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{reply:?}: {error}");
        assert_eq!(error.delivery(), connectors_core::Delivery::NotSent, "the call itself was not sent");
    }
}

#[tokio::test(start_paused = true)]
async fn throttled_in_the_body_of_a_refusal() {
    let mut oauth = oauth();
    oauth.throttle_codes = &["Access Denied"];
    let world = World::with(oauth);
    world.save("access-0", "refresh-0", HOUR).await;
    world.sleep(HOUR).await;
    world.next_answers([Odd::Instead(Reply::json(400, &json!({"error": "access denied"})))]);
    let source = world.source();
    let error = bearer(&source).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    world.sleep(error.retry_after().unwrap()).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
}

#[tokio::test(start_paused = true)]
async fn the_application_shows_who_it_is_in_the_body_or_by_basic_and_never_in_the_url() {
    let app = OAuthApp::new("id with space").secret("s:e/c".to_owned());
    for (auth, secret, header, id) in [
        (ClientAuth::Body, Some("s:e/c"), "", Some("id with space")),
        // Both are form-encoded before they are joined: RFC 6749, 2.3.1.
        (ClientAuth::Basic, None, "Basic aWQrd2l0aCtzcGFjZTpzJTNBZSUyRmM=", None),
    ] {
        let mut oauth = oauth();
        oauth.client_auth = auth;
        let world = World::with(oauth);
        world.save("access-0", "refresh-0", HOUR).await;
        world.sleep(HOUR).await;
        let mut config = world.config();
        config.app = app.clone();
        bearer(&TokenSource::new(config)).await.unwrap();
        let seen = &world.transport.seen()[0];
        let form = form(seen);
        assert_eq!(seen.uri, "https://accounts.example.com/token");
        assert_eq!(seen.header("content-type"), "application/x-www-form-urlencoded");
        assert_eq!(form.get("client_secret").map(String::as_str), secret);
        assert_eq!(form.get("client_id").map(String::as_str), id);
        assert_eq!(seen.header("authorization"), header);
        assert!(header.is_empty() || seen.headers["authorization"].is_sensitive());
        assert_eq!(form["refresh_token"], "refresh-0");
    }
}

#[tokio::test(start_paused = true)]
async fn the_platforms_own_word_stands_before_the_token() {
    let mut oauth = oauth();
    oauth.token_word = "Toy-oauthtoken";
    let world = World::with(oauth);
    world.save("access-0", "refresh-0", HOUR).await;
    let authorization = world.source().authorize().await.unwrap();
    assert_eq!(authorization.headers[0].1, "Toy-oauthtoken access-0");
}
