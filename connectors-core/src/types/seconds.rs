//! Spans as whole seconds, for `#[serde(with = "connectors_core::types::seconds")]` on `Duration` fields.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serializer};

/// Writes the whole seconds.
pub fn serialize<S: Serializer>(span: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(span.as_secs())
}

/// Reads whole seconds.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    u64::deserialize(deserializer).map(Duration::from_secs)
}
