//! Imports and exports: what a job does, when, and what it could not do. Files.

use std::time::Duration;

use http::Method;
use reqwest::RequestBuilder;
use serde_json::{Value, json};

use crate::harness::{Answer, World};

const DONE: Duration = Duration::from_secs(15);

fn form(request: RequestBuilder, file: &str, wish: &Value) -> RequestBuilder {
    let body = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n{file}\r\n\
         --edge\r\nContent-Disposition: form-data; name=\"importRequest\"\r\n\r\n{wish}\r\n--edge--\r\n"
    );
    request.header("content-type", "multipart/form-data; boundary=edge").body(body)
}

async fn import(world: &World, file: &str) -> Answer {
    let column = |name: &str, property: &str| json!({ "columnObjectTypeId": "0-1", "columnName": name, "propertyName": property });
    let page = json!({ "hasHeader": true, "columnMappings": [column("Mail", "email"), column("Stage", "lifecyclestage")] });
    let files = json!([{ "fileName": "a.csv", "fileFormat": "CSV", "fileImportPage": page }]);
    let wish = json!({ "name": "People", "files": files });
    world.send(form(world.request(Method::POST, "/crm/v3/imports"), file, &wish)).await
}

#[tokio::test]
async fn an_import_writes_its_rows_when_it_is_done_and_tells_of_those_it_could_not() {
    let world = World::new().await;
    let old = world.make("contacts", json!({ "email": "a@example.com" })).await;
    let started = import(
        &world,
        "Mail,Note,Stage\na@example.com,x,lead\nb@example.com,y,\nnobody,z,lead\nc@example.com,,leader\n",
    )
    .await
    .expect(200);
    assert_eq!(started.body["state"], "STARTED");
    let path = format!("/crm/v3/imports/{}", started.body["id"].as_str().unwrap());
    world.sandbox.advance(DONE / 2);
    assert_eq!(world.get(&path).await.expect(200).body["state"], "PROCESSING");
    assert_eq!(world.value("contacts", &old, "lifecyclestage").await, Value::Null);
    world.sandbox.advance(DONE / 2);
    let done = world.get(&path).await.expect(200).body;
    let counters = json!({ "TOTAL_ROWS": 4, "CREATED_OBJECTS": 1, "UPDATED_OBJECTS": 1, "ERRORS": 2 });
    assert_eq!((&done["state"], &done["metadata"]["counters"]), (&json!("DONE"), &counters));
    assert_eq!(world.value("contacts", &old, "lifecyclestage").await, "lead");
    world.get("/crm/v3/objects/contacts/b@example.com?idProperty=email").await.expect(200);
    let errors = world.get(&format!("{path}/errors")).await.expect(200);
    let kinds: Vec<_> = errors
        .results()
        .iter()
        .map(|error| (&error["errorType"], &error["sourceData"]["lineNumber"]))
        .collect();
    assert_eq!(
        kinds,
        [(&json!("INVALID_EMAIL"), &json!(3)), (&json!("INVALID_ENUMERATION_OPTION"), &json!(4))]
    );
    world.post(&format!("{path}/cancel"), Value::Null).await.expect(400);
    assert_eq!(world.get("/crm/v3/imports").await.expect(200).results().len(), 1);
}

#[tokio::test]
async fn a_cancelled_import_writes_nothing() {
    let world = World::new().await;
    let started = import(&world, "Mail\na@example.com\n").await.expect(200);
    let path = format!("/crm/v3/imports/{}", started.body["id"].as_str().unwrap());
    world.send(world.request(Method::POST, &format!("{path}/cancel"))).await.expect(200);
    world.sandbox.advance(DONE);
    assert_eq!(world.get(&path).await.expect(200).body["state"], "CANCELED");
    assert!(world.get("/crm/v3/objects/contacts").await.results().is_empty());
    import(&world, "").await.expect(400);
}

