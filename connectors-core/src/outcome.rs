//! What became of each element of a batch.

use std::collections::HashMap;
use std::hash::Hash;

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::error::{Error, ErrorKind};

/// What became of one element of a batch.
#[derive(Clone, Debug)]
pub enum Outcome<T> {
    /// It was done.
    Done(T),
    /// The platform refused it; nothing was done.
    Failed(Error),
    /// Nobody knows: read back before writing it again.
    Unknown(Error),
    /// It was not sent.
    NotSent(Error),
}

impl<T> Outcome<T> {
    /// The value, if it was done.
    #[must_use]
    pub fn done(&self) -> Option<&T> {
        match self {
            Self::Done(value) => Some(value),
            _ => None,
        }
    }

    /// The error, if it was not.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        match self {
            Self::Done(_) => None,
            Self::Failed(e) | Self::Unknown(e) | Self::NotSent(e) => Some(e),
        }
    }

    /// As a `Result`; an error's [`delivery`](Error::delivery) tells the three failures apart.
    pub fn into_result(self) -> Result<T, Error> {
        match self {
            Self::Done(value) => Ok(value),
            Self::Failed(e) | Self::Unknown(e) | Self::NotSent(e) => Err(e),
        }
    }

    /// The outcome of an element of a call that failed as a whole.
    #[must_use]
    pub fn of_failed_call(error: Error) -> Self {
        use crate::error::Delivery;
        match error.delivery() {
            Delivery::NotSent => Self::NotSent(error),
            Delivery::Rejected => Self::Failed(error),
            // Accepted, but the answer could not be read: what became of each element is not known.
            Delivery::Unknown | Delivery::Accepted => Self::Unknown(error),
        }
    }

    /// Changes the value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Outcome<U> {
        match self {
            Self::Done(value) => Outcome::Done(change(value)),
            Self::Failed(e) => Outcome::Failed(e),
            Self::Unknown(e) => Outcome::Unknown(e),
            Self::NotSent(e) => Outcome::NotSent(e),
        }
    }

    /// Changes the error.
    #[must_use]
    pub(crate) fn map_error(self, change: impl FnOnce(Error) -> Error) -> Self {
        match self {
            Self::Done(value) => Self::Done(value),
            Self::Failed(e) => Self::Failed(change(e)),
            Self::Unknown(e) => Self::Unknown(change(e)),
            Self::NotSent(e) => Self::NotSent(change(e)),
        }
    }
}

/// Puts the answers for a batch in the order of its inputs, by key and not by position. An input without an answer is
/// [`Outcome::Unknown`]; an answer without an input is dropped.
pub fn match_by_key<K: Eq + Hash, T>(
    inputs: impl IntoIterator<Item = K>,
    answers: impl IntoIterator<Item = (K, Outcome<T>)>,
) -> Vec<Outcome<T>> {
    let mut by_key: HashMap<K, Outcome<T>> = answers.into_iter().collect();
    inputs.into_iter().map(|key| by_key.remove(&key).unwrap_or_else(unanswered)).collect()
}

/// Takes the answers for a batch in the platform's order, for platforms whose answers name no key. If there are not
/// as many answers as inputs, every element is [`Outcome::Unknown`]: which is missing cannot be told.
pub fn match_by_order<T>(inputs: usize, answers: Vec<Outcome<T>>) -> Vec<Outcome<T>> {
    if answers.len() == inputs { answers } else { std::iter::repeat_with(unanswered).take(inputs).collect() }
}

fn unanswered<T>() -> Outcome<T> {
    let error =
        Error::new(ErrorKind::Decode, "the platform's answer does not say what became of this element");
    Outcome::Unknown(error.with_delivery(crate::error::Delivery::Unknown))
}

impl<T: Serialize> Serialize for Outcome<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Outcome", 2)?;
        let (status, error) = match self {
            Self::Done(value) => {
                out.serialize_field("status", "done")?;
                out.serialize_field("value", value)?;
                return out.end();
            }
            Self::Failed(error) => ("failed", error),
            Self::Unknown(error) => ("unknown", error),
            Self::NotSent(error) => ("not_sent", error),
        };
        out.serialize_field("status", status)?;
        out.serialize_field("error", error)?;
        out.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_in_another_order_go_to_their_inputs_by_key() {
        let answers = [("b", Outcome::Done(2)), ("a", Outcome::Done(1))];
        let matched = match_by_key(["a", "b", "c"], answers);
        assert_eq!(matched[0].done(), Some(&1));
        assert_eq!(matched[1].done(), Some(&2));
        assert!(matches!(matched[2], Outcome::Unknown(_)));
    }

    #[test]
    fn a_missing_answer_makes_every_element_unknown_where_answers_have_no_key() {
        let matched = match_by_order(2, vec![Outcome::Done(1)]);
        assert!(matched.iter().all(|o| matches!(o, Outcome::Unknown(_))));
    }
}
