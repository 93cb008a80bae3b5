//! The table of platforms.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use connectors_core::clock::TestClock;
use connectors_core::webhooks::{Inbound, Proof, Scheme, Secrets, Verdict, Verified, Verifier};
use connectors_core::{Error, ErrorKind, Result};
use http::{HeaderName, HeaderValue, StatusCode};
use secrecy::SecretString;

/// A platform: its scheme as it would stand in its crate, and deliveries that are good.
#[derive(Clone)]
pub(crate) struct Platform {
    pub(crate) name: &'static str,
    pub(crate) scheme: Scheme,
    pub(crate) proof: Proof,
    pub(crate) secret: &'static str,
    pub(crate) now: DateTime<Utc>,
    /// The time is signed.
    pub(crate) timed: bool,
    pub(crate) good: Vec<Inbound>,
    /// Takes the proof off a delivery.
    pub(crate) take_off: fn(Inbound) -> Inbound,
    pub(crate) refuse_with: StatusCode,
}

pub(crate) fn all() -> Vec<Platform> {
    vec![
        crate::freshdesk::platform(),
        crate::google_calendar::platform(),
        crate::graph::platform(),
        crate::hubspot::platform(),
        crate::quickbooks::platform(),
        crate::shopify::platform(),
        crate::whatsapp::platform(),
        crate::xero::platform(),
        crate::zendesk::platform(),
        crate::zoho::platform(),
    ]
}

impl Platform {
    /// Signed bodies without a time; 401.
    pub(crate) fn new(name: &'static str, scheme: Scheme, secret: &'static str, good: Vec<Inbound>) -> Self {
        Self {
            name,
            scheme,
            proof: Proof::Body,
            secret,
            now: time("2025-11-01T12:00:00Z"),
            timed: false,
            good,
            take_off: |inbound| inbound.with_headers(http::HeaderMap::new()),
            refuse_with: StatusCode::UNAUTHORIZED,
        }
    }

    pub(crate) fn verifier(&self, secrets: impl Secrets) -> Verifier {
        let clock = Arc::new(TestClock::at(self.now));
        Verifier::new(self.scheme, secrets).refuse_with(self.refuse_with).clock(clock)
    }

    pub(crate) async fn verify(&self, inbound: Inbound) -> Result<Verified> {
        self.verify_with(SecretString::from(self.secret), inbound).await
    }

    pub(crate) async fn verify_with(&self, secrets: impl Secrets, inbound: Inbound) -> Result<Verified> {
        delivery(&self.verifier(secrets), inbound).await
    }

    pub(crate) fn assert_refused(&self, error: &Error) {
        assert_eq!(error.kind(), ErrorKind::Webhook, "{}: {error}", self.name);
        assert_eq!(error.status(), Some(self.refuse_with), "{}: {error}", self.name);
        assert!(!error.is_retryable());
    }
}

/// What is no handshake.
pub(crate) async fn delivery(verifier: &Verifier, inbound: Inbound) -> Result<Verified> {
    match verifier.verify(inbound).await? {
        Verdict::Delivery(verified) => Ok(verified),
        Verdict::Answer(answer) => panic!("{answer:?}"),
    }
}

pub(crate) fn post(headers: &[(&str, &str)], body: impl Into<bytes::Bytes>) -> Inbound {
    post_to("https://hooks.example.org/in", headers, body)
}

pub(crate) fn post_to(url: &str, headers: &[(&str, &str)], body: impl Into<bytes::Bytes>) -> Inbound {
    headers.iter().fold(Inbound::post(url, body), |inbound, (name, value)| with(inbound, name, value))
}

pub(crate) fn with(inbound: Inbound, name: &str, value: &str) -> Inbound {
    inbound
        .with_header(name.parse::<HeaderName>().unwrap(), HeaderValue::from_bytes(value.as_bytes()).unwrap())
}

pub(crate) fn without(inbound: Inbound, name: &str) -> Inbound {
    let mut headers = inbound.headers().clone();
    headers.remove(name);
    inbound.with_headers(headers)
}

pub(crate) fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The bytes 0 to 255: no text, no JSON.
pub(crate) fn all_bytes() -> Vec<u8> {
    (0..=255).collect()
}
