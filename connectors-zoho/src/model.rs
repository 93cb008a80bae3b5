//! What the record types of this crate are made of.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::types::money;
use connectors_core::{Error, ErrorKind, Result, setters};
use rust_decimal::Decimal;
use serde::de::{self, DeserializeOwned, MapAccess};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::events::Participant;
use crate::line_items::{Discount, LineItem, LineTax};
use crate::notes::Parent;
use crate::records::seconds;

/// A record or user that another record points to. It is written by its id; the name is Zoho's to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Lookup {
    /// The record's id.
    #[serde(default)]
    pub id: String,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A user's e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl Lookup {
    /// The record with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), name: None, email: None }
    }

    setters!(name: Option<String>, email: Option<String>);
}

impl<S: Into<String>> From<S> for Lookup {
    fn from(id: S) -> Self {
        Self::new(id)
    }
}

/// A module that something points to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct ModuleRef {
    /// Its API name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_name: Option<String>,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

impl ModuleRef {
    /// The module with this API name.
    #[must_use]
    pub fn new(api_name: impl Into<String>) -> Self {
        Self { api_name: Some(api_name.into()), id: None }
    }

    setters!(id: Option<String>);
}

/// A tag on a record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Tag {
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its colour, `#57B1FD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color_code: Option<String>,
    /// When it was made, where the tag itself was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_time: Option<DateTime<Utc>>,
    /// When it was changed last, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified_time: Option<DateTime<Utc>>,
}

impl Tag {
    /// The tag with this name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    setters!(id: Option<String>, color_code: Option<String>, created_time: Option<DateTime<Utc>>,
        modified_time: Option<DateTime<Utc>>);
}

impl<S: Into<String>> From<S> for Tag {
    fn from(name: S) -> Self {
        Self::new(name)
    }
}

/// The fields of a record that its type does not name: custom fields, and Zoho's own that begin with `$`.
///
/// They are kept as the text that they came as and read when they are asked for.
///
/// ```
/// use connectors_zoho::Contact;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let contact: Contact = serde_json::from_str(r#"{"Last_Name":"Hopper","Loyalty_Points":120}"#)?;
/// assert_eq!(contact.custom.get::<u32>("Loyalty_Points")?, Some(120));
/// assert_eq!(contact.custom.get::<String>("Nickname")?, None);
/// let contact = Contact::new().last_name("Hopper").custom("Nickname", "Amazing")?;
/// assert_eq!(serde_json::to_string(&contact)?, r#"{"Last_Name":"Hopper","Nickname":"Amazing"}"#);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Custom(BTreeMap<String, Box<RawValue>>);

impl Custom {
    /// A field by its API name; `None` if the record has none or nothing in it.
    pub fn get<T: DeserializeOwned>(&self, field: &str) -> Result<Option<T>> {
        let Some(raw) = self.0.get(field) else { return Ok(None) };
        serde_json::from_str(raw.get()).map_err(|e| {
            // Not the value: it may be personal data.
            let text = format!("the field `{field}` is not what was asked for (column {} of it)", e.column());
            Error::new(ErrorKind::Decode, text)
        })
    }

    /// Sets a field, to be written with the record.
    pub fn set(&mut self, field: impl Into<String>, value: impl Serialize) -> Result<()> {
        let field = field.into();
        match serde_json::value::to_raw_value(&value) {
            Ok(raw) => {
                self.0.insert(field, raw);
                Ok(())
            }
            Err(e) => Err(Error::validation(field, format!("cannot be written as JSON: {e}"))),
        }
    }

    /// The names of the fields.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.0.iter().map(|(name, raw)| (name.as_str(), &**raw))
    }

    pub(crate) fn keep(&mut self, field: String, raw: Box<RawValue>) {
        self.0.insert(field, raw);
    }
}

impl PartialEq for Custom {
    fn eq(&self, other: &Self) -> bool {
        self.fields()
            .map(|(name, raw)| (name, raw.get()))
            .eq(other.fields().map(|(name, raw)| (name, raw.get())))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Custom {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Custom".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "object", "additionalProperties": true })
    }

    fn inline_schema() -> bool {
        true
    }
}

/// Zoho says "none" by null where there could be a list or a group of members.
pub(crate) fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// The name of a member, borrowed from the answer where that is possible: a record has dozens.
pub(crate) struct Name<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E: de::Error>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }

        deserializer.deserialize_str(Visitor)
    }
}

/// An id that Zoho gives as a number here and as text there.
pub(crate) fn number_or_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(maybe_number_or_text(deserializer)?.unwrap_or_default())
}

/// The same where there may be none.
pub(crate) fn maybe_number_or_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        Value::Number(number) => Ok(Some(number.to_string())),
        _ => Err(serde::de::Error::custom("expected a number or text")),
    }
}

/// A type that fields of records have: how it is read and written as a member of an object.
pub(crate) trait Field: Sized {
    fn read<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<Self>, A::Error>;
    fn write<S: SerializeMap>(&self, map: &mut S, name: &str) -> Result<(), S::Error>;
}

/// Types that read and write themselves.
macro_rules! plain {
    ($($type:ty),*) => { $(
        impl Field for $type {
            fn read<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<Self>, A::Error> {
                map.next_value()
            }

            fn write<S: SerializeMap>(&self, map: &mut S, name: &str) -> Result<(), S::Error> {
                map.serialize_entry(name, self)
            }
        }
    )* };
}

plain!(
    String,
    bool,
    i64,
    NaiveDate,
    Lookup,
    Vec<Tag>,
    Discount,
    Vec<LineItem>,
    Vec<LineTax>,
    Vec<Participant>,
    Parent
);

/// Written to the second and with an offset, as Zoho writes it.
impl Field for DateTime<Utc> {
    fn read<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<Self>, A::Error> {
        map.next_value()
    }

    fn write<S: SerializeMap>(&self, map: &mut S, name: &str) -> Result<(), S::Error> {
        map.serialize_entry(name, &seconds(*self))
    }
}

impl Field for Decimal {
    fn read<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<Self>, A::Error> {
        map.next_value::<Money>().map(|money| money.0)
    }

    fn write<S: SerializeMap>(&self, map: &mut S, name: &str) -> Result<(), S::Error> {
        map.serialize_entry(name, &Money(Some(*self)))
    }
}

/// Read and written without a detour through binary fractions.
#[derive(Serialize, Deserialize)]
struct Money(#[serde(with = "money::option")] Option<Decimal>);
