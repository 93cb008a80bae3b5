//! Lists and their members; forms and what is sent by them.

use serde_json::{Value, json};

use crate::harness::World;

async fn list(world: &World, name: &str, processing: &str, filter: Value) -> String {
    let mut wish = json!({ "name": name, "objectTypeId": "0-1", "processingType": processing });
    if !filter.is_null() {
        wish["filterBranch"] = filter;
    }
    let made = world.post("/crm/v3/lists", wish).await.expect(200);
    made.body["list"]["listId"].as_str().unwrap().to_owned()
}

async fn members(world: &World, list: &str) -> Vec<String> {
    let answer = world.get(&format!("/crm/v3/lists/{list}/memberships")).await.expect(200);
    answer.results().iter().map(|one| one["recordId"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_manual_list_has_who_was_added() {
    let world = World::new().await;
    let (a, b) = (world.make("contacts", json!({})).await, world.make("contacts", json!({})).await);
    let id = list(&world, "Guests", "MANUAL", Value::Null).await;
    let path = format!("/crm/v3/lists/{id}/memberships");
    let added = world.put(&format!("{path}/add"), json!([a, b, "1"])).await.expect(200);
    assert_eq!(
        (&added.body["recordsIdsAdded"], &added.body["recordIdsMissing"]),
        (&json!([a, b]), &json!(["1"]))
    );
    let again = world.put(&format!("{path}/add"), json!([a])).await.expect(200);
    assert_eq!(again.body["recordsIdsAdded"], json!([]));
    assert_eq!(members(&world, &id).await, [a.as_str(), &b]);
    world.put(&format!("{path}/remove"), json!([a])).await.expect(200);
    world.delete(&format!("/crm/v3/objects/contacts/{b}")).await.expect(204);
    assert!(members(&world, &id).await.is_empty());
    let change = json!({ "recordIdsToAdd": [a], "recordIdsToRemove": [b] });
    world.put(&format!("{path}/add-and-remove"), change).await.expect(200);
    let of = world.get(&format!("/crm/v3/lists/records/0-1/{a}/memberships")).await.expect(200);
    assert_eq!(of.results()[0]["listId"], id.as_str());
    let copy = list(&world, "Copy", "MANUAL", Value::Null).await;
    world.put(&format!("/crm/v3/lists/{copy}/memberships/add-from/{id}"), Value::Null).await.expect(204);
    assert_eq!(members(&world, &copy).await, [a.as_str()]);
    world.delete(&path).await.expect(204);
    assert!(members(&world, &id).await.is_empty());
}

#[tokio::test]
async fn lists_are_found_renamed_and_restored() {
    let world = World::new().await;
    let id = list(&world, "Guests", "MANUAL", Value::Null).await;
    let same = json!({ "name": "guests", "objectTypeId": "0-1", "processingType": "MANUAL" });
    world.post("/crm/v3/lists", same).await.expect(400);
    world.get("/crm/v3/lists/object-type-id/0-1/name/Guests").await.expect(200);
    let found = world
        .post("/crm/v3/lists/search", json!({ "query": "gue", "processingTypes": ["MANUAL"] }))
        .await
        .expect(200);
    assert_eq!((&found.body["total"], &found.body["hasMore"]), (&json!(1), &json!(false)));
    world
        .put(&format!("/crm/v3/lists/{id}/update-list-name?listName=Friends"), Value::Null)
        .await
        .expect(200);
    world.delete(&format!("/crm/v3/lists/{id}")).await.expect(204);
    world.get(&format!("/crm/v3/lists/{id}")).await.expect(404);
    world.put(&format!("/crm/v3/lists/{id}/restore"), Value::Null).await.expect(204);
    assert_eq!(world.get(&format!("/crm/v3/lists/{id}")).await.expect(200).body["list"]["name"], "Friends");
}

#[tokio::test]
async fn a_dynamic_list_has_who_fits() {
    let mut world = World::new().await;
    world.strict = false; // the description knows one kind of branch only
    let id = world.make("contacts", json!({ "lifecyclestage": "lead" })).await;
    let filter = json!({ "filterType": "PROPERTY", "property": "lifecyclestage", "operation": {
        "operationType": "ENUMERATION", "operator": "IS_ANY_OF", "values": ["lead", "customer"] } });
    let branch = json!({ "filterBranchType": "OR", "filters": [], "filterBranches": [
        { "filterBranchType": "AND", "filterBranches": [], "filters": [filter] } ] });
    let dynamic = list(&world, "Leads", "DYNAMIC", branch.clone()).await;
    let snapshot = list(&world, "Leads of today", "SNAPSHOT", branch).await;
    assert_eq!(members(&world, &dynamic).await, [id.as_str()]);
    world
        .patch(
            &format!("/crm/v3/objects/contacts/{id}"),
            json!({ "properties": { "lifecyclestage": "other" } }),
        )
        .await
        .expect(200);
    assert!(members(&world, &dynamic).await.is_empty());
    assert_eq!(members(&world, &snapshot).await, [id.as_str()]);
    world.put(&format!("/crm/v3/lists/{dynamic}/memberships/add"), json!([id])).await.expect(400);
}

#[tokio::test]
async fn what_a_visitor_sends_makes_or_changes_a_contact() {
    let mut world = World::new().await;
    world.strict = false; // a form as short as this is not described
    let forms = world.get("/marketing/v3/forms").await.expect(200);
    let form = forms.results()[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/submissions/v3/integration/secure/submit/44001234/{form}");
    let field = |name: &str, value: &str| json!({ "objectTypeId": "0-1", "name": name, "value": value });
    for (fields, message, kind) in [
        (json!([field("firstname", "A")]), "Required field 'email' is missing", "REQUIRED_FIELD"),
        (json!([field("email", "nobody")]), "Invalid email address", "INVALID_EMAIL"),
    ] {
        let refused = world.post(&path, json!({ "fields": fields })).await.expect(400).body;
        assert_eq!(refused["message"], "The request is not valid");
        assert_eq!(refused["errors"][0]["message"], format!("Error in 'fields.email'. {message}"));
        assert_eq!(refused["errors"][0]["errorType"], kind);
    }
    world.hubspot.unsubscribe("a@example.com", Some("1002")).unwrap();
    let consent = json!({ "consent": { "communications": [{ "value": true, "subscriptionTypeId": 1002, "text": "yes" }] } });
    let sent = json!({ "fields": [field("email", "A@example.com"), field("firstname", "A")], "legalConsentOptions": consent });
    world.post(&path, sent).await.expect(200);
    world
        .post(&path, json!({ "fields": [field("email", "a@example.com"), field("firstname", "B")] }))
        .await
        .expect(200);
    let contact = "/crm/v3/objects/contacts/a@example.com?idProperty=email&propertiesWithHistory=firstname";
    let history = world.get(contact).await.expect(200).body["propertiesWithHistory"]["firstname"].clone();
    assert_eq!(
        (&history[0]["value"], &history[1]["value"], &history[0]["sourceType"]),
        (&json!("B"), &json!("A"), &json!("FORM"))
    );
    let status = world.get("/communication-preferences/v3/status/email/a@example.com").await.expect(200);
    assert_eq!(
        status.body["subscriptionStatuses"][1]["status"], "SUBSCRIBED",
        "a visitor may, after an opt-out"
    );
    let all = world.get(&format!("/form-integrations/v1/submissions/forms/{form}?limit=1")).await.expect(200);
    assert_eq!(
        (&all.results()[0]["values"][1]["value"], &all.body["paging"]["next"]["after"]),
        (&json!("B"), &json!("1"))
    );

    let open = world.url(&path.replace("/secure", ""));
    let visit = json!({ "fields": [field("email", "v@example.com"), field("why", "x")], "submittedAt": 1_760_000_000_000_u64 });
    world.send(world.client.post(open).json(&visit)).await.expect(200);
    let last =
        world.get(&format!("/form-integrations/v1/submissions/forms/{form}?limit=1")).await.expect(200);
    assert_eq!(last.results()[0]["submittedAt"], 1_760_000_000_000_u64);

    let made = world
        .post("/marketing/v3/forms", json!({ "name": "Second", "formType": "hubspot", "fieldGroups": [] }))
        .await;
    let id = made.body["id"].as_str().unwrap();
    let one = format!("/marketing/v3/forms/{id}");
    assert_eq!(world.patch(&one, json!({ "name": "Third" })).await.body["name"], "Third");
    assert_eq!(world.delete(&one).await.status, 204);
    assert_eq!(world.get(&one).await.status, 404);
}
