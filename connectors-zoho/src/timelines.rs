//! What happened to a record: who changed which field from what to what.

use chrono::{DateTime, Utc};
use connectors_core::{
    Action, Cursor, Cx, Fault, Head, Meta, Page, PagedAction, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::{Lookup, or_default};
use crate::module::Record;
use crate::records::{Info, SortOrder, module, next, page, per_page, record_id};
use crate::{Zoho, errors};

/// Something that happened to a record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct TimelineEntry {
    /// Its id.
    pub id: Option<String>,
    /// What was done: `added`, `updated`, …
    pub action: Option<String>,
    /// When.
    pub audited_time: Option<DateTime<Utc>>,
    /// Who did it.
    pub done_by: Option<Lookup>,
    /// By what means: `crm_ui`, `crm_api`, …
    pub source: Option<String>,
    /// The fields that changed.
    #[serde(deserialize_with = "or_default")]
    pub field_history: Vec<FieldChange>,
}

/// A field that changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct FieldChange {
    /// The field's API name.
    pub api_name: Option<String>,
    /// The field's id.
    pub id: Option<String>,
    /// The values.
    #[serde(rename = "_value")]
    pub value: ChangedValue,
}

/// A value before and after a change, as people see it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct ChangedValue {
    /// Before.
    pub old: Option<Value>,
    /// After.
    pub new: Option<Value>,
}

impl TimelineEntry {
    /// Something of this kind, as tests need it.
    #[must_use]
    pub fn new(action: impl Into<String>) -> Self {
        Self { action: Some(action.into()), ..Self::default() }
    }

    setters!(id: Option<String>, audited_time: Option<DateTime<Utc>>, done_by: Option<Lookup>, source: Option<String>,
        field_history: Vec<FieldChange>);
}

impl FieldChange {
    /// A change of this field.
    #[must_use]
    pub fn new(api_name: impl Into<String>, value: ChangedValue) -> Self {
        Self { api_name: Some(api_name.into()), id: None, value }
    }

    setters!(id: Option<String>);
}

impl ChangedValue {
    /// From this to that.
    #[must_use]
    pub fn of(old: impl Into<Value>, new: impl Into<Value>) -> Self {
        Self { old: Some(old.into()), new: Some(new.into()) }
    }
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default, rename = "__timeline")]
    timeline: Vec<TimelineEntry>,
    #[serde(default)]
    info: Info,
}

/// `timeline.list`: what happened to a record, page by page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
    /// In which direction of time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort_order: Option<SortOrder>,
    /// How many on a page: 200 unless said otherwise, which is the most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_page: Option<u16>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// What happened to this record.
    #[must_use]
    pub fn new(module: impl Into<String>, record_id: impl Into<String>) -> Self {
        Self {
            module: module.into(),
            record_id: record_id.into(),
            sort_order: None,
            per_page: None,
            cursor: None,
        }
    }

    setters!(sort_order: Option<SortOrder>, per_page: Option<u16>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Zoho;
    type Output = Page<TimelineEntry>;
    const META: Meta = Meta::read("timeline", "list")
        .title("List what happened to a record")
        .scopes(&["ZohoCRM.modules.ALL"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/timeline-of-a-record.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let record = record_id("record_id", &self.record_id)?;
        let request = Request::get([module::<Record>(Some(&self.module), cx)?, record, "__timeline"])
            .query_opt("sort_by", self.sort_order.map(|_| "audited_time"))
            .query_opt("sort_order", self.sort_order.map(SortOrder::as_str));
        page(per_page(request, self.per_page)?, self.cursor.as_ref(), self.per_page)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<TimelineEntry>> {
        let Some(Answer { timeline, info }) = response.json_opt()? else {
            return Ok(Page::last(Vec::new()));
        };
        Ok(Page::new(timeline, next(info, self.cursor.as_ref())))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_list(head, body)
    }
}

impl PagedAction for List {
    type Item = TimelineEntry;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
