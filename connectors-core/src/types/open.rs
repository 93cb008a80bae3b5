//! Enums that stay open.

use std::fmt;

use serde::de::IntoDeserializer;
use serde::de::value::{Error as ValueError, StrDeserializer};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value of a vendor's enumeration that may grow: known, or kept as it came.
///
/// An unknown value survives a round trip, and cannot be matched by accident: there is no variant to name it by, so
/// code does not change its meaning when a later release learns the value. `E` is a plain enum of unit variants.
///
/// ```
/// use connectors_core::types::Open;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
/// #[serde(rename_all = "UPPERCASE")]
/// #[non_exhaustive]
/// enum Status { Draft, Paid }
///
/// let status: Open<Status> = serde_json::from_str(r#""PAID""#)?;
/// assert_eq!(status, Status::Paid);
/// let newer: Open<Status> = serde_json::from_str(r#""DISPUTED""#)?;
/// assert_eq!(newer.known(), None);
/// assert_eq!(newer.as_str(), "DISPUTED");
/// assert_eq!(serde_json::to_string(&newer)?, r#""DISPUTED""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Open<E> {
    known: Option<E>,
    text: Box<str>,
}

impl<E> Open<E> {
    /// The value, if this release knows it.
    #[must_use]
    pub fn known(&self) -> Option<&E> {
        self.known.as_ref()
    }

    /// The platform's spelling, known or not.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<E: for<'de> Deserialize<'de>> Open<E> {
    /// The value that the platform spells like this.
    #[must_use]
    pub fn from_wire(text: impl Into<Box<str>>) -> Self {
        let text = text.into();
        let plain: StrDeserializer<'_, ValueError> = (*text).into_deserializer();
        Self { known: E::deserialize(plain).ok(), text }
    }
}

impl<E: Serialize> From<E> for Open<E> {
    fn from(value: E) -> Self {
        // A unit variant always has a spelling; anything else is a mistake in the model and shows as an empty one.
        let text = match serde_json::to_value(&value) {
            Ok(serde_json::Value::String(text)) => text.into(),
            _ => Box::default(),
        };
        Self { known: Some(value), text }
    }
}

/// No value: an empty text, which is none that is known.
impl<E> Default for Open<E> {
    fn default() -> Self {
        Self { known: None, text: Box::default() }
    }
}

impl<E: PartialEq> PartialEq<E> for Open<E> {
    fn eq(&self, other: &E) -> bool {
        self.known.as_ref() == Some(other)
    }
}

impl<E> fmt::Debug for Open<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<E> fmt::Display for Open<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<E> Serialize for Open<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, E: for<'a> Deserialize<'a>> Deserialize<'de> for Open<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from_wire(String::deserialize(deserializer)?))
    }
}

#[cfg(feature = "schema")]
impl<E> schemars::JsonSchema for Open<E> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "OpenEnum".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string" })
    }

    fn inline_schema() -> bool {
        true
    }
}
