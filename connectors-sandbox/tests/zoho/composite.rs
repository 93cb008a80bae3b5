//! Several calls in one.

use serde_json::{Value, json};

use crate::harness::{Answer, World};

async fn run(world: &World, calls: Value, all_or_nothing: bool) -> Answer {
    let body = json!({ "rollback_on_fail": all_or_nothing, "concurrent_execution": false, "__composite_requests": calls });
    world.post("/__composite_requests", body).await
}

fn call(id: &str, method: &str, uri: &str, body: Value) -> Value {
    json!({ "sub_request_id": id, "method": method, "uri": uri, "headers": {}, "params": {}, "body": body })
}

fn lead(name: &str) -> Value {
    json!({ "data": [{ "Last_Name": name, "Company": "C" }] })
}

fn codes(answer: &Answer) -> Vec<String> {
    let elements = answer.body["__composite_requests"].as_array().unwrap();
    elements.iter().map(|element| element["code"].as_str().unwrap().to_owned()).collect()
}

fn response(answer: &Answer, index: usize) -> Value {
    answer.body["__composite_requests"][index]["details"]["response"].clone()
}

#[tokio::test]
async fn calls_use_each_others_answers() {
    let world = World::empty().await;
    let mut read = call("3", "GET", "/crm/v8/Leads/@{1:$.data[0].details.id}", json!({}));
    read["params"] = json!({ "fields": "Last_Name,City" });
    let calls = json!([
        call("1", "POST", "/crm/v8/Leads", lead("A")),
        call("2", "PUT", "/crm/v8/Leads/@{1:$.data[0].details.id}", json!({ "data": [{ "City": "X" }] })),
        read,
    ]);
    let answer = run(&world, calls, false).await;
    assert_eq!((answer.status, codes(&answer)), (200, vec!["SUCCESS".to_owned(); 3]));
    assert_eq!(response(&answer, 0)["status_code"], 201);
    let record = &response(&answer, 2)["body"]["data"][0];
    assert_eq!((&record["Last_Name"], &record["City"]), (&json!("A"), &json!("X")));
}

#[tokio::test]
async fn the_status_says_whether_calls_were_made_and_not_how_they_ended() {
    let world = World::empty().await;
    let failing = call("1", "POST", "/crm/v8/Leads", json!({ "data": [{}] }));
    let lost = call("2", "GET", "/crm/v8/Leads/@{9:$.id}", json!({}));
    let failed = run(&world, json!([failing]), false).await;
    assert_eq!((failed.status, response(&failed, 0)["status_code"].clone()), (200, json!(400)));
    let some = run(&world, json!([failing, lost]), false).await;
    assert_eq!(
        (some.status, codes(&some)),
        (207, vec!["SUCCESS".to_owned(), "INVALID_REFERENCE".to_owned()])
    );
    assert_eq!(run(&world, json!([lost]), false).await.status, 400);
}

#[tokio::test]
async fn all_is_undone_if_that_is_wished_and_one_fails() {
    let world = World::empty().await;
    let before = world.make("Leads", json!({ "Last_Name": "A", "Company": "C" })).await;
    let calls = json!([
        call("1", "POST", "/crm/v8/Leads", lead("B")),
        call("2", "DELETE", &format!("/crm/v8/Leads/{before}"), json!({})),
        call("3", "POST", "/crm/v8/Leads", json!({ "data": [{}] })),
        call("4", "GET", "/crm/v8/Leads", json!({})),
    ]);
    let answer = run(&world, calls, true).await;
    let wanted = ["ROLLBACK_PERFORMED", "ROLLBACK_PERFORMED", "SUCCESS", "PROCESSING_STOPPED"];
    assert_eq!((answer.status, codes(&answer)), (400, wanted.map(str::to_owned).to_vec()));
    assert_eq!(
        answer.body["__composite_requests"][0]["details"],
        json!({ "rollbacked_by_sub_request_index": 2 })
    );
    assert_eq!(world.get("/Leads?fields=Last_Name").await.all("id"), [before]);
    let good = run(&world, json!([call("1", "POST", "/crm/v8/Leads", lead("B"))]), true).await;
    assert_eq!((good.status, codes(&good)), (200, vec!["SUCCESS".to_owned()]));
}

#[tokio::test]
async fn a_composite_request_has_its_bounds() {
    let world = World::empty().await;
    let one = call("1", "POST", "/crm/v8/Leads", lead("A"));
    let many: Vec<Value> = (0..6).map(|id| call(&id.to_string(), "GET", "/crm/v8/org", json!({}))).collect();
    let many = run(&world, json!(many), false).await;
    assert_eq!((many.status, &many.body["details"]["maximum_length"]), (400, &json!(5)));
    assert_eq!(run(&world, json!([one, one]), false).await.code(), "DUPLICATE_DATA");
    assert_eq!(run(&world, json!([]), false).await.code(), "MANDATORY_NOT_FOUND");
    let both =
        json!({ "rollback_on_fail": true, "concurrent_execution": true, "__composite_requests": [one] });
    assert_eq!(world.post("/__composite_requests", both).await.code(), "AMBIGUITY_DURING_PROCESSING");
    let two = json!({ "data": [{ "Last_Name": "A", "Company": "C" }, { "Last_Name": "B", "Company": "C" }] });
    let mut long = call("1", "GET", "/crm/v8/Leads", json!({}));
    long["params"] = json!({ "fields": "City", "per_page": 26 });
    for (call, code) in [
        (call("1", "POST", "/crm/v8/Leads", two), "LIMIT_EXCEEDED"),
        (long, "LIMIT_EXCEEDED"),
        (call("1", "POST", "/crm/v8/files", json!({})), "NOT_SUPPORTED"),
        (call("1", "DELETE", "/crm/v8/Leads?ids=1", json!({})), "NOT_SUPPORTED"),
        (json!({ "sub_request_id": "1", "uri": "/crm/v8/org" }), "MANDATORY_NOT_FOUND"),
    ] {
        let answer = run(&world, json!([call]), false).await;
        assert_eq!((answer.status, codes(&answer)), (400, vec![code.to_owned()]));
    }
}
