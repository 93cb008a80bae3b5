//! The fields of modules, as the organisation has set them up.

use connectors_core::types::Open;
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::Zoho;
use crate::model::ModuleRef;
use crate::module::Record;
use crate::records::{missing, module, record_id};

const DOCS: &str = "https://www.zoho.com/crm/developer/docs/api/v8/field-meta.html";
const SCOPES: &[&str] = &["ZohoCRM.settings.ALL", "ZohoCRM.settings.fields.READ"];

/// A field of a module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct ModuleField {
    /// The field's id.
    pub id: String,
    /// The name that actions take.
    pub api_name: String,
    /// The name that people see.
    pub display_label: Option<String>,
    /// What it holds: `text`, `picklist`, `lookup`, `subform`, …
    pub data_type: Option<String>,
    /// How it is written: `string`, `integer`, `double`, `boolean`, `jsonobject`, `jsonarray`.
    pub json_type: Option<String>,
    /// How many characters or digits it holds.
    pub length: Option<i64>,
    /// How many digits it has behind the point.
    pub decimal_place: Option<i64>,
    /// Whether every record must have it.
    pub system_mandatory: bool,
    /// Whether it cannot be written.
    pub read_only: bool,
    /// Whether the user who gave the consent cannot write it.
    pub field_read_only: bool,
    /// Whether the organisation has made it.
    pub custom_field: bool,
    /// Whether people see it.
    pub visible: bool,
    /// Whether a search by word looks at it.
    pub searchable: bool,
    /// The values of a pick list.
    #[serde(deserialize_with = "filled")]
    pub pick_list_values: Option<Vec<PickListValue>>,
    /// What a lookup points to.
    #[serde(deserialize_with = "filled")]
    pub lookup: Option<FieldLookup>,
    /// The rows that a sub-form holds.
    #[serde(deserialize_with = "filled")]
    pub subform: Option<FieldSubform>,
    /// There where no two records may have the same value in it.
    #[serde(deserialize_with = "filled")]
    pub unique: Option<Unique>,
}

impl ModuleField {
    /// The field with this API name.
    #[must_use]
    pub fn new(api_name: impl Into<String>) -> Self {
        Self { api_name: api_name.into(), ..Self::default() }
    }

    setters!(id: String, display_label: Option<String>, data_type: Option<String>, json_type: Option<String>,
        length: Option<i64>, decimal_place: Option<i64>, system_mandatory: bool, read_only: bool,
        field_read_only: bool, custom_field: bool, visible: bool, searchable: bool,
        pick_list_values: Option<Vec<PickListValue>>, lookup: Option<FieldLookup>, subform: Option<FieldSubform>,
        unique: Option<Unique>);
}

/// What a field is not, Zoho says as `{}`, `[]` or null: all are nothing.
fn filled<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Option<T>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let nothing = match &value {
        Value::Null => true,
        Value::Object(members) => members.is_empty(),
        Value::Array(elements) => elements.is_empty(),
        _ => false,
    };
    if nothing {
        return Ok(None);
    }
    serde_json::from_value(value).map(Some).map_err(serde::de::Error::custom)
}

/// A value of a pick list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct PickListValue {
    /// Its id.
    pub id: Option<String>,
    /// What people see.
    pub display_value: String,
    /// What records hold.
    pub actual_value: String,
    /// Where it stands in the list.
    pub sequence_number: Option<i64>,
    /// Whether it is in use: `used` or `unused`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

impl PickListValue {
    /// This value.
    #[must_use]
    pub fn new(value: impl Into<String>) -> Self {
        let value = value.into();
        Self { display_value: value.clone(), actual_value: value, ..Self::default() }
    }

    setters!(id: Option<String>, sequence_number: Option<i64>, kind: Option<String>);
}

/// What a lookup points to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct FieldLookup {
    /// The module.
    pub module: Option<ModuleRef>,
    /// What the related list is called there.
    pub display_label: Option<String>,
}

impl FieldLookup {
    /// A lookup of records of this module.
    #[must_use]
    pub fn new(module: ModuleRef) -> Self {
        Self { module: Some(module), display_label: None }
    }

    setters!(display_label: Option<String>);
}

/// The rows that a sub-form holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct FieldSubform {
    /// The API name of the module of the rows.
    pub module: Option<String>,
    /// Its id.
    pub id: Option<String>,
}

impl FieldSubform {
    /// Rows of this module.
    #[must_use]
    pub fn new(module: impl Into<String>) -> Self {
        Self { module: Some(module.into()), id: None }
    }

    setters!(id: Option<String>);
}

/// How values are compared where no two may be the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Unique {
    /// Whether capital letters count: `true` or `false` as text.
    pub casesensitive: Option<String>,
}

impl Unique {
    /// Whatever their letters' case.
    #[must_use]
    pub fn new() -> Self {
        Self { casesensitive: Some("false".to_owned()) }
    }
}

/// Which fields are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum FieldKind {
    /// Those in use and those that are not.
    All,
    /// Those that are in no layout.
    Unused,
    /// Those that are.
    Used,
}

/// `module_field.list`: the fields of a module, all in one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The module's API name.
    pub module: String,
    /// Which fields: those in use unless said otherwise.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Open<FieldKind>>,
}

impl List {
    /// The fields of this module.
    #[must_use]
    pub fn new(module: impl Into<String>) -> Self {
        Self { module: module.into(), kind: None }
    }

    setters!(kind: Option<Open<FieldKind>>);
}

#[derive(Deserialize)]
struct Answer {
    fields: Vec<ModuleField>,
}

impl Action for List {
    type Connector = Zoho;
    type Output = Vec<ModuleField>;
    const META: Meta =
        Meta::read("module_field", "list").title("List the fields of a module").scopes(SCOPES).docs(DOCS);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let module = module::<Record>(Some(&self.module), cx)?;
        Ok(Request::get(["settings", "fields"]).query("module", module).query_opt("type", self.kind.as_ref()))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<ModuleField>> {
        let answer: Option<Answer> = response.json_opt()?;
        Ok(answer.map(|answer| answer.fields).unwrap_or_default())
    }
}

/// `module_field.get`: one field of a module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The module's API name.
    pub module: String,
    /// The field's id.
    pub id: String,
}

impl Get {
    /// The field of this module with this id.
    #[must_use]
    pub fn new(module: impl Into<String>, id: impl Into<String>) -> Self {
        Self { module: module.into(), id: id.into() }
    }
}

impl Action for Get {
    type Connector = Zoho;
    type Output = ModuleField;
    const META: Meta =
        Meta::read("module_field", "get").title("Get a field of a module").scopes(SCOPES).docs(DOCS);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let module = module::<Record>(Some(&self.module), cx)?;
        Ok(Request::get(["settings", "fields", record_id("id", &self.id)?]).query("module", module))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<ModuleField> {
        let answer: Option<Answer> = response.json_opt()?;
        answer.and_then(|answer| answer.fields.into_iter().next()).ok_or_else(missing)
    }
}
