//! Collections, publications, tags and events.

use connectors_sandbox::shopify::Shopify;
use serde_json::{Value, json};

use crate::harness::World;

const CREATE: &str = "mutation($input: CollectionInput!) { collectionCreate(input: $input) {
    collection { id handle products(first: 9) { nodes { id title } } productsCount { count } } userErrors { field message } } }";

async fn products(world: &World) -> Vec<Value> {
    let data = world.data("{ products(first: 9) { nodes { id title vendor } } }", json!({})).await;
    data["products"]["nodes"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_smart_collection_has_the_products_that_fit_and_takes_no_others() {
    let world = World::of(Shopify::new().products(8, 1)).await;
    let rules = json!({ "appliedDisjunctively": false, "rules": [
        { "column": "VARIANT_PRICE", "relation": "GREATER_THAN", "condition": "45" },
        { "column": "TITLE", "relation": "NOT_EQUALS", "condition": "product 00008" },
    ] });
    let input = json!({ "title": "Dear", "ruleSet": rules, "sortOrder": "PRICE_DESC" });
    let made = world.done(CREATE, json!({ "input": input })).await;
    let titles: Vec<&Value> =
        made["collection"]["products"]["nodes"].as_array().unwrap().iter().map(|one| &one["title"]).collect();
    assert_eq!(titles, ["Product 00007", "Product 00006", "Product 00005", "Product 00004"]);
    let product = &products(&world).await[0]["id"];
    let add = "mutation($id: ID!, $products: [ID!]!) { collectionAddProductsV2(id: $id, productIds: $products) { job { id done } userErrors { field message code } } }";
    let refused = world.payload(add, json!({ "id": made["collection"]["id"], "products": [product] })).await;
    assert_eq!(refused["userErrors"][0]["code"], "CANT_ADD_TO_SMART_COLLECTION");
    let wrong = json!({ "title": "T", "ruleSet": { "appliedDisjunctively": true, "rules": [{ "column": "VARIANT_INVENTORY", "relation": "CONTAINS", "condition": "1" }] } });
    let refused = world.payload(CREATE, json!({ "input": wrong })).await;
    assert_eq!(refused["userErrors"][0]["field"], json!(["ruleSet", "rules", "0", "relation"]));
}

#[tokio::test]
async fn a_manual_collection_keeps_the_order_that_it_was_given() {
    let world = World::of(Shopify::new().products(3, 1)).await;
    let ids: Vec<Value> = products(&world).await.iter().map(|one| one["id"].clone()).collect();
    let input = json!({ "title": "Mine", "sortOrder": "MANUAL", "products": [ids[0], ids[1]] });
    let id = world.done(CREATE, json!({ "input": input })).await["collection"]["id"].clone();
    let add = "mutation($id: ID!, $products: [ID!]!) { collectionAddProductsV2(id: $id, productIds: $products) { job { done } userErrors { code } } }";
    world.done(add, json!({ "id": id, "products": [ids[2]] })).await;
    let order = "mutation($id: ID!, $moves: [MoveInput!]!) { collectionReorderProducts(id: $id, moves: $moves) { job { done } userErrors { code field } } }";
    world.done(order, json!({ "id": id, "moves": [{ "id": ids[2], "newPosition": "0" }] })).await;
    let read = "query($id: ID!, $product: ID!) { collection(id: $id) { products(first: 9) { nodes { id } } hasProduct(id: $product) }
        product(id: $product) { inCollection(id: $id) collections(first: 2) { nodes { id } } } }";
    let read_it = |product: &Value| world.data(read, json!({ "id": id, "product": product }));
    let data = read_it(&ids[2]).await;
    let nodes = data["collection"]["products"]["nodes"].as_array().unwrap();
    assert_eq!(nodes.iter().map(|one| &one["id"]).collect::<Vec<_>>(), [&ids[2], &ids[0], &ids[1]]);
    assert_eq!(data["product"]["collections"]["nodes"], json!([{ "id": id }]));
    let remove = "mutation($id: ID!, $products: [ID!]!) { collectionRemoveProducts(id: $id, productIds: $products) { job { done } userErrors { field } } }";
    world.done(remove, json!({ "id": id, "products": [ids[2]] })).await;
    let data = read_it(&ids[2]).await;
    assert_eq!(
        (&data["collection"]["hasProduct"], &data["product"]["inCollection"]),
        (&json!(false), &json!(false))
    );
}

#[tokio::test]
async fn a_product_is_where_it_was_published() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let id = products(&world).await[0]["id"].clone();
    let places = world.data("{ publications(first: 9) { nodes { id name } } }", json!({})).await;
    let place = |at: usize| places["publications"]["nodes"][at]["id"].clone();
    let state = "publishable { ... on Product { publishedAt online: publishedOnPublication(publicationId: $online)
        counter: publishedOnPublication(publicationId: $counter) availablePublicationsCount { count } } } userErrors { field message }";
    let publish = format!(
        "mutation($id: ID!, $input: [PublicationInput!]!, $online: ID!, $counter: ID!) {{ publishablePublish(id: $id, input: $input) {{ {state} }} }}"
    );
    let unpublish = publish.replace("publishablePublish(", "publishableUnpublish(");
    let with = |place: &Value| json!({ "id": id, "input": [{ "publicationId": place }], "online": places["publications"]["nodes"][0]["id"], "counter": places["publications"]["nodes"][1]["id"] });
    let done = world.done(&publish, with(&place(1))).await;
    assert_eq!(done["publishable"]["availablePublicationsCount"]["count"], 2);
    let done = world.done(&unpublish, with(&place(0))).await;
    let shown = &done["publishable"];
    assert_eq!(
        (&shown["online"], &shown["counter"], &shown["publishedAt"]),
        (&json!(false), &json!(true), &Value::Null)
    );
    let unknown = world.payload(&publish, with(&json!("gid://shopify/Publication/1"))).await;
    assert_eq!(unknown["userErrors"][0]["field"], json!(["input", "0", "publicationId"]));
}

#[tokio::test]
async fn tags_come_and_go_and_what_happened_is_told() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let id = products(&world).await[0]["id"].clone();
    let change = |name: &str| {
        format!(
            "mutation($id: ID!, $tags: [String!]!) {{ {name}(id: $id, tags: $tags) {{ node {{ ... on Product {{ tags }} }} userErrors {{ field message }} }} }}"
        )
    };
    let added = world.done(&change("tagsAdd"), json!({ "id": id, "tags": ["New", "a, b"] })).await;
    assert_eq!(added["node"]["tags"], json!(["a", "b", "New", "seeded"]));
    let left = world.done(&change("tagsRemove"), json!({ "id": id, "tags": ["new", "B"] })).await;
    assert_eq!(left["node"]["tags"], json!(["a", "seeded"]));
    let refused =
        world.payload(&change("tagsAdd"), json!({ "id": "gid://shopify/Location/1", "tags": ["a"] })).await;
    assert_eq!(refused["userErrors"][0]["field"], json!(["id"]));
    world.done("mutation($id: ID!) { productDelete(input: { id: $id }) { deletedProductId userErrors { field } } }", json!({ "id": id })).await;
    let query = "{ events(first: 9, query: \"subject_type:PRODUCT\") { nodes { action ... on BasicEvent { subjectId subject { __typename } } } } }";
    let told = world.data(query, json!({})).await["events"]["nodes"].clone();
    let actions: Vec<&Value> = told.as_array().unwrap().iter().map(|one| &one["action"]).collect();
    assert_eq!(actions, ["update", "update", "destroy"]);
    assert_eq!((&told[0]["subjectId"], &told[0]["subject"]), (&id, &Value::Null));
}
