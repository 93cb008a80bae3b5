//! Pick lists that several fields share.

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::Zoho;
use crate::model::or_default;
use crate::module_fields::PickListValue;
use crate::records::{missing, record_id};

const DOCS: &str = "https://www.zoho.com/crm/developer/docs/api/v8/get-global-picklist.html";
const SCOPES: &[&str] = &["ZohoCRM.settings.ALL", "ZohoCRM.settings.global_picklist.READ"];

/// A pick list that several fields share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct GlobalPicklist {
    /// The list's id.
    pub id: String,
    /// The name that the API has for it.
    pub api_name: Option<String>,
    /// The name that people see.
    pub display_label: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Whether its values are ordered by their letters.
    pub pick_list_values_sorted_lexically: Option<bool>,
    /// Its values; a list of pick lists may leave them out.
    #[serde(deserialize_with = "or_default")]
    pub pick_list_values: Vec<PickListValue>,
    /// When it was made.
    pub created_time: Option<DateTime<Utc>>,
    /// When it was changed last.
    pub modified_time: Option<DateTime<Utc>>,
}

impl GlobalPicklist {
    /// The list with this API name.
    #[must_use]
    pub fn new(api_name: impl Into<String>) -> Self {
        Self { api_name: Some(api_name.into()), ..Self::default() }
    }

    setters!(id: String, display_label: Option<String>, description: Option<String>,
        pick_list_values_sorted_lexically: Option<bool>, pick_list_values: Vec<PickListValue>,
        created_time: Option<DateTime<Utc>>, modified_time: Option<DateTime<Utc>>);
}

#[derive(Deserialize)]
struct Answer {
    global_picklists: Vec<GlobalPicklist>,
}

/// `global_picklist.list`: the pick lists that fields share, all in one answer. [`Get`] has the values of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {}

impl List {
    /// All of them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for List {
    type Connector = Zoho;
    type Output = Vec<GlobalPicklist>;
    const META: Meta =
        Meta::read("global_picklist", "list").title("List global pick lists").scopes(SCOPES).docs(DOCS);

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::get(["settings", "global_picklists"]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<GlobalPicklist>> {
        let answer: Option<Answer> = response.json_opt()?;
        Ok(answer.map(|answer| answer.global_picklists).unwrap_or_default())
    }
}

/// `global_picklist.get`: one of them, with its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The list's id.
    pub id: String,
}

impl Get {
    /// The list with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Get {
    type Connector = Zoho;
    type Output = GlobalPicklist;
    const META: Meta =
        Meta::read("global_picklist", "get").title("Get a global pick list").scopes(SCOPES).docs(DOCS);

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::get(["settings", "global_picklists", record_id("id", &self.id)?]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<GlobalPicklist> {
        let answer: Option<Answer> = response.json_opt()?;
        answer.and_then(|answer| answer.global_picklists.into_iter().next()).ok_or_else(missing)
    }
}
