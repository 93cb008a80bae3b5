//! Many records in one call, each with an outcome of its own.

use connectors_core::{Cx, Delivery, Error, ErrorKind, Fault, Head, Outcome, Request, Response, Result};
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::envelope::{self, Envelope};
use crate::records::Entity;
use crate::{Xero, errors};

/// Records in one call: what Xero recommends (developer.xero.com, "Xero API limits").
pub(crate) const MAX: usize = 50;

/// What a record is known by before it is sent: the member of its envelope, and the value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key(&'static str, String);

impl Key {
    /// The first of these that is set.
    pub(crate) fn of<E: Entity>(id: Option<&str>, number: Option<&str>) -> Option<Self> {
        let id = id.filter(|id| !id.is_empty()).map(|id| Self(E::ID, normal(id)));
        id.or_else(|| Some(Self(E::NUMBER?, normal(number.filter(|number| !number.is_empty())?))))
    }
}

fn normal(text: &str) -> String {
    text.trim().to_lowercase()
}

/// A write of these records of which each has an outcome.
pub(crate) fn write<E: Entity>(
    request: Request,
    records: &[impl Serialize],
    cx: &Cx<'_, Xero>,
) -> Result<Request> {
    fits("records", records.len())?;
    envelope::write::<E>(request.query("summarizeErrors", false), records, cx)
}

/// Refuses what does not go into one call.
pub(crate) fn fits(field: &'static str, records: usize) -> Result<()> {
    match records {
        0 => Err(Error::validation(field, "there is nothing to write")),
        1..=MAX => Ok(()),
        more => {
            let text = format!("are {more} records, one call takes {MAX}: use `batch`");
            Err(Error::validation(field, text))
        }
    }
}

/// The refusal of the call as a whole. A 400 that lists every record is none: each has its own reason.
pub(crate) fn fault(head: &Head, body: &[u8], records: usize) -> Option<Fault> {
    let fault = errors::fault(head, body)?;
    let elements = || {
        let body: Value = serde_json::from_slice(body).ok()?;
        Some(body.get("Elements")?.as_array()?.len())
    };
    if head.status.as_u16() == 400 && elements() == Some(records) { None } else { Some(fault) }
}

struct Answer<E> {
    keys: [Option<Key>; 2],
    outcome: Outcome<E>,
}

/// What became of each record, in the order of `inputs`.
///
/// A record is found by its id or number where it has one that no other has. What is left is taken in order, if as
/// many records were answered as sent and nothing speaks against it; otherwise what became of it is not known.
pub(crate) fn outcomes<E: Entity>(inputs: &[Option<Key>], response: &Response) -> Result<Vec<Outcome<E>>> {
    let records = response.json::<Envelope<E, Box<RawValue>>>()?.records;
    let complete = records.len() == inputs.len();
    let mut answers: Vec<_> = records.iter().map(|record| Some(answer::<E>(response, record))).collect();
    let mut matched: Vec<Option<usize>> =
        inputs.iter().map(|key| find(key.as_ref()?, inputs, &answers)).collect();
    if complete {
        let mut left =
            (0..answers.len()).filter(|at| !matched.contains(&Some(*at))).collect::<Vec<_>>().into_iter();
        for (input, place) in inputs.iter().zip(&mut matched) {
            if place.is_none() {
                *place = left.next().filter(|at| agrees(input.as_ref(), answers[*at].as_ref()));
            }
        }
    }
    let take = |place: Option<usize>| answers.get_mut(place?)?.take().map(|answer| answer.outcome);
    Ok(matched.into_iter().map(take).map(|outcome| outcome.unwrap_or_else(unanswered)).collect())
}

fn answer<E: Entity>(response: &Response, record: &RawValue) -> Answer<E> {
    let members = envelope::members(record);
    let key = |name: &'static str| Some(Key(name, normal(members.get(name)?.as_str()?)));
    let outcome = match envelope::refusal(&members) {
        Some(error) => Outcome::Failed(error),
        None if response.status().is_success() => match envelope::decoded(response, record) {
            Ok(value) => Outcome::Done(value),
            // It was done, but what it gave is lost.
            Err(error) => Outcome::Unknown(error),
        },
        None => {
            let text = "nothing of this call was done, because other records in it are wrong";
            Outcome::Failed(Error::new(ErrorKind::Validation, text).with_delivery(Delivery::Rejected))
        }
    };
    Answer { keys: [key(E::ID), E::NUMBER.and_then(key)], outcome }
}

/// The only answer with this key, if it is the key of one input only.
fn find<E>(key: &Key, inputs: &[Option<Key>], answers: &[Option<Answer<E>>]) -> Option<usize> {
    let has = |answer: &Option<Answer<E>>| {
        answer.as_ref().is_some_and(|a| a.keys.iter().flatten().any(|k| k == key))
    };
    let mut found = answers.iter().enumerate().filter(|(_, answer)| has(answer)).map(|(at, _)| at);
    let first = found.next()?;
    let alone = found.next().is_none() && inputs.iter().flatten().filter(|other| *other == key).count() == 1;
    alone.then_some(first)
}

/// Whether nothing speaks against this answer being this input's.
fn agrees<E>(key: Option<&Key>, answer: Option<&Answer<E>>) -> bool {
    let (Some(key), Some(answer)) = (key, answer) else { return true };
    answer.keys.iter().flatten().all(|other| other.0 != key.0 || other == key)
}

fn unanswered<E>() -> Outcome<E> {
    let text = "Xero's answer does not say what became of this record";
    Outcome::Unknown(Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Unknown))
}
