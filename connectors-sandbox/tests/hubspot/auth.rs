//! Tokens: the code flow, refresh, what is told about a token, private apps, scopes.

use std::time::Duration;

use reqwest::Url;
use serde_json::{Value, json};

use crate::harness::{Answer, World};

const BACK: &str = "http://127.0.0.1:9/back";

/// A code for these scopes.
async fn code(world: &World, scope: &str) -> String {
    let app = world.sandbox.credentials("hubspot").unwrap();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let query =
        [("client_id", app.client_id.as_str()), ("redirect_uri", BACK), ("scope", scope), ("state", "s")];
    let answer = client.get(world.url("/oauth/authorize")).query(&query).send().await.unwrap();
    let back = Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    back.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned()
}

async fn token(world: &World, path: &str, grant: &[(&str, &str)]) -> Answer {
    let app = world.sandbox.credentials("hubspot").unwrap();
    let known = [("client_id", app.client_id.as_str()), ("client_secret", app.client_secret.as_str())];
    let form: Vec<_> = grant.iter().chain(&known).collect();
    world.send(world.client.post(world.url(path)).form(&form)).await
}

async fn exchanged(world: &World, scope: &str) -> Answer {
    let code = code(world, scope).await;
    let grant = [("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", BACK)];
    token(world, "/oauth/v1/token", &grant).await.expect(200)
}

fn text<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.body[name].as_str().unwrap()
}

#[tokio::test]
async fn a_code_is_exchanged_and_the_refresh_token_stays_the_same_in_every_version() {
    let world = World::new().await;
    let first = exchanged(&world, "crm.objects.contacts.read").await;
    assert_eq!((first.body["expires_in"].as_u64(), &first.body["hub_id"]), (Some(1800), &Value::Null));
    for path in ["/oauth/v1/token", "/oauth/v3/token", "/oauth/2026-03/token"] {
        let grant = [("grant_type", "refresh_token"), ("refresh_token", text(&first, "refresh_token"))];
        let next = token(&world, path, &grant).await.expect(200);
        assert_eq!(text(&next, "refresh_token"), text(&first, "refresh_token"));
        assert_ne!(text(&next, "access_token"), text(&first, "access_token"));
        let new = path != "/oauth/v1/token";
        assert_eq!(next.body["hub_id"] == 44_001_234, new, "{path}");
        assert_eq!(next.body["scopes"][0] == "crm.objects.contacts.read", new, "{path}");
    }
    let bad =
        token(&world, "/oauth/v1/token", &[("grant_type", "refresh_token"), ("refresh_token", "x")]).await;
    assert_eq!((bad.status, bad.body["status"].as_str()), (400, Some("BAD_REFRESH_TOKEN")));
}

#[tokio::test]
async fn a_token_is_told_about_and_ends_with_its_refresh_token() {
    let mut world = World::new().await;
    let first = exchanged(&world, "crm.objects.contacts.read").await;
    let (access, refresh) =
        (text(&first, "access_token").to_owned(), text(&first, "refresh_token").to_owned());
    let about = world.get(&format!("/oauth/v1/access-tokens/{access}")).await.expect(200);
    assert_eq!((&about.body["hub_id"], &about.body["token"]), (&44_001_234.into(), &access.as_str().into()));
    assert!((1..=1800).contains(&about.body["expires_in"].as_u64().unwrap()));
    let introspect = "/oauth/2026-03/token/introspect";
    assert_eq!(token(&world, introspect, &[("token", &access)]).await.expect(200).body["active"], true);
    world.get(&format!("/oauth/v1/refresh-tokens/{refresh}")).await.expect(200);
    let shown = format!("{:?}", world.sandbox.calls());
    assert!(!shown.contains(&access) && !shown.contains(&refresh), "the log shows a token");

    world.delete(&format!("/oauth/v1/refresh-tokens/{refresh}")).await.expect(204);
    world.token = access.clone();
    world.get("/crm/v3/objects/contacts").await.expect(401);
    world.get(&format!("/oauth/v1/access-tokens/{access}")).await.expect(404);
    token(&world, introspect, &[("token", &access)]).await.expect(404);
}

#[tokio::test]
async fn an_access_token_lives_half_an_hour_and_that_of_a_private_app_for_good() {
    let mut world = World::new().await;
    let private = world.token.clone();
    assert!(private.starts_with("pat-na1-"));
    world.token = text(&exchanged(&world, "crm.objects.contacts.read").await, "access_token").to_owned();
    world.sandbox.advance(Duration::from_secs(1799));
    world.get("/crm/v3/objects/contacts").await.expect(200);
    world.sandbox.advance(Duration::from_secs(1));
    let late = world.get("/crm/v3/objects/contacts").await.expect(401);
    assert_eq!(late.category(), "EXPIRED_AUTHENTICATION");
    world.token = private;
    world.sandbox.expire_tokens();
    world.get("/crm/v3/objects/contacts").await.expect(200);
    world.token = "nothing".to_owned();
    assert_eq!(world.get("/crm/v3/objects/contacts").await.expect(401).category(), "INVALID_AUTHENTICATION");
}

#[tokio::test]
async fn a_call_needs_its_scope() {
    let mut world = World::new().await;
    world.token = text(&exchanged(&world, "crm.objects.contacts.read").await, "access_token").to_owned();
    world.get("/crm/v3/objects/contacts").await.expect(200);
    world.search("contacts", serde_json::json!({})).await.expect(200);
    world.get("/crm/v3/objects/notes").await.expect(200);
    let refused =
        world.post("/crm/v3/objects/contacts", serde_json::json!({ "properties": {} })).await.expect(403);
    assert_eq!(refused.category(), "MISSING_SCOPES");
    assert_eq!(
        refused.body["context"]["requiredGranularScopes"],
        Value::from(vec!["crm.objects.contacts.write"])
    );
    world.get("/crm/objects/2026-03/companies").await.expect(403);
}

#[tokio::test]
async fn an_app_sets_its_webhooks_up_by_a_token_of_its_own_and_gets_at_no_records() {
    let mut world = World::new().await;
    let settings = "/webhooks/2026-03/1160452/settings";
    let wish = json!({ "targetUrl": "http://127.0.0.1:9/in", "throttling": { "maxConcurrentRequests": 10 } });
    world.put(settings, wish.clone()).await.expect(403);
    let grant = [("grant_type", "client_credentials"), ("scope", "developers-read developers-write")];
    world.token =
        text(&token(&world, "/oauth/2026-03/token", &grant).await.expect(200), "access_token").to_owned();
    world.put(settings, wish.clone()).await.expect(200);
    world.get(settings).await.expect(200);
    assert_eq!(world.get("/crm/v3/objects/contacts").await.expect(403).category(), "MISSING_SCOPES");
    let grant = [("grant_type", "client_credentials"), ("scope", "developers-read")];
    world.token =
        text(&token(&world, "/oauth/2026-03/token", &grant).await.expect(200), "access_token").to_owned();
    world.get(settings).await.expect(200);
    world.put(settings, wish).await.expect(403);
}
