//! What is peculiar to one platform's description, as data.

use serde_json::Value;

/// How to read a description. Every entry sharpens or repairs a named place; nothing switches a check off as a whole.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The `format`s that are asserted; what the vendor really sends decides which ones make sense.
    pub formats: Vec<&'static str>,
    /// Whether `pattern` is left out, because the vendor's patterns describe its sample data and not its values.
    pub ignore_patterns: bool,
    /// Whether the alternatives of a `oneOf` in responses overlap, so that one *or more* may fit.
    pub overlapping_responses: bool,
    /// Whether a `default` response without content only says that there are errors; [`statuses`](Self::statuses) judge
    /// them then.
    pub silent_defaults: bool,
    /// Mistakes of the description that are put right before it is used.
    pub corrections: Vec<Correction>,
    /// How responses are judged whose status the operation does not declare.
    pub statuses: Vec<StatusRule>,
    /// Keys that the vendor puts around every JSON response and does not declare.
    pub envelope: Vec<EnvelopeKey>,
}

/// A mistake in a description, put right. One that no longer fits the file is an error.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The file.
    pub file: &'static str,
    /// The JSON pointer of the place; its parent must exist.
    pub pointer: &'static str,
    /// What is done there.
    pub change: Change,
    /// How one knows that the description is wrong.
    pub reason: &'static str,
}

/// What a [`Correction`] does.
#[derive(Clone, Debug)]
pub enum Change {
    /// Puts a value there; it must differ from what is there now.
    Set(Value),
    /// Adds an element to the array that is there.
    Push(Value),
    /// Takes away what is there.
    Remove,
    /// Gives the key another name.
    Rename(&'static str),
}

/// How a status is judged that an operation does not declare, neither by number, by range nor by `default`.
#[derive(Clone, Debug)]
pub struct StatusRule {
    /// The status.
    pub status: u16,
    /// How it is judged.
    pub judge: StatusJudge,
    /// How one knows that the vendor answers so.
    pub reason: &'static str,
}

/// See [`StatusRule`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusJudge {
    /// As the operation's response with that status, which must be declared.
    As(u16),
    /// By this schema: a reference such as `record.json#/components/schemas/API_Exception`.
    Schema(&'static str),
    /// The body must be empty.
    Empty,
    /// Not at all; the summary counts it.
    Unspecified,
}

/// A key around JSON responses that the description does not declare.
#[derive(Clone, Debug)]
pub struct EnvelopeKey {
    /// The key at the top of the body.
    pub name: &'static str,
    /// The JSON type of its value.
    pub json_type: &'static str,
    /// How one knows.
    pub reason: &'static str,
}
