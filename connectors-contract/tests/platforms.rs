//! The vendors' descriptions themselves, where they are there.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::path::PathBuf;

use bytes::Bytes;
use connectors_contract::{Description, Mismatch, locate, openapi::OpenApi, platforms};
use http::{Method, Request, Response};
use serde_json::{Value, json};

fn specs(platform: &str) -> Option<PathBuf> {
    locate().unwrap_or_else(|missing| panic!("{missing}")).or_say_skipped(platform)
}

fn zoho() -> Option<OpenApi> {
    Some(platforms::zoho_crm(&specs("zoho-crm")?).unwrap())
}

fn xero() -> Option<OpenApi> {
    Some(platforms::xero(&specs("xero")?).unwrap())
}

fn hubspot() -> Option<OpenApi> {
    Some(platforms::hubspot(&specs("hubspot")?).unwrap())
}

fn request(method: &str, uri: &str, body: Option<Value>) -> Request<Bytes> {
    let request = Request::builder().method(method).uri(uri).header("xero-tenant-id", "t");
    match body {
        Some(body) => request.header("content-type", "application/json").body(Bytes::from(body.to_string())),
        None => request.body(Bytes::new()),
    }
    .unwrap()
}

fn response(status: u16, body: &Value) -> Response<Bytes> {
    let response =
        Response::builder().status(status).header("content-type", "application/json;charset=utf-8");
    response.body(Bytes::from(body.to_string())).unwrap()
}

fn empty(status: u16) -> Response<Bytes> {
    Response::builder().status(status).body(Bytes::new()).unwrap()
}

/// The places where a message does not fit.
fn places<T>(outcome: Result<T, Vec<Mismatch>>) -> Vec<String> {
    outcome.err().unwrap_or_default().iter().map(|mismatch| mismatch.place.to_string()).collect()
}

const NOTHING: [&str; 0] = [];

#[test]
fn every_operation_of_zoho_compiles() {
    let Some(api) = zoho() else { return };
    assert_eq!(api.len(), 423);
    let schemas = api.compile_all().unwrap();
    assert!(schemas > 1000, "{schemas}");
}

#[test]
fn a_webhook_of_xero_is_a_post_to_the_path_of_its_name() {
    let Some(specs) = specs("xero") else { return };
    let api = platforms::xero_webhooks(&specs).unwrap();
    assert_eq!(api.len(), 4);
    api.compile_all().unwrap();
    let id = "717f2bfc-c6d4-41fd-b238-3f2f0c0cf777";
    let mut body = json!({
        "events": [{
            "resourceUrl": format!("https://api.xero.com/api.xro/2.0/Contacts/{id}"), "resourceId": id, "tenantId": id,
            "tenantType": "ORGANISATION", "eventCategory": "CONTACT", "eventType": "UPDATE",
            "eventDateUtc": "2026-06-21T01:15:39.902",
        }],
        "firstEventSequence": 1, "lastEventSequence": 1, "entropy": "MNBVCXZLKJHGFDSAPOIU",
    });
    let check = |body: &Value| places(api.check_request(&request("POST", "/contacts", Some(body.clone()))));
    assert_eq!(check(&body), NOTHING);
    body["events"][0]["eventType"] = json!("DELETE");
    body["lastEventSequence"] = json!(0);
    assert_eq!(check(&body).len(), 2);
}

#[test]
fn every_operation_of_xero_compiles() {
    let Some(api) = xero() else { return };
    assert_eq!(api.len(), 237);
    let schemas = api.compile_all().unwrap();
    assert!(schemas > 1000, "{schemas}");
}

#[test]
fn every_operation_of_hubspot_compiles() {
    let Some(api) = hubspot() else { return };
    assert_eq!(api.len(), 440);
    let schemas = api.compile_all().unwrap();
    assert!(schemas > 500, "{schemas}");
}

