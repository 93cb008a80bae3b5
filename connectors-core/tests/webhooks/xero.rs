//! Xero: the body is signed, without a time; the intent to receive is tried with good and bad signatures.

use connectors_core::webhooks::{Hmac, Place, Scheme, Verifier};
use http::StatusCode;

use crate::support::{Platform, all_bytes, post};

const SCHEME: Scheme = Scheme::Hmac(Hmac::base64(Place::Header("x-xero-signature")));

const INTENT: &str =
    r#"{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"QWERTYUIOPASDFGHJKLZ"}"#;

// All: `b64encode(hmac.new(secret, body, sha256).digest())`.
pub(crate) fn platform() -> Platform {
    let event = r#"{"events":[{"resourceUrl":"https://api.xero.com/api.xro/2.0/Contacts/717f2bfc-c6d4-41fd-b238-3f2f0c0cf777","resourceId":"717f2bfc-c6d4-41fd-b238-3f2f0c0cf777","tenantId":"c2cc9b6e-9458-4c7d-93cc-f02b81b0594f","tenantType":"ORGANISATION","eventCategory":"CONTACT","eventType":"UPDATE","eventDateUtc":"2026-06-21T01:15:39.902"}],"firstEventSequence":1,"lastEventSequence":1,"entropy":"MNBVCXZLKJHGFDSAPOIU"}"#;
    let signed = |signature: &str, body: Vec<u8>| post(&[("x-xero-signature", signature)], body);
    Platform::new(
        "Xero",
        SCHEME,
        "xero-webhook-signing-key-0001",
        vec![
            signed("4qzZOXqBB0g+B8ztSKxIf55hg827EuJaPPAyNm84NZc=", INTENT.into()),
            signed("YqjsJTXCap7yX4uawSXUDACsU4Ywz38Ja5gz2jyANNY=", format!("{INTENT}\n").into()),
            signed("5G87cflgeAqkFzpVy4uQcQmXBF/Mfc3j3q+6V3xglHE=", event.into()),
            signed("ynSLYss6UlNFYLTws4rKvAI7lKTNn85tvF90I/fxIo8=", all_bytes()),
        ],
    )
}

#[tokio::test]
async fn the_intent_to_receive_gets_401_for_a_bad_signature() {
    let bad = post(&[("x-xero-signature", "YqjsJTXCap7yX4uawSXUDACsU4Ywz38Ja5gz2jyANNY=")], INTENT);
    let answer = Verifier::refusal(&platform().verify(bad).await.unwrap_err());
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    assert!(answer.body().is_empty() && answer.headers().is_empty());
}
