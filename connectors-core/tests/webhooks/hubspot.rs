//! HubSpot: three versions of signatures over body, URL and time.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use connectors_core::webhooks::{Hmac, Inbound, Part, Place, Proof, Scheme, Timestamp};
use http::Method;
use secrecy::SecretString;

use crate::support::{Platform, all_bytes, delivery, post_to, time, with, without};

const V3: Scheme = Scheme::Hmac(
    Hmac::base64(Place::Header("x-hubspot-signature-v3"))
        .timestamp(Timestamp::millis(Place::Header("x-hubspot-request-timestamp")))
        .parts(&[Part::Method, Part::UrlDecoding(":/?@!$'()*,;"), Part::Body, Part::Timestamp])
        .allow_empty_body(),
);

const V2: Scheme = Scheme::Hmac(
    Hmac::hex(Place::Header("x-hubspot-signature"))
        .when(Place::Header("x-hubspot-signature-version"), "v2")
        .secret_first()
        .parts(&[Part::Method, Part::Url, Part::Body])
        .allow_empty_body(),
);

const V1: Scheme = Scheme::Hmac(
    Hmac::hex(Place::Header("x-hubspot-signature"))
        .when(Place::Header("x-hubspot-signature-version"), "v1")
        .secret_first(),
);

const SECRET: &str = "2f1c0de5-aaaa-bbbb-cccc-0123456789ab";
const URL: &str = "https://hooks.example.org/hubspot/in";
const EVENTS: &str = "W3siZXZlbnRJZCI6MTAwLCJzdWJzY3JpcHRpb25JZCI6NTEsInBvcnRhbElkIjozMywiYXBwSWQiOjExNjA0NTIsIm9jY3VycmVkQXQiOjE3NjIwMDAwMDAwMDAsInN1YnNjcmlwdGlvblR5cGUiOiJjb250YWN0LnByb3BlcnR5Q2hhbmdlIiwiYXR0ZW1wdE51bWJlciI6MCwib2JqZWN0SWQiOjkwMDEsInByb3BlcnR5TmFtZSI6ImZpcnN0bmFtZSIsInByb3BlcnR5VmFsdWUiOiJab8OrIiwiY2hhbmdlU291cmNlIjoiQ1JNX1VJIn1d";
const ENCODED: &str = "https://hooks.example.org/hubspot/in?next=https%3A%2F%2Fexample.org%2Fa%3Fb&who=jo%40example.org&q=a%20b";

fn events() -> Vec<u8> {
    STANDARD.decode(EVENTS).unwrap()
}

fn v3(url: &str, signature: &str, body: Vec<u8>) -> Inbound {
    let headers = [("x-hubspot-signature-v3", signature), ("x-hubspot-request-timestamp", "1762000000123")];
    post_to(url, &headers, body)
}

fn old(version: &str, signature: &str, body: Vec<u8>) -> Inbound {
    post_to(URL, &[("x-hubspot-signature", signature), ("x-hubspot-signature-version", version)], body)
}

fn good_v1() -> Inbound {
    // `sha256(secret + body).hexdigest()`
    old("v1", "f1f78a42b5f6890e4fc78e611c76640a0a75d6d6dd1863d7abb64cbad9fac380", events())
}

fn good_v2() -> Inbound {
    // `sha256(secret + b"POST" + url + body).hexdigest()`
    old("v2", "9c469d483d6d0d192e98a9a4d1f0b50523feb9988c0190e8fda2615745efb0e6", events())
}

// All: `b64encode(hmac.new(secret, b"POST" + decoded_url + body + b"1762000000123", sha256).digest())`.
pub(crate) fn platform() -> Platform {
    let good = vec![
        v3(URL, "VXwj/hA5zc44RF3TTlQdt78kFjD6lHldF87jKHSlUgo=", events()),
        v3(ENCODED, "LEEmnosimgeYgvVITqWfm4Xbal4f2sCmdNQr4aTRrY8=", events()),
        v3(URL, "PRso2MgeD0mNu8VWO++9VmDyq1adCZNPAPRR9sHyEyA=", all_bytes()),
    ];
    Platform {
        timed: true,
        now: time("2025-11-01T12:26:40.123Z"),
        ..Platform::new("HubSpot", V3, SECRET, good)
    }
}

fn with_scheme(scheme: Scheme) -> Platform {
    Platform { scheme, ..platform() }
}

#[tokio::test]
async fn the_url_is_decoded_by_the_table_and_no_further() {
    // `PUT`, and decoded `…?a=x:y&b=100%25&c=%20%26%3D!$'()*,;@?`
    let url = format!("{URL}?a=x%3ay&b=100%25&c=%20%26%3D%21%24%27%28%29%2A%2C%3b%40%3F");
    let headers = v3(URL, "3mCQZCBJh1w1cO05oEpBGqojPaHsChhGlq2OjWJSdpk=", vec![]).headers().clone();
    let put = |url: &str| Inbound::new(Method::PUT, url).with_headers(headers.clone()).with_body("[]");
    platform().verify(put(&url)).await.unwrap();
    for other in
        [url.replace("%25", "%"), url.replace("%20", " "), url.replace("%26", "&"), url.replace("a=", "b=")]
    {
        platform().verify(put(&other)).await.unwrap_err();
    }
    // Escapes that are none are left alone.
    for odd in ["%", "%2", "%zz", "%C3", "%%3a"] {
        let signed =
            V3.sign(Inbound::post(format!("{URL}?{odd}"), "[]"), &SECRET.into(), platform().now).unwrap();
        platform().verify(signed).await.unwrap();
    }
}

