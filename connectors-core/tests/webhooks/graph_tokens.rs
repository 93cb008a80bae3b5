//! Microsoft Graph, notifications with resource data: tokens that Microsoft signs, and encrypted content.

use std::sync::Arc;

use async_trait::async_trait;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use connectors_core::clock::TestClock;
use connectors_core::webhooks::{
    ContentKey, Inbound, Jwt, Keys, Proof, PublicKey, Scheme, Sealed, Verified, Verifier,
};
use connectors_core::{Error, ErrorKind, Result};
use http::StatusCode;
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::graph::{CLIENT_STATE, notification};
use crate::support::{delivery, post, time};

const TOKENS: Scheme = Scheme::Jwt(
    Jwt::rs256(
        "/validationTokens",
        &["https://sts.windows.net/*/", "https://login.microsoftonline.com/*/v2.0"],
    )
    .caller(&["appid", "azp"], "0bf30f3b-4a52-48df-9a82-234910c4a086"),
);
const RICH: Scheme = Scheme::All(&[TOKENS, CLIENT_STATE]);

const APP: &str = "11111111-2222-3333-4444-555555555555";

// Made for these tests: `rsa.generate_private_key(65537, 2048)`, as PKCS#8 in base64, and its modulus in base64url.
const KEY: &str = "MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCvjQQgFA2yfjtE4sqOsBALr569oOluFCNeAAuuwVCESEQ+gRX+5B3sJi8GWQHZM0Oo1Hn8xmC9G+cd1EIvX4DSnZPsmAf7oO13KlO/yfFevlMB4RJp+lfJGouD7g3/cHwBgLKocaaMcYCmgKZNVt5nYTcqMPs/EwN8PjbGtN4cjI67qjfWmykhwYVFTM4/kmQSteZprvrQW/ZwLNPIAeAmi0hu8fCENrOf/C1nTp/FBtXlm594PPszEjLesFZrtgz582afEPe73Wg9nQIuWSjUJMzp8EE5YyomKwE42L4DgPJRMIrCK0AfwhycDbLHpdn8AO0l7xy1NaIv+fMEKpUjAgMBAAECggEAIR/MnXjrNLjY2iCo88+I14ulukY4hYrLOZtsmOblGHDCX8Dfs567fqmdyebVkHQ52gttkSKlcklnjJtWebXdiuAs30G4j+RHqmqULuYd4zCqXPppDRItqkaV+Kjcf0xsOaRdEaeQM4PfMIup1YIEqSEQ1ac0YSxnRfQ/RbMvDdevs5TE7jN1lpzJJs2fU/T5Nu3sTygyHeFHZNPw3lyyql/9sD0zIIvWwxrk+ikz4RE1vJC4nlZ+Yef/CD22xq/+kGvUCDDuOTcivniLrzBIvKQpHD290IS3ps3xigQQWbSa40+mmBqll2x0UF0+VkGLrBTBBbEzUdxCIgogeJFhIQKBgQDbBgDqeylW/35hN0V6NNFOjUsfpNV2NzxWSq0GMEMgXcup0gYYZPlWI2535nJ8GNtW15BRqgvbdROWyu/HY/24S4A8XfiC7Sz1aUjzuIcSP9d7g5gb97k2JcCQ1vos9MJXh99iUTySUwOAXErc+yxYw3IjzEcljjkWtluOmLcRWQKBgQDNMCpjh5KzKYqmcavygNTvBIDcRs5QA4CmWtdWTU9Z/cXz+6KH+C0GZQsUAanfzljRHzefeSqxBR5Y1Re78ez4d2qAlLYdEdFywTbnq5rbZOBD72oySxfLRSeQjc6eWl6eRBwUh+1cO5TsDwm0OwZ8gjTVo08XghVtva5nrR7u2wKBgCHPknKgIqiYdmUBiEsuPiV3MGKpKn6+ViUoD//FkYc8k4Uas/AuHkOK4rHFtGSt3aZRTqkcrAnrz+NWXp+UMwWxOhGXnBZyEJ+t6iIdmVRa4KPjk6a1njTarRhu513rRtkGU5i027nm8MJu/OuSJq1pNoSKM217wBpeelHQB2q5AoGBAJDYx5OrSOwhDzegVvnB6I8yZqUZdtsVHeRRjGHoAXRNqUgrAvlpQJ+bBM8CvaC4UgqONv3k0zZTnrCm/TI3/kkIQ66xTD4JLgoMS24PvinSdF6AzD7ks89S6jMpaApxUQn4mroDmpPZm69ojjkk0ddjM1j9CABYXDg0BsI5e/SxAoGBAMQa8DbYmhVm01U9CtjMNloPZSXDhm8dFlJ7cvBo6X8eYK8ekJWt/ygedPZ494dNeph2JPAru8EWFSdXZ1yngdf/Ws7ro2z3/GPWr/pk5SOrW2uVkhcr9CRqhTz9/mp934ipof3v7MfVw2Yi9szf8cx1u/i8DDr3BSMIjbIGcGk0";
const MODULUS: &str = "r40EIBQNsn47ROLKjrAQC6-evaDpbhQjXgALrsFQhEhEPoEV_uQd7CYvBlkB2TNDqNR5_MZgvRvnHdRCL1-A0p2T7JgH-6DtdypTv8nxXr5TAeESafpXyRqLg-4N_3B8AYCyqHGmjHGApoCmTVbeZ2E3KjD7PxMDfD42xrTeHIyOu6o31pspIcGFRUzOP5JkErXmaa760Fv2cCzTyAHgJotIbvHwhDazn_wtZ06fxQbV5ZufeDz7MxIy3rBWa7YM-fNmnxD3u91oPZ0CLlko1CTM6fBBOWMqJisBONi-A4DyUTCKwitAH8IcnA2yx6XZ_ADtJe8ctTWiL_nzBCqVIw";

