//! Refusals in all their layers.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use connectors_core::transport::Reply;
use connectors_core::{Delivery, Error, ErrorKind, FieldError};
use serde_json::{Value, json};

mod support;
use support::{client, client_of, sample, shopify};

async fn refused(id: &str, status: u16, body: Value) -> Error {
    let (client, _) = client(move |_| Reply::json(status, &body));
    client.run(id, sample(id)).retry(connectors_core::RetryPolicy::never()).await.unwrap_err()
}

fn graphql(code: Option<&str>, path: Value) -> Value {
    json!({ "message": "no", "path": path, "extensions": { "code": code } })
}

#[tokio::test(start_paused = true)]
async fn errors_of_graphql_are_told_by_their_code() {
    for (code, kind) in [
        ("THROTTLED", ErrorKind::RateLimited),
        ("ACCESS_DENIED", ErrorKind::Permission),
        ("SHOP_INACTIVE", ErrorKind::Permission),
        ("MAX_COST_EXCEEDED", ErrorKind::Validation),
        ("undefinedField", ErrorKind::Validation),
        ("INTERNAL_SERVER_ERROR", ErrorKind::Server),
        ("TIMEOUT", ErrorKind::Timeout),
        ("SOMETHING_NEW", ErrorKind::Vendor),
    ] {
        let error =
            refused("product.list", 200, json!({ "errors": [graphql(Some(code), json!(["products"]))] }))
                .await;
        assert_eq!((error.kind(), error.vendor_code()), (kind, Some(code)));
    }
    // Without a code: a document that does not fit names no place in the answer.
    let error = refused("product.list", 200, json!({ "errors": [graphql(None, json!([]))] })).await;
    assert_eq!(error.kind(), ErrorKind::Validation);
    let error = refused("product.list", 200, json!({ "errors": [graphql(None, json!(["products"]))] })).await;
    assert_eq!(error.kind(), ErrorKind::Vendor);
}

#[tokio::test(start_paused = true)]
async fn of_several_errors_the_one_that_may_be_over_soon_decides() {
    let errors =
        json!([graphql(Some("ACCESS_DENIED"), json!(["a"])), graphql(Some("THROTTLED"), json!(["b"]))]);
    let error = refused("product.list", 200, json!({ "errors": errors })).await;
    assert_eq!(error.kind(), ErrorKind::RateLimited);
}

