//! The scopes that actions and triggers state, held against the sandbox's own table of what each call needs.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::DateTime;
use connectors_core::auth::OAuthApp;
use connectors_core::catalog::Shape;
use connectors_core::triggers::PollCursor;
use connectors_core::{Client, Connector, Error, Meta, Shared};
use connectors_sandbox::{Sandbox, xero as simulated};
use connectors_xero::Xero;
use connectors_xero::auth::scopes::{self, broad, granular};
use serde_json::{Value, json};

mod support;
use support::sample;

/// What is told by one source only, and not by that of the sandbox.
const UNVERIFIED: [(&str, &str); 2] =
    [("report.list", granular::REPORTS_TAX_READ), ("report.get", granular::REPORTS_TAX_READ)];

async fn sandbox() -> Sandbox {
    Sandbox::builder().platform(simulated::Xero::new()).start().await.unwrap()
}

/// A client whose token has these scopes.
fn client(sandbox: &Sandbox, scopes: impl IntoIterator<Item = &'static str>) -> Client<Xero> {
    let credentials = sandbox.credentials("xero").unwrap();
    let url = sandbox.url("xero");
    let app = OAuthApp::new(credentials.client_id).secret(credentials.client_secret);
    let shared = Shared::builder().clock(sandbox.clock()).build().unwrap();
    let connector = Xero::new().base_urls(url, url);
    connector.custom_connection(app, scopes).shared(&shared).account("demo").connect().unwrap()
}

/// Whether the call is refused for its scope.
async fn is_refused(client: &Client<Xero>, meta: &Meta, shape: Shape, input: Value) -> bool {
    let refused = |error: &Error| error.vendor_code() == Some("insufficient_scope");
    if shape == Shape::Poll {
        let since = PollCursor::since(DateTime::UNIX_EPOCH);
        return client
            .run_poll(&meta.id.to_string(), input, &since)
            .await
            .is_err_and(|error| refused(&error));
    }
    let mut call = client.run(&meta.id.to_string(), input);
    if shape == Shape::Upload {
        call = call.content("content".as_bytes().to_vec());
    }
    call.await.is_err_and(|error| refused(&error))
}

fn actions() -> Vec<(Meta, Shape)> {
    let catalog = Xero::catalog();
    let all = catalog.iter().map(|entry| (*entry.meta(), entry.shape()));
    // The sandbox takes these settings by the scope of contacts, the description by that of settings.
    let differs = |meta: &Meta| (meta.id.resource, meta.id.verb) == ("contact", "get_cis_settings");
    all.filter(|(meta, _)| meta.id.resource != "tenant" && !differs(meta)).collect()
}

/// The input of an action; a note is about a record that is read with this scope.
fn input(meta: &Meta, scope: &str) -> Value {
    let mut input = sample(&meta.id.to_string());
    if meta.id.resource == "history" {
        let kind = match scope.trim_end_matches(".read") {
            granular::PAYMENTS => "payment",
            granular::BANK_TRANSACTIONS => "bank_transaction",
            granular::MANUAL_JOURNALS => "manual_journal",
            granular::CLASSIC_EXPENSES => "receipt",
            scopes::CONTACTS => "contact",
            scopes::SETTINGS => "item",
            _ => "invoice",
        };
        input["parent"]["kind"] = json!(kind);
    }
    input
}

#[tokio::test]
async fn each_scope_that_an_action_states_is_enough() {
    let sandbox = sandbox().await;
    let stated: BTreeSet<_> = actions().iter().flat_map(|(meta, _)| meta.scopes).copied().collect();
    for scope in stated {
        let client = client(&sandbox, [scope]);
        for (number, (meta, shape)) in actions().iter().filter(|(m, _)| m.scopes.contains(&scope)).enumerate()
        {
            if number % 10 == 0 {
                sandbox.advance(Duration::from_secs(60));
            }
            let refused = is_refused(&client, meta, *shape, input(meta, scope)).await;
            let known = UNVERIFIED.contains(&(meta.id.to_string().as_str(), scope));
            assert_eq!(refused, known, "{} with {scope}", meta.id);
        }
    }
}

#[tokio::test]
async fn without_the_scopes_that_an_action_states_it_is_refused() {
    let sandbox = sandbox().await;
    let stated: BTreeSet<_> = actions().iter().flat_map(|(meta, _)| meta.scopes).copied().collect();
    for (number, (meta, shape)) in actions().iter().enumerate() {
        if number % 10 == 0 {
            sandbox.advance(Duration::from_secs(60));
        }
        // Items are told to come with the scope of invoices too.
        let with_items =
            [granular::INVOICES, granular::INVOICES_READ, broad::TRANSACTIONS, broad::TRANSACTIONS_READ];
        let others = stated
            .iter()
            .copied()
            .filter(|scope| !meta.scopes.contains(scope))
            .filter(|scope| meta.id.resource != "item" || !with_items.contains(scope));
        let client = client(&sandbox, others);
        let scope = meta.scopes.first().copied().unwrap_or_default();
        assert!(is_refused(&client, meta, *shape, input(meta, scope)).await, "{}", meta.id);
    }
}
