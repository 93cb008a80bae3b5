//! A row of text as a Rust value: serde with the names of the columns as members.

use std::fmt::{self, Display};

use bytes::Bytes;
use connectors_core::Result;
use futures_core::Stream;
use serde::de::value::{SeqDeserializer, StrDeserializer};
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Expected, IntoDeserializer, MapAccess, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;

use super::{Table, unreadable};

/// What serde calls [`Lookup`](crate::Lookup).
const LOOKUP: &str = "Lookup";

/// The present row of a table.
pub(crate) fn read_row<T: DeserializeOwned, S>(table: &Table<S>) -> Result<T>
where
    S: Stream<Item = Result<Bytes>> + Unpin,
{
    let cells = (0..table.header().len()).map(|place| table.cell(place)).collect::<Result<Vec<_>>>()?;
    let row = Row { header: table.header(), cells: &cells, next: 0 };
    T::deserialize(row).map_err(|Flaw { column, what }: Flaw| {
        let column = column.map(|column| format!(", column `{column}`")).unwrap_or_default();
        unreadable(format!("row {}{column}: {what}", table.rows()))
    })
}

/// What is wrong with a row: never the value, which may be personal data.
#[derive(Debug)]
struct Flaw {
    column: Option<String>,
    what: String,
}

impl Flaw {
    fn new(what: impl Into<String>) -> Self {
        Self { column: None, what: what.into() }
    }
}

impl Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Flaw {}

impl de::Error for Flaw {
    fn custom<T: Display>(_: T) -> Self {
        Self::new("the value has an unexpected form")
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("expected {expected}"))
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("expected {expected}"))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("expected one of {}", expected.join(", ")))
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self { column: Some(field.to_owned()), what: "the record type does not know it".to_owned() }
    }

    fn missing_field(field: &'static str) -> Self {
        Self { column: Some(field.to_owned()), what: "is missing".to_owned() }
    }
}

struct Row<'a> {
    header: &'a [String],
    cells: &'a [&'a str],
    next: usize,
}

impl<'de> de::Deserializer<'de> for Row<'_> {
    type Error = Flaw;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        visitor.visit_map(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Flaw> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> MapAccess<'de> for Row<'_> {
    type Error = Flaw;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Flaw> {
        let Some(name) = self.header.get(self.next) else { return Ok(None) };
        let name: StrDeserializer<'_, Flaw> = name.as_str().into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Flaw> {
        let place = self.next;
        self.next += 1;
        let cell = Cell(self.cells.get(place).copied().unwrap_or_default());
        seed.deserialize(cell).map_err(|flaw| Flaw { column: self.header.get(place).cloned(), ..flaw })
    }
}

/// The text of a cell; what it means is the reader's to say.
#[derive(Clone, Copy)]
struct Cell<'a>(&'a str);

/// Reads numbers as what is asked for.
macro_rules! numbers {
    ($($read:ident $visit:ident),*) => { $(
        fn $read<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
            match self.0.trim().parse() {
                Ok(number) => visitor.$visit(number),
                Err(_) => Err(Flaw::new("expected a number that fits")),
            }
        }
    )* };
}

impl<'de> de::Deserializer<'de> for Cell<'_> {
    type Error = Flaw;

    numbers! {
        deserialize_i8 visit_i8, deserialize_i16 visit_i16, deserialize_i32 visit_i32, deserialize_i64 visit_i64,
        deserialize_i128 visit_i128, deserialize_u8 visit_u8, deserialize_u16 visit_u16, deserialize_u32 visit_u32,
        deserialize_u64 visit_u64, deserialize_u128 visit_u128, deserialize_f32 visit_f32, deserialize_f64 visit_f64
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        visitor.visit_str(self.0)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        match self.0.trim() {
            word if word.eq_ignore_ascii_case("true") => visitor.visit_bool(true),
            word if word.eq_ignore_ascii_case("false") => visitor.visit_bool(false),
            _ => Err(Flaw::new("expected true or false")),
        }
    }

    /// CSV cannot tell an empty text from none.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        if self.0.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        if self.0.is_empty() { visitor.visit_unit() } else { Err(Flaw::new("expected nothing")) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Flaw> {
        visitor.visit_newtype_struct(self)
    }

    /// The chosen values of a multi-select field stand in one cell.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        let values = self.0.split(';').filter(|value| !value.is_empty()).map(Cell);
        visitor.visit_seq(SeqDeserializer::new(values))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Flaw> {
        // A record that a record points to is there by its id, or, should Zoho write that, by its name.
        if name != LOOKUP {
            return self.deserialize_any(visitor);
        }
        let is_id = self.0.bytes().all(|byte| byte.is_ascii_digit());
        let header = [if is_id { "id" } else { "name" }.to_owned()];
        visitor.visit_map(Row { header: &header, cells: &[self.0], next: 0 })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Flaw> {
        let variant: StrDeserializer<'_, Flaw> = self.0.into_deserializer();
        visitor.visit_enum(variant)
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit_struct tuple tuple_struct map identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Flaw> for Cell<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
