//! Zoho CRM: nothing is signed; the channel's token comes back in the body.

use connectors_core::webhooks::{Place, Proof, Scheme, SharedValue, by_hint};
use secrecy::SecretString;

use crate::support::{Platform, post};

const SCHEME: Scheme =
    Scheme::SharedValue(SharedValue::at(Place::Body("/token")).hint(Place::Body("/channel_id")));

const TOKEN: &str = "aa315da2d5584e97151661e187076a073069f58fd4af4d928f";

fn notification(channel: &str, token: &str) -> String {
    format!(
        r#"{{"server_time":1762000000123,"module":"Leads","resource_uri":"https://www.zohoapis.com/crm/v8/Leads",
 "ids":["4876876000000376008"],"affected_fields":[{{"4876876000000376008":["Email","Phone"]}}],
 "affected_values":[{{"record_id":"4876876000000376008","values":{{"Email":"a@example.org","token":"inner"}}}}],
 "operation":"update","channel_id":{channel},"token":{token},"query_params":{{}}}}"#
    )
}

pub(crate) fn platform() -> Platform {
    let token = format!("\"{TOKEN}\"");
    let escaped = token.replace('a', r"\u0061");
    let good = vec![
        post(&[], notification("\"1000000068001\"", &token)),
        post(&[], notification("1000000068001", &escaped)),
    ];
    let take_off = |inbound: connectors_core::webhooks::Inbound| {
        let text = String::from_utf8(inbound.body().to_vec()).unwrap();
        let (before, rest) = text.split_once("\"channel_id\"").unwrap();
        let (channel, _) = rest.split_once(',').unwrap();
        inbound.with_body(format!("{before}\"channel_id\"{channel}}}"))
    };
    Platform { proof: Proof::Sender, take_off, ..Platform::new("Zoho CRM", SCHEME, TOKEN, good) }
}

#[tokio::test]
async fn the_token_is_the_channels_own_whether_its_id_is_text_or_a_number() {
    // `hmac.new(b"zoho_channel_secret_0001", channel_id, sha256).hexdigest()[:50]`: a token from a secret and the id.
    let tokens = || {
        by_hint(|channel| async move {
            Ok(if channel == "1000000068001" { vec![SecretString::from(TOKEN)] } else { Vec::new() })
        })
    };
    for good in platform().good {
        let verified = platform().verify_with(tokens(), good).await.unwrap();
        assert_eq!((verified.proof(), verified.hint()), (Proof::Sender, Some("1000000068001")));
    }
    let token = format!("\"{TOKEN}\"");
    for (channel, token) in [
        ("\"1000000068002\"", token.as_str()),
        ("1000000068001.0", &token),
        ("null", &token),
        // The same of another secret.
        ("\"1000000068001\"", "\"55d61e4cc2da2989c4c98652f98aee217ca97a630ae3509e50\""),
        ("\"1000000068001\"", "null"),
        ("\"1000000068001\"", "[]"),
        ("\"1000000068001\"", "\"\""),
    ] {
        let error =
            platform().verify_with(tokens(), post(&[], notification(channel, token))).await.unwrap_err();
        platform().assert_refused(&error);
    }
}

#[tokio::test]
async fn a_body_that_says_twice_whose_it_is_is_refused() {
    for extra in [r#""channel_id":"2","#, r#""channel_\u0069d":"1000000068001","#, r#""token":"x","#] {
        let body = notification("\"1000000068001\"", &format!("\"{TOKEN}\"")).replacen(
            '{',
            &format!("{{{extra}"),
            1,
        );
        let error = platform().verify(post(&[], body)).await.unwrap_err();
        assert_eq!(error.message(), "the body says twice what proves it or whose it is");
    }
}

#[tokio::test]
async fn a_body_that_is_not_json_is_refused() {
    for body in [
        "",
        "token=x",
        "[]",
        "null",
        &format!("{{\"token\":\"{TOKEN}\",\"channel_id\":1"),
        &"[".repeat(100_000),
    ] {
        platform().assert_refused(&platform().verify(post(&[], body.to_owned())).await.unwrap_err());
    }
}
