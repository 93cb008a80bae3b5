//! Bulk operations, and the uploads that they read.

use std::time::Duration;

use connectors_sandbox::shopify::Shopify;
use serde_json::{Value, json};

use crate::harness::World;
use crate::receiver::Receiver;

const RUN: &str = "mutation($query: String!, $group: Boolean!) {
  bulkOperationRunQuery(query: $query, groupObjects: $group) { bulkOperation { id status type } userErrors { code field message } } }";
const ALL: &str = "{ products { edges { node { id title variants { edges { node { id sku } } } } } } }";
const OPERATION: &str = "query($id: ID!) { bulkOperation(id: $id) {
  id status errorCode objectCount rootObjectCount fileSize url partialDataUrl completedAt createdAt } }";
const STAGE: &str = "mutation($input: [StagedUploadInput!]!) { stagedUploadsCreate(input: $input) {
  stagedTargets { url resourceUrl parameters { name value } } userErrors { field message } } }";
const MUTATE: &str = "mutation($mutation: String!, $path: String!) {
  bulkOperationRunMutation(mutation: $mutation, stagedUploadPath: $path) { bulkOperation { id status } userErrors { code field message } } }";

async fn start(world: &World, query: &str, group: bool) -> Value {
    let done = world.done(RUN, json!({ "query": query, "group": group })).await;
    done["bulkOperation"]["id"].clone()
}

async fn operation(world: &World, id: &Value) -> Value {
    world.data(OPERATION, json!({ "id": id })).await["bulkOperation"].clone()
}

async fn finished(world: &World, id: &Value) -> Value {
    world.sandbox.advance(Duration::from_secs(2));
    operation(world, id).await
}

