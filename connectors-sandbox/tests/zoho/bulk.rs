//! Bulk reads and writes.

use std::io::Read as _;
use std::time::Duration;

use connectors_sandbox::zoho::Zoho;
use flate2::Crc;
use flate2::read::DeflateDecoder;
use http::Method;
use reqwest::RequestBuilder;
use serde_json::{Value, json};

use crate::harness::{Answer, World, form};

const ORG: &str = "5550000000000000001";

fn request(world: &World, method: Method, path: &str) -> RequestBuilder {
    let token = format!("Zoho-oauthtoken {}", world.token);
    world.client.request(method, world.url(path)).header("authorization", token)
}

pub(crate) async fn get(world: &World, path: &str) -> Answer {
    world.send(request(world, Method::GET, path)).await
}

pub(crate) async fn create(world: &World, kind: &str, body: Value) -> Answer {
    world.send(request(world, Method::POST, &format!("/crm/bulk/v8/{kind}")).json(&body)).await
}

/// A ZIP file with one file in it, not packed.
fn zipped(name: &str, content: &str) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(content.as_bytes());
    let length = u32::try_from(content.len()).unwrap().to_le_bytes();
    let name_length = u16::try_from(name.len()).unwrap().to_le_bytes();
    let common =
        [&[20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0][..], &crc.sum().to_le_bytes(), &length, &length, &name_length]
            .concat();
    let local = [b"PK\x03\x04".as_slice(), &common, &[0, 0], name.as_bytes(), content.as_bytes()].concat();
    let central = [b"PK\x01\x02\x14\0".as_slice(), &common, &[0; 16], name.as_bytes()].concat();
    let start = u32::try_from(local.len()).unwrap().to_le_bytes();
    let size = u32::try_from(central.len()).unwrap().to_le_bytes();
    let end = [b"PK\x05\x06\0\0\0\0\x01\0\x01\0".as_slice(), &size, &start, &[0, 0]].concat();
    [local, central, end].concat()
}

/// The only file of a ZIP file as servers stream them: its sizes stand behind the content.
fn unzipped(file: &[u8]) -> (String, String) {
    assert!(file.starts_with(b"PK\x03\x04"));
    assert_eq!(file[6] & 8, 8, "a data descriptor follows");
    assert_eq!(file[14..26], [0; 12], "the sizes are not known in advance");
    let name_length = usize::from(u16::from_le_bytes([file[26], file[27]]));
    let name = String::from_utf8(file[30..30 + name_length].to_vec()).unwrap();
    let mut packed = &file[30 + name_length..];
    let mut content = String::new();
    let mut decoder = DeflateDecoder::new(&mut packed);
    decoder.read_to_string(&mut content).unwrap();
    let taken = usize::try_from(decoder.total_in()).unwrap();
    let descriptor = &file[30 + name_length + taken..];
    let mut crc = Crc::new();
    crc.update(content.as_bytes());
    assert_eq!(descriptor[..8], [b"PK\x07\x08".as_slice(), &crc.sum().to_le_bytes()].concat());
    (name, content)
}

/// Uploads a file of comma-separated values; its id.
pub(crate) async fn upload(world: &World, csv: &str) -> String {
    let request =
        world.request(Method::POST, "/upload").header("feature", "bulk-write").header("x-crm-org", ORG);
    let answer = world.send(form(request, &[("rows.zip", &zipped("rows.csv", csv))])).await;
    assert_eq!((answer.status, &answer.body["code"]), (200, &json!("FILE_UPLOAD_SUCCESS")));
    answer.body["details"]["file_id"].as_str().unwrap().to_owned()
}

pub(crate) fn mappings(fields: &[&str]) -> Value {
    fields.iter().enumerate().map(|(index, field)| json!({ "api_name": field, "index": index })).collect()
}

/// Runs a job to its end: the job, and the rows of the result.
async fn write(
    world: &World,
    operation: &str,
    find_by: Option<&str>,
    fields: &[&str],
    csv: &str,
) -> (Value, String) {
    let mut resource = json!({ "type": "data", "module": { "api_name": "Leads" }, "file_id": upload(world, csv).await,
        "field_mappings": mappings(fields) });
    if let Some(field) = find_by {
        resource["find_by"] = json!(field);
    }
    let created = create(world, "write", json!({ "operation": operation, "resource": [resource] })).await;
    assert_eq!(created.status, 201, "{created:?}");
    let id = created.body["details"]["id"].as_str().unwrap();
    world.sandbox.advance(Duration::from_secs(20));
    let job = get(world, &format!("/crm/bulk/v8/write/{id}")).await.body;
    let url = job["result"]["download_url"].as_str().unwrap();
    let path = url.strip_prefix(world.sandbox.url("zoho")).unwrap();
    let (name, rows) = unzipped(&get(world, path).await.bytes);
    assert_eq!(name, "Leads-rows.csv");
    (job, rows)
}

