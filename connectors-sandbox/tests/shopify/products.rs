//! Products, their variants, options and media; searches and pages.

use connectors_sandbox::shopify::Shopify;
use serde_json::{Value, json};

use crate::harness::World;

const CREATE: &str = "mutation($product: ProductCreateInput!, $media: [CreateMediaInput!]) {
  productCreate(product: $product, media: $media) {
    product { id title handle status vendor tags options { name values } variants(first: 5) { nodes { id title price sku } } media(first: 2) { nodes { id alt mediaContentType } } }
    userErrors { field message }
  } }";

#[tokio::test]
async fn a_product_begins_with_one_variant_and_gets_more() {
    let world = World::new().await;
    let input = json!({ "title": "A Shirt", "tags": ["b", "a"], "productOptions": [{ "name": "Size", "values": [{ "name": "S" }, { "name": "M" }] }] });
    let media =
        json!([{ "originalSource": "https://example.com/a.jpg", "alt": "A", "mediaContentType": "IMAGE" }]);
    let made = world.done(CREATE, json!({ "product": input, "media": media })).await;
    let product = &made["product"];
    assert_eq!((&product["handle"], &product["status"]), (&json!("a-shirt"), &json!("ACTIVE")));
    assert_eq!(product["tags"], json!(["a", "b"]));
    assert_eq!(product["options"], json!([{ "name": "Size", "values": ["S", "M"] }]));
    assert_eq!(product["variants"]["nodes"][0]["title"], "S");
    assert_eq!(product["variants"]["nodes"].as_array().unwrap().len(), 1);
    assert_eq!(product["media"]["nodes"][0]["alt"], "A");

    let more = "mutation($id: ID!, $variants: [ProductVariantsBulkInput!]!) { productVariantsBulkCreate(productId: $id, variants: $variants) {
        productVariants { title price sku selectedOptions { name value } inventoryItem { tracked } } userErrors { field message code } } }";
    let variant = json!([{ "price": "12.5", "optionValues": [{ "optionName": "Size", "name": "M" }], "inventoryItem": { "sku": "M-1" } }]);
    let made = world.done(more, json!({ "id": product["id"], "variants": variant })).await;
    assert_eq!(
        (&made["productVariants"][0]["price"], &made["productVariants"][0]["sku"]),
        (&json!("12.50"), &json!("M-1"))
    );
    let again = world.payload(more, json!({ "id": product["id"], "variants": variant })).await;
    assert_eq!(again["userErrors"][0]["code"], "VARIANT_ALREADY_EXISTS");
    assert_eq!(again["userErrors"][0]["field"], json!(["variants", "0", "variants"]));
    assert!(again["productVariants"].is_null());

    let again = world.done(CREATE, json!({ "product": { "title": "A Shirt" } })).await;
    assert_eq!(again["product"]["handle"], "a-shirt-1");
    let blank = world.payload(CREATE, json!({ "product": { "title": " " } })).await;
    assert_eq!(blank["userErrors"], json!([{ "field": ["title"], "message": "Title can't be blank" }]));
}

#[tokio::test]
async fn a_set_product_is_as_it_was_stated_last() {
    let world = World::new().await;
    let set = "mutation($input: ProductSetInput!, $identifier: ProductSetIdentifiers) { productSet(input: $input, identifier: $identifier) {
        product { id title variants(first: 9) { nodes { id sku price } } } userErrors { code field message } } }";
    let variant = |size: &str, price: &str| json!({ "optionValues": [{ "optionName": "Size", "name": size }], "price": price, "sku": size });
    let options = json!([{ "name": "Size", "values": [{ "name": "S" }, { "name": "M" }, { "name": "L" }] }]);
    let input = json!({ "title": "T", "handle": "t", "productOptions": options, "variants": [variant("S", "1"), variant("M", "2")] });
    let made = world.done(set, json!({ "input": input, "identifier": { "handle": "t" } })).await;
    let input = json!({ "title": "U", "productOptions": options, "variants": [variant("M", "3"), variant("L", "4")] });
    let next = world.done(set, json!({ "input": input, "identifier": { "handle": "t" } })).await;
    assert_eq!((&next["product"]["id"], &next["product"]["title"]), (&made["product"]["id"], &json!("U")));
    let variants = next["product"]["variants"]["nodes"].as_array().unwrap();
    let skus: Vec<&Value> = variants.iter().map(|one| &one["sku"]).collect();
    assert_eq!(skus, ["M", "L"]);
    assert_eq!(
        variants[0]["id"], made["product"]["variants"]["nodes"][1]["id"],
        "a variant with the same options stays"
    );
    assert_eq!(variants[0]["price"], "3.00");
}

