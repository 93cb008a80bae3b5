use bytes::Bytes;
use http::{Method, Request, Response};
use serde_json::{Value, json};

use super::*;
use crate::{BodyCheck, Checked, Description as _, Mismatch};

/// A description with one `POST /things` whose request and `200` share a schema; `more` is merged into the file.
fn api(schema: &Value) -> OpenApi {
    api_with("3.0.3", schema, &json!({}), Options::default())
}

fn api_with(version: &str, schema: &Value, schemas: &Value, options: Options) -> OpenApi {
    let content = json!({ "application/json": { "schema": schema } });
    let file = json!({
        "openapi": version,
        "servers": [{ "url": "https://api.example.com/v1/" }],
        "paths": { "/things": { "post": {
            "requestBody": { "required": true, "content": content },
            "responses": { "200": { "content": content } }
        } } },
        "components": { "schemas": schemas }
    });
    OpenApi::parse("test", &[("a.json", &file.to_string())], options).unwrap()
}

/// A description of one file with these paths.
fn paths(paths: &Value) -> OpenApi {
    let file = json!({ "openapi": "3.0.3", "paths": paths });
    OpenApi::parse("test", &[("a.json", &file.to_string())], Options::default()).unwrap()
}

fn json_request(method: &str, uri: &str, body: &Value) -> Request<Bytes> {
    let request = Request::builder().method(method).uri(uri).header("content-type", "application/json");
    request.body(Bytes::from(body.to_string())).unwrap()
}

fn bare(method: &str, uri: &str) -> Request<Bytes> {
    Request::builder().method(method).uri(uri).body(Bytes::new()).unwrap()
}

fn json_response(status: u16, body: &Value) -> Response<Bytes> {
    let response =
        Response::builder().status(status).header("content-type", "application/json; charset=utf-8");
    response.body(Bytes::from(body.to_string())).unwrap()
}

/// The differences, each as `place: what`.
fn said(outcome: Result<Checked, Vec<Mismatch>>) -> Vec<String> {
    let mismatches = outcome.err().unwrap_or_default();
    mismatches.iter().map(|mismatch| format!("{}: {}", mismatch.place, mismatch.what)).collect()
}

/// The places at which a request body differs.
fn sent(api: &OpenApi, body: &Value) -> Vec<String> {
    places(api.check_request(&json_request("POST", "/v1/things", body)))
}

/// The places at which a response body differs.
fn answered(api: &OpenApi, body: &Value) -> Vec<String> {
    places(api.check_response(&Method::POST, "/v1/things", &json_response(200, body)))
}

fn places(outcome: Result<Checked, Vec<Mismatch>>) -> Vec<String> {
    outcome.err().unwrap_or_default().iter().map(|mismatch| mismatch.place.to_string()).collect()
}

const NOTHING: [&str; 0] = [];

#[test]
fn nullable_permits_null_also_beside_an_enum_and_around_a_composition() {
    let api = api(&json!({ "type": "object", "properties": {
        "plain": { "type": "string" },
        "text": { "type": "string", "nullable": true },
        "choice": { "type": "string", "enum": ["a"], "nullable": true },
        "all": { "nullable": true, "allOf": [{ "type": "object", "properties": { "x": { "type": "integer" } } }] }
    } }));
    assert_eq!(sent(&api, &json!({ "text": null, "choice": null, "all": null })), NOTHING);
    assert_eq!(sent(&api, &json!({ "plain": null, "choice": "b" })), ["body /choice", "body /plain"]);
    assert_eq!(sent(&api, &json!({ "all": { "x": "1" } })), ["body /all/x"]);
}

#[test]
fn a_boolean_exclusive_minimum_of_3_0_makes_the_limit_exclusive() {
    let api = api(&json!({ "type": "number", "minimum": 0, "exclusiveMinimum": true }));
    assert_eq!(sent(&api, &json!(0)), ["body"]);
    assert_eq!(sent(&api, &json!(0.1)), NOTHING);
}

