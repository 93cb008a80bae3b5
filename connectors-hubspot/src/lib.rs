//! HubSpot.

pub mod account;
pub mod association_types;
pub mod associations;
pub mod auth;
pub mod calls;
pub mod carts;
mod catalog;
pub mod communications;
pub mod companies;
mod config;
pub mod contact_lists;
pub mod contacts;
mod crm_object;
pub mod custom_objects;
pub mod deal_splits;
pub mod deals;
pub mod email_subscriptions;
pub mod emails;
pub mod engagements;
mod errors;
pub mod exports;
pub mod files;
pub mod form_submissions;
pub mod forms;
pub mod goals;
pub mod imports;
pub mod invoices;
pub mod leads;
mod limits;
pub mod line_items;
pub mod list_members;
pub mod marketing_emails;
pub mod meetings;
pub mod notes;
pub mod objects;
pub mod orders;
pub mod owners;
pub mod pipeline_stages;
pub mod pipelines;
pub mod postal_mail;
pub mod products;
pub mod properties;
pub mod property_groups;
pub mod property_validations;
pub mod quotes;
pub mod records;
pub mod schemas;
pub mod tasks;
mod text;
pub mod tickets;
pub mod users;
pub mod webhook_subscriptions;
pub mod webhooks;

use connectors_core::auth::{ConnectedAccount, OAuth, TokenSet};
use connectors_core::limits::{Feedback, Window};
use connectors_core::{Catalog, Client, Connector, Facts, Fault, Head, Result, Root};
use url::Url;

pub use self::calls::Call;
pub use self::carts::Cart;
pub use self::communications::Communication;
pub use self::companies::Company;
pub use self::config::{Distribution, HubSpot, Plan, Version};
pub use self::contacts::Contact;
pub use self::crm_object::CrmObject;
pub use self::custom_objects::CustomObject;
pub use self::deals::Deal;
pub use self::emails::Email;
pub use self::engagements::Engagement;
pub use self::errors::existing_id;
pub use self::goals::Goal;
pub use self::invoices::Invoice;
pub use self::leads::Lead;
pub use self::line_items::LineItem;
pub use self::meetings::Meeting;
pub use self::notes::Note;
pub use self::orders::Order;
pub use self::postal_mail::PostalMail;
pub use self::products::Product;
pub use self::quotes::Quote;
pub use self::records::Record;
pub use self::tasks::Task;
pub use self::text::Properties;
pub use self::tickets::Ticket;

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