#[test]
fn hubspot_requests_fit_and_damaged_ones_do_not() {
    let Some(api) = hubspot() else { return };
    let sent =
        |method: &str, uri: &str, body: Option<Value>| places(api.check_request(&request(method, uri, body)));

    assert_eq!(sent("GET", "/crm/v3/objects/contacts?limit=100&properties=email,firstname", None), NOTHING);
    assert_eq!(sent("GET", "/crm/v3/objects/contacts?propertys=email", None), ["query propertys"]);
    assert_eq!(sent("GET", "/crm/v3/objects/2-1234567?limit=first", None), ["query limit"]);
    assert_eq!(sent("GET", "/crm/v3/owners", None), NOTHING);

    let search = |body: Value| sent("POST", "/crm/v3/objects/tickets/search", Some(body));
    let filter = json!({ "propertyName": "subject", "operator": "EQ", "value": "x" });
    let sort = json!({ "propertyName": "hs_object_id", "direction": "ASCENDING" });
    assert_eq!(
        search(json!({ "filterGroups": [{ "filters": [filter] }], "sorts": [sort], "limit": 200 })),
        NOTHING
    );
    assert_eq!(
        search(json!({ "filterGroups": [{ "filters": [{ "propertyName": "subject", "operator": "IS" }] }] })),
        ["body /filterGroups/0/filters/0/operator"]
    );
    assert_eq!(search(json!({ "sorts": ["hs_object_id"] })), ["body /sorts/0"]);

    let create = |body: Value| sent("POST", "/crm/v3/objects/contacts", Some(body));
    assert_eq!(create(json!({ "properties": { "email": "ada@example.com" } })), NOTHING);
    assert_eq!(create(json!({ "properties": { "email": null } })), ["body /properties/email"]);
    assert_eq!(create(json!({ "property": {} })).len(), 2);
}

#[test]
fn hubspot_responses_fit_and_damaged_ones_do_not() {
    let Some(api) = hubspot() else { return };
    let answered = |status: u16, body: Value| {
        places(api.check_response(&Method::GET, "/crm/v3/objects/contacts/1", &response(status, &body)))
    };
    let time = "2026-01-15T15:26:49.123Z";
    let contact = |properties: Value| json!({ "id": "1", "properties": properties, "createdAt": time, "updatedAt": time });
    assert_eq!(answered(200, contact(json!({ "email": "ada@example.com", "phone": null }))), NOTHING);
    assert_eq!(answered(200, contact(json!({ "num_notes": 5 }))), ["body /properties/num_notes"]);
    let refused =
        json!({ "status": "error", "message": "no", "correlationId": "c", "category": "OBJECT_NOT_FOUND" });
    assert_eq!(answered(404, refused), NOTHING);
    assert_eq!(answered(404, json!({ "status": "error" })), ["body /message"]);
    assert_eq!(answered(418, json!({})), ["status 418"]);
    assert_eq!(
        places(api.check_response(&Method::DELETE, "/crm/v3/objects/contacts/1", &empty(204))),
        NOTHING
    );
}

