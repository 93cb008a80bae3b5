//! The accounts server.

use std::time::Duration;

use connectors_sandbox::zoho::Zoho;
use http::Method;
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use serde_json::{Value, json};

use crate::harness::{Answer, World};

const MINUTE: Duration = Duration::from_secs(60);

async fn token(world: &World, form: &[(&str, &str)]) -> Answer {
    world.send(world.client.post(world.url("/oauth/v2/token")).form(form)).await
}

async fn refresh(world: &World) -> Answer {
    let app = world.sandbox.credentials("zoho").unwrap();
    token(
        world,
        &[
            ("grant_type", "refresh_token"),
            ("client_id", &app.client_id),
            ("client_secret", &app.client_secret),
            ("refresh_token", &app.refresh_token),
        ],
    )
    .await
}

/// What the redirect of a consenting user carries.
async fn consent(world: &World, extra: &[(&str, &str)]) -> Url {
    let app = world.sandbox.credentials("zoho").unwrap();
    let browser = Client::builder().redirect(Policy::none()).build().unwrap();
    let request = browser.get(world.url("/oauth/v2/auth")).query(&[
        ("response_type", "code"),
        ("client_id", &app.client_id),
        ("redirect_uri", "https://app.example.com/back"),
        ("state", "s1"),
    ]);
    let response = request.query(extra).send().await.unwrap();
    assert_eq!(response.status(), 302);
    Url::parse(response.headers()["location"].to_str().unwrap()).unwrap()
}

fn query(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

async fn exchange(world: &World, code: &str) -> Answer {
    let app = world.sandbox.credentials("zoho").unwrap();
    token(
        world,
        &[
            ("grant_type", "authorization_code"),
            ("client_id", &app.client_id),
            ("client_secret", &app.client_secret),
            ("redirect_uri", "https://app.example.com/back"),
            ("code", code),
        ],
    )
    .await
}

#[tokio::test]
async fn a_consenting_user_is_sent_back_with_a_code_the_location_and_the_accounts_server() {
    let world = World::empty().await;
    let scope = ("scope", "ZohoCRM.modules.ALL,ZohoCRM.org.READ");
    let back = consent(&world, &[scope, ("access_type", "offline"), ("prompt", "consent")]).await;
    assert_eq!(back.path(), "/back");
    assert_eq!(query(&back, "state").unwrap(), "s1");
    assert_eq!(query(&back, "location").unwrap(), "us");
    assert_eq!(query(&back, "accounts-server").unwrap(), world.sandbox.url("zoho"));

    let code = query(&back, "code").unwrap();
    let answer = exchange(&world, &code).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body["token_type"], "Bearer");
    assert_eq!(answer.body["expires_in"], 3600);
    assert_eq!(answer.body["api_domain"], world.sandbox.url("zoho"));
    assert_eq!(answer.body["scope"], "ZohoCRM.modules.ALL ZohoCRM.org.READ");
    assert!(answer.body["refresh_token"].is_string());
    assert!(answer.body["access_token"].as_str().unwrap().starts_with("1000."));
    let again = exchange(&world, &code).await;
    assert_eq!((again.status, again.body), (200, json!({ "error": "invalid_code" })));
}

#[tokio::test]
async fn without_offline_access_there_is_no_refresh_token() {
    let world = World::empty().await;
    let back = consent(&world, &[("scope", "ZohoCRM.modules.ALL")]).await;
    let answer = exchange(&world, &query(&back, "code").unwrap()).await;
    assert!(answer.body["access_token"].is_string());
    assert_eq!(answer.body.get("refresh_token"), None);
}

