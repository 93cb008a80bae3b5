//! What client libraries in other languages lean on: OpenID Connect, XML bodies, headers and queries as they send them.
#![allow(clippy::unwrap_used, reason = "tests")]

#[allow(dead_code, reason = "each test file uses its part")]
mod support;

use std::time::Duration;

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use reqwest::{Client, Method, redirect};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;

use crate::support::{Books, answer, strings};

fn decoded(text: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(text).unwrap()
}

/// The claims of a token whose signature is that of a key of the set.
fn verified(token: &str, keys: &Value) -> Value {
    let parts: Vec<&str> = token.split('.').collect();
    let head: Value = serde_json::from_slice(&decoded(parts[0])).unwrap();
    assert_eq!(head["alg"], "RS256");
    let key = keys["keys"].as_array().unwrap().iter().find(|key| key["kid"] == head["kid"]).unwrap();
    let [n, e] = ["n", "e"].map(|part| decoded(key[part].as_str().unwrap()));
    let signed = format!("{}.{}", parts[0], parts[1]);
    let key = RsaPublicKeyComponents { n: n.as_slice(), e: e.as_slice() };
    key.verify(&RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), &decoded(parts[2])).unwrap();
    serde_json::from_slice(&decoded(parts[1])).unwrap()
}

async fn document(url: &str) -> Value {
    Client::new().get(url).send().await.unwrap().json().await.unwrap()
}

/// Asks for consent and exchanges the code, at the endpoints that the discovery document names.
async fn log_in(books: &Books, discovery: &Value, scope: &str, nonce: &str) -> Value {
    let app = books.sandbox.credentials("xero").unwrap();
    let verifier = "0123456789012345678901234567890123456789abc";
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    let mut url = Url::parse(discovery["authorization_endpoint"].as_str().unwrap()).unwrap();
    url.query_pairs_mut().extend_pairs([
        ("response_type", "code"),
        ("client_id", &app.client_id),
        ("redirect_uri", "http://localhost:9/callback"),
        ("scope", scope),
        ("nonce", nonce),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ]);
    let browser = Client::builder().redirect(redirect::Policy::none()).build().unwrap();
    let back = browser.get(url).send().await.unwrap().headers()["location"].to_str().unwrap().to_owned();
    let code =
        Url::parse(&back).unwrap().query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", &app.client_id),
        ("redirect_uri", "http://localhost:9/callback"),
        ("code", &code),
        ("code_verifier", verifier),
    ];
    let token = Client::new().post(discovery["token_endpoint"].as_str().unwrap()).form(&form);
    token.send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn tokens_carry_signatures_that_the_key_set_proves() {
    let books = Books::open().await;
    // Libraries hold an `id_token` against the machine's clock, so it must be good however far the sandbox is ahead.
    books.sandbox.advance(Duration::from_secs(86_400));
    let base = books.sandbox.url("xero");
    let discovery = document(&format!("{base}/.well-known/openid-configuration")).await;
    assert_eq!(
        (&discovery["issuer"], &discovery["id_token_signing_alg_values_supported"]),
        (&json!(base), &json!(["RS256"]))
    );
    let keys = document(discovery["jwks_uri"].as_str().unwrap()).await;
    let answer = log_in(&books, &discovery, "openid offline_access accounting.contacts", "n-1").await;

    let access_token = answer["access_token"].as_str().unwrap();
    let id = verified(answer["id_token"].as_str().unwrap(), &keys);
    let app = books.sandbox.credentials("xero").unwrap();
    assert_eq!((&id["iss"], &id["aud"], &id["nonce"]), (&json!(base), &json!(app.client_id), &json!("n-1")));
    let half = BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(access_token)[..16]);
    assert_eq!(id["at_hash"], half.as_str());
    let ahead = books.sandbox.clock().now().timestamp();
    assert!(id["iat"].as_i64().unwrap() < ahead - 86_000 && id["exp"].as_i64() > id["iat"].as_i64());
    let access = verified(access_token, &keys);
    assert_eq!(access["scope"], json!(["openid", "offline_access", "accounting.contacts"]));
    let refused_at = access["exp"].as_i64().unwrap();
    assert!((refused_at - ahead - 1800).abs() < 600, "an access token ends by the sandbox's clock");
}

#[tokio::test]
async fn an_id_token_comes_only_to_who_asked_for_openid() {
    let books = Books::open().await;
    let discovery =
        document(&format!("{}/.well-known/openid-configuration", books.sandbox.url("xero"))).await;
    let answer = log_in(&books, &discovery, "accounting.contacts", "n").await;
    assert_eq!((answer.get("id_token"), answer.get("refresh_token")), (None, None));
    assert_eq!(answer["scope"], "accounting.contacts");
}

