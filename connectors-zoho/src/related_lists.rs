//! Which related lists the records of a module have: what [`related`](crate::related) reads.

use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::Zoho;
use crate::model::ModuleRef;
use crate::module::Record;
use crate::records::{missing, module, record_id};

const DOCS: &str = "https://www.zoho.com/crm/developer/docs/api/v8/related-list-meta.html";
const SCOPES: &[&str] = &["ZohoCRM.settings.ALL", "ZohoCRM.settings.related_lists.READ"];

/// A related list of a module's records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct RelatedList {
    /// The list's id.
    pub id: Option<String>,
    /// The name that actions take.
    pub api_name: Option<String>,
    /// The name that people see.
    pub display_label: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// The module that its records are of; of some lists none.
    pub module: Option<ModuleRef>,
    /// Where it leads, below the record.
    pub href: Option<String>,
    /// What kind of list it is: `default`, `multiselectlookup`, …
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The module on the other side, where one lies between the two.
    pub connectedmodule: Option<String>,
    /// The module between the two.
    pub linkingmodule: Option<String>,
    /// `visible`, `user_hidden`, `scheduled_for_deletion`.
    pub status: Option<String>,
}

impl RelatedList {
    /// The list with this API name.
    #[must_use]
    pub fn new(api_name: impl Into<String>) -> Self {
        Self { api_name: Some(api_name.into()), ..Self::default() }
    }

    setters!(id: Option<String>, display_label: Option<String>, name: Option<String>, module: Option<ModuleRef>,
        href: Option<String>, kind: Option<String>, connectedmodule: Option<String>,
        linkingmodule: Option<String>, status: Option<String>);
}

#[derive(Deserialize)]
struct Answer {
    related_lists: Vec<RelatedList>,
}

/// `related_list.list`: the related lists of a module, all in one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The module's API name.
    pub module: String,
    /// Only those of this layout, by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout_id: Option<String>,
}

impl List {
    /// The related lists of this module.
    #[must_use]
    pub fn new(module: impl Into<String>) -> Self {
        Self { module: module.into(), layout_id: None }
    }

    setters!(layout_id: Option<String>);
}

impl Action for List {
    type Connector = Zoho;
    type Output = Vec<RelatedList>;
    const META: Meta = Meta::read("related_list", "list")
        .title("List the related lists of a module")
        .scopes(SCOPES)
        .docs(DOCS);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let layout = self.layout_id.as_deref().map(|id| record_id("layout_id", id)).transpose()?;
        Ok(Request::get(["settings", "related_lists"])
            .query("module", module::<Record>(Some(&self.module), cx)?)
            .query_opt("layout_id", layout))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<RelatedList>> {
        let answer: Option<Answer> = response.json_opt()?;
        Ok(answer.map(|answer| answer.related_lists).unwrap_or_default())
    }
}

/// `related_list.get`: one related list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The module's API name.
    pub module: String,
    /// The list's id.
    pub id: String,
}

impl Get {
    /// The related list of this module with this id.
    #[must_use]
    pub fn new(module: impl Into<String>, id: impl Into<String>) -> Self {
        Self { module: module.into(), id: id.into() }
    }
}

impl Action for Get {
    type Connector = Zoho;
    type Output = RelatedList;
    const META: Meta =
        Meta::read("related_list", "get").title("Get a related list").scopes(SCOPES).docs(DOCS);

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let path = ["settings", "related_lists", record_id("id", &self.id)?];
        Ok(Request::get(path).query("module", module::<Record>(Some(&self.module), cx)?))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<RelatedList> {
        let answer: Option<Answer> = response.json_opt()?;
        answer.and_then(|answer| answer.related_lists.into_iter().next()).ok_or_else(missing)
    }
}
