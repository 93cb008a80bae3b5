//! Exports and imports, on the wire and against the simulated platform, over real HTTP.
#![cfg(feature = "bulk")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use connectors_core::clock::ScaledClock;
use connectors_core::limits::Unit;
use connectors_core::{
    Action, Client, Connector, Cursor, Cx, Delivery, ErrorKind, Head, Idempotency, JobState, Outcome,
    Request, Response, Shared, Target,
};
use connectors_sandbox::{Fault, Sandbox, zoho as simulated};
use connectors_zoho::bulk_read::{self, Place, Query, Row};
use connectors_zoho::bulk_write::{self, FieldMapping, Operation, RowResult, Write};
use connectors_zoho::records::WriteAction;
use connectors_zoho::{Contact, Criteria, DataCenter, Lookup, Zoho, accounts, contacts};
use futures_util::{StreamExt, stream};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use support::connector;

fn request<A: Action<Connector = Zoho>>(action: &A) -> Request {
    action.request(&Cx::new(&Zoho::new(DataCenter::Us), "key")).unwrap()
}

fn answer(status: u16, body: &Value) -> Response {
    Response::new(Head::new(StatusCode::from_u16(status).unwrap(), HeaderMap::new()), body.to_string())
}

fn body(id: &str, input: Value) -> Value {
    let request =
        Zoho::catalog().request(id, &Zoho::new(DataCenter::Us).module("Plans", "Plans_7"), input).unwrap();
    serde_json::from_slice(request.body().as_bytes().unwrap()).unwrap()
}

// On the wire.

#[test]
fn an_export_says_what_and_which_page() {
    let query = json!({ "module": "Plans", "fields": ["Name", "Account_Name.Phone"], "cvid": "7",
        "criteria": { "field": "Name", "comparator": "starts_with", "value": "A" } });
    let asked = body("bulk_read.create", json!({ "query": query, "callback": "https://example.com/done" }));
    let criteria = json!({ "field": { "api_name": "Name" }, "comparator": "starts_with", "value": "A" });
    let wanted = json!({ "module": { "api_name": "Plans_7" }, "fields": ["Name", "Account_Name.Phone"], "cvid": "7",
        "criteria": criteria, "page": 1 });
    let callback = json!({ "url": "https://example.com/done", "method": "post" });
    assert_eq!(asked, json!({ "query": wanted, "file_type": "csv", "callback": callback }));
    let next =
        body("bulk_read.create", json!({ "query": { "module": "Leads", "cursor": { "token": "t" } } }));
    assert_eq!(next["query"], json!({ "module": { "api_name": "Leads" }, "page_token": "t" }));
}

#[test]
fn what_jobs_cost_and_which_of_their_calls_may_be_repeated() {
    let export = request(&bulk_read::Create::new(Query::new("Leads")));
    assert_eq!(
        (export.cost_of(Unit::Credits), export.idempotency_ref()),
        (Some(50), Idempotency::Idempotent)
    );
    let download = request(&bulk_read::Download::new("1"));
    assert!(download.buckets().eq(["exports"]));
    let import = request(&bulk_write::Create::new("Leads", Operation::Insert, "1", ["Email"]));
    assert_eq!((import.cost_of(Unit::Credits), import.idempotency_ref()), (Some(500), Idempotency::None));
    let upload = request(&bulk_write::Upload::new().organization("7"));
    assert_eq!(upload.idempotency_ref(), Idempotency::Idempotent);
    assert_eq!(
        (&upload.headers()["feature"], &upload.headers()["x-crm-org"]),
        (&"bulk-write".parse().unwrap(), &"7".parse().unwrap())
    );
}