#[tokio::test]
async fn a_signature_over_the_url_as_it_is_written_is_another_scheme() {
    const RAW: Scheme = Scheme::Hmac(
        Hmac::base64(Place::Header("x-hubspot-signature-v3"))
            .timestamp(Timestamp::millis(Place::Header("x-hubspot-request-timestamp")))
            .parts(&[Part::Method, Part::Url, Part::Body, Part::Timestamp]),
    );
    let raw = v3(ENCODED, "FBnWAHyiKRaOI6zHeMRaBOEqpXfxaMNIqJn3/gcLo60=", events());
    platform().verify(raw.clone()).await.unwrap_err();
    with_scheme(RAW).verify(raw).await.unwrap();
}

#[tokio::test]
async fn method_url_and_time_are_signed() {
    let good = &platform().good[0];
    let again = |method, url: &str| {
        Inbound::new(method, url).with_headers(good.headers().clone()).with_body(events())
    };
    platform().verify(again(Method::POST, URL)).await.unwrap();
    for altered in [
        again(Method::PUT, URL),
        again(Method::POST, "https://hooks.example.org/hubspot/on"),
        again(Method::POST, "http://hooks.example.org/hubspot/in"),
        again(Method::POST, &format!("{URL}?x")),
        with(
            without(good.clone(), "x-hubspot-request-timestamp"),
            "x-hubspot-request-timestamp",
            "1762000000124",
        ),
    ] {
        let error = platform().verify(altered).await.unwrap_err();
        assert_eq!(error.message(), "the signature is wrong");
    }
}

#[tokio::test]
async fn a_time_is_digits_and_nothing_else() {
    let good = || without(platform().good[0].clone(), "x-hubspot-request-timestamp");
    for odd in [
        "+1762000000123",
        "1762000000123 ",
        "1762000000123.0",
        "-1",
        "",
        "9223372036854775808",
        "0x19a3e5e1e7b",
    ] {
        let error = platform().verify(with(good(), "x-hubspot-request-timestamp", odd)).await.unwrap_err();
        // The HTTP library takes space off the ends of no value: it is refused here.
        assert!(error.message().contains("not a time"), "{odd}: {error}");
    }
    let error = platform().verify(good()).await.unwrap_err();
    assert_eq!(error.message(), "the header `x-hubspot-request-timestamp` is missing");
}

#[tokio::test]
async fn the_older_versions_are_told_apart_by_their_version_header() {
    let both = platform().verifier(SecretString::from(SECRET)).or(V2).or(V1);
    for good in [good_v1(), good_v2()] {
        assert_eq!(delivery(&both, good).await.unwrap().proof(), Proof::Body);
    }
    // `sha256(secret + bytes(range(256))).hexdigest()`
    let bytes = old("v1", "08449ebb263628a503897991cfa764f1e3b17b6fee0960eb9f234e0206deed38", all_bytes());
    delivery(&both, bytes).await.unwrap();
    let swapped = |good: Inbound, version| {
        with(without(good, "x-hubspot-signature-version"), "x-hubspot-signature-version", version)
    };
    for bad in [
        swapped(good_v1(), "v2"),
        swapped(good_v2(), "v1"),
        swapped(good_v1(), "v3"),
        swapped(good_v1(), "V1"),
    ] {
        delivery(&both, bad).await.unwrap_err();
    }
    let error = with_scheme(V1).verify(good_v1().with_body("[]")).await.unwrap_err();
    assert_eq!(error.message(), "the signature is wrong");
    let error = with_scheme(V2).verify(good_v2().with_body("[]")).await.unwrap_err();
    assert_eq!(error.message(), "the signature is wrong");
}

#[tokio::test]
async fn a_good_weak_signature_does_not_make_up_for_a_bad_strong_one() {
    let both = platform().verifier(SecretString::from(SECRET)).or(V1);
    let bad = "WXwj/hA5zc44RF3TTlQdt78kFjD6lHldF87jKHSlUgo=";
    for strong in [bad, "", "?"] {
        let mut inbound = with(good_v1(), "x-hubspot-signature-v3", strong);
        delivery(&both, inbound.clone()).await.unwrap_err();
        inbound = with(inbound, "x-hubspot-request-timestamp", "1762000000123");
        delivery(&both, inbound).await.unwrap_err();
    }
    // What is documented: who takes the strong one off is judged by the weak one.
    delivery(&both, good_v1()).await.unwrap();
    let nothing = delivery(&both, Inbound::post(URL, "[]")).await.unwrap_err();
    assert_eq!(
        nothing.message(),
        "the header `x-hubspot-signature-v3`, or the header `x-hubspot-signature` is missing"
    );
}