#[tokio::test(start_paused = true)]
async fn outside_of_graphql_the_status_decides_and_the_text_is_kept() {
    for (status, kind) in [
        (401, ErrorKind::Auth),
        (402, ErrorKind::Permission),
        (403, ErrorKind::Permission),
        (404, ErrorKind::NotFound),
        (423, ErrorKind::Permission),
        (429, ErrorKind::RateLimited),
        (430, ErrorKind::RateLimited),
        (502, ErrorKind::Server),
    ] {
        let error = refused("product.list", status, json!({ "errors": "[API] Invalid API key" })).await;
        assert_eq!((error.kind(), error.message()), (kind, "[API] Invalid API key"), "{status}");
        let error = refused("product.list", status, json!("<html>")).await;
        assert_eq!(error.kind(), kind, "{status}");
        let error = refused("product.list", status, json!({ "errors": { "base": ["no"] } })).await;
        assert_eq!(error.kind(), kind, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn user_errors_are_field_errors_and_their_code_tells_the_kind() {
    for (code, message, kind) in [
        (json!("TAKEN"), "Handle has already been taken", ErrorKind::Duplicate),
        (json!("PRODUCT_DOES_NOT_EXIST"), "no", ErrorKind::NotFound),
        (json!("CHANGE_FROM_QUANTITY_STALE"), "no", ErrorKind::Conflict),
        (json!("IDEMPOTENCY_KEY_PARAMETER_MISMATCH"), "no", ErrorKind::Conflict),
        (json!("IDEMPOTENCY_CONCURRENT_REQUEST"), "no", ErrorKind::Server),
        (json!("VARIANTS_LIMIT_EXCEEDED"), "no", ErrorKind::QuotaExhausted),
        (json!("BLANK"), "no", ErrorKind::Validation),
        (Value::Null, "Email has already been taken", ErrorKind::Duplicate),
        (Value::Null, "Handle 'mug' already in use. Please provide a new handle.", ErrorKind::Duplicate),
        (Value::Null, "Product does not exist", ErrorKind::NotFound),
        (Value::Null, "no", ErrorKind::Validation),
    ] {
        let wrong = json!({ "field": ["input", "variants", "0", "price"], "message": message, "code": code });
        let body = json!({ "data": { "productCreate": { "product": null, "userErrors": [wrong] } } });
        let error = refused("product.create", 200, body).await;
        assert_eq!(error.kind(), kind, "{code} {message}");
        let field = FieldError::new("input.variants[0].price", message);
        let field = code.as_str().into_iter().fold(field, |field, code| field.with_code(code));
        assert_eq!(error.field_errors(), [field]);
    }
    let body = json!({ "data": { "productDelete": { "userErrors": [{ "field": null, "message": "no" }] } } });
    let error = refused("product.delete", 200, body).await;
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Validation, Delivery::Rejected));
}

#[tokio::test(start_paused = true)]
async fn what_was_made_and_refused_in_one_answer_is_to_be_read_back() {
    for (id, root, made) in [
        ("refund.create", "refundCreate", "refund"),
        ("order.create", "orderCreate", "order"),
        ("fulfillment.create", "fulfillmentCreate", "fulfillment"),
        ("gift_card.create", "giftCardCreate", "giftCard"),
        ("transaction.capture", "orderCapture", "transaction"),
    ] {
        let errors = json!([{ "field": null, "message": "the gateway is down" }]);
        let delivery = async |what: Value| {
            let body = json!({ "data": { root: { made: what, "userErrors": errors } } });
            refused(id, 200, body).await.delivery()
        };
        assert_eq!(delivery(json!({ "id": "gid://shopify/X/1" })).await, Delivery::Unknown, "{id}");
        assert_eq!(delivery(Value::Null).await, Delivery::Rejected, "{id}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_may_not_be_read_is_an_error_unless_it_is_accepted() {
    let denied = json!({ "message": "Access denied for customer field", "path": ["orders", "nodes", 0, "customer"],
        "extensions": { "code": "ACCESS_DENIED", "requiredAccess": "`read_customers` access scope" } });
    let data = json!({ "orders": { "nodes": [{ "id": "gid://shopify/Order/1", "customer": null }],
        "pageInfo": { "hasNextPage": false } } });
    let body = json!({ "data": data, "errors": [denied] });
    let error = refused("order.list", 200, body.clone()).await;
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Permission, Delivery::Accepted));
    let field = &error.field_errors()[0];
    assert_eq!(field.field, "orders.nodes[0].customer");
    assert!(field.message.contains("it needs `read_customers`"), "{}", field.message);

    let lenient = shopify().accept_partial(true);
    let (client, _) = client_of(lenient.clone(), move |_| Reply::json(200, &body));
    assert_eq!(client.run("order.list", json!({})).await.unwrap()["items"].as_array().unwrap().len(), 1);
    // Nothing at all is no part.
    let body = json!({ "data": { "orders": null }, "errors": [denied] });
    let (client, _) = client_of(lenient, move |_| Reply::json(200, &body));
    assert_eq!(client.run("order.list", json!({})).await.unwrap_err().kind(), ErrorKind::Permission);
}

#[tokio::test(start_paused = true)]
async fn a_write_that_failed_on_the_way_is_not_called_refused() {
    let error = graphql(Some("INTERNAL_SERVER_ERROR"), json!(["productCreate", "product", "seo"]));
    let body =
        json!({ "data": { "productCreate": { "product": null, "userErrors": [] } }, "errors": [error] });
    let failed = refused("product.create", 200, body).await;
    assert_eq!((failed.kind(), failed.delivery()), (ErrorKind::Server, Delivery::Unknown));
    let body = json!({ "data": null, "errors": [error] });
    assert_eq!(refused("product.create", 200, body).await.delivery(), Delivery::Unknown);
    // Refused before it was begun.
    let body = json!({ "errors": [graphql(Some("ACCESS_DENIED"), json!(["productCreate"]))] });
    assert_eq!(refused("product.create", 200, body).await.delivery(), Delivery::Rejected);
}

#[tokio::test(start_paused = true)]
async fn a_record_that_is_not_there_is_not_found_and_an_answer_without_anything_does_not_fit() {
    let error = refused("product.get", 200, json!({ "data": { "product": null } })).await;
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::NotFound, Delivery::Accepted));
    let body = json!({ "data": { "productCreate": { "product": null, "userErrors": [] } } });
    let error = refused("product.create", 200, body).await;
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Decode, Delivery::Unknown));
}

#[tokio::test(start_paused = true)]
async fn a_query_of_ones_own_goes_the_same_way() {
    use connectors_shopify::graphql::{Mutation, Query};
    #[derive(Debug, serde::Deserialize, PartialEq)]
    struct Data {
        shop: Shop,
    }
    #[derive(Debug, serde::Deserialize, PartialEq)]
    struct Shop {
        name: String,
    }
    let (client, transport) = client(|seen| match seen.json()["query"].as_str().unwrap_or_default() {
        text if text.starts_with("mutation") => Reply::json(
            200,
            &json!({ "data": { "tagsAdd": { "userErrors": [{ "field": ["id"], "message": "no" }] } } }),
        ),
        _ => Reply::json(200, &json!({ "data": { "shop": { "name": "Acme" } } })),
    });
    let query = Query::<Data>::new("query ($n: Int) { shop { name } }").variable("n", 1).unwrap();
    assert_eq!(client.call(query).await.unwrap(), Data { shop: Shop { name: "Acme".into() } });
    assert_eq!(transport.seen()[0].json()["variables"], json!({ "n": 1 }));
    let error = client.call(Mutation::<Value>::new("mutation { tagsAdd { x } }")).await.unwrap_err();
    assert_eq!((error.kind(), error.field_errors()[0].field.as_str()), (ErrorKind::Validation, "id"));
    let error = client.call(Query::<Value>::new("mutation { a }")).await.unwrap_err();
    assert_eq!(error.field_errors()[0].field, "query");
}
