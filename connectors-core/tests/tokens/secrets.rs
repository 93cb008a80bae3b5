//! No secret is shown, whatever happens.

use connectors_core::auth::{
    ApiKey, Basic, ConsentLost, Credential, Rotation, StoreKey, Stored, TokenSet, TokenSources,
};
use connectors_core::clock::Clock;
use connectors_core::transport::Reply;
use serde_json::json;

use super::world::{HOUR, Odd, World, bearer};

/// Parts of all secrets that these tests use.
const SECRETS: &[&str] = &["access-", "refresh-", "client-secret", "the-code", "hunter2"];

fn assert_clean(what: &str, text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{what} shows a secret: {text}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_debug_shows_a_secret() {
    let (world, source) = World::connected(Rotation::Strict).await;
    let authorization = source.authorize().await.unwrap();
    let tokens = TokenSet::new("access-x".to_owned(), world.clock.now()).refresh("refresh-x".to_owned());
    let stored = world.stored().await;
    let flow = world.flow();
    let begun = flow.begin("second", ["a"]).unwrap();
    let key = StoreKey::from_bytes([7; 32]);
    let shown = format!(
        "{source:?} {:?} {authorization:?} {:?} {tokens:?} {stored:?} {:?} {flow:?} {:?} {key:?} {:?} {:?} {:?} {:?} {:?}",
        source.status(),
        authorization.headers,
        World::app(),
        world.config().initial(tokens.clone()),
        ApiKey::bearer("hunter2".to_owned()),
        Basic::new("user", "hunter2".to_owned()),
        TokenSources::new(),
        Stored::new(stored.version, tokens.clone()).lost(Some(ConsentLost::new(world.clock.now(), "c", "m"))),
        world.store,
    );
    assert_clean("Debug", &shown);
    let pending = format!("{:?}", begun.pending);
    let kept: serde_json::Value = serde_json::to_value(&begun.pending).unwrap();
    for secret in ["state", "verifier"] {
        assert!(!pending.contains(kept[secret].as_str().unwrap()), "{pending}");
    }
    let key_text = secrecy::ExposeSecret::expose_secret(&key.to_base64()).to_owned();
    assert!(!shown.contains(&key_text));
}

#[tokio::test(start_paused = true)]
async fn no_error_quotes_a_secret_that_the_platform_sends_back() {
    let (world, source) = World::connected(Rotation::None).await;
    world.sleep(HOUR).await;
    let quoting =
        json!({"error": "bad refresh-0", "error_description": "the token refresh-0 of client-secret"});
    world.next_answers([Odd::Instead(Reply::json(400, &quoting))]);
    let error = bearer(&source).await.unwrap_err();
    assert_clean("an error", &format!("{error} {error:?} {:?}", source.status()));
}

#[tokio::test]
async fn keys_go_where_the_platform_wants_them_and_are_marked_sensitive() {
    let table: [(Box<dyn Credential>, &str, &str); 4] = [
        (Box::new(ApiKey::bearer("hunter2".to_owned())), "authorization", "Bearer hunter2"),
        (Box::new(ApiKey::header("X-Key", "hunter2".to_owned())), "x-key", "hunter2"),
        (Box::new(ApiKey::header("X-Key", "hunter2".to_owned()).word("Token")), "x-key", "Token hunter2"),
        (Box::new(Basic::new("ada", "hunter2".to_owned())), "authorization", "Basic YWRhOmh1bnRlcjI="),
    ];
    for (credential, name, value) in table {
        let authorization = credential.authorize().await.unwrap();
        let [(header, shown)] = &authorization.headers[..] else { panic!("one header") };
        assert_eq!((header.as_str(), shown.to_str().unwrap()), (name, value));
        assert!(shown.is_sensitive());
        assert!(!credential.refused(authorization.generation).await.unwrap());
    }
    assert!(ApiKey::bearer("a\nb".to_owned()).authorize().await.is_err());
    assert!(Basic::new("a:b", "c".to_owned()).authorize().await.is_err());
}
