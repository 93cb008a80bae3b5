//! Saved searches, segments, script tags, markets, companies, the taxonomy.

use connectors_sandbox::shopify::Shopify;
use serde_json::{Value, json};

use crate::harness::World;

#[tokio::test]
async fn a_saved_search_finds_what_it_says() {
    let world = World::of(Shopify::new().products(3, 1)).await;
    let create = "mutation($input: SavedSearchCreateInput!) { savedSearchCreate(input: $input) { savedSearch { id searchTerms filters { key value } } userErrors { field message } } }";
    let input =
        json!({ "name": "Second", "query": "title:00002 vendor:'Vendor_3'", "resourceType": "PRODUCT" });
    let made = world.done(create, json!({ "input": input })).await["savedSearch"].clone();
    assert_eq!(
        made["filters"],
        json!([{ "key": "title", "value": "00002" }, { "key": "vendor", "value": "Vendor_3" }])
    );
    let taken = world.payload(create, json!({ "input": input })).await;
    assert_eq!(taken["userErrors"][0]["field"], json!(["input", "name"]));
    let update = "mutation($id: ID!) { savedSearchUpdate(input: { id: $id, query: \"sku:SKU-00002-1\" }) { savedSearch { query } userErrors { message } } }";
    world.done(update, json!({ "id": made["id"] })).await;
    let found = world.data("query($id: ID!) { products(first: 9, savedSearchId: $id) { nodes { title } } productSavedSearches(first: 2) { nodes { id } } orderSavedSearches(first: 2) { nodes { id } } }", json!({ "id": made["id"] })).await;
    assert_eq!(found["products"]["nodes"], json!([{ "title": "Product 00002" }]));
    assert_eq!(
        (&found["productSavedSearches"]["nodes"], &found["orderSavedSearches"]["nodes"]),
        (&json!([{ "id": made["id"] }]), &json!([]))
    );
}

#[tokio::test]
async fn a_country_is_in_one_market() {
    let world = World::new().await;
    let create = "mutation($input: MarketCreateInput!) { marketCreate(input: $input) { market { id handle status
        conditions { conditionTypes regionsCondition { regions(first: 9) { nodes { id name ... on MarketRegionCountry { code } } } } }
        currencySettings { baseCurrency { currencyCode manualRate } roundingEnabled } } userErrors { field code message } } }";
    let input = |name: &str, code: &str| json!({ "input": { "name": name, "conditions": { "regionsCondition": { "regions": [{ "countryCode": code }] } }, "currencySettings": { "baseCurrency": "NOK", "baseCurrencyManualRate": "11.5" } } });
    let made = world.done(create, input("North", "NO")).await["market"].clone();
    assert_eq!(
        (&made["handle"], &made["currencySettings"]["baseCurrency"]["manualRate"]),
        (&json!("north"), &json!("11.5"))
    );
    let region = &made["conditions"]["regionsCondition"]["regions"]["nodes"][0];
    assert_eq!((&region["name"], &region["code"]), (&json!("Norway"), &json!("NO")));
    let taken = world.payload(create, input("Other", "US")).await;
    assert_eq!(taken["userErrors"][0]["code"], "TAKEN");
    let update = "mutation($id: ID!, $input: MarketUpdateInput!) { marketUpdate(id: $id, input: $input) { market { status conditions { regionsCondition { regions(first: 9) { nodes { ... on MarketRegionCountry { code } } } } } } userErrors { message } } }";
    let change = json!({ "status": "ACTIVE", "conditions": { "conditionsToAdd": { "regionsCondition": { "regions": [{ "countryCode": "SE" }] } }, "conditionsToDelete": { "regionsCondition": { "regionIds": [region["id"]] } } } });
    let changed = world.done(update, json!({ "id": made["id"], "input": change })).await;
    assert_eq!(
        changed["market"]["conditions"]["regionsCondition"]["regions"]["nodes"],
        json!([{ "code": "SE" }])
    );
    let first = world.data("{ markets(first: 1, sortKey: ID) { nodes { id } } }", json!({})).await;
    let delete = "mutation($id: ID!) { marketDelete(id: $id) { deletedId userErrors { code } } }";
    let refused = world.payload(delete, json!({ "id": first["markets"]["nodes"][0]["id"] })).await;
    assert_eq!(refused["userErrors"][0]["code"], "CANNOT_DELETE_PRIMARY_MARKET");
    world.done(delete, json!({ "id": made["id"] })).await;
}