fn counts(job: &Value) -> [u64; 4] {
    let file = &job["resource"][0]["file"];
    ["added_count", "updated_count", "skipped_count", "total_count"]
        .map(|count| file[count].as_u64().unwrap())
}

#[tokio::test]
async fn a_module_is_read_as_a_file() {
    let world = World::of(Zoho::new().deals(30)).await;
    let query = json!({ "module": { "api_name": "Deals" }, "fields": ["Deal_Name", "Account_Name", "Account_Name.Phone", "Amount"] });
    let created = create(&world, "read", json!({ "query": query })).await;
    assert_eq!((created.status, created.code()), (201, "ADDED_SUCCESSFULLY"));
    assert_eq!(created.details()["state"], "ADDED");
    let id = created.id();
    let path = format!("/crm/bulk/v8/read/{id}");
    for (seconds, state) in [(0, "ADDED"), (6, "IN PROGRESS"), (6, "IN PROGRESS"), (6, "COMPLETED")] {
        world.sandbox.advance(Duration::from_secs(seconds));
        assert_eq!(get(&world, &path).await.data()[0]["state"], state);
        let early = get(&world, &format!("{path}/result")).await;
        assert_eq!(early.status == 200, state == "COMPLETED", "{early:?}");
    }
    let job = get(&world, &path).await;
    let result = &job.data()[0]["result"];
    assert_eq!(
        (&result["count"], &result["more_records"], &result["page"]),
        (&json!(33), &json!(false), &json!(1))
    );
    assert_eq!(result["per_page"], 200_000);
    let file = get(&world, result["download_url"].as_str().unwrap()).await;
    let (name, csv) = unzipped(&file.bytes);
    assert_eq!(name, "Deals.csv");
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("Id,Deal_Name,Account_Name,Account_Name.Phone,Amount"));
    let first: Vec<_> = lines.next().unwrap().split(',').collect();
    let deal = world.read("Deals", first[0]).await;
    assert_eq!(
        (deal["Deal_Name"].as_str(), deal["Account_Name"]["id"].as_str()),
        (Some(first[1]), Some(first[2]))
    );
    assert!(first[3].starts_with("+1 555"));
    assert_eq!(lines.count(), 32);
}

#[tokio::test]
async fn pages_are_had_by_number_and_by_token() {
    let world = World::of(Zoho::new().deals(50).bulk_page(20).job_time(Duration::ZERO)).await;
    let read = async |query: Value| {
        let created = create(&world, "read", json!({ "query": query })).await;
        let job =
            get(&world, &format!("/crm/bulk/v8/read/{}", created.id())).await.data()[0]["result"].clone();
        let file = get(&world, job["download_url"].as_str().unwrap()).await;
        let ids: Vec<String> = unzipped(&file.bytes)
            .1
            .lines()
            .skip(1)
            .map(|line| line.split(',').next().unwrap().to_owned())
            .collect();
        (job, ids)
    };
    let query = json!({ "module": { "api_name": "Deals" }, "fields": ["id"] });
    let (job, mut ids) = read(query.clone()).await;
    assert_eq!((&job["count"], &job["more_records"]), (&json!(20), &json!(true)));
    let mut token = job["next_page_token"].clone();
    while token.is_string() {
        let mut next = query.clone();
        next["page_token"] = token;
        let (job, more) = read(next).await;
        ids.extend(more);
        token = job["next_page_token"].clone();
        assert_eq!(job["more_records"], token.is_string());
    }
    assert_eq!(ids.len(), 55);
    let mut by_number = Vec::new();
    for page in 1..=3 {
        let mut query = query.clone();
        query["page"] = json!(page);
        by_number.extend(read(query).await.1);
    }
    assert_eq!(ids, by_number);
    let beyond =
        create(&world, "read", json!({ "query": { "module": { "api_name": "Deals" }, "page": 51 } })).await;
    assert_eq!((beyond.status, beyond.code()), (400, "PAGE_RANGE_EXCEEDED"));
}

#[tokio::test]
async fn only_what_fits_the_criteria_is_read() {
    let world = World::of(Zoho::new().deals(0).job_time(Duration::ZERO)).await;
    for (name, amount) in [("a", 1), ("b", 2), ("c, \"quoted\"", 3)] {
        world.make("Deals", json!({ "Deal_Name": name, "Stage": "Qualification", "Amount": amount })).await;
    }
    let test = |field: &str, comparator: &str, value: Value| json!({ "field": { "api_name": field }, "comparator": comparator, "value": value });
    for (criteria, lines) in [
        (test("Amount", "greater_than", json!(1)), "b|\"c, \"\"quoted\"\"\""),
        (test("Deal_Name", "in", json!(["a", "b"])), "a|b"),
        (
            json!({ "group_operator": "or", "group": [test("Amount", "equal", json!(1)), test("Amount", "equal", json!(2))] }),
            "a|b",
        ),
    ] {
        let query =
            json!({ "module": { "api_name": "Deals" }, "fields": ["Deal_Name"], "criteria": criteria });
        let created = create(&world, "read", json!({ "query": query })).await;
        let file = get(&world, &format!("/crm/bulk/v8/read/{}/result", created.id())).await;
        let (_, csv) = unzipped(&file.bytes);
        let found: Vec<_> = csv.lines().skip(1).map(|line| line.split_once(',').unwrap().1).collect();
        assert_eq!(found.join("|"), lines, "{criteria}");
    }
}

