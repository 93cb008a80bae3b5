//! Every document and every model, held against Shopify's schema.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::collections::BTreeSet;

use connectors_contract::graphql::GraphQl;
use connectors_contract::{locate, platforms};
use connectors_core::catalog::Kind;
use connectors_core::{Connector, Effect, ErrorKind};
use connectors_shopify::Shopify;
use http::Method;
use serde_json::Value;

mod support;
use support::{client, data, ids, sample, shopify};

fn schema() -> Option<GraphQl> {
    let located = locate().unwrap_or_else(|missing| panic!("{missing}"));
    let specs = located.or_say_skipped("shopify")?;
    Some(platforms::shopify(&specs).unwrap())
}

/// Mutations that Shopify refuses without `@idempotent`. Source: shopify.dev, changelog, "Making idempotency mandatory".
const KEYED: &str = "refundCreate inventoryActivate inventoryAdjustQuantities inventoryMoveQuantities \
    inventorySetQuantities inventoryShipmentAddItems inventoryShipmentCreate inventoryShipmentCreateInTransit \
    inventoryShipmentReceive inventoryTransferCreate inventoryTransferCreateAsReadyToShip inventoryTransferDuplicate \
    inventoryTransferSetItems locationActivate locationDeactivate";

#[test]
fn every_document_and_its_variables_fit_the_schema() {
    let Some(schema) = schema() else { return };
    let mut wrong = Vec::new();
    for id in ids(Kind::Action) {
        let catalog = Shopify::catalog();
        let request = catalog.request(&id, &shopify(), sample(&id)).unwrap_or_else(|e| panic!("{id}: {e}"));
        assert_eq!(
            (request.method(), request.uri().to_string().as_str()),
            (&Method::POST, "https://acme.myshopify.com/admin/api/2026-10/graphql.json"),
            "{id}"
        );
        match schema.request(request.body().as_bytes().unwrap()) {
            Err(told) => wrong.extend(told.into_iter().map(|told| format!("{id}: {told}"))),
            Ok(asked) => {
                let reads = catalog.get(&id).unwrap().meta().effect == Effect::Read;
                assert_eq!(asked.is_mutation(), !reads, "{id}: effect");
                let roots = asked.roots();
                assert_eq!(roots.len(), 1, "{id}: {roots:?}");
                let keyed = KEYED.split_whitespace().any(|name| name == roots[0]);
                assert!(!keyed || asked.has_directive("idempotent"), "{id}: {roots:?} wants @idempotent");
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(start_paused = true)]
async fn every_model_reads_and_shows_all_that_its_document_selects_and_nothing_else() {
    let Some(schema) = schema() else { return };
    let mut wrong = Vec::new();
    for id in ids(Kind::Action) {
        let request = Shopify::catalog().request(&id, &shopify(), sample(&id)).unwrap();
        let Ok(asked) = schema.request(request.body().as_bytes().unwrap()) else { continue };
        for answer in asked.answers() {
            let sent = answer.clone();
            let (client, _) = client(move |_| data(&sent));
            match client.run(&id, sample(&id)).await {
                // A query for one record that gives one of another kind: nothing of it was selected.
                Err(error) if error.kind() == ErrorKind::NotFound && leaves(&answer).is_empty() => {}
                Err(error) => wrong.push(format!("{error}: {answer}")),
                // A job's state shows its result only once it is done.
                Ok(_) if id == "bulk_operation.status" => {}
                Ok(output) => {
                    let (said, shown) = (leaves(&answer), leaves(&output));
                    let lost: Vec<_> = said.difference(&shown).collect();
                    let made_up: Vec<_> = shown.difference(&said).collect();
                    if !lost.is_empty() || !made_up.is_empty() {
                        wrong.push(format!("{id}: not read: {lost:?}; not selected: {made_up:?}"));
                    }
                }
            }
            if wrong.len() > 20 {
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// All values in it with their names, but for those of pages and errors. Texts and numbers are the same here.
fn leaves(value: &Value) -> BTreeSet<String> {
    fn collect(name: &str, value: &Value, into: &mut BTreeSet<String>) {
        match value {
            Value::Null => {}
            Value::Bool(bool) => {
                into.insert(format!("{name}: {bool}"));
            }
            Value::String(text) => {
                into.insert(text.clone());
            }
            Value::Number(number) => {
                into.insert(number.to_string());
            }
            Value::Array(list) => list.iter().for_each(|value| collect(name, value, into)),
            Value::Object(members) => {
                let members = members.iter().filter(|(name, _)| {
                    !["pageInfo", "userErrors", "__typename", "next"].contains(&name.as_str())
                });
                members.for_each(|(name, value)| collect(name, value, into));
            }
        }
    }
    let mut leaves = BTreeSet::new();
    collect("", value, &mut leaves);
    leaves
}
