//! Freshdesk: nothing is signed; a header or HTTP Basic carries a value that both sides know.

use connectors_core::webhooks::{Hmac, Inbound, Place, Proof, Scheme, SharedValue};

use crate::support::{Platform, post, with};

const SCHEME: Scheme = Scheme::SharedValue(SharedValue::at(Place::Header("x-webhook-token")));
const BASIC: Scheme = Scheme::SharedValue(SharedValue::at(Place::Basic).hint(Place::BasicUser));
/// For those who have a relay in front that signs.
const RELAY: Scheme = Scheme::Hmac(Hmac::hex(Place::Header("x-relay-signature")));

const SECRET: &str = "freshdesk-shared-secret-0001";
const BODY: &str = r#"{"ticket_id":"1001","status":"Open"}"#;

pub(crate) fn platform() -> Platform {
    let good = vec![
        post(&[("x-webhook-token", SECRET)], BODY),
        post(&[("x-webhook-token", SECRET)], "ticket_id=1001&status=Open"),
        post(&[("x-webhook-token", SECRET)], ""),
    ];
    Platform { proof: Proof::Sender, ..Platform::new("Freshdesk", SCHEME, SECRET, good) }
}

#[tokio::test]
async fn the_token_proves_the_sender_and_not_the_body() {
    let verified = platform().verify(post(&[("x-webhook-token", SECRET)], "anything")).await.unwrap();
    assert_eq!(verified.proof(), Proof::Sender);
    for wrong in
        ["freshdesk-shared-secret-0002", "freshdesk-shared-secret-000", "Freshdesk-Shared-Secret-0001", ""]
    {
        let error = platform().verify(post(&[("x-webhook-token", wrong)], BODY)).await.unwrap_err();
        assert_eq!(error.message(), "the header `x-webhook-token` is not the secret");
    }
}

fn basic(credentials: &str) -> Inbound {
    post(&[("authorization", credentials)], BODY)
}

#[tokio::test]
async fn basic_credentials_are_compared_whole_and_split_at_the_first_colon() {
    let platform = Platform { scheme: BASIC, secret: "hook:p@ss:word", ..platform() };
    for word in ["Basic", "basic", "BASIC"] {
        // `b64encode(b"hook:p@ss:word")`
        let verified = platform.verify(basic(&format!("{word} aG9vazpwQHNzOndvcmQ="))).await.unwrap();
        assert_eq!((verified.proof(), verified.hint()), (Proof::Sender, Some("hook")));
    }
    for wrong in [
        "aG9vazpwQHNzOndvcmQ=",
        "Bearer aG9vazpwQHNzOndvcmQ=",
        "Basic",
        "Basic ",
        "Basic ?",
        "Basic aG9vazpwQHNz",
    ] {
        platform.assert_refused(&platform.verify(basic(wrong)).await.unwrap_err());
    }
    let twice = with(basic("Basic aG9vazpwQHNzOndvcmQ="), "authorization", "Basic aG9vazpwQHNzOndvcmR=");
    platform.assert_refused(&platform.verify(twice).await.unwrap_err());
}

#[tokio::test]
async fn a_relay_that_signs_proves_the_body() {
    // `hmac.new(secret, body, sha256).hexdigest()`
    let signature = "6ac726ab0f54b4a9aa60eebcbbd56ea5ea80c12f77b1d275d5e79c6e3467c6c7";
    let platform = Platform { scheme: RELAY, ..platform() };
    let verified = platform.verify(post(&[("x-relay-signature", signature)], BODY)).await.unwrap();
    assert_eq!(verified.proof(), Proof::Body);
}
