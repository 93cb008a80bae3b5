//! What holds whatever the platform is.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use connectors_core::clock::{SystemClock, TestClock};
use connectors_core::webhooks::{
    Hmac, Inbound, Part, Place, Proof, Scheme, Secrets, SharedValue, Timestamp, Unverified, Verifier, by_hint,
};
use connectors_core::{Error, ErrorKind, Result};
use http::header::RETRY_AFTER;
use http::{HeaderName, HeaderValue, StatusCode};
use secrecy::SecretString;

use crate::support::{all, delivery, post, post_to, time, with};

const SIGNED: Scheme = Scheme::Hmac(Hmac::base64(Place::Header("x-signature")).hint(Place::Route));
const SHARED: Scheme = Scheme::SharedValue(SharedValue::at(Place::Header("x-token")));

fn secret() -> SecretString {
    SecretString::from("s3cr3t")
}

fn signed(body: &'static [u8]) -> Inbound {
    SIGNED.sign(post(&[], body), &secret(), time("2025-11-01T12:00:00Z")).unwrap()
}

#[tokio::test]
async fn two_headers_must_agree() {
    let good = signed(b"{}");
    let signature = good.headers()["x-signature"].to_str().unwrap().to_owned();
    let verifier = Verifier::new(SIGNED, secret());
    delivery(&verifier, with(good.clone(), "x-signature", &signature)).await.unwrap();
    for other in ["", "AAAA", &signature.to_lowercase()] {
        for two in [
            with(good.clone(), "x-signature", other),
            with(post(&[("x-signature", other)], "{}"), "x-signature", &signature),
        ] {
            let error = delivery(&verifier, two).await.unwrap_err();
            assert_eq!(error.message(), "the header `x-signature` says two things");
        }
    }
}

#[tokio::test]
async fn headers_that_are_no_text_are_refused() {
    let odd = HeaderValue::from_bytes(b"\xff\xfe\x80").unwrap();
    for (scheme, name) in [(SIGNED, "x-signature"), (SHARED, "x-token")] {
        let inbound = Inbound::post("/", "{}").with_header(HeaderName::from_static(name), odd.clone());
        let error = delivery(&Verifier::new(scheme, secret()), inbound).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Webhook);
    }
    const ACCOUNT: Scheme =
        Scheme::SharedValue(SharedValue::at(Place::Header("x-token")).hint(Place::Header("x-account")));
    let inbound = post(&[("x-token", "s3cr3t")], "{}").with_header(HeaderName::from_static("x-account"), odd);
    let error = delivery(&Verifier::new(ACCOUNT, secret()), inbound).await.unwrap_err();
    assert_eq!(error.message(), "the header `x-account` names no account");
}

#[tokio::test]
async fn a_huge_body_is_verified_without_being_copied() {
    let body = bytes::Bytes::from(vec![b'x'; 32 << 20]);
    let good =
        SIGNED.sign(Inbound::post("/", body.clone()), &secret(), time("2025-11-01T12:00:00Z")).unwrap();
    let verified = delivery(&Verifier::new(SIGNED, secret()), good).await.unwrap();
    assert_eq!(verified.body().as_ptr(), body.as_ptr());
}

#[tokio::test]
async fn the_route_tells_whose_secret_it_is() {
    let verifier = Verifier::new(
        SIGNED,
        by_hint(|account| async move {
            Ok(if account == "acme" { vec![SecretString::from("s3cr3t")] } else { vec![] })
        }),
    );
    let verified = delivery(&verifier, signed(b"{}").with_route("acme")).await.unwrap();
    assert_eq!(verified.hint(), Some("acme"));
    for stranger in
        [signed(b"{}"), signed(b"{}").with_route("other"), signed(b"{}").with_route("a".repeat(513))]
    {
        let error = delivery(&verifier, stranger).await.unwrap_err();
        assert!(error.message().contains("account"), "{error}");
    }
}

/// A store that is down.
struct Down(fn() -> Error);

#[async_trait]
impl Secrets for Down {
    async fn for_hint(&self, _: Option<Unverified<'_>>) -> Result<Vec<SecretString>> {
        Err((self.0)())
    }
}

#[tokio::test]
async fn a_store_that_fails_refuses_nothing() {
    for failure in [
        || Error::new(ErrorKind::Transport, "no connection"),
        || Error::new(ErrorKind::Storage, "no connection"),
        || Error::new(ErrorKind::Webhook, "no connection"),
    ] {
        for platform in all() {
            let error = platform.verify_with(Down(failure), platform.good[0].clone()).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Storage, "{}", platform.name);
            assert!(error.is_retryable() && error.message().contains("no connection"));
            let answer = Verifier::refusal(&error);
            assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert!(answer.headers().contains_key(RETRY_AFTER));
        }
    }
}

