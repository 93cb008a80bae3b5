//! Money as a JSON number: exact up to 15 digits, which is as many as a double is sure to carry. Beyond that the last digit
//! of a number that is read may be off by one (`serde_json` reads fast rather than to the last bit).
//!
//! For `#[serde(with = "connectors_core::types::money")]` on `Decimal` fields, and `money::option` on
//! `Option<Decimal>`. Numbers and numeric strings are read; a number is written. A decimal that no JSON reader would
//! get back exactly from a double is refused instead of rounded.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::de::{self, Visitor};
use serde::{Deserializer, Serializer, ser};

/// Writes a number.
pub fn serialize<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    if value.fract().is_zero()
        && let Some(whole) = value.to_i64()
    {
        return serializer.serialize_i64(whole);
    }
    // The shortest text of the double must be the decimal again: true up to 15 digits, checked beyond.
    // By its text, which is read to the nearest double; `to_f64` is not always that.
    let nearest = value.normalize().to_string().parse::<f64>().ok();
    let double = nearest.filter(|f| Decimal::from_str(&f.to_string()).is_ok_and(|back| back == *value));
    match double {
        Some(double) => serializer.serialize_f64(double),
        None => {
            Err(ser::Error::custom(format!("{value} has more digits than a JSON number can carry exactly")))
        }
    }
}

/// Reads a number or a numeric string.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    deserializer.deserialize_any(Amount)
}

struct Amount;

impl Visitor<'_> for Amount {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount: a number or a string with one")
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Decimal, E> {
        Ok(value.into())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Decimal, E> {
        Ok(value.into())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Decimal, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
        let text = text.trim();
        Decimal::from_str(text)
            .or_else(|_| Decimal::from_scientific(text))
            .map_err(|_| E::invalid_value(de::Unexpected::Other("something else"), &self))
    }
}

/// The same for `Option<Decimal>`; `null` and (with `#[serde(default)]`) a missing member are `None`.
pub mod option {
    use super::{Amount, Decimal, Deserializer, Serializer, Visitor, de, fmt};

    /// Writes a number or `null`.
    pub fn serialize<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => super::serialize(value, serializer),
            None => serializer.serialize_none(),
        }
    }

    /// Reads a number, a numeric string or `null`.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
        deserializer.deserialize_option(Maybe)
    }

    struct Maybe;

    impl<'de> Visitor<'de> for Maybe {
        type Value = Option<Decimal>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            Amount.expecting(f)
        }

        fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
            super::deserialize(deserializer).map(Some)
        }
    }
}

/// Written as text, for platforms that have amounts as strings: exact with any number of digits.
pub mod text {
    use super::{Decimal, Deserializer, Serializer};

    /// Writes a string.
    pub fn serialize<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    /// Reads a number or a numeric string.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        super::deserialize(deserializer)
    }

    /// The same for `Option<Decimal>`.
    pub mod option {
        use super::{Decimal, Deserializer, Serializer};

        /// Writes a string or `null`.
        pub fn serialize<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
            match value {
                Some(value) => super::serialize(value, serializer),
                None => serializer.serialize_none(),
            }
        }

        /// Reads a number, a numeric string or `null`.
        pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
            super::super::option::deserialize(deserializer)
        }
    }

    /// The same for [`Patch<Decimal>`](crate::types::Patch).
    pub mod patch {
        use super::{Decimal, Deserializer, Serializer, option};
        use crate::types::Patch;

        /// Writes a string or `null`.
        pub fn serialize<S: Serializer>(value: &Patch<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
            option::serialize(&value.set().copied(), serializer)
        }

        /// Reads a number, a numeric string or `null`.
        pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Patch<Decimal>, D::Error> {
            Ok(option::deserialize(deserializer)?.map_or(Patch::Clear, Patch::Set))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Line {
        #[serde(with = "super")]
        amount: Decimal,
        #[serde(with = "super::option", default, skip_serializing_if = "Option::is_none")]
        tax: Option<Decimal>,
    }

    fn round_trip(json: &str) -> String {
        serde_json::to_string(&serde_json::from_str::<Line>(json).unwrap()).unwrap()
    }

    #[test]
    fn amounts_survive_a_round_trip_to_the_cent() {
        for json in [r#"{"amount":0.1}"#, r#"{"amount":1234567890123.45,"tax":19.99}"#, r#"{"amount":-7}"#] {
            assert_eq!(round_trip(json), json);
        }
    }

    #[test]
    fn a_numeric_string_is_read_and_written_as_a_number() {
        assert_eq!(round_trip(r#"{"amount":"12.50","tax":null}"#), r#"{"amount":12.5}"#);
    }

    #[test]
    fn as_text_an_amount_keeps_all_its_digits() {
        #[derive(Serialize, Deserialize)]
        struct Price {
            #[serde(with = "super::text")]
            amount: Decimal,
            #[serde(with = "super::text::option", default)]
            before: Option<Decimal>,
        }
        let json = r#"{"amount":"12345678901234567.80","before":"0.10"}"#;
        assert_eq!(serde_json::to_string(&serde_json::from_str::<Price>(json).unwrap()).unwrap(), json);
        let read: Price = serde_json::from_str(r#"{"amount":1.5}"#).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), r#"{"amount":"1.5","before":null}"#);
    }

    #[test]
    fn an_amount_that_is_cleared_is_null_and_one_that_stays_is_left_out() {
        use crate::types::Patch;

        #[derive(Serialize, Deserialize)]
        struct Change {
            #[serde(with = "super::text::patch", default, skip_serializing_if = "Patch::is_leave")]
            price: Patch<Decimal>,
        }
        for json in ["{}", r#"{"price":null}"#, r#"{"price":"0.10"}"#] {
            assert_eq!(serde_json::to_string(&serde_json::from_str::<Change>(json).unwrap()).unwrap(), json);
        }
    }

    #[test]
    fn an_amount_that_a_number_cannot_carry_is_refused_and_not_rounded() {
        let amount = Decimal::from_str("12345678901234567.89").unwrap();
        assert!(serde_json::to_string(&Line { amount, tax: None }).is_err());
    }
}
