//! Core.
pub mod action;
pub mod auth;
pub mod body;
pub mod catalog;
pub mod clock;
pub mod connector;
pub mod error;
pub mod limits;
pub mod request;
pub mod response;
pub mod transport;

/// x
#[derive(Debug)]
pub struct Client;
/// x
#[derive(Debug)]
pub struct Stats;
/// x
#[derive(Debug)]
pub struct Cx;
pub use connector::{Connector, Facts, Fault};
pub use error::{Error, Result};
pub use request::{Idempotency, Request, Root};
