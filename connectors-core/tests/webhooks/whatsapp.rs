//! WhatsApp: the body is signed, without a time; a challenge by GET.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use connectors_core::webhooks::{Handshake, Hmac, Inbound, Place, Scheme, Verdict, Verifier};
use http::{Method, StatusCode};
use secrecy::SecretString;

use crate::support::{Platform, all_bytes, post};

const SCHEME: Scheme = Scheme::Hmac(Hmac::hex(Place::Header("x-hub-signature-256")).prefix("sha256="));

const HANDSHAKE: Handshake = Handshake::Challenge {
    mode: ("hub.mode", "subscribe"),
    token: "hub.verify_token",
    challenge: "hub.challenge",
};

// All: `"sha256=" + hmac.new(secret, body, sha256).hexdigest()`.
pub(crate) fn platform() -> Platform {
    let message = STANDARD.decode("eyJvYmplY3QiOiJ3aGF0c2FwcF9idXNpbmVzc19hY2NvdW50IiwiZW50cnkiOlt7ImlkIjoiV0FCQTEiLCJjaGFuZ2VzIjpbeyJmaWVsZCI6Im1lc3NhZ2VzIiwidmFsdWUiOnsibWVzc2FnaW5nX3Byb2R1Y3QiOiJ3aGF0c2FwcCIsIm1ldGFkYXRhIjp7ImRpc3BsYXlfcGhvbmVfbnVtYmVyIjoiMTU1NTAwMDExMTEiLCJwaG9uZV9udW1iZXJfaWQiOiJQTjEifSwibWVzc2FnZXMiOlt7ImZyb20iOiIxNTU1MjIyMzMzMyIsImlkIjoid2FtaWQuVEVTVDEiLCJ0aW1lc3RhbXAiOiIxNzYyMDAwMDAwIiwidHlwZSI6InRleHQiLCJ0ZXh0Ijp7ImJvZHkiOiJHclx1MDBmY1x1MDBkZmUgXHVkODNkXHVkZTAwIn19XX19XX1dfQ==").unwrap();
    let status = r#"{"object":"whatsapp_business_account","entry":[{"id":"WABA1","changes":[{"field":"messages","value":{"statuses":[{"id":"wamid.TEST1","status":"read"}]}}]}]}"#;
    let signed = |signature: &str, body: Vec<u8>| post(&[("x-hub-signature-256", signature)], body);
    Platform::new(
        "WhatsApp",
        SCHEME,
        "wa_app_secret_0001",
        vec![
            signed("sha256=b93ee7dd50c2b08b827b3a7940b20606935c91d64323721eab5175261ac666c4", message),
            signed("sha256=8f11e802b70c0a3c5fe4cde34319841b66215a2dd6652d4e23e07da6e5642b27", status.into()),
            signed("sha256=2cedd1a53026a95f830bd3419b46b570a7f896fc90131516458b4fc418fd37d4", all_bytes()),
        ],
    )
}

#[tokio::test]
async fn the_prefix_and_lower_case_are_asked_for() {
    let platform = platform();
    let hex = "b93ee7dd50c2b08b827b3a7940b20606935c91d64323721eab5175261ac666c4";
    let body = platform.good[0].body();
    for wrong in [
        hex.to_owned(),
        format!("sha1={hex}"),
        format!("SHA256={hex}"),
        format!("sha256={}", hex.to_uppercase()),
    ] {
        let error =
            platform.verify(post(&[("x-hub-signature-256", &wrong)], body.clone())).await.unwrap_err();
        assert_eq!(error.message(), "the header `x-hub-signature-256` is not a signature");
    }
}

fn verifier() -> Verifier {
    platform()
        .verifier(SecretString::from("wa_app_secret_0001"))
        .handshake(HANDSHAKE)
        .verify_token(vec![SecretString::from("verify-old"), SecretString::from("verify me")])
}

fn ask(query: &str) -> Inbound {
    Inbound::new(Method::GET, format!("https://hooks.example.org/whatsapp?{query}"))
}

#[tokio::test]
async fn the_challenge_comes_back_for_the_right_token_only() {
    let good = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=verify+me";
    let Verdict::Answer(answer) = verifier().verify(ask(good)).await.unwrap() else { panic!() };
    assert_eq!((answer.status(), &answer.body()[..]), (StatusCode::OK, &b"1158201444"[..]));
    for (wrong, why) in [
        (good.replace("me", "mE"), "token"),
        (good.replace("&hub.verify_token=verify+me", ""), "token"),
        (format!("{good}&hub.verify_token=other"), "two things"),
        (good.replace("subscribe", "unsubscribe"), "none that we know"),
        (good.replace("hub.challenge", "challenge"), "none that we know"),
    ] {
        let error = verifier().verify(ask(&wrong)).await.unwrap_err();
        assert!(error.message().contains(why), "{error}");
        assert_eq!(Verifier::refusal(&error).status(), StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn a_get_that_asks_nothing_and_a_challenge_by_post_are_deliveries_without_a_signature() {
    for inbound in [
        ask("hub.challenge=1158201444"),
        Inbound::post(
            "https://hooks.example.org/?hub.mode=subscribe&hub.challenge=1&hub.verify_token=verify+me",
            "",
        ),
    ] {
        let error = verifier().verify(inbound).await.unwrap_err();
        assert_eq!(error.message(), "the header `x-hub-signature-256` is missing");
        assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    }
}
