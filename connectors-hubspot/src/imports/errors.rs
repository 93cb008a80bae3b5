//! Rows of imports that were not imported.

use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::TO_READ;
use crate::HubSpot;
use crate::config::Api;
use crate::objects::id;
use crate::paging::{page, paged};

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
