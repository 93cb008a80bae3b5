//! QuickBooks: the body is signed, without a time, in both formats of events.

use connectors_core::webhooks::{Hmac, Place, Scheme};

use crate::support::{Platform, all_bytes, post};

const SCHEME: Scheme = Scheme::Hmac(Hmac::base64(Place::Header("intuit-signature")));

// All: `b64encode(hmac.new(secret, body, sha256).digest())`.
pub(crate) fn platform() -> Platform {
    let legacy = r#"{"eventNotifications":[{"realmId":"9130350000000001","dataChangeEvent":{"entities":[{"name":"Invoice","id":"145","operation":"Update","lastUpdated":"2025-11-03T10:15:30.000Z"}]}}]}"#;
    let cloud = r#"[{"specversion":"1.0","id":"3b1c6a3e-7f0e-4b55-9a53-0f7f0c2b9d11","source":"intuit.c2FtcGxlLXNvdXJjZQ==","type":"qbo.invoice.updated.v1","datacontenttype":"application/json","time":"2026-05-20T08:00:00.123456789Z","intuitentityid":"145","intuitaccountid":"9130350000000001","data":{}}]"#;
    let signed = |signature: &str, body: &[u8]| post(&[("intuit-signature", signature)], body.to_vec());
    Platform::new(
        "QuickBooks",
        SCHEME,
        "qbo-verifier-token-0001",
        vec![
            signed("4LmN+O233a1Gnd21GcQZB8DigZzeEHh1I17jOyx95EY=", legacy.as_bytes()),
            signed("5g6FaXERl0L0yyDrMar6rIq/7Zwyzx2aULdBf8Jh2hQ=", cloud.as_bytes()),
            signed("QMrvYE/0JWBBzdlSZEd+6D3DmwEZAWs+2XuNK5GMnUU=", &all_bytes()),
        ],
    )
}

#[tokio::test]
async fn the_signature_has_one_text_only() {
    let platform = platform();
    let body = platform.good[0].body();
    for wrong in [
        // The last digit's unused bits; no padding; the other alphabet; a second signature behind a comma.
        "4LmN+O233a1Gnd21GcQZB8DigZzeEHh1I17jOyx95EZ=",
        "4LmN+O233a1Gnd21GcQZB8DigZzeEHh1I17jOyx95EY",
        "4LmN-O233a1Gnd21GcQZB8DigZzeEHh1I17jOyx95EY=",
        "4LmN+O233a1Gnd21GcQZB8DigZzeEHh1I17jOyx95EY=, 4LmN+O233a1Gnd21GcQZB8DigZzeEHh1I17jOyx95EY=",
        "4LmN+O233a1Gnd21GcQZB8DigZzeEHh1I17jOyx95A==",
        "",
    ] {
        let error = platform.verify(post(&[("intuit-signature", wrong)], body.clone())).await.unwrap_err();
        assert_eq!(error.message(), "the header `intuit-signature` is not a signature", "{wrong}");
    }
}
