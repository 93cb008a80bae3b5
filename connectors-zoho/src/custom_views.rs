//! The custom views of modules: which records, with which columns, in which order.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Zoho;
use crate::model::or_default;
use crate::module::Record;
use crate::records::{Info, SortOrder, missing, module, per_page, record_id};

const DOCS: &str = "https://www.zoho.com/crm/developer/docs/api/v8/custom-view-meta.html";
const SCOPES: &[&str] = &["ZohoCRM.settings.ALL", "ZohoCRM.settings.custom_views.READ"];

/// A custom view. Its id is what [`records::List`](crate::records::List) and the mass actions take as `cvid`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct CustomView {
    /// The view's id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The name that people see.
    pub display_value: Option<String>,
    /// The name of a view that Zoho has made.
    pub system_name: Option<String>,
    /// Whether Zoho has made it.
    pub system_defined: Option<bool>,
    /// Whether people get it unless they choose another.
    #[serde(rename = "default")]
    pub is_default: Option<bool>,
    /// What kind of view it is: `public_views`, `created_by_me`, …
    pub category: Option<String>,
    /// `public`, `only_to_me`, `shared`.
    pub access_type: Option<String>,
    /// What must hold of a record, as Zoho writes it: a [`cvid`](crate::records::List::cvid) needs no translation.
    pub criteria: Option<Value>,
    /// Its columns; lists of views leave them out.
    #[serde(deserialize_with = "or_default")]
    pub fields: Vec<ViewField>,
    /// The column that its records are ordered by.
    pub sort_by: Option<ViewField>,
    /// In which direction.
    pub sort_order: Option<Open<SortOrder>>,
    /// When it was made.
    pub created_time: Option<DateTime<Utc>>,
    /// When it was changed last.
    pub modified_time: Option<DateTime<Utc>>,
}

impl CustomView {
    /// The view with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: Option<String>, display_value: Option<String>, system_name: Option<String>,
        system_defined: Option<bool>, is_default: Option<bool>, category: Option<String>, access_type: Option<String>,
        criteria: Option<Value>, fields: Vec<ViewField>, sort_by: Option<ViewField>,
        sort_order: Option<Open<SortOrder>>, created_time: Option<DateTime<Utc>>,
        modified_time: Option<DateTime<Utc>>);
}

/// A field in a view.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct ViewField {
    /// The field's API name.
    pub api_name: Option<String>,
    /// Its id.
    pub id: Option<String>,
}

impl ViewField {
    /// The field with this API name.
    #[must_use]
    pub fn new(api_name: impl Into<String>) -> Self {
        Self { api_name: Some(api_name.into()), id: None }
    }

    setters!(id: Option<String>);
}

#[derive(Deserialize)]
struct Answer {
    custom_views: Vec<CustomView>,
    #[serde(default)]
    info: Info,
}

/// `custom_view.list`: the custom views of a module, page by page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The module's API name.
    pub module: String,
    /// How many on a page: 200 unless said otherwise, which is the most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_page: Option<u16>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// The views of this module.
    #[must_use]
    pub fn new(module: impl Into<String>) -> Self {
        Self { module: module.into(), per_page: None, cursor: None }
    }

    setters!(per_page: Option<u16>, cursor: Option<Cursor>);
}

impl Action for List {
    type Connector = Zoho;
    type Output = Page<CustomView>;
    const META: Meta = Meta::read("custom_view", "list")
        .title("List the custom views of a module")
        .scopes(SCOPES)
        .docs(DOCS);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let request = Request::get(["settings", "custom_views"])
            .query("module", module::<Record>(Some(&self.module), cx)?)
            .query("page", Cursor::page(self.cursor.as_ref(), 1)?);
        per_page(request, self.per_page)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<CustomView>> {
        let Some(Answer { custom_views, info }) = response.json_opt()? else {
            return Ok(Page::last(Vec::new()));
        };
        let page = Cursor::page(self.cursor.as_ref(), 1)?;
        Ok(Page::new(custom_views, (info.more_records == Some(true)).then_some(Cursor::Page(page + 1))))
    }
}

impl PagedAction for List {
    type Item = CustomView;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `custom_view.get`: one custom view with its columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The module's API name.
    pub module: String,
    /// The view's id.
    pub id: String,
}

impl Get {
    /// The view of this module with this id.
    #[must_use]
    pub fn new(module: impl Into<String>, id: impl Into<String>) -> Self {
        Self { module: module.into(), id: id.into() }
    }
}

impl Action for Get {
    type Connector = Zoho;
    type Output = CustomView;
    const META: Meta = Meta::read("custom_view", "get").title("Get a custom view").scopes(SCOPES).docs(DOCS);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let path = ["settings", "custom_views", record_id("id", &self.id)?];
        Ok(Request::get(path).query("module", module::<Record>(Some(&self.module), cx)?))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<CustomView> {
        let answer: Option<Answer> = response.json_opt()?;
        answer.and_then(|answer| answer.custom_views.into_iter().next()).ok_or_else(missing)
    }
}
