//! Metafields by their definitions, and metaobjects.

use connectors_sandbox::shopify::Shopify;
use serde_json::{Value, json};

use crate::harness::World;

const DEFINE: &str = "mutation($definition: MetafieldDefinitionInput!) { metafieldDefinitionCreate(definition: $definition) {
    createdDefinition { id pinnedPosition metafieldsCount validations { name type value } } userErrors { code field message } } }";
const SET: &str = "mutation($metafields: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $metafields) {
    metafields { id type value jsonValue definition { id } } userErrors { code field elementIndex message } } }";

async fn world() -> (World, Value) {
    let world = World::of(Shopify::new().products(2, 1)).await;
    let data = world.data("{ products(first: 1) { nodes { id } } }", json!({})).await;
    let product = data["products"]["nodes"][0]["id"].clone();
    (world, product)
}

#[tokio::test]
async fn a_value_is_what_its_definition_allows() {
    let (world, product) = world().await;
    let definition = |key: &str, kind: &str, rules: Value| json!({ "definition": { "name": key, "namespace": "my", "key": key, "ownerType": "PRODUCT", "type": kind, "validations": rules, "pin": true } });
    let set = |key: &str, value: &str| json!({ "metafields": [{ "ownerId": product, "namespace": "my", "key": key, "value": value }] });
    for (key, kind, rules, bad, good) in [
        (
            "size",
            "single_line_text_field",
            json!([{ "name": "choices", "value": "[\"S\",\"M\"]" }]),
            "L",
            "M",
        ),
        ("rank", "number_integer", json!([{ "name": "min", "value": "2" }]), "1", "2"),
        ("since", "date", json!([{ "name": "max", "value": "2026-01-01" }]), "2026-01-02", "2025-12-31"),
        ("price", "number_decimal", json!([{ "name": "max_precision", "value": "1" }]), "1.25", "1.20"),
        ("hue", "color", json!([]), "#12345g", "#a1b2c3"),
        (
            "page",
            "url",
            json!([{ "name": "allowed_domains", "value": "[\"example.com\"]" }]),
            "https://example.org/",
            "https://example.com/a",
        ),
        ("mass", "weight", json!([]), "5", "{\"value\":5.0,\"unit\":\"kg\"}"),
        (
            "stars",
            "rating",
            json!([{ "name": "scale_max", "value": "5" }]),
            "{\"value\":\"6\",\"scale_min\":\"1\",\"scale_max\":\"5\"}",
            "{\"value\":\"4\",\"scale_min\":\"1\",\"scale_max\":\"5\"}",
        ),
        (
            "twins",
            "list.product_reference",
            json!([{ "name": "list.max", "value": "1" }]),
            "[\"gid://shopify/Product/1\"]",
            "[]",
        ),
    ] {
        let made = world.done(DEFINE, definition(key, kind, rules)).await;
        let refused = world.payload(SET, set(key, bad)).await;
        assert_eq!(refused["userErrors"][0]["code"], "INVALID_VALUE", "{key}");
        assert_eq!(refused["userErrors"][0]["field"], json!(["metafields", "0", "value"]), "{key}");
        let kept = world.done(SET, set(key, good)).await;
        assert_eq!(kept["metafields"][0]["definition"]["id"], made["createdDefinition"]["id"], "{key}");
        assert_eq!(kept["metafields"][0]["type"], kind);
    }
    let again = world.payload(DEFINE, definition("size", "boolean", json!([]))).await;
    assert_eq!(again["userErrors"][0]["code"], "TAKEN");
    let unknown = world.payload(DEFINE, definition("other", "text", json!([]))).await;
    assert_eq!(unknown["userErrors"][0]["code"], "INCLUSION");
    let rule =
        world.payload(DEFINE, definition("other", "boolean", json!([{ "name": "min", "value": "1" }]))).await;
    assert_eq!(rule["userErrors"][0]["code"], "INVALID_OPTION");
}

