//! Webhooks: is a delivery what it claims to be, and has it been here before?

mod handshake;
mod hmac;
mod inbound;
#[cfg(feature = "jwt")]
mod jwt;
mod memory;
mod place;
mod pointer;
mod replay;
mod scheme;
mod secrets;
#[cfg(feature = "test-util")]
mod sign;
mod verified;
mod verifier;

pub use handshake::Handshake;
pub use hmac::{Hmac, Part, QueryForm, Timestamp};
pub use inbound::Inbound;
#[cfg(feature = "jwt")]
pub use jwt::{Jwt, Keys, PublicKey};
pub use memory::MemoryReplayGuard;
pub use place::Place;
pub use replay::{Claim, ReplayGuard, Ticket};
pub use scheme::{Scheme, SharedValue};
pub use secrets::{ByHint, Secrets, Unverified, by_hint};
pub use verified::{Proof, Verdict, Verified};
pub use verifier::Verifier;

use crate::error::{Error, ErrorKind};

/// The delivery is refused.
fn refused(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Webhook, message)
}