#[tokio::test]
async fn a_bulk_read_that_cannot_be_done_is_refused_at_once() {
    let world = World::empty().await;
    for (query, code) in [
        (json!({ "module": { "api_name": "Nothing" } }), "MODULE_NOT_AVAILABLE"),
        (json!({ "module": { "api_name": "Leads" }, "fields": ["Nothing"] }), "FIELD_NOT_AVAILABLE"),
        (json!({ "module": { "api_name": "Deals" }, "fields": ["Products_Sold"] }), "FIELD_NOT_SUPPORTED"),
        (
            json!({ "module": { "api_name": "Leads" }, "criteria": { "comparator": "is" } }),
            "INVALID_CRITERIA",
        ),
        (json!({ "module": { "api_name": "Leads" }, "page_token": "x" }), "INVALID_REQUEST"),
    ] {
        let answer = create(&world, "read", json!({ "query": query })).await;
        assert_eq!((answer.status, answer.code()), (400, code));
    }
    assert_eq!(get(&world, "/crm/bulk/v8/read/1").await.status, 404);
}

#[tokio::test]
async fn rows_become_records_and_the_result_says_which_did_not() {
    let world = World::empty().await;
    let csv = "Name,Firm,Mail,Staff\nAlder,One,a@example.com,5\nBirch,,b@example.com,6\n\"Cedar, B\",Three,nobody,7\n\
               Dogwood,Four,a@example.com,many\nElm,Five,,\n";
    let (job, rows) =
        write(&world, "insert", None, &["Last_Name", "Company", "Email", "No_of_Employees"], csv).await;
    assert_eq!((&job["status"], counts(&job)), (&json!("COMPLETED"), [2, 0, 3, 5]));
    let lines: Vec<_> = rows.lines().collect();
    assert_eq!(lines[0], "Name,Firm,Mail,STATUS,RECORD_ID,ERRORS");
    assert!(lines[1].starts_with("Alder,One,a@example.com,ADDED,555"), "{}", lines[1]);
    assert_eq!(lines[2], "Birch,,b@example.com,SKIPPED,,MANDATORY_NOT_FOUND-Firm");
    assert_eq!(lines[3], "\"Cedar, B\",Three,nobody,SKIPPED,,INVALID_DATA-Mail");
    assert_eq!(lines[4], "Dogwood,Four,a@example.com,SKIPPED,,INVALID_DATA-Staff");
    let id = lines[5].split(',').nth(4).unwrap();
    assert_eq!(world.read("Leads", id).await["Company"], "Five");
}

#[tokio::test]
async fn rows_change_the_records_that_they_find() {
    let world = World::empty().await;
    let lead = json!({ "Last_Name": "Alder", "Company": "C", "Email": "a@example.com", "City": "X" });
    let id = world.make("Leads", lead).await;
    let fields = ["Email", "Last_Name", "Company", "City"];
    let csv = "Email,Name,Firm,City\nA@example.com,Alder,D,\nb@example.com,Birch,E,Y\n";
    let (job, rows) = write(&world, "update", Some("Email"), &fields, csv).await;
    assert_eq!(counts(&job), [0, 1, 1, 2]);
    assert!(rows.lines().nth(2).unwrap().ends_with("SKIPPED,,RESOURCE_NOT_FOUND-Email"), "{rows}");
    let changed = world.read("Leads", &id).await;
    assert_eq!(
        (&changed["Company"], &changed["City"]),
        (&json!("D"), &Value::Null),
        "what is empty is emptied"
    );
    let (job, rows) = write(&world, "upsert", Some("Email"), &fields, csv).await;
    assert_eq!((counts(&job), rows.lines().nth(2).unwrap().contains("ADDED")), ([1, 1, 0, 2], true));
    let csv = format!("Id,City\n{id},Z\n");
    let (job, _) = write(&world, "update", Some("id"), &["id", "City"], &csv).await;
    assert_eq!((counts(&job), &world.read("Leads", &id).await["City"]), ([0, 1, 0, 1], &json!("Z")));
}

