//! Roles: who reports to whom, and so who sees whose records.

use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::Zoho;
use crate::model::Lookup;
use crate::records::{missing, record_id};

const DOCS: &str = "https://www.zoho.com/crm/developer/docs/api/v8/get-roles.html";
const SCOPES: &[&str] = &["ZohoCRM.settings.ALL", "ZohoCRM.settings.roles.READ"];

/// A role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Role {
    /// The role's id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The name that people see.
    pub display_label: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// The role above it; the topmost has none.
    pub reporting_to: Option<Lookup>,
    /// Whether users of the same role see each other's records.
    pub share_with_peers: Option<bool>,
    /// Whether its users administer the organisation.
    pub admin_user: Option<bool>,
}

impl Role {
    /// The role with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: Option<String>, display_label: Option<String>, description: Option<String>,
        reporting_to: Option<Lookup>, share_with_peers: Option<bool>, admin_user: Option<bool>);
}

#[derive(Deserialize)]
struct Answer {
    roles: Vec<Role>,
}

/// `role.list`: the roles, all in one answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {}

impl List {
    /// All roles.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for List {
    type Connector = Zoho;
    type Output = Vec<Role>;
    const META: Meta = Meta::read("role", "list").title("List roles").scopes(SCOPES).docs(DOCS);

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::get(["settings", "roles"]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<Role>> {
        let answer: Option<Answer> = response.json_opt()?;
        Ok(answer.map(|answer| answer.roles).unwrap_or_default())
    }
}

/// `role.get`: one role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The role's id.
    pub id: String,
}

impl Get {
    /// The role with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Get {
    type Connector = Zoho;
    type Output = Role;
    const META: Meta = Meta::read("role", "get").title("Get a role").scopes(SCOPES).docs(DOCS);

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::get(["settings", "roles", record_id("id", &self.id)?]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Role> {
        let answer: Option<Answer> = response.json_opt()?;
        answer.and_then(|answer| answer.roles.into_iter().next()).ok_or_else(missing)
    }
}