#[tokio::test]
async fn a_company_begins_with_a_contact_and_a_place() {
    let world = World::new().await;
    let create = "mutation($input: CompanyCreateInput!) { companyCreate(input: $input) { company { id name contactsCount { count } locationsCount { count }
        mainContact { title customer { id email } } locations(first: 2) { nodes { name } } } userErrors { field code message } } }";
    let input = |number: &str| json!({ "input": { "company": { "name": "Acme", "externalId": number }, "companyContact": { "email": "ada@example.com", "title": "Buyer" }, "companyLocation": { "name": "Boston" } } });
    let made = world.done(create, input("A-1")).await["company"].clone();
    assert_eq!(
        (&made["contactsCount"]["count"], &made["locations"]["nodes"]),
        (&json!(1), &json!([{ "name": "Boston" }]))
    );
    let again = world.payload(create, input("A-1")).await;
    assert_eq!(
        (&again["userErrors"][0]["code"], &again["userErrors"][0]["field"]),
        (&json!("TAKEN"), &json!(["input", "company", "externalId"]))
    );
    let other = world.done(create, input("A-2")).await["company"].clone();
    assert_eq!(other["mainContact"]["customer"]["id"], made["mainContact"]["customer"]["id"], "one person");
    let update = "mutation($id: ID!) { companyUpdate(companyId: $id, input: { externalId: null, note: \"N\" }) { company { name note externalId } userErrors { code } } }";
    let changed = world.done(update, json!({ "id": made["id"] })).await;
    assert_eq!(changed["company"], json!({ "name": "Acme", "note": "N", "externalId": null }));
    world
        .done(
            "mutation($id: ID!) { companyDelete(id: $id) { deletedCompanyId userErrors { code } } }",
            json!({ "id": made["id"] }),
        )
        .await;
    let left =
        world.data("{ companiesCount { count } companies(first: 2) { nodes { id } } }", json!({})).await;
    assert_eq!(
        (&left["companiesCount"]["count"], &left["companies"]["nodes"]),
        (&json!(1), &json!([{ "id": other["id"] }]))
    );
}

#[tokio::test]
async fn small_things_are_made_changed_and_gone() {
    let world = World::new().await;
    let segment = world.done("mutation { segmentCreate(name: \"Big\", query: \"number_of_orders > 5\") { segment { id } userErrors { message } } }", json!({})).await;
    let id = &segment["segment"]["id"];
    let changed = world.done("mutation($id: ID!) { segmentUpdate(id: $id, name: \"Bigger\") { segment { name query } userErrors { message } } }", json!({ "id": id })).await;
    assert_eq!(changed["segment"], json!({ "name": "Bigger", "query": "number_of_orders > 5" }));
    world
        .done(
            "mutation($id: ID!) { segmentDelete(id: $id) { deletedSegmentId userErrors { message } } }",
            json!({ "id": id }),
        )
        .await;
    let insecure = world.payload("mutation { scriptTagCreate(input: { src: \"http://example.com/a.js\" }) { scriptTag { id } userErrors { field } } }", json!({})).await;
    assert_eq!(insecure["userErrors"][0]["field"], json!(["src"]));
    let made = world.done("mutation { scriptTagCreate(input: { src: \"https://example.com/a.js\" }) { scriptTag { id displayScope } userErrors { field } } }", json!({})).await;
    assert_eq!(made["scriptTag"]["displayScope"], "ONLINE_STORE");
    let found = world.data("{ taxonomy { categories(first: 9, search: \"shirt\") { nodes { id name level isLeaf ancestorIds } } } all: taxonomy { categories(first: 9) { nodes { isRoot } } } }", json!({})).await;
    let shirt = &found["taxonomy"]["categories"]["nodes"][0];
    assert_eq!(
        (&shirt["name"], &shirt["level"], &shirt["isLeaf"]),
        (&json!("T-Shirts"), &json!(4), &json!(true))
    );
    assert_eq!(shirt["ancestorIds"].as_array().unwrap().len(), 3);
    let roots = found["all"]["categories"]["nodes"].as_array().unwrap();
    assert!(roots.len() > 2 && roots.iter().all(|one| one["isRoot"] == Value::Bool(true)));
}

#[tokio::test]
async fn the_app_knows_what_it_may_do() {
    let world = World::new().await;
    let query = "{ currentAppInstallation { app { title } accessScopes { handle } } shop { shopPolicies { type body } } }";
    let data = world.data(query, json!({})).await;
    let scopes = data["currentAppInstallation"]["accessScopes"].as_array().unwrap();
    assert!(scopes.contains(&json!({ "handle": "write_orders" })), "{scopes:?}");
    assert_eq!(data["shop"]["shopPolicies"][0]["type"], "REFUND_POLICY");
}