#[tokio::test]
async fn a_definition_takes_the_values_that_were_there_and_may_take_them_along() {
    let (world, product) = world().await;
    let set = json!({ "metafields": [{ "ownerId": product, "namespace": "my", "key": "note", "type": "single_line_text_field", "value": "x" }] });
    world.done(SET, set).await;
    let definition = json!({ "definition": { "name": "Note", "namespace": "my", "key": "note", "ownerType": "PRODUCT", "type": "single_line_text_field" } });
    let made = world.done(DEFINE, definition).await["createdDefinition"].clone();
    assert_eq!((&made["metafieldsCount"], &made["pinnedPosition"]), (&json!(1), &Value::Null));
    let pin = "mutation($id: ID!) { metafieldDefinitionPin(definitionId: $id) { pinnedDefinition { pinnedPosition } userErrors { code } } }";
    let pinned = world.done(pin, json!({ "id": made["id"] })).await;
    assert_eq!(pinned["pinnedDefinition"]["pinnedPosition"], 1);
    assert_eq!(
        world.payload(pin, json!({ "id": made["id"] })).await["userErrors"][0]["code"],
        "ALREADY_PINNED"
    );
    let list = "{ metafieldDefinitions(first: 9, ownerType: PRODUCT, namespace: \"my\", pinnedStatus: PINNED) { nodes { key } } }";
    let listed = world.data(list, json!({})).await;
    assert_eq!(listed["metafieldDefinitions"]["nodes"], json!([{ "key": "note" }]));
    let delete = "mutation($id: ID!) { metafieldDefinitionDelete(id: $id, deleteAllAssociatedMetafields: true) { deletedDefinitionId userErrors { code } } }";
    world.done(delete, json!({ "id": made["id"] })).await;
    let left = world
        .data(
            "query($id: ID!) { product(id: $id) { metafields(first: 9) { nodes { id } } } }",
            json!({ "id": product }),
        )
        .await;
    assert_eq!(left["product"]["metafields"]["nodes"], json!([]));
}

#[tokio::test]
async fn a_metaobject_is_known_by_its_handle() {
    let (world, product) = world().await;
    let define = "mutation($definition: MetaobjectDefinitionCreateInput!) { metaobjectDefinitionCreate(definition: $definition) {
        metaobjectDefinition { id type fieldDefinitions { key required type { name } } } userErrors { code field message } } }";
    let fields = json!([{ "key": "name", "type": "single_line_text_field", "required": true }, { "key": "product", "type": "product_reference" }, { "key": "age", "type": "number_integer", "validations": [{ "name": "min", "value": "0" }] }]);
    let definition = json!({ "definition": { "type": "author", "name": "Author", "displayNameKey": "name", "fieldDefinitions": fields, "capabilities": { "publishable": { "enabled": true } } } });
    let made = world.done(define, definition.clone()).await["metaobjectDefinition"].clone();
    assert_eq!(world.payload(define, definition).await["userErrors"][0]["code"], "TAKEN");
    let upsert = "mutation($handle: MetaobjectHandleInput!, $metaobject: MetaobjectUpsertInput!) { metaobjectUpsert(handle: $handle, metaobject: $metaobject) {
        metaobject { id handle displayName field(key: \"age\") { jsonValue } product: field(key: \"product\") { reference { ... on Product { title } } } capabilities { publishable { status } } } userErrors { code field message } } }";
    let put = |fields: Value| json!({ "handle": { "type": "author", "handle": "ada" }, "metaobject": { "fields": fields } });
    let missing = world.payload(upsert, put(json!([{ "key": "age", "value": "36" }]))).await;
    assert_eq!(missing["userErrors"][0]["code"], "OBJECT_FIELD_REQUIRED");
    let wrong = world
        .payload(upsert, put(json!([{ "key": "name", "value": "Ada" }, { "key": "age", "value": "-1" }])))
        .await;
    assert_eq!(wrong["userErrors"][0]["field"], json!(["metaobject", "fields", "1", "value"]));
    let unknown = world.payload(upsert, put(json!([{ "key": "shoe", "value": "1" }]))).await;
    assert_eq!(unknown["userErrors"][0]["code"], "UNDEFINED_OBJECT_FIELD");
    let first = world
        .done(upsert, put(json!([{ "key": "name", "value": "Ada" }, { "key": "product", "value": product }])))
        .await["metaobject"]
        .clone();
    assert_eq!(
        (&first["displayName"], &first["product"]["reference"]["title"]),
        (&json!("Ada"), &json!("Product 00001"))
    );
    assert_eq!(first["capabilities"]["publishable"]["status"], "DRAFT");
    let next = world.done(upsert, put(json!([{ "key": "age", "value": "36" }]))).await["metaobject"].clone();
    assert_eq!(
        (&next["id"], &next["displayName"], &next["field"]["jsonValue"]),
        (&first["id"], &json!("Ada"), &json!(36))
    );
    let found = world.data("{ metaobjectByHandle(handle: { type: \"author\", handle: \"ada\" }) { id } metaobjects(type: \"author\", first: 2) { nodes { id } } other: metaobjects(type: \"none\", first: 2) { nodes { id } } }", json!({})).await;
    assert_eq!(found["metaobjectByHandle"]["id"], first["id"]);
    assert_eq!(
        (&found["metaobjects"]["nodes"], &found["other"]["nodes"]),
        (&json!([{ "id": first["id"] }]), &json!([]))
    );
    let delete =
        "mutation($id: ID!) { metaobjectDefinitionDelete(id: $id) { deletedId userErrors { code } } }";
    world.done(delete, json!({ "id": made["id"] })).await;
    let gone =
        world.data("query($id: ID!) { metaobject(id: $id) { id } }", json!({ "id": first["id"] })).await;
    assert!(gone["metaobject"].is_null());
}
