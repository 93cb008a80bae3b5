//! Writing: what goes into the body, and what the answer says about each record.

use chrono::{DateTime, Utc};
use connectors_core::outcome::{match_by_key, match_by_order};
use connectors_core::types::Open;
use connectors_core::{Delivery, Error, ErrorKind, Outcome, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::errors::Element;

/// Fields that Zoho keeps itself: a record that was read can be written back without them.
const KEPT_BY_ZOHO: &[&str] = &["Created_By", "Created_Time", "Modified_By", "Modified_Time"];

/// What a write starts in the organisation's automation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Trigger {
    /// Workflow rules.
    Workflow,
    /// Approval processes.
    Approval,
    /// Blueprints.
    Blueprint,
}

/// What a write did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Written {
    /// The record's id.
    pub id: String,
    /// Whether an upsert made the record or changed one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<Open<WriteAction>>,
    /// The field by which an upsert found the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate_field: Option<String>,
    /// When the record was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_time: Option<DateTime<Utc>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified_time: Option<DateTime<Utc>>,
}

/// Whether a record was made or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum WriteAction {
    /// Made.
    Insert,
    /// Changed.
    Update,
}

impl Written {
    /// A record that was written.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), action: None, duplicate_field: None, created_time: None, modified_time: None }
    }

    setters!(action: Option<Open<WriteAction>>, duplicate_field: Option<String>,
        created_time: Option<DateTime<Utc>>, modified_time: Option<DateTime<Utc>>);
}

/// One element of a write's answer.
#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    action: Option<Open<WriteAction>>,
    #[serde(default)]
    duplicate_field: Option<String>,
    #[serde(flatten)]
    element: Element,
}

/// What stands around them; the name depends on the resource.
#[derive(Deserialize)]
struct Answers {
    #[serde(alias = "users", alias = "tags", alias = "__email_drafts", alias = "recycle_bin")]
    data: Vec<Answer>,
}

/// What Zoho says of a record that it wrote.
#[derive(Deserialize)]
struct Details {
    id: String,
    #[serde(default, rename = "Created_Time", alias = "created_time")]
    created_time: Option<DateTime<Utc>>,
    #[serde(default, rename = "Modified_Time", alias = "modified_time")]
    modified_time: Option<DateTime<Utc>>,
}

impl Answer {
    fn written(self) -> Result<Written> {
        let details: Details = Deserialize::deserialize(self.element.details).map_err(|_| unreadable())?;
        Ok(Written {
            id: details.id,
            action: self.action,
            duplicate_field: self.duplicate_field,
            created_time: details.created_time,
            modified_time: details.modified_time,
        })
    }
}

pub(crate) fn unreadable() -> Error {
    let text = "the answer does not say which record was written";
    Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Accepted)
}

/// A record as JSON, without what Zoho keeps itself.
pub(crate) fn fields_of(place: &str, record: &impl Serialize) -> Result<Map<String, Value>> {
    let written = serde_path_to_error::serialize(record, serde_json::value::Serializer);
    let value = written.map_err(|e| {
        let path = e.path().to_string();
        let field = if path == "." { place.to_owned() } else { format!("{place}.{path}") };
        Error::validation(field, e.into_inner().to_string())
    })?;
    match value {
        Value::Object(mut fields) => {
            fields.retain(|name, _| !KEPT_BY_ZOHO.contains(&name.as_str()));
            Ok(fields)
        }
        _ => Err(Error::validation(place, "is not an object of fields")),
    }
}

/// Whether writing this again adds something again: what has no id within a record is added each time, as a line of a
/// quote is, or a file in a field. Tags are there once, however often they are given.
pub(super) fn adds(record: &Map<String, Value>) -> bool {
    let is_new = |row: &Value| row.as_object().is_some_and(|row| row.get("id").is_none_or(Value::is_null));
    let rows = record.iter().filter(|(name, _)| *name != "Tag").filter_map(|(_, value)| value.as_array());
    rows.flatten().any(is_new)
}

/// The body of a write.
pub(super) fn body(
    records: Vec<Map<String, Value>>,
    trigger: Option<&[Open<Trigger>]>,
) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("data".to_owned(), records.into());
    if let Some(trigger) = trigger {
        body.insert("trigger".to_owned(), json!(trigger));
    }
    body
}

/// The answer to the write of one record, whose refusal was found before.
pub(crate) fn one(response: &Response) -> Result<Written> {
    let answers: Answers = response.json()?;
    answers.data.into_iter().next().ok_or_else(unreadable)?.written()
}

/// The answer to the write of many records. Zoho answers in their order; `ids` are those that the records are known
/// by already, which prove it. Where the proof fails, only what an id points to is believed.
pub(crate) fn outcomes(
    response: &Response,
    inputs: usize,
    ids: Option<&[&str]>,
) -> Result<Vec<Outcome<Written>>> {
    let answers: Answers = response.json()?;
    let answers = answers.data.into_iter().map(|answer| {
        let id = answer.element.id().map(str::to_owned);
        let outcome = if answer.element.is_error() {
            answer.element.failed(&response.head)
        } else {
            answer.written().map_or_else(Outcome::of_failed_call, Outcome::Done)
        };
        (id, outcome)
    });
    let answers: Vec<(Option<String>, Outcome<Written>)> = answers.collect();
    let Some(ids) = ids else {
        return Ok(match_by_order(inputs, answers.into_iter().map(|(_, outcome)| outcome).collect()));
    };
    let in_order = answers.len() == inputs
        && answers.iter().zip(ids).all(|((id, _), wanted)| id.as_ref().is_none_or(|id| id == wanted));
    if in_order {
        return Ok(answers.into_iter().map(|(_, outcome)| outcome).collect());
    }
    let keyed = answers.into_iter().filter_map(|(id, outcome)| Some((id?, outcome)));
    Ok(match_by_key(ids.iter().map(|id| (*id).to_owned()), keyed))
}
