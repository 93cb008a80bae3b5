//! What HubSpot is to the core.

use connectors_core::auth::{ConnectedAccount, OAuth, TokenSet};
use connectors_core::limits::{Feedback, Window};
use connectors_core::{Catalog, Client, Connector, Facts, Fault, Head, Result, Root};
use url::Url;

use crate::{HubSpot, auth, catalog, errors, limits};

impl Connector for HubSpot {
    const ID: &'static str = "hubspot";

    fn base(&self, root: Root, _: &Facts) -> Result<Url> {
        self.url_of(root)
    }

    fn limits(&self) -> Vec<Window> {
        limits::windows(self)
    }

    fn feedback(&self, head: &Head, body: &[u8]) -> Feedback {
        limits::feedback(self, head, body)
    }

    fn fault(&self, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault(head, body)
    }

    fn realm(&self) -> Option<&str> {
        self.portal.as_deref()
    }

    fn request_id_headers(&self) -> &'static [&'static str] {
        // Not verified; without them errors name no request.
        &["x-hubspot-correlation-id", "x-request-id"]
    }

    fn oauth(&self) -> Option<OAuth> {
        Some(auth::oauth(self))
    }

    async fn connected(client: &Client<Self>, tokens: &TokenSet) -> Result<Vec<ConnectedAccount<Self>>> {
        auth::connected(client, tokens).await
    }

    // Made where it is used: who never calls by name does not wait for it to be compiled. Not so without optimisation: many
    // tests use it, and each would make it anew.
    #[cfg_attr(not(debug_assertions), inline)]
    fn catalog() -> Catalog<Self> {
        catalog::all()
    }
}
