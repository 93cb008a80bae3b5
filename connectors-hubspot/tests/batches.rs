//! What became of each element of a batch.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use connectors_core::transport::Reply;
use connectors_core::{Action, Delivery, ErrorKind, Outcome};
use connectors_hubspot::objects::{Change, Keyed, Object};
use connectors_hubspot::{Contact, associations, contacts};
use proptest::prelude::*;
use serde_json::{Value, json};

mod support;
use support::{answer, body, client, object, request};

fn ids(outcomes: &[Outcome<Object<Contact>>]) -> Vec<String> {
    let id = |outcome: &Outcome<Object<Contact>>| match outcome {
        Outcome::Done(object) => object.id.clone(),
        Outcome::Failed(error) => format!("failed {:?}", error.kind()),
        Outcome::Unknown(_) => "unknown".to_owned(),
        Outcome::NotSent(_) => "not sent".to_owned(),
    };
    outcomes.iter().map(id).collect()
}

fn traced(id: &str, trace: &str) -> Value {
    let mut object = object(id, json!({}));
    object["objectWriteTraceId"] = trace.into();
    object
}

fn people(count: usize) -> Vec<Contact> {
    (0..count).map(|n| Contact::new().email(format!("p{n}@example.com"))).collect()
}

#[test]
fn new_objects_are_told_apart_by_their_marks_in_whichever_order_they_come() {
    let create = contacts::CreateMany::new(people(3));
    let sent = body(&request(&create));
    let marks: Vec<_> =
        sent["inputs"].as_array().unwrap().iter().map(|i| i["objectWriteTraceId"].clone()).collect();
    assert_eq!(marks, ["0", "1", "2"]);
    let error = json!({ "status": "error", "category": "CONFLICT", "message": "Contact already exists. Existing ID: 7",
        "context": { "objectWriteTraceId": ["1"] } });
    let answer = answer(
        207,
        &json!({ "status": "COMPLETE", "results": [traced("102", "2"), traced("100", "0")],
        "numErrors": 1, "errors": [error] }),
    );
    let outcomes = create.response(answer).unwrap();
    assert_eq!(ids(&outcomes), ["100", "failed Duplicate", "102"]);
    let error = outcomes[1].error().unwrap();
    assert_eq!(error.delivery(), Delivery::Rejected);
    assert_eq!(connectors_hubspot::existing_id(error), Some("7"));
}

#[test]
fn without_marks_new_objects_are_unknown_and_not_taken_in_order() {
    let create = contacts::CreateMany::new(people(2));
    let answer = answer(201, &json!({ "results": [object("2", json!({})), object("1", json!({}))] }));
    assert_eq!(ids(&create.response(answer).unwrap()), ["unknown", "unknown"]);
}

#[test]
fn changes_are_told_apart_by_id_where_marks_do_not_come_back() {
    let update =
        contacts::UpdateMany::new(["1", "2", "3"].map(|id| Change::new(id, Contact::new().city("Turin"))));
    let gone = json!({ "category": "OBJECT_NOT_FOUND", "message": "gone", "context": { "ids": ["2"] } });
    let answer = answer(
        207,
        &json!({ "results": [object("3", json!({})), object("1", json!({}))], "errors": [gone] }),
    );
    assert_eq!(ids(&update.response(answer).unwrap()), ["1", "failed NotFound", "3"]);
}

#[test]
fn upserts_are_told_apart_by_their_unique_value_in_any_case() {
    let keyed = ["Ada@Example.com", "bob@example.com"].map(|email| Keyed::new(email, Contact::new()));
    let upsert = contacts::UpsertMany::new("email", keyed);
    assert_eq!(body(&request(&upsert))["inputs"][0]["properties"], json!({ "email": "Ada@Example.com" }));
    let of = |id: &str, email: &str, new: bool| {
        let mut object = object(id, json!({ "email": email }));
        object["new"] = new.into();
        object
    };
    let results = [of("2", "bob@example.com", false), of("1", "ada@example.com", true)];
    let outcomes = upsert.response(answer(200, &json!({ "results": results }))).unwrap();
    assert_eq!(ids(&outcomes), ["1", "2"]);
    assert_eq!(
        outcomes.iter().map(|o| o.done().unwrap().made).collect::<Vec<_>>(),
        [Some(true), Some(false)]
    );
}