/// `sign(b64url(header) + "." + b64url(claims), PKCS1v15(), SHA256())` of the claims below.
const TOKEN: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiIsImtpZCI6ImtleS0xIn0.eyJhdWQiOiIxMTExMTExMS0yMjIyLTMzMzMtNDQ0NC01NTU1NTU1NTU1NTUiLCJpc3MiOiJodHRwczovL3N0cy53aW5kb3dzLm5ldC83MmY5ODhiZi04NmYxLTQxYWYtOTFhYi0yZDdjZDAxMWRiNDcvIiwiaWF0IjoxNzYyMDAwMDAwLCJuYmYiOjE3NjIwMDAwMDAsImV4cCI6MTc2MjA4NjQwMCwiYXBwaWQiOiIwYmYzMGYzYi00YTUyLTQ4ZGYtOWE4Mi0yMzQ5MTBjNGEwODYiLCJ0aWQiOiI3MmY5ODhiZi04NmYxLTQxYWYtOTFhYi0yZDdjZDAxMWRiNDcifQ.a3FxraPy1g6iROw3qf41HS1COodLBxKyCWWRJz_85Ye48NUGBsvAcAL6OyfDxjtx0889FEqxYQeHQfI2havNz8MUPdpjvJFKSCdyQ5GdSb8gSGl9uvQ0lxZfNOEj2XErb1UIliqt2JAStB-NxS--hBIqerUJOzIRzyHoNdGEPwn53k9Z_f2xhAcB41_jrcx3zMGDSl930N_SgTJ4iuZapWRd1BCLsgxoj9Nw0ARe3URMVsGiOXXIiTvzIGoU0sK7WasznlMX9dzaFhUAlJVVaa_s3wbqCzGZOVMphCt2PwlkxTZF43RA2WssjkMEpgaNBidVWfYS8OvvKU7yOH4y-g";

// 32 bytes 00 to 1f: `encrypt(bytes(range(32)), OAEP(MGF1(SHA1()), SHA1(), None))` with the key above.
const SEALED_KEY: &str = "kPYHuSRucxx+y4nP85OZY6LfopTnFZz7LlS7XzKPRnz33RoBBFScPekW372ZXm8dJpUFQpy+ZOXjIGDVkByj8cS7wIUDFJnKlId43qQErk+HCYJnIFTPAZJz8x9kXifggiX7il3kJLs8pYbEHYU0mKPjQisCHnmUObHJw7iikBUYHDXnVO0KvilHj2DEmweHDw4VOkFWDgpI+1F1M7KB5oHjqZqJyKBBHfX71Uwv1L73ahkA0a5of0rf2cprW+y0T7K91LkoPmwVwafthAJI2ar9V6Pl0rTfKvBMOgEo8Q2uoauQF55gQYn5lXHwtNYOamB7qT7Q7O5fotIsMnqxeA==";
// `openssl enc -aes-256-cbc -K 00…1f -iv 00…0f`, and `b64encode(hmac.new(bytes(range(32)), data, sha256).digest())`.
const DATA: &str = "6qYyi6sfwX/0xv3ZSeeB3PuGaHu6q8FZsQpOIWJzb/hQ6ISuZjLhPjp7JHtjG5oxO/87494hQ0p8ATMOYQgE8p/k0HSlMQxKk8yuiaLHj4w=";
const DATA_SIGNATURE: &str = "4UPMMPiqTqd8Use/z2aCU1KqUddost1JpTSaC8gfvkI=";
const PLAIN: &str = r##"{"@odata.type":"#microsoft.graph.event","id":"AAMkAGUx","subject":"Planning"}"##;