#[test]
fn read_only_properties_are_refused_and_not_required_in_requests() {
    let api = api(&json!({
        "type": "object", "required": ["id", "name", "secret"],
        "properties": {
            "id": { "type": "string", "readOnly": true },
            "name": { "type": "string" },
            "secret": { "type": "string", "writeOnly": true }
        }
    }));
    assert_eq!(sent(&api, &json!({ "name": "x", "secret": "s" })), NOTHING);
    assert_eq!(sent(&api, &json!({ "id": "1", "name": "x", "secret": "s" })), ["body /id"]);
    assert_eq!(sent(&api, &json!({ "name": "x" })), ["body /secret"]);
    assert_eq!(answered(&api, &json!({ "id": "1", "name": "x" })), NOTHING);
    assert_eq!(answered(&api, &json!({ "name": "x" })), ["body /id"]);
    assert_eq!(answered(&api, &json!({ "id": "1", "name": "x", "secret": "s" })), ["body /secret"]);
}

#[test]
fn undeclared_keys_are_found_at_every_depth() {
    let api = api(&json!({ "type": "object", "properties": {
        "list": { "type": "array", "items": { "type": "object", "properties": { "a": { "type": "integer" } } } }
    } }));
    assert_eq!(
        sent(&api, &json!({ "list": [{ "a": 1 }, { "a": 1, "b": 2 }], "lisd": [] })),
        ["body /lisd", "body /list/1/b"]
    );
}

#[test]
fn additional_properties_and_free_form_objects_permit_unknown_keys() {
    let api = api(&json!({ "type": "object", "properties": {
        "open": { "type": "object", "properties": { "a": {} }, "additionalProperties": true },
        "numbers": { "type": "object", "additionalProperties": { "type": "integer" } },
        "free": { "type": "object" },
        "any": {}
    } }));
    let body = json!({ "open": { "b": 1 }, "numbers": { "c": 1 }, "free": { "d": 1 }, "any": { "e": 1 } });
    assert_eq!(sent(&api, &body), NOTHING);
    assert_eq!(sent(&api, &json!({ "numbers": { "c": "1" } })), ["body /numbers/c"]);
}

#[test]
fn the_keys_of_all_parts_of_a_composition_are_declared_and_no_others() {
    let schemas = json!({
        "Base": { "type": "object", "properties": { "base": { "type": "string" } } },
        "Middle": { "allOf": [{ "$ref": "#/components/schemas/Base" }, { "properties": { "middle": {} } }] }
    });
    let schema = json!({
        "allOf": [{ "$ref": "#/components/schemas/Middle" }, { "type": "object" }],
        "properties": { "own": {} },
        "anyOf": [{ "properties": { "left": {} } }, { "required": ["own"], "properties": { "right": {} } }]
    });
    let api = api_with("3.0.0", &schema, &schemas, Options::default());
    assert_eq!(sent(&api, &json!({ "base": "b", "middle": 1, "own": 1, "left": 1, "right": 1 })), NOTHING);
    assert_eq!(sent(&api, &json!({ "base": 1, "typo": 1, "own": 1 })), ["body /base", "body /typo"]);
}

#[test]
fn an_alternative_that_permits_anything_opens_a_composition() {
    let schema = json!({ "properties": { "own": {} }, "anyOf": [{ "properties": { "left": {} } }, { "type": "object" }] });
    assert_eq!(sent(&api(&schema), &json!({ "whatever": 1 })), NOTHING);
}

#[test]
fn every_alternative_of_a_choice_is_closed_by_itself() {
    let schema = json!({ "oneOf": [
        { "type": "object", "required": ["a"], "properties": { "a": { "type": "integer" } } },
        { "type": "object", "required": ["b"], "properties": { "b": { "type": "integer" } } }
    ] });
    assert_eq!(sent(&api(&schema), &json!({ "a": 1 })), NOTHING);
    assert_eq!(sent(&api(&schema), &json!({ "a": 1, "b": 1 })).len(), 1);
}

#[test]
fn overlapping_alternatives_of_responses_may_both_fit_where_the_options_say_so() {
    let schema = json!({ "oneOf": [
        { "type": "object", "properties": { "id": { "type": "string" } } },
        { "type": "object", "properties": { "id": { "type": "string" }, "code": { "type": "string" } } }
    ] });
    let body = json!({ "id": "1" });
    assert_eq!(answered(&api(&schema), &body), ["body"]);
    let options = Options { overlapping_responses: true, ..Options::default() };
    let lenient = api_with("3.0.0", &schema, &json!({}), options);
    assert_eq!(answered(&lenient, &body), NOTHING);
    assert_eq!(sent(&lenient, &body), ["body"], "requests keep oneOf");
    assert_eq!(answered(&lenient, &json!({ "id": "1", "cod": "x" })), ["body /cod"]);
}

