//! What a token source promises, on paused time over a transport in memory.

#![allow(clippy::unwrap_used, clippy::panic, unreachable_pub, reason = "the modules are one test")]

#[path = "tokens/answers.rs"]
mod answers;
#[path = "tokens/consent.rs"]
mod consent;
#[path = "tokens/flow.rs"]
mod flow;
#[path = "tokens/races.rs"]
mod races;
#[path = "tokens/refresh.rs"]
mod refresh;
#[path = "tokens/secrets.rs"]
mod secrets;
#[path = "tokens/storage.rs"]
mod storage;
#[path = "tokens/world.rs"]
mod world;
