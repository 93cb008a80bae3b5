//! Microsoft Graph: nothing is signed; each notification carries the value that its subscription was made with.

use std::collections::HashMap;

use connectors_core::webhooks::{Handshake, Inbound, Place, Proof, Scheme, SharedValue, Verdict, Verifier};
use http::StatusCode;
use http::header::{CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::support::{Platform, post};

pub(crate) const CLIENT_STATE: Scheme = Scheme::SharedValue(
    SharedValue::at(Place::Body("/clientState")).hint(Place::Body("/subscriptionId")).each("/value"),
);

const HANDSHAKE: Handshake = Handshake::Echo { text: "validationToken" };

pub(crate) fn notification(subscription: &str, state: &str) -> Value {
    json!({ "subscriptionId": subscription, "clientState": state, "changeType": "updated", "resource": "me/events" })
}

fn delivery(notifications: &[Value]) -> Inbound {
    post(&[], json!({ "value": notifications }).to_string())
}

pub(crate) fn platform() -> Platform {
    let good = vec![
        delivery(&[notification("s1", "state-0001")]),
        delivery(&[notification("s1", "state-0001"), notification("s2", "state-0001")]),
    ];
    let take_off = |inbound: Inbound| {
        let mut body: Value = serde_json::from_slice(inbound.body()).unwrap();
        for element in body["value"].as_array_mut().unwrap() {
            element.as_object_mut().unwrap().remove("clientState");
        }
        inbound.with_body(body.to_string())
    };
    Platform {
        proof: Proof::Sender,
        refuse_with: StatusCode::ACCEPTED,
        take_off,
        ..Platform::new("Microsoft Graph", CLIENT_STATE, "state-0001", good)
    }
}

#[tokio::test]
async fn each_notification_is_judged_alone_by_its_own_subscription() {
    let secret = |text: &str| vec![SecretString::from(text)];
    let states = || HashMap::from([("s1".to_owned(), secret("one")), ("s2".to_owned(), secret("two"))]);
    let mixed = delivery(&[
        notification("s1", "one"),
        notification("s2", "one"),
        notification("s3", "one"),
        json!({ "subscriptionId": "s1" }),
        json!({ "clientState": "one" }),
        json!("one"),
        json!({ "subscriptionId": "s".repeat(10_000), "clientState": "one" }),
        notification("s2", "two"),
    ]);
    let verified = platform().verify_with(states(), mixed).await.unwrap();
    let proven: Vec<usize> = (0..20).filter(|&index| verified.is_proven(index)).collect();
    assert_eq!(proven, [0, 7]);
    assert_eq!((verified.proof(), verified.hint()), (Proof::Sender, None));

    let none = delivery(&[notification("s1", "two"), notification("s2", "one")]);
    platform().assert_refused(&platform().verify_with(states(), none).await.unwrap_err());
}

#[tokio::test]
async fn a_notification_that_says_twice_whose_it_is_is_not_proven() {
    let body = r#"{"value":[{"subscriptionId":"s1","subscriptionId":"s2","clientState":"state-0001"},
                            {"subscriptionId":"s1","clientState":"state-0001"}]}"#;
    let verified = platform().verify(post(&[], body)).await.unwrap();
    assert_eq!([0, 1, 2].map(|index| verified.is_proven(index)), [false, true, false]);
    let twice = r#"{"value":[],"value":[{"subscriptionId":"s1","clientState":"state-0001"}]}"#;
    platform().assert_refused(&platform().verify(post(&[], twice)).await.unwrap_err());
}

#[tokio::test]
async fn a_body_without_notifications_is_refused_with_a_success() {
    for body in [r#"{"value":[]}"#, r#"{"value":{}}"#, "{}", "[]", ""] {
        let error = platform().verify(post(&[], body)).await.unwrap_err();
        assert_eq!(Verifier::refusal(&error).status(), StatusCode::ACCEPTED, "{body}: {error}");
    }
}

#[tokio::test]
async fn the_validation_token_comes_back_decoded_as_plain_text() {
    let verifier = platform().verifier(SecretString::from("state-0001")).handshake(HANDSHAKE);
    let ask = |query: &str| Inbound::post(format!("https://hooks.example.org/graph?{query}"), "");
    for (query, text) in [
        (
            "validationToken=Validation%3A+Testing+client+application+reachability+for+subscription+Request-Id%3A+abc",
            "Validation: Testing client application reachability for subscription Request-Id: abc",
        ),
        ("a=b&validationToken=%3Cscript%3E%C3%A9", "<script>é"),
    ] {
        let Verdict::Answer(answer) = verifier.verify(ask(query)).await.unwrap() else { panic!() };
        assert_eq!((answer.status(), &answer.body()[..]), (StatusCode::OK, text.as_bytes()));
        assert!(answer.headers()[CONTENT_TYPE].to_str().unwrap().starts_with("text/plain"));
        assert_eq!(answer.headers()[X_CONTENT_TYPE_OPTIONS], "nosniff");
    }
    platform().assert_refused(&verifier.verify(ask("validationtoken=x")).await.unwrap_err());
}

#[tokio::test]
async fn a_delivery_that_names_more_accounts_than_are_looked_up_is_refused() {
    let many = |count: usize| {
        let all: Vec<Value> =
            (0..count).map(|index| notification(&format!("s{index}"), "state-0001")).collect();
        delivery(&all)
    };
    assert!(platform().verify(many(1000)).await.unwrap().is_proven(999));
    platform().assert_refused(&platform().verify(many(1001)).await.unwrap_err());
    // One account may have more notifications than that.
    let one = delivery(&vec![notification("s1", "state-0001"); 2000]);
    assert!(platform().verify(one).await.unwrap().is_proven(1999));
}
