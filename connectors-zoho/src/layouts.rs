//! The layouts of modules: which fields stand on a record's page, in which sections, for which profiles.

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::Zoho;
use crate::model::{Lookup, or_default};
use crate::module::Record;
use crate::module_fields::PickListValue;
use crate::records::{missing, module, record_id};

const DOCS: &str = "https://www.zoho.com/crm/developer/docs/api/v8/layouts-meta.html";
const SCOPES: &[&str] = &["ZohoCRM.settings.ALL", "ZohoCRM.settings.layouts.READ"];

/// A layout of a module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Layout {
    /// The layout's id: what [`pipelines`](crate::pipelines) wants, and a record's `Layout` field.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// The name that people see.
    pub display_label: Option<String>,
    /// The name that the API has for it.
    pub api_name: Option<String>,
    /// `active`, `inactive`, …
    pub status: Option<String>,
    /// Whether people see it.
    pub visible: Option<bool>,
    /// Where it comes from: `default`, `custom`.
    pub generated_type: Option<String>,
    /// The profiles whose users see it.
    #[serde(deserialize_with = "or_default")]
    pub profiles: Vec<Lookup>,
    /// Its parts.
    #[serde(deserialize_with = "or_default")]
    pub sections: Vec<Section>,
    /// When it was made.
    pub created_time: Option<DateTime<Utc>>,
    /// When it was changed last.
    pub modified_time: Option<DateTime<Utc>>,
}

impl Layout {
    /// The layout with this name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::default() }
    }

    setters!(id: Option<String>, display_label: Option<String>, api_name: Option<String>, status: Option<String>,
        visible: Option<bool>, generated_type: Option<String>, profiles: Vec<Lookup>, sections: Vec<Section>,
        created_time: Option<DateTime<Utc>>, modified_time: Option<DateTime<Utc>>);
}

/// A part of a layout.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Section {
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// The name that people see.
    pub display_label: Option<String>,
    /// The name that the API has for it: of a sub-form that of its field.
    pub api_name: Option<String>,
    /// Where it stands on the page.
    pub sequence_number: Option<i64>,
    /// How many columns it has.
    pub column_count: Option<i64>,
    /// Whether it is a sub-form.
    #[serde(rename = "isSubformSection")]
    pub is_subform_section: Option<bool>,
    /// Its fields.
    #[serde(deserialize_with = "or_default")]
    pub fields: Vec<LayoutField>,
}

impl Section {
    /// The part with this name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::default() }
    }

    setters!(id: Option<String>, display_label: Option<String>, api_name: Option<String>,
        sequence_number: Option<i64>, column_count: Option<i64>, is_subform_section: Option<bool>,
        fields: Vec<LayoutField>);
}

/// A field on a layout. What else there is to know of it [`module_fields`](crate::module_fields) tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct LayoutField {
    /// The field's id.
    pub id: Option<String>,
    /// The name that actions take.
    pub api_name: String,
    /// The name that people see.
    pub display_label: Option<String>,
    /// What it holds: `text`, `picklist`, `lookup`, …
    pub data_type: Option<String>,
    /// Whether this layout demands it.
    pub required: Option<bool>,
    /// Whether it cannot be written.
    pub read_only: Option<bool>,
    /// Whether people see it.
    pub visible: Option<bool>,
    /// Where it stands in its part.
    pub sequence_number: Option<i64>,
    /// The values of a pick list that this layout has.
    #[serde(deserialize_with = "or_default")]
    pub pick_list_values: Vec<PickListValue>,
}

impl LayoutField {
    /// The field with this API name.
    #[must_use]
    pub fn new(api_name: impl Into<String>) -> Self {
        Self { api_name: api_name.into(), ..Self::default() }
    }

    setters!(id: Option<String>, display_label: Option<String>, data_type: Option<String>, required: Option<bool>,
        read_only: Option<bool>, visible: Option<bool>, sequence_number: Option<i64>,
        pick_list_values: Vec<PickListValue>);
}

#[derive(Deserialize)]
struct Answer {
    layouts: Vec<Layout>,
}

/// `layout.list`: the layouts of a module, all in one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The module's API name.
    pub module: String,
}

impl List {
    /// The layouts of this module.
    #[must_use]
    pub fn new(module: impl Into<String>) -> Self {
        Self { module: module.into() }
    }
}

impl Action for List {
    type Connector = Zoho;
    type Output = Vec<Layout>;
    const META: Meta =
        Meta::read("layout", "list").title("List the layouts of a module").scopes(SCOPES).docs(DOCS);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let module = module::<Record>(Some(&self.module), cx)?;
        Ok(Request::get(["settings", "layouts"]).query("module", module))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<Layout>> {
        let answer: Option<Answer> = response.json_opt()?;
        Ok(answer.map(|answer| answer.layouts).unwrap_or_default())
    }
}

/// `layout.get`: one layout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The module's API name.
    pub module: String,
    /// The layout's id.
    pub id: String,
}

impl Get {
    /// The layout of this module with this id.
    #[must_use]
    pub fn new(module: impl Into<String>, id: impl Into<String>) -> Self {
        Self { module: module.into(), id: id.into() }
    }
}

impl Action for Get {
    type Connector = Zoho;
    type Output = Layout;
    const META: Meta = Meta::read("layout", "get").title("Get a layout").scopes(SCOPES).docs(DOCS);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let module = module::<Record>(Some(&self.module), cx)?;
        Ok(Request::get(["settings", "layouts", record_id("id", &self.id)?]).query("module", module))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Layout> {
        let answer: Option<Answer> = response.json_opt()?;
        answer.and_then(|answer| answer.layouts.into_iter().next()).ok_or_else(missing)
    }
}
