//! Webhooks: is a delivery what it claims to be, and has it been here before?
//!
//! A [`Scheme`] states how a platform proves its deliveries. A [`Verifier`] holds an [`Inbound`] against it, with the
//! secrets that a [`Secrets`] knows, and gives a [`Verdict`]: a handshake's answer to send, or a [`Verified`] to work on. A
//! [`ReplayGuard`] sees to it that each is worked on once.
//!
//! ```
//! use connectors_core::webhooks::{Hmac, Inbound, Part, Place, Proof, Scheme, Timestamp, Verdict, Verifier};
//! use secrecy::SecretString;
//!
//! // In a platform's crate:
//! const SIGNATURE: Scheme = Scheme::Hmac(
//!     Hmac::hex(Place::Header("x-acme-signature"))
//!         .prefix("v1=")
//!         .timestamp(Timestamp::seconds(Place::Header("x-acme-time")))
//!         .parts(&[Part::Timestamp, Part::Literal("."), Part::Body]),
//! );
//!
//! // In an application, where a delivery arrives:
//! # async fn receive(inbound: Inbound) -> connectors_core::Result<()> {
//! let secrets = vec![SecretString::from("the new secret"), SecretString::from("the old secret")];
//! let verifier = Verifier::new(SIGNATURE, secrets);
//! match verifier.verify(inbound).await? {
//!     Verdict::Answer(answer) => { /* send it */ }
//!     Verdict::Delivery(verified) => assert_eq!(verified.proof(), Proof::Body),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What the platforms prove
//!
//! | platform | scheme | what is proven | recorded deliveries, sent again |
//! |---|---|---|---|
//! | Shopify | `Hmac` base64, either of two header names | the body; no header, so not the shop that a header names | good for ever: [`ReplayGuard`] by webhook id |
//! | WhatsApp | `Hmac` hex, `sha256=` | the body | good for ever: guard by message id and status |
//! | QuickBooks | `Hmac` base64 | the body | good for ever: guard by event |
//! | Xero | `Hmac` base64 | the body | good for ever: guard by event |
//! | HubSpot v3 | `Hmac` base64 over method, URL, body and time | all of these | refused after five minutes; guard by event within them |
//! | HubSpot v1, v2 | `Hmac` hex, [`secret_first`](Hmac::secret_first) | the body; with v2 method and URL too | good for ever: guard by event |
//! | Zendesk | `Hmac` base64 over time and body | the body | refused after five minutes; guard by invocation within them |
//! | Microsoft Graph | `SharedValue` in each element, `clientState` | that the sender knows the value | good as long as the value is: guard by element |
//! | … with resource data | `All`: `Jwt` and the above; `ContentKey` opens the content | that Microsoft made the token for this application; the body is not covered | good until the token ends |
//! | Google Calendar | `SharedValue` in a header | that the sender knows the token; there is no body | good as long as the channel is: guard by channel and message number |
//! | Zoho CRM | `SharedValue` in the body | that the sender knows the token | good as long as the channel is: guard by content |
//! | Freshdesk | `SharedValue` in a header, or HTTP Basic | that the sender knows the value | good for ever: guard by content |
//!
//! Freshdesk, Zoho CRM, Google Calendar and Graph sign no body: whoever sees one delivery can write others. Take what they
//! say as a hint, and read the record again. [`Verified::proof`] tells the two sorts apart.
//!
//! `Jwt` and `ContentKey` come with the feature `jwt`.
//!
//! # What is judged how
//!
//! - Signatures are decoded strictly (one text for each signature) and compared in constant time, as bytes. Shared values
//!   are compared by their digests.
//! - What stands in a delivery twice must say the same: two signature headers, two parameters, two members of a JSON object.
//! - A secret that is empty is an error of the configuration, and never matches.
//! - The body is neither copied nor parsed, unless a secret, or the hint for one, stands in it; then it is walked through
//!   without a tree.

#[cfg(feature = "axum")]
mod extract;
mod handshake;
mod hmac;
mod inbound;
#[cfg(feature = "axum")]
mod inbox;
#[cfg(feature = "jwt")]
mod jwt;
mod memory;
mod place;
mod platform;
mod pointer;
mod replay;
#[cfg(feature = "axum")]
mod route;
mod scheme;
#[cfg(feature = "jwt")]
mod sealed;
mod secrets;
#[cfg(feature = "test-util")]
mod sign;
mod timestamp;
mod verified;
mod verifier;

#[cfg(feature = "axum")]
pub use extract::PublicUrl;
pub use handshake::Handshake;
pub use hmac::{Hmac, Part, QueryForm};
pub use inbound::Inbound;
#[cfg(feature = "axum")]
pub use inbox::{Deliveries, Received};
#[cfg(feature = "jwt")]
pub use jwt::{Jwt, Keys, PublicKey};
pub use memory::MemoryReplayGuard;
pub use place::Place;
pub use platform::Webhook;
pub use replay::{Claim, ReplayGuard, Ticket};
#[cfg(feature = "axum")]
pub use route::{AnswerWhen, Route};
pub use scheme::{Scheme, SharedValue};
#[cfg(feature = "jwt")]
pub use sealed::{ContentKey, Sealed};
pub use secrets::{ByHint, Secrets, Unverified, by_hint};
pub use timestamp::Timestamp;
pub use verified::{Proof, Verdict, Verified};
pub use verifier::Verifier;

use crate::error::{Error, ErrorKind};

/// The delivery is refused.
fn refused(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Webhook, message)
}