#[test]
fn an_import_says_which_column_is_for_which_field() {
    let mappings = json!([{ "api_name": "Email" }, { "api_name": "Account_Name", "find_by": "id" },
        { "api_name": "Closing", "index": 7, "format": "yyyy-MM-dd", "default_value": "2026-01-31" }]);
    let input = json!({ "module": "Plans", "operation": "upsert", "file_id": "42", "find_by": "Email",
        "ignore_empty": true, "field_mappings": mappings });
    let wanted = json!([{ "api_name": "Email", "index": 0 }, { "api_name": "Account_Name", "index": 1, "find_by": "id" },
        { "api_name": "Closing", "index": 7, "format": "yyyy-MM-dd", "default_value": { "value": "2026-01-31" } }]);
    let resource = json!([{ "type": "data", "module": { "api_name": "Plans_7" }, "file_id": "42", "find_by": "Email",
        "field_mappings": wanted }]);
    assert_eq!(
        body("bulk_write.create", input),
        json!({ "operation": "upsert", "ignore_empty": true, "resource": resource })
    );
}

#[test]
fn an_export_is_running_done_or_failed() {
    let state = |state: &str, result: Value| {
        let job = json!({ "id": "1", "state": state, "created_time": "2026-01-31T10:20:30+05:30", "result": result });
        bulk_read::Get::new("1").response(answer(200, &json!({ "data": [job] }))).unwrap()
    };
    for running in ["ADDED", "QUEUED", "IN PROGRESS", "SOMETHING NEW"] {
        assert!(matches!(
            state(running, Value::Null),
            JobState::Running { progress: None, check_after: None }
        ));
    }
    let result = json!({ "page": 1, "count": 200_000, "per_page": 200_000, "more_records": true, "next_page_token": "t",
        "download_url": "/crm/bulk/v8/read/1/result" });
    let JobState::Done(done) = state("COMPLETED", result) else { panic!() };
    assert_eq!(
        (done.id.as_str(), done.count, done.next()),
        ("1", Some(200_000), Some(Cursor::Token("t".into())))
    );
    assert_eq!(done.created_time.unwrap().to_rfc3339(), "2026-01-31T04:50:30+00:00");
    let numbered = bulk_read::Finished::new("1").page(3_u64).more_records(true);
    assert_eq!(numbered.next(), Some(Cursor::Page(4)));
    assert_eq!(numbered.more_records(false).next(), None);

    let JobState::Failed(error) = state("FAILURE", Value::Null) else { panic!() };
    assert_eq!(error.kind(), ErrorKind::Vendor);
    let why = json!({ "error_message": { "code": "NO_PERMISSION", "message": "no", "details": {}, "status": "error" } });
    let JobState::Failed(error) = state("FAILURE", why) else { panic!() };
    assert_eq!((error.kind(), error.vendor_code()), (ErrorKind::Permission, Some("NO_PERMISSION")));
    let error = bulk_read::Get::new("1").response(answer(200, &json!({ "data": [] }))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[test]
fn an_import_tells_how_far_it_is_and_what_failed() {
    let state = |status: &str, counts: [u64; 4], url: Option<&str>, code: Option<&str>| {
        let [added, updated, skipped, total] = counts;
        let file = json!({ "added_count": added, "updated_count": updated, "skipped_count": skipped, "total_count": total });
        let job = json!({ "id": "1", "status": status, "resource": [{ "status": status, "code": code, "file": file }],
            "result": url.map(|url| json!({ "download_url": url })) });
        bulk_write::Get::new("1").response(answer(200, &job)).unwrap()
    };
    let JobState::Running { progress, .. } = state("IN PROGRESS", [10, 5, 10, 100], None, None) else {
        panic!()
    };
    assert_eq!(progress, Some(0.25));
    let JobState::Running { progress, .. } = state("ADDED", [0; 4], None, None) else { panic!() };
    assert_eq!(progress, None);
    let JobState::Done(done) = state("COMPLETED", [1, 2, 3, 6], Some("https://x"), None) else { panic!() };
    assert_eq!(done.download_url.as_deref(), Some("https://x"));
    assert_eq!(done.resource[0].file.as_ref().unwrap().skipped_count, Some(3));
    // It failed, and there is a file that tells of each row: that is more than a failure says.
    assert!(matches!(state("FAILED", [1, 0, 3, 4], Some("https://x"), None), JobState::Done(_)));
    let JobState::Failed(error) = state("FAILED", [0; 4], None, Some("COLUMN_INDEX_NOT_FOUND")) else {
        panic!()
    };
    assert_eq!((error.delivery(), error.vendor_code()), (Delivery::Rejected, Some("COLUMN_INDEX_NOT_FOUND")));
    let JobState::Failed(error) = state("FAILED", [9, 0, 0, 9], None, None) else { panic!() };
    assert_eq!(error.delivery(), Delivery::Unknown, "some rows were written");
}

#[test]
fn an_uploads_id_is_a_text_or_a_number_and_never_rounded() {
    for id in [json!("4876876000000376001"), json!(4_876_876_000_000_376_001_i64)] {
        let told = answer(
            200,
            &json!({ "status": "success", "code": "FILE_UPLOAD_SUCCESS", "details": { "file_id": id } }),
        );
        assert_eq!(bulk_write::Upload::new().response(told).unwrap().file_id, "4876876000000376001");
    }
}

#[test]
fn an_answer_is_fetched_from_zoho_and_from_nobody_else() {
    let target = |url: &str| format!("{:?}", request(&bulk_write::Download::new(url)).target());
    assert_eq!(
        target("https://download-accl.zoho.eu/v2/crm/7/bulk-write/1/1.zip"),
        "download-accl.zoho.eu:/v2/crm/7/bulk-write/1/1.zip"
    );
    let evil = [
        "https://evil.example/v2/crm/7",
        "https://download-accl.zoho.eu.evil.example/x",
        "http://download-accl.zoho.eu/x",
        "https://user@download-accl.zoho.eu/x",
        "https://download-accl.zoho.eu:8443/x",
    ];
    for url in evil {
        assert!(matches!(request(&bulk_write::Download::new(url)).target(), Target::NextLink(_)));
        let told =
            Zoho::catalog().request("bulk_write.download", &Zoho::new(DataCenter::Eu), json!({ "url": url }));
        assert_eq!(told.unwrap_err().kind(), ErrorKind::Vendor, "{url}");
    }
    let home = Zoho::catalog().request(
        "bulk_write.download",
        &Zoho::new(DataCenter::Eu),
        json!({ "url": "/v2/crm/7/1.zip" }),
    );
    assert_eq!(home.unwrap().uri(), "https://www.zohoapis.eu/v2/crm/7/1.zip");
}

// Over HTTP.

/// A sandbox whose time runs 100 times as fast, and a client on its time.
async fn fast(platform: simulated::Zoho) -> (Sandbox, Client<Zoho>) {
    let clock = Arc::new(ScaledClock::new(100.0));
    let sandbox = Sandbox::builder().clock(clock).platform(platform.deals(0)).start().await.unwrap();
    let credentials = sandbox.credentials("zoho").unwrap();
    let app = connectors_core::auth::OAuthApp::new(credentials.client_id).secret(credentials.client_secret);
    let shared = Shared::builder().clock(sandbox.clock()).build().unwrap();
    let zoho = connector(&sandbox).oauth(app).refresh_token(credentials.refresh_token).shared(&shared);
    (sandbox, zoho.account("customer-1").connect().unwrap())
}

fn person(n: usize) -> Contact {
    Contact::new().last_name(format!("Person, \"{n}\"")).email(format!("person{n}@example.com"))
}

const COLUMNS: [&str; 3] = ["Email", "Last_Name", "Phone"];

async fn all(mut results: bulk_write::Results<Contact>) -> Vec<RowResult> {
    let mut told = Vec::new();
    while let Some(row) = results.next().await {
        told.push(row);
    }
    told
}

fn calls(sandbox: &Sandbox, method: &str, path: &str) -> usize {
    sandbox.calls().iter().filter(|call| call.method == method && call.path.starts_with(path)).count()
}

#[derive(Debug, Deserialize)]
struct Person {
    id: String,
    #[serde(rename = "Email")]
    email: String,
    #[serde(rename = "Last_Name")]
    name: String,
    #[serde(rename = "Phone")]
    phone: Option<String>,
}

#[tokio::test]
async fn thirty_thousand_rows_are_written_in_two_files_and_read_back_over_three_pages() {
    let (sandbox, zoho) = fast(simulated::Zoho::new().bulk_page(12_000)).await;
    // Some have no last name, which is mandatory, and some a phone number that is too long.
    let rows = (0..30_000).map(|n| match n {
        n if n % 5_000 == 17 => Contact::new().email(format!("person{n}@example.com")),
        n if n % 5_000 == 18 => person(n).phone("5".repeat(60)),
        n => person(n),
    });
    let told = all(bulk_write::write(&zoho, Write::insert("Contacts", COLUMNS), rows)).await;
    assert_eq!(told.iter().map(|row| row.row).collect::<BTreeSet<_>>().len(), 30_000);
    let mut ids = BTreeMap::new();
    for RowResult { row, outcome, .. } in told {
        match (row % 5_000, outcome) {
            (17, Outcome::Failed(error)) => {
                assert_eq!(
                    (error.kind(), error.vendor_code()),
                    (ErrorKind::Validation, Some("MANDATORY_NOT_FOUND"))
                );
                assert_eq!(error.field_errors()[0].field, "Last_Name");
            }
            (18, Outcome::Failed(error)) => assert_eq!(error.field_errors()[0].field, "Phone"),
            (_, Outcome::Done(written)) => {
                assert_eq!(written.action.as_ref().unwrap(), &WriteAction::Insert);
                ids.insert(format!("person{row}@example.com"), written.id);
            }
            (row, outcome) => panic!("{row}: {outcome:?}"),
        }
    }
    assert_eq!(ids.len(), 30_000 - 12);
    assert_eq!(calls(&sandbox, "POST", "/crm/v8/upload"), 2);

    let mut rows =
        bulk_read::read::<Person>(&zoho, Query::new("Contacts").fields(["Email", "Last_Name", "Phone"]));
    let mut read = BTreeMap::new();
    while let Some(person) = rows.next().await {
        let Person { id, email, name, phone } = person.unwrap();
        let n: usize =
            email.strip_prefix("person").unwrap().strip_suffix("@example.com").unwrap().parse().unwrap();
        assert_eq!((name, phone), (format!("Person, \"{n}\""), None));
        assert!(read.insert(email, id).is_none());
    }
    assert_eq!(read, ids);
    assert_eq!(calls(&sandbox, "POST", "/crm/bulk/v8/read"), 3);
}

#[tokio::test]
async fn rows_change_records_that_are_there_and_make_those_that_are_not() {
    let (_sandbox, zoho) = fast(simulated::Zoho::new()).await;
    let account = zoho
        .call(accounts::Create::new(connectors_zoho::Account::new().account_name("Example")))
        .await
        .unwrap();
    let there = zoho.call(contacts::Create::new(person(0))).await.unwrap().id;
    let columns = [
        FieldMapping::new("Email"),
        FieldMapping::new("Last_Name"),
        FieldMapping::new("Phone"),
        FieldMapping::new("Account_Name").find_by("id"),
    ];
    let rows = (0..3).map(move |n| person(n).phone("555-0100").account_name(Lookup::new(&account.id)));
    // They come as a stream.
    let mut results =
        bulk_write::write_stream(&zoho, Write::upsert("Contacts", columns, "Email"), stream::iter(rows));
    assert_eq!(results.job(), None);
    let mut actions = Vec::new();
    while let Some(row) = results.next().await {
        let written = row.outcome.into_result().unwrap();
        if row.row == 0 {
            assert_eq!(written.id, there);
        }
        actions.push(*written.action.unwrap().known().unwrap());
    }
    assert_eq!(actions, [WriteAction::Update, WriteAction::Insert, WriteAction::Insert]);
    assert!(results.job().is_some());
    let changed = zoho.call(contacts::Get::new(&there)).await.unwrap();
    assert_eq!(
        (changed.phone.as_deref(), changed.account_name.unwrap().name.as_deref()),
        (Some("555-0100"), Some("Example"))
    );
}

#[tokio::test]
async fn a_row_that_cannot_be_sent_keeps_no_other_from_being_sent() {
    let (_sandbox, zoho) = fast(simulated::Zoho::new()).await;
    let rows = [person(0), person(1).title("has no column"), person(2)];
    let told = all(bulk_write::write(&zoho, Write::insert("Contacts", COLUMNS), rows)).await;
    let told: BTreeMap<_, _> = told.into_iter().map(|row| (row.row, row.outcome)).collect();
    assert!(told[&0].done().is_some() && told[&2].done().is_some());
    let Outcome::NotSent(error) = &told[&1] else { panic!("{:?}", told[&1]) };
    assert_eq!(error.field_errors()[0].field, "Title");
}

#[tokio::test]
async fn rows_that_have_ended_are_not_asked_for_again() {
    let (_sandbox, zoho) = fast(simulated::Zoho::new().deals(0)).await;
    // It panics when it is polled after its end.
    let rows = stream::unfold(0, |n| std::future::ready((n < 3).then(|| (person(n), n + 1))));
    let told = bulk_write::write_stream(&zoho, Write::insert("Contacts", ["Email", "Last_Name"]), rows);
    assert_eq!(told.collect::<Vec<_>>().await.len(), 3);
}

#[tokio::test]
async fn an_import_without_rows_does_nothing() {
    let (sandbox, zoho) = fast(simulated::Zoho::new()).await;
    assert!(all(bulk_write::write(&zoho, Write::insert("Contacts", COLUMNS), Vec::new())).await.is_empty());
    assert!(sandbox.calls().is_empty());
}

#[tokio::test]
async fn what_is_wrong_with_the_import_is_known_before_a_file_is_sent() {
    let (sandbox, zoho) = fast(simulated::Zoho::new()).await;
    for import in [Write::insert("Contacts", ["Last Name"]), Write::update("Contacts", COLUMNS, "")] {
        let told = all(bulk_write::write(&zoho, import, (0..3).map(person))).await;
        assert_eq!(told.len(), 3);
        for row in told {
            let Outcome::NotSent(error) = row.outcome else { panic!("{row:?}") };
            assert!(matches!(error.kind(), ErrorKind::Validation), "{error}");
        }
    }
    assert_eq!(calls(&sandbox, "POST", "/crm"), 0);
}

#[tokio::test]
async fn a_file_is_sent_again_when_sending_it_failed() {
    let (sandbox, zoho) = fast(simulated::Zoho::new()).await;
    sandbox.fault(Fault::cut_after_write().on("POST", "/crm/v8/upload").times(2));
    let told = all(bulk_write::write(&zoho, Write::insert("Contacts", COLUMNS), (0..10).map(person))).await;
    assert!(told.iter().all(|row| row.outcome.done().is_some()));
    assert_eq!(calls(&sandbox, "POST", "/crm/v8/upload"), 3);
}

#[tokio::test]
async fn a_job_whose_start_is_not_known_is_not_started_twice_and_its_rows_are_unknown() {
    let (sandbox, zoho) = fast(simulated::Zoho::new()).await;
    sandbox.fault(Fault::cut_after_write().on("POST", "/crm/bulk/v8/write").times(1));
    let told = all(bulk_write::write(&zoho, Write::insert("Contacts", COLUMNS), (0..10).map(person))).await;
    assert_eq!(told.len(), 10);
    assert!(told.iter().all(|row| matches!(row.outcome, Outcome::Unknown(_))), "{told:?}");
    assert_eq!(calls(&sandbox, "POST", "/crm/bulk/v8/write"), 1);
}

#[tokio::test]
async fn a_refused_import_stops_those_that_would_be_refused_too() {
    let (sandbox, zoho) = fast(simulated::Zoho::new()).await;
    let rows = (0..60_000).map(|n| Contact::new().email(format!("person{n}@example.com")));
    let told = all(bulk_write::write(&zoho, Write::insert("No_Such_Module", ["Email"]), rows)).await;
    assert_eq!(told.len(), 60_000);
    assert!(
        matches!(&told[0].outcome, Outcome::Failed(error) if error.kind() == ErrorKind::NotFound),
        "{:?}",
        told[0]
    );
    assert!(matches!(&told[59_999].outcome, Outcome::NotSent(_)));
    assert_eq!(
        (calls(&sandbox, "POST", "/crm/v8/upload"), calls(&sandbox, "POST", "/crm/bulk/v8/write")),
        (1, 1)
    );
}

#[tokio::test]
async fn a_row_that_waited_for_the_next_file_is_stopped_too() {
    let (sandbox, zoho) = fast(simulated::Zoho::new()).await;
    // Four of them fill a file.
    let rows = (0..12).map(|_| Contact::new().email("x".repeat(6_000_000)));
    let told = all(bulk_write::write(&zoho, Write::insert("No_Such_Module", ["Email"]), rows)).await;
    let refused = told.iter().filter(|row| matches!(row.outcome, Outcome::Failed(_))).count();
    let unsent = told.iter().filter(|row| matches!(row.outcome, Outcome::NotSent(_))).count();
    assert_eq!((refused, unsent, calls(&sandbox, "POST", "/crm/v8/upload")), (4, 8, 1));
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_read_again_and_each_row_told_once() {
    let (sandbox, zoho) = fast(simulated::Zoho::new()).await;
    sandbox.fault(Fault::truncated().on("GET", "/v2/crm/*").times(2));
    let told =
        all(bulk_write::write(&zoho, Write::insert("Contacts", COLUMNS), (0..4_000).map(person))).await;
    assert_eq!(calls(&sandbox, "GET", "/v2/crm"), 3);
    assert_eq!(told.iter().map(|row| row.row).collect::<BTreeSet<_>>().len(), 4_000);
    assert!(told.len() == 4_000 && told.iter().all(|row| row.outcome.done().is_some()));
}

#[tokio::test]
async fn an_answer_that_never_comes_whole_leaves_rows_unknown_and_none_untold() {
    let (sandbox, zoho) = fast(simulated::Zoho::new()).await;
    sandbox.fault(Fault::truncated().on("GET", "/v2/crm/*"));
    let told = all(bulk_write::write(&zoho, Write::insert("Contacts", COLUMNS), (0..50).map(person))).await;
    assert_eq!(told.iter().map(|row| row.row).collect::<BTreeSet<_>>().len(), 50);
    assert!(told.iter().all(|row| matches!(row.outcome, Outcome::Done(_) | Outcome::Unknown(_))));
    assert!(told.iter().any(|row| matches!(row.outcome, Outcome::Unknown(_))));
}

async fn people(zoho: &Client<Zoho>, count: usize) {
    let told = all(bulk_write::write(zoho, Write::insert("Contacts", COLUMNS), (0..count).map(person))).await;
    assert!(told.iter().all(|row| row.outcome.done().is_some()));
}

#[tokio::test]
async fn an_export_takes_criteria_and_gives_rows_as_text() {
    let (_sandbox, zoho) = fast(simulated::Zoho::new()).await;
    people(&zoho, 30).await;
    let some = Query::new("Contacts").fields(["Email"]).criteria(Criteria::starts_with("Email", "person2"));
    let mut rows = bulk_read::read::<Row>(&zoho, some);
    let mut emails = BTreeSet::new();
    while let Some(row) = rows.next().await {
        let row = row.unwrap();
        assert_eq!(row.get("Phone"), None);
        emails.insert(row.get("Email").unwrap().to_owned());
    }
    assert_eq!(emails.len(), 11);
    let none = Query::new("Contacts").criteria(Criteria::equals("Email", "nobody@example.com"));
    assert!(bulk_read::read::<Row>(&zoho, none).next().await.is_none());
}

#[tokio::test]
async fn an_export_is_left_and_taken_up_again_without_a_new_job() {
    let (sandbox, zoho) = fast(simulated::Zoho::new().bulk_page(40)).await;
    people(&zoho, 100).await;
    let query = || Query::new("Contacts").fields(["Email"]);
    let mut rows = bulk_read::read::<Row>(&zoho, query());
    let mut first = Vec::new();
    for _ in 0..55 {
        first.push(rows.next().await.unwrap().unwrap());
    }
    let place: Place = serde_json::from_str(&serde_json::to_string(rows.place()).unwrap()).unwrap();
    assert_eq!((place.row, place.job.is_some()), (15, true));
    drop(rows);
    let rest: Vec<Row> = bulk_read::read(&zoho, query()).at(place).map(Result::unwrap).collect().await;
    assert_eq!((first.len(), rest.len()), (55, 45));
    let emails: BTreeSet<_> =
        first.iter().chain(&rest).map(|row| row.get("Email").unwrap().to_owned()).collect();
    assert_eq!(emails.len(), 100);
    assert_eq!(calls(&sandbox, "POST", "/crm/bulk/v8/read"), 3);
}

#[tokio::test]
async fn an_export_whose_file_breaks_off_goes_on_at_the_same_row() {
    let (sandbox, zoho) = fast(simulated::Zoho::new()).await;
    people(&zoho, 20_000).await;
    sandbox.fault(Fault::truncated().on("GET", "/crm/bulk/v8/read/*/result").times(1));
    let mut rows = bulk_read::read::<Row>(&zoho, Query::new("Contacts").fields(["Email"]));
    let (mut emails, mut errors) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next().await {
        match row {
            Ok(row) => emails.push(row.get("Email").unwrap().to_owned()),
            Err(error) => errors.push(error),
        }
    }
    assert_eq!(errors.len(), 1);
    assert_eq!(
        (errors[0].action().unwrap().to_string().as_str(), errors[0].is_retryable()),
        ("bulk_read.download", true)
    );
    assert_eq!((emails.len(), emails.iter().collect::<BTreeSet<_>>().len()), (20_000, 20_000));
    assert_eq!(calls(&sandbox, "POST", "/crm/bulk/v8/read"), 1);
}

#[tokio::test]
async fn a_job_can_be_followed_by_hand() {
    let (_sandbox, zoho) = fast(simulated::Zoho::new()).await;
    people(&zoho, 10).await;
    let job = zoho.start(bulk_read::Create::new(Query::new("Contacts"))).await.unwrap();
    let mut asked = 0;
    let done = job.wait_with(Duration::from_secs(600), |_| asked += 1).await.unwrap();
    assert!(asked > 0, "jobs take time");
    assert_eq!(done.count, Some(10));
    let archive =
        zoho.download(bulk_read::Download::new(done.id)).await.unwrap().bytes(1 << 20).await.unwrap();
    assert!(archive.starts_with(b"PK"));
}

#[tokio::test]
async fn ten_exports_are_downloaded_in_a_minute_and_the_eleventh_waits() {
    let (_sandbox, zoho) = fast(simulated::Zoho::new()).await;
    people(&zoho, 1).await;
    let job = zoho.start(bulk_read::Create::new(Query::new("Contacts"))).await.unwrap();
    let done = job.wait(Duration::from_secs(600)).await.unwrap();
    let clock = zoho.shared().clock().clone();
    let start = clock.elapsed();
    for _ in 0..11 {
        let file = zoho.download(bulk_read::Download::new(&done.id)).await.unwrap();
        file.bytes(1 << 20).await.unwrap();
    }
    assert!(clock.elapsed() - start >= Duration::from_secs(59));
}

#[tokio::test]
async fn an_export_that_takes_too_long_goes_on_and_is_found_again() {
    let (sandbox, zoho) = fast(simulated::Zoho::new().job_time(Duration::from_secs(60))).await;
    zoho.call(contacts::Create::new(person(0))).await.unwrap();
    let mut rows = bulk_read::read::<Row>(&zoho, Query::new("Contacts").fields(["Email"]))
        .within(Duration::from_secs(20));
    let error = rows.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let mut rows = rows.within(Duration::from_secs(3_600));
    assert_eq!(rows.next().await.unwrap().unwrap().get("Email"), Some("person0@example.com"));
    assert_eq!(calls(&sandbox, "POST", "/crm/bulk/v8/read"), 1);
}

#[tokio::test]
async fn an_export_that_is_refused_is_not_asked_for_again_and_again() {
    let (sandbox, zoho) = fast(simulated::Zoho::new()).await;
    let mut rows = bulk_read::read::<Row>(&zoho, Query::new("No_Such_Module"));
    assert!(rows.next().await.unwrap().is_err());
    assert!(rows.next().await.is_none());
    assert_eq!(calls(&sandbox, "POST", "/crm/bulk/v8/read"), 1);
}
