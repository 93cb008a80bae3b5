//! Webhooks: ten platforms' schemes, held against their vectors, and what must hold for all of them.
//!
//! Values of signatures are written down as they came from an independent implementation: Python's `hmac`, `hashlib` and
//! `cryptography`, called as the comment beside each value says.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod freshdesk;
mod google_calendar;
mod graph;
mod graph_tokens;
mod hubspot;
mod properties;
mod quickbooks;
mod replay;
mod shopify;
mod support;
mod verifier;
mod whatsapp;
mod xero;
mod zendesk;
mod zoho;

use connectors_core::ErrorKind;
use connectors_core::webhooks::Proof;
use secrecy::SecretString;
use support::{Platform, all};

#[tokio::test]
async fn every_vector_is_accepted_and_says_what_it_proves() {
    for platform in all() {
        for (index, good) in platform.good.iter().enumerate() {
            let verified = platform.verify(good.clone()).await;
            let verified = verified.unwrap_or_else(|error| panic!("{} {index}: {error}", platform.name));
            assert_eq!(verified.proof(), platform.proof, "{} {index}", platform.name);
            assert_eq!(verified.body(), good.body());
        }
    }
}

#[tokio::test]
async fn what_is_signed_cannot_be_altered_and_what_is_not_is_said_to_be_unproven() {
    for platform in all() {
        for good in &platform.good {
            let altered = good.clone().with_body([good.body(), &b" "[..]].concat());
            match platform.verify(altered).await {
                Ok(verified) => assert_eq!(verified.proof(), Proof::Sender, "{}", platform.name),
                Err(error) => {
                    assert_eq!(platform.proof, Proof::Body, "{}", platform.name);
                    assert_eq!(error.message(), "the signature is wrong", "{}", platform.name);
                }
            }
        }
    }
}

#[tokio::test]
async fn a_delivery_without_its_proof_is_refused() {
    for platform in all() {
        for good in &platform.good {
            let error = platform.verify((platform.take_off)(good.clone())).await.unwrap_err();
            platform.assert_refused(&error);
        }
    }
}

#[tokio::test]
async fn another_secret_is_refused_and_a_second_one_is_accepted() {
    for platform in all() {
        let (other, right) = (SecretString::from("another secret"), SecretString::from(platform.secret));
        for good in &platform.good {
            let error = platform.verify_with(other.clone(), good.clone()).await.unwrap_err();
            platform.assert_refused(&error);
            let message = format!("{error} {error:?}");
            assert!(!message.contains(platform.secret) && !message.contains("another"), "{message}");
            for both in [vec![other.clone(), right.clone()], vec![right.clone(), other.clone()]] {
                platform.verify_with(both, good.clone()).await.unwrap();
            }
        }
    }
}

#[tokio::test]
async fn an_account_that_nobody_knows_is_refused() {
    for platform in all() {
        for good in &platform.good {
            let error = platform.verify_with(Vec::<SecretString>::new(), good.clone()).await.unwrap_err();
            platform.assert_refused(&error);
        }
    }
}

#[tokio::test]
async fn a_signed_time_may_be_five_minutes_off_to_either_side_and_no_more() {
    let mut tested = 0;
    for platform in all().into_iter().filter(|platform| platform.timed) {
        for good in &platform.good {
            for (off, accepted) in [(-301, false), (-299, true), (299, true), (301, false)] {
                let later =
                    Platform { now: platform.now + chrono::TimeDelta::seconds(off), ..platform.clone() };
                let verified = later.verify(good.clone()).await;
                assert_eq!(verified.is_ok(), accepted, "{} {off}", platform.name);
                if let Err(error) = verified {
                    assert!(error.message().contains(if off > 0 { "too old" } else { "future" }), "{error}");
                    assert_eq!(error.kind(), ErrorKind::Webhook);
                }
                tested += 1;
            }
        }
    }
    assert!(tested > 0);
}

#[tokio::test]
async fn what_a_scheme_signs_is_accepted() {
    for platform in all() {
        let secret = SecretString::from("for this test");
        for good in &platform.good {
            let bare = (platform.take_off)(good.clone());
            let signed = platform.scheme.sign(bare, &secret, platform.now).unwrap();
            platform.verify_with(secret.clone(), signed).await.unwrap();
        }
    }
}
