//! Polling triggers: nothing is missed, nothing comes twice, whatever the platform's list does meanwhile.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "../support/mod.rs"]
mod support;

mod board;
mod by_name;
mod events;
mod feed;
mod never_missed;
mod renewals;
mod world;
