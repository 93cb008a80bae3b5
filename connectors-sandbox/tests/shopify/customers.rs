//! Customers: known by one address each, with addresses of which one is the default.

use serde_json::{Value, json};

use crate::harness::World;

const CREATE: &str = "mutation($input: CustomerInput!) { customerCreate(input: $input) {
    customer { id displayName defaultEmailAddress { emailAddress marketingState } defaultPhoneNumber { phoneNumber } state
      numberOfOrders amountSpent { amount currencyCode } defaultAddress { id city } canDelete updatedAt }
    userErrors { field message } } }";
const SET: &str = "mutation($input: CustomerSetInput!, $by: CustomerSetIdentifiers) { customerSet(input: $input, identifier: $by) {
    customer { id firstName tags note } userErrors { code field } } }";

pub(crate) async fn customer(world: &World, input: Value) -> String {
    let made = world.done(CREATE, json!({ "input": input })).await;
    made["customer"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_address_belongs_to_one_customer_however_it_is_spelled() {
    let world = World::new().await;
    let input = json!({ "firstName": "Ada", "email": "Ada@Example.com", "phone": "+1 202 555 0143" });
    let made = world.done(CREATE, json!({ "input": input })).await;
    let ada = &made["customer"];
    assert_eq!(
        ada["defaultEmailAddress"],
        json!({ "emailAddress": "ada@example.com", "marketingState": "NOT_SUBSCRIBED" })
    );
    assert_eq!(ada["defaultPhoneNumber"]["phoneNumber"], "+12025550143");
    assert_eq!((&ada["numberOfOrders"], &ada["amountSpent"]["amount"]), (&json!("0"), &json!("0.0")));

    let taken = world.payload(CREATE, json!({ "input": { "email": "ADA@example.com" } })).await;
    assert_eq!(
        taken["userErrors"],
        json!([{ "field": ["email"], "message": "Email has already been taken" }])
    );
    let taken = world.payload(CREATE, json!({ "input": { "phone": "+12025550143" } })).await;
    assert_eq!(taken["userErrors"][0]["message"], "Phone has already been taken");
    let nobody = world.payload(CREATE, json!({ "input": { "note": "who?" } })).await;
    assert_eq!(nobody["userErrors"][0]["field"], Value::Null);
    let both = world.payload(CREATE, json!({ "input": { "email": "ada", "phone": "1" } })).await;
    assert_eq!(both["userErrors"].as_array().unwrap().len(), 2);
    let count = world.data("{ customersCount { count } }", json!({})).await;
    assert_eq!(count["customersCount"]["count"], 1);

    let update = "mutation($input: CustomerInput!) { customerUpdate(input: $input) { customer { lastName } userErrors { field message } } }";
    let same = json!({ "id": ada["id"], "email": "ada@example.com", "lastName": "Example" });
    assert_eq!(world.done(update, json!({ "input": same })).await["customer"]["lastName"], "Example");
    let found = world.data("{ customers(first: 5, query: \"email:ada@example.com\") { nodes { displayName } } other: customers(first: 5, query: \"bob\") { nodes { id } } }", json!({})).await;
    assert_eq!(found["customers"]["nodes"], json!([{ "displayName": "Ada Example" }]));
    assert_eq!(found["other"]["nodes"], json!([]));
}

#[tokio::test]
async fn a_customer_is_set_by_what_it_is_known_by() {
    let world = World::new().await;
    let by_email = |email: &str, more: Value| {
        let mut input = json!({ "email": email });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "input": input, "by": { "email": email } })
    };
    let first =
        world.done(SET, by_email("a@example.com", json!({ "firstName": "Ada", "tags": ["b", "a"] }))).await;
    let again = world.done(SET, by_email("a@example.com", json!({ "note": "again" }))).await;
    assert_eq!(first["customer"]["id"], again["customer"]["id"]);
    assert_eq!(
        again["customer"],
        json!({ "id": first["customer"]["id"], "firstName": "Ada", "tags": ["a", "b"], "note": "again" })
    );
    let codes = async |variables: Value| world.payload(SET, variables).await["userErrors"][0]["code"].clone();
    let other = json!({ "input": { "email": "b@example.com" }, "by": { "email": "a@example.com" } });
    assert_eq!(codes(other).await, "INPUT_MISMATCH");
    assert_eq!(
        codes(json!({ "input": {}, "by": { "email": "a@example.com" } })).await,
        "MISSING_FIELD_REQUIRED"
    );
    let unknown = json!({ "input": { "note": "x" }, "by": { "id": "gid://shopify/Customer/1" } });
    assert_eq!(codes(unknown).await, "NOT_FOUND");
    assert_eq!(codes(json!({ "input": { "email": "a@example.com" } })).await, "TAKEN");
}

