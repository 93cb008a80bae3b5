use bytes::Bytes;
use http::{Method, Request, Response};

use super::*;
use crate::openapi::{OpenApi, Options};

const FILE: &str = r#"{ "openapi": "3.0.0", "paths": {
    "/things/{id}": {
        "get": {
            "parameters": [{ "name": "page", "in": "query", "schema": { "type": "integer" } }],
            "responses": { "200": { "content": { "application/json": { "schema": {
                "type": "object", "properties": { "list": { "type": "array", "items": {
                    "type": "object", "properties": { "id": { "type": "string" } }
                } } }
            } } } } }
        },
        "post": {
            "requestBody": { "content": { "application/json": {} } },
            "responses": { "204": { "description": "" } }
        }
    }
} }"#;

fn checker() -> Checker {
    Checker::new(OpenApi::parse("things", &[("things.json", FILE)], Options::default()).unwrap())
}

fn get(uri: &str) -> Request<Bytes> {
    Request::get(uri).body(Bytes::new()).unwrap()
}

fn json(body: &'static str) -> Response<Bytes> {
    Response::builder().header("content-type", "application/json").body(Bytes::from(body)).unwrap()
}

#[test]
fn the_summary_counts_what_was_checked_and_names_what_could_not_be() {
    let checker = checker();
    checker.request(&get("/things/1?page=1"));
    checker.request(&get("/things/2"));
    checker.response(&Method::GET, "/things/1?page=1", &json(r#"{ "list": [] }"#));
    let post = Request::post("/things/1").header("content-type", "application/json").body(Bytes::from("{}"));
    checker.request(&post.unwrap());
    let summary = checker.finish().unwrap();
    assert_eq!(summary.files["things.json"], [3, 1]);
    assert_eq!(summary.operations.len(), 2);
    let text = summary.to_string();
    assert!(text.contains("3 requests, 1 responses checked against things.json"), "{text}");
    assert!(text.contains("POST /things/{id}: request body not checked: no schema"), "{text}");
}

#[test]
fn differences_make_it_fail_and_are_counted_once_each() {
    let checker = checker();
    for _ in 0..2 {
        checker.request(&get("/things/1?pag=1"));
    }
    checker.request(&get("/other"));
    let failures = checker.finish().unwrap_err();
    assert_eq!(
        failures.lines(),
        [
            "GET /other: request: operation: no path of the description matches",
            "GET /things/{id}: request: query pag: not declared [things.json] (2 times)",
        ]
    );
}

#[test]
fn a_checker_that_checked_nothing_fails() {
    assert_eq!(checker().finish().unwrap_err().lines(), ["nothing was checked"]);
}

#[test]
fn a_waiver_covers_its_own_place_only() {
    let waiver = Waiver::response("GET", "/things/{any}", "body /list/*/extra", "the service sends it");
    let checker = checker().waive([waiver]);
    checker.response(&Method::GET, "/things/1", &json(r#"{ "list": [{ "id": "1", "extra": 1 }] }"#));
    assert_eq!(checker.finish().unwrap().waived.len(), 1);
    checker.response(
        &Method::GET,
        "/things/1",
        &json(r#"{ "list": [{ "id": 1, "extra": 1 }], "extra": 1 }"#),
    );
    assert_eq!(checker.finish().unwrap_err().lines().len(), 2);
}

#[test]
fn a_waiver_for_the_other_side_method_or_path_does_not_cover() {
    for waiver in [
        Waiver::response("GET", "/things/{id}", "query pag", "test"),
        Waiver::request("POST", "/things/{id}", "query pag", "test"),
        Waiver::request("GET", "/things", "query pag", "test"),
    ] {
        let checker = checker().waive([waiver]);
        checker.request(&get("/things/1?pag=1"));
        assert_eq!(checker.finish().unwrap_err().lines().len(), 2, "the difference and the unused waiver");
    }
}

#[test]
fn an_unused_waiver_fails() {
    let checker = checker().waive([Waiver::request("GET", "/things/{id}", "query x", "no longer")]);
    checker.request(&get("/things/1"));
    let failures = checker.finish().unwrap_err();
    assert_eq!(failures.lines(), ["unused waiver: GET /things/{id}: request: query x (no longer)"]);
}

#[test]
fn undescribed_calls_are_listed_with_their_reason() {
    let checker = checker().undescribed([Undescribed::new("POST", "/token", "no token endpoint")]);
    checker.request(&Request::post("/token").body(Bytes::from("secret")).unwrap());
    checker.response(&Method::POST, "/token", &json("{}"));
    let summary = checker.finish().unwrap();
    assert_eq!(summary.undescribed, ["POST /token (no token endpoint)"]);
}

#[test]
fn an_undescribed_call_that_is_described_or_never_made_fails() {
    let checker = checker().undescribed([
        Undescribed::new("GET", "/things/{x}", "wrong"),
        Undescribed::new("GET", "/never", "unused"),
    ]);
    checker.request(&get("/things/1"));
    let failures = checker.finish().unwrap_err();
    assert_eq!(
        failures.lines(),
        [
            "listed as undescribed, but the description has it: GET /things/{x} (wrong)",
            "listed as undescribed, but never called: GET /never (unused)",
        ]
    );
}

#[test]
fn an_undescribed_call_may_be_more_specific_than_what_the_description_has_but_not_less() {
    let checker = checker().undescribed([
        Undescribed::new("GET", "/things/special", "the template is about other things"),
        Undescribed::new("GET", "/{any}/{id}", "must not swallow described calls"),
    ]);
    checker.request(&get("/things/special?free=1"));
    checker.request(&get("/things/1?free=1"));
    checker.request(&get("/others/1"));
    let failures = checker.finish().unwrap_err();
    assert_eq!(failures.lines(), ["GET /things/{id}: request: query free: not declared [things.json]"]);
}

#[test]
fn a_checker_is_shared_by_threads() {
    let checker = checker();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| checker.request(&get("/things/1")));
        }
    });
    assert_eq!(checker.finish().unwrap().files["things.json"], [4, 0]);
}
