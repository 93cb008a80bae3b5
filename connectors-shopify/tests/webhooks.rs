//! Deliveries: what they prove, and what they say.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::collections::BTreeSet;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use connectors_core::ErrorKind;
use connectors_core::clock::TestClock;
use connectors_core::triggers::Event;
use connectors_core::webhooks::{Inbound, Proof, Verdict, Verified, Verifier, Webhook};
use connectors_shopify::Shopify;
use connectors_shopify::webhooks::{self, Notification, Privacy, Topic};
use hmac::{KeyInit, Mac};
use http::{HeaderName, HeaderValue, Method};
use secrecy::SecretString;
use serde_json::{Value, json};

const SECRET: &str = "shpss_test_secret_0001";

async fn verify(verifier: Verifier, inbound: Inbound) -> connectors_core::Result<Verified> {
    match verifier.verify(inbound).await? {
        Verdict::Delivery(verified) => Ok(verified),
        Verdict::Answer(_) => panic!("there is no handshake"),
    }
}

fn with(inbound: Inbound, headers: &[(&str, &str)]) -> Inbound {
    headers.iter().fold(inbound, |inbound, (name, value)| {
        inbound.with_header(HeaderName::try_from(*name).unwrap(), HeaderValue::try_from(*value).unwrap())
    })
}

/// A delivery as Shopify signs it, read.
async fn event(headers: &[(&str, &str)], body: &Value) -> Event<Notification> {
    let body = body.to_string();
    let mut mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    let inbound = with(Inbound::post("https://hooks.example.org/x", body), headers);
    let inbound = with(inbound, &[("x-shopify-hmac-sha256", &signature)]);
    let verified = verify(webhooks::verifier(SecretString::from(SECRET)), inbound).await.unwrap();
    let [event] = <[_; 1]>::try_from(Shopify::events(&verified).unwrap()).unwrap();
    event
}

#[tokio::test]
async fn both_sets_of_headers_are_read() {
    let body = json!({ "id": 1, "admin_graphql_api_id": "gid://shopify/Product/1", "title": "Cup" });
    for prefix in ["x-shopify-", "shopify-"] {
        let name = |name: &str| format!("{prefix}{name}");
        let event = event(
            &[
                (&name("topic"), "products/update"),
                (&name("shop-domain"), "acme.myshopify.com"),
                (&name("webhook-id"), "w-1"),
                (&name("event-id"), "e-1"),
                (&name("triggered-at"), "2026-11-01T13:00:00.5+01:00"),
                (&name("api-version"), "2026-10"),
            ],
            &body,
        )
        .await;
        assert_eq!(
            (&*event.account, &*event.id, &*event.key),
            ("acme.myshopify.com", "gid://shopify/Product/1", "w-1")
        );
        assert_eq!(event.at, Some("2026-11-01T12:00:00.5Z".parse().unwrap()));
        assert_eq!(event.data.topic, Topic::ProductsUpdate);
        assert_eq!(
            (event.data.event_id.as_deref(), event.data.api_version.as_deref()),
            (Some("e-1"), Some("2026-10"))
        );
        assert_eq!(event.data.payload["title"], "Cup");
    }
}

#[tokio::test]
async fn a_topic_that_nobody_knows_is_kept_and_what_was_deleted_has_an_id() {
    let new = event(&[("x-shopify-topic", "pigeons/fly")], &json!({ "id": "7" })).await;
    assert_eq!((new.data.topic.known(), new.data.topic.as_str(), &*new.id), (None, "pigeons/fly", ""));
    let deleted =
        event(&[("x-shopify-topic", "products/delete")], &json!({ "id": 788_032_119_674_292_922_u64 })).await;
    assert_eq!(deleted.id, "gid://shopify/Product/788032119674292922");
}

#[tokio::test]
async fn privacy_requests_are_read() {
    let customer = json!({ "id": 191_167, "email": "jo@example.com", "phone": null });
    let body = json!({ "shop_id": 9, "shop_domain": "acme.myshopify.com", "customer": customer, "orders_to_redact": [1, 2] });
    let asked = event(&[("x-shopify-topic", "customers/redact")], &body).await.data.privacy().unwrap();
    let Some(Privacy::RedactCustomer(asked)) = asked else { panic!("{asked:?}") };
    assert_eq!((asked.customer.id, asked.orders), (Some(191_167), vec![1, 2]));
    let body = json!({ "shop_id": 9, "shop_domain": "acme.myshopify.com", "customer": customer, "orders_requested": [3] });
    let asked = event(&[("x-shopify-topic", "customers/data_request")], &body).await.data.privacy().unwrap();
    assert!(matches!(asked, Some(Privacy::DataRequest(asked)) if asked.orders == [3]));
    let asked = event(&[("x-shopify-topic", "shop/redact")], &body).await.data.privacy().unwrap();
    assert!(matches!(asked, Some(Privacy::RedactShop { shop_id: 9, .. })));
    // One that cannot be read is not passed over.
    let error = event(&[("x-shopify-topic", "shop/redact")], &json!({})).await.data.privacy().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(event(&[("x-shopify-topic", "orders/create")], &body).await.data.privacy().unwrap().is_none());
}

#[test]
fn all_topics_of_the_schema_are_there() {
    let names: BTreeSet<_> = Topic::ALL.iter().map(|topic| topic.as_str()).collect();
    assert_eq!(names.len(), 221);
    for topic in Topic::ALL {
        assert_eq!(serde_json::to_value(topic).unwrap(), topic.as_str());
    }
    let Some(specs) = connectors_contract::locate().unwrap().or_say_skipped("shopify") else { return };
    let schema = connectors_contract::platforms::shopify(&specs).unwrap();
    let ours: BTreeSet<_> = Topic::ALL
        .iter()
        .filter(|topic| !Topic::PRIVACY.contains(topic))
        .map(|topic| topic.api_name())
        .collect();
    assert_eq!(schema.values("WebhookSubscriptionTopic").into_iter().collect::<BTreeSet<_>>(), ours);
}

#[tokio::test]
async fn a_request_through_an_app_proxy_is_proven_by_its_query() {
    let signed = "extra=1&extra=2&shop=acme-test.myshopify.com&logged_in_customer_id=\
                  &path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555\
                  &signature=a2802b1199be556f282026dc36ec3d93f3f037249d207695cba1c7b467da9b41";
    let verify = |query: String| {
        let clock = Arc::new(TestClock::at("2011-09-29T20:19:20Z".parse().unwrap()));
        let verifier = webhooks::app_proxy_verifier(SecretString::from(SECRET)).clock(clock);
        verify(verifier, Inbound::new(Method::GET, format!("https://app.example.org/proxy?{query}")))
    };
    let verified = verify(signed.to_owned()).await.unwrap();
    assert_eq!((verified.proof(), verified.hint()), (Proof::Query, Some("acme-test.myshopify.com")));
    assert!(verify(signed.replace("extra=2", "extra=3")).await.is_err());
}