fn claims() -> Value {
    let tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    json!({
        "aud": APP, "iss": format!("https://sts.windows.net/{tenant}/"),
        "iat": 1_762_000_000, "nbf": 1_762_000_000, "exp": 1_762_086_400,
        "appid": "0bf30f3b-4a52-48df-9a82-234910c4a086", "tid": tenant,
    })
}

fn with(name: &str, value: impl Into<Value>) -> Value {
    let mut claims = claims();
    claims[name] = value.into();
    claims
}

fn token(header: &Value, claims: &Value) -> String {
    let encode = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let message = format!("{}.{}", encode(header), encode(claims));
    let key = RsaKeyPair::from_pkcs8(&STANDARD.decode(KEY).unwrap()).unwrap();
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature).unwrap();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn signed(claims: &Value) -> String {
    token(&json!({ "typ": "JWT", "alg": "RS256", "kid": "key-1" }), claims)
}

struct KeySet;

#[async_trait]
impl Keys for KeySet {
    async fn key(&self, id: &str) -> Result<Option<PublicKey>> {
        match id {
            "key-1" => PublicKey::rsa(MODULUS, "AQAB").map(Some),
            "later" => {
                Err(Error::new(ErrorKind::Transport, "the key set cannot be read").with_retryable(true))
            }
            _ => Ok(None),
        }
    }
}

fn verifier_of(scheme: Scheme, now: &str) -> Verifier {
    Verifier::new(scheme, SecretString::from("state-0001"))
        .tokens(APP, KeySet)
        .refuse_with(StatusCode::ACCEPTED)
        .clock(Arc::new(TestClock::at(time(now))))
}

async fn verify_at(now: &str, tokens: &[&str]) -> Result<Verified> {
    delivery(&verifier_of(TOKENS, now), rich(tokens)).await
}

fn rich(tokens: &[&str]) -> Inbound {
    let notifications = [notification("s1", "state-0001"), notification("s2", "another")];
    post(&[], json!({ "value": notifications, "validationTokens": tokens }).to_string())
}

async fn verify(tokens: &[&str]) -> Result<Verified> {
    verify_at("2025-11-01T12:30:00Z", tokens).await
}

#[tokio::test]
async fn a_token_of_the_platform_proves_the_sender() {
    assert_eq!(verify(&[TOKEN]).await.unwrap().proof(), Proof::Sender);
    assert_eq!(verify(&[TOKEN, &signed(&claims())]).await.unwrap().proof(), Proof::Sender);
    let mut second = with("iss", "https://login.microsoftonline.com/72f988bf-86f1/v2.0");
    second.as_object_mut().unwrap().remove("appid");
    second["azp"] = "0bf30f3b-4a52-48df-9a82-234910c4a086".into();
    verify(&[&signed(&second)]).await.unwrap();
    verify(&[&signed(&with("aud", json!(["other", APP])))]).await.unwrap();
}