async fn rows(world: &World, url: &Value) -> Vec<Value> {
    let answer = world.client.get(url.as_str().unwrap()).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let text = answer.text().await.unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

async fn upload(world: &World, text: &str) -> (u16, String) {
    let input = json!([{ "resource": "BULK_MUTATION_VARIABLES", "filename": "a.jsonl", "mimeType": "text/jsonl", "httpMethod": "POST" }]);
    let staged = world.done(STAGE, json!({ "input": input })).await;
    let target = &staged["stagedTargets"][0];
    let (mut form, mut key) = (String::new(), String::new());
    for parameter in target["parameters"].as_array().unwrap() {
        let (name, value) = (parameter["name"].as_str().unwrap(), parameter["value"].as_str().unwrap());
        if name == "key" {
            value.clone_into(&mut key);
        }
        form += &format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    form += "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jsonl\"\r\nContent-Type: text/jsonl\r\n\r\n";
    form += &format!("{text}\r\n--x--\r\n");
    let request = world.client.post(target["url"].as_str().unwrap()).body(form);
    let answer = request.header("content-type", "multipart/form-data; boundary=x").send().await.unwrap();
    (answer.status().as_u16(), key)
}

#[tokio::test]
async fn a_query_goes_through_its_states_and_gives_children_behind_their_parents() {
    let receiver = Receiver::saying(200).await;
    let world = World::of(Shopify::new().products(3, 2)).await;
    let hook = "mutation($input: WebhookSubscriptionInput!) { webhookSubscriptionCreate(topic: BULK_OPERATIONS_FINISH, webhookSubscription: $input) { userErrors { message } } }";
    world.done(hook, json!({ "input": { "uri": receiver.url("/in") } })).await;
    let id = start(&world, ALL, true).await;
    let begun = operation(&world, &id).await;
    assert_eq!((&begun["status"], &begun["url"]), (&json!("CREATED"), &Value::Null));
    world.sandbox.advance(Duration::from_secs(1));
    assert_eq!(operation(&world, &id).await["status"], "RUNNING");
    assert!(receiver.take().is_empty());
    // Nobody asks: the operation ends by itself, and says so.
    world.sandbox.advance(Duration::from_secs(1));
    world.sandbox.settled().await;
    let told = receiver.take();
    assert_eq!(told.len(), 1);
    assert_eq!((&told[0].body["admin_graphql_api_id"], &told[0].body["status"]), (&id, &json!("completed")));
    assert_eq!((&told[0].body["type"], &told[0].body["error_code"]), (&json!("query"), &Value::Null));

    let done = operation(&world, &id).await;
    assert_eq!(
        (&done["status"], &done["objectCount"], &done["rootObjectCount"]),
        (&json!("COMPLETED"), &json!("9"), &json!("3"))
    );
    let rows = rows(&world, &done["url"]).await;
    let shape: Vec<bool> = rows.iter().map(|row| row["__parentId"].is_null()).collect();
    assert_eq!(shape, [true, false, false, true, false, false, true, false, false]);
    assert_eq!(rows[1]["__parentId"], rows[0]["id"]);
    assert_eq!((&rows[4]["sku"], &rows[3]["title"]), (&json!("SKU-00002-1"), &json!("Product 00002")));
    assert!(rows[0].get("variants").is_none());

    let list = world.data("{ bulkOperations(first: 5, query: \"status:completed\") { nodes { id } } currentBulkOperation { id } }", json!({})).await;
    assert_eq!((&list["bulkOperations"]["nodes"][0]["id"], &list["currentBulkOperation"]["id"]), (&id, &id));
    let id = start(&world, ALL, false).await;
    let done = finished(&world, &id).await;
    let apart: Vec<bool> =
        self::rows(&world, &done["url"]).await.iter().map(|row| row["__parentId"].is_null()).collect();
    assert_eq!(apart, [true, true, true, false, false, false, false, false, false]);
}

#[tokio::test]
async fn a_result_is_there_for_seven_days_for_whoever_has_its_address() {
    let week = Duration::from_secs(7 * 24 * 60 * 60);
    let world = World::of(Shopify::new().products(1, 1).token_life(2 * week)).await;
    let id = start(&world, ALL, false).await;
    let url = finished(&world, &id).await["url"].as_str().unwrap().to_owned();
    let status = async |url: &str| world.client.get(url).send().await.unwrap().status().as_u16();
    assert_eq!((status(&url).await, status(&url.replace("Signature=", "Signature=0")).await), (200, 403));
    world.sandbox.advance(week);
    assert_eq!(status(&url).await, 400);
    let none = start(&world, "{ orders { edges { node { id } } } }", false).await;
    let none = finished(&world, &none).await;
    assert_eq!(
        (&none["status"], &none["url"], &none["objectCount"]),
        (&json!("COMPLETED"), &Value::Null, &json!("0"))
    );
}

#[tokio::test]
async fn a_query_has_one_to_five_connections_three_of_them_in_each_other() {
    let world = World::new().await;
    let refused = async |query: &str| {
        let payload = world.payload(RUN, json!({ "query": query, "group": false })).await;
        assert_eq!(payload["bulkOperation"], Value::Null, "{query}");
        assert_eq!(payload["userErrors"][0]["code"], "INVALID");
        payload["userErrors"][0]["message"].as_str().unwrap().to_owned()
    };
    assert_eq!(refused("{ shop { id } }").await, "Bulk queries must contain at least one connection.");
    assert!(refused("{ products { edges { node { nme } } } }").await.starts_with("Invalid bulk query"));
    assert!(
        refused("mutation { productDelete(input: { id: 1 }) { deletedProductId } }")
            .await
            .contains("must be queries")
    );
    let six = "{ a: products { edges { node { id } } } b: products { edges { node { id } } } c: products { edges { node { id } } }
        d: products { edges { node { id } } } e: products { edges { node { id } } } f: products { edges { node { id } } } }";
    assert!(refused(six).await.contains("more than 5"));
    let deep = "{ products { edges { node { id variants { edges { node { id product { collections { edges { node { id products { edges { node { id } } } } } } } } } } } } } }";
    assert!(refused(deep).await.contains("nesting depth"));
    let three = "{ products { edges { node { id variants { edges { node { id metafields { edges { node { id } } } } } } } } } }";
    start(&world, three, false).await;
    assert!(refused("{ products { nodes { id } } }").await.contains("edges"));
    let without = "{ products { edges { node { title variants { edges { node { id } } } } } } }";
    assert!(refused(without).await.contains("must select the 'id' field"));
    assert!(refused("{ nodes(ids: []) { id } }").await.contains("top level"));
}

#[tokio::test]
async fn five_queries_go_at_once_and_one_may_be_cancelled() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(start(&world, ALL, false).await);
    }
    let sixth = world.payload(RUN, json!({ "query": ALL, "group": false })).await;
    assert_eq!(sixth["userErrors"][0]["code"], "LIMIT_REACHED");
    let cancel = "mutation($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { message } } }";
    let canceling = world.done(cancel, json!({ "id": ids[0] })).await;
    assert_eq!(canceling["bulkOperation"]["status"], "CANCELING");
    world.sandbox.advance(Duration::from_millis(500));
    let gone = operation(&world, &ids[0]).await;
    assert_eq!((&gone["status"], &gone["url"]), (&json!("CANCELED"), &Value::Null));
    start(&world, ALL, false).await;
    finished(&world, &ids[1]).await;
    let late = world.payload(cancel, json!({ "id": ids[1] })).await;
    assert_eq!(late["userErrors"][0]["message"], "A bulk operation cannot be canceled when it is completed");
}

#[tokio::test]
async fn one_that_fails_keeps_what_it_has_read_so_far() {
    let world = World::of(Shopify::new().products(4, 1)).await;
    world.shop.fail_bulk_operation("TIMEOUT", 3);
    let id = start(&world, ALL, true).await;
    let failed = finished(&world, &id).await;
    assert_eq!(
        (&failed["status"], &failed["errorCode"], &failed["url"]),
        (&json!("FAILED"), &json!("TIMEOUT"), &Value::Null)
    );
    assert_eq!(rows(&world, &failed["partialDataUrl"]).await.len(), 3);
}

