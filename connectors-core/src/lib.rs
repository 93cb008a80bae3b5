//! Core.
pub mod clock;
