//! Property values: text on the wire, types in structs.
//!
//! HubSpot sends and takes every value as text: `"12.5"`, `"true"`, `"2026-01-31"`, `"red;blue"`. A struct of properties has
//! plain types and plain serde; what stands here makes texts of it and back.

use std::collections::BTreeMap;
use std::fmt;

use connectors_core::{Error, ErrorKind, Result};
use serde::de::value::{Error as TextError, MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeOwned, IntoDeserializer, Visitor};
use serde::{Deserialize, Deserializer, Serialize, forward_to_deserialize_any};
use serde_json::{Map, Value};

/// What stands between the values of a property that has several.
const BETWEEN: char = ';';

/// A value as it comes: text; a number or a boolean is taken as its text, a list as its texts together, null is none.
struct Scalar(Option<String>);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a property's value")
            }

            fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar(Some(text.to_owned())))
            }

            fn visit_string<E>(self, text: String) -> Result<Scalar, E> {
                Ok(Scalar(Some(text)))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
                Ok(Scalar(Some(value.to_string())))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Scalar, E> {
                Ok(Scalar(Some(value.to_string())))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Scalar, E> {
                Ok(Scalar(Some(value.to_string())))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Scalar, E> {
                Ok(Scalar(Some(value.to_string())))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Scalar, A::Error> {
                let mut texts = Vec::new();
                while let Some(Scalar(text)) = list.next_element()? {
                    texts.extend(text);
                }
                Ok(Scalar(Some(texts.join(";"))))
            }

            fn visit_unit<E>(self) -> Result<Scalar, E> {
                Ok(Scalar(None))
            }

            fn visit_none<E>(self) -> Result<Scalar, E> {
                Ok(Scalar(None))
            }
        }

        deserializer.deserialize_any(Any)
    }
}

/// Properties by name, those without a value left out.
pub(crate) fn values<'de, D: Deserializer<'de>>(d: D) -> Result<BTreeMap<String, String>, D::Error> {
    let values = BTreeMap::<String, Scalar>::deserialize(d)?;
    Ok(values.into_iter().filter_map(|(name, Scalar(value))| Some((name, value?))).collect())
}

/// A struct of properties, from their texts. For `deserialize_with`.
pub(crate) fn read<'de, D: Deserializer<'de>, P: DeserializeOwned>(d: D) -> Result<P, D::Error> {
    typed(values(d)?).map_err(de::Error::custom)
}

/// The same from texts that were read before.
pub(crate) fn typed<P: DeserializeOwned>(values: BTreeMap<String, String>) -> Result<P, TextError> {
    let texts = values.into_iter().map(|(name, value)| (name, Text(value)));
    P::deserialize(MapDeserializer::new(texts))
}

/// A struct of properties as texts: what is null, or an empty list, is left out. `place` is where it stands, for errors.
pub(crate) fn write(place: &str, properties: &impl Serialize) -> Result<BTreeMap<String, String>> {
    let written = serde_path_to_error::serialize(properties, serde_json::value::Serializer);
    let value = written.map_err(|e| {
        let path = e.path().to_string();
        let field = if path == "." { place.to_owned() } else { format!("{place}.{path}") };
        Error::validation(field, e.into_inner().to_string())
    })?;
    let Value::Object(members) = value else {
        return Err(Error::validation(place, "is not an object of properties"));
    };
    let of_list = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    texts(place, members.into_iter().filter(|(_, value)| !of_list(value)).collect())
}

fn texts(place: &str, members: Map<String, Value>) -> Result<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    for (name, value) in members {
        let text = match value {
            Value::Null => continue,
            Value::Array(list) => {
                let list: Option<Vec<_>> = list.iter().map(scalar).collect();
                list.map(|list| list.join(";"))
            }
            value => scalar(&value),
        };
        let Some(text) = text else {
            let text = "is not a value that a property can have: text, number, boolean, or a list of them";
            return Err(Error::validation(format!("{place}.{name}"), text));
        };
        texts.insert(name, text);
    }
    Ok(texts)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Properties that a type does not name, or all of them: texts by name.
///
/// ```
/// use connectors_hubspot::Properties;
///
/// # fn main() -> connectors_core::Result<()> {
/// let mut properties = Properties::new();
/// properties.set("loyalty_points", 120)?;
/// properties.set("colours", ["red", "blue"])?;
/// assert_eq!(properties.text("colours"), Some("red;blue"));
/// assert_eq!(properties.get::<u32>("loyalty_points")?, Some(120));
/// assert_eq!(properties.get::<Vec<String>>("colours")?, Some(vec!["red".to_owned(), "blue".to_owned()]));
/// assert_eq!(properties.get::<bool>("unknown")?, None);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Properties(BTreeMap<String, String>);

impl Properties {
    /// None.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A property's text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A property as a type; `None` if there is none or it is empty.
    ///
    /// # Errors
    /// `Decode` if its text is none of that type.
    pub fn get<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let Some(text) = self.0.get(name) else { return Ok(None) };
        // Not the value: it may be personal data.
        Option::<T>::deserialize(Text(text.clone())).map_err(|_| {
            Error::new(ErrorKind::Decode, format!("the property `{name}` is not what was asked for"))
        })
    }

    /// Sets a property; an empty text clears it when it is written.
    ///
    /// # Errors
    /// `Validation` if no property can have such a value.
    pub fn set(&mut self, name: impl Into<String>, value: impl Serialize) -> Result<()> {
        let name = name.into();
        let value = serde_json::to_value(value).map_err(|e| Error::validation(&*name, e.to_string()))?;
        let members = Map::from_iter([(name, value)]);
        self.0.extend(texts("properties", members)?);
        Ok(())
    }

    /// Names and texts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    pub(crate) fn into_texts(self) -> BTreeMap<String, String> {
        self.0
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        values(deserializer).map(Self)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Properties {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Properties".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "object", "additionalProperties": true })
    }

    fn inline_schema() -> bool {
        true
    }
}