#[tokio::test]
async fn pages_end_and_searches_find() {
    let world = World::of(Shopify::new().products(25, 2)).await;
    let page = "query($after: String, $query: String) { products(first: 10, after: $after, query: $query, sortKey: TITLE, reverse: true) {
        nodes { title } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } } productsCount(query: $query) { count precision } }";
    let (mut titles, mut after) = (Vec::new(), Value::Null);
    loop {
        let data = world.data(page, json!({ "after": after })).await;
        let nodes = data["products"]["nodes"].as_array().unwrap().clone();
        titles.extend(nodes.into_iter().map(|node| node["title"].as_str().unwrap().to_owned()));
        assert_eq!(data["productsCount"], json!({ "count": 25, "precision": "EXACT" }));
        after = data["products"]["pageInfo"]["endCursor"].clone();
        if data["products"]["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(
        (titles.len(), titles[0].as_str(), titles[24].as_str()),
        (25, "Product 00025", "Product 00001")
    );

    let found = async |query: &str| {
        world.data(page, json!({ "query": query })).await["productsCount"]["count"].clone()
    };
    assert_eq!(found("sku:SKU-00007-2").await, 1);
    assert_eq!(found("sku:SKU-00007-2 OR sku:SKU-00008-1").await, 2);
    assert_eq!(found("vendor:'Vendor 1'").await, 3);
    assert_eq!(found("-vendor:'Vendor 1' status:active").await, 22);
    assert_eq!(found("updated_at:>2020-01-01").await, 25);
    assert_eq!(found("updated_at:>'2100-01-01T00:00:00Z'").await, 0);
    assert_eq!(found("tag:seeded AND title:00003").await, 1);
    let odd = world.ask(page, json!({ "query": "nonsense:1" })).await;
    assert_eq!(odd["data"]["productsCount"]["count"], 25);
    assert_eq!(odd["extensions"]["search"][0]["warnings"][0]["field"], "nonsense");

    let none = world.ask("{ products { nodes { id } } }", json!({})).await;
    assert_eq!(none["errors"][0]["message"], "you must provide one of first or last");
    assert_eq!(none["data"], Value::Null);
}

#[tokio::test]
async fn metafields_are_compared_before_they_are_set() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let product = world.data("{ products(first: 1) { nodes { id } } }", json!({})).await["products"]["nodes"]
        [0]["id"]
        .clone();
    let set = "mutation($metafields: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $metafields) { metafields { id value compareDigest owner { ... on Product { id } } } userErrors { code field elementIndex } } }";
    let one = |digest: Value, value: &str| json!({ "metafields": [{ "ownerId": product, "namespace": "crm", "key": "id", "type": "single_line_text_field", "value": value, "compareDigest": digest }] });
    let made = world.done(set, one(Value::Null, "7")).await;
    assert_eq!(made["metafields"][0]["owner"]["id"], product);
    let stale = world.payload(set, one(json!("x"), "8")).await;
    assert_eq!(
        (&stale["userErrors"][0]["code"], &stale["metafields"]),
        (&json!("STALE_OBJECT"), &Value::Null)
    );
    world.done(set, one(made["metafields"][0]["compareDigest"].clone(), "8")).await;
    let read = "query($id: ID!) { product(id: $id) { metafield(namespace: \"crm\", key: \"id\") { value jsonValue } metafields(first: 5) { nodes { key } } } }";
    let data = world.data(read, json!({ "id": product })).await;
    assert_eq!(data["product"]["metafield"]["value"], "8");
    assert_eq!(data["product"]["metafields"]["nodes"], json!([{ "key": "id" }]));
}