#[tokio::test]
async fn an_empty_secret_never_matches() {
    let empty = SecretString::from("");
    for platform in all() {
        let forged = platform.scheme.sign(platform.good[0].clone(), &empty, platform.now).unwrap();
        for secrets in [vec![empty.clone()], vec![secret(), empty.clone()]] {
            let error = platform.verify_with(secrets, forged.clone()).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config, "{}", platform.name);
        }
    }
}

#[tokio::test]
async fn where_nothing_is_proven_it_is_said() {
    let verifier = Verifier::new(Scheme::None, Vec::<SecretString>::new());
    let verified = delivery(&verifier, post(&[], "anything")).await.unwrap();
    assert_eq!(verified.proof(), Proof::Nothing);
}

#[tokio::test]
async fn the_tolerance_of_the_verifier_goes_before_that_of_the_scheme() {
    const TIMED: Scheme =
        Scheme::Hmac(
            Hmac::hex(Place::Header("x-signature"))
                .timestamp(Timestamp::seconds(Place::Query("t")))
                .parts(&[Part::Timestamp, Part::Literal("."), Part::Header("x-id"), Part::Body]),
        );
    let start = time("2025-11-01T12:00:00Z");
    let inbound = TIMED.sign(post_to("/?a=1&t=5", &[("x-id", "7")], "{}"), &secret(), start).unwrap();
    assert_eq!(inbound.url(), "/?a=1&t=1761998400");
    let clock = TestClock::at(start);
    clock.jump(chrono::TimeDelta::seconds(400));
    let verifier = Verifier::new(TIMED, secret()).clock(Arc::new(clock));
    delivery(&verifier, inbound.clone()).await.unwrap_err();
    let patient = verifier.clone().tolerance(Duration::from_secs(600));
    let verified = delivery(&patient, inbound.clone()).await.unwrap();
    assert_eq!(verified.signed_at(), Some(start));
    delivery(&patient.clone().tolerance(Duration::MAX), inbound.clone()).await.unwrap();

    let headers = |id: &str| {
        let mut headers = inbound.headers().clone();
        headers.insert("x-id", HeaderValue::from_str(id).unwrap());
        inbound.clone().with_headers(headers)
    };
    assert_eq!(delivery(&patient, headers("8")).await.unwrap_err().message(), "the signature is wrong");
    let nameless = inbound.clone().with_headers(http::HeaderMap::from_iter([(
        HeaderName::from_static("x-signature"),
        inbound.headers()["x-signature"].clone(),
    )]));
    assert_eq!(delivery(&patient, nameless).await.unwrap_err().message(), "the header `x-id` is missing");
}

#[tokio::test]
async fn nothing_of_a_delivery_or_a_secret_is_shown() {
    let inbound = post_to("https://h.example/in?key=s3cr3t#s3cr3t", &[("x-token", "s3cr3t")], "s3cr3t")
        .with_route("s3cr3t");
    let verifier = Verifier::new(SHARED, secret()).clock(Arc::new(SystemClock::new()));
    let verified = delivery(&verifier, inbound.clone()).await.unwrap();
    let shown = format!("{inbound:?} {verified:?} {verifier:?}");
    assert!(!shown.contains("s3cr3t"), "{shown}");
    assert!(shown.contains("x-token") && shown.contains("key"), "{shown}");
}

#[test]
fn a_query_parameter_is_decoded() {
    let inbound = post_to("https://h.example/in?a=1+2%2B&a=3&b#a=9", &[], "");
    assert_eq!(inbound.query("a").as_deref(), Some("1 2+"));
    assert_eq!(inbound.query("b").as_deref(), Some(""));
    assert_eq!(inbound.query("c"), None);
}

#[tokio::test]
async fn all_of_several_schemes_must_hold() {
    const TOKEN: Scheme = Scheme::SharedValue(SharedValue::at(Place::Body("/token")));
    const VERSIONED: Scheme =
        Scheme::Hmac(Hmac::hex(Place::Header("x-signature")).when(Place::Header("x-version"), "2"));
    const BOTH: Scheme = Scheme::All(&[VERSIONED, TOKEN]);
    const TOKEN_FIRST: Scheme = Scheme::All(&[TOKEN, VERSIONED]);
    let now = time("2025-11-01T12:00:00Z");
    let good = BOTH.sign(post(&[], "{}"), &secret(), now).unwrap();
    for scheme in [BOTH, TOKEN_FIRST] {
        let verifier = Verifier::new(scheme, secret());
        assert_eq!(delivery(&verifier, good.clone()).await.unwrap().proof(), Proof::Body);
        let signature_alone = VERSIONED.sign(post(&[], r#"{"token":"other"}"#), &secret(), now).unwrap();
        delivery(&verifier, signature_alone).await.unwrap_err();
        delivery(&verifier, good.clone().with_body(r#"{ "token":"s3cr3t"}"#)).await.unwrap_err();
        let mut headers = good.headers().clone();
        headers.insert("x-version", HeaderValue::from_static("1"));
        let error = delivery(&verifier, good.clone().with_headers(headers)).await.unwrap_err();
        assert_eq!(error.message(), "the header `x-signature` is of another kind");
    }
}
