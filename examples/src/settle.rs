//! Writing many records, until it is known of each what became of it.

use connectors_core::{Error, ErrorKind, Outcome, Result};
use serde::{Deserialize, Serialize};

/// How often elements whose calls failed are sent again.
const ROUNDS: usize = 8;

/// What became of each element, by its place.
pub type Settled<T> = Vec<(usize, std::result::Result<T, Problem>)>;

/// Why a record does not go over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// The field that is to blame.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

impl Problem {
    /// This field, for this reason.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// Sends elements until it is known of each what became of it. All of them can be sent again.
///
/// # Errors
/// What no other try can help, or that some could not be written in many tries.
pub async fn settle<T: Clone, O>(
    mut pending: Vec<(usize, T)>,
    field: &str,
    send: impl AsyncFn(Vec<T>) -> Vec<Outcome<O>>,
) -> Result<Settled<O>> {
    let mut settled = Vec::new();
    for _ in 0..ROUNDS {
        if pending.is_empty() {
            return Ok(settled);
        }
        let outcomes = send(pending.iter().map(|(_, element)| element.clone()).collect()).await;
        let mut again = Vec::new();
        for ((at, element), outcome) in pending.into_iter().zip(outcomes) {
            match outcome {
                Outcome::Done(done) => settled.push((at, Ok(done))),
                Outcome::Failed(error) | Outcome::NotSent(error) if is_about_the_record(&error) => {
                    settled.push((at, Err(problem(field, &error))));
                }
                Outcome::Failed(error) | Outcome::NotSent(error) if !error.is_retryable() => {
                    return Err(error);
                }
                Outcome::Failed(_) | Outcome::NotSent(_) | Outcome::Unknown(_) => again.push((at, element)),
            }
        }
        pending = again;
    }
    if pending.is_empty() {
        return Ok(settled);
    }
    let text = format!("{} records could not be written for now: run the job again", pending.len());
    Err(Error::new(ErrorKind::Server, text).with_retryable(true))
}

/// What the platform blames; `otherwise` if it blames no field.
#[must_use]
pub fn problem(otherwise: &str, error: &Error) -> Problem {
    let blamed = error.field_errors().first();
    let field = blamed.map(|f| f.field.as_str()).filter(|field| !field.is_empty()).unwrap_or(otherwise);
    Problem::new(field, blamed.map_or(error.message(), |f| f.message.as_str()))
}

/// Whether an element failed for what it is, so that sending it again is of no use.
#[must_use]
pub fn is_about_the_record(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Validation
            | ErrorKind::Conflict
            | ErrorKind::NotFound
            | ErrorKind::Duplicate
            | ErrorKind::Vendor
    )
}
