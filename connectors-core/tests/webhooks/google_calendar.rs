//! Google Calendar: nothing is signed, and there is no body; a token of the channel comes in a header.

use std::collections::HashMap;

use connectors_core::webhooks::{Inbound, Place, Proof, Scheme, SharedValue};
use secrecy::SecretString;

use crate::support::{Platform, post, with, without};

const SCHEME: Scheme = Scheme::SharedValue(
    SharedValue::at(Place::Header("x-goog-channel-token")).hint(Place::Header("x-goog-channel-id")),
);

const CHANNEL: &str = "9f0c7a52-6f8e-4a61-9b0e-1c2d3e4f5a6b";

fn message(state: &str, number: &str) -> Inbound {
    let headers = [
        ("x-goog-channel-id", CHANNEL),
        ("x-goog-resource-id", "o3hgv1538sdjfh"),
        ("x-goog-channel-token", "cal-token-0001"),
        ("x-goog-resource-state", state),
        ("x-goog-message-number", number),
    ];
    post(&headers, "")
}

pub(crate) fn platform() -> Platform {
    let good = vec![message("sync", "1"), message("exists", "2")];
    let take_off = |inbound| without(inbound, "x-goog-channel-token");
    Platform {
        proof: Proof::Sender,
        take_off,
        ..Platform::new("Google Calendar", SCHEME, "cal-token-0001", good)
    }
}

#[tokio::test]
async fn the_token_is_the_channels_own_and_proves_the_sender_only() {
    let tokens =
        |channel: &str| HashMap::from([(channel.to_owned(), vec![SecretString::from("cal-token-0001")])]);
    let verified = platform().verify_with(tokens(CHANNEL), message("exists", "2")).await.unwrap();
    assert_eq!((verified.proof(), verified.hint()), (Proof::Sender, Some(CHANNEL)));
    // What stands beside the token is not covered by it.
    let other = with(without(message("exists", "2"), "x-goog-message-number"), "x-goog-message-number", "99");
    assert_eq!(platform().verify_with(tokens(CHANNEL), other).await.unwrap().proof(), Proof::Sender);

    let unknown = platform().verify_with(tokens("other"), message("exists", "2")).await.unwrap_err();
    assert_eq!(unknown.message(), "no secret is known for the account that it names");
    let nameless = without(message("exists", "2"), "x-goog-channel-id");
    platform().assert_refused(&platform().verify_with(tokens(CHANNEL), nameless).await.unwrap_err());
    let wrong = with(
        without(message("exists", "2"), "x-goog-channel-token"),
        "x-goog-channel-token",
        "cal-token-0002",
    );
    platform().assert_refused(&platform().verify_with(tokens(CHANNEL), wrong).await.unwrap_err());
}
