//! Shopify in the sandbox, over real HTTP.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod agreements;
mod auth;
mod bulk;
mod catalog;
mod content;
mod contract;
mod cost;
mod custom;
mod customers;
mod discounts;
mod drafts;
mod edits;
mod fulfillments;
mod harness;
mod inventory;
mod money;
mod orders;
mod products;
#[path = "../receiver/mod.rs"]
#[allow(dead_code, reason = "each test file uses its part")]
mod receiver;
mod refunds;
mod returns;
mod scopes;
mod settings;
mod till;
mod webhooks;
