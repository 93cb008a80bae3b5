//! How a platform proves its deliveries, as data.

use super::{Hmac, Place};

/// How a platform proves its deliveries, as data: a `const` of a few lines.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Scheme {
    /// They are signed.
    Hmac(Hmac),
    /// They carry a value that both sides know.
    SharedValue(SharedValue),
    /// They carry tokens that the platform signed.
    #[cfg(feature = "jwt")]
    Jwt(super::Jwt),
    /// All of these must hold; what the best of them proves is proven. Whether this is what a delivery carries at all is judged by the first of them.
    All(&'static [Scheme]),
    /// Nothing is proven: everything is taken, and [`Verified::proof`](super::Verified::proof) says so.
    None,
}

/// A value that both sides know, carried by the delivery. It proves that the sender knows it; the body may be anything.
///
/// ```
/// use connectors_core::webhooks::{Place, Scheme, SharedValue};
///
/// const TOKEN: Scheme = Scheme::SharedValue(SharedValue::at(Place::Body("/token")).hint(Place::Body("/channel_id")));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SharedValue {
    pub(super) at: Place,
    pub(super) hint: Option<Place>,
    pub(super) each: Option<&'static str>,
}

impl SharedValue {
    /// The value stands there. For [`Place::Basic`] the secret is `user:password`.
    #[must_use]
    pub const fn at(at: Place) -> Self {
        Self { at, hint: None, each: None }
    }

    /// Where it stands whose secret to look up.
    #[must_use]
    pub const fn hint(mut self, place: Place) -> Self {
        self.hint = Some(place);
        self
    }

    /// The value, and the hint, stand in each element of the list at this pointer in the JSON body. Each element is judged
    /// alone, see [`Verified::is_proven`](super::Verified::is_proven); the delivery is refused if not one is proven.
    #[must_use]
    pub const fn each(mut self, list: &'static str) -> Self {
        self.each = Some(list);
        self
    }
}