#[tokio::test]
async fn a_refresh_works_from_form_query_and_multipart_and_does_not_rotate() {
    let world = World::empty().await;
    let app = world.sandbox.credentials("zoho").unwrap();
    let pairs = [
        ("grant_type", "refresh_token"),
        ("client_id", app.client_id.as_str()),
        ("client_secret", app.client_secret.as_str()),
        ("refresh_token", app.refresh_token.as_str()),
    ];
    let form = token(&world, &pairs).await;
    let url = world.url("/oauth/v2/token");
    let query = world.send(world.client.post(&url).query(&pairs)).await;
    let parts = pairs.map(|(name, value)| {
        format!("--frontier\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    });
    let multipart = world.client.post(&url).header("content-type", "multipart/form-data; boundary=frontier");
    let multipart = world.send(multipart.body(parts.concat() + "--frontier--\r\n")).await;
    for answer in [form, query, multipart] {
        assert_eq!(answer.status, 200);
        assert!(answer.body["access_token"].is_string(), "{answer:?}");
        assert_eq!(answer.body.get("refresh_token"), None);
    }
}

#[tokio::test]
async fn wrong_credentials_are_errors_inside_of_200() {
    let world = World::empty().await;
    let app = world.sandbox.credentials("zoho").unwrap();
    let ask = async |secret: &str, refresh: &str| {
        let answer = token(
            &world,
            &[
                ("grant_type", "refresh_token"),
                ("client_id", &app.client_id),
                ("client_secret", secret),
                ("refresh_token", refresh),
            ],
        )
        .await;
        assert_eq!(answer.status, 200);
        answer.body["error"].as_str().unwrap().to_owned()
    };
    assert_eq!(ask("wrong", &app.refresh_token).await, "invalid_client");
    assert_eq!(ask(&app.client_secret, "wrong").await, "invalid_code");
    let bare = [
        ("grant_type", "refresh_token"),
        ("client_id", app.client_id.as_str()),
        ("refresh_token", app.refresh_token.as_str()),
    ];
    assert_eq!(token(&world, &bare).await.body, json!({ "error": "invalid_client" }), "a secret is needed");
}

#[tokio::test]
async fn an_app_can_have_a_token_for_itself() {
    let world = World::empty().await;
    let app = world.sandbox.credentials("zoho").unwrap();
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", app.client_id.as_str()),
        ("client_secret", app.client_secret.as_str()),
        ("scope", "ZohoCRM.org.READ"),
    ];
    let answer = token(&world, &form).await;
    let header = format!("Zoho-oauthtoken {}", answer.body["access_token"].as_str().unwrap());
    let org = world.client.get(world.url("/crm/v8/org")).header("authorization", header);
    assert_eq!(world.send(org).await.status, 200);
}

#[tokio::test]
async fn an_eleventh_token_in_ten_minutes_is_refused() {
    let world = World::empty().await;
    for _ in 0..10 {
        assert!(refresh(&world).await.body["access_token"].is_string());
    }
    let refused = refresh(&world).await;
    assert_eq!((refused.status, refused.body["error"].as_str()), (400, Some("Access Denied")));
    world.sandbox.advance(10 * MINUTE);
    assert!(refresh(&world).await.body["access_token"].is_string());
}

#[tokio::test]
async fn a_token_lives_for_an_hour_or_as_long_as_the_sandbox_says() {
    for (zoho, life) in
        [(Zoho::new().deals(0), 60 * MINUTE), (Zoho::new().deals(0).token_life(5 * MINUTE), 5 * MINUTE)]
    {
        let world = World::of(zoho).await;
        assert_eq!(refresh(&world).await.body["expires_in"], life.as_secs());
        world.sandbox.advance(life - Duration::from_secs(10));
        assert_eq!(world.get("/org").await.status, 200);
        world.sandbox.advance(Duration::from_secs(10));
        let late = world.get("/org").await;
        assert_eq!((late.status, late.code()), (401, "INVALID_TOKEN"));
    }
}

#[tokio::test]
async fn only_zohos_own_word_before_the_token_is_taken() {
    let world = World::empty().await;
    let ask = async |header: Option<String>| {
        let mut request = world.client.get(world.url("/crm/v8/org"));
        if let Some(header) = header {
            request = request.header("authorization", header);
        }
        let answer = world.send(request).await;
        (answer.status, answer.body["code"].as_str().unwrap().to_owned())
    };
    assert_eq!(ask(None).await, (401, "AUTHENTICATION_FAILURE".to_owned()));
    assert_eq!(ask(Some(format!("Bearer {}", world.token))).await, (401, "INVALID_TOKEN".to_owned()));
    assert_eq!(ask(Some("Zoho-oauthtoken x".to_owned())).await, (401, "INVALID_TOKEN".to_owned()));
}

#[tokio::test]
async fn a_revoked_grant_is_over_for_both_tokens() {
    let world = World::empty().await;
    let app = world.sandbox.credentials("zoho").unwrap();
    let revoke = world.client.post(world.url("/oauth/v2/token/revoke"));
    let answer = world.send(revoke.query(&[("token", &app.refresh_token)])).await;
    assert_eq!((answer.status, &answer.body), (200, &json!({ "status": "success" })));
    assert_eq!(refresh(&world).await.body, json!({ "error": "invalid_code" }));
    assert_eq!(world.get("/org").await.code(), "INVALID_TOKEN");
}

#[tokio::test]
async fn a_call_outside_of_the_granted_scopes_is_refused() {
    let mut world = World::empty().await;
    let scope = "ZohoCRM.modules.leads.READ,ZohoCRM.modules.contacts.ALL,ZohoCRM.settings.fields.READ";
    let back = consent(&world, &[("scope", scope), ("access_type", "offline")]).await;
    let answer = exchange(&world, &query(&back, "code").unwrap()).await;
    world.token = answer.body["access_token"].as_str().unwrap().to_owned();
    let lead: Value = json!({ "data": [{ "Last_Name": "A", "Company": "B" }] });
    let code = |answer: Answer| if answer.status == 401 { answer.code().to_owned() } else { String::new() };
    let refused = "OAUTH_SCOPE_MISMATCH";
    assert_eq!(code(world.get("/Leads?fields=Email").await), "");
    assert_eq!(code(world.post("/Leads", lead.clone()).await), refused);
    assert_eq!(code(world.post("/Contacts", lead).await), "");
    assert_eq!(code(world.get("/Deals?fields=Stage").await), refused);
    assert_eq!(code(world.get("/org").await), refused);
    assert_eq!(code(world.get("/settings/fields?module=Leads").await), "");
    assert_eq!(code(world.get("/settings/modules").await), refused);
    assert_eq!(code(world.get("/Leads/search?word=abc").await), refused);
    let query = json!({ "select_query": "select id from Leads where id is not null" });
    assert_eq!(code(world.send(world.request(Method::POST, "/coql").json(&query)).await), refused);
}

#[tokio::test]
async fn jobs_notifications_files_and_composite_requests_have_scopes_of_their_own() {
    let mut world = World::empty().await;
    let composite = json!({ "__composite_requests": [{ "method": "GET", "uri": "/crm/v8/org" }] });
    for (scope, granted) in [
        ("ZohoCRM.modules.ALL", [false; 5]),
        ("ZohoCRM.bulk.READ", [true, false, false, false, false]),
        ("ZohoCRM.bulk.ALL", [true, true, false, false, false]),
        ("ZohoCRM.notifications.ALL", [false, false, true, false, false]),
        ("ZohoCRM.Files.ALL", [false, false, false, true, false]),
        ("ZohoCRM.composite_requests.CUSTOM", [false, false, false, false, true]),
    ] {
        let back = consent(&world, &[("scope", scope), ("access_type", "offline")]).await;
        let answer = exchange(&world, &query(&back, "code").unwrap()).await;
        world.token = answer.body["access_token"].as_str().unwrap().to_owned();
        let token = format!("Zoho-oauthtoken {}", world.token);
        let bulk = |path: &str| {
            let request = world.client.post(world.url(&format!("/crm/bulk/v8/{path}")));
            request.header("authorization", &token).json(&json!({}))
        };
        let answers = [
            world.send(bulk("read")).await,
            world.send(bulk("write")).await,
            world.get("/actions/watch").await,
            world.upload("/files", "a.txt", b"x").await,
            world.post("/__composite_requests", composite.clone()).await,
        ];
        assert_eq!(answers.map(|answer| answer.status != 401), granted, "{scope}");
    }
}
