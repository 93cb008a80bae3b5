//! Bulk operations from their start to the records that they give.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::time::Duration;

use connectors_core::transport::{Reply, Seen};
use connectors_core::{Client, Delivery, ErrorKind, JobState, Outcome};
use connectors_shopify::bulk_operations::{Ask, BulkOperation, Children, Download};
use connectors_shopify::graphql::Connection;
use connectors_shopify::staged_uploads::Target;
use connectors_shopify::{Ref, Shopify, bulk_mutations, bulk_queries};
use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::{Value, json};

mod support;
use support::{client, data};

const URL: &str = "https://storage.googleapis.com/results/1?Signature=a-signature";

fn operation(status: &str, url: Option<&str>) -> Value {
    json!({ "id": "gid://shopify/BulkOperation/1", "type": "QUERY", "status": status, "query": "{ x }", "url": url,
        "objectCount": "3", "rootObjectCount": "1", "createdAt": "2026-11-01T12:00:00Z" })
}

fn done() -> BulkOperation {
    serde_json::from_value(operation("COMPLETED", Some(URL))).unwrap()
}

/// A client whose downloads are these lines.
fn file(lines: &'static str) -> Client<Shopify> {
    client(move |_| Reply::status(200).body(lines)).0
}

#[derive(Debug, PartialEq, Deserialize)]
struct Product {
    id: String,
    #[serde(default)]
    variants: Connection<Variant>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Variant {
    sku: String,
    #[serde(default)]
    metafields: Connection<Metafield>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Metafield {
    key: String,
}

#[tokio::test(start_paused = true)]
async fn a_query_is_started_waited_for_and_its_records_have_their_children() {
    const LINES: &str = r#"
{"id":"gid://shopify/Product/1"}
{"id":"gid://shopify/ProductVariant/1","sku":"A","__parentId":"gid://shopify/Product/1"}
{"key":"colour","id":"gid://shopify/Metafield/1","__parentId":"gid://shopify/ProductVariant/1"}
{"id":"gid://shopify/ProductVariant/2","sku":"B","__parentId":"gid://shopify/Product/1"}
{"key":"size","__typename":"Metafield","__parentId":"gid://shopify/ProductVariant/1"}
{"id":"gid://shopify/Product/2"}
"#;
    let (client, transport) = client(|seen: &Seen| match seen.number {
        0 => data(
            &json!({ "bulkOperationRunQuery": { "bulkOperation": operation("CREATED", None), "userErrors": [] } }),
        ),
        1 => data(&json!({ "bulkOperation": operation("RUNNING", None) })),
        2 => data(&json!({ "bulkOperation": operation("COMPLETED", Some(URL)) })),
        _ => Reply::status(200).body(LINES),
    });
    let job = client.start(bulk_queries::Start::new("{ products { edges { node { id } } } }")).await.unwrap();
    assert_eq!(serde_json::to_value(job.status()).unwrap(), json!({ "id": "gid://shopify/BulkOperation/1" }));
    let done = job.wait(Duration::from_secs(60)).await.unwrap();
    let children = Children::new().of("ProductVariant", "variants").of("Metafield", "metafields");
    let products: Vec<Product> = done.records(&client, children).collect().await.unwrap();
    let read = |product: &Product| -> Value {
        let variants = product.variants.nodes.iter().map(|variant| {
            let fields = variant.metafields.nodes.iter().map(|field| &field.key).collect::<Vec<_>>();
            json!({ "sku": variant.sku, "metafields": fields })
        });
        json!({ "id": product.id, "variants": variants.collect::<Vec<_>>() })
    };
    assert_eq!(
        products.iter().map(read).collect::<Vec<_>>(),
        [
            json!({ "id": "gid://shopify/Product/1", "variants": [
                { "sku": "A", "metafields": ["colour", "size"] },
                { "sku": "B", "metafields": [] },
            ] }),
            json!({ "id": "gid://shopify/Product/2", "variants": [] }),
        ]
    );
    // The file's host is another one: it is shown no token.
    let download = &transport.seen()[3];
    assert_eq!(download.uri.host(), Some("storage.googleapis.com"));
    assert!(download.headers.get("x-shopify-access-token").is_none());
}

#[tokio::test(start_paused = true)]
async fn rows_that_cannot_be_put_together_are_told_and_not_dropped() {
    for (lines, part) in [
        (
            "{\"id\":\"gid://shopify/ProductVariant/1\",\"__parentId\":\"gid://shopify/Product/1\"}",
            "group_objects",
        ),
        (
            "{\"id\":\"gid://shopify/Product/1\"}\n{\"id\":\"gid://shopify/MediaImage/1\",\"__parentId\":\"gid://shopify/Product/1\"}",
            "`MediaImage`",
        ),
        (
            "{\"id\":\"gid://shopify/Product/1\"}\n{\"sku\":\"A\",\"__parentId\":\"gid://shopify/Product/1\"}",
            "`id`",
        ),
        ("nonsense", "no row"),
    ] {
        let client = file(lines);
        let children = Children::new().of("ProductVariant", "variants");
        let error = done().records::<Product>(&client, children).collect().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(part), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_result_without_anything_has_no_address_and_no_rows() {
    let (client, transport) = client(|_| Reply::status(500));
    let nothing: BulkOperation = serde_json::from_value(operation("COMPLETED", None)).unwrap();
    assert!(nothing.rows::<Value>(&client).collect().await.unwrap().is_empty());
    assert!(nothing.records::<Value>(&client, Children::new()).collect().await.unwrap().is_empty());
    assert!(transport.seen().is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_is_not_all_of_a_result_ends_with_an_error() {
    let client = file("{\"n\":1}\n{\"n\":2}\n");
    for (status, kind) in [("FAILED", ErrorKind::Server), ("CANCELED", ErrorKind::Conflict)] {
        let mut ended = operation(status, None);
        ended["partialDataUrl"] = done().url.into();
        let ended: BulkOperation = serde_json::from_value(ended).unwrap();
        let rows: Vec<_> = StreamExt::collect(ended.rows::<Value>(&client)).await;
        let kinds: Vec<_> = rows.iter().map(|row| row.as_ref().err().map(|error| error.kind())).collect();
        assert_eq!(kinds, [None, None, Some(kind)], "{status}");
        let mut outcomes: Vec<_> = StreamExt::collect(ended.outcomes::<Value>(&client)).await;
        let error = outcomes.pop().unwrap().unwrap_err();
        assert_eq!(error.delivery(), Delivery::Unknown, "a line may have been done that is not told of");
    }
    for status in ["RUNNING", "CREATED", "FAILED", "SOMETHING_NEW"] {
        let operation: BulkOperation = serde_json::from_value(operation(status, None)).unwrap();
        assert!(operation.rows::<Value>(&client).collect().await.is_err(), "{status}");
        assert!(operation.records::<Value>(&client, Children::new()).collect().await.is_err(), "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_download_that_breaks_off_goes_on_behind_the_last_row() {
    let (client, _) = client(|seen: &Seen| match seen.number {
        0 => Reply::status(200).body("{\"n\":1}\n{\"n\":2}\n{\"n\":").breaks_off(),
        _ => Reply::status(200).body("{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n"),
    });
    let rows: Vec<_> = StreamExt::collect(done().rows::<Value>(&client)).await;
    let read: Vec<_> =
        rows.iter().map(|row| row.as_ref().ok().map(|row| row["n"].as_u64().unwrap())).collect();
    assert_eq!(read, [Some(1), Some(2), None, Some(3)]);
}

#[tokio::test(start_paused = true)]
async fn an_operation_that_ended_otherwise_is_an_error_that_says_how() {
    for (status, code, kind) in [
        ("FAILED", Some("ACCESS_DENIED"), ErrorKind::Permission),
        ("FAILED", Some("INTERNAL_SERVER_ERROR"), ErrorKind::Server),
        ("FAILED", Some("TIMEOUT"), ErrorKind::Timeout),
        ("FAILED", None, ErrorKind::Server),
        ("CANCELED", None, ErrorKind::Conflict),
        ("EXPIRED", None, ErrorKind::Timeout),
    ] {
        let mut ended = operation(status, None);
        ended["errorCode"] = json!(code);
        let (client, _) = client(move |_| data(&json!({ "bulkOperation": ended })));
        let JobState::Failed(error) = client.call(Ask::new("gid://shopify/BulkOperation/1")).await.unwrap()
        else {
            panic!("{status} is a failure")
        };
        assert_eq!((error.kind(), error.vendor_code()), (kind, Some(code.unwrap_or(status))));
        assert_eq!(error.delivery(), Delivery::Unknown, "what was done stays done");
    }
    for status in ["CREATED", "RUNNING", "CANCELING", "SOMETHING_NEW"] {
        let (client, _) = client(move |_| data(&json!({ "bulkOperation": operation(status, None) })));
        let state = client.call(Ask::new("gid://shopify/BulkOperation/1")).await.unwrap();
        assert!(matches!(state, JobState::Running { .. }), "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_mutation_is_uploaded_started_and_each_line_has_its_outcome() {
    const LINES: &str = r#"{"data":{"productSet":{"product":{"id":"gid://shopify/Product/1"},"userErrors":[]}},"__lineNumber":0}
{"data":{"productSet":{"product":null,"userErrors":[{"field":["input","title"],"message":"is blank","code":"BLANK"}]}},"__lineNumber":1}
{"errors":[{"message":"no","extensions":{"code":"INTERNAL_SERVER_ERROR"}}],"__lineNumber":2}"#;
    let target = json!({ "url": "https://shopify-staged-uploads.storage.googleapis.com/", "resourceUrl": null,
        "parameters": [{ "name": "key", "value": "tmp/1/variables.jsonl" }, { "name": "policy", "value": "a-policy" }] });
    let (client, transport) = client(move |seen: &Seen| match seen.number {
        0 => data(&json!({ "stagedUploadsCreate": { "stagedTargets": [target], "userErrors": [] } })),
        1 => Reply::status(201),
        2 => data(
            &json!({ "bulkOperationRunMutation": { "bulkOperation": operation("CREATED", None), "userErrors": [] } }),
        ),
        3 => data(&json!({ "bulkOperation": operation("COMPLETED", Some(URL)) })),
        _ => Reply::status(200).body(LINES),
    });
    let lines = ["A", "", "C"].map(|title| json!({ "product": { "title": title } }));
    let job =
        bulk_mutations::start(&client, "mutation ($product: ProductSetInput!) { x }", lines).await.unwrap();
    let upload = &transport.seen()[1];
    let sent = String::from_utf8_lossy(&upload.body);
    assert!(sent.contains("{\"product\":{\"title\":\"A\"}}\n{\"product\":{\"title\":\"\"}}\n"), "{sent}");
    assert!(sent.find("a-policy") < sent.find("filename=\"variables.jsonl\""), "the file comes last: {sent}");
    assert!(upload.headers.get("x-shopify-access-token").is_none());
    let started = transport.seen()[2].json();
    assert_eq!(started["variables"]["staged_upload_path"], "tmp/1/variables.jsonl");

    let done = job.wait(Duration::from_secs(60)).await.unwrap();
    let outcomes: Vec<_> = done.outcomes::<Ref>(&client).collect().await.unwrap();
    let [made, wrong, failed] = &outcomes[..] else { panic!("{outcomes:?}") };
    assert!(matches!(&made.outcome, Outcome::Done(product) if product.id.number() == Some(1)));
    let Outcome::Failed(error) = &wrong.outcome else { panic!("{wrong:?}") };
    assert_eq!(
        (wrong.line, error.kind(), &*error.field_errors()[0].field),
        (1, ErrorKind::Validation, "input.title")
    );
    let Outcome::Unknown(error) = &failed.outcome else { panic!("{failed:?}") };
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Server, Delivery::Unknown));
}

#[tokio::test(start_paused = true)]
async fn a_file_goes_nowhere_but_to_the_hosts_that_shopify_uses() {
    let (client, transport) = client(|_| Reply::status(200));
    let error = client.download(Download::new("https://evil.example/x")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Vendor);
    assert!(transport.seen().is_empty());
    let shown = format!("{:?} {:?} {:?}", done(), Download::new(URL), Target::new(URL));
    assert!(!shown.contains("a-signature"), "{shown}");
}