#[tokio::test]
async fn of_several_addresses_one_is_the_default() {
    let world = World::new().await;
    let id = customer(&world, json!({ "email": "a@example.com", "firstName": "Ada" })).await;
    let create = "mutation($id: ID!, $address: MailingAddressInput!, $default: Boolean) {
      customerAddressCreate(customerId: $id, address: $address, setAsDefault: $default) { address { id firstName country } userErrors { field message } } }";
    let add = async |city: &str, default: bool| {
        let address = json!({ "address1": "1 Example Street", "city": city, "countryCode": "DE" });
        world.payload(create, json!({ "id": id, "address": address, "default": default })).await
    };
    let first = add("Berlin", false).await;
    assert_eq!(
        (&first["address"]["firstName"], &first["address"]["country"]),
        (&json!("Ada"), &json!("Germany"))
    );
    let second = add("Bonn", true).await;
    assert_eq!(add("Bonn", false).await["userErrors"][0]["message"], "Address already exists");
    let read = "query($id: ID!) { customer(id: $id) { defaultAddress { city } addressesV2(first: 5) { nodes { city } } } }";
    let shown = world.data(read, json!({ "id": id })).await;
    assert_eq!(
        shown["customer"],
        json!({ "defaultAddress": { "city": "Bonn" }, "addressesV2": { "nodes": [{ "city": "Bonn" }, { "city": "Berlin" }] } })
    );
    let delete = "mutation($id: ID!, $address: ID!) { customerAddressDelete(customerId: $id, addressId: $address) { deletedAddressId userErrors { field message } } }";
    world.done(delete, json!({ "id": id, "address": second["address"]["id"] })).await;
    let shown = world.data(read, json!({ "id": id })).await;
    assert_eq!(shown["customer"]["defaultAddress"]["city"], "Berlin");
    let other = customer(&world, json!({ "email": "b@example.com" })).await;
    let refused = world.payload(delete, json!({ "id": other, "address": first["address"]["id"] })).await;
    assert_eq!(refused["userErrors"][0]["message"], "Address does not exist");
}

#[tokio::test]
async fn consent_needs_an_address_to_send_to_and_an_invitation_changes_the_state() {
    let world = World::new().await;
    let id = customer(&world, json!({ "email": "a@example.com" })).await;
    let mail = "mutation($input: CustomerEmailMarketingConsentUpdateInput!) { customerEmailMarketingConsentUpdate(input: $input) {
        customer { defaultEmailAddress { marketingState marketingOptInLevel } } userErrors { code } } }";
    let consent = json!({ "marketingState": "SUBSCRIBED", "marketingOptInLevel": "CONFIRMED_OPT_IN" });
    let done =
        world.done(mail, json!({ "input": { "customerId": id, "emailMarketingConsent": consent } })).await;
    assert_eq!(done["customer"]["defaultEmailAddress"], consent);
    let sms = "mutation($input: CustomerSmsMarketingConsentUpdateInput!) { customerSmsMarketingConsentUpdate(input: $input) { customer { id } userErrors { code } } }";
    let input = json!({ "customerId": id, "smsMarketingConsent": { "marketingState": "SUBSCRIBED" } });
    assert_eq!(
        world.payload(sms, json!({ "input": input })).await["userErrors"][0]["code"],
        "MISSING_ARGUMENT"
    );
    let found = world
        .data("{ customersCount(query: \"email_marketing_state:SUBSCRIBED\") { count } }", json!({}))
        .await;
    assert_eq!(found["customersCount"]["count"], 1);
    let invite = "mutation($id: ID!) { customerSendAccountInviteEmail(customerId: $id) { customer { state } userErrors { code } } }";
    assert_eq!(world.done(invite, json!({ "id": id })).await["customer"]["state"], "INVITED");
    let url = "mutation($id: ID!) { customerGenerateAccountActivationUrl(customerId: $id) { accountActivationUrl userErrors { field } } }";
    let url = world.done(url, json!({ "id": id })).await;
    assert!(url["accountActivationUrl"].as_str().unwrap().contains("/account/activate/"), "{url}");
}

#[tokio::test]
async fn of_two_merged_customers_one_stays_with_what_both_had() {
    let world = World::new().await;
    let one = customer(&world, json!({ "email": "a@example.com", "tags": ["x"], "note": "one" })).await;
    let two =
        customer(&world, json!({ "phone": "+12025550143", "lastName": "Two", "tags": ["y"], "note": "two" }))
            .await;
    let merge = "mutation($one: ID!, $two: ID!) { customerMerge(customerOneId: $one, customerTwoId: $two) { resultingCustomerId job { done } userErrors { code } } }";
    let merged = world.done(merge, json!({ "one": one, "two": two })).await;
    assert_eq!(merged["resultingCustomerId"], json!(one));
    let shown = world.data("query($one: ID!, $two: ID!) { customer(id: $one) { lastName note tags email phone } gone: customer(id: $two) { id } }", json!({ "one": one, "two": two })).await;
    assert_eq!(
        shown,
        json!({ "customer": { "lastName": "Two", "note": "one\ntwo", "tags": ["x", "y"], "email": "a@example.com", "phone": "+12025550143" }, "gone": null })
    );
    let again = world.payload(merge, json!({ "one": one, "two": two })).await;
    assert_eq!(again["userErrors"][0]["code"], "INVALID_CUSTOMER_ID");
}
