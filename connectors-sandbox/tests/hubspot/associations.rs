//! Associations: both ends know, labels, limits, batches, and what goes with a record.

use serde_json::{Value, json};

use crate::harness::World;

async fn pair(world: &World) -> (String, String) {
    let contact = world.make("contacts", json!({ "firstname": "A" })).await;
    (contact, world.make("companies", json!({ "name": "C" })).await)
}

/// The type ids of the links to each record.
async fn links(world: &World, from: &str, id: &str, to: &str) -> Vec<(String, Vec<u64>)> {
    let answer = world.get(&format!("/crm/v4/objects/{from}/{id}/associations/{to}")).await.expect(200);
    let types = |one: &Value| {
        let types = one["associationTypes"].as_array().unwrap().iter();
        types.map(|link| link["typeId"].as_u64().unwrap()).collect()
    };
    answer.results().iter().map(|one| (one["toObjectId"].as_str().unwrap().to_owned(), types(one))).collect()
}

#[tokio::test]
async fn both_ends_know_of_an_association_each_by_its_own_type() {
    let world = World::new().await;
    let (contact, company) = pair(&world).await;
    let default = format!("/crm/v4/objects/contacts/{contact}/associations/default/companies/{company}");
    world.put(&default, Value::Null).await.expect(200);
    world.put(&default, Value::Null).await.expect(200);
    assert_eq!(links(&world, "contacts", &contact, "companies").await, [(company.clone(), vec![279])]);
    assert_eq!(links(&world, "companies", &company, "contact").await, [(contact.clone(), vec![280])]);

    let labelled = format!("/crm/v4/objects/contacts/{contact}/associations/companies/{company}");
    let primary = json!([{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1 }]);
    let answer = world.put(&labelled, primary).await.expect(201);
    assert_eq!(answer.body["labels"], json!(["Primary"]));
    assert_eq!(links(&world, "companies", &company, "contacts").await, [(contact.clone(), vec![2, 280])]);
    let with = world
        .get(&format!("/crm/v3/objects/contacts/{contact}?associations=companies,deals"))
        .await
        .expect(200);
    let types: Vec<_> =
        with.body["associations"]["companies"]["results"].as_array().unwrap().iter().collect();
    assert_eq!((types.len(), &types[0]["id"]), (2, &json!(company)));
    assert!(types.iter().any(|link| link["type"] == "contact_to_company_primary"));
    assert!(with.body["associations"]["deals"].is_null());

    world.delete(&labelled).await.expect(204);
    assert!(links(&world, "companies", &company, "contacts").await.is_empty());
    let wrong = json!([{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 3 }]);
    world.put(&labelled, wrong).await.expect(400);
    let nobody = format!("/crm/v4/objects/contacts/{contact}/associations/default/companies/1");
    world.put(&nobody, Value::Null).await.expect(404);
}

