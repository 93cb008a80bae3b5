//! Connecting an account.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use connectors_core::auth::{Begun, Credential, Flow, OAuth, OAuthApp, Pending, Rotation, TokenBody};
use connectors_core::clock;
use connectors_core::transport::Reply;
use connectors_core::webhooks::{Hmac, Part, Place, QueryForm};
use connectors_core::{ClientBuilder, Delivery, Error, ErrorKind, Shared};
use secrecy::ExposeSecret;
use serde_json::json;
use sha2::{Digest, Sha256};
use url::Url;

use super::world::{HOUR, MINUTE, Odd, Toy, World, bearer, form};

/// The connection that these tests are about: the one whose tokens [`World::stored`] shows.
const NAME: &str = "first";

fn parameters(url: &Url) -> HashMap<String, String> {
    url.query_pairs().into_owned().collect()
}

/// What the platform sends the person back with.
fn back(begun: &Begun, more: &str) -> String {
    format!("https://app.example.com/back?state={}&{more}", parameters(&begun.url)["state"])
}

#[tokio::test(start_paused = true)]
async fn a_person_is_sent_to_the_platform_and_comes_back_with_tokens() {
    let mut world = World::new(Rotation::Strict);
    world.oauth.scope_separator = ",";
    world.oauth.authorize_parameters = &[("access_type", "offline")];
    let flow = world.flow();
    let begun = flow.begin(NAME, ["read", "write"]).unwrap();
    let asked = parameters(&begun.url);
    assert_eq!(begun.url.as_str().split('?').next(), Some("https://accounts.example.com/oauth/authorize"));
    assert_eq!(asked["response_type"], "code");
    assert_eq!(asked["client_id"], "client-id");
    assert_eq!(asked["redirect_uri"], "https://app.example.com/back");
    assert_eq!(asked["scope"], "read,write");
    assert_eq!(asked["access_type"], "offline");
    assert_eq!(asked["code_challenge_method"], "S256");
    assert!(asked["state"].len() >= 16);
    assert!(!begun.url.as_str().contains("client-secret"));

    // It is kept in the person's session meanwhile.
    let kept = serde_json::to_string(&begun.pending).unwrap();
    let pending: Pending = serde_json::from_str(&kept).unwrap();
    let connected = flow.finish(&pending, &back(&begun, "code=code-1")).await.unwrap();
    assert_eq!(
        (connected.connection.as_str(), &connected.scopes[..]),
        (NAME, &["read", "write"].map(String::from)[..])
    );
    let [account] = &connected.accounts[..] else { panic!("{connected:?}") };
    assert_eq!((account.identity.id.as_str(), account.identity.name.as_str()), ("o-1", "Example"));

    let form = form(&world.transport.seen()[0]);
    assert_eq!(form["grant_type"], "authorization_code");
    assert_eq!(form["code"], "code-1");
    assert_eq!(form["redirect_uri"], "https://app.example.com/back");
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(form["code_verifier"].as_bytes()));
    assert_eq!(challenge, asked["code_challenge"]);

    // The tokens are saved, and they work.
    let tokens = world.stored().await.tokens;
    assert_eq!(tokens.access.expose_secret(), "access-1");
    assert_eq!(tokens.refresh.as_ref().unwrap().expose_secret(), "refresh-1");
    let source = world.source();
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
    world.sleep(HOUR).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-2");
}

#[tokio::test(start_paused = true)]
async fn each_consent_has_its_own_state_and_verifier() {
    let world = World::new(Rotation::None);
    let flow = world.flow();
    let (one, two) = (flow.begin(NAME, ["a"]).unwrap(), flow.begin(NAME, ["a"]).unwrap());
    let (one, two) = (parameters(&one.url), parameters(&two.url));
    assert_ne!(one["state"], two["state"]);
    assert_ne!(one["code_challenge"], two["code_challenge"]);
}

#[tokio::test(start_paused = true)]
async fn without_pkce_there_is_neither_challenge_nor_verifier() {
    let mut world = World::new(Rotation::None);
    world.oauth.pkce = false;
    let flow = world.flow();
    let begun = flow.begin(NAME, [""; 0]).unwrap();
    assert!(!parameters(&begun.url).contains_key("code_challenge"));
    assert!(!parameters(&begun.url).contains_key("scope"));
    flow.finish(&begun.pending, &back(&begun, "code=c")).await.unwrap();
    assert!(!form(&world.transport.seen()[0]).contains_key("code_verifier"));
}