#[test]
fn an_error_that_names_nobody_is_that_of_the_only_one_that_is_open() {
    let create = contacts::CreateMany::new(people(2));
    let error = json!({ "category": "VALIDATION_ERROR", "message": "no" });
    let one_open = answer(207, &json!({ "results": [traced("1", "1")], "errors": [error] }));
    assert_eq!(ids(&create.response(one_open).unwrap()), ["failed Validation", "1"]);
    let two_open = answer(207, &json!({ "results": [], "errors": [error] }));
    assert_eq!(ids(&create.response(two_open).unwrap()), ["unknown", "unknown"]);
}

#[test]
fn an_object_that_cannot_be_read_does_not_spoil_the_others() {
    let get = contacts::GetMany::new(["1", "2"]);
    let results = [object("1", json!({ "hs_email_optout": "Hidden" })), object("2", json!({}))];
    let outcomes = get.response(answer(200, &json!({ "results": results }))).unwrap();
    let Outcome::Failed(error) = &outcomes[0] else { panic!("{outcomes:?}") };
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(!format!("{error} {error:?}").contains("Hidden"), "{error:?}");
    assert_eq!(outcomes[1].done().unwrap().id, "2");
}

#[test]
fn one_upsert_is_a_batch_of_one_whose_refusal_is_its_error() {
    let upsert = contacts::Upsert::by_email("ada@example.com", Contact::new().firstname("Ada"));
    let refusal =
        json!({ "category": "VALIDATION_ERROR", "message": "no", "context": { "ids": ["ada@example.com"] } });
    let error = upsert.response(answer(207, &json!({ "results": [], "errors": [refusal] }))).unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Validation, Delivery::Rejected));
    let mut made = object("1", json!({ "email": "ada@example.com", "firstname": "Ada" }));
    made["new"] = true.into();
    let made = upsert.response(answer(200, &json!({ "results": [made] }))).unwrap();
    assert_eq!((made.made, made.properties.firstname.as_deref()), (Some(true), Some("Ada")));
}

#[tokio::test]
async fn a_batch_goes_in_calls_of_a_hundred_and_comes_in_the_order_of_its_elements() {
    let (client, transport) = client(|seen| {
        let inputs = seen.json()["inputs"].as_array().unwrap().clone();
        let result = |input: &Value| {
            let mut result = object("1", input["properties"].clone());
            result["objectWriteTraceId"] = input["objectWriteTraceId"].clone();
            result
        };
        Reply::json(201, &json!({ "results": inputs.iter().rev().map(result).collect::<Vec<_>>() }))
    });
    let outcomes = client.batch(contacts::CreateMany::new(people(250))).await;
    let emails = outcomes.iter().map(|o| o.done().unwrap().properties.email.clone().unwrap());
    assert!(emails.enumerate().all(|(n, email)| email == format!("p{n}@example.com")));
    let sizes = transport
        .seen()
        .iter()
        .map(|seen| seen.json()["inputs"].as_array().unwrap().len())
        .collect::<Vec<_>>();
    assert_eq!(sizes, [100, 100, 50]);
}

proptest! {
    #[test]
    fn whatever_comes_each_element_gets_its_own_or_nothing(
        order in Just((0..8_usize).collect::<Vec<_>>()).prop_shuffle(),
        answered in proptest::collection::vec(0..3_u8, 8),
    ) {
        let update = contacts::UpdateMany::new((0..8).map(|n| Change::new(n.to_string(), Contact::new())));
        let (mut results, mut errors) = (Vec::new(), Vec::new());
        for n in order {
            let id = n.to_string();
            match answered[n] {
                0 => results.push(object(&id, json!({}))),
                1 => errors.push(json!({ "category": "VALIDATION_ERROR", "message": id, "context": { "ids": [id] } })),
                _ => {}
            }
        }
        let outcomes = update.response(answer(207, &json!({ "results": results, "errors": errors }))).unwrap();
        for (n, outcome) in outcomes.iter().enumerate() {
            match (answered[n], outcome) {
                (0, Outcome::Done(object)) => prop_assert_eq!(&object.id, &n.to_string()),
                (1, Outcome::Failed(error)) => prop_assert_eq!(error.message(), n.to_string()),
                (2, Outcome::Unknown(_)) => {}
                other => prop_assert!(false, "{:?}", other),
            }
        }
    }
}

