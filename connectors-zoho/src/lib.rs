//! Zoho CRM for Rust: records of any module, search, COQL, lead conversion, related records, users, as typed actions.
//!
//! A [`Client`](connectors_core::Client) keeps the token fresh (Zoho makes ten of them in ten minutes), keeps the
//! organisation's limits (calls at once, credits in 24 hours), pages without gaps, and tells errors by kind and field.
//! It speaks version 8 of the API.
//!
//! ```no_run
//! use connectors_core::Outcome;
//! use connectors_core::auth::OAuthApp;
//! use connectors_zoho::{Contact, Criteria, DataCenter, Edition, Module, Zoho, contacts, records};
//! use rust_decimal::Decimal;
//! use serde::{Deserialize, Serialize};
//!
//! // Your own type, with the fields that you use: here a custom one among those of Zoho.
//! #[derive(Clone, Debug, Serialize, Deserialize)]
//! struct WonDeal {
//!     id: String,
//!     #[serde(rename = "Deal_Name")]
//!     name: String,
//!     #[serde(rename = "Amount")]
//!     amount: Option<f64>,
//!     #[serde(rename = "Invoice_Number")]
//!     invoice_number: Option<String>,
//! }
//!
//! impl Module for WonDeal {
//!     const API_NAME: &'static str = "Deals";
//!     const RESOURCE: &'static str = "won_deal";
//!     const FIELDS: &'static [&'static str] = &["Deal_Name", "Amount", "Invoice_Number"];
//! }
//!
//! # async fn run(refresh_token: String) -> connectors_core::Result<()> {
//! // Connect: a refresh token from a person's consent, and what the organisation pays for.
//! let app = OAuthApp::new("client-id").secret("client-secret".to_owned());
//! let zoho = Zoho::new(DataCenter::Eu)
//!     .edition(Edition::Enterprise)
//!     .users(25)
//!     .oauth(app)
//!     .refresh_token(refresh_token)
//!     .connect()?;
//! println!("connected to {}", zoho.check().await?.name);
//!
//! // Read: every page, in order, as they are needed.
//! let won = Criteria::equals("Stage", "Closed Won").and(Criteria::greater_than("Amount", 1000));
//! let mut deals = zoho.items(records::Search::<WonDeal>::criteria(won));
//! while let Some(deal) = deals.next().await {
//!     let deal = deal?;
//!     println!("{} over {:?}: {:?}", deal.name, deal.amount, deal.invoice_number);
//! }
//!
//! // Write many: 100 in a call, each with an outcome of its own. With fields to find duplicates by, the call is safe
//! // to repeat, and is repeated when its answer is lost.
//! let people = (0..250).map(|n| Contact::new().last_name(format!("Guest {n}")).email(format!("guest{n}@example.com")));
//! let upsert = contacts::UpsertMany::new(people).duplicate_check_fields(["Email"]);
//! for outcome in zoho.batch(upsert).await {
//!     match outcome {
//!         Outcome::Done(written) => println!("{} {:?}", written.id, written.action),
//!         Outcome::Failed(error) => println!("refused: {:?}", error.field_errors()),
//!         Outcome::Unknown(error) => println!("read back before writing it again: {error}"),
//!         Outcome::NotSent(error) => println!("not sent: {error}"),
//!     }
//! }
//!
//! // The types of this crate have the usual fields; other fields are there by name.
//! let deal = zoho.call(connectors_zoho::deals::Get::new("4876876000000376008")).await?;
//! let amount: Option<Decimal> = deal.amount;
//! let number: Option<String> = deal.custom.get("Invoice_Number")?;
//! # let _ = (amount, number);
//! # Ok(()) }
//! ```
//!
//! # Actions
//! | id | action |
//! |---|---|
//! | `account.create` | [`accounts::Create`] |
//! | `account.create_many` | [`accounts::CreateMany`] |
//! | `account.delete` | [`accounts::Delete`] |
//! | `account.delete_many` | [`accounts::DeleteMany`] |
//! | `account.get` | [`accounts::Get`] |
//! | `account.list` | [`accounts::List`] |
//! | `account.list_changed` | [`accounts::ListChanged`] |
//! | `account.list_deleted` | [`accounts::ListDeleted`] |
//! | `account.search` | [`accounts::Search`] |
//! | `account.update` | [`accounts::Update`] |
//! | `account.update_many` | [`accounts::UpdateMany`] |
//! | `account.upsert` | [`accounts::Upsert`] |
//! | `account.upsert_many` | [`accounts::UpsertMany`] |
//! | `contact.create` | [`contacts::Create`] |
//! | `contact.create_many` | [`contacts::CreateMany`] |
//! | `contact.delete` | [`contacts::Delete`] |
//! | `contact.delete_many` | [`contacts::DeleteMany`] |
//! | `contact.get` | [`contacts::Get`] |
//! | `contact.list` | [`contacts::List`] |
//! | `contact.list_changed` | [`contacts::ListChanged`] |
//! | `contact.list_deleted` | [`contacts::ListDeleted`] |
//! | `contact.search` | [`contacts::Search`] |
//! | `contact.update` | [`contacts::Update`] |
//! | `contact.update_many` | [`contacts::UpdateMany`] |
//! | `contact.upsert` | [`contacts::Upsert`] |
//! | `contact.upsert_many` | [`contacts::UpsertMany`] |
//! | `coql.query` | [`coql::Query`] |
//! | `deal.create` | [`deals::Create`] |
//! | `deal.create_many` | [`deals::CreateMany`] |
//! | `deal.delete` | [`deals::Delete`] |
//! | `deal.delete_many` | [`deals::DeleteMany`] |
//! | `deal.get` | [`deals::Get`] |
//! | `deal.list` | [`deals::List`] |
//! | `deal.list_changed` | [`deals::ListChanged`] |
//! | `deal.list_deleted` | [`deals::ListDeleted`] |
//! | `deal.search` | [`deals::Search`] |
//! | `deal.update` | [`deals::Update`] |
//! | `deal.update_many` | [`deals::UpdateMany`] |
//! | `deal.upsert` | [`deals::Upsert`] |
//! | `deal.upsert_many` | [`deals::UpsertMany`] |
//! | `lead.convert` | [`leads::Convert`] |
//! | `lead.create` | [`leads::Create`] |
//! | `lead.create_many` | [`leads::CreateMany`] |
//! | `lead.delete` | [`leads::Delete`] |
//! | `lead.delete_many` | [`leads::DeleteMany`] |
//! | `lead.get` | [`leads::Get`] |
//! | `lead.list` | [`leads::List`] |
//! | `lead.list_changed` | [`leads::ListChanged`] |
//! | `lead.list_deleted` | [`leads::ListDeleted`] |
//! | `lead.search` | [`leads::Search`] |
//! | `lead.update` | [`leads::Update`] |
//! | `lead.update_many` | [`leads::UpdateMany`] |
//! | `lead.upsert` | [`leads::Upsert`] |
//! | `lead.upsert_many` | [`leads::UpsertMany`] |
//! | `organization.get` | [`organization::Get`] |
//! | `product.create` | [`products::Create`] |
//! | `product.create_many` | [`products::CreateMany`] |
//! | `product.delete` | [`products::Delete`] |
//! | `product.delete_many` | [`products::DeleteMany`] |
//! | `product.get` | [`products::Get`] |
//! | `product.list` | [`products::List`] |
//! | `product.list_changed` | [`products::ListChanged`] |
//! | `product.list_deleted` | [`products::ListDeleted`] |
//! | `product.search` | [`products::Search`] |
//! | `product.update` | [`products::Update`] |
//! | `product.update_many` | [`products::UpdateMany`] |
//! | `product.upsert` | [`products::Upsert`] |
//! | `product.upsert_many` | [`products::UpsertMany`] |
//! | `record.create` | [`records::Create`] |
//! | `record.create_many` | [`records::CreateMany`] |
//! | `record.delete` | [`records::Delete`] |
//! | `record.delete_many` | [`records::DeleteMany`] |
//! | `record.get` | [`records::Get`] |
//! | `record.list` | [`records::List`] |
//! | `record.list_changed` | [`records::ListChanged`] |
//! | `record.list_deleted` | [`records::ListDeleted`] |
//! | `record.search` | [`records::Search`] |
//! | `record.update` | [`records::Update`] |
//! | `record.update_many` | [`records::UpdateMany`] |
//! | `record.upsert` | [`records::Upsert`] |
//! | `record.upsert_many` | [`records::UpsertMany`] |
//! | `related_record.link` | [`related::Link`] |
//! | `related_record.list` | [`related::List`] |
//! | `related_record.unlink` | [`related::Unlink`] |
//! | `user.get` | [`users::Get`] |
//! | `user.get_current` | [`users::GetCurrent`] |
//! | `user.list` | [`users::List`] |

pub mod accounts;
mod auth;
mod catalog;
mod config;
mod connector;
pub mod contacts;
pub mod coql;
mod criteria;
pub mod deals;
mod errors;
pub mod leads;
pub mod limits;
mod model;
mod module;
pub mod organization;
pub mod products;
mod record_type;
pub mod records;
pub mod related;
pub mod users;

pub use accounts::Account;
pub use config::{DataCenter, Edition, Environment, VERSION, Zoho};
pub use contacts::Contact;
pub use criteria::{Comparator, Criteria};
pub use deals::Deal;
pub use leads::Lead;
pub use model::{Custom, Lookup, Tag};
pub use module::{Module, Record};
pub use organization::Organization;
pub use products::Product;
pub use users::User;