#[test]
fn zoho_requests_fit_and_damaged_ones_do_not() {
    let Some(api) = zoho() else { return };
    let sent =
        |method: &str, uri: &str, body: Option<Value>| places(api.check_request(&request(method, uri, body)));

    let upsert = |body: Value| sent("POST", "/crm/v8/Contacts/upsert", Some(body));
    assert_eq!(
        upsert(json!({ "data": [{ "Last_Name": "Lovelace" }], "duplicate_check_fields": ["Email"] })),
        NOTHING
    );
    assert_eq!(
        upsert(json!({ "data": [{ "Last_Name": "Lovelace" }], "duplicate_check": ["Email"] })),
        ["body /duplicate_check"]
    );
    assert_eq!(upsert(json!({ "data": { "Last_Name": "Lovelace" } })), ["body /data"]);
    assert_eq!(upsert(json!({ "data": [{ "id": 42 }] })), ["body /data/0/id"]);

    assert_eq!(sent("GET", "/crm/v8/Contacts?fields=Email,Last_Name&page=1&per_page=200", None), NOTHING);
    assert_eq!(sent("GET", "/crm/v8/Contacts?fields=Email&perpage=200", None), ["query perpage"]);
    assert_eq!(sent("GET", "/crm/v8/Contacts?page=first", None), ["query page"]);
    assert_eq!(sent("PUT", "/crm/v8/Contacts/upsert", Some(json!({ "data": [] }))), ["operation"]);

    let convert =
        |id: &str, body: Value| sent("POST", &format!("/crm/v8/Leads/{id}/actions/convert"), Some(body));
    assert_eq!(
        convert("42", json!({ "data": [{ "overwrite": true, "assign_to": { "id": "7" } }] })),
        NOTHING
    );
    assert_eq!(convert("42", json!({ "data": [{ "overwrit": true }] })), ["body /data/0/overwrit"]);
    assert_eq!(convert("x", json!({ "data": [{}] })), ["path lead_id"]);

    assert_eq!(
        sent("POST", "/crm/v8/coql", Some(json!({ "select_query": "select id from Leads" }))),
        NOTHING
    );
    assert_eq!(sent("POST", "/crm/v8/coql", Some(json!({ "query": "select id from Leads" }))).len(), 2);
}

#[test]
fn zoho_responses_fit_and_damaged_ones_do_not() {
    let Some(api) = zoho() else { return };
    let answered = |method: Method, path: &str, response: Response<Bytes>| {
        places(api.check_response(&method, path, &response))
    };
    let list = |body: Value| answered(Method::GET, "/crm/v8/Contacts", response(200, &body));
    let user = json!({ "id": "7", "name": "Ada" });
    let time = "2026-01-15T15:26:49+05:30";
    assert_eq!(
        list(json!({ "data": [{ "id": "1", "Email": null, "Created_Time": time, "Created_By": user }],
        "info": { "count": 1, "more_records": false, "next_page_token": null } })),
        NOTHING
    );
    assert_eq!(
        list(json!({ "data": [{ "id": "1", "Created_Time": "2026-01-15" }] })),
        ["body /data/0/Created_Time"]
    );
    assert_eq!(list(json!({ "data": [], "info": { "more_record": false } })), ["body /info/more_record"]);
    assert_eq!(answered(Method::GET, "/crm/v8/Contacts", empty(204)), NOTHING);
    assert_eq!(answered(Method::GET, "/crm/v8/Contacts", response(204, &json!({}))), ["body"]);

    let written = |status: u16, element: Value| {
        answered(Method::POST, "/crm/v8/Contacts/upsert", response(status, &json!({ "data": [element] })))
    };
    let success = |code: &str| {
        json!({ "code": code, "status": "success", "message": "record added", "action": "insert",
        "duplicate_field": null, "details": { "id": "1", "Created_Time": time, "Created_By": user } })
    };
    assert_eq!(written(200, success("SUCCESS")), NOTHING);
    assert_eq!(written(201, success("SUCCESS")), NOTHING);
    assert_eq!(written(201, success("DONE")), ["body /data/0/code"]);
    let error = |code: &str| {
        json!({ "code": code, "status": "error", "message": "required field not found",
        "details": { "api_name": "Last_Name", "json_path": "$.data[0].Last_Name" } })
    };
    assert_eq!(written(202, error("MANDATORY_NOT_FOUND")), NOTHING);
    assert_eq!(written(202, error("MANDATORY")), ["body /data/0/code"]);

    let denied = |code: &str| json!({ "code": code, "details": {}, "message": "invalid oauth token", "status": "error" });
    assert_eq!(answered(Method::GET, "/crm/v8/org", response(401, &denied("INVALID_TOKEN"))), NOTHING);
    assert_eq!(answered(Method::GET, "/crm/v8/org", response(401, &denied("NO_TOKEN"))), ["body /code"]);
}

