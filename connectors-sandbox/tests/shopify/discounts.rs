//! Discounts with codes and automatic ones.

use connectors_sandbox::shopify::Shopify;
use serde_json::{Value, json};

use crate::harness::World;

const CREATE: &str = "mutation($discount: DiscountCodeBasicInput!) { discountCodeBasicCreate(basicCodeDiscount: $discount) {
    codeDiscountNode { id codeDiscount { ... on DiscountCodeBasic { title status summary codesCount { count }
      codes(first: 9) { nodes { id code } } customerGets { value { __typename ... on DiscountPercentage { percentage } } items { __typename } }
      minimumRequirement { __typename } context { __typename } discountClasses } } } userErrors { field code message } } }";

fn discount(code: &str) -> Value {
    json!({
        "title": "Ten", "code": code, "startsAt": "2020-01-01T00:00:00Z",
        "customerGets": { "value": { "percentage": 0.1 }, "items": { "all": true } },
        "minimumRequirement": { "quantity": { "greaterThanOrEqualToQuantity": "2" } },
        "context": { "all": "ALL" },
    })
}

#[tokio::test]
async fn a_code_is_one_discounts_alone() {
    let world = World::new().await;
    let made = world.done(CREATE, json!({ "discount": discount("TEN") })).await["codeDiscountNode"].clone();
    let shown = &made["codeDiscount"];
    assert_eq!((&shown["status"], &shown["summary"]), (&json!("ACTIVE"), &json!("10% off entire order")));
    assert_eq!(
        shown["customerGets"]["value"],
        json!({ "__typename": "DiscountPercentage", "percentage": 0.1 })
    );
    assert_eq!(shown["minimumRequirement"]["__typename"], "DiscountMinimumQuantity");
    assert_eq!(shown["discountClasses"], json!(["ORDER"]));
    let taken = world.payload(CREATE, json!({ "discount": discount("ten") })).await;
    assert_eq!(taken["userErrors"][0]["code"], "TAKEN");
    assert_eq!(taken["userErrors"][0]["field"], json!(["basicCodeDiscount", "code"]));
    let found = world.data("{ codeDiscountNodeByCode(code: \"tEn\") { id } }", json!({})).await;
    assert_eq!(found["codeDiscountNodeByCode"]["id"], made["id"]);

    let add = "mutation($id: ID!, $codes: [DiscountRedeemCodeInput!]!) { discountRedeemCodeBulkAdd(discountId: $id, codes: $codes) {
        bulkCreation { id done importedCount failedCount codes(first: 9) { nodes { code discountRedeemCode { id } errors { code } } } } userErrors { code } } }";
    let added =
        world.done(add, json!({ "id": made["id"], "codes": [{ "code": "A" }, { "code": "TEN" }] })).await;
    let creation = &added["bulkCreation"];
    assert_eq!((&creation["importedCount"], &creation["failedCount"]), (&json!(1), &json!(1)));
    assert_eq!(creation["codes"]["nodes"][1]["errors"], json!([{ "code": "TAKEN" }]));
    let remove = "mutation($id: ID!, $ids: [ID!]) { discountCodeRedeemCodeBulkDelete(discountId: $id, ids: $ids) { job { done } userErrors { code } } }";
    let first = &shown["codes"]["nodes"][0]["id"];
    world.done(remove, json!({ "id": made["id"], "ids": [first] })).await;
    let left = world.data("query($id: ID!) { codeDiscountNode(id: $id) { codeDiscount { ... on DiscountCodeBasic { codes(first: 9) { nodes { code } } } } } }", json!({ "id": made["id"] })).await;
    assert_eq!(left["codeDiscountNode"]["codeDiscount"]["codes"]["nodes"], json!([{ "code": "A" }]));
}

#[tokio::test]
async fn a_discount_is_in_force_when_it_was_switched_on() {
    let world = World::new().await;
    let mut stated = discount("LATER");
    stated["startsAt"] = json!("2999-01-01T00:00:00Z");
    let made = world.done(CREATE, json!({ "discount": stated })).await["codeDiscountNode"].clone();
    assert_eq!(made["codeDiscount"]["status"], "SCHEDULED");
    let switch = |name: &str| {
        format!(
            "mutation($id: ID!) {{ {name}(id: $id) {{ codeDiscountNode {{ codeDiscount {{ ... on DiscountCodeBasic {{ status endsAt }} }} }} userErrors {{ code }} }} }}"
        )
    };
    let on = world.done(&switch("discountCodeActivate"), json!({ "id": made["id"] })).await;
    assert_eq!(on["codeDiscountNode"]["codeDiscount"], json!({ "status": "ACTIVE", "endsAt": null }));
    let off = world.done(&switch("discountCodeDeactivate"), json!({ "id": made["id"] })).await;
    assert_eq!(off["codeDiscountNode"]["codeDiscount"]["status"], "EXPIRED");
    let count = |query: &str| {
        format!(
            "{{ discountNodes(first: 9, query: \"{query}\") {{ nodes {{ id }} }} discountNodesCount(query: \"{query}\") {{ count }} }}"
        )
    };
    let expired = world.data(&count("status:expired method:code title:Ten"), json!({})).await;
    assert_eq!(
        (&expired["discountNodes"]["nodes"][0]["id"], &expired["discountNodesCount"]["count"]),
        (&made["id"], &json!(1))
    );
    let active = world.data(&count("status:active"), json!({})).await;
    assert_eq!(active["discountNodesCount"]["count"], 0);
    world.done("mutation($id: ID!) { discountCodeDelete(id: $id) { deletedCodeDiscountId userErrors { code } } }", json!({ "id": made["id"] })).await;
    // The code is free again.
    world.done(CREATE, json!({ "discount": discount("LATER") })).await;
}

