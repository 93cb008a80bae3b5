//! Xero.

pub mod accounts;
pub mod auth;
mod batch;
mod catalog;
mod config;
pub mod contacts;
pub mod dates;
mod envelope;
mod errors;
pub mod filter;
pub mod invoices;
pub mod items;
mod limits;
mod line_items;
mod listing;
pub mod organisations;
pub mod payments;
pub mod records;
pub mod tax_rates;
pub mod tenants;
mod wire;

use connectors_core::auth::OAuth;
use connectors_core::limits::{Feedback, Window};
use connectors_core::{Catalog, Connector, Facts, Fault, Head, Request, Result, Root, Target};
use url::Url;

pub use self::config::{Tier, Xero};
pub use self::line_items::{LineItem, Tracking};
pub use self::wire::Message;

impl Connector for Xero {
    const ID: &'static str = "xero";

    fn base(&self, root: Root, _: &Facts) -> Result<Url> {
        self.url_of(root)
    }

    fn prepare(&self, request: &mut Request) -> Result<()> {
        // The list of connections is asked for without a tenant.
        if matches!(request.target(), Target::Path { root: Root::API, .. })
            && let Some(tenant) = self.checked_tenant()?
        {
            request.set_header("xero-tenant-id", tenant);
        }
        Ok(())
    }

    fn limits(&self) -> Vec<Window> {
        limits::windows(self.tier)
    }

    fn feedback(&self, head: &Head, _: &[u8]) -> Feedback {
        limits::feedback(self.tier, head)
    }

    fn fault(&self, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault(head, body)
    }

    fn realm(&self) -> Option<&str> {
        self.tenant.as_deref()
    }

    fn request_id_headers(&self) -> &'static [&'static str] {
        &["xero-correlation-id"]
    }

    fn oauth(&self) -> Option<OAuth> {
        Some(auth::oauth(self))
    }

    fn max_body(&self) -> Option<usize> {
        Some(limits::MAX_BODY)
    }

    fn catalog() -> Catalog<Self> {
        catalog::catalog()
    }
}