#[tokio::test]
async fn a_record_is_made_with_its_associations_and_loses_them_when_it_goes() {
    let world = World::new().await;
    let (contact, _) = pair(&world).await;
    let types = |id: u64| json!([{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": id }]);
    let note = |to: &str, id: u64| json!({ "properties": { "hs_timestamp": "2026-01-01T00:00:00Z" }, "associations": [{ "to": { "id": to }, "types": types(id) }] });
    let made = world.post("/crm/v3/objects/notes", note(&contact, 202)).await.expect(201);
    let id = made.body["id"].as_str().unwrap();
    assert_eq!(links(&world, "contacts", &contact, "notes").await, [(id.to_owned(), vec![201])]);
    world.post("/crm/v3/objects/notes", note("1", 202)).await.expect(400);
    world.post("/crm/v3/objects/notes", note(&contact, 9999)).await.expect(400);
    world.delete(&format!("/crm/v3/objects/notes/{id}")).await.expect(204);
    assert!(links(&world, "contacts", &contact, "notes").await.is_empty());
}

#[tokio::test]
async fn batches_link_read_and_unlink() {
    let world = World::new().await;
    let (contact, company) = pair(&world).await;
    let (other, _) = pair(&world).await;
    let path = "/crm/v4/associations/contacts/companies/batch";
    let ends = |from: &str| json!({ "from": { "id": from }, "to": { "id": company } });
    let primary = |from: &str| {
        let mut input = ends(from);
        input["types"] = json!([{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1 }]);
        input
    };
    let inputs = |inputs: Vec<Value>| json!({ "inputs": inputs });
    let part = world
        .post(&format!("{path}/create"), inputs(vec![primary(&contact), primary("1")]))
        .await
        .expect(207);
    assert_eq!((part.results().len(), &part.body["numErrors"]), (1, &json!(1)));
    world.post(&format!("{path}/associate/default"), inputs(vec![ends(&other)])).await.expect(200);
    let read = inputs(vec![json!({ "id": contact }), json!({ "id": other })]);
    let read = world.post(&format!("{path}/read"), read).await.expect(200);
    let first = read.results().iter().find(|one| one["from"]["id"] == contact.as_str()).unwrap();
    assert_eq!((read.results().len(), first["to"][0]["associationTypes"].as_array().unwrap().len()), (2, 2));
    world.post(&format!("{path}/labels/archive"), inputs(vec![primary(&contact)])).await.expect(204);
    assert_eq!(links(&world, "contacts", &contact, "companies").await, [(company.clone(), vec![279])]);
    let both = inputs(vec![json!({ "from": { "id": contact }, "to": [{ "id": company }] })]);
    world.post(&format!("{path}/archive"), both.clone()).await.expect(204);
    assert!(links(&world, "contacts", &contact, "companies").await.is_empty());
    world.post("/crm/associations/2026-03/contacts/companies/batch/archive", both).await.expect(200);
}

#[tokio::test]
async fn an_account_has_labels_of_its_own_in_both_directions() {
    let world = World::new().await;
    let (contact, company) = pair(&world).await;
    let path = "/crm/v4/associations/contacts/companies/labels";
    let label = json!({ "name": "advisor", "label": "Advisor", "inverseLabel": "Advised by" });
    let made = world.post(path, label.clone()).await.expect(200);
    world.post(path, label).await.expect(409);
    let id = made.results()[0]["typeId"].as_u64().unwrap();
    let spec = json!([{ "associationCategory": "USER_DEFINED", "associationTypeId": id }]);
    world
        .put(&format!("/crm/v4/objects/contacts/{contact}/associations/companies/{company}"), spec)
        .await
        .expect(201);
    let back =
        world.get(&format!("/crm/v4/objects/companies/{company}/associations/contacts")).await.expect(200);
    let labels: Vec<_> =
        back.results()[0]["associationTypes"].as_array().unwrap().iter().map(|link| &link["label"]).collect();
    assert!(labels.contains(&&json!("Advised by")), "{labels:?}");
    world.put(path, json!({ "associationTypeId": id, "label": "Guide" })).await.expect(204);
    let all = world.get(path).await.expect(200);
    assert!(all.results().iter().any(|link| link["label"] == "Guide"));
    world.get("/crm/associations/v4/contacts/companies/labels").await.expect(200);
    world.delete(&format!("{path}/{id}")).await.expect(204);
    assert!(!world.get(path).await.results().iter().any(|link| link["label"] == "Guide"));
}

#[tokio::test]
async fn a_limit_on_associations_holds() {
    let world = World::new().await;
    let (contact, company) = pair(&world).await;
    let (_, other) = pair(&world).await;
    let path = "/crm/v4/associations/definitions/configurations/contacts/companies";
    let limit = json!({ "inputs": [{ "category": "HUBSPOT_DEFINED", "typeId": 279, "maxToObjectIds": 1 }] });
    world.post(&format!("{path}/batch/create"), limit).await.expect(201);
    assert_eq!(world.get(path).await.expect(200).results()[0]["userEnforcedMaxToObjectIds"], 1);
    let put = |to: String| format!("/crm/v4/objects/contacts/{contact}/associations/default/companies/{to}");
    world.put(&put(company.clone()), Value::Null).await.expect(200);
    world.put(&put(company), Value::Null).await.expect(200);
    world.put(&put(other.clone()), Value::Null).await.expect(400);
    let purge = json!({ "inputs": [{ "category": "HUBSPOT_DEFINED", "typeId": 279 }] });
    world.post(&format!("{path}/batch/purge"), purge).await.expect(204);
    world.put(&put(other), Value::Null).await.expect(200);
}

#[tokio::test]
async fn the_third_version_knows_kinds_by_names() {
    let world = World::new().await;
    let (contact, company) =
        (world.make("contacts", json!({})).await, world.make("companies", json!({})).await);
    let types = world.get("/crm/v3/associations/contacts/companies/types").await.expect(200);
    let names: Vec<&Value> = types.results().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["contact_to_company", "contact_to_company_primary"]);

    let one = format!("/crm/v3/objects/contacts/{contact}/associations/companies");
    world.put(&format!("{one}/{company}/contact_to_deal"), Value::Null).await.expect(400);
    let linked = world.put(&format!("{one}/{company}/contact_to_company"), Value::Null).await.expect(200);
    assert_eq!(linked.body["id"], contact.as_str());
    assert_eq!(
        world.get(&one).await.expect(200).results(),
        &[json!({ "id": company, "type": "contact_to_company" })]
    );
    world.delete(&format!("{one}/{company}/279")).await.expect(204);
    assert!(world.get(&one).await.expect(200).results().is_empty());

    let batch = "/crm/v3/associations/contacts/companies/batch";
    let pair = |kind: &str| json!({ "from": { "id": contact }, "to": { "id": company }, "type": kind });
    let both = json!({ "inputs": [pair("contact_to_company"), pair("nothing")] });
    assert_eq!(world.post(&format!("{batch}/create"), both).await.expect(207).body["numErrors"], 1);
    let read = json!({ "inputs": [{ "id": contact }] });
    let found = world.post(&format!("{batch}/read"), read.clone()).await.expect(200);
    assert_eq!(found.results()[0]["to"], json!([{ "id": company, "type": "contact_to_company" }]));
    let inputs = json!({ "inputs": [pair("contact_to_company")] });
    world.post(&format!("{batch}/archive"), inputs).await.expect(204);
    world.post(&format!("{batch}/read"), read).await.expect(207);
}

#[tokio::test]
async fn a_record_without_links_is_an_error_of_a_batch_and_of_nothing_else() {
    let world = World::new().await;
    let contact = world.make("contacts", json!({})).await;
    let read = json!({ "inputs": [{ "id": contact }] });
    for version in ["v3", "v4"] {
        let path = format!("/crm/{version}/associations/contacts/companies/batch/read");
        let none = world.post(&path, read.clone()).await.expect(207);
        let error = &none.body["errors"][0];
        assert_eq!(
            (&error["category"], &error["subCategory"], &error["context"]["fromObjectId"]),
            (&json!("OBJECT_NOT_FOUND"), &json!("crm.associations.NO_ASSOCIATIONS_FOUND"), &json!([contact]))
        );
        assert_eq!(error["message"], format!("No company is associated with contact {contact}."));
        let one = format!("/crm/{version}/objects/contacts/{contact}/associations/companies");
        assert!(world.get(&one).await.expect(200).results().is_empty());
    }
}
