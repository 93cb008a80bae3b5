//! Profiles: what the users who have one may do.

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::Zoho;
use crate::model::or_default;
use crate::records::{missing, record_id};

const DOCS: &str = "https://www.zoho.com/crm/developer/docs/api/v8/get-profiles.html";
const SCOPES: &[&str] = &["ZohoCRM.settings.ALL", "ZohoCRM.settings.profiles.READ"];

/// A profile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Profile {
    /// The profile's id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The name that people see.
    pub display_label: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// `normal_profile`, `lite_profile`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Whether the organisation has made it.
    pub custom: Option<bool>,
    /// What its users may do; the list of profiles leaves it out.
    #[serde(deserialize_with = "or_default")]
    pub permissions_details: Vec<Permission>,
    /// When it was made.
    pub created_time: Option<DateTime<Utc>>,
    /// When it was changed last.
    pub modified_time: Option<DateTime<Utc>>,
}

impl Profile {
    /// The profile with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    setters!(name: Option<String>, display_label: Option<String>, description: Option<String>, kind: Option<String>,
        custom: Option<bool>, permissions_details: Vec<Permission>, created_time: Option<DateTime<Utc>>,
        modified_time: Option<DateTime<Utc>>);
}

/// Something that the users of a profile may or may not do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Permission {
    /// Its id.
    pub id: Option<String>,
    /// What it is called: `Crm_Implied_Edit_Leads`.
    pub name: String,
    /// What people see.
    pub display_label: Option<String>,
    /// The module that it is about; none for what is about everything.
    pub module: Option<String>,
    /// Whether they may.
    pub enabled: bool,
}

impl Permission {
    /// The permission of this name, given or not.
    #[must_use]
    pub fn new(name: impl Into<String>, enabled: bool) -> Self {
        Self { name: name.into(), enabled, ..Self::default() }
    }

    setters!(id: Option<String>, display_label: Option<String>, module: Option<String>);
}

#[derive(Deserialize)]
struct Answer {
    profiles: Vec<Profile>,
}

/// `profile.list`: the profiles, all in one answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {}

impl List {
    /// All profiles.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Action for List {
    type Connector = Zoho;
    type Output = Vec<Profile>;
    const META: Meta = Meta::read("profile", "list").title("List profiles").scopes(SCOPES).docs(DOCS);

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::get(["settings", "profiles"]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<Profile>> {
        let answer: Option<Answer> = response.json_opt()?;
        Ok(answer.map(|answer| answer.profiles).unwrap_or_default())
    }
}

/// `profile.get`: one profile, with what its users may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The profile's id.
    pub id: String,
}

impl Get {
    /// The profile with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Get {
    type Connector = Zoho;
    type Output = Profile;
    const META: Meta = Meta::read("profile", "get").title("Get a profile").scopes(SCOPES).docs(DOCS);

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        Ok(Request::get(["settings", "profiles", record_id("id", &self.id)?]))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Profile> {
        let answer: Option<Answer> = response.json_opt()?;
        answer.and_then(|answer| answer.profiles.into_iter().next()).ok_or_else(missing)
    }
}