#[tokio::test]
async fn tokens_are_refused_for_what_is_wrong_with_them() {
    let without = |name: &str| {
        let mut claims = claims();
        claims.as_object_mut().unwrap().remove(name);
        signed(&claims)
    };
    let (head, signature) = TOKEN.rsplit_once('.').unwrap();
    let unsigned = format!(
        "{}.{}.",
        URL_SAFE_NO_PAD.encode(r#"{"alg":"none","kid":"key-1"}"#),
        head.split_once('.').unwrap().1
    );
    let other_claims = URL_SAFE_NO_PAD.encode(with("tid", "x").to_string());
    let moved = format!("{}.{other_claims}.{signature}", head.split_once('.').unwrap().0);
    for (bad, why) in [
        (signed(&with("aud", "22222222-2222-3333-4444-555555555555")), "another application"),
        (without("aud"), "not signed as it says"),
        (signed(&with("iss", "https://sts.windows.net.evil.example/72f988bf/")), "another issuer"),
        (signed(&with("iss", "https://sts.windows.net/a/b/")), "another issuer"),
        (signed(&with("iss", "https://sts.windows.net//")), "another issuer"),
        (signed(&with("iss", json!(["https://sts.windows.net/a/"]))), "another issuer"),
        (without("iss"), "another issuer"),
        (signed(&with("appid", "11111111-4a52-48df-9a82-234910c4a086")), "another caller"),
        (signed(&with("azp", "11111111-4a52-48df-9a82-234910c4a086")), "another caller"),
        (without("appid"), "another caller"),
        (without("exp"), "when it ends"),
        (signed(&with("exp", "1762086400")), "when it ends"),
        (signed(&with("exp", 1_762_000_000 - 301)), "expired"),
        (signed(&with("nbf", 1_762_001_800 + 301)), "not good yet"),
        (token(&json!({ "alg": "RS256", "kid": "key-2" }), &claims()), "not known"),
        (token(&json!({ "alg": "RS256" }), &claims()), "does not name its key"),
        (token(&json!({ "alg": "RS512", "kid": "key-1" }), &claims()), "not signed by RS256"),
        (token(&json!({ "alg": "HS256", "kid": "key-1" }), &claims()), "RS256"),
        (unsigned, "cannot be read"),
        (moved, "not signed as it says"),
        (format!("{head}.{}", signature.replace('A', "B")), "not signed as it says"),
        (format!("{head}."), "not signed as it says"),
        ("x".to_owned(), "cannot be read"),
        (String::new(), "cannot be read"),
    ] {
        for tokens in [vec![bad.as_str()], vec![TOKEN, bad.as_str()]] {
            let error = verify(&tokens).await.unwrap_err();
            assert!(error.message().contains(why), "{why}: {error}");
            assert_eq!((error.kind(), error.status()), (ErrorKind::Webhook, Some(StatusCode::ACCEPTED)));
        }
    }
    for none in
        [rich(&[]), post(&[], r#"{"validationTokens":{}}"#), post(&[], r#"{"validationTokens":[1.5]}"#)]
    {
        let error = delivery(&verifier_of(TOKENS, "2025-11-01T12:30:00Z"), none).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Webhook);
    }
}

#[tokio::test]
async fn the_clock_that_was_given_says_whether_a_token_has_ended() {
    for (now, good) in [
        ("2025-11-01T12:21:30Z", false),
        ("2025-11-01T12:21:41Z", true),
        ("2025-11-02T12:31:39Z", true),
        ("2025-11-02T12:31:41Z", false),
    ] {
        assert_eq!(verify_at(now, &[TOKEN]).await.is_ok(), good, "{now}");
    }
}

#[tokio::test]
async fn keys_that_cannot_be_read_refuse_nothing() {
    let later = token(&json!({ "alg": "RS256", "kid": "later" }), &claims());
    let error = verify(&[&later]).await.unwrap_err();
    assert!(error.is_retryable());
    assert_eq!(Verifier::refusal(&error).status(), StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn with_tokens_and_values_both_must_hold() {
    let verifier = verifier_of(RICH, "2025-11-01T12:30:00Z").or(CLIENT_STATE);
    let verified = delivery(&verifier, rich(&[TOKEN])).await.unwrap();
    assert_eq!([0, 1].map(|index| verified.is_proven(index)), [true, false]);
    // A bad token is not made up for by a good value.
    let expired = signed(&with("exp", 1));
    delivery(&verifier, rich(&[&expired])).await.unwrap_err();
    delivery(&verifier, rich(&[])).await.unwrap_err();
    let stranger =
        post(&[], json!({ "value": [notification("s1", "?")], "validationTokens": [TOKEN] }).to_string());
    delivery(&verifier, stranger).await.unwrap_err();
    let plain = post(&[], json!({ "value": [notification("s1", "state-0001")] }).to_string());
    assert!(delivery(&verifier, plain.clone()).await.unwrap().is_proven(0));
    delivery(&verifier_of(RICH, "2025-11-01T12:30:00Z"), plain).await.unwrap_err();
}

#[tokio::test]
async fn a_verifier_that_was_given_no_keys_says_so() {
    let verifier = Verifier::new(TOKENS, SecretString::from("x"));
    let error = delivery(&verifier, rich(&[TOKEN])).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(Verifier::refusal(&error).status(), StatusCode::INTERNAL_SERVER_ERROR);
}

#[test]
fn encrypted_content_is_opened_by_its_key_alone() {
    let key = ContentKey::from_pkcs8(&STANDARD.decode(KEY).unwrap()).unwrap();
    let good = Sealed::new().key(SEALED_KEY).data(DATA).signature(DATA_SIGNATURE);
    assert_eq!(key.open(good).unwrap().as_slice(), PLAIN.as_bytes());

    let flipped = |text: &str, index: usize| {
        let mut bytes = STANDARD.decode(text).unwrap();
        bytes[index] ^= 1;
        STANDARD.encode(bytes)
    };
    for index in 0..80 {
        assert!(key.open(good.data(&*flipped(DATA, index))).is_err());
    }
    for index in 0..32 {
        assert!(key.open(good.signature(&*flipped(DATA_SIGNATURE, index))).is_err());
    }
    for index in 0..256 {
        assert!(key.open(good.key(&*flipped(SEALED_KEY, index))).is_err());
    }
    for bad in
        [Sealed::new(), good.key(""), good.data(""), good.signature(""), good.key("?"), good.data("AAAA")]
    {
        let error = key.open(bad).unwrap_err();
        assert_eq!(error.message(), "the encrypted content cannot be opened");
    }
    assert_eq!(format!("{key:?}"), "ContentKey(RSA 2048)");
    assert_eq!(ContentKey::from_pkcs8(b"no key").unwrap_err().kind(), ErrorKind::Config);
}