#[tokio::test]
async fn an_export_is_a_file_of_what_was_chosen() {
    let mut world = World::new().await;
    world.strict = false; // the description wants what exports of lists and of views have together
    let a = world.make("contacts", json!({ "email": "a@example.com", "company": "A, B" })).await;
    let b = world.make("contacts", json!({ "email": "b@example.com" })).await;
    let list = json!({ "name": "L", "objectTypeId": "0-1", "processingType": "MANUAL" });
    let list = world.post("/crm/v3/lists", list).await.expect(200).body["list"]["listId"].clone();
    let add = format!("/crm/v3/lists/{}/memberships/add", list.as_str().unwrap());
    world.put(&add, json!([b])).await.expect(200);
    let filter = json!({ "query": "", "sorts": [], "filters": [{ "propertyName": "company", "operator": "HAS_PROPERTY" }] });
    for (kind, more, want) in [
        ("VIEW", json!({ "publicCrmSearchRequest": filter }), format!("{a},a@example.com,\"A, B\"\n")),
        ("LIST", json!({ "listId": list }), format!("{b},b@example.com,\n")),
    ] {
        let mut wish = json!({
            "exportType": kind, "format": "CSV", "exportName": "E", "objectType": "CONTACT", "language": "EN",
            "objectProperties": ["email", "company"], "exportInternalValuesOptions": ["NAMES"],
        });
        wish.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let asked = world.post("/crm/v3/exports/export/async", wish.clone()).await.expect(202);
        let path =
            format!("/crm/v3/exports/export/async/tasks/{}/status", asked.body["id"].as_str().unwrap());
        assert_eq!(world.get(&path).await.expect(200).body["status"], "PROCESSING");
        world.sandbox.advance(DONE);
        let done = world.get(&path).await.expect(200).body;
        let file =
            world.client.get(done["result"].as_str().unwrap()).send().await.unwrap().text().await.unwrap();
        assert_eq!(file, format!("Record ID,email,company\n{want}"));
        wish["format"] = json!("XLSX");
        world.post("/crm/v3/exports/export/async", wish).await.expect(400);
    }
}

#[tokio::test]
async fn a_file_is_kept_and_a_private_one_needs_a_signed_url() {
    let world = World::new().await;
    let upload = async |method: Method, path: &str, access: &str| {
        let body = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhello\r\n\
             --edge\r\nContent-Disposition: form-data; name=\"folderPath\"\r\n\r\n/letters\r\n\
             --edge\r\nContent-Disposition: form-data; name=\"options\"\r\n\r\n{{\"access\":\"{access}\"}}\r\n--edge--\r\n"
        );
        let request =
            world.request(method, path).header("content-type", "multipart/form-data; boundary=edge");
        world.send(request.body(body)).await
    };
    let fetch = async |url: &Value| {
        let answer = world.client.get(url.as_str().unwrap()).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let file = upload(Method::POST, "/files/v3/files", "PRIVATE").await.expect(201).body;
    assert_eq!((&file["path"], &file["size"]), (&json!("/letters/a.txt"), &json!(5)));
    assert_eq!(fetch(&file["url"]).await.0, 404);
    let one = format!("/files/v3/files/{}", file["id"].as_str().unwrap());
    let signed =
        world.get(&format!("{one}/signed-url?expirationSeconds=60")).await.expect(200).body["url"].clone();
    assert_eq!(fetch(&signed).await, (200, "hello".to_owned()));
    world.sandbox.advance(Duration::from_secs(60));
    assert_eq!(fetch(&signed).await.0, 404);
    world.patch(&one, json!({ "access": "PUBLIC_INDEXABLE", "name": "b" })).await.expect(200);
    assert_eq!(fetch(&file["url"]).await, (200, "hello".to_owned()));
    upload(Method::PUT, &one, "PRIVATE").await.expect(200);
    upload(Method::POST, "/files/v3/files", "SECRET").await.expect(400);
    assert_eq!(world.get("/files/v3/files/search?name=b").await.expect(200).results().len(), 1);
    let folder = file["parentFolderId"].as_str().unwrap();
    world.get(&format!("/files/v3/folders/{folder}")).await.expect(200);
    world.delete(&one).await.expect(204);
    world.get(&one).await.expect(404);
}
