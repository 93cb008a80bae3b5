//! Several calls in one: what goes over the wire, and how each part's answer is read.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

#[path = "support/offline.rs"]
mod offline;

use std::collections::HashMap;

use connectors_core::limits::Unit;
use connectors_core::{
    Action, BatchAction, Cx, Delivery, ErrorKind, Idempotency, Meta, Outcome, Request, Response, Result,
};
use connectors_zoho::composite::{Part, Send};
use connectors_zoho::{
    Account, Contact, Criteria, Record, Zoho, accounts, composite, contacts, coql, files, leads,
    module_fields, records, users,
};
use offline::{answer, body, refused, refused_field, request, wire, zoho};
use serde_json::{Value, json};

fn ada() -> Contact {
    Contact::new().last_name("Lovelace")
}

#[test]
fn parts_go_out_as_their_actions_would_send_them() {
    let parts = (
        accounts::Create::new(Account::new().account_name("Engines")),
        contacts::Create::new(ada().account_name(composite::made_by(1))),
        contacts::List::new()
            .fields(["Email"])
            .modified_since("2026-01-31T10:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap()),
        users::GetCurrent::new(),
    );
    let request = request(&Send::new(parts).rollback_on_fail(true));
    assert_eq!(
        body(&request),
        json!({
            "rollback_on_fail": true, "concurrent_execution": false, "parallel_execution": false,
            "__composite_requests": [
                { "sub_request_id": "1", "method": "POST", "uri": "/crm/v8/Accounts",
                  "body": { "data": [{ "Account_Name": "Engines" }] } },
                { "sub_request_id": "2", "method": "POST", "uri": "/crm/v8/Contacts", "body": { "data": [
                    { "Last_Name": "Lovelace", "Account_Name": { "id": "@{1:$.data[0].details.id}" } }] } },
                { "sub_request_id": "3", "method": "GET", "uri": "/crm/v8/Contacts", "params": { "fields": "Email" },
                  "headers": { "if-modified-since": "2026-01-31T10:00:00+00:00" } },
                { "sub_request_id": "4", "method": "GET", "uri": "/crm/v8/users", "params": { "type": "CurrentUser" } },
            ]
        })
    );
}

#[test]
fn a_composite_call_is_as_safe_as_its_least_safe_part_and_costs_what_they_cost_together() {
    let read = || contacts::Get::new("1");
    let of = |request: connectors_core::Request| {
        let heavy = request.buckets().any(|bucket| bucket == "heavy");
        (request.idempotency_ref(), request.cost_of(Unit::Credits), heavy)
    };
    assert_eq!(of(request(&Send::new((read(),)))), (Idempotency::Safe, Some(1), false));
    let query = coql::Query::<Record>::new(coql::Select::new("Leads", ["id"]));
    assert_eq!(of(request(&Send::new((read(), query)))), (Idempotency::Safe, Some(4), true));
    let update = || contacts::Update::new("1", ada());
    assert_eq!(of(request(&Send::new((read(), update())))), (Idempotency::Idempotent, Some(2), false));
    let many = contacts::CreateMany::new((0..35).map(|_| ada()));
    assert_eq!(of(request(&Send::new((update(), many)))), (Idempotency::None, Some(5), false));
    let convert = leads::Convert::new("1");
    assert_eq!(of(request(&Send::new((convert, read())))), (Idempotency::None, Some(6), true));
}

#[test]
fn what_zoho_does_not_take_in_a_composite_call_is_refused_with_its_place() {
    assert_eq!(refused_field(&Send::new(Vec::<Part>::new())), "parts");
    let deletes = contacts::DeleteMany::new(["1", "2"]);
    assert_eq!(refused_field(&Send::new((users::GetCurrent::new(), deletes))), "parts[1]");
    assert_eq!(refused_field(&Send::new((files::Upload::new("a.txt"),))), "parts[0]");
    let both = Send::new((users::GetCurrent::new(),)).rollback_on_fail(true).concurrent_execution(true);
    assert_eq!(refused_field(&both), "concurrent_execution");
    let wrong = Send::new((contacts::Get::new("1"), contacts::Get::new("x")));
    assert_eq!(refused_field(&wrong), "id", "a part refuses its own input");
}

/// An action of the application's own whose body is no JSON.
#[derive(Debug)]
struct Broken;

impl Action for Broken {
    type Connector = Zoho;
    type Output = ();
    const META: Meta = Meta::write("contact", "break");

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::post(["Contacts"]).json(&HashMap::from([((1, 2), 3)])))
    }

    fn response(&self, _: Response) -> Result<()> {
        Ok(())
    }
}

