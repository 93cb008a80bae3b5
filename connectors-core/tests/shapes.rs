//! Toy connectors for the shapes that platforms have: what cannot be said in the core's types shows here first.
//!
//! - [`graphql`]: everything is a POST, the cost and the throttle are in the body (Shopify).
//! - [`objects`]: actions generic over the record type, ids that differ per account (HubSpot).
//! - [`links`]: a next link in the body, and a sync link in the end (Microsoft Graph, Zendesk).
//! - [`realm`]: the account's realm in the path, and a batch endpoint (QuickBooks).
//! - [`uploads`]: bytes go to a signed foreign host, in three steps (WhatsApp, Graph, Shopify).

#![allow(clippy::unwrap_used, clippy::module_inception, reason = "tests")]

#[path = "shapes/graphql.rs"]
mod graphql;
#[path = "shapes/links.rs"]
mod links;
#[path = "shapes/objects.rs"]
mod objects;
#[path = "shapes/realm.rs"]
mod realm;
#[path = "shapes/uploads.rs"]
mod uploads;

use std::sync::Arc;

use connectors_core::auth::ApiKey;
use connectors_core::clock::TestClock;
use connectors_core::transport::{Reply, ScriptedTransport, Seen};
use connectors_core::{Client, ClientBuilder, Connector, Shared};

/// A client of `connector` whose platform is `script`, on tokio's paused time.
fn client<C: Connector>(
    connector: C,
    script: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
) -> (Client<C>, ScriptedTransport) {
    let clock = Arc::new(TestClock::at("2026-01-01T00:00:00Z".parse().unwrap()));
    let transport = ScriptedTransport::new(clock.clone(), script);
    let shared = Shared::builder().clock(clock).transport(transport.clone()).build().unwrap();
    let builder = ClientBuilder::with_credential(connector, ApiKey::bearer("toy-secret"));
    (builder.shared(&shared).connect().unwrap(), transport)
}