#[tokio::test]
async fn the_seeded_refresh_token_says_what_it_may() {
    let books = Books::open().await;
    let app = books.sandbox.credentials("xero").unwrap();
    let form = [("grant_type", "refresh_token"), ("refresh_token", &app.refresh_token)];
    let request = Client::new().post(format!("{}/connect/token", books.sandbox.url("xero"))).form(&form);
    let request = request.basic_auth(app.client_id, Some(app.client_secret));
    let (_, token) = answer(request.send().await.unwrap()).await;
    let scopes = token["scope"].as_str().unwrap();
    assert!(scopes.contains("accounting.contacts") && scopes.contains("offline_access"), "{scopes}");
    assert!(token["id_token"].is_string());
}

#[tokio::test]
async fn an_empty_tenant_header_is_none() {
    let books = Books::open().await;
    let app = books.sandbox.credentials("xero").unwrap();
    let base = books.sandbox.url("xero");
    let request = Client::new().post(format!("{base}/connect/token"));
    let request = request.basic_auth(app.client_id, Some(app.client_secret));
    let (_, token) =
        answer(request.form(&[("grant_type", "client_credentials")]).send().await.unwrap()).await;
    let ask = async |token: &str| {
        let request = Client::new().get(format!("{base}/api.xro/2.0/Contacts")).bearer_auth(token);
        let request = request.header("accept", "application/json").header("Xero-Tenant-Id", "");
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(
        ask(token["access_token"].as_str().unwrap()).await,
        200,
        "an app that names no scopes has all"
    );
    assert_eq!(ask(&books.sandbox.access_token("xero").unwrap()).await, 403, "a user's token needs a tenant");
}

#[tokio::test]
async fn names_in_paths_are_taken_as_libraries_write_them() {
    let books = Books::open().await;
    for path in ["/Connections", "/connections/", "/api.xro/2.0/Organisations", "/api.xro/2.0/organisation/"]
    {
        assert_eq!(books.request(Method::GET, path).send().await.unwrap().status(), 200, "{path}");
    }
}

#[tokio::test]
async fn the_methods_of_a_condition_may_be_written_in_any_case() {
    let books = Books::open().await;
    books.put("Contacts", json!([{ "Name": "Example Ltd" }, { "Name": "Other" }])).await;
    for condition in
        [r#"Name.contains("amp")"#, r#"Name.startswith("Ex")"#, r#"Name.tolower()=="example ltd""#]
    {
        let request = books.request(Method::GET, "/api.xro/2.0/Contacts").query(&[("where", condition)]);
        let (_, found) = answer(request.send().await.unwrap()).await;
        assert_eq!(strings(&found["Contacts"], "Name"), ["Example Ltd"], "{condition}");
    }
}

#[tokio::test]
async fn a_body_may_be_xml() {
    let books = Books::open().await;
    let send = async |method: Method, path: &str, body: &'static str| {
        let request = books.request(method, &format!("/api.xro/2.0/{path}"));
        let request = request.header("content-type", "application/xml").body(body);
        answer(request.send().await.unwrap()).await
    };
    let contacts = "<Contacts><Contact><Name>Smith &amp; Co</Name><ContactPersons/></Contact></Contacts>";
    let (status, made) = send(Method::PUT, "Contacts", contacts).await;
    assert_eq!((status, &made["Contacts"][0]["Name"]), (200, &json!("Smith & Co")), "{made}");
    let invoice = "<Invoice><Type>ACCREC</Type><InvoiceNumber>X-1</InvoiceNumber><Status>AUTHORISED</Status>\
        <Date>2026-01-10T00:00:00</Date><Contact><Name>Smith &amp; Co</Name></Contact><LineItems><LineItem>\
        <Description>Work</Description><Quantity>2</Quantity><UnitAmount>10.50</UnitAmount>\
        <AccountCode>200</AccountCode></LineItem></LineItems></Invoice>";
    let (status, made) = send(Method::POST, "Invoices", invoice).await;
    assert_eq!((status, &made["Invoices"][0]["SubTotal"]), (200, &json!(21.0)), "{made}");
    let (status, refused) = send(Method::PUT, "Contacts", "<Contacts>").await;
    assert_eq!((status, &refused["Type"]), (400, &json!("PostDataInvalidException")));
}

#[tokio::test]
async fn a_body_that_calls_itself_a_form_is_refused() {
    let books = Books::open().await;
    let put = async |kind: &str| {
        let request = books.request(Method::PUT, "/api.xro/2.0/Contacts").header("content-type", kind);
        answer(request.body(format!(r#"{{"Contacts":[{{"Name":"{kind}"}}]}}"#)).send().await.unwrap()).await
    };
    let (status, refused) = put("application/x-www-form-urlencoded").await;
    assert_eq!((status, &refused["Type"]), (400, &json!("PostDataInvalidException")));
    assert!(refused["Message"].as_str().unwrap().contains("Content-Type"));
    for kind in ["application/json", "application/json; charset=utf-8", "text/json"] {
        assert_eq!(put(kind).await.0, 200, "{kind}");
    }
}

#[tokio::test]
async fn a_pdf_can_be_had_of_one_invoice_and_of_nothing_else() {
    let books = Books::open().await;
    books.approved("INV-1", 10.0).await;
    let ask = async |path: &str| {
        let request = books.raw(Method::GET, &format!("/api.xro/2.0/{path}"));
        let request = request.header("xero-tenant-id", books.tenant()).header("accept", "application/pdf");
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.headers()["content-type"].to_str().unwrap().to_owned())
    };
    assert_eq!(ask("Invoices/INV-1").await, (200, "application/pdf".to_owned()));
    assert_eq!(ask("Invoices/INV-1/pdf").await, (200, "application/pdf".to_owned()));
    assert_eq!((ask("Invoices").await.0, ask("Contacts").await.0), (406, 406));
}

#[tokio::test]
async fn methods_that_the_api_does_not_know_are_not_allowed() {
    let books = Books::open().await;
    for method in [Method::HEAD, Method::OPTIONS, Method::PATCH] {
        let request = books.request(method.clone(), "/api.xro/2.0/Items");
        assert_eq!(request.send().await.unwrap().status(), 405, "{method}");
    }
}

#[tokio::test]
async fn a_crowd_is_counted_to_the_last_call() {
    let books = Books::open().await;
    let client = Client::new();
    let token = books.sandbox.access_token("xero").unwrap();
    let tenant = books.tenant();
    let url = format!("{}/api.xro/2.0/Contacts", books.sandbox.url("xero"));
    let crowd = (0..50).map(|caller| {
        let (client, token, tenant, url) = (client.clone(), token.clone(), tenant.clone(), url.clone());
        tokio::spawn(async move {
            let mut done = 0;
            for call in 0..40 {
                let body = json!({ "Contacts": [{ "Name": format!("{caller}/{call}") }] });
                let request = client.put(&url).bearer_auth(&token).header("xero-tenant-id", &tenant);
                let response = request.header("accept", "application/json").json(&body).send().await.unwrap();
                let status = response.status().as_u16();
                assert!(matches!(status, 200 | 429), "{status}");
                assert_eq!(status == 429, response.headers().contains_key("x-rate-limit-problem"));
                done += u64::from(status == 200);
            }
            done
        })
    });
    let mut done = 0;
    for caller in crowd.collect::<Vec<_>>() {
        done += caller.await.unwrap();
    }
    let counters = books.sandbox.counters("xero");
    assert_eq!((counters.calls, counters.throttled + done), (2000, 2000));
    assert!((1..=60).contains(&done), "{done} in one minute");
    let state = &books.sandbox.state()["platforms"]["xero"];
    assert_eq!((&state["records"]["contacts"], &state["in_progress"]), (&json!(done), &json!(0)));
}

#[tokio::test]
async fn a_bookkeeper_pays_over_the_control_endpoint() {
    let books = Books::open().await;
    books.approved("INV-1", 100.0).await;
    books.approved("INV-2", 50.0).await;
    let pay = async |what: Value| {
        let url = format!("{}/_sandbox/xero/pay", books.sandbox.url("xero"));
        answer(Client::new().post(url).json(&what).send().await.unwrap()).await
    };
    let part = |amount: Value| json!({ "part": { "invoice": "INV-1", "amount": amount } });
    for (amount, paid) in [(json!(10), 10.0), (json!(0.3), 0.3), (json!("1.25"), 1.25)] {
        let (status, answer) = pay(part(amount)).await;
        assert_eq!(
            (status, answer),
            (200, json!({ "paid": [{ "invoice_number": "INV-1", "amount": paid }] }))
        );
    }
    assert_eq!(books.get("Invoices/INV-1").await["Invoices"][0]["AmountDue"], 88.45);
    assert_eq!(pay(part(json!(1000))).await.0, 400, "more than is due");
    assert_eq!(pay(json!({ "fraction": 1 })).await.1["paid"].as_array().unwrap().len(), 2);
    assert_eq!(pay(json!({ "invoices": ["INV-2"] })).await.0, 400, "paid already");
}
