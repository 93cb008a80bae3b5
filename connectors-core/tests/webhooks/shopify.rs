//! Shopify: the body is signed; queries of app proxies and of the OAuth callback are signed in their own ways.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use connectors_core::webhooks::{Hmac, Inbound, Part, Place, Proof, QueryForm, Scheme, Timestamp};
use http::Method;

use crate::support::{Platform, all_bytes, post, time, with};

const SCHEME: Scheme = Scheme::Hmac(
    Hmac::base64(Place::AnyHeader(&["x-shopify-hmac-sha256", "shopify-hmac-sha256"]))
        .hint(Place::AnyHeader(&["x-shopify-shop-domain", "shopify-shop-domain"])),
);

const APP_PROXY: Scheme = Scheme::Hmac(
    Hmac::hex(Place::Query("signature"))
        .parts(&[Part::Query { without: &["signature"], between: "", form: QueryForm::Decoded }])
        .timestamp(Timestamp::seconds(Place::Query("timestamp")))
        .hint(Place::Query("shop")),
);

const CALLBACK: Scheme = Scheme::Hmac(
    Hmac::hex(Place::Query("hmac"))
        .parts(&[Part::Query { without: &["hmac", "signature"], between: "&", form: QueryForm::Encoded }])
        .timestamp(Timestamp::seconds(Place::Query("timestamp")).within(Duration::from_secs(90)))
        .hint(Place::Query("shop")),
);

const SECRET: &str = "shpss_test_secret_0001";

// All: `b64encode(hmac.new(secret, body, sha256).digest())`.
pub(crate) fn platform() -> Platform {
    let cafe = STANDARD
        .decode("eyJpZCI6ODIwOTgyOTExOTQ2MTU0NTA4LCJlbWFpbCI6ImpvQGV4YW1wbGUub3JnIiwidG90YWxfcHJpY2UiOiIxMi41MCIsIm5vdGUiOiJjYWbDqSDimJUifQ==")
        .unwrap();
    let smile = r#"{"id":1,"note":"😀 \u00e9"}"#;
    Platform::new(
        "Shopify",
        SCHEME,
        SECRET,
        vec![
            post(&[("x-shopify-hmac-sha256", "4zAcr3x5akJvBLHKW4fnieZumfFXr8AB4OUrtdywAyQ=")], cafe.clone()),
            post(&[("shopify-hmac-sha256", "4zAcr3x5akJvBLHKW4fnieZumfFXr8AB4OUrtdywAyQ=")], cafe),
            post(&[("x-shopify-hmac-sha256", "DVog2JNPaipdIDE9LaVeiDdkzdx3rBYkGhzmugocjMA=")], smile),
            post(&[("x-shopify-hmac-sha256", "9PcIvvncbg/mgOS3TVxlGhccTRkfFrWB9bu+QL7ZeFQ=")], all_bytes()),
        ],
    )
}

#[tokio::test]
async fn the_shop_is_looked_up_by_either_header_but_not_if_the_two_disagree() {
    let platform = platform();
    let good = || with(platform.good[0].clone(), "x-shopify-shop-domain", "acme-test.myshopify.com");
    let verified = platform.verify(good()).await.unwrap();
    assert_eq!(verified.hint(), Some("acme-test.myshopify.com"));
    platform.verify(with(good(), "shopify-shop-domain", "acme-test.myshopify.com")).await.unwrap();
    let error =
        platform.verify(with(good(), "shopify-shop-domain", "other.myshopify.com")).await.unwrap_err();
    platform.assert_refused(&error);
}

#[tokio::test]
async fn an_empty_body_is_refused_though_its_signature_is_good() {
    // `b64encode(hmac.new(secret, b"", sha256).digest())`
    let signature = "C3w/uxsgZVBpJEWqwcePycIPQm1EibLb2xY/HWDDztw=";
    let platform = platform();
    let error = platform.verify(post(&[("x-shopify-hmac-sha256", signature)], "")).await.unwrap_err();
    assert_eq!(error.message(), "the body is empty");
}

