//! What must hold for all input.

use bytes::Bytes;
use connectors_core::Result;
use connectors_core::webhooks::{Inbound, Proof, Verified};
use http::{HeaderName, HeaderValue, Method};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use secrecy::SecretString;

use crate::support::{Platform, all};

fn verify(platform: &Platform, inbound: Inbound) -> Result<Verified> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(platform.verify(inbound))
}

/// All headers that a scheme looks at, and some others.
const HEADERS: [&str; 14] = [
    "authorization",
    "x-webhook-token",
    "x-goog-channel-token",
    "x-goog-channel-id",
    "x-hubspot-signature-v3",
    "x-hubspot-request-timestamp",
    "intuit-signature",
    "x-shopify-hmac-sha256",
    "shopify-hmac-sha256",
    "x-hub-signature-256",
    "x-xero-signature",
    "x-zendesk-webhook-signature",
    "x-zendesk-webhook-signature-timestamp",
    "content-type",
];

fn value() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..60),
        "[A-Za-z0-9+/]{43}=".prop_map(String::into_bytes),
        "(sha256=)?[0-9a-f]{64}".prop_map(String::into_bytes),
        any::<i64>().prop_map(|time| time.to_string().into_bytes()),
        Just(b"1762000000123".to_vec()),
        Just(b"2025-11-01T12:00:00Z".to_vec()),
        ".{0,20}".prop_map(String::into_bytes),
    ]
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200),
        r#"[\[\]{}:,"a\\0-9tf]{0,40}"#.prop_map(String::into_bytes),
        (".{0,9}", ".{0,9}").prop_map(|(token, channel)| {
            serde_json::json!({ "token": token, "channel_id": channel, "value": [{ "clientState": token }] })
                .to_string()
                .into_bytes()
        }),
    ]
}

fn anything() -> impl Strategy<Value = Inbound> {
    let headers = proptest::collection::vec((select(&HEADERS[..]), value()), 0..6);
    (select(&[Method::GET, Method::POST, Method::DELETE][..]), ".{0,40}", headers, body()).prop_map(
        |(method, url, headers, body)| {
            let inbound = Inbound::new(method, url).with_body(body);
            headers.into_iter().fold(inbound, |inbound, (name, value)| {
                match HeaderValue::from_bytes(&value) {
                    Ok(value) => inbound.with_header(HeaderName::from_static(name), value),
                    Err(_) => inbound,
                }
            })
        },
    )
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn nothing_that_comes_by_chance_is_accepted(inbound in anything()) {
        for platform in all() {
            let error = verify(&platform, inbound.clone()).unwrap_err();
            platform.assert_refused(&error);
        }
    }
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn what_is_signed_is_accepted_and_refused_with_any_bit_of_it_changed(
        secret in "[ -~]{1,80}",
        body in proptest::collection::vec(any::<u8>(), 1..300),
        path in "[ -~é]{0,30}",
        bits in proptest::collection::vec(any::<Index>(), 10),
    ) {
        let secret = SecretString::from(secret);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        for platform in all() {
            // Where the proof stands in the body, it needs one with a place for it.
            let body = match platform.name {
                "Zoho CRM" | "Microsoft Graph" => platform.good[0].body().clone(),
                _ => Bytes::from(body.clone()),
            };
            let bare = Inbound::post(format!("https://hooks.example.org/{path}"), body);
            let good = platform.scheme.sign(bare, &secret, platform.now).unwrap();
            let verify = |inbound| runtime.block_on(platform.verify_with(secret.clone(), inbound));
            prop_assert_eq!(verify(good.clone()).unwrap().proof(), platform.proof);

            for bit in &bits {
                if platform.proof == Proof::Body {
                    let changed = good.clone().with_body(flip(good.body(), bit));
                    prop_assert!(verify(changed).is_err(), "{}: body", platform.name);
                }
                for name in good.headers().keys() {
                    let Ok(value) = HeaderValue::from_bytes(&flip(good.headers()[name].as_bytes(), bit)) else { continue };
                    let mut headers = good.headers().clone();
                    headers.insert(name, value);
                    prop_assert!(verify(good.clone().with_headers(headers)).is_err(), "{}: {name}", platform.name);
                }
            }
        }
    }
}

fn flip(bytes: &[u8], bit: &Index) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let bit = bit.index(bytes.len() * 8);
    bytes[bit / 8] ^= 1 << (bit % 8);
    bytes
}