#[tokio::test]
async fn a_mutation_is_run_for_each_line_and_each_line_has_its_answer() {
    let world = World::new().await;
    let lines = "{\"product\":{\"title\":\"A\"}}\n{\"product\":{\"title\":\"\"}}\n\n{\"product\":7}\n{\"product\":{\"title\":\"B\"}}";
    let (status, path) = upload(&world, lines).await;
    assert_eq!(status, 201);
    let mutation = "mutation($product: ProductCreateInput!) { productCreate(product: $product) { product { id title } userErrors { field message } } }";
    let started = world.done(MUTATE, json!({ "mutation": mutation, "path": path })).await;
    let count =
        async || world.data("{ productsCount { count } }", json!({})).await["productsCount"]["count"].clone();
    assert_eq!(count().await, 0, "not before its time");
    let done = finished(&world, &started["bulkOperation"]["id"]).await;
    assert_eq!((count().await, &done["objectCount"]), (json!(2), &json!("4")));
    let rows = rows(&world, &done["url"]).await;
    assert_eq!(rows[0]["data"]["productCreate"]["product"]["title"], "A");
    assert_eq!(rows[1]["data"]["productCreate"]["userErrors"][0]["field"], json!(["title"]));
    assert_eq!(rows[2]["errors"][0]["extensions"]["code"], "INVALID_VARIABLE");
    assert_eq!(
        (&rows[3]["__lineNumber"], &rows[3]["data"]["productCreate"]["product"]["title"]),
        (&json!(3), &json!("B"))
    );

    let code = async |mutation: &str, path: &str| {
        let payload = world.payload(MUTATE, json!({ "mutation": mutation, "path": path })).await;
        payload["userErrors"][0]["code"].clone()
    };
    assert_eq!(code(mutation, "tmp/nothing").await, "NO_SUCH_FILE");
    assert_eq!(code("{ shop { id } }", &path).await, "INVALID_MUTATION");
    let (_, broken) = upload(&world, "{}\n[1]").await;
    assert_eq!(code(mutation, &broken).await, "INVALID_STAGED_UPLOAD_FILE");
}

#[tokio::test]
async fn what_is_cancelled_half_way_has_half_of_its_lines_done() {
    let world = World::new().await;
    let lines: String = (0..10).map(|at| format!("{{\"product\":{{\"title\":\"{at}\"}}}}\n")).collect();
    let (_, path) = upload(&world, &lines).await;
    let mutation =
        "mutation($product: ProductCreateInput!) { productCreate(product: $product) { product { id } } }";
    let started = world.done(MUTATE, json!({ "mutation": mutation, "path": path })).await;
    world.sandbox.advance(Duration::from_secs(1));
    let cancel = "mutation($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { message } } }";
    world.done(cancel, json!({ "id": started["bulkOperation"]["id"] })).await;
    let gone = finished(&world, &started["bulkOperation"]["id"]).await;
    assert_eq!(gone["status"], "CANCELED");
    let done: usize = gone["objectCount"].as_str().unwrap().parse().unwrap();
    assert!((5..10).contains(&done), "{gone}");
    assert_eq!(rows(&world, &gone["partialDataUrl"]).await.len(), done);
    let count = world.data("{ productsCount { count } }", json!({})).await;
    assert_eq!(count["productsCount"]["count"], done);
}

#[tokio::test]
async fn a_place_takes_only_what_it_was_made_for() {
    let world = World::new().await;
    let input = json!([{ "resource": "IMAGE", "filename": "a b.png", "mimeType": "image/png" }]);
    let staged = world.done(STAGE, json!({ "input": input })).await;
    let target = &staged["stagedTargets"][0];
    let (url, resource) = (target["url"].as_str().unwrap(), target["resourceUrl"].as_str().unwrap());
    let put = async |url: &str, kind: &str| {
        let request = world.client.put(url).header("content-type", kind).body("png");
        request.send().await.unwrap().status().as_u16()
    };
    let status = async |url: &str| world.client.get(url).send().await.unwrap().status().as_u16();
    assert_eq!(status(resource).await, 404);
    assert_eq!(put(url, "text/plain").await, 403);
    assert_eq!(put(&url.replace("Signature=", "Signature=0"), "image/png").await, 403);
    assert_eq!((put(url, "image/png").await, status(resource).await), (200, 200));
    world.sandbox.advance(Duration::from_secs(25 * 60 * 60));
    assert_eq!(put(url, "image/png").await, 400);
}

#[tokio::test]
async fn ten_thousand_products_are_read_in_bulk() {
    let world = World::of(Shopify::new().products(10_000, 1)).await;
    let id = start(&world, ALL, true).await;
    let done = finished(&world, &id).await;
    assert_eq!((&done["rootObjectCount"], &done["objectCount"]), (&json!("10000"), &json!("20000")));
    assert_eq!(rows(&world, &done["url"]).await.len(), 20_000);
}