#[test]
fn a_part_that_could_not_be_built_is_not_sent_without_its_body() {
    let send = Send::new((users::GetCurrent::new(), Broken));
    let error = send.request(&Cx::new(&zoho(), "")).unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Validation, Delivery::NotSent));
}

fn part(status: u16, body: Value) -> Value {
    json!({ "code": "SUCCESS", "status": "success", "message": "",
        "details": { "response": { "status_code": status, "headers": { "X-Part": "1" }, "body": body } } })
}

fn written(id: &str) -> Value {
    json!({ "data": [{ "code": "SUCCESS", "status": "success", "message": "", "details": { "id": id } }] })
}

fn failed(code: &str) -> Value {
    json!({ "code": code, "status": "error", "message": "no", "details": {} })
}

#[test]
fn each_answer_is_read_by_its_action() {
    let send = Send::new((
        contacts::Create::new(ada()),
        contacts::Get::new("7"),
        contacts::Create::new(ada()),
        contacts::List::new(),
        module_fields::List::new("Leads"),
    ));
    let duplicate = json!({ "data": [{ "code": "DUPLICATE_DATA", "status": "error", "message": "duplicate data",
        "details": { "api_name": "Email", "json_path": "$.data[0].Email" } }] });
    let parts = json!({ "__composite_requests": [
        part(201, written("5")),
        part(200, json!({ "data": [{ "id": "7", "Last_Name": "Byron" }] })),
        part(400, duplicate),
        part(200, json!({ "data": [{ "id": "8" }], "info": { "more_records": true, "next_page_token": "t" } })),
        part(204, Value::Null),
    ] });
    let (made, read, refused, page, fields) = send.response(answer(207, &parts)).unwrap();
    assert_eq!(made.done().unwrap().id, "5");
    assert_eq!(read.done().unwrap().last_name.as_deref(), Some("Byron"));
    let error = refused.error().unwrap();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Duplicate, Delivery::Rejected));
    assert_eq!(error.field_errors()[0].field, "Email");
    assert_eq!(error.action().unwrap().to_string(), "contact.create");
    assert!(page.done().unwrap().next.is_some());
    assert!(fields.done().unwrap().is_empty());
}

#[test]
fn parts_that_were_not_made_or_taken_back_say_so() {
    let send = Send::new((
        contacts::Create::new(ada()),
        contacts::Create::new(ada()),
        contacts::Create::new(ada()),
        contacts::Create::new(ada()),
    ))
    .rollback_on_fail(true);
    let parts = json!({ "__composite_requests": [
        failed("ROLLBACK_PERFORMED"),
        failed("MANDATORY_NOT_FOUND"),
        failed("PROCESSING_STOPPED"),
        failed("REQUEST_TIMEOUT"),
    ] });
    let head = answer(400, &parts);
    assert_eq!(send.fault(&zoho(), &head.head, &head.body), None, "the parts say what is wrong");
    let (back, bad, stopped, late) = send.response(head).unwrap();
    assert!(matches!(&back, Outcome::Failed(error) if error.kind() == ErrorKind::Conflict), "{back:?}");
    assert!(matches!(&bad, Outcome::Failed(error) if error.kind() == ErrorKind::Validation), "{bad:?}");
    assert!(
        matches!(&stopped, Outcome::NotSent(error) if error.delivery() == Delivery::NotSent),
        "{stopped:?}"
    );
    assert!(matches!(&late, Outcome::Unknown(error) if error.delivery() == Delivery::Unknown), "{late:?}");
    for part in [back, bad, stopped, late] {
        assert_eq!(part.error().unwrap().action().unwrap().to_string(), "contact.create");
    }
}

#[test]
fn answers_that_name_their_parts_go_to_them_in_any_order_and_missing_ones_are_unknown() {
    let send = Send::new((contacts::Create::new(ada()), contacts::Create::new(ada())));
    let named = |number: &str, id: &str| {
        let mut part = part(201, written(id));
        part["sub_request_id"] = number.into();
        part
    };
    let read = |parts: Value| send.response(answer(200, &json!({ "__composite_requests": parts }))).unwrap();
    let (one, two) = read(json!([named("2", "20"), named("1", "10")]));
    assert_eq!((one.done().unwrap().id.as_str(), two.done().unwrap().id.as_str()), ("10", "20"));
    let (one, two) = read(json!([named("2", "20")]));
    assert!(matches!(one, Outcome::Unknown(_)));
    assert_eq!(two.done().unwrap().id, "20");
    let (one, two) = read(json!([part(201, written("10"))]));
    assert!(
        matches!((one, two), (Outcome::Unknown(_), Outcome::Unknown(_))),
        "nobody knows whose answer it is"
    );
}

