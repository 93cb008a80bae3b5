//! Zendesk: time and body are signed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use connectors_core::webhooks::{Hmac, Inbound, Part, Place, Scheme, Timestamp};

use crate::support::{Platform, all_bytes, post, time};

const SCHEME: Scheme = Scheme::Hmac(
    Hmac::base64(Place::Header("x-zendesk-webhook-signature"))
        .timestamp(Timestamp::rfc3339(Place::Header("x-zendesk-webhook-signature-timestamp")))
        .parts(&[Part::Timestamp, Part::Body])
        .allow_empty_body(),
);

fn signed(time: &str, signature: &str, body: Vec<u8>) -> Inbound {
    let headers =
        [("x-zendesk-webhook-signature", signature), ("x-zendesk-webhook-signature-timestamp", time)];
    post(&headers, body)
}

// All: `b64encode(hmac.new(secret, time + body, sha256).digest())`.
pub(crate) fn platform() -> Platform {
    let event = STANDARD.decode("eyJ0eXBlIjoiemVuOmV2ZW50LXR5cGU6dGlja2V0LmNyZWF0ZWQiLCJhY2NvdW50X2lkIjoxMjUxNDQwMywiaWQiOiIwMUgwMDAwMDAwMDAwMDAwMDAwMDAwVEVTVCIsInRpbWUiOiIyMDI1LTExLTAxVDEyOjAwOjAwWiIsInN1YmplY3QiOiJ6ZW46dGlja2V0OjQyNDIiLCJkZXRhaWwiOnsiaWQiOiI0MjQyIiwic3ViamVjdCI6IkRyw7xja2VyIGthcHV0dCJ9LCJldmVudCI6e319").unwrap();
    let (zulu, paris) = ("2025-11-01T12:00:00Z", "2025-11-01T13:00:00.250+01:00");
    let good = vec![
        signed(zulu, "gBtAxUIL/RLF3cD3uwkaWpjtoWGuTv3iZyXPWSH+jm0=", event),
        signed(zulu, "/J77uSCJxs1AoyN+Q8KIIlmm+lJWsA+4xgsZuvDhn70=", vec![]),
        signed(paris, "L/d/PwOYfQZop4ek8mMkKH9U0XQovb8YLmQd4zYZx9k=", br#"{"a":1}"#.to_vec()),
        signed(zulu, "9hZmzAHvd2xMlXx9xzC1Dg+GMpE3D5YdRg0Z/QUwY4w=", all_bytes()),
    ];
    Platform { timed: true, ..Platform::new("Zendesk", SCHEME, "zd_signing_secret_0001", good) }
}

#[tokio::test]
async fn the_time_is_signed_as_it_is_written() {
    let platform = platform();
    let signature = "gBtAxUIL/RLF3cD3uwkaWpjtoWGuTv3iZyXPWSH+jm0=";
    let body = platform.good[0].body().to_vec();
    let good = platform.verify(signed("2025-11-01T12:00:00Z", signature, body.clone())).await.unwrap();
    assert_eq!(good.signed_at(), Some(time("2025-11-01T12:00:00Z")));
    for same_time in ["2025-11-01T12:00:00.0Z", "2025-11-01T12:00:00+00:00", "2025-11-01t12:00:00z"] {
        let error = platform.verify(signed(same_time, signature, body.clone())).await.unwrap_err();
        assert_eq!(error.message(), "the signature is wrong", "{same_time}");
    }
    for no_time in ["2025-11-01T12:00:00", "1761998400", "2025-11-01T12:00:00Z{", ""] {
        let error = platform.verify(signed(no_time, signature, body.clone())).await.unwrap_err();
        assert!(error.message().contains("not a time"), "{error}");
    }
}

#[tokio::test]
async fn the_public_secret_of_test_invocations_is_text_and_has_to_be_given_to_be_accepted() {
    let known = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==";
    let trial = signed(
        "2025-11-01T12:00:00Z",
        "RrH6JmwW+tP64dRguZCWiCTBPCd1la6JJpabnzBNl+k=",
        br#"{"a":1}"#.to_vec(),
    );
    platform().verify(trial.clone()).await.unwrap_err();
    Platform { secret: known, ..platform() }.verify(trial).await.unwrap();
}