#[test]
fn xero_requests_fit_and_damaged_ones_do_not() {
    let Some(api) = xero() else { return };
    let sent =
        |method: &str, uri: &str, body: Option<Value>| places(api.check_request(&request(method, uri, body)));

    let put = |query: &str, body: Value| sent("PUT", &format!("/api.xro/2.0/Invoices{query}"), Some(body));
    let invoice = |extra: Value| {
        let mut invoice = json!({ "Type": "ACCREC", "Contact": { "ContactNumber": "1" }, "Date": "2026-01-15",
            "LineItems": [{ "Description": "Work", "Quantity": 1, "UnitAmount": 20.5, "AccountCode": "200" }] });
        invoice.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        json!({ "Invoices": [invoice] })
    };
    assert_eq!(put("?summarizeErrors=false", invoice(json!({}))), NOTHING);
    assert_eq!(put("?summarizeErrors=no", invoice(json!({}))), ["query summarizeErrors"]);
    assert_eq!(put("?summariseErrors=false", invoice(json!({}))), ["query summariseErrors"]);
    assert_eq!(put("", invoice(json!({ "Type": "SALES" }))), ["body /Invoices/0/Type"]);
    assert_eq!(put("", invoice(json!({ "AmountDue": 1 }))), ["body /Invoices/0/AmountDue"]);
    assert_eq!(
        put("", invoice(json!({ "LineItems": [{ "Amount": 1 }] }))),
        ["body /Invoices/0/LineItems/0/Amount"]
    );
    assert_eq!(put("", json!({ "Invoice": [] })), ["body /Invoice"]);

    let id = "00000000-0000-0000-0000-000000000000";
    assert_eq!(sent("GET", &format!("/api.xro/2.0/Invoices?IDs={id},{id}&page=1"), None), NOTHING);
    assert_eq!(sent("GET", &format!("/api.xro/2.0/Invoices?IDs={id},7"), None), ["query IDs"]);
    assert_eq!(sent("GET", "/api.xro/2.0/Invoices/INV-1/pdf", None), ["path InvoiceID"]);
    assert_eq!(sent("GET", "/connections", None), NOTHING);
    assert_eq!(sent("GET", "/Connections", None), ["operation"]);
    let without_tenant = Request::get("/api.xro/2.0/Organisation").body(Bytes::new()).unwrap();
    assert_eq!(places(api.check_request(&without_tenant)), ["header xero-tenant-id"]);
}

#[test]
fn xero_responses_fit_and_damaged_ones_do_not() {
    let Some(api) = xero() else { return };
    let answered = |body: Value| {
        places(api.check_response(&Method::GET, "/api.xro/2.0/Invoices?page=1", &response(200, &body)))
    };
    let date = "/Date(1550899400362)/";
    assert_eq!(
        answered(json!({ "Id": "x", "Status": "OK", "ProviderName": "P", "DateTimeUTC": date,
        "Invoices": [{ "Type": "ACCREC", "Status": "PAID", "AmountDue": 0.0, "Date": date, "DateString": "2019-02-23T00:00:00" }] })),
        NOTHING
    );
    assert_eq!(answered(json!({ "Invoices": [{ "Status": "Paid" }] })), ["body /Invoices/0/Status"]);
    assert_eq!(answered(json!({ "Invoices": [{ "AmountDue": "0.0" }] })), ["body /Invoices/0/AmountDue"]);
    assert_eq!(answered(json!({ "Invoices": [], "Pagination": {} })), ["body /Pagination"]);
    let pdf =
        Response::builder().header("content-type", "application/pdf").body(Bytes::from("%PDF")).unwrap();
    let path = "/api.xro/2.0/Invoices/00000000-0000-0000-0000-000000000000/pdf";
    assert_eq!(places(api.check_response(&Method::GET, path, &pdf)), NOTHING);
}

