//! HubSpot in the sandbox, over real HTTP. Every answer is held against HubSpot's description where that is at hand.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod analytics;
mod associations;
mod auth;
mod batches;
mod contract;
mod emails;
mod harness;
mod jobs;
mod limits;
mod marketing;
mod objects;
mod people;
mod preferences;
#[path = "../receiver/mod.rs"]
#[allow(dead_code, reason = "each test file uses its part")]
mod receiver;
mod rules;
mod search;
mod settings;
mod waivers;
mod webhooks;
