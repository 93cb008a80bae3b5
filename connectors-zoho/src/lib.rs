//! Zoho CRM.

pub mod accounts;
mod auth;
mod catalog;
pub mod config;
mod connector;
pub mod contacts;
pub mod coql;
mod criteria;
pub mod deals;
mod errors;
pub mod leads;
pub mod limits;
pub mod model;
mod module;
pub mod organization;
pub mod products;
mod record_type;
pub mod records;
pub mod related;
pub mod users;

pub use accounts::Account;
pub use config::{DataCenter, Edition, Environment, Zoho};
pub use contacts::Contact;
pub use criteria::{Comparator, Criteria};
pub use deals::Deal;
pub use leads::Lead;
pub use model::{Custom, Lookup, Tag};
pub use module::{Module, Record};
pub use organization::Organization;
pub use products::Product;
pub use users::User;