#[tokio::test]
async fn values_are_read_by_the_type_of_their_field() {
    let world = World::of(Zoho::new().deals(0).job_time(Duration::ZERO)).await;
    let account = world.make("Accounts", json!({ "Account_Name": "A" })).await;
    let csv =
        "Name,Stage,Amount,Closing,Account,Owner\nD,Qualification,12.5,31/12/2026,A,seller@example.com\n";
    let mut mappings = mappings(&["Deal_Name", "Stage", "Amount", "Closing_Date", "Account_Name", "Owner"]);
    mappings[3]["format"] = json!("dd/MM/yyyy");
    mappings[4]["find_by"] = json!("Account_Name");
    mappings
        .as_array_mut()
        .unwrap()
        .push(json!({ "api_name": "Type", "default_value": { "value": "New Business" } }));
    let resource = json!({ "module": { "api_name": "Deals" }, "file_id": upload(&world, csv).await, "field_mappings": mappings });
    let created = create(&world, "write", json!({ "operation": "insert", "resource": [resource] })).await;
    let id = created.body["details"]["id"].as_str().unwrap();
    let job = get(&world, &format!("/crm/bulk/v8/write/{id}")).await.body;
    assert_eq!(counts(&job), [1, 0, 0, 1], "{job}");
    let deals = world.get("/Deals?fields=Deal_Name,Amount,Closing_Date,Account_Name,Owner,Type").await;
    let deal = &deals.data()[0];
    assert_eq!((&deal["Amount"], &deal["Closing_Date"]), (&json!(12.5), &json!("2026-12-31")));
    assert_eq!(
        (&deal["Account_Name"]["id"], &deal["Owner"]["name"]),
        (&json!(account), &json!("Second Seller"))
    );
    assert_eq!(deal["Type"], "New Business");
}

#[tokio::test]
async fn a_file_has_to_be_what_it_says() {
    let world = World::empty().await;
    let headers = |request: RequestBuilder| request.header("feature", "bulk-write").header("x-crm-org", ORG);
    let plain =
        world.send(form(headers(world.request(Method::POST, "/upload")), &[("a.csv", b"a,b\n")])).await;
    assert_eq!((plain.status, plain.code()), (400, "INVALID_FILE_FORMAT"));
    let unnamed = world.upload("/upload", "a.zip", &zipped("a.csv", "a\n")).await;
    assert_eq!((unnamed.status, &unnamed.body["ERROR_CODE"]), (400, &json!(400)));
    let file = upload(&world, "Name\nA\n").await;
    let resource = |change: &dyn Fn(&mut Value)| {
        let mut resource = json!({ "module": { "api_name": "Leads" }, "file_id": file, "field_mappings": mappings(&["Last_Name", "Company"]) });
        change(&mut resource);
        json!({ "operation": "insert", "resource": [resource] })
    };
    for (body, code) in [
        (json!({ "resource": [] }), "MANDATORY_NOT_FOUND"),
        (json!({ "operation": "insert" }), "MANDATORY_NOT_FOUND"),
        (resource(&|resource| resource["file_id"] = json!("1")), "INVALID_FILE_ID"),
        (
            resource(&|resource| resource["field_mappings"] = mappings(&["Last_Name"])),
            "MANDATORY_FIELDS_NOT_MAPPED",
        ),
    ] {
        let answer = create(&world, "write", body).await;
        assert_eq!((answer.status, answer.code()), (400, code));
    }
}

#[tokio::test]
async fn a_file_with_too_many_rows_fails_as_a_whole() {
    let world = World::of(Zoho::new().deals(0).job_time(Duration::ZERO)).await;
    let file = upload(&world, &format!("Name,Firm\n{}", "A,B\n".repeat(25_001))).await;
    let resource = json!({ "module": { "api_name": "Leads" }, "file_id": file, "field_mappings": mappings(&["Last_Name", "Company"]) });
    let created = create(&world, "write", json!({ "operation": "insert", "resource": [resource] })).await;
    let id = created.body["details"]["id"].as_str().unwrap();
    let job = get(&world, &format!("/crm/bulk/v8/write/{id}")).await.body;
    assert_eq!((&job["status"], &job["resource"][0]["code"]), (&json!("FAILED"), &json!("LIMIT_EXCEEDED")));
    assert_eq!(world.get("/Leads/actions/count").await.body["count"], 0);
}

#[tokio::test]
async fn a_bulk_write_costs_five_hundred_credits() {
    let world = World::of(Zoho::new().deals(0).credits(600)).await;
    let csv = "Name,Firm\nA,B\n";
    write(&world, "insert", None, &["Last_Name", "Company"], csv).await;
    let file = upload(&world, csv).await;
    let resource = json!({ "module": { "api_name": "Leads" }, "file_id": file, "field_mappings": mappings(&["Last_Name", "Company"]) });
    let second = create(&world, "write", json!({ "operation": "insert", "resource": [resource] })).await;
    assert_eq!(second.status, 429);
}
