//! What verification gives.

use std::borrow::Cow;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderMap, Response};

use super::Inbound;

/// What is to be done with a delivery.
#[derive(Debug)]
pub enum Verdict {
    /// It is a handshake: send this answer, and that is all.
    Answer(Response<Bytes>),
    /// It is what it claims to be, as far as [`Verified::proof`] says.
    Delivery(Verified),
}

/// What a scheme proves about a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Proof {
    /// Nothing: anybody could have sent it.
    Nothing,
    /// The sender knows a value, or holds a token, that only the platform should have. What they sent is not covered: it
    /// could have been changed by whoever saw the value once. Read the record again before you act on it.
    Sender,
    /// The query is as the platform signed it. Headers and body are not covered.
    Query,
    /// The body is as the platform signed it. Headers are not covered, unless the scheme names them among its parts.
    Body,
}

/// A delivery that was verified. Nobody but a [`Verifier`](super::Verifier) makes one:
///
/// ```compile_fail
/// # fn sender() -> connectors_core::webhooks::Inbound { unimplemented!() }
/// let verified = connectors_core::webhooks::Verified { inbound: sender(), ..Default::default() };
/// ```
#[derive(Clone, Debug)]
pub struct Verified {
    pub(super) inbound: Inbound,
    pub(super) evidence: Evidence,
}

/// What was found out about a delivery.
#[derive(Clone)]
pub(super) struct Evidence {
    pub(super) proof: Proof,
    pub(super) hint: Option<String>,
    pub(super) signed_at: Option<DateTime<Utc>>,
    /// Which elements are proven; `None` if they were not judged one by one.
    pub(super) elements: Option<Vec<bool>>,
}

impl Evidence {
    pub(super) fn of(proof: Proof) -> Self {
        Self { proof, hint: None, signed_at: None, elements: None }
    }

    /// What this and `other` prove together.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            proof: self.proof.max(other.proof),
            hint: self.hint.or(other.hint),
            signed_at: self.signed_at.or(other.signed_at),
            elements: match (self.elements, other.elements) {
                (Some(ours), Some(theirs)) => Some(ours.iter().zip(theirs).map(|(a, b)| *a && b).collect()),
                (ours, theirs) => ours.or(theirs),
            },
        }
    }
}

impl std::fmt::Debug for Evidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Evidence")
            .field("proof", &self.proof)
            .field("signed_at", &self.signed_at)
            .field("elements", &self.elements)
            .finish_non_exhaustive()
    }
}

impl Verified {
    /// What is proven.
    #[must_use]
    pub fn proof(&self) -> Proof {
        self.evidence.proof
    }

    /// The raw body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        self.inbound.body()
    }

    /// The headers. Most schemes prove nothing about them.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.inbound.headers()
    }

    /// The first query parameter of this name, decoded.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<Cow<'_, str>> {
        self.inbound.query(name)
    }

    /// The whole delivery.
    #[must_use]
    pub fn inbound(&self) -> &Inbound {
        &self.inbound
    }

    /// The hint that the secret was found with: the sender knows this account's secret. Where all accounts have the same
    /// secret and the hint is not signed, it is no more than what the sender says.
    ///
    /// `None` if the elements were judged one by one: each has its own.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.evidence.hint.as_deref()
    }

    /// The signed time.
    #[must_use]
    pub fn signed_at(&self) -> Option<DateTime<Utc>> {
        self.evidence.signed_at
    }

    /// Whether this element of the delivery's list is proven. `true` if the elements were not judged one by one: then they
    /// are all as good as the whole. Pass over those that are not.
    #[must_use]
    pub fn is_proven(&self, element: usize) -> bool {
        self.evidence.elements.as_ref().is_none_or(|elements| elements.get(element) == Some(&true))
    }
}
