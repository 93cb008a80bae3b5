//! The catalog, the samples and the front page say the same.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::DateTime;
use connectors_core::catalog::Kind;
use connectors_core::transport::Reply;
use connectors_core::triggers::PollCursor;
use connectors_core::{Connector, Effect, ErrorKind};
use connectors_xero::Xero;
use connectors_xero::auth::scopes::PAYMENT_SERVICES;
use serde_json::{Value, json};

mod support;
use support::{client, sample, xero};

fn ids() -> BTreeSet<String> {
    Xero::catalog().iter().map(|entry| entry.id()).collect()
}

fn ids_of(kind: Kind) -> BTreeSet<String> {
    Xero::catalog().iter().filter(|entry| entry.kind() == kind).map(|entry| entry.id()).collect()
}

#[test]
fn every_entry_has_a_sample_and_every_sample_an_entry() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let samples: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap().trim_end_matches(".json").to_owned())
        .collect();
    assert_eq!(samples, ids());
}

#[test]
fn the_front_page_lists_every_action_and_every_trigger() {
    let page = include_str!("../src/lib.rs");
    let listed = |after: &str| -> BTreeSet<String> {
        let section = page.split_once(after).unwrap().1;
        let section = section.split_once("//! #").unwrap().0;
        let id = |line: &str| line.strip_prefix("//! | `")?.split_once("` | [`").map(|(id, _)| id.to_owned());
        section.lines().filter_map(id).collect()
    };
    assert_eq!(listed("//! # Actions\n"), ids_of(Kind::Action));
    assert_eq!(listed("//! ## Index\n"), ids_of(Kind::Trigger));
}

#[test]
fn every_trigger_says_what_it_is() {
    for entry in Xero::catalog().iter().filter(|entry| entry.kind() == Kind::Trigger) {
        let meta = entry.meta();
        assert!(meta.title.starts_with("When a"), "{entry:?}: {}", meta.title);
        assert!(meta.docs.starts_with("https://developer.xero.com/"), "{entry:?} has documentation");
        assert!(meta.scopes.iter().any(|scope| scope.ends_with(".read")), "{entry:?}");
        assert_eq!(meta.effect, Effect::Read, "{entry:?}");
    }
}

#[test]
fn every_action_says_what_it_is() {
    for entry in Xero::catalog().iter().filter(|entry| entry.kind() == Kind::Action) {
        let meta = entry.meta();
        assert!(!meta.title.is_empty(), "{entry:?} has a title");
        assert!(meta.docs.starts_with("https://developer.xero.com/"), "{entry:?} has documentation");
        let tenants = meta.id.resource == "tenant";
        assert_eq!(meta.scopes.is_empty(), tenants, "{entry:?} has scopes");
        let request = Xero::catalog().request(&entry.id(), &xero(), sample(&entry.id())).unwrap();
        let reads = request.method() == "GET";
        let destroys = ["delete", "void", "archive", "email", "disconnect", "remove", "unallocate"];
        let effect = match (destroys.iter().any(|verb| meta.id.verb.starts_with(verb)), reads) {
            (true, _) => Effect::Destructive,
            (_, true) => Effect::Read,
            _ => Effect::Write,
        };
        assert_eq!(meta.effect, effect, "{entry:?}");
        // Payment services have one scope for all.
        if meta.scopes != [PAYMENT_SERVICES] {
            let may_read = meta.scopes.iter().any(|scope| scope.ends_with(".read"));
            assert_eq!(
                may_read,
                reads && !tenants,
                "{entry:?}: a scope to read is enough to read, and for nothing else"
            );
        }
    }
}

#[test]
fn every_sample_makes_a_request() {
    let catalog = Xero::catalog();
    for id in ids_of(Kind::Action) {
        let request =
            catalog.request(&id, &xero(), sample(&id)).unwrap_or_else(|error| panic!("{id}: {error}"));
        let to_tenant = request.uri().path().starts_with("/api.xro/2.0/");
        assert_eq!(request.headers().contains_key("xero-tenant-id"), to_tenant, "{id}");
    }
}

#[test]
fn writes_carry_a_key_and_nothing_else_does() {
    let catalog = Xero::catalog();
    for id in ids_of(Kind::Action) {
        let request = catalog.request(&id, &xero(), sample(&id)).unwrap();
        let writes = ["PUT", "POST"].contains(&request.method().as_str());
        assert_eq!(request.headers().contains_key("idempotency-key"), writes, "{id}");
    }
}

#[tokio::test]
async fn a_member_that_nobody_knows_is_refused_by_name() {
    let catalog = Xero::catalog();
    let (client, transport) = client(xero(), |_| Reply::status(500));
    for id in ids() {
        let mut input = sample(&id);
        input["no_such_member"] = json!(1);
        let error = match catalog.get(&id).unwrap().kind() {
            Kind::Trigger => {
                client.run_poll(&id, input, &PollCursor::since(DateTime::UNIX_EPOCH)).await.unwrap_err()
            }
            _ => catalog.request(&id, &xero(), input).unwrap_err(),
        };
        assert_eq!(error.kind(), ErrorKind::Validation, "{id}");
        assert!(error.to_string().contains("no_such_member"), "{id}: {error}");
    }
    assert!(transport.seen().is_empty());
}

#[test]
fn wrong_json_is_refused_by_the_path_of_its_place() {
    let wrong = |id: &str, input: Value| {
        let error = Xero::catalog().request(id, &xero(), input).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Validation);
        error.field_errors()[0].field.clone()
    };
    assert_eq!(wrong("invoice.create", json!({ "record": { "Refernce": "x" } })), "record.Refernce");
    assert_eq!(wrong("invoice.create", json!({ "record": { "Date": "soon" } })), "record.Date");
    let lines = json!({ "record": { "LineItems": [{}, { "Quantity": "many" }] } });
    assert_eq!(wrong("invoice.create", lines), "record.LineItems[1].Quantity");
    assert_eq!(wrong("invoice.get", json!({ "id": "" })), "id");
    assert_eq!(wrong("invoice.list", json!({ "page_size": 0 })), "page_size");
    assert_eq!(wrong("item.create", json!({ "record": { "Name": "x" } })), "Code");
    assert_eq!(wrong("item.create", json!({ "record": { "Code": "x".repeat(31) } })), "Code");
    assert_eq!(wrong("contact.create_many", json!({ "records": [] })), "records");
    let where_ =
        json!({ "filter": { "compare": { "field": "Name", "op": "equals", "value": { "text": "a\"b" } } } });
    assert_eq!(wrong("contact.list", where_), "filter.Name");
}

#[cfg(feature = "schema")]
#[test]
fn every_entry_describes_its_input_and_output_and_its_sample_fits() {
    for entry in Xero::catalog().iter() {
        let schemas = entry.schemas().unwrap_or_else(|| panic!("{entry:?} has schemas"));
        let input = jsonschema::validator_for(&schemas.input).unwrap();
        let sample = sample(&entry.id());
        assert!(input.is_valid(&sample), "{entry:?}: {:?}", input.validate(&sample).err());
        jsonschema::validator_for(&schemas.output).unwrap();
    }
}

#[test]
fn a_misspelled_member_is_refused_by_its_path_however_deep_it_is() {
    let mut input = sample("invoice.create");
    input["record"]["LineItems"][0]["UnitPrice"] = json!(100);
    let error = Xero::catalog().request("invoice.create", &xero(), input).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert_eq!(error.field_errors()[0].field, "record.LineItems[0].UnitPrice");
}
