//! What happened to a record, and notes about it.
//!
//! One list and one way to add for every kind of record that has a history: see [`ParentKind`](crate::ParentKind).

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cx, Error, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::auth::scopes::{FOR_HISTORY, TO_READ_HISTORY};
use crate::parents::Parent;
use crate::records::{self, Entity};
use crate::{Xero, dates, envelope, listing};

/// Something that happened to a record, or a note about it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct HistoryRecord {
    /// What kind of change: `Created`, `Approved`, `Note`, … in words.
    pub changes: Option<String>,
    /// What is to say about it.
    pub details: Option<String>,
    /// Who did it, in words.
    pub user: Option<String>,
    /// When.
    #[serde(rename = "DateUTC", with = "dates::timestamp")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<DateTime<Utc>>"))]
    pub date_utc: Option<DateTime<Utc>>,
}

impl HistoryRecord {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        changes: Option<String>,
        details: Option<String>,
        user: Option<String>,
        date_utc: Option<DateTime<Utc>>,
    );
}

impl Entity for HistoryRecord {
    type Lists = ();
    const RESOURCE: &'static str = "history";
    const ONE: &'static str = "a note";
    const MANY: &'static str = "history";
    const PLURAL: &'static str = "HistoryRecords";
    // They have none.
    const ID: &'static str = "";
    const TO_READ: &'static [&'static str] = TO_READ_HISTORY;
    const TO_WRITE: &'static [&'static str] = FOR_HISTORY;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/historyandnotes";
}

/// `history.list`: what happened to a record, and the notes about it, all in one page. It needs the scope to read the
/// record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Whose history.
    pub parent: Parent,
}

impl List {
    /// The history of this record.
    #[must_use]
    pub fn new(parent: Parent) -> Self {
        Self { parent }
    }

    setters!(parent: Parent);
}

impl Action for List {
    type Connector = Xero;
    type Output = Page<HistoryRecord>;
    const META: Meta = records::read::<HistoryRecord>("list").title("List the history of a record");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::get(self.parent.history()?))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        listing::whole(&response)
    }
}

impl PagedAction for List {
    type Item = HistoryRecord;
}

/// `history.add`: adds a note to a record. Notes cannot be changed or removed. It needs the scope to write the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Add {
    /// What it is about.
    pub parent: Parent,
    /// The note.
    pub details: String,
}

impl Add {
    /// This note about this record.
    pub fn new(parent: Parent, details: impl Into<String>) -> Self {
        Self { parent, details: details.into() }
    }

    setters!(parent: Parent, details: String);
}

impl Action for Add {
    type Connector = Xero;
    type Output = HistoryRecord;
    const META: Meta = records::write::<HistoryRecord>("add").title("Add a note to a record");

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        if self.details.trim().is_empty() {
            return Err(Error::validation("details", "is empty"));
        }
        let note = json!({ "Details": self.details });
        envelope::write::<HistoryRecord>(Request::put(self.parent.history()?), &[note], cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}
