//! HubSpot in the sandbox, over real HTTP. Every answer is held against HubSpot's description where that is at hand.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod auth;
mod batches;
mod harness;
mod limits;
mod objects;
mod search;