/// One value, which is read as whatever it is wanted as.
struct Text(String);

impl<'de> IntoDeserializer<'de, TextError> for Text {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

fn no(what: &str) -> TextError {
    // Not the value: it may be personal data.
    de::Error::custom(format_args!("the text of a property is no {what}"))
}

impl Text {
    fn integer<T: std::str::FromStr>(&self) -> Result<T, TextError> {
        let text = self.0.trim();
        let whole = text.split_once('.').filter(|(_, rest)| rest.bytes().all(|b| b == b'0'));
        text.parse()
            .or_else(|_| whole.map_or(text, |(whole, _)| whole).parse())
            .map_err(|_| no("whole number"))
    }
}

impl<'de> Deserializer<'de> for Text {
    type Error = TextError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        visitor.visit_string(self.0)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        match self.0.trim() {
            text if text.eq_ignore_ascii_case("true") => visitor.visit_bool(true),
            text if text.eq_ignore_ascii_case("false") => visitor.visit_bool(false),
            _ => Err(no("boolean")),
        }
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        visitor.visit_i8(self.integer()?)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        visitor.visit_i16(self.integer()?)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        visitor.visit_i32(self.integer()?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        visitor.visit_i64(self.integer()?)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        visitor.visit_u8(self.integer()?)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        visitor.visit_u16(self.integer()?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        visitor.visit_u32(self.integer()?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        visitor.visit_u64(self.integer()?)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        visitor.visit_f32(self.0.trim().parse().map_err(|_| no("number"))?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        visitor.visit_f64(self.0.trim().parse().map_err(|_| no("number"))?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        if self.0.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, TextError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        let parts = self.0.split(BETWEEN).filter(|part| !part.is_empty());
        let parts: Vec<_> = parts.map(|part| Text(part.to_owned())).collect();
        visitor.visit_seq(SeqDeserializer::new(parts.into_iter()))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TextError> {
        // The error of an unknown variant would quote the value.
        if !variants.contains(&self.0.as_str()) {
            return Err(no("value that is known here"));
        }
        IntoDeserializer::<TextError>::into_deserializer(self.0).deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf unit unit_struct tuple tuple_struct map struct identifier ignored_any
    }
}

/// An id, as text or as a number.
pub(crate) fn id<'de, D: Deserializer<'de>>(d: D) -> std::result::Result<String, D::Error> {
    let value = Value::deserialize(d)?;
    let text = crate::errors::texts(&value).into_iter().next();
    text.ok_or_else(|| serde::de::Error::custom("expected an id"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, NaiveDate, Utc};
    use rust_decimal::Decimal;

    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(default)]
    struct Pet {
        name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        weight: Option<Decimal>,
        legs: Option<u8>,
        tame: Option<bool>,
        born: Option<NaiveDate>,
        seen: Option<DateTime<Utc>>,
        colours: Vec<Colour>,
        #[serde(flatten)]
        other: Properties,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Colour {
        Red,
        Blue,
    }

    fn pet(json: &str) -> Result<Pet, serde_json::Error> {
        read(&mut serde_json::Deserializer::from_str(json))
    }

    const WIRE: &str = r#"{"name":"Ada","weight":"12.50","legs":"4.0","tame":"true","born":"2020-02-29",
        "seen":"2026-01-31T10:00:00.123Z","colours":"red;blue","chip":"7","vet":null}"#;

    #[test]
    fn texts_become_types_and_types_become_texts() {
        let ada = pet(WIRE).unwrap();
        assert_eq!(ada.weight, Some("12.50".parse().unwrap()));
        assert_eq!((ada.legs, ada.tame), (Some(4), Some(true)));
        assert_eq!(ada.born, NaiveDate::from_ymd_opt(2020, 2, 29));
        assert_eq!(ada.seen.unwrap().timestamp_subsec_millis(), 123);
        assert_eq!(ada.colours, [Colour::Red, Colour::Blue]);
        assert_eq!(ada.other.iter().collect::<Vec<_>>(), [("chip", "7")]);
        let texts = write("record", &ada).unwrap();
        assert_eq!(texts["weight"], "12.50");
        assert_eq!((&*texts["legs"], &*texts["tame"], &*texts["colours"]), ("4", "true", "red;blue"));
        assert_eq!((&*texts["born"], &*texts["chip"]), ("2020-02-29", "7"));
        let again: Pet = pet(&serde_json::to_string(&texts).unwrap()).unwrap();
        assert_eq!(again, ada);
    }

    #[test]
    fn what_is_empty_or_null_is_none_and_what_is_none_is_not_written() {
        let pet = pet(r#"{"name":"","legs":"","tame":null,"colours":""}"#).unwrap();
        assert_eq!(pet, Pet::default());
        let texts = write("record", &pet).unwrap();
        assert_eq!(texts.into_iter().collect::<Vec<_>>(), [("name".to_owned(), String::new())]);
    }

    #[test]
    fn a_text_that_does_not_fit_is_told_without_it() {
        for json in [r#"{"legs":"Hidden"}"#, r#"{"tame":"Hidden"}"#, r#"{"colours":"Hidden"}"#] {
            let error = pet(json).unwrap_err().to_string();
            assert!(!error.contains("Hidden"), "{error}");
        }
    }

    #[test]
    fn a_value_that_no_property_can_have_is_refused_by_its_place() {
        let error = write("records[3]", &serde_json::json!({ "a": { "b": 1 } })).unwrap_err();
        assert_eq!(error.field_errors()[0].field, "records[3].a");
        assert!(write("record", &5).is_err());
    }
}