#[test]
fn of_failed_alternatives_the_one_that_was_meant_is_reported() {
    let schema = json!({ "oneOf": [
        { "type": "object", "properties": { "code": { "type": "string", "enum": ["E"] }, "status": { "enum": ["error"] } } },
        { "type": "object", "properties": { "data": { "type": "array", "items": { "properties": { "id": { "type": "string" } } } } } }
    ] });
    let mismatches = api(&schema).check_response(
        &Method::POST,
        "/v1/things",
        &json_response(200, &json!({ "data": [{ "id": "1" }, { "id": 2 }] })),
    );
    assert_eq!(said(mismatches), [r#"body /data/1/id: 2 is not of type "string""#]);
}

#[test]
fn references_across_files_and_in_circles_are_followed() {
    let node = json!({ "type": "object", "properties": {
        "name": { "type": "string" }, "children": { "type": "array", "items": { "$ref": "./b.json#/components/schemas/Node" } }
    } });
    let a = json!({
        "openapi": "3.0.0",
        "paths": { "/tree": { "put": {
            "requestBody": { "content": { "application/json": { "schema": { "$ref": "./b.json#/components/schemas/Node" } } } },
            "responses": { "204": { "$ref": "b.json#/components/responses/Done" } }
        } } },
        "components": { "schemas": { "Node": node } }
    });
    let b = json!({
        "openapi": "3.0.0", "paths": {},
        "components": {
            "schemas": { "Node": { "$ref": "a.json#/components/schemas/Node" } },
            "responses": { "Done": { "description": "" } }
        }
    });
    let api =
        OpenApi::parse("test", &[("a.json", &a.to_string()), ("b.json", &b.to_string())], Options::default());
    let api = api.unwrap();
    assert_eq!(api.compile_all(), Ok(1));
    let body = json!({ "children": [{ "children": [{ "nam": "x" }] }] });
    assert_eq!(
        places(api.check_request(&json_request("PUT", "/tree", &body))),
        ["body /children/0/children/0/nam"]
    );
}

#[test]
fn a_reference_that_leads_nowhere_is_an_error_that_names_it() {
    let file = json!({ "openapi": "3.0.0", "paths": { "/x": { "get": {
        "parameters": [{ "$ref": "#/components/parameters/gone" }], "responses": {}
    } } } });
    let error = OpenApi::parse("test", &[("a.json", &file.to_string())], Options::default()).unwrap_err();
    assert!(error.to_string().contains("#/components/parameters/gone"), "{error}");
}

#[test]
fn what_stands_beside_a_reference_counts_in_3_1_only() {
    let schemas = json!({ "Name": { "type": "string" } });
    let schema = json!({ "$ref": "#/components/schemas/Name", "maxLength": 2 });
    assert_eq!(sent(&api_with("3.0.3", &schema, &schemas, Options::default()), &json!("long")), NOTHING);
    assert_eq!(sent(&api_with("3.1.0", &schema, &schemas, Options::default()), &json!("long")), ["body"]);
}

#[test]
fn formats_and_patterns_are_asserted_as_the_options_say() {
    let schema = json!({ "type": "object", "properties": {
        "at": { "type": "string", "format": "date-time" }, "id": { "type": "string", "format": "uuid" },
        "code": { "type": "string", "pattern": "^[a-z]+$" }
    } });
    let body = json!({ "at": "yesterday", "id": "7", "code": "42" });
    assert_eq!(sent(&api(&schema), &body), ["body /code"]);
    let options = Options { formats: vec!["uuid"], ignore_patterns: true, ..Options::default() };
    assert_eq!(sent(&api_with("3.0.0", &schema, &json!({}), options), &body), ["body /id"]);
}

#[test]
fn only_the_most_specific_path_decides_also_about_the_method() {
    let ok = || json!({ "responses": { "200": { "description": "" } } });
    let api = paths(&json!({
        "/{module}/{id}": { "get": ok(), "delete": ok() },
        "/{module}/upsert": { "get": ok() },
        "/Leads/{id}": { "get": ok() }
    }));
    let template = |request: Request<Bytes>| api.check_request(&request).unwrap().operation.template;
    assert_eq!(template(bare("GET", "/Deals/7")), "/{module}/{id}");
    assert_eq!(template(bare("GET", "/Deals/upsert")), "/{module}/upsert");
    assert_eq!(template(bare("GET", "/Leads/upsert")), "/Leads/{id}");
    let outcome = api.check_request(&bare("DELETE", "/Deals/upsert"));
    assert_eq!(said(outcome), ["operation: described as /{module}/upsert, but not for this method"]);
    assert_eq!(
        said(api.check_request(&bare("GET", "/a/b/c"))),
        ["operation: no path of the description matches"]
    );
}

#[test]
fn of_templates_that_differ_in_names_only_one_has_to_fit() {
    let with = |format: Value| {
        json!({ "get": {
        "parameters": [{ "name": "key", "in": "path", "required": true, "schema": format }],
        "responses": { "200": { "description": "" } }
    } })
    };
    let api = paths(&json!({
        "/x/{key}": with(json!({ "type": "integer" })),
        "/x/{name}": { "get": {
            "parameters": [{ "name": "name", "in": "path", "required": true, "schema": { "type": "string", "enum": ["all"] } }],
            "responses": { "200": { "description": "" } }
        } }
    }));
    assert_eq!(places(api.check_request(&bare("GET", "/x/7"))), NOTHING);
    assert_eq!(places(api.check_request(&bare("GET", "/x/all"))), NOTHING);
    assert_eq!(places(api.check_request(&bare("GET", "/x/none"))).len(), 1);
}

#[test]
fn an_operation_without_schema_does_not_hide_one_with_a_schema() {
    let answer = |media: Value| json!({ "get": { "responses": { "200": { "content": { "application/json": media } } } } });
    let api = paths(&json!({
        "/{a}/count": answer(json!({})),
        "/{b}/count": answer(json!({ "schema": { "type": "object", "properties": { "count": { "type": "integer" } } } }))
    }));
    let outcome =
        api.check_response(&Method::GET, "/x/count", &json_response(200, &json!({ "count": "many" })));
    assert_eq!(places(outcome), ["body /count"]);
}

fn query_api() -> OpenApi {
    let query = |name: &str, schema: Value| json!({ "name": name, "in": "query", "schema": schema });
    let mut ids = query("ids", json!({ "type": "array", "items": { "type": "integer" } }));
    ids["explode"] = json!(false);
    let tags = query("tags", json!({ "type": "array", "items": { "type": "string", "enum": ["a", "b"] } }));
    let mut fields = query("fields", json!({ "type": "string" }));
    fields["required"] = json!(true);
    paths(&json!({ "/things": {
        "parameters": [
            { "name": "X-Tenant", "in": "header", "required": true, "schema": { "type": "string", "maxLength": 3 } },
            { "name": "Authorization", "in": "header", "required": true, "schema": { "type": "string" } },
            query("page", json!({ "type": "string", "enum": ["replaced by the operation"] }))
        ],
        "get": {
            "parameters": [
                ids, tags, fields,
                query("page", json!({ "type": "integer", "minimum": 1 })),
                query("deep", json!({ "type": "boolean" })),
                query("sort", json!({ "type": "string", "enum": ["asc", "desc"] }))
            ],
            "responses": { "200": { "description": "" } }
        }
    } }))
}

fn asked(query: &str) -> Vec<String> {
    let request =
        Request::get(format!("/things?{query}")).header("x-tenant", "t").body(Bytes::new()).unwrap();
    places(query_api().check_request(&request))
}

#[test]
fn query_values_are_read_as_what_their_schema_asks_for() {
    assert_eq!(asked("fields=1&page=2&deep=true&sort=asc&ids=1,2%2C3&tags=a&tags=b"), NOTHING);
    assert_eq!(asked("fields=&page=0"), ["query page"]);
    assert_eq!(asked("fields=x&page=two"), ["query page"]);
    assert_eq!(asked("fields=x&deep=True"), ["query deep"]);
    assert_eq!(asked("fields=x&sort=up"), ["query sort"]);
    assert_eq!(asked("fields=x&sort=asc&sort=desc"), ["query sort"]);
    assert_eq!(asked("fields=x&ids=1,b"), ["query ids"]);
    assert_eq!(asked("fields=x&ids=1&ids=2"), ["query ids"]);
    assert_eq!(asked("fields=x&tags=a,b"), ["query tags"]);
}

#[test]
fn undeclared_and_missing_parameters_are_found() {
    assert_eq!(asked("feilds=x"), ["query fields", "query feilds"]);
    assert_eq!(places(query_api().check_request(&bare("GET", "/things?fields=x"))), ["header X-Tenant"]);
}

#[test]
fn the_value_of_a_header_is_never_shown() {
    let request =
        Request::get("/things?fields=x").header("x-tenant", "hush-hush").body(Bytes::new()).unwrap();
    let said = said(query_api().check_request(&request));
    assert_eq!(said, ["header X-Tenant: does not fit its schema"]);
}

#[test]
fn bodies_must_be_there_when_required_and_only_when_declared() {
    let api = api(&json!({ "type": "object" }));
    assert_eq!(said(api.check_request(&bare("POST", "/v1/things"))), ["body: declared, but empty"]);
    let request =
        Request::post("/v1/things").header("content-type", "text/plain").body(Bytes::from("{}")).unwrap();
    assert_eq!(places(api.check_request(&request)), ["content-type"]);
    let request = Request::post("/v1/things")
        .header("content-type", "application/json")
        .body(Bytes::from("{"))
        .unwrap();
    assert_eq!(places(api.check_request(&request)), ["body"]);
    let gets = paths(&json!({ "/x": { "get": { "responses": { "204": { "description": "" } } } } }));
    assert_eq!(
        said(gets.check_request(&json_request("GET", "/x", &json!({})))),
        ["body: sent, but none is declared"]
    );
    let outcome = gets.check_response(&Method::GET, "/x", &json_response(204, &json!({})));
    assert_eq!(said(outcome), ["body: sent, but none is declared"]);
}

#[test]
fn media_types_other_than_json_are_matched_by_range_and_not_looked_into() {
    let api = paths(
        &json!({ "/pdf": { "get": { "responses": { "200": { "content": { "application/*": {} } } } } } }),
    );
    let pdf =
        |media: &str| Response::builder().header("content-type", media).body(Bytes::from("%PDF")).unwrap();
    let checked = api.check_response(&Method::GET, "/pdf", &pdf("application/pdf")).unwrap();
    assert_eq!(checked.body, BodyCheck::Opaque);
    assert_eq!(places(api.check_response(&Method::GET, "/pdf", &pdf("text/html"))), ["content-type"]);
}

#[test]
fn a_status_is_found_by_number_then_by_range_then_by_default() {
    let kind = |name: &str| json!({ "content": { "application/json": { "schema": { "enum": [name] } } } });
    let api = paths(&json!({
        "/full": { "get": { "responses": { "404": kind("number"), "4XX": kind("range"), "default": kind("default") } } },
        "/strict": { "get": { "responses": { "200": kind("ok") } } }
    }));
    let fits = |path: &str, status: u16, body: &str| {
        places(api.check_response(&Method::GET, path, &json_response(status, &json!(body))))
    };
    assert_eq!(fits("/full", 404, "number"), NOTHING);
    assert_eq!(fits("/full", 409, "range"), NOTHING);
    assert_eq!(fits("/full", 500, "default"), NOTHING);
    assert_eq!(fits("/full", 404, "range"), ["body"]);
    assert_eq!(fits("/strict", 201, "ok"), ["status 201"]);
}

#[test]
fn undeclared_statuses_are_judged_by_the_rules_of_the_platform() {
    let rule = |status, judge| StatusRule { status, judge, reason: "test" };
    let options = Options {
        statuses: vec![
            rule(201, StatusJudge::As(200)),
            rule(202, StatusJudge::As(299)),
            rule(204, StatusJudge::Empty),
            rule(401, StatusJudge::Schema("a.json#/components/schemas/Error")),
            rule(429, StatusJudge::Unspecified),
        ],
        ..Options::default()
    };
    let schemas = json!({ "Error": { "type": "object", "properties": { "code": { "type": "string" } } } });
    let api = api_with("3.0.0", &json!({ "type": "integer" }), &schemas, options);
    let outcome = |status: u16, body: &Value| {
        api.check_response(&Method::POST, "/v1/things", &json_response(status, body))
    };
    assert_eq!(places(outcome(201, &json!(1))), NOTHING);
    assert_eq!(places(outcome(201, &json!("1"))), ["body"]);
    assert_eq!(places(outcome(202, &json!(1))), ["status 202"]);
    assert_eq!(places(outcome(204, &json!(1))), ["body"]);
    assert_eq!(places(outcome(401, &json!({ "code": "X" }))), NOTHING);
    assert_eq!(places(outcome(401, &json!({ "cod": "X" }))), ["body /cod"]);
    assert_eq!(outcome(429, &json!("slow")).unwrap().body, BodyCheck::Unspecified);
}

#[test]
fn envelope_keys_are_permitted_at_the_top_with_their_type_only() {
    let envelope = vec![EnvelopeKey { name: "Id", json_type: "string", reason: "test" }];
    let options = Options { envelope, ..Options::default() };
    let schema = json!({ "type": "object", "properties": { "inner": { "type": "object", "properties": { "a": {} } } } });
    let api = api_with("3.0.0", &schema, &json!({}), options);
    assert_eq!(answered(&api, &json!({ "Id": "1" })), NOTHING);
    assert_eq!(answered(&api, &json!({ "Id": 1 })), ["body /Id"]);
    assert_eq!(answered(&api, &json!({ "inner": { "Id": "1" } })), ["body /inner/Id"]);
    assert_eq!(sent(&api, &json!({ "Id": "1" })), ["body /Id"]);
}

#[test]
fn corrections_change_the_description_and_must_still_fit_it() {
    let load = |pointer, change| {
        let file = json!({ "openapi": "3.0.0", "paths": { "/Old": {} }, "x": { "list": ["a"], "b": 1 } });
        let corrections = vec![Correction { file: "a.json", pointer, change, reason: "test" }];
        let options = Options { corrections, ..Options::default() };
        OpenApi::parse("test", &[("a.json", &file.to_string())], options)
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    assert_eq!(load("/paths/~1Old", Change::Rename("/new")), Ok(()));
    assert_eq!(load("/x/list", Change::Push(json!("b"))), Ok(()));
    assert_eq!(load("/x/b", Change::Set(json!(2))), Ok(()));
    assert_eq!(load("/x/b", Change::Remove), Ok(()));
    for (pointer, change) in [
        ("/paths/~1Gone", Change::Rename("/new")),
        ("/paths/~1Old", Change::Rename("/Old")),
        ("/x/list", Change::Push(json!("a"))),
        ("/x/b", Change::Push(json!("a"))),
        ("/x/b", Change::Set(json!(1))),
        ("/gone/b", Change::Set(json!(1))),
        ("/x/gone", Change::Remove),
    ] {
        let error = load(pointer, change.clone()).expect_err(pointer);
        assert!(error.contains("no longer fits"), "{error}");
    }
}

#[test]
fn servers_give_the_base_path_the_nearest_ones_first() {
    let file = json!({
        "openapi": "3.0.0",
        "servers": [{ "url": "https://api.example.com/api/2.0" }],
        "paths": {
            "/a": { "get": { "responses": {} } },
            "/b": { "servers": [{ "url": "https://up.example.com" }], "get": { "responses": {} } }
        }
    });
    let api = OpenApi::parse("test", &[("a.json", &file.to_string())], Options::default()).unwrap();
    for (path, described) in [("/api/2.0/a", true), ("/a", false), ("/b", true), ("/api/2.0/b", false)] {
        assert_eq!(api.template(&Method::GET, path).is_some(), described, "{path}");
    }
}

#[test]
fn other_formats_and_versions_are_refused() {
    for text in ["{", "{}", r#"{ "swagger": "2.0" }"#] {
        assert!(OpenApi::parse("test", &[("a.json", text)], Options::default()).is_err(), "{text}");
    }
}

#[test]
fn a_default_without_content_leaves_errors_to_the_statuses_if_it_is_said_to_be_silent() {
    let file = json!({
        "openapi": "3.0.3",
        "paths": { "/things": { "get": { "responses": { "204": {}, "default": { "description": "error" } } } } }
    });
    let statuses = vec![StatusRule { status: 404, judge: StatusJudge::Unspecified, reason: "it answers so" }];
    let api = |silent_defaults| {
        let options = Options { silent_defaults, statuses: statuses.clone(), ..Options::default() };
        OpenApi::parse("test", &[("a.json", &file.to_string())], options).unwrap()
    };
    let answered = |silent, status| {
        let body = json_response(status, &json!({ "message": "x" }));
        said(api(silent).check_response(&Method::GET, "/things", &body)).len()
    };
    assert_eq!([answered(false, 404), answered(true, 404), answered(true, 409)], [1, 0, 1]);
}