#[tokio::test]
async fn one_bad_address_does_not_fail_the_others_of_its_call() {
    let (client, transport) = client(|seen| {
        let sent = seen.json();
        let inputs = sent["inputs"].as_array().unwrap();
        if inputs.iter().any(|input| input["id"] == "p7@example.com") {
            return Reply::json(
                400,
                &json!({ "message": "no e-mail address", "category": "VALIDATION_ERROR" }),
            );
        }
        let results = inputs.iter().map(|input| traced("1", input["objectWriteTraceId"].as_str().unwrap()));
        Reply::json(200, &json!({ "status": "COMPLETE", "results": results.collect::<Vec<_>>() }))
    });
    let keyed = (0..100).map(|n| Keyed::new(format!("p{n}@example.com"), Contact::new().firstname("P")));
    let outcomes = client.batch(contacts::UpsertMany::new("email", keyed)).await;
    let failed: Vec<_> = (0..100).filter(|&at| !matches!(outcomes[at], Outcome::Done(_))).collect();
    assert_eq!(failed, [7]);
    assert!(transport.seen().len() < 20, "{}", transport.seen().len());
}

#[test]
fn an_error_of_a_pair_is_not_that_of_another_pair_of_the_same_object() {
    let pair = |to: &str| associations::Pair::new("1", to, [associations::AssociationType::hubspot(279)]);
    let many = associations::CreateMany::new("contacts", "companies", [pair("2"), pair("3")]);
    let error = json!({ "message": "no", "category": "VALIDATION_ERROR",
        "context": { "fromObjectId": ["1"], "toObjectId": ["3"] } });
    let outcomes = many.response(answer(207, &json!({ "results": [], "errors": [error] }))).unwrap();
    assert!(matches!(outcomes[..], [Outcome::Unknown(_), Outcome::Failed(_)]), "{outcomes:?}");
}

#[test]
fn an_object_that_others_were_merged_into_is_found_by_their_ids() {
    let get = contacts::GetMany::new(["1", "2", "9"]);
    assert!(body(&request(&get))["properties"].as_array().unwrap().contains(&json!("hs_merged_object_ids")));
    let merged = object("9", json!({ "hs_merged_object_ids": "1;2" }));
    let outcomes = get.response(answer(200, &json!({ "results": [merged] }))).unwrap();
    assert_eq!(ids(&outcomes), ["9", "9", "9"]);
    let get = contacts::GetMany::by("email", ["old@example.com", "who@example.com"]);
    let found = object(
        "9",
        json!({ "email": "new@example.com", "hs_additional_emails": "Old@example.com;x@example.com" }),
    );
    let outcomes = get.response(answer(200, &json!({ "results": [found] }))).unwrap();
    assert_eq!(ids(&outcomes), ["9", "unknown"]);
}

#[test]
fn what_is_there_but_cannot_be_read_is_told_from_what_is_not_there() {
    let get = contacts::GetMany::new(["1", "2"]);
    let odd = object("1", json!({ "hs_email_optout": "perhaps" }));
    let outcomes = get.response(answer(200, &json!({ "results": [odd] }))).unwrap();
    assert_eq!(ids(&outcomes), ["failed Decode", "unknown"]);
    let deliveries: Vec<_> = outcomes.iter().map(|outcome| outcome.error().unwrap().delivery()).collect();
    assert_eq!(deliveries, [Delivery::Accepted, Delivery::Unknown]);
}

#[test]
fn contacts_are_not_updated_by_address_in_batches() {
    let many = contacts::UpdateMany::new([Change::new("a@example.com", Contact::new())]).id_property("email");
    assert_eq!(support::refused(&many).field_errors()[0].field, "id_property");
}
