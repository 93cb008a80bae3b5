//! The modules of the organisation: the standard ones and its own.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{Action, Cx, Error, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::Zoho;
use crate::model::{Lookup, or_default};
use crate::records::{api_name, missing};

const DOCS: &str = "https://www.zoho.com/crm/developer/docs/api/v8/modules-api.html";
const SCOPES: &[&str] = &["ZohoCRM.settings.ALL", "ZohoCRM.settings.modules.READ"];

/// What Zoho says of a module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct ModuleInfo {
    /// The module's id.
    pub id: String,
    /// The name that actions take; none of what the API does not reach.
    pub api_name: Option<String>,
    /// What Zoho calls it: of a custom module not its API name.
    pub module_name: Option<String>,
    /// What people call one record.
    pub singular_label: Option<String>,
    /// What people call its records.
    pub plural_label: Option<String>,
    /// Where it comes from: `default`, `custom`, `linking`, `web`.
    pub generated_type: Option<String>,
    /// `visible`, `user_hidden`, `system_hidden`, `scheduled_for_deletion`.
    pub status: Option<String>,
    /// Whether the API reaches it.
    pub api_supported: bool,
    /// Whether the user who gave the consent can read records.
    pub viewable: bool,
    /// Whether that user can make records.
    pub creatable: bool,
    /// Whether that user can change records.
    pub editable: bool,
    /// Whether that user can delete records.
    pub deletable: bool,
    /// Whether its records can be converted.
    pub convertable: Option<bool>,
    /// Where it stands among the others.
    pub sequence_number: Option<i64>,
    /// The profiles whose users see it.
    #[serde(deserialize_with = "or_default")]
    pub profiles: Vec<Lookup>,
    /// When it was changed last; nobody has changed most.
    pub modified_time: Option<DateTime<Utc>>,
}

impl ModuleInfo {
    /// The module with this API name.
    #[must_use]
    pub fn new(api_name: impl Into<String>) -> Self {
        Self { api_name: Some(api_name.into()), ..Self::default() }
    }

    setters!(id: String, module_name: Option<String>, singular_label: Option<String>, plural_label: Option<String>,
        generated_type: Option<String>, status: Option<String>, api_supported: bool, viewable: bool,
        creatable: bool, editable: bool, deletable: bool, convertable: Option<bool>, sequence_number: Option<i64>,
        profiles: Vec<Lookup>, modified_time: Option<DateTime<Utc>>);
}

/// Which modules are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ModuleStatus {
    /// Those that people see.
    Visible,
    /// Those that people have hidden.
    UserHidden,
    /// Those that Zoho hides.
    SystemHidden,
    /// Those that are about to go.
    ScheduledForDeletion,
}

#[derive(Deserialize)]
struct Answer {
    modules: Vec<ModuleInfo>,
}

/// `module.list`: the modules, all in one answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Which modules; all unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<ModuleStatus>>,
}

impl List {
    /// The modules.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(status: Option<Open<ModuleStatus>>);
}

impl Action for List {
    type Connector = Zoho;
    type Output = Vec<ModuleInfo>;
    const META: Meta = Meta::read("module", "list").title("List modules").scopes(SCOPES).docs(DOCS);

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::get(["settings", "modules"]).query_opt("status", self.status.as_ref()))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<ModuleInfo>> {
        let answer: Option<Answer> = response.json_opt()?;
        Ok(answer.map(|answer| answer.modules).unwrap_or_default())
    }
}

/// `module.get`: one module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The module's API name.
    pub module: String,
}

impl Get {
    /// The module with this API name.
    #[must_use]
    pub fn new(module: impl Into<String>) -> Self {
        Self { module: module.into() }
    }
}

impl Action for Get {
    type Connector = Zoho;
    type Output = ModuleInfo;
    const META: Meta = Meta::read("module", "get").title("Get a module").scopes(SCOPES).docs(DOCS);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        if self.module.is_empty() {
            return Err(Error::validation("module", "is missing: the API name of a module, such as `Leads`"));
        }
        let name = api_name("module", cx.connector().module_name(&self.module))?;
        Ok(Request::get(["settings", "modules", name]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<ModuleInfo> {
        let answer: Option<Answer> = response.json_opt()?;
        answer.and_then(|answer| answer.modules.into_iter().next()).ok_or_else(missing)
    }
}
