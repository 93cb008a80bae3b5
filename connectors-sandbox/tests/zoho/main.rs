//! Zoho CRM in the sandbox, over real HTTP. Every answer is held against Zoho's own description where that is at hand.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod actions;
mod attachments;
mod auth;
mod bulk;
mod composite;
mod contract;
mod convert;
mod coql;
mod harness;
mod limits;
mod lists;
mod notifications;
#[path = "../receiver/mod.rs"]
#[allow(dead_code, reason = "each test file uses its part")]
mod receiver;
mod related;
mod search;
mod seed;
mod settings;
mod special;
mod tags;
mod waivers;
mod walks;
mod watch;
mod writes;
