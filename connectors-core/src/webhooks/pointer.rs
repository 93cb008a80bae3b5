//! Reads single values out of a JSON body without building a tree of it.
//!
//! A name that occurs twice on the way is refused: whoever reads the body later may take the other one.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::refused;
use crate::error::Result;

/// The text of what stands at `pointer` (RFC 6901) in `json`.
pub(super) fn find<'a>(json: &'a [u8], pointer: &str) -> Result<Option<&'a RawValue>> {
    let mut segments = pointer.split('/').skip(1);
    let Some(first) = segments.next() else {
        return serde_json::from_slice(json).map(Some).map_err(not_json);
    };
    let mut value = step(json, first)?;
    for segment in segments {
        let Some(outer) = value else { break };
        value = step(outer.get().as_bytes(), segment)?;
    }
    Ok(value)
}

/// The elements of the list at `pointer`, at most `most`.
pub(super) fn list<'a>(json: &'a [u8], pointer: &str, most: usize) -> Result<Option<Vec<&'a RawValue>>> {
    let Some(value) = find(json, pointer)? else { return Ok(None) };
    let elements: Vec<&RawValue> = serde_json::from_str(value.get())
        .map_err(|_| refused(format!("what stands at `{pointer}` in the body is no list")))?;
    if elements.len() > most {
        return Err(refused(format!("the list at `{pointer}` in the body is longer than {most}")));
    }
    Ok(Some(elements))
}

/// A string's content, or a whole number as it is written. `None` for everything else.
pub(super) fn scalar(value: &RawValue) -> Option<Cow<'_, str>> {
    let text = value.get();
    if text.starts_with('"') {
        let plain = text.get(1..text.len() - 1).filter(|inner| !inner.contains('\\'));
        return plain.map_or_else(
            || serde_json::from_str(text).ok().map(Cow::Owned),
            |plain| Some(Cow::Borrowed(plain)),
        );
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(Cow::Borrowed(text))
}

/// What `segment` names in `json`, all of which is looked at.
fn step<'a>(json: &'a [u8], segment: &str) -> Result<Option<&'a RawValue>> {
    let segment = if segment.contains('~') {
        Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(segment)
    };
    let mut reader = serde_json::Deserializer::from_slice(json);
    let found = match json.trim_ascii_start().first() {
        Some(b'{') => (&mut reader).deserialize_map(Member(&segment)),
        Some(b'[') => (&mut reader).deserialize_seq(Element(segment.parse().unwrap_or(usize::MAX))),
        _ => (&mut reader).deserialize_any(IgnoredAny).map(|_| None),
    };
    found.and_then(|found| reader.end().map(|()| found)).map_err(not_json)
}

// Where it went wrong, but not what stands there.
#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
fn not_json(error: serde_json::Error) -> crate::error::Error {
    let (line, column) = (error.line(), error.column());
    if error.to_string().starts_with(TWICE) {
        return refused("the body says twice what proves it or whose it is");
    }
    refused(format!("the body is not JSON (line {line}, column {column})"))
}

const TWICE: &str = "name occurs twice";

struct Member<'s>(&'s str);

impl<'de> Visitor<'de> for Member<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(wanted) = map.next_key_seed(Is(self.0))? {
            if !wanted {
                map.next_value::<IgnoredAny>()?;
            } else if found.replace(map.next_value()?).is_some() {
                return Err(A::Error::custom(TWICE));
            }
        }
        Ok(found)
    }
}

struct Element(usize);

impl<'de> Visitor<'de> for Element {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> std::result::Result<Self::Value, A::Error> {
        for _ in 0..self.0 {
            if seq.next_element::<IgnoredAny>()?.is_none() {
                return Ok(None);
            }
        }
        let found = seq.next_element()?;
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(found)
    }
}

/// Whether a name is this one, without keeping it.
struct Is<'s>(&'s str);

impl<'de> DeserializeSeed<'de> for Is<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Is<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> std::result::Result<bool, E> {
        Ok(name == self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(json: &str, pointer: &str) -> Option<String> {
        find(json.as_bytes(), pointer).unwrap().and_then(scalar).map(Cow::into_owned)
    }

    #[test]
    fn strings_and_whole_numbers_are_found_as_they_are_written() {
        let json =
            r#"{"a":{"b/c":["x","y\u0022"]},"n":1000000068001000000680010000006800,"f":1.5,"t":true,"":"e"}"#;
        assert_eq!(at(json, "/a/b~1c/0").as_deref(), Some("x"));
        assert_eq!(at(json, "/a/b~1c/1").as_deref(), Some("y\""));
        assert_eq!(at(json, "/n").as_deref(), Some("1000000068001000000680010000006800"));
        assert_eq!(at(json, "/").as_deref(), Some("e"));
        for nothing in ["/f", "/t", "/a", "/x", "/a/b~1c/2", "/a/b~1c/x", "/n/x"] {
            assert_eq!(at(json, nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_name_that_occurs_twice_is_refused_however_it_is_spelled() {
        for json in [r#"{"token":"a","token":"a"}"#, r#"{"token":"a","\u0074oken":"b"}"#] {
            let error = find(json.as_bytes(), "/token").unwrap_err();
            assert!(error.to_string().contains("twice"), "{error}");
        }
    }

    #[test]
    fn a_body_that_is_not_json_is_refused_without_being_quoted() {
        for json in [&b"hidden"[..], b"", b"{\"a\":\"hidden", b"{\"a\":1} hidden", b"{\"a\":\"\xff\"}"] {
            let error = find(json, "/a").unwrap_err();
            assert!(
                error.to_string().contains("not JSON") && !error.to_string().contains("hidden"),
                "{error}"
            );
        }
    }
}