#[tokio::test]
async fn what_no_discount_can_be_is_refused() {
    let world = World::new().await;
    for (path, value, field, code) in [
        ("/title", json!(" "), "title", "BLANK"),
        ("/endsAt", json!("2019-01-01T00:00:00Z"), "endsAt", "END_DATE_BEFORE_START_DATE"),
        (
            "/customerGets/value",
            json!({ "percentage": 1.5 }),
            "customerGets.value.percentage",
            "VALUE_OUTSIDE_RANGE",
        ),
        ("/customerGets/value", json!({}), "customerGets.value", "BLANK"),
        (
            "/customerGets/items",
            json!({ "products": { "productsToAdd": ["gid://shopify/Product/1"] } }),
            "customerGets.items.products.productsToAdd",
            "INVALID",
        ),
        (
            "/customerGets/items",
            json!({ "all": true, "collections": { "add": [] } }),
            "customerGets.items",
            "CONFLICT",
        ),
        (
            "/minimumRequirement/subtotal",
            json!({ "greaterThanOrEqualToSubtotal": "5" }),
            "minimumRequirement.subtotal.greaterThanOrEqualToSubtotal",
            "MINIMUM_SUBTOTAL_AND_QUANTITY_RANGE_BOTH_PRESENT",
        ),
    ] {
        let mut stated = discount("X");
        let (parent, name) = path.rsplit_once('/').unwrap();
        stated.pointer_mut(parent).unwrap()[name] = value;
        let refused = world.payload(CREATE, json!({ "discount": stated })).await;
        let error = &refused["userErrors"][0];
        let wanted: Vec<&str> = ["basicCodeDiscount"].into_iter().chain(field.split('.')).collect();
        assert_eq!((&error["code"], &error["field"]), (&json!(code), &json!(wanted)), "{path}");
    }
    let count = world.data("{ discountNodesCount { count } }", json!({})).await;
    assert_eq!(count["discountNodesCount"]["count"], 0);
}

#[tokio::test]
async fn an_automatic_discount_changes_bit_by_bit() {
    let world = World::of(Shopify::new().products(3, 1)).await;
    let data = world.data("{ products(first: 3) { nodes { id } } }", json!({})).await;
    let ids: Vec<&Value> =
        data["products"]["nodes"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    let shown = "automaticDiscountNode { id automaticDiscount { ... on DiscountAutomaticBxgy { title usesPerOrderLimit
        customerBuys { value { ... on DiscountQuantity { quantity } } items { ... on DiscountProducts { products(first: 9) { nodes { id } } } } }
        customerGets { value { ... on DiscountOnQuantity { quantity { quantity } effect { ... on DiscountPercentage { percentage } } } } } } } } userErrors { field code message }";
    let create = format!(
        "mutation($discount: DiscountAutomaticBxgyInput!) {{ discountAutomaticBxgyCreate(automaticBxgyDiscount: $discount) {{ {shown} }} }}"
    );
    let stated = json!({
        "title": "Three for two", "startsAt": "2020-01-01T00:00:00Z", "usesPerOrderLimit": "1",
        "customerBuys": { "value": { "quantity": "2" }, "items": { "products": { "productsToAdd": [ids[0], ids[1]] } } },
        "customerGets": { "value": { "discountOnQuantity": { "quantity": "1", "effect": { "percentage": 1.0 } } }, "items": { "products": { "productsToAdd": [ids[0]] } } },
    });
    let made = world.done(&create, json!({ "discount": stated })).await["automaticDiscountNode"].clone();
    let discount = &made["automaticDiscount"];
    assert_eq!(
        (&discount["usesPerOrderLimit"], &discount["customerGets"]["value"]["effect"]["percentage"]),
        (&json!(1), &json!(1.0))
    );
    let update = format!(
        "mutation($id: ID!, $discount: DiscountAutomaticBxgyInput!) {{ discountAutomaticBxgyUpdate(id: $id, automaticBxgyDiscount: $discount) {{ {shown} }} }}"
    );
    let change = json!({ "customerBuys": { "items": { "products": { "productsToAdd": [ids[2]], "productsToRemove": [ids[0]] } } } });
    let changed = world.done(&update, json!({ "id": made["id"], "discount": change })).await["automaticDiscountNode"]["automaticDiscount"].clone();
    assert_eq!(
        changed["customerBuys"]["items"]["products"]["nodes"],
        json!([{ "id": ids[1] }, { "id": ids[2] }])
    );
    assert_eq!(
        (&changed["title"], &changed["customerBuys"]["value"]["quantity"]),
        (&json!("Three for two"), &json!("2"))
    );
}
