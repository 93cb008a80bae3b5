//! Records that are locked: nobody changes or deletes them until the lock is taken away.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cx, Fault, Head, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::model::{Lookup, number_or_text};
use crate::module::Record;
use crate::records::{Found, Written, module, one, record_id};
use crate::{Zoho, errors};

const LOCKS: &str = "Locking_Information__s";
const SCOPES: &[&str] = &["ZohoCRM.modules.ALL"];

/// The lock of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct RecordLock {
    /// The lock's id.
    #[serde(deserialize_with = "number_or_text")]
    pub id: String,
    /// Whether a person or a rule has made it.
    #[serde(rename = "lock_source__s")]
    pub lock_source: Option<Open<LockSource>>,
    /// Who has made it.
    #[serde(rename = "locked_by__s")]
    pub locked_by: Option<Lookup>,
    /// Why.
    #[serde(rename = "locked_reason__s", alias = "Locked_Reason__s")]
    pub locked_reason: Option<String>,
    /// When.
    #[serde(rename = "Locked_time__s", alias = "Locked_Time__s")]
    pub locked_time: Option<DateTime<Utc>>,
}

/// Whether a person or a rule has made a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum LockSource {
    /// A person.
    Manual,
    /// A rule.
    Automatic,
}

impl RecordLock {
    /// The lock with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(lock_source: Option<Open<LockSource>>, locked_by: Option<Lookup>, locked_reason: Option<String>,
        locked_time: Option<DateTime<Utc>>);
}

/// The locks of a record.
fn path<'a>(cx: &Cx<'a, Zoho>, named: &'a str, record: &'a str) -> Result<[&'a str; 3]> {
    Ok([module::<Record>(Some(named), cx)?, record_id("record_id", record)?, LOCKS])
}

/// `record_lock.list`: the locks of a record, all in one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
}

impl List {
    /// The locks of this record.
    #[must_use]
    pub fn new(module: impl Into<String>, record_id: impl Into<String>) -> Self {
        Self { module: module.into(), record_id: record_id.into() }
    }
}

impl Action for List {
    type Connector = Zoho;
    type Output = Vec<RecordLock>;
    const META: Meta = Meta::read("record_lock", "list")
        .title("List the locks of a record")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/get-record-locking-info.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::get(path(cx, &self.module, &self.record_id)?))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<RecordLock>> {
        Ok(response.json_opt::<Found<RecordLock>>()?.unwrap_or_default().data)
    }
}

/// `record_lock.create`: locks a record. A second lock answers `RECORD_LOCKED`, a
/// [`Conflict`](connectors_core::ErrorKind::Conflict).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
    /// Why.
    pub reason: String,
}

impl Create {
    /// Locks this record for this reason.
    #[must_use]
    pub fn new(module: impl Into<String>, record_id: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { module: module.into(), record_id: record_id.into(), reason: reason.into() }
    }
}

impl Action for Create {
    type Connector = Zoho;
    type Output = Written;
    const META: Meta = Meta::write("record_lock", "create")
        .title("Lock a record")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/lock-records.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let body = json!({ "data": [{ "Locked_Reason__s": self.reason }] });
        Ok(Request::post(path(cx, &self.module, &self.record_id)?).json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}

/// `record_lock.delete`: unlocks a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
    /// The lock's id.
    pub id: String,
}

impl Delete {
    /// Takes the lock with this id from this record.
    #[must_use]
    pub fn new(module: impl Into<String>, record_id: impl Into<String>, id: impl Into<String>) -> Self {
        Self { module: module.into(), record_id: record_id.into(), id: id.into() }
    }
}

impl Action for Delete {
    type Connector = Zoho;
    type Output = Written;
    const META: Meta = Meta::write("record_lock", "delete")
        .title("Unlock a record")
        .scopes(SCOPES)
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/unlock-records.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let [module, record, locks] = path(cx, &self.module, &self.record_id)?;
        Ok(Request::delete([module, record, locks, record_id("id", &self.id)?]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Written> {
        one(&response)
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}
