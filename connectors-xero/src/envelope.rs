//! The envelope around Xero's records: `{"Id": …, "Status": "OK", "Invoices": […], "pagination": {…}}`.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use connectors_core::{Cx, Delivery, Error, ErrorKind, Request, Response, Result};
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::records::Entity;
use crate::{Xero, errors};

/// The header that makes a write safe to repeat.
const IDEMPOTENCY: &str = "Idempotency-Key";
/// How long a key is trusted. Xero is said to keep keys for six minutes, which is not verified; a key that is thought
/// dead too early only means that a write whose answer was lost is told as unknown instead of being sent again.
const KEY_LIFE: Duration = Duration::from_secs(5 * 60);
/// The longest key (`xero_accounting.yaml`, `idempotencyKey`).
const KEY_LENGTH: usize = 128;

/// Several records as they come.
pub(crate) struct Envelope<E, T> {
    pub(crate) records: Vec<T>,
    pub(crate) pagination: Option<Pagination>,
    entity: PhantomData<E>,
}

/// What the envelope says about paging.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Pagination {
    pub(crate) page: Option<u64>,
    pub(crate) page_count: Option<u64>,
    pub(crate) item_count: Option<u64>,
}

impl<'de, E: Entity, T: Deserialize<'de>> Deserialize<'de> for Envelope<E, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<E, T>(PhantomData<(E, T)>);

        impl<'de, E: Entity, T: Deserialize<'de>> Visitor<'de> for Members<E, T> {
            type Value = Envelope<E, T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "an object with {}", E::PLURAL)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut records: Option<Vec<T>> = None;
                let mut pagination = None;
                while let Some(name) = map.next_key::<String>()? {
                    match name.as_str() {
                        "pagination" => pagination = map.next_value()?,
                        // A refusal calls them so.
                        "Elements" if records.is_none() => records = map.next_value()?,
                        // The example of a contact's CIS settings calls them `CISSetting`.
                        name if name == E::PLURAL || Some(name) == E::PLURAL.strip_suffix('s') => {
                            records = map.next_value()?;
                        }
                        _ => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                let missing = || serde::de::Error::missing_field(E::PLURAL);
                Ok(Envelope { records: records.ok_or_else(missing)?, pagination, entity: PhantomData })
            }
        }

        deserializer.deserialize_map(Members(PhantomData))
    }
}

/// Records in the envelope that Xero wants them in.
pub(crate) struct Enveloped<'a, T>(pub(crate) &'static str, pub(crate) &'a [T]);

impl<T: Serialize> Serialize for Enveloped<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(self.0, self.1)?;
        map.end()
    }
}

/// A write of these records, safe to repeat.
pub(crate) fn write<E: Entity>(
    request: Request,
    records: &[impl Serialize],
    cx: &Cx<'_, Xero>,
) -> Result<Request> {
    keyed(request.json(&Enveloped(E::PLURAL, records)), cx)
}

/// A write that is safe to repeat with its key.
pub(crate) fn keyed(request: Request, cx: &Cx<'_, Xero>) -> Result<Request> {
    let key = cx.idempotency_key();
    if key.len() > KEY_LENGTH {
        return Err(Error::validation("idempotency_key", format!("is longer than {KEY_LENGTH} bytes")));
    }
    Ok(request.keyed(IDEMPOTENCY, key, KEY_LIFE))
}

/// The one record that was asked for.
pub(crate) fn one<E: Entity>(response: &Response) -> Result<E> {
    let mut records = response.json::<Envelope<E, E>>()?.records;
    match records.len() {
        1 => records.pop().ok_or_else(|| nothing::<E>(ErrorKind::NotFound)),
        0 => Err(nothing::<E>(ErrorKind::NotFound)),
        // Numbers of bills are not unique.
        _ => Err(accepted(ErrorKind::Conflict, format!("several {} have this number: list them", E::PLURAL))),
    }
}

/// The one record that was written.
pub(crate) fn written<E: Entity>(response: &Response) -> Result<E> {
    let records = response.json::<Envelope<E, Box<RawValue>>>()?.records;
    match records.as_slice() {
        [record] => match refusal(&members(record)) {
            Some(error) => Err(error),
            None => decoded(response, record),
        },
        _ => Err(nothing::<E>(ErrorKind::Decode)),
    }
}

/// One record of an answer, as itself. The error names the place in the record.
pub(crate) fn decoded<E: Entity>(response: &Response, record: &RawValue) -> Result<E> {
    Response::new(response.head.clone(), record.get().as_bytes().to_vec()).json()
}

/// One record of an answer, whatever is in it.
pub(crate) fn members(record: &RawValue) -> Value {
    serde_json::from_str(record.get()).unwrap_or_default()
}

/// Why a record inside a good answer was refused, if it was: what `summarizeErrors=false` asks for. The spelling of
/// `StatusAttributeString` is not verified; without it the flags decide.
pub(crate) fn refusal(record: &Value) -> Option<Error> {
    let is = |name: &str| record.get(name).and_then(Value::as_bool).unwrap_or(false);
    let has_errors =
        || record.get("ValidationErrors").and_then(Value::as_array).is_some_and(|list| !list.is_empty());
    let refused = match record.get("StatusAttributeString").and_then(Value::as_str) {
        Some(status) if status.eq_ignore_ascii_case("ERROR") => true,
        Some(status) if status.eq_ignore_ascii_case("OK") || status.eq_ignore_ascii_case("WARNING") => false,
        _ => is("HasErrors") || is("HasValidationErrors") || has_errors(),
    };
    if !refused {
        return None;
    }
    Some(match errors::judge(std::slice::from_ref(record)) {
        Some(judged) => judged.into_error(),
        None => Error::new(ErrorKind::Validation, "Xero refused this record and does not say why")
            .with_delivery(Delivery::Rejected),
    })
}

fn nothing<E: Entity>(kind: ErrorKind) -> Error {
    accepted(kind, format!("the answer does not hold one record in {}", E::PLURAL))
}

fn accepted(kind: ErrorKind, text: String) -> Error {
    Error::new(kind, text).with_delivery(Delivery::Accepted)
}