/// The only examples of these resources in Xero's accounting description that its own schemas refuse.
const MISFITS: [&str; 14] = [
    "GET /Contacts response body /Contacts/*/TaxNumbeType",
    "GET /Contacts/{ContactID}/CISSettings response body /CISSetting",
    "GET /Organisation/{OrganisationID}/CISSettings response body /CISSettings/*/CISEnambed",
    "GET /Payments response body /Payments/*/BatchPayment/IsReconciled",
    "GET /Payments response body /Payments/*/BatchPayment/TotalAmount",
    "GET /Payments/{PaymentID} response body /Payments/*/BatchPayment/IsReconciled",
    "GET /Payments/{PaymentID} response body /Payments/*/BatchPayment/TotalAmount",
    "POST /Accounts/{AccountID} request body /Accounts/*/Class",
    "POST /Accounts/{AccountID} request body /Accounts/*/ReportingCodeName",
    "POST /Accounts/{AccountID} request body /Accounts/*/UpdatedDateUTC",
    "POST /Payments request body /Payments",
    "POST /Payments/{PaymentID} request body /Payments",
    "POST /Payments/{PaymentID} request body /Status",
    "PUT /Contacts request body /Contacts/*/UpdatedDateUTC",
];

#[test]
fn xeros_own_examples_fit_but_for_known_mistakes() {
    let (Some(api), Some(specs)) = (xero(), specs("xero")) else { return };
    let text = std::fs::read_to_string(specs.join("xero/xero_accounting.openapi.json")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let (mut fitting, mut misfits) = (0, std::collections::BTreeSet::new());
    for (path, item) in file["paths"].as_object().unwrap() {
        let resource = path.split('/').nth(1).unwrap();
        let known = ["Accounts", "Contacts", "Invoices", "Items", "Organisation", "Payments", "TaxRates"];
        if !known.contains(&resource) || path.ends_with("/History") {
            continue;
        }
        let uri = format!("/api.xro/2.0{}", filled(path));
        for (method, operation) in item.as_object().unwrap().iter().filter(|(key, _)| *key != "parameters") {
            let method = method.to_uppercase();
            let mut outcomes = Vec::new();
            if let Some(body) = example(&file, &operation["requestBody"]) {
                outcomes.push(api.check_request(&request(&method, &uri, Some(body))));
            }
            for (status, answer) in operation["responses"].as_object().unwrap() {
                if let Some(body) = example(&file, answer) {
                    let answer = response(status.parse().unwrap(), &body);
                    outcomes.push(api.check_response(&method.parse().unwrap(), &uri, &answer));
                }
            }
            for outcome in outcomes {
                fitting += usize::from(outcome.is_ok());
                for mismatch in outcome.err().unwrap_or_default() {
                    let place = mismatch.place.to_string();
                    let segments = place.split('/').map(|s| if s.parse::<u32>().is_ok() { "*" } else { s });
                    let place = segments.collect::<Vec<_>>().join("/");
                    misfits.insert(format!("{method} {path} {} {place}", mismatch.side));
                }
            }
        }
    }
    assert_eq!(Vec::from_iter(misfits), MISFITS);
    assert!(fitting > 50, "{fitting}");
}

/// A template with an id for every parameter.
fn filled(template: &str) -> String {
    let segments = template.split('/');
    let filled =
        segments.map(|s| if s.starts_with('{') { "00000000-0000-0000-0000-000000000000" } else { s });
    filled.collect::<Vec<_>>().join("/")
}

fn example(file: &Value, holder: &Value) -> Option<Value> {
    let holder = match holder.get("$ref").and_then(Value::as_str) {
        Some(reference) => file.pointer(&reference[1..])?,
        None => holder,
    };
    let media = holder.pointer("/content/application~1json")?;
    let example =
        media.get("example").or_else(|| media.get("examples")?.as_object()?.values().next()?.get("value"))?;
    match example {
        Value::String(text) => Some(serde_json::from_str(text).unwrap_or_else(|_| example.clone())),
        example => Some(example.clone()),
    }
}
