//! Metafields of whatever record.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use connectors_core::ErrorKind;
use connectors_core::types::Patch;
use connectors_shopify::metafields::{self, MetafieldValue};
use connectors_shopify::saved_searches::{self, Of};
use serde_json::json;

mod support;
use support::{body, client, data, request};

#[test]
fn a_value_is_compared_with_none_with_one_or_with_nothing() {
    let value = || MetafieldValue::new("gid://shopify/Product/1", "number", "A-1");
    let sent = |value: MetafieldValue| {
        body(&request(&metafields::Set::new([value])))["variables"]["metafields"][0].clone()
    };
    assert!(sent(value()).get("compareDigest").is_none());
    assert_eq!(sent(value().compare_digest(Patch::Clear))["compareDigest"], json!(null));
    assert_eq!(sent(value().compare_digest("abc"))["compareDigest"], "abc");
}

#[tokio::test]
async fn an_id_of_another_kind_of_record_is_not_found() {
    let (client, _) = client(|_| data(&json!({ "node": {} })));
    let error = client.call(metafields::Get::new("gid://shopify/Product/1")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let error = client.call(metafields::List::new("gid://shopify/Metafield/1")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[test]
fn each_kind_of_record_is_asked_by_its_own_name() {
    let text = |text: serde_json::Value| text["query"].as_str().unwrap().to_owned();
    let of = text(body(&request(&metafields::ListOfDraftOrder::new("gid://shopify/DraftOrder/1"))));
    assert!(of.contains("draftOrder(id: $owner_id)"), "{of}");
    for (of, root) in [(Of::Product, "productSavedSearches"), (Of::UrlRedirect, "urlRedirectSavedSearches")] {
        let sent = body(&request(&saved_searches::List::new(of)));
        assert!(sent["variables"].get("of").is_none());
        assert!(text(sent).contains(root));
    }
}
