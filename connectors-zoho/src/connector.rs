//! Zoho CRM to the core.

use connectors_core::auth::{ConnectedAccount, OAuth, TokenSet};
use connectors_core::limits::{Feedback, Window};
use connectors_core::{Catalog, Client, Connector, Facts, Fault, Head, Result, Root};
use url::Url;

use crate::{Zoho, auth, catalog, errors, limits};

impl Connector for Zoho {
    const ID: &'static str = "zoho";

    fn base(&self, root: Root, facts: &Facts) -> Result<Url> {
        self.root(root, facts)
    }

    fn limits(&self) -> Vec<Window> {
        limits::windows(self)
    }

    fn feedback(&self, head: &Head, _: &[u8]) -> Feedback {
        limits::feedback(head)
    }

    fn fault(&self, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault(head, body)
    }

    fn realm(&self) -> Option<&str> {
        self.organization.as_deref()
    }

    fn oauth(&self) -> Option<OAuth> {
        Some(auth::oauth())
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
