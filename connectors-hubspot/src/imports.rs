//! Imports: files of rows that become records.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{
    Action, Cursor, Cx, Delivery, Error, ErrorKind, Idempotency, JobState, Meta, Multipart, Page,
    PagedAction, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::HubSpot;
use crate::config::Api;
use crate::objects::id;
use crate::paging::{page, paged};

const TO_READ: &[&str] = &["crm.import"];
const TO_WRITE: &[&str] = &["crm.import"];

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum State {
    /// It began.
    Started,
    /// It is under way.
    Processing,
    /// It is done.
    Done,
    /// It failed.
    Failed,
    /// It was cancelled.
    Canceled,
    /// It waits for others.
    Deferred,
    /// It was taken back.
    Reverted,
}

/// An import.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Import {
    /// Its id.
    pub id: String,
    /// How far it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Open<State>>,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import_name: Option<String>,
    /// Where it was started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import_source: Option<String>,
    /// Whether it lists people who unsubscribed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opt_out_import: Option<bool>,
    /// The object types that it writes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mapped_object_type_ids: Vec<String>,
    /// What it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// When it was started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl Import {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(state: Option<Open<State>>, import_name: Option<String>, import_source: Option<String>, opt_out_import: Option<bool>, mapped_object_type_ids: Vec<String>, metadata: Option<Metadata>, created_at: Option<DateTime<Utc>>, updated_at: Option<DateTime<Utc>>);
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Metadata {
    /// How many rows, objects and errors there were, by kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counters: Option<Map<String, Value>>,
    /// Its files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub file_ids: Vec<String>,
    /// Lists of the objects that it wrote.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub object_lists: Vec<Value>,
}

impl Metadata {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(counters: Option<Map<String, Value>>, file_ids: Vec<String>, object_lists: Vec<Value>);
}

/// `import.create`: imports a file of rows, for [`Client::upload`](connectors_core::Client::upload). It is done when [`Get`] says so. Sent
/// twice, it runs twice: when the answer is lost nothing is sent again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// What the file is called, as `request` calls it.
    pub file_name: String,
    /// What is in its columns: `importRequest`, as HubSpot describes it.
    pub request: Value,
}

impl Create {
    /// This file.
    #[must_use]
    pub fn new(file_name: impl Into<String>, request: Value) -> Self {
        Self { file_name: file_name.into(), request }
    }
}

impl Action for Create {
    type Connector = HubSpot;
    type Output = Import;
    const META: Meta = Meta::write("import", "create")
        .title("Import a file")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/imports");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = self.request.to_string();
        let form = Multipart::file("files", &self.file_name).text("importRequest", request);
        Ok(Request::post(cx.connector().path(Api::IMPORTS, [""; 0])).multipart(form))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        response.json()
    }
}

/// `import.get`: how far an import is. [`Client::job`](connectors_core::Client::job) asks until it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The id of the import.
    pub id: String,
}

impl Get {
    /// The import with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Get {
    type Connector = HubSpot;
    type Output = JobState<Import>;
    const META: Meta = Meta::read("import", "get")
        .title("Ask how far an import is")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/imports");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::get(cx.connector().path(Api::IMPORTS, [id("id", &self.id)?])))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let import: Import = response.json()?;
        Ok(match import.state.as_ref().and_then(|state| state.known()) {
            Some(State::Done) => JobState::Done(import),
            Some(State::Failed | State::Canceled | State::Reverted) => {
                let text = "the import failed or was stopped: `imports::Errors` tells what is wrong";
                JobState::Failed(Error::new(ErrorKind::Vendor, text).with_delivery(Delivery::Accepted))
            }
            // Those under way, and what may come.
            _ => JobState::Running { progress: None, check_after: None },
        })
    }
}

/// `import.list`: all imports.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// How many on a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// All.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(limit: Option<u16>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = HubSpot;
    type Output = Page<Import>;
    const META: Meta = Meta::read("import", "list")
        .title("List imports")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/imports");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = Request::get(cx.connector().path(Api::IMPORTS, [""; 0]));
        paged(request, self.limit, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        page(&response)
    }
}

impl PagedAction for List {
    type Item = Import;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `import.cancel`: stops an import. What it wrote stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Cancel {
    /// The id of the import.
    pub id: String,
}

impl Cancel {
    /// The import with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Cancel {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Meta::write("import", "cancel")
        .title("Cancel an import")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/imports");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::post(cx.connector().path(Api::IMPORTS, [id("id", &self.id)?, "cancel"]))
            .idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}

/// A row that was not imported, or only in part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct RowError {
    /// Its id.
    pub id: String,
    /// What is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_type: Option<String>,
    /// The same for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// Of which object type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_type: Option<String>,
    /// The same by its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_type_id: Option<String>,
    /// The value that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invalid_value: Option<String>,
    /// In which column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_column_number: Option<i64>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_data: Option<SourceData>,
    /// When, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<i64>,
}

impl RowError {
    /// As tests need it.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(error_type: Option<String>, error_message: Option<String>, object_type: Option<String>, object_type_id: Option<String>, invalid_value: Option<String>, known_column_number: Option<i64>, source_data: Option<SourceData>, created_at: Option<i64>);
}

/// Where a row stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct SourceData {
    /// In which line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_number: Option<i64>,
    /// What is in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub row_data: Vec<String>,
    /// On which sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_name: Option<String>,
    /// In which file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_id: Option<i64>,
}

impl SourceData {
    /// As tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(line_number: Option<i64>, row_data: Vec<String>, page_name: Option<String>, file_id: Option<i64>);
}

/// `import.list_errors`: the rows that were not imported, or only in part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Errors {
    /// The id of the import.
    pub id: String,
    /// How many on a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl Errors {
    /// Of the import with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), limit: None, cursor: None }
    }

    setters!(limit: Option<u16>, cursor: Option<Cursor>);
}

impl Action for Errors {
    type Connector = HubSpot;
    type Output = Page<RowError>;
    const META: Meta = Meta::read("import", "list_errors")
        .title("List what was not imported")
        .scopes(TO_READ)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/imports");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let request = Request::get(cx.connector().path(Api::IMPORTS, [id("id", &self.id)?, "errors"]))
            .query("includeErrorMessage", true)
            .query("includeRowData", true);
        paged(request, self.limit, self.cursor.as_ref())
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        page(&response)
    }
}

impl PagedAction for Errors {
    type Item = RowError;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
