//! The catalog, the front page and the samples say the same.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod support;

use std::collections::BTreeSet;

use connectors_core::catalog::Kind;
use connectors_core::{Connector, ErrorKind};
use connectors_zoho::{DataCenter, Zoho};
use serde_json::{Value, json};
use support::{actions, ids, samples};

#[test]
fn every_action_and_trigger_has_its_sample_and_every_sample_its_own() {
    let ids: BTreeSet<_> = [ids(Kind::Action), ids(Kind::Trigger)].concat().into_iter().collect();
    let samples: BTreeSet<_> = samples().into_keys().collect();
    assert_eq!(samples, ids);
}

#[test]
fn the_front_page_lists_all_actions_and_all_triggers() {
    let page = include_str!("../src/lib.rs");
    let (actions, triggers) = page.split_once("//! # Triggers\n").unwrap();
    let listed = |part: &str| {
        let rows = part.lines().filter_map(|line| line.strip_prefix("//! | `")?.split_once('`'));
        rows.map(|(id, _)| id.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(listed(actions), ids(Kind::Action));
    assert_eq!(listed(triggers), ids(Kind::Trigger));
}

#[test]
fn every_action_and_trigger_is_described() {
    for entry in Zoho::catalog().iter() {
        let meta = entry.meta();
        assert!(!meta.title.is_empty(), "{}", entry.id());
        assert!(meta.docs.starts_with("https://www.zoho.com/"), "{}", entry.id());
        assert!(
            meta.scopes.iter().all(|scope| scope.starts_with("Zoho")) && !meta.scopes.is_empty(),
            "{}",
            entry.id()
        );
    }
}

#[test]
fn every_sample_makes_a_request() {
    let zoho = Zoho::new(DataCenter::In);
    for (id, sample) in actions() {
        let request = Zoho::catalog().request(&id, &zoho, sample).unwrap_or_else(|e| panic!("{id}: {e}"));
        let url = request.uri().to_string();
        let roots =
            ["www.zohoapis.in/crm/v8/", "www.zohoapis.in/crm/bulk/v8/", "content.zohoapis.in/crm/v8/"];
        let known = roots.iter().any(|root| url.starts_with(&format!("https://{root}")));
        assert!(known || url.starts_with("https://download-accl.zoho.com/v2/crm/"), "{id}: {url}");
    }
}

#[cfg(feature = "schema")]
#[test]
fn every_sample_fits_its_schema_and_every_member_of_the_schema_is_known_by_name() {
    for entry in Zoho::catalog().iter() {
        let schemas = entry.schemas().unwrap();
        let sample = &samples()[&entry.id()];
        let members = schemas.input["properties"].as_object().cloned().unwrap_or_default();
        for name in sample.as_object().unwrap().keys() {
            assert!(members.contains_key(name), "{}: {name} is not in {members:?}", entry.id());
        }
        assert!(!members.contains_key("of"), "{}", entry.id());
        assert!(schemas.output.is_object(), "{}", entry.id());
    }
}

/// An import with something changed.
fn bulk_write(change: Value) -> Value {
    let mut input = json!({ "module": "Leads", "operation": "insert", "file_id": "1", "field_mappings": [{ "api_name": "Email" }] });
    input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    input
}

#[test]
fn bad_input_by_name_is_told_with_the_field() {
    let zoho = Zoho::new(DataCenter::Us);
    let cases = [
        ("contact.get", json!({}), "id"),
        ("contact.get", json!({ "id": "" }), "id"),
        ("contact.get", json!({ "id": "deleted" }), "id"),
        ("contact.get", json!({ "id": "1/../2" }), "id"),
        ("contact.get", json!({ "id": "1", "field": [] }), "field"),
        ("contact.list", json!({ "per_page": 0 }), "per_page"),
        ("contact.list", json!({ "per_page": 201 }), "per_page"),
        ("contact.list", json!({ "fields": ["Email,Phone"] }), "fields"),
        ("contact.list", json!({ "fields": vec!["Email"; 51] }), "fields"),
        ("contact.list", json!({ "ids": ["1,2"] }), "ids"),
        ("contact.list", json!({ "cursor": { "page": 11 } }), "cursor"),
        ("contact.list", json!({ "cursor": { "link": "https://example.com" } }), "cursor"),
        ("contact.list", json!({ "module": "Contacts/upsert" }), "module"),
        ("contact.list_changed", json!({}), "since"),
        (
            "contact.list_changed",
            json!({ "since": "2026-01-01T00:00:00Z", "cursor": { "token": "x" } }),
            "cursor",
        ),
        ("contact.search", json!({}), "criteria"),
        ("contact.search", json!({ "email": "a@example.com", "word": "ada" }), "criteria"),
        ("contact.search", json!({ "email": " " }), "email"),
        ("contact.search", json!({ "word": "ada", "cursor": { "page": 11 } }), "cursor"),
        ("contact.create_many", json!({ "records": [] }), "records"),
        ("contact.create_many", json!({ "records": vec![json!({}); 101] }), "records"),
        ("contact.update_many", json!({ "records": [{ "id": "x", "record": {} }] }), "records[0].id"),
        (
            "contact.update_many",
            json!({ "records": [{ "id": "1", "record": {} }, { "id": "1", "record": {} }] }),
            "records",
        ),
        ("contact.update", json!({ "id": "1", "record": {}, "clear": ["a b"] }), "clear"),
        ("contact.upsert", json!({ "record": {}, "duplicate_check_fields": [""] }), "duplicate_check_fields"),
        ("contact.delete_many", json!({ "ids": [] }), "ids"),
        ("record.list", json!({ "fields": ["Name"] }), "module"),
        ("record.list", json!({ "module": "Leads" }), "fields"),
        ("coql.query", json!({ "query": "" }), "query"),
        ("coql.query", json!({ "query": "select id from Leads limit 5" }), "query"),
        ("coql.query", json!({ "query": "select id from Leads", "per_page": 2001 }), "per_page"),
        ("coql.query", json!({ "query": "select id from Leads", "cursor": { "page": 100_000 } }), "cursor"),
        ("coql.query", json!({ "query": { "select": [], "from": "Leads" } }), "select"),
        ("coql.query", json!({ "query": { "select": ["id"], "from": "Leads where" } }), "from"),
        ("note.get", json!({ "id": "x" }), "id"),
        ("attachment.list", json!({ "module": "Leads", "record_id": "x" }), "record_id"),
        ("attachment.upload", json!({ "module": "Leads", "record_id": "1", "file_name": " " }), "file_name"),
        (
            "attachment.link",
            json!({ "module": "Leads", "record_id": "1", "url": "file:///etc/passwd" }),
            "url",
        ),
        ("attachment.download", json!({ "module": "Leads", "record_id": "1", "id": "../2" }), "id"),
        ("attachment.delete_many", json!({ "module": "Leads", "record_id": "1", "ids": [] }), "ids"),
        ("photo.upload", json!({ "module": "Leads/1", "record_id": "1", "file_name": "a.png" }), "module"),
        ("photo.download", json!({ "module": "Leads", "record_id": "" }), "record_id"),
        ("file.download", json!({ "id": "" }), "id"),
        ("bulk_read.create", json!({ "query": { "module": "" } }), "module"),
        ("bulk_read.create", json!({ "query": { "module": "Leads", "fields": vec!["A"; 201] } }), "fields"),
        ("bulk_read.create", json!({ "query": { "module": "Leads", "fields": ["A B"] } }), "fields"),
        ("bulk_read.create", json!({ "query": { "module": "Leads", "cursor": { "link": "x" } } }), "cursor"),
        (
            "bulk_read.create",
            json!({ "query": { "module": "Leads" }, "callback": "http://example.com" }),
            "callback",
        ),
        ("bulk_read.get", json!({ "id": "result" }), "id"),
        ("bulk_read.download", json!({ "id": "" }), "id"),
        ("bulk_write.upload", json!({}), "organization"),
        ("bulk_write.upload", json!({ "organization": "1\r\nx: y" }), "organization"),
        ("bulk_write.create", bulk_write(json!({ "field_mappings": [] })), "field_mappings"),
        (
            "bulk_write.create",
            bulk_write(json!({ "field_mappings": [{ "api_name": "A B" }] })),
            "field_mappings",
        ),
        ("bulk_write.create", bulk_write(json!({ "operation": "update" })), "find_by"),
        ("bulk_write.create", bulk_write(json!({ "find_by": "Email" })), "find_by"),
        ("bulk_write.create", bulk_write(json!({ "file_id": "x" })), "file_id"),
        ("bulk_write.get", json!({ "id": "1?2" }), "id"),
        ("bulk_write.download", json!({ "url": "" }), "url"),
        ("module_field.list", json!({ "module": "" }), "module"),
        ("module.get", json!({ "module": "" }), "module"),
        ("module.get", json!({ "module": "Leads/1" }), "module"),
        ("module_field.list", json!({ "module": "Leads", "fields": [] }), "fields"),
        ("lead.convert", json!({ "id": "1", "account": { "id": "x" } }), "account.id"),
        (
            "coql.query",
            json!({ "query": { "select": ["id"], "from": "Leads" }, "cursor": { "token": "x" } }),
            "cursor",
        ),
        ("composite.send", json!({ "parts": [] }), "parts"),
        (
            "composite.send",
            json!({ "parts": [{ "action": "record.get", "input": { "module": "Leads", "id": "x" } }] }),
            "id",
        ),
        ("custom_view.get", json!({ "module": "Leads", "id": "" }), "id"),
        (
            "email.send",
            json!({ "module": "Leads", "record_id": "1", "from": { "email": "a@example.com" }, "to": [] }),
            "to",
        ),
        ("email_draft.get", json!({ "module": "Leads", "record_id": "1", "id": "a/b" }), "id"),
        ("email_draft.list", json!({ "module": "Leads", "record_id": "Leads" }), "record_id"),
        ("layout.list", json!({}), "module"),
        ("module_field.get", json!({ "module": "Leads", "id": "x" }), "id"),
        ("notification.disable", json!({ "channel_ids": ["x"] }), "channel_ids"),
        ("notification.disable_events", json!({ "channel_id": "1", "events": [] }), "events"),
        (
            "notification.enable",
            json!({ "channels": [{ "channel_id": "1", "events": ["Leads.all"], "notify_url": "https://example.com" }] }),
            "channels[0].channel_expiry",
        ),
        (
            "notification.renew",
            json!({ "channels": [{ "channel_id": "1", "events": ["Leads.all"], "channel_expiry": "soon" }] }),
            "channels[0].channel_expiry",
        ),
        ("pipeline.list", json!({ "layout_id": "Standard" }), "layout_id"),
        ("record.change_owner", json!({ "module": "Leads", "ids": ["1"], "owner": "Ada" }), "owner"),
        ("record.count", json!({ "module": "Leads", "word": "a", "cvid": "1" }), "cvid"),
        ("record.mass_delete", json!({ "module": "Leads", "cvid": "All" }), "cvid"),
        ("record.mass_update_status", json!({ "module": "Leads", "job_id": "1&2" }), "job_id"),
        ("recycle_bin.purge", json!({ "ids": [] }), "ids"),
        ("tag.add", json!({ "module": "Leads", "ids": ["1"], "tags": [] }), "tags"),
        (
            "tag.create",
            json!({ "module": "Leads", "tag": { "name": "A name of twenty-six letters" } }),
            "tag.name",
        ),
        ("user.create", json!({ "user": { "last_name": "Lovelace" } }), "user.email"),
        (
            "related_record.list",
            json!({ "module": "Deals", "id": "1", "list": "a/b", "fields": ["id"] }),
            "list",
        ),
    ];
    for (id, input, field) in cases {
        let error = Zoho::catalog().request(id, &zoho, input.clone()).expect_err(&format!("{id} {input}"));
        assert_eq!(error.kind(), ErrorKind::Validation, "{id} {input}: {error}");
        // Of a field that is missing serde gives no path; then the message names it.
        let told =
            error.field_errors()[0].field == field || error.message() == format!("missing field `{field}`");
        assert!(told, "{id} {input}: {error} {:?}", error.field_errors());
    }
}
