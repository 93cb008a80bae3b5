//! Core.
pub mod action;
pub mod body;
pub mod clock;
pub mod error;
pub mod limits;
pub mod transport;

/// x
#[derive(Debug)]
pub struct Client;
pub use error::{Error, Result};