fn get(query: &str) -> Inbound {
    Inbound::new(Method::GET, format!("https://hooks.example.org/shopify?{query}"))
}

// `hmac.new(secret, text, sha256).hexdigest()` of the text that the comment shows.
#[tokio::test]
async fn the_query_of_an_app_proxy_is_signed_without_separators() {
    let at =
        |now| Platform { now: time(now), ..Platform::new("Shopify app proxy", APP_PROXY, SECRET, vec![]) };
    // extra=1,2logged_in_customer_id=path_prefix=/apps/awesome_reviewsshop=acme-test.myshopify.comtimestamp=1317327555
    let signed = "extra=1&extra=2&shop=acme-test.myshopify.com&logged_in_customer_id=\
                  &path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555\
                  &signature=a2802b1199be556f282026dc36ec3d93f3f037249d207695cba1c7b467da9b41";
    let then = at("2011-09-29T20:19:20Z");
    let verified = then.verify(get(signed)).await.unwrap();
    assert_eq!((verified.proof(), verified.hint()), (Proof::Query, Some("acme-test.myshopify.com")));
    assert_eq!(verified.query("path_prefix").as_deref(), Some("/apps/awesome_reviews"));
    // logged_in_customer_id=path_prefix=/apps/rq=a bshop=acme-test.myshopify.comtimestamp=1764000000z=1,é
    let signed_now = "z=1&z=%C3%A9&q=a+b&shop=acme-test.myshopify.com&logged_in_customer_id=&path_prefix=/apps/r\
                      &timestamp=1764000000\
                      &signature=f1c72115044973dd0b92350c9cbf1db532219fb46f3fb11730af84c425515b20";
    at("2025-11-24T16:00:00Z").verify(get(signed_now)).await.unwrap();

    for altered in [
        signed.replace("extra=2", "extra=3"),
        signed.replace("extra=1&extra=2", "extra=2&extra=1"),
        signed.replace("a2802b", "a2802c"),
        signed.replace("a2802b", "A2802B"),
        format!("{signed}&more=1"),
        format!("{signed}&shop=other.myshopify.com"),
        format!("{signed}&signature=0"),
    ] {
        then.assert_refused(&then.verify(get(&altered)).await.unwrap_err());
    }
    let late = at("2011-09-29T20:24:20Z").verify(get(signed)).await.unwrap_err();
    assert!(late.message().contains("too old"), "{late}");
}

#[tokio::test]
async fn the_query_of_the_callback_is_signed_encoded() {
    let at = |now| Platform { now: time(now), ..Platform::new("Shopify callback", CALLBACK, SECRET, vec![]) };
    // code=0907a61c0c8d55e99db179b68161bc00&host=YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvYWNtZQ&shop=acme-test.myshopify.com&state=0.6784241404160823&timestamp=1337178173
    let signed = "code=0907a61c0c8d55e99db179b68161bc00&host=YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvYWNtZQ\
                  &hmac=79c67481daa637d2a1e140c1962aec98d4a93d7c3de39c8b6d9220bbd75b3503\
                  &shop=acme-test.myshopify.com&state=0.6784241404160823&timestamp=1337178173";
    let then = at("2012-05-16T14:24:00Z");
    assert_eq!(then.verify(get(signed)).await.unwrap().proof(), Proof::Query);
    then.assert_refused(&then.verify(get(&signed.replace("state=0.6", "state=0.7"))).await.unwrap_err());
    let late = at("2012-05-16T14:24:24Z").verify(get(signed)).await.unwrap_err();
    assert!(late.message().contains("more than 90 s"), "{late}");
    // code=a%2Fb&host=aG9zdA%3D%3D&shop=acme-test.myshopify.com&state=a%20b&timestamp=1764000000
    let spaced = "state=a+b&code=a/b&host=aG9zdA%3d%3d&shop=acme-test.myshopify.com&timestamp=1764000000\
                  &hmac=80c11aa517832ebb81b51108b804c5c1f407e4087e7c39ba6d7f643e95ea8d89";
    at("2025-11-24T16:00:00Z").verify(get(spaced)).await.unwrap();
}
