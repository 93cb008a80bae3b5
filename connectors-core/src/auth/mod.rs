//! Who we are to a platform: keys, tokens, and the care that tokens need.

mod credential;
mod oauth;

pub use credential::{Authorization, Credential};
pub use oauth::{ClientAuth, OAuth, Rotation};