#[tokio::test(start_paused = true)]
async fn a_wrong_or_missing_state_is_refused_before_anything_else() {
    let world = World::new(Rotation::None);
    let flow = world.flow();
    let (begun, other) = (flow.begin(NAME, ["a"]).unwrap(), flow.begin(NAME, ["a"]).unwrap());
    for callback in [back(&other, "code=c"), "?code=c".into(), "state=&code=c".into(), String::new()] {
        let error = flow.finish(&begun.pending, &callback).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth, "{callback}");
        assert!(error.message().contains("state"));
    }
    assert_eq!(world.asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_comes_too_late_is_refused() {
    let world = World::new(Rotation::None);
    let flow = world.flow();
    let begun = flow.begin(NAME, ["a"]).unwrap();
    world.sleep(15 * MINUTE).await;
    let error = flow.finish(&begun.pending, &back(&begun, "code=c")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConsentNeeded);
    assert_eq!(world.asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_person_who_does_not_agree_is_told_apart() {
    let world = World::new(Rotation::None);
    let flow = world.flow();
    for (answer, kind, code) in [
        ("error=access_denied", ErrorKind::ConsentNeeded, Some("access_denied")),
        ("error=invalid_scope", ErrorKind::ConsentNeeded, Some("invalid_scope")),
        ("x=y", ErrorKind::Validation, None),
    ] {
        let begun = flow.begin(NAME, ["a"]).unwrap();
        let error = flow.finish(&begun.pending, &back(&begun, answer)).await.unwrap_err();
        assert_eq!((error.kind(), error.vendor_code()), (kind, code), "{answer}");
        // It was an answer: a second one is not waited for.
        let error = flow.finish(&begun.pending, &back(&begun, "code=c")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict, "{answer}");
    }
    assert_eq!(world.asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_same_answer_is_taken_once() {
    let world = World::new(Rotation::Strict);
    let shared = world.shared();
    let flow = Flow::new(Toy(world.oauth.clone()), World::app(), &shared).unwrap();
    let begun = flow.begin(NAME, ["a"]).unwrap();
    let callback = back(&begun, "code=c");
    // Two at once, as a browser does that loads the page twice …
    let (one, two) =
        tokio::join!(flow.finish(&begun.pending, &callback), flow.finish(&begun.pending, &callback));
    one.unwrap();
    assert_eq!(two.unwrap_err().kind(), ErrorKind::Conflict);
    // … and later, in another part of the program.
    let flow = Flow::new(Toy(world.oauth.clone()), World::app(), &shared).unwrap();
    world.sleep(14 * MINUTE).await;
    let error = flow.finish(&begun.pending, &callback).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Conflict, Delivery::NotSent));
    // Nobody remembers it longer than it could be used.
    world.sleep(MINUTE).await;
    assert_eq!(flow.finish(&begun.pending, &callback).await.unwrap_err().kind(), ErrorKind::ConsentNeeded);
    assert_eq!(world.asked(), 1);
    assert_eq!(world.stored().await.tokens.access.expose_secret(), "access-1");
}

#[tokio::test(start_paused = true)]
async fn in_another_process_the_platform_refuses_the_same_answer_and_the_tokens_stay() {
    let world = World::new(Rotation::Strict);
    let begun = world.flow().begin(NAME, ["a"]).unwrap();
    let callback = back(&begun, "code=c");
    world.flow().finish(&begun.pending, &callback).await.unwrap();
    let error = world.flow().finish(&begun.pending, &callback).await.unwrap_err();
    assert_eq!((error.kind(), error.vendor_code()), (ErrorKind::ConsentNeeded, Some("invalid_grant")));
    assert_eq!(world.stored().await.tokens.access.expose_secret(), "access-1");
    assert!(world.stored().await.lost.is_none());
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_not_turned_to_another_platform() {
    let world = World::new(Rotation::None);
    let begun = world.flow().begin(NAME, ["a"]).unwrap();
    let mut kept = serde_json::to_value(&begun.pending).unwrap();
    kept["connector"] = json!("another");
    let pending: Pending = serde_json::from_value(kept).unwrap();
    let error = world.flow().finish(&pending, &back(&begun, "code=c")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(world.asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_code_that_was_not_sent_may_be_tried_again() {
    let world = World::new(Rotation::Strict);
    let flow = world.flow();
    let begun = flow.begin(NAME, ["a"]).unwrap();
    let callback = back(&begun, "code=c");
    world.next_answers([Odd::Instead(Reply::not_sent()), Odd::Instead(Reply::status(429))]);
    assert_eq!(flow.finish(&begun.pending, &callback).await.unwrap_err().delivery(), Delivery::NotSent);
    assert_eq!(flow.finish(&begun.pending, &callback).await.unwrap_err().kind(), ErrorKind::RateLimited);
    flow.finish(&begun.pending, &callback).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_caller_who_goes_away_does_not_lose_the_tokens() {
    let world = World::new(Rotation::Strict);
    let flow = world.flow();
    let begun = flow.begin(NAME, ["a"]).unwrap();
    let callback = back(&begun, "code=c");
    let finish = flow.finish(&begun.pending, &callback);
    let gone = clock::timeout(&world.clock, Duration::from_millis(50), finish).await;
    assert!(gone.is_none(), "the platform takes longer");
    world.sleep(Duration::from_secs(1)).await;
    assert_eq!(world.stored().await.tokens.access.expose_secret(), "access-1");
    // Who it was can still be asked.
    assert_eq!(flow.accounts(NAME).await.unwrap()[0].identity.id, "o-1");
}

#[tokio::test(start_paused = true)]
async fn a_store_that_fails_for_a_moment_does_not_lose_the_tokens() {
    let world = World::new(Rotation::Strict);
    let flow = world.flow();
    let begun = flow.begin(NAME, ["a"]).unwrap();
    world.store.failing_saves.store(2, Ordering::SeqCst);
    flow.finish(&begun.pending, &back(&begun, "code=c")).await.unwrap();
    assert_eq!(world.stored().await.tokens.access.expose_secret(), "access-1");
}

#[tokio::test(start_paused = true)]
async fn tokens_that_could_not_be_saved_are_lost_and_the_error_says_so() {
    let world = World::new(Rotation::Strict);
    let flow = world.flow();
    let begun = flow.begin(NAME, ["a"]).unwrap();
    let callback = back(&begun, "code=c");
    world.store.failing_saves.store(100, Ordering::SeqCst);
    let error = flow.finish(&begun.pending, &callback).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Storage, Delivery::Accepted));
    assert!(error.message().contains("ask again"), "{error}");
    assert!(std::error::Error::source(&error).unwrap().to_string().contains("the disk is full"));
    world.store.failing_saves.store(0, Ordering::SeqCst);
    // The code is spent, so the same answer is of no use; another consent is.
    assert_eq!(flow.finish(&begun.pending, &callback).await.unwrap_err().kind(), ErrorKind::Conflict);
    assert_eq!(flow.accounts(NAME).await.unwrap_err().kind(), ErrorKind::ConsentNeeded);
    let begun = flow.begin(NAME, ["a"]).unwrap();
    flow.finish(&begun.pending, &back(&begun, "code=c-2")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_process_that_dies_between_exchange_and_saving_leaves_nothing_and_a_new_consent_works() {
    let world = World::new(Rotation::Strict);
    let begun = world.flow().begin(NAME, ["a"]).unwrap();
    let callback = back(&begun, "code=c");
    // The platform gave the tokens; whoever asked is gone.
    world.next_answers([Odd::Lost(Reply::cut())]);
    world.flow().finish(&begun.pending, &callback).await.unwrap_err();
    let restarted = world.flow();
    let error = restarted.finish(&begun.pending, &callback).await.unwrap_err();
    assert_eq!((error.kind(), error.vendor_code()), (ErrorKind::ConsentNeeded, Some("invalid_grant")));
    let begun = restarted.begin(NAME, ["a"]).unwrap();
    restarted.finish(&begun.pending, &back(&begun, "code=c-2")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_platform_that_does_not_say_who_it_is_has_been_connected_all_the_same() {
    let world = World::new(Rotation::Strict);
    let flow = world.flow();
    let begun = flow.begin(NAME, ["a"]).unwrap();
    *world.platform.silent.lock().unwrap() = true;
    let error = flow.finish(&begun.pending, &back(&begun, "code=c")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.action().map(|id| id.to_string())),
        (ErrorKind::Server, Some("who.get".into()))
    );
    *world.platform.silent.lock().unwrap() = false;
    assert_eq!(flow.accounts(NAME).await.unwrap()[0].identity.name, "Example");
}

fn client(world: &World, shared: &Shared) -> connectors_core::Client<Toy> {
    let builder = ClientBuilder::with_oauth(Toy(world.oauth.clone()), World::app());
    builder.connection(NAME).account(NAME).shared(shared).connect().unwrap()
}

async fn call(client: &connectors_core::Client<Toy>) -> Result<(), Error> {
    client.check().await.map(drop)
}

#[tokio::test(start_paused = true)]
async fn clients_in_use_go_on_with_the_tokens_of_a_new_consent() {
    let world = World::new(Rotation::Strict);
    let shared = world.shared();
    let flow = Flow::new(Toy(world.oauth.clone()), World::app(), &shared).unwrap();
    let client = client(&world, &shared);
    assert_eq!(call(&client).await.unwrap_err().kind(), ErrorKind::ConsentNeeded);
    for code in ["c-1", "c-2"] {
        let begun = flow.begin(NAME, ["a"]).unwrap();
        flow.finish(&begun.pending, &back(&begun, &format!("code={code}"))).await.unwrap();
        call(&client).await.unwrap();
    }
    assert_eq!(world.transport.seen().last().unwrap().header("authorization"), "Bearer access-2");
}

#[tokio::test(start_paused = true)]
async fn what_is_disconnected_is_revoked_forgotten_and_needs_consent() {
    let world = World::new(Rotation::Strict);
    let shared = world.shared();
    let flow = Flow::new(Toy(world.oauth.clone()), World::app(), &shared).unwrap();
    let begun = flow.begin(NAME, ["a"]).unwrap();
    flow.finish(&begun.pending, &back(&begun, "code=c")).await.unwrap();
    let client = client(&world, &shared);
    call(&client).await.unwrap();

    // A platform that cannot be asked has not ended it.
    world.next_answers([Odd::Instead(Reply::status(500)), Odd::Instead(Reply::status(200))]);
    assert_eq!(flow.disconnect(NAME).await.unwrap_err().kind(), ErrorKind::Server);
    call(&client).await.unwrap();

    flow.disconnect(NAME).await.unwrap();
    let seen = world.transport.seen();
    let revoked = seen.last().unwrap();
    assert_eq!((revoked.path(), form(revoked)["token"].as_str()), ("/oauth/revoke", "refresh-1"));
    assert_eq!(call(&client).await.unwrap_err().kind(), ErrorKind::ConsentNeeded);
    assert_eq!(flow.accounts(NAME).await.unwrap_err().kind(), ErrorKind::ConsentNeeded);
    // Once more, with nobody using it: there is nothing to end.
    drop(client);
    flow.disconnect(NAME).await.unwrap();
    assert_eq!(world.transport.seen().len(), seen.len());
}

fn many_servers() -> World {
    let mut oauth = OAuth::new(&["auth"], &["token"]);
    oauth.accounts_parameter = Some("accounts-server");
    oauth.accounts_hosts = &["accounts.example.com", "accounts.example.org"];
    World::with(oauth)
}

#[tokio::test(start_paused = true)]
async fn the_code_is_exchanged_and_the_token_refreshed_at_the_accounts_server_that_was_named() {
    let world = many_servers();
    let flow = world.flow();
    let begun = flow.begin(NAME, ["a"]).unwrap();
    // This platform gives its refresh token once, with the code.
    let first = json!({"access_token": "a", "refresh_token": "refresh-0", "expires_in": 3600});
    world.next_answers([Odd::Instead(Reply::json(200, &first))]);
    let callback = back(&begun, "code=c&accounts-server=https%3A%2F%2Faccounts.example.org");
    let connected = flow.finish(&begun.pending, &callback).await.unwrap();
    assert_eq!(connected.facts.get("accounts-server"), Some("https://accounts.example.org"));
    let source = world.source();
    world.sleep(HOUR).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-1");
    world.sleep(HOUR).await;
    assert_eq!(bearer(&source).await.unwrap(), "access-2");
    for seen in world.transport.seen().iter().filter(|seen| seen.path() != "/who") {
        assert_eq!(seen.uri, "https://accounts.example.org/token");
    }
}

#[tokio::test(start_paused = true)]
async fn a_platforms_word_for_the_accounts_server_counts_where_no_address_is_given() {
    for (answer, server) in [
        ("location=far", "https://accounts.example.org/token"),
        ("location=FAR", "https://accounts.example.org/token"),
        ("location=elsewhere", "https://accounts.example.com/token"),
        (
            "location=far&accounts-server=https%3A%2F%2Faccounts.example.com",
            "https://accounts.example.com/token",
        ),
    ] {
        let mut world = many_servers();
        world.oauth.accounts_words =
            Some(("location", &[("near", "accounts.example.com"), ("far", "accounts.example.org")]));
        let flow = world.flow();
        let begun = flow.begin(NAME, ["a"]).unwrap();
        flow.finish(&begun.pending, &back(&begun, &format!("code=c&{answer}"))).await.unwrap();
        assert_eq!(world.transport.seen()[0].uri, server, "{answer}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_accounts_server_that_is_not_the_platforms_gets_nothing() {
    let world = many_servers();
    let flow = world.flow();
    for server in [
        "https://evil.example.net",
        "http://accounts.example.org",
        "https://accounts.example.org:8443",
        "https://accounts.example.org.evil.example.net",
        "https://user@accounts.example.org",
        "accounts.example.org",
        "",
    ] {
        let server: String = url::form_urlencoded::byte_serialize(server.as_bytes()).collect();
        let begun = flow.begin(NAME, ["a"]).unwrap();
        let callback = back(&begun, &format!("code=c&accounts-server={server}"));
        let error = flow.finish(&begun.pending, &callback).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth, "{server}");
    }
    assert_eq!(world.asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_code_whose_answer_was_lost_is_not_sent_again() {
    let world = World::new(Rotation::None);
    let flow = world.flow();
    let begun = flow.begin(NAME, ["a"]).unwrap();
    world.next_answers([Odd::Lost(Reply::cut())]);
    let callback = back(&begun, "code=c");
    assert_eq!(flow.finish(&begun.pending, &callback).await.unwrap_err().delivery(), Delivery::Unknown);
    assert_eq!(flow.finish(&begun.pending, &callback).await.unwrap_err().kind(), ErrorKind::Conflict);
    assert_eq!(world.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_exchange_that_hangs_ends() {
    let world = World::new(Rotation::None);
    let flow = world.flow();
    let begun = flow.begin(NAME, ["a"]).unwrap();
    world.next_answers([Odd::Instead(Reply::hang())]);
    let error = flow.finish(&begun.pending, &back(&begun, "code=c")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_token_at_hand_becomes_tokens() {
    let world = World::new(Rotation::Strict);
    let tokens = world.flow().refresh_token("refresh-0".to_owned()).await.unwrap();
    assert_eq!(tokens.access.expose_secret(), "access-1");
    assert_eq!(tokens.refresh.unwrap().expose_secret(), "refresh-1");
}

#[tokio::test(start_paused = true)]
async fn the_application_itself_gets_tokens() {
    let world = World::new(Rotation::None);
    let tokens = world.flow().client_credentials(["a", "b"]).await.unwrap();
    assert_eq!(tokens.access.expose_secret(), "access-1");
    assert!(tokens.refresh.is_none());
    assert_eq!(tokens.scopes, ["a", "b"]);
}

#[tokio::test(start_paused = true)]
async fn tokens_are_revoked_and_ones_that_are_unknown_count_as_revoked() {
    let world = World::new(Rotation::None);
    let flow = world.flow();
    let tokens = flow.refresh_token("refresh-0".to_owned()).await.unwrap();
    world.next_answers([
        Odd::Instead(Reply::status(200)),
        Odd::Instead(Reply::json(400, &json!({"error": "invalid_token"}))),
        Odd::Instead(Reply::status(500)),
    ]);
    flow.revoke(&tokens).await.unwrap();
    flow.revoke(&tokens).await.unwrap();
    assert_eq!(flow.revoke(&tokens).await.unwrap_err().kind(), ErrorKind::Server);
    let seen = &world.transport.seen()[1];
    assert_eq!((seen.path(), form(seen)["token"].as_str()), ("/oauth/revoke", "refresh-0"));
}

#[tokio::test(start_paused = true)]
async fn without_a_redirect_uri_or_a_name_nothing_begins() {
    let world = World::new(Rotation::None);
    for app in [OAuthApp::new("id"), OAuthApp::new("id").redirect_uri("not a url")] {
        let flow = Flow::new(Toy(world.oauth.clone()), app, &world.shared()).unwrap();
        assert_eq!(flow.begin(NAME, ["a"]).unwrap_err().kind(), ErrorKind::Config);
    }
    let error = world.flow().begin("", ["a"]).unwrap_err();
    assert_eq!(error.field_errors()[0].field, "connection");
}

/// A platform that signs the query of a callback, takes JSON at its token endpoint and has a header of its own.
fn signing() -> World {
    const SIGNATURE: Hmac = Hmac::hex(Place::Query("hmac")).parts(&[Part::Query {
        without: &["hmac"],
        between: "&",
        form: QueryForm::Encoded,
    }]);
    let mut world = World::new(Rotation::Grace(HOUR));
    world.oauth.callback_signature = Some(SIGNATURE);
    world.oauth.callback_realm = Some("shop");
    world.oauth.token_body = TokenBody::Json;
    world.oauth.exchange_parameters = &[("expiring", "1")];
    world.oauth.token_header = Some("x-toy-token");
    world
}

/// The answer as the platform of [`signing`] sends it.
fn signed(begun: &Begun, shop: &str) -> String {
    use hmac::{KeyInit, Mac};
    let query = format!("code=code-1&shop={shop}&state={}", parameters(&begun.url)["state"]);
    let mut mac = hmac::Hmac::<Sha256>::new_from_slice(b"client-secret").unwrap();
    mac.update(query.as_bytes());
    format!("{query}&hmac={}", hex::encode(mac.finalize().into_bytes()))
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_the_platform_did_not_sign_is_refused_and_the_state_stays_good() {
    let world = signing();
    let flow = world.flow();
    let begun = flow.begin(NAME, ["read"]).unwrap();
    let good = signed(&begun, "toy-1");
    for bad in [
        good.replace("code-1", "code-2"),
        good.split("&hmac").next().unwrap().to_owned(),
        good.replace("hmac=", "hmac=0"),
        // Signed, and for another account.
        signed(&begun, "toy-2"),
        back(&begun, "code=code-1&shop=toy-1"),
    ] {
        let error = flow.finish(&begun.pending, &bad).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth, "{bad}: {error}");
        assert!(!error.to_string().contains("client-secret"));
    }
    assert_eq!(world.asked(), 0);
    flow.finish(&begun.pending, &format!("https://app.example.com/back?{good}#x")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_takes_json_gets_json_and_calls_carry_the_token_in_the_platforms_header() {
    let world = signing();
    let flow = world.flow();
    let begun = flow.begin(NAME, ["read"]).unwrap();
    flow.finish(&begun.pending, &signed(&begun, "toy-1")).await.unwrap();
    let asked = &world.transport.seen()[0];
    assert_eq!(asked.headers["content-type"], "application/json");
    let asked = asked.json();
    assert_eq!((&asked["code"], &asked["expiring"]), (&json!("code-1"), &json!("1")));
    assert_eq!(
        (&asked["client_id"], &asked["client_secret"]),
        (&json!("client-id"), &json!("client-secret"))
    );
    let who = world.transport.seen().into_iter().find(|seen| seen.path() == "/who").unwrap();
    assert_eq!(who.headers["x-toy-token"], "access-1");
    assert!(who.headers.get("authorization").is_none());
    // A refresh asks for no more than it must.
    world.sleep(HOUR).await;
    assert!(world.source().authorize().await.is_ok());
    let refresh = world.transport.seen().pop().unwrap().json();
    assert_eq!((&refresh["grant_type"], refresh.get("expiring")), (&json!("refresh_token"), None));
}

#[tokio::test(start_paused = true)]
async fn a_grant_of_the_platforms_own_gives_tokens_and_a_refusal_never_quotes_what_was_shown() {
    let world = World::new(Rotation::None);
    let grant = [("grant_type", "urn:toy:exchange"), ("subject_token", "a-session-token")];
    let tokens = world.flow().grant(&grant).await.unwrap();
    assert_eq!(tokens.access.expose_secret(), "access-1");
    let told = json!({ "error": "invalid_subject_token", "error_description": "a-session-token is too old" });
    world.next_answers([Odd::Instead(Reply::json(400, &told))]);
    let error = world.flow().grant(&grant).await.unwrap_err();
    assert_eq!(error.vendor_code(), Some("invalid_subject_token"));
    assert!(!format!("{error} {error:?}").contains("a-session-token"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_token_that_does_not_end_is_never_refreshed() {
    let mut world = World::new(Rotation::None);
    world.oauth.lifetime = Duration::MAX;
    let body = json!({ "access_token": "for-ever", "scope": "read" });
    world.next_answers([Odd::Instead(Reply::json(200, &body))]);
    let flow = world.flow();
    let begun = flow.begin(NAME, ["read"]).unwrap();
    flow.finish(&begun.pending, &back(&begun, "code=code-1")).await.unwrap();
    let asked = world.asked();
    world.sleep(HOUR * 24 * 365 * 20).await;
    assert_eq!(bearer(&world.source()).await.unwrap(), "for-ever");
    assert_eq!(world.asked(), asked);
}