#[test]
fn a_part_that_failed_in_zohos_hands_may_have_been_done() {
    let send = Send::new((contacts::Create::new(ada()), contacts::Get::new("1")));
    let broken = part(500, failed("INTERNAL_ERROR"));
    let parts = json!({ "__composite_requests": [broken, broken] });
    let (made, read) = send.response(answer(207, &parts)).unwrap();
    assert!(matches!(made, Outcome::Unknown(_)), "{made:?}");
    assert!(matches!(read, Outcome::Failed(_)), "reading does nothing: {read:?}");
}

#[test]
fn the_refusal_of_the_whole_call_is_its_own() {
    let send = Send::new((contacts::Get::new("1"),));
    let refusal = answer(
        400,
        &json!({ "code": "INVALID_DATA", "status": "error", "message": "no",
        "details": { "api_name": "__composite_requests", "json_path": "$.__composite_requests", "maximum_length": 5 } }),
    );
    let fault = send.fault(&zoho(), &refusal.head, &refusal.body).unwrap();
    assert_eq!((fault.kind, fault.fields[0].field.as_str()), (ErrorKind::Validation, "__composite_requests"));
}

#[test]
fn by_name_a_part_is_an_action_with_its_input() {
    let (target, _, body) = wire(
        "composite.send",
        json!({ "parts": [
            { "action": "record.search", "input": { "module": "Leads", "word": "ada", "fields": ["Email"] } },
            { "action": "tag.add", "input": { "module": "Leads", "ids": ["1"], "tags": [{ "name": "New" }] } },
        ] }),
    );
    assert_eq!(target, "POST /__composite_requests");
    assert_eq!(
        body["__composite_requests"],
        json!([
            { "sub_request_id": "1", "method": "GET", "uri": "/crm/v8/Leads/search",
              "params": { "word": "ada", "fields": "Email", "page": "1" } },
            { "sub_request_id": "2", "method": "POST", "uri": "/crm/v8/Leads/actions/add_tags",
              "body": { "tags": [{ "name": "New" }], "over_write": false, "ids": ["1"] } },
        ])
    );
    use connectors_core::Connector;
    let unknown = json!({ "parts": [{ "action": "record.forget", "input": {} }] });
    let error = connectors_zoho::Zoho::catalog().request("composite.send", &zoho(), unknown).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert!(error.to_string().contains("record.forget"), "{error}");
}

#[test]
fn a_longer_list_is_split_unless_all_of_it_is_to_be_taken_back() {
    let count =
        || Part::Count(records::Count::new().module("Leads").criteria(Criteria::equals("Company", "A")));
    let many = Send::new((0..7).map(|_| count()).collect::<Vec<_>>());
    assert_eq!((many.len(), <Send<Vec<Part>> as BatchAction>::MAX), (7, 5));
    assert_eq!(body(&request(&many.part(5..7)))["__composite_requests"].as_array().unwrap().len(), 2);
    assert_eq!(refused_field(&many), "parts");
    let all_or_nothing = many.rollback_on_fail(true);
    assert_eq!(refused_field(&all_or_nothing.part(0..5)), "rollback_on_fail");
    let few = Send::new(vec![count()]).rollback_on_fail(true);
    assert_eq!(
        few.part(0..1).request(&connectors_core::Cx::new(&zoho(), "")).unwrap().idempotency_ref(),
        Idempotency::Safe
    );
    assert!(refused(&all_or_nothing.part(5..7)).to_string().contains("at most 5"));
}

#[test]
fn a_composite_call_can_be_kept_and_made_later() {
    let get = records::Get::<Record>::new("7").module("Leads");
    let query = coql::Query::<Record>::new(coql::Select::new("Leads", ["id"]));
    let send = Send::new(vec![Part::Get(get), Part::Query(query)]).concurrent_execution(true);
    let kept = serde_json::to_value(&send).unwrap();
    assert_eq!(
        kept["parts"][0],
        json!({ "action": "record.get", "input": { "module": "Leads", "id": "7" } })
    );
    let again: Send<Vec<Part>> = serde_json::from_value(kept).unwrap();
    assert_eq!(body(&request(&again)), body(&request(&send)));
}
