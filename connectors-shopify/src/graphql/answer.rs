//! Reading answers. What is refused never gets here: it is a fault (see the errors).

use std::fmt;
use std::marker::PhantomData;

use connectors_core::{Delivery, Error, ErrorKind, Page, Response, Result};
use serde::de::{self, DeserializeOwned, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::Connection;

/// What an answer is around its data.
#[derive(Deserialize)]
pub(super) struct Envelope<D> {
    pub(super) data: D,
}

/// An object's one member, whatever its name, besides `userErrors` and `__typename`: so the data of a document with one root
/// field, and the payload of a mutation, need no type of their own.
struct Only<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Only<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = Only<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with one member")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Only<T>, A::Error> {
                let mut only = None;
                while let Some(name) = map.next_key::<String>()? {
                    if name == "userErrors" || name == "__typename" {
                        map.next_value::<IgnoredAny>()?;
                    } else if only.replace(Only(map.next_value()?)).is_some() {
                        return Err(de::Error::invalid_length(2, &self));
                    }
                }
                only.ok_or_else(|| de::Error::invalid_length(0, &self))
            }
        }

        deserializer.deserialize_map(Members(PhantomData))
    }
}

/// What the root field gives.
fn root<T: DeserializeOwned>(response: &Response) -> Result<T> {
    response.json::<Envelope<Only<T>>>().map(|answer| answer.data.0)
}

/// A record that was asked for. That there is none is an error: [`NotFound`](ErrorKind::NotFound).
pub(crate) fn one<T: DeserializeOwned>(response: &Response) -> Result<T> {
    root::<Option<T>>(response)?.ok_or_else(|| {
        Error::new(ErrorKind::NotFound, "there is no such record").with_delivery(Delivery::Accepted)
    })
}

/// What is in a record that was asked for: its one member. That there is no record is an error.
pub(crate) fn within<T: DeserializeOwned>(response: &Response) -> Result<T> {
    one::<Only<T>>(response).map(|record| record.0)
}

/// One page of a list.
pub(crate) fn page<T: DeserializeOwned>(response: &Response) -> Result<Page<T>> {
    root::<Connection<T>>(response).map(Page::from)
}

/// What a mutation made or changed: its payload's one member besides `userErrors`.
pub(crate) fn written<T: DeserializeOwned>(response: &Response) -> Result<T> {
    let payload: Option<Only<Option<T>>> = root(response)?;
    payload.and_then(|payload| payload.0).ok_or_else(nothing_said)
}

fn nothing_said() -> Error {
    let text = "Shopify says neither what was done nor why it was not";
    Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Unknown)
}

/// What is in the record that a mutation changed: its one member.
pub(crate) fn written_within<T: DeserializeOwned>(response: &Response) -> Result<T> {
    written::<Only<T>>(response).map(|record| record.0)
}

/// All that a mutation tells of what it did: its whole payload.
pub(crate) fn payload<T: DeserializeOwned>(response: &Response) -> Result<T> {
    root::<Option<T>>(response)?.ok_or_else(nothing_said)
}

/// That a mutation was done, whose payload has `userErrors` alone.
pub(crate) fn done(response: &Response) -> Result<()> {
    root::<Option<IgnoredAny>>(response)?.map(|_| ()).ok_or_else(nothing_said)
}
