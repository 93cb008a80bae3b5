//! The catalog, the samples and the front page say the same.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::collections::BTreeSet;
use std::path::PathBuf;

use connectors_core::catalog::Kind;
use connectors_core::transport::Reply;
use connectors_core::{Connector, Effect, ErrorKind};
use connectors_shopify::Shopify;
use serde_json::{Value, json};

mod support;
use support::{client, ids, sample, shopify};

fn all() -> BTreeSet<String> {
    Shopify::catalog().iter().map(|entry| entry.id()).collect()
}

#[test]
fn every_entry_has_a_sample_and_every_sample_an_entry() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let samples: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap().trim_end_matches(".json").to_owned())
        .collect();
    assert_eq!(samples, all());
}

#[test]
fn the_front_page_lists_every_action_and_every_trigger() {
    let page = include_str!("../src/lib.rs");
    let listed = |after: &str| -> Vec<String> {
        let section = page.split_once(after).unwrap().1;
        let section = section.split_once("//! #").unwrap().0;
        let id = |line: &str| line.strip_prefix("//! | `")?.split_once("` | [`").map(|(id, _)| id.to_owned());
        section.lines().filter_map(id).collect()
    };
    assert_eq!(listed("//! # Actions\n"), ids(Kind::Action));
    assert_eq!(listed("//! ## Index\n"), ids(Kind::Trigger));
}

#[test]
fn every_entry_says_what_it_is() {
    for entry in Shopify::catalog().iter() {
        let meta = entry.meta();
        assert!(!meta.title.is_empty(), "{entry:?}");
        assert!(meta.docs.starts_with("https://shopify.dev/docs/api/"), "{entry:?}");
        let open = [
            "bulk_mutation",
            "bulk_operation",
            "bulk_query",
            "domain",
            "enabled_currency",
            "granted_access_scope",
            "graphql",
            "job",
            "product_taxonomy",
            "metafield",
            "metafield_definition",
            "metafield_definition_type",
            "metafield_shop",
            "saved_search",
            "shop",
            "staged_upload",
            "webhook_subscription",
        ]
        .contains(&meta.id.resource);
        assert_eq!(meta.scopes.is_empty(), open, "{entry:?}");
    }
}

#[test]
fn what_removes_or_cannot_be_taken_back_is_called_destructive() {
    // Whatever somebody's document does, money that goes, mails.
    let besides = [
        "bulk_mutation.start",
        "customer.send_invite",
        "customer.send_payment_method_update_email",
        "draft_order.send_invoice",
        "refund.create",
    ];
    for entry in Shopify::catalog().iter().filter(|entry| entry.kind() == Kind::Action) {
        let meta = entry.meta();
        let destroys = ["bulk_delete", "delete", "cancel", "remove", "void", "deactivate", "merge", "mutate"];
        let destroys = destroys.iter().any(|verb| meta.id.verb.starts_with(verb));
        let destroys = destroys || besides.contains(&&*entry.id());
        assert_eq!(meta.effect == Effect::Destructive, destroys, "{entry:?}");
    }
}

#[tokio::test]
async fn a_write_whose_answer_was_lost_is_sent_again_only_where_that_does_nothing_twice() {
    for (id, attempts) in [
        ("product.create", 1),
        // With media, which would be added twice.
        ("product.update", 1),
        ("product.set", 2),
        ("product.delete", 2),
        ("product.list", 2),
        ("inventory_quantity.adjust", 2),
        ("graphql.query", 2),
        // Compared with what was there before.
        ("metafield.set", 1),
        ("metafield.delete", 2),
        ("metaobject.upsert", 2),
        ("webhook_subscription.create", 1),
    ] {
        let (client, transport) = client(|seen| match seen.number {
            0 => Reply::cut(),
            _ => Reply::status(404),
        });
        client.run(id, sample(id)).await.unwrap_err();
        let seen = transport.seen();
        assert_eq!(seen.len(), attempts, "{id}");
        assert!(seen.iter().all(|one| one.json() == seen[0].json()), "{id}: with the same key");
    }
}

#[test]
fn the_key_of_a_call_stands_in_its_variables() {
    let request = |id: &str| {
        let request = Shopify::catalog().request(id, &shopify(), sample(id)).unwrap();
        serde_json::from_slice::<Value>(request.body().as_bytes().unwrap()).unwrap()
    };
    assert!(
        request("inventory_quantity.adjust")["variables"]["key"].as_str().is_some_and(|key| key.len() == 36)
    );
    assert!(request("product.create")["variables"].get("key").is_none());
}

#[test]
fn a_member_that_nobody_knows_is_refused_by_name() {
    for id in ids(Kind::Action) {
        let mut input = sample(&id);
        input["no_such_member"] = json!(1);
        let error = Shopify::catalog().request(&id, &shopify(), input).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Validation, "{id}");
        assert!(error.to_string().contains("no_such_member"), "{id}: {error}");
    }
}

#[test]
fn wrong_input_is_refused_by_the_name_of_its_field() {
    for (id, input, field) in [
        ("product.get", json!({}), "id"),
        ("product.list", json!({ "first": 0 }), "first"),
        ("product.list", json!({ "first": 251 }), "first"),
        ("product.list", json!({ "cursor": { "page": 2 } }), "cursor"),
        ("product.create", json!({ "product": { "title": 1 } }), "product.title"),
        ("product.create", json!({ "product": { "titel": "x" } }), "product.titel"),
        ("graphql.query", json!({ "query": "mutation { a { b } }" }), "query"),
    ] {
        let error = Shopify::catalog().request(id, &shopify(), input).unwrap_err();
        assert_eq!(
            (error.kind(), error.field_errors()[0].field.as_str()),
            (ErrorKind::Validation, field),
            "{id}"
        );
    }
}

#[cfg(feature = "schema")]
#[test]
fn every_entry_describes_its_input_and_output_and_its_sample_fits() {
    for entry in Shopify::catalog().iter() {
        let schemas = entry.schemas().unwrap_or_else(|| panic!("{entry:?} has schemas"));
        let input = jsonschema::validator_for(&schemas.input).unwrap();
        let sample = sample(&entry.id());
        assert!(input.is_valid(&sample), "{entry:?}: {:?}", input.validate(&sample).err());
        jsonschema::validator_for(&schemas.output).unwrap();
    }
}
